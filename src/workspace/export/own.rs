//! Keeps the words a user wrote in place of the program's, as long as they do not contradict the picture.
//!
//! What words stand on is what they repeat of the picture: its numbers, months, names and unit. They are kept while the
//! picture still says all of that; words that repeat nothing are always kept.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::said;
use crate::{
    model::picture::{OwnWords, WordLine},
    workspace::session::Picture,
};

/// One line of the user's own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct KeptLine {
    pub words: String,
    /// What of the picture they repeat.
    pub stands_on: BTreeSet<String>,
}

/// The lines of one kind of picture.
pub type KeptWords = BTreeMap<WordLine, KeptLine>;

/// Under what the words of a picture are kept: those of one kind of chart are not for another.
#[must_use]
pub fn key(picture: &Picture) -> &'static str {
    match picture {
        Picture::Chart(chart) => chart.kind.word(),
        Picture::Map(_) => "map",
    }
}

/// The user's words with what they stand on.
#[must_use]
pub fn keep(own: &OwnWords, picture: &Picture) -> KeptWords {
    let facts = facts(picture);
    own.iter()
        .map(|(line, words)| {
            let repeated = facts.iter().filter(|fact| says(words, fact));
            let kept = KeptLine {
                words: words.clone(),
                stands_on: repeated.cloned().collect(),
            };
            (*line, kept)
        })
        .collect()
}

/// The words that still hold for a picture, and those that contradict it.
#[must_use]
pub fn take_up(kept: &KeptWords, picture: &Picture) -> (OwnWords, OwnWords) {
    let facts = facts(picture);
    let mut own = OwnWords::new();
    let mut contradicted = OwnWords::new();
    for (line, kept) in kept {
        let to = if kept.stands_on.is_subset(&facts) {
            &mut own
        } else {
            &mut contradicted
        };
        to.insert(*line, kept.words.clone());
    }
    (own, contradicted)
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// What a picture says that words can repeat.
fn facts(picture: &Picture) -> BTreeSet<String> {
    let mut facts = BTreeSet::new();
    let said = said(picture);
    let lines = [said.title, said.subtitle, said.n_line];
    for line in lines
        .into_iter()
        .chain(said.notes.iter().map(String::as_str))
    {
        facts.extend(tokens(line).filter(|t| is_number(t) || is_month(t)));
    }
    let (names, unit): (Vec<&str>, &str) = match picture {
        Picture::Chart(chart) => {
            facts.extend(chart.cells().iter().map(|(value, _)| value.to_string()));
            (chart.labels(), chart.unit.word())
        }
        Picture::Map(map) => {
            facts.extend(map.symbols.iter().map(|s| s.value.to_string()));
            let names = map.symbols.iter().map(|s| s.name.as_str());
            (names.collect(), map.unit.as_str())
        }
    };
    facts.insert(unit.to_lowercase());
    // One or two letters are in words of all kinds.
    let names = names.into_iter().filter(|name| name.chars().count() > 2);
    facts.extend(names.map(str::to_lowercase));
    facts
}

fn is_number(token: &str) -> bool {
    token.starts_with(|c: char| c.is_ascii_digit())
}

fn is_month(token: &str) -> bool {
    MONTHS.iter().any(|month| month.get(..3) == Some(token))
}

/// The words of a text, lower case, numbers without the commas between thousands, months by their first three letters.
fn tokens(text: &str) -> impl Iterator<Item = String> {
    let text = text.to_lowercase();
    let chars: Vec<char> = text.chars().collect();
    let mut words = Vec::new();
    let mut word = String::new();
    for (at, letter) in chars.iter().enumerate() {
        let digit = |at: Option<usize>| {
            at.and_then(|at| chars.get(at))
                .is_some_and(char::is_ascii_digit)
        };
        let between = *letter == ',' && digit(at.checked_sub(1)) && digit(Some(at + 1));
        if letter.is_alphanumeric() {
            word.push(*letter);
        } else if !between && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
    }
    words.push(word);
    words.into_iter().map(|word| {
        let month = MONTHS.iter().find(|month| **month == word);
        month
            .and_then(|month| month.get(..3))
            .map_or(word, str::to_owned)
    })
}

/// Whether words repeat a fact.
fn says(words: &str, fact: &str) -> bool {
    if fact.contains(|letter: char| !letter.is_alphanumeric()) {
        return words.to_lowercase().contains(fact);
    }
    tokens(words).any(|token| token == fact)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{
        CountUnit, EntityId,
        chart::{Bar, Cell, Chart, ChartData, ChartKind},
    };

    fn chart(articles: u64, dates: &str, bars: &[(&str, u64)]) -> Picture {
        let bar = |(label, value): &(&str, u64)| Bar {
            label: (*label).to_owned(),
            value: *value,
            cell: Cell::Entity(EntityId(1)),
            kind: None,
            of: None,
        };
        Picture::Chart(Box::new(Chart {
            kind: ChartKind::Places,
            unit: CountUnit::Mentions,
            title: "Places named most often".to_owned(),
            subtitle: format!("Mentions in {articles} articles, {dates}"),
            n_line: String::new(),
            notes: Vec::new(),
            data: ChartData::Bars(bars.iter().map(bar).collect()),
            drawn: Default::default(),
            selected: None,
        }))
    }

    #[test]
    fn own_words_stay_until_the_picture_says_otherwise() {
        let before = chart(
            1_212,
            "3–28 Mar 2012",
            &[("Port Levant", 40), ("Yafran", 9)],
        );
        let check = |words: &str, after: &Picture, stays: bool| {
            let own = OwnWords::from([(WordLine::Title, words.to_owned())]);
            let (taken, dropped) = take_up(&keep(&own, &before), after);
            assert_eq!(taken.is_empty(), !stays, "{words}");
            assert_eq!(dropped.is_empty(), stays, "{words}");
        };
        let later = chart(1_300, "3–28 Apr 2012", &[("Port Levant", 41)]);
        check("Where the pumps stood", &later, true);
        check("", &later, true);
        check("Spring 2012, in the hills", &later, true);
        check("The hills in March", &later, false);
        check("All 1,212 articles", &later, false);
        check("Yafran leads", &later, false);
        check("Port Levant is named most", &later, true);
        check("port levant: 40 times", &later, false);
        check("The hills in March, in 1212 articles", &before, true);
    }
}
