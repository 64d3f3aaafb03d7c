//! Dateline place, agency, outlet, byline and publication date as a text states them.
//!
//! What is not stated stays unknown: a dateline without a year gives no date, a photo's date is not the article's, and
//! a date in running text is left to the stage that reads dates.

mod addresses;
pub mod agencies;
pub mod bylines;
pub mod dateline;
pub mod outlets;

pub use crate::model::dates;

use super::sentences;
use crate::model::{
    Block, BlockKind, ByteSpan, DateSource, Metadata, PartialDate, Published, Title,
};

/// What cleaning came across in a text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Findings {
    /// Stated in a block of metadata at the head of the file.
    pub stated: Metadata,
    pub url: Option<String>,
    pub byline: Option<String>,
    /// From the dateline, if there is one.
    pub dateline: Option<dateline::Dateline>,
    /// From a date line.
    pub dated: Option<PartialDate>,
    /// The place a date line names.
    pub dated_place: Option<String>,
    /// From a credit or the tail of the text.
    pub credited: Option<String>,
    /// From a byline or a date line.
    pub signed: Option<String>,
    /// From a line above the article or beside its date.
    pub outlet: Option<String>,
    /// From a copyright line.
    pub rights_holder: Option<String>,
    /// Where the report begins after its dateline, to the end of that paragraph: bytes of the tidy text.
    pub lead: Option<(usize, usize)>,
}

impl Findings {
    /// Takes in the facts of a byline or date line; what was found first stays.
    pub fn note(&mut self, facts: bylines::Facts) {
        self.byline = self.byline.take().or(facts.byline);
        self.dated = self.dated.or(facts.published);
        self.dated_place = self.dated_place.take().or(facts.place);
        self.signed = self.signed.take().or(facts.agency);
        self.outlet = self.outlet.take().or(facts.outlet);
    }

    /// Reads `key: value` lines of a block of metadata; unknown keys are passed over.
    pub fn note_stated(&mut self, line: &str) {
        let Some((key, value)) = line.split_once([':', '=']) else {
            return;
        };
        let value = value.trim().trim_matches(['"', '\'']).trim();
        if value.is_empty() {
            return;
        }
        let text = || Some(value.to_owned());
        match key.trim().to_ascii_lowercase().as_str() {
            "title" | "headline" => self.stated.title = text(),
            "author" | "authors" | "byline" | "by" => self.stated.byline = text(),
            "outlet" | "publication" | "publisher" | "newspaper" | "site" | "site_name" => {
                self.stated.outlet = text();
            }
            "source" if value.contains("://") => self.stated.url = text(),
            "source" => self.stated.outlet = text(),
            "agency" => self.stated.agency = text(),
            "url" | "link" | "canonical" => self.stated.url = text(),
            "lang" | "language" if value.len() == 2 => {
                self.stated.language = Some(value.to_ascii_lowercase());
            }
            "dateline" => self.stated.dateline_place = text(),
            "date" | "published" | "pubdate" | "publishdate" | "published_at"
            | "date_published" => {
                let date = PartialDate::parse(value).or_else(|| {
                    let scan = dates::scan(value);
                    scan.published().filter(|_| scan.end == value.len())
                });
                self.stated.published = date.map(|date| Published {
                    date,
                    source: DateSource::Metadata,
                });
            }
            _ => {}
        }
    }
}

/// The metadata of an article: what the format states first, then what the text says, then what the file is called.
#[must_use]
pub fn settle(stated: &Metadata, found: &Findings, file_name: &str) -> Metadata {
    let front = &found.stated;
    let either = |a: &Option<String>, b: &Option<String>| a.clone().or_else(|| b.clone());
    let from = |date: Option<PartialDate>, source| date.map(|date| Published { date, source });
    let url = either(&stated.url, &front.url).or_else(|| found.url.clone());
    let dateline_date = found
        .dateline
        .as_ref()
        .and_then(|d| d.stamp)
        .and_then(|s| s.date());
    let published = stated
        .published
        .or(front.published)
        .or_else(|| from(found.dated, DateSource::Text))
        .or_else(|| from(dateline_date, DateSource::Text))
        .or_else(|| {
            let address = url.as_deref().and_then(addresses::in_name);
            // An archive's address may say no more than the month.
            from(address.filter(|d| d.day.is_some()), DateSource::Metadata)
                .or_else(|| from(addresses::in_name(file_name), DateSource::FileName))
                .or_else(|| from(address, DateSource::Metadata))
        });
    let dateline = found.dateline.as_ref();
    Metadata {
        title: either(&stated.title, &front.title),
        outlet: either(&stated.outlet, &front.outlet)
            .or_else(|| found.outlet.clone())
            .or_else(|| found.rights_holder.clone()),
        agency: either(&stated.agency, &front.agency)
            .or_else(|| dateline.and_then(|d| d.agency.clone()))
            .or_else(|| found.credited.clone())
            .or_else(|| found.signed.clone())
            .or_else(|| stated.byline.as_deref().and_then(signed_by)),
        byline: either(&stated.byline, &front.byline).or_else(|| found.byline.clone()),
        published,
        dateline_place: either(&stated.dateline_place, &front.dateline_place)
            .or_else(|| dateline.map(|d| d.place.clone()))
            .or_else(|| found.dated_place.clone()),
        language: either(&stated.language, &front.language),
        url,
    }
}

/// What to tell when the dates that an article's parts state contradict each other: which say what, and which counts.
/// A day's difference is none: a report is filed in the evening and printed in the morning, here or there.
#[must_use]
pub fn date_conflict(
    stated: &Metadata,
    found: &Findings,
    file_name: &str,
    settled: &Metadata,
) -> Option<String> {
    let counts = settled.published?.date;
    let dateline = found.dateline.as_ref().and_then(|d| d.stamp);
    let url = settled.url.as_deref().and_then(addresses::in_name);
    let said = [
        ("the metadata", stated.published.map(|p| p.date)),
        (
            "the head of the file",
            found.stated.published.map(|p| p.date),
        ),
        ("the date line", found.dated),
        ("the dateline", dateline.and_then(|s| s.date())),
        ("the address", url),
        ("the file name", addresses::in_name(file_name)),
    ];
    let mut others: Vec<String> = Vec::new();
    for (who, date) in said {
        if let Some(date) = date.filter(|date| days_apart(*date, counts) > 1) {
            others.push(format!("{who} {date}"));
        }
    }
    let by = said
        .iter()
        .find(|(_, date)| *date == Some(counts))
        .map_or("the text", |(who, _)| who);
    (!others.is_empty()).then(|| {
        // Queries look for the words before the colon (article/list, article/date_doubts, selection/fill): they make the
        // date doubtful, in projects imported before as well.
        format!(
            "Dates disagree: {by} says {counts}, {}. {} counts",
            others.join(", "),
            by.replacen('t', "T", 1)
        )
    })
}

/// Days between two dates that are known to different precisions; 0 when they can be the same day.
fn days_apart(a: PartialDate, b: PartialDate) -> i64 {
    let day = |iso: String| PartialDate::parse(&iso).and_then(|d| d.day_number());
    let (Some(a_first), Some(a_last), Some(b_first), Some(b_last)) = (
        day(a.first_day()),
        day(a.last_day()),
        day(b.first_day()),
        day(b.last_day()),
    ) else {
        return 0;
    };
    (b_first - a_last).max(a_first - b_last).max(0)
}

/// The agency among those who signed: `Reuters`, `Ann Lee, Associated Press`, `AFP and Tom Ray`.
fn signed_by(byline: &str) -> Option<String> {
    byline
        .split([',', '(', ')', '/', '|', ';'])
        .flat_map(|part| part.split(" and "))
        .find_map(agencies::known)
        .map(str::to_owned)
}

/// The longest title made up from a sentence, in code points.
const LONGEST_MADE_UP: usize = 90;

/// The article's title: its headline, or the first sentence of `lead` shortened at a word, or the file's name.
#[must_use]
pub fn title(headline: Option<&str>, lead: Option<&str>, file_name: &str) -> Title {
    if let Some(text) = headline.map(str::trim).filter(|text| !text.is_empty()) {
        return Title {
            text: text.to_owned(),
            made_up: false,
        };
    }
    let lead = lead.map(str::trim).filter(|text| !text.is_empty());
    let text = lead.map_or_else(
        || file_name.to_owned(),
        |lead| shorten(first_sentence(lead)),
    );
    Title {
        text,
        made_up: true,
    }
}

fn first_sentence(lead: &str) -> &str {
    // A lead sentence is short; a paragraph of megabytes need not be split whole to show its beginning.
    let mut end = lead.len().min(2_000);
    while !lead.is_char_boundary(end) {
        end -= 1;
    }
    let lead = lead.get(..end).unwrap_or_default();
    let block = Block {
        span: ByteSpan::from(0..lead.len()),
        kind: BlockKind::Paragraph,
    };
    sentences::split(lead, &[block])
        .first()
        .map_or(lead, |span| span.of(lead))
        .trim()
}

fn shorten(sentence: &str) -> String {
    let Some((cut, _)) = sentence.char_indices().nth(LONGEST_MADE_UP) else {
        return sentence.to_owned();
    };
    let head = sentence.get(..cut).unwrap_or_default();
    let words = head
        .rfind(' ')
        .and_then(|at| head.get(..at))
        .unwrap_or(head);
    let words =
        words.trim_end_matches(|c: char| !c.is_alphanumeric() && !matches!(c, ')' | '”' | '"'));
    format!("{words}…")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_stated_or_made_up() {
        let check = |headline, lead, expected: &str, made_up| {
            let title = title(headline, lead, "harbor.txt");
            assert_eq!((title.text.as_str(), title.made_up), (expected, made_up));
        };
        check(
            Some("Ferry returns"),
            Some("The ferry is back."),
            "Ferry returns",
            false,
        );
        check(None, Some("The ferry is back."), "The ferry is back.", true);
        check(
            None,
            Some(
                "The ferry that linked the two halves of the harbor city for forty years is back, \
                 its owners, who had given it up, said on Monday.",
            ),
            "The ferry that linked the two halves of the harbor city for forty years is back, its…",
            true,
        );
        check(None, None, "harbor.txt", true);
        check(None, Some(" "), "harbor.txt", true);
    }

    #[test]
    fn blocks_of_metadata_are_read() {
        let mut found = Findings::default();
        for line in [
            "title: \"Ferry returns\"",
            "date: 2012-03-14",
            "draft: true",
            "author: Ann Lee",
            "odd",
        ] {
            found.note_stated(line);
        }
        let settled = settle(&Metadata::default(), &found, "2011-01-01.txt");
        assert_eq!(settled.title.as_deref(), Some("Ferry returns"));
        assert_eq!(settled.byline.as_deref(), Some("Ann Lee"));
        let published = settled.published.map(|p| (p.date.to_string(), p.source));
        assert_eq!(
            published,
            Some(("2012-03-14".to_owned(), DateSource::Metadata))
        );
    }
}
