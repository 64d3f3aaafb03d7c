//! Which words of two texts differ, set like an editor's marks: whole words, few and long strokes, sentences whole.
//! Punctuation and case alone are no difference.

use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::shingles::FoldedWord;
use crate::model::ByteSpan;

/// Words that stand in place of each other: indexes into the words of both sides, one of the ranges may be empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hunk {
    pub a: Range<usize>,
    pub b: Range<usize>,
}

/// Longest run of equal words that is drawn into the changes around it.
const ISLAND: usize = 2;

/// Indexes of words that both sides have in the same order.
#[must_use]
pub fn equal_runs(a: &[FoldedWord], b: &[FoldedWord]) -> Vec<(usize, usize)> {
    let keys = |words: &[FoldedWord]| words.iter().map(|w| w.hash).collect::<Vec<u64>>();
    let mut equal = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, &keys(a), &keys(b)) {
        if let DiffOp::Equal {
            old_index,
            new_index,
            len,
        } = op
        {
            equal.extend((0..len).map(|i| (old_index + i, new_index + i)));
        }
    }
    equal
}

/// The changes between the equal words.
#[must_use]
pub fn hunks(
    a_text: &str,
    a: &[FoldedWord],
    b_text: &str,
    b: &[FoldedWord],
    equal: &[(usize, usize)],
) -> Vec<Hunk> {
    let mut found: Vec<Hunk> = Vec::new();
    let (mut i, mut j) = (0, 0);
    let ends = std::iter::once((a.len(), b.len()));
    for (x, y) in equal.iter().copied().chain(ends) {
        if x > i || y > j {
            found.push(Hunk { a: i..x, b: j..y });
        }
        (i, j) = (x + 1, y + 1);
    }
    // Equal words before each hunk; those after it are the ones before the next. One stays between two hunks.
    let mut reached = 0;
    for at in 0..found.len() {
        let next = found.get(at + 1).map(|next| next.a.start);
        let Some(hunk) = found.get_mut(at) else { break };
        let back = (hunk.a.start - reached).saturating_sub(usize::from(at > 0));
        let on = match next {
            Some(next) => (next - hunk.a.end).saturating_sub(1),
            None => a.len() - hunk.a.end,
        };
        let steps = if hunk.a.is_empty() {
            slide(b_text, b, &hunk.b, back, on)
        } else if hunk.b.is_empty() {
            slide(a_text, a, &hunk.a, back, on)
        } else {
            0
        };
        hunk.a = moved(&hunk.a, steps);
        hunk.b = moved(&hunk.b, steps);
        reached = hunk.a.end;
    }
    without_islands(found)
}

fn moved(range: &Range<usize>, by: isize) -> Range<usize> {
    range.start.saturating_add_signed(by)..range.end.saturating_add_signed(by)
}

/// How far a run of added words is to be moved, with the same result, so that it begins and ends with a sentence:
/// "said. [The mayor said.]" rather than "[said. The mayor] said." The limits are numbers of words.
fn slide(
    text: &str,
    words: &[FoldedWord],
    run: &Range<usize>,
    farthest_back: usize,
    farthest_on: usize,
) -> isize {
    const FARTHEST: usize = 12;
    let same = |x: usize, y: usize| match (words.get(x), words.get(y)) {
        (Some(x), Some(y)) => x.hash == y.hash,
        _ => false,
    };
    let good = |by: isize| {
        let run = moved(run, by);
        seam(text, words, run.start) + seam(text, words, run.end)
    };
    let mut best = (good(0), 0_isize);
    let mut back = 0;
    while back < FARTHEST.min(farthest_back)
        && back < run.start
        && same(run.start - back - 1, run.end - back - 1)
    {
        back += 1;
        let by = -isize::try_from(back).unwrap_or(0);
        if good(by) > best.0 {
            best = (good(by), by);
        }
    }
    let mut on = 0;
    while on < FARTHEST.min(farthest_on) && same(run.start + on, run.end + on) {
        on += 1;
        let by = isize::try_from(on).unwrap_or(0);
        if good(by) > best.0 {
            best = (good(by), by);
        }
    }
    best.1
}

/// How good a place before the word `at` is to begin or end a mark: after a sentence 3, after a comma 1.
fn seam(text: &str, words: &[FoldedWord], at: usize) -> u8 {
    let before = at.checked_sub(1).and_then(|i| words.get(i));
    let (Some(before), Some(after)) = (before, words.get(at)) else {
        return 3;
    };
    let between = ByteSpan::new(before.span.end, after.span.start).of(text);
    if between.contains(['.', '!', '?', '\n']) {
        3
    } else {
        u8::from(between.contains([',', ';', ':', '—', '–']))
    }
}

/// Joins changes that only a word or two keep apart, where words are replaced on both sides: confetti cannot be read.
fn without_islands(found: Vec<Hunk>) -> Vec<Hunk> {
    let mut out: Vec<Hunk> = Vec::with_capacity(found.len());
    for next in found {
        if let Some(last) = out.last_mut() {
            let island = next.a.start.saturating_sub(last.a.end);
            let replaced = (!last.a.is_empty() || !next.a.is_empty())
                && (!last.b.is_empty() || !next.b.is_empty());
            let size = |hunk: &Hunk| hunk.a.len().max(hunk.b.len());
            if island <= ISLAND
                && replaced
                && island <= size(last)
                && island <= size(&next)
                && size(last) + size(&next) > 2 * island
            {
                last.a.end = next.a.end;
                last.b.end = next.b.end;
                continue;
            }
        }
        out.push(next);
    }
    out
}

/// Runs of words as stretches of text, cut to `block`. A run that is a whole sentence takes its punctuation along.
#[must_use]
pub fn marks(
    text: &str,
    words: &[FoldedWord],
    runs: impl Iterator<Item = Range<usize>>,
    block: ByteSpan,
) -> Vec<ByteSpan> {
    let mut out = Vec::new();
    for run in runs {
        let inside = |i: &usize| words.get(*i).is_some_and(|w| block.contains(&w.span));
        let Some(first) = run.clone().find(inside) else {
            continue;
        };
        let last = run.rev().find(inside).unwrap_or(first);
        let (Some(from), Some(to)) = (words.get(first), words.get(last)) else {
            continue;
        };
        let (mut start, mut end) = (from.span.start, to.span.end);
        if seam(text, words, first) == 3 || start_of(text, block, start) {
            let before = ByteSpan::new(block.start, start).of(text);
            let opened = before.trim_end_matches(['“', '"', '‘', '(', '[', '«']);
            let after = ByteSpan::new(end, block.end).of(text);
            let closed =
                after.trim_start_matches(['.', '!', '?', ',', '”', '"', '’', ')', ']', '»', '…']);
            let closing = after.len() - closed.len();
            let ends = after
                .get(..closing)
                .is_some_and(|c| c.contains(['.', '!', '?', '…']));
            if ends || closed.is_empty() {
                start = block.start + u32::try_from(opened.len()).unwrap_or(0);
                end += u32::try_from(closing).unwrap_or(0);
            }
        }
        out.push(ByteSpan::new(start, end));
    }
    out
}

fn start_of(text: &str, block: ByteSpan, at: u32) -> bool {
    !ByteSpan::new(block.start, at)
        .of(text)
        .contains(char::is_alphanumeric)
}
