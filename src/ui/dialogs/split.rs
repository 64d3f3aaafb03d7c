//! Saying that a version is not of the story it was counted to.

use egui::{Align2, Rect, Role, ScrollArea, Ui, pos2, vec2};

use super::Verdict;
use crate::{
    model::{
        ArticleId,
        family::{FamilyCard, Version},
    },
    ui::{
        action::Action,
        compare::{date_words, outlet},
        context::Cx,
        theme::{colors, font, space},
        widgets::{self, Button, ButtonKind, dialog_kept, row},
    },
    workspace::Command,
};

/// What the dialog remembers while it is open.
#[derive(Debug)]
pub struct State {
    versions: Vec<Version>,
    chosen: Option<ArticleId>,
    begun: bool,
}

impl State {
    /// Asks about a family; the article that is open is proposed.
    #[must_use]
    pub fn new(card: &FamilyCard, open: Option<ArticleId>) -> Self {
        Self {
            versions: card.versions.clone(),
            chosen: open.filter(|open| card.versions.iter().any(|v| v.article == *open)),
            begun: false,
        }
    }
}

const ROW: f32 = 42.0;

pub(super) fn ui(ui: &Ui, state: &mut State, cx: &mut Cx<'_>) -> Verdict {
    let height = 174.0 + (state.versions.len() as f32 * ROW).min(6.0 * ROW);
    let mut both = (state, cx);
    let (verdict, ()) = dialog_kept(
        ui,
        "Not the same story",
        [520.0, height],
        &mut both,
        |ui, body, (state, _)| body_ui(ui, body, state),
        |_, _| {},
        |ui, (state, cx)| {
            let mut verdict = Verdict::Stay;
            if Button::new("Cancel").show(ui).clicked() {
                verdict = Verdict::Close;
            }
            let why = state.chosen.is_none().then_some("Choose a version first");
            let split = Button::new("Take it out")
                .kind(ButtonKind::Primary)
                .disabled(why)
                .show(ui);
            if split.clicked()
                && let Some(article) = state.chosen
            {
                cx.send(Action::Run(Command::SplitStory {
                    articles: vec![article],
                }));
                verdict = Verdict::Close;
            }
            verdict
        },
    );
    verdict
}

fn body_ui(ui: &mut Ui, body: Rect, state: &mut State) {
    let c = colors(ui);
    let line = Rect::from_min_size(body.min + vec2(18.0, 10.0), vec2(body.width() - 36.0, 40.0));
    ui.scope_builder(egui::UiBuilder::new().max_rect(line), |ui| {
        let words = "Which version is not of this story? It becomes a story of its own; undo brings it back";
        let text = egui::RichText::new(words)
            .font(font::ui(font::UI))
            .color(c.ink2);
        ui.add(egui::Label::new(text).selectable(false).wrap());
    });
    let list = Rect::from_min_max(pos2(body.left(), line.bottom() + space::S), body.max);
    ui.scope_builder(egui::UiBuilder::new().max_rect(list), |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        ScrollArea::vertical()
            .id_salt("versions to take out")
            .auto_shrink(false)
            .show_rows(ui, ROW, state.versions.len(), |ui, shown| {
                let many = state.versions.len();
                widgets::list_of(ui, Role::ListBox, "Versions", many);
                for at in shown {
                    let Some(version) = state.versions.get(at) else {
                        continue;
                    };
                    let selected = state.chosen == Some(version.article);
                    let name = format!("v{} {}", at + 1, outlet(version));
                    let spoken = format!("{name}, {}, {}", version.title, date_words(version));
                    let (rect, response) = row(ui, ROW, selected, &spoken);
                    widgets::position(ui, response.id, at);
                    if selected && !std::mem::replace(&mut state.begun, true) {
                        response.request_focus();
                    }
                    let (left, right) = (rect.left() + 18.0, rect.right() - 18.0);
                    let title = widgets::elided(
                        ui,
                        &version.title,
                        font::ui(font::UI),
                        c.ink,
                        right - left,
                    );
                    widgets::galley_at(ui, left, rect.top() + 13.5, title, c.ink);
                    let y = rect.top() + 30.5;
                    let small = font::ui(font::SMALL);
                    widgets::text(
                        ui,
                        pos2(left, y),
                        Align2::LEFT_CENTER,
                        &name,
                        small.clone(),
                        c.ink2,
                    );
                    let date = date_words(version);
                    widgets::text(
                        ui,
                        pos2(right, y),
                        Align2::RIGHT_CENTER,
                        &date,
                        small,
                        c.ink2,
                    );
                    if response.clicked() {
                        state.chosen = Some(version.article);
                        state.begun = true;
                    }
                }
            });
    });
}
