//! Sentences of a reading text: ends at a full stop, question or exclamation mark that no abbreviation explains.

use super::tokens;
use crate::model::{Block, ByteSpan};

/// A longer sentence is cut at a space, so that text without punctuation stays readable in lists. Bytes.
const LONGEST: usize = 4000;

/// Words that start a sentence far more often than they follow an initialism inside one ("in the U.S. The …").
const STARTERS: &[&str] = &[
    "The",
    "A",
    "An",
    "In",
    "On",
    "At",
    "He",
    "She",
    "It",
    "They",
    "We",
    "I",
    "But",
    "And",
    "This",
    "That",
    "These",
    "There",
    "His",
    "Her",
    "Its",
    "Their",
    "If",
    "When",
    "While",
    "As",
    "For",
    "However",
    "Meanwhile",
    "Some",
    "Many",
    "More",
    "What",
    "Who",
    "After",
    "Before",
    "Since",
    "Last",
    "Earlier",
    "Also",
    "No",
    "Not",
    "One",
    "You",
    "Our",
    "By",
    "With",
    "Although",
    "Both",
    "So",
    "Now",
    "Then",
    "Most",
    "Other",
    "Others",
    "From",
    "To",
];

/// Sentences as byte spans of `text`, in order; none crosses a block. White space around them belongs to none.
#[must_use]
pub fn split(text: &str, blocks: &[Block]) -> Vec<ByteSpan> {
    let mut out = Vec::new();
    let mut words = Vec::new();
    for block in blocks {
        words.clear();
        tokens::tokenize(text, block.span, &mut words);
        split_block(text, &words, &mut out);
    }
    out
}

fn split_block(text: &str, words: &[ByteSpan], out: &mut Vec<ByteSpan>) {
    let mut first = 0;
    let mut i = 0;
    while i < words.len() {
        let mut last = i;
        let mut ends = ends_sentence(text, words, i);
        if ends {
            // Closing quotation marks and brackets belong to the sentence they close.
            while words.get(last + 1).is_some_and(|w| {
                closes(w.of(text)) && words.get(last).is_some_and(|l| l.end == w.start)
            }) {
                last += 1;
            }
            ends = opens_next(text, words, last);
        }
        let length = words
            .get(first)
            .zip(words.get(last))
            .map_or(0, |(a, b)| (b.end - a.start) as usize);
        if ends || length > LONGEST || last + 1 == words.len() {
            push(words, first, last, out);
            first = last + 1;
        }
        i = last + 1;
    }
}

fn push(words: &[ByteSpan], first: usize, last: usize, out: &mut Vec<ByteSpan>) {
    if let Some((a, b)) = words.get(first).zip(words.get(last)) {
        out.push(ByteSpan::new(a.start, b.end));
    }
}

fn closes(token: &str) -> bool {
    matches!(
        token,
        "\"" | "'" | "''" | "”" | "’" | "»" | ")" | "]" | "'\""
    )
}

/// Whether token `i` can end a sentence by itself.
fn ends_sentence(text: &str, words: &[ByteSpan], i: usize) -> bool {
    let Some(token) = words.get(i).map(|w| w.of(text)) else {
        return false;
    };
    match token.chars().next_back() {
        Some('。' | '！' | '？' | '؟' | '।') => true,
        Some('!' | '?' | '…') => true,
        Some('.') if token.chars().all(|c| c == '.') => true,
        Some('.') => {
            // The stop belongs to an abbreviation: the sentence ends only before a word that starts one.
            let word = token.trim_end_matches('.');
            !tokens::is_abbreviation_before_names(word)
                && word.chars().count() > 1
                && words
                    .get(i + 1)
                    .is_some_and(|w| STARTERS.contains(&w.of(text)) || starts_quote(w.of(text)))
        }
        _ => false,
    }
}

fn starts_quote(token: &str) -> bool {
    matches!(token, "“" | "``" | "«")
}

/// Whether what follows token `last` looks like the start of a sentence.
fn opens_next(text: &str, words: &[ByteSpan], last: usize) -> bool {
    let (Some(end), Some(next)) = (words.get(last), words.get(last + 1)) else {
        return true;
    };
    let wide = end.of(text).ends_with(['。', '！', '？']);
    if end.end == next.start && !wide {
        return next.of(text).starts_with(char::is_uppercase) && end.of(text) == ".";
    }
    let mut at = last + 1;
    while let Some(token) = words.get(at).map(|w| w.of(text)) {
        let Some(first) = token.chars().next() else {
            return true;
        };
        if tokens::is_word_char(first) {
            return !first.is_lowercase();
        }
        // A dash or comma goes on with the sentence.
        if matches!(first, ',' | ';' | ':' | '-' | '–' | '—') {
            return false;
        }
        if at > last + 3 {
            return true;
        }
        at += 1;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::BlockKind;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let mut blocks = Vec::new();
        let mut at = 0;
        for line in text.split("\n\n") {
            blocks.push(Block {
                span: ByteSpan::from(at..at + line.len()),
                kind: BlockKind::Paragraph,
            });
            at += line.len() + 2;
        }
        let spans = split(text, &blocks);
        let got: Vec<&str> = spans.iter().map(|s| s.of(text)).collect();
        assert_eq!(got, expected);
    }

    #[test]
    fn splits_at_ends_only() {
        check("It rained. He left.", &["It rained.", "He left."]);
        check(
            "Mr. Vale met Dr. Oyelaran in St. Ives.",
            &["Mr. Vale met Dr. Oyelaran in St. Ives."],
        );
        check(
            "It cost $3.5 million. Why?",
            &["It cost $3.5 million.", "Why?"],
        );
        check(
            "J. Marsh spoke. K. Vale did not.",
            &["J. Marsh spoke.", "K. Vale did not."],
        );
        check(
            "“Go!” he said. “No.” They went.",
            &["“Go!” he said.", "“No.”", "They went."],
        );
        check("It came... but late.", &["It came... but late."]);
        check("The boy sat. Ali rose.", &["The boy sat.", "Ali rose."]);
        check("He ended.She began.", &["He ended.", "She began."]);
    }

    #[test]
    fn numbers_after_an_abbreviation_go_on() {
        check(
            "He read No. 5 twice. Was it art. He left.",
            &["He read No. 5 twice.", "Was it art.", "He left."],
        );
    }

    #[test]
    fn initialisms_end_a_sentence_only_before_a_starter() {
        check(
            "He moved to the U.S. The rest stayed.",
            &["He moved to the U.S.", "The rest stayed."],
        );
        check("The U.S. Senate voted.", &["The U.S. Senate voted."]);
    }

    #[test]
    fn stays_inside_blocks() {
        check(
            "A headline without a stop\n\nThe body.",
            &["A headline without a stop", "The body."],
        );
    }

    #[test]
    fn cuts_endless_text() {
        let text = "word ".repeat(5000);
        let blocks = [Block {
            span: ByteSpan::from(0..text.len()),
            kind: BlockKind::Paragraph,
        }];
        let spans = split(&text, &blocks);
        assert!(spans.len() > 5 && spans.iter().all(|s| s.len() < 4100));
    }
}
