//! One open project file: what the window and the terminal program both do with it.

mod accuracy;
mod again;
mod find;
mod follow;
mod ledger;
mod mark;
mod marking;
mod meant;
mod patch;
mod place;
mod placing;
mod plan;
mod preview;
mod rules;
mod wording;
mod worklist;

use std::path::{Path, PathBuf};

pub(super) use self::ledger::Change;
use self::plan::Plan;
use super::{
    command::{Changed, Command, Outcome},
    families,
    import::Failure,
    problem::Problem,
    words,
};
use crate::{
    jobs::JobCx,
    model::{ArticleId, DateSource, DecidedBy, EntityId, Published},
    store::{Access, FileKind, Store, StoreError, file_kind},
};

pub use self::{
    accuracy::{Sample, Sampled},
    ledger::{HistoryRow, Steps, ids_to, steps_to},
    worklist::{Doubtful, Spelling, WorkRow},
};
pub(super) use self::{
    accuracy::{lines as accuracy_lines_of, sample_passages, samples},
    ledger::{history, stacks},
    preview::preview,
    rules::{ACTIONS as RULE_ACTIONS, Rules},
    worklist::{open_questions, spellings},
};

/// The ending of project files.
pub const EXTENSION: &str = "dateline";

/// The number of the format of project files that this version writes.
#[must_use]
pub const fn format() -> i32 {
    crate::store::FORMAT
}

/// An open project.
pub struct Project {
    pub(super) store: Store,
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
            StoreError::NotAProject => Some("Open a project, or import this file as an article"),
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
            Command::SetRead { articles, read } => {
                self.store.set_read(&articles, read)?;
                Ok(Outcome {
                    changed: Changed {
                        marks: true,
                        ..Changed::default()
                    },
                    said: String::new(),
                })
            }
            Command::SetStarred { articles, starred } => self.star(&articles, starred),
            Command::JoinStories { articles } => self.join_stories(&articles),
            Command::SplitStory { articles } => self.split_stories(&articles),
            Command::DrawSample { kind, size, seed } => self.draw_sample(kind, size, seed),
            Command::Judge { mention, verdict } => self.judge(mention, verdict),
            names @ (Command::MergeEntities { .. }
            | Command::SplitEntity { .. }
            | Command::RetypeEntities { .. }
            | Command::Dismiss { .. }
            | Command::Reassign { .. }
            | Command::MarkName { .. }
            | Command::SetBoundaries { .. }
            | Command::PlaceEntity { .. }
            | Command::LookUpPlaces
            | Command::KeepApart { .. }
            | Command::KeepTogether { .. }) => self.decide_names(&names),
            Command::SaveSearch { name, filter } => self.save_search(&name, &filter),
            Command::RenameSearch { search, name } => self.rename_search(search, &name),
            Command::DeleteSearch { search } => self.delete_search(search),
            Command::RestoreArticles { .. } => {
                let outcome = self.decide_marks(&command)?;
                Ok(self.with_families(outcome))
            }
            marks @ (Command::SetOutlet { .. }
            | Command::DeleteArticles { .. }
            | Command::AddTag { .. }
            | Command::RemoveTag { .. }
            | Command::RenameTag { .. }
            | Command::DeleteTag { .. }
            | Command::MergeTags { .. }
            | Command::MakeCode { .. }
            | Command::RenameCode { .. }
            | Command::RecolorCode { .. }
            | Command::SetCodeKey { .. }
            | Command::SetCodeParent { .. }
            | Command::ChangeCode { .. }
            | Command::DeleteCode { .. }
            | Command::MergeCodes { .. }
            | Command::Highlight { .. }
            | Command::RemoveHighlights { .. }
            | Command::RecodeHighlights { .. }
            | Command::SetMemo { .. }
            | Command::AutoCode { .. }) => {
                let marks = marking::looked_up(&self.store, marks)?;
                self.decide_marks(&marks)
            }
            Command::Undo | Command::UndoThis(_) => {
                let only = match command {
                    Command::UndoThis(decision) => Some(decision),
                    _ => None,
                };
                let last = self.undo_redo()?.0;
                let outcome = self.step_back(only)?;
                Ok(match last {
                    Some(row) if row.action == marking::DELETE => self.with_families(outcome),
                    _ => outcome,
                })
            }
            Command::Redo | Command::RedoThis(_) => {
                let only = match command {
                    Command::RedoThis(decision) => Some(decision),
                    _ => None,
                };
                let next = self.undo_redo()?.1;
                let outcome = self.step_forward(only)?;
                Ok(match next {
                    Some(row) if row.action == marking::RESTORE => self.with_families(outcome),
                    _ => outcome,
                })
            }
        }
    }

    /// Looks for the versions of articles that came back. They are back whether or not that succeeds, so a failure is
    /// said and refuses nothing.
    fn with_families(&mut self, mut outcome: Outcome) -> Outcome {
        if let Err(problem) = self.find_families() {
            outcome.said = format!(
                "{}; their versions could not be looked for: {problem}",
                outcome.said
            );
        }
        outcome
    }

    /// Looks for the versions of articles that came back.
    fn find_families(&mut self) -> Result<(), Problem> {
        match families::find(&mut self.store, &JobCx::unwatched()) {
            Ok(()) | Err(Failure::Cancelled) => Ok(()),
            Err(Failure::Problem(problem)) => Err(problem),
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
        // Only those that differ: an undo gives each its own star back.
        let mut others = Vec::with_capacity(articles.len());
        for article in articles {
            if self.store.starred(*article)? != starred && !others.contains(article) {
                others.push(*article);
            }
        }
        if others.is_empty() {
            return Ok(Outcome::default());
        }
        let n = words::counted(others.len() as u64, "article");
        let label = if starred {
            format!("Star {n}")
        } else {
            format!("Remove the star of {n}")
        };
        let after: Vec<_> = others.iter().map(|a| (*a, starred)).collect();
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
}

/// A title for a label, at most 60 characters.
pub(super) fn shortened(title: &str) -> String {
    let mut out: String = title.chars().take(60).collect();
    if out.len() < title.len() {
        out.push('…');
    }
    out
}
