//! Writing what an import found: one transaction a file or a few, so that an edit never waits long behind an import.

use std::{
    collections::{HashMap, HashSet},
    io::{Read, Write},
    time::{Duration, Instant},
};

use flate2::{Compression, read::DeflateDecoder, write::DeflateEncoder};
use rusqlite::{OptionalExtension, Row, Transaction, TransactionBehavior, params};
use sha2::{Digest, Sha256};

use super::{Result, Store, StoreError, now, sql};
use crate::model::{
    Analysis, ArticleId, Block, BlockKind, ByteSpan, CleanArticle, DecisionId, EntityId, SourceId,
    import::ImportLine,
};

/// A file to be stored.
#[derive(Clone, Debug)]
pub struct NewSource {
    pub path: String,
    pub sha256: [u8; 32],
    /// Size of the file as it came.
    pub bytes: u64,
    /// The file's bytes, packed by [`pack`].
    pub packed: Packed,
    pub format: &'static str,
    pub encoding: String,
    /// The user's choices in reading it, as JSON.
    pub read_as: Option<String>,
}

/// Bytes as the project keeps them.
#[derive(Clone, Debug)]
pub struct Packed {
    pub packing: &'static str,
    pub content: Vec<u8>,
}

/// Deflates bytes where that makes them smaller.
#[must_use]
pub fn pack(bytes: &[u8]) -> Packed {
    let mut encoder = DeflateEncoder::new(Vec::with_capacity(bytes.len() / 2), Compression::new(6));
    let deflated = encoder.write_all(bytes).and_then(|()| encoder.finish());
    match deflated {
        Ok(content) if content.len() < bytes.len() => Packed {
            packing: "deflate",
            content,
        },
        _ => Packed {
            packing: "none",
            content: bytes.to_vec(),
        },
    }
}

/// The inverse of [`pack`]; `limit` bounds the result in bytes.
///
/// # Errors
/// When the bytes are damaged or would unpack to more than `limit`.
pub(super) fn unpack(packing: &str, content: Vec<u8>, limit: u64) -> Result<Vec<u8>> {
    if packing == "none" {
        return Ok(content);
    }
    let mut out = Vec::new();
    DeflateDecoder::new(content.as_slice())
        .take(limit + 1)
        .read_to_end(&mut out)
        .map_err(|_| StoreError::Damaged("A source".to_owned()))?;
    if out.len() as u64 > limit {
        return Err(StoreError::Damaged("A source".to_owned()));
    }
    Ok(out)
}

/// SHA-256 of bytes.
#[must_use]
pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// An article to be stored with its source.
#[derive(Clone, Debug)]
pub struct NewArticle {
    /// Name as exported.
    pub file: String,
    pub member: Option<String>,
    /// Which article of its source it is, from 1.
    pub ordinal: u32,
    pub text_is_source: bool,
    /// Where its text begins in the decoded file, in bytes.
    pub text_start: u64,
    pub article: CleanArticle,
    pub analysis: Analysis,
    /// Of the reading text and of what the format states about it: the same for the same article.
    pub text_sha256: [u8; 32],
    pub fingerprint: super::StoredPrint,
}

/// Where a mention of the analysis goes in the project.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Placed {
    pub entity: EntityId,
    /// What it would be without the user's decisions.
    pub found: EntityId,
    /// A decision about spellings put it there.
    pub by_user: bool,
    /// The decision that says it is not a name.
    pub dismissed_by: Option<DecisionId>,
}

/// A mention that the analysis did not find and a decision marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MarkedMention {
    pub span: ByteSpan,
    pub entity: EntityId,
    /// Whose it is by the decision alone, before later ones.
    pub found: EntityId,
    pub decision: DecisionId,
}

/// An article with the text that is looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SameText {
    pub article: ArticleId,
    pub file: String,
    pub deleted: bool,
}

/// What is in the project already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duplicate {
    pub source: SourceId,
    /// Its first article, or the one it is a duplicate of.
    pub article: Option<ArticleId>,
    /// The file under which it was imported first.
    pub file: String,
    /// Whether the user deleted that article.
    pub deleted: bool,
    /// How many of the source's articles the user deleted.
    pub deleted_articles: u64,
}

fn duplicate(row: &Row<'_>) -> rusqlite::Result<Duplicate> {
    Ok(Duplicate {
        source: SourceId(row.get("id")?),
        article: row.get::<_, Option<i64>>("article")?.map(ArticleId),
        file: row.get("file")?,
        deleted: row.get("deleted")?,
        deleted_articles: super::read::count(row, "deleted_articles")?,
    })
}

impl Store {
    /// Notes that an import began and returns its number.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn start_import(&mut self) -> Result<i64> {
        self.conn.execute(sql!("import/interrupt"), [])?;
        self.conn.execute(sql!("import/start"), [now()])?;
        Ok(self.conn.last_insert_rowid())
    }

    /// Notes how an import ended.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn end_import(&mut self, import: i64, cancelled: bool) -> Result<()> {
        let state = if cancelled { "cancelled" } else { "done" };
        self.conn
            .execute(sql!("import/end"), params![import, now(), state])?;
        Ok(())
    }

    /// The source with these bytes, if the project has it.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn source_by_hash(&self, sha256: &[u8; 32]) -> Result<Option<Duplicate>> {
        let mut statement = self.conn.prepare_cached(sql!("source/by_hash"))?;
        Ok(statement
            .query_row([sha256.as_slice()], duplicate)
            .optional()?)
    }

    /// The SHA-256 of every source in the project.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn source_hashes(&self) -> Result<HashSet<[u8; 32]>> {
        let mut statement = self.conn.prepare_cached(sql!("source/hashes"))?;
        let rows = statement.query_map([], |row| row.get::<_, [u8; 32]>(0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Writes within a transaction that other connections never wait long for: `next` is called until it has no more to
    /// write or about 5 ms are over; then the transaction ends and a pause of 2 ms lets others in.
    ///
    /// # Errors
    /// When `next` fails; what it wrote in this transaction is taken back.
    pub fn write_batches<E: From<StoreError>>(
        &mut self,
        mut next: impl FnMut(&mut ImportWriter<'_>) -> std::result::Result<bool, E>,
    ) -> std::result::Result<(), E> {
        const BATCH: Duration = Duration::from_millis(5);
        const PAUSE: Duration = Duration::from_millis(2);
        loop {
            let tx = self
                .conn
                .transaction_with_behavior(TransactionBehavior::Immediate)
                .map_err(StoreError::from)?;
            let began = Instant::now();
            let mut more = true;
            {
                let mut writer = ImportWriter { tx: &tx };
                while more && began.elapsed() < BATCH {
                    more = next(&mut writer)?;
                }
            }
            tx.commit().map_err(StoreError::from)?;
            if !more {
                return Ok(());
            }
            std::thread::sleep(PAUSE);
        }
    }
}

/// What an import may do within one of its transactions.
pub struct ImportWriter<'c> {
    pub(super) tx: &'c Transaction<'c>,
}

impl ImportWriter<'_> {
    /// Adds a line to the import's report.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn line(&mut self, import: i64, line: &ImportLine) -> Result<()> {
        self.tx
            .prepare_cached(sql!("import/insert_line"))?
            .execute(params![
                import,
                line.file,
                line.status.word(),
                line.articles,
                line.reason,
                line.path,
                line.article.map(|id| id.0),
            ])?;
        Ok(())
    }

    /// Remembers one more path of a known source.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn add_path(&mut self, source: SourceId, path: &str) -> Result<()> {
        self.tx
            .prepare_cached(sql!("source/insert_path"))?
            .execute(params![source.0, path])?;
        Ok(())
    }

    /// The source with these bytes, if an earlier file of this import had them.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn source_by_hash(&mut self, sha256: &[u8; 32]) -> Result<Option<Duplicate>> {
        let mut statement = self.tx.prepare_cached(sql!("source/by_hash"))?;
        Ok(statement
            .query_row([sha256.as_slice()], duplicate)
            .optional()?)
    }

    /// The article with the same reading text; a deleted one only where no other has it.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn article_by_text(&mut self, text_sha256: &[u8; 32]) -> Result<Option<SameText>> {
        let mut statement = self.tx.prepare_cached(sql!("article/by_text_hash"))?;
        Ok(statement
            .query_row([text_sha256.as_slice()], |row| {
                Ok(SameText {
                    article: ArticleId(row.get("id")?),
                    file: row.get("file")?,
                    deleted: row.get("deleted")?,
                })
            })
            .optional()?)
    }

    /// Stores a file's bytes.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn source(&mut self, source: &NewSource) -> Result<SourceId> {
        self.tx
            .prepare_cached(sql!("source/insert"))?
            .execute(params![
                source.sha256.as_slice(),
                i64::try_from(source.bytes).unwrap_or(i64::MAX),
                source.packed.packing,
                source.packed.content,
                source.format,
                source.encoding,
                now(),
                source.read_as,
            ])?;
        let id = SourceId(self.tx.last_insert_rowid());
        self.add_path(id, &source.path)?;
        Ok(id)
    }

    /// Removes a source with its articles, their names and search words. What the user decided about them stays in the
    /// ledger and finds nothing any more.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn remove_source(&mut self, source: SourceId) -> Result<()> {
        // Numbers of what goes are not given to others: the ledger may mean them.
        self.tx.execute(sql!("project/note_last_article"), [])?;
        self.tx.execute(sql!("project/note_last_mention"), [])?;
        self.tx
            .prepare_cached(sql!("article/forget_search"))?
            .execute([source.0])?;
        self.tx
            .prepare_cached(sql!("source/delete"))?
            .execute([source.0])?;
        self.tx
            .prepare_cached(sql!("family/leave_alone"))?
            .execute([])?;
        self.tx
            .prepare_cached(sql!("family/delete_empty"))?
            .execute([])?;
        Ok(())
    }

    /// Puts a line in the place of the newest one for the same input.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn replace_line(&mut self, line: &ImportLine) -> Result<()> {
        self.tx
            .prepare_cached(sql!("import/replace_line"))?
            .execute(params![
                line.file,
                line.status.word(),
                line.articles,
                line.reason,
                line.article.map(|id| id.0),
            ])?;
        Ok(())
    }

    /// Marks a source as holding nothing but the text of an article that is in the project.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn mark_duplicate(&mut self, source: SourceId, article: ArticleId) -> Result<()> {
        self.tx
            .prepare_cached(sql!("source/mark_duplicate"))?
            .execute(params![source.0, article.0])?;
        Ok(())
    }

    /// Stores an entity found for the first time.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn entity(&mut self, entity: &crate::model::LocalEntity) -> Result<EntityId> {
        // A town is called as most mentions call it; a country has one name whatever its abbreviation.
        let name = entity
            .place
            .as_ref()
            .filter(|place| place.feature.as_deref() == Some("country"))
            .map_or(entity.name.as_str(), |place| place.name.as_str());
        self.tx
            .prepare_cached(sql!("entity/insert"))?
            .execute(params![entity.kind.word(), name])?;
        let id = EntityId(self.tx.last_insert_rowid());
        if let Some(place) = &entity.place {
            self.tx
                .prepare_cached(sql!("place/insert"))?
                .execute(params![
                    id.0,
                    place.name,
                    place.status.word(),
                    place.position.map(|p| p.lat),
                    place.position.map(|p| p.lon),
                    place.uncertainty_km,
                    place.country,
                    place.feature,
                    place.gazetteer_id,
                    place.candidates,
                    place.reason,
                    None::<String>,
                ])?;
        }
        Ok(id)
    }

    /// How often an entity is written in each way, the most frequent first.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn spelled(&mut self, entity: EntityId) -> Result<Vec<(String, u64)>> {
        let mut statement = self.tx.prepare_cached(sql!("entity/spelled"))?;
        let rows = statement.query_map([entity.0], |row| {
            Ok((row.get("text")?, super::read::count(row, "mentions")?))
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Gives an entity another name, as the program found it; one that a person decided on keeps its name.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn call(&mut self, entity: EntityId, name: &str) -> Result<()> {
        self.tx
            .prepare_cached(sql!("entity/call"))?
            .execute(params![entity.0, name])?;
        Ok(())
    }

    /// The number of the newest decision, 0 when there is none.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn newest_decision(&mut self) -> Result<DecisionId> {
        let mut statement = self.tx.prepare_cached(sql!("decision/newest"))?;
        Ok(DecisionId(statement.query_row([], |row| row.get(0))?))
    }

    /// The ledger without the JSON of its rows, oldest first.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn decision_list(&mut self) -> Result<Vec<super::DecisionRow>> {
        super::ledger::list(self.tx)
    }

    /// The ledger's rows of these actions, oldest first.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn decisions_of(&mut self, actions: &[&str]) -> Result<Vec<super::DecisionRow>> {
        super::ledger::of_actions(self.tx, actions)
    }

    /// Stores an article with its text, mentions and search words. `placed` says of each of the analysis' mentions where
    /// it goes, `marks` are mentions besides those. `number` is the one that it had before, if it was read before.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn article(
        &mut self,
        source: SourceId,
        new: &NewArticle,
        placed: &[Placed],
        marks: &[MarkedMention],
        number: Option<ArticleId>,
    ) -> Result<ArticleId> {
        let counted = placed.iter().filter(|p| p.dismissed_by.is_none()).count() + marks.len();
        let CleanArticle {
            title,
            reading_text,
            blocks,
            offsets,
            asides,
            metadata,
            notes,
        } = &new.article;
        let published = metadata.published;
        self.tx
            .prepare_cached(sql!("article/insert"))?
            .execute(params![
                source.0,
                new.file,
                new.member,
                new.text_is_source,
                title.text,
                title.made_up,
                metadata.outlet,
                metadata.agency,
                metadata.byline,
                published.map(|p| p.date.to_string()),
                published.map(|p| p.date.precision().word()),
                published.map(|p| p.source.word()),
                published.map(|p| p.date.first_day()),
                published.map(|p| p.date.last_day()),
                metadata.dateline_place,
                metadata.language,
                metadata.url,
                new.analysis.words,
                u32::try_from(counted).unwrap_or(u32::MAX),
                new.text_sha256.as_slice(),
                new.ordinal,
                i64::try_from(new.text_start).unwrap_or(i64::MAX),
                (!notes.is_empty()).then(|| notes.join("\n")),
                number.map(|id| id.0),
            ])?;
        let id = ArticleId(self.tx.last_insert_rowid());
        let blocks = block_letters(blocks);
        self.tx
            .prepare_cached(sql!("article/insert_text"))?
            .execute(params![id.0, reading_text, blocks, offsets.to_bytes()])?;
        let search_title = if title.made_up {
            ""
        } else {
            title.text.as_str()
        };
        self.tx
            .prepare_cached(sql!("article/insert_search"))?
            .execute(params![id.0, search_title, reading_text])?;
        let mut statement = self.tx.prepare_cached(sql!("article/insert_aside"))?;
        for (seq, aside) in asides.iter().enumerate() {
            let kind = serde_json::to_value(aside.kind).ok();
            statement.execute(params![
                id.0,
                u32::try_from(seq).unwrap_or(u32::MAX),
                kind.as_ref()
                    .and_then(|k| k.as_str())
                    .unwrap_or("navigation"),
                aside.text,
                aside.source.start,
                aside.source.end,
                aside.before,
            ])?;
        }
        self.mentions(id, new, placed, marks)?;
        self.fingerprint(id, &new.fingerprint)?;
        Ok(id)
    }

    fn mentions(
        &mut self,
        id: ArticleId,
        new: &NewArticle,
        placed: &[Placed],
        marks: &[MarkedMention],
    ) -> Result<()> {
        let text = &new.article.reading_text;
        let sentences = &new.analysis.sentences;
        let mut counts: HashMap<EntityId, u32> = HashMap::new();
        let mut newest: i64 = self
            .tx
            .prepare_cached(sql!("mention/newest"))?
            .query_row([], |row| row.get(0))?;
        let mut insert = self.tx.prepare_cached(sql!("mention/insert"))?;
        let mut dismiss = self.tx.prepare_cached(sql!("dismissed/insert"))?;
        let mut mark = self.tx.prepare_cached(sql!("mention/insert_marked"))?;
        for (mention, placed) in new.analysis.mentions.iter().zip(placed) {
            let span = mention.name.span;
            let sentence = sentence_around(sentences, span);
            let form = form(self.tx, span.of(text))?;
            let confidence = (mention.name.confidence.clamp(0.0, 1.0) * 1000.0).round() as i64;
            let found = (placed.found != placed.entity).then_some(placed.found.0);
            newest += 1;
            if let Some(decision) = placed.dismissed_by {
                dismiss.execute(params![
                    newest,
                    id.0,
                    span.start,
                    span.end,
                    sentence.start,
                    sentence.end,
                    placed.entity.0,
                    form,
                    confidence,
                    placed.by_user,
                    found,
                    decision.0,
                ])?;
                continue;
            }
            insert.execute(params![
                newest,
                id.0,
                span.start,
                span.end,
                sentence.start,
                sentence.end,
                placed.entity.0,
                form,
                confidence,
                placed.by_user,
                found,
            ])?;
            *counts.entry(placed.entity).or_default() += 1;
        }
        for new in marks {
            let sentence = sentence_around(sentences, new.span);
            let form = form(self.tx, new.span.of(text))?;
            newest += 1;
            mark.execute(params![
                newest,
                id.0,
                new.span.start,
                new.span.end,
                sentence.start,
                sentence.end,
                new.entity.0,
                form,
                new.decision.0,
                (new.found != new.entity).then_some(new.found.0),
            ])?;
            *counts.entry(new.entity).or_default() += 1;
        }
        let mut counts: Vec<_> = counts.into_iter().collect();
        counts.sort_unstable();
        let mut insert = self.tx.prepare_cached(sql!("appearance/insert"))?;
        for (entity, count) in counts {
            insert.execute(params![entity.0, id.0, count])?;
        }
        Ok(())
    }
}

/// The number of a spelling, which is added where it is new.
fn form(tx: &Transaction<'_>, text: &str) -> Result<i64> {
    let known: Option<i64> = tx
        .prepare_cached(sql!("form/find"))?
        .query_row([text], |row| row.get(0))
        .optional()?;
    match known {
        Some(id) => Ok(id),
        None => Ok(tx.prepare_cached(sql!("form/insert"))?.insert([text])?),
    }
}

/// Block kinds as letters: where blocks begin and end is plain from the blank lines between them.
fn block_letters(blocks: &[Block]) -> String {
    blocks
        .iter()
        .map(|block| match block.kind {
            BlockKind::Headline => 'H',
            BlockKind::Subhead => 'S',
            BlockKind::Paragraph => 'P',
            BlockKind::Caption => 'C',
        })
        .collect()
}

/// The inverse of [`block_letters`]; `None` when the letters do not fit the text.
pub(super) fn blocks_of(letters: &str, text: &str) -> Option<Vec<Block>> {
    let mut blocks = Vec::with_capacity(letters.len());
    let mut at = 0_usize;
    let mut parts = text.split("\n\n");
    for letter in letters.chars() {
        let part = parts.next()?;
        let kind = match letter {
            'H' => BlockKind::Headline,
            'S' => BlockKind::Subhead,
            'P' => BlockKind::Paragraph,
            'C' => BlockKind::Caption,
            _ => return None,
        };
        blocks.push(Block {
            span: ByteSpan::from(at..at + part.len()),
            kind,
        });
        at += part.len() + 2;
    }
    (text.is_empty() || parts.next().is_none()).then_some(blocks)
}

/// The sentence a mention lies in; where it crosses a sentence's end (a wrong split), both together.
#[must_use]
pub fn sentence_around(sentences: &[ByteSpan], span: ByteSpan) -> ByteSpan {
    let first = sentences.partition_point(|s| s.end <= span.start);
    let last = sentences.partition_point(|s| s.start < span.end);
    match sentences.get(first..last) {
        Some([one]) => ByteSpan::new(one.start.min(span.start), one.end.max(span.end)),
        Some([from, .., to]) => ByteSpan::new(from.start.min(span.start), to.end.max(span.end)),
        _ => span,
    }
}
