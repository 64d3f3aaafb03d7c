//! The articles a filter lets through, as a temporary table that all counting queries join.

use rusqlite::params;

use super::{Result, Store, sql};
use crate::model::{EntityType, Filter};

/// What the temporary table was filled for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SelectionKey {
    filter: Filter,
    /// Changes with every write of this or another connection.
    version: (i64, u64),
}

pub(super) fn json<T: serde::Serialize>(values: &[T]) -> Option<String> {
    if values.is_empty() {
        None
    } else {
        serde_json::to_string(values).ok()
    }
}

pub(super) fn types_json(filter: &Filter) -> Option<String> {
    let words: Vec<&str> = filter.types.iter().copied().map(EntityType::word).collect();
    json(&words)
}

impl Store {
    /// Makes the filter's articles the ones that the reading functions count. Cheap when nothing changed since.
    ///
    /// # Errors
    /// When the filter's full-text query cannot be read, see [`super::StoreError::query_complaint`].
    pub fn select(&mut self, filter: &Filter) -> Result<()> {
        let key = SelectionKey {
            filter: Filter {
                types: Vec::new(),
                ..filter.clone()
            },
            version: (self.data_version()?, self.conn.total_changes()),
        };
        if self.selected.as_ref() == Some(&key) {
            return Ok(());
        }
        self.selected = None;
        let tx = self.conn.unchecked_transaction()?;
        tx.execute(sql!("selection/clear"), [])?;
        tx.prepare_cached(sql!("selection/fill"))?.execute(params![
            filter.from,
            filter.to,
            json(&filter.outlets),
            json(&filter.entities),
            filter.text,
            filter.undated,
        ])?;
        tx.commit()?;
        // Filling the table counts as a change of this connection, so the number is taken again.
        self.selected = Some(SelectionKey {
            version: (key.version.0, self.conn.total_changes()),
            ..key
        });
        Ok(())
    }

    /// How many articles without a date a date range keeps out.
    ///
    /// # Errors
    /// When the filter's full-text query cannot be read.
    pub fn undated_outside(&self, filter: &Filter) -> Result<u64> {
        if filter.from.is_none() && filter.to.is_none() {
            return Ok(0);
        }
        let mut statement = self
            .conn
            .prepare_cached(sql!("selection/undated_outside"))?;
        let count: i64 = statement.query_row(
            params![json(&filter.outlets), json(&filter.entities), filter.text],
            |row| row.get(0),
        )?;
        Ok(u64::try_from(count).unwrap_or_default())
    }
}
