//! Reading names for a decision: which mentions it would touch, what the entities are. Changes nothing but the list of
//! touched mentions, which is a table of this connection alone.

use rusqlite::{OptionalExtension, Row, params};
use serde::{Deserialize, Serialize};

use super::{
    Result, Store, StoreError,
    passages::passage,
    read::{count, kind, span},
    selection::json,
    sql,
};
use crate::model::{
    ArticleId, Block, ByteSpan, DecisionId, EntityId, EntityType, LatLon, MentionId, rows::Passage,
};

/// A mention as decisions look at it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MentionRef {
    pub id: MentionId,
    pub article: ArticleId,
    /// Bytes of the reading text.
    pub span: ByteSpan,
    pub entity: EntityId,
    /// The entity the program found it to be.
    pub found: EntityId,
    pub by_user: bool,
    /// The decision that marked it; `None` when the program found it.
    pub marked_by: Option<DecisionId>,
    /// The spelling.
    pub text: String,
}

/// An entity that a name can mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedEntity {
    pub id: EntityId,
    pub kind: EntityType,
    pub name: String,
    /// Whether it is shown under the name looked for, not only spelled so somewhere.
    pub shown: bool,
    pub mentions: u64,
}

/// A spelling of an entity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountedForm {
    pub entity: EntityId,
    pub kind: EntityType,
    /// The entity's display name.
    pub name: String,
    pub text: String,
    pub mentions: u64,
    /// The first mention so spelled.
    pub first: MentionId,
}

/// A row of `place` as it stands, so that it can be put back as it was.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlaceRecord {
    pub name: String,
    pub status: String,
    pub lat: Option<f64>,
    pub lon: Option<f64>,
    pub uncertainty_km: Option<f64>,
    pub country: Option<String>,
    pub feature: Option<String>,
    pub gazetteer_id: Option<String>,
    pub candidates: i64,
    pub reason: String,
    /// The row as the program had it, where the user said otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub found: Option<Box<Self>>,
}

impl PlaceRecord {
    /// The row as the program had it.
    #[must_use]
    pub fn as_found(&self) -> &Self {
        self.found.as_deref().unwrap_or(self)
    }
}

/// The row as the program had it, from its column.
pub(super) fn found(row: &Row<'_>) -> Result<Option<Box<PlaceRecord>>> {
    let json: Option<String> = row.get("found")?;
    json.map(|json| serde_json::from_str(&json).map(Box::new))
        .transpose()
        .map_err(|_| StoreError::Damaged("The list of places".to_owned()))
}

fn place_record(row: &Row<'_>) -> Result<PlaceRecord> {
    Ok(PlaceRecord {
        name: row.get("name")?,
        status: row.get("status")?,
        lat: row.get("lat")?,
        lon: row.get("lon")?,
        uncertainty_km: row.get("uncertainty_km")?,
        country: row.get("country")?,
        feature: row.get("feature")?,
        gazetteer_id: row.get("gazetteer_id")?,
        candidates: row.get("candidates")?,
        reason: row.get("reason")?,
        found: found(row)?,
    })
}

fn mention_ref(row: &Row<'_>) -> rusqlite::Result<MentionRef> {
    Ok(MentionRef {
        id: MentionId(row.get("id")?),
        article: ArticleId(row.get("article_id")?),
        span: span(row, "start", "end")?,
        entity: EntityId(row.get("entity_id")?),
        found: EntityId(row.get("found_id")?),
        by_user: row.get("by_user")?,
        marked_by: row.get::<_, Option<i64>>("decision_id")?.map(DecisionId),
        text: row.get("text")?,
    })
}

fn array<T: Serialize>(values: &[T]) -> String {
    json(values).unwrap_or_else(|| "[]".to_owned())
}

impl Store {
    fn refs(&self, statement: &str, parameters: impl rusqlite::Params) -> Result<Vec<MentionRef>> {
        let mut statement = self.conn.prepare_cached(statement)?;
        let rows = statement.query_map(parameters, mention_ref)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The mentions of entities, by number.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn refs_of_entities(&self, entities: &[EntityId]) -> Result<Vec<MentionRef>> {
        self.refs(sql!("mention/refs_of_entities"), [array(entities)])
    }

    /// The mentions with exactly this spelling, by number.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn refs_of_spelling(&self, text: &str) -> Result<Vec<MentionRef>> {
        self.refs(sql!("mention/refs_of_spelling"), [text])
    }

    /// Those of these mentions that there are, by number.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn refs_by_id(&self, mentions: &[MentionId]) -> Result<Vec<MentionRef>> {
        self.refs(sql!("mention/refs_by_id"), [array(mentions)])
    }

    /// The mentions of an article in reading order.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn refs_of_article(&self, article: ArticleId) -> Result<Vec<MentionRef>> {
        self.refs(sql!("mention/refs_of_article"), [article.0])
    }

    /// The mentions numbered above `after`, of these entities and of these spellings where given.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn refs_after(
        &self,
        after: MentionId,
        entities: Option<&[EntityId]>,
        spellings: Option<&[String]>,
    ) -> Result<Vec<MentionRef>> {
        self.refs(
            sql!("mention/refs_after"),
            params![after.0, entities.map(array), spellings.map(array)],
        )
    }

    fn numbered(
        &self,
        statement: &str,
        decision: DecisionId,
        after: MentionId,
    ) -> Result<Vec<(MentionId, EntityId)>> {
        let mut statement = self.conn.prepare_cached(statement)?;
        let rows = statement.query_map([decision.0, after.0], |row| {
            Ok((MentionId(row.get("id")?), EntityId(row.get("entity_id")?)))
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Mentions above `after` that imports marked because of a decision, with their entities.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn marked_after(
        &self,
        decision: DecisionId,
        after: MentionId,
    ) -> Result<Vec<(MentionId, EntityId)>> {
        self.numbered(sql!("mention/marked_after"), decision, after)
    }

    /// Mentions above `after` that imports dismissed because of a decision, with their entities.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn dismissed_after(
        &self,
        decision: DecisionId,
        after: MentionId,
    ) -> Result<Vec<(MentionId, EntityId)>> {
        self.numbered(sql!("dismissed/after"), decision, after)
    }

    fn one_number(&self, statement: &str) -> Result<i64> {
        Ok(self
            .conn
            .prepare_cached(statement)?
            .query_row([], |row| row.get(0))?)
    }

    /// The highest number ever given to a mention.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn newest_mention(&self) -> Result<MentionId> {
        Ok(MentionId(self.one_number(sql!("mention/newest"))?))
    }

    /// The highest number ever given to an entity.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn newest_entity(&self) -> Result<EntityId> {
        Ok(EntityId(self.one_number(sql!("entity/newest"))?))
    }

    /// The highest number of an article.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn newest_article(&self) -> Result<ArticleId> {
        Ok(ArticleId(self.one_number(sql!("article/newest"))?))
    }

    /// The highest number of a spelling.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn newest_form(&self) -> Result<i64> {
        self.one_number(sql!("form/newest"))
    }

    /// The number of a spelling that is known.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn form(&self, text: &str) -> Result<Option<i64>> {
        Ok(self
            .conn
            .prepare_cached(sql!("form/find"))?
            .query_row([text], |row| row.get(0))
            .optional()?)
    }

    /// An article's reading text and its blocks.
    ///
    /// # Errors
    /// When there is no such article or it is damaged.
    pub fn text_and_blocks(&self, article: ArticleId) -> Result<(String, Vec<Block>)> {
        let mut statement = self.conn.prepare_cached(sql!("article/text_and_blocks"))?;
        let found: Option<(String, String)> = statement
            .query_row([article.0], |row| {
                Ok((row.get("reading_text")?, row.get("blocks")?))
            })
            .optional()?;
        let (text, letters) = found.ok_or(StoreError::NoSuch("article"))?;
        let blocks = super::import::blocks_of(&letters, &text)
            .ok_or_else(|| StoreError::Damaged(format!("Article {article}")))?;
        Ok((text, blocks))
    }

    /// Articles above `after` that match a full-text query, by number.
    ///
    /// # Errors
    /// When the query cannot be read.
    pub fn articles_with(&self, query: &str, after: ArticleId) -> Result<Vec<ArticleId>> {
        let mut statement = self.conn.prepare_cached(sql!("article/with_words"))?;
        let rows =
            statement.query_map(params![query, after.0], |row| Ok(ArticleId(row.get("id")?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// How many mentions an entity has, in how many articles.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn tally(&self, entity: EntityId) -> Result<(u64, u64)> {
        Ok(self
            .conn
            .prepare_cached(sql!("entity/tally"))?
            .query_row([entity.0], |row| {
                Ok((count(row, "mentions")?, count(row, "articles")?))
            })?)
    }

    /// Entities that stand in articles under this name or spelling (case ignored), the most likely first.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn named_entities(
        &self,
        name: &str,
        wanted: Option<EntityType>,
    ) -> Result<Vec<NamedEntity>> {
        let mut statement = self.conn.prepare_cached(sql!("entity/by_name"))?;
        let rows = statement.query_map(params![name, wanted.map(EntityType::word)], |row| {
            Ok(NamedEntity {
                id: EntityId(row.get("id")?),
                kind: kind(row)?,
                name: row.get("name")?,
                shown: row.get("shown")?,
                mentions: count(row, "mentions")?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Every spelling of every entity that stands in an article; an entity's most frequent first.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn counted_forms(&self) -> Result<Vec<CountedForm>> {
        let mut statement = self.conn.prepare_cached(sql!("entity/forms_counted"))?;
        let rows = statement.query_map([], |row| {
            Ok(CountedForm {
                entity: EntityId(row.get("id")?),
                kind: kind(row)?,
                name: row.get("name")?,
                text: row.get("text")?,
                mentions: count(row, "mentions")?,
                first: MentionId(row.get("first")?),
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The articles that name an entity, by number.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn articles_naming(&self, entity: EntityId) -> Result<Vec<ArticleId>> {
        let mut statement = self.conn.prepare_cached(sql!("appearance/articles_of"))?;
        let rows = statement.query_map([entity.0], |row| Ok(ArticleId(row.get("article_id")?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The articles where an entity stands in one spelling, by number, and whether a longer spelling of it stands there,
    /// too.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn articles_spelling(
        &self,
        entity: EntityId,
        text: &str,
    ) -> Result<Vec<(ArticleId, bool)>> {
        let mut statement = self
            .conn
            .prepare_cached(sql!("mention/articles_of_spelling"))?;
        let rows = statement.query_map(rusqlite::params![entity.0, text], |row| {
            Ok((ArticleId(row.get("article_id")?), row.get("in_full")?))
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// An entity's row of `place`, if it has one.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn place_record(&self, entity: EntityId) -> Result<Option<PlaceRecord>> {
        let mut statement = self.conn.prepare_cached(sql!("place/one"))?;
        let mut rows = statement.query([entity.0])?;
        rows.next()?.map(place_record).transpose()
    }

    /// The rows of `place` of all entities that stand in an article, by entity.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn place_records(&self) -> Result<Vec<(EntityId, PlaceRecord)>> {
        let mut statement = self.conn.prepare_cached(sql!("place/mentioned"))?;
        let mut rows = statement.query([])?;
        let mut out = Vec::new();
        while let Some(row) = rows.next()? {
            out.push((EntityId(row.get("entity_id")?), place_record(row)?));
        }
        Ok(out)
    }

    /// What the program called each place in the gazetteer, by entity; those that it did not settle are left out.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn found_ids(&self) -> Result<Vec<(EntityId, String)>> {
        let mut statement = self.conn.prepare_cached(sql!("place/found_ids"))?;
        let rows = statement.query_map([], |row| {
            Ok((EntityId(row.get("entity_id")?), row.get("id")?))
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Points among the places that stand in the same articles as an entity, with the number of those articles.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn points_beside(&self, entity: EntityId) -> Result<Vec<(LatLon, u64)>> {
        let mut statement = self.conn.prepare_cached(sql!("place/beside"))?;
        let rows = statement.query_map([entity.0], |row| {
            Ok((
                LatLon {
                    lat: row.get("lat")?,
                    lon: row.get("lon")?,
                },
                count(row, "articles")?,
            ))
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Every spelling of one entity, the most frequent first.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn spellings_of(&self, entity: EntityId) -> Result<Vec<String>> {
        let mut statement = self.conn.prepare_cached(sql!("entity/spellings"))?;
        let rows = statement.query_map([entity.0], |row| row.get("text"))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The passages of these mentions, dismissed ones too, by date (undated last), article and position.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn passages_by_id(&self, mentions: &[MentionId]) -> Result<Vec<Passage>> {
        self.touch(mentions.iter().map(|m| m.0))?;
        let mut statement = self.conn.prepare_cached(sql!("mention/passages_touched"))?;
        let rows = statement.query_map([], passage)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// All mentions of a type, by number: what a sample is drawn from.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn mentions_of_type(&self, wanted: Option<EntityType>) -> Result<Vec<MentionId>> {
        let mut statement = self.conn.prepare_cached(sql!("mention/sampled"))?;
        let rows = statement.query_map([wanted.map(EntityType::word)], |row| {
            Ok(MentionId(row.get("id")?))
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Makes these the touched mentions, which the next statements are about.
    pub(super) fn touch(&self, mentions: impl Iterator<Item = i64>) -> Result<()> {
        self.conn
            .prepare_cached(sql!("touched/clear"))?
            .execute([])?;
        let mut add = self.conn.prepare_cached(sql!("touched/add"))?;
        for id in mentions {
            add.execute([id])?;
        }
        Ok(())
    }
}
