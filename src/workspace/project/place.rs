//! Where a name lies that the user says is a place: looked up as an import would, by the words around it.

use crate::{
    analysis::places,
    gazetteer::Gazetteer,
    model::{
        ArticleId, ByteSpan, CleanArticle, EntityId, EntityType, FoundMention, LocalEntity,
        Metadata, NameSpan, Resolution, Title,
    },
    store::{PlaceRecord, Store, StoreError},
};

/// The place of a name that stands at `spans` of an article, resolved or honestly not.
pub fn resolve(
    store: &Store,
    gazetteer: &Gazetteer,
    name: &str,
    article: ArticleId,
    spans: &[ByteSpan],
) -> Result<PlaceRecord, StoreError> {
    let record = store.article(article)?;
    let mut entities = vec![LocalEntity {
        kind: EntityType::Place,
        name: name.to_owned(),
        place: None,
    }];
    let mut ids: Vec<Option<EntityId>> = vec![None];
    let mut mentions: Vec<FoundMention> = spans
        .iter()
        .map(|span| mention(*span, EntityType::Place, 0))
        .collect();
    // The other names of the article are what tells one Springfield from another.
    for (other, _) in store.mentions(article)? {
        if spans.iter().any(|s| s.overlaps(&other.span)) {
            continue;
        }
        let known = ids.iter().position(|id| *id == Some(other.entity));
        let entity = known.unwrap_or_else(|| {
            entities.push(LocalEntity {
                kind: other.kind,
                name: other.name.clone(),
                place: None,
            });
            ids.push(Some(other.entity));
            entities.len() - 1
        });
        mentions.push(mention(other.span, other.kind, entity));
    }
    mentions.sort_by_key(|m| m.name.span);
    let clean = CleanArticle {
        title: Title {
            text: record.export.title,
            made_up: record.export.title_made_up,
        },
        reading_text: record.reading_text,
        blocks: record.blocks,
        offsets: record.offsets,
        asides: Vec::new(),
        metadata: Metadata {
            outlet: record.export.outlet,
            agency: record.export.agency,
            dateline_place: record.export.dateline_place,
            ..Metadata::default()
        },
        notes: Vec::new(),
    };
    places::resolve(gazetteer, &clean, &mentions, &mut entities);
    let found = entities.into_iter().next().and_then(|e| e.place);
    Ok(row(found.unwrap_or_else(|| {
        Resolution::unresolved(name, 0, "The gazetteer has no such name".to_owned())
    })))
}

const fn mention(span: ByteSpan, kind: EntityType, entity: usize) -> FoundMention {
    FoundMention {
        name: NameSpan {
            span,
            kind,
            confidence: 1.0,
        },
        entity,
    }
}

pub fn row(place: Resolution) -> PlaceRecord {
    PlaceRecord {
        name: place.name,
        status: place.status.word().to_owned(),
        lat: place.position.map(|p| p.lat),
        lon: place.position.map(|p| p.lon),
        uncertainty_km: place.uncertainty_km,
        country: place.country,
        feature: place.feature,
        gazetteer_id: place.gazetteer_id,
        candidates: i64::from(place.candidates),
        reason: place.reason,
        found: None,
    }
}
