//! Dates as pages state them for machines: ISO 8601 and its cousins, RFC 2822, Unix time, dates in words.

use crate::model::{PartialDate, date::from_day_number, dates};

/// Years a publication can have been put on a page with.
const YEARS: std::ops::RangeInclusive<i16> = 1700..=2100;

/// The date that a stated value is; `None` for anything else, for the epoch's first day, which stands for "unset", and
/// for dates that could be two days (`03/06/2011`).
#[must_use]
pub fn parse(text: &str) -> Option<PartialDate> {
    let text = text.trim();
    if text.len() > 80 {
        return None;
    }
    let date = iso(text)
        .or_else(|| digits(text))
        .or_else(|| worded(text))?;
    let unset = date.year == 1970 && date.month == Some(1) && date.day == Some(1) || date.year <= 1;
    (YEARS.contains(&date.year) && !unset).then_some(date)
}

fn iso(text: &str) -> Option<PartialDate> {
    let zoned = text.strip_suffix(" UTC").or(text.strip_suffix(" GMT"));
    if let Some(date) = PartialDate::parse(zoned.unwrap_or(text)) {
        let minute = date.minute.filter(|_| zoned.is_some());
        return Some(
            minute
                .and_then(|minute| date.at(minute, Some(0)))
                .unwrap_or(date),
        );
    }
    // A zone in letters, or a time that nobody can have meant: the day still stands.
    let day = text.get(..10)?;
    let day = if day.contains('/') {
        day.replace('/', "-")
    } else {
        day.to_owned()
    };
    let rest = text.get(10..)?;
    let date = PartialDate::parse(&day).filter(|date| date.day.is_some())?;
    if rest.is_empty() {
        return Some(date);
    }
    let clock = rest.strip_prefix(['T', ' '])?;
    let minute = clock.get(..5).and_then(clock_minute);
    let utc = clock.ends_with("UTC") || clock.ends_with("GMT");
    Some(
        minute
            .and_then(|minute| date.at(minute, utc.then_some(0)))
            .unwrap_or(date),
    )
}

fn clock_minute(clock: &str) -> Option<u16> {
    let (hour, minute) = clock.split_once(':')?;
    let (hour, minute) = (hour.parse::<u16>().ok()?, minute.parse::<u16>().ok()?);
    (hour < 24 && minute < 60).then_some(hour * 60 + minute)
}

/// `20110603`, `20110603164800`, seconds or milliseconds since 1970.
fn digits(text: &str) -> Option<PartialDate> {
    let (day, clock) = text.split_at_checked(8).unwrap_or((text, ""));
    if !day.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let clock = clock.trim_start_matches('T').trim_end_matches('Z');
    if !clock.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    match text.len() {
        10 | 13 if clock.len() == text.len() - 8 => {
            let number: i64 = text.parse().ok()?;
            let seconds = if text.len() == 13 {
                number / 1000
            } else {
                number
            };
            let date = from_day_number(seconds.div_euclid(86_400));
            let minute = u16::try_from(seconds.rem_euclid(86_400) / 60).ok()?;
            date.at(minute, Some(0))
        }
        8.. => {
            let year = day.get(..4)?.parse().ok()?;
            let date = PartialDate::day(
                year,
                day.get(4..6)?.parse().ok()?,
                day.get(6..)?.parse().ok()?,
            )?;
            let minute = clock
                .get(..4)
                .and_then(|c| clock_minute(&format!("{}:{}", c.get(..2)?, c.get(2..)?)));
            let utc = text.ends_with('Z').then_some(0);
            Some(
                minute
                    .and_then(|minute| date.at(minute, utc))
                    .unwrap_or(date),
            )
        }
        _ => None,
    }
}

/// `Fri, 03 Jun 2011 16:48:00 +0200`, `June 3, 2011 4:48 pm`, `3 Jun 2011`, `13/06/2011`, `June 2011`.
fn worded(text: &str) -> Option<PartialDate> {
    let mut year = None;
    let mut month = None;
    let mut day = None;
    let mut minute: Option<u16> = None;
    let mut offset = None;
    for token in text.split(|c: char| c.is_whitespace() || matches!(c, ',' | '|' | '(' | ')')) {
        let bare = token.trim_matches(['.', '-', '–']);
        if bare.is_empty() {
            continue;
        }
        let low = bare.to_lowercase();
        if low.contains(':') && low.starts_with(|c: char| c.is_ascii_digit()) {
            let (clock, half) = match low.find(['a', 'p']) {
                Some(at) => low.split_at(at),
                None => (low.as_str(), ""),
            };
            let mut parts = clock.splitn(3, ':');
            let short = format!("{}:{}", parts.next()?, parts.next()?);
            minute = clock_minute(&short);
            minute = half_day(minute, half);
        } else if matches!(low.as_str(), "am" | "pm" | "a.m" | "p.m") {
            minute = half_day(minute, &low);
        } else if minute.is_some() && matches!(low.as_str(), "gmt" | "utc" | "z") {
            offset = Some(0);
        } else if minute.is_some() && token.len() == 5 && token.starts_with(['+', '-']) {
            let hours: i16 = token.get(1..3)?.parse().ok()?;
            let minutes: i16 = token.get(3..)?.parse().ok()?;
            let sign = if token.starts_with('-') { -1 } else { 1 };
            offset = Some(sign * (hours * 60 + minutes));
        } else if let Some(found) = dates::month(&low) {
            month = month.or(Some(found));
        } else if low.contains(['/', '.', '-'])
            && low
                .bytes()
                .all(|b| b.is_ascii_digit() || b"/.-".contains(&b))
        {
            let found = numeric(&low)?;
            (year, month, day) = (Some(found.year), found.month, found.day);
        } else {
            let number = low.trim_end_matches(|c: char| c.is_alphabetic());
            let ending = low.get(number.len()..).unwrap_or_default();
            if !matches!(ending, "" | "st" | "nd" | "rd" | "th")
                || !number.bytes().all(|b| b.is_ascii_digit())
            {
                continue;
            }
            match (number.len(), number.parse::<i16>()) {
                (4, Ok(n)) => year = year.or(Some(n)),
                (1 | 2, Ok(n)) => day = day.or(u8::try_from(n).ok()),
                _ => {}
            }
        }
    }
    let date = match (month, day) {
        (Some(month), Some(day)) => PartialDate::day(year?, month, day)?,
        (Some(month), None) => PartialDate::month(year?, month)?,
        _ => return None,
    };
    Some(
        minute
            .and_then(|minute| date.at(minute, offset))
            .unwrap_or(date),
    )
}

fn half_day(minute: Option<u16>, half: &str) -> Option<u16> {
    let minute = minute?;
    Some(match half.bytes().next() {
        Some(b'p') if minute < 12 * 60 => minute + 12 * 60,
        Some(b'a') if (12 * 60..13 * 60).contains(&minute) => minute - 12 * 60,
        _ => minute,
    })
}

fn numeric(text: &str) -> Option<PartialDate> {
    let parts: Vec<&str> = text.split(['/', '.', '-']).collect();
    let [a, b, c] = parts.as_slice() else {
        return None;
    };
    let (x, y): (u8, u8) = match (a.len(), c.len()) {
        (4, 1..=2) => return PartialDate::day(a.parse().ok()?, b.parse().ok()?, c.parse().ok()?),
        (1..=2, 4) => (a.parse().ok()?, b.parse().ok()?),
        _ => return None,
    };
    let year = c.parse().ok()?;
    let day_first = PartialDate::day(year, y, x);
    let month_first = PartialDate::day(year, x, y).filter(|_| !text.contains('.'));
    match (day_first, month_first) {
        (Some(date), None) | (None, Some(date)) => Some(date),
        (Some(one), Some(other)) => (one == other).then_some(one),
        (None, None) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stated_dates_are_read() {
        for (text, expected) in [
            ("2012-03-14T09:05:00+01:00", "2012-03-14T09:05+01:00"),
            ("2012-03-14T09:05:00.000Z", "2012-03-14T09:05Z"),
            ("2012-03-14 09:05:00", "2012-03-14T09:05"),
            ("2012-03-14 09:05:00 UTC", "2012-03-14T09:05Z"),
            ("2012/03/14", "2012-03-14"),
            ("2012-03", "2012-03"),
            ("20120314", "2012-03-14"),
            ("20120314090500", "2012-03-14T09:05"),
            ("20120314T090500Z", "2012-03-14T09:05Z"),
            ("1331715900", "2012-03-14T09:05Z"),
            ("1331715900000", "2012-03-14T09:05Z"),
            ("Wed, 14 Mar 2012 09:05:00 +0100", "2012-03-14T09:05+01:00"),
            ("Wed Mar 14 09:05:00 GMT 2012", "2012-03-14T09:05Z"),
            ("March 14th, 2012 4:48 p.m.", "2012-03-14T16:48"),
            ("14 Sept. 2012", "2012-09-14"),
            ("March 2012", "2012-03"),
            ("14.03.2012", "2012-03-14"),
            ("03/14/2012", "2012-03-14"),
            ("03/04/2012", ""),
            ("1970-01-01T00:00:00Z", ""),
            ("0001-01-01T00:00:00", ""),
            ("yesterday", ""),
            ("3 days ago", ""),
            ("", ""),
        ] {
            let found = parse(text).map(|d| d.to_string()).unwrap_or_default();
            assert_eq!(found, expected, "{text}");
        }
    }
}
