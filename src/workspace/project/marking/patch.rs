//! What a decision about marks changes, row by row and with what was there before, so that it can be carried out and taken
//! back exactly.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::super::{
    ledger::rules_in_force,
    patch::{Dismissed, Ids, Moved, Patch},
};
use crate::{
    model::{ArticleId, CodeId, DecisionId, EntityId, FamilyId, MemoOn, TagId, marking::Code},
    store::{Store, StoreError},
    workspace::{command::Changed, families},
};

/// The rows that a decision changes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Marks {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<TagChange>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tagged: Vec<Tagged>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub codes: Vec<CodeChange>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub highlights: Vec<HighlightChange>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub memos: Vec<MemoChange>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub outlets: Vec<OutletChange>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deleted: Option<Deleted>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub restored: Option<Restored>,
}

/// A tag's name; `None` where there is no such tag.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TagChange {
    pub id: TagId,
    pub from: Option<String>,
    pub to: Option<String>,
}

/// Articles that get a tag or lose it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tagged {
    pub tag: TagId,
    pub on: bool,
    pub articles: Ids,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CodeChange {
    pub id: CodeId,
    pub from: Option<Code>,
    pub to: Option<Code>,
}

/// Highlights that get another code; `None` where there is no such highlight.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HighlightChange {
    pub from: Option<CodeId>,
    pub to: Option<CodeId>,
    pub ids: Ids,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MemoChange {
    pub on: MemoOn,
    /// With the decision that wrote it.
    pub from: Option<(String, DecisionId)>,
    pub to: Option<String>,
}

/// An article's outlet, and whether the user said so.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OutletChange {
    pub article: ArticleId,
    pub from: (Option<String>, bool),
    pub to: Option<String>,
}

/// Articles taken out, and how their families were before.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Deleted {
    pub articles: Ids,
    pub families: Vec<(ArticleId, Option<FamilyId>)>,
}

/// Articles brought back, with the decisions that had deleted them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Restored {
    pub articles: Vec<(ArticleId, DecisionId)>,
    /// The families they join.
    #[serde(default)]
    pub families: Vec<(ArticleId, Option<FamilyId>)>,
    /// What the decisions about names that were made meanwhile change in them.
    pub names: Box<Patch>,
}

impl Marks {
    /// Whether it changes nothing.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Which kinds of data it changes.
    pub fn changed(&self) -> Changed {
        let articles = self.deleted.is_some() || self.restored.is_some();
        Changed {
            // A filter may be on tags, outlets and notes.
            articles: articles
                || !self.outlets.is_empty()
                || !self.tagged.is_empty()
                || !self.tags.is_empty()
                || self
                    .memos
                    .iter()
                    .any(|m| matches!(m.on, MemoOn::Article(_))),
            names: articles,
            marks: true,
            history: true,
        }
    }

    /// Works out what later decisions about names change in articles that come back.
    pub fn follow_names(&mut self, store: &Store) -> Result<(), StoreError> {
        let Some(restored) = &mut self.restored else {
            return Ok(());
        };
        let rules = rules_in_force(store)?;
        let mut dismissed: BTreeMap<EntityId, Vec<i64>> = BTreeMap::new();
        let mut moved: BTreeMap<(EntityId, EntityId, Option<bool>), Vec<i64>> = BTreeMap::new();
        for (article, by) in &restored.articles {
            // Its mentions are looked at where they would be.
            store.exhume(*article)?;
            for mention in store.refs_of_article(*article)? {
                let now = rules.place_marked(*by, mention.entity, &mention.text);
                if now.dismissed_by.is_some() {
                    dismissed
                        .entry(mention.entity)
                        .or_default()
                        .push(mention.id.0);
                } else if now.entity != mention.entity {
                    let was_by_user = now.by_user.then_some(mention.by_user);
                    moved
                        .entry((mention.entity, now.entity, was_by_user))
                        .or_default()
                        .push(mention.id.0);
                }
            }
            store.bury(*article, *by)?;
        }
        let patch = &mut restored.names;
        patch.moved = moved
            .into_iter()
            .map(|((from, to, was_by_user), ids)| Moved {
                from,
                to,
                was_by_user,
                ids: Ids::new(ids),
            })
            .collect();
        patch.dismissed = dismissed
            .into_iter()
            .map(|(entity, ids)| Dismissed {
                entity,
                ids: Ids::new(ids),
            })
            .collect();
        Ok(())
    }

    pub fn carry_out(&self, store: &Store, decision: DecisionId) -> Result<(), StoreError> {
        for tag in &self.tags {
            store.set_tag(tag.id, tag.to.as_deref())?;
        }
        for tagged in &self.tagged {
            store.set_tagged(tagged.tag, tagged.articles.as_slice(), tagged.on)?;
        }
        for code in &self.codes {
            store.set_code(code.id, code.to.as_ref())?;
        }
        for highlights in &self.highlights {
            store.set_highlights(highlights.ids.as_slice(), highlights.to)?;
        }
        for memo in &self.memos {
            store.set_memo(memo.on, memo.to.as_deref().map(|text| (text, decision)))?;
        }
        for change in &self.outlets {
            store.set_outlet(change.article, change.to.as_deref(), true)?;
        }
        if let Some(deleted) = &self.deleted {
            let articles: Vec<ArticleId> = deleted.known(store)?;
            leave_families(store, &articles)?;
            for article in articles {
                store.bury(article, decision)?;
            }
        }
        if let Some(restored) = &self.restored {
            for (article, _) in restored.known(store)? {
                store.exhume(article)?;
                store.compare_again(article)?;
            }
            families::carry_out(store, &counting(store, &restored.families)?, &[])?;
            restored.names.carry_out(store, decision)?;
        }
        Ok(())
    }

    pub fn take_back(&self, store: &Store) -> Result<(), StoreError> {
        if let Some(restored) = &self.restored {
            restored.names.take_back_mentions(store)?;
            let articles = restored.known(store)?;
            let numbers: Vec<ArticleId> = articles.iter().map(|a| a.0).collect();
            leave_families(store, &numbers)?;
            for (article, by) in articles {
                store.bury(article, by)?;
            }
        }
        if let Some(deleted) = &self.deleted {
            for article in deleted.known(store)? {
                store.exhume(article)?;
                // Articles may have been imported since.
                store.compare_again(article)?;
            }
            families::carry_out(store, &counting(store, &deleted.families)?, &[])?;
        }
        for change in self.outlets.iter().rev() {
            let (outlet, by_user) = &change.from;
            store.set_outlet(change.article, outlet.as_deref(), *by_user)?;
        }
        for memo in self.memos.iter().rev() {
            let from = memo.from.as_ref().map(|(text, by)| (text.as_str(), *by));
            store.set_memo(memo.on, from)?;
        }
        for highlights in self.highlights.iter().rev() {
            store.set_highlights(highlights.ids.as_slice(), highlights.from)?;
        }
        for code in self.codes.iter().rev() {
            store.set_code(code.id, code.from.as_ref())?;
        }
        for tagged in self.tagged.iter().rev() {
            store.set_tagged(tagged.tag, tagged.articles.as_slice(), !tagged.on)?;
        }
        for tag in self.tags.iter().rev() {
            store.set_tag(tag.id, tag.from.as_deref())?;
        }
        Ok(())
    }
}

impl Deleted {
    /// Those that are in the project still: a source read again may have fewer.
    fn known(&self, store: &Store) -> Result<Vec<ArticleId>, StoreError> {
        let ids = self.articles.as_slice().iter().copied().map(ArticleId);
        ids.filter_map(|id| {
            is_there(store, id)
                .map(|there| there.then_some(id))
                .transpose()
        })
        .collect()
    }
}

impl Restored {
    fn known(&self, store: &Store) -> Result<Vec<(ArticleId, DecisionId)>, StoreError> {
        self.articles
            .iter()
            .filter_map(|(id, by)| {
                is_there(store, *id)
                    .map(|there| there.then_some((*id, *by)))
                    .transpose()
            })
            .collect()
    }
}

fn is_there(store: &Store, id: ArticleId) -> Result<bool, StoreError> {
    match store.deleted(id) {
        Ok(_) => Ok(true),
        Err(StoreError::NoSuch(_)) => Ok(false),
        Err(error) => Err(error),
    }
}

/// Whether an article is in the project and not deleted.
pub(super) fn counts(store: &Store, id: ArticleId) -> Result<bool, StoreError> {
    match store.deleted(id) {
        Ok((_, by)) => Ok(by.is_none()),
        Err(StoreError::NoSuch(_)) => Ok(false),
        Err(error) => Err(error),
    }
}

/// Those of these articles that count, with their families.
fn counting(
    store: &Store,
    families: &[(ArticleId, Option<FamilyId>)],
) -> Result<Vec<(ArticleId, Option<FamilyId>)>, StoreError> {
    let mut out = Vec::with_capacity(families.len());
    for (article, family) in families {
        if counts(store, *article)? {
            out.push((*article, *family));
        }
    }
    Ok(out)
}

/// The families of articles, with all their members.
pub(super) fn families_of(
    store: &Store,
    articles: &[ArticleId],
) -> Result<Vec<(ArticleId, Option<FamilyId>)>, StoreError> {
    let mut members = BTreeMap::new();
    for article in articles {
        if let Some(family) = store.family_of(*article)? {
            for version in store.family_members(family)? {
                members.insert(version.article, Some(family));
            }
        }
    }
    Ok(members.into_iter().collect())
}

/// Takes articles out of their families; the other versions stay together.
fn leave_families(store: &Store, articles: &[ArticleId]) -> Result<(), StoreError> {
    let mut families = families_of(store, articles)?;
    for (article, family) in &mut families {
        if articles.contains(article) {
            *family = None;
        }
    }
    families::carry_out(store, &families, &[])
}
