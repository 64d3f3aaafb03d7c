//! How a map is moved: by pointer, wheel, pinch and keys.

use egui::{EventFilter, Key, Response, Ui, Vec2, vec2};

use super::viewport::Viewport;

/// Points the map moves per press of an arrow key.
const STEP: f32 = 80.0;

/// Zoom levels per point of wheel travel: one notch (50 points) is half a level.
const WHEEL: f64 = 0.01;

/// One movement asked for by a key or button.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Move {
    Pan(Vec2),
    /// By so many levels.
    Zoom(f64),
    /// All places.
    Fit,
}

/// The view after dragging, wheel, pinch and double click. `still` keeps it from being dragged.
#[must_use]
pub fn pointed(ui: &Ui, response: &Response, view: Viewport, still: bool) -> Viewport {
    let mut view = view;
    if response.dragged() && !still {
        view = view.panned(response.drag_delta());
    }
    if let Some(at) = response.hover_pos() {
        let (wheel, pinch) = ui.input(|i| (i.smooth_scroll_delta().y, i.zoom_delta()));
        let steps = f64::from(wheel) * WHEEL + f64::from(pinch).log2();
        if steps != 0.0 {
            view = view.zoomed(steps, at);
        }
        if response.double_clicked() {
            view = view.zoomed(1.0, at);
        }
    }
    view
}

/// Arrows, plus and minus, and 0 or Home to see all places.
#[must_use]
pub fn keyed(ui: &Ui, response: &Response) -> Option<Move> {
    if !response.has_focus() {
        return None;
    }
    let arrows = EventFilter {
        horizontal_arrows: true,
        vertical_arrows: true,
        ..EventFilter::default()
    };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, arrows));
    ui.input(|input| {
        // With a modifier these keys are the window's: text size, back and forward.
        if input.modifiers.any() && !input.modifiers.shift_only() {
            return None;
        }
        let presses = |key| input.num_presses(key) as f32;
        let by = vec2(
            presses(Key::ArrowLeft) - presses(Key::ArrowRight),
            presses(Key::ArrowUp) - presses(Key::ArrowDown),
        );
        let closer = presses(Key::Plus) + presses(Key::Equals) - presses(Key::Minus);
        if by != Vec2::ZERO {
            Some(Move::Pan(by * STEP))
        } else if closer != 0.0 {
            Some(Move::Zoom(f64::from(closer) * 0.5))
        } else {
            (presses(Key::Num0) > 0.0 || presses(Key::Home) > 0.0).then_some(Move::Fit)
        }
    })
}
