//! The candidates of each place name of an article.

use super::forms::{self, Wanted};
use crate::{
    gazetteer::{Gazetteer, Hit, Match},
    model::{EntityType, FoundMention, LocalEntity},
};

/// Candidates looked at per name; beyond these are villages that share a very common name.
const MOST: usize = 64;

/// A place name of the article.
#[derive(Clone, Debug)]
pub struct Named {
    /// Index of its entity.
    pub entity: usize,
    pub name: String,
    /// Indexes of its mentions.
    pub mentions: Vec<usize>,
    pub options: Vec<Choice>,
    pub wanted: Wanted,
    /// Only a part of the named place is meant: "northern Syria".
    pub part: bool,
    /// The dateline names it.
    pub dateline: bool,
    /// Places that bear the name; more than `options` for very common names.
    pub bearers: usize,
}

/// One candidate and how likely it is.
#[derive(Clone, Debug)]
pub struct Choice {
    pub hit: Hit,
    /// What contains it and stands beside the mention, by its name in the gazetteer.
    pub contained_in: Option<String>,
    /// Unit vector of the position, so that distances are quick to compare.
    pub direction: [f64; 3],
    /// Share of belief among the name's candidates, from 0 to 1.
    pub belief: f64,
    /// What context gave it, by kind of evidence.
    pub support: Support,
}

/// What speaks for a candidate, as log odds.
#[derive(Clone, Copy, Debug, Default)]
pub struct Support {
    pub region: f64,
    pub country: f64,
    pub nearby: f64,
}

impl Choice {
    pub fn new(hit: Hit) -> Self {
        let (lat, lon) = (hit.position.lat.to_radians(), hit.position.lon.to_radians());
        Self {
            hit,
            contained_in: None,
            direction: [lat.cos() * lon.cos(), lat.cos() * lon.sin(), lat.sin()],
            belief: 0.0,
            support: Support::default(),
        }
    }
}

/// The place names among `entities` with their candidates, in the order of the entities.
pub fn collect(
    gazetteer: &Gazetteer,
    text: &str,
    mentions: &[FoundMention],
    entities: &[LocalEntity],
) -> Vec<Named> {
    let mut named: Vec<Named> = Vec::new();
    let mut place_of = vec![None; entities.len()];
    for (number, entity) in entities.iter().enumerate() {
        if entity.kind == EntityType::Place {
            place_of[number] = Some(named.len());
            named.push(Named {
                entity: number,
                name: entity.name.clone(),
                mentions: Vec::new(),
                options: Vec::new(),
                wanted: Wanted::Any,
                part: false,
                dateline: false,
                bearers: 0,
            });
        }
    }
    for (number, mention) in mentions.iter().enumerate() {
        let place = place_of.get(mention.entity).copied().flatten();
        if let Some(name) = place.and_then(|p| named.get_mut(p)) {
            name.mentions.push(number);
        }
    }
    for name in &mut named {
        let surfaces: Vec<&str> = name
            .mentions
            .iter()
            .filter_map(|m| Some(mentions.get(*m)?.name.span.of(text)))
            .collect();
        let typed = name.mentions.iter().filter_map(|m| {
            let end = mentions.get(*m)?.name.span.end as usize;
            forms::type_word_after(text.get(end..)?)
        });
        let typed: Vec<&str> = typed
            .filter(|word| forms::wanted_by(word) == Wanted::Region)
            .collect();
        let hits = find(gazetteer, name, &surfaces, &typed);
        name.bearers = hits.len();
        name.options = hits.into_iter().take(MOST).map(Choice::new).collect();
    }
    named
}

fn find(gazetteer: &Gazetteer, name: &mut Named, surfaces: &[&str], typed: &[&str]) -> Vec<Hit> {
    let mut described = Vec::new();
    let mut hits_of = |form: &str| -> Vec<Hit> {
        let mut hits = gazetteer.hits(form);
        hits.retain(|hit| {
            if describes(gazetteer, form, hit) {
                described.push(hit.number);
            }
            // Without its last word a description describes still.
            !described.contains(&hit.number)
        });
        hits
    };
    // "Wood County" and "Aleppo province": the word after the name may be part of the gazetteer's name.
    if let Some(word) = typed.first() {
        name.wanted = Wanted::Region;
        let hits = hits_of(&format!("{} {}", name.name, forms::singular(word)));
        if !hits.is_empty() {
            return hits;
        }
    }
    let mut all: Vec<&str> = vec![&name.name];
    all.extend(surfaces);
    for form in &all {
        let hits = hits_of(form);
        if !hits.is_empty() {
            return hits;
        }
    }
    for whole in &all {
        for form in forms::shorter(whole) {
            let hits = hits_of(form.name);
            if !hits.is_empty() {
                let (wanted, part) = (form.wanted, form.part);
                name.wanted = wanted;
                name.part = part;
                return hits;
            }
        }
    }
    gazetteer.near(&name.name)
}

/// Whether a name says only what a town is: one of its other names, without a word of its own name, that calls it a
/// region. Any country may have a region that is called so.
fn describes(gazetteer: &Gazetteer, name: &str, hit: &Hit) -> bool {
    let last = name.rsplit(' ').next().unwrap_or_default();
    if hit.matched != Match::Alternate
        || hit.is_area()
        || hit.is_listed()
        || forms::wanted_by(last) != Wanted::Region
    {
        return false;
    }
    let words = |name: &str| -> Vec<String> {
        let lower = name.to_lowercase();
        let words = lower.split(|c: char| !c.is_alphanumeric());
        words.filter(|w| !w.is_empty()).map(str::to_owned).collect()
    };
    let own = words(&gazetteer.name(hit));
    !words(name).iter().any(|word| own.contains(word))
}

/// Whether the candidate only resembles the name.
pub fn is_near(choice: &Choice) -> bool {
    choice.hit.matched == Match::Near
}
