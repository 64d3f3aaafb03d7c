//! The base map for the window, which does not enter the gazetteer itself.

use std::sync::OnceLock;

pub use crate::gazetteer::{Detail, base_map, water_labels};
use crate::gazetteer::{Gazetteer, RegionName};

/// First-level regions of all countries, the most populous first; made on first use.
#[must_use]
pub fn region_names() -> &'static [RegionName] {
    static ALL: OnceLock<Vec<RegionName>> = OnceLock::new();
    ALL.get_or_init(|| Gazetteer::embedded().region_names())
}
