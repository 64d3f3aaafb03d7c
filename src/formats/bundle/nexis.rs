//! Nexis Uni and its forerunners: headline, outlet and date, labels such as `Length:` and `Byline:`, `Body`, the text,
//! `Load-Date:`, and `End of Document` or, in older files, `3 of 20 DOCUMENTS` at the head of each.

use super::lines::{self, Part, Text, labeled};
use crate::{
    formats::compose,
    model::{BlockKind, Metadata, dates},
};

/// Labels above the text.
const HEAD: &[&str] = &[
    "Section",
    "Length",
    "Byline",
    "Dateline",
    "Highlight",
    "Headline",
    "Series",
    "Type",
    "Copyright",
    "Distribution",
    "Category",
    "Original",
    "Edition",
];

/// Labels below the text, which occur in no article's own words at the head of a line.
const TAIL: &[&str] = &[
    "Load-Date",
    "Publication-Type",
    "Publication Type",
    "Journal Code",
    "Acc-No",
    "Document-Type",
    "Correction-Date",
    "Update-Date",
];

/// How many lines of a document its head is looked for in.
const HEAD_LINES: usize = 120;

pub fn parts(text: &Text<'_>) -> Option<Vec<Part>> {
    let (mut ends, mut starts) = (Vec::new(), Vec::new());
    let (mut loads, mut lengths, mut bodies, mut labels) = (0, 0, 0, 0);
    for (at, line) in text.lines.iter().enumerate() {
        let line = line.text;
        if line.eq_ignore_ascii_case("End of Document") {
            ends.push(at);
        } else if lines::numbers_document(line) {
            starts.push(at);
        } else if is_body(line) {
            bodies += 1;
        } else if labeled(line, "Load-Date").is_some() {
            loads += 1;
        } else if labeled(line, "Length").is_some_and(|value| lines::word_count(value).is_some()) {
            lengths += 1;
        } else if ["Byline", "Section", "Dateline"]
            .iter()
            .any(|label| labeled(line, label).is_some())
        {
            labels += 1;
        }
    }
    let agreeing = [loads, lengths, bodies, labels]
        .iter()
        .filter(|count| **count > 0)
        .count();
    if ends.is_empty() && starts.is_empty() || agreeing < 2 || lengths + loads == 0 {
        return None;
    }
    let mut segments = Vec::new();
    if ends.is_empty() {
        let stops = starts.iter().skip(1).copied().chain([text.lines.len()]);
        segments.extend(starts.iter().map(|at| at + 1).zip(stops));
    } else {
        let mut from = 0;
        for end in ends {
            segments.push((from, end));
            from = end + 1;
        }
        // What follows the last mark is a tail of the program's own or an article whose mark was cut off.
        if (from..text.lines.len()).any(|at| is_body(text.line(at))) {
            segments.push((from, text.lines.len()));
        }
    }
    let parts: Vec<Part> = segments
        .into_iter()
        .filter_map(|(from, end)| document(text, from, end))
        .collect();
    (!parts.is_empty()).then_some(parts)
}

fn is_body(line: &str) -> bool {
    line.eq_ignore_ascii_case("Body") || line.get(..5).is_some_and(|head| head == "BODY:")
}

fn is_head_label(line: &str) -> bool {
    HEAD.iter().any(|label| labeled(line, label).is_some())
        || line.starts_with("Copyright ")
        || line.starts_with('©')
}

fn is_tail(line: &str) -> bool {
    let language =
        labeled(line, "Language").is_some_and(|value| compose::language(value).is_some());
    line == "Classification" || language || TAIL.iter().any(|label| labeled(line, label).is_some())
}

fn is_graphic(line: &str) -> bool {
    line.eq_ignore_ascii_case("Graphic") || labeled(line, "Graphic").is_some()
}

fn document(text: &Text<'_>, from: usize, end: usize) -> Option<Part> {
    let first = text.next_filled(from, end)?;
    let body_mark = (first..end).find(|at| is_body(text.line(*at)));
    let head_end = body_mark.unwrap_or_else(|| end.min(first + HEAD_LINES));
    let label = |name: &str| {
        (first..head_end).find_map(|at| labeled(text.line(at), name).map(|value| (at, value)))
    };
    let dated = (first..head_end)
        .take_while(|at| *at == first || !HEAD.iter().any(|l| labeled(text.line(*at), l).is_some()))
        .filter(|at| text.line(*at).starts_with(|c: char| c.is_alphanumeric()))
        .filter_map(|at| date(text.line(at)).map(|date| (at, date)))
        .last();
    // A list of results in front of the first document has dates of its own; the last one before the labels counts.
    let outlet_at = dated.and_then(|(at, _)| {
        (first..at)
            .rev()
            .find(|n| !text.line(*n).is_empty() && !lines::numbers_document(text.line(*n)))
    });
    let headline = match label("Headline") {
        Some((at, value)) if !value.is_empty() => {
            let stop = continued(text, at, head_end);
            let start = text.lines.get(at).map_or(0, |line| line.end - value.len());
            Some(start..text.range(at, stop).end)
        }
        _ => outlet_at.and_then(|at| headline_above(text, first, at)),
    };
    let body_from = match body_mark {
        Some(at) => {
            let line = text.lines.get(at)?;
            if line.text.len() > 5 {
                line.start + 5
            } else {
                line.end
            }
        }
        None => {
            let last = (first..head_end)
                .rev()
                .find(|at| is_head_label(text.line(*at)));
            let at = last.map_or(first, |at| continued(text, at, head_end));
            text.lines.get(at)?.start
        }
    };
    let body_line = text.lines.partition_point(|line| line.end <= body_from);
    let tail = (body_line..end)
        .find(|at| is_tail(text.line(*at)))
        .unwrap_or(end);
    let graphic = (body_line..tail).find(|at| is_graphic(text.line(*at)));
    let body_end = graphic.unwrap_or(tail);
    let body_range = text.range(body_line, body_end);
    let body_range = body_range.start.max(body_from)..body_range.end.max(body_from);
    let mut blocks = Vec::new();
    if let Some(headline) = &headline {
        blocks.push((BlockKind::Headline, headline.clone()));
    }
    blocks.extend(text.paragraphs(&body_range));
    if let Some(graphic) = graphic {
        let captions = text.paragraphs(&text.range(graphic + 1, tail));
        blocks.extend(
            captions
                .into_iter()
                .map(|(_, range)| (BlockKind::Caption, range)),
        );
    }
    if blocks.is_empty() {
        return None;
    }
    let language = (tail..end)
        .find_map(|at| labeled(text.line(at), "Language"))
        .and_then(compose::language);
    let stated = Metadata {
        title: headline.and_then(|range| compose::field(text.whole.get(range)?)),
        outlet: outlet_at
            .and_then(|at| compose::field(text.line(at)))
            .filter(|o| o.len() <= 120),
        byline: label("Byline").and_then(|(at, _)| compose::byline(&value(text, at, head_end))),
        published: compose::published(dated.map(|(_, date)| date)),
        dateline_place: label("Dateline").and_then(|(_, value)| compose::place(value)),
        language,
        ..Metadata::default()
    };
    Some(Part {
        range: text.range(first, end),
        blocks,
        stated,
        member: None,
    })
}

/// The date of a line such as `September 18, 2020 Friday 5:00 PM GMT` or `June 3, 2011 Friday, Late Edition`.
fn date(line: &str) -> Option<crate::model::PartialDate> {
    if line.len() > 120 {
        return None;
    }
    let whole = dates::read(line).filter(|date| date.month.is_some());
    whole.or_else(|| {
        // An edition may stand behind the weekday.
        let scan = dates::scan(line);
        let rest = line.get(scan.end..).unwrap_or_default().trim();
        scan.published().filter(|date| {
            date.day.is_some() && scan.end >= 8 && rest.to_ascii_lowercase().contains("edition")
        })
    })
}

/// The value of the label at `at`, with the lines that it goes on in.
fn value(text: &Text<'_>, at: usize, end: usize) -> String {
    let words = text.words(at, continued(text, at, end));
    words
        .split_once(':')
        .map(|(_, value)| value.trim().to_owned())
        .unwrap_or_default()
}

/// Behind the lines that the one at `at` goes on in: where nothing states blocks, up to a blank line or a label.
fn continued(text: &Text<'_>, at: usize, end: usize) -> usize {
    if text.has_blocks() {
        return at + 1;
    }
    (at + 1..end.min(at + 6))
        .find(|n| {
            let line = text.line(*n);
            line.is_empty() || is_head_label(line) || is_body(line)
        })
        .unwrap_or_else(|| end.min(at + 1))
}

/// The headline above the outlet: one block, or the lines up to a blank one.
fn headline_above(text: &Text<'_>, first: usize, outlet: usize) -> Option<std::ops::Range<usize>> {
    let last = (first..outlet)
        .rev()
        .find(|at| !text.line(*at).is_empty())?;
    if is_cover(text.line(last)) {
        return None;
    }
    let mut from = last;
    while !text.has_blocks()
        && from > first
        && last - from < 4
        && !text.line(from - 1).is_empty()
        && !is_cover(text.line(from - 1))
    {
        from -= 1;
    }
    Some(text.range(from, last + 1))
}

/// Lines of the cover page and of page heads, which stand above the first headline.
fn is_cover(line: &str) -> bool {
    const LABELS: &[&str] = &[
        "Client/Matter",
        "Search Terms",
        "Search Type",
        "Narrowed by",
        "Job Number",
        "Date and Time",
        "User Name",
        "Content Type",
    ];
    let page = line
        .strip_prefix("Page ")
        .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    let listed = line.split_once('.').is_some_and(|(n, rest)| {
        !n.is_empty()
            && n.len() <= 4
            && n.bytes().all(|b| b.is_ascii_digit())
            && rest.starts_with(' ')
    });
    page || listed
        || lines::numbers_document(line)
        || lines::is_rule(line)
        || line.starts_with("Documents (")
        || line.starts_with("Content Type")
        || LABELS.iter().any(|label| labeled(line, label).is_some())
}
