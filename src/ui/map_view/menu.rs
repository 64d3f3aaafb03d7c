//! What can be done with chosen places: the same from the list, the map, the card and by keys.

use egui::{Key, Modifiers, Response, Ui};

use super::doubts::Doubt;
use crate::{
    model::PlaceStatus,
    ui::widgets::{MenuItem, context_menu_at, count, menu},
    workspace::views::PlaceRow,
};

/// Something to do with the chosen places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// List the passages of the one chosen last.
    Passages,
    /// Bring them into view, as close as fits.
    Zoom,
    /// Show the country of the one chosen last.
    ZoomCountry,
    /// Leave all others out of list and map.
    Only,
    /// Look at articles that name all of them.
    Filter,
    Rename,
    /// Say by a click on the map where the one chosen last lies.
    Click,
    /// Choose another place of the gazetteer for it.
    Candidates,
    /// Type its coordinates.
    Coordinates,
    /// Put it in the middle of where relations say it lies.
    Here,
    /// Say that it lies where the gazetteer has it.
    Keep,
    /// Say that nobody knows where it lies.
    Unknown,
    /// Take back what was said of where it lies.
    Program,
    /// Say that it is no place.
    NotAPlace,
}

impl Act {
    /// Whether it changes the project, or leads to something that does.
    #[must_use]
    pub const fn changes(self) -> bool {
        !matches!(
            self,
            Self::Passages | Self::Zoom | Self::ZoomCountry | Self::Only | Self::Filter
        )
    }
}

/// Keys that do something with the chosen places while list or map has the keyboard.
const KEYS: [(Key, Modifiers, Act); 7] = [
    (Key::Enter, Modifiers::NONE, Act::Passages),
    (Key::Z, Modifiers::NONE, Act::Zoom),
    (Key::Z, Modifiers::SHIFT, Act::ZoomCountry),
    (Key::F2, Modifiers::NONE, Act::Rename),
    (Key::P, Modifiers::NONE, Act::Click),
    (Key::C, Modifiers::NONE, Act::Candidates),
    (Key::E, Modifiers::NONE, Act::Coordinates),
];

/// What a key pressed in this frame asks for.
#[must_use]
pub fn keyed(ui: &Ui) -> Option<Act> {
    ui.input(|input| {
        KEYS.into_iter()
            .find(|(key, modifiers, _)| {
                input.modifiers.matches_exact(*modifiers) && input.key_pressed(*key)
            })
            .map(|(.., act)| act)
    })
}

/// Whether the menu was asked for by key in this frame.
#[must_use]
pub fn asked(ui: &Ui) -> bool {
    ui.input_mut(|input| {
        input.consume_key(Modifiers::SHIFT, Key::F10)
            || input.consume_key(Modifiers::NONE, Key::Menu)
    })
}

/// What can be done about a doubtful place, the likeliest first: words and what they do.
#[must_use]
pub fn remedies(row: &PlaceRow, doubt: Option<&Doubt>) -> Vec<(&'static str, Act)> {
    let mut all = Vec::new();
    if row.status == PlaceStatus::Resolved && row.gazetteer_id.is_some() {
        all.push(("Keep gazetteer", Act::Keep));
    }
    if doubt.is_some_and(|doubt| doubt.suggestion.is_some()) {
        all.push(("Place it here", Act::Here));
    }
    all.push(("Place on map…", Act::Click));
    let candidates = if row.status == PlaceStatus::Resolved {
        "Other candidates…"
    } else {
        "Candidates…"
    };
    if row.candidates > 0 {
        all.push((candidates, Act::Candidates));
    }
    all.push(("Coordinates…", Act::Coordinates));
    all.push(("Not a place…", Act::NotAPlace));
    all
}

/// The menu of the chosen places: `row` is the one chosen last, of `chosen`.
pub struct Menu {
    items: Vec<(String, &'static str, Option<Act>)>,
    /// Why nothing can be changed.
    locked: Option<&'static str>,
}

impl Menu {
    /// Everything that can be done now.
    #[must_use]
    pub fn new(row: &PlaceRow, doubt: Option<&Doubt>, chosen: usize) -> Self {
        let many = chosen > 1;
        let mut items: Vec<(String, &'static str, Option<Act>)> = Vec::new();
        let mut item = |words: &str, keys, act| items.push((words.to_owned(), keys, act));
        let passages = format!("Show {}", count(row.mentions, "passage", "passages"));
        item(&passages, "Enter", Some(Act::Passages));
        let these = if many { "these places" } else { "this place" };
        item(&format!("Zoom to {these}"), "Z", Some(Act::Zoom));
        if let Some(country) = &row.country_name {
            item(
                &format!("Zoom to {country}"),
                "Shift+Z",
                Some(Act::ZoomCountry),
            );
        }
        item("", "", None);
        item(&format!("Only {these}"), "", Some(Act::Only));
        let filter = if many {
            "Articles that name all of these"
        } else {
            "Articles that name it"
        };
        item(filter, "", Some(Act::Filter));
        if !many {
            item("", "", None);
            item("Place on map…", "P", Some(Act::Click));
            item("Choose another candidate…", "C", Some(Act::Candidates));
            item("Coordinates…", "E", Some(Act::Coordinates));
            if doubt.is_some_and(|doubt| doubt.suggestion.is_some()) {
                item("Place it where articles say", "", Some(Act::Here));
            }
            if row.status == PlaceStatus::User {
                item("Where the program had it", "", Some(Act::Program));
            }
            if row.position.is_some() {
                item("No position", "", Some(Act::Unknown));
            }
            item("", "", None);
            item("Rename…", "F2", Some(Act::Rename));
            item("Not a place…", "", Some(Act::NotAPlace));
        }
        Self {
            items,
            locked: None,
        }
    }

    /// What changes the project is disabled for this reason, when there is one.
    #[must_use]
    pub const fn locked(mut self, why: Option<&'static str>) -> Self {
        self.locked = why;
        self
    }

    fn items(&self) -> Vec<MenuItem<'_>> {
        self.items
            .iter()
            .map(|(words, keys, act)| match act {
                Some(act) => MenuItem::Item {
                    words,
                    keys,
                    checked: false,
                    disabled: self.locked.filter(|_| act.changes()),
                },
                None => MenuItem::Line,
            })
            .collect()
    }

    fn chosen(&self, at: Option<usize>) -> Option<Act> {
        self.items.get(at?).and_then(|(.., act)| *act)
    }

    /// Opens on a click with the other button, or below what it is about when it was `asked` for by key.
    pub fn on(&self, on: &Response, asked: bool) -> Option<Act> {
        self.chosen(context_menu_at(on, asked, &self.items()))
    }

    /// Opens under a button.
    pub fn under(&self, button: &Response) -> Option<Act> {
        self.chosen(menu(button, &self.items()))
    }
}
