//! The place that a direction or distance is counted from: "the coastal city of X", "the capital, X", "the city".

use super::{Reader, words};
use crate::model::{ByteSpan, EntityType};

/// Tokens looked at for an anchor's name.
const REACH: usize = 9;

/// An anchor as the words name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Anchor {
    pub what: Meant,
    /// Token after it.
    pub end: usize,
}

/// How a place is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meant {
    /// Index of a name.
    Name(usize),
    /// Capitalized words that no name covers.
    Words(ByteSpan),
    /// "The city": a place named elsewhere. Whether it is a capital.
    Earlier { capital: bool },
}

impl Reader<'_> {
    /// The anchor at token `at`. `sure` where a distance was stated, so that a name of another type, or one that nobody
    /// recognized, is a place after all. `at_sea` where "the coast of X" is meant.
    pub(super) fn anchor(&self, at: usize, sure: bool, at_sea: bool) -> Option<Anchor> {
        let mut k = at;
        let mut earlier: Option<(bool, usize)> = None;
        let mut other: Option<usize> = None;
        while k < at + REACH {
            let Some(token) = self.tokens.get(k) else {
                break;
            };
            if let Some(n) = token.name {
                let name = self.names.get(n)?;
                let next = self.word(k + 1);
                match name.kind {
                    EntityType::Place => {
                        if let Some(end) = self.after_owner(k) {
                            match end {
                                Owner::Goes(on) => {
                                    k = on;
                                    continue;
                                }
                                Owner::Ends => return None,
                            }
                        }
                        if words::LINES.contains(&next) && !at_sea && !self.is_spot(k + 2) {
                            return None;
                        }
                        return Some(Anchor {
                            what: Meant::Name(n),
                            end: k + 1,
                        });
                    }
                    // "The Libyan capital", "the German town of X".
                    EntityType::Group => {}
                    _ => other = other.or(Some(k)),
                }
                k += 1;
                continue;
            }
            let word = token.word.as_str();
            if words::QUOTES.contains(&word) || word == "-" {
                k += 1;
                continue;
            }
            if word == "," {
                // "The capital, X": only right after the noun that X explains.
                let named = earlier.is_some_and(|(_, after)| after == k)
                    && self.place_name(k + 1).is_some();
                if !named {
                    break;
                }
                k += 1;
                continue;
            }
            if !token.is_plain_word() {
                // Capitalized words: part of a name that was not recognized, or a title before one.
                let letters = word.chars().next().is_some_and(char::is_alphabetic);
                if letters
                    && !words::is_calendar(word)
                    && sure
                    && earlier.is_none()
                    && let Some(anchor) = self.unknown_name(k)
                {
                    return Some(anchor);
                }
                break;
            }
            if word == "of" {
                // "The city of X": X stands for the city.
                earlier = None;
                k += 1;
                continue;
            }
            if words::STOPS.contains(&word) {
                break;
            }
            if words::LINES.contains(&word) && !at_sea && !self.is_spot(k + 1) {
                return None;
            }
            if words::ANAPHORS.contains(&word) && k > at {
                earlier = Some((word == "capital", k + 1));
            } else if earlier.is_some() {
                // "The city council", "the port area".
                if !words::PARTS.contains(&word) {
                    return None;
                }
                earlier = earlier.map(|(capital, _)| (capital, k + 1));
            }
            k += 1;
        }
        if let Some((capital, end)) = earlier {
            return Some(Anchor {
                what: Meant::Earlier { capital },
                end,
            });
        }
        // A name of another type right after the preposition: a place taken for a person, an organization.
        let at_once = |k: &usize| self.tokens.get(at..*k).is_some_and(|t| t.len() <= 1);
        other.filter(|_| sure).filter(at_once).and_then(|k| {
            let name = self.tokens.get(k)?.name?;
            let possessive = self
                .tokens
                .get(k + 1)
                .is_some_and(super::Token::is_possessive);
            (!possessive).then_some(Anchor {
                what: Meant::Name(name),
                end: k + 1,
            })
        })
    }

    /// "X's capital Y" and "X's center": where a possessive leads; `None` where there is none.
    fn after_owner(&self, k: usize) -> Option<Owner> {
        if !self.tokens.get(k + 1)?.is_possessive() {
            return None;
        }
        for n in k + 2..k + 7 {
            let Some(token) = self.tokens.get(n) else {
                break;
            };
            if self.place_name(n).is_some() {
                return Some(Owner::Goes(n));
            }
            if token.is(words::PARTS) {
                return None;
            }
            if token.is(words::ANAPHORS) && self.word(n + 1) == "of" {
                continue;
            }
            if !token.is_plain_word() && token.name.is_none() && token.word != ","
                || token.is(words::STOPS)
            {
                break;
            }
        }
        // "South of X's border", "30 km from X's capital": not from X.
        Some(Owner::Ends)
    }

    /// Capitalized words at `k` that no name covers.
    fn unknown_name(&self, k: usize) -> Option<Anchor> {
        let first = self.tokens.get(k)?;
        let mut end = k + 1;
        while self.tokens.get(end).is_some_and(|t| {
            t.name.is_none()
                && t.capital
                && t.word.chars().next().is_some_and(char::is_alphabetic)
                && end < k + 4
        }) {
            end += 1;
        }
        let last = self.tokens.get(end - 1)?;
        let ordinary = |word: &str| {
            words::STOPS.contains(&word)
                || words::DETERMINERS.contains(&word)
                || word.len() < 3
                || words::number(word).is_some()
        };
        if ordinary(&first.word) || self.tokens.get(end).is_some_and(|t| t.name.is_some()) {
            return None;
        }
        Some(Anchor {
            what: Meant::Words(ByteSpan::new(first.span.start, last.span.end)),
            end,
        })
    }

    fn is_spot(&self, k: usize) -> bool {
        self.tokens.get(k).is_some_and(|t| t.is(words::SPOTS))
    }
}

enum Owner {
    /// Another name follows at this token.
    Goes(usize),
    Ends,
}
