//! Fields to type in.

use egui::{Align2, Id, Rect, Response, Sense, Stroke, StrokeKind, TextEdit, Ui, pos2, vec2};

use super::{Icon, icon_button, paint::text, width_of};
use crate::ui::theme::{colors, font, radius, size, space, stroke};

fn frame(ui: &Ui, rect: Rect, focused: bool) {
    let c = colors(ui);
    let line = if focused {
        Stroke::new(stroke::FOCUS, c.accent)
    } else {
        Stroke::new(stroke::LINE, c.edge)
    };
    ui.painter()
        .rect(rect, radius::CONTROL, c.paper, line, StrokeKind::Inside);
}

fn edit(ui: &mut Ui, rect: Rect, id: Id, value: &mut String, name: &str, hint: &str) -> Response {
    let c = colors(ui);
    let focused = ui.memory(|memory| memory.has_focus(id));
    frame(ui, rect, focused);
    let inner = rect.shrink2(vec2(space::M, 0.0));
    let hint = egui::RichText::new(hint)
        .font(font::ui(font::UI))
        .color(c.ink3);
    let field = TextEdit::singleline(value)
        .id(id)
        .font(font::ui(font::UI))
        .text_color(c.ink)
        .hint_text(hint)
        .frame(egui::Frame::NONE)
        .margin(egui::Margin::ZERO)
        .desired_width(inner.width())
        .align(egui::Align2::LEFT_CENTER)
        .min_size(vec2(inner.width(), rect.height()));
    ui.place(inner, field).accessible_name(name)
}

/// A line of text; `name` is what screen readers say. Draws itself `width` points wide.
pub fn text_field(ui: &mut Ui, value: &mut String, name: &str, hint: &str, width: f32) -> Response {
    let (rect, outer) = ui.allocate_exact_size(vec2(width, size::BUTTON), Sense::hover());
    edit(ui, rect, outer.id.with("edit"), value, name, hint)
}

/// A whole number with its unit behind it; `value` keeps what was typed. Returns the response of the field.
pub fn number_field(
    ui: &mut Ui,
    value: &mut String,
    name: &str,
    unit: &str,
    width: f32,
) -> Response {
    let (rect, outer) = ui.allocate_exact_size(vec2(width, size::BUTTON), Sense::hover());
    let id = outer.id.with("edit");
    let unit_width = width_of(ui, unit, font::ui(font::SMALL));
    let focused = ui.memory(|memory| memory.has_focus(id));
    frame(ui, rect, focused);
    let c = colors(ui);
    let inner = Rect::from_min_max(
        rect.min + vec2(space::M, 0.0),
        pos2(
            rect.right() - space::M - unit_width - space::XS,
            rect.bottom(),
        ),
    );
    let field = TextEdit::singleline(value)
        .id(id)
        .font(font::ui(font::UI))
        .text_color(c.ink)
        .frame(egui::Frame::NONE)
        .margin(egui::Margin::ZERO)
        .desired_width(inner.width())
        .align(egui::Align2::LEFT_CENTER)
        .min_size(inner.size());
    let response = ui.place(inner, field).accessible_name(name);
    text(
        ui,
        pos2(rect.right() - space::M, rect.center().y),
        Align2::RIGHT_CENTER,
        unit,
        font::ui(font::SMALL),
        c.ink3,
    );
    response
}

/// The search field: a glass before the text, a cross or the shortcut behind it. Pass the same `id` to
/// `request_focus` for the shortcut.
#[expect(
    clippy::too_many_arguments,
    reason = "each is a different thing to say of one field"
)]
pub fn search_field(
    ui: &mut Ui,
    id: Id,
    value: &mut String,
    name: &str,
    hint: &str,
    keys: Option<&str>,
    width: f32,
    height: f32,
) -> Response {
    let c = colors(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(width, height), Sense::hover());
    let focused = ui.memory(|memory| memory.has_focus(id));
    frame(ui, rect, focused);
    Icon::Search.paint_scaled(
        ui.painter(),
        pos2(rect.left() + 16.0, rect.center().y),
        c.ink2,
        0.85,
    );
    let inner = Rect::from_min_max(
        rect.min + vec2(30.0, 0.0),
        pos2(rect.right() - 30.0, rect.bottom()),
    );
    // In a narrow field the words go before the shortcut: that one is in the menu as well.
    let badge_width = keys.map_or(0.0, |keys| width_of(ui, keys, font::ui(font::HEAD)) + 24.0);
    let room = rect.width() - 30.0 - width_of(ui, hint, font::ui(font::UI));
    let keys = keys.filter(|_| room > badge_width);
    let hint = egui::RichText::new(hint)
        .font(font::ui(font::UI))
        .color(c.ink3);
    let field = TextEdit::singleline(value)
        .id(id)
        .font(font::ui(font::UI))
        .text_color(c.ink)
        .hint_text(hint)
        .frame(egui::Frame::NONE)
        .margin(egui::Margin::ZERO)
        .desired_width(inner.width())
        .align(egui::Align2::LEFT_CENTER)
        .min_size(inner.size());
    let mut response = ui.place(inner, field).accessible_name(name);
    if value.is_empty() {
        if let Some(keys) = keys.filter(|_| !focused) {
            let w = width_of(ui, keys, font::ui(font::HEAD));
            let badge = Rect::from_center_size(
                pos2(rect.right() - 8.0 - (w + 10.0) / 2.0, rect.center().y),
                vec2(w + 10.0, 17.0),
            );
            ui.painter().rect_stroke(
                badge,
                radius::BADGE,
                Stroke::new(stroke::LINE, c.line2),
                StrokeKind::Inside,
            );
            text(
                ui,
                badge.center(),
                Align2::CENTER_CENTER,
                keys,
                font::ui(font::HEAD),
                c.ink3,
            );
        }
    } else {
        let cross =
            Rect::from_center_size(pos2(rect.right() - 16.0, rect.center().y), vec2(22.0, 22.0));
        let clear = super::at(ui, cross, |ui| {
            icon_button(
                ui,
                Icon::Close,
                &format!("Clear {}", name.to_lowercase()),
                None,
                22.0,
                None,
            )
        });
        if clear.clicked() {
            value.clear();
            response.mark_changed();
        }
    }
    response
}
