//! Charts and maps of the selection as plain values, with the words that belong to them.

mod articles;
mod map;
mod pairs;
pub(super) mod timeline;

pub(super) use articles::firsts;
pub use map::{choose, map};
pub(super) use pairs::{paragraph_ends, paragraph_of};

use std::collections::{BTreeMap, BTreeSet};

use super::{session::ChartSpec, views::build, words};
use crate::{
    model::{
        CountUnit, EntityId, EntityType, Filter,
        chart::{Bar, Cell, Chart, ChartData, ChartKind, Matrix},
    },
    store::{Counts, Result, Store},
};

/// The chart of a selection. `project` is the project's name, for the source note.
///
/// # Errors
/// When the file cannot be read.
pub fn chart(store: &mut Store, filter: &Filter, spec: &ChartSpec, project: &str) -> Result<Chart> {
    let filter = &counted(filter, spec);
    let prepared = build::select(store, filter)?;
    let counts = store.counts()?;
    let unit = spec.unit;
    let (title, data, n_line, particular) = match spec.kind {
        ChartKind::Entities | ChartKind::Places => entities(store, &prepared, spec)?,
        ChartKind::Types => types(store, &prepared, unit)?,
        ChartKind::Outlets => articles::outlets(store, filter, &prepared, spec)?,
        ChartKind::Timeline => timeline::timeline(store, &prepared, spec)?,
        ChartKind::Cooccurrence => pairs::pairs(store, &prepared, spec)?,
        ChartKind::Coverage if spec.places => pairs::coverage(store, &prepared, spec)?,
        ChartKind::Coverage => coverage(store, filter, &prepared, spec)?,
        ChartKind::First => articles::first(store, &prepared, spec)?,
        ChartKind::Lengths => articles::lengths(store, &prepared, spec)?,
    };
    let mut notes = notes_of(
        store,
        filter,
        &counts,
        unit,
        project,
        spec.kind != ChartKind::Timeline,
    )?;
    notes.extend(particular);
    if spec.drawn.log {
        notes.push("Logarithmic scale: each step is ten times the one before.".to_owned());
    }
    notes.push(made_with());
    Ok(Chart {
        kind: spec.kind,
        unit,
        title,
        subtitle: subtitle(&counts, unit),
        n_line,
        notes,
        data,
        drawn: spec.drawn,
        selected: None,
    })
}

/// The filter that a chart's numbers are counted with: its passages are found with the same.
#[must_use]
pub fn counted(filter: &Filter, spec: &ChartSpec) -> Filter {
    let only = match spec.kind {
        ChartKind::Places => Some(EntityType::Place),
        ChartKind::Entities => spec.only,
        _ => None,
    };
    Filter {
        types: only.map_or_else(|| filter.types.clone(), |kind| vec![kind]),
        ..filter.clone()
    }
}

/// Title, numbers, n line and notes of a chart.
type Parts = (String, ChartData, String, Vec<String>);

fn in_unit(unit: CountUnit, mentions: u64, articles: u64, stories: u64) -> u64 {
    unit.of(mentions, articles, stories)
}

const fn noun(unit: CountUnit) -> &'static str {
    match unit {
        CountUnit::Mentions => "mention",
        CountUnit::Articles => "article",
        CountUnit::Stories => "story",
    }
}

fn subtitle(counts: &Counts, unit: CountUnit) -> String {
    let what = match unit {
        CountUnit::Mentions => format!("Mentions in {}", words::counted(counts.shown, "article")),
        CountUnit::Articles => format!("Articles, of {}", words::count(counts.shown)),
        CountUnit::Stories => format!("Unique stories, of {}", words::count(counts.stories)),
    };
    match (&counts.first, &counts.last) {
        (Some(first), Some(last)) => format!("{what}, {}", words::range(first, last)),
        _ => format!("{what}, none with a date"),
    }
}

fn notes_of(
    store: &Store,
    filter: &Filter,
    counts: &Counts,
    unit: CountUnit,
    project: &str,
    undated_count: bool,
) -> Result<Vec<String>> {
    let outlets = match counts.outlets {
        0 => "articles with no outlet stated".to_owned(),
        n => words::counted(n, "outlet"),
    };
    let mut source = format!("Source: {outlets}, project “{project}”.");
    let filter_words = filter_in_words(store, filter)?;
    if !filter_words.is_empty() {
        source.push_str(&format!(" Filter: {filter_words}."));
    }
    let mut method = match unit {
        CountUnit::Mentions => {
            "Counted as mentions, so copies of a wire story count each time.".to_owned()
        }
        CountUnit::Articles => {
            "Counted as articles, so copies of a wire story count each time.".to_owned()
        }
        CountUnit::Stories => "Counted as unique stories.".to_owned(),
    };
    if counts.undated_shown > 0 && undated_count {
        let verb = if counts.undated_shown == 1 {
            "is"
        } else {
            "are"
        };
        method.push_str(&format!(
            " {} without a date {verb} included.",
            words::counted(counts.undated_shown, "article")
        ));
    }
    let undated_out = store.undated_outside(filter)?;
    if undated_out > 0 {
        method.push_str(&format!(
            " {} left out.",
            words::counted(undated_out, "undated article")
        ));
    }
    Ok(vec![source, method])
}

fn made_with() -> String {
    format!("Made with Dateline {}.", env!("CARGO_PKG_VERSION"))
}

/// The filter in words: `3–28 Mar 2012, place Yafran, text “water”`; empty when everything passes.
///
/// # Errors
/// When the file cannot be read.
pub fn filter_in_words(store: &Store, filter: &Filter) -> Result<String> {
    let mut parts = Vec::new();
    match (&filter.from, &filter.to) {
        (Some(from), Some(to)) => parts.push(words::range(from, to)),
        (Some(from), None) => parts.push(format!("from {}", words::iso_day(from))),
        (None, Some(to)) => parts.push(format!("to {}", words::iso_day(to))),
        (None, None) => {}
    }
    if !filter.outlets.is_empty() {
        parts.push(format!("outlet {}", filter.outlets.join(" or ")));
    }
    for entity in &filter.entities {
        let (kind, name, ..) = store.entity(*entity)?;
        parts.push(format!("{} {name}", kind.word()));
    }
    if !filter.types.is_empty() {
        let types: Vec<&str> = filter.types.iter().map(|t| t.plural()).collect();
        parts.push(types.join(" and ").to_lowercase());
    }
    if let Some(text) = filter.text.as_deref().filter(|t| !t.trim().is_empty()) {
        parts.push(format!("text “{}”", text.trim()));
    }
    if !filter.tags.is_empty() {
        parts.push(format!("tag {}", filter.tags.join(" or ")));
    }
    if filter.undated {
        parts.push("articles without a date".to_owned());
    }
    if filter.doubtful {
        parts.push("articles with a doubtful date".to_owned());
    }
    Ok(parts.join(", "))
}

fn who(types: &[EntityType]) -> (&'static str, &'static str) {
    match types {
        [one] => (one.plural(), one.word()),
        _ => ("Names", "name"),
    }
}

fn entities(store: &Store, filter: &Filter, spec: &ChartSpec) -> Result<Parts> {
    let mut rows = store.entity_rows(filter, false)?;
    let value = |row: &crate::model::rows::EntityRow| {
        in_unit(spec.unit, row.mentions, row.articles, row.stories)
    };
    if let Some(names) = &spec.names {
        let place: std::collections::HashMap<EntityId, usize> =
            names.ids.iter().copied().zip(0..).collect();
        rows.retain(|row| place.contains_key(&row.id));
        rows.sort_by_key(|row| place.get(&row.id).copied());
    } else {
        rows.sort_by(|a, b| {
            value(b)
                .cmp(&value(a))
                .then_with(|| a.name.to_lowercase().cmp(&b.name.to_lowercase()))
                .then(a.id.cmp(&b.id))
        });
    }
    let (plural, singular) = who(&filter.types);
    let bars: Vec<Bar> = rows
        .iter()
        .take(spec.top)
        .map(|row| Bar {
            label: row.name.clone(),
            value: value(row),
            cell: Cell::Entity(row.id),
            kind: Some(row.kind),
            of: None,
        })
        .collect();
    let hidden = rows.len().saturating_sub(bars.len()) as u64;
    let shown: u64 = bars.iter().map(|b| b.value).sum();
    let mut n_line = match spec.unit {
        CountUnit::Mentions => format!(
            "n = {} of {}",
            words::counted(shown, "mention"),
            words::counted(bars.len() as u64, singular)
        ),
        // An article that names two of them counts for both, so a sum would be no number of articles.
        CountUnit::Articles | CountUnit::Stories => words::counted(bars.len() as u64, singular),
    };
    if hidden > 0 {
        n_line.push_str(&format!("; {} more not shown", words::count(hidden)));
    }
    let verb = if plural == "Names" {
        "mentioned"
    } else {
        "named"
    };
    let title = match (&spec.names, spec.unit) {
        (Some(names), _) => names.title.clone(),
        (None, CountUnit::Mentions) => format!("{plural} {verb} most often"),
        (None, CountUnit::Articles) => format!("{plural} {verb} in most articles"),
        (None, CountUnit::Stories) => format!("{plural} {verb} in most stories"),
    };
    Ok((title, ChartData::Bars(bars), n_line, Vec::new()))
}

fn types(store: &Store, filter: &Filter, unit: CountUnit) -> Result<Parts> {
    let counts = store.by_type(filter)?;
    let bars: Vec<Bar> = EntityType::ALL
        .into_iter()
        .filter(|t| filter.types.is_empty() || filter.types.contains(t))
        .map(|kind| {
            let found = counts.iter().find(|c| c.key == kind);
            Bar {
                label: kind.plural().to_owned(),
                value: found.map_or(0, |c| in_unit(unit, c.mentions, c.articles, c.stories)),
                cell: Cell::Type(kind),
                kind: Some(kind),
                of: None,
            }
        })
        .collect();
    let n_line = n_of(&bars, unit);
    Ok((
        "Names by type".to_owned(),
        ChartData::Bars(bars),
        n_line,
        Vec::new(),
    ))
}

fn n_of(bars: &[Bar], unit: CountUnit) -> String {
    match unit {
        CountUnit::Mentions => format!(
            "n = {}",
            words::counted(bars.iter().map(|b| b.value).sum(), "mention")
        ),
        CountUnit::Articles | CountUnit::Stories => {
            format!("{} counted", words::plural(noun(unit)))
        }
    }
}

fn coverage(
    store: &mut Store,
    filter: &Filter,
    prepared: &Filter,
    spec: &ChartSpec,
) -> Result<Parts> {
    // An outlet without any article on a day gives no data; one with others that day gives a real zero.
    let everything = Filter {
        types: filter.types.clone(),
        ..Filter::default()
    };
    build::select(store, &everything)?;
    let all: BTreeSet<(Option<String>, String)> = store
        .outlet_days(&Filter::default())?
        .into_iter()
        .map(|d| (d.outlet, d.day))
        .collect();
    build::select(store, filter)?;
    let found: BTreeMap<(Option<String>, String), u64> = store
        .outlet_days(prepared)?
        .into_iter()
        .map(|d| {
            (
                (d.outlet, d.day),
                in_unit(spec.unit, d.mentions, d.articles, d.stories),
            )
        })
        .collect();
    let outlets: BTreeSet<Option<String>> =
        found.keys().map(|(outlet, _)| outlet.clone()).collect();
    let days: Vec<String> = found
        .keys()
        .map(|(_, day)| day.clone())
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect();
    // More days than this are illegible as columns; the newest are shown.
    const MAX_DAYS: usize = 62;
    let hidden = days.len().saturating_sub(MAX_DAYS);
    let days: Vec<String> = days.into_iter().skip(hidden).collect();
    let cells = outlets
        .iter()
        .map(|outlet| {
            days.iter()
                .map(|day| {
                    let key = (outlet.clone(), day.clone());
                    let cell = Cell::OutletDay {
                        outlet: outlet.clone(),
                        day: day.clone(),
                    };
                    match found.get(&key) {
                        Some(value) => Some((*value, cell)),
                        None => all.contains(&key).then_some((0, cell)),
                    }
                })
                .collect()
        })
        .collect();
    let mut notes = vec!["Empty: the project has nothing of that outlet on that day. 0: it has, but not in this selection.".to_owned()];
    if hidden > 0 {
        notes.push(format!(
            "{} not shown.",
            words::counted(hidden as u64, "earlier day")
        ));
    }
    let rows = outlets
        .into_iter()
        .map(|o| o.unwrap_or_else(|| "No outlet stated".to_owned()))
        .collect();
    let n_line = format!("{} counted", words::plural(noun(spec.unit)));
    let matrix = Matrix {
        rows,
        columns: days.iter().map(|d| words::iso_day(d)).collect(),
        cells,
    };
    Ok((
        "Who reported when".to_owned(),
        ChartData::Matrix(matrix),
        n_line,
        notes,
    ))
}
