//! What a reader expects of place names in sentences.

use super::resolve;
use crate::{
    gazetteer::Gazetteer,
    model::{
        ByteSpan, CleanArticle, EntityType, FoundMention, LocalEntity, Metadata, NameSpan,
        OffsetMap, Resolution, Title,
    },
};

/// Resolves the places of a text in which place names stand between brackets and other names between braces; gives
/// the resolution of the place called `name`.
fn place(marked: &str, dateline: Option<&str>, name: &str) -> Resolution {
    let mut text = String::new();
    let mut entities: Vec<LocalEntity> = Vec::new();
    let mut mentions = Vec::new();
    let mut start = 0;
    for c in marked.chars() {
        match c {
            '[' | '{' => start = text.len(),
            ']' | '}' => {
                let kind = match c {
                    ']' => EntityType::Place,
                    _ => EntityType::Group,
                };
                let surface = &text[start..];
                let known = entities
                    .iter()
                    .position(|e| e.name == surface && e.kind == kind);
                let entity = known.unwrap_or(entities.len());
                if known.is_none() {
                    entities.push(LocalEntity {
                        kind,
                        name: surface.to_owned(),
                        place: None,
                    });
                }
                mentions.push(FoundMention {
                    name: NameSpan {
                        span: ByteSpan::from(start..text.len()),
                        kind,
                        confidence: 1.0,
                    },
                    entity,
                });
            }
            c => text.push(c),
        }
    }
    let article = CleanArticle {
        title: Title {
            text: String::new(),
            made_up: true,
        },
        reading_text: text,
        blocks: Vec::new(),
        offsets: OffsetMap::default(),
        asides: Vec::new(),
        metadata: Metadata {
            dateline_place: dateline.map(str::to_owned),
            ..Metadata::default()
        },
        notes: Vec::new(),
    };
    resolve(Gazetteer::embedded(), &article, &mentions, &mut entities);
    let found = entities.into_iter().find(|e| e.name == name);
    found.and_then(|e| e.place).unwrap()
}

/// `status country name` of a resolution.
fn short(r: &Resolution) -> String {
    format!(
        "{} {} {}",
        r.status.word(),
        r.country.as_deref().unwrap_or("-"),
        r.name
    )
}

#[test]
fn which_place_a_name_means() {
    let check = |marked: &str, name: &str, expected: &str| {
        let resolution = place(marked, None, name);
        assert_eq!(
            short(&resolution),
            expected,
            "{marked}: {}",
            resolution.reason
        );
    };
    check("Rain fell on [Paris].", "Paris", "resolved FR Paris");
    check("Rain fell on [Paris], Texas.", "Paris", "resolved US Paris");
    check(
        "A bakery in [Moscow], [Idaho], closed.",
        "Moscow",
        "resolved US Moscow",
    );
    check(
        "A bakery in [Moscow] closed.",
        "Moscow",
        "resolved RU Moscow",
    );
    check("[Cairo], [Egypt], was quiet.", "Cairo", "resolved EG Cairo");
    check(
        "[Tripoli] and [Misrata] were calm.",
        "Tripoli",
        "resolved LY Tripoli",
    );
    check(
        "[Tripoli], [Sidon] and [Beirut] were calm.",
        "Tripoli",
        "resolved LB Tripoli",
    );
    check(
        "{Lebanese} troops left [Tripoli] for [Zgharta].",
        "Tripoli",
        "resolved LB Tripoli",
    );
    check(
        "Farmers of [Aleppo province] waited.",
        "Aleppo province",
        "area SY Aleppo",
    );
    check(
        "Farmers of [Aleppo] province waited.",
        "Aleppo",
        "area SY Aleppo",
    );
    check("Bakers of [Aleppo] waited.", "Aleppo", "resolved SY Aleppo");
    check(
        "The [Aleppo] village of [Azaz] waited.",
        "Azaz",
        "resolved SY Azaz",
    );
    check(
        "[Georgia], [Armenia] and [Azerbaijan] agreed.",
        "Georgia",
        "area GE Georgia",
    );
    check(
        "[Atlanta], [Savannah] and all of [Georgia] froze.",
        "Georgia",
        "area US Georgia",
    );
    check(
        "Trade in [northern Syria] resumed.",
        "northern Syria",
        "area SY Syria",
    );
    check(
        "[Washington] told [Tehran] to wait.",
        "Washington",
        "resolved US Washington",
    );
    check(
        "[Seattle] and [Spokane] lead in [Washington].",
        "Washington",
        "area US Washington",
    );
    check(
        "A ferry crossed the [Black Sea].",
        "Black Sea",
        "area - Black Sea",
    );
    check("Snow in [New York].", "New York", "resolved US New York");
    check(
        "Snow in [Utica], [New York].",
        "New York",
        "area US New York",
    );
    check(
        "Fairs in [Becker], [Grant] and [Otter Tail] counties of [Minnesota].",
        "Grant",
        "area US Grant County",
    );
    check(
        "Farms in [Orange] County, [California], burned.",
        "Orange",
        "area US Orange County",
    );
}

#[test]
fn unsettled_names_stay_blank() {
    let check = |marked: &str, name: &str, reason: &str| {
        let resolution = place(marked, None, name);
        assert_eq!(
            resolution.status.word(),
            "unresolved",
            "{}",
            resolution.reason
        );
        assert_eq!(resolution.position, None);
        assert!(resolution.reason.contains(reason), "{}", resolution.reason);
    };
    check(
        "The road to [Qxarvelun] is closed.",
        "Qxarvelun",
        "No place of this name",
    );
    check(
        "Trucks left [Homs], [Hama], [Idlib] and [Aleppo] for [Bourg-Achard].",
        "Bourg-Achard",
        "nothing else in the article is there",
    );
    check(
        "The road to [Zlitaan] is closed.",
        "Zlitaan",
        "nearest spelling is Zliten, Libya",
    );
    // The gazetteer has it for one town of Illinois, as it may be said of any.
    check(
        "Buses of the [Metropolitan Area] were late in [Nigeria].",
        "Metropolitan Area",
        "No place of this name",
    );
}

#[test]
fn a_near_spelling_is_taken_where_its_country_is() {
    let marked = "[Misrata], [Khoms] and [Zlitaan] lie on the coast of [Libya].";
    let resolution = place(marked, None, "Zlitaan");
    assert_eq!(
        short(&resolution),
        "resolved LY Zliten",
        "{}",
        resolution.reason
    );
    assert!(
        resolution.reason.contains("nearest spelling"),
        "{}",
        resolution.reason
    );
}

#[test]
fn reasons_name_the_evidence() {
    let check = |marked: &str, dateline, name: &str, expected: &str| {
        assert_eq!(place(marked, dateline, name).reason, expected);
    };
    check(
        "[TRIPOLI] Ships left [Misrata] and [Benghazi].",
        Some("Tripoli"),
        "TRIPOLI",
        "Tripoli, Libya: dateline and 2 other places in Libya",
    );
    check("[Libya] voted.", None, "Libya", "Libya: a country");
    check(
        "A fair in [Paris], [Texas].",
        None,
        "Paris",
        "Paris, Texas, United States: Texas stands beside it",
    );
}

#[test]
fn areas_have_their_size() {
    let libya = place("[Libya] voted.", None, "Libya");
    assert!(libya.uncertainty_km.is_some_and(|km| km > 500.0));
    assert_eq!(libya.feature.as_deref(), Some("country"));
    assert_eq!(libya.gazetteer_id.as_deref(), Some("geonames:2215636"));
}

#[test]
fn odd_text_is_no_trouble() {
    for marked in [
        "[]",
        "[,]",
        "[ of ]",
        "é[é]é, É",
        "[A], ",
        "[Paris](",
        "of [Paris]",
    ] {
        let name: String = marked
            .chars()
            .skip_while(|c| *c != '[')
            .skip(1)
            .take_while(|c| *c != ']')
            .collect();
        assert!(!place(marked, Some(""), &name).reason.is_empty());
    }
}
