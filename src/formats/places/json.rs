//! Who's On First records, one JSON object a line or as GeoJSON features, and GeoJSON feature collections of any kind.

use serde_json::{Map, Value};

use super::{Report, feature, position, several, table::Role};
use crate::{
    formats::FormatError,
    model::{LatLon, NamedPlace, country_code},
};

/// Why a record gave no place.
enum Without {
    /// Its source says that it no longer holds.
    Retired,
    Broken(String),
}

impl From<String> for Without {
    fn from(why: String) -> Self {
        Self::Broken(why)
    }
}

type Found = Result<NamedPlace, Without>;

pub fn read(bytes: &[u8], take: &mut dyn FnMut(NamedPlace)) -> Result<Report, FormatError> {
    let mut report = Report {
        format: "GeoJSON",
        ..Report::default()
    };
    let mut retired = 0;
    let mut add = |report: &mut Report, number: u64, value: &Value| match record(value, number) {
        Ok(place) => take(place),
        Err(Without::Retired) => retired += 1,
        Err(Without::Broken(why)) => report.breaks(number, why),
    };
    let first = bytes
        .split(|b| *b == b'\n')
        .find(|line| !line.trim_ascii().is_empty());
    let lines = first
        .is_some_and(|line| serde_json::from_slice::<Map<String, Value>>(line).is_ok())
        && first.is_some_and(|line| line.len() < bytes.trim_ascii().len());
    if lines {
        report.format = "Who's On First";
        for (number, line) in (1..).zip(bytes.split(|b| *b == b'\n')) {
            if line.trim_ascii().is_empty() {
                continue;
            }
            match serde_json::from_slice::<Value>(line) {
                Ok(value) => add(&mut report, number, &value),
                Err(error) => report.breaks(number, format!("it is no JSON: {error}")),
            }
        }
    } else {
        let whole: Value = serde_json::from_slice(bytes)
            .map_err(|error| FormatError::Damaged("JSON", error.to_string()))?;
        match &whole {
            Value::Array(records) => {
                for (number, value) in (1..).zip(records) {
                    add(&mut report, number, value);
                }
            }
            Value::Object(object) => match object.get("features").and_then(Value::as_array) {
                Some(features) => {
                    for (number, value) in (1..).zip(features) {
                        add(&mut report, number, value);
                    }
                }
                None => add(&mut report, 1, &whole),
            },
            _ => {
                return Err(FormatError::NoText(
                    "it is no list of places. Give a GeoJSON FeatureCollection or one record a line"
                        .to_owned(),
                ));
            }
        }
    }
    if retired > 0 {
        report.notes.push(format!(
            "{retired} records are left out that their source calls superseded or deprecated"
        ));
    }
    Ok(report)
}

fn record(value: &Value, number: u64) -> Found {
    let Some(object) = value.as_object() else {
        return Err(Without::Broken("it is no record".to_owned()));
    };
    match object.get("properties").and_then(Value::as_object) {
        Some(properties) if properties.contains_key("wof:name") => whos_on_first(properties),
        Some(properties) => geojson(object, properties, number),
        None if object.contains_key("pt") || object.contains_key("conc") => short_record(object),
        None => plain(object, number, None),
    }
}

fn text<'v>(object: &'v Map<String, Value>, key: &str) -> &'v str {
    object.get(key).and_then(Value::as_str).unwrap_or_default()
}

fn number(object: &Map<String, Value>, key: &str) -> Option<f64> {
    let value = object.get(key)?;
    value
        .as_f64()
        .or_else(|| value.as_str()?.trim().replace(',', ".").parse().ok())
}

fn whole(object: &Map<String, Value>, key: &str) -> u64 {
    object.get(key).and_then(Value::as_u64).unwrap_or(0)
}

fn named(name: &str) -> Result<String, Without> {
    let name = name.trim();
    if name.is_empty() {
        return Err(Without::Broken("it has no name".to_owned()));
    }
    Ok(name.to_owned())
}

fn at(lat: Option<f64>, lon: Option<f64>) -> Result<LatLon, Without> {
    let (Some(lat), Some(lon)) = (lat, lon) else {
        return Err(Without::Broken("it has no position".to_owned()));
    };
    Ok(position(lat, lon)?)
}

fn holds_any(value: Option<&Value>) -> bool {
    match value {
        Some(Value::Array(list)) => !list.is_empty(),
        Some(Value::String(text)) => !text.is_empty() && text != "uuuu",
        Some(Value::Number(n)) => n.as_f64() != Some(0.0),
        _ => false,
    }
}

fn strings(value: &Value) -> impl Iterator<Item = String> + '_ {
    let list = value.as_array().map(Vec::as_slice).unwrap_or_default();
    list.iter().filter_map(|v| v.as_str()).map(str::to_owned)
}

fn geonames_id(value: Option<&Value>) -> u32 {
    let id = value.and_then(|v| v.get("gn:id"));
    id.and_then(|id| id.as_u64().or_else(|| id.as_str()?.parse().ok()))
        .and_then(|id| u32::try_from(id).ok())
        .unwrap_or(0)
}

fn id_of(value: Option<&Value>, number: u64) -> String {
    match value {
        Some(Value::String(id)) if !id.is_empty() => id.clone(),
        Some(Value::Number(id)) => id.to_string(),
        _ => number.to_string(),
    }
}

/// The full record of Who's On First: <https://whosonfirst.org/docs/properties/>.
fn whos_on_first(properties: &Map<String, Value>) -> Found {
    if holds_any(properties.get("wof:superseded_by"))
        || holds_any(properties.get("edtf:deprecated"))
    {
        return Err(Without::Retired);
    }
    let name = named(text(properties, "wof:name"))?;
    let others = properties
        .iter()
        .filter(|(key, _)| key.starts_with("name:"))
        .flat_map(|(_, value)| strings(value))
        .filter(|other| *other != name)
        .collect();
    let lat = number(properties, "lbl:latitude").or(number(properties, "geom:latitude"));
    let lon = number(properties, "lbl:longitude").or(number(properties, "geom:longitude"));
    let country = match text(properties, "iso:country") {
        "" => text(properties, "wof:country"),
        code => code,
    };
    let position = at(lat, lon)?;
    let feature = feature(text(properties, "wof:placetype"));
    let radius_km = number(properties, "geom:area_square_m")
        .filter(|area| *area > 0.0 && is_area(feature))
        .map(|area| (area / std::f64::consts::PI).sqrt() / 1000.0);
    Ok(NamedPlace {
        id: format!("wof-{}", id_of(properties.get("wof:id"), 0)),
        geonames: geonames_id(properties.get("wof:concordances")),
        name,
        others,
        position,
        country: country_code(country),
        region: String::new(),
        feature,
        population: whole(properties, "wof:population").max(whole(properties, "gn:population")),
        radius_km: radius_km.or_else(|| rough_radius(feature)),
    })
}

/// The same in short: name, placetype, position, aliases and concordances.
fn short_record(object: &Map<String, Value>) -> Found {
    if holds_any(object.get("sup")) || holds_any(object.get("dep")) {
        return Err(Without::Retired);
    }
    let name = named(text(object, "name"))?;
    let others = object.get("aliases").into_iter().flat_map(strings);
    let others = others.filter(|other| *other != name).collect();
    let feature = feature(text(object, "pt"));
    Ok(NamedPlace {
        id: format!("wof-{}", id_of(object.get("id"), 0)),
        geonames: geonames_id(object.get("conc")),
        position: at(number(object, "lat"), number(object, "lon"))?,
        name,
        others,
        country: country_code(text(object, "country")),
        region: String::new(),
        feature,
        population: whole(object, "pop"),
        radius_km: rough_radius(feature),
    })
}

fn is_area(feature: &str) -> bool {
    !matches!(
        feature,
        "city" | "capital" | "district" | "landmark" | "place" | "mountain" | "pass"
    )
}

/// A rough radius in km for areas whose size is not given, so that none is taken for a point.
fn rough_radius(feature: &str) -> Option<f64> {
    Some(match feature {
        "country" => 400.0,
        "region" => 100.0,
        "county" => 30.0,
        "sea" | "continent" => 300.0,
        word if is_area(word) => 15.0,
        _ => return None,
    })
}

/// A feature of any GeoJSON: its point, or the middle of its bounds and half their diagonal.
fn geojson(feature: &Map<String, Value>, properties: &Map<String, Value>, number: u64) -> Found {
    let geometry = feature.get("geometry").and_then(Value::as_object);
    let Some(geometry) = geometry else {
        return Err(Without::Broken("it has no geometry".to_owned()));
    };
    let mut bounds = Bounds::default();
    for key in ["coordinates", "geometries"] {
        if let Some(value) = geometry.get(key) {
            bounds.add(value, 0);
        }
    }
    let (lat, lon, radius) = bounds
        .middle()
        .ok_or_else(|| Without::Broken("its geometry has no coordinates".to_owned()))?;
    // A single point is taken as it stands; its latitude may be out of range.
    let middle = at(Some(lat), Some(lon))?;
    let mut with_id = properties.clone();
    if !with_id.contains_key("id")
        && let Some(id) = feature.get("id")
    {
        with_id.insert("id".to_owned(), id.clone());
    }
    plain(&with_id, number, Some((middle, radius)))
}

/// A record under the headings that tables use.
fn plain(object: &Map<String, Value>, line: u64, lies: Option<(LatLon, Option<f64>)>) -> Found {
    let mut place = NamedPlace {
        id: line.to_string(),
        feature: "place",
        ..NamedPlace::default()
    };
    let (mut lat, mut lon) = (None, None);
    for (key, value) in object {
        let Some(role) = Role::of(key) else { continue };
        let text = match value {
            Value::String(text) => text.trim().to_owned(),
            Value::Number(n) => n.to_string(),
            Value::Array(_) if role == Role::Others => {
                place.others.extend(strings(value));
                continue;
            }
            _ => continue,
        };
        match role {
            Role::Name if place.name.is_empty() => place.name = text,
            Role::Others | Role::Name => place.others.extend(several(&text)),
            Role::Lat => lat = number(object, key),
            Role::Lon => lon = number(object, key),
            Role::Country => place.country = country_code(&text),
            Role::Population => {
                place.population = value.as_f64().map_or(0, |n| n.max(0.0) as u64);
            }
            Role::Feature => place.feature = feature(&text),
            Role::Id => place.id = text,
            Role::Radius => place.radius_km = number(object, key).filter(|km| *km >= 0.0),
            Role::Position => {}
        }
    }
    place.name = named(&place.name)?;
    match lies {
        Some((middle, radius)) => {
            place.position = middle;
            if let Some(km) = radius {
                place.radius_km = place.radius_km.or(Some(km));
                if !is_area(place.feature) {
                    place.feature = "area";
                }
            }
        }
        None => place.position = at(lat, lon)?,
    }
    Ok(place)
}

/// The smallest box around coordinates.
#[derive(Default)]
struct Bounds {
    /// Least and greatest latitude.
    lat: Option<(f64, f64)>,
    /// Least and greatest longitude, counted from -180 and counted from 0: one of them does not cross the antimeridian.
    lon: [Option<(f64, f64)>; 2],
}

fn widen(edges: &mut Option<(f64, f64)>, value: f64) {
    let (least, most) = edges.get_or_insert((value, value));
    (*least, *most) = (least.min(value), most.max(value));
}

impl Bounds {
    fn add(&mut self, value: &Value, depth: usize) {
        // The deepest geometry has coordinates in four brackets, inside a collection.
        if depth > 8 {
            return;
        }
        if let Value::Object(geometry) = value {
            if let Some(inner) = geometry.get("coordinates") {
                self.add(inner, depth + 1);
            }
            return;
        }
        let Some(list) = value.as_array() else { return };
        match list.as_slice() {
            [lon, lat, ..] if lon.is_number() => {
                if let (Some(lon), Some(lat)) = (lon.as_f64(), lat.as_f64()) {
                    widen(&mut self.lat, lat);
                    let [from_west, from_zero] = &mut self.lon;
                    widen(from_west, lon);
                    widen(from_zero, if lon < 0.0 { lon + 360.0 } else { lon });
                }
            }
            inner => {
                for value in inner {
                    self.add(value, depth + 1);
                }
            }
        }
    }

    /// Latitude and longitude of the middle, and half the diagonal in km; `None` for that of a single point.
    fn middle(&self) -> Option<(f64, f64, Option<f64>)> {
        let (south, north) = self.lat?;
        let [from_west, from_zero] = self.lon;
        let width = |(west, east): (f64, f64)| east - west;
        let (west, east) = match (from_west?, from_zero?) {
            (plain, other) if width(other) < width(plain) => other,
            (plain, _) => plain,
        };
        // A single point is taken as it stands, out of range or not.
        let around = |lon: f64| {
            if lon > 180.0 && east > west {
                lon - 360.0
            } else {
                lon
            }
        };
        let (lat, lon) = (
            f64::midpoint(south, north),
            around(f64::midpoint(west, east)),
        );
        let radius = LatLon::new(south, around(west))
            .zip(LatLon::new(lat, lon))
            .map(|(corner, middle)| middle.distance_km(&corner))
            .filter(|km| *km > 0.0);
        Some((lat, lon, radius))
    }
}
