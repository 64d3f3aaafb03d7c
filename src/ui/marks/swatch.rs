//! The color of a code as a small square, and the palette to choose one from.

use egui::{
    EventFilter, Id, Key, Pos2, Rect, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, vec2,
};

use crate::{
    model::marking::Code,
    ui::{
        theme::{colors, radius, stroke},
        widgets,
    },
};

/// What screen readers say of each color.
const NAMES: [&str; Code::COLORS as usize] = [
    "sand", "sky blue", "rose", "teal", "purple", "olive", "indigo", "green", "wine", "orange",
    "lavender", "gray",
];

/// What a color is called.
#[must_use]
pub fn name(color: u8) -> &'static str {
    NAMES.get(usize::from(color)).copied().unwrap_or("gray")
}

/// Paints the square of a code: its ground with its line at the left, as words with it look.
pub fn paint(ui: &Ui, center: Pos2, color: u8) {
    let c = colors(ui);
    let square = Rect::from_center_size(center, vec2(12.0, 14.0));
    let painter = ui.painter();
    painter.rect(
        square,
        radius::BADGE,
        c.code_ground(color),
        Stroke::new(stroke::LINE, c.code(color)),
        StrokeKind::Inside,
    );
    let edge = Rect::from_min_size(square.min, vec2(4.0, square.height()));
    painter.rect_filled(edge, radius::BADGE, c.code(color));
}

/// The colors side by side, one of them chosen. Arrow keys choose; the group is one stop of the Tab key. Returns the
/// color newly chosen.
pub fn palette(ui: &mut Ui, id: Id, chosen: u8) -> Option<u8> {
    const SIDE: f32 = 22.0;
    let c = colors(ui);
    let (outer, group) =
        ui.allocate_exact_size(vec2(SIDE * f32::from(Code::COLORS), SIDE), Sense::hover());
    group.widget_info(|| WidgetInfo::labeled(Role::RadioGroup, true, "Color"));
    let mut asked = None;
    let mut focused = false;
    for color in 0..Code::COLORS {
        let at = outer.min + vec2(f32::from(color) * SIDE, 0.0);
        let rect = Rect::from_min_size(at, vec2(SIDE, SIDE));
        let is_chosen = color == chosen;
        let sense = if is_chosen {
            Sense::click()
        } else {
            Sense::CLICK
        };
        let response = ui.interact(rect, id.with(color), sense);
        response
            .widget_info(|| WidgetInfo::selected(Role::RadioButton, true, is_chosen, name(color)));
        if response.hovered() {
            ui.painter().rect_filled(rect, radius::BADGE, c.hover);
        }
        paint(ui, rect.center(), color);
        if is_chosen {
            let ring = Stroke::new(stroke::FOCUS, c.ink);
            let around = rect.shrink(1.0);
            ui.painter()
                .rect_stroke(around, radius::BADGE, ring, StrokeKind::Inside);
        }
        widgets::focus_ring(ui, rect, &response);
        if response.clicked() {
            asked = Some(color);
        }
        if response.has_focus() {
            focused = true;
            let arrows = EventFilter {
                horizontal_arrows: true,
                ..EventFilter::default()
            };
            crate::ui::widgets::hold_keys(ui, response.id, arrows);
            let pressed = |key| ui.input(|input| input.key_pressed(key));
            if pressed(Key::ArrowRight) {
                asked = Some((color + 1) % Code::COLORS);
            } else if pressed(Key::ArrowLeft) {
                asked = Some((color + Code::COLORS - 1) % Code::COLORS);
            }
        }
        response.on_hover_text(name(color));
    }
    let asked = asked.filter(|color| *color != chosen);
    if let Some(color) = asked.filter(|_| focused) {
        ui.memory_mut(|memory| memory.request_focus(id.with(color)));
    }
    asked
}
