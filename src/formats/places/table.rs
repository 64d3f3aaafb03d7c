//! Tables of places: CSV, TSV and their kin, the columns told by their headings.

use super::{Report, feature, position, several};
use crate::{
    formats::{FormatError, decode},
    model::{LatLon, NamedPlace, coordinates, country_code},
};

/// What a column or property holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    Name,
    Others,
    Lat,
    Lon,
    /// Both in one cell, in any notation.
    Position,
    Country,
    Population,
    Feature,
    Id,
    Radius,
}

impl Role {
    /// The role of a heading, whatever its capitals, blanks and underscores.
    pub fn of(heading: &str) -> Option<Self> {
        let key: String = heading
            .chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect();
        Some(match key.as_str() {
            "name" | "placename" | "place" | "title" | "label" | "toponym" | "nameen"
            | "englishname" | "names" | "location" | "locationname" | "site" | "sitename" => {
                Self::Name
            }
            "lat" | "latitude" | "y" | "latdd" | "ycoord" | "pointy" | "latwgs84"
            | "decimallatitude" => Self::Lat,
            "lon" | "lng" | "long" | "longitude" | "x" | "londd" | "longdd" | "xcoord"
            | "pointx" | "lonwgs84" | "decimallongitude" => Self::Lon,
            "coordinates" | "coordinate" | "coords" | "position" | "latlon" | "latlong"
            | "latlng" | "mgrs" | "utm" | "gps" | "geo" => Self::Position,
            "country" | "countrycode" | "iso" | "iso2" | "cc" | "isocountry" => Self::Country,
            "population" | "pop" | "inhabitants" => Self::Population,
            "feature" | "type" | "kind" | "category" | "class" | "placetype" | "featureclass"
            | "featuretype" | "featurecode" => Self::Feature,
            "id" | "code" | "pcode" | "uuid" | "objectid" | "fid" | "osmid" | "geonameid" => {
                Self::Id
            }
            "uncertainty" | "uncertaintykm" | "radius" | "radiuskm" | "accuracykm" => Self::Radius,
            "aka" | "aliases" | "alias" | "alternatenames" | "alternatename" | "altnames"
            | "altname" | "alternativenames" | "alternative" | "othernames" | "othername"
            | "variants" | "spellings" | "synonyms" | "asciiname" => Self::Others,
            // "name_ar", "name:fr", "Arabic name"
            key if key.starts_with("name") && key.len() <= 8 => Self::Others,
            key if key.ends_with("name") && key.len() > 6 => Self::Others,
            _ => return None,
        })
    }
}

pub fn read(
    file_name: &str,
    bytes: &[u8],
    take: &mut dyn FnMut(NamedPlace),
) -> Result<Report, FormatError> {
    let decoded = decode::decode(bytes)?;
    let mut report = Report {
        format: "CSV",
        notes: decoded.notes,
        ..Report::default()
    };
    let text = decoded.text.as_str();
    let mut rows = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(file_name, text))
        .from_reader(text.as_bytes());
    let mut columns: Option<Columns> = None;
    let mut row = csv::StringRecord::new();
    loop {
        match rows.read_record(&mut row) {
            Ok(true) => {}
            Ok(false) => break,
            Err(error) => {
                let line = error.position().map_or(0, csv::Position::line);
                report.breaks(line, "it is no row of a table");
                continue;
            }
        }
        let line = row.position().map_or(0, csv::Position::line);
        if row.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let Some(known) = &columns else {
            let found = Columns::of(&row).ok_or_else(no_columns)?;
            report.notes.push(found.said.clone());
            if found.headings {
                columns = Some(found);
                continue;
            }
            add(&found, &row, line, take, &mut report);
            columns = Some(found);
            continue;
        };
        add(known, &row, line, take, &mut report);
    }
    Ok(report)
}

fn no_columns() -> FormatError {
    FormatError::NoText(
        "no columns with names and positions were found. Give the table a first row with the headings name, lat and lon"
            .to_owned(),
    )
}

fn add(
    columns: &Columns,
    row: &csv::StringRecord,
    line: u64,
    take: &mut dyn FnMut(NamedPlace),
    report: &mut Report,
) {
    match columns.place(row, line) {
        Ok(place) => take(place),
        Err(why) => report.breaks(line, why),
    }
}

fn delimiter(file_name: &str, text: &str) -> u8 {
    let first = text
        .lines()
        .find(|l| !l.trim().is_empty())
        .unwrap_or_default();
    let count = |c: u8| first.bytes().filter(|b| *b == c).count();
    if file_name.to_lowercase().ends_with(".tsv") && count(b'\t') > 0 {
        return b'\t';
    }
    // The first of equals is the commonest.
    [b',', b'\t', b';', b'|']
        .into_iter()
        .rev()
        .max_by_key(|c| count(*c))
        .unwrap_or(b',')
}

/// Which column holds what.
struct Columns {
    roles: Vec<Option<Role>>,
    /// Whether the row they were told from is one of headings.
    headings: bool,
    /// The same in words.
    said: String,
}

impl Columns {
    /// Told from the headings or, where there are none, from a first row of a name and two numbers.
    fn of(row: &csv::StringRecord) -> Option<Self> {
        let mut roles: Vec<Option<Role>> = row.iter().map(Role::of).collect();
        // Of several columns of one kind the first counts; further names are other names.
        for at in 0..roles.len() {
            let (before, rest) = roles.split_at_mut(at);
            if let Some(role) = rest.first_mut()
                && role.is_some_and(|r| r != Role::Others)
                && before.contains(role)
            {
                *role = (*role == Some(Role::Name)).then_some(Role::Others);
            }
        }
        let has = |role| roles.contains(&Some(role));
        if !has(Role::Name)
            && let Some(other) = roles.iter_mut().find(|r| **r == Some(Role::Others))
        {
            *other = Some(Role::Name);
        }
        let has = |role| roles.contains(&Some(role));
        if has(Role::Name) && (has(Role::Lat) && has(Role::Lon) || has(Role::Position)) {
            let of = |role| {
                let at = roles.iter().position(|r| *r == Some(role))?;
                row.get(at).map(str::trim)
            };
            let mut said = format!("Columns: name in “{}”", of(Role::Name).unwrap_or_default());
            for (role, what) in [
                (Role::Lat, "latitude"),
                (Role::Lon, "longitude"),
                (Role::Position, "position"),
                (Role::Others, "other names"),
                (Role::Country, "country"),
                (Role::Population, "population"),
                (Role::Feature, "feature"),
            ] {
                if let Some(heading) = of(role) {
                    said.push_str(&format!(", {what} in “{heading}”"));
                }
            }
            return Some(Self {
                roles,
                headings: true,
                said,
            });
        }
        let numeric = |cell: &str| degrees(cell).is_some();
        let numbers: Vec<usize> = (0..row.len())
            .filter(|at| row.get(*at).is_some_and(numeric))
            .collect();
        let name = (0..row.len()).find(|at| {
            row.get(*at)
                .is_some_and(|cell| cell.chars().any(char::is_alphabetic))
        })?;
        // A number before the name is a number of the row.
        let after: Vec<usize> = numbers.into_iter().filter(|at| *at > name).collect();
        let [lat, lon, ..] = after.as_slice() else {
            return None;
        };
        let mut roles = vec![None; row.len()];
        for (at, role) in [(name, Role::Name), (*lat, Role::Lat), (*lon, Role::Lon)] {
            if let Some(place) = roles.get_mut(at) {
                *place = Some(role);
            }
        }
        Some(Self {
            roles,
            headings: false,
            said: format!(
                "There are no headings: column {} is taken for the name, {} for the latitude, {} for the longitude",
                name + 1,
                lat + 1,
                lon + 1
            ),
        })
    }

    fn place(&self, row: &csv::StringRecord, line: u64) -> Result<NamedPlace, String> {
        let mut place = NamedPlace {
            id: line.to_string(),
            feature: "place",
            ..NamedPlace::default()
        };
        let (mut lat, mut lon, mut both) = ("", "", "");
        for (cell, role) in row.iter().zip(&self.roles) {
            let cell = cell.trim();
            let Some(role) = role.filter(|_| !cell.is_empty()) else {
                continue;
            };
            match role {
                Role::Name => cell.clone_into(&mut place.name),
                Role::Others => place.others.extend(several(cell)),
                Role::Lat => lat = cell,
                Role::Lon => lon = cell,
                Role::Position => both = cell,
                Role::Country => place.country = country_code(cell),
                Role::Population => {
                    let digits: String = cell.chars().filter(char::is_ascii_digit).collect();
                    place.population = digits.parse().unwrap_or(0);
                }
                Role::Feature => place.feature = feature(cell),
                Role::Id => cell.clone_into(&mut place.id),
                Role::Radius => {
                    place.radius_km = Some(
                        degrees(cell)
                            .filter(|km| *km >= 0.0)
                            .ok_or_else(|| format!("“{cell}” is no radius in km"))?,
                    );
                }
            }
        }
        if place.name.is_empty() {
            return Err("it has no name".to_owned());
        }
        place.position = lies(lat, lon, both)?;
        Ok(place)
    }
}

/// A number with a point or a comma.
fn degrees(cell: &str) -> Option<f64> {
    let cell = cell.trim().trim_end_matches('°');
    let number = cell.parse().or_else(|_| cell.replace(',', ".").parse());
    number.ok().filter(|n: &f64| n.is_finite())
}

fn lies(lat: &str, lon: &str, both: &str) -> Result<LatLon, String> {
    if let (Some(lat), Some(lon)) = (degrees(lat), degrees(lon)) {
        return position(lat, lon);
    }
    let typed = match (lat, lon, both) {
        ("", "", "") => return Err("it has no position".to_owned()),
        ("", "", both) => both.to_owned(),
        (lat, lon, _) => format!("{lat}; {lon}"),
    };
    let at = coordinates::parse(&typed).map_err(|error| error.to_string())?;
    position(at.position.lat, at.position.lon)
}
