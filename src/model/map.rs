//! A map as plain data: outlines, symbols and words, painted by the window and by the exported picture alike.

use std::collections::{BTreeMap, BTreeSet};

use super::{geo::LatLon, ids::EntityId, place::PlaceStatus};

/// A closed ring or an open line of positions as `[lon, lat]` in degrees, never crossing the antimeridian.
pub type Line = Vec<[f32; 2]>;

/// One land mass, country or border with the box it lies in.
#[derive(Clone, Debug, PartialEq)]
pub struct Shape {
    /// Rings, the first of each polygon being its outside; or open lines.
    pub lines: Vec<Line>,
    /// `[west, south, east, north]` in degrees.
    pub bounds: [f32; 4],
}

/// A country as the base map shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct Country {
    /// ISO 3166 alpha-2, empty where there is none.
    pub code: String,
    pub name: String,
    /// Polygons, each a list of rings: the outside first, then holes.
    pub polygons: Vec<Shape>,
    /// Where its name is written.
    pub label_at: LatLon,
    /// Rough size in square degrees, to decide which names are written at which zoom.
    pub size: f32,
}

/// The base map at one level of detail.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BaseMap {
    pub countries: Vec<Country>,
    /// Borders between countries, each once, coasts excluded.
    pub borders: Vec<Shape>,
    /// Coasts.
    pub coasts: Vec<Shape>,
}

/// A name on the sea, written in italics.
#[derive(Clone, Debug, PartialEq)]
pub struct WaterLabel {
    pub name: String,
    pub at: LatLon,
    /// Zoom from which it is written, in the sense of web maps (0 is the world in 256 pixels).
    pub min_zoom: f32,
}

/// One place on the map.
#[derive(Clone, Debug, PartialEq)]
pub struct MapSymbol {
    pub entity: EntityId,
    pub name: String,
    pub at: LatLon,
    pub status: PlaceStatus,
    /// Radius in km, drawn for areas that are not countries.
    pub uncertainty_km: Option<f64>,
    pub value: u64,
    pub selected: bool,
}

/// The part of the world a picture shows, in degrees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MapView {
    pub center: LatLon,
    /// Zoom in the sense of web maps: the world is `256 · 2^zoom` points wide.
    pub zoom: f64,
    /// Width and height in points of the window it was seen in: a picture or a window of another size then shows all of
    /// what was seen. `None` shows as much as there is room for at this zoom.
    pub seen: Option<[f64; 2]>,
}

impl MapView {
    /// Width and height of what was seen, as shares of the world, at most all of it.
    #[must_use]
    pub fn extent(&self) -> Option<[f64; 2]> {
        let world = 256.0 * self.zoom.clamp(0.0, 22.0).exp2();
        self.seen
            .filter(|seen| seen.iter().all(|side| side.is_finite() && *side > 0.0))
            .map(|seen| seen.map(|side| (side / world).min(1.0)))
    }
}

/// How a stretch of the earth is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PatchKind {
    /// A region or sea: hatched, because its true outline is not known.
    Region,
    /// Somewhere in here lies a point.
    Uncertainty,
    /// Where a place would lie by what is written of it.
    Area,
    /// An open line: as far from a place as is written.
    Arc,
}

/// A stretch of the earth that is no point.
#[derive(Clone, Debug, PartialEq)]
pub struct MapPatch {
    /// Rings on the Mercator world as in [`LatLon::to_mercator`], x running on beyond 0 and 1 so that each is whole. The
    /// first is the outside, the others are holes. An arc is one open line.
    pub rings: Vec<Vec<[f64; 2]>>,
    pub kind: PatchKind,
    /// Written beside it; may be empty.
    pub words: String,
}

impl MapPatch {
    /// Left, top, right and bottom on the Mercator world; `None` when it is empty.
    #[must_use]
    pub fn bounds(&self) -> Option<[f64; 4]> {
        let points = || self.rings.iter().flatten();
        points().next()?;
        let fold = |axis: usize, start: f64, f: fn(f64, f64) -> f64| {
            points().map(|p| p[axis]).fold(start, f)
        };
        Some([
            fold(0, f64::MAX, f64::min),
            fold(1, f64::MAX, f64::min),
            fold(0, f64::MIN, f64::max),
            fold(1, f64::MIN, f64::max),
        ])
    }
}

/// What a picture shows of a map, where that is not all of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MapChoice {
    /// What to show; `None` fits all places.
    pub view: Option<MapView>,
    /// Places that are highlighted.
    pub selected: BTreeSet<EntityId>,
    /// These places alone.
    pub only: Option<BTreeSet<EntityId>>,
    /// Counts of a stretch of time in place of the whole.
    pub times: Option<MapTimes>,
    /// Stretches drawn below the symbols.
    pub patches: Vec<MapPatch>,
    /// ISO codes of countries that are chosen as areas.
    pub lit: Vec<String>,
}

/// What places count in a stretch of time.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MapTimes {
    /// Places that are not among them were not named then.
    pub counts: BTreeMap<EntityId, u64>,
    /// What the largest symbol stands for.
    pub most: u64,
    /// `up to 14 Mar 2012`, for the subtitle.
    pub span: String,
    /// What is left out, without a full stop; may be empty.
    pub left_out: String,
}

/// A map, ready to be painted.
#[derive(Clone, Debug, PartialEq)]
pub struct MapPicture {
    pub title: String,
    pub subtitle: String,
    pub n_line: String,
    pub notes: Vec<String>,
    /// Places with a point, largest first.
    pub symbols: Vec<MapSymbol>,
    /// Names of places with no point of their own: `Libya (area), Trumeet (not found)`.
    pub listed_only: Vec<String>,
    /// `mentions`, `articles` or `stories`: the legend's title.
    pub unit: String,
    /// Articles without a date that are counted, which one of the notes says.
    pub undated: u64,
    /// What to show; `None` fits all symbols.
    pub view: Option<MapView>,
    /// What the largest symbol stands for, where that is not the largest value shown.
    pub most: Option<u64>,
    /// Stretches drawn below the symbols.
    pub patches: Vec<MapPatch>,
    /// ISO codes of countries that are chosen as areas.
    pub lit: Vec<String>,
}
