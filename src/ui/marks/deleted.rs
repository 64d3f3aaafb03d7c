//! The articles that were deleted, each to be brought back; and the highlights that lost their passage.

use egui::{Rect, ScrollArea, Sense, Ui, pos2, vec2};

use super::swatch;
use crate::{
    ui::{
        action::Action,
        context::Cx,
        theme::{colors, font, size, space},
        widgets::{self, Button, ButtonKind, EmptyState, Verdict, dialog},
    },
    workspace::Command,
};

const ROW: f32 = 42.0;

pub(super) fn ui(ui: &Ui, cx: &mut Cx<'_>) -> Verdict {
    let slot = &cx.views().deleted;
    let (verdict, ()) = dialog(
        ui,
        "Deleted articles",
        [600.0, 440.0],
        cx,
        |ui, body, cx| {
            if slot.value().is_some_and(Vec::is_empty) {
                let state = EmptyState {
                    words: "No article was deleted",
                    button: None,
                };
                widgets::empty_state(ui, body, state);
                return;
            }
            let words = "Looking up what was deleted…";
            widgets::slot_ui(ui, body, slot, cx.now, words, |ui, rows| {
                list_ui(ui, body, rows.len(), |ui, rect, at| {
                    let Some(row) = rows.get(at) else { return };
                    two_lines(ui, rect, rect.left() + 18.0, &row.title, &row.file);
                    let name = format!("Bring back {}", row.title);
                    if button_at(ui, rect, "Bring back", &name, cx.read_only()) {
                        cx.send(Action::Run(Command::RestoreArticles {
                            articles: vec![row.id],
                        }));
                    }
                });
            });
        },
        |ui, _| {
            let c = colors(ui);
            let count = slot.value().map_or(0, |rows| rows.len() as u64);
            let words = widgets::count(count, "article", "articles");
            widgets::label(ui, words, font::ui(font::SMALL), c.ink3);
        },
        |ui, cx| {
            let all: Vec<_> = slot
                .value()
                .map(|rows| rows.iter().map(|row| row.id).collect())
                .unwrap_or_default();
            let none = all.is_empty().then_some("No article was deleted");
            let why = cx.read_only().or(none);
            if Button::new("Bring all back")
                .disabled(why)
                .show(ui)
                .clicked()
            {
                cx.send(Action::Run(Command::RestoreArticles { articles: all }));
            }
            close_button(ui)
        },
    );
    verdict
}

pub(super) fn lost_ui(ui: &Ui, cx: &mut Cx<'_>) -> Verdict {
    let slot = &cx.views().codes;
    let (verdict, ()) = dialog(
        ui,
        "Highlights that could not be placed",
        [640.0, 440.0],
        cx,
        |ui, body, cx| {
            if slot.value().is_some_and(|table| table.lost.is_empty()) {
                let state = EmptyState {
                    words: "Every highlight has its passage",
                    button: None,
                };
                widgets::empty_state(ui, body, state);
                return;
            }
            let words = "Looking up highlights…";
            widgets::slot_ui(ui, body, slot, cx.now, words, |ui, table| {
                list_ui(ui, body, table.lost.len(), |ui, rect, at| {
                    let Some(lost) = table.lost.get(at) else {
                        return;
                    };
                    let color = table
                        .rows
                        .iter()
                        .find(|row| row.id == lost.code)
                        .map_or(0, |row| row.code.color);
                    swatch::paint(ui, pos2(rect.left() + 26.0, rect.center().y), color);
                    let quote = format!("“{}”", lost.quote.replace('\n', " "));
                    two_lines(ui, rect, rect.left() + 42.0, &quote, &lost.name);
                    let name = format!("Remove the highlight {quote}");
                    if button_at(ui, rect, "Remove", &name, cx.read_only()) {
                        cx.send(Action::Run(Command::RemoveHighlights {
                            highlights: vec![lost.id],
                        }));
                    }
                });
            });
        },
        |ui, _| {
            let c = colors(ui);
            let words = "Their article was read again and has these words no longer";
            widgets::label_elided(ui, words, font::ui(font::SMALL), c.ink3);
        },
        |ui, _| close_button(ui),
    );
    verdict
}

fn close_button(ui: &mut Ui) -> Verdict {
    if Button::new("Done").show(ui).clicked() {
        Verdict::Close
    } else {
        Verdict::Stay
    }
}

/// Rows of one height that scroll, those in view alone.
fn list_ui(ui: &mut Ui, body: Rect, rows: usize, mut row: impl FnMut(&mut Ui, Rect, usize)) {
    ui.spacing_mut().item_spacing.y = 0.0;
    ScrollArea::vertical()
        .id_salt("list of a dialog")
        .auto_shrink(false)
        .show_rows(ui, ROW, rows, |ui, shown| {
            for at in shown {
                let size = vec2(body.width(), ROW);
                let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
                widgets::hline(ui.painter(), rect, rect.bottom(), colors(ui).line);
                row(ui, rect, at);
            }
        });
}

/// Width kept for the button of a row.
const BUTTON: f32 = 112.0;

fn two_lines(ui: &mut Ui, rect: Rect, left: f32, first: &str, second: &str) {
    let c = colors(ui);
    let line = |top: f32, height: f32| {
        Rect::from_min_max(
            pos2(left, rect.top() + top),
            pos2(rect.right() - BUTTON, rect.top() + top + height),
        )
    };
    widgets::at(ui, line(4.0, 18.0), |ui| {
        widgets::label_elided(ui, first, font::ui(font::UI), c.ink).on_hover_text(first);
    });
    widgets::at(ui, line(21.0, 16.0), |ui| {
        widgets::label_elided(ui, second, font::ui(font::SMALL), c.ink3);
    });
}

fn button_at(
    ui: &mut Ui,
    rect: Rect,
    words: &str,
    name: &str,
    disabled: Option<&'static str>,
) -> bool {
    let place = Rect::from_min_max(
        pos2(rect.right() - BUTTON + space::M, rect.top()),
        pos2(rect.right() - size::SCROLL_BAR - space::S, rect.bottom()),
    );
    widgets::at(ui, place, |ui| {
        Button::new(words)
            .name(name)
            .kind(ButtonKind::Panel)
            .disabled(disabled)
            .show(ui)
            .clicked()
    })
}
