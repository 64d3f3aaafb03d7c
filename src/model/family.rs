//! Story families: articles that are versions of one text, and what differs between two of them.

use serde::{Deserialize, Serialize};

use super::{
    article::BlockKind,
    date::Published,
    ids::{ArticleId, FamilyId},
    span::ByteSpan,
};

/// How the articles of a family belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FamilyKind {
    /// The same words, whatever stands around them.
    Identical,
    /// Rewritten, cut or continued.
    Version,
    /// One is a part of the other.
    Excerpt,
}

impl FamilyKind {
    /// The word used in tables and exports.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Identical => "identical",
            Self::Version => "version",
            Self::Excerpt => "excerpt",
        }
    }
}

/// Versions of one story.
#[derive(Clone, Debug, PartialEq)]
pub struct Family {
    pub id: FamilyId,
    /// Oldest first; undated last, in the order of import.
    pub articles: Vec<ArticleId>,
    pub kind: FamilyKind,
    /// Share of the shorter text's words that the two most different neighbors have in common, 0 to 1.
    pub shared: f64,
}

/// One article of a family, as its card shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct Version {
    pub article: ArticleId,
    pub title: String,
    pub outlet: Option<String>,
    pub agency: Option<String>,
    pub published: Option<Published>,
    pub words: u32,
    /// Share of the first version's words that this one kept, 0 to 1; `None` for the first.
    pub kept: Option<f64>,
}

/// A family with its versions.
#[derive(Clone, Debug, PartialEq)]
pub struct FamilyCard {
    pub id: FamilyId,
    pub kind: FamilyKind,
    pub shared: f64,
    /// Oldest first.
    pub versions: Vec<Version>,
}

/// Two versions laid side by side.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    pub a: ArticleId,
    pub b: ArticleId,
    /// The reading texts, into which all spans of the comparison lead.
    pub a_text: String,
    pub b_text: String,
    /// Blocks paired in reading order.
    pub rows: Vec<CompareRow>,
    /// In the order of the first text, additions where they stand in the second.
    pub facts: Vec<FactChange>,
}

/// A pair of blocks, or a block that has no partner.
#[derive(Clone, Debug, PartialEq)]
pub struct CompareRow {
    pub a: Option<CompareBlock>,
    pub b: Option<CompareBlock>,
}

impl CompareRow {
    /// What the gutter says.
    #[must_use]
    pub fn state(&self) -> RowState {
        match (&self.a, &self.b) {
            (Some(_), None) => RowState::OnlyA,
            (None, _) => RowState::OnlyB,
            (Some(a), Some(b)) if a.only_here.is_empty() && b.only_here.is_empty() => {
                RowState::Equal
            }
            _ => RowState::Changed,
        }
    }
}

/// How the two sides of a row differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RowState {
    Equal,
    Changed,
    OnlyA,
    OnlyB,
}

/// One block of one side.
#[derive(Clone, Debug, PartialEq)]
pub struct CompareBlock {
    /// Bytes of the side's reading text.
    pub span: ByteSpan,
    pub kind: BlockKind,
    /// Stretches of whole words that the other side does not have: bytes of the side's reading text, in order, inside `span`.
    pub only_here: Vec<ByteSpan>,
}

/// What a changed fact is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FactKind {
    /// A person, organization or group.
    Name,
    Place,
    /// A number, with what it counts.
    Figure,
    Date,
    /// Who is said to have said it.
    Attribution,
    /// Words in quotation marks.
    Quote,
}

impl FactKind {
    /// What the panel calls it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Name => "Name",
            Self::Place => "Place",
            Self::Figure => "Figure",
            Self::Date => "Date",
            Self::Attribution => "Attribution",
            Self::Quote => "Quote",
        }
    }
}

/// What happened to a fact from the first version to the second.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FactState {
    Changed,
    Added,
    Dropped,
}

/// A fact that differs; wording that does not is no fact.
#[derive(Clone, Debug, PartialEq)]
pub struct FactChange {
    pub kind: FactKind,
    /// What it is about: what a number counts, who is quoted, the name itself.
    pub about: String,
    /// `None`: added in the second version.
    pub a: Option<Fact>,
    /// `None`: dropped from the first.
    pub b: Option<Fact>,
}

impl FactChange {
    /// What happened to it.
    #[must_use]
    pub const fn state(&self) -> FactState {
        match (&self.a, &self.b) {
            (_, None) => FactState::Dropped,
            (None, Some(_)) => FactState::Added,
            (Some(_), Some(_)) => FactState::Changed,
        }
    }
}

/// A fact as one version has it.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact {
    /// As shown: `1,200`, `Tue 13 Mar 2012`, `2 mentions`.
    pub text: String,
    /// Where it stands: bytes of the side's reading text, in order, at least one.
    pub spans: Vec<ByteSpan>,
}
