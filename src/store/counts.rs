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

/// What one outlet has on one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutletDay {
    pub outlet: Option<String>,
    pub day: String,
    pub articles: u64,
    pub stories: u64,
    pub mentions: u64,
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

    /// How often each of these entities is named in a sentence with each other.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn pairs(&self, entities: &[EntityId]) -> Result<Vec<PairCount>> {
        let mut statement = self.conn.prepare_cached(sql!("mention/pairs"))?;
        let rows =
            statement.query_map([json(entities).unwrap_or_else(|| "[]".to_owned())], |row| {
                Ok(PairCount {
                    a: EntityId(row.get("a")?),
                    b: EntityId(row.get("b")?),
                    mentions: count(row, "mentions")?,
                    articles: count(row, "articles")?,
                    stories: count(row, "stories")?,
                })
            })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
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
