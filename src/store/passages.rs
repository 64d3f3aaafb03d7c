//! Reading mentions in their sentences.

use rusqlite::{Row, params};

use super::{
    Result, Store,
    read::{number, published, span},
    selection::json,
    sql,
};
use crate::model::{ArticleId, ByteSpan, EntityId, EntityType, MentionId, rows::Passage};

/// Bounds of a list of passages; the default has none.
#[derive(Clone, Copy, Debug, Default)]
pub struct PassageQuery<'q> {
    pub from: Option<&'q str>,
    pub to: Option<&'q str>,
    /// Only articles whose date has one of these precisions.
    pub precise: Option<&'q [&'q str]>,
    /// Only articles whose date has none of these precisions.
    pub imprecise: Option<&'q [&'q str]>,
    pub outlet: Option<&'q str>,
    pub no_outlet: bool,
    /// Only these articles, of the selected ones.
    pub articles: Option<&'q [ArticleId]>,
    pub beside: Option<EntityId>,
    /// Only mentions written exactly so; for [`Store::passages_of`].
    pub spelling: Option<&'q str>,
}

impl PassageQuery<'_> {
    /// The bounds on precision as the queries take them.
    fn dated(&self) -> (u8, Option<String>) {
        match (self.precise, self.imprecise) {
            (Some(precise), _) => (1, json(precise)),
            (None, Some(imprecise)) => (2, json(imprecise)),
            (None, None) => (0, None),
        }
    }
}

pub(super) fn passage(row: &Row<'_>) -> rusqlite::Result<Passage> {
    let span = span(row, "start", "end")?;
    let sentence_start = number(row, "sentence_start")?;
    let bytes: Vec<u8> = row.get("sentence")?;
    let sentence = String::from_utf8_lossy(&bytes).replace('\n', " ");
    Ok(Passage {
        mention: MentionId(row.get("id")?),
        entity: EntityId(row.get("entity_id")?),
        highlight: None,
        article: ArticleId(row.get("article_id")?),
        outlet: row.get("outlet")?,
        agency: row.get("agency")?,
        title: row.get("title")?,
        published: published(row)?,
        sentence,
        hit: ByteSpan::new(
            span.start.saturating_sub(sentence_start),
            span.end.saturating_sub(sentence_start),
        ),
        span,
    })
}

impl Store {
    /// Passages that name an entity, by date (undated last), article and position. `from` and `to` bound the day,
    /// `precise` keeps only articles whose date has one of the given precisions, `imprecise` only those whose has none, `outlet` only one outlet's, `beside`
    /// only sentences that name that entity too, `spelling` only mentions written so.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn passages_of(&self, entity: EntityId, q: &PassageQuery<'_>) -> Result<Vec<Passage>> {
        let (dated, precisions) = q.dated();
        let mut statement = self
            .conn
            .prepare_cached(sql!("mention/passages_of_entity"))?;
        let rows = statement.query_map(
            params![
                entity.0,
                q.from,
                q.to,
                dated,
                q.outlet,
                q.beside.map(|b| b.0),
                precisions,
                q.spelling,
                q.no_outlet,
            ],
            passage,
        )?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Passages of all names of the filter's types, in the same order and bounds as [`Self::passages_of`].
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn passages(&self, types: &[EntityType], q: &PassageQuery<'_>) -> Result<Vec<Passage>> {
        let words: Vec<&str> = types.iter().copied().map(EntityType::word).collect();
        let (dated, precisions) = q.dated();
        let mut statement = self.conn.prepare_cached(sql!("mention/passages"))?;
        let rows = statement.query_map(
            params![
                json(&words),
                q.from,
                q.to,
                dated,
                q.outlet,
                q.no_outlet,
                precisions,
                q.articles
                    .map(|articles| json(articles).unwrap_or_else(|| "[]".to_owned())),
            ],
            passage,
        )?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}
