//! The phrases themselves: where one begins and ends, and what it says.

use super::{
    Reader,
    anchor::{Anchor, Meant},
    compass, measure,
    place::{Found, Subject},
    words,
};
use crate::model::{
    ByteSpan,
    relation::{Distance, FoundRelation, RelationKind, Wind},
};

/// A phrase without the place it is said of.
struct Phrase {
    kind: RelationKind,
    /// First token, and the one after the last.
    start: usize,
    end: usize,
    anchor: Meant,
    second: Option<Meant>,
    distance: Option<Distance>,
    direction: Option<Wind>,
    /// Only when it is said of something, and plainly so: "between X and Y" alone may be talks or a match.
    must_be_located: bool,
}

impl Reader<'_> {
    /// Appends the sentence's relations.
    pub(super) fn relations(&self, out: &mut Vec<FoundRelation>) {
        let mut at = 0;
        // What the phrase before was said of, for "30 km from X and 50 km from Y".
        let mut before: Option<(usize, Option<Subject>)> = None;
        while at < self.tokens.len() {
            let phrase = self
                .measured(at)
                .or_else(|| self.directed(at))
                .or_else(|| self.between(at))
                .or_else(|| self.access(at))
                .or_else(|| self.off(at));
            let Some(phrase) = phrase else {
                at += 1;
                continue;
            };
            let shared = before.and_then(|(end, subject)| {
                let joined = match phrase.start.checked_sub(end) {
                    Some(0) => true,
                    Some(1) => matches!(self.word(end), "and" | "," | "but" | "or"),
                    Some(2) => {
                        self.word(end) == "," && matches!(self.word(end + 1), "and" | "but" | "or")
                    }
                    _ => false,
                };
                joined.then_some(subject)
            });
            let (relation, end, subject) = self.finish(&phrase, shared);
            out.extend(relation);
            before = Some((end, subject));
            at = end.max(at + 1);
        }
    }

    /// Joins a phrase with what it is said of. Returns the token to go on at.
    fn finish(
        &self,
        phrase: &Phrase,
        shared: Option<Option<Subject>>,
    ) -> (Option<FoundRelation>, usize, Option<Subject>) {
        let known = |meant: &Meant| match meant {
            Meant::Name(n) => Some(*n),
            _ => None,
        };
        let anchor_name = known(&phrase.anchor);
        let way = phrase.kind == RelationKind::Access;
        let mut found: Option<Found> = None;
        let mut after: Option<(Subject, usize)> = None;
        match shared {
            Some(Some(subject)) => {
                found = Some(Found {
                    subject,
                    start: phrase.start,
                    located: true,
                });
            }
            _ if self.opens_sentence(phrase.start) => {
                after = self.subject_after(phrase.end, anchor_name);
            }
            _ => found = self.subject_before(phrase.start, anchor_name, way),
        }
        if let Some(Found {
            subject: Subject::Described(_),
            ..
        }) = found
        {
            after = self.called(phrase.end);
        }
        let located = found.is_some_and(|f| f.located) || after.is_some();
        let begin = found.map_or(phrase.start, |f| f.start.min(phrase.start));
        let end = after.map_or(phrase.end, |(_, end)| end);
        let byte_of = |token: usize| self.tokens.get(token).map_or(0, |t| t.span.start);
        let from = byte_of(begin);
        let mut subject = after.map(|(s, _)| s).or(found.map(|f| f.subject));
        // "The town lies 30 km from X": the town named last, other than X.
        if subject == Some(Subject::Earlier) {
            let but: Vec<usize> = anchor_name.into_iter().collect();
            subject = self.named_before(from, &but).map(Subject::Name);
        }
        let place_name = match subject {
            Some(Subject::Name(n)) => Some(n),
            _ => None,
        };
        let but: Vec<usize> = place_name.into_iter().collect();
        let place_start = place_name
            .and_then(|n| self.names.get(n))
            .map_or(from, |n| n.span.start);
        let span_of = |meant: &Meant| -> Option<(ByteSpan, Option<usize>)> {
            match meant {
                Meant::Words(span) => Some((*span, None)),
                Meant::Name(n) => Some((self.names.get(*n)?.span, Some(*n))),
                Meant::Earlier { capital } => {
                    let n = if *capital {
                        self.capital(from, &but)
                    } else {
                        self.named_before(place_start.min(byte_of(phrase.start)), &but)
                    }?;
                    Some((self.names.get(n)?.span, Some(n)))
                }
            }
        };
        let relation = span_of(&phrase.anchor).and_then(|(anchor, _)| {
            let second = match &phrase.second {
                Some(meant) => Some(span_of(meant)?.0),
                None => None,
            };
            if phrase.must_be_located
                && !(located && subject.is_some() || self.on_road(phrase.start))
            {
                return None;
            }
            let (place, described) = match subject {
                Some(Subject::Name(n)) => (self.names.get(n).map(|n| n.span), false),
                Some(Subject::Words(span)) => (Some(span), false),
                Some(Subject::Described(span)) => (Some(span), true),
                Some(Subject::Earlier) | None => (None, false),
            };
            // Nothing lies so far from itself.
            if place.is_some_and(|p| p == anchor || Some(p) == second) {
                return None;
            }
            let last = end.checked_sub(1).and_then(|n| self.tokens.get(n))?;
            Some(FoundRelation {
                span: ByteSpan::new(from, last.span.end),
                kind: phrase.kind,
                place,
                described,
                anchor,
                second_anchor: second,
                distance: phrase.distance,
                direction: phrase.direction,
            })
        });
        (relation, phrase.end, subject)
    }

    /// Whether only words that say nothing stand before a token.
    fn opens_sentence(&self, at: usize) -> bool {
        self.tokens.get(..at).is_some_and(|before| {
            before.iter().all(|t| {
                t.is(words::HEDGES)
                    || t.is(words::QUOTES)
                    || t.is(&["and", "but", "meanwhile", ",", "the", "just"])
            })
        })
    }

    fn on_road(&self, at: usize) -> bool {
        (1..5).any(|back| {
            at.checked_sub(back)
                .and_then(|n| self.tokens.get(n))
                .is_some_and(|t| t.is(&["on", "along"]))
                && (at - back..at).any(|n| self.tokens.get(n).is_some_and(|t| t.is(words::ROADS)))
        })
    }

    /// A direction and "of", as the end of a phrase: the token of the anchor.
    fn of_after(&self, at: usize, with_distance: bool) -> Option<usize> {
        match self.word(at) {
            "of" => Some(at + 1),
            "from" | "outside" if with_distance => Some(at + 1),
            "along" | "down" | "up" | "by" if with_distance => {
                // "70 km east along the coast from X".
                (at + 1..at + 5)
                    .find(|n| self.word(*n) == "from")
                    .filter(|n| {
                        (at + 1..*n)
                            .all(|m| self.tokens.get(m).is_some_and(super::Token::is_plain_word))
                    })
                    .map(|n| n + 1)
            }
            _ => None,
        }
    }

    /// "150 km south of X", "20 km from X", "30 km off X".
    fn measured(&self, at: usize) -> Option<Phrase> {
        let (distance, after) = measure::distance(&self.tokens, at)?;
        let distance = measure::bounded(distance, self.tokens.get(..at)?);
        let mut k = after;
        while k < after + 4
            && self.tokens.get(k)?.is(&[
                "away",
                ",",
                "to",
                "the",
                "just",
                "due",
                "further",
                "farther",
                "by",
                "road",
                "car",
                "drive",
                "-",
                "up",
                "down",
                "river",
                "inland",
                "and",
                "or",
                "so",
                "straight",
                "directly",
                "almost",
                "immediate",
                "miles",
                "across",
                "out",
                "nearly",
                "as",
                "crow",
                "flies",
            ])
            && compass::direction(self.text, &self.tokens, k, true).is_none()
        {
            k += 1;
        }
        if let Some((wind, end)) = compass::direction(self.text, &self.tokens, k, true) {
            if let Some(anchor_at) = self.of_after(end, true)
                && let Some(anchor) = self.anchor(anchor_at, true, false)
            {
                return Some(self.phrase(at, &anchor, Some(distance), Some(wind)));
            }
            return None;
        }
        let mut at_sea = false;
        let preposition = (after..=k).find_map(|n| match self.word(n) {
            "from" => Some(n + 1),
            "outside" | "beyond" | "past" => Some(n + 1),
            "off" => {
                at_sea = true;
                Some(n + 1)
            }
            "offshore" if self.word(n + 1) == "from" => {
                at_sea = true;
                Some(n + 2)
            }
            "short" | "inside" | "upstream" | "downstream" | "upriver" | "downriver" | "inland"
                if matches!(self.word(n + 1), "of" | "from") =>
            {
                Some(n + 2)
            }
            "of" if self.within(at) => Some(n + 1),
            _ => None,
        })?;
        let mut anchor = self.anchor(preposition, true, at_sea)?;
        if at_sea && words::LINES.contains(&self.word(anchor.end)) {
            anchor.end += 1;
        }
        // "200 km from X to Y" is the length of a way.
        if self.word(anchor.end) == "to" && self.place_name(anchor.end + 1).is_some() {
            return None;
        }
        // "30 km from X, to the south", "30 km from X to the north".
        let mut direction = None;
        let comma = usize::from(self.word(anchor.end) == ",");
        if self.word(anchor.end + comma) == "to"
            && self.word(anchor.end + comma + 1) == "the"
            && let Some((wind, end)) =
                compass::direction(self.text, &self.tokens, anchor.end + comma + 2, false)
            && self.word(end) != "of"
        {
            direction = Some(wind);
            anchor.end = end;
        }
        let mut phrase = self.phrase(at, &anchor, Some(distance), direction);
        if at_sea {
            phrase.kind = RelationKind::Off;
        }
        Some(phrase)
    }

    /// Whether "within" stands before a distance, so that "of" follows it.
    fn within(&self, at: usize) -> bool {
        (1..4).any(|back| {
            at.checked_sub(back)
                .and_then(|n| self.tokens.get(n))
                .is_some_and(|t| t.is(&["within", "inside"]))
        })
    }

    /// "South of X", "to the south of X", "a two-hour drive south of X"; not "the south of X", which is a part of it.
    fn directed(&self, at: usize) -> Option<Phrase> {
        let (wind, end) = compass::direction(self.text, &self.tokens, at, false)?;
        let anchor_at = self.of_after(end, false)?;
        let mut start = at;
        let before = |start: usize, n: usize| start.checked_sub(n).map_or("", |k| self.word(k));
        // "The far south of X" is a part of it too, "to the immediate south of X" is not.
        let qualified = usize::from(matches!(
            before(start, 1),
            "immediate" | "far" | "extreme" | "deep" | "direct" | "near"
        ));
        if matches!(before(start, 1 + qualified), "the" | "its" | "a" | "this") {
            // "To the south of X" and "on the south of X" differ.
            if !matches!(
                before(start, 2 + qualified),
                "to" | "lies" | "lie" | "lying"
            ) {
                return None;
            }
            start -= 2 + qualified;
        }
        // "East and west of X": two directions, neither of which is meant alone.
        if matches!(before(start, 1), "and" | "or")
            && start >= 2
            && compass::direction(self.text, &self.tokens, start - 2, false)
                .is_some_and(|(_, end)| end < start)
        {
            return None;
        }
        let anchor = self.anchor(anchor_at, false, false)?;
        Some(self.phrase(start, &anchor, None, Some(wind)))
    }

    /// "Halfway between X and Y", "between X and Y", "on the road linking X and Y".
    fn between(&self, at: usize) -> Option<Phrase> {
        let halfway = match self.word(at) {
            "halfway" | "half-way" | "midway" | "mid-way" => 1,
            "half" if self.word(at + 1) == "way" => 2,
            "mid" if self.word(at + 1) == "-" && self.word(at + 2) == "way" => 3,
            "half" if self.word(at + 1) == "-" && self.word(at + 2) == "way" => 3,
            _ => 0,
        };
        let mut k = at + halfway;
        if halfway > 0 {
            for _ in 0..4 {
                if self.tokens.get(k)?.is(&[
                    "point", "along", "on", "the", "road", "route", "highway", "down", "up",
                ]) {
                    k += 1;
                }
            }
        }
        let (joint, first_at) = match self.word(k) {
            "between" => ("and", k + 1),
            "from" if halfway > 0 => ("to", k + 1),
            "linking" | "connecting"
                if halfway == 0 && k > 0 && self.tokens.get(k - 1)?.is(words::ROADS) =>
            {
                (
                    if self.word(k) == "linking" {
                        "and"
                    } else {
                        "with"
                    },
                    k + 1,
                )
            }
            _ => return None,
        };
        let first = self.anchor(first_at, false, false)?;
        let joined = self.word(first.end);
        if joined != joint
            && !(matches!(joint, "and" | "with") && matches!(joined, "and" | "with" | "to"))
        {
            return None;
        }
        let second = self.anchor(first.end + 1, false, false)?;
        let (Meant::Name(a), Meant::Name(b)) = (first.what, second.what) else {
            return None;
        };
        // Between two countries lie borders and treaties.
        let area = |n: usize| self.names.get(n).is_some_and(|n| n.area);
        if self.same(a, b) || halfway == 0 && area(a) && area(b) {
            return None;
        }
        Some(Phrase {
            kind: if halfway > 0 {
                RelationKind::Halfway
            } else {
                RelationKind::Between
            },
            start: at,
            end: second.end,
            anchor: first.what,
            second: Some(second.what),
            distance: None,
            direction: None,
            must_be_located: halfway == 0,
        })
    }

    /// "Access to X from the north", "the northern approaches to X".
    fn access(&self, at: usize) -> Option<Phrase> {
        if let Some(wind) = compass::adjective(self.word(at)) {
            let ways = [
                "approach",
                "approaches",
                "gateway",
                "gateways",
                "entrance",
                "entrances",
                "gate",
                "gates",
                "entry",
            ];
            if !self.tokens.get(at + 1)?.is(&ways) {
                return None;
            }
            let to = at + 2;
            if !matches!(self.word(to), "to" | "into" | "of") {
                return None;
            }
            let anchor = self.anchor(to + 1, false, false)?;
            let mut phrase = self.phrase(at, &anchor, None, Some(wind));
            phrase.kind = RelationKind::Access;
            phrase.must_be_located = true;
            return Some(phrase);
        }
        if !self.tokens.get(at)?.is(words::WAYS) {
            return None;
        }
        let to = (at + 1..at + 4).find(|n| matches!(self.word(*n), "to" | "into"))?;
        if !(at + 1..to).all(|n| {
            self.tokens
                .get(n)
                .is_some_and(|t| t.is(words::WAYS) || t.is(&["and"]))
        }) {
            return None;
        }
        let anchor = self.anchor(to + 1, false, false)?;
        if self.word(anchor.end) != "from" || self.word(anchor.end + 1) != "the" {
            return None;
        }
        let (wind, end) = compass::direction(self.text, &self.tokens, anchor.end + 2, false)?;
        Some(Phrase {
            kind: RelationKind::Access,
            start: at,
            end,
            anchor: anchor.what,
            second: None,
            distance: None,
            direction: Some(wind),
            must_be_located: true,
        })
    }

    /// "Off the coast of X", without a distance.
    fn off(&self, at: usize) -> Option<Phrase> {
        if self.word(at) != "off" || self.word(at + 1) != "the" {
            return None;
        }
        let coast = ["coast", "coasts", "shore", "shores", "coastline"];
        let (anchor_at, coast_after) =
            if self.tokens.get(at + 2)?.is(&coast) && self.word(at + 3) == "of" {
                (at + 4, false)
            } else {
                (at + 2, true)
            };
        let mut anchor = self.anchor(anchor_at, false, true)?;
        if coast_after {
            if !self.tokens.get(anchor.end)?.is(&coast) {
                return None;
            }
            anchor.end += 1;
        }
        // Off a whole country is anywhere.
        let Meant::Name(n) = anchor.what else {
            return None;
        };
        if self.names.get(n)?.area {
            return None;
        }
        let mut phrase = self.phrase(at, &anchor, None, None);
        phrase.kind = RelationKind::Off;
        Some(phrase)
    }

    fn phrase(
        &self,
        start: usize,
        anchor: &Anchor,
        distance: Option<Distance>,
        direction: Option<Wind>,
    ) -> Phrase {
        // "The next town to the west of X".
        let next = distance.is_none()
            && (1..5).any(|back| {
                start
                    .checked_sub(back)
                    .and_then(|n| self.tokens.get(n))
                    .is_some_and(|t| t.is(&["next"]))
            });
        Phrase {
            kind: if next {
                RelationKind::Next
            } else {
                RelationKind::At
            },
            start,
            end: anchor.end,
            anchor: anchor.what,
            second: None,
            distance,
            direction,
            must_be_located: false,
        }
    }
}
