//! Phrases as newspapers write them, and phrases that only look so.

use proptest::prelude::*;

use super::*;
use crate::model::{Block, BlockKind};

/// Reads a text in which names are marked: `[town]`, `{country}`, `<capital>`, `(=group=)`, `(@person@)`.
fn marked(source: &str) -> (String, Vec<Name>) {
    let mut text = String::new();
    let mut names: Vec<(String, Name)> = Vec::new();
    let mut open: Option<(usize, EntityType, bool, bool)> = None;
    let mut rest = source;
    while let Some(c) = rest.chars().next() {
        let mut len = c.len_utf8();
        let kind = if rest.starts_with("(=") {
            len = 2;
            Some((EntityType::Group, false, false))
        } else if rest.starts_with("(@") {
            len = 2;
            Some((EntityType::Person, false, false))
        } else {
            match c {
                '[' => Some((EntityType::Place, false, false)),
                '{' => Some((EntityType::Place, true, false)),
                '<' => Some((EntityType::Place, false, true)),
                _ => None,
            }
        };
        if let Some((kind, area, capital)) = kind {
            open = Some((text.len(), kind, area, capital));
        } else if let Some((start, kind, area, capital)) = open
            && (matches!(c, ']' | '}' | '>') || rest.starts_with("=)") || rest.starts_with("@)"))
        {
            len = if matches!(c, ']' | '}' | '>') { 1 } else { 2 };
            let word = text[start..].to_owned();
            let entity = names
                .iter()
                .find(|(known, _)| *known == word)
                .map_or(names.len() as i64, |(_, n)| n.entity);
            let name = Name {
                span: ByteSpan::from(start..text.len()),
                kind,
                entity,
                area,
                capital,
            };
            names.push((word, name));
            open = None;
        } else {
            text.push(c);
        }
        rest = &rest[len..];
    }
    (text, names.into_iter().map(|(_, n)| n).collect())
}

fn sentences(text: &str) -> Vec<ByteSpan> {
    let block = Block {
        span: ByteSpan::from(0..text.len()),
        kind: BlockKind::Paragraph,
    };
    crate::analysis::sentences::split(text, &[block])
}

fn said(source: &str) -> Vec<String> {
    let (text, names) = marked(source);
    find(&text, &sentences(&text), &names)
        .iter()
        .map(|r| {
            let place = r.place.map_or("?", |p| p.of(&text));
            let second = r
                .second_anchor
                .map_or(String::new(), |s| format!("+{}", s.of(&text)));
            let km = r.distance.map_or(String::new(), |d| format!("{:.1}", d.km));
            let km = km.trim_end_matches(".0");
            let kind = match r.kind {
                RelationKind::At => String::new(),
                other => format!(" {}", other.word()),
            };
            format!(
                "{place} / {}{second} / {km} {}{kind}",
                r.anchor.of(&text),
                r.direction.map_or("", Wind::word)
            )
            .trim_end()
            .to_owned()
        })
        .collect()
}

use crate::model::relation::{RelationKind, Wind};

/// Many short cases, of which all that fail are told.
#[derive(Default)]
struct Cases(Vec<String>);

impl Cases {
    fn check(&mut self, source: &str, expected: &[&str]) {
        let said = said(source);
        if said != expected {
            self.0.push(format!(
                "{source}
    found {said:?}
    not   {expected:?}"
            ));
        }
    }
}

impl Drop for Cases {
    fn drop(&mut self) {
        assert!(
            self.0.is_empty(),
            "
{}",
            self.0.join(
                "
"
            )
        );
    }
}

#[test]
fn distance_and_direction() {
    let mut cases = Cases::default();
    cases.check(
        "He was born in [Marsk], 40 km (25 miles) south of [Odde].",
        &["Marsk / Odde / 40 S"],
    );
    cases.check(
        "the town of [Marsk], about 60 miles (100 km) east of the capital [Odde], was quiet",
        &["Marsk / Odde / 100 E"],
    );
    cases.check(
        "Shells fell on [Marsk], some 20 kilometres north-west of [Odde].",
        &["Marsk / Odde / 20 NW"],
    );
    cases.check(
        "[Marsk] lies 12 kms north-north-east of [Odde].",
        &["Marsk / Odde / 12 NNE"],
    );
    cases.check(
        "[Marsk] is located roughly 35 kilometers to the southeast of [Odde].",
        &["Marsk / Odde / 35 SE"],
    );
    cases.check(
        "[Marsk] (40 km NE of [Odde]) has two mills.",
        &["Marsk / Odde / 40 NE"],
    );
    cases.check(
        "The mill in [Marsk], 8 miles N of [Odde], closed.",
        &["Marsk / Odde / 12.9 N"],
    );
    cases.check(
        "[Marsk], which lies some 150 km southwest of [Odde], was calm.",
        &["Marsk / Odde / 150 SW"],
    );
    cases.check(
        "[Marsk] sits just 5km west of [Odde].",
        &["Marsk / Odde / 5 W"],
    );
    cases.check(
        "[Marsk] — 300 km east of [Odde] — has a port.",
        &["Marsk / Odde / 300 E"],
    );
    cases.check(
        "clashes in [Marsk] on Friday, 200 km south of [Odde]",
        &["Marsk / Odde / 200 S"],
    );
    cases.check(
        "[Marsk] is a mill town about 25 miles northwest of [Odde].",
        &["Marsk / Odde / 40.2 NW"],
    );
    cases.check(
        "[Marsk], a town of 40,000 people 30 km north of [Odde], voted.",
        &["Marsk / Odde / 30 N"],
    );
    cases.check(
        "in [Marsk], {Norland}, 30 km north of [Odde]",
        &["Marsk / Odde / 30 N"],
    );
    cases.check(
        "at [Marsk] in {Norland}, 30 km north of [Odde]",
        &["Marsk / Odde / 30 N"],
    );
    cases.check(
        "[Marsk], {Norland}'s third city, 30 km north of [Odde], is old.",
        &["Marsk / Odde / 30 N"],
    );
    cases.check(
        "the port of [Marsk], 560 km east of the (=Norlandic=) capital [Odde]",
        &["Marsk / Odde / 560 E"],
    );
    cases.check(
        "the port of [Marsk], 560 km east of the capital, <Odde>, burned",
        &["Marsk / Odde / 560 E"],
    );
    cases.check(
        "[Marsk], 70 km east along the coast from [Odde]",
        &["Marsk / Odde / 70 E"],
    );
    cases.check("[Marsk], 50 km east from [Odde]", &["Marsk / Odde / 50 E"]);
    cases.check(
        "[Marsk], a 15-mile drive south of [Odde]",
        &["Marsk / Odde / 24.1 S"],
    );
    cases.check(
        "[Marsk], twenty-five miles west of [Odde]",
        &["Marsk / Odde / 40.2 W"],
    );
    cases.check(
        "[Marsk], 20 to 30 km west of [Odde]",
        &["Marsk / Odde / 25 W"],
    );
    cases.check(
        "[Marsk], 800 metres south of [Odde]",
        &["Marsk / Odde / 0.8 S"],
    );
    cases.check(
        "[Marsk], a few kilometers south of [Odde]",
        &["Marsk / Odde / 4 S"],
    );
    cases.check(
        "[Marsk], 30 km west of [Odde] and 50 km north of [Lund]",
        &["Marsk / Odde / 30 W", "Marsk / Lund / 50 N"],
    );
    cases.check(
        "the refinery at [Marsk], 600 kilometers (370 miles) east of rebel-held [Odde]",
        &["Marsk / Odde / 600 E"],
    );
    cases.check(
        "The [Marsk] refugee camp, 3 km east of [Odde], is full.",
        &["Marsk / Odde / 3 E"],
    );
    cases.check(
        "[Marsk], where three people died on Friday, is 30 km south of [Odde].",
        &["Marsk / Odde / 30 S"],
    );
    cases.check(
        "“[Marsk] is 30 km south of the center of [Odde],” he said.",
        &["Marsk / Odde / 30 S"],
    );
    cases.check(
        "[Marsk], 30 km south of {Norland}'s capital <Odde>, is quiet",
        &["Marsk / Odde / 30 S"],
    );
}

#[test]
fn turned_round() {
    let mut cases = Cases::default();
    cases.check("South of [Odde] lies [Marsk].", &["Marsk / Odde /  S"]);
    cases.check(
        "Some 30 km south of [Odde] is the town of [Marsk].",
        &["Marsk / Odde / 30 S"],
    );
    cases.check(
        "Fifty km north of [Odde], in the village of [Marsk], people fled.",
        &["Marsk / Odde / 50 N"],
    );
    cases.check(
        "To the west of [Odde], [Marsk] was shelled.",
        &["Marsk / Odde /  W"],
    );
    cases.check(
        "South of [Odde], [Marsk]'s army waited.",
        &["? / Odde /  S"],
    );
    cases.check(
        "South of [Odde], {Norland}, the road is cut.",
        &["? / Odde /  S"],
    );
    cases.check("South of [Odde], people fled.", &["? / Odde /  S"]);
}

#[test]
fn distance_alone() {
    let mut cases = Cases::default();
    cases.check(
        "[Marsk], 30 km from [Odde], is quiet.",
        &["Marsk / Odde / 30"],
    );
    cases.check(
        "a farm in [Marsk], some 20 kilometres outside [Odde]",
        &["Marsk / Odde / 20"],
    );
    cases.check(
        "[Marsk] is 12 miles away from [Odde].",
        &["Marsk / Odde / 19.3"],
    );
    cases.check(
        "[Marsk] is 300 km by road from [Odde].",
        &["Marsk / Odde / 300"],
    );
    cases.check(
        "The ship sank 20 miles off [Odde].",
        &["? / Odde / 32.2  off"],
    );
    cases.check(
        "The ship sank 20 nautical miles off the coast of [Odde].",
        &["? / Odde / 37.0  off"].map(|s| {
            if s.contains("37.0") {
                "? / Odde / 37  off"
            } else {
                s
            }
        }),
    );
    cases.check(
        "The island of [Marsk], 8 km off the [Odde] coast, is bare.",
        &["Marsk / Odde / 8  off"],
    );
    cases.check(
        "A boat sank off the coast of [Odde].",
        &["? / Odde /   off"],
    );
    cases.check("Troops came within 20 km of [Odde].", &["? / Odde / 20"]);
    cases.check(
        "[Marsk], 15 km downstream of [Odde]",
        &["Marsk / Odde / 15"],
    );
    cases.check("[Marsk], 40 km inland from [Odde]", &["Marsk / Odde / 40"]);
    cases.check(
        "[Marsk] is 80 km from [Odde] to the south.",
        &["Marsk / Odde / 80 S"],
    );
    cases.check("He drove 200 km from [Odde] to [Lund].", &[]);
    cases.check("A gust of 30 km an hour was felt in [Odde].", &[]);
}

#[test]
fn direction_alone() {
    let mut cases = Cases::default();
    cases.check(
        "Fighting went on in [Marsk] to the south of [Odde] and in [Lund].",
        &["Marsk / Odde /  S"],
    );
    cases.check(
        "[Marsk], just south of [Odde], was hit.",
        &["Marsk / Odde /  S"],
    );
    cases.check(
        "[Marsk], a two-hour drive north of [Odde], was hit.",
        &["Marsk / Odde /  N"],
    );
    cases.check(
        "[Marsk] is the next town to the west of [Odde].",
        &["Marsk / Odde /  W next"],
    );
    cases.check(
        "In [Odde], the mayor told of floods in [Marsk] to the west of the city.",
        &["Marsk / Odde /  W"],
    );
    cases.check(
        "A march began in <Odde>. [Marsk], east of the capital, saw rain.",
        &["Marsk / Odde /  E"],
    );
    cases.check("[Marsk], NE of [Odde]", &["Marsk / Odde /  NE"]);
    cases.check(
        "the hills, directly to the north of [Odde]",
        &["? / Odde /  N"],
    );
    cases.check(
        "[Marsk], to the immediate west of [Odde]",
        &["Marsk / Odde /  W"],
    );
    cases.check(
        "The road junction of [Marsk] controls access to [Odde] from the north.",
        &["Marsk / Odde /  N access"],
    );
    cases.check(
        "[Marsk], a bridge which guards the road to [Odde] from the east, fell.",
        &["Marsk / Odde /  E access"],
    );
    cases.check(
        "[Marsk] guards the southern approaches to [Odde].",
        &["Marsk / Odde /  S access"],
    );
}

#[test]
fn described_places() {
    let mut cases = Cases::default();
    cases.check(
        "They hid in a village 12 km northeast of [Odde].",
        &["a village / Odde / 12 NE"],
    );
    cases.check(
        "A village 12 km northeast of [Odde] called [Marsk] was hit.",
        &["Marsk / Odde / 12 NE"],
    );
    cases.check(
        "[Marsk], a village 12 km northeast of [Odde], was hit.",
        &["Marsk / Odde / 12 NE"],
    );
    cases.check(
        "[Marsk] burned. The town lies 12 km northeast of [Odde].",
        &["Marsk / Odde / 12 NE"],
    );
    cases.check(
        "[Marsk] burned. It is 12 km northeast of [Odde].",
        &["Marsk / Odde / 12 NE"],
    );
    cases.check(
        "An oil field 90 miles south of [Odde] was shut.",
        &["An oil field / Odde / 144.8 S"],
    );
    cases.check(
        "a town in the {Hoge Mountains} 40 km south of [Odde]",
        &["a town / Odde / 40 S"],
    );
    cases.check(
        "[Marsk] is a town in western {Norland}, located south of [Odde].",
        &["Marsk / Odde /  S"],
    );
    cases.check(
        "It lies on the eastern side of {Norland}, 43 km from [Odde].",
        &["? / Odde / 43"],
    );
    cases.check(
        "In {Hoge Province}, 450 km southeast of [Odde], it rained.",
        &["Hoge Province / Odde / 450 SE"],
    );
    cases.check("Guards let them pass north of [Odde].", &["? / Odde /  N"]);
    cases.check(
        "They were killed 30 km south of [Odde].",
        &["? / Odde / 30 S"],
    );
    cases.check(
        "Troops from [Lund] fought 20 km south of [Odde].",
        &["? / Odde / 20 S"],
    );
}

#[test]
fn between_two() {
    let mut cases = Cases::default();
    cases.check(
        "[Marsk] is halfway between [Odde] and [Lund].",
        &["Marsk / Odde+Lund /   halfway"],
    );
    cases.check(
        "[Marsk], roughly midway between the port of [Odde] and [Lund], is quiet.",
        &["Marsk / Odde+Lund /   halfway"],
    );
    cases.check(
        "[Marsk], which lies between [Odde] and [Lund], is quiet.",
        &["Marsk / Odde+Lund /   between"],
    );
    cases.check(
        "[Marsk], on the coastal road between [Odde] and [Lund], is quiet.",
        &["Marsk / Odde+Lund /   between"],
    );
    cases.check("a crossroads between [Odde] and [Lund]", &[]);
    cases.check("Talks between [Odde] and [Lund] went on.", &[]);
    cases.check("The match between [Odde] and [Lund] was lost.", &[]);
    cases.check(
        "It lies on the border between {Norland} and {Sorland}.",
        &[],
    );
    cases.check(
        "Halfway from [Odde] to [Lund] is [Marsk].",
        &["Marsk / Odde+Lund /   halfway"],
    );
}

#[test]
fn parts_and_lines_are_no_relations() {
    let mut cases = Cases::default();
    for source in [
        "Rain fell in southern [Odde] and in the north of {Norland}.",
        "Rebels hold the east of {Norland} around [Odde].",
        "the far south of {Norland}",
        "north of the border with {Norland}",
        "five km from the border with {Norland}",
        "30 km from the {Norland} border",
        "30 km from the (=Norlandic=) border",
        "in west [Odde] and the southern outskirts of [Odde]",
        "the south-east of [Odde]",
        "[Marsk], near [Odde], is quiet",
        "It is south of here, in [Odde].",
        "a river east of which [Odde] lies",
        "[Odde] lost 2 km of pipe and 30 miles of road",
        "the east and west of {Norland}",
        "30 km from where [Odde] begins",
        "He flew [Odde] to [Lund], 2,000 km in a day.",
        "The temperature rose north of 50 in [Odde].",
        "He came from the north to [Odde].",
    ] {
        cases.check(source, &[]);
    }
}

#[test]
fn names_that_were_not_recognized() {
    let mut cases = Cases::default();
    cases.check(
        "Tarnby is about 45 miles south of [Odde].",
        &["Tarnby / Odde / 72.4 S"],
    );
    cases.check(
        "Later, 45 miles south of [Odde], it rained.",
        &["? / Odde / 72.4 S"],
    );
    cases.check(
        "by telephone from the state capital el-Tarn, some 40 km south of [Odde]",
        &["el-Tarn / Odde / 40 S"],
    );
    cases.check(
        "In the village of [Marsk 40] kilometers north of [Odde], it rained.",
        &["Marsk 40 / Odde / 40 N"],
    );
    cases.check(
        "the village of Tarn, 12 km south of [Odde]",
        &["Tarn / Odde / 12 S"],
    );
    cases.check("[Marsk], 12 km south of Tarnby", &["Marsk / Tarnby / 12 S"]);
    cases.check(
        "in (@Marsk@), 12 km south of [Odde]",
        &["Marsk / Odde / 12 S"],
    );
    cases.check("[Marsk], 12 km south of (@Odde@)", &["Marsk / Odde / 12 S"]);
    cases.check("(@Ann Lund@), 12 km south of [Odde]", &["? / Odde / 12 S"]);
    cases.check("[Marsk], 12 km south of (@Odde@)'s house", &[]);
}

#[test]
fn two_units_that_disagree_are_noted() {
    let (text, names) = marked("[Marsk], 210 km (140 miles) southeast of [Odde]");
    let found = find(&text, &sentences(&text), &names);
    let distance = found[0].distance.unwrap();
    assert_eq!(distance.agree, Some(false));
    assert!(distance.low_km < 210.0 && distance.high_km > 225.0);
}

#[test]
fn long_sentences_take_linear_time() {
    // A sentence of thousands of phrases: quadratic work would take minutes.
    let source = "[Marsk], 12 km south of [Odde] and of the capital, a town ".repeat(20_000);
    let (text, names) = marked(&source);
    let found = find(&text, &[ByteSpan::from(0..text.len())], &names);
    assert!(found.len() >= 20_000);
}

proptest! {
    #[test]
    fn any_text_is_read_without_panic(
        parts in proptest::collection::vec(
            prop_oneof![
                Just("[Odde]"), Just("{Norland}"), Just("<Lund>"), Just("(@Ann@)"), Just("(=Norse=)"), Just("south"),
                Just("north-"), Just("of"), Just("12 km"), Just("("), Just(")"), Just(","), Just("between"), Just("and"),
                Just("halfway"), Just("the"), Just("town"), Just("is"), Just("'s"), Just("off the coast of"), Just("from"),
                Just("access to"), Just("½"), Just("a"), Just("hundred"), Just("miles"), Just("NE"), Just("西"), Just("—"),
            ],
            0..40,
        ),
        junk in any::<String>(),
    ) {
        let (mut text, names) = marked(&parts.join(" "));
        text.push_str(&junk);
        for relation in find(&text, &sentences(&text), &names) {
            prop_assert!(text.get(relation.span.range()).is_some());
            prop_assert!(text.get(relation.anchor.range()).is_some());
            prop_assert!(relation.place.is_none_or(|p| !p.of(&text).is_empty()));
            prop_assert!(relation.place != Some(relation.anchor));
        }
    }

    #[test]
    fn any_spans_are_read_without_panic(text in any::<String>(), cuts in proptest::collection::vec((0_u32..200, 0_u32..9), 0..9)) {
        let mut at = 0;
        let names: Vec<Name> = cuts.iter().map(|(gap, len)| {
            let start = at + gap % 20;
            at = start + len;
            Name { span: ByteSpan::new(start, at), kind: EntityType::Place, entity: 0, area: false, capital: false }
        }).collect();
        let _ = find(&text, &[ByteSpan::from(0..text.len())], &names);
    }
}
