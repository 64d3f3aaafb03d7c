//! Half-open ranges of text whose unit is part of the type: bytes inside the program, code points at its edge.

use std::{fmt, marker::PhantomData, ops::Range};

use serde::{Deserialize, Serialize};

/// Unit marker: UTF-8 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Bytes;

/// Unit marker: Unicode code points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Chars;

/// A half-open range `start..end` counted in `Unit`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(bound = "")]
pub struct Span<Unit> {
    pub start: u32,
    pub end: u32,
    #[serde(skip)]
    unit: PhantomData<Unit>,
}

/// A span counted in UTF-8 bytes.
pub type ByteSpan = Span<Bytes>;

/// A span counted in Unicode code points.
pub type CharSpan = Span<Chars>;

impl<Unit> Span<Unit> {
    /// The span `start..end`; an end before the start is taken as empty.
    #[must_use]
    pub const fn new(start: u32, end: u32) -> Self {
        let end = if end < start { start } else { end };
        Self {
            start,
            end,
            unit: PhantomData,
        }
    }

    /// Number of units covered.
    #[must_use]
    pub const fn len(&self) -> u32 {
        self.end - self.start
    }

    /// Whether nothing is covered.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.start == self.end
    }

    /// Whether the two share at least one unit.
    #[must_use]
    pub const fn overlaps(&self, other: &Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Whether `other` lies wholly inside.
    #[must_use]
    pub const fn contains(&self, other: &Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the unit at `at` is covered.
    #[must_use]
    pub const fn covers(&self, at: u32) -> bool {
        self.start <= at && at < self.end
    }

    /// The span moved right by `by` units.
    #[must_use]
    pub const fn shifted(&self, by: u32) -> Self {
        Self::new(self.start + by, self.end + by)
    }
}

impl ByteSpan {
    /// The span as an index range.
    #[must_use]
    pub const fn range(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The covered text, or the empty string where the span does not fit `text`.
    #[must_use]
    pub fn of<'t>(&self, text: &'t str) -> &'t str {
        text.get(self.range()).unwrap_or_default()
    }
}

impl<Unit> fmt::Debug for Span<Unit> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}

impl From<Range<usize>> for ByteSpan {
    /// Texts are bounded far below 4 GiB at import, so the conversion saturates rather than failing.
    fn from(range: Range<usize>) -> Self {
        let clamp = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Self::new(clamp(range.start), clamp(range.end))
    }
}

/// Turns ascending byte offsets of one text into code-point offsets in a single pass over it.
pub struct CharCounter<'t> {
    text: &'t str,
    byte: usize,
    chars: u32,
}

impl<'t> CharCounter<'t> {
    /// Starts at the beginning of `text`.
    #[must_use]
    pub const fn new(text: &'t str) -> Self {
        Self {
            text,
            byte: 0,
            chars: 0,
        }
    }

    /// Code points before byte offset `byte`. Going back is allowed and starts over.
    pub fn at(&mut self, byte: u32) -> u32 {
        let byte = (byte as usize).min(self.text.len());
        if byte < self.byte {
            self.byte = 0;
            self.chars = 0;
        }
        let bytes = self
            .text
            .as_bytes()
            .get(self.byte..byte)
            .unwrap_or_default();
        // Every code point has exactly one byte that is not a continuation byte.
        let count = bytes.iter().filter(|b| (**b & 0xC0) != 0x80).count();
        self.chars += u32::try_from(count).unwrap_or(u32::MAX);
        self.byte = byte;
        self.chars
    }

    /// The code-point span of a byte span.
    pub fn span(&mut self, span: ByteSpan) -> CharSpan {
        let start = self.at(span.start);
        CharSpan::new(start, self.at(span.end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_code_points_forwards_and_back() {
        let text = "Zāwiya, Libya";
        let mut counter = CharCounter::new(text);
        assert_eq!(counter.span(ByteSpan::new(0, 7)), CharSpan::new(0, 6));
        assert_eq!(counter.at(14), 13);
        assert_eq!(counter.at(1), 1);
    }
}
