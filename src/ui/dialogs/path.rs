//! Asking for a path where the system has no file dialog.

use std::path::PathBuf;

use egui::{Ui, pos2, vec2};

use super::{Verdict, confirmed, focus_first, line};
use crate::ui::{
    action::{Action, Queue},
    ask::{Answer, Question},
    theme::{colors, font},
    widgets::{self, Button, ButtonKind, dialog},
};

/// What the dialog remembers while it is open.
#[derive(Debug)]
pub struct State {
    question: Question,
    text: String,
    begun: bool,
    confirmed: bool,
}

impl State {
    /// Asks this question by a field.
    #[must_use]
    pub fn new(question: Question) -> Self {
        let folder = std::env::var_os("HOME")
            .map(PathBuf::from)
            .unwrap_or_default();
        let text = match &question {
            Question::Files
            | Question::Folder
            | Question::Watch
            | Question::Places
            | Question::Style
            | Question::Terms => String::new(),
            Question::Project { folder: at } => {
                at.clone().unwrap_or(folder).join("").display().to_string()
            }
            Question::NewProject { name, .. } => folder
                .join(format!("{name}.dateline"))
                .display()
                .to_string(),
            Question::Save { name, .. } => folder.join(name).display().to_string(),
        };
        Self {
            question,
            text,
            begun: false,
            confirmed: false,
        }
    }
}

/// A path as typed: without quotation marks around it, `~` as the home folder.
fn path_of(text: &str) -> Option<PathBuf> {
    let text = text.trim().trim_matches(['"', '\'']);
    if text.is_empty() {
        return None;
    }
    let home = std::env::var_os("HOME").map(PathBuf::from);
    match (text.strip_prefix("~/"), home) {
        (Some(rest), Some(home)) => Some(home.join(rest)),
        _ => Some(PathBuf::from(text)),
    }
}

pub(super) fn ui(ui: &Ui, state: &mut State, queue: &mut Queue) -> Verdict {
    let title = state.question.title();
    let what = match state.question {
        Question::Files | Question::Places | Question::Terms | Question::Style => "File",
        Question::Folder | Question::Watch => "Folder",
        Question::Project { .. } | Question::NewProject { .. } => "Project",
        Question::Save { .. } => "Save as",
    };
    let mut both = (state, queue);
    let (verdict, ()) = dialog(
        ui,
        title,
        [560.0, 206.0],
        &mut both,
        |ui, body, (state, _)| {
            let c = colors(ui);
            let field = line(ui, body, 18.0, what);
            let response = widgets::at(ui, field, |ui| {
                widgets::text_field(ui, &mut state.text, "Path", "/home/…", field.width())
            });
            focus_first(&mut state.begun, &response);
            state.confirmed = confirmed(ui, &response);
            let at = pos2(field.left(), field.bottom() + 8.0);
            let rect =
                egui::Rect::from_min_max(at, pos2(field.right(), body.bottom()) - vec2(0.0, 4.0));
            ui.scope_builder(egui::UiBuilder::new().max_rect(rect), |ui| {
                let words = "This desktop offers no file dialog (no portal is running), so type or paste the path. Files can be dropped on the window as well";
                let text = egui::RichText::new(words).font(font::ui(font::SMALL)).color(c.ink3);
                ui.add(egui::Label::new(text).selectable(false).wrap());
            });
        },
        |_, _| {},
        |ui, (state, queue)| {
            let mut verdict = Verdict::Stay;
            if Button::new("Cancel").show(ui).clicked() {
                queue.send(Action::Answered(state.question.clone(), Answer::Nothing));
                verdict = Verdict::Close;
            }
            let path = path_of(&state.text);
            let why = path.is_none().then_some("Type a path first");
            let clicked = Button::new("OK")
                .kind(ButtonKind::Primary)
                .disabled(why)
                .show(ui)
                .clicked();
            if (clicked || state.confirmed)
                && let Some(path) = path
            {
                queue.send(Action::Answered(
                    state.question.clone(),
                    Answer::Paths(vec![path]),
                ));
                verdict = Verdict::Close;
            }
            verdict
        },
    );
    verdict
}
