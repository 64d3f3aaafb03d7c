//! Making a code, or changing what it is called and looks like.

use egui::{Id, Rect, Ui, pos2};

use super::{code_of, free_color, read_only, swatch};
use crate::{
    model::{CodeId, marking::Code},
    ui::{
        action::Action,
        context::Cx,
        dialogs::{confirmed, focus_first, line},
        theme::{colors, font},
        widgets::{self, Button, ButtonKind, Verdict, dialog},
    },
    workspace::{Command, session::Views},
};

/// What the dialog remembers while it is open.
#[derive(Debug)]
pub struct State {
    code: Option<CodeId>,
    before: Option<Code>,
    name: String,
    color: u8,
    key: String,
    parent: Option<CodeId>,
    begun: bool,
    confirmed: bool,
}

impl State {
    /// A dialog for a code; `None` makes one.
    #[must_use]
    pub fn new(code: Option<CodeId>, views: &Views) -> Self {
        let rows = views.codes.value().map_or(&[][..], |table| &table.rows);
        let before = code
            .and_then(|code| code_of(views, code))
            .map(|row| row.code.clone());
        let now = before.clone().unwrap_or_else(|| Code {
            name: String::new(),
            color: free_color(rows),
            key: None,
            parent: None,
        });
        Self {
            code,
            before,
            name: now.name,
            color: now.color,
            key: now.key.map(String::from).unwrap_or_default(),
            parent: now.parent,
            begun: false,
            confirmed: false,
        }
    }

    /// What was typed for its key: `Err` where it is no key.
    fn key(&self) -> Result<Option<char>, ()> {
        let mut chars = self.key.trim().chars();
        match (chars.next(), chars.next()) {
            (None, _) => Ok(None),
            (Some(key), None) if key.is_alphanumeric() => Ok(Some(key)),
            _ => Err(()),
        }
    }

    fn wrong(&self, views: &Views) -> Option<&'static str> {
        let name = self.name.split_whitespace().collect::<Vec<_>>().join(" ");
        let rows = views.codes.value().map_or(&[][..], |table| &table.rows);
        if !name.chars().any(char::is_alphanumeric) {
            return Some("A name needs at least one letter or digit");
        }
        let taken = rows.iter().any(|row| {
            Some(row.id) != self.code && row.code.name.to_lowercase() == name.to_lowercase()
        });
        if taken {
            return Some("There is a code of this name already");
        }
        if self.key().is_err() {
            return Some("A key is one letter or digit");
        }
        let same = self.before.as_ref().is_some_and(|before| {
            before.name == name
                && before.color == self.color
                && Ok(before.key) == self.key()
                && before.parent == self.parent
        });
        same.then_some("Nothing was changed")
    }

    /// What makes it so: one command for each thing that differs.
    fn commands(&self) -> Vec<Command> {
        let name = self.name.split_whitespace().collect::<Vec<_>>().join(" ");
        let key = self.key().unwrap_or_default();
        let (Some(code), Some(before)) = (self.code, &self.before) else {
            return vec![Command::MakeCode {
                name,
                color: Some(self.color),
                key,
                parent: self.parent,
            }];
        };
        let mut commands = Vec::new();
        if before.name != name {
            commands.push(Command::RenameCode { code, name });
        }
        if before.color != self.color {
            let color = self.color;
            commands.push(Command::RecolorCode { code, color });
        }
        if before.key != key {
            commands.push(Command::SetCodeKey { code, key });
        }
        if before.parent != self.parent {
            let parent = self.parent;
            commands.push(Command::SetCodeParent { code, parent });
        }
        commands
    }
}

pub(super) fn ui(ui: &Ui, state: &mut State, cx: &mut Cx<'_>) -> Verdict {
    let title = if state.code.is_some() {
        "Change the code"
    } else {
        "New code"
    };
    let mut both = (state, cx);
    let (verdict, ()) = dialog(
        ui,
        title,
        [440.0, 292.0],
        &mut both,
        |ui, body, (state, cx)| body_ui(ui, body, state, cx),
        |_, _| {},
        |ui, (state, cx)| {
            let mut verdict = Verdict::Stay;
            if Button::new("Cancel").show(ui).clicked() {
                verdict = Verdict::Close;
            }
            let why = read_only(cx).or_else(|| state.wrong(cx.views()));
            let words = if state.code.is_some() { "Save" } else { "Make" };
            let clicked = Button::new(words)
                .kind(ButtonKind::Primary)
                .disabled(why)
                .show(ui)
                .clicked();
            if (clicked || state.confirmed) && why.is_none() {
                for command in state.commands() {
                    cx.send(Action::Run(command));
                }
                verdict = Verdict::Close;
            }
            verdict
        },
    );
    verdict
}

fn body_ui(ui: &mut Ui, body: Rect, state: &mut State, cx: &Cx<'_>) {
    let c = colors(ui);
    let field = line(ui, body, 16.0, "Name");
    let response = widgets::at(ui, field, |ui| {
        widgets::text_field(ui, &mut state.name, "Name of the code", "", field.width())
    });
    focus_first(&mut state.begun, &response);
    state.confirmed = confirmed(ui, &response);
    let field = line(ui, body, 56.0, "Color");
    let chosen = widgets::at(ui, field, |ui| {
        swatch::palette(ui, Id::unique("color of the code"), state.color)
    });
    state.color = chosen.unwrap_or(state.color);
    let field = line(ui, body, 96.0, "Key");
    let response = widgets::at(ui, field, |ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        let response =
            widgets::text_field(ui, &mut state.key, "Key that applies the code", "", 48.0);
        let words = "Pressed while words are selected. A and H are taken";
        widgets::label_elided(ui, words, font::ui(font::SMALL), c.ink3);
        response
    });
    state.confirmed |= confirmed(ui, &response);
    let field = line(ui, body, 136.0, "Part of");
    let rows = cx
        .views()
        .codes
        .value()
        .map_or(&[][..], |table| &table.rows);
    // A code cannot be a part of itself or of its own parts.
    let below = |code: CodeId| {
        let mut up = Some(code);
        for _ in 0..=rows.len() {
            let Some(at) = up else { return false };
            if Some(at) == state.code {
                return true;
            }
            up = rows
                .iter()
                .find(|row| row.id == at)
                .and_then(|row| row.code.parent);
        }
        false
    };
    let others: Vec<_> = rows.iter().filter(|row| !below(row.id)).collect();
    let mut words = vec!["No other code"];
    words.extend(others.iter().map(|row| row.code.name.as_str()));
    let at = others
        .iter()
        .position(|row| Some(row.id) == state.parent)
        .map_or(0, |at| at + 1);
    let chosen = widgets::at(ui, field, |ui| widgets::dropdown(ui, "Part of", &words, at));
    if let Some(chosen) = chosen {
        state.parent = chosen
            .checked_sub(1)
            .and_then(|at| others.get(at))
            .map(|row| row.id);
    }
    if let Some(why) = state.wrong(cx.views()).filter(|_| !state.name.is_empty()) {
        let at = pos2(field.left(), field.bottom() + 14.0);
        let (small, ink) = (font::ui(font::SMALL), c.ink3);
        widgets::text(ui, at, egui::Align2::LEFT_CENTER, why, small, ink);
    }
}
