//! The sheet of keyboard shortcuts.

use egui::{Align2, Rect, ScrollArea, Sense, Ui, pos2, vec2};

use super::Verdict;
use crate::ui::{
    action::{Action, Queue},
    actions::{on_this_system, sheet},
    theme::{colors, font, size, space},
    widgets::{self, Button, dialog, label},
};

pub(super) fn ui(ui: &Ui, queue: &mut Queue) -> Verdict {
    let (verdict, ()) = dialog(
        ui,
        "Keyboard shortcuts",
        [560.0, 620.0],
        queue,
        |ui, body, _| body_ui(ui, body),
        |ui, queue| {
            if Button::new("Manual").show(ui).clicked() {
                queue.send(Action::ShowManual);
            }
        },
        |ui, _| {
            if Button::new("Done").show(ui).clicked() {
                Verdict::Close
            } else {
                Verdict::Stay
            }
        },
    );
    verdict
}

fn body_ui(ui: &mut Ui, body: Rect) {
    let c = colors(ui);
    let inner = body.shrink2(vec2(18.0, 4.0));
    ui.scope_builder(egui::UiBuilder::new().max_rect(inner), |ui| {
        ScrollArea::vertical()
            .id_salt("shortcuts")
            .auto_shrink(false)
            .show(ui, |ui| {
                ui.spacing_mut().item_spacing.y = 0.0;
                for (place, rows) in sheet() {
                    ui.add_space(space::M);
                    label(ui, place.label(), font::bold(font::UI), c.ink);
                    ui.add_space(space::XS);
                    for row in rows {
                        let (keys, what) = (row.keys, row.name);
                        let (rect, response) = ui
                            .allocate_exact_size(vec2(ui.available_width(), 24.0), Sense::hover());
                        response.widget_info(|| {
                            egui::WidgetInfo::labeled(
                                egui::Role::Label,
                                true,
                                format!("{what}: {keys}"),
                            )
                        });
                        widgets::hline(ui.painter(), rect, rect.bottom(), c.line);
                        let y = rect.center().y;
                        widgets::text(
                            ui,
                            pos2(rect.left(), y),
                            Align2::LEFT_CENTER,
                            what,
                            font::ui(font::UI),
                            c.ink2,
                        );
                        let keys = on_this_system(keys);
                        let at = pos2(rect.right() - size::SCROLL_BAR - space::S, y);
                        widgets::text(
                            ui,
                            at,
                            Align2::RIGHT_CENTER,
                            &keys,
                            font::ui(font::SMALL),
                            c.ink,
                        );
                    }
                }
                ui.add_space(space::M);
            });
    });
}
