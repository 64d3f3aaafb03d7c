//! Keys of the names: they work while a row has the keyboard, and Escape wherever nothing else has it.

use egui::{Event, Key, Modifiers, Ui};

use super::{
    State,
    acts::{self, Act},
    rows::id_of,
    selection::Way,
};
use crate::ui::{context::Cx, theme::size};

/// Takes the keys that are for the names out of the input, before anything is drawn: a row would take Space and Enter
/// for a click. Not called while something is typed or a menu or dialog is open.
pub fn keys(ui: &Ui, cx: &mut Cx<'_>, state: &mut State) {
    let consume = |modifiers, key| {
        ui.ctx()
            .input_mut(|input| input.consume_key(modifiers, key))
    };
    let focused = ui.memory(|memory| memory.focused());
    let cursor = state.selection.cursor();
    let on_row = cursor.is_some_and(|id| focused == Some(id_of(id)));
    // Escape in the search field is for the field, though the field has lost the keyboard by now.
    if !state.typing
        && (on_row || focused.is_none())
        && (on_row || state.wide)
        && consume(Modifiers::NONE, Key::Escape)
    {
        if state.selection.len() > 1 {
            state.selection.clear();
        } else {
            state.wide = false;
        }
    }
    let Some(table) = cx.views().entities.value() else {
        return;
    };
    let picked = state.pick(table, cx);
    let (rows, shown) = (table.rows.as_slice(), picked.shown.as_slice());
    if (on_row || state.wide && focused.is_none()) && consume(Modifiers::COMMAND, Key::A) {
        state.selection.all(rows, shown);
    }
    let Some(cursor) = cursor.filter(|_| on_row) else {
        return;
    };
    let filter = egui::EventFilter {
        vertical_arrows: true,
        horizontal_arrows: true,
        escape: true,
        ..Default::default()
    };
    crate::ui::widgets::hold_keys(ui, id_of(cursor), filter);
    // Shift and Ctrl go first: egui lets a key without them match a press with them.
    steps(ui, state, rows, shown);
    if consume(Modifiers::NONE, Key::ArrowRight) {
        state.fold(cursor, true);
    }
    if consume(Modifiers::NONE, Key::ArrowLeft) {
        state.fold(cursor, false);
    }
    if (consume(Modifiers::COMMAND, Key::Space) || consume(Modifiers::NONE, Key::Space))
        && let Some(place) = state.selection.place(rows, shown)
    {
        state.selection.go(rows, shown, place, Way::Toggle);
    }
    let copied = ui.ctx().input_mut(|input| {
        let at = input.events.iter().position(|event| *event == Event::Copy);
        at.map(|at| input.events.remove(at)).is_some()
    });
    if copied {
        acts::act(ui.ctx(), Act::Copy, rows, cx, state);
    }
    for (key, act) in [
        (Key::Enter, Act::Passages),
        (Key::F2, Act::Rename),
        (Key::M, Act::Merge),
        (Key::L, Act::Split),
        (Key::T, Act::Retype),
        (Key::X, Act::Dismiss),
    ] {
        // Ctrl and Alt make another key of it.
        let plain = ui.input(|input| !input.modifiers.command && !input.modifiers.alt);
        if plain && consume(Modifiers::NONE, key) {
            acts::act(ui.ctx(), act, rows, cx, state);
        }
    }
}

/// Arrow keys and their like: alone they select, with Shift they select up to there, with Ctrl they only move.
fn steps(ui: &Ui, state: &mut State, rows: &[crate::workspace::views::EntityRow], shown: &[u32]) {
    let page = (ui.ctx().content_rect().height() * 0.5 / size::ROW) as i64;
    let all = i64::try_from(shown.len()).unwrap_or(i64::MAX);
    let mut step = 0;
    let mut way = Way::Only;
    for (key, by) in [
        (Key::ArrowDown, 1),
        (Key::ArrowUp, -1),
        (Key::PageDown, page),
        (Key::PageUp, -page),
        (Key::End, all),
        (Key::Home, -all),
    ] {
        for (modifiers, its) in [
            (Modifiers::SHIFT, Way::Range),
            (Modifiers::COMMAND, Way::Move),
            (Modifiers::NONE, Way::Only),
        ] {
            let pressed = ui
                .ctx()
                .input_mut(|input| input.count_and_consume_key(modifiers, key));
            for _ in 0..pressed {
                step += by;
                way = its;
            }
        }
    }
    if step == 0 {
        return;
    }
    let Some(now) = state.selection.place(rows, shown) else {
        return;
    };
    let last = shown.len().saturating_sub(1);
    let next = isize::try_from(step).map_or(now, |step| now.saturating_add_signed(step).min(last));
    state.selection.go(rows, shown, next, way);
    state.reveal = true;
    if let Some(id) = state.selection.cursor() {
        ui.memory_mut(|memory| memory.request_focus(id_of(id)));
    }
}
