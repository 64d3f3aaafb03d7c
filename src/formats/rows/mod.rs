//! Tables of articles, one article a row: CSV and its kin, XLSX workbooks. `guess` says which column holds what,
//! `delimited` and `xlsx` give the rows.

mod delimited;
mod guess;
#[cfg(test)]
mod tests;
mod xlsx;

use super::{Columns, FormatError, ReadOptions, Reading, compose, compose::Notes, decode};
use crate::model::{Metadata, RawArticle};
use guess::DayOrder;

/// The most columns of a table; cells beyond are left out.
const MOST_COLUMNS: usize = 1_000;

/// How many rows the columns are guessed from.
const SAMPLE_ROWS: usize = 200;

/// The most text that one table gives, in bytes. Cells that refer to one shared text can unpack to any size.
const MOST_TEXT: usize = 512 * 1024 * 1024;

/// A row of a table.
#[derive(Clone, Debug, Default, PartialEq)]
struct Row {
    /// Counted from 1, the heading row included, as a spreadsheet counts.
    number: u64,
    cells: Vec<String>,
}

/// Whether the file is a table of articles.
#[must_use]
pub fn is_one(file_name: &str, bytes: &[u8]) -> bool {
    xlsx::is_one(bytes) || delimited::is_one(file_name, bytes)
}

/// Reads a table, one article a row.
///
/// # Errors
/// When it is damaged, holds no text, or the named columns are not there.
pub fn read(file_name: &str, bytes: &[u8], options: &ReadOptions) -> Result<Reading, FormatError> {
    if xlsx::is_one(bytes) {
        return xlsx::read(bytes, options);
    }
    delimited::read(file_name, bytes, options)
}

/// The headings of a table and which of its columns seems to hold what: for showing and correcting before an import.
/// `None` when the file is no table.
#[must_use]
pub fn guess_columns(file_name: &str, bytes: &[u8]) -> Option<(Vec<String>, Columns)> {
    let sample = if xlsx::is_one(bytes) {
        xlsx::sample(bytes).ok()?
    } else if delimited::is_one(file_name, bytes) {
        delimited::sample(file_name, bytes).ok()?
    } else {
        return None;
    };
    let layout = Layout::of(&sample);
    Some((layout.headings, layout.columns))
}

/// What the first rows say about a table.
struct Layout {
    /// The heading row, or `1`, `2`, … where there is none.
    headings: Vec<String>,
    has_heading_row: bool,
    columns: Columns,
    order: DayOrder,
}

impl Layout {
    fn of(sample: &[Row]) -> Self {
        let width = sample.iter().map(|row| row.cells.len()).max().unwrap_or(0);
        let has_heading_row = guess::has_heading_row(sample);
        let first = sample.first().filter(|_| has_heading_row);
        let mut headings: Vec<String> = Vec::with_capacity(width);
        for n in 0..width {
            let text = first
                .and_then(|row| row.cells.get(n))
                .map(|c| compose::one_line(c));
            let text = text
                .filter(|t| !t.is_empty())
                .unwrap_or_else(|| (n + 1).to_string());
            headings.push(text);
        }
        // A heading that stands twice names its first column; the others go by their number.
        for n in 0..headings.len() {
            if headings
                .get(..n)
                .is_some_and(|before| before.contains(&headings[n]))
            {
                headings[n] = (n + 1).to_string();
            }
        }
        let body = sample
            .get(usize::from(has_heading_row)..)
            .unwrap_or_default();
        let columns = guess::columns(&headings, has_heading_row, body);
        let mut layout = Self {
            headings,
            has_heading_row,
            columns,
            order: DayOrder::Unknown,
        };
        layout.settle_order(body);
        layout
    }

    fn settle_order(&mut self, body: &[Row]) {
        let at = self
            .columns
            .published
            .as_deref()
            .and_then(|name| self.at(name));
        self.order = guess::day_order(at, body);
    }

    fn at(&self, name: &str) -> Option<usize> {
        let exact = self.headings.iter().position(|heading| heading == name);
        exact.or_else(|| {
            name.parse::<usize>()
                .ok()?
                .checked_sub(1)
                .filter(|n| *n < self.headings.len())
        })
    }

    /// Columns as the user chose them.
    fn choose(&mut self, columns: &Columns, body: &[Row]) -> Result<(), FormatError> {
        let named = columns.text.iter().chain(
            [
                &columns.title,
                &columns.published,
                &columns.outlet,
                &columns.byline,
                &columns.url,
                &columns.language,
                &columns.member,
            ]
            .into_iter()
            .flatten(),
        );
        for name in named {
            if self.at(name).is_none() {
                let known: Vec<&str> = self.headings.iter().take(20).map(String::as_str).collect();
                return Err(FormatError::NoText(format!(
                    "it has no column called “{name}”. Its columns are {}",
                    known.join(", ")
                )));
            }
        }
        self.columns = columns.clone();
        self.settle_order(body);
        Ok(())
    }

    /// `text = body, title = headline, date = pub_date`.
    fn described(&self) -> String {
        let columns = &self.columns;
        let mut parts = vec![format!("text = {}", columns.text.join(" + "))];
        for (word, name) in [
            ("title", &columns.title),
            ("date", &columns.published),
            ("outlet", &columns.outlet),
            ("byline", &columns.byline),
            ("address", &columns.url),
            ("language", &columns.language),
            ("number", &columns.member),
        ] {
            if let Some(name) = name {
                parts.push(format!("{word} = {name}"));
            }
        }
        format!("Columns read: {}", parts.join(", "))
    }
}

/// Turns rows into articles: the first rows are held back until they have shown what the columns are.
struct Builder<'o> {
    options: &'o ReadOptions,
    format: &'static str,
    waiting: Vec<Row>,
    layout: Option<Layout>,
    articles: Vec<RawArticle>,
    notes: Notes,
    text_bytes: usize,
    without_text: u64,
    undated: u64,
}

impl<'o> Builder<'o> {
    fn new(format: &'static str, options: &'o ReadOptions) -> Self {
        Self {
            options,
            format,
            waiting: Vec::new(),
            layout: None,
            articles: Vec::new(),
            notes: Notes::default(),
            text_bytes: 0,
            without_text: 0,
            undated: 0,
        }
    }

    fn note(&mut self, note: String) {
        self.notes.push(note);
    }

    /// Takes the next row; `false` when no more rows are wanted.
    fn push(&mut self, row: Row) -> Result<bool, FormatError> {
        if row.cells.iter().all(|cell| cell.trim().is_empty()) {
            return Ok(true);
        }
        if self.layout.is_none() {
            self.waiting.push(row);
            if self.waiting.len() >= SAMPLE_ROWS {
                self.settle()?;
            }
            return Ok(true);
        }
        Ok(self.article(&row))
    }

    fn settle(&mut self) -> Result<(), FormatError> {
        let rows = std::mem::take(&mut self.waiting);
        let mut layout = Layout::of(&rows);
        let skipped = usize::from(layout.has_heading_row);
        let body = rows.get(skipped..).unwrap_or_default();
        if let Some(columns) = &self.options.columns {
            layout.choose(columns, body)?;
        }
        if layout.columns.text.is_empty() {
            let known: Vec<&str> = layout
                .headings
                .iter()
                .take(20)
                .map(String::as_str)
                .collect();
            return Err(FormatError::NoText(format!(
                "no column of the table holds sentences. Choose the column with the text; there are {}",
                known.join(", ")
            )));
        }
        self.layout = Some(layout);
        for row in rows.iter().skip(skipped) {
            if !self.article(row) {
                break;
            }
        }
        Ok(())
    }

    fn article(&mut self, row: &Row) -> bool {
        let Some(layout) = &self.layout else {
            return false;
        };
        let cell = |name: &Option<String>| {
            let at = layout.at(name.as_deref()?)?;
            row.cells.get(at).map(String::as_str)
        };
        let texts = layout
            .columns
            .text
            .iter()
            .filter_map(|name| cell(&Some(name.clone())));
        let body = texts
            .map(str::trim)
            .filter(|t| !t.is_empty())
            .collect::<Vec<_>>()
            .join("\n\n");
        if compose::field(&body).is_none() {
            self.without_text += 1;
            return true;
        }
        self.text_bytes += body.len();
        if self.text_bytes > MOST_TEXT {
            self.notes.push(format!(
                "The rows from {} on are left out: one table gives at most {} MB of text. Split the file and import the parts",
                row.number,
                MOST_TEXT / (1024 * 1024)
            ));
            return false;
        }
        let columns = &layout.columns;
        let date = cell(&columns.published)
            .map(str::trim)
            .filter(|d| !d.is_empty());
        let read = date.and_then(|date| guess::date(date, layout.order));
        self.undated += u64::from(date.is_some() && read.is_none());
        let stated = Metadata {
            title: cell(&columns.title).and_then(compose::field),
            outlet: cell(&columns.outlet).and_then(compose::field),
            byline: cell(&columns.byline).and_then(compose::byline),
            published: compose::published(read),
            language: cell(&columns.language).and_then(compose::language),
            url: cell(&columns.url).and_then(compose::url),
            ..Metadata::default()
        };
        let member = cell(&columns.member)
            .and_then(compose::field)
            .unwrap_or_else(|| row.number.to_string());
        let mut article = compose::from_field(stated, &body);
        article.member = Some(member);
        self.articles.push(article);
        true
    }

    fn finish(mut self) -> Result<Reading, FormatError> {
        if self.layout.is_none() {
            if self.waiting.is_empty() {
                return Err(FormatError::Empty);
            }
            self.settle()?;
        }
        let mut first = Vec::new();
        if let Some(layout) = &self.layout {
            first.push(layout.described());
            match layout.order {
                DayOrder::DayFirst => first.push("Its dates are read as day/month/year".to_owned()),
                DayOrder::MonthFirst => {
                    first.push("Its dates are read as month/day/year".to_owned());
                }
                DayOrder::Unknown => {}
            }
        }
        if self.articles.is_empty() {
            return Err(FormatError::NoText(
                "no row of the table has a text".to_owned(),
            ));
        }
        for (count, what) in [
            (self.without_text, "without a text left out"),
            (self.undated, "with a date that could not be read"),
        ] {
            if count > 0 {
                first.push(format!(
                    "{count} {} {what}",
                    if count == 1 { "row" } else { "rows" }
                ));
            }
        }
        let (remarks, lost): (Vec<_>, Vec<_>) = self
            .notes
            .finish()
            .into_iter()
            .partition(|note| note.starts_with(decode::GUESSED));
        first.extend(remarks);
        compose::distinct_members(&mut self.articles);
        Ok(Reading {
            format: self.format,
            articles: self.articles,
            notes: first,
            lost,
        })
    }
}
