//! What other programs do to the open project: noticed, taken in when the tables are still those of this version, and
//! refused with the reason when they are not.

use std::collections::BTreeSet;

use super::{News, Session};
use crate::{
    store::{self, Store},
    workspace::Problem,
};

/// The project's tables as they were when it was opened.
pub(super) struct Tables {
    statements: BTreeSet<String>,
    /// SQLite's own count of changes of the schema, to compare no more than that as long as it stays.
    version: i64,
    format: i32,
    /// Whether the project is refused.
    broken: bool,
}

/// What became of the tables.
enum Look {
    Fits,
    /// They fit again.
    Mended,
    /// Why the project can neither be read anew nor written to.
    Broken(String),
    /// Still broken, as was said before.
    StillBroken,
}

impl Tables {
    pub(super) fn of(store: &Store) -> store::Result<Self> {
        Ok(Self {
            statements: statements(store)?,
            version: store.schema_version()?,
            format: store.format()?,
            broken: false,
        })
    }

    /// Looks whether everything is still there as it was. What was added does no harm.
    fn look(&mut self, store: &Store) -> store::Result<Look> {
        let (version, format) = (store.schema_version()?, store.format()?);
        if version == self.version && format == self.format {
            return Ok(if self.broken {
                Look::StillBroken
            } else {
                Look::Fits
            });
        }
        self.version = version;
        let now = statements(store)?;
        let changed = self.statements.difference(&now).next();
        let why = if format != self.format {
            Some(format!(
                "its format number is {format} now instead of {}",
                self.format
            ))
        } else {
            changed.map(|statement| format!("“{}” is not as it was", name_of(statement)))
        };
        let was = std::mem::replace(&mut self.broken, why.is_some());
        Ok(match why {
            Some(why) => Look::Broken(why),
            None if was => Look::Mended,
            None => Look::Fits,
        })
    }
}

fn statements(store: &Store) -> store::Result<BTreeSet<String>> {
    let all = store.schema()?;
    Ok(all.split(";\n\n").map(str::to_owned).collect())
}

/// `CREATE TABLE article (…` is about `table article`.
fn name_of(statement: &str) -> String {
    let head = statement.split('(').next().unwrap_or_default();
    let words: Vec<&str> = head.split_whitespace().skip(1).take(3).collect();
    words.join(" ")
}

impl Session {
    /// Notices what others wrote to the file: an import, another program.
    pub(super) fn look_around(&mut self, now: f64) {
        const LOOK_EVERY: f64 = 0.25;
        // Counting a large project takes a while: while an import runs, often enough to see it grow is enough.
        const REFRESH_EVERY: f64 = 0.8;
        // The session's own jobs write through connections of their own.
        self.wrote |= self.import.is_some() || self.deciding.is_some() || !self.pictures.is_empty();
        if now - self.looked_at < LOOK_EVERY
            || now - self.refreshed_at < REFRESH_EVERY && self.import.is_some()
            // What a decision writes is told by its outcome.
            || self.deciding.is_some()
        {
            return;
        }
        self.looked_at = now;
        let Ok(version) = self.project.store.data_version() else {
            return;
        };
        let ours = std::mem::take(&mut self.wrote);
        if version == self.seen_version {
            return;
        }
        self.seen_version = version;
        self.refreshed_at = now;
        let look = match &mut self.tables {
            Some(tables) => tables.look(&self.project.store),
            None => Ok(Look::Fits),
        };
        match look {
            Ok(Look::Fits) => {
                self.touch_all();
                if !ours && self.read_only.is_none() {
                    let words = "Another program changed the project. Everything is read again";
                    self.news.push(News::Said(words.to_owned()));
                }
            }
            Ok(Look::Mended) => {
                self.lock(None);
                self.touch_all();
                let words = "The project is as it was again and can be changed";
                self.news.push(News::Said(words.to_owned()));
            }
            Ok(Look::StillBroken) => {}
            Ok(Look::Broken(why)) => self.refuse(&why),
            Err(error) => self.refuse(&error.to_string()),
        }
    }

    /// Shows what was read before and changes nothing from now on.
    fn refuse(&mut self, why: &str) {
        let problem = Problem::new("Another program changed how the project is built", why)
            .with_hint("What is shown was read before. Undo that change, or open a copy of the project made earlier");
        self.lock(Some(
            "Another program changed how this project is built. Nothing can be changed here"
                .to_owned(),
        ));
        self.news.push(News::Failed(problem));
    }
}
