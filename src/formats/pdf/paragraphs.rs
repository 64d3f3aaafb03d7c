//! From the lines of a document's pages to its paragraphs: running heads set aside, lines joined, headlines told by their
//! size.

use std::collections::{BTreeMap, BTreeSet};

use super::columns::{Line, middle};
use crate::formats::written::{Style, Written};

/// The lines of a page by column, and the height of the page's top and bottom.
pub struct Page {
    pub columns: Vec<Vec<Line>>,
    pub top: f64,
    pub bottom: f64,
    /// Lines that the file marks as no part of the text.
    pub artifacts: Vec<String>,
}

/// The share of a page's height at its top and at its bottom where running heads stand.
const MARGIN: f64 = 0.12;

/// How much larger than the body a headline's letters are, and a subhead's.
const HEADLINE: f64 = 1.25;
const SUBHEAD: f64 = 1.12;

/// How many different running heads are kept.
const MOST_HEADS: usize = 200;

struct Paragraph {
    lines: Vec<Line>,
    page: usize,
    /// Whether its last line had no room for a further word.
    full: bool,
}

impl Paragraph {
    fn text(&self) -> String {
        let lines: Vec<&str> = self.lines.iter().map(|l| l.text.trim()).collect();
        lines.join("\n")
    }

    fn size(&self) -> f64 {
        self.lines.first().map_or(0.0, |line| line.size)
    }

    fn bold(&self) -> bool {
        self.lines.iter().all(|line| line.bold)
    }

    fn words(&self) -> usize {
        let words = self.lines.iter().map(|l| l.text.split_whitespace().count());
        words.sum()
    }

    fn ends(&self) -> bool {
        self.lines
            .last()
            .is_none_or(|line| ends_sentence(&line.text))
    }
}

/// Puts the pages together as one text.
pub fn write(mut pages: Vec<Page>) -> Written {
    let mut written = Written::laid_out();
    let mut heads = set_aside_running_heads(&mut pages);
    heads.extend(
        pages
            .iter_mut()
            .flat_map(|page| std::mem::take(&mut page.artifacts)),
    );
    let mut told = BTreeSet::new();
    for head in heads {
        // A head that counts the pages is kept once.
        if told.insert(without_numbers(&head)) && told.len() <= MOST_HEADS {
            written.outside(&head);
        }
    }
    let mut paragraphs: Vec<Paragraph> = Vec::new();
    for (number, page) in pages.into_iter().enumerate() {
        for column in page.columns {
            let first = paragraphs.len();
            split(column, number, &mut paragraphs);
            if first > 0 && goes_on(paragraphs.get(first - 1), paragraphs.get(first)) {
                let rest = paragraphs.remove(first);
                if let Some(paragraph) = paragraphs.get_mut(first - 1) {
                    paragraph.lines.extend(rest.lines);
                    paragraph.full = rest.full;
                }
            }
        }
    }
    let body = body_size(&paragraphs);
    let headline = headline(&paragraphs, body);
    let mut page = 0;
    for (i, paragraph) in paragraphs.iter().enumerate() {
        if paragraph.page > page {
            page = paragraph.page;
            written.page_break();
        }
        let text = paragraph.text();
        let style = if Some(i) == headline {
            Style::Title
        } else if is_subhead(paragraph, body) && (headline.is_some() || i > 0) {
            Style::Heading(2)
        } else {
            Style::Body
        };
        written.paragraph(style, &text);
    }
    written
}

/// Takes the lines at the pages' edges that come back on other pages or only count them out of the pages, and returns
/// them, each once.
fn set_aside_running_heads(pages: &mut [Page]) -> Vec<String> {
    // Where such a line stands, to a fiftieth of the page, and what it says but for its numbers.
    let key = |page: &Page, line: &Line| -> Option<(u8, String)> {
        let height = page.top - page.bottom;
        let from_top = (page.top - line.y) / height;
        if height <= 1.0 || (MARGIN..=1.0 - MARGIN).contains(&from_top) {
            return None;
        }
        let plain = without_numbers(&line.text);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a share of a page, clamped"
        )]
        let height = (from_top.clamp(0.0, 1.0) * 50.0) as u8;
        Some((height, plain))
    };
    let mut seen: BTreeMap<(u8, String), BTreeSet<usize>> = BTreeMap::new();
    for (number, page) in pages.iter().enumerate() {
        for line in page.columns.iter().flatten() {
            if let Some((height, plain)) = key(page, line) {
                // A line at the edge of two fiftieths is found in both.
                for height in [height, height.saturating_add(1)] {
                    seen.entry((height, plain.clone()))
                        .or_default()
                        .insert(number);
                }
            }
        }
    }
    let enough = if pages.len() <= 4 {
        2
    } else {
        3.max(pages.len() / 4)
    };
    let mut taken = Vec::new();
    for page in pages {
        let mut columns = std::mem::take(&mut page.columns);
        for column in &mut columns {
            column.retain(|line| {
                let Some((height, plain)) = key(page, line) else {
                    return true;
                };
                let repeated = [height, height.saturating_add(1)].iter().any(|height| {
                    let pages = seen.get(&(*height, plain.clone()));
                    pages.is_some_and(|pages| pages.len() >= enough)
                });
                let head = repeated || counts_pages(&plain);
                if head {
                    taken.push(line.text.trim().to_owned());
                }
                !head
            });
        }
        columns.retain(|column| !column.is_empty());
        page.columns = columns;
    }
    taken.sort();
    taken.dedup();
    taken
}

/// A line with `#` for each number.
fn without_numbers(line: &str) -> String {
    let mut plain = String::new();
    for c in line.trim().chars() {
        let c = if c.is_ascii_digit() { '#' } else { c };
        if c != '#' || !plain.ends_with('#') {
            plain.push(c);
        }
    }
    plain
}

/// Whether a line, its numbers written `#`, says which page this is.
fn counts_pages(plain: &str) -> bool {
    let lower = plain.to_lowercase();
    let bare =
        lower.trim_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '–' | '—' | '|' | '.'));
    let roman = (1..=5).contains(&bare.len()) && bare.chars().all(|c| "ivxlc".contains(c));
    roman
        || matches!(
            bare,
            "#" | "page #" | "page # of #" | "# of #" | "# / #" | "#/#" | "p. #" | "seite #"
        )
}

/// Splits a column's lines in paragraphs.
fn split(column: Vec<Line>, page: usize, paragraphs: &mut Vec<Paragraph>) {
    let left = column.iter().map(|l| l.left).fold(f64::MAX, f64::min);
    let mut rights: Vec<f64> = column.iter().map(|l| l.right).collect();
    rights.sort_by(f64::total_cmp);
    // A line that sticks out does not make the column wider.
    let right = rights
        .get(rights.len().saturating_sub(1) * 95 / 100)
        .copied()
        .unwrap_or(0.0);
    let mut leadings: Vec<f64> = column
        .windows(2)
        .filter_map(|pair| match pair {
            [a, b] if same_size(a, b) => Some(a.y - b.y).filter(|leading| *leading > 0.0),
            _ => None,
        })
        .collect();
    // The lower quartile: where paragraphs are short, half of the distances are those between paragraphs.
    leadings.sort_by(f64::total_cmp);
    let typical = leadings.get(leadings.len() / 4).copied();
    let mut open: Vec<Line> = Vec::new();
    for line in column {
        if let Some(before) = open.last()
            && breaks(before, &line, left, right, typical)
        {
            let full = !has_room(before, &line, right);
            paragraphs.push(Paragraph {
                lines: std::mem::take(&mut open),
                page,
                full,
            });
        }
        open.push(line);
    }
    if let Some(last) = open.last() {
        let full = last.right > right - last.size * 3.0;
        paragraphs.push(Paragraph {
            lines: open,
            page,
            full,
        });
    }
}

fn same_size(a: &Line, b: &Line) -> bool {
    (a.size - b.size).abs() <= 0.08 * a.size.max(b.size)
}

/// Whether the next line's first word would have found room on a line.
fn has_room(line: &Line, next: &Line, right: f64) -> bool {
    let characters = next.text.chars().count().max(1);
    let first = next.text.split_whitespace().next().unwrap_or_default();
    let share = f64::from(u16::try_from(first.chars().count()).unwrap_or(u16::MAX))
        / f64::from(u16::try_from(characters).unwrap_or(u16::MAX));
    right - line.right > (next.right - next.left) * share + line.size * 0.4
}

/// Whether a new paragraph begins with `line`.
fn breaks(before: &Line, line: &Line, left: f64, right: f64, typical: Option<f64>) -> bool {
    let leading = before.y - line.y;
    let usual = typical.unwrap_or(line.size * 1.3);
    if !same_size(before, line) || before.bold != line.bold {
        return true;
    }
    // Headlines are set with lines of their own distance.
    let usual = usual.max(line.size * 1.05);
    if leading <= 0.0 || leading > usual * 1.32 {
        return true;
    }
    if line.text.contains('\t') || before.text.contains('\t') {
        return true;
    }
    if line
        .text
        .trim_start()
        .starts_with(['•', '●', '▪', '■', '◦', '‣', '►'])
    {
        return true;
    }
    let ended = ends_sentence(&before.text);
    let room = has_room(before, line, right);
    let indented = line.left > left + line.size * 0.7 && line.left > before.left + line.size * 0.5;
    let capital = line
        .text
        .chars()
        .find(|c| c.is_alphanumeric())
        .is_none_or(|c| !c.is_lowercase());
    indented && (ended || room)
        || ended && room
        || room && capital && before.right < left + (right - left) * 0.6
}

/// Whether a paragraph goes on at the top of the next column or page.
fn goes_on(before: Option<&Paragraph>, next: Option<&Paragraph>) -> bool {
    let (Some(before), Some(next)) = (before, next) else {
        return false;
    };
    let (Some(last), Some(first)) = (before.lines.last(), next.lines.first()) else {
        return false;
    };
    if before.ends()
        || !same_size(last, first)
        || last.bold != first.bold
        || first.text.contains('\t')
    {
        return false;
    }
    let small = first.text.chars().next().is_some_and(char::is_lowercase);
    let torn = last.text.ends_with(['-', '\u{2010}', '\u{AD}', ',']);
    small || torn || before.full && before.words() > 8
}

fn ends_sentence(text: &str) -> bool {
    text.trim_end_matches(|c: char| {
        c.is_whitespace() || matches!(c, '"' | '\'' | '”' | '’' | '»' | ')' | ']')
    })
    .ends_with(['.', '!', '?', '…', ':', '؟', '。'])
}

/// The size most characters have.
fn body_size(paragraphs: &[Paragraph]) -> f64 {
    let mut sizes: Vec<f64> = Vec::new();
    for line in paragraphs.iter().flat_map(|p| &p.lines) {
        // Each ten characters count once: enough to tell, and bounded.
        sizes.extend(std::iter::repeat_n(line.size, 1 + line.text.len() / 10));
    }
    middle(&mut sizes).unwrap_or(0.0)
}

/// The paragraph on the first pages that is set largest. A name of a few words above a longer line that is still large is
/// the newspaper's, not the article's.
fn headline(paragraphs: &[Paragraph], body: f64) -> Option<usize> {
    let first_page = paragraphs.first()?.page;
    let large: Vec<(usize, &Paragraph)> = paragraphs
        .iter()
        .enumerate()
        .take_while(|(_, p)| p.page == first_page)
        .filter(|(_, p)| {
            p.size() > body * HEADLINE
                && p.words() <= 40
                && p.text().chars().any(char::is_alphabetic)
        })
        .collect();
    let largest = |words: usize, size: f64| {
        let among = large
            .iter()
            .filter(|(_, p)| p.words() >= words && p.size() > size);
        // The first of several equally large ones.
        among.fold(None::<(usize, f64)>, |best, (i, p)| match best {
            Some((_, size)) if p.size() <= size * 1.02 => best,
            _ => Some((*i, p.size())),
        })
    };
    let (i, _) = largest(4, body * 1.5).or_else(|| largest(1, 0.0))?;
    Some(i)
}

fn is_subhead(paragraph: &Paragraph, body: f64) -> bool {
    let text = paragraph.text();
    let short = paragraph.words() <= 14 && paragraph.lines.len() <= 3;
    let larger = paragraph.size() > body * SUBHEAD;
    let bold = paragraph.bold() && paragraph.size() > body * 0.95;
    short
        && (larger || bold)
        && !text.ends_with(['.', ':', ',', ';'])
        && !text.contains('\t')
        && text.chars().filter(|c| c.is_alphabetic()).count() >= 3
}
