//! Everything the window can be asked to do, in one table: what it is called, where it works, its keys, and what it
//! queues. The palette, the menus, the tooltips, the sheet of shortcuts and the manual are all read from here.

mod now;
mod table;

use std::sync::OnceLock;

use egui::{Key, KeyboardShortcut, Modifiers};

pub use now::{Now, READ_ONLY, When};
pub use table::{Id, TABLE};

use super::{
    action::{Action, View},
    widgets::MenuItem,
};

/// Where an action works.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    Anywhere,
    Read,
    Articles,
    Codes,
    Names,
    /// The panel of what a search finds.
    Found,
    Chart,
    Map,
    Compare,
    Same,
    Accuracy,
    History,
    Lists,
}

impl Place {
    /// All, as the sheet lists them.
    pub const ALL: [Self; 13] = [
        Self::Anywhere,
        Self::Read,
        Self::Articles,
        Self::Codes,
        Self::Names,
        Self::Found,
        Self::Chart,
        Self::Map,
        Self::Compare,
        Self::Same,
        Self::Accuracy,
        Self::History,
        Self::Lists,
    ];

    /// Above its lines.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Anywhere => "Anywhere",
            Self::Read => "Read",
            Self::Articles => "Articles",
            Self::Codes => "Codes",
            Self::Names => "Names",
            Self::Found => "Search",
            Self::Chart => "Chart",
            Self::Map => "Map",
            Self::Compare => "Compare",
            Self::Same => "Same name?",
            Self::Accuracy => "Check accuracy",
            Self::History => "History",
            Self::Lists => "Lists",
        }
    }

    /// The view it is a part of; `None` for what is everywhere or in a panel over the views.
    #[must_use]
    pub const fn view(self) -> Option<View> {
        match self {
            Self::Read | Self::Articles | Self::Codes | Self::Names => Some(View::Read),
            Self::Chart => Some(View::Chart),
            Self::Map => Some(View::Map),
            Self::Compare => Some(View::Compare),
            _ => None,
        }
    }
}

/// What happens.
#[derive(Clone, Copy, Debug)]
pub enum Does {
    /// Queues this. `None` where there is nothing to do it with.
    Ask(fn(&Now<'_>) -> Option<Action>),
    /// The view reads the key itself, as what it does depends on what is selected there; the palette presses it.
    Key,
    /// Not an action of its own: moving about, and keys that stand for a number of things. The sheet says them.
    Told,
}

/// One line of the table.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    pub id: Option<Id>,
    pub place: Place,
    /// Words of a menu and of the palette.
    pub name: &'static str,
    /// Keys as on a keyboard with Ctrl, alternatives after commas: `Ctrl+Shift+Z, Ctrl+Y`. Only the first is shown in
    /// menus. Empty for none.
    pub keys: &'static str,
    pub when: When,
    pub does: Does,
    /// Whether the keys are for the field while one is typed in.
    pub yields: bool,
}

impl Row {
    const fn new(place: Place, name: &'static str, keys: &'static str, does: Does) -> Self {
        Self {
            id: None,
            place,
            name,
            keys,
            when: When::Always,
            does,
            yields: false,
        }
    }

    const fn when(mut self, when: When) -> Self {
        self.when = when;
        self
    }

    const fn yields(mut self) -> Self {
        self.yields = true;
        self
    }

    /// Whether the palette lists it.
    #[must_use]
    pub const fn is_action(&self) -> bool {
        !matches!(self.does, Does::Told)
    }

    /// Its keys as chords, those that can be read.
    pub fn chords(&self) -> impl Iterator<Item = KeyboardShortcut> {
        self.keys.split(", ").filter_map(chord)
    }

    /// Why it cannot be done now, if so.
    #[must_use]
    pub fn why_not(&self, now: &Now<'_>) -> Option<&'static str> {
        if self.place != Place::Anywhere && now.views.is_none() {
            return When::Project.why_not(now);
        }
        match self.place {
            Place::Same => Some("Works in the panel Same name?"),
            Place::Accuracy => Some("Works in the panel Check accuracy"),
            Place::History => Some("Works in the panel History"),
            _ => self.when.why_not(now),
        }
    }
}

/// `Ctrl+Shift+Z` as a chord; Ctrl is Cmd on a Mac. `None` for what is not one key with modifiers.
#[must_use]
pub fn chord(words: &str) -> Option<KeyboardShortcut> {
    let mut modifiers = Modifiers::NONE;
    let mut rest = words;
    loop {
        let (modifier, after) = if let Some(after) = rest.strip_prefix("Ctrl+") {
            (Modifiers::COMMAND, after)
        } else if let Some(after) = rest.strip_prefix("Shift+") {
            (Modifiers::SHIFT, after)
        } else if let Some(after) = rest.strip_prefix("Alt+") {
            (Modifiers::ALT, after)
        } else {
            break;
        };
        modifiers |= modifier;
        rest = after;
    }
    let key = match rest {
        "←" => Key::ArrowLeft,
        "→" => Key::ArrowRight,
        "↑" => Key::ArrowUp,
        "↓" => Key::ArrowDown,
        "Menu" => Key::Menu,
        "−" => Key::Minus,
        "+" => Key::Plus,
        "?" => Key::Questionmark,
        other => Key::from_name(other)?,
    };
    Some(KeyboardShortcut::new(modifiers, key))
}

/// Keys as this system writes them: `Cmd` for `Ctrl` on a Mac.
#[must_use]
pub fn on_this_system(keys: &str) -> String {
    if cfg!(target_os = "macos") {
        keys.replace("Ctrl", "Cmd")
    } else {
        keys.to_owned()
    }
}

/// The line of an action.
#[must_use]
pub fn row(id: Id) -> &'static Row {
    static EMPTY: Row = Row::new(Place::Anywhere, "", "", Does::Told);
    let found = TABLE.iter().find(|row| row.id == Some(id));
    debug_assert!(found.is_some(), "{id:?} has no line in the table");
    found.unwrap_or(&EMPTY)
}

/// The keys of an action, as tooltips and menus of this system show them; empty for none.
#[must_use]
pub fn keys(id: Id) -> &'static str {
    static SHOWN: OnceLock<Vec<(Id, String)>> = OnceLock::new();
    let shown = SHOWN.get_or_init(|| {
        TABLE
            .iter()
            .filter_map(|row| {
                let first = row.keys.split(", ").next().unwrap_or_default();
                Some((row.id?, on_this_system(first)))
            })
            .collect()
    });
    shown
        .iter()
        .find(|(of, _)| *of == id)
        .map_or("", |(_, keys)| keys.as_str())
}

/// A menu's line for an action.
#[must_use]
pub fn item(id: Id) -> MenuItem<'static> {
    MenuItem::keys(row(id).name, keys(id))
}

/// The key of a view.
#[must_use]
pub fn view_keys(view: View) -> &'static str {
    keys(match view {
        View::Read => Id::Read,
        View::Chart => Id::Chart,
        View::Map => Id::Map,
        View::Compare => Id::Compare,
    })
}

/// The lines the sheet and the manual show, by place; places without any are left out.
pub fn sheet() -> impl Iterator<Item = (Place, Vec<&'static Row>)> {
    Place::ALL.into_iter().filter_map(|place| {
        let rows: Vec<_> = TABLE
            .iter()
            .filter(|row| row.place == place && !row.keys.is_empty())
            .collect();
        (!rows.is_empty()).then_some((place, rows))
    })
}

/// The page of the manual that lists everything: `docs/shortcuts.md`.
#[must_use]
pub fn manual() -> String {
    let mut page = String::from(
        "# Actions and their keys\n\n\
         Everything below is in the command palette as well: Ctrl+K or Ctrl+P, then a few letters of it. On a Mac, Cmd \
         stands for Ctrl.\n\
         F1 or ? shows the keys in the window.\n",
    );
    for place in Place::ALL {
        let mut rows = TABLE.iter().filter(|row| row.place == place).peekable();
        if rows.peek().is_none() {
            continue;
        }
        page.push_str(&format!(
            "\n## {}\n\n| Action | Keys |\n|---|---|\n",
            place.label()
        ));
        for row in rows {
            let keys = row.keys.replace('|', "\\|");
            page.push_str(&format!("| {} | {keys} |\n", row.name));
        }
    }
    page
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn keys_are_read() {
        let check = |words, modifiers, key| {
            assert_eq!(
                chord(words),
                Some(KeyboardShortcut::new(modifiers, key)),
                "{words}"
            );
        };
        check("Ctrl+K", Modifiers::COMMAND, Key::K);
        check(
            "Ctrl+Shift+Z",
            Modifiers::COMMAND | Modifiers::SHIFT,
            Key::Z,
        );
        check("Ctrl++", Modifiers::COMMAND, Key::Plus);
        check("Ctrl+−", Modifiers::COMMAND, Key::Minus);
        check("Alt+←", Modifiers::ALT, Key::ArrowLeft);
        check("F1", Modifiers::NONE, Key::F1);
        check("1", Modifiers::NONE, Key::Num1);
        assert_eq!(chord("Ctrl+click"), None);
    }

    #[test]
    fn what_can_be_pressed_from_the_palette_has_a_key() {
        for row in TABLE {
            match row.does {
                Does::Key | Does::Ask(_) if !row.keys.is_empty() => {
                    let all = row.keys.split(", ").count();
                    assert_eq!(row.chords().count(), all, "{}: {}", row.name, row.keys);
                }
                Does::Key => panic!("{} has no key", row.name),
                Does::Told | Does::Ask(_) => {}
            }
            assert!(!row.name.is_empty() && !row.name.ends_with('.'), "{row:?}");
        }
    }

    /// Two actions of one place under one key, or one anywhere under the key of another: only one would be done.
    #[test]
    fn no_key_means_two_things() {
        let of = |place| {
            TABLE
                .iter()
                .filter(move |row| row.place == place && row.is_action())
                .flat_map(|row| row.chords().map(|chord| (chord, row.name)))
        };
        let anywhere: Vec<_> = of(Place::Anywhere).collect();
        for place in Place::ALL {
            let mut seen = HashSet::new();
            let others = (place != Place::Anywhere).then_some(&anywhere);
            for (chord, name) in of(place).chain(others.into_iter().flatten().copied()) {
                assert!(seen.insert(chord), "{name} in {place:?}: {chord:?} twice");
            }
        }
    }

    #[test]
    fn each_id_has_one_line() {
        let mut seen = HashSet::new();
        for id in TABLE.iter().filter_map(|row| row.id) {
            assert!(seen.insert(id), "{id:?} twice");
        }
        for id in Id::ALL {
            assert!(seen.contains(&id), "{id:?} is missing");
        }
    }

    #[test]
    fn the_page_of_the_manual_is_the_table() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/shortcuts.md");
        let fresh = manual();
        if std::env::var_os("DATELINE_BLESS").is_some() {
            std::fs::write(path, &fresh).expect("the page can be written");
        }
        let kept = std::fs::read_to_string(path).unwrap_or_default();
        assert!(
            kept == fresh,
            "docs/shortcuts.md is out of date: DATELINE_BLESS=1 cargo test --lib ui::actions"
        );
    }
}
