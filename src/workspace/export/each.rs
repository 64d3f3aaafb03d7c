//! Places with a feature or row for each mention, for programs that count or filter by themselves.

use std::collections::HashMap;

use super::{Format, geometry_of};
use crate::{
    formats::tables::{self, Feature, Geometry, Table, Value},
    model::{ArticleId, CountUnit, EntityId, EntityType, Filter, chart::Cell, span::CharCounter},
    workspace::{
        Problem, Project,
        views::{PlaceRow, build},
    },
};

/// A feature (GeoJSON, KML) or row (CSV, NDJSON) for each mention of a place in the selection; unresolved ones have no
/// geometry, or no latitude and longitude.
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
        Format::Csv => Ok(tables::csv(&table(features))),
        Format::Ndjson => Ok(tables::ndjson(&table(features))),
        Format::Qdc => Err(Problem::new("Could not export", "a codebook has no places")
            .with_hint("Choose geojson, kml, csv or ndjson")),
    }
}

/// What a feature tells before its properties, for tables.
const FIRST: [&str; 3] = ["name", "lat", "lon"];

/// The same as a table: an area stands with its middle, how far it reaches is its uncertainty.
fn table(features: Vec<Feature>) -> Table {
    let rows = features.into_iter().map(|feature| {
        let at = match feature.geometry {
            Geometry::Point { lat, lon } | Geometry::Circle { lat, lon, .. } => Some((lat, lon)),
            _ => None,
        };
        let degrees = |value: Option<f64>| value.map_or(Value::Null, |v| Value::Float(v, 5));
        let first = [
            feature.name.into(),
            degrees(at.map(|(lat, _)| lat)),
            degrees(at.map(|(_, lon)| lon)),
        ];
        let properties = feature.properties.into_iter().map(|(_, value)| value);
        first.into_iter().chain(properties).collect()
    });
    Table {
        columns: FIRST.into_iter().chain(PROPERTIES).collect(),
        rows: rows.collect(),
    }
}

/// What is told of each mention.
const PROPERTIES: [&str; 14] = [
    "mention",
    "entity",
    "text",
    "article",
    "title",
    "outlet",
    "published",
    "start",
    "end",
    "sentence",
    "status",
    "uncertainty_km",
    "country",
    "gazetteer_id",
];

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
            properties: PROPERTIES
                .into_iter()
                .zip([
                    passage.mention.0.into(),
                    passage.entity.0.into(),
                    passage.span.of(reading).into(),
                    passage.article.0.into(),
                    passage.title.into(),
                    passage.outlet.into(),
                    of(passage.published.map(|p| p.date.to_string())),
                    chars.start.into(),
                    chars.end.into(),
                    passage.sentence.into(),
                    of(place.map(|p| p.status.word().to_owned())),
                    place
                        .and_then(|p| p.uncertainty_km)
                        .map_or(Value::Null, |km| Value::Float(km, 1)),
                    of(place.and_then(|p| p.country.clone())),
                    of(place.and_then(|p| p.gazetteer_id.clone())),
                ])
                .collect(),
        });
    }
    Ok(features)
}
