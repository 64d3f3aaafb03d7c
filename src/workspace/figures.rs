//! Charts and maps of the selection as plain values, with the words that belong to them.

mod articles;
mod map;
mod pairs;
pub(super) mod timeline;

pub(super) use articles::firsts;
pub use map::{choose, map};

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet, HashSet},
    sync::Arc,
};

use super::{session::ChartSpec, views::build, words};
use crate::{
    model::{
        CountUnit, EntityId, EntityType, Filter,
        chart::{Bar, Cell, Chart, ChartData, ChartKind, Drawn, Matrix},
        date::from_day_number,
        rows::EntityRow,
    },
    store::{ArticleFacts, Counts, Result, Store, StoreError},
};

/// The chart of a selection. `project` is the project's name, for the source note.
///
/// # Errors
/// When the file cannot be read.
pub fn chart(store: &mut Store, filter: &Filter, spec: &ChartSpec, project: &str) -> Result<Chart> {
    let filter = &counted(filter, spec);
    let spec = &ChartSpec {
        unit: spec.counts(),
        ..spec.clone()
    };
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
        ChartKind::Coverage => coverage(store, filter, spec)?,
        ChartKind::First => articles::first(store, filter, spec)?,
        ChartKind::Lengths => articles::lengths(store, &prepared, spec)?,
    };
    // Charts over time, by day and of who was first say themselves what they leave out.
    let undated_count = match spec.kind {
        ChartKind::Timeline | ChartKind::First => false,
        ChartKind::Coverage => spec.places,
        _ => true,
    };
    let mut notes = notes_of(store, filter, &counts, unit, project, undated_count)?;
    notes.extend(particular);
    // A table of cells and a share have no such scale.
    let is_table = matches!(data, ChartData::Matrix(_));
    let drawn = Drawn {
        log: spec.drawn.log && !spec.drawn.share && !is_table,
        ..spec.drawn
    };
    if drawn.log {
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
        drawn,
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

/// Sums of articles.
#[derive(Default)]
struct Sum {
    mentions: u64,
    articles: u64,
    /// Articles that are a story each, and the families of the others.
    single: u64,
    families: HashSet<i64>,
}

impl Sum {
    /// Adds an article, which is added only once, with as many mentions.
    fn add(&mut self, article: &ArticleFacts, mentions: u64) {
        self.mentions += mentions;
        self.articles += 1;
        if article.story < 0 {
            self.families.insert(article.story);
        } else {
            self.single += 1;
        }
    }

    fn value(&self, unit: CountUnit) -> u64 {
        let stories = self.single + self.families.len() as u64;
        in_unit(unit, self.mentions, self.articles, stories)
    }
}

/// Names in the order of what is counted, then of the alphabet.
fn most_first(rows: &mut [EntityRow], unit: CountUnit) {
    rows.sort_by_cached_key(|row| {
        let value = in_unit(unit, row.mentions, row.articles, row.stories);
        (Reverse(value), row.name.to_lowercase(), row.id)
    });
}

/// An outlet or agency as cells and words take it.
fn owned(name: Option<&Arc<str>>) -> Option<String> {
    name.map(|name| name.as_ref().to_owned())
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
    if undated_count {
        method.push_str(&undated_included(counts.undated_shown));
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

/// ` 2 articles without a date are included.`, to follow a sentence; empty for none.
fn undated_included(articles: u64) -> String {
    let verb = match articles {
        0 => return String::new(),
        1 => "is",
        _ => "are",
    };
    let articles = words::counted(articles, "article");
    format!(" {articles} without a date {verb} included.")
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
        match store.entity(*entity) {
            Ok((kind, name, ..)) => parts.push(format!("{} {name}", kind.word())),
            // A decision that made it may have been taken back.
            Err(StoreError::NoSuch(_)) => parts.push("a name that is no more".to_owned()),
            Err(error) => return Err(error),
        }
    }
    if !filter.types.is_empty() {
        let types: Vec<&str> = filter.types.iter().map(|t| t.plural()).collect();
        parts.push(types.join(" and ").to_lowercase());
    }
    if let Some(text) = filter.text.as_deref().filter(|t| !t.trim().is_empty()) {
        let text = text.trim();
        parts.push(match text.contains(['"', '“', '”']) {
            // It has quotation marks of its own.
            true => format!("text {text}"),
            false => format!("text “{text}”"),
        });
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
    let mut rows = store.entity_counts(&filter.types)?;
    let value = |row: &EntityRow| in_unit(spec.unit, row.mentions, row.articles, row.stories);
    if let Some(names) = &spec.names {
        let place: std::collections::HashMap<EntityId, usize> =
            names.ids.iter().copied().zip(0..).collect();
        rows.retain(|row| place.contains_key(&row.id));
        rows.sort_by_key(|row| place.get(&row.id).copied());
    } else {
        most_first(&mut rows, spec.unit);
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
    let (facts, kinds) = (store.article_facts(&[])?, store.kinds()?);
    // By article and type: an article counts once for a type, however many names of it there are.
    let mut named = vec![[0_u64; EntityType::ALL.len()]; facts.len()];
    let place = |kind: &EntityType| EntityType::ALL.iter().position(|k| k == kind);
    store.each_appearance(&facts, |one| {
        let kind = kinds.get(&one.entity).and_then(place);
        let counts = named.get_mut(one.article);
        if let Some((counts, kind)) = counts.zip(kind)
            && let Some(count) = counts.get_mut(kind)
        {
            *count += one.mentions;
        }
    })?;
    let mut sums: [Sum; EntityType::ALL.len()] = Default::default();
    for (article, counts) in facts.iter().zip(&named) {
        for (sum, count) in sums.iter_mut().zip(counts).filter(|(_, count)| **count > 0) {
            sum.add(article, *count);
        }
    }
    let bars: Vec<Bar> = EntityType::ALL
        .into_iter()
        .zip(&sums)
        .filter(|(kind, _)| filter.types.is_empty() || filter.types.contains(kind))
        .map(|(kind, sum)| Bar {
            label: kind.plural().to_owned(),
            value: sum.value(unit),
            cell: Cell::Type(kind),
            kind: Some(kind),
            of: None,
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
        // An article that has two of them counts for both, so a sum would be no number of articles. What is counted
        // stands in the subtitle.
        CountUnit::Articles | CountUnit::Stories => String::new(),
    }
}

/// An outlet, by name, and a day number.
type OutletDay = (Option<Arc<str>>, i64);

fn coverage(store: &mut Store, filter: &Filter, spec: &ChartSpec) -> Result<Parts> {
    // An outlet without any article on a day gives no data; one with others that day gives a real zero.
    build::select(store, &Filter::default())?;
    let of_day = |facts: &ArticleFacts| Some((facts.outlet.clone(), facts.day()?));
    let all: HashSet<OutletDay> = store
        .article_facts(&[])?
        .iter()
        .filter_map(of_day)
        .collect();
    build::select(store, filter)?;
    let facts = store.article_facts(&filter.types)?;
    let mut found: BTreeMap<OutletDay, Sum> = BTreeMap::new();
    let mut dayless = 0;
    for one in articles::naming(&facts) {
        match of_day(one) {
            Some(key) => found.entry(key).or_default().add(one, one.mentions),
            None => dayless += 1,
        }
    }
    let outlets: BTreeSet<Option<Arc<str>>> =
        found.keys().map(|(outlet, _)| outlet.clone()).collect();
    let days: BTreeSet<i64> = found.keys().map(|(_, day)| *day).collect();
    let days: Vec<i64> = days.into_iter().collect();
    // More days than this are illegible as columns; the newest are shown.
    const MAX_DAYS: usize = 62;
    let hidden = days.len().saturating_sub(MAX_DAYS);
    let days: Vec<i64> = days.into_iter().skip(hidden).collect();
    let iso: Vec<String> = days
        .iter()
        .map(|day| from_day_number(*day).to_string())
        .collect();
    let cells = outlets
        .iter()
        .map(|outlet| {
            let cell = |(day, iso): (&i64, &String)| {
                let key = (outlet.clone(), *day);
                let cell = Cell::OutletDay {
                    outlet: owned(outlet.as_ref()),
                    day: iso.clone(),
                };
                match found.get(&key) {
                    Some(sum) => Some((sum.value(spec.unit), cell)),
                    None => all.contains(&key).then_some((0, cell)),
                }
            };
            days.iter().zip(&iso).map(cell).collect()
        })
        .collect();
    let mut notes = vec!["Empty: the project has nothing of that outlet on that day. 0: it has, but not in this selection.".to_owned()];
    if dayless > 0 {
        notes.push(format!(
            "{} whose day is not known, not counted.",
            words::counted(dayless, "article")
        ));
    }
    if hidden > 0 {
        notes.push(format!(
            "{} not shown.",
            words::counted(hidden as u64, "earlier day")
        ));
    }
    let rows = outlets
        .iter()
        .map(|o| words::outlet(o.as_deref()))
        .collect();
    let shown = |key: &OutletDay| days.binary_search(&key.1).is_ok();
    let n = found
        .iter()
        .filter(|(key, _)| shown(key))
        .map(|(_, sum)| sum.value(spec.unit))
        .sum();
    let n_line = match spec.unit {
        CountUnit::Mentions | CountUnit::Articles => {
            format!("n = {}", words::counted(n, noun(spec.unit)))
        }
        // A story may be in several outlets and on several days.
        CountUnit::Stories => String::new(),
    };
    let matrix = Matrix {
        rows,
        columns: iso.iter().map(|day| words::iso_day(day)).collect(),
        cells,
    };
    Ok((
        "Who reported when".to_owned(),
        ChartData::Matrix(matrix),
        n_line,
        notes,
    ))
}
