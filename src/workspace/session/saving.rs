//! Writing the import report, the table of names and comparisons to files, beside everything else.

use std::path::{Path, PathBuf};

use super::{News, Session};
use crate::{
    jobs::{Job, JobCx},
    model::{EntityId, Filter, family::Comparison},
    workspace::{
        Problem, Project,
        export::{self, comparison},
    },
};

/// Two versions and what they are called, ready to be written.
#[derive(Clone, Debug, PartialEq)]
pub struct ComparisonSheet {
    pub comparison: Comparison,
    /// `v1 Northern Wire, 14 Mar 2012, 09:10`.
    pub a: String,
    pub b: String,
    pub a_title: String,
    pub b_title: String,
}

/// What is written of a comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ComparisonFile {
    /// The facts as CSV.
    Facts,
    /// Facts and both texts as an HTML page that needs nothing else.
    Page,
}

/// What is written of the places of a selection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PlacesFile {
    pub format: export::Format,
    /// A feature or row for each mention rather than for each place.
    pub per_mention: bool,
}

impl Session {
    /// Has `work` write the file at `path`, beside everything else; [`News::Saved`] or [`News::Failed`] follows.
    pub(super) fn save(
        &mut self,
        label: &str,
        path: PathBuf,
        work: impl FnOnce(&Path, &JobCx) -> Result<(), Problem> + Send + 'static,
    ) {
        let job = Job::start(label, self.wake.clone(), move |cx| {
            let saved = work(&path, cx);
            cx.step(0)?;
            Ok(match saved {
                Ok(()) => News::Saved(path),
                Err(problem) => News::Failed(problem),
            })
        });
        self.pictures.push(job);
    }

    /// Writes the places of a selection; [`News::Saved`] or [`News::Failed`] follows.
    pub fn save_places(&mut self, what: PlacesFile, filter: Filter, path: PathBuf) {
        let project = self.project.path();
        self.save("Saving the places", path, move |path, _| {
            let mut project = Project::open_to_read(&project)?;
            let bytes = export::places_file(&mut project, what.format, what.per_mention, &filter)?;
            export::write_file(path, &bytes)
        });
    }

    /// Writes the newest import's report as CSV; [`News::Saved`] or [`News::Failed`] follows.
    pub fn save_report(&mut self, path: PathBuf) {
        let project = self.project.path();
        self.save("Saving the report", path, move |path, _| {
            export::save_report(&Project::open_to_read(&project)?.import_lines()?, path)
        });
    }

    /// Writes these names of a selection as CSV, in this order; [`News::Saved`] or [`News::Failed`] follows.
    pub fn save_names(&mut self, names: Vec<EntityId>, filter: Filter, path: PathBuf) {
        let project = self.project.path();
        self.save("Saving the names", path, move |path, _| {
            let rows = Project::open_to_read(&project)?.names_of(&filter, &names)?;
            export::save_names(rows, path)
        });
    }

    /// Adds place names from files to the project beside everything else; [`News::Said`] follows with how many,
    /// [`News::Failed`] with the lines that gave none.
    pub fn add_places(&mut self, files: Vec<PathBuf>) {
        if let Some(why) = &self.read_only {
            let problem = Problem::new("Could not add place names", why);
            self.news.push(News::Failed(problem));
            return;
        }
        self.news.push(News::Said("Adding place names…".to_owned()));
        let project = self.project.path();
        self.pictures.push(Job::start(
            "Adding place names",
            self.wake.clone(),
            move |cx| {
                let added =
                    Project::open(&project).and_then(|mut p| p.add_places(&files, None, cx));
                Ok(match added {
                    Ok(added) if added.clean() => News::Said(added.sentence()),
                    Ok(added) => News::Failed(added.broken()),
                    Err(problem) => News::Failed(problem),
                })
            },
        ));
    }

    /// Writes the history as CSV; [`News::Saved`] or [`News::Failed`] follows.
    pub fn save_history(&mut self, path: PathBuf) {
        let project = self.project.path();
        self.save("Saving the history", path, move |path, _| {
            export::write_file(path, &Project::open_to_read(&project)?.history_csv()?)
        });
    }

    /// Writes a comparison; [`News::Saved`] or [`News::Failed`] follows.
    pub fn save_comparison(&mut self, sheet: ComparisonSheet, what: ComparisonFile, path: PathBuf) {
        self.save("Saving the comparison", path, move |path, _| {
            comparison::save(&sheet, what, path)
        });
    }
}
