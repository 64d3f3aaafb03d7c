//! Story families: fingerprints, members, and articles that the user keeps apart.

use std::collections::HashMap;

use rusqlite::{OptionalExtension, Row, params};

use super::{ImportWriter, Result, Store, StoreError, read, sql};
use crate::model::{
    ArticleId, FamilyId, FamilyKind,
    family::{Family, Version},
};

/// A fingerprint as it is stored: see `analysis::versions`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StoredPrint {
    /// Hashes, four bytes each.
    pub hashes: Vec<u8>,
    pub complete: bool,
    pub words: u32,
}

fn print(row: &Row<'_>) -> rusqlite::Result<StoredPrint> {
    Ok(StoredPrint {
        hashes: row.get("hashes")?,
        complete: row.get("complete")?,
        words: read::number(row, "words")?,
    })
}

fn kind(row: &Row<'_>) -> rusqlite::Result<FamilyKind> {
    let word: String = row.get("kind")?;
    Ok([FamilyKind::Identical, FamilyKind::Excerpt]
        .into_iter()
        .find(|kind| kind.word() == word)
        .unwrap_or(FamilyKind::Version))
}

impl Store {
    /// Articles whose versions were not looked for yet, by number.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn waiting_for_comparison(&self) -> Result<Vec<ArticleId>> {
        let mut statement = self.conn.prepare_cached(sql!("fingerprint/waiting"))?;
        let rows = statement.query_map([], |row| Ok(ArticleId(row.get("id")?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// An article's fingerprint; `None` where it was imported before there were any.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn fingerprint(&self, id: ArticleId) -> Result<Option<StoredPrint>> {
        let mut statement = self.conn.prepare_cached(sql!("fingerprint/one"))?;
        Ok(statement.query_row([id.0], print).optional()?)
    }

    /// Hands over the fingerprints of all articles that were compared before, by number, until `take` returns false.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn each_compared(
        &self,
        mut take: impl FnMut(ArticleId, StoredPrint) -> bool,
    ) -> Result<()> {
        let mut statement = self.conn.prepare_cached(sql!("fingerprint/compared"))?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            if !take(ArticleId(row.get("article_id")?), print(row)?) {
                break;
            }
        }
        Ok(())
    }

    /// The story of every article, by article: the same number for all versions.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn stories(&self) -> Result<Vec<(ArticleId, i64)>> {
        let mut statement = self.conn.prepare_cached(sql!("article/stories"))?;
        let rows =
            statement.query_map([], |row| Ok((ArticleId(row.get("id")?), row.get("story")?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// An article's reading text.
    ///
    /// # Errors
    /// When there is no such article.
    pub fn reading_text(&self, id: ArticleId) -> Result<String> {
        let mut statement = self.conn.prepare_cached(sql!("article/text"))?;
        statement
            .query_row([id.0], |row| row.get(0))
            .optional()?
            .ok_or(StoreError::NoSuch("article"))
    }

    /// An article's family.
    ///
    /// # Errors
    /// When there is no such article.
    pub fn family_of(&self, id: ArticleId) -> Result<Option<FamilyId>> {
        let mut statement = self.conn.prepare_cached(sql!("article/family"))?;
        let found: Option<Option<i64>> =
            statement.query_row([id.0], |row| row.get(0)).optional()?;
        Ok(found.ok_or(StoreError::NoSuch("article"))?.map(FamilyId))
    }

    /// Which version of how many an article is; `None` when it is alone.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn version_of(&self, id: ArticleId) -> Result<Option<(u32, u32)>> {
        let mut statement = self.conn.prepare_cached(sql!("article/version"))?;
        Ok(statement
            .query_row([id.0], |row| {
                Ok((
                    read::number(row, "version")?,
                    read::number(row, "versions")?,
                ))
            })
            .optional()?)
    }

    /// A family's articles, oldest first; `kept` is left for the caller to fill.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn family_members(&self, family: FamilyId) -> Result<Vec<Version>> {
        let mut statement = self.conn.prepare_cached(sql!("family/members"))?;
        let rows = statement.query_map([family.0], |row| {
            Ok(Version {
                article: ArticleId(row.get("id")?),
                title: row.get("title")?,
                outlet: row.get("outlet")?,
                agency: row.get("agency")?,
                published: read::published(row)?,
                words: read::number(row, "words")?,
                kept: None,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// A family's kind and share.
    ///
    /// # Errors
    /// When there is no such family.
    pub fn family(&self, family: FamilyId) -> Result<(FamilyKind, f64)> {
        let mut statement = self.conn.prepare_cached(sql!("family/one"))?;
        statement
            .query_row([family.0], |row| Ok((kind(row)?, row.get("shared")?)))
            .optional()?
            .ok_or(StoreError::NoSuch("story family"))
    }

    /// Families of which the selection has an article, with all their articles.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn families(&self) -> Result<Vec<Family>> {
        let mut statement = self.conn.prepare_cached(sql!("family/all"))?;
        let mut rows = statement.query([])?;
        let mut families: Vec<Family> = Vec::new();
        while let Some(row) = rows.next()? {
            let id = FamilyId(row.get("id")?);
            let article = ArticleId(row.get("article_id")?);
            match families.last_mut() {
                Some(last) if last.id == id => last.articles.push(article),
                _ => families.push(Family {
                    id,
                    articles: vec![article],
                    kind: kind(row)?,
                    shared: row.get("shared")?,
                }),
            }
        }
        Ok(families)
    }

    /// Makes an empty family. Its number is never given to another.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn create_family(&self) -> Result<FamilyId> {
        self.conn
            .prepare_cached(sql!("family/create"))?
            .execute([])?;
        Ok(FamilyId(self.conn.last_insert_rowid()))
    }

    /// Says what binds a family together; makes the row where it is gone.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn set_family(&self, family: FamilyId, kind: FamilyKind, shared: f64) -> Result<()> {
        self.conn
            .prepare_cached(sql!("family/set"))?
            .execute(params![family.0, kind.word(), shared])?;
        Ok(())
    }

    /// Ends a family; articles that are still in it are alone afterwards.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn end_family(&self, family: FamilyId) -> Result<()> {
        self.conn
            .prepare_cached(sql!("family/leave"))?
            .execute([family.0])?;
        self.conn
            .prepare_cached(sql!("family/delete"))?
            .execute([family.0])?;
        Ok(())
    }

    /// Puts an article into a family, or on its own.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn set_family_of(&self, article: ArticleId, family: Option<FamilyId>) -> Result<()> {
        self.conn
            .prepare_cached(sql!("article/set_family"))?
            .execute(params![article.0, family.map(|f| f.0)])?;
        Ok(())
    }

    /// Pairs that the user keeps apart, the smaller number first.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn stories_apart(&self) -> Result<Vec<(ArticleId, ArticleId)>> {
        let mut statement = self.conn.prepare_cached(sql!("story_apart/all"))?;
        let rows = statement.query_map([], |row| {
            Ok((ArticleId(row.get("a")?), ArticleId(row.get("b")?)))
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Keeps two articles apart, or no longer.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn set_apart(&self, a: ArticleId, b: ArticleId, apart: bool) -> Result<()> {
        let sql = if apart {
            sql!("story_apart/insert")
        } else {
            sql!("story_apart/delete")
        };
        self.conn
            .prepare_cached(sql)?
            .execute([a.0.min(b.0), a.0.max(b.0)])?;
        Ok(())
    }
}

/// A family that an import found, and what its articles belonged to when it looked.
#[derive(Clone, Debug, PartialEq)]
pub struct FoundFamily {
    pub articles: Vec<(ArticleId, Option<FamilyId>)>,
    pub kind: FamilyKind,
    pub shared: f64,
}

impl ImportWriter<'_> {
    /// Stores an article's fingerprint; its versions are to be looked for.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn fingerprint(&mut self, article: ArticleId, print: &StoredPrint) -> Result<()> {
        self.tx
            .prepare_cached(sql!("fingerprint/insert"))?
            .execute(params![
                article.0,
                print.hashes,
                print.complete,
                print.words
            ])?;
        Ok(())
    }

    /// Stores a family that was found. Left as it is, and `false`, when the user changed one of its articles' families in
    /// the meantime: what the user said wins.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn family(&mut self, found: &FoundFamily) -> Result<bool> {
        let mut known: HashMap<ArticleId, Option<i64>> = HashMap::new();
        let mut statement = self.tx.prepare_cached(sql!("article/family"))?;
        for (article, before) in &found.articles {
            let now: Option<Option<i64>> = statement
                .query_row([article.0], |row| row.get(0))
                .optional()?;
            if now != Some(before.map(|f| f.0)) {
                return Ok(false);
            }
            known.insert(*article, before.map(|f| f.0));
        }
        let mut families: Vec<i64> = known.into_values().flatten().collect();
        families.sort_unstable();
        families.dedup();
        let id = match families.first() {
            Some(id) => *id,
            None => {
                self.tx.prepare_cached(sql!("family/create"))?.execute([])?;
                self.tx.last_insert_rowid()
            }
        };
        let mut put = self.tx.prepare_cached(sql!("article/set_family"))?;
        for (article, _) in &found.articles {
            put.execute(params![article.0, id])?;
        }
        let mut delete = self.tx.prepare_cached(sql!("family/delete"))?;
        for gone in families.iter().skip(1) {
            delete.execute([gone])?;
        }
        self.tx
            .prepare_cached(sql!("family/set"))?
            .execute(params![id, found.kind.word(), found.shared])?;
        Ok(true)
    }

    /// Notes that an article's versions were looked for.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn compared(&mut self, article: ArticleId) -> Result<()> {
        self.tx
            .prepare_cached(sql!("fingerprint/set_compared"))?
            .execute([article.0])?;
        Ok(())
    }
}
