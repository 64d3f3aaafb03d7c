//! The table itself. A line for everything a key, menu or button does; add one where a feature is added.

use super::{Does, Place, Row, When};
use crate::{
    model::{CountUnit, Filter, MemoOn},
    ui::{
        action::{Action, Focus, View},
        marks, read,
        review::Panel,
        search::{self, Sheet},
        shell::SIZES,
    },
    workspace::{Command, desktop::manner::MannerChoice, settings::ThemeChoice},
};

/// Actions that menus, buttons and tooltips name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "their lines in the table say what they do")]
pub enum Id {
    Palette,
    Read,
    Chart,
    Map,
    Compare,
    Back,
    Forward,
    Search,
    Hits,
    Undo,
    Redo,
    New,
    Open,
    SaveCopy,
    NewWindow,
    ForgetRecent,
    Close,
    CopyPath,
    Report,
    ImportFiles,
    ImportFolder,
    Paste,
    Watch,
    StopWatching,
    AddPlaces,
    LookUpPlaces,
    Same,
    Accuracy,
    History,
    Manual,
    Shortcuts,
    About,
    CopyWords,
    ExportChart,
    ExportMap,
}

impl Id {
    /// All.
    pub const ALL: [Self; 35] = [
        Self::Palette,
        Self::Read,
        Self::Chart,
        Self::Map,
        Self::Compare,
        Self::Back,
        Self::Forward,
        Self::Search,
        Self::Hits,
        Self::Undo,
        Self::Redo,
        Self::New,
        Self::Open,
        Self::SaveCopy,
        Self::NewWindow,
        Self::ForgetRecent,
        Self::Close,
        Self::CopyPath,
        Self::Report,
        Self::ImportFiles,
        Self::ImportFolder,
        Self::Paste,
        Self::Watch,
        Self::StopWatching,
        Self::AddPlaces,
        Self::LookUpPlaces,
        Self::Same,
        Self::Accuracy,
        Self::History,
        Self::Manual,
        Self::Shortcuts,
        Self::About,
        Self::CopyWords,
        Self::ExportChart,
        Self::ExportMap,
    ];
}

/// An action that is queued.
const fn ask(
    id: Id,
    name: &'static str,
    keys: &'static str,
    when: When,
    what: fn(&super::Now<'_>) -> Option<Action>,
) -> Row {
    let mut row = more(name, keys, when, what);
    row.id = Some(id);
    row
}

/// The same where no menu or button names it.
const fn more(
    name: &'static str,
    keys: &'static str,
    when: When,
    what: fn(&super::Now<'_>) -> Option<Action>,
) -> Row {
    Row::new(Place::Anywhere, name, keys, Does::Ask(what)).when(when)
}

/// A key that a view reads itself.
const fn key(place: Place, name: &'static str, keys: &'static str) -> Row {
    Row::new(place, name, keys, Does::Key).when(When::Project)
}

/// The same with an id.
const fn named(id: Id, place: Place, name: &'static str, keys: &'static str) -> Row {
    let mut row = key(place, name, keys);
    row.id = Some(id);
    row
}

/// Keys that are no action of their own.
const fn told(place: Place, name: &'static str, keys: &'static str) -> Row {
    Row::new(place, name, keys, Does::Told)
}

use Place::{
    Accuracy, Anywhere, Articles, Chart, Codes, Compare, Found, History, Lists, Map, Names, Read,
    Same,
};

/// Everything, in the order of the sheet.
pub const TABLE: &[Row] = &[
    ask(
        Id::Palette,
        "All actions, articles and names",
        "Ctrl+K, Ctrl+P",
        When::Always,
        |_| Some(Action::ShowPalette),
    ),
    ask(Id::Read, "Read", "Ctrl+1", When::Project, |_| {
        Some(Action::Go(View::Read))
    }),
    ask(Id::Chart, "Chart", "Ctrl+2", When::Project, |_| {
        Some(Action::Go(View::Chart))
    }),
    ask(Id::Map, "Map", "Ctrl+3", When::Project, |_| {
        Some(Action::Go(View::Map))
    }),
    ask(Id::Compare, "Compare", "Ctrl+4", When::Project, |_| {
        Some(Action::Go(View::Compare))
    }),
    ask(Id::Back, "Back", "Alt+←", When::Back, |_| {
        Some(Action::Step { back: true })
    })
    .yields(),
    ask(Id::Forward, "Forward", "Alt+→", When::Forward, |_| {
        Some(Action::Step { back: false })
    })
    .yields(),
    ask(Id::Search, "Search", "Ctrl+F", When::Project, |_| {
        Some(Action::Focus(Focus::Search))
    }),
    ask(
        Id::Hits,
        "Search results, open or closed",
        "Ctrl+Shift+F",
        When::Project,
        |_| Some(Action::Search(search::Ask::Toggle)),
    ),
    more("How to search", "", When::Project, |_| {
        Some(Action::Search(search::Ask::Open(Sheet::Help)))
    }),
    more("Save this search…", "", When::Savable, |_| {
        Some(Action::Search(search::Ask::Open(Sheet::Keep)))
    }),
    more("Saved searches…", "", When::Project, |_| {
        Some(Action::Search(search::Ask::Open(Sheet::Kept)))
    }),
    more("Search a list of terms…", "", When::Project, |_| {
        Some(Action::Search(search::Ask::Open(Sheet::Terms)))
    }),
    more("Clear filters", "", When::Filtered, |_| {
        Some(Action::SetFilter(Filter::default()))
    }),
    more("Articles without a date", "", When::Project, |_| {
        Some(Action::SetFilter(Filter {
            undated: true,
            ..Filter::default()
        }))
    }),
    more("Articles with a doubtful date", "", When::Project, |_| {
        Some(Action::SetFilter(Filter {
            doubtful: true,
            ..Filter::default()
        }))
    }),
    more("New code…", "", When::Writable, |_| {
        Some(marks::Ask::Code(None).action())
    }),
    more("Code what a search finds…", "", When::Writable, |_| {
        Some(marks::Ask::AutoCode.action())
    }),
    more("Tags…", "", When::Project, |_| {
        Some(marks::Ask::Tags.action())
    }),
    more("Deleted articles…", "", When::Project, |_| {
        Some(marks::Ask::Deleted.action())
    }),
    more("Memo on the project…", "", When::Writable, |_| {
        Some(marks::Ask::Memo(MemoOn::Project).action())
    }),
    more(
        "Copy the chart or map as an image",
        "Ctrl+Shift+C",
        When::Picture,
        |_| Some(Action::CopyShown),
    ),
    more(
        "Copy the numbers of the chart or map",
        "",
        When::Picture,
        |_| Some(Action::CopyShownNumbers),
    ),
    more("Hide passages", "", When::Passages, |_| {
        Some(Action::HidePassages)
    }),
    ask(
        Id::ImportFiles,
        "Import files…",
        "Ctrl+I",
        When::Writable,
        |_| Some(Action::ChooseFiles),
    ),
    ask(
        Id::ImportFolder,
        "Import a folder…",
        "",
        When::Writable,
        |_| Some(Action::ChooseFolder),
    ),
    ask(
        Id::Paste,
        "Paste text as an article",
        "Ctrl+V",
        When::Writable,
        |_| Some(Action::AskPaste),
    )
    .yields(),
    ask(
        Id::Watch,
        "Watch a folder…",
        "",
        When::NotWatching,
        |_| Some(Action::AskWatch),
    ),
    ask(
        Id::StopWatching,
        "Stop watching the folder",
        "",
        When::Watching,
        |_| Some(Action::StopWatching),
    ),
    ask(Id::Report, "Last import report", "", When::Project, |_| {
        Some(Action::ShowReport)
    }),
    more("Cancel the running job", "", When::Job, |_| {
        Some(Action::CancelJob)
    }),
    ask(
        Id::AddPlaces,
        "Add place names…",
        "",
        When::Writable,
        |_| Some(Action::AskPlaceNames),
    ),
    ask(
        Id::LookUpPlaces,
        "Look places up again",
        "",
        When::Writable,
        |_| Some(Action::Run(Command::LookUpPlaces)),
    ),
    // Shift goes first: a shortcut without it would take its press.
    ask(Id::Redo, "Redo", "Ctrl+Shift+Z, Ctrl+Y", When::Redo, |_| {
        Some(Action::Redo)
    })
    .yields(),
    ask(Id::Undo, "Undo", "Ctrl+Z", When::Undo, |_| {
        Some(Action::Undo)
    })
    .yields(),
    ask(Id::Same, "Same name?", "Ctrl+J", When::Project, |_| {
        Some(Action::Review(Panel::Same))
    }),
    ask(
        Id::History,
        "History",
        "Ctrl+Shift+H",
        When::Project,
        |_| Some(Action::Review(Panel::History)),
    ),
    ask(
        Id::Accuracy,
        "Check accuracy…",
        "Ctrl+Shift+A",
        When::Project,
        |_| Some(Action::Review(Panel::Accuracy)),
    ),
    more("Save the history as CSV…", "", When::Project, |_| {
        Some(Action::SaveHistory)
    }),
    more(
        "Save the import report as CSV…",
        "",
        When::Project,
        |_| Some(Action::SaveReport),
    ),
    more("Save the names as CSV…", "", When::Names, |now| {
        let names = now.views?.entities.value()?;
        Some(Action::SaveNames(
            names.rows.iter().map(|row| row.id).collect(),
        ))
    }),
    more("Show all names as bars", "", When::Names, |_| {
        Some(Action::ChartNames {
            kind: None,
            unit: CountUnit::Mentions,
            names: None,
        })
    }),
    ask(Id::New, "New project…", "Ctrl+N", When::Always, |_| {
        Some(Action::NewProject { import: Vec::new() })
    }),
    ask(Id::Open, "Open project…", "Ctrl+O", When::Always, |_| {
        Some(Action::AskOpenProject)
    }),
    ask(
        Id::SaveCopy,
        "Save a copy…",
        "Ctrl+Shift+S",
        When::Project,
        |_| Some(Action::AskCopy),
    ),
    ask(
        Id::NewWindow,
        "New window",
        "Ctrl+Shift+N",
        When::Always,
        |_| Some(Action::NewWindow(None)),
    ),
    more(
        "Open files from outside in this window",
        "",
        When::OwnWindows(true),
        |_| Some(Action::OwnWindows(false)),
    ),
    more(
        "Open files from outside in a new window",
        "",
        When::OwnWindows(false),
        |_| Some(Action::OwnWindows(true)),
    ),
    ask(
        Id::ForgetRecent,
        "Clear recent projects",
        "",
        When::Recent,
        |_| Some(Action::ForgetRecent),
    ),
    more("Open the sample project", "", When::Always, |_| {
        Some(Action::OpenSample)
    }),
    ask(
        Id::CopyPath,
        "Copy the path of the project",
        "",
        When::Project,
        |now| {
            let path = now.path.as_ref()?;
            Some(Action::Copy {
                text: path.display().to_string(),
                said: "Copied the path of the project",
            })
        },
    ),
    ask(Id::Close, "Close project", "Ctrl+W", When::Project, |_| {
        Some(Action::CloseProject)
    }),
    more("Close the window", "Ctrl+Q", When::Always, |_| {
        Some(Action::Quit)
    }),
    more("Larger text", "Ctrl++, Ctrl+=", When::Always, |now| {
        let size = now.settings.text_size;
        let next = SIZES.into_iter().find(|next| *next > size)?;
        Some(Action::TextSize(next))
    }),
    more("Smaller text", "Ctrl+−", When::Always, |now| {
        let size = now.settings.text_size;
        let next = SIZES.into_iter().rev().find(|next| *next < size)?;
        Some(Action::TextSize(next))
    }),
    more("Normal text", "Ctrl+0", When::Always, |_| {
        Some(Action::TextSize(100))
    }),
    more(
        "Theme as the system",
        "",
        When::Theme(ThemeChoice::System),
        |_| Some(Action::Theme(ThemeChoice::System)),
    ),
    more("Light theme", "", When::Theme(ThemeChoice::Light), |_| {
        Some(Action::Theme(ThemeChoice::Light))
    }),
    more("Dark theme", "", When::Theme(ThemeChoice::Dark), |_| {
        Some(Action::Theme(ThemeChoice::Dark))
    }),
    more(
        "Numbers and dates as the system",
        "",
        When::Manner(MannerChoice::System),
        |_| Some(Action::Manner(MannerChoice::System)),
    ),
    more(
        "Dates as 14 Mar 2012",
        "",
        When::Manner(MannerChoice::DayFirst),
        |_| Some(Action::Manner(MannerChoice::DayFirst)),
    ),
    more(
        "Dates as Mar 14, 2012",
        "",
        When::Manner(MannerChoice::MonthFirst),
        |_| Some(Action::Manner(MannerChoice::MonthFirst)),
    ),
    more(
        "Dates as 2012-03-14",
        "",
        When::Manner(MannerChoice::Iso),
        |_| Some(Action::Manner(MannerChoice::Iso)),
    ),
    more("Count articles", "", When::Project, |_| {
        Some(Action::Stories(false))
    }),
    more("Count unique stories", "", When::Project, |_| {
        Some(Action::Stories(true))
    }),
    more("Go to the list of articles", "", When::Project, |_| {
        Some(Action::Focus(Focus::Articles))
    }),
    told(Anywhere, "Next and previous control", "Tab, Shift+Tab"),
    told(Anywhere, "Leave a card, field or dialog", "Esc"),
    // Shift goes first here, too.
    ask(Id::Manual, "Manual", "Shift+F1", When::Always, |_| {
        Some(Action::ShowManual)
    }),
    ask(
        Id::Shortcuts,
        "Keyboard shortcuts",
        "F1, ?",
        When::Always,
        |_| Some(Action::ShowShortcuts),
    )
    .yields(),
    ask(Id::About, "About Dateline", "", When::Always, |_| {
        Some(Action::ShowAbout)
    }),
    more("Show the settings folder", "", When::Always, |_| {
        Some(Action::ShowHome)
    }),
    more("Show the log", "", When::Always, |_| Some(Action::ShowLog)),
    // Read.
    key(Read, "Next article", "J"),
    key(Read, "Previous article", "K"),
    more_in(Read, "Next search hit", "Enter", When::Hits, |_| {
        Some(Action::StepHit { backwards: false })
    }),
    more_in(
        Read,
        "Previous search hit",
        "Shift+Enter",
        When::Hits,
        |_| Some(Action::StepHit { backwards: true }),
    ),
    key(Read, "Next name in the text", "N").when(When::Article),
    key(Read, "Previous name in the text", "P").when(When::Article),
    key(Read, "Star the article, or not", "S").when(When::MarkArticle),
    key(Read, "Mark as unread or read", "U").when(When::MarkArticle),
    more_in(Read, "Compare its versions", "", When::Article, |now| {
        Some(Action::Compare(now.views?.article.value()?.id))
    }),
    more_in(
        Read,
        "Compare with another article…",
        "",
        When::Article,
        |_| Some(Action::AskOther),
    ),
    more_in(
        Read,
        "Copy a citation, to cite the article",
        "",
        When::Article,
        |now| {
            Some(Action::Copy {
                text: read::citation(now.views?.article.value()?),
                said: "Copied the citation",
            })
        },
    ),
    more_in(Read, "Correct its date…", "", When::MarkArticle, |now| {
        let article = now.views?.article.value()?;
        Some(Action::AskDate {
            articles: vec![article.id],
            current: article
                .published
                .as_ref()
                .map(|published| published.date.to_string()),
        })
    }),
    key(Read, "Next mention of the same name", "Shift+N").when(When::Name),
    key(Read, "Previous mention of the same name", "Shift+P").when(When::Name),
    key(Read, "The source text beside, or not", "B").when(When::Article),
    key(
        Read,
        "The articles as a table above the text, or as a list",
        "Shift+E",
    ),
    more_in(Read, "Read with serifs", "", When::Project, |_| {
        Some(Action::ReadInSans(false))
    }),
    more_in(Read, "Read without serifs", "", When::Project, |_| {
        Some(Action::ReadInSans(true))
    }),
    key(Read, "Add a tag…", "G").when(When::MarkArticle),
    key(Read, "Memo on the article…", "W").when(When::MarkArticle),
    key(Read, "Codes in place of the names, or not", "C"),
    key(Read, "Highlight the selected words…", "H").when(When::MarkArticle),
    told(
        Read,
        "Highlight them with a recent code, or with the code of the key",
        "1 to 9",
    ),
    key(Read, "Next highlight", "V").when(When::Article),
    key(Read, "Previous highlight", "Shift+V").when(When::Article),
    key(Read, "Another code for the highlight…", "Shift+H").when(When::MarkArticle),
    told(Read, "Remove the highlight", "Delete"),
    key(Read, "The names as a table, or as a list", "E"),
    key(Read, "Rename the selected name…", "F2").when(When::CorrectName),
    key(Read, "Same as another name: merge…", "M").when(When::CorrectName),
    key(Read, "The mention means someone else…", "R").when(When::CorrectName),
    key(Read, "Split off a spelling or mention…", "L").when(When::CorrectName),
    key(Read, "Change the name’s type…", "T").when(When::CorrectName),
    key(Read, "Not a name…", "X").when(When::CorrectName),
    key(Read, "What can be done about the name", "Shift+F10, Menu").when(When::Name),
    told(
        Read,
        "Select the name, hit or word; one word more",
        "Shift+←, Shift+→",
    ),
    told(Read, "Select another word or paragraph", "←, →, ↑, ↓"),
    key(Read, "Mark the selected words as a name…", "A").when(When::MarkArticle),
    copy_words(),
    // The list of articles.
    told(
        Articles,
        "Open another",
        "↑, ↓, Page up, Page down, Home, End",
    ),
    told(
        Articles,
        "Select one more, up to there",
        "Space, Shift+↑, Shift+↓",
    ),
    told(Articles, "Move without opening", "Ctrl+↑, Ctrl+↓"),
    told(Articles, "Select all, or the open one", "Ctrl+A, Esc"),
    told(
        Articles,
        "Fold, unfold the group; with Shift all groups",
        "←, →",
    ),
    told(
        Articles,
        "Tag, set the date, set the outlet",
        "T or G, D, O",
    ),
    told(Articles, "Star, mark as read or unread", "S, U"),
    told(Articles, "Delete; several after asking", "Delete"),
    told(Articles, "Copy titles with outlet and date", "Ctrl+C"),
    // Codes.
    told(Codes, "Show the passages", "Enter"),
    told(Codes, "Name, color, key, part of", "F2"),
    told(Codes, "Delete the code", "Delete"),
    told(Codes, "What can be done about the code", "Shift+F10, Menu"),
    // Search.
    told(Found, "Go to the hits, from the search field", "↓"),
    told(Found, "Open the article at the hit", "Enter"),
    told(Found, "Copy the line with its source", "Ctrl+C"),
    told(Found, "Rename, delete a saved search", "F2, Delete"),
    // Names.
    told(Names, "Select one more, or one less", "Space"),
    told(Names, "Select up to there", "Shift+↑, Shift+↓"),
    told(Names, "Move without selecting", "Ctrl+↑, Ctrl+↓"),
    told(Names, "Select all shown, or none", "Ctrl+A, Esc"),
    told(Names, "Show and hide spellings", "→, ←"),
    told(Names, "Show the passages", "Enter"),
    told(Names, "Merge, split, change type, not a name", "M, L, T, X"),
    // Chart.
    named(Id::ExportChart, Chart, "Export chart…", "Ctrl+E"),
    // Map.
    named(Id::ExportMap, Map, "Export map…", "Ctrl+E"),
    told(Map, "Move the map", "←, ↑, →, ↓"),
    told(Map, "Closer, farther", "+, −"),
    told(Map, "All places", "0, Home"),
    told(
        Map,
        "Zoom to the chosen places, to the country",
        "Z, Shift+Z",
    ),
    told(Map, "Show the passages of the place chosen", "Enter"),
    told(
        Map,
        "Choose several places",
        "Ctrl+click, Shift+click, Space",
    ),
    told(Map, "Choose what lies in a box", "Shift+drag"),
    told(Map, "Place on map, by candidate, by coordinates", "P, C, E"),
    told(
        Map,
        "Play, step through the dates, on the time bar",
        "Space, ←, →",
    ),
    // Compare.
    key(Compare, "Next difference", "N"),
    key(Compare, "Previous difference", "P"),
    more_in(Compare, "Not the same story…", "", When::Writable, |_| {
        Some(Action::AskSplit)
    }),
    told(Compare, "Scroll both texts", "Page up, Page down"),
    told(Compare, "Show a version as A or as B", "A, B"),
    // The panels of correcting.
    told(Same, "Same, different", "S or →, D or ←"),
    told(Same, "Later", "U or Space"),
    told(Same, "Which name is shown", "1, 2"),
    told(Same, "Open the article", "O, Shift+O"),
    told(Same, "Take the last answer back", "Z"),
    told(Accuracy, "Right, wrong, unsure", "R, W, U"),
    told(Accuracy, "Back, next", "←, →"),
    told(
        Accuracy,
        "Not a name, type, somebody else, boundaries",
        "X, 1 to 4, M, B",
    ),
    told(History, "Undo, redo", "Ctrl+Z, Ctrl+Shift+Z"),
    // Lists.
    told(Lists, "Move through the rows", "↑, ↓"),
    told(Lists, "Move far", "Page up, Page down, Home, End"),
    told(Lists, "Open", "Enter"),
];

/// An action of a view that the window can carry out for it. Its keys are read by the view.
const fn more_in(
    place: Place,
    name: &'static str,
    keys: &'static str,
    when: When,
    what: fn(&super::Now<'_>) -> Option<Action>,
) -> Row {
    let mut row = more(name, keys, when, what);
    row.place = place;
    row
}

/// The system hands over copying as an event of its own, so that the palette cannot press its key.
const fn copy_words() -> Row {
    let mut row = told(Read, "Copy the selected words", "Ctrl+C");
    row.id = Some(Id::CopyWords);
    row
}
