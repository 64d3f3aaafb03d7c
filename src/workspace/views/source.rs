//! The text an article was made of, as its file gave it before anything was tidied or set aside.

use crate::{
    formats::{self, ReadOptions},
    model::{ArticleId, OffsetMap, RawArticle},
    store::{ArticleRecord, Store},
    workspace::Problem,
};

/// The source text of one article, with the way back to it.
#[derive(Clone, Debug, PartialEq)]
pub struct SourceText {
    pub article: ArticleId,
    pub text: String,
    /// Leads from the reading text to `text`.
    pub offsets: OffsetMap,
    /// Whether `text` is what the file itself holds, rather than the text its format keeps.
    pub as_in_file: bool,
}

/// Readers of formats walk documents as deep as they nest; threads get a stack for it.
const STACK_BYTES: usize = 64 << 20;

/// Reads the kept bytes of an article's file once more, the way they were read when it was imported.
///
/// # Errors
/// When the project cannot be read, or the file is read in another way now than when it was imported.
pub fn of_article(store: &Store, id: ArticleId) -> Result<SourceText, Problem> {
    let record = store.article(id)?;
    let content = store.source(record.export.source)?;
    let (name, _) = store.source_name(record.export.source)?;
    let what = format!("Could not show the source of {}", record.export.file);
    let options: ReadOptions = content
        .read_as
        .as_deref()
        .and_then(|json| serde_json::from_str(json).ok())
        .unwrap_or_default();
    let bytes = content.bytes;
    let reading = std::thread::Builder::new()
        .name("reading a source".to_owned())
        .stack_size(STACK_BYTES)
        .spawn(move || formats::read(&name, &bytes, &options))
        .map_err(|error| Problem::new(&what, error))?
        .join()
        .map_err(|_| Problem::new(&what, "its format could not be read again"))?
        .map_err(|error| Problem::new(&what, error))?;
    let mut articles = reading.articles;
    let named = |raw: &RawArticle| raw.member == record.member && fits(raw, &record);
    // Where it stood in its file; a file read in another way now may have it elsewhere.
    let stood = record.ordinal.checked_sub(1);
    let at = stood
        .filter(|at| articles.get(*at).is_some_and(named))
        .or_else(|| articles.iter().position(named))
        .or_else(|| articles.iter().position(|raw| fits(raw, &record)));
    let Some(raw) = at.map(|at| articles.swap_remove(at)) else {
        let why = "this version of Dateline reads its file in another way";
        return Err(Problem::new(what, why).with_hint("Import the file again"));
    };
    Ok(SourceText {
        article: id,
        as_in_file: raw.text_is_source,
        text: raw.text,
        offsets: record.offsets,
    })
}

/// Whether an article was made of this text: whatever was taken over from it unchanged stands where it stood.
fn fits(raw: &RawArticle, record: &ArticleRecord) -> bool {
    let segments = record.offsets.segments();
    fn part(text: &str, start: u32, len: u32) -> Option<&[u8]> {
        let start = start as usize;
        text.as_bytes().get(start..start.checked_add(len as usize)?)
    }
    !segments.is_empty()
        && segments.iter().all(|segment| {
            if !segment.verbatim {
                let end = u64::from(segment.source) + u64::from(segment.source_len);
                return end <= raw.text.len() as u64;
            }
            let from = part(&raw.text, segment.source, segment.source_len);
            let to = part(&record.reading_text, segment.reading, segment.reading_len);
            from.is_some() && from == to
        })
}
