//! Reads the dates of date lines, datelines and metadata fields. Dates in running text are no concern of this file.

use super::PartialDate;

/// Month names as news writes them; the first three letters decide, the rest must fit.
pub const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Monday first, as [`super::date::weekday`] counts.
pub const WEEKDAYS: [&str; 7] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

/// Abbreviations of time zones that mean one offset wherever news uses them, in minutes east of UTC. Ambiguous ones
/// (IST, CST in Asia, ET without a season) are read as a zone whose offset is unknown.
/// Source: IANA time zone database, abbreviations column.
const ZONES: &[(&str, Option<i16>)] = &[
    ("gmt", Some(0)),
    ("utc", Some(0)),
    ("z", Some(0)),
    ("wet", Some(0)),
    ("bst", Some(60)),
    ("west", Some(60)),
    ("cet", Some(60)),
    ("cest", Some(120)),
    ("eet", Some(120)),
    ("eest", Some(180)),
    ("sast", Some(120)),
    ("cat", Some(120)),
    ("eat", Some(180)),
    ("pkt", Some(300)),
    ("hkt", Some(480)),
    ("sgt", Some(480)),
    ("jst", Some(540)),
    ("kst", Some(540)),
    ("aest", Some(600)),
    ("aedt", Some(660)),
    ("nzst", Some(720)),
    ("nzdt", Some(780)),
    ("est", Some(-300)),
    ("edt", Some(-240)),
    ("cdt", Some(-300)),
    ("mst", Some(-420)),
    ("mdt", Some(-360)),
    ("pst", Some(-480)),
    ("pdt", Some(-420)),
    ("cst", None),
    ("ist", None),
    ("msk", None),
    ("et", None),
    ("ct", None),
    ("mt", None),
    ("pt", None),
    ("hrs", None),
    ("local", None),
];

/// What a date line says its date is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Label {
    /// Nothing, or that the article was published.
    #[default]
    Published,
    /// That it was changed.
    Updated,
}

/// A date as far as stated; a time of day only together with a day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stamp {
    pub label: Label,
    pub year: Option<i16>,
    pub month: Option<u8>,
    pub day: Option<u8>,
    minute: Option<u16>,
    offset: Option<i16>,
}

impl Stamp {
    /// The date, when at least the year is stated and such a day exists.
    #[must_use]
    pub fn date(&self) -> Option<PartialDate> {
        let year = self.year?;
        let date = match (self.month, self.day) {
            (None, _) => PartialDate::year(year),
            (Some(month), None) => PartialDate::month(year, month)?,
            (Some(month), Some(day)) => PartialDate::day(year, month, day)?,
        };
        Some(
            self.minute
                .and_then(|minute| date.at(minute, self.offset))
                .unwrap_or(date),
        )
    }

    fn has_date(&self) -> bool {
        self.year.is_some() || self.month.is_some()
    }
}

/// What [`scan`] read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scan {
    pub stamps: Vec<Stamp>,
    /// Where the first word stands that belongs to no date: a byte offset, the text's length if all was read.
    pub end: usize,
}

impl Scan {
    /// The date of publication among the stamps; a date of change only when nothing else is stated.
    #[must_use]
    pub fn published(&self) -> Option<PartialDate> {
        let pick = |label: Label| {
            self.stamps
                .iter()
                .filter(|s| s.label == label)
                .find_map(Stamp::date)
        };
        pick(Label::Published).or_else(|| pick(Label::Updated))
    }
}

/// The longest date line, in bytes.
const LONGEST: usize = 160;

/// Reads dates, times, zones, weekdays and labels such as "Published:" from the start of `text` for as long as there
/// is nothing else.
#[must_use]
pub fn scan(text: &str) -> Scan {
    let mut end = LONGEST.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let tokens = tokens(text.get(..end).unwrap_or_default());
    let mut reader = Reader {
        tokens: &tokens,
        at: 0,
        stamps: Vec::new(),
        current: Stamp::default(),
    };
    let mut good = 0;
    while reader.at < tokens.len() && reader.step() {
        // Separators before a foreign word belong to that word.
        if reader
            .tokens
            .get(reader.at - 1)
            .is_none_or(|t| t.word != Word::Mark)
        {
            good = reader.at;
        }
    }
    if reader.at >= tokens.len() {
        good = tokens.len();
    }
    reader.finish_stamp();
    let whole = good == tokens.len() && end == text.len();
    let stop = tokens.get(good).map_or(end, |t| t.start);
    Scan {
        stamps: reader.stamps,
        end: if whole { text.len() } else { stop },
    }
}

/// The date that a field such as `3 June 2011`, `June 3, 2011 Friday 5:00 PM GMT`, `Fri, 03 Jun 2011 10:15:00 +0000`,
/// `2011-06` or `20110603T101500Z` states; `None` when the field says anything else as well.
#[must_use]
pub fn read(field: &str) -> Option<PartialDate> {
    let field = field.trim();
    if field.is_empty() || field.len() > LONGEST {
        return None;
    }
    let scan = scan(field);
    let scanned = scan.published().filter(|_| scan.end == field.len());
    scanned
        .or_else(|| PartialDate::parse(field).filter(|date| plausible(date.year)))
        .or_else(|| compact(field))
}

fn plausible(year: i16) -> bool {
    u32::try_from(year).ok().and_then(plausible_year).is_some()
}

/// `20110603`, `20110603T101500Z`, `20110603101500+0200`, as agencies and archives write dates without marks.
fn compact(field: &str) -> Option<PartialDate> {
    let number = |from: usize, to: usize| -> Option<u16> {
        let digits = field.get(from..to)?;
        digits.bytes().all(|b| b.is_ascii_digit()).then_some(())?;
        digits.parse().ok()
    };
    let year = plausible_year(u32::from(number(0, 4)?))?;
    let small = |n: u16| u8::try_from(n).ok();
    let date = PartialDate::day(year, small(number(4, 6)?)?, small(number(6, 8)?)?)?;
    let rest = field.get(8..)?;
    if rest.is_empty() {
        return Some(date);
    }
    let at = 8 + usize::from(rest.starts_with(['T', 't', ' ']));
    let (hour, minute) = (number(at, at + 2)?, number(at + 2, at + 4)?);
    let after = at
        + 4
        + if number(at + 4, at + 6).is_some() {
            2
        } else {
            0
        };
    let zone = field.get(after..)?.trim();
    let offset = match zone {
        "" => None,
        "Z" | "z" => Some(0),
        _ => {
            let sign = match zone.get(..1)? {
                "+" => 1,
                "-" => -1,
                _ => return None,
            };
            let digits = zone.get(1..)?.replace(':', "");
            let shaped = digits.len() == 4 && digits.bytes().all(|b| b.is_ascii_digit());
            let value: i16 = shaped.then(|| digits.parse().ok())??;
            Some(sign * (value / 100 * 60 + value % 100)).filter(|o| o.abs() <= 14 * 60)
        }
    };
    (minute < 60).then_some(())?;
    date.at(hour * 60 + minute, offset)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Word<'t> {
    Number(u32, usize),
    Letters(&'t str),
    Mark,
    /// A mark that no date line has.
    Foreign,
}

#[derive(Clone, Copy, Debug)]
struct Token<'t> {
    word: Word<'t>,
    text: &'t str,
    start: usize,
    /// Whether it stands right on the token before.
    tight: bool,
}

fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut out: Vec<Token<'_>> = Vec::new();
    let mut at = 0;
    let mut last_end = usize::MAX;
    while let Some(rest) = text.get(at..)
        && let Some(c) = rest.chars().next()
    {
        let len = if c.is_ascii_digit() {
            rest.find(|c: char| !c.is_ascii_digit())
        } else if c.is_alphabetic() {
            // The full stops of "p.m." and "Sept." belong to the word.
            rest.find(|c: char| !c.is_alphabetic() && c != '.')
        } else {
            Some(c.len_utf8())
        }
        .unwrap_or(rest.len());
        let word_text = rest.get(..len).unwrap_or_default();
        let start = at;
        at += len;
        if c.is_whitespace() {
            continue;
        }
        let word = if c.is_ascii_digit() {
            Word::Number(word_text.parse().unwrap_or(u32::MAX), len)
        } else if c.is_alphabetic() {
            Word::Letters(word_text)
        } else if matches!(
            c,
            ',' | '|'
                | '-'
                | '–'
                | '—'
                | '·'
                | '•'
                | '/'
                | ':'
                | '('
                | ')'
                | '.'
                | '+'
                | '['
                | ']'
                | '_'
        ) {
            Word::Mark
        } else {
            Word::Foreign
        };
        out.push(Token {
            word,
            text: word_text,
            start,
            tight: last_end == start,
        });
        last_end = at;
    }
    out
}

struct Reader<'a, 't> {
    tokens: &'a [Token<'t>],
    at: usize,
    stamps: Vec<Stamp>,
    current: Stamp,
}

impl<'t> Reader<'_, 't> {
    fn word(&self, ahead: usize) -> Option<Word<'t>> {
        self.tokens.get(self.at + ahead).map(|t| t.word)
    }

    fn mark(&self, ahead: usize) -> Option<&'t str> {
        let token = self.tokens.get(self.at + ahead)?;
        (token.word == Word::Mark).then_some(token.text)
    }

    fn number(&self, ahead: usize) -> Option<(u32, usize)> {
        match self.word(ahead) {
            Some(Word::Number(n, digits)) => Some((n, digits)),
            _ => None,
        }
    }

    fn letters(&self, ahead: usize) -> Option<String> {
        match self.word(ahead) {
            Some(Word::Letters(text)) => Some(
                text.chars()
                    .filter(|c| *c != '.')
                    .flat_map(char::to_lowercase)
                    .collect(),
            ),
            _ => None,
        }
    }

    fn finish_stamp(&mut self) {
        if self.current.has_date() {
            self.stamps.push(self.current);
        }
        self.current = Stamp::default();
    }

    fn set_date(&mut self, year: Option<i16>, month: Option<u8>, day: Option<u8>) {
        if self.current.has_date() {
            self.finish_stamp();
        }
        self.current.year = year;
        self.current.month = month;
        self.current.day = day;
    }

    /// Reads one date, time, label or mark; false when the next token is none of them.
    fn step(&mut self) -> bool {
        if let Some(taken) = self.numeric_date().or_else(|| self.clock()) {
            self.at += taken;
            return true;
        }
        if let Some(taken) = self.worded_date() {
            self.at += taken;
            return true;
        }
        match self.word(0) {
            Some(Word::Mark) => {
                self.at += 1;
                true
            }
            Some(Word::Letters(_)) => {
                let Some(word) = self.letters(0) else {
                    return false;
                };
                let known = self.label(&word) || is_weekday(&word) || self.zone(&word);
                self.at += usize::from(known);
                known
            }
            _ => false,
        }
    }

    fn label(&mut self, word: &str) -> bool {
        match word {
            "published" | "posted" | "created" | "issued" | "released" | "date" | "filed" => {
                if self.current.has_date() {
                    self.finish_stamp();
                }
                self.current.label = Label::Published;
                true
            }
            "updated" | "modified" | "update" | "revised" => {
                if self.current.has_date() {
                    self.finish_stamp();
                }
                self.current.label = Label::Updated;
                true
            }
            "first" | "last" | "on" | "at" | "time" | "publication" | "originally" => true,
            _ => false,
        }
    }

    fn zone(&mut self, word: &str) -> bool {
        let Some((_, offset)) = ZONES.iter().find(|(name, _)| *name == word) else {
            return false;
        };
        if self.current.minute.is_none() {
            return false;
        }
        let mut offset = *offset;
        if offset == Some(0)
            && let Some(sign @ ("+" | "-")) = self.mark(1)
            && let Some((hours, digits)) = self.number(2)
        {
            let minutes = match digits {
                1 | 2 => hours * 60,
                _ => hours / 100 * 60 + hours % 100,
            };
            let minutes = i16::try_from(minutes).ok().filter(|m| *m <= 14 * 60);
            offset = minutes.map(|m| if sign == "-" { -m } else { m });
            self.at += 2;
        }
        self.current.offset = self.current.offset.or(offset);
        true
    }

    /// `2011-06-03`, `3.6.2011`, `06/13/2011`; how many tokens it took.
    fn numeric_date(&mut self) -> Option<usize> {
        let (a, a_digits) = self.number(0)?;
        let mark = self.mark(1)?;
        let (b, b_digits) = self.number(2)?;
        if !matches!(mark, "-" | "/" | ".") || self.mark(3)? != mark || b_digits > 2 {
            return None;
        }
        let tight = (1..=4).all(|n| self.tokens.get(self.at + n).is_some_and(|t| t.tight));
        let (c, c_digits) = self.number(4)?;
        if !tight {
            return None;
        }
        let (a8, b8, c8) = (
            u8::try_from(a).ok(),
            u8::try_from(b).ok(),
            u8::try_from(c).ok(),
        );
        if a_digits == 4 && c_digits <= 2 {
            let year = plausible_year(a)?;
            PartialDate::day(year, b8?, c8?)?;
            self.set_date(Some(year), b8, c8);
        } else if a_digits <= 2 && c_digits == 4 {
            let year = plausible_year(c)?;
            let day_first = PartialDate::day(year, b8?, a8?);
            let month_first = PartialDate::day(year, a8?, b8?).filter(|_| mark != ".");
            match (day_first, month_first) {
                (Some(date), None) => self.set_date(Some(year), date.month, date.day),
                (None, Some(date)) => self.set_date(Some(year), date.month, date.day),
                (Some(x), Some(y)) if x == y => self.set_date(Some(year), x.month, x.day),
                // 03/06/2011 is in March or in June; only the year is sure.
                (Some(_), Some(_)) => self.set_date(Some(year), None, None),
                (None, None) => return None,
            }
        } else {
            return None;
        }
        // The T of ISO 8601 stands between the day and the clock.
        let joined =
            matches!(self.word(5), Some(Word::Letters("T" | "t"))) && self.number(6).is_some();
        Some(if joined { 6 } else { 5 })
    }

    /// `4:48 pm`, `16.48`, `0915` before a zone, `9 a.m.`; how many tokens it took.
    fn clock(&mut self) -> Option<usize> {
        let (a, digits) = self.number(0)?;
        let half = |word: Option<String>| match word.as_deref() {
            Some("am") => Some(0),
            Some("pm") => Some(12 * 60),
            _ => None,
        };
        let to_minute = |hour: u32, minute: u32, half: Option<u32>| {
            let hour = match half {
                Some(shift) if (1..=12).contains(&hour) => hour % 12 * 60 + shift,
                Some(_) => return None,
                None => (hour < 24).then_some(hour * 60)?,
            };
            (minute < 60).then(|| u16::try_from(hour + minute).ok())?
        };
        if let Some(":" | "." | "h") = self.mark(1)
            && digits <= 2
            && let Some((b, 2)) = self.number(2)
            && self.tokens.get(self.at + 2).is_some_and(|t| t.tight)
            // A third number after a full stop would be a date.
            && !(self.mark(1) == Some(".") && self.mark(3) == Some("."))
        {
            let mut taken = 3;
            if self.mark(3) == Some(":") && self.number(4).is_some_and(|(_, d)| d == 2) {
                taken = 5;
                if self.mark(5) == Some(".") && self.number(6).is_some() {
                    taken = 7;
                }
            }
            let half = half(self.letters(taken));
            self.current.minute = Some(to_minute(a, b, half)?);
            taken += usize::from(half.is_some());
            // An offset in digits right after the clock: 16:48:00+0300.
            if let Some(sign @ ("+" | "-")) = self.mark(taken)
                && let Some((zone, zone_digits)) = self.number(taken + 1)
                && self
                    .tokens
                    .get(self.at + taken + 1)
                    .is_some_and(|t| t.tight)
            {
                let minutes = match (zone_digits, self.number(taken + 3)) {
                    (4, _) => Some((zone / 100 * 60 + zone % 100, 2)),
                    (2, Some((m, 2))) if self.mark(taken + 2) == Some(":") => {
                        Some((zone * 60 + m, 4))
                    }
                    (2, _) if sign == "+" => Some((zone * 60, 2)),
                    _ => None,
                };
                if let Some((minutes, more)) = minutes
                    && let Ok(minutes) = i16::try_from(minutes)
                    && minutes <= 14 * 60
                {
                    self.current.offset = Some(if sign == "-" { -minutes } else { minutes });
                    taken += more;
                }
            }
            return Some(taken);
        }
        if let Some(half) = half(self.letters(1))
            && digits <= 2
        {
            self.current.minute = Some(to_minute(a, 0, Some(half))?);
            return Some(2);
        }
        if digits == 4
            && let Some(zone) = self.letters(1)
            && ZONES.iter().any(|(name, _)| *name == zone)
        {
            self.current.minute = Some(to_minute(a / 100, a % 100, None)?);
            return Some(1);
        }
        None
    }

    /// `June 3, 2011`, `3 June`, `14 SEP 2011`, `June 2011`; how many tokens it took.
    fn worded_date(&mut self) -> Option<usize> {
        if let Some(month) = self.letters(0).as_deref().and_then(month) {
            let (n, digits) = self.number(1)?;
            if digits == 4 {
                self.set_date(Some(plausible_year(n)?), Some(month), None);
                return Some(2);
            }
            let day = day(n)?;
            let mut taken = 2 + self.ordinal(2);
            let year = self.year_after(&mut taken);
            self.set_date(year, Some(month), Some(day));
            return Some(taken);
        }
        let (n, digits) = self.number(0)?;
        if digits > 2 {
            return None;
        }
        let mut taken = 1 + self.ordinal(1);
        if self.letters(taken).as_deref() == Some("of")
            || matches!(self.mark(taken), Some("-" | "."))
        {
            taken += 1;
        }
        let month = self.letters(taken).as_deref().and_then(month)?;
        let day = day(n)?;
        taken += 1;
        let year = self.year_after(&mut taken);
        self.set_date(year, Some(month), Some(day));
        Some(taken)
    }

    /// The year at `taken` tokens ahead, after a comma or hyphen or none; moves `taken` behind it.
    fn year_after(&self, taken: &mut usize) -> Option<i16> {
        let skip = usize::from(matches!(self.mark(*taken), Some("," | "-" | ".")));
        let (n, 4) = self.number(*taken + skip)? else {
            return None;
        };
        // "14 Sep 0915 GMT" has no year.
        if let Some(zone) = self.letters(*taken + skip + 1)
            && plausible_year(n).is_none()
            && ZONES.iter().any(|(name, _)| *name == zone)
        {
            return None;
        }
        let year = plausible_year(n)?;
        *taken += skip + 1;
        Some(year)
    }

    /// 1 when an ordinal ending stands right on the number before.
    fn ordinal(&self, ahead: usize) -> usize {
        let tight = self.tokens.get(self.at + ahead).is_some_and(|t| t.tight);
        usize::from(
            tight
                && matches!(
                    self.letters(ahead).as_deref(),
                    Some("st" | "nd" | "rd" | "th")
                ),
        )
    }
}

/// The month's number for its name or abbreviation, in small letters without a full stop.
#[must_use]
pub fn month(word: &str) -> Option<u8> {
    let at = MONTHS
        .iter()
        .position(|name| *name == word || name.get(..3) == Some(word))
        .or(if word == "sept" { Some(8) } else { None })?;
    u8::try_from(at + 1).ok()
}

fn is_weekday(word: &str) -> bool {
    WEEKDAYS
        .iter()
        .any(|name| *name == word || name.get(..3) == Some(word))
        || matches!(word, "tues" | "weds" | "thur" | "thurs")
}

fn day(n: u32) -> Option<u8> {
    u8::try_from(n).ok().filter(|d| (1..=31).contains(d))
}

/// Newspapers began in the 17th century; a number beyond the next decades is no year of publication.
#[must_use]
pub fn plausible_year(n: u32) -> Option<i16> {
    i16::try_from(n).ok().filter(|y| (1600..=2100).contains(y))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let scan = scan(text);
        let date = scan.published().map(|d| d.to_string()).unwrap_or_default();
        let rest = text.get(scan.end..).unwrap_or_default();
        assert_eq!(format!("{date}|{rest}"), expected, "{text}");
    }

    #[test]
    fn date_lines_are_read_whole() {
        check("Tue Mar 6, 2012 4:48 pm EDT", "2012-03-06T16:48-04:00|");
        check("0915 GMT 14 SEP 2012", "2012-09-14T09:15Z|");
        check("14 March 2012", "2012-03-14|");
        check("March 14, 2012", "2012-03-14|");
        check("March 14th, 2012 at 9 a.m.", "2012-03-14T09:00|");
        check(
            "Wednesday, 14 March 2012, 12:05 am GMT+3",
            "2012-03-14T00:05+03:00|",
        );
        check("Published: 2012-03-14", "2012-03-14|");
        check("2012-03-14T09:15:30+02:00", "2012-03-14T09:15+02:00|");
        check("2012-03-14 09:15 UTC", "2012-03-14T09:15Z|");
        check(
            "Last updated: March 15, 2012 | Published: March 14, 2012",
            "2012-03-14|",
        );
        check("Updated 15 March 2012", "2012-03-15|");
        check("14.03.2012 16.30", "2012-03-14T16:30|");
        check("03/14/2012", "2012-03-14|");
        check("May 2012", "2012-05|");
    }

    #[test]
    fn fields_are_dates_or_nothing() {
        for (field, expected) in [
            ("3 June 2011", "2011-06-03"),
            ("June 3, 2011 Friday", "2011-06-03"),
            ("June 3, 2011 Friday 5:00 PM GMT", "2011-06-03T17:00Z"),
            ("Fri, 03 Jun 2011 10:15:00 +0200", "2011-06-03T10:15+02:00"),
            ("2011-06-03T10:15:30.250Z", "2011-06-03T10:15Z"),
            ("2011-06-03 10:15:30", "2011-06-03T10:15"),
            ("20110603", "2011-06-03"),
            ("20110603T101500Z", "2011-06-03T10:15Z"),
            ("20110603T1015+0200", "2011-06-03T10:15+02:00"),
            ("20110603101500", "2011-06-03T10:15"),
            ("2011-06", "2011-06"),
            ("2011", "2011"),
            ("0315", ""),
            ("20111399", ""),
            ("20110603x", ""),
            ("the third of June", ""),
            ("3 June 2011 in Geneva", ""),
            ("", ""),
        ] {
            let date = read(field).map(|d| d.to_string()).unwrap_or_default();
            assert_eq!(date, expected, "{field}");
        }
    }

    #[test]
    fn what_is_not_stated_stays_open() {
        check("March 14", "|");
        check("04/03/2012", "2012|");
        check("31 February 2012", "|");
        check("14 March 2012 Ferry returns", "2012-03-14|Ferry returns");
        check("March 14, 2012 10:30 IST", "2012-03-14T10:30|");
        check("May the best team win", "|May the best team win");
        check("", "|");
    }
}
