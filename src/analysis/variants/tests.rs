//! Names of invented articles, grouped and found again.

use super::*;
use crate::model::{ByteSpan, EntityId, EntityType, NameSpan, Resolution};

/// Names in `text` are marked `[p Name]`, with the first letter of the type (p, o, l for place, g).
fn marked(text: &str) -> (String, Vec<NameSpan>) {
    let mut plain = String::new();
    let mut names = Vec::new();
    for part in text.split('[') {
        let Some((name, rest)) = part.split_once(']') else {
            plain.push_str(part);
            continue;
        };
        let (kind, name) = name.split_once(' ').unwrap();
        let kind = match kind {
            "p" => EntityType::Person,
            "o" => EntityType::Organization,
            "l" => EntityType::Place,
            _ => EntityType::Group,
        };
        let start = plain.len();
        plain.push_str(name);
        names.push(NameSpan {
            span: ByteSpan::from(start..plain.len()),
            kind,
            confidence: 1.0,
        });
        plain.push_str(rest);
    }
    (plain, names)
}

/// `expected` names the entity of each mention in order.
#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let (plain, names) = marked(text);
    let (entities, mentions) = within_article(&plain, &[], &names);
    let got: Vec<&str> = mentions
        .iter()
        .map(|m| entities[m.entity].name.as_str())
        .collect();
    assert_eq!(got, expected, "{text}");
    let mut used: Vec<usize> = mentions.iter().map(|m| m.entity).collect();
    used.dedup();
    used.sort_unstable();
    used.dedup();
    assert_eq!(used.len(), entities.len(), "every entity has a mention");
}

#[test]
fn surnames_join_the_full_name() {
    check(
        "[p Ingrid Solberg] spoke. [p Solberg] left.",
        &["Ingrid Solberg", "Ingrid Solberg"],
    );
    check(
        "[p Solberg] quits. [p Ingrid Solberg] left.",
        &["Ingrid Solberg", "Ingrid Solberg"],
    );
    check(
        "[p Ingrid M. Solberg] and [p Ingrid Solberg].",
        &["Ingrid M. Solberg", "Ingrid M. Solberg"],
    );
    check(
        "[p Salif Keyta Jr.] and [p Keyta].",
        &["Salif Keyta Jr.", "Salif Keyta Jr."],
    );
    check(
        "[p Tesfaye Bekele] spoke; [p Tesfaye] left.",
        &["Tesfaye Bekele", "Tesfaye Bekele"],
    );
}

#[test]
fn families_stay_apart() {
    check(
        "[p Ingrid Solberg], [p Nils Solberg] and [p Solberg].",
        &["Ingrid Solberg", "Nils Solberg", "Solberg"],
    );
    // When the surname was first used only one of them had been introduced.
    check(
        "[p Ingrid Solberg] spoke. [p Solberg] left with [p Nils Solberg].",
        &["Ingrid Solberg", "Ingrid Solberg", "Nils Solberg"],
    );
    check(
        "[p Ann B. Lund] met [p Ann C. Lund].",
        &["Ann B. Lund", "Ann C. Lund"],
    );
}

#[test]
fn types_stay_apart() {
    check(
        "[p Paul Lisbon] left [l Lisbon].",
        &["Paul Lisbon", "Lisbon"],
    );
}

#[test]
fn initialisms_join_their_name() {
    check(
        "The [o Northern Grain Board] ([o NGB]) met. The [o NGB] voted.",
        &[
            "Northern Grain Board",
            "Northern Grain Board",
            "Northern Grain Board",
        ],
    );
    check(
        "[o Society of River Pilots]; [o SRP] said.",
        &["Society of River Pilots", "Society of River Pilots"],
    );
    check(
        "[o Northern Grain Board], [o New Geology Bureau], [o NGB].",
        &["Northern Grain Board", "New Geology Bureau", "NGB"],
    );
    check(
        "[l U.S.] and [l United States].",
        &["United States", "United States"],
    );
    check(
        "[o United Nations], [o United Nations Security Council]",
        &["United Nations", "United Nations Security Council"],
    );
}

#[test]
fn capitals_are_calmed() {
    check(
        "[l EASTERN FJORDS] flood in the [l Eastern Fjords]; [l BERGEN].",
        &["Eastern Fjords", "Eastern Fjords", "Bergen"],
    );
}

#[test]
fn most_mentions_name_a_place() {
    let check = |present: &str, spellings: &[(&str, u64)], expected: Option<&str>| {
        let spellings: Vec<(String, u64)> = spellings
            .iter()
            .map(|(s, n)| ((*s).to_owned(), *n))
            .collect();
        let name = usual_name(EntityType::Place, present, &spellings);
        assert_eq!(name.as_deref(), expected, "{present} {spellings:?}");
    };
    check(
        "Port of Velora",
        &[("Velora", 3), ("Port of Velora", 1)],
        Some("Velora"),
    );
    check("Velora", &[("Velora", 2), ("Port of Velora", 2)], None);
    check(
        "Velora",
        &[("Port of Velora", 2), ("Velora", 1), ("VELORA", 1)],
        None,
    );
    check(
        "Lower Velora",
        &[("VELORA", 2), ("Lower Velora", 1)],
        Some("Velora"),
    );
    check(
        "Velora",
        &[("Port\nof Velora", 1), ("Old Velora", 1)],
        Some("Port of Velora"),
    );
    check("Velora", &[], None);
}

fn entity(kind: EntityType, name: &str) -> LocalEntity {
    LocalEntity {
        kind,
        name: name.to_owned(),
        place: None,
    }
}

/// Inserts `known` in order as entities 1, 2, …, then looks `name` up.
#[track_caller]
fn check_project(known: &[&str], name: &str, expected: Option<i64>) {
    let mut registry = Registry::default();
    for (id, known) in (1..).zip(known) {
        registry.insert(&entity(EntityType::Person, known), EntityId(id));
    }
    assert_eq!(
        registry.find(&entity(EntityType::Person, name)),
        expected.map(EntityId),
        "{known:?} {name}"
    );
}

#[test]
fn persons_across_articles() {
    check_project(&["Ingrid Solberg"], "INGRID SOLBERG", Some(1));
    check_project(&["Ingrid Solberg"], "Solberg", Some(1));
    check_project(&["Ingrid Solberg", "Nils Solberg"], "Solberg", None);
    check_project(
        &["Ingrid Solberg", "Nils Solberg", "Solberg"],
        "Solberg",
        Some(3),
    );
    check_project(&["Solberg"], "Ingrid Solberg", Some(1));
    check_project(&["Ingrid M. Solberg"], "Ingrid Solberg", Some(1));
    check_project(&["Ingrid M. Solberg"], "Ingrid K. Solberg", None);
    check_project(&["Youssef Khaled"], "Yusuf Khalid", Some(1));
    check_project(&["Khaled Mansour"], "Khaalyd Mansour", Some(1));
    check_project(&["Hassan Mansour"], "Hussein Mansour", None);
    check_project(&["Omar Hassan"], "Hassan", None);
    check_project(&["Hassan"], "Omar Hassan", None);
    check_project(&["Ingrid Solberg"], "Nils Solberg", None);
}

#[test]
fn a_resolved_place_is_known_by_its_id() {
    let mut registry = Registry::default();
    let mut here = entity(EntityType::Place, "Springfield");
    let mut place = Resolution::unresolved("Springfield", 2, String::new());
    place.gazetteer_id = Some("geonames:1".to_owned());
    here.place = Some(place.clone());
    registry.insert(&here, EntityId(1));
    place.gazetteer_id = Some("geonames:2".to_owned());
    let there = LocalEntity {
        place: Some(place),
        ..here.clone()
    };
    assert_eq!(registry.find(&there), None);
    assert_eq!(
        registry.find(&entity(EntityType::Place, "Springfield")),
        None
    );
    assert_eq!(registry.find(&here), Some(EntityId(1)));
}
