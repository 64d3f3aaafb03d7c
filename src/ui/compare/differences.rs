//! What differs between two versions, difference by difference, and a row of both put together in one text.

use std::ops::Range;

use crate::model::{
    BlockKind, ByteSpan,
    family::{CompareBlock, CompareRow, Comparison, RowState},
};

/// One difference: words of one side, of the other, or of both that stand in the same place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Which row of the comparison.
    pub row: usize,
    /// Bytes of each side's reading text.
    pub a: Option<ByteSpan>,
    pub b: Option<ByteSpan>,
    /// Letters that both sides share, counted from the beginning of the row.
    shared: usize,
}

/// Whose words they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Whose {
    Both,
    OnlyA,
    OnlyB,
}

/// A stretch of a [`Run`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    pub whose: Whose,
    /// Bytes of the run's text.
    pub within: Range<usize>,
    /// Where the stretch begins in the reading text it was taken from.
    pub from: u32,
}

/// Words as they are drawn: the block of one side, or both sides in one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    pub text: String,
    pub kind: BlockKind,
    /// The side that words of both were taken from.
    base: Whose,
    /// In order, without gaps apart from single spaces.
    pub pieces: Vec<Piece>,
}

/// Whether a row is the headlines, which stand above the texts.
pub fn is_headline(row: &CompareRow) -> bool {
    let headline = |side: &Option<CompareBlock>| {
        side.as_ref()
            .is_none_or(|block| block.kind == BlockKind::Headline)
    };
    headline(&row.a) && headline(&row.b)
}

/// All differences in reading order. Those of the headlines are not among them: they stand side by side above.
pub fn all(comparison: &Comparison) -> Vec<Difference> {
    comparison
        .rows
        .iter()
        .enumerate()
        .filter(|(_, row)| !is_headline(row))
        .flat_map(|(at, row)| of_row(comparison, at, row))
        .collect()
}

/// The differences of one row. Words of A and of B belong to one difference when as much shared text stands before
/// both.
pub fn of_row(comparison: &Comparison, at: usize, row: &CompareRow) -> Vec<Difference> {
    let whole = |side: &Option<CompareBlock>| side.as_ref().map(|block| block.span);
    match row.state() {
        RowState::Equal => Vec::new(),
        RowState::OnlyA | RowState::OnlyB => vec![Difference {
            row: at,
            a: whole(&row.a),
            b: whole(&row.b),
            shared: 0,
        }],
        RowState::Changed => {
            let a = placed(&comparison.a_text, row.a.as_ref());
            let b = placed(&comparison.b_text, row.b.as_ref());
            let (mut a, mut b) = (a.into_iter().peekable(), b.into_iter().peekable());
            let mut found = Vec::new();
            while let Some(shared) = match (a.peek(), b.peek()) {
                (Some((x, _)), Some((y, _))) => Some(*x.min(y)),
                (Some((x, _)), None) => Some(*x),
                (None, Some((y, _))) => Some(*y),
                (None, None) => None,
            } {
                let here = |next: &(usize, ByteSpan)| next.0 == shared;
                let (from_a, from_b) = (a.next_if(here), b.next_if(here));
                found.push(Difference {
                    row: at,
                    a: from_a.map(|(_, span)| span),
                    b: from_b.map(|(_, span)| span),
                    shared,
                });
            }
            found
        }
    }
}

/// The stretches only this side has, each with the number of shared letters before it.
fn placed(text: &str, block: Option<&CompareBlock>) -> Vec<(usize, ByteSpan)> {
    let Some(block) = block else {
        return Vec::new();
    };
    let mut at = block.span.start;
    let mut shared = 0;
    let mut found = Vec::with_capacity(block.only_here.len());
    for span in &block.only_here {
        shared += letters(ByteSpan::new(at, span.start).of(text));
        found.push((shared, *span));
        at = span.end;
    }
    found
}

/// Characters that are no white space: those alone are the same on both sides of shared text.
fn letters(text: &str) -> usize {
    text.chars().filter(|c| !c.is_whitespace()).count()
}

impl Run {
    /// The block of one side.
    pub fn side(text: &str, block: &CompareBlock, state: RowState, whose: Whose) -> Self {
        let mut run = Self::empty(block.kind, whose);
        if matches!(state, RowState::OnlyA | RowState::OnlyB) {
            run.push(text, block.span, whose);
            return run;
        }
        let mut at = block.span.start;
        for span in &block.only_here {
            run.push(text, ByteSpan::new(at, span.start), Whose::Both);
            run.push(text, *span, whose);
            at = span.end;
        }
        run.push(text, ByteSpan::new(at, block.span.end), Whose::Both);
        run
    }

    /// Both sides of a row in one text: what only A has stands before what only B has.
    pub fn merged(comparison: &Comparison, at: usize, row: &CompareRow) -> Self {
        let (Some(_), Some(b)) = (&row.a, &row.b) else {
            let (text, block, whose) = match (&row.a, &row.b) {
                (Some(a), _) => (&comparison.a_text, a, Whose::OnlyA),
                (None, Some(b)) => (&comparison.b_text, b, Whose::OnlyB),
                (None, None) => return Self::empty(BlockKind::Paragraph, Whose::OnlyB),
            };
            return Self::side(text, block, row.state(), whose);
        };
        let text = &comparison.b_text;
        let mut run = Self::empty(b.kind, Whose::OnlyB);
        let (mut from, mut shared) = (b.span.start, 0);
        for difference in of_row(comparison, at, row) {
            let upto = match difference.b {
                Some(span) => span.start,
                None => after(
                    text,
                    ByteSpan::new(from, b.span.end),
                    difference.shared - shared,
                ),
            }
            .max(from);
            shared = difference.shared;
            run.push(text, ByteSpan::new(from, upto), Whose::Both);
            from = upto;
            if let Some(span) = difference.a {
                run.space();
                run.push(&comparison.a_text, span, Whose::OnlyA);
            }
            if let Some(span) = difference.b {
                if difference.a.is_some() {
                    run.space();
                }
                run.push(text, span, Whose::OnlyB);
                from = span.end;
            } else if text
                .get(from as usize..)
                .and_then(|rest| rest.chars().next())
                .is_some_and(char::is_alphanumeric)
            {
                run.space();
            }
        }
        run.push(text, ByteSpan::new(from, b.span.end), Whose::Both);
        run
    }

    const fn empty(kind: BlockKind, base: Whose) -> Self {
        Self {
            text: String::new(),
            kind,
            base,
            pieces: Vec::new(),
        }
    }

    fn push(&mut self, text: &str, span: ByteSpan, whose: Whose) {
        let words = span.of(text);
        if words.is_empty() {
            return;
        }
        let start = self.text.len();
        self.text.push_str(words);
        self.pieces.push(Piece {
            whose,
            within: start..self.text.len(),
            from: span.start,
        });
    }

    fn space(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with(char::is_whitespace) {
            self.text.push(' ');
        }
    }

    /// Where bytes of a side's reading text fall in the run, piece by piece.
    pub fn places(&self, span: ByteSpan, side: Whose) -> Vec<Range<usize>> {
        self.pieces
            .iter()
            .filter(|piece| match piece.whose {
                Whose::Both => self.base == side,
                whose => whose == side,
            })
            .filter_map(|piece| {
                let from = piece.from as usize;
                let start = (span.start as usize).max(from);
                let end = (span.end as usize).min(from + piece.within.len());
                (start < end)
                    .then(|| piece.within.start + (start - from)..piece.within.start + (end - from))
            })
            .collect()
    }
}

/// The byte of `text` in `within` before which `count` letters stand, with the white space after them; never inside a
/// word, also where the two sides write shared words with more letters or fewer.
fn after(text: &str, within: ByteSpan, count: usize) -> u32 {
    let mut left = count;
    let mut before = ' ';
    for (at, letter) in within.of(text).char_indices() {
        let inside = before.is_alphanumeric() && letter.is_alphanumeric();
        if left == 0 && !letter.is_whitespace() && !inside {
            return within.start + u32::try_from(at).unwrap_or(0);
        }
        if !letter.is_whitespace() {
            left = left.saturating_sub(1);
        }
        before = letter;
    }
    within.end
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ArticleId;

    /// One row whose sides are written with `[ ]` around what the other does not have.
    fn comparison(a: &str, b: &str) -> Comparison {
        let side = |marked: &str| {
            let (mut text, mut only, mut from) = (String::new(), Vec::new(), 0);
            for letter in marked.chars() {
                match letter {
                    '[' => from = text.len(),
                    ']' => only.push(ByteSpan::from(from..text.len())),
                    other => text.push(other),
                }
            }
            let block = CompareBlock {
                span: ByteSpan::from(0..text.len()),
                kind: BlockKind::Paragraph,
                only_here: only,
            };
            (!text.is_empty()).then_some(block).map_or_else(
                || (String::new(), None),
                |block| (text.clone(), Some(block)),
            )
        };
        let ((a_text, a), (b_text, b)) = (side(a), side(b));
        Comparison {
            a: ArticleId(1),
            b: ArticleId(2),
            a_text,
            b_text,
            rows: vec![CompareRow { a, b }],
            facts: Vec::new(),
        }
    }

    #[test]
    fn words_in_the_same_place_are_one_difference_and_read_on_as_one_text() {
        for (a, b, count, merged) in [
            ("All quiet.", "All quiet.", 0, "All quiet."),
            (
                "[Eight] trucks came on [Tuesday].",
                "[Nine] trucks came on [Friday].",
                2,
                "{Eight} <Nine> trucks came on {Tuesday} <Friday>.",
            ),
            (
                "The pump works, he said.",
                "The pump works[ again], he said.",
                1,
                "The pump works< again>, he said.",
            ),
            (
                "The [old] pump works.",
                "The pump works[ well].",
                2,
                "The {old} pump works< well>.",
            ),
            ("[Gone.]", "", 1, "{Gone.}"),
            ("", "[New.]", 1, "<New.>"),
        ] {
            let c = comparison(a, b);
            assert_eq!(all(&c).len(), count, "{a} / {b}");
            let run = Run::merged(&c, 0, &c.rows[0]);
            let mut marked = String::new();
            let mut at = 0;
            for piece in &run.pieces {
                marked.push_str(&run.text[at..piece.within.start]);
                let words = &run.text[piece.within.clone()];
                marked.push_str(&match piece.whose {
                    Whose::Both => words.to_owned(),
                    Whose::OnlyA => format!("{{{words}}}"),
                    Whose::OnlyB => format!("<{words}>"),
                });
                at = piece.within.end;
            }
            assert_eq!(marked, merged);
        }
    }

    #[test]
    fn spans_of_a_side_are_found_in_what_is_drawn() {
        let c = comparison("[Eight] trucks came.", "[Eleven] trucks came.");
        let row = &c.rows[0];
        let side = Run::side(
            &c.b_text,
            row.b.as_ref().expect("a side"),
            row.state(),
            Whose::OnlyB,
        );
        let trucks = ByteSpan::new(0, 13);
        let words = |run: &Run, of| -> Vec<String> {
            run.places(trucks, of)
                .into_iter()
                .map(|range| run.text[range].to_owned())
                .collect()
        };
        assert_eq!(words(&side, Whose::OnlyB), ["Eleven", " trucks"]);
        let merged = Run::merged(&c, 0, row);
        assert_eq!(words(&merged, Whose::OnlyA), ["Eight"]);
        assert_eq!(words(&merged, Whose::OnlyB), ["Eleven", " trucks"]);
    }
}
