//! What the program is and whose work it contains.

use egui::{Rect, Ui, pos2, vec2};

use super::Verdict;
use crate::ui::{
    theme::{colors, font, space},
    widgets::{Button, dialog, label},
};

pub(super) fn ui(ui: &Ui) -> Verdict {
    let (verdict, ()) = dialog(
        ui,
        "About Dateline",
        [460.0, 300.0],
        &mut (),
        |ui, body, ()| body_ui(ui, body),
        |_, ()| {},
        |ui, ()| {
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
    let inner = Rect::from_min_max(
        body.min + vec2(18.0, 14.0),
        pos2(body.right() - 18.0, body.bottom()),
    );
    ui.scope_builder(egui::UiBuilder::new().max_rect(inner), |ui| {
        ui.spacing_mut().item_spacing.y = space::S;
        label(ui, "Dateline", font::serif_bold(font::HEADLINE.0), c.ink);
        label(
            ui,
            format!("Version {}", env!("CARGO_PKG_VERSION")),
            font::ui(font::UI),
            c.ink2,
        );
        ui.add_space(space::S);
        for words in [
            "It works offline and makes no network connection",
            "A project is one SQLite file that any SQLite tool can open",
            "Outlines of countries and coasts: Natural Earth, public domain",
            "Place names: GeoNames, CC BY 4.0",
            "Typefaces: Inter, Literata and Noto Sans, SIL Open Font License",
        ] {
            label(ui, words, font::ui(font::UI), c.ink2);
        }
    });
}
