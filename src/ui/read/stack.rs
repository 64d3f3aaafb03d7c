//! What the reader stacks: how high each part of an article is and where it lies. Heights are guessed until a part comes
//! near the view, so that an article of a megabyte opens and scrolls like a short one.

use egui::Ui;

use super::text::{Laid, Type, layout_words};
use crate::{
    model::{BlockKind, ByteSpan},
    ui::{
        bidi::{self, Look},
        theme::font,
    },
    workspace::views::{ReaderArticle, SourceText},
};

/// What is laid out, and how.
#[derive(Clone, Copy)]
pub struct Sheet<'a> {
    pub article: &'a ReaderArticle,
    /// Its source text, when that stands beside it.
    pub source: Option<&'a SourceText>,
    pub type_: Type,
    /// Of each column, in points.
    pub width: f32,
}

/// Space below a paragraph.
pub const GAP: f32 = 13.0;

/// Something the reader stacks: words of a block, a part set aside while those are shown, or source text that became no
/// part of the article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    /// A block, or a part of one that is very long.
    Text {
        block: usize,
        /// Bytes of the reading text.
        span: ByteSpan,
        /// Bytes of the source text it was made of; empty while that is not shown.
        source: ByteSpan,
    },
    Aside(usize),
    /// Bytes of the source text.
    Between(ByteSpan),
}

/// Items from top to bottom with their places.
#[derive(Debug, Default)]
pub struct Stack {
    pub items: Vec<Item>,
    /// The first item of each block; the headline has none.
    places: Vec<Option<usize>>,
    /// Upper edge of each item, from the top of the stack; one more at the end for its whole height.
    tops: Vec<f32>,
    heights: Vec<f32>,
    /// Whether the height was measured rather than guessed.
    measured: Vec<bool>,
    /// Grows whenever something moves.
    version: u64,
}

/// Bytes measured at once when an article is opened: an article of usual length, whole.
const MEASURED_AT_ONCE: usize = 8_000;

/// Bytes laid out as one. A block can be a whole book without a paragraph break; it is cut, best where a sentence ends.
const PART: usize = 6_000;

/// Width of a letter of ASCII on average: Literata at 16 points.
const LETTER: f32 = 7.6;

impl Stack {
    /// Stacks the article's blocks (without its headline), and what was set aside where it stood when `asides` is set.
    /// Beside source text each stands at the height of what it was made of, and what it was not made of stands between.
    #[must_use]
    pub fn new(ui: &Ui, sheet: Sheet<'_>, asides: bool) -> Self {
        let article = sheet.article;
        let mut items = Vec::with_capacity(article.blocks.len());
        let mut places = vec![None; article.blocks.len()];
        // The source text has its asides itself.
        let mut waiting = if asides && sheet.source.is_none() {
            article.asides.iter().enumerate().peekable()
        } else {
            [].iter().enumerate().peekable()
        };
        let mut shown = 0;
        for (index, block) in article.blocks.iter().enumerate() {
            while let Some((aside, _)) =
                waiting.next_if(|(_, aside)| aside.before <= block.span.start)
            {
                items.push(Item::Aside(aside));
            }
            if index == 0 && block.kind == BlockKind::Headline {
                continue;
            }
            let from = items.len();
            for part in parts(block.span.of(&article.reading_text)) {
                let span = part.shifted(block.span.start);
                let found = sheet.source.and_then(|text| text.offsets.to_source(span));
                let source = found.unwrap_or(ByteSpan::new(shown, shown));
                if let Some(text) = sheet.source.filter(|_| source.start > shown) {
                    between(&mut items, text, ByteSpan::new(shown, source.start));
                }
                shown = shown.max(source.end);
                items.push(Item::Text {
                    block: index,
                    span,
                    source,
                });
            }
            let first = items
                .iter()
                .skip(from)
                .position(|item| matches!(item, Item::Text { .. }));
            if let (Some(place), Some(first)) = (places.get_mut(index), first) {
                *place = Some(from + first);
            }
        }
        items.extend(waiting.map(|(aside, _)| Item::Aside(aside)));
        if let Some(text) = sheet.source {
            let end = u32::try_from(text.text.len()).unwrap_or(u32::MAX);
            between(&mut items, text, ByteSpan::new(shown, end));
        }
        let mut stack = Self {
            items,
            places,
            ..Self::default()
        };
        // What was measured tells how wide the letters of this article are.
        let (mut bytes, mut area) = (0, 0.0);
        for item in &stack.items {
            if bytes > MEASURED_AT_ONCE {
                break;
            }
            let height = sheet.height(ui, *item);
            stack.heights.push(height);
            stack.measured.push(true);
            bytes += sheet.words(*item).len();
            area += height / font::READER.1 * sheet.width;
        }
        let letter = if bytes > 1_000 {
            area / bytes as f32
        } else {
            LETTER
        };
        for item in stack.items.iter().skip(stack.heights.len()) {
            stack.heights.push(sheet.guess(*item, letter));
            stack.measured.push(false);
        }
        stack.settle();
        stack
    }

    fn settle(&mut self) {
        self.tops.clear();
        let mut y = 0.0;
        for (index, height) in self.heights.iter().enumerate() {
            self.tops.push(y);
            y += height;
            let item = |at: usize| self.items.get(at);
            // Parts of one block follow each other without a gap.
            let goes_on = match (item(index), item(index + 1)) {
                (Some(Item::Text { block: a, .. }), Some(Item::Text { block: b, .. })) => a == b,
                (Some(Item::Between(a)), Some(Item::Between(b))) => a.end == b.start,
                _ => false,
            };
            if !goes_on {
                y += GAP;
            }
        }
        self.tops.push(y);
        self.version += 1;
    }

    /// A number that is another one whenever something moved.
    #[must_use]
    pub const fn version(&self) -> u64 {
        self.version
    }

    /// Height of the whole stack.
    #[must_use]
    pub fn height(&self) -> f32 {
        self.tops.last().copied().unwrap_or(0.0)
    }

    /// Items that touch `from..to`, counted from the top of the stack.
    #[must_use]
    pub fn visible(&self, from: f32, to: f32) -> std::ops::Range<usize> {
        let first = self
            .tops
            .partition_point(|top| *top <= from)
            .saturating_sub(1);
        let last = self.tops.partition_point(|top| *top < to);
        first..last.min(self.items.len())
    }

    /// Upper edge of an item.
    #[must_use]
    pub fn top(&self, index: usize) -> f32 {
        self.tops.get(index).copied().unwrap_or(0.0)
    }

    /// Measures what touches `from..to`, counted from the top of the stack; `height_of` says how high an item is. What
    /// stands at `from` keeps its distance to it. Returns how far that moved, in points.
    pub fn measure(&mut self, from: f32, to: f32, mut height_of: impl FnMut(Item) -> f32) -> f32 {
        let mut moved = 0.0;
        // Paragraphs lower than guessed let others into view, which are measured in turn.
        loop {
            let (from, to) = (from + moved, to + moved);
            let visible = self.visible(from, to);
            // The first item that begins in view stays where it is; what lies above it grows upwards.
            let anchor = self.tops.partition_point(|top| *top < from);
            let anchor = anchor.min(visible.end.saturating_sub(1)).max(visible.start);
            let before = self.top(anchor);
            let mut changed = false;
            for index in visible {
                if self.measured.get(index).copied().unwrap_or(true) {
                    continue;
                }
                let Some(item) = self.items.get(index).copied() else {
                    continue;
                };
                let height = height_of(item);
                if let (Some(known), Some(measured)) =
                    (self.heights.get_mut(index), self.measured.get_mut(index))
                {
                    *measured = true;
                    changed |= (*known - height).abs() >= 0.5;
                    *known = height;
                }
            }
            if !changed {
                return moved;
            }
            self.settle();
            moved += self.top(anchor) - before;
        }
    }

    /// The item that holds the byte `at` of the reading text; `None` in the headline.
    #[must_use]
    pub fn item_at(&self, article: &ReaderArticle, at: u32) -> Option<usize> {
        let block = article.blocks.partition_point(|block| block.span.end < at);
        let first = *self.places.get(block)?.as_ref()?;
        let mut found = first;
        for (index, item) in self.items.iter().enumerate().skip(first) {
            match item {
                Item::Text {
                    block: of, span, ..
                } if *of == block => {
                    found = index;
                    if at < span.end {
                        break;
                    }
                }
                Item::Between(_) => {}
                _ => break,
            }
        }
        Some(found)
    }

    /// Where the byte `at` of the reading text lies, about: counted from the top of the stack.
    #[must_use]
    pub fn y_of(&self, article: &ReaderArticle, at: u32) -> Option<f32> {
        let index = self.item_at(article, at)?;
        let Some(Item::Text { span, .. }) = self.items.get(index) else {
            return None;
        };
        let share = f64::from(at.saturating_sub(span.start)) / f64::from(span.len().max(1));
        Some(self.top(index) + self.heights.get(index)? * share as f32)
    }
}

/// Cuts a block into parts that are laid out by themselves, as bytes of its words.
fn parts(words: &str) -> Vec<ByteSpan> {
    let mut parts = Vec::new();
    let mut from = 0;
    while words.len() - from > PART + PART / 4 {
        let rest = words.get(from..).unwrap_or_default();
        let near = rest.floor_char_boundary(PART - PART / 3);
        let far = rest.floor_char_boundary(PART);
        let window = rest.get(near..far).unwrap_or_default();
        let spaces = || {
            window
                .match_indices(char::is_whitespace)
                .map(|(at, s)| (at, at + s.len()))
        };
        let ends_sentence = |at: usize| {
            let before = window.get(..at).unwrap_or_default();
            before.ends_with(['.', '!', '?', '؟', '۔'])
        };
        let cut = spaces()
            .filter(|(at, _)| ends_sentence(*at))
            .chain(spaces().next_back())
            .map(|(_, after)| near + after)
            .next()
            .or_else(|| window.rfind('。').map(|at| near + at + '。'.len_utf8()))
            .unwrap_or(far)
            .max(1);
        parts.push(ByteSpan::from(from..from + cut));
        from += cut;
    }
    parts.push(ByteSpan::from(from..words.len()));
    parts
}

/// Adds source text that no block was made of, but for mere white space.
fn between(items: &mut Vec<Item>, text: &SourceText, span: ByteSpan) {
    let words = span.of(&text.text);
    let start = words.len() - words.trim_start().len();
    let words = words.trim();
    if !words.is_empty() {
        let start = span.start + u32::try_from(start).unwrap_or(0);
        items.extend(
            parts(words)
                .into_iter()
                .map(|part| Item::Between(part.shifted(start))),
        );
    }
}

impl Sheet<'_> {
    /// The reading text of an item; nothing for what has none.
    #[must_use]
    pub fn words(&self, item: Item) -> &str {
        match item {
            Item::Text { span, .. } => span.of(&self.article.reading_text),
            Item::Aside(index) => {
                let aside = self.article.asides.get(index);
                aside.map_or("", |aside| &aside.text)
            }
            Item::Between(_) => "",
        }
    }

    /// The source text of an item, as bytes of it; empty while it is not shown.
    #[must_use]
    pub fn source_words(&self, item: Item) -> (ByteSpan, &str) {
        match (item, self.source) {
            (Item::Text { source: span, .. } | Item::Between(span), Some(text)) => {
                (span, span.of(&text.text))
            }
            _ => (ByteSpan::new(0, 0), ""),
        }
    }

    /// A height from the number of bytes alone, each `letter` points wide.
    fn guess(&self, item: Item, letter: f32) -> f32 {
        let bytes = self.words(item).len().max(self.source_words(item).1.len());
        let lines = (bytes as f32 * letter / self.width.max(1.0))
            .ceil()
            .max(1.0);
        lines * font::READER.1
    }

    /// Height of an item, with its source text beside it.
    #[must_use]
    pub fn height(&self, ui: &Ui, item: Item) -> f32 {
        let own = match item {
            Item::Between(_) => 0.0,
            _ => self.layout(ui, item).size().y,
        };
        let source = self.layout_source(ui, item);
        own.max(source.map_or(0.0, |laid| laid.size().y))
    }

    /// Lays the reading text of an item out. Cheap for what was laid out in the last frame, because egui keeps it.
    #[must_use]
    pub fn layout(&self, ui: &Ui, item: Item) -> Laid {
        let words = self.words(item);
        let block = match item {
            Item::Text { block, .. } => self.article.blocks.get(block),
            Item::Aside(_) | Item::Between(_) => None,
        };
        let whole = block.map_or(words, |block| block.span.of(&self.article.reading_text));
        let kind = block.map(|block| block.kind);
        layout_words(ui, words, whole, kind, self.type_, self.width)
    }

    /// Lays the source text of an item out; `None` while it has none to show.
    #[must_use]
    pub fn layout_source(&self, ui: &Ui, item: Item) -> Option<Laid> {
        let (_, words) = self.source_words(item);
        (!words.is_empty()).then(|| {
            let look = Look {
                font: font::ui(font::UI),
                line: 20.0,
                width: self.width,
                right: bidi::starts_right(words),
            };
            Laid::new(ui, words, look)
        })
    }
}
