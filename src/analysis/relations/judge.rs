//! Whether what a relation states fits where the places lie.

use super::{
    area::{Located, Stated, along_and_across},
    geodesy::{angle_between, distance_and_bearing},
};
use crate::model::relation::{Area, RelationKind, Verdict, Wind};

/// What is so, beside what is said.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Judged {
    pub verdict: Verdict,
    /// From the anchor to the place; `None` where a position is missing.
    pub actual_km: Option<f64>,
    pub actual_direction: Option<Wind>,
}

impl Judged {
    /// Nothing can be said.
    pub const UNKNOWN: Self = Self {
        verdict: Verdict::Unknown,
        actual_km: None,
        actual_direction: None,
    };
}

/// Compares a relation with the positions of its places. Where an end is an area that reaches as far as the other end, only
/// the distance and direction of the middles are given and no verdict.
#[must_use]
pub fn judge(
    stated: &Stated,
    place: &Located,
    anchor: &Located,
    second: Option<&Located>,
) -> Judged {
    let (km, bearing) = distance_and_bearing(anchor.at, place.at);
    let actual = Judged {
        verdict: Verdict::Unknown,
        actual_km: Some(km),
        actual_direction: (km > 0.0).then(|| Wind::nearest(bearing, true)),
    };
    let extent = anchor.radius_km + place.radius_km;
    let coarse = |of: &Located| of.is_area && of.radius_km >= km;
    if coarse(anchor) || coarse(place) {
        return actual;
    }
    // Within the anchor itself there are no directions to go wrong.
    if stated.distance.is_none() && km <= extent {
        return actual;
    }
    // The place's own extent widens the area as the anchor's does.
    let anchor = Located {
        radius_km: extent,
        ..*anchor
    };
    // Nor are there where both the place and the distance end within it.
    let inside = km <= extent && stated.nearest_km() <= extent;
    let stated = &Stated {
        direction: stated.direction.filter(|_| !inside),
        ..*stated
    };
    let Some(area) = stated.area(&anchor, second) else {
        return actual;
    };
    let verdict = if area.contains(place.at) {
        Verdict::Agrees
    } else {
        let stray = match area {
            Area::Sector { half_angle, .. } => {
                let wind = stated.direction.map_or(0.0, Wind::bearing);
                angle_between(bearing, wind) > half_angle
            }
            Area::HalfPlane { .. } => true,
            _ => false,
        };
        match (stated.kind, second) {
            (RelationKind::Halfway | RelationKind::Between, Some(second)) => {
                let (length, _) = distance_and_bearing(anchor.at, second.at);
                let (along, across) = along_and_across(anchor.at, second.at, place.at);
                // From the middle where it should be halfway, from the nearest end otherwise.
                let beyond = match stated.kind {
                    RelationKind::Halfway => (along - length / 2.0).abs(),
                    _ => (along - length).max(-along).max(0.0),
                };
                Verdict::OffTheLine {
                    by_km: beyond.hypot(across),
                }
            }
            // As fine as the text speaks: to "south" the answer is "east", not "east-southeast".
            _ if stray => Verdict::WrongDirection {
                lies: Wind::nearest(
                    bearing,
                    stated.direction.is_some_and(|w| w.half_angle() < 20.0),
                ),
            },
            _ => Verdict::Differs {
                by_km: km - stated.distance.map_or(0.0, |d| d.km),
            },
        }
    };
    Judged { verdict, ..actual }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        analysis::relations::geodesy::point_at,
        model::{LatLon, relation::Distance},
    };

    const ANCHOR: Located = Located {
        at: LatLon {
            lat: 47.0,
            lon: 8.0,
        },
        radius_km: 3.0,
        is_area: false,
    };

    fn stated(km: Option<f64>, direction: Option<&str>) -> Stated {
        Stated {
            kind: RelationKind::At,
            direction: direction.and_then(Wind::parse),
            distance: km.map(|km| Distance {
                km,
                second_km: None,
                low_km: km - 5.0,
                high_km: km + 5.0,
                agree: None,
            }),
        }
    }

    #[test]
    fn verdicts() {
        let check = |bearing: f64, km: f64, stated: Stated, expected: &str| {
            let place = Located {
                at: point_at(ANCHOR.at, bearing, km),
                radius_km: 1.0,
                is_area: false,
            };
            let judged = judge(&stated, &place, &ANCHOR, None);
            let said = match judged.verdict {
                Verdict::Differs { by_km } => format!("{by_km:+.0} km"),
                Verdict::WrongDirection { lies } => format!("lies {}", lies.word()),
                other => other.word().to_owned(),
            };
            assert_eq!(said, expected, "{bearing} {km} {stated:?}");
            assert!((judged.actual_km.unwrap() - km).abs() < 0.01);
        };
        check(180.0, 100.0, stated(Some(100.0), Some("S")), "agrees");
        // A hundred kilometers of road are at least seventy through the air.
        check(200.0, 75.0, stated(Some(100.0), Some("S")), "agrees");
        check(200.0, 55.0, stated(Some(100.0), Some("S")), "-45 km");
        check(200.0, 138.0, stated(Some(100.0), Some("S")), "+38 km");
        check(315.0, 100.0, stated(Some(100.0), Some("S")), "lies NW");
        check(260.0, 100.0, stated(Some(100.0), Some("SW")), "lies W");
        check(300.0, 100.0, stated(Some(100.0), None), "agrees");
        check(300.0, 500.0, stated(None, Some("W")), "agrees");
        check(80.0, 500.0, stated(None, Some("W")), "lies E");
        check(80.0, 500.0, stated(None, None), "unknown");
        // So near that the city's own extent is in the way.
        check(0.0, 3.0, stated(None, Some("S")), "unknown");
        check(0.0, 3.5, stated(Some(7.0), Some("S")), "agrees");
        // The distance may end in the city; a place on its other side is not what is meant all the same.
        check(0.0, 8.0, stated(Some(8.0), Some("S")), "lies N");
        check(260.0, 8.0, stated(Some(8.0), Some("S")), "agrees");
    }

    #[test]
    fn areas_have_no_verdict_where_they_reach_the_other_end() {
        let country = Located {
            radius_km: 300.0,
            is_area: true,
            ..ANCHOR
        };
        let place = Located {
            at: point_at(ANCHOR.at, 0.0, 200.0),
            radius_km: 1.0,
            is_area: false,
        };
        let judged = judge(&stated(Some(20.0), Some("S")), &place, &country, None);
        assert_eq!(judged.verdict, Verdict::Unknown);
        assert_eq!(judged.actual_direction.map(Wind::word), Some("N"));
    }

    #[test]
    fn between_two_places() {
        let second = Located {
            at: point_at(ANCHOR.at, 90.0, 100.0),
            ..ANCHOR
        };
        let check = |kind, along: f64, aside: f64, expected: &str| {
            let on = point_at(ANCHOR.at, 90.0, along);
            let place = Located {
                at: point_at(on, 0.0, aside),
                radius_km: 1.0,
                is_area: false,
            };
            let stated = Stated {
                kind,
                ..stated(None, None)
            };
            let judged = judge(&stated, &place, &ANCHOR, Some(&second));
            assert_eq!(judged.verdict.word(), expected, "{kind:?} {along} {aside}");
        };
        check(RelationKind::Halfway, 50.0, 5.0, "agrees");
        check(RelationKind::Halfway, 90.0, 5.0, "differs");
        check(RelationKind::Between, 90.0, 5.0, "agrees");
        check(RelationKind::Between, 50.0, 60.0, "differs");
        check(RelationKind::Between, 140.0, 0.0, "differs");
    }
}
