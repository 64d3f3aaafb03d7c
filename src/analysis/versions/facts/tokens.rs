//! Words with the letters they are compared by, for reading numbers, dates and speech.

use super::super::shingles::words;
use crate::model::ByteSpan;

/// A word, in lower case and without the commas inside numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    /// Bytes of the text.
    pub(super) span: ByteSpan,
    pub(super) lower: String,
    /// What stands between this word and the next.
    pub(super) gap: Gap,
}

/// What stands between two words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gap {
    Space,
    Hyphen,
    /// A comma, a bracket, a quotation mark, a colon.
    Mark,
    /// The end of a sentence or block.
    End,
}

/// The words of a text.
pub(super) fn read(text: &str) -> Vec<Token> {
    let found = words(text);
    let mut out = Vec::with_capacity(found.len());
    for (i, word) in found.iter().enumerate() {
        let next = found
            .get(i + 1)
            .map_or(text.len(), |next| next.span.range().start);
        let gap = match text.get(word.span.range().end..next).unwrap_or_default() {
            g if g.contains(['.', '!', '?', '\n']) => Gap::End,
            "-" | "‐" | "‑" | "–" => Gap::Hyphen,
            g if g.trim().is_empty() => Gap::Space,
            _ => Gap::Mark,
        };
        let lower = word
            .span
            .of(text)
            .chars()
            .filter(|c| *c != ',')
            .flat_map(char::to_lowercase)
            .collect();
        out.push(Token {
            span: word.span,
            lower,
            gap,
        });
    }
    out
}
