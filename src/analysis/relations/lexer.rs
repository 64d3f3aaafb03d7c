//! A sentence as words, marks and names: what the patterns look at. Knows no grammar.

use super::{Name, words};
use crate::{analysis::tokens, model::ByteSpan};

/// A word, a mark or a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub span: ByteSpan,
    /// Lowercase; hyphens of all kinds as `-`, apostrophes as `'`.
    pub word: String,
    /// Index of the name that it is.
    pub name: Option<usize>,
    pub capital: bool,
}

impl Token {
    pub fn is(&self, words: &[&str]) -> bool {
        self.name.is_none() && words.contains(&self.word.as_str())
    }

    /// Whether it is a word in lowercase rather than a mark, a number or a name.
    pub fn is_plain_word(&self) -> bool {
        self.name.is_none()
            && !self.capital
            && self.word.chars().next().is_some_and(char::is_alphabetic)
    }

    pub fn is_possessive(&self) -> bool {
        self.name.is_none() && matches!(self.word.as_str(), "'s" | "'")
    }
}

/// The tokens of a sentence, names whole. `first` is the first of `names` (in order, without overlaps) that ends after the
/// sentence begins.
pub(super) fn read(text: &str, sentence: ByteSpan, names: &[Name], first: usize) -> Vec<Token> {
    let mut spans = Vec::new();
    tokens::tokenize(text, sentence, &mut spans);
    let mut out: Vec<Token> = Vec::with_capacity(spans.len());
    let mut at = first;
    for (n, span) in spans.iter().copied().enumerate() {
        while names.get(at).is_some_and(|n| n.span.end <= span.start) {
            at += 1;
        }
        let name = names.get(at).filter(|n| n.span.overlaps(&span));
        match name {
            Some(name) => {
                if out.last().is_some_and(|t| t.name == Some(at)) {
                    // "X 40 kilometers": a figure that was taken into the name.
                    let figure = span.of(text).starts_with(|c: char| c.is_ascii_digit());
                    let unit = |after: &ByteSpan| words::unit_km(&after.of(text).to_lowercase());
                    if figure
                        && span.end >= name.span.end
                        && spans.get(n + 1).and_then(unit).is_some()
                    {
                        out.push(token(text, span));
                    }
                    continue;
                }
                out.push(Token {
                    span: name.span,
                    word: String::new(),
                    name: Some(at),
                    capital: true,
                });
            }
            None => out.push(token(text, span)),
        }
    }
    out
}

fn token(text: &str, span: ByteSpan) -> Token {
    let raw = span.of(text);
    let word = raw
        .chars()
        .flat_map(|c| {
            match c {
                '‐' | '‑' => '-',
                '’' | 'ʼ' | '‘' => '\'',
                other => other,
            }
            .to_lowercase()
        })
        .collect();
    Token {
        span,
        word,
        name: None,
        // "al-Hadi" is a name as "Hadi" is.
        capital: raw
            .split(['-', '‐', '‑', '\'', '’'])
            .take(2)
            .any(|part| part.chars().next().is_some_and(char::is_uppercase)),
    }
}
