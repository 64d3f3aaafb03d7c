//! Project files on the disk: copies, closing, media that can only be read, files that vanish, runs that end badly. No
//! display is needed.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command as Process,
    time::{Duration, Instant},
};

use dateline::{
    jobs::JobCx,
    store::{Access, Store},
    workspace::{
        Command, Problem, Project, Session,
        desktop::{
            journal,
            post::Letter,
            runs::{self, HandOver},
        },
        import::Input,
        session::{News, Wanted},
    },
};

fn article(n: usize) -> Input {
    Input::Bytes {
        name: format!("a{n}.txt"),
        bytes: format!(
            "Well {n} opened in Tarhuna\n\nTRIPOLI - The mayor of Tarhuna opened well number {n} on Sunday. \
             {}He said that the water would be clean by June.\n",
            "Nobody at the school had drunk from it so far. ".repeat(n % 7)
        )
        .into_bytes(),
    }
}

fn project_with(path: &Path, articles: usize) {
    let mut project = Project::create(path).expect("a project");
    project
        .import(
            (0..articles).map(article).collect(),
            &JobCx::unwatched(),
            |_| {},
        )
        .expect("an import");
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

fn articles_in(path: &Path) -> u64 {
    let store = Store::open(path, Access::Read).expect("a project");
    store.counts().expect("counts").articles
}

struct Watched {
    session: Session,
    news: Vec<News>,
    now: f64,
}

impl Watched {
    fn open(path: &Path) -> Self {
        Self {
            session: Session::open(path).expect("a session"),
            news: Vec::new(),
            now: 10.0,
        }
    }

    /// Ticks until it is so. The window's clock goes faster than ours, so that what is looked at now and then is looked at.
    fn until(&mut self, what: &str, so: impl Fn(&Self) -> bool) {
        let began = Instant::now();
        while !so(self) {
            assert!(
                began.elapsed() < Duration::from_secs(60),
                "no {what}: {:?}",
                self.said()
            );
            self.now += 0.5;
            self.news
                .extend(self.session.tick(&Wanted::default(), self.now));
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    fn said(&self) -> String {
        let words = self.news.iter().map(|news| match news {
            News::Said(words) => words.clone(),
            News::Failed(problem) | News::Refused(problem) => problem.to_string(),
            other => format!("{other:?}"),
        });
        words.collect::<Vec<_>>().join("\n")
    }

    fn hears(&mut self, words: &str) {
        self.until(words, |watched| watched.said().contains(words));
    }
}

#[test]
fn a_copy_is_complete_and_one_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let (path, copy) = (
        folder.path().join("p.dateline"),
        folder.path().join("c.dateline"),
    );
    project_with(&path, 40);
    let mut watched = Watched::open(&path);
    watched.session.save_copy(copy.clone());
    watched.hears("Saved a copy with 40 articles");
    let mut names: Vec<_> = fs::read_dir(folder.path())
        .expect("the folder")
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .into_string()
                .expect("UTF-8")
        })
        .filter(|name| !name.starts_with("p.dateline"))
        .collect();
    names.sort();
    assert_eq!(names, ["c.dateline"]);
    assert_eq!(
        Project::open(&copy)
            .expect("the copy")
            .check()
            .expect("a check"),
        Vec::<String>::new()
    );
    drop(watched);
    assert_eq!(articles_in(&copy), 40);
}

#[test]
fn a_copy_may_have_any_name() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("p.dateline");
    project_with(&path, 2);
    let project = Project::open(&path).expect("the project");
    let mut names = vec![std::ffi::OsString::from("odd #%41 &name=ü.dateline")];
    #[cfg(unix)]
    {
        use std::os::unix::ffi::OsStringExt as _;
        names.push("what?.dateline".into());
        names.push(std::ffi::OsString::from_vec(b"caf\xe9.dateline".to_vec()));
    }
    for name in names {
        let to = folder.path().join(&name);
        let copied = project
            .copy_to(&to, &JobCx::unwatched())
            .expect("not cancelled")
            .unwrap_or_else(|problem| panic!("{problem}"));
        assert_eq!(copied.articles, 2);
        assert_eq!(articles_in(&to), 2, "{}", to.display());
    }
}

#[test]
fn a_closed_project_is_one_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("p.dateline");
    project_with(&path, 5);
    let mut watched = Watched::open(&path);
    watched.until("read models", |w| !w.session.busy());
    let rename = Command::SetStarred {
        articles: vec![dateline::model::ArticleId(1)],
        starred: true,
    };
    watched.session.run(rename).expect("a decision");
    watched.until("read models", |w| !w.session.busy());
    drop(watched);
    for ending in ["-wal", "-shm"] {
        assert!(!beside(&path, ending).exists(), "{ending} is left");
    }
    // Also when it is closed while an import runs.
    let mut watched = Watched::open(&path);
    let inputs = folder.path().join("inputs");
    fs::create_dir(&inputs).expect("a folder");
    for n in 100..400 {
        let Input::Bytes { name, bytes } = article(n) else {
            unreachable!()
        };
        fs::write(inputs.join(name), bytes).expect("a file");
    }
    watched.session.start_import(vec![inputs]);
    watched.until("some articles", |w| {
        w.session.job().is_some_and(|job| job.done > 0) || !w.session.busy()
    });
    drop(watched);
    for ending in ["-wal", "-shm"] {
        assert!(!beside(&path, ending).exists(), "{ending} is left");
    }
    assert!(
        Project::open(&path)
            .expect("the project")
            .check()
            .expect("a check")
            .is_empty()
    );
}

#[test]
fn a_copy_is_made_while_an_import_writes() {
    let folder = tempfile::tempdir().expect("a folder");
    let (path, copy) = (
        folder.path().join("p.dateline"),
        folder.path().join("c.dateline"),
    );
    project_with(&path, 10);
    let writer = path.clone();
    let (begun, begins) = std::sync::mpsc::channel();
    std::thread::scope(|scope| {
        let import = scope.spawn(move || {
            let mut project = Project::open(&writer).expect("the project");
            let mut first = Some(begun);
            let inputs = (1_000..1_300).map(article).collect();
            project
                .import(inputs, &JobCx::unwatched(), |_| {
                    if let Some(begun) = first.take() {
                        begun.send(()).expect("the test waits");
                    }
                })
                .expect("an import");
        });
        begins.recv().expect("the import begins");
        let project = Project::open_to_read(&path).expect("the project");
        let copied = project
            .copy_to(&copy, &JobCx::unwatched())
            .expect("not cancelled")
            .expect("a copy");
        assert!(copied.articles >= 10, "{copied:?}");
        assert_eq!(articles_in(&copy), copied.articles);
        import.join().expect("no panic");
    });
    assert_eq!(articles_in(&path), 310);
    assert!(
        Project::open(&copy)
            .expect("the copy")
            .check()
            .expect("a check")
            .is_empty()
    );
}

#[test]
fn a_copy_that_cannot_be_is_refused_and_leaves_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("p.dateline");
    project_with(&path, 3);
    let project = Project::open(&path).expect("the project");
    let refused = |to: &Path| -> Problem {
        project
            .copy_to(to, &JobCx::unwatched())
            .expect("not cancelled")
            .expect_err("refused")
    };
    assert!(refused(&path).why.contains("the project itself"));
    #[cfg(unix)]
    {
        let link = folder.path().join("link.dateline");
        std::os::unix::fs::symlink(&path, &link).expect("a link");
        assert!(refused(&link).why.contains("the project itself"));
        fs::remove_file(link).expect("gone");
    }
    assert!(refused(&beside(&path, "-wal")).why.contains("in use"));
    assert!(
        refused(&folder.path().join("no/such/c.dateline"))
            .why
            .contains("folder is not there")
    );
    assert!(
        refused(folder.path())
            .why
            .contains("a folder has this name")
    );
    let other = folder.path().join("other.dateline");
    project_with(&other, 1);
    let open = Project::open(&other).expect("the other");
    assert!(refused(&other).why.contains("in use"));
    drop(open);
    // Not in use, it is replaced as a whole.
    let copied = project.copy_to(&other, &JobCx::unwatched());
    assert_eq!(copied.expect("not cancelled").expect("a copy").articles, 3);
    drop(project);
    let mut names: Vec<_> = fs::read_dir(folder.path())
        .expect("the folder")
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .into_string()
                .expect("UTF-8")
        })
        .collect();
    names.sort();
    assert_eq!(names, ["other.dateline", "p.dateline"]);
}

#[test]
fn a_project_deleted_while_open_is_noticed_and_can_be_kept() {
    let folder = tempfile::tempdir().expect("a folder");
    let (path, copy) = (
        folder.path().join("p.dateline"),
        folder.path().join("c.dateline"),
    );
    project_with(&path, 12);
    let mut watched = Watched::open(&path);
    watched.until("read models", |w| !w.session.busy());
    if fs::remove_file(&path).is_err() {
        // Windows lets nobody delete what is open.
        return;
    }
    watched.hears("moved or deleted while it was open");
    let star = Command::SetStarred {
        articles: vec![dateline::model::ArticleId(1)],
        starred: true,
    };
    let refused = watched.session.run(star).expect_err("refused");
    assert!(refused.why.contains("moved or deleted"), "{refused}");
    watched.session.save_copy(copy.clone());
    watched.hears("Saved a copy with 12 articles");
    drop(watched);
    assert_eq!(articles_in(&copy), 12);
    assert!(!path.exists());
}

#[test]
fn a_project_moved_while_open_is_noticed_when_it_comes_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let (path, moved) = (
        folder.path().join("p.dateline"),
        folder.path().join("m.dateline"),
    );
    project_with(&path, 12);
    let mut watched = Watched::open(&path);
    watched.until("read models", |w| !w.session.busy());
    if fs::rename(&path, &moved).is_err() {
        return;
    }
    watched.hears("moved or deleted while it was open");
    assert!(watched.session.is_gone());
    // What was decided before lies in the moved file, not in a log left behind.
    assert_eq!(articles_in(&moved), 12);
    fs::rename(&moved, &path).expect("back");
    watched.hears("is back where it was");
    assert!(watched.session.read_only().is_none());
    watched.session.start_import(vec![PathBuf::from(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/README.md"
    ))]);
    watched.until("an import", |w| {
        matches!(w.news.last(), Some(News::Imported { .. }))
    });
    drop(watched);
    assert!(
        Project::open(&path)
            .expect("the project")
            .check()
            .expect("a check")
            .is_empty()
    );
}

/// Where this program runs again as a child that ends badly; the words say how.
const CHILD: &str = "DATELINE_TEST_CHILD";

/// What the child does. As a test of its own it does nothing.
#[test]
fn child_that_ends_badly() {
    let Some(how) = std::env::var_os(CHILD) else {
        return;
    };
    let how = how.into_string().expect("UTF-8");
    let (how, home) = how.split_once(' ').expect("how, and where");
    let home = Path::new(home);
    if how == "read" {
        return;
    }
    let path = home.join("p.dateline");
    let runs::Entered::Here { mut run, .. } =
        runs::enter(home, &Letter::default(), HandOver::Never, |_| {})
    else {
        panic!("no mark");
    };
    journal::report_failures(home, run.name());
    run.opened(Some(&path));
    journal::note_project("p");
    journal::note_action("OpenArticle".to_owned());
    let mut project = Project::open_or_create(&path).expect("a project");
    let mut seen = 0;
    let ends = project.import((0..400).map(article).collect(), &JobCx::unwatched(), |_| {
        seen += 1;
        if seen == 150 && how == "abort" {
            std::process::abort();
        }
        if seen == 150 {
            let words = "the secret words of an article";
            assert_eq!(words, "", "{words} in {}", path.display());
        }
    });
    panic!("it went on: {ends:?}");
}

#[track_caller]
fn end_badly(how: &str) -> (tempfile::TempDir, Vec<runs::Ended>) {
    let home = tempfile::tempdir().expect("a folder");
    let ended = Process::new(std::env::current_exe().expect("this program"))
        .args(["--exact", "child_that_ends_badly", "--test-threads=1"])
        .env(CHILD, format!("{how} {}", home.path().display()))
        .output()
        .expect("a child");
    assert!(!ended.status.success());
    let entered = runs::enter(home.path(), &Letter::default(), HandOver::Any, |_| {});
    let runs::Entered::Here { ended, .. } = entered else {
        unreachable!("{entered:?}");
    };
    (home, ended)
}

#[test]
fn an_import_cut_off_loses_nothing_that_was_said_to_be_imported() {
    let (home, ended) = end_badly("abort");
    let path = home.path().join("p.dateline");
    assert_eq!(ended.len(), 1);
    assert_eq!(ended[0].note.project.as_deref(), Some(path.as_path()));
    assert_eq!(ended[0].report, None, "an end from outside writes nothing");
    let mut project = Project::open(&path).expect("the project");
    assert!(project.check().expect("a check").is_empty());
    let found = articles_in(&path);
    assert!((1..400).contains(&found), "{found}");
    // The same files again go on where it was cut off.
    project
        .import((0..400).map(article).collect(), &JobCx::unwatched(), |_| {})
        .expect("an import");
    assert_eq!(articles_in(&path), 400);
    drop(project);
    assert!(!beside(&path, "-wal").exists());
}

#[test]
fn a_failure_is_written_down_without_words_of_articles() {
    let (home, ended) = end_badly("panic");
    assert_eq!(ended.len(), 1);
    let report = ended[0].report.as_deref();
    // The harness runs a test on a thread of its own, which counts as the first: it began the journal.
    let text = fs::read_to_string(report.expect("a report")).expect("text");
    for expected in [
        env!("CARGO_PKG_VERSION"),
        std::env::consts::OS,
        "project: p\n",
        "  OpenArticle\n",
        "desktop_files.rs:",
        "backtrace:",
    ] {
        assert!(text.contains(expected), "{expected} in\n{text}");
    }
    for secret in ["secret", &home.path().display().to_string()] {
        assert!(!text.contains(secret), "{secret} in\n{text}");
    }
    let found = articles_in(&home.path().join("p.dateline"));
    assert!(found < 400, "{found}");
}

/// A project that cannot be written to, as on a CD: browsed, copied elsewhere, decisions refused with the reason.
fn read_only_project(folder: &Path, elsewhere: &Path) {
    let path = folder.join("p.dateline");
    let mut watched = Watched::open(&path);
    let why = watched.session.read_only().expect("a reason").to_owned();
    assert!(why.contains("can be read and exported"), "{why}");
    watched.until("the articles", |w| {
        w.session
            .views()
            .articles
            .value()
            .is_some_and(|list| list.rows.len() == 6)
    });
    let star = Command::SetStarred {
        articles: vec![dateline::model::ArticleId(1)],
        starred: true,
    };
    let refused = watched.session.run(star).expect_err("refused");
    assert!(refused.why.contains("can be read"), "{refused}");
    watched.session.start_import(vec![folder.to_owned()]);
    watched.hears("Could not import");
    watched.session.save_copy(elsewhere.join("c.dateline"));
    watched.hears("Saved a copy with 6 articles");
    watched.session.save_copy(folder.join("c.dateline"));
    watched.hears("Could not save a copy as");
    drop(watched);
    assert_eq!(articles_in(&elsewhere.join("c.dateline")), 6);
    let left: Vec<_> = fs::read_dir(folder).expect("the folder").collect();
    assert_eq!(left.len(), 1, "{left:?}");
}

/// As a test of its own it does nothing: the child reads what its user may not write.
#[test]
fn child_that_reads_only() {
    let Some(how) = std::env::var_os(CHILD) else {
        return;
    };
    let how = how.into_string().expect("UTF-8");
    let mut parts = how.split(' ');
    if parts.next() != Some("read") {
        return;
    }
    let (Some(folder), Some(elsewhere)) = (parts.next(), parts.next()) else {
        panic!("where from, where to");
    };
    read_only_project(Path::new(folder), Path::new(elsewhere));
}

#[cfg(unix)]
#[test]
fn a_project_that_cannot_be_written_to_is_read() {
    use std::os::unix::{fs::PermissionsExt as _, process::CommandExt as _};
    let (folder, elsewhere) = (
        tempfile::tempdir().expect("a folder"),
        tempfile::tempdir().expect("a folder"),
    );
    let path = folder.path().join("p.dateline");
    project_with(&path, 6);
    let mode = |path: &Path, mode| {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("permissions");
    };
    mode(&path, 0o444);
    mode(folder.path(), 0o555);
    mode(elsewhere.path(), 0o777);
    if fs::OpenOptions::new().append(true).open(&path).is_err() {
        read_only_project(folder.path(), elsewhere.path());
    } else {
        // The administrator may write anything: the same as nobody.
        let child = Process::new(std::env::current_exe().expect("this program"))
            .args([
                "--exact",
                "child_that_reads_only",
                "--test-threads=1",
                "--nocapture",
            ])
            .env(
                CHILD,
                format!(
                    "read {} {}",
                    folder.path().display(),
                    elsewhere.path().display()
                ),
            )
            .env("DATELINE_HOME", elsewhere.path().join("home"))
            .uid(65_534)
            .current_dir("/")
            .output();
        // Where nobody may not run the test itself there is nothing to try.
        if let Ok(child) = child {
            let words = String::from_utf8_lossy(&child.stderr);
            assert!(child.status.success(), "{words}");
        }
    }
    mode(folder.path(), 0o755);
}
