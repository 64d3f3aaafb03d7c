//! The map itself: moved by pointer, wheel, pinch and keys; symbols answer the pointer.

use std::sync::Arc;

use egui::{
    CursorIcon, EventFilter, Key, Pos2, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, Vec2,
    WidgetInfo, pos2, vec2,
};

use super::{
    furniture,
    labels::hit,
    scene::{SceneCache, Subject},
    symbols::{Symbol, Symbols},
    viewport::Viewport,
};
use crate::{
    jobs::Waker,
    model::{EntityId, LatLon, map::MapView},
    ui::{
        theme::{colors, radius, stroke},
        widgets::{Icon, count, focus_ring, tooltip},
    },
};

/// Points the map moves per press of an arrow key.
const STEP: f32 = 80.0;

/// Zoom levels per point of wheel travel: one notch (50 points) is half a level.
const WHEEL: f64 = 0.01;

/// Points around a symbol that still hit it.
const SLACK: f32 = 5.0;

/// Side of the zoom buttons.
const BUTTON: f32 = 29.0;

/// What one map remembers between frames.
#[derive(Debug, Default)]
pub struct Canvas {
    view: Option<Viewport>,
    /// Whether the person moved the map; until then it follows the places.
    moved: bool,
    /// The places that were fitted, see [`super::symbols::fingerprint`].
    fitted: Option<u64>,
    scene: SceneCache,
}

/// What a map shows.
#[derive(Clone, Copy)]
pub struct Shown<'a> {
    pub symbols: &'a Symbols,
    pub fingerprint: u64,
    pub selected: Option<EntityId>,
    /// Whether the legend explains places that are in the list only.
    pub doubtful: bool,
    /// A part of the map covered by a card, where no name is written.
    pub covered: Option<Rect>,
}

/// What happened on the map.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Picked {
    /// A symbol was chosen; with `Some(None)` the ground beside all of them.
    pub select: Option<Option<EntityId>>,
}

impl Canvas {
    /// The view shown now.
    #[must_use]
    pub const fn view(&self) -> Option<&Viewport> {
        self.view.as_ref()
    }

    /// Moves the map, if need be, so that a place is seen.
    pub fn show(&mut self, symbol: &Symbol) {
        if let Some(view) = &mut self.view {
            let shown = view.showing(symbol.at);
            self.moved |= shown != *view;
            *view = shown;
        }
    }

    /// The view for `rect`: as before, or fitted to the places while nobody moved it.
    pub fn view_in(&mut self, rect: Rect, shown: &Shown<'_>) -> Viewport {
        let fits = self.moved || self.fitted == Some(shown.fingerprint);
        let view = match self.view.filter(|_| fits) {
            Some(view) if view.rect == rect => view,
            Some(view) if self.moved => Viewport::new(rect, &view.view()),
            _ => fitted(rect, &shown.symbols.core(), shown),
        };
        self.fitted = Some(shown.fingerprint);
        self.view = Some(view);
        view
    }

    /// Draws the map with its controls into `rect`.
    pub fn ui(&mut self, ui: &mut Ui, rect: Rect, shown: &Shown<'_>) -> Picked {
        let places = shown.symbols.all.len() as u64;
        let name = format!("Map of {}", count(places, "place", "places"));
        let response = ui.interact(rect, ui.scope_id().with("map"), Sense::click_and_drag());
        response.widget_info(|| WidgetInfo::labeled(Role::Canvas, true, &name));

        let mut view = self.view_in(rect, shown);
        let asked = controls(ui, rect).or_else(|| keyed(ui, &response));
        let next = match asked {
            Some(Move::Fit) => {
                let all: Vec<LatLon> = shown.symbols.all.iter().map(|s| s.at).collect();
                fitted(rect, &all, shown)
            }
            Some(Move::Zoom(steps)) => view.zoomed(steps, rect.center()),
            Some(Move::Pan(by)) => view.panned(by),
            None => pointed(ui, &response, view),
        };
        if next != view {
            self.moved = true;
            self.view = Some(next);
            view = next;
        }

        let pointer = response.hover_pos().filter(|_| !response.dragged());
        let under = pointer.and_then(|at| under(at, &view, shown.symbols));
        let mut picked = Picked::default();
        if response.clicked() {
            picked.select = Some(under.map(|s| s.entity));
            response.request_focus();
        }
        self.paint(ui, &response, &view, shown, under);
        picked
    }

    fn paint(
        &mut self,
        ui: &Ui,
        response: &Response,
        view: &Viewport,
        shown: &Shown<'_>,
        under: Option<&Symbol>,
    ) {
        let c = colors(ui);
        let rect = view.rect;
        let painter = ui.painter().with_clip_rect(rect.intersect(ui.clip_rect()));
        let legend = furniture::legend_rect(view, shown.symbols, shown.doubtful);
        let buttons = buttons_rect(rect);
        let scale = Rect::from_min_max(
            pos2(rect.left() + 16.0, rect.bottom() - 42.0),
            pos2(rect.left() + 260.0, rect.bottom()),
        );
        let mut reserved = vec![buttons.expand(4.0), scale];
        reserved.extend(legend.map(|r| r.expand(4.0)));
        let degrees = furniture::degree_labels(&painter, view, &reserved, c);
        reserved.extend(degrees.iter().map(|label| label.rect));
        reserved.extend(shown.covered.map(|r| r.expand(4.0)));
        let subject = Subject {
            symbols: shown.symbols,
            fingerprint: shown.fingerprint,
            colors: c,
            reserved: &reserved,
            names: true,
        };
        self.scene
            .paint(&painter, view, &subject, response.dragged(), &waker(ui));
        for label in degrees {
            label.paint(&painter, c);
        }
        furniture::scale_bar(
            &painter,
            view,
            rect.left() + 17.0,
            rect.bottom() - 18.0,
            false,
            c,
        );
        if let Some(symbol) = shown.selected.and_then(|entity| shown.symbols.get(entity)) {
            let at = symbol.on_screen(view);
            painter.circle_stroke(
                at,
                symbol.radius + 2.5,
                Stroke::new(stroke::FOCUS, c.accent),
            );
        }
        if let Some(symbol) = under {
            let at = symbol.on_screen(view);
            painter.circle_stroke(
                at,
                symbol.radius + 1.5,
                Stroke::new(stroke::FOCUS, c.accent),
            );
            let words = format!("{}, {}", symbol.name, counted(symbol, shown.symbols));
            response
                .clone()
                .on_hover_cursor(CursorIcon::PointingHand)
                .on_hover_text_at_pointer(words);
        } else if response.dragged() {
            ui.set_cursor_icon(CursorIcon::Grabbing);
        }
        if let Some(legend) = legend {
            furniture::legend(&painter, legend, shown.symbols, shown.doubtful, c);
        }
        paint_buttons(ui, rect);
        focus_ring(ui, rect, response);
    }

    /// Draws a map without controls into `rect`: places, a few names, a short scale.
    pub fn small_ui(&mut self, ui: &mut Ui, rect: Rect, shown: &Shown<'_>) -> Picked {
        let c = colors(ui);
        let name = format!(
            "Small map of {}",
            count(shown.symbols.all.len() as u64, "place", "places")
        );
        let response = ui.interact(rect, ui.scope_id().with("small map"), Sense::click());
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
        // Nothing moves it, so that it always shows all places.
        self.moved = false;
        let view = self.view_in(rect, shown);
        let painter = ui.painter().with_clip_rect(rect.intersect(ui.clip_rect()));
        let scale = Rect::from_min_max(
            pos2(rect.left(), rect.bottom() - 24.0),
            pos2(rect.left() + 150.0, rect.bottom()),
        );
        let subject = Subject {
            symbols: shown.symbols,
            fingerprint: shown.fingerprint,
            colors: c,
            reserved: &[scale],
            names: false,
        };
        self.scene
            .paint(&painter, &view, &subject, false, &waker(ui));
        furniture::scale_bar(
            &painter,
            &view,
            rect.left() + 10.0,
            rect.bottom() - 12.0,
            true,
            c,
        );
        if let Some(symbol) = shown.selected.and_then(|entity| shown.symbols.get(entity)) {
            painter.circle_filled(symbol.on_screen(&view), symbol.radius, c.accent);
        }
        let under = response
            .hover_pos()
            .and_then(|at| under(at, &view, shown.symbols));
        if let Some(symbol) = under {
            painter.circle_stroke(
                symbol.on_screen(&view),
                symbol.radius + 1.5,
                Stroke::new(stroke::FOCUS, c.accent),
            );
            let words = format!("{}, {}", symbol.name, counted(symbol, shown.symbols));
            response.clone().on_hover_text_at_pointer(words);
        }
        focus_ring(ui, rect, &response);
        Picked {
            select: response.clicked().then(|| under.map(|s| s.entity)),
        }
    }
}

/// `264 mentions`, `31 stories`.
fn counted(symbol: &Symbol, symbols: &Symbols) -> String {
    let [one, many] = symbols.unit.nouns();
    count(symbol.mentions, one, many)
}

/// A view of all positions, none of them under the legend.
fn fitted(rect: Rect, positions: &[LatLon], shown: &Shown<'_>) -> Viewport {
    let view = Viewport::fit(rect, positions.iter().copied());
    let Some(legend) = furniture::legend_rect(&view, shown.symbols, shown.doubtful) else {
        return view;
    };
    let hidden = |at: &LatLon| legend.expand(16.0).contains(view.place(*at));
    if !positions.iter().any(hidden) {
        return view;
    }
    let above = Rect::from_min_max(rect.min, pos2(rect.right(), legend.top()));
    let view = Viewport::fit(above, positions.iter().copied());
    let [x, y] = view.from_screen(rect.center());
    let middle = MapView {
        center: LatLon::from_mercator(x, y),
        zoom: view.zoom,
    };
    Viewport::new(rect, &middle)
}

/// How many of the symbols are seen.
#[must_use]
pub fn in_view(view: &Viewport, symbols: &Symbols) -> usize {
    symbols
        .all
        .iter()
        .filter(|s| view.rect.contains(s.on_screen(view)))
        .count()
}

#[derive(Clone, Copy, PartialEq)]
enum Move {
    Pan(Vec2),
    Zoom(f64),
    Fit,
}

/// Dragging, wheel, pinch and double click.
fn pointed(ui: &Ui, response: &Response, view: Viewport) -> Viewport {
    let mut view = view;
    if response.dragged() {
        view = view.panned(response.drag_delta());
    }
    if let Some(at) = response.hover_pos() {
        let (wheel, pinch) = ui.input(|i| (i.smooth_scroll_delta().y, i.zoom_delta()));
        let steps = f64::from(wheel) * WHEEL + f64::from(pinch).log2();
        if steps != 0.0 {
            view = view.zoomed(steps, at);
        }
        if response.double_clicked() {
            view = view.zoomed(1.0, at);
        }
    }
    view
}

/// Arrows, plus and minus, and 0 to see all places.
fn keyed(ui: &Ui, response: &Response) -> Option<Move> {
    if !response.has_focus() {
        return None;
    }
    let arrows = EventFilter {
        horizontal_arrows: true,
        vertical_arrows: true,
        ..EventFilter::default()
    };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, arrows));
    ui.input(|input| {
        // With a modifier these keys are the window's: text size, back and forward.
        if input.modifiers.any() && !input.modifiers.shift_only() {
            return None;
        }
        let presses = |key| input.num_presses(key) as f32;
        let by = vec2(
            presses(Key::ArrowLeft) - presses(Key::ArrowRight),
            presses(Key::ArrowUp) - presses(Key::ArrowDown),
        );
        let closer = presses(Key::Plus) + presses(Key::Equals) - presses(Key::Minus);
        if by != Vec2::ZERO {
            Some(Move::Pan(by * STEP))
        } else if closer != 0.0 {
            Some(Move::Zoom(f64::from(closer) * 0.5))
        } else {
            (presses(Key::Num0) > 0.0 || presses(Key::Home) > 0.0).then_some(Move::Fit)
        }
    })
}

fn under<'s>(at: Pos2, view: &Viewport, symbols: &'s Symbols) -> Option<&'s Symbol> {
    let circles = symbols
        .all
        .iter()
        .enumerate()
        .map(|(n, s)| (n, s.on_screen(view), s.radius));
    hit(circles, at, SLACK).and_then(|number| symbols.all.get(number))
}

const CONTROLS: [(Icon, &str, &str, Move); 3] = [
    (Icon::Add, "Zoom in", "+", Move::Zoom(1.0)),
    (Icon::Minus, "Zoom out", "−", Move::Zoom(-1.0)),
    (Icon::Fit, "Show all places", "0", Move::Fit),
];

fn buttons_rect(rect: Rect) -> Rect {
    Rect::from_min_size(rect.min + vec2(14.0, 14.0), vec2(BUTTON, 3.0 * BUTTON))
}

fn button_rect(rect: Rect, number: usize) -> Rect {
    let all = buttons_rect(rect);
    Rect::from_min_size(
        all.min + vec2(0.0, number as f32 * BUTTON),
        Vec2::splat(BUTTON),
    )
}

fn button_response(ui: &Ui, rect: Rect, number: usize) -> Response {
    ui.interact(
        button_rect(rect, number),
        ui.scope_id().with(("map button", number)),
        Sense::click(),
    )
}

/// Answers the three buttons; they are painted later, over the map.
fn controls(ui: &Ui, rect: Rect) -> Option<Move> {
    let mut asked = None;
    for (number, (_, name, key, action)) in CONTROLS.into_iter().enumerate() {
        let response = button_response(ui, rect, number);
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
        if response.clicked() {
            asked = Some(action);
        }
        tooltip(response, name, Some(key));
    }
    asked
}

fn paint_buttons(ui: &Ui, rect: Rect) {
    let c = colors(ui);
    let all = buttons_rect(rect);
    let painter = ui.painter();
    painter.rect_filled(all, radius::CONTROL, c.paper);
    for (number, (icon, ..)) in CONTROLS.into_iter().enumerate() {
        let part = button_rect(rect, number);
        if let Some(response) = ui
            .ctx()
            .read_response(ui.scope_id().with(("map button", number)))
        {
            if response.hovered() {
                painter.rect_filled(part, radius::CONTROL, c.hover);
            }
            focus_ring(ui, part, &response);
        }
        icon.paint(painter, part.center(), c.ink);
        if number > 0 {
            crate::ui::widgets::hline(painter, part, part.top() + 0.5, c.line2);
        }
    }
    painter.rect_stroke(
        all,
        radius::CONTROL,
        Stroke::new(stroke::LINE, c.line2),
        StrokeKind::Inside,
    );
}

fn waker(ui: &Ui) -> Waker {
    let ctx = ui.ctx().clone();
    Arc::new(move || ctx.request_repaint())
}
