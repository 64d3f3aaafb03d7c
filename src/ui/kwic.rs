//! Key word in context: passages cut to one line on each side of the name, at whole words.

use std::cmp::Ordering;

use crate::workspace::views::Passage;

/// How passages are ordered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum KwicOrder {
    /// As they come: by date, undated last.
    #[default]
    Date,
    WordBefore,
    WordAfter,
}

/// The end of `text` that fits into `room`, beginning with a whole word. `width` measures one character.
///
/// A single word longer than the room is dropped rather than cut.
pub fn fit_before(text: &str, room: f32, mut width: impl FnMut(char) -> f32) -> &str {
    let text = text.trim_end();
    let mut used = 0.0;
    let mut from = text.len();
    for (at, c) in text.char_indices().rev() {
        used += width(c);
        if used > room {
            return text.get(from..).unwrap_or_default();
        }
        let begins = text
            .get(..at)
            .is_none_or(|before| before.is_empty() || before.ends_with(char::is_whitespace));
        if begins && !c.is_whitespace() {
            from = at;
        }
    }
    text.get(from..).unwrap_or_default()
}

/// The beginning of `text` that fits into `room`, ending with a whole word. Punctuation that follows the name without a
/// space stays there.
pub fn fit_after(text: &str, room: f32, mut width: impl FnMut(char) -> f32) -> &str {
    let text = text.trim_end();
    let mut used = 0.0;
    let mut to = 0;
    for (at, c) in text.char_indices() {
        if c.is_whitespace() {
            to = at;
        }
        used += width(c);
        if used > room {
            return text.get(..to).unwrap_or_default();
        }
    }
    text
}

/// The sentence before the name, the name, and the sentence after it. The parts are empty where the span does not fit
/// the sentence.
#[must_use]
pub fn parts(passage: &Passage) -> (&str, &str, &str) {
    let hit = passage.hit.range();
    let before = passage.sentence.get(..hit.start).unwrap_or_default();
    let after = passage.sentence.get(hit.end..).unwrap_or_default();
    (before, passage.hit.of(&passage.sentence), after)
}

/// The order in which passages are shown, as indices. Ties keep the order they come in.
#[must_use]
pub fn sorted(passages: &[Passage], order: KwicOrder) -> Vec<usize> {
    let mut numbers: Vec<usize> = (0..passages.len()).collect();
    let key = |passage: &Passage| -> Vec<String> {
        let (before, _, after) = parts(passage);
        let fold = |word: &str| {
            let word = word.trim_matches(|c: char| !c.is_alphanumeric());
            (!word.is_empty()).then(|| word.to_lowercase())
        };
        // Three words decide; further ones hardly ever do.
        match order {
            KwicOrder::Date => Vec::new(),
            KwicOrder::WordBefore => before
                .split_whitespace()
                .rev()
                .filter_map(fold)
                .take(3)
                .collect(),
            KwicOrder::WordAfter => after.split_whitespace().filter_map(fold).take(3).collect(),
        }
    };
    if order != KwicOrder::Date {
        let keys: Vec<Vec<String>> = passages.iter().map(key).collect();
        numbers.sort_by(|a, b| match (keys.get(*a), keys.get(*b)) {
            // Where the sentence begins or ends with the name there is no word to sort by: those come last.
            (Some(a), Some(b)) => a.is_empty().cmp(&b.is_empty()).then_with(|| a.cmp(b)),
            _ => Ordering::Equal,
        });
    }
    numbers
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ArticleId, ByteSpan, EntityId, MentionId};

    fn passage(sentence: &str, hit: &str) -> Passage {
        let start = sentence.find(hit).expect("the name is in the sentence");
        Passage {
            mention: MentionId(1),
            highlight: None,
            entity: EntityId(1),
            article: ArticleId(1),
            outlet: None,
            title: String::new(),
            published: None,
            sentence: sentence.to_owned(),
            hit: ByteSpan::from(start..start + hit.len()),
            span: ByteSpan::new(0, 0),
        }
    }

    fn check(sentence: &str, room: f32, expected: (&str, &str)) {
        let passage = passage(sentence, "Tobruk");
        let (before, _, after) = parts(&passage);
        let one = |_: char| 1.0;
        assert_eq!(
            (fit_before(before, room, one), fit_after(after, room, one)),
            expected
        );
    }

    #[test]
    fn context_is_cut_at_whole_words() {
        let sentence = "Two ferries left Tobruk, then turned back.";
        check(sentence, 100.0, ("Two ferries left", ", then turned back."));
        check(sentence, 12.0, ("ferries left", ", then"));
        check(sentence, 11.0, ("left", ", then"));
        check(sentence, 3.0, ("", ","));
        check("Tobruk", 10.0, ("", ""));
        check(
            "Écrivit à Tobruk après-midi é",
            12.0,
            ("Écrivit à", " après-midi"),
        );
    }

    #[test]
    fn passages_sort_by_the_neighboring_word() {
        let passages = [
            "in Tobruk today",
            "At Tobruk (after all)",
            "Tobruk",
            "near Tobruk before",
        ]
        .map(|s| passage(s, "Tobruk"));
        assert_eq!(sorted(&passages, KwicOrder::Date), [0, 1, 2, 3]);
        assert_eq!(sorted(&passages, KwicOrder::WordBefore), [1, 0, 3, 2]);
        assert_eq!(sorted(&passages, KwicOrder::WordAfter), [1, 3, 0, 2]);
    }

    #[test]
    fn a_span_that_does_not_fit_gives_empty_parts() {
        let broken = Passage {
            hit: ByteSpan::new(40, 50),
            ..passage("Tobruk", "Tobruk")
        };
        assert_eq!(parts(&broken), ("", "", ""));
    }
}
