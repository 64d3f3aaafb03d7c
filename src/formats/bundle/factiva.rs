//! Factiva: headline, `By …`, `512 words`, `3 June 2011`, outlet and code, language, copyright, the text, and
//! `Document AFPR000020110603e7630012a` at the foot of each; or the same with two-letter tags (`HD`, `WC`, `LP`).

use super::lines::{Part, Text, word_count};
use crate::{
    formats::compose,
    model::{BlockKind, Metadata, dates},
};

/// Tags of fields; those from `CO` on stand below the text.
const TAGS: &[&str] = &[
    "SE", "HD", "BY", "CR", "WC", "PD", "ET", "SN", "SC", "ED", "PG", "VOL", "LA", "CY", "LP",
    "TD", "CX", "ART", "CLM", "CO", "IN", "NS", "RE", "IPD", "IPC", "PUB", "RF", "AN",
];

pub fn parts(text: &Text<'_>) -> Option<Vec<Part>> {
    let mut ends = Vec::new();
    let (mut counts, mut tags, mut copyrights) = (0, 0, 0);
    for (at, line) in text.lines.iter().enumerate() {
        let line = line.text;
        if let Some(code) = accession(line) {
            ends.push((at, code));
        } else if word_count(line).is_some() {
            counts += 1;
        } else if matches!(tag(line), Some(("HD" | "WC" | "LP" | "TD" | "PD", _))) {
            tags += 1;
        } else if is_rights(line) {
            copyrights += 1;
        }
    }
    if ends.is_empty() || counts + tags == 0 || counts + tags + copyrights < 2 {
        return None;
    }
    let mut from = 0;
    let mut parts = Vec::new();
    for (end, code) in ends {
        let part = if (from..end).any(|at| matches!(tag(text.line(at)), Some(("HD", _)))) {
            tagged(text, from, end)
        } else {
            untagged(text, from, end)
        };
        parts.extend(part.map(|part| Part {
            member: Some(code.to_owned()),
            ..part
        }));
        from = end + 1;
    }
    (!parts.is_empty()).then_some(parts)
}

/// The number in `Document AFPR000020110603e7630012a`: letters of the outlet, then digits and letters.
fn accession(line: &str) -> Option<&str> {
    let line = line.strip_prefix("AN").map_or(line, str::trim_start);
    let code = line.strip_prefix("Document ")?.trim();
    let shaped = (18..=40).contains(&code.len())
        && code.bytes().all(|b| b.is_ascii_alphanumeric())
        && code.starts_with(|c: char| c.is_ascii_uppercase())
        && code.bytes().filter(u8::is_ascii_digit).count() >= 10;
    shaped.then_some(code)
}

/// The tag that opens a line, and what follows it.
fn tag(line: &str) -> Option<(&'static str, &str)> {
    let len = line.bytes().take_while(u8::is_ascii_uppercase).count();
    let (word, rest) = (line.get(..len)?, line.get(len..)?);
    let known = TAGS.iter().find(|tag| **tag == word)?;
    (rest.is_empty() || rest.starts_with([' ', '\t'])).then(|| (*known, rest.trim()))
}

fn is_rights(line: &str) -> bool {
    let small = line.get(..9).unwrap_or(line).to_ascii_lowercase();
    small == "copyright" || small.starts_with("(c) ") || line.starts_with('©')
}

fn untagged(text: &Text<'_>, from: usize, end: usize) -> Option<Part> {
    let first = text.next_filled(from, end)?;
    let Some(count) = (first..end.min(first + 60)).find(|at| word_count(text.line(*at)).is_some())
    else {
        // A document without its head keeps its words.
        let range = text.range(first, end);
        return Some(Part {
            blocks: text.paragraphs(&range),
            range,
            ..Part::default()
        });
    };
    let above: Vec<usize> = (first..count)
        .rev()
        .filter(|at| !text.line(*at).is_empty())
        .take(4)
        .collect();
    let mut above = above.into_iter().peekable();
    let byline = above.next_if(|at| is_byline(text.line(*at)) && *at > first);
    let title = above.next();
    let headline = title.map(|last| {
        let mut start = last;
        // A headline wraps only where it fills a line.
        while !text.has_blocks()
            && start > first
            && last - start < 3
            && text.line(start - 1).len() > 50
        {
            start -= 1;
        }
        text.range(start, last + 1)
    });
    let mut stated = Metadata {
        byline: byline.and_then(|at| compose::byline(text.line(at))),
        ..Metadata::default()
    };
    // Date, time, outlet, code, page, language, copyright, each on a line of its own.
    let mut at = count + 1;
    let mut body_at = at;
    let mut rights = false;
    while at < end.min(count + 24) {
        let line = text.line(at);
        if line.is_empty() {
            if rights
                || stated.language.is_some() && body_at == at && !has_rights_ahead(text, at, end)
            {
                break;
            }
            at += 1;
            continue;
        }
        if rights && text.line(at - 1).is_empty() {
            break;
        }
        if rights && (text.has_blocks() || at > body_at + 2) {
            break;
        }
        let date = dates::read(line).filter(|date| date.day.is_some());
        if date.is_some() && stated.published.is_none() {
            stated.published = compose::published(date);
        } else if is_rights(line) {
            rights = true;
        } else if is_clock(line) {
            // The time of publication stands below the day; the day is what is kept.
        } else if stated.published.is_some() && stated.outlet.is_none() {
            stated.outlet = compose::field(line);
        } else if stated.language.is_none()
            && line.len() <= 30
            && compose::language(line).is_some()
            && line.len() > 2
        {
            stated.language = compose::language(line);
        } else if !rights && line.len() > 60 {
            break;
        }
        at += 1;
        body_at = at;
    }
    let body = text.range(body_at, end);
    finish(text, (first, end), headline, &[body], stated)
}

/// Whether a copyright line follows within a few lines.
fn has_rights_ahead(text: &Text<'_>, at: usize, end: usize) -> bool {
    text.next_filled(at, end)
        .is_some_and(|next| is_rights(text.line(next)))
}

fn is_clock(line: &str) -> bool {
    line.len() <= 12
        && line.contains(':')
        && line
            .bytes()
            .all(|b| b.is_ascii_digit() || b":. APMapm".contains(&b))
}

fn is_byline(line: &str) -> bool {
    let by = line
        .get(..3)
        .is_some_and(|head| head.eq_ignore_ascii_case("by "));
    let words: Vec<&str> = line.split_whitespace().collect();
    let person = (2..=4).contains(&words.len()) && line.len() <= 48
        && words.iter().all(|w| w.starts_with(char::is_uppercase) && w.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '\'' | '’')))
        // A headline in capitals is shaped like a name.
        && line.chars().any(char::is_lowercase);
    by && line.len() <= 120 || person
}

fn tagged(text: &Text<'_>, from: usize, end: usize) -> Option<Part> {
    let first = text.next_filled(from, end)?;
    let mut fields: Vec<(&str, usize, usize)> = Vec::new();
    let mut in_text = false;
    for at in first..end {
        let Some((name, rest)) = tag(text.line(at)) else {
            continue;
        };
        // In the text itself, "IN" and "BY" may open a line; a tag stands alone or before a wide gap there.
        let gap = text
            .line(at)
            .get(name.len()..)
            .is_some_and(|r| r.is_empty() || r.starts_with("  ") || r.starts_with('\t'));
        if in_text && !gap && !matches!(name, "TD" | "AN") {
            continue;
        }
        in_text = matches!(name, "LP" | "TD");
        let start = text.lines.get(at).map_or(0, |line| line.end - rest.len());
        if let Some(last) = fields.last_mut() {
            last.2 = at;
        }
        fields.push((name, start, end));
    }
    let range_of = |wanted: &str| {
        let (_, start, stop) = fields.iter().find(|(name, ..)| *name == wanted)?;
        let lines_from = text.lines.partition_point(|line| line.end < *start);
        let range = text.range(lines_from, *stop);
        let range = range.start.max(*start)..range.end.max(*start);
        let words = text.whole.get(range.clone())?;
        let lead = words.len() - words.trim_start().len();
        Some(range.start + lead..range.end).filter(|r| !r.is_empty())
    };
    let value = |wanted: &str| compose::field(text.whole.get(range_of(wanted)?)?);
    let stated = Metadata {
        outlet: value("SN"),
        byline: value("BY").and_then(|by| compose::byline(&by)),
        published: compose::published(value("PD").and_then(|date| dates::read(&date))),
        language: value("LA").and_then(|language| compose::language(&language)),
        agency: value("CR").filter(|credit| credit.len() <= 60),
        ..Metadata::default()
    };
    let body: Vec<_> = ["LP", "TD"]
        .iter()
        .filter_map(|name| range_of(name))
        .collect();
    finish(text, (first, end), range_of("HD"), &body, stated)
}

fn finish(
    text: &Text<'_>,
    (first, end): (usize, usize),
    headline: Option<std::ops::Range<usize>>,
    body: &[std::ops::Range<usize>],
    stated: Metadata,
) -> Option<Part> {
    let mut blocks = Vec::new();
    if let Some(headline) = &headline {
        blocks.push((BlockKind::Headline, headline.clone()));
    }
    for range in body {
        blocks.extend(text.paragraphs(range));
    }
    let title = headline.and_then(|range| compose::field(text.whole.get(range)?));
    (!blocks.is_empty()).then(|| Part {
        range: text.range(first, end),
        blocks,
        stated: Metadata { title, ..stated },
        member: None,
    })
}
