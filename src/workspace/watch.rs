//! A folder that is watched: files that arrive in it are handed on once they are whole.
//!
//! A file counts as whole when its size has not changed for a while: programs that copy or download write in pieces,
//! and half a file would be imported as a damaged one.

use std::{
    collections::{BTreeMap, HashSet},
    fs,
    path::{Path, PathBuf},
    sync::mpsc::{self, Receiver, RecvTimeoutError, Sender},
    time::{Duration, Instant},
};

use notify::{Event, EventKind, RecursiveMode, Watcher as _};

use super::{Problem, Project, import};
use crate::jobs::{Cancelled, Job, JobCx, Waker};

/// How long a file's size must hold still.
const STILL: Duration = Duration::from_millis(1_500);
/// How often sizes are looked at, and the longest a stop is waited for.
const LOOK: Duration = Duration::from_millis(250);

/// A folder being watched. Dropping it ends the watching.
pub struct Watch {
    folder: PathBuf,
    _job: Job<()>,
    arrived: Receiver<Vec<PathBuf>>,
}

impl Watch {
    /// Watches `folder` and the folders in it. When some of its files are among `known` paths, those that are not are
    /// handed on at once: they came while nobody watched. Nothing is handed on of a folder that is new to the project,
    /// so that a large one is not imported without asking.
    ///
    /// # Errors
    /// When the folder is not there or the system cannot watch it.
    pub fn start(folder: &Path, known: HashSet<PathBuf>, wake: Waker) -> Result<Self, Problem> {
        let failed = |error: &dyn std::fmt::Display| {
            Problem::new(format!("Could not watch {}", folder.display()), error)
                .with_hint("Check that the folder is there and can be read, then choose it again")
        };
        if !folder.is_dir() {
            return Err(failed(&"it is not a folder"));
        }
        let (send, events) = mpsc::channel();
        let mut watcher = notify::recommended_watcher(move |event| {
            // The receiver is gone only when the watching ends.
            let _ = send.send(event);
        })
        .map_err(|error| failed(&error))?;
        watcher
            .watch(folder, RecursiveMode::Recursive)
            .map_err(|error| failed(&error))?;
        let (hand_on, arrived) = mpsc::channel();
        let inside = folder.to_owned();
        let waking = wake.clone();
        let job = Job::start("Watching a folder", wake, move |cx: &JobCx| {
            let _watcher = watcher;
            let mut waiting = Waiting::default();
            catch_up(&inside, &known, &mut waiting);
            follow(cx, &events, &mut waiting, &hand_on, &waking)
        });
        Ok(Self {
            folder: folder.to_owned(),
            _job: job,
            arrived,
        })
    }

    /// The folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Files that became whole since the last call, in order of their paths.
    #[must_use]
    pub fn take(&self) -> Vec<PathBuf> {
        let mut all: Vec<PathBuf> = self.arrived.try_iter().flatten().collect();
        all.sort();
        all.dedup();
        all
    }
}

/// Files that may still be written to: size, and since when it holds still.
#[derive(Default)]
struct Waiting(BTreeMap<PathBuf, (u64, Instant)>);

impl Waiting {
    /// Notices that something happened to a path. Hidden files, projects and what is gone again are passed over.
    fn touch(&mut self, path: &Path) {
        let hidden = path
            .file_name()
            .is_none_or(|name| name.to_string_lossy().starts_with('.'));
        if hidden {
            return;
        }
        match fs::metadata(path) {
            // What lies in a new folder came before the folder was watched.
            Ok(meta) if meta.is_dir() => {
                for file in import::find(&[path.to_owned()], |_| true).files {
                    self.add(file.path, file.bytes);
                }
            }
            Ok(meta) if meta.is_file() => self.add(path.to_owned(), meta.len()),
            _ => {
                self.0.remove(path);
            }
        }
    }

    fn add(&mut self, path: PathBuf, bytes: u64) {
        self.0.insert(path, (bytes, Instant::now()));
    }

    /// Takes out the files whose size has held still long enough.
    fn whole(&mut self) -> Vec<PathBuf> {
        let now = Instant::now();
        let mut whole = Vec::new();
        self.0.retain(|path, (bytes, since)| {
            let Ok(meta) = fs::metadata(path) else {
                return false;
            };
            if meta.len() != *bytes {
                (*bytes, *since) = (meta.len(), now);
                return true;
            }
            if now.duration_since(*since) < STILL {
                return true;
            }
            if !Project::is_one(path) {
                whole.push(path.clone());
            }
            false
        });
        whole
    }
}

fn catch_up(folder: &Path, known: &HashSet<PathBuf>, waiting: &mut Waiting) {
    let found = import::find(&[folder.to_owned()], |_| true).files;
    if !found.iter().any(|file| known.contains(&file.path)) {
        return;
    }
    for file in found {
        if !known.contains(&file.path) {
            waiting.add(file.path, file.bytes);
        }
    }
}

fn follow(
    cx: &JobCx,
    events: &Receiver<notify::Result<Event>>,
    waiting: &mut Waiting,
    hand_on: &Sender<Vec<PathBuf>>,
    wake: &Waker,
) -> Result<(), Cancelled> {
    loop {
        match events.recv_timeout(LOOK) {
            Ok(Ok(event)) => {
                if matches!(event.kind, EventKind::Create(_) | EventKind::Modify(_)) {
                    event.paths.iter().for_each(|path| waiting.touch(path));
                }
            }
            // One event that could not be read; the next will come.
            Ok(Err(error)) => tracing::warn!(kind = ?error.kind, "watching a folder"),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return Ok(()),
        }
        if cx.cancelled() {
            return Err(Cancelled);
        }
        let whole = waiting.whole();
        if !whole.is_empty() {
            if hand_on.send(whole).is_err() {
                return Ok(());
            }
            wake();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    /// Waits for what is handed on, up to a limit that no working machine reaches.
    fn next(watch: &Watch) -> Vec<PathBuf> {
        let begun = Instant::now();
        loop {
            let files = watch.take();
            if !files.is_empty() || begun.elapsed() > Duration::from_secs(60) {
                return files;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    #[test]
    fn a_file_that_arrives_is_handed_on_and_a_hidden_one_is_not() {
        let folder = tempfile::tempdir().expect("a folder");
        let watch = Watch::start(folder.path(), HashSet::new(), Arc::new(|| {})).expect("watching");
        fs::write(folder.path().join(".draft.txt"), "not yet").expect("a file");
        fs::create_dir(folder.path().join("day")).expect("a folder");
        let file = folder.path().join("day/ferry.txt");
        fs::write(&file, "The ferry left on time.").expect("a file");
        assert_eq!(next(&watch), [file]);
    }

    #[test]
    fn files_that_came_while_nobody_watched_are_handed_on() {
        let folder = tempfile::tempdir().expect("a folder");
        let (old, new) = (folder.path().join("old.txt"), folder.path().join("new.txt"));
        fs::write(&old, "Old").expect("a file");
        fs::write(&new, "New").expect("a file");
        let known = HashSet::from([old]);
        let watch = Watch::start(folder.path(), known, Arc::new(|| {})).expect("watching");
        assert_eq!(next(&watch), [new]);
    }

    #[test]
    fn what_is_no_folder_is_said() {
        let Err(problem) = Watch::start(
            Path::new("/no/such/folder"),
            HashSet::new(),
            Arc::new(|| {}),
        ) else {
            panic!("it watches what is not there");
        };
        assert!(problem.to_string().contains("/no/such/folder"), "{problem}");
    }
}
