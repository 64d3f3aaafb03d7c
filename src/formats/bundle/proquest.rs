//! ProQuest: `Document 3 of 20`, fields such as `Author:`, `Publication title:` and `Full text:`, and rules of
//! underscores between the documents.

use std::ops::Range;

use super::lines::{self, Part, Text, labeled};
use crate::{
    formats::compose,
    model::{BlockKind, Metadata, dates},
};

/// The fields of a document. Only these end the one before: articles have lines with colons of their own.
const FIELDS: &[&str] = &[
    "Abstract",
    "Abstract (summary)",
    "Accession number",
    "Alternate title",
    "Author",
    "Author affiliation",
    "CODEN",
    "Column",
    "Column name",
    "Company / organization",
    "Company/organization",
    "Copyright",
    "Correspondence author",
    "Country of publication",
    "Database",
    "Dateline",
    "Document feature",
    "Document type",
    "Document URL",
    "Edition",
    "First page",
    "Full text",
    "Identifier / keyword",
    "Identifier/keyword",
    "ISSN",
    "Issue",
    "Language",
    "Language of publication",
    "Last updated",
    "Link",
    "Links",
    "Literary indexing term",
    "Location",
    "Number of pages",
    "Pages",
    "People",
    "Person",
    "Place of publication",
    "ProQuest document ID",
    "ProQuest document link",
    "Publication date",
    "Publication info",
    "Publication note",
    "Publication subject",
    "Publication title",
    "Publication year",
    "Publisher",
    "Publisher logo",
    "Section",
    "Source attribution",
    "Source type",
    "Subject",
    "Subtitle",
    "Supplement",
    "Title",
    "Volume",
    "Year",
];

pub fn parts(text: &Text<'_>) -> Option<Vec<Part>> {
    let (mut full, mut rules, mut numbered) = (0, 0, 0);
    let mut named = [0_u32; 4];
    for line in &text.lines {
        let line = line.text;
        if labeled(line, "Full text").is_some() {
            full += 1;
        } else if is_rule(line) {
            rules += 1;
        } else if lines::numbers_document(line) {
            numbered += 1;
        }
        for (count, label) in named.iter_mut().zip([
            "Publication title",
            "ProQuest document ID",
            "Publication date",
            "Publication info",
        ]) {
            *count += u32::from(labeled(line, label).is_some());
        }
    }
    let agreeing = named.iter().filter(|count| **count > 0).count()
        + usize::from(rules > 0)
        + usize::from(numbered > 0);
    if full == 0 || agreeing < 2 || named.iter().all(|count| *count == 0) {
        return None;
    }
    let mut parts = Vec::new();
    let mut from = 0;
    for at in 0..=text.lines.len() {
        let line = text.line(at);
        // A number alone does not end a document that has not begun.
        if at == text.lines.len() || is_rule(line) || lines::numbers_document(line) {
            parts.extend(document(text, from, at));
            from = at + 1;
        }
    }
    (!parts.is_empty()).then_some(parts)
}

fn is_rule(line: &str) -> bool {
    line.len() >= 20 && line.bytes().all(|b| b == b'_')
}

fn document(text: &Text<'_>, from: usize, end: usize) -> Option<Part> {
    let first = text.next_filled(from, end)?;
    let mut fields: Vec<(&str, Range<usize>)> = Vec::new();
    for at in first..end {
        let line = text.line(at);
        let Some((name, value)) = FIELDS
            .iter()
            .find_map(|name| labeled(line, name).map(|value| (*name, value)))
        else {
            continue;
        };
        let stop = text.lines.get(at)?;
        if let Some((_, open)) = fields.last_mut() {
            open.end = stop.start;
        }
        fields.push((name, stop.end - value.len()..text.lines.get(end - 1)?.end));
    }
    let range_of = |wanted: &str| {
        let (_, range) = fields.iter().find(|(name, _)| *name == wanted)?;
        let words = text.whole.get(range.clone())?;
        let start = range.start + (words.len() - words.trim_start().len());
        Some(start..start + words.trim().len()).filter(|r| !r.is_empty())
    };
    let value = |wanted: &str| compose::field(text.whole.get(range_of(wanted)?)?);
    // The headline stands above the fields as well, where it is the first line.
    let first_field = fields.first().map_or(usize::MAX, |(_, range)| range.start);
    let line = text.lines.get(first)?;
    let above = (line.end < first_field
        && FIELDS.iter().all(|name| labeled(line.text, name).is_none()))
    .then_some(line.start..line.end);
    let body = range_of("Full text")
        .or_else(|| range_of("Abstract"))
        .or_else(|| range_of("Abstract (summary)"))?;
    let headline = above.or_else(|| range_of("Title").filter(|title| title.end <= body.start));
    let mut blocks = Vec::new();
    if let Some(headline) = &headline {
        blocks.push((BlockKind::Headline, headline.clone()));
    }
    blocks.extend(text.paragraphs(&body));
    let outlet = value("Publication title").or_else(|| value("Publication info"));
    let stated = Metadata {
        title: value("Title").or_else(|| compose::field(text.whole.get(headline.clone()?)?)),
        outlet: outlet.and_then(|o| compose::field(o.split([';', '[']).next()?)),
        byline: value("Author").and_then(|author| compose::byline(&in_order(&author))),
        published: compose::published(
            value("Publication date")
                .as_deref()
                .and_then(dates::read)
                .or_else(|| value("Publication year").as_deref().and_then(dates::read)),
        ),
        dateline_place: value("Dateline").as_deref().and_then(compose::place),
        language: value("Language of publication")
            .or_else(|| value("Language"))
            .as_deref()
            .and_then(compose::language),
        url: value("Document URL").as_deref().and_then(compose::url),
        agency: None,
    };
    Some(Part {
        range: text.range(first, end),
        blocks,
        stated,
        member: value("ProQuest document ID").filter(|id| id.len() <= 40),
    })
}

/// `Lee, Ann; Doe, Jo` as people are called: `Ann Lee, Jo Doe`.
fn in_order(authors: &str) -> String {
    let names = authors.split(';').map(|author| {
        let author = author.trim().trim_end_matches('.');
        match author.split_once(", ") {
            Some((last, first)) if !first.contains(',') && first.len() <= 40 => {
                format!("{first} {last}")
            }
            _ => author.to_owned(),
        }
    });
    names
        .filter(|name| !name.is_empty())
        .collect::<Vec<_>>()
        .join(", ")
}
