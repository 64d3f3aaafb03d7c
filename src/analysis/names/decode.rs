//! The best sequence of labels for a stretch of tokens and the probability of each label, given scores.

use super::labels::{self, LABELS, OUTSIDE, Scores};

/// What one label costs after another; forbidden steps cost everything.
#[derive(Clone, Debug, PartialEq)]
pub struct Transitions {
    /// Score of each step, `[from][to]`; very low where forbidden.
    pub score: [Scores; LABELS],
    /// `exp` of the scores, 0 where forbidden.
    weight: [Scores; LABELS],
}

const FORBIDDEN: f32 = -1e9;

/// Scores further below the best one count as this far below, so that no sequence loses all weight in `f32`.
const LEAST: f32 = -50.0;

impl Transitions {
    /// From scores, `[from][to]`; those of forbidden steps are ignored.
    #[must_use]
    pub fn new(mut score: [Scores; LABELS]) -> Self {
        let mut weight = [[0.0; LABELS]; LABELS];
        for (from, (scores, weights)) in score.iter_mut().zip(&mut weight).enumerate() {
            for (to, (score, weight)) in scores.iter_mut().zip(weights).enumerate() {
                if labels::may_follow(from, to) {
                    *weight = score.exp();
                } else {
                    *score = FORBIDDEN;
                }
            }
        }
        Self { score, weight }
    }
}

/// Buffers used again from stretch to stretch.
#[derive(Default)]
pub struct Decoder {
    back: Vec<[u8; LABELS]>,
    forward: Vec<Scores>,
    exp: Vec<Scores>,
    scale: Vec<f32>,
}

impl Decoder {
    /// The best labels for tokens with these scores. Tokens before and after are outside names.
    pub fn best(&mut self, scores: &[Scores], t: &Transitions, out: &mut Vec<u8>) {
        out.clear();
        self.back.clear();
        let mut now = [FORBIDDEN; LABELS];
        for (i, score) in scores.iter().enumerate() {
            let mut next = [FORBIDDEN; LABELS];
            let mut back = [0_u8; LABELS];
            if i == 0 {
                let from_outside = t.score.first().copied().unwrap_or_default();
                for (to, slot) in next.iter_mut().enumerate() {
                    *slot = at(&from_outside, to) + at(score, to);
                }
            } else {
                for (from, steps) in t.score.iter().enumerate() {
                    let base = at(&now, from);
                    if base <= FORBIDDEN {
                        continue;
                    }
                    let from = u8::try_from(from).unwrap_or_default();
                    for ((slot, back), step) in next.iter_mut().zip(&mut back).zip(steps) {
                        let value = base + step;
                        if value > *slot {
                            *slot = value;
                            *back = from;
                        }
                    }
                }
                for (slot, s) in next.iter_mut().zip(score) {
                    *slot += s;
                }
            }
            now = next;
            self.back.push(back);
        }
        let mut best = OUTSIDE;
        let mut best_score = f32::NEG_INFINITY;
        for (from, steps) in t.score.iter().enumerate() {
            let value = at(&now, from) + at(steps, OUTSIDE);
            if value > best_score {
                best = from;
                best_score = value;
            }
        }
        for back in self.back.iter().rev() {
            out.push(u8::try_from(best).unwrap_or_default());
            best = back.get(best).map_or(OUTSIDE, |b| usize::from(*b));
        }
        out.reverse();
    }

    /// The probability of each label at each token, by the forward-backward algorithm with scaling.
    /// Also returns the logarithm of the sum over all sequences.
    pub fn marginals(&mut self, scores: &[Scores], t: &Transitions, out: &mut Vec<Scores>) -> f64 {
        self.forward.clear();
        self.exp.clear();
        self.scale.clear();
        out.clear();
        let mut log_sum = 0.0_f64;
        let mut now = [0.0; LABELS];
        now[OUTSIDE] = 1.0;
        for score in scores {
            let top = score.iter().copied().fold(f32::NEG_INFINITY, f32::max);
            let exp = score.map(|s| (s - top).max(LEAST).exp());
            let mut next = [0.0_f32; LABELS];
            for (weights, base) in t.weight.iter().zip(now) {
                if base > 0.0 {
                    for (slot, w) in next.iter_mut().zip(weights) {
                        *slot += base * w;
                    }
                }
            }
            for (slot, e) in next.iter_mut().zip(exp) {
                *slot *= e;
            }
            let sum: f32 = next.iter().sum::<f32>().max(f32::MIN_POSITIVE);
            for slot in &mut next {
                *slot /= sum;
            }
            log_sum += f64::from(top) + f64::from(sum).ln();
            self.forward.push(next);
            self.exp.push(exp);
            self.scale.push(sum);
            now = next;
        }
        let mut beta = [0.0; LABELS];
        for (slot, weights) in beta.iter_mut().zip(&t.weight) {
            *slot = at(weights, OUTSIDE);
        }
        let last: f32 = now
            .iter()
            .zip(beta)
            .map(|(a, b)| a * b)
            .sum::<f32>()
            .max(f32::MIN_POSITIVE);
        log_sum += f64::from(last).ln();
        for slot in &mut beta {
            *slot /= last;
        }
        for i in (0..scores.len()).rev() {
            let (Some(forward), Some(exp), Some(scale)) =
                (self.forward.get(i), self.exp.get(i), self.scale.get(i))
            else {
                break;
            };
            let mut p = [0.0; LABELS];
            for (slot, (a, b)) in p.iter_mut().zip(forward.iter().zip(beta)) {
                *slot = a * b;
            }
            out.push(p);
            let mut before = [0.0; LABELS];
            let mut weighted = [0.0; LABELS];
            for (slot, (b, e)) in weighted.iter_mut().zip(beta.iter().zip(exp)) {
                *slot = b * e / scale;
            }
            for (slot, weights) in before.iter_mut().zip(&t.weight) {
                *slot = weights.iter().zip(weighted).map(|(w, b)| w * b).sum();
            }
            beta = before;
        }
        out.reverse();
        log_sum
    }

    /// The expected number of times each step is taken, added to `out`; call after [`Decoder::marginals`] with the same
    /// scores. `marginals` is what it gave.
    pub fn add_expected_steps(
        &self,
        t: &Transitions,
        marginals: &[Scores],
        out: &mut [Scores; LABELS],
    ) {
        // P(from, to) at i = forward[i-1][from] * weight * exp[i][to] / scale[i] * beta[i][to], and
        // beta[i][to] = marginals[i][to] / forward[i][to].
        let outside = {
            let mut start = [0.0; LABELS];
            start[OUTSIDE] = 1.0;
            start
        };
        for (i, p) in marginals.iter().enumerate() {
            let before = match i.checked_sub(1) {
                None => &outside,
                Some(k) => self.forward.get(k).unwrap_or(&outside),
            };
            let (Some(forward), Some(exp), Some(scale)) =
                (self.forward.get(i), self.exp.get(i), self.scale.get(i))
            else {
                return;
            };
            let mut right = [0.0; LABELS];
            for (to, slot) in right.iter_mut().enumerate() {
                let f = at(forward, to);
                *slot = if f > 0.0 {
                    at(p, to) / f * at(exp, to) / scale
                } else {
                    0.0
                };
            }
            for ((row, weights), base) in out.iter_mut().zip(&t.weight).zip(before) {
                for ((slot, w), r) in row.iter_mut().zip(weights).zip(right) {
                    *slot += base * w * r;
                }
            }
        }
        if let Some(last) = marginals.last() {
            for (row, p) in out.iter_mut().zip(last) {
                if let Some(slot) = row.first_mut() {
                    *slot += p;
                }
            }
        }
    }
}

fn at(scores: &Scores, label: usize) -> f32 {
    scores.get(label).copied().unwrap_or(FORBIDDEN)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        analysis::names::labels::{Part, label},
        model::EntityType,
    };

    fn flat() -> Transitions {
        Transitions::new([[0.0; LABELS]; LABELS])
    }

    #[test]
    fn best_obeys_the_rules() {
        let first = label(EntityType::Person, Part::First);
        let last = label(EntityType::Person, Part::Last);
        let mut scores = vec![[0.0; LABELS]; 2];
        scores[0][first] = 2.0;
        scores[1][last] = 1.0;
        scores[1][OUTSIDE] = 1.5;
        let mut out = Vec::new();
        Decoder::default().best(&scores, &flat(), &mut out);
        assert_eq!(out, [first as u8, last as u8]);
        // Alone, a first token has nothing to be first of.
        Decoder::default().best(&scores[..1], &flat(), &mut out);
        assert_eq!(labels::names(&out).len(), usize::from(out[0] != 0));
        assert_ne!(out[0], first as u8);
    }

    #[test]
    fn marginals_add_up() {
        let mut scores = vec![[0.1; LABELS]; 4];
        scores[1][3] = 3.0;
        scores[2][0] = -2.0;
        let mut decoder = Decoder::default();
        let mut out = Vec::new();
        let log_sum = decoder.marginals(&scores, &flat(), &mut out);
        assert!(log_sum > 3.0);
        for p in &out {
            assert!((p.iter().sum::<f32>() - 1.0).abs() < 1e-4, "{p:?}");
        }
        let mut steps = [[0.0; LABELS]; LABELS];
        decoder.add_expected_steps(&flat(), &out, &mut steps);
        assert!((steps.iter().flatten().sum::<f32>() - 5.0).abs() < 1e-3);
    }
}
