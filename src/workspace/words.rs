//! Numbers and dates in words, the same in the window, on pictures and in the terminal.

use crate::model::{PartialDate, Published};

const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// A count with thousands separated: `1,412`.
#[must_use]
pub fn count(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A count with its noun: `1 article`, `1,412 articles`. `noun` is the singular; words in -y and -s are not handled.
#[must_use]
pub fn counted(n: u64, noun: &str) -> String {
    if n == 1 {
        format!("1 {noun}")
    } else {
        format!("{} {}", count(n), plural(noun))
    }
}

/// `312 mentions in 87 articles`.
#[must_use]
pub fn mentions_in_articles(mentions: u64, articles: u64) -> String {
    format!(
        "{} in {}",
        counted(mentions, "mention"),
        counted(articles, "article")
    )
}

/// What a decision touched: `312 mentions in 87 articles`, `1 highlight in 1 article`, `3 articles`. `None` when it is not
/// about anything that is counted.
#[must_use]
pub fn touched(
    mentions: Option<u64>,
    highlights: Option<u64>,
    articles: Option<u64>,
) -> Option<String> {
    let articles = articles?;
    Some(match (mentions, highlights) {
        (_, Some(n)) => format!(
            "{} in {}",
            counted(n, "highlight"),
            counted(articles, "article")
        ),
        (Some(n), None) => mentions_in_articles(n, articles),
        (None, None) => counted(articles, "article"),
    })
}

/// The plural of the nouns the program counts.
#[must_use]
pub fn plural(noun: &str) -> String {
    match noun {
        "person" => "people".to_owned(),
        "story" => "stories".to_owned(),
        "entity" => "entities".to_owned(),
        _ => format!("{noun}s"),
    }
}

/// The end of a text on one line, at most so many letters, cut at a whole word with `…` before it.
#[must_use]
pub fn ending(text: &str, letters: usize) -> String {
    let words = text.trim_end();
    let Some((at, _)) = words.char_indices().rev().nth(letters) else {
        return one_line(words);
    };
    let cut = words.get(at..).unwrap_or_default();
    let cut = cut.split_once(char::is_whitespace).map_or(cut, |c| c.1);
    format!("… {}", one_line(cut))
}

/// The beginning of a text on one line, at most so many letters, cut at a whole word with `…` behind it.
#[must_use]
pub fn beginning(text: &str, letters: usize) -> String {
    let words = text.trim_start();
    let Some((at, _)) = words.char_indices().nth(letters) else {
        return one_line(words);
    };
    let cut = words.get(..at).unwrap_or_default();
    let cut = cut.rsplit_once(char::is_whitespace).map_or(cut, |c| c.0);
    format!("{} …", one_line(cut))
}

/// An outlet's name, or that none is stated.
#[must_use]
pub fn outlet(name: Option<&str>) -> String {
    name.unwrap_or("No outlet stated").to_owned()
}

/// Text with every run of spaces and line ends as one space.
#[must_use]
pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `21 Nov 2026, 19:40` on this computer's clock, from the ledger's time; other text is returned as it is.
#[must_use]
pub fn local_time(utc: &str) -> String {
    time_in(utc, &jiff::tz::TimeZone::system())
}

/// The ISO day and the time of day, `19:40`, on this computer's clock, of a time in the ledger.
#[must_use]
pub fn local_minute(utc: &str) -> Option<(String, String)> {
    let at = utc.parse::<jiff::Timestamp>().ok()?;
    let at = at.to_zoned(jiff::tz::TimeZone::system());
    Some((
        at.strftime("%Y-%m-%d").to_string(),
        at.strftime("%H:%M").to_string(),
    ))
}

fn time_in(utc: &str, zone: &jiff::tz::TimeZone) -> String {
    let Ok(at) = utc.parse::<jiff::Timestamp>() else {
        return utc.to_owned();
    };
    let at = at.to_zoned(zone.clone());
    let month = month_name(u8::try_from(at.month()).unwrap_or(0));
    format!(
        "{} {month} {}, {:02}:{:02}",
        at.day(),
        at.year(),
        at.hour(),
        at.minute()
    )
}

fn month_name(month: u8) -> &'static str {
    MONTHS
        .get(usize::from(month).wrapping_sub(1))
        .copied()
        .unwrap_or("?")
}

/// `Mar 2012`.
#[must_use]
pub fn month_of(year: i16, month: u8) -> String {
    format!("{} {year}", month_name(month))
}

/// A date as precise as it is known: `14 Mar 2012`, `Mar 2012`, `2012`; the time of day is left out.
#[must_use]
pub fn date(date: &PartialDate) -> String {
    match (date.month, date.day) {
        (Some(month), Some(day)) => format!("{day} {} {}", month_name(month), date.year),
        (Some(month), None) => format!("{} {}", month_name(month), date.year),
        _ => date.year.to_string(),
    }
}

/// A date with its time of day where known: `14 Mar 2012, 18:45`.
#[must_use]
pub fn date_and_time(of: &PartialDate) -> String {
    match of.minute {
        Some(minute) => format!("{}, {:02}:{:02}", date(of), minute / 60, minute % 60),
        None => date(of),
    }
}

/// A publication date in a list: `14 Mar` in the year most articles are from is left to the caller; here `14 Mar 2012`,
/// or `No date`.
#[must_use]
pub fn published(published: Option<&Published>) -> String {
    published.map_or_else(|| "No date".to_owned(), |p| date(&p.date))
}

/// An ISO day (`2012-03-14`) in words.
#[must_use]
pub fn iso_day(day: &str) -> String {
    PartialDate::parse(day).map_or_else(|| day.to_owned(), |d| date(&d))
}

/// A range of ISO days: `3–28 Mar 2012`, `28 Feb–3 Mar 2012`, `30 Dec 2011–2 Jan 2012`, `14 Mar 2012`.
#[must_use]
pub fn range(from: &str, to: &str) -> String {
    let (Some(a), Some(b)) = (PartialDate::parse(from), PartialDate::parse(to)) else {
        return format!("{from}–{to}");
    };
    if a == b {
        return date(&a);
    }
    let (Some(month), Some(day)) = (a.month, a.day) else {
        return format!("{}–{}", date(&a), date(&b));
    };
    if a.year == b.year && a.month == b.month {
        format!("{day}–{}", date(&b))
    } else if a.year == b.year {
        format!("{day} {}–{}", month_name(month), date(&b))
    } else {
        format!("{}–{}", date(&a), date(&b))
    }
}

/// A size in bytes: `12 MB`, `840 KB`.
#[must_use]
pub fn bytes(n: u64) -> String {
    match n {
        0..1_000 => counted(n, "byte"),
        1_000..1_000_000 => format!("{} KB", n.div_ceil(1_000)),
        1_000_000..10_000_000 => format!("{:.1} MB", n as f64 / 1e6),
        10_000_000..1_000_000_000 => format!("{} MB", n / 1_000_000),
        _ => format!("{:.1} GB", n as f64 / 1e9),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbors_are_cut_at_whole_words() {
        let text = "One two.\n\nThree four";
        assert_eq!(ending(text, 99), "One two. Three four");
        assert_eq!(ending(text, 8), "… four");
        assert_eq!(beginning(text, 6), "One …");
        assert_eq!(beginning("  ", 6), "");
    }

    #[test]
    fn times_are_local() {
        let zone = jiff::tz::TimeZone::fixed(jiff::tz::offset(2));
        assert_eq!(time_in("2026-11-21T22:40:00Z", &zone), "22 Nov 2026, 00:40");
        assert_eq!(time_in("yesterday", &zone), "yesterday");
    }

    #[test]
    fn counts_read_well() {
        for (n, expected) in [
            (0, "0"),
            (999, "999"),
            (1_000, "1,000"),
            (1_234_567, "1,234,567"),
        ] {
            assert_eq!(count(n), expected);
        }
        assert_eq!(counted(1, "story"), "1 story");
        assert_eq!(counted(2, "story"), "2 stories");
    }

    #[test]
    fn ranges_say_only_what_differs() {
        for (from, to, expected) in [
            ("2012-03-03", "2012-03-28", "3–28 Mar 2012"),
            ("2012-02-28", "2012-03-03", "28 Feb–3 Mar 2012"),
            ("2011-12-30", "2012-01-02", "30 Dec 2011–2 Jan 2012"),
            ("2012-03-14", "2012-03-14", "14 Mar 2012"),
        ] {
            assert_eq!(range(from, to), expected);
        }
    }
}
