//! The ledger: what the user decided, in order, never changed afterwards.

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::{Result, Store, now, sql};
use crate::model::DecisionId;

/// A row of the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecisionRow {
    pub id: DecisionId,
    /// UTC, as `2026-11-21T18:40:00Z`.
    pub at: String,
    /// The system's name for who decided; rows of older versions have none.
    pub who: Option<String>,
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
    pub touched: Touched,
}

/// What a decision touched; `None` where it is not about that.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Touched {
    pub mentions: Option<u64>,
    pub highlights: Option<u64>,
    pub articles: Option<u64>,
}

/// A row to be added.
#[derive(Clone, Debug, Default)]
pub struct NewDecision<'a> {
    pub who: Option<&'a str>,
    pub action: &'a str,
    pub label: &'a str,
    pub target: Option<DecisionId>,
    pub apply: Option<&'a str>,
    pub revert: Option<&'a str>,
    pub touched: Touched,
}

/// A row without its JSON, which may be large.
fn light(row: &Row<'_>) -> rusqlite::Result<DecisionRow> {
    let number = |column: &str| -> rusqlite::Result<Option<u64>> {
        let value: Option<i64> = row.get(column)?;
        Ok(value.and_then(|n| u64::try_from(n).ok()))
    };
    Ok(DecisionRow {
        id: DecisionId(row.get("id")?),
        at: row.get("at")?,
        who: row.get("who")?,
        action: row.get("action")?,
        label: row.get("label")?,
        target: row.get::<_, Option<i64>>("target")?.map(DecisionId),
        apply: None,
        revert: None,
        touched: Touched {
            mentions: number("mentions")?,
            highlights: number("highlights")?,
            articles: number("articles")?,
        },
    })
}

fn row(row: &Row<'_>) -> rusqlite::Result<DecisionRow> {
    Ok(DecisionRow {
        apply: row.get("apply")?,
        revert: row.get("revert")?,
        ..light(row)?
    })
}

fn whole(count: Option<u64>) -> Option<i64> {
    count.map(|n| i64::try_from(n).unwrap_or(i64::MAX))
}

pub(super) fn list(conn: &Connection) -> Result<Vec<DecisionRow>> {
    let mut statement = conn.prepare_cached(sql!("decision/list"))?;
    let rows = statement
        .query_map([], light)?
        .collect::<rusqlite::Result<_>>()?;
    Ok(rows)
}

pub(super) fn of_actions(conn: &Connection, actions: &[&str]) -> Result<Vec<DecisionRow>> {
    let mut statement = conn.prepare_cached(sql!("decision/of_actions"))?;
    let json = super::selection::json(actions).unwrap_or_else(|| "[]".to_owned());
    let rows = statement
        .query_map([json], row)?
        .collect::<rusqlite::Result<_>>()?;
    Ok(rows)
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
                new.who,
                new.action,
                new.label,
                new.target.map(|t| t.0),
                new.apply,
                new.revert,
                whole(new.touched.mentions),
                whole(new.touched.articles),
                whole(new.touched.highlights),
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

    /// The whole ledger without the JSON of its rows, oldest first.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn decision_list(&self) -> Result<Vec<DecisionRow>> {
        list(&self.conn)
    }

    /// The rows of these actions, oldest first.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn decisions_of(&self, actions: &[&str]) -> Result<Vec<DecisionRow>> {
        of_actions(&self.conn, actions)
    }

    /// The number of the newest row, 0 when there is none.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn newest_decision(&self) -> Result<DecisionId> {
        Ok(DecisionId(
            self.conn
                .prepare_cached(sql!("decision/newest"))?
                .query_row([], |row| row.get(0))?,
        ))
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
