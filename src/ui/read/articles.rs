//! The article list.

use egui::{Align2, Id, Rect, Role, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};

use super::State as ReadState;
use crate::{
    model::{ArticleId, DateSource},
    ui::{
        action::Action,
        context::Cx,
        theme::{colors, font, size, space},
        widgets::{self, EmptyState, Icon, MenuItem, icon_button, label, number},
    },
    workspace::{
        Command,
        session::Slot,
        views::{ArticleOrder, ArticleRow},
    },
};

/// What the list remembers between frames.
#[derive(Debug, Default)]
pub struct State {
    pub order: ArticleOrder,
    /// Where an article was found last.
    found: Option<(ArticleId, usize)>,
    /// An article looked for in vain, in a list of this many rows.
    missing: Option<(ArticleId, usize)>,
    /// Bring the open article into view.
    scroll_to: Option<ArticleId>,
    focus: bool,
    /// Whether all dates of the list lie in one year; with the list it was said of.
    one_year: Option<(usize, usize, bool)>,
}

impl State {
    pub const fn show(&mut self, article: ArticleId) {
        self.scroll_to = Some(article);
    }

    pub const fn want_focus(&mut self) {
        self.focus = true;
    }

    /// Position of an article in the list. Looks at one row when the list did not change.
    pub fn index_of(&mut self, rows: &[ArticleRow], article: ArticleId) -> Option<usize> {
        if let Some((id, index)) = self.found
            && id == article
            && rows.get(index).is_some_and(|row| row.id == article)
        {
            return Some(index);
        }
        if self.missing == Some((article, rows.len())) {
            return None;
        }
        let index = rows.iter().position(|row| row.id == article);
        match index {
            Some(index) => self.found = Some((article, index)),
            None => self.missing = Some((article, rows.len())),
        }
        index
    }

    /// Whether all dates lie in one year, so that the year can be left out. Looked at once per list.
    fn one_year(&mut self, rows: &[ArticleRow]) -> bool {
        let key = (rows.as_ptr() as usize, rows.len());
        if let Some((at, len, answer)) = self.one_year
            && (at, len) == key
        {
            return answer;
        }
        let mut years = rows
            .iter()
            .filter_map(|row| row.published.map(|published| published.date.year));
        let first = years.next();
        let answer = years.all(|year| Some(year) == first);
        self.one_year = Some((key.0, key.1, answer));
        answer
    }
}

/// Orders, as the menu names them.
const ORDERS: [(ArticleOrder, &str); 6] = [
    (ArticleOrder::DateDown, "Newest first"),
    (ArticleOrder::DateUp, "Oldest first"),
    (ArticleOrder::Title, "Title"),
    (ArticleOrder::Outlet, "Outlet"),
    (ArticleOrder::Words, "Length"),
    (ArticleOrder::Import, "As imported"),
];

/// Left edges of the columns, from the panel's left.
const DATE: f32 = 20.0;
const TITLE: f32 = 86.0;
const STAR: f32 = 24.0;

/// Draws the list into `rect`.
pub fn ui(ui: &mut Ui, rect: Rect, cx: &mut Cx<'_>, state: &mut ReadState) {
    let c = colors(ui);
    ui.painter().rect_filled(rect, 0.0, c.panel);
    let slot = &cx.views().articles;
    let count = slot.value().map(|list| list.rows.len() as u64);
    let overview = cx.views().overview.value();
    let stories = overview
        .filter(|_| cx.stories)
        .map(|overview| overview.stories_shown);
    let head = widgets::panel_head(
        ui,
        rect,
        "Articles",
        &mut state.articles.order,
        |ui, _| {
            if let Some(count) = count {
                let words = match stories {
                    Some(stories) => widgets::count(stories, "story", "stories"),
                    None => number(count),
                };
                label(ui, words, font::ui(font::SMALL), c.ink3);
            }
        },
        |ui, order| {
            let response = icon_button(
                ui,
                Icon::More,
                "Order of the articles",
                None,
                size::PANEL_BUTTON,
                None,
            );
            let mut items = vec![MenuItem::Head("Order by")];
            items.extend(
                ORDERS
                    .iter()
                    .map(|(choice, words)| MenuItem::choice(words, choice == order)),
            );
            if let Some((choice, _)) = widgets::menu(&response, &items)
                .and_then(|at| at.checked_sub(1))
                .and_then(|at| ORDERS.get(at))
            {
                *order = *choice;
            }
        },
    );
    let columns = Rect::from_min_size(head.left_bottom(), vec2(rect.width(), size::COLUMN_HEAD));
    column_head(ui, columns, &mut state.articles.order);
    let outside = cx
        .views()
        .overview
        .value()
        .map_or(0, |overview| overview.undated_outside);
    let foot = if outside > 0 { 30.0 } else { 0.0 };
    let body = Rect::from_min_max(
        columns.left_bottom(),
        pos2(rect.right(), rect.bottom() - foot),
    );
    if foot > 0.0 {
        undated_foot(
            ui,
            Rect::from_min_max(pos2(rect.left(), body.bottom()), rect.max),
            outside,
            cx,
        );
    }
    if slot.value().is_some_and(|list| list.rows.is_empty()) && matches!(slot, Slot::Ready(_)) {
        nothing(ui, body, cx);
        return;
    }
    widgets::slot_ui(
        ui,
        body,
        slot,
        cx.now,
        "Reading the list of articles…",
        |ui, list| {
            super::child(ui, body, |ui| rows_ui(ui, body, &list.rows, cx, state));
        },
    );
}

fn nothing(ui: &mut Ui, body: Rect, cx: &mut Cx<'_>) {
    if cx.wanted.filter.is_empty() {
        if cx.desk.job().is_none() {
            let words = if cx.drops {
                "No articles yet. Drop files anywhere on this window"
            } else {
                "No articles yet. Press Import… above to choose files"
            };
            widgets::empty_state(
                ui,
                body,
                EmptyState {
                    words,
                    button: None,
                },
            );
        }
        return;
    }
    let state = EmptyState {
        words: "No article matches these filters",
        button: Some("Clear filters"),
    };
    if widgets::empty_state(ui, body, state) {
        cx.send(Action::SetFilter(crate::model::Filter::default()));
    }
}

/// `Date` turns the order around.
fn column_head(ui: &mut Ui, rect: Rect, order: &mut ArticleOrder) {
    let c = colors(ui);
    let y = rect.center().y;
    let by_date = matches!(order, ArticleOrder::DateDown | ArticleOrder::DateUp);
    let cell = Rect::from_min_max(rect.min, pos2(rect.left() + TITLE - 8.0, rect.bottom()));
    let response = ui.interact(cell, Id::unique("order by date"), Sense::click());
    let name = if *order == ArticleOrder::DateDown {
        "Date, newest first"
    } else {
        "Date"
    };
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
    let ink = if by_date || response.hovered() {
        c.ink
    } else {
        c.ink3
    };
    let drawn = widgets::text(
        ui,
        pos2(rect.left() + DATE, y),
        Align2::LEFT_CENTER,
        "Date",
        font::ui(font::HEAD),
        ink,
    );
    if by_date {
        let icon = if *order == ArticleOrder::DateDown {
            Icon::Down
        } else {
            Icon::Up
        };
        icon.paint_scaled(ui.painter(), pos2(drawn.right() + 9.0, y), c.ink2, 0.6);
    }
    let at = pos2(rect.left() + TITLE, y);
    widgets::text(
        ui,
        at,
        Align2::LEFT_CENTER,
        "Title, outlet",
        font::ui(font::HEAD),
        c.ink3,
    );
    widgets::hline(ui.painter(), rect, rect.bottom(), c.line);
    widgets::focus_ring(ui, cell, &response);
    if response.clicked() {
        *order = if *order == ArticleOrder::DateDown {
            ArticleOrder::DateUp
        } else {
            ArticleOrder::DateDown
        };
    }
}

fn undated_foot(ui: &mut Ui, rect: Rect, outside: u64, cx: &mut Cx<'_>) {
    let c = colors(ui);
    ui.painter().rect_filled(rect, 0.0, c.panel);
    widgets::hline(ui.painter(), rect, rect.top() + 1.0, c.line);
    let y = rect.center().y;
    Icon::Calendar.paint_scaled(ui.painter(), pos2(rect.left() + 27.0, y), c.ink2, 0.8);
    let words = if outside == 1 {
        "1 without a date is outside this filter".to_owned()
    } else {
        format!("{} without a date are outside this filter", number(outside))
    };
    let galley = widgets::elided(
        ui,
        &words,
        font::ui(font::SMALL),
        c.ink2,
        rect.width() - 120.0,
    );
    widgets::galley_at(ui, rect.left() + 42.0, y, galley, c.ink2);
    let link = Rect::from_min_max(
        pos2(rect.right() - 46.0, rect.top()),
        pos2(rect.right() - 8.0, rect.bottom()),
    );
    if widgets::at(ui, link, |ui| {
        widgets::link(ui, "Show", "Show articles without a date").clicked()
    }) {
        let filter = crate::model::Filter {
            undated: true,
            from: None,
            to: None,
            ..cx.wanted.filter.clone()
        };
        cx.send(Action::SetFilter(filter));
    }
}

fn row_id(article: ArticleId) -> Id {
    Id::unique(("article row", article.0))
}

fn rows_ui(ui: &mut Ui, body: Rect, rows: &[ArticleRow], cx: &mut Cx<'_>, state: &mut ReadState) {
    let wide = body.width() >= size::ARTICLE_WIDE;
    let height = if wide {
        size::ARTICLE_ROW_WIDE
    } else {
        size::ARTICLE_ROW
    };
    let one_year = state.articles.one_year(rows);
    let open = state
        .article
        .and_then(|article| state.articles.index_of(rows, article));
    keyboard(ui, rows, open, state, (body.height() / height) as i64 - 1);
    let open = state
        .article
        .and_then(|article| state.articles.index_of(rows, article));
    let wanted = state
        .articles
        .scroll_to
        .take()
        .and_then(|article| state.articles.index_of(rows, article));
    if std::mem::take(&mut state.articles.focus)
        && let Some(row) = open.or(Some(0)).and_then(|at| rows.get(at))
    {
        ui.memory_mut(|memory| memory.request_focus(row_id(row.id)));
    }
    let list = ui.interact(body, Id::unique("article list"), Sense::hover());
    list.widget_info(|| WidgetInfo::labeled(Role::ListBox, true, "Articles"));
    ScrollArea::vertical()
        .id_salt("articles")
        .auto_shrink(false)
        .show_rows(ui, height, rows.len(), |ui, shown| {
            let top = ui.cursor().top() - shown.start as f32 * height;
            let place = |index: usize| {
                Rect::from_min_size(
                    pos2(body.left(), top + index as f32 * height),
                    vec2(body.width(), height),
                )
            };
            if let Some(index) = wanted {
                let rect = place(index);
                if rect.top() < body.top() || rect.bottom() > body.bottom() {
                    ui.scroll_to_rect(rect, Some(egui::Align::Center));
                }
            }
            for index in shown {
                let Some(row) = rows.get(index) else { continue };
                let rect = place(index);
                let selected = Some(index) == open;
                row_ui(ui, rect, row, selected, one_year, wide, cx, state);
            }
        });
}

/// Arrow keys move through the list while one of its rows has the keyboard.
fn keyboard(ui: &Ui, rows: &[ArticleRow], open: Option<usize>, state: &mut ReadState, page: i64) {
    let Some(id) = open.and_then(|at| rows.get(at)).map(|row| row_id(row.id)) else {
        return;
    };
    if !ui.memory(|memory| memory.has_focus(id)) {
        return;
    }
    let filter = egui::EventFilter {
        vertical_arrows: true,
        ..Default::default()
    };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
    let all = i64::try_from(rows.len()).unwrap_or(i64::MAX);
    let step = ui.ctx().input(|input| {
        let key = |key| i64::from(input.key_pressed(key));
        key(egui::Key::ArrowDown) - key(egui::Key::ArrowUp)
            + page * (key(egui::Key::PageDown) - key(egui::Key::PageUp))
            + all * (key(egui::Key::End) - key(egui::Key::Home))
    });
    if step != 0 {
        state.step_article(rows, step);
        if let Some(article) = state.article {
            ui.memory_mut(|memory| memory.request_focus(row_id(article)));
        }
    }
}

/// What a screen reader says of a row.
fn spoken(row: &ArticleRow) -> String {
    let mut words = row.title.clone();
    for part in [
        row.outlet.clone(),
        row.published.as_ref().map(widgets::date_words),
    ]
    .into_iter()
    .flatten()
    {
        words.push_str(", ");
        words.push_str(&part);
    }
    if row.published.is_none() {
        words.push_str(", no date");
    }
    if !row.read {
        words.push_str(", unread");
    }
    words
}

#[expect(
    clippy::too_many_arguments,
    reason = "one row of one list, drawn in one place"
)]
fn row_ui(
    ui: &mut Ui,
    rect: Rect,
    row: &ArticleRow,
    selected: bool,
    one_year: bool,
    wide: bool,
    cx: &mut Cx<'_>,
    state: &mut ReadState,
) {
    let c = colors(ui);
    // One stop for the Tab key in the whole list: the open article. Arrow keys do the rest.
    let sense = if selected {
        Sense::click()
    } else {
        Sense::CLICK
    };
    let response = ui.interact(rect, row_id(row.id), sense);
    widgets::dress_row(ui, rect, &response, selected, &spoken(row));
    let starred = star(ui, rect, row, response.hovered(), cx);
    if response.clicked() && !starred {
        state.open(row.id, None);
        ui.memory_mut(|memory| memory.request_focus(row_id(row.id)));
    }
    let (first, second) = if wide {
        (rect.center().y, rect.center().y)
    } else {
        (rect.top() + 13.5, rect.top() + 30.5)
    };
    if !row.read {
        ui.painter()
            .circle_filled(pos2(rect.left() + 11.0, first), 3.0, c.accent);
    }
    let date_x = rect.left() + DATE;
    match &row.published {
        Some(published) => {
            let words = if wide {
                widgets::date_words(published)
            } else {
                widgets::date_short(published)
            };
            let quiet = published.source == DateSource::FileName || published.date.day.is_none();
            let ink = if quiet { c.ink3 } else { c.ink2 };
            widgets::text(
                ui,
                pos2(date_x, first),
                Align2::LEFT_CENTER,
                &words,
                font::ui(font::SMALL),
                ink,
            );
            if !one_year && !wide && published.date.day.is_some() {
                let year = published.date.year.to_string();
                widgets::text(
                    ui,
                    pos2(date_x, second),
                    Align2::LEFT_CENTER,
                    &year,
                    font::ui(font::HEAD),
                    c.ink3,
                );
            }
        }
        None => {
            let format = egui::text::TextFormat {
                italics: true,
                ..egui::text::TextFormat::simple(font::ui(font::SMALL), c.warn)
            };
            let galley = ui
                .painter()
                .layout_job(egui::text::LayoutJob::single_section(
                    "No date".to_owned(),
                    format,
                ));
            widgets::galley_at(ui, date_x, first, galley, c.warn);
        }
    }
    let title_x = if wide {
        rect.left() + TITLE + 18.0
    } else {
        rect.left() + TITLE
    };
    let right = rect.right() - STAR - space::L;
    let title_font = if row.read {
        font::ui(font::UI)
    } else {
        font::bold(font::UI)
    };
    let words = widgets::count(u64::from(row.words), "word", "words");
    let outlet = row
        .outlet
        .as_deref()
        .or(row.agency.as_deref())
        .unwrap_or(&words);
    let outlet_x = if wide {
        rect.left() + (rect.width() * 0.66).round()
    } else {
        title_x
    };
    let title_end = if wide { outlet_x - space::L } else { right };
    let title_ink = if row.title_made_up { c.ink2 } else { c.ink };
    let galley = widgets::elided(ui, &row.title, title_font, title_ink, title_end - title_x);
    widgets::galley_at(ui, title_x, first, galley, title_ink);
    let outlet_ink = if row.outlet.is_some() || row.agency.is_some() {
        c.ink2
    } else {
        c.ink3
    };
    let badge_room = if row.version.is_some() { 66.0 } else { 0.0 };
    let galley = widgets::elided(
        ui,
        outlet,
        font::ui(font::SMALL),
        outlet_ink,
        right - outlet_x - badge_room,
    );
    let drawn = widgets::galley_at(ui, outlet_x, second, galley, outlet_ink);
    if let Some((version, of)) = row.version {
        version_badge(
            ui,
            pos2(drawn.right() + space::M, second),
            row,
            version,
            of,
            cx,
        );
    }
}

/// Which version of a story it is; a click compares.
fn version_badge(
    ui: &Ui,
    at: egui::Pos2,
    row: &ArticleRow,
    version: u32,
    of: u32,
    cx: &mut Cx<'_>,
) {
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
}

/// The star at the right, for rows under the pointer and starred ones. Returns whether it was clicked.
fn star(ui: &Ui, rect: Rect, row: &ArticleRow, hovered: bool, cx: &mut Cx<'_>) -> bool {
    if !row.starred && !hovered {
        return false;
    }
    let c = colors(ui);
    let center = pos2(
        rect.right() - STAR,
        if rect.height() > 30.0 {
            rect.top() + 14.0
        } else {
            rect.center().y
        },
    );
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
