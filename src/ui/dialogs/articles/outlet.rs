//! Asks which outlet articles are of.

use egui::{Rect, ScrollArea, Ui, pos2};

use super::About;
use crate::{
    ui::{
        action::Action,
        context::Cx,
        dialogs::{Verdict, confirmed, focus_first, line},
        theme::{colors, font, size, space},
        widgets::{self, Button, ButtonKind, dialog_kept, number, row},
    },
    workspace::{Command, views::ArticleRow},
};

#[derive(Debug)]
pub(super) struct State {
    text: String,
    /// Whether any of the articles has an outlet to take away.
    known: bool,
}

impl State {
    pub(super) fn new(rows: &[&ArticleRow]) -> Self {
        let first = rows.first().and_then(|row| row.outlet.clone());
        let same = rows.iter().all(|row| row.outlet == first);
        Self {
            text: first.filter(|_| same).unwrap_or_default(),
            known: rows.iter().any(|row| row.outlet.is_some()),
        }
    }
}

pub(super) fn ui(ui: &Ui, about: &mut About, state: &mut State, cx: &mut Cx<'_>) -> Verdict {
    let title = format!("Outlet of {}", about.words);
    let mut all = (about, state, cx);
    let (verdict, ()) = dialog_kept(
        ui,
        &title,
        [440.0, 340.0],
        &mut all,
        |ui, body, (about, state, cx)| {
            let field = line(ui, body, 18.0, "Outlet");
            let response = widgets::at(ui, field, |ui| {
                let hint = "The Harbour Post";
                widgets::text_field(ui, &mut state.text, "Outlet", hint, field.width())
            });
            focus_first(&mut about.begun, &response);
            about.confirmed = confirmed(ui, &response);
            let list = Rect::from_min_max(pos2(body.left(), field.bottom() + space::L), body.max);
            known_ui(ui, list, state, cx);
        },
        |ui, (about, state, cx)| {
            let unknown = Button::new("Unknown").hint("The outlet is not known");
            if state.known && unknown.show(ui).clicked() {
                let articles = std::mem::take(&mut about.articles);
                cx.send(Action::Run(Command::SetOutlet {
                    articles,
                    outlet: None,
                }));
            }
        },
        |ui, (about, state, cx)| {
            if about.articles.is_empty() {
                return Verdict::Close;
            }
            let mut verdict = Verdict::Stay;
            if Button::new("Cancel").show(ui).clicked() {
                verdict = Verdict::Close;
            }
            let outlet = state.text.trim();
            let why = outlet
                .is_empty()
                .then_some("Type or choose an outlet first");
            let set = Button::new("Set outlet")
                .kind(ButtonKind::Primary)
                .disabled(why)
                .show(ui);
            if (set.clicked() || about.confirmed) && why.is_none() {
                cx.send(Action::Run(Command::SetOutlet {
                    articles: about.articles.clone(),
                    outlet: Some(outlet.to_owned()),
                }));
                verdict = Verdict::Close;
            }
            verdict
        },
    );
    verdict
}

/// The outlets of the project that have what was typed in their names.
fn known_ui(ui: &mut Ui, rect: Rect, state: &mut State, cx: &Cx<'_>) {
    let c = colors(ui);
    let Some(overview) = cx.views().overview.value() else {
        return;
    };
    let typed = state.text.trim().to_lowercase();
    let exact = overview
        .outlets
        .iter()
        .any(|(name, _)| *name == state.text.trim());
    let shown: Vec<&(String, u64)> = overview
        .outlets
        .iter()
        .filter(|(name, _)| exact || name.to_lowercase().contains(&typed))
        .collect();
    ui.scope_builder(egui::UiBuilder::new().max_rect(rect), |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        ScrollArea::vertical()
            .id_salt("outlets to choose")
            .auto_shrink(false)
            .show_rows(ui, size::ROW, shown.len(), |ui, seen| {
                widgets::list_of(ui, egui::Role::ListBox, "Known outlets", shown.len());
                for (at, (name, articles)) in
                    shown.iter().enumerate().take(seen.end).skip(seen.start)
                {
                    let chosen = *name == state.text.trim();
                    let count = widgets::count(*articles, "article", "articles");
                    let (rect, response) = row(ui, size::ROW, chosen, &format!("{name}, {count}"));
                    widgets::position(ui, response.id, at);
                    let y = rect.center().y;
                    let right = pos2(rect.right() - 18.0, y);
                    let small = font::ui(font::SMALL);
                    let words = number(*articles);
                    let note =
                        widgets::text(ui, right, egui::Align2::RIGHT_CENTER, &words, small, c.ink3);
                    let left = rect.left() + 102.0;
                    let room = note.left() - space::M - left;
                    let galley = widgets::elided(ui, name, font::ui(font::UI), c.ink, room);
                    widgets::galley_at(ui, left, y, galley, c.ink);
                    if response.clicked() {
                        state.text.clone_from(name);
                    }
                }
            });
    });
}
