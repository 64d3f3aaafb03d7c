//! Who is said to have said it, and the words in quotation marks.

use similar::{Algorithm, DiffTag, capture_diff_slices};

use super::{
    Item, Places, Reading, differences,
    tokens::{Gap, Token},
};
use crate::model::{
    ByteSpan,
    family::{Fact, FactChange, FactKind, FactState},
};

/// Verbs that say that somebody said something.
const CUES: &[&str] = &[
    "said",
    "says",
    "told",
    "tells",
    "added",
    "announced",
    "stated",
    "warned",
    "claimed",
    "confirmed",
    "denied",
    "insisted",
    "argued",
    "explained",
    "noted",
    "replied",
    "acknowledged",
    "alleged",
    "declared",
];
const PRONOUNS: &[&str] = &[
    "he", "she", "it", "they", "who", "we", "i", "you", "which", "that", "one", "also", "have",
    "has", "had", "been", "is", "was", "be", "are",
];
/// Words that cannot be part of what somebody is called.
const BREAKS: &[&str] = &[
    "and", "but", "as", "when", "while", "after", "before", "that", "which", "who", "because",
    "if", "on", "in", "at", "by", "to", "for", "with", "was", "were", "is", "are", "had", "has",
    "have", "been",
];

struct Attribution {
    item: Item,
    /// The sentence it stands in.
    at: ByteSpan,
}

/// Attributions and quotes that differ. `found` are the changes known already: what follows from them is not said twice.
pub(super) fn changes(
    a: &Reading<'_>,
    b: &Reading<'_>,
    places: &Places<'_>,
    found: &[FactChange],
) -> Vec<FactChange> {
    let (quotes_a, quotes_b) = (quote_spans(a), quote_spans(b));
    let (said_a, said_b) = (attributions(a, &quotes_a), attributions(b, &quotes_b));
    let covered = |span: ByteSpan, a_side: bool| {
        found.iter().any(|change| {
            let fact = if a_side { &change.a } else { &change.b };
            fact.as_ref()
                .is_some_and(|f| f.spans.iter().any(|s| s.overlaps(&span)))
        })
    };
    let quotes: Vec<FactChange> = differences(
        &quotes_of(a, &quotes_a, &said_a),
        &quotes_of(b, &quotes_b, &said_b),
        places,
    )
    .into_iter()
    .filter(|change| match (&change.a, &change.b) {
        (Some(x), Some(y)) => {
            let (v, w) = (words_in(a, &x.spans), words_in(b, &y.spans));
            let only = |these: &[Token], those: &[Token], a_side: bool| {
                let keys =
                    |tokens: &[Token]| tokens.iter().map(|t| t.lower.clone()).collect::<Vec<_>>();
                capture_diff_slices(Algorithm::Myers, &keys(these), &keys(those))
                    .iter()
                    .filter(|op| op.tag() != DiffTag::Equal)
                    .flat_map(|op| op.old_range())
                    .filter_map(|i| these.get(i))
                    .all(|t| covered(t.span, a_side))
            };
            !(only(&v, &w, true) && only(&w, &v, false))
        }
        _ => true,
    })
    .collect();
    let items = |said: &[Attribution]| said.iter().map(|s| s.item.clone()).collect::<Vec<_>>();
    let mut out = differences(&items(&said_a), &items(&said_b), places);
    out.retain(|change| {
        let told = |fact: &Option<Fact>, said: &[Attribution], a_side: bool| {
            let Some(fact) = fact else { return false };
            let with_quote = said
                .iter()
                .filter(|s| fact.spans.contains(&s.item.span()))
                .any(|s| {
                    quotes.iter().any(|quote| {
                        let of = if a_side { &quote.a } else { &quote.b };
                        quote.state() == change.state()
                            && of
                                .as_ref()
                                .is_some_and(|q| q.spans.iter().any(|q| q.overlaps(&s.at)))
                    })
                });
            with_quote && change.state() != FactState::Changed
                || fact.spans.iter().any(|s| covered(*s, a_side))
        };
        !told(&change.a, &said_a, true) && !told(&change.b, &said_b, false)
    });
    out.extend(quotes);
    out
}

/// The words inside some spans.
fn words_in(reading: &Reading<'_>, spans: &[ByteSpan]) -> Vec<Token> {
    let inside = |t: &&Token| spans.iter().any(|s| s.contains(&t.span));
    reading.tokens.iter().filter(inside).cloned().collect()
}

/// What stands in quotation marks, without them. A quotation that is not closed ends with its block.
fn quote_spans(reading: &Reading<'_>) -> Vec<ByteSpan> {
    let text = reading.text();
    let mut found = Vec::new();
    for block in &reading.side.blocks {
        let mut open: Option<(u32, char)> = None;
        for (i, c) in block.span.of(text).char_indices() {
            let at = block.span.start + u32::try_from(i).unwrap_or(u32::MAX);
            match (open, c) {
                (None, '“' | '"' | '«' | '„') => {
                    open = Some((at + u32::try_from(c.len_utf8()).unwrap_or(1), c));
                }
                (Some((start, '“' | '„')), '”' | '"')
                | (Some((start, '"')), '"' | '”')
                | (Some((start, '«')), '»') => {
                    found.push(ByteSpan::new(start, at));
                    open = None;
                }
                _ => {}
            }
        }
        if let Some((start, mark)) = open
            && mark != '"'
        {
            found.push(ByteSpan::new(start, block.span.end));
        }
    }
    found
}

fn quotes_of(reading: &Reading<'_>, spans: &[ByteSpan], said: &[Attribution]) -> Vec<Item> {
    let text = reading.text();
    let mut found = Vec::new();
    for span in spans {
        let words: Vec<&str> = reading
            .tokens
            .iter()
            .filter(|t| span.contains(&t.span))
            .map(|t| t.lower.as_str())
            .collect();
        // A word or two in quotation marks are a manner of speaking.
        if words.len() < 3 {
            continue;
        }
        let block = reading.side.blocks.iter().find(|b| b.span.contains(span));
        let speaker = said
            .iter()
            .filter(|s| block.is_some_and(|b| b.span.contains(&s.at)))
            .min_by_key(|s| {
                s.at.start
                    .abs_diff(span.end)
                    .min(span.start.abs_diff(s.at.end))
            });
        found.push(Item {
            kind: FactKind::Quote,
            value: words.join(" "),
            subject: String::new(),
            about: speaker.map(|s| s.item.text.clone()).unwrap_or_default(),
            text: format!("“{}”", span.of(text).trim_end_matches(',').trim()),
            spans: vec![*span],
        });
    }
    found
}

fn attributions(reading: &Reading<'_>, quotes: &[ByteSpan]) -> Vec<Attribution> {
    let tokens = reading.tokens.as_slice();
    let quoted = |span: ByteSpan| quotes.iter().any(|q| q.overlaps(&span));
    let mut found = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let according =
            token.lower == "according" && tokens.get(at + 1).is_some_and(|t| t.lower == "to");
        if !according && !CUES.contains(&token.lower.as_str()) || quoted(token.span) {
            continue;
        }
        let sentence = reading
            .sentences
            .iter()
            .copied()
            .find(|s| s.contains(&token.span))
            .unwrap_or(token.span);
        let before = at
            .checked_sub(1)
            .and_then(|i| tokens.get(i))
            .filter(|t| sentence.contains(&t.span));
        let speaker = if according {
            after(reading, at + 2, sentence)
        } else if before.is_none_or(|t| t.gap != Gap::Space) {
            // `…,” said X` or `X, who runs the workshop, said`.
            let inverted = before.is_none_or(|t| quoted(t.span) || t.gap == Gap::End);
            let follows = || after(reading, at + 1, sentence);
            if inverted {
                follows()
            } else {
                first_name(reading, sentence, token.span, quotes).or_else(follows)
            }
        } else {
            ahead(reading, at, sentence)
        };
        if let Some((value, span)) = speaker {
            let end = sentence.end.max(token.span.end);
            let start = sentence.start.min(span.start);
            found.push(Attribution {
                item: Item {
                    kind: FactKind::Attribution,
                    value,
                    subject: String::new(),
                    about: about(reading, at, sentence, span),
                    text: span.of(reading.text()).to_owned(),
                    spans: vec![span],
                },
                at: ByteSpan::new(start, end),
            });
        }
    }
    found
}

/// A few words of what was said: after "said" or, where the sentence ends with the speaker, before it.
fn about(reading: &Reading<'_>, cue: usize, sentence: ByteSpan, speaker: ByteSpan) -> String {
    const WORDS: usize = 6;
    let inside = |t: &&Token| sentence.contains(&t.span) && !t.span.overlaps(&speaker);
    let tail: Vec<&Token> = reading
        .tokens
        .iter()
        .skip(cue + 1)
        .take_while(|t| sentence.contains(&t.span))
        .filter(inside)
        .skip_while(|t| t.lower == "that" || t.lower == "to")
        .take(WORDS)
        .collect();
    let words = if tail.len() >= 3 {
        tail
    } else {
        reading
            .tokens
            .iter()
            .take(cue)
            .filter(inside)
            .take(WORDS)
            .collect()
    };
    match (words.first(), words.last()) {
        (Some(first), Some(last)) => ByteSpan::new(first.span.start, last.span.end)
            .of(reading.text())
            .to_owned(),
        _ => String::new(),
    }
}

/// The entity of the name at these bytes, as a key.
fn name_at(reading: &Reading<'_>, span: ByteSpan) -> Option<(String, ByteSpan)> {
    let name = reading.side.names.iter().find(|n| n.span.overlaps(&span))?;
    Some((format!("#{}", name.entity), name.span))
}

/// The speaker in the words from `from` on: a name within reach, or the words before the next mark.
fn after(reading: &Reading<'_>, from: usize, sentence: ByteSpan) -> Option<(String, ByteSpan)> {
    const REACH: usize = 6;
    let mut words: Vec<&Token> = Vec::new();
    for token in reading.tokens.iter().skip(from).take(REACH) {
        if !sentence.contains(&token.span) {
            break;
        }
        if let Some(name) = name_at(reading, token.span) {
            return Some(name);
        }
        if BREAKS.contains(&token.lower.as_str()) {
            break;
        }
        words.push(token);
        if token.gap != Gap::Space {
            break;
        }
    }
    described(reading, &words)
}

/// The speaker in the words before the cue.
fn ahead(reading: &Reading<'_>, cue: usize, sentence: ByteSpan) -> Option<(String, ByteSpan)> {
    const REACH: usize = 5;
    let mut words: Vec<&Token> = Vec::new();
    for token in reading.tokens.iter().take(cue).rev().take(REACH) {
        if !sentence.contains(&token.span) || !words.is_empty() && token.gap != Gap::Space {
            break;
        }
        if let Some(name) = name_at(reading, token.span) {
            // "the Zintan council said": the place belongs to who is meant, the words after it are the speaker.
            if words.is_empty() {
                return Some(name);
            }
            break;
        }
        if BREAKS.contains(&token.lower.as_str()) || PRONOUNS.contains(&token.lower.as_str()) {
            break;
        }
        words.insert(0, token);
    }
    described(reading, &words)
}

/// The first name of the sentence before the cue: `X, who runs the workshop, said`.
fn first_name(
    reading: &Reading<'_>,
    sentence: ByteSpan,
    cue: ByteSpan,
    quotes: &[ByteSpan],
) -> Option<(String, ByteSpan)> {
    let name = reading.side.names.iter().find(|n| {
        sentence.contains(&n.span)
            && n.span.end <= cue.start
            && !quotes.iter().any(|q| q.overlaps(&n.span))
    })?;
    Some((format!("#{}", name.entity), name.span))
}

/// A speaker without a name: "the council" is the council that the text names, "officials" are officials.
fn described(reading: &Reading<'_>, words: &[&Token]) -> Option<(String, ByteSpan)> {
    let words: Vec<&&Token> = words
        .iter()
        .skip_while(|t| {
            matches!(
                t.lower.as_str(),
                "the" | "a" | "an" | "its" | "their" | "his" | "her"
            )
        })
        .collect();
    let (first, last) = (words.first()?, words.last()?);
    if words.iter().any(|t| PRONOUNS.contains(&t.lower.as_str())) || last.lower.ends_with("ly") {
        return None;
    }
    let span = ByteSpan::new(first.span.start, last.span.end);
    let named = reading.side.names.iter().find(|n| {
        let name = n.name.to_lowercase();
        name.rsplit(' ').next() == Some(last.lower.as_str())
    });
    let value = named.map_or_else(|| last.lower.clone(), |n| format!("#{}", n.entity));
    Some((value, span))
}
