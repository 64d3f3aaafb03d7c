//! Small painting helpers all controls share.

use std::sync::Arc;

use egui::{
    Align2, Color32, EventFilter, FocusDirection, FontId, Galley, Id, Key, Painter, Pos2, Rect,
    Response, RichText, Role, Stroke, StrokeKind, Ui, WidgetInfo,
    text::{LayoutJob, TextWrapping},
};

use super::order::seen;
use crate::ui::{
    bidi::turns,
    theme::{colors, font, radius, stroke},
};

/// Says that the rows drawn into `ui` are a list or table of so many, also of those scrolled out of sight: screen readers
/// announce the number with each row.
pub fn list_of(ui: &Ui, role: egui::Role, name: &str, rows: usize) {
    ui.ctx().accesskit_node_builder(ui.unique_id(), |node| {
        node.set_role(role);
        node.set_label(name);
        node.set_size_of_set(rows);
        if role == egui::Role::Grid {
            node.set_row_count(rows);
        }
    });
}

/// Says which of the rows the control with this id is, the first being 0.
pub fn position(ui: &Ui, row: egui::Id, at: usize) {
    ui.ctx().accesskit_node_builder(row, |node| {
        node.set_position_in_set(at);
        node.set_row_index(at);
    });
}

/// Paints one line of text with `align` at `pos`; returns where it lies. Screen readers do not see painted text: use
/// [`label`] where nothing else names it.
pub fn text(ui: &Ui, pos: Pos2, align: Align2, words: &str, font: FontId, color: Color32) -> Rect {
    ui.painter().text(pos, align, seen(words), font, color)
}

/// Lays out one line no wider than `width` points, ending in `…` when cut.
pub fn elided(ui: &Ui, words: &str, font: FontId, color: Color32, width: f32) -> Arc<Galley> {
    if turns(words) {
        return elided_turned(ui, words, &font, color, width);
    }
    let mut job = LayoutJob::simple_singleline(words.to_owned(), font, color);
    job.wrap = TextWrapping {
        max_width: width.max(0.0),
        max_rows: 1,
        break_anywhere: true,
        overflow_character: Some('…'),
    };
    ui.painter().layout_job(job)
}

/// The same for words of which some run to the left: the last ones are cut, wherever they are seen.
fn elided_turned(ui: &Ui, words: &str, font: &FontId, color: Color32, width: f32) -> Arc<Galley> {
    let set = |words: &str| {
        let words = seen(words).into_owned();
        ui.painter().layout_no_wrap(words, font.clone(), color)
    };
    let whole = set(words);
    if whole.size().x <= width {
        return whole;
    }
    let ends: Vec<usize> = words.char_indices().map(|(at, _)| at).collect();
    let cut = |end: usize| format!("{}…", words.get(..end).unwrap_or_default().trim_end());
    let fits = ends.partition_point(|end| set(&cut(*end)).size().x <= width);
    let end = ends.get(fits.saturating_sub(1)).copied().unwrap_or(0);
    set(&cut(end))
}

/// Width in points of one line of text.
#[must_use]
pub fn width_of(ui: &Ui, words: &str, font: FontId) -> f32 {
    ui.painter()
        .layout_no_wrap(seen(words).into_owned(), font, Color32::WHITE)
        .size()
        .x
}

/// Paints a galley, centered on `y`, from `x` on. Returns where it lies.
pub fn galley_at(ui: &Ui, x: f32, y: f32, galley: Arc<Galley>, color: Color32) -> Rect {
    let pos = Pos2::new(x, y - galley.size().y / 2.0);
    let rect = Rect::from_min_size(pos, galley.size());
    ui.painter().galley(pos, galley, color);
    rect
}

/// A label that screen readers see.
pub fn label(ui: &mut Ui, words: impl Into<String>, font: FontId, color: Color32) -> Response {
    let words = words.into();
    if turns(&words) {
        return label_turned(ui, &words, font, color, f32::INFINITY);
    }
    ui.add(
        egui::Label::new(RichText::new(words).font(font).color(color))
            .selectable(false)
            .extend(),
    )
}

/// The same, cut with `…` where the space ends.
pub fn label_elided(
    ui: &mut Ui,
    words: impl Into<String>,
    font: FontId,
    color: Color32,
) -> Response {
    let words = words.into();
    if turns(&words) {
        let room = ui.available_width();
        return label_turned(ui, &words, font, color, room);
    }
    ui.add(
        egui::Label::new(RichText::new(words).font(font).color(color))
            .selectable(false)
            .truncate(),
    )
}

/// The same for words of which some run to the left. Screen readers are told them as they are written.
fn label_turned(ui: &mut Ui, words: &str, font: FontId, color: Color32, room: f32) -> Response {
    let galley = elided(ui, words, font, color, room);
    let (rect, response) = ui.allocate_exact_size(galley.size(), egui::Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, words));
    ui.painter().galley(rect.min, galley, color);
    response
}

/// Draws into `rect` as a child of its own, laid out from left to right and centered vertically.
pub fn at<R>(ui: &mut Ui, rect: Rect, add: impl FnOnce(&mut Ui) -> R) -> R {
    let builder = egui::UiBuilder::new()
        .max_rect(rect)
        .layout(egui::Layout::left_to_right(egui::Align::Center));
    ui.scope_builder(builder, add).inner
}

/// A filled rectangle with hard edges, for shapes a point or two thin: egui's soft edges would fade them away.
pub fn crisp_rect(painter: &Painter, rect: Rect, color: Color32) {
    let mut mesh = egui::Mesh::default();
    mesh.add_colored_rect(rect, color);
    painter.add(mesh);
}

/// A line across `rect` at `y`.
pub fn hline(painter: &Painter, rect: Rect, y: f32, color: Color32) {
    let y = painter.round_to_pixel_center(y - stroke::LINE / 2.0);
    painter.hline(rect.x_range(), y, Stroke::new(stroke::LINE, color));
}

/// A line down `rect` at `x`.
pub fn vline(painter: &Painter, rect: Rect, x: f32, color: Color32) {
    let x = painter.round_to_pixel_center(x - stroke::LINE / 2.0);
    painter.vline(x, rect.y_range(), Stroke::new(stroke::LINE, color));
}

/// The ring around whatever has the keyboard.
pub fn focus_ring(ui: &Ui, rect: Rect, response: &Response) {
    if response.has_focus() {
        ring(ui, rect);
    }
}

/// The same ring, whoever has the keyboard.
pub(super) fn ring(ui: &Ui, rect: Rect) {
    let line = Stroke::new(stroke::FOCUS, colors(ui).accent);
    ui.painter()
        .rect_stroke(rect, radius::CONTROL, line, StrokeKind::Inside);
}

/// A tooltip: what the control does, and its shortcut.
pub fn tooltip(response: Response, words: &str, shortcut: Option<&str>) -> Response {
    response.on_hover_ui(|ui| {
        let c = colors(ui);
        ui.horizontal(|ui| {
            ui.label(
                RichText::new(words)
                    .font(font::ui(font::SMALL))
                    .color(c.ink),
            );
            if let Some(keys) = shortcut {
                ui.label(
                    RichText::new(keys)
                        .font(font::ui(font::SMALL))
                        .color(c.ink3),
                );
            }
        });
    })
}

/// Keeps the keys of `filter` for the widget that has the keyboard, so that none of them takes it elsewhere.
pub fn hold_keys(ui: &Ui, id: Id, filter: EventFilter) {
    let arrows = [
        (Key::ArrowUp, filter.vertical_arrows),
        (Key::ArrowDown, filter.vertical_arrows),
        (Key::ArrowLeft, filter.horizontal_arrows),
        (Key::ArrowRight, filter.horizontal_arrows),
    ];
    let pressed = ui.input(|input| {
        let pressed = |(key, held): &(Key, bool)| *held && input.key_pressed(*key);
        arrows.iter().any(pressed)
    });
    ui.memory_mut(|memory| {
        memory.set_focus_lock_filter(id, filter);
        // egui takes the filter only of what had the keyboard in the frame before. A step to the next line gives it to
        // another one, and the next press may be there already.
        if pressed && memory.has_focus(id) {
            memory.move_focus(FocusDirection::None);
        }
    });
}
