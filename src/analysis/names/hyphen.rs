//! Given names written with a hyphen and a small letter after it: Jae-in, Ing-wen, Chan-o-cha. The tokens end at such a
//! hyphen, because "Merkel-led" holds the name Merkel; which of the two it is, is told apart here.

use crate::model::{ByteSpan, EntityType, NameSpan};

/// Longest part of a name behind a hyphen, in letters: "hyeong", "cheung".
const LONGEST: usize = 7;

/// Words that make an adjective of the name before them; with them everything that ends in -ed.
const ADJECTIVES: &[&str] = &[
    "led", "run", "held", "made", "born", "bound", "built", "owned", "era", "style", "like",
    "type", "wide", "only", "free", "friendly", "loving", "leaning", "speaking", "hating",
    "bashing", "allied", "aligned", "proof", "esque", "ish", "ism", "ist", "ite", "ites", "lite",
    "gate", "mania", "ready", "time", "day", "area", "based", "backed", "wing", "level", "size",
    "class", "critic", "skeptic", "sceptic", "turned", "cum", "and", "or", "plus", "less", "old",
    "year", "win", "deal", "pact", "talks", "brand", "fan", "fans", "team",
];

/// Makes persons of two words and more whole whose last word goes on behind a hyphen.
pub fn complete(text: &str, names: &mut [NameSpan]) {
    let mut next = names
        .iter()
        .map(|n| n.span.start)
        .skip(1)
        .collect::<Vec<_>>();
    next.push(u32::MAX);
    for (name, next) in names.iter_mut().zip(next) {
        if name.kind != EntityType::Person || !name.span.of(text).contains([' ', '\u{a0}']) {
            continue;
        }
        while let Some(more) = text.get(name.span.end as usize..).and_then(rest) {
            let end = name.span.end.saturating_add(more);
            if end > next {
                break;
            }
            name.span = ByteSpan::new(name.span.start, end);
        }
    }
}

/// Bytes of a hyphen and the part of a name behind it.
fn rest(behind: &str) -> Option<u32> {
    let after = behind.strip_prefix(['-', '‐', '‑'])?;
    let hyphen = behind.len() - after.len();
    let part_end = after
        .find(|c: char| !c.is_alphabetic())
        .unwrap_or(after.len());
    let part = after.get(..part_end)?;
    let letters = part.chars().count();
    let name = (1..=LONGEST).contains(&letters)
        && part.chars().all(char::is_lowercase)
        && !(letters > 3 && part.ends_with("ed"))
        && !ADJECTIVES.contains(&part);
    name.then(|| u32::try_from(hyphen + part.len()).ok())
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_given_name_goes_on_behind_its_hyphen() {
        for (text, found, whole) in [
            ("Park Min-jung said", "Park Min", "Park Min-jung"),
            ("Somchai Kan-o-cha.", "Somchai Kan", "Somchai Kan-o-cha"),
            ("Lee Ha-neul's plan", "Lee Ha", "Lee Ha-neul"),
            ("Anna Keller-led talks", "Anna Keller", "Anna Keller"),
            ("Anna Keller-appointed", "Anna Keller", "Anna Keller"),
            ("Anna Keller-style", "Anna Keller", "Anna Keller"),
            ("Anna Keller-Braun", "Anna Keller", "Anna Keller"),
            ("Anna Keller-", "Anna Keller", "Anna Keller"),
            ("Keller-jung", "Keller", "Keller"),
        ] {
            let mut names = [NameSpan {
                span: ByteSpan::from(0..found.len()),
                kind: EntityType::Person,
                confidence: 0.9,
            }];
            complete(text, &mut names);
            assert_eq!(names[0].span.of(text), whole, "{text}");
        }
    }
}
