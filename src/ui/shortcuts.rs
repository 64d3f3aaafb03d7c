//! Keys that work anywhere in the window. What they do is in the table of actions.

use egui::{Context, KeyboardShortcut, Ui};

use super::{
    action::{Action, Queue},
    actions::{self, Does, Id, Now, Place, Row, TABLE, When},
};
use crate::workspace::session::{Slot, Views};

/// Queues what the keys pressed this frame ask for. Not called while a dialog is open.
pub fn read_keys(ui: &Ui, now: &Now<'_>, queue: &mut Queue) {
    let typing = ui.ctx().text_edit_focused();
    for row in TABLE {
        if row.place != Place::Anywhere || typing && row.yields {
            continue;
        }
        let Does::Ask(what) = row.does else { continue };
        let mut chords = row.chords().filter(|chord| !(typing && is_typed(chord)));
        if chords.any(|chord| pressed(ui.ctx(), &chord)) {
            do_row(row, what, now, queue);
        }
    }
    // On many keyboards the question mark is not the key of the table, but its text is the same everywhere.
    let question = ui.ctx().input(|input| {
        input
            .events
            .iter()
            .any(|event| matches!(event, egui::Event::Text(text) if text == "?"))
    });
    if question && !typing && !queue.asks(&Action::ShowShortcuts) {
        queue.send(Action::ShowShortcuts);
    }
    if now.views.is_some()
        && !typing
        && let Some(text) = pasted(ui)
    {
        match When::Writable.why_not(now) {
            None => queue.send(Action::Pasted(text)),
            Some(why) => queue.send(Action::Say(why.to_owned())),
        }
    }
}

/// The same for the keys that work over the panels of correcting: back, forward, and the manual.
pub fn read_steps(ui: &Ui, now: &Now<'_>, queue: &mut Queue) {
    for id in [Id::Back, Id::Forward, Id::Manual] {
        let row = actions::row(id);
        if let Does::Ask(what) = row.does
            && !ui.ctx().text_edit_focused()
            && row.chords().any(|chord| pressed(ui.ctx(), &chord))
        {
            do_row(row, what, now, queue);
        }
    }
}

fn do_row(row: &Row, what: fn(&Now<'_>) -> Option<Action>, now: &Now<'_>, queue: &mut Queue) {
    // The system hands over what is pasted as an event of its own.
    if row.id == Some(Id::Paste) {
        return;
    }
    // What can be undone is known a moment after a decision; the project itself knows at once.
    let read = |views: &Views| matches!(views.overview, Slot::Ready(_));
    let known = !matches!(row.when, When::Undo | When::Redo) || now.views.is_none_or(read);
    match row.when.why_not(now).filter(|_| known) {
        Some(why) if now.views.is_some() => queue.send(Action::Say(why.to_owned())),
        Some(_) => {}
        None => {
            if let Some(action) = what(now)
                && action != Action::Go(now.view)
            {
                queue.send(action);
            }
        }
    }
}

/// Whether the keys of an action that a view reads itself were pressed, which are then for nothing else.
#[must_use]
pub fn pressed_for(ctx: &Context, id: Id) -> bool {
    let free = !(egui::Popup::is_any_open(ctx) || super::dialogs::any_open(ctx));
    free && actions::row(id).chords().any(|chord| pressed(ctx, &chord))
}

/// Whether a chord types something into a field.
fn is_typed(chord: &KeyboardShortcut) -> bool {
    chord.modifiers.is_none() && chord.logical_key.name().chars().count() == 1
        || chord.logical_key == egui::Key::Questionmark
}

/// Whether exactly this chord was pressed, which is then for nothing else.
fn pressed(ctx: &Context, chord: &KeyboardShortcut) -> bool {
    // Plus and the like need Shift on some keyboards and not on others.
    let name = chord.logical_key.name();
    let letter = name.len() == 1 && name.chars().all(|c| c.is_ascii_alphabetic());
    let mut found = false;
    ctx.input_mut(|input| {
        input.events.retain(|event| {
            let hit = matches!(event, egui::Event::Key { key, modifiers, pressed: true, .. }
                if *key == chord.logical_key
                    && modifiers.matches_logically(chord.modifiers)
                    && (!letter || modifiers.shift == chord.modifiers.shift));
            found |= hit;
            !hit
        });
    });
    found
}

/// Text that was pasted in this frame.
fn pasted(ui: &Ui) -> Option<String> {
    ui.ctx().input_mut(|input| {
        let at = input.events.iter().position(|event| {
            matches!(event, egui::Event::Paste(_) | egui::Event::PasteImage(_))
        })?;
        match input.events.remove(at) {
            egui::Event::Paste(text) => Some(text),
            // A picture alone.
            egui::Event::PasteImage(_) => Some(String::new()),
            _ => None,
        }
    })
}
