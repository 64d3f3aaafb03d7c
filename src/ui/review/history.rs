//! The history: who decided what and when, newest first, and the way back to any row.

use egui::{
    Align, Align2, Id, Key, Modifiers, Rect, Role, ScrollArea, Stroke, Ui, UiBuilder, pos2, vec2,
};

use super::{PAD, SIZE, pressed};
use crate::{
    model::DecisionId,
    ui::{
        action::Action,
        context::Cx,
        theme::{colors, font, size, space, stroke},
        widgets::{self, Button, ButtonKind, EmptyState, Verdict, column_head, dialog, number},
    },
    workspace::{
        Command, Problem,
        project::{HistoryRow, Steps, ids_to, steps_to},
    },
};

/// What the panel remembers.
#[derive(Debug, Default)]
pub(super) struct State {
    query: String,
    /// The kind of decision looked for, as the ledger calls it.
    only: Option<String>,
    picked: Picked,
    selected: Option<DecisionId>,
    /// What was asked to be undone or redone, waiting for a yes.
    asked: Option<Steps>,
    /// The decisions that it is about, in their order.
    ids: Vec<DecisionId>,
    /// What was sent and not carried out yet.
    sent: Vec<Command>,
    /// Where the list is scrolled to, in points, and how high it is.
    view: (f32, f32),
    /// A row to be brought into view.
    reveal: Option<usize>,
    problem: Option<String>,
}

/// Rows that pass the filter, newest first, and what they were picked from.
#[derive(Debug, Default)]
struct Picked {
    of: Option<(String, Option<String>)>,
    seen: bool,
    rows: Vec<usize>,
    /// Kinds of decisions there are, in the order of the alphabet.
    kinds: Vec<String>,
}

impl Picked {
    fn pick(&mut self, rows: &[HistoryRow], query: &str, only: Option<&str>) {
        let of = (query.trim().to_lowercase(), only.map(str::to_owned));
        if self.seen && self.of.as_ref() == Some(&of) {
            return;
        }
        let passes = |row: &HistoryRow| {
            of.1.as_ref().is_none_or(|only| row.action == *only)
                && (of.0.is_empty()
                    || row.label.to_lowercase().contains(&of.0)
                    || row.who.to_lowercase().contains(&of.0))
        };
        self.rows = (0..rows.len())
            .rev()
            .filter(|at| rows.get(*at).is_some_and(passes))
            .collect();
        let kinds: std::collections::BTreeSet<&str> =
            rows.iter().map(|row| row.action.as_str()).collect();
        self.kinds = kinds.into_iter().map(str::to_owned).collect();
        self.of = Some(of);
        self.seen = true;
    }
}

impl State {
    /// A decision was carried out.
    pub fn carried(&mut self, command: &Command) {
        if self.sent.first() == Some(command) {
            self.sent.remove(0);
        }
    }

    /// A decision was not carried out, nor were those after it. What others decide is not said here.
    pub fn refused(&mut self, problem: &Problem) {
        if !std::mem::take(&mut self.sent).is_empty() {
            self.problem = Some(problem.to_string());
        }
    }
}

/// `keep-apart` as `Keep apart`.
fn kind_words(action: &str) -> String {
    let mut chars = action.chars();
    let first = chars.next().map(|c| c.to_uppercase().to_string());
    format!(
        "{}{}",
        first.unwrap_or_default(),
        chars.as_str().replace('-', " ")
    )
}

pub(super) fn ui(ui: &Ui, state: &mut State, cx: &mut Cx<'_>) -> Verdict {
    let slot = &cx.views().history;
    if slot.is_loading() {
        state.picked.seen = false;
    }
    keys(ui, cx);
    let (verdict, ()) = dialog(
        ui,
        "History",
        SIZE,
        &mut (state, cx),
        |ui, body, (state, cx)| body_ui(ui, body, state, cx),
        |ui, (state, cx)| {
            let c = colors(ui);
            let all = cx.views().history.value().map_or(0, Vec::len) as u64;
            let shown = state.picked.rows.len() as u64;
            let words = if shown == all {
                widgets::count(all, "line", "lines")
            } else {
                format!(
                    "{} of {}",
                    number(shown),
                    widgets::count(all, "line", "lines")
                )
            };
            widgets::label(ui, words, font::ui(font::SMALL), c.ink3);
            if let Some(problem) = &state.problem {
                widgets::label_elided(ui, problem, font::ui(font::SMALL), c.error);
            }
        },
        |ui, (_, cx)| {
            ui.spacing_mut().item_spacing.x = space::M;
            let none = cx.views().history.value().is_none_or(Vec::is_empty);
            let save = Button::new("Save as CSV…")
                .hint("Save all lines of the history as a table")
                .disabled(none.then_some("Nothing was decided yet"));
            if save.show(ui).clicked() {
                cx.send(Action::SaveHistory);
            }
            if Button::new("Done").show(ui).clicked() {
                Verdict::Close
            } else {
                Verdict::Stay
            }
        },
    );
    verdict
}

fn keys(ui: &Ui, cx: &mut Cx<'_>) {
    if ui.ctx().text_edit_focused() || cx.read_only().is_some() {
        return;
    }
    let overview = cx.views().overview.value();
    let can = (
        overview.is_some_and(|o| o.undo.is_some()),
        overview.is_some_and(|o| o.redo.is_some()),
    );
    let redo = pressed(ui, Modifiers::COMMAND | Modifiers::SHIFT, Key::Z)
        || pressed(ui, Modifiers::COMMAND, Key::Y);
    if redo && can.1 {
        cx.send(Action::Redo);
    }
    if pressed(ui, Modifiers::COMMAND, Key::Z) && can.0 {
        cx.send(Action::Undo);
    }
}

/// Height of the strip about the selected row.
const DETAIL: f32 = 76.0;

fn body_ui(ui: &mut Ui, body: Rect, state: &mut State, cx: &mut Cx<'_>) {
    let strip = Rect::from_min_size(
        body.min + vec2(PAD, 10.0),
        vec2(body.width() - 2.0 * PAD, 28.0),
    );
    widgets::at(ui, strip, |ui| filters_ui(ui, strip.width(), state));
    let slot = &cx.views().history;
    let detail = if state.selected.is_some() {
        DETAIL
    } else {
        0.0
    };
    let list = Rect::from_min_max(
        pos2(body.left(), strip.bottom() + space::M),
        pos2(body.right(), body.bottom() - detail),
    );
    let under = Rect::from_min_max(list.left_bottom(), body.max);
    let now = cx.now;
    widgets::slot_ui(ui, list, slot, now, "Reading the history…", |ui, rows| {
        state.picked.pick(rows, &state.query, state.only.as_deref());
        if state.picked.rows.is_empty() {
            let words = if rows.is_empty() {
                "Nothing was decided yet"
            } else {
                "No decision matches"
            };
            let empty = EmptyState {
                words,
                button: None,
            };
            widgets::empty_state(ui, list, empty);
        } else {
            list_ui(ui, list, rows, state);
        }
        let selected = state
            .selected
            .and_then(|id| rows.iter().rev().find(|row| row.id == id));
        match selected {
            Some(row) => detail_ui(ui, under, rows, row, state, cx),
            None => state.selected = None,
        }
    });
}

fn filters_ui(ui: &mut Ui, width: f32, state: &mut State) {
    ui.spacing_mut().item_spacing.x = space::M;
    let id = Id::unique("find in the history");
    let room = (width - 170.0).clamp(120.0, 380.0);
    widgets::search_field(
        ui,
        id,
        &mut state.query,
        "Find in the history",
        "Words or who decided",
        None,
        room,
        28.0,
    );
    let kinds: Vec<String> = state
        .picked
        .kinds
        .iter()
        .map(|kind| kind_words(kind))
        .collect();
    let choices: Vec<&str> = std::iter::once("All kinds")
        .chain(kinds.iter().map(String::as_str))
        .collect();
    let at = state
        .only
        .as_ref()
        .and_then(|only| state.picked.kinds.iter().position(|kind| kind == only))
        .map_or(0, |at| at + 1);
    if let Some(chosen) = widgets::dropdown(ui, "Kind of decision", &choices, at) {
        state.only = chosen
            .checked_sub(1)
            .and_then(|at| state.picked.kinds.get(at).cloned());
    }
}

/// Where the columns begin, for a list this wide: who, what, touched (right end).
fn columns(width: f32) -> (f32, f32, f32) {
    (PAD + 134.0, PAD + 230.0, width - PAD)
}

fn row_key(id: DecisionId) -> Id {
    Id::unique(("history row", id.0))
}

fn list_ui(ui: &mut Ui, rect: Rect, rows: &[HistoryRow], state: &mut State) {
    let (who, what, touched) = columns(rect.width());
    ui.scope_builder(UiBuilder::new().max_rect(rect), |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        let left = Align::Min;
        column_head(
            ui,
            &[
                ("When", PAD, left),
                ("Who", who, left),
                ("What", what, left),
                ("Touched", touched, Align::Max),
            ],
        );
        let mut area = ScrollArea::vertical().id_salt("history").auto_shrink(false);
        if let Some(place) = state.reveal.take() {
            let top = place as f32 * size::ROW;
            let (offset, height) = state.view;
            if top < offset {
                area = area.vertical_scroll_offset(top);
            } else if top + size::ROW > offset + height {
                area = area.vertical_scroll_offset(top + size::ROW - height);
            }
        }
        let picked = &state.picked.rows;
        let mut chosen = None;
        let output = area.show_rows(ui, size::ROW, picked.len(), |ui, shown| {
            widgets::list_of(ui, Role::ListBox, "History", picked.len());
            for (at, row) in shown.filter_map(|at| Some((at, rows.get(*picked.get(at)?)?))) {
                let asked = row_ui(ui, row, state.selected == Some(row.id));
                widgets::position(ui, row_key(row.id), at);
                if asked {
                    chosen = Some(row.id);
                }
            }
        });
        state.view = (output.state.clamped_offset().y, output.inner_rect.height());
        if let Some(id) = chosen {
            state.selected = Some(id);
            state.asked = None;
        }
        step(ui, rows, state);
    });
}

/// Arrow keys move through the rows while one of them has the keyboard.
fn step(ui: &Ui, rows: &[HistoryRow], state: &mut State) {
    let Some(id) = state.selected else { return };
    let key = row_key(id);
    if !ui.memory(|memory| memory.has_focus(key)) {
        return;
    }
    let filter = egui::EventFilter {
        vertical_arrows: true,
        ..Default::default()
    };
    crate::ui::widgets::hold_keys(ui, key, filter);
    let last = state.picked.rows.len().saturating_sub(1);
    let page = (state.view.1 / size::ROW).max(1.0) as usize;
    let Some(place) = state
        .picked
        .rows
        .iter()
        .position(|at| rows.get(*at).is_some_and(|row| row.id == id))
    else {
        return;
    };
    let down = |key| ui.input(|input| input.key_pressed(key));
    let next = if down(Key::ArrowDown) {
        place + 1
    } else if down(Key::ArrowUp) {
        place.saturating_sub(1)
    } else if down(Key::PageDown) {
        place + page
    } else if down(Key::PageUp) {
        place.saturating_sub(page)
    } else if down(Key::Home) {
        0
    } else if down(Key::End) {
        last
    } else {
        return;
    }
    .min(last);
    let found = state.picked.rows.get(next).and_then(|at| rows.get(*at));
    if let Some(row) = found.filter(|row| row.id != id) {
        state.selected = Some(row.id);
        state.asked = None;
        state.reveal = Some(next);
        ui.memory_mut(|memory| memory.request_focus(row_key(row.id)));
        ui.ctx().request_repaint();
    }
}

fn label_of(row: &HistoryRow) -> String {
    match row.action.as_str() {
        "undo" => format!("Undo: {}", row.label),
        "redo" => format!("Redo: {}", row.label),
        _ => row.label.clone(),
    }
}

fn touched_words(row: &HistoryRow) -> String {
    row.counts().unwrap_or_default()
}

/// Draws a row; returns whether it was chosen.
fn row_ui(ui: &mut Ui, row: &HistoryRow, selected: bool) -> bool {
    let c = colors(ui);
    let when = widgets::moment_words(&row.at);
    let label = label_of(row);
    let touched = touched_words(row);
    let state = if row.undone { ", undone" } else { "" };
    let spoken = format!("{when}, {}: {label}{state}. {touched}", row.who);
    let (rect, response) = widgets::row_id(ui, row_key(row.id), size::ROW, selected, &spoken);
    if response.clicked() {
        ui.memory_mut(|memory| memory.request_focus(row_key(row.id)));
    }
    let (who_x, what_x, end) = columns(rect.width());
    let y = rect.center().y;
    let small = font::ui(font::SMALL);
    let at = |x: f32| pos2(rect.left() + x, y);
    widgets::text(
        ui,
        at(PAD),
        Align2::LEFT_CENTER,
        &when,
        small.clone(),
        c.ink2,
    );
    let who = widgets::elided(
        ui,
        &row.who,
        small.clone(),
        c.ink2,
        what_x - who_x - space::M,
    );
    widgets::galley_at(ui, rect.left() + who_x, y, who, c.ink2);
    let drawn = widgets::text(
        ui,
        at(end),
        Align2::RIGHT_CENTER,
        &touched,
        small.clone(),
        c.ink2,
    );
    let mut right = if touched.is_empty() {
        rect.left() + end
    } else {
        drawn.left()
    };
    if row.undone {
        let word = widgets::text(
            ui,
            pos2(right - space::L, y),
            Align2::RIGHT_CENTER,
            "undone",
            small,
            c.warn,
        );
        right = word.left();
    }
    let step = matches!(row.action.as_str(), "undo" | "redo");
    let ink = if row.undone || step { c.ink3 } else { c.ink };
    let room = right - space::L - rect.left() - what_x;
    let galley = widgets::elided(ui, &label, font::ui(font::UI), ink, room);
    let cut = galley.elided;
    let drawn = widgets::galley_at(ui, rect.left() + what_x, y, galley, ink);
    if row.undone {
        let y = ui.painter().round_to_pixel_center(y + 1.0);
        ui.painter()
            .hline(drawn.x_range(), y, Stroke::new(stroke::LINE, ink));
    }
    let clicked = response.clicked();
    if cut {
        response.on_hover_text(label);
    }
    clicked
}

/// What the selected row says in full, and the way back to it.
fn detail_ui(
    ui: &mut Ui,
    rect: Rect,
    rows: &[HistoryRow],
    row: &HistoryRow,
    state: &mut State,
    cx: &mut Cx<'_>,
) {
    let c = colors(ui);
    widgets::hline(ui.painter(), rect, rect.top() + 1.0, c.line2);
    let inner = rect.shrink2(vec2(PAD, space::M));
    let words = Rect::from_min_size(inner.min, vec2(inner.width(), 20.0));
    let buttons = Rect::from_min_max(pos2(inner.left(), inner.bottom() - 30.0), inner.max);
    let steps = steps_to(rows, row.id);
    let said = match state.asked {
        Some(Steps::Undo(1)) => "This takes the newest decision back.".to_owned(),
        Some(Steps::Undo(n)) => format!(
            "This takes back {} decisions, the newest first, up to and with “{}”.",
            number(n as u64),
            row.label
        ),
        Some(Steps::Redo(1)) => "This does again what was undone last.".to_owned(),
        Some(Steps::Redo(n)) => format!(
            "This does {} decisions again, up to and with “{}”.",
            number(n as u64),
            row.label
        ),
        None => label_of(row),
    };
    widgets::at(ui, words, |ui| {
        widgets::label_elided(ui, said.clone(), font::ui(font::UI), c.ink).on_hover_text(said);
    });
    let why = cx.read_only().or(match steps {
        Some(_) => None,
        None if row.target.is_some() => Some("This line is an undo or redo itself"),
        None => Some("Something else was decided since this was undone"),
    });
    widgets::at(ui, buttons, |ui| {
        ui.spacing_mut().item_spacing.x = space::M;
        if let Some(asked) = state.asked {
            let this: fn(DecisionId) -> Command = match asked {
                Steps::Undo(_) => Command::UndoThis,
                Steps::Redo(_) => Command::RedoThis,
            };
            let (n, verb) = match asked {
                Steps::Undo(n) => (n, "Undo"),
                Steps::Redo(n) => (n, "Redo"),
            };
            let words = format!(
                "{verb} {}",
                widgets::count(n as u64, "decision", "decisions")
            );
            if Button::new(&words)
                .kind(ButtonKind::Primary)
                .show(ui)
                .clicked()
            {
                // Each by its number: what was decided meanwhile stays, and the rest is refused.
                for id in std::mem::take(&mut state.ids) {
                    state.sent.push(this(id));
                    cx.send(Action::Run(this(id)));
                }
                state.asked = None;
                state.problem = None;
            }
            if Button::new("Cancel").show(ui).clicked() {
                state.asked = None;
            }
            return;
        }
        let words = match steps {
            Some(Steps::Redo(_)) => "Redo up to here…",
            _ => "Undo up to here…",
        };
        if Button::new(words).disabled(why).show(ui).clicked() {
            state.asked = steps;
            state.ids = ids_to(rows, row.id);
        }
    });
}
