//! Rows to choose by: one of several, or each for itself.

use egui::{
    Align2, EventFilter, Id, Key, Pos2, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui,
    WidgetInfo, pos2, vec2,
};

use super::{
    Icon, elided, galley_at,
    paint::{focus_ring, text},
    width_of,
};
use crate::ui::theme::{colors, font, radius, size, space, stroke};

/// What a square to check says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tick {
    Off,
    On,
    /// Some of what stands below is checked.
    Partly,
}

/// Paints the square of a checkbox.
pub fn tick_square(ui: &Ui, center: Pos2, tick: Tick, hovered: bool) {
    let c = colors(ui);
    let square = Rect::from_center_size(center, vec2(14.0, 14.0));
    let painter = ui.painter();
    if tick == Tick::Off {
        let ground = if hovered { c.hover } else { c.paper };
        let edge = Stroke::new(stroke::LINE, c.edge);
        painter.rect(square, radius::BADGE, ground, edge, StrokeKind::Inside);
        return;
    }
    painter.rect_filled(square, radius::BADGE, c.accent);
    let icon = if tick == Tick::On {
        Icon::Check
    } else {
        Icon::Minus
    };
    icon.paint_scaled(painter, center, c.on_accent, 0.7);
}

/// A row with a checkbox, as wide as the space: its words cut where a note at the right begins.
pub fn check_row(ui: &mut Ui, checked: &mut bool, words: &str, note: &str) -> Response {
    let c = colors(ui);
    let (rect, mut response) = ui.allocate_exact_size(
        vec2(ui.available_width(), size::PANEL_BUTTON),
        Sense::click(),
    );
    if response.clicked() {
        *checked = !*checked;
        response.mark_changed();
    }
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, *checked, words));
    let tick = if *checked { Tick::On } else { Tick::Off };
    let y = rect.center().y;
    tick_square(ui, pos2(rect.left() + 8.0, y), tick, response.hovered());
    let small = font::ui(font::SMALL);
    let at = pos2(rect.right() - space::XS, y);
    let end = text(ui, at, Align2::RIGHT_CENTER, note, small, c.ink3).left();
    let left = rect.left() + 16.0 + space::M;
    let galley = elided(ui, words, font::ui(font::UI), c.ink, end - space::M - left);
    let cut = galley.elided;
    galley_at(ui, left, y, galley, c.ink);
    focus_ring(ui, rect, &response);
    if cut {
        response = response.on_hover_text(words);
    }
    response
}

/// Exclusive choices below each other, each as wide as the space; `name` says what is chosen. Arrow keys choose, and the
/// group is one stop of the Tab key. Returns the index newly chosen, and whether the group has the keyboard.
pub fn radio_group(
    ui: &mut Ui,
    id: Id,
    name: &str,
    selected: usize,
    choices: &[(String, &str)],
) -> (Option<usize>, bool) {
    let c = colors(ui);
    let mut chosen = None;
    let mut focused = false;
    let height = choices.len() as f32 * size::PANEL_BUTTON;
    let (outer, group) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
    group.widget_info(|| WidgetInfo::labeled(Role::RadioGroup, true, name));
    for (index, (words, keys)) in choices.iter().enumerate() {
        let rect = Rect::from_min_size(
            pos2(
                outer.left(),
                outer.top() + index as f32 * size::PANEL_BUTTON,
            ),
            vec2(outer.width(), size::PANEL_BUTTON),
        );
        let is_selected = index == selected;
        let sense = if is_selected {
            Sense::click()
        } else {
            Sense::CLICK
        };
        let response = ui.interact(rect, id.with(index), sense);
        response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, is_selected, words));
        let y = rect.center().y;
        let center = pos2(rect.left() + 8.0, y);
        let edge = if is_selected { c.accent } else { c.edge };
        let width = if is_selected { 4.0 } else { stroke::LINE };
        let ground = if response.hovered() { c.hover } else { c.paper };
        ui.painter().circle_filled(center, 7.0, ground);
        ui.painter()
            .circle_stroke(center, 7.0 - width / 2.0, Stroke::new(width, edge));
        let left = rect.left() + 16.0 + space::M;
        let small = font::ui(font::HEAD);
        let room = width_of(ui, keys, small.clone()) + space::M;
        let galley = elided(
            ui,
            words,
            font::ui(font::UI),
            c.ink,
            rect.right() - room - left,
        );
        let cut = galley.elided;
        galley_at(ui, left, y, galley, c.ink);
        let at = pos2(rect.right() - space::XS, y);
        text(ui, at, Align2::RIGHT_CENTER, keys, small, c.ink3);
        // The ring is beside the circle, not on it.
        focus_ring(ui, rect.expand2(vec2(space::S, 0.0)), &response);
        if response.clicked() && !is_selected {
            chosen = Some(index);
        }
        if response.has_focus() {
            focused = true;
            let arrows = EventFilter {
                vertical_arrows: true,
                ..EventFilter::default()
            };
            super::hold_keys(ui, response.id, arrows);
            let down = ui.input(|i| i.key_pressed(Key::ArrowDown));
            let up = ui.input(|i| i.key_pressed(Key::ArrowUp));
            let next = if down {
                (index + 1).min(choices.len().saturating_sub(1))
            } else if up {
                index.saturating_sub(1)
            } else {
                index
            };
            if next != index {
                chosen = Some(next);
            }
        }
        if cut {
            response.on_hover_text(words);
        }
    }
    if let Some(next) = chosen.filter(|_| focused) {
        ui.memory_mut(|memory| memory.request_focus(id.with(next)));
    }
    (chosen, focused)
}
