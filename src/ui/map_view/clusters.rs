//! Symbols that would cover one another, drawn as one: which these are at a zoom. A cluster opens when the map comes
//! closer.

use egui::Pos2;

use super::{
    symbols::{LARGEST, SMALLEST, Symbol, Symbols},
    viewport::{MAX_ZOOM, Viewport},
};
use crate::model::{
    EntityId,
    cluster::{Circle, clusters},
};

/// Points between two middles below which neither could be pointed at.
const LEAST: f64 = 6.0;

/// Clusters change at every such step of the zoom, so that they stand still while the wheel turns.
const ZOOM_STEP: f64 = 0.25;

/// Radius of the largest cluster in points, so that none hides a country.
const MOST: f32 = 1.5 * LARGEST;

fn cluster_radius(mentions: u64, most: u64) -> f32 {
    let share = mentions as f32 / most.max(1) as f32;
    (LARGEST * share.sqrt()).clamp(SMALLEST + 2.0, MOST)
}

/// One thing on the map: a place, or several.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// The place it stands at, the largest of several: index into [`Symbols::all`].
    pub symbol: usize,
    /// The others, largest first.
    pub others: Vec<usize>,
    /// What all of them count.
    pub mentions: u64,
    /// In points.
    pub radius: f32,
}

impl Mark {
    /// Whether it stands for several places.
    #[must_use]
    pub const fn is_cluster(&self) -> bool {
        !self.others.is_empty()
    }

    /// Radius with the second ring of a cluster.
    #[must_use]
    pub const fn reach(&self) -> f32 {
        if self.is_cluster() {
            self.radius + RING
        } else {
            self.radius
        }
    }

    /// The places it stands for, largest first.
    pub fn members<'s>(&'s self, symbols: &'s Symbols) -> impl Iterator<Item = &'s Symbol> {
        std::iter::once(&self.symbol)
            .chain(&self.others)
            .filter_map(|n| symbols.all.get(*n))
    }
}

/// Points between a cluster and the ring around it.
pub const RING: f32 = 2.5;

/// What the clusters were made of.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Key {
    fingerprint: u64,
    /// Zoom in steps of [`ZOOM_STEP`].
    step: i64,
    alone: Option<EntityId>,
}

/// Everything on the map at one zoom.
#[derive(Clone, Debug, Default)]
pub struct Marks {
    key: Option<Key>,
    /// Largest first.
    pub all: Vec<Mark>,
    /// The mark of each symbol.
    of: Vec<usize>,
}

impl Marks {
    /// Makes the clusters anew when zoom or symbols changed. `alone` is never put with others.
    pub fn update(
        &mut self,
        symbols: &Symbols,
        fingerprint: u64,
        zoom: f64,
        alone: Option<EntityId>,
    ) {
        let step = (zoom / ZOOM_STEP).floor();
        let key = Key {
            fingerprint,
            step: step as i64,
            alone,
        };
        if self.key != Some(key) {
            *self = Self::of(symbols, step * ZOOM_STEP, alone);
            self.key = Some(key);
        }
    }

    /// A number that changes with what is drawn.
    #[must_use]
    pub fn fingerprint(&self) -> u64 {
        let key = self.key.map_or(0, |key| {
            (key.step as u64) << 32 ^ key.alone.map_or(0, |entity| entity.0 as u64 + 1)
        });
        key ^ self.all.len() as u64
    }

    /// The clusters at a zoom: the largest symbol takes in what lies on it, then the next of those left.
    #[must_use]
    pub fn of(symbols: &Symbols, zoom: f64, alone: Option<EntityId>) -> Self {
        let world = 256.0 * zoom.exp2();
        let circles: Vec<Circle> = symbols
            .all
            .iter()
            .map(|s| Circle {
                at: s.mercator.map(|x| x * world),
                radius: f64::from(s.radius),
                alone: alone == Some(s.entity),
            })
            .collect();
        let mut of = vec![0; symbols.all.len()];
        let mut all = Vec::new();
        let value = |group: &[usize]| -> u64 {
            let members = group.iter().filter_map(|n| symbols.all.get(*n));
            members.map(|s| s.mentions).sum()
        };
        let grown = |group: &[usize]| f64::from(cluster_radius(value(group), symbols.most));
        for group in clusters(&circles, LEAST, grown) {
            for member in &group {
                if let Some(of) = of.get_mut(*member) {
                    *of = all.len();
                }
            }
            let members = || group.iter().filter_map(|n| symbols.all.get(*n));
            let (Some(symbol), Some(first)) = (group.first(), members().next()) else {
                continue;
            };
            all.push(Mark {
                symbol: *symbol,
                mentions: members().map(|s| s.mentions).sum(),
                radius: first.radius,
                others: group.get(1..).unwrap_or_default().to_vec(),
            });
        }
        for mark in all.iter_mut().filter(|mark: &&mut Mark| mark.is_cluster()) {
            mark.radius = cluster_radius(mark.mentions, symbols.most);
        }
        Self { key: None, all, of }
    }

    /// The mark that shows a symbol.
    #[must_use]
    pub fn showing(&self, symbol: usize) -> Option<&Mark> {
        self.all.get(*self.of.get(symbol)?)
    }

    /// How many clusters there are.
    #[must_use]
    pub fn clusters(&self) -> usize {
        self.all.iter().filter(|mark| mark.is_cluster()).count()
    }
}

/// Where a mark stands on the screen.
#[must_use]
pub fn on_screen(mark: &Mark, symbols: &Symbols, view: &Viewport) -> Option<Pos2> {
    Some(symbols.all.get(mark.symbol)?.on_screen(view))
}

/// The view in which a cluster's places stand apart, or `None` when no zoom parts them.
#[must_use]
pub fn opened(mark: &Mark, symbols: &Symbols, view: &Viewport) -> Option<Viewport> {
    let members: Vec<&Symbol> = mark.members(symbols).collect();
    let mut next = Viewport::fit(view.rect, members.iter().map(|s| s.at));
    next.zoom = next.zoom.max(view.zoom + 1.0).min(MAX_ZOOM);
    let few = Symbols {
        all: members.into_iter().cloned().collect(),
        most: symbols.most,
        ..Symbols::default()
    };
    let parts = |zoom: f64| Marks::of(&few, zoom, None).all.len() > 1;
    if !parts(next.zoom) {
        if !parts(MAX_ZOOM) {
            return None;
        }
        while next.zoom < MAX_ZOOM && !parts(next.zoom) {
            next.zoom = (next.zoom + ZOOM_STEP).min(MAX_ZOOM);
        }
    }
    Some(next)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::LatLon;
    use egui::{Rect, pos2, vec2};

    fn symbols(places: &[(f64, f64, u64)]) -> Symbols {
        let most = places.iter().map(|p| p.2).max().unwrap_or(0);
        let all = places.iter().enumerate().map(|(n, (lat, lon, mentions))| {
            let at = LatLon {
                lat: *lat,
                lon: *lon,
            };
            let (x, y) = at.to_mercator();
            Symbol {
                entity: EntityId(n as i64 + 1),
                row: n,
                name: format!("Place {n}"),
                at,
                mercator: [x, y],
                mentions: *mentions,
                radius: super::super::symbols::radius(*mentions, most),
                placed_by_user: false,
                strong: false,
            }
        });
        Symbols {
            all: all.collect(),
            most,
            ..Symbols::default()
        }
    }

    fn view(zoom: f64) -> Viewport {
        Viewport {
            rect: Rect::from_min_size(pos2(0.0, 0.0), vec2(900.0, 700.0)),
            center: [0.53, 0.4],
            zoom,
        }
    }

    /// A coast with three towns within 30 km and one far off.
    fn coast() -> Symbols {
        symbols(&[
            (32.89, 13.19, 400),
            (32.85, 13.05, 100),
            (32.75, 12.73, 50),
            (30.41, 19.58, 30),
        ])
    }

    #[test]
    fn what_lies_on_one_another_is_one_until_the_map_comes_closer() {
        let all = coast();
        let far = Marks::of(&all, 4.0, None);
        assert_eq!((far.all.len(), far.clusters()), (2, 1));
        assert_eq!(far.all[0].mentions, 550);
        assert_eq!(far.showing(1), far.showing(0));
        let near = Marks::of(&all, 9.0, None);
        assert_eq!((near.all.len(), near.clusters()), (4, 0));
    }

    #[test]
    fn no_mention_is_lost_and_every_place_has_a_mark() {
        let mut seed = 5_u32;
        let mut next = || {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            f64::from(seed >> 8) / f64::from(1_u32 << 24)
        };
        let mut places: Vec<(f64, f64, u64)> = (0..800)
            .map(|_| {
                (
                    next() * 60.0,
                    next() * 300.0 - 150.0,
                    (next() * 90.0) as u64 + 1,
                )
            })
            .collect();
        places.sort_by_key(|p| std::cmp::Reverse(p.2));
        let all = symbols(&places);
        for zoom in [0.0, 2.0, 5.0, 9.0] {
            let marks = Marks::of(&all, zoom, None);
            let total: u64 = marks.all.iter().map(|m| m.mentions).sum();
            assert_eq!(total, all.all.iter().map(|s| s.mentions).sum::<u64>());
            let members: usize = marks.all.iter().map(|m| m.members(&all).count()).sum();
            assert_eq!(members, 800);
            assert!((0..800).all(|n| marks.showing(n).is_some()));
        }
    }

    #[test]
    fn the_selected_place_stands_alone() {
        let all = coast();
        let marks = Marks::of(&all, 4.0, Some(EntityId(2)));
        assert!(marks.showing(1).is_some_and(|mark| !mark.is_cluster()));
        assert!(marks.showing(2).is_some_and(Mark::is_cluster));
    }

    #[test]
    fn opening_parts_the_places_where_anything_can() {
        let all = coast();
        let marks = Marks::of(&all, 4.0, None);
        let next = opened(&marks.all[0], &all, &view(4.0)).expect("they lie apart");
        let after = Marks::of(&all, next.zoom, None);
        assert!(after.all.len() > marks.all.len());
        let same = symbols(&[(32.0, 13.0, 9), (32.0, 13.0, 4)]);
        let marks = Marks::of(&same, 12.0, None);
        assert_eq!(marks.clusters(), 1);
        assert_eq!(opened(&marks.all[0], &same, &view(4.0)), None);
    }

    #[test]
    fn a_cluster_is_as_large_as_what_it_holds() {
        let marks = Marks::of(&coast(), 4.0, None);
        let share = 550.0_f32 / 400.0;
        assert!((marks.all[0].radius - LARGEST * share.sqrt()).abs() < 0.01);
        assert!(marks.all[0].reach() > marks.all[0].radius);
    }
}
