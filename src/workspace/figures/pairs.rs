//! Names beside names: who is named with whom or where, and which outlet names which place.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

use super::{ChartSpec, Parts, Sum, most_first, noun, owned, words};
use crate::{
    model::{
        ArticleId, CountUnit, EntityId, EntityType, Filter,
        chart::{Cell, ChartData, Matrix, Together},
        paragraph,
        rows::EntityRow,
    },
    store::{ArticleFacts, Result, Start, Store},
};

/// More rows or columns than this cannot be read.
const MOST: usize = 30;

/// Names of a filter's types but places, or places alone, those counted most first, and how many there are.
fn top(
    store: &Store,
    filter: &Filter,
    places: bool,
    spec: &ChartSpec,
) -> Result<(Vec<EntityRow>, usize)> {
    let mut rows = store.entity_counts(&filter.types)?;
    rows.retain(|row| !spec.places || (row.kind == EntityType::Place) == places);
    most_first(&mut rows, spec.unit);
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
    let found = count(store, &row_ids, &column_ids, spec)?;
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

/// How often each of the rows is named in a sentence, paragraph or article with each of the columns.
fn count(
    store: &Store,
    rows: &[EntityId],
    columns: &[EntityId],
    spec: &ChartSpec,
) -> Result<BTreeMap<(EntityId, EntityId), u64>> {
    let facts = store.article_facts(&[])?;
    let both: BTreeSet<EntityId> = rows.iter().chain(columns).copied().collect();
    let both: Vec<EntityId> = both.into_iter().collect();
    let number = |entity: EntityId| both.binary_search(&entity).ok();
    // Which of them each article names, a bit for each: there are at most 60.
    let mut named = vec![0_u64; facts.len()];
    let mut appearances = Vec::new();
    for (bit, entity) in both.iter().enumerate() {
        for one in store.appearances_of(*entity, &facts)? {
            if let Some(bits) = named.get_mut(one.article) {
                *bits |= 1 << bit;
            }
            appearances.push((one.article, bit, one.mentions));
        }
    }
    let bits = |entities: &[EntityId]| {
        let bits = entities.iter().filter_map(|entity| number(*entity));
        bits.fold(0_u64, |all, bit| all | 1 << bit)
    };
    let mut pairs = Pairs {
        rows: bits(rows),
        columns: bits(columns),
        sums: (0..both.len() * both.len())
            .map(|_| Sum::default())
            .collect(),
        width: both.len(),
    };
    if spec.together == Together::Article {
        appearances.retain(|(article, ..)| pairs.may_count(named.get(*article)));
        appearances.sort_unstable();
        for of_article in appearances.chunk_by(|a, b| a.0 == b.0) {
            let article = of_article.first().and_then(|first| facts.get(first.0));
            let names = of_article
                .iter()
                .map(|(_, bit, mentions)| (0, *bit, *mentions));
            if let Some(article) = article {
                pairs.add(article, &names.collect::<Vec<_>>());
            }
        }
    } else {
        let articles: Vec<ArticleId> = facts
            .iter()
            .zip(&named)
            .filter(|(_, named)| pairs.may_count(Some(named)))
            .map(|(facts, _)| facts.article)
            .collect();
        let starts = store.starts(&both, &articles)?;
        let paragraphs = match spec.together {
            Together::Paragraph => Some(store.paragraph_ends(&articles)?),
            _ => None,
        };
        let mut names = Vec::new();
        for of_article in starts.chunk_by(|a, b| a.article == b.article) {
            let article = of_article.first().and_then(|first| {
                let at = facts.binary_search_by_key(&first.article, |f| f.article);
                facts.get(at.ok()?)
            });
            let Some(article) = article else { continue };
            let ends = paragraphs
                .as_ref()
                .zip(articles.binary_search(&article.article).ok())
                .and_then(|(ends, at)| ends.get(at));
            let group = |s: &Start| match ends {
                Some(ends) => paragraph::of(ends, s.start),
                None => s.sentence as usize,
            };
            names.clear();
            let known = of_article
                .iter()
                .filter_map(|s| Some((group(s), number(s.entity)?, 1)));
            names.extend(known);
            pairs.add(article, &names);
        }
    }
    Ok(pairs.values(&both, spec.unit))
}

/// Sums of pairs of names, which are known by their numbers.
struct Pairs {
    /// The names that are rows and columns, a bit for each.
    rows: u64,
    columns: u64,
    /// Row by row.
    sums: Vec<Sum>,
    width: usize,
}

impl Pairs {
    /// Whether an article with these names has a row and another column.
    fn may_count(&self, named: Option<&u64>) -> bool {
        let named = named.copied().unwrap_or(0);
        let (rows, columns) = (named & self.rows, named & self.columns);
        rows != 0 && columns != 0 && (rows | columns).count_ones() > 1
    }

    /// Adds what one article has of each pair. Names come in groups, those of a group after one another: names are
    /// together where they stand in one group.
    fn add(&mut self, article: &ArticleFacts, names: &[(usize, usize, u64)]) {
        let mut found: BTreeMap<usize, u64> = BTreeMap::new();
        for group in names.chunk_by(|a, b| a.0 == b.0) {
            let bits = group
                .iter()
                .fold(0_u64, |bits, (_, bit, _)| bits | 1 << bit);
            if !self.may_count(Some(&bits)) {
                continue;
            }
            for (_, row, mentions) in group.iter().filter(|(_, bit, _)| self.rows >> bit & 1 == 1) {
                let mut others = bits & self.columns & !(1 << row);
                while others != 0 {
                    let column = others.trailing_zeros() as usize;
                    others &= others - 1;
                    *found.entry(row * self.width + column).or_default() += mentions;
                }
            }
        }
        for (pair, mentions) in found {
            if let Some(sum) = self.sums.get_mut(pair) {
                sum.add(article, mentions);
            }
        }
    }

    fn values(&self, names: &[EntityId], unit: CountUnit) -> BTreeMap<(EntityId, EntityId), u64> {
        let pairs = names
            .iter()
            .flat_map(|a| names.iter().map(move |b| (*a, *b)));
        let sums = pairs.zip(&self.sums).filter(|(_, sum)| sum.articles > 0);
        sums.map(|(pair, sum)| (pair, sum.value(unit))).collect()
    }
}

/// Which outlet names which place.
pub(super) fn coverage(store: &Store, filter: &Filter, spec: &ChartSpec) -> Result<Parts> {
    let (places, total) = top(store, filter, true, spec)?;
    let ids: Vec<EntityId> = places.iter().map(|p| p.id).collect();
    let facts = store.article_facts(&[])?;
    let mut found: HashMap<(Option<Arc<str>>, EntityId), Sum> = HashMap::new();
    for id in &ids {
        for one in store.appearances_of(*id, &facts)? {
            if let Some(article) = facts.get(one.article) {
                let sum = found.entry((article.outlet.clone(), *id)).or_default();
                sum.add(article, one.mentions);
            }
        }
    }
    let outlets: BTreeSet<Option<Arc<str>>> =
        found.keys().map(|(outlet, _)| outlet.clone()).collect();
    let cells = outlets
        .iter()
        .map(|outlet| {
            let cell = |place: &EntityId| {
                let sum = found.get(&(outlet.clone(), *place));
                let value = sum.map_or(0, |sum| sum.value(spec.unit));
                let cell = Cell::OutletPlace {
                    outlet: owned(outlet.as_ref()),
                    place: *place,
                };
                Some((value, cell))
            };
            ids.iter().map(cell).collect()
        })
        .collect();
    let n_line = format!(
        "{} named most often, of {}",
        words::counted(places.len() as u64, "place"),
        words::count(total as u64)
    );
    let matrix = Matrix {
        rows: outlets
            .iter()
            .map(|o| words::outlet(o.as_deref()))
            .collect(),
        columns: places.into_iter().map(|p| p.name).collect(),
        cells,
    };
    Ok((
        "Which outlet names which place".to_owned(),
        ChartData::Matrix(matrix),
        n_line,
        Vec::new(),
    ))
}
