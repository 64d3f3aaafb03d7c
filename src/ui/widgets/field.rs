//! Fields to type in.

use std::ops::Range;

use egui::{
    Align2, Color32, Id, Rect, Response, Sense, Stroke, StrokeKind, TextBuffer, TextEdit, Ui, pos2,
    text::{LayoutJob, TextFormat},
    vec2,
};

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

/// Several lines of text that fill `rect` and scroll in it; `name` is what screen readers say.
pub fn text_area(
    ui: &mut Ui,
    id: Id,
    rect: Rect,
    value: &mut String,
    name: &str,
    hint: &str,
) -> Response {
    let c = colors(ui);
    let focused = ui.memory(|memory| memory.has_focus(id));
    frame(ui, rect, focused);
    let inner = rect.shrink2(vec2(space::M, space::S));
    let hint = egui::RichText::new(hint)
        .font(font::ui(font::UI))
        .color(c.ink3);
    ui.scope_builder(egui::UiBuilder::new().max_rect(inner), |ui| {
        ui.set_clip_rect(ui.clip_rect().intersect(rect.shrink(stroke::FOCUS)));
        egui::ScrollArea::vertical()
            .id_salt(id)
            .auto_shrink(false)
            .show(ui, |ui| {
                let field = TextEdit::multiline(value)
                    .id(id)
                    .font(font::ui(font::UI))
                    .text_color(c.ink)
                    .hint_text(hint)
                    .frame(egui::Frame::NONE)
                    .margin(egui::Margin::ZERO)
                    .desired_width(inner.width() - size::SCROLL_BAR)
                    .min_size(vec2(inner.width() - size::SCROLL_BAR, inner.height()));
                ui.add(field).accessible_name(name)
            })
            .inner
    })
    .inner
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

/// Something to be underlined in a field.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// Bytes of what was typed.
    pub bytes: Range<usize>,
    pub ink: Color32,
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
    let field = SearchField {
        name,
        hint,
        keys,
        width,
        height,
        marks: &[],
    };
    field.show(ui, id, value)
}

/// A search field whose text can be marked.
#[derive(Clone, Copy, Debug)]
pub struct SearchField<'a> {
    pub name: &'a str,
    pub hint: &'a str,
    pub keys: Option<&'a str>,
    pub width: f32,
    pub height: f32,
    /// In order; where they overlap the first counts.
    pub marks: &'a [Mark],
}

impl SearchField<'_> {
    /// Draws it, see [`search_field`].
    pub fn show(self, ui: &mut Ui, id: Id, value: &mut String) -> Response {
        let Self {
            name,
            hint,
            keys,
            width,
            height,
            marks,
        } = self;
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
        let mut layout = |ui: &Ui, text: &dyn TextBuffer, _: f32| {
            ui.fonts_mut(|fonts| fonts.layout_job(underlined(text.as_str(), marks, c.ink)))
        };
        let field = TextEdit::singleline(value)
            .id(id)
            .font(font::ui(font::UI))
            .layouter(&mut layout)
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
            let cross = Rect::from_center_size(
                pos2(rect.right() - 16.0, rect.center().y),
                vec2(22.0, 22.0),
            );
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
}

/// A line of text with its marks underlined.
fn underlined(text: &str, marks: &[Mark], ink: Color32) -> LayoutJob {
    let plain = TextFormat::simple(font::ui(font::UI), ink);
    let mut job = LayoutJob {
        break_on_newline: false,
        ..LayoutJob::default()
    };
    let mut at = 0;
    for mark in marks {
        let (start, end) = (mark.bytes.start.max(at), mark.bytes.end);
        let (Some(before), Some(wrong)) = (text.get(at..start), text.get(start..end)) else {
            continue;
        };
        job.append(before, 0.0, plain.clone());
        let underline = TextFormat {
            underline: Stroke::new(stroke::FOCUS, mark.ink),
            ..plain.clone()
        };
        job.append(wrong, 0.0, underline);
        at = end;
    }
    job.append(text.get(at..).unwrap_or_default(), 0.0, plain);
    job
}
