//! Asking before a pasted text becomes an article.

use egui::{Rect, ScrollArea, Ui, pos2, vec2};

use super::Verdict;
use crate::ui::{
    action::Action,
    context::Cx,
    theme::{colors, font, space},
    widgets::{Button, ButtonKind, count, dialog, label},
};

/// Characters of the text that are shown.
const SHOWN: usize = 1200;

/// What the dialog remembers while it is open.
#[derive(Debug)]
pub struct State {
    text: String,
    /// Its beginning.
    shown: String,
    words: u64,
    begun: bool,
}

impl State {
    /// Asks about this text.
    #[must_use]
    pub fn new(text: String) -> Self {
        let beginning = text.trim_start();
        let end = beginning.char_indices().nth(SHOWN);
        let shown = match end {
            Some((at, _)) => format!("{}…", beginning.get(..at).unwrap_or_default()),
            None => beginning.trim_end().to_owned(),
        };
        Self {
            words: text.split_whitespace().count() as u64,
            shown,
            text,
            begun: false,
        }
    }
}

pub(super) fn ui(ui: &Ui, state: &mut State, cx: &mut Cx<'_>) -> Verdict {
    let mut both = (state, cx);
    let (verdict, ()) = dialog(
        ui,
        "Paste as an article",
        [520.0, 340.0],
        &mut both,
        |ui, body, (state, _)| body_ui(ui, body, state),
        |ui, (state, _)| {
            let words = count(state.words, "word", "words");
            label(ui, words, font::ui(font::SMALL), colors(ui).ink3);
        },
        |ui, (state, cx)| {
            let mut verdict = Verdict::Stay;
            if Button::new("Cancel").show(ui).clicked() {
                verdict = Verdict::Close;
            }
            let import = Button::new("Import").kind(ButtonKind::Primary).show(ui);
            super::focus_first(&mut state.begun, &import);
            if import.clicked() {
                cx.send(Action::Paste(std::mem::take(&mut state.text)));
                verdict = Verdict::Close;
            }
            verdict
        },
    );
    verdict
}

fn body_ui(ui: &mut Ui, body: Rect, state: &State) {
    let c = colors(ui);
    let inner = Rect::from_min_max(
        body.min + vec2(18.0, 14.0),
        pos2(body.right() - 18.0, body.bottom() - space::M),
    );
    ui.scope_builder(egui::UiBuilder::new().max_rect(inner), |ui| {
        ui.spacing_mut().item_spacing.y = space::S;
        label(ui, "Make an article of this text?", font::bold(15.0), c.ink);
        ScrollArea::vertical()
            .id_salt("pasted text")
            .auto_shrink(false)
            .show(ui, |ui| {
                let text = egui::RichText::new(&state.shown)
                    .font(font::ui(font::UI))
                    .color(c.ink2);
                ui.add(egui::Label::new(text).selectable(false).wrap());
            });
    });
}
