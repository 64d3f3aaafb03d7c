//! What a person can do to a project: each command is one transaction and one undo step.

use crate::model::{ArticleId, EntityId, PartialDate};

/// Something the user asked for.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Give an entity another display name.
    RenameEntity {
        entity: EntityId,
        name: String,
    },
    /// Say when articles were published; `None` makes the date unknown.
    SetPublished {
        articles: Vec<ArticleId>,
        date: Option<PartialDate>,
    },
    /// Mark as read or unread. Not a decision: it is neither in the ledger nor undone.
    SetRead {
        article: ArticleId,
        read: bool,
    },
    /// Set or remove the star.
    SetStarred {
        articles: Vec<ArticleId>,
        starred: bool,
    },
    Undo,
    Redo,
}

/// Which kinds of data a command changed: only read models built on those are refreshed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Changed {
    /// Articles came, went or changed their metadata.
    pub articles: bool,
    /// Mentions, entities or places changed.
    pub names: bool,
    /// Read marks and stars changed.
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
