//! Articles on their way from a file to the reader: as a format gave them, and cleaned.

use serde::{Deserialize, Serialize};

use super::{date::Published, offsets::OffsetMap, span::ByteSpan};

/// What a format read: one article before cleaning.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RawArticle {
    /// Name inside a bundle or archive; `None` when the file is the article.
    pub member: Option<String>,
    /// The decoded text, line ends as they came.
    pub text: String,
    /// Whether `text` is the decoded file itself, so that offsets into it mean something to a reader of the file.
    pub text_is_source: bool,
    /// Where `text` begins in the decoded file, in bytes: above 0 for a part of a plain text that holds several
    /// articles. Meaningful only with `text_is_source`.
    pub source_start: u64,
    /// Structure the format states (HTML paragraphs, a headline element); empty for plain text.
    pub blocks: Vec<RawBlock>,
    /// Metadata the format states, apart from what cleaning reads in the text.
    pub stated: Metadata,
    /// The encoding the bytes were decoded with, such as `UTF-8` or `windows-1252`.
    pub encoding: String,
    /// Whether the encoding was guessed from the bytes rather than stated by a BOM or valid UTF-8.
    pub encoding_guessed: bool,
    /// What went wrong while reading without spoiling the article.
    pub notes: Vec<String>,
}

/// A stretch of [`RawArticle::text`] whose role the format states.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawBlock {
    pub span: ByteSpan,
    pub kind: BlockKind,
}

/// What a block of reading text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum BlockKind {
    /// The headline the source has; always the first block.
    Headline,
    /// A subhead inside the body.
    Subhead,
    Paragraph,
    /// A picture's caption.
    Caption,
}

/// A block of the reading text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// Bytes of the reading text, without the break after it.
    pub span: ByteSpan,
    pub kind: BlockKind,
}

/// Why a stretch of source text is not part of the reading text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AsideKind {
    /// Menus, breadcrumbs, page numbers, related links.
    Navigation,
    /// Share, print and e-mail lines.
    Sharing,
    /// Comment notices, policies and comments.
    Comments,
    /// Copyright, license and agency credit lines.
    Credit,
    /// Who wrote it.
    Byline,
    /// A date or place line that became metadata.
    Dateline,
    /// Advertising and product lines.
    Advertising,
    /// Cookie and newsletter notices.
    Notice,
    /// A photographer's or picture agency's credit.
    PhotoCredit,
}

impl AsideKind {
    /// What the reader calls it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Navigation => "Navigation",
            Self::Sharing => "Share line",
            Self::Comments => "Comment notice",
            Self::Credit => "Credit",
            Self::Byline => "Byline",
            Self::Dateline => "Date line",
            Self::Advertising => "Advertising",
            Self::Notice => "Notice",
            Self::PhotoCredit => "Photo credit",
        }
    }
}

/// A stretch of source text set aside: kept, shown on request, never counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Aside {
    pub kind: AsideKind,
    /// The text, tidied like the reading text.
    pub text: String,
    /// Bytes of the source text.
    pub source: ByteSpan,
    /// Byte offset in the reading text where it stood.
    pub before: u32,
}

/// An article's title.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Title {
    pub text: String,
    /// True when the source has no headline and the first sentence stands in for it.
    pub made_up: bool,
}

/// What is known about an article besides its words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Metadata {
    pub title: Option<String>,
    pub outlet: Option<String>,
    pub agency: Option<String>,
    pub byline: Option<String>,
    pub published: Option<Published>,
    pub dateline_place: Option<String>,
    /// ISO 639-1 code.
    pub language: Option<String>,
    pub url: Option<String>,
}

/// An article as the reader shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct CleanArticle {
    pub title: Title,
    /// Headline (when the source has one), then the body; blocks are separated by one blank line.
    pub reading_text: String,
    pub blocks: Vec<Block>,
    /// Leads from the reading text to [`RawArticle::text`].
    pub offsets: OffsetMap,
    pub asides: Vec<Aside>,
    pub metadata: Metadata,
    /// What the reader should know of how it was read: dates that contradict each other, bytes that are no letters.
    pub notes: Vec<String>,
}
