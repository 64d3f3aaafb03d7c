//! Names found in an article, and what they stand for.

use serde::{Deserialize, Serialize};

use super::{place::Resolution, relation::FoundRelation, span::ByteSpan};

/// The four types of names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum EntityType {
    Person,
    Organization,
    Place,
    /// A nationality, or a religious, ethnic or political group.
    Group,
}

impl EntityType {
    /// All types, in the order used everywhere.
    pub const ALL: [Self; 4] = [Self::Person, Self::Organization, Self::Place, Self::Group];

    /// The word used in tables, exports and options.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Organization => "organization",
            Self::Place => "place",
            Self::Group => "group",
        }
    }

    /// On screen, one of them.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Person => "Person",
            Self::Organization => "Organization",
            Self::Place => "Place",
            Self::Group => "Group",
        }
    }

    /// On screen, several of them.
    #[must_use]
    pub const fn plural(self) -> &'static str {
        match self {
            Self::Person => "People",
            Self::Organization => "Organizations",
            Self::Place => "Places",
            Self::Group => "Groups",
        }
    }

    /// The type with this word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|t| t.word() == word)
    }
}

/// Who decided something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DecidedBy {
    Program,
    User,
}

impl DecidedBy {
    /// The word used in tables and exports.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Program => "program",
            Self::User => "user",
        }
    }
}

/// A name the recognizer found: bytes of the reading text, without titles, leading "the" and possessive 's.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NameSpan {
    pub span: ByteSpan,
    pub kind: EntityType,
    /// From 0 to 1.
    pub confidence: f32,
}

/// Everything the analysis found in one article.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Analysis {
    /// Sentences as bytes of the reading text, in order, each inside one block.
    pub sentences: Vec<ByteSpan>,
    /// Mentions in reading order; they do not overlap.
    pub mentions: Vec<FoundMention>,
    /// What the mentions refer to within this article.
    pub entities: Vec<LocalEntity>,
    /// Relative locations in reading order.
    pub relations: Vec<FoundRelation>,
    /// Number of words in the reading text.
    pub words: u32,
}

/// A mention and the entity of its article it belongs to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FoundMention {
    pub name: NameSpan,
    /// Index into [`Analysis::entities`].
    pub entity: usize,
}

/// One person, organization, place or group as one article names it, short forms folded into the full form.
#[derive(Clone, Debug, PartialEq)]
pub struct LocalEntity {
    pub kind: EntityType,
    /// The fullest form in the article.
    pub name: String,
    /// The position, for a place.
    pub place: Option<Resolution>,
}
