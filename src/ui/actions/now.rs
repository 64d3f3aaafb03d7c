//! What actions depend on: a look at the window as it is, and the conditions written of it in the table.

use std::path::PathBuf;

use crate::{
    model::Filter,
    ui::action::View,
    workspace::{
        desktop::manner::MannerChoice,
        session::Views,
        settings::{Settings, ThemeChoice},
    },
};

/// The window as it is now.
pub struct Now<'a> {
    /// The read models of the open project; `None` without one.
    pub views: Option<&'a Views>,
    pub path: Option<PathBuf>,
    pub settings: &'a Settings,
    pub view: View,
    pub filter: &'a Filter,
    /// Whether passages of a number are listed.
    pub passages: bool,
    pub watching: bool,
    /// Whether a job runs that can be canceled.
    pub job: bool,
    /// Whether there is something to go back or forward to.
    pub back: bool,
    pub forward: bool,
    /// Whether a name is selected in the text or in the list.
    pub name: bool,
}

impl Now<'_> {
    /// Whether the project can be read only.
    #[must_use]
    pub fn read_only(&self) -> bool {
        self.views
            .and_then(|views| views.overview.value())
            .is_some_and(|overview| overview.read_only.is_some())
    }

    fn reading(&self) -> bool {
        self.views.is_some_and(|v| v.article.value().is_some())
    }
}

/// When an action can be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    Always,
    /// A project is open.
    Project,
    /// And can be written to.
    Writable,
    /// There is something to undo, to redo.
    Undo,
    Redo,
    /// An article is open.
    Article,
    /// And can be marked.
    MarkArticle,
    /// The search has hits in it.
    Hits,
    /// A name is selected.
    Name,
    /// And can be corrected.
    CorrectName,
    /// Articles are filtered.
    Filtered,
    /// And the filter can be saved.
    Savable,
    Passages,
    Watching,
    NotWatching,
    Job,
    Back,
    Forward,
    /// Chart or map is shown.
    Picture,
    /// The project holds names.
    Names,
    /// The theme is another one.
    Theme(ThemeChoice),
    /// Numbers and dates are written in another manner.
    Manner(MannerChoice),
    /// Files from outside get a window of their own, or not.
    OwnWindows(bool),
    /// Projects are remembered besides the open one.
    Recent,
}

/// Why nothing can be changed in a project that can only be read.
pub const READ_ONLY: &str = "The project is open for reading only";

impl When {
    /// Why not, if so.
    #[must_use]
    pub fn why_not(self, now: &Now<'_>) -> Option<&'static str> {
        let needs_project = !matches!(
            self,
            Self::Always | Self::Theme(_) | Self::Manner(_) | Self::OwnWindows(_) | Self::Recent
        );
        if needs_project && now.views.is_none() {
            return Some("No project is open");
        }
        let overview = now.views.and_then(|views| views.overview.value());
        let article = now.views.and_then(|views| views.article.value());
        let unless = |holds: bool, why| if holds { None } else { Some(why) };
        match self {
            Self::Always | Self::Project => None,
            Self::Writable => unless(!now.read_only(), READ_ONLY),
            Self::Undo => unless(
                overview.is_some_and(|o| o.undo.is_some()),
                "Nothing to undo",
            ),
            Self::Redo => unless(
                overview.is_some_and(|o| o.redo.is_some()),
                "Nothing to redo",
            ),
            Self::Article => unless(now.reading(), "No article is open"),
            Self::MarkArticle if now.read_only() => Some(READ_ONLY),
            Self::MarkArticle => unless(now.reading(), "No article is open"),
            Self::Hits => unless(
                article.is_some_and(|article| !article.hits.is_empty()),
                "The search has no hit in this article",
            ),
            Self::Name => unless(now.name, "No name is selected"),
            Self::CorrectName if now.read_only() => Some(READ_ONLY),
            Self::CorrectName => unless(now.name, "No name is selected"),
            Self::Filtered => unless(*now.filter != Filter::default(), "Nothing is filtered"),
            Self::Savable if now.read_only() => Some(READ_ONLY),
            Self::Savable => unless(!now.filter.is_empty(), "Type a query or set a filter first"),
            Self::Passages => unless(now.passages, "No passages are listed"),
            Self::Watching => unless(now.watching, "No folder is watched"),
            Self::NotWatching if now.read_only() => Some(READ_ONLY),
            Self::NotWatching => unless(!now.watching, "A folder is watched already"),
            Self::Job => unless(now.job, "Nothing is running"),
            Self::Back => unless(now.back, "Nothing was looked at before"),
            Self::Forward => unless(now.forward, "Nothing was looked at after this"),
            Self::Picture => unless(
                matches!(now.view, View::Chart | View::Map),
                "Works in Chart and Map",
            ),
            Self::Names => unless(
                now.views
                    .and_then(|views| views.entities.value())
                    .is_some_and(|names| !names.rows.is_empty()),
                "No names in this selection",
            ),
            Self::Manner(manner) => {
                unless(now.settings.manner != manner, "They are written so now")
            }
            Self::OwnWindows(own) => unless(now.settings.own_windows == own, "This is so now"),
            Self::Recent => unless(
                now.settings
                    .recent
                    .iter()
                    .any(|recent| now.path.as_ref() != Some(&recent.path)),
                "No other project is remembered",
            ),
            Self::Theme(theme) => unless(now.settings.theme != theme, "This is the theme now"),
        }
    }
}
