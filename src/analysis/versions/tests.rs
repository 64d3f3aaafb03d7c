//! What a person sees when two versions are compared.

use proptest::prelude::*;

use super::compare::{Name, Side, compare};
use crate::model::{
    ArticleId, Block, BlockKind, ByteSpan, EntityId, EntityType, PartialDate,
    family::{Comparison, RowState},
};

/// A text whose names stand in brackets with a letter for the type and, where spellings share an entity, its number:
/// `[P Salem Akroush]`, `[P7 Shukri Naji]`.
fn side(marked: &str, published: &str) -> Side {
    let (mut text, mut names) = (String::new(), Vec::new());
    let mut rest = marked;
    while let Some((before, after)) = rest.split_once('[') {
        text.push_str(before);
        let (inside, after) = after.split_once(']').expect("a closing bracket");
        let (head, name) = inside.split_once(' ').expect("a type and a name");
        let kind = match head.chars().next() {
            Some('P') => EntityType::Person,
            Some('O') => EntityType::Organization,
            Some('L') => EntityType::Place,
            _ => EntityType::Group,
        };
        let entity = head
            .get(1..)
            .and_then(|number| number.parse().ok())
            .unwrap_or_else(|| {
                1000 + name
                    .bytes()
                    .map(i64::from)
                    .fold(7, |h, b| (h * 31 + b) % 100_003)
            });
        let start = text.len();
        text.push_str(name);
        names.push(Name {
            span: ByteSpan::from(start..text.len()),
            entity: EntityId(entity),
            kind,
            name: name.to_owned(),
        });
        rest = after;
    }
    text.push_str(rest);
    let mut at = 0;
    let blocks = text
        .split("\n\n")
        .enumerate()
        .map(|(i, part)| {
            let span = ByteSpan::from(at..at + part.len());
            at += part.len() + 2;
            let kind = if i == 0 {
                BlockKind::Headline
            } else {
                BlockKind::Paragraph
            };
            Block { span, kind }
        })
        .collect();
    Side {
        article: ArticleId(1),
        text,
        blocks,
        names,
        published: PartialDate::parse(published),
    }
}

fn of(a: &str, b: &str) -> Comparison {
    compare(side(a, "2012-03-14"), side(b, "2012-03-14"))
}

/// The changed facts as lines: `figure people killed: 12 → 15`.
fn facts(found: &Comparison) -> Vec<String> {
    found
        .facts
        .iter()
        .map(|change| {
            let text = |fact: &Option<crate::model::family::Fact>| {
                fact.as_ref().map_or("·", |f| f.text.as_str()).to_owned()
            };
            format!(
                "{} {}: {} → {}",
                change.kind.label().to_lowercase(),
                change.about,
                text(&change.a),
                text(&change.b)
            )
        })
        .collect()
}

#[track_caller]
fn check(a: &str, b: &str, expected: &[&str]) {
    assert_eq!(facts(&of(a, b)), expected, "\n{a}\n{b}");
}

/// The sides of each row, words that only one side has between brackets.
fn marked(found: &Comparison) -> Vec<(String, String)> {
    let one = |block: &Option<crate::model::family::CompareBlock>, text: &str| {
        let Some(block) = block else {
            return String::new();
        };
        let mut out = String::new();
        let mut at = block.span.start;
        for span in &block.only_here {
            out.push_str(ByteSpan::new(at, span.start).of(text));
            out.push_str(&format!("[{}]", span.of(text)));
            at = span.end;
        }
        out.push_str(ByteSpan::new(at, block.span.end).of(text));
        out
    };
    found
        .rows
        .iter()
        .map(|row| (one(&row.a, &found.a_text), one(&row.b, &found.b_text)))
        .collect()
}

#[track_caller]
fn check_marks(a: &str, b: &str, expected: &[(&str, &str)]) {
    let found = marked(&of(a, b));
    let expected: Vec<(String, String)> = expected
        .iter()
        .map(|(x, y)| ((*x).to_owned(), (*y).to_owned()))
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn numbers_that_count_the_same_thing() {
    check(
        "Blast at market\n\nA bomb killed 12 people at the market, a doctor said.",
        "Blast at market\n\nA bomb killed 15 people at the market, a doctor said.",
        &["figure people killed: 12 → 15"],
    );
    check(
        "Blast\n\nShells killed at least 12 people and wounded 30 in the town.",
        "Blast\n\nShells killed at least 12 people and wounded 34 in the town.",
        &["figure wounded: 30 → 34"],
    );
    check(
        "Water\n\nEight water trucks reached the town after nine days.",
        "Water\n\nWater reached the town with 11 water trucks after nine days.",
        &["figure water trucks: 8 → 11"],
    );
    check(
        "Water\n\nThe council put the number of people without running water at 1,200.",
        "Water\n\nThe council put the number of people without running water at 1,400. An earlier report gave 1,200.",
        &["figure people without running water: 1,200 → 1,400"],
    );
    check(
        "Flood\n\nThe mayor put the number of homes without power at 900. One old man had died on the dike.",
        "Flood\n\nThe mayor put the number of homes without power at 950. A first count gave 900. Two old people had died on the dike.",
        &[
            "figure homes without power: 900 → 950",
            "figure old man killed: 1 → 2",
        ],
    );
    check(
        "Prices\n\nBread rose 10 percent to $2.50 and 40 to 50 bakeries closed.",
        "Prices\n\nBread rose 12% to $3.10 and 40-60 bakeries closed.",
        &[
            "figure : 10 percent → 12%",
            "figure : $2.50 → $3.10",
            "figure bakeries closed: 40 to 50 → 40-60",
        ],
    );
}

#[test]
fn the_same_number_otherwise_written_is_no_change() {
    check(
        "Roads\n\nTwelve people were hurt and 3,000 homes lost power. Two dozen roads are closed.",
        "Roads\n\n12 people were injured and three thousand homes lost power. 24 roads are closed.",
        &[],
    );
}

#[test]
fn wording_and_order_are_no_facts() {
    check(
        "Talks\n\nThe envoy tried to convince the minister to leave.\n\nThe port of [L Khoms] reopened with 40 workers.\n\nRain is expected in [L Gharyan].",
        "Talks\n\nThe port of [L Khoms] opened again with 40 workers.\n\nThe envoy tried to persuade the minister to go.\n\nRain is expected in [L Gharyan].",
        &[],
    );
}

#[test]
fn names_and_places() {
    check(
        "Talks\n\nMinister [P1 Shukri Naji] met the council. The rebels hold [L Kikla].",
        "Talks\n\nMinister [P1 Shokri Naji] met the council. The rebels hold [L Nalut].",
        &[
            "name Shukri Naji: Shukri Naji → Shokri Naji",
            "place Kikla: Kikla → Nalut",
        ],
    );
    check(
        "Talks\n\nThe convoy left at dawn.\n\nTwo tankers were turned back at [L Kikla].",
        "Talks\n\nThe convoy left at dawn, and took a track through [L Bir al Ghanam].\n\nTwo tankers were turned back.",
        &[
            "place Bir al Ghanam: · → 1 mention",
            "place Kikla: 1 mention → ·",
        ],
    );
    // A fuller form, and a name that was marked in one text only, are no change.
    check(
        "Talks\n\n[P2 Naji] left for [L Malta].",
        "Talks\n\n[P2 Shukri Naji] left for Malta.",
        &[],
    );
}

#[test]
fn days() {
    check(
        "Ferry\n\nThe ferry arrived on Tuesday with flour.",
        "Ferry\n\nThe ferry arrived on Wednesday with flour.",
        &["date The ferry arrived: Tue 13 Mar 2012 → Wed 14 Mar 2012"],
    );
    check(
        "Ferry\n\nThe ferry arrived on Tuesday with flour.",
        "Ferry\n\nThe ferry arrived on March 13 with flour.",
        &[],
    );
    check(
        "Ferry\n\nKHOMS, Libya, March 13 (Northern Wire) - The ferry leaves at 10 am.",
        "Ferry\n\nKHOMS, Libya, March 14 (Northern Wire) - The ferry leaves at 11:30 a.m.",
        &["date The ferry leaves: 10 am → 11:30 a.m"],
    );
}

#[test]
fn numbers_inside_names_dates_and_telephone_numbers_count_once() {
    check(
        "Line\n\nCall +218 21 444 5501 after March 3, 2012. The [O Brigade 17] left.",
        "Line\n\nCall +218 21 444 5502 after March 4, 2012. The [O Brigade 18] left.",
        &[
            "figure phone number: 218 21 444 5501 → 218 21 444 5502",
            "date 218 21 444 5501: Sat 3 Mar 2012 → Sun 4 Mar 2012",
            "name Brigade 17: Brigade 17 → Brigade 18",
        ],
    );
}

#[test]
fn who_said_it_and_in_which_words() {
    check(
        "Fire\n\nThe fire began in a kitchen, officials said.\n\n[P Rania Sabri] watched. [P Omar Haddad] left.",
        "Fire\n\nThe fire began in a kitchen, witnesses said.\n\n[P Rania Sabri] watched. [P Omar Haddad] left.",
        &["attribution The fire began in a kitchen: officials → witnesses"],
    );
    check(
        "Fire\n\nThe fire began in a kitchen, said [P Rania Sabri].\n\n[P Omar Haddad] left.",
        "Fire\n\nThe fire began in a kitchen, said [P Rania Sabri].\n\n[P Omar Haddad] left. “We had told people to expect four,” said [P Omar Haddad].",
        &["quote Omar Haddad: · → “We had told people to expect four”"],
    );
    // The name that changed is said once, not once more as an attribution; so is the number in a quotation.
    check(
        "Fire\n\n“Ten houses are gone,” said [P Rania Sabri].",
        "Fire\n\n“Nine houses are gone,” said [P Omar Haddad].",
        &[
            "figure houses: 10 → 9",
            "name Rania Sabri: Rania Sabri → Omar Haddad",
        ],
    );
}

#[test]
fn blocks_are_paired_and_words_marked() {
    check_marks(
        "Water reaches town\n\nEight trucks came on Tuesday.\n\nSupplies came by sea from the depot.\n\nIt did not say why the tankers were late.",
        "Water reaches town at last\n\nEleven trucks came on Tuesday.\n\nSupplies came by sea from the depot.",
        &[
            ("Water reaches town", "Water reaches town [at last]"),
            (
                "[Eight] trucks came on Tuesday.",
                "[Eleven] trucks came on Tuesday.",
            ),
            (
                "Supplies came by sea from the depot.",
                "Supplies came by sea from the depot.",
            ),
            ("[It did not say why the tankers were late.]", ""),
        ],
    );
}

#[test]
fn whole_sentences_take_their_marks_along() {
    check_marks(
        "Town\n\nThe queue was long, said the mayor.",
        "Town\n\nThe queue was long, said the mayor. “We had told people to expect four.”",
        &[
            ("Town", "Town"),
            (
                "The queue was long, said the mayor.",
                "The queue was long, said the mayor. [“We had told people to expect four.”]",
            ),
        ],
    );
}

#[test]
fn a_split_paragraph_stands_beside_its_halves() {
    let found = of(
        "Town\n\nThe bridge over the wadi is closed until the spring. “Nobody will repair it before then,” the engineer told us.",
        "Town\n\nThe bridge over the wadi is closed until the spring.\n\n“Nobody will repair it before then,” the engineer told us.",
    );
    assert!(
        found.rows.iter().all(|row| row.state() == RowState::Equal),
        "{:?}",
        marked(&found)
    );
    assert_eq!(found.rows.len(), 3);
}

#[test]
fn changes_read_like_an_editors_marks() {
    // A word that stands by chance in both does not cut a rewritten passage to pieces; punctuation alone is no change.
    check_marks(
        "Town\n\nThe mayor, who was late, said the old bridge will be closed.",
        "Town\n\nThe mayor who was late said a new tunnel will be opened.",
        &[
            ("Town", "Town"),
            (
                "The mayor, who was late, said [the old bridge] will be [closed].",
                "The mayor who was late said [a new tunnel] will be [opened].",
            ),
        ],
    );
}

fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z]{1,5}",
        Just("“Züge”".to_owned()),
        Just("1,200".to_owned()),
        Just("Tuesday".to_owned()),
        Just("said".to_owned()),
        Just("$5".to_owned()),
        Just("12".to_owned()),
        Just("“".to_owned()),
        Just("”,".to_owned()),
        Just("\"".to_owned()),
        Just("a.".to_owned()),
        Just("—".to_owned()),
        Just("twenty-".to_owned()),
        Just("million".to_owned()),
        Just("[P Zāwiya]".to_owned()),
        Just("\n\n".to_owned()),
    ]
}

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(word(), 0..60).prop_map(|words| words.join(" "))
}

proptest! {
    #[test]
    fn spans_lie_inside_their_text(a in text(), b in text()) {
        let found = of(&a, &b);
        let fits = |span: ByteSpan, text: &str| text.get(span.range()).is_some();
        let (mut ends_a, mut ends_b) = (0, 0);
        for row in &found.rows {
            for (block, text, end) in [
                (&row.a, &found.a_text, &mut ends_a),
                (&row.b, &found.b_text, &mut ends_b),
            ] {
                let Some(block) = block else { continue };
                prop_assert!(fits(block.span, text));
                prop_assert!(block.span.start >= *end, "blocks in order");
                *end = block.span.end;
                let mut at = block.span.start;
                for span in &block.only_here {
                    prop_assert!(fits(*span, text) && block.span.contains(span) && span.start >= at && !span.is_empty());
                    at = span.end;
                }
            }
        }
        for change in &found.facts {
            for (fact, text) in [(&change.a, &found.a_text), (&change.b, &found.b_text)] {
                let Some(fact) = fact else { continue };
                prop_assert!(!fact.spans.is_empty());
                prop_assert!(fact.spans.iter().all(|s| fits(*s, text) && !s.is_empty()));
                let ordered = fact.spans.is_sorted_by(|x, y| x.end <= y.start);
                prop_assert!(ordered);
            }
        }
    }

    #[test]
    fn a_text_does_not_differ_from_itself(a in text()) {
        let found = of(&a, &a);
        prop_assert_eq!(facts(&found), Vec::<String>::new());
        prop_assert!(found.rows.iter().all(|row| row.state() == RowState::Equal));
    }
}
