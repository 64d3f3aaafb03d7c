//! Relative locations as a table and, with the areas they describe, as features for a map.

use std::collections::HashMap;

use super::SourceTexts;
use crate::{
    formats::tables::{Feature, Geometry, Table, Value},
    jobs::JobCx,
    model::{ArticleId, CharSpan, Filter, relation::Wind, span::CharCounter},
    workspace::{
        Problem, Project,
        import::{Failure, source_span},
        relations,
        views::{RelationEnd, RelationRow, build},
    },
};

const COLUMNS: [&str; 29] = [
    "id",
    "article",
    "file",
    "start",
    "end",
    "source_start",
    "source_end",
    "text",
    "kind",
    "place",
    "place_entity",
    "anchor",
    "anchor_entity",
    "second_anchor",
    "second_anchor_entity",
    "distance_km",
    "distance_low_km",
    "distance_high_km",
    "second_unit_km",
    "units_agree",
    "direction",
    "verdict",
    "verdict_words",
    "actual_km",
    "actual_direction",
    "area",
    "note",
    "outlet",
    "published",
];

/// The rows of the selection. A project that can be written first gets those relations that are not stored yet.
fn rows(project: &mut Project, filter: &Filter) -> Result<Vec<RelationRow>, Problem> {
    if !project.read_only() {
        match relations::find_missing(&mut project.store, &JobCx::unwatched()) {
            Ok(()) | Err(Failure::Cancelled) => {}
            Err(Failure::Problem(problem)) => return Err(problem),
        }
    }
    Ok(build::relations(&mut project.store, filter)?.rows)
}

fn cells(row: &RelationRow, source: Option<CharSpan>) -> Vec<Value> {
    let km = |km: Option<f64>| km.map_or(Value::Null, |km| Value::Float(km, 1));
    let text = |end: Option<&RelationEnd>| end.map(|e| e.text.clone()).into();
    let entity =
        |end: Option<&RelationEnd>| -> Value { end.and_then(|e| e.entity).map(|e| e.0).into() };
    let distance = row.distance;
    vec![
        row.id.into(),
        row.article.0.into(),
        row.file.as_str().into(),
        row.chars.start.into(),
        row.chars.end.into(),
        source.map(|s| s.start).into(),
        source.map(|s| s.end).into(),
        row.text.as_str().into(),
        row.kind.word().into(),
        text(row.place.as_ref()),
        entity(row.place.as_ref()),
        text(Some(&row.anchor)),
        entity(Some(&row.anchor)),
        text(row.second.as_ref()),
        entity(row.second.as_ref()),
        km(distance.map(|d| d.km)),
        km(distance.map(|d| d.low_km)),
        km(distance.map(|d| d.high_km)),
        km(distance.and_then(|d| d.second_km)),
        distance
            .and_then(|d| d.agree)
            .map_or(Value::Null, Value::Bool),
        row.direction.map(Wind::word).into(),
        row.verdict.word().into(),
        row.verdict_words.as_str().into(),
        km(row.actual_km),
        row.actual_direction.map(Wind::word).into(),
        row.area.map(|a| a.word()).into(),
        row.note.clone().into(),
        row.outlet.clone().into(),
        row.published.map(|p| p.date.to_string()).into(),
    ]
}

/// Where the phrases stand in the decoded source texts, row by row.
fn source_spans(project: &Project, rows: &[RelationRow]) -> Result<Vec<Option<CharSpan>>, Problem> {
    let mut texts = SourceTexts::default();
    let mut of_article: HashMap<ArticleId, Vec<usize>> = HashMap::new();
    for (n, row) in rows.iter().enumerate() {
        of_article.entry(row.article).or_default().push(n);
    }
    let mut spans = vec![None; rows.len()];
    let mut articles: Vec<_> = of_article.into_iter().collect();
    articles.sort_unstable();
    for (id, of) in articles {
        let article = project.store.article(id)?;
        let Some(text) = texts.of(project, &article)? else {
            continue;
        };
        let mut counter = CharCounter::new(text);
        for n in of {
            let span = rows.get(n).and_then(|row| source_span(&article, row.span));
            if let (Some(span), Some(slot)) = (span, spans.get_mut(n)) {
                *slot = Some(counter.span(span));
            }
        }
    }
    Ok(spans)
}

pub(super) fn table(project: &mut Project, filter: &Filter) -> Result<Table, Problem> {
    let rows = rows(project, filter)?;
    let spans = source_spans(project, &rows)?;
    Ok(Table {
        columns: COLUMNS.to_vec(),
        rows: rows
            .iter()
            .zip(spans)
            .map(|(row, span)| cells(row, span))
            .collect(),
    })
}

pub(super) fn features(project: &mut Project, filter: &Filter) -> Result<Vec<Feature>, Problem> {
    let rows = rows(project, filter)?;
    let spans = source_spans(project, &rows)?;
    Ok(rows
        .into_iter()
        .zip(spans)
        .enumerate()
        .map(|(n, (row, span))| Feature {
            id: row
                .id
                .map_or_else(|| format!("new-{n}"), |id| id.to_string()),
            name: row.text.clone(),
            properties: COLUMNS.into_iter().zip(cells(&row, span)).collect(),
            geometry: if row.rings.is_empty() {
                Geometry::None
            } else {
                Geometry::Polygons(row.rings)
            },
        })
        .collect())
}
