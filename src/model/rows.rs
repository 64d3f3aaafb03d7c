//! Rows as lists and the reader show them: what the store reads and the workspace hands to the panels.

use serde::{Deserialize, Serialize};

use super::{
    article::{Aside, Block},
    date::Published,
    geo::LatLon,
    ids::{ArticleId, EntityId, HighlightId, MentionId},
    marking::ArticleMarks,
    mention::{DecidedBy, EntityType},
    place::PlaceStatus,
    span::ByteSpan,
};

/// One line of the article list.
#[derive(Clone, Debug, PartialEq)]
pub struct ArticleRow {
    pub id: ArticleId,
    pub title: String,
    /// The first sentence stands in for a title.
    pub title_made_up: bool,
    pub outlet: Option<String>,
    pub agency: Option<String>,
    pub published: Option<Published>,
    pub words: u32,
    pub mentions: u32,
    /// Version and number of versions, in a story family.
    pub version: Option<(u32, u32)>,
    pub read: bool,
    pub starred: bool,
    /// By name.
    pub tags: Vec<String>,
}

/// How the article list is ordered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ArticleOrder {
    /// Newest first; undated last.
    #[default]
    DateDown,
    /// Oldest first; undated last.
    DateUp,
    Title,
    Outlet,
    Words,
    /// As imported.
    Import,
}

/// A mention as the reader marks it.
#[derive(Clone, Debug, PartialEq)]
pub struct ReaderMention {
    pub id: MentionId,
    /// Bytes of the reading text.
    pub span: ByteSpan,
    pub kind: EntityType,
    pub entity: EntityId,
    /// The entity's display name.
    pub name: String,
    /// From 0 to 1.
    pub confidence: f32,
    pub decided_by: DecidedBy,
}

/// One article, as the reader shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct ReaderArticle {
    pub id: ArticleId,
    /// The file it came from, as imported.
    pub file: String,
    /// The format's name.
    pub format: String,
    pub encoding: String,
    pub title: String,
    pub title_made_up: bool,
    pub outlet: Option<String>,
    pub agency: Option<String>,
    pub byline: Option<String>,
    pub published: Option<Published>,
    pub dateline_place: Option<String>,
    pub words: u32,
    pub version: Option<(u32, u32)>,
    /// What to know of how it was read, one sentence each: dates that disagree, a language that names are not looked for
    /// in, other files with the same text.
    pub notes: Vec<String>,
    /// Headline (when the source has one) and body.
    pub reading_text: String,
    pub blocks: Vec<Block>,
    /// In reading order, without overlaps.
    pub mentions: Vec<ReaderMention>,
    /// Search hits, in reading order.
    pub hits: Vec<ByteSpan>,
    pub asides: Vec<Aside>,
    pub marks: ArticleMarks,
}

/// One line of the entity list.
#[derive(Clone, Debug, PartialEq)]
pub struct EntityRow {
    pub id: EntityId,
    pub kind: EntityType,
    pub name: String,
    pub mentions: u64,
    pub articles: u64,
    pub stories: u64,
    /// First and last publication day among the articles that name it, as `2011-06-03`.
    pub first: Option<String>,
    pub last: Option<String>,
    /// Spellings with their mentions, most frequent first.
    pub variants: Vec<(String, u64)>,
}

/// One line of the place list.
#[derive(Clone, Debug, PartialEq)]
pub struct PlaceRow {
    pub entity: EntityId,
    pub name: String,
    pub status: PlaceStatus,
    /// `None` when unresolved; the middle of an area.
    pub position: Option<LatLon>,
    pub uncertainty_km: Option<f64>,
    /// ISO 3166 alpha-2.
    pub country: Option<String>,
    pub country_name: Option<String>,
    pub feature: Option<String>,
    pub gazetteer_id: Option<String>,
    /// How many places of the gazetteer bear the name.
    pub candidates: u32,
    /// One sentence: why this one, or why none.
    pub reason: String,
    pub mentions: u64,
    pub articles: u64,
    pub stories: u64,
}

/// A mention or a highlight in its sentence.
#[derive(Clone, Debug, PartialEq)]
pub struct Passage {
    /// 0 for a highlight.
    pub mention: MentionId,
    /// 0 for a highlight.
    pub entity: EntityId,
    /// The highlight it is, where it is one.
    pub highlight: Option<HighlightId>,
    pub article: ArticleId,
    pub outlet: Option<String>,
    pub title: String,
    pub published: Option<Published>,
    /// The sentence, on one line.
    pub sentence: String,
    /// Bytes of `sentence` that are the mention or the highlight.
    pub hit: ByteSpan,
    /// Bytes of the article's reading text.
    pub span: ByteSpan,
}

/// What one article adds to one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlaceDate {
    pub place: EntityId,
    /// First day the article's date can mean.
    pub first: Option<String>,
    /// `year`, `month`, `day` or `minute`.
    pub precision: Option<String>,
    pub article: ArticleId,
    /// The same for all versions of a story.
    pub story: i64,
    pub mentions: u64,
}
