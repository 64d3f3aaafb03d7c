//! Rows, column heads, chips and badges.

use egui::{
    Align2, Id, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2,
};

use super::{
    Icon,
    paint::{focus_ring, hline, ring, text, width_of},
};
use crate::ui::theme::{colors, font, radius, size, space, stroke};

/// One row of a list, as wide as the space: ground for hover and selection, accent at the left when selected, a line
/// below, a ring when it has the keyboard. `name` is what screen readers say. The caller draws into the returned rect.
pub fn row(ui: &mut Ui, height: f32, selected: bool, name: &str) -> (Rect, Response) {
    let (rect, response) =
        ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::click());
    dress_row(ui, rect, &response, selected, name);
    (rect, response)
}

/// The same with an id of its own, so that it keeps the keyboard when the list scrolls.
pub fn row_id(ui: &mut Ui, id: Id, height: f32, selected: bool, name: &str) -> (Rect, Response) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
    let response = ui.interact(rect, id, Sense::click());
    dress_row(ui, rect, &response, selected, name);
    (rect, response)
}

/// The look of a row whose `response` was made elsewhere: ground, accent, line, ring and name.
pub fn dress_row(ui: &Ui, rect: Rect, response: &Response, selected: bool, name: &str) {
    let c = colors(ui);
    response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, selected, name));
    let painter = ui.painter();
    if selected {
        painter.rect_filled(rect, 0.0, c.selected);
        let edge = Rect::from_min_size(rect.min, vec2(stroke::SELECTED, rect.height()));
        painter.rect_filled(edge, 0.0, c.accent);
    } else if response.hovered() {
        painter.rect_filled(rect, 0.0, c.hover);
    }
    hline(painter, rect, rect.bottom(), c.line);
    focus_ring(ui, rect, response);
}

/// A strip that names the columns below it: words, left or right edge in points from the strip's left, alignment.
pub fn column_head(ui: &mut Ui, columns: &[(&str, f32, egui::Align)]) -> Rect {
    let c = colors(ui);
    let (rect, _) = ui.allocate_exact_size(
        vec2(ui.available_width(), size::COLUMN_HEAD),
        Sense::hover(),
    );
    for (words, x, align) in columns {
        let anchor = match align {
            egui::Align::Min => Align2::LEFT_CENTER,
            egui::Align::Center => Align2::CENTER_CENTER,
            egui::Align::Max => Align2::RIGHT_CENTER,
        };
        text(
            ui,
            pos2(rect.left() + x, rect.center().y),
            anchor,
            words,
            font::ui(font::HEAD),
            c.ink3,
        );
    }
    hline(ui.painter(), rect, rect.bottom(), c.line);
    rect
}

/// What was done to a chip.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChipEvent {
    Clicked,
    Removed,
}

/// Width of a chip in points whose value takes at most `value_width`.
#[must_use]
pub fn chip_width(ui: &Ui, about: &str, value: &str, value_width: f32) -> f32 {
    let small = font::ui(font::SMALL);
    let value = width_of(ui, value, small.clone()).min(value_width);
    (space::M + width_of(ui, about, small) + space::S + value + space::XS + CROSS).ceil()
}

/// Width of the part of a chip that takes it away.
const CROSS: f32 = 20.0;

/// A filter in force: what it is about, its value, and a cross that takes it away, as the Delete key does.
pub fn chip(ui: &mut Ui, about: &str, value: &str) -> Option<ChipEvent> {
    chip_within(ui, about, value, 220.0)
}

/// The same with the value in at most `value_width` points.
pub fn chip_within(ui: &mut Ui, about: &str, value: &str, value_width: f32) -> Option<ChipEvent> {
    let c = colors(ui);
    let (quiet, plain) = (font::ui(font::SMALL), font::ui(font::SMALL));
    let about_width = width_of(ui, about, quiet.clone());
    let galley = super::elided(ui, value, plain, c.ink, value_width);
    let cross = CROSS;
    let width = (space::M + about_width + space::S + galley.size().x + space::XS + cross).ceil();
    let (rect, _) = ui.allocate_exact_size(vec2(width, size::PANEL_BUTTON), Sense::hover());
    let body = Rect::from_min_max(rect.min, pos2(rect.right() - cross, rect.bottom()));
    let name = format!("Change filter {about} {value}");
    let response = ui.interact(
        body,
        ui.scope_id().with(("chip", about, value)),
        Sense::click(),
    );
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    let end = Rect::from_min_max(pos2(rect.right() - cross, rect.top()), rect.max);
    let remove = ui.interact(
        end,
        ui.scope_id().with(("unchip", about, value)),
        Sense::click(),
    );
    remove.widget_info(|| {
        WidgetInfo::labeled(Role::Button, true, format!("Remove filter {about} {value}"))
    });
    let ground = if response.hovered() { c.hover } else { c.paper };
    let painter = ui.painter();
    painter.rect(
        rect,
        radius::CONTROL,
        ground,
        Stroke::new(stroke::LINE, c.line2),
        StrokeKind::Inside,
    );
    let y = rect.center().y;
    text(
        ui,
        pos2(rect.left() + space::M, y),
        Align2::LEFT_CENTER,
        about,
        quiet,
        c.ink3,
    );
    super::galley_at(
        ui,
        rect.left() + space::M + about_width + space::S,
        y,
        galley,
        c.ink,
    );
    let ink = if remove.hovered() { c.ink } else { c.ink2 };
    Icon::Close.paint_scaled(ui.painter(), end.center() - vec2(2.0, 0.0), ink, 0.7);
    if response.has_focus() {
        ring(ui, rect);
    }
    if remove.has_focus() {
        ring(ui, end);
    }
    let deleted = (response.has_focus() || remove.has_focus())
        && ui.input(|input| {
            input.key_pressed(egui::Key::Delete) || input.key_pressed(egui::Key::Backspace)
        });
    if remove.clicked() || deleted {
        Some(ChipEvent::Removed)
    } else if response.clicked() {
        Some(ChipEvent::Clicked)
    } else {
        None
    }
}

/// A small framed note such as `v2 of 4`, painted with its left edge at `left`. Returns where it lies.
pub fn badge(ui: &Ui, left: f32, center_y: f32, icon: Option<Icon>, words: &str) -> Rect {
    let c = colors(ui);
    let id = font::ui(font::HEAD);
    let width = width_of(ui, words, id.clone());
    let picture = if icon.is_some() { 15.0 } else { 0.0 };
    let rect = Rect::from_min_size(
        pos2(left, center_y - 8.0),
        vec2((width + picture + 2.0 * 5.0).ceil(), 16.0),
    );
    let painter = ui.painter();
    painter.rect(
        rect,
        radius::BADGE,
        c.paper,
        Stroke::new(stroke::LINE, c.line2),
        StrokeKind::Inside,
    );
    if let Some(icon) = icon {
        icon.paint_scaled(painter, pos2(left + 11.0, center_y), c.ink2, 0.7);
    }
    text(
        ui,
        pos2(left + 5.0 + picture, center_y),
        Align2::LEFT_CENTER,
        words,
        id,
        c.ink2,
    );
    rect
}
