//! The distinct words of a text and what is known of each, whatever stands around them.

use std::collections::HashMap;

use super::{
    hash::text_hash,
    lexicon::{Flags, Lexicon, WordClass},
};
use crate::analysis::tokens::is_word_char;

/// How a word is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    /// No capital: "town".
    Lower,
    /// "Town".
    Capital,
    /// Two or more letters, all capital: "TOWN", "U.S.".
    Upper,
    /// "McKay", "eBay".
    Mixed,
    /// Letters of a script without capitals.
    Uncased,
    /// Starts with a digit.
    Number,
    /// No letter or digit.
    Mark,
}

/// A distinct word of the text and what is known of it.
#[derive(Clone, Copy, Debug)]
pub struct Word {
    pub case: Case,
    /// Hash as written.
    pub exact: u32,
    /// Hash in lowercase with digits made equal.
    pub lower: u32,
    /// Hash of the sequence of letter classes, repeats folded.
    pub shape: u32,
    /// Hashes of the first 2 to 4 and last 1 to 4 letters, 0 where the word is shorter.
    pub affixes: [u32; 7],
    pub class: WordClass,
    pub coarse: u8,
    pub flags: Flags,
    /// Index of the word in lowercase, shared by all its spellings in capitals.
    pub fold: u32,
    /// Number of letters, at most 255.
    pub letters: u8,
}

/// Gives words their numbers while a text is read.
#[derive(Default)]
pub(super) struct Reader<'t> {
    words: HashMap<&'t str, u32>,
    folds: HashMap<u32, u32>,
    lower: String,
    shape: String,
}

impl<'t> Reader<'t> {
    /// The number of a word in `words`, which grows by each new one.
    pub(super) fn word(&mut self, text: &'t str, lexicon: &Lexicon, words: &mut Vec<Word>) -> u32 {
        if let Some(known) = self.words.get(text) {
            return *known;
        }
        let number = u32::try_from(words.len()).unwrap_or(u32::MAX);
        words.push(self.look_up(text, lexicon));
        self.words.insert(text, number);
        number
    }

    /// Number of words that differ in more than capitals.
    pub(super) fn folds(&self) -> usize {
        self.folds.len()
    }

    fn look_up(&mut self, text: &str, lexicon: &Lexicon) -> Word {
        self.lower.clear();
        self.shape.clear();
        let (mut upper, mut small, mut letters, mut number) = (0_u32, 0_u32, 0_u32, false);
        for (at, c) in text.chars().enumerate() {
            let class = if c.is_uppercase() {
                upper += 1;
                'X'
            } else if c.is_lowercase() {
                small += 1;
                'x'
            } else if c.is_numeric() {
                number |= at == 0;
                '0'
            } else if is_word_char(c) {
                'a'
            } else {
                match c {
                    '’' | '‘' | 'ʼ' => '\'',
                    '‐' | '‑' => '-',
                    '“' | '”' => '"',
                    c => c,
                }
            };
            letters += u32::from(is_word_char(c));
            if !self.shape.ends_with(class) {
                self.shape.push(class);
            }
            if class == '0' {
                self.lower.push('0');
            } else if class == '\'' || class == '-' || class == '"' {
                self.lower.push(class);
            } else {
                self.lower.extend(c.to_lowercase());
            }
        }
        let case = if letters == 0 {
            Case::Mark
        } else if number {
            Case::Number
        } else if upper > 1 && small == 0 {
            Case::Upper
        } else if upper == 0 && small == 0 {
            Case::Uncased
        } else if upper == 0 {
            Case::Lower
        } else if upper == 1 && (small == 0 || self.shape.starts_with("Xx")) {
            Case::Capital
        } else {
            Case::Mixed
        };
        let lower = text_hash(&self.lower);
        let class = lexicon.class(&self.lower);
        let next_fold = u32::try_from(self.folds.len()).unwrap_or(u32::MAX);
        Word {
            case,
            exact: text_hash(text),
            lower,
            shape: text_hash(&self.shape),
            affixes: affixes(&self.lower),
            class,
            coarse: lexicon.coarse(class.cluster),
            flags: lexicon.flags(&self.lower) | class.flags,
            fold: *self.folds.entry(lower).or_insert(next_fold),
            letters: u8::try_from(letters).unwrap_or(u8::MAX),
        }
    }
}

/// Hashes of the first 2 to 4 and the last 1 to 4 characters.
fn affixes(lower: &str) -> [u32; 7] {
    let mut out = [0; 7];
    for (slot, len) in out.iter_mut().zip(2..=4) {
        if let Some((end, _)) = lower.char_indices().nth(len) {
            *slot = text_hash(lower.get(..end).unwrap_or_default());
        }
    }
    for (slot, len) in out.iter_mut().skip(3).zip(1..=4) {
        if let Some((start, _)) = lower.char_indices().rev().nth(len - 1)
            && start > 0
        {
            *slot = text_hash(lower.get(start..).unwrap_or_default());
        }
    }
    out
}
