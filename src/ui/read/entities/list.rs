//! A row of the narrow list: the name, a bar and its number.

use egui::{Align2, Rect, Ui, pos2, vec2};

use super::{
    State, counted,
    row::{self, Line, NAME},
    rows::id_of,
    selection::Shown,
};
use crate::{
    ui::{
        context::Cx,
        theme::{colors, font, space},
        widgets::{self, number},
    },
    workspace::views::{EntityRow, NameKey},
};

/// Edges of the columns: where the bar begins, from the left; how long it may be beside a number `digits` points wide.
pub(super) fn bar_columns(width: f32, digits: f32) -> (f32, f32) {
    let left = (width - 143.0).clamp(150.0, 209.0).round();
    let number = (digits + space::L + space::M).max(43.0);
    (left, (width - left - number).clamp(20.0, 136.0))
}

/// Width of the longest number of the list, in points.
pub(super) fn digits(ui: &Ui, most: u64) -> f32 {
    widgets::width_of(ui, &number(most), font::ui(font::UI))
}

pub(super) fn row_ui(
    ui: &mut Ui,
    line: &Line<'_>,
    rows: &[EntityRow],
    shown: Shown<'_>,
    cx: &mut Cx<'_>,
    state: &mut State,
) {
    let c = colors(ui);
    let unit = state.unit(cx);
    let response = row::dress(ui, line, unit, rows, shown, cx, state);
    let Line { rect, row, .. } = *line;
    let value = counted(row, unit);
    let y = rect.center().y;
    let (bar, long) = bar_columns(rect.width(), digits(ui, line.most));
    let id = if state.selection.has(row.id) {
        font::bold(font::UI)
    } else {
        font::ui(font::UI)
    };
    let galley = widgets::elided(ui, &row.name, id, c.ink, bar - NAME - space::M);
    let cut = galley.elided;
    widgets::galley_at(ui, rect.left() + NAME, y, galley, c.ink);
    let day = match state.order.map(|order| order.key) {
        Some(NameKey::First) => Some(row.first.as_deref()),
        Some(NameKey::Last) => Some(row.last.as_deref()),
        _ => None,
    };
    if let Some(day) = day {
        // A list by date shows the dates.
        let words = day.map_or_else(|| "No date".to_owned(), widgets::day_words);
        let ink = if day.is_some() { c.ink2 } else { c.ink3 };
        let at = pos2(rect.left() + bar, y);
        widgets::text(
            ui,
            at,
            Align2::LEFT_CENTER,
            &words,
            font::ui(font::SMALL),
            ink,
        );
    } else {
        let share = value as f32 / line.most as f32;
        let shape = Rect::from_min_size(
            pos2(rect.left() + bar, y - 4.0),
            vec2((long * share).max(1.5), 8.0),
        );
        ui.painter().rect_filled(shape, 0.0, c.type_bar(row.kind));
    }
    let name = format!("Show {} of {}", row::opens(value, unit), row.name);
    let right = pos2(rect.right() - space::L, y);
    let id = id_of(row.id).with("count");
    if widgets::number_in_row(ui, id, right, &number(value), &name, line.stop).clicked() {
        row::show(row, unit, cx);
    }
    if cut {
        response.on_hover_text(&row.name);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_ends_before_the_longest_number() {
        for width in [280.0, 300.0, 360.0, 480.0] {
            for digits in [8.0, 34.0, 48.0, 62.0] {
                let (left, long) = bar_columns(width, digits);
                let number = width - space::L - digits;
                assert!(left + long < number, "{width}, {digits}: {left} + {long}");
            }
        }
    }
}
