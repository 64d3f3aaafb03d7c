//! A table of counts by row and column, painted from the same value as the exported picture: the more, the darker.

use std::f32::consts::FRAC_PI_2;

use egui::{
    Align2, EventFilter, Key, Rect, Response, Role, Sense, Ui, WidgetInfo, epaint::TextShape, pos2,
    vec2,
};

use crate::{
    model::chart::{Cell, Matrix},
    ui::{
        theme::{colors, font, mix, space},
        widgets::{count, elided, focus_ring, galley_at, number, text, width_of},
    },
};

/// Height of a row, and least and greatest width of a column.
const ROW: f32 = 26.0;
const NARROWEST: f32 = 30.0;
const WIDEST: f32 = 72.0;

/// Labels of rows take at most this share of the width; labels of columns are at most so high.
const LABELS: f32 = 0.3;
const HIGHEST: f32 = 150.0;

/// Where things stand.
pub struct Layout {
    labels: f32,
    head: f32,
    column: f32,
}

impl Layout {
    /// The layout of a matrix in a panel of this width.
    pub fn new(ui: &Ui, matrix: &Matrix, width: f32) -> Self {
        let widest = |words: &[String]| {
            words
                .iter()
                .map(|w| width_of(ui, w, font::ui(font::SMALL)))
                .fold(0.0_f32, f32::max)
        };
        let labels = (widest(&matrix.rows) + space::M).min(width * LABELS);
        let columns = matrix.columns.len().max(1) as f32;
        let numbers = matrix.cells.iter().flatten().flatten();
        let most = numbers.map(|(value, _)| *value).max().unwrap_or(0);
        let least = width_of(ui, &number(most), font::bold(font::SMALL)) + space::M;
        let least = least.max(NARROWEST);
        Self {
            labels,
            head: (widest(&matrix.columns) + space::M).min(HIGHEST),
            column: ((width - labels) / columns).clamp(least, WIDEST.max(least)),
        }
    }

    /// Points of the whole.
    pub fn size(&self, matrix: &Matrix) -> egui::Vec2 {
        vec2(
            self.labels + self.column * matrix.columns.len() as f32,
            self.head + ROW * matrix.rows.len() as f32,
        )
    }
}

/// Draws the matrix from the upper left of `rect` on. Returns the cell that was chosen, with its name.
pub fn ui(
    ui: &Ui,
    rect: Rect,
    matrix: &Matrix,
    layout: &Layout,
    selected: Option<&Cell>,
    words: [&str; 2],
) -> Option<(Cell, String)> {
    let c = colors(ui);
    let small = font::ui(font::SMALL);
    for (n, name) in matrix.columns.iter().enumerate() {
        let x = rect.left() + layout.labels + (n as f32 + 0.5) * layout.column;
        let galley = elided(ui, name, small.clone(), c.ink2, layout.head - space::S);
        let at = pos2(x - galley.size().y / 2.0, rect.top() + layout.head - 3.0);
        let shape = TextShape::new(at, galley, c.ink2).with_angle(-FRAC_PI_2);
        ui.painter().add(shape);
    }
    let most = matrix.cells.iter().flatten().flatten();
    let most = most.map(|(value, _)| *value).max().unwrap_or(0).max(1);
    let base = ui.scope_id().with("matrix");
    let (rows, columns) = (matrix.rows.len(), matrix.columns.len());
    let mut chosen = None;
    // Handed over after the loop: the next cell would see the same key and pass it on.
    let mut focus = None;
    for (row, (name, cells)) in matrix.rows.iter().zip(&matrix.cells).enumerate() {
        let top = rect.top() + layout.head + row as f32 * ROW;
        let line = Rect::from_min_size(pos2(rect.left(), top), vec2(rect.width(), ROW));
        if !ui.is_rect_visible(line) {
            continue;
        }
        let galley = elided(ui, name, small.clone(), c.ink, layout.labels - space::S);
        let x = rect.left() + layout.labels - space::S - galley.size().x;
        galley_at(ui, x, line.center().y, galley, c.ink);
        for (column, cell) in cells.iter().enumerate() {
            let left = rect.left() + layout.labels + column as f32 * layout.column;
            let place = Rect::from_min_size(pos2(left, top), vec2(layout.column, ROW)).shrink(0.5);
            let Some((value, cell)) = cell else {
                text(
                    ui,
                    place.center(),
                    Align2::CENTER_CENTER,
                    "·",
                    small.clone(),
                    c.ink3,
                );
                continue;
            };
            let id = base.with((row, column));
            let response = ui.interact(place, id, Sense::click());
            let beside = matrix.columns.get(column).map_or("", String::as_str);
            let says = format!("{name}, {beside}: {}", count(*value, words[0], words[1]));
            let is_selected = selected == Some(cell);
            response.widget_info(|| WidgetInfo::selected(Role::Cell, true, is_selected, &says));
            if response.clicked() {
                response.request_focus();
                if *value > 0 {
                    chosen = Some((cell.clone(), format!("{name}, {beside}")));
                }
            }
            if response.has_focus()
                && let Some(to) = moved(ui, &response, (row, column), (rows, columns), matrix)
            {
                focus = Some(base.with(to));
            }
            let share = (*value as f32 / most as f32).sqrt();
            let (ground, ink) = match *value {
                0 => (c.paper, c.ink3),
                _ if share > 0.55 => (mix(c.paper, c.accent, share), c.on_accent),
                _ => (mix(c.paper, c.accent, 0.08 + 0.72 * share), c.ink),
            };
            ui.painter().rect_filled(place, 0.0, ground);
            let font = if is_selected {
                font::bold(font::SMALL)
            } else {
                small.clone()
            };
            text(
                ui,
                place.center(),
                Align2::CENTER_CENTER,
                &number(*value),
                font,
                ink,
            );
            if is_selected || response.hovered() {
                let line = egui::Stroke::new(if is_selected { 2.0 } else { 1.0 }, c.ink);
                let kind = egui::StrokeKind::Inside;
                ui.painter().rect_stroke(place, 0.0, line, kind);
            }
            focus_ring(ui, place, &response);
            response.on_hover_text(&says);
        }
    }
    if let Some(id) = focus {
        ui.memory_mut(|memory| memory.request_focus(id));
    }
    chosen
}

/// The cell to which a key leads from this one; what has no data is passed over.
fn moved(
    ui: &Ui,
    response: &Response,
    (row, column): (usize, usize),
    (rows, columns): (usize, usize),
    matrix: &Matrix,
) -> Option<(usize, usize)> {
    let arrows = EventFilter {
        horizontal_arrows: true,
        vertical_arrows: true,
        ..EventFilter::default()
    };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, arrows));
    let step: (isize, isize) = ui.input(|input| {
        if input.modifiers.any() {
            return None;
        }
        [
            (Key::ArrowUp, (-1, 0)),
            (Key::ArrowDown, (1, 0)),
            (Key::ArrowLeft, (0, -1)),
            (Key::ArrowRight, (0, 1)),
        ]
        .into_iter()
        .find(|(key, _)| input.key_pressed(*key))
        .map(|(_, step)| step)
    })?;
    let mut at = (row, column);
    loop {
        at = (
            at.0.checked_add_signed(step.0).filter(|n| *n < rows)?,
            at.1.checked_add_signed(step.1).filter(|n| *n < columns)?,
        );
        if matrix.cells.get(at.0)?.get(at.1)?.is_some() {
            return Some(at);
        }
    }
}
