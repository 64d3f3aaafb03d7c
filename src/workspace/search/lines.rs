//! The concordance: every hit on a line of its own with the words around it (KWIC, key word in context).

use std::collections::HashMap;

use super::{each_with_hits, find, head, on_one_line, stories, tail};
use crate::{
    model::{
        ArticleId, ByteSpan, CharSpan, Filter, Published, Query, query::words, span::CharCounter,
    },
    store::{Result, Store},
};

/// How lines are sorted. What is equal stays in the order of dates (undated last), articles and places.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum LineOrder {
    /// By the words before the hit, the nearest first.
    Left,
    /// By the words after the hit.
    Right,
    /// Oldest first, undated last.
    #[default]
    Date,
    Outlet,
    /// By the articles' numbers.
    Article,
}

/// A hit with the words around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub article: ArticleId,
    pub outlet: Option<String>,
    pub agency: Option<String>,
    pub published: Option<Published>,
    pub title: String,
    /// Of the same paragraph; `hit` may run over its end.
    pub left: String,
    pub hit: String,
    pub right: String,
    /// In the reading text.
    pub span: ByteSpan,
    pub chars: CharSpan,
}

/// All hits of a query in order, without their words: those are read a page at a time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lines {
    /// Hits, also beyond those that are listed.
    pub total: u64,
    /// Articles that match.
    pub articles: u64,
    /// Versions of one story count once.
    pub stories: u64,
    /// Articles that match by their title or a field alone, without a hit in the text.
    pub without_hits: u64,
    hits: Vec<(ArticleId, ByteSpan)>,
}

/// Some lines of a concordance, and how many there are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Concordance {
    pub total: u64,
    pub articles: u64,
    pub rows: Vec<Line>,
}

/// Code points on either side of a hit.
const CONTEXT: usize = 60;
/// Words that a sorting by context looks at, and bytes of them.
const KEY_WORDS: usize = 6;
const KEY_BYTES: usize = 64;

impl Lines {
    /// Lines listed at most: the first in the order. A list takes 16 bytes for each, while it is sorted by context up to
    /// 100 more.
    pub const MOST: usize = 1_000_000;

    /// A list of these hits in so many articles, all of different stories.
    #[must_use]
    pub const fn of(hits: Vec<(ArticleId, ByteSpan)>, articles: u64) -> Self {
        Self {
            total: hits.len() as u64,
            articles,
            stories: articles,
            without_hits: 0,
            hits,
        }
    }

    /// Lines that are listed.
    #[must_use]
    pub fn len(&self) -> usize {
        self.hits.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.hits.is_empty()
    }

    /// The lines from `offset` on, `limit` at most. Reads each article once.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn page(&self, store: &Store, offset: usize, limit: usize) -> Result<Vec<Line>> {
        self.page_with(store, offset, limit, CONTEXT)
    }

    /// The same with up to `context` code points on either side of each hit.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn page_with(
        &self,
        store: &Store,
        offset: usize,
        limit: usize,
        context: usize,
    ) -> Result<Vec<Line>> {
        let end = offset.saturating_add(limit).min(self.hits.len());
        let wanted = self.hits.get(offset..end).unwrap_or_default();
        let mut of_article: HashMap<ArticleId, Vec<(usize, ByteSpan)>> = HashMap::new();
        let mut order = Vec::new();
        for (row, (article, span)) in wanted.iter().enumerate() {
            let rows = of_article.entry(*article).or_insert_with(|| {
                order.push(*article);
                Vec::new()
            });
            rows.push((row, *span));
        }
        let mut out: Vec<Option<Line>> = vec![None; wanted.len()];
        for article in order {
            let heading = store.heading(article)?;
            let (_, text) = store.title_and_text(article)?;
            let mut rows = of_article.remove(&article).unwrap_or_default();
            // The counter goes forward only.
            rows.sort_by_key(|(_, span)| *span);
            let mut counter = CharCounter::new(&text);
            for (row, span) in rows {
                let before = text.get(..span.start as usize).unwrap_or_default();
                let after = text.get(span.end as usize..).unwrap_or_default();
                if let Some(slot) = out.get_mut(row) {
                    *slot = Some(Line {
                        article,
                        outlet: heading.outlet.clone(),
                        agency: heading.agency.clone(),
                        published: heading.published,
                        title: heading.title.clone(),
                        left: tail(before, context).to_owned(),
                        hit: on_one_line(span.of(&text)),
                        right: head(after, context).to_owned(),
                        span,
                        chars: counter.span(span),
                    });
                }
            }
        }
        Ok(out.into_iter().flatten().collect())
    }
}

/// All hits of a query in the filter's articles.
///
/// # Errors
/// When the file cannot be read.
pub fn lines(store: &mut Store, query: &Query, filter: &Filter, order: LineOrder) -> Result<Lines> {
    let (directory, found) = find(store, query, filter)?;
    let mut listed: Vec<_> = directory
        .articles
        .iter()
        .filter(|a| found.articles.contains(a.id))
        .collect();
    match order {
        LineOrder::Outlet => listed.sort_by_key(|a| (a.outlet.is_none(), a.outlet)),
        LineOrder::Article => listed.sort_by_key(|a| a.id),
        LineOrder::Left | LineOrder::Right | LineOrder::Date => {}
    }
    let ids: Vec<ArticleId> = listed.iter().map(|a| a.id).collect();
    let mut out = Lines {
        articles: ids.len() as u64,
        stories: stories(&directory, &found.articles),
        ..Lines::default()
    };
    let mut sorted = Sorted::default();
    each_with_hits(store, query, &found, &ids, |id, text, spans| {
        out.total += spans.len() as u64;
        out.without_hits += u64::from(spans.is_empty());
        for span in spans {
            match order {
                LineOrder::Left | LineOrder::Right => sorted.add(id, *span, text, order),
                LineOrder::Date | LineOrder::Outlet | LineOrder::Article => {
                    if out.hits.len() < Lines::MOST {
                        out.hits.push((id, *span));
                    }
                }
            }
        }
    })?;
    if matches!(order, LineOrder::Left | LineOrder::Right) {
        out.hits = sorted.into_hits(Lines::MOST);
    }
    Ok(out)
}

/// Some lines of a query's hits in the filter's articles. Who pages through them asks for [`lines`] once and keeps it.
///
/// # Errors
/// When the file cannot be read.
pub fn concordance(
    store: &mut Store,
    query: &Query,
    filter: &Filter,
    order: LineOrder,
    offset: usize,
    limit: usize,
) -> Result<Concordance> {
    let lines = lines(store, query, filter, order)?;
    Ok(Concordance {
        rows: lines.page(store, offset, limit)?,
        total: lines.total,
        articles: lines.articles,
    })
}

/// Hits with what they are sorted by, all keys in one piece of memory.
#[derive(Default)]
struct Sorted {
    keys: Vec<u8>,
    hits: Vec<Keyed>,
}

struct Keyed {
    article: ArticleId,
    span: ByteSpan,
    key: u32,
    length: u8,
}

impl Sorted {
    fn add(&mut self, article: ArticleId, span: ByteSpan, text: &str, order: LineOrder) {
        let (at, length) = self.key(span, text, order);
        self.hits.push(Keyed {
            article,
            span,
            key: at,
            length,
        });
        // The last in the order are let go before they take too much memory.
        if self.hits.len() > Lines::MOST + Lines::MOST / 4 {
            self.shrink(Lines::MOST);
        }
    }

    /// The folded words next to the hit, the nearest first. A byte below every letter parts them, so that "in" comes
    /// before "in the" and both before "inside".
    fn key(&mut self, span: ByteSpan, text: &str, order: LineOrder) -> (u32, u8) {
        let mut near: Vec<Vec<u8>> = Vec::with_capacity(16);
        let mut take = |part: &str| {
            words::for_each(part, |word, _, _| near.push(word.to_vec()));
        };
        if order == LineOrder::Left {
            take(tail(
                text.get(..span.start as usize).unwrap_or_default(),
                CONTEXT,
            ));
            near.reverse();
        } else {
            take(head(
                text.get(span.end as usize..).unwrap_or_default(),
                CONTEXT,
            ));
        }
        let start = self.keys.len();
        for word in near.iter().take(KEY_WORDS) {
            self.keys.extend_from_slice(word);
            self.keys.push(0);
        }
        self.keys.truncate(start + KEY_BYTES);
        let length = u8::try_from(self.keys.len() - start).unwrap_or(u8::MAX);
        (u32::try_from(start).unwrap_or(u32::MAX), length)
    }

    fn sort(&mut self) {
        let keys = &self.keys;
        let key = |hit: &Keyed| {
            let at = hit.key as usize;
            keys.get(at..at + usize::from(hit.length))
                .unwrap_or_default()
        };
        // Stable: hits came in the order of dates.
        self.hits.sort_by(|a, b| key(a).cmp(key(b)));
    }

    fn shrink(&mut self, most: usize) {
        self.sort();
        self.hits.truncate(most);
        let mut keys = Vec::with_capacity(self.keys.len());
        for hit in &mut self.hits {
            let at = hit.key as usize;
            let old = self.keys.get(at..at + usize::from(hit.length));
            hit.key = u32::try_from(keys.len()).unwrap_or(u32::MAX);
            keys.extend_from_slice(old.unwrap_or_default());
        }
        self.keys = keys;
    }

    fn into_hits(mut self, most: usize) -> Vec<(ArticleId, ByteSpan)> {
        self.sort();
        self.hits.truncate(most);
        self.hits.into_iter().map(|h| (h.article, h.span)).collect()
    }
}
