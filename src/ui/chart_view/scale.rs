//! Axes: round numbers for the value axis, dates under the columns. Pure arithmetic.

use crate::model::{
    chart::{Column, TimeUnit},
    date::PartialDate,
};

/// Short names of the months, as English newspapers write them.
const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// Whole numbers from 0 up to `most`, in steps of 1, 2 or 5 times a power of ten: at most `lines` above the zero.
#[must_use]
pub fn ticks(most: u64, lines: u64) -> Vec<u64> {
    let lines = lines.max(1);
    let steps = (0..).map(|n: u32| [1, 2, 5][n as usize % 3] * 10_u64.saturating_pow(n / 3));
    let step = steps
        .take(60)
        .find(|step| most / step <= lines)
        .unwrap_or(u64::MAX);
    (0..=most / step).map(|n| n * step).collect()
}

/// Which columns carry a date under them, and what it says. Each label takes the room of `room` columns.
///
/// Days are labeled by whole weeks once there is no room for each, so that the same weekday stands under every label.
#[must_use]
pub fn column_labels(columns: &[Column], unit: TimeUnit, room: usize) -> Vec<(usize, String)> {
    let room = room.max(1);
    let step = match unit {
        TimeUnit::Day if room > 2 => room.div_ceil(7) * 7,
        _ => room,
    };
    let year = |column: &Column| column.from.get(..4).unwrap_or_default().to_owned();
    let mut said = String::new();
    // The range stands in the subtitle, so that one year alone need not be repeated under the columns.
    let several_years = match (columns.first(), columns.last()) {
        (Some(first), Some(last)) => year(first) != year(last),
        _ => false,
    };
    columns
        .iter()
        .enumerate()
        .step_by(step)
        .map(|(number, column)| {
            let short = short_date(&column.from, unit);
            let label = if several_years && unit != TimeUnit::Year && year(column) != said {
                said = year(column);
                format!("{short} {said}")
            } else {
                short
            };
            (number, label)
        })
        .collect()
}

/// An ISO day as `3 Mar`, `Mar` or `2012`, as fits the unit; unchanged when it is no date.
fn short_date(iso_day: &str, unit: TimeUnit) -> String {
    let Some(date) = PartialDate::parse(iso_day) else {
        return iso_day.to_owned();
    };
    let month = date
        .month
        .and_then(|m| MONTHS.get(usize::from(m).checked_sub(1)?))
        .copied()
        .unwrap_or_default();
    match (unit, date.day) {
        (TimeUnit::Year, _) => date.year.to_string(),
        (TimeUnit::Day | TimeUnit::Week, Some(_)) => crate::ui::widgets::day_short(iso_day),
        _ => month.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::chart::Cell;

    #[test]
    fn ticks_are_round_and_few() {
        for (most, expected) in [
            (0, vec![0]),
            (1, vec![0, 1]),
            (3, vec![0, 1, 2, 3]),
            (4, vec![0, 2, 4]),
            (12, vec![0, 5, 10]),
            (264, vec![0, 100, 200]),
            (1_999, vec![0, 500, 1_000, 1_500]),
        ] {
            assert_eq!(ticks(most, 3), expected, "{most}");
        }
        assert!(ticks(u64::MAX, 3).len() <= 4);
    }

    fn columns(froms: &[&str]) -> Vec<Column> {
        let column = |from: &&str| Column {
            from: (*from).to_owned(),
            to: (*from).to_owned(),
            label: (*from).to_owned(),
            value: 1,
            cell: Cell::All,
        };
        froms.iter().map(column).collect()
    }

    fn check(froms: &[&str], unit: TimeUnit, room: usize, expected: &[(usize, &str)]) {
        let labels = column_labels(&columns(froms), unit, room);
        let labels: Vec<(usize, &str)> = labels.iter().map(|(n, l)| (*n, l.as_str())).collect();
        assert_eq!(labels, expected);
    }

    #[test]
    fn days_are_labeled_by_weeks_when_there_is_little_room() {
        let days: Vec<String> = (3..=28).map(|d| format!("2012-03-{d:02}")).collect();
        let days: Vec<&str> = days.iter().map(String::as_str).collect();
        let weeks = [(0, "3 Mar"), (7, "10 Mar"), (14, "17 Mar"), (21, "24 Mar")];
        check(&days, TimeUnit::Day, 3, &weeks);
        check(&days[..2], TimeUnit::Day, 1, &[(0, "3 Mar"), (1, "4 Mar")]);
    }

    #[test]
    fn the_year_is_said_where_it_changes() {
        let months = ["2011-11-01", "2011-12-01", "2012-01-01", "2012-02-01"];
        let expected = [(0, "Nov 2011"), (1, "Dec"), (2, "Jan 2012"), (3, "Feb")];
        check(&months, TimeUnit::Month, 1, &expected);
        check(&months[2..], TimeUnit::Month, 1, &[(0, "Jan"), (1, "Feb")]);
        check(
            &["2011-01-01", "2012-01-01"],
            TimeUnit::Year,
            1,
            &[(0, "2011"), (1, "2012")],
        );
        check(&["no date"], TimeUnit::Day, 1, &[(0, "no date")]);
    }
}
