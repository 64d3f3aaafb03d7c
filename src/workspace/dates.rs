//! Dates as people type them.

use crate::model::{PartialDate, dates::MONTHS};

/// Reads `2012-03-14`, `14 Mar 2012`, `March 14, 2012`, `Mar 2012`, `2012`.
///
/// # Errors
/// One sentence that says what is wrong and what would be right.
pub fn parse(text: &str) -> Result<PartialDate, String> {
    let text = text.trim();
    if text.is_empty() {
        return Err("Type a date, such as 14 Mar 2012 or 2012-03".to_owned());
    }
    if let Some(date) = PartialDate::parse(text) {
        return Ok(date);
    }
    let iso_like = text.len() >= 7 && text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    let words: Vec<&str> = text
        .split([' ', ',', '.'])
        .filter(|word| !word.is_empty())
        .collect();
    let month = words.iter().find_map(|word| month(word));
    let numbers: Vec<(usize, u32)> = words
        .iter()
        .filter_map(|word| {
            let digits = word.trim_end_matches(|letter: char| letter.is_ascii_alphabetic());
            Some((digits.len(), digits.parse().ok()?))
        })
        .collect();
    let year = numbers
        .iter()
        .find(|(digits, _)| *digits == 4)
        .and_then(|(_, year)| i16::try_from(*year).ok());
    let day = numbers
        .iter()
        .find(|(digits, _)| *digits <= 2)
        .and_then(|(_, day)| u8::try_from(*day).ok());
    match (year, month, day) {
        (Some(year), Some(month), Some(day)) if words.len() == 3 => {
            PartialDate::day(year, month, day).ok_or_else(|| no_such_day(text))
        }
        (Some(year), Some(month), None) if words.len() == 2 => {
            PartialDate::month(year, month).ok_or_else(|| no_such_day(text))
        }
        _ if iso_like => Err(no_such_day(text)),
        (None, Some(_), _) => Err("The year is missing: type it with four digits, as in 14 Mar 2012".to_owned()),
        _ if text.contains('/') => {
            Err("Write the month as a word, as in 14 Mar 2012: slashes do not say which number is the month".to_owned())
        }
        _ => Err(format!("“{text}” is not a date. Try 14 Mar 2012, Mar 2012 or 2012-03-14")),
    }
}

fn no_such_day(text: &str) -> String {
    format!("There is no {text} in the calendar")
}

fn month(word: &str) -> Option<u8> {
    let word = word.to_lowercase();
    if word.len() < 3 || !word.bytes().all(|b| b.is_ascii_alphabetic()) {
        return None;
    }
    // `Sept` is the one short form that is longer than three letters.
    let at = MONTHS.iter().position(|month| month.starts_with(&word))?;
    u8::try_from(at + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_as_people_type_them() {
        for (text, iso) in [
            ("2012-03-14", "2012-03-14"),
            (" 14 Mar 2012 ", "2012-03-14"),
            ("14. March 2012", "2012-03-14"),
            ("March 14, 2012", "2012-03-14"),
            ("Mar 14th 2012", "2012-03-14"),
            ("1 sept 1999", "1999-09-01"),
            ("Mar 2012", "2012-03"),
            ("2012", "2012"),
            ("2012-03", "2012-03"),
        ] {
            assert_eq!(
                parse(text).map(|date| date.to_string()).as_deref(),
                Ok(iso),
                "{text}"
            );
        }
    }

    #[test]
    fn wrong_dates_say_what_is_wrong() {
        for (text, says) in [
            ("", "Type a date"),
            ("30 Feb 2012", "no 30 Feb 2012 in the calendar"),
            ("2012-02-30", "no 2012-02-30 in the calendar"),
            ("14 Mar", "year is missing"),
            ("3/4/2012", "month as a word"),
            ("soon", "is not a date"),
            ("Mar Mar 2012 14", "is not a date"),
            ("é", "is not a date"),
        ] {
            let error = parse(text).expect_err(text);
            assert!(error.contains(says), "{text}: {error}");
        }
    }
}
