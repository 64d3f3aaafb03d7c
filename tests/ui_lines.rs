//! Names compared over time, scales and shares, and passages excluded as wrong, driven by labels without a display.
#![cfg(feature = "gui")]

#[path = "fixture/mod.rs"]
mod fixture;

use std::path::PathBuf;

use dateline::{
    ui::{
        App, Doors,
        ask::{Answer, Asker},
    },
    workspace::{Command, Which, settings::Settings},
};
use egui::Key;
use egui_kittest::{
    Harness,
    kittest::{NodeT as _, Queryable as _},
};
use fixture::{Asked, Fixture, Log};

type Window = Harness<'static, App>;

fn open(view: &'static str) -> (Window, Log) {
    let log = Log::default();
    let inner = Log::clone(&log);
    let mut window = Harness::builder()
        .with_size([1440.0, 900.0])
        .with_max_steps(40)
        .build_eframe(move |creation| {
            let doors = Doors {
                open: Box::new(move |_| Ok(Box::new(Fixture::full(&inner)))),
                asker: Asker::new(Box::new(move |_, reply| reply(Answer::Nothing))),
                keep: Box::new(|_| {}),
                sample: PathBuf::from("sample.dateline"),
                show: Box::new(|_| Ok(())),
                drops: true,
            };
            let settings = Settings {
                view: view.to_owned(),
                ..Settings::default()
            };
            let paths = vec![PathBuf::from("hills.dateline")];
            App::new(&creation.egui_ctx, doors, settings, paths)
        });
    window.run();
    (window, log)
}

fn has(window: &Window, label: &str) -> bool {
    window.query_all_by_label_contains(label).next().is_some()
}

fn click(window: &mut Window, label: &str) {
    window.get_by_label(label).click();
    window.run();
}

/// Yafran and Misrata over time.
fn compared() -> (Window, Log) {
    let (mut window, log) = open("chart");
    click(&mut window, "Yafran, 264 mentions");
    click(&mut window, "Over time");
    click(&mut window, "Compare with another name");
    window.get_by_label("Misrata").click();
    window.run();
    (window, log)
}

#[test]
fn names_are_compared_as_lines_and_walked_by_keys() {
    let (mut window, _) = compared();
    let first = "Yafran, 3 Mar 2012, 0 mentions";
    window.get_by_label(first).focus();
    window.run();
    for _ in 0..15 {
        window.key_press(Key::ArrowRight);
        window.run();
    }
    assert!(
        window
            .get_by_label("Yafran, 18 Mar 2012, 12 mentions")
            .is_focused()
    );
    window.key_press(Key::ArrowDown);
    window.run();
    let misrata = "Misrata, 18 Mar 2012, 24 mentions";
    assert!(window.get_by_label(misrata).is_focused());
    window.key_press(Key::Enter);
    window.run();
    assert!(has(&window, "3 passages"));
    click(&mut window, "Show 1 of Misrata without a date");
    assert!(has(&window, "3 passages"));
}

#[test]
fn small_charts_have_a_column_for_every_number() {
    let (mut window, _) = compared();
    click(&mut window, "Small charts");
    assert!(has(&window, "18 Mar 2012, 12 mentions"));
    click(&mut window, "18 Mar 2012, 24 mentions");
    assert!(has(&window, "3 passages"));
    // One name alone is followed again.
    click(&mut window, "Remove filter Name Misrata");
    assert_eq!(window.get_by_label("Of").value().as_deref(), Some("Yafran"));
}

#[test]
fn the_scale_is_offered_never_chosen() {
    let (mut window, _) = open("chart");
    let state = |window: &Window| window.get_by_label("Log scale").accesskit_node().toggled();
    assert_eq!(state(&window), Some(egui::accesskit::Toggled::False));
    click(&mut window, "Log scale");
    assert_eq!(state(&window), Some(egui::accesskit::Toggled::True));
    assert!(has(&window, "Yafran, 264 mentions"), "the number stays");
}

#[test]
fn a_wrong_passage_is_excluded_by_a_key_and_by_the_button() {
    let (mut window, log) = open("chart");
    click(&mut window, "Brega, 91 mentions");
    let ran = |log: &Log| -> Vec<Command> {
        let log = log.borrow();
        let commands = log.iter().filter_map(|asked| match asked {
            Asked::Run(command @ Command::Dismiss { .. }) => Some(command.clone()),
            _ => None,
        });
        commands.collect()
    };
    click(
        &mut window,
        "The union for harbour workers in Brega said on Monday its members would return.",
    );
    window.key_press(Key::X);
    window.run();
    let decided = ran(&log);
    let [
        Command::Dismiss {
            what: Which::Mentions(mentions),
            ..
        },
    ] = decided.as_slice()
    else {
        panic!("one mention is dismissed: {decided:?}");
    };
    assert_eq!(mentions.len(), 1);
    click(&mut window, "Exclude as wrong");
    assert_eq!(ran(&log).len(), 2);
}
