//! Turns the weighed candidates of a name into a resolution with its reason, or into an honest blank.

use super::{
    context::Context,
    options::{Choice, Named, is_near},
};
use crate::{
    gazetteer::{Candidate, Gazetteer},
    model::{PlaceStatus, Resolution},
};

/// A place of fewer inhabitants needs something in the article that speaks for its country.
const WELL_KNOWN: u64 = 50_000;

/// Belief below which two or more candidates are a toss-up.
const TOSS_UP: f64 = 0.4;

/// The resolution of name `n`.
pub fn resolution(
    gazetteer: &Gazetteer,
    context: &Context,
    named: &[Named],
    n: usize,
) -> Resolution {
    let Some(name) = named.get(n) else {
        return Resolution::unresolved("", 0, "There is no such name".to_owned());
    };
    let count = u32::try_from(name.bearers).unwrap_or(u32::MAX);
    let best = name
        .options
        .iter()
        .max_by(|a, b| a.belief.total_cmp(&b.belief));
    let Some(best) = best else {
        let reason = "No place of this name in the gazetteer".to_owned();
        return Resolution::unresolved(&name.name, 0, reason);
    };
    let place = gazetteer.candidate(&best.hit);
    if let Some(doubt) = doubt(gazetteer, context, named, n, best, &place) {
        let bearers = if is_near(best) { 0 } else { count };
        return Resolution::unresolved(&name.name, bearers, doubt);
    }
    let area = best.hit.is_area() || (name.part && best.hit.is_area());
    Resolution {
        status: if area {
            PlaceStatus::Area
        } else {
            PlaceStatus::Resolved
        },
        position: Some(best.hit.position),
        uncertainty_km: Some(place.uncertainty_km),
        country: Some(place.country.clone()).filter(|c| !c.is_empty()),
        feature: Some(place.feature.to_owned()),
        gazetteer_id: Some(place.id.clone()),
        candidates: count,
        reason: format!(
            "{}: {}",
            gazetteer.full_name(&place),
            why(gazetteer, named, n, best)
        ),
        name: place.name,
    }
}

/// Why the best candidate is not good enough to be shown as the place.
fn doubt(
    gazetteer: &Gazetteer,
    context: &Context,
    named: &[Named],
    n: usize,
    best: &Choice,
    place: &Candidate,
) -> Option<String> {
    let country = best.hit.country;
    let said = context.countries.get(country).copied().unwrap_or(0.0);
    let with_it = others_in(named, n, |c| c.hit.country == country).len();
    if is_near(best) {
        let elsewhere = others_in(named, n, |c| {
            !c.hit.country.is_empty() && c.hit.country != country
        });
        let believed = named.get(n).is_some_and(|_| best.belief > 0.6);
        if with_it < 2 || with_it < elsewhere.len() || !believed || best.hit.is_area() {
            return Some(format!(
                "No place of this name in the gazetteer; the nearest spelling is {}",
                gazetteer.full_name(place)
            ));
        }
        return None;
    }
    if best.contained_in.is_some() || best.hit.is_area() || best.hit.population >= WELL_KNOWN {
        return None;
    }
    let elsewhere = others_in(named, n, |c| {
        !c.hit.country.is_empty() && c.hit.country != country
    });
    // Other places with a point, not countries: an article that names three countries may go anywhere.
    if with_it == 0 && said == 0.0 && elsewhere.len() >= 3 {
        return Some(format!(
            "Known only as {}, and nothing else in the article is there",
            gazetteer.full_name(place)
        ));
    }
    if best.belief < TOSS_UP && with_it == 0 && said == 0.0 {
        return Some(format!(
            "{} places bear this name and the article does not say which",
            named.get(n).map_or(0, |name| name.bearers)
        ));
    }
    None
}

/// The other names whose likeliest place fits.
fn others_in(named: &[Named], n: usize, fits: impl Fn(&Choice) -> bool) -> Vec<usize> {
    let best = |name: &Named| {
        let best = name
            .options
            .iter()
            .max_by(|a, b| a.belief.total_cmp(&b.belief));
        best.is_some_and(|c| !is_near(c) && fits(c))
    };
    (0..named.len())
        .filter(|other| *other != n && named.get(*other).is_some_and(best))
        .collect()
}

/// The evidence that decided, in a few words.
fn why(gazetteer: &Gazetteer, named: &[Named], n: usize, best: &Choice) -> String {
    let Some(name) = named.get(n) else {
        return String::new();
    };
    if is_near(best) {
        return format!(
            "the nearest spelling in {}",
            country_phrase(gazetteer, best)
        );
    }
    if let Some(container) = &best.contained_in {
        return format!("{container} stands beside it");
    }
    if best.hit.feature == "country" {
        return "a country".to_owned();
    }
    if name.bearers == 1 {
        return "the only place of this name".to_owned();
    }
    let mut reasons = Vec::new();
    if name.dateline {
        reasons.push("dateline".to_owned());
    }
    let region = others_in(named, n, |c| {
        c.hit.in_region && c.hit.region == best.hit.region
    });
    let country = others_in(named, n, |c| c.hit.country == best.hit.country);
    let region_name = gazetteer
        .region_name(&best.hit)
        .filter(|_| best.hit.in_region);
    if best.support.region + best.support.nearby > best.support.country
        && let (Some(region_name), false) = (region_name, region.is_empty())
    {
        reasons.push(others(region.len(), &region_name));
    } else if !country.is_empty() && best.hit.feature != "continent" && !best.hit.country.is_empty()
    {
        reasons.push(others(country.len(), &country_phrase(gazetteer, best)));
    }
    // Regions count all who live in their cities, so cities are compared among themselves.
    let peers = name
        .options
        .iter()
        .filter(|c| c.hit.is_area() == best.hit.is_area());
    let largest = peers.map(|c| c.hit.weight()).max() <= Some(best.hit.weight());
    if reasons.is_empty() || (largest && reasons.len() < 2 && !best.hit.is_area()) {
        reasons.push(if largest && best.hit.is_area() {
            format!("the best known of {} places of this name", name.bearers)
        } else if largest {
            format!("the largest of {} places of this name", name.bearers)
        } else {
            format!("likeliest of {} places of this name", name.bearers)
        });
    }
    reasons.join(" and ")
}

fn others(count: usize, place: &str) -> String {
    let noun = if count == 1 { "place" } else { "places" };
    format!("{count} other {noun} in {place}")
}

fn country_phrase(gazetteer: &Gazetteer, choice: &Choice) -> String {
    let name = gazetteer
        .country_name(choice.hit.country)
        .unwrap_or("the area");
    match name {
        "United States"
        | "United Kingdom"
        | "Netherlands"
        | "Philippines"
        | "United Arab Emirates" => {
            format!("the {name}")
        }
        _ => name.to_owned(),
    }
}
