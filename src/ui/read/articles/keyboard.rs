//! Keys of the list: they work while one of its lines has the keyboard.

use egui::{Event, Key, Modifiers, Ui};

use super::{
    ReadState,
    acts::{self, Act},
    lines::{Line, Lines},
    rows::id_of,
    selection::{Cursor, Way},
};
use crate::{
    ui::{context::Cx, theme::size},
    workspace::views::ArticleList,
};

/// Takes the keys that are for the list out of the input, before anything is drawn: a row would take Space and Enter for a
/// click. Not called while something is typed or a menu or dialog is open.
pub fn keys(ui: &Ui, cx: &mut Cx<'_>, state: &mut ReadState) {
    let consume = |modifiers, key| {
        ui.ctx()
            .input_mut(|input| input.consume_key(modifiers, key))
    };
    // Shift goes first: egui lets a key without it match a press with it.
    if consume(Modifiers::SHIFT, Key::E) {
        state.articles.toggle_table();
    }
    let Some(list) = cx.views().articles.value() else {
        return;
    };
    let Some(cursor) = state.articles.selection.cursor().cloned() else {
        return;
    };
    let focused = ui.memory(|memory| memory.focused());
    let id = id_of(&cursor);
    let on_line = focused == Some(id);
    let open = state.article;
    if state.articles.selection.several()
        && (on_line || focused.is_none())
        && consume(Modifiers::NONE, Key::Escape)
    {
        state.articles.selection.clear(open);
    }
    // Without a line that has the keyboard, the key that tags the open article is for all that are selected, too.
    if state.articles.selection.several()
        && (on_line || focused.is_none())
        && state.reader.is_idle()
        && consume(Modifiers::NONE, Key::G)
    {
        acts::act(ui.ctx(), Act::Tag, list, cx, state);
    }
    if !on_line {
        return;
    }
    let filter = egui::EventFilter {
        vertical_arrows: true,
        horizontal_arrows: true,
        escape: true,
        ..Default::default()
    };
    crate::ui::widgets::hold_keys(ui, id, filter);
    let known = state.articles.known(list);
    let lines = &known.lines;
    if consume(Modifiers::COMMAND, Key::A) {
        state.articles.selection.all(&list.rows);
    }
    steps(ui, list, lines, state);
    folds(ui, list, lines, &cursor, state);
    if consume(Modifiers::COMMAND, Key::Space) || consume(Modifiers::NONE, Key::Space) {
        toggle(list, lines, &cursor, state);
    }
    let plain = ui.input(|input| {
        let held = input.modifiers;
        !held.command && !held.alt && !held.shift
    });
    if plain && consume(Modifiers::NONE, Key::Enter) {
        match &cursor {
            Cursor::Article(article) => state.open(*article, None),
            Cursor::Group(key) => {
                let folded = state.articles.folded.contains(key);
                state.articles.fold(key, !folded);
            }
        }
    }
    if consume(Modifiers::SHIFT, Key::F10) || consume(Modifiers::NONE, Key::Menu) {
        state.articles.menu_wanted = true;
    }
    asked(ui, plain, list, cx, state);
}

/// Keys that ask for something to be done to the selected articles.
fn asked(ui: &Ui, plain: bool, list: &ArticleList, cx: &mut Cx<'_>, state: &mut ReadState) {
    let consume = |key| {
        ui.ctx()
            .input_mut(|input| input.consume_key(Modifiers::NONE, key))
    };
    let copied = ui.ctx().input_mut(|input| {
        let at = input.events.iter().position(|event| *event == Event::Copy);
        at.map(|at| input.events.remove(at)).is_some()
    });
    if copied {
        acts::act(ui.ctx(), Act::Copy, list, cx, state);
    }
    if !plain {
        return;
    }
    // While the card of a highlight is open, Delete is about the highlight.
    let lit = !state.reader.highlights.lit.is_empty();
    for (key, act) in [
        (Key::Delete, Act::Delete),
        (Key::S, Act::Star),
        (Key::U, Act::Read),
    ] {
        if !(lit && key == Key::Delete) && consume(key) {
            acts::act(ui.ctx(), act, list, cx, state);
        }
    }
    // With a card open or words selected, letters are for the text.
    if !state.reader.is_idle() {
        return;
    }
    for (key, act) in [
        (Key::T, Act::Tag),
        (Key::D, Act::Date),
        (Key::O, Act::Outlet),
    ] {
        if consume(key) {
            acts::act(ui.ctx(), act, list, cx, state);
        }
    }
}

/// Space selects one more or one less, on the head of a group all of it.
fn toggle(list: &ArticleList, lines: &Lines, cursor: &Cursor, state: &mut ReadState) {
    let selection = &mut state.articles.selection;
    match cursor {
        Cursor::Article(_) => {
            if let Some(line) = selection.line(list, lines) {
                selection.go(list, lines, line, Way::Toggle);
            }
        }
        Cursor::Group(key) => {
            let group = list.groups.iter().find(|group| group.key == *key);
            let rows = group.and_then(|group| list.rows.get(group.rows.clone()));
            selection.toggle_all(rows.unwrap_or_default());
        }
    }
}

/// Left folds the group, right unfolds it; with Shift all groups.
fn folds(ui: &Ui, list: &ArticleList, lines: &Lines, cursor: &Cursor, state: &mut ReadState) {
    if list.groups.is_empty() {
        return;
    }
    let consume = |modifiers, key| {
        ui.ctx()
            .input_mut(|input| input.consume_key(modifiers, key))
    };
    let all = [(Key::ArrowLeft, true), (Key::ArrowRight, false)]
        .into_iter()
        .find(|(key, _)| consume(Modifiers::SHIFT, *key));
    if let Some((_, folded)) = all {
        state.articles.fold_all(list, folded);
    }
    let held = ui.input(|input| input.modifiers.any());
    let one = [(Key::ArrowLeft, true), (Key::ArrowRight, false)]
        .into_iter()
        .find(|(key, _)| !held && consume(Modifiers::NONE, *key));
    if all.is_none() && one.is_none() {
        return;
    }
    let group = match cursor {
        Cursor::Group(key) => Some(key.clone()),
        Cursor::Article(article) => {
            let row = state.articles.index_of(&list.rows, *article);
            let group = row.and_then(|row| lines.group_of(row));
            let group = group.and_then(|group| list.groups.get(group));
            group.map(|group| group.key.clone())
        }
    };
    let Some(key) = group else { return };
    if let Some((_, folded)) = one {
        state.articles.fold(&key, folded);
    }
    // The line that had the keyboard may be folded away: then the head of its group has it.
    if state.articles.folded.contains(&key) {
        let known = state.articles.known(list);
        let group = list.groups.iter().position(|group| group.key == key);
        if let Some(line) = group.and_then(|group| known.lines.of_group(group)) {
            let selection = &mut state.articles.selection;
            selection.go(list, &known.lines, line, Way::Move);
            ui.memory_mut(|memory| memory.request_focus(super::rows::group_id(&key)));
        }
    }
    state.articles.reveal |= all.is_some();
}

/// Arrow keys and their like: alone they open, with Shift they select up to there, with Ctrl they only move.
fn steps(ui: &Ui, list: &ArticleList, lines: &Lines, state: &mut ReadState) {
    let page = (ui.ctx().content_rect().height() * 0.7 / size::ARTICLE_ROW) as i64;
    let all = i64::try_from(lines.len()).unwrap_or(i64::MAX);
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
    let selection = &mut state.articles.selection;
    let Some(now) = selection.line(list, lines) else {
        return;
    };
    let last = lines.len().saturating_sub(1);
    let next = isize::try_from(step).map_or(now, |step| now.saturating_add_signed(step).min(last));
    let article = selection.go(list, lines, next, way);
    if let Some(article) = article.filter(|_| way == Way::Only) {
        state.open(article, None);
    }
    // Nothing is selected by passing over a group's head.
    state.articles.reveal = !matches!((way, lines.at(next)), (Way::Only, Some(Line::Row(_))));
    if let Some(cursor) = state.articles.selection.cursor() {
        let id = id_of(cursor);
        ui.memory_mut(|memory| memory.request_focus(id));
    }
}
