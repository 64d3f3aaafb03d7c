//! Plain data every room shares: ids, spans, articles, mentions, places, filters, charts.
//!
//! Nothing here opens a file, speaks SQL or draws. The only crate used besides std is serde's derive, because the same
//! values travel into the ledger, the settings file and JSON lines.

pub mod article;
pub mod chart;
pub mod cluster;
pub mod codes;
pub mod coordinates;
pub mod date;
pub mod dates;
pub mod family;
pub mod filter;
pub mod geo;
pub mod ids;
pub mod import;
pub mod language;
pub mod lines;
pub mod map;
pub mod marking;
pub mod mention;
pub mod offsets;
pub mod paragraph;
pub mod picture;
pub mod place;
pub mod query;
pub mod relation;
pub mod rows;
pub mod scale;
pub mod span;

pub use article::{
    Aside, AsideKind, Block, BlockKind, CleanArticle, Metadata, RawArticle, RawBlock, Title,
};
pub use codes::country_code;
pub use date::{DateSource, PartialDate, Precision, Published};
pub use family::FamilyKind;
pub use filter::{CountUnit, Filter};
pub use geo::LatLon;
pub use ids::{
    ArticleId, CodeId, DecisionId, EntityId, FamilyId, HighlightId, MentionId, SearchId, SourceId,
    TagId,
};
pub use marking::MemoOn;
pub use mention::{Analysis, DecidedBy, EntityType, FoundMention, LocalEntity, NameSpan};
pub use offsets::OffsetMap;
pub use place::{NamedPlace, PlaceStatus, Resolution};
pub use query::Query;
pub use span::{ByteSpan, Bytes, CharSpan, Chars, Span};
