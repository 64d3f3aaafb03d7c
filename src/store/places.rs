//! The lists of place names that belong to a project, and where its places lie.

use rusqlite::{OptionalExtension, params};

use super::{Result, Store, StoreError, import::sha256, now, read::count, sql};
use crate::model::LatLon;

/// A list of place names without its content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlaceListRow {
    pub id: i64,
    pub name: String,
    /// UTC, as `2026-11-21T18:40:00Z`.
    pub added_at: String,
    pub places: u64,
    pub sha256: Vec<u8>,
}

impl Store {
    /// The project's lists of place names, oldest first.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn place_lists(&self) -> Result<Vec<PlaceListRow>> {
        let mut statement = self.conn.prepare_cached(sql!("place_list/all"))?;
        let rows = statement.query_map([], |row| {
            Ok(PlaceListRow {
                id: row.get("id")?,
                name: row.get("name")?,
                added_at: row.get("added_at")?,
                places: count(row, "places")?,
                sha256: row.get("sha256")?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The bytes of a list.
    ///
    /// # Errors
    /// When there is no such list or the file cannot be read.
    pub fn place_list(&self, id: i64) -> Result<Vec<u8>> {
        self.conn
            .prepare_cached(sql!("place_list/content"))?
            .query_row([id], |row| row.get("content"))
            .optional()?
            .ok_or(StoreError::NoSuch("list of place names"))
    }

    /// Adds a list under a name that no other has.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn add_place_list(&self, name: &str, places: u64, content: &[u8]) -> Result<()> {
        self.conn
            .prepare_cached(sql!("place_list/insert"))?
            .execute(params![
                name,
                now(),
                i64::try_from(places).unwrap_or(i64::MAX),
                sha256(content).as_slice(),
                content,
            ])?;
        Ok(())
    }

    /// Removes a list and tells whether there was one.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn remove_place_list(&self, name: &str) -> Result<bool> {
        let gone = self
            .conn
            .prepare_cached(sql!("place_list/delete"))?
            .execute([name])?;
        Ok(gone > 0)
    }

    /// All points of the project, with the number of articles that name each.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn points(&self) -> Result<Vec<(LatLon, u64)>> {
        let mut statement = self.conn.prepare_cached(sql!("place/points"))?;
        let rows = statement.query_map([], |row| {
            let at = LatLon {
                lat: row.get("lat")?,
                lon: row.get("lon")?,
            };
            Ok((at, count(row, "articles")?))
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}
