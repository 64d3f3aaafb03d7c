//! The wide table: its columns, its head that sorts, and its rows.

use egui::{Align2, Id, Rect, Role, Sense, Ui, WidgetInfo, pos2};

use super::{
    State,
    row::{self, Line, NAME},
    rows::id_of,
    selection::Shown,
    spark,
};
use crate::{
    model::CountUnit,
    ui::{
        context::Cx,
        theme::{colors, font, space},
        widgets::{self, Icon, number},
    },
    workspace::views::{EntityTable, NameKey, NameOrder},
};

/// A column of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    Key(NameKey),
    OverTime,
}

use Column::{Key, OverTime};

/// Columns from left to right with their widths; the first takes what is left.
const ALL: [(Column, f32); 9] = [
    (Key(NameKey::Name), 190.0),
    (Key(NameKey::Type), 104.0),
    (Key(NameKey::Mentions), 84.0),
    (Key(NameKey::Articles), 76.0),
    (Key(NameKey::Stories), 72.0),
    (Key(NameKey::First), 100.0),
    (Key(NameKey::Last), 100.0),
    (OverTime, 160.0),
    (Key(NameKey::Spellings), 88.0),
];

/// The widest a name's column gets: beyond it numbers stand too far from their name to be read together.
const WIDEST_NAME: f32 = 420.0;

impl Column {
    const fn words(self) -> &'static str {
        match self {
            Key(NameKey::Name) => "Name",
            Key(NameKey::Type) => "Type",
            Key(NameKey::Mentions) => "Mentions",
            Key(NameKey::Articles) => "Articles",
            Key(NameKey::Stories) => "Stories",
            Key(NameKey::First) => "First",
            Key(NameKey::Last) => "Last",
            Key(NameKey::Spellings) => "Spellings",
            OverTime => "Over time",
        }
    }

    const fn right(self) -> bool {
        !matches!(self, Key(NameKey::Name | NameKey::Type) | OverTime)
    }
}

/// Where the columns lie, from the table's left.
#[derive(Debug)]
pub(super) struct Columns(Vec<(Column, f32, f32)>);

impl Columns {
    /// Those that fit into a width. The type goes first, which the glyph says too, then what is counted least.
    pub(super) fn new(width: f32, stories: bool) -> Self {
        let counted_less = if stories {
            NameKey::Articles
        } else {
            NameKey::Stories
        };
        let mut going = [
            Key(NameKey::Type),
            Key(NameKey::Spellings),
            Key(counted_less),
            Key(NameKey::First),
            OverTime,
        ]
        .into_iter();
        let mut columns = ALL.to_vec();
        let room = width - space::XL;
        let needed = |columns: &[(Column, f32)]| columns.iter().map(|(_, w)| w).sum::<f32>();
        while needed(&columns) > room {
            let Some(goes) = going.next() else { break };
            columns.retain(|(column, _)| *column != goes);
        }
        let spare = (room - needed(&columns)).max(0.0);
        let mut left = 0.0;
        let mut over = spare;
        let placed = columns.into_iter().map(|(column, mut width)| {
            if column == Key(NameKey::Name) {
                let more = spare.min(WIDEST_NAME - width).round();
                width += more;
                over -= more;
            } else if column == OverTime {
                width += (over * 0.5).min(160.0).round();
            }
            let from = left;
            left += width;
            (column, from, from + width)
        });
        Self(placed.collect())
    }

    /// Left and right edge of a column that is shown.
    pub(super) fn edges(&self, wanted: Column) -> Option<(f32, f32)> {
        let found = self.0.iter().find(|(column, ..)| *column == wanted)?;
        Some((found.1, found.2))
    }
}

/// The heads of the columns. A click or Enter orders by one, another turns it around.
pub(super) fn head_ui(ui: &mut Ui, rect: Rect, cx: &mut Cx<'_>, state: &mut State) {
    let c = colors(ui);
    let order = state.order(cx.unit());
    let y = rect.center().y;
    for (column, left, right) in Columns::new(rect.width(), cx.stories).0 {
        let cell = Rect::from_min_max(
            pos2(rect.left() + left, rect.top()),
            pos2(rect.left() + right, rect.bottom()),
        );
        let inset = if column == Key(NameKey::Name) {
            NAME
        } else if column.right() {
            0.0
        } else if column == OverTime {
            space::XXL
        } else {
            space::L
        };
        let Key(key) = column else {
            let at = pos2(cell.left() + inset, y);
            widgets::text(
                ui,
                at,
                Align2::LEFT_CENTER,
                column.words(),
                font::ui(font::HEAD),
                c.ink3,
            );
            continue;
        };
        let response = ui.interact(
            cell,
            Id::unique(("order names by", key.word())),
            Sense::click(),
        );
        let by = order.key == key;
        response.widget_info(|| {
            let way = match (by, order.down) {
                (false, _) => "",
                (true, true) => ", descending",
                (true, false) => ", ascending",
            };
            let words = format!("Order by {}{way}", column.words().to_lowercase());
            WidgetInfo::labeled(Role::Button, true, words)
        });
        let (id, ink) = if by {
            (font::bold(font::HEAD), c.ink)
        } else if response.hovered() {
            (font::ui(font::HEAD), c.ink)
        } else {
            (font::ui(font::HEAD), c.ink3)
        };
        let icon = if order.down { Icon::Down } else { Icon::Up };
        if column.right() {
            let drawn = widgets::text(
                ui,
                pos2(cell.right(), y),
                Align2::RIGHT_CENTER,
                column.words(),
                id,
                ink,
            );
            if by {
                icon.paint_scaled(ui.painter(), pos2(drawn.left() - 8.0, y), c.ink2, 0.6);
            }
        } else {
            let at = pos2(cell.left() + inset, y);
            let drawn = widgets::text(ui, at, Align2::LEFT_CENTER, column.words(), id, ink);
            if by {
                icon.paint_scaled(ui.painter(), pos2(drawn.right() + 8.0, y), c.ink2, 0.6);
            }
        }
        widgets::focus_ring(ui, cell, &response);
        if response.clicked() {
            let next = if by {
                NameOrder {
                    key,
                    down: !order.down,
                }
            } else {
                NameOrder::by(key)
            };
            state.order_by(next, cx);
        }
    }
    widgets::hline(ui.painter(), rect, rect.bottom(), c.line);
}

#[expect(
    clippy::too_many_arguments,
    reason = "one row of one table, drawn in one place"
)]
pub(super) fn row_ui(
    ui: &mut Ui,
    line: &Line<'_>,
    points: &[(u16, u32)],
    columns: &Columns,
    names: &EntityTable,
    shown: Shown<'_>,
    cx: &mut Cx<'_>,
    state: &mut State,
) {
    let c = colors(ui);
    let unit = state.unit(cx);
    let response = row::dress(ui, line, unit, &names.rows, shown, cx, state);
    let Line { rect, row, .. } = *line;
    let y = rect.center().y;
    widgets::hline(ui.painter(), rect, rect.bottom(), c.line);
    let mut cut = false;
    for (column, left, right) in &columns.0 {
        let (left, right) = (rect.left() + left, rect.left() + right);
        let secondary = font::ui(font::SMALL);
        let mut count = |ui: &Ui, value: u64, unit: CountUnit| {
            let id = id_of(row.id).with(unit.word());
            let name = format!("Show {} of {}", row::opens(value, unit), row.name);
            let at = pos2(right, y);
            if widgets::number_in_row(ui, id, at, &number(value), &name, line.stop).clicked() {
                row::show(row, unit, cx);
            }
        };
        let day = |ui: &Ui, day: Option<&str>| {
            let words = day.map_or_else(|| "No date".to_owned(), widgets::day_words);
            let ink = if day.is_some() { c.ink2 } else { c.ink3 };
            widgets::text(
                ui,
                pos2(right, y),
                Align2::RIGHT_CENTER,
                &words,
                secondary.clone(),
                ink,
            );
        };
        match column {
            Key(NameKey::Name) => {
                let id = if state.selection.has(row.id) {
                    font::bold(font::UI)
                } else {
                    font::ui(font::UI)
                };
                let galley = widgets::elided(ui, &row.name, id, c.ink, right - left - NAME);
                cut = galley.elided;
                widgets::galley_at(ui, left + NAME, y, galley, c.ink);
            }
            Key(NameKey::Type) => {
                let at = pos2(left + space::L, y);
                widgets::text(
                    ui,
                    at,
                    Align2::LEFT_CENTER,
                    row.kind.label(),
                    secondary,
                    c.ink2,
                );
            }
            Key(NameKey::Mentions) => count(ui, row.mentions, CountUnit::Mentions),
            Key(NameKey::Articles) => count(ui, row.articles, CountUnit::Articles),
            Key(NameKey::Stories) => count(ui, row.stories, CountUnit::Stories),
            Key(NameKey::First) => day(ui, row.first.as_deref()),
            Key(NameKey::Last) => day(ui, row.last.as_deref()),
            Key(NameKey::Spellings) => {
                let words = number(row.variants.len() as u64);
                let ink = if row.variants.len() > 1 {
                    c.ink2
                } else {
                    c.ink3
                };
                widgets::text(
                    ui,
                    pos2(right, y),
                    Align2::RIGHT_CENTER,
                    &words,
                    secondary,
                    ink,
                );
            }
            OverTime => {
                let cell = Rect::from_min_max(
                    pos2(left + space::XXL, rect.top() + 4.0),
                    pos2(right, rect.bottom() - 4.0),
                );
                spark::ui(ui, cell, row, points, names.over_time());
            }
        }
    }
    if cut {
        response.on_hover_text(&row.name);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_that_do_not_fit_go_and_the_rest_stays_in_the_table() {
        for (width, stories) in [
            (560.0, false),
            (560.0, true),
            (700.0, false),
            (2000.0, false),
        ] {
            let columns = Columns::new(width, stories);
            let last = columns.0.last().map_or(0.0, |(.., right)| *right);
            assert!(last <= width - space::XL + 0.5, "{width}: {last}");
            let kept = if stories {
                NameKey::Stories
            } else {
                NameKey::Articles
            };
            for key in [NameKey::Name, NameKey::Mentions, kept, NameKey::Last] {
                assert!(columns.edges(Key(key)).is_some(), "{width} {key:?}");
            }
        }
        assert_eq!(Columns::new(2000.0, false).0.len(), ALL.len());
        assert!(Columns::new(560.0, false).0.len() < ALL.len());
    }
}
