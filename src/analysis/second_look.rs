//! A second look at names that the recognizer could not be sure of: what is said to lie somewhere is a place, and a people
//! of two words is one group.

use super::relations;
use crate::{
    gazetteer::Gazetteer,
    model::{ByteSpan, EntityType, NameSpan},
};

/// Persons less sure than this may be places after all.
const DOUBTFUL: f32 = 0.75;

/// How sure a people is that the gazetteer knows.
const KNOWN: f32 = 0.9;

/// Makes places of doubtful persons that bear a place's name and are followed by where it lies: "X, 30 km from Y".
pub(super) fn located(
    gazetteer: &Gazetteer,
    text: &str,
    sentences: &[ByteSpan],
    names: &mut [NameSpan],
) {
    let may_be_place = |name: &NameSpan| {
        name.kind == EntityType::Person
            && name.confidence < DOUBTFUL
            && after(text, name).starts_with([',', '('])
            && !gazetteer.hits(name.span.of(text)).is_empty()
    };
    let doubtful: Vec<bool> = names.iter().map(may_be_place).collect();
    if !doubtful.contains(&true) {
        return;
    }
    let tried: Vec<relations::Name> = (0..)
        .zip(names.iter().zip(&doubtful))
        .map(|(entity, (name, doubtful))| relations::Name {
            span: name.span,
            kind: if *doubtful {
                EntityType::Place
            } else {
                name.kind
            },
            entity,
            area: false,
            capital: false,
        })
        .collect();
    let lies: Vec<String> = relations::find(text, sentences, &tried)
        .iter()
        .filter(|r| r.distance.is_some() || r.direction.is_some())
        .filter_map(|r| r.place)
        .filter(|place| {
            let of = names.iter().zip(&doubtful);
            of.clone()
                .any(|(n, doubtful)| *doubtful && n.span == *place)
        })
        .map(|place| place.of(text).to_owned())
        .collect();
    for name in names {
        // Also where the same name stands elsewhere, as unsure as here.
        if name.kind == EntityType::Person
            && name.confidence < DOUBTFUL
            && lies.iter().any(|place| place == name.span.of(text))
        {
            name.kind = EntityType::Place;
        }
    }
}

/// What follows a name, without blanks.
fn after<'t>(text: &'t str, name: &NameSpan) -> &'t str {
    text.get(name.span.range().end..)
        .unwrap_or_default()
        .trim_start()
}

/// Marks the peoples of two words that the gazetteer knows, whether the recognizer found half of them, took them for a
/// place or passed them over. What is part of a longer name is left alone.
pub(super) fn peoples(
    gazetteer: &Gazetteer,
    text: &str,
    sentences: &[ByteSpan],
    names: &mut Vec<NameSpan>,
) {
    let mut found: Vec<ByteSpan> = Vec::new();
    for sentence in sentences {
        let mut before: Option<ByteSpan> = None;
        let mut at = sentence.range().start;
        for word in sentence.of(text).split(' ') {
            let start = at;
            at += word.len() + 1;
            let bare = word.trim_end_matches(|c: char| !c.is_alphanumeric());
            let article = bare.eq_ignore_ascii_case("the");
            let capital = bare.starts_with(char::is_uppercase) && bare.len() > 1 && !article;
            let span = ByteSpan::from(start..start + bare.len());
            // Only plurals: "Costa Rican" alone may begin the name of a body.
            if capital
                && bare.ends_with('s')
                && let Some(first) = before
            {
                let both = ByteSpan::new(first.start, span.end);
                if gazetteer.country_of_demonym(both.of(text)).is_some() {
                    found.push(both);
                }
            }
            before = (capital && bare.len() == word.len()).then_some(span);
        }
    }
    for people in found {
        let inside = |n: &NameSpan| people.contains(&n.span);
        if names.iter().any(|n| n.span.overlaps(&people) && !inside(n)) {
            continue;
        }
        names.retain(|n| !inside(n));
        let place = names.partition_point(|n| n.span.start < people.start);
        names.insert(
            place,
            NameSpan {
                span: people,
                kind: EntityType::Group,
                confidence: KNOWN,
            },
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        analysis::{names::Recognizer, sentences},
        model::{Block, BlockKind},
    };

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        static MODEL: std::sync::LazyLock<Recognizer> =
            std::sync::LazyLock::new(|| Recognizer::embedded().unwrap());
        let block = Block {
            span: ByteSpan::from(0..text.len()),
            kind: BlockKind::Paragraph,
        };
        let sentences = sentences::split(text, &[block]);
        let gazetteer = Gazetteer::embedded();
        let mut names = MODEL.find(text, &sentences);
        located(gazetteer, text, &sentences, &mut names);
        peoples(gazetteer, text, &sentences, &mut names);
        let got: Vec<String> = names
            .iter()
            .map(|n| format!("{}/{}", n.span.of(text), &n.kind.word()[..2]))
            .collect();
        assert_eq!(got, expected, "{text}");
    }

    #[test]
    fn what_lies_somewhere_is_a_place() {
        check(
            "Bani Walid, just south of Tarhuna, had no power.",
            &["Bani Walid/pl", "Tarhuna/pl"],
        );
        check(
            "Ingrid Solberg, 30 km from Oslo, waited.",
            &["Ingrid Solberg/pe", "Oslo/pl"],
        );
    }

    #[test]
    fn peoples_of_two_words_are_groups() {
        check(
            "Costa Ricans and New Zealanders came, and South Africans.",
            &["Costa Ricans/gr", "New Zealanders/gr", "South Africans/gr"],
        );
        check("The Latvians stayed.", &["Latvians/gr"]);
    }
}
