//! Puts articles together from the parts that structured formats state: blocks, a title and a body, members, notes.

use std::collections::HashSet;

use crate::model::{
    BlockKind, ByteSpan, DateSource, Metadata, PartialDate, Published, RawArticle, RawBlock,
};

/// Gathers blocks of text; between two of them stands one blank line.
#[derive(Clone, Debug, Default)]
pub struct Composer {
    text: String,
    blocks: Vec<RawBlock>,
}

impl Composer {
    /// Adds a block; blank ones are passed over.
    pub fn push(&mut self, kind: BlockKind, text: &str) {
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        if !self.text.is_empty() {
            self.text.push_str("\n\n");
        }
        let start = self.text.len();
        self.text.push_str(text);
        self.blocks.push(RawBlock {
            span: ByteSpan::from(start..self.text.len()),
            kind,
        });
    }

    /// Adds a headline, unless there are blocks already.
    pub fn headline(&mut self, text: &str) {
        if self.blocks.is_empty() {
            self.push(BlockKind::Headline, &one_line(text));
        }
    }

    /// Whether there is anything besides a headline.
    #[must_use]
    pub fn has_body(&self) -> bool {
        self.blocks.iter().any(|b| b.kind != BlockKind::Headline)
    }

    /// The article made of the blocks.
    #[must_use]
    pub fn finish(self, stated: Metadata) -> RawArticle {
        RawArticle {
            text: self.text,
            blocks: self.blocks,
            stated,
            encoding: "UTF-8".to_owned(),
            ..RawArticle::default()
        }
    }
}

/// An article of a title and a text without stated structure: cleaning finds paragraphs, datelines and furniture in it
/// as in a plain text. The title becomes the first paragraph where the text does not begin with it.
#[must_use]
pub fn plain(stated: Metadata, body: &str) -> RawArticle {
    let body = body.trim_matches(['\n', '\r']);
    let text = match stated.title.as_deref().map(one_line) {
        Some(title) if !title.is_empty() && first_line(body) != title => {
            format!("{title}\n\n{body}")
        }
        _ => body.to_owned(),
    };
    RawArticle {
        text,
        stated,
        encoding: "UTF-8".to_owned(),
        ..RawArticle::default()
    }
}

fn first_line(text: &str) -> String {
    text.lines()
        .find(|line| !line.trim().is_empty())
        .map(one_line)
        .unwrap_or_default()
}

/// An article from a field that holds plain text or HTML, whichever it looks like.
#[must_use]
pub fn from_field(stated: Metadata, body: &str) -> RawArticle {
    if !super::markup::looks_like_html(body) {
        return plain(stated, body);
    }
    let mut composer = Composer::default();
    let title = stated.title.as_deref().map(one_line).unwrap_or_default();
    composer.headline(&title);
    for (i, (kind, text)) in super::markup::blocks(body).into_iter().enumerate() {
        if i > 0 || one_line(&text) != title {
            composer.push(kind, &text);
        }
    }
    composer.finish(stated)
}

/// White space folded to single spaces, none at the ends.
#[must_use]
pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The field on one line, when it says anything: words for "nothing" as databases write them count as nothing.
#[must_use]
pub fn field(text: &str) -> Option<String> {
    let text = one_line(text);
    let nothing = [
        "",
        "null",
        "none",
        "nan",
        "n/a",
        "na",
        "-",
        "--",
        "unknown",
        "undefined",
    ];
    let small = text.to_ascii_lowercase();
    (!nothing.contains(&small.as_str())).then_some(text)
}

/// A byline without the word "By" in front.
#[must_use]
pub fn byline(text: &str) -> Option<String> {
    let text = field(text)?;
    let bare = match text.get(..3) {
        Some(by) if by.eq_ignore_ascii_case("by ") => text.get(3..).unwrap_or_default().trim(),
        _ => text.as_str(),
    };
    let bare = bare.trim_end_matches([',', ';']).trim();
    (!bare.is_empty() && bare.len() <= 300).then(|| bare.to_owned())
}

/// A date stated by the format.
#[must_use]
pub fn published(date: Option<PartialDate>) -> Option<Published> {
    date.map(|date| Published {
        date,
        source: DateSource::Metadata,
    })
}

/// The two letters of ISO 639-1 for a language as metadata writes it: `en`, `en-US`, `eng`, `English`.
#[must_use]
pub fn language(text: &str) -> Option<String> {
    const NAMES: &[(&str, &[&str])] = &[
        ("ar", &["ara", "arabic"]),
        ("da", &["dan", "danish"]),
        ("de", &["deu", "ger", "german", "deutsch"]),
        ("en", &["eng", "english"]),
        ("es", &["spa", "spanish", "español", "espanol"]),
        ("fa", &["fas", "per", "persian", "farsi"]),
        ("fi", &["fin", "finnish"]),
        ("fr", &["fra", "fre", "french", "français", "francais"]),
        ("he", &["heb", "hebrew"]),
        ("hi", &["hin", "hindi"]),
        ("id", &["ind", "indonesian"]),
        ("it", &["ita", "italian", "italiano"]),
        ("ja", &["jpn", "japanese"]),
        ("ko", &["kor", "korean"]),
        ("nl", &["nld", "dut", "dutch", "nederlands"]),
        ("no", &["nor", "norwegian"]),
        ("pl", &["pol", "polish", "polski"]),
        ("pt", &["por", "portuguese", "português"]),
        ("ro", &["ron", "rum", "romanian"]),
        ("ru", &["rus", "russian"]),
        ("sv", &["swe", "swedish"]),
        ("tr", &["tur", "turkish"]),
        ("uk", &["ukr", "ukrainian"]),
        ("ur", &["urd", "urdu"]),
        ("vi", &["vie", "vietnamese"]),
        ("zh", &["zho", "chi", "chinese"]),
    ];
    let small = text.trim().to_lowercase();
    let word = small
        .split(['-', '_', ';', ',', ' '])
        .next()
        .unwrap_or_default();
    if word.len() == 2 && word.bytes().all(|b| b.is_ascii_lowercase()) {
        return Some(word.to_owned());
    }
    NAMES
        .iter()
        .find(|(_, names)| names.contains(&word))
        .map(|(code, _)| (*code).to_owned())
}

/// The place of a dateline such as `GENEVA, Sept 14 (Northern Wire) —`.
#[must_use]
pub fn place(dateline: &str) -> Option<String> {
    let end = dateline
        .find([',', '(', '—', '–', ':', '/', ';'])
        .unwrap_or(dateline.len());
    let place = dateline.get(..end)?.trim().trim_end_matches('-').trim();
    let worded =
        place.chars().any(char::is_alphabetic) && !place.contains(|c: char| c.is_ascii_digit());
    let place = worded.then(|| field(place))??;
    // Datelines stand in capitals; the place's name does not.
    if place.chars().any(char::is_lowercase) {
        return Some(place);
    }
    let words: Vec<String> = place
        .split(' ')
        .map(|word| {
            let mut letters = word.chars();
            let first = letters.next().map(String::from).unwrap_or_default();
            first + &letters.as_str().to_lowercase()
        })
        .collect();
    Some(words.join(" "))
}

/// An address of the web, when the field is one.
#[must_use]
pub fn url(text: &str) -> Option<String> {
    let text = text.trim();
    let web = text.starts_with("http://") || text.starts_with("https://");
    (web && text.len() <= 2_000 && !text.contains(char::is_whitespace)).then(|| text.to_owned())
}

/// Makes the members differ, since a member names its article inside the file: the second `a` becomes `a (2)`.
pub fn distinct_members(articles: &mut [RawArticle]) {
    let mut taken: HashSet<String> = HashSet::new();
    let mut next: std::collections::HashMap<String, u32> = std::collections::HashMap::new();
    for article in articles {
        let Some(member) = article.member.take() else {
            continue;
        };
        let mut name = member.clone();
        while !taken.insert(name.clone()) {
            let count = next.entry(member.clone()).or_insert(1);
            *count += 1;
            name = format!("{member} ({count})");
        }
        article.member = Some(name);
    }
}

/// Notes about parts of a file, of which the first few are kept and the rest counted: a file with a million bad lines
/// is one problem, not a million.
#[derive(Clone, Debug, Default)]
pub struct Notes {
    kept: Vec<String>,
    more: usize,
}

impl Notes {
    const MOST: usize = 12;

    /// Adds a note.
    pub fn push(&mut self, note: String) {
        if self.kept.len() < Self::MOST {
            self.kept.push(note);
        } else {
            self.more += 1;
        }
    }

    /// The notes, the last one saying how many are left out.
    #[must_use]
    pub fn finish(mut self) -> Vec<String> {
        if self.more > 0 {
            let word = if self.more == 1 { "note" } else { "notes" };
            self.kept
                .push(format!("{} more {word} of this kind", self.more));
        }
        self.kept
    }
}

/// Runs a parser that others wrote and that may have a bug of its own; `None` when it panicked.
pub fn guarded<T>(parse: impl FnOnce() -> T) -> Option<T> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(parse)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_two_letters() {
        for (text, expected) in [
            ("en", Some("en")),
            ("en-US", Some("en")),
            ("ENGLISH", Some("en")),
            ("Français", Some("fr")),
            ("fre", Some("fr")),
            ("Klingon", None),
            ("", None),
        ] {
            assert_eq!(language(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn members_come_to_differ() {
        let member = |name: &str| RawArticle {
            member: Some(name.to_owned()),
            ..RawArticle::default()
        };
        let mut articles = [
            member("a"),
            member("a"),
            member("a (2)"),
            member("b"),
            RawArticle::default(),
        ];
        distinct_members(&mut articles);
        let names: Vec<_> = articles.iter().map(|a| a.member.as_deref()).collect();
        assert_eq!(
            names,
            [Some("a"), Some("a (2)"), Some("a (2) (2)"), Some("b"), None]
        );
    }

    #[test]
    fn a_title_is_not_told_twice() {
        let stated = |title: &str| Metadata {
            title: Some(title.to_owned()),
            ..Metadata::default()
        };
        assert_eq!(
            plain(stated("Ferry returns"), "Ferry returns\nIt is back.").text,
            "Ferry returns\nIt is back."
        );
        assert_eq!(
            plain(stated("Ferry returns"), "It is back.").text,
            "Ferry returns\n\nIt is back."
        );
        let html = from_field(
            stated("Ferry returns"),
            "<h1>Ferry  returns</h1><p>It is back.</p>",
        );
        assert_eq!(html.text, "Ferry returns\n\nIt is back.");
    }
}
