//! How much of two texts is the same, from the texts themselves.

use std::collections::HashSet;

use super::shingles::{FoldedWord, SHINGLE, shingles, words};
use crate::model::FamilyKind;

/// Share of the shorter text's words that two versions have in common at least.
const VERSION: f64 = 0.42;
/// The same where one text is [`UNEVEN`] times as long: a passage both quote is soon a large part of a short item.
const UNEVEN_VERSION: f64 = 0.6;
const UNEVEN: f64 = 3.0;
/// Share of a text's words that stand in the other for it to be an excerpt.
const EXCERPT: f64 = 0.8;
/// How much longer the other has to be.
const LONGER: f64 = 1.6;
/// Words that have to be shared whatever their part of the text.
const FEWEST: usize = 8;

/// What two texts share, in words.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Likeness {
    pub a_words: usize,
    pub b_words: usize,
    /// Words of the first that stand in a run of five which the second has, too.
    pub a_shared: usize,
    pub b_shared: usize,
    /// Whether all words are the same, in the same order.
    pub identical: bool,
}

/// Compares two reading texts.
#[must_use]
pub fn likeness(a: &str, b: &str) -> Likeness {
    of_words(&words(a), &words(b))
}

/// Compares two texts whose words are known.
#[must_use]
pub fn of_words(a: &[FoldedWord], b: &[FoldedWord]) -> Likeness {
    let (of_a, of_b) = (shingles(a), shingles(b));
    Likeness {
        a_words: a.len(),
        b_words: b.len(),
        a_shared: covered(&of_a, &of_b, a.len()),
        b_shared: covered(&of_b, &of_a, b.len()),
        identical: a.len() == b.len() && a.iter().zip(b).all(|(x, y)| x.hash == y.hash),
    }
}

fn covered(of: &[u64], by: &[u64], words: usize) -> usize {
    let known: HashSet<u64> = by.iter().copied().collect();
    let (mut count, mut reached) = (0, 0);
    for (at, shingle) in of.iter().enumerate() {
        if known.contains(shingle) {
            let end = (at + SHINGLE).min(words);
            count += end - reached.max(at).min(end);
            reached = end;
        }
    }
    count
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        0.0
    } else {
        part as f64 / whole as f64
    }
}

impl Likeness {
    /// Share of the shorter text's words that the longer has, 0 to 1.
    #[must_use]
    pub fn shared(&self) -> f64 {
        if self.identical {
            1.0
        } else if self.a_words <= self.b_words {
            share(self.a_shared, self.a_words)
        } else {
            share(self.b_shared, self.b_words)
        }
    }

    /// Share of the first text's words that the second kept, 0 to 1.
    #[must_use]
    pub fn kept(&self) -> f64 {
        if self.identical {
            1.0
        } else {
            share(self.a_shared, self.a_words)
        }
    }

    /// How the two belong together, if they do.
    #[must_use]
    pub fn relation(&self) -> Option<FamilyKind> {
        let (short, long) = (
            self.a_words.min(self.b_words),
            self.a_words.max(self.b_words),
        );
        let shared = self.shared();
        let words = if self.a_words <= self.b_words {
            self.a_shared
        } else {
            self.b_shared
        };
        let ratio = long as f64 / short.max(1) as f64;
        if self.identical {
            (short > 0).then_some(FamilyKind::Identical)
        } else if words < FEWEST {
            None
        } else if shared >= EXCERPT && ratio >= LONGER {
            Some(FamilyKind::Excerpt)
        } else {
            let enough = if ratio > UNEVEN {
                UNEVEN_VERSION
            } else {
                VERSION
            };
            (shared >= enough).then_some(FamilyKind::Version)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(words: std::ops::Range<u32>) -> String {
        words.map(|n| format!("w{n} ")).collect()
    }

    fn check(a: &str, b: &str, expected: Option<FamilyKind>) {
        let found = likeness(a, b);
        assert_eq!(found.relation(), expected, "{found:?}");
        assert_eq!(likeness(b, a).relation(), expected);
    }

    #[test]
    fn kinds_of_kinship() {
        let whole = text(0..300);
        check(&whole, &whole.to_uppercase(), Some(FamilyKind::Identical));
        check(&whole, &text(0..200), Some(FamilyKind::Version));
        check(
            &whole,
            &(text(0..150) + &text(900..1050)),
            Some(FamilyKind::Version),
        );
        check(&whole, &text(100..180), Some(FamilyKind::Excerpt));
        check(&whole, &(text(0..60) + &text(900..1100)), None);
        check(&whole, &text(900..1200), None);
        check("", "", None);
    }

    #[test]
    fn one_changed_word_costs_one_word() {
        let a = text(0..100);
        let b = a.replace("w50 ", "x ");
        assert_eq!(likeness(&a, &b).a_shared, 99);
    }
}
