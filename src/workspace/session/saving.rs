//! Writing pictures, the import report and comparisons to files, beside everything else.

use std::path::PathBuf;

use super::{News, PictureRequest, Session};
use crate::{
    jobs::Job,
    model::family::Comparison,
    workspace::export::{self, comparison},
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

impl Session {
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
