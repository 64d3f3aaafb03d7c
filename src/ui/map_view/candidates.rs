//! Choosing another place of the gazetteer for a name: what each is, how large, and how far from the other places named.

use egui::{Align, Align2, Id, Key, Rect, ScrollArea, Ui, pos2, vec2};

use crate::{
    model::EntityId,
    ui::{
        action::Action,
        context::Cx,
        theme::{colors, font, space},
        widgets::{
            self, Button, ButtonKind, EmptyState, Verdict, column_head, dialog, empty_state,
            number, row_id, slot_ui,
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
    chosen: Option<usize>,
    begun: bool,
}

impl State {
    /// Asks for the place that this name means.
    #[must_use]
    pub const fn new(entity: EntityId, name: String) -> Self {
        Self {
            entity,
            name,
            chosen: None,
            begun: false,
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
            let why = chosen.is_none().then_some("No candidate is chosen");
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
    rows.get(state.chosen?).cloned()
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
        Some(row) => {
            choose(state.entity, &row, cx);
            true
        }
        None => false,
    }
}

fn rows_ui(
    ui: &mut Ui,
    body: Rect,
    rows: &[CandidateRow],
    state: &mut State,
) -> Option<CandidateRow> {
    let mut taken = None;
    if state.chosen.is_none() {
        state.chosen = rows.iter().position(|row| row.chosen).or(Some(0));
    }
    let builder = egui::UiBuilder::new()
        .max_rect(body)
        .layout(egui::Layout::top_down(Align::Min));
    ui.scope_builder(builder, |ui| {
        ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
        let width = body.width();
        column_head(
            ui,
            &[
                ("Place", 18.0, Align::Min),
                ("Inhabitants", width - POPULATION, Align::Max),
                ("From the others", width - DISTANCE, Align::Max),
            ],
        );
        ScrollArea::vertical()
            .id_salt("candidates")
            .auto_shrink(false)
            .show_rows(ui, ROW, rows.len(), |ui, shown| {
                for number in shown {
                    let Some(row) = rows.get(number) else {
                        continue;
                    };
                    let id = Id::unique(("candidate", number));
                    if !state.begun && state.chosen == Some(number) {
                        state.begun = true;
                        ui.memory_mut(|memory| memory.request_focus(id));
                    }
                    let happened = row_ui(ui, id, row, state.chosen == Some(number));
                    match happened {
                        Some(Happened::Choose) => state.chosen = Some(number),
                        Some(Happened::Take) => taken = Some(row.clone()),
                        Some(Happened::Move(by)) => {
                            let next = number.saturating_add_signed(by).min(rows.len() - 1);
                            state.chosen = Some(next);
                            let id = Id::unique(("candidate", next));
                            ui.memory_mut(|memory| memory.request_focus(id));
                        }
                        None => {}
                    }
                }
            });
    });
    taken
}

#[derive(Clone, Copy)]
enum Happened {
    Choose,
    Take,
    Move(isize),
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
    if !response.has_focus() {
        return None;
    }
    let arrows = egui::EventFilter {
        vertical_arrows: true,
        ..egui::EventFilter::default()
    };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, arrows));
    ui.input(|input| {
        if input.key_pressed(Key::Enter) {
            Some(Happened::Take)
        } else if input.key_pressed(Key::ArrowDown) {
            Some(Happened::Move(1))
        } else if input.key_pressed(Key::ArrowUp) {
            Some(Happened::Move(-1))
        } else {
            None
        }
    })
}

/// `4.2 km`, `1,250 km`.
fn distance_words(km: f64) -> String {
    if km < 10.0 {
        format!("{km:.1} km")
    } else {
        format!("{} km", number(km.round() as u64))
    }
}
