//! The outlines of the world: decodes the embedded base map and tells in which country a point lies. Draws nothing.
//!
//! `assets/basemap.bin` is written by `xtask basemap` from Natural Earth. Per level of detail it holds arcs on a grid
//! (borders, coasts and the seams that close rings along the antimeridian) and countries as rings of arcs, so that a
//! border shared by two countries is stored once.

use std::{io::Read, sync::OnceLock};

use super::{Detail, bytes::Reader};
use crate::model::{
    LatLon,
    map::{BaseMap, Country, Line, Shape},
};

static FILE: &[u8] = include_bytes!("../../assets/basemap.bin");

/// Points a border or coast shape holds at most, so that culling by bounding box pays off.
const CHUNK: usize = 128;

/// How far from a coast a point still counts as in the country, in degrees: the 1:50 million outlines leave harbors,
/// deltas and small islands in the sea.
const OFF_COAST: f32 = 0.25;

/// The base map at one level of detail, decoded once.
#[must_use]
pub fn base_map(detail: Detail) -> &'static BaseMap {
    static LEVELS: [OnceLock<BaseMap>; 3] = [const { OnceLock::new() }; 3];
    let level = match detail {
        Detail::World => 0,
        Detail::Region => 1,
        Detail::Country => 2,
    };
    // The file is our own and tested; were it damaged, a map without outlines still shows its places.
    LEVELS[level].get_or_init(|| decode(FILE, level).unwrap_or_default())
}

/// The ISO 3166 alpha-2 code of the country whose outline holds the point, or whose coast lies within a few km of it.
#[must_use]
pub fn country_at(at: LatLon) -> Option<&'static str> {
    let p = grid(at);
    let near_coast = || {
        let countries = base_map(Detail::Region).countries.iter();
        countries
            .flat_map(|c| c.polygons.iter().map(move |polygon| (c, polygon)))
            .filter(|(_, polygon)| in_bounds(polygon.bounds, p, OFF_COAST))
            .filter_map(|(c, polygon)| Some((c, edge_distance(polygon, p)?)))
            .filter(|(_, distance)| *distance <= OFF_COAST)
            .min_by(|a, b| a.1.total_cmp(&b.1))
            .map(|(c, _)| c)
    };
    let country = land_at(at).or_else(near_coast)?;
    Some(country.code.as_str()).filter(|code| !code.is_empty())
}

/// The country whose outline holds the point.
pub(super) fn land_at(at: LatLon) -> Option<&'static Country> {
    let p = grid(at);
    let holds = |s: &Shape| in_bounds(s.bounds, p, 0.0) && in_polygon(s, p);
    let mut countries = base_map(Detail::Region).countries.iter();
    countries.find(|c| c.polygons.iter().any(holds))
}

fn grid(at: LatLon) -> [f32; 2] {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "outlines have f32's precision"
    )]
    [at.lon as f32, at.lat as f32]
}

fn in_bounds(b: [f32; 4], p: [f32; 2], margin: f32) -> bool {
    b[0] - margin <= p[0] && p[0] <= b[2] + margin && b[1] - margin <= p[1] && p[1] <= b[3] + margin
}

/// Whether the point lies in the polygon: inside an odd number of its rings.
fn in_polygon(polygon: &Shape, p: [f32; 2]) -> bool {
    let crossings = polygon
        .lines
        .iter()
        .flat_map(|ring| ring.windows(2))
        .filter(|edge| {
            let (a, b) = (edge[0], edge[1]);
            (a[1] > p[1]) != (b[1] > p[1])
                && p[0] < (b[0] - a[0]) * (p[1] - a[1]) / (b[1] - a[1]) + a[0]
        })
        .count();
    crossings % 2 == 1
}

/// Distance to the nearest edge in degrees of latitude.
fn edge_distance(polygon: &Shape, p: [f32; 2]) -> Option<f32> {
    let squeeze = p[1].to_radians().cos();
    polygon
        .lines
        .iter()
        .flat_map(|ring| ring.windows(2))
        .map(|edge| {
            let (a, b) = (edge[0], edge[1]);
            let (dx, dy) = ((b[0] - a[0]) * squeeze, b[1] - a[1]);
            let (px, py) = ((p[0] - a[0]) * squeeze, p[1] - a[1]);
            let length = dx * dx + dy * dy;
            let t = if length > 0.0 {
                ((px * dx + py * dy) / length).clamp(0.0, 1.0)
            } else {
                0.0
            };
            (px - t * dx).hypot(py - t * dy)
        })
        .min_by(f32::total_cmp)
}

/// Reads one level; `None` when the bytes are not what `xtask basemap` writes.
fn decode(file: &[u8], level: usize) -> Option<BaseMap> {
    let mut reader = Reader::new(file);
    for _ in 0..level {
        let length = reader.u32()?;
        reader.take(length as usize)?;
    }
    let length = reader.u32()?;
    let mut plain = Vec::new();
    flate2::read::DeflateDecoder::new(reader.take(length as usize)?)
        .read_to_end(&mut plain)
        .ok()?;
    let mut reader = Reader::new(&plain);
    let arcs = arcs(&mut reader)?;
    let mut map = BaseMap::default();
    for (kind, points) in &arcs {
        let shapes = match kind {
            1 => &mut map.borders,
            2 => &mut map.coasts,
            _ => continue,
        };
        let mut rest = points.as_slice();
        while rest.len() > 1 {
            let piece = rest.get(..CHUNK).unwrap_or(rest);
            shapes.push(shape(vec![piece.to_vec()]));
            // The next piece starts where this one ended.
            rest = rest.get(piece.len() - 1..).unwrap_or_default();
        }
    }
    for _ in 0..reader.count()? {
        map.countries.push(country(&mut reader, &arcs)?);
    }
    Some(map)
}

/// All arcs with their kind: 0 seam, 1 border, 2 coast.
fn arcs(reader: &mut Reader<'_>) -> Option<Vec<(u8, Line)>> {
    let scale = [reader.f64()?, reader.f64()?];
    let translate = [reader.f64()?, reader.f64()?];
    let mut arcs = Vec::new();
    for _ in 0..reader.count()? {
        let kind = reader.u8()?;
        arcs.push((kind, vec![[0.0_f32; 2]; reader.count()?]));
    }
    for axis in [0, 1] {
        let limit = [180.0, 90.0][axis];
        for (_, points) in &mut arcs {
            let mut steps = 0_i64;
            for point in points {
                steps += i64::from(reader.signed()?);
                #[expect(
                    clippy::cast_precision_loss,
                    clippy::cast_possible_truncation,
                    reason = "a grid of 100,000 steps fits f32's precision of about 2 m at 180 degrees"
                )]
                let degrees = (steps as f64 * scale[axis] + translate[axis]) as f32;
                point[axis] = degrees.clamp(-limit, limit);
            }
        }
    }
    Some(arcs)
}

fn country(reader: &mut Reader<'_>, arcs: &[(u8, Line)]) -> Option<Country> {
    let code = reader.text()?.to_owned();
    let name = reader.text()?.to_owned();
    let (lon, lat, size) = (reader.f32()?, reader.f32()?, reader.f32()?);
    let mut polygons = Vec::new();
    for _ in 0..reader.count()? {
        let mut rings = Vec::new();
        for _ in 0..reader.count()? {
            rings.push(ring(reader, arcs)?);
        }
        polygons.push(shape(rings));
    }
    Some(Country {
        code,
        name,
        polygons,
        label_at: LatLon::new(f64::from(lat), f64::from(lon))?,
        size,
    })
}

/// A closed ring: signed arc numbers, where `!n` is arc `n` backwards as in TopoJSON.
fn ring(reader: &mut Reader<'_>, arcs: &[(u8, Line)]) -> Option<Line> {
    let mut ring = Line::new();
    for _ in 0..reader.count()? {
        let piece = reader.signed()?;
        let forward = piece >= 0;
        let number = usize::try_from(if forward { piece } else { !piece }).ok()?;
        let (_, points) = arcs.get(number)?;
        if forward {
            ring.extend(points);
        } else {
            ring.extend(points.iter().rev());
        }
    }
    // Neighboring arcs share their end points.
    ring.dedup();
    let first = *ring.first()?;
    if ring.last() != Some(&first) {
        ring.push(first);
    }
    Some(ring)
}

fn shape(lines: Vec<Line>) -> Shape {
    let start = [f32::MAX, f32::MAX, f32::MIN, f32::MIN];
    let bounds = lines.iter().flatten().fold(start, |b, p| {
        [
            b[0].min(p[0]),
            b[1].min(p[1]),
            b[2].max(p[0]),
            b[3].max(p[1]),
        ]
    });
    Shape { lines, bounds }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LEVELS: [Detail; 3] = [Detail::World, Detail::Region, Detail::Country];

    fn all_lines(map: &BaseMap) -> impl Iterator<Item = &Line> {
        let polygons = map.countries.iter().flat_map(|c| &c.polygons);
        polygons
            .chain(&map.borders)
            .chain(&map.coasts)
            .flat_map(|s| &s.lines)
    }

    #[test]
    fn every_level_has_the_world() {
        for (detail, countries) in LEVELS.into_iter().zip([177, 241, 255]) {
            let map = base_map(detail);
            assert_eq!(map.countries.len(), countries, "{detail:?}");
            assert!(!map.borders.is_empty() && !map.coasts.is_empty());
            for country in &map.countries {
                assert!(!country.polygons.is_empty(), "{}", country.name);
                assert!(!country.name.is_empty() && country.size > 0.0);
                assert!(country.code.is_empty() || country.code.len() == 2);
            }
        }
    }

    #[test]
    fn nothing_is_drawn_across_the_world() {
        for detail in LEVELS {
            for line in all_lines(base_map(detail)) {
                assert!(line.len() > 1);
                for step in line.windows(2) {
                    let along_the_pole = step[0][1] < -89.9 && step[1][1] < -89.9;
                    let width = (step[0][0] - step[1][0]).abs();
                    assert!(width <= 180.0 || along_the_pole, "{detail:?} {step:?}");
                }
            }
        }
    }

    #[test]
    fn rings_are_closed_and_bounds_fit() {
        for detail in LEVELS {
            let map = base_map(detail);
            for polygon in map.countries.iter().flat_map(|c| &c.polygons) {
                for ring in &polygon.lines {
                    assert_eq!(ring.first(), ring.last());
                    assert!(ring.len() > 3, "{ring:?}");
                    for p in ring {
                        assert!(in_bounds(polygon.bounds, *p, 0.0));
                    }
                }
                assert_eq!(shape(polygon.lines.clone()).bounds, polygon.bounds);
            }
        }
    }

    #[test]
    fn names_are_written_inside() {
        for detail in LEVELS {
            for country in &base_map(detail).countries {
                let at = [country.label_at.lon as f32, country.label_at.lat as f32];
                let largest = &country.polygons[0];
                assert!(in_polygon(largest, at), "{detail:?} {}", country.name);
            }
        }
    }

    #[test]
    fn antarctica_reaches_the_pole_and_its_coast_does_not() {
        for detail in LEVELS {
            let map = base_map(detail);
            let south = |s: &Shape| s.bounds[1];
            let antarctica = map.countries.iter().find(|c| c.code == "AQ").unwrap();
            assert!(south(&antarctica.polygons[0]) < -89.9);
            assert!(in_polygon(&antarctica.polygons[0], [100.0, -80.0]));
            assert!(map.coasts.iter().all(|s| south(s) > -89.0), "{detail:?}");
        }
    }

    #[test]
    fn known_points_lie_in_their_country() {
        let check = |lat, lon, code: &str| {
            let found = country_at(LatLon { lat, lon });
            assert_eq!(found.unwrap_or_default(), code, "{lat} {lon}");
        };
        check(48.857, 2.352, "FR");
        check(32.887, 13.187, "LY");
        check(55.752, 37.616, "RU");
        check(66.31, -179.3, "RU");
        check(66.2, 179.0, "RU");
        check(71.2, 179.9, "RU");
        check(-18.142, 178.441, "FJ");
        check(41.893, 12.483, "IT");
        check(-29.6, 28.2, "LS");
        check(40.713, -74.006, "US");
        check(1.29, 103.85, "SG");
        check(-80.0, 0.0, "AQ");
        check(42.66, 21.16, "XK");
        check(9.56, 44.06, "SO");
        check(0.0, -30.0, "");
        check(35.0, 18.0, "");
        check(0.0, 180.0, "");
    }
}
