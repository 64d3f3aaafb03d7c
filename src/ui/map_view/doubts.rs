//! What articles say of where places lie, and whether that fits: doubts for the list, arcs and areas for the map.

use std::collections::HashMap;

use crate::{
    model::{
        EntityId, LatLon, PlaceStatus,
        geo::EARTH_RADIUS_KM,
        map::{MapPatch, PatchKind},
        relation::{Area, Verdict},
    },
    workspace::views::{PlaceRow, RelationRow, RelationTable},
};

/// Areas of places that are not settled drawn at once, the most mentioned first.
const AREAS: usize = 24;

/// Degrees to either side that an arc is drawn where no direction is stated.
const ARC: f64 = 24.0;

/// What is said of one place.
#[derive(Clone, Debug, PartialEq)]
pub struct Doubt {
    /// For the column of the status: `Differs by 60 km`, `Sector`.
    pub status: String,
    /// Why, in one line.
    pub reason: String,
    /// Whether what is said contradicts where the place lies now.
    pub differs: bool,
    /// Indexes into the table of relations.
    pub rows: Vec<usize>,
    /// Where "place it here" would put it, and within how many km.
    pub suggestion: Option<(LatLon, f64)>,
}

/// How far around a suggested position a zoom goes at most, in km.
const FAR_KM: f64 = 300.0;

/// What is said of all places, made once per table.
#[derive(Debug, Default)]
pub struct Doubts {
    key: Option<(usize, usize, u64)>,
    of: HashMap<EntityId, Doubt>,
}

impl Doubts {
    /// Takes the relations in anew when they or the places changed.
    pub fn update(
        &mut self,
        relations: Option<&RelationTable>,
        places: &[PlaceRow],
        fingerprint: u64,
    ) {
        let Some(relations) = relations else {
            *self = Self::default();
            return;
        };
        let rows = &relations.rows;
        let key = (rows.as_ptr() as usize, rows.len(), fingerprint);
        if self.key != Some(key) {
            *self = Self {
                key: Some(key),
                of: read(relations, places),
            };
        }
    }

    /// A number that changes with what is said.
    #[must_use]
    pub fn fingerprint(&self) -> u64 {
        let key = self
            .key
            .map_or(0, |(at, len, of)| at as u64 ^ len as u64 ^ of);
        key.wrapping_mul(0x0100_0000_01b3)
    }

    /// What is said of a place.
    #[must_use]
    pub fn get(&self, entity: EntityId) -> Option<&Doubt> {
        self.of.get(&entity)
    }

    /// Whether the list puts it among the doubtful: the text does not settle where it is, or says it is elsewhere.
    #[must_use]
    pub fn is_doubtful(&self, row: &PlaceRow) -> bool {
        match row.status {
            PlaceStatus::Unresolved => true,
            // What a person decided is not asked again.
            PlaceStatus::User => false,
            PlaceStatus::Resolved | PlaceStatus::Area => {
                self.get(row.entity).is_some_and(|doubt| doubt.differs)
            }
        }
    }

    /// The arcs of what is said of a place and does not fit.
    #[must_use]
    pub fn arcs(&self, relations: Option<&RelationTable>, entity: EntityId) -> Vec<MapPatch> {
        let (Some(relations), Some(doubt)) = (relations, self.get(entity)) else {
            return Vec::new();
        };
        let rows = doubt.rows.iter().filter_map(|n| relations.rows.get(*n));
        rows.filter(|row| row.is_doubtful())
            .filter_map(arc)
            .collect()
    }

    /// Positions to bring into view with a place: what its doubtful locations are seen from and, where it has no position,
    /// the surroundings of where it may lie.
    #[must_use]
    pub fn surroundings(&self, relations: Option<&RelationTable>, place: &PlaceRow) -> Vec<LatLon> {
        let (Some(relations), Some(doubt)) = (relations, self.get(place.entity)) else {
            return Vec::new();
        };
        let unplaced = place.status == PlaceStatus::Unresolved;
        let rows = doubt.rows.iter().filter_map(|n| relations.rows.get(*n));
        let mut found: Vec<LatLon> = rows
            .filter(|row| unplaced || row.is_doubtful())
            .flat_map(|row| [Some(&row.anchor), row.second.as_ref()])
            .flatten()
            .filter_map(|end| end.position)
            .collect();
        if let Some((middle, km)) = doubt.suggestion.filter(|_| unplaced) {
            const KM_PER_DEGREE: f64 = 111.2;
            // A half-plane reaches to the pole; its near part is what is looked for.
            let north = km.min(FAR_KM) / KM_PER_DEGREE;
            let east = north / middle.lat.to_radians().cos().max(0.1);
            for (lat, lon) in [(north, 0.0), (-north, 0.0), (0.0, east), (0.0, -east)] {
                found.extend(LatLon::new(middle.lat + lat, middle.lon + lon));
            }
        }
        found
    }

    /// Areas that places without a position may lie in, with the place and its words; chosen ones always, of the others
    /// those that a direction narrows down.
    #[must_use]
    pub fn areas(
        &self,
        relations: Option<&RelationTable>,
        places: &[PlaceRow],
        chosen: impl Fn(EntityId) -> bool,
    ) -> Vec<(EntityId, MapPatch)> {
        let Some(relations) = relations else {
            return Vec::new();
        };
        let mut found = Vec::new();
        for place in places
            .iter()
            .filter(|p| p.status == PlaceStatus::Unresolved)
        {
            let Some(doubt) = self.get(place.entity) else {
                continue;
            };
            let rows = doubt.rows.iter().filter_map(|n| relations.rows.get(*n));
            for row in rows {
                let narrow = matches!(row.area, Some(Area::Sector { .. } | Area::Corridor { .. }));
                if chosen(place.entity) || narrow && found.len() < AREAS {
                    found.extend(patches_of(row).map(|patch| (place.entity, patch)));
                }
            }
        }
        found
    }
}

fn read(relations: &RelationTable, places: &[PlaceRow]) -> HashMap<EntityId, Doubt> {
    let mut of: HashMap<EntityId, Doubt> = HashMap::new();
    let status: HashMap<EntityId, PlaceStatus> =
        places.iter().map(|p| (p.entity, p.status)).collect();
    for (number, row) in relations.rows.iter().enumerate() {
        let Some(entity) = row.place.as_ref().and_then(|place| place.entity) else {
            continue;
        };
        let doubtful = row.is_doubtful();
        let unsettled = status.get(&entity) == Some(&PlaceStatus::Unresolved);
        if !(doubtful || unsettled && row.area.is_some()) {
            continue;
        }
        let doubt = of.entry(entity).or_insert_with(|| Doubt {
            status: if unsettled {
                area_words(row)
            } else {
                status_words(row)
            },
            reason: reason(row, unsettled),
            differs: false,
            rows: Vec::new(),
            suggestion: None,
        });
        doubt.differs |= doubtful;
        doubt.rows.push(number);
    }
    for candidate in &relations.candidates {
        if let Some(doubt) = of.get_mut(&candidate.entity) {
            doubt.suggestion = candidate.suggestion;
        }
    }
    of
}

fn area_words(row: &RelationRow) -> String {
    let word = row.area.as_ref().map_or("not placed", Area::word);
    capital(word)
}

fn status_words(row: &RelationRow) -> String {
    match row.verdict {
        Verdict::WrongDirection { .. } => "Wrong direction".to_owned(),
        Verdict::Agrees | Verdict::Unknown if row.note.is_some() => "Units disagree".to_owned(),
        _ => capital(&row.verdict_words),
    }
}

fn capital(words: &str) -> String {
    let mut chars = words.chars();
    chars
        .next()
        .map(|first| first.to_uppercase().chain(chars).collect())
        .unwrap_or_default()
}

/// `Text: 145 km from Tripoli. Gazetteer: 86 km`, or the words the area is from.
fn reason(row: &RelationRow, unsettled: bool) -> String {
    let phrase = format!("“{}”", row.text);
    if unsettled {
        return phrase;
    }
    let lies = match (row.actual_km, row.actual_direction) {
        (Some(km), Some(wind)) => format!(
            ". It lies {km:.0} km {} of {}",
            wind.word(),
            row.anchor.name
        ),
        (Some(km), None) => format!(". It lies {km:.0} km from {}", row.anchor.name),
        _ => String::new(),
    };
    match &row.note {
        Some(note) => format!("{phrase}{lies}; {note}"),
        None => format!("{phrase}{lies}"),
    }
}

/// The rings of a relation's area; the first bears its words.
fn patches_of(row: &RelationRow) -> impl Iterator<Item = MapPatch> {
    let rings = row.rings.iter().filter(|ring| ring.len() > 3).enumerate();
    rings.map(|(number, ring)| {
        // The last corner repeats the first.
        let ring = ring.iter().skip(1).map(|at| {
            let (x, y) = at.to_mercator();
            [x, y]
        });
        MapPatch {
            rings: vec![ring.collect()],
            kind: PatchKind::Area,
            words: if number == 0 {
                row.text.clone()
            } else {
                String::new()
            },
        }
    })
}

/// The dashed arc of a verdict: as far from the anchor as is said, on the side that is said or where the place lies.
/// `None` where no distance is stated or its places have no position.
#[must_use]
pub fn arc(row: &RelationRow) -> Option<MapPatch> {
    let km = row.distance?.km;
    let center = row.anchor.position?;
    let place = row.place.as_ref().and_then(|place| place.position);
    let (bearing, half) = match (row.direction, place) {
        (Some(wind), _) => (wind.bearing(), wind.half_angle()),
        (None, Some(place)) => (bearing(center, place), ARC),
        (None, None) => return None,
    };
    let angle = km / EARTH_RADIUS_KM;
    let lat = center.lat.to_radians();
    // Near a pole, or around half the earth, no arc on this map is true.
    if !(angle > 0.0 && lat.abs() + angle < 1.45) {
        return None;
    }
    let points = (-12..=12).map(|step| {
        let bearing = (bearing + half * f64::from(step) / 12.0).to_radians();
        let to = (lat.sin() * angle.cos() + lat.cos() * angle.sin() * bearing.cos()).asin();
        let east =
            (bearing.sin() * angle.sin() * lat.cos()).atan2(angle.cos() - lat.sin() * to.sin());
        let (x, y) = LatLon {
            lat: to.to_degrees(),
            lon: center.lon + east.to_degrees(),
        }
        .to_mercator();
        [x, y]
    });
    let words = match row.direction {
        Some(wind) => format!("{km:.0} km {} of {}", wind.word(), row.anchor.name),
        None => format!("{km:.0} km from {}", row.anchor.name),
    };
    Some(MapPatch {
        rings: vec![points.collect()],
        kind: PatchKind::Arc,
        words,
    })
}

/// Degrees clockwise from north, on the sphere.
fn bearing(from: LatLon, to: LatLon) -> f64 {
    let (a, b) = (from.lat.to_radians(), to.lat.to_radians());
    let east = (to.lon - from.lon).to_radians();
    let y = east.sin() * b.cos();
    let x = a.cos() * b.sin() - a.sin() * b.cos() * east.cos();
    y.atan2(x).to_degrees()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{
        ArticleId, ByteSpan, CharSpan,
        relation::{Distance, RelationKind, Wind},
    };
    use crate::workspace::views::RelationEnd;

    fn end(entity: i64, name: &str, position: Option<(f64, f64)>) -> RelationEnd {
        RelationEnd {
            text: name.to_owned(),
            span: ByteSpan::new(0, 1),
            entity: Some(EntityId(entity)),
            name: name.to_owned(),
            position: position.and_then(|(lat, lon)| LatLon::new(lat, lon)),
        }
    }

    fn relation(place: RelationEnd, verdict: Verdict, words: &str) -> RelationRow {
        RelationRow {
            id: None,
            article: ArticleId(1),
            file: String::new(),
            title: String::new(),
            outlet: None,
            published: None,
            sentence: String::new(),
            hit: ByteSpan::new(0, 0),
            span: ByteSpan::new(0, 0),
            chars: CharSpan::new(0, 0),
            text: "145 km south of Tripoli".to_owned(),
            kind: RelationKind::At,
            place: Some(place),
            described: false,
            anchor: end(9, "Tripoli", Some((32.89, 13.19))),
            second: None,
            distance: Some(Distance {
                km: 145.0,
                second_km: None,
                low_km: 140.0,
                high_km: 150.0,
                agree: None,
            }),
            direction: Wind::parse("S"),
            verdict,
            verdict_words: words.to_owned(),
            note: None,
            actual_km: Some(86.0),
            actual_direction: Wind::parse("SW"),
            area: Some(Area::Sector {
                center: LatLon {
                    lat: 32.89,
                    lon: 13.19,
                },
                from_km: 130.0,
                to_km: 160.0,
                bearing: 180.0,
                half_angle: 45.0,
            }),
            rings: vec![
                [
                    (31.4, 13.0),
                    (31.4, 13.4),
                    (31.6, 13.3),
                    (31.6, 13.1),
                    (31.4, 13.0),
                ]
                .map(|(lat, lon)| LatLon { lat, lon })
                .to_vec(),
            ],
        }
    }

    fn place(id: i64, status: PlaceStatus) -> PlaceRow {
        PlaceRow {
            entity: EntityId(id),
            name: format!("Place {id}"),
            status,
            position: None,
            uncertainty_km: None,
            country: None,
            country_name: None,
            feature: None,
            gazetteer_id: None,
            candidates: 1,
            reason: String::new(),
            mentions: 1,
            articles: 1,
            stories: 1,
        }
    }

    fn doubts(
        status: PlaceStatus,
        verdict: Verdict,
        words: &str,
    ) -> (Doubts, RelationTable, Vec<PlaceRow>) {
        let at = (status != PlaceStatus::Unresolved).then_some((32.29, 12.55));
        let table = RelationTable {
            rows: vec![relation(end(1, "Bir al Ghanam", at), verdict, words)],
            candidates: Vec::new(),
        };
        let places = vec![place(1, status)];
        let mut doubts = Doubts::default();
        doubts.update(Some(&table), &places, 1);
        (doubts, table, places)
    }

    #[test]
    fn what_does_not_fit_is_a_doubt_until_somebody_decides() {
        let differs = Verdict::Differs { by_km: -59.0 };
        for (status, doubtful) in [
            (PlaceStatus::Resolved, true),
            (PlaceStatus::User, false),
            (PlaceStatus::Unresolved, true),
        ] {
            let (doubts, _, places) = doubts(status, differs, "differs: 59 km nearer");
            assert_eq!(doubts.is_doubtful(&places[0]), doubtful, "{status:?}");
        }
        let (doubts, table, places) =
            doubts(PlaceStatus::Resolved, differs, "differs: 59 km nearer");
        let doubt = doubts.get(EntityId(1)).unwrap();
        assert_eq!(doubt.status, "Differs: 59 km nearer");
        assert_eq!(
            doubt.reason,
            "“145 km south of Tripoli”. It lies 86 km SW of Tripoli"
        );
        let arcs = doubts.arcs(Some(&table), EntityId(1));
        assert_eq!(arcs.len(), 1);
        assert_eq!(arcs[0].words, "145 km S of Tripoli");
        for p in &arcs[0].rings[0] {
            let at = LatLon::from_mercator(p[0], p[1]);
            let tripoli = LatLon {
                lat: 32.89,
                lon: 13.19,
            };
            assert!((at.distance_km(&tripoli) - 145.0).abs() < 0.01);
        }
        assert!(
            doubts.areas(Some(&table), &places, |_| true).is_empty(),
            "it has a point"
        );
    }

    #[test]
    fn what_agrees_is_none_and_what_is_not_placed_has_an_area() {
        let (agrees, ..) = doubts(PlaceStatus::Resolved, Verdict::Agrees, "agrees");
        assert_eq!(agrees.get(EntityId(1)), None);
        let (unsettled, table, places) =
            doubts(PlaceStatus::Unresolved, Verdict::Unknown, "not placed");
        assert_eq!(unsettled.get(EntityId(1)).unwrap().status, "Sector");
        let areas = unsettled.areas(Some(&table), &places, |_| false);
        assert_eq!(areas.len(), 1);
        assert_eq!(areas[0].1.words, "145 km south of Tripoli");
        assert_eq!(areas[0].1.rings[0].len(), 4);
    }
}
