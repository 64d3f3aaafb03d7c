//! What a filter asks for that is not in the project any more, and what the names in it are called.

use crate::{
    model::{EntityId, EntityType, Filter, marking::TagRow},
    store::{Result, Store, StoreError},
};

/// Names and tags of a filter that no article has. Nobody finds them in a list, and with them nothing is found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lost {
    pub entities: Vec<EntityId>,
    pub tags: Vec<String>,
}

/// The filter's names that are there, with type and display name.
pub type Named = Vec<(EntityId, EntityType, String)>;

/// What is lost of a filter, and its other names; `tags` are all there are.
pub(super) fn of(store: &Store, filter: &Filter, tags: &[TagRow]) -> Result<(Lost, Named)> {
    let mut named = Vec::new();
    let mut lost = Lost::default();
    for id in &filter.entities {
        match store.entity(*id) {
            Ok((kind, name, ..)) if store.tally(*id)?.0 > 0 => named.push((*id, kind, name)),
            Ok(_) | Err(StoreError::NoSuch(_)) => lost.entities.push(*id),
            Err(error) => return Err(error),
        }
    }
    let there = |tag: &&String| tags.iter().any(|row| row.name == **tag);
    let gone = filter.tags.iter().filter(|tag| !there(tag));
    lost.tags.extend(gone.cloned());
    Ok((lost, named))
}
