//! UTM and MGRS on WGS 84.
//!
//! The transverse Mercator projection by Krüger's series as C. F. F. Karney gives it, "Transverse Mercator with an
//! accuracy of a few nanometers", Journal of Geodesy 85 (2011), equations 7–11, 19–21, 35 and 36, here to the fourth
//! order, which is exact to well below a millimeter inside a zone. Letters of MGRS: NGA.STND.0037, "Universal Grids and
//! Grid Reference Systems" (2014), chapter 3.

use super::{CoordinateError, Typed, checked};

/// WGS 84: equatorial radius in m, and flattening.
const RADIUS_M: f64 = 6_378_137.0;
const FLATTENING: f64 = 1.0 / 298.257_223_563;

/// Scale on the central meridian, false easting and (in the south) false northing in m.
const SCALE: f64 = 0.9996;
const EASTING: f64 = 500_000.0;
const NORTHING: f64 = 10_000_000.0;

/// Latitude bands from 80° S, 8° each (X has 12°), and the least northing in each in m.
const BANDS: [(char, f64); 20] = [
    ('C', 1_100_000.0),
    ('D', 2_000_000.0),
    ('E', 2_800_000.0),
    ('F', 3_700_000.0),
    ('G', 4_600_000.0),
    ('H', 5_500_000.0),
    ('J', 6_400_000.0),
    ('K', 7_300_000.0),
    ('L', 8_200_000.0),
    ('M', 9_100_000.0),
    ('N', 0.0),
    ('P', 800_000.0),
    ('Q', 1_700_000.0),
    ('R', 2_600_000.0),
    ('S', 3_500_000.0),
    ('T', 4_400_000.0),
    ('U', 5_300_000.0),
    ('V', 6_200_000.0),
    ('W', 7_000_000.0),
    ('X', 7_900_000.0),
];

/// Letters of squares from west to east; each zone uses a run of eight of them.
const COLUMNS: &str = "ABCDEFGHJKLMNPQRSTUVWXYZ";

/// Letters of squares from south to north, over 2,000 km.
const ROWS: &str = "ABCDEFGHJKLMNPQRSTUV";

/// The position of a grid reference; `None` when the text is none.
pub fn parse(text: &str) -> Option<Result<Typed, CoordinateError>> {
    let upper = text.to_ascii_uppercase();
    let upper = upper
        .strip_prefix("MGRS")
        .or(upper.strip_prefix("UTM"))
        .unwrap_or(&upper);
    let upper = upper.trim_start_matches([':', ' ']);
    let digits = upper.bytes().take_while(u8::is_ascii_digit).count();
    let (zone, rest) = upper.split_at_checked(digits)?;
    let zone: u32 = zone.parse().ok().filter(|z| (1..=60).contains(z))?;
    if digits > 2 {
        return None;
    }
    let rest = rest.trim_start();
    let band = rest.chars().next().filter(char::is_ascii_alphabetic)?;
    let rest = rest.get(1..)?;
    let squares: Vec<char> = rest
        .chars()
        .filter(|c| !c.is_whitespace())
        .take(2)
        .collect();
    let (index, least) = match BANDS.iter().enumerate().find(|(_, b)| b.0 == band) {
        Some((index, (_, least))) => (index, *least),
        None => return None,
    };
    match squares.as_slice() {
        [column, row] if column.is_ascii_alphabetic() && row.is_ascii_alphabetic() => {
            Some(mgrs(zone, index, least, (*column, *row), rest))
        }
        _ => utm(zone, band, index, rest),
    }
}

fn mgrs(
    zone: u32,
    band: usize,
    least: f64,
    (column, row): (char, char),
    rest: &str,
) -> Result<Typed, CoordinateError> {
    let run = COLUMNS
        .get((zone as usize - 1) % 3 * 8..)
        .and_then(|c| c.get(..8))
        .unwrap_or_default();
    let column = run.find(column).ok_or(CoordinateError::Grid(
        "This zone has no such square. Check the zone and the first of the two letters",
    ))?;
    let row = ROWS.find(row).ok_or(CoordinateError::Grid(
        "There is no such square. The second of the two letters goes from A to V, without I and O",
    ))?;
    // Even zones begin with F at the equator.
    let row = if zone.is_multiple_of(2) {
        (row + 15) % 20
    } else {
        row
    };
    let given = rest.trim_start();
    let given: String = given
        .chars()
        .filter(|c| !c.is_whitespace())
        .skip(2)
        .collect();
    if !given.bytes().all(|b| b.is_ascii_digit()) || given.len() % 2 == 1 || given.len() > 10 {
        return Err(CoordinateError::Grid(
            "A grid reference has as many digits east as north, at most five each, such as 33S TR 66850 50350",
        ));
    }
    let (east, north) = given.split_at_checked(given.len() / 2).unwrap_or_default();
    let unit = 10_f64.powi(5 - i32::try_from(east.len()).unwrap_or(5));
    let meters = |digits: &str| digits.parse().unwrap_or(0.0) * unit;
    let easting = (column as f64 + 1.0) * 100_000.0 + meters(east);
    let mut northing = row as f64 * 100_000.0 + meters(north);
    while northing + unit <= least {
        northing += 2_000_000.0;
    }
    let south = band < 10;
    let half = unit / 2.0;
    let (lat, lon) = from_utm(zone, south, easting + half, northing + half);
    // A square may lie on a band's edge; one that is a degree outside belongs to another band.
    let from = band as f64 * 8.0 - 80.0;
    let to = if band == 19 { 84.0 } else { from + 8.0 };
    if !(from - 1.0..=to + 1.0).contains(&lat) {
        return Err(CoordinateError::Grid(
            "The square does not lie in this band. Check the letters",
        ));
    }
    Ok(Typed {
        position: checked(lat, lon)?,
        within_km: half * std::f64::consts::SQRT_2 / 1000.0,
    })
}

/// `None` where the numbers are no UTM: "33 N 12 E" are degrees.
fn utm(zone: u32, band: char, index: usize, rest: &str) -> Option<Result<Typed, CoordinateError>> {
    let numbers: Vec<&str> = rest
        .split(|c: char| c.is_whitespace() || c == ',' || c == ';')
        .map(|part| part.trim_end_matches(['M', 'E', 'N']))
        .filter(|part| !part.is_empty())
        .collect();
    let [east, north] = numbers.as_slice() else {
        return None;
    };
    let (easting, northing): (f64, f64) = (east.parse().ok()?, north.parse().ok()?);
    if !(easting >= 10_000.0 && northing >= 0.0) {
        return None;
    }
    if !(100_000.0..900_000.0).contains(&easting) || northing > NORTHING {
        return Some(Err(CoordinateError::Grid(
            "Eastings go from 100000 to 900000, northings from 0 to 10000000",
        )));
    }
    let decimals = |text: &str| text.split_once('.').map_or(0, |(_, d)| d.len());
    let finest = 10_f64.powi(-i32::try_from(decimals(east).min(decimals(north))).unwrap_or(0));
    let inside = |south: bool| {
        let (lat, lon) = from_utm(zone, south, easting, northing);
        let from = index as f64 * 8.0 - 80.0;
        ((from - 0.1..=from + 12.1).contains(&lat), lat, lon)
    };
    // The letter is a band, but many write N and S for north and south.
    let (fits, mut lat, mut lon) = inside(index < 10);
    if !fits && band == 'S' {
        (_, lat, lon) = inside(true);
    } else if !fits && band != 'N' {
        return Some(Err(CoordinateError::Grid(
            "The northing does not lie in this band. Check the letter",
        )));
    }
    Some(checked(lat, lon).map(|position| Typed {
        position,
        within_km: finest / 2.0 * std::f64::consts::SQRT_2 / 1000.0,
    }))
}

/// The central meridian of a zone in degrees.
fn meridian(zone: u32) -> f64 {
    f64::from(zone) * 6.0 - 183.0
}

/// Third flattening, its powers, and the radius of the rectifying sphere in m.
fn series() -> ([f64; 4], f64) {
    let n = FLATTENING / (2.0 - FLATTENING);
    let powers = [n, n * n, n * n * n, n * n * n * n];
    let radius = RADIUS_M / (1.0 + n) * (1.0 + powers[1] / 4.0 + powers[3] / 64.0);
    (powers, radius)
}

/// Latitude and longitude in degrees of a UTM position in meters.
fn from_utm(zone: u32, south: bool, easting: f64, northing: f64) -> (f64, f64) {
    let ([n1, n2, n3, n4], radius) = series();
    let beta = [
        n1 / 2.0 - n2 * 2.0 / 3.0 + n3 * 37.0 / 96.0 - n4 / 360.0,
        n2 / 48.0 + n3 / 15.0 - n4 * 437.0 / 1440.0,
        n3 * 17.0 / 480.0 - n4 * 37.0 / 840.0,
        n4 * 4397.0 / 161_280.0,
    ];
    let northing = if south { northing - NORTHING } else { northing };
    let xi = northing / (SCALE * radius);
    let eta = (easting - EASTING) / (SCALE * radius);
    let (mut x, mut y) = (xi, eta);
    for (j, b) in (1..).zip(beta) {
        let j = 2.0 * f64::from(j);
        x -= b * (j * xi).sin() * (j * eta).cosh();
        y -= b * (j * xi).cos() * (j * eta).sinh();
    }
    let conformal = x.sin() / (y.sinh().powi(2) + x.cos().powi(2)).sqrt();
    let lon = meridian(zone) + y.sinh().atan2(x.cos()).to_degrees();
    let lon = (lon + 540.0).rem_euclid(360.0) - 180.0;
    // Newton's method from the conformal to the geographic latitude; two steps reach the last digit.
    let e2 = FLATTENING * (2.0 - FLATTENING);
    let mut tau = conformal;
    for _ in 0..4 {
        let guess = conformal_of(tau);
        let step = (conformal - guess) / (1.0 + guess * guess).sqrt();
        let factor = (1.0 + (1.0 - e2) * tau * tau) / ((1.0 - e2) * (1.0 + tau * tau).sqrt());
        tau += step * factor;
    }
    (tau.atan().to_degrees(), lon)
}

/// Tangent of the conformal latitude from that of the geographic one.
fn conformal_of(tau: f64) -> f64 {
    let e = (FLATTENING * (2.0 - FLATTENING)).sqrt();
    let sigma = (e * (e * tau / (1.0 + tau * tau).sqrt()).atanh()).sinh();
    tau * (1.0 + sigma * sigma).sqrt() - sigma * (1.0 + tau * tau).sqrt()
}

#[cfg(test)]
pub mod tests {
    use super::*;

    /// The forward projection: zone, easting and northing in meters.
    pub fn to_utm(lat: f64, lon: f64) -> (u32, f64, f64) {
        let ([n1, n2, n3, n4], radius) = series();
        let alpha = [
            n1 / 2.0 - n2 * 2.0 / 3.0 + n3 * 5.0 / 16.0 + n4 * 41.0 / 180.0,
            n2 * 13.0 / 48.0 - n3 * 3.0 / 5.0 + n4 * 557.0 / 1440.0,
            n3 * 61.0 / 240.0 - n4 * 103.0 / 140.0,
            n4 * 49_561.0 / 161_280.0,
        ];
        let zone = (((lon + 180.0) / 6.0).floor() as u32).min(59) + 1;
        let east = (lon - meridian(zone)).to_radians();
        let tau = conformal_of(lat.to_radians().tan());
        let xi = tau.atan2(east.cos());
        let eta = (east.sin() / (tau * tau + east.cos().powi(2)).sqrt()).asinh();
        let (mut x, mut y) = (xi, eta);
        for (j, a) in (1..).zip(alpha) {
            let j = 2.0 * f64::from(j);
            x += a * (j * xi).sin() * (j * eta).cosh();
            y += a * (j * xi).cos() * (j * eta).sinh();
        }
        let north = SCALE * radius * x + if lat < 0.0 { NORTHING } else { 0.0 };
        (zone, EASTING + SCALE * radius * y, north)
    }

    #[test]
    fn published_projection_values() {
        // The CN Tower as Wikipedia's article on UTM gives it, to the meter.
        let (zone, east, north) = to_utm(43.642_567, -79.387_139);
        assert_eq!(zone, 17);
        assert!((east - 630_084.0).abs() < 1.5, "{east}");
        assert!((north - 4_833_438.0).abs() < 1.5, "{north}");
        let (lat, lon) = from_utm(17, false, 630_084.0, 4_833_438.0);
        assert!((lat - 43.642_567).abs() < 2e-5 && (lon + 79.387_139).abs() < 2e-5);
    }
}
