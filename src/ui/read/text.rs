//! Words of an article laid out: in which letters, in which lines, and where their spans fall on the screen.

use std::{ops::Range, sync::Arc};

use egui::{
    Color32, FontId, Galley, Painter, Pos2, Rect, Ui, Vec2, pos2,
    text::{CharIndex, LayoutJob, TextFormat},
    vec2,
};

use crate::{
    model::{Aside, BlockKind, ByteSpan, span::CharCounter},
    ui::{
        bidi::{self, Look},
        theme::font,
    },
};

/// The letters articles are read in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Type {
    #[default]
    Serif,
    Sans,
}

impl Type {
    fn of(self, kind: Option<BlockKind>) -> (FontId, f32) {
        let serif = self == Self::Serif;
        match kind {
            Some(BlockKind::Headline) if serif => {
                (font::serif_bold(font::HEADLINE.0), font::HEADLINE.1)
            }
            Some(BlockKind::Headline) => (font::bold(font::HEADLINE.0 - 1.0), font::HEADLINE.1),
            Some(BlockKind::Subhead) if serif => {
                (font::serif_bold(font::VERSION_TITLE), font::READER.1)
            }
            Some(BlockKind::Subhead) => (font::bold(font::READER.0), font::READER.1),
            Some(BlockKind::Paragraph) if serif => (font::serif(font::READER.0), font::READER.1),
            // Inter is the wider of the two at the same size.
            Some(BlockKind::Paragraph) => (font::ui(font::READER.0 - 1.0), font::READER.1),
            Some(BlockKind::Caption) if serif => {
                (font::serif_italic(font::COMPARE.0), font::COMPARE.1)
            }
            Some(BlockKind::Caption) => (font::ui(font::COMPARE.0 - 1.0), font::COMPARE.1),
            None => (font::ui(font::SMALL), 18.0),
        }
    }
}

/// Lays out the words of a block kind in its type; `None` is the type of parts set aside. Lines begin at the side where
/// `whole`, the block the words are of, begins.
#[must_use]
pub fn layout_words(
    ui: &Ui,
    words: &str,
    whole: &str,
    kind: Option<BlockKind>,
    type_: Type,
    width: f32,
) -> Laid {
    let (font, line) = type_.of(kind);
    let right = bidi::starts_right(whole);
    Laid::new(
        ui,
        words,
        Look {
            font,
            line,
            width,
            right,
        },
    )
}

/// Words laid out in lines, that can be painted, pointed at, and asked where their characters are. All places are
/// counted from the upper left corner.
pub struct Laid(Way);

enum Way {
    /// All words run to the right: egui lays them out.
    Right {
        galley: Arc<Galley>,
        /// Number of characters before each row.
        starts: Vec<usize>,
    },
    /// Some run to the left.
    Both(bidi::Lines),
}

impl Laid {
    /// Lays words out in lines as wide and high as the look says.
    #[must_use]
    pub fn new(ui: &Ui, words: &str, look: Look) -> Self {
        if look.right || bidi::turns(words) {
            return Self(Way::Both(bidi::Lines::new(ui, words, &look)));
        }
        // Colors are given while painting, so that the two themes share one layout.
        let format = TextFormat {
            line_height: Some(look.line),
            ..TextFormat::simple(look.font, Color32::PLACEHOLDER)
        };
        let mut job = LayoutJob::single_section(words.to_owned(), format);
        job.wrap.max_width = look.width;
        let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
        let starts = starts_of(&galley);
        Self(Way::Right { galley, starts })
    }

    #[must_use]
    pub fn size(&self) -> Vec2 {
        match &self.0 {
            Way::Right { galley, .. } => galley.size(),
            Way::Both(lines) => lines.size(),
        }
    }

    /// Height of the first line.
    #[must_use]
    pub fn line_height(&self) -> f32 {
        match &self.0 {
            Way::Right { galley, .. } => galley.rows.first().map_or(0.0, |row| row.height()),
            Way::Both(lines) => lines.line_height(),
        }
    }

    /// The characters in lines that touch `top..bottom`.
    #[must_use]
    pub fn between(&self, top: f32, bottom: f32) -> Range<usize> {
        match &self.0 {
            Way::Right { galley, starts } => between(galley, starts, top, bottom),
            Way::Both(lines) => lines.between(top, bottom),
        }
    }

    /// Rectangles that cover these characters from left to right, one per line or more. Spaces at the end of a line are
    /// left out.
    #[must_use]
    pub fn rects(&self, chars: Range<usize>) -> Vec<Rect> {
        match &self.0 {
            Way::Right { galley, starts } => rects(galley, starts, chars),
            Way::Both(lines) => lines.rects(chars),
        }
    }

    /// The place between two characters that is nearest to `pos`, as the number of characters before it.
    #[must_use]
    pub fn char_at(&self, pos: Vec2) -> usize {
        match &self.0 {
            Way::Right { galley, .. } => galley.cursor_from_pos(pos).index.0,
            Way::Both(lines) => lines.char_at(pos),
        }
    }

    /// Paints the words with their corner at `at`.
    pub fn paint(&self, painter: &Painter, at: Pos2, ink: Color32) {
        match &self.0 {
            Way::Right { galley, .. } => {
                painter.galley(at, Arc::clone(galley), ink);
            }
            Way::Both(lines) => lines.paint(painter, at, ink, false),
        }
    }

    /// Paints what lies within `part` of the screen once more in another color.
    pub fn paint_over(&self, painter: &Painter, at: Pos2, part: Rect, ink: Color32) {
        let painter = painter.with_clip_rect(painter.clip_rect().intersect(part));
        match &self.0 {
            Way::Right { galley, .. } => {
                painter.galley_with_override_text_color(at, Arc::clone(galley), ink);
            }
            Way::Both(lines) => lines.paint(&painter, at, ink, true),
        }
    }
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
        Self {
            galley,
            starts: starts_of(galley),
        }
    }

    /// The characters in rows that touch `top..bottom`, counted from the galley's corner.
    #[must_use]
    pub fn between(&self, top: f32, bottom: f32) -> Range<usize> {
        between(self.galley, &self.starts, top, bottom)
    }

    /// Rectangles that cover these characters, one per row, from the galley's corner. Spaces at the end of a row are
    /// left out.
    #[must_use]
    pub fn rects(&self, chars: Range<usize>) -> Vec<Rect> {
        rects(self.galley, &self.starts, chars)
    }
}

fn starts_of(galley: &Galley) -> Vec<usize> {
    let starts = galley.rows.iter().scan(0, |start, placed| {
        let this = *start;
        *start += placed.row.glyphs.len() + usize::from(placed.ends_with_newline);
        Some(this)
    });
    starts.collect()
}

fn between(galley: &Galley, starts: &[usize], top: f32, bottom: f32) -> Range<usize> {
    let rows = &galley.rows;
    let first = rows.partition_point(|placed| placed.max_y() < top);
    let last = rows.partition_point(|placed| placed.min_y() <= bottom);
    let start = starts.get(first).copied().unwrap_or(usize::MAX);
    start..starts.get(last).copied().unwrap_or(usize::MAX)
}

fn rects(galley: &Galley, starts: &[usize], chars: Range<usize>) -> Vec<Rect> {
    let mut rects = Vec::new();
    let first = starts
        .partition_point(|start| *start <= chars.start)
        .saturating_sub(1);
    for (placed, &start) in galley.rows.iter().zip(starts).skip(first) {
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
