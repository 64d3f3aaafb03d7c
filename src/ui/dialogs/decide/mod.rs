//! Correcting names: one dialog for merging, splitting, retyping, dismissing, reassigning and marking. At the left what
//! has to be said, at the right every passage it touches, each of which can be left out.

mod chooser;
mod draft;
mod exceptions;
mod fields;
pub(in crate::ui) mod passages;

use std::sync::Arc;

use egui::{Key, Modifiers, Rect, Ui, pos2, vec2};

use super::Verdict;
use crate::{
    ui::{
        action::{Action, Decide},
        context::Cx,
        theme::{colors, font, size, space},
        widgets::{self, Button, ButtonKind, EmptyState, dialog_kept, label},
    },
    workspace::{
        Preview,
        session::{Slot, Views, Wanted},
    },
};
use draft::{Draft, Gesture};

/// What the dialog remembers while it is open.
#[derive(Debug)]
pub struct State {
    draft: Draft,
    chooser: chooser::State,
    passages: passages::State,
    begun: bool,
    /// Whether one of its fields had the keyboard in the last frame: Enter confirms from there, and presses a button
    /// elsewhere.
    inside: bool,
}

impl State {
    /// A dialog for what was asked for; `views` are looked at for what the open article knows of it.
    #[must_use]
    pub fn new(decide: Decide, views: &Views) -> Self {
        Self {
            draft: Draft::new(decide, views),
            chooser: chooser::State::default(),
            passages: passages::State::default(),
            begun: false,
            inside: true,
        }
    }

    /// Asks for the names to choose from, the spellings and the preview. The preview is of the correction without
    /// exceptions, so that what was left out stays in the list.
    pub fn want(&self, wanted: &mut Wanted) {
        wanted.names = true;
        wanted.decision = self.draft.command(&[]).ok().map(Arc::new);
        if self.draft.gesture == Gesture::Split {
            wanted.spellings = self.draft.entities.first().copied();
        }
    }

    fn follow(&mut self, views: &Views) {
        if let Some(names) = views.names.value() {
            self.draft.settle_names(&names.rows);
            self.draft.settle_name(&names.rows);
        }
        if let (Some(spellings), Some(_)) = (views.spellings.value(), views.names.value()) {
            let pairs: Vec<(&str, u64)> = spellings
                .iter()
                .map(|spelling| (spelling.text.as_str(), spelling.mentions))
                .collect();
            let names = views.names.value().map_or(&[][..], |names| &names.rows);
            let entity = self.draft.entities.first();
            let main = entity.and_then(|id| draft::find(names, *id));
            self.draft
                .settle_spellings(main.map(|row| row.name.as_str()), &pairs);
        }
        if let Some(preview) = views.preview.value() {
            self.draft.learn(&preview.passages);
        }
    }
}

/// Width of the fields.
const FIELDS: f32 = 316.0;
const TOP: f32 = 38.0;

pub(super) fn ui(ui: &Ui, state: &mut State, cx: &mut Cx<'_>) -> Verdict {
    state.follow(cx.views());
    let nothing_focused = ui.ctx().memory(|memory| memory.focused().is_none());
    let confirmed = {
        let enter = |modifiers| {
            ui.ctx()
                .input_mut(|input| input.consume_key(modifiers, Key::Enter))
        };
        enter(Modifiers::COMMAND) || (state.inside || nothing_focused) && enter(Modifiers::NONE)
    };
    let title = state.draft.gesture.title();
    let mut both = (state, cx);
    let (verdict, ()) = dialog_kept(
        ui,
        title,
        [940.0, 580.0],
        &mut both,
        |ui, body, (state, cx)| body_ui(ui, body, state, cx),
        |ui, (state, cx)| {
            let c = colors(ui);
            // What is still to be said stands in place of the preview; only this has no other place.
            let none_left = cx.views().preview.value().is_some_and(|preview| {
                exceptions::total(preview) > 0 && state.passages.out.left(preview).0 == 0
            });
            if none_left {
                label(ui, "Everything is left out", font::ui(font::SMALL), c.warn);
            } else {
                label(ui, state.draft.follows(), font::ui(font::SMALL), c.ink3);
            }
        },
        |ui, (state, cx)| {
            let mut verdict = Verdict::Stay;
            if Button::new("Cancel").show(ui).clicked() {
                verdict = Verdict::Close;
            }
            let why = wrong(state, cx);
            let clicked = Button::new(state.draft.gesture.button())
                .kind(ButtonKind::Primary)
                .shortcut("Enter")
                .disabled(why.as_deref())
                .show(ui)
                .clicked();
            if (clicked || confirmed)
                && why.is_none()
                && let Some(preview) = cx.views().preview.value()
                && let Ok(command) = state.draft.command(&state.passages.out.of(preview))
            {
                cx.send(Action::Run(command));
                verdict = Verdict::Close;
            }
            verdict
        },
    );
    verdict
}

/// Why it cannot be done yet.
fn wrong(state: &State, cx: &Cx<'_>) -> Option<String> {
    let views = cx.views();
    if let Some(why) = views.overview.value().and_then(|o| o.read_only.as_ref()) {
        return Some(why.clone());
    }
    let preview = match &views.preview {
        Slot::Ready(preview) => Some(preview),
        Slot::Failed(problem) if state.draft.command(&[]).is_ok() => {
            return Some(problem.to_string());
        }
        _ => None,
    };
    // What the fields say since this frame began is not counted yet.
    let asked = state.draft.command(&[]).ok();
    if asked.is_some() && asked.as_ref() != cx.wanted.decision.as_deref() {
        return Some("Counting what it touches…".to_owned());
    }
    let left = preview.map_or(0, |preview| state.passages.out.left(preview).0);
    state.draft.wrong(preview, left).map(str::to_owned)
}

fn body_ui(ui: &mut Ui, body: Rect, state: &mut State, cx: &mut Cx<'_>) {
    let c = colors(ui);
    let views = cx.views();
    let names = views.names.value().map_or(&[][..], |names| &names.rows);
    // What it is, in the words of the undo step as soon as they are known.
    let top = Rect::from_min_size(body.min, vec2(body.width(), TOP));
    ui.painter().rect_filled(top, 0.0, c.panel);
    let words = match &views.preview {
        Slot::Ready(preview) if !preview.label.is_empty() => preview.label.clone(),
        _ => state.draft.sentence(names),
    };
    widgets::at(ui, top.shrink2(vec2(18.0, 0.0)), |ui| {
        widgets::label_elided(ui, &words, font::bold(font::NAME), c.ink).on_hover_text(&words);
    });
    widgets::hline(ui.painter(), top, top.bottom(), c.line);
    let width = FIELDS.min(body.width() * 0.45);
    let left = Rect::from_min_max(top.left_bottom(), pos2(body.left() + width, body.bottom()));
    let right = Rect::from_min_max(left.right_top(), body.max);
    ui.painter().rect_filled(left, 0.0, c.panel);
    widgets::vline(ui.painter(), left, left.right(), c.line);
    let in_fields = fields::ui(ui, left, cx, names, state);
    let in_list = preview_ui(ui, right, cx, state);
    state.inside = in_fields || in_list;
}

fn preview_ui(ui: &mut Ui, rect: Rect, cx: &Cx<'_>, state: &mut State) -> bool {
    let views = cx.views();
    let head = Rect::from_min_size(rect.min, vec2(rect.width(), size::PANEL_HEAD));
    let body = Rect::from_min_max(head.left_bottom(), rect.max);
    let problem = match &views.preview {
        Slot::Failed(problem) => Some(problem.to_string()),
        _ => state.draft.command(&[]).err().map(str::to_owned),
    };
    if let Some(words) = problem {
        let state = EmptyState {
            words: &words,
            button: None,
        };
        widgets::empty_state(ui, rect, state);
        return false;
    }
    let mut inside = false;
    widgets::slot_ui(
        ui,
        rect,
        &views.preview,
        cx.now,
        "Counting what it touches…",
        |ui, preview| {
            head_ui(ui, head, preview, &mut state.passages);
            let mut top = body.top();
            for note in notes(preview) {
                top = note_ui(ui, rect, top, &note);
            }
            let list = Rect::from_min_max(pos2(rect.left(), top), rect.max);
            inside = passages::ui(ui, list, preview, &mut state.passages);
        },
    );
    inside
}

/// How much it is, and everything in or out at once.
pub(in crate::ui) fn head_ui(
    ui: &mut Ui,
    rect: Rect,
    preview: &Preview,
    state: &mut passages::State,
) {
    let c = colors(ui);
    widgets::hline(ui.painter(), rect, rect.bottom(), c.line);
    let look = widgets::Bar {
        ground: c.paper,
        pad: space::L,
        line: Some(c.line),
    };
    widgets::bar(
        ui,
        rect,
        look,
        state,
        |ui, state| {
            let words = state.out.counts(preview);
            label(ui, words, font::bold(font::UI), c.ink);
        },
        |ui, state| {
            ui.spacing_mut().item_spacing.x = space::L;
            label(ui, "Take in", font::ui(font::SMALL), c.ink3);
            let all = widgets::link(ui, "All", "Take all passages in").clicked();
            let none = widgets::link(ui, "None", "Leave all passages out").clicked();
            if all || none {
                state.out.set(&preview.passages, none);
            }
        },
    );
}

pub(in crate::ui) fn notes(preview: &Preview) -> Vec<String> {
    let mut notes = preview.notes.clone();
    let listed = preview.passages.len() as u64;
    if exceptions::total(preview) > listed {
        notes.push(format!(
            "The first {} passages are listed. The rest is part of it",
            widgets::number(listed)
        ));
    }
    notes
}

/// A line with something to know besides; returns its lower edge.
pub(in crate::ui) fn note_ui(ui: &mut Ui, rect: Rect, top: f32, words: &str) -> f32 {
    let c = colors(ui);
    let line = Rect::from_min_size(
        pos2(rect.left(), top),
        vec2(rect.width(), size::COLUMN_HEAD),
    );
    ui.painter().rect_filled(line, 0.0, c.warn_tint);
    let at = line.shrink2(vec2(space::L, 0.0));
    widgets::at(ui, at, |ui| {
        widgets::label_elided(ui, words, font::ui(font::SMALL), c.ink).on_hover_text(words);
    });
    line.bottom()
}
