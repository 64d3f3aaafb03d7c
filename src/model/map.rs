//! A map as plain data: outlines, symbols and words, painted by the window and by the exported picture alike.

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
    /// What to show; `None` fits all symbols.
    pub view: Option<MapView>,
}
