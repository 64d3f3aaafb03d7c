//! Read models of what is marked: the code table, tags, and passages behind a code's number.

use std::collections::{BTreeMap, HashMap};

use super::{Passage, build::select};
use crate::{
    analysis::sentences,
    model::{
        ArticleId, ByteSpan, CodeId, EntityId, Filter, HighlightId, MemoOn, MentionId,
        marking::{ArticleMarks, Code, CodeRow, LostHighlight, ReaderHighlight, TagRow},
    },
    store::{Result, Store, sentence_around},
};

/// The codes of a project, with what they mark in the selection.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CodeTable {
    /// By name; codes that are part of another follow it.
    pub rows: Vec<CodeRow>,
    /// Highlights of the whole project whose passage is not in the article any more.
    pub lost: Vec<LostHighlight>,
}

/// The code table of a selection.
///
/// # Errors
/// When the file cannot be read.
pub fn codes(store: &mut Store, filter: &Filter) -> Result<CodeTable> {
    select(store, filter)?;
    let mut counts: HashMap<_, _> = store.code_counts()?.into_iter().collect();
    let codes = store.codes()?;
    let mut rows = Vec::with_capacity(codes.len());
    for (id, code) in in_order(&codes) {
        let count = counts.remove(&id).unwrap_or_default();
        rows.push(CodeRow {
            id,
            code: code.clone(),
            memo: memo(store, MemoOn::Code(id))?,
            highlights: count.highlights,
            articles: count.articles,
            first: count.first,
            last: count.last,
            used: count.used,
        });
    }
    let names: HashMap<CodeId, &Code> = codes.iter().map(|(id, code)| (*id, code)).collect();
    let lost = store
        .highlights_lost()?
        .into_iter()
        .map(|h| LostHighlight {
            id: h.id,
            article: h.article,
            code: h.code,
            name: names
                .get(&h.code)
                .map(|c| c.name.clone())
                .unwrap_or_default(),
            quote: h.anchor.quote,
            before: h.anchor.before,
            after: h.anchor.after,
        })
        .collect();
    Ok(CodeTable { rows, lost })
}

/// Codes with their parts behind them; `codes` are by name.
fn in_order(codes: &[(CodeId, Code)]) -> Vec<(CodeId, &Code)> {
    let mut parts: BTreeMap<Option<CodeId>, Vec<(CodeId, &Code)>> = BTreeMap::new();
    for (id, code) in codes.iter().rev() {
        // What is part of a code that is no more stands alone.
        let parent = code.parent.filter(|p| codes.iter().any(|(id, _)| id == p));
        parts.entry(parent).or_default().push((*id, code));
    }
    let mut open = parts.remove(&None).unwrap_or_default();
    let mut out = Vec::with_capacity(codes.len());
    while let Some((id, code)) = open.pop() {
        out.push((id, code));
        open.extend(parts.remove(&Some(id)).unwrap_or_default());
    }
    out
}

/// The tags of the project, by name, with the articles of the selection that have them.
///
/// # Errors
/// When the file cannot be read.
pub fn tags(store: &mut Store, filter: &Filter) -> Result<Vec<TagRow>> {
    select(store, filter)?;
    store.tags_selected()
}

/// A memo's text; empty where there is none.
pub(super) fn memo(store: &Store, on: MemoOn) -> Result<String> {
    Ok(store.memo(on)?.map(|memo| memo.0).unwrap_or_default())
}

/// What is marked in an article.
pub(super) fn of_article(store: &Store, id: ArticleId) -> Result<ArticleMarks> {
    let stored = store.highlights_of(id)?;
    let codes: HashMap<CodeId, Code> = if stored.is_empty() {
        HashMap::new()
    } else {
        store.codes()?.into_iter().collect()
    };
    let highlights = stored
        .into_iter()
        .filter_map(|h| {
            let code = codes.get(&h.code)?;
            Some(ReaderHighlight {
                id: h.id,
                span: h.anchor.span?,
                code: h.code,
                name: code.name.clone(),
                color: code.color,
            })
        })
        .collect();
    Ok(ArticleMarks {
        tags: store.tags_of(id)?,
        memo: memo(store, MemoOn::Article(id))?,
        highlights,
    })
}

/// The passages highlighted with a code in the selection: as many as its number says.
pub(super) fn passages_of(store: &Store, code: CodeId) -> Result<Vec<Passage>> {
    let highlights = store.highlights_selected(Some(code))?;
    passages(
        store,
        highlights
            .iter()
            .filter_map(|h| Some((h.article?, h.anchor.span?, Some(h.id)))),
    )
}

/// Spans in their sentences, in the order given; articles should come together.
pub(in crate::workspace) fn passages(
    store: &Store,
    spots: impl Iterator<Item = (ArticleId, ByteSpan, Option<HighlightId>)>,
) -> Result<Vec<Passage>> {
    let mut open = None;
    let mut out = Vec::new();
    for (article, span, highlight) in spots {
        let (record, split) = match &open {
            Some((id, record, split)) if *id == article => (record, split),
            _ => {
                let record = store.article(article)?;
                let split = sentences::split(&record.reading_text, &record.blocks);
                let (_, record, split) = open.insert((article, record, split));
                (&*record, &*split)
            }
        };
        let sentence = sentence_around(split, span);
        out.push(Passage {
            mention: MentionId(0),
            entity: EntityId(0),
            highlight,
            article,
            outlet: record.export.outlet.clone(),
            agency: record.export.agency.clone(),
            title: record.export.title.clone(),
            published: record.export.published,
            sentence: sentence.of(&record.reading_text).replace('\n', " "),
            hit: ByteSpan::new(span.start - sentence.start, span.end - sentence.start),
            span,
        });
    }
    Ok(out)
}
