//! Single changes that commands are made of. The caller wraps them in [`Store::transaction`].

use rusqlite::{OptionalExtension, params};

use super::{Result, Store, StoreError, sql};
use crate::model::{
    ArticleId, DateSource, DecidedBy, EntityId, EntityType, PartialDate, Published,
};

impl Store {
    /// Runs `work` as one transaction: all of it is written, or none.
    ///
    /// # Errors
    /// When `work` fails, or the file cannot be written.
    pub fn transaction<T, E: From<StoreError>>(
        &mut self,
        work: impl FnOnce(&Self) -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        self.conn
            .execute_batch("BEGIN IMMEDIATE")
            .map_err(StoreError::from)?;
        match work(self) {
            Ok(value) => {
                self.conn
                    .execute_batch("COMMIT")
                    .map_err(StoreError::from)?;
                Ok(value)
            }
            Err(error) => {
                if let Err(rollback) = self.conn.execute_batch("ROLLBACK") {
                    tracing::warn!(%rollback, "could not roll back");
                }
                Err(error)
            }
        }
    }

    /// An entity's type, display name, the name the program gave it, and who gave the display name.
    ///
    /// # Errors
    /// When there is no such entity.
    pub fn entity(&self, id: EntityId) -> Result<(EntityType, String, String, DecidedBy)> {
        let mut statement = self.conn.prepare_cached(sql!("entity/one"))?;
        statement
            .query_row([id.0], |row| {
                let kind: String = row.get("kind")?;
                let by: String = row.get("decided_by")?;
                Ok((
                    EntityType::parse(&kind).unwrap_or(EntityType::Group),
                    row.get("name")?,
                    row.get("found_name")?,
                    if by == "user" {
                        DecidedBy::User
                    } else {
                        DecidedBy::Program
                    },
                ))
            })
            .optional()?
            .ok_or(StoreError::NoSuch("name"))
    }

    /// Gives an entity a display name.
    ///
    /// # Errors
    /// When there is no such entity or the file cannot be written.
    pub fn rename_entity(&self, id: EntityId, name: &str, by: DecidedBy) -> Result<()> {
        let changed = self
            .conn
            .prepare_cached(sql!("entity/rename"))?
            .execute(params![id.0, name, by.word()])?;
        if changed == 0 {
            Err(StoreError::NoSuch("name"))
        } else {
            Ok(())
        }
    }

    /// An article's title and publication date.
    ///
    /// # Errors
    /// When there is no such article.
    pub fn published(&self, id: ArticleId) -> Result<(String, Option<Published>)> {
        let mut statement = self.conn.prepare_cached(sql!("article/published"))?;
        statement
            .query_row([id.0], |row| {
                Ok((row.get("title")?, super::read::published(row)?))
            })
            .optional()?
            .ok_or(StoreError::NoSuch("article"))
    }

    /// Sets when an article was published.
    ///
    /// # Errors
    /// When there is no such article or the file cannot be written.
    pub fn set_published(&self, id: ArticleId, published: Option<Published>) -> Result<()> {
        let date: Option<PartialDate> = published.map(|p| p.date);
        let source: Option<DateSource> = published.map(|p| p.source);
        let changed = self
            .conn
            .prepare_cached(sql!("article/set_published"))?
            .execute(params![
                id.0,
                date.map(|d| d.to_string()),
                date.map(|d| d.precision().word()),
                source.map(DateSource::word),
                date.map(|d| d.first_day()),
                date.map(|d| d.last_day()),
            ])?;
        if changed == 0 {
            Err(StoreError::NoSuch("article"))
        } else {
            Ok(())
        }
    }

    /// Marks articles as read or unread.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn set_read(&self, articles: &[ArticleId], read: bool) -> Result<()> {
        let ids: Vec<i64> = articles.iter().map(|article| article.0).collect();
        self.conn
            .prepare_cached(sql!("article/set_read"))?
            .execute(params![serde_json::json!(ids).to_string(), read])?;
        Ok(())
    }

    /// Whether an article has a star.
    ///
    /// # Errors
    /// When there is no such article or the file cannot be read.
    pub fn starred(&self, id: ArticleId) -> Result<bool> {
        let found: Option<bool> = self
            .conn
            .prepare_cached(sql!("article/starred"))?
            .query_row([id.0], |row| row.get(0))
            .optional()?;
        found.ok_or(StoreError::NoSuch("article"))
    }

    /// Sets or removes an article's star and returns what it was.
    ///
    /// # Errors
    /// When there is no such article or the file cannot be written.
    pub fn set_starred(&self, id: ArticleId, starred: bool) -> Result<bool> {
        let before = self.starred(id)?;
        self.conn
            .prepare_cached(sql!("article/set_starred"))?
            .execute(params![id.0, starred])?;
        Ok(before)
    }
}
