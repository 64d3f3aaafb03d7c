//! Lays two versions side by side: blocks paired in reading order, words that only one side has, and the facts that
//! differ.

use super::{
    facts,
    pairing::{Pair, Para, pair},
    shingles::{FoldedWord, words},
    wording::{Hunk, equal_runs, hunks, marks},
};
use crate::model::{
    ArticleId, Block, ByteSpan, EntityId, EntityType, PartialDate,
    family::{CompareBlock, CompareRow, Comparison},
};

/// A version to be compared.
#[derive(Clone, Debug, PartialEq)]
pub struct Side {
    pub article: ArticleId,
    /// The reading text.
    pub text: String,
    pub blocks: Vec<Block>,
    /// Names in reading order.
    pub names: Vec<Name>,
    pub published: Option<PartialDate>,
}

/// A name marked in the text.
#[derive(Clone, Debug, PartialEq)]
pub struct Name {
    /// Bytes of the reading text.
    pub span: ByteSpan,
    pub entity: EntityId,
    pub kind: EntityType,
    /// What the entity is called.
    pub name: String,
}

/// A run of words that both sides have, and the row it stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Anchor {
    pub a: ByteSpan,
    pub b: ByteSpan,
    pub row: usize,
}

/// Lays two versions side by side.
#[must_use]
pub fn compare(a: Side, b: Side) -> Comparison {
    let (rows, anchors) = rows(&a, &b);
    let facts = facts::changes(&a, &b, &rows, &anchors);
    Comparison {
        a: a.article,
        b: b.article,
        a_text: a.text,
        b_text: b.text,
        rows,
        facts,
    }
}

fn paras(side: &Side) -> Vec<Para> {
    let one = |block: &Block| {
        let words = words(block.span.of(&side.text))
            .into_iter()
            .map(|word| FoldedWord {
                span: word.span.shifted(block.span.start),
                ..word
            })
            .collect();
        Para::new(block.clone(), words)
    };
    side.blocks.iter().map(one).collect()
}

fn rows(a: &Side, b: &Side) -> (Vec<CompareRow>, Vec<Anchor>) {
    let (of_a, of_b) = (paras(a), paras(b));
    let (mut rows, mut anchors) = (Vec::new(), Vec::new());
    for Pair { a: left, b: right } in pair(&of_a, &of_b) {
        let left = of_a.get(left).unwrap_or_default();
        let right = of_b.get(right).unwrap_or_default();
        match (left, right) {
            ([one], []) => rows.push(CompareRow {
                a: Some(whole(one)),
                b: None,
            }),
            ([], [one]) => rows.push(CompareRow {
                a: None,
                b: Some(whole(one)),
            }),
            (left, right) => {
                let joined = |paras: &[Para]| -> Vec<FoldedWord> {
                    paras.iter().flat_map(|p| p.words.iter().copied()).collect()
                };
                let (x, y) = (joined(left), joined(right));
                let equal = equal_runs(&x, &y);
                let found = hunks(&a.text, &x, &b.text, &y, &equal);
                let cuts = cuts(a, b, left, right, (&x, &y), &equal);
                let first = rows.len();
                for (n, (of_a, of_b)) in cuts.iter().enumerate() {
                    let side =
                        |text: &str,
                         words: &[FoldedWord],
                         block: &Block,
                         pick: fn(&Hunk) -> std::ops::Range<usize>| {
                            CompareBlock {
                                span: block.span,
                                kind: block.kind,
                                only_here: marks(text, words, found.iter().map(pick), block.span),
                            }
                        };
                    rows.push(CompareRow {
                        a: Some(side(&a.text, &x, of_a, |h| h.a.clone())),
                        b: Some(side(&b.text, &y, of_b, |h| h.b.clone())),
                    });
                    for (i, j) in &equal {
                        if let (Some(i), Some(j)) = (x.get(*i), y.get(*j))
                            && of_a.span.contains(&i.span)
                            && of_b.span.contains(&j.span)
                        {
                            anchors.push(Anchor {
                                a: i.span,
                                b: j.span,
                                row: first + n,
                            });
                        }
                    }
                }
            }
        }
    }
    anchors.sort_by_key(|anchor| (anchor.a.start, anchor.b.start));
    anchors.dedup_by_key(|anchor| anchor.a);
    (rows, anchors)
}

fn whole(para: &Para) -> CompareBlock {
    CompareBlock {
        span: para.block.span,
        kind: para.block.kind,
        only_here: if para.block.span.is_empty() {
            Vec::new()
        } else {
            vec![para.block.span]
        },
    }
}

/// The blocks of a pair side by side. Where one side has two blocks for one, the one is cut where the second begins.
fn cuts(
    a: &Side,
    b: &Side,
    left: &[Para],
    right: &[Para],
    (x, y): (&[FoldedWord], &[FoldedWord]),
    equal: &[(usize, usize)],
) -> Vec<(Block, Block)> {
    match (left, right) {
        ([one], [first, second]) => {
            let split = first.words.len();
            let at = equal.iter().find(|(_, j)| *j >= split).map(|(i, _)| *i);
            let (head, tail) = cut(&a.text, &one.block, x, at);
            vec![(head, first.block.clone()), (tail, second.block.clone())]
        }
        ([first, second], [one]) => {
            let split = first.words.len();
            let at = equal.iter().find(|(i, _)| *i >= split).map(|(_, j)| *j);
            let (head, tail) = cut(&b.text, &one.block, y, at);
            vec![(first.block.clone(), head), (second.block.clone(), tail)]
        }
        ([one], [other]) => vec![(one.block.clone(), other.block.clone())],
        _ => Vec::new(),
    }
}

/// A block in two, the second part beginning with the word `at` and the quotation mark before it.
fn cut(text: &str, block: &Block, words: &[FoldedWord], at: Option<usize>) -> (Block, Block) {
    let from = at
        .and_then(|at| words.get(at))
        .map_or(block.span.end, |word| word.span.start)
        .clamp(block.span.start, block.span.end);
    let before = ByteSpan::new(block.span.start, from).of(text);
    let opened = before.trim_end_matches(['“', '"', '‘', '\'', '(', '[', '«']);
    let middle = block.span.start + length(opened);
    let end = block.span.start + length(opened.trim_end());
    let part = |start: u32, end: u32| Block {
        span: ByteSpan::new(start, end),
        kind: block.kind,
    };
    (part(block.span.start, end), part(middle, block.span.end))
}

fn length(text: &str) -> u32 {
    u32::try_from(text.len()).unwrap_or(u32::MAX)
}
