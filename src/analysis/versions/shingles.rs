//! Folded words, runs of five of them, and the fingerprint that an article keeps of those.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use crate::model::ByteSpan;

/// Words in a shingle. Five are seldom shared by chance, and a changed word spoils no more than five.
pub const SHINGLE: usize = 5;

/// Hashes a fingerprint keeps of texts up to 2,000 words: 512 bytes.
const KEPT: usize = 128;
/// Longer texts keep one hash in this many words, so that a paragraph taken from a long read is still found …
const WORDS_PER_HASH: usize = 16;
/// … up to this many.
const KEPT_AT_MOST: usize = 4_096;

/// A word as it is compared: in lower case, without accents, apostrophes and the commas inside numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FoldedWord {
    /// Bytes of the text.
    pub span: ByteSpan,
    pub hash: u64,
}

/// The words of a text in order. Punctuation belongs to none.
#[must_use]
pub fn words(text: &str) -> Vec<FoldedWord> {
    let mut out = Vec::with_capacity(text.len() / 6);
    let mut chars = text.char_indices().peekable();
    while let Some((start, first)) = chars.next() {
        if !first.is_alphanumeric() {
            continue;
        }
        let mut hash = FNV_OFFSET;
        add(&mut hash, first);
        let mut end = start + first.len_utf8();
        let mut last = first;
        while let Some(&(at, c)) = chars.peek() {
            if c.is_alphanumeric() || is_combining_mark(c) {
                add(&mut hash, c);
            } else if joins(c, last, text.get(at + c.len_utf8()..)) {
                // Part of the word, but not of what is compared.
            } else {
                break;
            }
            last = c;
            end = at + c.len_utf8();
            chars.next();
        }
        out.push(FoldedWord {
            span: ByteSpan::from(start..end),
            hash: mixed(hash),
        });
    }
    out
}

/// Whether a mark stands inside a word: the apostrophe of "don't", the comma of "1,200", the point of "2.5" and "U.S.".
fn joins(mark: char, before: char, after: Option<&str>) -> bool {
    let next = after.and_then(|rest| rest.chars().next());
    match mark {
        '\'' | '’' | 'ʼ' => next.is_some_and(char::is_alphanumeric),
        ',' => before.is_ascii_digit() && next.is_some_and(|c| c.is_ascii_digit()),
        '.' => before.is_alphanumeric() && next.is_some_and(char::is_alphanumeric),
        _ => false,
    }
}

const FNV_OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
const FNV_PRIME: u64 = 0x0100_0000_01b3;

fn add(hash: &mut u64, c: char) {
    let mut one = |c: char| *hash = (*hash ^ u64::from(c)).wrapping_mul(FNV_PRIME);
    if c.is_ascii() {
        one(c.to_ascii_lowercase());
    } else {
        c.to_lowercase()
            .nfd()
            .filter(|c| !is_combining_mark(*c))
            .for_each(one);
    }
}

/// The finalizer of MurmurHash3: spreads every bit over all.
const fn mixed(mut h: u64) -> u64 {
    h ^= h >> 33;
    h = h.wrapping_mul(0xff51_afd7_ed55_8ccd);
    h ^= h >> 33;
    h = h.wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    h ^ (h >> 33)
}

/// Hashes of all runs of [`SHINGLE`] words, in order; a text with fewer words is one run.
#[must_use]
pub fn shingles(words: &[FoldedWord]) -> Vec<u64> {
    if words.is_empty() {
        return Vec::new();
    }
    words
        .windows(SHINGLE.min(words.len()))
        .map(|run| {
            mixed(run.iter().fold(0, |hash: u64, word| {
                hash.rotate_left(17).wrapping_mul(FNV_PRIME) ^ word.hash
            }))
        })
        .collect()
}

/// What a project keeps of a text in order to find its other versions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fingerprint {
    /// The smallest hashes of the text's shingles, ascending, without repetitions.
    pub hashes: Vec<u32>,
    /// Whether these are all of them.
    pub complete: bool,
    /// Number of folded words.
    pub words: u32,
}

/// What two fingerprints have in common.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Overlap {
    pub common: f64,
    pub of_a: f64,
    pub of_b: f64,
}

impl Overlap {
    /// Estimated share of the smaller side that lies in the other, 0 to 1.
    #[must_use]
    pub fn contained(&self) -> f64 {
        let smaller = self.of_a.min(self.of_b);
        if smaller > 0.0 {
            self.common / smaller
        } else {
            0.0
        }
    }

    /// Estimated share of the larger side that lies in the other, 0 to 1.
    #[must_use]
    pub fn mutual(&self) -> f64 {
        let larger = self.of_a.max(self.of_b);
        if larger > 0.0 {
            self.common / larger
        } else {
            0.0
        }
    }
}

impl Fingerprint {
    /// The fingerprint of a reading text.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let words = words(text);
        let mut hashes: Vec<u32> = shingles(&words).iter().map(|h| (h >> 32) as u32).collect();
        let kept = (hashes.len() / WORDS_PER_HASH).clamp(KEPT, KEPT_AT_MOST);
        hashes.sort_unstable();
        hashes.dedup();
        let complete = hashes.len() <= kept;
        hashes.truncate(kept);
        hashes.shrink_to_fit();
        Self {
            hashes,
            complete,
            words: u32::try_from(words.len()).unwrap_or(u32::MAX),
        }
    }

    /// The hashes as little-endian bytes, four each.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        self.hashes.iter().flat_map(|h| h.to_le_bytes()).collect()
    }

    /// Reads what [`Self::to_bytes`] wrote; `None` for damaged bytes.
    #[must_use]
    pub fn from_bytes(bytes: &[u8], complete: bool, words: u32) -> Option<Self> {
        let (parts, rest) = bytes.as_chunks::<4>();
        let hashes: Vec<u32> = parts.iter().map(|part| u32::from_le_bytes(*part)).collect();
        (rest.is_empty() && hashes.is_sorted()).then_some(Self {
            hashes,
            complete,
            words,
        })
    }

    /// Up to where nothing was left out.
    fn limit(&self) -> u32 {
        match self.hashes.last() {
            Some(last) if !self.complete => *last,
            _ => u32::MAX,
        }
    }

    /// What two fingerprints have in common, each hash counted with `weight`: both are samples of their texts by the same
    /// rule, so below the lower of their limits what is missing on one side is missing in its text.
    #[must_use]
    pub fn overlap(&self, other: &Self, mut weight: impl FnMut(u32) -> f64) -> Overlap {
        let limit = self.limit().min(other.limit());
        let (mut a, mut b) = (
            self.hashes.iter().take_while(|h| **h <= limit).peekable(),
            other.hashes.iter().take_while(|h| **h <= limit).peekable(),
        );
        let mut sum = Overlap::default();
        loop {
            let order = match (a.peek(), b.peek()) {
                (Some(x), Some(y)) => x.cmp(y),
                (Some(_), None) => std::cmp::Ordering::Less,
                (None, Some(_)) => std::cmp::Ordering::Greater,
                (None, None) => return sum,
            };
            match order {
                std::cmp::Ordering::Less => sum.of_a += a.next().map_or(0.0, |h| weight(*h)),
                std::cmp::Ordering::Greater => sum.of_b += b.next().map_or(0.0, |h| weight(*h)),
                std::cmp::Ordering::Equal => {
                    b.next();
                    let w = a.next().map_or(0.0, |h| weight(*h));
                    sum.common += w;
                    sum.of_a += w;
                    sum.of_b += w;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, same_as: &str) {
        let hashes = |t: &str| words(t).iter().map(|w| w.hash).collect::<Vec<_>>();
        assert_eq!(hashes(text), hashes(same_as), "{text:?} {same_as:?}");
    }

    #[test]
    fn words_are_compared_without_case_accents_and_punctuation() {
        check("The Mayor of Zāwiya", "the mayor of zawiya");
        check("“Go,” he said.", "go he said");
        check("1,200 don’t", "1200 dont");
        check("U.S.", "u.s");
        check("co-ordinated", "co ordinated");
        let text = "Zāwiya’s 1,200";
        let found: Vec<&str> = words(text).iter().map(|w| w.span.of(text)).collect();
        assert_eq!(found, ["Zāwiya’s", "1,200"]);
    }

    #[test]
    fn a_fingerprint_is_small_and_survives_storing() {
        let text: String = (0..1_900).map(|n| format!("word{n} ")).collect();
        let print = Fingerprint::of(&text);
        assert!(print.to_bytes().len() <= 512);
        assert_eq!(
            Fingerprint::from_bytes(&print.to_bytes(), print.complete, print.words),
            Some(print)
        );
        assert_eq!(Fingerprint::from_bytes(&[1, 2, 3], true, 1), None);
    }

    #[test]
    fn a_part_is_seen_in_the_whole() {
        let long: String = (0..1_500).map(|n| format!("w{n} ")).collect();
        let part: String = (700..800).map(|n| format!("w{n} ")).collect();
        let other: String = (0..400).map(|n| format!("x{n} ")).collect();
        let print = Fingerprint::of(&long);
        assert!(print.overlap(&Fingerprint::of(&part), |_| 1.0).contained() > 0.99);
        assert_eq!(
            print.overlap(&Fingerprint::of(&other), |_| 1.0).contained(),
            0.0
        );
    }
}
