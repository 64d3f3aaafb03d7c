//! Places as one feature for each mention, for programs that count or filter by themselves.

use std::collections::HashMap;

use super::{Format, geometry_of};
use crate::{
    formats::tables::{self, Feature, Geometry, Value},
    model::{ArticleId, CountUnit, EntityId, EntityType, Filter, chart::Cell, span::CharCounter},
    workspace::{
        Problem, Project,
        views::{PlaceRow, build},
    },
};

/// GeoJSON or KML with a feature for each mention of a place in the selection, unresolved ones without a geometry.
///
/// # Errors
/// When the file cannot be read, or the format has no positions.
pub fn each_mention(
    project: &mut Project,
    format: Format,
    filter: &Filter,
) -> Result<Vec<u8>, Problem> {
    let features = features(project, filter)?;
    match format {
        Format::GeoJson => Ok(tables::geojson(&features)),
        Format::Kml => Ok(tables::kml(&project.name(), &features)),
        Format::Csv | Format::Ndjson | Format::Qdc => Err(Problem::new(
            "Could not export",
            "only geojson and kml have a feature for each mention",
        )
        .with_hint("Choose one of them, or the table mentions")),
    }
}

fn features(project: &mut Project, filter: &Filter) -> Result<Vec<Feature>, Problem> {
    let places: HashMap<EntityId, PlaceRow> = build::places(&mut project.store, filter)?
        .rows
        .into_iter()
        .map(|place| (place.entity, place))
        .collect();
    let of_places = Filter {
        types: vec![EntityType::Place],
        ..filter.clone()
    };
    let all = build::evidence(
        &mut project.store,
        &of_places,
        &Cell::All,
        CountUnit::Mentions,
    )?;
    let mut text: Option<(ArticleId, String)> = None;
    let mut features = Vec::with_capacity(all.passages.len());
    for passage in all.passages {
        let place = places.get(&passage.entity);
        if text.as_ref().is_none_or(|(of, _)| *of != passage.article) {
            let article = project.store.article(passage.article)?;
            text = Some((passage.article, article.reading_text));
        }
        let reading = text.as_ref().map_or("", |(_, text)| text.as_str());
        let chars = CharCounter::new(reading).span(passage.span);
        let of = |value: Option<String>| Value::from(value);
        features.push(Feature {
            id: passage.mention.to_string(),
            name: place.map_or_else(String::new, |p| p.name.clone()),
            geometry: place.map_or(Geometry::None, geometry_of),
            properties: vec![
                ("mention", passage.mention.0.into()),
                ("entity", passage.entity.0.into()),
                ("text", passage.span.of(reading).into()),
                ("article", passage.article.0.into()),
                ("title", passage.title.into()),
                ("outlet", passage.outlet.into()),
                (
                    "published",
                    of(passage.published.map(|p| p.date.to_string())),
                ),
                ("start", chars.start.into()),
                ("end", chars.end.into()),
                ("sentence", passage.sentence.into()),
                ("status", of(place.map(|p| p.status.word().to_owned()))),
                (
                    "uncertainty_km",
                    place
                        .and_then(|p| p.uncertainty_km)
                        .map_or(Value::Null, |km| Value::Float(km, 1)),
                ),
                ("country", of(place.and_then(|p| p.country.clone()))),
                (
                    "gazetteer_id",
                    of(place.and_then(|p| p.gazetteer_id.clone())),
                ),
            ],
        });
    }
    Ok(features)
}
