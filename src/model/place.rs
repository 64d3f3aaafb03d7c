//! Where a place is, and how sure that is.

use serde::{Deserialize, Serialize};

use super::geo::LatLon;

/// How a place got its position, or that it has none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PlaceStatus {
    /// A point in the gazetteer.
    Resolved,
    /// A country, region or sea: drawn and listed as an area, never as a pin.
    Area,
    /// Placed by the user.
    User,
    /// Not settled; it has no position.
    Unresolved,
}

impl PlaceStatus {
    /// The word used in tables and exports.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Resolved => "resolved",
            Self::Area => "area",
            Self::User => "user",
            Self::Unresolved => "unresolved",
        }
    }

    /// The status with this word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Resolved, Self::Area, Self::User, Self::Unresolved]
            .into_iter()
            .find(|s| s.word() == word)
    }
}

/// A place as a list of place names gives it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NamedPlace {
    /// The source's own id; the line number where it has none.
    pub id: String,
    /// GeoNames id, 0 where it has none.
    pub geonames: u32,
    pub name: String,
    /// Other names and spellings, in any script.
    pub others: Vec<String>,
    pub position: LatLon,
    /// ISO 3166 alpha-2; empty when not known.
    pub country: &'static str,
    /// GeoNames code of the first-level region, or empty.
    pub region: String,
    /// `city`, `region`, `landmark`, …
    pub feature: &'static str,
    /// 0 when unknown.
    pub population: u64,
    /// Radius in km within which the place lies; `None` where it follows from the population.
    pub radius_km: Option<f64>,
}

/// What the gazetteer and the text say of a place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Resolution {
    pub status: PlaceStatus,
    /// The gazetteer's name, or the text's where there is none.
    pub name: String,
    /// `None` when unresolved; the middle of an area.
    pub position: Option<LatLon>,
    /// Radius in km within which the place lies.
    pub uncertainty_km: Option<f64>,
    /// ISO 3166 alpha-2.
    pub country: Option<String>,
    /// What it is: `city`, `country`, `region`, `sea`, `capital`, …
    pub feature: Option<String>,
    /// The gazetteer's own id, such as `geonames:2210247`.
    pub gazetteer_id: Option<String>,
    /// How many places of the gazetteer bear the name.
    pub candidates: u32,
    /// One sentence: why this one, or why none.
    pub reason: String,
}

impl Resolution {
    /// A place the gazetteer does not know or the text does not settle.
    #[must_use]
    pub fn unresolved(name: &str, candidates: u32, reason: String) -> Self {
        Self {
            status: PlaceStatus::Unresolved,
            name: name.to_owned(),
            position: None,
            uncertainty_km: None,
            country: None,
            feature: None,
            gazetteer_id: None,
            candidates,
            reason,
        }
    }
}
