//! What lies there: the name or description that a relative location is said of, before the phrase or, turned round, after
//! it.

use super::{Reader, Token, words};
use crate::model::{ByteSpan, EntityType};

/// Tokens looked at on the way back to a subject.
const REACH: usize = 24;

/// What a relation is said of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Subject {
    /// Index of a name.
    Name(usize),
    /// Capitalized words that no name covers.
    Words(ByteSpan),
    /// "A village": words that describe it.
    Described(ByteSpan),
    /// "The town", "it": a place named before.
    Earlier,
}

/// A subject and where its words begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub subject: Subject,
    pub start: usize,
    /// A verb or road says that it lies there.
    pub located: bool,
}

impl Reader<'_> {
    /// Walks back over words that say nothing. Returns the token after the last other one, whether a mark and a verb were
    /// passed.
    fn skip_back(&self, from: usize, way: bool) -> (usize, bool, bool) {
        let (mut k, mut mark, mut verb) = (from, false, false);
        while let Some(token) = k.checked_sub(1).and_then(|n| self.tokens.get(n)) {
            if token.is(words::COPULAS) || way && token.is(words::HOLDS) {
                verb = true;
            } else if token.is(words::BREAKS) {
                mark = true;
            } else if token.is(words::RELATIVES)
                || token.is(words::HEDGES)
                || token.is(words::QUOTES)
                || way && token.is(&["the", "main", "key", "only", "all", "it"])
            {
            } else if self.is_drive(k - 1) {
                // "A two-hour drive": how long, not how far.
                k = self.drive_start(k - 1);
                continue;
            } else {
                break;
            }
            k -= 1;
        }
        (k, mark, verb)
    }

    fn is_drive(&self, k: usize) -> bool {
        self.tokens.get(k).is_some_and(|t| {
            t.is(&[
                "drive", "ride", "flight", "walk", "journey", "trip", "march", "hours", "hour",
                "minutes", "minute", "hours'", "day",
            ])
        }) && self.drive_start(k) < k
    }

    /// The first token of "a two-hour drive", "45 minutes", "two hours' drive".
    fn drive_start(&self, k: usize) -> usize {
        let mut at = k;
        for _ in 0..6 {
            let Some(token) = at.checked_sub(1).and_then(|n| self.tokens.get(n)) else {
                break;
            };
            let number = token.word.starts_with(|c: char| c.is_ascii_digit())
                || words::number(token.word.split('-').next().unwrap_or_default()).is_some()
                || token.word.ends_with("-hour")
                || token.word.ends_with("-minute")
                || token.is(&[
                    "hour",
                    "hours",
                    "minute",
                    "minutes",
                    "short",
                    "long",
                    "half",
                    "half-hour",
                    "and",
                    "day",
                    "-",
                    "'",
                ]);
            if token.name.is_some() || !number {
                break;
            }
            at -= 1;
        }
        at
    }

    /// What stands before the phrase that begins at token `from`. `way` for phrases about holding a way in.
    pub(super) fn subject_before(
        &self,
        from: usize,
        anchor: Option<usize>,
        way: bool,
    ) -> Option<Found> {
        let (k, mark, verb) = self.skip_back(from, way);
        let last = k.checked_sub(1)?;

        let road = self.road_before(k);
        if let Some(start) = road {
            let (k, ..) = self.skip_back(start, way);
            let mut found = k
                .checked_sub(1)
                .and_then(|last| self.nominal(last, k, true, true, anchor))
                .unwrap_or(Found {
                    subject: Subject::Earlier,
                    start,
                    located: true,
                });
            if found.subject == Subject::Earlier && found.start == start {
                return None;
            }
            found.located = true;
            return Some(found);
        }
        let direct = self.nominal(last, k, mark, verb, anchor);
        if let Some(mut found) = direct {
            found.located |= verb;
            return Some(found);
        }
        if verb && mark {
            // "X, where three people died, is 30 km from Y": the name before the matching comma.
            for n in (last.saturating_sub(REACH)..last).rev() {
                let Some(word) = self.tokens.get(n) else {
                    break;
                };
                let opens = word.is(&[",", "(", "—", "–"])
                    && self.tokens.get(n + 1).is_some_and(|t| {
                        t.is(words::RELATIVES)
                            || t.is(words::DETERMINERS)
                            || t.is(&["home", "whose"])
                    });
                if opens
                    && let Some(found) = n.checked_sub(1).and_then(|n| self.name_found(n, anchor))
                {
                    return Some(Found {
                        located: true,
                        ..found
                    });
                }
            }
        }
        if mark {
            return self.same_clause(k, anchor);
        }
        if verb {
            // "The town in the hills lies 30 km from Y".
            for n in (last.saturating_sub(8)..=last).rev() {
                let Some(token) = self.tokens.get(n) else {
                    break;
                };
                if token.is(&[",", ";", "."]) {
                    break;
                }
                if token.is(words::ANAPHORS) && self.word(n.wrapping_sub(1)) == "the" {
                    return Some(Found {
                        subject: Subject::Earlier,
                        start: n - 1,
                        located: true,
                    });
                }
            }
        }
        None
    }

    /// "On the road" before `k`: its first token.
    fn road_before(&self, k: usize) -> Option<usize> {
        let road = k.checked_sub(1)?;
        if !self.tokens.get(road)?.is(words::ROADS) {
            return None;
        }
        (road.saturating_sub(5)..road)
            .rev()
            .find(|n| self.tokens.get(*n).is_some_and(|t| t.is(&["on", "along"])))
    }

    /// The name or noun that ends at token `last`.
    fn nominal(
        &self,
        last: usize,
        k: usize,
        mark: bool,
        verb: bool,
        anchor: Option<usize>,
    ) -> Option<Found> {
        let token = self.tokens.get(last)?;
        if token.word == ")" {
            // "X (Libya), 30 km from Y".
            let open = (last.saturating_sub(8)..last)
                .rev()
                .find(|n| self.tokens.get(*n).is_some_and(|t| t.word == "("))?;
            return self.nominal(open.checked_sub(1)?, open, mark, verb, anchor);
        }
        if let Some(n) = token.name {
            let name = self.names.get(n)?;
            if name.kind == EntityType::Place {
                // "X, Libya, 30 km": the country explains X. "A town in the Y Mountains 30 km": the town is meant.
                if name.area {
                    if let Some(found) = self.explained(last, anchor) {
                        return Some(found);
                    }
                    if let Some(spot) = self.spot_with(last) {
                        return self.nominal(spot, spot + 1, mark, verb, anchor);
                    }
                    // "On the eastern side of Y, 30 km from X": not Y lies there.
                    if last
                        .checked_sub(1)
                        .is_some_and(|n| self.word(n) == "of" && !self.is_spot_noun(n))
                    {
                        return None;
                    }
                }
                return self.name_found(last, anchor);
            }
            // A name of another type that lies somewhere is a place if the sentence says so plainly.
            let plainly = (mark || verb)
                && name.kind != EntityType::Group
                && last.checked_sub(1).is_some_and(|n| {
                    self.tokens
                        .get(n)
                        .is_some_and(|t| t.is(&["in", "at", "near", "of"]))
                });
            return plainly.then_some(Found {
                subject: Subject::Name(n),
                start: last,
                located: false,
            });
        }
        if token.is(&["it"]) && verb {
            return Some(Found {
                subject: Subject::Earlier,
                start: last,
                located: true,
            });
        }
        if let Some(found) = self.described(last, anchor) {
            return Some(found);
        }
        // Capitalized words nobody recognized, after a preposition of place: "in Foo, 30 km from Y".
        if token.capital && (mark || verb) && token.word.len() > 2 {
            let mut start = last;
            while start > 0
                && last - start < 3
                && self
                    .tokens
                    .get(start - 1)
                    .is_some_and(|t| t.name.is_none() && t.capital && t.word.len() > 1)
            {
                start -= 1;
            }
            let before = start.checked_sub(1).and_then(|n| self.tokens.get(n));
            let ordinary = self.tokens.get(start).is_none_or(|t| {
                words::is_calendar(&t.word) || words::STOPS.contains(&t.word.as_str())
            });
            // "In Foo, 30 km from Y", "the capital Foo, 30 km from Y", "Foo is 30 km from Y".
            let placed = match before {
                Some(t) => t.is(&["in", "at", "near", "of"]) || t.is(words::SPOTS),
                None => verb,
            };
            if !ordinary && placed {
                let first = self.tokens.get(start)?;
                let span = ByteSpan::new(first.span.start, token.span.end);
                return Some(Found {
                    subject: Subject::Words(span),
                    start,
                    located: false,
                });
            }
        }
        self.apposition(k, anchor)
    }

    /// The place named at a token, unless it is the anchor itself.
    fn name_found(&self, at: usize, anchor: Option<usize>) -> Option<Found> {
        let n = self.place_name(at)?;
        if anchor.is_some_and(|a| self.same(a, n)) {
            return None;
        }
        Some(Found {
            subject: Subject::Name(n),
            start: at,
            located: false,
        })
    }

    /// For an area at `last`: the place before it that it explains, "X, Libya" or "X, in Libya".
    fn explained(&self, last: usize, anchor: Option<usize>) -> Option<Found> {
        let mut n = last.checked_sub(1)?;
        // "In western Y", "in the far north of Y".
        while n + 4 > last
            && self.tokens.get(n)?.is_plain_word()
            && !self.tokens.get(n)?.is(words::STOPS)
            && !self.tokens.get(n)?.is(&["of"])
        {
            n = n.checked_sub(1)?;
        }
        let inside = self.tokens.get(n)?.is(&["in", "of"]);
        if inside {
            n = n.checked_sub(1)?;
        }
        let comma = self.tokens.get(n)?.is(&[","]);
        if comma {
            n = n.checked_sub(1)?;
        }
        if !comma && !inside {
            return None;
        }
        self.name_found(n, anchor)
    }

    /// Whether a kind of spot stands before token `at`.
    fn is_spot_noun(&self, at: usize) -> bool {
        at.checked_sub(1)
            .and_then(|n| self.tokens.get(n))
            .is_some_and(|t| t.is(words::SPOTS))
    }

    /// For an area at `last`: the noun before "in the", "in", "of the".
    fn spot_with(&self, last: usize) -> Option<usize> {
        let mut n = last.checked_sub(1)?;
        for _ in 0..3 {
            let token = self.tokens.get(n)?;
            if token.is(&["in", "of", "on"]) {
                let noun = n.checked_sub(1)?;
                return self.tokens.get(noun)?.is(words::SPOTS).then_some(noun);
            }
            if !token.is_plain_word() {
                return None;
            }
            n = n.checked_sub(1)?;
        }
        None
    }

    /// A noun phrase that ends in a kind of spot at `last`: "a village", "the town", "X refinery".
    fn described(&self, last: usize, anchor: Option<usize>) -> Option<Found> {
        let noun = self.tokens.get(last)?;
        let plural = noun
            .word
            .strip_suffix('s')
            .is_some_and(|w| words::SPOTS.contains(&w));
        if !(noun.is(words::SPOTS) || plural && noun.is_plain_word()) {
            return None;
        }
        let mut start = last;
        let mut determiner = None;
        let mut inside = None;
        for n in (last.saturating_sub(8)..last).rev() {
            let token = self.tokens.get(n)?;
            if token.is(words::DETERMINERS) {
                (start, determiner) = (n, Some(token.word.as_str()));
                break;
            }
            let belongs = token.name.is_some()
                || token.is_possessive()
                || token.word == "-"
                || token.is_plain_word()
                    && !token.is(words::STOPS)
                    && token.word != "of"
                    && !token.is(words::COPULAS)
                || token.word.starts_with(|c: char| c.is_ascii_digit());
            if !belongs {
                break;
            }
            // "X province": the name itself, unless it only says where ("the X city").
            if n + 1 == last
                && !noun.is(words::ANAPHORS)
                && let Some(found) = self.name_found(n, anchor)
            {
                return Some(found);
            }
            if self.place_name(n).is_some()
                && !self.tokens.get(n + 1).is_some_and(Token::is_possessive)
            {
                inside = Some(n);
            }
            start = n;
        }
        // "X, a village" and "X is the next town".
        let before = self.tokens.get(start.wrapping_sub(1));
        let apposed =
            before.is_some_and(|t| t.is(words::BREAKS) || t.is(words::COPULAS) || t.is(&["as"]));
        if apposed {
            let (k, ..) = self.skip_back(start, false);
            if let Some(named) = k.checked_sub(1).and_then(|n| {
                if self.names.get(self.place_name(n)?)?.area {
                    self.explained(n, anchor)
                        .or_else(|| self.name_found(n, anchor))
                } else {
                    self.name_found(n, anchor)
                }
            }) {
                return Some(Found {
                    located: true,
                    ..named
                });
            }
            if self
                .tokens
                .get(k.wrapping_sub(1))
                .is_some_and(|t| t.is(&["it"]))
            {
                return Some(Found {
                    subject: Subject::Earlier,
                    start: k - 1,
                    located: true,
                });
            }
        }
        // "The X refugee camp" goes by that name; "an X suburb" has another.
        if matches!(determiner, None | Some("the"))
            && !noun.is(words::ANAPHORS)
            && let Some(n) = inside
            && let Some(found) = self.name_found(n, anchor)
            && self
                .place_name(n)
                .and_then(|n| self.names.get(n))
                .is_some_and(|n| !n.area)
        {
            return Some(Found { start, ..found });
        }
        let first = self.tokens.get(start)?;
        if matches!(determiner, Some("the" | "this" | "that" | "its")) && start + 1 == last {
            return noun.is(words::ANAPHORS).then_some(Found {
                subject: Subject::Earlier,
                start,
                located: false,
            });
        }
        // A bare singular is as likely a verb: "let them pass north of Y".
        if determiner.is_none() && start == last && !plural {
            return None;
        }
        Some(Found {
            subject: Subject::Described(ByteSpan::new(first.span.start, noun.span.end)),
            start,
            located: false,
        })
    }

    /// "X, a town of 40,000 people 30 km from Y": the name before the comma that the noun phrase explains.
    fn apposition(&self, k: usize, anchor: Option<usize>) -> Option<Found> {
        let mut spot = false;
        for n in (k.saturating_sub(14)..k).rev() {
            let token = self.tokens.get(n)?;
            if token.is(&[",", "—", "–", "--"]) {
                let determined = self
                    .tokens
                    .get(n + 1)
                    .is_some_and(|t| t.is(words::DETERMINERS) || t.is(&["home"]));
                return if spot && determined {
                    self.name_found(n.checked_sub(1)?, anchor)
                } else {
                    None
                };
            }
            if token.is(&[";", ".", ":"]) || token.is(words::RELATIVES) && !spot {
                return None;
            }
            spot |= token.is(words::SPOTS) || token.is(&["home"]);
        }
        None
    }

    /// "Clashes in X on Friday, 30 km from Y": the nearest place of the clause before the comma.
    fn same_clause(&self, k: usize, anchor: Option<usize>) -> Option<Found> {
        let mut commas = 0;
        for n in (k.saturating_sub(14)..k).rev() {
            let token = self.tokens.get(n)?;
            if token.is(&[";", ":"]) {
                return None;
            }
            if token.word == "," {
                commas += 1;
                if commas > 1 {
                    return None;
                }
            }
            let Some(name) = self.place_name(n) else {
                continue;
            };
            let preposition = n.checked_sub(1).and_then(|b| self.tokens.get(b));
            let before = preposition.is_some_and(|t| {
                t.is(&[
                    "in", "at", "near", "of", "from", "to", "on", "outside", "around", "into",
                    "and", "for", "toward", "towards",
                ])
            });
            if before && !self.names.get(name)?.area {
                return self.name_found(n, anchor);
            }
        }
        None
    }

    /// "South of Y lies X", "30 km from Y, in the town of X, …": what stands after the anchor of a phrase that opens the
    /// sentence. Returns the token after it, too.
    pub(super) fn subject_after(
        &self,
        from: usize,
        anchor: Option<usize>,
    ) -> Option<(Subject, usize)> {
        let mut k = from;
        let mut comma = false;
        if self.tokens.get(k)?.is(&[",", "—", "–"]) {
            comma = true;
            k += 1;
        }
        let verb = self.tokens.get(k)?.is(words::COPULAS);
        if verb {
            k += 1;
        }
        let located = self.tokens.get(k)?.is(&["in", "at", "near"]);
        if located {
            k += 1;
        }
        if !comma && !verb {
            return None;
        }
        let first = k;
        while k < first + 7 {
            let token = self.tokens.get(k)?;
            if let Some(n) = self.place_name(k) {
                // "South of X, Libya," has told where X is, not what lies there.
                let area = self.names.get(n)?.area && !verb;
                // "South of X, Y's army …" speaks of Y's army.
                let owner = self.tokens.get(k + 1).is_some_and(Token::is_possessive);
                if area || owner && !verb || anchor.is_some_and(|a| self.same(a, n)) {
                    return None;
                }
                return Some((Subject::Name(n), k + 1));
            }
            let plain = token.is_plain_word() && !token.is(words::STOPS)
                || token.is(&["of"])
                || token.is(words::QUOTES)
                || token.name.is_some_and(|n| {
                    self.names
                        .get(n)
                        .is_some_and(|n| n.kind == EntityType::Group)
                });
            if !plain {
                return None;
            }
            if comma && !verb && !located && k == first && !token.is(words::DETERMINERS) {
                return None;
            }
            k += 1;
        }
        None
    }

    /// "A village … called X" after the phrase.
    pub(super) fn called(&self, from: usize) -> Option<(Subject, usize)> {
        let mut k = from;
        if self.tokens.get(k)?.word == "," {
            k += 1;
        }
        if !self.tokens.get(k)?.is(&["called", "named", "known"]) {
            return None;
        }
        k += 1;
        if self.tokens.get(k)?.is(&["as"]) {
            k += 1;
        }
        let n = self.tokens.get(k)?.name?;
        Some((Subject::Name(n), k + 1))
    }
}
