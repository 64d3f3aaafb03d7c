//! Ways into the project besides files and folders chosen by hand: pasted text, a watched folder, a second reading of a
//! file, and what became of a line of the import report.

use std::{
    collections::HashSet,
    path::{Path, PathBuf},
};

use super::{Located, News, Session, import, words};
use crate::{
    formats::rows,
    workspace::{Columns, Problem, ReadOptions, watch::Watch},
};

impl Session {
    /// Makes an article of a text, such as one from the clipboard.
    pub fn paste(&mut self, text: String) {
        if text.trim().is_empty() {
            let problem = Problem::new("Could not paste", "there is no text in the clipboard")
                .with_hint("Copy the text of an article first");
            self.news.push(News::Failed(problem));
            return;
        }
        let now = jiff::Zoned::now();
        let mut name = format!("{} {}", import::PASTED, now.strftime("%Y-%m-%d %H.%M"));
        // A second text in the same minute needs a name of its own in reports and exports.
        if self.pasted.0 == name {
            self.pasted.1 += 1;
            name = format!("{name} ({})", self.pasted.1);
        } else {
            self.pasted = (name.clone(), 1);
        }
        let input = import::Input::Bytes {
            name: format!("{name}.txt"),
            bytes: text.into_bytes(),
        };
        let busy = self.import.is_some();
        self.start("Importing pasted text", vec![input]);
        self.pasting |= !busy && self.import.is_some();
    }

    /// Reads an input again, in another way than its bytes suggest. One that is in the project is read from the bytes kept
    /// there, and what came of it before is replaced; one that failed is read from its file.
    pub fn reimport(&mut self, path: PathBuf, options: ReadOptions) {
        let name = path.file_name().map_or_else(
            || path.display().to_string(),
            |n| n.to_string_lossy().into_owned(),
        );
        let known = self.project.store.source_by_path(&path.to_string_lossy());
        let source = match known {
            Ok(source) => source,
            Err(error) => {
                let problem = Problem::new(format!("Could not read {name} again"), error);
                self.news.push(News::Failed(problem));
                return;
            }
        };
        self.start_job(
            &format!("Reading {name} again"),
            move |project, cx| match source {
                Some(source) => project.read_again(source, &options, cx),
                None => project.import_as(vec![import::Input::Path(path)], options, cx, |_| {}),
            },
        );
    }

    /// Watches a folder: files that arrive in it are imported. `None` ends it.
    pub fn watch(&mut self, folder: Option<PathBuf>) {
        self.watch = None;
        let Some(folder) = folder else { return };
        if let Some(why) = &self.read_only {
            let problem = Problem::new(format!("Could not watch {}", folder.display()), why);
            self.news.push(News::Failed(problem));
            return;
        }
        let started = self
            .project
            .store
            .source_paths()
            .map_err(Problem::from)
            .and_then(|paths| {
                let known: HashSet<PathBuf> = paths.into_iter().map(PathBuf::from).collect();
                Watch::start(&folder, known, self.wake.clone())
            });
        match started {
            Ok(watch) => self.watch = Some(watch),
            Err(problem) => self.news.push(News::Failed(problem)),
        }
    }

    /// The watched folder.
    #[must_use]
    pub fn watching(&self) -> Option<&Path> {
        self.watch.as_ref().map(Watch::folder)
    }

    /// Imports what arrived in the watched folder; while another import runs, it waits.
    pub(super) fn take_arrived(&mut self) {
        // While the user is asked about other files, nothing is imported beside.
        let free = self.import.is_none() && self.survey.is_none();
        let Some(watch) = self.watch.as_ref().filter(|_| free) else {
            return;
        };
        let arrived = watch.take();
        if !arrived.is_empty() {
            let label = match arrived.as_slice() {
                [one] => one
                    .file_name()
                    .map_or_else(|| "a file".to_owned(), |n| n.to_string_lossy().into_owned()),
                more => words::counted(more.len() as u64, "file"),
            };
            let inputs = arrived.into_iter().map(import::Input::Path).collect();
            self.start(&format!("Importing {label}"), inputs);
        }
    }

    /// What is known of a line of the import report, by the name of its input. Looks at the disk once.
    #[must_use]
    pub fn locate(&self, file: &str) -> Located {
        let (path, article) = self
            .project
            .store
            .source_of_line(file)
            .unwrap_or_default()
            .unwrap_or_default();
        let path = path.map(PathBuf::from);
        let there = path.as_deref().is_some_and(Path::is_file);
        let (columns, guess) = path
            .as_deref()
            .filter(|_| there)
            .and_then(table_head)
            .unwrap_or_default();
        Located {
            article,
            columns,
            guess,
            path,
            there,
        }
    }
}

/// The headings of a table and which column seems to hold what; `None` for a file that is no table, or too large to be
/// looked at while somebody waits.
fn table_head(path: &Path) -> Option<(Vec<String>, Columns)> {
    const LARGEST: u64 = 4 << 20;
    let size = std::fs::metadata(path).ok()?.len();
    let bytes = (size <= LARGEST).then(|| std::fs::read(path).ok())??;
    rows::guess_columns(&path.to_string_lossy(), &bytes)
}
