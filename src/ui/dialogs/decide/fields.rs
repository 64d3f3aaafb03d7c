//! What a correction asks: reach, spellings, whom, name and type. Draws what the draft knows and writes into it.

use egui::{Id, Key, Rect, ScrollArea, Ui, UiBuilder, vec2};

use super::{
    State, chooser,
    draft::{Draft, Gesture, Pick, Scope, find},
};
use crate::{
    model::EntityType,
    ui::{
        context::Cx,
        theme::{colors, font, size, space},
        widgets::{self, Segment, check_row, radio_group, segmented},
    },
    workspace::{project::Spelling, views::EntityRow},
};

/// Names of the keys that choose the first four of a list.
const NUMBERS: [(Key, &str); 4] = [
    (Key::Num1, "1"),
    (Key::Num2, "2"),
    (Key::Num3, "3"),
    (Key::Num4, "4"),
];

/// Draws the fields into `rect`. Returns whether one of them has the keyboard.
pub fn ui(ui: &mut Ui, rect: Rect, cx: &Cx<'_>, names: &[EntityRow], state: &mut State) -> bool {
    let typing = ui.ctx().text_edit_focused();
    let mut mine = false;
    let gesture = state.draft.gesture;
    let inner = rect.shrink2(vec2(18.0, space::L));
    ui.scope_builder(UiBuilder::new().max_rect(inner), |ui| {
        ui.spacing_mut().item_spacing.y = space::XS;
        mine |= reach_ui(ui, names, &mut state.draft, &mut state.begun, typing);
        match gesture {
            Gesture::Split if state.draft.scope == Scope::Spelling => {
                let room = ui.available_height() - NAME_FIELD;
                let spellings = cx.views().spellings.value().map_or(&[][..], Vec::as_slice);
                mine |= spellings_ui(ui, room, spellings, state);
            }
            Gesture::Retype => {
                head(ui, &now_words(names, &state.draft));
                head(ui, "It is a");
                mine |= kinds_ui(ui, &mut state.draft, &mut state.begun, typing);
            }
            _ => {}
        }
        if matches!(gesture, Gesture::Merge | Gesture::Reassign | Gesture::Mark) {
            head(
                ui,
                match gesture {
                    Gesture::Merge => "It is",
                    _ => "It means",
                },
            );
            let below = below_chooser(&state.draft);
            let room = (ui.available_height() - below).max(92.0);
            let (list, _) =
                ui.allocate_exact_size(vec2(ui.available_width(), room), egui::Sense::hover());
            mine |= chooser::ui(ui, list, names, &mut state.draft, &mut state.chooser);
            if gesture != Gesture::Mark && !std::mem::replace(&mut state.begun, true) {
                ui.memory_mut(|memory| memory.request_focus(chooser::field_id()));
            }
        }
        if shows_name(&state.draft) {
            head(ui, "Name shown");
            mine |= name_ui(ui, &mut state.draft);
        }
        if shows_kind(&state.draft) {
            ui.add_space(space::XS);
            mine |= segments_ui(ui, state, typing);
        }
        if gesture == Gesture::Mark {
            ui.add_space(space::XS);
            let words = "Everywhere in the project";
            let response = widgets::checkbox(ui, &mut state.draft.everywhere, words);
            mine |= response.has_focus();
            // The first thing to say of a new name is where: its type is one of four keys away.
            if !std::mem::replace(&mut state.begun, true) {
                response.request_focus();
            }
        }
    });
    mine
}

const NAME_FIELD: f32 = 24.0 + size::BUTTON + 2.0 * space::XS;

const fn shows_name(draft: &Draft) -> bool {
    match draft.gesture {
        Gesture::Split => true,
        Gesture::Merge => matches!(draft.to, Some(Pick::Entity(_))),
        Gesture::Reassign | Gesture::Mark => matches!(draft.to, Some(Pick::New)),
        Gesture::Retype | Gesture::Dismiss => false,
    }
}

const fn shows_kind(draft: &Draft) -> bool {
    matches!(draft.gesture, Gesture::Reassign | Gesture::Mark)
        && matches!(draft.to, Some(Pick::New))
}

/// Height of what stands below the chooser, so that it takes the rest.
fn below_chooser(draft: &Draft) -> f32 {
    let name = match draft.gesture {
        // Room for the name is kept while none is chosen, so that choosing moves nothing.
        Gesture::Merge => NAME_FIELD,
        Gesture::Reassign | Gesture::Mark => NAME_FIELD + size::PANEL_BUTTON + 3.0 * space::XS,
        _ => 0.0,
    };
    let everywhere = if draft.gesture == Gesture::Mark {
        size::PANEL_BUTTON + 3.0 * space::XS
    } else {
        0.0
    };
    name + everywhere + space::S
}

fn head(ui: &mut Ui, words: &str) {
    ui.add_space(space::XXS);
    let c = colors(ui);
    widgets::label(ui, words, font::ui(font::SMALL), c.ink2);
}

/// Of which type the names are now.
fn now_words(names: &[EntityRow], draft: &Draft) -> String {
    let mut kinds: Vec<EntityType> = Vec::new();
    for row in draft.entities.iter().filter_map(|id| find(names, *id)) {
        if !kinds.contains(&row.kind) {
            kinds.push(row.kind);
        }
    }
    kinds.sort_unstable();
    let words: Vec<&str> = kinds.iter().map(|kind| kind.label()).collect();
    format!("Type now: {}", words.join(", "))
}

/// Which of the first four keys was pressed while nothing is typed.
fn number_pressed(ui: &Ui, typing: bool) -> Option<usize> {
    if typing {
        return None;
    }
    NUMBERS.iter().position(|(key, _)| {
        ui.ctx()
            .input_mut(|input| input.consume_key(egui::Modifiers::NONE, *key))
    })
}

fn scope_words(scope: Scope, names: &[EntityRow], draft: &Draft) -> String {
    let text = draft.text.as_deref().unwrap_or_default();
    let name = match draft.entities.as_slice() {
        [one] => find(names, *one).map_or("this name", |row| row.name.as_str()),
        _ => "these names",
    };
    match (scope, draft.gesture) {
        (Scope::Mentions, _) => match draft.mentions.len() {
            1 => "This mention alone".to_owned(),
            n => format!("These {n} mentions"),
        },
        (Scope::Spelling, Gesture::Split) => "All with these spellings".to_owned(),
        (Scope::Spelling, _) if name == text => format!("Each “{text}” of this name"),
        (Scope::Spelling, _) => format!("Each “{text}” of {name}"),
        (Scope::Everywhere, _) => format!("Each “{text}” in the project"),
        (Scope::Entities, _) => match draft.entities.len() {
            1 => format!("All of {name}"),
            n => format!("All of {n} names"),
        },
    }
}

/// How far it reaches. Draws nothing where there is no choice.
fn reach_ui(
    ui: &mut Ui,
    names: &[EntityRow],
    draft: &mut Draft,
    begun: &mut bool,
    typing: bool,
) -> bool {
    let scopes = draft.scopes();
    let shown = scopes.len() > 1 || draft.gesture == Gesture::Dismiss && !scopes.is_empty();
    if !shown {
        return false;
    }
    let choices: Vec<(String, &str)> = scopes
        .iter()
        .zip(NUMBERS)
        .map(|(scope, (_, key))| (scope_words(*scope, names, draft), key))
        .collect();
    let selected = scopes
        .iter()
        .position(|scope| *scope == draft.scope)
        .unwrap_or(0);
    head(
        ui,
        match draft.gesture {
            Gesture::Dismiss => "Not a name is",
            Gesture::Split => "Split off",
            _ => "Which mentions",
        },
    );
    let id = Id::unique("how far it reaches");
    let (mut chosen, focused) = radio_group(ui, id, "How far it reaches", selected, &choices);
    if let Some(pressed) = number_pressed(ui, typing).filter(|at| *at < scopes.len()) {
        chosen = Some(pressed);
    }
    if let Some(scope) = chosen.and_then(|at| scopes.get(at)) {
        draft.scope = *scope;
    }
    if draft.gesture != Gesture::Reassign && !std::mem::replace(begun, true) {
        ui.memory_mut(|memory| memory.request_focus(id.with(selected)));
    }
    ui.add_space(space::XS);
    focused
}

fn kinds_ui(ui: &mut Ui, draft: &mut Draft, begun: &mut bool, typing: bool) -> bool {
    let choices: Vec<(String, &str)> = EntityType::ALL
        .iter()
        .zip(NUMBERS)
        .map(|(kind, (_, key))| (kind.label().to_owned(), key))
        .collect();
    let none = EntityType::ALL.len();
    let selected = draft
        .kind
        .and_then(|kind| EntityType::ALL.iter().position(|k| *k == kind));
    let id = Id::unique("type of the name");
    // Without a choice no row would be a stop of the Tab key.
    let at = selected.unwrap_or(none);
    let (chosen, focused) = radio_group(ui, id, "Type of the name", at, &choices);
    if let Some(kind) = number_pressed(ui, typing)
        .or(chosen)
        .and_then(|at| EntityType::ALL.get(at))
    {
        draft.kind = Some(*kind);
    }
    if !std::mem::replace(begun, true)
        && let Some(at) = selected
    {
        ui.memory_mut(|memory| memory.request_focus(id.with(at)));
    }
    focused
}

/// The four types side by side.
fn segments_ui(ui: &mut Ui, state: &mut State, typing: bool) -> bool {
    let segments = EntityType::ALL.map(|kind| Segment::of(kind.label(), Some(kind)));
    let at = EntityType::ALL
        .iter()
        .position(|kind| state.draft.kind == Some(*kind))
        .unwrap_or(0);
    let response = ui.scope(|ui| segmented(ui, "Type of the name", at, &segments));
    // While a reach can be chosen, the keys are taken.
    let pressed = if state.draft.scopes().len() > 1 {
        None
    } else {
        number_pressed(ui, typing)
    };
    if let Some(kind) = pressed
        .or(response.inner)
        .and_then(|at| EntityType::ALL.get(at))
    {
        state.draft.kind = Some(*kind);
    }
    false
}

fn name_ui(ui: &mut Ui, draft: &mut Draft) -> bool {
    let width = ui.available_width();
    let response = widgets::text_field(ui, &mut draft.name, "Name shown", "", width);
    draft.named |= response.changed();
    response.has_focus()
}

fn spellings_ui(ui: &mut Ui, room: f32, spellings: &[Spelling], state: &mut State) -> bool {
    let mut mine = false;
    head(ui, "Spellings");
    let height = (room - 22.0).max(60.0);
    let (rect, _) =
        ui.allocate_exact_size(vec2(ui.available_width(), height), egui::Sense::hover());
    ui.scope_builder(UiBuilder::new().max_rect(rect), |ui| {
        ui.set_clip_rect(ui.clip_rect().intersect(rect.expand2(vec2(2.0, 0.0))));
        ui.spacing_mut().item_spacing.y = 0.0;
        ScrollArea::vertical()
            .id_salt("spellings to split off")
            .auto_shrink(false)
            .show(ui, |ui| {
                ui.set_max_width(ui.available_width() - size::SCROLL_BAR - 2.0);
                for spelling in spellings {
                    let mut checked = state.draft.spellings.contains(&spelling.text);
                    let count = widgets::number(spelling.mentions);
                    let response = check_row(ui, &mut checked, &spelling.text, &count);
                    mine |= response.has_focus();
                    if !std::mem::replace(&mut state.begun, true) {
                        response.request_focus();
                    }
                    if response.changed() {
                        if checked {
                            state.draft.spellings.insert(spelling.text.clone());
                        } else {
                            state.draft.spellings.remove(&spelling.text);
                        }
                    }
                    reason(ui, spelling.reason);
                }
            });
    });
    mine
}

/// Why a spelling was joined, below it.
fn reason(ui: &mut Ui, words: &str) {
    if words.is_empty() {
        return;
    }
    let c = colors(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 17.0), egui::Sense::hover());
    let left = rect.left() + 16.0 + space::M;
    let galley = widgets::elided(ui, words, font::ui(font::HEAD), c.ink3, rect.right() - left);
    widgets::galley_at(ui, left, rect.top() + 6.0, galley, c.ink3);
}
