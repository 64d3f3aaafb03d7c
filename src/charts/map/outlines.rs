//! Land, coasts and borders, cut to the frame and thinned to what can be seen.

use std::collections::BTreeMap;

use crate::model::map::{BaseMap, Country, Line, Shape};

use super::{
    super::{
        colors::{ABROAD, BORDER, LAND, LIT},
        geometry::{Limits, clip_line, clip_ring, joined, overlap, thin},
        scene::{Point, Scene, Shape as Painted},
    },
    projection::Projection,
};

/// Distance in pixels below which points of an outline are left out.
const THINNEST: f64 = 0.7;

/// A country is drawn as land, not abroad, when at least one mention in this many lies in it.
const HOME_SHARE: u64 = 10;

/// The level of detail whose points lie about two pixels apart: Natural Earth's three scales change at these zooms.
pub fn level<'b>(bases: &[&'b BaseMap], projection: &Projection) -> Option<&'b BaseMap> {
    let zoom = projection.pixel_zoom();
    let index = [3.2, 5.8].iter().filter(|limit| zoom >= **limit).count();
    bases.get(index.min(bases.len().checked_sub(1)?)).copied()
}

/// Fills the countries and strokes coasts and borders. Countries whose codes are not in `home` (sorted) are
/// abroad, unless that is empty; those in `lit` are chosen as areas.
pub fn draw(
    scene: &mut Scene,
    projection: &Projection,
    base: &BaseMap,
    unit: f64,
    home: &[&str],
    lit: &[String],
) {
    for copy in projection.copies() {
        for country in &base.countries {
            let at_home = home.is_empty() || home.binary_search(&country.code.as_str()).is_ok();
            let color = if lit.contains(&country.code) {
                LIT
            } else if at_home {
                LAND
            } else {
                ABROAD
            };
            for polygon in &country.polygons {
                if !overlap(projection.limits(polygon.bounds, copy), projection.area) {
                    continue;
                }
                let rings = polygon.lines.iter().map(|ring| {
                    let mut ring = placed(projection, ring, copy);
                    // A closing point that repeats the first would be one edge too many.
                    if ring.len() > 1 && ring.first() == ring.last() {
                        ring.pop();
                    }
                    ring
                });
                let whole = joined(rings.filter(|ring| ring.len() > 2));
                let ring = clip_ring(&whole, projection.area);
                if ring.len() > 2 {
                    scene.shapes.push(Painted::Area { ring, color });
                }
            }
        }
        for (shapes, width) in [(&base.borders, 0.55), (&base.coasts, 0.65)] {
            strokes(scene, projection, shapes, copy, (width * unit).max(0.7));
        }
    }
}

fn strokes(scene: &mut Scene, projection: &Projection, shapes: &[Shape], copy: f64, width: f64) {
    for shape in shapes {
        if !overlap(projection.limits(shape.bounds, copy), projection.area) {
            continue;
        }
        for line in &shape.lines {
            for part in clip_line(&placed(projection, line, copy), projection.area) {
                scene.line(part, width, BORDER);
            }
        }
    }
}

fn placed(projection: &Projection, line: &Line, copy: f64) -> Vec<Point> {
    let points = line
        .iter()
        .map(|[lon, lat]| projection.place_in(*lon, *lat, copy));
    thin(points, THINNEST)
}

/// Codes of the countries that hold a fair share of the places' values, sorted.
pub fn home(base: &BaseMap, places: impl Iterator<Item = ([f32; 2], u64)>) -> Vec<&str> {
    let mut values: BTreeMap<&str, u64> = BTreeMap::new();
    let mut total = 0_u64;
    // Finding the country of a place reads its outline, so only so many places are asked for.
    for (at, value) in places.take(300) {
        if let Some(country) = near(base, at) {
            let sum = values.entry(country.code.as_str()).or_default();
            *sum = sum.saturating_add(value);
            total = total.saturating_add(value);
        }
    }
    values.retain(|_, value| value.saturating_mul(HOME_SHARE) >= total);
    values.into_keys().collect()
}

/// The country of a position, as `[lon, lat]`; ports that the outlines leave in the sea belong to the nearest coast.
fn near(base: &BaseMap, [lon, lat]: [f32; 2]) -> Option<&Country> {
    const REACH: f32 = 0.2;
    let around = [
        (0.0, 0.0),
        (0.0, REACH),
        (REACH, 0.0),
        (0.0, -REACH),
        (-REACH, 0.0),
    ];
    around.into_iter().find_map(|(east, north)| {
        base.countries
            .iter()
            .find(|c| holds(c, [lon + east, lat + north]))
    })
}

/// Whether a position, as `[lon, lat]`, lies in a country.
pub fn holds(country: &Country, at: [f32; 2]) -> bool {
    country.polygons.iter().any(|polygon| {
        let [west, south, east, north] = polygon.bounds;
        let [lon, lat] = at;
        lon >= west && lon <= east && lat >= south && lat <= north && crosses_oddly(polygon, at)
    })
}

/// Whether a ray to the east crosses the rings an odd number of times.
fn crosses_oddly(polygon: &Shape, [lon, lat]: [f32; 2]) -> bool {
    let crossings = polygon.lines.iter().flat_map(|ring| {
        ring.iter()
            .zip(ring.iter().cycle().skip(1))
            .filter(|(a, b)| {
                let ([a_lon, a_lat], [b_lon, b_lat]) = (**a, **b);
                (a_lat > lat) != (b_lat > lat)
                    && lon < a_lon + (lat - a_lat) / (b_lat - a_lat) * (b_lon - a_lon)
            })
    });
    crossings.count() % 2 == 1
}

/// Where in the visible part of a country a name of this size fits: positions on the baseline in pixels, the `usual`
/// one first if it does, then from the middle outwards.
pub fn room_for_name(
    projection: &Projection,
    country: &Country,
    (width, height): (f64, f64),
    area: Limits,
    usual: Point,
) -> Vec<Point> {
    const STEPS: usize = 13;
    let mut found = Vec::new();
    let visible = country
        .polygons
        .iter()
        .flat_map(|polygon| {
            projection
                .copies()
                .map(|copy| projection.limits(polygon.bounds, copy))
        })
        .filter(|limits| overlap(*limits, area))
        .fold(None, |all: Option<Limits>, one| {
            let [l, t, r, b] = all.unwrap_or(one);
            let [left, top, right, bottom] = one;
            Some([l.min(left), t.min(top), r.max(right), b.max(bottom)])
        });
    let Some([left, top, right, bottom]) = visible else {
        return found;
    };
    let [a_left, a_top, a_right, a_bottom] = area;
    let (left, right) = (left.max(a_left), right.min(a_right));
    let (top, bottom) = (top.max(a_top), bottom.min(a_bottom));
    let inside = |x: f64, y: f64| {
        let at = projection.position((x, y));
        let lon = (at.lon + 180.0).rem_euclid(360.0) - 180.0;
        holds(country, [lon as f32, at.lat as f32])
    };
    let fits = |(x, y): Point| {
        x - width / 2.0 >= a_left
            && x + width / 2.0 <= a_right
            && y - height >= a_top
            && y <= a_bottom
            && [-0.5, 0.0, 0.5]
                .iter()
                .all(|side| inside(x + side * width, y - height) && inside(x + side * width, y))
    };
    let mut sum = (0.0, 0.0);
    for row in 0..STEPS {
        for column in 0..STEPS {
            let share = |at: usize| (at as f64 + 0.5) / STEPS as f64;
            let x = left + (right - left) * share(column);
            let y = top + (bottom - top) * share(row);
            if fits((x, y)) {
                sum = (sum.0 + x, sum.1 + y);
                found.push((x, y));
            }
        }
    }
    let count = found.len().max(1) as f64;
    let (x, y) = (sum.0 / count, sum.1 / count);
    let distance = |p: &Point| (p.0 - x).hypot(p.1 - y);
    found.sort_by(|a, b| distance(a).total_cmp(&distance(b)));
    if fits(usual) {
        found.insert(0, usual);
    }
    found
}
