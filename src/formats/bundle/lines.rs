//! A text as lines, and the marks that databases put between and around articles.

use std::ops::Range;

use crate::model::{BlockKind, Metadata, RawArticle, RawBlock};

/// A line without the blanks around it; empty for a blank line.
#[derive(Clone, Copy, Debug)]
pub struct Line<'t> {
    /// Bytes of the text.
    pub start: usize,
    pub end: usize,
    pub text: &'t str,
}

/// A text and its lines.
pub struct Text<'t> {
    pub whole: &'t str,
    pub lines: Vec<Line<'t>>,
    blocks: &'t [RawBlock],
}

/// An article found in a text; offsets are bytes of the whole text.
#[derive(Clone, Debug, Default)]
pub struct Part {
    pub range: Range<usize>,
    pub blocks: Vec<(BlockKind, Range<usize>)>,
    pub stated: Metadata,
    pub member: Option<String>,
}

impl<'t> Text<'t> {
    pub fn of(article: &'t RawArticle) -> Self {
        let whole = article.text.as_str();
        let mut lines = Vec::new();
        let mut at = 0;
        while at < whole.len() {
            let rest = whole.as_bytes().get(at..).unwrap_or_default();
            let stop = memchr::memchr3(b'\n', b'\r', 0x0C, rest).map_or(whole.len(), |n| at + n);
            let raw = whole.get(at..stop).unwrap_or_default();
            let text = raw.trim_matches(is_blank);
            let start = at + (raw.len() - raw.trim_start_matches(is_blank).len()).min(raw.len());
            lines.push(Line {
                start,
                end: start + text.len(),
                text,
            });
            let crlf = rest
                .get(stop - at..)
                .is_some_and(|r| r.starts_with(b"\r\n"));
            at = stop + if crlf { 2 } else { 1 };
        }
        Self {
            whole,
            lines,
            blocks: &article.blocks,
        }
    }

    /// Whether the format states its blocks, so that a line is a paragraph and nothing is wrapped.
    pub fn has_blocks(&self) -> bool {
        !self.blocks.is_empty()
    }

    pub fn line(&self, at: usize) -> &'t str {
        self.lines.get(at).map_or("", |line| line.text)
    }

    /// The next line at `at` or after it that says something, before `end`.
    pub fn next_filled(&self, at: usize, end: usize) -> Option<usize> {
        (at..end.min(self.lines.len())).find(|n| !self.line(*n).is_empty())
    }

    /// The bytes of the lines from `first` up to `end`.
    pub fn range(&self, first: usize, end: usize) -> Range<usize> {
        let filled = || {
            self.lines
                .get(first..end.min(self.lines.len()))
                .unwrap_or_default()
                .iter()
                .filter(|l| !l.text.is_empty())
        };
        let start = filled().next().map_or(0, |line| line.start);
        start..filled().next_back().map_or(start, |line| line.end)
    }

    /// The words of the lines from `first` up to `end`, on one line.
    pub fn words(&self, first: usize, end: usize) -> String {
        let lines = self
            .lines
            .get(first..end.min(self.lines.len()))
            .unwrap_or_default();
        lines
            .iter()
            .map(|l| l.text)
            .filter(|t| !t.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// The blocks that the format states inside `range`; a headline in the middle of a file is a subhead.
    pub fn stated_blocks(&self, range: &Range<usize>) -> Vec<(BlockKind, Range<usize>)> {
        let first = self
            .blocks
            .partition_point(|block| block.span.range().start < range.start);
        let inside = self
            .blocks
            .get(first..)
            .unwrap_or_default()
            .iter()
            .take_while(|block| block.span.range().start < range.end);
        inside
            .filter(|block| block.span.range().end <= range.end)
            .map(|block| {
                let kind = if block.kind == BlockKind::Headline {
                    BlockKind::Subhead
                } else {
                    block.kind
                };
                (kind, block.span.range())
            })
            .collect()
    }

    /// The paragraphs in `range`: those that the format states, or else groups of lines between blank ones, or the
    /// lines themselves where they are not wrapped.
    pub fn paragraphs(&self, range: &Range<usize>) -> Vec<(BlockKind, Range<usize>)> {
        let stated = self.stated_blocks(range);
        if !stated.is_empty() || range.is_empty() {
            return stated;
        }
        let first = self.lines.partition_point(|line| line.end <= range.start);
        let mut lines: Vec<(Range<usize>, bool)> = Vec::new();
        let mut gap = true;
        for line in self.lines.get(first..).unwrap_or_default() {
            if line.start >= range.end {
                break;
            }
            if line.text.is_empty() {
                gap = true;
                continue;
            }
            let shown = line.start.max(range.start)..line.end.min(range.end);
            lines.push((shown, gap));
            gap = false;
        }
        let wrapped = self.is_wrapped(&lines);
        let mut out: Vec<(BlockKind, Range<usize>)> = Vec::new();
        for (line, gap) in lines {
            match out.last_mut() {
                Some((_, open)) if wrapped && !gap => open.end = line.end,
                _ => out.push((BlockKind::Paragraph, line)),
            }
        }
        out
    }

    /// Whether line ends are those of a page's width: no line is longer than one, and many break off inside a
    /// sentence.
    fn is_wrapped(&self, lines: &[(Range<usize>, bool)]) -> bool {
        let (mut torn, mut joints) = (0_usize, 0_usize);
        for pair in lines.windows(2) {
            let [(line, _), (_, gap)] = pair else {
                continue;
            };
            if line.len() > 160 {
                return false;
            }
            if !gap {
                joints += 1;
                let words = self.whole.get(line.clone()).unwrap_or_default();
                torn += usize::from(!words.ends_with(['.', '!', '?', '"', '”', '’', ':']));
            }
        }
        torn * 2 > joints
    }
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{FEFF}' | '\u{200B}')
}

/// A line of at least ten underscores, dashes, equals signs or stars.
pub fn is_rule(line: &str) -> bool {
    let Some(first) = line.bytes().next() else {
        return false;
    };
    matches!(first, b'_' | b'-' | b'=' | b'*' | b'#')
        && line.len() >= 10
        && line.bytes().all(|b| b == first)
}

/// The numbers of `Document 3 of 20`, `3 of 20 DOCUMENTS`, `Article 3 of 20` and the like, alone on a line.
pub fn n_of_m(line: &str) -> Option<(u32, u32)> {
    if line.len() > 60 {
        return None;
    }
    let words: Vec<&str> = line.split_whitespace().collect();
    let at = words
        .iter()
        .position(|word| word.eq_ignore_ascii_case("of"))?;
    let number = |word: &&str| {
        word.trim_matches(['#', ':', '.', '(', ')', '[', ']'])
            .parse::<u32>()
            .ok()
    };
    let n = words.get(at.checked_sub(1)?).and_then(number)?;
    let m = words.get(at + 1).and_then(number)?;
    (words.len() <= 5 && n >= 1 && n <= m).then_some((n, m))
}

/// Whether the line numbers a document: `Document 3 of 20`, `3 of 20 DOCUMENTS`.
pub fn numbers_document(line: &str) -> bool {
    n_of_m(line).is_some() && line.to_ascii_lowercase().contains("document")
}

/// The value behind a label that opens the line, such as `Byline:`, in any case.
pub fn labeled<'t>(line: &'t str, label: &str) -> Option<&'t str> {
    let head = line.get(..label.len())?;
    let rest = line.get(label.len()..)?.trim_start();
    (head.eq_ignore_ascii_case(label))
        .then(|| rest.strip_prefix(':'))?
        .map(|value| value.trim_matches(is_blank))
}

/// The number in `512 words`, `1,024 words`, alone on a line.
pub fn word_count(line: &str) -> Option<u32> {
    let (number, words) = line.split_once(' ')?;
    if !words.trim().eq_ignore_ascii_case("words") && !words.trim().eq_ignore_ascii_case("word") {
        return None;
    }
    let digits: String = number
        .chars()
        .filter(|c| !matches!(c, ',' | '.' | '\u{A0}'))
        .collect();
    (!digits.is_empty() && digits.len() <= 6).then(|| digits.parse().ok())?
}
