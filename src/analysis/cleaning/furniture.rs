//! Page furniture by its own words: share lines, comment notices, related links, licence tails, scripts.
//!
//! A cue must be something a page says and a reporter does not; each is bounded in length, because furniture is short
//! and a paragraph that happens to begin like it is not. What only the surroundings can tell is left to `roles`.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use crate::model::AsideKind;

use super::{
    cues::{ACTIONS, BESIDE_BUTTONS, INSIDE, NETWORKS, STARTS, WHOLE},
    lines::ends_sentence,
};

/// The longest paragraph that can be furniture, in bytes. Disclaimers and licence notices are the longest kind.
const LONGEST: usize = 400;

/// The longest line that one opening phrase can condemn, in bytes.
const LONGEST_LINE: usize = 200;

/// What kind of furniture a paragraph is by its own words; `None` for everything that may be news.
pub fn kind(text: &str) -> Option<AsideKind> {
    if text.len() > LONGEST {
        return None;
    }
    if !text.chars().any(char::is_alphanumeric) {
        return Some(AsideKind::Navigation);
    }
    if is_web_address(text) || is_script(text) {
        return Some(AsideKind::Navigation);
    }
    let low: String = text
        .chars()
        .map(|c| match c {
            '’' | '‘' => '\'',
            c => c.to_ascii_lowercase(),
        })
        .collect();
    let low = low.trim_start_matches(['*', '#', '>', '|', '•', '-', '–', '—', '[', ' ']);
    let phrase = low.trim_end_matches(['.', ':', '!', '…', '»', '>', '|', ' ', ']', '*']);
    find(WHOLE, |cue| phrase == cue)
        .or_else(|| copyright_line(low).then_some(AsideKind::Credit))
        .or_else(|| (low.len() <= LONGEST_LINE).then(|| starting(low)).flatten())
        .or_else(|| inside(low))
        .or_else(|| comment_count(phrase).then_some(AsideKind::Comments))
        .or_else(|| button_row(phrase).then_some(AsideKind::Sharing))
        .or_else(|| page_number(phrase).then_some(AsideKind::Navigation))
        .or_else(|| trail(text).then_some(AsideKind::Navigation))
}

/// Whether a line of a hard-wrapped text is furniture in itself and must not be joined to its neighbors.
pub fn is_furniture_line(line: &str) -> bool {
    line.len() <= LONGEST_LINE && kind(line).is_some()
}

fn find(cues: &[(AsideKind, &[&str])], fits: impl Fn(&str) -> bool) -> Option<AsideKind> {
    cues.iter()
        .find(|(_, list)| list.iter().any(|cue| fits(cue)))
        .map(|(kind, _)| *kind)
}

/// [`STARTS`] by the first byte of the phrase: every paragraph of every article is asked for them.
static STARTS_BY_BYTE: LazyLock<Vec<Vec<(AsideKind, &str)>>> = LazyLock::new(|| {
    let mut table = vec![Vec::new(); 256];
    for (kind, cues) in STARTS {
        for cue in *cues {
            if let Some(list) = cue
                .bytes()
                .next()
                .and_then(|b| table.get_mut(usize::from(b)))
            {
                list.push((*kind, *cue));
            }
        }
    }
    table
});

/// All phrases of [`INSIDE`] in one automaton, with the kind of each. The phrases are the program's own; a set that
/// cannot be built would find nothing.
static INSIDE_AT_ONCE: LazyLock<Option<(AhoCorasick, Vec<AsideKind>)>> = LazyLock::new(|| {
    let pairs = INSIDE
        .iter()
        .flat_map(|(kind, cues)| cues.iter().map(|cue| (*kind, *cue)));
    let (kinds, cues): (Vec<_>, Vec<_>) = pairs.unzip();
    Some((AhoCorasick::new(cues).ok()?, kinds))
});

fn inside(low: &str) -> Option<AsideKind> {
    let (finder, kinds) = INSIDE_AT_ONCE.as_ref()?;
    let found = finder.find(low)?;
    kinds.get(found.pattern().as_usize()).copied()
}

/// The kind of furniture whose opening phrase `low` begins with.
fn starting(low: &str) -> Option<AsideKind> {
    let list = STARTS_BY_BYTE.get(usize::from(*low.as_bytes().first()?))?;
    let (kind, _) = *list.iter().find(|(_, cue)| low.starts_with(cue))?;
    // Links and advertisements are headlines and calls, not statements: "More from the talks is expected." is news.
    let statement = ends_sentence(low) && !low.contains(": ");
    let doubtful = match kind {
        AsideKind::Navigation | AsideKind::Advertising => !low.starts_with("click here"),
        AsideKind::Credit => low.starts_with("reporting by") && !low.contains("editing by"),
        _ => false,
    };
    (!(doubtful && statement)).then_some(kind)
}

fn copyright_line(low: &str) -> bool {
    low.starts_with('©') || low.starts_with("(c) 1") || low.starts_with("(c) 2")
}

/// A web address alone on its line.
pub fn is_web_address(text: &str) -> bool {
    let text = text.trim();
    let low = text.get(..8).unwrap_or(text).to_ascii_lowercase();
    (low.starts_with("http://") || low.starts_with("https://") || low.starts_with("www."))
        && !text.contains(char::is_whitespace)
}

/// A line of a page's program: an assignment, a call, a tag.
fn is_script(text: &str) -> bool {
    const BEGINNINGS: &[&str] = &[
        "<script",
        "</script",
        "<style",
        "//<![cdata[",
        "<!--",
        "var ",
        "window.",
        "document.",
        "function(",
        "function (",
        "(function",
        "$(document)",
        "jquery(",
        "googletag.",
        "@media",
    ];
    let low = text.get(..16).unwrap_or(text).to_ascii_lowercase();
    if let Some(begins) = BEGINNINGS.iter().find(|b| low.starts_with(**b)) {
        return *begins != "var " || text.contains('=');
    }
    let name = text
        .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '$' | '.')))
        .unwrap_or(text.len());
    let (name, rest) = text.split_at(name);
    let rest = rest.trim_start();
    let Some(value) = rest.strip_prefix('=') else {
        return false;
    };
    let value = value.trim_start();
    name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_' || c == '$')
        && value.starts_with(|c: char| {
            matches!(c, '"' | '\'' | '‘' | '’' | '“' | '”' | '[' | '{' | '(') || c.is_ascii_digit()
        })
}

/// `3 comments`, `Comments 12`, `0 Comment(s)`.
fn comment_count(phrase: &str) -> bool {
    let mut words = phrase.split_whitespace();
    let (Some(a), Some(b), None) = (words.next(), words.next(), words.next()) else {
        return false;
    };
    let number = |w: &str| {
        w.trim_matches(['(', ')'])
            .bytes()
            .all(|b| b.is_ascii_digit() || b == b',')
    };
    let word = |w: &str| {
        matches!(
            w,
            "comment" | "comments" | "comment(s)" | "responses" | "replies" | "shares" | "views"
        )
    };
    number(a) && word(b) || word(a) && number(b)
}

/// A row of buttons: nothing but their names and counts, among them one that says what it does or two networks. The
/// name of one network alone could be the subject of a headline.
fn button_row(phrase: &str) -> bool {
    if phrase.len() > 120 {
        return false;
    }
    let (mut actions, mut networks) = (0, 0);
    for word in
        phrase.split(|c: char| c.is_whitespace() || matches!(c, '|' | '/' | ',' | '·' | '•'))
    {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '+' && c != '-');
        let count = word.bytes().all(|b| b.is_ascii_digit());
        if ACTIONS.contains(&word) {
            actions += 1;
        } else if NETWORKS.contains(&word) {
            networks += 1;
        } else if !count && !BESIDE_BUTTONS.contains(&word) {
            return false;
        }
    }
    actions > 0 || networks >= 2
}

/// `Page 2 of 5`, `2/5`, `1 of 3`, `12`.
fn page_number(phrase: &str) -> bool {
    let rest = phrase.strip_prefix("page").unwrap_or(phrase);
    let numbers = rest
        .split(|c: char| c.is_whitespace() || c == '/')
        .filter(|w| !w.is_empty() && *w != "of");
    let mut count = 0;
    for word in numbers {
        if word.len() > 4 || !word.bytes().all(|b| b.is_ascii_digit()) {
            return false;
        }
        count += 1;
    }
    match count {
        0 => false,
        // A year alone is a heading of a chronology.
        1 => rest.trim().len() <= 3 || phrase.starts_with("page"),
        n => n == 2,
    }
}

/// A trail of sections: `News > World > Africa`, `News » World`.
fn trail(text: &str) -> bool {
    if !text.contains(['>', '»', '›']) {
        return false;
    }
    let marks = [" > ", " » ", " › "]
        .iter()
        .map(|mark| text.matches(mark).count())
        .sum::<usize>();
    marks >= 2 && text.split(' ').count() <= 20 && !ends_sentence(text)
}

/// Whether the paragraph opens a list of links to other articles: only headlines follow until the next sentence.
pub fn opens_link_list(text: &str) -> bool {
    let low = text
        .trim_end_matches([':', '.', '»', ' '])
        .to_ascii_lowercase();
    [
        "related",
        "related articles",
        "related stories",
        "related posts",
        "related news",
        "related links",
        "related content",
        "related coverage",
        "related topics",
        "read more",
        "see also",
        "most read",
        "most popular",
        "more stories",
        "more news",
        "recommended",
        "recommended stories",
        "recommended articles",
        "you may also like",
        "you might also like",
        "top stories",
        "latest news",
        "trending",
    ]
    .contains(&low.as_str())
}

/// Whether the line belongs to a reader's comment: who wrote it and when, and what others may do with it.
pub fn is_comment_head(text: &str) -> bool {
    if text.len() > 100 {
        return false;
    }
    let low = text.to_ascii_lowercase();
    let low = low.trim_end_matches([':', '.', ' ']);
    low.ends_with(" says")
        || low.ends_with(" wrote")
        || low.ends_with(" ago")
        || low.ends_with(" reply")
        || low == "reply"
        || low.starts_with("reply to ")
        || low.starts_with("in reply to")
        || low.starts_with("posted by ") && low.len() < 60
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Option<AsideKind>) {
        assert_eq!(kind(text), expected, "{text}");
    }

    #[test]
    fn furniture_is_told_by_its_words() {
        use AsideKind::{Advertising, Comments, Credit, Navigation, Notice, Sharing};
        check(
            "Be the first to comment on \"Ferry returns to harbor\"",
            Some(Comments),
        );
        check("12 Comments", Some(Comments));
        check("Share on Facebook", Some(Sharing));
        check("Facebook Twitter WhatsApp", Some(Sharing));
        check("Print | E-mail | Share", Some(Sharing));
        check(
            "RELATED: Mayor resigns over harbor contract",
            Some(Navigation),
        );
        check("Home > World > Africa", Some(Navigation));
        check("Page 2 of 3", Some(Navigation));
        check("* * *", Some(Navigation));
        check("widget_label='More on this'", Some(Navigation));
        check("var slot = {id: 4};", Some(Navigation));
        check("https://example.org/news/1", Some(Navigation));
        check("© 2012 Northern Wire. All rights reserved.", Some(Credit));
        check(
            "© Northern Wire — Published at Harbor Post with license",
            Some(Credit),
        );
        check("(Reporting by Ann Lee; Editing by Tom Ray)", Some(Credit));
        check(
            "This website uses cookies to improve your visit.",
            Some(Notice),
        );
        check(
            "Sign up for our newsletter, straight to your inbox.",
            Some(Notice),
        );
        check("ADVERTISEMENT", Some(Advertising));
    }

    #[test]
    fn news_that_begins_alike_stays() {
        for text in [
            "Comments by the minister drew anger on Monday.",
            "Share prices fell in Tunis on Monday.",
            "Facebook",
            "Twitter said on Friday it had removed 40 accounts.",
            "Print workers walked out.",
            "Related parties must declare their interest, the court said.",
            "Copyright holders sued the ministry.",
            "Home prices rose by a third > in the capital.",
            "1998",
            "Watch out for mines, the army told farmers.",
            "Sponsors of the talks met in Geneva.",
            "Subscribers to the service were cut off.",
            "x = y is what they say.",
            "Search teams found two men alive.",
        ] {
            check(text, None);
        }
    }
}
