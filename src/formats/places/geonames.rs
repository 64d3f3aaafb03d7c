//! GeoNames country files: 19 columns parted by tabs, one place a line, as
//! <https://download.geonames.org/export/dump/readme.txt> describes them.

use super::{Report, position};
use crate::model::{NamedPlace, country_code};

const COLUMNS: usize = 19;

/// Whether the first line is one of GeoNames.
pub fn is_one(bytes: &[u8]) -> bool {
    let head = bytes.get(..20_000).unwrap_or(bytes);
    head.split(|b| *b == b'\n')
        .take(5)
        .filter_map(|line| std::str::from_utf8(line).ok())
        .any(|line| {
            let columns: Vec<&str> = line.split('\t').collect();
            columns.len() == COLUMNS
                && columns.first().is_some_and(|id| id.parse::<u32>().is_ok())
                && columns.get(4).is_some_and(|lat| lat.parse::<f64>().is_ok())
        })
}

pub fn read(bytes: &[u8], take: &mut dyn FnMut(NamedPlace)) -> Report {
    let mut report = Report {
        format: "GeoNames",
        ..Report::default()
    };
    for (number, line) in (1..).zip(bytes.split(|b| *b == b'\n')) {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line.is_empty() {
            continue;
        }
        match place(line) {
            Ok(place) => take(place),
            Err(why) => report.breaks(number, why),
        }
    }
    report
}

fn place(line: &[u8]) -> Result<NamedPlace, String> {
    let line = std::str::from_utf8(line).map_err(|_| "it is not UTF-8".to_owned())?;
    let columns: Vec<&str> = line.split('\t').collect();
    let [
        id,
        name,
        ascii,
        others,
        lat,
        lon,
        class,
        code,
        country,
        _,
        region,
        _,
        _,
        _,
        population,
        ..,
    ] = columns.as_slice()
    else {
        return Err(counted(columns.len()));
    };
    if columns.len() != COLUMNS {
        return Err(counted(columns.len()));
    }
    let geonames: u32 = id
        .parse()
        .map_err(|_| format!("“{id}” is no GeoNames number"))?;
    if name.trim().is_empty() {
        return Err("it has no name".to_owned());
    }
    let degrees = |text: &str| {
        text.parse::<f64>()
            .map_err(|_| format!("“{text}” is no number of degrees"))
    };
    let position = position(degrees(lat)?, degrees(lon)?)?;
    let (feature, radius_km) = feature(class, code);
    let others = [*ascii]
        .into_iter()
        .chain(others.split(','))
        .filter(|other| *other != *name && !other.is_empty() && !is_code(other, feature))
        .map(str::to_owned)
        .collect();
    Ok(NamedPlace {
        id: (*id).to_owned(),
        geonames,
        name: (*name).to_owned(),
        others,
        position,
        country: country_code(country),
        // "00" stands for no region.
        region: Some(*region)
            .filter(|r| *r != "00")
            .unwrap_or_default()
            .to_owned(),
        feature,
        population: population.parse().unwrap_or(0),
        radius_km,
    })
}

fn counted(columns: usize) -> String {
    format!("it has {columns} columns; a line of GeoNames has {COLUMNS}")
}

/// Whether another name is the code of an airport or a station rather than a name: countries go by their initials.
fn is_code(name: &str, feature: &str) -> bool {
    feature != "country"
        && (3..=4).contains(&name.len())
        && name.bytes().all(|b| b.is_ascii_uppercase())
}

/// What a feature code means, and the radius of an area in km. GeoNames has points only; the radii are rough sizes of
/// such areas, so that none is taken for a point.
fn feature(class: &str, code: &str) -> (&'static str, Option<f64>) {
    match (class, code) {
        ("P", "PPLC") => ("capital", None),
        ("P", "PPLX") => ("district", None),
        ("P", _) => ("city", None),
        ("A", "ADM1") => ("region", Some(100.0)),
        ("A", "ADM2") => ("county", Some(30.0)),
        ("A", code) if code.starts_with("PCL") => ("country", Some(400.0)),
        ("A", "ADM3" | "ADM4" | "ADM5" | "ADMD") => ("county", Some(12.0)),
        ("A", _) => ("area", Some(20.0)),
        ("H", code) if code.starts_with("LK") || code.starts_with("RSV") => ("lake", Some(5.0)),
        ("H", code) if code.starts_with("STM") || code.starts_with("WAD") => ("river", Some(20.0)),
        ("H", code) if code.starts_with("CNL") => ("canal", Some(20.0)),
        ("H", "BAY" | "BAYS" | "GULF" | "COVE") => ("bay", Some(15.0)),
        ("H", "STRT") => ("strait", Some(20.0)),
        ("H", "SEA" | "OCN") => ("sea", Some(300.0)),
        ("T", "MT" | "PK" | "HLL" | "VLC" | "MTU") => ("mountain", None),
        ("T", "MTS" | "HLLS" | "PKS") => ("mountains", Some(20.0)),
        ("T", "PASS" | "GAP") => ("pass", None),
        ("T", code) if code.starts_with("ISL") => ("island", Some(5.0)),
        ("T", "DSRT" | "ERG") => ("desert", Some(60.0)),
        ("L", "PRK" | "RES" | "RESN") => ("park", Some(10.0)),
        ("L" | "T" | "V", _) => ("area", Some(10.0)),
        _ => ("landmark", None),
    }
}
