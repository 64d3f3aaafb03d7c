//! The dialog that keeps the search by a name.

use egui::{Rect, RichText, Ui, UiBuilder, pos2, vec2};

use crate::{
    model::Filter,
    ui::{
        action::Action,
        context::Cx,
        theme::{colors, font},
        widgets::{self, Button, ButtonKind, Verdict, dialog},
    },
    workspace::Command,
};

/// What the dialog remembers.
#[derive(Debug, Default)]
pub(super) struct State {
    name: String,
    /// The filter the name is for.
    of: Option<Filter>,
}

impl State {
    /// Begins for a filter, with a name made of its text.
    pub fn begin(&mut self, filter: &Filter) {
        const LONGEST: usize = 40;
        let text = filter.text.as_deref().unwrap_or_default();
        self.name = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if let Some((at, _)) = self.name.char_indices().nth(LONGEST) {
            self.name.truncate(at);
        }
        self.of = None;
    }
}

pub(super) fn ui(ui: &Ui, state: &mut State, cx: &mut Cx<'_>) -> Verdict {
    let filter = cx.wanted.filter.clone();
    let begun = state.of.as_ref() == Some(&filter);
    state.of = Some(filter.clone());
    let typed = state.name.trim().to_lowercase();
    let known = cx.views().search.saved.value().is_some_and(|saved| {
        saved
            .iter()
            .any(|search| search.name.to_lowercase() == typed)
    });
    let mut confirmed = false;
    let (verdict, ()) = dialog(
        ui,
        "Save this search",
        [440.0, 206.0],
        &mut (state, cx, &mut confirmed),
        |ui, body, (state, _, confirmed)| {
            let c = colors(ui);
            let field = super::super::dialogs::line(ui, body, 18.0, "Name");
            let response = widgets::at(ui, field, |ui| {
                widgets::text_field(ui, &mut state.name, "Name", "", field.width())
            });
            if !begun {
                response.request_focus();
            }
            **confirmed = super::super::dialogs::confirmed(ui, &response);
            let words = if known {
                "There is a search of this name. It will search for this instead"
            } else {
                "The text and every other filter are kept in the project"
            };
            let ink = if known { c.warn } else { c.ink3 };
            let words = RichText::new(words).font(font::ui(font::SMALL)).color(ink);
            let rect = Rect::from_min_max(
                field.left_bottom() + vec2(0.0, 8.0),
                pos2(field.right(), body.bottom()),
            );
            ui.scope_builder(UiBuilder::new().max_rect(rect), |ui| {
                ui.add(egui::Label::new(words).selectable(false).wrap());
            });
        },
        |_, _| {},
        |ui, (state, cx, confirmed)| {
            let mut verdict = Verdict::Stay;
            if Button::new("Cancel").show(ui).clicked() {
                verdict = Verdict::Close;
            }
            let why = state.name.trim().is_empty().then_some("It needs a name");
            let save = Button::new(if known { "Change" } else { "Save" })
                .kind(ButtonKind::Primary)
                .disabled(why);
            if (save.show(ui).clicked() || **confirmed) && why.is_none() {
                cx.send(Action::Run(Command::SaveSearch {
                    name: state.name.trim().to_owned(),
                    filter: filter.clone(),
                }));
                verdict = Verdict::Close;
            }
            verdict
        },
    );
    verdict
}
