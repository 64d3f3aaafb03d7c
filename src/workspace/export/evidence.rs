//! The passages behind numbers, one row each.

use std::collections::{HashMap, hash_map::Entry};

use crate::{
    formats::tables::{self, Value},
    model::{
        ArticleId, CountUnit, EntityId, Filter, chart::Cell, rows::Passage, span::CharCounter,
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
        let found = build::evidence(&mut project.store, filter, cell, CountUnit::Mentions)?;
        for passage in found.passages {
            rows.push(made.row(project, passage)?);
        }
    }
    Ok(tables::Table {
        columns: COLUMNS.to_vec(),
        rows,
    })
}

/// The passages behind every number of a picture as CSV: as many rows with a `row` as its number says. `row` is the row of
/// the table of numbers, from 1, or the symbol's of a map, since two names may be called alike; `cell` is what it is called. `filter` and `unit`
/// are those the picture was counted with, see [`crate::workspace::figures::counted`].
///
/// # Errors
/// When the file cannot be read, or it has changed since the picture was counted: a file whose rows are not those the picture
/// counts would be worse than none.
pub fn evidence_of(
    project: &mut Project,
    filter: &Filter,
    picture: &Picture,
    unit: CountUnit,
) -> Result<Vec<u8>, Problem> {
    let cells: Vec<(usize, String, u64, Cell)> = match picture {
        Picture::Chart(chart) => {
            let cells = chart.cell_names().into_iter().zip(chart.cells());
            let rows = chart.cell_rows().into_iter().zip(cells);
            rows.map(|(row, (name, (value, cell)))| (row, name, value, cell))
                .collect()
        }
        Picture::Map(map) => {
            let symbols = map.symbols.iter();
            symbols
                .zip(1..)
                .map(|(s, row)| (row, s.name.clone(), s.value, Cell::Entity(s.entity)))
                .collect()
        }
    };
    let (mut rows, mut made) = (Vec::new(), Rows::default());
    for (number, name, value, cell) in cells {
        if value == 0 {
            continue;
        }
        let found = build::evidence(&mut project.store, filter, &cell, unit)?;
        if found.passages.len() as u64 != value {
            return Err(Problem::new(
                "Could not write the passages",
                format!(
                    "the project has changed: {name} is {value} on the picture and {} in the project now",
                    found.passages.len()
                ),
            )
            .with_hint("Close the dialog and export again"));
        }
        for passage in found.passages {
            let mut row = vec![(number as u64).into(), name.clone().into()];
            row.extend(made.row(project, passage)?);
            rows.push(row);
        }
    }
    let columns = ["row", "cell"].into_iter().chain(COLUMNS).collect();
    Ok(tables::csv(&tables::Table { columns, rows }))
}
