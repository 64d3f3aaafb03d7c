//! JSON and JSON Lines: an article, a list of them, or a database's answer with a list inside. `fields` knows what the
//! members of an object are called.

mod fields;
#[cfg(test)]
mod tests;

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, SeqAccess, Visitor};
use serde_json::Value;

use super::{FormatError, ReadOptions, Reading, compose, compose::Notes, decode, magic};
use crate::model::RawArticle;

/// The largest file of JSON, in bytes: of JSON Lines, or of a list that is read object by object.
const LARGEST: usize = 512 * 1024 * 1024;

/// The largest object that is held in memory whole, in bytes of the file.
const LARGEST_OBJECT: usize = 64 * 1024 * 1024;

/// How deep lists of articles are looked for inside objects.
const DEEPEST: u32 = 8;

/// Whether the file is JSON or JSON Lines.
#[must_use]
pub fn is_one(file_name: &str, bytes: &[u8]) -> bool {
    let start = bytes
        .strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(bytes)
        .trim_ascii_start();
    let extension = file_name
        .rsplit_once('.')
        .map(|(_, e)| e.to_ascii_lowercase());
    let named = matches!(
        extension.as_deref(),
        Some("json" | "jsonl" | "ndjson" | "geojson" | "jsonlines")
    );
    let opens = start.starts_with(b"{") || start.starts_with(b"[");
    if named {
        // The extension alone is believed for what opens like JSON in UTF-16 as well.
        return opens || bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff");
    }
    let inside = start.get(1..).unwrap_or_default().trim_ascii_start();
    let shaped = match start.first() {
        Some(b'{') => inside.starts_with(b"\""),
        Some(b'[') => inside.starts_with(b"{"),
        _ => false,
    };
    let mut values = serde_json::Deserializer::from_slice(start).into_iter::<IgnoredAny>();
    shaped && values.next().is_some_and(|value| value.is_ok())
}

/// Reads the articles of a JSON file.
///
/// # Errors
/// When it is damaged, nests too deep, is too large, or none of its objects has a text.
pub fn read(file_name: &str, bytes: &[u8], options: &ReadOptions) -> Result<Reading, FormatError> {
    if bytes.len() > LARGEST {
        return Err(FormatError::TooLarge {
            megabytes: (bytes.len() as u64).div_ceil(1024 * 1024),
            limit_megabytes: (LARGEST / (1024 * 1024)) as u64,
        });
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if bytes.trim_ascii().is_empty() {
        return Err(FormatError::Empty);
    }
    let decoded;
    let mut encoding = "UTF-8";
    let mut notes = Notes::default();
    let mut bytes = bytes;
    if options.encoding.is_some() || std::str::from_utf8(bytes).is_err() || bytes.contains(&0) {
        if let Some(kind) = magic::kind(bytes) {
            return Err(FormatError::Binary(kind.to_owned()));
        }
        decoded = match &options.encoding {
            Some(chosen) => decode::decode_as(bytes, chosen)?,
            None => decode::decode(bytes)?,
        };
        encoding = decoded.encoding;
        for note in &decoded.notes {
            notes.push(note.clone());
        }
        bytes = decoded.text.as_bytes();
    }
    let mut found = Found {
        notes,
        ..Found::default()
    };
    let format = if is_lines(file_name, bytes) {
        lines(bytes, &mut found)?;
        "jsonl"
    } else {
        whole(bytes, &mut found)?;
        "json"
    };
    found.finish(format, encoding)
}

/// What has been read so far.
#[derive(Default)]
struct Found {
    articles: Vec<RawArticle>,
    without_text: u64,
    notes: Notes,
}

impl Found {
    /// Takes the articles out of a value, which is one, a list of them, or holds such a list.
    fn take(&mut self, value: &Value, depth: u32) {
        match value {
            Value::Array(values) if depth < DEEPEST => {
                for value in values {
                    self.take(value, depth + 1);
                }
            }
            Value::Object(object) => {
                if let Some(article) = fields::article(object) {
                    self.articles.push(article);
                    return;
                }
                let mut inside = false;
                for (_, list) in object
                    .iter()
                    .filter(|(name, list)| fields::holds_articles(name, list))
                {
                    if depth < DEEPEST {
                        self.take(list, depth + 1);
                        inside = true;
                    }
                }
                // A list may be written as an object whose names number its articles.
                let numbered = !inside && depth < DEEPEST && !object.is_empty();
                if numbered && object.values().all(Value::is_object) {
                    for (name, value) in object {
                        let before = self.articles.len();
                        self.take(value, depth + 1);
                        if let [only] = self.articles.get_mut(before..).unwrap_or_default() {
                            only.member.get_or_insert_with(|| compose::one_line(name));
                        }
                    }
                    return;
                }
                self.without_text += u64::from(!inside);
            }
            _ => self.without_text += 1,
        }
    }

    fn finish(mut self, format: &'static str, encoding: &str) -> Result<Reading, FormatError> {
        if self.articles.is_empty() {
            let notes = self.notes.finish();
            return Err(match notes.first() {
                Some(note) => FormatError::Damaged("JSON", note.clone()),
                None => FormatError::NoText(
                    "none of its objects has a text under a name such as text, body or content. \
                     If it holds articles, save them as CSV and choose the columns"
                        .to_owned(),
                ),
            });
        }
        let one = self.articles.len() == 1;
        for (at, article) in self.articles.iter_mut().enumerate() {
            if article.member.is_none() {
                article.member = Some((at + 1).to_string());
            }
            if one && self.without_text == 0 {
                article.member = None;
            }
            encoding.clone_into(&mut article.encoding);
        }
        compose::distinct_members(&mut self.articles);
        let mut notes = Vec::new();
        if self.without_text > 0 {
            let word = if self.without_text == 1 {
                "object"
            } else {
                "objects"
            };
            notes.push(format!(
                "{} {word} without a text left out",
                self.without_text
            ));
        }
        let (remarks, lost): (Vec<_>, Vec<_>) = self
            .notes
            .finish()
            .into_iter()
            .partition(|note| note.starts_with(decode::GUESSED));
        notes.extend(remarks);
        Ok(Reading {
            format,
            articles: self.articles,
            notes,
            lost,
        })
    }
}

/// Whether the file is a value a line: its first line is one, and another begins on a later line.
fn is_lines(file_name: &str, bytes: &[u8]) -> bool {
    let small = file_name.to_ascii_lowercase();
    if [".jsonl", ".ndjson", ".jsonlines"]
        .iter()
        .any(|end| small.ends_with(end))
    {
        return true;
    }
    let start = bytes.trim_ascii_start();
    let first = start.split(|b| *b == b'\n').next().unwrap_or_default();
    let later = start
        .get(first.len()..)
        .unwrap_or_default()
        .trim_ascii_start();
    start.starts_with(b"{")
        && later.starts_with(b"{")
        && serde_json::from_slice::<IgnoredAny>(first).is_ok()
}

fn lines(bytes: &[u8], found: &mut Found) -> Result<(), FormatError> {
    let mut only_error = None;
    for (at, line) in bytes.split(|b| *b == b'\n').enumerate() {
        let line = line.trim_ascii();
        if line.is_empty() {
            continue;
        }
        let number = at + 1;
        if line.len() > LARGEST_OBJECT {
            found.notes.push(format!(
                "Line {number} is left out: {} MB are more than the {} MB of one object that can be read",
                line.len() / 1_000_000,
                LARGEST_OBJECT / (1024 * 1024)
            ));
            continue;
        }
        match serde_json::from_slice::<Value>(line) {
            Ok(value) => found.take(&value, 0),
            Err(error) => {
                let error = problem(&error, Some(number));
                if let FormatError::Damaged(_, what) | FormatError::Excessive(what) = &error {
                    found.notes.push(format!("Not read: {what}"));
                }
                only_error.get_or_insert(error);
            }
        }
    }
    match only_error {
        Some(error) if found.articles.is_empty() => Err(error),
        _ => Ok(()),
    }
}

fn whole(bytes: &[u8], found: &mut Found) -> Result<(), FormatError> {
    let start = bytes.trim_ascii_start();
    if start.starts_with(b"[") {
        // A list is read object by object, so that a file of any size needs the memory of one.
        let mut reader = serde_json::Deserializer::from_slice(start);
        let read = Elements(found)
            .deserialize(&mut reader)
            .and_then(|()| reader.end());
        return match read {
            Ok(()) => Ok(()),
            Err(error) if found.articles.is_empty() => Err(problem(&error, None)),
            Err(error) => {
                let kept = found.articles.len();
                let what = match problem(&error, None) {
                    FormatError::Damaged(_, what) | FormatError::Excessive(what) => what,
                    other => other.to_string(),
                };
                found
                    .notes
                    .push(format!("Read only up to article {kept}: {what}"));
                Ok(())
            }
        };
    }
    if start.len() > LARGEST_OBJECT {
        return Err(FormatError::TooLarge {
            megabytes: (start.len() as u64).div_ceil(1024 * 1024),
            limit_megabytes: (LARGEST_OBJECT / (1024 * 1024)) as u64,
        });
    }
    let value = serde_json::from_slice::<Value>(start).map_err(|error| problem(&error, None))?;
    found.take(&value, 0);
    Ok(())
}

/// What is wrong, and where, in words. `line` is the line of JSON Lines.
fn problem(error: &serde_json::Error, line: Option<usize>) -> FormatError {
    let text = error.to_string();
    let text = text.split(" at line ").next().unwrap_or_default();
    let place = match line {
        Some(line) => format!("line {line}, column {}", error.column()),
        None => format!("line {}, column {}", error.line(), error.column()),
    };
    if text.contains("recursion limit") {
        return FormatError::Excessive(format!("its objects nest more than 127 deep at {place}"));
    }
    FormatError::Damaged("JSON", format!("{place}: {text}"))
}

/// Hands the elements of a list on, one at a time.
struct Elements<'f>(&'f mut Found);

impl<'de> DeserializeSeed<'de> for Elements<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Elements<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while let Some(value) = list.next_element::<Value>()? {
            self.0.take(&value, 1);
        }
        Ok(())
    }
}
