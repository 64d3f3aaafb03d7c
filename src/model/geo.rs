//! Positions on the earth and the map's projection.

use serde::{Deserialize, Serialize};

/// Mean radius of the earth in km (IUGG).
pub const EARTH_RADIUS_KM: f64 = 6371.0088;

/// Latitude beyond which the map is cut, where the Mercator world is a square.
pub const MAX_LAT: f64 = 85.051_128_779_806_6;

/// Degrees on WGS 84.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct LatLon {
    /// North positive, from -90 to 90.
    pub lat: f64,
    /// East positive, from -180 to 180.
    pub lon: f64,
}

impl LatLon {
    /// The position, when it is on the earth.
    #[must_use]
    pub fn new(lat: f64, lon: f64) -> Option<Self> {
        (lat.abs() <= 90.0 && lon.abs() <= 180.0).then_some(Self { lat, lon })
    }

    /// Great-circle distance in km on the mean sphere (haversine).
    #[must_use]
    pub fn distance_km(&self, other: &Self) -> f64 {
        let (lat1, lat2) = (self.lat.to_radians(), other.lat.to_radians());
        let half = |degrees: f64| (degrees.to_radians() / 2.0).sin().powi(2);
        let h = half(other.lat - self.lat) + lat1.cos() * lat2.cos() * half(other.lon - self.lon);
        2.0 * EARTH_RADIUS_KM * h.sqrt().min(1.0).asin()
    }

    /// Position on the map of the world: x from 0 (180° W) to 1 (180° E), y from 0 (north) to 1 (south), in the
    /// spherical Mercator projection. Latitudes beyond [`MAX_LAT`] are moved to it.
    #[must_use]
    pub fn to_mercator(&self) -> (f64, f64) {
        let lat = self.lat.clamp(-MAX_LAT, MAX_LAT).to_radians();
        let y = (1.0 - lat.tan().asinh() / std::f64::consts::PI) / 2.0;
        ((self.lon + 180.0) / 360.0, y)
    }

    /// The inverse of [`Self::to_mercator`].
    #[must_use]
    pub fn from_mercator(x: f64, y: f64) -> Self {
        let lat = (std::f64::consts::PI * (1.0 - 2.0 * y))
            .sinh()
            .atan()
            .to_degrees();
        Self {
            lat,
            lon: x * 360.0 - 180.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_distance() {
        // Paris to London, city centers: 344 km by any great-circle calculator.
        let (paris, london) = (
            LatLon {
                lat: 48.8566,
                lon: 2.3522,
            },
            LatLon {
                lat: 51.5074,
                lon: -0.1278,
            },
        );
        assert!((paris.distance_km(&london) - 343.6).abs() < 1.0);
    }

    #[test]
    fn mercator_goes_both_ways() {
        for (lat, lon) in [(0.0, 0.0), (32.9, 13.2), (-54.8, -68.3), (85.0, 179.9)] {
            let (x, y) = LatLon { lat, lon }.to_mercator();
            let back = LatLon::from_mercator(x, y);
            assert!((back.lat - lat).abs() < 1e-9 && (back.lon - lon).abs() < 1e-9);
        }
        assert_eq!(
            LatLon {
                lat: 90.0,
                lon: 180.0
            }
            .to_mercator()
            .0,
            1.0
        );
    }
}
