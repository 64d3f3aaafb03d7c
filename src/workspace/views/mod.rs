//! Read models: exactly what a panel shows, ready-made, so that painting sorts and counts nothing.

pub use crate::model::rows::{
    ArticleGrouping, ArticleKey, ArticleOrder, ArticleRow, DateDoubts, EntityRow, Passage,
    PlaceRow, ReaderArticle, ReaderMention,
};
mod articles;
pub mod build;
mod lost;
pub mod marks;
mod names;
pub mod relations;
pub mod source;
mod times;

pub use crate::store::DeletedArticle;
pub use articles::{ArticleGroup, ArticleList, ListStamp};
pub use lost::{Lost, Named};
pub use marks::CodeTable;
pub use names::{EntityTable, NameKey, NameOrder, OverTime, TableStamp};
pub use relations::{Candidate, RelationEnd, RelationRow, RelationTable};
pub use source::SourceText;
pub use times::{Bucket, PlaceTimes};

use crate::model::{ArticleId, EntityType, TagId, chart::Cell, import::ImportLine};

/// The project at a glance: title bar, filter bar and status bar.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Overview {
    /// The file's name without the extension.
    pub name: String,
    /// The file's path, for showing.
    pub path: String,
    /// Why the project cannot be changed, if so.
    pub read_only: Option<String>,
    /// In the whole project.
    pub articles: u64,
    /// Articles the filter lets through.
    pub articles_shown: u64,
    /// Unique stories among those.
    pub stories_shown: u64,
    /// Articles in the whole project without a publication date.
    pub undated: u64,
    /// Undated articles that a date range keeps out.
    pub undated_outside: u64,
    /// Import lines that are no clean import.
    pub problems: u64,
    /// All outlets, by name, with their articles.
    pub outlets: Vec<(String, u64)>,
    /// `Rename Al Brega to Brega`, if there is something to undo.
    pub undo: Option<String>,
    pub redo: Option<String>,
    /// All tags, by name, with their articles in the whole project.
    pub tags: Vec<(String, u64)>,
    /// The numbers of those tags, in the same order.
    pub tag_ids: Vec<TagId>,
    /// The memo on the project; empty where there is none.
    pub memo: String,
    /// What the filter asks for that is not in the project any more.
    pub lost: Lost,
    /// The filter's other names.
    pub named: Named,
}

/// Places in the selection, most mentioned first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlaceTable {
    pub rows: Vec<PlaceRow>,
}

/// What stands behind a number: exactly that many passages, or that many articles (each with its first passage).
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
    pub cell: Cell,
    /// What the number counted: `Brega`, `Brega, 18 Mar 2012`.
    pub label: String,
    pub kind: Option<EntityType>,
    /// In reading order: by date (undated last), article, position.
    pub passages: Vec<Passage>,
    /// Number of articles among them.
    pub articles: u64,
}

/// What the card under a mention says.
#[derive(Clone, Debug, PartialEq)]
pub struct EntityCard {
    pub row: EntityRow,
    pub place: Option<PlaceRow>,
    /// Mentions by day, week or month, over the selection's dates; for the little histogram.
    pub over_time: Vec<(String, u64)>,
    /// The memo on the entity; empty where there is none.
    pub memo: String,
    /// All articles of the project that name it, by number.
    pub articles: Vec<ArticleId>,
}

/// The newest import's report.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ImportReport {
    /// Problems first, then the rest in input order.
    pub lines: Vec<ImportLine>,
}
