//! The columns of the wide table: which the user chose, how wide each is, and which fit.

use std::collections::BTreeMap;

use crate::{ui::theme::space, workspace::views::ArticleKey};

/// A column of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Column {
    Read,
    Date,
    Title,
    Outlet,
    Agency,
    Words,
    Names,
    Family,
    Tags,
    Star,
}

impl Column {
    /// All, from left to right.
    pub(super) const ALL: [Self; 10] = [
        Self::Read,
        Self::Date,
        Self::Title,
        Self::Outlet,
        Self::Agency,
        Self::Words,
        Self::Names,
        Self::Family,
        Self::Tags,
        Self::Star,
    ];

    pub(super) const fn key(self) -> ArticleKey {
        match self {
            Self::Read => ArticleKey::Read,
            Self::Date => ArticleKey::Date,
            Self::Title => ArticleKey::Title,
            Self::Outlet => ArticleKey::Outlet,
            Self::Agency => ArticleKey::Agency,
            Self::Words => ArticleKey::Words,
            Self::Names => ArticleKey::Names,
            Self::Family => ArticleKey::Family,
            Self::Tags => ArticleKey::Tags,
            Self::Star => ArticleKey::Star,
        }
    }

    /// The word kept in the settings.
    pub(super) const fn word(self) -> &'static str {
        self.key().word()
    }

    /// In the head and in the menu.
    pub(super) const fn label(self) -> &'static str {
        match self {
            Self::Read => "Unread",
            Self::Date => "Date",
            Self::Title => "Title",
            Self::Outlet => "Outlet",
            Self::Agency => "Agency",
            Self::Words => "Words",
            Self::Names => "Names",
            Self::Family => "Versions",
            Self::Tags => "Tags",
            Self::Star => "Star",
        }
    }

    /// Numbers end at the right edge.
    pub(super) const fn right(self) -> bool {
        matches!(self, Self::Words | Self::Names)
    }

    /// A sign alone: nothing to widen.
    pub(super) const fn fixed(self) -> bool {
        matches!(self, Self::Read | Self::Star)
    }

    const fn usual(self) -> f32 {
        match self {
            Self::Read => 20.0,
            Self::Date => 92.0,
            Self::Title => 160.0,
            Self::Outlet => 140.0,
            Self::Agency => 110.0,
            Self::Words => 58.0,
            Self::Names => 58.0,
            Self::Family => 84.0,
            Self::Tags => 120.0,
            Self::Star => 34.0,
        }
    }

    /// Narrower, its head would not be read.
    const fn least(self) -> f32 {
        match self {
            Self::Read | Self::Star => self.usual(),
            Self::Title => 120.0,
            _ => 48.0,
        }
    }
}

const MOST: f32 = 420.0;

/// Share of the table that the titles have at least, before other columns are shown.
const TITLE_SHARE: f32 = 0.3;

/// Those that give way in a table too narrow for all chosen ones, the first first.
const GOING: [Column; 8] = [
    Column::Agency,
    Column::Names,
    Column::Tags,
    Column::Words,
    Column::Family,
    Column::Read,
    Column::Outlet,
    Column::Star,
];

/// What the user chose. Date and title are always there.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Choice {
    hidden: Vec<Column>,
    widths: BTreeMap<Column, f32>,
}

impl Default for Choice {
    fn default() -> Self {
        Self {
            hidden: vec![Column::Agency, Column::Names],
            widths: BTreeMap::new(),
        }
    }
}

impl Choice {
    /// From the words in the settings; none for what is usual.
    pub(super) fn parse(shown: Option<&[String]>, widths: &BTreeMap<String, f32>) -> Self {
        let hidden = match shown {
            None => Self::default().hidden,
            Some(shown) => {
                let there = |column: &Column| shown.iter().any(|word| word == column.word());
                Column::ALL
                    .into_iter()
                    .filter(|column| !there(column))
                    .collect()
            }
        };
        let widths = Column::ALL.into_iter().filter_map(|column| {
            let width = widths.get(column.word()).copied()?;
            width
                .is_finite()
                .then(|| (column, width.clamp(column.least(), MOST)))
        });
        Self {
            hidden,
            widths: widths.collect(),
        }
    }

    pub(super) fn shown_words(&self) -> Vec<String> {
        let shown = Column::ALL
            .into_iter()
            .filter(|column| self.chosen(*column));
        shown.map(|column| column.word().to_owned()).collect()
    }

    pub(super) fn width_words(&self) -> BTreeMap<String, f32> {
        let widths = self.widths.iter();
        widths
            .map(|(column, width)| (column.word().to_owned(), *width))
            .collect()
    }

    pub(super) fn chosen(&self, column: Column) -> bool {
        matches!(column, Column::Date | Column::Title) || !self.hidden.contains(&column)
    }

    pub(super) fn toggle(&mut self, column: Column) {
        match self.hidden.iter().position(|hidden| *hidden == column) {
            Some(at) => {
                self.hidden.remove(at);
            }
            None => self.hidden.push(column),
        }
    }

    fn width(&self, column: Column) -> f32 {
        self.widths.get(&column).copied().unwrap_or(column.usual())
    }

    /// Makes a column wider by some points, or narrower.
    pub(super) fn widen(&mut self, column: Column, points: f32) {
        let width = (self.width(column) + points).clamp(column.least(), MOST);
        self.widths.insert(column, width);
    }

    /// All columns and widths as they were at first.
    pub(super) fn reset(&mut self) {
        *self = Self::default();
    }

    pub(super) fn is_usual(&self) -> bool {
        let mut hidden = self.hidden.clone();
        hidden.sort();
        hidden == [Column::Agency, Column::Names] && self.widths.is_empty()
    }
}

/// Columns that are shown, each with its left and right edge from the table's left.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Columns(pub(super) Vec<(Column, f32, f32)>);

impl Columns {
    /// Those that were chosen and fit into a width; the title takes what the others leave.
    pub(super) fn new(choice: &Choice, width: f32) -> Self {
        let room = width - space::M;
        let mut shown: Vec<Column> = Column::ALL
            .into_iter()
            .filter(|c| choice.chosen(*c))
            .collect();
        let taken = |shown: &[Column]| -> f32 {
            let others = shown.iter().filter(|column| **column != Column::Title);
            others.map(|column| choice.width(*column)).sum()
        };
        for goes in GOING {
            // Titles are read, most of the others glanced at.
            if room - taken(&shown) >= Column::Title.usual().max(room * TITLE_SHARE) {
                break;
            }
            shown.retain(|column| *column != goes);
        }
        let title = (room - taken(&shown)).max(Column::Title.least());
        let mut left = 0.0;
        let placed = shown.into_iter().map(|column| {
            let from = left;
            left += if column == Column::Title {
                title
            } else {
                choice.width(column)
            };
            (column, from, left)
        });
        Self(placed.collect())
    }

    pub(super) fn has(&self, wanted: Column) -> bool {
        self.0.iter().any(|(column, ..)| *column == wanted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_fit_gives_way_to_the_title() {
        let mut all = Choice::default();
        for column in Column::ALL {
            if !all.chosen(column) {
                all.toggle(column);
            }
        }
        assert_eq!(Columns::new(&all, 2000.0).0.len(), Column::ALL.len());
        for width in [560.0, 640.0, 900.0, 2000.0] {
            let columns = Columns::new(&all, width);
            let mut left = 0.0;
            for (column, from, to) in &columns.0 {
                assert_eq!(*from, left, "{column:?}");
                assert!(to > from);
                left = *to;
            }
            assert!(left <= width, "{width}: {left}");
            assert!(columns.has(Column::Title) && columns.has(Column::Date));
        }
        assert!(!Columns::new(&all, 560.0).has(Column::Agency));
        let usual = Columns::new(&Choice::default(), 720.0);
        let title = usual.0.iter().find(|(column, ..)| *column == Column::Title);
        assert!(title.is_some_and(|(_, from, to)| to - from > 240.0));
        assert!(usual.has(Column::Outlet) && !usual.has(Column::Tags));
    }

    #[test]
    fn a_choice_is_kept_as_words() {
        let mut choice = Choice::default();
        choice.toggle(Column::Tags);
        choice.toggle(Column::Agency);
        choice.widen(Column::Outlet, 31.0);
        choice.widen(Column::Date, -4_000.0);
        let (shown, widths) = (choice.shown_words(), choice.width_words());
        let back = Choice::parse(Some(&shown), &widths);
        for column in Column::ALL {
            assert_eq!(back.chosen(column), choice.chosen(column), "{column:?}");
            assert_eq!(back.width(column), choice.width(column), "{column:?}");
        }
        assert!(!back.is_usual());
        assert!(Choice::parse(None, &BTreeMap::new()).is_usual());
        // What no version of the program wrote changes nothing.
        let odd = BTreeMap::from([("outlet".to_owned(), f32::NAN), ("color".to_owned(), 9.0)]);
        assert!(Choice::parse(None, &odd).is_usual());
    }
}
