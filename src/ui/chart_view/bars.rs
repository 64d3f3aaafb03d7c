//! Horizontal bars, painted from the same value as the exported picture.

use egui::{
    Align2, EventFilter, Key, Rect, Response, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2,
};

use crate::{
    model::{
        chart::{Bar, Cell, Drawn},
        scale::Scale,
    },
    ui::{
        theme::{colors, font, radius, space, stroke},
        widgets::{
            elided, focus_ring, galley_at, list_of, number, position, text, vline, width_of,
        },
    },
};

/// Height of a row at least; where there is room rows grow.
const ROW: f32 = 31.0;
const TALLEST_ROW: f32 = 42.0;

/// Height of a bar as a share of its row.
const BAR: f32 = 0.645;

/// Labels take at most this share of the width; longer ones are cut, and whole in the tooltip.
const LABELS: f32 = 0.38;

/// What was done to the bars.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BarEvent {
    /// The bar with this index was chosen.
    Choose(usize),
}

/// Where things stand; the same for all rows.
struct Frame {
    /// Right edge of the labels.
    labels: f32,
    axis: f32,
    /// Points for the longest bar.
    room: f32,
    scale: Scale,
    /// The largest share.
    fullest: f64,
}

/// Height of a row when `count` of them have `room` points.
#[must_use]
pub fn row_height(count: usize, room: f32) -> f32 {
    (room / count.max(1) as f32).floor().clamp(ROW, TALLEST_ROW)
}

/// Draws the bars from the top of `rect` on, sharing its height; returns what happened. `unit` names what is counted, for screen readers.
pub fn ui(
    ui: &mut Ui,
    rect: Rect,
    (bars, drawn): (&[Bar], Drawn),
    selected: Option<&Cell>,
    unit: &str,
) -> Option<BarEvent> {
    let c = colors(ui);
    let height = rect.height() / bars.len().max(1) as f32;
    let frame = frame(ui, rect, (bars, drawn));
    let chosen = selected.and_then(|cell| bars.iter().position(|b| b.cell == *cell));
    let base = ui.scope_id().with("bars");
    let mut event = None;
    // Handed over after the loop: the next bar would see the same key and pass it on.
    let mut focus = None;
    list_of(ui, Role::ListBox, "Bars", bars.len());
    for (index, bar) in bars.iter().enumerate() {
        let top = rect.top() + index as f32 * height;
        let row = Rect::from_min_size(pos2(rect.left(), top), vec2(rect.width(), height));
        if !ui.is_rect_visible(row) {
            continue;
        }
        let response = ui.interact(row, base.with(index), Sense::click());
        let is_chosen = chosen == Some(index);
        let name = match bar.share().filter(|_| drawn.share) {
            Some(_) => format!("{}, {} {unit}", bar.label, bar.words(drawn, number)),
            None => format!("{}, {} {unit}", bar.label, number(bar.value)),
        };
        response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, is_chosen, &name));
        position(ui, response.id, index);
        if response.clicked() {
            response.request_focus();
            event = Some(BarEvent::Choose(index));
        }
        if response.has_focus()
            && let Some(to) = moved(ui, &response, index, bars.len())
        {
            focus = Some(base.with(to));
            event = Some(BarEvent::Choose(to));
        }
        let ground = if is_chosen {
            Some(c.selected)
        } else {
            response.hovered().then_some(c.hover)
        };
        if let Some(ground) = ground {
            ui.painter().rect_filled(row, radius::BADGE, ground);
        }
        let y = row.center().y;
        let font = if is_chosen {
            font::bold(font::UI)
        } else {
            font::ui(font::UI)
        };
        let room = frame.labels - row.left() - space::XS;
        let galley = elided(ui, &bar.label, font.clone(), c.ink, room);
        let cut = galley.elided;
        galley_at(ui, frame.labels - galley.size().x, y, galley, c.ink);
        let length = match bar.share().filter(|_| drawn.share) {
            Some(share) => share / frame.fullest,
            None => frame.scale.of(bar.value),
        };
        let end = frame.axis + (frame.room * length as f32).max(1.0);
        let body = Rect::from_min_max(
            pos2(frame.axis, y - height * BAR / 2.0),
            pos2(end, y + height * BAR / 2.0),
        );
        let color = if is_chosen { c.accent } else { c.bar };
        ui.painter().rect_filled(body, 0.0, color);
        text(
            ui,
            pos2(end + 8.0, y),
            Align2::LEFT_CENTER,
            &bar.words(drawn, number),
            font,
            c.ink,
        );
        focus_ring(ui, row, &response);
        if cut {
            response.on_hover_text(&bar.label);
        }
    }
    if let Some(id) = focus {
        ui.memory_mut(|memory| memory.request_focus(id));
    }
    vline(ui.painter(), rect, frame.axis + stroke::LINE / 2.0, c.edge);
    event
}

fn frame(ui: &Ui, rect: Rect, (bars, drawn): (&[Bar], Drawn)) -> Frame {
    // Bold widths, so that choosing a bar moves nothing.
    let widest = |words: &mut dyn Iterator<Item = String>| {
        words
            .map(|w| width_of(ui, &w, font::bold(font::UI)))
            .fold(0.0_f32, f32::max)
    };
    let labels = widest(&mut bars.iter().map(|b| b.label.clone()));
    let values = widest(&mut bars.iter().map(|b| b.words(drawn, number)));
    let width = (labels + space::XS).min(rect.width() * LABELS).max(96.0);
    let right = (rect.left() + space::M + width).round();
    let axis = right + 10.0;
    let room = (rect.right() - axis - values - 8.0 - space::M).max(24.0);
    let most = bars.iter().map(|b| b.value).max().unwrap_or(1).max(1);
    Frame {
        labels: right,
        axis,
        room,
        scale: Scale::new(most, drawn.log),
        fullest: bars
            .iter()
            .filter_map(Bar::share)
            .fold(f64::MIN_POSITIVE, f64::max),
    }
}

/// The bar to which a key leads from this one.
fn moved(ui: &Ui, response: &Response, index: usize, count: usize) -> Option<usize> {
    let arrows = EventFilter {
        vertical_arrows: true,
        ..EventFilter::default()
    };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, arrows));
    let last = count.saturating_sub(1);
    ui.input(|input| {
        if input.modifiers.any() {
            return None;
        }
        let to = if input.key_pressed(Key::ArrowDown) {
            (index + 1).min(last)
        } else if input.key_pressed(Key::ArrowUp) {
            index.saturating_sub(1)
        } else if input.key_pressed(Key::Home) {
            0
        } else if input.key_pressed(Key::End) {
            last
        } else {
            return None;
        };
        (to != index).then_some(to)
    })
}

/// The line of dashes around something that is not counted.
pub fn dashed_rect(ui: &Ui, rect: Rect, color: egui::Color32) {
    let line = Stroke::new(1.25, color);
    let corners = [
        rect.left_top(),
        rect.right_top(),
        rect.right_bottom(),
        rect.left_bottom(),
        rect.left_top(),
    ];
    ui.painter()
        .extend(egui::Shape::dashed_line(&corners, line, 3.0, 2.5));
}
