//! The strip beside the text that shows every hit at once.

use egui::{Id, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use crate::ui::{theme::colors, widgets};

/// Draws the strip. `places` are the hits' places as shares of the article's height; `current` is the one stepped to.
/// Returns the hit clicked.
pub fn ui(ui: &mut Ui, rect: Rect, places: &[f32], current: usize) -> Option<usize> {
    let c = colors(ui);
    widgets::vline(ui.painter(), rect, rect.left() + 1.0, c.line);
    if places.is_empty() {
        return None;
    }
    let response = ui.interact(rect, Id::unique("hit ruler"), Sense::CLICK);
    response.widget_info(|| {
        WidgetInfo::labeled(
            Role::Label,
            true,
            format!("{} hits in this article", places.len()),
        )
    });
    let mut last = f32::NEG_INFINITY;
    for (index, place) in places.iter().enumerate() {
        let y = rect.top() + 4.0 + place * (rect.height() - 8.0);
        // Marks closer than a point are one mark: a common word in a long article has thousands.
        if index != current && y - last < 1.0 {
            continue;
        }
        last = y;
        let (color, height, inset) = if index == current {
            (c.ink, 4.0, 0.0)
        } else {
            (c.warn, 2.0, 2.0)
        };
        let mark = Rect::from_min_size(
            pos2(rect.left() + inset, y - height / 2.0),
            vec2(rect.width() - inset - 1.0, height),
        );
        ui.painter().rect_filled(mark, 0.0, color);
    }
    let at = response
        .interact_pointer_pos()
        .filter(|_| response.clicked())?;
    let share = (at.y - rect.top() - 4.0) / (rect.height() - 8.0);
    let nearest = places
        .iter()
        .enumerate()
        .min_by(|a, b| (a.1 - share).abs().total_cmp(&(b.1 - share).abs()));
    nearest.map(|(index, _)| index)
}
