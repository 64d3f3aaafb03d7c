//! People, organizations, groups and places that only one version names, or that the two spell differently.

use std::collections::BTreeMap;

use super::{Place, Places, Reading};
use crate::{
    analysis::versions::compare::Name,
    gazetteer::fold,
    model::{
        ByteSpan, EntityId, EntityType,
        family::{Fact, FactChange, FactKind},
    },
};

/// An entity as one version names it.
struct Named<'s> {
    kind: FactKind,
    name: &'s str,
    /// Spellings as they stand, folded, each with the first place.
    forms: Vec<(String, ByteSpan)>,
    spans: Vec<ByteSpan>,
}

impl Named<'_> {
    /// The spelling with the most words.
    fn fullest(&self) -> Option<&(String, ByteSpan)> {
        self.forms
            .iter()
            .max_by_key(|(form, span)| (form.split(' ').count(), std::cmp::Reverse(span.start)))
    }

    fn counted(&self) -> Fact {
        let n = self.spans.len();
        Fact {
            text: format!("{n} mention{}", if n == 1 { "" } else { "s" }),
            spans: self.spans.clone(),
        }
    }
}

const fn fact_kind(kind: EntityType) -> FactKind {
    match kind {
        EntityType::Place => FactKind::Place,
        EntityType::Person | EntityType::Organization | EntityType::Group => FactKind::Name,
    }
}

fn named<'s>(text: &str, names: &'s [Name]) -> BTreeMap<EntityId, Named<'s>> {
    let mut all: BTreeMap<EntityId, Named<'s>> = BTreeMap::new();
    for name in names {
        let one = all.entry(name.entity).or_insert_with(|| Named {
            kind: fact_kind(name.kind),
            name: &name.name,
            forms: Vec::new(),
            spans: Vec::new(),
        });
        let form = fold(name.span.of(text));
        if !one.forms.iter().any(|(known, _)| *known == form) {
            one.forms.push((form, name.span));
        }
        one.spans.push(name.span);
    }
    all
}

/// Names that one version alone has, and names spelled differently.
pub(super) fn changes(a: &Reading<'_>, b: &Reading<'_>, places: &Places<'_>) -> Vec<FactChange> {
    let (of_a, of_b) = (
        named(a.text(), &a.side.names),
        named(b.text(), &b.side.names),
    );
    let mut found = Vec::new();
    for (id, x) in &of_a {
        if let Some(y) = of_b.get(id) {
            found.extend(spelled_anew(a, b, x, y));
        }
    }
    // A name that stands in the other text, but was not marked there, is not gone.
    let all_b = format!(" {} ", fold(b.text()));
    let all_a = format!(" {} ", fold(a.text()));
    let stands = |one: &Named<'_>, text: &str| {
        one.forms
            .iter()
            .any(|(form, _)| !form.is_empty() && text.contains(&format!(" {form} ")))
    };
    let mut gone: Vec<&Named<'_>> = of_a
        .iter()
        .filter(|(id, x)| !of_b.contains_key(id) && !stands(x, &all_b))
        .map(|(_, x)| x)
        .collect();
    let mut new: Vec<&Named<'_>> = of_b
        .iter()
        .filter(|(id, y)| !of_a.contains_key(id) && !stands(y, &all_a))
        .map(|(_, y)| y)
        .collect();
    let by_place = |x: &&Named<'_>| x.spans.first().map_or(0, |s| s.start);
    gone.sort_by_key(by_place);
    new.sort_by_key(by_place);
    let at = |one: &Named<'_>, a_side: bool| -> Vec<Option<Place>> {
        one.spans
            .iter()
            .map(|span| places.of(*span, a_side))
            .collect()
    };
    let mut at_new: Vec<Vec<Option<Place>>> = new.iter().map(|y| at(y, false)).collect();
    gone.retain(|x| {
        let at_x = at(x, true);
        let partner = at_new.iter().position(|at_y| {
            at_x.iter()
                .any(|s| at_y.iter().any(|t| Place::same(*s, *t)))
        });
        let Some(partner) = partner else {
            return true;
        };
        let y = new.remove(partner);
        at_new.remove(partner);
        found.extend(changed(a, b, x, y));
        false
    });
    found.extend(gone.into_iter().map(|x| FactChange {
        kind: x.kind,
        about: x.name.to_owned(),
        a: Some(x.counted()),
        b: None,
    }));
    found.extend(new.into_iter().map(|y| FactChange {
        kind: y.kind,
        about: y.name.to_owned(),
        a: None,
        b: Some(y.counted()),
    }));
    found
}

/// One name in place of another.
fn changed(a: &Reading<'_>, b: &Reading<'_>, x: &Named<'_>, y: &Named<'_>) -> Option<FactChange> {
    let ((x_form, x_span), (y_form, y_span)) = (x.fullest()?, y.fullest()?);
    // "Ghanem" for "Shukri Ghanem" is wording.
    if part_of(x_form, y_form) || part_of(y_form, x_form) {
        return None;
    }
    let fact = |text: &str, span: &ByteSpan, spans: &[ByteSpan]| Fact {
        text: span.of(text).to_owned(),
        spans: spans.to_vec(),
    };
    Some(FactChange {
        kind: x.kind,
        about: x.name.to_owned(),
        a: Some(fact(a.text(), x_span, &x.spans)),
        b: Some(fact(b.text(), y_span, &y.spans)),
    })
}

fn part_of(part: &str, whole: &str) -> bool {
    let mut words = whole.split(' ');
    part.split(' ').all(|word| words.any(|w| w == word))
}

/// One entity under another spelling; a fuller or shorter form of the name is wording.
fn spelled_anew(
    a: &Reading<'_>,
    b: &Reading<'_>,
    x: &Named<'_>,
    y: &Named<'_>,
) -> Option<FactChange> {
    let has = |one: &Named<'_>, form: &str| one.forms.iter().any(|(f, _)| f == form);
    let only_a: Vec<&(String, ByteSpan)> = x.forms.iter().filter(|(f, _)| !has(y, f)).collect();
    let only_b: Vec<&(String, ByteSpan)> = y.forms.iter().filter(|(f, _)| !has(x, f)).collect();
    let (from, to) = only_a
        .iter()
        .flat_map(|from| only_b.iter().map(move |to| (*from, *to)))
        .filter(|(from, to)| spelled_alike(&from.0, &to.0))
        .max_by_key(|(from, _)| (from.0.split(' ').count(), std::cmp::Reverse(from.1.start)))?;
    // The other spelling standing there, too, means that the text uses both.
    if has(x, &to.0) || has(y, &from.0) {
        return None;
    }
    let fact = |text: &str, one: &Named<'_>, (form, span): &(String, ByteSpan)| Fact {
        text: span.of(text).to_owned(),
        spans: one
            .spans
            .iter()
            .copied()
            .filter(|s| fold(s.of(text)) == *form)
            .collect(),
    };
    Some(FactChange {
        kind: x.kind,
        about: x.name.to_owned(),
        a: Some(fact(a.text(), x, from)),
        b: Some(fact(b.text(), y, to)),
    })
}

/// Whether two forms have the same words but for the spelling of some.
fn spelled_alike(from: &str, to: &str) -> bool {
    from != to
        && from.split(' ').count() == to.split(' ').count()
        && from.split(' ').zip(to.split(' ')).all(|(v, w)| {
            v == w || v.len().min(w.len()) > 2 && strsim::normalized_levenshtein(v, w) >= 0.45
        })
}
