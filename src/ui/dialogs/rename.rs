//! Renaming an entity.

use std::sync::Arc;

use egui::{Ui, pos2};

use super::{Verdict, confirmed, focus_first, line};
use crate::{
    model::EntityId,
    ui::{
        action::Action,
        context::Cx,
        theme::{colors, font},
        widgets::{self, Button, ButtonKind, dialog},
    },
    workspace::{Command, Preview, session::Wanted},
};

/// What the dialog remembers while it is open.
#[derive(Debug)]
pub struct State {
    entity: EntityId,
    before: String,
    name: String,
    begun: bool,
    confirmed: bool,
}

impl State {
    /// A dialog for an entity with its present name.
    #[must_use]
    pub fn new(entity: EntityId, name: String) -> Self {
        Self {
            entity,
            before: name.clone(),
            name,
            begun: false,
            confirmed: false,
        }
    }

    /// Asks for what the name would be shown for.
    pub fn want(&self, wanted: &mut Wanted) {
        if self.wrong().is_none() {
            wanted.decision = Some(Arc::new(self.command()));
        }
    }

    fn command(&self) -> Command {
        Command::RenameEntity {
            entity: self.entity,
            name: self.name.trim().to_owned(),
        }
    }

    fn wrong(&self) -> Option<&'static str> {
        let name = self.name.trim();
        if name.is_empty() {
            Some("A name cannot be empty")
        } else if name == self.before {
            Some("The name is the same")
        } else {
            None
        }
    }
}

pub(super) fn ui(ui: &Ui, state: &mut State, cx: &mut Cx<'_>) -> Verdict {
    let mut both = (state, cx);
    let (verdict, ()) = dialog(
        ui,
        "Rename",
        [440.0, 206.0],
        &mut both,
        |ui, body, (state, _)| {
            let c = colors(ui);
            let field = line(ui, body, 18.0, "Name");
            let response = widgets::at(ui, field, |ui| {
                widgets::text_field(ui, &mut state.name, "Name", "", field.width())
            });
            focus_first(&mut state.begun, &response);
            state.confirmed = confirmed(ui, &response);
            let at = pos2(field.left(), field.bottom() + 18.0);
            let words =
                "Shown everywhere in place of the program’s choice. Spellings stay as they are";
            let text = egui::RichText::new(words)
                .font(font::ui(font::SMALL))
                .color(c.ink3);
            let rect = egui::Rect::from_min_max(
                at - egui::vec2(0.0, 10.0),
                pos2(field.right(), body.bottom()),
            );
            ui.scope_builder(egui::UiBuilder::new().max_rect(rect), |ui| {
                ui.add(egui::Label::new(text).selectable(false).wrap());
            });
        },
        |ui, (_, cx)| {
            let counts = cx.views().preview.value().map(Preview::counts);
            if let Some(words) = counts {
                widgets::label(ui, words, font::ui(font::SMALL), colors(ui).ink3);
            }
        },
        |ui, (state, cx)| {
            let mut verdict = Verdict::Stay;
            if Button::new("Cancel").show(ui).clicked() {
                verdict = Verdict::Close;
            }
            let why = state.wrong();
            let clicked = Button::new("Rename")
                .kind(ButtonKind::Primary)
                .disabled(why)
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
