//! Weighs the candidates of all names together.
//!
//! Each candidate starts from how well known it is. Then, over a few rounds, belief in the candidates of the other names
//! is summed up by region, by country and by nearness, and raises the candidates that share them: places of one article
//! lie together, as "one sense per region" heuristics have it (Leidner, "Toponym Resolution in Text", 2007, chapter 5).

use std::collections::HashMap;

use super::{
    context::Context,
    forms::Wanted,
    options::{Choice, Named, Support, is_near},
};
use crate::{gazetteer::Match, model::geo::EARTH_RADIUS_KM};

const ROUNDS: usize = 4;

/// Weights of the evidence, as log odds.
const KNOWN: f64 = 0.75;
const ALTERNATE: f64 = -2.0;
const NEAR: f64 = -4.0;
const CONTAINED: f64 = 9.0;
const WANTED: f64 = 4.0;
const REGION: f64 = 1.5;
const COUNTRY: f64 = 1.0;
const NEARBY: f64 = 1.0;

/// Distance at which nearness counts a third of the most, in km.
const REACH_KM: f64 = 80.0;

/// Beliefs below this are not worth their distances.
const FAINT: f64 = 0.04;

/// Settles the belief in every candidate.
pub fn settle(context: &Context, named: &mut [Named]) {
    for name in named.iter_mut() {
        let (wanted, part) = (name.wanted, name.part);
        for choice in &mut name.options {
            choice.belief = prior(choice, wanted, part);
        }
        normalize(&mut name.options);
    }
    for _ in 0..ROUNDS {
        let beliefs = Beliefs::sum_up(context, named);
        for (n, name) in named.iter_mut().enumerate() {
            let (wanted, part) = (name.wanted, name.part);
            let own = weight(name);
            let old: Vec<f64> = name.options.iter().map(|c| c.belief).collect();
            let mass = |pick: &dyn Fn(&Choice) -> bool, options: &[Choice]| -> f64 {
                let chosen = options.iter().zip(&old).filter(|(c, _)| pick(c));
                chosen.map(|(_, belief)| belief * own).sum()
            };
            for at in 0..name.options.len() {
                let choice = &name.options[at];
                let (region, country) = (choice.hit.region, choice.hit.country);
                let in_region = beliefs.regions.get(&region).copied().unwrap_or(0.0)
                    - mass(&|c| c.hit.region == region, &name.options);
                let in_country = beliefs.countries.get(country).copied().unwrap_or(0.0)
                    - mass(&|c| c.hit.country == country, &name.options);
                let support = Support {
                    region: REGION * (1.0 + 2.0 * in_region.max(0.0)).ln(),
                    country: COUNTRY * (1.0 + 2.0 * in_country.max(0.0)).ln(),
                    nearby: NEARBY * (1.0 + 2.0 * beliefs.near(choice, n)).ln(),
                };
                let choice = &mut name.options[at];
                choice.support = support;
                choice.belief =
                    prior(choice, wanted, part) + support.region + support.country + support.nearby;
            }
            normalize(&mut name.options);
        }
    }
}

/// How much a name says about where the article plays.
fn weight(name: &Named) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "a few thousand at most")]
    let mentions = name.mentions.len().max(1) as f64;
    1.0 + 0.3 * mentions.ln() + if name.dateline { 2.0 } else { 0.0 }
}

/// Log odds before anything is known of the other names.
fn prior(choice: &Choice, wanted: Wanted, part: bool) -> f64 {
    let hit = &choice.hit;
    #[expect(clippy::cast_precision_loss, reason = "populations are far below 2^53")]
    let mut odds = KNOWN * (hit.weight() as f64).ln();
    let curated = hit.is_area() && hit.feature != "county";
    odds += match hit.matched {
        Match::Main => 0.0,
        Match::Alternate if curated => 0.0,
        Match::Alternate => ALTERNATE,
        Match::Near => NEAR,
    };
    odds += match hit.feature {
        "country" => 2.0,
        // Capitals are named for their governments too.
        "capital" => 0.5,
        // The city rather than the region of its name, whose population includes the city's.
        "region" => -1.0,
        "county" => -1.5,
        _ => 0.0,
    };
    odds += match (wanted, hit.is_area()) {
        (Wanted::Region, true) | (Wanted::Town, false) => WANTED,
        _ => 0.0,
    };
    // "northern Lebanon" is part of the country, not of the town in Ohio.
    if part && hit.is_area() {
        odds += 1.0;
    }
    if choice.contained_in.is_some() {
        odds += CONTAINED;
    }
    odds
}

/// Turns log odds into shares that sum up to 1.
fn normalize(options: &mut [Choice]) {
    let most = options.iter().map(|c| c.belief).fold(f64::MIN, f64::max);
    let mut sum = 0.0;
    for choice in options.iter_mut() {
        choice.belief = (choice.belief - most).exp();
        sum += choice.belief;
    }
    for choice in options {
        choice.belief /= sum;
    }
}

/// Where the names of the article lie as far as believed.
struct Beliefs {
    countries: HashMap<&'static str, f64>,
    regions: HashMap<u32, f64>,
    /// Name, direction and belief of points worth measuring distances to.
    points: Vec<(usize, [f64; 3], f64)>,
}

impl Beliefs {
    fn sum_up(context: &Context, named: &[Named]) -> Self {
        let mut beliefs = Self {
            countries: context.countries.clone(),
            regions: context.regions.clone(),
            points: Vec::new(),
        };
        for (n, name) in named.iter().enumerate() {
            let weight = weight(name);
            for choice in name.options.iter().filter(|c| c.belief > FAINT) {
                let mut believed = choice.belief * weight;
                if is_near(choice) {
                    // A name that only resembles another must not pull the others along.
                    believed *= 0.2;
                }
                if !choice.hit.country.is_empty() {
                    *beliefs.countries.entry(choice.hit.country).or_default() += believed;
                }
                if choice.hit.in_region {
                    *beliefs.regions.entry(choice.hit.region).or_default() += believed;
                }
                if !choice.hit.is_area() || choice.hit.feature == "county" {
                    beliefs.points.push((n, choice.direction, believed));
                }
            }
        }
        beliefs
    }

    /// How much of the other names lies near a candidate.
    fn near(&self, choice: &Choice, own: usize) -> f64 {
        if choice.hit.is_area() && choice.hit.feature != "county" {
            return 0.0;
        }
        let others = self.points.iter().filter(|(n, ..)| *n != own);
        others
            .map(|(_, direction, believed)| {
                let chord: f64 = (0..3)
                    .map(|i| (direction[i] - choice.direction[i]).powi(2))
                    .sum();
                believed * (-chord.sqrt() * EARTH_RADIUS_KM / REACH_KM).exp()
            })
            .sum()
    }
}
