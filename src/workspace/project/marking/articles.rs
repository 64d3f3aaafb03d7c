//! What is decided about whole articles: their outlet, and whether they count.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    DELETE, MarkPlan, RESTORE,
    patch::{Deleted, Marks, OutletChange, Restored, counts, families_of},
    quoted,
    tags::{distinct, what},
};
use crate::{
    model::{ArticleId, DecisionId, FamilyId, MemoOn},
    store::{Store, StoreError, Touched},
    workspace::{
        problem::Problem,
        project::{
            Change,
            patch::{Ids, Patch},
        },
        words,
    },
};

pub(super) fn set_outlet(
    store: &Store,
    articles: &[ArticleId],
    outlet: Option<&str>,
) -> Result<MarkPlan, Problem> {
    let outlet = outlet
        .map(|o| o.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|o| !o.is_empty());
    let mut outlets = Vec::new();
    let mut changed = Vec::new();
    for article in distinct(store, articles)? {
        let (_, before, by_user) = store.outlet(article)?;
        if before != outlet {
            changed.push(article);
            outlets.push(OutletChange {
                article,
                from: (before, by_user),
                to: outlet.clone(),
            });
        }
    }
    if outlets.is_empty() {
        return Ok(MarkPlan::default());
    }
    let to = outlet.map_or_else(|| "unknown".to_owned(), |o| quoted(&o));
    Ok(MarkPlan {
        action: "set-outlet",
        label: format!("Set outlet of {} to {to}", what(store, &changed)?),
        touched: Touched {
            articles: Some(changed.len() as u64),
            ..Touched::default()
        },
        marks: Marks {
            outlets,
            ..Marks::default()
        },
        ..MarkPlan::default()
    })
}

pub(super) fn delete(store: &Store, articles: &[ArticleId]) -> Result<MarkPlan, Problem> {
    let articles = distinct(store, articles)?;
    if articles.is_empty() {
        return Ok(MarkPlan::default());
    }
    let (mut mentions, mut highlights, mut memos) = (0, 0, 0);
    for article in &articles {
        mentions += store.refs_of_article(*article)?.len() as u64;
        highlights += store.highlights_of(*article)?.len() as u64;
        memos += u64::from(store.memo(MemoOn::Article(*article))?.is_some());
    }
    let mut notes = Vec::new();
    if highlights + memos > 0 {
        let parts: Vec<String> = [(highlights, "highlight"), (memos, "memo")]
            .into_iter()
            .filter(|(n, _)| *n > 0)
            .map(|(n, noun)| words::counted(n, noun))
            .collect();
        notes.push(format!("{} with them", parts.join(" and ")));
    }
    Ok(MarkPlan {
        action: DELETE,
        label: format!("Delete {}", what(store, &articles)?),
        touched: Touched {
            mentions: Some(mentions),
            highlights: None,
            articles: Some(articles.len() as u64),
        },
        marks: Marks {
            deleted: Some(Deleted {
                families: families_of(store, &articles)?,
                articles: Ids::new(articles.iter().map(|a| a.0).collect()),
            }),
            ..Marks::default()
        },
        notes,
        ..MarkPlan::default()
    })
}

pub(super) fn restore(store: &Store, articles: &[ArticleId]) -> Result<MarkPlan, Problem> {
    let articles: BTreeSet<ArticleId> = articles.iter().copied().collect();
    let (mut back, mut titles) = (Vec::new(), Vec::new());
    for article in articles {
        let (title, by) = store.deleted(article)?;
        if let Some(by) = by {
            back.push((article, by));
            titles.push(title);
        }
    }
    let what = match titles.as_slice() {
        [] => return Ok(MarkPlan::default()),
        [one] => quoted(one),
        more => words::counted(more.len() as u64, "article"),
    };
    Ok(MarkPlan {
        action: RESTORE,
        label: format!("Bring back {what}"),
        touched: Touched {
            articles: Some(back.len() as u64),
            ..Touched::default()
        },
        marks: Marks {
            restored: Some(Restored {
                families: rejoined(store, &back)?,
                articles: back,
                names: Box::new(Patch::default()),
            }),
            ..Marks::default()
        },
        ..MarkPlan::default()
    })
}

/// The families that articles join when they come back: those of the versions they were with, unless the user set them
/// apart since.
fn rejoined(
    store: &Store,
    back: &[(ArticleId, DecisionId)],
) -> Result<Vec<(ArticleId, Option<FamilyId>)>, Problem> {
    let apart: BTreeSet<(ArticleId, ArticleId)> = store.stories_apart()?.into_iter().collect();
    let are_apart = |a: ArticleId, b: ArticleId| apart.contains(&(a.min(b), a.max(b)));
    let mut joins: BTreeMap<ArticleId, FamilyId> = BTreeMap::new();
    for (article, by) in back {
        let row = store.decision(*by)?;
        let change: Option<Change> = row
            .and_then(|row| row.apply)
            .and_then(|json| serde_json::from_str(&json).ok());
        let Some(Change::Marks { marks }) = change else {
            continue;
        };
        let Some(before) = marks.deleted.map(|deleted| deleted.families) else {
            continue;
        };
        let Some(family) = before.iter().find(|f| f.0 == *article).and_then(|f| f.1) else {
            continue;
        };
        let mut fellows = Vec::new();
        for (fellow, of) in &before {
            let with_it = *of == Some(family) && fellow != article && !are_apart(*article, *fellow);
            if with_it && (counts(store, *fellow)? || back.iter().any(|b| b.0 == *fellow)) {
                let now = match joins.get(fellow) {
                    Some(family) => Some(*family),
                    None if counts(store, *fellow)? => store.family_of(*fellow)?,
                    None => None,
                };
                fellows.push((*fellow, now));
            }
        }
        match fellows.iter().find_map(|f| f.1) {
            Some(now) => {
                let stranger = |joined: (&ArticleId, &FamilyId)| {
                    *joined.1 == now && are_apart(*joined.0, *article)
                };
                if !joins.iter().any(stranger) {
                    joins.insert(*article, now);
                }
            }
            // None of them is with others any more: they come together again, but for those set apart since.
            None if matches!(store.family(family), Err(StoreError::NoSuch(_))) => {
                let mut together = vec![*article];
                for (fellow, _) in &fellows {
                    if !together.iter().any(|other| are_apart(*other, *fellow)) {
                        together.push(*fellow);
                    }
                }
                if together.len() > 1 {
                    joins.extend(together.into_iter().map(|one| (one, family)));
                }
            }
            None => {}
        }
    }
    // Whoever is in these families already is named as well: else they would be weighed as newcomers.
    let mut all: BTreeMap<ArticleId, Option<FamilyId>> = BTreeMap::new();
    for family in joins.values() {
        for version in store.family_members(*family)? {
            all.insert(version.article, Some(*family));
        }
    }
    all.extend(
        joins
            .into_iter()
            .map(|(article, family)| (article, Some(family))),
    );
    Ok(all.into_iter().collect())
}
