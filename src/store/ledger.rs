//! The ledger: what the user decided, in order, never changed afterwards.

use rusqlite::{OptionalExtension, Row, params};

use super::{Result, Store, now, sql};
use crate::model::DecisionId;

/// A row of the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecisionRow {
    pub id: DecisionId,
    /// UTC, as `2026-11-21T18:40:00Z`.
    pub at: String,
    /// `rename`, `set-date`, `star`, `undo`, `redo`, …
    pub action: String,
    /// For people.
    pub label: String,
    /// What an undo or redo is about.
    pub target: Option<DecisionId>,
    /// JSON: what it did.
    pub apply: Option<String>,
    /// JSON: what takes it back.
    pub revert: Option<String>,
}

/// A row to be added.
#[derive(Clone, Debug, Default)]
pub struct NewDecision<'a> {
    pub action: &'a str,
    pub label: &'a str,
    pub target: Option<DecisionId>,
    pub apply: Option<&'a str>,
    pub revert: Option<&'a str>,
}

fn row(row: &Row<'_>) -> rusqlite::Result<DecisionRow> {
    Ok(DecisionRow {
        id: DecisionId(row.get("id")?),
        at: row.get("at")?,
        action: row.get("action")?,
        label: row.get("label")?,
        target: row.get::<_, Option<i64>>("target")?.map(DecisionId),
        apply: row.get("apply")?,
        revert: row.get("revert")?,
    })
}

impl Store {
    /// Adds a row.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn add_decision(&self, new: &NewDecision<'_>) -> Result<DecisionId> {
        self.conn
            .prepare_cached(sql!("decision/insert"))?
            .execute(params![
                now(),
                new.action,
                new.label,
                new.target.map(|t| t.0),
                new.apply,
                new.revert
            ])?;
        Ok(DecisionId(self.conn.last_insert_rowid()))
    }

    /// The whole ledger, oldest first.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn decisions(&self) -> Result<Vec<DecisionRow>> {
        let mut statement = self.conn.prepare_cached(sql!("decision/all"))?;
        let rows = statement
            .query_map([], row)?
            .collect::<rusqlite::Result<_>>()?;
        Ok(rows)
    }

    /// One row.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn decision(&self, id: DecisionId) -> Result<Option<DecisionRow>> {
        let mut statement = self.conn.prepare_cached(sql!("decision/one"))?;
        Ok(statement.query_row([id.0], row).optional()?)
    }
}
