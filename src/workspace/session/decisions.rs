//! What correcting asks for: previews, the worklist, the history and the sample to check; and decisions carried out beside
//! the window, since one may touch a hundred thousand mentions.

use std::{
    collections::HashSet,
    time::{Duration, Instant},
};

use super::{
    ACCURACY, Answer, HISTORY, Key, NAMES, PREVIEW, Revisions, SPELLINGS, Session, WORKLIST, Wanted,
};
use crate::{
    jobs::{Ending, Job},
    model::{DecisionId, EntityType, Filter, MentionId, rows::Passage},
    store::Store,
    workspace::{
        Command, Problem, Project,
        command::Outcome,
        project::{self, Sample},
        views::build,
        words,
    },
};

/// The newest sample drawn to check, with a sentence for each of its mentions.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Accuracy {
    /// `None` before one is drawn.
    pub sample: Option<Sample>,
    /// In the sample's order; those whose mark was taken back are not among them.
    pub passages: Vec<Passage>,
    /// What is known of each passage besides, in the same order.
    pub asked: Vec<AskedOf>,
    /// The samples before it, the newest first.
    pub earlier: Vec<Sample>,
    /// What the newest checked sample of each type says.
    pub lines: Vec<String>,
}

/// A sampled mention as it is now, and what stands around its sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AskedOf {
    pub kind: EntityType,
    /// The display name of its entity.
    pub name: String,
    /// Whether it was called no name since.
    pub dismissed: bool,
    /// The end of what stands before the sentence, on one line; empty at the beginning of the article.
    pub before: String,
    pub after: String,
}

/// Letters of the neighboring sentences that are shown on each side.
const AROUND: usize = 220;

/// Whether a command is quick enough to be carried out between two frames. The others plan over all mentions concerned.
fn quick(command: &Command) -> bool {
    // Of a few articles; of many, each is written by itself.
    const FEW: usize = 100;
    if let Command::SetStarred { articles, .. }
    | Command::SetPublished { articles, .. }
    | Command::JoinStories { articles }
    | Command::SplitStory { articles } = command
    {
        return articles.len() <= FEW;
    }
    matches!(
        command,
        Command::SetRead { .. }
            | Command::RenameEntity { .. }
            | Command::SaveSearch { .. }
            | Command::RenameSearch { .. }
            | Command::DeleteSearch { .. }
            | Command::MakeCode { .. }
            | Command::RenameCode { .. }
            | Command::RecolorCode { .. }
            | Command::SetCodeKey { .. }
            | Command::SetCodeParent { .. }
            | Command::ChangeCode { .. }
            | Command::Highlight { .. }
            | Command::RemoveHighlights { .. }
            | Command::RecodeHighlights { .. }
            | Command::SetMemo { .. }
    )
}

impl Session {
    /// Carries a command out and makes the read models it touches stale. One that may take longer than a frame runs
    /// beside the window, in the order of asking: then `None` is returned, and [`super::News::Decided`] or
    /// [`super::News::Refused`] follows.
    ///
    /// # Errors
    /// When the project is read-only or the command does not apply; nothing is changed then.
    pub fn run(&mut self, command: Command) -> Result<Option<Outcome>, Problem> {
        if let Some(why) = &self.read_only {
            return Err(Problem::new("Could not change the project", why));
        }
        if quick(&command) && self.deciding.is_none() {
            let outcome = self.project.run(command)?;
            self.touch(outcome.changed);
            return Ok(Some(outcome));
        }
        self.decisions.push_back(command);
        self.start_deciding();
        Ok(None)
    }

    /// Whether a decision is being carried out.
    #[must_use]
    pub const fn deciding(&self) -> bool {
        self.deciding.is_some()
    }

    /// Carries out what was decided and waits, beside no window any more.
    pub(super) fn finish_deciding(&mut self) {
        if let Some(job) = self.deciding.take()
            && !matches!(job.wait(), Some(Ending::Done(Ok(_))))
        {
            return;
        }
        for command in std::mem::take(&mut self.decisions) {
            if self.project.run(command).is_err() {
                return;
            }
        }
    }

    /// How many decisions are under way, once the one being carried out takes a while. Each is one transaction and
    /// cannot be stopped halfway.
    #[must_use]
    pub fn long_decisions(&self) -> usize {
        const SHOWN_AFTER: Duration = Duration::from_millis(300);
        let long = self
            .deciding
            .as_ref()
            .zip(self.deciding_since)
            .is_some_and(|(_, since)| since.elapsed() >= SHOWN_AFTER);
        if long { self.decisions.len() + 1 } else { 0 }
    }

    fn start_deciding(&mut self) {
        if self.deciding.is_some() {
            return;
        }
        let Some(command) = self.decisions.pop_front() else {
            return;
        };
        let path = self.project.path();
        self.deciding_since = Some(Instant::now());
        self.deciding = Some(Job::start("Deciding", self.wake.clone(), move |_| {
            Ok(Project::open(&path).and_then(|mut project| carry_out(&mut project, command)))
        }));
    }

    pub(super) fn take_decided(&mut self) {
        let Some(ending) = self.deciding.as_ref().and_then(Job::poll) else {
            return;
        };
        self.deciding = None;
        match ending {
            Ending::Done(Ok((outcome, command, decision))) => {
                self.touch(outcome.changed);
                let command = Box::new(command);
                self.news.push(super::News::Carried { command, decision });
                self.news.push(super::News::Decided(outcome));
            }
            Ending::Done(Err(problem)) => {
                // What was asked for after it was asked in the belief that it would succeed.
                self.decisions.clear();
                self.news.push(super::News::Refused(problem));
            }
            Ending::Cancelled => {}
            Ending::Broken(words) => {
                self.decisions.clear();
                self.news.push(super::News::Refused(
                    Problem::new("The decision was not carried out", words)
                        .with_hint("Nothing was changed. If it happens again, report it as a bug"),
                ));
            }
        }
        self.start_deciding();
    }

    pub(super) fn ask_decisions(&mut self, wanted: &Wanted, now: f64) {
        let r = self.revisions;
        let counted = Revisions {
            articles: r.articles,
            names: r.names,
            ..Revisions::default()
        };
        let decided = Revisions {
            history: r.history,
            ..counted
        };
        let of = |revisions: Revisions| Key {
            revisions,
            ..Key::default()
        };
        let key = wanted.names.then(|| of(counted));
        self.want(NAMES, key, now, |store| {
            Answer::Entities(build::entities(store, &Filter::default()))
        });
        let key = wanted.decision.as_ref().map(|command| Key {
            decision: Some(command.clone()),
            // What a code marks already is left out.
            ..of(Revisions {
                marks: r.marks,
                ..counted
            })
        });
        let command = wanted.decision.clone();
        self.want(PREVIEW, key, now, move |store| {
            Answer::Preview(command.map(|command| project::preview(store, &command).map(Box::new)))
        });
        let entity = wanted.spellings;
        let key = entity.map(|entity| Key {
            entity: Some(entity),
            ..of(decided)
        });
        self.want(SPELLINGS, key, now, move |store| {
            Answer::Spellings(entity.map(|entity| project::spellings(store, entity)))
        });
        let key = wanted.worklist.then(|| of(decided));
        self.want(WORKLIST, key, now, |store| {
            Answer::Worklist(project::open_questions(store))
        });
        let key = wanted.history.then(|| of(decided));
        self.want(HISTORY, key, now, |store| {
            Answer::History(project::history(store))
        });
        let key = wanted.accuracy.then(|| of(decided));
        self.want(ACCURACY, key, now, |store| {
            Answer::Accuracy(accuracy(store).map(Box::new))
        });
    }
}

/// What came of a decision, what it was, and its number in the ledger.
pub(super) type Carried = (Outcome, Command, Option<DecisionId>);

fn carry_out(project: &mut Project, command: Command) -> Result<Carried, Problem> {
    let before = project.store.newest_decision().ok();
    let outcome = project.run(command.clone())?;
    let after = project.store.newest_decision().ok();
    Ok((outcome, command, after.filter(|_| after != before)))
}

fn accuracy(store: &Store) -> Result<Accuracy, Problem> {
    let mut earlier = project::samples(store)?;
    let lines = project::accuracy_lines_of(&earlier);
    let sample = earlier.pop();
    earlier.reverse();
    let passages = match &sample {
        Some(sample) => project::sample_passages(store, sample)?,
        None => Vec::new(),
    };
    let ids: Vec<MentionId> = passages.iter().map(|p| p.mention).collect();
    let counted: HashSet<MentionId> = store.refs_by_id(&ids)?.iter().map(|m| m.id).collect();
    let mut asked = Vec::with_capacity(passages.len());
    for passage in &passages {
        let (kind, name, ..) = store.entity(passage.entity)?;
        let (text, _) = store.text_and_blocks(passage.article)?;
        let start = passage.span.start.saturating_sub(passage.hit.start) as usize;
        let end = start + passage.sentence.len();
        asked.push(AskedOf {
            kind,
            name,
            dismissed: !counted.contains(&passage.mention),
            before: words::ending(text.get(..start).unwrap_or_default(), AROUND),
            after: words::beginning(text.get(end..).unwrap_or_default(), AROUND),
        });
    }
    Ok(Accuracy {
        sample,
        passages,
        asked,
        earlier,
        lines,
    })
}
