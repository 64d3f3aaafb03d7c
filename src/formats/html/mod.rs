//! Saved web pages: the article with its structure, and what the page states about it. Nothing in a page is fetched or
//! run.
//!
//! A page is decoded (`charset`), made slim and shallow (`slim`), parsed, and read as lines (`lines`, `names`); `body`
//! chooses the article among them and `facts` (with `json`, `dates`) reads what the page states. What stands between the
//! chosen lines goes into the text outside its blocks, so that cleaning shows it as set aside.

mod body;
mod charset;
mod dates;
mod facts;
mod json;
mod lines;
mod names;
mod slim;
#[cfg(test)]
mod tests;

use dom_query::Document;

use super::{FormatError, ReadOptions, Reading, decode::Decoded};
use crate::model::{BlockKind, ByteSpan, RawArticle, RawBlock};
use lines::{Kind, Line, Lines};

/// How many lines that are not the article are kept after it, and how many bytes of each.
const LINES_AFTER: usize = 12;
const LONGEST_ASIDE: usize = 600;

/// Whether a file is a web page: by how it begins, or by its name's ending where it begins like a part of one.
#[must_use]
pub fn is_one(file_name: &str, bytes: &[u8]) -> bool {
    let head = start(bytes);
    let begins = |with: &str| {
        head.get(..with.len())
            .is_some_and(|h| h.eq_ignore_ascii_case(with))
    };
    if ["<!doctype html", "<html"].into_iter().any(begins) {
        return true;
    }
    let ending = file_name
        .rsplit('.')
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    let named = matches!(ending.as_str(), "html" | "htm" | "xhtml" | "xht" | "shtml");
    let other = begins("<?xml") && !head.to_ascii_lowercase().contains("<html");
    if head.starts_with("<?xml") && !other
        || named && !head.contains('\0') && !head.starts_with("%PDF")
    {
        return head.contains('<');
    }
    [
        "<head", "<body", "<title", "<meta ", "<article", "<div", "<h1", "<p>",
    ]
    .into_iter()
    .any(begins)
        && head.to_ascii_lowercase().contains("</")
}

/// The first characters of a file without its mark, comments and blanks, NULs of UTF-16 left out.
fn start(bytes: &[u8]) -> String {
    let head = bytes.get(..4096).unwrap_or(bytes);
    let wide = head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff");
    let text: Vec<u8> = head.iter().copied().filter(|b| !wide || *b != 0).collect();
    let text = String::from_utf8_lossy(&text);
    let mut rest = text
        .trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '\u{FEFF}' | '\u{FFFD}'));
    while let Some(comment) = rest.strip_prefix("<!--") {
        let Some(end) = comment.find("-->") else {
            break;
        };
        rest = comment.get(end + 3..).unwrap_or_default().trim_start();
    }
    rest.to_owned()
}

/// Reads the article of a saved page.
///
/// # Errors
/// When the page is empty, too large, no text, or shows no words.
pub fn read(_file_name: &str, bytes: &[u8], options: &ReadOptions) -> Result<Reading, FormatError> {
    Ok(Reading {
        format: "html",
        articles: vec![article(bytes, None, None, options)?],
        notes: Vec::new(),
        lost: Vec::new(),
    })
}

/// Reads a page that came with a `charset` and from an address, where these are known.
///
/// # Errors
/// As [`read`].
pub fn article(
    bytes: &[u8],
    charset: Option<&str>,
    address: Option<&str>,
    options: &ReadOptions,
) -> Result<RawArticle, FormatError> {
    let Decoded {
        text,
        encoding,
        guessed,
        mut notes,
    } = charset::decode(bytes, charset, options)?;
    let page = slim::slim(&text);
    drop(text);
    if page.cut_off {
        notes.push(format!(
            "The page has more than {} elements; what follows them was left out",
            slim::MOST_ELEMENTS
        ));
    }
    let document = Document::from(page.html.as_str());
    let saved_from = facts::saved_from(&page.remarks);
    let mut facts = facts::read(&document, &page, address.or(saved_from.as_deref()));
    let lines = lines::read(&document);
    drop(document);
    let mut choice = body::choose(&page, &lines, facts.body.as_deref());
    let headline = body::headline(&lines, &choice.picked, &facts.titles, facts.site.as_deref());
    body::complete(&lines, &mut choice.picked, headline);
    body::drop_author(&lines, &mut choice.picked, facts.metadata.byline.as_deref());
    body::all_if_none(&lines, &mut choice);
    let mut builder = Builder::default();
    match &choice.unseen {
        Some(body) => builder.unseen(headline.and_then(|i| lines.lines.get(i)), body),
        None => builder.lines(&lines, &choice.picked, headline),
    }
    if builder.blocks.is_empty() {
        return Err(FormatError::NoText(
            "the page shows no words without its scripts. Save it in the browser once it has loaded, or print it to PDF".to_owned(),
        ));
    }
    notes.append(&mut facts.notes);
    notes.extend(
        facts::shown_otherwise(
            &facts.metadata,
            above_text(&lines, &choice.picked, headline),
        )
        .filter(|_| notes.is_empty()),
    );
    let mut stated = facts.metadata;
    let shown = headline
        .and_then(|i| lines.lines.get(i))
        .map(|line| line.text.as_str());
    stated.title = title(stated.title, shown);
    Ok(RawArticle {
        text: builder.text,
        blocks: builder.blocks,
        stated,
        encoding: encoding.to_owned(),
        encoding_guessed: guessed,
        notes,
        ..RawArticle::default()
    })
}

/// The lines between the headline and the text, where a page shows byline and date.
fn above_text<'l>(
    lines: &'l Lines,
    picked: &'l [bool],
    headline: Option<usize>,
) -> impl Iterator<Item = &'l str> {
    let from = headline.map_or(lines.lines.len(), |i| i + 1);
    lines
        .lines
        .iter()
        .zip(picked)
        .skip(from)
        .take(LINES_AFTER)
        .take_while(|(line, picked)| !(**picked && line.is_prose() && line.text.len() > 200))
        .filter(|(_, picked)| !**picked)
        .map(|(line, _)| line.text.as_str())
}

/// The title: as stated; without what only browsers' tabs show, where the headline is that part of it.
fn title(stated: Option<String>, shown: Option<&str>) -> Option<String> {
    let Some(stated) = stated else {
        return shown.map(str::to_owned);
    };
    match shown {
        Some(shown)
            if shown.split(' ').count() >= 3
                && (!stated.contains(' ') || body::key(&stated).contains(&body::key(shown))) =>
        {
            Some(shown.to_owned())
        }
        Some(_) => Some(stated),
        None => Some(facts::shortened(&stated).to_owned()),
    }
}

/// Puts the text of an article together.
#[derive(Default)]
struct Builder {
    text: String,
    blocks: Vec<RawBlock>,
}

impl Builder {
    fn block(&mut self, text: &str, kind: BlockKind) {
        let start = self.aside(text);
        self.blocks.push(RawBlock {
            span: ByteSpan::from(start..self.text.len()),
            kind,
        });
    }

    /// Appends text that belongs to no block; returns where it begins.
    fn aside(&mut self, text: &str) -> usize {
        if !self.text.is_empty() {
            self.text.push_str("\n\n");
        }
        let start = self.text.len();
        self.text.push_str(text);
        start
    }

    fn lines(&mut self, lines: &Lines, picked: &[bool], headline: Option<usize>) {
        let is_picked = |i: usize| picked.get(i) == Some(&true) && Some(i) != headline;
        let Some(last) = (0..lines.lines.len()).rev().find(|i| is_picked(*i)) else {
            return;
        };
        let shown = headline.and_then(|i| lines.lines.get(i));
        if let Some(line) = shown {
            self.block(&line.text, BlockKind::Headline);
        }
        let said = shown.map(|line| body::key(&line.text));
        let first = (0..=last).find(|i| is_picked(*i)).unwrap_or(last);
        // Byline and date stand between the headline and the text; a headline below is a picture's overlay.
        let from = headline
            .filter(|i| *i < first && first - *i <= 40)
            .map_or(first, |i| i + 1);
        let mut after = LINES_AFTER;
        for (i, line) in lines.lines.iter().enumerate().skip(from) {
            if Some(i) == headline || said.as_deref() == Some(body::key(&line.text).as_str()) {
                continue;
            }
            if is_picked(i) {
                self.block(&line.text, kind(line));
                continue;
            }
            if i > last {
                let Some(less) = after.checked_sub(1) else {
                    break;
                };
                after = less;
            }
            if line.text.len() <= LONGEST_ASIDE {
                self.aside(&line.text);
            }
        }
    }

    /// The text that a page states in its data and does not show.
    fn unseen(&mut self, headline: Option<&Line>, body: &str) {
        if let Some(line) = headline {
            self.block(&line.text, BlockKind::Headline);
        }
        for paragraph in body.lines() {
            let folded = paragraph.split_whitespace().collect::<Vec<_>>().join(" ");
            if !folded.is_empty() {
                self.block(&folded, BlockKind::Paragraph);
            }
        }
    }
}

fn kind(line: &Line) -> BlockKind {
    let ends = line
        .text
        .trim_end_matches(['”', '"', '\'', '’', ')'])
        .ends_with(['.', '!', ':', ';', ',', '…']);
    match line.kind {
        Kind::Caption | Kind::Credit => BlockKind::Caption,
        // A standfirst in a heading's clothes is a sentence.
        Kind::Heading(_) if !line.text.ends_with('.') && line.text.len() <= 200 => {
            BlockKind::Subhead
        }
        Kind::Text if line.bold && !line.item && !ends && line.text.len() <= 90 => {
            BlockKind::Subhead
        }
        _ => BlockKind::Paragraph,
    }
}
