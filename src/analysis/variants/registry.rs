//! The entities of a project by name, to assign those of a new article.

use std::collections::HashMap;

use super::{arabic, keys, project_key};
use crate::model::{EntityId, EntityType, LocalEntity};

/// The entities of a project by name. Insert every known entity under its name and under each of its variants.
#[derive(Debug, Default)]
pub struct Registry {
    by_key: HashMap<(EntityType, String), EntityId>,
    /// Persons known by more than a surname, by the last word of their name.
    by_surname: HashMap<String, Vec<Bearer>>,
    /// Persons by name without middle initials, with what the initials were.
    by_short_name: HashMap<String, Vec<(String, EntityId)>>,
    /// Entities that the user says are one: each leads to the one that stands for all of them.
    joined: HashMap<EntityId, EntityId>,
}

/// Somebody who bears a surname.
#[derive(Debug)]
struct Bearer {
    id: EntityId,
    /// All words of the name.
    words: Vec<String>,
}

/// Namesakes kept of a surname; where there are so many, one more changes nothing.
const MOST_BEARERS: usize = 64;

impl Registry {
    /// Says which entities are one, so that a name several of them bear is not taken for several persons'. [`Self::find`]
    /// still answers with the one inserted.
    pub fn join(&mut self, joined: HashMap<EntityId, EntityId>) {
        self.joined = joined;
    }

    fn one(&self, id: EntityId) -> EntityId {
        self.joined.get(&id).copied().unwrap_or(id)
    }

    /// Makes a known entity findable under the name of `entity`. A name that already leads somewhere keeps doing so.
    pub fn insert(&mut self, entity: &LocalEntity, id: EntityId) {
        self.by_key
            .entry((entity.kind, project_key(entity)))
            .or_insert(id);
        if entity.kind != EntityType::Person {
            return;
        }
        let words = keys::person_words(&keys::words(&entity.name));
        if let Some(surname) = surname(&words).filter(|_| words.len() > 1) {
            let bearers = self.by_surname.entry(surname.to_owned()).or_default();
            let known = bearers.iter().any(|b| b.id == id && b.words == words);
            if !known && bearers.len() < MOST_BEARERS {
                bearers.push(Bearer {
                    id,
                    words: words.clone(),
                });
            }
        }
        if let Some((short, initials)) = without_initials(&words) {
            let known = self.by_short_name.entry(short).or_default();
            if !known.contains(&(initials.clone(), id)) {
                known.push((initials, id));
            }
        }
    }

    /// The project's entity that this one of an article is, if it is known. A surname alone is the one person of the
    /// project who bears it, if there is exactly one.
    #[must_use]
    pub fn find(&self, entity: &LocalEntity) -> Option<EntityId> {
        let exact = self
            .by_key
            .get(&(entity.kind, project_key(entity)))
            .copied();
        if entity.kind != EntityType::Person {
            return exact;
        }
        let words = keys::person_words(&keys::words(&entity.name));
        match words.as_slice() {
            [] => exact,
            [alone] => self.find_alone(alone, &entity.name, exact),
            _ => exact.or_else(|| self.find_full(&words, &entity.name)),
        }
    }

    /// Somebody named by one word only.
    fn find_alone(&self, word: &str, shown: &str, exact: Option<EntityId>) -> Option<EntityId> {
        let first_name = keys::words(shown)
            .first()
            .is_some_and(|w| arabic::is_given(w));
        let Some(bearers) = self.by_surname.get(word) else {
            return exact;
        };
        let only = bearers
            .first()
            .map(|b| b.id)
            .filter(|id| bearers.iter().all(|b| self.one(b.id) == self.one(*id)));
        match only {
            Some(only) if !first_name => Some(only),
            // Once two persons bear the name, it no longer means the one it meant before.
            _ => exact.filter(|id| !bearers.iter().any(|b| self.one(b.id) == self.one(*id))),
        }
    }

    /// Somebody with a full name not met before in this form.
    fn find_full(&self, words: &[String], shown: &str) -> Option<EntityId> {
        if let Some((short, initials)) = without_initials(words)
            && let Some(known) = self.by_short_name.get(&short)
        {
            let mut fitting = known
                .iter()
                .filter(|(other, _)| other.is_empty() || initials.is_empty() || *other == initials)
                .map(|k| k.1);
            if let Some(first) = fitting.next()
                && fitting.all(|id| self.one(id) == self.one(first))
            {
                return Some(first);
            }
        }
        let surname = surname(words)?;
        let Some(bearers) = self.by_surname.get(surname) else {
            // The project knew the surname alone, and nobody who bears it: it was this person all along, unless the
            // word is somebody's first name as well.
            if keys::words(shown)
                .last()
                .is_some_and(|w| arabic::is_given(w))
            {
                return None;
            }
            return self
                .by_key
                .get(&(EntityType::Person, surname.to_owned()))
                .copied();
        };
        let mut alike = bearers
            .iter()
            .filter(|b| spelled_alike(&b.words, words))
            .map(|b| b.id);
        let first = alike.next()?;
        alike
            .all(|id| self.one(id) == self.one(first))
            .then_some(first)
    }
}

/// Whether two names of one surname differ only in how an Arabic name is spelled.
fn spelled_alike(a: &[String], b: &[String]) -> bool {
    a.len() == b.len()
        && a.iter()
            .zip(b)
            .all(|(a, b)| a == b || arabic::may_spell(a, b) || arabic::may_spell(b, a))
}

fn surname(words: &[String]) -> Option<&str> {
    let last = words
        .iter()
        .rev()
        .find(|w| !keys::GENERATIONS.contains(&w.as_str()))?;
    Some(last)
}

/// A person's name without initials inside, and those initials; `None` for names of fewer than two full words.
fn without_initials(words: &[String]) -> Option<(String, String)> {
    let (initials, full): (Vec<&String>, Vec<&String>) =
        words.iter().partition(|w| w.chars().count() == 1);
    let join = |list: &[&String]| {
        list.iter()
            .map(|w| w.as_str())
            .collect::<Vec<_>>()
            .join(" ")
    };
    (full.len() > 1 && words.first().is_some_and(|w| w.chars().count() > 1))
        .then(|| (join(&full), join(&initials)))
}
