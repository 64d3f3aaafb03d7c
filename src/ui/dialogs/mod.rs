//! Dialogs other than the export dialog.

pub mod about;
pub mod articles;
pub mod crash;
pub mod date;
pub mod decide;
pub mod leaving;
pub mod other;
pub mod palette;
pub mod paste;
pub mod path;
pub mod reading;
pub mod rename;
pub mod report;
pub mod sheet;
pub mod split;
pub mod survey;

use egui::{Align2, Rect, Ui, pos2};

use super::{
    action::Queue,
    context::Cx,
    export_dialog, manual, map_view, marks, review, search,
    theme::{colors, font},
    widgets::{self, Verdict},
};

/// The open dialog.
#[derive(Debug)]
pub enum Dialog {
    Survey,
    Rename(rename::State),
    Decide(Box<decide::State>),
    Marks(Box<marks::Dialog>),
    Date(date::State),
    Articles(Box<articles::State>),
    Candidates(map_view::candidates::State),
    Coordinates(map_view::coordinates::State),
    Report(report::State),
    Other(other::State),
    Split(split::State),
    Path(path::State),
    Paste(paste::State),
    Palette(palette::State),
    Export(Box<export_dialog::State>),
    /// A panel of correcting; what it remembers outlives its closing.
    Review(review::Panel),
    /// A dialog of searching; what it remembers outlives its closing.
    Search(search::Sheet),
    Manual(Box<manual::State>),
    Shortcuts,
    About(about::State),
    /// Asks before what runs is stopped.
    Leaving(leaving::State),
    /// Tells of a run that failed.
    Crash(crash::State),
}

/// Whether a dialog lies over the window, so that keys are not for what is below.
#[must_use]
pub fn any_open(ctx: &egui::Context) -> bool {
    ctx.memory(|memory| memory.top_modal_layer().is_some())
}

/// Draws a dialog over an open project. Returns whether it closes.
pub fn ui(ui: &mut Ui, dialog: &mut Dialog, cx: &mut Cx<'_>) -> bool {
    let verdict = match dialog {
        Dialog::Survey => survey::ui(ui, cx),
        Dialog::Rename(state) => rename::ui(ui, state, cx),
        Dialog::Decide(state) => decide::ui(ui, state, cx),
        Dialog::Marks(dialog) => dialog.ui(ui, cx),
        Dialog::Date(state) => date::ui(ui, state, cx),
        Dialog::Articles(state) => articles::ui(ui, state, cx),
        Dialog::Candidates(state) => map_view::candidates::ui(ui, state, cx),
        Dialog::Coordinates(state) => map_view::coordinates::ui(ui, state, cx),
        Dialog::Report(state) => report::ui(ui, state, cx),
        Dialog::Other(state) => other::ui(ui, state, cx),
        Dialog::Split(state) => split::ui(ui, state, cx),
        Dialog::Export(state) => state.ui(ui, cx),
        Dialog::Paste(state) => paste::ui(ui, state, cx),
        // Drawn with what the window keeps for it.
        Dialog::Review(_) | Dialog::Search(_) => Verdict::Stay,
        Dialog::Palette(state) => palette::ui(ui, state, Some(cx.desk.views()), cx.queue),
        Dialog::Leaving(state) => leaving::ui(ui, state, &cx.desk.running(), cx.queue),
        Dialog::Path(_)
        | Dialog::Manual(_)
        | Dialog::Shortcuts
        | Dialog::About(_)
        | Dialog::Crash(_) => {
            return alone_ui(ui, dialog, cx.queue);
        }
    };
    verdict == Verdict::Close
}

/// Draws a dialog that needs no project. Returns whether it closes.
pub fn alone_ui(ui: &mut Ui, dialog: &mut Dialog, queue: &mut Queue) -> bool {
    let verdict = match dialog {
        Dialog::Path(state) => path::ui(ui, state, queue),
        Dialog::Palette(state) => palette::ui(ui, state, None, queue),
        Dialog::Manual(state) => manual::ui(ui, state, queue),
        Dialog::Shortcuts => sheet::ui(ui, queue),
        Dialog::About(state) => about::ui(ui, state, queue),
        Dialog::Crash(state) => crash::ui(ui, state, queue),
        _ => Verdict::Close,
    };
    verdict == Verdict::Close
}

/// Whether Enter was pressed in this frame: confirms a dialog from wherever the keyboard is, except on a button, which
/// Enter presses.
pub(super) fn confirmed(ui: &Ui, field: &egui::Response) -> bool {
    (field.lost_focus() || field.has_focus())
        && ui.input(|input| input.key_pressed(egui::Key::Enter))
}

/// Gives the keyboard to `response` when the dialog opens.
pub(super) fn focus_first(begun: &mut bool, response: &egui::Response) {
    if !std::mem::replace(begun, true) {
        response.request_focus();
    }
}

/// One line of a dialog's body with its name at the left; returns the rect for the control.
pub(super) fn line(ui: &Ui, body: Rect, top: f32, name: &str) -> Rect {
    let c = colors(ui);
    let rect = Rect::from_min_max(
        pos2(body.left() + 18.0, body.top() + top),
        pos2(body.right() - 18.0, body.top() + top + 28.0),
    );
    widgets::text(
        ui,
        rect.left_center(),
        Align2::LEFT_CENTER,
        name,
        font::ui(font::UI),
        c.ink2,
    );
    Rect::from_min_max(pos2(rect.left() + 84.0, rect.top()), rect.max)
}
