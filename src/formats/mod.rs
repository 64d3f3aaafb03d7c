//! Bytes in, articles out; tables in, bytes out. Knows no path and no database.

pub mod archive;
pub mod bundle;
pub mod codebook;
pub mod compose;
pub mod decode;
pub mod docx;
pub mod epub;
pub mod html;
pub mod json;
mod magic;
pub mod mail;
pub mod markdown;
pub mod markup;
pub mod mhtml;
pub mod newsml;
pub mod odt;
mod package;
pub mod pdf;
pub mod places;
pub mod plain;
pub mod rows;
pub mod rtf;
#[cfg(test)]
#[path = "sample_tests.rs"]
mod samples;
pub mod tables;
mod written;
mod xml;

use serde::{Deserialize, Serialize};

use crate::model::RawArticle;

/// What a file held.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// The format's name as exported: `text`, `html`, …
    pub format: &'static str,
    pub articles: Vec<RawArticle>,
    /// What the reader should know: a guessed encoding, the columns that were taken.
    pub notes: Vec<String>,
    /// What could not be read although the rest could; the file counts as partly read then.
    pub lost: Vec<String>,
}

/// How a file is to be read where its bytes leave a choice. The default lets the bytes speak.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct ReadOptions {
    /// The encoding of a text, by its name in the WHATWG Encoding Standard.
    pub encoding: Option<String>,
    /// Where one article of a bundle ends and the next begins.
    pub separator: Option<Separator>,
    /// Which columns of a table hold what.
    pub columns: Option<Columns>,
}

/// What stands between two articles of a bundle.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Separator {
    /// The file is one article, whatever it looks like.
    None,
    /// A line that begins with these words, which belongs to no article.
    Line(String),
    /// A line that begins with these words, which begins the next article.
    Start(String),
    /// At least this many blank lines.
    BlankLines(u8),
    /// A form feed.
    PageBreak,
}

/// The columns of a table, by their heading in the file (or `1`, `2`, … where there is no heading row).
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct Columns {
    /// The article's words; several columns are put together in this order.
    pub text: Vec<String>,
    pub title: Option<String>,
    pub published: Option<String>,
    pub outlet: Option<String>,
    pub byline: Option<String>,
    pub url: Option<String>,
    pub language: Option<String>,
    /// Names an article inside the file.
    pub member: Option<String>,
}

/// Why a file gave no article. Each says what is wrong and what to try; the file is named by whoever shows it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FormatError {
    #[error("The file is empty")]
    Empty,
    #[error("Not a document that can be read: {0}")]
    Binary(String),
    /// A known format whose bytes cannot be made sense of: the format, and what is wrong where.
    #[error(
        "The {0} is damaged: {1}. Open it in the program that made it, save it again and import that"
    )]
    Damaged(&'static str, String),
    /// A known format without words in it: what it is, and what to try.
    #[error("No text in it: {0}")]
    NoText(String),
    #[error(
        "No encoding is called {0}. Try windows-1252, windows-1251, windows-1256, Shift_JIS or UTF-8"
    )]
    UnknownEncoding(String),
    #[error("It is protected with a password. Save a copy without one and import that")]
    Locked,
    /// Unpacks to more than is sensible, nests too deep or never ends: what was found, and the limit.
    #[error("Refused to unpack it: {0}")]
    Excessive(String),
    #[error(
        "{megabytes} MB is more than the {limit_megabytes} MB Dateline reads as one text. Split the file and import the parts"
    )]
    TooLarge {
        megabytes: u64,
        limit_megabytes: u64,
    },
}

/// Reads the articles in a file's bytes, by content first, by the extension of `file_name` second.
///
/// # Errors
/// When the bytes hold no article at all.
pub fn read(file_name: &str, bytes: &[u8], options: &ReadOptions) -> Result<Reading, FormatError> {
    let format = FORMATS
        .iter()
        .find(|format| (format.is_one)(file_name, bytes));
    let Some(format) = format else {
        let mut reading = plain::read(file_name, bytes, options)?;
        bundle::split_reading(&mut reading, options);
        return Ok(reading);
    };
    let mut reading = (format.read)(file_name, bytes, options)?;
    if format.may_be_bundle {
        bundle::split_reading(&mut reading, options);
    }
    Ok(reading)
}

/// What a file is, such as `a JPEG picture`, when its first bytes show that it holds no text; `None` when they leave hope.
#[must_use]
pub fn refused_by_its_head(file_name: &str, head: &[u8]) -> Option<&'static str> {
    let readable = archive::is_one(head)
        || FORMATS
            .iter()
            .any(|format| (format.is_one)(file_name, head));
    magic::kind(head).filter(|_| !readable)
}

/// One format: how it is told, and how it is read.
struct Format {
    is_one: fn(&str, &[u8]) -> bool,
    read: fn(&str, &[u8], &ReadOptions) -> Result<Reading, FormatError>,
    /// Whether a news database may have put several articles into one document.
    may_be_bundle: bool,
}

const fn whole(
    is_one: fn(&str, &[u8]) -> bool,
    read: fn(&str, &[u8], &ReadOptions) -> Result<Reading, FormatError>,
) -> Format {
    Format {
        is_one,
        read,
        may_be_bundle: false,
    }
}

const fn document(
    is_one: fn(&str, &[u8]) -> bool,
    read: fn(&str, &[u8], &ReadOptions) -> Result<Reading, FormatError>,
) -> Format {
    Format {
        is_one,
        read,
        may_be_bundle: true,
    }
}

/// What is looked for, in this order: the surest marks first, text that needs no mark last.
const FORMATS: &[Format] = &[
    document(rtf::is_one, rtf::read),
    document(docx::is_one, docx::read),
    document(pdf::is_one, pdf::read),
    document(odt::is_one, odt::read),
    whole(epub::is_one, epub::read),
    whole(rows::is_one, rows::read),
    whole(newsml::is_one, newsml::read),
    whole(mhtml::is_one, mhtml::read),
    document(html::is_one, html::read),
    whole(json::is_one, json::read),
    whole(mail::is_one, mail::read),
    document(markdown::is_one, markdown::read),
];
