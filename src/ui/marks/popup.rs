//! A small popup beside what it is about. It has the keyboard while it is open; Escape and a click elsewhere close it.

use egui::{Area, Color32, Frame, Id, Margin, Modal, Order, Rect, Sense, Stroke, Ui, UiKind, pos2};

use crate::ui::theme::{colors_of, radius, space, stroke};

/// Shows a popup of `width` points under `anchor`, or above it where there is no room. `name` is what screen readers say.
/// Returns whether it closes, and what `add` returned.
pub fn popup<R>(
    ui: &Ui,
    name: &str,
    anchor: Rect,
    width: f32,
    add: impl FnOnce(&mut Ui) -> R,
) -> (bool, R) {
    let ctx = ui.ctx();
    let c = colors_of(ctx);
    let window = ctx.content_rect();
    let id = Id::unique(("marking popup", name));
    let known: f32 = ctx.data(|data| data.get_temp(id)).unwrap_or(300.0);
    let width = width.min(window.width() - 2.0 * space::M);
    let below = anchor.bottom() + space::XS;
    let above = anchor.top() - space::XS - known;
    let top = if below + known <= window.bottom() - space::M {
        below
    } else if above >= window.top() + space::M {
        above
    } else {
        (window.bottom() - space::M - known).max(window.top())
    };
    let left = anchor
        .left()
        .min(window.right() - width - space::M)
        .max(window.left() + space::M);
    let frame = Frame::NONE
        .fill(c.paper)
        .stroke(Stroke::new(stroke::LINE, c.edge))
        .corner_radius(radius::CARD)
        .inner_margin(Margin::same(8));
    let area = Area::new(id)
        .kind(UiKind::Modal)
        .sense(Sense::hover())
        .fixed_pos(pos2(left, top).round())
        .order(Order::Foreground)
        .interactable(true)
        .accessible_name(name);
    let modal = Modal::new(id)
        .area(area)
        .frame(frame)
        .backdrop_color(Color32::TRANSPARENT);
    let response = modal.show(ctx, |ui| {
        ui.set_width(width - 16.0);
        ui.spacing_mut().item_spacing.y = space::XS;
        add(ui)
    });
    let height = response.response.rect.height();
    if (height - known).abs() > 0.5 {
        ctx.data_mut(|data| data.insert_temp(id, height));
        ctx.request_repaint();
    }
    (response.should_close(), response.inner)
}
