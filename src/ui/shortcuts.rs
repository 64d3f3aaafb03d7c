//! Keys that work anywhere in the window, and the names they are shown by.

use egui::{Key, KeyboardShortcut, Modifiers, Ui};

use super::{
    action::{Action, Focus, Queue, View},
    review::Panel,
};

/// Keys as tooltips and menus show them.
pub mod keys {
    use crate::ui::action::View;

    macro_rules! keys {
        ($($(#[$doc:meta])* $name:ident: $rest:literal;)*) => {$(
            $(#[$doc])*
            pub const $name: &str = if cfg!(target_os = "macos") {
                concat!("Cmd+", $rest)
            } else {
                concat!("Ctrl+", $rest)
            };
        )*};
    }

    keys! {
        NEW: "N";
        OPEN: "O";
        CLOSE: "W";
        IMPORT: "I";
        FIND: "F";
        PASTE: "V";
        SAME: "J";
        HISTORY: "Shift+H";
        ACCURACY: "Shift+A";
        COPY: "C";
        UNDO: "Z";
        REDO: "Shift+Z";
        BIGGER: "+";
        SMALLER: "−";
        NORMAL: "0";
    }

    /// The sheet of shortcuts.
    pub const HELP: &str = "F1";

    /// The key of a view.
    #[must_use]
    pub const fn view(view: View) -> &'static str {
        let names: [&str; 4] = if cfg!(target_os = "macos") {
            ["Cmd+1", "Cmd+2", "Cmd+3", "Cmd+4"]
        } else {
            ["Ctrl+1", "Ctrl+2", "Ctrl+3", "Ctrl+4"]
        };
        match view {
            View::Read => names[0],
            View::Chart => names[1],
            View::Map => names[2],
            View::Compare => names[3],
        }
    }
}

/// All shortcuts, by where they work: for the sheet.
pub const SHEET: &[(&str, &[(&str, &str)])] = &[
    (
        "Anywhere",
        &[
            ("1 to 4 with Ctrl", "Read, Chart, Map, Compare"),
            ("Ctrl+F", "Search"),
            ("Ctrl+I", "Import files"),
            ("Ctrl+V", "Paste text as an article"),
            ("Ctrl+Z", "Undo"),
            ("Ctrl+Shift+Z", "Redo"),
            ("Ctrl+J", "Same name?"),
            ("Ctrl+Shift+H, Ctrl+Shift+A", "History, check accuracy"),
            ("Ctrl+N, Ctrl+O, Ctrl+W", "New, open, close project"),
            ("Ctrl++, Ctrl+−, Ctrl+0", "Larger, smaller, normal text"),
            ("Tab, Shift+Tab", "Next and previous control"),
            ("Esc", "Leave a card, field or dialog"),
            ("F1 or ?", "This sheet"),
        ],
    ),
    (
        "Read",
        &[
            ("J, K", "Next and previous article"),
            ("Enter, Shift+Enter", "Next and previous search hit"),
            ("Alt+←, Alt+→", "Back and forward"),
            ("N, P", "Next and previous name in the text"),
            ("S", "Star the article"),
            ("U", "Mark as unread or read"),
            ("E", "The names as a table"),
            ("F2", "Rename the selected name"),
            ("M", "Same as another name: merge"),
            ("R", "The mention means someone else"),
            ("L", "Split off a spelling or mention"),
            ("T", "Change the name’s type"),
            ("X", "Not a name"),
            ("Shift+F10, Menu", "What can be done about the name"),
            (
                "Shift+←, Shift+→",
                "Select the name, hit or word; one word more",
            ),
            ("←, →, ↑, ↓", "Select another word or paragraph"),
            ("A", "Mark the selected words as a name"),
            ("Ctrl+C", "Copy the selected words"),
        ],
    ),
    (
        "Compare",
        &[
            ("N, P", "Next and previous difference"),
            ("Page up, Page down", "Scroll both texts"),
            ("A, B on a version", "Show it as A or as B"),
        ],
    ),
    (
        "Names",
        &[
            ("Space", "Select one more, or one less"),
            ("Shift+↑, Shift+↓", "Select up to there"),
            ("Ctrl+↑, Ctrl+↓", "Move without selecting"),
            ("Ctrl+A, Esc", "Select all shown, or none"),
            ("→, ←", "Show and hide spellings"),
            ("Enter", "Show the passages"),
            ("M, L, T, X", "Merge, split, change type, not a name"),
        ],
    ),
    (
        "Same name?",
        &[
            ("S or →, D or ←", "Same, different"),
            ("U or Space", "Later"),
            ("1, 2", "Which name is shown"),
            ("O, Shift+O", "Open the article"),
            ("Z", "Take the last answer back"),
        ],
    ),
    (
        "Check accuracy",
        &[
            ("R, W, U", "Right, wrong, unsure"),
            ("←, →", "Back, next"),
            (
                "X, 1 to 4, M, B",
                "Not a name, type, somebody else, boundaries",
            ),
        ],
    ),
    (
        "Map",
        &[
            ("←, ↑, →, ↓ on the map", "Move it"),
            ("+, −", "Closer, farther"),
            ("0 or Home on the map", "All places"),
            ("Z, Shift+Z", "Zoom to the chosen places, to the country"),
            ("Ctrl+click, Shift+click, Space", "Choose several places"),
            ("Shift+drag on the map", "Choose what lies in a box"),
            ("P, C, E", "Place by clicking, by candidate, by coordinates"),
            (
                "Space, ←, → on the time bar",
                "Play, step through the dates",
            ),
        ],
    ),
    (
        "Lists",
        &[
            ("↑, ↓", "Move through the rows"),
            ("Page up, Page down, Home, End", "Move far"),
            ("Enter", "Open"),
        ],
    ),
];

/// Queues what the keys pressed this frame ask for. Not called while a dialog is open.
pub fn read_keys(ui: &Ui, project: bool, view: View, text_size: u16, queue: &mut Queue) {
    let pressed = |modifiers: Modifiers, key: Key| {
        ui.ctx()
            .input_mut(|input| input.consume_shortcut(&KeyboardShortcut::new(modifiers, key)))
    };
    let command = |key| pressed(Modifiers::COMMAND, key);
    let typing = ui.ctx().text_edit_focused();

    // Shift goes first: egui lets a shortcut without it match a press with it.
    if project
        && (pressed(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z) || command(Key::Y))
        && !typing
    {
        queue.send(Action::Redo);
    }
    if project && !typing && command(Key::Z) {
        queue.send(Action::Undo);
    }
    if command(Key::N) {
        queue.send(Action::NewProject { import: Vec::new() });
    }
    if command(Key::O) {
        queue.send(Action::AskOpenProject);
    }
    if pressed(Modifiers::NONE, Key::F1) {
        queue.send(Action::ShowShortcuts);
    }
    let question = ui.ctx().input(|input| {
        input
            .events
            .iter()
            .any(|event| matches!(event, egui::Event::Text(text) if text == "?"))
    });
    if question && !typing {
        queue.send(Action::ShowShortcuts);
    }
    let bigger = command(Key::Plus) || command(Key::Equals);
    let smaller = command(Key::Minus);
    let normal = command(Key::Num0);
    if bigger || smaller || normal {
        let sizes = super::shell::SIZES;
        let next = if normal {
            Some(100)
        } else if bigger {
            sizes.into_iter().find(|size| *size > text_size)
        } else {
            sizes.into_iter().rev().find(|size| *size < text_size)
        };
        if let Some(size) = next {
            queue.send(Action::TextSize(size));
        }
    }
    if !project {
        return;
    }
    if command(Key::W) {
        queue.send(Action::CloseProject);
    }
    if command(Key::I) {
        queue.send(Action::ChooseFiles);
    }
    if command(Key::J) {
        queue.send(Action::Review(Panel::Same));
    }
    let shift = Modifiers::COMMAND | Modifiers::SHIFT;
    if pressed(shift, Key::H) {
        queue.send(Action::Review(Panel::History));
    }
    if pressed(shift, Key::A) {
        queue.send(Action::Review(Panel::Accuracy));
    }
    if command(Key::F) {
        queue.send(Action::Focus(Focus::Search));
    }
    if !typing && let Some(text) = pasted(ui) {
        queue.send(Action::Paste(text));
    }
    let views = [
        (Key::Num1, View::Read),
        (Key::Num2, View::Chart),
        (Key::Num3, View::Map),
        (Key::Num4, View::Compare),
    ];
    for (key, chosen) in views {
        if command(key) && chosen != view {
            queue.send(Action::Go(chosen));
        }
    }
}

/// Text that was pasted in this frame.
fn pasted(ui: &Ui) -> Option<String> {
    ui.ctx().input_mut(|input| {
        let at = input
            .events
            .iter()
            .position(|event| matches!(event, egui::Event::Paste(_)))?;
        match input.events.remove(at) {
            egui::Event::Paste(text) => Some(text),
            _ => None,
        }
    })
}
