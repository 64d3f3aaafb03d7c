//! Counting by type, outlet, date and pair. All functions look at the articles chosen by [`Store::select`].

use rusqlite::params;

use super::{
    Result, Store,
    read::{count, kind},
    selection::{json, types_json},
    sql,
};
use crate::model::{ArticleId, EntityId, EntityType, Filter, rows::PlaceDate};

/// Counts of a group of mentions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupCount<K> {
    pub key: K,
    pub mentions: u64,
    pub articles: u64,
    pub stories: u64,
}

/// What one article adds to a timeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateCount {
    /// First day the article's date can mean.
    pub first: Option<String>,
    /// `year`, `month`, `day` or `minute`.
    pub precision: Option<String>,
    pub article: ArticleId,
    /// The same for all versions of a story.
    pub story: i64,
    pub mentions: u64,
}

/// Sentences that name two entities.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PairCount {
    pub a: EntityId,
    pub b: EntityId,
    /// Mentions of `a` in such sentences.
    pub mentions: u64,
    pub articles: u64,
    pub stories: u64,
}

/// A name in articles of an outlet; `None` for those without one.
pub type OutletName = (Option<String>, EntityId);

/// A mention's place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Start {
    pub article: ArticleId,
    /// The same for all versions of a story.
    pub story: i64,
    pub entity: EntityId,
    /// Byte of the reading text.
    pub start: u32,
}

/// What charts count of an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArticleFacts {
    pub article: ArticleId,
    pub outlet: Option<String>,
    pub agency: Option<String>,
    pub words: u32,
    /// `2011-06-03`, where the day is known.
    pub day: Option<String>,
    /// The day with the time, where that is known.
    pub minute: Option<String>,
    /// The same for all versions of a story.
    pub story: i64,
    /// Of the filter's types; may be 0.
    pub mentions: u64,
}

/// What one outlet has on one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutletDay {
    pub outlet: Option<String>,
    pub day: String,
    pub articles: u64,
    pub stories: u64,
    pub mentions: u64,
}

fn list(entities: &[EntityId]) -> String {
    json(entities).unwrap_or_else(|| "[]".to_owned())
}

impl Store {
    /// Counts by type.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn by_type(&self, filter: &Filter) -> Result<Vec<GroupCount<EntityType>>> {
        let mut statement = self.conn.prepare_cached(sql!("mention/by_type"))?;
        let rows = statement.query_map([types_json(filter)], |row| {
            Ok(GroupCount {
                key: kind(row)?,
                mentions: count(row, "mentions")?,
                articles: count(row, "articles")?,
                stories: count(row, "stories")?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Counts by outlet.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn by_outlet(&self, filter: &Filter) -> Result<Vec<GroupCount<Option<String>>>> {
        let mut statement = self.conn.prepare_cached(sql!("mention/by_outlet"))?;
        let rows = statement.query_map([types_json(filter)], |row| {
            Ok(GroupCount {
                key: row.get("outlet")?,
                mentions: count(row, "mentions")?,
                articles: count(row, "articles")?,
                stories: count(row, "stories")?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// What each article adds to a timeline of one entity, or of all names of the filter's types.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn by_date(&self, entity: Option<EntityId>, filter: &Filter) -> Result<Vec<DateCount>> {
        let mut statement = self.conn.prepare_cached(sql!("mention/by_date"))?;
        let rows =
            statement.query_map(params![entity.map(|e| e.0), types_json(filter)], |row| {
                Ok(DateCount {
                    first: row.get("published_first")?,
                    precision: row.get("published_precision")?,
                    article: ArticleId(row.get("id")?),
                    story: row.get("story")?,
                    mentions: count(row, "mentions")?,
                })
            })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// What each article adds to each place, in the order of dates.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn place_dates(&self) -> Result<Vec<PlaceDate>> {
        let mut statement = self.conn.prepare_cached(sql!("place/by_date"))?;
        let rows = statement.query_map([], |row| {
            Ok(PlaceDate {
                place: EntityId(row.get("entity_id")?),
                first: row.get("published_first")?,
                precision: row.get("published_precision")?,
                article: ArticleId(row.get("id")?),
                story: row.get("story")?,
                mentions: count(row, "mentions")?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// How often each of `rows` is named in a sentence, or an article, with each of `columns`. Pairs within a paragraph
    /// are counted from [`Self::starts`].
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn pairs(
        &self,
        rows: &[EntityId],
        columns: &[EntityId],
        in_article: bool,
    ) -> Result<Vec<PairCount>> {
        let query = if in_article {
            sql!("appearance/pairs")
        } else {
            sql!("mention/pairs")
        };
        let mut statement = self.conn.prepare_cached(query)?;
        let found = statement.query_map(params![list(rows), list(columns)], |row| {
            Ok(PairCount {
                a: EntityId(row.get("a")?),
                b: EntityId(row.get("b")?),
                mentions: count(row, "mentions")?,
                articles: count(row, "articles")?,
                stories: count(row, "stories")?,
            })
        })?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }

    /// Where each of these entities is named, by article and position.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn starts(&self, entities: &[EntityId]) -> Result<Vec<Start>> {
        let mut statement = self.conn.prepare_cached(sql!("mention/starts"))?;
        let found = statement.query_map([list(entities)], |row| {
            Ok(Start {
                article: ArticleId(row.get("article_id")?),
                story: row.get("story")?,
                entity: EntityId(row.get("entity_id")?),
                start: row.get("start")?,
            })
        })?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }

    /// How often each outlet names each of these entities.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn by_outlet_and_entity(
        &self,
        entities: &[EntityId],
    ) -> Result<Vec<GroupCount<OutletName>>> {
        let mut statement = self.conn.prepare_cached(sql!("appearance/by_outlet"))?;
        let found = statement.query_map([list(entities)], |row| {
            Ok(GroupCount {
                key: (row.get("outlet")?, EntityId(row.get("entity_id")?)),
                mentions: count(row, "mentions")?,
                articles: count(row, "articles")?,
                stories: count(row, "stories")?,
            })
        })?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }

    /// What is known of each selected article.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn article_facts(&self, filter: &Filter) -> Result<Vec<ArticleFacts>> {
        let mut statement = self.conn.prepare_cached(sql!("article/facts"))?;
        let found = statement.query_map([types_json(filter)], |row| {
            let published: Option<String> = row.get("published")?;
            let precision: Option<String> = row.get("published_precision")?;
            Ok(ArticleFacts {
                article: ArticleId(row.get("id")?),
                outlet: row.get("outlet")?,
                agency: row.get("agency")?,
                words: row.get("words")?,
                day: row
                    .get::<_, Option<String>>("published_first")?
                    .filter(|_| matches!(precision.as_deref(), Some("day" | "minute"))),
                minute: published.filter(|_| precision.as_deref() == Some("minute")),
                story: row.get("story")?,
                mentions: count(row, "mentions")?,
            })
        })?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }

    /// The SHA-256 of each article's reading text, by number, for all that are not deleted.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn text_hashes(&self) -> Result<Vec<(ArticleId, Vec<u8>)>> {
        let mut statement = self.conn.prepare_cached(sql!("article/hashes"))?;
        let found = statement.query_map([], |row| {
            Ok((ArticleId(row.get("id")?), row.get("text_sha256")?))
        })?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }

    /// What each outlet has on each day, where the day is known.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn outlet_days(&self, filter: &Filter) -> Result<Vec<OutletDay>> {
        let mut statement = self.conn.prepare_cached(sql!("mention/outlet_days"))?;
        let rows = statement.query_map([types_json(filter)], |row| {
            Ok(OutletDay {
                outlet: row.get("outlet")?,
                day: row.get("day")?,
                articles: count(row, "articles")?,
                stories: count(row, "stories")?,
                mentions: count(row, "mentions")?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}
