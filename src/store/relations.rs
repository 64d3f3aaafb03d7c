//! Relative locations as they are stored: spans and figures. Which names the spans are is for the reader to look up.

use rusqlite::{Row, params};

use super::{ImportWriter, Result, Store, import::sentence_around, read, sql};
use crate::model::{
    ArticleId, ByteSpan, EntityType,
    relation::{Distance, FoundRelation, RelationKind, Wind},
};

/// A relation of an article.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StoredRelation {
    pub id: i64,
    pub article: ArticleId,
    /// Bytes of the reading text.
    pub sentence: ByteSpan,
    pub found: FoundRelation,
}

/// What [`Store::stale_relations`] compares: a sum that changes when a name is added, taken away or given another type.
#[must_use]
pub fn names_sum(names: impl Iterator<Item = (ByteSpan, EntityType)>) -> i64 {
    names
        .map(|(span, kind)| {
            let kind = match kind {
                EntityType::Person => 0,
                EntityType::Organization => 1,
                EntityType::Place => 2,
                EntityType::Group => 3,
            };
            i64::from(span.start) * 64 + i64::from(span.len()) * 4 + kind
        })
        .sum()
}

fn optional_span(row: &Row<'_>, start: &str, end: &str) -> rusqlite::Result<Option<ByteSpan>> {
    let ends: (Option<u32>, Option<u32>) = (row.get(start)?, row.get(end)?);
    Ok(ends
        .0
        .zip(ends.1)
        .map(|(start, end)| ByteSpan::new(start, end)))
}

fn relation(row: &Row<'_>) -> rusqlite::Result<StoredRelation> {
    let kind: String = row.get("kind")?;
    let direction: Option<String> = row.get("direction")?;
    let km: Option<f64> = row.get("km")?;
    let distance = match km {
        Some(km) => Some(Distance {
            km,
            second_km: row.get("second_km")?,
            low_km: row.get("low_km")?,
            high_km: row.get("high_km")?,
            agree: row.get("agree")?,
        }),
        None => None,
    };
    Ok(StoredRelation {
        id: row.get("id")?,
        article: ArticleId(row.get("article_id")?),
        sentence: read::span(row, "sentence_start", "sentence_end")?,
        found: FoundRelation {
            span: read::span(row, "start", "end")?,
            kind: RelationKind::parse(&kind).unwrap_or(RelationKind::At),
            place: optional_span(row, "place_start", "place_end")?,
            described: row.get("described")?,
            anchor: read::span(row, "anchor_start", "anchor_end")?,
            second_anchor: optional_span(row, "second_start", "second_end")?,
            distance,
            direction: direction.as_deref().and_then(Wind::parse),
        },
    })
}

impl Store {
    /// Articles whose relations were not looked for by this version of the search with the names they have now, by number;
    /// of the whole project, or of the selection.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn stale_relations(&self, version: i64, selected_only: bool) -> Result<Vec<ArticleId>> {
        let mut statement = self.conn.prepare_cached(sql!("relation/stale"))?;
        let rows = statement.query_map(params![version, selected_only], |row| {
            Ok(ArticleId(row.get("id")?))
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The stored relations of the selection by article and position, those of stale articles among them.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn relations(&self) -> Result<Vec<StoredRelation>> {
        let mut statement = self.conn.prepare_cached(sql!("relation/selected"))?;
        let rows = statement.query_map([], relation)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

impl ImportWriter<'_> {
    /// Puts an article's relations in the place of those it had. `names` is [`names_sum`] of the names they were found with.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn relations(
        &mut self,
        article: ArticleId,
        found: &[FoundRelation],
        sentences: &[ByteSpan],
        version: i64,
        names: i64,
    ) -> Result<()> {
        self.tx
            .prepare_cached(sql!("relation/delete"))?
            .execute([article.0])?;
        let mut insert = self.tx.prepare_cached(sql!("relation/insert"))?;
        for r in found {
            let sentence = sentence_around(sentences, r.span);
            insert.execute(params![
                article.0,
                r.span.start,
                r.span.end,
                sentence.start,
                sentence.end,
                r.kind.word(),
                r.place.map(|s| s.start),
                r.place.map(|s| s.end),
                r.described,
                r.anchor.start,
                r.anchor.end,
                r.second_anchor.map(|s| s.start),
                r.second_anchor.map(|s| s.end),
                r.distance.map(|d| d.km),
                r.distance.and_then(|d| d.second_km),
                r.distance.map(|d| d.low_km),
                r.distance.map(|d| d.high_km),
                r.distance.and_then(|d| d.agree),
                r.direction.map(Wind::word),
            ])?;
        }
        self.tx
            .prepare_cached(sql!("relation/searched"))?
            .execute(params![article.0, version, names])?;
        Ok(())
    }
}
