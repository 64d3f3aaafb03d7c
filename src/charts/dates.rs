//! Which dates are written under a time axis, and how.

use super::scene::tidy;
use crate::model::chart::{Column, TimeUnit};

/// A date to write under the axis.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tick {
    /// Index of the column it stands under.
    pub column: usize,
    /// `3 Mar`, `Mar`, `2012`.
    pub text: String,
    /// The year, where it is the first or a new one and `text` does not say it.
    pub year: Option<String>,
}

const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// How far apart ticks are.
#[derive(Clone, Copy, Debug)]
enum Step {
    /// Every so many columns, counted from the first.
    Columns(usize),
    /// Where a month begins whose number, counted through the years, divides by this.
    Months(i32),
    /// Where a year begins that divides by this.
    Years(i32),
}

/// The closest ticks for which `fits` holds; the first column's alone when none do.
pub fn ticks(columns: &[Column], unit: TimeUnit, fits: impl Fn(&[Tick]) -> bool) -> Vec<Tick> {
    use Step::{Columns, Months, Years};
    let steps: &[Step] = match unit {
        TimeUnit::Day => &[Columns(1), Columns(2), Columns(7), Columns(14), Months(1)],
        TimeUnit::Week => &[Columns(1), Columns(2), Columns(4), Months(1)],
        TimeUnit::Month => &[Months(1)],
        TimeUnit::Year => &[],
    };
    let coarse = [Months(2), Months(3), Months(6)]
        .into_iter()
        .filter(|_| unit != TimeUnit::Year);
    let years = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000].map(Years);
    let mut last = Vec::new();
    for step in steps.iter().copied().chain(coarse).chain(years) {
        let ticks = place(columns, unit, step);
        if ticks.is_empty() {
            continue;
        }
        if fits(&ticks) {
            return ticks;
        }
        last = ticks;
    }
    last.truncate(1);
    last
}

fn place(columns: &[Column], unit: TimeUnit, step: Step) -> Vec<Tick> {
    let mut ticks = Vec::new();
    let mut year_written = None;
    let mut before = None;
    for (index, column) in columns.iter().enumerate() {
        let date = parse(&column.from);
        let wanted = match (step, date) {
            (Step::Columns(every), _) => index % every == 0,
            (_, None) => false,
            (Step::Months(every), Some((year, month, _))) => {
                let number = year * 12 + month - 1;
                let new = before.is_none_or(|b| b != number);
                before = Some(number);
                // A column that only touches the end of a month does not stand for it.
                let begins = index > 0 || parse(&column.from).is_some_and(|(_, _, day)| day < 8);
                new && begins && number % every == 0
            }
            (Step::Years(every), Some((year, month, _))) => {
                let new = before.is_none_or(|b| b != year);
                before = Some(year);
                new && (index > 0 || month == 1) && year % every == 0
            }
        };
        if !wanted {
            continue;
        }
        let (text, year) = match (date, step, unit) {
            (None, ..) => (tidy(&column.label, 60), None),
            (Some((year, ..)), Step::Years(_), _) | (Some((year, ..)), _, TimeUnit::Year) => {
                (year.to_string(), None)
            }
            (Some((year, month, day)), ..) => {
                let name = month_name(month);
                let text = if matches!(step, Step::Months(_)) {
                    name.to_owned()
                } else {
                    format!("{day} {name}")
                };
                let new = year_written != Some(year);
                year_written = Some(year);
                (text, new.then(|| year.to_string()))
            }
        };
        ticks.push(Tick {
            column: index,
            text,
            year,
        });
    }
    ticks
}

/// Whether all columns begin in one year, so that it need not be repeated.
pub fn same_year(columns: &[Column]) -> bool {
    let year = |column: Option<&Column>| Some(parse(&column?.from)?.0);
    year(columns.first()) == year(columns.last())
}

/// `18 Mar` for a day where the year is plain, else the column's own label.
pub fn short(column: &Column, unit: TimeUnit, one_year: bool) -> String {
    match (unit, parse(&column.from)) {
        (TimeUnit::Day, Some((_, month, day))) if one_year => {
            format!("{day} {}", month_name(month))
        }
        _ => column.label.clone(),
    }
}

fn month_name(month: i32) -> &'static str {
    usize::try_from(month - 1)
        .ok()
        .and_then(|index| MONTHS.get(index))
        .copied()
        .unwrap_or_default()
}

/// Year, month and day of `2012-03-18`.
fn parse(date: &str) -> Option<(i32, i32, i32)> {
    let mut parts = date.splitn(3, '-').map(str::parse::<i32>);
    let (year, month, day) = (
        parts.next()?.ok()?,
        parts.next()?.ok()?,
        parts.next()?.ok()?,
    );
    ((0..=9999).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day))
        .then_some((year, month, day))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::chart::Cell;

    fn column(from: &str) -> Column {
        Column {
            from: from.to_owned(),
            to: from.to_owned(),
            label: "no date".to_owned(),
            value: 0,
            cell: Cell::All,
        }
    }

    #[test]
    fn ticks_stand_at_dates_people_expect() {
        let check = |unit, dates: &[&str], most: usize, expected: &[&str]| {
            let columns: Vec<Column> = dates.iter().map(|d| column(d)).collect();
            let found: Vec<String> = ticks(&columns, unit, |ticks| ticks.len() <= most)
                .into_iter()
                .map(|t| {
                    t.year
                        .map_or(t.text.clone(), |year| format!("{} {year}", t.text))
                })
                .collect();
            assert_eq!(found, expected);
        };
        let march: Vec<String> = (3..29).map(|day| format!("2012-03-{day:02}")).collect();
        let march: Vec<&str> = march.iter().map(String::as_str).collect();
        check(
            TimeUnit::Day,
            &march,
            4,
            &["3 Mar 2012", "10 Mar", "17 Mar", "24 Mar"],
        );
        let months: Vec<String> = (0..30)
            .map(|m| format!("{}-{:02}-01", 2010 + (m + 10) / 12, (m + 10) % 12 + 1))
            .collect();
        let months: Vec<&str> = months.iter().map(String::as_str).collect();
        check(
            TimeUnit::Month,
            &months,
            5,
            &["Jan 2011", "Jul", "Jan 2012", "Jul", "Jan 2013"],
        );
        check(TimeUnit::Month, &months, 3, &["2011", "2012", "2013"]);
        check(
            TimeUnit::Year,
            &["1999-01-01", "2000-01-01"],
            2,
            &["1999", "2000"],
        );
        check(
            TimeUnit::Day,
            &["soon", "2012-13-01"],
            9,
            &["no date", "no date"],
        );
        check(TimeUnit::Day, &[], 9, &[]);
    }
}
