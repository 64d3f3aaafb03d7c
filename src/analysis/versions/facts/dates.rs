//! Days, weekdays, months, years and times of day, resolved against the day of publication where they can be.

use super::{
    Item, Reading,
    tokens::{Gap, Token},
};
use crate::model::{
    BlockKind, ByteSpan, PartialDate,
    date::{day_number, from_day_number, weekday},
    dates::{MONTHS, WEEKDAYS, month},
    family::FactKind,
};

/// Words before a date that are no part of what it is about.
const LINKS: &[&str] = &[
    "on", "in", "at", "by", "since", "until", "till", "from", "late", "early", "last", "next",
    "this", "before", "after", "during", "of", "mid", "the", "and", "for",
];

fn capital(text: &str, token: &Token) -> bool {
    token.span.of(text).starts_with(char::is_uppercase)
}

fn day_of_month(word: &str) -> Option<u8> {
    let number = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let rest = word.get(number.len()..)?;
    let day: u8 = number.parse().ok()?;
    ((1..=31).contains(&day) && matches!(rest, "" | "st" | "nd" | "rd" | "th")).then_some(day)
}

fn year(word: &str) -> Option<i16> {
    (word.len() == 4)
        .then(|| word.parse().ok())
        .flatten()
        .filter(|y| (1800..2100).contains(y))
}

/// What a date expression says.
enum Said {
    Day(PartialDate),
    /// A day without its year.
    DayOfYear(u8, u8),
    Month(i16, u8),
    Other(String),
}

/// The date expressions of a text, in order.
pub(super) fn find(reading: &Reading<'_>) -> Vec<Item> {
    let tokens = reading.tokens.as_slice();
    let published = reading
        .side
        .published
        .and_then(|d| Some(day_number(d.year, d.month?, d.day?)));
    let mut found: Vec<Item> = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let Some((said, next)) = expression(reading.text(), tokens, at, published) else {
            at += 1;
            continue;
        };
        let (Some(first), Some(last)) = (tokens.get(at), tokens.get(next - 1)) else {
            break;
        };
        let span = ByteSpan::new(first.span.start, last.span.end);
        let raw = span.of(reading.text());
        let (value, text) = match said {
            Said::Day(date) => (date.to_string(), in_words(&date)),
            Said::DayOfYear(month, day) => match published.and_then(|p| nearest(p, month, day)) {
                Some(date) => (date.to_string(), in_words(&date)),
                None => (format!("--{month:02}-{day:02}"), raw.to_owned()),
            },
            Said::Month(year, month) => (format!("{year:04}-{month:02}"), raw.to_owned()),
            Said::Other(value) => (value, raw.to_owned()),
        };
        found.push(Item {
            kind: FactKind::Date,
            value,
            subject: raw.to_lowercase(),
            about: about(reading.text(), tokens, at, next),
            text,
            spans: vec![span],
        });
        at = next;
    }
    found
}

/// The same without the date of the dateline, which is the version's own.
pub(super) fn in_text(reading: &Reading<'_>, mut found: Vec<Item>) -> Vec<Item> {
    let first = reading
        .side
        .blocks
        .iter()
        .find(|block| block.kind == BlockKind::Paragraph);
    if let Some(block) = first {
        let text = block.span.of(reading.text());
        let dash = ["—", "–", " - ", "--"]
            .into_iter()
            .filter_map(|d| text.find(d))
            .min();
        let in_capitals = text
            .split(|c: char| !c.is_alphabetic())
            .next()
            .is_some_and(|w| w.len() > 1 && w.chars().all(char::is_uppercase));
        if let Some(dash) = dash.filter(|at| in_capitals && *at < 120) {
            let end = block.span.start + u32::try_from(dash).unwrap_or(u32::MAX);
            found.retain(|item| item.span().start < block.span.start || item.span().end > end);
        }
    }
    found
}

fn expression(
    text: &str,
    tokens: &[Token],
    at: usize,
    published: Option<i64>,
) -> Option<(Said, usize)> {
    let first = tokens.get(at)?;
    let word = |i: usize| tokens.get(i).map_or("", |t| t.lower.as_str());
    let gap = |i: usize| tokens.get(i).map_or(Gap::End, |t| t.gap);
    let before = at.checked_sub(1).map_or("", word);
    // "Sept. 14": the full stop belongs to the month.
    let follows = |i: usize| {
        gap(i) != Gap::End
            || tokens.get(i).zip(tokens.get(i + 1)).is_some_and(|(t, n)| {
                t.lower.len() <= 4
                    && month(&t.lower).is_some()
                    && ByteSpan::new(t.span.end, n.span.start).of(text) == ". "
            })
    };
    if capital(text, first)
        && let Some(day) = WEEKDAYS.iter().position(|d| *d == first.lower)
    {
        // "Tuesday, March 13": the date says it all.
        if gap(at) != Gap::End
            && let Some((said @ (Said::Day(_) | Said::DayOfYear(..)), next)) =
                calendar(text, tokens, at + 1, &follows)
        {
            return Some((said, next));
        }
        let said = match published {
            Some(p) => {
                let back = (i64::from(weekday(p)) - i64::try_from(day).unwrap_or(0)).rem_euclid(7);
                let day = if before == "next" {
                    p - back + 7
                } else {
                    p - back
                };
                Said::Day(from_day_number(day))
            }
            None => Said::Other(first.lower.clone()),
        };
        return Some((said, at + 1));
    }
    let shift = match first.lower.as_str() {
        "yesterday" => Some(-1),
        "today" | "tonight" => Some(0),
        "tomorrow" => Some(1),
        _ => None,
    };
    if let Some(shift) = shift {
        let said = match published {
            Some(p) => Said::Day(from_day_number(p + shift)),
            None => Said::Other(first.lower.clone()),
        };
        return Some((said, at + 1));
    }
    if let Some(found) = calendar(text, tokens, at, &follows) {
        return Some(found);
    }
    if capital(text, first)
        && let Some(month) = month(&first.lower)
        && matches!(
            before,
            "in" | "since"
                | "until"
                | "by"
                | "last"
                | "next"
                | "early"
                | "late"
                | "from"
                | "during"
                | "mid"
        )
    {
        return Some((Said::Other(format!("--{month:02}")), at + 1));
    }
    if let Some(year) = year(&first.lower)
        && first.span.len() == 4
        && matches!(
            before,
            "in" | "since"
                | "until"
                | "by"
                | "from"
                | "of"
                | "early"
                | "late"
                | "during"
                | "before"
                | "after"
                | "mid"
        )
        && !(gap(at) == Gap::Space
            && matches!(
                word(at + 1),
                "people" | "men" | "troops" | "miles" | "km" | "tons"
            ))
    {
        return Some((Said::Other(format!("{year:04}")), at + 1));
    }
    clock(text, tokens, at)
}

/// 3 June 2011, June 3, 2011, June 3, June 2011, 2011-06-03.
fn calendar(
    text: &str,
    tokens: &[Token],
    at: usize,
    follows: &dyn Fn(usize) -> bool,
) -> Option<(Said, usize)> {
    let first = tokens.get(at)?;
    let word = |i: usize| tokens.get(i).map_or("", |t| t.lower.as_str());
    let with_year = |month: u8, day: u8, next: usize| {
        let dated = follows(next - 1)
            .then(|| year(word(next)))
            .flatten()
            .and_then(|y| PartialDate::day(y, month, day));
        match dated {
            Some(date) => (Said::Day(date), next + 1),
            None => (Said::DayOfYear(month, day), next),
        }
    };
    if let Some(month) = month(&first.lower).filter(|_| capital(text, first)) {
        if !follows(at) {
            return None;
        }
        if let Some(day) = day_of_month(word(at + 1)) {
            return Some(with_year(month, day, at + 2));
        }
        return year(word(at + 1)).map(|y| (Said::Month(y, month), at + 2));
    }
    if let Some(day) = day_of_month(&first.lower)
        && first.gap == Gap::Space
        && let Some(next) = tokens.get(at + 1).filter(|t| capital(text, t))
        && let Some(month) = month(&next.lower)
    {
        return Some(with_year(month, day, at + 2));
    }
    if let Some(y) = year(&first.lower)
        && first.gap == Gap::Hyphen
        && tokens.get(at + 1).is_some_and(|t| t.gap == Gap::Hyphen)
    {
        let date = PartialDate::day(y, word(at + 1).parse().ok()?, word(at + 2).parse().ok()?)?;
        return Some((Said::Day(date), at + 3));
    }
    None
}

/// 10 am, 4:48 p.m., 0915 GMT.
fn clock(text: &str, tokens: &[Token], at: usize) -> Option<(Said, usize)> {
    let word = |i: usize| tokens.get(i).map_or("", |t| t.lower.as_str());
    let first = tokens
        .get(at)
        .filter(|t| !t.lower.is_empty() && t.lower.bytes().all(|b| b.is_ascii_digit()))?;
    let half = |w: &str| matches!(w, "am" | "pm" | "a.m" | "p.m").then(|| w.starts_with('p'));
    let zone = |w: &str| matches!(w, "gmt" | "utc" | "edt" | "est" | "cet" | "bst");
    let hour: u16 = first.lower.parse().ok()?;
    let colon = tokens.get(at + 1).is_some_and(|next| {
        ByteSpan::new(first.span.end, next.span.start).of(text) == ":" && next.lower.len() == 2
    });
    let (minute, next) = if colon {
        (word(at + 1).parse::<u16>().ok()?, at + 2)
    } else {
        (0, at + 1)
    };
    let said = |hour: u16, minute: u16| Said::Other(format!("{hour:02}:{minute:02}"));
    if let Some(afternoon) = half(word(next)).filter(|_| (1..=12).contains(&hour) && minute < 60) {
        return Some((
            said(hour % 12 + if afternoon { 12 } else { 0 }, minute),
            next + 1,
        ));
    }
    if first.lower.len() == 4 && zone(word(at + 1)) && hour % 100 < 60 {
        return Some((said(hour / 100, hour % 100), at + 2));
    }
    (colon && hour < 24 && minute < 60).then(|| (said(hour, minute), next))
}

/// The day with this month and day that lies nearest to the day of publication.
fn nearest(published: i64, month: u8, day: u8) -> Option<PartialDate> {
    let year = from_day_number(published).year;
    [year - 1, year, year + 1]
        .into_iter()
        .filter_map(|y| PartialDate::day(y, month, day))
        .min_by_key(|date| {
            date.day_number()
                .map_or(i64::MAX, |n| (n - published).abs())
        })
}

/// A day as it is shown: `Tue 13 Mar 2012`.
fn in_words(date: &PartialDate) -> String {
    let (Some(month), Some(day), Some(number)) = (date.month, date.day, date.day_number()) else {
        return date.to_string();
    };
    let short = |names: &[&str], i: usize| -> String {
        let name = names.get(i).copied().unwrap_or_default();
        let mut letters = name.chars().take(3);
        letters
            .next()
            .map(|first| first.to_uppercase().chain(letters).collect())
            .unwrap_or_default()
    };
    format!(
        "{} {day} {} {}",
        short(&WEEKDAYS, usize::from(weekday(number))),
        short(&MONTHS, usize::from(month - 1)),
        date.year
    )
}

/// What a date is about: the words before it in its clause, or after it where it opens one.
fn about(text: &str, tokens: &[Token], at: usize, next: usize) -> String {
    let mut from = at;
    let link = |i: usize| {
        tokens
            .get(i)
            .is_some_and(|t| LINKS.contains(&t.lower.as_str()))
    };
    let open = |i: usize| {
        tokens
            .get(i)
            .is_some_and(|t| matches!(t.gap, Gap::Space | Gap::Hyphen))
    };
    let mut end = at;
    while end > 0 && open(end - 1) && link(end - 1) {
        end -= 1;
    }
    if end > 0 && open(end - 1) {
        from = end;
        while from > 0 && open(from - 1) && end - from < 4 {
            from -= 1;
        }
    }
    let words = |from: usize, end: usize| -> String {
        match (
            tokens.get(from),
            end.checked_sub(1).and_then(|i| tokens.get(i)),
        ) {
            (Some(first), Some(last)) if end > from => {
                ByteSpan::new(first.span.start, last.span.end)
                    .of(text)
                    .to_owned()
            }
            _ => String::new(),
        }
    };
    if from < end {
        return words(from, end);
    }
    let mut until = next;
    while until < tokens.len() && until - next < 4 && (until == next || open(until - 1)) {
        until += 1;
    }
    words(next, until)
}
