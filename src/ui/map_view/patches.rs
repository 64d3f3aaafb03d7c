//! Stretches of the earth that are no points: how far a position may be off, where a region lies.

use egui::{Align2, Color32, Mesh, Painter, Pos2, Rect, Shape, Stroke, Vec2, pos2, vec2};

use super::viewport::Viewport;
use crate::{
    model::{
        EntityType, LatLon,
        geo::{EARTH_RADIUS_KM, MAX_LAT},
        map::{MapPatch, PatchKind},
    },
    ui::theme::Colors,
};

/// Corners of the polygon that stands for a circle.
const CORNERS: usize = 96;

/// Points between two lines of a hatching.
const HATCH: f32 = 8.0;

/// Everything within `km` of a position. `None` where that holds a pole or half the earth.
#[must_use]
pub fn circle(center: LatLon, km: f64, kind: PatchKind) -> Option<MapPatch> {
    let angle = km / EARTH_RADIUS_KM;
    let lat = center.lat.to_radians();
    if !(angle > 0.0 && lat.abs() + angle < MAX_LAT.to_radians()) {
        return None;
    }
    let ring = (0..CORNERS).map(|corner| {
        let bearing = corner as f64 / CORNERS as f64 * std::f64::consts::TAU;
        let to = (lat.sin() * angle.cos() + lat.cos() * angle.sin() * bearing.cos()).asin();
        let east =
            (bearing.sin() * angle.sin() * lat.cos()).atan2(angle.cos() - lat.sin() * to.sin());
        // The longitude runs on beyond 180 degrees, so that the ring is whole.
        let (x, y) = LatLon {
            lat: to.to_degrees(),
            lon: center.lon + east.to_degrees(),
        }
        .to_mercator();
        [x, y]
    });
    Some(MapPatch {
        rings: vec![ring.collect()],
        kind,
        words: String::new(),
    })
}

/// The rings on the screen, in the copy of the world nearest to the middle of the view.
fn on_screen(patch: &MapPatch, view: &Viewport) -> Vec<Vec<Pos2>> {
    let Some([left, _, right, _]) = patch.bounds() else {
        return Vec::new();
    };
    let middle = (left + right) / 2.0;
    let shift = view.nearest_copy(middle) - middle;
    let place = |p: &[f64; 2]| view.to_screen([p[0] + shift, p[1]]);
    patch
        .rings
        .iter()
        .map(|ring| ring.iter().map(place).collect())
        .collect()
}

/// Paints a stretch without its words.
pub fn paint(painter: &Painter, view: &Viewport, patch: &MapPatch, colors: &Colors) {
    let rings = on_screen(patch, view);
    let seen = Rect::from_points(&rings.concat());
    if !painter.clip_rect().intersects(seen) {
        return;
    }
    let color = colors.of(EntityType::Place);
    let line = Stroke::new(1.0, color);
    match patch.kind {
        PatchKind::Region => {
            fill(painter, &rings, color.gamma_multiply(0.07));
            let faint = Stroke::new(1.0, color.gamma_multiply(0.28));
            hatch(painter, &rings, faint);
            outline(painter, &rings, line, None);
        }
        PatchKind::Uncertainty => {
            fill(painter, &rings, color.gamma_multiply(0.12));
            outline(painter, &rings, line, Some([5.0, 4.0]));
        }
        PatchKind::Area => {
            fill(painter, &rings, color.gamma_multiply(0.2));
            outline(painter, &rings, Stroke::new(1.25, color), None);
        }
        PatchKind::Arc => {
            let line = Stroke::new(1.5, colors.warn);
            for ring in &rings {
                painter.extend(Shape::dashed_line(ring, line, 5.0, 4.0));
            }
        }
    }
}

/// Points across from which a stretch is named: smaller ones are only dots at this zoom, and their words would hide
/// what lies around.
const NAMED_FROM: f32 = 18.0;

/// Letters of a stretch's words on the map; the list has all of them.
const LETTERS: usize = 48;

/// The words of a stretch that is large enough on the screen, without what is too much for a map.
#[must_use]
pub fn words(patch: &MapPatch, view: &Viewport) -> Option<String> {
    let seen = Rect::from_points(&on_screen(patch, view).concat());
    if patch.words.is_empty() || seen.size().max_elem() < NAMED_FROM {
        return None;
    }
    let mut words: String = patch.words.chars().take(LETTERS).collect();
    if words.len() < patch.words.len() {
        words.truncate(words.trim_end().len());
        words.push('…');
    }
    Some(words)
}

/// Where words of this size may stand: below an area or above it, beside an end of an arc, the upper one first.
#[must_use]
pub fn seats(patch: &MapPatch, view: &Viewport, size: Vec2) -> Vec<Rect> {
    let points = on_screen(patch, view).concat();
    let seen = Rect::from_points(&points);
    if patch.kind != PatchKind::Arc {
        let below = seen.center_bottom() + vec2(0.0, 3.0);
        let above = seen.center_top() - vec2(0.0, 3.0);
        return vec![
            Align2::CENTER_TOP.anchor_size(below, size),
            Align2::CENTER_BOTTOM.anchor_size(above, size),
        ];
    }
    let ends = points.first().into_iter().chain(points.last());
    let mut ends: Vec<Pos2> = ends.copied().collect();
    ends.sort_by(|a, b| a.y.total_cmp(&b.y));
    ends.into_iter()
        .map(|end| {
            // Away from the arc.
            let align = if end.x <= seen.center().x {
                Align2::RIGHT_CENTER
            } else {
                Align2::LEFT_CENTER
            };
            let away = vec2(6.0 * (end.x - seen.center().x).signum(), 0.0);
            align.anchor_size(end + away, size)
        })
        .collect()
}

/// Whether a position of the screen lies in a stretch.
#[must_use]
pub fn holds(patch: &MapPatch, view: &Viewport, at: Pos2) -> bool {
    if patch.kind == PatchKind::Arc {
        return false;
    }
    let mut inside = false;
    for ring in on_screen(patch, view) {
        let before = ring.iter().cycle().skip(ring.len().saturating_sub(1));
        for (a, b) in before.zip(&ring) {
            if (a.y > at.y) != (b.y > at.y) && at.x < a.x + (b.x - a.x) * (at.y - a.y) / (b.y - a.y)
            {
                inside = !inside;
            }
        }
    }
    inside
}

/// Fills rings, the first being the outside.
fn fill(painter: &Painter, rings: &[Vec<Pos2>], color: Color32) {
    let mut flat: Vec<f64> = Vec::new();
    let mut holes = Vec::new();
    for (number, ring) in rings.iter().enumerate() {
        if number > 0 {
            holes.push(flat.len() / 2);
        }
        flat.extend(ring.iter().flat_map(|p| [f64::from(p.x), f64::from(p.y)]));
    }
    let Ok(triangles) = earcutr::earcut(&flat, &holes, 2) else {
        return;
    };
    let mut mesh = Mesh::default();
    for point in flat.as_chunks::<2>().0 {
        mesh.colored_vertex(pos2(point[0] as f32, point[1] as f32), color);
    }
    mesh.indices = triangles
        .into_iter()
        .filter_map(|i| u32::try_from(i).ok())
        .collect();
    painter.add(Shape::mesh(mesh));
}

/// Draws the edges, in dashes where their lengths are given.
fn outline(painter: &Painter, rings: &[Vec<Pos2>], line: Stroke, dashes: Option<[f32; 2]>) {
    for ring in rings {
        match dashes {
            Some([on, off]) => {
                let mut closed = ring.clone();
                closed.extend(ring.first().copied());
                painter.extend(Shape::dashed_line(&closed, line, on, off));
            }
            None => {
                painter.add(Shape::closed_line(ring.clone(), line));
            }
        }
    }
}

/// Slanted lines inside rings, as far as they are in view.
fn hatch(painter: &Painter, rings: &[Vec<Pos2>], line: Stroke) {
    let clip = painter.clip_rect();
    let seen = Rect::from_points(&rings.concat()).intersect(clip);
    if !seen.is_positive() {
        return;
    }
    // Lines of equal x + y; where one meets the edges it goes in and out by turns.
    let first = ((seen.left() + seen.top()) / HATCH).ceil() as i64;
    let last = ((seen.right() + seen.bottom()) / HATCH).floor() as i64;
    for number in first..=last {
        let sum = number as f32 * HATCH;
        let mut xs: Vec<f32> = Vec::new();
        for ring in rings {
            let before = ring.iter().cycle().skip(ring.len().saturating_sub(1));
            for (a, b) in before.zip(ring) {
                let (da, db) = (a.x + a.y - sum, b.x + b.y - sum);
                if (da < 0.0) != (db < 0.0) {
                    xs.push(a.x + (b.x - a.x) * da / (da - db));
                }
            }
        }
        xs.sort_by(f32::total_cmp);
        for pair in xs.as_chunks::<2>().0 {
            let from = pair[0].max(clip.left()).max(sum - clip.bottom());
            let to = pair[1].min(clip.right()).min(sum - clip.top());
            if from < to {
                painter.line_segment([pos2(from, sum - from), pos2(to, sum - to)], line);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_circle_is_as_far_from_its_middle_everywhere() {
        for (lat, lon, km) in [
            (32.0, 13.0, 40.0),
            (-17.0, 179.5, 300.0),
            (64.0, -22.0, 900.0),
            (0.0, 0.0, 1.0),
        ] {
            let center = LatLon { lat, lon };
            let patch = circle(center, km, PatchKind::Uncertainty).expect("no pole in it");
            for p in &patch.rings[0] {
                let at = LatLon::from_mercator(p[0], p[1]);
                assert!((at.distance_km(&center) - km).abs() < km * 1e-6, "{at:?}");
            }
            let [left, _, right, _] = patch.bounds().unwrap();
            assert!(
                right - left < 0.2,
                "whole across the antimeridian: {left} {right}"
            );
        }
    }

    #[test]
    fn nothing_is_drawn_around_a_pole() {
        for (lat, km) in [
            (88.0, 500.0),
            (-90.0, 10.0),
            (10.0, 9_000.0),
            (10.0, 0.0),
            (10.0, -4.0),
        ] {
            let center = LatLon { lat, lon: 0.0 };
            assert_eq!(circle(center, km, PatchKind::Region), None, "{lat} {km}");
        }
    }
}
