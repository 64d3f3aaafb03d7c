//! One article: on two lines in the narrow list, on one with columns in the table.

use egui::{Align2, Pos2, Rect, Response, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::{
    ReadState, acts,
    columns::{Column, Columns},
    head::{DATE, TITLE},
    lines::Lines,
    rows::row_id,
    selection::Way,
};
use crate::{
    model::Published,
    ui::{
        action::Action,
        context::Cx,
        theme::{colors, font, space, stroke},
        widgets::{self, Icon, number},
    },
    workspace::{
        Command,
        views::{ArticleList, ArticleRow},
    },
};

/// A row in view.
pub(super) struct Place<'r> {
    pub(super) rect: Rect,
    pub(super) row: &'r ArticleRow,
    /// Its line, heads of groups counted.
    pub(super) line: usize,
    /// Its place in the list.
    pub(super) at: usize,
    /// Whether the Tab key stops at it.
    pub(super) stop: bool,
    /// Whether it is the article that is read.
    pub(super) open: bool,
    pub(super) one_year: bool,
}

/// Middle of the star, from the narrow row's right.
const STAR: f32 = 24.0;

/// Draws a row; `columns` in the table.
pub(super) fn ui(
    ui: &mut Ui,
    place: &Place<'_>,
    columns: Option<&Columns>,
    list: &ArticleList,
    lines: &Lines,
    cx: &mut Cx<'_>,
    state: &mut ReadState,
) {
    let response = dress(ui, place, columns.is_some(), state);
    let star = match columns {
        Some(columns) => wide_ui(ui, place, columns, &response, cx),
        None => narrow_ui(ui, place, &response, cx),
    };
    if response.clicked() && !star {
        let modifiers = ui.input(|input| input.modifiers);
        let way = if modifiers.shift {
            Way::Range
        } else if modifiers.command {
            Way::Toggle
        } else {
            Way::Only
        };
        let article = state.articles.selection.go(list, lines, place.line, way);
        if let Some(article) = article.filter(|_| way == Way::Only) {
            state.open(article, None);
        }
        ui.memory_mut(|memory| memory.request_focus(row_id(place.row.id)));
    }
    if response.gained_focus() {
        let selection = &mut state.articles.selection;
        selection.go(list, lines, place.line, Way::Move);
        state.articles.reveal = true;
    }
    let asked = response.has_focus() && std::mem::take(&mut state.articles.menu_wanted);
    // A menu beside the selected ones is about its own row.
    let selection = &mut state.articles.selection;
    if (asked || response.secondary_clicked()) && !selection.has(place.row.id) {
        selection.go(list, lines, place.line, Way::Only);
    }
    acts::menu(&response, asked, place.row, list, cx, state);
}

/// Ground, ring and name of a row.
fn dress(ui: &Ui, place: &Place<'_>, wide: bool, state: &ReadState) -> Response {
    let c = colors(ui);
    let rect = place.rect;
    let selection = &state.articles.selection;
    let selected = if selection.len() > 0 {
        selection.has(place.row.id)
    } else {
        place.open
    };
    // One stop for the Tab key in the whole list; arrow keys do the rest.
    let sense = if place.stop {
        Sense::click()
    } else {
        Sense::CLICK
    };
    let response = ui.interact(rect, row_id(place.row.id), sense);
    let role = if wide { Role::Row } else { Role::ListBoxOption };
    response.widget_info(|| WidgetInfo::selected(role, true, selected, spoken(place.row)));
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_selected(selected);
        node.set_position_in_set(place.at);
        if wide {
            node.set_row_index(place.at);
        }
    });
    let painter = ui.painter();
    if selected {
        painter.rect_filled(rect, 0.0, c.selected);
    } else if response.hovered() {
        painter.rect_filled(rect, 0.0, c.hover);
    }
    if selected || place.open {
        let edge = Rect::from_min_size(rect.min, vec2(stroke::SELECTED, rect.height()));
        painter.rect_filled(edge, 0.0, c.accent);
    }
    widgets::hline(painter, rect, rect.bottom(), c.line);
    widgets::focus_ring(ui, rect, &response);
    response
}

/// What a screen reader says of a row.
fn spoken(row: &ArticleRow) -> String {
    let mut words = row.title.clone();
    let mut add = |part: &str| {
        words.push_str(", ");
        words.push_str(part);
    };
    if let Some(outlet) = &row.outlet {
        add(outlet);
    }
    match &row.published {
        Some(published) => add(&widgets::date_words(published)),
        None => add("no date"),
    }
    if row.doubtful {
        add("doubtful date");
    }
    if let Some((version, of)) = row.version {
        add(&format!("version {version} of {of}"));
    }
    if row.starred {
        add("starred");
    }
    if !row.read {
        add("unread");
    }
    for tag in &row.tags {
        add(&format!("tag {tag}"));
    }
    words
}

/// The date, quiet where it is doubtful, and said where there is none.
fn date_ui(ui: &Ui, at: Pos2, row: &ArticleRow, words: fn(&Published) -> String) {
    let c = colors(ui);
    let Some(published) = &row.published else {
        let format = egui::text::TextFormat {
            italics: true,
            ..egui::text::TextFormat::simple(font::ui(font::SMALL), c.warn)
        };
        let job = egui::text::LayoutJob::single_section("No date".to_owned(), format);
        let galley = ui.painter().layout_job(job);
        widgets::galley_at(ui, at.x, at.y, galley, c.warn);
        return;
    };
    let ink = if row.doubtful || published.date.day.is_none() {
        c.ink3
    } else {
        c.ink2
    };
    let mut words = words(published);
    if row.doubtful && published.date.day.is_some() {
        words.push_str(" ?");
    }
    let small = font::ui(font::SMALL);
    widgets::text(ui, at, Align2::LEFT_CENTER, &words, small, ink);
}

fn narrow_ui(ui: &mut Ui, place: &Place<'_>, response: &Response, cx: &mut Cx<'_>) -> bool {
    let c = colors(ui);
    let Place { rect, row, .. } = *place;
    let center = pos2(rect.right() - STAR, rect.top() + 14.0);
    let starred = star(ui, center, row, response.hovered(), cx);
    let (first, second) = (rect.top() + 13.5, rect.top() + 30.5);
    if !row.read {
        let at = pos2(rect.left() + 11.0, first);
        ui.painter().circle_filled(at, 3.0, c.accent);
    }
    let date_x = rect.left() + DATE;
    date_ui(ui, pos2(date_x, first), row, widgets::date_short);
    let year = row
        .published
        .filter(|published| !place.one_year && published.date.day.is_some());
    if let Some(published) = year {
        let year = published.date.year.to_string();
        let at = pos2(date_x, second);
        widgets::text(
            ui,
            at,
            Align2::LEFT_CENTER,
            &year,
            font::ui(font::HEAD),
            c.ink3,
        );
    }
    let left = rect.left() + TITLE;
    let right = rect.right() - STAR - space::L;
    title_ui(ui, left, right, first, row);
    let words = widgets::count(u64::from(row.words), "word", "words");
    let outlet = row.outlet.as_deref().or(row.agency.as_deref());
    let ink = if outlet.is_some() { c.ink2 } else { c.ink3 };
    let badge_room = if row.version.is_some() { 66.0 } else { 0.0 };
    let galley = widgets::elided(
        ui,
        outlet.unwrap_or(&words),
        font::ui(font::SMALL),
        ink,
        right - left - badge_room,
    );
    let mut end = widgets::galley_at(ui, left, second, galley, ink).right();
    if let Some((version, of)) = row.version {
        let at = pos2(end + space::M, second);
        end = version_badge(ui, at, row, version, of, cx).right();
    }
    let tags = end + space::M;
    if !row.tags.is_empty() && right - tags > 40.0 {
        Icon::Tag.paint_scaled(ui.painter(), pos2(tags + 5.0, second), c.ink3, 0.6);
        let left = tags + 14.0;
        let words = row.tags.join(", ");
        let galley = widgets::elided(ui, &words, font::ui(font::HEAD), c.ink3, right - left);
        widgets::galley_at(ui, left, second, galley, c.ink3);
    }
    starred
}

/// The title, semibold as long as the article is unread. Returns whether it was cut.
fn title_ui(ui: &Ui, left: f32, right: f32, y: f32, row: &ArticleRow) -> bool {
    let c = colors(ui);
    let id = if row.read {
        font::ui(font::UI)
    } else {
        font::bold(font::UI)
    };
    let ink = if row.title_made_up { c.ink2 } else { c.ink };
    let galley = widgets::elided(ui, &row.title, id, ink, right - left);
    let cut = galley.elided;
    widgets::galley_at(ui, left, y, galley, ink);
    cut
}

fn wide_ui(
    ui: &mut Ui,
    place: &Place<'_>,
    columns: &Columns,
    response: &Response,
    cx: &mut Cx<'_>,
) -> bool {
    let c = colors(ui);
    let Place { rect, row, .. } = *place;
    let y = rect.center().y;
    let mut starred = false;
    let mut cut = false;
    for (column, left, right) in &columns.0 {
        let (left, right) = (rect.left() + left, rect.left() + right);
        let (from, to) = (left + space::M, right - space::M);
        let words = |words: &str, ink| {
            let galley = widgets::elided(ui, words, font::ui(font::SMALL), ink, to - from);
            widgets::galley_at(ui, from, y, galley, ink);
        };
        let count = |n: u32| {
            let (at, words) = (pos2(to, y), number(u64::from(n)));
            let small = font::ui(font::SMALL);
            widgets::text(ui, at, Align2::RIGHT_CENTER, &words, small, c.ink2);
        };
        match column {
            Column::Read if !row.read => {
                let at = pos2((left + right) / 2.0, y);
                ui.painter().circle_filled(at, 3.0, c.accent);
            }
            Column::Read => {}
            Column::Date => date_ui(ui, pos2(from, y), row, widgets::date_words),
            Column::Title => cut = title_ui(ui, from, to, y, row),
            Column::Outlet => words(row.outlet.as_deref().unwrap_or("–"), c.ink2),
            Column::Agency => words(row.agency.as_deref().unwrap_or("–"), c.ink2),
            Column::Words => count(row.words),
            Column::Names => count(row.mentions),
            Column::Family => {
                if let Some((version, of)) = row.version {
                    version_badge(ui, pos2(from, y), row, version, of, cx);
                }
            }
            Column::Tags if row.tags.is_empty() => {}
            Column::Tags => words(&row.tags.join(", "), c.ink2),
            Column::Star => {
                let at = pos2((left + right) / 2.0, y);
                starred = star(ui, at, row, response.hovered(), cx);
            }
        }
    }
    if cut {
        response.clone().on_hover_text(&row.title);
    }
    starred
}

/// Which version of a story it is; a click compares. Returns where it lies.
fn version_badge(
    ui: &Ui,
    at: Pos2,
    row: &ArticleRow,
    version: u32,
    of: u32,
    cx: &mut Cx<'_>,
) -> Rect {
    let words = format!("v{version} of {of}");
    let rect = widgets::badge(ui, at.x, at.y, Some(Icon::Stack), &words);
    let response = ui.interact(rect, row_id(row.id).with("version"), Sense::CLICK);
    response.widget_info(|| {
        let words = format!("Compare the versions of {}, {words}", row.title);
        WidgetInfo::labeled(Role::Button, true, words)
    });
    if response.hovered() {
        let edge = egui::Stroke::new(1.0, colors(ui).accent);
        ui.painter()
            .rect_stroke(rect, 3.0, edge, egui::StrokeKind::Inside);
    }
    if response.clicked() {
        cx.send(Action::Compare(row.id));
    }
    widgets::tooltip(response, "Compare its versions", None);
    rect
}

/// The star, for rows under the pointer and starred ones. Returns whether it was clicked.
fn star(ui: &Ui, center: Pos2, row: &ArticleRow, hovered: bool, cx: &mut Cx<'_>) -> bool {
    if !row.starred && !hovered {
        return false;
    }
    let c = colors(ui);
    let cell = Rect::from_center_size(center, vec2(24.0, 24.0));
    let response = ui.interact(cell, row_id(row.id).with("star"), Sense::CLICK);
    let name = if row.starred {
        "Remove the star"
    } else {
        "Star"
    };
    response
        .widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("{name}: {}", row.title)));
    let ink = if row.starred || response.hovered() {
        c.warn
    } else {
        c.ink3
    };
    let icon = if row.starred {
        Icon::Starred
    } else {
        Icon::Star
    };
    icon.paint_scaled(ui.painter(), center, ink, 0.85);
    if response.clicked() {
        cx.send(Action::Run(Command::SetStarred {
            articles: vec![row.id],
            starred: !row.starred,
        }));
    }
    response.clicked()
}
