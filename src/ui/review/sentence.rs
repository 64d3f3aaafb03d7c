//! A name in its sentence, large, as it is judged.

use egui::{
    Color32, Response, Role, Sense, Ui, WidgetInfo,
    text::{LayoutJob, TextFormat},
};

use crate::{
    model::EntityType,
    ui::{
        kwic,
        read::text::Rows,
        theme::{colors, font, radius},
        widgets::underline,
    },
    workspace::views::Passage,
};

/// What is painted around the sentence.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Around<'t> {
    pub before: &'t str,
    pub after: &'t str,
}

/// Draws a passage as wide as the space with its name marked as the reader marks it, and quieter what stands around it.
/// Screen readers say all of it.
pub(super) fn ui(
    ui: &mut Ui,
    passage: &Passage,
    kind: EntityType,
    around: Around<'_>,
    (size, line): (f32, f32),
) -> Response {
    let c = colors(ui);
    let (before, hit, after) = kwic::parts(passage);
    let format = |color: Color32| TextFormat {
        line_height: Some(line),
        ..TextFormat::simple(font::serif(size), color)
    };
    let mut job = LayoutJob::default();
    job.wrap.max_width = ui.available_width();
    let mut letters = 0;
    let mut add = |words: &str, color: Color32| {
        job.append(words, 0.0, format(color));
        letters += words.chars().count();
        letters
    };
    if !around.before.is_empty() {
        add(around.before, c.ink3);
        add(" ", c.ink3);
    }
    let from = add(before, c.ink);
    let to = add(hit, c.ink);
    add(after, c.ink);
    if !around.after.is_empty() {
        add(" ", c.ink3);
        add(around.after, c.ink3);
    }
    let spoken = job.text.clone();
    let galley = ui.painter().layout_job(job);
    let (rect, response) = ui.allocate_exact_size(galley.size(), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &spoken));
    for placed in Rows::new(&galley).rects(from..to) {
        let placed = placed.translate(rect.min.to_vec2());
        let middle = placed.center().y;
        let ground = egui::Rect::from_min_max(
            egui::pos2(placed.left() - 1.0, middle - size * 0.66),
            egui::pos2(placed.right() + 1.0, middle + size * 0.72),
        );
        ui.painter()
            .rect_filled(ground, radius::BADGE, c.tint(kind));
        let y = middle + size * 0.58;
        underline(
            ui.painter(),
            placed.left(),
            placed.right(),
            y,
            kind,
            c.of(kind),
        );
    }
    ui.painter().galley(rect.min, galley, c.ink);
    response
}
