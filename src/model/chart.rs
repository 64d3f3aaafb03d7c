//! A chart as plain data: what the window and the exported picture both paint.

use serde::{Deserialize, Serialize};

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
}

impl ChartKind {
    /// All kinds.
    pub const ALL: [Self; 7] = [
        Self::Entities,
        Self::Places,
        Self::Types,
        Self::Outlets,
        Self::Timeline,
        Self::Cooccurrence,
        Self::Coverage,
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
    /// Within a time range (first and last day, inclusive), of one entity or of all names.
    Span {
        entity: Option<EntityId>,
        from: String,
        to: String,
    },
    /// In articles without a date precise enough, of one entity or of all names.
    Undated { entity: Option<EntityId> },
    /// Mentions of the first entity in sentences that name the second as well.
    Pair(EntityId, EntityId),
    /// Articles of one outlet on one day.
    OutletDay { outlet: Option<String>, day: String },
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
            ChartData::Matrix(m) => m
                .cells
                .iter()
                .flatten()
                .flatten()
                .map(|(value, _)| value)
                .sum(),
        }
    }

    /// The same numbers as a table: a header row, then one row per bar, column or matrix cell.
    #[must_use]
    pub fn table(&self) -> Vec<Vec<String>> {
        let unit = self.unit.word().to_owned();
        let mut rows = Vec::new();
        match &self.data {
            ChartData::Bars(bars) => {
                rows.push(vec!["name".to_owned(), "type".to_owned(), unit]);
                for bar in bars {
                    let kind = bar.kind.map_or("", EntityType::word);
                    rows.push(vec![
                        bar.label.clone(),
                        kind.to_owned(),
                        bar.value.to_string(),
                    ]);
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

/// How a picture is to be made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PictureOptions {
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// Dots per inch: written into the PNG, and what one point of text means. At 96 a 13-point label is 17 pixels high.
    pub dpi: u32,
    /// A title in place of the chart's own.
    pub title: Option<String>,
    pub show_n: bool,
    pub show_dates: bool,
    pub show_notes: bool,
    pub show_selection: bool,
    /// Leave the ground transparent instead of white.
    pub transparent: bool,
}

impl Default for PictureOptions {
    fn default() -> Self {
        Self {
            width: 1600,
            height: 1000,
            dpi: 144,
            title: None,
            show_n: true,
            show_dates: true,
            show_notes: true,
            show_selection: true,
            transparent: false,
        }
    }
}
