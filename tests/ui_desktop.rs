//! The window as a program of the desktop, driven without a display: files from other starts, closing while something runs,
//! copies, recent projects, notices, what it says after a run that ended badly.
#![cfg(feature = "gui")]

#[path = "fixture/mod.rs"]
mod fixture;

use std::{
    cell::RefCell,
    fs,
    path::{Path, PathBuf},
    rc::Rc,
    sync::mpsc,
    time::{Duration, Instant},
};

use dateline::{
    jobs::JobCx,
    ui::{
        App, Doors,
        action::Action,
        ask::{Answer, Asker, Question},
        desk,
        outside::Outside,
    },
    workspace::{
        Problem, Project,
        desktop::{
            given::Given,
            runs::{Ended, Note},
        },
        import::Input,
        session::JobProgress,
        settings::{RecentProject, Settings},
    },
};
use egui::{ViewportCommand, ViewportEvent, ViewportId};
use egui_kittest::{Harness, kittest::Queryable as _};
use fixture::{Asked, Fixture, Log};

/// The settings as the window kept them last.
type Kept = Rc<RefCell<Settings>>;

struct Stage {
    settings: Settings,
    paths: Vec<PathBuf>,
    outside: Outside,
    ended: Vec<Ended>,
    answer: Box<dyn Fn(&Question) -> Answer>,
    /// Whether projects are real files.
    real: bool,
    job: Option<JobProgress>,
}

impl Default for Stage {
    fn default() -> Self {
        Self {
            settings: Settings::default(),
            paths: Vec::new(),
            outside: Outside {
                home: Some(PathBuf::from("/settings")),
                ..Outside::default()
            },
            ended: Vec::new(),
            answer: Box::new(|_| Answer::Nothing),
            real: false,
            job: None,
        }
    }
}

struct Desk {
    window: Harness<'static, App>,
    log: Log,
    kept: Kept,
}

impl Stage {
    fn open(self) -> Desk {
        let log = Log::default();
        let kept = Kept::default();
        let (inner, shown, keep) = (Log::clone(&log), Log::clone(&log), Kept::clone(&kept));
        let window = Harness::builder()
            .with_size([1440.0, 900.0])
            .with_max_steps(60)
            .build_eframe(move |creation| {
                let open: desk::Opener = if self.real {
                    desk::opener_of_existing(creation.egui_ctx.clone())
                } else {
                    let job = self.job.clone();
                    Box::new(move |_| {
                        let mut desk = Fixture::full(&inner);
                        desk.job.clone_from(&job);
                        Ok(Box::new(desk))
                    })
                };
                let doors = Doors {
                    open,
                    asker: Asker::new(Box::new(move |question, reply| {
                        reply((self.answer)(question));
                    })),
                    keep: Box::new(move |settings| *keep.borrow_mut() = settings.clone()),
                    sample: PathBuf::from("sample.dateline"),
                    show: Box::new(move |path| {
                        shown.borrow_mut().push(Asked::Show(path.to_owned()));
                        Ok(())
                    }),
                    drops: true,
                };
                let ctx = &creation.egui_ctx;
                let app = App::new(ctx, doors, self.settings, self.paths);
                app.with_outside(self.outside, self.ended)
            });
        let mut desk = Desk { window, log, kept };
        desk.window.run_steps(4);
        desk
    }
}

impl Desk {
    fn has(&self, label: &str) -> bool {
        let mut found = self.window.query_all_by_label_contains(label);
        found.next().is_some()
    }

    fn until(&mut self, what: &str, so: impl Fn(&Self) -> bool) {
        let began = Instant::now();
        while !so(self) {
            assert!(began.elapsed() < Duration::from_secs(30), "no {what}");
            self.window.run_steps(2);
            std::thread::sleep(Duration::from_millis(5));
        }
        self.window.run_steps(2);
    }

    fn label(&mut self, label: &str) {
        self.until(label, |desk| desk.has(label));
    }

    fn no_label(&mut self, label: &str) {
        self.until(&format!("end of {label}"), |desk| !desk.has(label));
    }

    fn click(&mut self, label: &str) {
        self.label(label);
        if let Some(node) = self.window.query_all_by_label(label).next() {
            node.click();
        }
        self.window.run_steps(4);
    }

    fn asked(&self, wanted: &Asked) -> bool {
        self.log.borrow().iter().any(|asked| asked == wanted)
    }

    /// Asks the window to close, as the system does; returns whether it would.
    fn close(&mut self) -> bool {
        let event = ViewportEvent::Close;
        let root = self.window.input_mut().viewports.entry(ViewportId::ROOT);
        root.or_default().events.push(event);
        self.window.step();
        let stays = self.commands(&ViewportCommand::CancelClose);
        let root = self.window.input_mut().viewports.entry(ViewportId::ROOT);
        root.or_default().events.clear();
        self.window.run_steps(4);
        !stays
    }

    fn commands(&self, wanted: &ViewportCommand) -> bool {
        let output = self.window.output().viewport_output.get(&ViewportId::ROOT);
        output.is_some_and(|output| output.commands.contains(wanted))
    }
}

fn project_at(path: &Path) {
    let mut project = Project::create(path).expect("a project");
    let input = Input::Bytes {
        name: "well.txt".to_owned(),
        bytes: b"Well opened in Tarhuna\n\nThe mayor opened a well on Sunday.\n".to_vec(),
    };
    project
        .import(vec![input], &JobCx::unwatched(), |_| {})
        .expect("an import");
}

fn importing() -> Option<JobProgress> {
    Some(JobProgress {
        label: "Importing harbor-archive".to_owned(),
        stage: "Reading".to_owned(),
        done: 1_842,
        total: 3_210,
        unit: "files".to_owned(),
        cancelling: false,
    })
}

#[test]
fn what_another_start_hands_over_is_opened() {
    let (sender, letters) = mpsc::channel();
    let mut desk = Stage {
        outside: Outside {
            letters: Some(letters),
            home: Some(PathBuf::from("/settings")),
            ..Outside::default()
        },
        ..Stage::default()
    }
    .open();
    assert!(desk.has("Drop articles or folders here"));
    let given = Given {
        projects: vec![PathBuf::from("/desk/hills.dateline")],
        files: vec![PathBuf::from("/desk/wire.txt")],
        problems: vec![Problem::new(
            "Could not open gone.txt",
            "there is no such file",
        )],
    };
    sender.send(given).expect("the window listens");
    desk.window.step();
    assert!(
        desk.commands(&ViewportCommand::Focus),
        "it comes to the front"
    );
    desk.label("Pumps start again");
    desk.label("Could not open gone.txt");
    let survey = Asked::Survey(vec![PathBuf::from("/desk/wire.txt")]);
    desk.until("a count", |desk| desk.asked(&survey));
}

#[test]
fn closing_while_something_runs_asks() {
    let mut desk = Stage {
        paths: vec![PathBuf::from("hills.dateline")],
        job: importing(),
        ..Stage::default()
    }
    .open();
    assert!(!desk.close());
    desk.label("Close the window?");
    for words in [
        "Importing harbor-archive",
        "1,842 of 3,210 files",
        "An import keeps what it has done",
    ] {
        assert!(desk.has(words), "{words}");
    }
    desk.click("Keep running");
    desk.no_label("Close the window?");
    assert!(!desk.close(), "it asks again");
    desk.click("Stop and close");
    assert!(desk.close());
}

#[test]
fn opening_another_project_while_something_runs_asks() {
    let mut desk = Stage {
        paths: vec![PathBuf::from("hills.dateline")],
        job: importing(),
        ..Stage::default()
    }
    .open();
    desk.window.state_mut().ask(Action::CloseProject);
    desk.label("Close the project?");
    desk.click("Keep running");
    assert!(desk.window.state().desk().is_some());
    let other = PathBuf::from("/desk/other.dateline");
    desk.window.state_mut().ask(Action::OpenProject(other));
    desk.click("Stop and close");
    assert!(desk.window.state().desk().is_some(), "the other one");
    desk.window.state_mut().ask(Action::CloseProject);
    desk.click("Stop and close");
    desk.label("Drop articles or folders here");
}

#[test]
fn without_a_job_the_window_closes_and_keeps_the_settings() {
    let mut desk = Stage {
        paths: vec![PathBuf::from("hills.dateline")],
        ..Stage::default()
    }
    .open();
    assert!(desk.close());
    assert_eq!(desk.kept.borrow().recent.len(), 1);
    desk.window.state_mut().ask(Action::Quit);
    let closed = (0..6).any(|_| {
        desk.window.step();
        desk.commands(&ViewportCommand::Close)
    });
    assert!(closed);
}

#[test]
fn a_copy_is_saved_from_the_menu() {
    let folder = tempfile::tempdir().expect("a folder");
    let (path, copy) = (folder.path().join("p.dateline"), folder.path().join("kept"));
    project_at(&path);
    let answered = copy.clone();
    let mut desk = Stage {
        real: true,
        paths: vec![path],
        answer: Box::new(move |question| match question {
            Question::Save { name, .. } => {
                assert_eq!(
                    (name.as_str(), question.title()),
                    ("p-copy.dateline", "Save a copy")
                );
                Answer::Paths(vec![answered.clone()])
            }
            _ => Answer::Nothing,
        }),
        ..Stage::default()
    }
    .open();
    desk.click("Project p");
    desk.click("Save a copy…");
    desk.label("Saved a copy with 1 article");
    assert!(Project::is_one(&copy.with_extension("dateline")));
}

#[test]
fn after_a_failure_the_report_is_offered() {
    let folder = tempfile::tempdir().expect("a folder");
    let report = folder.path().join("crash.txt");
    fs::write(&report, "at: src/nowhere.rs:1:1\nwhat: on purpose\n").expect("a file");
    let mut desk = Stage {
        ended: vec![Ended {
            note: Note {
                project: Some(PathBuf::from("/desk/hills.dateline")),
                ..Note::default()
            },
            report: Some(report.clone()),
        }],
        ..Stage::default()
    }
    .open();
    desk.label("Dateline stopped unexpectedly");
    assert!(desk.has("src/nowhere.rs"));
    desk.click("Show file");
    assert!(desk.asked(&Asked::Show(report)));
    desk.click("Copy the report");
    desk.click("Reopen hills");
    desk.label("Pumps start again");
    assert!(!desk.has("Dateline stopped unexpectedly"));
}

#[test]
fn after_a_kill_a_quiet_notice_offers_to_reopen() {
    let mut desk = Stage {
        ended: vec![Ended {
            note: Note {
                project: Some(PathBuf::from("/desk/hills.dateline")),
                ..Note::default()
            },
            report: None,
        }],
        ..Stage::default()
    }
    .open();
    desk.label("ended without closing last time");
    assert!(!desk.has("Dateline stopped unexpectedly"));
    desk.click("Reopen hills");
    desk.label("Pumps start again");
    assert!(!desk.has("ended without closing"));
}

#[test]
fn a_project_in_a_synced_folder_is_warned_of_once() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join(".stfolder")).expect("a folder");
    let path = folder.path().join("p.dateline");
    project_at(&path);
    let stage = |settings| Stage {
        real: true,
        settings,
        paths: vec![path.clone()],
        ..Stage::default()
    };
    let mut desk = stage(Settings::default()).open();
    desk.label("lies in a Syncthing folder");
    desk.click("Dismiss the notice");
    assert!(!desk.has("Syncthing"));
    desk.until("settings", |desk| !desk.kept.borrow().warned.is_empty());
    let kept = desk.kept.borrow().clone();
    drop(desk);
    let mut desk = stage(kept).open();
    desk.label("Project p");
    assert!(!desk.has("Syncthing"));
}

#[test]
fn settings_that_cannot_be_kept_are_said_once() {
    let unkept = Rc::new(RefCell::new(Some(Problem::new(
        "Could not save",
        "the disk is full",
    ))));
    let mut desk = Stage {
        outside: Outside {
            home: Some(PathBuf::from("/settings")),
            unkept: Rc::clone(&unkept),
            ..Outside::default()
        },
        ..Stage::default()
    }
    .open();
    desk.label("are not kept: the disk is full");
    desk.click("Dismiss the notice");
    *unkept.borrow_mut() = Some(Problem::new("Could not save", "the disk is full"));
    desk.window.run_steps(4);
    assert!(!desk.has("are not kept"));
    let mut homeless = Stage {
        outside: Outside::default(),
        ..Stage::default()
    }
    .open();
    homeless.label("There is no home folder");
}

#[test]
fn recent_projects_are_located_and_forgotten() {
    let folder = tempfile::tempdir().expect("a folder");
    let (open, moved) = (
        folder.path().join("p.dateline"),
        folder.path().join("moved.dateline"),
    );
    project_at(&open);
    project_at(&moved);
    let recent = |path: &Path, found| RecentProject {
        path: path.to_owned(),
        articles: 3,
        opened: 0,
        found,
    };
    let (lost, vanished) = (
        folder.path().join("lost.dateline"),
        folder.path().join("v.dateline"),
    );
    let to = moved.clone();
    let mut desk = Stage {
        real: true,
        settings: Settings {
            recent: vec![recent(&lost, false), recent(&vanished, true)],
            ..Settings::default()
        },
        paths: vec![open],
        answer: Box::new(move |_| Answer::Paths(vec![to.clone()])),
        ..Stage::default()
    }
    .open();
    // Deleted since it was looked for: said, and not made anew.
    desk.click("Project p");
    desk.click("v");
    desk.label("there is no such file");
    assert!(!vanished.exists());
    desk.click("Project p");
    desk.click("Locate lost…");
    desk.label("Project moved");
    desk.until("settings", |desk| {
        let kept = desk.kept.borrow();
        kept.recent.first().is_some_and(|first| first.path == moved)
            && kept.recent.iter().all(|recent| recent.path != lost)
    });
    desk.click("Project moved");
    desk.click("Clear recent projects");
    desk.until("settings", |desk| desk.kept.borrow().recent.len() == 1);
    assert!(moved.exists());
}

#[test]
fn about_shows_licenses_and_where_things_lie() {
    let mut desk = Stage::default().open();
    desk.window.state_mut().ask(Action::ShowAbout);
    desk.label("No network calls");
    assert!(desk.has(env!("CARGO_PKG_VERSION")));
    desk.click("Show the settings folder");
    assert!(desk.asked(&Asked::Show(PathBuf::from("/settings"))));
    desk.click("Show the log");
    assert!(desk.asked(&Asked::Show(PathBuf::from("/settings/logs/dateline.log"))));
    desk.click("Licenses of code");
    desk.label("Apache License 2.0. It is built from");
    desk.click("Sources of data");
    desk.label("Where the assets come from");
}

/// The list of licenses is made by a tool; a package that is used directly and stands not in it was added since.
#[test]
fn the_licenses_name_every_package_used_directly() {
    use std::io::Read as _;
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let file = fs::File::open(root.join("assets/licenses.txt.gz")).expect("the list");
    let mut list = String::new();
    flate2::read::GzDecoder::new(file)
        .read_to_string(&mut list)
        .expect("text");
    let manifest = fs::read_to_string(root.join("Cargo.toml")).expect("the manifest");
    let mut inside = false;
    for line in manifest.lines() {
        if line.starts_with('[') {
            inside = line == "[dependencies]" || line.starts_with("[target.");
        } else if inside && let Some((name, _)) = line.split_once(" = ") {
            let named = list.lines().any(|l| l.starts_with(&format!("{name} ")));
            assert!(
                named,
                "{name} is not in assets/licenses.txt.gz: cargo run -p xtask -- licenses"
            );
        }
    }
}
