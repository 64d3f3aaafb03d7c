//! The Map view driven by labels without a display.
#![cfg(feature = "gui")]

#[path = "fixture/mod.rs"]
mod fixture;

use std::path::PathBuf;

use dateline::{
    model::PlaceStatus,
    ui::{
        App, Doors,
        ask::{Answer, Asker},
    },
    workspace::{
        Command, Placement,
        export::Format,
        session::{PlacesFile, Slot},
        settings::Settings,
        views::{PlaceRow, PlaceTable},
    },
};
use egui::{Key, Modifiers, accesskit::Toggled};
use egui_kittest::{
    Harness,
    kittest::{NodeT as _, Queryable as _},
};
use fixture::{Asked, Fixture, Log};

type Window = Harness<'static, App>;

fn open(desk: fn(&Log) -> Fixture, size: [f32; 2]) -> (Window, Log) {
    let log = Log::default();
    let inner = Log::clone(&log);
    let mut window = Harness::builder()
        .with_size(size)
        .with_max_steps(40)
        .build_eframe(move |creation| {
            let doors = Doors {
                open: Box::new(move |_| Ok(Box::new(desk(&inner)))),
                asker: Asker::new(Box::new(|_, reply| {
                    reply(Answer::Paths(vec![PathBuf::from("/out/map.png")]));
                })),
                keep: Box::new(|_| {}),
                sample: PathBuf::from("sample.dateline"),
                show: Box::new(|_| Ok(())),
                drops: true,
            };
            let settings = Settings {
                view: "map".to_owned(),
                ..Settings::default()
            };
            App::new(
                &creation.egui_ctx,
                doors,
                settings,
                vec![PathBuf::from("hills.dateline")],
            )
        });
    window.run();
    (window, log)
}

fn map() -> (Window, Log) {
    open(Fixture::full, [1440.0, 900.0])
}

fn has(window: &Window, label: &str) -> bool {
    window.query_all_by_label_contains(label).next().is_some()
}

fn click(window: &mut Window, label: &str) {
    window.get_by_label(label).click();
    window.run();
}

fn selected(window: &Window, label: &str) -> bool {
    window.get_by_label(label).accesskit_node().toggled() == Some(Toggled::True)
}

const TARQA: &str = "Tarqa, Sector, 7 mentions";
const GHANAM: &str = "Bir al Ghanam, Libya, Differs: 59 km nearer, 29 mentions";
const YAFRAN: &str = "Yafran, Libya, Point, 264 mentions";
const MISRATA: &str = "Misrata, Libya, Point, 231 mentions";

fn top_of(window: &Window, label: &str) -> f32 {
    window.get_by_label(label).rect().top()
}

#[test]
fn doubtful_places_come_first_and_the_order_can_be_changed() {
    let (mut window, _) = map();
    assert!(top_of(&window, TARQA) < top_of(&window, YAFRAN));
    click(&mut window, "Mentions");
    assert!(top_of(&window, YAFRAN) < top_of(&window, MISRATA));
    assert!(top_of(&window, TARQA) > top_of(&window, MISRATA));
    click(&mut window, "A–Z");
    assert!(top_of(&window, MISRATA) < top_of(&window, TARQA));
    assert!(top_of(&window, TARQA) < top_of(&window, YAFRAN));
}

#[test]
fn a_place_chosen_in_the_list_shows_its_card() {
    let (mut window, _) = map();
    click(&mut window, YAFRAN);
    assert!(selected(&window, YAFRAN));
    assert!(has(&window, "About Yafran"));
    window.key_press(Key::ArrowDown);
    window.run();
    assert!(selected(&window, MISRATA));
    assert!(has(&window, "About Misrata"));
    click(&mut window, "Show 231 mentions of Misrata");
    assert!(
        has(&window, "3 passages"),
        "the passages stand beside the map"
    );
    click(&mut window, "Close passages");
    click(&mut window, "Close card");
    assert!(!has(&window, "About Misrata"));
}

#[test]
fn enter_opens_the_passages_of_a_place_and_escape_closes_its_card() {
    let (mut window, _) = map();
    click(&mut window, TARQA);
    assert!(
        has(&window, "About Tarqa"),
        "a place without a position has a card too"
    );
    window.key_press(Key::Enter);
    window.run();
    assert!(has(&window, "3 passages"));
    window.key_press(Key::Escape);
    window.run();
    assert!(!has(&window, "About Tarqa"));
}

#[test]
fn zooming_in_leaves_places_out_of_view_and_fitting_brings_them_back() {
    let (mut window, _) = map();
    assert!(!has(&window, "in view"));
    for _ in 0..3 {
        click(&mut window, "Zoom in");
    }
    assert!(has(&window, "in view"));
    click(&mut window, "Show all places");
    assert!(!has(&window, "in view"));
}

#[test]
fn the_map_is_moved_by_keys() {
    let (mut window, _) = map();
    window.get_by_label("Map of 7 places").focus();
    window.run();
    for _ in 0..12 {
        window.key_press(Key::ArrowRight);
        window.run();
    }
    assert!(has(&window, "in view"));
    assert!(
        window.get_by_label("Map of 7 places").is_focused(),
        "arrows do not leave the map"
    );
    window.key_press(Key::Num0);
    window.run();
    assert!(!has(&window, "in view"));
    for _ in 0..4 {
        window.key_press(Key::Plus);
        window.run();
    }
    assert!(has(&window, "in view"));
}

#[test]
fn the_map_is_moved_by_dragging() {
    let (mut window, _) = map();
    let rect = window.get_by_label("Map of 7 places").rect();
    let from = rect.center() + egui::vec2(0.0, 200.0);
    window.drag_at(from);
    window.run();
    window.hover_at(from - egui::vec2(700.0, 0.0));
    window.run();
    window.drop_at(from - egui::vec2(700.0, 0.0));
    window.run();
    assert!(has(&window, "in view"));
    assert!(
        !has(&window, "About"),
        "letting go after dragging chooses nothing"
    );
}

fn locked(log: &Log) -> Fixture {
    let mut fixture = Fixture::full(log);
    if let Slot::Ready(overview) = &mut fixture.views_mut().overview {
        overview.read_only = Some("The disk is full".to_owned());
    }
    fixture
}

#[test]
fn a_candidate_is_chosen_by_enter() {
    let (mut window, log) = map();
    click(&mut window, YAFRAN);
    for key in [Key::C, Key::ArrowDown, Key::Enter] {
        window.key_press(key);
        window.run();
    }
    assert!(matches!(placed(&log), Some((1, Placement::Candidate(_)))));
    assert!(!has(&window, "2 candidates"), "the dialog is closed");
}

#[test]
fn enter_and_space_on_the_map_leave_what_is_chosen() {
    let (mut window, _) = map();
    click(&mut window, YAFRAN);
    window.get_by_label_contains("Map of ").focus();
    window.run();
    window.key_press(Key::Space);
    window.run();
    assert!(selected(&window, YAFRAN));
    window.key_press(Key::Enter);
    window.run();
    assert!(selected(&window, YAFRAN));
    assert!(has(&window, "Close the passages") || has(&window, "264 passages"));
}

#[test]
fn nothing_is_placed_in_a_project_that_can_only_be_read() {
    let (mut window, log) = open(locked, [1440.0, 900.0]);
    click(&mut window, YAFRAN);
    window.key_press(Key::C);
    window.run();
    assert!(!has(&window, "2 candidates"));
    assert!(has(&window, "The project is open for reading only"));
    assert_eq!(placed(&log), None);
}

/// One point, one area, one place that was not found.
fn one_point(log: &Log) -> Fixture {
    let mut fixture = Fixture::full(log);
    if let Slot::Ready(table) = &mut fixture.views_mut().places {
        let point: Option<PlaceRow> = table.rows.iter().find(|r| r.name == "Yafran").cloned();
        let area = point.clone().map(|row| PlaceRow {
            name: "Western hills".to_owned(),
            entity: dateline::model::EntityId(900),
            status: PlaceStatus::Area,
            mentions: 40,
            ..row
        });
        *table = PlaceTable {
            rows: point.into_iter().chain(area).collect(),
        };
    }
    fixture
}

#[test]
fn a_symbol_chosen_on_the_map_is_chosen_in_the_list() {
    let (mut window, _) = open(one_point, [1440.0, 900.0]);
    // A single place stands in the middle of the map that fits it.
    let middle = window.get_by_label("Map of 1 place").rect().center();
    window.drag_at(middle);
    window.run();
    window.drop_at(middle);
    window.run();
    assert!(selected(&window, YAFRAN));
    assert!(has(&window, "About Yafran"));
    let beside = middle + egui::vec2(120.0, 160.0);
    window.drag_at(beside);
    window.run();
    window.drop_at(beside);
    window.run();
    assert!(
        !has(&window, "About Yafran"),
        "the ground beside it closes the card"
    );
}

fn drop_at(window: &mut Window, at: egui::Pos2) {
    window.drag_at(at);
    window.run();
    window.drop_at(at);
    window.run();
}

fn ran(log: &Log) -> Vec<Command> {
    let asked = log.borrow();
    let run = asked.iter().filter_map(|asked| match asked {
        Asked::Run(command) => Some(command.clone()),
        _ => None,
    });
    run.collect()
}

fn placed(log: &Log) -> Option<(i64, Placement)> {
    ran(log).into_iter().find_map(|command| match command {
        Command::PlaceEntity { entity, at } => Some((entity.0, at)),
        _ => None,
    })
}

#[test]
fn several_places_are_chosen_counted_and_shown_alone() {
    let (mut window, _) = map();
    click(&mut window, YAFRAN);
    window
        .get_by_label(MISRATA)
        .click_modifiers(Modifiers::COMMAND);
    window.run();
    assert!(selected(&window, YAFRAN) && selected(&window, MISRATA));
    assert!(has(&window, "2 places chosen, 495 mentions"));
    click(&mut window, "Only these");
    assert!(has(&window, "Map of 2 places"));
    assert!(window.query_by_label(TARQA).is_none());
    click(&mut window, "Remove filter Only 2 places");
    assert!(has(&window, "Map of 7 places"));
}

#[test]
fn keys_choose_ranges_and_single_rows() {
    let (mut window, _) = map();
    click(&mut window, YAFRAN);
    window.key_press_modifiers(Modifiers::SHIFT, Key::ArrowDown);
    window.run();
    assert!(selected(&window, YAFRAN) && selected(&window, MISRATA));
    window.key_press(Key::Space);
    window.run();
    assert!(selected(&window, YAFRAN) && !selected(&window, MISRATA));
    window.key_press_modifiers(Modifiers::COMMAND, Key::A);
    window.run();
    assert!(has(&window, "8 places chosen"));
    window.key_press(Key::ArrowUp);
    window.run();
    assert!(!has(&window, "places chosen"));
}

#[test]
fn places_are_found_by_what_their_rows_say() {
    let (mut window, _) = map();
    click(&mut window, "Find places");
    let field = window.get_by_label("Find a place");
    assert!(field.is_focused());
    field.type_text("differs");
    window.run();
    assert!(has(&window, GHANAM));
    assert!(window.query_by_label(YAFRAN).is_none());
}

#[test]
fn what_articles_say_makes_doubts_with_remedies() {
    let (mut window, log) = map();
    assert!(top_of(&window, GHANAM) < top_of(&window, YAFRAN));
    click(&mut window, GHANAM);
    assert!(has(&window, "About Bir al Ghanam"));
    assert!(has(&window, "Coordinates… Bir al Ghanam"));
    click(&mut window, TARQA);
    click(&mut window, "Place it here Tarqa");
    match placed(&log) {
        Some((
            15,
            Placement::Point {
                position,
                uncertainty_km: Some(km),
            },
        )) => assert!((position.lat - 31.7).abs() < 1e-9 && (km - 16.0).abs() < 1e-9),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_place_is_placed_by_a_click_and_escape_leaves() {
    let (mut window, log) = map();
    click(&mut window, TARQA);
    window.key_press(Key::P);
    window.run();
    assert!(has(&window, "Map of 7 places"));
    window.key_press(Key::Escape);
    window.run();
    let middle = window.get_by_label("Map of 7 places").rect().center();
    drop_at(&mut window, middle);
    assert_eq!(placed(&log), None, "the click after Escape places nothing");
    click(&mut window, TARQA);
    window.key_press(Key::P);
    window.run();
    drop_at(&mut window, middle);
    match placed(&log) {
        Some((
            15,
            Placement::Point {
                position,
                uncertainty_km,
            },
        )) => {
            assert!((25.0..40.0).contains(&position.lat), "{position:?}");
            assert!((5.0..25.0).contains(&position.lon), "{position:?}");
            assert!(uncertainty_km.is_some_and(|km| km > 0.1 && km < 50.0));
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn another_candidate_is_chosen() {
    let (mut window, log) = map();
    click(&mut window, YAFRAN);
    window.key_press(Key::C);
    window.run();
    assert!(has(&window, "2 candidates"));
    click(
        &mut window,
        "Yefren Oasis, town, Fezzan, Libya, 310 inhabitants, 604 km from the others",
    );
    click(&mut window, "Choose");
    let chosen = Placement::Candidate("geonames:2".to_owned());
    assert_eq!(placed(&log), Some((1, chosen)));
}

#[test]
fn coordinates_are_typed_and_told_back() {
    let (mut window, log) = map();
    click(&mut window, YAFRAN);
    window.key_press(Key::E);
    window.run();
    window.get_by_label("Coordinates").type_text("132.1, 12.5");
    window.run();
    assert!(has(&window, "Did you mean 12.5, 132.1"));
    let set = window.get_by_label("Set position");
    assert!(set.accesskit_node().is_disabled());
    window.key_press_modifiers(Modifiers::COMMAND, Key::A);
    window
        .get_by_label("Coordinates")
        .type_text("32.5 N 13.1 E");
    window.run();
    assert!(has(&window, "32.5000° N, 13.1000° E"));
    click(&mut window, "Set position");
    match placed(&log) {
        Some((1, Placement::Point { position, .. })) => {
            assert!((position.lat - 32.5).abs() < 1e-9 && (position.lon - 13.1).abs() < 1e-9);
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_time_bar_plays_the_dates() {
    let (mut window, _) = map();
    click(&mut window, "Show the time bar");
    assert!(has(&window, "Named up to 12 Mar 2012: 2 places"));
    assert!(has(&window, "1 article not dated to the day is left out"));
    window.get_by_label("Date: Named up to 12 Mar 2012").focus();
    window.run();
    window.key_press(Key::Home);
    window.run();
    assert!(has(&window, "Named up to 3 Mar 2012: 1 place"));
    assert!(has(&window, "Map of 1 place"));
    window.key_press(Key::ArrowRight);
    window.run();
    assert!(has(&window, "Named up to 4 Mar 2012"));
    click(&mut window, "Only then");
    assert!(has(&window, "Named on 4 Mar 2012: 1 place"));
    click(&mut window, "Hide the time bar");
    assert!(has(&window, "Map of 7 places"));
}

/// Two places at one point.
fn twins(log: &Log) -> Fixture {
    let mut fixture = Fixture::full(log);
    if let Slot::Ready(table) = &mut fixture.views_mut().places {
        table.rows.retain(|row| row.name == "Yafran");
        let twin = table.rows.first().cloned().map(|row| PlaceRow {
            name: "Yafran market".to_owned(),
            entity: dateline::model::EntityId(901),
            mentions: 12,
            ..row
        });
        table.rows.extend(twin);
    }
    fixture
}

#[test]
fn places_on_one_another_are_chosen_together_where_no_zoom_parts_them() {
    let (mut window, _) = open(twins, [1440.0, 900.0]);
    let middle = window.get_by_label("Map of 2 places").rect().center();
    drop_at(&mut window, middle);
    assert!(has(&window, "2 places chosen, 276 mentions"));
}

/// Two towns 30 km apart and nothing else.
fn neighbors(log: &Log) -> Fixture {
    let mut fixture = twins(log);
    if let Slot::Ready(table) = &mut fixture.views_mut().places
        && let Some(row) = table.rows.last_mut()
    {
        row.position = dateline::model::LatLon::new(32.06, 12.83);
    }
    fixture
}

#[test]
fn clusters_open_when_clicked() {
    let (mut window, _) = open(neighbors, [1440.0, 900.0]);
    for _ in 0..3 {
        click(&mut window, "Zoom out");
    }
    let middle = window.get_by_label("Map of 2 places").rect().center();
    drop_at(&mut window, middle);
    assert!(!has(&window, "About"), "the first click opens the cluster");
    // Fitted, the two stand at both sides of the middle.
    drop_at(&mut window, middle);
    assert!(!has(&window, "places chosen") && !has(&window, "About"));
    window.key_press(Key::Num0);
    window.run();
    assert!(!has(&window, "in view"));
}

#[test]
fn places_are_exported_for_other_programs() {
    let (mut window, log) = map();
    click(&mut window, "Export map…");
    click(&mut window, "GeoJSON");
    click(&mut window, "One feature for each mention");
    click(&mut window, "Export…");
    window.run();
    let what = PlacesFile {
        format: Format::GeoJson,
        per_mention: true,
    };
    let saved = Asked::SavePlaces(what, PathBuf::from("/out/map.png"));
    assert!(log.borrow().contains(&saved), "{:?}", log.borrow());
}

#[test]
fn areas_are_listed_only() {
    let (mut window, _) = open(one_point, [1440.0, 900.0]);
    assert!(has(&window, "1 area listed only"));
    click(&mut window, "Western hills, Libya, Area, 40 mentions");
    assert!(has(&window, "About Western hills"));
    assert!(has(&window, "Map of 1 place"));
}

/// Places, but none with a position.
fn nowhere(log: &Log) -> Fixture {
    let mut fixture = Fixture::full(log);
    if let Slot::Ready(table) = &mut fixture.views_mut().places {
        table
            .rows
            .retain(|row| row.status == PlaceStatus::Unresolved);
    }
    fixture
}

#[test]
fn a_map_without_positions_says_so() {
    let (window, _) = open(nowhere, [1440.0, 900.0]);
    assert!(has(&window, "No place in this selection has a position"));
    assert!(
        window
            .get_by_label("Export map…")
            .accesskit_node()
            .is_disabled()
    );
    let (window, _) = open(Fixture::empty, [1440.0, 900.0]);
    assert!(has(&window, "No places found in this selection"));
}

#[test]
fn a_map_is_exported() {
    let (mut window, log) = map();
    click(&mut window, YAFRAN);
    click(&mut window, "Export map…");
    assert!(has(&window, "Text on the map"));
    click(&mut window, "Export…");
    window.run();
    let saved = Asked::Save(PathBuf::from("/out/map.png"), true);
    assert!(log.borrow().contains(&saved), "{:?}", log.borrow());
}

#[test]
fn narrow_and_wide_windows_keep_their_labels() {
    for size in [[860.0, 520.0], [2560.0, 1440.0]] {
        let (mut window, _) = open(Fixture::full, size);
        click(&mut window, YAFRAN);
        assert!(has(&window, "About Yafran"), "{size:?}");
    }
}

#[test]
fn the_list_has_the_keys_of_the_map() {
    let (mut window, _) = map();
    click(&mut window, YAFRAN);
    window.key_press_modifiers(Modifiers::SHIFT, Key::F10);
    window.run();
    assert!(has(&window, "Zoom to this place"), "the menu is open");
    window.key_press(Key::Escape);
    window.run();
    assert!(!has(&window, "Zoom to this place"));
    window.get_by_label(YAFRAN).focus();
    window.run();
    window.key_press(Key::Z);
    window.run();
    assert!(has(&window, "in view"), "some are out of view now");
    window.key_press(Key::Num0);
    window.run();
    assert!(!has(&window, "in view"), "all are seen again");
    // Whatever is held when the frame ends, the press was one with Ctrl.
    window.input_mut().events.push(egui::Event::Key {
        key: Key::ArrowDown,
        physical_key: None,
        pressed: true,
        repeat: false,
        modifiers: Modifiers::COMMAND,
    });
    window.run();
    assert!(
        selected(&window, YAFRAN),
        "the keyboard moved, not the choice"
    );
}

#[test]
fn the_head_of_a_narrow_map_covers_nothing() {
    for size in [[1280.0, 800.0], [1000.0, 700.0], [860.0, 520.0]] {
        let (mut window, _) = open(Fixture::full, size);
        click(&mut window, YAFRAN);
        click(&mut window, "Show 264 mentions of Yafran");
        let map = window
            .get_all_by_label("Map")
            .map(|node| node.rect())
            .max_by(|a, b| a.top().total_cmp(&b.top()))
            .expect("a head");
        let told = window
            .query_all_by_label_contains(" of 7")
            .chain(window.query_all_by_label_contains("7 places"));
        for node in told.filter(|node| (node.rect().center().y - map.center().y).abs() < 8.0) {
            assert!(
                node.rect().left() > map.right(),
                "{size:?}: {:?}",
                node.rect()
            );
        }
    }
}

#[test]
fn a_table_of_places_has_rows_and_no_picture() {
    let (mut window, log) = map();
    click(&mut window, "Export map…");
    assert!(has(&window, "Preview"));
    click(&mut window, "CSV");
    assert!(!has(&window, "Preview"), "no picture is written");
    click(&mut window, "One row for each mention");
    click(&mut window, "Export…");
    window.run();
    let what = PlacesFile {
        format: Format::Csv,
        per_mention: true,
    };
    let saved = Asked::SavePlaces(what, PathBuf::from("/out/map.png"));
    assert!(log.borrow().contains(&saved), "{:?}", log.borrow());
}
