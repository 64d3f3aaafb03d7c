//! The article list: a calm list of two lines an article in a narrow column, a table with columns of the user's choice where
//! it has room.

mod acts;
mod columns;
mod foot;
mod head;
mod keyboard;
mod lines;
mod row;
mod rows;
mod selection;

use std::{
    collections::{BTreeSet, HashSet},
    rc::Rc,
};

use egui::{Rect, Ui, pos2, vec2};

pub(super) use self::keyboard::keys;
use self::{columns::Choice, lines::Lines, selection::Selection};
use super::State as ReadState;
use crate::{
    model::ArticleId,
    ui::{
        action::Action,
        context::Cx,
        theme::{colors, size},
        widgets::{self, EmptyState},
    },
    workspace::{
        room::ListRoom,
        session::{Slot, Wanted},
        views::{ArticleGrouping, ArticleList, ArticleOrder, ArticleRow, ListStamp},
    },
};

/// What the list remembers between frames.
#[derive(Debug, Default)]
pub struct State {
    order: ArticleOrder,
    grouping: ArticleGrouping,
    /// Groups that are folded, by their keys.
    folded: BTreeSet<String>,
    /// Grows when groups are folded or unfolded.
    folds: u64,
    columns: Choice,
    /// Whether the list lies above the text rather than beside it.
    table: bool,
    selection: Selection,
    /// What was made of a list, and of which.
    known: Option<(ListStamp, u64, Rc<Known>)>,
    /// Where an article was found last.
    found: Option<(ArticleId, usize)>,
    /// An article that the list has no longer, and the one that took its place.
    gone: Option<(ArticleId, ArticleId)>,
    /// An article looked for in vain, in a list of this many rows.
    missing: Option<(ArticleId, usize)>,
    /// Bring the open article into view.
    scroll_to: Option<ArticleId>,
    /// Bring the line with the keyboard into view.
    reveal: bool,
    focus: bool,
    /// How far the list is scrolled, in points; and where it is to begin.
    top: f32,
    begin_at: Option<f32>,
    /// A key asked for the menu of the row with the keyboard.
    menu_wanted: bool,
}

/// What is made of a list once, not in each frame.
#[derive(Debug)]
struct Known {
    lines: Lines,
    /// The articles of the rows.
    ids: Vec<ArticleId>,
    /// Whether all dates lie in one year, so that the year can be left out.
    one_year: bool,
}

impl State {
    /// Says in which order and which groups the list is to be read.
    pub fn want(&self, wanted: &mut Wanted) {
        wanted.order = self.order;
        wanted.grouping = self.grouping;
    }

    /// Brings an article into view.
    pub fn show(&mut self, article: ArticleId) {
        self.scroll_to = Some(article);
        self.selection.follow(article);
    }

    /// The same for the article that is opened because none was.
    pub fn follow(&mut self, article: ArticleId) {
        self.selection.follow(article);
    }

    pub const fn want_focus(&mut self) {
        self.focus = true;
    }

    /// Whether the list lies above the text rather than beside it.
    pub const fn is_table(&self) -> bool {
        self.table
    }

    /// Lies above the text, or beside it again.
    pub const fn toggle_table(&mut self) {
        self.table = !self.table;
        self.reveal = true;
    }

    /// Notes what the next run of the program is to find again.
    pub fn note(&self, room: &mut ListRoom) {
        room.order = self.order.words();
        self.grouping.word().clone_into(&mut room.grouping);
        room.folded = self.folded.iter().cloned().collect();
        room.columns = (!self.columns.is_usual()).then(|| self.columns.shown_words());
        room.widths = self.columns.width_words();
        room.top = self.begin_at.unwrap_or(self.top);
        room.table = self.table;
    }

    /// Takes up what was noted.
    pub fn restore(&mut self, room: &ListRoom) {
        self.order = ArticleOrder::parse(&room.order).unwrap_or_default();
        self.grouping = ArticleGrouping::from_word(&room.grouping);
        self.folded = room.folded.iter().cloned().collect();
        self.folds += 1;
        self.columns = Choice::parse(room.columns.as_deref(), &room.widths);
        self.begin_at = Some(room.top).filter(|top| top.is_finite() && *top > 0.0);
        self.table = room.table;
    }

    /// Position of an article in the list. Looks at one row when the list did not change.
    pub fn index_of(&mut self, rows: &[ArticleRow], article: ArticleId) -> Option<usize> {
        if let Some((id, index)) = self.found
            && id == article
            && rows.get(index).is_some_and(|row| row.id == article)
        {
            return Some(index);
        }
        if self.missing == Some((article, rows.len())) {
            return None;
        }
        let index = rows.iter().position(|row| row.id == article);
        match index {
            Some(index) => self.found = Some((article, index)),
            None => self.missing = Some((article, rows.len())),
        }
        index
    }

    /// The article that took the place of one that the list has no longer.
    pub fn in_place_of(&mut self, article: ArticleId, list: &ArticleList) -> Option<ArticleId> {
        self.known(list);
        self.gone
            .filter(|gone| gone.0 == article)
            .map(|gone| gone.1)
    }

    /// Notes what takes the place of the article looked for last, when a new list has it no longer: the next one below it
    /// in the `old` list that is still there, or the next one above.
    fn note_gone(&mut self, old: &[ArticleId], rows: &[ArticleRow]) {
        let Some((article, _)) = self.found else {
            return;
        };
        if rows.iter().any(|row| row.id == article) {
            self.gone = None;
            return;
        }
        let before = self.gone.filter(|gone| gone.0 == article);
        let stood = before.map_or(article, |gone| gone.1);
        let there: HashSet<ArticleId> = rows.iter().map(|row| row.id).collect();
        let Some((above, below)) = old
            .iter()
            .position(|id| *id == stood)
            .and_then(|at| old.split_at_checked(at))
        else {
            return;
        };
        let mut near = below.iter().chain(above.iter().rev());
        self.gone = near
            .find(|id| there.contains(id))
            .map(|survivor| (article, *survivor));
    }

    /// The row `step` rows further down among those that are not folded away.
    pub fn step(
        &mut self,
        list: &ArticleList,
        from: Option<ArticleId>,
        step: i64,
    ) -> Option<ArticleId> {
        let rows = &list.rows;
        let way = if step < 0 { -1 } else { 1 };
        let Some(mut at) = from.and_then(|article| self.index_of(rows, article)) else {
            return rows.first().map(|row| row.id);
        };
        let known = self.known(list);
        let mut left = step.unsigned_abs();
        let mut found = at;
        while left > 0 {
            let Some(next) = at.checked_add_signed(way).filter(|next| *next < rows.len()) else {
                break;
            };
            at = next;
            if known.lines.of_row(at).is_some() {
                found = at;
                left -= 1;
            }
        }
        rows.get(found).map(|row| row.id)
    }

    /// What is made of a list once. Made again only when the list or a fold changed.
    fn known(&mut self, list: &ArticleList) -> Rc<Known> {
        let stamp = list.stamp();
        if let Some((of, folds, known)) = &self.known
            && *of == stamp
            && *folds == self.folds
        {
            return Rc::clone(known);
        }
        if self.known.as_ref().is_none_or(|(of, ..)| *of != stamp) {
            self.selection.keep_listed(&list.rows);
            self.missing = None;
            if let Some((.., old)) = self.known.clone() {
                self.note_gone(&old.ids, &list.rows);
            }
        }
        let mut years = list
            .rows
            .iter()
            .filter_map(|row| row.published.map(|published| published.date.year));
        let first = years.next();
        let known = Rc::new(Known {
            lines: Lines::new(&list.groups, list.rows.len(), &self.folded),
            ids: list.rows.iter().map(|row| row.id).collect(),
            one_year: years.all(|year| Some(year) == first),
        });
        self.known = Some((stamp, self.folds, Rc::clone(&known)));
        known
    }

    fn fold(&mut self, key: &str, folded: bool) {
        let changed = if folded {
            self.folded.insert(key.to_owned())
        } else {
            self.folded.remove(key)
        };
        self.folds += u64::from(changed);
    }

    /// Folds all groups, or none.
    fn fold_all(&mut self, list: &ArticleList, folded: bool) {
        for group in &list.groups {
            self.fold(&group.key, folded);
        }
    }
}

/// Draws the list into `rect`.
pub fn ui(ui: &mut Ui, rect: Rect, cx: &mut Cx<'_>, state: &mut ReadState) {
    let c = colors(ui);
    ui.painter().rect_filled(rect, 0.0, c.panel);
    let wide = rect.width() >= size::ARTICLE_WIDE;
    let slot = &cx.views().articles;
    let head = head::ui(ui, rect, cx, &mut state.articles, wide);
    let strip = Rect::from_min_size(head.left_bottom(), vec2(rect.width(), size::COLUMN_HEAD));
    head::columns_ui(ui, strip, &mut state.articles, wide);
    let foot = foot::height(cx, wide);
    let mut body = Rect::from_min_max(
        strip.left_bottom(),
        pos2(rect.right(), rect.bottom() - foot),
    );
    if foot > 0.0 {
        let strip = Rect::from_min_max(pos2(rect.left(), body.bottom()), rect.max);
        foot::ui(ui, strip, cx, wide);
    }
    if slot.value().is_some_and(|list| list.rows.is_empty()) && matches!(slot, Slot::Ready(_)) {
        nothing(ui, body, cx);
        return;
    }
    if state.articles.selection.several()
        && let Some(list) = slot.value()
    {
        body.max.y -= acts::bar_height(wide);
        let bar = Rect::from_min_max(
            pos2(rect.left(), body.bottom()),
            pos2(rect.right(), body.bottom() + acts::bar_height(wide)),
        );
        acts::bar_ui(ui, bar, list, cx, state, wide);
    }
    let now = cx.now;
    widgets::slot_ui(
        ui,
        body,
        slot,
        now,
        "Reading the list of articles…",
        |ui, list| {
            super::child(ui, body, |ui| rows::ui(ui, body, list, cx, state, wide));
        },
    );
}

fn nothing(ui: &mut Ui, body: Rect, cx: &mut Cx<'_>) {
    if cx.wanted.filter.is_empty() {
        if cx.desk.job().is_none() {
            let words = if cx.drops {
                "No articles yet. Drop files anywhere on this window"
            } else {
                "No articles yet. Press Import… above to choose files"
            };
            widgets::empty_state(
                ui,
                body,
                EmptyState {
                    words,
                    button: None,
                },
            );
        }
        return;
    }
    let state = EmptyState {
        words: "No article matches these filters",
        button: Some("Clear filters"),
    };
    if widgets::empty_state(ui, body, state) {
        cx.send(Action::SetFilter(crate::model::Filter::default()));
    }
}
