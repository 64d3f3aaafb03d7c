//! The Compare view: versions of one story side by side.

use egui::{Rect, Ui};

use super::{
    context::Cx,
    widgets::{EmptyState, empty_state, panel_head},
};

/// Draws the view into `rect`.
pub fn ui(ui: &mut Ui, rect: Rect, cx: &mut Cx<'_>) {
    let head = panel_head(ui, rect, "Story family", &mut (), |_, ()| {}, |_, ()| {});
    let rest = Rect::from_min_max(head.left_bottom(), rect.max);
    let words = if cx.wanted.article.is_some() {
        "This article has no other versions"
    } else {
        "Open an article in Read to compare its versions"
    };
    empty_state(
        ui,
        rest,
        EmptyState {
            words,
            button: None,
        },
    );
}
