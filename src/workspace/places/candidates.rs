//! The places that a name of the project can mean, with what tells them apart.

use std::collections::HashSet;

use super::lists::{gazetteer, gazetteer_everywhere};
use crate::{
    analysis::places::names_to_look_up,
    gazetteer::{Candidate, Gazetteer, Match},
    model::{EntityId, EntityType, LatLon},
    store::Store,
    workspace::{problem::Problem, project::Project},
};

/// Candidates listed at most; beyond these are villages that share a very common name.
const MOST: usize = 100;

/// Spellings of a name that are looked up at most, the most frequent first.
const MOST_SPELLINGS: usize = 20;

/// A place of the gazetteer that a name can mean.
#[derive(Clone, Debug, PartialEq)]
pub struct CandidateRow {
    /// What [`crate::workspace::Placement::Candidate`] takes: `geonames:2210247`.
    pub id: String,
    pub name: String,
    /// ISO 3166 alpha-2; empty for seas and continents.
    pub country: String,
    /// Its English name, where it has one.
    pub country_name: Option<String>,
    /// Name of the first-level region; may be empty.
    pub region: String,
    /// `city`, `village`, `region`, …
    pub feature: &'static str,
    /// 0 when unknown.
    pub population: u64,
    pub position: LatLon,
    /// Median of the great-circle distances in km to the other points named in the same articles, each counted once for
    /// every article; `None` when there are none.
    pub distance_km: Option<f64>,
    /// Radius in km within which the place lies.
    pub uncertainty_km: f64,
    /// Whether the entity lies there now.
    pub chosen: bool,
    /// Whether only a spelling close to the name was found.
    pub near: bool,
}

impl Project {
    /// The places of the gazetteer that an entity's name or one of its spellings can mean, the best known first; those
    /// of a similar spelling only where there are no others.
    ///
    /// # Errors
    /// When it is no place, or the file cannot be read.
    pub fn candidates(&self, entity: EntityId) -> Result<Vec<CandidateRow>, Problem> {
        candidates(&self.store, entity)
    }
}

impl Project {
    /// The places that a name can mean; see [`find`].
    ///
    /// # Errors
    /// When the file or a list of place names cannot be read.
    pub fn find_place(&self, name: &str) -> Result<Vec<CandidateRow>, Problem> {
        find(&self.store, name)
    }
}

/// The same for a reader of the project: see [`Project::candidates`].
///
/// # Errors
/// When it is no place, or the file cannot be read.
pub fn candidates(store: &Store, entity: EntityId) -> Result<Vec<CandidateRow>, Problem> {
    let (kind, name, found_name, _) = store.entity(entity)?;
    if kind != EntityType::Place {
        return Err(Problem::new(
            format!("Could not look up “{name}”"),
            format!("it is no place but of the type {}", kind.word()),
        )
        .with_hint("Change its type to place first"));
    }
    let mut names = vec![name, found_name];
    names.extend(store.spellings_of(entity)?.into_iter().take(MOST_SPELLINGS));
    let current = store.place_record(entity)?;
    let chosen = current.and_then(|place| place.gazetteer_id);
    let beside = store.points_beside(entity)?;
    let gazetteer = gazetteer(store)?;
    let found = found(&gazetteer, &names, chosen.as_deref());
    Ok(found
        .into_iter()
        .map(|place| row(&gazetteer, place, &beside, chosen.as_deref()))
        .collect())
}

/// The places that a name can mean in a project, with their distances from the other points of the whole project.
///
/// # Errors
/// When the file or a list of place names cannot be read.
pub fn find(store: &Store, name: &str) -> Result<Vec<CandidateRow>, Problem> {
    Ok(rows(&*gazetteer(store)?, name, &store.points()?))
}

/// The same without a project, with the distances from a point, if one is given.
///
/// # Errors
/// When a list of place names cannot be read.
pub fn find_everywhere(name: &str, from: Option<LatLon>) -> Result<Vec<CandidateRow>, Problem> {
    let points: Vec<_> = from.map(|at| (at, 1)).into_iter().collect();
    Ok(rows(&*gazetteer_everywhere()?, name, &points))
}

fn rows(gazetteer: &Gazetteer, name: &str, points: &[(LatLon, u64)]) -> Vec<CandidateRow> {
    found(gazetteer, &[name.to_owned()], None)
        .into_iter()
        .map(|place| row(gazetteer, place, points, None))
        .collect()
}

/// The places that bear one of the names, each once.
fn found(gazetteer: &Gazetteer, names: &[String], chosen: Option<&str>) -> Vec<Candidate> {
    let mut seen = HashSet::new();
    let mut out: Vec<Candidate> = Vec::new();
    let mut asked = HashSet::new();
    let mut ask = |name: &str, out: &mut Vec<Candidate>| {
        if !asked.insert(name.to_owned()) {
            return;
        }
        for hit in gazetteer.hits(name) {
            let place = gazetteer.candidate(&hit);
            if seen.insert(place.id.clone()) {
                out.push(place);
            }
        }
    };
    for name in names {
        for form in names_to_look_up(name) {
            ask(form, &mut out);
        }
    }
    if out.is_empty() {
        for name in names.iter().take(1) {
            out.extend(
                gazetteer
                    .near(name)
                    .iter()
                    .map(|hit| gazetteer.candidate(hit)),
            );
        }
    }
    out.truncate(MOST);
    // Where it lies now is among them, whatever it is called.
    if let Some(id) = chosen
        && !out.iter().any(|place| place.id == id)
        && let Some(place) = gazetteer.by_id(id)
    {
        out.insert(0, place);
    }
    out
}

fn row(
    gazetteer: &Gazetteer,
    place: Candidate,
    beside: &[(LatLon, u64)],
    chosen: Option<&str>,
) -> CandidateRow {
    CandidateRow {
        country_name: gazetteer.country_name(&place.country).map(str::to_owned),
        distance_km: median_km(place.position, beside),
        chosen: chosen == Some(place.id.as_str()),
        near: place.matched == Match::Near,
        id: place.id,
        name: place.name,
        country: place.country,
        region: place.region,
        feature: place.feature,
        population: place.population,
        position: place.position,
        uncertainty_km: place.uncertainty_km,
    }
}

/// The weighted median of the distances from `at`.
pub(super) fn median_km(at: LatLon, points: &[(LatLon, u64)]) -> Option<f64> {
    let mut far: Vec<(f64, u64)> = points
        .iter()
        .map(|(point, weight)| (at.distance_km(point), *weight))
        .collect();
    far.sort_by(|a, b| a.0.total_cmp(&b.0));
    let all: u64 = far.iter().map(|f| f.1).sum();
    let mut before = 0;
    far.into_iter().find_map(|(km, weight)| {
        before += weight;
        (before * 2 >= all).then_some(km)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_counts_articles() {
        let at = |lon| LatLon { lat: 0.0, lon };
        let km = |points: &[(LatLon, u64)]| median_km(at(0.0), points).map(f64::round);
        assert_eq!(km(&[]), None);
        assert_eq!(km(&[(at(1.0), 1)]), Some(111.0));
        assert_eq!(
            km(&[(at(1.0), 1), (at(90.0), 3), (at(2.0), 1)]),
            Some(10_008.0)
        );
        assert_eq!(
            km(&[(at(1.0), 2), (at(90.0), 1), (at(2.0), 2)]),
            Some(222.0)
        );
    }
}
