//! What people mark: tags, codes, highlights and memos, as rows that lists and the reader show.

use serde::{Deserialize, Serialize};

use super::{
    ids::{ArticleId, CodeId, DecisionId, EntityId, HighlightId, TagId},
    span::ByteSpan,
};

/// What a memo is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "about", content = "id", rename_all = "lowercase")]
pub enum MemoOn {
    Project,
    Article(ArticleId),
    Entity(EntityId),
    Code(CodeId),
}

impl MemoOn {
    /// The word used in tables and options.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Project => "project",
            Self::Article(_) => "article",
            Self::Entity(_) => "entity",
            Self::Code(_) => "code",
        }
    }

    /// The number of what it is about, 0 for the project.
    #[must_use]
    pub const fn number(self) -> i64 {
        match self {
            Self::Project => 0,
            Self::Article(ArticleId(n)) | Self::Entity(EntityId(n)) | Self::Code(CodeId(n)) => n,
        }
    }

    /// The inverse of [`Self::word`] and [`Self::number`].
    #[must_use]
    pub fn of(word: &str, number: i64) -> Option<Self> {
        Some(match word {
            "project" => Self::Project,
            "article" => Self::Article(ArticleId(number)),
            "entity" => Self::Entity(EntityId(number)),
            "code" => Self::Code(CodeId(number)),
            _ => return None,
        })
    }
}

/// A tag and how many articles have it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TagRow {
    pub id: TagId,
    pub name: String,
    pub articles: u64,
}

/// The name of a tag or code as it is kept: one line, without blanks at its ends.
///
/// # Errors
/// What is wrong with it, to be put behind "a name".
pub fn mark_name(name: &str) -> Result<String, &'static str> {
    const LONGEST: usize = 100;
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    if !name.chars().any(char::is_alphanumeric) {
        return Err("needs at least one letter or digit");
    }
    if name.chars().count() > LONGEST {
        return Err("has at most 100 characters");
    }
    Ok(name)
}

/// What a code is called and looks like.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Code {
    pub name: String,
    /// Place in the palette of codes, from 0.
    pub color: u8,
    /// The single key that applies it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<char>,
    /// The code it is a part of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<CodeId>,
}

impl Code {
    /// Colors of the palette of codes.
    pub const COLORS: u8 = 12;

    /// The color that the fewest codes have, of the colors of all.
    #[must_use]
    pub fn free_color(all: impl Iterator<Item = u8>) -> u8 {
        let mut used = [0_usize; Self::COLORS as usize];
        for color in all {
            if let Some(count) = used.get_mut(usize::from(color)) {
                *count += 1;
            }
        }
        let free = (0..Self::COLORS).min_by_key(|color| used.get(usize::from(*color)));
        free.unwrap_or(0)
    }

    /// A key that applies a code, as it is kept: capitals do not count.
    ///
    /// # Errors
    /// Why it cannot be one.
    pub fn right_key(key: char) -> Result<char, &'static str> {
        let mut small = key.to_lowercase();
        let key = small
            .next()
            .filter(|_| small.next().is_none())
            .unwrap_or(key);
        match key {
            'a' => Err("A marks the selected words as a name"),
            'h' => Err("H opens the list of codes"),
            key if key.is_alphanumeric() => Ok(key),
            _ => Err("A key is one letter or digit"),
        }
    }

    /// A color of the palette, as files carry it; the window paints its own shade of it.
    ///
    /// The nine of Paul Tol's "muted" scheme, which people with any color vision tell apart, and three more that lie
    /// between them (<https://sronpersonalpages.nl/~pault/>).
    #[must_use]
    pub const fn rgb(color: u8) -> [u8; 3] {
        match color % Self::COLORS {
            0 => [0xDD, 0xCC, 0x77],
            1 => [0x88, 0xCC, 0xEE],
            2 => [0xCC, 0x66, 0x77],
            3 => [0x44, 0xAA, 0x99],
            4 => [0xAA, 0x44, 0x99],
            5 => [0x99, 0x99, 0x33],
            6 => [0x33, 0x22, 0x88],
            7 => [0x11, 0x77, 0x33],
            8 => [0x88, 0x22, 0x55],
            9 => [0xEE, 0x99, 0x66],
            10 => [0x77, 0x77, 0xBB],
            _ => [0x77, 0x77, 0x77],
        }
    }
}

/// One line of the code table. The counts are those of the selection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeRow {
    pub id: CodeId,
    pub code: Code,
    /// Markdown; empty where there is none.
    pub memo: String,
    pub highlights: u64,
    pub articles: u64,
    /// First and last publication day among the articles with a highlight, as `2011-06-03`.
    pub first: Option<String>,
    pub last: Option<String>,
    /// The newest decision that used it: the greatest is the code used last. `None` for one never used.
    pub used: Option<DecisionId>,
}

/// A highlight as the reader draws it; others may overlap it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReaderHighlight {
    pub id: HighlightId,
    /// Bytes of the reading text.
    pub span: ByteSpan,
    pub code: CodeId,
    /// The code's name.
    pub name: String,
    /// The code's place in the palette.
    pub color: u8,
}

/// A highlight whose passage is not in the article as it is read now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LostHighlight {
    pub id: HighlightId,
    /// The article it was in, where that is in the project still.
    pub article: Option<ArticleId>,
    pub code: CodeId,
    /// The code's name.
    pub name: String,
    /// The passage as it was.
    pub quote: String,
    pub before: String,
    pub after: String,
}

/// What is marked in one article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ArticleMarks {
    /// By name.
    pub tags: Vec<String>,
    /// Markdown; empty where there is none.
    pub memo: String,
    /// By start, the longer first.
    pub highlights: Vec<ReaderHighlight>,
}

/// One memo in a list of all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemoRow {
    pub on: MemoOn,
    /// Title of the article, name of the entity or code; empty for the project.
    pub title: String,
    /// Markdown.
    pub text: String,
    pub decision: DecisionId,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_tags_and_codes_are_one_line_with_something_to_read() {
        assert_eq!(mark_name("  water \n wells ").as_deref(), Ok("water wells"));
        assert_eq!(mark_name("!!!"), Err("needs at least one letter or digit"));
        assert!(mark_name(&"a".repeat(100)).is_ok());
        assert_eq!(
            mark_name(&"a".repeat(101)),
            Err("has at most 100 characters")
        );
    }

    #[test]
    fn keys_of_codes_go_without_capitals_and_leave_what_selected_words_need() {
        for (key, expected) in [
            ('e', Some('e')),
            ('E', Some('e')),
            ('Ä', Some('ä')),
            ('7', Some('7')),
        ] {
            assert_eq!(Code::right_key(key).ok(), expected);
        }
        for refused in ['a', 'A', 'h', 'H', '-', ' '] {
            assert!(Code::right_key(refused).is_err(), "{refused}");
        }
    }

    #[test]
    fn a_new_code_gets_a_color_of_its_own() {
        assert_eq!(Code::free_color([0, 1, 1].into_iter()), 2);
        assert_eq!(Code::free_color((0..Code::COLORS).chain(0..5)), 5);
        assert_eq!(Code::free_color([200].into_iter()), 0);
    }
}
