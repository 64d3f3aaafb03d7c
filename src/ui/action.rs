//! What panels ask for. Drawing only queues; the window acts on the queue before the next frame is drawn.

use std::path::PathBuf;

use super::{
    ask::{Answer, Question},
    export_dialog::Kept,
    marks,
    outside::Leave,
    review::Panel,
    search,
};
use crate::{
    model::{
        ArticleId, ByteSpan, CountUnit, EntityId, EntityType, Filter,
        chart::{Cell, Chart},
        family::Version,
        map::MapChoice,
        picture::HouseStyle,
    },
    workspace::{
        Command, Part, ReadOptions, Which,
        desktop::manner::MannerChoice,
        session::{
            ComparisonFile, ComparisonSheet, ListedNames, PictureOrder, PictureRequest, PlacesFile,
            StyleAsk,
        },
        settings::ThemeChoice,
        views::NameOrder,
    },
};

/// The four views.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum View {
    #[default]
    Read,
    Chart,
    Map,
    Compare,
}

impl View {
    /// All, in the order of the switch.
    pub const ALL: [Self; 4] = [Self::Read, Self::Chart, Self::Map, Self::Compare];

    /// On the switch.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Read => "Read",
            Self::Chart => "Chart",
            Self::Map => "Map",
            Self::Compare => "Compare",
        }
    }

    /// In the settings.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Chart => "chart",
            Self::Map => "map",
            Self::Compare => "compare",
        }
    }

    /// The view with this word; Read for any other.
    #[must_use]
    pub fn from_word(word: &str) -> Self {
        Self::ALL
            .into_iter()
            .find(|view| view.word() == word)
            .unwrap_or_default()
    }
}

/// Something a panel, menu or key asked for.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// Change the project.
    Run(Command),
    Go(View),
    /// Show an article in the Read view, scrolled to these bytes of its reading text.
    OpenArticle {
        article: ArticleId,
        at: Option<ByteSpan>,
    },
    /// List the passages behind a number.
    ShowPassages {
        cell: Cell,
        unit: CountUnit,
    },
    /// Show an article's versions in the Compare view.
    Compare(ArticleId),
    /// Ask for another article to lay beside the open one.
    AskOther,
    /// Lay two articles side by side that need not be versions of one story.
    CompareWith(Box<(Version, Version)>),
    /// Ask which version is not of the story.
    AskSplit,
    /// Ask where to, then write the comparison.
    SaveComparison(Box<ComparisonSheet>, ComparisonFile),
    /// Show versions in one column, or side by side.
    Inline(bool),
    /// Count unique stories, or articles.
    Stories(bool),
    /// Stop listing passages.
    HidePassages,
    /// Look at these articles and mentions only.
    SetFilter(Filter),
    /// Add an entity to the filter.
    FilterEntity(EntityId),
    /// Show or hide the card of an entity.
    Card(Option<EntityId>),
    /// Go to the next (or, backwards, the previous) search hit of the open article.
    StepHit {
        backwards: bool,
    },
    /// Go to the next (or previous) mention of the name with the card, here or in another article.
    StepMention {
        backwards: bool,
    },
    /// Show what a correction would change, and make it when confirmed.
    Decide(Decide),
    /// Ask for a new name.
    Rename {
        entity: EntityId,
        name: String,
    },
    /// Keep the order of the table of names.
    OrderNames(NameOrder),
    /// Show names as bars in the Chart view, in this order.
    ChartNames {
        kind: Option<EntityType>,
        unit: CountUnit,
        /// `None`: all of the type, the most frequent first.
        names: Option<ListedNames>,
    },
    /// Show when names are mentioned in the Chart view, several compared; `label` is the first's name.
    OverTime {
        names: Vec<EntityId>,
        label: String,
    },
    /// Ask where to, then write these names as CSV.
    SaveNames(Vec<EntityId>),
    /// Ask where a place lies: for another place of the gazetteer, or for coordinates.
    AskPlace {
        entity: EntityId,
        name: String,
        /// Coordinates are typed rather than a candidate chosen.
        typed: bool,
    },
    /// Ask for a publication date.
    AskDate {
        articles: Vec<ArticleId>,
        current: Option<String>,
    },
    /// Ask what is to be done to articles, then do it.
    AskArticles(ArticlesAsk, Vec<ArticleId>),
    /// Keep a splitter's position, in points.
    Split {
        name: &'static str,
        points: f32,
    },
    /// Open the export dialog.
    ExportChart(Box<Chart>),
    ExportMap(Box<MapChoice>),
    /// Paint a preview; it comes back to the export dialog.
    Preview(PictureRequest),
    /// Ask where to, then write the picture and what goes beside it.
    SavePicture {
        order: Box<PictureOrder>,
        file_name: String,
    },
    /// Write them where the order says.
    WritePicture(Box<PictureOrder>),
    /// Draw a picture and hand it to the clipboard.
    CopyPicture(Box<PictureRequest>),
    /// The same with the chart or map that is shown, as it was exported last.
    CopyShown,
    /// Copy the numbers of the chart or map that is shown.
    CopyShownNumbers,
    /// Keep what was chosen for an export.
    KeepExport(Box<Kept>),
    /// Do something with house styles.
    Styles(StyleAsk),
    /// Look through the fonts of the system.
    ReadFamilies,
    /// Ask for a file of a house style, then add it.
    AskStyleFile,
    /// Ask where to, then write a house style.
    SaveStyle(Box<HouseStyle>),
    /// Ask where to, then write the places of the selection.
    SavePlaces {
        what: PlacesFile,
        file_name: String,
    },
    /// Ask for files or a folder to import.
    ChooseFiles,
    ChooseFolder,
    /// Count these paths, then ask whether to import them.
    Survey(Vec<PathBuf>),
    Import(Vec<PathBuf>),
    /// Ask where to, then write the import report as CSV.
    SaveReport,
    /// Open one of the panels of correcting.
    Review(Panel),
    /// Ask where to, then write the history as CSV.
    SaveHistory,
    CancelJob,
    /// Ask whether to make an article of this text.
    Pasted(String),
    /// Make an article of this text.
    Paste(String),
    /// Get the clipboard's text, then paste it.
    AskPaste,
    /// Look up what became of a line of the import report.
    LookUp(String),
    /// Read a file for a look in this way, or as it was read last.
    TryReading(PathBuf, Option<ReadOptions>),
    /// Show a file in the system's own program for it.
    ShowFile(PathBuf),
    /// Show the file an article was imported from, by its name there, in the system's own program for it.
    ShowSource(String),
    /// Show a page of the web in the system's own program for it.
    ShowPage(String),
    /// Read articles in letters without serifs.
    ReadInSans(bool),
    /// Read a file again in another way.
    Reimport(PathBuf, ReadOptions),
    /// Ask for files of place names, then add them to the project.
    AskPlaceNames,
    /// Ask for a folder to watch.
    AskWatch,
    StopWatching,
    /// Ask for a place for a new project; then import what was dropped.
    NewProject {
        import: Vec<PathBuf>,
    },
    AskOpenProject,
    /// Look for a project that moved.
    Locate(PathBuf),
    OpenProject(PathBuf),
    OpenSample,
    CloseProject,
    /// Ask where to, then save a complete copy of the project.
    AskCopy,
    /// Close the project for something else, whatever runs.
    Leave(Leave),
    /// Close the window, after asking if something runs.
    Quit,
    CloseWindow,
    /// Open a window of its own, with a project or without.
    NewWindow(Option<PathBuf>),
    /// Whether files opened from outside get a window of their own.
    OwnWindows(bool),
    /// How numbers and dates are written on screen.
    Manner(MannerChoice),
    /// Forget the recent projects; the files stay.
    ForgetRecent,
    DismissNotice,
    /// Show the folder of the settings.
    ShowHome,
    ShowLog,
    /// The answer to a question about files.
    Answered(Question, Answer),
    ShowReport,
    CloseDialog,
    ShowShortcuts,
    /// Open the manual at the page about what is in front.
    ShowManual,
    ShowAbout,
    /// Open the palette of all actions.
    ShowPalette,
    /// Do what this line of the table of actions says.
    Perform(usize),
    /// Press keys for the user, once no dialog lies over the view that reads them.
    Press(egui::KeyboardShortcut),
    /// Go back, or forward, through what was looked at.
    Step {
        back: bool,
    },
    /// Put a text on the clipboard and say so.
    Copy {
        text: String,
        said: &'static str,
    },
    Theme(ThemeChoice),
    /// Percent.
    TextSize(u16),
    Focus(Focus),
    /// Anything about searching.
    Search(search::Ask),
    Undo,
    Redo,
    DismissProblem,
    /// Choose, write or look up something about marks.
    Marks(marks::Ask),
    /// Say something in the status bar.
    Say(String),
}

/// A correction of names as a panel asks for it: what is not said yet is asked in its dialog, beside its preview.
#[derive(Clone, Debug, PartialEq)]
pub enum Decide {
    /// Make one of these entities and, when there is only one, of another that is to be chosen.
    Merge { entities: Vec<EntityId> },
    /// Make an entity of its own of some spellings or some mentions.
    Split {
        entity: EntityId,
        part: Option<Part>,
    },
    Retype {
        entities: Vec<EntityId>,
        kind: Option<EntityType>,
    },
    /// Not a name.
    Dismiss(Which),
    /// Say whom mentions mean.
    Reassign(Which),
    /// Mark a name that was not found.
    Mark {
        article: ArticleId,
        span: ByteSpan,
        text: String,
    },
}

/// What is asked about articles before it is done to them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArticlesAsk {
    /// Which tags they get or lose.
    Tag,
    /// Which outlet they are of.
    Outlet,
    /// Whether they are to be deleted.
    Delete,
}

/// Where the keyboard is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Focus {
    Search,
    Articles,
}

/// Actions in the order they were asked for. Never cleared between the passes of a frame: the second pass sees no
/// events and so asks for nothing, and what the first asked for must stay.
#[derive(Debug, Default)]
pub struct Queue(Vec<Action>);

impl Queue {
    /// Asks for something.
    pub fn send(&mut self, action: Action) {
        self.0.push(action);
    }

    /// Whether nothing was asked for.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Asks for several things, in their order.
    pub fn extend(&mut self, actions: impl IntoIterator<Item = Action>) {
        self.0.extend(actions);
    }

    /// Whether this was asked for already.
    #[must_use]
    pub fn asks(&self, action: &Action) -> bool {
        self.0.contains(action)
    }

    /// Takes everything out, oldest first.
    pub fn take(&mut self) -> Vec<Action> {
        std::mem::take(&mut self.0)
    }
}
