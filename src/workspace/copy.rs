//! “Save a copy”: a complete copy of an open project, whole or not at all.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use super::{
    Problem, Project,
    settings::{self, Taken, same_file},
};
use crate::{
    jobs::{Cancelled, JobCx},
    store::{Copying, Store, StoreError},
};

/// What became of a copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copied {
    pub path: PathBuf,
    pub articles: u64,
    pub bytes: u64,
}

impl Project {
    /// Copies the project into a file, as it is now, also while an import writes to it. The copy is read through before it
    /// gets its name; what had that name before stays until then.
    ///
    /// # Errors
    /// When the copy cannot be written, or would replace a project that is in use; [`Cancelled`] when `cx` was told to
    /// stop. Nothing is left behind then.
    pub fn copy_to(&self, to: &Path, cx: &JobCx) -> Result<Result<Copied, Problem>, Cancelled> {
        save(&self.store, to, cx)
    }
}

/// The same from an open file.
pub(super) fn save(
    store: &Store,
    to: &Path,
    cx: &JobCx,
) -> Result<Result<Copied, Problem>, Cancelled> {
    let failed = |why: &dyn std::fmt::Display| {
        Problem::new(format!("Could not save a copy as {}", to.display()), why)
    };
    if let Some(problem) = refusal(store.path(), to) {
        return Ok(Err(problem));
    }
    let part = match Part::new(to) {
        Ok(part) => part,
        Err(error) => return Ok(Err(failed(&words_of(&error)).with_hint(HINT))),
    };
    cx.stage("Copying", 0, "pages");
    let watch = {
        let cx = cx.clone();
        let mut so_far = 0;
        let mut stage = (0, false);
        move |copying| match copying {
            Copying::Pages { done, total } => {
                if stage.0 != total {
                    stage.0 = total;
                    so_far = 0;
                    cx.stage("Copying", total, "pages");
                }
                let more = done.saturating_sub(so_far);
                so_far = done;
                cx.step(more).is_ok()
            }
            Copying::Checking => {
                if !stage.1 {
                    stage.1 = true;
                    cx.stage("Checking the copy", 0, "pages");
                }
                !cx.cancelled()
            }
        }
    };
    let articles = match store.copy_to(&part.path, watch) {
        Ok(Some(articles)) => articles,
        Ok(None) => return Err(Cancelled),
        Err(error) => {
            let hint = match &error {
                StoreError::Damaged(_) => {
                    "Nothing was saved. `dateline check` says what is wrong with the project"
                }
                _ => HINT,
            };
            return Ok(Err(failed(&error).with_hint(hint)));
        }
    };
    let bytes = fs::metadata(&part.path).map_or(0, |meta| meta.len());
    match part.name(to) {
        Ok(()) => Ok(Ok(Copied {
            path: to.to_owned(),
            articles,
            bytes,
        })),
        Err(error) => Ok(Err(failed(&words_of(&error)).with_hint(HINT))),
    }
}

/// Why no copy can have this name, if so.
fn refusal(project: &Path, to: &Path) -> Option<Problem> {
    let failed = |why: &str| {
        Problem::new(format!("Could not save a copy as {}", to.display()), why)
            .with_hint("Choose another name")
    };
    if same_file(to, project) {
        return Some(failed("this is the project itself"));
    }
    let log = [project, to].into_iter().any(|project| {
        ["-wal", "-shm"].iter().any(|ending| {
            let mut name = project.as_os_str().to_owned();
            name.push(ending);
            let beside = PathBuf::from(name);
            // A log beside the name belongs to the file that has it now, and would spoil another.
            if project == to {
                beside.exists()
            } else {
                beside == to
            }
        })
    });
    if log {
        return Some(failed("that project is in use by a program"));
    }
    if to.is_dir() {
        return Some(failed("a folder has this name"));
    }
    if to.exists() && matches!(settings::take(to), Taken::Elsewhere) {
        return Some(failed("that project is open in a window"));
    }
    None
}

const HINT: &str = "Choose another place; the project is as it was";

fn words_of(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "the folder is not there".to_owned(),
        io::ErrorKind::PermissionDenied => "you have no permission to write there".to_owned(),
        io::ErrorKind::ReadOnlyFilesystem => "this disk can only be read".to_owned(),
        io::ErrorKind::StorageFull => "the disk is full".to_owned(),
        _ => error.to_string(),
    }
}

/// The unfinished copy beside its place. Dropped, it is gone.
struct Part {
    path: PathBuf,
}

impl Part {
    fn new(to: &Path) -> io::Result<Self> {
        let mut name = std::ffi::OsString::from(".");
        name.push(to.file_name().unwrap_or_default());
        name.push(format!(".{}.part", std::process::id()));
        let path = to.with_file_name(name);
        // One of a run that was killed under the same process number.
        let _ = fs::remove_file(&path);
        fs::OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(&path)?;
        Ok(Self { path })
    }

    fn name(self, to: &Path) -> io::Result<()> {
        fs::rename(&self.path, to)
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        for ending in ["", "-journal", "-wal", "-shm"] {
            let mut name = self.path.as_os_str().to_owned();
            name.push(ending);
            let _ = fs::remove_file(PathBuf::from(name));
        }
    }
}
