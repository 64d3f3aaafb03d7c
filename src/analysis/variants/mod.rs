//! Which spellings mean the same person, organization, place or group: within an article and across a project.
//!
//! When in doubt names stay apart: a wrong merge hides, a missing one can be mended in one gesture.

pub mod arabic;
mod article;
pub mod doubt;
mod keys;
mod registry;

pub use self::{
    article::{usual_name, within_article},
    keys::ascii_fold,
    registry::Registry,
};
use crate::model::LocalEntity;

/// The key under which an entity is found again in another article: same key and type, same entity. A resolved place's
/// key is its gazetteer id, so that two places of one name stay two.
#[must_use]
pub fn project_key(entity: &LocalEntity) -> String {
    match entity.place.as_ref().and_then(|p| p.gazetteer_id.as_ref()) {
        Some(id) => id.clone(),
        None => keys::key(entity.kind, &entity.name),
    }
}

#[cfg(test)]
mod tests;
