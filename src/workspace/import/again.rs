//! Reading a source again without losing what people made of its articles: which new article each of the former ones is,
//! and where their highlights lie now.

use std::collections::HashMap;

use crate::{
    analysis::anchor::{self, Anchor},
    model::{ArticleId, ByteSpan, OffsetMap, SourceId},
    store::{CarriedArticle, ImportWriter, NewArticle, StoreError, StoredAnchor, StoredHighlight},
};

/// Characters kept of what stands before and behind a highlight.
const AROUND: usize = 60;

/// What is carried over, and which of the articles read again each former article is.
pub(super) struct Carried {
    articles: Vec<CarriedArticle>,
    highlights: Vec<StoredHighlight>,
    /// For each former article the place of its successor.
    successors: Vec<usize>,
}

impl Carried {
    /// Takes up what was made of a source's articles, before it is removed.
    pub fn take(
        writer: &mut ImportWriter<'_>,
        source: SourceId,
        new: &[NewArticle],
    ) -> Result<Self, StoreError> {
        let (articles, highlights) = writer.carried(source)?;
        let successors = successors(&articles, new);
        Ok(Self {
            articles,
            highlights,
            successors,
        })
    }

    /// The numbers that the new articles keep, by place.
    pub fn numbers(&self, new: usize) -> Vec<Option<ArticleId>> {
        let mut numbers = vec![None; new];
        for (article, at) in self.articles.iter().zip(&self.successors) {
            if let Some(free @ None) = numbers.get_mut(*at) {
                *free = Some(article.id);
            }
        }
        numbers
    }

    /// Gives everything to the articles that were written: `written` says for each new article, by place, which one holds
    /// its text. Returns how many highlights could not be placed.
    pub fn give(
        &self,
        writer: &mut ImportWriter<'_>,
        new: &[NewArticle],
        written: &[ArticleId],
    ) -> Result<u64, StoreError> {
        for (article, at) in self.articles.iter().zip(&self.successors) {
            if let Some(to) = written.get(*at) {
                writer.give(*to, article)?;
            }
        }
        let former: HashMap<ArticleId, usize> = self
            .articles
            .iter()
            .zip(&self.successors)
            .map(|(article, at)| (article.id, *at))
            .collect();
        let mut lost = 0;
        for highlight in &self.highlights {
            let Some(at) = highlight.article.and_then(|id| former.get(&id)).copied() else {
                continue;
            };
            // In its own article first; a source that is split otherwise may have it in another.
            let order = [at].into_iter().chain((0..new.len()).filter(|i| *i != at));
            let found = order
                .filter_map(|i| Some((new.get(i)?, *written.get(i)?)))
                .find_map(|(text, to)| Some((to, placed(text, &highlight.anchor)?)));
            match (found, written.get(at)) {
                (Some((to, anchor)), _) => writer.place_highlight(highlight.id, to, &anchor)?,
                (None, Some(to)) => {
                    lost += 1;
                    let anchor = StoredAnchor {
                        span: None,
                        ..highlight.anchor.clone()
                    };
                    writer.place_highlight(highlight.id, *to, &anchor)?;
                }
                (None, None) => {}
            }
        }
        Ok(lost)
    }
}

/// Which new article each former one is: the one in the same place where there are as many, else the one with the same
/// name, else the one that has most of its words.
fn successors(old: &[CarriedArticle], new: &[NewArticle]) -> Vec<usize> {
    if old.len() == new.len() {
        return (0..old.len()).collect();
    }
    let words: Vec<HashMap<&str, usize>> = new
        .iter()
        .map(|n| counted(&n.article.reading_text))
        .collect();
    old.iter()
        .map(|old| {
            let named = old
                .member
                .as_ref()
                .and_then(|m| new.iter().position(|n| n.member.as_ref() == Some(m)));
            named.unwrap_or_else(|| {
                let was = counted(&old.reading_text);
                let common = |now: &HashMap<&str, usize>| -> usize {
                    was.iter()
                        .map(|(word, n)| now.get(word).copied().unwrap_or(0).min(*n))
                        .sum()
                };
                // The first of several that are equally alike.
                words
                    .iter()
                    .map(common)
                    .enumerate()
                    .max_by_key(|(at, common)| (*common, std::cmp::Reverse(*at)))
                    .map_or(0, |(at, _)| at)
            })
        })
        .collect()
}

fn counted(text: &str) -> HashMap<&str, usize> {
    let mut words = HashMap::new();
    for word in text.split_whitespace() {
        *words.entry(word).or_default() += 1;
    }
    words
}

/// Where a highlight lies in a new article: where its source lies now, else where its words stand.
fn placed(new: &NewArticle, anchor: &StoredAnchor) -> Option<StoredAnchor> {
    let text = new.article.reading_text.as_str();
    let by_source = anchor
        .source
        .filter(|_| new.text_is_source)
        .and_then(|span| {
            let start = u32::try_from(new.text_start).ok()?;
            let inside =
                ByteSpan::new(span.start.checked_sub(start)?, span.end.checked_sub(start)?);
            new.article.offsets.to_reading(inside)
        })
        .filter(|span| {
            let there = span.of(text);
            !there.is_empty() && anchor::same_letters(there, &anchor.quote)
        });
    let span = match by_source {
        Some(span) => span,
        None => anchor::find(
            text,
            &Anchor {
                quote: &anchor.quote,
                before: &anchor.before,
                after: &anchor.after,
                start: anchor.span.map_or(0, |s| s.start),
            },
        )?,
    };
    let source = source_of(
        new.text_is_source,
        new.text_start,
        &new.article.offsets,
        span,
    );
    Some(anchored(text, span, source))
}

/// The span of the decoded file behind a span of reading text, where there is one.
fn source_of(
    text_is_source: bool,
    text_start: u64,
    offsets: &OffsetMap,
    span: ByteSpan,
) -> Option<ByteSpan> {
    if !text_is_source {
        return None;
    }
    let start = u32::try_from(text_start).ok()?;
    let span = offsets.to_source(span)?;
    Some(ByteSpan::new(
        span.start.checked_add(start)?,
        span.end.checked_add(start)?,
    ))
}

/// A highlight's span with all by which it is found again.
pub(in crate::workspace) fn anchored(
    text: &str,
    span: ByteSpan,
    source: Option<ByteSpan>,
) -> StoredAnchor {
    let before = text.get(..span.range().start).unwrap_or_default();
    let from = before
        .char_indices()
        .rev()
        .nth(AROUND - 1)
        .map_or(0, |(at, _)| at);
    let after = text.get(span.range().end..).unwrap_or_default();
    StoredAnchor {
        span: Some(span),
        source,
        quote: span.of(text).to_owned(),
        before: before.get(from..).unwrap_or_default().to_owned(),
        after: after.chars().take(AROUND).collect(),
    }
}
