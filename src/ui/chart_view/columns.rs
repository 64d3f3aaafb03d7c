//! Columns over time, with what has no date standing apart.

use egui::{
    Align2, EventFilter, Key, PointerButton, Rect, Response, Role, Sense, Stroke, Ui, WidgetInfo,
    pos2, vec2,
};

use super::{
    bars::dashed_rect,
    scale::{column_labels, ticks},
};
use crate::{
    model::{
        chart::{Cell, Column, TimeUnit},
        scale::Scale,
    },
    ui::{
        theme::{colors, font, space, stroke},
        widgets::{count, focus_ring, hline, list_of, number, position, text, width_of},
    },
};

/// Room for the dates under the columns.
const FOOT: f32 = 24.0;

/// Room for the number over the highest column.
const HEAD: f32 = 14.0;

/// Width of the part that stands apart.
const APART: f32 = 132.0;

/// Points from which each column can be pointed at; thinner ones are one control together.
const NARROWEST: f32 = 4.0;

/// Points between the pointer and the thin column that it means, at most.
const REACH: f32 = 8.0;

/// A column is never wider, however few there are.
const WIDEST: f32 = 64.0;

/// What is drawn.
pub struct Columns<'a> {
    pub columns: &'a [Column],
    pub unit: TimeUnit,
    pub undated: u64,
    /// What the undated number opens.
    pub undated_cell: Cell,
    pub selected: Option<&'a Cell>,
    /// Whether the columns belong to something selected elsewhere.
    pub accented: bool,
    /// What is counted, one and many.
    pub words: [&'a str; 2],
    /// What the highest point of the axis stands for; the highest column when `None`.
    pub most: Option<u64>,
    /// Heights stand for logarithms.
    pub log: bool,
}

impl Columns<'_> {
    /// Draws the columns into `rect`; returns the number that was asked for.
    pub fn ui(&self, ui: &mut Ui, rect: Rect) -> Option<Cell> {
        let c = colors(ui);
        let peak = self.columns.iter().map(|c| c.value).max().unwrap_or(0);
        let most = self.most.unwrap_or(peak);
        let scale = Scale::new(most, self.log);
        let ticks = if self.log {
            scale.ticks()
        } else {
            ticks(most, 3)
        };
        let gutter = ticks
            .iter()
            .map(|t| width_of(ui, &number(*t), font::ui(font::HEAD)))
            .fold(0.0_f32, f32::max)
            + space::M;
        let apart = if self.undated > 0 { APART } else { 0.0 };
        let plot = Rect::from_min_max(
            pos2(rect.left() + gutter, rect.top() + HEAD),
            pos2(rect.right() - apart, rect.bottom() - FOOT),
        );
        let y_of = |value: u64| plot.bottom() - plot.height() * scale.of(value) as f32;
        let mut free = f32::INFINITY;
        for tick in &ticks {
            let y = y_of(*tick);
            hline(
                ui.painter(),
                plot,
                y,
                if *tick == 0 { c.line2 } else { c.line },
            );
            // Powers of ten may be closer than their numbers are high.
            if y > free {
                continue;
            }
            free = y - font::HEAD;
            let at = pos2(plot.left() - space::S, y);
            text(
                ui,
                at,
                Align2::RIGHT_CENTER,
                &number(*tick),
                font::ui(font::HEAD),
                c.ink3,
            );
        }
        let pitch = (plot.width() / self.columns.len().max(1) as f32).min(WIDEST);
        let chosen = if pitch >= NARROWEST {
            self.columns_ui(ui, plot, pitch, &y_of, peak)
        } else {
            self.thin_ui(ui, plot, pitch, &y_of, peak)
        };
        let undated = (self.undated > 0)
            .then(|| self.undated_ui(ui, rect, plot))
            .flatten();
        chosen.or(undated)
    }

    /// More columns than can be pointed at one by one: all of them stand side by side, however thin. The pointer means
    /// the nearest that counts anything, the arrow keys go from one to the next.
    fn thin_ui(
        &self,
        ui: &mut Ui,
        plot: Rect,
        pitch: f32,
        y_of: &dyn Fn(u64) -> f32,
        most: u64,
    ) -> Option<Cell> {
        let c = colors(ui);
        let id = ui.scope_id().with("thin columns");
        let last = self.columns.len().saturating_sub(1);
        let is_selected = |column: &Column| self.selected == Some(&column.cell);
        let selected = self.columns.iter().position(is_selected);
        let highest = || self.columns.iter().position(|column| column.value == most);
        let kept = ui.data(|data| data.get_temp::<usize>(id));
        let mut at = kept.or(selected).or_else(highest).unwrap_or(0).min(last);
        let response = ui.interact(plot, id, Sense::click());
        if response.has_focus()
            && let Some(to) = moved(ui, &response, at, self.columns.len())
        {
            at = to;
        }
        let nearest = |x: f32| nearest(self.columns, (x - plot.left()) / pitch, REACH / pitch);
        let pointed = response.hover_pos().and_then(|pos| nearest(pos.x));
        let mut chosen = None;
        if response.clicked_by(PointerButton::Primary) {
            response.request_focus();
            let pos = response.interact_pointer_pos();
            chosen = pos.and_then(|pos| nearest(pos.x));
            at = chosen.unwrap_or(at);
        } else if response.clicked() {
            chosen = Some(at);
        }
        ui.data_mut(|data| data.insert_temp(id, at));
        let says = |at: usize| {
            let column = self.columns.get(at);
            column.map_or_else(String::new, |column| {
                let counted = count(column.value, self.words[0], self.words[1]);
                format!("{}, {counted}", column.label)
            })
        };
        response.widget_info(|| {
            let words = format!("Columns: {}", says(at));
            WidgetInfo::labeled(Role::Slider, true, &words)
        });

        // Of several columns on one pixel the highest is seen.
        let pixel = 1.0 / ui.ctx().pixels_per_point();
        let step = pitch.max(pixel);
        let mut bars: Vec<u64> = Vec::new();
        for (number, column) in self.columns.iter().enumerate() {
            let slot = if pitch >= pixel {
                number
            } else {
                (number as f32 * pitch / pixel) as usize
            };
            if bars.len() <= slot {
                bars.resize(slot + 1, 0);
            }
            if let Some(bar) = bars.get_mut(slot) {
                *bar = column.value.max(*bar);
            }
        }
        let color = if selected.is_none() && self.accented {
            c.accent
        } else {
            c.bar
        };
        let bar = |left: f32, width: f32, value: u64| {
            let top = y_of(value).min(plot.bottom() - 1.0);
            Rect::from_min_max(pos2(left, top), pos2(left + width, plot.bottom()))
        };
        for (slot, value) in bars.iter().enumerate().filter(|(_, value)| **value > 0) {
            let left = plot.left() + slot as f32 * step;
            ui.painter()
                .rect_filled(bar(left, step, *value), 0.0, color);
        }
        // The one that is meant is wide enough to be seen.
        let wide = pitch.max(2.0);
        let mark = |number: usize, color| {
            let value = self.columns.get(number).map_or(0, |column| column.value);
            let left = plot.left() + (number as f32 + 0.5) * pitch - wide / 2.0;
            let line = Rect::from_x_y_ranges(left..=left + wide, plot.y_range());
            ui.painter().rect_filled(line, 0.0, c.hover);
            if value > 0 {
                ui.painter().rect_filled(bar(left, wide, value), 0.0, color);
            }
        };
        if let Some(number) = pointed {
            mark(number, c.accent);
        }
        if let Some(number) = selected {
            mark(number, c.accent);
        }
        if response.has_focus() {
            mark(at, c.accent);
        }
        focus_ring(ui, plot, &response);
        dates_ui(ui, plot, (self.columns, self.unit), pitch);
        let told = if response.has_focus() {
            Some(at)
        } else {
            selected
        };
        self.peak_ui(ui, plot, pitch, told, y_of, most);
        if let Some(number) = pointed {
            response.on_hover_text_at_pointer(says(number));
        }
        let column = self.columns.get(chosen?)?;
        (column.value > 0).then(|| column.cell.clone())
    }

    fn columns_ui(
        &self,
        ui: &mut Ui,
        plot: Rect,
        pitch: f32,
        y_of: &dyn Fn(u64) -> f32,
        most: u64,
    ) -> Option<Cell> {
        let c = colors(ui);
        let gap = if pitch > 8.0 { 2.0 } else { 0.5 };
        let base = ui.scope_id().with("columns");
        let selected = self
            .selected
            .and_then(|cell| self.columns.iter().position(|c| c.cell == *cell));
        let mut chosen = None;
        // Handed over after the loop: the next column would see the same key and pass it on.
        let mut focus = None;
        list_of(ui, Role::ListBox, "Columns", self.columns.len());
        for (index, column) in self.columns.iter().enumerate() {
            let left = plot.left() + index as f32 * pitch;
            let cell =
                Rect::from_min_max(pos2(left, plot.top()), pos2(left + pitch, plot.bottom()));
            if !ui.is_rect_visible(cell) {
                continue;
            }
            let response = ui.interact(cell, base.with(index), Sense::click());
            let says = format!(
                "{}, {}",
                column.label,
                count(column.value, self.words[0], self.words[1])
            );
            let is_selected = selected == Some(index);
            response.widget_info(|| {
                WidgetInfo::selected(Role::ListBoxOption, true, is_selected, &says)
            });
            position(ui, response.id, index);
            if response.clicked() && column.value > 0 {
                chosen = Some(column.cell.clone());
            }
            if response.clicked() {
                response.request_focus();
            }
            if response.has_focus()
                && let Some(to) = moved(ui, &response, index, self.columns.len())
            {
                focus = Some(base.with(to));
            }
            if response.hovered() {
                ui.painter().rect_filled(cell, 0.0, c.hover);
            }
            let color = match selected {
                Some(_) if !is_selected => c.bar,
                None if !self.accented => c.bar,
                _ => c.accent,
            };
            if column.value > 0 {
                let top = y_of(column.value).min(plot.bottom() - 1.0);
                let bar = Rect::from_min_max(
                    pos2(left + gap / 2.0, top),
                    pos2(left + pitch - gap / 2.0, plot.bottom()),
                );
                ui.painter().rect_filled(bar, 0.0, color);
            }
            focus_ring(ui, cell, &response);
            response.on_hover_text(&says);
        }
        if let Some(id) = focus {
            ui.memory_mut(|memory| memory.request_focus(id));
        }
        dates_ui(ui, plot, (self.columns, self.unit), pitch);
        self.peak_ui(ui, plot, pitch, selected, y_of, most);
        chosen
    }

    /// Says the value of the selected column, or of the highest.
    fn peak_ui(
        &self,
        ui: &Ui,
        plot: Rect,
        pitch: f32,
        selected: Option<usize>,
        y_of: &dyn Fn(u64) -> f32,
        most: u64,
    ) {
        let c = colors(ui);
        let peak = selected.or_else(|| {
            self.columns
                .iter()
                .position(|c| c.value == most && most > 0)
        });
        let Some((index, column)) = peak.and_then(|n| Some((n, self.columns.get(n)?))) else {
            return;
        };
        let date = column_labels(std::slice::from_ref(column), self.unit, 1);
        let date = date.first().map_or("", |(_, words)| words.as_str());
        let words = match self.unit {
            TimeUnit::Day => format!("{} on {date}", number(column.value)),
            TimeUnit::Week => format!("{} in the week of {date}", number(column.value)),
            TimeUnit::Month | TimeUnit::Year => format!("{} in {date}", number(column.value)),
        };
        let width = width_of(ui, &words, font::ui(font::SMALL));
        let right = plot.left() + (index as f32 + 1.0) * pitch + space::S;
        let y = y_of(column.value) + 5.0;
        let x = if right + width <= plot.right() {
            right
        } else {
            plot.left() + index as f32 * pitch - space::S - width
        };
        let place = Rect::from_min_size(pos2(x, y - 8.0), vec2(width, 16.0));
        // Over neighbors as high as itself the words would be lost.
        let free = self.columns.iter().enumerate().all(|(n, other)| {
            let left = plot.left() + n as f32 * pitch;
            n == index
                || left + pitch < place.left()
                || left > place.right()
                || y_of(other.value) > place.bottom()
        });
        let at = if free && x >= plot.left() {
            pos2(x, y)
        } else {
            let half = width / 2.0;
            let middle = plot.left() + (index as f32 + 0.5) * pitch;
            pos2(
                middle.max(plot.left() + half).min(plot.right() - half) - half,
                y_of(column.value) - 9.0,
            )
        };
        text(
            ui,
            at,
            Align2::LEFT_CENTER,
            &words,
            font::ui(font::SMALL),
            c.ink,
        );
    }

    fn undated_ui(&self, ui: &mut Ui, rect: Rect, plot: Rect) -> Option<Cell> {
        let c = colors(ui);
        let x = plot.right() + space::L;
        let line = Stroke::new(stroke::LINE, c.line2);
        let upright = [
            pos2(x - space::XS, plot.top()),
            pos2(x - space::XS, plot.bottom()),
        ];
        ui.painter()
            .extend(egui::Shape::dashed_line(&upright, line, 1.5, 3.0));
        let area = Rect::from_min_max(pos2(x, plot.top()), rect.max);
        let response = ui.interact(area, ui.scope_id().with("undated"), Sense::click());
        let says = format!(
            "No date, not counted: {}",
            count(self.undated, self.words[0], self.words[1])
        );
        response.widget_info(|| WidgetInfo::labeled(Role::Link, true, &says));
        if response.hovered() {
            ui.painter().rect_filled(area, 3.0, c.hover);
        }
        let height = (plot.height() * 0.26).clamp(14.0, 60.0);
        let stub = Rect::from_min_size(pos2(x + 18.0, plot.bottom() - height), vec2(22.0, height));
        let is_selected = self.selected == Some(&self.undated_cell);
        dashed_rect(ui, stub, c.accent);
        if is_selected {
            ui.painter().rect_filled(stub, 0.0, c.selected);
            dashed_rect(ui, stub, c.accent);
        }
        let at = pos2(stub.right() + space::S, stub.center().y);
        text(
            ui,
            at,
            Align2::LEFT_CENTER,
            &number(self.undated),
            font::ui(font::SMALL),
            c.ink,
        );
        let at = pos2(x + 3.0, plot.bottom() + 12.0);
        text(
            ui,
            at,
            Align2::LEFT_CENTER,
            "No date, not counted",
            font::ui(font::HEAD),
            c.ink3,
        );
        focus_ring(ui, area, &response);
        response.clicked().then(|| self.undated_cell.clone())
    }
}

/// Writes dates under columns, each `pitch` wide, none on another.
pub fn dates_ui(ui: &Ui, plot: Rect, (columns, unit): (&[Column], TimeUnit), pitch: f32) {
    let c = colors(ui);
    let sample = match unit {
        TimeUnit::Year => "2012",
        _ => "30 Mar 2012",
    };
    let small = font::ui(font::HEAD);
    let room = (width_of(ui, sample, small.clone()) + space::L) / pitch;
    let mut free = f32::NEG_INFINITY;
    for (index, words) in column_labels(columns, unit, room.ceil() as usize) {
        let x = plot.left() + (index as f32 + 0.5) * pitch;
        let half = width_of(ui, &words, small.clone()) / 2.0;
        // Kept inside the plot: the last label would stand under what has no date.
        let x = x.max(plot.left() + half).min(plot.right() - half);
        if x - half < free {
            continue;
        }
        free = x + half + space::M;
        let at = pos2(x, plot.bottom() + 12.0);
        text(ui, at, Align2::CENTER_CENTER, &words, small.clone(), c.ink3);
    }
}

/// The column nearest to `at`, in columns from the left edge, that counts anything and is no more than `reach` columns
/// away.
fn nearest(columns: &[Column], at: f32, reach: f32) -> Option<usize> {
    let from = (at - reach).floor().max(0.0) as usize;
    let to = ((at + reach).ceil().max(0.0) as usize).min(columns.len());
    let away = |number: usize| (number as f32 + 0.5 - at).abs();
    let near = (from..to).filter(|n| columns.get(*n).is_some_and(|column| column.value > 0));
    near.filter(|n| away(*n) <= reach + 0.5)
        .min_by(|a, b| away(*a).total_cmp(&away(*b)))
}

/// The column to which a key leads from this one.
fn moved(ui: &Ui, response: &Response, index: usize, count: usize) -> Option<usize> {
    let arrows = EventFilter {
        horizontal_arrows: true,
        ..EventFilter::default()
    };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, arrows));
    let last = count.saturating_sub(1);
    ui.input(|input| {
        if input.modifiers.any() {
            return None;
        }
        let to = if input.key_pressed(Key::ArrowRight) {
            (index + 1).min(last)
        } else if input.key_pressed(Key::ArrowLeft) {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pointer_means_the_nearest_column_that_counts_anything() {
        let columns: Vec<Column> = (0..320)
            .map(|number| Column {
                value: u64::from([3, 40, 42, 319].contains(&number)),
                label: format!("day {number}"),
                from: String::new(),
                to: String::new(),
                cell: Cell::All,
            })
            .collect();
        // Two columns to a point, as where 320 days stand on 160 points.
        let at = |x: f32| nearest(&columns, x / 0.5, REACH / 0.5);
        assert_eq!(at(1.75), Some(3));
        assert_eq!(at(0.0), Some(3), "the edge");
        assert_eq!(at(20.4), Some(40));
        assert_eq!(at(21.2), Some(42));
        assert_eq!(at(80.0), None, "nothing near");
        assert_eq!(at(159.9), Some(319), "the last");
        assert_eq!(at(400.0), None);
        assert_eq!(nearest(&[], 0.0, 16.0), None);
    }
}
