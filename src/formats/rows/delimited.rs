//! CSV, TSV and their kin: the delimiter sniffed, the encoding of the bytes, rows cell by cell.
//!
//! The rows are split here rather than with the `csv` crate, which gathers a record in memory before it gives it out
//! and cannot say that a quote never closed. Here a cell is a range of the file's bytes: one of 500 MB costs nothing,
//! and what stands behind an open quote is read again line by line.

use std::{borrow::Cow, ops::Range};

use encoding_rs::{Encoding, UTF_8};

use super::{Builder, FormatError, MOST_COLUMNS, ReadOptions, Reading, Row, SAMPLE_ROWS, guess};
use crate::formats::{decode, magic};

/// The largest table, in bytes. Its rows are articles of their own, so it may be larger than one text.
const LARGEST: u64 = 512 * 1024 * 1024;

/// The largest cell that is read, in bytes.
const LARGEST_CELL: usize = 16 * 1024 * 1024;

/// How many bytes the delimiter and the encoding are told from.
const SNIFFED: usize = 1024 * 1024;

const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

pub fn is_one(file_name: &str, bytes: &[u8]) -> bool {
    if magic::kind(bytes).is_some() || bytes.trim_ascii().is_empty() {
        return false;
    }
    let extension = file_name
        .rsplit_once('.')
        .map(|(_, e)| e.to_ascii_lowercase());
    if matches!(extension.as_deref(), Some("csv" | "tsv" | "tab" | "psv")) {
        return true;
    }
    // Prose has commas as well: only several even rows under headings of articles are a table.
    let Ok(text) = std::str::from_utf8(bytes.get(..4_096).unwrap_or(bytes))
        .or_else(|error| std::str::from_utf8(bytes.get(..error.valid_up_to()).unwrap_or_default()))
    else {
        return false;
    };
    let first = text
        .trim_start_matches('\u{FEFF}')
        .lines()
        .next()
        .unwrap_or_default();
    let telling = DELIMITERS.iter().any(|delimiter| {
        let cells: Vec<&str> = first
            .split(char::from(*delimiter))
            .map(|c| c.trim_matches([' ', '"']))
            .collect();
        cells.len() >= 3
            && cells.iter().all(|c| c.len() <= 60)
            && cells.iter().filter(|c| guess::is_known(c)).count() >= 2
            && cells.iter().any(|c| guess::is_telling(c))
    });
    telling && text.lines().nth(1).is_some()
}

pub fn read(file_name: &str, bytes: &[u8], options: &ReadOptions) -> Result<Reading, FormatError> {
    let source = Source::of(bytes, options.encoding.as_deref())?;
    let bytes = source.bytes.as_ref();
    let delimiter = delimiter(file_name, bytes);
    let format = if delimiter == b'\t' { "tsv" } else { "csv" };
    let mut builder = Builder::new(format, options);
    if source.guessed {
        builder.note(format!("Encoding guessed: {}", source.encoding.name()));
    }
    let mut rows = Rows::new(bytes, delimiter);
    let mut width = None;
    while let Some(read) = rows.next() {
        if read.too_wide && width.is_none() {
            return Err(FormatError::Excessive(format!(
                "the first row has more than {MOST_COLUMNS} columns"
            )));
        }
        let width = *width.get_or_insert(read.cells.len());
        if read.unclosed || rows.swallowed(&read, width) {
            builder.note(format!("Row {} is damaged: a quote opens and does not close. It ends at the end of its line", read.number));
            let line = rows.first_line_only(&read);
            if !push(&mut builder, &source, &line, bytes)? {
                break;
            }
            continue;
        }
        if read.too_wide {
            builder.note(format!(
                "Row {} has more than {MOST_COLUMNS} cells; the rest is left out",
                read.number
            ));
        }
        if !push(&mut builder, &source, &read, bytes)? {
            break;
        }
    }
    let mut reading = builder.finish()?;
    for article in &mut reading.articles {
        source.encoding.name().clone_into(&mut article.encoding);
        article.encoding_guessed = source.guessed;
    }
    Ok(reading)
}

fn push(
    builder: &mut Builder<'_>,
    source: &Source<'_>,
    read: &ReadRow,
    bytes: &[u8],
) -> Result<bool, FormatError> {
    let mut cells = Vec::with_capacity(read.cells.len());
    for cell in &read.cells {
        if cell.range.len() > LARGEST_CELL {
            builder.note(format!(
                "Row {} is left out: a cell of {} MB is more than the {} MB of a cell that can be read",
                read.number,
                cell.range.len() / 1_000_000,
                LARGEST_CELL / (1024 * 1024)
            ));
            return Ok(true);
        }
        cells.push(cell.text(bytes, source.encoding));
    }
    builder.push(Row {
        number: read.number,
        cells,
    })
}

/// The first rows.
pub fn sample(file_name: &str, bytes: &[u8]) -> Result<Vec<Row>, FormatError> {
    let source = Source::of(bytes.get(..SNIFFED).unwrap_or(bytes), None)?;
    let bytes = source.bytes.as_ref();
    let mut rows = Rows::new(bytes, delimiter(file_name, bytes));
    let mut out = Vec::new();
    while let Some(read) = rows.next() {
        if read.unclosed && !out.is_empty() || out.len() >= SAMPLE_ROWS {
            break;
        }
        let cells = read
            .cells
            .iter()
            .map(|cell| cell.text(bytes, source.encoding))
            .collect();
        out.push(Row {
            number: read.number,
            cells,
        });
    }
    Ok(out)
}

/// The bytes of a table in an encoding whose delimiters are ASCII.
struct Source<'b> {
    bytes: Cow<'b, [u8]>,
    encoding: &'static Encoding,
    guessed: bool,
}

impl<'b> Source<'b> {
    fn of(bytes: &'b [u8], chosen: Option<&str>) -> Result<Self, FormatError> {
        if bytes.len() as u64 > LARGEST {
            return Err(FormatError::TooLarge {
                megabytes: (bytes.len() as u64).div_ceil(1024 * 1024),
                limit_megabytes: LARGEST / (1024 * 1024),
            });
        }
        let head = bytes.get(..SNIFFED).unwrap_or(bytes);
        let (name, guessed) = match chosen {
            Some(label) => {
                let encoding = Encoding::for_label(label.as_bytes());
                let encoding =
                    encoding.ok_or_else(|| FormatError::UnknownEncoding(label.to_owned()))?;
                (encoding.name(), false)
            }
            None if std::str::from_utf8(bytes).is_ok() && !head.contains(&0) => {
                if bytes.trim_ascii().is_empty() {
                    return Err(FormatError::Empty);
                }
                (UTF_8.name(), false)
            }
            None => {
                // A multi-byte character may be torn at the end of the sample; the guess survives that.
                let decoded = decode::decode(head)?;
                (decoded.encoding, decoded.guessed)
            }
        };
        let encoding = Encoding::for_label(name.as_bytes()).unwrap_or(UTF_8);
        if !encoding.is_ascii_compatible() {
            let decoded = decode::decode_as(bytes, name)?;
            return Ok(Self {
                bytes: Cow::Owned(decoded.text.into_bytes()),
                encoding: UTF_8,
                guessed,
            });
        }
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        Ok(Self {
            bytes: Cow::Borrowed(bytes),
            encoding,
            guessed,
        })
    }
}

/// The delimiter under which the first rows are most alike; tabs for TSV and commas where nothing tells.
fn delimiter(file_name: &str, bytes: &[u8]) -> u8 {
    // Excel writes and reads this line.
    if let Some(rest) = bytes.strip_prefix(b"sep=")
        && let Some(stated) = rest.first()
        && DELIMITERS.contains(stated)
    {
        return *stated;
    }
    let head = bytes.get(..64 * 1024).unwrap_or(bytes);
    let usual = if file_name.to_ascii_lowercase().ends_with(".tsv") {
        b'\t'
    } else {
        b','
    };
    let score = |delimiter: u8| {
        let mut rows = Rows::new(head, delimiter);
        let mut widths = Vec::new();
        while widths.len() < 30
            && let Some(row) = rows.next()
        {
            // The last row of the sample may be cut off.
            if !row.unclosed
                && (row.end < head.len() || head.len() == bytes.len())
                && row.cells.iter().any(|c| !c.range.is_empty())
            {
                widths.push(row.cells.len());
            }
        }
        let first = widths.first().copied().unwrap_or(1);
        let alike = widths.iter().filter(|w| **w == first).count();
        let share = if first > 1 {
            alike * 100 / widths.len().max(1)
        } else {
            0
        };
        (share, first.min(64))
    };
    let mut best = usual;
    let mut best_score = score(usual);
    for delimiter in DELIMITERS {
        let other = score(delimiter);
        if other > best_score {
            (best, best_score) = (delimiter, other);
        }
    }
    best
}

/// A cell as it lies in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Cell {
    /// Bytes of the file without the quotes around it.
    range: Range<usize>,
    /// Whether it holds quotes that stand doubled.
    doubled: bool,
}

impl Cell {
    fn text(&self, bytes: &[u8], encoding: &'static Encoding) -> String {
        let raw = bytes.get(self.range.clone()).unwrap_or_default();
        let (text, _) = encoding.decode_without_bom_handling(raw);
        if self.doubled {
            text.replace("\"\"", "\"")
        } else {
            text.into_owned()
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct ReadRow {
    number: u64,
    cells: Vec<Cell>,
    start: usize,
    /// Behind its line end.
    end: usize,
    /// A quote opened and the file ended.
    unclosed: bool,
    too_wide: bool,
}

/// Walks over the rows of a table.
struct Rows<'b> {
    bytes: &'b [u8],
    delimiter: u8,
    at: usize,
    number: u64,
    /// How many bytes may still be read a second time, so that damage cannot make the work grow without bound.
    rereads: usize,
}

impl<'b> Rows<'b> {
    fn new(bytes: &'b [u8], delimiter: u8) -> Self {
        let stated = bytes.starts_with(b"sep=")
            && bytes.get(4) == Some(&delimiter)
            && matches!(bytes.get(5), Some(b'\r' | b'\n'));
        let at = if stated { line_end(bytes, 0) } else { 0 };
        Self {
            bytes,
            delimiter,
            at,
            number: u64::from(stated),
            rereads: bytes.len().saturating_mul(2).saturating_add(1_024 * 1_024),
        }
    }

    fn next(&mut self) -> Option<ReadRow> {
        if self.at >= self.bytes.len() {
            return None;
        }
        self.number += 1;
        let row = self.row_at(self.at, self.bytes.len());
        self.at = row.end;
        Some(row)
    }

    fn row_at(&self, start: usize, limit: usize) -> ReadRow {
        let bytes = self.bytes.get(..limit).unwrap_or(self.bytes);
        let mut row = ReadRow {
            number: self.number,
            cells: Vec::new(),
            start,
            end: bytes.len(),
            unclosed: false,
            too_wide: false,
        };
        let mut at = start;
        loop {
            let (cell, stop, unclosed) = self.cell_at(bytes, at);
            if row.cells.len() < MOST_COLUMNS {
                row.cells.push(cell);
            } else {
                row.too_wide = true;
            }
            row.unclosed |= unclosed;
            match bytes.get(stop) {
                Some(byte) if *byte == self.delimiter => at = stop + 1,
                Some(b'\r') if bytes.get(stop + 1) == Some(&b'\n') => {
                    row.end = stop + 2;
                    return row;
                }
                Some(_) => {
                    row.end = stop + 1;
                    return row;
                }
                None => return row,
            }
        }
    }

    /// The cell at `at`, where it stops (at a delimiter, a line end or the end), and whether a quote stayed open.
    fn cell_at(&self, bytes: &[u8], at: usize) -> (Cell, usize, bool) {
        let rest = |from: usize| bytes.get(from..).unwrap_or_default();
        let plain_end = |from: usize| {
            memchr::memchr3(self.delimiter, b'\n', b'\r', rest(from))
                .map_or(bytes.len(), |n| from + n)
        };
        if bytes.get(at) != Some(&b'"') {
            let stop = plain_end(at);
            let cell = Cell {
                range: at..stop,
                doubled: false,
            };
            return (cell, stop, false);
        }
        let start = at + 1;
        let mut from = start;
        let mut doubled = false;
        loop {
            let Some(n) = memchr::memchr(b'"', rest(from)) else {
                let cell = Cell {
                    range: start..bytes.len(),
                    doubled,
                };
                return (cell, bytes.len(), true);
            };
            let quote = from + n;
            if bytes.get(quote + 1) == Some(&b'"') {
                doubled = true;
                from = quote + 2;
                continue;
            }
            let stop = plain_end(quote + 1);
            // A quote that closes and is followed by more words did not open the cell: `"Enough" is enough`.
            let blank = bytes
                .get(quote + 1..stop)
                .is_some_and(|tail| tail.iter().all(u8::is_ascii_whitespace));
            let cell = if blank {
                Cell {
                    range: start..quote,
                    doubled,
                }
            } else {
                Cell {
                    range: at..stop,
                    doubled: false,
                }
            };
            return (cell, stop, false);
        }
    }

    /// Whether the row took in rows below it because of a stray quote: it has another width than the table, and the
    /// line below its first is a row of the right width.
    fn swallowed(&mut self, row: &ReadRow, width: usize) -> bool {
        let first = line_end(self.bytes, row.start);
        if row.cells.len() == width || first >= row.end || self.rereads < row.end - row.start {
            return false;
        }
        self.rereads -= row.end - row.start;
        let below = self.row_at(first, self.bytes.len().min(row.end + 65_536));
        !below.unclosed && below.cells.len() == width && width > 1
    }

    /// The same row cut off at the end of its first line; reading goes on behind that line.
    fn first_line_only(&mut self, row: &ReadRow) -> ReadRow {
        let taken = row.end - row.start;
        if row.unclosed && self.rereads < taken {
            return row.clone();
        }
        self.rereads = self
            .rereads
            .saturating_sub(if row.unclosed { taken } else { 0 });
        let end = line_end(self.bytes, row.start);
        self.at = end;
        let mut cut = self.row_at(row.start, end);
        // The open cell ends with its line.
        if let Some(last) = cut.cells.last_mut() {
            let raw = self.bytes.get(last.range.clone()).unwrap_or_default();
            last.range.end = last.range.start + raw.trim_ascii_end().len();
        }
        cut.end = end;
        cut
    }
}

/// Behind the line end after `from`.
fn line_end(bytes: &[u8], from: usize) -> usize {
    let rest = bytes.get(from..).unwrap_or_default();
    memchr::memchr(b'\n', rest).map_or(bytes.len(), |n| from + n + 1)
}
