//! Numbers with what they count.

use super::{
    Item, Reading,
    numbers::{number, shown},
    tokens::{Gap, Token},
};
use crate::model::{ByteSpan, family::FactKind};

/// What happened to those counted: the word for each way to say it.
const ROLES: &[(&str, &str)] = &[
    ("killed", "killed"),
    ("dead", "killed"),
    ("died", "killed"),
    ("deaths", "killed"),
    ("fatalities", "killed"),
    ("wounded", "wounded"),
    ("injured", "wounded"),
    ("hurt", "wounded"),
    ("injuries", "wounded"),
    ("arrested", "arrested"),
    ("detained", "arrested"),
    ("missing", "missing"),
    ("displaced", "displaced"),
    ("evacuated", "evacuated"),
    ("kidnapped", "kidnapped"),
    ("rescued", "rescued"),
    ("homeless", "displaced"),
    ("killing", "killed"),
    ("wounding", "wounded"),
    ("injuring", "wounded"),
    ("arresting", "arrested"),
    ("displacing", "displaced"),
];

/// Words that end what a number counts.
const STOPS: &[&str] = &[
    "a", "an", "and", "are", "as", "at", "be", "been", "before", "but", "by", "for", "from", "had",
    "has", "have", "he", "her", "his", "in", "into", "is", "it", "its", "of", "off", "on", "or",
    "out", "over", "said", "she", "since", "than", "that", "the", "their", "they", "to", "told",
    "under", "up", "was", "were", "when", "where", "which", "while", "who", "will", "with",
    "would", "after", "during", "near", "if", "not", "could", "may", "might", "about", "through",
    "against", "between", "because", "so", "then", "there", "this", "these", "those", "we", "you",
    "later", "earlier", "ago", "still", "also", "reached", "arrived", "came", "left", "took",
    "went",
];

/// Words about people, which say less than what happened to them.
const PEOPLE: &[&str] = &[
    "people",
    "person",
    "persons",
    "others",
    "civilians",
    "more",
    "other",
    "men",
    "women",
    "children",
    "civilian",
    "man",
    "woman",
    "child",
];

/// Quantities that are no number.
const VAGUE: &[&str] = &[
    "dozens",
    "scores",
    "hundreds",
    "thousands",
    "millions",
    "billions",
];

/// The numbers of a text, apart from those inside `not_counted`: names and dates.
pub(super) fn find(reading: &Reading<'_>, not_counted: &[ByteSpan]) -> Vec<Item> {
    let (text, tokens) = (reading.text(), reading.tokens.as_slice());
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        if not_counted.iter().any(|span| span.overlaps(&token.span)) {
            at += 1;
            continue;
        }
        if let Some(end) = phone(text, tokens, at) {
            let span = ByteSpan::new(token.span.start, end_of(tokens, end - 1));
            let value = span
                .of(text)
                .chars()
                .filter(char::is_ascii_digit)
                .collect::<String>();
            found.push(Item {
                kind: FactKind::Figure,
                value: format!("phone {value}"),
                subject: "phone".to_owned(),
                about: "phone number".to_owned(),
                text: span.of(text).to_owned(),
                spans: vec![span],
            });
            at = end;
            continue;
        }
        match figure(text, tokens, at, not_counted) {
            Some((item, next)) => {
                found.push(item);
                at = next.max(at + 1);
            }
            None => at += 1,
        }
    }
    found
}

fn end_of(tokens: &[Token], at: usize) -> u32 {
    tokens.get(at).map_or(0, |t| t.span.end)
}

/// Groups of digits that only a telephone number has: the word after them.
fn phone(text: &str, tokens: &[Token], at: usize) -> Option<usize> {
    let is_group = |t: &Token| t.lower.len() >= 2 && t.lower.bytes().all(|b| b.is_ascii_digit());
    let first = tokens
        .get(at)
        .filter(|t| t.lower.bytes().all(|b| b.is_ascii_digit()))?;
    let before = text.get(..first.span.range().start).unwrap_or_default();
    let plus = before.ends_with('+') || before.ends_with("+(");
    let (mut end, mut digits) = (at + 1, first.lower.len());
    while tokens
        .get(end - 1)
        .is_some_and(|t| matches!(t.gap, Gap::Space | Gap::Hyphen))
        && tokens.get(end).is_some_and(is_group)
    {
        digits += tokens.get(end).map_or(0, |t| t.lower.len());
        end += 1;
    }
    (digits >= 7 && (plus || end - at >= 3)).then_some(end)
}

fn figure(
    text: &str,
    tokens: &[Token],
    at: usize,
    not_counted: &[ByteSpan],
) -> Option<(Item, usize)> {
    let first = tokens.get(at)?;
    let word = |i: usize| tokens.get(i).map_or("", |t| t.lower.as_str());
    let gap = |i: usize| tokens.get(i).map_or(Gap::End, |t| t.gap);
    // F-16, G-8: part of a name of its own.
    let before = at.checked_sub(1).and_then(|i| tokens.get(i));
    if before.is_some_and(|t| {
        t.gap == Gap::Hyphen && t.lower.len() <= 3 && !t.lower.bytes().all(|b| b.is_ascii_digit())
    }) && first.lower.bytes().all(|b| b.is_ascii_digit())
    {
        return None;
    }
    let (mut value, mut next, mut text_of, written_out);
    if VAGUE.contains(&first.lower.as_str()) {
        (value, next, written_out) = (first.lower.clone(), at + 1, false);
        text_of = first.lower.clone();
    } else {
        let (low, after, _) = number(tokens, at)?;
        if first.lower == "one" && after == at + 1 && !counts_one(tokens, at) {
            return None;
        }
        written_out = !first.lower.starts_with(|c: char| c.is_ascii_digit());
        next = after;
        value = shown(low);
        text_of = if written_out {
            shown(low)
        } else {
            String::new()
        };
        // 10-15, 10 to 15, between 10 and 15
        let between = at > 0 && word(at - 1) == "between" && word(next) == "and";
        let link = match gap(next - 1) {
            Gap::Hyphen => Some(next),
            Gap::Space if matches!(word(next), "to" | "or") || between => Some(next + 1),
            _ => None,
        };
        if let Some(second) = link
            && let Some((high, after, _)) = number(tokens, second)
            && high > low
            && !not_counted
                .iter()
                .any(|s| tokens.get(second).is_some_and(|t| s.overlaps(&t.span)))
        {
            next = after;
            value = format!("{}–{}", shown(low), shown(high));
            if written_out {
                text_of = value.clone();
            }
        }
    }
    let mut start = first.span.start;
    let mut end = end_of(tokens, next - 1);
    let ahead = text.get(..start as usize).unwrap_or_default();
    if let Some(sign) = ahead
        .chars()
        .next_back()
        .filter(|c| matches!(c, '$' | '€' | '£' | '¥'))
    {
        start -= u32::try_from(sign.len_utf8()).unwrap_or(0);
        value.insert(0, sign);
    }
    let behind = text.get(end as usize..).unwrap_or_default();
    if behind.starts_with('%') {
        end += 1;
        value.push('%');
    } else if word(next) == "percent" && gap(next - 1) == Gap::Space {
        end = end_of(tokens, next);
        next += 1;
        value.push('%');
    } else if word(next) == "per" && matches!(word(next + 1), "cent" | "100") {
        end = end_of(tokens, next + 1);
        next += 2;
        value.push('%');
    }
    let span = ByteSpan::new(start, end);
    let (about, subject) = counted(text, tokens, at, next);
    let text = if written_out && !text_of.is_empty() {
        text_of + if value.ends_with('%') { "%" } else { "" }
    } else {
        span.of(text).to_owned()
    };
    Some((
        Item {
            kind: FactKind::Figure,
            value,
            subject,
            about,
            text,
            spans: vec![span],
        },
        next,
    ))
}

/// Whether "one" is a number here and no pronoun.
fn counts_one(tokens: &[Token], at: usize) -> bool {
    let before = at
        .checked_sub(1)
        .and_then(|i| tokens.get(i))
        .map_or("", |t| t.lower.as_str());
    let here = tokens.get(at).map_or(Gap::End, |t| t.gap);
    let next = tokens.get(at + 1).map_or("", |t| t.lower.as_str());
    let pronoun = matches!(
        before,
        "no" | "the" | "this" | "that" | "any" | "every" | "each" | "which" | "some"
    );
    here == Gap::Space
        && !pronoun
        && !STOPS.contains(&next)
        && !matches!(
            next,
            "another"
                | "day"
                | "side"
                | "point"
                | "time"
                | "thing"
                | "such"
                | "can"
                | "should"
                | "must"
        )
}

/// What a number counts: as shown, and folded to one word for comparing.
fn counted(text: &str, tokens: &[Token], at: usize, next: usize) -> (String, String) {
    if let Some(found) = number_of(text, tokens, at) {
        return found;
    }
    let mut nouns: Vec<usize> = Vec::new();
    let mut i = next;
    while nouns.len() < 4
        && i > 0
        && tokens
            .get(i - 1)
            .is_some_and(|t| matches!(t.gap, Gap::Space | Gap::Hyphen))
        && let Some(token) = tokens.get(i)
        && !STOPS.contains(&token.lower.as_str())
        && !token.lower.starts_with(|c: char| c.is_ascii_digit())
    {
        nouns.push(i);
        // "ten killed and …": what happened ends the group.
        if role(&token.lower).is_some() {
            break;
        }
        i += 1;
    }
    // What happens in the next sentence does not happen to what a number at the end of this one counts.
    let ends = next > 0 && tokens.get(next - 1).is_some_and(|t| t.gap == Gap::End);
    let around = tokens
        .get(next..(next + 7).min(tokens.len()))
        .filter(|_| !ends)
        .unwrap_or_default();
    let reach = around
        .iter()
        .position(|t| t.gap == Gap::End || t.lower == "and" || number_like(&t.lower))
        .map_or(around.len(), |p| p + 1);
    // "killed 12 people", "12 people were killed".
    let happened =
        done_to(tokens, at).or_else(|| around.iter().take(reach).find_map(|t| role(&t.lower)));
    let shown: Vec<&str> = nouns
        .iter()
        .filter_map(|i| tokens.get(*i))
        .map(|t| t.span.of(text))
        .collect();
    let mut about = shown.join(" ");
    let words = || {
        nouns
            .iter()
            .rev()
            .filter_map(|i| tokens.get(*i))
            .map(|t| t.lower.as_str())
            .filter(|w| role(w).is_none() && !w.ends_with("ly"))
    };
    // A verb may follow the noun: in "bakeries closed" the plural is what is counted.
    let plural = |w: &&str| w.ends_with('s') && !w.ends_with("ss") || *w == "people";
    let head = words().find(plural).or_else(|| words().next());
    // What happened to people says more than that they are people; what happened elsewhere in a sentence about trucks
    // is not about the trucks.
    let of_people = head.is_none_or(|head| PEOPLE.contains(&head));
    let subject = match (happened, head) {
        (Some(done), _)
            if of_people
                || nouns
                    .iter()
                    .any(|i| tokens.get(*i).is_some_and(|t| role(&t.lower).is_some())) =>
        {
            if !about
                .split(' ')
                .any(|w| ROLES.iter().any(|(word, _)| *word == w.to_lowercase()))
            {
                if !about.is_empty() {
                    about.push(' ');
                }
                about.push_str(done);
            }
            done.to_owned()
        }
        (_, Some(head)) => singular(head),
        (Some(done), None) => done.to_owned(),
        (None, None) => String::new(),
    };
    (about, subject)
}

/// What a verb shortly before a number says was done: "killed at least 12".
fn done_to(tokens: &[Token], at: usize) -> Option<&'static str> {
    let before = tokens.get(at.saturating_sub(4)..at)?;
    before
        .iter()
        .rev()
        .take_while(|t| t.gap == Gap::Space && t.lower != "and" && !number_like(&t.lower))
        .find_map(|t| role(&t.lower))
}

fn role(word: &str) -> Option<&'static str> {
    ROLES
        .iter()
        .find(|(w, _)| *w == word)
        .map(|(_, role)| *role)
}

fn number_like(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit())
}

/// "the number of people without water at 1,200", "the death toll rose to 40": what the number counts stands before it.
fn number_of(text: &str, tokens: &[Token], at: usize) -> Option<(String, String)> {
    let from = at.saturating_sub(12);
    let before = tokens.get(from..at)?;
    let clause = before
        .iter()
        .rposition(|t| matches!(t.gap, Gap::End))
        .map_or(0, |i| i + 1);
    let before = before.get(clause..)?;
    let link = before.last()?.lower.as_str();
    if !matches!(
        link,
        "at" | "to"
            | "is"
            | "was"
            | "reached"
            | "than"
            | "about"
            | "of"
            | "least"
            | "around"
            | "nearly"
            | "some"
    ) {
        return None;
    }
    let lower = |i: usize| before.get(i).map_or("", |t| t.lower.as_str());
    let number = (0..before.len()).rev().find(|i| {
        matches!(lower(*i), "number" | "toll" | "total" | "count")
            && (lower(*i) != "number" || lower(i + 1) == "of")
    })?;
    if lower(number) == "toll" || lower(number) == "count" {
        let what = number.checked_sub(1).map_or("", lower);
        let about = if what.is_empty() {
            "toll".to_owned()
        } else {
            format!("{what} {}", lower(number))
        };
        return Some((about, "killed".to_owned()));
    }
    let first = before.get(number + 2)?;
    let ends = |word: &str| {
        matches!(
            word,
            "at" | "to"
                | "is"
                | "was"
                | "rose"
                | "had"
                | "has"
                | "reached"
                | "stood"
                | "fell"
                | "grew"
                | "climbed"
                | "went"
        )
    };
    let what = before.get(number + 2..)?.iter().take(6);
    let last = what.take_while(|t| !ends(&t.lower)).last().unwrap_or(first);
    let happened = before
        .get(number + 2..)?
        .iter()
        .find_map(|t| role(&t.lower));
    let about = ByteSpan::new(first.span.start, last.span.end)
        .of(text)
        .to_owned();
    let subject = happened.map_or_else(|| singular(&first.lower), str::to_owned);
    Some((about, subject))
}

/// A plural as its singular, roughly: both sides of a comparison are treated alike.
fn singular(word: &str) -> String {
    match word {
        "people" | "persons" => "person".to_owned(),
        _ if word.len() > 3 && word.ends_with('s') && !word.ends_with("ss") => {
            word.strip_suffix('s').unwrap_or(word).to_owned()
        }
        _ => word.to_owned(),
    }
}
