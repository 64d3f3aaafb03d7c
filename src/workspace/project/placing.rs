//! The user says where a place is: a place of the gazetteer, a point, unknown, or as the program had it.

use super::{
    Plan,
    patch::{Patch, PlaceChange},
    plan::touched,
    rules::Rule,
    wording::{article_of, quoted},
};
use crate::{
    gazetteer::{Gazetteer, country_at},
    model::{EntityId, EntityType, LatLon, PlaceStatus, coordinates},
    store::{PlaceRecord, Store},
    workspace::{command::Placement, problem::Problem},
};

/// Half the way around the earth in km: nothing is more uncertain.
const WHOLE_EARTH_KM: f64 = 20_038.0;

pub(super) fn plan(
    store: &Store,
    gazetteer: &Gazetteer,
    entity: EntityId,
    at: &Placement,
) -> Result<Plan, Problem> {
    let (kind, name, ..) = store.entity(entity)?;
    let could_not = |why: &str| Problem::new(format!("Could not place {}", quoted(&name)), why);
    let before = match store.place_record(entity)? {
        Some(record) if kind == EntityType::Place => record,
        _ => {
            return Err(could_not(&format!("it is {}", article_of(kind)))
                .with_hint("Change its type to place first"));
        }
    };
    let found = before.as_found().clone();
    let mut rule = None;
    let mut notes = Vec::new();
    let (to, label) = match at {
        Placement::Candidate(id) => {
            let place = gazetteer.by_id(id).ok_or_else(|| {
                could_not(&format!("the gazetteer has no place with the id {id}"))
                    .with_hint("Look at the candidates, or give a point")
            })?;
            let full = gazetteer.full_name(&place);
            let chosen = (found.gazetteer_id.as_deref() != Some(id.as_str())).then_some(());
            if chosen.is_some() {
                let known = store.found_ids()?;
                if known.iter().any(|(other, of)| of == id && *other != entity) {
                    notes.push(format!(
                        "There is a name of the project at {full} already; merge them if they are one"
                    ));
                } else {
                    rule = Some(Rule::Place {
                        entity,
                        id: id.clone(),
                        after: store.newest_entity()?,
                    });
                }
            }
            let record = PlaceRecord {
                name: place.name.clone(),
                status: PlaceStatus::User.word().to_owned(),
                lat: Some(place.position.lat),
                lon: Some(place.position.lon),
                uncertainty_km: Some(place.uncertainty_km),
                country: Some(place.country.clone()).filter(|c| !c.is_empty()),
                feature: Some(place.feature.to_owned()),
                gazetteer_id: Some(id.clone()),
                candidates: found.candidates,
                reason: format!("{full}: chosen by the user"),
                found: Some(Box::new(found)),
            };
            (record, format!("Place {} at {full}", quoted(&name)))
        }
        Placement::Point {
            position,
            uncertainty_km,
        } => {
            let at = coordinates::checked(position.lat, position.lon)
                .map_err(|error| could_not(&error.to_string()))?;
            if let Some(km) = uncertainty_km
                && !(*km >= 0.0 && *km <= WHOLE_EARTH_KM)
            {
                return Err(could_not("the uncertainty is no radius in km")
                    .with_hint("Give a number from 0 to 20000, or none"));
            }
            let words = coordinates::words(at);
            (
                point(&name, at, *uncertainty_km, found),
                format!("Place {} at {words}", quoted(&name)),
            )
        }
        Placement::Unknown => {
            let record = PlaceRecord {
                name: name.clone(),
                status: PlaceStatus::Unresolved.word().to_owned(),
                lat: None,
                lon: None,
                uncertainty_km: None,
                country: None,
                feature: None,
                gazetteer_id: None,
                candidates: found.candidates,
                reason: "The user says that its place is not known".to_owned(),
                found: Some(Box::new(found)),
            };
            (
                record,
                format!("Say that the place of {} is unknown", quoted(&name)),
            )
        }
        Placement::Program => (
            found,
            format!("Place {} as the program does", quoted(&name)),
        ),
    };
    let mut plan = Plan {
        action: "place",
        label,
        rule,
        touched: touched(&store.refs_of_entities(&[entity])?),
        notes,
        ..Plan::default()
    };
    if to == before {
        // Where it is already: neither a change nor a rule.
        plan.rule = None;
        return Ok(plan);
    }
    plan.patch = Patch {
        places: vec![PlaceChange {
            entity,
            from: Some(before),
            to: Some(to),
        }],
        ..Patch::default()
    };
    Ok(plan)
}

fn point(name: &str, at: LatLon, uncertainty_km: Option<f64>, found: PlaceRecord) -> PlaceRecord {
    PlaceRecord {
        name: name.to_owned(),
        status: PlaceStatus::User.word().to_owned(),
        lat: Some(at.lat),
        lon: Some(at.lon),
        uncertainty_km,
        country: country_at(at).map(str::to_owned),
        feature: None,
        gazetteer_id: None,
        candidates: found.candidates,
        reason: format!("Placed by the user at {}", coordinates::words(at)),
        found: Some(Box::new(found)),
    }
}
