//! First-level regions with where their names are written on a map.

use super::Gazetteer;
use crate::model::LatLon;

/// A province, state or governorate.
#[derive(Clone, Debug, PartialEq)]
pub struct RegionName {
    pub name: String,
    /// ISO 3166 alpha-2 of its country.
    pub country: &'static str,
    pub at: LatLon,
    /// 0 when unknown.
    pub population: u64,
}

impl Gazetteer {
    /// The first-level regions of all countries, the most populous first.
    #[must_use]
    pub fn region_names(&self) -> Vec<RegionName> {
        let mut found: Vec<RegionName> = (0..)
            .map_while(|row| self.base.file.region(row))
            .filter_map(|region| {
                let number = region.record?;
                let record = self.base.file.record(number)?;
                Some(RegionName {
                    name: self.base.file.name(number),
                    country: region.country,
                    at: record.position,
                    population: record.population,
                })
            })
            .filter(|region| !region.name.is_empty())
            .collect();
        found.sort_by(|a, b| {
            b.population
                .cmp(&a.population)
                .then_with(|| a.country.cmp(b.country))
                .then_with(|| a.name.cmp(&b.name))
        });
        found
    }
}
