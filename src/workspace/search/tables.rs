//! What a search found as rows of text, for spreadsheets: the same columns wherever it is saved.

use super::{Line, LineOrder, ResultOrder, ResultRow, lines, results};
use crate::{
    jobs::{Cancelled, JobCx},
    model::{Filter, Query},
    store::Store,
    workspace::{Problem, export},
};

/// Columns of a concordance. Offsets count code points of the reading text.
pub const LINE_COLUMNS: [&str; 10] = [
    "article",
    "published",
    "outlet",
    "agency",
    "title",
    "left",
    "hit",
    "right",
    "start",
    "end",
];

/// Columns of a list of articles found.
pub const RESULT_COLUMNS: [&str; 7] = [
    "article",
    "published",
    "outlet",
    "agency",
    "title",
    "hits",
    "snippet",
];

/// Rows that are read at once: a concordance can have a million.
const PAGE: usize = 1_000;

impl Line {
    /// Its outlet, or else its agency, as the list of articles names it.
    #[must_use]
    pub fn source(&self) -> Option<&str> {
        self.outlet.as_deref().or(self.agency.as_deref())
    }

    /// Its cells below [`LINE_COLUMNS`].
    #[must_use]
    pub fn cells(&self) -> Vec<String> {
        vec![
            self.article.to_string(),
            self.published
                .map(|p| p.date.to_string())
                .unwrap_or_default(),
            self.outlet.clone().unwrap_or_default(),
            self.agency.clone().unwrap_or_default(),
            self.title.clone(),
            self.left.clone(),
            self.hit.clone(),
            self.right.clone(),
            self.chars.start.to_string(),
            self.chars.end.to_string(),
        ]
    }
}

impl ResultRow {
    /// Its outlet, or else its agency, as the list of articles names it.
    #[must_use]
    pub fn source(&self) -> Option<&str> {
        self.outlet.as_deref().or(self.agency.as_deref())
    }

    /// Its cells below [`RESULT_COLUMNS`].
    #[must_use]
    pub fn cells(&self) -> Vec<String> {
        vec![
            self.article.to_string(),
            self.published
                .map(|p| p.date.to_string())
                .unwrap_or_default(),
            self.outlet.clone().unwrap_or_default(),
            self.agency.clone().unwrap_or_default(),
            self.title.clone(),
            self.hits.to_string(),
            self.snippet.clone(),
        ]
    }
}

fn head(columns: &[&str]) -> Vec<u8> {
    export::text_rows(&[columns.iter().map(|&c| c.to_owned()).collect()])
}

fn stopped(_: Cancelled) -> Problem {
    Problem::new("Could not save what was found", "it was canceled")
}

/// All lines of a concordance that are listed, as CSV.
///
/// # Errors
/// When the file cannot be read or the job was canceled.
pub fn lines_csv(
    store: &mut Store,
    query: &Query,
    filter: &Filter,
    order: LineOrder,
    cx: &JobCx,
) -> Result<Vec<u8>, Problem> {
    let found = lines(store, query, filter, order).map_err(super::failed)?;
    cx.stage("Writing", found.len() as u64, "lines");
    let mut bytes = head(&LINE_COLUMNS);
    for offset in (0..found.len()).step_by(PAGE) {
        let page = found.page(store, offset, PAGE).map_err(super::failed)?;
        let rows: Vec<Vec<String>> = page.iter().map(Line::cells).collect();
        bytes.extend(export::more_text_rows(&rows));
        cx.step(rows.len() as u64).map_err(stopped)?;
    }
    Ok(bytes)
}

/// All articles found, each with its snippet, as CSV.
///
/// # Errors
/// When the file cannot be read or the job was canceled.
pub fn results_csv(
    store: &mut Store,
    query: &Query,
    filter: &Filter,
    order: ResultOrder,
    cx: &JobCx,
) -> Result<Vec<u8>, Problem> {
    let found = results(store, query, filter, order, 0, usize::MAX).map_err(super::failed)?;
    cx.step(0).map_err(stopped)?;
    let rows: Vec<Vec<String>> = found.rows.iter().map(ResultRow::cells).collect();
    let mut bytes = head(&RESULT_COLUMNS);
    bytes.extend(export::more_text_rows(&rows));
    Ok(bytes)
}
