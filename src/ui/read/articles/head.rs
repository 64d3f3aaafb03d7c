//! The head of the list: how many articles, their order and groups, and the heads of the columns.

use egui::{Align2, Id, Rect, Role, Sense, Ui, WidgetInfo, pos2};

use super::{
    State,
    columns::{Column, Columns},
};
use crate::{
    ui::{
        context::Cx,
        marks::Ask,
        theme::{colors, font, size, space},
        widgets::{self, Button, ButtonKind, Icon, MenuItem, icon_button, label, number},
    },
    workspace::views::{ArticleGrouping, ArticleKey, ArticleOrder},
};

/// Left edges of the narrow list's columns, from the panel's left.
pub(super) const DATE: f32 = 20.0;
pub(super) const TITLE: f32 = 86.0;

/// Orders, as the menu names them.
const ORDERS: [(ArticleOrder, &str); 9] = [
    (ArticleOrder::by(ArticleKey::Date), "Newest first"),
    (OLDEST, "Oldest first"),
    (ArticleOrder::by(ArticleKey::Title), "Title"),
    (ArticleOrder::by(ArticleKey::Outlet), "Outlet"),
    (ArticleOrder::by(ArticleKey::Words), "Length"),
    (ArticleOrder::by(ArticleKey::Family), "Versions"),
    (ArticleOrder::by(ArticleKey::Read), "Unread first"),
    (ArticleOrder::by(ArticleKey::Star), "Starred first"),
    (ArticleOrder::IMPORT, "As imported"),
];

const OLDEST: ArticleOrder = ArticleOrder {
    key: ArticleKey::Date,
    down: false,
};

/// Groupings, as the menu names them.
const GROUPINGS: [(ArticleGrouping, &str); 4] = [
    (ArticleGrouping::None, "No groups"),
    (ArticleGrouping::Family, "Stories"),
    (ArticleGrouping::Outlet, "Outlets"),
    (ArticleGrouping::Month, "Months"),
];

enum Asked {
    Order(ArticleOrder),
    Grouping(ArticleGrouping),
    Fold(bool),
    Table,
    Column(usize),
    Tags,
    Deleted,
}

/// The panel's name, its count and its buttons. Returns where they lie.
pub(super) fn ui(ui: &mut Ui, rect: Rect, cx: &mut Cx<'_>, state: &mut State, wide: bool) -> Rect {
    let c = colors(ui);
    let list = cx.views().articles.value();
    let overview = cx.views().overview.value();
    let stories = overview
        .filter(|_| cx.stories)
        .map(|overview| overview.stories_shown);
    let mut asked = None;
    let head = widgets::panel_head(
        ui,
        rect,
        "Articles",
        &mut asked,
        |ui, _| {
            if let Some(list) = list {
                let words = match stories {
                    // The rows below are articles.
                    Some(stories) => format!(
                        "{} in {}",
                        widgets::count(stories, "story", "stories"),
                        widgets::count(list.rows.len() as u64, "article", "articles")
                    ),
                    None => number(list.rows.len() as u64),
                };
                label(ui, words, font::ui(font::SMALL), c.ink3);
            }
        },
        |ui, asked| {
            if wide {
                let grouping = GROUPINGS
                    .iter()
                    .position(|(grouping, _)| *grouping == state.grouping)
                    .unwrap_or(0);
                let words = GROUPINGS.map(|(_, words)| words);
                if let Some((grouping, _)) =
                    widgets::dropdown(ui, "Groups of articles", &words, grouping)
                        .and_then(|at| GROUPINGS.get(at))
                {
                    *asked = Some(Asked::Grouping(*grouping));
                }
                let button = Button::new("Columns").after(Icon::Down);
                let button = button.kind(ButtonKind::Panel).show(ui);
                let items = column_items(state, rect.width());
                if let Some(at) = widgets::menu_of_ticks(&button, &borrowed(&items)) {
                    *asked = Some(Asked::Column(at));
                }
            }
            let (icon, name) = if state.table {
                (Icon::Close, "List beside the text")
            } else {
                (Icon::Table, "Table above the text")
            };
            if icon_button(ui, icon, name, Some("Shift+E"), size::PANEL_BUTTON, None).clicked() {
                *asked = Some(Asked::Table);
            }
            let more = icon_button(
                ui,
                Icon::More,
                "Order of the articles",
                None,
                size::PANEL_BUTTON,
                None,
            );
            *asked = more_menu(&more, state).or(asked.take());
        },
    );
    match asked {
        Some(Asked::Order(order)) => state.order = order,
        Some(Asked::Grouping(grouping)) => {
            state.grouping = grouping;
            state.reveal = true;
        }
        Some(Asked::Fold(folded)) => {
            if let Some(list) = list {
                state.fold_all(list, folded);
            }
        }
        Some(Asked::Table) => state.toggle_table(),
        Some(Asked::Column(at)) => choose_column(state, at),
        Some(Asked::Tags) => cx.send(Ask::Tags.action()),
        Some(Asked::Deleted) => cx.send(Ask::Deleted.action()),
        None => {}
    }
    head
}

fn more_menu(button: &egui::Response, state: &State) -> Option<Asked> {
    let mut items = vec![MenuItem::Head("Order by")];
    items.extend(ORDERS.iter().map(|(order, words)| {
        let by_date = order.key == ArticleKey::Date;
        let checked = if by_date {
            *order == state.order
        } else {
            order.key == state.order.key
        };
        MenuItem::choice(words, checked)
    }));
    items.push(MenuItem::Line);
    items.push(MenuItem::Head("Group by"));
    items.extend(
        GROUPINGS
            .iter()
            .map(|(grouping, words)| MenuItem::choice(words, *grouping == state.grouping)),
    );
    items.push(MenuItem::Line);
    items.push(MenuItem::new("Tags…"));
    items.push(MenuItem::new("Deleted articles…"));
    if state.grouping != ArticleGrouping::None {
        items.push(MenuItem::Line);
        items.push(MenuItem::keys("Fold all groups", "Shift+←"));
        items.push(MenuItem::keys("Unfold all groups", "Shift+→"));
    }
    let chosen = widgets::menu(button, &items)?.checked_sub(1)?;
    if let Some((order, _)) = ORDERS.get(chosen) {
        // Choosing the same again turns it around, as a click on a column's head does.
        let again = order.key == state.order.key && order.key != ArticleKey::Date;
        return Some(Asked::Order(ArticleOrder {
            key: order.key,
            down: if again { !state.order.down } else { order.down },
        }));
    }
    let chosen = chosen.checked_sub(ORDERS.len() + 2)?;
    if let Some((grouping, _)) = GROUPINGS.get(chosen) {
        return Some(Asked::Grouping(*grouping));
    }
    match chosen.checked_sub(GROUPINGS.len() + 1)? {
        0 => Some(Asked::Tags),
        1 => Some(Asked::Deleted),
        3 => Some(Asked::Fold(true)),
        _ => Some(Asked::Fold(false)),
    }
}

/// Columns that can be shown or hidden, in the order of the menu.
fn choosable() -> impl Iterator<Item = Column> {
    let always = |column: &Column| matches!(column, Column::Date | Column::Title);
    Column::ALL
        .into_iter()
        .filter(move |column| !always(column))
}

/// Lines of the menu of columns: their words, and whether each is checked.
fn column_items(state: &State, width: f32) -> Vec<(String, bool)> {
    let shown = Columns::new(&state.columns, width);
    let lines = choosable().map(|column| {
        let chosen = state.columns.chosen(column);
        let words = if chosen && !shown.has(column) {
            format!("{} (no room here)", column.label())
        } else {
            column.label().to_owned()
        };
        (words, chosen)
    });
    lines.collect()
}

fn borrowed(items: &[(String, bool)]) -> Vec<MenuItem<'_>> {
    let mut lines = vec![MenuItem::Head("Columns")];
    lines.extend(
        items
            .iter()
            .map(|(words, checked)| MenuItem::choice(words, *checked)),
    );
    lines.push(MenuItem::Line);
    lines.push(MenuItem::new("Usual columns and widths"));
    lines
}

fn choose_column(state: &mut State, at: usize) {
    match at.checked_sub(1).map(|at| choosable().nth(at)) {
        Some(Some(column)) => state.columns.toggle(column),
        Some(None) => state.columns.reset(),
        None => {}
    }
}

/// The heads of the columns. A click or Enter orders by one, another turns it around.
pub(super) fn columns_ui(ui: &mut Ui, rect: Rect, state: &mut State, wide: bool) {
    let c = colors(ui);
    widgets::hline(ui.painter(), rect, rect.bottom(), c.line);
    if !wide {
        let date = Rect::from_min_max(rect.min, pos2(rect.left() + TITLE - 8.0, rect.bottom()));
        let name = if state.order == ArticleOrder::default() {
            "Date, newest first"
        } else {
            "Date"
        };
        head_ui(ui, date, DATE, false, Column::Date, name, state);
        widgets::text(
            ui,
            pos2(rect.left() + TITLE, rect.center().y),
            Align2::LEFT_CENTER,
            "Title, outlet",
            font::ui(font::HEAD),
            c.ink3,
        );
        return;
    }
    let columns = Columns::new(&state.columns, rect.width());
    let mut after_title = false;
    for (column, left, right) in columns.0 {
        let cell = Rect::from_min_max(
            pos2(rect.left() + left, rect.top()),
            pos2(rect.left() + right, rect.bottom()),
        );
        let way = match (state.order.key == column.key(), state.order.down) {
            (false, _) => "",
            (true, true) => ", descending",
            (true, false) => ", ascending",
        };
        let name = format!("Order articles by {}{way}", column.label().to_lowercase());
        let inset = if column.right() { 0.0 } else { space::M };
        let right_end = column.right();
        head_ui(ui, cell, inset, right_end, column, &name, state);
        if !column.fixed() && column != Column::Title {
            // The title takes what the others leave: columns behind it are widened at their left edge.
            let x = if after_title {
                cell.left()
            } else {
                cell.right()
            };
            let line = Rect::from_min_max(
                pos2(x - 1.0, cell.top() + space::XS),
                pos2(x, cell.bottom() - space::XS),
            );
            if let Some(moved) = widgets::splitter(ui, &format!("column {}", column.label()), line)
            {
                let wider = if after_title { -moved } else { moved };
                state.columns.widen(column, wider);
            }
        }
        after_title |= column == Column::Title;
    }
}

fn head_ui(
    ui: &Ui,
    cell: Rect,
    inset: f32,
    right: bool,
    column: Column,
    name: &str,
    state: &mut State,
) {
    let c = colors(ui);
    let key = column.key();
    let response = ui.interact(
        cell,
        Id::unique(("order articles by", key.word())),
        Sense::click(),
    );
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
    let by = state.order.key == key;
    let (id, ink) = if by {
        (font::bold(font::HEAD), c.ink)
    } else if response.hovered() {
        (font::ui(font::HEAD), c.ink)
    } else {
        (font::ui(font::HEAD), c.ink3)
    };
    let y = cell.center().y;
    let arrow = if state.order.down {
        Icon::Down
    } else {
        Icon::Up
    };
    match column {
        Column::Read => {
            let painter = ui.painter();
            if by {
                painter.circle_filled(cell.center(), 3.0, c.accent);
            } else {
                painter.circle_stroke(cell.center(), 3.0, egui::Stroke::new(1.0, ink));
            }
        }
        Column::Star => {
            let icon = if by { Icon::Starred } else { Icon::Star };
            icon.paint_scaled(ui.painter(), cell.center(), ink, 0.7);
        }
        _ if right => {
            let at = pos2(cell.right() - space::M, y);
            let drawn = widgets::text(ui, at, Align2::RIGHT_CENTER, column.label(), id, ink);
            if by {
                arrow.paint_scaled(ui.painter(), pos2(drawn.left() - 8.0, y), c.ink2, 0.6);
            }
        }
        _ => {
            let room = cell.width() - inset - 16.0;
            let galley = widgets::elided(ui, column.label(), id, ink, room);
            let drawn = widgets::galley_at(ui, cell.left() + inset, y, galley, ink);
            if by {
                arrow.paint_scaled(ui.painter(), pos2(drawn.right() + 9.0, y), c.ink2, 0.6);
            }
        }
    }
    widgets::focus_ring(ui, cell, &response);
    if column.fixed() {
        widgets::tooltip(response.clone(), column.label(), None);
    }
    if response.clicked() {
        state.order = if by {
            ArticleOrder {
                key,
                down: !state.order.down,
            }
        } else {
            ArticleOrder::by(key)
        };
    }
    // Put together only where the menu may be open.
    let menu = egui::Popup::default_response_id(&response);
    if !response.secondary_clicked() && !egui::Popup::is_id_open(&response.ctx, menu) {
        return;
    }
    let items = column_items(state, f32::INFINITY);
    if let Some(at) = widgets::context_menu(&response, &borrowed(&items)) {
        choose_column(state, at);
    }
}
