//! Headlines and subheads, told by their shape: short, without a full stop, before a paragraph; or in capitals at its
//! start.

use super::lines::ends_sentence;

/// Whether the first paragraph of an article is its headline, given that prose follows.
pub fn is_headline(text: &str) -> bool {
    let words = text.split(' ').count();
    let bare = text.trim_end_matches(['"', '”', '’', '\'', ')', ' ']);
    if text.len() > 160 || words > 22 || bare.ends_with([':', ',', ';', '—', '–', '-']) {
        return false;
    }
    if ends_sentence(text) && !(bare.ends_with(['?', '!']) && words <= 16) {
        // Some archives close a headline with a full stop; its capitals remain.
        return in_title_case(text);
    }
    // Two capitalized words alone may as well be who wrote it or a section of the paper.
    words >= 3
        || words == 2
            && text
                .split(' ')
                .any(|w| w.starts_with(|c: char| c.is_lowercase() || c.is_ascii_digit()))
}

/// Whether all longer words begin with a capital, as in a headline and hardly in a sentence.
pub fn in_title_case(text: &str) -> bool {
    let mut long = 0;
    for word in text.split(' ') {
        let letters = word.trim_matches(|c: char| !c.is_alphabetic());
        if letters.chars().count() < 4 || BETWEEN.contains(&letters) {
            continue;
        }
        if !letters.starts_with(char::is_uppercase) {
            return false;
        }
        long += 1;
    }
    long >= 4
}

/// Longer words that headlines may write small.
const BETWEEN: &[&str] = &[
    "about", "after", "against", "amid", "among", "before", "between", "during", "from", "into",
    "over", "since", "than", "that", "their", "this", "through", "under", "until", "when", "while",
    "with", "without",
];

/// Whether a paragraph is a subhead, given that prose stands before and after it.
pub fn is_subhead(text: &str) -> bool {
    let words = text.split(' ').count();
    let quoted = text.starts_with(['“', '‘', '"', '\'', '«']);
    let begins = text
        .trim_start_matches(['“', '‘', '"', '\'', '«'])
        .starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
    // A line of speech from end to end, or one that leads to an address, is a sentence without its full stop.
    let closes = text.contains(['”', '’', '»']) || text.matches(['"', '\'']).count() > 1;
    let speaks = quoted && (!closes || text.ends_with(['”', '’', '"', '\'', '»']));
    let leads = text.contains("www.") || text.contains("://") || text.contains('@');
    text.len() <= 100
        && words <= 14
        && begins
        && !speaks
        && !leads
        && !ends_sentence(text)
        && !text.ends_with([':', ',', ';', '—', '–', '-', '…'])
}

/// Words that begin a sentence and no name, as they stand after a subhead in capitals.
const OPENERS: &[&str] = &[
    "A",
    "About",
    "According",
    "After",
    "Afterwards",
    "Again",
    "All",
    "Also",
    "Although",
    "Among",
    "An",
    "And",
    "Another",
    "Any",
    "As",
    "Asked",
    "At",
    "Back",
    "Because",
    "Before",
    "Both",
    "But",
    "By",
    "Despite",
    "During",
    "Each",
    "Earlier",
    "Elsewhere",
    "Even",
    "Every",
    "Fears",
    "Few",
    "For",
    "Four",
    "From",
    "Further",
    "Given",
    "Half",
    "He",
    "Her",
    "Here",
    "His",
    "How",
    "However",
    "Hundreds",
    "I",
    "If",
    "In",
    "Inside",
    "Instead",
    "It",
    "Its",
    "Just",
    "Last",
    "Later",
    "Many",
    "Meanwhile",
    "More",
    "Most",
    "Much",
    "My",
    "Nearly",
    "Neither",
    "Never",
    "Next",
    "No",
    "None",
    "Not",
    "Now",
    "Of",
    "Officials",
    "On",
    "Once",
    "One",
    "Only",
    "Other",
    "Others",
    "Our",
    "Outside",
    "Over",
    "People",
    "Perhaps",
    "Police",
    "Residents",
    "Several",
    "She",
    "Since",
    "So",
    "Some",
    "Soon",
    "Still",
    "Such",
    "That",
    "The",
    "Their",
    "Then",
    "There",
    "These",
    "They",
    "This",
    "Those",
    "Though",
    "Thousands",
    "Three",
    "Through",
    "Thus",
    "To",
    "Today",
    "Two",
    "Under",
    "Unlike",
    "Until",
    "We",
    "What",
    "When",
    "Where",
    "Whether",
    "Which",
    "While",
    "Who",
    "Why",
    "With",
    "Within",
    "Without",
    "Witnesses",
    "Yesterday",
    "Yet",
    "You",
];

/// The longest subhead in capitals, in bytes.
const LONGEST_CAPITALS: usize = 90;

/// Where the subhead in capitals ends that stands on the same line before a paragraph's first sentence; `None` for
/// acronyms, datelines and everything in mixed case.
pub fn capitals_at_start(text: &str) -> Option<usize> {
    let (mut end, mut words, mut spelled, mut short) = (0, 0, 0, 0);
    let mut at = 0;
    for word in text.split(' ') {
        if at > LONGEST_CAPITALS {
            return None;
        }
        if is_capital_word(word) {
            words += 1;
            // Five letters and more are a word in capitals rather than an acronym; several of four are, too.
            let letters = word.chars().filter(|c| c.is_uppercase()).count();
            spelled += u32::from(letters >= 5);
            short += u32::from(letters >= 4);
            end = at + word.len();
            at = end + 1;
            continue;
        }
        let rest = text.get(at..)?;
        let opener = OPENERS.contains(&word.trim_end_matches([',', ':']));
        let mut following = rest.split(' ');
        let next_is_small = following
            .nth(1)
            .is_some_and(|w| w.starts_with(char::is_lowercase));
        // An article or pronoun in capitals ("A", "I") may be the sentence's first word, not the subhead's last.
        let sentence =
            word.starts_with(char::is_uppercase) && (opener || next_is_small && spelled >= 3);
        let head = text.get(..end)?;
        let capitals = words >= 3 && spelled >= 2 || words >= 5 && short >= 3;
        let fits = capitals && sentence && rest.len() >= 20;
        return (fits && !head.ends_with([',', ';', '—', '–', '-', '.'])).then_some(end);
    }
    None
}

fn is_capital_word(word: &str) -> bool {
    let mut letters = false;
    for c in word.chars() {
        if c.is_alphabetic() {
            if !c.is_uppercase() {
                return false;
            }
            letters = true;
        } else if !(c.is_ascii_digit()
            || matches!(
                c,
                '\'' | '’' | '-' | ',' | '.' | '&' | ':' | '“' | '”' | '"' | '$' | '/'
            ))
        {
            return false;
        }
    }
    letters || word.starts_with(|c: char| c.is_ascii_digit() || c == '&' || c == '-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_before_a_sentence_are_a_subhead() {
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(
                capitals_at_start(text).and_then(|end| text.get(..end)),
                expected,
                "{text}"
            );
        };
        check(
            "FERRIES RETURN TO HARBOR After two years, the boats are back.",
            Some("FERRIES RETURN TO HARBOR"),
        );
        check(
            "PORT WORKERS STRIKE IN TUNIS Cranes stood still on Monday and Tuesday.",
            Some("PORT WORKERS STRIKE IN TUNIS"),
        );
        check("NATO said on Friday that it would stay in the port.", None);
        check(
            "UN SECURITY COUNCIL Resolution 99 was passed last night.",
            None,
        );
        check(
            "UNITED NATIONS — The council met for an hour on Monday.",
            None,
        );
        check(
            "TUNIS (Reuters) - The council met for an hour on Monday.",
            None,
        );
        check("US, UK AND EU In talks", None);
        check(
            "NEW YORK CITY Mayor Ann Lee spoke to the press on Monday.",
            None,
        );
        check("FERRIES RETURN TO HARBOR", None);
        check("The ferry is back.", None);
        check("", None);
    }

    #[test]
    fn headlines_are_short_and_unfinished() {
        for (text, expected) in [
            ("Ferry returns to harbor after two years", true),
            ("Will the ferry ever return?", true),
            ("Ferry Returns to Harbor After Long Absence.", true),
            ("Ferry returns", true),
            ("Ann Lee", false),
            ("The ferry is back after two years.", false),
            ("He said:", false),
        ] {
            assert_eq!(is_headline(text), expected, "{text}");
        }
    }
}
