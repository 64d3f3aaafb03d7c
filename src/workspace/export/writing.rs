//! Writing files: whole or not at all, and why they could not be written.

use std::{
    fs,
    io::{Error, ErrorKind, Write},
    path::{Path, PathBuf},
    sync::atomic::{AtomicU32, Ordering},
};

use crate::workspace::Problem;

/// Those of these files that are there already and would be replaced.
#[must_use]
pub fn there_already(files: &[PathBuf]) -> Vec<PathBuf> {
    let there = |path: &&PathBuf| fs::symlink_metadata(path).is_ok();
    files.iter().filter(there).cloned().collect()
}

/// Writes a file whole or not at all: into a new file beside it, which then takes its place.
///
/// # Errors
/// When the folder cannot be written.
pub fn write_file(path: &Path, bytes: &[u8]) -> Result<(), Problem> {
    write_all(&[(path.to_owned(), bytes.to_vec())])
}

/// Writes several files. All of them are on the disk before the first takes its place, so that a full disk or a folder that
/// cannot be written leaves everything as it was.
///
/// # Errors
/// When one of them cannot be written.
pub fn write_all(files: &[(PathBuf, Vec<u8>)]) -> Result<(), Problem> {
    let mut drafts: Vec<PathBuf> = Vec::new();
    let done = files
        .iter()
        .try_for_each(|(path, bytes)| {
            // A name the disk does not take is found out before anything is replaced.
            match fs::metadata(path) {
                Ok(there) if there.is_dir() => {
                    return Err(problem(path, &Error::from(ErrorKind::IsADirectory)));
                }
                Err(error) if error.kind() == ErrorKind::InvalidFilename => {
                    return Err(problem(path, &error));
                }
                Ok(_) | Err(_) => {}
            }
            let draft = draft_beside(path);
            drafts.push(draft.clone());
            let write = || -> std::io::Result<()> {
                let mut file = fs::File::create(&draft)?;
                file.write_all(bytes)?;
                file.sync_all()
            };
            write().map_err(|error| problem(path, &error))
        })
        .and_then(|()| {
            let pairs = drafts.iter().zip(files);
            pairs.into_iter().try_for_each(|(draft, (path, _))| {
                fs::rename(draft, path).map_err(|error| problem(path, &error))
            })
        });
    if done.is_err() {
        for draft in &drafts {
            // What is left of a draft is of no use to anyone.
            let _ = fs::remove_file(draft);
        }
    }
    done
}

/// A new file in the same folder. Its name is short, so that it fits wherever the file's own does.
fn draft_beside(path: &Path) -> PathBuf {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    path.with_file_name(format!(".dateline-{}-{number}.part", std::process::id()))
}

/// Why a file could not be written, in words that say what to do.
fn problem(path: &Path, error: &Error) -> Problem {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let folder_words = folder.map_or_else(
        || "this folder".to_owned(),
        |folder| folder.display().to_string(),
    );
    let elsewhere = "Choose another folder";
    let (why, hint) = match error.kind() {
        ErrorKind::NotFound if folder.is_some_and(|folder| !folder.is_dir()) => (
            format!("there is no folder {folder_words}"),
            "Make the folder first, or choose another",
        ),
        ErrorKind::NotADirectory => (
            format!("{folder_words} is no folder"),
            "Choose a folder to write into",
        ),
        ErrorKind::PermissionDenied => (
            format!("nothing may be written to {folder_words}"),
            "Choose another folder, or ask whoever owns this one",
        ),
        ErrorKind::ReadOnlyFilesystem => (format!("{folder_words} can only be read"), elsewhere),
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => (
            "the disk is full".to_owned(),
            "Nothing was changed. Make room, or choose another disk",
        ),
        ErrorKind::InvalidFilename => (
            "the name is too long, or has characters this disk does not allow".to_owned(),
            "Choose a shorter name",
        ),
        ErrorKind::IsADirectory => (
            "a folder of this name is there".to_owned(),
            "Choose another name",
        ),
        _ => (
            error.to_string(),
            "Choose another folder, or check that it exists and can be written to",
        ),
    };
    Problem::new(format!("Could not write {}", path.display()), why).with_hint(hint)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_files_are_written_or_none() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = |name: &str| folder.path().join(name);
        fs::write(path("a.png"), "old").expect("a file");
        let long = "x".repeat(300);
        let files = [
            (path("a.png"), b"new".to_vec()),
            (path(&long), b"new".to_vec()),
        ];
        assert!(write_all(&files).is_err());
        assert_eq!(fs::read(path("a.png")).expect("a file"), b"old");
        let missing = [
            (path("b.png"), b"new".to_vec()),
            (path("no/such/b.csv"), b"new".to_vec()),
        ];
        let problem = write_all(&missing).expect_err("there is no such folder");
        assert!(
            problem.to_string().contains("there is no folder"),
            "{problem}"
        );
        assert!(!path("b.png").exists(), "all or nothing");
        let both = [
            (path("a.png"), b"newer".to_vec()),
            (path("a.csv"), b"n".to_vec()),
        ];
        assert_eq!(
            there_already(&[path("a.png"), path("a.csv")]),
            [path("a.png")]
        );
        write_all(&both).expect("written");
        assert_eq!(fs::read(path("a.png")).expect("a file"), b"newer");
        let left = fs::read_dir(folder.path()).expect("the folder").flatten();
        let drafts = left.filter(|e| e.file_name().to_string_lossy().ends_with(".part"));
        assert_eq!(drafts.count(), 0);
    }

    #[test]
    fn why_a_file_cannot_be_written_is_said() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = |name: &str| folder.path().join(name);
        fs::write(path("file"), "").expect("a file");
        fs::create_dir(path("dir.png")).expect("a folder");
        for (name, words) in [
            ("file/a.png", "is no folder"),
            ("dir.png", "a folder of this name"),
            ("none/a.png", "there is no folder"),
            (&format!("{}.png", "n".repeat(300)), "too long"),
        ] {
            let problem = write_file(&path(name), b"x").expect_err("it cannot be written");
            assert!(problem.to_string().contains(words), "{name}: {problem}");
        }
    }
}
