//! Corrections in the window on a real project: what is said by keyboard changes every count, and undo takes it back.
#![cfg(feature = "gui")]

use std::{
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use dateline::{
    jobs::JobCx,
    model::Filter,
    store::{Access, Store},
    ui::{App, Doors, ask::Answer, ask::Asker, desk},
    workspace::{Project, settings::Settings, views::build},
};
use egui::{Event, Key, Modifiers};
use egui_kittest::{Harness, kittest::Queryable as _};

type Window = Harness<'static, App>;

fn open(project: PathBuf) -> Window {
    Harness::builder()
        .with_size([1440.0, 900.0])
        .build_eframe(move |creation| {
            let doors = Doors {
                open: desk::opener(creation.egui_ctx.clone()),
                asker: Asker::new(Box::new(|_, reply| reply(Answer::Nothing))),
                keep: Box::new(|_| {}),
                sample: project.with_file_name("sample.dateline"),
                show: Box::new(|_| Ok(())),
                drops: true,
            };
            App::new(
                &creation.egui_ctx,
                doors,
                Settings::default(),
                vec![project],
            )
        })
}

/// A project with the samples that come with the program.
fn samples(folder: &Path) -> PathBuf {
    let path = folder.join("p.dateline");
    let mut project = Project::create(&path).expect("a project");
    project
        .import_samples(&JobCx::unwatched())
        .expect("the samples");
    path
}

fn mentions(project: &Path, name: &str) -> u64 {
    let mut store = Store::open(project, Access::Read).expect("a store");
    let table = build::entities(&mut store, &Filter::default()).expect("the names");
    let row = table.rows.iter().find(|row| row.name == name);
    row.map_or(0, |row| row.mentions)
}

fn has(window: &Window, label: &str) -> bool {
    window.query_all_by_label_contains(label).next().is_some()
}

/// Runs frames until something is there; work beside the window takes its time.
fn label(window: &mut Window, label: &str) {
    let began = Instant::now();
    while !has(window, label) {
        assert!(began.elapsed() < Duration::from_secs(60), "no {label}");
        window.run_steps(2);
        std::thread::sleep(Duration::from_millis(15));
    }
}

fn press(window: &mut Window, modifiers: Modifiers, key: Key) {
    window.key_press_modifiers(modifiers, key);
    window.run_steps(3);
}

fn write(window: &mut Window, words: &str) {
    window.event(Event::Text(words.to_owned()));
    window.run_steps(3);
}

/// Goes through the articles and their names until the card of one stands open.
fn go_to(window: &mut Window, name: &str) {
    let card = format!("Card of {name}");
    for _ in 0..22 {
        for _ in 0..30 {
            press(window, Modifiers::NONE, Key::N);
            window.run_steps(4);
            std::thread::sleep(Duration::from_millis(10));
            window.run_steps(4);
            if has(window, &card) {
                return;
            }
        }
        press(window, Modifiers::NONE, Key::J);
        std::thread::sleep(Duration::from_millis(30));
        window.run_steps(6);
    }
    assert!(has(window, &card), "no article names {name}");
}

#[test]
fn a_merge_by_keyboard_changes_every_count_and_is_undone() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let project = samples(folder.path());
    let (from, into) = (mentions(&project, "Yafran"), mentions(&project, "Gharyan"));
    assert!(from > 1 && into > 0, "{from}, {into}");
    let mut window = open(project.clone());
    label(&mut window, &format!("Place Gharyan, {into} mentions"));
    label(&mut window, "Reader");
    go_to(&mut window, "Yafran");
    press(&mut window, Modifiers::NONE, Key::M);
    label(&mut window, "Same name");
    write(&mut window, "Gharyan");
    label(&mut window, &format!("{from} mentions in"));
    // The list of passages is one Tab behind the name; its first line is an article, the second its first passage.
    for _ in 0..12 {
        press(&mut window, Modifiers::NONE, Key::Tab);
        press(&mut window, Modifiers::NONE, Key::ArrowDown);
        if window
            .query_all_by(|node| node.is_focused() && node.role() == egui::Role::CheckBox)
            .next()
            .is_some()
        {
            break;
        }
    }
    press(&mut window, Modifiers::NONE, Key::Space);
    let left = from - 1;
    label(&mut window, &format!("{left} of {from} mentions in"));
    press(&mut window, Modifiers::NONE, Key::Enter);
    label(&mut window, "Merge “Yafran” into “Gharyan”");
    label(
        &mut window,
        &format!("Place Gharyan, {} mentions", into + left),
    );
    assert_eq!(mentions(&project, "Gharyan"), into + left);
    assert_eq!(mentions(&project, "Yafran"), 1);

    // The chart counts the same.
    press(&mut window, Modifiers::COMMAND, Key::Num2);
    label(&mut window, &format!("Gharyan, {} mentions", into + left));
    press(&mut window, Modifiers::COMMAND, Key::Num1);

    press(&mut window, Modifiers::COMMAND, Key::Z);
    label(&mut window, "Undid: Merge");
    label(&mut window, &format!("Place Gharyan, {into} mentions"));
    label(&mut window, &format!("Place Yafran, {from} mentions"));
}

#[test]
fn a_name_that_was_not_found_is_marked_everywhere() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let project = samples(folder.path());
    let mut window = open(project.clone());
    label(&mut window, "Reader");
    // The search brings the word; Shift and an arrow take its hit, once the article with it is there.
    press(&mut window, Modifiers::COMMAND, Key::F);
    write(&mut window, "pumps");
    press(&mut window, Modifiers::NONE, Key::Enter);
    let began = Instant::now();
    while !has(&window, "Selected text: pumps") {
        let waited = began.elapsed();
        assert!(waited < Duration::from_secs(60), "the hit is not selected");
        press(&mut window, Modifiers::NONE, Key::Escape);
        press(&mut window, Modifiers::NONE, Key::J);
        std::thread::sleep(Duration::from_millis(50));
        window.run_steps(6);
        press(&mut window, Modifiers::SHIFT, Key::ArrowRight);
    }
    press(&mut window, Modifiers::NONE, Key::A);
    label(&mut window, "Everywhere in the project");
    press(&mut window, Modifiers::NONE, Key::Num2);
    label(&mut window, "as an organization everywhere");
    press(&mut window, Modifiers::NONE, Key::Enter);
    label(&mut window, "Undo it");
    let marked = mentions(&project, "pumps");
    assert!(marked > 1, "{marked} is not everywhere");
    press(&mut window, Modifiers::COMMAND, Key::Z);
    label(&mut window, "Undid: Mark");
    assert_eq!(mentions(&project, "pumps"), 0);
}
