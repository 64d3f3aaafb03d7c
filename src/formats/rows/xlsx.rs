//! XLSX workbooks: the first sheet with text, cell by cell, so that a sheet that claims a billion cells costs only
//! those it has.

use std::io::{Cursor, Read};

use calamine::{DataRef, Reader, Xlsx};

use super::{
    Builder, FormatError, MOST_COLUMNS, MOST_TEXT, ReadOptions, Reading, Row, SAMPLE_ROWS,
};
use crate::formats::compose;

/// The most that the parts of a workbook unpack to together, in bytes.
const MOST_UNPACKED: u64 = 512 * 1024 * 1024;

/// The most parts of a workbook.
const MOST_PARTS: usize = 4_096;

pub fn is_one(bytes: &[u8]) -> bool {
    if !bytes.starts_with(b"PK\x03\x04") {
        return false;
    }
    // The names of the parts stand in clear at the head, and again at the tail.
    let head = bytes.get(..8_192).unwrap_or(bytes);
    let tail = bytes
        .get(bytes.len().saturating_sub(65_536)..)
        .unwrap_or_default();
    [head, tail]
        .iter()
        .any(|part| memchr::memmem::find(part, b"xl/workbook.xml").is_some())
}

fn damaged(what: &str) -> FormatError {
    FormatError::Damaged("workbook", what.to_owned())
}

/// Unpacks every part once without keeping it: sizes that a ZIP archive states may lie.
pub(super) fn check_size(bytes: &[u8], most: u64) -> Result<(), FormatError> {
    let mut archive =
        zip::ZipArchive::new(Cursor::new(bytes)).map_err(|e| damaged(&e.to_string()))?;
    if archive.len() > MOST_PARTS {
        return Err(FormatError::Excessive(format!(
            "{} parts are more than the {MOST_PARTS} a workbook may have",
            archive.len()
        )));
    }
    let mut total = 0_u64;
    for at in 0..archive.len() {
        let part = match archive.by_index(at) {
            Ok(part) => part,
            Err(zip::result::ZipError::UnsupportedArchive(
                zip::result::ZipError::PASSWORD_REQUIRED,
            )) => return Err(FormatError::Locked),
            Err(error) => return Err(damaged(&error.to_string())),
        };
        let mut part = part.take(most + 1 - total);
        // A part that breaks off is noticed again, with its name, when it is read.
        match std::io::copy(&mut part, &mut std::io::sink()) {
            Ok(read) => total += read,
            Err(error) => return Err(damaged(&error.to_string())),
        }
        if total > most {
            return Err(FormatError::Excessive(format!(
                "the workbook unpacks to more than {} MB",
                most / (1024 * 1024)
            )));
        }
    }
    Ok(())
}

pub fn read(bytes: &[u8], options: &ReadOptions) -> Result<Reading, FormatError> {
    check_size(bytes, MOST_UNPACKED)?;
    compose::guarded(|| read_checked(bytes, options))
        .unwrap_or_else(|| Err(damaged("its parts contradict each other")))
}

pub fn sample(bytes: &[u8]) -> Result<Vec<Row>, FormatError> {
    check_size(bytes, MOST_UNPACKED)?;
    compose::guarded(|| {
        let mut rows = Vec::new();
        walk(bytes, &mut |row| {
            rows.push(row);
            Ok(rows.len() < SAMPLE_ROWS)
        })?;
        Ok(rows)
    })
    .unwrap_or_else(|| Err(damaged("its parts contradict each other")))
}

fn read_checked(bytes: &[u8], options: &ReadOptions) -> Result<Reading, FormatError> {
    let mut builder = Builder::new("xlsx", options);
    if let Some(note) = walk(bytes, &mut |row| builder.push(row))? {
        builder.note(note);
    }
    builder.finish()
}

/// Gives the rows of the first sheet with text to `take` until that says `false`; returns what to note.
fn walk(
    bytes: &[u8],
    take: &mut dyn FnMut(Row) -> Result<bool, FormatError>,
) -> Result<Option<String>, FormatError> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| match error {
        calamine::XlsxError::Password => FormatError::Locked,
        other => damaged(&other.to_string()),
    })?;
    let names = book.sheet_names();
    let mut note = None;
    for (at, name) in names.iter().enumerate() {
        let mut cells = match book.worksheet_cells_reader(name) {
            Ok(cells) => cells,
            Err(error) => {
                note = Some(format!("The sheet “{name}” could not be read: {error}"));
                continue;
            }
        };
        let mut row = Row::default();
        let mut given = 0_u64;
        let mut unpacked = 0_usize;
        let mut wanted = true;
        loop {
            let cell = match cells.next_cell() {
                Ok(Some(cell)) => cell,
                Ok(None) => break,
                Err(error) => {
                    note = Some(format!(
                        "The sheet “{name}” breaks off after row {}: {error}",
                        row.number
                    ));
                    break;
                }
            };
            let (line, column) = cell.get_position();
            let number = u64::from(line) + 1;
            if number != row.number {
                if !row.cells.is_empty() {
                    given += 1;
                    wanted = take(std::mem::take(&mut row))?;
                    if !wanted {
                        break;
                    }
                }
                row.number = number;
            }
            let column = column as usize;
            if column >= MOST_COLUMNS {
                continue;
            }
            let text = text(cell.get_value());
            unpacked += text.len();
            if unpacked > MOST_TEXT {
                note = Some(format!(
                    "The rows from {number} on are left out: one table gives at most {} MB of text",
                    MOST_TEXT / (1024 * 1024)
                ));
                break;
            }
            if row.cells.len() <= column {
                row.cells.resize(column + 1, String::new());
            }
            if let Some(slot) = row.cells.get_mut(column) {
                *slot = text;
            }
        }
        if wanted && !row.cells.is_empty() {
            given += 1;
            take(row)?;
        }
        if given > 0 {
            if names.len() > at + 1 {
                let more = names.len() - at - 1;
                note = note.or_else(|| {
                    Some(format!(
                        "Only the sheet “{name}” is read; {more} more {} left out",
                        if more == 1 { "is" } else { "are" }
                    ))
                });
            }
            return Ok(note);
        }
    }
    match note {
        Some(note) => Err(damaged(&note)),
        None => Err(FormatError::NoText(
            "the workbook has no cell with words".to_owned(),
        )),
    }
}

fn text(value: &DataRef<'_>) -> String {
    match value {
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            text.clone()
        }
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::Bool(yes) => yes.to_string(),
        DataRef::DateTime(date) => {
            let (year, month, day, hour, minute, ..) = date.to_ymd_hms_milli();
            if date.as_f64().fract() == 0.0 {
                format!("{year:04}-{month:02}-{day:02}")
            } else {
                format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}")
            }
        }
        DataRef::Error(_) | DataRef::Empty => String::new(),
    }
}
