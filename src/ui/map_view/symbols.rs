//! Places as symbols: which are drawn, how large, and which countries the selection is about.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use egui::Pos2;

use super::viewport::Viewport;
use crate::{
    model::{CountUnit, EntityId, LatLon, PlaceStatus},
    workspace::views::{PlaceRow, PlaceTable},
};

/// Radius of the most mentioned place in points.
pub const LARGEST: f32 = 16.0;

/// Radius of the least mentioned ones, below which they could not be seen or hit.
pub const SMALLEST: f32 = 2.75;

/// A country is drawn as home, not abroad, when at least one mention in this many lies in it.
const HOME_SHARE: u64 = 10;

/// One mention in this many may lie outside the view a map opens with.
const OUTLYING: u64 = 12;

/// Steps of the legend: 1, 2, 5 and then 10, 25, 50 with all their tenfolds.
const STEPS: [u64; 3] = [10, 25, 50];

/// One place drawn on the map.
#[derive(Clone, Debug, PartialEq)]
pub struct Symbol {
    pub entity: EntityId,
    /// Index of its row in the place table.
    pub row: usize,
    pub name: String,
    pub at: LatLon,
    /// The same on the Mercator world.
    pub mercator: [f64; 2],
    /// Mentions, or what else is counted.
    pub mentions: u64,
    /// In points.
    pub radius: f32,
    pub placed_by_user: bool,
    /// Mentioned at least half as often as the most mentioned place; its name is written bold.
    pub strong: bool,
}

/// Everything the map draws of a place table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Symbols {
    /// What the symbols count.
    pub unit: CountUnit,
    /// Largest first, so that small ones are drawn over large ones.
    pub all: Vec<Symbol>,
    /// Mentions of the most mentioned place drawn.
    pub most: u64,
    /// Countries, regions and seas: in the list, never a pin.
    pub areas: usize,
    /// ISO codes of the countries that the selection is about, sorted.
    pub home: Vec<String>,
    /// Whether any place was put where it is by the user.
    pub any_placed_by_user: bool,
}

impl Symbol {
    /// Its middle on the screen.
    #[must_use]
    pub fn on_screen(&self, view: &Viewport) -> Pos2 {
        let [x, y] = self.mercator;
        view.to_screen([view.nearest_copy(x), y])
    }
}

/// Which of a table's places are drawn, and with which numbers.
#[derive(Clone, Copy, Debug, Default)]
pub struct Choice<'a> {
    pub unit: CountUnit,
    /// These places alone.
    pub only: Option<&'a BTreeSet<EntityId>>,
    /// Counts of a stretch of time in place of the whole, and what the largest symbol stands for; a place without one
    /// was not named then.
    pub counts: Option<(&'a HashMap<EntityId, u64>, u64)>,
}

impl Choice<'_> {
    fn value(&self, row: &PlaceRow) -> Option<u64> {
        if self.only.is_some_and(|only| !only.contains(&row.entity)) {
            return None;
        }
        match self.counts {
            Some((counts, _)) => counts.get(&row.entity).copied().filter(|n| *n > 0),
            None => Some(self.unit.of(row.mentions, row.articles, row.stories)),
        }
    }
}

impl Symbols {
    /// The symbols of a table's places that have a point.
    #[must_use]
    pub fn of(table: &PlaceTable, choice: &Choice<'_>) -> Self {
        let value = |row: &PlaceRow| choice.value(row).unwrap_or_default();
        let points = || {
            table
                .rows
                .iter()
                .enumerate()
                .filter(|(_, row)| choice.value(row).is_some())
                .filter_map(|(n, r)| Some((n, r, point(r)?)))
        };
        let most = match choice.counts {
            Some((_, most)) => most,
            None => points().map(|(_, row, _)| value(row)).max().unwrap_or(0),
        };
        let mut all: Vec<Symbol> = points()
            .map(|(row_number, row, at)| {
                let (x, y) = at.to_mercator();
                Symbol {
                    entity: row.entity,
                    row: row_number,
                    name: row.name.clone(),
                    at,
                    mercator: [x, y],
                    mentions: value(row),
                    radius: radius(value(row), most),
                    placed_by_user: row.status == PlaceStatus::User,
                    strong: value(row) * 2 >= most,
                }
            })
            .collect();
        all.sort_by_key(|s| (std::cmp::Reverse(s.mentions), s.entity));
        Self {
            unit: choice.unit,
            any_placed_by_user: all.iter().any(|s| s.placed_by_user),
            all,
            most,
            areas: table
                .rows
                .iter()
                .filter(|r| r.status == PlaceStatus::Area && choice.value(r).is_some())
                .count(),
            home: home(table),
        }
    }

    /// Positions of the places that most mentions are about: those nearest to the middle of all mentions, until only
    /// one mention in [`OUTLYING`] is left out. A name on another continent would otherwise shrink everything else.
    #[must_use]
    pub fn core(&self) -> Vec<LatLon> {
        let total: u64 = self.all.iter().map(|s| s.mentions).sum();
        let middle = |axis: usize| -> f64 {
            let mut along: Vec<(f64, u64)> = self
                .all
                .iter()
                .map(|s| (s.mercator[axis], s.mentions))
                .collect();
            along.sort_by(|a, b| a.0.total_cmp(&b.0));
            let mut seen = 0;
            let found = along.iter().find(|(_, mentions)| {
                seen += mentions;
                seen * 2 >= total
            });
            found.map_or(0.5, |(at, _)| *at)
        };
        let middle = [middle(0), middle(1)];
        let mut near: Vec<(f64, &Symbol)> = self
            .all
            .iter()
            .map(|s| {
                (
                    (s.mercator[0] - middle[0]).hypot(s.mercator[1] - middle[1]),
                    s,
                )
            })
            .collect();
        near.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.entity.cmp(&b.1.entity)));
        let mut seen = 0;
        let mut kept = Vec::new();
        for (_, symbol) in near {
            if seen * OUTLYING > total * (OUTLYING - 1) {
                break;
            }
            seen += symbol.mentions;
            kept.push(symbol.at);
        }
        kept
    }

    /// The symbol of an entity.
    #[must_use]
    pub fn get(&self, entity: EntityId) -> Option<&Symbol> {
        self.all.iter().find(|s| s.entity == entity)
    }
}

/// Where the place is drawn: points only. An area has a middle, but a pin there would claim too much.
#[must_use]
pub fn point(row: &PlaceRow) -> Option<LatLon> {
    match row.status {
        PlaceStatus::Resolved | PlaceStatus::User => row.position,
        PlaceStatus::Area | PlaceStatus::Unresolved => None,
    }
}

/// Radius in points of a symbol whose area stands for `mentions`, when the largest stands for `most`.
#[must_use]
pub fn radius(mentions: u64, most: u64) -> f32 {
    let share = mentions as f32 / most.max(1) as f32;
    (LARGEST * share.sqrt()).clamp(SMALLEST, LARGEST)
}

/// Up to three round numbers for the legend, largest first.
#[must_use]
pub fn legend_values(most: u64) -> Vec<u64> {
    let below = |limit: u64| -> u64 {
        if limit < 10 {
            return [5, 2, 1]
                .into_iter()
                .find(|step| *step <= limit)
                .unwrap_or(0);
        }
        let mut best = 10;
        let mut tenfold = 1_u64;
        while let Some(next) = STEPS[0].checked_mul(tenfold).filter(|n| *n <= limit) {
            best = STEPS
                .iter()
                .filter_map(|step| step.checked_mul(tenfold))
                .filter(|step| *step <= limit)
                .max()
                .unwrap_or(next);
            tenfold = tenfold.saturating_mul(10);
        }
        best
    };
    let largest = below(most);
    let mut values = vec![largest, below(largest * 2 / 5), below(largest / 10)];
    values.dedup();
    values.retain(|value| *value > 0);
    values
}

/// A number that changes when anything drawn of the table changes; made afresh each frame, it saves comparing texts.
#[must_use]
pub fn fingerprint(table: &PlaceTable) -> u64 {
    // FNV-1a over words of eight bytes.
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut mix = |word: u64| hash = (hash ^ word).wrapping_mul(0x0100_0000_01b3).rotate_left(17);
    mix(table.rows.len() as u64);
    for row in &table.rows {
        mix(row.entity.0 as u64);
        mix(row.mentions);
        mix(row.articles);
        mix(row.stories);
        mix(row.status as u64);
        for text in [
            row.name.as_str(),
            row.country.as_deref().unwrap_or_default(),
        ] {
            mix(text.len() as u64);
            for bytes in text.as_bytes().chunks(8) {
                let mut word = [0; 8];
                word[..bytes.len()].copy_from_slice(bytes);
                mix(u64::from_le_bytes(word));
            }
        }
        if let Some(at) = row.position {
            mix(at.lat.to_bits());
            mix(at.lon.to_bits());
        }
        mix(row.uncertainty_km.map_or(0, f64::to_bits));
    }
    hash
}

fn home(table: &PlaceTable) -> Vec<String> {
    let mut mentions: BTreeMap<&str, u64> = BTreeMap::new();
    let mut total = 0;
    for row in &table.rows {
        if let Some(country) = row.country.as_deref().filter(|c| !c.is_empty()) {
            *mentions.entry(country).or_default() += row.mentions;
            total += row.mentions;
        }
    }
    mentions
        .into_iter()
        .filter(|(_, count)| count * HOME_SHARE >= total)
        .map(|(country, _)| country.to_owned())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(entity: i64, status: PlaceStatus, mentions: u64, country: &str) -> PlaceRow {
        PlaceRow {
            entity: EntityId(entity),
            name: format!("Place {entity}"),
            status,
            position: (status != PlaceStatus::Unresolved).then_some(LatLon {
                lat: 32.0,
                lon: 13.0,
            }),
            uncertainty_km: None,
            country: Some(country.to_owned()),
            country_name: None,
            feature: None,
            gazetteer_id: None,
            candidates: 1,
            reason: String::new(),
            mentions,
            articles: 1,
            stories: 1,
        }
    }

    fn table() -> PlaceTable {
        PlaceTable {
            rows: vec![
                row(1, PlaceStatus::Area, 900, "LY"),
                row(2, PlaceStatus::Resolved, 400, "LY"),
                row(3, PlaceStatus::User, 100, "LY"),
                row(4, PlaceStatus::Unresolved, 50, ""),
                row(5, PlaceStatus::Resolved, 1, "TN"),
            ],
        }
    }

    #[test]
    fn only_points_become_symbols() {
        let symbols = Symbols::of(&table(), &Choice::default());
        let drawn: Vec<i64> = symbols.all.iter().map(|s| s.entity.0).collect();
        assert_eq!(drawn, [2, 3, 5]);
        assert_eq!((symbols.most, symbols.areas), (400, 1));
        assert_eq!(symbols.home, ["LY"]);
        assert!(symbols.any_placed_by_user);
    }

    #[test]
    fn a_choice_leaves_out_what_is_not_asked_for() {
        let only = BTreeSet::from([EntityId(1), EntityId(3)]);
        let choice = Choice {
            only: Some(&only),
            ..Choice::default()
        };
        let symbols = Symbols::of(&table(), &choice);
        assert_eq!(
            (symbols.all.len(), symbols.most, symbols.areas),
            (1, 100, 1)
        );
        let counts = HashMap::from([(EntityId(2), 4), (EntityId(3), 0)]);
        let choice = Choice {
            counts: Some((&counts, 400)),
            ..Choice::default()
        };
        let symbols = Symbols::of(&table(), &choice);
        assert_eq!(
            (symbols.all.len(), symbols.most, symbols.areas),
            (1, 400, 0)
        );
        assert_eq!(symbols.all[0].mentions, 4);
    }

    #[test]
    fn a_far_away_name_does_not_decide_the_view() {
        let mut far = row(9, PlaceStatus::Resolved, 1, "AU");
        far.position = Some(LatLon {
            lat: -33.9,
            lon: 151.2,
        });
        let mut near = table();
        near.rows.push(far);
        let core = Symbols::of(&near, &Choice::default()).core();
        assert!(
            !core.is_empty() && core.iter().all(|at| at.lat > 0.0),
            "{core:?}"
        );
        let alone = PlaceTable {
            rows: vec![row(1, PlaceStatus::Resolved, 1, "LY")],
        };
        assert_eq!(Symbols::of(&alone, &Choice::default()).core().len(), 1);
        assert!(Symbols::default().core().is_empty());
    }

    #[test]
    fn area_stands_for_mentions() {
        let area = |mentions| radius(mentions, 400).powi(2);
        assert!((area(400) / area(100) - 4.0).abs() < 1e-4);
        assert_eq!(radius(0, 400), SMALLEST);
        assert_eq!(radius(7, 0), LARGEST);
    }

    #[test]
    fn legends_use_round_numbers() {
        for (most, expected) in [
            (264, vec![250, 100, 25]),
            (99, vec![50, 10, 5]),
            (10, vec![10, 2, 1]),
            (5, vec![5, 2]),
            (1, vec![1]),
            (0, vec![]),
            (31_000, vec![25_000, 10_000, 2_500]),
        ] {
            assert_eq!(legend_values(most), expected, "{most}");
        }
    }

    #[test]
    fn the_fingerprint_follows_what_is_drawn() {
        let mut changed = table();
        changed.rows[1].mentions += 1;
        assert_ne!(fingerprint(&table()), fingerprint(&changed));
        let mut moved = table();
        moved.rows[1].position = Some(LatLon {
            lat: 32.0,
            lon: 13.1,
        });
        assert_ne!(fingerprint(&table()), fingerprint(&moved));
        let mut vague = table();
        vague.rows[1].uncertainty_km = Some(3.0);
        assert_ne!(fingerprint(&table()), fingerprint(&vague));
        let mut abroad = table();
        abroad.rows[1].country = Some("TN".to_owned());
        assert_ne!(fingerprint(&table()), fingerprint(&abroad));
        assert_eq!(fingerprint(&table()), fingerprint(&table()));
    }
}
