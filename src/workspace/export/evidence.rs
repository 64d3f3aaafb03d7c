//! The passages behind numbers, one row each.

use std::collections::{HashMap, hash_map::Entry};

use crate::{
    formats::tables::{self, Value},
    model::{
        ArticleId, CountUnit, EntityId, Filter,
        chart::{Cell, TimeUnit},
        rows::Passage,
        span::CharCounter,
    },
    workspace::{Problem, Project, session::Picture, views::build},
};

const COLUMNS: [&str; 10] = [
    "article",
    "date",
    "date_precision",
    "outlet",
    "title",
    "sentence",
    "start",
    "end",
    "entity",
    "name",
];

/// Turns passages into rows; remembers names, and the text of one article, since passages come article by article.
#[derive(Default)]
struct Rows {
    text: Option<(ArticleId, String)>,
    names: HashMap<EntityId, String>,
}

impl Rows {
    fn row(&mut self, project: &Project, passage: Passage) -> Result<Vec<Value>, Problem> {
        if self
            .text
            .as_ref()
            .is_none_or(|(of, _)| *of != passage.article)
        {
            let text = project.store.reading_text(passage.article)?;
            self.text = Some((passage.article, text));
        }
        if let Entry::Vacant(vacant) = self.names.entry(passage.entity) {
            vacant.insert(project.store.entity(passage.entity)?.1);
        }
        let text = self.text.as_ref().map_or("", |(_, text)| text.as_str());
        let chars = CharCounter::new(text).span(passage.span);
        Ok(vec![
            passage.article.0.into(),
            passage.published.map(|p| p.date.to_string()).into(),
            passage.published.map(|p| p.date.precision().word()).into(),
            passage.outlet.into(),
            passage.title.into(),
            passage.sentence.into(),
            chars.start.into(),
            chars.end.into(),
            passage.entity.0.into(),
            self.names.get(&passage.entity).cloned().into(),
        ])
    }
}

/// The passages behind the names a filter asks for: of those entities, or of all names.
pub(super) fn of_filter(project: &mut Project, filter: &Filter) -> Result<tables::Table, Problem> {
    let cells: Vec<Cell> = if filter.entities.is_empty() {
        vec![Cell::All]
    } else {
        filter.entities.iter().copied().map(Cell::Entity).collect()
    };
    let (mut rows, mut made) = (Vec::new(), Rows::default());
    for cell in &cells {
        let found = build::evidence(
            &mut project.store,
            filter,
            cell,
            CountUnit::Mentions,
            TimeUnit::Day,
        )?;
        for passage in found.passages {
            rows.push(made.row(project, passage)?);
        }
    }
    Ok(tables::Table {
        columns: COLUMNS.to_vec(),
        rows,
    })
}

/// The passages behind every number of a picture as CSV: as many rows with a `cell` as its number says. `filter`, `unit`
/// and `time` are those the picture was counted with, see [`crate::workspace::figures::counted`].
///
/// # Errors
/// When the file cannot be read.
pub fn evidence_of(
    project: &mut Project,
    filter: &Filter,
    picture: &Picture,
    unit: CountUnit,
    time: TimeUnit,
) -> Result<Vec<u8>, Problem> {
    let cells: Vec<(String, u64, Cell)> = match picture {
        Picture::Chart(chart) => {
            let cells = chart.cell_names().into_iter().zip(chart.cells());
            cells
                .map(|(name, (value, cell))| (name, value, cell))
                .collect()
        }
        Picture::Map(map) => {
            let symbols = map.symbols.iter();
            symbols
                .map(|s| (s.name.clone(), s.value, Cell::Entity(s.entity)))
                .collect()
        }
    };
    let (mut rows, mut made) = (Vec::new(), Rows::default());
    for (name, value, cell) in cells {
        if value == 0 {
            continue;
        }
        let found = build::evidence(&mut project.store, filter, &cell, unit, time)?;
        for passage in found.passages {
            let mut row = vec![name.clone().into()];
            row.extend(made.row(project, passage)?);
            rows.push(row);
        }
    }
    let columns = std::iter::once("cell").chain(COLUMNS).collect();
    Ok(tables::csv(&tables::Table { columns, rows }))
}
