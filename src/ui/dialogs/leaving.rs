//! Asks before something that runs is stopped by closing the project or the window.

use egui::{Ui, vec2};

use super::Verdict;
use crate::{
    ui::{
        action::{Action, Queue},
        outside::Leave,
        theme::{colors, font, space},
        widgets::{self, Button, ButtonKind, dialog, label, number},
    },
    workspace::session::JobProgress,
};

/// What the dialog remembers while it is open.
#[derive(Debug)]
pub struct State {
    leave: Leave,
    begun: bool,
}

impl State {
    /// Asks before this.
    #[must_use]
    pub const fn new(leave: Leave) -> Self {
        Self {
            leave,
            begun: false,
        }
    }
}

pub(super) fn ui(
    ui: &Ui,
    state: &mut State,
    running: &[JobProgress],
    queue: &mut Queue,
) -> Verdict {
    let title = match state.leave {
        Leave::Window => "Close the window?",
        _ => "Close the project?",
    };
    let height = 206.0 + 44.0 * running.len().saturating_sub(1) as f32;
    let mut both = (state, queue);
    let (verdict, ()) = dialog(
        ui,
        title,
        [480.0, height],
        &mut both,
        |ui, body, _| {
            let c = colors(ui);
            let inner = body.shrink2(vec2(18.0, 14.0));
            ui.scope_builder(egui::UiBuilder::new().max_rect(inner), |ui| {
                ui.spacing_mut().item_spacing.y = space::S;
                for job in running {
                    widgets::label_elided(ui, job.label.clone(), font::bold(font::UI), c.ink);
                    ui.horizontal(|ui| {
                        ui.spacing_mut().item_spacing.x = space::L;
                        let share = (job.total > 0).then(|| job.done as f32 / job.total as f32);
                        widgets::progress(ui, &format!("Progress of {}", job.label), share, 180.0);
                        label(ui, how_far(job), font::ui(font::SMALL), c.ink2);
                    });
                }
                let words = if running.is_empty() {
                    "It has ended meanwhile; nothing is stopped"
                } else {
                    "An import keeps what it has done, and dropping the same files again goes on. A copy or export that is stopped is not saved"
                };
                let text = egui::RichText::new(words).font(font::ui(font::SMALL)).color(c.ink3);
                ui.add(egui::Label::new(text).selectable(false).wrap());
            });
        },
        |_, _| {},
        |ui, (state, queue)| {
            let mut verdict = Verdict::Stay;
            let (stop, keep) = if running.is_empty() {
                ("Close", "Stay")
            } else {
                ("Stop and close", "Keep running")
            };
            let keep = Button::new(keep).kind(ButtonKind::Primary).show(ui);
            super::focus_first(&mut state.begun, &keep);
            if keep.clicked() {
                verdict = Verdict::Close;
            }
            if Button::new(stop).show(ui).clicked() {
                queue.send(Action::Leave(state.leave.clone()));
                verdict = Verdict::Close;
            }
            verdict
        },
    );
    verdict
}

fn how_far(job: &JobProgress) -> String {
    match (job.cancelling, job.total) {
        (true, _) => "Canceling…".to_owned(),
        (_, 0) if job.done > 0 => format!("{} {}", number(job.done), job.unit),
        (_, 0) => job.stage.clone(),
        (_, total) => format!("{} of {} {}", number(job.done), number(total), job.unit),
    }
}
