//! Names of files, and tables as text for other programs.

use std::path::PathBuf;

use crate::{
    model::{
        Filter,
        chart::{ChartData, ChartKind},
    },
    workspace::session::Picture,
};

/// The names of files, as they are said: `a.png, a.csv and a.method.md`.
pub(super) fn listed(files: &[PathBuf]) -> String {
    let name = |path: &PathBuf| {
        let name = path.file_name().unwrap_or(path.as_os_str());
        name.to_string_lossy().into_owned()
    };
    let mut names: Vec<String> = files.iter().map(name).collect();
    match names.pop() {
        Some(last) if !names.is_empty() => format!("{} and {last}", names.join(", ")),
        last => last.unwrap_or_default(),
    }
}

/// A table as text for other programs: rows on lines, cells apart by `separator`, quoted where they hold it.
#[must_use]
pub fn as_text(rows: &[Vec<String>], separator: char) -> String {
    let mut out = String::new();
    for row in rows {
        for (at, cell) in row.iter().enumerate() {
            if at > 0 {
                out.push(separator);
            }
            if cell.contains([separator, '"', '\n', '\r']) {
                out.push('"');
                out.push_str(&cell.replace('"', "\"\""));
                out.push('"');
            } else {
                out.push_str(cell);
            }
        }
        out.push('\n');
    }
    out
}

/// The proposed name without its ending: what is shown, and when, as far as the filter says.
pub(super) fn file_name(picture: &Picture, filter: &Filter, otherwise: &str) -> String {
    let what = match picture {
        Picture::Map(_) => "map".to_owned(),
        Picture::Chart(chart) => match (&chart.data, chart.kind) {
            (ChartData::Bars(bars), ChartKind::Entities) => {
                let mut kinds = bars.iter().map(|b| b.kind);
                let first = kinds.next().flatten();
                match first.filter(|kind| kinds.all(|k| k == Some(*kind))) {
                    Some(kind) => kind.plural().to_lowercase(),
                    None => "names".to_owned(),
                }
            }
            (_, kind) => kind.word().to_owned(),
        },
    };
    let (Some(from), Some(to)) = (&filter.from, &filter.to) else {
        return if otherwise.is_empty() {
            what
        } else {
            otherwise.to_owned()
        };
    };
    let shared = [7, 4]
        .into_iter()
        .find_map(|n| from.get(..n).filter(|part| to.get(..n) == Some(*part)));
    let when = match shared {
        _ if from == to => from.clone(),
        Some(part) => part.to_owned(),
        None => format!("{from}-{to}"),
    };
    format!("{what}-{when}")
}
