//! Which column of a table holds what, by heading and by content, and how its dates are written.

use super::{Columns, Row};
use crate::model::{PartialDate, date::from_day_number, dates};

/// How a column writes dates such as 03/06/2011.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayOrder {
    DayFirst,
    MonthFirst,
    /// No date of the column tells, or two contradict each other.
    Unknown,
}

/// Headings of each role in small letters and digits only, the most telling first.
const TEXT: &[&str] = &[
    "fulltext",
    "articlebody",
    "articletext",
    "bodytext",
    "maintext",
    "maincontent",
    "text",
    "body",
    "content",
    "article",
    "story",
    "articlecontent",
    "cleantext",
    "plaintext",
    "fullcontent",
    "transcript",
    "texte",
    "texto",
    "volltext",
    "inhalt",
    "testo",
];
/// Headings of summaries: the text only where nothing better is there.
const SUMMARY: &[&str] = &[
    "summary",
    "abstract",
    "description",
    "lead",
    "snippet",
    "excerpt",
];
const TITLE: &[&str] = &[
    "title",
    "headline",
    "heading",
    "articletitle",
    "newstitle",
    "hl",
    "head",
    "titre",
    "titel",
    "titulo",
    "título",
    "titolo",
    "subject",
    "headlines",
    "webtitle",
];
const PUBLISHED: &[&str] = &[
    "published",
    "publishedat",
    "publisheddate",
    "publisheddatetime",
    "datepublished",
    "pubdate",
    "publicationdate",
    "publishdate",
    "publishedon",
    "publishtime",
    "publishedtime",
    "dateofpublication",
    "articledate",
    "issuedate",
    "webpublicationdate",
    "date",
    "datetime",
    "publication_date",
    "datum",
    "fecha",
    "data",
    "created",
    "createdat",
    "datecreated",
    "timestamp",
    "day",
    "time",
    "year",
];
const OUTLET: &[&str] = &[
    "outlet",
    "publication",
    "newspaper",
    "publisher",
    "sourcename",
    "newssource",
    "source",
    "publicationtitle",
    "publicationname",
    "paper",
    "journal",
    "medium",
    "media",
    "mediaoutlet",
    "sitename",
    "site",
    "website",
    "quelle",
    "zeitung",
    "domain",
];
const BYLINE: &[&str] = &[
    "byline",
    "author",
    "authors",
    "authorname",
    "by",
    "writer",
    "reporter",
    "journalist",
    "creator",
    "autor",
    "auteur",
    "autore",
];
const URL: &[&str] = &[
    "url",
    "link",
    "articleurl",
    "weburl",
    "canonicalurl",
    "permalink",
    "sourceurl",
    "newsurl",
    "href",
    "uri",
    "address",
];
const LANGUAGE: &[&str] = &[
    "language",
    "lang",
    "languagecode",
    "locale",
    "sprache",
    "langue",
    "idioma",
];
const MEMBER: &[&str] = &[
    "id",
    "articleid",
    "docid",
    "documentid",
    "newsid",
    "uuid",
    "guid",
    "uid",
    "accessionnumber",
    "accessionno",
    "recordid",
    "doi",
    "key",
    "number",
    "no",
    "nr",
];

/// A column's samples, summed up.
#[derive(Clone, Copy, Debug, Default)]
struct Shape {
    filled: usize,
    /// Mean length of the cells that are not empty, in bytes.
    mean: usize,
    /// Cells of five words and more.
    worded: usize,
    /// Cells of three words and more.
    phrased: usize,
    dates: usize,
    urls: usize,
    distinct: usize,
}

impl Shape {
    fn of(rows: &[Row], at: usize) -> Self {
        let mut shape = Self::default();
        let mut total = 0_usize;
        let mut seen = std::collections::HashSet::new();
        for cell in rows.iter().filter_map(|row| row.cells.get(at)) {
            let cell = cell.trim();
            if cell.is_empty() {
                continue;
            }
            shape.filled += 1;
            total += cell.len();
            shape.worded += usize::from(cell.split_whitespace().take(5).count() == 5);
            shape.phrased += usize::from(cell.split_whitespace().take(3).count() == 3);
            shape.dates += usize::from(looks_dated(cell));
            shape.urls += usize::from(is_address(cell));
            let mut end = cell.len().min(80);
            while !cell.is_char_boundary(end) {
                end -= 1;
            }
            seen.insert(cell.get(..end).unwrap_or_default());
        }
        shape.mean = total / shape.filled.max(1);
        shape.distinct = seen.len();
        shape
    }

    /// Whether most of its cells are so.
    fn mostly(&self, count: usize) -> bool {
        self.filled > 0 && count * 5 >= self.filled * 4
    }
}

/// Whether the first row names the columns.
pub fn has_heading_row(sample: &[Row]) -> bool {
    let Some(first) = sample.first() else {
        return false;
    };
    let filled: Vec<&str> = first
        .cells
        .iter()
        .map(|c| c.trim())
        .filter(|c| !c.is_empty())
        .collect();
    let short = filled.iter().all(|c| {
        c.chars().count() <= 60 && !is_address(c) && !looks_dated(c) && c.parse::<f64>().is_err()
    });
    if filled.is_empty() || !short {
        return false;
    }
    let known = filled.iter().filter(|c| is_known(c)).count();
    if known >= 2 || known == 1 && filled.len() <= 3 {
        return true;
    }
    // Headings of other words: short ones above at least one column of long texts.
    let rows = sample.get(1..).unwrap_or_default();
    (0..first.cells.len()).any(|at| {
        let heading = first.cells.get(at).map_or(0, |c| c.trim().len());
        let shape = Shape::of(rows, at);
        heading > 0 && shape.mean >= 60 && shape.mean >= 4 * heading
    })
}

/// Whether the cell is a heading that this file knows.
pub fn is_known(cell: &str) -> bool {
    let name = plain(cell);
    [
        TEXT, SUMMARY, TITLE, PUBLISHED, OUTLET, BYLINE, URL, LANGUAGE, MEMBER,
    ]
    .iter()
    .any(|names| names.contains(&name.as_str()))
}

/// Whether the heading is that of a text or a title.
pub fn is_telling(cell: &str) -> bool {
    let name = plain(cell);
    [TEXT, TITLE]
        .iter()
        .any(|names| names.contains(&name.as_str()))
}

/// Which column holds what. `named` says that `headings` are words of the file.
pub fn columns(headings: &[String], named: bool, rows: &[Row]) -> Columns {
    let shapes: Vec<Shape> = (0..headings.len()).map(|at| Shape::of(rows, at)).collect();
    let names: Vec<String> = headings
        .iter()
        .map(|h| if named { plain(h) } else { String::new() })
        .collect();
    let shape = |at: usize| shapes.get(at).copied().unwrap_or_default();
    let mut used: Vec<usize> = Vec::new();
    let pick = |wanted: &[&str], used: &[usize], fits: &dyn Fn(&Shape) -> bool| {
        wanted.iter().find_map(|name| {
            (0..names.len()).find(|at| {
                names.get(*at).map(String::as_str) == Some(*name)
                    && !used.contains(at)
                    && fits(&shape(*at))
            })
        })
    };
    let longest = (0..headings.len())
        .filter(|at| shape(*at).worded > 0 && !shape(*at).mostly(shape(*at).urls))
        .max_by_key(|at| (shape(*at).mean, usize::MAX - at));
    // A column called "text" that holds a tenth of the longest one's words is not the article.
    let worthy = |s: &Shape| s.worded > 0 && longest.is_none_or(|l| s.mean * 5 >= shape(l).mean);
    let text = pick(TEXT, &used, &worthy)
        .or_else(|| {
            longest.filter(|at| {
                !names.get(*at).is_some_and(|n| TITLE.contains(&n.as_str())) || shapes.len() == 1
            })
        })
        .or_else(|| pick(SUMMARY, &used, &|s| s.worded > 0))
        .or(longest);
    used.extend(text);
    let any = |s: &Shape| s.filled > 0;
    let title = pick(TITLE, &used, &any).or_else(|| {
        let fits = |at: &usize| {
            let s = shape(*at);
            !named
                && !used.contains(at)
                && (15..=200).contains(&s.mean)
                && s.mostly(s.distinct)
                && s.mostly(s.phrased)
                && !s.mostly(s.urls)
                && !s.mostly(s.dates)
        };
        (0..headings.len()).find(fits)
    });
    used.extend(title);
    let published = pick(PUBLISHED, &used, &|s| {
        s.dates * 2 >= s.filled && s.filled > 0
    })
    .or_else(|| {
        (0..headings.len()).find(|at| !used.contains(at) && shape(*at).mostly(shape(*at).dates))
    });
    used.extend(published);
    let url = pick(URL, &used, &|s| s.urls * 2 >= s.filled && s.filled > 0).or_else(|| {
        (0..headings.len()).find(|at| !used.contains(at) && shape(*at).mostly(shape(*at).urls))
    });
    used.extend(url);
    let outlet = pick(OUTLET, &used, &|s| {
        s.filled > 0 && s.mean <= 80 && !s.mostly(s.urls)
    });
    used.extend(outlet);
    let byline = pick(BYLINE, &used, &|s| s.filled > 0 && s.mean <= 200);
    used.extend(byline);
    let language = pick(LANGUAGE, &used, &|s| s.filled > 0 && s.mean <= 20);
    used.extend(language);
    let member = pick(MEMBER, &used, &|s| {
        s.filled > 0 && s.mean <= 120 && s.mostly(s.distinct)
    });
    let name = |at: Option<usize>| at.and_then(|at| headings.get(at)).cloned();
    Columns {
        text: name(text).into_iter().collect(),
        title: name(title),
        published: name(published),
        outlet: name(outlet),
        byline: name(byline),
        url: name(url),
        language: name(language),
        member: name(member),
    }
}

/// The heading in small letters without marks: `Pub. date` and `pub_date` are `pubdate`.
fn plain(heading: &str) -> String {
    heading
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

fn is_address(cell: &str) -> bool {
    let small = cell.get(..8).unwrap_or(cell).to_ascii_lowercase();
    small.starts_with("http://") || small.starts_with("https://") || small.starts_with("www.")
}

/// Whether the cell is a date in some order of day and month.
fn looks_dated(cell: &str) -> bool {
    date(cell, DayOrder::DayFirst)
        .or_else(|| date(cell, DayOrder::MonthFirst))
        .is_some_and(|d| d.month.is_some() || cell.len() == 4)
}

/// The date in a cell: as words or numbers, or as the number of a day in a spreadsheet.
pub fn date(cell: &str, order: DayOrder) -> Option<PartialDate> {
    let cell = cell.trim();
    if let Some((a, b, rest)) = slashed(cell)
        && order != DayOrder::Unknown
    {
        let (day, month) = if order == DayOrder::DayFirst {
            (a, b)
        } else {
            (b, a)
        };
        let mut digits = rest.splitn(2, |c: char| !c.is_ascii_digit());
        let year = digits.next()?;
        let year: i16 = match year.len() {
            4 => year.parse().ok()?,
            _ => return None,
        };
        let date = PartialDate::day(year, month, day)?;
        // The time of day, if there is one, is read with the date put in order.
        let iso = format!("{date} {}", digits.next().unwrap_or_default().trim());
        return Some(dates::read(&iso).unwrap_or(date));
    }
    dates::read(cell).or_else(|| serial(cell))
}

/// Days since the end of 1899, as spreadsheets count; only numbers of the years 1970 to 2100, in which a plain number
/// in a column of dates can be nothing else.
fn serial(cell: &str) -> Option<PartialDate> {
    let value: f64 = cell.parse().ok()?;
    if !(25_569.0..73_415.0).contains(&value) || cell.len() > 20 {
        return None;
    }
    // The range fits both types.
    let date = from_day_number(value.floor() as i64 - 25_569);
    let minute = ((value.fract() * 1_440.0).round() as u16).min(1_439);
    if value.fract() == 0.0 {
        Some(date)
    } else {
        date.at(minute, None)
    }
}

/// Day and month, in the order they stand, and what follows the second slash.
fn slashed(cell: &str) -> Option<(u8, u8, &str)> {
    let mut parts = cell.splitn(3, '/');
    let mut small = || parts.next()?.trim().parse::<u8>().ok();
    let (a, b) = (small()?, small()?);
    Some((a, b, parts.next()?))
}

/// Whether the column writes the day or the month first; a number above 12 tells.
pub fn day_order(at: Option<usize>, rows: &[Row]) -> DayOrder {
    let (mut day_first, mut month_first) = (false, false);
    let cells = at
        .into_iter()
        .flat_map(|at| rows.iter().filter_map(move |row| row.cells.get(at)));
    for (a, b, _) in cells.filter_map(|cell| slashed(cell.trim())) {
        day_first |= a > 12 && b <= 12;
        month_first |= b > 12 && a <= 12;
    }
    match (day_first, month_first) {
        (true, false) => DayOrder::DayFirst,
        (false, true) => DayOrder::MonthFirst,
        _ => DayOrder::Unknown,
    }
}
