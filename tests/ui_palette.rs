//! The command palette and the way back and forward, driven by keys without a display.
#![cfg(feature = "gui")]

#[path = "fixture/mod.rs"]
mod fixture;

use std::path::PathBuf;

use dateline::{
    ui::{
        App, Doors,
        action::{Action, View},
        actions::{Does, TABLE},
        ask::{Answer, Asker},
    },
    workspace::{Command, settings::Settings},
};
use egui::{Event, Key, Modifiers};
use egui_kittest::{
    Harness,
    kittest::{NodeT as _, Queryable as _},
};
use fixture::{Asked, Fixture, Log};

type Window = Harness<'static, App>;

fn open_with(paths: Vec<PathBuf>) -> (Window, Log) {
    let log = Log::default();
    let inner = Log::clone(&log);
    let mut window = Harness::builder()
        .with_size([1440.0, 900.0])
        .with_max_steps(60)
        .build_eframe(move |creation| {
            let doors = Doors {
                open: Box::new(move |_| Ok(Box::new(Fixture::full(&inner)))),
                asker: Asker::new(Box::new(|_, reply| reply(Answer::Nothing))),
                keep: Box::new(|_| {}),
                sample: PathBuf::from("sample.dateline"),
                show: Box::new(|_| Ok(())),
                drops: true,
            };
            App::new(&creation.egui_ctx, doors, Settings::default(), paths)
        });
    window.run();
    (window, log)
}

fn open() -> (Window, Log) {
    open_with(vec![PathBuf::from("hills.dateline")])
}

fn palette(window: &mut Window, query: &str) {
    window.key_press_modifiers(Modifiers::COMMAND, Key::K);
    window.run();
    if !query.is_empty() {
        window.event(Event::Text(query.to_owned()));
        window.run();
    }
}

fn has(window: &Window, label: &str) -> bool {
    window.query_all_by_label_contains(label).next().is_some()
}

fn press(window: &mut Window, key: Key) {
    window.key_press(key);
    window.run();
}

#[test]
fn every_action_is_listed_with_its_keys() {
    let (mut window, _) = open();
    palette(&mut window, "");
    // As many as fit are drawn; paging through them shows the rest.
    let mut seen = String::new();
    for _ in 0..TABLE.len() {
        for node in window.query_all_by_label_contains("") {
            let node = node.accesskit_node();
            if node.role() == egui::accesskit::Role::ListBoxOption {
                seen.push_str(&node.label().unwrap_or_default());
                seen.push('\n');
            }
        }
        press(&mut window, Key::ArrowDown);
    }
    for row in TABLE {
        if matches!(row.does, Does::Told) || row.name.starts_with("All actions") {
            continue;
        }
        assert!(seen.contains(row.name), "{} is not listed", row.name);
    }
}

#[test]
fn a_few_letters_and_enter_do_it() {
    let (mut window, _) = open();
    palette(&mut window, "hist");
    press(&mut window, Key::Enter);
    assert!(has(&window, "Save as CSV…"), "the panel is open");
    press(&mut window, Key::Escape);
    // A view's own key is pressed in its view.
    palette(&mut window, "next article");
    press(&mut window, Key::Enter);
    assert!(has(&window, "2 of 212"));
    palette(&mut window, "chart");
    press(&mut window, Key::Enter);
    assert!(has(&window, "Export chart…"));
    palette(&mut window, "next article");
    press(&mut window, Key::Enter);
    assert!(has(&window, "3 of 212"), "it goes to Read first");
}

#[test]
fn what_cannot_be_done_says_why_and_does_nothing() {
    let (mut window, log) = open();
    let before = log.borrow().len();
    palette(&mut window, "redo");
    assert!(has(&window, "Nothing to redo"));
    press(&mut window, Key::Enter);
    assert!(has(&window, "Nothing to redo"), "the palette stays");
    assert_eq!(log.borrow().len(), before);
    let (mut window, _) = open_with(Vec::new());
    palette(&mut window, "history");
    assert!(has(&window, "No project is open"));
}

#[test]
fn articles_and_names_are_gone_to() {
    let (mut window, _) = open();
    palette(&mut window, "dehiba");
    assert!(has(&window, "Two pumps cross at Dehiba, article"));
    let first = window
        .query_all_by_label_contains("Two pumps cross at Dehiba, article")
        .next();
    first.expect("the article").click();
    window.run();
    assert!(has(&window, "8 of 212"));
}

#[test]
fn the_keyboard_returns_to_where_it_was() {
    let (mut window, log) = open();
    window.get_by_label("Import…").focus();
    window.run();
    palette(&mut window, "undo");
    press(&mut window, Key::Enter);
    assert!(log.borrow().contains(&Asked::Run(Command::Undo)));
    assert!(window.get_by_label("Import…").is_focused());
}

#[test]
fn back_and_forward_lead_through_views_articles_and_panels() {
    let (mut window, _) = open();
    let alt = |window: &mut Window, key| {
        window.key_press_modifiers(Modifiers::ALT, key);
        window.run();
    };
    press(&mut window, Key::J);
    window.state_mut().ask(Action::Go(View::Map));
    window.run();
    window.key_press_modifiers(Modifiers::COMMAND, Key::J);
    window.run();
    assert!(has(&window, "Different"));
    alt(&mut window, Key::ArrowLeft);
    assert!(!has(&window, "Different"), "the panel is left");
    assert!(has(&window, "Export map…"));
    alt(&mut window, Key::ArrowLeft);
    assert!(has(&window, "2 of 212"));
    alt(&mut window, Key::ArrowLeft);
    assert!(has(&window, "1 of 212"));
    for _ in 0..3 {
        alt(&mut window, Key::ArrowRight);
    }
    assert!(has(&window, "Different"), "and come back to");
}
