//! Relative locations of a project: found at import, and again wherever the names of an article have changed since, or were
//! found by an older version of the program.

use std::collections::HashMap;

use super::{
    import::Failure,
    problem::Problem,
    project::Project,
    views::{self, RelationTable},
};
use crate::{
    analysis::{
        relations::{Name, VERSION, find},
        sentences,
    },
    jobs::JobCx,
    model::{
        Analysis, ArticleId, ByteSpan, EntityId, Filter, PlaceStatus,
        relation::FoundRelation,
        rows::{PlaceRow, ReaderMention},
    },
    store::{ImportWriter, Result, Store, names_sum},
};

/// The relations of an article as they are now, with its sentences.
pub(super) struct Searched {
    pub found: Vec<FoundRelation>,
    pub sentences: Vec<ByteSpan>,
    /// Of the names they were found with.
    names: i64,
}

/// Stores the relations of an article that is being imported.
pub(super) fn store(
    writer: &mut ImportWriter<'_>,
    id: ArticleId,
    analysis: &Analysis,
) -> Result<()> {
    // Where the user's rules gave the article other names, the sum tells, and it is searched again after the import.
    let names = names_sum(analysis.mentions.iter().map(|m| {
        let kind = analysis
            .entities
            .get(m.entity)
            .map_or(m.name.kind, |e| e.kind);
        (m.name.span, kind)
    }));
    writer.relations(id, &analysis.relations, &analysis.sentences, VERSION, names)
}

/// Searches an article of the project, with the names it has now.
pub(super) fn search(
    store: &Store,
    id: ArticleId,
    mentions: &[ReaderMention],
    places: &HashMap<EntityId, PlaceRow>,
) -> Result<Searched> {
    let (text, blocks) = store.text_and_blocks(id)?;
    let sentences = sentences::split(&text, &blocks);
    let names: Vec<Name> = mentions
        .iter()
        .map(|m| {
            let place = places.get(&m.entity);
            Name {
                span: m.span,
                kind: m.kind,
                entity: m.entity.0,
                area: place.is_some_and(|p| p.status == PlaceStatus::Area),
                capital: place.is_some_and(|p| p.feature.as_deref() == Some("capital")),
            }
        })
        .collect();
    Ok(Searched {
        found: find(&text, &sentences, &names),
        sentences,
        names: names_sum(mentions.iter().map(|m| (m.span, m.kind))),
    })
}

/// Searches all articles whose stored relations are missing or stale, and stores what is found. What is done when it is
/// cancelled stays.
pub(super) fn find_missing(store: &mut Store, cx: &JobCx) -> std::result::Result<(), Failure> {
    let stale = store.stale_relations(VERSION, false)?;
    if stale.is_empty() {
        return Ok(());
    }
    cx.stage("Reading relative locations", stale.len() as u64, "articles");
    let places = store.places()?;
    // Texts are read outside the transactions, a few at a time.
    for batch in stale.chunks(64) {
        let mut done = Vec::with_capacity(batch.len());
        for id in batch {
            cx.step(1)?;
            let mentions: Vec<_> = store.mentions(*id)?.into_iter().map(|(m, _)| m).collect();
            done.push((*id, search(store, *id, &mentions, &places)?));
        }
        let mut next = done.iter();
        store.write_batches(|writer| {
            let Some((id, searched)) = next.next() else {
                return Ok(false);
            };
            writer.relations(
                *id,
                &searched.found,
                &searched.sentences,
                VERSION,
                searched.names,
            )?;
            Ok::<_, Failure>(true)
        })?;
    }
    Ok(())
}

impl Project {
    /// Relative locations of a selection, with what they describe and whether it fits.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn relations(&mut self, filter: &Filter) -> std::result::Result<RelationTable, Problem> {
        views::build::relations(&mut self.store, filter)
            .map_err(|e| Problem::new("Could not read the relative locations", e))
    }
}
