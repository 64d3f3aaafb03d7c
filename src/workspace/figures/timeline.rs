//! Counts over time.

use std::collections::BTreeMap;

use super::{ChartSpec, Parts, Sum, build, noun, who, words};
use crate::{
    model::{
        CountUnit, EntityId, Filter, PartialDate,
        chart::{Cell, ChartData, Column, Series, TimeUnit},
        date::{from_day_number, weekday},
    },
    store::{ArticleFacts, Result, Store, StoreError},
};

/// A timeline has at most this many columns; beyond it the next coarser unit is used and said so.
pub(in crate::workspace) const MAX_COLUMNS: usize = 400;

/// First and last day number of the column that a day falls into.
pub(in crate::workspace) fn column_of(day: i64, unit: TimeUnit) -> (i64, i64) {
    let date = from_day_number(day);
    let (year, month) = (date.year, date.month.unwrap_or(1));
    let number = |date: Option<PartialDate>| date.and_then(|d| d.day_number()).unwrap_or(day);
    match unit {
        TimeUnit::Day => (day, day),
        TimeUnit::Week => {
            let monday = day - i64::from(weekday(day));
            (monday, monday + 6)
        }
        TimeUnit::Month => {
            let last = crate::model::date::days_in_month(year, month);
            (
                number(PartialDate::day(year, month, 1)),
                number(PartialDate::day(year, month, last)),
            )
        }
        TimeUnit::Year => (
            number(PartialDate::day(year, 1, 1)),
            number(PartialDate::day(year, 12, 31)),
        ),
    }
}

/// What a column is called: `3 Jun 2011`, `June 2011`.
pub(in crate::workspace) fn column_label(from: &str, to: &str, unit: TimeUnit) -> String {
    match unit {
        TimeUnit::Day => words::iso_day(from),
        TimeUnit::Week => words::range(from, to),
        TimeUnit::Month => words::iso_day(from.get(..7).unwrap_or(from)),
        TimeUnit::Year => from.get(..4).unwrap_or(from).to_owned(),
    }
}

/// One name, or all, by columns of a width: keyed by the first day of each.
struct Dated {
    entity: Option<EntityId>,
    columns: BTreeMap<i64, Sum>,
    undated: Sum,
}

impl Dated {
    /// `named` are positions among the facts with mentions.
    fn new(
        entity: Option<EntityId>,
        (facts, named): (&[ArticleFacts], &[(usize, u64)]),
        unit: TimeUnit,
    ) -> Self {
        let mut dated = Self {
            entity,
            columns: BTreeMap::new(),
            undated: Sum::default(),
        };
        for (at, mentions) in named {
            let Some(article) = facts.get(*at) else {
                continue;
            };
            let precision = article.precision;
            let precise =
                precision.is_some_and(|p| build::precise_enough(unit).contains(&p.word()));
            match article.days.filter(|_| precise) {
                Some((day, _)) => {
                    let (from, _) = column_of(day, unit);
                    dated
                        .columns
                        .entry(from)
                        .or_default()
                        .add(article, *mentions);
                }
                None => dated.undated.add(article, *mentions),
            }
        }
        dated
    }

    /// Its columns from one day to another, gaps included.
    fn filled(&self, range: Option<(i64, i64)>, time: TimeUnit, unit: CountUnit) -> Vec<Column> {
        let mut filled = Vec::new();
        let Some((mut at, last)) = range else {
            return filled;
        };
        while at <= last {
            let (from, to) = column_of(at, time);
            let value = self.columns.get(&from).map_or(0, |sum| sum.value(unit));
            let (from_day, to_day) = (
                from_day_number(from).to_string(),
                from_day_number(to).to_string(),
            );
            filled.push(Column {
                label: column_label(&from_day, &to_day, time),
                cell: Cell::Span {
                    entity: self.entity,
                    from: from_day.clone(),
                    to: to_day.clone(),
                    unit: time,
                },
                from: from_day,
                to: to_day,
                value,
            });
            at = to + 1;
        }
        filled
    }
}

/// First and last column of several.
fn range(all: &[Dated]) -> Option<(i64, i64)> {
    let first = all.iter().filter_map(|d| d.columns.keys().next()).min()?;
    let last = all
        .iter()
        .filter_map(|d| d.columns.keys().next_back())
        .max()?;
    Some((*first, *last))
}

/// Whether there are more columns from one day to another than are drawn.
fn too_long((first, last): (i64, i64), unit: TimeUnit) -> bool {
    first < newest(last, unit)
}

/// First day of the earliest of the columns that are drawn, when the last is of this day.
fn newest(last: i64, unit: TimeUnit) -> i64 {
    let (mut from, _) = column_of(last, unit);
    for _ in 1..MAX_COLUMNS {
        (from, _) = column_of(from - 1, unit);
    }
    from
}

/// Names that lines can tell apart, and small charts show.
const MOST_LINES: usize = 5;
const MOST_MULTIPLES: usize = 16;

pub(super) fn timeline(store: &Store, filter: &Filter, spec: &ChartSpec) -> Result<Parts> {
    let (plural, _) = who(&filter.types);
    let most = if spec.drawn.multiples {
        MOST_MULTIPLES
    } else {
        MOST_LINES
    };
    let compared: Vec<EntityId> = spec.compare.iter().take(most).copied().collect();
    let entities: Vec<Option<EntityId>> = if compared.is_empty() {
        vec![spec.entity]
    } else {
        compared.iter().copied().map(Some).collect()
    };
    // Of one name whatever type a filter asks for, of all names those of its types.
    let (facts, all) = (
        store.article_facts(&[])?,
        store.article_facts(&filter.types)?,
    );
    let named = entities
        .iter()
        .map(|entity| match entity {
            Some(id) => {
                let found = store.appearances_of(*id, &facts)?;
                Ok(found
                    .iter()
                    .map(|one| (one.article, one.mentions))
                    .collect())
            }
            None => {
                let mentions = all.iter().map(|article| article.mentions).enumerate();
                Ok(mentions.filter(|(_, mentions)| *mentions > 0).collect())
            }
        })
        .collect::<Result<Vec<Vec<(usize, u64)>>>>()?;
    let mut unit = spec.time;
    let (dated, whole) = loop {
        let dated: Vec<Dated> = entities
            .iter()
            .zip(&named)
            .map(|(entity, named)| Dated::new(*entity, (&facts, named), unit))
            .collect();
        let range = range(&dated);
        let coarser = TimeUnit::ALL.into_iter().skip_while(|u| *u != unit).nth(1);
        match coarser {
            Some(coarser) if range.is_some_and(|range| too_long(range, unit)) => unit = coarser,
            _ => break (dated, range),
        }
    };
    // What even years do not hold begins with an age that one article was dated into by mistake.
    let shown = whole.map(|(first, last)| (first.max(newest(last, unit)), last));
    let columns: Vec<Vec<Column>> = dated
        .iter()
        .map(|one| one.filled(shown, unit, spec.unit))
        .collect();
    let earlier: u64 = shown.map_or(0, |(first, _)| {
        let before = |one: &Dated| -> u64 {
            let before = one.columns.range(..first);
            before.map(|(_, sum)| sum.value(spec.unit)).sum()
        };
        dated.iter().map(before).sum()
    });
    let total: u64 = columns.iter().flatten().map(|c| c.value).sum();
    let undated: u64 = dated.iter().map(|d| d.undated.value(spec.unit)).sum();
    let several = !compared.is_empty();
    let n_line = match spec.unit {
        CountUnit::Mentions => format!("n = {}", words::counted(total, "mention")),
        // An article that names two of them counts for both.
        CountUnit::Articles if several => "Articles counted for each name".to_owned(),
        CountUnit::Articles => format!("n = {}", words::counted(total, "article")),
        CountUnit::Stories => "An unfolding story counts in each column it appears in".to_owned(),
    };
    let mut notes = Vec::new();
    if undated > 0 {
        notes.push(format!(
            "{} in articles without a date known to the {}, not counted.",
            words::counted(undated, noun(spec.unit)),
            match unit {
                TimeUnit::Day | TimeUnit::Week => "day",
                TimeUnit::Month => "month",
                TimeUnit::Year => "year",
            }
        ));
    }
    if let (Some((first, _)), true) = (shown, earlier > 0) {
        notes.push(format!(
            "{} before {} not shown.",
            words::counted(earlier, noun(spec.unit)),
            from_day_number(first).year
        ));
    }
    if unit != spec.time {
        notes.push(format!(
            "Shown by {}, because there are too many {}s.",
            unit.word(),
            spec.time.word()
        ));
    }
    let left_out = spec.compare.len() - compared.len();
    if left_out > 0 {
        notes.push(format!(
            "{} not shown.",
            words::counted(left_out as u64, "more name")
        ));
    }
    let mut names = Vec::new();
    for entity in entities.iter().flatten() {
        names.push(match store.entity(*entity) {
            Ok((kind, name, ..)) => (Some(kind), name),
            // A decision that made it may have been taken back.
            Err(StoreError::NoSuch(_)) => (None, "A name that is no more".to_owned()),
            Err(error) => return Err(error),
        });
    }
    let title = match names.as_slice() {
        [] => format!("{plural} over time"),
        [(_, name)] => format!("{name} over time"),
        [(_, one), (_, two)] => format!("{one} and {two} over time"),
        several => format!("{} names over time", several.len()),
    };
    let mut columns = columns.into_iter();
    let data = if several {
        let series = dated.iter().zip(columns).zip(names);
        ChartData::Lines {
            unit,
            series: series
                .filter_map(|((dated, columns), (kind, label))| {
                    let entity = dated.entity?;
                    Some(Series {
                        label,
                        cell: Cell::Entity(entity),
                        kind,
                        columns,
                        undated: dated.undated.value(spec.unit),
                        undated_cell: Cell::Undated {
                            entity: Some(entity),
                            unit,
                        },
                    })
                })
                .collect(),
        }
    } else {
        ChartData::Timeline {
            unit,
            columns: columns.next().unwrap_or_default(),
            undated,
            undated_cell: Cell::Undated {
                entity: spec.entity,
                unit,
            },
        }
    };
    Ok((title, data, n_line, notes))
}
