//! An error a person can act on.

use std::{fmt, io::ErrorKind};

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
            why: plain(why.to_string()),
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

/// The system's words for common errors of files in ours, and others without the number that stands behind them.
fn plain(why: String) -> String {
    const MARK: &str = " (os error ";
    let Some((before, number)) = why.rsplit_once(MARK) else {
        return why;
    };
    let Some(code) = number.strip_suffix(')').and_then(|n| n.parse().ok()) else {
        return why;
    };
    let raw = std::io::Error::from_raw_os_error(code);
    let ours = match raw.kind() {
        ErrorKind::NotFound => "there is no such file or folder",
        ErrorKind::PermissionDenied => "you have no permission",
        ErrorKind::ReadOnlyFilesystem => "this disk can only be read",
        ErrorKind::StorageFull => "the disk is full",
        _ => return before.to_owned(),
    };
    // What stands before the system's own words stays.
    let its = raw.to_string();
    let its = its.rsplit_once(MARK).map_or(its.as_str(), |(its, _)| its);
    match before.strip_suffix(its) {
        Some(rest) => format!("{rest}{ours}"),
        None => before.to_owned(),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn errors_of_the_system_are_said_in_plain_words() {
        let check = |why: &str, expected: &str| {
            assert_eq!(Problem::new("Could not read it", why).why, expected);
        };
        let missing = std::io::Error::from_raw_os_error(2).to_string();
        check(&missing, "there is no such file or folder");
        check(
            &format!("hills.csv: {missing}"),
            "hills.csv: there is no such file or folder",
        );
        check("Strange thing (os error 5)", "Strange thing");
        check("the words (os error) alone", "the words (os error) alone");
    }
}
