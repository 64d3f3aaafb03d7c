//! Names beside names: who is named with whom or where, and which outlet names which place.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{ChartSpec, Parts, in_unit, noun, words};
use crate::{
    model::{
        ArticleId, CountUnit, EntityId, EntityType, Filter,
        chart::{Cell, ChartData, Matrix, Together},
        rows::EntityRow,
    },
    store::{Result, Start, Store},
};

/// More rows or columns than this cannot be read.
const MOST: usize = 30;

/// Where the paragraphs of a reading text end: blank lines stand between them.
pub(in crate::workspace) fn paragraph_ends(text: &str) -> Vec<u32> {
    text.match_indices("\n\n")
        .filter_map(|(at, _)| u32::try_from(at).ok())
        .collect()
}

/// Number of the paragraph that a byte of the text stands in.
pub(in crate::workspace) fn paragraph_of(ends: &[u32], at: u32) -> usize {
    ends.partition_point(|end| *end < at)
}

#[derive(Default)]
struct Tally {
    mentions: u64,
    articles: BTreeSet<ArticleId>,
    stories: BTreeSet<i64>,
}

/// Names of a filter's types but places, or places alone, those counted most first.
fn top(
    store: &Store,
    filter: &Filter,
    places: bool,
    spec: &ChartSpec,
) -> Result<(Vec<EntityRow>, usize)> {
    let mut rows = store.entity_rows(filter, false)?;
    rows.retain(|row| !spec.places || (row.kind == EntityType::Place) == places);
    let value = |row: &EntityRow| in_unit(spec.unit, row.mentions, row.articles, row.stories);
    rows.sort_by(|a, b| {
        value(b)
            .cmp(&value(a))
            .then_with(|| a.name.to_lowercase().cmp(&b.name.to_lowercase()))
            .then(a.id.cmp(&b.id))
    });
    let all = rows.len();
    rows.truncate(spec.top.min(MOST));
    Ok((rows, all))
}

fn of_all_types(filter: &Filter) -> Filter {
    Filter {
        types: Vec::new(),
        ..filter.clone()
    }
}

/// Who is named with whom, or with where.
pub(super) fn pairs(store: &Store, filter: &Filter, spec: &ChartSpec) -> Result<Parts> {
    let (rows, total) = top(store, filter, false, spec)?;
    // A filter on types is about who; where is not asked of it.
    let (columns, _) = if spec.places {
        top(store, &of_all_types(filter), true, spec)?
    } else {
        (rows.clone(), total)
    };
    let ids = |rows: &[EntityRow]| rows.iter().map(|r| r.id).collect::<Vec<EntityId>>();
    let (row_ids, column_ids) = (ids(&rows), ids(&columns));
    let found = match spec.together {
        Together::Paragraph => in_paragraphs(store, &row_ids, &column_ids, spec.unit)?,
        together => store
            .pairs(&row_ids, &column_ids, together == Together::Article)?
            .into_iter()
            .map(|p| {
                let value = in_unit(spec.unit, p.mentions, p.articles, p.stories);
                ((p.a, p.b), value)
            })
            .collect(),
    };
    let cells = row_ids
        .iter()
        .map(|a| {
            let cell = |b: &EntityId| {
                (a != b).then(|| {
                    let value = found.get(&(*a, *b)).copied().unwrap_or(0);
                    (value, Cell::Pair(*a, *b, spec.together))
                })
            };
            column_ids.iter().map(cell).collect()
        })
        .collect();
    let n_line = format!(
        "{} named most often, of {}",
        words::count(rows.len() as u64),
        words::count(total as u64)
    );
    let within = words::plural(spec.together.word());
    let note = match spec.unit {
        CountUnit::Mentions => format!(
            "A cell counts mentions of the row’s name in {within} that also name the column’s."
        ),
        unit => format!(
            "A cell counts {} with the row’s name in {} that also name the column’s.",
            words::plural(noun(unit)),
            if spec.together == Together::Article {
                "articles".to_owned()
            } else {
                within
            }
        ),
    };
    let names = |rows: Vec<EntityRow>| rows.into_iter().map(|r| r.name).collect();
    let title = if spec.places {
        "Who is named with where"
    } else {
        "Who is named with whom"
    };
    let matrix = Matrix {
        rows: names(rows),
        columns: names(columns),
        cells,
    };
    Ok((
        title.to_owned(),
        ChartData::Matrix(matrix),
        n_line,
        vec![note],
    ))
}

fn in_paragraphs(
    store: &Store,
    rows: &[EntityId],
    columns: &[EntityId],
    unit: CountUnit,
) -> Result<BTreeMap<(EntityId, EntityId), u64>> {
    let both: BTreeSet<EntityId> = rows.iter().chain(columns).copied().collect();
    let both: Vec<EntityId> = both.into_iter().collect();
    let starts = store.starts(&both)?;
    let mut tallies: HashMap<(EntityId, EntityId), Tally> = HashMap::new();
    for of_article in starts.chunk_by(|a, b| a.article == b.article) {
        let Some(first) = of_article.first() else {
            continue;
        };
        if of_article.iter().all(|s| s.entity == first.entity) {
            continue;
        }
        let ends = paragraph_ends(&store.reading_text(first.article)?);
        let paragraph = |s: &Start| paragraph_of(&ends, s.start);
        for together in of_article.chunk_by(|a, b| paragraph(a) == paragraph(b)) {
            let mut named: BTreeMap<EntityId, u64> = BTreeMap::new();
            for start in together {
                *named.entry(start.entity).or_default() += 1;
            }
            for (a, mentions) in named.iter().filter(|(a, _)| rows.contains(a)) {
                for b in named.keys().filter(|b| *b != a && columns.contains(b)) {
                    let tally = tallies.entry((*a, *b)).or_default();
                    tally.mentions += mentions;
                    tally.articles.insert(first.article);
                    tally.stories.insert(first.story);
                }
            }
        }
    }
    Ok(tallies
        .into_iter()
        .map(|(pair, tally)| {
            let (articles, stories) = (tally.articles.len() as u64, tally.stories.len() as u64);
            (pair, in_unit(unit, tally.mentions, articles, stories))
        })
        .collect())
}

/// Which outlet names which place.
pub(super) fn coverage(store: &Store, filter: &Filter, spec: &ChartSpec) -> Result<Parts> {
    let (places, total) = top(store, filter, true, spec)?;
    let ids: Vec<EntityId> = places.iter().map(|p| p.id).collect();
    let found: BTreeMap<(Option<String>, EntityId), u64> = store
        .by_outlet_and_entity(&ids)?
        .into_iter()
        .map(|c| {
            let value = in_unit(spec.unit, c.mentions, c.articles, c.stories);
            (c.key, value)
        })
        .collect();
    let outlets: BTreeSet<Option<String>> =
        found.keys().map(|(outlet, _)| outlet.clone()).collect();
    let cells = outlets
        .iter()
        .map(|outlet| {
            let cell = |place: &EntityId| {
                let value = found.get(&(outlet.clone(), *place)).copied().unwrap_or(0);
                let cell = Cell::OutletPlace {
                    outlet: outlet.clone(),
                    place: *place,
                };
                Some((value, cell))
            };
            ids.iter().map(cell).collect()
        })
        .collect();
    let n_line = format!(
        "{} counted; {} named most often, of {}",
        words::plural(noun(spec.unit)),
        words::counted(places.len() as u64, "place"),
        words::count(total as u64)
    );
    let matrix = Matrix {
        rows: outlets
            .into_iter()
            .map(super::articles::outlet_words)
            .collect(),
        columns: places.into_iter().map(|p| p.name).collect(),
        cells,
    };
    Ok((
        "Who reported from where".to_owned(),
        ChartData::Matrix(matrix),
        n_line,
        Vec::new(),
    ))
}
