//! Three panels of correcting: doubtful names, the history of decisions, and checking how often names are right. What
//! they remember outlives their closing, so that one can look something up and go on.

mod accuracy;
mod fixing;
mod history;
mod same;
mod sentence;

use egui::{EventFilter, Key, KeyboardShortcut, Modifiers, Ui};

use super::{context::Cx, dialogs::Dialog, widgets::Verdict};
use crate::{
    model::DecisionId,
    workspace::{Command, Problem, session::Wanted},
};

/// Which of the three.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Panel {
    Same,
    History,
    Accuracy,
}

impl Panel {
    /// Asks for what the panel shows.
    pub const fn want(self, wanted: &mut Wanted) {
        match self {
            Self::Same => wanted.worklist = true,
            Self::History => wanted.history = true,
            Self::Accuracy => wanted.accuracy = true,
        }
    }
}

/// What the panels remember between frames.
#[derive(Debug, Default)]
pub struct State {
    same: same::State,
    history: history::State,
    accuracy: accuracy::State,
    /// The panel that comes back when the dialog it asked for closes.
    resume: Option<Panel>,
}

impl State {
    /// A decision was carried out, under this number of the ledger where it has one.
    pub fn carried(&mut self, command: &Command, decision: Option<DecisionId>) {
        self.same.carried(command, decision);
        self.history.carried(command);
    }

    /// A decision was not carried out, nor were those after it.
    pub fn refused(&mut self, problem: &Problem) {
        self.same.refused(problem);
        self.accuracy.refused(problem);
        self.history.refused(problem);
    }

    /// Opens a panel again once the dialog it asked for is closed.
    pub fn resume(&mut self, dialog: &mut Option<Dialog>) {
        match dialog {
            Some(Dialog::Review(_)) => self.resume = None,
            Some(_) => {}
            None => *dialog = self.resume.take().map(Dialog::Review),
        }
    }
}

/// Draws a panel. Returns whether it closes.
pub fn ui(ui: &Ui, panel: Panel, state: &mut State, cx: &mut Cx<'_>) -> Verdict {
    match panel {
        Panel::Same => same::ui(ui, &mut state.same, cx),
        Panel::History => history::ui(ui, &mut state.history, cx),
        Panel::Accuracy => {
            let verdict = accuracy::ui(ui, &mut state.accuracy, cx);
            if state.accuracy.take_left() {
                state.resume = Some(Panel::Accuracy);
            }
            verdict
        }
    }
}

/// Size of the panels in points; less where the window is smaller.
const SIZE: [f32; 2] = [940.0, 600.0];

/// Distance of a panel's content from its edges.
const PAD: f32 = 18.0;

/// Whether a key was pressed, which is then for nothing else. Ask for a key with Shift before the same without.
fn pressed(ui: &Ui, modifiers: Modifiers, key: Key) -> bool {
    ui.input_mut(|input| input.consume_shortcut(&KeyboardShortcut::new(modifiers, key)))
}

/// Whether one of the keys was pressed alone.
fn any(ui: &Ui, keys: &[Key]) -> bool {
    keys.iter().any(|key| pressed(ui, Modifiers::NONE, *key))
}

/// Keeps the arrow keys from moving the keyboard to another control: here they answer.
fn hold_arrows(ui: &Ui) {
    let filter = EventFilter {
        horizontal_arrows: true,
        ..EventFilter::default()
    };
    if let Some(id) = ui.memory(|memory| memory.focused()) {
        crate::ui::widgets::hold_keys(ui, id, filter);
    }
}

/// Whether no control of the panel has the keyboard, so that the space bar is free.
fn nothing_focused(ui: &Ui) -> bool {
    let (focused, modal) = ui.memory(|memory| (memory.focused(), memory.top_modal_layer()));
    let response = focused.and_then(|id| ui.ctx().read_response(id));
    // What lies under the panel may keep the keyboard from before.
    response.is_none_or(|response| Some(response.layer_id) != modal)
}
