//! Pairs the blocks of two texts in reading order, also one block with the two it was split into.

use std::ops::Range;

use super::shingles::FoldedWord;
use crate::model::{Block, BlockKind};

/// A block with its words.
#[derive(Clone, Debug)]
pub struct Para {
    pub block: Block,
    pub words: Vec<FoldedWord>,
    /// Word hashes with their weights, ascending.
    bag: Vec<(u64, f32)>,
    weight: f32,
}

impl Para {
    /// A block and the words in it.
    #[must_use]
    pub fn new(block: Block, words: Vec<FoldedWord>) -> Self {
        let mut bag: Vec<(u64, f32)> = words.iter().map(|w| (w.hash, word_weight(w))).collect();
        bag.sort_unstable_by_key(|(hash, _)| *hash);
        Self {
            weight: bag.iter().map(|(_, w)| w).sum(),
            block,
            words,
            bag,
        }
    }
}

/// Short words say little about what a paragraph is about.
const fn word_weight(word: &FoldedWord) -> f32 {
    if word.span.len() <= 3 { 0.25 } else { 1.0 }
}

/// Blocks that stand side by side: one each, none and one, or one and two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    pub a: Range<usize>,
    pub b: Range<usize>,
}

/// Share of two blocks' words that both have, at least.
const ALIKE: f32 = 0.4;
/// Share of the shorter block's words that the other has, at least.
const INSIDE: f32 = 0.65;
/// Pairs of blocks weighed at most; beyond, only equal blocks are paired.
const LARGEST: usize = 250_000;

/// Pairs the blocks so that paired blocks have as many words in common as possible.
#[must_use]
pub fn pair(a: &[Para], b: &[Para]) -> Vec<Pair> {
    let same = |(x, y): &(&Para, &Para)| {
        x.words.len() == y.words.len()
            && x.words.iter().zip(&y.words).all(|(v, w)| v.hash == w.hash)
    };
    let head = a.iter().zip(b).take_while(same).count();
    let rest = |paras: &[Para]| paras.len() - head;
    let tail = a
        .iter()
        .rev()
        .zip(b.iter().rev())
        .take(rest(a).min(rest(b)))
        .take_while(same)
        .count();
    let (a_end, b_end) = (a.len() - tail, b.len() - tail);
    let mut pairs: Vec<Pair> = (0..head).map(|i| one(i, i)).collect();
    pairs.extend(middle(
        a.get(head..a_end).unwrap_or_default(),
        b.get(head..b_end).unwrap_or_default(),
        head,
    ));
    pairs.extend((0..tail).map(|i| one(a_end + i, b_end + i)));
    pairs
}

const fn one(i: usize, j: usize) -> Pair {
    Pair {
        a: i..i + 1,
        b: j..j + 1,
    }
}

/// What is done with the next blocks of both sides.
#[derive(Clone, Copy, PartialEq)]
enum Step {
    Pair,
    Split,
    Merge,
    OnlyA,
    OnlyB,
}

fn middle(a: &[Para], b: &[Para], offset: usize) -> Vec<Pair> {
    let (rows, columns) = (a.len() + 1, b.len() + 1);
    if rows.saturating_mul(columns) > LARGEST {
        return equal_alone(a, b, offset);
    }
    // Best score of what follows, from the ends of both texts backwards.
    let mut best = vec![0.0_f32; rows * columns];
    let mut steps = vec![Step::OnlyB; rows * columns];
    let score =
        |best: &[f32], i: usize, j: usize| best.get(i * columns + j).copied().unwrap_or(0.0);
    for i in (0..rows).rev() {
        for j in (0..columns).rev() {
            let (x, y) = (a.get(i), b.get(j));
            let mut top = (f32::MIN, Step::OnlyB);
            let mut offer = |value: f32, step: Step| {
                if value > top.0 {
                    top = (value, step);
                }
            };
            if let (Some(x), Some(y)) = (x, y) {
                if let Some(worth) = alike(x, y) {
                    offer(worth + score(&best, i + 1, j + 1), Step::Pair);
                }
                if let Some(worth) = b.get(j + 1).and_then(|second| split(x, y, second)) {
                    offer(worth + score(&best, i + 1, j + 2), Step::Split);
                }
                if let Some(worth) = a.get(i + 1).and_then(|second| split(y, x, second)) {
                    offer(worth + score(&best, i + 2, j + 1), Step::Merge);
                }
            }
            if x.is_some() {
                offer(score(&best, i + 1, j), Step::OnlyA);
            }
            if y.is_some() {
                offer(score(&best, i, j + 1), Step::OnlyB);
            }
            if let (Some(value), Some(step)) = (
                best.get_mut(i * columns + j),
                steps.get_mut(i * columns + j),
            ) {
                (*value, *step) = (top.0.max(0.0), top.1);
            }
        }
    }
    let mut pairs = Vec::new();
    let (mut i, mut j) = (0, 0);
    while i < a.len() || j < b.len() {
        let step = steps.get(i * columns + j).copied().unwrap_or(Step::OnlyB);
        let (di, dj) = match step {
            Step::Pair => (1, 1),
            Step::Split => (1, 2),
            Step::Merge => (2, 1),
            Step::OnlyA => (1, 0),
            Step::OnlyB => (0, 1),
        };
        pairs.push(Pair {
            a: offset + i..offset + i + di,
            b: offset + j..offset + j + dj,
        });
        (i, j) = (i + di, j + dj);
    }
    pairs
}

/// Pairs blocks with the same words and leaves all others alone: for texts of very many blocks.
fn equal_alone(a: &[Para], b: &[Para], offset: usize) -> Vec<Pair> {
    let keys = |paras: &[Para]| -> Vec<Vec<u64>> {
        paras
            .iter()
            .map(|para| para.words.iter().map(|w| w.hash).collect())
            .collect()
    };
    let mut pairs = Vec::new();
    for op in similar::capture_diff_slices(similar::Algorithm::Myers, &keys(a), &keys(b)) {
        let (of_a, of_b) = (op.old_range(), op.new_range());
        if op.tag() == similar::DiffTag::Equal {
            pairs.extend(of_a.zip(of_b).map(|(i, j)| one(offset + i, offset + j)));
            continue;
        }
        let (left, right) = (offset + of_a.end, offset + of_b.start);
        pairs.extend(of_a.map(|i| Pair {
            a: offset + i..offset + i + 1,
            b: right..right,
        }));
        pairs.extend(of_b.map(|j| Pair {
            a: left..left,
            b: offset + j..offset + j + 1,
        }));
    }
    pairs
}

/// What pairing two blocks is worth: the weight of their common words; `None` when they are not alike.
fn alike(x: &Para, y: &Para) -> Option<f32> {
    let (head, other) = (
        x.block.kind == BlockKind::Headline,
        y.block.kind == BlockKind::Headline,
    );
    if head != other {
        return None;
    }
    let common = common(&x.bag, &y.bag);
    if head {
        // There is one headline; it stands beside the other however it was rewritten.
        return Some(common + 0.01);
    }
    let fits = 2.0 * common >= ALIKE * (x.weight + y.weight)
        || common >= INSIDE * x.weight.min(y.weight) && x.words.len().min(y.words.len()) >= 4;
    (fits && common > 0.0).then_some(common)
}

/// What it is worth to take `first` and `second` for the halves of `whole`.
fn split(whole: &Para, first: &Para, second: &Para) -> Option<f32> {
    if [whole, first, second]
        .iter()
        .any(|p| p.block.kind != BlockKind::Paragraph)
    {
        return None;
    }
    let inside = |part: &Para| common(&part.bag, &whole.bag) >= INSIDE * part.weight;
    if !inside(first) || !inside(second) {
        return None;
    }
    let mut both = first.bag.clone();
    both.extend_from_slice(&second.bag);
    both.sort_unstable_by_key(|(hash, _)| *hash);
    let all = common(&both, &whole.bag);
    (2.0 * all >= ALIKE * (whole.weight + first.weight + second.weight)).then_some(all)
}

fn common(x: &[(u64, f32)], y: &[(u64, f32)]) -> f32 {
    let (mut i, mut j, mut sum) = (0, 0, 0.0);
    while let (Some((v, weight)), Some((w, _))) = (x.get(i), y.get(j)) {
        match v.cmp(w) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                sum += weight;
                i += 1;
                j += 1;
            }
        }
    }
    sum
}
