//! Lines that are in view, and no others.

use egui::{Id, Rect, Role, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};

use super::{
    ReadState,
    columns::Columns,
    lines::Line,
    row::{self, Place},
    selection::{Cursor, Way},
};
use crate::{
    model::ArticleId,
    ui::{
        context::Cx,
        theme::{colors, font, size, space},
        widgets::{self, Icon, MenuItem, number},
    },
    workspace::views::{ArticleGroup, ArticleList},
};

/// A row's id, so that it keeps the keyboard when the list scrolls.
pub(super) fn row_id(article: ArticleId) -> Id {
    Id::unique(("article row", article.0))
}

/// The id of a group's head.
pub(super) fn group_id(key: &str) -> Id {
    Id::unique(("article group", key))
}

/// The id of what has the keyboard.
pub(super) fn id_of(cursor: &Cursor) -> Id {
    match cursor {
        Cursor::Article(article) => row_id(*article),
        Cursor::Group(key) => group_id(key),
    }
}

/// Draws the rows into `body`.
pub(super) fn ui(
    ui: &mut Ui,
    body: Rect,
    list: &ArticleList,
    cx: &mut Cx<'_>,
    state: &mut ReadState,
    wide: bool,
) {
    let height = if wide {
        size::ARTICLE_ROW_WIDE
    } else {
        size::ARTICLE_ROW
    };
    let known = state.articles.known(list);
    let lines = &known.lines;
    let open = state
        .article
        .and_then(|article| state.articles.index_of(&list.rows, article));
    // Where the keyboard would come to: the line that had it last, the open article, the first line.
    let stop = state
        .articles
        .selection
        .line(list, lines)
        .or_else(|| open.and_then(|row| lines.of_row(row)))
        .unwrap_or(0);
    let begin_at = state.articles.begin_at.take();
    let scroll_to = state.articles.scroll_to.take();
    let mut wanted = if std::mem::take(&mut state.articles.reveal) {
        Some(stop)
    } else {
        scroll_to
            .and_then(|article| state.articles.index_of(&list.rows, article))
            .and_then(|row| lines.of_row(row))
    };
    if begin_at.is_some() {
        wanted = None;
    }
    if std::mem::take(&mut state.articles.focus) {
        let id = match lines.at(stop) {
            Some(Line::Row(row)) => list.rows.get(row).map(|row| row_id(row.id)),
            Some(Line::Head(group)) => list.groups.get(group).map(|group| group_id(&group.key)),
            None => None,
        };
        if let Some(id) = id {
            ui.memory_mut(|memory| memory.request_focus(id));
        }
        wanted = Some(stop);
    }
    let columns = wide.then(|| Columns::new(&state.articles.columns, body.width()));
    let mut area = ScrollArea::vertical()
        .id_salt("articles")
        .auto_shrink(false);
    if let Some(top) = begin_at {
        area = area.vertical_scroll_offset(top);
    }
    let output = area.show_viewport(ui, |ui, view| {
        ui.set_min_size(vec2(body.width(), lines.height(height) as f32));
        announce(ui, list, wide);
        let place_of = |line: usize| {
            let top = f64::from(body.top()) + lines.top(line, height) - f64::from(view.top());
            let head = matches!(lines.at(line), Some(Line::Head(_)));
            let high = if head { size::ROW } else { height };
            Rect::from_min_size(pos2(body.left(), top as f32), vec2(body.width(), high))
        };
        if let Some(line) = wanted {
            let rect = place_of(line);
            if rect.top() < body.top() || rect.bottom() > body.bottom() {
                let far =
                    rect.bottom() < body.top() - height || rect.top() > body.bottom() + height;
                ui.scroll_to_rect(rect, far.then_some(egui::Align::Center));
            }
        }
        let first = lines.line_at(f64::from(view.top()), height);
        let last = lines.line_at(f64::from(view.bottom()), height);
        let seen = first..last.saturating_add(1).min(lines.len());
        // The one stop of the Tab key is there also when it is scrolled out of view.
        let away = (!seen.contains(&stop)).then_some(stop);
        for line in seen.chain(away) {
            let rect = place_of(line);
            match lines.at(line) {
                Some(Line::Row(at)) => {
                    let Some(row) = list.rows.get(at) else {
                        continue;
                    };
                    let place = Place {
                        rect,
                        row,
                        line,
                        at,
                        stop: line == stop,
                        open: Some(at) == open,
                        one_year: known.one_year,
                    };
                    row::ui(ui, &place, columns.as_ref(), list, lines, cx, state);
                }
                Some(Line::Head(at)) => {
                    if let Some(group) = list.groups.get(at) {
                        group_ui(ui, rect, line, line == stop, group, list, state);
                    }
                }
                None => {}
            }
        }
    });
    state.articles.top = output.state.clamped_offset().y;
}

/// Says what the lines are: a list, or a table with so many rows and columns.
fn announce(ui: &Ui, list: &ArticleList, wide: bool) {
    let role = if wide { Role::Grid } else { Role::ListBox };
    widgets::list_of(ui, role, "Articles", list.rows.len());
    ui.ctx().accesskit_node_builder(ui.unique_id(), |node| {
        node.set_multiselectable();
    });
}

/// The head of a group: a click, Enter or an arrow folds it.
fn group_ui(
    ui: &mut Ui,
    rect: Rect,
    line: usize,
    stop: bool,
    group: &ArticleGroup,
    list: &ArticleList,
    state: &mut ReadState,
) {
    let c = colors(ui);
    let folded = state.articles.folded.contains(&group.key);
    let sense = if stop { Sense::click() } else { Sense::CLICK };
    let response = ui.interact(rect, group_id(&group.key), sense);
    let count = group.rows.len() as u64;
    let words = widgets::count(count, "article", "articles");
    let unread = if group.unread > 0 {
        format!(", {} unread", number(group.unread as u64))
    } else {
        String::new()
    };
    response.widget_info(|| {
        let name = format!("{}, {words}{unread}", group.label);
        WidgetInfo::labeled(Role::Button, true, name)
    });
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_expanded(!folded);
        node.set_level(1);
    });
    let ground = if response.hovered() { c.hover } else { c.bg };
    ui.painter().rect_filled(rect, 0.0, ground);
    widgets::hline(ui.painter(), rect, rect.bottom(), c.line);
    let y = rect.center().y;
    let icon = if folded { Icon::Right } else { Icon::Down };
    icon.paint_scaled(ui.painter(), pos2(rect.left() + 11.0, y), c.ink2, 0.65);
    let small = font::ui(font::SMALL);
    let right = pos2(rect.right() - space::XL, y);
    let note = format!("{}{unread}", number(count));
    let drawn = widgets::text(ui, right, egui::Align2::RIGHT_CENTER, &note, small, c.ink3);
    let left = rect.left() + 20.0;
    let room = drawn.left() - space::M - left;
    let galley = widgets::elided(ui, &group.label, font::bold(font::SMALL), c.ink, room);
    let cut = galley.elided;
    widgets::galley_at(ui, left, y, galley, c.ink);
    widgets::focus_ring(ui, rect, &response);
    if response.clicked() {
        let (lines, key) = (state.articles.known(list), group.key.clone());
        let modifiers = ui.input(|input| input.modifiers);
        let selection = &mut state.articles.selection;
        selection.go(list, &lines.lines, line, Way::Move);
        if modifiers.command {
            selection.toggle_all(list.rows.get(group.rows.clone()).unwrap_or_default());
        } else {
            state.articles.fold(&key, !folded);
        }
        ui.memory_mut(|memory| memory.request_focus(group_id(&key)));
    }
    menu(&response, group, list, state);
    if cut {
        response.on_hover_text(&group.label);
    }
}

fn menu(
    response: &egui::Response,
    group: &ArticleGroup,
    list: &ArticleList,
    state: &mut ReadState,
) {
    let folded = state.articles.folded.contains(&group.key);
    let count = widgets::count(group.rows.len() as u64, "article", "articles");
    let select = format!("Select {count}");
    let items = [
        MenuItem::keys(if folded { "Unfold" } else { "Fold" }, "Enter"),
        MenuItem::keys(&select, "Space"),
        MenuItem::Line,
        MenuItem::keys("Fold all groups", "Shift+←"),
        MenuItem::keys("Unfold all groups", "Shift+→"),
    ];
    let focused = response.has_focus();
    let asked = focused && std::mem::take(&mut state.articles.menu_wanted);
    match widgets::context_menu_at(response, asked, &items) {
        Some(0) => state.articles.fold(&group.key, !folded),
        Some(1) => {
            let rows = list.rows.get(group.rows.clone()).unwrap_or_default();
            state.articles.selection.toggle_all(rows);
        }
        Some(3) => state.articles.fold_all(list, true),
        Some(4) => state.articles.fold_all(list, false),
        _ => {}
    }
}
