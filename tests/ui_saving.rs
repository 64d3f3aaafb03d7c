//! Saving from the window while something else happens: dialogs that were never open, and answers that come late.
#![cfg(feature = "gui")]

use std::{
    cell::RefCell,
    fs,
    path::{Path, PathBuf},
    rc::Rc,
    time::{Duration, Instant},
};

use dateline::{
    model::Filter,
    ui::{
        App, Doors,
        action::Action,
        ask::{Answer, Asker, Question, Reply},
        desk,
    },
    workspace::{JobCx, Project, import::Input, settings::Settings},
};
use egui_kittest::{Harness, kittest::Queryable as _};
use tempfile::TempDir;

/// Questions that nobody answered yet.
type Waiting = Rc<RefCell<Vec<(Question, Reply)>>>;

struct Desk {
    folder: TempDir,
    window: Harness<'static, App>,
    waiting: Waiting,
}

fn project(folder: &Path, name: &str, text: &str) -> PathBuf {
    let path = folder.join(name);
    let input = Input::Bytes {
        name: "one.txt".to_owned(),
        bytes: text.as_bytes().to_vec(),
    };
    Project::create(&path)
        .expect("a project")
        .import(vec![input], &JobCx::unwatched(), |_| {})
        .expect("an import");
    path
}

fn open() -> Desk {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let wells = "Wells\n\nYAFRAN, Libya, May 2, 2012 (Northern Wire) - Rania Sabri opened a well in Yafran.\n";
    let first = project(folder.path(), "wells.dateline", wells);
    let waiting = Waiting::default();
    let inner = Rc::clone(&waiting);
    let window = Harness::builder()
        .with_size([1440.0, 900.0])
        .build_eframe(move |creation| {
            let put = move |question: &Question, reply: Reply| {
                inner.borrow_mut().push((question.clone(), reply));
            };
            let doors = Doors {
                open: desk::opener(creation.egui_ctx.clone()),
                asker: Asker::new(Box::new(put)),
                keep: Box::new(|_| {}),
                sample: PathBuf::from("sample.dateline"),
                show: Box::new(|_| Ok(())),
                drops: true,
            };
            App::new(&creation.egui_ctx, doors, Settings::default(), vec![first])
        });
    let mut desk = Desk {
        folder,
        window,
        waiting,
    };
    desk.label("Rania Sabri");
    desk
}

impl Desk {
    fn has(&self, label: &str) -> bool {
        self.window
            .query_all_by_label_contains(label)
            .next()
            .is_some()
    }

    /// Runs frames until it is so; work beside the window takes its time.
    fn until(&mut self, what: &str, so: impl Fn(&Self) -> bool) {
        let began = Instant::now();
        while !so(self) {
            assert!(began.elapsed() < Duration::from_secs(60), "no {what}");
            self.window.run_steps(2);
            std::thread::sleep(Duration::from_millis(5));
        }
        self.window.run_steps(2);
    }

    fn label(&mut self, label: &str) {
        self.until(label, |desk| desk.has(label));
    }

    fn ask(&mut self, action: Action) {
        self.window.state_mut().ask(action);
        self.until("question", |desk| !desk.waiting.borrow().is_empty());
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Answers the oldest question with this file, which is then written whole.
    fn answer(&mut self, name: &str) {
        let (_, reply) = self.waiting.borrow_mut().remove(0);
        reply(Answer::Paths(vec![self.path(name)]));
        self.window.run_steps(3);
    }

    fn saved(&mut self, name: &str) -> String {
        let path = self.path(name);
        self.until("file", |_| path.exists());
        fs::read_to_string(path).expect("the file")
    }

    /// The names in the selection, as the menu of the names asks for them.
    fn save_names(&mut self) {
        let views = self.window.state().desk().expect("a project").views();
        let rows = &views.entities.value().expect("names").rows;
        let names = rows.iter().map(|row| row.id).collect();
        self.ask(Action::SaveNames(names));
    }
}

#[test]
fn the_import_report_is_saved_without_having_been_opened() {
    let mut desk = open();
    desk.ask(Action::SaveReport);
    desk.answer("report.csv");
    let text = desk.saved("report.csv");
    assert!(text.contains("one.txt,imported,1"), "{text}");
}

#[test]
fn a_file_is_written_from_what_was_on_screen_when_it_was_asked_for() {
    let mut desk = open();
    desk.save_names();
    // A filter set while the dialog is open changes nothing about it.
    desk.ask(Action::SetFilter(Filter {
        text: Some("nowhere".to_owned()),
        ..Filter::default()
    }));
    desk.until("the empty list", |desk| {
        desk.has("No article matches these filters")
    });
    desk.answer("names.csv");
    let text = desk.saved("names.csv");
    assert!(text.contains("Rania Sabri"), "{text}");
}

#[test]
fn nothing_is_written_of_another_project_than_the_one_it_was_asked_of() {
    let mut desk = open();
    desk.save_names();
    desk.ask(Action::SaveHistory);
    let talks = "Talks\n\nOSLO, Norway, May 3, 2012 (Northern Wire) - Nils Berg spoke in Oslo.\n";
    let other = project(desk.folder.path(), "talks.dateline", talks);
    desk.ask(Action::OpenProject(other));
    desk.label("Nils Berg");
    for name in ["wells-names.csv", "wells-history.csv"] {
        desk.answer(name);
        desk.label("another project was opened after it was asked for");
        assert!(!desk.path(name).exists());
    }
    // Of the project that is open, files are written as before.
    desk.save_names();
    desk.answer("talks-names.csv");
    let text = desk.saved("talks-names.csv");
    assert!(text.contains("Nils Berg"), "{text}");
}
