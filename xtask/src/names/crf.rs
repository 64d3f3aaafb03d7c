//! A linear-chain conditional random field trained by adaptive gradient steps (Duchi et al. 2011, AdaGrad).

use std::collections::HashMap;

use dateline::analysis::names::{
    decode::{Decoder, Transitions},
    hash::WordHasher,
    labels::{LABELS, Scores, may_follow},
};

use super::random::Random;

/// A label the corpus does not tell.
pub const OPEN: u8 = u8::MAX;

/// A stretch of tokens to learn from.
#[derive(Clone, Debug, Default)]
pub struct Stretch {
    /// Feature numbers of all tokens, one after the other.
    pub features: Vec<u32>,
    /// Where each token's features end in `features`.
    pub ends: Vec<u32>,
    pub labels: Vec<u8>,
    /// Scores that another model gave the tokens, to be built on; empty for none.
    pub base: Vec<Scores>,
}

impl Stretch {
    pub fn token(&self, i: usize) -> &[u32] {
        let start = if i == 0 { 0 } else { self.ends[i - 1] as usize };
        &self.features[start..self.ends[i] as usize]
    }
}

/// How to train.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    pub epochs: usize,
    pub rate: f32,
    /// Share of features hidden at each step, so that no single one is relied on.
    pub dropout: f32,
    /// Features seen less often are left out.
    pub least: u32,
}

/// Times in an epoch at which the weights are taken into the mean.
const SNAPSHOTS: usize = 4;

/// Weights by feature.
pub struct Crf {
    pub index: HashMap<u32, u32, WordHasher>,
    pub weights: Vec<Scores>,
    pub steps: [Scores; LABELS],
}

impl Crf {
    /// `steps` are those to start from.
    pub fn train(
        data: &[&Stretch],
        settings: Settings,
        steps: [Scores; LABELS],
        quiet: bool,
    ) -> Self {
        let mut counts: HashMap<u32, u32, WordHasher> = HashMap::default();
        for stretch in data {
            for f in &stretch.features {
                *counts.entry(*f).or_default() += 1;
            }
        }
        let mut kept: Vec<u32> = counts
            .iter()
            .filter(|c| *c.1 >= settings.least)
            .map(|c| *c.0)
            .collect();
        kept.sort_unstable();
        let index: HashMap<u32, u32, WordHasher> =
            kept.iter().zip(0..).map(|(f, i)| (*f, i)).collect();
        drop(counts);
        if !quiet {
            eprintln!("{} features", kept.len());
        }
        // Features by number, so that the inner loop looks nothing up.
        let numbered: Vec<Stretch> = data
            .iter()
            .map(|s| {
                let mut out = Stretch {
                    labels: s.labels.clone(),
                    base: s.base.clone(),
                    ..Stretch::default()
                };
                for i in 0..s.labels.len() {
                    out.features
                        .extend(s.token(i).iter().filter_map(|f| index.get(f)));
                    out.ends.push(out.features.len() as u32);
                }
                out
            })
            .collect();
        let mut weights = vec![[0.0_f32; LABELS]; kept.len()];
        let mut squares = vec![[1e-6_f32; LABELS]; kept.len()];
        let mut steps = steps;
        let mut step_squares = [[1e-6_f32; LABELS]; LABELS];
        let mut random = Random::new(1);
        let mut order: Vec<usize> = (0..numbered.len()).collect();
        let mut decoder = Decoder::default();
        let (mut scores, mut p, mut gold_p) = (Vec::new(), Vec::new(), Vec::new());
        let mut hidden = Vec::new();
        // The mean of the weights at several times has less of the accidents of the last steps.
        let mut mean = vec![[0.0_f32; LABELS]; kept.len()];
        let mut mean_steps = [[0.0_f32; LABELS]; LABELS];
        let mut taken = 0.0;
        for epoch in 0..settings.epochs {
            random.shuffle(&mut order);
            let rate = settings.rate * (1.0 - 0.85 * epoch as f32 / settings.epochs as f32);
            let mut loss = 0.0;
            for (done, s) in order.iter().enumerate() {
                let stretch = &numbered[*s];
                let transitions = Transitions::new(steps);
                hidden.clear();
                scores.clear();
                let keep = 1.0 / (1.0 - settings.dropout);
                for i in 0..stretch.labels.len() {
                    let mut sum = [0.0_f32; LABELS];
                    for f in stretch.token(i) {
                        let hide = random.chance(settings.dropout);
                        hidden.push(hide);
                        if !hide {
                            let row = &weights[*f as usize];
                            for l in 0..LABELS {
                                sum[l] += row[l];
                            }
                        }
                    }
                    let mut score = sum.map(|x| x * keep);
                    if let Some(base) = stretch.base.get(i) {
                        for (slot, b) in score.iter_mut().zip(base) {
                            *slot += b;
                        }
                    }
                    scores.push(score);
                }
                // Expectations with the known labels held fast; open ones stay free.
                let mut gold_scores = scores.clone();
                for (score, label) in gold_scores.iter_mut().zip(&stretch.labels) {
                    if *label != OPEN {
                        for (l, slot) in score.iter_mut().enumerate() {
                            if l != usize::from(*label) {
                                *slot = -1e4;
                            }
                        }
                    }
                }
                let mut gradient = [[0.0_f32; LABELS]; LABELS];
                let gold = decoder.marginals(&gold_scores, &transitions, &mut gold_p);
                decoder.add_expected_steps(&transitions, &gold_p, &mut gradient);
                gradient.iter_mut().flatten().for_each(|g| *g = -*g);
                let all = decoder.marginals(&scores, &transitions, &mut p);
                decoder.add_expected_steps(&transitions, &p, &mut gradient);
                loss += all - gold;
                for (from, row) in gradient.iter().enumerate() {
                    for (to, g) in row.iter().enumerate() {
                        if *g != 0.0 && may_follow(from, to) {
                            let square = &mut step_squares[from][to];
                            *square += g * g;
                            steps[from][to] -= rate * g / square.sqrt();
                        }
                    }
                }
                let mut at = 0;
                for i in 0..stretch.labels.len() {
                    let mut g = [0.0_f32; LABELS];
                    let mut any = false;
                    for l in 0..LABELS {
                        g[l] = p[i][l] - gold_p[i][l];
                        any |= g[l].abs() > 1e-4;
                    }
                    let token = stretch.token(i);
                    if any {
                        for (f, hide) in token.iter().zip(&hidden[at..]) {
                            if *hide {
                                continue;
                            }
                            let (row, square) =
                                (&mut weights[*f as usize], &mut squares[*f as usize]);
                            for l in 0..LABELS {
                                let d = g[l];
                                square[l] += d * d;
                                row[l] -= rate * d / square[l].sqrt();
                            }
                        }
                    }
                    at += token.len();
                }
                let part = order.len().div_ceil(SNAPSHOTS);
                if epoch >= settings.epochs / 3 && (done + 1) % part == 0 {
                    taken += 1.0;
                    for (sum, row) in mean.iter_mut().zip(&weights) {
                        sum.iter_mut().zip(row).for_each(|(s, w)| *s += w);
                    }
                    for (sum, row) in mean_steps.iter_mut().zip(&steps) {
                        sum.iter_mut().zip(row).for_each(|(s, w)| *s += w);
                    }
                }
            }
            if !quiet {
                eprintln!(
                    "epoch {}: loss {:.4} a stretch",
                    epoch + 1,
                    loss / order.len() as f64
                );
            }
        }
        mean.iter_mut().flatten().for_each(|w| *w /= taken);
        mean_steps.iter_mut().flatten().for_each(|w| *w /= taken);
        Self {
            index,
            weights: mean,
            steps: mean_steps,
        }
    }

    /// Scores of the tokens of a stretch.
    pub fn scores(&self, stretch: &Stretch, out: &mut Vec<Scores>) {
        out.clear();
        for i in 0..stretch.labels.len() {
            let mut sum = [0.0_f32; LABELS];
            for f in stretch.token(i) {
                if let Some(k) = self.index.get(f) {
                    let row = &self.weights[*k as usize];
                    for l in 0..LABELS {
                        sum[l] += row[l];
                    }
                }
            }
            out.push(sum);
        }
    }

    /// Weights as bytes and what one unit of them means. A feature's weights may all be raised or lowered together
    /// without changing a decision, so the most common value is made zero; features that then say little are dropped.
    /// `scale` is what one unit shall mean, `None` to fit it to the weights.
    pub fn quantized(&self, least: i32, scale: Option<f32>) -> (Vec<(u32, [i8; LABELS])>, f32) {
        let mut sizes: Vec<f32> = self
            .weights
            .iter()
            .flatten()
            .map(|w| w.abs())
            .filter(|w| *w > 0.0)
            .collect();
        sizes.sort_unstable_by(f32::total_cmp);
        let top = sizes
            .get(sizes.len().saturating_sub(1 + sizes.len() / 2000))
            .copied()
            .unwrap_or(1.0);
        let scale = scale.unwrap_or(top / 127.0);
        let mut out = Vec::new();
        for (feature, row) in &self.index {
            let row = &self.weights[*row as usize];
            let mut sorted = *row;
            sorted.sort_unstable_by(f32::total_cmp);
            let middle = sorted[LABELS / 2];
            let bytes = row.map(|w| ((w - middle) / scale).round().clamp(-127.0, 127.0) as i8);
            if bytes.iter().map(|b| i32::from(*b).abs()).max().unwrap_or(0) >= least {
                out.push((*feature, bytes));
            }
        }
        out.sort_unstable_by_key(|w| w.0);
        (out, scale)
    }
}
