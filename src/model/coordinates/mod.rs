//! Coordinates as people type and paste them: degrees in decimals, with minutes and seconds, UTM and MGRS.
//!
//! ```
//! use dateline::model::coordinates::parse;
//! let typed = parse("32° 03′ 48″ N, 12° 31′ 43″ E")?;
//! assert!((typed.position.lat - 32.0633).abs() < 1e-4);
//! assert!(parse("132.1, 12.5").is_err());
//! # Ok::<(), dateline::model::coordinates::CoordinateError>(())
//! ```

mod angles;
mod grid;

use super::LatLon;

/// Longer texts are no coordinates.
const LONGEST: usize = 120;

/// What was typed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Typed {
    pub position: LatLon,
    /// Radius in km that the digits leave open: half a unit of the last digit, half the diagonal of a grid square.
    pub within_km: f64,
}

/// Why a text is no position.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CoordinateError {
    #[error("Nothing is given. Write latitude and longitude, such as 32.06 N 12.53 E")]
    Empty,
    #[error("Only one number is given. Write latitude and longitude, such as 32.06 N 12.53 E")]
    OnlyOne,
    #[error(
        "“{0}” does not belong in coordinates. Write them like 32.06 N 12.53 E, 32° 3′ 48″ N 12° 31′ 43″ E or 33S TR 66850 50350"
    )]
    Odd(String),
    #[error(
        "{0} numbers cannot be told apart as latitude and longitude. Put a comma between the two"
    )]
    Unclear(usize),
    #[error("{what} {value} is out of range: {range}")]
    OutOfRange {
        what: &'static str,
        value: String,
        range: &'static str,
    },
    #[error("Latitude {lat} is beyond 90°. Did you mean {lon}, {lat} (latitude first)?")]
    Swapped { lat: String, lon: String },
    #[error("{0}")]
    Contradiction(&'static str),
    #[error("{0}")]
    Grid(&'static str),
}

/// The position that a text means. Latitude comes first unless letters say otherwise; a comma or a blank parts the two.
/// Understood are `32.06 N 12.53 E`, `N32.06 E12.53`, `-33.9, 18.4`, `32,06; 12,53`, `32°03'48"N 12°31'43"E`,
/// `32 03.8 N 12 31.7 E`, `320348N 0123143E`, ISO 6709 (`+32.06+012.53/`), `geo:32.06,12.53`, UTM
/// (`33S 266850 3550350`) and MGRS (`33STR6685050350`).
///
/// # Errors
/// When it is no position, with what to change.
pub fn parse(text: &str) -> Result<Typed, CoordinateError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(CoordinateError::Empty);
    }
    if text.len() > LONGEST {
        let start: String = text.chars().take(20).collect();
        return Err(CoordinateError::Odd(format!("{start}…")));
    }
    match grid::parse(text) {
        Some(result) => result,
        None => angles::parse(text),
    }
}

/// A position in words, to about ten meters: `32.0633° N, 12.5286° E`.
#[must_use]
pub fn words(at: LatLon) -> String {
    let letter = |value: f64, positive: char, negative: char| {
        // What rounds to zero is neither south nor west.
        if value <= -0.000_05 {
            negative
        } else {
            positive
        }
    };
    format!(
        "{:.4}° {}, {:.4}° {}",
        at.lat.abs(),
        letter(at.lat, 'N', 'S'),
        at.lon.abs(),
        letter(at.lon, 'E', 'W')
    )
}

/// The position, or why it is none; `lat` and `lon` in degrees, as they were given.
///
/// # Errors
/// When a number is out of range. Where the two would fit the other way round, the error says so.
pub fn checked(lat: f64, lon: f64) -> Result<LatLon, CoordinateError> {
    if let Some(at) = LatLon::new(lat, lon) {
        return Ok(at);
    }
    if lat.abs() > 90.0 && LatLon::new(lon, lat).is_some() {
        return Err(CoordinateError::Swapped {
            lat: lat.to_string(),
            lon: lon.to_string(),
        });
    }
    let lat_fits = lat.abs() <= 90.0;
    Err(CoordinateError::OutOfRange {
        what: if lat_fits { "Longitude" } else { "Latitude" },
        value: if lat_fits { lon } else { lat }.to_string(),
        range: if lat_fits {
            "it goes from -180 to 180"
        } else {
            "it goes from -90 to 90"
        },
    })
}

#[cfg(test)]
mod tests;
