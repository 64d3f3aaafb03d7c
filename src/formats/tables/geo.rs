//! Places as GeoJSON (RFC 7946) and KML (OGC 2.2).
//!
//! A point is written only for a place that has one. An area is no point: it becomes a circle of its uncertainty around
//! its middle, said to be one by the property `geometry_is`, or has no geometry where the radius is unknown.

use std::fmt::Write as _;

use super::{Value, fixed, object, quoted};
use crate::model::{LatLon, geo::EARTH_RADIUS_KM};

/// Where a feature lies.
#[derive(Clone, Debug, PartialEq)]
pub enum Geometry {
    /// No known position.
    None,
    /// A point, in degrees.
    Point { lat: f64, lon: f64 },
    /// Somewhere within a radius: a region is not a point.
    Circle { lat: f64, lon: f64, radius_km: f64 },
    /// Somewhere within closed polygons without holes, each cut at the antimeridian.
    Polygons(Vec<Vec<LatLon>>),
}

/// A place with its properties.
#[derive(Clone, Debug, PartialEq)]
pub struct Feature {
    pub id: String,
    pub name: String,
    pub geometry: Geometry,
    pub properties: Vec<(&'static str, Value)>,
}

/// Corners of the polygon that stands for a circle.
const CORNERS: usize = 64;

/// Digits of a coordinate: 0.00001° is about a meter, finer than any gazetteer.
const DIGITS: u8 = 5;

/// Closed rings of `[lon, lat]`, counterclockwise, one for each side of the antimeridian.
type Rings = Vec<Vec<[f64; 2]>>;

/// A geometry that can be written.
enum Drawn {
    Missing,
    Point(LatLon),
    Circle(Rings),
    Polygons(Rings),
}

impl Drawn {
    /// A position off the earth or a circle without a sensible radius is missing.
    fn of(geometry: &Geometry) -> Self {
        match *geometry {
            Geometry::None => Self::Missing,
            Geometry::Point { lat, lon } => {
                LatLon::new(lat, lon).map_or(Self::Missing, Self::Point)
            }
            Geometry::Circle {
                lat,
                lon,
                radius_km,
            } => LatLon::new(lat, lon)
                .and_then(|center| circle(center, radius_km))
                .map_or(Self::Missing, Self::Circle),
            Geometry::Polygons(ref polygons) => {
                let rings: Rings = polygons
                    .iter()
                    .filter_map(|p| counterclockwise(p))
                    .collect();
                if rings.is_empty() {
                    Self::Missing
                } else {
                    Self::Polygons(rings)
                }
            }
        }
    }

    const fn word(&self) -> &'static str {
        match self {
            Self::Missing => "none",
            Self::Point(_) => "point",
            Self::Circle(_) => "circle of uncertainty_km around the middle of the area",
            Self::Polygons(_) => "where it would lie by what is said",
        }
    }
}

/// A closed ring in the order that RFC 7946 asks of outer rings; `None` where it has no area or leaves the earth.
fn counterclockwise(corners: &[LatLon]) -> Option<Vec<[f64; 2]>> {
    let on_earth = |p: &LatLon| LatLon::new(p.lat, p.lon).is_some();
    if corners.len() < 4 || !corners.iter().all(on_earth) {
        return None;
    }
    let mut ring: Vec<[f64; 2]> = corners.iter().map(|p| [p.lon, p.lat]).collect();
    let twice: f64 = ring
        .windows(2)
        .map(|w| match w {
            [a, b] => a[0] * b[1] - b[0] * a[1],
            _ => 0.0,
        })
        .sum();
    if twice < 0.0 {
        ring.reverse();
    }
    Some(ring)
}

/// The circle as polygons, cut at the antimeridian as RFC 7946 section 3.1.9 asks. `None` where it has no sensible radius
/// or covers half the earth.
fn circle(center: LatLon, radius_km: f64) -> Option<Rings> {
    let angle = radius_km / EARTH_RADIUS_KM;
    if !(angle > 0.0 && angle < std::f64::consts::FRAC_PI_2) {
        return None;
    }
    let lat = center.lat.to_radians();
    if lat.abs() + angle >= std::f64::consts::FRAC_PI_2 {
        return Some(vec![around_pole(center, angle)]);
    }
    // Counterclockwise, as the right-hand rule asks for outer rings: from north over west.
    let ring: Vec<[f64; 2]> = (0..CORNERS)
        .map(|corner| {
            let bearing = -(corner as f64) / CORNERS as f64 * std::f64::consts::TAU;
            let to = (lat.sin() * angle.cos() + lat.cos() * angle.sin() * bearing.cos()).asin();
            let east =
                (bearing.sin() * angle.sin() * lat.cos()).atan2(angle.cos() - lat.sin() * to.sin());
            [center.lon + east.to_degrees(), to.to_degrees()]
        })
        .collect();
    let mut parts = Vec::new();
    for shift in [-360.0, 0.0, 360.0] {
        let moved = ring.iter().map(|[lon, lat]| [lon + shift, *lat]).collect();
        let mut part = cut(&cut(&moved, -180.0, 1.0), 180.0, -1.0);
        part.extend(part.first().copied());
        if part.len() > 3 {
            parts.push(part);
        }
    }
    Some(parts)
}

/// A circle that holds a pole: from one side of the map to the other along its edge, and back along the pole.
fn around_pole(center: LatLon, angle: f64) -> Vec<[f64; 2]> {
    let pole = if center.lat < 0.0 { -1.0 } else { 1.0 };
    // Mirrored to the north; on each meridian the circle has one edge there.
    let (sin, cos) = (
        center.lat.abs().to_radians().sin(),
        center.lat.to_radians().cos(),
    );
    let mut ring: Vec<[f64; 2]> = (0..=CORNERS)
        .map(|corner| {
            let lon = (corner as f64 / CORNERS as f64 * 360.0 - 180.0) * pole;
            let toward = cos * (lon - center.lon).to_radians().cos();
            let reach = (angle.cos() / sin.hypot(toward)).clamp(-1.0, 1.0);
            let lat = sin.atan2(toward) - reach.acos();
            [lon, lat.to_degrees() * pole]
        })
        .collect();
    ring.extend([[180.0 * pole, 90.0 * pole], [-180.0 * pole, 90.0 * pole]]);
    ring.extend(ring.first().copied());
    ring
}

/// The part of a ring on one side of a meridian: east of it for `side` 1, west for -1.
fn cut(ring: &Vec<[f64; 2]>, meridian: f64, side: f64) -> Vec<[f64; 2]> {
    let inside = |p: &[f64; 2]| (p[0] - meridian) * side >= 0.0;
    let mut out = Vec::new();
    let before = ring.iter().cycle().skip(ring.len().saturating_sub(1));
    for (from, to) in before.zip(ring) {
        if inside(from) != inside(to) {
            let share = (meridian - from[0]) / (to[0] - from[0]);
            out.push([meridian, from[1] + (to[1] - from[1]) * share]);
        }
        if inside(to) {
            out.push(*to);
        }
    }
    out
}

fn coordinate(value: f64) -> String {
    fixed(value, DIGITS).unwrap_or_default()
}

/// A GeoJSON feature collection, one feature a line, the name before the other properties.
#[must_use]
pub fn geojson(features: &[Feature]) -> Vec<u8> {
    let mut out = String::from("{\"type\":\"FeatureCollection\",\"features\":[");
    for (at, feature) in features.iter().enumerate() {
        out.push_str(if at > 0 { ",\n" } else { "\n" });
        let drawn = Drawn::of(&feature.geometry);
        let _ = write!(
            out,
            "{{\"type\":\"Feature\",\"id\":{},\"geometry\":{},\"properties\":",
            quoted(&feature.id),
            geometry_json(&drawn)
        );
        let name = Value::from(feature.name.as_str());
        let said = Value::from(drawn.word());
        let properties = feature.properties.iter().map(|(key, value)| (*key, value));
        let all = [("name", &name)].into_iter().chain(properties);
        object(&mut out, all.chain([("geometry_is", &said)]));
        out.push('}');
    }
    out.push_str("\n]}\n");
    out.into_bytes()
}

fn geometry_json(drawn: &Drawn) -> String {
    let pair = |lon: f64, lat: f64| format!("[{},{}]", coordinate(lon), coordinate(lat));
    match drawn {
        Drawn::Missing => "null".to_owned(),
        Drawn::Point(at) => {
            let at = pair(at.lon, at.lat);
            format!("{{\"type\":\"Point\",\"coordinates\":{at}}}")
        }
        Drawn::Circle(rings) | Drawn::Polygons(rings) => {
            let polygon = |ring: &Vec<[f64; 2]>| {
                let corners: Vec<String> = ring.iter().map(|[lon, lat]| pair(*lon, *lat)).collect();
                format!("[[{}]]", corners.join(","))
            };
            let polygons: Vec<String> = rings.iter().map(polygon).collect();
            match polygons.as_slice() {
                [one] => format!("{{\"type\":\"Polygon\",\"coordinates\":{one}}}"),
                several => {
                    let all = several.join(",");
                    format!("{{\"type\":\"MultiPolygon\",\"coordinates\":[{all}]}}")
                }
            }
        }
    }
}

/// A KML document, one placemark a feature, the properties as extended data. Features without a position are kept, so
/// that none is lost on the way.
#[must_use]
pub fn kml(title: &str, features: &[Feature]) -> Vec<u8> {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<kml xmlns=\"http://www.opengis.net/kml/2.2\">\n<Document>\n",
    );
    let _ = writeln!(out, "<name>{}</name>", escape(title));
    for feature in features {
        let drawn = Drawn::of(&feature.geometry);
        let _ = write!(out, "<Placemark><name>{}</name>", escape(&feature.name));
        let properties = feature.properties.iter().map(|(key, value)| (*key, value));
        let reason = properties.clone().find(|(key, _)| *key == "reason");
        if let Some(reason) = reason.and_then(|(_, value)| value.plain()) {
            let _ = write!(out, "<description>{}</description>", escape(&reason));
        }
        out.push_str("<ExtendedData>");
        let said = Value::from(drawn.word());
        for (key, value) in properties.chain([("geometry_is", &said)]) {
            if let Some(text) = value.plain() {
                let (key, text) = (escape(key), escape(&text));
                let _ = write!(out, "<Data name=\"{key}\"><value>{text}</value></Data>");
            }
        }
        out.push_str("</ExtendedData>");
        out.push_str(&geometry_kml(&drawn));
        out.push_str("</Placemark>\n");
    }
    out.push_str("</Document>\n</kml>\n");
    out.into_bytes()
}

fn geometry_kml(drawn: &Drawn) -> String {
    let pair = |lon: f64, lat: f64| format!("{},{}", coordinate(lon), coordinate(lat));
    match drawn {
        Drawn::Missing => String::new(),
        Drawn::Point(at) => {
            let at = pair(at.lon, at.lat);
            format!("<Point><coordinates>{at}</coordinates></Point>")
        }
        Drawn::Circle(rings) | Drawn::Polygons(rings) => {
            let mut out = String::from("<MultiGeometry>");
            for ring in rings {
                let corners: Vec<String> = ring.iter().map(|[lon, lat]| pair(*lon, *lat)).collect();
                let _ = write!(
                    out,
                    "<Polygon><outerBoundaryIs><LinearRing><coordinates>{}</coordinates></LinearRing></outerBoundaryIs></Polygon>",
                    corners.join(" ")
                );
            }
            out.push_str("</MultiGeometry>");
            out
        }
    }
}

/// Text for XML 1.0: markup escaped, characters that XML forbids left out.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push(letter),
            '\u{FFFE}' | '\u{FFFF}' => {}
            other if (other as u32) < 0x20 => {}
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(name: &str, geometry: Geometry) -> Feature {
        Feature {
            id: "7".to_owned(),
            name: name.to_owned(),
            geometry,
            properties: vec![
                ("status", "area".into()),
                ("reason", "Nothing else is called <that>".into()),
                ("mentions", Value::Int(3)),
                ("country", Value::Null),
            ],
        }
    }

    const fn circle_at(lat: f64, lon: f64, radius_km: f64) -> Geometry {
        Geometry::Circle {
            lat,
            lon,
            radius_km,
        }
    }

    const fn point_at(lat: f64, lon: f64) -> Geometry {
        Geometry::Point { lat, lon }
    }

    fn parsed(features: &[Feature]) -> serde_json::Value {
        serde_json::from_slice(&geojson(features)).unwrap()
    }

    #[test]
    fn a_region_is_not_a_point() {
        let check = |geometry: Geometry, expected: Option<&str>, said: &str| {
            let json = parsed(&[place("X", geometry.clone())]);
            let feature = &json["features"][0];
            let kind = feature["geometry"]["type"].as_str();
            assert_eq!(kind, expected, "{geometry:?}");
            let word = feature["properties"]["geometry_is"].as_str().unwrap();
            assert!(word.starts_with(said), "{word}");
            assert_eq!(feature["id"], "7");
            assert_eq!(feature["properties"]["mentions"], 3);
        };
        check(point_at(32.0633, 12.5286), Some("Point"), "point");
        check(
            circle_at(32.0633, 12.5286, 300.0),
            Some("Polygon"),
            "circle",
        );
        check(
            circle_at(-17.0, 179.0, 300.0),
            Some("MultiPolygon"),
            "circle",
        );
        check(circle_at(32.0633, 12.5286, 0.0), None, "none");
        check(circle_at(85.0, 10.0, 900.0), Some("Polygon"), "circle");
        check(circle_at(85.0, 10.0, 12_000.0), None, "none");
        check(point_at(0.0, 0.0), Some("Point"), "point");
        check(point_at(-90.0, 180.0), Some("Point"), "point");
        check(circle_at(0.0, 0.0, 50.0), Some("Polygon"), "circle");
        check(circle_at(10.0, 10.0, f64::NAN), None, "none");
        check(point_at(95.0, 12.0), None, "none");
        check(Geometry::None, None, "none");
        let corner = |lat: f64, lon: f64| LatLon { lat, lon };
        let clockwise =
            [(1.0, 1.0), (2.0, 1.0), (1.0, 2.0), (1.0, 1.0)].map(|(lat, lon)| corner(lat, lon));
        check(
            Geometry::Polygons(vec![clockwise.to_vec()]),
            Some("Polygon"),
            "where",
        );
        check(
            Geometry::Polygons(vec![clockwise.to_vec(); 2]),
            Some("MultiPolygon"),
            "where",
        );
        check(Geometry::Polygons(Vec::new()), None, "none");
        check(
            Geometry::Polygons(vec![vec![corner(91.0, 0.0); 4]]),
            None,
            "none",
        );
        let ring = counterclockwise(&clockwise).unwrap();
        assert_eq!(ring, [[1.0, 1.0], [2.0, 1.0], [1.0, 2.0], [1.0, 1.0]]);
    }

    #[test]
    fn longitude_comes_first_and_properties_in_order() {
        let bytes = geojson(&[place("Yefren", point_at(32.0633, 12.5286))]);
        let text = String::from_utf8(bytes).unwrap();
        assert!(
            text.contains(r#""coordinates":[12.52860,32.06330]"#),
            "{text}"
        );
        let order = r#""properties":{"name":"Yefren","status":"area","reason":"#;
        assert!(text.contains(order), "{text}");
    }

    #[test]
    fn circles_are_closed_counterclockwise_and_as_wide_as_said() {
        let check = |lat: f64, lon: f64, radius_km: f64| {
            let center = LatLon { lat, lon };
            for ring in circle(center, radius_km).unwrap() {
                assert_eq!(ring.first(), ring.last());
                let area: f64 = ring
                    .windows(2)
                    .map(|w| w[0][0] * w[1][1] - w[1][0] * w[0][1])
                    .sum();
                assert!(area > 0.0, "{ring:?}");
                for [ring_lon, ring_lat] in ring {
                    assert!(ring_lon.abs() <= 180.0);
                    let far = center.distance_km(&LatLon {
                        lat: ring_lat,
                        lon: ring_lon,
                    });
                    assert!(far < radius_km * 1.01, "{far}");
                }
            }
        };
        check(32.0, 12.5, 150.0);
        check(-17.0, 179.5, 400.0);
        check(10.0, -179.9, 50.0);
        check(70.0, 20.0, 800.0);
        check(0.0, 0.0, 100.0);
        check(85.0, 10.0, 900.0);
        check(90.0, 0.0, 300.0);
        check(-88.0, -179.0, 2_000.0);
    }

    #[test]
    fn kml_is_well_formed_whatever_the_names() {
        let names = ["Al <b>Jadida</b> & \"co\"", "\u{0}\u{8}]]>", "الزاوية"];
        let features = names.map(|name| place(name, circle_at(-17.0, 179.0, 300.0)));
        let bytes = kml("A & B", &features);
        let text = String::from_utf8(bytes).unwrap();
        let mut reader = quick_xml::Reader::from_str(&text);
        reader.config_mut().check_end_names = true;
        let mut placemarks = 0;
        loop {
            match reader.read_event().unwrap() {
                quick_xml::events::Event::Start(tag) if tag.name().as_ref() == "Placemark" => {
                    placemarks += 1;
                }
                quick_xml::events::Event::Eof => break,
                _ => {}
            }
        }
        assert_eq!(placemarks, 3);
        assert!(text.contains("<name>Al &lt;b&gt;Jadida&lt;/b&gt; &amp; &quot;co&quot;</name>"));
        assert!(text.contains("<name>الزاوية</name>"));
    }

    #[test]
    fn nothing_is_still_a_document() {
        assert_eq!(parsed(&[])["features"], serde_json::json!([]));
        assert!(kml("", &[]).ends_with(b"</kml>\n"));
    }
}
