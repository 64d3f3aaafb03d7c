//! Bytes in, articles out; tables in, bytes out. Knows no path and no database.

pub mod decode;
mod magic;
pub mod plain;
pub mod tables;

use crate::model::RawArticle;

/// What a file held.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// The format's name as exported: `text`, `html`, …
    pub format: &'static str,
    pub articles: Vec<RawArticle>,
    /// What could not be read although the rest could.
    pub notes: Vec<String>,
}

/// Why a file gave no article. Each says what is wrong and what to try; the file is named by whoever shows it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FormatError {
    #[error("The file is empty")]
    Empty,
    #[error("Not a text: {0}. Dateline reads plain text files so far")]
    Binary(String),
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
pub fn read(file_name: &str, bytes: &[u8]) -> Result<Reading, FormatError> {
    plain::read(file_name, bytes)
}
