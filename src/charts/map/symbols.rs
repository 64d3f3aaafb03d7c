//! The marks of places: area stands for the count, shape for how sure the position is.

use crate::model::place::PlaceStatus;

use super::super::{
    colors::{PAPER, PLACE, WARN},
    scene::{Point, Scene, Shape, circle},
};

/// Radius of the largest mark in design points.
const LARGEST: f64 = 16.0;

/// Radius of the smallest, below which marks could not be told from dirt.
const SMALLEST: f64 = 2.75;

/// How much of a mark's color its inside has.
const FILL: f64 = 0.42;

/// How large a count is drawn.
#[derive(Clone, Copy, Debug)]
pub struct Sizes {
    /// The count of the largest mark.
    pub most: u64,
    /// Pixels in a design point.
    pub unit: f64,
}

impl Sizes {
    /// Radius in pixels of the mark for a count.
    pub fn radius(&self, value: u64) -> f64 {
        let share = value as f64 / self.most.max(1) as f64;
        (LARGEST * share.sqrt()).clamp(SMALLEST, LARGEST) * self.unit
    }

    /// The same for several places drawn as one, which may count more than the largest.
    pub fn cluster(&self, value: u64) -> f64 {
        let share = value as f64 / self.most.max(1) as f64;
        (LARGEST * share.sqrt()).clamp(SMALLEST + 2.0, 1.5 * LARGEST) * self.unit
    }
}

/// Draws several places as one: a disc with a ring around it.
pub fn draw_cluster(scene: &mut Scene, center: Point, radius: f64, unit: f64) {
    draw_mark(scene, center, radius, PlaceStatus::Resolved, unit);
    scene.shapes.push(Shape::Ring {
        center,
        radius: radius + 2.5 * unit,
        width: (0.8 * unit).max(0.8),
        color: PLACE,
    });
}

/// Draws one mark: a disc for a point, a square where the user placed it, a dashed ring where the position is doubtful
/// or only an area is known.
pub fn draw_mark(scene: &mut Scene, center: Point, radius: f64, status: PlaceStatus, unit: f64) {
    let width = (0.8 * unit).max(0.8);
    match status {
        PlaceStatus::Resolved => {
            scene.shapes.push(Shape::Disc {
                center,
                radius,
                color: PLACE.faded(FILL),
            });
            scene.shapes.push(Shape::Ring {
                center,
                radius,
                width,
                color: PLACE,
            });
        }
        PlaceStatus::User => {
            // The same area as a disc of this radius.
            let half = radius * 0.886;
            let (x, y) = center;
            scene.rect(
                (x - half, y - half),
                half * 2.0,
                half * 2.0,
                PLACE.faded(FILL),
            );
            let corners = [
                (-half, -half),
                (half, -half),
                (half, half),
                (-half, half),
                (-half, -half),
                (half, -half),
            ];
            let outline = corners.map(|(dx, dy)| (x + dx, y + dy)).to_vec();
            scene.line(outline, width, PLACE);
        }
        PlaceStatus::Unresolved => {
            scene.shapes.push(Shape::Disc {
                center,
                radius,
                color: PAPER.faded(0.7),
            });
            dashed_ring(
                scene,
                center,
                radius,
                width * 1.3,
                (2.4 * unit, 1.8 * unit),
                WARN,
            );
        }
        PlaceStatus::Area => {
            scene.shapes.push(Shape::Disc {
                center,
                radius,
                color: PLACE.faded(0.14),
            });
            dashed_ring(
                scene,
                center,
                radius,
                width,
                (3.0 * unit, 2.4 * unit),
                PLACE,
            );
        }
    }
}

/// A ring of dashes that close evenly.
fn dashed_ring(
    scene: &mut Scene,
    center: Point,
    radius: f64,
    width: f64,
    (on, off): (f64, f64),
    color: super::super::colors::Color,
) {
    let around = std::f64::consts::TAU * radius;
    let pairs = (around / (on + off)).round().max(4.0);
    let stretch = around / pairs / (on + off);
    let mut ring = circle(center, radius);
    ring.extend(ring.first().copied());
    scene.dashes(&ring, on * stretch, off * stretch, width, color);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn area_stands_for_the_count() {
        let sizes = Sizes {
            most: 400,
            unit: 2.0,
        };
        assert_eq!(sizes.radius(400), 32.0);
        assert_eq!(sizes.radius(100), 16.0);
        assert_eq!(sizes.radius(0), SMALLEST * 2.0);
    }
}
