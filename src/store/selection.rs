//! The articles a filter lets through, as a temporary table that all counting queries join.

use rusqlite::params;

use super::{Result, Store, sql};
use crate::model::{EntityType, Filter, Query};

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
    /// Makes the filter's articles the ones that the reading functions count, whatever its text. Cheap when nothing changed
    /// since.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn select(&mut self, filter: &Filter) -> Result<()> {
        self.select_with(
            &Filter {
                text: None,
                ..filter.clone()
            },
            None,
        )
    }

    /// The same with the query that the filter's text was read as.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn select_with(&mut self, filter: &Filter, query: Option<&Query>) -> Result<()> {
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
        let words = self.lay_out(query)?;
        self.selected = None;
        let tx = self.conn.unchecked_transaction()?;
        self.fill_selection(filter, words.as_deref())?;
        tx.commit()?;
        // Filling the table counts as a change of this connection, so the number is taken again.
        self.selected = Some(SelectionKey {
            version: (key.version.0, self.conn.total_changes()),
            ..key
        });
        self.words = words;
        Ok(())
    }

    pub(super) fn fill_selection(&self, filter: &Filter, words: Option<&str>) -> Result<()> {
        self.conn
            .prepare_cached(sql!("selection/clear"))?
            .execute([])?;
        self.conn
            .prepare_cached(sql!("selection/fill"))?
            .execute(params![
                filter.from,
                filter.to,
                json(&filter.outlets),
                json(&filter.entities),
                words,
                filter.undated,
                json(&filter.tags),
            ])?;
        Ok(())
    }

    /// How many articles without a date a date range keeps out. The filter is the one that was selected last.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn undated_outside(&self, filter: &Filter) -> Result<u64> {
        if filter.from.is_none() && filter.to.is_none() {
            return Ok(0);
        }
        let mut statement = self
            .conn
            .prepare_cached(sql!("selection/undated_outside"))?;
        let count: i64 = statement.query_row(
            params![
                json(&filter.outlets),
                json(&filter.entities),
                self.words,
                json(&filter.tags),
            ],
            |row| row.get(0),
        )?;
        Ok(u64::try_from(count).unwrap_or_default())
    }
}
