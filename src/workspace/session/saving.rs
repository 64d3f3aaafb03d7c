//! Writing pictures, the import report, the table of names and comparisons to files, beside everything else.

use std::{collections::HashMap, path::PathBuf};

use super::{News, PictureRequest, Session};
use crate::{
    jobs::Job,
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
    /// Writes the places of a selection; [`News::Saved`] or [`News::Failed`] follows.
    pub fn save_places(&mut self, what: PlacesFile, filter: Filter, path: PathBuf) {
        let project = self.project.path();
        self.pictures.push(Job::start(
            "Saving the places",
            self.wake.clone(),
            move |_| {
                let saved = Project::open_to_read(&project).and_then(|mut project| {
                    let bytes =
                        export::places_file(&mut project, what.format, what.per_mention, &filter)?;
                    export::write_file(&path, &bytes)
                });
                Ok(match saved {
                    Ok(()) => News::Saved(path),
                    Err(problem) => News::Failed(problem),
                })
            },
        ));
    }

    /// Writes a picture, and beside it the same numbers as CSV when `numbers` is set; [`News::Saved`] or
    /// [`News::Failed`] follows.
    pub fn save_picture(&mut self, request: PictureRequest, path: PathBuf, numbers: bool) {
        self.pictures.push(Job::start(
            "Saving the picture",
            self.wake.clone(),
            move |_| {
                Ok(match export::save_picture(&request, &path, numbers) {
                    Ok(()) => News::Saved(path),
                    Err(problem) => News::Failed(problem),
                })
            },
        ));
    }

    /// Writes the newest import's report as CSV; [`News::Saved`] or [`News::Failed`] follows.
    pub fn save_report(&mut self, path: PathBuf) {
        let lines = self
            .views
            .report
            .value()
            .map(|report| report.lines.clone())
            .unwrap_or_default();
        self.pictures.push(Job::start(
            "Saving the report",
            self.wake.clone(),
            move |_| {
                Ok(match export::save_report(&lines, &path) {
                    Ok(()) => News::Saved(path),
                    Err(problem) => News::Failed(problem),
                })
            },
        ));
    }

    /// Writes these names of the selection as CSV, in this order; [`News::Saved`] or [`News::Failed`] follows.
    pub fn save_names(&mut self, names: &[EntityId], path: PathBuf) {
        let all = self.views.entities.value().map(|table| &table.rows);
        let at: HashMap<EntityId, usize> = all
            .into_iter()
            .flatten()
            .enumerate()
            .map(|(at, row)| (row.id, at))
            .collect();
        let rows = names
            .iter()
            .filter_map(|id| all?.get(*at.get(id)?).cloned())
            .collect();
        self.pictures.push(Job::start(
            "Saving the names",
            self.wake.clone(),
            move |_| {
                Ok(match export::save_names(rows, &path) {
                    Ok(()) => News::Saved(path),
                    Err(problem) => News::Failed(problem),
                })
            },
        ));
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
        self.pictures.push(Job::start(
            "Saving the history",
            self.wake.clone(),
            move |_| {
                let write =
                    || export::write_file(&path, &Project::open_to_read(&project)?.history_csv()?);
                Ok(match write() {
                    Ok(()) => News::Saved(path),
                    Err(problem) => News::Failed(problem),
                })
            },
        ));
    }

    /// Writes a comparison; [`News::Saved`] or [`News::Failed`] follows.
    pub fn save_comparison(&mut self, sheet: ComparisonSheet, what: ComparisonFile, path: PathBuf) {
        self.pictures.push(Job::start(
            "Saving the comparison",
            self.wake.clone(),
            move |_| {
                Ok(match comparison::save(&sheet, what, &path) {
                    Ok(()) => News::Saved(path),
                    Err(problem) => News::Failed(problem),
                })
            },
        ));
    }
}
