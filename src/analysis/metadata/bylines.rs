//! Lines that say who wrote an article and when: bylines, date lines and both on one line.

use crate::model::PartialDate;

use super::{agencies, dates, outlets};

/// What a line at the head or foot of an article states about it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// The author's name without "By".
    pub byline: Option<String>,
    pub published: Option<PartialDate>,
    /// The place named before the date, if one is.
    pub place: Option<String>,
    pub agency: Option<String>,
    pub outlet: Option<String>,
}

impl Facts {
    fn take(&mut self, other: Self) {
        self.byline = self.byline.take().or(other.byline);
        self.published = self.published.or(other.published);
        self.place = self.place.take().or(other.place);
        self.agency = self.agency.take().or(other.agency);
        self.outlet = self.outlet.take().or(other.outlet);
    }
}

/// The longest line of this kind, in bytes.
const LONGEST: usize = 180;

/// Reads a line that holds nothing but such facts; `None` when anything else stands on it.
#[must_use]
pub fn read(line: &str) -> Option<Facts> {
    if line.len() > LONGEST {
        return None;
    }
    let mut facts = Facts::default();
    let mut stated = false;
    for part in line.split(['|', '•', '·', '\u{2022}']) {
        let part = part.trim().trim_matches(['*', '_']).trim();
        if part.is_empty() {
            continue;
        }
        if let Some(found) = read_part(part) {
            stated |= found.published.is_some() || found.byline.is_some();
            facts.take(found);
        } else if !is_reading_time(part) {
            return None;
        }
    }
    stated.then_some(facts)
}

fn read_part(part: &str) -> Option<Facts> {
    dated(part)
        .or_else(|| byline(part))
        .or_else(|| place_and_date(part))
        .or_else(|| {
            // A place, an agency or an outlet between the bars of a date line.
            let agency = agencies::named(part);
            let outlet = outlets::named(part).filter(|_| agency.is_none());
            let place = (agency.is_none() && outlet.is_none() && is_capital_name(part))
                .then(|| super::dateline::place_case(part));
            (agency.is_some() || outlet.is_some() || place.is_some()).then_some(Facts {
                agency,
                outlet,
                place,
                ..Facts::default()
            })
        })
}

fn is_capital_name(part: &str) -> bool {
    part.len() <= 40
        && part.split(' ').count() <= 3
        && part
            .chars()
            .all(|c| c.is_uppercase() || matches!(c, ' ' | '-' | '.' | '\''))
        && part.chars().filter(|c| c.is_alphabetic()).count() >= 3
}

fn is_reading_time(part: &str) -> bool {
    let low = part.to_ascii_lowercase();
    low.ends_with("min read") || low.ends_with("minute read") || low.ends_with("minutes read")
}

/// A date line: dates and times, perhaps an author after them.
fn dated(part: &str) -> Option<Facts> {
    let scan = dates::scan(part);
    let published = scan.published();
    published?;
    let mut facts = Facts {
        published,
        ..Facts::default()
    };
    let rest = part.get(scan.end..)?.trim();
    if !rest.is_empty() {
        facts.take(byline(rest)?);
    }
    Some(facts)
}

/// `Geneva, 14 September 2011`, `Northern Wire, March 14, 2012`.
fn place_and_date(part: &str) -> Option<Facts> {
    let comma = part.find([',', '-', '–', '—', ':'])?;
    let (name, rest) = part.split_at(comma);
    let name = name.trim();
    let rest = rest.trim_start_matches([',', '-', '–', '—', ':', ' ']);
    let scan = dates::scan(rest);
    let date = scan.published().filter(|_| scan.end == rest.len())?;
    let words = name.split(' ').count();
    let proper = name.split(' ').all(|word| {
        word.starts_with(char::is_uppercase)
            && word
                .chars()
                .all(|c| c.is_alphabetic() || matches!(c, '-' | '.' | '\''))
    });
    if let Some(agency) = agencies::named(name) {
        return Some(Facts {
            published: Some(date),
            agency: Some(agency),
            ..Facts::default()
        });
    }
    if let Some(outlet) = outlets::named(name) {
        return Some(Facts {
            published: Some(date),
            outlet: Some(outlet),
            ..Facts::default()
        });
    }
    // "Tunis clashes, 14 March 2012" is a headline; a place is a name of one or two words.
    (proper && words <= 2 && part.find(',') == Some(comma)).then(|| Facts {
        published: Some(date),
        place: Some(super::dateline::place_case(name)),
        ..Facts::default()
    })
}

/// Words between the names of a byline.
const BETWEEN: &[&str] = &[
    "and", "of", "for", "in", "the", "at", "from", "with", "de", "da", "del", "der", "den", "di",
    "la", "le", "van", "von", "bin", "bint", "ibn", "al", "el", "abu", "al-", "&", "y", "e",
];

fn byline(part: &str) -> Option<Facts> {
    let rest = [
        "By ",
        "BY ",
        "by ",
        "Written by ",
        "Author: ",
        "Reported by ",
        "Words by ",
        "By: ",
    ]
    .iter()
    .find_map(|start| part.strip_prefix(start))?;
    // The author ends where a date begins.
    let mut facts = Facts::default();
    let mut name = rest;
    for (at, _) in rest.match_indices(' ') {
        let tail = rest
            .get(at..)?
            .trim_start_matches([' ', ',', '-', '–', '—']);
        let scan = dates::scan(tail);
        if scan.end == tail.len() && !tail.is_empty() && !scan.stamps.is_empty() {
            facts.published = scan.published();
            name = rest.get(..at)?.trim_end_matches([' ', ',', '-', '–', '—']);
            break;
        }
    }
    if !is_signature(name) {
        return None;
    }
    facts.agency = name
        .split([',', '('])
        .map(|piece| piece.trim_end_matches([')', ' ']))
        .map(|piece| {
            [
                "Writer",
                "Staff Writer",
                "WRITER",
                "STAFF WRITER",
                "Correspondent",
                "correspondent",
            ]
            .iter()
            .find_map(|end| piece.strip_suffix(end))
            .unwrap_or(piece)
        })
        .find_map(agencies::named);
    facts.byline = Some(name.to_owned());
    Some(facts)
}

/// Whether `name` can be who signed an article: names and their particles, no sentence.
fn is_signature(name: &str) -> bool {
    let mut words = 0;
    let mut between = 0;
    for word in name.split([' ', '/']).filter(|w| !w.is_empty()) {
        words += 1;
        let bare = word.trim_matches([',', '(', ')', '.', '"', '“', '”']);
        if BETWEEN.contains(&bare) {
            between += 1;
            continue;
        }
        // Names of days and months begin a sentence ("By Monday …"), not a byline.
        if dates::scan(bare).end == bare.len() && words == 1 {
            return false;
        }
        let shaped = bare.starts_with(char::is_uppercase)
            && bare
                .chars()
                .all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '\'' | '’'));
        // "correspondent" and "staff reporter" are written small after a name.
        let role = words > 1
            && matches!(
                bare,
                "correspondent"
                    | "staff"
                    | "writer"
                    | "reporter"
                    | "editor"
                    | "bureau"
                    | "agencies"
            );
        if !shaped && !role {
            return false;
        }
    }
    let sentence = name.ends_with(['!', '?'])
        || name.ends_with('.')
            && !name.contains(',')
            && name
                .rsplit([' ', '.'])
                .nth(1)
                .is_some_and(|last| last.chars().count() > 3);
    (1..=16).contains(&words) && between < words && !sentence
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, expected: &str) {
        let found = read(line).map_or("none".to_owned(), |f| {
            format!(
                "{}|{}|{}|{}{}",
                f.byline.unwrap_or_default(),
                f.published.map(|d| d.to_string()).unwrap_or_default(),
                f.place.unwrap_or_default(),
                f.agency.unwrap_or_default(),
                f.outlet.unwrap_or_default()
            )
        });
        assert_eq!(found, expected, "{line}");
    }

    #[test]
    fn lines_of_facts_are_read() {
        check("By Ann Lee", "Ann Lee|||");
        check(
            "By ANN LEE and TOM DE WIT, Associated Press Writer",
            "ANN LEE and TOM DE WIT, Associated Press Writer|||AP",
        );
        check(
            "By Ann Lee, Director of Ports at the Harbor Bank (Harbank).",
            "Ann Lee, Director of Ports at the Harbor Bank (Harbank).|||",
        );
        check("By Ann Lee in Tunis", "Ann Lee in Tunis|||");
        check(
            "By Ann Lee, Reuters | March 14, 2012",
            "Ann Lee, Reuters|2012-03-14||Reuters",
        );
        check(
            "By Ann Lee March 14, 2012 9:05 am",
            "Ann Lee|2012-03-14T09:05||",
        );
        check("14 March 2012 by Ann Lee", "Ann Lee|2012-03-14||");
        check(
            "TUNIS | Wed Mar 14, 2012 4:48 pm EDT",
            "|2012-03-14T16:48-04:00|Tunis|",
        );
        check("Geneva, 14 September 2011", "|2011-09-14|Geneva|");
        check(
            "Northern Wire, March 14, 2012",
            "|2012-03-14||Northern Wire",
        );
        check("Harbor Post, 14 March 2012", "|2012-03-14||Harbor Post");
        check(
            "The Harbor Post | 14 March 2012",
            "|2012-03-14||The Harbor Post",
        );
        check("Published: 14 March 2012 • 4 min read", "|2012-03-14||");
    }

    #[test]
    fn sentences_and_headlines_are_not() {
        for line in [
            "By Monday the port was quiet.",
            "By Monday",
            "By then Ann Lee had left.",
            "March 14",
            "Tunis clashes continue, 14 March 2012",
            "TUNIS",
            "On March 14, 2012, the port closed.",
            "Stand By Me",
            "",
        ] {
            check(line, "none");
        }
    }
}
