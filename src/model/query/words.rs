//! Cuts text into words and folds them, exactly as the search index does (SQLite's tokenizer "unicode61
//! remove_diacritics 2"), so that what the index finds and what is marked in a text are the same.

use std::sync::LazyLock;

use super::tables::{FOLD_RUNS, WORD_RUNS};

/// The index keeps no more of a word than this, in bytes.
const LONGEST: usize = 32_768;

/// A code point of the table makes words.
const WORD: u32 = 1 << 31;
/// It goes on with a word but begins none: an accent of its own.
const ACCENT: u32 = 1 << 30;
const FOLDED: u32 = 0x001F_FFFF;

/// For code points up to U+FFFF: what they fold to (0: nothing), with [`WORD`] and [`ACCENT`].
static TABLE: LazyLock<Vec<u32>> = LazyLock::new(|| {
    let mut table: Vec<u32> = (0..0x1_0000).collect();
    for letter in b'A'..=b'Z' {
        if let Some(slot) = table.get_mut(usize::from(letter)) {
            *slot = u32::from(letter.to_ascii_lowercase());
        }
    }
    for [first, last, step, becomes] in FOLD_RUNS {
        for c in (*first..=*last).step_by((*step).max(1) as usize) {
            if let Some(slot) = table.get_mut(c as usize) {
                *slot = if *step == 0 {
                    *becomes
                } else {
                    c.wrapping_add(*becomes).wrapping_sub(*first)
                };
            }
        }
    }
    for [first, last] in WORD_RUNS {
        for c in *first..=(*last).min(0xFFFF) {
            if let Some(slot) = table.get_mut(c as usize) {
                *slot |= WORD;
            }
        }
    }
    // fts5_unicode2.c, sqlite3Fts5UnicodeIsdiacritic: two masks over U+0300 to U+0331.
    for at in 0..50_u32 {
        let (mask, bit) = if at < 32 {
            (0x0802_9FDF_u32, at)
        } else {
            (0x0003_61F8_u32, at - 32)
        };
        if mask & (1 << bit) != 0
            && let Some(slot) = table.get_mut((768 + at) as usize)
        {
            *slot |= ACCENT;
        }
    }
    table
});

/// What a code point folds to, and how it stands in words.
fn look_up(table: &[u32], c: char) -> u32 {
    let code = u32::from(c);
    // The tokenizer reads both as the replacement character.
    let code = if code & 0xFFFF_FFFE == 0xFFFE {
        0xFFFD
    } else {
        code
    };
    if let Some(found) = table.get(code as usize) {
        return *found;
    }
    let word = WORD_RUNS
        .binary_search_by(|[first, last]| {
            if code < *first {
                std::cmp::Ordering::Greater
            } else if code > *last {
                std::cmp::Ordering::Less
            } else {
                std::cmp::Ordering::Equal
            }
        })
        .is_ok();
    // Deseret is the one script beyond U+FFFF whose capitals the tokenizer knows.
    let folded = if (66_560..66_600).contains(&code) {
        code + 40
    } else {
        code
    };
    if word { folded | WORD } else { folded }
}

/// Goes through the words of a text. `each` gets a word's folded bytes (UTF-8) and its first byte and the byte after its
/// last in the text.
///
/// `for_each("Côte d'Ivoire", |word, start, end| …)` sees `cote` (0, 5), `d` (6, 7), `ivoire` (8, 14).
pub fn for_each(text: &str, mut each: impl FnMut(&[u8], usize, usize)) {
    let table: &[u32] = &TABLE;
    let bytes = text.as_bytes();
    let mut folded: Vec<u8> = Vec::with_capacity(64);
    let mut start = None;
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let (entry, length) = if *byte < 0x80 {
            (table.get(usize::from(*byte)).copied().unwrap_or(0), 1)
        } else {
            let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) else {
                break;
            };
            (look_up(table, c), c.len_utf8())
        };
        let goes_on = entry & WORD != 0 || (entry & ACCENT != 0 && start.is_some());
        if goes_on {
            if start.is_none() {
                start = Some(at);
                folded.clear();
            }
            let code = entry & FOLDED;
            if code < 0x80 {
                // Nothing stays of an accent that is left out.
                if code != 0 {
                    folded.push(code as u8);
                }
            } else if let Some(c) = char::from_u32(code) {
                folded.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
            }
        } else if let Some(begin) = start.take() {
            folded.truncate(LONGEST);
            each(&folded, begin, at);
        }
        at += length;
    }
    if let Some(begin) = start {
        folded.truncate(LONGEST);
        each(&folded, begin, bytes.len());
    }
}

/// The folded words of a text.
///
/// `fold("Zāwiya Street")` gives `zawiya`, `street`.
pub fn fold(text: &str) -> impl Iterator<Item = String> + use<> {
    let mut words = Vec::new();
    for_each(text, |word, _, _| {
        words.push(String::from_utf8_lossy(word).into_owned());
    });
    words.into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_cut_and_folded() {
        let check = |text: &str, expected: &[&str]| {
            assert_eq!(fold(text).collect::<Vec<_>>(), expected, "{text}");
        };
        check("Côte d’Ivoire", &["cote", "d", "ivoire"]);
        check("al-Jufrah 7,5 km", &["al", "jufrah", "7", "5", "km"]);
        check("ŁÓDŹ", &["łodz"]);
        check("Việt Nam", &["viet", "nam"]);
        check("e\u{301}tude", &["etude"]);
        check("日本語の本。本", &["日本語の本", "本"]);
        check("snake_case", &["snake", "case"]);
        check("…", &[]);
    }

    #[test]
    fn spans_lie_where_the_words_stand() {
        let text = "Ça — va!";
        let mut seen = Vec::new();
        for_each(text, |_, start, end| seen.push(&text[start..end]));
        assert_eq!(seen, ["Ça", "va"]);
    }
}
