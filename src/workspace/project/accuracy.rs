//! Checking by eye how often names are right: a random sample, words on each mention, and what follows from them. Both
//! live in the ledger, so they are undone like anything else.

use std::collections::{HashMap, HashSet};

use super::{
    Project,
    ledger::{Change, stacks},
};
use crate::{
    model::{DecisionId, EntityId, EntityType, MentionId, rows::Passage},
    store::Store,
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
    /// Its type when the sample was drawn; unknown in samples of all types drawn by older versions.
    pub kind: Option<EntityType>,
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

    /// The sentence, followed by one for each type drawn when the sample is of all types.
    #[must_use]
    pub fn sentences(&self) -> Vec<String> {
        let mut out = vec![self.sentence()];
        for kind in EntityType::ALL.into_iter().filter(|_| self.kind.is_none()) {
            let of_it = self.mentions.iter().filter(|m| m.kind == Some(kind));
            let part = Self {
                kind: Some(kind),
                mentions: of_it.copied().collect(),
                ..self.clone()
            };
            if !part.mentions.is_empty() {
                out.push(part.sentence());
            }
        }
        out
    }

    /// Whether any of it was called right or wrong.
    #[must_use]
    pub fn judged(&self) -> bool {
        self.interval().is_some()
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
        newest_sample(&self.store)
    }

    /// The sample's passages in its order. One whose mark was taken back is not among them.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn sample_passages(&self, sample: &Sample) -> Result<Vec<Passage>, Problem> {
        sample_passages(&self.store, sample)
    }

    /// What the newest checked sample of each type says, for charts, maps and reports.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn accuracy_lines(&self) -> Result<Vec<String>, Problem> {
        accuracy_lines(&self.store)
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
        let kinds = match kind {
            Some(_) => Vec::new(),
            None => kinds_of(&self.store, &mentions)?,
        };
        let what = match mentions.len() {
            1 => "one mention".to_owned(),
            n => words::counted(n as u64, "mention"),
        };
        let label = format!("Draw {what} to check");
        let apply = Change::Sample {
            kind,
            seed,
            mentions,
            kinds,
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
        let passages = self.store.passages_by_id(&[mention])?;
        let label = match passages.first() {
            Some(passage) => format!("Call “{}” {word}", passage.hit.of(&passage.sentence)),
            None => format!("Call a mention {word}"),
        };
        let apply = Change::Verdict { mention, verdict };
        let changed = self.decide("verdict", &label, &apply, &Change::Backwards)?;
        Ok(Outcome {
            changed,
            said: self.accuracy()?.map_or(label, |sample| sample.sentence()),
        })
    }
}

/// The type of each of these mentions, in their order.
fn kinds_of(store: &Store, mentions: &[MentionId]) -> Result<Vec<EntityType>, Problem> {
    let entities: HashMap<MentionId, EntityId> = store
        .refs_by_id(mentions)?
        .into_iter()
        .map(|m| (m.id, m.entity))
        .collect();
    let mut kinds = Vec::with_capacity(mentions.len());
    for mention in mentions {
        let entity = entities.get(mention).copied().unwrap_or(EntityId(0));
        kinds.push(store.entity(entity)?.0);
    }
    Ok(kinds)
}

/// See [`Project::accuracy`].
pub(in crate::workspace) fn newest_sample(store: &Store) -> Result<Option<Sample>, Problem> {
    Ok(samples(store)?.pop())
}

/// What the newest checked sample of each type says, all types first: `persons: 47 of 50 right (84–98 %)`. Empty when
/// nothing was checked.
pub(in crate::workspace) fn accuracy_lines(store: &Store) -> Result<Vec<String>, Problem> {
    Ok(lines(&samples(store)?))
}

/// The same from samples, the oldest first.
pub(in crate::workspace) fn lines(samples: &[Sample]) -> Vec<String> {
    std::iter::once(None)
        .chain(EntityType::ALL.map(Some))
        .filter_map(|kind| {
            let newest = samples
                .iter()
                .rev()
                .find(|s| s.kind == kind && s.judged())?;
            Some(newest.sentence())
        })
        .collect()
}

/// All samples that are not undone, with the verdicts on each; the oldest first. A verdict is about the sample that was
/// newest when it was given.
pub(in crate::workspace) fn samples(store: &Store) -> Result<Vec<Sample>, Problem> {
    let done: HashSet<DecisionId> = stacks(&store.decision_list()?).0.into_iter().collect();
    let mut samples: Vec<Sample> = Vec::new();
    for row in store.decisions_of(&["sample", "verdict"])? {
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
                kinds,
            }) => {
                let mentions = mentions.into_iter().enumerate();
                samples.push(Sample {
                    decision: row.id,
                    kind,
                    seed,
                    mentions: mentions
                        .map(|(at, mention)| Sampled {
                            mention,
                            verdict: None,
                            kind: kind.or_else(|| kinds.get(at).copied()),
                        })
                        .collect(),
                });
            }
            Some(Change::Verdict { mention, verdict }) => {
                let known = samples
                    .last_mut()
                    .and_then(|s| s.mentions.iter_mut().find(|m| m.mention == mention));
                if let Some(known) = known {
                    known.verdict = verdict;
                }
            }
            _ => {}
        }
    }
    Ok(samples)
}

/// See [`Project::sample_passages`].
pub(in crate::workspace) fn sample_passages(
    store: &Store,
    sample: &Sample,
) -> Result<Vec<Passage>, Problem> {
    let ids: Vec<MentionId> = sample.mentions.iter().map(|m| m.mention).collect();
    let mut found: HashMap<MentionId, Passage> = store
        .passages_by_id(&ids)?
        .into_iter()
        .map(|p| (p.mention, p))
        .collect();
    Ok(ids.iter().filter_map(|id| found.remove(id)).collect())
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
                    kind: None,
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
