//! What list and table rows share: ground, fold, clicks and what a screen reader says.

use egui::{Rect, Response, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::{
    State, acts,
    rows::id_of,
    selection::{Shown, Way},
};
use crate::{
    model::{CountUnit, chart::Cell},
    ui::{
        action::Action,
        context::Cx,
        theme::{colors, stroke},
        widgets::{self, Icon},
    },
    workspace::views::EntityRow,
};

/// A row in view.
pub(super) struct Line<'r> {
    pub(super) rect: Rect,
    pub(super) row: &'r EntityRow,
    /// Its place among the rows shown.
    pub(super) place: usize,
    /// Whether the Tab key stops at it.
    pub(super) stop: bool,
    /// The largest number shown.
    pub(super) most: u64,
    /// Whether its spellings are unfolded.
    pub(super) open: bool,
}

/// Left edge of the glyph's middle and of the name, from the row's left.
pub(super) const GLYPH: f32 = 33.0;
pub(super) const NAME: f32 = 45.0;

/// Keeps the keyboard on a row that is out of view.
pub(super) fn keep_focus(ui: &Ui, rect: Rect, row: &EntityRow) {
    if ui.memory(|memory| memory.has_focus(id_of(row.id))) {
        let response = ui.interact(rect, id_of(row.id), Sense::click());
        response.widget_info(|| WidgetInfo::labeled(Role::ListBoxOption, true, &row.name));
    }
}

/// Type, name and all counts, first the one that is shown.
fn spoken(row: &EntityRow, first: CountUnit) -> String {
    let counts = [
        (CountUnit::Mentions, row.mentions),
        (CountUnit::Articles, row.articles),
        (CountUnit::Stories, row.stories),
    ];
    let mut words = format!("{} {}", row.kind.label(), row.name);
    let (shown, rest): (Vec<_>, Vec<_>) = counts.into_iter().partition(|(unit, _)| *unit == first);
    for (unit, value) in shown.into_iter().chain(rest) {
        let [one, many] = unit.nouns();
        words.push_str(", ");
        words.push_str(&widgets::count(value, one, many));
    }
    words
}

/// Ground, ring, fold and glyph of a row, and what clicks on it do. Draw numbers and links after it: they lie above.
pub(super) fn dress(
    ui: &mut Ui,
    line: &Line<'_>,
    unit: CountUnit,
    rows: &[EntityRow],
    shown: Shown<'_>,
    cx: &mut Cx<'_>,
    state: &mut State,
) -> Response {
    let c = colors(ui);
    let Line { rect, row, .. } = *line;
    let selected = state.selection.has(row.id);
    let sense = if line.stop {
        Sense::click()
    } else {
        Sense::CLICK
    };
    let response = ui.interact(rect, id_of(row.id), sense);
    response.widget_info(|| {
        WidgetInfo::selected(Role::ListBoxOption, true, selected, spoken(row, unit))
    });
    if selected {
        ui.painter().rect_filled(rect, 0.0, c.selected);
        let edge = Rect::from_min_size(rect.min, vec2(stroke::SELECTED, rect.height()));
        ui.painter().rect_filled(edge, 0.0, c.accent);
    } else if response.hovered() {
        ui.painter().rect_filled(rect, 0.0, c.hover);
    }
    if response.double_clicked() {
        show(row, unit, cx);
    } else if response.clicked() {
        let modifiers = ui.input(|input| input.modifiers);
        let way = if modifiers.shift {
            Way::Range
        } else if modifiers.command {
            Way::Toggle
        } else {
            Way::Only
        };
        state.selection.go(rows, shown, line.place, way);
        ui.memory_mut(|memory| memory.request_focus(id_of(row.id)));
    }
    if response.gained_focus() && state.selection.cursor().is_none() {
        state.selection.go(rows, shown, line.place, Way::Move);
    }
    if response.secondary_clicked() && !selected {
        state.selection.go(rows, shown, line.place, Way::Only);
    }
    widgets::focus_ring(ui, rect, &response);
    acts::menu(&response, row, rows, cx, state);
    if row.variants.len() > 1 {
        fold_ui(ui, line, state);
    }
    widgets::glyph(
        ui.painter(),
        pos2(rect.left() + GLYPH, rect.center().y),
        row.kind,
        c.of(row.kind),
    );
    response
}

fn fold_ui(ui: &Ui, line: &Line<'_>, state: &mut State) {
    let c = colors(ui);
    let Line {
        rect, row, open, ..
    } = *line;
    let cell = Rect::from_center_size(
        pos2(rect.left() + 14.0, rect.center().y),
        vec2(20.0, rect.height()),
    );
    let fold = ui.interact(cell, id_of(row.id).with("fold"), Sense::CLICK);
    fold.widget_info(|| {
        let way = if open { "Hide" } else { "Show" };
        WidgetInfo::labeled(
            Role::Button,
            true,
            format!("{way} spellings of {}", row.name),
        )
    });
    let icon = if open { Icon::Down } else { Icon::Right };
    let ink = if fold.hovered() { c.ink } else { c.ink3 };
    icon.paint_scaled(ui.painter(), cell.center(), ink, 0.65);
    if fold.clicked() {
        state.fold(row.id, !open);
    }
}

/// Lists the passages behind a number of a row.
pub(super) fn show(row: &EntityRow, unit: CountUnit, cx: &mut Cx<'_>) {
    cx.send(Action::ShowPassages {
        cell: Cell::Entity(row.id),
        unit,
    });
}

/// `96 passages`, `41 articles`: what a number opens.
pub(super) fn opens(value: u64, unit: CountUnit) -> String {
    match unit {
        CountUnit::Mentions => widgets::count(value, "passage", "passages"),
        _ => {
            let [one, many] = unit.nouns();
            widgets::count(value, one, many)
        }
    }
}
