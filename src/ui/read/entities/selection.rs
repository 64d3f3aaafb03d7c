//! Which names are selected, and which one has the keyboard. Knows positions in what is shown, never the project.

use std::collections::HashSet;

use crate::{model::EntityId, workspace::views::EntityRow};

/// What is shown: positions of rows of the table.
pub(super) type Shown<'s> = &'s [u32];

/// The row at a place of what is shown.
pub(super) fn row_at<'r>(
    rows: &'r [EntityRow],
    shown: Shown<'_>,
    place: usize,
) -> Option<&'r EntityRow> {
    rows.get(*shown.get(place)? as usize)
}

/// A name and where it was seen last.
#[derive(Clone, Copy, Debug)]
struct Spot {
    id: EntityId,
    place: usize,
}

impl Spot {
    /// Where it is now. Looks at one row when nothing moved.
    fn find(&mut self, rows: &[EntityRow], shown: Shown<'_>) -> Option<usize> {
        let id = self.id;
        let here = |place: &usize| row_at(rows, shown, *place).is_some_and(|row| row.id == id);
        if !here(&self.place) {
            self.place = (0..shown.len()).find(here)?;
        }
        Some(self.place)
    }
}

/// How a click or a step changes the selection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// This name alone.
    Only,
    /// This name as well, or no longer.
    Toggle,
    /// All from the last one chosen to this one.
    Range,
    /// The keyboard moves, the selection stays.
    Move,
}

/// The selected names.
#[derive(Debug, Default)]
pub(super) struct Selection {
    chosen: HashSet<EntityId>,
    cursor: Option<Spot>,
    anchor: Option<Spot>,
    /// Mentions of the chosen, once added up.
    mentions: Option<u64>,
}

impl Selection {
    pub(super) fn has(&self, id: EntityId) -> bool {
        self.chosen.contains(&id)
    }

    pub(super) fn len(&self) -> usize {
        self.chosen.len()
    }

    /// The name that has the keyboard, or had it last.
    pub(super) fn cursor(&self) -> Option<EntityId> {
        self.cursor.map(|spot| spot.id)
    }

    /// Where that name is shown.
    pub(super) fn place(&mut self, rows: &[EntityRow], shown: Shown<'_>) -> Option<usize> {
        self.cursor.as_mut()?.find(rows, shown)
    }

    /// Goes to the name at a place.
    pub(super) fn go(&mut self, rows: &[EntityRow], shown: Shown<'_>, place: usize, way: Way) {
        let Some(row) = row_at(rows, shown, place) else {
            return;
        };
        let spot = Spot { id: row.id, place };
        self.mentions = None;
        self.cursor = Some(spot);
        match way {
            Way::Only => {
                self.chosen.clear();
                self.chosen.insert(row.id);
                self.anchor = Some(spot);
            }
            Way::Toggle => {
                if !self.chosen.remove(&row.id) {
                    self.chosen.insert(row.id);
                }
                self.anchor = Some(spot);
            }
            Way::Range => {
                let from = self
                    .anchor
                    .as_mut()
                    .and_then(|anchor| anchor.find(rows, shown))
                    .unwrap_or(place);
                self.chosen.clear();
                let range = from.min(place)..=from.max(place);
                let ids = range.filter_map(|place| row_at(rows, shown, place));
                self.chosen.extend(ids.map(|row| row.id));
                self.anchor = self.anchor.or(Some(spot));
            }
            Way::Move => {}
        }
    }

    /// Selects all that is shown.
    pub(super) fn all(&mut self, rows: &[EntityRow], shown: Shown<'_>) {
        self.mentions = None;
        self.chosen.clear();
        let ids = shown.iter().filter_map(|at| rows.get(*at as usize));
        self.chosen.extend(ids.map(|row| row.id));
    }

    /// Selects nothing; the keyboard stays where it is.
    pub(super) fn clear(&mut self) {
        self.chosen.clear();
        self.mentions = None;
    }

    /// Forgets what is no longer shown: nothing is to be done to names that nobody sees.
    pub(super) fn keep_shown(&mut self, rows: &[EntityRow], shown: Shown<'_>) {
        self.mentions = None;
        // Looked for here once, not in each frame in vain.
        for spot in [&mut self.cursor, &mut self.anchor] {
            if spot
                .as_mut()
                .is_some_and(|spot| spot.find(rows, shown).is_none())
            {
                *spot = None;
            }
        }
        if self.chosen.is_empty() {
            return;
        }
        let old = std::mem::take(&mut self.chosen);
        let ids = shown.iter().filter_map(|at| rows.get(*at as usize));
        self.chosen = ids
            .map(|row| row.id)
            .filter(|id| old.contains(id))
            .collect();
    }

    /// Mentions of the selected names together.
    pub(super) fn mentions(&mut self, rows: &[EntityRow]) -> u64 {
        let chosen = &self.chosen;
        *self.mentions.get_or_insert_with(|| {
            let rows = rows.iter().filter(|row| chosen.contains(&row.id));
            rows.map(|row| row.mentions).sum()
        })
    }

    /// What a key or menu is about: the selected names, most mentioned first, or the one that has the keyboard.
    pub(super) fn targets(&self, rows: &[EntityRow]) -> Vec<EntityId> {
        if self.chosen.is_empty() {
            return self.cursor().into_iter().collect();
        }
        let rows = rows.iter().filter(|row| self.chosen.contains(&row.id));
        rows.map(|row| row.id).collect()
    }
}
