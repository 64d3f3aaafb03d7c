//! Spellings of Arabic names in Latin letters: which of them write the same name.
//!
//! Rules alone would join Hassan with Hussein, so spellings seen in the wild come first (`assets/names.arabic.txt`, from
//! Wikidata), and a spelling not on the list counts only where its consonants point to one name of the list.

use std::{collections::HashMap, sync::LazyLock};

/// Share of all bearers that a name needs among names of equal consonants to be meant by an unlisted spelling.
const CLEAR_LEAD: f32 = 0.7;

struct Table {
    /// Line and whether it is mostly a first name, by spelling.
    by_spelling: HashMap<&'static str, (u32, bool)>,
    /// The line that a skeleton points to.
    by_skeleton: HashMap<String, u32>,
    /// All lines with spellings of a skeleton.
    all_by_skeleton: HashMap<String, Vec<u32>>,
}

static TABLE: LazyLock<Table> =
    LazyLock::new(|| read(include_str!("../../../assets/names.arabic.txt")));

/// Lines are `bearers spelling spelling …`, with `*` after the number for first names.
fn read(text: &'static str) -> Table {
    let mut by_spelling = HashMap::new();
    let mut weights: HashMap<String, Vec<(u32, f32)>> = HashMap::new();
    for (number, line) in (0_u32..).zip(text.lines().filter(|l| !l.starts_with('#'))) {
        let mut fields = line.split(' ');
        let Some(count) = fields.next() else { continue };
        let given = count.ends_with('*');
        let bearers: f32 = count.trim_end_matches('*').parse().unwrap_or(0.0);
        let mut skeletons: Vec<String> = Vec::new();
        for spelling in fields {
            by_spelling.entry(spelling).or_insert((number, given));
            let skeleton = skeleton(spelling);
            if !skeletons.contains(&skeleton) {
                skeletons.push(skeleton);
            }
        }
        for skeleton in skeletons {
            weights.entry(skeleton).or_default().push((number, bearers));
        }
    }
    let all_by_skeleton = weights
        .iter()
        .map(|(skeleton, lines)| (skeleton.clone(), lines.iter().map(|l| l.0).collect()))
        .collect();
    let by_skeleton = weights
        .into_iter()
        .filter_map(|(skeleton, lines)| {
            let all: f32 = lines.iter().map(|l| l.1).sum();
            let lead = lines.iter().find(|l| l.1 >= CLEAR_LEAD * all)?;
            Some((skeleton, lead.0))
        })
        .collect();
    Table {
        by_spelling,
        by_skeleton,
        all_by_skeleton,
    }
}

/// Whether a lowercase word is a listed spelling of an Arabic name.
#[must_use]
pub fn is_listed(word: &str) -> bool {
    TABLE.by_spelling.contains_key(word)
}

/// Whether a lowercase word is a listed Arabic name that is mostly a first name.
#[must_use]
pub fn is_given(word: &str) -> bool {
    TABLE.by_spelling.get(word).is_some_and(|f| f.1)
}

/// The key of the name that a lowercase word without accents spells: the same for all its spellings. `None` where the
/// word is no spelling of a listed name. `guess` allows spellings off the list, for words in Arabic company.
#[must_use]
pub fn name_key(word: &str, guess: bool) -> Option<String> {
    if let Some((line, _)) = TABLE.by_spelling.get(word) {
        return Some(format!("ar{line}"));
    }
    if !guess || word.len() < 4 {
        return None;
    }
    let skeleton = skeleton(word);
    // Two consonants are too few to tell names apart.
    if skeleton.len() < 3 {
        return None;
    }
    TABLE
        .by_skeleton
        .get(&skeleton)
        .map(|line| format!("ar{line}"))
}

/// Whether an unlisted lowercase word may spell the name of a key that [`name_key`] gave: its consonants fit.
#[must_use]
pub fn may_spell(word: &str, key: &str) -> bool {
    let Some(line) = key.strip_prefix("ar").and_then(|n| n.parse::<u32>().ok()) else {
        return false;
    };
    word.len() > 3
        && !is_listed(word)
        && TABLE
            .all_by_skeleton
            .get(&skeleton(word))
            .is_some_and(|lines| lines.contains(&line))
}

/// Whether a word is written in a way that English and its neighbors hardly use: "dh", "kh", "q" without "u".
#[must_use]
pub fn looks_transliterated(word: &str) -> bool {
    let q_alone = word.split('q').skip(1).any(|after| !after.starts_with('u'));
    q_alone
        || ["dh", "kh", "gh", "aa", "'a"]
            .iter()
            .any(|p| word.contains(p))
}

/// The consonants of a lowercase word without accents, letters that are exchanged in transliteration made equal.
#[must_use]
pub fn skeleton(word: &str) -> String {
    let letters: Vec<char> = word.chars().filter(|c| c.is_alphabetic()).collect();
    let mut out = String::with_capacity(letters.len());
    let mut i = 0;
    while let Some(c) = letters.get(i).copied() {
        let next = letters.get(i + 1).copied();
        let (class, used) = match (c, next) {
            ('k' | 'g', Some('h')) => ('k', 2),
            ('s' | 'c', Some('h')) => ('$', 2),
            ('d', Some('h')) => ('d', 2),
            ('d', Some('j')) => ('j', 2),
            ('t', Some('h')) => ('t', 2),
            ('p', Some('h')) => ('f', 2),
            ('c', Some('e' | 'i')) => ('s', 1),
            ('k' | 'g' | 'q' | 'c', _) => ('k', 1),
            ('a' | 'e' | 'i' | 'o' | 'u', _) => (if i == 0 { 'a' } else { ' ' }, 1),
            ('y', _) => (if i == 0 { 'y' } else { ' ' }, 1),
            // A final h after a vowel is silent: Fatima, Fatimah.
            ('h', None) if i > 0 => (' ', 1),
            (c, _) => (c, 1),
        };
        if class != ' ' && !out.ends_with(class) {
            out.push(class);
        }
        i += used;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_name_in_many_spellings() {
        for spellings in [
            &["youssef", "yusuf", "yousef", "youcef"][..],
            &["khaled", "khalid"],
            &["jamal", "gamal", "djamel"],
        ] {
            let keys: Vec<_> = spellings.iter().map(|s| name_key(s, true)).collect();
            assert!(
                keys[0].is_some() && keys.iter().all(|k| *k == keys[0]),
                "{spellings:?} {keys:?}"
            );
        }
    }

    #[test]
    fn different_names_stay_apart() {
        for (a, b) in [
            ("hassan", "hussein"),
            ("mahmoud", "mohamed"),
            ("rashid", "rashad"),
            ("ahmed", "hamid"),
        ] {
            assert_ne!(name_key(a, true), name_key(b, true), "{a} {b}");
        }
    }
}
