//! Articles that a query finds, each with its hits counted and the sentence that shows it best.

use super::{each_with_hits, find, head, on_one_line, stories, tail};
use crate::{
    analysis::sentences,
    model::{ArticleId, BlockKind, ByteSpan, Filter, Published, Query},
    store::{Found, Result, Store},
};

/// How articles are ordered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ResultOrder {
    /// Those that the words fit best (BM25); newest first where more than [`Results::RANKED`] are found, or where no
    /// word was searched.
    #[default]
    Best,
    /// Undated last.
    Newest,
    /// Undated last.
    Oldest,
    /// By name; those without one last.
    Outlet,
}

/// Some of the articles found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Results {
    pub articles: u64,
    pub stories: u64,
    /// The order they are in: [`ResultOrder::Best`] may have become [`ResultOrder::Newest`].
    pub order: ResultOrder,
    pub rows: Vec<ResultRow>,
}

/// An article that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResultRow {
    pub article: ArticleId,
    pub title: String,
    pub outlet: Option<String>,
    pub agency: Option<String>,
    pub published: Option<Published>,
    /// Hits in its reading text.
    pub hits: u64,
    /// The first hit, in the reading text; `None` where title or fields alone match.
    pub first: Option<ByteSpan>,
    /// The sentence with most hits, on one line; the beginning of the text where there is none.
    pub snippet: String,
    /// Bytes of the snippet that are hits.
    pub marks: Vec<ByteSpan>,
}

impl Results {
    /// Articles that are ranked at most: in a longer list nobody goes by rank, and ranking it takes too long.
    pub const RANKED: u64 = 2_000;
}

/// Code points of a snippet on either side of its first hit, where the sentence is longer.
const SIDE: usize = 120;

/// The articles that a query finds in the filter's articles, from `offset` on and `limit` at most.
///
/// # Errors
/// When the file cannot be read.
pub fn results(
    store: &mut Store,
    query: &Query,
    filter: &Filter,
    order: ResultOrder,
    offset: usize,
    limit: usize,
) -> Result<Results> {
    let (directory, found) = find(store, query, filter)?;
    let articles = found.articles.len();
    let mut ranking = None;
    if order == ResultOrder::Best && articles <= Results::RANKED {
        ranking = store.best_first(query)?;
    }
    let order = match order {
        ResultOrder::Best if ranking.is_none() => ResultOrder::Newest,
        other => other,
    };
    let mut listed: Vec<_> = directory
        .articles
        .iter()
        .filter(|a| found.articles.contains(a.id))
        .collect();
    match order {
        ResultOrder::Newest | ResultOrder::Best => {
            let undated = listed.partition_point(|a| a.days.is_some());
            if let Some(dated) = listed.get_mut(..undated) {
                dated.reverse();
            }
        }
        ResultOrder::Oldest => {}
        ResultOrder::Outlet => listed.sort_by_key(|a| (a.outlet.is_none(), a.outlet)),
    }
    let mut ids: Vec<ArticleId> = listed.iter().map(|a| a.id).collect();
    if let Some(ranking) = ranking {
        let mut left = found.articles.clone();
        let mut best: Vec<ArticleId> = ranking
            .into_iter()
            .filter(|id| left.contains(*id))
            .collect();
        left.take_out(&best.iter().copied().collect());
        best.extend(ids.iter().copied().filter(|id| left.contains(*id)));
        ids = best;
    }
    let page: Vec<ArticleId> = ids.into_iter().skip(offset).take(limit).collect();
    Ok(Results {
        articles,
        stories: stories(&directory, &found.articles),
        order,
        rows: rows(store, query, &found, &page)?,
    })
}

fn rows(store: &Store, query: &Query, found: &Found, ids: &[ArticleId]) -> Result<Vec<ResultRow>> {
    let mut hits: Vec<(ArticleId, Vec<ByteSpan>)> = Vec::with_capacity(ids.len());
    each_with_hits(store, query, found, ids, |id, _, spans| {
        hits.push((id, spans.to_vec()));
    })?;
    hits.into_iter()
        .map(|(id, spans)| {
            let heading = store.heading(id)?;
            let (text, blocks) = store.text_and_blocks(id)?;
            // The headline stands above it already.
            let head = blocks.iter().filter(|b| b.kind == BlockKind::Headline);
            let body = head.map(|b| b.span.end).max().unwrap_or(0);
            let (snippet, marks) = snippet(&text, &sentences::split(&text, &blocks), &spans, body);
            Ok(ResultRow {
                article: id,
                title: heading.title,
                outlet: heading.outlet,
                agency: heading.agency,
                published: heading.published,
                hits: spans.len() as u64,
                first: spans.first().copied(),
                snippet,
                marks,
            })
        })
        .collect()
}

/// The first of the sentences that have most hits, cut on both sides of its first hit when it is long. What stands before
/// the byte `body` is not looked at, unless nothing stands behind it.
fn snippet(
    text: &str,
    sentences: &[ByteSpan],
    hits: &[ByteSpan],
    body: u32,
) -> (String, Vec<ByteSpan>) {
    let behind = text.get(body as usize..).map(str::trim_start);
    let behind = behind.filter(|behind| !behind.is_empty());
    let hits = match behind {
        Some(_) => hits
            .get(hits.partition_point(|h| h.start < body)..)
            .unwrap_or_default(),
        None => hits,
    };
    let Some(first) = hits.first() else {
        let words = on_one_line(head(behind.unwrap_or(text), 2 * SIDE));
        return (words, Vec::new());
    };
    let (mut best, mut most) = (None, 0);
    for sentence in sentences {
        let from = hits.partition_point(|h| h.start < sentence.start);
        let to = hits.partition_point(|h| h.start < sentence.end);
        if to > from && to - from > most {
            (best, most) = (hits.get(from), to - from);
        }
    }
    let hit = best.unwrap_or(first);
    let inside = sentences.iter().find(|s| s.covers(hit.start));
    let bounds = inside.map_or_else(
        || hit.range(),
        |s| s.start as usize..s.end.max(hit.end) as usize,
    );
    let before = text
        .get(bounds.start..hit.start as usize)
        .unwrap_or_default();
    let after = text.get(hit.end as usize..bounds.end).unwrap_or_default();
    let (left, right) = (tail(before, SIDE), head(after, SIDE));
    let start = hit.start as usize - left.len();
    let end = hit.end as usize + right.len();
    let mut out = String::new();
    if left.len() < before.len() {
        out.push('…');
    }
    let lead = out.len();
    out.push_str(&on_one_line(text.get(start..end).unwrap_or_default()));
    if right.len() < after.len() {
        out.push('…');
    }
    let marks = hits
        .iter()
        .filter(|h| h.start as usize >= start && h.end as usize <= end)
        .map(|h| {
            let at = h.start as usize - start + lead;
            ByteSpan::from(at..at + h.len() as usize)
        })
        .collect();
    (out, marks)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_snippet_is_the_sentence_with_most_hits() {
        let text = "The pump broke. A pump and a pump stood idle.";
        let spans = |of: &[(u32, u32)]| -> Vec<ByteSpan> {
            of.iter().map(|(a, b)| ByteSpan::new(*a, *b)).collect()
        };
        let sentences = spans(&[(0, 15), (16, 45)]);
        let hits = spans(&[(4, 8), (18, 22), (29, 33)]);
        let (words, marks) = snippet(text, &sentences, &hits, 0);
        assert_eq!(words, "A pump and a pump stood idle.");
        let marked: Vec<&str> = marks.iter().map(|m| m.of(&words)).collect();
        assert_eq!(marked, ["pump", "pump"]);
        assert_eq!(snippet(text, &sentences, &[], 0).0, text);

        // A headline is not repeated, whatever stands in it.
        let text = "Pump, pump, pump\n\nThe well is deep. The pump broke.";
        let sentences = spans(&[(0, 16), (18, 35), (36, 51)]);
        let hits = spans(&[(0, 4), (6, 10), (12, 16), (40, 44)]);
        let (words, marks) = snippet(text, &sentences, &hits, 16);
        assert_eq!(words, "The pump broke.");
        assert_eq!(marks.len(), 1);
        let (words, marks) = snippet(text, &sentences, &hits[..3], 16);
        assert_eq!(words, "The well is deep. The pump broke.");
        assert!(marks.is_empty());
        assert_eq!(snippet("Pump", &spans(&[(0, 4)]), &hits[..1], 4).0, "Pump");
    }
}
