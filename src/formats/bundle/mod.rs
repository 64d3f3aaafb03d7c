//! Files in which a database or a hand put several articles one after another: told apart by layout (`nexis`,
//! `factiva`, `proquest`) or by the separator the user chose. Works on the text of any format.

mod factiva;
mod lines;
mod nexis;
mod proquest;
#[cfg(test)]
mod tests;

use super::{ReadOptions, Reading, Separator, compose};
use crate::model::{RawArticle, RawBlock};
use lines::{Part, Text};

/// What to do about a file that looks like several articles and is of no known layout.
const CHOOSE: &str =
    "Looks like several articles in one file: choose the separator between them to split it";

/// Splits every article of a reading that holds several; for formats whose articles are what their text says.
pub fn split_reading(reading: &mut Reading, options: &ReadOptions) {
    let articles = std::mem::take(&mut reading.articles);
    for article in articles {
        let outer = article.member.clone();
        let parts = split(article, options);
        let several = parts.len() > 1;
        reading.articles.extend(parts.into_iter().map(|mut part| {
            // An article of a file inside an archive keeps that file's name in front.
            if several
                && let (Some(outer), Some(inner)) = (&outer, &part.member)
                && outer != inner
            {
                part.member = Some(format!("{outer}/{inner}"));
            }
            part
        }));
    }
    compose::distinct_members(&mut reading.articles);
}

/// The articles that a text holds: itself when it is one.
///
/// A part's text is a stretch of the whole one, with [`RawArticle::source_start`] saying where it begins; what the
/// database says about an article is in `stated`, and its own blocks name the headline and the body.
#[must_use]
pub fn split(mut article: RawArticle, options: &ReadOptions) -> Vec<RawArticle> {
    if options.separator == Some(Separator::None) {
        return vec![article];
    }
    let text = Text::of(&article);
    let parts = match &options.separator {
        Some(separator) => by_hand(&text, separator),
        None => [nexis::parts, factiva::parts, proquest::parts]
            .iter()
            .find_map(|read| read(&text))
            .unwrap_or_default(),
    };
    if parts.is_empty() {
        if options.separator.is_some() {
            article
                .notes
                .push("The separator does not occur in it, so it is one article".to_owned());
        } else if looks_like_several(&text) {
            article.notes.push(CHOOSE.to_owned());
        }
        return vec![article];
    }
    let one = parts.len() == 1;
    let mut articles: Vec<RawArticle> = parts
        .into_iter()
        .enumerate()
        .map(|(at, part)| {
            let number = (at + 1).to_string();
            let mut made = cut(&article, part);
            made.member = if one {
                article.member.clone()
            } else {
                made.member.or(Some(number))
            };
            if at > 0 {
                made.notes.clear();
            }
            made
        })
        .collect();
    compose::distinct_members(&mut articles);
    articles
}

fn cut(whole: &RawArticle, part: Part) -> RawArticle {
    let text = whole.text.get(part.range.clone()).unwrap_or_default();
    let mut stated = part.stated;
    stated.language = stated.language.or_else(|| whole.stated.language.clone());
    let blocks = part
        .blocks
        .into_iter()
        .filter(|(_, range)| range.start >= part.range.start && range.end <= part.range.end)
        .map(|(kind, range)| RawBlock {
            span: (range.start - part.range.start..range.end - part.range.start).into(),
            kind,
        })
        .collect();
    RawArticle {
        member: part.member,
        text: text.to_owned(),
        text_is_source: whole.text_is_source,
        source_start: whole.source_start + part.range.start as u64,
        blocks,
        stated,
        encoding: whole.encoding.clone(),
        encoding_guessed: whole.encoding_guessed,
        notes: whole.notes.clone(),
    }
}

/// The parts between separators; none when the separator does not occur.
fn by_hand(text: &Text<'_>, separator: &Separator) -> Vec<Part> {
    // Where a part ends, and where the next one begins.
    let mut cuts: Vec<(usize, usize)> = Vec::new();
    match separator {
        Separator::None => {}
        Separator::Line(words) | Separator::Start(words) => {
            let words = words.trim();
            let starts = matches!(separator, Separator::Start(_));
            for line in &text.lines {
                if !words.is_empty() && line.text.starts_with(words) {
                    cuts.push((line.start, if starts { line.start } else { line.end }));
                }
            }
        }
        Separator::BlankLines(count) => {
            let mut blank = 0_u32;
            let mut since = 0;
            for line in &text.lines {
                if line.text.is_empty() {
                    blank += 1;
                    continue;
                }
                if blank >= u32::from((*count).max(1)) && since > 0 {
                    cuts.push((since, line.start));
                }
                blank = 0;
                since = line.end;
            }
        }
        Separator::PageBreak => {
            cuts.extend(memchr::memchr_iter(0x0C, text.whole.as_bytes()).map(|at| (at, at + 1)));
        }
    }
    if cuts.is_empty() {
        return Vec::new();
    }
    let ends = cuts.iter().map(|(end, _)| *end).chain([text.whole.len()]);
    let starts = [0].into_iter().chain(cuts.iter().map(|(_, start)| *start));
    starts
        .zip(ends)
        .filter_map(|(start, end)| {
            let words = text.whole.get(start..end)?;
            let start = start + (words.len() - words.trim_start().len());
            let range = start..start + words.trim().len();
            (!range.is_empty()).then(|| Part {
                blocks: text.stated_blocks(&range),
                range,
                ..Part::default()
            })
        })
        .collect()
}

/// Whether a text of no known layout has marks that stand between articles: "Document 3 of 20", or long rules with
/// much text between them.
fn looks_like_several(text: &Text<'_>) -> bool {
    let mut counted = 0_u32;
    let mut last = None;
    let (mut rules, mut between) = (0_u32, 0_usize);
    for line in &text.lines {
        if let Some((n, of)) = lines::n_of_m(line.text) {
            // Page numbers count up as well, but a page is no document.
            let page = line
                .text
                .get(..4)
                .is_some_and(|t| t.eq_ignore_ascii_case("page"));
            if !page && of >= 2 && last.is_none_or(|(before, all)| n == before + 1 && all == of) {
                counted += 1;
                last = Some((n, of));
            }
        }
        if lines::is_rule(line.text) {
            rules += u32::from(between >= 400);
            between = 0;
        } else {
            between += line.text.len();
        }
    }
    counted >= 2 || rules >= 3
}
