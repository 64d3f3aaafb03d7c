//! What lies under the paths of an import: files, folders in folders, projects among them.

use std::{
    collections::{BTreeMap, HashSet},
    fs, io,
    path::{Path, PathBuf},
};

use super::super::project::Project;
use crate::model::import::ImportLine;

/// What lies under the paths of an import.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    pub files: Vec<FoundFile>,
    /// Folders that could not be read, paths that are not there.
    pub failed: Vec<ImportLine>,
    /// Project files, which are opened rather than imported.
    pub projects: Vec<PathBuf>,
}

/// A file to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundFile {
    pub path: PathBuf,
    /// Name as reported and exported: the path from the folder that was named.
    pub name: String,
    pub bytes: u64,
}

impl Found {
    /// Files by ending, most frequent first: `txt`, or `no ending`.
    #[must_use]
    pub fn kinds(&self) -> Vec<(String, u64)> {
        let mut counts: BTreeMap<String, u64> = BTreeMap::new();
        for file in &self.files {
            let ending = file.path.extension().map_or_else(
                || "no ending".to_owned(),
                |e| e.to_string_lossy().to_lowercase(),
            );
            *counts.entry(ending).or_default() += 1;
        }
        let mut kinds: Vec<_> = counts.into_iter().collect();
        kinds.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        kinds
    }
}

/// Looks for files under `paths`, in a stable order. Hidden files and folders are passed over inside folders; links that
/// lead round in circles are followed once. Stops early, with what was found, when `keep_going` says no.
pub fn find(paths: &[PathBuf], mut keep_going: impl FnMut(&Found) -> bool) -> Found {
    let mut found = Found::default();
    let mut visited: HashSet<PathBuf> = HashSet::new();
    let name_of = |path: &Path| {
        path.file_name().map_or_else(
            || path.display().to_string(),
            |name| name.to_string_lossy().into_owned(),
        )
    };
    let mut queue: Vec<(PathBuf, String)> = paths
        .iter()
        .rev()
        .map(|p| (p.clone(), name_of(p)))
        .collect();
    while let Some((path, name)) = queue.pop() {
        if !keep_going(&found) {
            break;
        }
        let failed = |error: &dyn std::fmt::Display| {
            ImportLine::failed(
                path.display().to_string(),
                format!("Could not read it: {error}"),
            )
        };
        let meta = match fs::metadata(&path) {
            Ok(meta) => meta,
            Err(error) => {
                found.failed.push(failed(&io_words(&error)));
                continue;
            }
        };
        if meta.is_dir() {
            let real = fs::canonicalize(&path).unwrap_or_else(|_| path.clone());
            if !visited.insert(real) {
                continue;
            }
            let entries = match fs::read_dir(&path) {
                Ok(entries) => entries,
                Err(error) => {
                    found.failed.push(failed(&io_words(&error)));
                    continue;
                }
            };
            let mut inside: Vec<PathBuf> = entries
                .filter_map(Result::ok)
                .map(|entry| entry.path())
                .filter(|p| {
                    !p.file_name()
                        .is_some_and(|n| n.to_string_lossy().starts_with('.'))
                })
                .collect();
            inside.sort();
            queue.extend(inside.into_iter().rev().map(|p| {
                let inner = format!("{name}/{}", name_of(&p));
                (p, inner)
            }));
        } else if meta.is_file() {
            if Project::is_one(&path) {
                found.projects.push(path);
            } else if !beside_a_project(&path) {
                found.files.push(FoundFile {
                    path,
                    name,
                    bytes: meta.len(),
                });
            }
        } else {
            found
                .failed
                .push(failed(&"it is neither a file nor a folder"));
        }
    }
    found
}

/// Whether it is what SQLite keeps beside a project: a part of the project, and not to be opened by anybody else.
fn beside_a_project(path: &Path) -> bool {
    let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
        return false;
    };
    ["-wal", "-shm", "-journal"].iter().any(|ending| {
        name.strip_suffix(ending)
            .is_some_and(|project| Project::is_one(&path.with_file_name(project)))
    })
}

/// The system's words for a few common errors, in ours.
pub(in crate::workspace) fn io_words(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file. Check the path".to_owned(),
        io::ErrorKind::PermissionDenied => {
            "you have no permission. Change it in the file's properties".to_owned()
        }
        _ => error.to_string(),
    }
}
