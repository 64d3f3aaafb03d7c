//! The names: who and where is named, how often, and in which spellings. A calm list in the narrow side column, a table
//! with columns where it has room.

mod acts;
mod head;
mod keyboard;
mod list;
mod row;
mod rows;
mod selection;
mod spark;
mod spellings;
mod table;

use std::{cell::RefCell, collections::BTreeSet, rc::Rc};

use egui::{Rect, Ui, pos2, vec2};

pub(super) use self::keyboard::keys;
use self::selection::Selection;
use super::{Action, Cx};
use crate::{
    model::{CountUnit, EntityId, EntityType},
    ui::{
        theme::{colors, size},
        widgets::{self, EmptyState},
    },
    workspace::{
        room::NamesRoom,
        session::{Slot, Views, Wanted},
        views::{EntityRow, EntityTable, NameKey, NameOrder, TableStamp},
    },
};

/// From this width on the panel is a table.
pub(super) const TABLE: f32 = 560.0;

/// What the panel remembers between frames.
#[derive(Debug, Default)]
pub struct State {
    kind: Option<EntityType>,
    searching: bool,
    /// Put the keyboard into the search field.
    focus_search: bool,
    /// Whether the search field had the keyboard in the frame before.
    typing: bool,
    query: String,
    /// `None`: by what is counted.
    pub(super) order: Option<NameOrder>,
    open: BTreeSet<EntityId>,
    /// The name unfolded last: why its spellings are one name is asked for.
    explained: Option<EntityId>,
    selection: Selection,
    /// Rows that pass type and query, and what they were picked from.
    picked: Option<(Pick, Rc<Picked>)>,
    /// Grows when rows are folded, unfolded or picked anew.
    folds: u64,
    /// Places of the unfolded rows, each with the height of its spellings; as of this many folds.
    unfolded: Option<(u64, Vec<(usize, f32)>)>,
    /// The name looked for last, in which table, and whether it is there.
    looked: RefCell<Option<(EntityId, TableStamp, bool)>>,
    /// Whether the panel has the middle of the view.
    wide: bool,
    /// Bring the name with the keyboard into view.
    reveal: bool,
}

#[derive(Clone, Debug, PartialEq)]
struct Pick {
    stamp: TableStamp,
    unit: CountUnit,
    kind: Option<EntityType>,
    query: String,
    order: NameOrder,
}

#[derive(Debug)]
struct Picked {
    shown: Vec<u32>,
    /// The largest number shown: the longest bar.
    most: u64,
}

impl State {
    /// The name with the keyboard, when it is selected.
    pub fn selected(&self, views: &Views) -> Option<(EntityId, String)> {
        let id = self
            .selection
            .cursor()
            .filter(|id| self.selection.has(*id))?;
        let rows = &views.entities.value()?.rows;
        let row = rows.iter().find(|row| row.id == id)?;
        Some((id, row.name.clone()))
    }

    /// Whether [`Self::selected`] is a name. Looks through the table once, not in each frame.
    pub fn selects(&self, views: &Views) -> bool {
        let id = self.selection.cursor();
        let (Some(id), Some(table)) = (
            id.filter(|id| self.selection.has(*id)),
            views.entities.value(),
        ) else {
            return false;
        };
        let stamp = table.stamp();
        let mut looked = self.looked.borrow_mut();
        match &*looked {
            Some((of, at, there)) if *of == id && *at == stamp => *there,
            _ => {
                let there = table.rows.iter().any(|row| row.id == id);
                *looked = Some((id, stamp, there));
                there
            }
        }
    }

    /// Says which name's spellings are to be explained.
    pub fn want(&self, wanted: &mut Wanted) {
        wanted.spellings = self.explained.filter(|id| self.open.contains(id));
    }

    /// Whether the panel has the middle of the view.
    pub const fn wide(&self) -> bool {
        self.wide
    }

    /// Takes the middle of the view, or gives it back.
    pub const fn toggle_table(&mut self) {
        self.wide = !self.wide;
        self.reveal = true;
    }

    /// Notes what the next run of the program is to find again.
    pub fn note(&self, room: &mut NamesRoom) {
        room.order = self.order.map(NameOrder::words).unwrap_or_default();
        room.kind = self
            .kind
            .map(|kind| kind.word().to_owned())
            .unwrap_or_default();
        room.table = self.wide;
    }

    /// Takes up what was noted.
    pub fn restore(&mut self, room: &NamesRoom) {
        self.order = NameOrder::parse(&room.order);
        self.kind = EntityType::ALL
            .into_iter()
            .find(|kind| kind.word() == room.kind);
        self.wide = room.table;
    }

    /// Gives the middle of the view back.
    pub const fn close_table(&mut self) {
        self.wide = false;
    }

    /// The order in force: by what is counted until the user chose one.
    fn order(&self, unit: CountUnit) -> NameOrder {
        self.order.unwrap_or(NameOrder::by(match unit {
            CountUnit::Mentions => NameKey::Mentions,
            CountUnit::Articles => NameKey::Articles,
            CountUnit::Stories => NameKey::Stories,
        }))
    }

    fn order_by(&mut self, order: NameOrder, cx: &mut Cx<'_>) {
        self.order = Some(order);
        cx.send(Action::OrderNames(order));
    }

    /// What the bars of the list show: what it is ordered by where that is a count.
    fn unit(&self, cx: &Cx<'_>) -> CountUnit {
        match self.order.map(|order| order.key) {
            Some(NameKey::Mentions) => CountUnit::Mentions,
            Some(NameKey::Articles) => CountUnit::Articles,
            Some(NameKey::Stories) => CountUnit::Stories,
            _ => cx.unit(),
        }
    }

    /// The rows to show. Picked again only when something changed.
    fn pick(&mut self, table: &EntityTable, cx: &Cx<'_>) -> Rc<Picked> {
        let unit = self.unit(cx);
        let key = Pick {
            stamp: table.stamp(),
            unit,
            kind: self.kind,
            query: self.query.trim().to_owned(),
            order: self.order(cx.unit()),
        };
        if let Some((of, picked)) = &self.picked
            && *of == key
        {
            return Rc::clone(picked);
        }
        let shown = table.pick(key.kind, &key.query, key.order);
        let values = shown
            .iter()
            .filter_map(|at| table.rows.get(*at as usize))
            .map(|row| counted(row, unit));
        let most = values.max().unwrap_or(1).max(1);
        self.selection.keep_shown(&table.rows, &shown);
        self.folds += 1;
        let picked = Rc::new(Picked { shown, most });
        self.picked = Some((key, Rc::clone(&picked)));
        picked
    }

    fn fold(&mut self, id: EntityId, open: bool) {
        if open {
            self.open.insert(id);
            self.explained = Some(id);
        } else {
            self.open.remove(&id);
        }
        self.folds += 1;
    }

    fn clear_search(&mut self) {
        self.query.clear();
        self.searching = false;
    }
}

fn counted(row: &EntityRow, unit: CountUnit) -> u64 {
    unit.of(row.mentions, row.articles, row.stories)
}

/// Draws the panel into `rect`: a table where it is wide enough.
pub fn ui(ui: &mut Ui, rect: Rect, cx: &mut Cx<'_>, state: &mut State) {
    let c = colors(ui);
    ui.painter().rect_filled(rect, 0.0, c.panel);
    let wide = rect.width() >= TABLE;
    let slot = &cx.views().entities;
    let head = head::ui(ui, rect, cx, state, wide);
    let mut top = head::tools_ui(ui, head, state, wide);
    if wide {
        let strip = Rect::from_min_size(
            pos2(rect.left(), top),
            vec2(rect.width(), size::COLUMN_HEAD),
        );
        table::head_ui(ui, strip, cx, state);
        top = strip.bottom();
    }
    let mut body = Rect::from_min_max(pos2(rect.left(), top), rect.max);
    if matches!(slot, Slot::Ready(table) if table.rows.is_empty()) {
        say(ui, body, cx.nothing("No names found in this selection"));
        return;
    }
    if state.selection.len() > 1
        && let Some(table) = slot.value()
    {
        body.max.y -= acts::bar_height(wide);
        let bar = Rect::from_min_max(pos2(rect.left(), body.bottom()), rect.max);
        acts::bar_ui(ui, bar, &table.rows, cx, state, wide);
    }
    let now = cx.now;
    widgets::slot_ui(ui, body, slot, now, "Counting mentions…", |ui, table| {
        let picked = state.pick(table, cx);
        if picked.shown.is_empty() && !table.rows.is_empty() {
            let words = if state.query.trim().is_empty() {
                "No names of this type"
            } else {
                "No name like this"
            };
            say(ui, body, words);
        }
        rows::ui(ui, body, table, &picked, cx, state, wide);
    });
}

fn say(ui: &mut Ui, rect: Rect, words: &str) {
    let button = None;
    widgets::empty_state(ui, rect, EmptyState { words, button });
}
