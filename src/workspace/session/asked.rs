//! What the window asks of a session and what it gets: plain values, filled by [`super::Session`].

use std::{path::PathBuf, sync::Arc};

use super::{Accuracy, SearchViews, SearchWanted, pictures::ExportNews};
use crate::{
    model::{
        ArticleId, CountUnit, DecisionId, EntityId, EntityType, Filter,
        chart::{Cell, Chart, ChartKind, Drawn, PictureOptions, TimeUnit, Together},
        family::{Comparison, FamilyCard},
        map::MapPicture,
        marking::TagRow,
    },
    workspace::{
        Columns, Command, Problem,
        command::{Outcome, Preview},
        fonts::FoundFont,
        places::CandidateRow,
        project::{HistoryRow, Spelling, WorkRow},
        search::Batch,
        views::{
            ArticleGrouping, ArticleList, ArticleOrder, CodeTable, DeletedArticle, EntityCard,
            EntityTable, Evidence, ImportReport, Overview, PlaceTable, PlaceTimes, ReaderArticle,
            RelationTable, SourceText,
        },
    },
};

/// A read model on its way to a panel.
#[derive(Clone, Debug, Default)]
pub enum Slot<T> {
    /// Nothing was asked for.
    #[default]
    Empty,
    /// Asked for; what was there before stays readable. `since` is the session clock in seconds.
    Loading {
        old: Option<T>,
        since: f64,
    },
    Ready(T),
    Failed(Problem),
}

impl<T> Slot<T> {
    /// What can be shown now: the value, or the old one while a newer is loading.
    #[must_use]
    pub const fn value(&self) -> Option<&T> {
        match self {
            Self::Ready(value)
            | Self::Loading {
                old: Some(value), ..
            } => Some(value),
            Self::Empty | Self::Loading { old: None, .. } | Self::Failed(_) => None,
        }
    }

    /// Whether a newer value is on its way.
    #[must_use]
    pub const fn is_loading(&self) -> bool {
        matches!(self, Self::Loading { .. })
    }
}

/// Which chart is asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct ChartSpec {
    pub kind: ChartKind,
    /// Names of this type only, for [`ChartKind::Entities`].
    pub only: Option<EntityType>,
    pub unit: CountUnit,
    /// Rows shown at most.
    pub top: usize,
    /// The entity a timeline follows; all names when `None`.
    pub entity: Option<EntityId>,
    pub time: TimeUnit,
    /// These names alone and in this order, for [`ChartKind::Entities`] and [`ChartKind::Places`].
    pub names: Option<ListedNames>,
    /// Names that a timeline compares, one series each; overrides `entity`.
    pub compare: Vec<EntityId>,
    /// Within what names stand together, for [`ChartKind::Cooccurrence`].
    pub together: Together,
    /// Places as columns: who is named with where, and for [`ChartKind::Coverage`] instead of days.
    pub places: bool,
    /// Agencies instead of outlets, for [`ChartKind::Outlets`].
    pub agencies: bool,
    pub drawn: Drawn,
}

impl ChartSpec {
    /// A chart of this kind as it is drawn when nothing else is asked for.
    #[must_use]
    pub fn new(kind: ChartKind) -> Self {
        Self {
            kind,
            only: None,
            unit: CountUnit::Mentions,
            top: 12,
            entity: None,
            time: TimeUnit::Day,
            names: None,
            compare: Vec::new(),
            together: Together::Sentence,
            places: false,
            agencies: false,
            drawn: Drawn::default(),
        }
    }

    /// What its numbers count. How long articles are is told in articles or stories: mentions are no lengths.
    #[must_use]
    pub const fn counts(&self) -> CountUnit {
        match (self.kind, self.unit) {
            (ChartKind::Lengths, CountUnit::Mentions) => CountUnit::Articles,
            (_, unit) => unit,
        }
    }
}

/// A part of the table of names, as it was listed when its chart was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedNames {
    pub ids: Arc<[EntityId]>,
    /// What they have in common: `People with “akr” in their names, by first date`.
    pub title: String,
}

/// What the panels want to see. The window sets it every frame; only what changed is read again.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Wanted {
    pub filter: Filter,
    pub order: ArticleOrder,
    pub grouping: ArticleGrouping,
    pub article: Option<ArticleId>,
    pub chart: Option<ChartSpec>,
    /// A second chart: the timeline under the bars.
    pub timeline: Option<ChartSpec>,
    /// A number whose passages are to be listed, and what it counts.
    pub evidence: Option<(Cell, CountUnit)>,
    pub card: Option<EntityId>,
    pub places: bool,
    /// When places were named, by columns of this width, or of what suits the dates.
    pub times: Option<Option<TimeUnit>>,
    /// What articles say of where places lie.
    pub relations: bool,
    /// A place whose candidates in the gazetteer are to be listed.
    pub candidates: Option<EntityId>,
    /// What the map's symbols count.
    pub map_unit: CountUnit,
    pub report: bool,
    /// The text [`Wanted::article`] was made of.
    pub source: bool,
    /// Letters that a font of the system is to be found for.
    pub letters: Option<String>,
    /// The story family of [`Wanted::article`].
    pub family: bool,
    /// Two articles to be laid side by side.
    pub compare: Option<(ArticleId, ArticleId)>,
    /// All names of the project, whatever the filter lets through.
    pub names: bool,
    /// A decision whose preview is to be shown.
    pub decision: Option<Arc<Command>>,
    /// An entity whose spellings are to be explained.
    pub spellings: Option<EntityId>,
    /// The questions "same name?".
    pub worklist: bool,
    pub history: bool,
    /// The sample drawn to check.
    pub accuracy: bool,
    /// The codes of the project.
    pub codes: bool,
    /// Its tags with their numbers.
    pub tags: bool,
    /// The articles that were deleted.
    pub deleted: bool,
    pub search: SearchWanted,
}

/// The read models of the panels.
#[derive(Debug, Default)]
pub struct Views {
    pub overview: Slot<Overview>,
    pub articles: Slot<ArticleList>,
    pub article: Slot<ReaderArticle>,
    pub entities: Slot<EntityTable>,
    pub places: Slot<PlaceTable>,
    pub times: Slot<PlaceTimes>,
    pub relations: Slot<RelationTable>,
    /// The best known first.
    pub candidates: Slot<Vec<CandidateRow>>,
    pub chart: Slot<Chart>,
    pub timeline: Slot<Chart>,
    pub evidence: Slot<Evidence>,
    pub card: Slot<EntityCard>,
    pub report: Slot<ImportReport>,
    pub source: Slot<SourceText>,
    pub font: Slot<FoundFont>,
    /// `None` inside: the article has no other versions.
    pub family: Slot<Option<FamilyCard>>,
    pub comparison: Slot<Comparison>,
    /// All names of the project, most mentioned first.
    pub names: Slot<EntityTable>,
    pub preview: Slot<Preview>,
    /// Of the entity asked for, the most frequent first.
    pub spellings: Slot<Vec<Spelling>>,
    pub worklist: Slot<Vec<WorkRow>>,
    /// Oldest first.
    pub history: Slot<Vec<HistoryRow>>,
    pub accuracy: Slot<Accuracy>,
    /// Codes by name, those that are part of another behind it.
    pub codes: Slot<CodeTable>,
    /// By name.
    pub tags: Slot<Vec<TagRow>>,
    pub deleted: Slot<Vec<DeletedArticle>>,
    /// The article asked for, when it is not in the project.
    pub gone: Option<Gone>,
    pub search: SearchViews,
}

/// An article that was deleted, or that the project does not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gone {
    pub article: ArticleId,
    /// Its title, when it was deleted and can be brought back.
    pub deleted: Option<String>,
}

/// Progress of a job, for the bottom bar.
#[derive(Clone, Debug, PartialEq)]
pub struct JobProgress {
    /// `Importing harbour-archive`.
    pub label: String,
    /// `Reading`, `Finishing`, …
    pub stage: String,
    pub done: u64,
    /// 0 while unknown.
    pub total: u64,
    /// Articles, files: what is counted.
    pub unit: String,
    pub cancelling: bool,
}

/// A count taken before an import starts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Survey {
    pub paths: Vec<PathBuf>,
    pub files: u64,
    pub bytes: u64,
    /// Files by extension, most frequent first.
    pub kinds: Vec<(String, u64)>,
    /// Project files among the paths; opened rather than imported.
    pub projects: Vec<PathBuf>,
    /// Whether counting goes on.
    pub running: bool,
}

/// What is known of a line of the import report besides its words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Located {
    /// The first article that came of it, or the one it is a duplicate of.
    pub article: Option<ArticleId>,
    /// Where the file lay when it was imported.
    pub path: Option<PathBuf>,
    /// Whether it still lies there.
    pub there: bool,
    /// The headings of its columns, when it is a table.
    pub columns: Vec<String>,
    /// Which of them hold what, as far as their names tell.
    pub guess: Columns,
}

/// A picture of a chart or map to be written.
#[derive(Clone, Debug, PartialEq)]
pub struct PictureRequest {
    pub what: Picture,
    pub options: PictureOptions,
    pub format: PictureFormat,
}

/// What is on the picture.
#[derive(Clone, Debug, PartialEq)]
pub enum Picture {
    Chart(Box<Chart>),
    Map(Box<MapPicture>),
}

/// File formats of pictures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum PictureFormat {
    #[default]
    Png,
    Svg,
}

/// Something that happened and should be said once: shown in the status bar, problems as a banner.
#[derive(Clone, Debug, PartialEq)]
pub enum News {
    Said(String),
    /// This was carried out beside the window, as the decision of this number; [`News::Decided`] follows.
    Carried {
        command: Box<Command>,
        decision: Option<DecisionId>,
    },
    /// A decision was carried out.
    Decided(Outcome),
    /// A decision was not carried out, nor was what was asked for after it.
    Refused(Problem),
    Failed(Problem),
    /// The article asked for is not in the project any more.
    Gone(ArticleId),
    /// What the passages asked for are of is not in the project any more.
    NoPassages(Cell),
    /// What comes of reading a file in some way.
    Sample(Box<super::Sample>),
    /// A pasted text is this article.
    Pasted(ArticleId),
    /// An import ended; the report slot has its lines.
    Imported {
        articles: u64,
        duplicates: u64,
        failed: u64,
        cancelled: bool,
    },
    /// The picture preview asked for with [`Session::preview`] as PNG bytes.
    Preview {
        ticket: u64,
        png: Vec<u8>,
    },
    /// A file was written.
    Saved(PathBuf),
    /// Of the export dialog.
    Export(ExportNews),
    /// The terms asked for with [`Session::read_terms`].
    Terms(Vec<Batch>),
}

impl<T> Slot<T> {
    /// Turns to loading, keeping what can be kept, or to empty.
    pub(super) fn turn(&mut self, loading: bool, keep: bool, now: f64) {
        let before = std::mem::take(self);
        *self = match (loading, before) {
            (false, _) => Self::Empty,
            (true, Self::Loading { old, since }) if keep => Self::Loading { old, since },
            (true, Self::Ready(value)) if keep => Self::Loading {
                old: Some(value),
                since: now,
            },
            (true, _) => Self::Loading {
                old: None,
                since: now,
            },
        };
    }

    pub(super) fn fill_or(&mut self, result: Result<T, Problem>) {
        *self = match result {
            Ok(value) => Self::Ready(value),
            Err(problem) => Self::Failed(problem),
        };
    }

    pub(super) fn fill(&mut self, result: crate::store::Result<T>, what: &str) {
        *self = match result {
            Ok(value) => Self::Ready(value),
            Err(error) => Self::Failed(Problem::new(what, error)),
        };
    }
}
