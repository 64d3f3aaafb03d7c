//! What people type, and what they mean by it.

use proptest::prelude::*;

use super::{grid::tests::to_utm, *};

#[track_caller]
fn check(text: &str, lat: f64, lon: f64) {
    let typed = parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
    let at = typed.position;
    assert!(
        (at.lat - lat).abs() < 2e-5 && (at.lon - lon).abs() < 2e-5,
        "{text}: {at:?}"
    );
}

#[track_caller]
fn refuse(text: &str, said: &str) {
    match parse(text) {
        Ok(typed) => panic!("{text}: {typed:?}"),
        Err(error) => assert!(error.to_string().contains(said), "{text}: {error}"),
    }
}

#[test]
fn decimal_degrees() {
    check("32.06 N 12.53 E", 32.06, 12.53);
    check("32.06N, 12.53E", 32.06, 12.53);
    check("N32.06 E12.53", 32.06, 12.53);
    check("N 32.06, W 12.53", 32.06, -12.53);
    check("12.53 E 32.06 N", 32.06, 12.53);
    check("32.06, 12.53", 32.06, 12.53);
    check("-33.9 18.4", -33.9, 18.4);
    check("(−33.9; 18.4)", -33.9, 18.4);
    check("32.06° 12.53°", 32.06, 12.53);
    check("32.06 deg north 12.53 deg west", 32.06, -12.53);
    check("32,06 12,53", 32.06, 12.53);
    check("32,06 N, 12,53 E", 32.06, 12.53);
    check("32,12", 32.0, 12.0);
    check("32 12", 32.0, 12.0);
    check("32N 12E", 32.0, 12.0);
    check("32.06N 12.53", 32.06, 12.53);
    check("32.06 12.53E", 32.06, 12.53);
    check("+32.06+012.53/", 32.06, 12.53);
    check("-32.06-012.53", -32.06, -12.53);
    check("geo:32.06,12.53", 32.06, 12.53);
    check("lat 32.06, lon 12.53", 32.06, 12.53);
    check("0 0", 0.0, 0.0);
    check("90 180", 90.0, 180.0);
    check("90S 180W", -90.0, -180.0);
}

#[test]
fn minutes_and_seconds() {
    check("32° 03′ 48″ N, 12° 31′ 43″ E", 32.063_333, 12.528_611);
    check("32°03'48\"N 12°31'43\"E", 32.063_333, 12.528_611);
    check("32º03’48”N 12º31’43”W", 32.063_333, -12.528_611);
    check("32°03'48''N 12°31'43''E", 32.063_333, 12.528_611);
    check("32d 3m 48s N 12d 31m 43s E", 32.063_333, 12.528_611);
    check("32d 3m 48s S 12d 31m 43s W", -32.063_333, -12.528_611);
    check("32 03 48 N 12 31 43 E", 32.063_333, 12.528_611);
    check("32 03 48, 12 31 43", 32.063_333, 12.528_611);
    check("32 03 48 12 31 43", 32.063_333, 12.528_611);
    check("N 32° 03.8' E 012° 31.717'", 32.063_333, 12.528_617);
    check("32°3,8'N 12°31,717'E", 32.063_333, 12.528_617);
    check("32-03-48N 012-31-43E", 32.063_333, 12.528_611);
    check("320348N 0123143E", 32.063_333, 12.528_611);
    check("3203N 01231W", 32.05, -12.516_667);
    check("32:03:48N 12:31:43E", 32.063_333, 12.528_611);
    check("-0° 30' 0\", 12° 0' 0\"", -0.5, 12.0);
}

#[test]
fn grids() {
    // The Washington Monument in the United States National Grid (FGDC-STD-011-2001 as commonly quoted), and in UTM.
    check("18S UJ 23371 06519", 38.889_802, -77.036_543);
    check("18SUJ2337106519", 38.889_802, -77.036_543);
    check("mgrs: 18s uj 23371 06519", 38.889_802, -77.036_543);
    check("17T 630084 4833438", 43.642_561, -79.387_143);
    check("17N 630084 4833438", 43.642_561, -79.387_143);
    check("17 N 630084mE 4833438mN", 43.642_561, -79.387_143);
    // Southern hemisphere by its band, and by the letter S.
    check("56H 334873 6252266", -33.857, 151.215);
    check("56S 334873 6252266", -33.857, 151.215);
    let square = parse("33S TR").expect("a square of 100 km");
    assert!(square.within_km > 70.0 && square.within_km < 71.0);
    refuse("33S AR 12345 12345", "no such square");
    refuse("33S TR 123", "as many digits");
    refuse("33S 950000 3550350", "Eastings go from");
}

#[test]
fn digits_say_how_exact_it_is() {
    let within = |text: &str| parse(text).expect("a position").within_km;
    assert!((within("32.06 N 12.53 E") - 0.556).abs() < 0.01);
    assert!((within("32 N 12 E") - 55.6).abs() < 0.1);
    assert!((within("32°03'48\"N 12°31'43\"E") - 0.0154).abs() < 0.001);
}

#[test]
fn what_is_wrong_is_said() {
    refuse("", "Nothing is given");
    refuse("  ", "Nothing is given");
    refuse("32.06", "Only one number");
    refuse("32.06 N", "Only one number");
    refuse("132.06, 12.53", "Did you mean 12.53, 132.06");
    refuse("12.53, 190", "Longitude 190 is out of range");
    refuse("99, 190", "Latitude 99 is out of range");
    refuse("32.06 N 12.53 N", "Two latitudes");
    refuse("32.06 E 12.53 W", "Two longitudes");
    refuse("-32.06 N 12.53 E", "too much");
    refuse("32°63'N 12°E", "63 is out of range");
    refuse("32.5° 30' N 12 E", "Only the last");
    refuse("32 03 48 12 31", "5 numbers cannot be told apart");
    refuse("Tripoli", "“Tripoli” does not belong");
    refuse("32.06 # 12.53", "“#” does not belong");
    refuse("32.06 N 12.53 E 4 S", "More than two");
    refuse(&"9".repeat(400), "does not belong");
}

#[test]
fn words_are_short_and_read_back() {
    let at = |lat, lon| words(LatLon { lat, lon });
    assert_eq!(at(32.063_33, -12.5), "32.0633° N, 12.5000° W");
    assert_eq!(at(-0.000_01, 0.0), "0.0000° N, 0.0000° E");
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in "\\PC{0,60}") {
        let _ = parse(&text);
    }

    #[test]
    fn what_looks_like_coordinates_is_read_or_refused(text in "[0-9NSEWnsdmTRUJ°'\"′″.,;:+ -]{0,30}") {
        if let Ok(typed) = parse(&text) {
            prop_assert!(typed.position.lat.abs() <= 90.0 && typed.position.lon.abs() <= 180.0);
            prop_assert!(typed.within_km.is_finite());
        }
    }

    #[test]
    fn written_positions_are_read_back(lat in -90.0..=90.0_f64, lon in -180.0..=180.0_f64) {
        let written = words(LatLon { lat, lon });
        let back = parse(&written).expect("its own words").position;
        prop_assert!((back.lat - lat).abs() < 6e-5 && (back.lon - lon).abs() < 6e-5, "{written}");
        let signed = format!("{lat:.6}, {lon:.6}");
        let back = parse(&signed).expect("signed degrees").position;
        prop_assert!((back.lat - lat).abs() < 1e-6 && (back.lon - lon).abs() < 1e-6, "{signed}");
        let dms = |value: f64, positive: char, negative: char| {
            let seconds = (value.abs() * 3600.0).round() as u64;
            let side = if value < 0.0 { negative } else { positive };
            format!("{}°{}′{}″{side}", seconds / 3600, seconds / 60 % 60, seconds % 60)
        };
        let written = format!("{} {}", dms(lat, 'N', 'S'), dms(lon, 'E', 'W'));
        let back = parse(&written).expect("degrees, minutes, seconds").position;
        prop_assert!((back.lat - lat).abs() < 2e-4 && (back.lon - lon).abs() < 2e-4, "{written}");
    }

    #[test]
    fn utm_goes_both_ways(lat in -79.9..83.9_f64, lon in -179.99..179.99_f64) {
        let (zone, east, north) = to_utm(lat, lon);
        let band = "CDEFGHJKLMNPQRSTUVWX".chars().nth(((lat + 80.0) / 8.0) as usize).unwrap_or('X');
        let written = format!("{zone}{band} {east:.2} {north:.2}");
        let back = parse(&written).expect("UTM").position;
        prop_assert!((back.lat - lat).abs() < 1e-6, "{written} {back:?}");
        prop_assert!((back.lon - lon).abs() * lat.to_radians().cos() < 1e-6, "{written} {back:?}");
    }
}
