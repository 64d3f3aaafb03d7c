//! Says after a run that failed what happened, and offers what was written down about it.

use std::path::PathBuf;

use egui::{Rect, Ui, pos2, vec2};

use super::Verdict;
use crate::ui::{
    action::{Action, Queue},
    ask::stem_of,
    theme::{colors, font, radius, space},
    widgets::{Button, ButtonKind, dialog},
};

/// What the dialog shows.
#[derive(Debug)]
pub struct State {
    report: PathBuf,
    text: String,
    project: Option<PathBuf>,
    begun: bool,
}

impl State {
    /// The report of a run, its text, and the project that was open.
    #[must_use]
    pub const fn new(report: PathBuf, text: String, project: Option<PathBuf>) -> Self {
        Self {
            report,
            text,
            project,
            begun: false,
        }
    }
}

pub(super) fn ui(ui: &Ui, state: &mut State, queue: &mut Queue) -> Verdict {
    let mut both = (state, queue);
    let (verdict, ()) = dialog(
        ui,
        "Dateline stopped unexpectedly",
        [620.0, 420.0],
        &mut both,
        |ui, body, (state, _)| body_ui(ui, body, state),
        |ui, (state, queue)| {
            ui.spacing_mut().item_spacing.x = space::M;
            if Button::new("Show file").show(ui).clicked() {
                queue.send(Action::ShowFile(state.report.clone()));
            }
            if Button::new("Copy")
                .name("Copy the report")
                .show(ui)
                .clicked()
            {
                queue.send(Action::Copy {
                    text: state.text.clone(),
                    said: "Copied the report",
                });
            }
        },
        |ui, (state, queue)| {
            let mut verdict = Verdict::Stay;
            if let Some(project) = state.project.clone() {
                let words = format!("Reopen {}", stem_of(&project));
                let reopen = Button::new(&words).kind(ButtonKind::Primary).show(ui);
                super::focus_first(&mut state.begun, &reopen);
                if reopen.clicked() {
                    queue.send(Action::OpenProject(project));
                    verdict = Verdict::Close;
                }
            }
            let done = Button::new("Done").show(ui);
            super::focus_first(&mut state.begun, &done);
            if done.clicked() {
                verdict = Verdict::Close;
            }
            verdict
        },
    );
    verdict
}

fn body_ui(ui: &mut Ui, body: Rect, state: &State) {
    let c = colors(ui);
    let inner = body.shrink2(vec2(18.0, 14.0));
    ui.scope_builder(egui::UiBuilder::new().max_rect(inner), |ui| {
        ui.spacing_mut().item_spacing.y = space::M;
        for words in [
            "A mistake in the program ended the last run. Nothing that was imported or decided is lost: each step is saved when it is taken.",
            "This is what was written down about it. It holds no text of an article and no path. With it the mistake can be found.",
        ] {
            let text = egui::RichText::new(words).font(font::ui(font::UI)).color(c.ink2);
            ui.add(egui::Label::new(text).selectable(false).wrap());
        }
        let top = ui.cursor().top();
        let rect = Rect::from_min_max(pos2(inner.left(), top), inner.max);
        ui.painter().rect_filled(rect, radius::CONTROL, c.bg);
        let lines: Vec<&str> = state.text.lines().collect();
        ui.scope_builder(egui::UiBuilder::new().max_rect(rect.shrink(space::M)), |ui| {
            super::about::lines_ui(ui, "Report", &lines);
        });
    });
}
