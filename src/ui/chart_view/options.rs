//! What is above the chart: what is shown and counted, how many rows, which names are compared, how lengths are drawn.

use egui::{Align2, Rect, ScrollArea, Sense, Ui, vec2};

use super::state::{MOST_COMPARED, Mode, Show, State, TOPS, units};
use crate::{
    model::{
        EntityId,
        chart::{Cell, Chart, ChartData},
    },
    ui::{
        action::Action,
        context::Cx,
        theme::{colors, font, size, space},
        widgets::{
            self, Bar, Button, ButtonKind, ChipEvent, MenuItem, Segment, bar, checkbox, chip,
            chip_within, dropdown, hline, menu, segmented, text, width_of,
        },
    },
    workspace::session::{Slot, Views},
};

pub(super) fn options_ui(ui: &mut Ui, rect: Rect, cx: &mut Cx<'_>, state: &mut State) {
    let c = colors(ui);
    let look = Bar {
        ground: c.panel,
        pad: space::L,
        line: Some(c.line),
    };
    let views = cx.views();
    bar(
        ui,
        rect,
        look,
        state,
        |ui, state| {
            ui.spacing_mut().item_spacing.x = space::M;
            // Painted only: screen readers hear the name of the control that follows.
            let about = |ui: &mut Ui, words: &str| {
                let width = width_of(ui, words, font::ui(font::SMALL));
                let (rect, _) =
                    ui.allocate_exact_size(vec2(width, size::PANEL_BUTTON), Sense::hover());
                text(
                    ui,
                    rect.left_center(),
                    Align2::LEFT_CENTER,
                    words,
                    font::ui(font::SMALL),
                    c.ink3,
                );
            };
            if state.mode == Mode::OverTime {
                if !state.compares() {
                    about(ui, "Of");
                    names_ui(ui, &views.chart, state);
                }
                compare_ui(ui, cx, state);
            } else {
                about(ui, "Show");
                let words = Show::ALL.map(|(_, words)| words);
                let chosen = Show::ALL
                    .iter()
                    .position(|(s, _)| *s == state.show)
                    .unwrap_or(0);
                if let Some((next, _)) =
                    dropdown(ui, "Show", &words, chosen).and_then(|n| Show::ALL.get(n))
                {
                    state.show = *next;
                    state.names = None;
                    state.chosen = None;
                }
            }
            if state.mode == Mode::OverTime || state.show.has_units() {
                ui.add_space(space::XS);
                about(ui, "Count");
                let units = units(cx.stories);
                let words = units.map(|(_, words)| words);
                let chosen = units
                    .iter()
                    .position(|(u, _)| *u == state.unit)
                    .unwrap_or(0);
                if let Some((next, _)) =
                    dropdown(ui, "Count", &words, chosen).and_then(|n| units.get(n))
                {
                    state.unit = *next;
                }
            }
            ui.add_space(space::XS);
            if state.show.has_top() && state.mode != Mode::OverTime {
                top_ui(ui, about, state);
            }
            if state.mode == Mode::OverTime || state.show.has_scale() {
                // Where large letters leave little room, what it does is said by the tooltip.
                let words = ["Log scale", "Log"];
                let fits = |words: &&str| {
                    width_of(ui, words, font::ui(font::UI)) + 22.0 <= ui.available_width()
                };
                let words = words.into_iter().find(fits).unwrap_or("Log");
                let log = checkbox(ui, &mut state.drawn.log, words);
                log.on_hover_text(
                    "Logarithmic: each step is ten times the one before, so that 1 can be seen beside 1,000",
                );
            }
            if state.mode != Mode::OverTime && state.show.has_share() {
                let share = checkbox(ui, &mut state.drawn.share, "Share");
                share.on_hover_text("As a share of all that each has in the same time");
            }
        },
        |_, _| {},
    );
}

/// How many rows are shown, or that only listed names are.
fn top_ui(ui: &mut Ui, about: impl Fn(&mut Ui, &str), state: &mut State) {
    about(ui, "Top");
    let words = TOPS.map(|top| top.to_string());
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let chosen = TOPS.iter().position(|t| *t == state.top).unwrap_or(1);
    if let Some(next) = dropdown(ui, "Top", &words, chosen).and_then(|n| TOPS.get(n)) {
        state.top = *next;
    }
    if let Some(names) = &state.names {
        ui.add_space(space::XS);
        if chip(ui, "Only", &names.title) == Some(ChipEvent::Removed) {
            state.names = None;
        }
    }
}

/// Adds a name to those that are compared over time, and chooses between lines and small charts.
fn compare_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &mut State) {
    let views = cx.views();
    /// Names offered: who wants another one selects it in the table of names.
    const OFFERED: usize = 16;
    let rows = views.entities.value().map(|table| table.rows.as_slice());
    let followed = state.entity();
    let taken = |id: EntityId| match state.compares() {
        true => state.compared.contains(&id),
        false => followed == Some(id),
    };
    let offered: Vec<(EntityId, &str)> = rows
        .unwrap_or_default()
        .iter()
        .filter(|row| !taken(row.id))
        .take(OFFERED)
        .map(|row| (row.id, row.name.as_str()))
        .collect();
    let full = state.compared.len() >= MOST_COMPARED;
    let why = match (full, offered.is_empty()) {
        (true, _) => Some("No more than 16 names can be compared"),
        (_, true) => Some("There is no other name in this selection"),
        _ => None,
    };
    let (words, says) = if state.compares() {
        ("Add…", "Add a name to compare")
    } else {
        ("Compare with…", "Compare with another name")
    };
    let button = Button::new(words).name(says).kind(ButtonKind::Panel);
    let button = button.disabled(why).show(ui);
    let mut items = vec![MenuItem::Head("Named most often")];
    items.extend(offered.iter().map(|(_, name)| MenuItem::new(name)));
    if let Some((id, _)) = menu(&button, &items)
        .and_then(|at| at.checked_sub(1))
        .and_then(|at| offered.get(at))
    {
        // The name followed until now is the first; without one it is the name named most.
        let first = followed.or_else(|| rows?.iter().map(|row| row.id).find(|other| other != id));
        if state.compares() {
            state.not_in_lines.retain(|other| other != id);
            state.compared.push(*id);
        } else {
            state.compare(first.into_iter().chain([*id]));
        }
    }
    if state.compares() {
        let segments = [Segment::new("Lines"), Segment::new("Small charts")];
        let chosen = usize::from(state.multiples());
        if let Some(next) = segmented(ui, "How names are compared", chosen, &segments)
            && let Some(said) = state.draw_as_lines(next == 0)
        {
            cx.send(Action::Say(said));
        }
    }
}

/// The names that are compared, each taken away by its cross.
pub(super) fn compared_names_ui(ui: &mut Ui, rect: Rect, views: &Views, state: &mut State) {
    let c = colors(ui);
    ui.painter().rect_filled(rect, 0.0, c.panel);
    hline(ui.painter(), rect, rect.bottom() - 0.5, c.line);
    let rows = views.entities.value().map(|table| table.rows.as_slice());
    let charted = match views.timeline.value().map(|chart| &chart.data) {
        Some(ChartData::Lines { series, .. }) => series.as_slice(),
        _ => &[],
    };
    let name = |id: EntityId| -> Option<&str> {
        let cell = Cell::Entity(id);
        let charted = charted.iter().find(|one| one.cell == cell);
        let listed = || rows?.iter().find(|row| row.id == id);
        charted
            .map(|one| one.label.as_str())
            .or_else(|| listed().map(|row| row.name.as_str()))
    };
    let mut removed = None;
    widgets::at(ui, rect.shrink2(vec2(space::L, 6.0)), |ui| {
        ScrollArea::horizontal().id_salt("compared").show(ui, |ui| {
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = space::S;
                for (at, id) in state.compared.iter().enumerate() {
                    let name = name(*id).unwrap_or("…");
                    if chip_within(ui, "Name", name, 140.0) == Some(ChipEvent::Removed) {
                        removed = Some(at);
                    }
                }
            });
        });
    });
    if let Some(at) = removed {
        state.compared.remove(at);
    }
    // One alone is followed rather than compared.
    if let [only] = state.compared.as_slice() {
        let label = name(*only).unwrap_or_default().to_owned();
        state.chosen = Some((Cell::Entity(*only), label));
        state.compared.clear();
    }
}

/// Chooses the name that the timeline follows among those of the bars.
fn names_ui(ui: &mut Ui, slot: &Slot<Chart>, state: &mut State) {
    let mut names: Vec<(Option<Cell>, &str)> = vec![(None, "All names")];
    if let Some(Chart {
        data: ChartData::Bars(bars),
        ..
    }) = slot.value()
    {
        let entities = bars.iter().filter(|b| matches!(b.cell, Cell::Entity(_)));
        names.extend(entities.map(|b| (Some(b.cell.clone()), b.label.as_str())));
    }
    let chosen = state
        .chosen
        .clone()
        .filter(|(cell, _)| matches!(cell, Cell::Entity(_)));
    if let Some((cell, label)) = &chosen
        && !names.iter().any(|(known, _)| known.as_ref() == Some(cell))
    {
        names.push((Some(cell.clone()), label));
    }
    let words: Vec<&str> = names.iter().map(|(_, words)| *words).collect();
    let cell = chosen.as_ref().map(|(cell, _)| cell);
    let at = names
        .iter()
        .position(|(known, _)| known.as_ref() == cell)
        .unwrap_or(0);
    if let Some((cell, words)) = dropdown(ui, "Of", &words, at).and_then(|n| names.get(n)) {
        state.chosen = cell.clone().map(|cell| (cell, (*words).to_owned()));
    }
}
