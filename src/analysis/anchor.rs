//! Finds a marked passage again in a text that was read anew: by its words, and by those that stood around it.

use crate::model::ByteSpan;

/// Letters around a passage that must agree where the passage alone is too short to be sure.
const SURE_CONTEXT: usize = 6;
/// A passage of so many letters is sure without its context.
const SURE_PASSAGE: usize = 16;
/// Letters of the context by which a passage is found that itself changed.
const BRIDGE: usize = 24;
/// Share of its words that a changed passage must have kept.
const KEPT_WORDS: f64 = 0.6;

/// A passage and what stood around it.
#[derive(Clone, Copy, Debug)]
pub struct Anchor<'a> {
    pub quote: &'a str,
    pub before: &'a str,
    pub after: &'a str,
    /// Where it began in the former text, in bytes: of several equal places the nearest is taken.
    pub start: u32,
}

/// Whether two passages have the same letters and digits, whatever stands between them and whatever their case.
#[must_use]
pub fn same_letters(a: &str, b: &str) -> bool {
    let mut a = letters(a).0.into_iter();
    letters(b).0.into_iter().all(|c| a.next() == Some(c)) && a.next().is_none()
}

/// Where the passage stands in `text`, in bytes; `None` when no place is sure enough.
///
/// Tried in turn: the same characters; the same letters and digits, whatever blanks and marks lie between them; a stretch
/// between the same surroundings that has most of its words.
#[must_use]
pub fn find(text: &str, anchor: &Anchor<'_>) -> Option<ByteSpan> {
    let quote = letters(anchor.quote).0;
    if quote.is_empty() {
        return None;
    }
    let page = Page::of(text);
    let before: Vec<char> = letters(anchor.before).0;
    let after: Vec<char> = letters(anchor.after).0;
    let around = Around {
        before: &before,
        after: &after,
        start: anchor.start,
    };
    let exact = text
        .match_indices(anchor.quote)
        .map(|(at, _)| ByteSpan::from(at..at + anchor.quote.len()));
    page.best(exact, quote.len(), &around)
        .or_else(|| {
            let alike = page
                .positions(&quote)
                .into_iter()
                .filter_map(|at| page.span(at, at + quote.len()));
            page.best(alike, quote.len(), &around)
                .map(|span| widened(text, span, anchor.quote))
        })
        .or_else(|| page.bridged(text, anchor.quote, &quote, &around))
}

struct Around<'a> {
    before: &'a [char],
    after: &'a [char],
    start: u32,
}

/// The letters of a text, folded, and where each stands.
struct Page {
    letters: Vec<char>,
    at: Vec<ByteSpan>,
}

fn letters(text: &str) -> (Vec<char>, Vec<ByteSpan>) {
    let (mut out, mut at) = (Vec::new(), Vec::new());
    for (start, c) in text.char_indices().filter(|(_, c)| c.is_alphanumeric()) {
        for folded in c.to_lowercase() {
            out.push(folded);
            at.push(ByteSpan::from(start..start + c.len_utf8()));
        }
    }
    (out, at)
}

impl Page {
    fn of(text: &str) -> Self {
        let (letters, at) = letters(text);
        Self { letters, at }
    }

    /// Where a run of letters begins, each time.
    fn positions(&self, wanted: &[char]) -> Vec<usize> {
        let Some(first) = wanted.first() else {
            return Vec::new();
        };
        self.letters
            .iter()
            .enumerate()
            .filter(|(_, c)| *c == first)
            .map(|(at, _)| at)
            .filter(|at| {
                self.letters
                    .get(*at..)
                    .is_some_and(|l| l.starts_with(wanted))
            })
            .collect()
    }

    /// The bytes of letters `from..to`.
    fn span(&self, from: usize, to: usize) -> Option<ByteSpan> {
        let last = self.at.get(to.checked_sub(1)?)?;
        Some(ByteSpan::new(self.at.get(from)?.start, last.end))
    }

    /// How many letters next to the span agree with what stood around the passage.
    fn context(&self, span: ByteSpan, around: &Around<'_>) -> usize {
        let first = self.at.partition_point(|s| s.start < span.start);
        let last = self.at.partition_point(|s| s.start < span.end);
        let same = |a: &mut dyn Iterator<Item = &char>, b: &mut dyn Iterator<Item = &char>| {
            a.zip(b).take_while(|(a, b)| a == b).count()
        };
        let left = self.letters.get(..first).unwrap_or_default();
        let right = self.letters.get(last..).unwrap_or_default();
        same(&mut left.iter().rev(), &mut around.before.iter().rev())
            + same(&mut right.iter(), &mut around.after.iter())
    }

    /// The place whose surroundings agree best, if it is sure.
    fn best(
        &self,
        places: impl Iterator<Item = ByteSpan>,
        length: usize,
        around: &Around<'_>,
    ) -> Option<ByteSpan> {
        let (context, span) = places
            .map(|span| (self.context(span, around), span))
            .max_by_key(|(context, span)| {
                (
                    *context,
                    std::cmp::Reverse(span.start.abs_diff(around.start)),
                )
            })?;
        let known = around.before.len() + around.after.len();
        (length >= SURE_PASSAGE || context >= SURE_CONTEXT.min(known)).then_some(span)
    }

    /// A stretch between the passage's surroundings.
    fn bridged(
        &self,
        text: &str,
        quote: &str,
        letters: &[char],
        around: &Around<'_>,
    ) -> Option<ByteSpan> {
        let (known, after) = (around.before, around.after);
        let before = known.get(known.len().saturating_sub(BRIDGE)..)?;
        let after = after.get(..BRIDGE.min(after.len()))?;
        let (shortest, longest) = (letters.len() / 2, letters.len() * 2 + 16);
        // Where nothing stood around it, it began or ended the text.
        let starts = match before {
            [] => vec![0],
            _ => self.positions(before),
        };
        let ends = match after {
            [] => vec![self.letters.len()],
            _ => self.positions(after),
        };
        for from in starts.into_iter().map(|at| at + before.len()) {
            let next = ends
                .get(ends.partition_point(|at| *at < from + shortest))
                .copied();
            let Some(to) = next.filter(|to| to - from <= longest && *to > from) else {
                continue;
            };
            let span = self.span(from, to)?;
            if kept_words(quote, span.of(text)) >= KEPT_WORDS {
                return Some(span);
            }
        }
        None
    }
}

/// The share of `was`'s words that `now` has.
fn kept_words(was: &str, now: &str) -> f64 {
    let words = |text: &str| -> Vec<String> {
        text.split(|c: char| !c.is_alphanumeric())
            .filter(|w| !w.is_empty())
            .map(str::to_lowercase)
            .collect()
    };
    let (was, mut now) = (words(was), words(now));
    let all = was.len().max(1);
    let kept = was.iter().filter(|w| {
        let at = now.iter().position(|n| n == *w);
        at.map(|at| now.swap_remove(at)).is_some()
    });
    kept.count() as f64 / all as f64
}

/// The span with the marks at its ends that the passage had, such as quotation marks and a full stop.
fn widened(text: &str, span: ByteSpan, quote: &str) -> ByteSpan {
    let mark = |c: &char| !c.is_alphanumeric();
    let (mut start, mut end) = (span.range().start, span.range().end);
    let lead: Vec<char> = quote.chars().take_while(mark).collect();
    for c in lead.iter().rev() {
        if text.get(..start).is_some_and(|t| t.ends_with(*c)) {
            start -= c.len_utf8();
        }
    }
    let mut tail: Vec<char> = quote.chars().rev().take_while(mark).collect();
    tail.reverse();
    for c in tail {
        if text.get(end..).is_some_and(|t| t.starts_with(c)) {
            end += c.len_utf8();
        }
    }
    ByteSpan::from(start..end)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Finds what stands between brackets in `was` again in `now`, where brackets say where it should be.
    fn check(was: &str, now: &str) {
        let (before, rest) = was.split_once('[').expect("a passage");
        let (quote, after) = rest.split_once(']').expect("its end");
        let tail = |text: &str| -> String {
            let from = text.char_indices().rev().nth(59).map_or(0, |(at, _)| at);
            text[from..].to_owned()
        };
        let anchor = Anchor {
            quote,
            before: &tail(before),
            after: &after.chars().take(60).collect::<String>(),
            start: u32::try_from(before.len()).expect("short"),
        };
        let text = now.replace(['[', ']'], "");
        let expected = now.find('[').map(|start| {
            let end = now.find(']').expect("its end") - 1;
            ByteSpan::from(start..end)
        });
        assert_eq!(find(&text, &anchor), expected, "{was}");
    }

    #[test]
    fn passages_are_found_again() {
        for (was, now) in [
            (
                "The pumps ran [all night long], he said.",
                "A new line.\n\nThe pumps ran [all night long], he said.",
            ),
            // Of two equal places the one with the same surroundings.
            (
                "Rain fell in May. In June [rain fell] again on the coast.",
                "It rained. Rain fell in May. In June [rain fell] again on the coast.",
            ),
            // Blanks, hyphenation and quotation marks.
            (
                "He called it ``[a ware -\nhouse of\nhopes .]'' and left.",
                "He called it “[a warehouse of hopes.]” and left.",
            ),
            // Letters that were read with the wrong encoding.
            (
                "The engineers who came from the coast reached [Z\u{fffd}wiya with four trucks] before the night began to fall.",
                "The engineers who came from the coast reached [Zāwiya with four trucks] before the night began to fall.",
            ),
            // What is gone is not found elsewhere.
            ("He said [no] to all of that.", "They had no water."),
            (
                "The council met and [voted on the well] on Monday.",
                "The council met on Monday.",
            ),
            ("[Hm]", "[Hm]"),
        ] {
            check(was, now);
        }
    }

    #[test]
    fn letters_are_compared_whatever_lies_between() {
        assert!(same_letters("Al-Jufrah road", "al Jufrah\nroad"));
        assert!(!same_letters("Al-Jufrah", "Al-Jufra"));
        assert!(!same_letters("Al-Jufra", "Al-Jufrah"));
    }
}
