//! What is known of words apart from any text: hand-made lists, clusters of words used alike, known place names.

use std::collections::HashMap;

use super::{
    hash::{WordHasher, mix, text_hash},
    table::Table,
};

/// One bit for each word list.
pub type Flags = u32;

/// Names of the lists in `assets/names.lists.txt`, in the order of their bits.
const LISTS: [&str; 8] = [
    "titles",
    "particles",
    "orghead",
    "placehead",
    "eventhead",
    "demonyms",
    "calendar",
    "compass",
];

pub const TITLE: Flags = 1;
pub const PARTICLE: Flags = 1 << 1;
pub const ORG_HEAD: Flags = 1 << 2;
pub const PLACE_HEAD: Flags = 1 << 3;
pub const EVENT_HEAD: Flags = 1 << 4;
pub const DEMONYM: Flags = 1 << 5;
pub const CALENDAR: Flags = 1 << 6;
pub const COMPASS: Flags = 1 << 7;
/// A first name somewhere in the world.
pub const GIVEN: Flags = 1 << 8;
/// A family name somewhere in the world.
pub const SURNAME: Flags = 1 << 9;

/// Most words a known phrase has.
pub const LONGEST_PHRASE: usize = 5;

/// Word clusters as the model file holds them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WordClass {
    /// Fine cluster, 0 for a word without one.
    pub cluster: u16,
    /// Which sort of name a word of this meaning tends to be: see the trainer; 0 unknown.
    pub tendency: u8,
    /// [`GIVEN`] and [`SURNAME`].
    pub flags: Flags,
}

/// Known words and phrases.
#[derive(Clone, Debug, Default)]
pub struct Lexicon {
    lists: HashMap<u32, Flags, WordHasher>,
    words: Table<WordClass>,
    /// Class of a place name, by the hash of its lowercase words.
    phrases: Table<u8>,
    /// Coarse cluster of each fine one.
    coarse: Vec<u8>,
}

impl Lexicon {
    /// The hand-made lists together with the tables of a model file.
    #[must_use]
    pub fn new(words: &[(u32, WordClass)], phrases: &[(u32, u8)], coarse: Vec<u8>) -> Self {
        Self {
            lists: read_lists(include_str!("../../../assets/names.lists.txt")),
            words: Table::new(words),
            phrases: Table::new(phrases),
            coarse,
        }
    }

    /// Lists a lowercase word is on.
    #[must_use]
    pub fn flags(&self, lower: &str) -> Flags {
        self.lists
            .get(&text_hash(lower))
            .copied()
            .unwrap_or_default()
    }

    /// Lists a phrase of several lowercase words is on, given by [`phrase_hash`].
    #[must_use]
    pub fn phrase_flags(&self, hash: u32) -> Flags {
        self.lists.get(&hash).copied().unwrap_or_default()
    }

    /// Clusters of a lowercase word.
    #[must_use]
    pub fn class(&self, lower: &str) -> WordClass {
        self.words.get(text_hash(lower)).unwrap_or_default()
    }

    /// Class of a known place name, given by [`phrase_hash`].
    #[must_use]
    pub fn phrase(&self, hash: u32) -> Option<u8> {
        self.phrases.get(hash)
    }

    /// Coarse cluster of a fine one.
    #[must_use]
    pub fn coarse(&self, cluster: u16) -> u8 {
        self.coarse
            .get(usize::from(cluster))
            .copied()
            .unwrap_or_default()
    }
}

/// Hash of a phrase one word longer than that of `before` (0 for none); `lower` is the [`text_hash`] of the word.
#[must_use]
pub const fn phrase_hash(before: u32, lower: u32) -> u32 {
    if before == 0 {
        lower
    } else {
        mix(before, lower)
    }
}

/// Hash of a whole phrase, its words separated by single spaces.
#[must_use]
pub fn whole_phrase_hash(lower: &str) -> u32 {
    lower
        .split(' ')
        .fold(0, |hash, word| phrase_hash(hash, text_hash(word)))
}

fn read_lists(text: &str) -> HashMap<u32, Flags, WordHasher> {
    let mut out: HashMap<u32, Flags, WordHasher> = HashMap::default();
    let mut bit = 0;
    for line in text.lines().filter(|l| !l.starts_with('#')) {
        if let Some(name) = line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
            bit = LISTS
                .iter()
                .position(|l| *l == name)
                .map_or(0, |at| 1 << at);
            continue;
        }
        for word in line.split_whitespace() {
            let phrase = word.to_lowercase().replace('_', " ");
            *out.entry(whole_phrase_hash(&phrase)).or_default() |= bit;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_read() {
        let lexicon = Lexicon::new(&[], &[], Vec::new());
        assert_eq!(lexicon.flags("sheikh"), TITLE);
        assert_eq!(lexicon.flags("norwegian"), DEMONYM);
        assert_eq!(lexicon.flags("ministry"), ORG_HEAD);
        assert_eq!(lexicon.flags("table"), 0);
        assert_eq!(
            lexicon.phrase_flags(whole_phrase_hash("costa rican")),
            DEMONYM
        );
    }
}
