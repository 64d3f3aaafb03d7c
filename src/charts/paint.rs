//! Paints a scene's shapes through plotters, the same way onto pixels and into SVG.
//!
//! plotters places everything at whole coordinates, which is too coarse for coasts and small circles. So both backends
//! are told the picture is [`UNITS`] times larger, and scale back themselves.

use plotters::{
    coord::Shift,
    drawing::{DrawingArea, IntoDrawingArea as _},
    element::{Circle, PathElement, Polygon, Rectangle},
    style::{RGBAColor, ShapeStyle},
};
use plotters_backend::DrawingBackend;

use super::{
    PictureError,
    colors::Color,
    scene::{Point, Scene, Shape},
};

/// Steps per pixel.
pub const UNITS: i32 = 16;

/// Farthest coordinate handed to a backend, in pixels: keeps units far from overflow whatever the layout asks for.
const FARTHEST: f64 = 1.0e6;

/// Paints all shapes of `scene`, in order.
///
/// # Errors
/// When the backend fails, with its own words.
pub fn shapes<DB: DrawingBackend>(scene: &Scene, backend: DB) -> Result<(), PictureError> {
    let area = backend.into_drawing_area();
    for shape in &scene.shapes {
        paint(&area, shape)?;
    }
    area.present()
        .map_err(|problem| PictureError::Drawing(problem.to_string()))
}

fn paint<DB: DrawingBackend>(
    area: &DrawingArea<DB, Shift>,
    shape: &Shape,
) -> Result<(), PictureError> {
    let done = match shape {
        Shape::Rect {
            at,
            width,
            height,
            color,
        } => {
            let corners = [units(*at), units((at.0 + width, at.1 + height))];
            area.draw(&Rectangle::new(corners, filled(*color)))
        }
        Shape::Area { ring, color } => {
            let ring: Vec<_> = ring.iter().copied().map(units).collect();
            area.draw(&Polygon::new(ring, filled(*color)))
        }
        Shape::Line {
            points,
            width,
            color,
        } => {
            let points: Vec<_> = points.iter().copied().map(units).collect();
            area.draw(&PathElement::new(points, stroked(*color, *width)))
        }
        Shape::Disc {
            center,
            radius,
            color,
        } => area.draw(&Circle::new(units(*center), unit(*radius), filled(*color))),
        Shape::Ring {
            center,
            radius,
            width,
            color,
        } => area.draw(&Circle::new(
            units(*center),
            unit(*radius),
            stroked(*color, *width),
        )),
    };
    done.map_err(|problem| PictureError::Drawing(problem.to_string()))
}

fn unit(pixels: f64) -> i32 {
    (pixels.clamp(-FARTHEST, FARTHEST) * f64::from(UNITS)).round() as i32
}

fn units((x, y): Point) -> (i32, i32) {
    (unit(x), unit(y))
}

fn rgba(color: Color) -> RGBAColor {
    RGBAColor(color.red, color.green, color.blue, color.opacity)
}

fn filled(color: Color) -> ShapeStyle {
    ShapeStyle {
        color: rgba(color),
        filled: true,
        stroke_width: 0,
    }
}

fn stroked(color: Color, width: f64) -> ShapeStyle {
    ShapeStyle {
        color: rgba(color),
        filled: false,
        stroke_width: unit(width).unsigned_abs().max(1),
    }
}
