//! Counts over time.

use std::collections::{BTreeMap, BTreeSet};

use super::{ChartSpec, Parts, build, in_unit, noun, who, words};
use crate::{
    model::{
        CountUnit, Filter, PartialDate,
        chart::{Cell, ChartData, Column, TimeUnit},
        date::{from_day_number, weekday},
    },
    store::{Result, Store},
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

pub(super) fn timeline(store: &Store, filter: &Filter, spec: &ChartSpec) -> Result<Parts> {
    let rows = store.by_date(spec.entity, filter)?;
    let (plural, _) = who(&filter.types);
    let who = match spec.entity {
        Some(id) => store.entity(id)?.1,
        None => plural.to_owned(),
    };
    let mut unit = spec.time;
    loop {
        let mut columns: BTreeMap<i64, (i64, u64, BTreeSet<i64>, BTreeSet<i64>)> = BTreeMap::new();
        let mut undated: (u64, BTreeSet<i64>, BTreeSet<i64>) = Default::default();
        for row in &rows {
            let precise = row
                .precision
                .as_deref()
                .is_some_and(|p| build::precise_enough(unit).contains(&p));
            let day = row
                .first
                .as_deref()
                .and_then(PartialDate::parse)
                .and_then(|d| d.day_number());
            match day.filter(|_| precise) {
                Some(day) => {
                    let (from, to) = column_of(day, unit);
                    let column = columns
                        .entry(from)
                        .or_insert_with(|| (to, 0, BTreeSet::new(), BTreeSet::new()));
                    column.1 += row.mentions;
                    column.2.insert(row.article.0);
                    column.3.insert(row.story);
                }
                None => {
                    undated.0 += row.mentions;
                    undated.1.insert(row.article.0);
                    undated.2.insert(row.story);
                }
            }
        }
        let (first, last) = match (columns.keys().next(), columns.keys().next_back()) {
            (Some(first), Some(last)) => (*first, *last),
            _ => (0, -1),
        };
        let mut filled = Vec::new();
        let mut at = first;
        while at <= last && filled.len() <= MAX_COLUMNS {
            let (from, to) = column_of(at, unit);
            let value = columns
                .get(&from)
                .map_or(0, |(_, mentions, articles, stories)| {
                    in_unit(
                        spec.unit,
                        *mentions,
                        articles.len() as u64,
                        stories.len() as u64,
                    )
                });
            let (from_day, to_day) = (
                from_day_number(from).to_string(),
                from_day_number(to).to_string(),
            );
            filled.push(Column {
                label: column_label(&from_day, &to_day, unit),
                cell: Cell::Span {
                    entity: spec.entity,
                    from: from_day.clone(),
                    to: to_day.clone(),
                },
                from: from_day,
                to: to_day,
                value,
            });
            at = to + 1;
        }
        let coarser = TimeUnit::ALL.into_iter().skip_while(|u| *u != unit).nth(1);
        if filled.len() > MAX_COLUMNS
            && let Some(coarser) = coarser
        {
            unit = coarser;
            continue;
        }
        let shown: u64 = filled.iter().map(|c| c.value).sum();
        let undated = in_unit(
            spec.unit,
            undated.0,
            undated.1.len() as u64,
            undated.2.len() as u64,
        );
        let n_line = match spec.unit {
            CountUnit::Mentions => format!("n = {}", words::counted(shown, "mention")),
            CountUnit::Articles => format!("n = {}", words::counted(shown, "article")),
            CountUnit::Stories => {
                "An unfolding story counts in each column it appears in".to_owned()
            }
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
        if unit != spec.time {
            notes.push(format!(
                "Shown by {}, because there are too many {}s.",
                unit.word(),
                spec.time.word()
            ));
        }
        let title = format!("{who} over time");
        return Ok((
            title,
            ChartData::Timeline {
                unit,
                columns: filled,
                undated,
            },
            n_line,
            notes,
        ));
    }
}
