//! What an import says of each input.

use serde::{Deserialize, Serialize};

use super::ids::ArticleId;

/// How an input ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum ImportStatus {
    #[serde(rename = "imported")]
    Imported,
    /// The same bytes, or the same reading text, are in the project already.
    #[serde(rename = "duplicate")]
    Duplicate,
    #[serde(rename = "partly read")]
    PartlyRead,
    #[serde(rename = "failed")]
    Failed,
}

impl ImportStatus {
    /// All, in the order of the report's summary.
    pub const ALL: [Self; 4] = [
        Self::Imported,
        Self::Duplicate,
        Self::PartlyRead,
        Self::Failed,
    ];

    /// The word used in reports.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Imported => "imported",
            Self::Duplicate => "duplicate",
            Self::PartlyRead => "partly read",
            Self::Failed => "failed",
        }
    }

    /// The status with this word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.word() == word)
    }
}

/// One line of an import report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportLine {
    /// The input as it was named.
    pub file: String,
    pub status: ImportStatus,
    /// How many articles came of it.
    pub articles: u32,
    /// Why, for everything but a clean import; a remark (a guessed encoding) otherwise. Empty when there is nothing to say.
    pub reason: String,
    /// The input in the file system, as an absolute or the given path; `None` for what is inside an archive or pasted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// The first article that came of it, or the one it is a duplicate of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub article: Option<ArticleId>,
}

impl ImportLine {
    /// A line for an input that gave nothing.
    #[must_use]
    pub fn failed(file: impl Into<String>, reason: impl Into<String>) -> Self {
        Self {
            file: file.into(),
            status: ImportStatus::Failed,
            articles: 0,
            reason: reason.into(),
            path: None,
            article: None,
        }
    }
}
