//! Two passes over an article: the first judges each name where it stands, the second lets the clear places settle the
//! doubtful ones.

use std::{collections::HashMap, ops::Range};

use super::{
    decode::{Decoder, Transitions},
    document::{Case, Document, Sentence},
    hash::mix,
    labels::{self, LABELS, OUTSIDE, Part, Scores},
};
use crate::model::EntityType;

/// Numbers of second-pass features start here, apart from those of the first pass.
const SECOND: u32 = 1000;

/// A stretch of tokens with what the first pass made of it.
#[derive(Clone, Debug, Default)]
pub struct Judged {
    pub tokens: Range<usize>,
    pub scores: Vec<Scores>,
    pub marginals: Vec<Scores>,
    pub labels: Vec<u8>,
    /// Names of the labels, as ranges of tokens of the stretch.
    names: Vec<(Range<usize>, EntityType)>,
    /// For each token the name it is part of.
    name_of: Vec<Option<u32>>,
}

impl Judged {
    /// Decodes a stretch from the scores of its tokens.
    #[must_use]
    pub fn new(
        tokens: Range<usize>,
        scores: Vec<Scores>,
        steps: &Transitions,
        decoder: &mut Decoder,
    ) -> Self {
        let mut out = Self {
            tokens,
            scores,
            ..Self::default()
        };
        decoder.best(&out.scores, steps, &mut out.labels);
        decoder.marginals(&out.scores, steps, &mut out.marginals);
        out.name_of = vec![None; out.labels.len()];
        for (number, (from, to, kind)) in (0..).zip(labels::names(&out.labels)) {
            out.name_of
                .get_mut(from..to)
                .unwrap_or_default()
                .fill(Some(number));
            out.names.push((from..to, kind));
        }
        out
    }
}

/// What the first pass made of each word and each name in the whole article.
pub struct Votes {
    /// By [`Word::fold`](super::document::Word::fold): sum of the probabilities of each label, and number of places.
    words: Vec<(Scores, f32)>,
    /// By the hash of a name's words: sum of the probabilities of the types at all its places.
    names: HashMap<u32, [f32; 4]>,
}

impl Votes {
    /// Counts the votes of all stretches of an article.
    #[must_use]
    pub fn new(doc: &Document<'_>, judged: &[Judged]) -> Self {
        let mut out = Self {
            words: vec![([0.0; LABELS], 0.0); doc.usage.len()],
            names: HashMap::new(),
        };
        for stretch in judged {
            for (i, p) in stretch.tokens.clone().zip(&stretch.marginals) {
                let Some(word) = doc.word(i).filter(|w| has_vote(w.case)) else {
                    continue;
                };
                if let Some((sum, count)) = out.words.get_mut(word.fold as usize) {
                    for (slot, p) in sum.iter_mut().zip(p) {
                        *slot += p;
                    }
                    *count += 1.0;
                }
            }
            for (range, kind) in &stretch.names {
                let sum = out
                    .names
                    .entry(name_hash(doc, stretch, range.clone()))
                    .or_default();
                if let Some(slot) = sum.get_mut(labels::type_index(*kind)) {
                    *slot += least(stretch, range.clone());
                }
            }
        }
        out
    }
}

const fn has_vote(case: Case) -> bool {
    matches!(
        case,
        Case::Capital | Case::Upper | Case::Mixed | Case::Uncased
    )
}

fn name_hash(doc: &Document<'_>, stretch: &Judged, range: Range<usize>) -> u32 {
    range
        .filter_map(|k| doc.word(stretch.tokens.start + k))
        .fold(1, |hash, w| mix(hash, w.lower))
}

/// The lowest probability among the labels of a name.
fn least(stretch: &Judged, range: Range<usize>) -> f32 {
    range
        .filter_map(|k| {
            stretch
                .marginals
                .get(k)?
                .get(usize::from(*stretch.labels.get(k)?))
        })
        .copied()
        .fold(1.0, f32::min)
}

/// Most probable label with its probability in coarse steps.
fn top(p: &Scores) -> (usize, u32) {
    let (label, best) =
        p.iter()
            .copied()
            .enumerate()
            .fold((OUTSIDE, f32::NEG_INFINITY), |best, (l, p)| {
                if p > best.1 { (l, p) } else { best }
            });
    (label, step(best))
}

/// A share from 0 to 1 in five steps.
fn step(share: f32) -> u32 {
    match share {
        s if s > 0.95 => 4,
        s if s > 0.8 => 3,
        s if s > 0.5 => 2,
        s if s > 0.2 => 1,
        _ => 0,
    }
}

/// The type of a label, 0 outside.
fn kind_of(label: usize) -> u32 {
    u32::try_from(label.div_ceil(4)).unwrap_or(0)
}

/// What the other places of word `i` say: most probable type, its share, most probable label, number of places.
fn elsewhere(
    doc: &Document<'_>,
    votes: &Votes,
    i: usize,
    own: Option<&Scores>,
) -> Option<(u32, u32, usize, u32)> {
    let word = doc.word(i).filter(|w| has_vote(w.case))?;
    let (sum, count) = votes.words.get(word.fold as usize)?;
    let zero = [0.0; LABELS];
    let own_count = if own.is_some() { 1.0 } else { 0.0 };
    let own = own.unwrap_or(&zero);
    let count = count - own_count;
    if count < 0.5 {
        return None;
    }
    let mut others = [0.0; LABELS];
    let mut kinds = [0.0_f32; 5];
    for (l, (slot, (sum, own))) in others.iter_mut().zip(sum.iter().zip(own)).enumerate() {
        *slot = (sum - own) / count;
        if let Some(kind) = kinds.get_mut(l.div_ceil(4)) {
            *kind += *slot;
        }
    }
    let (kind, share) =
        kinds.iter().zip(0..).fold(
            (0, 0.0),
            |best, (p, k)| if *p > best.1 { (k, *p) } else { best },
        );
    let places = if count < 1.5 {
        1
    } else if count < 3.5 {
        2
    } else {
        3
    };
    Some((kind, step(share), top(&others).0, places))
}

/// The type of the longer names that word `i` is part of elsewhere, and how sure those are. A full name says more than
/// many places where the word stands alone.
fn inside_longer(doc: &Document<'_>, votes: &Votes, i: usize, own: &Scores) -> Option<(u32, u32)> {
    let word = doc.word(i).filter(|w| has_vote(w.case))?;
    let (sum, _) = votes.words.get(word.fold as usize)?;
    let mut kinds = [0.0_f32; 4];
    for (l, (sum, own)) in sum.iter().zip(own).enumerate() {
        if let Some((kind, Part::First | Part::Inner | Part::Last)) = labels::parts(l)
            && let Some(slot) = kinds.get_mut(labels::type_index(kind))
        {
            *slot += (sum - own).max(0.0);
        }
    }
    let all: f32 = kinds.iter().sum();
    if all < 0.3 {
        return None;
    }
    let (kind, best) =
        kinds.iter().zip(1..).fold(
            (0, 0.0),
            |best, (p, k)| if *p > best.1 { (k, *p) } else { best },
        );
    let mass = if all < 0.8 {
        0
    } else if all < 1.8 {
        1
    } else {
        2
    };
    Some((kind, step(best / all) * 3 + mass))
}

/// Calls `take` with each second-pass feature of token `k` of a stretch.
pub fn features<F: FnMut(u32)>(
    doc: &Document<'_>,
    sentence: &Sentence,
    votes: &Votes,
    stretch: &Judged,
    k: usize,
    take: &mut F,
) {
    let i = stretch.tokens.start + k;
    let Some(own) = stretch.marginals.get(k) else {
        return;
    };
    let mut one =
        |kind: u32, value: u32| take(mix((SECOND + kind).wrapping_mul(0x9e37_79b9), value));
    let (label, sure) = top(own);
    let label_number = u32::try_from(label).unwrap_or(0);
    one(0, mix(label_number, sure));
    let others = elsewhere(doc, votes, i, Some(own));
    match others {
        None => one(1, mix(kind_of(label), sure)),
        Some((kind, share, other, places)) => {
            let other = u32::try_from(other).unwrap_or(0);
            one(2, mix(mix(kind, share), places));
            one(3, mix(mix(kind, share), mix(kind_of(label), sure)));
            one(4, mix(other, places));
            one(5, mix(other, mix(label_number, sure)));
            one(6, mix(mix(kind, share), sentence.casing as u32));
        }
    }
    if let Some((kind, strength)) = inside_longer(doc, votes, i, own) {
        one(13, mix(kind, strength));
        one(14, mix(mix(kind, strength), mix(kind_of(label), sure)));
        one(15, mix(kind, label_number));
    }
    // The neighbors' other places tell whether a longer name is cut short here.
    for (number, near) in [(7, i.checked_sub(1)), (8, Some(i + 1))] {
        let near = near.filter(|n| sentence.tokens.contains(n));
        let near_own = near
            .and_then(|n| n.checked_sub(stretch.tokens.start))
            .and_then(|n| stretch.marginals.get(n));
        if let Some((kind, share, other, _)) = near.and_then(|n| elsewhere(doc, votes, n, near_own))
        {
            one(number, mix(mix(kind, share), kind_of(label)));
            one(
                number + 2,
                mix(u32::try_from(other).unwrap_or(0), label_number),
            );
        }
    }
    // The same name as a whole elsewhere.
    let name = stretch
        .name_of
        .get(k)
        .copied()
        .flatten()
        .and_then(|n| stretch.names.get(n as usize));
    if let Some((range, own_kind)) = name
        && let Some(sum) = votes.names.get(&name_hash(doc, stretch, range.clone()))
    {
        let mut sum = *sum;
        if let Some(slot) = sum.get_mut(labels::type_index(*own_kind)) {
            *slot = (*slot - least(stretch, range.clone())).max(0.0);
        }
        let all: f32 = sum.iter().sum();
        if all > 0.3 {
            let (kind, best) =
                sum.iter().zip(0..).fold(
                    (0, 0.0),
                    |best, (p, k)| if *p > best.1 { (k, *p) } else { best },
                );
            one(11, mix(mix(kind, step(best / all)), kind_of(label)));
            one(
                12,
                mix(mix(kind, step(best / all)), mix(label_number, sure)),
            );
        }
    }
}
