//! Empty, loading and failed panels, progress and banners: the states every panel can be in.

use egui::{Align, Layout, Rect, Role, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use super::{Button, ButtonKind, Icon, icon_button};
use crate::{
    ui::theme::{colors, font, size, space},
    workspace::session::Slot,
};

/// Why a panel shows nothing, and what to do about it.
#[derive(Clone, Copy, Debug)]
pub struct EmptyState<'a> {
    pub words: &'a str,
    pub button: Option<&'a str>,
}

/// Draws an empty state in the middle of `rect`; returns whether its button was clicked.
pub fn empty_state(ui: &mut Ui, rect: Rect, state: EmptyState<'_>) -> bool {
    let c = colors(ui);
    let height = if state.button.is_some() { 62.0 } else { 26.0 };
    let middle = Rect::from_center_size(
        rect.center(),
        vec2((rect.width() - 2.0 * space::XL).max(40.0), height),
    );
    let builder = UiBuilder::new()
        .max_rect(middle)
        .layout(Layout::top_down(Align::Center));
    ui.scope_builder(builder, |ui| {
        ui.spacing_mut().item_spacing.y = space::L;
        let words = egui::RichText::new(state.words)
            .font(font::ui(font::UI))
            .color(c.ink2);
        ui.add(egui::Label::new(words).selectable(false).wrap());
        state.button.is_some_and(|words| {
            Button::new(words)
                .kind(ButtonKind::Panel)
                .show(ui)
                .clicked()
        })
    })
    .inner
}

/// The accent line under a panel's head while new content is on its way. `top` is the head's lower edge.
pub fn loading_line(ui: &Ui, rect: Rect, top: f32) {
    let line = Rect::from_min_size(pos2(rect.left(), top - 1.0), vec2(rect.width(), 2.0));
    ui.painter().rect_filled(line, 0.0, colors(ui).accent);
}

/// Draws a slot into `rect`: its content when there is any, with the loading line while a newer one is on its way;
/// `doing` (`Counting mentions…`) after half a second without content; the problem when it failed. `now` is the
/// session clock in seconds. Returns what `show` returned.
pub fn slot_ui<T, R>(
    ui: &mut Ui,
    rect: Rect,
    slot: &Slot<T>,
    now: f64,
    doing: &str,
    show: impl FnOnce(&mut Ui, &T) -> R,
) -> Option<R> {
    let shown = slot.value().map(|value| show(ui, value));
    match slot {
        Slot::Loading { old, since } => {
            let waited = now - since;
            loading_line(ui, rect, rect.top());
            if old.is_none() && waited >= 0.5 {
                empty_state(
                    ui,
                    rect,
                    EmptyState {
                        words: doing,
                        button: None,
                    },
                );
            } else if old.is_none() {
                ui.ctx()
                    .request_repaint_after_secs((0.5 - waited).max(0.01) as f32);
            }
        }
        Slot::Failed(problem) => {
            let words = problem.to_string();
            empty_state(
                ui,
                rect,
                EmptyState {
                    words: &words,
                    button: None,
                },
            );
        }
        Slot::Empty | Slot::Ready(_) => {}
    }
    shown
}

/// A progress line `width` points wide; `share` from 0 to 1, `None` while the total is unknown.
pub fn progress(ui: &mut Ui, name: &str, share: Option<f32>, width: f32) {
    let c = colors(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(width, 6.0), Sense::hover());
    response.widget_info(|| {
        let mut info = WidgetInfo::labeled(Role::ProgressIndicator, true, name);
        info.value = share.map(|share| f64::from(share * 100.0));
        info
    });
    ui.painter().rect_filled(rect, 3.0, c.track);
    let filled = match share {
        Some(share) => Rect::from_min_size(
            rect.min,
            vec2(rect.width() * share.clamp(0.0, 1.0), rect.height()),
        ),
        None => Rect::from_center_size(rect.center(), vec2(rect.width() / 3.0, rect.height())),
    };
    ui.painter().rect_filled(filled, 3.0, c.accent);
}

/// Height of a banner in which all of `words` are seen.
#[must_use]
pub fn banner_height(ui: &Ui, width: f32, words: &str) -> f32 {
    let words = banner_words(ui, width, words).size().y;
    (words + 2.0 * space::M).max(size::PANEL_HEAD)
}

/// The words as they are broken in a banner of this width.
fn banner_words(ui: &Ui, width: f32, words: &str) -> std::sync::Arc<egui::Galley> {
    let room = width - 2.0 * space::L - size::ICON - 2.0 * space::M - 28.0;
    let ink = colors(ui).ink;
    ui.painter()
        .layout(words.to_owned(), font::ui(font::UI), ink, room.max(120.0))
}

/// A strip above the panels that says something went wrong (or, with `warn`, that something is limited). Returns
/// whether it was dismissed.
pub fn banner(ui: &mut Ui, rect: Rect, warn: bool, words: &str, dismissible: bool) -> bool {
    let c = colors(ui);
    let (tint, ink) = if warn {
        (c.warn_tint, c.warn)
    } else {
        (c.error_tint, c.error)
    };
    ui.painter().rect_filled(rect, 0.0, tint);
    super::hline(ui.painter(), rect, rect.bottom(), c.line2);
    let inner = rect.shrink2(vec2(space::L, 0.0));
    Icon::Warning.paint(
        ui.painter(),
        pos2(inner.left() + size::ICON / 2.0, rect.center().y),
        ink,
    );
    let end = if dismissible {
        inner.right() - 28.0
    } else {
        inner.right()
    };
    let middle = Rect::from_min_max(
        pos2(inner.left() + size::ICON + space::M, rect.top()),
        pos2(end, rect.bottom()),
    );
    let galley = banner_words(ui, rect.width(), words);
    let text = Rect::from_min_size(
        pos2(
            middle.left(),
            (rect.center().y - galley.size().y / 2.0).round(),
        ),
        galley.size(),
    );
    let id = ui.scope_id().with(("banner", words));
    let response = ui.interact(text, id, egui::Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, words));
    ui.painter().galley(text.min, galley, c.ink);
    if !dismissible {
        return false;
    }
    let cross = Rect::from_min_max(pos2(end, rect.top()), pos2(inner.right(), rect.bottom()));
    super::at(ui, cross, |ui| {
        icon_button(ui, Icon::Close, "Dismiss", None, 24.0, None).clicked()
    })
}
