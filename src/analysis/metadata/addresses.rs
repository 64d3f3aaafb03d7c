//! Dates in the names of files and in web addresses.

use crate::model::PartialDate;

use super::dates::plausible_year;

/// The date a file's name or a web address states: `2011-06-03_harbor.txt`, `wire-20110603.txt`, `/2011/06/03/`,
/// `/2011/06/`.
#[must_use]
pub fn in_name(name: &str) -> Option<PartialDate> {
    let bytes = name.as_bytes();
    let mut at = 0;
    let mut month_only = None;
    while at < bytes.len() {
        if !bytes.get(at).is_some_and(u8::is_ascii_digit) {
            at += 1;
            continue;
        }
        let len = digits_at(bytes, at);
        if own_number(bytes, at)
            && let Some(found) = match len {
                4 => separated(name, at),
                8 => compact(name, at),
                _ => None,
            }
        {
            if found.day.is_some() {
                return Some(found);
            }
            month_only = month_only.or(Some(found));
        }
        at += len;
    }
    month_only
}

fn digits_at(bytes: &[u8], at: usize) -> usize {
    bytes
        .get(at..)
        .unwrap_or_default()
        .iter()
        .take_while(|b| b.is_ascii_digit())
        .count()
}

/// Whether the digits at `at` are a number of their own: nothing before them, or a mark, or the capitals of an
/// agency's code. Digits inside a hash are none.
fn own_number(bytes: &[u8], at: usize) -> bool {
    let before = bytes.get(..at).unwrap_or_default();
    let letters = before
        .iter()
        .rev()
        .take_while(|b| b.is_ascii_alphabetic())
        .count();
    let code = before.get(at - letters..).unwrap_or_default();
    let clear = at
        .checked_sub(letters + 1)
        .and_then(|n| before.get(n))
        .is_none_or(|b| !b.is_ascii_digit() && b.is_ascii());
    clear && code.iter().all(u8::is_ascii_uppercase)
}

fn ends_number(bytes: &[u8], at: usize) -> bool {
    bytes
        .get(at)
        .is_none_or(|b| !b.is_ascii_alphanumeric() || *b == b'T')
}

fn compact(name: &str, at: usize) -> Option<PartialDate> {
    if !ends_number(name.as_bytes(), at + 8) {
        return None;
    }
    let number = |from: usize, to: usize| name.get(at + from..at + to)?.parse::<u32>().ok();
    let year = plausible_year(number(0, 4)?)?;
    let month = u8::try_from(number(4, 6)?).ok()?;
    PartialDate::day(year, month, u8::try_from(number(6, 8)?).ok()?)
}

fn separated(name: &str, at: usize) -> Option<PartialDate> {
    let bytes = name.as_bytes();
    let year = plausible_year(name.get(at..at + 4)?.parse().ok()?)?;
    let mark = *bytes.get(at + 4)?;
    if !matches!(mark, b'-' | b'_' | b'.' | b'/') {
        return None;
    }
    let month_len = digits_at(bytes, at + 5);
    if !(1..=2).contains(&month_len) {
        return None;
    }
    let month: u8 = name.get(at + 5..at + 5 + month_len)?.parse().ok()?;
    let next = at + 5 + month_len;
    let day_len = digits_at(bytes, next + 1);
    if bytes.get(next) == Some(&mark)
        && (1..=2).contains(&day_len)
        && ends_number(bytes, next + 1 + day_len)
    {
        let day: u8 = name.get(next + 1..next + 1 + day_len)?.parse().ok()?;
        return PartialDate::day(year, month, day);
    }
    // "2010-11" in a file's name may be a season; between slashes it is the year and month of an archive.
    (mark == b'/' && month_len == 2 && bytes.get(next) == Some(&b'/'))
        .then(|| PartialDate::month(year, month))?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files_and_addresses() {
        for (name, expected) in [
            ("2012-03-14_ferry.txt", Some("2012-03-14")),
            ("ferry 2012_3_4.txt", Some("2012-03-04")),
            ("20120314.txt", Some("2012-03-14")),
            ("NWX20120314.0042.txt", Some("2012-03-14")),
            ("https://example.org/2012/03/14/ferry", Some("2012-03-14")),
            ("https://example.org/2012/03/ferry", Some("2012-03")),
            ("a_20120314f3.txt", None),
            ("c420120314.txt", None),
            ("2012-13-14.txt", None),
            ("season 2010-11.txt", None),
            ("1234567890.txt", None),
            ("ferry.txt", None),
            ("", None),
        ] {
            let found = in_name(name).map(|d| d.to_string());
            assert_eq!(found.as_deref(), expected, "{name}");
        }
    }
}
