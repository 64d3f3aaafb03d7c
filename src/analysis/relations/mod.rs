//! Relative locations: "150 km south of X", "halfway between X and Y", "a village 12 km northeast of Z". Finds them in a
//! text whose names are known, says which area they describe and whether they fit where the places lie. Knows no database.
//!
//! [`find`] reads sentence by sentence: a distance ([`measure`]) or a direction ([`compass`]), the place it is counted from
//! ([`anchor`]), and what lies there ([`place`]). "Southern X" and "the north of X" are parts of X, not relations to it.
//! [`area`] and [`judge`] reckon on the ellipsoid ([`geodesy`]).

mod anchor;
pub mod area;
mod compass;
pub mod geodesy;
pub mod judge;
mod lexer;
mod measure;
mod patterns;
mod place;
#[cfg(test)]
mod round_trip;
#[cfg(test)]
mod tests;
mod words;

use std::sync::OnceLock;

use aho_corasick::AhoCorasick;
use lexer::Token;

use crate::model::{
    ByteSpan, EntityType, FoundMention, LocalEntity, PlaceStatus, relation::FoundRelation,
};

/// Changes whenever [`find`] would find other relations in the same text, so that those of older projects are found anew.
pub const VERSION: i64 = 1;

/// A name of the text, as the finder needs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Name {
    pub span: ByteSpan,
    pub kind: EntityType,
    /// Names with the same number mean the same.
    pub entity: i64,
    /// A country, region or sea.
    pub area: bool,
    /// The capital of a country.
    pub capital: bool,
}

/// The names of an article's analysis.
#[must_use]
pub fn names_of(mentions: &[FoundMention], entities: &[LocalEntity]) -> Vec<Name> {
    mentions
        .iter()
        .map(|mention| {
            let place = entities.get(mention.entity).and_then(|e| e.place.as_ref());
            Name {
                span: mention.name.span,
                kind: entities
                    .get(mention.entity)
                    .map_or(mention.name.kind, |e| e.kind),
                entity: i64::try_from(mention.entity).unwrap_or(i64::MAX),
                area: place.is_some_and(|p| p.status == PlaceStatus::Area),
                capital: place.is_some_and(|p| p.feature.as_deref() == Some("capital")),
            }
        })
        .collect()
}

/// One of these stands in every relation. Most sentences have none and are not looked at.
fn triggers() -> Option<&'static AhoCorasick> {
    static ONE: OnceLock<Option<AhoCorasick>> = OnceLock::new();
    ONE.get_or_init(|| {
        AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .build([
                "north",
                "south",
                "east",
                "west",
                "km",
                "kilom",
                "mile",
                "metre",
                "meter",
                " mi",
                "half",
                "midway",
                "mid-way",
                "between",
                "off the coast",
                "klick",
                "yard",
                " nm",
                " m ",
                "ne of",
                "nw of",
                "se of",
                "sw of",
            ])
            .ok()
    })
    .as_ref()
}

/// The relations that a text states, in reading order. `names` in reading order, without overlaps. Never fails; the work is
/// linear in the text.
#[must_use]
pub fn find(text: &str, sentences: &[ByteSpan], names: &[Name]) -> Vec<FoundRelation> {
    let mut out = Vec::new();
    let Some(triggers) = triggers() else {
        return out;
    };
    let mut first = 0;
    for sentence in sentences {
        while names
            .get(first)
            .is_some_and(|n| n.span.end <= sentence.start)
        {
            first += 1;
        }
        // Without a name there is no anchor; "the city" alone needs a place named before.
        if names.is_empty() || !triggers.is_match(sentence.of(text)) {
            continue;
        }
        let reader = Reader {
            text,
            names,
            tokens: lexer::read(text, *sentence, names, first),
        };
        reader.relations(&mut out);
    }
    out
}

/// A sentence with the names of its text.
struct Reader<'t> {
    text: &'t str,
    names: &'t [Name],
    tokens: Vec<Token>,
}

impl Reader<'_> {
    fn word(&self, at: usize) -> &str {
        self.tokens
            .get(at)
            .filter(|t| t.name.is_none())
            .map_or("", |t| t.word.as_str())
    }

    /// The place name at a token.
    fn place_name(&self, at: usize) -> Option<usize> {
        let n = self.tokens.get(at)?.name?;
        (self.names.get(n)?.kind == EntityType::Place).then_some(n)
    }

    /// Whether two names mean the same.
    fn same(&self, a: usize, b: usize) -> bool {
        match (self.names.get(a), self.names.get(b)) {
            (Some(a), Some(b)) => a.entity == b.entity,
            _ => false,
        }
    }

    /// The town or city that "the city" before byte `before` means: the one named last, but not `but`.
    fn named_before(&self, before: u32, but: &[usize]) -> Option<usize> {
        /// Names looked back over: what was named a page ago is not "the city" any more.
        const BACK: usize = 40;
        let end = self.names.partition_point(|n| n.span.end <= before);
        (end.saturating_sub(BACK)..end).rev().find(|n| {
            self.names
                .get(*n)
                .is_some_and(|name| name.kind == EntityType::Place && !name.area)
                && !but.iter().any(|b| self.same(*b, *n))
        })
    }

    /// The capital that "the capital" means: the one named last before, else the first after.
    fn capital(&self, before: u32, but: &[usize]) -> Option<usize> {
        let end = self.names.partition_point(|n| n.span.end <= before);
        let fits = |n: &usize| {
            self.names.get(*n).is_some_and(|name| name.capital)
                && !but.iter().any(|b| self.same(*b, *n))
        };
        // Far enough for any article, and a bound on the work for texts of a book's length.
        const FAR: usize = 400;
        let after = end..self.names.len().min(end + FAR);
        (end.saturating_sub(FAR)..end)
            .rev()
            .find(fits)
            .or_else(|| after.into_iter().find(fits))
    }
}
