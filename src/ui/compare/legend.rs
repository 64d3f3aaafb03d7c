//! What the marks in compared texts mean, how the texts stand, and stepping through their differences.

use egui::{Align2, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::State;
use crate::{
    model::family::Comparison,
    ui::{
        action::Action,
        context::Cx,
        theme::{colors, font, size, space},
        widgets::{self, Icon, Segment, icon_button, label},
    },
};

/// The line through words that only A has, or under words that only B has: color alone says nothing. `mark` is where
/// they lie, `points` their size.
pub(super) fn line_over(ui: &Ui, mark: Rect, dropped: bool, points: f32) {
    let c = colors(ui);
    let pixel = 1.0 / ui.pixels_per_point();
    let snap = |y: f32| (y / pixel).round() * pixel;
    let (y, ink) = if dropped {
        (mark.center().y + points * 0.06, c.dropped)
    } else {
        (mark.center().y + points * 0.55, c.added)
    };
    let thick = snap(1.25).max(pixel);
    let line = Rect::from_min_size(pos2(mark.left(), snap(y)), vec2(mark.width(), thick));
    widgets::crisp_rect(ui.painter(), line, ink);
}

/// What the marks mean, and stepping through the differences.
pub(super) fn ui(
    ui: &mut Ui,
    rect: Rect,
    cx: &mut Cx<'_>,
    state: &mut State,
    comparison: &Comparison,
) {
    let c = colors(ui);
    let look = widgets::Bar {
        ground: c.panel,
        pad: 14.0,
        line: None,
    };
    let wide = rect.width() >= 1000.0;
    widgets::bar(
        ui,
        rect,
        look,
        &mut (cx, state),
        |ui, _| {
            ui.spacing_mut().item_spacing.x = space::S;
            for (words, meaning, dropped) in [
                ("Struck through", "only in A", true),
                ("Underlined", "only in B", false),
            ] {
                sample(ui, words, dropped);
                label(ui, meaning, font::ui(font::SMALL), c.ink2);
                ui.add_space(space::L);
            }
        },
        |ui, (cx, state)| {
            ui.spacing_mut().item_spacing.x = space::M;
            let segments = [Segment::new("Side by side"), Segment::new("Inline")];
            let chosen = usize::from(cx.inline);
            if let Some(next) = widgets::segmented(ui, "How the texts stand", chosen, &segments) {
                cx.send(Action::Inline(next == 1));
            }
            ui.add_space(space::S);
            step_ui(ui, state, comparison);
            if wide {
                let words = "n and p step through differences";
                label(ui, words, font::ui(font::SMALL), c.ink3);
            }
        },
    );
    widgets::hline(ui.painter(), rect, rect.top() + 1.0, c.line);
}

fn step_ui(ui: &mut Ui, state: &mut State, comparison: &Comparison) {
    let c = colors(ui);
    let all = state.differences().len() as u64;
    let words = match (state.difference(comparison), all) {
        (_, 0) => "No differences".to_owned(),
        (Some(at), _) => format!(
            "Difference {} of {}",
            widgets::number(at as u64 + 1),
            widgets::number(all)
        ),
        (None, _) => widgets::count(all, "difference", "differences"),
    };
    label(ui, words, font::ui(font::SMALL), c.ink);
    ui.spacing_mut().item_spacing.x = 0.0;
    let why = (all == 0).then_some("The two texts are the same");
    let side = size::PANEL_BUTTON - 2.0;
    for (icon, name, key, backwards) in [
        (Icon::Up, "Previous difference", "P", true),
        (Icon::Down, "Next difference", "N", false),
    ] {
        if icon_button(ui, icon, name, Some(key), side, why).clicked() {
            state.step_difference(comparison, backwards);
        }
    }
    ui.add_space(space::S);
}

/// A word of the legend, marked as in the text.
fn sample(ui: &mut Ui, words: &str, dropped: bool) {
    let c = colors(ui);
    let (ink, tint) = if dropped {
        (c.dropped, c.dropped_tint)
    } else {
        (c.added, c.added_tint)
    };
    let width = widgets::width_of(ui, words, font::ui(font::SMALL));
    let (rect, response) = ui.allocate_exact_size(vec2(width, 16.0), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, words));
    ui.painter()
        .rect_filled(rect.expand2(vec2(1.0, 0.0)), 0.0, tint);
    widgets::text(
        ui,
        rect.left_center(),
        Align2::LEFT_CENTER,
        words,
        font::ui(font::SMALL),
        ink,
    );
    line_over(ui, rect, dropped, font::SMALL);
}
