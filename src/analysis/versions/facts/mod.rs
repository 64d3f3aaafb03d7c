//! What two versions say differently: names, places, numbers, dates, who said it, and words in quotation marks. Wording
//! is no fact, and a fact that merely stands elsewhere has not changed.

mod dates;
mod figures;
mod names;
mod numbers;
mod speech;
mod tokens;

use super::compare::{Anchor, Side};
use crate::model::{
    ByteSpan,
    family::{CompareRow, Fact, FactChange, FactKind, FactState},
};
use tokens::Token;

/// A fact as one text has it.
#[derive(Clone, Debug, PartialEq)]
struct Item {
    kind: FactKind,
    /// What it says: equal values are the same fact in other words.
    value: String,
    /// What it is about, folded; empty when that is not plain.
    subject: String,
    /// As shown.
    about: String,
    text: String,
    /// Where it stands. The first is what the other side's is looked for at.
    spans: Vec<ByteSpan>,
}

impl Item {
    fn span(&self) -> ByteSpan {
        self.spans.first().copied().unwrap_or(ByteSpan::new(0, 0))
    }

    fn fact(&self) -> Fact {
        Fact {
            text: self.text.clone(),
            spans: self.spans.clone(),
        }
    }
}

/// A text taken apart for the search of facts.
struct Reading<'s> {
    side: &'s Side,
    tokens: Vec<Token>,
    /// Sentences as bytes of the text.
    sentences: Vec<ByteSpan>,
}

impl<'s> Reading<'s> {
    fn new(side: &'s Side) -> Self {
        Self {
            side,
            tokens: tokens::read(&side.text),
            sentences: crate::analysis::sentences::split(&side.text, &side.blocks),
        }
    }

    fn text(&self) -> &'s str {
        &self.side.text
    }
}

/// Where things stand in the comparison.
struct Places<'c> {
    rows: &'c [CompareRow],
    /// The row's anchors, in order.
    anchors: Vec<Vec<Anchor>>,
}

/// A place in the comparison: a row, and the anchors before and up to the end of a span.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Place {
    row: usize,
    before: usize,
    until: usize,
}

impl Place {
    /// Whether two spans, one of each side, stand in one row between the same words that both sides have.
    fn same(a: Option<Self>, b: Option<Self>) -> bool {
        match (a, b) {
            (Some(a), Some(b)) => a.row == b.row && a.before.max(b.before) <= a.until.min(b.until),
            _ => false,
        }
    }

    /// Whether two spans, one of each side, stand in one row.
    fn same_row(a: Option<Self>, b: Option<Self>) -> bool {
        a.is_some() && a.map(|a| a.row) == b.map(|b| b.row)
    }
}

impl<'c> Places<'c> {
    fn new(rows: &'c [CompareRow], all: &[Anchor]) -> Self {
        let mut anchors = vec![Vec::new(); rows.len()];
        for anchor in all {
            if let Some(of_row) = anchors.get_mut(anchor.row) {
                of_row.push(*anchor);
            }
        }
        Self { rows, anchors }
    }

    /// Where a span of the first (or second) side stands; `None` where its block has no partner.
    fn of(&self, span: ByteSpan, a_side: bool) -> Option<Place> {
        let row = self.rows.iter().position(|row| {
            let block = if a_side { &row.a } else { &row.b };
            block.as_ref().is_some_and(|b| b.span.contains(&span))
        })?;
        let anchors = self.anchors.get(row)?;
        let on_side = |anchor: &Anchor| if a_side { anchor.a } else { anchor.b };
        Some(Place {
            row,
            before: anchors.partition_point(|x| on_side(x).end <= span.start),
            until: anchors.partition_point(|x| on_side(x).start < span.end),
        })
    }
}

/// The facts that differ, in the order of the first text, additions where they stand in the second.
#[must_use]
pub fn changes(a: &Side, b: &Side, rows: &[CompareRow], anchors: &[Anchor]) -> Vec<FactChange> {
    let places = Places::new(rows, anchors);
    let (of_a, of_b) = (Reading::new(a), Reading::new(b));
    let mut found = names::changes(&of_a, &of_b, &places);
    let (dates_a, dates_b) = (dates::find(&of_a), dates::find(&of_b));
    let not_counted = |reading: &Reading<'_>, dates: &[Item]| -> Vec<ByteSpan> {
        let names = reading.side.names.iter().map(|n| n.span);
        let dates = dates.iter().flat_map(|d| d.spans.iter().copied());
        names.chain(dates).collect()
    };
    let figures_a = figures::find(&of_a, &not_counted(&of_a, &dates_a));
    let figures_b = figures::find(&of_b, &not_counted(&of_b, &dates_b));
    found.extend(differences(&figures_a, &figures_b, &places));
    found.extend(differences(
        &dates::in_text(&of_a, dates_a),
        &dates::in_text(&of_b, dates_b),
        &places,
    ));
    let said = speech::changes(&of_a, &of_b, &places, &found);
    found.retain(|change| !told_by_a_quote(change, &said));
    found.extend(said);
    in_reading_order(found, rows)
}

/// An item and where it stands.
type At<'i> = (&'i Item, Option<Place>);

/// Whether two items, one of each side, are one fact.
type Fits<'f> = dyn Fn(At<'_>, At<'_>) -> bool + 'f;

/// Whether a number or date came or went with a whole quotation, which says it already.
fn told_by_a_quote(change: &FactChange, said: &[FactChange]) -> bool {
    let inside = |fact: &Option<Fact>, quote: &Option<Fact>| match (fact, quote) {
        (Some(fact), Some(quote)) => fact
            .spans
            .iter()
            .all(|s| quote.spans.iter().any(|q| q.contains(s))),
        _ => false,
    };
    matches!(change.kind, FactKind::Figure | FactKind::Date)
        && said.iter().any(|quote| {
            quote.kind == FactKind::Quote
                && quote.state() == change.state()
                && match change.state() {
                    FactState::Added => inside(&change.b, &quote.b),
                    FactState::Dropped => inside(&change.a, &quote.a),
                    FactState::Changed => false,
                }
        })
}

/// Pairs items of two texts and returns those that differ.
fn differences(a: &[Item], b: &[Item], places: &Places<'_>) -> Vec<FactChange> {
    let mut free_a = vec![true; a.len()];
    let mut free_b = vec![true; b.len()];
    let mut changed = Vec::new();
    // From the surest pairs to the loosest. The same value is no change, whatever round it is found in, and comes before
    // another value in the same place: what merely moved has not changed. Only a number that counts the same thing in the
    // same place goes before, because an old number is often repeated beside the new one.
    let at = |items: &[Item], a_side: bool| -> Vec<Option<Place>> {
        items
            .iter()
            .map(|item| places.of(item.span(), a_side))
            .collect()
    };
    let (at_a, at_b) = (at(a, true), at(b, false));
    let value = |x: At<'_>, y: At<'_>| x.0.value == y.0.value;
    let about_one = |x: At<'_>, y: At<'_>| !x.0.subject.is_empty() && x.0.subject == y.0.subject;
    let place = |x: At<'_>, y: At<'_>| Place::same(x.1, y.1);
    let row = |x: At<'_>, y: At<'_>| Place::same_row(x.1, y.1);
    let loose = |x: At<'_>, y: At<'_>| {
        x.0.subject.is_empty() || y.0.subject.is_empty() || x.0.kind != FactKind::Figure
    };
    // A number that counts something did not become one that counts nothing, though both stand in rewritten words.
    let alike = |x: At<'_>, y: At<'_>| {
        x.0.kind != FactKind::Figure || x.0.subject.is_empty() == y.0.subject.is_empty()
    };
    let fits: [&Fits<'_>; 8] = [
        &|x, y| value(x, y) && about_one(x, y) && row(x, y),
        &|x, y| value(x, y) && about_one(x, y),
        &|x, y| about_one(x, y) && place(x, y),
        &|x, y| value(x, y) && place(x, y),
        &|x, y| value(x, y) && loose(x, y),
        &|x, y| place(x, y) && alike(x, y),
        &|x, y| about_one(x, y) && row(x, y),
        &|x, y| about_one(x, y),
    ];
    for fit in fits {
        for ((x, at_x), free_x) in a.iter().zip(&at_a).zip(&mut free_a) {
            if !*free_x {
                continue;
            }
            let partner = b
                .iter()
                .zip(&at_b)
                .zip(&mut free_b)
                .find(|((y, at_y), free)| {
                    **free && x.kind == y.kind && fit((x, *at_x), (y, **at_y))
                });
            if let Some(((y, _), free_y)) = partner {
                (*free_x, *free_y) = (false, false);
                // "Tuesday" in both is the same word, though the days of publication differ.
                let same_words = x.kind == FactKind::Date && x.subject == y.subject;
                if x.value != y.value && !same_words {
                    changed.push(change(Some(x), Some(y)));
                }
            }
        }
    }
    // What is said once more, or once less, is no news as long as the other text says it, too.
    let known = |x: &Item, others: &[Item]| {
        others.iter().any(|y| {
            (x.value == y.value || x.kind == FactKind::Date && x.subject == y.subject)
                && (x.subject.is_empty()
                    || y.subject.is_empty()
                    || x.subject == y.subject
                    || x.kind != FactKind::Figure)
        })
    };
    for (x, free) in a.iter().zip(free_a) {
        if free && !known(x, b) {
            changed.push(change(Some(x), None));
        }
    }
    for (y, free) in b.iter().zip(free_b) {
        if free && !known(y, a) {
            changed.push(change(None, Some(y)));
        }
    }
    changed
}

fn change(a: Option<&Item>, b: Option<&Item>) -> FactChange {
    let of = [a, b].into_iter().flatten();
    let about = of
        .clone()
        .map(|item| item.about.as_str())
        .find(|about| !about.is_empty())
        .unwrap_or_default();
    FactChange {
        kind: of.map(|item| item.kind).next().unwrap_or(FactKind::Figure),
        about: about.to_owned(),
        a: a.map(Item::fact),
        b: b.map(Item::fact),
    }
}

/// Sorted by where they stand in the rows.
fn in_reading_order(mut found: Vec<FactChange>, rows: &[CompareRow]) -> Vec<FactChange> {
    let start = |fact: &Fact| fact.spans.first().map_or(0, |span| span.start);
    let row_of = |fact: &Fact, a_side: bool| {
        let span = fact.spans.first().copied().unwrap_or(ByteSpan::new(0, 0));
        rows.iter()
            .position(|row| {
                let block = if a_side { &row.a } else { &row.b };
                block.as_ref().is_some_and(|b| b.span.contains(&span))
            })
            .unwrap_or(rows.len())
    };
    found.sort_by_key(|change| match (&change.a, &change.b) {
        (Some(a), _) => (row_of(a, true), 0, start(a), change.kind),
        (None, Some(b)) => (row_of(b, false), 1, start(b), change.kind),
        (None, None) => (rows.len(), 2, 0, change.kind),
    });
    found
}
