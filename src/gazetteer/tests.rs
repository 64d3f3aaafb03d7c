//! What people look up.

use super::*;
use crate::model::NamedPlace;

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
    assert!(File::open(&b""[..]).is_none());
    assert!(File::open(&FILE[..1000]).is_none());
    let mut wrong = FILE[..100].to_vec();
    wrong[7] = b'9';
    assert!(File::open(wrong).is_none());
}

fn place(id: &str, name: &str, lat: f64, lon: f64) -> NamedPlace {
    NamedPlace {
        id: id.to_owned(),
        name: name.to_owned(),
        position: LatLon { lat, lon },
        country: "LY",
        feature: "city",
        ..NamedPlace::default()
    }
}

fn list(name: &str, part_size: usize, places: Vec<NamedPlace>) -> Arc<PlaceList> {
    let mut builder = ListBuilder::with_parts_of(part_size);
    for place in places {
        builder.push(place);
    }
    let bytes = builder.finish();
    assert!(PlaceList::open(name, &bytes[..bytes.len() - 1]).is_none());
    Arc::new(PlaceList::open(name, &bytes).expect("a list just made"))
}

/// `id, name, feature` of all candidates.
fn all(gazetteer: &Gazetteer, name: &str) -> Vec<String> {
    let found = gazetteer.lookup(name);
    found
        .iter()
        .map(|c| format!("{}, {}, {}", c.id, c.name, c.feature))
        .collect()
}

#[test]
fn lists_are_found_by_every_spelling_as_the_embedded_names_are() {
    let mut camp = place("7", "Qaşr Zuhrah", 30.25, 14.5);
    camp.others = vec!["Camp Sevenfold".to_owned(), "قصر زهرة".to_owned()];
    camp.population = 20_000;
    let gazetteer = Gazetteer::with([
        list(
            "a",
            2,
            vec![
                place("1", "Onelistedplace", 30.0, 14.0),
                camp,
                place("3", "Threelistedplace", 31.0, 14.0),
            ],
        ),
        list("b:c", 9, vec![place("x:1", "Onelistedplace", 10.0, 20.0)]),
    ]);
    let expected = ["user:a:7, Qaşr Zuhrah, city"];
    for name in [
        "Qasr Zuhra",
        "qaşr zuhrah",
        "CAMP SEVENFOLD",
        "قصر زهرة",
        "Qasr Zohra",
    ] {
        assert_eq!(all(&gazetteer, name), expected, "{name}");
    }
    assert_eq!(
        all(&gazetteer, "Onelistedplace"),
        [
            "user:a:1, Onelistedplace, village",
            "user:b:c:x:1, Onelistedplace, village"
        ]
    );
    assert_eq!(
        all(&gazetteer, "Threelistedplac"),
        ["user:a:3, Threelistedplace, village"]
    );
    for id in ["user:a:1", "user:a:3", "user:b:c:x:1", "user:a:7"] {
        assert_eq!(gazetteer.by_id(id).map(|c| c.id).as_deref(), Some(id));
    }
    assert_eq!(gazetteer.by_id("user:a:9"), None);
    let camp = gazetteer.by_id("user:a:7").expect("the camp");
    assert_eq!((camp.position.lat, camp.position.lon), (30.25, 14.5));
    assert_eq!((camp.country.as_str(), camp.population), ("LY", 20_000));
    // What comes with the program is found as before.
    for name in ["Tripoli", "Libya", "Springfield", "Nosuchplace"] {
        assert_eq!(all(&gazetteer, name), all(Gazetteer::embedded(), name));
    }
}

#[test]
fn what_the_program_has_is_not_doubled() {
    let embedded = Gazetteer::embedded();
    let yafran = embedded.lookup("Yafran").remove(0);
    let id: u32 = yafran
        .id
        .strip_prefix("geonames:")
        .and_then(|n| n.parse().ok())
        .expect("an id");
    let mut same = place("1", "Yafran", 0.0, 0.0);
    same.geonames = id;
    same.others = vec!["Yafranbyanothername".to_owned()];
    let at = yafran.position;
    let gazetteer = Gazetteer::with([list(
        "own",
        9,
        vec![
            same,
            place("2", "Yafran", at.lat + 0.005, at.lon),
            place("3", "Yafran", 10.0, 10.0),
        ],
    )]);
    let found: Vec<String> = gazetteer
        .lookup("Yafran")
        .into_iter()
        .map(|c| c.id)
        .collect();
    assert_eq!(
        found.len(),
        embedded.lookup("Yafran").len() + 1,
        "{found:?}"
    );
    assert!(found.contains(&"user:own:3".to_owned()));
    let other = gazetteer.lookup("Yafranbyanothername");
    assert_eq!(other[0].id, yafran.id, "the same place by another name");
}

#[test]
fn regions_of_lists_are_those_of_the_program() {
    let embedded = Gazetteer::embedded();
    let hit = embedded.hits("Yafran")[0];
    let code = &base()
        .file
        .region(hit.region as usize)
        .expect("a region")
        .code;
    let mut known = place("1", "Newvillage", 32.0, 12.5);
    known.region.clone_from(code);
    let mut unknown = place("2", "Farvillage", 32.0, 12.5);
    unknown.region = "no such".to_owned();
    let gazetteer = Gazetteer::with([list("own", 9, vec![known, unknown])]);
    assert_eq!(gazetteer.hits("Newvillage")[0].region, hit.region);
    assert_eq!(gazetteer.lookup("Newvillage")[0].region, "Jabal al Gharbi");
    let far = gazetteer.hits("Farvillage")[0];
    assert!(far.region as usize >= base().file.regions().len());
    assert_eq!(gazetteer.lookup("Farvillage")[0].region, "");
}

#[test]
fn many_places_of_one_name_leave_the_largest() {
    let places = (0..600).map(|n| {
        let mut one = place(
            &n.to_string(),
            "Sameoldname",
            20.0 + f64::from(n) / 100.0,
            14.0,
        );
        one.population = if n == 599 { 1_000_000 } else { 10 };
        one
    });
    let gazetteer = Gazetteer::with([list("many", 1000, places.collect())]);
    let found = gazetteer.lookup("Sameoldname");
    assert_eq!(found.len(), 255);
    assert_eq!(found[0].id, "user:many:599");
}

proptest::proptest! {
    /// A damaged list is refused or read; it never breaks the program.
    #[test]
    fn damage_to_a_list_is_survived(at in 0_usize..2_000, byte: u8) {
        let mut builder = ListBuilder::default();
        for n in 0..5 {
            builder.push(place(&n.to_string(), "Damagedplace", 30.0, 14.0 + f64::from(n)));
        }
        let mut bytes = builder.finish();
        let at = if at % 2 == 0 { at % bytes.len() } else { bytes.len() - 1 - at % 900 };
        bytes[at] = byte;
        if let Some(list) = PlaceList::open("x", &bytes) {
            let gazetteer = Gazetteer::with([Arc::new(list)]);
            let _ = gazetteer.lookup("Damagedplace");
            let _ = gazetteer.near("Damagedplac");
            let _ = gazetteer.by_id("user:x:3");
        }
    }
}
