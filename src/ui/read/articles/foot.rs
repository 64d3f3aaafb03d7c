//! The line below the list: dates that are missing or doubtful, one click away.

use egui::{Rect, Ui, pos2, vec2};

use crate::{
    model::Filter,
    ui::{
        action::Action,
        context::Cx,
        theme::{colors, font, space},
        widgets::{self, Icon, number},
    },
};

const LINE: f32 = 30.0;

/// What there is to say: articles without a date outside the filter, without one in it, with a doubtful one.
fn counts(cx: &Cx<'_>) -> (u64, u64, u64) {
    let outside = cx.views().overview.value();
    let doubts = cx.views().articles.value().map(|list| list.doubts);
    (
        outside.map_or(0, |overview| overview.undated_outside),
        doubts.map_or(0, |doubts| doubts.undated),
        doubts.map_or(0, |doubts| doubts.doubtful),
    )
}

pub(super) fn height(cx: &Cx<'_>, wide: bool) -> f32 {
    let (outside, undated, doubtful) = counts(cx);
    let lines = match (outside > 0, undated + doubtful > 0) {
        (true, true) if !wide => 2.0,
        (false, false) => 0.0,
        _ => 1.0,
    };
    lines * LINE
}

pub(super) fn ui(ui: &mut Ui, rect: Rect, cx: &mut Cx<'_>, wide: bool) {
    let c = colors(ui);
    ui.painter().rect_filled(rect, 0.0, c.panel);
    widgets::hline(ui.painter(), rect, rect.top() + 1.0, c.line);
    let (outside, undated, doubtful) = counts(cx);
    let within = undated + doubtful > 0;
    let (first, second) = match (outside > 0, within) {
        (true, true) if wide => rect.split_left_right_at_fraction(0.5),
        (true, true) => rect.split_top_bottom_at_y(rect.top() + LINE),
        _ => (rect, rect),
    };
    if outside > 0 {
        outside_ui(ui, first, outside, cx);
    }
    if within {
        within_ui(ui, second, undated, doubtful, cx);
    }
}

fn outside_ui(ui: &mut Ui, rect: Rect, outside: u64, cx: &mut Cx<'_>) {
    let c = colors(ui);
    let y = rect.center().y;
    Icon::Calendar.paint_scaled(ui.painter(), pos2(rect.left() + 27.0, y), c.ink2, 0.8);
    let words = if outside == 1 {
        "1 without a date is outside this filter".to_owned()
    } else {
        format!("{} without a date are outside this filter", number(outside))
    };
    let room = rect.width() - 96.0;
    let galley = widgets::elided(ui, &words, font::ui(font::SMALL), c.ink2, room);
    widgets::galley_at(ui, rect.left() + 42.0, y, galley, c.ink2);
    let link = Rect::from_min_max(
        pos2(rect.right() - 46.0, rect.top()),
        pos2(rect.right() - space::M, rect.bottom()),
    );
    if widgets::at(ui, link, |ui| {
        widgets::link(ui, "Show", "Show articles without a date").clicked()
    }) {
        let filter = Filter {
            undated: true,
            doubtful: false,
            from: None,
            to: None,
            ..cx.wanted.filter.clone()
        };
        cx.send(Action::SetFilter(filter));
    }
}

/// Numbers that show their articles alone; clicked again, all.
fn within_ui(ui: &mut Ui, rect: Rect, undated: u64, doubtful: u64, cx: &mut Cx<'_>) {
    let c = colors(ui);
    let icon = pos2(rect.left() + 27.0, rect.center().y);
    Icon::Warning.paint_scaled(ui.painter(), icon, c.warn, 0.8);
    let inner = Rect::from_min_max(
        pos2(rect.left() + 42.0, rect.top()),
        rect.max - vec2(space::M, 0.0),
    );
    let filter = cx.wanted.filter.clone();
    let asked = widgets::at(ui, inner, |ui| {
        ui.spacing_mut().item_spacing.x = space::L;
        let mut asked = None;
        let links = [
            (
                undated,
                format!("{} without a date", number(undated)),
                filter.undated,
                Filter {
                    undated: true,
                    doubtful: false,
                    ..filter.clone()
                },
                "Only articles without a date",
            ),
            (
                doubtful,
                widgets::count(doubtful, "doubtful date", "doubtful dates"),
                filter.doubtful,
                Filter {
                    doubtful: true,
                    undated: false,
                    ..filter.clone()
                },
                "Only articles whose date is guessed, imprecise or contradicted",
            ),
        ];
        for (count, words, on, only, name) in links {
            if count == 0 && !on {
                continue;
            }
            let (name, ink) = if on {
                ("Show all dates again", c.accent)
            } else {
                (name, c.ink2)
            };
            let name = format!("{words}. {name}");
            let link = widgets::number_link_in(ui, &words, &name, font::SMALL, ink);
            if link.on_hover_text(&name).clicked() {
                asked = Some(if on {
                    Filter {
                        undated: false,
                        doubtful: false,
                        ..filter.clone()
                    }
                } else {
                    only
                });
            }
        }
        asked
    });
    if let Some(filter) = asked {
        cx.send(Action::SetFilter(filter));
    }
}
