use proptest::prelude::*;

use super::*;
use crate::{
    charts::{
        map_png, map_svg,
        tests::{check_room, words_of},
    },
    model::{
        EntityId, LatLon,
        map::{Country, MapPatch, MapView, PatchKind, Shape as Outline},
    },
};

fn square(code: &str, name: &str, [west, south, east, north]: [f32; 4]) -> Country {
    let ring = vec![
        [west, south],
        [east, south],
        [east, north],
        [west, north],
        [west, south],
    ];
    Country {
        code: code.to_owned(),
        name: name.to_owned(),
        polygons: vec![Outline {
            lines: vec![ring],
            bounds: [west, south, east, north],
        }],
        label_at: LatLon {
            lat: f64::from(south + north) / 2.0,
            lon: f64::from(west + east) / 2.0,
        },
        size: (east - west) * (north - south),
    }
}

/// Two square countries side by side, and a coast around both.
fn base() -> BaseMap {
    let coast = vec![[0.0, 20.0], [0.0, 40.0], [40.0, 40.0], [40.0, 20.0]];
    BaseMap {
        countries: vec![
            square("AA", "Westmark", [0.0, 20.0, 20.0, 40.0]),
            square("BB", "Eastmark", [20.0, 20.0, 40.0, 40.0]),
        ],
        borders: vec![Outline {
            lines: vec![vec![[20.0, 20.0], [20.0, 40.0]]],
            bounds: [20.0, 20.0, 20.0, 40.0],
        }],
        coasts: vec![Outline {
            lines: vec![coast],
            bounds: [0.0, 20.0, 40.0, 40.0],
        }],
    }
}

fn waters() -> Vec<WaterLabel> {
    vec![WaterLabel {
        name: "Long Sea".to_owned(),
        at: LatLon {
            lat: 44.0,
            lon: 18.0,
        },
        min_zoom: 0.0,
    }]
}

fn symbol(name: &str, lat: f64, lon: f64, value: u64, status: PlaceStatus) -> MapSymbol {
    MapSymbol {
        entity: EntityId(1),
        name: name.to_owned(),
        at: LatLon { lat, lon },
        status,
        uncertainty_km: Some(300.0),
        value,
        selected: false,
    }
}

fn picture(symbols: Vec<MapSymbol>) -> MapPicture {
    MapPicture {
        title: "Where it happened".to_owned(),
        subtitle: "Mentions in 40 articles".to_owned(),
        n_line: "n = 90 mentions".to_owned(),
        notes: vec!["Source: 3 outlets".to_owned()],
        symbols,
        listed_only: vec![
            "Westmark (area)".to_owned(),
            "Nowhere (not found)".to_owned(),
        ],
        unit: "mentions".to_owned(),
        undated: 0,
        view: None,
        most: None,
        patches: Vec::new(),
        lit: Vec::new(),
    }
}

fn towns() -> Vec<MapSymbol> {
    vec![
        symbol("Port Levant", 39.0, 18.0, 50, PlaceStatus::Resolved),
        symbol("Sluice", 25.0, 5.0, 20, PlaceStatus::User),
        symbol("<Quay> & \"Co\"", 30.0, 33.0, 10, PlaceStatus::Unresolved),
        symbol("Old Hills", 46.0, 30.0, 10, PlaceStatus::Area),
    ]
}

fn scene_of(map: &MapPicture, options: &PictureOptions) -> Scene {
    let (base, waters) = (base(), waters());
    let below = Outlines {
        levels: &[&base],
        waters: &waters,
    };
    scene(map, below, options, Letters::EMBEDDED)
}

fn said(map: &MapPicture, options: &PictureOptions) -> Vec<String> {
    scene_of(map, options)
        .words
        .into_iter()
        .map(|w| w.text)
        .collect()
}

fn size(width: u32, height: u32) -> PictureOptions {
    PictureOptions {
        width,
        height,
        ..PictureOptions::default()
    }
}

#[test]
fn a_map_says_where_what_and_from_whom() {
    let words = said(&picture(towns()), &PictureOptions::default());
    for text in [
        "Where it happened",
        "n = 90 mentions",
        "Port Levant",
        "Sluice",
        "<Quay> & \"Co\"",
        "WESTMARK",
        "EASTMARK",
        "Long Sea",
        "Mentions",
        "Placed by hand",
        "Doubtful",
        "Somewhere in this area",
        "50",
        "30° N",
    ] {
        assert!(
            words.iter().any(|w| w.replace('\u{a0}', " ") == text),
            "“{text}” is missing in {words:?}"
        );
    }
    let all = words.join(" ");
    for text in [
        "Not on the map: Westmark (area), Nowhere (not found).",
        "Outlines: Natural Earth.",
    ] {
        assert!(all.contains(text), "“{text}” is missing in {all}");
    }
}

#[test]
fn notes_are_not_said_twice() {
    let mut map = picture(towns());
    map.notes = vec![
        "Areas: Westmark (area).".to_owned(),
        "Outlines: Natural Earth.".to_owned(),
    ];
    assert_eq!(
        paragraph(notes(&map)),
        ["Areas: Westmark (area). Outlines: Natural Earth."]
    );
}

#[test]
fn words_stay_apart_and_off_the_marks() {
    let crowd: Vec<MapSymbol> = (0..150)
        .map(|at| {
            let (lat, lon) = (
                22.0 + f64::from(at * 7 % 31) * 0.5,
                3.0 + f64::from(at * 11 % 37) * 0.9,
            );
            symbol(
                &format!("Town {at}"),
                lat,
                lon,
                200 / (1 + at as u64),
                PlaceStatus::Resolved,
            )
        })
        .collect();
    for map in [
        picture(towns()),
        picture(crowd),
        picture(Vec::new()),
        picture(towns()[..1].to_vec()),
    ] {
        for (width, height) in [
            (1600, 1000),
            (320, 200),
            (500, 1400),
            (2000, 400),
            (6000, 6000),
        ] {
            let scene = scene_of(&map, &size(width, height));
            check_room(&scene, &format!("map {width}×{height}"));
            let names = scene.words.iter().filter(|w| w.text.starts_with("Town "));
            for words in names {
                for shape in &scene.shapes {
                    if let Shape::Disc {
                        center: (x, y),
                        radius,
                        ..
                    } = shape
                    {
                        let mark = [x - radius, y - radius, x + radius, y + radius];
                        assert!(
                            !overlap(words.bounds(1.0), mark),
                            "“{}” covers a mark",
                            words.text
                        );
                    }
                }
            }
        }
    }
}

#[test]
fn shape_tells_how_sure_a_place_is() {
    let scene = scene_of(&picture(towns()), &PictureOptions::default());
    let of = |color| {
        scene
            .shapes
            .iter()
            .filter(move |s| matches!(s, Shape::Line { color: c, .. } if *c == color))
            .count()
    };
    // Doubt is drawn in dashes, on the map and in the legend.
    assert!(of(super::super::colors::WARN) > 12);
    let squares = scene.shapes.iter().filter(|s| {
        matches!(s, Shape::Rect { width, height, color, .. } if width == height && color.opacity < 1.0)
            || matches!(s, Shape::Area { ring, color } if ring.len() == 4 && color.opacity < 1.0)
    });
    assert_eq!(squares.count(), 2);
}

#[test]
fn places_outside_a_chosen_view_are_counted() {
    let mut map = picture(towns());
    map.view = Some(MapView {
        center: LatLon {
            lat: 39.0,
            lon: 18.0,
        },
        zoom: 9.0,
        seen: None,
    });
    let words = said(&map, &PictureOptions::default());
    assert!(
        words
            .iter()
            .any(|w| w.starts_with("Places: 3 outside this view (Sluice")),
        "{words:?}"
    );
    assert!(words.contains(&"Port Levant".to_owned()));
}

#[test]
fn shapes_stay_inside_the_picture() {
    let mut map = picture(towns());
    map.view = Some(MapView {
        center: LatLon {
            lat: 39.0,
            lon: 178.0,
        },
        zoom: 1.0,
        seen: None,
    });
    for map in [map, picture(towns())] {
        let scene = scene_of(&map, &PictureOptions::default());
        for shape in &scene.shapes {
            let points: Vec<Point> = match shape {
                Shape::Area { ring, .. } => ring.clone(),
                Shape::Line { points, .. } => points.clone(),
                Shape::Rect { at, .. } => vec![*at],
                Shape::Disc { center, .. } | Shape::Ring { center, .. } => vec![*center],
            };
            for (x, y) in points {
                assert!(
                    (0.0..=1600.0).contains(&x) && (0.0..=1000.0).contains(&y),
                    "{shape:?}"
                );
            }
        }
    }
}

#[test]
fn both_files_are_made_the_same_each_time() {
    let (base, waters) = (base(), waters());
    let below = Outlines {
        levels: &[&base],
        waters: &waters,
    };
    let (map, options) = (picture(towns()), size(400, 300));
    let file = map_png(&map, below, &options).unwrap();
    assert_eq!(file, map_png(&map, below, &options).unwrap());
    let words = words_of(&map_svg(&map, below, &options).unwrap());
    assert!(words.contains(&"Port Levant".to_owned()));
    let bare = Outlines {
        levels: &[],
        waters: &[],
    };
    assert!(map_svg(&map, bare, &options).is_ok());
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(32) })]

    /// Whatever lies wherever, a map comes out, well-formed and with its words apart.
    #[test]
    fn any_map_becomes_a_picture(
        places in prop::collection::vec((-90.0..90.0_f64, -180.0..180.0_f64, any::<u64>(), 0..4_usize, "\\PC{0,20}"), 0..30),
        view in prop::option::of((-90.0..90.0_f64, -180.0..180.0_f64, -5.0..40.0_f64)),
        seen in prop::option::of((1.0..4000.0_f64, 1.0..4000.0_f64)),
        odd in prop::sample::select(vec![0.0, f64::NAN, f64::INFINITY, 1e300]),
        (width, height) in (320..900_u32, 200..700_u32),
    ) {
        use PlaceStatus::{Area, Resolved, Unresolved, User};
        let mut symbols: Vec<MapSymbol> = places
            .into_iter()
            .map(|(lat, lon, value, status, name)| symbol(&name, lat, lon, value, [Resolved, User, Area, Unresolved][status]))
            .collect();
        if let Some(first) = symbols.first_mut() {
            first.at.lat += odd;
            first.uncertainty_km = Some(odd);
        }
        let mut map = picture(symbols);
        let seen = seen.map(|(width, height)| [width, height]);
        map.view = view.map(|(lat, lon, zoom)| MapView { center: LatLon { lat, lon }, zoom, seen });
        let (base, waters) = (base(), waters());
        let below = Outlines { levels: &[&base], waters: &waters };
        let options = size(width, height);
        check_room(&scene(&map, below, &options, Letters::EMBEDDED), "any map");
        words_of(&map_svg(&map, below, &options).unwrap());
        if width < 360 {
            map_png(&map, below, &options).unwrap();
        }
    }
}

#[test]
fn symbols_that_cover_one_another_are_one_named_after_the_largest() {
    let mut map = picture(vec![
        symbol("Port Levant", 39.0, 18.0, 50, PlaceStatus::Resolved),
        symbol("Levant Quay", 39.0, 18.3, 20, PlaceStatus::Resolved),
        symbol("Sluice", 25.0, 5.0, 20, PlaceStatus::Resolved),
    ]);
    let words = said(&map, &PictureOptions::default());
    assert!(words.iter().any(|w| w == "Port Levant +1"), "{words:?}");
    assert!(words.iter().any(|w| w.starts_with("Several places")));
    // What is highlighted is never hidden in another.
    map.symbols[1].selected = true;
    let words = said(&map, &PictureOptions::default());
    assert!(words.iter().any(|w| w == "Levant Quay"), "{words:?}");
}

#[test]
fn far_places_do_not_shrink_the_rest_and_are_named_below() {
    let near = |n: u8| {
        let lat = 31.0 + f64::from(n % 5) * 0.4;
        let lon = 12.0 + f64::from(n / 5) * 0.5;
        symbol(&format!("Town {n}"), lat, lon, 10, PlaceStatus::Resolved)
    };
    let mut symbols: Vec<MapSymbol> = (0..20).map(near).collect();
    let marks = |symbols: &[MapSymbol]| {
        let words = said(&picture(symbols.to_vec()), &PictureOptions::default());
        let named = words.iter().filter(|w| w.starts_with("Town")).count();
        (named, words)
    };
    let (alone, _) = marks(&symbols);
    symbols.push(symbol("Far Harbor", -33.9, 151.2, 1, PlaceStatus::Resolved));
    let (named, words) = marks(&symbols);
    assert_eq!(named, alone, "{words:?}");
    let told = words
        .iter()
        .any(|w| w.contains("1 outside this view (Far Harbor)"));
    assert!(told, "{words:?}");
    // Where much is said of the far place, it belongs to the picture.
    if let Some(far) = symbols.last_mut() {
        far.value = 100;
    }
    let (_, words) = marks(&symbols);
    assert!(words.iter().any(|w| w == "Far Harbor"), "{words:?}");
}

#[test]
fn stretches_are_drawn_with_their_words_and_cut_to_the_map() {
    let ring = |west: f64, east: f64| {
        [(31.0, west), (31.0, east), (37.0, east), (37.0, west)]
            .map(|(lat, lon)| {
                let (x, y) = LatLon { lat, lon }.to_mercator();
                [x, y]
            })
            .to_vec()
    };
    let mut map = picture(towns());
    let before = scene_of(&map, &PictureOptions::default());
    map.patches = vec![
        MapPatch {
            rings: vec![ring(10.0, 20.0)],
            kind: PatchKind::Area,
            words: "south of Port Levant".to_owned(),
        },
        MapPatch {
            rings: vec![ring(-400.0, 900.0)],
            kind: PatchKind::Region,
            words: String::new(),
        },
    ];
    let after = scene_of(&map, &PictureOptions::default());
    assert!(after.shapes.len() > before.shapes.len());
    assert!(after.words.iter().any(|w| w.text == "south of Port Levant"));
    let width = f64::from(PictureOptions::default().width);
    for shape in &after.shapes {
        if let Shape::Area { ring, .. } = shape {
            assert!(ring.iter().all(|p| (-1.0..=width + 1.0).contains(&p.0)));
        }
    }
}
