//! Words and punctuation marks of a text, as byte spans; knows nothing of names or sentences.
//!
//! The cut follows names, not grammar: `O'Brien`, `al-Hadi`, `U.S.` and `AT&T` stay whole, a possessive `'s` stands
//! apart, and a hyphen beside a capital is a token of its own, so that "NATO-led" holds the name NATO.

use crate::model::ByteSpan;

/// Abbreviations written with a full stop inside a sentence, lowercase. Those of titles and forms of address come
/// before a name, so a sentence never ends there.
const BEFORE_NAMES: &[&str] = &[
    "mr", "mrs", "ms", "dr", "prof", "gen", "lt", "col", "maj", "capt", "cpt", "sgt", "cmdr",
    "adm", "brig", "cpl", "pvt", "st", "ste", "rev", "fr", "msgr", "hon", "sen", "rep", "gov",
    "pres", "amb", "supt", "insp", "det", "messrs", "mme", "mlle", "sr", "sra", "dra", "mt", "ft",
    "vs",
];

/// Abbreviations that stand before a number, lowercase; elsewhere they are words.
const BEFORE_NUMBERS: &[&str] = &["no", "nos", "art", "fig", "vol", "pp", "sec"];

/// Abbreviations that may also end a sentence, lowercase.
const OTHER: &[&str] = &[
    "jr", "inc", "corp", "co", "ltd", "bros", "plc", "llc", "etc", "jan", "feb", "mar", "apr",
    "jun", "jul", "aug", "sept", "sep", "oct", "nov", "dec", "mon", "tue", "wed", "thu", "fri",
    "sat", "sun", "approx", "dept", "est", "ave", "blvd", "rd", "univ", "ext", "min", "max", "cf",
    "al", "pp", "ed", "eds", "esq", "ph",
];

/// Abbreviations that are words when written in lowercase ("he sat.").
const WORDS_TOO: &[&str] = &[
    "sat", "sun", "mar", "wed", "mon", "max", "min", "ed", "eds", "gen", "col", "maj", "det",
    "hon", "sen", "rep", "pres", "fr", "adm", "ext", "est", "ave", "al", "co", "brig", "capt",
    "rev", "sr", "insp", "gov", "mt", "ft",
];

/// Whether `word` (without its full stop) is an abbreviation that stands before a name or number.
#[must_use]
pub(crate) fn is_abbreviation_before_names(word: &str) -> bool {
    word.len() <= 6
        && !WORDS_TOO.contains(&word)
        && BEFORE_NAMES.contains(&word.to_lowercase().as_str())
}

fn is_abbreviation(word: &str, after: &str) -> bool {
    if word.len() > 6 || !word.is_ascii() || WORDS_TOO.contains(&word) {
        return false;
    }
    let lower = word.to_ascii_lowercase();
    if BEFORE_NUMBERS.contains(&lower.as_str()) {
        let next = after.strip_prefix(' ').and_then(|a| a.chars().next());
        return next.is_some_and(|c| c.is_ascii_digit());
    }
    BEFORE_NAMES.contains(&lower.as_str()) || OTHER.contains(&lower.as_str())
}

/// Articles of Arabic names, which belong to the word after their hyphen.
fn is_name_article(word: &str) -> bool {
    matches!(
        word.to_ascii_lowercase().as_str(),
        "al" | "el" | "ul" | "ad" | "an" | "ar" | "as" | "ash" | "at" | "az" | "es" | "ed" | "ech"
    )
}

/// Whether the character belongs to a word whatever stands around it.
#[must_use]
pub(crate) fn is_word_char(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric();
    }
    // Combining marks belong to the letter before them; a decomposed "ā" must not fall apart.
    c.is_alphanumeric()
        || matches!(c, '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{65f}' | '\u{900}'..='\u{903}' | '\u{93a}'..='\u{94f}')
}

const fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | 'ʼ' | '‘')
}

const fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '‐' | '‑')
}

/// Appends the tokens of `text` inside `span` to `out`, in order and without overlaps; white space belongs to none.
pub fn tokenize(text: &str, span: ByteSpan, out: &mut Vec<ByteSpan>) {
    let mut at = span.range().start;
    let end = span.range().end.min(text.len());
    while at < end {
        let Some(rest) = text.get(at..end) else {
            return;
        };
        let Some(first) = rest.chars().next() else {
            return;
        };
        if first.is_whitespace() || first.is_control() || first == '\u{feff}' {
            at += first.len_utf8();
            continue;
        }
        let len = if is_word_char(first) {
            word_len(rest)
        } else {
            mark_len(rest, first)
        };
        out.push(ByteSpan::from(at..at + len));
        at += len;
    }
}

/// Length in bytes of the mark that `rest` starts with: `'s`, `@name`, a run of one mark, or a single mark.
fn mark_len(rest: &str, first: char) -> usize {
    let after = rest.get(first.len_utf8()..).unwrap_or_default();
    if is_apostrophe(first) {
        let clitic = clitic_len(after);
        if clitic > 0 {
            return first.len_utf8() + clitic;
        }
    }
    if matches!(first, '@' | '#') {
        let name: usize = after
            .chars()
            .take_while(|c| is_word_char(*c) || *c == '_')
            .map(char::len_utf8)
            .sum();
        return first.len_utf8() + name;
    }
    if matches!(
        first,
        '.' | '-' | '`' | '\'' | '!' | '?' | '*' | '=' | '_' | '~'
    ) {
        let run = after.chars().take_while(|c| *c == first).count();
        return first.len_utf8() * (run + 1);
    }
    first.len_utf8()
}

/// Length of the `s`, `ll`, `re`, … that follows an apostrophe at the end of a word, 0 where there is none.
fn clitic_len(after: &str) -> usize {
    let letters: usize = after
        .chars()
        .take(3)
        .take_while(|c| is_word_char(*c))
        .map(char::len_utf8)
        .sum();
    match after.get(..letters) {
        Some("s" | "S" | "ll" | "re" | "ve" | "d" | "m" | "LL" | "RE" | "VE" | "D" | "M") => {
            letters
        }
        _ => 0,
    }
}

/// Length in bytes of the word that `rest` starts with.
fn word_len(rest: &str) -> usize {
    if let Some(url) = url_len(rest) {
        return url;
    }
    let mut at = 0;
    // Bytes since the last hyphen, to look at the parts of a compound one by one.
    let mut part = 0;
    loop {
        let run: usize = rest
            .get(at..)
            .unwrap_or_default()
            .chars()
            .take_while(|c| is_word_char(*c))
            .map(char::len_utf8)
            .sum();
        at += run;
        let tail = rest.get(at..).unwrap_or_default();
        let Some(mark) = tail.chars().next() else {
            return at;
        };
        let after = tail.get(mark.len_utf8()..).unwrap_or_default();
        let next = after.chars().next().filter(|c| is_word_char(*c));
        let word = rest.get(part..at).unwrap_or_default();
        let inside = if is_apostrophe(mark) {
            next.is_some_and(char::is_alphabetic) && clitic_len(after) == 0
        } else if mark == '.' {
            match dot(word, rest.get(..at).unwrap_or_default(), after) {
                Dot::Ends => return at + 1,
                Dot::Inside => true,
                Dot::Outside => false,
            }
        } else if mark == ',' || mark == ':' {
            let digit_before = word.chars().next_back().is_some_and(|c| c.is_ascii_digit());
            digit_before && next.is_some_and(|c| c.is_ascii_digit())
        } else if is_hyphen(mark) {
            next.is_some_and(|n| hyphen_inside(word, n, after))
        } else if mark == '&' {
            word.chars().all(char::is_uppercase) && next.is_some_and(char::is_uppercase)
        } else {
            false
        };
        if !inside || next.is_none() {
            return at;
        }
        at += mark.len_utf8();
        if is_hyphen(mark) {
            part = at;
        }
    }
}

/// Whether a hyphen joins `word` to what follows (`next` being its first character) into one token.
fn hyphen_inside(word: &str, next: char, after: &str) -> bool {
    if is_name_article(word) && next.is_uppercase() {
        return true;
    }
    let capital = word.chars().any(char::is_uppercase);
    if next.is_ascii_digit() {
        // F-16, Covid-19, 2009-10; a longer number after a word is a range or a score.
        let digits = after.chars().take_while(char::is_ascii_digit).count();
        return digits <= 4;
    }
    !capital && !next.is_uppercase()
}

enum Dot {
    /// The full stop belongs to the token and ends it.
    Ends,
    /// The token goes on after it.
    Inside,
    /// It is a mark of its own.
    Outside,
}

/// What a full stop after `word` is; `whole` is the token so far, `after` what follows the stop.
fn dot(word: &str, whole: &str, after: &str) -> Dot {
    let next = after.chars().next();
    let mut letters = whole.rsplit('.').next().unwrap_or_default().chars();
    let single = matches!((letters.next(), letters.next()), (Some(c), None) if c.is_alphabetic());
    let dotted = whole.contains('.');
    if let Some(next) = next.filter(|c| is_word_char(*c)) {
        let last_is_digit = word.chars().next_back().is_some_and(|c| c.is_ascii_digit());
        if next.is_ascii_digit() {
            return if last_is_digit {
                Dot::Inside
            } else {
                Dot::Outside
            };
        }
        if single {
            // "U.S", "J.K.Name": letters go on one by one; a longer word after them starts anew.
            let longer = after.chars().nth(1).is_some_and(char::is_alphabetic);
            return if longer { Dot::Ends } else { Dot::Inside };
        }
        // amazon.com, but not a missing space as in "said.The".
        return if next.is_lowercase() && !last_is_digit {
            Dot::Inside
        } else {
            Dot::Outside
        };
    }
    let initial = single && (dotted || whole.chars().next().is_some_and(char::is_uppercase));
    if initial && next != Some('.') || is_abbreviation(whole, after) && next != Some('.') {
        Dot::Ends
    } else {
        Dot::Outside
    }
}

/// Length of a web address at the start of `rest`.
fn url_len(rest: &str) -> Option<usize> {
    let starts = |p: &str| {
        rest.get(..p.len())
            .is_some_and(|s| s.eq_ignore_ascii_case(p))
    };
    if !(starts("http://") || starts("https://") || starts("www.")) {
        return None;
    }
    let all = rest.find(char::is_whitespace).unwrap_or(rest.len());
    let url = rest.get(..all)?;
    Some(
        url.trim_end_matches(['.', ',', ')', '”', '"', '\'', ';', ':', '>', ']'])
            .len(),
    )
}

/// Number of words, punctuation not counted.
#[must_use]
pub fn count_words(text: &str) -> u32 {
    let mut spans = Vec::new();
    tokenize(text, ByteSpan::from(0..text.len()), &mut spans);
    let words = spans
        .iter()
        .filter(|s| s.of(text).chars().any(is_word_char) && !s.of(text).starts_with(is_apostrophe))
        .count();
    u32::try_from(words).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        let mut spans = Vec::new();
        tokenize(text, ByteSpan::from(0..text.len()), &mut spans);
        spans.iter().map(|s| s.of(text)).collect()
    }

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(cut(text).join(" | "), expected, "{text}");
    }

    #[test]
    fn keeps_names_together() {
        check(
            "Mr. O'Hara met Omar al-Hadi.",
            "Mr. | O'Hara | met | Omar | al-Hadi | .",
        );
        check("the U.S. and AT&T", "the | U.S. | and | AT&T");
        check("J.K. Marsh, J. Marsh", "J.K. | Marsh | , | J. | Marsh");
        check("Mā̄ori in Sana'a", "Mā̄ori | in | Sana'a");
        check("the F-16 and Covid-19", "the | F-16 | and | Covid-19");
    }

    #[test]
    fn sets_apart_what_is_no_name() {
        check(
            "Norway's plan, the Finns' plan",
            "Norway | 's | plan | , | the | Finns | ' | plan",
        );
        check("a UNESCO-led team", "a | UNESCO | - | led | team");
        check(
            "anti-Danish, long-term",
            "anti | - | Danish | , | long-term",
        );
        check("said.The end...", "said | . | The | end | ...");
        check("it’s 3,000.5 at 10:30", "it | ’s | 3,000.5 | at | 10:30");
        check(
            "AFP/File (see http://a.example/x).",
            "AFP | / | File | ( | see | http://a.example/x | ) | .",
        );
    }

    #[test]
    fn counts_words() {
        assert_eq!(count_words("Well, Norway's plan -- no."), 4);
        assert_eq!(count_words(""), 0);
    }

    proptest! {
        #[test]
        fn spans_are_ordered_and_leave_only_space(text in any::<String>()) {
            let mut spans = Vec::new();
            tokenize(&text, ByteSpan::from(0..text.len()), &mut spans);
            let mut at = 0;
            for span in &spans {
                let gap = text.get(at..span.range().start);
                    let blank = gap.is_some_and(|g| g.chars().all(|c| c.is_whitespace() || c.is_control() || c == '\u{feff}'));
                prop_assert!(blank);
                prop_assert!(!span.of(&text).is_empty());
                at = span.range().end;
            }
        }
    }
}
