//! A set of articles: a bit for each number, because a query joins sets of up to all articles while a person types.

use crate::model::ArticleId;

/// Articles, by their numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ArticleSet {
    bits: Vec<u64>,
}

impl ArticleSet {
    /// Whether it holds the article.
    #[must_use]
    pub fn contains(&self, id: ArticleId) -> bool {
        Self::place(id).is_some_and(|(at, bit)| self.bits.get(at).is_some_and(|b| b & bit != 0))
    }

    /// Takes the article in.
    pub fn insert(&mut self, id: ArticleId) {
        let Some((at, bit)) = Self::place(id) else {
            return;
        };
        if at >= self.bits.len() {
            self.bits.resize(at + 1, 0);
        }
        if let Some(bits) = self.bits.get_mut(at) {
            *bits |= bit;
        }
    }

    /// Numbers are given from 1 upwards by the store, so none is negative.
    fn place(id: ArticleId) -> Option<(usize, u64)> {
        let id = usize::try_from(id.0).ok()?;
        Some((id / 64, 1 << (id % 64)))
    }

    /// How many it holds.
    #[must_use]
    pub fn len(&self) -> u64 {
        self.bits.iter().map(|b| u64::from(b.count_ones())).sum()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.bits.iter().all(|b| *b == 0)
    }

    /// Keeps what the other holds, too.
    pub fn keep(&mut self, other: &Self) {
        for (at, bits) in self.bits.iter_mut().enumerate() {
            *bits &= other.bits.get(at).copied().unwrap_or(0);
        }
    }

    /// Takes out what the other holds.
    pub fn take_out(&mut self, other: &Self) {
        for (bits, out) in self.bits.iter_mut().zip(&other.bits) {
            *bits &= !out;
        }
    }

    /// Takes in what the other holds.
    pub fn take_in(&mut self, other: &Self) {
        if self.bits.len() < other.bits.len() {
            self.bits.resize(other.bits.len(), 0);
        }
        for (bits, more) in self.bits.iter_mut().zip(&other.bits) {
            *bits |= more;
        }
    }

    /// The numbers as a JSON array.
    #[must_use]
    pub fn json(&self) -> String {
        use std::fmt::Write as _;
        let mut out = String::from("[");
        for id in self.iter() {
            if out.len() > 1 {
                out.push(',');
            }
            // A string takes everything.
            let _ = write!(out, "{id}");
        }
        out.push(']');
        out
    }

    /// The articles, by number.
    pub fn iter(&self) -> impl Iterator<Item = ArticleId> {
        self.bits.iter().enumerate().flat_map(|(at, bits)| {
            let mut left = *bits;
            std::iter::from_fn(move || {
                if left == 0 {
                    return None;
                }
                let bit = left.trailing_zeros() as usize;
                left &= left - 1;
                i64::try_from(at * 64 + bit).ok().map(ArticleId)
            })
        })
    }
}

impl FromIterator<ArticleId> for ArticleSet {
    fn from_iter<I: IntoIterator<Item = ArticleId>>(ids: I) -> Self {
        let mut set = Self::default();
        for id in ids {
            set.insert(id);
        }
        set
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_join_as_sets_do() {
        let set = |ids: &[i64]| -> ArticleSet { ids.iter().copied().map(ArticleId).collect() };
        let ids = |set: &ArticleSet| set.iter().map(|id| id.0).collect::<Vec<_>>();
        let (a, b) = (set(&[1, 63, 64, 500]), set(&[63, 64, 65]));
        let mut both = a.clone();
        both.keep(&b);
        assert_eq!(ids(&both), [63, 64]);
        let mut less = a.clone();
        less.take_out(&b);
        assert_eq!(ids(&less), [1, 500]);
        let mut more = b;
        more.take_in(&a);
        assert_eq!(ids(&more), [1, 63, 64, 65, 500]);
        assert_eq!(more.json(), "[1,63,64,65,500]");
        assert_eq!(ArticleSet::default().json(), "[]");
        assert_eq!(more.len(), 5);
        assert!(!more.contains(ArticleId(-1)) && !more.contains(ArticleId(9_999)));
    }
}
