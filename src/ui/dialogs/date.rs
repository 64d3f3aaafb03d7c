//! Setting a publication date.

use egui::{Ui, pos2};

use super::{Verdict, confirmed, focus_first, line};
use crate::{
    model::{ArticleId, Precision},
    ui::{
        action::Action,
        context::Cx,
        theme::{colors, font},
        widgets::{self, Button, ButtonKind, count, dialog_kept},
    },
    workspace::Command,
};

/// What the dialog remembers while it is open.
#[derive(Debug)]
pub struct State {
    articles: Vec<ArticleId>,
    text: String,
    /// Whether there is a date to take away.
    dated: bool,
    begun: bool,
    confirmed: bool,
}

impl State {
    /// A dialog for these articles; `current` is their date in ISO 8601.
    #[must_use]
    pub fn new(articles: Vec<ArticleId>, current: Option<String>) -> Self {
        let dated = current.is_some();
        Self {
            articles,
            text: current.unwrap_or_default(),
            dated,
            begun: false,
            confirmed: false,
        }
    }
}

/// What a date that was understood means, in words.
fn understood(text: &str) -> Result<String, String> {
    let date = crate::workspace::dates::parse(text)?;
    let published = crate::model::Published {
        date,
        source: crate::model::DateSource::User,
    };
    let words = widgets::date_words(&published);
    Ok(match date.precision() {
        Precision::Year => format!("Some day in {words}"),
        Precision::Month => format!("Some day in {words}"),
        Precision::Day | Precision::Minute => words,
    })
}

pub(super) fn ui(ui: &Ui, state: &mut State, cx: &mut Cx<'_>) -> Verdict {
    let title = if state.articles.len() == 1 {
        "Publication date".to_owned()
    } else {
        format!(
            "Publication date of {}",
            count(state.articles.len() as u64, "article", "articles")
        )
    };
    let mut both = (state, cx);
    let (verdict, ()) = dialog_kept(
        ui,
        &title,
        [440.0, 206.0],
        &mut both,
        |ui, body, (state, _)| {
            let c = colors(ui);
            let field = line(ui, body, 18.0, "Published");
            let response = widgets::at(ui, field, |ui| {
                let hint = "14 Mar 2012, Mar 2012 or 2012-03-14";
                widgets::text_field(ui, &mut state.text, "Date", hint, field.width())
            });
            focus_first(&mut state.begun, &response);
            state.confirmed = confirmed(ui, &response);
            let at = pos2(field.left(), field.bottom() + 18.0);
            let (words, ink) = match understood(&state.text) {
                Ok(words) => (words, c.ink2),
                Err(_) if state.text.trim().is_empty() => (
                    "As precise as you know it: a month or a year will do".to_owned(),
                    c.ink3,
                ),
                Err(wrong) => (wrong, c.error),
            };
            let rect = egui::Rect::from_min_max(
                at - egui::vec2(0.0, 10.0),
                pos2(field.right(), body.bottom()),
            );
            ui.scope_builder(egui::UiBuilder::new().max_rect(rect), |ui| {
                let text = egui::RichText::new(words)
                    .font(font::ui(font::SMALL))
                    .color(ink);
                ui.add(egui::Label::new(text).selectable(false).wrap());
            });
        },
        |ui, (state, cx)| {
            if state.dated
                && Button::new("No date")
                    .hint("The date is unknown")
                    .show(ui)
                    .clicked()
            {
                cx.send(Action::Run(Command::SetPublished {
                    articles: state.articles.clone(),
                    date: None,
                }));
                state.articles.clear();
            }
        },
        |ui, (state, cx)| {
            if state.articles.is_empty() {
                return Verdict::Close;
            }
            let mut verdict = Verdict::Stay;
            if Button::new("Cancel").show(ui).clicked() {
                verdict = Verdict::Close;
            }
            let date = crate::workspace::dates::parse(&state.text);
            let why = date.as_ref().err().map(String::as_str);
            let clicked = Button::new("Set date")
                .kind(ButtonKind::Primary)
                .disabled(why)
                .show(ui)
                .clicked();
            if (clicked || state.confirmed)
                && let Ok(date) = date
            {
                let articles = state.articles.clone();
                cx.send(Action::Run(Command::SetPublished {
                    articles,
                    date: Some(date),
                }));
                verdict = Verdict::Close;
            }
            verdict
        },
    );
    verdict
}
