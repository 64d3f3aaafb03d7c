//! Key word in context: passages cut to one line on each side of the name, at whole words.

use std::cmp::Ordering;

use egui::{Align2, Color32, Rect, Ui, pos2, vec2};

use super::{
    theme::{colors, font, mix, radius, space},
    widgets::{elided, galley_at, hline, text, width_of},
};
use crate::workspace::views::Passage;

/// Where the name begins, as a share of the width.
const NAME_AT: f32 = 0.44;

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

/// Whether the middle is a sentence of its own rather than a name in one.
fn is_whole((before, name, after): (&str, &str, &str)) -> bool {
    let alone = before.trim().is_empty() && after.trim().is_empty();
    alone && name.split_whitespace().nth(4).is_some()
}

/// One line of `rect`: the name at its place, what comes before it ending there and what follows beginning there.
/// `ground` is what the line stands on. What is left out is dim and struck.
pub(super) fn line_ui(
    ui: &Ui,
    rect: Rect,
    (before, name, after): (&str, &str, &str),
    ground: Color32,
    struck: bool,
) {
    let c = colors(ui);
    let (plain, bold) = (font::ui(font::SMALL), font::bold(font::SMALL));
    let (ink, ink2) = if struck {
        (c.ink3, c.ink3)
    } else {
        (c.ink, c.ink2)
    };
    let y = rect.center().y;
    let mut x = (rect.left() + rect.width() * NAME_AT).round();
    // A highlight can be a whole sentence: it begins at the left, or little of it would be seen, and in plain letters, for
    // there is nothing that it stands out from.
    let whole = is_whole((before, name, after));
    let bold = if whole { plain.clone() } else { bold };
    let wide = width_of(ui, name, bold.clone()) > rect.right() - x;
    if whole || before.trim().is_empty() && wide {
        x = rect.left() + space::L;
    }
    let room = rect.right() - x - space::M;
    let galley = elided(ui, name, bold, ink, room);
    let middle = Rect::from_min_size(pos2(x, y - galley.size().y / 2.0), galley.size());
    if !struck {
        let tint = mix(ground, c.accent, 0.08);
        ui.painter()
            .rect_filled(middle.expand2(vec2(2.0, 1.0)), radius::BADGE, tint);
    }
    galley_at(ui, x, y, galley, ink);
    let space_width = width_of(ui, " ", plain.clone());
    let mut measure = |ch: char| ui.fonts_mut(|fonts| fonts.glyph_width(&plain, ch));
    let left_room = x - rect.left() - space::L - 2.0 * space_width;
    let left = fit_before(before, left_room, &mut measure);
    let right_room = rect.right() - middle.right() - space::L - space_width;
    let right = fit_after(after, right_room, &mut measure);
    let gap = if before.ends_with(char::is_whitespace) {
        2.0 * space_width
    } else {
        2.0
    };
    let begins = text(
        ui,
        pos2(x - gap, y),
        Align2::RIGHT_CENTER,
        left,
        plain.clone(),
        ink2,
    );
    let trimmed = right.trim_start();
    let gap = if trimmed.len() < right.len() {
        2.0 * space_width
    } else {
        2.0
    };
    let ends = text(
        ui,
        pos2(middle.right() + gap, y),
        Align2::LEFT_CENTER,
        trimmed,
        plain,
        ink2,
    );
    if struck {
        let line = Rect::from_x_y_ranges(begins.left()..=ends.right(), rect.y_range());
        hline(ui.painter(), line, y + 1.0, c.ink3);
    }
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
            agency: None,
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
    fn a_sentence_that_is_marked_whole_is_told_from_a_name() {
        assert!(is_whole(("", "The wells would be deeper by May.", " ")));
        assert!(!is_whole(("", "Yafran", "")), "a headline of one word");
        assert!(!is_whole(("In ", "the town of the two wells", " they met")));
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
