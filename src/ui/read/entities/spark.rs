//! A sparkline: mentions of one name over the selection's dates, each name on a scale of its own.

use egui::{Mesh, Rect, Role, Sense, Ui, WidgetInfo, pos2};

use super::rows::id_of;
use crate::{
    model::chart::TimeUnit,
    ui::{
        theme::colors,
        widgets::{self, count},
    },
    workspace::views::{EntityRow, OverTime},
};

/// Draws it into `rect`, on a line of its own.
pub(super) fn ui(ui: &Ui, rect: Rect, row: &EntityRow, points: &[(u16, u32)], over: &OverTime) {
    let c = colors(ui);
    widgets::hline(ui.painter(), rect, rect.bottom(), c.line);
    if over.spans.is_empty() {
        return;
    }
    let most = points.iter().map(|(_, n)| *n).max().unwrap_or(0);
    let pixel = 1.0 / ui.pixels_per_point();
    let snap = |at: f32| (at / pixel).round() * pixel;
    let step = rect.width() / over.spans.len() as f32;
    let gap = if step > 3.0 { 1.0 } else { 0.0 };
    let mut bars = Mesh::default();
    for (bucket, n) in points {
        let height = (rect.height() * *n as f32 / most.max(1) as f32).max(1.5);
        let left = snap(rect.left() + f32::from(*bucket) * step);
        let right = snap(rect.left() + (f32::from(*bucket) + 1.0) * step - gap);
        let bar = Rect::from_min_max(
            pos2(left, snap(rect.bottom() - 1.0 - height)),
            pos2(right.max(left + pixel), rect.bottom() - 1.0),
        );
        bars.add_colored_rect(bar, c.type_bar(row.kind));
    }
    ui.painter().add(bars);
    let response = ui.interact(rect, id_of(row.id).with("over time"), Sense::HOVER);
    response.widget_info(|| {
        let words = format!("{} over time. {}", row.name, about(row, points, over));
        WidgetInfo::labeled(Role::Image, true, words)
    });
    response.on_hover_ui(|ui| {
        ui.label(about(row, points, over));
    });
}

/// `Mentions by day, 3–28 Mar 2012. Most: 14, 16 Mar 2012. 5 without a day are not shown`
fn about(row: &EntityRow, points: &[(u16, u32)], over: &OverTime) -> String {
    let unit = match over.unit {
        TimeUnit::Day => "day",
        TimeUnit::Week => "week",
        TimeUnit::Month => "month",
        TimeUnit::Year => "year",
    };
    let first = over.spans.first().map(|(from, _)| from.as_str());
    let last = over.spans.last().map(|(_, to)| to.as_str());
    let mut words = format!("Mentions by {unit}, {}", widgets::range_words(first, last));
    // The earliest of equal ones.
    let top = points.iter().rev().max_by_key(|(_, n)| *n);
    if let Some((bucket, n)) = top
        && let Some((from, to)) = over.spans.get(usize::from(*bucket))
    {
        let when = widgets::range_words(Some(from), Some(to));
        words.push_str(&format!(
            ". Most: {}, {when}",
            widgets::number(u64::from(*n))
        ));
    }
    let shown: u64 = points.iter().map(|(_, n)| u64::from(*n)).sum();
    let undated = row.mentions.saturating_sub(shown);
    if undated > 0 {
        words.push_str(&format!(
            ". {} without a day not shown",
            count(undated, "mention", "mentions")
        ));
    }
    words
}
