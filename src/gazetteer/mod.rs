//! The place names and outlines that come with the program: lookup and the base map. Opens no file.

mod basemap;
mod bytes;
mod file;
mod fold;
mod layout;
mod near;
mod squeeze;
mod water;

use std::{collections::HashMap, sync::OnceLock};

pub use basemap::{base_map, country_at};
pub use fold::fold;
pub use water::water_labels;

use crate::model::LatLon;
use file::{Borne, File};

static FILE: &[u8] = include_bytes!("../../assets/gazetteer.bin");

/// A place of the gazetteer that bears the name asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// Stable id, such as `geonames:2210247` or `dateline:western-mountains`.
    pub id: String,
    pub name: String,
    pub position: LatLon,
    /// ISO 3166 alpha-2; empty for seas and continents.
    pub country: String,
    /// Name of the first-level region; may be empty.
    pub region: String,
    /// `country`, `capital`, `city`, `region`, `sea`, `continent`, …
    pub feature: &'static str,
    /// 0 when unknown.
    pub population: u64,
    /// Radius in km within which the place lies.
    pub uncertainty_km: f64,
    /// How the name was matched, best first.
    pub matched: Match,
}

/// How a name met a gazetteer name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Match {
    /// The main name, case and accents folded.
    Main,
    /// An alternate name, folded.
    Alternate,
    /// A spelling close to a name.
    Near,
}

/// How much of the outlines is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Detail {
    /// Natural Earth 1:110 million.
    World,
    /// Natural Earth 1:50 million.
    Region,
    /// Natural Earth 1:10 million.
    Country,
}

/// A found place without its words: cheap to weigh against others, see [`Gazetteer::candidate`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hit {
    /// Number of the place in the embedded file; changes between versions of the program.
    pub number: u32,
    pub matched: Match,
    pub position: LatLon,
    /// ISO 3166 alpha-2; empty for seas and continents.
    pub country: &'static str,
    /// Number of the first-level region; equal for places of one region.
    pub region: u32,
    /// `country`, `capital`, `city`, `region`, `sea`, `continent`, …
    pub feature: &'static str,
    /// Whether `region` is a region, rather than what lies outside all regions of a country.
    pub in_region: bool,
    /// 0 when unknown.
    pub population: u64,
    /// Inhabitants that would make a capital as well known as it is.
    fame: u64,
}

impl Hit {
    /// How well known the place is, in inhabitants. Seas and mountains count by how often they are named, capitals at
    /// least a twentieth of their country, because they are named for its government too.
    #[must_use]
    pub fn weight(&self) -> u64 {
        let least = match self.feature {
            "continent" => 1_000_000_000,
            "area" | "sea" => 2_000_000,
            "mountains" | "desert" | "river" | "lake" | "island" | "strait" | "canal" => 500_000,
            "landmark" | "district" | "park" | "mountain" => 100_000,
            _ => 500,
        };
        self.population.max(least).max(self.fame)
    }

    /// Whether the place is an area rather than a point on the map.
    #[must_use]
    pub fn is_area(&self) -> bool {
        is_area(self.feature)
    }
}

/// Whether a feature is drawn as an area.
#[must_use]
pub fn is_area(feature: &str) -> bool {
    !matches!(
        feature,
        "city" | "capital" | "town" | "village" | "district" | "landmark" | "mountain" | "pass"
    )
}

/// The embedded place names.
#[derive(Debug)]
pub struct Gazetteer {
    file: File<'static>,
    /// Record and English name of each country by its code.
    countries: HashMap<&'static str, (u32, String)>,
}

impl Gazetteer {
    /// The gazetteer that comes with the program.
    #[must_use]
    pub fn embedded() -> &'static Self {
        static ONE: OnceLock<Gazetteer> = OnceLock::new();
        ONE.get_or_init(|| {
            // The file is our own and tested; were it damaged, places stay unresolved and all else works.
            let file = File::open(FILE).unwrap_or_else(File::empty);
            let mut countries = HashMap::new();
            for (number, code) in file.countries() {
                countries.insert(code, (number, file.name(number)));
            }
            Self { file, countries }
        })
    }

    /// Places with this name, most prominent first. Near spellings are given only when no place bears
    /// the name itself.
    #[must_use]
    pub fn lookup(&self, name: &str) -> Vec<Candidate> {
        let mut hits = self.hits(name);
        if hits.is_empty() {
            hits = self.near(name);
        }
        hits.iter().map(|hit| self.candidate(hit)).collect()
    }

    /// Places that bear the name, case, accents, apostrophes, "St" and, where nothing else is found, the Arabic article
    /// and final -ah folded; most prominent first.
    #[must_use]
    pub fn hits(&self, name: &str) -> Vec<Hit> {
        let key = fold(name);
        let mut hits = self.hits_of_key(&key);
        if hits.is_empty() {
            let loose = fold::loosen(&key);
            if loose != key {
                hits = self.hits_of_key(&loose);
                for hit in &mut hits {
                    hit.matched = Match::Alternate;
                }
            }
        }
        hits
    }

    /// Places whose names are spelled almost so: one letter changed, added, dropped or swapped, or an Arabic name of
    /// the same consonants. Short names have none.
    #[must_use]
    pub fn near(&self, name: &str) -> Vec<Hit> {
        let key = fold(name);
        let mut numbers: Vec<u32> = Vec::new();
        near::spellings(&key, |spelling| {
            self.file.find(spelling, |number, _| numbers.push(number));
        });
        let bones = fold::skeleton(&fold::loosen(&key));
        if bones.len() > 2 {
            numbers.extend(self.file.with_bones(&bones));
        }
        numbers.sort_unstable();
        numbers.dedup();
        let hits = numbers.iter().filter_map(|n| self.hit(*n, Match::Near));
        sorted(hits.collect())
    }

    fn hits_of_key(&self, key: &str) -> Vec<Hit> {
        let mut hits = Vec::new();
        if !key.is_empty() {
            self.file.find(key, |number, borne| {
                let matched = match borne {
                    Borne::AsMain => Match::Main,
                    Borne::AsOther => Match::Alternate,
                };
                hits.extend(self.hit(number, matched));
            });
        }
        sorted(hits)
    }

    fn hit(&self, number: u32, matched: Match) -> Option<Hit> {
        let record = self.file.record(number)?;
        let feature = match File::kind_word(record.kind) {
            "city" if record.population < 1_000 => "village",
            "city" if record.population < 15_000 => "town",
            word => word,
        };
        let region = self.file.region(record.region)?;
        let fame = match (feature, self.countries.get(region.country)) {
            ("capital", Some((country, _))) => self.file.record(*country)?.population / 20,
            _ => 0,
        };
        Some(Hit {
            number,
            matched,
            position: record.position,
            country: region.country,
            region: u32::try_from(record.region).ok()?,
            feature,
            in_region: region.record.is_some(),
            population: record.population,
            fame,
        })
    }

    /// A hit with its words.
    #[must_use]
    pub fn candidate(&self, hit: &Hit) -> Candidate {
        let name = self.file.name(hit.number);
        let id = match self.file.record(hit.number).map(|r| r.geonames_id) {
            Some(id) if id > 0 => format!("geonames:{id}"),
            _ => format!("dateline:{}", fold(&name).replace(' ', "-")),
        };
        let region = self
            .region_record(hit)
            .filter(|record| *record != hit.number)
            .map(|record| self.file.name(record))
            .unwrap_or_default();
        Candidate {
            id,
            name,
            position: hit.position,
            country: hit.country.to_owned(),
            region,
            feature: hit.feature,
            population: hit.population,
            uncertainty_km: self.radius_km(hit),
            matched: hit.matched,
        }
    }

    /// The main name of a hit.
    #[must_use]
    pub fn name(&self, hit: &Hit) -> String {
        self.file.name(hit.number)
    }

    /// The record of the first-level region a hit lies in or is.
    fn region_record(&self, hit: &Hit) -> Option<u32> {
        self.file.region(hit.region as usize)?.record
    }

    /// The name of the first-level region a hit lies in or is.
    #[must_use]
    pub fn region_name(&self, hit: &Hit) -> Option<String> {
        Some(self.file.name(self.region_record(hit)?))
    }

    /// Radius in km within which the place lies: of areas as the sources give it, of towns from their population.
    #[must_use]
    pub fn radius_km(&self, hit: &Hit) -> f64 {
        if let Some(radius) = self.file.radius(hit.number) {
            return f64::from(radius);
        }
        // About 5,700 people live on a square kilometer of a large city: London's 8.9 million within 22 km.
        #[expect(clippy::cast_precision_loss, reason = "populations are far below 2^53")]
        let people = hit.population as f64;
        (people.sqrt() * 0.0075).max(1.0).round()
    }

    /// The country itself by its ISO 3166 alpha-2 code.
    #[must_use]
    pub fn country(&self, code: &str) -> Option<Hit> {
        let (number, _) = self.countries.get(code)?;
        self.hit(*number, Match::Main)
    }

    /// The English name of a country by its ISO 3166 alpha-2 code.
    #[must_use]
    pub fn country_name(&self, code: &str) -> Option<&str> {
        self.countries.get(code).map(|(_, name)| name.as_str())
    }

    /// The code of the country whose people or things a word names: `Libyan`, `Poles`, `French`.
    #[must_use]
    pub fn country_of_demonym(&self, word: &str) -> Option<&'static str> {
        self.file.country_of_demonym(&fold(word))
    }
}

/// Near spellings last, then by prominence: population, weighed so that a country comes before a region of about its
/// size, a city before the region around it, whose population includes the city's, and a place by its main name before
/// one by another name, but not a village before a country ("US" is also a village).
fn sorted(mut hits: Vec<Hit>) -> Vec<Hit> {
    let prominence = |h: &Hit| {
        let weight = match h.feature {
            "country" => 8,
            "capital" => 6,
            "city" | "town" | "village" => 4,
            "county" => 1,
            _ => 2,
        };
        let main = if h.matched == Match::Main { 20 } else { 1 };
        h.weight().saturating_mul(weight * main)
    };
    let near = |h: &Hit| h.matched == Match::Near;
    hits.sort_by_key(|h| {
        (
            near(h),
            std::cmp::Reverse(prominence(h)),
            h.matched,
            h.number,
        )
    });
    hits
}

#[cfg(test)]
mod tests;
