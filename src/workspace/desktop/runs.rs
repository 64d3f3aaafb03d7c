//! A mark for each window that runs, in the folder of the settings: windows find each other by it, and the next start
//! finds what a run that ended badly left behind.
//!
//! A mark is a file with an advisory lock and a note beside it. The lock is gone with the process however it ended, so
//! that a mark that can be locked tells of a run that did not take it away itself; process numbers, which the system
//! gives out again, are not relied on.

use std::{
    fs::{self, File, OpenOptions, TryLockError},
    io::{self, Write as _},
    path::{Path, PathBuf},
    sync::atomic::{AtomicU64, Ordering},
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

use serde::{Deserialize, Serialize};

use super::{
    journal,
    post::{self, Letter, Listener},
};
use crate::workspace::{settings::same_file, stored_path};

/// What a window says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Note {
    pub version: String,
    /// Milliseconds since 1970.
    pub started: u64,
    /// When it had the keyboard last, in the same.
    pub used: u64,
    /// The open project.
    #[serde(with = "stored_path::option")]
    pub project: Option<PathBuf>,
    /// Where it takes letters.
    #[serde(with = "stored_path::option")]
    pub letters: Option<PathBuf>,
}

/// The mark of this window. Dropped, it is taken away.
#[derive(Debug)]
pub struct Run {
    folder: PathBuf,
    name: String,
    note: Note,
    _lock: File,
    _listener: Option<Listener>,
}

/// A run that did not end of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ended {
    pub note: Note,
    /// What the program wrote about its own failure; `None` when it was ended from outside.
    pub report: Option<PathBuf>,
}

/// Which windows are to take over what a start was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HandOver {
    /// Any that is open.
    Any,
    /// One that has the project open already.
    SameProject,
    Never,
}

/// What came of a start.
#[derive(Debug)]
pub enum Entered {
    /// A window that was open took over what was given.
    Handed,
    /// This is a window of its own, after these runs ended badly.
    Here { run: Run, ended: Vec<Ended> },
    /// There is no place for marks: windows cannot know of each other.
    Alone,
}

/// Starts a run in `home`, the folder of the settings. `hand_over` says which open window is to take `letter`;
/// `deliver` is called on another thread with what later starts hand over.
#[must_use]
pub fn enter(
    home: &Path,
    letter: &Letter,
    hand_over: HandOver,
    deliver: impl Fn(Letter) + Send + Sync + 'static,
) -> Entered {
    match try_enter(home, letter, hand_over, deliver) {
        Ok(entered) => entered,
        Err(error) => {
            tracing::warn!(kind = ?error.kind(), "no place for the mark of this run");
            Entered::Alone
        }
    }
}

fn try_enter(
    home: &Path,
    letter: &Letter,
    hand_over: HandOver,
    deliver: impl Fn(Letter) + Send + Sync + 'static,
) -> io::Result<Entered> {
    let folder = home.join("runs");
    make_own(&folder)?;
    let started = now_ms();
    let name = new_name(started);
    let lock = OpenOptions::new()
        .create_new(true)
        .append(true)
        .open(folder.join(format!("{name}.lock")))?;
    let mut run = Run {
        folder,
        name,
        note: Note {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            started,
            used: started,
            ..Note::default()
        },
        _lock: lock,
        _listener: None,
    };
    run._lock.try_lock().map_err(io::Error::from)?;
    // Two starts at once, as of several files opened in a file manager, go one after the other: the second finds the first.
    let turn = turn(&run.folder)?;
    let (mut others, ended) = run.others(home)?;
    if hand_over != HandOver::Never {
        let wants = |note: &Note| {
            let (Some(open), Some(first)) = (&note.project, letter.paths.first()) else {
                return false;
            };
            same_file(open, first)
        };
        others.sort_by_key(|note| (!wants(note), std::cmp::Reverse(note.used)));
        if hand_over == HandOver::SameProject {
            others.retain(wants);
        }
        for note in &others {
            let Some(to) = &note.letters else { continue };
            match post::send(to, &run.lock_path(), letter) {
                // What ended badly before is told by the next window that opens.
                Ok(()) => return Ok(Entered::Handed),
                Err(error) => tracing::warn!(kind = ?error.kind(), "a window took no letter"),
            }
        }
    }
    for old in &ended {
        old.forget(&run.folder);
    }
    match post::listen(&run.folder, &run.name, deliver) {
        Ok(listener) => {
            run.note.letters = Some(listener.address().to_owned());
            run._listener = Some(listener);
        }
        Err(error) => tracing::warn!(kind = ?error.kind(), "no letters from later starts"),
    }
    run.note.used = run.now_last();
    run.write()?;
    drop(turn);
    let ended = ended.into_iter().map(|old| old.ended).collect();
    Ok(Entered::Here { run, ended })
}

/// A name no other mark has, also of this process.
fn new_name(started: u64) -> String {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    format!("{started}-{}-{count}", std::process::id())
}

/// A mark left behind.
struct Old {
    name: String,
    ended: Ended,
    /// Held so that no other start tells of it, too.
    _lock: File,
}

impl Old {
    fn forget(&self, folder: &Path) {
        for ending in ["json", "lock", "sock"] {
            let _ = fs::remove_file(folder.join(format!("{}.{ending}", self.name)));
        }
        let _ = fs::remove_dir_all(folder.join(format!("{}.letters", self.name)));
        if let Some(letters) = &self.ended.note.letters
            && letters.extension().is_some_and(|ending| ending == "sock")
        {
            let _ = fs::remove_file(letters);
        }
    }
}

impl Run {
    /// What the log and the report of a crash of this run are called by.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    fn lock_path(&self) -> PathBuf {
        self.folder.join(format!("{}.lock", self.name))
    }

    /// Notes which project is open, for the next start and for other windows.
    pub fn opened(&mut self, project: Option<&Path>) {
        if self.note.project.as_deref() != project {
            self.note.project = project.map(Path::to_owned);
            self.rewrite();
        }
    }

    /// Notes that the window has the keyboard now: what is handed over comes to the window used last.
    pub fn used(&mut self) {
        self.note.used = self.now_last();
        self.rewrite();
    }

    /// A time after which no other window was used, also when two are used within a millisecond or the clock was set back.
    fn now_last(&self) -> u64 {
        let entries = fs::read_dir(&self.folder).into_iter().flatten();
        let others = entries
            .filter_map(Result::ok)
            .map(|entry| entry.path())
            .filter(|path| path.extension().is_some_and(|ending| ending == "json"))
            .filter(|path| path.file_stem() != Some(self.name.as_ref()))
            .filter_map(|path| note_in(&path));
        let last = others.map(|note| note.used).max();
        now_ms().max(last.map_or(0, |last| last.saturating_add(1)))
    }

    fn rewrite(&self) {
        if let Err(error) = self.write() {
            tracing::warn!(kind = ?error.kind(), "the mark of this run was not written");
        }
    }

    fn write(&self) -> io::Result<()> {
        let json = serde_json::to_vec(&self.note)?;
        let draft = self.folder.join(format!("{}.new", self.name));
        File::create(&draft)?.write_all(&json)?;
        fs::rename(&draft, self.folder.join(format!("{}.json", self.name)))
    }

    /// The windows that run, and the marks of runs that ended badly.
    fn others(&self, home: &Path) -> io::Result<(Vec<Note>, Vec<Old>)> {
        let (mut alive, mut old) = (Vec::new(), Vec::new());
        for entry in fs::read_dir(&self.folder)? {
            let path = entry?.path();
            let name = path
                .file_stem()
                .map(|stem| stem.to_string_lossy().into_owned())
                .unwrap_or_default();
            if path.extension().is_none_or(|ending| ending != "lock") || name == self.name {
                continue;
            }
            let Ok(lock) = OpenOptions::new().append(true).open(&path) else {
                continue;
            };
            let note = note_in(&path.with_extension("json"));
            match lock.try_lock() {
                Err(TryLockError::WouldBlock) => alive.extend(note),
                Ok(()) => {
                    let report = journal::report_of(home, &name);
                    // Without a note it was a start that handed over, or ended before it had a window.
                    let told = note.is_some() || report.is_some();
                    let found = Old {
                        name,
                        ended: Ended {
                            note: note.unwrap_or_default(),
                            report,
                        },
                        _lock: lock,
                    };
                    if told {
                        old.push(found);
                    } else {
                        found.forget(&self.folder);
                    }
                }
                // Whether it runs cannot be told here; it is left alone.
                Err(TryLockError::Error(_)) => {}
            }
        }
        old.sort_by_key(|old| old.ended.note.started);
        Ok((alive, old))
    }
}

fn note_in(path: &Path) -> Option<Note> {
    serde_json::from_slice(&fs::read(path).ok()?).ok()
}

impl Drop for Run {
    fn drop(&mut self) {
        // A program that fails leaves its mark, for the next start to tell of.
        if std::thread::panicking() {
            return;
        }
        for ending in ["json", "lock", "new"] {
            let _ = fs::remove_file(self.folder.join(format!("{}.{ending}", self.name)));
        }
    }
}

/// Makes a folder that others cannot look into.
fn make_own(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        fs::set_permissions(folder, fs::Permissions::from_mode(0o700))?;
    }
    Ok(())
}

/// Waits until no other start is looking for windows.
fn turn(folder: &Path) -> io::Result<File> {
    const AT_MOST: Duration = Duration::from_secs(6);
    let file = OpenOptions::new()
        .create(true)
        .append(true)
        .open(folder.join("turn"))?;
    let begun = Instant::now();
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::WouldBlock) if begun.elapsed() < AT_MOST => {
                std::thread::sleep(Duration::from_millis(20));
            }
            // Somebody hangs; two windows are better than none.
            Err(TryLockError::WouldBlock) => return Ok(file),
            Err(TryLockError::Error(error)) => return Err(error),
        }
    }
}

fn now_ms() -> u64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| {
            u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
        })
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    fn start(
        home: &Path,
        paths: &[&str],
        hand_over: HandOver,
    ) -> (Entered, mpsc::Receiver<Letter>) {
        let (send, letters) = mpsc::channel();
        let letter = Letter {
            paths: paths.iter().map(PathBuf::from).collect(),
            problems: Vec::new(),
        };
        let deliver = move |letter| {
            let _ = send.send(letter);
        };
        (enter(home, &letter, hand_over, deliver), letters)
    }

    #[track_caller]
    fn here(entered: Entered) -> (Run, Vec<Ended>) {
        match entered {
            Entered::Here { run, ended } => (run, ended),
            other => panic!("{other:?}"),
        }
    }

    const PATIENCE: Duration = Duration::from_secs(20);

    #[test]
    fn a_second_start_hands_its_files_over() {
        let home = tempfile::tempdir().expect("a folder");
        let (first, letters) = start(home.path(), &[], HandOver::Any);
        let (first, ended) = here(first);
        assert!(ended.is_empty());
        let (second, _) = start(home.path(), &["/desk/wire.txt"], HandOver::Any);
        assert!(matches!(second, Entered::Handed));
        let letter = letters.recv_timeout(PATIENCE).expect("a letter");
        assert_eq!(letter.paths, [PathBuf::from("/desk/wire.txt")]);
        let (third, _) = start(home.path(), &["/desk/wire.txt"], HandOver::Never);
        let (third, ended) = here(third);
        assert!(ended.is_empty());
        drop((first, third));
        let left: Vec<_> = fs::read_dir(home.path().join("runs"))
            .expect("the folder")
            .map(|entry| entry.expect("an entry").file_name())
            .collect();
        assert_eq!(left, ["turn"]);
        // After the last window is closed a start opens one again.
        here(start(home.path(), &[], HandOver::Any).0);
    }

    #[test]
    fn a_project_comes_to_the_window_that_has_it() {
        let home = tempfile::tempdir().expect("a folder");
        let (first, to_first) = start(home.path(), &[], HandOver::Never);
        let (mut first, _) = here(first);
        let (second, to_second) = start(home.path(), &[], HandOver::Never);
        let (mut second, _) = here(second);
        // The clock was set back an hour after the first window was used.
        first.note.used = now_ms() + 3_600_000;
        first.opened(Some(Path::new("/desk/a.dateline")));
        second.used();
        let (handed, _) = start(home.path(), &["/desk/a.dateline"], HandOver::Any);
        assert!(matches!(handed, Entered::Handed));
        to_first.recv_timeout(PATIENCE).expect("for the first");
        let (handed, _) = start(home.path(), &["/desk/b.txt"], HandOver::Any);
        assert!(matches!(handed, Entered::Handed));
        to_second.recv_timeout(PATIENCE).expect("for the last used");
    }

    #[test]
    fn what_a_killed_run_left_is_told_once_and_does_not_stand_in_the_way() {
        let home = tempfile::tempdir().expect("a folder");
        let runs = home.path().join("runs");
        fs::create_dir_all(&runs).expect("a folder");
        // The process number of this very process: given out again by the system.
        let name = format!("1700000000000-{}", std::process::id());
        let note = Note {
            project: Some(PathBuf::from("/desk/a.dateline")),
            letters: Some(runs.join(format!("{name}.sock"))),
            ..Note::default()
        };
        fs::write(runs.join(format!("{name}.lock")), "").expect("a file");
        fs::write(runs.join(format!("{name}.sock")), "stale").expect("a file");
        fs::write(
            runs.join(format!("{name}.json")),
            serde_json::to_vec(&note).expect("json"),
        )
        .expect("a file");
        // A start that ended before it had a window is not worth telling.
        fs::write(runs.join("1700000000001-1.lock"), "").expect("a file");
        let (run, ended) = here(start(home.path(), &[], HandOver::Any).0);
        assert_eq!(ended, [Ended { note, report: None }]);
        assert!(!runs.join(format!("{name}.sock")).exists());
        let (again, ended) = here(start(home.path(), &[], HandOver::Never).0);
        assert!(ended.is_empty());
        drop((run, again));
    }

    #[test]
    fn without_a_place_for_marks_a_window_opens_all_the_same() {
        let home = tempfile::tempdir().expect("a folder");
        let file = home.path().join("file");
        fs::write(&file, "no folder").expect("a file");
        assert!(matches!(start(&file, &[], HandOver::Any).0, Entered::Alone));
    }

    #[test]
    fn many_starts_at_once_make_one_window() {
        let home = tempfile::tempdir().expect("a folder");
        let home = home.path();
        let windows: Vec<(Entered, mpsc::Receiver<Letter>)> = std::thread::scope(|scope| {
            let starts: Vec<_> = (0..8)
                .map(|n| {
                    scope.spawn(move || start(home, &[&format!("/desk/{n}.txt")], HandOver::Any))
                })
                .collect();
            starts
                .into_iter()
                .map(|start| start.join().expect("no panic"))
                .collect()
        });
        let (open, handed): (Vec<_>, Vec<_>) = windows
            .into_iter()
            .partition(|(entered, _)| matches!(entered, Entered::Here { .. }));
        assert_eq!((open.len(), handed.len()), (1, 7));
        for _ in 0..7 {
            open[0].1.recv_timeout(PATIENCE).expect("each letter");
        }
    }
}
