//! Searches that people keep by name.

use rusqlite::{OptionalExtension, Row, params};

use super::{Result, Store, StoreError, sql};
use crate::model::{Filter, SearchId};

/// A row of `saved_search`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchRecord {
    pub id: SearchId,
    pub name: String,
    /// Its text is the query as typed.
    pub filter: Filter,
}

fn record(row: &Row<'_>) -> rusqlite::Result<(SearchId, String, String)> {
    Ok((
        SearchId(row.get("id")?),
        row.get("name")?,
        row.get("filter")?,
    ))
}

fn read((id, name, filter): (SearchId, String, String)) -> Result<SearchRecord> {
    let filter = serde_json::from_str(&filter)
        .map_err(|_| StoreError::Damaged(format!("The saved search “{name}”")))?;
    Ok(SearchRecord { id, name, filter })
}

impl Store {
    /// All saved searches by name.
    ///
    /// # Errors
    /// When the file cannot be read or a search in it is damaged.
    pub fn saved_searches(&self) -> Result<Vec<SearchRecord>> {
        let mut statement = self.conn.prepare_cached(sql!("saved_search/all"))?;
        let rows = statement.query_map([], record)?;
        rows.map(|row| read(row?)).collect()
    }

    /// One saved search.
    ///
    /// # Errors
    /// When there is none with this number, or it is damaged.
    pub fn saved_search(&self, id: SearchId) -> Result<SearchRecord> {
        let mut statement = self.conn.prepare_cached(sql!("saved_search/one"))?;
        let found = statement.query_row([id.0], record).optional()?;
        read(found.ok_or(StoreError::NoSuch("saved search"))?)
    }

    /// Writes a saved search, or removes it.
    ///
    /// # Errors
    /// When the file cannot be written or another search has the name.
    pub fn set_saved_search(&self, id: SearchId, to: Option<(&str, &Filter)>) -> Result<()> {
        match to {
            None => {
                self.conn
                    .prepare_cached(sql!("saved_search/delete"))?
                    .execute([id.0])?;
            }
            Some((name, filter)) => {
                let filter = serde_json::to_string(filter)
                    .map_err(|_| StoreError::Damaged(format!("The search “{name}”")))?;
                self.conn
                    .prepare_cached(sql!("saved_search/set"))?
                    .execute(params![id.0, name, filter])?;
            }
        }
        Ok(())
    }

    /// A number that no saved search has or had.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn next_saved_search(&self) -> Result<SearchId> {
        let mut statement = self.conn.prepare_cached(sql!("saved_search/newest"))?;
        let newest: i64 = statement.query_row([], |row| row.get(0))?;
        Ok(SearchId(newest + 1))
    }
}
