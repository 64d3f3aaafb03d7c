//! Asking for a path where the system has no file dialog.

use std::path::PathBuf;

use egui::{
    TextEdit, Ui, pos2,
    text::{CCursor, CCursorRange},
    vec2,
};

use super::{Verdict, confirmed, focus_first, line};
use crate::{
    ui::{
        action::{Action, Queue},
        ask::{Answer, Question},
        theme::{colors, font},
        widgets::{self, Button, ButtonKind, dialog_kept},
    },
    workspace::outside::Lying,
};

/// What the dialog remembers while it is open.
#[derive(Debug)]
pub struct State {
    question: Question,
    text: String,
    begun: bool,
    confirmed: bool,
    /// What lies at a path that was typed, and the path.
    taken: Option<(PathBuf, Lying)>,
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
            taken: None,
        }
    }

    /// Asks once more, as something lies at the path that was typed.
    #[must_use]
    pub fn again(question: Question, path: PathBuf, lying: Lying) -> Self {
        Self {
            text: path.display().to_string(),
            taken: Some((path, lying)),
            ..Self::new(question)
        }
    }

    /// What lies at the path in the field, as far as it was looked at.
    fn lying(&self) -> Option<Lying> {
        let path = path_of(&self.text)?;
        let taken = self.taken.as_ref().filter(|(taken, _)| *taken == path);
        taken.map(|(_, lying)| *lying)
    }

    /// On the button that goes on.
    fn verb(&self) -> &'static str {
        match self.question {
            Question::Files | Question::Folder => "Import…",
            Question::Places | Question::Style => "Add",
            Question::Terms => "Read",
            Question::Watch => "Watch",
            Question::Project { .. } => "Open",
            Question::NewProject { .. } => "Create",
            Question::Save { .. } if self.lying() == Some(Lying::File) => "Replace",
            Question::Save { .. } => "Save",
        }
    }

    /// What stands below the field, and whether it is a warning.
    fn words(&self) -> (String, bool) {
        let name = self.taken.as_ref().and_then(|(path, _)| path.file_name());
        let name = name.map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        match (self.lying(), &self.question) {
            (Some(Lying::File), _) => {
                let words = format!("{name} is there already. Replace it, or type another name");
                return (words, true);
            }
            (Some(Lying::Folder), _) => {
                let words = format!("{name} is a folder. Type the name of a file in it");
                return (words, true);
            }
            _ => {}
        }
        let mut words =
            "This desktop offers no file dialog (no portal is running), so type or paste the path"
                .to_owned();
        if matches!(self.question, Question::Files | Question::Folder) {
            words.push_str(". Files can be dropped on the window as well");
        }
        (words, false)
    }
}

/// Where the proposed name begins and ends in a path, without its extension, in characters.
fn name_in(text: &str) -> (usize, usize) {
    let before = text.rfind(['/', '\\']).map_or(0, |at| at + 1);
    let (folder, name) = text.split_at(before);
    let stem = name.rfind('.').filter(|at| *at > 0).unwrap_or(name.len());
    let first = folder.chars().count();
    let stem = name.get(..stem).unwrap_or(name).chars().count();
    (first, first + stem)
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
    let question = state.question.clone();
    let mut both = (state, None);
    let (verdict, ()) = dialog_kept(
        ui,
        title,
        [560.0, 206.0],
        &mut both,
        |ui, body, (state, _)| body_ui(ui, body, what, state),
        |_, _| {},
        |ui, (state, said)| {
            let mut verdict = Verdict::Stay;
            if Button::new("Cancel").show(ui).clicked() {
                verdict = Verdict::Close;
            }
            let path = path_of(&state.text);
            let why = match (&path, state.lying()) {
                (None, _) => Some("Type a path first"),
                (_, Some(Lying::Folder)) => Some("A folder cannot be replaced by a file"),
                _ => None,
            };
            let clicked = Button::new(state.verb())
                .kind(ButtonKind::Primary)
                .disabled(why)
                .show(ui)
                .clicked();
            if (clicked || state.confirmed)
                && why.is_none()
                && let Some(path) = path
            {
                *said = Some(match state.lying() {
                    // It was asked whether it may be replaced.
                    Some(Lying::File) => Answer::Paths(vec![path]),
                    _ => Answer::Typed(path),
                });
                verdict = Verdict::Close;
            }
            verdict
        },
    );
    if verdict == Verdict::Close {
        let answer = both.1.unwrap_or(Answer::Nothing);
        queue.send(Action::Answered(question, answer));
    }
    verdict
}

fn body_ui(ui: &mut Ui, body: egui::Rect, what: &str, state: &mut State) {
    let c = colors(ui);
    let field = line(ui, body, 18.0, what);
    let response = widgets::at(ui, field, |ui| {
        widgets::text_field(ui, &mut state.text, "Path", "/home/…", field.width())
    });
    if !state.begun
        && matches!(
            state.question,
            Question::Save { .. } | Question::NewProject { .. }
        )
    {
        // What is typed replaces the proposed name, not the folder or the extension.
        let (from, to) = name_in(&state.text);
        let mut edit = TextEdit::load_state(ui.ctx(), response.id).unwrap_or_default();
        let name = CCursorRange::two(CCursor::new(from), CCursor::new(to));
        edit.cursor.set_char_range(Some(name));
        TextEdit::store_state(ui.ctx(), response.id, edit);
    }
    focus_first(&mut state.begun, &response);
    state.confirmed = confirmed(ui, &response);
    let at = pos2(field.left(), field.bottom() + 8.0);
    let rect = egui::Rect::from_min_max(at, pos2(field.right(), body.bottom()) - vec2(0.0, 4.0));
    ui.scope_builder(egui::UiBuilder::new().max_rect(rect), |ui| {
        let (words, warning) = state.words();
        let ink = if warning { c.warn } else { c.ink3 };
        let text = egui::RichText::new(words)
            .font(font::ui(font::SMALL))
            .color(ink);
        ui.add(egui::Label::new(text).selectable(false).wrap());
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_proposed_name_is_selected_without_folder_and_extension() {
        for (text, name) in [
            ("/home/é/hills-names.csv", "hills-names"),
            ("/home/é/.csv", ".csv"),
            ("wire", "wire"),
            ("/home/", ""),
        ] {
            let (from, to) = name_in(text);
            let chosen: String = text.chars().skip(from).take(to - from).collect();
            assert_eq!(chosen, name, "{text}");
        }
    }
}
