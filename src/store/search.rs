//! Looks queries up: the search index for words, the rows for conditions, sets of articles for what joins them.

mod expression;
mod set;

use std::{cell::RefCell, collections::HashMap, sync::Arc};

use rusqlite::{OptionalExtension, Params, params};

use super::{Access, Result, Store, StoreError, read, selection, sql};
use crate::model::{
    ArticleId, EntityType, Filter, Published, Query,
    query::{Condition, Node, Term},
};

pub use set::ArticleSet;

/// What a query found in the selection.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    pub articles: ArticleSet,
    /// For each of the query's conditions, the articles of the selection that fulfill it, maybe others besides.
    pub conditions: Vec<ArticleSet>,
}

/// An article of a selection, as far as sorting and counting need it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Listed {
    pub id: ArticleId,
    /// Equal for versions of one story.
    pub story: i64,
    /// Place of its outlet in [`Directory::outlets`]; `None` when it has none.
    pub outlet: Option<u32>,
    /// First and last day it can be of, as days since 1970-01-01.
    pub days: Option<(i64, i64)>,
}

/// The articles of a selection by date, undated last.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Directory {
    pub articles: Vec<Listed>,
    /// By name, capitals ignored.
    pub outlets: Vec<String>,
    set: ArticleSet,
}

impl Directory {
    /// The articles of outlets whose name has a term's words.
    fn of_outlets(&self, term: &Term) -> ArticleSet {
        let fits: Vec<bool> = self.outlets.iter().map(|name| term.is_in(name)).collect();
        let of = |a: &&Listed| {
            a.outlet
                .is_some_and(|at| fits.get(at as usize).copied().unwrap_or(false))
        };
        self.articles.iter().filter(of).map(|a| a.id).collect()
    }
}

/// What an article is headed with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    pub title: String,
    pub outlet: Option<String>,
    pub agency: Option<String>,
    pub published: Option<Published>,
}

/// What was looked up last, for the next letter that is typed.
#[derive(Default)]
pub(super) struct Remembered {
    directory: Option<(Option<selection::SelectionKey>, Arc<Directory>)>,
    /// What the filter of the selection lets through whatever its text.
    pub(super) base: Option<(Filter, ArticleSet)>,
    /// What the text of the selection was read as.
    pub(super) query: Option<Query>,
    conditions: RefCell<Conditions>,
    pub(super) counted: RefCell<super::counts::Counted>,
    pub(super) located: RefCell<super::starts::Located>,
}

/// The articles that fulfill each condition of the query evaluated last, as of a version of the file.
#[derive(Default)]
struct Conditions {
    version: i64,
    sets: HashMap<Condition, ArticleSet>,
}

impl Store {
    /// The articles of the selection, see [`Store::select`].
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn directory(&mut self) -> Result<Arc<Directory>> {
        if let Some((key, known)) = &self.remembered.directory
            && key.is_some()
            && *key == self.selected
        {
            return Ok(Arc::clone(known));
        }
        let mut statement = self.conn.prepare_cached(sql!("article/directory"))?;
        let mut rows = statement.query([])?;
        let mut directory = Directory::default();
        let mut outlets: HashMap<String, u32> = HashMap::new();
        let day = |text: Option<&str>| {
            text.and_then(crate::model::PartialDate::parse)
                .and_then(|d| d.day_number())
        };
        while let Some(row) = rows.next()? {
            let id = ArticleId(row.get("id")?);
            let outlet: Option<&str> = row.get_ref("outlet")?.as_str_or_null().unwrap_or(None);
            let next = u32::try_from(outlets.len()).unwrap_or(u32::MAX);
            let outlet = outlet.map(|name| match outlets.get(name) {
                Some(known) => *known,
                None => *outlets.entry(name.to_owned()).or_insert(next),
            });
            let first = day(row.get_ref("first")?.as_str_or_null().unwrap_or(None));
            let last = day(row.get_ref("last")?.as_str_or_null().unwrap_or(None));
            directory.set.insert(id);
            directory.articles.push(Listed {
                id,
                story: row.get("story")?,
                outlet,
                days: first.zip(last),
            });
        }
        // Numbers by name in place of numbers by first appearance.
        let mut names: Vec<(String, u32)> = outlets.into_iter().collect();
        names.sort_by_cached_key(|(name, _)| (name.to_lowercase(), name.clone()));
        let mut place = vec![0_u32; names.len()];
        for (to, (_, from)) in names.iter().enumerate() {
            if let Some(slot) = place.get_mut(*from as usize) {
                *slot = u32::try_from(to).unwrap_or(u32::MAX);
            }
        }
        for article in &mut directory.articles {
            article.outlet = article
                .outlet
                .and_then(|from| place.get(from as usize).copied());
        }
        directory.outlets = names.into_iter().map(|(name, _)| name).collect();
        let directory = Arc::new(directory);
        self.remembered.directory = Some((self.selected.clone(), Arc::clone(&directory)));
        Ok(directory)
    }

    /// The articles of the selection that a query finds.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn found(&mut self, query: &Query) -> Result<Found> {
        let all = self.directory()?;
        let mut found = self.evaluate(query, &all.set, Some(&all))?;
        found.articles.keep(&all.set);
        Ok(found)
    }

    /// The articles that a query finds among those that a filter lets through; `of_filter` is the query that the filter's
    /// text was read as. What [`Store::select_with`] chose before is chosen no longer.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn found_in(
        &self,
        query: &Query,
        filter: &Filter,
        of_filter: Option<&Query>,
    ) -> Result<Found> {
        let words = self.lay_out(of_filter)?;
        self.fill_selection(filter, words.as_deref())?;
        let all = self.set(sql!("selection/all"), [])?;
        let mut found = self.evaluate(query, &all, None)?;
        found.articles.keep(&all);
        Ok(found)
    }

    /// For each of a query's conditions, the articles of the project that fulfill it.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn conditions(&self, query: &Query) -> Result<Vec<ArticleSet>> {
        if query.conditions.is_empty() {
            return Ok(Vec::new());
        }
        // Names, tags and notes of all articles are gone through for one condition, and the next article opened, the next
        // letter typed asks for the same. Who writes would have to know what each write touches: that one asks anew.
        let known = self.remembered.conditions.take();
        let version = self.data_version()?;
        let mut known = if self.access == Access::Read && known.version == version {
            known.sets
        } else {
            HashMap::new()
        };
        let mut sets = HashMap::new();
        let mut out = Vec::with_capacity(query.conditions.len());
        for condition in &query.conditions {
            let set = match known
                .remove(condition)
                .or_else(|| sets.get(condition).cloned())
            {
                Some(set) => set,
                None => self.fulfill(condition, None)?,
            };
            sets.insert(condition.clone(), set.clone());
            out.push(set);
        }
        self.remembered
            .conditions
            .replace(Conditions { version, sets });
        Ok(out)
    }

    /// The articles of `base` that a query finds.
    pub(super) fn found_among(&self, query: &Query, base: &ArticleSet) -> Result<ArticleSet> {
        let mut found = self.evaluate(query, base, None)?.articles;
        found.keep(base);
        Ok(found)
    }

    /// `listed` are the articles that will be looked at, where they are known: their outlets need not be read again.
    fn evaluate(
        &self,
        query: &Query,
        all: &ArticleSet,
        listed: Option<&Directory>,
    ) -> Result<Found> {
        let outlets_alone = query
            .conditions
            .iter()
            .all(|c| matches!(c, Condition::Outlet(_)));
        let conditions = match listed {
            Some(_) if outlets_alone => {
                let conditions = query.conditions.iter();
                conditions
                    .map(|c| self.fulfill(c, listed))
                    .collect::<Result<Vec<_>>>()?
            }
            _ => self.conditions(query)?,
        };
        Ok(Found {
            articles: self.part(&query.root, &conditions, all)?,
            conditions,
        })
    }

    /// Articles that a part of a query finds; `all` is what NOT takes from.
    fn part(&self, node: &Node, conditions: &[ArticleSet], all: &ArticleSet) -> Result<ArticleSet> {
        if let Some(words) = expression::expression(node) {
            return self.set(sql!("article/matching"), [words]);
        }
        let is_text = |part: &&Node| expression::expression(part).is_some();
        Ok(match node {
            Node::Field(at) => conditions.get(*at).cloned().unwrap_or_default(),
            Node::Not(inner) => {
                let mut left = all.clone();
                left.take_out(&self.part(inner, conditions, all)?);
                left
            }
            Node::And(parts) => {
                // What the index can answer is asked at once: a rare word spares it the common ones.
                let texts: Vec<Node> = parts.iter().filter(is_text).cloned().collect();
                let mut left = match texts.len() {
                    0 => all.clone(),
                    _ => self.part(&Node::And(texts), conditions, all)?,
                };
                for part in parts.iter().filter(|p| !is_text(p)) {
                    if left.is_empty() {
                        break;
                    }
                    match part {
                        Node::Not(inner) => left.take_out(&self.part(inner, conditions, all)?),
                        other => left.keep(&self.part(other, conditions, all)?),
                    }
                }
                left
            }
            Node::Or(parts) => {
                let mut found = ArticleSet::default();
                if let Some(words) = expression::any(parts.iter().filter(is_text)) {
                    found = self.set(sql!("article/matching"), [words])?;
                }
                for part in parts.iter().filter(|p| !is_text(p)) {
                    found.take_in(&self.part(part, conditions, all)?);
                }
                found
            }
            Node::Term(_) | Node::Near { .. } => ArticleSet::default(),
        })
    }

    /// All articles of the project that fulfill a condition, or at least all of those listed.
    fn fulfill(&self, condition: &Condition, listed: Option<&Directory>) -> Result<ArticleSet> {
        if let (Condition::Outlet(term), Some(directory)) = (condition, listed) {
            return Ok(directory.of_outlets(term));
        }
        match condition {
            Condition::Outlet(term) => self.with_value(sql!("article/outlet_of"), term),
            Condition::Agency(term) => self.with_value(sql!("article/agencies"), term),
            Condition::Byline(term) => self.with_value(sql!("article/bylines"), term),
            Condition::Name { kind, term } => {
                let entities = self.entities_called(term, *kind)?;
                self.of_ids(sql!("appearance/articles"), &entities)
            }
            Condition::Tag(term) => {
                let tags = self.ids_with_name(sql!("tag/names"), [], term)?;
                self.of_ids(sql!("tag/articles_with"), &tags)
            }
            Condition::Note(term) => self.with_value(sql!("memo/of_articles"), term),
            Condition::Date { from, to } => {
                self.set(sql!("article/published_within"), params![from, to])
            }
            Condition::Undated => self.set(sql!("article/undated"), []),
            Condition::Read(read) => self.set(sql!("article/with_read"), [*read]),
            Condition::Starred => self.set(sql!("article/with_star"), []),
            Condition::Language(code) => self.set(sql!("article/in_language"), [code]),
        }
    }

    /// Entities whose display name or one of whose spellings has a term's words.
    fn entities_called(&self, term: &Term, kind: Option<EntityType>) -> Result<Vec<i64>> {
        let kind = kind.map(EntityType::word);
        let mut entities = self.ids_with_name(sql!("entity/display_names"), [kind], term)?;
        let forms = self.ids_with_name(sql!("form/all"), [], term)?;
        let mut statement = self.conn.prepare_cached(sql!("entity/with_forms"))?;
        let forms = selection::json(&forms).unwrap_or_else(|| "[]".to_owned());
        let rows = statement.query_map(params![forms, kind], |row| row.get::<_, i64>("id"))?;
        for id in rows {
            entities.push(id?);
        }
        entities.sort_unstable();
        entities.dedup();
        Ok(entities)
    }

    /// The ids of rows `id, text` whose text has a term's words.
    fn ids_with_name(&self, sql: &str, given: impl Params, term: &Term) -> Result<Vec<i64>> {
        let mut statement = self.conn.prepare_cached(sql)?;
        let mut rows = statement.query(given)?;
        let mut ids = Vec::new();
        while let Some(row) = rows.next()? {
            if row.get_ref(1)?.as_str().is_ok_and(|name| term.is_in(name)) {
                ids.push(row.get(0)?);
            }
        }
        Ok(ids)
    }

    fn of_ids(&self, sql: &str, ids: &[i64]) -> Result<ArticleSet> {
        match selection::json(ids) {
            Some(json) => self.set(sql, [json]),
            None => Ok(ArticleSet::default()),
        }
    }

    /// Articles of rows `id, value` whose value has a term's words. Values repeat, so each is looked at once.
    fn with_value(&self, sql: &str, term: &Term) -> Result<ArticleSet> {
        let mut known: HashMap<String, bool> = HashMap::new();
        let mut statement = self.conn.prepare_cached(sql)?;
        let mut rows = statement.query([])?;
        let mut found = ArticleSet::default();
        while let Some(row) = rows.next()? {
            let Ok(value) = row.get_ref(1)?.as_str() else {
                continue;
            };
            let fits = match known.get(value) {
                Some(fits) => *fits,
                None => *known.entry(value.to_owned()).or_insert(term.is_in(value)),
            };
            if fits {
                found.insert(ArticleId(row.get(0)?));
            }
        }
        Ok(found)
    }

    /// The articles of a statement's rows, of which the first column is the number.
    pub(super) fn set(&self, sql: &str, given: impl Params) -> Result<ArticleSet> {
        let mut statement = self.conn.prepare_cached(sql)?;
        let mut rows = statement.query(given)?;
        let mut found = ArticleSet::default();
        while let Some(row) = rows.next()? {
            found.insert(ArticleId(row.get(0)?));
        }
        Ok(found)
    }

    /// The articles that a query's words find, those they fit best first (BM25); `None` when words alone cannot tell.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn best_first(&self, query: &Query) -> Result<Option<Vec<ArticleId>>> {
        let words = match &query.root {
            Node::And(parts) => {
                let texts: Vec<Node> = parts
                    .iter()
                    .filter(|p| expression::expression(p).is_some())
                    .cloned()
                    .collect();
                (!texts.is_empty())
                    .then(|| expression::expression(&Node::And(texts)))
                    .flatten()
            }
            root => expression::expression(root),
        };
        let Some(words) = words else {
            return Ok(None);
        };
        let mut statement = self.conn.prepare_cached(sql!("article/best"))?;
        let rows = statement.query_map([words], |row| Ok(ArticleId(row.get("id")?)))?;
        Ok(Some(rows.collect::<rusqlite::Result<_>>()?))
    }

    /// An article's title as it is searched (empty when a sentence stands in for one) and its reading text.
    ///
    /// # Errors
    /// When there is no such article.
    pub fn title_and_text(&self, id: ArticleId) -> Result<(String, String)> {
        let mut statement = self.conn.prepare_cached(sql!("article/title_and_text"))?;
        statement
            .query_row([id.0], |row| {
                Ok((row.get("title")?, row.get("reading_text")?))
            })
            .optional()?
            .ok_or(StoreError::NoSuch("article"))
    }

    /// What an article is headed with.
    ///
    /// # Errors
    /// When there is no such article.
    pub fn heading(&self, id: ArticleId) -> Result<Heading> {
        let mut statement = self.conn.prepare_cached(sql!("article/heading"))?;
        statement
            .query_row([id.0], |row| {
                Ok(Heading {
                    title: row.get("title")?,
                    outlet: row.get("outlet")?,
                    agency: row.get("agency")?,
                    published: read::published(row)?,
                })
            })
            .optional()?
            .ok_or(StoreError::NoSuch("article"))
    }

    /// Makes what a query finds beyond the index's reach ready for the selection: the full-text expression where that
    /// says it all, else `None` and the articles in a temporary table.
    pub(super) fn lay_out(&self, query: Option<&Query>) -> Result<Option<String>> {
        self.conn.execute(sql!("selection/clear_found"), [])?;
        let Some(query) = query else { return Ok(None) };
        if let Some(words) = expression::expression(&query.root) {
            return Ok(Some(words));
        }
        let all = self.set(sql!("article/ids"), [])?;
        let found = self.evaluate(query, &all, None)?;
        let ids: Vec<i64> = std::iter::once(0)
            .chain(found.articles.iter().map(|id| id.0))
            .collect();
        let json = selection::json(&ids);
        self.conn.execute(sql!("selection/fill_found"), [json])?;
        Ok(None)
    }
}
