//! Marking: tags, codes, highlights, memos and deleted articles. Here are the dialogs and small popups; what is painted
//! into the text and the panel of codes belong to the Read view.

mod autocode;
pub(super) mod chooser;
mod code;
mod deleted;
mod memo;
pub(super) mod popup;
pub(super) mod swatch;
mod tags;

use egui::Ui;

use super::{
    action::{Action, View},
    app::App,
    context::Cx,
    dialogs,
    widgets::Verdict,
};
use crate::{
    model::{
        ArticleId, ByteSpan, CodeId, HighlightId, MemoOn, TagId,
        marking::{Code, CodeRow},
    },
    workspace::{
        session::{Views, Wanted},
        views::CodeTable,
    },
};

/// Something to choose in a small popup of the Read view.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pick {
    /// A code for a passage.
    Highlight { article: ArticleId, span: ByteSpan },
    /// Another code for highlights.
    Recode(Vec<HighlightId>),
    /// A tag for articles.
    Tag(Vec<ArticleId>),
    /// The code that another is merged into.
    MergeCode(CodeId),
    /// The code that another becomes a part of.
    CodeParent(CodeId),
    /// The tag that another is merged into.
    MergeTag(TagId),
}

/// What is asked about marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ask {
    Pick(Pick),
    Memo(MemoOn),
    /// Name, color, key and place of a code; `None` makes one.
    Code(Option<CodeId>),
    /// Mark all that a search finds.
    AutoCode,
    /// Rename, merge and delete tags.
    Tags,
    /// The articles that were deleted.
    Deleted,
    /// Highlights whose passage is not in the article any more.
    Lost,
}

impl Ask {
    /// As an action.
    #[must_use]
    pub const fn action(self) -> Action {
        Action::Marks(self)
    }
}

/// An open dialog about marks.
#[derive(Debug)]
pub enum Dialog {
    Memo(memo::State),
    Code(code::State),
    AutoCode(Box<autocode::State>),
    Tags(tags::State),
    Deleted,
    Lost,
}

impl Dialog {
    /// Says what it shows.
    pub fn want(&self, wanted: &mut Wanted) {
        wanted.codes = true;
        match self {
            Self::AutoCode(state) => state.want(wanted),
            Self::Tags(_) => wanted.tags = true,
            Self::Deleted => wanted.deleted = true,
            Self::Memo(_) | Self::Code(_) | Self::Lost => {}
        }
    }

    /// Draws it.
    pub fn ui(&mut self, ui: &Ui, cx: &mut Cx<'_>) -> Verdict {
        match self {
            Self::Memo(state) => memo::ui(ui, state, cx),
            Self::Code(state) => code::ui(ui, state, cx),
            Self::AutoCode(state) => autocode::ui(ui, state, cx),
            Self::Tags(state) => tags::ui(ui, state, cx),
            Self::Deleted => deleted::ui(ui, cx),
            Self::Lost => deleted::lost_ui(ui, cx),
        }
    }
}

impl App {
    /// Opens what was asked for about marks.
    pub(super) fn ask_marks(&mut self, ask: Ask) {
        let Some(desk) = &self.desk else { return };
        let views = desk.views();
        let dialog = match ask {
            Ask::Pick(pick) => {
                self.view = View::Read;
                self.dialog = None;
                self.read.pick(pick);
                return;
            }
            Ask::Memo(on) => Dialog::Memo(memo::State::new(on, views)),
            Ask::Code(code) => Dialog::Code(code::State::new(code, views)),
            Ask::AutoCode => Dialog::AutoCode(Box::new(autocode::State::new(&self.filter))),
            Ask::Tags => Dialog::Tags(tags::State::default()),
            Ask::Deleted => Dialog::Deleted,
            Ask::Lost => Dialog::Lost,
        };
        self.dialog = Some(dialogs::Dialog::Marks(Box::new(dialog)));
    }
}

/// The code with this number.
pub(super) fn code_of(views: &Views, code: CodeId) -> Option<&CodeRow> {
    views.codes.value()?.rows.iter().find(|row| row.id == code)
}

/// Codes in the order of the number keys: the one used last first, then those never used as the table has them.
#[must_use]
pub fn recent(table: &CodeTable) -> Vec<&CodeRow> {
    let mut rows: Vec<&CodeRow> = table.rows.iter().collect();
    // A stable sort: what was never used stays by name.
    rows.sort_by_key(|row| std::cmp::Reverse(row.used));
    rows
}

/// How deep a code lies in others, for each row of a table.
#[must_use]
pub fn depths(rows: &[CodeRow]) -> Vec<usize> {
    let mut above: Vec<CodeId> = Vec::new();
    rows.iter()
        .map(|row| {
            while above.last().is_some_and(|up| Some(*up) != row.code.parent) {
                above.pop();
            }
            let depth = above.len();
            above.push(row.id);
            depth
        })
        .collect()
}

/// The color that the fewest codes have.
#[must_use]
pub fn free_color(rows: &[CodeRow]) -> u8 {
    Code::free_color(rows.iter().map(|row| row.code.color))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::DecisionId;

    fn row(id: i64, parent: Option<i64>, used: Option<i64>) -> CodeRow {
        CodeRow {
            id: CodeId(id),
            code: Code {
                name: format!("code {id}"),
                color: u8::try_from(id).unwrap_or(0),
                key: None,
                parent: parent.map(CodeId),
            },
            memo: String::new(),
            highlights: 0,
            articles: 0,
            first: None,
            last: None,
            used: used.map(DecisionId),
        }
    }

    #[test]
    fn number_keys_go_by_last_use() {
        let table = CodeTable {
            rows: vec![
                row(1, None, None),
                row(2, None, Some(4)),
                row(3, None, Some(9)),
                row(4, None, None),
            ],
            lost: Vec::new(),
        };
        let order: Vec<i64> = recent(&table).iter().map(|row| row.id.0).collect();
        assert_eq!(order, [3, 2, 1, 4]);
    }

    #[test]
    fn parts_lie_deeper_than_what_they_are_part_of() {
        let rows = [
            row(1, None, None),
            row(2, Some(1), None),
            row(3, Some(2), None),
            row(4, Some(1), None),
            row(5, None, None),
            // What is part of a code that is no more stands alone.
            row(6, Some(99), None),
        ];
        assert_eq!(depths(&rows), [0, 1, 2, 1, 0, 0]);
    }
}
