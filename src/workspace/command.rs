//! What a person can do to a project: each command is one transaction and one undo step.
//!
//! ```no_run
//! # fn main() -> Result<(), dateline::workspace::Problem> {
//! use dateline::{model::EntityId, workspace::{Command, Project}};
//! let mut project = Project::open("water.dateline".as_ref())?;
//! let merge = |except| Command::MergeEntities {
//!     entities: vec![EntityId(7), EntityId(12)],
//!     into: EntityId(7),
//!     name: Some("Rania Sabri".to_owned()),
//!     except,
//! };
//! // Shown first: "312 mentions in 87 articles", and the passages to choose exceptions from.
//! let preview = project.preview(&merge(Vec::new()))?;
//! let strangers = preview.passages.iter().take(1).map(|p| p.mention).collect();
//! println!("{}", project.run(merge(strangers))?.said);
//! project.run(Command::Undo)?;
//! # Ok(())
//! # }
//! ```

use serde::{Deserialize, Serialize};

use crate::model::{
    ArticleId, ByteSpan, CodeId, DecisionId, EntityId, EntityType, Filter, HighlightId, LatLon,
    MemoOn, MentionId, PartialDate, SearchId, TagId, marking::Code, rows::Passage,
};

/// Something the user asked for.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Give an entity another display name.
    RenameEntity {
        entity: EntityId,
        name: String,
    },
    /// Make one entity of several: all mentions of `entities` become `into`'s, which keeps its type and place. Imports
    /// follow: what would be one of the others is `into` from now on.
    ///
    /// `Command::MergeEntities { entities: vec![gaddafi, kadhafi], into: gaddafi, name: None, except: vec![] }`
    MergeEntities {
        /// May hold `into` as well.
        entities: Vec<EntityId>,
        into: EntityId,
        /// The name to show; `None` leaves the one of `into`.
        name: Option<String>,
        /// Mentions that stay where they are.
        except: Vec<MentionId>,
    },
    /// Make an entity of its own of some mentions of another. Imports follow when spellings are given.
    ///
    /// `Command::SplitEntity { entity, part: Part::Spellings(vec!["Omar".into()]), name: "Omar".into(), except: vec![] }`
    SplitEntity {
        entity: EntityId,
        part: Part,
        /// The new entity's name.
        name: String,
        except: Vec<MentionId>,
    },
    /// Say what entities are. A place gets a position where the gazetteer settles one, else it is unresolved. Mentions
    /// excepted become an entity of the former type.
    ///
    /// `Command::RetypeEntities { entities: vec![brega], kind: EntityType::Place, except: vec![] }`
    RetypeEntities {
        entities: Vec<EntityId>,
        kind: EntityType,
        except: Vec<MentionId>,
    },
    /// Say what is not a name: it is neither marked nor counted any more. Imports follow, except for chosen mentions.
    ///
    /// `Command::Dismiss { what: Which::Spelling { text: "Monday".into(), of: None }, except: vec![] }`
    Dismiss {
        what: Which,
        except: Vec<MentionId>,
    },
    /// Say whom mentions mean. Imports follow when a spelling is given.
    ///
    /// `Command::Reassign { what: Which::Mentions(vec![mention]), to: Target::Entity(other), except: vec![] }`
    Reassign {
        what: Which,
        to: Target,
        except: Vec<MentionId>,
    },
    /// Mark a name that the program did not find: the span alone, or everywhere in the project that the same spelling
    /// stands as whole words and is not part of a marked name; imports follow then. Shorter names inside the span are
    /// replaced.
    ///
    /// `Command::MarkName { article, span, to: Target::New { name, kind }, everywhere: true, except: vec![] }`
    MarkName {
        article: ArticleId,
        /// Bytes of the reading text; blanks at its ends are left out.
        span: ByteSpan,
        to: Target,
        everywhere: bool,
        /// Occurrences that stay unmarked: article and first byte, as in the preview's passages.
        except: Vec<(ArticleId, u32)>,
    },
    /// Mark a name from another first to another last word than it was: the old mention goes, the new one comes.
    SetBoundaries {
        /// May be dismissed already.
        mention: MentionId,
        article: ArticleId,
        /// Bytes of the reading text; blanks at its ends are left out.
        span: ByteSpan,
        to: Target,
    },
    /// Say where a place is. All its mentions are there from now on, those of later imports too.
    ///
    /// `Command::PlaceEntity { entity: yafran, at: Placement::Candidate("geonames:2208485".into()) }`
    PlaceEntity {
        entity: EntityId,
        at: Placement,
    },
    /// Look places up again, after place names were added or removed: what is unresolved, what lies at a place that is no
    /// longer known, and what an added list knows. What the user placed stays.
    LookUpPlaces,
    /// Say that two entities are not one: the worklist asks no more.
    KeepApart {
        a: EntityId,
        b: EntityId,
    },
    /// Say that a spelling rightly belongs to its entity: the worklist asks no more.
    KeepTogether {
        entity: EntityId,
        spelling: String,
    },
    /// Draw mentions at random to check by eye; see [`super::Project::accuracy_sample`].
    DrawSample {
        kind: Option<EntityType>,
        size: u32,
        seed: u64,
    },
    /// Say whether a mention of the newest sample is right; `None` takes the word back.
    Judge {
        mention: MentionId,
        verdict: Option<Verdict>,
    },
    /// Say when articles were published; `None` makes the date unknown.
    SetPublished {
        articles: Vec<ArticleId>,
        date: Option<PartialDate>,
    },
    /// Mark as read or unread. Not a decision: it is neither in the ledger nor undone.
    SetRead {
        articles: Vec<ArticleId>,
        read: bool,
    },
    /// Set or remove the star.
    SetStarred {
        articles: Vec<ArticleId>,
        starred: bool,
    },
    /// Say that the articles are versions of one story; whole families come together.
    JoinStories {
        articles: Vec<ArticleId>,
    },
    /// Say that each of the articles is a story of its own: it leaves its family and is never joined with its members
    /// again by the program.
    SplitStory {
        articles: Vec<ArticleId>,
    },
    /// Keep a search by name: the whole filter, whose text is the query. One that has the name already is changed.
    ///
    /// `Command::SaveSearch { name: "Trucks".into(), filter }`
    SaveSearch {
        name: String,
        filter: Filter,
    },
    RenameSearch {
        search: SearchId,
        name: String,
    },
    DeleteSearch {
        search: SearchId,
    },
    /// Say which outlet articles are of; `None` makes it unknown.
    SetOutlet {
        articles: Vec<ArticleId>,
        outlet: Option<String>,
    },
    /// Take articles out of every count, list, chart, map and export. Their text stays in the file; importing the same
    /// file again does not bring them back.
    DeleteArticles {
        articles: Vec<ArticleId>,
    },
    /// Bring deleted articles back. Names in them follow the decisions made since.
    RestoreArticles {
        articles: Vec<ArticleId>,
    },
    /// Give articles a tag; one that the project does not have yet is made.
    AddTag {
        articles: Vec<ArticleId>,
        tag: String,
    },
    RemoveTag {
        articles: Vec<ArticleId>,
        tag: TagId,
    },
    RenameTag {
        tag: TagId,
        name: String,
    },
    /// Take a tag from all articles.
    DeleteTag {
        tag: TagId,
    },
    /// Articles with any of `tags` have `into` instead.
    MergeTags {
        tags: Vec<TagId>,
        into: TagId,
    },
    MakeCode {
        name: String,
        /// Place in the palette of codes; `None` takes the one used least.
        color: Option<u8>,
        key: Option<char>,
        parent: Option<CodeId>,
    },
    RenameCode {
        code: CodeId,
        name: String,
    },
    RecolorCode {
        code: CodeId,
        color: u8,
    },
    /// Say which single key applies a code; the code that had the key loses it.
    SetCodeKey {
        code: CodeId,
        key: Option<char>,
    },
    /// Make a code part of another; `None` lets it stand alone.
    SetCodeParent {
        code: CodeId,
        parent: Option<CodeId>,
    },
    /// Give a code all that is different about it in `to`, in one step.
    ChangeCode {
        code: CodeId,
        to: Code,
    },
    /// End a code with all its highlights. Codes that are part of it become part of what it was part of.
    DeleteCode {
        code: CodeId,
    },
    /// Highlights of `codes` get the code `into`; memos are joined.
    MergeCodes {
        codes: Vec<CodeId>,
        into: CodeId,
    },
    /// Mark a passage with a code. Highlights may overlap.
    ///
    /// `Command::Highlight { article, span, code: Coding::New("blame".into()) }`
    Highlight {
        article: ArticleId,
        /// Bytes of the reading text; blanks at its ends are left out.
        span: ByteSpan,
        code: Coding,
    },
    RemoveHighlights {
        highlights: Vec<HighlightId>,
    },
    /// Give highlights another code.
    RecodeHighlights {
        highlights: Vec<HighlightId>,
        to: CodeId,
    },
    /// Write a memo in Markdown; an empty one is removed.
    SetMemo {
        on: MemoOn,
        text: String,
    },
    /// Mark everything that a search finds with a code.
    AutoCode {
        code: Coding,
        what: Passages,
        /// What stays unmarked: article and first byte, as in the preview's passages.
        except: Vec<(ArticleId, u32)>,
    },
    Undo,
    /// Undo this decision, which has to be the newest that is not undone. Refused otherwise.
    UndoThis(DecisionId),
    /// Redo this decision, which has to be the one undone last. Refused otherwise.
    RedoThis(DecisionId),
    Redo,
}

/// Which code a passage is marked with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Coding {
    Code(CodeId),
    /// The code of this name, which is made where the project does not have it yet.
    New(String),
    /// The same, made in this color of the palette of codes.
    Painted {
        name: String,
        color: u8,
    },
}

/// Which passages are marked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Passages {
    /// Around every hit of a query, typed as in the search field, in the articles of a filter.
    Found {
        query: String,
        filter: Box<Filter>,
        extent: Extent,
    },
    /// Bytes of reading texts.
    Spans(Vec<(ArticleId, ByteSpan)>),
}

/// How much around a hit is marked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Extent {
    /// The words found.
    Words,
    /// The sentences they stand in.
    #[default]
    Sentence,
    /// The paragraphs they stand in.
    Paragraph,
}

/// Which mentions of an entity are split off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// All that are written in one of these ways, capitals and accents included.
    Spellings(Vec<String>),
    Mentions(Vec<MentionId>),
}

/// Which mentions a decision is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Which {
    Entities(Vec<EntityId>),
    /// All that are written exactly so, of one entity or of any.
    Spelling {
        text: String,
        of: Option<EntityId>,
    },
    Mentions(Vec<MentionId>),
}

/// What mentions are said to mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    Entity(EntityId),
    /// One that the project does not have yet.
    New {
        name: String,
        kind: EntityType,
    },
    /// The one that has this name or spelling already, with this type; made where there is none. Other boundaries leave
    /// a mention with its entity, unless another has the name, or the entity has no mention but this.
    Named {
        name: String,
        kind: EntityType,
    },
}

/// Where a place is said to be.
#[derive(Clone, Debug, PartialEq)]
pub enum Placement {
    /// A place of the gazetteer, by its id.
    Candidate(String),
    Point {
        position: LatLon,
        /// Radius in km within which the place lies; `None` when nobody knows.
        uncertainty_km: Option<f64>,
    },
    /// Nobody knows: it is unresolved, whatever the program thinks.
    Unknown,
    /// Where the program had it.
    Program,
}

/// What a person says of a sampled mention: its span and its type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    Right,
    Wrong,
    Unsure,
}

impl Verdict {
    /// All, in the order they are offered.
    pub const ALL: [Self; 3] = [Self::Right, Self::Wrong, Self::Unsure];

    /// The word used in tables and options.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Right => "right",
            Self::Wrong => "wrong",
            Self::Unsure => "unsure",
        }
    }

    /// The verdict with this word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|v| v.word() == word)
    }
}

/// What a command would do.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Preview {
    /// What the undo step would be called.
    pub label: String,
    pub mentions: u64,
    /// Highlights it would make, change or remove; `None` where it is not about highlights.
    pub highlights: Option<u64>,
    pub articles: u64,
    /// The passages, by date (undated last), article and position, those to be highlighted by article; at most
    /// [`Preview::MOST`]. Those of
    /// [`Command::MarkName`] are not marked yet: they are known by article and span.
    pub passages: Vec<Passage>,
    /// What to know besides, one sentence each.
    pub notes: Vec<String>,
}

impl Preview {
    /// Passages listed at most.
    pub const MOST: usize = 2_000;

    /// `312 mentions in 87 articles`, `12 highlights in 5 articles`.
    #[must_use]
    pub fn counts(&self) -> String {
        super::words::touched(
            // Of tags and the like only the articles count.
            Some(self.mentions).filter(|n| *n > 0 || self.articles == 0),
            self.highlights,
            Some(self.articles),
        )
        .unwrap_or_default()
    }
}

/// Which kinds of data a command changed: only read models built on those are refreshed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Changed {
    /// Articles came, went or changed their metadata.
    pub articles: bool,
    /// Mentions, entities or places changed.
    pub names: bool,
    /// Read marks, stars, tags, codes, highlights or memos changed.
    pub marks: bool,
    /// The ledger or the import report changed.
    pub history: bool,
}

impl Changed {
    /// Both together.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self {
            articles: self.articles || other.articles,
            names: self.names || other.names,
            marks: self.marks || other.marks,
            history: self.history || other.history,
        }
    }
}

/// What came of a command.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    pub changed: Changed,
    /// For the status bar: `Undid rename of Al Brega`.
    pub said: String,
}
