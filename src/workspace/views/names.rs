//! The table of names: every order, the words that are searched and the mentions over time are made ready beside the
//! window, so that a hundred thousand names are sorted and searched between two frames.

use std::{collections::HashMap, sync::Arc};

use memchr::memmem;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use super::EntityRow;
use crate::{
    model::{EntityId, EntityType, chart::TimeUnit, date::from_day_number},
    store::{ArticleFacts, Result, Store},
    workspace::figures::timeline::column_of,
};

/// What the table of names is ordered by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum NameKey {
    #[default]
    Mentions,
    Articles,
    Stories,
    Name,
    Type,
    First,
    Last,
    Spellings,
}

impl NameKey {
    /// All keys.
    pub const ALL: [Self; 8] = [
        Self::Mentions,
        Self::Articles,
        Self::Stories,
        Self::Name,
        Self::Type,
        Self::First,
        Self::Last,
        Self::Spellings,
    ];

    /// The word kept in the settings.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Mentions => "mentions",
            Self::Articles => "articles",
            Self::Stories => "stories",
            Self::Name => "name",
            Self::Type => "type",
            Self::First => "first",
            Self::Last => "last",
            Self::Spellings => "spellings",
        }
    }

    /// Whether one wants to see the largest first: counts and last dates, not names.
    #[must_use]
    pub const fn begins_down(self) -> bool {
        !matches!(self, Self::Name | Self::Type | Self::First)
    }
}

/// An order of the table of names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct NameOrder {
    pub key: NameKey,
    /// Largest, latest or Z first.
    pub down: bool,
}

impl NameOrder {
    /// By this key, in the direction one wants first.
    #[must_use]
    pub const fn by(key: NameKey) -> Self {
        Self {
            key,
            down: key.begins_down(),
        }
    }

    /// `last down`, as kept in the settings.
    #[must_use]
    pub fn words(self) -> String {
        let way = if self.down { "down" } else { "up" };
        format!("{} {way}", self.key.word())
    }

    /// The order of these words; `None` for any others.
    #[must_use]
    pub fn parse(words: &str) -> Option<Self> {
        let (key, way) = words.split_once(' ')?;
        let key = NameKey::ALL.into_iter().find(|k| k.word() == key)?;
        let down = match way {
            "down" => true,
            "up" => false,
            _ => return None,
        };
        Some(Self { key, down })
    }
}

/// Mentions over time of each row: the same buckets for all, those without mentions left out. Mentions in articles
/// whose day is not known are in none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OverTime {
    /// What a bucket is; several years where there would be too many.
    pub unit: TimeUnit,
    /// First and last day of each bucket, as `2011-06-03`.
    pub spans: Vec<(String, String)>,
    /// Where each row's points begin.
    starts: Vec<u32>,
    points: Vec<(u16, u32)>,
}

impl OverTime {
    /// Buckets at most: a sparkline has no room for more.
    pub const MOST: usize = 40;

    /// A row's buckets that have mentions, in order, with their mentions.
    #[must_use]
    pub fn of(&self, row: usize) -> &[(u16, u32)] {
        let start = self.starts.get(row).copied().unwrap_or(0) as usize;
        let end = self
            .starts
            .get(row + 1)
            .map_or(self.points.len(), |end| *end as usize);
        match self.starts.get(row) {
            Some(_) => self.points.get(start..end).unwrap_or_default(),
            None => &[],
        }
    }

    /// From the mentions of each row in each bucket, row by row.
    #[must_use]
    pub fn from_counts(unit: TimeUnit, spans: Vec<(String, String)>, counts: &[u32]) -> Self {
        let width = spans.len().max(1);
        let mut starts = Vec::with_capacity(counts.len() / width);
        let mut points = Vec::new();
        for row in counts.chunks(width) {
            starts.push(u32::try_from(points.len()).unwrap_or(u32::MAX));
            let some = row.iter().enumerate().filter(|(_, n)| **n > 0);
            points.extend(some.map(|(at, n)| (u16::try_from(at).unwrap_or(u16::MAX), *n)));
        }
        points.shrink_to_fit();
        Self {
            unit,
            spans,
            starts,
            points,
        }
    }
}

/// First and last day number of each bucket between two days.
fn buckets(first: i64, last: i64) -> (TimeUnit, Vec<(i64, i64)>) {
    let columns = |unit| {
        let mut all = Vec::new();
        let mut at = first;
        while at <= last {
            let column = column_of(at, unit);
            all.push(column);
            at = column.1 + 1;
        }
        all
    };
    // Days and weeks are counted before they are listed: a range can be of centuries.
    let days = last - first + 1;
    let most = OverTime::MOST as i64;
    if days <= most {
        return (TimeUnit::Day, columns(TimeUnit::Day));
    }
    if days <= (most - 1) * 7 {
        return (TimeUnit::Week, columns(TimeUnit::Week));
    }
    if days <= (most - 1) * 28 {
        return (TimeUnit::Month, columns(TimeUnit::Month));
    }
    let years = columns(TimeUnit::Year);
    let together = years.len().div_ceil(OverTime::MOST).max(1);
    let merged = years.chunks(together).filter_map(|chunk| {
        let (first, last) = (chunk.first()?, chunk.last()?);
        Some((first.0, last.1))
    });
    (TimeUnit::Year, merged.collect())
}

/// Mentions over time of these rows in the selection, in one pass over who stands where.
///
/// # Errors
/// When the file cannot be read.
pub(super) fn over_time(store: &Store, rows: &[EntityRow]) -> Result<OverTime> {
    let facts = store.article_facts(&[])?;
    let days = || facts.iter().filter_map(ArticleFacts::day);
    let (Some(first), Some(last)) = (days().min(), days().max()) else {
        return Ok(OverTime::default());
    };
    let (unit, spans) = buckets(first, last);
    let bucket_of: Vec<Option<usize>> = facts
        .iter()
        .map(|article| {
            let day = article.day()?;
            Some(spans.partition_point(|(_, end)| *end < day))
        })
        .collect();
    let row_of: HashMap<EntityId, usize> = rows
        .iter()
        .enumerate()
        .map(|(at, row)| (row.id, at))
        .collect();
    let mut counts = vec![0_u32; rows.len() * spans.len()];
    store.each_appearance(&facts, |one| {
        let bucket = bucket_of.get(one.article).copied().flatten();
        let (Some(row), Some(bucket)) = (row_of.get(&one.entity), bucket) else {
            return;
        };
        if let Some(count) = counts.get_mut(row * spans.len() + bucket) {
            *count = count.saturating_add(u32::try_from(one.mentions).unwrap_or(u32::MAX));
        }
    })?;
    let spans = spans
        .into_iter()
        .map(|(from, to)| {
            (
                from_day_number(from).to_string(),
                from_day_number(to).to_string(),
            )
        })
        .collect();
    Ok(OverTime::from_counts(unit, spans, &counts))
}

/// Entities in the selection, most mentioned first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EntityTable {
    pub rows: Vec<EntityRow>,
    index: Arc<Index>,
}

/// What is looked up in the rows. Positions are of rows.
#[derive(Debug, Default, PartialEq)]
struct Index {
    /// In the order of [`NameKey::ALL`], smallest first; rows without a date last.
    orders: [Vec<u32>; 8],
    /// Rows with a first and with a last date.
    dated: [usize; 2],
    /// Names and spellings as they are searched, a line each.
    words: String,
    /// Where each row's words end.
    ends: Vec<u32>,
    over_time: OverTime,
}

/// Tells whether a table is the same as before. Holding it keeps no rows.
#[derive(Clone, Debug, Default)]
pub struct TableStamp(std::sync::Weak<Index>);

impl PartialEq for TableStamp {
    fn eq(&self, other: &Self) -> bool {
        self.0.ptr_eq(&other.0)
    }
}

/// As names are searched and sorted: lower case, without accents, one kind of apostrophe.
pub(super) fn plain(text: &str, into: &mut String) {
    if text.is_ascii() {
        into.extend(text.chars().map(|c| c.to_ascii_lowercase()));
        return;
    }
    let letters = text.chars().flat_map(char::to_lowercase).nfd();
    into.extend(letters.filter(|c| !is_combining_mark(*c)).map(|c| match c {
        '’' | '‘' | 'ʼ' | 'ʻ' => '\'',
        '\n' => ' ',
        c => c,
    }));
}

impl EntityTable {
    /// A table of rows that come most mentioned first.
    #[must_use]
    pub fn new(rows: Vec<EntityRow>, over_time: OverTime) -> Self {
        let mut words = String::new();
        let mut ends = Vec::with_capacity(rows.len());
        let mut starts = Vec::with_capacity(rows.len());
        for row in &rows {
            starts.push(words.len());
            plain(&row.name, &mut words);
            words.push('\n');
            for (spelling, _) in row.variants.iter().filter(|(text, _)| *text != row.name) {
                plain(spelling, &mut words);
                words.push('\n');
            }
            ends.push(u32::try_from(words.len()).unwrap_or(u32::MAX));
        }
        words.shrink_to_fit();
        let name = |at: u32| {
            let start = starts.get(at as usize).copied().unwrap_or(0);
            let rest = words.get(start..).unwrap_or_default();
            rest.split_once('\n').map_or(rest, |(name, _)| name)
        };
        let mut by_name: Vec<u32> = (0..u32::try_from(rows.len()).unwrap_or(u32::MAX)).collect();
        by_name.sort_by(|a, b| name(*a).cmp(name(*b)).then(a.cmp(b)));
        let row = |at: u32| rows.get(at as usize);
        let number = |of: fn(&EntityRow) -> u64| {
            let mut order: Vec<u32> = by_name.clone();
            // Backwards, and then turned, so that of equal ones the first by name comes first from the largest down.
            order.reverse();
            order.sort_by_key(|at| row(*at).map(of));
            order
        };
        let dated = |of: fn(&EntityRow) -> Option<&str>, number: Vec<u32>| {
            let mut order = number;
            order.sort_by(|a, b| {
                let (a, b) = (row(*a).and_then(of), row(*b).and_then(of));
                a.is_none().cmp(&b.is_none()).then(a.cmp(&b))
            });
            let some = order.partition_point(|at| row(*at).and_then(of).is_some());
            (order, some)
        };
        let mentions = number(|row| row.mentions);
        let most_first: Vec<u32> = mentions.iter().rev().copied().collect();
        let mut by_type = most_first.clone();
        by_type.sort_by_key(|at| row(*at).map(|row| row.kind as u8));
        let (first, with_first) = dated(|row| row.first.as_deref(), most_first);
        // The latest come first here, so that of one day the most mentioned must stand last.
        let (mut last, with_last) = dated(|row| row.last.as_deref(), mentions.clone());
        if let Some(undated) = last.get_mut(with_last..) {
            undated.reverse();
        }
        let orders = [
            mentions,
            number(|row| row.articles),
            number(|row| row.stories),
            by_name.clone(),
            by_type,
            first,
            last,
            number(|row| row.variants.len() as u64),
        ];
        let index = Index {
            orders,
            dated: [with_first, with_last],
            words,
            ends,
            over_time,
        };
        Self {
            rows,
            index: Arc::new(index),
        }
    }

    /// Mentions over time; rows as in [`Self::rows`].
    #[must_use]
    pub fn over_time(&self) -> &OverTime {
        &self.index.over_time
    }

    /// What tells this table from another.
    #[must_use]
    pub fn stamp(&self) -> TableStamp {
        TableStamp(Arc::downgrade(&self.index))
    }

    /// Positions of the rows of a type (of all with `None`) whose name or a spelling contains the typed words, in an
    /// order. Case and accents make no difference. Rows without a date stand last, whichever way dates are ordered.
    /// Sorts nothing: linear in the rows.
    #[must_use]
    pub fn pick(&self, kind: Option<EntityType>, typed: &str, order: NameOrder) -> Vec<u32> {
        let at = NameKey::ALL
            .iter()
            .position(|key| *key == order.key)
            .unwrap_or(0);
        let Some(all) = self.index.orders.get(at) else {
            return Vec::new();
        };
        let dated = match order.key {
            NameKey::First => self.index.dated[0],
            NameKey::Last => self.index.dated[1],
            _ => all.len(),
        };
        let (some, none) = all.split_at_checked(dated).unwrap_or((all, &[]));
        let found = self.found(typed.trim());
        let passes = |at: &&u32| {
            let at = **at as usize;
            kind.is_none_or(|kind| self.rows.get(at).is_some_and(|row| row.kind == kind))
                && found
                    .as_ref()
                    .is_none_or(|found| found.get(at).copied().unwrap_or(false))
        };
        if order.down {
            let rest = none.iter().filter(passes);
            some.iter()
                .rev()
                .filter(passes)
                .chain(rest)
                .copied()
                .collect()
        } else {
            all.iter().filter(passes).copied().collect()
        }
    }

    /// Which rows contain the typed words; `None` when nothing was typed.
    fn found(&self, typed: &str) -> Option<Vec<bool>> {
        let mut query = String::new();
        plain(typed, &mut query);
        if query.is_empty() {
            return None;
        }
        let mut found = vec![false; self.rows.len()];
        let finder = memmem::Finder::new(&query);
        let words = self.index.words.as_bytes();
        let (mut at, mut row) = (0, 0);
        while let Some(hit) = words.get(at..).and_then(|rest| finder.find(rest)) {
            let hit = at + hit;
            while self
                .index
                .ends
                .get(row)
                .is_some_and(|end| *end as usize <= hit)
            {
                row += 1;
            }
            let (Some(mark), Some(end)) = (found.get_mut(row), self.index.ends.get(row)) else {
                break;
            };
            *mark = true;
            at = *end as usize;
        }
        Some(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(
        id: i64,
        name: &str,
        mentions: u64,
        first: Option<&str>,
        spellings: &[&str],
    ) -> EntityRow {
        EntityRow {
            id: EntityId(id),
            kind: if id % 2 == 0 {
                EntityType::Place
            } else {
                EntityType::Person
            },
            name: name.to_owned(),
            mentions,
            articles: mentions,
            stories: 1,
            first: first.map(str::to_owned),
            last: first.map(str::to_owned),
            variants: spellings
                .iter()
                .map(|text| ((*text).to_owned(), 1))
                .collect(),
        }
    }

    fn table() -> EntityTable {
        let rows = vec![
            row(1, "Zāwiya", 9, None, &["Zāwiya", "Zawia"]),
            row(2, "brega", 4, Some("2012-03-02"), &["brega"]),
            row(
                3,
                "Akroush",
                4,
                Some("2012-03-01"),
                &["Akroush", "S. Akroush"],
            ),
            row(4, "O’Neill", 1, Some("2012-03-09"), &["O’Neill"]),
        ];
        EntityTable::new(rows, OverTime::default())
    }

    fn check(kind: Option<EntityType>, typed: &str, order: &str, names: &[&str]) {
        let table = table();
        let order = NameOrder::parse(order).expect("an order");
        let picked: Vec<&str> = table
            .pick(kind, typed, order)
            .into_iter()
            .filter_map(|at| table.rows.get(at as usize))
            .map(|row| row.name.as_str())
            .collect();
        assert_eq!(picked, names, "{typed} {order:?}");
    }

    #[test]
    fn names_are_ordered_both_ways_and_undated_ones_stay_last() {
        check(
            None,
            "",
            "mentions down",
            &["Zāwiya", "Akroush", "brega", "O’Neill"],
        );
        check(
            None,
            "",
            "mentions up",
            &["O’Neill", "brega", "Akroush", "Zāwiya"],
        );
        check(
            None,
            "",
            "name up",
            &["Akroush", "brega", "O’Neill", "Zāwiya"],
        );
        check(
            None,
            "",
            "name down",
            &["Zāwiya", "O’Neill", "brega", "Akroush"],
        );
        check(
            None,
            "",
            "first up",
            &["Akroush", "brega", "O’Neill", "Zāwiya"],
        );
        check(
            None,
            "",
            "last down",
            &["O’Neill", "brega", "Akroush", "Zāwiya"],
        );
        check(
            None,
            "",
            "spellings down",
            &["Akroush", "Zāwiya", "brega", "O’Neill"],
        );
    }

    #[test]
    fn names_are_found_by_spelling_without_case_and_accents() {
        for (typed, names) in [
            ("ZAWI", &["Zāwiya"] as &[&str]),
            ("s. ak", &["Akroush"]),
            ("o'n", &["O’Neill"]),
            ("e", &["brega", "O’Neill"]),
            ("nobody", &[]),
            // The end of one row and the beginning of the next are not one name.
            ("zawiabrega", &[]),
        ] {
            check(None, typed, "mentions down", names);
        }
        check(
            Some(EntityType::Place),
            "e",
            "name down",
            &["O’Neill", "brega"],
        );
    }

    #[test]
    fn orders_are_kept_as_words() {
        for key in NameKey::ALL {
            let order = NameOrder::by(key);
            assert_eq!(NameOrder::parse(&order.words()), Some(order));
        }
        for words in ["", "mentions", "mentions sideways", "length up"] {
            assert_eq!(NameOrder::parse(words), None, "{words}");
        }
    }

    #[test]
    fn buckets_are_as_fine_as_their_number_allows() {
        for (days, unit) in [
            (1, TimeUnit::Day),
            (40, TimeUnit::Day),
            (41, TimeUnit::Week),
            (300, TimeUnit::Month),
            (5_000, TimeUnit::Year),
            (90_000, TimeUnit::Year),
        ] {
            let (found, spans) = buckets(15_000, 15_000 + days - 1);
            assert_eq!(found, unit, "{days}");
            assert!(spans.len() <= OverTime::MOST, "{days}: {}", spans.len());
            assert!(spans.first().is_some_and(|(from, _)| *from <= 15_000));
            assert!(spans.last().is_some_and(|(_, to)| *to >= 15_000 + days - 1));
            for pair in spans.windows(2) {
                assert_eq!(pair[0].1 + 1, pair[1].0, "no gap, no overlap");
            }
        }
    }

    #[test]
    fn points_belong_to_their_row() {
        let span = |day: &str| (day.to_owned(), day.to_owned());
        let spans = vec![span("2012-03-01"), span("2012-03-02"), span("2012-03-03")];
        let over = OverTime::from_counts(TimeUnit::Day, spans, &[0, 2, 1, 0, 0, 0, 5, 0, 0]);
        assert_eq!(over.of(0), [(1, 2), (2, 1)]);
        assert_eq!(over.of(1), []);
        assert_eq!(over.of(2), [(0, 5)]);
        assert_eq!(over.of(3), []);
    }
}
