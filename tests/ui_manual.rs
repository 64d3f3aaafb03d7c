//! The manual inside the window, driven by keys and labels without a display.
#![cfg(feature = "gui")]

#[path = "fixture/mod.rs"]
mod fixture;

use std::path::PathBuf;

use dateline::{
    ui::{
        App, Doors,
        ask::{Answer, Asker},
    },
    workspace::settings::Settings,
};
use egui::{Event, Key, Modifiers};
use egui_kittest::{
    Harness,
    kittest::{NodeT as _, Queryable as _},
};
use fixture::{Fixture, Log};

type Window = Harness<'static, App>;

fn open(paths: Vec<PathBuf>, size: [f32; 2]) -> Window {
    let log = Log::default();
    let mut window = Harness::builder()
        .with_size(size)
        .with_max_steps(60)
        .build_eframe(move |creation| {
            let doors = Doors {
                open: Box::new(move |_| Ok(Box::new(Fixture::full(&log)))),
                asker: Asker::new(Box::new(|_, reply| reply(Answer::Nothing))),
                keep: Box::new(|_| {}),
                sample: PathBuf::from("sample.dateline"),
                show: Box::new(|_| Ok(())),
                drops: true,
            };
            App::new(&creation.egui_ctx, doors, Settings::default(), paths)
        });
    window.run();
    window
}

fn project() -> Window {
    open(vec![PathBuf::from("hills.dateline")], [1280.0, 1100.0])
}

fn press(window: &mut Window, modifiers: Modifiers, key: Key) {
    window.key_press_modifiers(modifiers, key);
    window.run();
}

/// The manual's page, by its title; `None` while the manual is closed.
fn page(window: &Window) -> Option<String> {
    let mut pages = window.query_all_by_role(egui::Role::Document);
    pages.find_map(|node| node.accesskit_node().label())
}

fn has(window: &Window, label: &str) -> bool {
    window.query_all_by_label(label).next().is_some()
}

fn manual(window: &mut Window) {
    press(window, Modifiers::SHIFT, Key::F1);
}

#[test]
fn it_opens_at_the_page_about_what_is_in_front() {
    let mut window = project();
    for (key, title) in [
        (Key::Num1, "Reading"),
        (Key::Num2, "Charts"),
        (Key::Num3, "The map"),
        (Key::Num4, "Comparing versions"),
    ] {
        press(&mut window, Modifiers::COMMAND, key);
        manual(&mut window);
        assert_eq!(page(&window).as_deref(), Some(title));
        press(&mut window, Modifiers::NONE, Key::Escape);
        assert_eq!(page(&window), None);
    }
    press(&mut window, Modifiers::COMMAND, Key::J);
    manual(&mut window);
    assert_eq!(page(&window).as_deref(), Some("Checking names, history"));
}

#[test]
fn it_opens_without_a_project_too() {
    let mut window = open(Vec::new(), [1280.0, 800.0]);
    window.get_by_label("Manual").click();
    window.run();
    assert_eq!(page(&window).as_deref(), Some("First ten minutes"));
}

#[test]
fn links_lead_to_pages_and_back() {
    let mut window = open(Vec::new(), [1280.0, 1100.0]);
    manual(&mut window);
    window.get_by_label("What can be imported").click();
    window.run();
    assert_eq!(page(&window).as_deref(), Some("What can be imported"));
    press(&mut window, Modifiers::ALT, Key::ArrowLeft);
    assert_eq!(page(&window).as_deref(), Some("First ten minutes"));
    press(&mut window, Modifiers::ALT, Key::ArrowRight);
    assert_eq!(page(&window).as_deref(), Some("What can be imported"));
    // A link among the words of a page.
    window
        .query_all_by_label("Glossary")
        .next()
        .expect("in the contents")
        .click();
    window.run();
    let link = window
        .query_all_by_role(egui::Role::Link)
        .next()
        .expect("a link on the page");
    link.click();
    window.run();
    assert_ne!(page(&window).as_deref(), Some("Glossary"));
}

#[test]
fn it_is_where_it_was_left() {
    let mut window = project();
    manual(&mut window);
    window.get_by_label("Privacy").click();
    window.run();
    press(&mut window, Modifiers::NONE, Key::Escape);
    manual(&mut window);
    assert_eq!(page(&window).as_deref(), Some("Privacy"));
    press(&mut window, Modifiers::NONE, Key::Escape);
    press(&mut window, Modifiers::COMMAND, Key::Num3);
    manual(&mut window);
    assert_eq!(
        page(&window).as_deref(),
        Some("The map"),
        "another panel asks for another page"
    );
}

#[test]
fn it_is_searched_by_keyboard() {
    let mut window = project();
    manual(&mut window);
    press(&mut window, Modifiers::COMMAND, Key::F);
    window.event(Event::Text("wilson interval".to_owned()));
    window.run();
    assert!(
        window
            .query_all_by_label_contains("Check accuracy: ")
            .next()
            .is_some()
    );
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert_eq!(page(&window).as_deref(), Some("Checking names, history"));
    assert!(
        has(&window, "Check accuracy"),
        "the heading that was found is in sight"
    );
    press(&mut window, Modifiers::COMMAND, Key::F);
    window.event(Event::Text(" xyzzy".to_owned()));
    window.run();
    assert!(has(&window, "No page has these words"));
}

#[test]
fn the_sheet_of_keys_and_the_manual_lead_to_each_other() {
    let mut window = project();
    press(&mut window, Modifiers::NONE, Key::F1);
    assert!(has(&window, "Keyboard shortcuts") && page(&window).is_none());
    window.get_by_label("Manual").click();
    window.run();
    assert_eq!(page(&window).as_deref(), Some("Reading"));
    window.get_by_label("Keyboard shortcuts").click();
    window.run();
    assert_eq!(page(&window), None);
}

#[test]
fn every_page_is_drawn_in_a_narrow_window() {
    let mut window = open(Vec::new(), [860.0, 520.0]);
    manual(&mut window);
    let mut seen = Vec::new();
    // From the contents on, page by page.
    window.get_by_label("Previous: Manual").click();
    window.run();
    loop {
        seen.push(page(&window).expect("a page"));
        press(&mut window, Modifiers::NONE, Key::End);
        let next = window.query_all_by_label_contains("Next: ").next();
        let Some(next) = next else { break };
        next.click();
        window.run();
    }
    assert_eq!(
        seen.len(),
        dateline::ui::manual::pages::all().len(),
        "{seen:?}"
    );
}
