//! The main job on a real project, driven by labels without a display: import, read, chart, map, export.
#![cfg(feature = "gui")]

use std::{
    fs,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use dateline::{
    ui::{
        App, Doors,
        ask::{Answer, Asker, Question},
        desk,
    },
    workspace::settings::Settings,
};
use egui_kittest::{
    Harness,
    kittest::{NodeT as _, Queryable as _},
};

type Window = Harness<'static, App>;

fn open(project: PathBuf, out: PathBuf) -> Window {
    Harness::builder()
        .with_size([1440.0, 900.0])
        .build_eframe(move |creation| {
            let answer = move |question: &Question| match question {
                Question::Save { name, .. } => Answer::Paths(vec![out.join(name)]),
                _ => Answer::Nothing,
            };
            let doors = Doors {
                open: desk::opener(creation.egui_ctx.clone()),
                asker: Asker::new(Box::new(move |question, reply| reply(answer(question)))),
                keep: Box::new(|_| {}),
                sample: project.with_file_name("sample.dateline"),
                show: Box::new(|_| Ok(())),
                drops: true,
            };
            let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/samples");
            App::new(
                &creation.egui_ctx,
                doors,
                Settings::default(),
                vec![project, samples],
            )
        })
}

/// Runs frames until something is there; work beside the window takes its time.
fn until(window: &mut Window, what: &str, there: impl Fn(&Window) -> bool) {
    let began = Instant::now();
    while !there(window) {
        if began.elapsed() > Duration::from_secs(120) {
            let labels = window.query_all_by(|node| node.label().is_some());
            let labels: Vec<_> = labels.filter_map(|n| n.accesskit_node().label()).collect();
            unreachable!("no {what}; the window says {labels:?}");
        }
        window.run_steps(2);
        std::thread::sleep(Duration::from_millis(15));
    }
}

fn label(window: &mut Window, label: &str) {
    until(window, label, |w| {
        w.query_all_by_label_contains(label).next().is_some()
    });
}

fn click(window: &mut Window, wanted: &str) {
    label(window, wanted);
    let first = window.query_all_by_label_contains(wanted).next();
    first.expect("it was there a moment ago").click();
    window.run_steps(3);
}

#[test]
fn import_read_chart_map_export() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::File::create(folder.path().join("keep")).expect("a file");
    let project = folder.path().join("Northern hills.dateline");
    drop(dateline::workspace::Project::create(&project).expect("a project"));
    let mut window = open(project, folder.path().to_owned());

    // The folder given at the start is counted, and imported once the user says so.
    label(&mut window, "Import 23 files?");
    window.key_press(egui::Key::Enter);
    window.run_steps(2);
    label(&mut window, "Imported 23 articles");

    // Read: names are marked and counted, furniture is set aside.
    click(&mut window, "Water comes back to Yafran");
    label(&mut window, "5 parts set aside");
    label(&mut window, "Yafran");

    // Chart: a bar opens as many passages as it says.
    click(&mut window, "Chart");
    label(&mut window, "Names mentioned most often");
    label(&mut window, "Gharyan, ");
    let bar = window
        .query_all_by_label_contains("Gharyan, ")
        .find_map(|node| node.accesskit_node().label())
        .expect("a bar");
    let count: String = bar.chars().filter(char::is_ascii_digit).collect();
    click(&mut window, "Gharyan, ");
    label(&mut window, &format!("{count} passages"));

    // Export: the picture and its numbers are written.
    click(&mut window, "Export chart…");
    // The dialog finds its size in its first frames.
    label(&mut window, "Export…");
    window.run_steps(20);
    click(&mut window, "Export…");
    let written = |ending: &str| {
        fs::read_dir(folder.path())
            .expect("the folder")
            .filter_map(Result::ok)
            .filter(|e| e.path().extension().is_some_and(|x| x == ending))
            .count()
    };
    until(&mut window, "picture", |_| {
        written("png") == 1 && written("csv") == 1
    });

    // Map: places have positions, the unknown is listed first; the map is exported, too.
    click(&mut window, "Map");
    label(&mut window, "Doubtful first");
    label(&mut window, "Ain Temzouya");
    click(&mut window, "Export map…");
    label(&mut window, "Text on the map");
    window.run_steps(20);
    click(&mut window, "Export…");
    until(&mut window, "map", |_| written("png") == 2);
}
