//! Blocks of reading text laid out: how high each is, where it lies, and where its spans fall on the screen.

use std::{ops::Range, sync::Arc};

use egui::{
    Color32, Galley, Rect, Ui, pos2,
    text::{CharIndex, LayoutJob, TextFormat},
    vec2,
};

use crate::{
    model::{Aside, BlockKind, ByteSpan, span::CharCounter},
    ui::theme::font,
    workspace::views::ReaderArticle,
};

/// Space below a paragraph.
pub const GAP: f32 = 13.0;

/// Something the reader stacks: a block of the text, or a part set aside while those are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    Block(usize),
    Aside(usize),
}

/// Items from top to bottom with their places.
#[derive(Debug, Default)]
pub struct Stack {
    pub items: Vec<Item>,
    /// Where each block is among the items; the headline is not.
    places: Vec<Option<usize>>,
    /// Upper edge of each item, from the top of the stack; one more at the end for its whole height.
    tops: Vec<f32>,
    heights: Vec<f32>,
    /// Whether the height was measured rather than guessed.
    measured: Vec<bool>,
}

/// Bytes measured at once when an article is opened. Longer articles are guessed further down and measured when they
/// come into view, so that opening one of a megabyte takes no longer than opening a short one.
const MEASURED_AT_ONCE: usize = 60_000;

impl Stack {
    /// Stacks the article's blocks (without its headline), and what was set aside where it stood when `asides` is set.
    #[must_use]
    pub fn new(ui: &Ui, article: &ReaderArticle, width: f32, asides: bool) -> Self {
        let mut items = Vec::with_capacity(article.blocks.len());
        let mut waiting = if asides {
            article.asides.iter().enumerate().peekable()
        } else {
            [].iter().enumerate().peekable()
        };
        for (index, block) in article.blocks.iter().enumerate() {
            while let Some((aside, _)) =
                waiting.next_if(|(_, aside)| aside.before <= block.span.start)
            {
                items.push(Item::Aside(aside));
            }
            if !(index == 0 && block.kind == BlockKind::Headline) {
                items.push(Item::Block(index));
            }
        }
        items.extend(waiting.map(|(aside, _)| Item::Aside(aside)));
        let mut places = vec![None; article.blocks.len()];
        for (at, item) in items.iter().enumerate() {
            if let Item::Block(block) = item
                && let Some(place) = places.get_mut(*block)
            {
                *place = Some(at);
            }
        }
        let mut stack = Self {
            items,
            places,
            ..Self::default()
        };
        let mut budget = MEASURED_AT_ONCE;
        for item in &stack.items {
            let words = words_of(article, *item);
            let exact = budget > 0;
            budget = budget.saturating_sub(words.len());
            let height = if exact {
                layout(ui, article, *item, width).size().y
            } else {
                guess(article, *item, width)
            };
            stack.heights.push(height);
            stack.measured.push(exact);
        }
        stack.settle();
        stack
    }

    fn settle(&mut self) {
        self.tops.clear();
        let mut y = 0.0;
        for height in &self.heights {
            self.tops.push(y);
            y += height + GAP;
        }
        self.tops.push(y);
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

    /// Tells the stack how high an item really is. Returns whether that moves what lies below.
    pub fn measured(&mut self, index: usize, height: f32) -> bool {
        let (Some(known), Some(measured)) =
            (self.heights.get_mut(index), self.measured.get_mut(index))
        else {
            return false;
        };
        *measured = true;
        if (*known - height).abs() < 0.5 {
            return false;
        }
        *known = height;
        self.settle();
        true
    }

    /// Where the byte `at` of the reading text lies, about: counted from the top of the stack.
    #[must_use]
    pub fn y_of(&self, article: &ReaderArticle, at: u32) -> Option<f32> {
        let block = article.blocks.partition_point(|block| block.span.end < at);
        let index = *self.places.get(block)?.as_ref()?;
        let span = article.blocks.get(block)?.span;
        let share = f64::from(at.saturating_sub(span.start)) / f64::from(span.len().max(1));
        Some(self.top(index) + self.heights.get(index)? * share as f32)
    }
}

fn words_of(article: &ReaderArticle, item: Item) -> &str {
    match item {
        Item::Block(index) => article
            .blocks
            .get(index)
            .map_or("", |block| block.span.of(&article.reading_text)),
        Item::Aside(index) => article.asides.get(index).map_or("", |aside| &aside.text),
    }
}

/// A height from the number of letters alone: Literata at 16 points is 7.6 points a letter on average.
fn guess(article: &ReaderArticle, item: Item, width: f32) -> f32 {
    let lines = (words_of(article, item).len() as f32 * 7.6 / width.max(1.0))
        .ceil()
        .max(1.0);
    lines * font::READER.1
}

/// Lays an item out. Cheap for what was laid out in the last frame, because egui keeps it.
#[must_use]
pub fn layout(ui: &Ui, article: &ReaderArticle, item: Item, width: f32) -> Arc<Galley> {
    let words = words_of(article, item);
    let kind = match item {
        Item::Block(index) => article.blocks.get(index).map(|block| block.kind),
        Item::Aside(_) => None,
    };
    layout_words(ui, words, kind, width)
}

/// The same for the headline, or any words in the type of a block kind; `None` is the type of parts set aside.
#[must_use]
pub fn layout_words(ui: &Ui, words: &str, kind: Option<BlockKind>, width: f32) -> Arc<Galley> {
    let (id, line) = match kind {
        Some(BlockKind::Headline) => (font::serif_bold(font::HEADLINE.0), font::HEADLINE.1),
        Some(BlockKind::Subhead) => (font::serif_bold(font::VERSION_TITLE), font::READER.1),
        Some(BlockKind::Paragraph) => (font::serif(font::READER.0), font::READER.1),
        Some(BlockKind::Caption) => (font::serif_italic(font::COMPARE.0), font::COMPARE.1),
        None => (font::ui(font::SMALL), 18.0),
    };
    // Colors are given while painting, so that the two themes share one layout.
    let format = TextFormat {
        line_height: Some(line),
        ..TextFormat::simple(id, Color32::PLACEHOLDER)
    };
    let mut job = LayoutJob::single_section(words.to_owned(), format);
    job.wrap.max_width = width;
    ui.fonts_mut(|fonts| fonts.layout_job(job))
}

/// Words before an aside: what it is.
#[must_use]
pub fn aside_label(aside: &Aside) -> &'static str {
    aside.kind.label()
}

/// The rows of a galley with the number of characters before each, so that a span is found without going through all.
pub struct Rows<'g> {
    galley: &'g Galley,
    starts: Vec<usize>,
}

impl<'g> Rows<'g> {
    #[must_use]
    pub fn new(galley: &'g Galley) -> Self {
        let mut start = 0;
        let starts = galley.rows.iter().map(|placed| {
            let this = start;
            start += placed.row.glyphs.len() + usize::from(placed.ends_with_newline);
            this
        });
        Self {
            galley,
            starts: starts.collect(),
        }
    }

    /// The characters in rows that touch `top..bottom`, counted from the galley's corner.
    #[must_use]
    pub fn between(&self, top: f32, bottom: f32) -> Range<usize> {
        let rows = &self.galley.rows;
        let first = rows.partition_point(|placed| placed.max_y() < top);
        let last = rows.partition_point(|placed| placed.min_y() <= bottom);
        let start = self.starts.get(first).copied().unwrap_or(usize::MAX);
        start..self.starts.get(last).copied().unwrap_or(usize::MAX)
    }

    /// Rectangles that cover these characters, one per row, from the galley's corner. Spaces at the end of a row are
    /// left out.
    #[must_use]
    pub fn rects(&self, chars: Range<usize>) -> Vec<Rect> {
        let mut rects = Vec::new();
        let first = self
            .starts
            .partition_point(|start| *start <= chars.start)
            .saturating_sub(1);
        for (placed, &start) in self.galley.rows.iter().zip(&self.starts).skip(first) {
            if start >= chars.end {
                break;
            }
            let glyphs = &placed.row.glyphs;
            let (a, mut b) = (chars.start.max(start), chars.end.min(start + glyphs.len()));
            while b > a
                && glyphs
                    .get(b - 1 - start)
                    .is_some_and(|glyph| glyph.chr.is_whitespace())
            {
                b -= 1;
            }
            if a < b {
                let x = |at: usize| placed.pos.x + placed.row.x_offset(CharIndex(at - start));
                let size = vec2(x(b) - x(a), placed.row.height());
                rects.push(Rect::from_min_size(pos2(x(a), placed.pos.y), size));
            }
        }
        rects
    }
}

/// Turns spans of the reading text, in order, into characters of the block `within`, whose words these are. One pass
/// over the words however many spans there are.
pub struct InBlock<'t> {
    within: ByteSpan,
    counter: CharCounter<'t>,
}

impl<'t> InBlock<'t> {
    #[must_use]
    pub const fn new(within: ByteSpan, words: &'t str) -> Self {
        Self {
            within,
            counter: CharCounter::new(words),
        }
    }

    /// The characters of a span.
    pub fn chars(&mut self, span: ByteSpan) -> Range<usize> {
        let mut at = |byte: u32| {
            self.counter
                .at(byte.min(self.within.end).saturating_sub(self.within.start))
                as usize
        };
        let start = at(span.start);
        start..at(span.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_become_characters_of_their_block() {
        // The block begins at byte 10 of the reading text; its first word has a letter of two bytes.
        let mut block = InBlock::new(ByteSpan::new(10, 24), "Zāwiya, Libya");
        for (span, chars) in [((10, 17), 0..6), ((19, 24), 8..13), ((2, 12), 0..2)] {
            assert_eq!(
                block.chars(ByteSpan::new(span.0, span.1)),
                chars,
                "{span:?}"
            );
        }
    }
}
