//! The place names and outlines that come with the program, and place names that the user adds: lookup and the base map.
//! Opens no file.

mod basemap;
mod build;
mod bytes;
mod file;
mod fold;
mod keys;
mod layout;
mod list;
mod near;
mod regions;
mod squeeze;
mod water;

use std::{
    collections::HashMap,
    sync::{Arc, OnceLock},
};

pub use basemap::{base_map, country_at};
pub use build::ListBuilder;
pub use fold::fold;
pub use list::PlaceList;
pub use regions::RegionName;
pub use water::water_labels;

use dateline_gazetteer::FILE;

use crate::model::LatLon;
use file::{Borne, File};

/// A place of the gazetteer that bears the name asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// Stable id, such as `geonames:2210247`, `dateline:western-mountains` or `user:camps:12`.
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
    /// Number of the place in this gazetteer; changes with its lists and between versions of the program.
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
    /// Whether a list of the user's has it.
    listed: bool,
}

impl Hit {
    /// How well known the place is, in inhabitants. Seas and mountains count by how often they are named, capitals at
    /// least a twentieth of their country, because they are named for its government too.
    #[must_use]
    pub fn weight(&self) -> u64 {
        let least = match self.feature {
            // Lists have every hill and every school.
            _ if self.listed => 500,
            "continent" => 1_000_000_000,
            "area" | "sea" => 2_000_000,
            "mountains" | "desert" | "river" | "lake" | "island" | "strait" | "canal" => 500_000,
            "landmark" | "district" | "park" | "mountain" => 100_000,
            _ => 500,
        };
        self.population.max(least).max(self.fame)
    }

    /// Whether a list of the user's has it and what comes with the program does not.
    #[must_use]
    pub const fn is_listed(&self) -> bool {
        self.listed
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
        "city"
            | "capital"
            | "town"
            | "village"
            | "place"
            | "district"
            | "landmark"
            | "mountain"
            | "pass"
    )
}

/// What comes with the program.
#[derive(Debug)]
struct Base {
    file: File,
    /// Record and English name of each country by its code.
    countries: HashMap<&'static str, (u32, String)>,
    /// Rows of regions by country and GeoNames code.
    regions: HashMap<(&'static str, String), u32>,
}

fn base() -> &'static Base {
    static ONE: OnceLock<Base> = OnceLock::new();
    ONE.get_or_init(|| {
        // The file is our own and tested; were it damaged, places stay unresolved and all else works.
        let file = File::open(FILE).unwrap_or_else(File::empty);
        let mut countries = HashMap::new();
        for (number, code) in file.countries() {
            countries.insert(code, (number, file.name(number)));
        }
        let regions = (0..)
            .zip(file.regions())
            .map(|(row, region)| ((region.country, region.code.clone()), row))
            .collect();
        Base {
            file,
            countries,
            regions,
        }
    })
}

/// A part of a list, with where its places and regions are among all.
#[derive(Clone, Debug)]
struct Layer {
    list: Arc<PlaceList>,
    part: usize,
    /// Number of its first place.
    first: u32,
    /// By its own rows of regions: those of the embedded file where it knows them, else numbers above all others.
    regions: Arc<[u32]>,
}

impl Layer {
    fn file(&self) -> Option<&File> {
        self.list.parts.get(self.part)
    }
}

/// A place by its number: the file that holds it, its number there, and the layer where it is not the embedded one.
type Held<'g> = (&'g File, u32, Option<&'g Layer>);

/// How far apart two entries of one name may lie to be one place, in km.
const SAME_KM: f64 = 1.0;

/// The place names that come with the program, and above them those of lists. A place that several have is the one that
/// comes first.
#[derive(Clone, Debug)]
pub struct Gazetteer {
    base: &'static Base,
    layers: Vec<Layer>,
}

impl Gazetteer {
    /// The gazetteer that comes with the program.
    #[must_use]
    pub fn embedded() -> &'static Self {
        static ONE: OnceLock<Gazetteer> = OnceLock::new();
        ONE.get_or_init(|| Self {
            base: base(),
            layers: Vec::new(),
        })
    }

    /// The same with lists of the user's, the first before the others.
    #[must_use]
    pub fn with(lists: impl IntoIterator<Item = Arc<PlaceList>>) -> Self {
        let base = base();
        let mut layers = Vec::new();
        let mut first = base.file.len();
        let mut unknown = base.file.regions().len();
        for list in lists {
            for (part, file) in list.parts.iter().enumerate() {
                let regions = file.regions().iter().map(|row| {
                    // Regions that the embedded file does not know get numbers of their own.
                    unknown += 1;
                    let known = base.regions.get(&(row.country, row.code.clone()));
                    known.copied().unwrap_or_else(|| as_u32(unknown))
                });
                layers.push(Layer {
                    regions: regions.collect(),
                    list: Arc::clone(&list),
                    part,
                    first: as_u32(first),
                });
                first += file.len();
            }
        }
        Self { base, layers }
    }

    fn held(&self, number: u32) -> Option<Held<'_>> {
        match self.layers.iter().rev().find(|l| l.first <= number) {
            Some(layer) => Some((layer.file()?, number - layer.first, Some(layer))),
            None => Some((&self.base.file, number, None)),
        }
    }

    /// All files with the number of their first place.
    fn files(&self) -> impl Iterator<Item = (u32, &File)> {
        let lists = self
            .layers
            .iter()
            .filter_map(|l| Some((l.first, l.file()?)));
        [(0, &self.base.file)].into_iter().chain(lists)
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
            for (first, file) in self.files() {
                file.find(spelling, |number, _| numbers.push(first + number));
            }
        });
        let bones = fold::skeleton(&fold::loosen(&key));
        if bones.len() > 2 {
            for (first, file) in self.files() {
                numbers.extend(file.with_bones(&bones).iter().map(|n| first + n));
            }
        }
        numbers.sort_unstable();
        numbers.dedup();
        let hits = numbers.iter().filter_map(|n| self.hit(*n, Match::Near));
        sorted(self.each_once(hits.collect()))
    }

    fn hits_of_key(&self, key: &str) -> Vec<Hit> {
        let mut hits = Vec::new();
        if !key.is_empty() {
            for (first, file) in self.files() {
                file.find(key, |number, borne| {
                    let matched = match borne {
                        Borne::AsMain => Match::Main,
                        Borne::AsOther => Match::Alternate,
                    };
                    hits.extend(self.hit(first + number, matched));
                });
            }
        }
        sorted(self.each_once(hits))
    }

    fn geonames_id(&self, number: u32) -> u32 {
        self.held(number)
            .and_then(|(file, number, _)| file.record(number))
            .map_or(0, |record| record.geonames_id)
    }

    /// Leaves out what a list has of places that came before it: the same GeoNames id, or a point of the same name at the
    /// same spot. `hits` are in the order of the files.
    fn each_once(&self, mut hits: Vec<Hit>) -> Vec<Hit> {
        if self.layers.is_empty() {
            return hits;
        }
        let mut kept: Vec<(Hit, u32)> = Vec::with_capacity(hits.len());
        for hit in hits.drain(..) {
            let id = self.geonames_id(hit.number);
            let twin = |(other, of): &(Hit, u32)| {
                let same = id > 0 && *of == id;
                let spot = !hit.is_area()
                    && !other.is_area()
                    && (id == 0 || *of == 0)
                    && other.position.distance_km(&hit.position) < SAME_KM;
                same || spot
            };
            if !(hit.listed && kept.iter().any(twin)) {
                kept.push((hit, id));
            }
        }
        kept.into_iter().map(|(hit, _)| hit).collect()
    }

    /// The place with this number in the embedded file, counted from 0 in no order that means anything; `None` beyond the
    /// last. For going through all places or drawing some of them.
    #[must_use]
    pub fn by_number(&self, number: u32) -> Option<Hit> {
        self.hit(number, Match::Main)
    }

    fn hit(&self, number: u32, matched: Match) -> Option<Hit> {
        let (file, local, layer) = self.held(number)?;
        let record = file.record(local)?;
        let feature = match File::kind_word(record.kind) {
            "city" if record.population < 1_000 => "village",
            "city" if record.population < 15_000 => "town",
            word => word,
        };
        let row = file.region(record.region)?;
        let fame = match (feature, self.base.countries.get(row.country)) {
            ("capital", Some((country, _))) => self.base.file.record(*country)?.population / 20,
            _ => 0,
        };
        let (region, in_region) = match layer {
            Some(layer) => (*layer.regions.get(record.region)?, !row.code.is_empty()),
            None => (as_u32(record.region), row.record.is_some()),
        };
        Some(Hit {
            number,
            matched,
            position: record.position,
            country: row.country,
            region,
            feature,
            in_region,
            population: record.population,
            fame,
            listed: layer.is_some(),
        })
    }

    /// A hit with its words.
    #[must_use]
    pub fn candidate(&self, hit: &Hit) -> Candidate {
        let name = self.name(hit);
        let listed = self
            .held(hit.number)
            .and_then(|(file, number, layer)| Some((layer?.list.name(), file.source_id(number)?)));
        let id = match (self.geonames_id(hit.number), listed) {
            (id, _) if id > 0 => format!("geonames:{id}"),
            (_, Some((list, id))) => format!("user:{list}:{id}"),
            (_, None) => format!("dateline:{}", slug(&name)),
        };
        let region = self
            .region_record(hit)
            .filter(|record| *record != hit.number)
            .map(|record| self.base.file.name(record))
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

    /// The place with an id, such as `geonames:2210247`.
    #[must_use]
    pub fn by_id(&self, id: &str) -> Option<Candidate> {
        let number = match id.split_once(':')? {
            ("geonames", number) => {
                let id = number.parse().ok()?;
                self.files()
                    .find_map(|(first, file)| Some(first + file.with_geonames_id(id)?))?
            }
            ("dateline", name) => {
                let own = self.base.file.without_geonames_id();
                own.into_iter()
                    .find(|n| slug(&self.base.file.name(*n)) == name)?
            }
            ("user", listed) => self.layers.iter().find_map(|layer| {
                let id = listed.strip_prefix(layer.list.name())?.strip_prefix(':')?;
                Some(layer.first + layer.file()?.with_source_id(id)?)
            })?,
            _ => return None,
        };
        self.hit(number, Match::Main)
            .map(|hit| self.candidate(&hit))
    }

    /// Name, region in large countries, and country: `Moscow, Idaho, United States`.
    #[must_use]
    pub fn full_name(&self, place: &Candidate) -> String {
        let mut full = place.name.clone();
        let same = |part: &str| part == place.name;
        if matches!(
            place.country.as_str(),
            "US" | "CA" | "AU" | "GB" | "IN" | "BR" | "MX" | "CN" | "RU"
        ) && !place.region.is_empty()
            && !same(&place.region)
        {
            full.push_str(", ");
            full.push_str(&place.region);
        }
        if let Some(country) = self.country_name(&place.country).filter(|c| !same(c)) {
            full.push_str(", ");
            full.push_str(country);
        }
        full
    }

    /// The main name of a hit.
    #[must_use]
    pub fn name(&self, hit: &Hit) -> String {
        self.held(hit.number)
            .map(|(file, number, _)| file.name(number))
            .unwrap_or_default()
    }

    /// The record of the first-level region a hit lies in or is.
    fn region_record(&self, hit: &Hit) -> Option<u32> {
        self.base.file.region(hit.region as usize)?.record
    }

    /// The name of the first-level region a hit lies in or is.
    #[must_use]
    pub fn region_name(&self, hit: &Hit) -> Option<String> {
        Some(self.base.file.name(self.region_record(hit)?))
    }

    /// Radius in km within which the place lies: of areas as the sources give it, of towns from their population.
    #[must_use]
    pub fn radius_km(&self, hit: &Hit) -> f64 {
        let stated = self
            .held(hit.number)
            .and_then(|(file, number, _)| file.radius(number));
        if let Some(radius) = stated {
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
        let (number, _) = self.base.countries.get(code)?;
        self.hit(*number, Match::Main)
    }

    /// The English name of a country by its ISO 3166 alpha-2 code.
    #[must_use]
    pub fn country_name(&self, code: &str) -> Option<&str> {
        self.base.countries.get(code).map(|(_, name)| name.as_str())
    }

    /// The code of the country whose people or things a word names: `Libyan`, `Poles`, `French`.
    #[must_use]
    pub fn country_of_demonym(&self, word: &str) -> Option<&'static str> {
        self.base.file.country_of_demonym(&fold(word))
    }
}

fn as_u32(n: usize) -> u32 {
    // Files have less than two gigabytes; more places than that cannot be.
    u32::try_from(n).unwrap_or(u32::MAX)
}

fn slug(name: &str) -> String {
    fold(name).replace(' ', "-")
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
