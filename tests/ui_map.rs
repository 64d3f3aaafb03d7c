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
        session::Slot,
        settings::Settings,
        views::{PlaceRow, PlaceTable},
    },
};
use egui::{Key, accesskit::Toggled};
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

const TARQA: &str = "Tarqa, Not found, 7 mentions";
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

#[test]
fn areas_are_listed_only() {
    let (mut window, _) = open(one_point, [1440.0, 900.0]);
    assert!(has(&window, "1 place, 1 area listed only"));
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
