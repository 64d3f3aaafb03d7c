//! Finds pairs of articles that may be versions, for a batch of new articles at a time, so that memory depends on the
//! batch and not on the project.

use std::collections::HashMap;

use super::shingles::Fingerprint;
use crate::model::ArticleId;

/// Articles remembered for one hash. Where more have it (a much printed story, a paragraph of boilerplate) the first and
/// the newest stand for all: every new version meets some of its family, and pairs stay few.
const REMEMBERED: usize = 32;
const FIRST: usize = 8;

/// Stories that may share a hash before it starts to weigh less.
const COMMON: f64 = 4.0;

/// Estimated share of the smaller text below which a pair is not worth reading.
pub const WORTH_READING: f64 = 0.2;

/// The hashes of a batch, and who has them.
pub struct Index {
    /// Ascending, without repetitions.
    hashes: Vec<u32>,
    /// One bit for every 64 hashes: most hashes of other articles are told apart without a search.
    seen: Vec<u64>,
    holders: Vec<Holders>,
    /// Number of stories that have the hash, and the last one counted.
    stories: Vec<(u32, i64)>,
}

#[derive(Clone, Default)]
enum Holders {
    #[default]
    None,
    One(ArticleId),
    More(Vec<ArticleId>),
}

impl Index {
    /// The index of the new articles' fingerprints.
    #[must_use]
    pub fn new<'f>(batch: impl IntoIterator<Item = &'f Fingerprint>) -> Self {
        let mut hashes: Vec<u32> = batch
            .into_iter()
            .flat_map(|print| print.hashes.iter().copied())
            .collect();
        hashes.sort_unstable();
        hashes.dedup();
        let mut seen = vec![0_u64; 1 << 20];
        for hash in &hashes {
            if let Some(word) = seen.get_mut((hash >> 12) as usize) {
                *word |= 1 << (hash >> 6 & 63);
            }
        }
        Self {
            holders: vec![Holders::None; hashes.len()],
            stories: vec![(0, i64::MIN); hashes.len()],
            hashes,
            seen,
        }
    }

    fn at(&self, hash: u32) -> Option<usize> {
        let word = self.seen.get((hash >> 12) as usize)?;
        if word >> (hash >> 6 & 63) & 1 == 0 {
            return None;
        }
        self.hashes.binary_search(&hash).ok()
    }

    /// Remembers an article that later ones are compared with.
    pub fn add(&mut self, article: ArticleId, print: &Fingerprint) {
        for hash in &print.hashes {
            let Some(holders) = self.at(*hash).and_then(|at| self.holders.get_mut(at)) else {
                continue;
            };
            match holders {
                Holders::None => *holders = Holders::One(article),
                Holders::One(first) => *holders = Holders::More(vec![*first, article]),
                Holders::More(many) => {
                    if many.len() >= REMEMBERED {
                        many.remove(FIRST);
                    }
                    many.push(article);
                }
            }
        }
    }

    /// Remembered articles that share at least two hashes with this one (or the only one), by number.
    #[must_use]
    pub fn partners(&self, print: &Fingerprint) -> Vec<ArticleId> {
        let mut common: HashMap<ArticleId, usize> = HashMap::new();
        for hash in &print.hashes {
            match self.at(*hash).and_then(|at| self.holders.get(at)) {
                Some(Holders::One(article)) => *common.entry(*article).or_default() += 1,
                Some(Holders::More(many)) => {
                    for article in many {
                        *common.entry(*article).or_default() += 1;
                    }
                }
                Some(Holders::None) | None => {}
            }
        }
        let enough = print.hashes.len().clamp(1, 2);
        let mut found: Vec<ArticleId> = common
            .into_iter()
            .filter(|(_, n)| *n >= enough)
            .map(|(article, _)| article)
            .collect();
        found.sort_unstable();
        found
    }

    /// Counts the story for each of an article's hashes. Articles of one story have to come one after the other.
    pub fn count(&mut self, story: i64, print: &Fingerprint) {
        for hash in &print.hashes {
            if let Some((count, last)) = self.at(*hash).and_then(|at| self.stories.get_mut(at))
                && *last != story
            {
                *last = story;
                *count += 1;
            }
        }
    }

    /// What a hash weighs, 0 to 1: little when many stories have it.
    #[must_use]
    pub fn weight(&self, hash: u32) -> f64 {
        let stories = self
            .at(hash)
            .and_then(|at| self.stories.get(at))
            .map_or(1.0, |(count, _)| f64::from(*count));
        if stories <= COMMON {
            1.0
        } else {
            COMMON / stories
        }
    }
}
