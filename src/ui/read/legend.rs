//! The legend under the reader: which types of names are marked, and how. A click switches a type off and on.

use egui::{Align2, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::reader;
use crate::{
    model::EntityType,
    ui::{
        theme::{colors, font, space},
        widgets,
    },
};

/// Draws the legend into `rect`.
pub fn ui(ui: &mut Ui, rect: Rect, state: &mut reader::State) {
    let c = colors(ui);
    ui.painter().rect_filled(rect, 0.0, c.panel);
    widgets::hline(ui.painter(), rect, rect.top() + 1.0, c.line);
    widgets::at(ui, rect.shrink2(vec2(space::XL, 0.0)), |ui| {
        ui.spacing_mut().item_spacing.x = space::XL;
        widgets::label(ui, "Marked", font::ui(font::SMALL), c.ink3);
        for kind in EntityType::ALL {
            let words = kind.label();
            let width = widgets::width_of(ui, words, font::ui(font::SMALL));
            let (area, response) = ui.allocate_exact_size(vec2(width + 15.0, 22.0), Sense::click());
            let marked = state.marked(kind);
            response.widget_info(|| {
                WidgetInfo::selected(
                    Role::CheckBox,
                    true,
                    marked,
                    format!("Mark {}", kind.plural().to_lowercase()),
                )
            });
            let y = area.center().y;
            let color = if marked {
                c.of(kind)
            } else {
                c.disabled(c.ink3)
            };
            widgets::glyph(ui.painter(), pos2(area.left() + 4.5, y), kind, color);
            let mark = Rect::from_min_max(
                pos2(area.left() + 15.0, y - 9.0),
                pos2(area.right(), y + 8.0),
            );
            if marked {
                ui.painter().rect_filled(mark, 0.0, c.tint(kind));
            }
            let ink = match (marked, response.hovered()) {
                (_, true) => c.ink,
                (true, _) => c.ink2,
                (false, _) => c.ink3,
            };
            widgets::text(
                ui,
                pos2(mark.left(), y),
                Align2::LEFT_CENTER,
                words,
                font::ui(font::SMALL),
                ink,
            );
            if marked {
                widgets::underline(
                    ui.painter(),
                    mark.left(),
                    mark.right(),
                    mark.bottom() - 2.0,
                    kind,
                    color,
                );
            }
            widgets::focus_ring(ui, area.expand2(vec2(4.0, 0.0)), &response);
            let hint = if marked {
                "Switch these marks off"
            } else {
                "Mark these names"
            };
            if widgets::tooltip(response, hint, None).clicked() {
                state.toggle_mark(kind);
            }
        }
    });
}
