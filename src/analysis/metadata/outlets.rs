//! Names of newspapers, broadcasters and news sites, told by the words such names are made of.

use super::dateline;

/// Words that end the name of an outlet, in small letters: `Harbor Post`, `Radio Sahel News`.
const LAST_WORDS: &[&str] = &[
    "advertiser",
    "argus",
    "broadcasting",
    "bulletin",
    "chronicle",
    "courier",
    "dispatch",
    "echo",
    "enquirer",
    "examiner",
    "express",
    "gazette",
    "globe",
    "guardian",
    "herald",
    "independent",
    "inquirer",
    "journal",
    "ledger",
    "magazine",
    "mail",
    "mercury",
    "messenger",
    "mirror",
    "monitor",
    "news",
    "newspaper",
    "observer",
    "online",
    "post",
    "radio",
    "reporter",
    "review",
    "sentinel",
    "standard",
    "star",
    "sun",
    "telegraph",
    "television",
    "times",
    "tribune",
    "tv",
    "weekly",
];

/// Words that begin the name of an outlet, in small letters: `Daily Meridian`, `Radio Sahel`.
const FIRST_WORDS: &[&str] = &["daily", "evening", "radio", "voice", "weekly"];

/// Words before "news" that make it the heading of a section, in small letters.
const SECTIONS: &[&str] = &[
    "breaking",
    "business",
    "international",
    "latest",
    "local",
    "more",
    "national",
    "other",
    "regional",
    "sports",
    "top",
    "today's",
    "world",
];

/// The outlet that `text` names when it holds nothing else, in small letters where it stands in capitals.
#[must_use]
pub fn named(text: &str) -> Option<String> {
    let text = text.trim();
    if text.len() > 50 {
        return None;
    }
    let words: Vec<&str> = text.split(' ').collect();
    let proper = words.iter().all(|word| {
        let name = word
            .chars()
            .all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '\'' | '’' | '&'));
        name && (word.starts_with(char::is_uppercase)
            || matches!(*word, "of" | "the" | "and" | "&"))
    });
    let last = words.last()?.to_lowercase();
    let first = words
        .iter()
        .find(|word| !word.eq_ignore_ascii_case("the"))?
        .to_lowercase();
    let told = LAST_WORDS.contains(&last.as_str()) || FIRST_WORDS.contains(&first.as_str());
    let section = last == "news" && SECTIONS.contains(&first.as_str());
    ((2..=5).contains(&words.len()) && proper && told && !section)
        .then(|| dateline::place_case(text))
}

/// The outlet that a copyright line names: `© 2012 The Harbor Post. All rights reserved.`
#[must_use]
pub fn in_copyright(line: &str) -> Option<String> {
    let low = line.to_ascii_lowercase();
    let at = low.find('©').or_else(|| low.find("copyright"))?;
    let after = line
        .get(at..)?
        .trim_start_matches('©')
        .trim_start_matches(|c: char| c.is_alphabetic())
        .trim_start_matches(|c: char| !c.is_alphabetic())
        .trim_start_matches("c) ")
        .trim_start_matches(|c: char| !c.is_alphabetic());
    let name = after.split(['.', ',', '|', '(', '—', '–']).next()?;
    named(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outlets_are_told_by_their_words() {
        for (text, expected) in [
            ("The Harbor Post", Some("The Harbor Post")),
            ("EVENING LEDGER", Some("Evening Ledger")),
            ("Daily Meridian", Some("Daily Meridian")),
            ("Radio Sahel News", Some("Radio Sahel News")),
            ("Breaking News", None),
            ("Ann Lee", None),
            ("Ferry returns to the star", None),
            ("News", None),
            ("", None),
        ] {
            assert_eq!(named(text).as_deref(), expected, "{text}");
        }
        let copyright = in_copyright("© 2012 The Harbor Post. All rights reserved.");
        assert_eq!(copyright.as_deref(), Some("The Harbor Post"));
        assert_eq!(in_copyright("Copyright (c) 2012 Harbor Bank"), None);
    }
}
