//! Which place a name means, or honestly that none is settled.
//!
//! Each name of an article brings its candidates from the gazetteer ([`options`]). What the text says of them is read
//! once ([`context`]): the dateline, containing names beside them ("Moscow, Idaho"), type words ("Aleppo province"),
//! countries and peoples named anywhere. Then all names are weighed together ([`weigh`]), because a newspaper's places
//! lie near each other: the candidates that fit those of the other names gain, over a few rounds. [`verdict`] turns the
//! outcome into a [`Resolution`] with a reason, or leaves the place unresolved.

mod context;
mod forms;
mod options;
mod verdict;
mod weigh;

#[cfg(test)]
mod tests;

use crate::{
    gazetteer::Gazetteer,
    model::{CleanArticle, EntityType, FoundMention, LocalEntity},
};

/// A name as it stands, then without the words that say what it is or which part of it is meant: "Aleppo province",
/// "northern Syria".
#[must_use]
pub fn names_to_look_up(name: &str) -> Vec<&str> {
    let shorter = forms::shorter(name).into_iter().map(|form| form.name);
    [name].into_iter().chain(shorter).collect()
}

/// Gives every place among `entities` its [`crate::model::Resolution`].
pub fn resolve(
    gazetteer: &Gazetteer,
    article: &CleanArticle,
    mentions: &[FoundMention],
    entities: &mut [LocalEntity],
) {
    let mut named = options::collect(gazetteer, &article.reading_text, mentions, entities);
    if named.is_empty() {
        return;
    }
    let context = context::read(gazetteer, article, mentions, &mut named);
    weigh::settle(&context, &mut named);
    for n in 0..named.len() {
        let resolution = verdict::resolution(gazetteer, &context, &named, n);
        if let Some(entity) = named.get(n).and_then(|name| entities.get_mut(name.entity)) {
            entity.place = Some(resolution);
        }
    }
    debug_assert!(
        entities
            .iter()
            .all(|e| e.kind != EntityType::Place || e.place.is_some())
    );
}
