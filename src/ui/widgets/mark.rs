//! How a type of name looks: a glyph, and an underline that is not told by color alone.

use egui::{Color32, Painter, Pos2, Rect, Shape, Stroke, pos2, vec2};

use crate::model::EntityType;

/// Paints the type's glyph around `center`: circle, square, diamond, triangle.
pub fn glyph(painter: &Painter, center: Pos2, kind: EntityType, color: Color32) {
    glyph_scaled(painter, center, kind, color, 1.0);
}

/// The same, larger or smaller.
pub fn glyph_scaled(painter: &Painter, center: Pos2, kind: EntityType, color: Color32, scale: f32) {
    let filled = |points| painter.add(Shape::convex_polygon(points, color, Stroke::NONE));
    match kind {
        EntityType::Person => {
            painter.circle_filled(center, 4.0 * scale, color);
        }
        EntityType::Organization => {
            let pixel = 1.0 / painter.pixels_per_point();
            let side = (8.0 * scale / pixel).round() * pixel;
            let corner = center - vec2(side, side) / 2.0;
            let corner = pos2(
                (corner.x / pixel).round() * pixel,
                (corner.y / pixel).round() * pixel,
            );
            painter.rect_filled(Rect::from_min_size(corner, vec2(side, side)), 0.0, color);
        }
        EntityType::Place => {
            let r = 5.2 * scale;
            filled(vec![
                center - vec2(0.0, r),
                center + vec2(r, 0.0),
                center + vec2(0.0, r),
                center - vec2(r, 0.0),
            ]);
        }
        EntityType::Group => {
            filled(vec![
                center + vec2(0.0, -4.6) * scale,
                center + vec2(5.2, 4.0) * scale,
                center + vec2(-5.2, 4.0) * scale,
            ]);
        }
    }
}

/// Paints the type's underline from `left` to `right`, its top at `y`: solid 2, double 1 + 1, dashed 6 on 3 off, dotted.
pub fn underline(
    painter: &Painter,
    left: f32,
    right: f32,
    y: f32,
    kind: EntityType,
    color: Color32,
) {
    let pixel = 1.0 / painter.pixels_per_point();
    let y = (y / pixel).round() * pixel;
    let bar = |from: f32, to: f32, top: f32, height: f32| {
        let rect = Rect::from_min_max(pos2(from, top), pos2(to, top + height));
        super::paint::crisp_rect(painter, rect, color);
    };
    match kind {
        EntityType::Person => bar(left, right, y, 2.0),
        EntityType::Organization => {
            bar(left, right, y, 1.0);
            bar(left, right, y + 2.0, 1.0);
        }
        EntityType::Place => {
            let mut x = left;
            while x < right {
                bar(x, (x + 6.0).min(right), y, 2.0);
                x += 9.0;
            }
        }
        EntityType::Group => {
            let mut x = left + 1.1;
            while x + 1.1 <= right + 0.5 {
                painter.circle_filled(pos2(x, y + 1.1), 1.1, color);
                x += 4.5;
            }
        }
    }
}
