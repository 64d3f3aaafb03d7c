//! Counting who is named in which article. All functions look at the articles chosen by [`Store::select`].
//!
//! How often an article names whom is kept in the project (table `appearance`), and each decision changes it along with
//! the mentions. Charts go through these counts once, in memory: a join in SQL looks up article and name for each of them,
//! which for a million takes seconds.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use rusqlite::{Row, types::ValueRef};

use super::{
    Access, Result, Store,
    read::{count, kind},
    selection::json,
    sql,
};
use crate::model::{
    ArticleId, EntityId, EntityType, PartialDate,
    date::Precision,
    rows::{EntityRow, PlaceDate},
};

/// What charts count of an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArticleFacts {
    pub article: ArticleId,
    pub outlet: Option<Arc<str>>,
    pub agency: Option<Arc<str>>,
    pub words: u32,
    /// First and last day that its date can mean, as day numbers (see [`crate::model::date::from_day_number`]).
    pub days: Option<(i64, i64)>,
    /// How precisely its date is known.
    pub precision: Option<Precision>,
    /// The date with the time, where that is known: `2011-06-03T10:30+02:00`.
    pub minute: Option<String>,
    /// The same for all versions of a story.
    pub story: i64,
    /// Names of the types asked for; may be 0.
    pub mentions: u64,
}

impl ArticleFacts {
    /// The day it was published, as a day number, where that is known.
    #[must_use]
    pub fn day(&self) -> Option<i64> {
        let known = matches!(self.precision, Some(Precision::Day | Precision::Minute));
        self.days.filter(|_| known).map(|(first, _)| first)
    }
}

/// How often one article names one entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Appearance {
    pub entity: EntityId,
    /// Position of the article among the facts.
    pub article: usize,
    pub mentions: u64,
}

/// What was counted last of the selection, and what stands in the file whatever is selected.
#[derive(Default)]
pub(super) struct Counted {
    facts: Option<(Vec<EntityType>, Arc<[ArticleFacts]>)>,
    kept: Option<(i64, Arc<[Kept]>)>,
}

impl Counted {
    /// Forgets what was counted of the selection.
    pub(super) fn forget(&mut self) {
        self.facts = None;
    }
}

/// A row of the kept counts, by entity and article.
#[derive(Clone, Copy)]
struct Kept {
    entity: u32,
    article: u32,
    mentions: u32,
}

/// As many kept counts, and as many mentions, are remembered between charts: 48 and 64 MB.
pub(super) const MOST_KEPT: usize = 4_000_000;

/// Below this share of all articles, what the selected ones name is looked up for each; else all is gone through.
pub(super) const FEW: usize = 12;

/// The same text for the same words, so that a hundred thousand articles share a few outlets.
#[derive(Default)]
struct Shared(HashSet<Arc<str>>);

impl Shared {
    fn text(&mut self, value: ValueRef<'_>) -> Option<Arc<str>> {
        let text = value.as_str_or_null().ok().flatten()?;
        if let Some(known) = self.0.get(text) {
            return Some(Arc::clone(known));
        }
        let new: Arc<str> = text.into();
        self.0.insert(Arc::clone(&new));
        Some(new)
    }
}

fn day(row: &Row<'_>, column: &str) -> rusqlite::Result<Option<i64>> {
    let text = row.get_ref(column)?.as_str_or_null().ok().flatten();
    let date = text.and_then(PartialDate::parse);
    Ok(date.and_then(|date| date.day_number()))
}

fn precision(word: &str) -> Option<Precision> {
    [
        Precision::Year,
        Precision::Month,
        Precision::Day,
        Precision::Minute,
    ]
    .into_iter()
    .find(|precision| precision.word() == word)
}

pub(super) fn list<T: serde::Serialize>(ids: &[T]) -> String {
    json(ids).unwrap_or_else(|| "[]".to_owned())
}

/// The kept counts of one entity whose article is among the facts, with its position there: both are in the order of articles.
fn in_step<'a>(
    kept: &'a [Kept],
    facts: &'a [ArticleFacts],
) -> impl Iterator<Item = (&'a Kept, usize)> {
    let mut at = 0;
    kept.iter().filter_map(move |kept| {
        let article = i64::from(kept.article);
        // A few steps mostly; a leap where the selection is much larger than what names the entity.
        let rest = facts.get(at..).unwrap_or_default();
        let mut reach = 1;
        while rest.get(reach).is_some_and(|f| f.article.0 < article) {
            reach *= 2;
        }
        let near = rest
            .get(..=reach.min(rest.len().saturating_sub(1)))
            .unwrap_or_default();
        at += near.partition_point(|f| f.article.0 < article);
        let here = facts.get(at)?;
        (here.article.0 == article).then_some((kept, at))
    })
}

impl Store {
    /// What is known of each selected article, by number, with how many names of these types it has (of all types when
    /// there are none).
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn article_facts(&self, types: &[EntityType]) -> Result<Arc<[ArticleFacts]>> {
        if let Some((of, facts)) = &self.remembered.counted.borrow().facts
            && of == types
        {
            return Ok(Arc::clone(facts));
        }
        let facts = if types.is_empty() {
            self.read_facts()?.into()
        } else {
            let all = self.article_facts(&[])?;
            let mut named = all.to_vec();
            for facts in &mut named {
                facts.mentions = 0;
            }
            let kinds = self.kinds()?;
            self.each_appearance(&all, |one| {
                let asked = kinds
                    .get(&one.entity)
                    .is_some_and(|kind| types.contains(kind));
                if let Some(facts) = named.get_mut(one.article).filter(|_| asked) {
                    facts.mentions += one.mentions;
                }
            })?;
            Arc::from(named)
        };
        // Those of all types are what the others are counted from; they are read in no time.
        let mut counted = self.remembered.counted.borrow_mut();
        counted.facts = Some((types.to_vec(), Arc::clone(&facts)));
        Ok(facts)
    }

    fn read_facts(&self) -> Result<Vec<ArticleFacts>> {
        let mut statement = self.conn.prepare_cached(sql!("article/facts"))?;
        let mut rows = statement.query([])?;
        let (mut facts, mut shared) = (Vec::new(), Shared::default());
        while let Some(row) = rows.next()? {
            let precise = row.get_ref("published_precision")?.as_str_or_null();
            let precise = precise.ok().flatten().and_then(precision);
            facts.push(ArticleFacts {
                article: ArticleId(row.get("id")?),
                outlet: shared.text(row.get_ref("outlet")?),
                agency: shared.text(row.get_ref("agency")?),
                words: row.get("words")?,
                days: day(row, "published_first")?.zip(day(row, "published_last")?),
                precision: precise,
                minute: match precise {
                    Some(Precision::Minute) => row.get("published")?,
                    _ => None,
                },
                story: row.get("story")?,
                mentions: count(row, "mentions")?,
            });
        }
        Ok(facts)
    }

    /// The type of each entity.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn kinds(&self) -> Result<HashMap<EntityId, EntityType>> {
        let mut statement = self.conn.prepare_cached(sql!("entity/kinds"))?;
        let rows = statement.query_map([], |row| Ok((EntityId(row.get("id")?), kind(row)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Goes through who is named in which of the selected articles: name by name where many articles are selected, else
    /// article by article. `facts` are those of the selection.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn each_appearance(
        &self,
        facts: &[ArticleFacts],
        mut take: impl FnMut(Appearance),
    ) -> Result<()> {
        let last = facts.last().map_or(0, |facts| facts.article.0);
        let position = |article: i64| {
            let found = facts.binary_search_by_key(&article, |facts| facts.article.0);
            found.ok()
        };
        if facts.len() * FEW < usize::try_from(last).unwrap_or(usize::MAX) {
            let mut statement = self.conn.prepare_cached(sql!("appearance/selected"))?;
            let mut found = statement.query([])?;
            while let Some(row) = found.next()? {
                if let Some(article) = position(row.get(1)?) {
                    take(Appearance {
                        entity: EntityId(row.get(0)?),
                        article,
                        mentions: count(row, "mentions")?,
                    });
                }
            }
            return Ok(());
        }
        // Article numbers run without large gaps, so a table by number is the quickest way to a position.
        let mut at = vec![u32::MAX; usize::try_from(last).map_or(0, |last| last + 1)];
        for (position, facts) in facts.iter().enumerate() {
            let number = usize::try_from(facts.article.0).unwrap_or(usize::MAX);
            if let (Some(slot), Ok(position)) = (at.get_mut(number), u32::try_from(position)) {
                *slot = position;
            }
        }
        for kept in self.kept()?.iter() {
            let position = at.get(kept.article as usize).copied().unwrap_or(u32::MAX);
            if position != u32::MAX {
                take(Appearance {
                    entity: EntityId(kept.entity.into()),
                    article: position as usize,
                    mentions: kept.mentions.into(),
                });
            }
        }
        Ok(())
    }

    /// Whether what stands in the file may be remembered: who writes would have to know what each write touches.
    pub(super) fn may_remember(&self) -> bool {
        self.access == Access::Read
    }

    /// The kept counts, when they were read and nobody wrote since.
    fn known_kept(&self) -> Result<Option<Arc<[Kept]>>> {
        let version = self.data_version()?;
        let counted = self.remembered.counted.borrow();
        let known = counted.kept.as_ref().filter(|(of, _)| *of == version);
        Ok(known.map(|(_, kept)| Arc::clone(kept)))
    }

    /// All kept counts, by entity and article. Remembered until somebody writes to the file.
    fn kept(&self) -> Result<Arc<[Kept]>> {
        if let Some(kept) = self.known_kept()? {
            return Ok(kept);
        }
        let version = self.data_version()?;
        let may_know = self.may_remember();
        let mut statement = self.conn.prepare_cached(sql!("appearance/all"))?;
        let mut rows = statement.query([])?;
        let mut kept = Vec::new();
        while let Some(row) = rows.next()? {
            kept.push(Kept {
                entity: row.get(0)?,
                article: row.get(1)?,
                mentions: row.get(2)?,
            });
        }
        let kept: Arc<[Kept]> = kept.into();
        self.remembered.counted.borrow_mut().kept =
            (may_know && kept.len() <= MOST_KEPT).then(|| (version, Arc::clone(&kept)));
        Ok(kept)
    }

    /// How often each selected article names an entity, by article; `facts` are those of the selection.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn appearances_of(
        &self,
        entity: EntityId,
        facts: &[ArticleFacts],
    ) -> Result<Vec<Appearance>> {
        if let Some(kept) = self.known_kept()? {
            let (from, to) = (
                kept.partition_point(|kept| i64::from(kept.entity) < entity.0),
                kept.partition_point(|kept| i64::from(kept.entity) <= entity.0),
            );
            let of_entity = kept.get(from..to).unwrap_or_default();
            return Ok(in_step(of_entity, facts)
                .map(|(kept, article)| Appearance {
                    entity,
                    article,
                    mentions: kept.mentions.into(),
                })
                .collect());
        }
        let mut statement = self.conn.prepare_cached(sql!("appearance/of_entity"))?;
        let mut rows = statement.query([entity.0])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let number: i64 = row.get(0)?;
            if let Ok(article) = facts.binary_search_by_key(&number, |facts| facts.article.0) {
                found.push(Appearance {
                    entity,
                    article,
                    mentions: count(row, "mentions")?,
                });
            }
        }
        Ok(found)
    }

    /// The entities of these types that the selection names, most mentioned first, without their spellings. An entity's
    /// stories are those of its articles, each counted once.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn entity_counts(&self, types: &[EntityType]) -> Result<Vec<EntityRow>> {
        #[derive(Clone, Default)]
        struct Sum {
            mentions: u64,
            articles: u64,
            days: Option<(i64, i64)>,
            /// Articles in families: those of one family are one story.
            families: Vec<i64>,
        }
        let facts = self.article_facts(&[])?;
        let mut sums: HashMap<EntityId, Sum> = HashMap::new();
        let mut current: Option<(EntityId, Sum)> = None;
        self.each_appearance(&facts, |one| {
            let Some(article) = facts.get(one.article) else {
                return;
            };
            // Mostly the next is of the same name, which saves the search for its sum.
            if current.as_ref().is_none_or(|(of, _)| *of != one.entity) {
                let next = sums.remove(&one.entity).unwrap_or_default();
                if let Some((of, sum)) = current.replace((one.entity, next)) {
                    sums.insert(of, sum);
                }
            }
            let Some((_, sum)) = &mut current else { return };
            sum.mentions += one.mentions;
            sum.articles += 1;
            sum.days = match (sum.days, article.days) {
                (Some((a, b)), Some((first, last))) => Some((a.min(first), b.max(last))),
                (known, new) => known.or(new),
            };
            if article.story < 0 {
                sum.families.push(article.story);
            }
        })?;
        sums.extend(current);
        let mut rows = Vec::with_capacity(sums.len());
        let mut statement = self.conn.prepare_cached(sql!("entity/named"))?;
        let mut named = statement.query([])?;
        let iso = |day: i64| crate::model::date::from_day_number(day).to_string();
        while let Some(row) = named.next()? {
            let id = EntityId(row.get("id")?);
            let kind = kind(row)?;
            if !types.is_empty() && !types.contains(&kind) {
                continue;
            }
            let Some(mut sum) = sums.remove(&id) else {
                continue;
            };
            let single = sum.articles - sum.families.len() as u64;
            sum.families.sort_unstable();
            sum.families.dedup();
            rows.push(EntityRow {
                id,
                kind,
                name: row.get("name")?,
                mentions: sum.mentions,
                articles: sum.articles,
                stories: single + sum.families.len() as u64,
                first: sum.days.map(|(first, _)| iso(first)),
                last: sum.days.map(|(_, last)| iso(last)),
                variants: Vec::new(),
            });
        }
        rows.sort_by_cached_key(|row| {
            use std::cmp::Reverse;
            let name = row.name.to_ascii_lowercase();
            (Reverse(row.mentions), Reverse(row.articles), name, row.id)
        });
        Ok(rows)
    }

    /// How often the selection writes each entity how, the most frequent spelling of each first.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn spellings(&self) -> Result<Vec<(EntityId, (String, u64))>> {
        let facts = self.article_facts(&[])?;
        let last = facts.last().map_or(0, |facts| facts.article.0);
        let mut counts: HashMap<(i64, i64), u64> = HashMap::new();
        if facts.len() * FEW < usize::try_from(last).unwrap_or(usize::MAX) {
            let mut statement = self.conn.prepare_cached(sql!("mention/forms_selected"))?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                *counts.entry((row.get(0)?, row.get(1)?)).or_default() += 1;
            }
        } else {
            let mut selected = vec![false; usize::try_from(last).map_or(0, |last| last + 1)];
            for article in facts.iter() {
                let number = usize::try_from(article.article.0).unwrap_or(usize::MAX);
                if let Some(slot) = selected.get_mut(number) {
                    *slot = true;
                }
            }
            let mut statement = self.conn.prepare_cached(sql!("mention/forms_all"))?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let article = usize::try_from(row.get::<_, i64>(2)?).unwrap_or(usize::MAX);
                if selected.get(article) == Some(&true) {
                    *counts.entry((row.get(0)?, row.get(1)?)).or_default() += 1;
                }
            }
        }
        let mut texts: HashMap<i64, String> = HashMap::new();
        let mut statement = self.conn.prepare_cached(sql!("form/texts"))?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            texts.insert(row.get(0)?, row.get(1)?);
        }
        let mut spellings: Vec<(EntityId, (String, u64))> = counts
            .into_iter()
            .filter_map(|((entity, form), number)| {
                Some((EntityId(entity), (texts.get(&form)?.clone(), number)))
            })
            .collect();
        spellings.sort_unstable_by(|(a, (text_a, n_a)), (b, (text_b, n_b))| {
            a.cmp(b).then(n_b.cmp(n_a)).then_with(|| text_a.cmp(text_b))
        });
        Ok(spellings)
    }

    /// What each selected article adds to each place, in the order of dates.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn place_dates(&self) -> Result<Vec<PlaceDate>> {
        let facts = self.article_facts(&[])?;
        let kinds = self.kinds()?;
        let mut dates = Vec::new();
        self.each_appearance(&facts, |one| {
            let is_place = kinds.get(&one.entity) == Some(&EntityType::Place);
            if let Some(article) = facts.get(one.article).filter(|_| is_place) {
                dates.push(PlaceDate {
                    place: one.entity,
                    first: article.days.map(|(first, _)| first),
                    precision: article.precision,
                    article: article.article,
                    story: article.story,
                    mentions: one.mentions,
                });
            }
        })?;
        dates.sort_unstable_by_key(|date| (date.first, date.article, date.place));
        Ok(dates)
    }

    /// The SHA-256 of each article's reading text, by number, for all that are not deleted.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn text_hashes(&self) -> Result<Vec<(ArticleId, Vec<u8>)>> {
        let mut statement = self.conn.prepare_cached(sql!("article/hashes"))?;
        let found = statement.query_map([], |row| {
            Ok((ArticleId(row.get("id")?), row.get("text_sha256")?))
        })?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }
}
