//! The base map for the window, which does not enter the gazetteer itself.

pub use crate::gazetteer::{Detail, base_map, water_labels};
