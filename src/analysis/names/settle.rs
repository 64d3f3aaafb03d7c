//! One name, one type: where an article's clear mentions agree on what a name is, doubtful ones follow.

use std::collections::HashMap;

use super::labels::type_index;
use crate::model::{EntityType, NameSpan};

/// Mentions less sure than this follow the others.
const DOUBTFUL: f32 = 0.75;

/// How much the full name of a person counts for its last word alone, in mentions.
const FULL_NAME: f32 = 6.0;

/// Share of all votes that a type needs to be followed.
const CLEAR: f32 = 0.6;

/// Gives doubtful names the type that the same name clearly has in the rest of the article. A surname alone is a person
/// when the article gives the full name of one.
pub fn settle(text: &str, names: &mut [NameSpan]) {
    let mut votes: HashMap<String, [f32; 4]> = HashMap::new();
    let mut vote = |name: &str, kind: EntityType, weight: f32| {
        if let Some(slot) = votes
            .entry(name.to_lowercase())
            .or_default()
            .get_mut(type_index(kind))
        {
            *slot += weight;
        }
    };
    for name in names.iter() {
        let shown = name.span.of(text);
        vote(shown, name.kind, name.confidence);
        if name.kind == EntityType::Person
            && let Some((_, last)) = shown.rsplit_once(' ')
        {
            vote(last, name.kind, FULL_NAME * name.confidence);
        }
    }
    for name in names.iter_mut().filter(|n| n.confidence < DOUBTFUL) {
        let Some(all) = votes.get(&name.span.of(text).to_lowercase()) else {
            continue;
        };
        let sum: f32 = all.iter().sum();
        let best = EntityType::ALL
            .into_iter()
            .zip(all)
            .find(|(_, v)| **v >= CLEAR * sum);
        if let Some((kind, _)) = best
            && kind != name.kind
        {
            name.kind = kind;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ByteSpan;

    #[test]
    fn doubtful_mentions_follow_the_clear_ones() {
        use EntityType::{Organization as O, Person as P, Place as L};
        let text = "Ingrid Solberg. Solberg. Lisbon. Solberg. Lisbon.";
        let name = |at: usize, len: usize, kind, confidence| NameSpan {
            span: ByteSpan::from(at..at + len),
            kind,
            confidence,
        };
        let mut names = [
            name(0, 14, P, 0.9),
            name(16, 7, O, 0.6),
            name(25, 6, L, 0.9),
            name(33, 7, L, 0.95),
            name(42, 6, P, 0.4),
        ];
        settle(text, &mut names);
        assert_eq!(names.map(|n| n.kind), [P, P, L, L, L]);
    }
}
