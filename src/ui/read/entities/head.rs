//! The head of the panel: how many names, the types, the search, and what can be done with the whole table.

use egui::{Id, Rect, Ui, pos2, vec2};

use super::{Picked, State};
use crate::{
    model::{CountUnit, EntityType},
    ui::{
        action::Action,
        context::Cx,
        theme::{colors, font, size, space},
        widgets::{self, Button, ButtonKind, Icon, MenuItem, Segment, icon_button, number},
    },
    workspace::{
        session::ListedNames,
        views::{EntityTable, NameKey, NameOrder},
    },
};

/// Orders as the menu of the list names them.
const ORDERS: [(NameKey, &str); 6] = [
    (NameKey::Mentions, "Mentions"),
    (NameKey::Articles, "Articles"),
    (NameKey::Stories, "Stories"),
    (NameKey::Name, "Name"),
    (NameKey::First, "First date"),
    (NameKey::Last, "Last date"),
];

/// Rows that a chart of the table can show at most; more than its largest choice.
const CHARTED: usize = 1_000;

#[derive(Clone, Copy)]
enum Asked {
    Search,
    Wide,
    Order(NameOrder),
    Chart,
    Save,
}

/// The panel's name, its counts and its buttons. Returns where they lie.
pub(super) fn ui(ui: &mut Ui, rect: Rect, cx: &mut Cx<'_>, state: &mut State, wide: bool) -> Rect {
    let c = colors(ui);
    let table = cx.views().entities.value();
    let count = table.map(|table| table.rows.len() as u64);
    let shown = state
        .picked
        .as_ref()
        .map(|(_, picked)| picked.shown.len() as u64);
    let none = shown.is_none_or(|shown| shown == 0);
    let order = state.order(cx.unit());
    let is_wide = state.wide;
    let mut asked = None;
    let head = widgets::panel_head(
        ui,
        rect,
        "Names",
        &mut asked,
        |ui, _| {
            let words = match (count, shown) {
                (Some(count), Some(shown)) if shown < count => {
                    format!("{} of {} in this selection", number(shown), number(count))
                }
                (Some(count), _) => format!("{} in this selection", number(count)),
                (None, _) => return,
            };
            widgets::label_elided(ui, words, font::ui(font::SMALL), c.ink3);
        },
        |ui, asked| {
            let why = none.then_some("There are no names to show");
            if wide {
                let chart = Button::new("Bar chart").hint("Show this table as bars, in this order");
                if chart
                    .kind(ButtonKind::Panel)
                    .disabled(why)
                    .show(ui)
                    .clicked()
                {
                    *asked = Some(Asked::Chart);
                }
                let save = Button::new("Save as CSV…").icon(Icon::Export);
                if save
                    .kind(ButtonKind::Panel)
                    .disabled(why)
                    .show(ui)
                    .clicked()
                {
                    *asked = Some(Asked::Save);
                }
            } else {
                let side = size::PANEL_BUTTON;
                if icon_button(ui, Icon::Search, "Find a name", None, side, None).clicked() {
                    *asked = Some(Asked::Search);
                }
                if let Some(chosen) = more_ui(ui, order, none) {
                    *asked = Some(chosen);
                }
            }
            let (icon, name, keys) = if is_wide {
                (Icon::Close, "Close the table", "Esc")
            } else {
                (Icon::Table, "Open as table", "E")
            };
            if icon_button(ui, icon, name, Some(keys), size::PANEL_BUTTON, None).clicked() {
                *asked = Some(Asked::Wide);
            }
        },
    );
    match asked {
        Some(Asked::Search) => {
            state.searching = !state.searching;
            state.focus_search = state.searching;
            if !state.searching {
                state.query.clear();
            }
        }
        Some(Asked::Wide) => {
            state.toggle_table();
        }
        Some(Asked::Order(order)) => state.order_by(order, cx),
        Some(Asked::Chart) => {
            if let Some(table) = table {
                let picked = state.pick(table, cx);
                chart(table, &picked, cx, state);
            }
        }
        Some(Asked::Save) => {
            if let Some(table) = table {
                let picked = state.pick(table, cx);
                let rows = picked
                    .shown
                    .iter()
                    .filter_map(|at| table.rows.get(*at as usize));
                cx.send(Action::SaveNames(rows.map(|row| row.id).collect()));
            }
        }
        None => {}
    }
    head
}

fn more_ui(ui: &mut Ui, order: NameOrder, none: bool) -> Option<Asked> {
    let button = icon_button(
        ui,
        Icon::More,
        "Order of the names, and more",
        None,
        size::PANEL_BUTTON,
        None,
    );
    let why = none.then_some("There are no names to show");
    let item = |words| MenuItem::Item {
        words,
        keys: "",
        checked: false,
        disabled: why,
    };
    let mut items = vec![MenuItem::Head("Order by")];
    items.extend(ORDERS.map(|(key, words)| MenuItem::choice(words, key == order.key)));
    items.push(MenuItem::Line);
    items.push(item("Bar chart of this list"));
    items.push(item("Save as CSV…"));
    let chosen = widgets::menu(&button, &items)?.checked_sub(1)?;
    match ORDERS.get(chosen) {
        // Choosing the same again turns it around, as a click on a column's head does.
        Some((key, _)) if *key == order.key => Some(Asked::Order(NameOrder {
            key: *key,
            down: !order.down,
        })),
        Some((key, _)) => Some(Asked::Order(NameOrder::by(*key))),
        None if chosen == ORDERS.len() + 1 => Some(Asked::Chart),
        None => Some(Asked::Save),
    }
}

/// Shows the table as bars: of the names alone that are shown where a search narrows them, and in the table's order.
fn chart(table: &EntityTable, picked: &Picked, cx: &mut Cx<'_>, state: &State) {
    let order = state.order(cx.unit());
    let unit = match (order.key, cx.stories) {
        (NameKey::Articles | NameKey::Stories, true) => CountUnit::Stories,
        (NameKey::Articles | NameKey::Stories, false) => CountUnit::Articles,
        (NameKey::Mentions, _) => CountUnit::Mentions,
        _ => cx.unit(),
    };
    let by_count = matches!(
        order.key,
        NameKey::Mentions | NameKey::Articles | NameKey::Stories
    );
    let query = state.query.trim();
    let plain = query.is_empty() && by_count && order.down;
    let names = (!plain).then(|| {
        let rows = picked.shown.iter().take(CHARTED);
        ListedNames {
            ids: rows
                .filter_map(|at| table.rows.get(*at as usize))
                .map(|row| row.id)
                .collect(),
            title: title(state.kind, query, order),
        }
    });
    cx.send(Action::ChartNames {
        kind: state.kind,
        unit,
        names,
    });
}

/// `People with “akr” in their names, by first date`.
fn title(kind: Option<EntityType>, query: &str, order: NameOrder) -> String {
    let who = kind.map_or("Names", EntityType::plural);
    let with = if query.is_empty() {
        String::new()
    } else {
        format!(" with “{query}”")
    };
    let by = match (order.key, order.down) {
        (NameKey::Mentions, true) => "mentions",
        (NameKey::Mentions, false) => "mentions, fewest first",
        (NameKey::Articles, true) => "articles",
        (NameKey::Articles, false) => "articles, fewest first",
        (NameKey::Stories, true) => "stories",
        (NameKey::Stories, false) => "stories, fewest first",
        (NameKey::Name, false) => "name",
        (NameKey::Name, true) => "name, Z first",
        (NameKey::Type, _) => "type",
        (NameKey::First, false) => "first date",
        (NameKey::First, true) => "first date, latest first",
        (NameKey::Last, true) => "last date, latest first",
        (NameKey::Last, false) => "last date",
        (NameKey::Spellings, _) => "number of spellings",
    };
    format!("{who}{with}, by {by}")
}

/// The types and, where there is room or it was asked for, the search. Returns where the rows may begin.
pub(super) fn tools_ui(ui: &mut Ui, head: Rect, state: &mut State, wide: bool) -> f32 {
    let strip = Rect::from_min_size(head.left_bottom(), vec2(head.width(), 38.0));
    kinds_ui(ui, strip, state);
    let line = if wide {
        let width = (strip.width() * 0.32).clamp(140.0, 280.0);
        Rect::from_min_size(
            pos2(strip.right() - width - space::L, strip.top() + 6.0),
            vec2(width, 26.0),
        )
    } else if state.searching {
        Rect::from_min_size(
            pos2(strip.left() + space::L, strip.bottom() - 2.0),
            vec2(strip.width() - 2.0 * space::L, 28.0),
        )
    } else {
        state.typing = false;
        return strip.bottom() - 2.0;
    };
    let id = Id::unique("find a name");
    // The click that asked for the field would take the keyboard from it again: it is one elsewhere.
    let clicking = ui.input(|input| input.pointer.any_pressed() || input.pointer.any_click());
    if state.focus_search && clicking {
        ui.ctx().request_repaint();
    } else if std::mem::take(&mut state.focus_search) {
        ui.memory_mut(|memory| memory.request_focus(id));
    }
    let response = widgets::at(ui, line, |ui| {
        widgets::search_field(
            ui,
            id,
            &mut state.query,
            "Find a name",
            "Name or spelling",
            None,
            line.width(),
            26.0,
        )
    });
    // Escape takes the keyboard from a field before anything is drawn.
    let escaped = state.typing
        && !response.has_focus()
        && ui.input(|input| input.key_pressed(egui::Key::Escape));
    if escaped {
        state.clear_search();
    }
    state.typing = response.has_focus();
    if wide {
        strip.bottom()
    } else {
        line.bottom() + space::XS
    }
}

fn kinds_ui(ui: &mut Ui, rect: Rect, state: &mut State) {
    let mut segments = vec![Segment::new("All")];
    // With large text in a narrow column the longest of the words would push the last one out.
    const NARROW: f32 = 300.0;
    segments.extend(EntityType::ALL.map(|kind| {
        let short = kind == EntityType::Organization && rect.width() < NARROW;
        let words = if short { "Orgs" } else { kind.plural() };
        Segment::of(words, Some(kind))
    }));
    let selected = state
        .kind
        .and_then(|kind| EntityType::ALL.iter().position(|k| *k == kind))
        .map_or(0, |at| at + 1);
    let inner = Rect::from_min_max(pos2(rect.left() + space::L, rect.top()), rect.max);
    if let Some(chosen) = widgets::at(ui, inner, |ui| {
        widgets::segmented(ui, "Types of names", selected, &segments)
    }) {
        state.kind = chosen
            .checked_sub(1)
            .and_then(|at| EntityType::ALL.get(at))
            .copied();
    }
}
