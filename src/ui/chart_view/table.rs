//! A chart as a table: the same numbers, each opening its passages.

use egui::{Align, Align2, Rect, Role, ScrollArea, Ui, UiBuilder, pos2, vec2};

use crate::{
    model::chart::{self, Cell, Chart, ChartData},
    ui::{
        theme::{colors, font, size, space},
        widgets::{
            column_head, elided, galley_at, glyph, list_of, number, number_at, position, row_id,
            text,
        },
    },
};

/// One line, ready to be drawn.
struct Line<'c> {
    label: String,
    kind: Option<crate::model::EntityType>,
    value: Option<u64>,
    cell: Option<&'c Cell>,
}

/// Draws the numbers of `chart` into `rect`; returns the number that was asked for.
pub fn ui(ui: &mut Ui, rect: Rect, chart: &Chart, selected: Option<&Cell>) -> Option<Cell> {
    let unit = chart.unit.word();
    let (name, lines) = lines(chart);
    let mut capital = unit.to_owned();
    if let Some(first) = capital.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    let mut asked = None;
    let builder = UiBuilder::new()
        .max_rect(rect)
        .layout(egui::Layout::top_down(Align::Min));
    ui.scope_builder(builder, |ui| {
        ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
        let right = rect.width().min(640.0) - space::XL;
        let typed = lines.iter().any(|l| l.kind.is_some());
        let type_at = right - 190.0;
        let mut head = vec![
            (name, space::XL, Align::Min),
            (capital.as_str(), right, Align::Max),
        ];
        if typed {
            head.push(("Type", type_at, Align::Min));
        }
        column_head(ui, &head);
        let salt = ("chart table", name);
        ScrollArea::vertical()
            .auto_shrink(false)
            .id_salt(salt)
            .show_rows(ui, size::ROW, lines.len(), |ui, rows| {
                list_of(ui, Role::ListBox, name, lines.len());
                for index in rows {
                    let Some(line) = lines.get(index) else { break };
                    let is_selected = line.cell.is_some() && line.cell == selected;
                    let cell = line_ui(ui, index, salt, line, is_selected, unit, [type_at, right]);
                    asked = cell.or(asked.take());
                }
            });
    });
    asked
}

fn line_ui(
    ui: &mut Ui,
    index: usize,
    salt: (&str, &str),
    line: &Line<'_>,
    selected: bool,
    unit: &str,
    [type_at, right]: [f32; 2],
) -> Option<Cell> {
    let c = colors(ui);
    let id = ui.scope_id().with((salt, index));
    let value = line.value.map_or_else(|| "no data".to_owned(), number);
    let name = format!("{}, {value} {unit}", line.label);
    let (rect, response) = row_id(ui, id, size::ROW, selected, &name);
    position(ui, id, index);
    let y = rect.center().y;
    let left = rect.left() + space::XL;
    let room = if line.kind.is_some() {
        type_at - space::XL
    } else {
        right - 120.0
    };
    let label = elided(ui, &line.label, font::ui(font::UI), c.ink, room);
    let cut = label.elided;
    galley_at(ui, left, y, label, c.ink);
    if let Some(kind) = line.kind {
        glyph(
            ui.painter(),
            pos2(rect.left() + type_at + 4.0, y),
            kind,
            c.of(kind),
        );
        let at = pos2(rect.left() + type_at + 16.0, y);
        text(
            ui,
            at,
            Align2::LEFT_CENTER,
            kind.label(),
            font::ui(font::SMALL),
            c.ink2,
        );
    }
    let x = rect.left() + right;
    let mut asked = response.clicked();
    if line.cell.is_some() && line.value.is_some_and(|v| v > 0) {
        let says = format!("Show {value} {unit} of {}", line.label);
        let link = number_at(ui, id.with("number"), pos2(x, y), &value, &says, font::UI);
        asked |= link.clicked();
    } else {
        text(
            ui,
            pos2(x, y),
            Align2::RIGHT_CENTER,
            &value,
            font::ui(font::UI),
            c.ink3,
        );
        asked = false;
    }
    if cut {
        response.on_hover_text(&line.label);
    }
    asked.then(|| line.cell.cloned()).flatten()
}

fn lines(chart: &Chart) -> (&'static str, Vec<Line<'_>>) {
    match &chart.data {
        ChartData::Bars(bars) => {
            let lines = bars.iter().map(|bar| Line {
                label: bar.label.clone(),
                kind: bar.kind,
                value: Some(bar.value),
                cell: Some(&bar.cell),
            });
            ("Name", lines.collect())
        }
        ChartData::Timeline {
            columns,
            undated,
            undated_cell,
            ..
        } => {
            let mut lines: Vec<Line<'_>> = columns
                .iter()
                .map(|column| Line {
                    label: column.label.clone(),
                    kind: None,
                    value: Some(column.value),
                    cell: Some(&column.cell),
                })
                .collect();
            if *undated > 0 {
                lines.push(Line {
                    label: "No date, not counted".to_owned(),
                    kind: None,
                    value: Some(*undated),
                    cell: Some(undated_cell),
                });
            }
            ("Time", lines)
        }
        ChartData::Lines { series, .. } => {
            let mut lines = Vec::new();
            for one in series {
                let column = |column: &chart::Column| format!("{}, {}", one.label, column.label);
                lines.extend(one.columns.iter().map(|c| Line {
                    label: column(c),
                    kind: one.kind,
                    value: Some(c.value),
                    cell: Some(&c.cell),
                }));
                if one.undated > 0 {
                    lines.push(Line {
                        label: format!("{}, no date, not counted", one.label),
                        kind: one.kind,
                        value: Some(one.undated),
                        cell: Some(&one.undated_cell),
                    });
                }
            }
            ("Name and time", lines)
        }
        ChartData::Matrix(matrix) => {
            let mut lines = Vec::new();
            for (row, cells) in matrix.rows.iter().zip(&matrix.cells) {
                for (column, cell) in matrix.columns.iter().zip(cells) {
                    lines.push(Line {
                        label: format!("{row}, {column}"),
                        kind: None,
                        value: cell.as_ref().map(|(value, _)| *value),
                        cell: cell.as_ref().map(|(_, cell)| cell),
                    });
                }
            }
            ("Row and column", lines)
        }
    }
}
