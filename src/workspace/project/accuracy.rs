//! Checking by eye how often names are right: a random sample, words on each mention, and what follows from them. Both
//! live in the ledger, so they are undone like anything else.

use std::collections::{HashMap, HashSet};

use super::{
    Project,
    ledger::{Change, stacks},
};
use crate::{
    model::{DecisionId, EntityType, MentionId, rows::Passage},
    workspace::{
        command::{Command, Outcome, Verdict},
        problem::Problem,
        words,
    },
};

/// Mentions drawn at random, and what was said of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sample {
    /// The ledger row that drew it.
    pub decision: DecisionId,
    /// `None` for names of all types.
    pub kind: Option<EntityType>,
    pub seed: u64,
    /// In the order they were drawn.
    pub mentions: Vec<Sampled>,
}

/// One of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sampled {
    pub mention: MentionId,
    pub verdict: Option<Verdict>,
}

impl Sample {
    /// How many have this verdict.
    #[must_use]
    pub fn count(&self, verdict: Verdict) -> u64 {
        self.mentions
            .iter()
            .filter(|m| m.verdict == Some(verdict))
            .count() as u64
    }

    /// How many of the checked ones are right, and the 95 % interval of that share in percent; `None` before any is
    /// checked. Unsure ones count neither way.
    #[must_use]
    pub fn interval(&self) -> Option<(u64, u64)> {
        let right = self.count(Verdict::Right);
        wilson(right, right + self.count(Verdict::Wrong))
    }

    /// `persons: 47 of 50 right (84–98 %)`, with what is unsure or unchecked where there is any.
    #[must_use]
    pub fn sentence(&self) -> String {
        let what = match self.kind {
            None => "names",
            Some(EntityType::Person) => "persons",
            Some(EntityType::Organization) => "organizations",
            Some(EntityType::Place) => "places",
            Some(EntityType::Group) => "groups",
        };
        let (right, unsure) = (self.count(Verdict::Right), self.count(Verdict::Unsure));
        let judged = right + self.count(Verdict::Wrong);
        let drawn = self.mentions.len() as u64;
        let mut out = match wilson(right, judged) {
            Some((low, high)) => format!(
                "{what}: {} of {} right ({low}–{high} %)",
                words::count(right),
                words::count(judged)
            ),
            None => format!("{what}: none of {} checked yet", words::count(drawn)),
        };
        if unsure > 0 {
            out.push_str(&format!(", {} unsure", words::count(unsure)));
        }
        let open = drawn - judged - unsure;
        if open > 0 && judged > 0 {
            out.push_str(&format!(", {} not checked yet", words::count(open)));
        }
        out
    }
}

/// The 95 % interval of a share by Wilson's score, in whole percent; `None` of nothing. Unlike the plain interval it stays
/// honest for small samples and shares near 100 %. E. B. Wilson, J. Am. Stat. Assoc. 22 (1927), 209–212.
#[must_use]
fn wilson(hits: u64, of: u64) -> Option<(u64, u64)> {
    if of == 0 {
        return None;
    }
    const Z: f64 = 1.959_964;
    let (hits, n) = (hits as f64, of as f64);
    let share = hits / n;
    let below = 1.0 + Z * Z / n;
    let middle = (share + Z * Z / (2.0 * n)) / below;
    let half = Z * (share * (1.0 - share) / n + Z * Z / (4.0 * n * n)).sqrt() / below;
    let percent = |x: f64| (x.clamp(0.0, 1.0) * 100.0).round() as u64;
    Some((percent(middle - half), percent(middle + half)))
}

/// SplitMix64: small, seeded, the same on every machine. <https://prng.di.unimi.it/splitmix64.c>
struct Random(u64);

impl Random {
    const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `n`, each as likely as any other as far as 64 bits allow.
    fn below(&mut self, n: usize) -> usize {
        let wide = u128::from(self.next()) * n as u128;
        usize::try_from(wide >> 64).unwrap_or(0)
    }
}

/// `size` of `all` without repetition; all of them, shuffled, when there are no more.
fn draw(mut all: Vec<MentionId>, size: usize, seed: u64) -> Vec<MentionId> {
    let mut random = Random(seed);
    let size = size.min(all.len());
    for i in 0..size {
        let j = i + random.below(all.len() - i);
        all.swap(i, j);
    }
    all.truncate(size);
    all
}

impl Project {
    /// Draws `size` mentions of a type (of all when `None`) at random: the same seed draws the same from the same
    /// project. One undo step.
    ///
    /// `project.accuracy_sample(Some(EntityType::Person), 50, 7)?.sentence()` is `persons: none of 50 checked yet`.
    ///
    /// # Errors
    /// When there is no such name, or the project cannot be written.
    pub fn accuracy_sample(
        &mut self,
        kind: Option<EntityType>,
        size: u32,
        seed: u64,
    ) -> Result<Sample, Problem> {
        self.run(Command::DrawSample { kind, size, seed })?;
        self.accuracy()?.ok_or_else(|| {
            Problem::new(
                "Could not draw a sample",
                "it is not in the ledger any more",
            )
        })
    }

    /// The newest sample that is not undone, with the verdicts so far.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn accuracy(&self) -> Result<Option<Sample>, Problem> {
        let done: HashSet<DecisionId> =
            stacks(&self.store.decision_list()?).0.into_iter().collect();
        let mut sample: Option<Sample> = None;
        for row in self.store.decisions_of(&["sample", "verdict"])? {
            if !done.contains(&row.id) {
                continue;
            }
            let change = row
                .apply
                .as_deref()
                .and_then(|text| serde_json::from_str(text).ok());
            match change {
                Some(Change::Sample {
                    kind,
                    seed,
                    mentions,
                }) => {
                    sample = Some(Sample {
                        decision: row.id,
                        kind,
                        seed,
                        mentions: mentions
                            .into_iter()
                            .map(|mention| Sampled {
                                mention,
                                verdict: None,
                            })
                            .collect(),
                    });
                }
                Some(Change::Verdict { mention, verdict }) => {
                    let known = sample
                        .as_mut()
                        .and_then(|s| s.mentions.iter_mut().find(|m| m.mention == mention));
                    if let Some(known) = known {
                        known.verdict = verdict;
                    }
                }
                _ => {}
            }
        }
        Ok(sample)
    }

    /// The sample's passages in its order. One whose mark was taken back is not among them.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn sample_passages(&self, sample: &Sample) -> Result<Vec<Passage>, Problem> {
        let ids: Vec<MentionId> = sample.mentions.iter().map(|m| m.mention).collect();
        let mut found: HashMap<MentionId, Passage> = self
            .store
            .passages_by_id(&ids)?
            .into_iter()
            .map(|p| (p.mention, p))
            .collect();
        Ok(ids.iter().filter_map(|id| found.remove(id)).collect())
    }

    pub(super) fn draw_sample(
        &mut self,
        kind: Option<EntityType>,
        size: u32,
        seed: u64,
    ) -> Result<Outcome, Problem> {
        let all = self.store.mentions_of_type(kind)?;
        let size = usize::try_from(size).unwrap_or(usize::MAX);
        let mentions = draw(all, size, seed);
        if mentions.is_empty() {
            return Err(Problem::new(
                "Could not draw a sample",
                "there is no such name in the project, or none was asked for",
            )
            .with_hint("Import articles first, or choose another type"));
        }
        let what = match mentions.len() {
            1 => "one mention".to_owned(),
            n => words::counted(n as u64, "mention"),
        };
        let label = format!("Draw {what} to check");
        let apply = Change::Sample {
            kind,
            seed,
            mentions,
        };
        let changed = self.decide("sample", &label, &apply, &Change::Backwards)?;
        Ok(Outcome {
            changed,
            said: label,
        })
    }

    pub(super) fn judge(
        &mut self,
        mention: MentionId,
        verdict: Option<Verdict>,
    ) -> Result<Outcome, Problem> {
        let sample = self.accuracy()?;
        let known = sample
            .as_ref()
            .and_then(|s| s.mentions.iter().find(|m| m.mention == mention));
        let Some(known) = known else {
            return Err(Problem::new(
                "Could not note the verdict",
                format!("mention {mention} is not in the newest sample"),
            )
            .with_hint("Draw a sample first"));
        };
        if known.verdict == verdict {
            return Ok(Outcome::default());
        }
        let word = verdict.map_or("unchecked", Verdict::word);
        let label = format!("Call mention {mention} {word}");
        let apply = Change::Verdict { mention, verdict };
        let changed = self.decide("verdict", &label, &apply, &Change::Backwards)?;
        Ok(Outcome {
            changed,
            said: self.accuracy()?.map_or(label, |sample| sample.sentence()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_are_wilsons() {
        for (hits, of, expected) in [
            (47, 50, Some((84, 98))),
            (50, 50, Some((93, 100))),
            (0, 10, Some((0, 28))),
            (1, 1, Some((21, 100))),
            (0, 0, None),
        ] {
            assert_eq!(wilson(hits, of), expected, "{hits} of {of}");
        }
    }

    #[test]
    fn a_seed_draws_the_same_without_repetition() {
        let all: Vec<MentionId> = (1..=100).map(MentionId).collect();
        let one = draw(all.clone(), 30, 7);
        assert_eq!(one, draw(all.clone(), 30, 7));
        assert_ne!(one, draw(all.clone(), 30, 8));
        assert_eq!(one.iter().collect::<HashSet<_>>().len(), 30);
        let mut whole = draw(all.clone(), 500, 7);
        whole.sort_unstable();
        assert_eq!(whole, all);
    }

    #[test]
    fn the_sentence_says_what_is_open() {
        let of = |verdicts: &[Option<Verdict>]| Sample {
            decision: DecisionId(1),
            kind: Some(EntityType::Person),
            seed: 7,
            mentions: verdicts
                .iter()
                .map(|verdict| Sampled {
                    mention: MentionId(1),
                    verdict: *verdict,
                })
                .collect(),
        };
        let mut verdicts = vec![Some(Verdict::Right); 47];
        verdicts.extend([Some(Verdict::Wrong); 3]);
        assert_eq!(
            of(&verdicts).sentence(),
            "persons: 47 of 50 right (84–98 %)"
        );
        verdicts.extend([Some(Verdict::Unsure), None]);
        assert_eq!(
            of(&verdicts).sentence(),
            "persons: 47 of 50 right (84–98 %), 1 unsure, 1 not checked yet"
        );
        assert_eq!(of(&[None]).sentence(), "persons: none of 1 checked yet");
    }
}
