//! Keys of names: two names with the same key and type are taken for one. Cautious: what may differ has another key.

use std::{collections::HashMap, sync::LazyLock};

use unicode_normalization::UnicodeNormalization;

use super::arabic;
use crate::model::EntityType;

/// Small words that names of bodies are often written with or without.
const CONNECTORS: &[&str] = &[
    "of", "the", "and", "for", "on", "in", "de", "la", "du", "des", "del", "to", "at",
];

/// Legal forms at the end of a company's name.
const LEGAL_FORMS: &[&str] = &[
    "inc",
    "corp",
    "corporation",
    "ltd",
    "limited",
    "llc",
    "plc",
    "co",
    "company",
    "ag",
    "sa",
    "gmbh",
    "nv",
    "bv",
    "spa",
    "pty",
    "pvt",
    "llp",
];

/// Heads that stand before "of" or at the end without a change of meaning: "Ministry of Trade", "Trade Ministry".
const MOVABLE_HEADS: &[&str] = &["ministry", "department"];

/// Marks that tell a son from his father.
pub(super) const GENERATIONS: &[&str] = &["jr", "sr", "ii", "iii", "iv"];

/// Lowercase without accents, in ASCII where a letter has such a base: "Zāwiya" gives "zawiya".
#[must_use]
pub fn ascii_fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.nfkd() {
        match c {
            '\u{300}'..='\u{36f}' => {}
            'ø' | 'Ø' => out.push('o'),
            'ł' | 'Ł' => out.push('l'),
            'đ' | 'Đ' | 'ð' | 'Ð' => out.push('d'),
            'ı' => out.push('i'),
            'ß' => out.push_str("ss"),
            'æ' | 'Æ' => out.push_str("ae"),
            'œ' | 'Œ' => out.push_str("oe"),
            'þ' | 'Þ' => out.push_str("th"),
            'ə' | 'Ə' => out.push('e'),
            c => out.extend(c.to_lowercase()),
        }
    }
    out
}

/// The folded words of a name, apostrophes and full stops left out, hyphens read as spaces, without a leading "the".
#[must_use]
pub(super) fn words(name: &str) -> Vec<String> {
    let mut plain = String::with_capacity(name.len());
    for c in ascii_fold(name).chars() {
        match c {
            '\'' | '’' | '‘' | 'ʼ' | 'ʻ' | 'ʿ' | 'ʾ' | '`' | '.' | '"' => {}
            c if c.is_alphanumeric() || c == '&' => plain.push(c),
            _ => plain.push(' '),
        }
    }
    let mut out: Vec<String> = plain.split_whitespace().map(str::to_owned).collect();
    if out.len() > 1 && out.first().is_some_and(|w| w == "the") {
        out.remove(0);
    }
    out
}

/// The key of a name of this type.
#[must_use]
pub(super) fn key(kind: EntityType, name: &str) -> String {
    let words = words(name);
    if let Some(full) = INITIALISMS.get(&(kind, words.join(" "))) {
        return full.clone();
    }
    plain_key(kind, &words)
}

fn plain_key(kind: EntityType, words: &[String]) -> String {
    match kind {
        EntityType::Person => person_words(words).join(" "),
        EntityType::Organization => organization_key(words),
        EntityType::Place => words.join(" "),
        EntityType::Group => group_key(words),
    }
}

/// Keys of full names by type and folded short form.
static INITIALISMS: LazyLock<HashMap<(EntityType, String), String>> = LazyLock::new(|| {
    let mut out = HashMap::new();
    for line in include_str!("../../../assets/names.initialisms.txt").lines() {
        let mut fields = line.split('|');
        let (Some(kind), Some(full)) = (fields.next().and_then(EntityType::parse), fields.next())
        else {
            continue;
        };
        let full = plain_key(kind, &words(full));
        for short in fields {
            let short = words(short);
            // The short form in another order or number is the short form still.
            out.insert((kind, plain_key(kind, &short)), full.clone());
            out.insert((kind, short.join(" ")), full.clone());
        }
    }
    out
});

/// Words of a person's name, those of Arabic names as keys that all their spellings share.
#[must_use]
pub(super) fn person_words(words: &[String]) -> Vec<String> {
    let listed = |w: &str| arabic::is_listed(w);
    let count = words.iter().filter(|w| listed(w)).count();
    if count == 0
        && !words
            .iter()
            .any(|w| abd(w).is_some() || arabic::looks_transliterated(w))
    {
        return words.to_vec();
    }
    let article = |w: &str| {
        matches!(
            w,
            "al" | "el" | "ul" | "ad" | "ar" | "as" | "an" | "ash" | "az" | "at" | "ud" | "us"
        )
    };
    let mut out: Vec<String> = Vec::new();
    let mut servant = false;
    for (i, word) in words.iter().enumerate() {
        let more = i + 1 < words.len();
        if more && article(word) && (count > 0 || servant) {
            continue;
        }
        if more
            && matches!(
                word.as_str(),
                "abd" | "abdel" | "abdul" | "abdal" | "abdoul" | "abdur" | "abder" | "abdu"
            )
        {
            servant = true;
            continue;
        }
        let company = count > usize::from(listed(word));
        let guess = company || word.len() >= 6 && arabic::looks_transliterated(word);
        let name = |w: &str, guess| arabic::name_key(w, guess).unwrap_or_else(|| w.to_owned());
        let key = match (word.as_str(), abd(word)) {
            ("ibn" | "ben" | "bin", _) if more && count > 0 => "bin".to_owned(),
            ("abu" | "abou" | "aboo", _) if more && count > 0 => "abu".to_owned(),
            (_, Some(rest)) if !servant => format!("abd+{}", name(rest, true)),
            _ => name(word, guess),
        };
        out.push(if servant {
            format!(
                "abd+{}",
                if word == "allah" {
                    "lah".to_owned()
                } else {
                    name(word, true)
                }
            )
        } else {
            key
        });
        servant = false;
    }
    if servant {
        out.push("abd".to_owned());
    }
    out
}

/// What stands after "servant of the" in a name written as one word: "aziz" in "Abdelaziz".
fn abd(word: &str) -> Option<&str> {
    [
        "abdel", "abdul", "abdal", "abdoul", "abdol", "abdur", "abder", "abdes", "abdus",
    ]
    .iter()
    .find_map(|p| word.strip_prefix(p))
    .filter(|rest| rest.len() > 2)
}

fn organization_key(words: &[String]) -> String {
    let american = |w: &String| -> String {
        match w.as_str() {
            "organisation" => "organization".to_owned(),
            "programme" => "program".to_owned(),
            "centre" => "center".to_owned(),
            "defence" => "defense".to_owned(),
            "labour" => "labor".to_owned(),
            "&" => "and".to_owned(),
            _ => w.clone(),
        }
    };
    let mut all: Vec<String> = words.iter().map(american).collect();
    while all.len() > 1
        && all
            .last()
            .is_some_and(|w| LEGAL_FORMS.contains(&w.as_str()))
    {
        all.pop();
    }
    let is_connector = |w: &String| CONNECTORS.contains(&w.as_str());
    let content: Vec<&String> = all.iter().filter(|w| !is_connector(w)).collect();
    if content.is_empty() {
        return all.join(" ");
    }
    let movable = all
        .first()
        .into_iter()
        .chain(all.last())
        .any(|w| MOVABLE_HEADS.contains(&w.as_str()));
    // Three words or more in another order are the same body ("Transitional National Council"); two are not
    // ("Miami University", "University of Miami").
    if movable && content.len() > 1 || content.len() >= 3 && content.len() == all.len() {
        let mut sorted = content;
        sorted.sort_unstable();
        let sorted: Vec<&str> = sorted.iter().map(|w| w.as_str()).collect();
        return format!("{} *", sorted.join(" "));
    }
    all.retain(|w| !matches!(w.as_str(), "the" | "and"));
    all.join(" ")
}

/// Singular and plural of a group are one: "Finns", "Finn".
fn group_key(words: &[String]) -> String {
    let mut joined = words.join(" ");
    let plural = joined.len() > 4
        && joined.ends_with('s')
        && !joined.ends_with("ss")
        && !joined.ends_with("us");
    if plural && words.len() < 3 {
        joined.pop();
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(kind: EntityType, names: &[&str], same: bool) {
        let keys: Vec<String> = names.iter().map(|n| key(kind, n)).collect();
        for (i, a) in keys.iter().enumerate() {
            for b in keys.iter().skip(i + 1) {
                assert_eq!(a == b, same, "{names:?} {keys:?}");
            }
        }
    }

    #[test]
    fn one_body() {
        let same = |names: &[&str]| check(EntityType::Organization, names, true);
        same(&["UN", "U.N.", "the United Nations"]);
        same(&[
            "Northern Grain Council",
            "Grain Northern Council",
            "NORTHERN GRAIN COUNCIL",
        ]);
        same(&["Ministry of Trade", "Trade Ministry"]);
        same(&["Velora Shipping Ltd.", "Velora Shipping"]);
        same(&["Centre for Marine Defence", "Center for Marine Defense"]);
    }

    #[test]
    fn several_bodies() {
        let apart = |names: &[&str]| check(EntityType::Organization, names, false);
        apart(&["United Nations", "United Nations Security Council"]);
        apart(&["Miami University", "University of Miami"]);
        apart(&["Bank of Sweden", "Swedish Bank"]);
    }

    #[test]
    fn one_person() {
        let same = |names: &[&str]| check(EntityType::Person, names, true);
        same(&["Yousef Mansour", "Yusuf Mansur", "Youssef Mansoor"]);
        same(&[
            "Abdel Aziz Khaled",
            "Abdelaziz Khalid",
            "Abd al-Aziz Khaled",
            "Abdul-Aziz Khalid",
        ]);
        same(&["José Pérez", "Jose Perez", "JOSÉ PÉREZ"]);
        same(&["Jean-Luc Morel", "Jean Luc Morel"]);
    }

    #[test]
    fn several_people() {
        let apart = |names: &[&str]| check(EntityType::Person, names, false);
        apart(&["Jane Larsen", "John Larsen", "Jan Larsen"]);
        apart(&["Ali Hassan", "Ali Hussein"]);
        apart(&["Omar Mahmoud", "Omar Mohamed"]);
        apart(&["Paul Lind Jr.", "Paul Lind"]);
    }

    #[test]
    fn places_and_groups() {
        check(
            EntityType::Place,
            &["U.S.", "US", "United States", "USA"],
            true,
        );
        check(EntityType::Place, &["Zürich", "ZURICH"], true);
        check(EntityType::Group, &["Norwegian", "Norwegians"], true);
        check(EntityType::Group, &["Swiss", "Swede"], false);
    }
}
