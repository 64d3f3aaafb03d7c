//! Datelines: `HARBOR CITY, March 14 (Northern Wire) —` before the first sentence of a report.

use crate::gazetteer::Gazetteer;

use super::{
    agencies,
    dates::{self, Stamp},
};

/// A dateline at the start of a paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dateline {
    /// The place, cased as a name: `Harbor City`.
    pub place: String,
    pub agency: Option<String>,
    /// The date as far as stated; most datelines leave the year out.
    pub stamp: Option<Stamp>,
    /// Where the report begins: bytes of the paragraph.
    pub end: usize,
}

/// The longest dateline, in bytes.
const LONGEST: usize = 140;

/// Words in capitals before a dash that name a kind of article, not a place.
const NOT_PLACES: &[&str] = &[
    "ADVISORY",
    "ALERT",
    "ANALYSIS",
    "AUDIO",
    "BLOG",
    "BREAKING",
    "BRIEF",
    "BUSINESS",
    "COLUMN",
    "COMMENT",
    "CORRECTED",
    "CORRECTION",
    "DEVELOPING",
    "EDITORIAL",
    "ESSAY",
    "EXCLUSIVE",
    "EXPLAINER",
    "FACTBOX",
    "FEATURE",
    "FOCUS",
    "GALLERY",
    "GRAPHIC",
    "HEADLINES",
    "INSIGHT",
    "INTERVIEW",
    "LATEST",
    "LETTER",
    "LIVE",
    "NEWS",
    "NOTE",
    "OBITUARY",
    "OPINION",
    "PHOTOS",
    "PICTURES",
    "POLITICS",
    "POLL",
    "PREVIEW",
    "PROFILE",
    "QUESTION",
    "RECAP",
    "REPORT",
    "REVIEW",
    "ROUNDUP",
    "SPORT",
    "SPORTS",
    "STORY",
    "SUMMARY",
    "TIMELINE",
    "TRANSCRIPT",
    "UPDATE",
    "UPDATED",
    "URGENT",
    "VIDEO",
    "VIEWPOINT",
    "WARNING",
    "WATCH",
    "WORLD",
    "WRAPUP",
    "YES",
    "NO",
    "Q",
    "A",
    "ANSWER",
    "CNN",
    "ECB",
    "EU",
    "FAO",
    "FBI",
    "FIFA",
    "IAEA",
    "ICC",
    "IMF",
    "NATO",
    "OAS",
    "OECD",
    "OPEC",
    "OSCE",
    "UEFA",
    "UK",
    "UN",
    "UNESCO",
    "UNHCR",
    "UNICEF",
    "US",
    "USA",
    "WFP",
    "WHO",
    "WTO",
];

/// Reads a dateline at the start of `text`.
///
/// A place in capitals and a dash are enough; with an agency in brackets or a date the place may be in small letters.
#[must_use]
pub fn parse(text: &str) -> Option<Dateline> {
    let mut cut = LONGEST.min(text.len());
    while !text.is_char_boundary(cut) {
        cut -= 1;
    }
    let head = text.get(..cut)?;
    let stop = head
        .find([',', '(', '|', '–', '—', '_', '―', ':', '"', '“'])
        .into_iter();
    let stop = stop.chain(spaced_dash(head)).min()?;
    let place = head.get(..stop)?.trim_end();
    let capitals = is_place(place)?;
    let mut at = stop;
    let mut brackets: Option<Brackets> = None;
    let mut middle = String::new();
    // After the place: parts between commas, then an agency in brackets, in either order.
    loop {
        let rest = head.get(at..)?;
        let rest_trimmed = rest.trim_start();
        at += rest.len() - rest_trimmed.len();
        if rest_trimmed.starts_with(',') {
            let part = head.get(at + 1..)?;
            let end = part
                .find([',', '(', '–', '—', '_', '―', '"', '“', ':', ';'])
                .into_iter()
                .chain(spaced_dash(part))
                .min()?;
            if !middle.is_empty() {
                middle.push_str(", ");
            }
            middle.push_str(part.get(..end)?.trim());
            at += 1 + end;
        } else if rest_trimmed.starts_with('(')
            && brackets.as_ref().is_none_or(|b| b.agency.is_none())
        {
            let close = rest_trimmed.find(')')?;
            let inside = Brackets::read(rest_trimmed.get(1..close)?.trim())?;
            let before = brackets.and_then(|b| b.stamp);
            brackets = Some(Brackets {
                stamp: before.or(inside.stamp),
                ..inside
            });
            at += close + 1;
        } else {
            break;
        }
    }
    let bracketed = brackets.is_some();
    let Brackets { agency, stamp } = brackets.unwrap_or_default();
    let stamp = region_and_date(&middle)?.or(stamp);
    let (dash, strong) = dash_at(head.get(at..)?);
    let certain = agency.is_some() || stamp.is_some();
    let fits = match (dash > 0, bracketed) {
        (true, _) => capitals && strong || certain,
        // "HARBOR CITY (AP) The ferry": old wires leave the dash out.
        (false, true) => capitals,
        (false, false) => false,
    };
    if !fits {
        return None;
    }
    let rest = text.get(at + dash..).unwrap_or_default();
    // A headline in capitals has a place and a dash, too, but then everything is in capitals.
    if !certain && !rest.is_empty() && !rest.chars().any(char::is_lowercase) {
        return None;
    }
    let end = text.len() - rest.trim_start().len();
    Some(Dateline {
        place: place_case(place),
        agency,
        stamp: stamp.filter(|s| s.month.is_some()),
        end,
    })
}

/// Where the first hyphen stands that is a dash: between blanks, doubled, or after a full stop.
fn spaced_dash(text: &str) -> Option<usize> {
    [" - ", " --", ".-", ".–", ".—"]
        .iter()
        .filter_map(|mark| text.find(mark))
        .min()
}

/// Inhabitants above which a place is known to more than its neighbors. Nearly every surname and many a common word is
/// the name of some village.
const WELL_KNOWN: u64 = 50_000;

/// Reads a dateline that names neither agency nor date, in small letters: `Harbor City — The ferry …`, `Harbor City:
/// The ferry …`. Only at the head of a report, and only with a place the gazetteer knows.
#[must_use]
pub fn parse_in_small_letters(text: &str) -> Option<Dateline> {
    let mut cut = 60.min(text.len());
    while !text.is_char_boundary(cut) {
        cut -= 1;
    }
    let head = text.get(..cut)?;
    let at = head
        .find(['—', '–', ':', ',', '('])
        .into_iter()
        .chain(spaced_dash(head))
        .min()?;
    let place = head.get(..at)?.trim_end();
    let rest = head.get(at..)?;
    let (dash, _) = dash_at(rest);
    let after = text.get(at + dash..)?.trim_start();
    let sentence = after.starts_with(|c: char| c.is_uppercase() || matches!(c, '“' | '"' | '‘'));
    let fits = dash > 0 && sentence && is_place(place).is_some();
    let known = || {
        Gazetteer::embedded()
            .hits(place)
            .iter()
            .any(|hit| hit.weight() >= WELL_KNOWN)
    };
    (fits && known()).then(|| Dateline {
        place: place_case(place),
        agency: None,
        stamp: None,
        end: text.len() - after.len(),
    })
}

/// Whether `place` can be one; true inside when it is all in capitals.
fn is_place(place: &str) -> Option<bool> {
    if place.len() < 3 || place.len() > 60 {
        return None;
    }
    let mut capitals = true;
    let mut words = 0;
    for word in place.split([' ', '/']) {
        words += 1;
        let letters = word.trim_matches(|c: char| !c.is_alphabetic());
        let shaped = !letters.is_empty()
            && word
                .chars()
                .all(|c| c.is_alphabetic() || matches!(c, '.' | '\'' | '’' | '-' | '‘'));
        if !shaped || NOT_PLACES.contains(&letters) {
            return None;
        }
        if letters.chars().any(char::is_lowercase) {
            // "TUNIS and SFAX" is in capitals for all its "and".
            capitals &= words > 1 && SMALL_WORDS.contains(&letters);
            if !letters.starts_with(char::is_uppercase) && !SMALL_WORDS.contains(&letters) {
                return None;
            }
        }
    }
    let starts = place.starts_with(char::is_uppercase);
    (starts && words <= 5).then_some(capitals)
}

/// What stands in a dateline's brackets: an agency, a date, or both.
#[derive(Debug, Default)]
struct Brackets {
    agency: Option<String>,
    stamp: Option<Stamp>,
}

impl Brackets {
    /// `None` for anything else.
    fn read(inside: &str) -> Option<Self> {
        if let Some(stamp) = date_alone(inside) {
            return Some(Self {
                agency: None,
                stamp,
            });
        }
        // "AP, June 3, 2011" and the other way round: as much of a date as there is.
        let parts = inside.match_indices(", ").flat_map(|(comma, mark)| {
            let (left, rest) = inside.split_at(comma);
            let right = rest.get(mark.len()..).unwrap_or_default();
            [(left, right), (right, left)]
        });
        let dated = parts.filter_map(|(name, date)| Some((name, date.len(), date_alone(date)?)));
        let (name, stamp) = dated
            .max_by_key(|(_, length, _)| *length)
            .map_or((inside, None), |(name, _, stamp)| (name, stamp));
        Some(Self {
            agency: Some(agency_in_brackets(name)?),
            stamp,
        })
    }
}

/// The date that is all there is; `Some(None)` where it is a day of the week only. `None` when there is anything else.
#[allow(clippy::option_option)]
fn date_alone(text: &str) -> Option<Option<Stamp>> {
    let scan = dates::scan(text);
    (!text.is_empty() && scan.end == text.len() && scan.stamps.len() < 2)
        .then(|| scan.stamps.first().copied())
}

/// The agency in a dateline's brackets: a name, not a remark.
fn agency_in_brackets(inside: &str) -> Option<String> {
    if inside.is_empty() || inside.len() > 50 || inside.split(' ').count() > 6 {
        return None;
    }
    if let Some(agency) = agencies::named(inside) {
        return Some(agency);
    }
    let proper = inside.starts_with(char::is_alphanumeric)
        && inside.contains(char::is_uppercase)
        && inside.split(' ').all(|word| {
            word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
                || matches!(word, "of" | "and" | "the" | "de" | "for" | "&")
        });
    proper.then(|| inside.to_owned())
}

/// Reads what stands between place and dash: a region, a date, or both. `None` when it is neither.
#[allow(clippy::option_option)]
fn region_and_date(middle: &str) -> Option<Option<Stamp>> {
    if middle.is_empty() {
        return Some(None);
    }
    let mut rest = middle;
    let mut regions = 0;
    loop {
        let scan = dates::scan(rest);
        if scan.end == rest.len() && scan.stamps.len() == 1 {
            return Some(scan.stamps.first().copied());
        }
        let (part, next) = rest.split_once(", ").unwrap_or((rest, ""));
        regions += 1;
        let words = part.split(' ').count();
        let weekday = dates::scan(part).end == part.len();
        let region = words <= 4
            && part
                .split(' ')
                .all(|word| word.starts_with(char::is_uppercase) || SMALL_WORDS.contains(&word))
            && part
                .chars()
                .all(|c| c.is_alphabetic() || matches!(c, ' ' | '.' | '\'' | '’' | '-'));
        if regions > 2 || !(region || weekday) {
            return None;
        }
        if next.is_empty() {
            return Some(None);
        }
        rest = next;
    }
}

/// Bytes of the dash at the start of `rest` with the blanks before it, and whether it is one that needs no further
/// sign of a dateline; 0 when there is none.
fn dash_at(rest: &str) -> (usize, bool) {
    let dash = rest.trim_start();
    let blank = rest.len() - dash.len();
    // "TUNIS.- The port": Spanish and older English papers set a full stop before the dash.
    let (dash, stop) = match dash.strip_prefix('.') {
        Some(after) if after.starts_with(['-', '–', '—']) => (after, 1),
        _ => (dash, 0),
    };
    let blank = blank + stop;
    for (mark, spaced) in [
        ("--", false),
        ("—", false),
        ("–", false),
        ("―", false),
        ("_", true),
        ("-", true),
    ] {
        let Some(after) = dash.strip_prefix(mark) else {
            continue;
        };
        let apart = after.is_empty() || after.starts_with(char::is_whitespace);
        if spaced && !apart {
            return (0, false);
        }
        return (blank + mark.len(), apart || blank > 0 || mark.len() > 2);
    }
    match dash.strip_prefix(':') {
        Some(after) if after.starts_with(' ') => (blank + 1, false),
        _ => (0, false),
    }
}

/// Words of place names written small: `Rio de Janeiro`, `Dar es Salaam`.
const SMALL_WORDS: &[&str] = &[
    "a", "al", "am", "an", "and", "as", "au", "aux", "bei", "da", "das", "de", "del", "della",
    "der", "des", "di", "do", "dos", "du", "el", "en", "es", "ha", "i", "im", "in", "la", "las",
    "le", "les", "los", "na", "of", "on", "ob", "op", "se", "sous", "sur", "te", "the", "und",
    "upon", "van", "y", "zu",
];

/// A place's name as it is written in running text, from the capitals of a dateline.
#[must_use]
pub fn place_case(place: &str) -> String {
    let mixed = place
        .split([' ', '/'])
        .any(|word| word.chars().any(char::is_lowercase) && !SMALL_WORDS.contains(&word));
    if mixed {
        return place.to_owned();
    }
    let mut out = String::with_capacity(place.len());
    let mut word = String::new();
    let mut first = true;
    for c in place.chars().map(Some).chain([None]) {
        match c {
            Some(c) if c.is_alphabetic() || matches!(c, '\'' | '’') => word.push(c),
            _ => {
                if !word.is_empty() {
                    push_word(&mut out, &word, first);
                    first = false;
                    word.clear();
                }
                if let Some(c) = c {
                    // An abbreviation's letters stay capital: "D.C."
                    out.push(c);
                    first |= c == '/';
                }
            }
        }
    }
    out
}

fn push_word(out: &mut String, word: &str, first: bool) {
    let small = word.to_lowercase();
    if !first && SMALL_WORDS.contains(&small.as_str()) {
        // The article of an Arabic name is written large where it opens the name only.
        out.push_str(&small);
        return;
    }
    // N'Djamena and L'Aquila have a second capital, Sana'a has not.
    let elided = word
        .char_indices()
        .nth(1)
        .is_some_and(|(_, c)| matches!(c, '\'' | '’'));
    for (i, c) in word.chars().enumerate() {
        if i == 0 || elided && i == 2 {
            out.push(c);
        } else {
            out.extend(c.to_lowercase());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let found = parse(text).map_or("none".to_owned(), |d| {
            format!(
                "{}|{}|{}|{}",
                d.place,
                d.agency.unwrap_or_default(),
                d.stamp
                    .map(|s| format!("{:?}-{:?}-{:?}", s.year, s.month, s.day))
                    .unwrap_or_default()
                    .replace("Some(", "")
                    .replace(')', ""),
                text.get(d.end..).unwrap_or_default()
            )
        });
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn datelines_are_read() {
        check("MISRATA (Reuters) - The port", "Misrata|Reuters||The port");
        check("MISRATA (AFP) – The port", "Misrata|AFP||The port");
        check(
            "BREGA, Libya, March 14 (Northern Wire) — The port",
            "Brega|Northern Wire|None-3-14|The port",
        );
        check(
            "GENEVA, Sept 14 (Northern Wire) - The envoy",
            "Geneva|Northern Wire|None-9-14|The envoy",
        );
        check(
            "Tunis, Tunisia (Northern Wire) -- The envoy",
            "Tunis|Northern Wire||The envoy",
        );
        check("CAIRO — The envoy", "Cairo|||The envoy");
        check("UNITED NATIONS — The envoy", "United Nations|||The envoy");
        check("LIMA, Peru _", "Lima|||");
        check(
            "DAR ES SALAAM, Tanzania (AP) _ The",
            "Dar es Salaam|AP||The",
        );
        check(
            "OSLO, 14 March 2012 — The",
            "Oslo|||2012-3-14|The".replace("|||", "||").as_str(),
        );
        check("Rome, June 3 2011 (IPS) - The", "Rome|IPS|2011-6-3|The");
        check("ST. LOUIS (AP) The", "St. Louis|AP||The");
        check(
            "TUNIS/PARIS, March 2 (Reuters) - The",
            "Tunis/Paris|Reuters|None-3-2|The",
        );
        check("N'DJAMENA, Chad (AFP) - The", "N'Djamena|AFP||The");
        check(
            "TUNIS and SFAX, May 2 (IPS) - The",
            "Tunis and Sfax|IPS|None-5-2|The",
        );
        check("LIMA, PERU.- The", "Lima|||The");
        check("LIMA.— The", "Lima|||The");
        check("PORT-AU-PRINCE - The", "Port-au-Prince|||The");
        check("WASHINGTON, D.C. — The", "Washington|||The");
        check("OSLO (June 3, 2011) — The", "Oslo||2011-6-3|The");
        check("OSLO (Feb. 25, 2012) The", "Oslo||2012-2-25|The");
        check("OSLO (3 June) – The", "Oslo||None-6-3|The");
        check("OSLO (Monday) – The", "Oslo|||The");
        check("OSLO (AP, June 3) — The", "Oslo|AP|None-6-3|The");
        check("OSLO (June 3, 2011, AP) — The", "Oslo|AP|2011-6-3|The");
        check("OSLO (June 3) (AP) — The", "Oslo|AP|None-6-3|The");
    }

    #[test]
    fn small_letters_need_a_known_place() {
        for (text, expected) in [
            (
                "Tunis — The envoy arrived.",
                Some(("Tunis", "The envoy arrived.")),
            ),
            (
                "Durban: The envoy arrived.",
                Some(("Durban", "The envoy arrived.")),
            ),
            ("Patience — The envoy's only ally — left.", None),
            ("Tunis — the city — slept.", None),
            ("Ferry: The long wait", None),
            ("Tunis, where the envoy lives, slept.", None),
        ] {
            let found = parse_in_small_letters(text);
            let found = found
                .as_ref()
                .map(|d| (d.place.as_str(), text.get(d.end..).unwrap_or_default()));
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn what_only_looks_like_one_is_none() {
        for text in [
            "NATO said on Friday that — as expected — it would stay.",
            "NATO — the alliance — said",
            "UPDATE - The ferry is back",
            "EXCLUSIVE: The ferry is back",
            "BREGA – REBELS HOLD THE PORT",
            "Rebels held the port (and the town) - for now.",
            "The port, long closed, opened - at last.",
            "In Tunis, the envoy (who had arrived) said",
            "Ferry returns — two years on",
            "Mayor - and brother - arrested",
            "MISRATA residents said",
            "OSLO (2011) The ferry is back",
            "",
            "—",
        ] {
            check(text, "none");
        }
    }
}
