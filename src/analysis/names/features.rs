//! What the model looks at: for each token a list of numbers, one for each feature that holds.

use super::{
    document::{Case, Casing, Document, NO_RUN, Sentence, Word},
    hash::mix,
    lexicon::{self, Flags},
};

/// Stands for "no word here": before the first and after the last token.
const EDGE: u32 = 0x5bd1_e995;

/// Flags that describe a word's role; the rest only say that it is somebody's name.
const ROLES: Flags = lexicon::TITLE
    | lexicon::PARTICLE
    | lexicon::ORG_HEAD
    | lexicon::PLACE_HEAD
    | lexicon::EVENT_HEAD
    | lexicon::DEMONYM
    | lexicon::CALENDAR
    | lexicon::COMPASS;

/// Hands features to a callback, each numbered by its kind and value.
struct Sink<'f, F: FnMut(u32)> {
    take: &'f mut F,
}

impl<F: FnMut(u32)> Sink<'_, F> {
    fn one(&mut self, kind: u32, value: u32) {
        (self.take)(mix(kind.wrapping_mul(0x9e37_79b9), value));
    }

    fn two(&mut self, kind: u32, a: u32, b: u32) {
        self.one(kind, mix(a, b));
    }

    fn three(&mut self, kind: u32, a: u32, b: u32, c: u32) {
        self.one(kind, mix(mix(a, b), c));
    }
}

/// Calls `take` with each feature of token `i`, which lies in `sentence`. A feature is given at most a few times.
pub fn features<F: FnMut(u32)>(doc: &Document<'_>, sentence: &Sentence, i: usize, take: &mut F) {
    let Some((token, word)) = doc.tokens.get(i).zip(doc.word(i)) else {
        return;
    };
    let mut sink = Sink { take };
    let at = |offset: isize| -> Option<&Word> {
        let k = i.checked_add_signed(offset)?;
        sentence.tokens.contains(&k).then(|| doc.word(k)).flatten()
    };
    let lower = |w: Option<&Word>| w.map_or(EDGE, |w| w.lower);
    let coarse = |w: Option<&Word>| w.map_or(255, |w| u32::from(w.coarse));
    let fine = |w: Option<&Word>| w.map_or(EDGE, |w| u32::from(w.class.cluster));
    let shape = |w: Option<&Word>| w.map_or(EDGE, |w| w.shape);
    let roles = |w: Option<&Word>| w.map_or(EDGE, |w| w.flags & ROLES);
    let (b2, b1, a1, a2) = (at(-2), at(-1), at(1), at(2));
    let casing = sentence.casing as u32;
    let first = i == sentence.tokens.start;
    let first_flag = u32::from(first);

    sink.one(0, casing);
    // The word and its neighbors.
    sink.one(1, word.lower);
    if casing == Casing::Normal as u32 {
        sink.one(2, word.exact);
    }
    sink.one(3, lower(b1));
    sink.one(4, lower(a1));
    sink.one(5, lower(b2));
    sink.one(6, lower(a2));
    sink.two(7, lower(b1), word.lower);
    sink.two(8, word.lower, lower(a1));
    sink.two(9, lower(b1), lower(a1));
    sink.two(10, lower(b2), lower(b1));
    sink.two(11, lower(a1), lower(a2));
    // Form.
    sink.two(12, word.shape, casing);
    sink.two(13, shape(b1), word.shape);
    sink.two(14, word.shape, shape(a1));
    sink.three(15, shape(b1), word.shape, shape(a1));
    sink.two(16, first_flag, word.shape);
    for (kind, affix) in (17..).zip(word.affixes) {
        if affix != 0 {
            sink.one(kind, affix);
        }
    }
    sink.two(24, u32::from(word.letters.min(12)), word.case as u32);
    sink.one(25, u32::from(token.glued));
    // Meaning.
    sink.one(26, fine(Some(word)));
    sink.two(27, coarse(Some(word)), word.case as u32);
    sink.one(28, fine(b1));
    sink.one(29, fine(a1));
    sink.one(30, coarse(b2));
    sink.one(31, coarse(a2));
    sink.two(32, coarse(b1), coarse(Some(word)));
    sink.two(33, coarse(Some(word)), coarse(a1));
    sink.three(34, coarse(b1), coarse(Some(word)), coarse(a1));
    let tendency = |w: Option<&Word>| w.map_or(255, |w| u32::from(w.class.tendency));
    sink.two(35, tendency(Some(word)), word.case as u32);
    sink.two(36, tendency(b1), tendency(Some(word)));
    sink.two(37, tendency(Some(word)), tendency(a1));
    // Lists.
    let own = roles(Some(word)) | token.phrase_flags;
    if own != 0 {
        sink.two(38, own, casing);
    }
    let names = word.flags & (lexicon::GIVEN | lexicon::SURNAME);
    let names_of = |w: Option<&Word>| {
        w.filter(|w| w.case != Case::Lower)
            .map_or(0, |w| w.flags & (lexicon::GIVEN | lexicon::SURNAME))
    };
    sink.two(39, names, word.case as u32);
    sink.three(40, names_of(b1), names, names_of(a1));
    sink.two(41, roles(b1), own);
    sink.two(42, own, roles(a1));
    sink.one(43, roles(b2));
    sink.one(44, roles(a2));
    // Known place names.
    let phrase = u32::from(token.phrase);
    let phrase_at = |offset: isize| -> u32 {
        i.checked_add_signed(offset)
            .filter(|k| sentence.tokens.contains(k))
            .and_then(|k| doc.tokens.get(k))
            .map_or(0, |t| u32::from(t.phrase))
    };
    sink.two(45, phrase, casing);
    sink.two(46, phrase, names);
    sink.two(47, phrase, lower(b1));
    sink.two(48, phrase, phrase_at(1));
    sink.two(49, phrase, phrase_at(-1));
    sink.two(50, phrase, fine(Some(word)));

    runs(doc, sentence, i, word, &mut sink);
    usage(doc, i, word, casing, first_flag, &mut sink);
    initials(doc, sentence, i, word, &mut sink);
}

/// The run of capitalized words around a token, and what stands before and after the whole run.
fn runs<F: FnMut(u32)>(
    doc: &Document<'_>,
    sentence: &Sentence,
    i: usize,
    word: &Word,
    sink: &mut Sink<'_, F>,
) {
    let inside = |k: usize| sentence.tokens.contains(&k).then(|| doc.word(k)).flatten();
    let lower = |w: Option<&Word>| w.map_or(EDGE, |w| w.lower);
    let Some(token) = doc.tokens.get(i) else {
        return;
    };
    let run = if token.run == NO_RUN {
        None
    } else {
        doc.runs.get(token.run as usize).cloned()
    };
    let Some(run) = run else {
        // Between two runs: what they end and start with decides whether one name spans the gap.
        let before = (sentence.tokens.start..i)
            .rev()
            .take(4)
            .find(|k| doc.tokens.get(*k).is_some_and(|t| t.run != NO_RUN));
        let after = (i + 1..sentence.tokens.end)
            .take(4)
            .find(|k| doc.tokens.get(*k).is_some_and(|t| t.run != NO_RUN));
        let (b, a) = (before.and_then(inside), after.and_then(inside));
        let head = |w: Option<&Word>| w.map_or(EDGE, |w| w.flags & ROLES);
        sink.two(60, word.lower, head(b));
        sink.two(61, word.lower, head(a));
        sink.two(62, word.lower, lower(b));
        sink.two(63, word.lower, lower(a));
        sink.three(
            64,
            word.lower,
            b.map_or(EDGE, |w| u32::from(w.coarse)),
            a.map_or(EDGE, |w| u32::from(w.coarse)),
        );
        let gap = before.zip(after).map_or(9, |(b, a)| a - b);
        sink.two(65, word.lower, u32::try_from(gap).unwrap_or(9));
        return;
    };
    let len = run.len().min(6);
    let position = (i - run.start).min(3) * 4 + (run.end - 1 - i).min(3);
    let place = u32::try_from(position * 8 + len).unwrap_or_default();
    let position = u32::try_from(position).unwrap_or_default();
    let before = run.start.checked_sub(1).and_then(inside);
    let after = inside(run.end);
    let (head, front) = (inside(run.end - 1), inside(run.start));
    sink.two(66, place, sentence.casing as u32);
    sink.one(67, lower(before));
    sink.one(68, lower(after));
    sink.two(69, lower(before), position);
    sink.two(70, lower(after), position);
    sink.two(71, lower(before), lower(after));
    let heads = run
        .clone()
        .take(8)
        .filter_map(&inside)
        .fold(0, |all, w| all | w.flags & (ROLES & !lexicon::PARTICLE));
    sink.two(72, heads, position);
    if len > 1 {
        sink.one(73, lower(head));
        sink.one(74, lower(front));
        sink.two(75, head.map_or(0, |w| w.flags & ROLES), position);
        sink.two(76, front.map_or(0, |w| w.flags), position);
        sink.two(
            77,
            head.map_or(0, |w| u32::from(w.class.tendency)),
            front.map_or(0, |w| u32::from(w.class.tendency)),
        );
        sink.two(78, head.map_or(0, |w| u32::from(w.class.cluster)), position);
        sink.two(
            79,
            front.map_or(0, |w| u32::from(w.class.cluster)),
            position,
        );
    } else {
        sink.two(
            80,
            before.map_or(EDGE, |w| u32::from(w.class.cluster)),
            word.class.tendency.into(),
        );
        sink.two(
            81,
            after.map_or(EDGE, |w| u32::from(w.class.cluster)),
            word.class.tendency.into(),
        );
    }
    // "X of Y": the heads on both sides of a small word.
    if run.start >= sentence.tokens.start + 2 {
        let link = if inside(run.start - 1).is_some_and(|w| w.case == Case::Lower) {
            run.start - 2
        } else {
            return;
        };
        let link_word = lower(inside(run.start - 1));
        let other = inside(link);
        if doc.tokens.get(link).is_some_and(|t| t.run != NO_RUN) {
            sink.three(82, link_word, lower(other), position);
            sink.three(
                83,
                link_word,
                other.map_or(0, |w| w.flags & ROLES),
                position,
            );
        }
    }
    if run.end + 1 < sentence.tokens.end
        && doc.tokens.get(run.end + 1).is_some_and(|t| t.run != NO_RUN)
    {
        let other = inside(run.end + 1);
        sink.three(
            84,
            lower(after),
            head.map_or(0, |w| w.flags & ROLES),
            position,
        );
        sink.three(
            85,
            lower(after),
            other.map_or(0, |w| u32::from(w.class.tendency)),
            position,
        );
    }
}

/// How the same word is used elsewhere in the text.
fn usage<F: FnMut(u32)>(
    doc: &Document<'_>,
    i: usize,
    word: &Word,
    casing: u32,
    first: u32,
    sink: &mut Sink<'_, F>,
) {
    let Some(usage) = doc.usage.get(word.fold as usize) else {
        return;
    };
    if matches!(word.case, Case::Lower | Case::Mark | Case::Number) {
        return;
    }
    let small = |n: u16| u32::from(n.min(3));
    let profile =
        small(usage.lower) * 16 + small(usage.capital) * 4 + small(usage.forced.saturating_sub(1));
    sink.three(90, profile, casing, first);
    for bit in 0..11 {
        if usage.cues & (1 << bit) != 0 {
            sink.one(91, bit);
            sink.two(92, bit, u32::from(word.class.tendency));
        }
    }
    sink.one(93, u32::from(usage.cues));
    // What stood around the word where its capital was its own.
    let mut given = 0;
    for place in usage.places.iter().take(usize::from(usage.capital.min(3))) {
        let k = *place as usize;
        if k == i {
            continue;
        }
        let Some(run) = doc
            .tokens
            .get(k)
            .filter(|t| t.run != NO_RUN)
            .and_then(|t| doc.runs.get(t.run as usize))
        else {
            continue;
        };
        let lower = |k: Option<usize>| k.and_then(|k| doc.word(k)).map_or(EDGE, |w| w.lower);
        sink.one(94, lower(run.start.checked_sub(1)));
        sink.one(95, lower(Some(run.end)));
        let head = doc.word(run.end - 1);
        let front = doc.word(run.start);
        let place = u32::from(k == run.start) * 2 + u32::from(k + 1 == run.end);
        sink.three(
            96,
            place,
            head.map_or(0, |w| w.flags & ROLES),
            front.map_or(0, |w| w.flags),
        );
        if run.len() > 1 {
            sink.two(97, place, head.map_or(0, |w| w.lower));
            sink.two(98, place, front.map_or(0, |w| w.lower));
        }
        given += 1;
    }
    sink.one(99, given);
}

/// Whether the word is an initialism that the text spells out, or stands in brackets after a name.
fn initials<F: FnMut(u32)>(
    doc: &Document<'_>,
    sentence: &Sentence,
    i: usize,
    word: &Word,
    sink: &mut Sink<'_, F>,
) {
    if word.case == Case::Upper
        && let Some(full) = doc.expansion(i)
    {
        let flags = full
            .clone()
            .take(8)
            .filter_map(|k| doc.word(k))
            .fold(0, |all, w| all | w.flags & ROLES);
        let head = full.end.checked_sub(1).and_then(|k| doc.word(k));
        sink.two(100, u32::from(word.letters.min(5)), flags);
        sink.one(101, head.map_or(0, |w| w.lower));
        sink.one(102, head.map_or(0, |w| u32::from(w.class.cluster)));
        sink.one(103, u32::from(word.letters.min(5)));
    }
    if i >= sentence.tokens.start + 2 && doc.token_text(i - 1) == "(" {
        let before = doc.word(i - 2);
        sink.two(104, before.map_or(0, |w| w.flags & ROLES), word.case as u32);
        sink.two(105, before.map_or(0, |w| w.lower), word.case as u32);
    }
    if sentence.tokens.contains(&(i + 2)) && doc.token_text(i + 1) == "(" {
        let after = doc.word(i + 2);
        sink.two(106, after.map_or(0, |w| w.case as u32), word.case as u32);
        sink.two(
            107,
            after.map_or(0, |w| u32::from(w.class.tendency)),
            word.flags & ROLES,
        );
    }
}
