//! The small map and the places under it.

use egui::{Id, Rect, Role, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};

use crate::{
    model::{CountUnit, EntityType, PlaceStatus, chart::Cell},
    ui::{
        action::{Action, View},
        context::Cx,
        map_view,
        theme::{colors, font, size, space},
        widgets::{self, EmptyState, Icon, icon_button},
    },
    workspace::{session::Slot, views::PlaceRow},
};

/// Draws map and list into `rect`.
pub fn ui(ui: &mut Ui, rect: Rect, cx: &mut Cx<'_>, map: &mut map_view::State) {
    let c = colors(ui);
    ui.painter().rect_filled(rect, 0.0, c.panel);
    let slot = &cx.views().places;
    let counts = slot.value().map(|table| {
        // Not what the map calls doubtful: it also weighs what articles say of where places lie.
        let unplaced = table
            .rows
            .iter()
            .filter(|row| row.status == PlaceStatus::Unresolved)
            .count();
        (table.rows.len(), unplaced)
    });
    let head = widgets::panel_head(
        ui,
        rect,
        "Places",
        cx,
        |ui, _| {
            if let Some((all, unplaced)) = counts {
                let [all, unplaced] = [all, unplaced].map(|count| widgets::number(count as u64));
                let words = format!("{all}, {unplaced} not placed");
                widgets::label_elided(ui, words, font::ui(font::SMALL), c.ink3);
            }
        },
        |ui, cx| {
            if icon_button(
                ui,
                Icon::Fit,
                "Open the map",
                None,
                size::PANEL_BUTTON,
                None,
            )
            .clicked()
            {
                cx.send(Action::Go(View::Map));
            }
        },
    );
    let body = Rect::from_min_max(head.left_bottom(), rect.max);
    if matches!(slot, Slot::Ready(table) if table.rows.is_empty()) {
        let words = "No place in this selection has a position";
        widgets::empty_state(
            ui,
            body,
            EmptyState {
                words,
                button: None,
            },
        );
        return;
    }
    let map_height = (body.height() * 0.62)
        .clamp(90.0, 216.0)
        .min(body.height() - 2.0 * size::PANEL_BUTTON)
        .max(0.0)
        .round();
    let sheet = Rect::from_min_size(body.min, vec2(body.width(), map_height));
    let drawn =
        map_height >= 80.0 && super::child(ui, sheet, |ui| map_view::small_ui(ui, sheet, cx, map));
    let top = if drawn { sheet.bottom() } else { body.top() };
    if drawn {
        widgets::hline(ui.painter(), sheet, sheet.bottom(), c.line);
    }
    let list = Rect::from_min_max(pos2(body.left(), top), body.max);
    widgets::slot_ui(
        ui,
        list,
        slot,
        cx.now,
        "Looking up places…",
        |ui, table| {
            super::child(ui, list, |ui| {
                ScrollArea::vertical()
                    .id_salt("small places")
                    .auto_shrink(false)
                    .show_rows(ui, size::PANEL_BUTTON, table.rows.len(), |ui, shown| {
                        widgets::list_of(ui, Role::List, "Places", table.rows.len());
                        for (at, row) in shown.filter_map(|at| Some((at, table.rows.get(at)?))) {
                            row_ui(ui, at, row, cx);
                        }
                    });
            });
        },
    );
}

fn row_ui(ui: &mut Ui, at: usize, row: &PlaceRow, cx: &mut Cx<'_>) {
    let c = colors(ui);
    let (rect, _) = ui.allocate_exact_size(
        vec2(ui.available_width(), size::PANEL_BUTTON),
        Sense::hover(),
    );
    let y = rect.center().y;
    let doubtful = row.status == PlaceStatus::Unresolved;
    let mark = pos2(rect.left() + 18.0, y);
    if doubtful {
        Icon::Warning.paint_scaled(ui.painter(), mark, c.warn, 0.75);
    } else {
        widgets::glyph(
            ui.painter(),
            mark,
            EntityType::Place,
            c.of(EntityType::Place),
        );
    }
    let second = rect.left() + (rect.width() * 0.545).round();
    let name = Rect::from_min_max(
        pos2(rect.left() + 34.0, rect.top()),
        pos2(second - space::M, rect.bottom()),
    );
    widgets::at(ui, name, |ui| {
        widgets::label_elided(ui, &row.name, font::ui(font::UI), c.ink)
    });
    let (words, ink) = if doubtful {
        let words = if row.candidates > 1 {
            format!("{} candidates", row.candidates)
        } else {
            "not found".to_owned()
        };
        (words, c.warn)
    } else {
        let country = row.country_name.clone().or_else(|| row.country.clone());
        (country.unwrap_or_default(), c.ink2)
    };
    let galley = widgets::elided(
        ui,
        &words,
        font::ui(font::SMALL),
        ink,
        rect.right() - second - 60.0,
    );
    widgets::galley_at(ui, second, y, galley, ink);
    let unit = cx.unit();
    let value = unit.of(row.mentions, row.articles, row.stories);
    let [one, many] = match unit {
        CountUnit::Mentions => ["passage", "passages"],
        _ => unit.nouns(),
    };
    let name = format!("Show {} of {}", widgets::count(value, one, many), row.name);
    let right = pos2(rect.right() - space::L, y);
    let id = Id::unique(("small place", row.entity.0));
    if widgets::number_at(ui, id, right, &widgets::number(value), &name, font::UI).clicked() {
        cx.send(Action::ShowPassages {
            cell: Cell::Entity(row.entity),
            unit,
        });
    }
    let reason = ui.interact(rect, id.with("reason"), Sense::hover());
    reason.widget_info(|| {
        let words = format!("{}, {words}. {}", row.name, row.reason);
        WidgetInfo::labeled(Role::ListItem, true, words)
    });
    widgets::position(ui, reason.id, at);
    reason.on_hover_text_at_pointer(&row.reason);
}
