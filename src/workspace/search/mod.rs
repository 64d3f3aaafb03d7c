//! Searching: counts, lines with the words around each hit, articles with snippets, lists of terms, saved searches.

mod batch;
mod lines;
mod results;
mod saved;
pub mod tables;

use rayon::prelude::*;

use super::{Problem, Project, query, views::build};
use crate::{
    analysis::search::{Matcher, Seen, Vocabulary},
    model::{ArticleId, ByteSpan, Filter, Query},
    store::{ArticleSet, Directory, Found, Result, Store},
};

pub use batch::{Batch, BatchAs, BatchRow, batch, terms_of};
pub use lines::{Concordance, Line, LineOrder, Lines, concordance, lines};
pub use results::{ResultOrder, ResultRow, Results, results};
pub use saved::{SavedSearch, saved_searches};

/// How much a query finds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub articles: u64,
    /// Versions of one story count once.
    pub stories: u64,
    /// Hits in reading texts; `None` where counting them would keep a typing person waiting, and where no words are
    /// searched.
    pub hits: Option<u64>,
}

/// Counts what a query finds in the filter's articles, quickly enough for every letter that is typed: hits are counted
/// up to [`Counts::SMALL`] articles, [`lines`] counts them all.
///
/// # Errors
/// When the file cannot be read.
pub fn count(store: &mut Store, query: &Query, filter: &Filter) -> Result<Counts> {
    let (directory, found) = find(store, query, filter)?;
    let articles = found.articles.len();
    let hits = if articles <= Counts::SMALL && query.has_words() {
        let mut hits = 0;
        let ids: Vec<ArticleId> = found.articles.iter().collect();
        each_with_hits(store, query, &found, &ids, |_, _, spans| {
            hits += spans.len() as u64;
        })?;
        Some(hits)
    } else {
        None
    };
    Ok(Counts {
        articles,
        stories: stories(&directory, &found.articles),
        hits,
    })
}

impl Counts {
    /// Articles whose hits are counted while typing.
    pub const SMALL: u64 = 300;
}

/// Chooses the filter's articles and looks the query up among them.
fn find(
    store: &mut Store,
    query: &Query,
    filter: &Filter,
) -> Result<(std::sync::Arc<Directory>, Found)> {
    build::select(store, filter)?;
    let found = store.found(query)?;
    Ok((store.directory()?, found))
}

fn stories(directory: &Directory, articles: &ArticleSet) -> u64 {
    // Most articles are alone in their story: only the others are sorted.
    let (mut alone, mut families) = (0, Vec::new());
    for article in &directory.articles {
        if articles.contains(article.id) {
            if article.story == article.id.0 {
                alone += 1;
            } else {
                families.push(article.story);
            }
        }
    }
    families.sort_unstable();
    families.dedup();
    alone + families.len() as u64
}

/// The hits of a query in one article's reading text; none where the article as a whole does not match.
///
/// # Errors
/// When the file cannot be read.
pub fn hits_in(
    store: &Store,
    query: &Query,
    id: ArticleId,
    title: &str,
    text: &str,
) -> Result<Vec<ByteSpan>> {
    let conditions = store.conditions(query)?;
    let mut vocabulary = Vocabulary::default();
    let matcher = vocabulary.add(query);
    let hits = Looker::default().hits(&vocabulary, &matcher, title, text, &|at| {
        conditions.get(at).is_some_and(|set| set.contains(id))
    });
    Ok(hits.unwrap_or_default())
}

/// The hits of a query in the reading texts of the articles that a filter lets through and the query finds, by article; only
/// articles with a hit. What was selected before is selected no longer.
///
/// # Errors
/// When the file cannot be read.
pub fn hits(
    store: &Store,
    query: &Query,
    filter: &Filter,
) -> Result<Vec<(ArticleId, Vec<ByteSpan>)>> {
    let found = store.found_in(query, filter, query::required(filter).as_ref())?;
    let ids: Vec<ArticleId> = found.articles.iter().collect();
    let mut hits = Vec::new();
    each_with_hits(store, query, &found, &ids, |id, _, spans| {
        if !spans.is_empty() {
            hits.push((id, spans.to_vec()));
        }
    })?;
    Ok(hits)
}

/// Memory for looking through one text after the other.
#[derive(Default)]
struct Looker {
    text: Seen,
    title: Seen,
}

impl Looker {
    fn hits(
        &mut self,
        vocabulary: &Vocabulary,
        matcher: &Matcher,
        title: &str,
        text: &str,
        holds: &dyn Fn(usize) -> bool,
    ) -> Option<Vec<ByteSpan>> {
        vocabulary.look(text, &mut self.text);
        vocabulary.look(title, &mut self.title);
        matcher.hits(&self.text, &self.title, holds)
    }
}

/// An article's text while its hits are looked at.
struct Text {
    id: ArticleId,
    title: String,
    body: String,
}

/// Texts held in memory at once.
const AT_ONCE: usize = 256;

/// Goes through the articles in the given order and hands over the hits of each. Texts are read here and looked through
/// on all cores.
fn each_with_hits(
    store: &Store,
    query: &Query,
    found: &Found,
    ids: &[ArticleId],
    mut each: impl FnMut(ArticleId, &str, &[ByteSpan]),
) -> Result<()> {
    let mut vocabulary = Vocabulary::default();
    let matcher = vocabulary.add(query);
    for some in ids.chunks(AT_ONCE) {
        let texts = read(store, some)?;
        let hits: Vec<Vec<ByteSpan>> = texts
            .par_iter()
            .map_init(Looker::default, |looker, text| {
                let holds = |at: usize| {
                    let set = found.conditions.get(at);
                    set.is_some_and(|set| set.contains(text.id))
                };
                looker
                    .hits(&vocabulary, &matcher, &text.title, &text.body, &holds)
                    .unwrap_or_default()
            })
            .collect();
        for (text, hits) in texts.iter().zip(&hits) {
            each(text.id, &text.body, hits);
        }
    }
    Ok(())
}

fn read(store: &Store, ids: &[ArticleId]) -> Result<Vec<Text>> {
    ids.iter()
        .map(|id| {
            let (title, body) = store.title_and_text(*id)?;
            Ok(Text {
                id: *id,
                title,
                body,
            })
        })
        .collect()
}

/// The last `chars` code points of the paragraph before a hit, cut at a whole word.
fn tail(text: &str, chars: usize) -> &str {
    let line = text.rsplit('\n').next().unwrap_or_default();
    let Some((at, _)) = line.char_indices().rev().nth(chars) else {
        return line;
    };
    let cut = line.get(at..).unwrap_or_default();
    cut.split_once(' ').map_or(cut, |(_, rest)| rest)
}

/// The first `chars` code points of the paragraph after a hit, cut at a whole word.
fn head(text: &str, chars: usize) -> &str {
    let line = text.split('\n').next().unwrap_or_default();
    let Some((at, _)) = line.char_indices().nth(chars) else {
        return line;
    };
    let cut = line.get(..at).unwrap_or_default();
    cut.rsplit_once(' ').map_or(cut, |(rest, _)| rest)
}

/// Text on one line, byte for byte as long.
fn on_one_line(text: &str) -> String {
    text.replace(['\n', '\r', '\t'], " ")
}

impl Project {
    /// See [`count`].
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn count_found(
        &mut self,
        query: &Query,
        filter: &Filter,
    ) -> std::result::Result<Counts, Problem> {
        count(&mut self.store, query, filter).map_err(failed)
    }

    /// See [`lines`].
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn lines(
        &mut self,
        query: &Query,
        filter: &Filter,
        order: LineOrder,
    ) -> std::result::Result<Lines, Problem> {
        lines(&mut self.store, query, filter, order).map_err(failed)
    }

    /// Some of the lines, see [`Lines::page`].
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn lines_page(
        &self,
        lines: &Lines,
        offset: usize,
        limit: usize,
    ) -> std::result::Result<Vec<Line>, Problem> {
        lines.page(&self.store, offset, limit).map_err(failed)
    }

    /// See [`concordance`].
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn concordance(
        &mut self,
        query: &Query,
        filter: &Filter,
        order: LineOrder,
        offset: usize,
        limit: usize,
    ) -> std::result::Result<Concordance, Problem> {
        concordance(&mut self.store, query, filter, order, offset, limit).map_err(failed)
    }

    /// See [`results`].
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn search(
        &mut self,
        query: &Query,
        filter: &Filter,
        order: ResultOrder,
        offset: usize,
        limit: usize,
    ) -> std::result::Result<Results, Problem> {
        results(&mut self.store, query, filter, order, offset, limit).map_err(failed)
    }

    /// See [`batch`].
    ///
    /// # Errors
    /// When the file cannot be read or the job was cancelled.
    pub fn batch_search(
        &mut self,
        terms: &[Batch],
        reading: BatchAs,
        filter: &Filter,
        cx: &super::JobCx,
    ) -> std::result::Result<Vec<BatchRow>, Problem> {
        batch(&mut self.store, terms, reading, filter, cx)
    }
}

fn failed(error: crate::store::StoreError) -> Problem {
    Problem::new("Could not search", error)
}
