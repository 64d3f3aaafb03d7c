//! Tables to bytes: CSV, NDJSON, GeoJSON, KML. A table knows its columns by name and nothing of where it came from.
//!
//! The same table gives the same bytes: columns stay in order, floats have fixed digits, JSON keys inside cells are
//! sorted.

mod geo;

pub use geo::{Feature, Geometry, geojson, kml};

/// One cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Unknown or not applicable: `null` in JSON, an empty cell in CSV.
    Null,
    Text(String),
    Int(i64),
    /// A number and its digits after the point, so that the same value is always written the same; what is not finite
    /// is written as [`Value::Null`].
    Float(f64, u8),
    Bool(bool),
    /// Arrays and objects: nested in JSON, as JSON text in CSV and KML.
    Json(serde_json::Value),
}

impl Value {
    /// The cell as people read it; `None` for null.
    fn plain(&self) -> Option<String> {
        match self {
            Self::Null => None,
            Self::Text(text) => Some(text.clone()),
            Self::Int(number) => Some(number.to_string()),
            Self::Float(value, digits) => fixed(*value, *digits),
            Self::Bool(yes) => Some(yes.to_string()),
            Self::Json(json) => Some(json.to_string()),
        }
    }

    /// The cell as JSON text.
    fn json(&self) -> String {
        match self {
            Self::Text(text) => quoted(text),
            other => other.plain().unwrap_or_else(|| "null".to_owned()),
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Int(number)
    }
}

impl From<u32> for Value {
    fn from(number: u32) -> Self {
        Self::Int(i64::from(number))
    }
}

impl From<bool> for Value {
    fn from(yes: bool) -> Self {
        Self::Bool(yes)
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

impl From<u64> for Value {
    /// Counts stay far below the limit; one above it is written as the limit.
    fn from(number: u64) -> Self {
        Self::Int(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

/// A table with named columns. Rows shorter than the columns end in nulls; cells beyond the columns are left out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    pub columns: Vec<&'static str>,
    pub rows: Vec<Vec<Value>>,
}

impl Table {
    /// The cells of a row with their column names.
    fn cells<'t>(&'t self, row: &'t [Value]) -> impl Iterator<Item = (&'static str, &'t Value)> {
        let filled = row.iter().chain(std::iter::repeat(&Value::Null));
        self.columns.iter().copied().zip(filled)
    }
}

/// CSV per RFC 4180: lines end in CRLF, cells are quoted where needed. A byte order mark tells spreadsheets that it is
/// UTF-8. Text that a spreadsheet would run as a formula gets a leading apostrophe (see OWASP, "CSV injection").
#[must_use]
pub fn csv(table: &Table) -> Vec<u8> {
    let mut out = b"\xEF\xBB\xBF".to_vec();
    let header = table.columns.iter().map(|column| (*column).to_owned());
    csv_line(&mut out, header);
    for row in &table.rows {
        let cells = table.cells(row).map(|(_, value)| {
            let text = value.plain().unwrap_or_default();
            match value {
                Value::Text(_) => harmless(text),
                _ => text,
            }
        });
        csv_line(&mut out, cells);
    }
    out
}

/// Rows of text as CSV in the same dialect; the first row is the header.
#[must_use]
pub fn csv_of_text(rows: &[Vec<String>]) -> Vec<u8> {
    let mut out = b"\xEF\xBB\xBF".to_vec();
    for row in rows {
        csv_line(&mut out, row.iter().cloned().map(harmless));
    }
    out
}

fn csv_line(out: &mut Vec<u8>, cells: impl Iterator<Item = String>) {
    for (at, cell) in cells.enumerate() {
        if at > 0 {
            out.push(b',');
        }
        let quote =
            cell.contains(['"', ',', '\r', '\n']) || cell.starts_with(' ') || cell.ends_with(' ');
        if quote {
            out.push(b'"');
            out.extend(cell.replace('"', "\"\"").as_bytes());
            out.push(b'"');
        } else {
            out.extend(cell.as_bytes());
        }
    }
    out.extend(b"\r\n");
}

/// Text with an apostrophe before it where a spreadsheet would take it for a formula.
fn harmless(text: String) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) && !is_plain_number(&text) {
        format!("'{text}")
    } else {
        text
    }
}

fn is_plain_number(text: &str) -> bool {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    let all_digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    all_digits(whole) && all_digits(part)
}

/// One JSON object a line, its keys in the order of the columns.
#[must_use]
pub fn ndjson(table: &Table) -> Vec<u8> {
    let mut out = String::new();
    for row in &table.rows {
        object(&mut out, table.cells(row));
        out.push('\n');
    }
    out.into_bytes()
}

fn object<'v>(out: &mut String, cells: impl Iterator<Item = (&'static str, &'v Value)>) {
    out.push('{');
    for (at, (name, value)) in cells.enumerate() {
        if at > 0 {
            out.push(',');
        }
        out.push_str(&quoted(name));
        out.push(':');
        out.push_str(&value.json());
    }
    out.push('}');
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// A number with fixed digits and no minus sign before zero; `None` when it is not finite.
fn fixed(value: f64, digits: u8) -> Option<String> {
    let digits = usize::from(digits.min(15));
    let text = format!("{value:.digits$}");
    let zero = text.bytes().all(|b| matches!(b, b'-' | b'0' | b'.'));
    value
        .is_finite()
        .then(|| if zero { text.replace('-', "") } else { text })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(value: Value) -> Table {
        Table {
            columns: vec!["a"],
            rows: vec![vec![value]],
        }
    }

    #[test]
    fn csv_cells() {
        let check = |value: Value, expected: &str| {
            let bytes = csv(&one(value));
            let text = String::from_utf8(bytes).unwrap();
            assert_eq!(text, format!("\u{FEFF}a\r\n{expected}\r\n"));
        };
        check("plain".into(), "plain");
        check("a, b".into(), "\"a, b\"");
        check("say \"no\"".into(), "\"say \"\"no\"\"\"");
        check("two\nlines".into(), "\"two\nlines\"");
        check("=1+1".into(), "'=1+1");
        check("@here".into(), "'@here");
        check("- dash".into(), "'- dash");
        check("\tx".into(), "'\tx");
        check("\rx".into(), "\"'\rx\"");
        check("-12.5".into(), "-12.5");
        check("+218".into(), "+218");
        check("-".into(), "'-");
        check("+1+1".into(), "'+1+1");
        check(Value::Int(-3), "-3");
        check(Value::Null, "");
        check(Value::Float(32.5, 2), "32.50");
        check(Value::Float(-0.001, 2), "0.00");
        check(Value::Float(f64::NAN, 2), "");
        check(
            Value::Json(serde_json::json!(["x", 1])),
            "\"[\"\"x\"\",1]\"",
        );
        check("Zāwiya".into(), "Zāwiya");
    }

    #[test]
    fn ndjson_lines() {
        let check = |value: Value, expected: &str| {
            let text = String::from_utf8(ndjson(&one(value))).unwrap();
            assert_eq!(text, format!("{{\"a\":{expected}}}\n"));
            assert!(serde_json::from_str::<serde_json::Value>(&text).is_ok());
        };
        check("a \"b\"\n".into(), r#""a \"b\"\n""#);
        check(Value::Null, "null");
        check(Value::Bool(true), "true");
        check(Value::Int(7), "7");
        check(Value::Float(1.0, 3), "1.000");
        check(None::<String>.into(), "null");
        check(Value::Float(f64::INFINITY, 3), "null");
        check(
            Value::Json(serde_json::json!({"text": "x", "count": 2})),
            r#"{"count":2,"text":"x"}"#,
        );
    }

    #[test]
    fn keys_keep_the_order_of_the_columns_and_short_rows_end_in_null() {
        let table = Table {
            columns: vec!["z", "a", "m"],
            rows: vec![vec![Value::Int(1)]],
        };
        let text = String::from_utf8(ndjson(&table)).unwrap();
        assert_eq!(text, "{\"z\":1,\"a\":null,\"m\":null}\n");
    }

    #[test]
    fn text_rows_are_written_like_tables() {
        let rows = [["name", "n"], ["=x", "-1.5"]].map(|row| row.map(str::to_owned).to_vec());
        let expected = "\u{FEFF}name,n\r\n'=x,-1.5\r\n";
        assert_eq!(csv_of_text(&rows), expected.as_bytes());
    }

    proptest::proptest! {
        /// What a spreadsheet reads back is the text, but never a formula.
        #[test]
        fn csv_round_trips(text in "\\PC*|[=+@\\-\\t\\r\\n\",a1 .]{0,6}") {
            let bytes = csv(&one(Value::Text(text.clone())));
            let mut reader = csv::ReaderBuilder::new().from_reader(&bytes[3..]);
            let back = reader.records().next().map(|r| r.unwrap().get(0).unwrap_or_default().to_owned());
            // A table of one empty cell is an empty line, which CSV cannot tell from no line.
            let back = back.unwrap_or_default();
            if back != text {
                assert_eq!(back.strip_prefix('\''), Some(text.as_str()));
            } else {
                assert!(!back.starts_with(['=', '@', '\t', '\r', '\n']));
            }
        }
    }
}
