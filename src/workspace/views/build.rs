//! Builds read models from the store. Counting rules live here and in [`super::super::figures`] only; the window, the
//! tables, the map, the exports and the terminal program all use them.

use super::{
    ArticleList, EntityCard, EntityTable, Evidence, ImportReport, Overview, Passage, PlaceRow,
    PlaceTable, ReaderArticle,
};
use crate::{
    gazetteer::Gazetteer,
    model::{
        ArticleId, CountUnit, EntityId, EntityType, Filter,
        chart::{Cell, TimeUnit},
        language,
        rows::ArticleOrder,
    },
    store::{PassageQuery, Result, Store},
    workspace::{query, words},
};

/// Chooses the filter's articles for everything that follows; returns the filter as the store wants it.
///
/// # Errors
/// When the file cannot be read.
pub fn select(store: &mut Store, filter: &Filter) -> Result<Filter> {
    let mut prepared = query::prepared(filter);
    let nothing_to_find =
        filter.text.as_deref().is_some_and(|t| !t.trim().is_empty()) && prepared.text.is_none();
    if nothing_to_find {
        // A query of punctuation alone finds nothing, rather than everything.
        prepared.text = Some("\"\u{1}\"".to_owned());
    }
    store.select(&prepared)?;
    Ok(prepared)
}

/// The project at a glance. `name`, `read_only`, `undo` and `redo` are left for the caller to fill.
///
/// # Errors
/// When the file cannot be read.
pub fn overview(store: &mut Store, filter: &Filter) -> Result<Overview> {
    let prepared = select(store, filter)?;
    let counts = store.counts()?;
    Ok(Overview {
        path: store.path().display().to_string(),
        articles: counts.articles,
        articles_shown: counts.shown,
        stories_shown: counts.stories,
        undated: counts.undated,
        undated_outside: store.undated_outside(&prepared)?,
        problems: store.import_problems()?,
        outlets: store.outlets()?,
        ..Overview::default()
    })
}

/// The article list.
///
/// # Errors
/// When the file cannot be read.
pub fn articles(store: &mut Store, filter: &Filter, order: ArticleOrder) -> Result<ArticleList> {
    select(store, filter)?;
    Ok(ArticleList {
        rows: store.article_rows(order)?,
    })
}

/// One article for the reader, with the hits of the filter's text.
///
/// # Errors
/// When there is no such article.
pub fn article(store: &Store, id: ArticleId, filter: &Filter) -> Result<ReaderArticle> {
    let record = store.article(id)?;
    let mentions = store
        .mentions(id)?
        .into_iter()
        .map(|(mention, _)| mention)
        .collect();
    let hits = match query::prepared(filter).text {
        Some(text) => store.hits(&text, id)?,
        None => Vec::new(),
    };
    let row = record.export;
    let mut notes = record.notes;
    if let Some(code) = row.language.as_deref().filter(|code| *code != "en") {
        notes.push(format!(
            "In {}: names are recognized best in English, so many will be missing here",
            language::name(code)
        ));
    }
    let paths = store.article_paths(id)?;
    if let [_, others @ ..] = paths.as_slice()
        && !others.is_empty()
    {
        notes.push(format!("The same text came as {}", paths.join(", ")));
    }
    Ok(ReaderArticle {
        id,
        file: row.file,
        format: row.format,
        encoding: row.encoding,
        title: row.title,
        title_made_up: row.title_made_up,
        outlet: row.outlet,
        agency: row.agency,
        byline: row.byline,
        published: row.published,
        dateline_place: row.dateline_place,
        words: row.words,
        notes,
        version: store.version_of(id)?,
        reading_text: record.reading_text,
        blocks: record.blocks,
        mentions,
        hits,
        asides: store.asides(id)?,
    })
}

/// Entities of the selection with their spellings.
///
/// # Errors
/// When the file cannot be read.
pub fn entities(store: &mut Store, filter: &Filter) -> Result<EntityTable> {
    let prepared = select(store, filter)?;
    Ok(EntityTable {
        rows: store.entity_rows(&prepared, true)?,
    })
}

/// Places of the selection.
///
/// # Errors
/// When the file cannot be read.
pub fn places(store: &mut Store, filter: &Filter) -> Result<PlaceTable> {
    let prepared = select(
        store,
        &Filter {
            types: vec![EntityType::Place],
            ..filter.clone()
        },
    )?;
    let mut known = store.places()?;
    let gazetteer = Gazetteer::embedded();
    let rows = store
        .entity_rows(&prepared, false)?
        .into_iter()
        .filter_map(|entity| {
            let mut row = known.remove(&entity.id)?;
            row.name = entity.name;
            row.country_name = row
                .country
                .as_deref()
                .and_then(|c| gazetteer.country_name(c))
                .map(str::to_owned);
            (row.mentions, row.articles, row.stories) =
                (entity.mentions, entity.articles, entity.stories);
            Some(row)
        })
        .collect();
    Ok(PlaceTable { rows })
}

/// What the card under a mention says; `None` when the entity is not in the selection.
///
/// # Errors
/// When the file cannot be read.
pub fn card(store: &mut Store, filter: &Filter, id: EntityId) -> Result<Option<EntityCard>> {
    let all_types = Filter {
        types: Vec::new(),
        ..filter.clone()
    };
    let table = entities(store, &all_types)?;
    let Some(row) = table.rows.into_iter().find(|row| row.id == id) else {
        return Ok(None);
    };
    let place: Option<PlaceRow> = if row.kind == EntityType::Place {
        places(store, filter)?
            .rows
            .into_iter()
            .find(|place| place.entity == id)
    } else {
        None
    };
    Ok(Some(EntityCard {
        over_time: store.entity_days(id)?,
        row,
        place,
    }))
}

/// The newest import's report.
///
/// # Errors
/// When the file cannot be read.
pub fn report(store: &Store) -> Result<ImportReport> {
    Ok(ImportReport {
        lines: store.newest_import_lines()?,
    })
}

/// The precisions that are precise enough for a timeline of this unit.
#[must_use]
pub const fn precise_enough(unit: TimeUnit) -> &'static [&'static str] {
    match unit {
        TimeUnit::Day | TimeUnit::Week => &["day", "minute"],
        TimeUnit::Month => &["month", "day", "minute"],
        TimeUnit::Year => &["year", "month", "day", "minute"],
    }
}

/// The passages behind a number: exactly as many as it says. For articles and stories, the first passage of each.
/// `time` is the unit of the timeline the number stands in, which decides what "undated" means.
///
/// # Errors
/// When the file cannot be read.
pub fn evidence(
    store: &mut Store,
    filter: &Filter,
    cell: &Cell,
    unit: CountUnit,
    time: TimeUnit,
) -> Result<Evidence> {
    let prepared = select(store, filter)?;
    let name = |id: EntityId| store.entity(id).map(|(kind, name, ..)| (kind, name));
    let mut kind = None;
    let mut entity_label = |id: EntityId| -> Result<String> {
        let (of, label) = name(id)?;
        kind = Some(of);
        Ok(label)
    };
    let all = PassageQuery::default();
    let types = prepared.types.as_slice();
    let (label, passages): (String, Vec<Passage>) = match cell {
        Cell::All => ("All names".to_owned(), store.passages(types, &all)?),
        Cell::Entity(id) => (entity_label(*id)?, store.passages_of(*id, &all)?),
        Cell::Type(of) => (of.plural().to_owned(), store.passages(&[*of], &all)?),
        Cell::Outlet(outlet) => (
            outlet
                .clone()
                .unwrap_or_else(|| "No outlet stated".to_owned()),
            store.passages(
                types,
                &PassageQuery {
                    outlet: outlet.as_deref(),
                    no_outlet: outlet.is_none(),
                    ..all
                },
            )?,
        ),
        Cell::Span { entity, from, to } => {
            let bounds = PassageQuery {
                from: Some(from),
                to: Some(to),
                ..all
            };
            let when = words::range(from, to);
            match entity {
                Some(id) => (
                    format!("{}, {when}", entity_label(*id)?),
                    store.passages_of(*id, &bounds)?,
                ),
                None => (when, store.passages(types, &bounds)?),
            }
        }
        Cell::Undated { entity } => {
            let bounds = PassageQuery {
                imprecise: Some(precise_enough(time)),
                ..all
            };
            match entity {
                Some(id) => (
                    format!("{}, no date", entity_label(*id)?),
                    store.passages_of(*id, &bounds)?,
                ),
                None => ("No date".to_owned(), store.passages(types, &bounds)?),
            }
        }
        Cell::Pair(a, b) => {
            let beside = name(*b)?.1;
            let label = format!("{} with {beside}", entity_label(*a)?);
            (
                label,
                store.passages_of(
                    *a,
                    &PassageQuery {
                        beside: Some(*b),
                        ..all
                    },
                )?,
            )
        }
        Cell::OutletDay { outlet, day } => {
            let bounds = PassageQuery {
                from: Some(day),
                to: Some(day),
                outlet: outlet.as_deref(),
                no_outlet: outlet.is_none(),
                ..all
            };
            let of = outlet.as_deref().unwrap_or("No outlet stated");
            (
                format!("{of}, {}", words::iso_day(day)),
                store.passages(types, &bounds)?,
            )
        }
    };
    // A filter on types keeps out the mentions of every other type, also where one name is asked for.
    let kept_out = kind.is_some_and(|kind| !types.is_empty() && !types.contains(&kind));
    let passages = if kept_out { Vec::new() } else { passages };
    let mut seen = std::collections::HashSet::new();
    let articles = passages.iter().filter(|p| seen.insert(p.article)).count() as u64;
    let mut first = std::collections::HashSet::new();
    let passages = match unit {
        CountUnit::Mentions => passages,
        CountUnit::Articles => passages
            .into_iter()
            .filter(|p| first.insert(p.article.0))
            .collect(),
        CountUnit::Stories => {
            let story: std::collections::HashMap<ArticleId, i64> =
                store.stories()?.into_iter().collect();
            passages
                .into_iter()
                .filter(|p| first.insert(story.get(&p.article).copied().unwrap_or(p.article.0)))
                .collect()
        }
    };
    Ok(Evidence {
        cell: cell.clone(),
        label,
        kind,
        passages,
        articles,
    })
}
