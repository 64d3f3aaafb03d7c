//! The spellings under a name: how often each stands, why it is the same name, and splitting it off.

use egui::{Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::{
    State, counted,
    list::{bar_columns, digits},
    row::{Line, NAME},
    rows::id_of,
    table::{Column, Columns},
};
use crate::{
    model::{CountUnit, chart::Cell},
    ui::{
        action::{Action, Decide},
        context::Cx,
        theme::{colors, font, size, space},
        widgets::{self, number},
    },
    workspace::{
        Part,
        views::{EntityRow, NameKey},
    },
};

/// Height of all spellings of a row.
pub(super) fn height(row: &EntityRow) -> f32 {
    row.variants.len() as f32 * size::SUB_ROW
}

/// Draws the spellings below their name's row.
pub(super) fn ui(
    ui: &mut Ui,
    line: &Line<'_>,
    columns: Option<&Columns>,
    cx: &mut Cx<'_>,
    state: &State,
) {
    let reasons = cx
        .views()
        .spellings
        .value()
        .filter(|_| state.explained == Some(line.row.id));
    let clip = ui.clip_rect();
    for (index, (spelling, mentions)) in line.row.variants.iter().enumerate() {
        let top = line.rect.bottom() + index as f32 * size::SUB_ROW;
        let rect = Rect::from_min_size(
            pos2(line.rect.left(), top),
            vec2(line.rect.width(), size::SUB_ROW),
        );
        if !clip.intersects(rect) {
            continue;
        }
        let reason = reasons
            .and_then(|all| all.iter().find(|one| one.text == *spelling))
            .map(|one| one.reason);
        spelling_ui(
            ui,
            rect,
            line,
            (spelling, *mentions),
            reason,
            columns,
            cx,
            state,
        );
    }
}

#[expect(
    clippy::too_many_arguments,
    reason = "one line of one list, drawn in one place"
)]
fn spelling_ui(
    ui: &mut Ui,
    rect: Rect,
    line: &Line<'_>,
    (spelling, mentions): (&str, u64),
    reason: Option<&'static str>,
    columns: Option<&Columns>,
    cx: &mut Cx<'_>,
    state: &State,
) {
    let c = colors(ui);
    let row = line.row;
    let id = id_of(row.id).with(("spelling", spelling));
    let ground = ui.interact(rect, id, Sense::HOVER);
    ground.widget_info(|| {
        let mut words = format!(
            "Written {spelling}, {}",
            widgets::count(mentions, "mention", "mentions")
        );
        if let Some(reason) = reason {
            words.push_str(&format!(". {reason}"));
        }
        WidgetInfo::labeled(Role::Label, true, words)
    });
    let y = rect.center().y;
    let (bar, long) = bar_columns(rect.width(), digits(ui, line.most));
    let edges = |key| columns.and_then(|columns| columns.edges(Column::Key(key)));
    let (bar, right) = match columns {
        Some(_) => (
            edges(NameKey::Name).map_or(bar, |(_, right)| right),
            edges(NameKey::Mentions).map_or(rect.width(), |(_, right)| right),
        ),
        None => (bar, rect.width() - space::L),
    };
    let split_id = id.with("split");
    // A name with one spelling has nothing to split off; and what cannot be changed offers nothing.
    let can_split = row.variants.len() > 1 && cx.read_only().is_none();
    let split_focused = ui.memory(|memory| memory.has_focus(split_id));
    let hovered = ui.rect_contains_pointer(rect);
    if hovered || split_focused {
        ui.painter().rect_filled(rect, 0.0, c.hover);
    }
    let name_left = if columns.is_some() {
        NAME + space::M
    } else {
        NAME - 9.0
    };
    let galley = widgets::elided(
        ui,
        spelling,
        font::ui(font::SMALL),
        c.ink2,
        bar - name_left - space::M,
    );
    widgets::galley_at(ui, rect.left() + name_left, y, galley, c.ink2);
    let words = number(mentions);
    let name = format!(
        "Show {} written {spelling}",
        widgets::count(mentions, "passage", "passages")
    );
    let at = pos2(rect.left() + right, y);
    if widgets::number_in_row(ui, id.with("count"), at, &words, &name, true).clicked() {
        cx.send(Action::ShowPassages {
            cell: Cell::Spelling {
                entity: row.id,
                text: spelling.to_owned(),
            },
            unit: CountUnit::Mentions,
        });
    }
    // In the table the reason stands behind the number, in the list it takes the pointer to show it.
    let after = if columns.is_some() {
        rect.left() + right + space::XXL
    } else {
        rect.left() + bar
    };
    let splitting = can_split && (hovered || split_focused);
    if columns.is_none() && !splitting {
        let unit = state.unit(cx);
        // Spellings are counted in mentions alone: among stories their bars show shares of the name's own.
        let scale = counted(row, unit) as f32 / (line.most as f32 * row.mentions.max(1) as f32);
        let shape = Rect::from_min_size(
            pos2(after, y - 3.0),
            vec2((long * mentions as f32 * scale).max(1.5), 6.0),
        );
        ui.painter()
            .rect_filled(shape, 0.0, c.type_bar_quiet(row.kind));
    }
    let mut reason_left = after;
    if can_split {
        let width = widgets::width_of(ui, "Split off…", font::ui(font::SMALL));
        let cell = Rect::from_min_max(pos2(after, rect.top()), pos2(after + width, rect.bottom()));
        let split = ui.interact(cell, split_id, Sense::click());
        split.widget_info(|| {
            WidgetInfo::labeled(Role::Button, true, format!("Split off {spelling}…"))
        });
        if hovered || split_focused || columns.is_some() {
            let ink = if columns.is_some() && !hovered && !split_focused {
                c.ink3
            } else {
                c.accent
            };
            let left = pos2(after, y);
            let align = egui::Align2::LEFT_CENTER;
            let drawn = widgets::text(ui, left, align, "Split off…", font::ui(font::SMALL), ink);
            if split.hovered() {
                widgets::hline(ui.painter(), drawn, drawn.bottom() + 0.5, c.accent);
            }
        }
        widgets::focus_ring(ui, cell.expand2(vec2(4.0, 0.0)), &split);
        if split.clicked() {
            cx.send(Action::Decide(Decide::Split {
                entity: row.id,
                part: Some(Part::Spellings(vec![spelling.to_owned()])),
            }));
        }
        reason_left = cell.right() + space::XL;
    }
    let Some(reason) = reason else { return };
    if columns.is_some() {
        let room = rect.right() - space::XL - reason_left;
        let galley = widgets::elided(ui, reason, font::ui(font::SMALL), c.ink3, room);
        widgets::galley_at(ui, reason_left, y, galley, c.ink3);
    } else {
        ground.on_hover_text(reason);
    }
}
