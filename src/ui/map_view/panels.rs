//! The two panels of the view: the list with its head and foot, the map with its head, card and time bar.

use egui::{Id, Key, Rect, Ui, pos2, vec2};

use super::{
    Order, State,
    canvas::Picked,
    card::{Card, CardEvent},
    lines::counted,
    list::{self, ListEvent},
    menu::Act,
    number, passages,
    selection::How,
    time,
};
use crate::{
    model::{CountUnit, EntityId, LatLon},
    ui::{
        action::Action,
        actions,
        context::Cx,
        shortcuts::pressed_for,
        theme::{colors, font, radius, size, space},
        widgets::{
            self, Button, ButtonKind, ChipEvent, EmptyState, Icon, Segment, chip, count,
            empty_state, hline, icon_button, label, label_elided, number_link, panel_head,
            search_field, segmented, slot_ui,
        },
    },
    workspace::{
        Command, Placement,
        views::{PlaceRow, PlaceTable},
    },
};

/// Points that a button of the head takes beside its words: icon and edges.
const BUTTON: f32 = 46.0;

/// Height of the strip with the field to find places.
const STRIP: f32 = 38.0;

/// Draws the list with its head, and its foot while several places are chosen.
pub(super) fn list_ui(ui: &mut Ui, rect: Rect, cx: &mut Cx<'_>, state: &mut State) {
    let c = colors(ui);
    ui.painter().rect_filled(rect, 0.0, c.panel);
    let head = head_ui(ui, rect, cx, state);
    let mut body = Rect::from_min_max(head.left_bottom(), rect.max);
    if state.finding || state.only.is_some() {
        let strip = Rect::from_min_size(body.min, vec2(body.width(), STRIP));
        widgets::at(ui, strip, |ui| strip_ui(ui, strip, state));
        body.min.y = strip.bottom();
    }
    let several = state.selection.all().len() > 1;
    if several {
        body.max.y -= STRIP;
    }
    let views = cx.views();
    let unit = cx.unit();
    let now = cx.now;
    let nothing = cx.nothing("No places found in this selection");
    let drawn = slot_ui(
        ui,
        body,
        &views.places,
        now,
        "Counting places…",
        |ui, table| {
            let words = if table.rows.is_empty() {
                nothing
            } else if state.lines.order.is_empty() {
                "No place matches what you typed"
            } else {
                let shown = list::Shown {
                    table,
                    lines: &state.lines,
                    selection: &state.selection,
                    doubts: &state.doubts,
                    unit,
                    hovered: state.hovered_on_map,
                    locked: cx.read_only(),
                };
                return list::ui(ui, body, &shown, &mut state.scroll_to);
            };
            let button = None;
            empty_state(ui, body, EmptyState { words, button });
            list::Drawn::default()
        },
    )
    .unwrap_or_default();
    if state.hovered_in_list != drawn.hovered {
        state.hovered_in_list = drawn.hovered;
        ui.ctx().request_repaint();
    }
    let Some(table) = views.places.value() else {
        return;
    };
    if let Some(event) = drawn.event {
        list_event(ui, event, table, cx, state);
    }
    if several {
        let foot = Rect::from_min_max(pos2(rect.left(), body.bottom()), rect.max);
        let act = widgets::at(ui, foot, |ui| foot_ui(ui, foot, table, unit, state));
        if let Some(act) = act {
            state.act(act, ui, table, cx);
        }
    }
}

fn head_ui(ui: &mut Ui, rect: Rect, cx: &Cx<'_>, state: &mut State) -> Rect {
    let c = colors(ui);
    let views = cx.views();
    let total = views.places.value().map_or(0, |t| t.rows.len());
    let unit = cx.unit();
    let about = match views.overview.value() {
        Some(overview) if cx.stories => format!(
            "{}, in {}",
            number(total as u64),
            count(overview.stories_shown, "story", "stories")
        ),
        Some(overview) => format!(
            "{}, in {}",
            number(total as u64),
            count(overview.articles_shown, "article", "articles")
        ),
        None => number(total as u64),
    };
    panel_head(
        ui,
        rect,
        "Places",
        state,
        |ui, _| {
            label_elided(ui, about, font::ui(font::SMALL), c.ink2);
        },
        |ui, state| {
            ui.spacing_mut().item_spacing.x = space::XS;
            let segments = Order::ALL.map(|(order, words)| match (order, unit) {
                (Order::Mentions, CountUnit::Stories) => Segment::new("Stories"),
                _ => Segment::new(words),
            });
            let chosen = Order::ALL.iter().position(|(o, _)| *o == state.order);
            let chosen = chosen.unwrap_or(0);
            if let Some(next) = segmented(ui, "Order of places", chosen, &segments)
                && let Some((next, _)) = Order::ALL.get(next)
            {
                state.order = *next;
            }
            let find = icon_button(
                ui,
                Icon::Search,
                "Find places",
                None,
                size::PANEL_BUTTON,
                None,
            );
            if find.clicked() {
                state.finding = !state.finding;
                state.find_begun = state.finding;
            }
        },
    )
}

fn find_id() -> Id {
    Id::unique("find a place")
}

fn strip_ui(ui: &mut Ui, strip: Rect, state: &mut State) {
    hline(ui.painter(), strip, strip.bottom(), colors(ui).line);
    let inner = strip.shrink2(vec2(space::L, 5.0));
    widgets::at(ui, inner, |ui| {
        ui.spacing_mut().item_spacing.x = space::M;
        if let Some(only) = &state.only {
            let many = count(only.len() as u64, "place", "places");
            if let Some(ChipEvent::Removed | ChipEvent::Clicked) = chip(ui, "Only", &many) {
                state.only = None;
            }
        }
        if state.finding {
            let width = ui.available_width();
            let response = search_field(
                ui,
                find_id(),
                &mut state.find,
                "Find a place",
                "Name, country, status or reason",
                None,
                width,
                size::BUTTON,
            );
            if std::mem::take(&mut state.find_begun) {
                response.request_focus();
            }
            if response.lost_focus() && escape(ui) {
                state.finding = false;
                state.find.clear();
            }
        }
    });
}

fn foot_ui(
    ui: &mut Ui,
    foot: Rect,
    table: &PlaceTable,
    unit: CountUnit,
    state: &State,
) -> Option<Act> {
    let c = colors(ui);
    ui.painter().rect_filled(foot, 0.0, c.bg);
    hline(ui.painter(), foot, foot.top() + 0.5, c.line2);
    let chosen = state.selection.all();
    let [one, many] = unit.nouns();
    let mut words = format!("{} places chosen", number(chosen.len() as u64));
    // Only mentions add up: an article or story may name several of them.
    if unit == CountUnit::Mentions {
        let rows = table.rows.iter().filter(|r| chosen.contains(&r.entity));
        let total = rows.map(|r| counted(r, unit)).sum();
        words.push_str(&format!(", {}", count(total, one, many)));
    }
    let mut act = None;
    widgets::at(ui, foot.shrink2(vec2(space::L, 0.0)), |ui| {
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = space::S;
            let buttons = [
                (
                    "Filter articles",
                    "Articles that name all of these",
                    Act::Filter,
                ),
                (
                    "Only these",
                    "Leave all others out of list and map",
                    Act::Only,
                ),
                ("Zoom", "Zoom to these places", Act::Zoom),
            ];
            for (words, hint, does) in buttons {
                let button = Button::new(words).kind(ButtonKind::Panel).hint(hint);
                if button.show(ui).clicked() {
                    act = Some(does);
                }
            }
            ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                label_elided(ui, words, font::ui(font::SMALL), c.ink);
            });
        });
    });
    act
}

fn list_event(ui: &Ui, event: ListEvent, table: &PlaceTable, cx: &mut Cx<'_>, state: &mut State) {
    match event {
        ListEvent::Choose(entity, how) => {
            let order = std::mem::take(&mut state.lines.order);
            state.selection.choose(entity, how, &order);
            state.lines.order = order;
            if how == How::Only {
                state.scroll_to = Some(entity);
                let row = table.rows.iter().find(|row| row.entity == entity);
                state.show(ui, row, table);
            }
        }
        ListEvent::Fit => {
            let all: Vec<LatLon> = state.places.symbols.all.iter().map(|s| s.at).collect();
            state.zoom_to(&all, table);
        }
        ListEvent::All => state.selection.set_all(state.lines.order.iter().copied()),
        ListEvent::Passages(entity, unit) => {
            state.select(entity);
            cx.send(passages(entity, unit));
        }
        ListEvent::Act(entity, act) => {
            if !state.selection.has(entity) {
                state.selection.set(entity);
            }
            state.act(act, ui, table, cx);
        }
    }
}

/// Draws the map with its head, and the time bar while it is shown.
pub(super) fn map_ui(ui: &mut Ui, rect: Rect, cx: &mut Cx<'_>, state: &mut State) {
    let c = colors(ui);
    ui.painter().rect_filled(rect, 0.0, c.panel);
    let views = cx.views();
    let head_rect = Rect::from_min_size(rect.min, vec2(rect.width(), size::PANEL_HEAD));
    let mut body = Rect::from_min_max(head_rect.left_bottom(), rect.max);
    let bar = Rect::from_min_max(
        pos2(body.left(), (body.bottom() - time::HEIGHT).max(body.top())),
        body.max,
    );
    if state.time.shown {
        body.max.y = bar.top();
    }
    let now = cx.now;
    slot_ui(
        ui,
        body,
        &views.places,
        now,
        "Counting places…",
        |ui, table| {
            widgets::at(ui, body, |ui| canvas_ui(ui, body, table, cx, state));
        },
    );
    if state.time.shown {
        let places = state.places.symbols.all.len();
        let slot = &views.times;
        slot_ui(ui, bar, slot, now, "Counting over time…", |ui, times| {
            widgets::at(ui, bar, |ui| {
                time::ui(ui, bar, times, &mut state.time, places, now);
            });
        });
    }
    map_head_ui(ui, rect, cx, state);
}

fn map_head_ui(ui: &mut Ui, rect: Rect, cx: &mut Cx<'_>, state: &mut State) {
    let c = colors(ui);
    let symbols = &state.places.symbols;
    let seen = state.canvas.seen(symbols);
    let total = symbols.all.len();
    let [says, short] = if seen == total {
        let places = count(total as u64, "place", "places");
        [places.clone(), places]
    } else {
        let [seen, places] = [seen, total].map(|n| number(n as u64));
        let noun = if total == 1 { "place" } else { "places" };
        [
            format!("{seen} of {places} {noun} in view"),
            format!("{seen} of {places}"),
        ]
    };
    let areas = match symbols.areas as u64 {
        0 => String::new(),
        areas => format!("{} listed only", count(areas, "area", "areas")),
    };
    let (mut export, mut areas_asked) = (false, false);
    panel_head(
        ui,
        rect,
        "Map",
        state,
        |_, _| {},
        |ui, state| {
            let small = font::ui(font::SMALL);
            ui.spacing_mut().item_spacing.x = space::M;
            let why = (total == 0).then_some("There is no place to show");
            let button = Button::new("Export…")
                .name("Export map…")
                .icon(Icon::Export)
                .kind(ButtonKind::Panel);
            let time = Button::new("Over time")
                .name(if state.time.shown {
                    "Hide the time bar"
                } else {
                    "Show the time bar"
                })
                .hint("Play the dates of the articles")
                .icon(Icon::Calendar)
                .kind(ButtonKind::Panel);
            // As much as there is room for between the name of the panel and the buttons.
            let wide = |words: &str| widgets::width_of(ui, words, font::ui(font::SMALL));
            let buttons = ["Over time", "Export…"].map(|words| wide(words) + BUTTON);
            let name = widgets::width_of(ui, "Map", font::bold(font::UI));
            let room = rect.width() - buttons.iter().sum::<f32>() - name - 5.0 * space::L;
            let both = wide(&format!("{says}, ")) + wide(&areas) <= room;
            if areas.is_empty() || !both {
                let words = if wide(&says) <= room { &says } else { &short };
                if wide(words) <= room {
                    let told = label(ui, words.as_str(), small, c.ink2);
                    told.on_hover_text(if areas.is_empty() {
                        says.clone()
                    } else {
                        format!("{says}, {areas}")
                    });
                }
            } else {
                ui.spacing_mut().item_spacing.x = space::XS;
                label(ui, format!("{says},"), small, c.ink2);
                let link = number_link(ui, &areas, &areas, font::SMALL);
                areas_asked = link
                    .on_hover_text(
                        "Countries, regions and seas are in the list, never a point on the map",
                    )
                    .clicked();
                ui.spacing_mut().item_spacing.x = space::M;
            }
            if time.show(ui).clicked() {
                state.time.toggle();
            }
            export = button.disabled(why).show(ui).clicked();
        },
    );
    if areas_asked {
        state.finding = true;
        "Area".clone_into(&mut state.find);
    }
    if export || total > 0 && pressed_for(ui.ctx(), actions::Id::ExportMap) {
        let choice = state.choice(cx.views().times.value());
        cx.send(Action::ExportMap(Box::new(choice)));
    }
}

fn canvas_ui(ui: &mut Ui, rect: Rect, table: &PlaceTable, cx: &mut Cx<'_>, state: &mut State) {
    let lead = state.selection.lead();
    let selected_row = lead.and_then(|e| table.rows.iter().find(|r| r.entity == e));
    // The canvas changes while the rest of the state is looked at.
    let mut canvas = std::mem::take(&mut state.canvas);
    let (picked, event) = {
        let mut shown = state.shown(table);
        let view = canvas.view_in(rect, &shown);
        let symbol = |entity: EntityId| state.places.symbols.get(entity);
        let card = |row: &PlaceRow| {
            let doubt = state.doubts.get(row.entity);
            Card::new(ui, &view, row, symbol(row.entity), doubt).rect
        };
        shown.covered = selected_row.filter(|_| state.placing.is_none()).map(card);
        let picked = canvas.ui(ui, rect, &shown);
        if shown.symbols.all.is_empty() {
            nothing_ui(ui, rect, state.time.shown);
        }
        let carded = selected_row.filter(|_| !shown.placing);
        let event = carded.and_then(|row| {
            let doubt = state.doubts.get(row.entity);
            let card = Card::new(ui, canvas.view()?, row, symbol(row.entity), doubt);
            card_ui(ui, card, cx.stories, shown.locked)
        });
        (picked, event)
    };
    state.canvas = canvas;
    match (event, lead) {
        (Some(CardEvent::Close), _) => state.selection.clear(),
        (Some(CardEvent::Passages(unit)), Some(entity)) => cx.send(passages(entity, unit)),
        (Some(CardEvent::Act(act)), _) => state.act(act, ui, table, cx),
        _ => {}
    }
    if state.placing.is_some() {
        placing_ui(ui, rect, table, picked.placed, cx, state);
    }
    map_event(ui, picked, table, cx, state);
}

fn card_ui(
    ui: &mut Ui,
    card: Card<'_>,
    stories: bool,
    locked: Option<&'static str>,
) -> Option<CardEvent> {
    let event = card.ui(ui, stories, locked);
    // One press leaves one thing: a menu, a field or a dialog before the card.
    let free = ui.memory(|m| m.top_modal_layer().is_none())
        && !ui.ctx().text_edit_focused()
        && !egui::Popup::is_any_open(ui.ctx());
    let escaped = free && escape(ui);
    if escaped {
        Some(CardEvent::Close)
    } else {
        event
    }
}

/// Whether Escape was pressed, which is then for nothing else.
fn escape(ui: &Ui) -> bool {
    ui.ctx()
        .input_mut(|input| input.consume_key(egui::Modifiers::NONE, Key::Escape))
}

/// Says what the next click does, and does it; Escape leaves.
fn placing_ui(
    ui: &mut Ui,
    rect: Rect,
    table: &PlaceTable,
    placed: Option<(crate::model::LatLon, f64)>,
    cx: &mut Cx<'_>,
    state: &mut State,
) {
    let c = colors(ui);
    let Some(entity) = state.placing else { return };
    let name = table.rows.iter().find(|row| row.entity == entity);
    let name = name.map_or("it", |row| row.name.as_str());
    let words = format!("Click where {name} lies. Zoom in to be exact; Esc leaves");
    let width = widgets::width_of(ui, &words, font::ui(font::UI)) + 2.0 * space::XL;
    let banner = Rect::from_center_size(
        pos2(rect.center().x, rect.top() + 30.0),
        vec2(width.min(rect.width() - 2.0 * space::L), 32.0),
    );
    let line = egui::Stroke::new(crate::ui::theme::stroke::LINE, c.line2);
    let inside = egui::StrokeKind::Inside;
    ui.painter()
        .rect(banner, radius::CARD, c.paper, line, inside);
    widgets::at(ui, banner.shrink2(vec2(space::XL, 0.0)), |ui| {
        label_elided(ui, words, font::ui(font::UI), c.ink);
    });
    if let Some((position, km)) = placed {
        cx.send(Action::Run(Command::PlaceEntity {
            entity,
            at: Placement::Point {
                position,
                uncertainty_km: Some(km),
            },
        }));
        state.placing = None;
    } else if escape(ui) {
        state.placing = None;
    }
}

fn nothing_ui(ui: &mut Ui, rect: Rect, timed: bool) {
    let words = if timed {
        "No place with a position was named then"
    } else {
        "No place in this selection has a position"
    };
    let box_rect = Rect::from_center_size(rect.center(), vec2(320.0, 60.0));
    ui.painter()
        .rect_filled(box_rect, radius::CARD, colors(ui).paper);
    let button = None;
    empty_state(ui, box_rect, EmptyState { words, button });
}

fn map_event(ui: &Ui, picked: Picked, table: &PlaceTable, cx: &mut Cx<'_>, state: &mut State) {
    if state.hovered_on_map != picked.hovered {
        state.hovered_on_map = picked.hovered;
        ui.ctx().request_repaint();
    }
    match picked.select {
        Some(Some(entity)) => {
            state.selection.choose(entity, picked.how, &[]);
            state.scroll_to = Some(entity);
        }
        Some(None) => state.selection.clear(),
        None => {}
    }
    if let Some(several) = picked.several {
        state.scroll_to = several.first().copied();
        if picked.how == How::Only {
            state.selection.set_all(several);
        } else {
            state.selection.add(several);
        }
    }
    if let Some(act) = picked.act {
        state.act(act, ui, table, cx);
    }
}
