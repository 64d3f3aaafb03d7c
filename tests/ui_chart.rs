//! The Chart view, its passages and its export, driven by labels without a display.
#![cfg(feature = "gui")]

#[path = "fixture/mod.rs"]
mod fixture;

use std::path::PathBuf;

use dateline::{
    ui::{
        App, Doors,
        ask::{Answer, Asker, Question},
    },
    workspace::settings::Settings,
};
use egui::{Key, accesskit::Toggled};
use egui_kittest::{
    Harness,
    kittest::{NodeT as _, Queryable as _},
};
use fixture::{Asked, Fixture, Log};

type Window = Harness<'static, App>;

/// Opens the Chart view on a project; files are saved where they are proposed, in the folder `/out`.
fn open(desk: fn(&Log) -> Fixture, size: [f32; 2]) -> (Window, Log) {
    let log = Log::default();
    let inner = Log::clone(&log);
    let mut window = Harness::builder()
        .with_size(size)
        .with_max_steps(40)
        .build_eframe(move |creation| {
            let answer = |question: &Question| match question {
                Question::Save { name, .. } => {
                    Answer::Paths(vec![PathBuf::from("/out").join(name)])
                }
                _ => Answer::Nothing,
            };
            let doors = Doors {
                open: Box::new(move |_| Ok(Box::new(desk(&inner)))),
                asker: Asker::new(Box::new(move |question, reply| reply(answer(question)))),
                keep: Box::new(|_| {}),
                sample: PathBuf::from("sample.dateline"),
                show: Box::new(|_| Ok(())),
                drops: true,
            };
            let settings = Settings {
                view: "chart".to_owned(),
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

fn chart() -> (Window, Log) {
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

#[test]
fn a_bar_opens_its_passages_and_its_timeline() {
    let (mut window, _) = chart();
    assert!(has(
        &window,
        "Select a bar, dot or number to read its passages"
    ));
    assert!(has(&window, "All names over time"));
    click(&mut window, "Brega, 91 mentions");
    assert!(selected(&window, "Brega, 91 mentions"));
    assert!(has(&window, "Brega over time"));
    assert!(has(&window, "3 passages"));
    click(&mut window, "Close passages");
    assert!(has(
        &window,
        "Select a bar, dot or number to read its passages"
    ));
}

#[test]
fn arrow_keys_walk_along_the_bars() {
    let (mut window, _) = chart();
    click(&mut window, "Yafran, 264 mentions");
    window.key_press(Key::ArrowDown);
    window.run();
    assert!(selected(&window, "Misrata, 231 mentions"));
    assert!(window.get_by_label("Misrata, 231 mentions").is_focused());
    window.key_press(Key::End);
    window.run();
    assert!(selected(&window, "Dehiba, 22 mentions"));
    window.key_press(Key::Home);
    window.run();
    assert!(selected(&window, "Yafran, 264 mentions"));
}

#[test]
fn what_is_shown_and_counted_can_be_chosen() {
    let (mut window, _) = chart();
    click(&mut window, "Show");
    click(&mut window, "Places");
    assert!(!has(&window, "Coastal Relief Council"));
    click(&mut window, "Count");
    // The switch above all views has the same words.
    window
        .get_by_role_and_label(egui::Role::MenuItem, "Articles")
        .click();
    window.run();
    assert!(!has(&window, "Yafran, 264 mentions"));
    click(&mut window, "Top");
    click(&mut window, "5");
    assert_eq!(window.get_by_label("Top").value().as_deref(), Some("5"));
}

#[test]
fn passages_go_with_the_chart_they_were_asked_on() {
    let (mut window, _) = chart();
    click(&mut window, "Brega, 91 mentions");
    assert!(has(&window, "3 passages"));
    click(&mut window, "Show");
    click(&mut window, "People");
    assert!(!has(&window, "3 passages"));
    assert!(has(
        &window,
        "Select a bar, dot or number to read its passages"
    ));
}

#[test]
fn cells_of_a_table_of_pairs_open_their_passages() {
    let (mut window, _) = chart();
    click(&mut window, "Show");
    click(&mut window, "Who with where");
    let cell = "Idris Wafa, Brega: 5 mentions";
    click(&mut window, cell);
    assert!(selected(&window, cell));
    assert!(has(&window, "3 passages"));
    // Arrow keys walk over the cells, Enter shows what they count.
    window.key_press(Key::ArrowDown);
    window.run();
    window.key_press(Key::Enter);
    window.run();
    assert!(selected(&window, "Nadia Ferhat, Brega: 4 mentions"));
    click(&mut window, "Show");
    click(&mut window, "Who with whom, in a sentence");
    assert!(has(&window, "Idris Wafa, Nadia Ferhat: 2 mentions"));
    assert!(
        !has(&window, "Nadia Ferhat, Nadia Ferhat"),
        "nobody is named with himself"
    );
}

#[test]
fn the_table_has_the_numbers_of_the_chart() {
    let (mut window, _) = chart();
    click(&mut window, "Table");
    for name in ["Yafran, 264 mentions", "3 Mar 2012, 0 mentions"] {
        window.get_by_label(name);
    }
    click(&mut window, "Show 264 mentions of Yafran");
    assert!(selected(&window, "Yafran, 264 mentions"));
    assert!(has(&window, "3 passages"));
}

#[test]
fn a_timeline_follows_the_chosen_name() {
    let (mut window, _) = chart();
    click(&mut window, "Over time");
    click(&mut window, "Of");
    window.get_by_label("Misrata").click();
    window.run();
    assert_eq!(
        window.get_by_label("Of").value().as_deref(),
        Some("Misrata")
    );
    click(&mut window, "18 Mar 2012, 12 mentions");
    assert!(has(&window, "3 passages"));
    click(&mut window, "Week");
    assert!(selected(&window, "Week"));
    assert!(has(&window, "No date, not counted: 3 mentions"));
}

#[test]
fn a_column_is_reached_by_keys() {
    let (mut window, _) = chart();
    window.get_by_label("18 Mar 2012, 12 mentions").focus();
    window.run();
    window.key_press(Key::ArrowRight);
    window.run();
    assert!(window.get_by_label("19 Mar 2012, 10 mentions").is_focused());
    window.key_press(Key::Enter);
    window.run();
    assert!(has(&window, "3 passages"));
}

#[test]
fn passages_open_their_article_at_the_name() {
    let (mut window, _) = chart();
    click(&mut window, "Brega, 91 mentions");
    click(
        &mut window,
        "The union for harbour workers in Brega said on Monday its members would return.",
    );
    window.key_press(Key::ArrowDown);
    window.run();
    assert!(selected(
        &window,
        "Work resumed on Monday at Brega after the union and the port board met."
    ));
    window.key_press(Key::Enter);
    window.run();
    assert!(has(&window, "Reader"), "the Read view shows the article");
}

#[test]
fn passages_sorted_by_words_are_not_grouped() {
    let (mut window, _) = chart();
    click(&mut window, "Brega, 91 mentions");
    let articles = |window: &Window| {
        window
            .query_all_by_label_contains("Open Harbour workers")
            .count()
    };
    assert_eq!(articles(&window), 1);
    click(&mut window, "Word before");
    assert_eq!(articles(&window), 0);
    assert!(has(&window, "Passages 1–3 of 3") || has(&window, "came by road from the depot"));
    click(&mut window, "Date");
    click(&mut window, "Group by article");
    assert_eq!(articles(&window), 0);
}

fn without_names(log: &Log) -> Fixture {
    Fixture::empty(log)
}

#[test]
fn an_empty_chart_says_why_and_exports_nothing() {
    let (mut window, _) = open(without_names, [1440.0, 900.0]);
    window.run();
    let export = window.get_by_label("Export chart…");
    assert!(export.accesskit_node().is_disabled());
}

#[test]
fn every_label_of_a_narrow_window_is_drawn() {
    // The check of labels and glyphs that the harness makes when the window has settled is the test.
    for size in [[860.0, 520.0], [2560.0, 1440.0]] {
        let (mut window, _) = open(Fixture::full, size);
        click(&mut window, "Yafran, 264 mentions");
        assert!(has(&window, "3 passages"), "{size:?}");
    }
}

fn export() -> (Window, Log) {
    let (mut window, log) = chart();
    click(&mut window, "Brega, 91 mentions");
    click(&mut window, "Export chart…");
    assert!(has(&window, "Export chart"));
    (window, log)
}

#[test]
fn a_chart_is_exported_with_its_numbers() {
    let (mut window, log) = export();
    assert!(has(&window, "Highlight the selected bar, Brega"));
    assert!(has(
        &window,
        "northern-hills-entities.png and northern-hills-entities.csv"
    ));
    click(&mut window, "SVG");
    // Further down than the dialog is high.
    let numbers = window.get_by_label("The same numbers as CSV");
    numbers.click_accesskit();
    window.run();
    click(&mut window, "Export…");
    window.run();
    let saved = Asked::Save(PathBuf::from("/out/northern-hills-entities.svg"), false);
    assert!(log.borrow().contains(&saved), "{:?}", log.borrow());
    assert!(!has(&window, "Beside the picture"), "the dialog is closed");
    assert!(has(&window, "Saved /out/northern-hills-entities.svg"));
}

#[test]
fn a_preview_is_asked_for_at_once_and_again_after_changes() {
    let (mut window, log) = export();
    let previews = |log: &Log| {
        log.borrow()
            .iter()
            .filter(|a| **a == Asked::Preview)
            .count()
    };
    assert_eq!(previews(&log), 1);
    click(&mut window, "Date range");
    window.run_steps(40);
    assert_eq!(previews(&log), 2);
    let box_state = window.get_by_label("Date range").accesskit_node().toggled();
    assert_eq!(box_state, Some(Toggled::False));
}

#[test]
fn sizes_that_cannot_be_are_explained() {
    let (mut window, log) = export();
    window.get_by_label("Width").focus();
    window.run();
    window.key_combination_modifiers(egui::Modifiers::COMMAND, &[Key::A]);
    window.run();
    window.get_by_label("Width").type_text("12");
    window.run();
    assert!(has(&window, "too few for a readable picture"));
    assert!(
        window
            .get_by_label("Export…")
            .accesskit_node()
            .is_disabled()
    );
    click(&mut window, "Cancel");
    assert!(!has(&window, "Beside the picture"));
    assert!(!log.borrow().iter().any(|a| matches!(a, Asked::Save(..))));
}
