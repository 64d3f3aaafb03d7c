//! Bars with things at both ends, panel heads, and the splitters between panels.

use egui::{Color32, Id, Rect, Response, Role, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use super::{hline, paint::ring, vline};
use crate::ui::theme::{colors, font, size, space};

/// How a bar is drawn.
#[derive(Clone, Copy, Debug)]
pub struct Bar {
    pub ground: Color32,
    /// Inner distance left and right.
    pub pad: f32,
    /// Color of the line below; `None` for no line.
    pub line: Option<Color32>,
}

/// A bar across `rect` with a left and a right group. The right group is laid out from left to right as well, so that
/// the Tab key goes through it in reading order; its width is known from the frame before.
/// `state` is handed to one after the other.
pub fn bar<S: ?Sized>(
    ui: &mut Ui,
    rect: Rect,
    bar: Bar,
    state: &mut S,
    left: impl FnOnce(&mut Ui, &mut S),
    right: impl FnOnce(&mut Ui, &mut S),
) {
    ui.painter().rect_filled(rect, 0.0, bar.ground);
    if let Some(line) = bar.line {
        hline(ui.painter(), rect, rect.bottom(), line);
    }
    let inner = rect.shrink2(vec2(bar.pad, 0.0));
    let id = ui
        .scope_id()
        .with(("bar", rect.top() as i64, rect.left() as i64));
    let known: f32 = ui.data(|data| data.get_temp(id)).unwrap_or(0.0);
    let split = (inner.right() - known).max(inner.left());
    let layout = egui::Layout::left_to_right(egui::Align::Center);
    let left_rect = Rect::from_min_max(
        inner.min,
        pos2((split - space::M).max(inner.left()), inner.bottom()),
    );
    ui.scope_builder(UiBuilder::new().max_rect(left_rect).layout(layout), |ui| {
        ui.set_clip_rect(
            ui.clip_rect()
                .intersect(Rect::from_min_max(rect.min, pos2(split, rect.bottom()))),
        );
        left(ui, state);
    });
    let right_rect = Rect::from_min_max(
        pos2(split, inner.top()),
        // Wider than what is seen, so that nothing in it is cut short by the width of the frame before.
        pos2(split + inner.width(), inner.bottom()),
    );
    let used = ui
        .scope_builder(UiBuilder::new().max_rect(right_rect).layout(layout), |ui| {
            right(ui, state);
            let used = ui.min_rect();
            if used.right() > used.left() {
                used.right() - split
            } else {
                0.0
            }
        })
        .inner;
    if (used - known).abs() > 0.5 {
        ui.data_mut(|data| data.insert_temp(id, used));
        ui.ctx()
            .request_discard("the right end of a bar changed its width");
        // A second pass is not always granted; then the next frame puts it right.
        ui.ctx().request_repaint();
    }
}

/// The head of a panel at the top of `rect`: its name, then `left`, with `right` at the other end. Returns where the
/// head lies.
pub fn panel_head<S: ?Sized>(
    ui: &mut Ui,
    rect: Rect,
    name: &str,
    state: &mut S,
    left: impl FnOnce(&mut Ui, &mut S),
    right: impl FnOnce(&mut Ui, &mut S),
) -> Rect {
    let c = colors(ui);
    let head = Rect::from_min_size(rect.min, vec2(rect.width(), size::PANEL_HEAD));
    let look = Bar {
        ground: c.panel,
        pad: space::L,
        line: Some(c.line),
    };
    bar(
        ui,
        head,
        look,
        state,
        |ui, state| {
            if !name.is_empty() {
                super::label(ui, name, font::bold(font::UI), c.ink);
            }
            left(ui, state);
        },
        |ui, state| {
            ui.spacing_mut().item_spacing.x = space::XS;
            right(ui, state);
        },
    );
    head
}

/// A short line between groups of controls in a bar.
pub fn vertical_rule(ui: &mut Ui) {
    let c = colors(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(9.0, 18.0), Sense::hover());
    vline(ui.painter(), rect, rect.center().x, c.line2);
}

/// The line between two panels, to be dragged or moved with arrow keys. `line` is where it is drawn; returns how far
/// it was moved, in points (right or down positive). Draw it after the panels, so that it lies above them.
pub fn splitter(ui: &mut Ui, name: &str, line: Rect) -> Option<f32> {
    let c = colors(ui);
    let upright = line.height() > line.width();
    let grab = if upright {
        line.expand2(vec2(3.0, 0.0))
    } else {
        line.expand2(vec2(0.0, 3.0))
    };
    let response: Response = ui.interact(
        grab,
        Id::unique(("splitter", name)),
        Sense::click_and_drag(),
    );
    response.widget_info(|| WidgetInfo::labeled(Role::Splitter, true, format!("Resize {name}")));
    let icon = if upright {
        egui::CursorIcon::ResizeHorizontal
    } else {
        egui::CursorIcon::ResizeVertical
    };
    let response = response.on_hover_and_drag_cursor(icon);
    let color = if response.dragged() || response.hovered() {
        c.accent
    } else {
        c.line2
    };
    if upright {
        vline(ui.painter(), line, line.right(), color);
    } else {
        hline(ui.painter(), line, line.bottom(), color);
    }
    if response.has_focus() {
        ring(ui, grab);
        let filter = egui::EventFilter {
            horizontal_arrows: upright,
            vertical_arrows: !upright,
            ..Default::default()
        };
        super::hold_keys(ui, response.id, filter);
        let step = ui.input(|input| {
            let key = |key| input.num_presses(key) as f32;
            if upright {
                key(egui::Key::ArrowRight) - key(egui::Key::ArrowLeft)
            } else {
                key(egui::Key::ArrowDown) - key(egui::Key::ArrowUp)
            }
        });
        if step != 0.0 {
            return Some(step * space::XL);
        }
    }
    let delta = response.drag_delta();
    let delta = if upright { delta.x } else { delta.y };
    (delta != 0.0).then_some(delta)
}
