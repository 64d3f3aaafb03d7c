//! Highlights: one passage, or all that a search finds.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
};

use super::{
    MarkPlan,
    codes::{meant, one, recoded, to_code},
    patch::HighlightChange,
    quoted,
};
use crate::{
    analysis::sentences,
    model::{ArticleId, Block, ByteSpan, CodeId, DecisionId, HighlightId},
    store::{Store, StoredHighlight, sentence_around},
    workspace::{
        command::{Coding, Extent, Passages},
        import::{anchored, source_span},
        problem::Problem,
        project::patch::Ids,
        query, search, words,
    },
};

/// A span without blanks at its ends.
fn trimmed(text: &str, span: ByteSpan) -> Result<ByteSpan, Problem> {
    let refuse = |why: &str, hint: &str| {
        Err(Problem::new("Could not highlight that", why.to_owned()).with_hint(hint.to_owned()))
    };
    let Some(inside) = text.get(span.range()) else {
        return refuse(
            "it does not lie in the article's reading text",
            "Furniture that was set aside cannot be highlighted. Choose a passage of the article",
        );
    };
    let lead = inside.len() - inside.trim_start().len();
    let passage = inside.trim();
    if !passage.chars().any(char::is_alphanumeric) {
        return refuse("it holds no letter", "Choose some words");
    }
    let start = span.range().start + lead;
    Ok(ByteSpan::from(start..start + passage.len()))
}

/// Puts new highlights into the plan, with all by which they are found again; what the code marks already is left out.
fn add(
    store: &Store,
    plan: &mut MarkPlan,
    code: CodeId,
    spots: &BTreeMap<ArticleId, Vec<ByteSpan>>,
) -> Result<(), Problem> {
    let there: BTreeSet<(ArticleId, ByteSpan)> = store
        .highlights_with(code)?
        .into_iter()
        .filter_map(|h| Some((h.article?, h.anchor.span?)))
        .collect();
    let mut next = store.newest_highlight()?.0 + 1;
    for (article, spans) in spots {
        let record = store.article(*article)?;
        for span in spans {
            let span = trimmed(&record.reading_text, *span)?;
            if there.contains(&(*article, span)) {
                continue;
            }
            let source = source_span(&record, span);
            plan.new_highlights.push(StoredHighlight {
                id: HighlightId(next),
                code,
                article: Some(*article),
                anchor: anchored(&record.reading_text, span, source),
                decision: DecisionId(0),
            });
            next += 1;
        }
    }
    if plan.new_highlights.is_empty() {
        return Ok(());
    }
    let ids = plan.new_highlights.iter().map(|h| h.id.0).collect();
    plan.marks.highlights.push(HighlightChange {
        from: None,
        to: Some(code),
        ids: Ids::new(ids),
    });
    let new = plan.new_highlights.clone();
    plan.touch(store, &new)
}

pub(super) fn highlight(
    store: &Store,
    article: ArticleId,
    span: ByteSpan,
    coding: &Coding,
) -> Result<MarkPlan, Problem> {
    let mut plan = MarkPlan {
        action: "highlight",
        ..MarkPlan::default()
    };
    let (code, name) = meant(store, coding, &mut plan)?;
    add(
        store,
        &mut plan,
        code,
        &BTreeMap::from([(article, vec![span])]),
    )?;
    let Some(new) = plan.new_highlights.first() else {
        return Ok(MarkPlan::default());
    };
    plan.label = format!("Code {} with {}", quoted(&new.anchor.quote), quoted(&name));
    Ok(plan)
}

fn known(store: &Store, ids: &[HighlightId]) -> Result<Vec<StoredHighlight>, Problem> {
    let found = store.highlights_by_id(ids)?;
    let have: BTreeSet<HighlightId> = found.iter().map(|h| h.id).collect();
    match ids.iter().find(|id| !have.contains(id)) {
        None => Ok(found),
        Some(missing) => Err(Problem::new(
            format!("Could not find highlight {missing}"),
            "there is none with this number",
        )
        .with_hint("See `dateline export highlights` for those there are")),
    }
}

fn described(highlights: &[StoredHighlight]) -> String {
    match highlights {
        [one] => format!("the highlight {}", quoted(&one.anchor.quote)),
        more => words::counted(more.len() as u64, "highlight"),
    }
}

pub(super) fn remove(store: &Store, ids: &[HighlightId]) -> Result<MarkPlan, Problem> {
    let highlights = known(store, ids)?;
    let mut plan = MarkPlan {
        action: "remove-highlights",
        label: format!("Remove {}", described(&highlights)),
        ..MarkPlan::default()
    };
    plan.marks.highlights = to_code(&highlights, None);
    plan.touch(store, &highlights)?;
    Ok(plan)
}

pub(super) fn recode(store: &Store, ids: &[HighlightId], to: CodeId) -> Result<MarkPlan, Problem> {
    let mut highlights = known(store, ids)?;
    highlights.retain(|h| h.code != to);
    let name = one(store, to)?.name;
    let mut plan = MarkPlan {
        action: "recode",
        label: format!("Give {} the code {}", described(&highlights), quoted(&name)),
        ..MarkPlan::default()
    };
    plan.marks.highlights = recoded(store, &highlights, to)?;
    plan.touch(store, &highlights)?;
    Ok(plan)
}

/// The passages meant. A search goes through every article it finds: where a decision follows, it is made before the file
/// is locked for that.
pub(super) fn found<'p>(
    store: &Store,
    what: &'p Passages,
) -> Result<Cow<'p, [(ArticleId, ByteSpan)]>, Problem> {
    let (query, filter, extent) = match what {
        Passages::Spans(spans) => return Ok(Cow::Borrowed(spans)),
        Passages::Found {
            query,
            filter,
            extent,
        } => (query::strict(query)?, filter, *extent),
    };
    let mut spots = Vec::new();
    for (article, hits) in search::hits(store, &query, filter)? {
        let (text, blocks) = store.text_and_blocks(article)?;
        for span in around(&text, &blocks, &hits, extent) {
            // A hit without a letter, such as a dash, is nothing to mark; it does not keep the others from it.
            if let Ok(span) = trimmed(&text, span) {
                spots.push((article, span));
            }
        }
    }
    Ok(Cow::Owned(spots))
}

pub(super) fn auto(
    store: &Store,
    coding: &Coding,
    what: &Passages,
    except: &[(ArticleId, u32)],
) -> Result<MarkPlan, Problem> {
    let mut plan = MarkPlan {
        action: "autocode",
        ..MarkPlan::default()
    };
    let (code, name) = meant(store, coding, &mut plan)?;
    let mut spots: BTreeMap<ArticleId, Vec<ByteSpan>> = BTreeMap::new();
    for (article, span) in found(store, what)?.iter() {
        spots.entry(*article).or_default().push(*span);
    }
    let except: BTreeSet<(ArticleId, u32)> = except.iter().copied().collect();
    for (article, spans) in &mut spots {
        spans.sort_unstable();
        spans.dedup();
        spans.retain(|span| !except.contains(&(*article, span.start)));
    }
    spots.retain(|_, spans| !spans.is_empty());
    let found: usize = spots.values().map(Vec::len).sum();
    add(store, &mut plan, code, &spots)?;
    let new = plan.new_highlights.len();
    if new == 0 {
        return Err(Problem::new(
            format!("Could not code anything with {}", quoted(&name)),
            if found == 0 {
                "no passage is left to do that with"
            } else {
                "all these passages have that code already"
            },
        )
        .with_hint("Look at the query and the exceptions"));
    }
    if found > new {
        plan.notes.push(format!(
            "{} with that code already",
            words::counted((found - new) as u64, "passage")
        ));
    }
    plan.label = format!(
        "Code {} with {}",
        words::counted(new as u64, "passage"),
        quoted(&name)
    );
    plan.said = words::touched(None, plan.touched.highlights, plan.touched.articles)
        .map(|counts| format!("Coded with {}: {counts}", quoted(&name)));
    Ok(plan)
}

/// The passages around hits, each once.
fn around(text: &str, blocks: &[Block], hits: &[ByteSpan], extent: Extent) -> Vec<ByteSpan> {
    let whole: Vec<ByteSpan> = match extent {
        Extent::Words => return hits.to_vec(),
        Extent::Sentence => sentences::split(text, blocks),
        Extent::Paragraph => blocks.iter().map(|b| b.span).collect(),
    };
    let mut out: Vec<ByteSpan> = Vec::new();
    for hit in hits {
        let span = sentence_around(&whole, *hit);
        match out.last_mut() {
            // Hits that share a passage, or whose passages meet.
            Some(last) if last.overlaps(&span) => {
                *last = ByteSpan::new(last.start.min(span.start), last.end.max(span.end));
            }
            _ => out.push(span),
        }
    }
    out
}
