//! Making a code, or changing what it is called and looks like.

use egui::{Id, Rect, Ui, pos2};

use super::{code_of, free_color, swatch};
use crate::{
    model::{
        CodeId,
        marking::{Code, mark_name},
    },
    ui::{
        action::Action,
        context::Cx,
        dialogs::{confirmed, focus_first, line},
        theme::{colors, font},
        widgets::{self, Button, ButtonKind, Verdict, dialog_kept},
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

    /// What was typed for its key: `Err` says why it is no key.
    fn key(&self) -> Result<Option<char>, &'static str> {
        let mut chars = self.key.trim().chars();
        match (chars.next(), chars.next()) {
            (None, _) => Ok(None),
            (Some(key), None) => Code::right_key(key).map(Some),
            _ => Err("A key is one letter or digit"),
        }
    }

    fn wrong(&self, views: &Views) -> Option<String> {
        let rows = views.codes.value().map_or(&[][..], |table| &table.rows);
        let name = match mark_name(&self.name) {
            Ok(name) => name,
            Err(why) => return Some(format!("A name {why}")),
        };
        let taken = rows.iter().any(|row| {
            Some(row.id) != self.code && row.code.name.to_lowercase() == name.to_lowercase()
        });
        if taken {
            return Some("There is a code of this name already".to_owned());
        }
        if let Err(why) = self.key() {
            return Some(why.to_owned());
        }
        let same = self.before.as_ref() == Some(&self.wished());
        same.then(|| "Nothing was changed".to_owned())
    }

    /// The code as the dialog has it.
    fn wished(&self) -> Code {
        Code {
            name: mark_name(&self.name).unwrap_or_default(),
            color: self.color,
            key: self.key().unwrap_or_default(),
            parent: self.parent,
        }
    }

    /// What makes it so, in one step.
    fn command(&self) -> Command {
        let to = self.wished();
        match self.code {
            Some(code) => Command::ChangeCode { code, to },
            None => Command::MakeCode {
                name: to.name,
                color: Some(to.color),
                key: to.key,
                parent: to.parent,
            },
        }
    }
}

pub(super) fn ui(ui: &Ui, state: &mut State, cx: &mut Cx<'_>) -> Verdict {
    let title = if state.code.is_some() {
        "Change the code"
    } else {
        "New code"
    };
    let mut both = (state, cx);
    let (verdict, ()) = dialog_kept(
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
            let why = cx.read_only().map(str::to_owned);
            let why = why.or_else(|| state.wrong(cx.views()));
            let words = if state.code.is_some() { "Save" } else { "Make" };
            let clicked = Button::new(words)
                .kind(ButtonKind::Primary)
                .disabled(why.as_deref())
                .show(ui)
                .clicked();
            if (clicked || state.confirmed) && why.is_none() {
                cx.send(Action::Run(state.command()));
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
        let words = "While words are selected; not A or H";
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
        widgets::text(ui, at, egui::Align2::LEFT_CENTER, &why, small, ink);
    }
}
