//! Batch search: a list of terms run at once into a table of counts.

use super::{AT_ONCE, Looker, failed, read, stories};
use crate::{
    analysis::search::{Matcher, Vocabulary},
    formats::{
        decode,
        tables::{Table, Value},
    },
    jobs::{Cancelled, JobCx},
    model::{ArticleId, Filter, date},
    store::{ArticleSet, Directory, Found, Store},
    workspace::{Problem, query, views::build},
};

/// A term of a batch.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Batch {
    pub term: String,
    /// Whatever the list says of it: a group, a code.
    pub label: Option<String>,
}

/// How terms are read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BatchAs {
    /// As queries, the way they would be typed.
    #[default]
    Queries,
    /// As phrases, word for word: for lists of names.
    Phrases,
}

/// What a term of a batch finds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BatchRow {
    pub term: String,
    pub label: Option<String>,
    /// What was run: typed into the search field it finds the same.
    pub query: String,
    /// Hits in reading texts.
    pub hits: u64,
    pub articles: u64,
    pub stories: u64,
    /// First and last publication day, as `2011-06-03`.
    pub first: Option<String>,
    pub last: Option<String>,
    /// Why it was not run.
    pub error: Option<String>,
}

/// Terms that are counted in one pass over the texts: as many sets of articles are held in memory.
const GROUP: usize = 256;
/// Terms of a batch at most.
const MOST: usize = 20_000;

impl BatchRow {
    /// The table of some rows, for export.
    #[must_use]
    pub fn table(rows: &[Self]) -> Table {
        let cells = |row: &Self| -> Vec<Value> {
            let ran = row.error.is_none();
            let count = |n: u64| ran.then_some(n).into();
            vec![
                row.term.clone().into(),
                row.label.clone().into(),
                row.query.clone().into(),
                count(row.hits),
                count(row.articles),
                count(row.stories),
                row.first.clone().into(),
                row.last.clone().into(),
                row.error.clone().into(),
            ]
        };
        Table {
            columns: vec![
                "term", "label", "query", "hits", "articles", "stories", "first", "last", "error",
            ],
            rows: rows.iter().map(cells).collect(),
        }
    }
}

/// The terms of a file: one a line (what stands behind a tab is its label), or CSV whose first two columns are term and label. A first row of CSV that says `term`
/// or `query` is a heading; columns that are called `term` (or `query`) and `label` may stand anywhere. Empty lines are
/// left out.
///
/// # Errors
/// When the bytes are no text, no term is in it, or too many are.
pub fn terms_of(name: &str, bytes: &[u8]) -> Result<Vec<Batch>, Problem> {
    let what = || format!("Could not read the terms in {name}");
    let text = decode::decode(bytes)
        .map_err(|error| Problem::new(what(), error))?
        .text;
    let text = text.trim_start_matches('\u{FEFF}');
    let is_csv = std::path::Path::new(name)
        .extension()
        .is_some_and(|e| e.eq_ignore_ascii_case("csv"));
    let terms = if is_csv {
        of_csv(text).map_err(|error| {
            Problem::new(what(), error).with_hint(
                "Save it as CSV with the columns term and label, or as text with one term a line",
            )
        })?
    } else {
        text.lines().map(of_line).collect()
    };
    let terms: Vec<Batch> = terms.into_iter().filter(|t| !t.term.is_empty()).collect();
    if terms.is_empty() {
        return Err(Problem::new(what(), "there is none").with_hint("Write one term a line"));
    }
    if terms.len() > MOST {
        let why = format!(
            "it has {} terms, and {MOST} can be run at once",
            terms.len()
        );
        return Err(Problem::new(what(), why).with_hint("Cut the list into parts"));
    }
    Ok(terms)
}

/// A term alone, or with its label behind a tab, as spreadsheets put cells on the clipboard.
fn of_line(line: &str) -> Batch {
    let (term, label) = line.split_once('\t').unwrap_or((line, ""));
    let label = label.trim();
    Batch {
        term: term.trim().to_owned(),
        label: (!label.is_empty()).then(|| label.to_owned()),
    }
}

fn of_csv(text: &str) -> Result<Vec<Batch>, csv::Error> {
    // Spreadsheets of many countries write semicolons.
    let heading = text.lines().next().unwrap_or_default();
    let delimiter = if heading.contains(';') && !heading.contains(',') {
        b';'
    } else {
        b','
    };
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let (mut term, mut label) = (0, 1);
    let mut out = Vec::new();
    for (at, record) in reader.records().enumerate() {
        let record = record?;
        if at == 0 {
            let called = |names: &[&str]| {
                let is = |cell: &str| names.iter().any(|n| cell.trim().eq_ignore_ascii_case(n));
                record.iter().position(is)
            };
            if let Some(found) = called(&["term", "query"]) {
                term = found;
                label = called(&["label"]).unwrap_or(if found == 0 { 1 } else { 0 });
                continue;
            }
        }
        let cell = |at: usize| record.get(at).unwrap_or_default().trim().to_owned();
        out.push(Batch {
            term: cell(term),
            label: Some(cell(label)).filter(|l| !l.is_empty()),
        });
    }
    Ok(out)
}

/// A term that can be run, with what it found.
struct Running {
    row: usize,
    matcher: Matcher,
    found: Found,
}

/// Runs every term on the filter's articles. Articles come from the search index; hits are counted in one pass over the
/// texts for 256 terms.
///
/// # Errors
/// When the file cannot be read or the job was cancelled.
pub fn batch(
    store: &mut Store,
    terms: &[Batch],
    reading: BatchAs,
    filter: &Filter,
    cx: &JobCx,
) -> Result<Vec<BatchRow>, Problem> {
    build::select(store, filter).map_err(failed)?;
    let directory = store.directory().map_err(failed)?;
    cx.stage("Searching", terms.len() as u64, "terms");
    let mut rows: Vec<BatchRow> = terms.iter().map(|t| row_of(t, reading)).collect();
    for group in (0..rows.len()).step_by(GROUP) {
        let mut vocabulary = Vocabulary::default();
        let mut running = Vec::new();
        for row in group..(group + GROUP).min(rows.len()) {
            cx.step(0).map_err(cancelled)?;
            let Some(of) = rows.get_mut(row) else {
                continue;
            };
            let parsed = query::parse(&of.query);
            match parsed.strict() {
                Err(complaint) => {
                    of.error = Some(format!("{}. {}", complaint.message, complaint.hint));
                    cx.step(1).map_err(cancelled)?;
                }
                Ok(query) => {
                    let found = store.found(&query).map_err(failed)?;
                    of.articles = found.articles.len();
                    of.stories = stories(&directory, &found.articles);
                    (of.first, of.last) = bounds(&directory, &found.articles);
                    running.push(Running {
                        row,
                        matcher: vocabulary.add(&query),
                        found,
                    });
                }
            }
        }
        count(store, &vocabulary, &running, &mut rows, cx)?;
    }
    Ok(rows)
}

fn cancelled(_: Cancelled) -> Problem {
    Problem::new("Could not finish the batch search", "it was canceled")
}

fn row_of(term: &Batch, reading: BatchAs) -> BatchRow {
    let query = match reading {
        BatchAs::Queries => term.term.clone(),
        BatchAs::Phrases => format!("\"{}\"", term.term.replace('"', " ")),
    };
    BatchRow {
        term: term.term.clone(),
        label: term.label.clone(),
        query,
        ..BatchRow::default()
    }
}

/// Counts the hits of all running terms, text by text.
fn count(
    store: &Store,
    vocabulary: &Vocabulary,
    running: &[Running],
    rows: &mut [BatchRow],
    cx: &JobCx,
) -> Result<(), Problem> {
    let mut any = ArticleSet::default();
    for of in running {
        any.take_in(&of.found.articles);
    }
    let ids: Vec<ArticleId> = any.iter().collect();
    let mut looker = Looker::default();
    // Counting takes the time: terms are done as far as the texts are.
    let (terms, all) = (running.len() as u64, ids.len().max(1) as u64);
    let (mut seen, mut said) = (0, 0);
    for some in ids.chunks(AT_ONCE) {
        for text in read(store, some).map_err(failed)? {
            vocabulary.look(&text.body, &mut looker.text);
            vocabulary.look(&text.title, &mut looker.title);
            for of in running
                .iter()
                .filter(|r| r.found.articles.contains(text.id))
            {
                let holds = |at: usize| {
                    let set = of.found.conditions.get(at);
                    set.is_some_and(|set| set.contains(text.id))
                };
                let hits = of.matcher.hits(&looker.text, &looker.title, &holds);
                if let Some(row) = rows.get_mut(of.row) {
                    row.hits += hits.map_or(0, |hits| hits.len() as u64);
                }
            }
        }
        seen += some.len() as u64;
        let done = terms * seen / all;
        cx.step(done - said).map_err(cancelled)?;
        said = done;
    }
    cx.step(terms - said).map_err(cancelled)
}

fn bounds(directory: &Directory, articles: &ArticleSet) -> (Option<String>, Option<String>) {
    let mut bounds: Option<(i64, i64)> = None;
    for article in &directory.articles {
        if let Some((first, last)) = article.days
            && articles.contains(article.id)
        {
            let so_far = bounds.unwrap_or((first, last));
            bounds = Some((so_far.0.min(first), so_far.1.max(last)));
        }
    }
    let day = |n: i64| date::from_day_number(n).to_string();
    (bounds.map(|b| day(b.0)), bounds.map(|b| day(b.1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_come_one_a_line_or_as_csv() {
        let check = |name: &str, text: &str, expected: &[(&str, Option<&str>)]| {
            let terms = terms_of(name, text.as_bytes()).expect(name);
            let seen: Vec<(&str, Option<&str>)> = terms
                .iter()
                .map(|t| (t.term.as_str(), t.label.as_deref()))
                .collect();
            assert_eq!(seen, expected, "{name}");
        };
        check(
            "a.txt",
            "\u{FEFF}water\r\n\r\n \"water truck\" \n",
            &[("water", None), ("\"water truck\"", None)],
        );
        check(
            "pasted",
            "water\tsupply\npump \t\n",
            &[("water", Some("supply")), ("pump", None)],
        );
        check(
            "a.csv",
            "water,supply\n\"a, b\",\n",
            &[("water", Some("supply")), ("a, b", None)],
        );
        check(
            "b.CSV",
            "Label;Term\nsupply;water\n",
            &[("water", Some("supply"))],
        );
        assert!(terms_of("c.txt", b" \n ").is_err());
    }
}
