//! What people look up.

use super::*;

/// First candidate as `name, country, feature`.
fn first(name: &str) -> String {
    let found = Gazetteer::embedded().lookup(name);
    found.first().map_or_else(String::new, |c| {
        format!("{}, {}, {}", c.name, c.country, c.feature)
    })
}

#[test]
fn well_known_names() {
    let check = |name: &str, expected: &str| assert_eq!(first(name), expected, "{name}");
    check("Tripoli", "Tripoli, LY, capital");
    check("LIBYA", "Libya, LY, country");
    check("U.S.", "United States, US, country");
    check("USA", "United States, US, country");
    check("Britain", "United Kingdom, GB, country");
    check("Georgia", "Georgia, GE, country");
    check("Middle East", "Middle East, , area");
    check("Nafusa Mountains", "Western Mountains, LY, mountains");
    check("Black Sea", "Black Sea, , sea");
    check("Saint Louis", "St. Louis, US, city");
    check("Al-Jufra", "Al Jufrah, LY, region");
    check("Orange County", "Orange County, US, county");
    check("Kyiv", "Kyiv, UA, capital");
    check("Kiev", "Kyiv, UA, capital");
    check("Misrata", "Misrata, LY, city");
    check("", "");
    check("Qqqqqqqqq", "");
}

#[test]
fn near_spellings_say_so() {
    let check = |name: &str, country: &str| {
        let found = Gazetteer::embedded().near(name);
        assert!(
            found
                .iter()
                .any(|h| h.country == country && h.matched == Match::Near),
            "{name}"
        );
    };
    check("Zlitaan", "LY");
    check("Kuneitra", "SY");
    check("Pariss", "FR");
}

#[test]
fn regions_and_radii() {
    let check = |name: &str, country: &str, region: &str, radius: std::ops::Range<f64>| {
        let found = Gazetteer::embedded().lookup(name);
        let place = found.iter().find(|c| c.country == country).unwrap();
        assert_eq!(place.region, region, "{name}");
        assert!(
            radius.contains(&place.uncertainty_km),
            "{name} {}",
            place.uncertainty_km
        );
    };
    check("Yafran", "LY", "Jabal al Gharbi", 0.9..5.0);
    check("Springfield", "US", "Missouri", 1.0..10.0);
    check("Texas", "US", "", 400.0..1000.0);
    check("London", "GB", "England", 15.0..30.0);
    check("Libya", "LY", "", 700.0..1500.0);
}

#[test]
fn countries_and_their_people() {
    let gazetteer = Gazetteer::embedded();
    let check = |word: &str, code: &str| {
        assert_eq!(
            gazetteer.country_of_demonym(word).unwrap_or_default(),
            code,
            "{word}"
        );
    };
    check("Libyan", "LY");
    check("Poles", "PL");
    check("FRENCH", "FR");
    check("Martian", "");
    assert_eq!(gazetteer.country_name("NL"), Some("Netherlands"));
    assert_eq!(gazetteer.country_name("QQ"), None);
    assert_eq!(gazetteer.country("LY").map(|h| h.feature), Some("country"));
}

#[test]
fn every_record_can_be_read() {
    let gazetteer = Gazetteer::embedded();
    let mut places = 0;
    for number in (0..).step_by(97) {
        let Some(hit) = gazetteer.hit(number, Match::Main) else {
            break;
        };
        let place = gazetteer.candidate(&hit);
        assert!(!place.name.is_empty() && place.id.len() > 9);
        let found = gazetteer.hits(&place.name);
        assert!(
            found
                .iter()
                .any(|h| h.number == number && h.matched == Match::Main),
            "{place:?}"
        );
        places += 1;
    }
    assert!(places > 2_000);
}

#[test]
fn damaged_files_are_refused() {
    assert!(File::open(b"").is_none());
    assert!(File::open(&FILE[..1000]).is_none());
    let mut wrong = FILE[..100].to_vec();
    wrong[7] = b'9';
    assert!(File::open(&wrong).is_none());
}
