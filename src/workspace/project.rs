//! One open project file: what the window and the terminal program both do with it.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::{
    command::{Changed, Command, Outcome},
    problem::Problem,
    words,
};
use crate::{
    model::{ArticleId, DateSource, DecidedBy, DecisionId, EntityId, Published},
    store::{Access, DecisionRow, FileKind, NewDecision, Store, StoreError, file_kind},
};

/// The ending of project files.
pub const EXTENSION: &str = "dateline";

/// An open project.
pub struct Project {
    pub(super) store: Store,
}

/// One reversible change of the project's rows, as the ledger keeps it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "change", rename_all = "kebab-case")]
enum Change {
    Rename {
        entity: EntityId,
        name: String,
        by: DecidedBy,
    },
    SetDate {
        articles: Vec<(ArticleId, Option<Published>)>,
    },
    Star {
        articles: Vec<(ArticleId, bool)>,
    },
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        Self::new("Could not do that", error)
    }
}

/// A problem about a file.
pub(super) fn about(what: &str, path: &Path) -> impl Fn(StoreError) -> Problem {
    let what = format!("{what} {}", path.display());
    move |error| {
        let hint = match &error {
            StoreError::NotAProject => {
                Some("Choose a file that ends in .dateline, or import this file as an article")
            }
            StoreError::Newer { .. } => Some("Update Dateline, then open it again"),
            StoreError::Missing => Some("Check the path, or make a new project"),
            _ => None,
        };
        let problem = Problem::new(what.clone(), error);
        match hint {
            Some(hint) => problem.with_hint(hint),
            None => problem,
        }
    }
}

impl Project {
    /// Makes a new project file.
    ///
    /// # Errors
    /// When something is at the path already or the folder cannot be written.
    pub fn create(path: &Path) -> Result<Self, Problem> {
        Ok(Self {
            store: Store::create(path).map_err(about("Could not make the project", path))?,
        })
    }

    /// Opens a project; one that cannot be written is opened for reading, see [`Self::read_only`].
    ///
    /// # Errors
    /// When the path is no project or comes from a newer version; the file is then left byte for byte as it was.
    pub fn open(path: &Path) -> Result<Self, Problem> {
        Ok(Self {
            store: Store::open(path, Access::Write).map_err(about("Could not open", path))?,
        })
    }

    /// Opens a project without the means to change it.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub fn open_to_read(path: &Path) -> Result<Self, Problem> {
        Ok(Self {
            store: Store::open(path, Access::Read).map_err(about("Could not open", path))?,
        })
    }

    /// Opens the project at a path, or makes it where there is none.
    ///
    /// # Errors
    /// As [`Self::open`] and [`Self::create`].
    pub fn open_or_create(path: &Path) -> Result<Self, Problem> {
        match file_kind(path) {
            Ok(FileKind::Missing) => Self::create(path),
            _ => Self::open(path),
        }
    }

    /// Whether the path is a project file. Reads its first bytes only.
    #[must_use]
    pub fn is_one(path: &Path) -> bool {
        matches!(file_kind(path), Ok(FileKind::Project { .. }))
    }

    /// Where the file lies.
    #[must_use]
    pub fn path(&self) -> PathBuf {
        self.store.path().to_owned()
    }

    /// The file's name without its ending: what the project is called.
    #[must_use]
    pub fn name(&self) -> String {
        self.store.path().file_stem().map_or_else(
            || "Project".to_owned(),
            |s| s.to_string_lossy().into_owned(),
        )
    }

    /// Whether it can only be read.
    #[must_use]
    pub fn read_only(&self) -> bool {
        self.store.access() == Access::Read
    }

    /// What is wrong with the file, one sentence each; empty when all is well. Repairs nothing.
    ///
    /// # Errors
    /// When the file cannot be read at all.
    pub fn check(&self) -> Result<Vec<String>, Problem> {
        self.store
            .check()
            .map_err(about("Could not check", self.store.path()))
    }

    /// The ledger, oldest first.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn history(&self) -> Result<Vec<DecisionRow>, Problem> {
        self.store
            .decisions()
            .map_err(about("Could not read the history of", self.store.path()))
    }

    /// What undo and redo would do now, in words.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn undo_redo(&self) -> Result<(Option<DecisionRow>, Option<DecisionRow>), Problem> {
        let rows = self.history()?;
        let (done, undone) = stacks(&rows);
        let find =
            |id: Option<&DecisionId>| id.and_then(|id| rows.iter().find(|r| r.id == *id)).cloned();
        Ok((find(done.last()), find(undone.last())))
    }

    /// Runs a command: one transaction, one undo step.
    ///
    /// # Errors
    /// When the project is read-only or the command does not apply; nothing is changed then.
    pub fn run(&mut self, command: Command) -> Result<Outcome, Problem> {
        if self.read_only() {
            return Err(Problem::new(
                "Could not change the project",
                "it is open for reading only",
            ));
        }
        match command {
            Command::RenameEntity { entity, name } => self.rename(entity, &name),
            Command::SetPublished { articles, date } => {
                let published = date.map(|date| Published {
                    date,
                    source: DateSource::User,
                });
                self.set_date(&articles, published)
            }
            Command::SetRead { article, read } => {
                self.store.set_read(article, read)?;
                Ok(Outcome {
                    changed: Changed {
                        marks: true,
                        ..Changed::default()
                    },
                    said: String::new(),
                })
            }
            Command::SetStarred { articles, starred } => self.star(&articles, starred),
            Command::Undo => self.step_back(),
            Command::Redo => self.step_forward(),
        }
    }

    fn rename(&mut self, entity: EntityId, name: &str) -> Result<Outcome, Problem> {
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        if name.is_empty() {
            return Err(Problem::new(
                "Could not rename",
                "a name needs at least one letter",
            ));
        }
        let (_, before, _, by) = self.store.entity(entity)?;
        if before == name {
            return Ok(Outcome::default());
        }
        let label = format!("Rename “{before}” to “{name}”");
        self.decide(
            "rename",
            &label,
            &Change::Rename {
                entity,
                name: name.clone(),
                by: DecidedBy::User,
            },
            &Change::Rename {
                entity,
                name: before.clone(),
                by,
            },
        )
        .map(|changed| Outcome {
            changed,
            said: format!("Renamed “{before}” to “{name}”"),
        })
    }

    fn set_date(
        &mut self,
        articles: &[ArticleId],
        published: Option<Published>,
    ) -> Result<Outcome, Problem> {
        let mut before = Vec::with_capacity(articles.len());
        let mut title = String::new();
        for article in articles {
            let (of, date) = self.store.published(*article)?;
            title = of;
            before.push((*article, date));
        }
        let what = match articles {
            [] => return Ok(Outcome::default()),
            [_] => format!("“{}”", shortened(&title)),
            more => words::counted(more.len() as u64, "article"),
        };
        let date =
            published.map_or_else(|| "unknown".to_owned(), |p| words::date_and_time(&p.date));
        let after = articles.iter().map(|a| (*a, published)).collect();
        self.decide(
            "set-date",
            &format!("Set date of {what} to {date}"),
            &Change::SetDate { articles: after },
            &Change::SetDate { articles: before },
        )
        .map(|changed| Outcome {
            changed,
            said: format!("Set date of {what} to {date}"),
        })
    }

    fn star(&mut self, articles: &[ArticleId], starred: bool) -> Result<Outcome, Problem> {
        if articles.is_empty() {
            return Ok(Outcome::default());
        }
        let n = words::counted(articles.len() as u64, "article");
        let label = if starred {
            format!("Star {n}")
        } else {
            format!("Remove the star of {n}")
        };
        let after: Vec<_> = articles.iter().map(|a| (*a, starred)).collect();
        let before = after.iter().map(|(a, s)| (*a, !s)).collect();
        self.decide(
            "star",
            &label,
            &Change::Star { articles: after },
            &Change::Star { articles: before },
        )
        .map(|changed| Outcome {
            changed,
            said: String::new(),
        })
    }

    fn decide(
        &mut self,
        action: &str,
        label: &str,
        apply: &Change,
        revert: &Change,
    ) -> Result<Changed, Problem> {
        let json = |change: &Change| {
            serde_json::to_string(change)
                .map_err(|error| Problem::new("Could not note the decision", error))
        };
        let (apply_json, revert_json) = (json(apply)?, json(revert)?);
        self.store.transaction(|store| {
            let changed = carry_out(store, apply)?;
            store.add_decision(&NewDecision {
                action,
                label,
                target: None,
                apply: Some(&apply_json),
                revert: Some(&revert_json),
            })?;
            Ok::<_, Problem>(changed)
        })
    }

    fn step_back(&mut self) -> Result<Outcome, Problem> {
        let (Some(row), _) = self.undo_redo()? else {
            return Err(Problem::new(
                "Nothing to undo",
                "no decision has been made, or all are undone",
            ));
        };
        let changed = self.repeat("undo", &row, row.revert.as_deref())?;
        Ok(Outcome {
            changed,
            said: format!("Undid: {}", row.label),
        })
    }

    fn step_forward(&mut self) -> Result<Outcome, Problem> {
        let (_, Some(row)) = self.undo_redo()? else {
            return Err(Problem::new(
                "Nothing to redo",
                "nothing was undone since the last decision",
            ));
        };
        let changed = self.repeat("redo", &row, row.apply.as_deref())?;
        Ok(Outcome {
            changed,
            said: format!("Redid: {}", row.label),
        })
    }

    fn repeat(
        &mut self,
        action: &str,
        row: &DecisionRow,
        change: Option<&str>,
    ) -> Result<Changed, Problem> {
        let damaged = || {
            Problem::new(
                format!("Could not {action} “{}”", row.label),
                "its ledger row is damaged",
            )
        };
        let change: Change =
            serde_json::from_str(change.ok_or_else(damaged)?).map_err(|_| damaged())?;
        self.store.transaction(|store| {
            let changed = carry_out(store, &change)?;
            store.add_decision(&NewDecision {
                action,
                label: &row.label,
                target: Some(row.id),
                ..NewDecision::default()
            })?;
            Ok::<_, Problem>(changed)
        })
    }
}

fn carry_out(store: &Store, change: &Change) -> Result<Changed, StoreError> {
    let mut changed = Changed {
        history: true,
        ..Changed::default()
    };
    match change {
        Change::Rename { entity, name, by } => {
            store.rename_entity(*entity, name, *by)?;
            changed.names = true;
        }
        Change::SetDate { articles } => {
            for (article, published) in articles {
                store.set_published(*article, *published)?;
            }
            changed.articles = true;
        }
        Change::Star { articles } => {
            for (article, starred) in articles {
                store.set_starred(*article, *starred)?;
            }
            changed.marks = true;
        }
    }
    Ok(changed)
}

/// What can be undone and redone, newest last: a decision clears what was undone before it.
fn stacks(rows: &[DecisionRow]) -> (Vec<DecisionId>, Vec<DecisionId>) {
    let (mut done, mut undone): (Vec<DecisionId>, Vec<DecisionId>) = (Vec::new(), Vec::new());
    for row in rows {
        match row.action.as_str() {
            "undo" => undone.extend(done.pop()),
            "redo" => done.extend(undone.pop()),
            _ => {
                done.push(row.id);
                undone.clear();
            }
        }
    }
    (done, undone)
}

/// A title for a label, at most 60 characters.
fn shortened(title: &str) -> String {
    let mut out: String = title.chars().take(60).collect();
    if out.len() < title.len() {
        out.push('…');
    }
    out
}
