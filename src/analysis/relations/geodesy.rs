//! Distances, bearings and points on the WGS 84 ellipsoid, by the crate `geographiclib-rs` (Karney 2013, "Algorithms for
//! geodesics", doi:10.1007/s00190-012-0578-z).

use std::sync::OnceLock;

use geographiclib_rs::{DirectGeodesic, Geodesic, InverseGeodesic};

use crate::model::LatLon;

fn wgs84() -> &'static Geodesic {
    static ONE: OnceLock<Geodesic> = OnceLock::new();
    ONE.get_or_init(Geodesic::wgs84)
}

/// Length in km of the shortest line and its bearing at the start, in degrees clockwise from north (0 to 360). Between
/// one point and itself the bearing means nothing.
#[must_use]
pub fn distance_and_bearing(from: LatLon, to: LatLon) -> (f64, f64) {
    let (meters, bearing, _, _): (f64, f64, f64, f64) =
        wgs84().inverse(from.lat, from.lon, to.lat, to.lon);
    (meters / 1000.0, bearing.rem_euclid(360.0))
}

/// The point so many km from `from` at a bearing in degrees. Negative distances go the other way.
#[must_use]
pub fn point_at(from: LatLon, bearing: f64, km: f64) -> LatLon {
    let (lat, lon): (f64, f64) = wgs84().direct(from.lat, from.lon, bearing, km * 1000.0);
    LatLon { lat, lon }
}

/// Degrees between two bearings, from 0 to 180.
#[must_use]
pub fn angle_between(a: f64, b: f64) -> f64 {
    let turn = (a - b).rem_euclid(360.0);
    turn.min(360.0 - turn)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Published lines: from and to (degrees), length in meters, bearing at the start, most error allowed in meters.
    const LINES: [(f64, f64, f64, f64, f64, f64, f64); 7] = [
        // GeographicLib's own test lines (Karney, "Test set for geodesics", doi:10.5281/zenodo.32156, and the program's
        // test suite), accurate to nanometers.
        (
            35.60777,
            -139.44815,
            -11.17491,
            -69.95921,
            8_935_244.560_481_83,
            111.098_748_429_560_33,
            0.001,
        ),
        (
            55.52454,
            106.05087,
            77.03196,
            197.18234,
            4_105_086.171_392_441,
            22.020_059_880_982_8,
            0.001,
        ),
        (
            -21.97856,
            142.59065,
            41.84138,
            98.56635,
            8_394_328.894_657_671,
            327.555_431_235_668_1,
            0.001,
        ),
        (
            -66.99028,
            112.2363,
            -12.70631,
            285.90344,
            11_150_344.231_208_024,
            173.734_912_408_784_03,
            0.001,
        ),
        (
            -17.42761,
            173.34268,
            -15.84784,
            5.93557,
            16_076_603.163_118_068,
            200.966_442_338_543_07,
            0.001,
        ),
        (
            32.84994,
            48.28919,
            -56.28556,
            202.29132,
            16_727_068.943_816_446,
            150.492_927_788_122,
            0.001,
        ),
        // Flinders Peak to Buninyong, Geocentric Datum of Australia Technical Manual, chapter 4 (on GRS 80, whose
        // flattening differs from that of WGS 84 in the ninth digit).
        (
            -37.951_033_416_666_67,
            144.424_867_888_888_9,
            -37.652_821_138_888_89,
            143.926_495_527_777_8,
            54_972.271,
            306.868_158_333_333_3,
            0.01,
        ),
    ];

    #[test]
    fn published_lines_are_met() {
        for (lat1, lon1, lat2, lon2, meters, bearing, error) in LINES {
            let from = LatLon {
                lat: lat1,
                lon: lon1,
            };
            let to = LatLon {
                lat: lat2,
                lon: lon2,
            };
            let (km, start) = distance_and_bearing(from, to);
            assert!(
                (km * 1000.0 - meters).abs() < error,
                "{km} km, not {meters} m"
            );
            assert!(angle_between(start, bearing) < 1e-5, "{start} {bearing}");
            let back = point_at(from, bearing, meters / 1000.0);
            assert!(back.distance_km(&to) < 1e-3, "{back:?}");
        }
    }

    #[test]
    fn bearings_turn_around() {
        assert!((angle_between(350.0, 20.0) - 30.0).abs() < 1e-9);
        assert!((angle_between(20.0, 350.0) - 30.0).abs() < 1e-9);
        assert!((angle_between(0.0, 180.0) - 180.0).abs() < 1e-9);
    }
}
