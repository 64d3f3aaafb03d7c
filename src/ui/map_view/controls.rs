//! The buttons on the map: closer, farther, all places.

use egui::{Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo, vec2};

use super::moves::Move;
use crate::ui::{
    theme::{colors, radius, stroke},
    widgets::{Icon, focus_ring, hline, tooltip},
};

/// Side of a button.
const BUTTON: f32 = 29.0;

const CONTROLS: [(Icon, &str, &str, Move); 3] = [
    (Icon::Add, "Zoom in", "+", Move::Zoom(1.0)),
    (Icon::Minus, "Zoom out", "−", Move::Zoom(-1.0)),
    (Icon::Fit, "Show all places", "0", Move::Fit),
];

/// What the buttons cover.
#[must_use]
pub fn rect(map: Rect) -> Rect {
    Rect::from_min_size(map.min + vec2(14.0, 14.0), vec2(BUTTON, 3.0 * BUTTON))
}

fn button_rect(map: Rect, number: usize) -> Rect {
    let min = rect(map).min + vec2(0.0, number as f32 * BUTTON);
    Rect::from_min_size(min, Vec2::splat(BUTTON))
}

fn button_response(ui: &Ui, map: Rect, number: usize) -> Response {
    ui.interact(
        button_rect(map, number),
        ui.scope_id().with(("map button", number)),
        Sense::click(),
    )
}

/// Answers the buttons; they are painted later, over the map.
pub fn answer(ui: &Ui, map: Rect) -> Option<Move> {
    let mut asked = None;
    for (number, (_, name, key, action)) in CONTROLS.into_iter().enumerate() {
        let response = button_response(ui, map, number);
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
        if response.clicked() {
            asked = Some(action);
        }
        tooltip(response, name, Some(key));
    }
    asked
}

/// Paints the buttons.
pub fn paint(ui: &Ui, map: Rect) {
    let c = colors(ui);
    let all = rect(map);
    let painter = ui.painter();
    painter.rect_filled(all, radius::CONTROL, c.paper);
    for (number, (icon, ..)) in CONTROLS.into_iter().enumerate() {
        let part = button_rect(map, number);
        let id = ui.scope_id().with(("map button", number));
        if let Some(response) = ui.ctx().read_response(id) {
            if response.hovered() {
                painter.rect_filled(part, radius::CONTROL, c.hover);
            }
            focus_ring(ui, part, &response);
        }
        icon.paint(painter, part.center(), c.ink);
        if number > 0 {
            hline(painter, part, part.top() + 0.5, c.line2);
        }
    }
    let line = Stroke::new(stroke::LINE, c.line2);
    painter.rect_stroke(all, radius::CONTROL, line, StrokeKind::Inside);
}
