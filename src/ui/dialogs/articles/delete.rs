//! Asks whether articles are to be deleted, and says what goes with them.

use egui::{Ui, vec2};

use super::About;
use crate::{
    ui::{
        action::Action,
        context::Cx,
        dialogs::Verdict,
        theme::{colors, font, space},
        widgets::{self, Button, ButtonKind, dialog},
    },
    workspace::{Command, Preview},
};

pub(super) fn ui(ui: &Ui, about: &mut About, command: &Command, cx: &mut Cx<'_>) -> Verdict {
    let title = if about.articles.len() == 1 {
        "Delete the article".to_owned()
    } else {
        format!("Delete {}", about.words)
    };
    let mut both = (about, cx);
    let (verdict, ()) = dialog(
        ui,
        &title,
        [460.0, 230.0],
        &mut both,
        |ui, body, (about, cx)| {
            let c = colors(ui);
            let inner = body.shrink2(vec2(18.0, 16.0));
            ui.scope_builder(egui::UiBuilder::new().max_rect(inner), |ui| {
                ui.spacing_mut().item_spacing.y = space::M;
                let mut say = |words: &str, size, ink| {
                    let text = egui::RichText::new(words).font(font::ui(size)).color(ink);
                    ui.add(egui::Label::new(text).selectable(false).wrap());
                };
                if about.articles.len() == 1 {
                    say(&about.words, font::UI, c.ink);
                }
                let words = "Taken out of every count, list, chart, map and export. The text stays in the project \
                             file; undo brings it back";
                say(words, font::UI, c.ink2);
                for note in cx.views().preview.value().iter().flat_map(|p| &p.notes) {
                    say(note, font::SMALL, c.warn);
                }
            });
        },
        |ui, (_, cx)| {
            if let Some(words) = cx.views().preview.value().map(Preview::counts) {
                widgets::label(ui, words, font::ui(font::SMALL), colors(ui).ink3);
            }
        },
        |ui, (about, cx)| {
            let mut verdict = Verdict::Stay;
            if Button::new("Cancel").show(ui).clicked() {
                verdict = Verdict::Close;
            }
            let delete = Button::new("Delete").kind(ButtonKind::Primary).show(ui);
            super::super::focus_first(&mut about.begun, &delete);
            if delete.clicked() {
                cx.send(Action::Run(command.clone()));
                verdict = Verdict::Close;
            }
            verdict
        },
    );
    verdict
}
