//! Builds read models from the store. Counting rules live here and in [`super::super::figures`] only; the window, the
//! tables, the map, the exports and the terminal program all use them.

use std::{collections::HashMap, sync::Arc};

use super::{
    ArticleList, EntityCard, EntityRow, EntityTable, Evidence, ImportReport, Overview, Passage,
    PlaceRow, PlaceTable, ReaderArticle, RelationTable, lost, marks,
};
use crate::{
    gazetteer::Gazetteer,
    model::{
        ArticleId, CountUnit, EntityId, EntityType, Filter, MemoOn,
        chart::{Cell, TimeUnit, Together},
        language, paragraph,
        rows::{ArticleGrouping, ArticleOrder},
    },
    store::{ArticleFacts, PassageQuery, Result, Store, StoreError},
    workspace::{figures::firsts, query, search, views::names::over_time, words},
};

/// Chooses the filter's articles for everything that follows; returns the filter. What cannot be read of its text is left
/// out.
///
/// # Errors
/// When the file cannot be read.
pub fn select(store: &mut Store, filter: &Filter) -> Result<Filter> {
    store.select_with(filter, query::required(filter).as_ref())?;
    Ok(filter.clone())
}

/// The project at a glance. `name`, `read_only`, `undo` and `redo` are left for the caller to fill.
///
/// # Errors
/// When the file cannot be read.
pub fn overview(store: &mut Store, filter: &Filter) -> Result<Overview> {
    let prepared = select(store, filter)?;
    let counts = store.counts()?;
    let tags = store.tags()?;
    let (lost, named) = lost::of(store, filter, &tags)?;
    Ok(Overview {
        lost,
        named,
        path: store.path().display().to_string(),
        articles: counts.articles,
        articles_shown: counts.shown,
        stories_shown: counts.stories,
        undated: counts.undated,
        undated_outside: store.undated_outside(&prepared)?,
        problems: store.import_problems()?,
        outlets: store.outlets()?,
        tag_ids: tags.iter().map(|tag| tag.id).collect(),
        tags: tags
            .into_iter()
            .map(|tag| (tag.name, tag.articles))
            .collect(),
        memo: marks::memo(store, MemoOn::Project)?,
        ..Overview::default()
    })
}

/// The article list in an order.
///
/// # Errors
/// When the file cannot be read.
pub fn articles(store: &mut Store, filter: &Filter, order: ArticleOrder) -> Result<ArticleList> {
    grouped(store, filter, order, ArticleGrouping::None)
}

/// The article list in an order and in groups.
///
/// # Errors
/// When the file cannot be read.
pub fn grouped(
    store: &mut Store,
    filter: &Filter,
    order: ArticleOrder,
    grouping: ArticleGrouping,
) -> Result<ArticleList> {
    let narrowed = filter.undated || filter.doubtful;
    let doubts = if narrowed {
        let whole = Filter {
            undated: false,
            doubtful: false,
            ..filter.clone()
        };
        select(store, &whole)?;
        Some(store.date_doubts()?)
    } else {
        None
    };
    select(store, filter)?;
    let mut list = ArticleList::new(store.article_rows()?, order, grouping);
    list.doubts = doubts.unwrap_or(list.doubts);
    Ok(list)
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
    let row = record.export;
    let hits = match query::of_filter(filter) {
        query::Text::Query(query) => {
            let title = if row.title_made_up { "" } else { &row.title };
            search::hits_in(store, &query, id, title, &record.reading_text)?
        }
        query::Text::None | query::Text::Nothing => Vec::new(),
    };
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
        url: record.url,
        words: row.words,
        notes,
        version: store.version_of(id)?,
        reading_text: record.reading_text,
        blocks: record.blocks,
        mentions,
        hits,
        asides: store.asides(id)?,
        marks: marks::of_article(store, id)?,
    })
}

/// Entities of the selection with their spellings, most mentioned first.
///
/// # Errors
/// When the file cannot be read.
pub fn entity_rows(store: &mut Store, filter: &Filter) -> Result<Vec<EntityRow>> {
    let prepared = select(store, filter)?;
    store.entity_rows(&prepared)
}

/// The same as the table of names shows them: in every order, and over time.
///
/// # Errors
/// When the file cannot be read.
pub fn entities(store: &mut Store, filter: &Filter) -> Result<EntityTable> {
    let prepared = select(store, filter)?;
    let rows = store.entity_rows(&prepared)?;
    let over_time = over_time(store, &rows)?;
    Ok(EntityTable::new(rows, over_time))
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
    let rows = store
        .entity_counts(&prepared.types)?
        .into_iter()
        .filter_map(|entity| {
            let row = known.remove(&entity.id)?;
            Some(dress(row, &entity))
        })
        .collect();
    Ok(PlaceTable { rows })
}

/// A place with its entity's name and counts and its country's name.
fn dress(place: PlaceRow, entity: &EntityRow) -> PlaceRow {
    let country = place.country.as_deref();
    PlaceRow {
        name: entity.name.clone(),
        country_name: country
            .and_then(|code| Gazetteer::embedded().country_name(code))
            .map(str::to_owned),
        mentions: entity.mentions,
        articles: entity.articles,
        stories: entity.stories,
        ..place
    }
}

/// Relative locations of the selection.
///
/// # Errors
/// When the file cannot be read.
pub fn relations(store: &mut Store, filter: &Filter) -> Result<RelationTable> {
    super::relations::relations(store, filter)
}

/// What the card under a mention says; `None` when the entity is not in the selection.
///
/// # Errors
/// When the file cannot be read.
pub fn card(store: &mut Store, filter: &Filter, id: EntityId) -> Result<Option<EntityCard>> {
    select(store, filter)?;
    let Some(row) = store.one_entity_row(id)? else {
        return Ok(None);
    };
    let place = if row.kind == EntityType::Place {
        store.places()?.remove(&id).map(|place| dress(place, &row))
    } else {
        None
    };
    Ok(Some(EntityCard {
        over_time: store.entity_days(id)?,
        memo: marks::memo(store, MemoOn::Entity(id))?,
        articles: store.articles_naming(id)?,
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

/// The names that a cell is about.
const fn named_in(cell: &Cell) -> (Option<EntityId>, Option<EntityId>) {
    match cell {
        Cell::Entity(entity)
        | Cell::Spelling { entity, .. }
        | Cell::OutletPlace { place: entity, .. } => (Some(*entity), None),
        Cell::Pair(entity, beside, _) => (Some(*entity), Some(*beside)),
        Cell::Span { entity, .. } | Cell::Undated { entity, .. } => (*entity, None),
        _ => (None, None),
    }
}

/// The selected articles of which something holds.
fn articles_where(
    store: &Store,
    filter: &Filter,
    holds: impl Fn(&ArticleFacts) -> bool,
) -> Result<Vec<ArticleId>> {
    let facts = store.article_facts(&filter.types)?;
    let found = facts.iter().filter(|facts| holds(facts));
    Ok(found.map(|facts| facts.article).collect())
}

/// Passages naming `a` where `b` is named in the same sentence, paragraph or article.
fn beside_of(store: &Store, a: EntityId, b: EntityId, together: Together) -> Result<Vec<Passage>> {
    if together == Together::Sentence {
        let beside = PassageQuery {
            beside: Some(b),
            ..PassageQuery::default()
        };
        return store.passages_of(a, &beside);
    }
    let facts = store.article_facts(&[])?;
    let with: Vec<ArticleId> = store
        .appearances_of(b, &facts)?
        .iter()
        .filter_map(|one| facts.get(one.article).map(|facts| facts.article))
        .collect();
    let mut starts: HashMap<ArticleId, Vec<u32>> = HashMap::new();
    for start in store.starts(&[b], &with)? {
        starts.entry(start.article).or_default().push(start.start);
    }
    let mut passages = store.passages_of(a, &PassageQuery::default())?;
    passages.retain(|p| starts.contains_key(&p.article));
    if together == Together::Article {
        return Ok(passages);
    }
    let mut articles: Vec<ArticleId> = passages.iter().map(|p| p.article).collect();
    articles.sort_unstable();
    articles.dedup();
    let ends: HashMap<ArticleId, Arc<[u32]>> = articles
        .iter()
        .copied()
        .zip(store.paragraph_ends(&articles)?)
        .collect();
    passages.retain(|p| {
        let ends = ends.get(&p.article).map(AsRef::as_ref).unwrap_or_default();
        let here = paragraph::of(ends, p.span.start);
        let others = starts.get(&p.article);
        others.is_some_and(|all| all.iter().any(|start| paragraph::of(ends, *start) == here))
    });
    Ok(passages)
}

/// The passages behind a number: exactly as many as it says. For articles and stories, the first passage of each. The
/// filter's types are asked of all names; a cell that is about one name holds whatever its type is.
///
/// # Errors
/// When the file cannot be read.
pub fn evidence(
    store: &mut Store,
    filter: &Filter,
    cell: &Cell,
    unit: CountUnit,
) -> Result<Evidence> {
    let prepared = select(store, filter)?;
    let mut kind = None;
    let (named, beside) = named_in(cell);
    let named = match named {
        Some(id) => {
            let (of, label, ..) = store.entity(id)?;
            kind = Some(of);
            label
        }
        None => String::new(),
    };
    let beside = match beside {
        Some(id) => store.entity(id)?.1,
        None => String::new(),
    };
    let all = PassageQuery::default();
    let types = prepared.types.as_slice();
    let (label, passages): (String, Vec<Passage>) = match cell {
        Cell::All => ("All names".to_owned(), store.passages(types, &all)?),
        Cell::Entity(id) => (named, store.passages_of(*id, &all)?),
        Cell::Spelling { entity, text } => (
            format!("{named}, written “{text}”"),
            store.passages_of(
                *entity,
                &PassageQuery {
                    spelling: Some(text),
                    ..all
                },
            )?,
        ),
        Cell::Type(of) => (of.plural().to_owned(), store.passages(&[*of], &all)?),
        Cell::Outlet(outlet) => (
            words::outlet(outlet.as_deref()),
            store.passages(
                types,
                &PassageQuery {
                    outlet: outlet.as_deref(),
                    no_outlet: outlet.is_none(),
                    ..all
                },
            )?,
        ),
        Cell::Span {
            entity,
            from,
            to,
            unit,
        } => {
            let bounds = PassageQuery {
                from: Some(from),
                to: Some(to),
                precise: Some(precise_enough(*unit)),
                ..all
            };
            let when = words::range(from, to);
            match entity {
                Some(id) => (format!("{named}, {when}"), store.passages_of(*id, &bounds)?),
                None => (when, store.passages(types, &bounds)?),
            }
        }
        Cell::Undated { entity, unit } => {
            let bounds = PassageQuery {
                imprecise: Some(precise_enough(*unit)),
                ..all
            };
            match entity {
                Some(id) => (
                    format!("{named}, no date"),
                    store.passages_of(*id, &bounds)?,
                ),
                None => ("No date".to_owned(), store.passages(types, &bounds)?),
            }
        }
        Cell::Pair(a, b, together) => {
            let label = match together {
                Together::Sentence => format!("{named} with {beside}"),
                _ => format!("{named} with {beside} in one {}", together.word()),
            };
            (label, beside_of(store, *a, *b, *together)?)
        }
        Cell::OutletPlace { outlet, place } => {
            let of = words::outlet(outlet.as_deref());
            let label = format!("{named}, {of}");
            let bounds = PassageQuery {
                outlet: outlet.as_deref(),
                no_outlet: outlet.is_none(),
                ..all
            };
            (label, store.passages_of(*place, &bounds)?)
        }
        Cell::Agency(agency) => {
            let label = agency.as_deref().unwrap_or("No agency credited");
            let of = |f: &ArticleFacts| f.agency.as_deref() == agency.as_deref();
            let found = articles_where(store, &prepared, of)?;
            let bounds = PassageQuery {
                articles: Some(&found),
                ..all
            };
            (label.to_owned(), store.passages(types, &bounds)?)
        }
        Cell::First(outlet) => {
            let firsts = firsts(store, &prepared)?.of;
            let first = outlet.as_deref().and_then(|outlet| firsts.get(outlet));
            let bounds = PassageQuery {
                articles: Some(first.map_or(&[], Vec::as_slice)),
                ..all
            };
            let of = words::outlet(outlet.as_deref());
            (format!("{of} first"), store.passages(types, &bounds)?)
        }
        Cell::Length { from, to } => {
            let of = |f: &ArticleFacts| (*from..=*to).contains(&f.words);
            let found = articles_where(store, &prepared, of)?;
            let bounds = PassageQuery {
                articles: Some(&found),
                ..all
            };
            let label = format!(
                "{}–{} words",
                words::count((*from).into()),
                words::count((*to).into())
            );
            (label, store.passages(types, &bounds)?)
        }
        Cell::OutletDay { outlet, day } => {
            let bounds = PassageQuery {
                from: Some(day),
                to: Some(day),
                precise: Some(precise_enough(TimeUnit::Day)),
                outlet: outlet.as_deref(),
                no_outlet: outlet.is_none(),
                ..all
            };
            let of = words::outlet(outlet.as_deref());
            (
                format!("{of}, {}", words::iso_day(day)),
                store.passages(types, &bounds)?,
            )
        }
        Cell::Code(code) => {
            let codes = store.codes()?;
            let name = codes.into_iter().find(|(id, _)| id == code);
            let label = name.ok_or(StoreError::NoSuch("code"))?.1.name;
            (label, marks::passages_of(store, *code)?)
        }
    };
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
            let facts = store.article_facts(&[])?;
            let story = |article: ArticleId| {
                let at = facts.binary_search_by_key(&article, |f| f.article);
                let found = at.ok().and_then(|at| facts.get(at));
                found.map_or(article.0, |facts| facts.story)
            };
            passages
                .into_iter()
                .filter(|p| first.insert(story(p.article)))
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
