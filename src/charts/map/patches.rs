//! Stretches of the earth that are no points: regions, how far a point may be off, where something is said to lie.

use crate::model::map::{MapPatch, PatchKind};

use super::{
    super::{
        colors::{INK2, LAND, PLACE, WARN},
        lettering::Face,
        page::Frame,
        scene::{Anchor, Point, Scene, Shape, Words, tidy},
    },
    labels::{Taken, box_of},
    projection::Projection,
};

/// Its rings in pixels, in the copy of the world nearest to the middle.
fn placed(projection: &Projection, patch: &MapPatch) -> Vec<Vec<Point>> {
    let Some([left, _, right, _]) = patch.bounds() else {
        return Vec::new();
    };
    let copy = projection.nearest_copy((left + right) / 2.0);
    let place = |p: &[f64; 2]| projection.place_mercator((p[0], p[1]), copy);
    patch
        .rings
        .iter()
        .map(|ring| ring.iter().map(place).collect())
        .collect()
}

/// Draws a stretch; the caller cuts it to the map.
pub fn draw(scene: &mut Scene, projection: &Projection, patch: &MapPatch, unit: f64) {
    let width = (0.8 * unit).max(0.8);
    for mut ring in placed(projection, patch) {
        if patch.kind == PatchKind::Arc {
            scene.dashes(&ring, 4.0 * unit, 3.0 * unit, width * 1.4, WARN);
            continue;
        }
        let fill = match patch.kind {
            PatchKind::Area => 0.2,
            _ => 0.12,
        };
        scene.shapes.push(Shape::Area {
            ring: ring.clone(),
            color: PLACE.faded(fill),
        });
        ring.extend(ring.first().copied());
        match patch.kind {
            PatchKind::Uncertainty => {
                scene.dashes(&ring, 4.0 * unit, 3.0 * unit, width, PLACE);
            }
            _ => scene.line(ring, width, PLACE),
        }
    }
}

/// Writes its words: below an area, beside the upper end of an arc. Left out where something stands already.
pub fn name(
    scene: &mut Scene,
    frame: &Frame,
    projection: &Projection,
    patch: &MapPatch,
    taken: &mut Taken,
) {
    let unit = frame.unit;
    let text = tidy(&patch.words, 80);
    let points = placed(projection, patch).concat();
    let highest = points.iter().copied().min_by(|a, b| a.1.total_cmp(&b.1));
    let lowest = points.iter().copied().max_by(|a, b| a.1.total_cmp(&b.1));
    let (Some(highest), Some(lowest)) = (highest, lowest) else {
        return;
    };
    if text.is_empty() {
        return;
    }
    let xs = points.iter().map(|p| p.0);
    let (left, right) = (
        xs.clone().fold(f64::MAX, f64::min),
        xs.fold(f64::MIN, f64::max),
    );
    let middle = (left + right) / 2.0;
    let arc = patch.kind == PatchKind::Arc;
    let face = if arc { Face::Sans } else { Face::SerifItalic };
    let style = frame.style(face, 9.5);
    let (at, anchor) = match arc {
        true if highest.0 <= middle => ((highest.0 - 5.0 * unit, highest.1), Anchor::End),
        true => ((highest.0 + 5.0 * unit, highest.1), Anchor::Start),
        false => ((middle, lowest.1 + style.size * 1.2), Anchor::Middle),
    };
    if taken.claim(box_of(at, anchor, style.room(&text), style)) {
        scene.words.push(Words {
            text,
            at,
            anchor,
            style,
            color: if arc { WARN } else { INK2 },
            halo: Some((LAND.faded(0.85), 1.5 * unit)),
            turned: false,
        });
    }
}
