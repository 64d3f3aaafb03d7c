//! Lists as people have them, whole and broken.

use std::io::Write as _;

use proptest::prelude::*;

use super::*;

fn all(name: &str, bytes: &[u8]) -> (Vec<NamedPlace>, Report) {
    let mut places = Vec::new();
    let report = read(name, bytes, &mut |place| places.push(place)).expect("a list");
    assert_eq!(report.places, places.len() as u64);
    (places, report)
}

/// `name lat lon country feature` of each place.
fn brief(places: &[NamedPlace]) -> Vec<String> {
    places
        .iter()
        .map(|p| {
            format!(
                "{} {} {} {} {}",
                p.name, p.position.lat, p.position.lon, p.country, p.feature
            )
        })
        .collect()
}

fn broken(report: &Report) -> Vec<(u64, &str)> {
    report
        .broken
        .iter()
        .map(|b| (b.line, b.why.as_str()))
        .collect()
}

fn geonames_line(id: &str, name: &str, lat: &str, lon: &str, class: &str, code: &str) -> String {
    format!(
        "{id}\t{name}\tAscii {name}\tAlias {name},قصر,HLLX\t{lat}\t{lon}\t{class}\t{code}\tLY\t\t61\t\t\t\t1200\t\t210\tAfrica/Tripoli\t2020-01-01"
    )
}

fn geonames() -> String {
    [
        geonames_line("101", "Bir Samak", "30.5", "14.25", "P", "PPL"),
        geonames_line("102", "Wadi Samak", "30.6", "14.3", "H", "WAD"),
        "only\tthree\tcolumns".to_owned(),
        geonames_line("x", "Bir Two", "30.5", "14.25", "P", "PPL"),
        geonames_line("104", "Bir Three", "130.5", "14.25", "P", "PPL"),
        geonames_line("105", "Bir Four", "north", "14.25", "P", "PPL"),
        geonames_line("106", "", "30.5", "14.25", "P", "PPL"),
        geonames_line("107", "Bir Five", "99", "190", "P", "PPL"),
        String::new(),
        geonames_line("108", "Samak Region", "30.5", "14", "A", "ADM1"),
    ]
    .join("\r\n")
}

#[test]
fn geonames_country_files() {
    let (places, report) = all("LY.txt", geonames().as_bytes());
    assert_eq!(report.format, "GeoNames");
    assert_eq!(
        brief(&places),
        [
            "Bir Samak 30.5 14.25 LY city",
            "Wadi Samak 30.6 14.3 LY river",
            "Samak Region 30.5 14 LY region"
        ]
    );
    let first = &places[0];
    assert_eq!((first.geonames, first.population), (101, 1200));
    assert_eq!(first.others, ["Ascii Bir Samak", "Alias Bir Samak", "قصر"]);
    assert_eq!(first.region, "61");
    assert!(places[2].radius_km.is_some());
    assert_eq!(
        broken(&report),
        [
            (3, "it has 3 columns; a line of GeoNames has 19"),
            (4, "“x” is no GeoNames number"),
            (
                5,
                "Latitude 130.5 is beyond 90°. Did you mean 14.25, 130.5 (latitude first)?"
            ),
            (6, "“north” is no number of degrees"),
            (7, "it has no name"),
            (8, "Latitude 99 is out of range: it goes from -90 to 90"),
        ]
    );
}

#[test]
fn geonames_in_its_archive() {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for (name, text) in [
        ("readme.txt", "Readme for GeoNames\n".to_owned()),
        ("LY.txt", geonames()),
    ] {
        zip.start_file(name, options).expect("a member");
        zip.write_all(text.as_bytes()).expect("its bytes");
    }
    let bytes = zip.finish().expect("an archive").into_inner();
    let (places, report) = all("LY.zip", &bytes);
    assert_eq!((places.len(), report.broken_count), (3, 6));
    assert!(read("LY.zip", &bytes[..bytes.len() / 2], &mut |_| ()).is_err());
}

#[test]
fn whos_on_first_records() {
    let lines = r#"{"id": 11, "name": "Wadi Samak", "pt": "locality", "lat": 30.5, "lon": 14.25, "pop": 900, "dep": null, "sup": [], "conc": {"gn:id": 101}, "aliases": ["Ouadi Samak", "Wadi Samak"], "country": "LY"}
{"id": 12, "name": "Old Samak", "pt": "locality", "lat": 30.5, "lon": 14.25, "dep": null, "sup": [11], "conc": {}, "aliases": [], "country": "LY"}
{"id": 13, "name": "Samak", "pt": "region", "lat": 30.5, "lon": 214.25, "conc": {}, "aliases": [], "country": "LY"}
{"id": 14, "name"
{"id": 15, "name": "Samak", "pt": "region", "lat": 30.5, "lon": 14.5, "conc": {}, "aliases": ["سمك"], "country": "LY"}
"#;
    let (places, report) = all("wof-ly.jsonl", lines.as_bytes());
    assert_eq!(
        brief(&places),
        ["Wadi Samak 30.5 14.25 LY city", "Samak 30.5 14.5 LY region"]
    );
    assert_eq!(
        (places[0].geonames, places[0].others.as_slice()),
        (101, &["Ouadi Samak".to_owned()][..])
    );
    assert_eq!(
        (places[1].id.as_str(), places[1].radius_km),
        ("wof-15", Some(100.0))
    );
    let lines: Vec<u64> = report.broken.iter().map(|b| b.line).collect();
    assert_eq!(lines, [3, 4]);
    assert!(
        report.notes[0].starts_with("1 records are left out"),
        "{:?}",
        report.notes
    );

    let full = r#"{"type": "Feature", "id": 21, "properties": {"wof:id": 21, "wof:name": "Samak", "wof:placetype": "county",
        "geom:latitude": 30.1, "geom:longitude": 14.1, "geom:area_square_m": 314159265.0, "wof:country": "LY",
        "wof:superseded_by": [], "wof:concordances": {"gn:id": "77"}, "name:ara_x_preferred": ["سمك"], "wof:population": 5},
        "geometry": {"type": "Polygon", "coordinates": [[[14, 30], [14.2, 30], [14.2, 30.2], [14, 30]]]}}"#;
    let (places, _) = all("21.geojson", full.as_bytes());
    assert_eq!(brief(&places), ["Samak 30.1 14.1 LY county"]);
    assert_eq!((places[0].geonames, places[0].population), (77, 5));
    assert!(
        places[0]
            .radius_km
            .is_some_and(|km| (km - 10.0).abs() < 0.01)
    );
}

#[test]
fn geojson_collections() {
    let text = r#"{"type": "FeatureCollection", "features": [
        {"type": "Feature", "id": "c7", "geometry": {"type": "Point", "coordinates": [14.25, 30.5]},
         "properties": {"Name": "Camp Seven", "alt_names": ["Camp 7", "Mukhayyam"], "type": "camp", "pop": 40}},
        {"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [[[14, 30], [15, 30], [15, 31], [14, 30]]]},
         "properties": {"name": "Dry Plain"}},
        {"type": "Feature", "geometry": {"type": "MultiPolygon", "coordinates": [[[[179, -17], [180, -17], [180, -16], [179, -17]]],
         [[[-180, -17], [-179, -17], [-179, -16], [-180, -17]]]]}, "properties": {"name": "Far Isles"}},
        {"type": "Feature", "geometry": null, "properties": {"name": "Nowhere"}},
        {"type": "Feature", "geometry": {"type": "Point", "coordinates": [30.5, 114.25]}, "properties": {"name": "Turned"}},
        {"type": "Feature", "geometry": {"type": "Point", "coordinates": [0, 0]}, "properties": {"name": "Null"}},
        {"type": "Feature", "geometry": {"type": "Point", "coordinates": [1, 2]}, "properties": {}}
    ]}"#;
    let (places, report) = all("x.geojson", text.as_bytes());
    assert_eq!(
        brief(&places),
        [
            "Camp Seven 30.5 14.25  landmark",
            "Dry Plain 30.5 14.5  area",
            "Far Isles -16.5 180  area"
        ]
    );
    assert_eq!((places[0].id.as_str(), places[0].population), ("c7", 40));
    assert_eq!(places[0].others, ["Camp 7", "Mukhayyam"]);
    assert!(
        places[1]
            .radius_km
            .is_some_and(|km| (70.0..80.0).contains(&km))
    );
    assert!(
        places[2]
            .radius_km
            .is_some_and(|km| (110.0..130.0).contains(&km))
    );
    let said: Vec<(u64, bool)> = broken(&report)
        .iter()
        .map(|(line, why)| (*line, why.contains("Did you mean")))
        .collect();
    assert_eq!(said, [(4, false), (5, true), (6, false), (7, false)]);
}

#[test]
fn tables() {
    let check = |name: &str, text: &str, expected: &[&str]| {
        let (places, report) = all(name, text.as_bytes());
        assert_eq!(brief(&places), expected, "{text} {report:?}");
        report
    };
    let report = check(
        "camps.csv",
        "id,Name,Arabic name,Latitude,Longitude,cc,Type,Population\n\
         a,Camp One,مخيم,30.5,14.25,ly,camp,\"1,200\"\n\
         b,Camp Two,,130.5,14.25,LY,,\n\
         c,,,30.5,14.25,LY,,\n\
         \n\
         d,\"Camp, \"\"Four\"\"\",,30°30'N,14°15'E,,village,\n\
         e,Camp Five,,,,,,\n",
        &[
            "Camp One 30.5 14.25 LY landmark",
            "Camp, \"Four\" 30.5 14.25  city",
        ],
    );
    let lines: Vec<u64> = report.broken.iter().map(|b| b.line).collect();
    assert_eq!(lines, [3, 4, 7]);
    assert!(
        report.notes[0].contains("latitude in “Latitude”"),
        "{:?}",
        report.notes
    );
    check(
        "x.csv",
        "place;lat;lon\nCamp One;30,5;14,25\n",
        &["Camp One 30.5 14.25  place"],
    );
    check(
        "x.tsv",
        "toponym\tx\ty\nCamp One\t14.25\t30.5\n",
        &["Camp One 30.5 14.25  place"],
    );
    check(
        "x.csv",
        "Camp One,30.5,14.25\nCamp Two,31,15\n",
        &["Camp One 30.5 14.25  place", "Camp Two 31 15  place"],
    );
    let (places, _) = all("x.csv", b"name,mgrs\nMonument,18S UJ 23371 06519\n");
    let at = places[0].position;
    assert!((at.lat - 38.8898).abs() < 1e-4 && (at.lon + 77.0365).abs() < 1e-4);
    assert!(read("x.csv", b"a,b,c\n1,2,3\n", &mut |_| ()).is_err());
    assert!(read("x.csv", b"", &mut |_| ()).is_err());
    assert!(read("x.json", b"{\"features\": ", &mut |_| ()).is_err());
}

proptest! {
    #[test]
    fn whatever_the_bytes_nothing_breaks(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = read("x.csv", &bytes, &mut |_| ());
    }

    #[test]
    fn tables_and_records_are_read_or_reported(
        rows in proptest::collection::vec("[a-z0-9.,;\"\t{}:\\[\\]-]{0,30}", 1..8),
    ) {
        let head = ["name,lat,lon", "[", "{\"id\": 1}", "1\tx\tx\t\t1\t1\tP\tPPL\tLY\t\t\t\t\t\t\t\t\t\t"];
        for first in head {
            let text = format!("{first}\n{}", rows.join("\n"));
            let _ = read("x.csv", text.as_bytes(), &mut |place| {
                assert!(place.position.lat.abs() <= 90.0 && !place.name.is_empty());
            });
        }
    }
}
