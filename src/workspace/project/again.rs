//! Looking places up again, when the place names have changed since the import.

use std::collections::BTreeMap;

use super::{
    Plan,
    patch::{Patch, PlaceChange},
    plan::{Ground, place_by, touched},
};
use crate::{
    analysis::places::names_to_look_up,
    gazetteer::{Gazetteer, Hit},
    model::PlaceStatus,
    store::{MentionRef, PlaceRecord},
    workspace::{problem::Problem, words},
};

/// Looks up again what the program did not settle, what lies at a place that no list has any more, and what a list of the
/// user's knows now. What the user placed stays.
pub(super) fn plan((store, gazetteer): Ground<'_>) -> Result<Plan, Problem> {
    let mut plan = Plan {
        action: "look-up",
        label: "Look places up again".to_owned(),
        ..Plan::default()
    };
    let mut patch = Patch::default();
    let mut about: Vec<MentionRef> = Vec::new();
    for (entity, before) in store.place_records()? {
        if before.found.is_some() {
            continue;
        }
        let name = store.entity(entity)?.2;
        if !is_unresolved(&before) && !touched_by_lists(gazetteer, &name, &before) {
            continue;
        }
        let mentions = store.refs_of_entities(&[entity])?;
        let spots = mentions.iter().map(|m| (m.article, m.span));
        let now = place_by((store, gazetteer), &name, spots)?;
        if now != before && worth(gazetteer, &before, &now) {
            patch.places.push(PlaceChange {
                entity,
                from: Some(before),
                to: Some(now),
            });
            about.extend(mentions);
        }
    }
    if patch.places.is_empty() {
        return Ok(plan);
    }
    let by_kind = patch
        .places
        .iter()
        .filter_map(|change| change.to.as_ref())
        .fold(BTreeMap::new(), |mut kinds: BTreeMap<bool, u64>, to| {
            *kinds.entry(is_unresolved(to)).or_default() += 1;
            kinds
        });
    let counted = |unresolved| by_kind.get(&unresolved).copied().unwrap_or(0);
    let mut said = Vec::new();
    if counted(false) > 0 {
        said.push(format!("{} placed", words::count(counted(false))));
    }
    if counted(true) > 0 {
        said.push(format!("{} left open", words::count(counted(true))));
    }
    plan.label = format!("Look places up again ({})", said.join(", "));
    plan.touched = touched(&about);
    plan.patch = patch;
    Ok(plan)
}

fn is_unresolved(place: &PlaceRecord) -> bool {
    place.status == PlaceStatus::Unresolved.word()
}

/// Whether lists of place names have to do with where a place lies: one knows the name, or one that is gone had it. Told
/// by a quick look, because a project has thousands of places that none of this is about.
fn touched_by_lists(gazetteer: &Gazetteer, name: &str, place: &PlaceRecord) -> bool {
    let Some(id) = place.gazetteer_id.as_deref() else {
        return true;
    };
    let mut names = names_to_look_up(name);
    names.push(&place.name);
    let hits: Vec<_> = names.iter().flat_map(|n| gazetteer.hits(n)).collect();
    hits.iter().any(Hit::is_listed) || !hits.iter().any(|hit| gazetteer.candidate(hit).id == id)
}

/// Whether the new place names are the reason for a change. The article that names a place most may say something else
/// than the first one did; that alone moves nothing.
fn worth(gazetteer: &Gazetteer, before: &PlaceRecord, now: &PlaceRecord) -> bool {
    if is_unresolved(before) {
        return !is_unresolved(now);
    }
    let gone = |id: &str| gazetteer.by_id(id).is_none();
    if before.gazetteer_id.as_deref().is_some_and(gone) {
        return true;
    }
    let embedded = Gazetteer::embedded();
    let new = |id: &str| embedded.by_id(id).is_none();
    now.gazetteer_id != before.gazetteer_id && now.gazetteer_id.as_deref().is_some_and(new)
}
