//! Searches that people keep by name: saved, renamed, deleted, each as a decision that can be undone.

use serde::Serialize;

use crate::{
    model::{Filter, SearchId},
    store::{SearchRecord, Store, StoreError},
    workspace::{
        Problem, Project,
        command::Outcome,
        figures,
        project::{Change, shortened},
    },
};

/// A search with a name. It is the whole filter; its text is the query.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SavedSearch {
    pub id: SearchId,
    pub name: String,
    /// The query as it was typed; empty where the filter has none.
    pub query: String,
    pub filter: Filter,
    /// The whole filter in words: `outlet Harbor Post, text “water”`.
    pub words: String,
}

/// All saved searches by name.
///
/// # Errors
/// When the file cannot be read.
pub fn saved_searches(store: &Store) -> Result<Vec<SavedSearch>, StoreError> {
    let read = |record: SearchRecord| {
        Ok(SavedSearch {
            id: record.id,
            name: record.name,
            query: record.filter.text.clone().unwrap_or_default(),
            words: figures::filter_in_words(store, &record.filter)?,
            filter: record.filter,
        })
    };
    store.saved_searches()?.into_iter().map(read).collect()
}

/// Longest name, in code points.
const LONGEST: usize = 200;

impl Project {
    /// All saved searches by name.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn saved_searches(&self) -> Result<Vec<SavedSearch>, Problem> {
        Ok(saved_searches(&self.store)?)
    }

    /// The saved search with a name, capitals ignored.
    ///
    /// # Errors
    /// When there is none; the hint lists those there are.
    pub fn saved_search(&self, name: &str) -> Result<SavedSearch, Problem> {
        let all = self.saved_searches()?;
        let names: Vec<String> = all.iter().map(|s| format!("“{}”", s.name)).collect();
        let wanted = name.trim().to_lowercase();
        all.into_iter()
            .find(|s| s.name.to_lowercase() == wanted)
            .ok_or_else(|| {
                let problem = Problem::new(
                    format!("No saved search “{name}”"),
                    "the project has none of this name",
                );
                problem.with_hint(match names.as_slice() {
                    [] => "Save one first".to_owned(),
                    some => format!("There are {}", some.join(", ")),
                })
            })
    }

    pub(in crate::workspace) fn save_search(
        &mut self,
        name: &str,
        filter: &Filter,
    ) -> Result<Outcome, Problem> {
        let what = "Could not save the search";
        let name = clean(name, what)?;
        if filter.is_empty() {
            return Err(Problem::new(what, "it would let every article through")
                .with_hint("Type a query or set a filter first"));
        }
        let before = self.named(&name)?;
        if before.as_ref().is_some_and(|b| b.filter == *filter) {
            return Ok(Outcome::default());
        }
        let (verb, id) = match &before {
            Some(known) => ("Change", known.id),
            None => ("Save", self.store.next_saved_search()?),
        };
        let label = format!("{verb} the search “{}”", shortened(&name));
        let to = Some((name, filter.clone()));
        self.change("save-search", label, id, before, to)
    }

    pub(in crate::workspace) fn rename_search(
        &mut self,
        id: SearchId,
        name: &str,
    ) -> Result<Outcome, Problem> {
        let what = "Could not rename the search";
        let name = clean(name, what)?;
        let before = self.store.saved_search(id)?;
        if before.name == name {
            return Ok(Outcome::default());
        }
        if self.named(&name)?.is_some_and(|other| other.id != id) {
            return Err(
                Problem::new(what, format!("another one is called “{name}”"))
                    .with_hint("Choose another name, or delete that one first"),
            );
        }
        let label = format!(
            "Rename the search “{}” to “{}”",
            shortened(&before.name),
            shortened(&name)
        );
        let to = Some((name, before.filter.clone()));
        self.change("rename-search", label, id, Some(before), to)
    }

    pub(in crate::workspace) fn delete_search(&mut self, id: SearchId) -> Result<Outcome, Problem> {
        let before = self.store.saved_search(id)?;
        let label = format!("Delete the search “{}”", shortened(&before.name));
        self.change("delete-search", label, id, Some(before), None)
    }

    fn named(&self, name: &str) -> Result<Option<SearchRecord>, Problem> {
        let wanted = name.to_lowercase();
        let all = self.store.saved_searches()?;
        Ok(all.into_iter().find(|s| s.name.to_lowercase() == wanted))
    }

    fn change(
        &mut self,
        action: &str,
        label: String,
        id: SearchId,
        before: Option<SearchRecord>,
        to: Option<(String, Filter)>,
    ) -> Result<Outcome, Problem> {
        let change = |to: Option<(String, Filter)>| Change::Search { search: id, to };
        let before = before.map(|b| (b.name, b.filter));
        let changed = self.decide(action, &label, &change(to), &change(before))?;
        Ok(Outcome {
            changed,
            said: label,
        })
    }
}

fn clean(name: &str, what: &str) -> Result<String, Problem> {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() {
        return Err(Problem::new(what, "it needs a name"));
    }
    if name.chars().count() > LONGEST {
        let why = format!("its name has more than {LONGEST} letters");
        return Err(Problem::new(what, why).with_hint("Give a shorter one"));
    }
    Ok(name)
}
