//! Paragraphs out of lines: spaces folded, wrapped lines joined, quotation marks and tokenization undone, each byte
//! traced back to the source. Decides nothing about what a paragraph is.

use crate::model::OffsetMap;

use super::{
    is_blank,
    lines::{self, Joint, Line},
    tokens::{self, Spacing},
};

/// A source text as tidy paragraphs.
pub struct Tidy {
    /// The paragraphs, each followed by a line feed.
    pub text: String,
    /// Leads from [`Self::text`] to the source.
    pub map: OffsetMap,
    pub paragraphs: Vec<Paragraph>,
}

/// Bytes of [`Tidy::text`], without the line feed.
#[derive(Clone, Copy, Debug)]
pub struct Paragraph {
    pub start: usize,
    pub end: usize,
    /// The block the format states for it.
    pub block: Option<u32>,
}

/// Tidies the lines of `source`.
pub fn tidy(source: &str, lines: &[Line]) -> Tidy {
    let style = tokens::style(source);
    let mut writer = Writer {
        source,
        text: String::with_capacity(source.len() + 16),
        map: OffsetMap::default(),
        quotes: Quotes::new(&style),
    };
    let mut paragraphs: Vec<Paragraph> = Vec::new();
    let mut previous: Option<&Line> = None;
    let mut tokenizer = tokens::Joiner::default();
    for (i, line) in lines.iter().enumerate() {
        let opens = line.joint == Joint::Break || paragraphs.is_empty();
        if opens {
            if !paragraphs.is_empty() {
                writer.text.push('\n');
            }
            paragraphs.push(Paragraph {
                start: writer.text.len(),
                end: writer.text.len(),
                block: line.block,
            });
        }
        // Where the paragraph goes on: the gap from the line before, unless a torn word is put together.
        let gap = previous
            .filter(|_| !opens && line.joint == Joint::Space)
            .map(|before| before.end);
        // The hyphen of a word torn by the line end is left out with the line end.
        let soft = lines
            .get(i + 1)
            .is_some_and(|next| next.joint == Joint::SoftHyphen);
        let mut end = line.end;
        if soft && let Some(last) = source.get(..end).and_then(|s| s.chars().next_back()) {
            end -= last.len_utf8();
        }
        let gap = gap.filter(|at| !lines::soft_hyphen_at(source, *at));
        if style.tokenized {
            if opens {
                tokenizer = tokens::Joiner::default();
            }
            tokenizer.begin_line();
            writer.tokens(line.start, end, gap, &mut tokenizer);
        } else {
            if let Some(from) = gap {
                writer.replaced(" ", from, line.start);
            }
            writer.stretch(line.start, end);
        }
        if let Some(paragraph) = paragraphs.last_mut() {
            paragraph.end = writer.text.len();
        }
        previous = Some(line);
    }
    writer.text.push('\n');
    Tidy {
        text: writer.text,
        map: writer.map,
        paragraphs,
    }
}

/// The marks that stand for typewriter quotation marks.
struct Quotes {
    opening: &'static str,
    closing: &'static str,
}

impl Quotes {
    fn new(style: &tokens::Style) -> Self {
        let (opening, closing) = if style.straight_quotes {
            ("\"", "\"")
        } else {
            ("“", "”")
        };
        Self { opening, closing }
    }
}

struct Writer<'s> {
    source: &'s str,
    text: String,
    map: OffsetMap,
    quotes: Quotes,
}

/// Texts are bounded far below 4 GiB at import.
fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

impl Writer<'_> {
    fn verbatim(&mut self, start: usize, end: usize) {
        let Some(part) = self.source.get(start..end) else {
            return;
        };
        self.map
            .push_verbatim(offset(self.text.len()), offset(start), offset(part.len()));
        self.text.push_str(part);
    }

    fn replaced(&mut self, with: &str, start: usize, end: usize) {
        if self.source.get(start..end) == Some(with) {
            return self.verbatim(start, end);
        }
        self.map.push_replaced(
            offset(self.text.len()),
            offset(with.len()),
            offset(start),
            offset(end - start),
        );
        self.text.push_str(with);
    }

    /// Copies `start..end` with runs of blanks folded into one space, invisible characters left out and doubled
    /// typewriter marks (` `` ` and `''`) made quotation marks.
    fn stretch(&mut self, start: usize, end: usize) {
        let bytes = self.source.as_bytes();
        let mut from = start;
        let mut at = start;
        while at < end {
            let byte = bytes.get(at).copied().unwrap_or_default();
            let next = bytes.get(at + 1).copied().unwrap_or_default();
            let plain = match byte {
                b' ' => next > b' ' && next < 0x7F,
                b'`' => next != b'`',
                b'\'' => next != b'\'',
                0x7F => false,
                // The lead bytes of all blanks and invisible characters outside ASCII.
                0xC2 | 0xE1 | 0xE2 | 0xE3 | 0xEF => false,
                _ => byte > b' ',
            };
            if plain {
                at += 1;
                continue;
            }
            let Some(c) = self.source.get(at..end).and_then(|s| s.chars().next()) else {
                break;
            };
            let mark = c == '`' || c == '\'';
            if !is_blank(c) && !mark {
                at += c.len_utf8();
                continue;
            }
            if mark {
                let run = self.run(at, end, |m| m == c);
                if run - at == 2 {
                    self.verbatim(from, at);
                    let mark = if c == '`' || self.opens_quote(at, run, start) {
                        self.quotes.opening
                    } else {
                        self.quotes.closing
                    };
                    self.replaced(mark, at, run);
                    from = run;
                }
                at = run;
                continue;
            }
            let run = self.run(at, end, is_blank);
            let visible = self
                .source
                .get(at..run)
                .is_some_and(|gap| gap.chars().any(|c| !is_invisible(c)));
            self.verbatim(from, at);
            if visible {
                self.replaced(" ", at, run);
            }
            from = run;
            at = run;
        }
        self.verbatim(from, end);
    }

    /// Where the run of characters that `is` holds for, starting at `at`, ends.
    fn run(&self, at: usize, end: usize, is: impl Fn(char) -> bool) -> usize {
        let rest = self.source.get(at..end).unwrap_or_default();
        at + rest.find(|c| !is(c)).unwrap_or(rest.len())
    }

    /// Whether `''` at `at..end` opens a quotation: blank or an opening bracket before it, something after it.
    fn opens_quote(&self, at: usize, end: usize, line_start: usize) -> bool {
        let before = self.source.get(line_start..at).unwrap_or_default();
        let after = self.source.get(end..).unwrap_or_default();
        before
            .chars()
            .next_back()
            .is_none_or(|c| is_blank(c) || matches!(c, '(' | '[' | '{' | '—' | '–'))
            && after.chars().next().is_some_and(|c| !is_blank(c))
    }

    /// Copies the tokens of `start..end`, each joined to the one before as running text has it. `gap` is where the
    /// line before ended, when the paragraph goes on from it.
    fn tokens(
        &mut self,
        start: usize,
        end: usize,
        gap: Option<usize>,
        joiner: &mut tokens::Joiner,
    ) {
        let mut gap = gap;
        let mut at = start;
        while at < end {
            let stop = self.run(at, end, |c| !is_blank(c) || is_invisible(c));
            let next = self.run(stop, end, is_blank);
            let token = self.source.get(at..stop).unwrap_or_default();
            let rest = self.source.get(next..end).unwrap_or_default();
            let follower = rest.split(is_blank).next().unwrap_or_default();
            let step = joiner.next(token, follower);
            if step.spacing == Spacing::Repeated {
                at = next;
                gap = gap.or(Some(stop));
                continue;
            }
            if let Some(from) = gap
                && step.spacing == Spacing::Apart
            {
                self.replaced(" ", from, at);
            }
            match step.mark {
                tokens::Mark::Token => self.unescaped(at, stop),
                tokens::Mark::Text(text) => self.replaced(text, at, stop),
                tokens::Mark::Open => self.replaced(self.quotes.opening, at, stop),
                tokens::Mark::Close => self.replaced(self.quotes.closing, at, stop),
            }
            gap = Some(stop);
            at = next;
        }
    }

    /// Copies a token; the Penn Treebank writes `/` and `*` with a backslash before them.
    fn unescaped(&mut self, start: usize, end: usize) {
        let mut from = start;
        let mut at = start;
        while let Some(found) = self.source.get(at..end).and_then(|rest| rest.find('\\')) {
            let slash = at + found;
            at = slash + 1;
            if let Some(mark @ ("/" | "*")) = self.source.get(slash + 1..slash + 2) {
                self.stretch(from, slash);
                self.replaced(mark, slash, slash + 2);
                at = slash + 2;
                from = at;
            }
        }
        self.stretch(from, end);
    }
}

/// Characters that take no room and mean nothing to a reader of a line: left out without a space in their place.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}' | '\u{2060}' | '\u{FEFF}')
}
