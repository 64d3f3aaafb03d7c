//! An error a person can act on.

use std::fmt;

/// What failed, on what, why, and what to try. Shown as one line.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct Problem {
    /// What failed, on what: `Could not open lists.dateline`.
    pub what: String,
    /// Why: `It was made by a newer version of Dateline (format 7; this one knows 3)`.
    pub why: String,
    /// What to try, if anything helps: `Update Dateline, then open it again`.
    pub hint: Option<String>,
}

impl Problem {
    /// A problem with nothing to suggest.
    pub fn new(what: impl Into<String>, why: impl fmt::Display) -> Self {
        Self {
            what: what.into(),
            why: why.to_string(),
            hint: None,
        }
    }

    /// The same with something to try.
    #[must_use]
    pub fn with_hint(self, hint: impl Into<String>) -> Self {
        Self {
            hint: Some(hint.into()),
            ..self
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.what, self.why)?;
        match &self.hint {
            Some(hint) => write!(f, ". {hint}"),
            None => Ok(()),
        }
    }
}
