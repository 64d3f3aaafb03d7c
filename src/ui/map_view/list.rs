//! The list of places beside the map: doubtful ones first, each with its reason.

use egui::{Align, Align2, Rect, Role, ScrollArea, Ui, pos2, vec2};

use super::{
    doubts::Doubts,
    lines::{Line, Lines},
    menu::Act,
    row::{self, Columns, Dress, Happened, Moving, row_key},
    selection::{How, Selection},
};
use crate::{
    model::{CountUnit, EntityId},
    ui::{
        theme::{colors, font, space},
        widgets::{column_head, hline, list_of, number, position, text},
    },
    workspace::views::PlaceTable,
};

/// What happened in the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListEvent {
    Choose(EntityId, How),
    /// Every place in the list.
    All,
    /// See all places on the map.
    Fit,
    /// Show the passages behind a number.
    Passages(EntityId, CountUnit),
    Act(EntityId, Act),
}

/// What the list is drawn with.
pub struct Shown<'a> {
    pub table: &'a PlaceTable,
    pub lines: &'a Lines,
    pub selection: &'a Selection,
    pub doubts: &'a Doubts,
    pub unit: CountUnit,
    /// The place under the pointer on the map.
    pub hovered: Option<EntityId>,
    /// Why nothing can be changed.
    pub locked: Option<&'static str>,
}

/// What came of drawing the list.
#[derive(Debug, Default)]
pub struct Drawn {
    pub event: Option<ListEvent>,
    /// The place whose row is under the pointer.
    pub hovered: Option<EntityId>,
}

/// Draws the list into `rect`. `scroll_to` is brought into view once.
pub fn ui(ui: &mut Ui, rect: Rect, shown: &Shown<'_>, scroll_to: &mut Option<EntityId>) -> Drawn {
    let mut drawn = Drawn::default();
    let mut focus = None;
    let builder = egui::UiBuilder::new()
        .max_rect(rect)
        .layout(egui::Layout::top_down(Align::Min));
    ui.scope_builder(builder, |ui| {
        ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
        let columns = Columns::of(rect.width(), shown.unit);
        head_ui(ui, &columns);
        let lines = shown.lines;
        let total = lines.tops.last().copied().unwrap_or(0.0);
        let view_height = ui.available_height();
        let mut area = ScrollArea::vertical().auto_shrink(false).id_salt("places");
        let offset_id = ui.scope_id().with("places offset");
        let offset: f32 = ui.data(|data| data.get_temp(offset_id)).unwrap_or(0.0);
        let wanted = scroll_to.take().and_then(|e| lines.extent(shown.table, e));
        if let Some((top, bottom)) = wanted {
            if top < offset {
                area = area.vertical_scroll_offset(top);
            } else if bottom > offset + view_height {
                area = area.vertical_scroll_offset(bottom - view_height);
            }
        }
        let output = area.show_viewport(ui, |ui, visible| {
            list_of(ui, Role::ListBox, "Places", lines.order.len());
            ui.set_height(total);
            let start = ui.min_rect().min;
            let first = lines
                .tops
                .partition_point(|top| *top <= visible.top())
                .saturating_sub(1);
            for (number, line) in lines.lines.iter().enumerate().skip(first) {
                let (Some(top), Some(bottom)) =
                    (lines.tops.get(number), lines.tops.get(number + 1))
                else {
                    break;
                };
                if *top > visible.bottom() {
                    break;
                }
                let line_rect = Rect::from_min_max(
                    pos2(start.x, start.y + top),
                    pos2(start.x + rect.width(), start.y + bottom),
                );
                match line {
                    Line::Group(words, many) => group_ui(ui, line_rect, words, *many),
                    Line::Place(n) => {
                        let Some(row) = shown.table.rows.get(*n) else {
                            continue;
                        };
                        let dress = Dress {
                            unit: shown.unit,
                            locked: shown.locked,
                            selected: shown.selection.has(row.entity),
                            hovered: shown.hovered == Some(row.entity),
                            chosen: shown.selection.all().len(),
                            doubtful: shown.doubts.is_doubtful(row),
                            doubt: shown.doubts.get(row.entity),
                            open: shown.selection.all().len() == 1
                                && shown.selection.has(row.entity)
                                && shown.doubts.is_doubtful(row),
                        };
                        let (happened, hovered) = row::ui(ui, line_rect, row, &columns, dress);
                        // Heads of groups are lines, too, but no rows.
                        let heads = lines.lines.iter().take(number);
                        let heads = heads.filter(|line| matches!(line, Line::Group(..)));
                        position(ui, row_key(row.entity), number - heads.count());
                        if hovered {
                            drawn.hovered = Some(row.entity);
                        }
                        if let Some(happened) = happened {
                            drawn.event = resolve(happened, row.entity, lines, &mut focus);
                        }
                    }
                }
            }
        });
        ui.data_mut(|data| data.insert_temp(offset_id, output.state.clamped_offset().y));
    });
    if let Some(ListEvent::Choose(entity, How::Only | How::Range)) = drawn.event {
        focus = Some(entity);
    }
    if let Some(entity) = focus {
        *scroll_to = Some(entity);
        ui.memory_mut(|memory| memory.request_focus(row_key(entity)));
    }
    drawn
}

/// Points that the heads of reasons and of a number take side by side.
const HEADS: f32 = 104.0;

fn head_ui(ui: &mut Ui, columns: &Columns) {
    let mut heads = vec![
        ("Name", columns.name, Align::Min),
        ("Country", columns.country, Align::Min),
        ("Status", columns.status, Align::Min),
    ];
    // A narrow list has no room for both heads.
    let first = columns
        .numbers
        .first()
        .map_or(f32::MAX, |(_, right)| *right);
    if first - columns.reason > HEADS {
        heads.push(("Reason", columns.reason, Align::Min));
    }
    heads.extend(columns.numbers.iter().map(|(unit, right)| {
        let words = match unit {
            CountUnit::Mentions => "Mentions",
            CountUnit::Articles => "Articles",
            CountUnit::Stories => "Stories",
        };
        (words, *right, Align::Max)
    }));
    column_head(ui, &heads);
}

fn resolve(
    happened: Happened,
    entity: EntityId,
    lines: &Lines,
    focus: &mut Option<EntityId>,
) -> Option<ListEvent> {
    let choose = |entity: Option<&EntityId>| Some(ListEvent::Choose(*entity?, How::Only));
    match happened {
        Happened::Choose(how) => Some(ListEvent::Choose(entity, how)),
        Happened::Passages(unit) => Some(ListEvent::Passages(entity, unit)),
        Happened::Move(by, moving) => {
            let next = lines.neighbor(entity, by)?;
            match moving {
                Moving::Choice => Some(ListEvent::Choose(next, How::Only)),
                Moving::Range => Some(ListEvent::Choose(next, How::Range)),
                Moving::Keyboard => {
                    *focus = Some(next);
                    None
                }
            }
        }
        Happened::First => choose(lines.order.first()),
        Happened::Last => choose(lines.order.last()),
        Happened::All => Some(ListEvent::All),
        Happened::Fit => Some(ListEvent::Fit),
        Happened::Act(act) => Some(ListEvent::Act(entity, act)),
    }
}

fn group_ui(ui: &mut Ui, rect: Rect, words: &str, many: usize) {
    let c = colors(ui);
    ui.painter().rect_filled(rect, 0.0, c.bg);
    hline(ui.painter(), rect, rect.bottom(), c.line);
    let left = pos2(rect.left() + space::L, rect.center().y);
    let drawn = text(
        ui,
        left,
        Align2::LEFT_CENTER,
        words,
        font::bold(font::SMALL),
        c.ink,
    );
    let after = pos2(drawn.right() + space::S, rect.center().y);
    text(
        ui,
        after,
        Align2::LEFT_CENTER,
        &number(many as u64),
        font::ui(font::SMALL),
        c.ink3,
    );
}
