//! The ledger: decisions carried out, noted, undone and redone, each in one transaction.

use serde::{Deserialize, Serialize};

use super::{
    Project, about, follow,
    marking::{self, Marks},
    patch::Patch,
    plan::{self, Plan},
    rules::{self, Rule, Rules},
};
use crate::{
    formats::tables,
    model::{
        ArticleId, DecidedBy, DecisionId, EntityId, EntityType, FamilyId, Filter, MentionId,
        Published, SearchId,
    },
    store::{DecisionRow, NewDecision, Store, StoreError, Touched},
    workspace::{
        command::{Changed, Command, Outcome, Verdict},
        families,
        problem::Problem,
    },
};

/// One reversible change of the project's rows, as the ledger keeps it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "change", rename_all = "kebab-case")]
pub(in crate::workspace) enum Change {
    Rename {
        entity: EntityId,
        name: String,
        by: DecidedBy,
    },
    /// Rows of names, and what the decision means for articles to come.
    Names {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        rule: Option<Rule>,
        #[serde(default)]
        patch: Box<Patch>,
    },
    /// Tags, codes, highlights, memos, outlets, deleted articles.
    Marks {
        marks: Box<Marks>,
    },
    /// What the row did, read backwards: nothing is written twice.
    Backwards,
    /// A sample was drawn; it lives in the ledger alone.
    Sample {
        kind: Option<EntityType>,
        seed: u64,
        mentions: Vec<MentionId>,
        /// Their types, when `kind` is none.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        kinds: Vec<EntityType>,
    },
    /// A word on a sampled mention; it lives in the ledger alone.
    Verdict {
        mention: MentionId,
        verdict: Option<Verdict>,
    },
    SetDate {
        articles: Vec<(ArticleId, Option<Published>)>,
    },
    Star {
        articles: Vec<(ArticleId, bool)>,
    },
    Stories {
        families: Vec<(ArticleId, Option<FamilyId>)>,
        /// Pairs to be kept apart, or no longer.
        apart: Vec<(ArticleId, ArticleId, bool)>,
    },
    /// A saved search as it is to be: its name and filter, or gone.
    Search {
        search: SearchId,
        to: Option<(String, Filter)>,
    },
}

/// A line of the history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HistoryRow {
    pub id: DecisionId,
    /// UTC, as `2026-11-21T18:40:00Z`.
    pub at: String,
    /// The system's name for who decided.
    pub who: String,
    /// `merge`, `rename`, `undo`, …
    pub action: String,
    /// For people: `Merge “Al Brega” into “Brega”`.
    pub label: String,
    /// Whether it is undone now. Undo and redo rows are never that.
    pub undone: bool,
    /// What an undo or redo is about.
    pub target: Option<DecisionId>,
    /// Where it is about names.
    pub mentions: Option<u64>,
    /// Where it is about names, articles or what is marked in them.
    pub articles: Option<u64>,
    /// Where it is about highlights.
    pub highlights: Option<u64>,
}

impl HistoryRow {
    /// `312 mentions in 87 articles`, `12 highlights in 5 articles`, `3 articles`.
    #[must_use]
    pub fn counts(&self) -> Option<String> {
        crate::workspace::words::touched(self.mentions, self.highlights, self.articles)
    }
}

impl Project {
    /// The ledger with everything it keeps, oldest first. It can be long; see [`Self::history`].
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn ledger(&self) -> Result<Vec<DecisionRow>, Problem> {
        self.store
            .decisions()
            .map_err(about("Could not read the history of", self.store.path()))
    }

    /// Who decided what and when, oldest first, and whether it is undone.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn history(&self) -> Result<Vec<HistoryRow>, Problem> {
        history(&self.store)
    }

    /// The history as CSV, in the form all tables have.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn history_csv(&self) -> Result<Vec<u8>, Problem> {
        let rows = self
            .history()?
            .into_iter()
            .map(|row| {
                vec![
                    row.id.0.into(),
                    row.at.into(),
                    row.who.into(),
                    row.action.into(),
                    row.label.into(),
                    row.undone.into(),
                    row.target.map(|t| t.0).into(),
                    row.mentions.into(),
                    row.articles.into(),
                    row.highlights.into(),
                ]
            })
            .collect();
        Ok(tables::csv(&tables::Table {
            columns: vec![
                "id",
                "at",
                "who",
                "action",
                "label",
                "undone",
                "target",
                "mentions",
                "articles",
                "highlights",
            ],
            rows,
        }))
    }

    /// What undo and redo would do now, in words. The rows come without what they changed.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn undo_redo(&self) -> Result<(Option<DecisionRow>, Option<DecisionRow>), Problem> {
        let rows = self
            .store
            .decision_list()
            .map_err(about("Could not read the history of", self.store.path()))?;
        let (done, undone) = stacks(&rows);
        let find =
            |id: Option<&DecisionId>| id.and_then(|id| rows.iter().find(|r| r.id == *id)).cloned();
        Ok((find(done.last()), find(undone.last())))
    }

    /// The project's rules in force.
    pub(in crate::workspace) fn rules(&self) -> Result<Rules, Problem> {
        Ok(rules_in_force(&self.store)?)
    }

    /// Notes a decision whose change and its inverse are known.
    pub(in crate::workspace) fn decide(
        &mut self,
        action: &str,
        label: &str,
        apply: &Change,
        revert: &Change,
    ) -> Result<Changed, Problem> {
        let (apply_json, revert_json) = (json(apply)?, json(revert)?);
        self.store.transaction(|store| {
            let changed = carry_out(store, apply)?;
            store.add_decision(&NewDecision {
                who: Some(&who()),
                action,
                label,
                apply: Some(&apply_json),
                revert: Some(&revert_json),
                ..NewDecision::default()
            })?;
            Ok::<_, Problem>(changed)
        })
    }

    /// Plans a decision about names and carries it out, both in one transaction, so that an import that writes at the
    /// same time comes before or after it as a whole.
    pub(super) fn decide_names(&mut self, command: &Command) -> Result<Outcome, Problem> {
        let gazetteer = self.gazetteer()?;
        self.store.transaction(|store| {
            let plan = plan::plan(store, &gazetteer, command)?;
            if plan.rule.is_none() && plan.patch.is_empty() {
                return Ok(Outcome::default());
            }
            let decision = DecisionId(store.newest_decision()?.0 + 1);
            plan.patch.carry_out(store, decision)?;
            let (mentions, articles) = plan.counts();
            let Plan {
                action,
                label,
                rule,
                patch,
                ..
            } = plan;
            let names = !patch.is_empty();
            store.add_decision(&NewDecision {
                who: Some(&who()),
                action,
                label: &label,
                apply: Some(&json(&Change::Names {
                    rule,
                    patch: Box::new(patch),
                })?),
                revert: Some(&json(&Change::Backwards)?),
                touched: if names {
                    Touched {
                        mentions: Some(mentions),
                        articles: Some(articles),
                        highlights: None,
                    }
                } else {
                    Touched::default()
                },
                ..NewDecision::default()
            })?;
            let said = if names {
                let counts = crate::workspace::words::mentions_in_articles(mentions, articles);
                format!("{label}: {counts}")
            } else {
                label
            };
            Ok(Outcome {
                changed: Changed {
                    names: true,
                    // The list of articles shows how many names each has.
                    articles: true,
                    history: true,
                    marks: false,
                },
                said,
            })
        })
    }

    /// Plans a decision about what is marked and carries it out, both in one transaction.
    pub(super) fn decide_marks(&mut self, command: &Command) -> Result<Outcome, Problem> {
        self.store.transaction(|store| {
            let mut plan = marking::plan(store, command)?;
            if plan.marks.is_empty() {
                return Ok(Outcome::default());
            }
            let decision = DecisionId(store.newest_decision()?.0 + 1);
            plan.make_rows(store, decision)?;
            plan.marks.follow_names(store)?;
            plan.marks.carry_out(store, decision)?;
            let changed = plan.marks.changed();
            store.add_decision(&NewDecision {
                who: Some(&who()),
                action: plan.action,
                label: &plan.label,
                apply: Some(&json(&Change::Marks {
                    marks: Box::new(plan.marks),
                })?),
                revert: Some(&json(&Change::Backwards)?),
                touched: plan.touched,
                ..NewDecision::default()
            })?;
            Ok(Outcome {
                changed,
                said: plan.said.unwrap_or(plan.label),
            })
        })
    }

    /// Takes the newest decision back, `only` if it is this one.
    pub(super) fn step_back(&mut self, only: Option<DecisionId>) -> Result<Outcome, Problem> {
        self.store.transaction(|store| {
            let list = store.decision_list()?;
            let (done, _) = stacks(&list);
            let Some(id) = done.last().copied() else {
                return Err(Problem::new(
                    "Nothing to undo",
                    "no decision has been made, or all are undone",
                ));
            };
            expect_this("undo", id, only)?;
            let row = whole(store, id)?;
            let changed = match read(&row, row.revert.as_deref(), "undo")? {
                Change::Backwards => match read(&row, row.apply.as_deref(), "undo")? {
                    Change::Names { rule, patch } => {
                        let with = Rules::of(&store.decisions_of(&rules::ACTIONS)?, &done)
                            .with_ids(store.found_ids()?);
                        patch.take_back_mentions(store)?;
                        if let Some(rule) = &rule {
                            let without = with.without(id);
                            follow::undone(store, id, rule, &patch, (&with, &without))?;
                        }
                        patch.take_back_entities(store)?;
                        names_changed()
                    }
                    Change::Marks { marks } => {
                        marks.take_back(store)?;
                        marks.changed()
                    }
                    _ => Changed {
                        history: true,
                        ..Changed::default()
                    },
                },
                change => carry_out(store, &change)?,
            };
            note_step(store, "undo", &row)?;
            Ok(Outcome {
                changed,
                said: format!("Undid: {}", row.label),
            })
        })
    }

    /// Does again what was undone last, `only` if it is this one.
    pub(super) fn step_forward(&mut self, only: Option<DecisionId>) -> Result<Outcome, Problem> {
        self.store.transaction(|store| {
            let list = store.decision_list()?;
            let (_, undone) = stacks(&list);
            let Some(id) = undone.last().copied() else {
                return Err(Problem::new(
                    "Nothing to redo",
                    "nothing was undone since the last decision",
                ));
            };
            expect_this("redo", id, only)?;
            let row = whole(store, id)?;
            let changed = match read(&row, row.apply.as_deref(), "redo")? {
                Change::Names { rule, patch } => {
                    patch.carry_out(store, id)?;
                    if let Some(rule) = &rule {
                        follow::redone(store, id, rule, &patch)?;
                    }
                    names_changed()
                }
                Change::Marks { marks } => {
                    marks.carry_out(store, id)?;
                    marks.changed()
                }
                change => carry_out(store, &change)?,
            };
            note_step(store, "redo", &row)?;
            Ok(Outcome {
                changed,
                said: format!("Redid: {}", row.label),
            })
        })
    }
}

/// Refuses to undo or redo another decision than the one that was meant.
fn expect_this(verb: &str, id: DecisionId, only: Option<DecisionId>) -> Result<(), Problem> {
    match only {
        Some(only) if only != id => Err(Problem::new(
            format!("Could not {verb} this decision"),
            "something else was decided, undone or redone since",
        )
        .with_hint("Look at the history, then try again")),
        _ => Ok(()),
    }
}

/// See [`Project::history`].
pub(in crate::workspace) fn history(store: &Store) -> Result<Vec<HistoryRow>, Problem> {
    let rows = store
        .decision_list()
        .map_err(about("Could not read the history of", store.path()))?;
    let done: std::collections::HashSet<DecisionId> = stacks(&rows).0.into_iter().collect();
    Ok(rows
        .into_iter()
        .map(|row| HistoryRow {
            undone: row.target.is_none() && !done.contains(&row.id),
            id: row.id,
            at: row.at,
            who: row.who.unwrap_or_else(|| "user".to_owned()),
            action: row.action,
            label: row.label,
            target: row.target,
            mentions: row.touched.mentions,
            articles: row.touched.articles,
            highlights: row.touched.highlights,
        })
        .collect())
}

const fn names_changed() -> Changed {
    Changed {
        names: true,
        articles: true,
        history: true,
        marks: false,
    }
}

fn note_step(store: &Store, action: &str, row: &DecisionRow) -> Result<(), StoreError> {
    store.add_decision(&NewDecision {
        who: Some(&who()),
        action,
        label: &row.label,
        target: Some(row.id),
        touched: row.touched,
        ..NewDecision::default()
    })?;
    Ok(())
}

fn whole(store: &Store, id: DecisionId) -> Result<DecisionRow, StoreError> {
    store.decision(id)?.ok_or(StoreError::NoSuch("decision"))
}

fn json(change: &Change) -> Result<String, Problem> {
    serde_json::to_string(change)
        .map_err(|error| Problem::new("Could not note the decision", error))
}

fn read(row: &DecisionRow, text: Option<&str>, step: &str) -> Result<Change, Problem> {
    text.and_then(|t| serde_json::from_str(t).ok())
        .ok_or_else(|| {
            Problem::new(
                format!("Could not {step} “{}”", row.label),
                "its ledger row is damaged",
            )
            .with_hint("See `dateline check`")
        })
}

/// The rules that decisions made and nothing has undone.
pub(super) fn rules_in_force(store: &Store) -> Result<Rules, StoreError> {
    let (done, _) = stacks(&store.decision_list()?);
    Ok(Rules::of(&store.decisions_of(&rules::ACTIONS)?, &done).with_ids(store.found_ids()?))
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
            families::reordered(store, articles.iter().map(|(article, _)| *article))?;
            changed.articles = true;
        }
        Change::Star { articles } => {
            for (article, starred) in articles {
                store.set_starred(*article, *starred)?;
            }
            changed.marks = true;
        }
        Change::Stories {
            families: of,
            apart,
        } => {
            families::carry_out(store, of, apart)?;
            changed.articles = true;
        }
        Change::Search { search, to } => {
            let to = to.as_ref().map(|(name, filter)| (name.as_str(), filter));
            store.set_saved_search(*search, to)?;
        }
        // Names and marks are carried out and taken back by their patches or rules, samples and verdicts are read from the ledger.
        Change::Names { .. }
        | Change::Marks { .. }
        | Change::Backwards
        | Change::Sample { .. }
        | Change::Verdict { .. } => {}
    }
    Ok(changed)
}

/// What can be undone and redone, newest last: a decision clears what was undone before it.
pub(in crate::workspace) fn stacks(rows: &[DecisionRow]) -> (Vec<DecisionId>, Vec<DecisionId>) {
    stacks_of(rows.iter().map(|row| (row.id, row.action.as_str())))
}

fn stacks_of<'r>(
    rows: impl Iterator<Item = (DecisionId, &'r str)>,
) -> (Vec<DecisionId>, Vec<DecisionId>) {
    let (mut done, mut undone): (Vec<DecisionId>, Vec<DecisionId>) = (Vec::new(), Vec::new());
    for (id, action) in rows {
        match action {
            "undo" => undone.extend(done.pop()),
            "redo" => done.extend(undone.pop()),
            _ => {
                done.push(id);
                undone.clear();
            }
        }
    }
    (done, undone)
}

/// How to get to a row of the history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Steps {
    /// So many undos take back the row and everything decided after it.
    Undo(usize),
    /// So many redos do again what was undone, up to and with the row.
    Redo(usize),
}

/// The undos or redos that end at a row of the history (oldest first); `None` for undo and redo rows, and for a row that
/// was undone and can not be redone because something else was decided since.
#[must_use]
pub fn steps_to(rows: &[HistoryRow], id: DecisionId) -> Option<Steps> {
    let (done, undone) = stacks_of(rows.iter().map(|row| (row.id, row.action.as_str())));
    let back = |stack: &[DecisionId]| stack.iter().rev().position(|known| *known == id);
    match (back(&done), back(&undone)) {
        (Some(at), _) => Some(Steps::Undo(at + 1)),
        (None, Some(at)) => Some(Steps::Redo(at + 1)),
        (None, None) => None,
    }
}

/// The decisions that [`steps_to`] means, in the order in which they are undone or redone.
#[must_use]
pub fn ids_to(rows: &[HistoryRow], id: DecisionId) -> Vec<DecisionId> {
    let (done, undone) = stacks_of(rows.iter().map(|row| (row.id, row.action.as_str())));
    let (stack, many) = match steps_to(rows, id) {
        Some(Steps::Undo(many)) => (done, many),
        Some(Steps::Redo(many)) => (undone, many),
        None => return Vec::new(),
    };
    stack.into_iter().rev().take(many).collect()
}

/// The system's name for who sits here, or `user` where it has none.
fn who() -> String {
    ["USER", "LOGNAME", "USERNAME"]
        .iter()
        .filter_map(|name| std::env::var(name).ok())
        .map(|name| name.trim().to_owned())
        .find(|name| !name.is_empty())
        .unwrap_or_else(|| "user".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_so_many_steps_away() {
        let row = |id: i64, action: &str| HistoryRow {
            id: DecisionId(id),
            at: String::new(),
            who: String::new(),
            action: action.to_owned(),
            label: String::new(),
            undone: false,
            target: None,
            mentions: None,
            articles: None,
            highlights: None,
        };
        let actions = ["merge", "rename", "undo", "star", "merge", "undo", "undo"];
        let rows: Vec<HistoryRow> = (1_i64..).zip(actions).map(|(id, a)| row(id, a)).collect();
        for (id, expected) in [
            (1, Some(Steps::Undo(1))),
            // Undone before the star was set: it can not be had back.
            (2, None),
            (3, None),
            (4, Some(Steps::Redo(1))),
            (5, Some(Steps::Redo(2))),
            (6, None),
        ] {
            assert_eq!(steps_to(&rows, DecisionId(id)), expected, "row {id}");
        }
        let more = [rows.as_slice(), &[row(8, "redo"), row(9, "redo")]].concat();
        assert_eq!(steps_to(&more, DecisionId(1)), Some(Steps::Undo(3)));
        assert_eq!(steps_to(&more, DecisionId(5)), Some(Steps::Undo(1)));
    }
}
