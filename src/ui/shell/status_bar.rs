//! The status bar: the running job or the last message, and what needs attention.

use egui::{Rect, Ui, vec2};

use super::State;
use crate::{
    model::Filter,
    ui::{
        action::Action,
        actions::{self, Id},
        context::Cx,
        theme::{colors, font, size, space},
        widgets::{self, Bar, Button, ButtonKind, Icon, label, number},
    },
    workspace::settings::Settings,
};

/// Seconds a message stays.
const MESSAGE_SECS: f64 = 12.0;

pub(super) fn ui(ui: &mut Ui, rect: Rect, cx: &mut Cx<'_>, state: &mut State, settings: &Settings) {
    let c = colors(ui);
    let look = Bar {
        ground: c.bg,
        pad: space::L,
        line: None,
    };
    widgets::bar(
        ui,
        rect,
        look,
        &mut (cx, state),
        |ui, (cx, state)| {
            ui.spacing_mut().item_spacing.x = space::L;
            if cx.desk.job().is_some() {
                job(ui, cx, state);
            } else if cx.desk.long_decisions() > 0 {
                deciding(ui, cx.desk.long_decisions());
            } else {
                message(ui, cx, state);
            }
        },
        |ui, (cx, _)| {
            ui.spacing_mut().item_spacing.x = space::L;
            watching(ui, cx);
            attention(ui, cx);
            label(
                ui,
                format!("Text {}%", settings.text_size),
                font::ui(font::SMALL),
                c.ink3,
            );
        },
    );
    widgets::hline(ui.painter(), rect, rect.top() + 1.0, c.line2);
}

/// The folder that is watched, and how to stop it.
fn watching(ui: &mut Ui, cx: &mut Cx<'_>) {
    let Some(folder) = cx.desk.watching() else {
        return;
    };
    let c = colors(ui);
    let name = folder.file_name().map_or_else(
        || folder.display().to_string(),
        |name| name.to_string_lossy().into_owned(),
    );
    let all = folder.display().to_string();
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.x = space::S;
        icon(ui, Icon::Folder, c.ink2);
        let words = format!("Watching {name}");
        let galley = widgets::elided(ui, &words, font::ui(font::SMALL), c.ink2, 180.0);
        let (rect, response) = ui.allocate_exact_size(galley.size(), egui::Sense::hover());
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, &words));
        widgets::galley_at(ui, rect.left(), rect.center().y, galley, c.ink2);
        response.on_hover_text(format!("Files that arrive in {all} are imported"));
        let stop = widgets::icon_button(ui, Icon::Close, "Stop watching", None, 18.0, None);
        if stop.clicked() {
            cx.send(Action::StopWatching);
        }
    });
}

fn job(ui: &mut Ui, cx: &mut Cx<'_>, state: &State) {
    let c = colors(ui);
    let Some(job) = cx.desk.job() else { return };
    label(ui, job.label.clone(), font::ui(font::SMALL), c.ink2);
    let share = (job.total > 0).then(|| job.done as f32 / job.total as f32);
    widgets::progress(ui, &format!("Progress of {}", job.label), share, 120.0);
    let words = if job.cancelling {
        "Canceling…".to_owned()
    } else if job.total > 0 {
        let far = format!("{} of {}", number(job.done), number(job.total));
        // A job of several stages counts anew in each.
        if job.stage.is_empty() || job.label.starts_with(&job.stage) {
            far
        } else {
            format!("{}: {far}", job.stage)
        }
    } else if job.done > 0 {
        format!("{} {}", number(job.done), job.unit)
    } else {
        job.stage.clone()
    };
    label(ui, words, font::ui(font::SMALL), c.ink2);
    let pace = state.pace.words(&job);
    if !job.cancelling && !pace.is_empty() && ui.available_width() > 300.0 {
        label(ui, pace, font::ui(font::SMALL), c.ink3);
    }
    let why = job
        .cancelling
        .then_some("Already stopping; what is done is kept");
    let cancel = Button::new("Cancel")
        .name("Cancel the running job")
        .kind(ButtonKind::Panel)
        .hint("Stop; what is done is kept");
    if cancel.disabled(why).height(20.0).show(ui).clicked() {
        cx.send(Action::CancelJob);
    }
}

/// Decisions being carried out that take longer than a moment.
fn deciding(ui: &mut Ui, many: usize) {
    let c = colors(ui);
    let words = match many {
        1 => "Carrying the decision out…".to_owned(),
        many => format!("Carrying {} decisions out…", number(many as u64)),
    };
    label(ui, words.clone(), font::ui(font::SMALL), c.ink2);
    widgets::progress(ui, &words, None, 120.0);
}

fn message(ui: &mut Ui, cx: &mut Cx<'_>, state: &State) {
    let c = colors(ui);
    let fresh = state
        .said
        .as_ref()
        .filter(|(_, when)| cx.now - when < MESSAGE_SECS);
    match fresh {
        Some((words, when)) => {
            let left = (MESSAGE_SECS - (cx.now - when)).max(0.1);
            ui.ctx().request_repaint_after_secs(left as f32);
            let small = font::ui(font::SMALL);
            if !state.undoable {
                widgets::label_elided(ui, words.clone(), small, c.ink2);
                return;
            }
            let undo = format!("Undo ({})", actions::keys(Id::Undo));
            let room = ui.available_width() - widgets::width_of(ui, &undo, small.clone());
            let galley = widgets::elided(ui, words, small, c.ink2, room - 2.0 * space::L);
            let (rect, response) = ui.allocate_exact_size(galley.size(), egui::Sense::hover());
            response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, words));
            widgets::galley_at(ui, rect.left(), rect.center().y, galley, c.ink2);
            response.on_hover_text(words);
            if widgets::link(ui, &undo, "Undo it").clicked() {
                cx.send(Action::Undo);
            }
        }
        None => {
            let words = match cx.read_only() {
                Some(_) => "Open for reading only",
                None => "All changes saved",
            };
            label(ui, words, font::ui(font::SMALL), c.ink3);
        }
    }
}

fn attention(ui: &mut Ui, cx: &mut Cx<'_>) {
    let c = colors(ui);
    let Some(overview) = cx.views().overview.value() else {
        return;
    };
    if overview.undated > 0 {
        ui.scope(|ui| {
            ui.spacing_mut().item_spacing.x = space::S;
            icon(ui, Icon::Calendar, c.ink2);
            let words = format!("{} without a date", number(overview.undated));
            if widgets::number_link(ui, &words, "Show the articles without a date", font::SMALL)
                .clicked()
            {
                cx.send(Action::SetFilter(Filter {
                    undated: true,
                    ..Filter::default()
                }));
            }
        });
    }
    if overview.problems > 0 {
        ui.scope(|ui| {
            ui.spacing_mut().item_spacing.x = space::S;
            icon(ui, Icon::Warning, c.warn);
            let words = widgets::count(overview.problems, "problem", "problems");
            if widgets::number_link_in(
                ui,
                &words,
                &format!("Show {words} of the import"),
                font::SMALL,
                c.warn,
            )
            .clicked()
            {
                cx.send(Action::ShowReport);
            }
        });
    }
}

fn icon(ui: &mut Ui, icon: Icon, color: egui::Color32) {
    let (rect, _) = ui.allocate_exact_size(vec2(size::ICON, size::ICON), egui::Sense::hover());
    icon.paint_scaled(ui.painter(), rect.center(), color, 0.85);
}
