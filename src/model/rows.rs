//! Rows as lists and the reader show them: what the store reads and the workspace hands to the panels.

use super::{
    article::{Aside, Block},
    date::Published,
    geo::LatLon,
    ids::{ArticleId, EntityId, FamilyId, HighlightId, MentionId},
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
    /// Whether the date is not to be relied on; see [`super::Filter::doubtful`].
    pub doubtful: bool,
    pub words: u32,
    pub mentions: u32,
    pub family: Option<FamilyId>,
    /// Version and number of versions, in a story family.
    pub version: Option<(u32, u32)>,
    pub read: bool,
    pub starred: bool,
    /// By name.
    pub tags: Vec<String>,
}

/// What the article list is ordered by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ArticleKey {
    #[default]
    Date,
    Title,
    Outlet,
    Agency,
    Words,
    /// Mentions of names.
    Names,
    /// Versions of the story, those of one story together.
    Family,
    Tags,
    Read,
    Star,
    /// As imported.
    Import,
}

impl ArticleKey {
    /// All keys.
    pub const ALL: [Self; 11] = [
        Self::Date,
        Self::Title,
        Self::Outlet,
        Self::Agency,
        Self::Words,
        Self::Names,
        Self::Family,
        Self::Tags,
        Self::Read,
        Self::Star,
        Self::Import,
    ];

    /// The word kept in the settings.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Date => "date",
            Self::Title => "title",
            Self::Outlet => "outlet",
            Self::Agency => "agency",
            Self::Words => "words",
            Self::Names => "names",
            Self::Family => "family",
            Self::Tags => "tags",
            Self::Read => "read",
            Self::Star => "star",
            Self::Import => "import",
        }
    }

    /// Whether one wants to see the largest first: the newest, the longest, what is unread or starred.
    #[must_use]
    pub const fn begins_down(self) -> bool {
        matches!(
            self,
            Self::Date | Self::Words | Self::Names | Self::Family | Self::Read | Self::Star
        )
    }
}

/// How the article list is ordered. Articles that lack what is ordered by stand last, whichever way it goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ArticleOrder {
    pub key: ArticleKey,
    /// Newest, longest, unread, starred or Z first.
    pub down: bool,
}

impl Default for ArticleOrder {
    fn default() -> Self {
        Self::by(ArticleKey::Date)
    }
}

impl ArticleOrder {
    /// As imported.
    pub const IMPORT: Self = Self::by(ArticleKey::Import);

    /// By this key, in the direction one wants first.
    #[must_use]
    pub const fn by(key: ArticleKey) -> Self {
        Self {
            key,
            down: key.begins_down(),
        }
    }

    /// `date down`, as kept in the settings.
    #[must_use]
    pub fn words(self) -> String {
        let way = if self.down { "down" } else { "up" };
        format!("{} {way}", self.key.word())
    }

    /// The order of these words; `None` for any others.
    #[must_use]
    pub fn parse(words: &str) -> Option<Self> {
        let (key, way) = words.split_once(' ')?;
        let key = ArticleKey::ALL.into_iter().find(|k| k.word() == key)?;
        let down = match way {
            "down" => true,
            "up" => false,
            _ => return None,
        };
        Some(Self { key, down })
    }
}

/// What articles stand together by in the list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ArticleGrouping {
    #[default]
    None,
    /// Versions of one story.
    Family,
    Outlet,
    Month,
}

impl ArticleGrouping {
    /// All, in the order they are offered.
    pub const ALL: [Self; 4] = [Self::None, Self::Family, Self::Outlet, Self::Month];

    /// The word kept in the settings.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Family => "family",
            Self::Outlet => "outlet",
            Self::Month => "month",
        }
    }

    /// The grouping of this word; none for any other.
    #[must_use]
    pub fn from_word(word: &str) -> Self {
        Self::ALL
            .into_iter()
            .find(|grouping| grouping.word() == word)
            .unwrap_or_default()
    }
}

/// How many dates of a selection are missing or doubtful.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DateDoubts {
    pub undated: u64,
    /// See [`super::Filter::doubtful`].
    pub doubtful: u64,
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
    /// The page of the web it was on, when the file says.
    pub url: Option<String>,
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
    pub agency: Option<String>,
    pub title: String,
    pub published: Option<Published>,
    /// The sentence, on one line.
    pub sentence: String,
    /// Bytes of `sentence` that are the mention or the highlight.
    pub hit: ByteSpan,
    /// Bytes of the article's reading text.
    pub span: ByteSpan,
}

impl Passage {
    /// Its outlet, or else its agency, as the list of articles names it.
    #[must_use]
    pub fn source(&self) -> Option<&str> {
        self.outlet.as_deref().or(self.agency.as_deref())
    }
}

/// What one article adds to one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlaceDate {
    pub place: EntityId,
    /// First day the article's date can mean, as a day number.
    pub first: Option<i64>,
    /// How precisely that date is known.
    pub precision: Option<super::date::Precision>,
    pub article: ArticleId,
    /// The same for all versions of a story.
    pub story: i64,
    pub mentions: u64,
}
