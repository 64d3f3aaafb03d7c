//! The project's file itself: whether it is still where it was, copies of it, and what closing it would stop.

use std::{
    fs,
    io::ErrorKind,
    path::{Path, PathBuf},
    sync::mpsc,
};

use super::{COPY, JobProgress, News, Session, Slot, desk::Answer, words};
use crate::{
    jobs::{Cancelled, Ending, Job, JobCx},
    store::Store,
    workspace::{
        Problem, Project,
        copy::{self, Copied},
        desktop::lies,
    },
};

/// Seconds between two looks at whether the file is there.
const LOOK_EVERY: f64 = 2.0;

/// What tells a file from another of the same name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Identity(u64, u64);

impl Identity {
    /// `None` where the file is gone, or the system does not tell.
    fn of(path: &Path) -> Option<Self> {
        let meta = fs::metadata(path).ok()?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::MetadataExt as _;
            Some(Self(meta.dev(), meta.ino()))
        }
        // A file that is open can be neither moved nor deleted there.
        #[cfg(not(unix))]
        {
            let _ = meta;
            Some(Self(0, 0))
        }
    }
}

/// Why a project could be opened for reading only, and what to do about it.
pub(super) fn why_read_only(path: &Path) -> String {
    let opened = fs::OpenOptions::new().append(true).open(path);
    let why = match opened.map_err(|error| error.kind()) {
        Err(ErrorKind::ReadOnlyFilesystem) => "This project lies on a disk that can only be read",
        Err(ErrorKind::PermissionDenied) => "You have no permission to write to this project",
        // The file could be written, but its folder has no room for SQLite’s log.
        _ => "This project cannot be written to where it lies",
    };
    format!(
        "{why}. Here it can be read and exported. To change it, save a copy elsewhere and open that"
    )
}

/// What the session knows of its file.
#[derive(Debug)]
pub(super) struct Whereabouts {
    identity: Option<Identity>,
    looked_at: f64,
    gone: bool,
    /// Why the project could be read only before it was gone.
    before: Option<String>,
    lies: Option<lies::Lies>,
}

impl Whereabouts {
    pub(super) fn of(path: &Path) -> Self {
        Self {
            identity: Identity::of(path),
            looked_at: 0.0,
            gone: false,
            before: None,
            lies: lies::of(path),
        }
    }
}

/// A copy on its way.
pub(super) type Copying = Job<Result<Copied, Problem>>;

impl Session {
    /// Where the project lies, if it is at risk there.
    #[must_use]
    pub const fn lies(&self) -> Option<&lies::Lies> {
        self.whereabouts.lies.as_ref()
    }

    /// Whether the file was moved or deleted while it is open.
    #[must_use]
    pub const fn is_gone(&self) -> bool {
        self.whereabouts.gone
    }

    /// Notices that the file was moved or deleted, or came back. SQLite would go on writing to a file nobody finds.
    pub(super) fn look_for_file(&mut self, now: f64) {
        if now - self.whereabouts.looked_at < LOOK_EVERY {
            return;
        }
        self.whereabouts.looked_at = now;
        if self.whereabouts.identity.is_none() {
            return;
        }
        let gone = Identity::of(&self.project.path()) != self.whereabouts.identity;
        if gone == self.whereabouts.gone {
            return;
        }
        self.whereabouts.gone = gone;
        if !gone {
            let before = self.whereabouts.before.take();
            self.lock(before);
            let words = "The project file is back where it was";
            self.news.push(News::Said(words.to_owned()));
            return;
        }
        // What it still writes would go to a file nobody finds.
        if let Some(job) = &self.import {
            job.cancel();
        }
        // What lies in the log beside the old place goes into the file, wherever that is now.
        self.project.store.checkpoint();
        self.whereabouts.before.clone_from(&self.read_only);
        self.lock(Some(
            "The file of this project was moved or deleted. Nothing can be changed here".to_owned(),
        ));
        let problem = Problem::new(
            format!("Could not find {} any more", self.project.path().display()),
            "it was moved or deleted while it was open",
        )
        .with_hint("Move it back, or choose Save a copy… to keep what is open here");
        self.news.push(News::Failed(problem));
    }

    pub(super) fn lock(&mut self, why: Option<String>) {
        self.read_only = why;
        if let Slot::Ready(overview) = &mut self.views.overview {
            overview.read_only.clone_from(&self.read_only);
        }
    }

    /// Saves a copy beside everything else; [`News::Said`] or [`News::Failed`] follows.
    pub fn save_copy(&mut self, to: PathBuf) {
        if self.copying.is_some() {
            let problem = Problem::new("Could not save a second copy", "one is being saved")
                .with_hint("Wait for it to end, or cancel it");
            self.news.push(News::Failed(problem));
            return;
        }
        let name = to
            .file_name()
            .map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        let label = format!("Saving a copy as {name}");
        if self.whereabouts.gone {
            self.copying = Some(self.copy_of_gone(&label, to));
            return;
        }
        let from = self.project.path();
        self.copying =
            Some(Job::start(
                &label,
                self.wake.clone(),
                move |cx| match Project::open_to_read(&from) {
                    Ok(project) => project.copy_to(&to, cx),
                    Err(problem) => Ok(Err(problem)),
                },
            ));
    }

    /// Of a file that is gone only the connections that are open still know: the reader's makes the copy, and reads
    /// nothing else meanwhile.
    fn copy_of_gone(&mut self, label: &str, to: PathBuf) -> Copying {
        let (lend, borrowed) = mpsc::channel::<JobCx>();
        let (done, ended) = mpsc::channel();
        let question = Box::new(move |store: &mut Store| {
            if let Ok(cx) = borrowed.recv() {
                // The job is gone when the project is being closed.
                let _ = done.send(copy::save(store, &to, &cx));
            }
            Answer::Nothing
        });
        self.desk.ask(COPY, question);
        Job::start(label, self.wake.clone(), move |cx| {
            let _ = lend.send(cx.clone());
            ended.recv().unwrap_or(Err(Cancelled))
        })
    }

    pub(super) fn take_copied(&mut self) {
        let Some(ending) = self.copying.as_ref().and_then(Job::poll) else {
            return;
        };
        self.copying = None;
        self.news.push(match ending {
            Ending::Done(Ok(copied)) => News::Said(format!(
                "Saved a copy with {} as {}",
                words::counted(copied.articles, "article"),
                copied.path.display()
            )),
            Ending::Done(Err(problem)) => News::Failed(problem),
            Ending::Cancelled => News::Said("No copy was saved".to_owned()),
            Ending::Broken(why) => News::Failed(
                Problem::new("Could not save the copy", why)
                    .with_hint("Nothing was saved. If it happens again, report it as a bug"),
            ),
        });
    }

    /// Whether articles are being read in.
    #[must_use]
    pub const fn importing(&self) -> bool {
        self.import.is_some()
    }

    /// What closing the project now would stop, the one shown first at first; empty when nothing runs.
    #[must_use]
    pub fn running(&self) -> Vec<JobProgress> {
        let copying = self.copying.as_ref().map(Job::progress);
        let import = self.import.as_ref().map(Job::progress);
        let saving = self.pictures.iter().map(Job::progress);
        copying
            .into_iter()
            .chain(import)
            .chain(saving)
            .map(|progress| JobProgress {
                label: progress.label,
                stage: progress.stage,
                done: progress.done,
                total: progress.total,
                unit: progress.unit,
                cancelling: progress.cancelling,
            })
            .collect()
    }
}
