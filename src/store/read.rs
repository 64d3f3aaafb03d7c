//! Reading lists, articles and counts. Functions that count look at the articles chosen by [`Store::select`].

use std::collections::HashMap;

use rusqlite::{OptionalExtension, Row};

use super::{Result, Store, StoreError, sql};
use crate::model::{
    ArticleId, Aside, AsideKind, Block, ByteSpan, DateSource, DecidedBy, EntityId, EntityType,
    FamilyId, Filter, LatLon, MentionId, OffsetMap, PartialDate, PlaceStatus, Published,
    Resolution, SourceId,
    import::{ImportLine, ImportStatus},
    rows::{ArticleRow, DateDoubts, EntityRow, PlaceRow, ReaderMention},
};

/// Counts of the selection and of the project.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub articles: u64,
    pub shown: u64,
    pub stories: u64,
    /// Without a date, in the project.
    pub undated: u64,
    /// Without a date, in the selection.
    pub undated_shown: u64,
    /// First and last day among the dates of the selection.
    pub first: Option<String>,
    pub last: Option<String>,
    /// Outlets in the selection.
    pub outlets: u64,
}

/// An article with its text.
#[derive(Clone, Debug, PartialEq)]
pub struct ArticleRecord {
    pub export: ArticleExport,
    pub member: Option<String>,
    /// Which article of its file it is, from 1.
    pub ordinal: usize,
    pub text_is_source: bool,
    /// Where its text begins in the decoded file, in bytes.
    pub text_start: u64,
    /// What the reader should know of how it was read.
    pub notes: Vec<String>,
    pub url: Option<String>,
    pub reading_text: String,
    pub blocks: Vec<Block>,
    pub offsets: OffsetMap,
}

/// An article's row as exported.
#[derive(Clone, Debug, PartialEq)]
pub struct ArticleExport {
    pub id: ArticleId,
    pub source: SourceId,
    pub file: String,
    pub title: String,
    pub title_made_up: bool,
    pub outlet: Option<String>,
    pub agency: Option<String>,
    pub byline: Option<String>,
    pub published: Option<Published>,
    pub dateline_place: Option<String>,
    pub language: Option<String>,
    pub words: u32,
    pub family: Option<i64>,
    pub format: String,
    pub encoding: String,
}

/// A row of `place` as the analysis has it.
fn resolution(row: super::PlaceRecord) -> Resolution {
    Resolution {
        status: PlaceStatus::parse(&row.status).unwrap_or(PlaceStatus::Unresolved),
        name: row.name,
        position: row
            .lat
            .zip(row.lon)
            .and_then(|(lat, lon)| LatLon::new(lat, lon)),
        uncertainty_km: row.uncertainty_km,
        country: row.country,
        feature: row.feature,
        gazetteer_id: row.gazetteer_id,
        candidates: u32::try_from(row.candidates).unwrap_or_default(),
        reason: row.reason,
    }
}

/// The bytes of a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceContent {
    pub bytes: Vec<u8>,
    pub format: String,
    pub encoding: String,
    /// The user's choices in reading it, as JSON.
    pub read_as: Option<String>,
}

/// An entity as the import's registry wants it.
#[derive(Clone, Debug, PartialEq)]
pub struct KnownEntity {
    pub id: EntityId,
    /// The type the program gave it.
    pub kind: EntityType,
    /// The name the program gave it.
    pub name: String,
    pub place: Option<Resolution>,
    /// Spellings that the program found it by.
    pub forms: Vec<String>,
}

pub(super) fn count(row: &Row<'_>, column: &str) -> rusqlite::Result<u64> {
    Ok(u64::try_from(row.get::<_, i64>(column)?).unwrap_or_default())
}

pub(super) fn number(row: &Row<'_>, column: &str) -> rusqlite::Result<u32> {
    Ok(u32::try_from(row.get::<_, i64>(column)?).unwrap_or_default())
}

pub(super) fn span(row: &Row<'_>, start: &str, end: &str) -> rusqlite::Result<ByteSpan> {
    Ok(ByteSpan::new(number(row, start)?, number(row, end)?))
}

pub(super) fn kind(row: &Row<'_>) -> rusqlite::Result<EntityType> {
    let word: String = row.get("kind")?;
    Ok(EntityType::parse(&word).unwrap_or(EntityType::Group))
}

pub(super) fn published(row: &Row<'_>) -> rusqlite::Result<Option<Published>> {
    let date: Option<String> = row.get("published")?;
    let source: Option<String> = row.get("published_source")?;
    Ok(date
        .as_deref()
        .and_then(PartialDate::parse)
        .map(|date| Published {
            date,
            source: source
                .as_deref()
                .and_then(DateSource::parse)
                .unwrap_or(DateSource::Text),
        }))
}

fn position(row: &Row<'_>) -> rusqlite::Result<Option<LatLon>> {
    let (lat, lon): (Option<f64>, Option<f64>) = (row.get("lat")?, row.get("lon")?);
    Ok(lat.zip(lon).and_then(|(lat, lon)| LatLon::new(lat, lon)))
}

fn status(row: &Row<'_>) -> rusqlite::Result<PlaceStatus> {
    let word: String = row.get("status")?;
    Ok(PlaceStatus::parse(&word).unwrap_or(PlaceStatus::Unresolved))
}

fn export(row: &Row<'_>) -> rusqlite::Result<ArticleExport> {
    Ok(ArticleExport {
        id: ArticleId(row.get("id")?),
        source: SourceId(row.get("source_id")?),
        file: row.get("file")?,
        title: row.get("title")?,
        title_made_up: row.get("title_made_up")?,
        outlet: row.get("outlet")?,
        agency: row.get("agency")?,
        byline: row.get("byline")?,
        published: published(row)?,
        dateline_place: row.get("dateline_place")?,
        language: row.get("language")?,
        words: number(row, "words")?,
        family: row.get("family_id")?,
        format: row.get("format")?,
        encoding: row.get("encoding")?,
    })
}

fn entity_row(row: &Row<'_>) -> rusqlite::Result<EntityRow> {
    Ok(EntityRow {
        id: EntityId(row.get("id")?),
        kind: kind(row)?,
        name: row.get("name")?,
        mentions: count(row, "mentions")?,
        articles: count(row, "articles")?,
        stories: count(row, "stories")?,
        first: row.get("first")?,
        last: row.get("last")?,
        variants: Vec::new(),
    })
}

impl Store {
    /// Counts of the selection and of the project.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn counts(&self) -> Result<Counts> {
        let mut statement = self.conn.prepare_cached(sql!("article/counts"))?;
        Ok(statement.query_row([], |row| {
            Ok(Counts {
                articles: count(row, "articles")?,
                shown: count(row, "shown")?,
                stories: count(row, "stories")?,
                undated: count(row, "undated")?,
                undated_shown: count(row, "undated_shown")?,
                first: row.get("first")?,
                last: row.get("last")?,
                outlets: count(row, "outlets")?,
            })
        })?)
    }

    /// All outlets of the project with their articles, by name.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn outlets(&self) -> Result<Vec<(String, u64)>> {
        let mut statement = self.conn.prepare_cached(sql!("article/outlets"))?;
        let rows =
            statement.query_map([], |row| Ok((row.get("outlet")?, count(row, "articles")?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// How many dates of the selection are missing or doubtful.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn date_doubts(&self) -> Result<DateDoubts> {
        let mut statement = self.conn.prepare_cached(sql!("article/date_doubts"))?;
        Ok(statement.query_row([], |row| {
            Ok(DateDoubts {
                undated: count(row, "undated")?,
                doubtful: count(row, "doubtful")?,
            })
        })?)
    }

    /// The selection's articles by number.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn article_rows(&self) -> Result<Vec<ArticleRow>> {
        let mut statement = self.conn.prepare_cached(sql!("article/list"))?;
        let rows = statement.query_map([], |row| {
            Ok(ArticleRow {
                id: ArticleId(row.get("id")?),
                title: row.get("title")?,
                title_made_up: row.get("title_made_up")?,
                outlet: row.get("outlet")?,
                agency: row.get("agency")?,
                published: published(row)?,
                doubtful: row.get("doubtful")?,
                words: number(row, "words")?,
                mentions: number(row, "mentions")?,
                family: row.get::<_, Option<i64>>("family_id")?.map(FamilyId),
                version: row
                    .get::<_, Option<u32>>("version")?
                    .zip(row.get("versions")?),
                read: row.get("is_read")?,
                starred: row.get("is_starred")?,
                tags: Vec::new(),
            })
        })?;
        let mut rows: Vec<ArticleRow> = rows.collect::<rusqlite::Result<_>>()?;
        let mut tags: HashMap<ArticleId, Vec<String>> = HashMap::new();
        for (article, tag) in self.tags_of_selected()? {
            tags.entry(article).or_default().push(tag);
        }
        for row in &mut rows {
            row.tags = tags.remove(&row.id).unwrap_or_default();
        }
        Ok(rows)
    }

    /// The selection's articles as exported, by number.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn article_exports(&self) -> Result<Vec<ArticleExport>> {
        let mut statement = self.conn.prepare_cached(sql!("article/all"))?;
        let rows = statement.query_map([], export)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// One article with its text.
    ///
    /// # Errors
    /// When there is no such article or it is damaged.
    pub fn article(&self, id: ArticleId) -> Result<ArticleRecord> {
        let mut statement = self.conn.prepare_cached(sql!("article/one"))?;
        let found = statement
            .query_row([id.0], |row| {
                let blocks: String = row.get("blocks")?;
                let offsets: Vec<u8> = row.get("offsets")?;
                Ok((
                    ArticleRecord {
                        export: export(row)?,
                        member: row.get("member")?,
                        text_is_source: row.get("text_is_source")?,
                        ordinal: usize::try_from(count(row, "ordinal")?).unwrap_or(0),
                        text_start: count(row, "text_start")?,
                        notes: row
                            .get::<_, Option<String>>("notes")?
                            .map(|notes| notes.lines().map(str::to_owned).collect())
                            .unwrap_or_default(),
                        url: row.get("url")?,
                        reading_text: row.get("reading_text")?,
                        blocks: Vec::new(),
                        offsets: OffsetMap::default(),
                    },
                    blocks,
                    offsets,
                ))
            })
            .optional()?;
        let (mut record, blocks, offsets) = found.ok_or(StoreError::NoSuch("article"))?;
        let damaged = || StoreError::Damaged(format!("Article {id}"));
        record.blocks =
            super::import::blocks_of(&blocks, &record.reading_text).ok_or_else(damaged)?;
        record.offsets = OffsetMap::from_bytes(&offsets).ok_or_else(damaged)?;
        Ok(record)
    }

    /// What was set aside from an article, in order.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn asides(&self, id: ArticleId) -> Result<Vec<Aside>> {
        let mut statement = self.conn.prepare_cached(sql!("article/asides"))?;
        let rows = statement.query_map([id.0], |row| {
            let kind: String = row.get("kind")?;
            Ok(Aside {
                kind: serde_json::from_value(serde_json::Value::String(kind))
                    .unwrap_or(AsideKind::Navigation),
                text: row.get("text")?,
                source: span(row, "source_start", "source_end")?,
                before: number(row, "before")?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// An article's mentions in reading order, each with the sentence around it.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn mentions(&self, id: ArticleId) -> Result<Vec<(ReaderMention, ByteSpan)>> {
        let mut statement = self.conn.prepare_cached(sql!("mention/of_article"))?;
        let rows = statement.query_map([id.0], |row| {
            let by_user: bool = row.get("by_user")?;
            Ok((
                ReaderMention {
                    id: MentionId(row.get("id")?),
                    span: span(row, "start", "end")?,
                    kind: kind(row)?,
                    entity: EntityId(row.get("entity_id")?),
                    name: row.get("name")?,
                    confidence: number(row, "confidence")? as f32 / 1000.0,
                    decided_by: if by_user {
                        DecidedBy::User
                    } else {
                        DecidedBy::Program
                    },
                },
                span(row, "sentence_start", "sentence_end")?,
            ))
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Every path the text of an article was imported from, the first 20 of them.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn article_paths(&self, id: ArticleId) -> Result<Vec<String>> {
        let mut statement = self.conn.prepare_cached(sql!("source/other_paths"))?;
        let rows = statement.query_map([id.0], |row| row.get("path"))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The name a source was imported under, and one of its paths.
    ///
    /// # Errors
    /// When there is no such source.
    pub fn source_name(&self, id: SourceId) -> Result<(String, String)> {
        let mut statement = self.conn.prepare_cached(sql!("source/name"))?;
        let found = statement
            .query_row([id.0], |row| {
                let path: String = row.get("path")?;
                let file: Option<String> = row.get("file")?;
                let member: Option<String> = row.get("member")?;
                let ordinal: Option<i64> = row.get("ordinal")?;
                let name = file.map_or_else(
                    || path.clone(),
                    |file| {
                        let inside = match (member, ordinal) {
                            (Some(member), _) => format!("/{member}"),
                            (None, Some(ordinal)) => format!("#{ordinal}"),
                            _ => String::new(),
                        };
                        file.strip_suffix(&inside).unwrap_or(&file).to_owned()
                    },
                );
                Ok((name, path))
            })
            .optional()?;
        found.ok_or(StoreError::NoSuch("source"))
    }

    /// A source's bytes as they came.
    ///
    /// # Errors
    /// When there is no such source or it is damaged.
    pub fn source(&self, id: SourceId) -> Result<SourceContent> {
        let mut statement = self.conn.prepare_cached(sql!("source/content"))?;
        type Found = (String, Vec<u8>, String, String, Option<String>);
        let found: Option<Found> = statement
            .query_row([id.0], |row| {
                Ok((
                    row.get("packing")?,
                    row.get("content")?,
                    row.get("format")?,
                    row.get("encoding")?,
                    row.get("read_as")?,
                ))
            })
            .optional()?;
        let (packing, content, format, encoding, read_as) =
            found.ok_or(StoreError::NoSuch("source"))?;
        // Far above what an import takes in, far below what would exhaust memory.
        const LIMIT: u64 = 1 << 30;
        Ok(SourceContent {
            bytes: super::import::unpack(&packing, content, LIMIT)?,
            format,
            encoding,
            read_as,
        })
    }

    /// The selection's entities of the filter's types with their counts, most mentioned first, each with its spellings.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn entity_rows(&self, filter: &Filter) -> Result<Vec<EntityRow>> {
        let mut rows = self.entity_counts(&filter.types)?;
        let at: HashMap<EntityId, usize> = rows
            .iter()
            .enumerate()
            .map(|(i, row)| (row.id, i))
            .collect();
        for (entity, spelling) in self.spellings()? {
            if let Some(known) = at.get(&entity).and_then(|i| rows.get_mut(*i)) {
                known.variants.push(spelling);
            }
        }
        Ok(rows)
    }

    /// One entity's row of [`Self::entity_rows`], with its spellings; `None` when the selection does not name it.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn one_entity_row(&self, id: EntityId) -> Result<Option<EntityRow>> {
        let mut statement = self.conn.prepare_cached(sql!("entity/table_one"))?;
        let Some(mut row) = statement.query_row([id.0], entity_row).optional()? else {
            return Ok(None);
        };
        let mut statement = self.conn.prepare_cached(sql!("entity/variants_one"))?;
        let found = statement.query_map([id.0], |row| {
            Ok((row.get("text")?, count(row, "mentions")?))
        })?;
        row.variants = found.collect::<rusqlite::Result<_>>()?;
        Ok(Some(row))
    }

    /// Mentions of an entity by day in the selection, where the day is known.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn entity_days(&self, id: EntityId) -> Result<Vec<(String, u64)>> {
        let mut statement = self.conn.prepare_cached(sql!("entity/days"))?;
        let rows =
            statement.query_map([id.0], |row| Ok((row.get("day")?, count(row, "mentions")?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// All entities with their spellings, for the import's registry.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn known_entities(&self) -> Result<Vec<KnownEntity>> {
        let mut statement = self.conn.prepare_cached(sql!("entity/known"))?;
        let mut rows = statement.query([])?;
        let mut known: Vec<KnownEntity> = Vec::new();
        while let Some(row) = rows.next()? {
            let kind = kind(row)?;
            let place_name: Option<String> = row.get("place_name")?;
            let found = super::names::found(row)?;
            let place = match (place_name, found) {
                (None, _) => None,
                (Some(_), Some(found)) => Some(resolution(*found)),
                (Some(name), None) => Some(Resolution {
                    status: status(row)?,
                    name,
                    position: position(row)?,
                    uncertainty_km: row.get("uncertainty_km")?,
                    country: row.get("country")?,
                    feature: row.get("feature")?,
                    gazetteer_id: row.get("gazetteer_id")?,
                    candidates: number(row, "candidates")?,
                    reason: row.get("reason")?,
                }),
            };
            known.push(KnownEntity {
                id: EntityId(row.get("id")?),
                kind,
                name: row.get("found_name")?,
                place,
                forms: Vec::new(),
            });
        }
        let at: HashMap<EntityId, usize> =
            known.iter().enumerate().map(|(i, e)| (e.id, i)).collect();
        let mut statement = self.conn.prepare_cached(sql!("entity/forms"))?;
        let mut found = statement.query([])?;
        while let Some(row) = found.next()? {
            let entity = EntityId(row.get("entity_id")?);
            if let Some(one) = at.get(&entity).and_then(|i| known.get_mut(*i)) {
                one.forms.push(row.get("text")?);
            }
        }
        Ok(known)
    }

    /// All places of the project by entity; counts and names are left for the caller to fill.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn places(&self) -> Result<HashMap<EntityId, PlaceRow>> {
        let mut statement = self.conn.prepare_cached(sql!("place/all"))?;
        let rows = statement.query_map([], |row| {
            let entity = EntityId(row.get("entity_id")?);
            Ok((
                entity,
                PlaceRow {
                    entity,
                    name: String::new(),
                    status: status(row)?,
                    position: position(row)?,
                    uncertainty_km: row.get("uncertainty_km")?,
                    country: row.get("country")?,
                    country_name: None,
                    feature: row.get("feature")?,
                    gazetteer_id: row.get("gazetteer_id")?,
                    candidates: number(row, "candidates")?,
                    reason: row.get("reason")?,
                    mentions: 0,
                    articles: 0,
                    stories: 0,
                },
            ))
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The newest import's report, problems first.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn newest_import_lines(&self) -> Result<Vec<ImportLine>> {
        let mut statement = self.conn.prepare_cached(sql!("import/newest_lines"))?;
        let rows = statement.query_map([], |row| {
            let status: String = row.get("status")?;
            Ok(ImportLine {
                file: row.get("file")?,
                status: ImportStatus::parse(&status).unwrap_or(ImportStatus::Failed),
                articles: number(row, "articles")?,
                reason: row.get("reason")?,
                path: row.get("path")?,
                article: row.get::<_, Option<i64>>("article_id")?.map(ArticleId),
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Every path that was ever imported.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn source_paths(&self) -> Result<Vec<String>> {
        let mut statement = self.conn.prepare_cached(sql!("source/paths"))?;
        let rows = statement.query_map([], |row| row.get(0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The columns the user chose for tables, by the tables' headings: both as JSON.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn column_choices(&self) -> Result<Vec<(String, String)>> {
        let mut statement = self.conn.prepare_cached(sql!("column_choice/all"))?;
        let rows =
            statement.query_map([], |row| Ok((row.get("headings")?, row.get("columns")?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Remembers the columns the user chose for tables with these headings: both as JSON.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn choose_columns(&self, headings: &str, columns: &str) -> Result<()> {
        self.conn
            .prepare_cached(sql!("column_choice/set"))?
            .execute([headings, columns])?;
        Ok(())
    }

    /// The source that was imported from a path, the newest where its bytes changed between imports.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn source_by_path(&self, path: &str) -> Result<Option<SourceId>> {
        Ok(self
            .conn
            .prepare_cached(sql!("source/by_path"))?
            .query_row([path], |row| Ok(SourceId(row.get("source_id")?)))
            .optional()?)
    }

    /// The path behind an input's name in an import report, and the first article that came of it (or that it is a
    /// duplicate of); the newest where several fit.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn source_of_line(
        &self,
        file: &str,
    ) -> Result<Option<(Option<String>, Option<ArticleId>)>> {
        Ok(self
            .conn
            .prepare_cached(sql!("source/of_line"))?
            .query_row([file], |row| {
                let article: Option<i64> = row.get("article")?;
                Ok((row.get("path")?, article.map(ArticleId)))
            })
            .optional()?)
    }

    /// Lines of the newest import that are problems.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn import_problems(&self) -> Result<u64> {
        Ok(self
            .conn
            .prepare_cached(sql!("import/problems"))?
            .query_row([], |row| {
                Ok(u64::try_from(row.get::<_, i64>(0)?).unwrap_or_default())
            })?)
    }

    /// What is wrong with the file, one sentence each; empty when all is well. Repairs nothing.
    ///
    /// # Errors
    /// When the file cannot be read at all.
    pub fn check(&self) -> Result<Vec<String>> {
        let mut wrong = Vec::new();
        let mut statement = self.conn.prepare(sql!("project/integrity"))?;
        for line in statement.query_map([], |row| row.get::<_, String>(0))? {
            let line = line?;
            if line != "ok" {
                wrong.push(format!("SQLite says: {line}"));
            }
        }
        if !wrong.is_empty() {
            // What lies in damaged pages cannot be counted.
            return Ok(wrong);
        }
        let mut statement = self.conn.prepare(sql!("project/foreign_keys"))?;
        let broken = statement
            .query_map([], |row| row.get::<_, String>(0))?
            .count();
        if broken > 0 {
            wrong.push(format!("{broken} rows refer to rows that are not there"));
        }
        let count =
            |sql: &str| -> Result<i64> { Ok(self.conn.query_row(sql, [], |row| row.get(0))?) };
        let differ = count(sql!("appearance/recount_differs"))?;
        if differ > 0 {
            wrong.push(format!("{differ} counts of names differ from a recount"));
        }
        let articles = count(sql!("article/recount_differs"))?;
        if articles > 0 {
            wrong.push(format!(
                "{articles} articles state another number of names than a recount"
            ));
        }
        let offsets = count(sql!("mention/broken_offsets"))?;
        if offsets > 0 {
            wrong.push(format!(
                "{offsets} mentions do not lie where their text stands"
            ));
        }
        let highlights = count(sql!("highlight/broken_offsets"))?;
        if highlights > 0 {
            wrong.push(format!(
                "{highlights} highlights do not lie where their passage stands"
            ));
        }
        if self.access() == super::Access::Write
            && let Err(error) = self.conn.execute(sql!("project/fts_check"), [])
        {
            wrong.push(format!("The search index does not fit the texts: {error}"));
        }
        Ok(wrong)
    }
}
