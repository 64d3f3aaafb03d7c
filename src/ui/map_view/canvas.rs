//! The map itself: what is under the pointer, what is chosen, and everything painted in its order.

use std::{collections::BTreeSet, sync::Arc};

use egui::{
    CursorIcon, PointerButton, Pos2, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui,
    WidgetInfo, pos2, vec2,
};

use super::{
    clusters::{Mark, Marks, on_screen, opened},
    controls,
    doubts::Doubts,
    furniture,
    labels::hit,
    menu::{self, Act, Menu},
    moves::{Move, keyed, pointed},
    patches,
    scene::{SceneCache, Subject},
    selection::How,
    symbols::{Symbol, Symbols, radius as radius_of},
    viewport::Viewport,
};
use crate::{
    jobs::Waker,
    model::{
        EntityId, LatLon, coordinates,
        geo::EARTH_RADIUS_KM,
        map::{MapPatch, MapView},
    },
    ui::{
        theme::{colors, font, radius, stroke},
        widgets::{count, focus_ring},
    },
    workspace::views::PlaceTable,
};

/// Points around a symbol that still hit it.
const SLACK: f32 = 5.0;

/// Names of a cluster's places told under the pointer.
const TOLD: usize = 5;

/// What one map remembers between frames.
#[derive(Debug, Default)]
pub struct Canvas {
    view: Option<Viewport>,
    /// Whether the person moved the map; until then it follows the places.
    moved: bool,
    /// Where it was left in a window that may have been larger; until it is moved, all of that is shown.
    left: Option<MapView>,
    /// What was fitted, see [`Shown::subject`].
    fitted: Option<u64>,
    scene: SceneCache,
    marks: Marks,
    /// What the legend covers.
    legend: Option<Rect>,
    /// Where a box began that is drawn around places.
    boxed_from: Option<Pos2>,
    /// The place the menu is open for.
    menu_of: Option<EntityId>,
}

/// What a map shows.
#[derive(Clone, Copy)]
pub struct Shown<'a> {
    pub table: &'a PlaceTable,
    pub symbols: &'a Symbols,
    pub fingerprint: u64,
    /// Changes with what the map is about, but not with the time it shows: then it is fitted anew.
    pub subject: u64,
    /// The places with a ring.
    pub selected: &'a BTreeSet<EntityId>,
    /// The place that is never put into a cluster.
    pub lead: Option<EntityId>,
    /// The place under the pointer in the list.
    pub hovered: Option<EntityId>,
    /// Whether the legend explains places that are in the list only.
    pub doubtful: bool,
    /// A part of the map covered by a card, where no name is written.
    pub covered: Option<Rect>,
    /// Stretches drawn below the symbols.
    pub patches: &'a [MapPatch],
    /// ISO codes of countries drawn as chosen.
    pub lit: &'a [String],
    pub doubts: &'a Doubts,
    /// Areas by what articles say, in the order they are in [`Self::patches`] after the others.
    pub areas: &'a [EntityId],
    /// Whether a click says where a place lies.
    pub placing: bool,
    /// Why nothing can be changed.
    pub locked: Option<&'static str>,
}

/// What happened on the map.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Picked {
    /// A symbol was chosen; with `Some(None)` the ground beside all of them.
    pub select: Option<Option<EntityId>>,
    pub how: How,
    /// These were chosen together: by a box around them, or a cluster that does not open.
    pub several: Option<Vec<EntityId>>,
    /// The place under the pointer.
    pub hovered: Option<EntityId>,
    /// Something to do with the chosen places, by menu or key.
    pub act: Option<Act>,
    /// Where a place was said to lie, and within how many km a click can tell.
    pub placed: Option<(LatLon, f64)>,
}

impl Canvas {
    /// The view shown now.
    #[must_use]
    pub const fn view(&self) -> Option<&Viewport> {
        self.view.as_ref()
    }

    /// Where the map was moved to; `None` while it follows the places.
    #[must_use]
    pub fn moved_to(&self) -> Option<MapView> {
        let here = self.view.filter(|_| self.moved).map(|view| view.view());
        self.left.or(here)
    }

    /// Moves the map there, whatever its size will be.
    pub fn move_to(&mut self, view: &MapView) {
        let anywhere = Rect::from_min_size(Pos2::ZERO, vec2(100.0, 100.0));
        self.view = Some(Viewport::new(anywhere, view));
        self.left = Some(*view);
        self.moved = true;
    }

    /// Moves the map, if need be, so that a position is seen.
    pub fn show(&mut self, at: LatLon) {
        if let Some(view) = &mut self.view {
            let shown = view.showing(at);
            if shown != *view {
                self.moved = true;
                self.left = None;
            }
            *view = shown;
        }
    }

    /// Whether all these positions are seen.
    #[must_use]
    pub fn shows(&self, positions: &[LatLon]) -> bool {
        self.view.is_some_and(|view| {
            positions
                .iter()
                .all(|at| view.rect.contains(view.place(*at)))
        })
    }

    /// How many of the symbols are seen: those under the legend are not.
    #[must_use]
    pub fn seen(&self, symbols: &Symbols) -> usize {
        let Some(view) = &self.view else { return 0 };
        let symbols = symbols.all.iter();
        symbols.filter(|s| in_view(view, self.legend, s)).count()
    }

    /// Shows all these positions as close as fits.
    pub fn fit(&mut self, positions: &[LatLon], shown: &Shown<'_>) {
        if let Some(view) = self.view.filter(|_| !positions.is_empty()) {
            self.view = Some(fitted(view.rect, positions, shown));
            self.moved = true;
            self.left = None;
        }
    }

    /// The view for `rect`: as before, or fitted to the places while nobody moved it.
    pub fn view_in(&mut self, rect: Rect, shown: &Shown<'_>) -> Viewport {
        let fits = self.moved || self.fitted == Some(shown.subject);
        let view = match self.view.filter(|_| fits) {
            Some(view) if view.rect == rect => view,
            Some(view) if self.moved => match &self.left {
                Some(left) => Viewport::holding(rect, left),
                None => Viewport::new(rect, &view.view()),
            },
            _ => fitted(rect, &shown.symbols.core(), shown),
        };
        self.fitted = Some(shown.subject);
        self.view = Some(view);
        view
    }

    /// Draws the map with its controls into `rect`.
    pub fn ui(&mut self, ui: &mut Ui, rect: Rect, shown: &Shown<'_>) -> Picked {
        let symbols = shown.symbols;
        let places = symbols.all.len() as u64;
        let name = format!("Map of {}", count(places, "place", "places"));
        let response = ui.interact(rect, ui.scope_id().with("map"), Sense::click_and_drag());
        response.widget_info(|| WidgetInfo::labeled(Role::Canvas, true, &name));

        let mut view = self.view_in(rect, shown);
        let asked = controls::answer(ui, rect).or_else(|| keyed(ui, &response));
        let boxing = self.boxed_from.is_some() || ui.input(|input| input.modifiers.shift);
        let next = match asked {
            Some(Move::Fit) => {
                let all: Vec<LatLon> = symbols.all.iter().map(|s| s.at).collect();
                fitted(rect, &all, shown)
            }
            Some(Move::Zoom(steps)) => view.zoomed(steps, rect.center()),
            Some(Move::Pan(by)) => view.panned(by),
            None => pointed(ui, &response, view, boxing),
        };
        if next != view {
            self.moved = true;
            self.left = None;
            self.view = Some(next);
            view = next;
        }

        self.marks
            .update(symbols, shown.fingerprint, view.zoom, shown.lead);
        let pointer = response
            .hover_pos()
            .filter(|_| !response.dragged() && !shown.placing);
        let under = pointer
            .and_then(|at| under(at, &view, symbols, &self.marks))
            .cloned();
        let mut picked = Picked {
            hovered: under.as_ref().and_then(|m| leader(m, symbols)),
            ..Picked::default()
        };
        // Enter and the space bar count as clicks, too; only the pointer points at something.
        let clicked = response.clicked_by(PointerButton::Primary);
        if clicked && shown.placing {
            let at = response.interact_pointer_pos();
            picked.placed = at.and_then(|at| position(&view, at));
        } else if clicked {
            response.request_focus();
            self.click(ui, &view, shown, under.as_ref(), &mut picked);
        }
        self.pick_box(ui, &response, &view, shown, &mut picked);
        if response.has_focus() {
            picked.act = menu::keyed(ui);
        }
        let asked = response.has_focus() && menu::asked(ui);
        self.menu_ui(&response, asked, shown, &mut picked);
        // A cluster that was clicked has changed the view.
        let view = self.view.unwrap_or(view);
        self.marks
            .update(symbols, shown.fingerprint, view.zoom, shown.lead);
        self.paint(ui, &response, &view, shown, under.as_ref());
        picked
    }

    /// A click on a symbol chooses it; one on a cluster opens it.
    fn click(
        &mut self,
        ui: &Ui,
        view: &Viewport,
        shown: &Shown<'_>,
        under: Option<&Mark>,
        picked: &mut Picked,
    ) {
        let symbols = shown.symbols;
        picked.how = How::of(ui.input(|input| input.modifiers));
        // On the map there is no order in which a range could lie.
        if picked.how == How::Range {
            picked.how = How::Toggle;
        }
        let entities = |mark: &Mark| mark.members(symbols).map(|s| s.entity).collect();
        match under {
            Some(mark) if mark.is_cluster() && picked.how == How::Only => {
                match opened(mark, symbols, view) {
                    Some(next) => {
                        self.view = Some(next);
                        self.moved = true;
                        self.left = None;
                    }
                    None => picked.several = Some(entities(mark)),
                }
            }
            Some(mark) if mark.is_cluster() => picked.several = Some(entities(mark)),
            Some(mark) => picked.select = Some(leader(mark, symbols)),
            None if picked.how == How::Only => {
                let at = ui.input(|input| input.pointer.interact_pos());
                picked.select = Some(at.and_then(|at| area_under(at, view, shown)));
            }
            None => {}
        }
    }

    /// With Shift held, dragging draws a box around places to choose.
    fn pick_box(
        &mut self,
        ui: &Ui,
        response: &Response,
        view: &Viewport,
        shown: &Shown<'_>,
        picked: &mut Picked,
    ) {
        if response.drag_started_by(PointerButton::Primary)
            && ui.input(|input| input.modifiers.shift)
        {
            self.boxed_from = ui.input(|input| input.pointer.press_origin());
        }
        let Some(from) = self.boxed_from else { return };
        let to = ui.input(|input| input.pointer.latest_pos()).unwrap_or(from);
        if response.dragged() {
            return;
        }
        self.boxed_from = None;
        let around = Rect::from_two_pos(from, to);
        let inside = shown.symbols.all.iter();
        let inside = inside.filter(|s| around.contains(s.on_screen(view)));
        picked.several = Some(inside.map(|s| s.entity).collect());
    }

    /// The other button chooses what it is on and opens its menu.
    fn menu_ui(
        &mut self,
        response: &Response,
        asked: bool,
        shown: &Shown<'_>,
        picked: &mut Picked,
    ) {
        // By key it is about the place whose card is shown.
        let asked = asked && shown.lead.is_some();
        if asked {
            self.menu_of = shown.lead;
        }
        if response.secondary_clicked() {
            self.menu_of = picked.hovered;
            if let Some(entity) = picked.hovered.filter(|e| !shown.selected.contains(e)) {
                picked.select = Some(Some(entity));
                picked.how = How::Only;
            }
        }
        let row = self
            .menu_of
            .and_then(|entity| shown.table.rows.iter().find(|r| r.entity == entity));
        if let Some(row) = row {
            let chosen = if shown.selected.contains(&row.entity) {
                shown.selected.len()
            } else {
                1
            };
            let doubt = shown.doubts.get(row.entity);
            if let Some(act) = Menu::new(row, doubt, chosen)
                .locked(shown.locked)
                .on(response, asked)
            {
                picked.act = Some(act);
            }
        }
    }

    fn paint(
        &mut self,
        ui: &Ui,
        response: &Response,
        view: &Viewport,
        shown: &Shown<'_>,
        under: Option<&Mark>,
    ) {
        let c = colors(ui);
        let rect = view.rect;
        let symbols = shown.symbols;
        let painter = ui.painter().with_clip_rect(rect.intersect(ui.clip_rect()));
        let explains =
            furniture::Explains::new(symbols, &self.marks, shown.doubtful, shown.patches);
        let legend = furniture::legend_rect(view, symbols, explains);
        self.legend = legend;
        let scale = Rect::from_min_max(
            pos2(rect.left() + 16.0, rect.bottom() - 42.0),
            pos2(rect.left() + 260.0, rect.bottom()),
        );
        let credit = furniture::Attribution::new(&painter, rect, legend, c);
        let mut reserved = vec![controls::rect(rect).expand(4.0), scale];
        reserved.extend(credit.as_ref().map(|credit| credit.rect));
        reserved.extend(legend.map(|r| r.expand(4.0)));
        let degrees = furniture::degree_labels(&painter, view, &reserved, c);
        reserved.extend(degrees.iter().map(|label| label.rect));
        reserved.extend(shown.covered.map(|r| r.expand(4.0)));
        let subject = Subject {
            symbols,
            marks: &self.marks,
            fingerprint: shown.fingerprint,
            colors: c,
            reserved: &reserved,
            names: true,
            patches: shown.patches,
            lit: shown.lit,
        };
        let dragged = response.dragged() && self.boxed_from.is_none();
        self.scene
            .paint(&painter, view, &subject, dragged, &waker(ui));
        for label in degrees {
            label.paint(&painter, c);
        }
        let (left, bottom) = (rect.left() + 17.0, rect.bottom() - 18.0);
        furniture::scale_bar(&painter, view, left, bottom, false, c);
        if let Some(credit) = credit {
            credit.paint(&painter, c);
        }
        let ring = |at: Pos2, radius: f32| {
            painter.circle_stroke(at, radius, Stroke::new(stroke::FOCUS, c.accent));
        };
        let chosen = |mark: &&Mark| {
            let mut members = mark.members(symbols);
            members.any(|symbol| shown.selected.contains(&symbol.entity))
        };
        if !shown.selected.is_empty() {
            for mark in self.marks.all.iter().filter(chosen) {
                if let Some(at) = on_screen(mark, symbols, view) {
                    ring(at, mark.reach() + 2.5);
                }
            }
        }
        if let Some(symbol) = shown.hovered.and_then(|entity| symbols.get(entity)) {
            ring(symbol.on_screen(view), symbol.radius + 1.5);
        }
        if let Some(mark) = under
            && let Some(at) = on_screen(mark, symbols, view)
        {
            ring(at, mark.reach() + 1.5);
            response
                .clone()
                .on_hover_cursor(CursorIcon::PointingHand)
                .on_hover_text_at_pointer(told(mark, symbols));
        } else if dragged {
            ui.set_cursor_icon(CursorIcon::Grabbing);
        }
        if let Some(legend) = legend {
            furniture::legend(&painter, legend, symbols, explains, c);
        }
        if let Some(from) = self.boxed_from {
            let to = ui.input(|input| input.pointer.latest_pos()).unwrap_or(from);
            painter.rect(
                Rect::from_two_pos(from, to),
                radius::BADGE,
                c.accent.gamma_multiply(0.1),
                Stroke::new(stroke::LINE, c.accent),
                StrokeKind::Inside,
            );
        }
        if shown.placing
            && let Some(at) = response.hover_pos()
            && let Some((place, _)) = position(view, at)
        {
            ui.set_cursor_icon(CursorIcon::Crosshair);
            let words = coordinates::words(place);
            let galley = painter.layout_no_wrap(words, font::ui(font::SMALL), c.ink);
            let size = galley.size();
            // Left of the pointer where the right edge is near.
            let dx = if at.x + 20.0 + size.x > rect.right() {
                -size.x - 16.0
            } else {
                16.0
            };
            let ground = Rect::from_min_size(at + vec2(dx, 10.0), size).expand(4.0);
            painter.rect_filled(ground, radius::BADGE, c.paper);
            painter.galley(at + vec2(dx, 10.0), galley, c.ink);
        }
        controls::paint(ui, rect);
        focus_ring(ui, rect, response);
    }

    /// Draws a map without controls into `rect`: places, a few names, a short scale.
    pub fn small_ui(&mut self, ui: &mut Ui, rect: Rect, shown: &Shown<'_>) -> Picked {
        let c = colors(ui);
        let symbols = shown.symbols;
        let name = format!(
            "Small map of {}",
            count(symbols.all.len() as u64, "place", "places")
        );
        let response = ui.interact(rect, ui.scope_id().with("small map"), Sense::click());
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
        // Nothing moves it, so that it always shows all places.
        self.moved = false;
        let view = self.view_in(rect, shown);
        self.marks
            .update(symbols, shown.fingerprint, view.zoom, shown.lead);
        let painter = ui.painter().with_clip_rect(rect.intersect(ui.clip_rect()));
        let scale = Rect::from_min_max(
            pos2(rect.left(), rect.bottom() - 24.0),
            pos2(rect.left() + 150.0, rect.bottom()),
        );
        let subject = Subject {
            symbols,
            marks: &self.marks,
            fingerprint: shown.fingerprint,
            colors: c,
            reserved: &[scale],
            names: false,
            patches: shown.patches,
            lit: shown.lit,
        };
        self.scene
            .paint(&painter, &view, &subject, false, &waker(ui));
        let (left, bottom) = (rect.left() + 10.0, rect.bottom() - 12.0);
        furniture::scale_bar(&painter, &view, left, bottom, true, c);
        if let Some(symbol) = shown.lead.and_then(|entity| symbols.get(entity)) {
            painter.circle_filled(symbol.on_screen(&view), symbol.radius, c.accent);
        }
        let under = response
            .hover_pos()
            .and_then(|at| under(at, &view, symbols, &self.marks));
        if let Some(mark) = under
            && let Some(at) = on_screen(mark, symbols, &view)
        {
            let line = Stroke::new(stroke::FOCUS, c.accent);
            painter.circle_stroke(at, mark.reach() + 1.5, line);
            response
                .clone()
                .on_hover_text_at_pointer(told(mark, symbols));
        }
        focus_ring(ui, rect, &response);
        Picked {
            select: response
                .clicked()
                .then(|| under.and_then(|mark| leader(mark, symbols))),
            ..Picked::default()
        }
    }
}

/// The position under a point of the screen, and within how many km a hand can tell it; `None` beyond the map's edge.
fn position(view: &Viewport, at: Pos2) -> Option<(LatLon, f64)> {
    const STEADY_POINTS: f64 = 3.0;
    let [x, y] = view.from_screen(at);
    if !(0.0..=1.0).contains(&y) {
        return None;
    }
    let at = LatLon::from_mercator(x.rem_euclid(1.0), y);
    let per_point = std::f64::consts::TAU * EARTH_RADIUS_KM / view.world_width();
    Some((at, STEADY_POINTS * per_point * at.lat.to_radians().cos()))
}

/// The place whose area, by what articles say, lies under a point of the screen.
fn area_under(at: Pos2, view: &Viewport, shown: &Shown<'_>) -> Option<EntityId> {
    let first = shown.patches.len().checked_sub(shown.areas.len())?;
    let areas = shown.patches.get(first..).unwrap_or_default();
    areas
        .iter()
        .zip(shown.areas)
        .rfind(|(patch, _)| patches::holds(patch, view, at))
        .map(|(_, entity)| *entity)
}

fn leader(mark: &Mark, symbols: &Symbols) -> Option<EntityId> {
    symbols.all.get(mark.symbol).map(|s| s.entity)
}

/// `Yafran, 264 mentions`; of a cluster how many places, how often, and the first of them.
fn told(mark: &Mark, symbols: &Symbols) -> String {
    let [one, many] = symbols.unit.nouns();
    if !mark.is_cluster() {
        let name = symbols.all.get(mark.symbol).map_or("", |s| &s.name);
        return format!("{name}, {}", count(mark.mentions, one, many));
    }
    let members: Vec<&Symbol> = mark.members(symbols).collect();
    let names: Vec<&str> = members.iter().take(TOLD).map(|s| s.name.as_str()).collect();
    let mut names = names.join(", ");
    if members.len() > TOLD {
        names.push_str(&format!(" and {} more", members.len() - TOLD));
    }
    // Stories that name several of the places would be counted more than once.
    let counted = match symbols.unit {
        crate::model::CountUnit::Mentions => format!(", {}", count(mark.mentions, one, many)),
        _ => String::new(),
    };
    format!("{} places{counted}: {names}. Click to open", members.len())
}

/// A view of all positions, none of them under the legend.
fn fitted(rect: Rect, positions: &[LatLon], shown: &Shown<'_>) -> Viewport {
    let view = Viewport::fit(rect, positions.iter().copied());
    // Whether places share a disc is known only at the zoom that is looked for; the legend has room to say so.
    let explains = furniture::Explains::new(
        shown.symbols,
        &Marks::default(),
        shown.doubtful,
        shown.patches,
    )
    .with_clusters();
    let Some(legend) = furniture::legend_rect(&view, shown.symbols, explains) else {
        return view;
    };
    let most = shown.symbols.most;
    let covered = legend.expand(radius_of(most, most).min(16.0));
    if !positions.iter().any(|at| covered.contains(view.place(*at))) {
        return view;
    }
    // Above the legend or left of it, whatever shows them closer.
    let beside = [
        Rect::from_min_max(rect.min, pos2(rect.right(), legend.top())),
        Rect::from_min_max(rect.min, pos2(legend.left(), rect.bottom())),
    ];
    let all = beside.map(|part| Viewport::fit(part, positions.iter().copied()));
    let [above, left] = all;
    let view = if left.zoom > above.zoom { left } else { above };
    let [x, y] = view.from_screen(rect.center());
    let middle = MapView {
        center: LatLon::from_mercator(x, y),
        zoom: view.zoom,
        seen: None,
    };
    Viewport::new(rect, &middle)
}

/// Whether a symbol is seen, and not under the legend.
fn in_view(view: &Viewport, legend: Option<Rect>, symbol: &Symbol) -> bool {
    let at = symbol.on_screen(view);
    view.rect.contains(at) && !legend.is_some_and(|legend| legend.contains(at))
}

fn under<'m>(at: Pos2, view: &Viewport, symbols: &Symbols, marks: &'m Marks) -> Option<&'m Mark> {
    let circles = marks
        .all
        .iter()
        .enumerate()
        .filter_map(|(n, mark)| Some((n, on_screen(mark, symbols, view)?, mark.reach())));
    hit(circles, at, SLACK).and_then(|number| marks.all.get(number))
}

fn waker(ui: &Ui) -> Waker {
    let ctx = ui.ctx().clone();
    Arc::new(move || ctx.request_repaint())
}
