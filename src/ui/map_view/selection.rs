//! Which places are chosen, in the list and on the map alike.

use std::collections::BTreeSet;

use egui::Modifiers;

use crate::model::EntityId;

/// How a click or key changes what is chosen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum How {
    /// This place alone.
    #[default]
    Only,
    /// This one more, or less.
    Toggle,
    /// All from the one chosen last to this one.
    Range,
}

impl How {
    /// What the keys held down say.
    #[must_use]
    pub const fn of(modifiers: Modifiers) -> Self {
        if modifiers.shift {
            Self::Range
        } else if modifiers.command || modifiers.ctrl {
            Self::Toggle
        } else {
            Self::Only
        }
    }
}

/// The chosen places.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    all: BTreeSet<EntityId>,
    /// The one chosen last: its card is shown.
    lead: Option<EntityId>,
    /// Where a range begins.
    anchor: Option<EntityId>,
}

impl Selection {
    /// The place whose card is shown.
    #[must_use]
    pub const fn lead(&self) -> Option<EntityId> {
        self.lead
    }

    /// All of them.
    #[must_use]
    pub const fn all(&self) -> &BTreeSet<EntityId> {
        &self.all
    }

    /// Whether a place is among them.
    #[must_use]
    pub fn has(&self, entity: EntityId) -> bool {
        self.all.contains(&entity)
    }

    /// This place alone.
    pub fn set(&mut self, entity: EntityId) {
        self.all = BTreeSet::from([entity]);
        self.lead = Some(entity);
        self.anchor = Some(entity);
    }

    /// These places; the first is the lead.
    pub fn set_all(&mut self, entities: impl IntoIterator<Item = EntityId>) {
        let mut entities = entities.into_iter().peekable();
        self.lead = entities.peek().copied();
        self.anchor = self.lead;
        self.all = entities.collect();
    }

    /// These as well.
    pub fn add(&mut self, entities: impl IntoIterator<Item = EntityId>) {
        self.all.extend(entities);
        self.lead = self.lead.or_else(|| self.all.first().copied());
    }

    /// Takes in a click; `order` are the places in the order of the list.
    pub fn choose(&mut self, entity: EntityId, how: How, order: &[EntityId]) {
        match how {
            How::Only => self.set(entity),
            How::Toggle => {
                if self.all.remove(&entity) {
                    if self.lead == Some(entity) {
                        self.lead = self.all.first().copied();
                    }
                } else {
                    self.all.insert(entity);
                    self.lead = Some(entity);
                }
                self.anchor = Some(entity);
            }
            How::Range => {
                let at = |e: EntityId| order.iter().position(|o| *o == e);
                let from = self.anchor.and_then(at);
                match (from, at(entity)) {
                    (Some(from), Some(to)) => {
                        let range = from.min(to)..=from.max(to);
                        self.all = order
                            .get(range)
                            .unwrap_or_default()
                            .iter()
                            .copied()
                            .collect();
                        self.lead = Some(entity);
                    }
                    _ => self.set(entity),
                }
            }
        }
    }

    /// Nothing is chosen any more.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// Forgets places that are no longer there.
    pub fn retain(&mut self, there: impl Fn(EntityId) -> bool) {
        self.all.retain(|e| there(*e));
        self.lead = self
            .lead
            .filter(|e| there(*e))
            .or_else(|| self.all.first().copied());
        self.anchor = self.anchor.filter(|e| there(*e));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(of: &[i64]) -> Vec<EntityId> {
        of.iter().copied().map(EntityId).collect()
    }

    fn chosen(selection: &Selection) -> Vec<i64> {
        selection.all().iter().map(|e| e.0).collect()
    }

    #[test]
    fn clicks_choose_one_more_or_a_range() {
        let order = ids(&[5, 3, 9, 1]);
        let mut s = Selection::default();
        s.choose(EntityId(3), How::Only, &order);
        s.choose(EntityId(1), How::Range, &order);
        assert_eq!(chosen(&s), [1, 3, 9]);
        assert_eq!(s.lead(), Some(EntityId(1)));
        s.choose(EntityId(5), How::Range, &order);
        assert_eq!(
            chosen(&s),
            [3, 5],
            "the range is counted from where it began"
        );
        s.choose(EntityId(9), How::Toggle, &order);
        assert_eq!(chosen(&s), [3, 5, 9]);
        s.choose(EntityId(9), How::Toggle, &order);
        assert_eq!(chosen(&s), [3, 5]);
        assert!(s.lead().is_some_and(|lead| s.has(lead)));
        s.choose(EntityId(9), How::Only, &order);
        assert_eq!(chosen(&s), [9]);
    }

    #[test]
    fn what_is_gone_is_not_chosen() {
        let mut s = Selection::default();
        s.set_all(ids(&[4, 2]));
        assert_eq!(s.lead(), Some(EntityId(4)));
        s.retain(|e| e.0 == 2);
        assert_eq!((chosen(&s), s.lead()), (vec![2], Some(EntityId(2))));
        s.clear();
        assert_eq!((chosen(&s), s.lead()), (vec![], None));
        s.choose(EntityId(7), How::Range, &ids(&[7]));
        assert_eq!(
            s.lead(),
            Some(EntityId(7)),
            "a range without a beginning is one place"
        );
    }
}
