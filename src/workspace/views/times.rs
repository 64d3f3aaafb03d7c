//! When places were named: the dates of the selection as columns, and what each place counts in any run of them.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    ops::RangeInclusive,
};

use super::build::{precise_enough, select};
use crate::{
    model::{CountUnit, EntityId, Filter, chart::TimeUnit, date::from_day_number, rows::PlaceDate},
    store::{Result, Store},
    workspace::figures::timeline::{MAX_COLUMNS, column_label, column_of},
};

/// Columns up to which a unit is chosen where nobody chose one: enough to see a story unfold, few enough to play.
const SUITS: i64 = 92;

/// One column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bucket {
    /// First day, as `2011-06-03`.
    pub from: String,
    /// Last day, inclusive.
    pub to: String,
    /// `3 Jun 2011`, `June 2011`.
    pub label: String,
    /// Mentions of places.
    pub mentions: u64,
}

/// What one article adds to one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Entry {
    bucket: u32,
    mentions: u64,
    story: i64,
}

/// When the places of a selection were named.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlaceTimes {
    pub unit: TimeUnit,
    /// Without gaps, oldest first.
    pub buckets: Vec<Bucket>,
    /// Articles that name places but whose date is not known to the unit; they are in no bucket.
    pub undated: u64,
    /// By place; entries in the order of time.
    places: BTreeMap<EntityId, Vec<Entry>>,
}

impl PlaceTimes {
    /// Reads the dates of a selection's places. `unit` is used where its columns are not too many, else the next coarser.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn read(store: &mut Store, filter: &Filter, unit: Option<TimeUnit>) -> Result<Self> {
        select(store, filter)?;
        Ok(Self::of(&store.place_dates()?, unit))
    }

    /// The same of rows already read.
    #[must_use]
    pub fn of(rows: &[PlaceDate], unit: Option<TimeUnit>) -> Self {
        let day = |row: &PlaceDate| row.first;
        let known = |row: &&PlaceDate, unit: TimeUnit| {
            let precision = row.precision;
            precision.is_some_and(|p| precise_enough(unit).contains(&p.word()))
        };
        let span = |unit: TimeUnit| {
            let days = || rows.iter().filter(|r| known(r, unit)).filter_map(day);
            Some((days().min()?, days().max()?))
        };
        // Columns, were the unit used; days are divided by its usual length.
        let columns = |unit: TimeUnit| {
            let length = match unit {
                TimeUnit::Day => 1,
                TimeUnit::Week => 7,
                TimeUnit::Month => 30,
                TimeUnit::Year => 365,
            };
            span(unit).map_or(0, |(first, last)| (last - first) / length + 1)
        };
        let from = unit.unwrap_or(TimeUnit::Day);
        let most = unit.map_or(SUITS, |_| MAX_COLUMNS as i64);
        let unit = TimeUnit::ALL
            .into_iter()
            .skip_while(|u| *u != from)
            // A unit no date is precise enough for shows nothing; a coarser one may.
            .find(|u| (1..=most).contains(&columns(*u)))
            .unwrap_or(TimeUnit::Year);
        let Some((first, last)) = span(unit) else {
            let articles: HashSet<i64> = rows.iter().map(|row| row.article.0).collect();
            return Self {
                unit,
                undated: articles.len() as u64,
                ..Self::default()
            };
        };
        let mut starts = Vec::new();
        let mut buckets = Vec::new();
        let mut at = first;
        // A single article dated centuries off must not make a million columns.
        while at <= last && buckets.len() < 4 * MAX_COLUMNS {
            let (from, to) = column_of(at, unit);
            let (from_day, to_day) = (
                from_day_number(from).to_string(),
                from_day_number(to).to_string(),
            );
            starts.push(from);
            buckets.push(Bucket {
                label: column_label(&from_day, &to_day, unit),
                from: from_day,
                to: to_day,
                mentions: 0,
            });
            at = to + 1;
        }
        let end = at;
        let mut places: BTreeMap<EntityId, Vec<Entry>> = BTreeMap::new();
        let mut undated = HashSet::new();
        for row in rows {
            let day = day(row).filter(|day| known(&row, unit) && *day < end);
            let Some(day) = day else {
                undated.insert(row.article);
                continue;
            };
            let bucket = starts
                .partition_point(|start| *start <= day)
                .saturating_sub(1);
            if let Some(bucket) = buckets.get_mut(bucket) {
                bucket.mentions += row.mentions;
            }
            places.entry(row.place).or_default().push(Entry {
                bucket: u32::try_from(bucket).unwrap_or(u32::MAX),
                mentions: row.mentions,
                story: row.story,
            });
        }
        for entries in places.values_mut() {
            entries.sort_by_key(|entry| entry.bucket);
        }
        Self {
            unit,
            buckets,
            undated: undated.len() as u64,
            places,
        }
    }

    /// What each place counts within a run of columns; places not named then are left out.
    #[must_use]
    pub fn counts(&self, within: RangeInclusive<usize>, unit: CountUnit) -> HashMap<EntityId, u64> {
        let (first, last) = (*within.start() as u64, *within.end() as u64);
        let mut stories = HashSet::new();
        self.places
            .iter()
            .filter_map(|(place, entries)| {
                let from = entries.partition_point(|e| u64::from(e.bucket) < first);
                let to = entries.partition_point(|e| u64::from(e.bucket) <= last);
                let entries = entries.get(from..to)?;
                let value = match unit {
                    CountUnit::Mentions => entries.iter().map(|e| e.mentions).sum(),
                    CountUnit::Articles => entries.len() as u64,
                    CountUnit::Stories => {
                        stories.clear();
                        stories.extend(entries.iter().map(|e| e.story));
                        stories.len() as u64
                    }
                };
                (value > 0).then_some((*place, value))
            })
            .collect()
    }

    /// The most that one place counts in one column, so that columns can be compared by the size of symbols.
    #[must_use]
    pub fn most_in_one(&self, unit: CountUnit) -> u64 {
        (0..self.buckets.len())
            .filter_map(|at| self.counts(at..=at, unit).into_values().max())
            .max()
            .unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ArticleId, PartialDate};

    fn row(place: i64, article: i64, date: &str, mentions: u64) -> PlaceDate {
        let date = PartialDate::parse(date);
        let first = date.and_then(|date| PartialDate::parse(&date.first_day())?.day_number());
        PlaceDate {
            place: EntityId(place),
            first,
            precision: date.map(|date| date.precision()),
            article: ArticleId(article),
            story: article / 10,
            mentions,
        }
    }

    fn march() -> Vec<PlaceDate> {
        vec![
            row(1, 10, "2012-03-03", 4),
            row(1, 11, "2012-03-05", 2),
            row(2, 11, "2012-03-05", 1),
            row(1, 20, "2012-03-05", 3),
            row(2, 30, "2012-03", 7),
        ]
    }

    #[test]
    fn columns_have_no_gaps_and_undated_articles_stand_apart() {
        let times = PlaceTimes::of(&march(), None);
        assert_eq!(times.unit, TimeUnit::Day);
        let mentions: Vec<u64> = times.buckets.iter().map(|b| b.mentions).collect();
        assert_eq!(mentions, [4, 0, 6]);
        assert_eq!(times.buckets[2].label, "5 Mar 2012");
        assert_eq!(times.undated, 1, "known to the month only");
    }

    #[test]
    fn counts_are_of_the_run_and_the_unit() {
        let times = PlaceTimes::of(&march(), None);
        let of = |within, unit| {
            let counts = times.counts(within, unit);
            [1, 2].map(|place| counts.get(&EntityId(place)).copied().unwrap_or(0))
        };
        assert_eq!(of(0..=0, CountUnit::Mentions), [4, 0]);
        assert_eq!(of(0..=2, CountUnit::Mentions), [9, 1]);
        assert_eq!(of(0..=2, CountUnit::Articles), [3, 1]);
        // Articles 10 and 11 are versions of one story.
        assert_eq!(of(0..=2, CountUnit::Stories), [2, 1]);
        assert_eq!(of(1..=1, CountUnit::Mentions), [0, 0]);
        assert_eq!(times.most_in_one(CountUnit::Mentions), 5);
    }

    #[test]
    fn coarse_dates_and_long_stretches_take_a_coarser_unit() {
        let months = vec![row(1, 1, "2011-03", 1), row(1, 2, "2011-06", 1)];
        assert_eq!(PlaceTimes::of(&months, None).unit, TimeUnit::Month);
        let years = vec![row(1, 1, "1950-03-01", 1), row(1, 2, "2011-06-01", 1)];
        let times = PlaceTimes::of(&years, None);
        assert_eq!((times.unit, times.buckets.len()), (TimeUnit::Year, 62));
        let weeks = PlaceTimes::of(&march(), Some(TimeUnit::Week));
        assert_eq!((weeks.unit, weeks.buckets.len()), (TimeUnit::Week, 2));
        let ages = vec![row(1, 1, "0001-01-01", 1), row(1, 2, "9999-01-01", 1)];
        assert!(PlaceTimes::of(&ages, None).buckets.len() <= 4 * MAX_COLUMNS);
    }

    #[test]
    fn without_dates_there_are_no_columns() {
        let times = PlaceTimes::of(&[row(1, 1, "", 3), row(2, 1, "", 1)], None);
        assert_eq!((times.buckets.len(), times.undated), (0, 1));
        assert!(times.counts(0..=0, CountUnit::Mentions).is_empty());
        assert_eq!(PlaceTimes::of(&[], None).undated, 0);
    }
}
