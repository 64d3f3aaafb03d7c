//! Renaming an entity.

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
    workspace::Command,
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
        |_, _| {},
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
                let name = state.name.trim().to_owned();
                cx.send(Action::Run(Command::RenameEntity {
                    entity: state.entity,
                    name,
                }));
                verdict = Verdict::Close;
            }
            verdict
        },
    );
    verdict
}
