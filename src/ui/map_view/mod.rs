//! The Map view: places in a list and on a map.

mod canvas;
mod card;
mod furniture;
mod labels;
mod list;
pub mod outlines;
pub mod scene;
pub mod symbols;
pub mod viewport;

use egui::{Key, Rect, Ui, pos2, vec2};

pub use list::Order;

use self::{
    canvas::{Canvas, Shown, in_view},
    card::{Card, CardEvent},
    list::{Lines, ListEvent, doubtful},
    symbols::{Symbols, fingerprint},
};
use super::{
    action::Action,
    chart_view,
    context::Cx,
    theme::{colors, font, size, space},
    widgets::{
        Button, ButtonKind, EmptyState, Icon, Segment, count, empty_state, label, number,
        panel_head, segmented, slot_ui, splitter,
    },
};
use crate::{
    model::{CountUnit, EntityId, PlaceStatus, chart::Cell},
    workspace::{
        session::Wanted,
        views::{PlaceRow, PlaceTable},
    },
};

/// Width of the list where nobody moved the splitter.
const LIST: f32 = 500.0;

/// Width of the passages where nobody moved the splitter.
const PASSAGES: f32 = 440.0;

/// What the view remembers between frames.
#[derive(Debug, Default)]
pub struct State {
    order: Order,
    selected: Option<EntityId>,
    scroll_to: Option<EntityId>,
    lines: Lines,
    places: Places,
    canvas: Canvas,
    small: Canvas,
}

/// A place table's symbols, made once per table.
#[derive(Debug, Default)]
struct Places {
    fingerprint: Option<u64>,
    symbols: Symbols,
    doubtful: usize,
}

impl Places {
    fn update(&mut self, table: &PlaceTable, unit: CountUnit) -> u64 {
        let fingerprint = fingerprint(table).wrapping_add(unit as u64);
        if self.fingerprint != Some(fingerprint) {
            *self = Self {
                fingerprint: Some(fingerprint),
                symbols: Symbols::of(table, unit),
                doubtful: table.rows.iter().filter(|row| doubtful(row)).count(),
            };
        }
        fingerprint
    }
}

impl State {
    /// Says what is to be read.
    pub fn want(&self, wanted: &mut Wanted) {
        wanted.places = true;
    }

    /// Selects a place and brings it into view in list and map.
    pub fn select(&mut self, entity: EntityId) {
        self.selected = Some(entity);
        self.scroll_to = Some(entity);
        if let Some(symbol) = self.places.symbols.get(entity) {
            self.canvas.show(symbol);
        }
    }

    /// The selected place.
    #[must_use]
    pub const fn selected(&self) -> Option<EntityId> {
        self.selected
    }
}

/// Draws the view into `rect`: the list, the map, and at the right the passages of a number while one is open.
pub fn ui(
    ui: &mut Ui,
    rect: Rect,
    cx: &mut Cx<'_>,
    state: &mut State,
    chart: &mut chart_view::State,
) {
    let open = cx.wanted.evidence.is_some();
    let most = (rect.width() * 0.5).max(200.0);
    let wide = cx.split(
        "map passages",
        PASSAGES.min(rect.width() * 0.33),
        260.0_f32.min(most),
        most,
    );
    let evidence = if open { wide.round() } else { 0.0 };
    let most = (rect.width() - evidence - 240.0).max(200.0);
    let share = if open { 0.3 } else { 0.42 };
    let otherwise = LIST.min(rect.width() * share);
    let name = if open { "narrow places" } else { "places" };
    let width = cx.split(name, otherwise, 240.0_f32.min(most), most).round();
    let list = Rect::from_min_max(rect.min, pos2(rect.left() + width, rect.bottom()));
    let passages = Rect::from_min_max(pos2(rect.right() - evidence, rect.top()), rect.max);
    let map = Rect::from_min_max(pos2(list.right(), rect.top()), passages.left_bottom());
    let slot = &cx.views().places;
    if let Some(table) = slot.value() {
        let fingerprint = state.places.update(table, cx.unit());
        state
            .lines
            .update(table, fingerprint, state.order, cx.unit());
    }
    super::widgets::at(ui, list, |ui| list_ui(ui, list, cx, state));
    super::widgets::at(ui, map, |ui| map_ui(ui, map, cx, state));
    let line = Rect::from_min_max(pos2(list.right() - 1.0, rect.top()), list.max);
    if let Some(by) = splitter(ui, name, line) {
        let points = width + by;
        cx.send(Action::Split { name, points });
    }
    if open {
        super::widgets::at(ui, passages, |ui| {
            chart_view::evidence_ui(ui, passages, cx, chart);
        });
        let line = Rect::from_min_max(pos2(map.right() - 1.0, rect.top()), map.max);
        if let Some(by) = splitter(ui, "map passages", line) {
            cx.send(Action::Split {
                name: "map passages",
                points: evidence - by,
            });
        }
    }
}

fn list_ui(ui: &mut Ui, rect: Rect, cx: &mut Cx<'_>, state: &mut State) {
    let c = colors(ui);
    ui.painter().rect_filled(rect, 0.0, c.panel);
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
    let mut order = state.order;
    let head = panel_head(
        ui,
        rect,
        "Places",
        &mut order,
        |ui, _| {
            super::widgets::label_elided(ui, about, font::ui(font::SMALL), c.ink2);
        },
        |ui, order| {
            let segments = Order::ALL.map(|(order, words)| match (order, unit) {
                (Order::Mentions, CountUnit::Stories) => Segment::new("Stories"),
                _ => Segment::new(words),
            });
            let chosen = Order::ALL.iter().position(|(o, _)| o == order).unwrap_or(0);
            if let Some(next) = segmented(ui, "Order of places", chosen, &segments)
                && let Some((next, _)) = Order::ALL.get(next)
            {
                *order = *next;
            }
        },
    );
    state.order = order;
    let body = Rect::from_min_max(head.left_bottom(), rect.max);
    let now = cx.now;
    let event = slot_ui(
        ui,
        body,
        &views.places,
        now,
        "Counting places…",
        |ui, table| {
            if table.rows.is_empty() {
                let words = "No places found in this selection";
                empty_state(
                    ui,
                    body,
                    EmptyState {
                        words,
                        button: None,
                    },
                );
                return None;
            }
            list::ui(
                ui,
                body,
                table,
                &state.lines,
                state.selected,
                &mut state.scroll_to,
                unit,
            )
        },
    );
    match event.flatten() {
        Some(ListEvent::Select(entity)) => state.select(entity),
        Some(ListEvent::Passages(entity)) => {
            state.select(entity);
            cx.send(passages(entity, unit));
        }
        None => {}
    }
}

fn passages(entity: EntityId, unit: CountUnit) -> Action {
    Action::ShowPassages {
        cell: Cell::Entity(entity),
        unit,
    }
}

fn map_ui(ui: &mut Ui, rect: Rect, cx: &mut Cx<'_>, state: &mut State) {
    let c = colors(ui);
    ui.painter().rect_filled(rect, 0.0, c.panel);
    let views = cx.views();
    let head_rect = Rect::from_min_size(rect.min, vec2(rect.width(), size::PANEL_HEAD));
    let body = Rect::from_min_max(head_rect.left_bottom(), rect.max);
    let now = cx.now;
    slot_ui(
        ui,
        body,
        &views.places,
        now,
        "Counting places…",
        |ui, table| {
            super::widgets::at(ui, body, |ui| canvas_ui(ui, body, table, cx, state));
        },
    );
    let symbols = &state.places.symbols;
    let seen = state.canvas.view().map_or(0, |view| in_view(view, symbols));
    let total = symbols.all.len();
    let says = if seen == total {
        count(total as u64, "place", "places")
    } else {
        format!(
            "{} of {} in view",
            number(seen as u64),
            count(total as u64, "place", "places")
        )
    };
    let areas = symbols.areas as u64;
    let mut export = false;
    panel_head(
        ui,
        rect,
        "Map",
        &mut export,
        |ui, _| {
            super::widgets::label_elided(
                ui,
                "outlines: Natural Earth",
                font::ui(font::SMALL),
                c.ink3,
            );
        },
        |ui, export| {
            let small = font::ui(font::SMALL);
            ui.spacing_mut().item_spacing.x = space::M;
            let words = if areas == 0 {
                says
            } else {
                format!("{says}, {} listed only", count(areas, "area", "areas"))
            };
            label(ui, words, small, c.ink2).on_hover_text(
                "Countries, regions and seas are in the list, never a point on the map",
            );
            let why = (total == 0).then_some("There is no place to show");
            let button = Button::new("Export…")
                .name("Export map…")
                .icon(Icon::Export)
                .kind(ButtonKind::Panel);
            *export = button.disabled(why).show(ui).clicked();
        },
    );
    if export {
        cx.send(Action::ExportMap {
            view: state.canvas.view().map(viewport::Viewport::view),
            selected: state.selected,
        });
    }
}

fn canvas_ui(ui: &mut Ui, rect: Rect, table: &PlaceTable, cx: &mut Cx<'_>, state: &mut State) {
    let selected_row = state
        .selected
        .and_then(|e| table.rows.iter().find(|r| r.entity == e));
    let mut shown = Shown {
        symbols: &state.places.symbols,
        fingerprint: state.places.fingerprint.unwrap_or_default(),
        selected: state.selected,
        doubtful: state.places.doubtful > 0,
        covered: None,
    };
    let view = state.canvas.view_in(rect, &shown);
    let symbol_of = |row: &PlaceRow| state.places.symbols.get(row.entity);
    let card_rect = |ui: &Ui, row| Card::new(ui, &view, row, symbol_of(row)).rect;
    shown.covered = selected_row.map(|row| card_rect(ui, row));
    let picked = state.canvas.ui(ui, rect, &shown);
    if table.rows.is_empty() || shown.symbols.all.is_empty() {
        let words = "No place in this selection has a position";
        let box_rect = Rect::from_center_size(rect.center(), vec2(320.0, 60.0));
        ui.painter()
            .rect_filled(box_rect, super::theme::radius::CARD, colors(ui).paper);
        empty_state(
            ui,
            box_rect,
            EmptyState {
                words,
                button: None,
            },
        );
    }
    let mut event = None;
    if let (Some(row), Some(view)) = (selected_row, state.canvas.view()) {
        event = Card::new(ui, view, row, symbol_of(row)).ui(ui, cx.stories);
        let escaped = ui.input(|input| input.key_pressed(Key::Escape))
            && ui.memory(|m| m.top_modal_layer().is_none());
        if escaped {
            event = Some(CardEvent::Close);
        }
    }
    match (event, state.selected) {
        (Some(CardEvent::Close), _) => state.selected = None,
        (Some(CardEvent::Passages(unit)), Some(entity)) => cx.send(passages(entity, unit)),
        _ => {}
    }
    match picked.select {
        Some(Some(entity)) => {
            state.selected = Some(entity);
            state.scroll_to = Some(entity);
        }
        Some(None) => state.selected = None,
        None => {}
    }
}

/// Draws a small map without controls into `rect`, as the Read view shows it. Returns whether there was anything to
/// show.
pub fn small_ui(ui: &mut Ui, rect: Rect, cx: &mut Cx<'_>, state: &mut State) -> bool {
    let Some(table) = cx.views().places.value() else {
        return false;
    };
    let fingerprint = state.places.update(table, cx.unit());
    if state.places.symbols.all.is_empty() {
        return false;
    }
    let shown = Shown {
        symbols: &state.places.symbols,
        fingerprint,
        selected: cx.wanted.card,
        doubtful: false,
        covered: None,
    };
    let picked = super::widgets::at(ui, rect, |ui| state.small.small_ui(ui, rect, &shown));
    if let Some(select) = picked.select {
        if let Some(entity) = select {
            state.select(entity);
        }
        cx.send(Action::Go(super::action::View::Map));
    }
    true
}

/// `37 placed, 6 doubtful`, for the head above the small map.
#[must_use]
pub fn summary(table: &PlaceTable) -> String {
    let placed = table
        .rows
        .iter()
        .filter(|r| symbols::point(r).is_some())
        .count() as u64;
    let doubts = table
        .rows
        .iter()
        .filter(|r| r.status == PlaceStatus::Unresolved)
        .count() as u64;
    if doubts == 0 {
        format!("{} placed", number(placed))
    } else {
        format!("{} placed, {} doubtful", number(placed), number(doubts))
    }
}
