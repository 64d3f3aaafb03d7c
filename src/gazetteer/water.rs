//! Names written on the sea. Positions are chosen for the eye: where the name has room.

use std::sync::OnceLock;

use crate::model::{LatLon, map::WaterLabel};

/// Name, latitude, longitude, zoom from which it is written.
const WATERS: &[(&str, f64, f64, f32)] = &[
    ("Pacific Ocean", 5.0, -140.0, 0.0),
    ("Pacific Ocean", 12.0, 160.0, 1.5),
    ("Atlantic Ocean", 25.0, -42.0, 0.0),
    ("South Atlantic Ocean", -25.0, -15.0, 1.5),
    ("Indian Ocean", -20.0, 78.0, 0.0),
    ("Arctic Ocean", 80.0, -160.0, 1.0),
    ("Southern Ocean", -62.0, 90.0, 1.0),
    ("Mediterranean Sea", 34.3, 18.6, 2.5),
    ("Black Sea", 43.2, 34.2, 3.5),
    ("Caspian Sea", 42.0, 50.6, 3.5),
    ("Red Sea", 20.5, 38.3, 3.5),
    ("Persian Gulf", 26.9, 51.4, 4.5),
    ("Gulf of Oman", 24.9, 58.3, 5.0),
    ("Gulf of Aden", 12.2, 47.6, 4.5),
    ("Arabian Sea", 15.5, 64.5, 2.5),
    ("Bay of Bengal", 14.5, 88.0, 2.5),
    ("Andaman Sea", 11.0, 96.0, 4.5),
    ("South China Sea", 14.0, 114.0, 3.0),
    ("East China Sea", 29.0, 125.0, 4.0),
    ("Yellow Sea", 36.0, 123.2, 4.5),
    ("Sea of Japan", 39.5, 134.5, 3.5),
    ("Sea of Okhotsk", 54.0, 149.5, 3.0),
    ("Bering Sea", 58.0, -178.0, 2.5),
    ("Philippine Sea", 19.0, 133.0, 3.0),
    ("Gulf of Thailand", 9.8, 101.6, 5.0),
    ("Java Sea", -4.9, 111.5, 4.5),
    ("Banda Sea", -5.5, 127.5, 4.5),
    ("Timor Sea", -11.0, 127.5, 4.5),
    ("Coral Sea", -17.0, 155.0, 3.0),
    ("Tasman Sea", -38.0, 160.0, 3.0),
    ("North Sea", 56.5, 3.2, 3.5),
    ("Norwegian Sea", 67.5, 2.0, 3.0),
    ("Barents Sea", 74.0, 38.0, 3.0),
    ("Kara Sea", 75.5, 68.0, 3.5),
    ("Laptev Sea", 76.0, 124.0, 3.5),
    ("Baltic Sea", 56.4, 18.6, 4.5),
    ("Gulf of Bothnia", 62.0, 19.6, 5.0),
    ("Bay of Biscay", 45.0, -5.0, 4.0),
    ("English Channel", 50.1, -1.8, 5.5),
    ("Irish Sea", 53.7, -5.0, 6.0),
    ("Adriatic Sea", 42.9, 15.2, 5.0),
    ("Ionian Sea", 38.0, 19.0, 5.0),
    ("Tyrrhenian Sea", 40.0, 12.0, 5.0),
    ("Aegean Sea", 38.6, 25.2, 5.5),
    ("Ligurian Sea", 43.5, 9.0, 6.5),
    ("Sea of Marmara", 40.7, 28.1, 7.5),
    ("Sea of Azov", 46.0, 36.7, 6.0),
    ("Gulf of Sidra", 31.6, 18.6, 6.0),
    ("Gulf of Gabès", 34.3, 10.8, 7.0),
    ("Strait of Sicily", 36.9, 11.6, 7.0),
    ("Alboran Sea", 35.9, -3.2, 6.5),
    ("Gulf of Suez", 28.9, 32.9, 7.0),
    ("Strait of Hormuz", 26.5, 56.5, 7.0),
    ("Gulf of Guinea", 1.5, 3.5, 3.5),
    ("Mozambique Channel", -19.0, 41.0, 4.0),
    ("Caribbean Sea", 14.8, -74.5, 3.0),
    ("Gulf of Mexico", 25.3, -90.3, 3.0),
    ("Hudson Bay", 60.0, -85.5, 3.0),
    ("Baffin Bay", 73.5, -66.0, 3.5),
    ("Labrador Sea", 58.5, -55.0, 3.5),
    ("Gulf of Saint Lawrence", 48.2, -61.5, 5.5),
    ("Gulf of Alaska", 56.5, -146.0, 3.5),
    ("Beaufort Sea", 72.5, -140.0, 4.0),
    ("Gulf of California", 27.3, -111.4, 5.5),
    ("Sargasso Sea", 28.0, -64.0, 4.0),
    ("Drake Passage", -58.5, -65.0, 4.0),
    ("Weddell Sea", -72.0, -44.0, 3.5),
    ("Ross Sea", -74.5, -174.0, 3.5),
    ("Great Australian Bight", -34.0, 130.0, 4.0),
    ("Gulf of Carpentaria", -13.8, 139.0, 5.0),
    ("Taiwan Strait", 24.4, 119.4, 6.5),
    ("Strait of Malacca", 4.2, 99.7, 6.0),
    ("Sulu Sea", 8.3, 120.2, 5.0),
    ("Celebes Sea", 3.6, 122.5, 4.5),
];

/// Oceans and seas with where and from which zoom their names are written, most important first at equal zoom.
#[must_use]
pub fn water_labels() -> &'static [WaterLabel] {
    static LABELS: OnceLock<Vec<WaterLabel>> = OnceLock::new();
    LABELS.get_or_init(|| {
        let label = |&(name, lat, lon, min_zoom): &(&str, f64, f64, f32)| WaterLabel {
            name: name.to_owned(),
            at: LatLon { lat, lon },
            min_zoom,
        };
        WATERS.iter().map(label).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gazetteer::basemap::land_at;

    #[test]
    fn names_lie_in_the_water() {
        for label in water_labels() {
            assert!(land_at(label.at).is_none(), "{}", label.name);
        }
    }
}
