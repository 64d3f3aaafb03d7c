//! Dialogs: a head with a cross, a body, a foot with buttons at the right.

use egui::{Area, Frame, Id, Margin, Modal, Order, Rect, Sense, Stroke, Ui, UiKind, vec2};

use super::{Bar, Icon, bar, icon_button};
use crate::ui::theme::{colors, colors_of, font, radius, stroke};

/// Whether a dialog stays.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Verdict {
    #[default]
    Stay,
    Close,
}

/// Heights of a dialog's head and foot.
pub const HEAD: f32 = 44.0;
pub const FOOT: f32 = 56.0;

/// Shows a dialog of `width` × `height` points (less where the window is smaller). `body` draws into the whole space
/// between head and foot; `foot_left` and `foot_right` draw into the foot. Escape, the cross and a click outside
/// close it. Returns whether it stays and what `body` returned.
pub fn dialog<S: ?Sized, R>(
    ui: &Ui,
    title: &str,
    size: [f32; 2],
    state: &mut S,
    body: impl FnOnce(&mut Ui, Rect, &mut S) -> R,
    foot_left: impl FnOnce(&mut Ui, &mut S),
    foot_right: impl FnOnce(&mut Ui, &mut S) -> Verdict,
) -> (Verdict, R) {
    let (outside, verdict, inside) = show(ui, title, size, state, body, foot_left, foot_right);
    let verdict = if outside { Verdict::Close } else { verdict };
    (verdict, inside)
}

/// The same for dialogs in which things are typed and chosen: a click outside, which may be a slip, leaves them open.
pub fn dialog_kept<S: ?Sized, R>(
    ui: &Ui,
    title: &str,
    size: [f32; 2],
    state: &mut S,
    body: impl FnOnce(&mut Ui, Rect, &mut S) -> R,
    foot_left: impl FnOnce(&mut Ui, &mut S),
    foot_right: impl FnOnce(&mut Ui, &mut S) -> Verdict,
) -> (Verdict, R) {
    let (_, verdict, inside) = show(ui, title, size, state, body, foot_left, foot_right);
    (verdict, inside)
}

/// Draws a dialog; returns whether something outside it was clicked, what its keys and buttons ask, and what `body`
/// returned.
fn show<S: ?Sized, R>(
    ui: &Ui,
    title: &str,
    [width, height]: [f32; 2],
    state: &mut S,
    body: impl FnOnce(&mut Ui, Rect, &mut S) -> R,
    foot_left: impl FnOnce(&mut Ui, &mut S),
    foot_right: impl FnOnce(&mut Ui, &mut S) -> Verdict,
) -> (bool, Verdict, R) {
    let ctx = ui.ctx();
    let c = colors_of(ctx);
    let window = ctx.content_rect();
    let outer = vec2(
        width.min(window.width() - 32.0),
        height.min(window.height() - 32.0),
    );
    let frame = Frame::NONE
        .fill(c.paper)
        .stroke(Stroke::new(stroke::LINE, c.line2))
        .corner_radius(radius::CARD)
        .inner_margin(Margin::ZERO);
    let id = Id::unique(("dialog", title));
    // Placed by hand: egui's own centering knows the size of the frame before only, so that the dialog would jump.
    let corner = (window.center() - outer / 2.0).round();
    let area = Area::new(id)
        .kind(UiKind::Modal)
        .sense(Sense::hover())
        .fixed_pos(corner)
        .order(Order::Foreground)
        .interactable(true);
    let modal = Modal::new(id)
        .area(area)
        .frame(frame)
        .backdrop_color(c.shade);
    let response = modal.show(ctx, |ui| {
        ui.ctx().accesskit_node_builder(ui.unique_id(), |node| {
            node.set_role(egui::Role::Dialog);
            node.set_label(title);
            node.set_modal();
        });
        ui.set_min_size(outer);
        ui.set_max_size(outer);
        let rect = Rect::from_min_size(ui.min_rect().min, outer);
        let c = colors(ui);
        let head = Rect::from_min_size(rect.min, vec2(rect.width(), HEAD));
        let foot = Rect::from_min_size(
            rect.left_bottom() - vec2(0.0, FOOT),
            vec2(rect.width(), FOOT),
        );
        let middle = Rect::from_min_max(head.left_bottom(), foot.right_top());
        let inside = ui
            .scope_builder(egui::UiBuilder::new().max_rect(middle), |ui| {
                ui.set_clip_rect(ui.clip_rect().intersect(middle));
                body(ui, middle, state)
            })
            .inner;
        let strip = |line| Bar {
            ground: egui::Color32::TRANSPARENT,
            pad: 18.0,
            line,
        };
        super::hline(ui.painter(), foot, foot.top() + 1.0, c.line);
        let mut asked = Verdict::Stay;
        bar(ui, foot, strip(None), state, foot_left, |ui, state| {
            asked = foot_right(ui, state);
        });
        bar(
            ui,
            head,
            strip(Some(c.line)),
            &mut asked,
            |ui, _| {
                super::label_elided(ui, title, font::bold(15.0), c.ink);
            },
            |ui, asked| {
                if icon_button(ui, Icon::Close, "Close", Some("Esc"), 24.0, None).clicked() {
                    *asked = Verdict::Close;
                }
            },
        );
        (inside, asked)
    });
    let outside = response.backdrop_response.clicked();
    let escape = || ctx.input_mut(|i| i.consume_key(egui::Modifiers::NONE, egui::Key::Escape));
    let closed = response.response.should_close()
        || response.is_top_modal && !response.any_popup_open && escape();
    let (inside, asked) = response.inner;
    let verdict = if closed { Verdict::Close } else { asked };
    (outside, verdict, inside)
}
