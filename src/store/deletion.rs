//! Articles that the user deleted: they keep their rows, and their mentions lie apart from those that count. The caller
//! wraps these changes in [`Store::transaction`].

use rusqlite::{Connection, OptionalExtension, params};

use super::{Result, Store, StoreError, sql};
use crate::model::{ArticleId, DecisionId};

/// An article that was deleted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeletedArticle {
    pub id: ArticleId,
    pub file: String,
    pub title: String,
    /// The decision that deleted it.
    pub by: DecisionId,
}

/// Lays an article's mentions apart, dismissed ones too.
pub(super) fn bury_mentions(conn: &Connection, article: ArticleId) -> Result<()> {
    for statement in [
        sql!("deleted/bury_mentions"),
        sql!("deleted/forget_mentions"),
        sql!("deleted/forget_dismissed"),
        sql!("deleted/forget_appearances"),
    ] {
        conn.prepare_cached(statement)?.execute([article.0])?;
    }
    Ok(())
}

impl Store {
    /// An article's title, and the decision that deleted it where one did.
    ///
    /// # Errors
    /// When there is no such article.
    pub fn deleted(&self, id: ArticleId) -> Result<(String, Option<DecisionId>)> {
        self.conn
            .prepare_cached(sql!("deleted/one"))?
            .query_row([id.0], |row| {
                let by: Option<i64> = row.get("deleted_by")?;
                Ok((row.get("title")?, by.map(DecisionId)))
            })
            .optional()?
            .ok_or(StoreError::NoSuch("article"))
    }

    /// The deleted articles, by number.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn deleted_articles(&self) -> Result<Vec<DeletedArticle>> {
        let mut statement = self.conn.prepare_cached(sql!("deleted/all"))?;
        let rows = statement.query_map([], |row| {
            Ok(DeletedArticle {
                id: ArticleId(row.get("id")?),
                file: row.get("file")?,
                title: row.get("title")?,
                by: DecisionId(row.get("deleted_by")?),
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Takes an article out of everything that counts. It must be in no family.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn bury(&self, article: ArticleId, by: DecisionId) -> Result<()> {
        bury_mentions(&self.conn, article)?;
        self.conn
            .prepare_cached(sql!("deleted/set"))?
            .execute(params![article.0, by.0])?;
        Ok(())
    }

    /// The inverse of [`Self::bury`].
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn exhume(&self, article: ArticleId) -> Result<()> {
        for statement in [
            sql!("deleted/restore_mentions"),
            sql!("deleted/restore_dismissed"),
            sql!("deleted/restore_appearances"),
            sql!("deleted/forget_buried"),
        ] {
            self.conn.prepare_cached(statement)?.execute([article.0])?;
        }
        self.conn
            .prepare_cached(sql!("deleted/set"))?
            .execute(params![article.0, None::<i64>])?;
        Ok(())
    }

    /// Lets the versions of an article be looked for again.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn compare_again(&self, article: ArticleId) -> Result<()> {
        self.conn
            .prepare_cached(sql!("deleted/compare_again"))?
            .execute([article.0])?;
        Ok(())
    }
}
