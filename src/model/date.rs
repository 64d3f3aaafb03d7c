//! Dates only as precise as they are known, and where they came from.

use std::fmt;

use serde::{Deserialize, Serialize};

/// How much of a date is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Precision {
    Year,
    Month,
    Day,
    Minute,
}

impl Precision {
    /// The word used in tables and exports.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Year => "year",
            Self::Month => "month",
            Self::Day => "day",
            Self::Minute => "minute",
        }
    }
}

/// A calendar date (proleptic Gregorian) known to the year, month, day or minute. Missing parts are `None`, never 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PartialDate {
    pub year: i16,
    pub month: Option<u8>,
    pub day: Option<u8>,
    /// Minutes after midnight, local to where the text was dated.
    pub minute: Option<u16>,
    /// Minutes east of UTC, when stated.
    pub offset: Option<i16>,
}

impl PartialDate {
    /// A date known to the day; `None` when there is no such day.
    #[must_use]
    pub fn day(year: i16, month: u8, day: u8) -> Option<Self> {
        let valid = (1..=12).contains(&month) && day >= 1 && day <= days_in_month(year, month);
        valid.then_some(Self {
            year,
            month: Some(month),
            day: Some(day),
            minute: None,
            offset: None,
        })
    }

    /// A date known to the month.
    #[must_use]
    pub fn month(year: i16, month: u8) -> Option<Self> {
        (1..=12).contains(&month).then_some(Self {
            year,
            month: Some(month),
            day: None,
            minute: None,
            offset: None,
        })
    }

    /// A date known to the year.
    #[must_use]
    pub const fn year(year: i16) -> Self {
        Self {
            year,
            month: None,
            day: None,
            minute: None,
            offset: None,
        }
    }

    /// The same day with a time of day, in minutes after midnight, and minutes east of UTC when stated.
    #[must_use]
    pub fn at(self, minute: u16, offset: Option<i16>) -> Option<Self> {
        (self.day.is_some() && minute < 24 * 60).then_some(Self {
            minute: Some(minute),
            offset,
            ..self
        })
    }

    #[must_use]
    pub const fn precision(&self) -> Precision {
        match (self.month, self.day, self.minute) {
            (None, ..) => Precision::Year,
            (_, None, _) => Precision::Month,
            (_, _, None) => Precision::Day,
            _ => Precision::Minute,
        }
    }

    /// Year, month and day as `2011-06-03`, only when the day is known.
    #[must_use]
    pub fn iso_day(&self) -> Option<String> {
        Some(format!(
            "{:04}-{:02}-{:02}",
            self.year, self.month?, self.day?
        ))
    }

    /// The first day that this date can mean, as `2011-06-03`: for sorting, never for showing.
    #[must_use]
    pub fn first_day(&self) -> String {
        format!(
            "{:04}-{:02}-{:02}",
            self.year,
            self.month.unwrap_or(1),
            self.day.unwrap_or(1)
        )
    }

    /// The last day that this date can mean, as `2011-06-30`: for sorting and ranges, never for showing.
    #[must_use]
    pub fn last_day(&self) -> String {
        let month = self.month.unwrap_or(12);
        let day = self.day.unwrap_or_else(|| days_in_month(self.year, month));
        format!("{:04}-{month:02}-{day:02}", self.year)
    }

    /// Days since 1970-01-01 when the day is known.
    #[must_use]
    pub fn day_number(&self) -> Option<i64> {
        Some(day_number(self.year, self.month?, self.day?))
    }

    /// Reads `2011`, `2011-06`, `2011-06-03`, `2011-06-03T16:48`, with seconds ignored and `Z` or `±hh:mm` kept.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (date, time) = match text.find(['T', ' ']) {
            Some(at) => (text.get(..at)?, text.get(at + 1..)),
            None => (text, None),
        };
        let mut parts = date.split('-');
        let year_text = parts.next()?;
        if year_text.len() != 4 {
            return None;
        }
        let year = number(year_text)?;
        let date = match (parts.next(), parts.next(), parts.next()) {
            (None, ..) => Self::year(year),
            (Some(month), None, _) => Self::month(year, number(month)?)?,
            (Some(month), Some(day), None) => Self::day(year, number(month)?, number(day)?)?,
            _ => return None,
        };
        let Some(time) = time else { return Some(date) };
        let (clock, offset) = match time.find(['Z', '+', '-']) {
            Some(at) => (time.get(..at)?, Some(time.get(at..)?)),
            None => (time, None),
        };
        let mut clock = clock.split(':');
        let hour: u16 = number(clock.next()?)?;
        let minute: u16 = number(clock.next()?)?;
        let offset = match offset {
            None => None,
            Some("Z") => Some(0),
            Some(text) => {
                let digits: String = text.chars().filter(char::is_ascii_digit).collect();
                let hours: i16 = number(digits.get(..2)?)?;
                let minutes: i16 = digits.get(2..4).map_or(Some(0), number)?;
                let sign = if text.starts_with('-') { -1 } else { 1 };
                Some(sign * (hours * 60 + minutes))
            }
        };
        (minute < 60).then_some(())?;
        date.at(hour * 60 + minute, offset)
    }
}

impl fmt::Display for PartialDate {
    /// ISO 8601, as precise as known.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        let Some(month) = self.month else {
            return Ok(());
        };
        write!(f, "-{month:02}")?;
        let Some(day) = self.day else { return Ok(()) };
        write!(f, "-{day:02}")?;
        let Some(minute) = self.minute else {
            return Ok(());
        };
        write!(f, "T{:02}:{:02}", minute / 60, minute % 60)?;
        match self.offset {
            None => Ok(()),
            Some(0) => f.write_str("Z"),
            Some(offset) => {
                let sign = if offset < 0 { '-' } else { '+' };
                write!(f, "{sign}{:02}:{:02}", offset.abs() / 60, offset.abs() % 60)
            }
        }
    }
}

/// Where a publication date was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DateSource {
    /// A dateline or a date line in the text.
    Text,
    /// Metadata of the format.
    Metadata,
    /// The file's name.
    FileName,
    /// The user said so.
    User,
}

impl DateSource {
    /// The word used in tables and exports.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Metadata => "metadata",
            Self::FileName => "file name",
            Self::User => "user",
        }
    }

    /// The source with this word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Text, Self::Metadata, Self::FileName, Self::User]
            .into_iter()
            .find(|s| s.word() == word)
    }
}

/// When an article was published, as far as known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Published {
    pub date: PartialDate,
    pub source: DateSource,
}

/// Days of a month; 0 for a month that does not exist.
#[must_use]
pub const fn days_in_month(year: i16, month: u8) -> u8 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 0,
    }
}

/// Days since 1970-01-01, after Howard Hinnant's `days_from_civil`.
#[must_use]
pub fn day_number(year: i16, month: u8, day: u8) -> i64 {
    let year = i64::from(year) - i64::from(month <= 2);
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let month_from_march = (i64::from(month) + 9) % 12;
    let day_of_year = (153 * month_from_march + 2) / 5 + i64::from(day) - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

/// The date with this number of days since 1970-01-01, after Howard Hinnant's `civil_from_days`.
#[must_use]
pub fn from_day_number(days: i64) -> PartialDate {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 {
        month_from_march + 3
    } else {
        month_from_march - 9
    };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    PartialDate {
        year: i16::try_from(year).unwrap_or(i16::MAX),
        month: u8::try_from(month).ok(),
        day: u8::try_from(day).ok(),
        minute: None,
        offset: None,
    }
}

/// Day of the week of a day number, Monday = 0.
#[must_use]
pub const fn weekday(day_number: i64) -> u8 {
    (day_number + 3).rem_euclid(7) as u8
}

fn number<N: std::str::FromStr>(text: &str) -> Option<N> {
    text.bytes()
        .all(|b| b.is_ascii_digit())
        .then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn iso_round_trips_at_every_precision() {
        for text in [
            "2011",
            "2011-06",
            "2011-06-03",
            "2011-06-03T16:48",
            "2011-06-03T16:48-04:00",
            "2011-06-03T16:48Z",
        ] {
            let date = PartialDate::parse(text).expect(text);
            assert_eq!(date.to_string(), text);
        }
        assert_eq!(
            PartialDate::parse("2011-06-03T16:48:59.5Z")
                .map(|d| d.to_string())
                .as_deref(),
            Some("2011-06-03T16:48Z")
        );
    }

    #[test]
    fn days_that_do_not_exist_are_refused() {
        for text in [
            "2011-02-29",
            "2011-13",
            "2011-00-01",
            "11-06-03",
            "2011-06-03T25:00",
            "",
            "junk",
        ] {
            assert_eq!(PartialDate::parse(text), None, "{text}");
        }
    }

    #[test]
    fn day_numbers_go_both_ways() {
        for days in [-719_468, -1, 0, 15_128, 20_000] {
            assert_eq!(from_day_number(days).day_number(), Some(days));
        }
        assert_eq!(weekday(day_number(2011, 6, 3)), 4);
    }

    #[test]
    fn a_month_covers_all_its_days() {
        let june = PartialDate::parse("2011-06").expect("a month");
        assert_eq!(
            (june.first_day().as_str(), june.last_day().as_str()),
            ("2011-06-01", "2011-06-30")
        );
        assert_eq!(june.iso_day(), None);
    }
}
