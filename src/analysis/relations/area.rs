//! Where something may lie by a relation: the area's size from what the words leave open, whether a point is in it, and its
//! outline for drawing.
//!
//! After the point-radius method (Wieczorek, Guo and Hijmans 2004, doi:10.1080/13658810412331280211), which adds up what a
//! locality description leaves open: the extent of the named place, the rounding of the distance, the precision of the
//! direction, and the doubt whether the distance is by road or by air. Where the method makes one circle of them, the
//! shape is kept here, because a reader can follow a sector but not a circle.

use super::geodesy::{angle_between, distance_and_bearing, point_at};
use crate::model::{
    LatLon,
    geo::EARTH_RADIUS_KM,
    relation::{Area, Distance, RelationKind, Wind},
};

/// How much longer a road may be than the straight line. Ratios of 1.2 to 1.4 are usual for country roads (Cole and King
/// 1968, Quantitative Geography; Ballou, Rahardja and Sakai 2002, doi:10.1016/S0965-8564(01)00044-1).
pub const ROAD: f64 = 1.4;

/// How far an area without a stated distance is drawn, in km from the edge of the anchor.
const REACH_KM: f64 = 150.0;

/// How far out "off the coast of X" is drawn, in km: the contiguous zone of the law of the sea, 24 nautical miles.
const OFF_KM: f64 = 44.448;

/// How far from the line something "between A and B" may lie, as a share of the line's length, and at least, in km.
const WIDTH: f64 = 0.25;
const LEAST_WIDTH_KM: f64 = 10.0;

/// "Halfway" as a share of the line to either side of its middle.
const HALFWAY: f64 = 0.15;

/// Degrees to either side of a direction at most: half of all around.
const WIDEST: f64 = 90.0;

/// Degrees between corners on an arc.
const CORNER: f64 = 5.0;

/// A place with a position.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Located {
    pub at: LatLon,
    /// Within which the place lies.
    pub radius_km: f64,
    /// A country, region or sea rather than a town.
    pub is_area: bool,
}

/// What a relation states, without its text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stated {
    pub kind: RelationKind,
    pub distance: Option<Distance>,
    pub direction: Option<Wind>,
}

impl Stated {
    /// Straight-line distances in km that the words allow, from the anchor's middle and counted from its edge too.
    /// `None` where no distance is stated.
    #[must_use]
    pub fn reach(&self, anchor: &Located) -> Option<(f64, f64)> {
        let d = self.distance?;
        // Nobody drives on water.
        let road = if self.kind == RelationKind::Off {
            1.0
        } else {
            ROAD
        };
        let from = (d.low_km / road - anchor.radius_km).max(0.0);
        Some((from, d.high_km + anchor.radius_km))
    }

    /// Degrees to either side of the direction, the anchor's extent included: seen from one end of a city, what lies
    /// south of the other end is more to the side. At most 90, as for a direction without a distance: a place south of a
    /// city may lie beside it, but not north of it.
    #[must_use]
    pub fn half_angle(&self, wind: Wind, anchor: &Located) -> f64 {
        let nearest = self.nearest_km();
        if nearest <= anchor.radius_km {
            return WIDEST;
        }
        (wind.half_angle() + (anchor.radius_km / nearest).asin().to_degrees()).min(WIDEST)
    }

    /// The least straight-line distance in km that is stated, by road if it may be one; 0 where none is.
    #[must_use]
    pub fn nearest_km(&self) -> f64 {
        self.distance.map_or(0.0, |d| d.low_km / ROAD)
    }

    /// The area that the words describe; `None` where they describe none.
    #[must_use]
    pub fn area(&self, anchor: &Located, second: Option<&Located>) -> Option<Area> {
        let center = anchor.at;
        if let (RelationKind::Halfway | RelationKind::Between, Some(second)) = (self.kind, second) {
            let (length, _) = distance_and_bearing(anchor.at, second.at);
            let radius = anchor.radius_km.max(second.radius_km);
            let (from, to) = if self.kind == RelationKind::Halfway {
                (length * (0.5 - HALFWAY), length * (0.5 + HALFWAY))
            } else {
                (0.0, length)
            };
            return Some(Area::Corridor {
                a: anchor.at,
                b: second.at,
                from_km: from - radius,
                to_km: to + radius,
                half_width_km: (length * WIDTH).max(LEAST_WIDTH_KM) + radius,
            });
        }
        match (self.reach(anchor), self.direction) {
            (Some((from_km, to_km)), Some(wind)) => Some(Area::Sector {
                center,
                from_km,
                to_km,
                bearing: wind.bearing(),
                half_angle: self.half_angle(wind, anchor),
            }),
            (Some((from_km, to_km)), None) => Some(Area::Ring {
                center,
                from_km,
                to_km,
            }),
            (None, Some(wind)) => Some(Area::HalfPlane {
                center,
                bearing: wind.bearing(),
                reach_km: REACH_KM + anchor.radius_km,
            }),
            (None, None) if self.kind == RelationKind::Off && !anchor.is_area => Some(Area::Ring {
                center,
                from_km: 0.0,
                to_km: OFF_KM + anchor.radius_km,
            }),
            (None, None) => None,
        }
    }
}

/// How far along the line from `a` to `b` a point lies and how far to the side, in km. On the sphere, whose error of half
/// a percent is far below what the words leave open.
#[must_use]
pub fn along_and_across(a: LatLon, b: LatLon, point: LatLon) -> (f64, f64) {
    let (_, course) = distance_and_bearing(a, b);
    let (km, bearing) = distance_and_bearing(a, point);
    let (angle, turn) = (km / EARTH_RADIUS_KM, (bearing - course).to_radians());
    let across = (angle.sin() * turn.sin()).clamp(-1.0, 1.0).asin();
    let along = (angle.sin() * turn.cos()).atan2(angle.cos());
    (along * EARTH_RADIUS_KM, across.abs() * EARTH_RADIUS_KM)
}

impl Area {
    /// Whether a point lies in it. A half-plane has no far end.
    #[must_use]
    pub fn contains(&self, point: LatLon) -> bool {
        match *self {
            Self::Sector {
                center,
                from_km,
                to_km,
                bearing,
                half_angle,
            } => {
                let (km, at) = distance_and_bearing(center, point);
                (from_km..=to_km).contains(&km)
                    && (km < 1e-6 || angle_between(at, bearing) <= half_angle)
            }
            Self::Ring {
                center,
                from_km,
                to_km,
            } => (from_km..=to_km).contains(&distance_and_bearing(center, point).0),
            Self::Corridor {
                a,
                b,
                from_km,
                to_km,
                half_width_km,
            } => {
                let (along, across) = along_and_across(a, b, point);
                (from_km..=to_km).contains(&along) && across <= half_width_km
            }
            Self::HalfPlane {
                center, bearing, ..
            } => {
                let (km, at) = distance_and_bearing(center, point);
                km < 1e-6 || angle_between(at, bearing) <= 90.0
            }
        }
    }

    /// Its outline as simple closed polygons without holes, first corner repeated at the end, cut at the antimeridian. A
    /// ring comes as an eastern and a western half. Empty where the area reaches a pole or around the earth, which no
    /// polygon in degrees can show.
    #[must_use]
    pub fn rings(&self) -> Vec<Vec<LatLon>> {
        match *self {
            Self::Sector {
                center,
                from_km,
                to_km,
                bearing,
                half_angle,
            } => outline(
                center,
                to_km,
                &slice(
                    center,
                    from_km,
                    to_km,
                    bearing - half_angle,
                    bearing + half_angle,
                ),
            ),
            Self::HalfPlane {
                center,
                bearing,
                reach_km,
            } => outline(
                center,
                reach_km,
                &slice(center, 0.0, reach_km, bearing - 90.0, bearing + 90.0),
            ),
            Self::Ring {
                center,
                from_km,
                to_km,
            } if from_km <= 0.0 => outline(center, to_km, &arc(center, to_km, 0.0, 355.0)),
            Self::Ring {
                center,
                from_km,
                to_km,
            } => [(0.0, 180.0), (180.0, 360.0)]
                .into_iter()
                .flat_map(|(from, to)| {
                    outline(center, to_km, &slice(center, from_km, to_km, from, to))
                })
                .collect(),
            Self::Corridor {
                a,
                b,
                from_km,
                to_km,
                half_width_km,
            } => {
                let (length, course) = distance_and_bearing(a, b);
                let far = (to_km.max(length) + half_width_km).max(-from_km);
                let steps = 8;
                let side = |turn: f64| -> Vec<LatLon> {
                    (0..=steps)
                        .map(|n| {
                            let km = from_km + (to_km - from_km) * f64::from(n) / f64::from(steps);
                            let on = point_at(a, course, km);
                            // The line's own bearing changes on its way.
                            let here = if km.abs() < 1e-6 {
                                course
                            } else if km > 0.0 {
                                distance_and_bearing(on, a).1 + 180.0
                            } else {
                                distance_and_bearing(on, a).1
                            };
                            point_at(on, here + turn, half_width_km)
                        })
                        .collect()
                };
                let mut corners = side(-90.0);
                corners.extend(side(90.0).into_iter().rev());
                outline(a, far, &corners)
            }
        }
    }
}

/// Points at one distance, clockwise.
fn arc(center: LatLon, km: f64, from: f64, to: f64) -> Vec<LatLon> {
    let steps = ((to - from) / CORNER).ceil().clamp(1.0, 72.0);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "from 1 to 72"
    )]
    let count = steps as u32;
    (0..=count)
        .map(|n| point_at(center, from + (to - from) * f64::from(n) / steps, km))
        .collect()
}

/// A slice of a ring, clockwise: along the outer arc and back along the inner.
fn slice(center: LatLon, from_km: f64, to_km: f64, from: f64, to: f64) -> Vec<LatLon> {
    let mut corners = arc(center, to_km, from, to);
    // Sides are straight lines on the earth; on a map they bend, so long ones get corners in between.
    let side = |bearing: f64, towards_center: bool| {
        (1..4).map(move |n| {
            let share = f64::from(if towards_center { 4 - n } else { n }) / 4.0;
            point_at(center, bearing, from_km + (to_km - from_km) * share)
        })
    };
    corners.extend(side(to, true));
    if from_km > 0.0 {
        corners.extend(arc(center, from_km, from, to).into_iter().rev());
    } else {
        corners.push(center);
    }
    corners.extend(side(from, false));
    corners
}

/// Closed polygons from corners around `center` that are at most `far_km` away, one for each side of the antimeridian.
fn outline(center: LatLon, far_km: f64, corners: &[LatLon]) -> Vec<Vec<LatLon>> {
    // A quarter of a meridian is 10,002 km; a little is kept off the pole, where degrees of longitude shrink to nothing.
    let to_pole = (90.0 - center.lat.abs()) / 90.0 * 10_002.0;
    if !(far_km > 0.0 && far_km < to_pole - 10.0) {
        return Vec::new();
    }
    // Longitudes without a jump: each within half a turn of the center's, so they may pass 180°.
    let unrolled: Vec<LatLon> = corners
        .iter()
        .map(|p| LatLon {
            lat: p.lat,
            lon: center.lon + (p.lon - center.lon + 540.0).rem_euclid(360.0) - 180.0,
        })
        .collect();
    let mut parts = Vec::new();
    for shift in [-360.0, 0.0, 360.0] {
        let moved: Vec<LatLon> = unrolled
            .iter()
            .map(|p| LatLon {
                lat: p.lat,
                lon: p.lon + shift,
            })
            .collect();
        let mut part = cut(&cut(&moved, -180.0, 1.0), 180.0, -1.0);
        part.extend(part.first().copied());
        if part.len() > 3 {
            parts.push(part);
        }
    }
    parts
}

/// The part of a polygon on one side of a meridian: east of it for `side` 1, west for -1.
fn cut(corners: &[LatLon], meridian: f64, side: f64) -> Vec<LatLon> {
    let inside = |p: &LatLon| (p.lon - meridian) * side >= 0.0;
    let mut out = Vec::new();
    let before = corners.iter().cycle().skip(corners.len().saturating_sub(1));
    for (from, to) in before.zip(corners) {
        if inside(from) != inside(to) {
            let share = (meridian - from.lon) / (to.lon - from.lon);
            out.push(LatLon {
                lat: from.lat + (to.lat - from.lat) * share,
                lon: meridian,
            });
        }
        if inside(to) {
            out.push(*to);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn at(lat: f64, lon: f64) -> LatLon {
        LatLon { lat, lon }
    }

    /// Whether a point lies in a polygon, by counting the sides that a line to the east crosses.
    fn inside(ring: &[LatLon], p: LatLon) -> bool {
        let mut odd = false;
        for w in ring.windows(2) {
            let [a, b] = w else { continue };
            if (a.lat > p.lat) != (b.lat > p.lat)
                && p.lon < (b.lon - a.lon) * (p.lat - a.lat) / (b.lat - a.lat) + a.lon
            {
                odd = !odd;
            }
        }
        odd
    }

    fn areas(center: LatLon) -> [Area; 5] {
        [
            Area::Sector {
                center,
                from_km: 60.0,
                to_km: 120.0,
                bearing: 80.0,
                half_angle: 22.5,
            },
            Area::Sector {
                center,
                from_km: 0.0,
                to_km: 200.0,
                bearing: 350.0,
                half_angle: 45.0,
            },
            Area::Ring {
                center,
                from_km: 40.0,
                to_km: 90.0,
            },
            Area::Corridor {
                a: center,
                b: point_at(center, 100.0, 300.0),
                from_km: -10.0,
                to_km: 310.0,
                half_width_km: 60.0,
            },
            Area::HalfPlane {
                center,
                bearing: 180.0,
                reach_km: 150.0,
            },
        ]
    }

    #[test]
    fn what_is_drawn_is_what_is_meant() {
        for center in [
            at(32.0, 13.0),
            at(-17.0, 179.4),
            at(60.0, -179.9),
            at(0.0, 0.0),
        ] {
            for area in areas(center) {
                let rings = area.rings();
                assert!(!rings.is_empty());
                for ring in &rings {
                    assert_eq!(ring.first(), ring.last());
                    assert!(ring.iter().all(|p| p.lon.abs() <= 180.0));
                }
                let (mut both, mut either) = (0, 0);
                for n in 0..60 {
                    for m in 1..40 {
                        let p =
                            point_at(center, f64::from(n) * 6.0 + 0.1, f64::from(m) * 5.0 + 1.3);
                        // The half-plane is drawn to its reach only.
                        let reached = !matches!(area, Area::HalfPlane { .. })
                            || f64::from(m) * 5.0 + 1.3 < 150.0;
                        let meant = area.contains(p) && reached;
                        let drawn = rings.iter().any(|ring| inside(ring, p));
                        both += i32::from(meant && drawn);
                        either += i32::from(meant || drawn);
                    }
                }
                // Arcs are drawn with corners 5° apart, which cut off a little of what is meant.
                assert!(
                    both > 90 && f64::from(both) > 0.97 * f64::from(either),
                    "{area:?}: {both} {either}"
                );
            }
        }
    }

    #[test]
    fn a_pole_is_not_drawn() {
        for area in areas(at(89.5, 20.0)) {
            assert!(area.rings().is_empty());
        }
    }

    #[test]
    fn words_become_areas() {
        let anchor = Located {
            at: at(32.0, 13.0),
            radius_km: 5.0,
            is_area: false,
        };
        let stated = |kind, direction: Option<&str>, km: Option<f64>| Stated {
            kind,
            direction: direction.and_then(Wind::parse),
            distance: km.map(|km| Distance {
                km,
                second_km: None,
                low_km: km - 5.0,
                high_km: km + 5.0,
                agree: None,
            }),
        };
        let check = |s: Stated, word: Option<&str>| {
            assert_eq!(s.area(&anchor, None).map(|a| a.word()), word, "{s:?}");
        };
        check(
            stated(RelationKind::At, Some("S"), Some(50.0)),
            Some("sector"),
        );
        check(
            stated(RelationKind::At, Some("S"), Some(8.0)),
            Some("sector"),
        );
        check(stated(RelationKind::At, None, Some(50.0)), Some("ring"));
        check(stated(RelationKind::Off, None, Some(30.0)), Some("ring"));
        check(stated(RelationKind::Off, None, None), Some("ring"));
        check(
            stated(RelationKind::Access, Some("N"), None),
            Some("half-plane"),
        );
        check(stated(RelationKind::At, None, None), None);
        let second = Located {
            at: at(32.0, 14.0),
            ..anchor
        };
        let halfway = stated(RelationKind::Halfway, None, None).area(&anchor, Some(&second));
        let Some(Area::Corridor { from_km, to_km, .. }) = halfway else {
            panic!("{halfway:?}")
        };
        assert!(from_km > 20.0 && to_km < 75.0, "{from_km} {to_km}");
        // By road the straight line is shorter, at sea it is not.
        let by_road = stated(RelationKind::At, None, Some(75.0)).reach(&anchor);
        let at_sea = stated(RelationKind::Off, None, Some(75.0)).reach(&anchor);
        assert_eq!(by_road, Some((45.0, 85.0)));
        assert_eq!(at_sea, Some((65.0, 85.0)));
    }

    #[test]
    fn near_a_large_city_half_of_all_around_remains() {
        let city = Located {
            at: at(40.0, 20.0),
            radius_km: 25.0,
            is_area: false,
        };
        for (word, km) in [("SW", 31.0), ("S", 50.0), ("SSW", 31.0), ("W", 3.0)] {
            let wind = Wind::parse(word).unwrap();
            let stated = Stated {
                kind: RelationKind::At,
                direction: Some(wind),
                distance: Some(Distance {
                    km,
                    second_km: None,
                    low_km: km - 0.5,
                    high_km: km + 0.5,
                    agree: None,
                }),
            };
            let area = stated.area(&city, None).unwrap();
            let towards = point_at(city.at, wind.bearing(), km);
            assert!(area.contains(towards), "{word} {km}: {area:?}");
            for turn in [100.0, 180.0, 260.0] {
                let away = point_at(city.at, wind.bearing() + turn, km);
                assert!(!area.contains(away), "{word} {km} {turn}: {area:?}");
            }
        }
    }
}
