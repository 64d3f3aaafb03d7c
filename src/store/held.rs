//! Which project files this process has open.
//!
//! On Unix, closing a file drops all locks that the process has on it, whoever took them (POSIX `fcntl`, see
//! <https://sqlite.org/howtocorrupt.html>, 2.2). A project that is open here is therefore never opened by any other means than
//! SQLite, not even to look at its first bytes: without its locks, another program that closes the project takes its log away.

use std::path::Path;

/// Says that this process has a project file open, for as long as it lives.
#[derive(Debug)]
pub(super) struct Held(imp::Id);

impl Held {
    /// Notes that the file is about to be opened.
    pub(super) fn of(path: &Path) -> Self {
        let id = imp::id(path);
        imp::take(&id);
        Self(id)
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        imp::leave(&self.0);
    }
}

/// Whether this process has the project open.
#[must_use]
pub(super) fn is_held(path: &Path) -> bool {
    imp::holds(&imp::id(path))
}

#[cfg(unix)]
mod imp {
    use std::{
        fs,
        os::unix::fs::MetadataExt as _,
        path::Path,
        sync::{Mutex, PoisonError},
    };

    /// Device and number of the file, whatever it is called; `None` when it is not there.
    pub(super) type Id = Option<(u64, u64)>;

    static HELD: Mutex<Vec<(u64, u64)>> = Mutex::new(Vec::new());

    pub(super) fn id(path: &Path) -> Id {
        let meta = fs::metadata(path).ok()?;
        Some((meta.dev(), meta.ino()))
    }

    pub(super) fn take(id: &Id) {
        let mut held = HELD.lock().unwrap_or_else(PoisonError::into_inner);
        held.extend(id);
    }

    pub(super) fn leave(id: &Id) {
        let mut held = HELD.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(at) = held.iter().position(|one| Some(*one) == *id) {
            held.swap_remove(at);
        }
    }

    pub(super) fn holds(id: &Id) -> bool {
        let held = HELD.lock().unwrap_or_else(PoisonError::into_inner);
        id.is_some_and(|id| held.contains(&id))
    }
}

/// Elsewhere a lock belongs to the handle that took it.
#[cfg(not(unix))]
mod imp {
    use std::path::Path;

    pub(super) type Id = ();

    pub(super) const fn id(_path: &Path) -> Id {}

    pub(super) const fn take(_id: &Id) {}

    pub(super) const fn leave(_id: &Id) {}

    pub(super) const fn holds(_id: &Id) -> bool {
        false
    }
}
