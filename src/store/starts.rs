//! Where names stand in the texts: what is named in one sentence or paragraph with what.
//!
//! For charts of many articles all mentions are read once and remembered, 16 bytes each: of several names in a hundred thousand
//! articles that is quicker than finding the mentions of these names in the file, and the next chart has them.

use std::sync::Arc;

use rusqlite::Row;

use super::{
    Result, Store,
    counts::{FEW, MOST_KEPT, list},
    sql,
};
use crate::model::{ArticleId, EntityId, paragraph};

/// A mention's place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Start {
    pub article: ArticleId,
    pub entity: EntityId,
    /// Byte of the reading text.
    pub start: u32,
    /// Where its sentence begins, likewise.
    pub sentence: u32,
}

/// The same as it is remembered, in the order of its fields.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    article: u32,
    start: u32,
    entity: u32,
    sentence: u32,
}

/// What was read of the file, as of a version of it.
#[derive(Default)]
pub(super) struct Located {
    version: i64,
    places: Option<Arc<[Place]>>,
    /// By the article's number.
    paragraphs: Vec<Option<Arc<[u32]>>>,
}

/// Which numbers are asked for.
struct Asked(Vec<bool>);

impl Asked {
    fn new(numbers: impl Iterator<Item = i64> + Clone) -> Self {
        let last = numbers.clone().max().unwrap_or(0);
        let mut asked = vec![false; usize::try_from(last).map_or(0, |last| last + 1)];
        for number in numbers {
            let slot = usize::try_from(number).ok();
            if let Some(slot) = slot.and_then(|number| asked.get_mut(number)) {
                *slot = true;
            }
        }
        Self(asked)
    }

    fn holds(&self, number: u32) -> bool {
        self.0.get(number as usize) == Some(&true)
    }
}

impl Store {
    /// Where each of these entities is named in these articles, by article and position.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn starts(&self, entities: &[EntityId], articles: &[ArticleId]) -> Result<Vec<Start>> {
        let last = articles.iter().map(|article| article.0).max().unwrap_or(0);
        if articles.len() * FEW < usize::try_from(last).unwrap_or(usize::MAX) {
            let mut statement = self.conn.prepare_cached(sql!("mention/starts"))?;
            let found = statement.query_map([list(entities), list(articles)], |row| {
                Ok(Start {
                    article: ArticleId(row.get(0)?),
                    entity: EntityId(row.get(1)?),
                    start: row.get(2)?,
                    sentence: row.get(3)?,
                })
            })?;
            return Ok(found.collect::<rusqlite::Result<_>>()?);
        }
        // For many articles one way through all mentions is shorter than one to each article.
        let of_articles = Asked::new(articles.iter().map(|article| article.0));
        let of_entities = Asked::new(entities.iter().map(|entity| entity.0));
        let asked =
            |place: &Place| of_entities.holds(place.entity) && of_articles.holds(place.article);
        let start = |place: &Place| Start {
            article: ArticleId(place.article.into()),
            entity: EntityId(place.entity.into()),
            start: place.start,
            sentence: place.sentence,
        };
        let places = self.located(asked)?;
        Ok(places.iter().filter(|p| asked(p)).map(start).collect())
    }

    /// Where names stand, by article and position: all of them where they can be remembered, else those asked for.
    fn located(&self, asked: impl Fn(&Place) -> bool) -> Result<Arc<[Place]>> {
        self.forget_located()?;
        if let Some(places) = &self.remembered.located.borrow().places {
            return Ok(Arc::clone(places));
        }
        let mut statement = self.conn.prepare_cached(sql!("mention/starts_all"))?;
        let mut rows = statement.query([])?;
        let place = |row: &Row<'_>| -> rusqlite::Result<Place> {
            Ok(Place {
                article: row.get(0)?,
                start: row.get(1)?,
                entity: row.get(2)?,
                sentence: row.get(3)?,
            })
        };
        let (mut all, mut places) = (self.may_remember(), Vec::new());
        while let Some(row) = rows.next()? {
            let place = place(row)?;
            if all || asked(&place) {
                places.push(place);
            }
            if all && places.len() > MOST_KEPT {
                all = false;
                places.retain(&asked);
            }
        }
        // Mostly they stand in the file in this order already.
        places.sort_unstable();
        let places: Arc<[Place]> = places.into();
        if all {
            self.remembered.located.borrow_mut().places = Some(Arc::clone(&places));
        }
        Ok(places)
    }

    /// Where the paragraphs of these articles' reading texts end, of each in turn, see [`paragraph::ends`].
    ///
    /// # Errors
    /// When there is no such article, or the file cannot be read.
    pub fn paragraph_ends(&self, articles: &[ArticleId]) -> Result<Vec<Arc<[u32]>>> {
        self.forget_located()?;
        let mut found = Vec::with_capacity(articles.len());
        let mut located = self.remembered.located.borrow_mut();
        for article in articles {
            let number = usize::try_from(article.0).unwrap_or(usize::MAX);
            if let Some(Some(ends)) = located.paragraphs.get(number) {
                found.push(Arc::clone(ends));
                continue;
            }
            let ends: Arc<[u32]> = paragraph::ends(&self.reading_text(*article)?).into();
            found.push(Arc::clone(&ends));
            if self.may_remember() && number < MOST_KEPT {
                if located.paragraphs.len() <= number {
                    located.paragraphs.resize(number + 1, None);
                }
                if let Some(slot) = located.paragraphs.get_mut(number) {
                    *slot = Some(ends);
                }
            }
        }
        Ok(found)
    }

    /// Forgets what was read before somebody wrote.
    fn forget_located(&self) -> Result<()> {
        let version = self.data_version()?;
        let mut located = self.remembered.located.borrow_mut();
        if located.version != version {
            *located = Located {
                version,
                ..Located::default()
            };
        }
        Ok(())
    }
}
