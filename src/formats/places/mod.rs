//! Lists of place names: GeoNames country files, Who's On First records, GeoJSON, CSV. Bytes in, places out one by one,
//! and what is wrong with the lines that gave none.

mod geonames;
mod json;
mod table;

use std::io::Cursor;

use super::{FormatError, archive};
use crate::model::{LatLon, NamedPlace, coordinates};

/// Broken lines kept in the report; beyond these they are only counted.
const MOST_BROKEN: usize = 10_000;

/// A line, row or feature that gave no place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// From 1: the line in the file, or the feature's number in a GeoJSON collection.
    pub line: u64,
    /// Why, and what to do.
    pub why: String,
}

/// What came of a file of place names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// `GeoNames`, `Who's On First`, `GeoJSON`, `CSV`.
    pub format: &'static str,
    /// Places handed out.
    pub places: u64,
    /// Lines that gave none, in order; the first ten thousand.
    pub broken: Vec<Broken>,
    /// All of them.
    pub broken_count: u64,
    /// What to know besides: columns that were guessed, records left out on purpose.
    pub notes: Vec<String>,
}

impl Report {
    fn breaks(&mut self, line: u64, why: impl Into<String>) {
        self.broken_count += 1;
        if self.broken.len() < MOST_BROKEN {
            self.broken.push(Broken {
                line,
                why: why.into(),
            });
        }
    }
}

/// Hands each place of a file to `take`. What the file is, its content says; a ZIP archive is opened and its one list read.
///
/// # Errors
/// When there is no list of places in it at all.
pub fn read(
    file_name: &str,
    bytes: &[u8],
    take: &mut dyn FnMut(NamedPlace),
) -> Result<Report, FormatError> {
    if !archive::is_one(bytes) {
        return read_list(file_name, bytes, take);
    }
    let mut budget = archive::Budget::of(bytes.len() as u64);
    let mut archive = archive::Archive::open(Cursor::new(bytes))?;
    let mut why = None;
    while let Some(member) = archive.next(&mut budget) {
        // GeoNames puts a readme beside the list.
        let name = member.name.to_lowercase();
        if name.contains("readme") || name.contains("license") {
            continue;
        }
        match member
            .content
            .and_then(|content| read_list(&member.name, &content, take))
        {
            Ok(report) => return Ok(report),
            Err(error) => why = why.or(Some(error)),
        }
    }
    Err(why.unwrap_or(FormatError::Empty))
}

fn read_list(
    file_name: &str,
    bytes: &[u8],
    take: &mut dyn FnMut(NamedPlace),
) -> Result<Report, FormatError> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    if bytes.trim_ascii().is_empty() {
        return Err(FormatError::Empty);
    }
    let mut places = 0;
    let mut take = |place| {
        places += 1;
        take(place);
    };
    let mut report = if geonames::is_one(bytes) {
        geonames::read(bytes, &mut take)
    } else if matches!(bytes.trim_ascii_start().first(), Some(b'{' | b'[')) {
        json::read(bytes, &mut take)?
    } else {
        table::read(file_name, bytes, &mut take)?
    };
    report.places = places;
    Ok(report)
}

/// The position that two numbers mean, or why they mean none.
fn position(lat: f64, lon: f64) -> Result<LatLon, String> {
    if lat == 0.0 && lon == 0.0 {
        return Err(
            "latitude and longitude are both 0, which is how a missing position is often written"
                .to_owned(),
        );
    }
    coordinates::checked(lat, lon).map_err(|error| error.to_string())
}

/// Names in one cell: parted by bars or semicolons where there are any, else by commas.
fn several(cell: &str) -> impl Iterator<Item = String> + '_ {
    let separator = ['|', ';', '\n']
        .into_iter()
        .find(|c| cell.contains(*c))
        .unwrap_or(',');
    cell.split(separator)
        .map(|name| name.trim().to_owned())
        .filter(|name| !name.is_empty())
}

/// The word of the gazetteer for what a list calls a place; `place` where it has none.
fn feature(word: &str) -> &'static str {
    let word = word.trim().to_lowercase().replace(['_', '-'], " ");
    match word.as_str() {
        "city" | "town" | "village" | "hamlet" | "settlement" | "locality" | "populated place"
        | "ppl" | "municipality" | "localadmin" => "city",
        "capital" | "pplc" => "capital",
        "country" | "state country" | "pcli" => "country",
        "region" | "province" | "state" | "governorate" | "adm1" | "admin1" | "macroregion" => {
            "region"
        }
        "county" | "district county" | "adm2" | "admin2" | "macrocounty" => "county",
        "neighbourhood" | "neighborhood" | "suburb" | "quarter" | "borough" | "district"
        | "pplx" | "macrohood" | "microhood" => "district",
        "mountain" | "hill" | "peak" | "volcano" => "mountain",
        "mountains" | "range" | "mountain range" => "mountains",
        "river" | "wadi" | "stream" => "river",
        "lake" | "reservoir" | "salt lake" => "lake",
        "island" => "island",
        "islands" | "area" | "zone" | "valley" | "plateau" => "area",
        "desert" => "desert",
        "sea" | "ocean" | "marinearea" => "sea",
        "bay" | "gulf" => "bay",
        "strait" => "strait",
        "canal" => "canal",
        "pass" => "pass",
        "park" | "reserve" => "park",
        "continent" => "continent",
        "camp" | "base" | "airport" | "air base" | "checkpoint" | "crossing" | "hospital"
        | "school" | "bridge" | "dam" | "port" | "refinery" | "oil field" | "field"
        | "landmark" | "building" | "campus" | "poi" | "site" | "station" | "mosque" | "church"
        | "prison" | "venue" => "landmark",
        _ => "place",
    }
}

#[cfg(test)]
mod tests;
