//! From positions to words and back: phrases written of 10,000 pairs of places must describe areas that hold the place.

use super::{
    Name, VERSION,
    area::{Located, ROAD, Stated},
    find,
    geodesy::{distance_and_bearing, point_at},
    judge::judge,
};
use crate::{
    gazetteer::{Gazetteer, Hit},
    model::{
        ByteSpan, EntityType,
        relation::{KM_PER_MILE, Verdict, Wind},
    },
};

/// Steele and others' SplitMix64: the same numbers on every machine.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: u64) -> u64 {
        self.next() % n
    }
}

/// Towns of the gazetteer near each other, as neighbors in the file are: by country and region.
fn pair(gazetteer: &Gazetteer, numbers: &mut Numbers, places: u32) -> Option<(Hit, Hit)> {
    let from = numbers.below(u64::from(places)) as u32;
    let step = 1 + numbers.below(40) as u32;
    let (a, b) = (
        gazetteer.by_number(from)?,
        gazetteer.by_number(from + step)?,
    );
    let (km, _) = distance_and_bearing(a.position, b.position);
    // Nobody says "0 km" or "9,000 km south of"; towns so near that their extents meet are not so many km apart.
    let fits = !a.is_area() && !b.is_area() && (8.0..1500.0).contains(&km);
    fits.then_some((a, b))
}

fn located(gazetteer: &Gazetteer, hit: &Hit) -> Located {
    Located {
        at: hit.position,
        radius_km: gazetteer.radius_km(hit),
        is_area: false,
    }
}

/// A figure as a newspaper rounds it: ones below 20, then fives or tens, then tens or fifties, or two digits.
fn rounded(value: f64, numbers: &mut Numbers) -> f64 {
    let step = match (value, numbers.below(2)) {
        (v, _) if v < 20.0 => 1.0,
        (v, 0) if v < 100.0 => 5.0,
        (v, _) if v < 200.0 => 10.0,
        (_, 0) => 50.0,
        _ => 10.0,
    };
    (value / step).round().max(1.0) * step
}

/// `{P}` and `{A}` become the names; returns the text and their spans.
fn written(pattern: &str, place: &str, anchor: &str) -> (String, ByteSpan, ByteSpan) {
    let text = pattern.replace("{P}", place).replace("{A}", anchor);
    let span = |mark: &str, other: (&str, &str), name: &str| {
        let at = pattern.find(mark).expect("the pattern has it");
        let before = pattern[..at].replace(other.0, other.1);
        ByteSpan::from(before.len()..before.len() + name.len())
    };
    let place_span = span("{P}", ("{A}", anchor), place);
    let anchor_span = span("{A}", ("{P}", place), anchor);
    (text, place_span, anchor_span)
}

const WORDS: [&str; 16] = [
    "north",
    "north-northeast",
    "northeast",
    "east-northeast",
    "east",
    "east-southeast",
    "southeast",
    "south-southeast",
    "south",
    "south-southwest",
    "southwest",
    "west-southwest",
    "west",
    "west-northwest",
    "northwest",
    "north-northwest",
];

#[test]
fn true_points_lie_in_the_areas_of_their_phrases() {
    let gazetteer = Gazetteer::embedded();
    let places = (0..)
        .step_by(1000)
        .find(|n| gazetteer.by_number(*n).is_none())
        .unwrap();
    let mut numbers = Numbers(20_110_603 + VERSION as u64);
    let (mut pairs, mut read, mut inside, mut agree) = (0, 0, 0, 0);
    // Areas must leave out what is not said: the point on the other side, the point three times as far.
    let (mut tried, mut left_out) = (0, 0);
    let mut missed: Vec<String> = Vec::new();
    while pairs < 10_000 {
        let Some((place, anchor)) = pair(gazetteer, &mut numbers, places) else {
            continue;
        };
        pairs += 1;
        let (line, bearing) = distance_and_bearing(anchor.position, place.position);
        // Every other distance is one by road.
        let km = if numbers.below(2) == 0 {
            line
        } else {
            line * (1.0 + (ROAD - 1.0) * numbers.below(1000) as f64 / 1000.0)
        };
        let wind = Wind::nearest(bearing, numbers.below(2) == 0);
        let word = WORDS[Wind::WORDS.iter().position(|w| *w == wind.word()).unwrap()];
        let in_km = rounded(km, &mut numbers);
        let in_miles = rounded(km / KM_PER_MILE, &mut numbers);
        let pattern = match numbers.below(8) {
            0 => format!("{{P}}, {in_km} km ({in_miles} miles) {word} of {{A}}, was quiet."),
            1 => format!(
                "The town of {{P}} lies about {in_miles} miles ({in_km} km) {word} of {{A}}."
            ),
            2 => format!("Some {in_km} kilometers to the {word} of {{A}} is {{P}}."),
            3 => format!("They met in {{P}} on Friday, {in_miles} miles {word} of {{A}}."),
            4 => format!("{{P}} is {in_km} km from {{A}} by the new road."),
            5 => format!("{{P}}, just {word} of {{A}}, was quiet."),
            6 => format!(
                "{{P}} is {in_km}km ({in_miles} miles) {} of {{A}}.",
                wind.word()
            ),
            _ => format!("It rained in {{P}} to the {word} of {{A}}."),
        };
        let (place_name, anchor_name) = (gazetteer.name(&place), gazetteer.name(&anchor));
        let (text, place_span, anchor_span) = written(&pattern, &place_name, &anchor_name);
        let name = |span, entity| Name {
            span,
            kind: EntityType::Place,
            entity,
            area: false,
            capital: false,
        };
        let mut names = vec![name(place_span, 0), name(anchor_span, 1)];
        names.sort_by_key(|n| n.span.start);
        let found = find(&text, &[ByteSpan::from(0..text.len())], &names);
        let [relation] = found.as_slice() else {
            missed.push(format!("{text}: {} relations", found.len()));
            continue;
        };
        if relation.place != Some(place_span) || relation.anchor != anchor_span {
            missed.push(format!("{text}: {relation:?}"));
            continue;
        }
        read += 1;
        let stated = Stated {
            kind: relation.kind,
            distance: relation.distance,
            direction: relation.direction,
        };
        let at = located(gazetteer, &anchor);
        let area = stated.area(&at, None).expect("every phrase has an area");
        if area.contains(place.position) {
            inside += 1;
        } else {
            missed.push(format!(
                "{text}: {line:.1} km at {bearing:.0}°, not in {area:?}"
            ));
        }
        for (turn, times, stated) in [
            (180.0, 1.0, stated.direction.is_some()),
            (0.0, 3.0, stated.distance.is_some()),
        ] {
            if stated {
                tried += 1;
                let elsewhere = point_at(anchor.position, bearing + turn, line * times);
                left_out += i32::from(!area.contains(elsewhere));
            }
        }
        let judged = judge(&stated, &located(gazetteer, &place), &at, None);
        agree += i32::from(matches!(judged.verdict, Verdict::Agrees | Verdict::Unknown));
    }
    let example = missed
        .iter()
        .take(10)
        .cloned()
        .collect::<Vec<_>>()
        .join("\n");
    println!(
        "of {pairs} phrases {read} were read, {inside} areas hold the place, {agree} verdicts do not object; \
         of {tried} points elsewhere {left_out} are left out"
    );
    assert!(read >= 9_990, "{read} of {pairs} read\n{example}");
    assert!(inside >= 9_900, "{inside} of {pairs} inside\n{example}");
    assert!(agree >= 9_900, "{agree} of {pairs} agree\n{example}");
}
