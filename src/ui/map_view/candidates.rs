//! Choosing another place of the gazetteer for a name: what each is, how large, and how far from the other places named.

use egui::{Align, Align2, Id, Key, Rect, Role, ScrollArea, Ui, pos2, vec2};

use crate::{
    model::EntityId,
    ui::{
        action::Action,
        context::Cx,
        theme::{colors, font, space},
        widgets::{
            self, Button, ButtonKind, EmptyState, Verdict, column_head, decimal, dialog,
            empty_state, number, row_id, slot_ui,
        },
    },
    workspace::{Command, Placement, places::CandidateRow},
};

/// Height of a row: name and kind above region and country.
const ROW: f32 = 42.0;

/// What the dialog remembers while it is open.
#[derive(Debug)]
pub struct State {
    pub entity: EntityId,
    name: String,
    /// The gazetteer's id of the one chosen: the list may come anew in another order.
    chosen: Option<String>,
    begun: bool,
    /// Bring the one chosen into view.
    reveal: bool,
}

impl State {
    /// Asks for the place that this name means.
    #[must_use]
    pub fn new(entity: EntityId, name: String) -> Self {
        Self {
            entity,
            name,
            chosen: None,
            begun: false,
            reveal: false,
        }
    }
}

/// Right edges of population and distance, from the right edge of the list.
const POPULATION: f32 = 116.0;
const DISTANCE: f32 = 18.0;

/// Draws the dialog.
pub fn ui(ui: &Ui, state: &mut State, cx: &mut Cx<'_>) -> Verdict {
    let title = format!("Which {} is it?", state.name);
    let mut both = (state, cx);
    let (verdict, sent) = dialog(
        ui,
        &title,
        [600.0, 470.0],
        &mut both,
        |ui, body, (state, cx)| body_ui(ui, body, state, cx),
        |ui, (_, cx)| {
            let rows = cx.views().candidates.value().map_or(0, Vec::len);
            let words = widgets::count(rows as u64, "candidate", "candidates");
            let c = colors(ui);
            widgets::label(ui, words, font::ui(font::SMALL), c.ink3);
        },
        |ui, (state, cx)| {
            ui.spacing_mut().item_spacing.x = space::M;
            if Button::new("Cancel").show(ui).clicked() {
                return Verdict::Close;
            }
            let chosen = chosen(state, cx);
            let none = chosen.is_none().then_some("No candidate is chosen");
            let why = cx.read_only().or(none);
            let button = Button::new("Choose")
                .kind(ButtonKind::Primary)
                .disabled(why);
            if button.show(ui).clicked()
                && let Some(row) = chosen
            {
                choose(state.entity, &row, cx);
                return Verdict::Close;
            }
            Verdict::Stay
        },
    );
    if sent { Verdict::Close } else { verdict }
}

fn chosen(state: &State, cx: &Cx<'_>) -> Option<CandidateRow> {
    let rows = cx.views().candidates.value()?;
    let chosen = state.chosen.as_ref()?;
    rows.iter().find(|row| row.id == *chosen).cloned()
}

fn choose(entity: EntityId, row: &CandidateRow, cx: &mut Cx<'_>) {
    cx.send(Action::Run(Command::PlaceEntity {
        entity,
        at: Placement::Candidate(row.id.clone()),
    }));
}

/// Draws the list; returns whether a candidate was chosen for good, by double click or Enter.
fn body_ui(ui: &mut Ui, body: Rect, state: &mut State, cx: &mut Cx<'_>) -> bool {
    let views = cx.views();
    let now = cx.now;
    let taken = slot_ui(
        ui,
        body,
        &views.candidates,
        now,
        "Looking up candidates…",
        |ui, rows| {
            if rows.is_empty() {
                let words = "The gazetteer has no place of this name. Place it on the map, or enter coordinates";
                empty_state(ui, body, EmptyState { words, button: None });
                return None;
            }
            rows_ui(ui, body, rows, state)
        },
    )
    .flatten();
    match taken {
        Some(row) if cx.read_only().is_none() => {
            choose(state.entity, &row, cx);
            true
        }
        _ => false,
    }
}

fn rows_ui(
    ui: &mut Ui,
    body: Rect,
    rows: &[CandidateRow],
    state: &mut State,
) -> Option<CandidateRow> {
    let known = rows
        .iter()
        .position(|row| Some(&row.id) == state.chosen.as_ref());
    let mut at = known
        .or_else(|| rows.iter().position(|row| row.chosen))
        .unwrap_or(0);
    let key_of = |row: &CandidateRow| Id::unique(("candidate", row.id.as_str()));
    let mut taken = None;
    let focused = rows.get(at).is_some_and(|row| {
        let begins = !std::mem::replace(&mut state.begun, true);
        // The first frame of a dialog is measured only: what takes the keyboard there loses it again.
        let nobody = ui.memory(|memory| memory.focused().is_none());
        if begins || nobody || known.is_none() {
            ui.memory_mut(|memory| memory.request_focus(key_of(row)));
            state.reveal = true;
        }
        ui.memory(|memory| memory.has_focus(key_of(row)))
    });
    if focused {
        let page = (body.height() / ROW).max(1.0) as isize;
        let (by, enter) = pressed(ui, page, rows.len());
        if by != 0 {
            at = at.saturating_add_signed(by).min(rows.len() - 1);
            state.reveal = true;
            if let Some(row) = rows.get(at) {
                ui.memory_mut(|memory| memory.request_focus(key_of(row)));
            }
        }
        if enter {
            taken = rows.get(at).cloned();
        }
    }
    state.chosen = rows.get(at).map(|row| row.id.clone());
    let builder = egui::UiBuilder::new()
        .max_rect(body)
        .layout(egui::Layout::top_down(Align::Min));
    ui.scope_builder(builder, |ui| {
        ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
        let width = body.width();
        let head = column_head(
            ui,
            &[
                ("Place", 18.0, Align::Min),
                ("Inhabitants", width - POPULATION, Align::Max),
                ("From the others", width - DISTANCE, Align::Max),
            ],
        );
        let mut area = ScrollArea::vertical()
            .id_salt("candidates")
            .auto_shrink(false);
        if std::mem::take(&mut state.reveal) {
            let room = body.bottom() - head.bottom();
            let middle = (at as f32 + 0.5).mul_add(ROW, -room / 2.0);
            area = area.vertical_scroll_offset(middle.max(0.0));
        }
        area.show_rows(ui, ROW, rows.len(), |ui, shown| {
            widgets::list_of(ui, Role::ListBox, "Candidates", rows.len());
            for (number, row) in shown.filter_map(|at| Some((at, rows.get(at)?))) {
                let happened = row_ui(ui, key_of(row), row, number == at);
                widgets::position(ui, key_of(row), number);
                match happened {
                    Some(Happened::Choose) => state.chosen = Some(row.id.clone()),
                    Some(Happened::Take) => taken = Some(row.clone()),
                    None => {}
                }
            }
        });
    });
    taken
}

/// How many rows the keys pressed go down, and whether Enter was pressed. A row's click cannot tell Enter from the
/// pointer, so that it is taken before the rows are drawn.
fn pressed(ui: &Ui, page: isize, rows: usize) -> (isize, bool) {
    let all = isize::try_from(rows).unwrap_or(isize::MAX);
    let keys = [
        (Key::ArrowDown, 1),
        (Key::ArrowUp, -1),
        (Key::PageDown, page),
        (Key::PageUp, -page),
        (Key::End, all),
        (Key::Home, -all),
    ];
    ui.ctx().input_mut(|input| {
        let mut by: isize = 0;
        for (key, step) in keys {
            if input.consume_key(egui::Modifiers::NONE, key) {
                by = by.saturating_add(step);
            }
        }
        (by, input.consume_key(egui::Modifiers::NONE, Key::Enter))
    })
}

#[derive(Clone, Copy)]
enum Happened {
    Choose,
    Take,
}

fn row_ui(ui: &mut Ui, id: Id, row: &CandidateRow, chosen: bool) -> Option<Happened> {
    let c = colors(ui);
    let population = if row.population == 0 {
        String::new()
    } else {
        number(row.population)
    };
    let distance = row.distance_km.map_or_else(String::new, distance_words);
    let country = row.country_name.as_deref().unwrap_or(&row.country);
    let within: Vec<&str> = [row.region.as_str(), country]
        .into_iter()
        .filter(|words| !words.is_empty())
        .collect();
    let within = within.join(", ");
    let spoken = [
        row.name.as_str(),
        row.feature,
        &within,
        &if population.is_empty() {
            String::new()
        } else {
            format!("{population} inhabitants")
        },
        &if distance.is_empty() {
            String::new()
        } else {
            format!("{distance} from the others")
        },
    ]
    .into_iter()
    .filter(|words| !words.is_empty())
    .collect::<Vec<_>>()
    .join(", ");
    let (rect, response) = row_id(ui, id, ROW, chosen, &spoken);
    let left = rect.left() + 18.0;
    let room = rect.width() - POPULATION - 110.0;
    let bold = if chosen {
        font::bold(font::UI)
    } else {
        font::ui(font::UI)
    };
    let galley = widgets::elided(ui, &row.name, bold, c.ink, room * 0.7);
    let name = widgets::galley_at(ui, left, rect.top() + 13.5, galley, c.ink);
    let small = || font::ui(font::SMALL);
    let mut kind = row.feature.to_owned();
    if row.chosen {
        kind.push_str(", where it is now");
    } else if row.near {
        kind.push_str(", similar spelling");
    }
    let galley = widgets::elided(ui, &kind, small(), c.ink3, room - name.width());
    widgets::galley_at(
        ui,
        name.right() + space::M,
        rect.top() + 14.0,
        galley,
        c.ink3,
    );
    let galley = widgets::elided(ui, &within, small(), c.ink2, room);
    widgets::galley_at(ui, left, rect.top() + 30.5, galley, c.ink2);
    for (words, right) in [(&population, POPULATION), (&distance, DISTANCE)] {
        let at = pos2(rect.right() - right, rect.center().y);
        widgets::text(
            ui,
            at,
            Align2::RIGHT_CENTER,
            words,
            font::ui(font::UI),
            c.ink,
        );
    }
    if response.double_clicked() {
        return Some(Happened::Take);
    }
    if response.clicked() {
        response.request_focus();
        return Some(Happened::Choose);
    }
    if response.has_focus() {
        // The arrow keys choose here; they do not lead to another control.
        let arrows = egui::EventFilter {
            vertical_arrows: true,
            ..egui::EventFilter::default()
        };
        crate::ui::widgets::hold_keys(ui, response.id, arrows);
    }
    None
}

/// `4.2 km`, `1,250 km`.
fn distance_words(km: f64) -> String {
    if km < 10.0 {
        format!("{} km", decimal(km, 1))
    } else {
        format!("{} km", number(km.round() as u64))
    }
}
