//! Whom a person means who gives a name.

use super::wording::clean;
use crate::{
    model::MentionId,
    store::Store,
    workspace::{command::Target, problem::Problem},
};

/// Whom a name means: a known one, or a new one. `old` is the mention whose boundaries are set.
pub(super) fn meant(store: &Store, to: &Target, old: Option<MentionId>) -> Result<Target, Problem> {
    let Target::Named { name, kind } = to else {
        return Ok(to.clone());
    };
    let name = clean(name)?;
    let old = match old {
        Some(mention) => store.refs_by_id(&[mention])?.first().map(|m| m.entity),
        None => None,
    };
    let known = store.named_entities(&name, Some(*kind))?;
    let its_own = known.iter().find(|named| Some(named.id) == old);
    if let Some(named) = its_own.or_else(|| known.first()) {
        return Ok(Target::Entity(named.id));
    }
    match old {
        Some(old) if store.entity(old)?.0 == *kind && store.tally(old)?.0 > 1 => {
            Ok(Target::Entity(old))
        }
        _ => Ok(Target::New { name, kind: *kind }),
    }
}
