//! The Map view: places in a list and on a map.

pub mod candidates;
mod canvas;
mod card;
pub mod clusters;
mod controls;
pub mod coordinates;
pub mod doubts;
mod furniture;
mod labels;
mod lines;
mod list;
mod menu;
mod moves;
pub mod outlines;
mod panels;
pub mod patches;
mod row;
pub mod scene;
mod selection;
pub mod symbols;
pub mod time;
pub mod viewport;

use std::{collections::BTreeSet, sync::Arc};

use egui::{Rect, Ui, pos2};

pub use lines::Order;

use self::{
    canvas::{Canvas, Shown},
    doubts::Doubts,
    lines::{Asked, Lines},
    menu::Act,
    patches::circle,
    selection::Selection,
    symbols::{Choice, Symbols, fingerprint, point},
};
use super::{
    action::{Action, Decide, View},
    chart_view,
    context::Cx,
    widgets::{number, splitter},
};
use crate::{
    model::{
        CountUnit, EntityId, LatLon, PlaceStatus,
        chart::Cell,
        map::{MapChoice, MapPatch, MapTimes, MapView, PatchKind},
    },
    workspace::{
        Command, Placement,
        session::{Views, Wanted},
        views::{PlaceRow, PlaceTable, PlaceTimes, RelationTable},
    },
};

/// Width of the list where nobody moved the splitter.
const LIST: f32 = 500.0;

/// Width of the passages where nobody moved the splitter.
const PASSAGES: f32 = 440.0;

/// Radius in km from which it is drawn that a point may be off.
const UNCERTAIN_KM: f64 = 5.0;

/// Zoom at which the reach of a country is looked up: its level of detail has all islands worth going to.
const COUNTRY_ZOOM: f64 = 4.0;

/// What the view remembers between frames.
#[derive(Debug, Default)]
pub struct State {
    /// Why nothing can be changed.
    locked: Option<&'static str>,
    order: Order,
    selection: Selection,
    /// Places that are shown alone.
    only: Option<BTreeSet<EntityId>>,
    /// Whether the field to find places is shown, and what was typed.
    finding: bool,
    /// Whether the field was just opened and wants the keyboard.
    find_begun: bool,
    find: String,
    scroll_to: Option<EntityId>,
    /// The place under the pointer, on the map in the frame before and in the list in this one.
    hovered_on_map: Option<EntityId>,
    hovered_in_list: Option<EntityId>,
    lines: Lines,
    places: Places,
    doubts: Doubts,
    stretches: Stretches,
    /// The place that the next click on the map places.
    placing: Option<EntityId>,
    time: time::State,
    canvas: Canvas,
    small_places: Places,
    small: Canvas,
}

/// A place table's symbols, made once per table and choice.
#[derive(Debug, Default)]
struct Places {
    fingerprint: Option<u64>,
    symbols: Symbols,
    /// Whether any is in the list only, because nobody knows where it lies.
    unplaced: bool,
    /// Value of the most named place of the whole selection.
    most: u64,
}

impl Places {
    fn update(&mut self, table: &PlaceTable, fingerprint: u64, choice: &Choice<'_>) {
        if self.fingerprint != Some(fingerprint) {
            *self = Self {
                fingerprint: Some(fingerprint),
                symbols: Symbols::of(table, choice),
                unplaced: table.rows.iter().any(|row| {
                    let shown = choice.only.is_none_or(|only| only.contains(&row.entity));
                    shown && row.status == PlaceStatus::Unresolved
                }),
                most: most_of(table, choice.unit),
            };
        }
    }
}

fn most_of(table: &PlaceTable, unit: CountUnit) -> u64 {
    let points = table.rows.iter().filter(|row| point(row).is_some());
    points
        .map(|row| lines::counted(row, unit))
        .max()
        .unwrap_or(0)
}

/// What is drawn of chosen areas, of points that may be off, and of what articles say; made once per choice.
#[derive(Debug, Default)]
struct Stretches {
    made: Option<(u64, Selection)>,
    patches: Vec<MapPatch>,
    /// The places of the last of [`Self::patches`]: where articles say that they lie.
    areas: Vec<EntityId>,
    /// ISO codes of chosen countries.
    lit: Vec<String>,
}

impl Stretches {
    fn update(
        &mut self,
        table: &PlaceTable,
        relations: Option<&RelationTable>,
        doubts: &Doubts,
        fingerprint: u64,
        selection: &Selection,
    ) {
        let same = |made: &(u64, Selection)| made.0 == fingerprint && made.1 == *selection;
        if self.made.as_ref().is_some_and(same) {
            return;
        }
        let chosen = table.rows.iter().filter(|row| selection.has(row.entity));
        let mut lit = Vec::new();
        let mut patches = Vec::new();
        for row in chosen {
            match country_of(row) {
                Some(code) => lit.push(code.to_owned()),
                None => patches.extend(patch(row)),
            }
            patches.extend(doubts.arcs(relations, row.entity));
        }
        let areas = doubts.areas(relations, &table.rows, |entity| selection.has(entity));
        let (areas, more): (Vec<EntityId>, Vec<MapPatch>) = areas.into_iter().unzip();
        patches.extend(more);
        *self = Self {
            made: Some((fingerprint, selection.clone())),
            patches,
            areas,
            lit,
        };
    }
}

/// The code of the country, where the place is one.
fn country_of(row: &PlaceRow) -> Option<&str> {
    let is = row.status == PlaceStatus::Area && row.feature.as_deref() == Some("country");
    row.country.as_deref().filter(|_| is)
}

/// The stretch in which a place lies or which it is; countries have outlines of their own.
fn patch(row: &PlaceRow) -> Option<MapPatch> {
    let (at, km) = (row.position?, row.uncertainty_km?);
    match row.status {
        PlaceStatus::Area => circle(at, km, PatchKind::Region),
        PlaceStatus::Resolved | PlaceStatus::User if km >= UNCERTAIN_KM => {
            circle(at, km, PatchKind::Uncertainty)
        }
        _ => None,
    }
}

impl State {
    /// Where the map was moved to; `None` while it follows the places.
    #[must_use]
    pub fn moved_to(&self) -> Option<MapView> {
        self.canvas.moved_to()
    }

    /// Moves the map there.
    pub fn move_to(&mut self, view: &MapView) {
        self.canvas.move_to(view);
    }

    /// Says what is to be read.
    pub fn want(&self, wanted: &mut Wanted) {
        wanted.places = true;
        wanted.relations = true;
        wanted.times = self.time.wanted();
    }

    /// Selects a place and brings it into view in list and map.
    pub fn select(&mut self, entity: EntityId) {
        self.selection.set(entity);
        self.scroll_to = Some(entity);
        if let Some(at) = self.places.symbols.get(entity).map(|s| s.at) {
            self.canvas.show(at);
        }
    }

    /// The place whose card is shown.
    #[must_use]
    pub const fn selected(&self) -> Option<EntityId> {
        self.selection.lead()
    }

    /// Brings lines, symbols and numbers up to date with what was read.
    fn update(&mut self, views: &Views, unit: CountUnit, now: f64) {
        let Some(table) = views.places.value() else {
            return;
        };
        let (times, relations) = (views.times.value(), views.relations.value());
        let there = |e: EntityId| table.rows.iter().any(|row| row.entity == e);
        let only_there = self
            .only
            .as_ref()
            .is_none_or(|o| o.iter().any(|e| there(*e)));
        if !only_there {
            self.only = None;
        }
        let whole = fingerprint(table).wrapping_add(unit as u64);
        let only = self.only.as_ref();
        let of_only = only.map_or(0, |only| {
            only.iter().fold(1, |hash: u64, e| {
                (hash ^ e.0 as u64).wrapping_mul(0x0100_0000_01b3)
            })
        });
        if self.lines.is_new(whole) {
            self.selection.retain(there);
            self.placing = self.placing.filter(|e| there(*e));
        }
        self.doubts.update(relations, &table.rows, whole);
        let timed = self.time.update(times, whole, unit, now);
        let shown = whole ^ of_only ^ timed.unwrap_or(0).rotate_left(7);
        // What is shown alone or at a time is fitted as what it is part of.
        let most = if self.places.fingerprint == Some(shown ^ self.doubts.fingerprint()) {
            self.places.most
        } else {
            most_of(table, unit)
        };
        let choice = Choice {
            unit,
            only,
            counts: timed.map(|_| self.time.counts(most)),
        };
        let shown = shown ^ self.doubts.fingerprint();
        self.places.update(table, shown, &choice);
        let lead = self.selection.lead();
        self.lines.update(
            table,
            &self.doubts,
            &Asked {
                fingerprint: whole,
                doubts: self.doubts.fingerprint(),
                order: self.order,
                unit,
                find: if self.finding {
                    self.find.clone()
                } else {
                    String::new()
                },
                only: self.only.clone(),
                open: lead.filter(|_| self.selection.all().len() == 1),
            },
        );
        let of = whole ^ self.doubts.fingerprint();
        self.stretches
            .update(table, relations, &self.doubts, of, &self.selection);
    }

    /// What is drawn on the map.
    fn shown<'a>(&'a self, table: &'a PlaceTable) -> Shown<'a> {
        Shown {
            table,
            symbols: &self.places.symbols,
            fingerprint: self.places.fingerprint.unwrap_or_default(),
            subject: self.lines.fingerprint() ^ self.only.as_ref().map_or(0, |o| o.len() as u64),
            selected: self.selection.all(),
            lead: self.selection.lead(),
            hovered: self.hovered_in_list,
            doubtful: self.places.unplaced,
            covered: None,
            patches: &self.stretches.patches,
            lit: &self.stretches.lit,
            doubts: &self.doubts,
            areas: &self.stretches.areas,
            placing: self.placing.is_some(),
            locked: self.locked,
        }
    }

    /// Does what a menu, key or button asks for with the chosen places.
    fn act(&mut self, act: Act, ui: &Ui, table: &PlaceTable, cx: &mut Cx<'_>) {
        let row = |entity| table.rows.iter().find(|row| row.entity == entity);
        let Some(lead) = self.selection.lead().and_then(row) else {
            return;
        };
        if let Some(why) = cx.read_only().filter(|_| act.changes()) {
            cx.send(Action::Say(why.to_owned()));
            return;
        }
        match act {
            Act::Passages => cx.send(passages(lead.entity, cx.unit())),
            Act::Zoom => {
                let rows = self.selection.all().iter().filter_map(|e| row(*e));
                let relations = cx.views().relations.value();
                let positions: Vec<LatLon> = rows
                    .flat_map(|row| {
                        let mut all = reach(ui, row);
                        all.extend(self.doubts.surroundings(relations, row));
                        all
                    })
                    .collect();
                self.zoom_to(&positions, table);
            }
            Act::ZoomCountry => {
                let code = lead.country.as_deref().unwrap_or_default();
                let positions = country_reach(ui, code);
                self.zoom_to(&positions, table);
            }
            Act::Only => self.only = Some(self.selection.all().clone()),
            Act::Filter => {
                let mut filter = cx.wanted.filter.clone();
                for entity in self.selection.all() {
                    if !filter.entities.contains(entity) {
                        filter.entities.push(*entity);
                    }
                }
                cx.send(Action::SetFilter(filter));
            }
            Act::Rename => cx.send(Action::Rename {
                entity: lead.entity,
                name: lead.name.clone(),
            }),
            Act::Click => self.placing = Some(lead.entity),
            Act::Candidates | Act::Coordinates => cx.send(Action::AskPlace {
                entity: lead.entity,
                name: lead.name.clone(),
                typed: act == Act::Coordinates,
            }),
            Act::NotAPlace => cx.send(Action::Decide(Decide::Retype {
                entities: vec![lead.entity],
                kind: None,
            })),
            Act::Here | Act::Keep | Act::Unknown | Act::Program => {
                if let Some(at) = self.placement(act, lead) {
                    let entity = lead.entity;
                    cx.send(Action::Run(Command::PlaceEntity { entity, at }));
                }
            }
        }
    }

    /// Where a place is said to be that needs no asking.
    fn placement(&self, act: Act, row: &PlaceRow) -> Option<Placement> {
        match act {
            Act::Here => {
                let (position, km) = self.doubts.get(row.entity)?.suggestion?;
                Some(Placement::Point {
                    position,
                    uncertainty_km: Some(km),
                })
            }
            Act::Keep => row.gazetteer_id.clone().map(Placement::Candidate),
            Act::Unknown => Some(Placement::Unknown),
            Act::Program => Some(Placement::Program),
            _ => None,
        }
    }

    /// Brings a place into view: a point by moving the map, an area whole, from farther off where it must be.
    fn show(&mut self, ui: &Ui, row: Option<&PlaceRow>, table: &PlaceTable) {
        let Some(row) = row else { return };
        let positions = match row.status {
            PlaceStatus::Area => reach(ui, row),
            _ => Vec::new(),
        };
        if positions.is_empty() {
            if let Some(at) = row.position {
                self.canvas.show(at);
            }
        } else if !self.canvas.shows(&positions) {
            self.zoom_to(&positions, table);
        }
    }

    fn zoom_to(&mut self, positions: &[LatLon], table: &PlaceTable) {
        let mut canvas = std::mem::take(&mut self.canvas);
        canvas.fit(positions, &self.shown(table));
        self.canvas = canvas;
    }

    /// What the exported map is to show: the same as the window.
    pub(super) fn choice(&self, times: Option<&PlaceTimes>) -> MapChoice {
        let times = times.filter(|times| self.time.shown && !times.buckets.is_empty());
        MapChoice {
            view: self.canvas.view().map(viewport::Viewport::view),
            selected: self.selection.all().clone(),
            only: self.only.clone(),
            times: times.map(|times| {
                let (counts, most) = self.time.counts(self.places.most);
                MapTimes {
                    counts: counts.iter().map(|(e, n)| (*e, *n)).collect(),
                    most,
                    span: self.time.span(times),
                    left_out: time::undated_words(times),
                }
            }),
            patches: self.stretches.patches.clone(),
            lit: self.stretches.lit.clone(),
        }
    }
}

/// Positions that a place reaches to; none where it is not known.
fn reach(ui: &Ui, row: &PlaceRow) -> Vec<LatLon> {
    if let Some(code) = country_of(row) {
        return country_reach(ui, code);
    }
    let bounds = patch(row)
        .filter(|_| row.status == PlaceStatus::Area)
        .and_then(|patch| patch.bounds());
    match (bounds, row.position) {
        (Some([left, top, right, bottom]), _) => vec![
            LatLon::from_mercator(left, top),
            LatLon::from_mercator(right, bottom),
        ],
        (None, Some(at)) => vec![at],
        (None, None) => Vec::new(),
    }
}

fn country_reach(ui: &Ui, code: &str) -> Vec<LatLon> {
    let ctx = ui.ctx().clone();
    let wake: crate::jobs::Waker = Arc::new(move || ctx.request_repaint());
    outlines::level(COUNTRY_ZOOM, &wake).extent(code)
}

fn passages(entity: EntityId, unit: CountUnit) -> Action {
    Action::ShowPassages {
        cell: Cell::Entity(entity),
        unit,
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
    let views = cx.views();
    state.update(views, cx.unit(), cx.now);
    state.locked = cx.read_only();
    if state.time.playing() {
        ui.ctx().request_repaint_after_secs(0.03);
    }
    super::widgets::at(ui, list, |ui| panels::list_ui(ui, list, cx, state));
    super::widgets::at(ui, map, |ui| panels::map_ui(ui, map, cx, state));
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

/// Draws a small map without controls into `rect`, as the Read view shows it. Returns whether there was anything to
/// show.
pub fn small_ui(ui: &mut Ui, rect: Rect, cx: &mut Cx<'_>, state: &mut State) -> bool {
    let Some(table) = cx.views().places.value() else {
        return false;
    };
    let unit = cx.unit();
    let whole = fingerprint(table).wrapping_add(unit as u64);
    let choice = Choice {
        unit,
        ..Choice::default()
    };
    let doubts = Doubts::default();
    state.small_places.update(table, whole, &choice);
    let symbols = &state.small_places.symbols;
    if symbols.all.is_empty() {
        return false;
    }
    let none = BTreeSet::new();
    let shown = Shown {
        table,
        symbols,
        fingerprint: whole,
        subject: whole,
        selected: &none,
        lead: cx.wanted.card,
        hovered: None,
        doubtful: false,
        covered: None,
        patches: &[],
        lit: &[],
        doubts: &doubts,
        areas: &[],
        placing: false,
        locked: cx.read_only(),
    };
    let picked = super::widgets::at(ui, rect, |ui| state.small.small_ui(ui, rect, &shown));
    if let Some(select) = picked.select {
        if let Some(entity) = select {
            state.select(entity);
        }
        cx.send(Action::Go(View::Map));
    }
    true
}
