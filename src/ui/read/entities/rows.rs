//! Rows that are in view, and no others: where each lies while some are unfolded.

use egui::{Id, Rect, Role, ScrollArea, Ui, pos2, vec2};

use super::{
    Picked, State, list,
    row::{self, Line},
    selection::{Shown, row_at},
    spellings, table,
};
use crate::{
    model::EntityId,
    ui::{context::Cx, theme::size, widgets},
    workspace::views::{EntityRow, EntityTable},
};

/// A row's id, so that it keeps the keyboard when the list scrolls.
pub(super) fn id_of(entity: EntityId) -> Id {
    Id::unique(("entity row", entity.0))
}

/// Where rows lie. Counted in 64 bits: a hundred thousand rows are more points than 32 bits part finely.
pub(super) struct Places<'p> {
    /// Unfolded rows by place, with the height of what is unfolded below each.
    unfolded: &'p [(usize, f32)],
}

impl Places<'_> {
    fn height(&self, rows: usize) -> f64 {
        let more: f64 = self.unfolded.iter().map(|(_, more)| f64::from(*more)).sum();
        rows as f64 * f64::from(size::ROW) + more
    }

    /// Upper edge of a row, from the top of the list.
    fn top(&self, place: usize) -> f64 {
        let before = self.unfolded.iter().take_while(|(at, _)| *at < place);
        let more: f64 = before.map(|(_, more)| f64::from(*more)).sum();
        place as f64 * f64::from(size::ROW) + more
    }

    /// The row at this height, its spellings included.
    fn at(&self, y: f64) -> usize {
        let row = f64::from(size::ROW);
        let mut more = 0.0;
        for (place, height) in self.unfolded {
            let top = *place as f64 * row + more;
            if y < top {
                break;
            }
            if y < top + row + f64::from(*height) {
                return *place;
            }
            more += f64::from(*height);
        }
        ((y - more).max(0.0) / row) as usize
    }
}

fn unfolded(rows: &[EntityRow], shown: Shown<'_>, state: &State) -> Vec<(usize, f32)> {
    if state.open.is_empty() {
        return Vec::new();
    }
    let rows = (0..shown.len()).filter_map(|place| Some((place, row_at(rows, shown, place)?)));
    rows.filter(|(_, row)| state.open.contains(&row.id))
        .map(|(place, row)| (place, spellings::height(row)))
        .collect()
}

/// Draws the rows into `body`.
pub(super) fn ui(
    ui: &mut Ui,
    body: Rect,
    names: &EntityTable,
    picked: &Picked,
    cx: &mut Cx<'_>,
    state: &mut State,
    wide: bool,
) {
    let (rows, shown) = (names.rows.as_slice(), picked.shown.as_slice());
    let folds = state.folds;
    let open = match state.unfolded.take() {
        Some((then, open)) if then == folds => open,
        _ => unfolded(rows, shown, state),
    };
    let places = Places { unfolded: &open };
    let cursor = state.selection.place(rows, shown);
    let role = if wide { Role::Grid } else { Role::ListBox };
    let columns = table::Columns::new(body.width(), cx.stories);
    let reveal = std::mem::take(&mut state.reveal);
    super::super::child(ui, body, |ui| {
        ScrollArea::vertical()
            .id_salt("entities")
            .auto_shrink(false)
            .show_viewport(ui, |ui, view| {
                widgets::list_of(ui, role, "Names", shown.len());
                ui.set_min_size(vec2(body.width(), places.height(shown.len()) as f32));
                let place_of = |place: usize| {
                    let top = f64::from(body.top()) + places.top(place) - f64::from(view.top());
                    Rect::from_min_size(
                        pos2(body.left(), top as f32),
                        vec2(body.width(), size::ROW),
                    )
                };
                let first = places.at(f64::from(view.top()));
                let last = places.at(f64::from(view.bottom())).saturating_add(1);
                let seen = first..last.min(shown.len());
                if let Some(place) = cursor {
                    if reveal {
                        ui.scroll_to_rect(place_of(place), None);
                    }
                    if !seen.contains(&place)
                        && let Some(row) = row_at(rows, shown, place)
                    {
                        row::keep_focus(ui, place_of(place), row);
                    }
                }
                for place in seen {
                    let Some(row) = row_at(rows, shown, place) else {
                        continue;
                    };
                    let line = Line {
                        rect: place_of(place),
                        row,
                        place,
                        // One stop for the Tab key in the whole list; arrow keys do the rest.
                        stop: cursor.map_or(place == 0, |cursor| cursor == place),
                        most: picked.most,
                        open: state.open.contains(&row.id),
                    };
                    if wide {
                        let at = shown.get(place).map_or(0, |at| *at as usize);
                        table::row_ui(
                            ui,
                            &line,
                            names.over_time().of(at),
                            &columns,
                            names,
                            shown,
                            cx,
                            state,
                        );
                    } else {
                        list::row_ui(ui, &line, rows, shown, cx, state);
                    }
                    widgets::position(ui, id_of(row.id), place);
                    if line.open {
                        spellings::ui(ui, &line, wide.then_some(&columns), cx, state);
                    }
                }
            });
    });
    state.unfolded = Some((folds, open));
    if state.folds != folds {
        ui.ctx().request_repaint();
    }
}
