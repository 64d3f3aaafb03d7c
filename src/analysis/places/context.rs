//! What the text says of its places, apart from their names: dateline, containing names, countries and peoples.

use std::collections::HashMap;

use super::{
    forms::{self, Wanted},
    options::{Choice, Named},
};
use crate::{
    gazetteer::{Gazetteer, Hit, fold},
    model::{CleanArticle, EntityType, FoundMention},
};

/// Evidence for countries and regions from words that are not place names of the article.
#[derive(Debug, Default)]
pub struct Context {
    /// By ISO code: how much the text speaks of the country's people and bodies.
    pub countries: HashMap<&'static str, f64>,
    /// By region number.
    pub regions: HashMap<u32, f64>,
}

/// Times a word outside place names counts at most.
const MOST_SAID: f64 = 2.0;

/// Reads the text around the names; marks containers, type words and the dateline in `named`.
pub fn read(
    gazetteer: &Gazetteer,
    article: &CleanArticle,
    mentions: &[FoundMention],
    named: &mut [Named],
) -> Context {
    let text = article.reading_text.as_str();
    dateline(article, named);
    for name in named.iter_mut() {
        for mention in &name.mentions {
            let Some(span) = mentions.get(*mention).map(|m| m.name.span) else {
                continue;
            };
            let before = text.get(..span.start as usize).unwrap_or_default();
            let after = text.get(span.end as usize..).unwrap_or_default();
            name.wanted = match type_word(before, after) {
                Wanted::Any => name.wanted,
                wanted => wanted,
            };
            for words in containers(before, after) {
                mark_contained(gazetteer, words, &mut name.options);
            }
        }
        if let Some((_, words)) = name.name.split_once(", ") {
            mark_contained(gazetteer, words, &mut name.options);
        }
    }
    containing_names(text, mentions, named);
    let mut context = Context::default();
    spoken_of(gazetteer, text, mentions, &mut context);
    // "The Jordan Times" writes about Jordan.
    if let Some(outlet) = article.metadata.outlet.as_deref() {
        spoken_of(gazetteer, outlet, &[], &mut context);
    }
    context
}

/// Marks the name the dateline gives: "TRIPOLI, Libya" is the dateline of Tripoli.
fn dateline(article: &CleanArticle, named: &mut [Named]) {
    let Some(place) = article.metadata.dateline_place.as_deref() else {
        return;
    };
    let city = fold(place.split([',', '/']).next().unwrap_or(place));
    for name in named {
        name.dateline = fold(&name.name) == city;
    }
}

/// A name that stands after a place in it is the region rather than a city of its name: "Albany, New York".
fn containing_names(text: &str, mentions: &[FoundMention], named: &mut [Named]) {
    let mut starts: HashMap<usize, usize> = HashMap::new();
    for (n, name) in named.iter().enumerate() {
        for mention in name.mentions.iter().filter_map(|m| mentions.get(*m)) {
            starts.insert(mention.name.span.start as usize, n);
        }
    }
    let mut containers = Vec::new();
    for (n, name) in named.iter().enumerate() {
        for mention in name.mentions.iter().filter_map(|m| mentions.get(*m)) {
            let end = mention.name.span.end as usize;
            let follows = text.get(end..).is_some_and(|after| after.starts_with(", "));
            let Some(other) = starts.get(&(end + 2)).filter(|o| follows && **o != n) else {
                continue;
            };
            let holds = |region: &Choice| {
                region.hit.feature == "region"
                    && name.options.iter().any(|c| {
                        c.hit.region == region.hit.region && c.hit.number != region.hit.number
                    })
            };
            if named
                .get(*other)
                .is_some_and(|o| o.options.iter().any(holds))
            {
                containers.push(*other);
            }
        }
    }
    for container in containers {
        if let Some(name) = named.get_mut(container).filter(|n| n.wanted == Wanted::Any) {
            name.wanted = Wanted::Region;
        }
    }
}

/// What the word beside a mention says it is: "Misrata district", "the town of Kobane".
fn type_word(before: &str, after: &str) -> Wanted {
    let next = after
        .strip_prefix(' ')
        .and_then(|a| a.split_whitespace().next());
    let next = next.map(|w| w.trim_matches(|c: char| !c.is_alphanumeric()));
    // "Tripoli port" and "Tripoli area" say little of what Tripoli is.
    if let Some(word) = next.filter(|w| *w != "port" && *w != "area")
        && forms::wanted_by(word) != Wanted::Any
    {
        return forms::wanted_by(word);
    }
    let mut words = before.split_whitespace().rev();
    if words.next().is_some_and(|w| w.eq_ignore_ascii_case("of")) {
        return words.next().map(forms::wanted_by).unwrap_or_default();
    }
    Wanted::Any
}

/// Words that may name what contains a mention: after a comma or in parentheses ("Moscow, Idaho"), and before
/// "village of" ("the Aleppo village of Azaz").
fn containers<'t>(before: &'t str, after: &'t str) -> Vec<&'t str> {
    let mut found = Vec::new();
    let beside = after
        .strip_prefix(", ")
        .or_else(|| after.strip_prefix(" ("))
        .or_else(|| after.strip_prefix(" in "))
        .or_else(|| after.strip_prefix(", in "));
    if let Some(rest) = beside {
        let rest = [
            "the ",
            "northern ",
            "southern ",
            "eastern ",
            "western ",
            "central ",
        ]
        .iter()
        .fold(rest, |r, word| r.strip_prefix(word).unwrap_or(r));
        // Longest first, so that "New York" is not read as a place called New.
        let ends: Vec<usize> = rest
            .char_indices()
            .filter(|(_, c)| !c.is_alphanumeric() && !matches!(c, '.' | '\'' | '’' | '-'))
            .map(|(at, _)| at)
            .chain([rest.len()])
            .take(3)
            .collect();
        found.extend(ends.iter().rev().filter_map(|end| rest.get(..*end)));
    }
    let mut words = before.split_whitespace().rev();
    if words.next() == Some("of")
        && words
            .next()
            .is_some_and(|w| forms::wanted_by(w) == Wanted::Town)
    {
        found.extend(words.next());
    }
    found.retain(|words| words.starts_with(|c: char| c.is_uppercase()));
    found
}

/// Marks the candidates that lie in what `words` name, if that is a region or country some candidate lies in.
fn mark_contained(gazetteer: &Gazetteer, words: &str, options: &mut [Choice]) {
    let clean = words.trim_end_matches(['\'', '’', '-']);
    for container in gazetteer.hits(clean) {
        let holds: fn(&Hit, &Hit) -> bool = match container.feature {
            "country" => |whole, part| whole.country == part.country,
            "region" => |whole, part| whole.region == part.region,
            "county" => |whole, part| {
                whole.region == part.region && whole.position.distance_km(&part.position) < 60.0
            },
            "area" | "island" | "mountains" => |whole, part| {
                (whole.country.is_empty() || whole.country == part.country)
                    && whole.position.distance_km(&part.position) < 300.0
            },
            _ => continue,
        };
        for option in options.iter_mut() {
            if option.contained_in.is_none()
                && option.hit.number != container.number
                && option.hit.feature != "country"
                && holds(&container, &option.hit)
            {
                option.contained_in = Some(gazetteer.name(&container));
            }
        }
    }
}

/// Counts countries and regions that groups, organizations and other capitalized words speak of.
fn spoken_of(gazetteer: &Gazetteer, text: &str, mentions: &[FoundMention], context: &mut Context) {
    let taken: Vec<(usize, usize)> = mentions
        .iter()
        .filter(|m| matches!(m.name.kind, EntityType::Place | EntityType::Person))
        .map(|m| (m.name.span.start as usize, m.name.span.end as usize))
        .collect();
    let mut next_taken = 0;
    let mut last: Option<(usize, usize)> = None;
    for word in text.split(|c: char| c.is_whitespace() || matches!(c, '-' | '/' | '(' | ')' | '"'))
    {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        let word = word
            .strip_suffix("'s")
            .or_else(|| word.strip_suffix("’s"))
            .unwrap_or(word);
        // Where the word lies in the text it was split from.
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        while taken.get(next_taken).is_some_and(|t| t.1 <= start) {
            next_taken += 1;
        }
        let inside = taken
            .get(next_taken)
            .is_some_and(|t| t.0 < start + word.len());
        if inside || word.len() < 4 || !word.starts_with(char::is_uppercase) {
            last = None;
            continue;
        }
        if let Some(code) = gazetteer.country_of_demonym(word) {
            say(&mut context.countries, code);
        }
        // Two words first: "North Carolina" is not Carolina.
        let pair = last
            .filter(|(_, end)| end + 1 == start)
            .and_then(|(first, _)| text.get(first..start + word.len()));
        for name in [pair, Some(word)].into_iter().flatten() {
            let hit = gazetteer.hits(name).into_iter().next();
            match hit.map(|h| (h.feature, h)) {
                Some(("country", h)) => say(&mut context.countries, h.country),
                Some(("region", h)) => {
                    say(&mut context.regions, h.region);
                    say(&mut context.countries, h.country);
                }
                _ => continue,
            }
            break;
        }
        last = Some((start, start + word.len()));
    }
}

fn say<K: std::hash::Hash + Eq>(said: &mut HashMap<K, f64>, what: K) {
    let times = said.entry(what).or_default();
    *times = (*times + 0.5).min(MOST_SAID);
}
