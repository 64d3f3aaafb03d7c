//! The lines of the list of places: which, in what order, and how high each is.

use std::collections::BTreeSet;

use crate::{
    model::{CountUnit, EntityId},
    ui::theme::size,
    workspace::views::{PlaceRow, PlaceTable},
};

use super::{doubts::Doubts, row::status_words};

/// Height of a row with its reason on a second line.
const TALL: f32 = 45.0;

/// Height of a doubtful row that is selected: its reason, and what can be done about it.
const WITH_REMEDIES: f32 = 79.0;

/// How places are ordered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Order {
    #[default]
    DoubtfulFirst,
    Mentions,
    Name,
}

impl Order {
    /// All, as on the control.
    pub const ALL: [(Self, &str); 3] = [
        (Self::DoubtfulFirst, "Doubtful first"),
        (Self::Mentions, "Mentions"),
        (Self::Name, "A–Z"),
    ];
}

/// One line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// Words and how many follow.
    Group(&'static str, usize),
    /// Index into the table.
    Place(usize),
}

/// What the lines were made of.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Asked {
    /// Of the table, see [`super::symbols::fingerprint`].
    pub fingerprint: u64,
    /// Of what articles say of the places.
    pub doubts: u64,
    pub order: Order,
    pub unit: CountUnit,
    /// Words that name, country, status or reason must hold.
    pub find: String,
    /// These places alone.
    pub only: Option<BTreeSet<EntityId>>,
    /// The doubtful place with its remedies open.
    pub open: Option<EntityId>,
}

/// The lines in their order, with where each begins; made once per table and question.
#[derive(Debug, Default)]
pub struct Lines {
    asked: Option<Asked>,
    pub lines: Vec<Line>,
    /// Top of each line in points, and the end of the last.
    pub tops: Vec<f32>,
    /// The places in their order.
    pub order: Vec<EntityId>,
}

impl Lines {
    /// Orders the table anew when it or the question changed.
    pub fn update(&mut self, table: &PlaceTable, doubts: &Doubts, asked: &Asked) {
        if self.asked.as_ref() == Some(asked) {
            return;
        }
        let doubtful = |row: &PlaceRow| doubts.is_doubtful(row);
        let find = Find::new(&asked.find);
        let mut numbers: Vec<usize> = table
            .rows
            .iter()
            .enumerate()
            .filter(|(_, row)| asked.only.as_ref().is_none_or(|o| o.contains(&row.entity)))
            .filter(|(_, row)| find.holds(row, doubts))
            .map(|(n, _)| n)
            .collect();
        // The table comes ordered by mentions.
        if asked.unit != CountUnit::Mentions {
            let value = |n: &usize| table.rows.get(*n).map(|row| counted(row, asked.unit));
            numbers.sort_by_key(|n| std::cmp::Reverse(value(n)));
        }
        let mut lines = Vec::with_capacity(numbers.len() + 2);
        match asked.order {
            Order::DoubtfulFirst => {
                let (first, rest): (Vec<usize>, Vec<usize>) = numbers
                    .into_iter()
                    .partition(|n| table.rows.get(*n).is_some_and(&doubtful));
                for (words, group) in [("Doubtful", first), ("Placed", rest)] {
                    if !group.is_empty() {
                        lines.push(Line::Group(words, group.len()));
                        lines.extend(group.into_iter().map(Line::Place));
                    }
                }
            }
            Order::Mentions => lines.extend(numbers.into_iter().map(Line::Place)),
            Order::Name => {
                numbers.sort_by_cached_key(|n| table.rows.get(*n).map(|r| r.name.to_lowercase()));
                lines.extend(numbers.into_iter().map(Line::Place));
            }
        }
        let row = |line: &Line| match line {
            Line::Place(n) => table.rows.get(*n),
            Line::Group(..) => None,
        };
        let height = |line: &Line| match row(line) {
            Some(row) if doubtful(row) && asked.open == Some(row.entity) => WITH_REMEDIES,
            Some(row) if doubtful(row) => TALL,
            _ => size::ROW,
        };
        let mut top = 0.0;
        let mut tops = vec![0.0];
        for line in &lines {
            top += height(line);
            tops.push(top);
        }
        *self = Self {
            asked: Some(asked.clone()),
            order: lines.iter().filter_map(row).map(|r| r.entity).collect(),
            lines,
            tops,
        };
    }

    /// Whether these are lines of another table.
    #[must_use]
    pub fn is_new(&self, fingerprint: u64) -> bool {
        self.fingerprint() != fingerprint
    }

    /// Of the table they were made of.
    #[must_use]
    pub fn fingerprint(&self) -> u64 {
        self.asked.as_ref().map_or(0, |asked| asked.fingerprint)
    }

    /// The place `by` lines below this one, or the first or last when it is not in the list.
    #[must_use]
    pub fn neighbor(&self, of: EntityId, by: isize) -> Option<EntityId> {
        let last = self.order.len().saturating_sub(1);
        let target = match self.order.iter().position(|e| *e == of) {
            Some(at) => at.saturating_add_signed(by).min(last),
            None if by > 0 => 0,
            None => last,
        };
        self.order.get(target).copied()
    }

    /// Top and bottom of a place's line.
    #[must_use]
    pub fn extent(&self, table: &PlaceTable, entity: EntityId) -> Option<(f32, f32)> {
        let at = self.lines.iter().position(|line| match line {
            Line::Place(n) => table.rows.get(*n).is_some_and(|r| r.entity == entity),
            Line::Group(..) => false,
        })?;
        Some((*self.tops.get(at)?, *self.tops.get(at + 1)?))
    }
}

/// What a row counts.
#[must_use]
pub fn counted(row: &PlaceRow, unit: CountUnit) -> u64 {
    unit.of(row.mentions, row.articles, row.stories)
}

/// What was typed to find places: each word must be somewhere in the row.
struct Find(Vec<String>);

impl Find {
    fn new(typed: &str) -> Self {
        let words = typed.split_whitespace().map(str::to_lowercase);
        Self(words.collect())
    }

    fn holds(&self, row: &PlaceRow, doubts: &Doubts) -> bool {
        if self.0.is_empty() {
            return true;
        }
        let country = row.country_name.as_deref().unwrap_or_default();
        let code = row.country.as_deref().unwrap_or_default();
        let (status, _) = status_words(row);
        let feature = row.feature.as_deref().unwrap_or_default();
        let said = doubts.get(row.entity);
        let said = said.map_or_else(String::new, |d| format!("{} {}", d.status, d.reason));
        let all = [
            row.name.as_str(),
            country,
            code,
            &status,
            feature,
            &row.reason,
            &said,
        ]
        .join("\n")
        .to_lowercase();
        self.0.iter().all(|word| all.contains(word))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{LatLon, PlaceStatus};

    fn row(id: i64, name: &str, country: &str, status: PlaceStatus, mentions: u64) -> PlaceRow {
        PlaceRow {
            entity: EntityId(id),
            name: name.to_owned(),
            status,
            position: LatLon::new(32.0, 13.0),
            uncertainty_km: None,
            country: None,
            country_name: Some(country.to_owned()),
            feature: None,
            gazetteer_id: None,
            candidates: 2,
            reason: "Two places of this name".to_owned(),
            mentions,
            articles: 1,
            stories: 1,
        }
    }

    fn table() -> PlaceTable {
        PlaceTable {
            rows: vec![
                row(1, "Yafran", "Libya", PlaceStatus::Resolved, 90),
                row(2, "Dehiba", "Tunisia", PlaceStatus::User, 20),
                row(3, "Tarqa", "", PlaceStatus::Unresolved, 9),
            ],
        }
    }

    fn lines(asked: &Asked) -> (Vec<i64>, Lines) {
        let mut lines = Lines::default();
        lines.update(&table(), &Doubts::default(), asked);
        (lines.order.iter().map(|e| e.0).collect(), lines)
    }

    #[test]
    fn doubtful_first_then_the_rest() {
        let (order, lines) = lines(&Asked::default());
        assert_eq!(order, [3, 1, 2]);
        assert_eq!(lines.lines[0], Line::Group("Doubtful", 1));
        assert_eq!(lines.tops.len(), lines.lines.len() + 1);
    }

    #[test]
    fn what_is_typed_is_found_in_name_country_and_status() {
        for (find, expected) in [
            ("yaf", vec![1]),
            ("TUNISIA", vec![2]),
            ("placed by you", vec![2]),
            ("candidates", vec![3]),
            ("two places", vec![3, 1, 2]),
            ("libya point", vec![1]),
            ("libya tarqa", vec![]),
        ] {
            let (order, _) = lines(&Asked {
                find: find.to_owned(),
                ..Asked::default()
            });
            assert_eq!(order, expected, "{find}");
        }
    }

    #[test]
    fn only_some_and_their_neighbors() {
        let (order, lines) = lines(&Asked {
            only: Some(BTreeSet::from([EntityId(1), EntityId(2)])),
            order: Order::Name,
            ..Asked::default()
        });
        assert_eq!(order, [2, 1]);
        assert_eq!(lines.neighbor(EntityId(2), 1), Some(EntityId(1)));
        assert_eq!(lines.neighbor(EntityId(1), 5), Some(EntityId(1)));
        assert_eq!(lines.neighbor(EntityId(3), 1), Some(EntityId(2)));
    }

    #[test]
    fn an_open_row_is_higher_by_its_remedies() {
        let (_, shut) = lines(&Asked::default());
        let (_, open) = lines(&Asked {
            open: Some(EntityId(3)),
            ..Asked::default()
        });
        let height = |lines: &Lines| {
            let (top, bottom) = lines.extent(&table(), EntityId(3)).unwrap();
            bottom - top
        };
        assert!(height(&open) > height(&shut) + 24.0);
    }
}
