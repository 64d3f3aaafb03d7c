//! A chart as plain data: what the window and the exported picture both paint.

use serde::{Deserialize, Serialize};

pub use super::picture::PictureOptions;
use super::{
    filter::CountUnit,
    ids::{CodeId, EntityId},
    mention::EntityType,
};

/// The kinds of charts, with the words of the terminal program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ChartKind {
    Entities,
    Places,
    Types,
    Outlets,
    Timeline,
    Cooccurrence,
    Coverage,
    /// Which outlets had stories first.
    First,
    /// How long the articles are.
    Lengths,
}

impl ChartKind {
    /// All kinds.
    pub const ALL: [Self; 9] = [
        Self::Entities,
        Self::Places,
        Self::Types,
        Self::Outlets,
        Self::Timeline,
        Self::Cooccurrence,
        Self::Coverage,
        Self::First,
        Self::Lengths,
    ];

    /// The word used on the command line and in file names.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Entities => "entities",
            Self::Places => "places",
            Self::Types => "types",
            Self::Outlets => "outlets",
            Self::Timeline => "timeline",
            Self::Cooccurrence => "cooccurrence",
            Self::Coverage => "coverage",
            Self::First => "first",
            Self::Lengths => "lengths",
        }
    }

    /// The kind with this word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.word() == word)
    }
}

/// Width of a timeline's columns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TimeUnit {
    #[default]
    Day,
    Week,
    Month,
    Year,
}

impl TimeUnit {
    /// All units, finest first.
    pub const ALL: [Self; 4] = [Self::Day, Self::Week, Self::Month, Self::Year];

    /// The word used on the command line.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Year => "year",
        }
    }
}

/// Within what two names are named together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Together {
    #[default]
    Sentence,
    Paragraph,
    Article,
}

impl Together {
    /// All, the narrowest first.
    pub const ALL: [Self; 3] = [Self::Sentence, Self::Paragraph, Self::Article];

    /// The word used on the command line and on screen.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Sentence => "sentence",
            Self::Paragraph => "paragraph",
            Self::Article => "article",
        }
    }
}

/// How a chart's numbers are drawn. Never changes which numbers they are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Drawn {
    /// Lengths stand for the logarithm of the numbers.
    pub log: bool,
    /// Bars stand for shares ([`Bar::of`]) instead of counts.
    pub share: bool,
    /// Each series has a small chart of its own.
    pub multiples: bool,
}

/// What a number in a chart, table or map stands for: enough to list its passages.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Cell {
    /// Everything in the selection.
    All,
    /// Mentions of one entity, or articles naming it.
    Entity(EntityId),
    /// Mentions of one entity that are written exactly so.
    Spelling { entity: EntityId, text: String },
    /// Mentions of one type.
    Type(EntityType),
    /// Mentions in articles of one outlet; `None` for articles without one.
    Outlet(Option<String>),
    /// Within a time range (first and last day, inclusive), of one entity or of all names, in articles whose date is
    /// known to the unit: the others are in no column.
    Span {
        entity: Option<EntityId>,
        from: String,
        to: String,
        #[serde(default)]
        unit: TimeUnit,
    },
    /// In articles whose date is not known to the unit, of one entity or of all names.
    Undated {
        entity: Option<EntityId>,
        #[serde(default)]
        unit: TimeUnit,
    },
    /// Mentions of the first entity in sentences, paragraphs or articles that name the second as well.
    Pair(EntityId, EntityId, Together),
    /// Articles of one outlet on one day.
    OutletDay { outlet: Option<String>, day: String },
    /// Mentions of a place in articles of one outlet.
    OutletPlace {
        outlet: Option<String>,
        place: EntityId,
    },
    /// Mentions in articles that credit one news agency; `None` for articles that credit none.
    Agency(Option<String>),
    /// In the first version of each story that this outlet had before all others.
    First(Option<String>),
    /// In articles with as many words, both ends inclusive.
    Length { from: u32, to: u32 },
    /// Passages highlighted with one code.
    Code(CodeId),
}

/// One bar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bar {
    pub label: String,
    pub value: u64,
    /// What the number opens.
    pub cell: Cell,
    /// The type of the entity, where the bar is one.
    pub kind: Option<EntityType>,
    /// Of how many the value is a part, where that is known: all articles of an outlet.
    pub of: Option<u64>,
}

impl Bar {
    /// The value as a share of what it is a part of, 0 to 1; `None` where that is not known or nothing.
    #[must_use]
    pub fn share(&self) -> Option<f64> {
        let of = self.of.filter(|of| *of > 0)?;
        Some(self.value as f64 / of as f64)
    }

    /// What is written at its end: `264`, or `12 % of 2,200`. `number` writes a count.
    #[must_use]
    pub fn words(&self, drawn: Drawn, number: impl Fn(u64) -> String) -> String {
        match (self.share(), self.of) {
            (Some(share), Some(of)) if drawn.share => {
                // A share that is not nothing is not written as 0.
                let digits = usize::from(share > 0.0 && share < 0.0095);
                format!("{:.digits$} % of {}", share * 100.0, number(of))
            }
            _ => number(self.value),
        }
    }
}

/// One column of a timeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// First day, as `2011-06-03`.
    pub from: String,
    /// Last day, inclusive.
    pub to: String,
    /// For people: `3 Jun 2011`, `June 2011`.
    pub label: String,
    pub value: u64,
    pub cell: Cell,
}

/// One of several names compared over time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Series {
    pub label: String,
    /// Mentions of the entity.
    pub cell: Cell,
    pub kind: Option<EntityType>,
    /// The same dates in each series of a chart.
    pub columns: Vec<Column>,
    /// In articles whose date is not precise enough; not counted.
    pub undated: u64,
    pub undated_cell: Cell,
}

impl Series {
    /// Sum of its columns.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.columns.iter().map(|c| c.value).sum()
    }
}

/// A table of counts by row and column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matrix {
    pub rows: Vec<String>,
    pub columns: Vec<String>,
    /// Row by row; `None` is "no data", which is not zero.
    pub cells: Vec<Vec<Option<(u64, Cell)>>>,
}

/// The numbers of a chart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChartData {
    /// Horizontal bars, longest first unless names were asked for in another order.
    Bars(Vec<Bar>),
    /// Columns over time, gaps included as zero columns; `undated` is shown apart and not counted.
    Timeline {
        unit: TimeUnit,
        columns: Vec<Column>,
        undated: u64,
        undated_cell: Cell,
    },
    /// Several names over the same dates, one series each.
    Lines {
        unit: TimeUnit,
        series: Vec<Series>,
    },
    Matrix(Matrix),
}

/// A chart, ready to be painted. Title, subtitle, n and notes belong to it, on screen and in print.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chart {
    pub kind: ChartKind,
    pub unit: CountUnit,
    pub title: String,
    /// What is counted, in how many articles, over which dates: `Mentions in 212 articles, 3–28 Mar 2012`.
    pub subtitle: String,
    /// `n = 1,092 mentions of 12 places; 31 more not shown`.
    pub n_line: String,
    /// Source, filter and method, one sentence or two each.
    pub notes: Vec<String>,
    pub data: ChartData,
    pub drawn: Drawn,
    /// What is selected and so highlighted.
    pub selected: Option<Cell>,
}

impl Chart {
    /// Sum of all numbers shown.
    #[must_use]
    pub fn total(&self) -> u64 {
        match &self.data {
            ChartData::Bars(bars) => bars.iter().map(|b| b.value).sum(),
            ChartData::Timeline { columns, .. } => columns.iter().map(|c| c.value).sum(),
            ChartData::Lines { series, .. } => series.iter().map(Series::total).sum(),
            ChartData::Matrix(m) => m
                .cells
                .iter()
                .flatten()
                .flatten()
                .map(|(value, _)| value)
                .sum(),
        }
    }

    /// What each of [`Self::cells`] is called, in the same order: `Yafran`, `Yafran, 3 Jun 2011`, `Harbor Wire, Brega`.
    #[must_use]
    pub fn cell_names(&self) -> Vec<String> {
        const UNDATED: &str = "no date";
        match &self.data {
            ChartData::Bars(bars) => bars.iter().map(|b| b.label.clone()).collect(),
            ChartData::Timeline { columns, .. } => columns
                .iter()
                .map(|c| c.label.clone())
                .chain([UNDATED.to_owned()])
                .collect(),
            ChartData::Lines { series, .. } => series
                .iter()
                .flat_map(|one| {
                    let labels = one.columns.iter().map(|c| c.label.as_str());
                    let labels = labels.chain([UNDATED]);
                    labels.map(|label| format!("{}, {label}", one.label))
                })
                .collect(),
            ChartData::Matrix(matrix) => {
                let rows = matrix.rows.iter().zip(&matrix.cells);
                rows.flat_map(|(row, cells)| {
                    let columns = matrix.columns.iter().zip(cells);
                    let shown = columns.filter(|(_, cell)| cell.is_some());
                    shown.map(move |(column, _)| format!("{row}, {column}"))
                })
                .collect()
            }
        }
    }

    /// In which row of [`Self::table`] each of [`Self::cells`] stands, from 1 since the head is row 0.
    #[must_use]
    pub fn cell_rows(&self) -> Vec<usize> {
        match &self.data {
            ChartData::Matrix(matrix) => {
                let cells = matrix
                    .rows
                    .iter()
                    .zip(&matrix.cells)
                    .flat_map(|(_, cells)| {
                        let columns = matrix.columns.iter().zip(cells);
                        columns.map(|(_, cell)| cell.is_some())
                    });
                let rows = cells.zip(1..).filter(|(known, _)| *known);
                rows.map(|(_, row)| row).collect()
            }
            _ => (1..=self.cells().len()).collect(),
        }
    }

    /// The names that are written on it: of bars, columns, rows, series.
    #[must_use]
    pub fn labels(&self) -> Vec<&str> {
        match &self.data {
            ChartData::Bars(bars) => bars.iter().map(|b| b.label.as_str()).collect(),
            ChartData::Timeline { columns, .. } => {
                columns.iter().map(|c| c.label.as_str()).collect()
            }
            ChartData::Lines { series, .. } => series.iter().map(|s| s.label.as_str()).collect(),
            ChartData::Matrix(matrix) => {
                let names = matrix.rows.iter().chain(&matrix.columns);
                names.map(String::as_str).collect()
            }
        }
    }

    /// All numbers with what they open, in the order of [`Self::table`].
    #[must_use]
    pub fn cells(&self) -> Vec<(u64, Cell)> {
        match &self.data {
            ChartData::Bars(bars) => bars.iter().map(|b| (b.value, b.cell.clone())).collect(),
            ChartData::Timeline {
                columns,
                undated,
                undated_cell,
                ..
            } => columns
                .iter()
                .map(|c| (c.value, c.cell.clone()))
                .chain([(*undated, undated_cell.clone())])
                .collect(),
            ChartData::Lines { series, .. } => series
                .iter()
                .flat_map(|one| {
                    let columns = one.columns.iter().map(|c| (c.value, c.cell.clone()));
                    columns.chain([(one.undated, one.undated_cell.clone())])
                })
                .collect(),
            ChartData::Matrix(matrix) => matrix.cells.iter().flatten().flatten().cloned().collect(),
        }
    }

    /// Width of the columns, of a chart over time.
    #[must_use]
    pub const fn time(&self) -> Option<TimeUnit> {
        match &self.data {
            ChartData::Timeline { unit, .. } | ChartData::Lines { unit, .. } => Some(*unit),
            ChartData::Bars(_) | ChartData::Matrix(_) => None,
        }
    }

    /// The same numbers as a table: a header row, then one row per bar, column or matrix cell.
    #[must_use]
    pub fn table(&self) -> Vec<Vec<String>> {
        let unit = self.unit.word().to_owned();
        let mut rows = Vec::new();
        match &self.data {
            ChartData::Bars(bars) => {
                let shares = bars.iter().any(|bar| bar.of.is_some());
                rows.push(vec!["name".to_owned(), "type".to_owned(), unit]);
                if shares {
                    rows[0].extend(["of".to_owned(), "share".to_owned()]);
                }
                for bar in bars {
                    let kind = bar.kind.map_or("", EntityType::word);
                    let mut row = vec![bar.label.clone(), kind.to_owned(), bar.value.to_string()];
                    if shares {
                        row.push(bar.of.map(|of| of.to_string()).unwrap_or_default());
                        row.push(bar.share().map(|s| format!("{s:.4}")).unwrap_or_default());
                    }
                    rows.push(row);
                }
            }
            ChartData::Timeline {
                columns, undated, ..
            } => {
                rows.push(vec!["from".to_owned(), "to".to_owned(), unit]);
                for column in columns {
                    rows.push(vec![
                        column.from.clone(),
                        column.to.clone(),
                        column.value.to_string(),
                    ]);
                }
                rows.push(vec![
                    String::new(),
                    "without a date precise enough".to_owned(),
                    undated.to_string(),
                ]);
            }
            ChartData::Lines { series, .. } => {
                let names = ["name", "type", "from", "to"].map(str::to_owned);
                rows.push(names.into_iter().chain([unit]).collect());
                for one in series {
                    let kind = one.kind.map_or("", EntityType::word).to_owned();
                    for column in &one.columns {
                        rows.push(vec![
                            one.label.clone(),
                            kind.clone(),
                            column.from.clone(),
                            column.to.clone(),
                            column.value.to_string(),
                        ]);
                    }
                    rows.push(vec![
                        one.label.clone(),
                        kind,
                        String::new(),
                        "without a date precise enough".to_owned(),
                        one.undated.to_string(),
                    ]);
                }
            }
            ChartData::Matrix(matrix) => {
                rows.push(vec!["row".to_owned(), "column".to_owned(), unit]);
                for (row, cells) in matrix.rows.iter().zip(&matrix.cells) {
                    for (column, cell) in matrix.columns.iter().zip(cells) {
                        let value = cell
                            .as_ref()
                            .map_or_else(|| "no data".to_owned(), |(v, _)| v.to_string());
                        rows.push(vec![row.clone(), column.clone(), value]);
                    }
                }
            }
        }
        rows
    }
}
