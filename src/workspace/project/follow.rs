//! What came after a decision when it is undone or redone: rows that imports added since follow its rule, or no longer.

use std::collections::BTreeMap;

use super::{
    mark,
    patch::Patch,
    rules::{Rule, Rules, Says},
};
use crate::{
    model::{ArticleId, DecisionId, EntityId, MentionId},
    store::{Store, StoreError},
};

/// Takes the decision's rule back from mentions that came after it; those that were there are the patch's. `with` holds
/// the rules in force before, `without` those afterwards.
pub fn undone(
    store: &Store,
    decision: DecisionId,
    rule: &Rule,
    patch: &Patch,
    (with, without): (&Rules, &Rules),
) -> Result<(), StoreError> {
    let after = patch.last_mention;
    if store.newest_mention()? == after {
        return Ok(());
    }
    if let Rule::Mark { text, .. } = rule {
        for (entity, ids) in by_entity(store.marked_after(decision, after)?) {
            store.unmark_mentions(entity, text, &ids)?;
        }
    }
    for (entity, ids) in by_entity(store.dismissed_after(decision, after)?) {
        store.restore_mentions(entity, &ids)?;
    }
    unhide_marks(store, rule, patch, without)?;
    let Some(target) = rule.target() else {
        return Ok(());
    };
    let goes = patch.made.iter().any(|m| m.id == target);
    let mut moves: BTreeMap<(EntityId, bool), Vec<i64>> = BTreeMap::new();
    for mention in store.refs_after(after, Some(&[target]), None)? {
        let now = without.place_again(&mention);
        if goes || with.place_again(&mention).entity != now.entity {
            moves
                .entry((now.entity, now.by_user || mention.marked_by.is_some()))
                .or_default()
                .push(mention.id.0);
        }
    }
    for ((to, by_user), ids) in moves {
        store.move_mentions(target, to, Some(by_user), &ids)?;
    }
    Ok(())
}

/// Applies the decision's rule to mentions that came after it. It is the newest rule in force.
pub fn redone(
    store: &Store,
    decision: DecisionId,
    rule: &Rule,
    patch: &Patch,
) -> Result<(), StoreError> {
    let after = patch.last_mention;
    if let Rule::Mark { text, entity } = rule {
        mark_since(store, decision, (text, *entity), patch.last_article)?;
        return Ok(());
    }
    if store.newest_mention()? == after {
        return Ok(());
    }
    if let Rule::Place {
        entity,
        id,
        after: known,
    } = rule
    {
        let rules = Rules::default().with_ids(store.found_ids()?);
        let mut sources: Vec<EntityId> = rules.found_at(id, *known).collect();
        sources.sort_unstable();
        sources.retain(|source| source != entity);
        let mut moves: BTreeMap<(EntityId, bool), Vec<i64>> = BTreeMap::new();
        for mention in store.refs_after(after, Some(&sources), None)? {
            let from = (mention.entity, mention.by_user);
            moves.entry(from).or_default().push(mention.id.0);
        }
        for ((from, by_user), ids) in moves {
            store.move_mentions(from, *entity, Some(by_user), &ids)?;
        }
        return Ok(());
    }
    let sources = rule.sources();
    if sources.as_ref().is_some_and(Vec::is_empty) {
        return Ok(());
    }
    let spellings = rule.spellings();
    let mut moves: BTreeMap<(EntityId, EntityId, bool), Vec<i64>> = BTreeMap::new();
    let mut dismissed = Vec::new();
    for mention in store.refs_after(after, sources.as_deref(), spellings.as_deref())? {
        match rule.says(mention.entity, &mention.text, &mention.text) {
            Says::Nothing => {}
            Says::Move { to, by_user } => moves
                .entry((mention.entity, to, by_user || mention.by_user))
                .or_default()
                .push(mention.id.0),
            Says::Dismiss => dismissed.push((mention.id, mention.entity)),
        }
    }
    for ((from, to, by_user), ids) in moves {
        store.move_mentions(from, to, Some(by_user), &ids)?;
    }
    for (entity, ids) in by_entity(dismissed) {
        store.dismiss_mentions(decision, entity, &ids)?;
    }
    Ok(())
}

/// Marks a spelling in the articles above `after` and returns the new mentions.
fn mark_since(
    store: &Store,
    decision: DecisionId,
    (text, entity): (&str, EntityId),
    after: ArticleId,
) -> Result<Vec<i64>, StoreError> {
    let found = mark::everywhere(store, text, after)?;
    for (entity, ids) in by_entity(found.replaced().collect()) {
        store.dismiss_mentions(decision, entity, &ids)?;
    }
    let form = store.newest_form()? + 1;
    let first = store.newest_mention()?.0 + 1;
    let new: Vec<_> = found
        .spots
        .into_iter()
        .zip(first..)
        .map(|(spot, id)| spot.numbered(MentionId(id)))
        .collect();
    if !new.is_empty() {
        store.mark_mentions(decision, entity, (text, form), &new)?;
    }
    Ok(new.iter().map(|m| m.id.0).collect())
}

/// Where a dismissal that goes kept imports from marking what an earlier decision marks, that is marked now.
fn unhide_marks(
    store: &Store,
    gone: &Rule,
    patch: &Patch,
    without: &Rules,
) -> Result<(), StoreError> {
    for (decision, rule) in without.marks() {
        let Rule::Mark { text, entity } = rule else {
            continue;
        };
        let now = without.place_marked(decision, *entity, text);
        if now.dismissed_by.is_some() || gone.says(now.entity, text, text) != Says::Dismiss {
            continue;
        }
        let ids = mark_since(store, decision, (text, *entity), patch.last_article)?;
        store.move_mentions(*entity, now.entity, Some(true), &ids)?;
    }
    Ok(())
}

fn by_entity(mentions: Vec<(MentionId, EntityId)>) -> BTreeMap<EntityId, Vec<i64>> {
    let mut groups: BTreeMap<EntityId, Vec<i64>> = BTreeMap::new();
    for (id, entity) in mentions {
        groups.entry(entity).or_default().push(id.0);
    }
    groups
}
