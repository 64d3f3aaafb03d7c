//! The searches that were kept: run, renamed, deleted.

use egui::{Align2, Id, Key, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::{List, entered};
use crate::{
    model::SearchId,
    ui::{
        action::Action,
        context::Cx,
        theme::{colors, font, size, space},
        widgets::{
            self, Button, EmptyState, Icon, Verdict, count, dialog, dress_row, elided, galley_at,
            icon_button, label, text,
        },
    },
    workspace::{Command, search::SavedSearch},
};

/// Height of a search: its name, and what it searches for.
const ROW: f32 = 46.0;

/// What the dialog remembers.
#[derive(Debug, Default)]
pub(super) struct State {
    list: List,
    /// The search that is being renamed, its new name, and whether the field has had the keyboard.
    renaming: Option<(SearchId, String, bool)>,
}

impl State {
    pub fn begin(&mut self) {
        *self = Self::default();
        self.list.begin();
    }
}

pub(super) fn ui(ui: &Ui, state: &mut State, cx: &mut Cx<'_>) -> Verdict {
    let mut run = false;
    let (mut verdict, ()) = dialog(
        ui,
        "Saved searches",
        [620.0, 440.0],
        &mut (state, cx, &mut run),
        |ui, body, (state, cx, run)| {
            let now = cx.now;
            let slot = &cx.views().search.saved;
            widgets::slot_ui(ui, body, slot, now, "Reading…", |ui, saved| {
                **run = list_ui(ui, body, saved, state, cx);
            });
        },
        |ui, (_, cx, _)| {
            let saved = cx.views().search.saved.value().map_or(0, Vec::len);
            let words = count(saved as u64, "search", "searches");
            label(ui, words, font::ui(font::SMALL), colors(ui).ink3);
        },
        |ui, _| {
            if Button::new("Done").show(ui).clicked() {
                Verdict::Close
            } else {
                Verdict::Stay
            }
        },
    );
    if run {
        verdict = Verdict::Close;
    }
    verdict
}

/// Returns whether one was run.
fn list_ui(
    ui: &mut Ui,
    rect: Rect,
    saved: &[SavedSearch],
    state: &mut State,
    cx: &mut Cx<'_>,
) -> bool {
    if saved.is_empty() {
        let words = "No search was saved yet. Set a filter, then choose “Save this search…” beside the search field";
        let empty = EmptyState {
            words,
            button: None,
        };
        widgets::empty_state(ui, rect, empty);
        return false;
    }
    let read_only = cx
        .views()
        .overview
        .value()
        .and_then(|overview| overview.read_only.clone());
    let mut run = None;
    let State { list, renaming } = state;
    list.ui(
        ui,
        rect,
        "saved searches",
        saved.len(),
        ROW,
        |ui, place, at, selected| {
            let search = saved.get(at)?;
            let response = ui.interact(place, line_id(search.id), Sense::click());
            dress_row(ui, place, &response, selected, "");
            response.widget_info(|| {
                let name = format!("{}: {}", search.name, search.words);
                WidgetInfo::selected(Role::ListBoxOption, true, selected, name)
            });
            let why = read_only.as_deref();
            let (rename, delete) = buttons_ui(ui, place, search, why);
            let pressed = |key| response.has_focus() && ui.input(|i| i.key_pressed(key));
            if (rename || pressed(Key::F2)) && why.is_none() {
                *renaming = Some((search.id, search.name.clone(), false));
            }
            if (delete || pressed(Key::Delete)) && why.is_none() {
                cx.send(Action::Run(Command::DeleteSearch { search: search.id }));
            }
            let room = Rect::from_min_max(
                place.min + vec2(18.0, 0.0),
                place.right_bottom() - vec2(88.0, 0.0),
            );
            let being_renamed = renaming.as_ref().is_some_and(|(id, ..)| *id == search.id);
            if being_renamed {
                rename_ui(ui, room, search, renaming, cx);
            } else {
                row_ui(ui, room, search);
                if response.clicked() || entered(ui, &response) {
                    run = Some(search.filter.clone());
                }
            }
            Some(response)
        },
    );
    let ran = run.is_some();
    if let Some(filter) = run {
        cx.send(Action::SetFilter(filter));
    }
    ran
}

fn line_id(search: SearchId) -> Id {
    Id::unique(("saved search", search))
}

fn row_ui(ui: &Ui, room: Rect, search: &SavedSearch) {
    let c = colors(ui);
    let name = elided(ui, &search.name, font::bold(font::UI), c.ink, room.width());
    galley_at(ui, room.left(), room.top() + 15.0, name, c.ink);
    let words = elided(
        ui,
        &search.words,
        font::ui(font::SMALL),
        c.ink2,
        room.width(),
    );
    galley_at(ui, room.left(), room.top() + 32.0, words, c.ink2);
}

/// Whether renaming and deleting were asked for.
fn buttons_ui(ui: &mut Ui, place: Rect, search: &SavedSearch, why: Option<&str>) -> (bool, bool) {
    let right = Rect::from_min_max(
        pos2(place.right() - 78.0, place.top()),
        place.right_bottom() - vec2(18.0, 0.0),
    );
    let mut asked = (false, false);
    ui.push_id(search.id, |ui| {
        widgets::at(ui, right, |ui| {
            ui.spacing_mut().item_spacing.x = space::XS;
            let name = format!("Rename {}", search.name);
            asked.0 = icon_button(ui, Icon::Cite, &name, Some("F2"), 24.0, why).clicked();
            let name = format!("Delete {}", search.name);
            asked.1 = icon_button(ui, Icon::Close, &name, Some("Del"), 24.0, why).clicked();
        });
    });
    asked
}

fn rename_ui(
    ui: &mut Ui,
    room: Rect,
    search: &SavedSearch,
    renaming: &mut Option<(SearchId, String, bool)>,
    cx: &mut Cx<'_>,
) {
    let Some((_, name, begun)) = renaming else {
        return;
    };
    let field = Rect::from_center_size(room.center(), vec2(room.width(), size::BUTTON));
    let response = widgets::at(ui, field, |ui| {
        widgets::text_field(ui, name, "New name", "", field.width())
    });
    if !std::mem::replace(begun, true) {
        response.request_focus();
        return;
    }
    if name.trim().is_empty() {
        let at = field.right_center() - vec2(space::M, 0.0);
        let words = "It needs a name";
        text(
            ui,
            at,
            Align2::RIGHT_CENTER,
            words,
            font::ui(font::SMALL),
            colors(ui).error,
        );
    }
    if response.lost_focus() {
        let (name, enter) = (
            name.trim().to_owned(),
            ui.input(|i| i.key_pressed(Key::Enter)),
        );
        if enter && !name.is_empty() && name != search.name {
            cx.send(Action::Run(Command::RenameSearch {
                search: search.id,
                name,
            }));
        }
        *renaming = None;
        // The keyboard goes back to the line; Tab and a click have taken it elsewhere.
        if ui.input(|i| i.key_pressed(Key::Enter) || i.key_pressed(Key::Escape)) {
            ui.memory_mut(|memory| memory.request_focus(line_id(search.id)));
        }
    }
}
