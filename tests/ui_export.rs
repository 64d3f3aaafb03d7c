//! The export dialog, driven by labels without a display, on ready-made read models and on a real project.
#![cfg(feature = "gui")]

#[path = "fixture/mod.rs"]
mod fixture;

use std::{
    cell::RefCell,
    fs,
    path::{Path, PathBuf},
    process::Command,
    rc::Rc,
    time::{Duration, Instant},
};

use dateline::{
    model::picture::{Printing, WordLine},
    ui::{
        App, Doors,
        ask::{Answer, Asker, Question},
        desk,
    },
    workspace::{
        JobCx, Problem, Project,
        export::MethodFormat,
        samples,
        session::{ExportNews, PictureFormat, PictureOrder},
        settings::Settings,
    },
};
use egui::{Key, Modifiers, OutputCommand, accesskit::Toggled};
use egui_kittest::{
    Harness,
    kittest::{NodeT as _, Queryable as _},
};
use fixture::{Fixture, Log};

type Window = Harness<'static, App>;
type Orders = Rc<RefCell<Vec<PictureOrder>>>;

/// Opens the Chart view; files are saved where they are proposed, in the folder `/out`. `outcome` is what becomes of the
/// first export, if it does not just work.
fn open(view: &str, outcome: Option<fn(u64) -> ExportNews>) -> (Window, Orders) {
    let orders = Orders::default();
    let inner = Orders::clone(&orders);
    let view = view.to_owned();
    let mut window = Harness::builder()
        .with_size([1440.0, 1000.0])
        .with_max_steps(60)
        .build_eframe(move |creation| {
            let answer = |question: &Question| match question {
                Question::Save { name, .. } => {
                    Answer::Paths(vec![PathBuf::from("/out").join(name)])
                }
                _ => Answer::Nothing,
            };
            let doors = Doors {
                open: Box::new(move |_| {
                    let mut fixture = Fixture::full(&Log::default());
                    fixture.orders = Orders::clone(&inner);
                    fixture.exported = outcome;
                    Ok(Box::new(fixture))
                }),
                asker: Asker::new(Box::new(move |question, reply| reply(answer(question)))),
                keep: Box::new(|_| {}),
                sample: PathBuf::from("sample.dateline"),
                show: Box::new(|_| Ok(())),
                drops: true,
            };
            let settings = Settings {
                view,
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
    (window, orders)
}

fn has(window: &Window, label: &str) -> bool {
    window.query_all_by_label_contains(label).next().is_some()
}

/// Clicks as a screen reader does, which reaches what is scrolled out of sight as well.
fn click(window: &mut Window, label: &str) {
    window.get_by_label(label).click_accesskit();
    window.run();
}

fn choose(window: &mut Window, menu: &str, item: &str) {
    window
        .get_by_role_and_label(egui::Role::ComboBox, menu)
        .click_accesskit();
    window.run();
    window
        .get_by_role_and_label(egui::Role::MenuItem, item)
        .click_accesskit();
    window.run();
}

fn write(window: &mut Window, field: &str, words: &str) {
    window.get_by_label(field).focus();
    window.run();
    window.key_combination_modifiers(Modifiers::COMMAND, &[Key::A]);
    window.run();
    window.get_by_label(field).type_text(words);
    window.run();
}

fn export_dialog(outcome: Option<fn(u64) -> ExportNews>) -> (Window, Orders) {
    let (mut window, orders) = open("chart", outcome);
    click(&mut window, "Export chart…");
    assert!(has(&window, "Text on the chart"));
    (window, orders)
}

fn last(orders: &Orders) -> PictureOrder {
    orders
        .borrow()
        .last()
        .cloned()
        .expect("something was exported")
}

#[test]
fn sizes_of_picture_desks_are_chosen_and_remembered() {
    let (mut window, orders) = export_dialog(None);
    choose(&mut window, "Size", "Print, two columns");
    assert_eq!(window.get_by_label("Width").value().as_deref(), Some("180"));
    assert_eq!(
        window.get_by_label("Height").value().as_deref(),
        Some("110")
    );
    click(&mut window, "SVG");
    click(&mut window, "Transparent ground");
    click(&mut window, "Black");
    click(&mut window, "A method sheet: how it was counted");
    click(&mut window, "HTML");
    window
        .get_by_label_contains("passages as CSV")
        .click_accesskit();
    window.run();
    assert!(has(
        &window,
        "northern-hills-entities.svg, northern-hills-entities.csv, northern-hills-entities.evidence.csv and northern-hills-entities.method.html"
    ));
    click(&mut window, "Export…");
    let order = last(&orders);
    let o = &order.request.options;
    assert_eq!((o.width, o.height, o.dpi), (2126, 1299, 300));
    assert!(o.transparent && o.printing == Printing::Black);
    assert_eq!(order.request.format, PictureFormat::Svg);
    assert!(order.beside.numbers && order.beside.evidence);
    assert_eq!(order.beside.method, Some(MethodFormat::Html));
    assert!(!has(&window, "Text on the chart"), "the dialog is closed");
    // The next export begins with all of it.
    click(&mut window, "Export chart…");
    click(&mut window, "Export…");
    let again = last(&orders);
    assert_eq!(again.request.options, order.request.options);
    assert_eq!(again.beside, order.beside);
    assert_eq!(again.request.format, PictureFormat::Svg);
}

#[test]
fn each_line_is_edited_switched_off_and_restored() {
    let (mut window, orders) = export_dialog(None);
    let title = window.get_by_label("Words of the title").value();
    write(&mut window, "Words of the title", "Who is named");
    write(
        &mut window,
        "Words of the source note and filter",
        "Harbor desk",
    );
    click(&mut window, "Date range");
    let off = window.get_by_label("Date range").accesskit_node().toggled();
    assert_eq!(off, Some(Toggled::False));
    click(&mut window, "Export…");
    let own = last(&orders).request.options.own;
    assert_eq!(
        own.get(&WordLine::Title).map(String::as_str),
        Some("Who is named")
    );
    assert_eq!(
        own.get(&WordLine::Source).map(String::as_str),
        Some("Harbor desk")
    );
    assert_eq!(own.get(&WordLine::Dates).map(String::as_str), Some(""));
    assert_eq!(own.len(), 3);
    // They are there again, and can be taken back one by one.
    click(&mut window, "Export chart…");
    let kept = window.get_by_label("Words of the title").value();
    assert_eq!(kept.as_deref(), Some("Who is named"));
    click(&mut window, "Restore the title");
    assert_eq!(window.get_by_label("Words of the title").value(), title);
    click(&mut window, "Restore the source note and filter");
    click(&mut window, "Date range");
    assert!(!has(&window, "Restore"));
    click(&mut window, "Export…");
    assert!(last(&orders).request.options.own.is_empty());
}

#[test]
fn a_style_is_saved_used_again_and_deleted() {
    let (mut window, orders) = export_dialog(None);
    let more = |window: &mut Window, item: &str| {
        click(window, "More of the house style");
        window
            .get_by_role_and_label(egui::Role::MenuItem, item)
            .click_accesskit();
        window.run();
    };
    click(&mut window, "Letters and colors…");
    write(&mut window, "Color of bars", "#336699");
    write(&mut window, "Font", "georg");
    click(&mut window, "Font: Georgia");
    write(&mut window, "Size of letters", "120");
    more(&mut window, "Save as…");
    write(&mut window, "Name of the style", "Gazette");
    click(&mut window, "Save style");
    choose(&mut window, "House style", "Dateline’s own");
    click(&mut window, "Export…");
    assert!(last(&orders).request.options.style.name.is_empty());
    click(&mut window, "Export chart…");
    choose(&mut window, "House style", "Gazette");
    click(&mut window, "Export…");
    let style = last(&orders).request.options.style;
    assert_eq!(
        (style.name.as_str(), style.font.as_str()),
        ("Gazette", "Georgia")
    );
    assert_eq!(style.text_size, 120);
    assert_eq!(
        style.colors.bars.map(|c| c.to_string()).as_deref(),
        Some("#336699")
    );
    // What was chosen last is chosen again.
    click(&mut window, "Export chart…");
    let chosen = window.get_by_role_and_label(egui::Role::ComboBox, "House style");
    assert_eq!(chosen.value().as_deref(), Some("Gazette"));
    more(&mut window, "Rename…");
    write(&mut window, "Name of the style", "Morning Post");
    click(&mut window, "Rename");
    let chosen = window.get_by_role_and_label(egui::Role::ComboBox, "House style");
    assert_eq!(chosen.value().as_deref(), Some("Morning Post"));
    more(&mut window, "Delete…");
    click(&mut window, "Delete");
    let chosen = window.get_by_role_and_label(egui::Role::ComboBox, "House style");
    assert_eq!(chosen.value().as_deref(), Some("Not saved"));
    // A color that is none blocks the export and is named.
    click(&mut window, "Letters and colors…");
    write(&mut window, "Color of text", "blu");
    assert!(has(&window, "“blu” is no color"));
    assert!(
        window
            .get_by_label("Export…")
            .accesskit_node()
            .is_disabled()
    );
}

#[test]
fn nothing_is_replaced_without_asking() {
    let (mut window, orders) = export_dialog(Some(|ticket| ExportNews::Exists {
        ticket,
        files: vec![
            PathBuf::from("/out/a.csv"),
            PathBuf::from("/out/a.evidence.csv"),
        ],
    }));
    click(&mut window, "Export…");
    assert!(has(&window, "a.csv and a.evidence.csv are there already"));
    assert!(!last(&orders).replace);
    click(&mut window, "Replace");
    assert!(last(&orders).replace);
    assert_eq!(orders.borrow().len(), 2);
    assert!(!has(&window, "Text on the chart"), "the dialog is closed");
}

#[test]
fn what_cannot_be_written_leaves_the_dialog_as_it_was() {
    let (mut window, orders) = export_dialog(Some(|ticket| ExportNews::Failed {
        ticket,
        problem: Problem::new("Could not write /out/a.png", "the disk is full"),
    }));
    write(&mut window, "Words of the title", "Who is named");
    click(&mut window, "Export…");
    assert!(has(&window, "the disk is full"));
    let kept = window.get_by_label("Words of the title").value();
    assert_eq!(kept.as_deref(), Some("Who is named"));
    click(&mut window, "Dismiss");
    assert!(!has(&window, "the disk is full"));
    click(&mut window, "Export…");
    assert_eq!(orders.borrow().len(), 2);
    assert!(!has(&window, "Text on the chart"));
}

/// What was handed to the system since the last frame.
fn copied(window: &Window) -> Vec<OutputCommand> {
    window.output().platform_output.commands.clone()
}

fn until_copied(window: &mut Window) -> OutputCommand {
    let began = Instant::now();
    loop {
        let found = copied(window).into_iter().find(|command| {
            matches!(
                command,
                OutputCommand::CopyImage(_) | OutputCommand::CopyText(_)
            )
        });
        if let Some(found) = found {
            return found;
        }
        assert!(
            began.elapsed() < Duration::from_secs(60),
            "nothing was copied"
        );
        window.step();
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn image_and_numbers_are_copied() {
    let (mut window, _) = open("chart", None);
    window.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::C);
    let OutputCommand::CopyImage(image) = until_copied(&mut window) else {
        panic!("no image");
    };
    assert_eq!(image.size, [1600, 1000]);
    window.run();
    click(&mut window, "Export chart…");
    click(&mut window, "Copy");
    window
        .get_by_role_and_label(egui::Role::MenuItem, "Numbers for a spreadsheet (TSV)")
        .click_accesskit();
    let OutputCommand::CopyText(text) = until_copied(&mut window) else {
        panic!("no text");
    };
    assert!(
        text.starts_with("name\ttype\tmentions\nYafran\tplace\t264\n"),
        "{text}"
    );
}

#[test]
fn every_label_fits_small_and_large_windows() {
    // The check of labels and glyphs that the harness makes when the window has settled is the test.
    for size in [[853.0, 533.0], [2560.0, 1440.0]] {
        let (mut window, _) = open("chart", None);
        window.set_size(egui::Vec2::from(size));
        window.run();
        click(&mut window, "Export chart…");
        assert!(has(&window, "Words of the title"), "{size:?}");
    }
}

// ---- On a real project ----

fn real(folder: &Path) -> Window {
    let path = folder.join("Northern hills.dateline");
    let mut project = Project::create(&path).expect("a project");
    project
        .import(samples::inputs(), &JobCx::unwatched(), |_| {})
        .expect("an import");
    drop(project);
    let out = folder.join("window");
    fs::create_dir(&out).expect("a folder");
    Harness::builder()
        .with_size([1440.0, 1000.0])
        .build_eframe(move |creation| {
            let answer = move |question: &Question| match question {
                Question::Save { name, .. } => Answer::Paths(vec![out.join(name)]),
                _ => Answer::Nothing,
            };
            let doors = Doors {
                open: desk::opener(creation.egui_ctx.clone()),
                asker: Asker::new(Box::new(move |question, reply| reply(answer(question)))),
                keep: Box::new(|_| {}),
                sample: path.with_file_name("sample.dateline"),
                show: Box::new(|_| Ok(())),
                drops: true,
            };
            let settings = Settings {
                view: "chart".to_owned(),
                ..Settings::default()
            };
            App::new(&creation.egui_ctx, doors, settings, vec![path])
        })
}

/// Runs frames until something is there; work beside the window takes its time.
fn until(window: &mut Window, what: &str, there: impl Fn(&Window) -> bool) {
    let began = Instant::now();
    while !there(window) {
        assert!(began.elapsed() < Duration::from_secs(120), "no {what}");
        window.run_steps(2);
        std::thread::sleep(Duration::from_millis(15));
    }
}

fn press(window: &mut Window, label: &str) {
    until(window, label, |w| w.query_by_label(label).is_some());
    window.get_by_label(label).click_accesskit();
    window.run_steps(4);
}

#[test]
fn window_and_terminal_write_the_same_bytes() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut window = real(folder.path());
    until(&mut window, "chart", |w| has(w, "Yafran, "));
    press(&mut window, "Export chart…");
    press(&mut window, "Patterns");
    press(&mut window, "Made with");
    let passages = |w: &Window| w.query_by_label_contains("passages as CSV").is_some();
    until(&mut window, "passages", passages);
    window
        .get_by_label_contains("passages as CSV")
        .click_accesskit();
    window.run_steps(4);
    press(&mut window, "A method sheet: how it was counted");
    press(&mut window, "Export…");
    until(&mut window, "end", |w| !has(w, "Text on the chart"));
    let name = "Northern hills-entities";
    let terminal = folder.path().join("terminal");
    fs::create_dir(&terminal).expect("a folder");
    let ended = Command::new(env!("CARGO_BIN_EXE_dateline"))
        .args(["chart", "entities", "--top", "12", "--project"])
        .arg(folder.path().join("Northern hills.dateline"))
        .arg("-o")
        .arg(terminal.join(format!("{name}.png")))
        .args(["--printing", "patterns", "--leave-out", "credit"])
        .args(["--numbers", "--evidence", "--method", "md"])
        .env("DATELINE_HOME", folder.path().join("home"))
        .output()
        .expect("the program runs");
    assert!(ended.status.success(), "{ended:?}");
    for ending in ["png", "csv", "evidence.csv", "method.md"] {
        let file = format!("{name}.{ending}");
        let read = |folder: PathBuf| fs::read(folder.join(&file)).expect("a file");
        let (here, there) = (read(folder.path().join("window")), read(terminal.clone()));
        assert!(here == there, "{file} differs");
        assert!(here.len() > 200, "{file}");
    }
    // Written again, what goes beside it is there already.
    press(&mut window, "Export chart…");
    press(&mut window, "Export…");
    until(&mut window, "question", |w| has(w, "are there already"));
    press(&mut window, "Replace");
    until(&mut window, "end", |w| !has(w, "Text on the chart"));
}
