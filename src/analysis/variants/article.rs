//! Groups the names of one article: a short form joins the full form it stands for, where only one can be meant.

use std::collections::HashMap;

use super::{
    arabic,
    keys::{self, GENERATIONS},
};
use crate::model::{ByteSpan, EntityType, FoundMention, LocalEntity, NameSpan};

/// One way of naming something in the article, whatever its capitals and accents.
struct Form {
    kind: EntityType,
    /// Folded words; those of persons as keys shared by all spellings.
    words: Vec<String>,
    /// Mentions, as indexes into the names.
    mentions: Vec<usize>,
    /// The form it belongs to, itself if none.
    parent: usize,
}

impl Form {
    fn first(&self) -> usize {
        self.mentions.first().copied().unwrap_or(usize::MAX)
    }
}

/// Groups the names of one article: short forms join the full form they stand for. Entities come in the order of their
/// first mention; an entity is named by its fullest form.
#[must_use]
pub fn within_article(
    text: &str,
    _sentences: &[ByteSpan],
    names: &[NameSpan],
) -> (Vec<LocalEntity>, Vec<FoundMention>) {
    let mut forms = forms(text, names);
    join_initialisms(text, names, &mut forms);
    join_people(&mut forms);
    gather(text, names, &forms)
}

fn forms(text: &str, names: &[NameSpan]) -> Vec<Form> {
    let mut forms: Vec<Form> = Vec::new();
    let mut known: HashMap<(EntityType, String), usize> = HashMap::new();
    for (i, name) in names.iter().enumerate() {
        let shown = name.span.of(text);
        let form = *known
            .entry((name.kind, keys::key(name.kind, shown)))
            .or_insert_with(|| {
                let mut words = keys::words(shown);
                if name.kind == EntityType::Person {
                    words = keys::person_words(&words);
                }
                forms.push(Form {
                    kind: name.kind,
                    words,
                    mentions: Vec::new(),
                    parent: forms.len(),
                });
                forms.len() - 1
            });
        if let Some(form) = forms.get_mut(form) {
            form.mentions.push(i);
        }
    }
    forms
}

fn root(forms: &[Form], mut form: usize) -> usize {
    // A form only ever joins one that is not below it, so the walk ends.
    while let Some(parent) = forms.get(form).map(|f| f.parent).filter(|p| *p != form) {
        form = parent;
    }
    form
}

fn join(forms: &mut [Form], short: usize, full: usize) {
    let (short, full) = (root(forms, short), root(forms, full));
    if let Some(form) = forms.get_mut(short) {
        form.parent = full;
    }
}

/// Joins initialisms with the names they shorten: introduced in brackets, or the initials of just one name.
fn join_initialisms(text: &str, names: &[NameSpan], forms: &mut [Form]) {
    let mut form_of = vec![0; names.len()];
    for (f, form) in forms.iter().enumerate() {
        for m in &form.mentions {
            if let Some(slot) = form_of.get_mut(*m) {
                *slot = f;
            }
        }
    }
    let mut joined = vec![false; forms.len()];
    for (i, pair) in names.windows(2).enumerate() {
        let [a, b] = pair else { continue };
        let between = text
            .get(a.span.range().end..b.span.range().start)
            .unwrap_or_default()
            .trim();
        let closed = text
            .get(b.span.range().end..)
            .is_some_and(|rest| rest.starts_with(')'));
        if a.kind != b.kind || between != "(" || !closed {
            continue;
        }
        let (full, short) = if is_initialism(b.span.of(text)) {
            (i, i + 1)
        } else {
            (i + 1, i)
        };
        let (Some(full), Some(short)) = (form_of.get(full).copied(), form_of.get(short).copied())
        else {
            continue;
        };
        let (a, b) = (a.span.of(text), b.span.of(text));
        let (name, letters) = if is_initialism(b) { (a, b) } else { (b, a) };
        if is_initialism(letters)
            && !is_initialism(name)
            && shortens(letters, name)
            && full != short
        {
            join(forms, short, full);
            if let Some(slot) = joined.get_mut(short) {
                *slot = true;
            }
        }
    }
    // Initials of every longer name, with and without small words.
    let mut by_initials: HashMap<(EntityType, String), Vec<usize>> = HashMap::new();
    for (f, form) in forms.iter().enumerate() {
        if form.kind == EntityType::Person || form.words.len() < 2 {
            continue;
        }
        let mut both = [initials(&form.words, true), initials(&form.words, false)];
        both.sort();
        for (k, letters) in both.iter().enumerate() {
            if letters.len() > 1 && (k == 0 || both.first() != Some(letters)) {
                by_initials
                    .entry((form.kind, letters.clone()))
                    .or_default()
                    .push(f);
            }
        }
    }
    for f in 0..forms.len() {
        let Some(form) = forms.get(f) else { continue };
        let Some(shown) = form
            .mentions
            .first()
            .and_then(|m| names.get(*m))
            .map(|n| n.span.of(text))
        else {
            continue;
        };
        if joined.get(f) == Some(&true) || !is_initialism(shown) {
            continue;
        }
        let letters = form.words.concat();
        if let Some([only]) = by_initials.get(&(form.kind, letters)).map(Vec::as_slice)
            && *only != f
        {
            join(forms, f, *only);
        }
    }
}

/// Whether a name is written as initials: two to eight capitals, with or without full stops.
pub(super) fn is_initialism(name: &str) -> bool {
    let letters = name.chars().filter(|c| *c != '.').count();
    (2..=8).contains(&letters)
        && name
            .chars()
            .all(|c| c.is_uppercase() || c.is_numeric() || c == '.' || c == '-')
}

pub(super) fn initials(words: &[String], small_words_too: bool) -> String {
    words
        .iter()
        .filter(|w| {
            small_words_too
                || !matches!(
                    w.as_str(),
                    "of" | "the" | "and" | "for" | "on" | "in" | "de" | "to"
                )
        })
        .filter_map(|w| w.chars().next())
        .collect()
}

/// Whether the letters of an initialism stand in this order in a name, the first one first: "UNICEF" and the like take
/// letters from inside words.
fn shortens(letters: &str, name: &str) -> bool {
    let name = keys::ascii_fold(name);
    let mut rest = name.chars();
    let mut first = true;
    for letter in keys::ascii_fold(letters)
        .chars()
        .filter(|c| c.is_alphabetic())
    {
        if first {
            if rest.next() != Some(letter) {
                return false;
            }
            first = false;
        } else if !rest.any(|c| c == letter) {
            return false;
        }
    }
    !first
}

/// Joins short forms of persons with the full name they stand for.
fn join_people(forms: &mut [Form]) {
    // Full forms by their words, so that a text full of names is not compared pair by pair.
    let mut by_last: HashMap<String, Vec<usize>> = HashMap::new();
    let mut by_first: HashMap<String, Vec<usize>> = HashMap::new();
    for (f, form) in forms.iter().enumerate() {
        if form.kind == EntityType::Person {
            let core = core(&form.words);
            if let (Some(first), Some(last)) = (core.first(), core.last()) {
                by_first.entry(first.clone()).or_default().push(f);
                by_last.entry(last.clone()).or_default().push(f);
            }
        }
    }
    let mut order: Vec<usize> = (0..forms.len())
        .filter(|f| forms.get(*f).is_some_and(|f| f.kind == EntityType::Person))
        .collect();
    // Longer forms first: "Ann Lee" joins "Ann Marie Lee" before "Lee" asks who is meant.
    order.sort_by_key(|f| std::cmp::Reverse(forms.get(*f).map_or(0, |f| f.words.len())));
    for short in order {
        let Some(form) = forms.get(short) else {
            continue;
        };
        let words = core(&form.words).to_vec();
        let (Some(first), Some(last)) = (words.first(), words.last()) else {
            continue;
        };
        let same_last = by_last.get(last).map_or(&[][..], Vec::as_slice);
        let same_first = by_first.get(first).map_or(&[][..], Vec::as_slice);
        // A list of thousands of namesakes settles nothing, and looking through it would take long.
        if same_last.len() > 64 || same_first.len() > 64 {
            continue;
        }
        let longer = |f: &&usize| {
            forms
                .get(**f)
                .is_some_and(|full| core(&full.words).len() > words.len())
        };
        let ends: Vec<usize> = same_last
            .iter()
            .filter(longer)
            .filter(|f| {
                forms
                    .get(**f)
                    .is_some_and(|full| ends_alike(core(&full.words), &words))
            })
            .copied()
            .collect();
        let begins: Vec<usize> = same_first
            .iter()
            .filter(longer)
            .filter(|f| {
                forms
                    .get(**f)
                    .is_some_and(|full| core(&full.words).starts_with(&words))
            })
            .copied()
            .collect();
        let at = form.first();
        let target = if !ends.is_empty() {
            only_one(forms, &ends, at)
        } else if words.len() > 1 {
            only_one(forms, &begins, at)
        } else {
            // A first name alone stands for somebody already introduced, who is not called by surname as well.
            only_one(forms, &begins, at).filter(|full| {
                let introduced = forms.get(*full).is_some_and(|f| f.first() < at);
                let surname_used = forms
                    .get(*full)
                    .and_then(|f| core(&f.words).last())
                    .is_some_and(|last| {
                        by_last.get(last).is_some_and(|all| {
                            all.iter()
                                .any(|f| forms.get(*f).is_some_and(|f| core(&f.words).len() == 1))
                        })
                    });
                introduced && !surname_used
            })
        };
        let common_first_name =
            words.len() == 1 && arabic::is_given(form.words.first().map_or("", String::as_str));
        if let Some(full) = target
            && !(common_first_name && ends.len() + begins.len() > 1)
        {
            join(forms, short, full);
        }
    }
}

/// A person's words without the mark of a generation.
fn core(words: &[String]) -> &[String] {
    match words.split_last() {
        Some((last, rest)) if !rest.is_empty() && GENERATIONS.contains(&last.as_str()) => rest,
        _ => words,
    }
}

/// Whether `short` is the end of `full`, or its first and last words with some between left out or shortened.
fn ends_alike(full: &[String], short: &[String]) -> bool {
    if full.ends_with(short) {
        return true;
    }
    // "George W. Bush" and "George Bush", never "George H. Bush": what stands between must stand in the full name.
    short.len() > 1
        && full.first() == short.first()
        && short.get(1..short.len() - 1).is_some_and(|middle| {
            let mut rest = full.iter().skip(1);
            middle.iter().all(|w| rest.any(|f| f == w))
        })
}

/// The person meant by several full forms: the only one introduced before, else the only one at all.
fn only_one(forms: &[Form], candidates: &[usize], at: usize) -> Option<usize> {
    let before: Vec<usize> = candidates
        .iter()
        .filter(|f| forms.get(**f).is_some_and(|f| f.first() < at))
        .copied()
        .collect();
    let meant = if before.is_empty() {
        candidates
    } else {
        &before
    };
    let mut roots = meant.iter().map(|f| root(forms, *f));
    let first = roots.next()?;
    roots.all(|r| r == first).then_some(first)
}

/// Entities and mentions out of the joined forms.
fn gather(text: &str, names: &[NameSpan], forms: &[Form]) -> (Vec<LocalEntity>, Vec<FoundMention>) {
    let mut entity_of_form: HashMap<usize, usize> = HashMap::new();
    let mut entities: Vec<LocalEntity> = Vec::new();
    let mut spellings: Vec<Vec<&str>> = Vec::new();
    let mut mentions = Vec::with_capacity(names.len());
    let mut form_of = vec![0; names.len()];
    for (f, form) in forms.iter().enumerate() {
        for m in &form.mentions {
            if let Some(slot) = form_of.get_mut(*m) {
                *slot = root(forms, f);
            }
        }
    }
    for (name, form) in names.iter().zip(form_of) {
        let entity = *entity_of_form.entry(form).or_insert_with(|| {
            entities.push(LocalEntity {
                kind: name.kind,
                name: String::new(),
                place: None,
            });
            spellings.push(Vec::new());
            entities.len() - 1
        });
        if let Some(all) = spellings.get_mut(entity) {
            all.push(name.span.of(text));
        }
        mentions.push(FoundMention {
            name: *name,
            entity,
        });
    }
    for (entity, spellings) in entities.iter_mut().zip(&spellings) {
        entity.name = fullest(entity.kind, spellings);
    }
    (entities, mentions)
}

/// The spelling with most words; then one that is not shouted, then the most frequent, then the first.
fn fullest(kind: EntityType, spellings: &[&str]) -> String {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for s in spellings {
        *counts.entry(s).or_default() += 1;
    }
    let mut best: Option<(&str, (usize, bool, usize))> = None;
    for s in spellings {
        let shouted = !s.chars().any(char::is_lowercase);
        let rank = (
            s.split_whitespace().count(),
            !shouted,
            counts.get(s).copied().unwrap_or(0),
        );
        if best.is_none_or(|(_, b)| rank > b) {
            best = Some((s, rank));
        }
    }
    let best = best.map_or("", |b| b.0);
    let one_line = best.split_whitespace().collect::<Vec<_>>().join(" ");
    let shouted = !one_line.chars().any(char::is_lowercase)
        && one_line.chars().filter(|c| c.is_alphabetic()).count() > 4;
    // Capitals of a headline or dateline; a single word of an organization may be an acronym.
    if shouted
        && !one_line.contains('.')
        && (kind != EntityType::Organization || one_line.contains(' '))
    {
        calm(&one_line)
    } else {
        one_line
    }
}

/// The name that most mentions give, of spellings with their counts, where that is more than give it the `present` one.
/// Spellings that differ in their capitals alone count as one.
#[must_use]
pub fn usual_name(kind: EntityType, present: &str, spellings: &[(String, u64)]) -> Option<String> {
    let mut counts: Vec<(String, String, u64)> = Vec::new();
    for (spelling, count) in spellings {
        let name = fullest(kind, &[spelling.as_str()]);
        let lower = name.to_lowercase();
        match counts.iter_mut().find(|c| c.1 == lower) {
            Some(known) => known.2 += count,
            None => counts.push((name, lower, *count)),
        }
    }
    let present = present.to_lowercase();
    let borne = counts.iter().find(|c| c.1 == present).map_or(0, |c| c.2);
    // The first of those with the same count.
    let (name, _, count) = counts.into_iter().rev().max_by_key(|c| c.2)?;
    (count > borne).then_some(name)
}

/// "WESTERN HILLS" as "Western Hills".
fn calm(shouted: &str) -> String {
    let mut out = String::with_capacity(shouted.len());
    let mut inside = false;
    for c in shouted.chars() {
        if inside {
            out.extend(c.to_lowercase());
        } else {
            out.push(c);
        }
        inside = c.is_alphabetic() || matches!(c, '\'' | '’');
    }
    for small in ["Of", "And", "The", "For", "De", "Al"] {
        out = out.replace(
            &format!(" {small} "),
            &format!(" {} ", small.to_lowercase()),
        );
    }
    out
}
