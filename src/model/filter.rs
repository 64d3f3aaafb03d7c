//! The one selection all panels share.

use serde::{Deserialize, Serialize};

use super::{ids::EntityId, mention::EntityType};

/// What a number counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CountUnit {
    #[default]
    Mentions,
    Articles,
    /// Story families count once.
    Stories,
}

impl CountUnit {
    /// The one of three counts that is of this unit.
    #[must_use]
    pub const fn of(self, mentions: u64, articles: u64, stories: u64) -> u64 {
        match self {
            Self::Mentions => mentions,
            Self::Articles => articles,
            Self::Stories => stories,
        }
    }

    /// One of them and several, as the window says it.
    #[must_use]
    pub const fn nouns(self) -> [&'static str; 2] {
        match self {
            Self::Mentions => ["mention", "mentions"],
            Self::Articles => ["article", "articles"],
            Self::Stories => ["story", "stories"],
        }
    }

    /// The word used in tables, exports and options.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Mentions => "mentions",
            Self::Articles => "articles",
            Self::Stories => "stories",
        }
    }
}

/// Which articles and mentions are looked at. The default lets everything through.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct Filter {
    /// First day, as `2011-06-03`. With a range set, articles without a date are outside.
    pub from: Option<String>,
    /// Last day, inclusive.
    pub to: Option<String>,
    /// Articles of any of these outlets.
    pub outlets: Vec<String>,
    /// Articles that mention all of these entities (places among them).
    pub entities: Vec<EntityId>,
    /// Mentions of these types only; empty means all.
    pub types: Vec<EntityType>,
    /// Articles that this query finds, as it was typed; what cannot be read of it is left out.
    pub text: Option<String>,
    /// Articles with any of these tags.
    pub tags: Vec<String>,
    /// Articles without a publication date only.
    pub undated: bool,
    /// Articles whose publication date is doubtful only: guessed from the file's name, known to the month or the year, or
    /// contradicted by another part of the article; together with `undated` those of either kind.
    pub doubtful: bool,
}

impl Filter {
    /// Whether everything passes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
