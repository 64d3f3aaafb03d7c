//! Finds in a text what a query looks for: the exact spans, by the same words that the search index holds.
//!
//! A hit is a word, a whole phrase, or the stretch from the first to the last of terms that lie near each other. Hits do
//! not overlap: the one that begins first counts, of two that begin at the same place the longer.

use std::collections::HashMap;

use crate::model::{
    ByteSpan, Query,
    query::{Node, Term, words},
};

/// A word of some text: its place among the words, and its bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Place {
    word: u32,
    start: u32,
    end: u32,
}

/// A stretch of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Stretch {
    word: u32,
    words: u32,
    start: u32,
    end: u32,
}

/// The words of some queries, to be looked for all at once.
#[derive(Debug, Default)]
pub struct Vocabulary {
    exact: HashMap<Box<[u8]>, u32>,
    /// By their first byte, because every word of a text is compared with them.
    prefixes: HashMap<u8, Vec<Prefix>>,
    count: u32,
    /// Whether any word begins with this byte.
    first: Vec<bool>,
}

/// The beginning of a word, and its number.
type Prefix = (Box<[u8]>, u32);

/// Where the words of a vocabulary stand in one text.
#[derive(Debug, Default)]
pub struct Seen {
    places: Vec<Vec<Place>>,
}

impl Vocabulary {
    /// Takes in a query's words.
    pub fn add(&mut self, query: &Query) -> Matcher {
        Matcher {
            root: self.part(&query.root),
        }
    }

    fn part(&mut self, node: &Node) -> Part {
        match node {
            Node::Term(term) => Part::Term(self.term(term)),
            Node::Near { terms, within } => Part::Near {
                terms: terms.iter().map(|t| self.term(t)).collect(),
                within: *within,
            },
            Node::Field(at) => Part::Field(*at),
            Node::Not(inner) => Part::Not(Box::new(self.part(inner))),
            Node::And(parts) => Part::And(parts.iter().map(|p| self.part(p)).collect()),
            Node::Or(parts) => Part::Or(parts.iter().map(|p| self.part(p)).collect()),
        }
    }

    fn term(&mut self, term: &Term) -> Run {
        let last = term.words.len().saturating_sub(1);
        Run {
            words: term
                .words
                .iter()
                .enumerate()
                .map(|(i, word)| self.word(word.as_bytes(), term.prefix && i == last))
                .collect(),
            in_title: term.in_title,
        }
    }

    fn word(&mut self, word: &[u8], prefix: bool) -> u32 {
        if self.first.is_empty() {
            self.first.resize(256, false);
        }
        let first = word.first().copied().unwrap_or(0);
        if let Some(slot) = self.first.get_mut(usize::from(first)) {
            *slot = true;
        }
        let next = self.count;
        let id = if prefix {
            let known = self.prefixes.entry(first).or_default();
            match known.iter().find(|(p, _)| p.as_ref() == word) {
                Some((_, id)) => *id,
                None => {
                    known.push((word.into(), next));
                    next
                }
            }
        } else {
            *self.exact.entry(word.into()).or_insert(next)
        };
        self.count += u32::from(id == next);
        id
    }

    /// Looks through a text. `seen` is filled anew; handing the same one in again saves memory.
    pub fn look(&self, text: &str, seen: &mut Seen) {
        seen.places.iter_mut().for_each(Vec::clear);
        seen.places.resize_with(self.count as usize, Vec::new);
        if self.count == 0 {
            return;
        }
        let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let mut at = 0_u32;
        words::for_each(text, |word, start, end| {
            let place = Place {
                word: at,
                start: small(start),
                end: small(end),
            };
            at += 1;
            let first = word.first().copied().unwrap_or(0);
            if !self.first.get(usize::from(first)).copied().unwrap_or(false) {
                return;
            }
            let mut put = |id: u32| {
                if let Some(places) = seen.places.get_mut(id as usize) {
                    places.push(place);
                }
            };
            if let Some(id) = self.exact.get(word) {
                put(*id);
            }
            for (prefix, id) in self.prefixes.get(&first).into_iter().flatten() {
                if word.starts_with(prefix) {
                    put(*id);
                }
            }
        });
    }
}

/// A query ready to be matched with what a [`Vocabulary`] saw.
#[derive(Debug)]
pub struct Matcher {
    root: Part,
}

#[derive(Debug)]
enum Part {
    Term(Run),
    Near { terms: Vec<Run>, within: u32 },
    Field(usize),
    Not(Box<Self>),
    And(Vec<Self>),
    Or(Vec<Self>),
}

/// Words one after the other, by their numbers in the vocabulary.
#[derive(Debug)]
struct Run {
    words: Vec<u32>,
    in_title: bool,
}

impl Matcher {
    /// The hits in an article's reading text, in order, and whether the article matches at all; a title may match where
    /// the text has no hit. `holds` says whether the article fulfills a condition of [`Query::conditions`].
    ///
    /// What stands behind NOT is no hit, and neither is what belongs to a side of OR that does not match as a whole.
    pub fn hits(
        &self,
        text: &Seen,
        title: &Seen,
        holds: &dyn Fn(usize) -> bool,
    ) -> Option<Vec<ByteSpan>> {
        let mut found = Vec::new();
        if !walk(&self.root, text, title, holds, &mut found) {
            return None;
        }
        found.sort_unstable_by_key(|s| (s.start, std::cmp::Reverse(s.end)));
        let mut out: Vec<ByteSpan> = Vec::with_capacity(found.len());
        for stretch in found {
            if out.last().is_none_or(|last| last.end <= stretch.start) {
                out.push(ByteSpan::new(stretch.start, stretch.end));
            }
        }
        Some(out)
    }
}

fn walk(
    part: &Part,
    text: &Seen,
    title: &Seen,
    holds: &dyn Fn(usize) -> bool,
    out: &mut Vec<Stretch>,
) -> bool {
    let mark = out.len();
    match part {
        Part::Term(run) => {
            if !run.in_title {
                run.find(text, out);
            }
            out.len() > mark || run.any(title)
        }
        Part::Near { terms, within } => {
            let in_title = terms.iter().any(|t| t.in_title);
            if !in_title {
                near(terms, *within, text, out);
            }
            if out.len() > mark {
                return true;
            }
            near(terms, *within, title, out);
            let there = out.len() > mark;
            out.truncate(mark);
            there
        }
        Part::Field(at) => holds(*at),
        Part::Not(inner) => {
            let there = walk(inner, text, title, holds, out);
            out.truncate(mark);
            !there
        }
        Part::And(parts) => {
            let all = parts.iter().all(|p| walk(p, text, title, holds, out));
            if !all {
                out.truncate(mark);
            }
            all
        }
        Part::Or(parts) => {
            let mut any = false;
            for part in parts {
                any |= walk(part, text, title, holds, out);
            }
            any
        }
    }
}

impl Run {
    /// All places of the words one after the other, overlapping ones too, in order.
    fn find(&self, seen: &Seen, out: &mut Vec<Stretch>) {
        let places = |id: &u32| seen.places.get(*id as usize).map_or(&[][..], Vec::as_slice);
        let Some((first, rest)) = self.words.split_first() else {
            return;
        };
        for begin in places(first) {
            let mut end = begin.end;
            let whole = rest.iter().zip(begin.word + 1..).all(|(id, at)| {
                let there = places(id);
                match there.binary_search_by_key(&at, |p| p.word) {
                    Ok(found) => {
                        end = there.get(found).map_or(end, |p| p.end);
                        true
                    }
                    Err(_) => false,
                }
            });
            if whole {
                out.push(Stretch {
                    word: begin.word,
                    words: u32::try_from(self.words.len()).unwrap_or(u32::MAX),
                    start: begin.start,
                    end,
                });
            }
        }
    }

    fn any(&self, seen: &Seen) -> bool {
        let mut out = Vec::new();
        self.find(seen, &mut out);
        !out.is_empty()
    }
}

/// Stretches in which all terms lie near each other: for each term that could be the last, the nearest place of each
/// other one before it; of stretches that begin at the same word, the shortest.
///
/// The measure is FTS5's: from the end of each term to the beginning of the last lie at most `within` words.
fn near(terms: &[Run], within: u32, seen: &Seen, out: &mut Vec<Stretch>) {
    let mut lists: Vec<Vec<Stretch>> = Vec::with_capacity(terms.len());
    for term in terms {
        let mut list = Vec::new();
        term.find(seen, &mut list);
        if list.is_empty() {
            return;
        }
        lists.push(list);
    }
    let mut lasts: Vec<u32> = lists.iter().flatten().map(|s| s.word).collect();
    lasts.sort_unstable();
    lasts.dedup();
    let mut next = vec![0_usize; lists.len()];
    let mut before: Option<u32> = None;
    for last in lasts {
        let mut whole: Option<Stretch> = None;
        let mut fits = true;
        for (list, next) in lists.iter().zip(&mut next) {
            while list.get(*next).is_some_and(|s| s.word <= last) {
                *next += 1;
            }
            let nearest = next.checked_sub(1).and_then(|at| list.get(at));
            let Some(nearest) =
                nearest.filter(|s| s.word.saturating_add(s.words).saturating_add(within) >= last)
            else {
                fits = false;
                continue;
            };
            let so_far = whole.unwrap_or(*nearest);
            whole = Some(Stretch {
                word: so_far.word.min(nearest.word),
                words: 0,
                start: so_far.start.min(nearest.start),
                end: so_far.end.max(nearest.end),
            });
        }
        if let Some(whole) = whole.filter(|_| fits)
            && before != Some(whole.word)
        {
            before = Some(whole.word);
            out.push(whole);
        }
    }
}
