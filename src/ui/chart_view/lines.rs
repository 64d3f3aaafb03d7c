//! Several names over the same dates: lines with their names beside their ends, or a small chart for each, painted from the
//! same value as the exported picture.

use egui::{
    Align2, Color32, EventFilter, Id, Key, Pos2, Rect, Role, ScrollArea, Sense, Shape, Stroke, Ui,
    UiBuilder, WidgetInfo, pos2, vec2,
};

use super::{
    columns::{Columns, dates_ui},
    scale::ticks,
};
use crate::{
    model::{
        chart::{Cell, Column, Series, TimeUnit},
        lines::{DASHES, seats},
        scale::Scale,
    },
    ui::{
        theme::{colors, font, space, stroke},
        widgets::{
            count, elided, focus_ring, galley_at, hline, list_of, number, number_link, position,
            text, vline, width_of,
        },
    },
};

/// Room for the dates under the lines.
const FOOT: f32 = 24.0;

/// Room between a line's end and its name.
const LEADER: f32 = 22.0;

/// Height of a name with what is undated of it.
const NAME: f32 = 34.0;

/// A place on one of the lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Point {
    pub line: usize,
    pub column: usize,
}

/// What is drawn.
pub struct Lines<'a> {
    pub series: &'a [Series],
    pub unit: TimeUnit,
    pub log: bool,
    pub selected: Option<&'a Cell>,
    /// What is counted, one and many.
    pub words: [&'a str; 2],
}

impl Lines<'_> {
    fn most(&self) -> u64 {
        let columns = self.series.iter().flat_map(|one| &one.columns);
        columns.map(|column| column.value).max().unwrap_or(0)
    }

    /// Draws the lines into `rect`; returns the number that was asked for. `at` is where the keyboard is.
    pub fn ui(&self, ui: &mut Ui, rect: Rect, at: &mut Point) -> Option<Cell> {
        let c = colors(ui);
        let (most, small) = (self.most(), font::ui(font::HEAD));
        let scale = Scale::new(most, self.log);
        let ticks = if self.log {
            scale.ticks()
        } else {
            ticks(most, 4)
        };
        let gutter = ticks
            .iter()
            .map(|tick| width_of(ui, &number(*tick), small.clone()))
            .fold(0.0_f32, f32::max)
            + space::M;
        let widest = rect.width() * 0.28;
        let names = self
            .series
            .iter()
            .map(|one| width_of(ui, &one.label, font::bold(font::SMALL)))
            .fold(72.0_f32, f32::max)
            .min(widest);
        let plot = Rect::from_min_max(
            pos2(rect.left() + gutter, rect.top() + space::M),
            pos2(rect.right() - names - LEADER, rect.bottom() - FOOT),
        );
        let y_of = |value: u64| plot.bottom() - plot.height() * scale.of(value) as f32;
        for tick in &ticks {
            let y = y_of(*tick);
            let color = if *tick == 0 { c.line2 } else { c.line };
            hline(ui.painter(), plot, y, color);
            let at = pos2(plot.left() - space::S, y);
            text(
                ui,
                at,
                Align2::RIGHT_CENTER,
                &number(*tick),
                small.clone(),
                c.ink3,
            );
        }
        let columns: &[Column] = self.series.first().map_or(&[], |one| &one.columns);
        if columns.is_empty() {
            return None;
        }
        let pitch = plot.width() / columns.len() as f32;
        let x_of = |column: usize| plot.left() + (column as f32 + 0.5) * pitch;
        dates_ui(ui, plot, (columns, self.unit), pitch);
        at.line = at.line.min(self.series.len().saturating_sub(1));
        at.column = at.column.min(columns.len() - 1);

        // The mouse: the date under it, and the line nearest to it there.
        let base = ui.scope_id().with("lines");
        let response = ui.interact(plot, base.with("plot"), Sense::click());
        let pointed = response.hover_pos().map(|pointer| {
            let column = ((pointer.x - plot.left()) / pitch).floor().max(0.0) as usize;
            let column = column.min(columns.len() - 1);
            let far = |line: &usize| {
                let value = self.value(*line, column);
                ((y_of(value) - pointer.y).abs() * 16.0) as i64
            };
            let line = (0..self.series.len()).min_by_key(far).unwrap_or(0);
            Point { line, column }
        });
        let mut asked = None;
        if let Some(pointed) = pointed {
            let x = x_of(pointed.column).round() + 0.5;
            vline(ui.painter(), plot, x, c.line2);
            if response.clicked() {
                *at = pointed;
                asked = self
                    .column(pointed)
                    .filter(|c| c.value > 0)
                    .map(|c| c.cell.clone());
                ui.memory_mut(|memory| memory.request_focus(base.with(pointed.line)));
            }
        }
        let paths: Vec<Vec<Pos2>> = self
            .series
            .iter()
            .map(|one| {
                let points = one.columns.iter().enumerate();
                points
                    .map(|(n, column)| pos2(x_of(n), y_of(column.value)))
                    .collect()
            })
            .collect();
        for (line, path) in paths.iter().enumerate() {
            paint_line(ui, path, line, self.color(ui, line));
        }
        let focused = (0..self.series.len())
            .find(|line| ui.memory(|memory| memory.has_focus(base.with(*line))));
        for (point, strong) in [(pointed, false), (focused.map(|_| *at), true)] {
            let Some(point) = point else { continue };
            let place = pos2(
                x_of(point.column),
                y_of(self.value(point.line, point.column)),
            );
            let color = self.color(ui, point.line);
            ui.painter().circle_filled(place, 3.5, color);
            if strong {
                let ring = Stroke::new(stroke::FOCUS, c.accent);
                ui.painter().circle_stroke(place, 6.5, ring);
            }
        }
        for (line, column) in self.marked() {
            let place = pos2(x_of(column), y_of(self.value(line, column)));
            ui.painter().circle_filled(place, 4.0, c.accent);
        }
        if let Some(pointed) = pointed {
            let says = self.says_all(pointed.column);
            response.on_hover_text_at_pointer(says);
        }
        let opened = self.names_ui(ui, (rect, plot), (base, &paths), at);
        asked.or(opened)
    }

    fn color(&self, ui: &Ui, line: usize) -> Color32 {
        let series = colors(ui).series;
        series.get(line % series.len()).copied().unwrap_or_default()
    }

    fn column(&self, at: Point) -> Option<&Column> {
        self.series.get(at.line)?.columns.get(at.column)
    }

    fn value(&self, line: usize, column: usize) -> u64 {
        self.column(Point { line, column }).map_or(0, |c| c.value)
    }

    /// Points whose passages are listed.
    fn marked(&self) -> impl Iterator<Item = (usize, usize)> {
        let found = self.series.iter().enumerate().flat_map(|(line, one)| {
            let columns = one.columns.iter().enumerate();
            columns
                .filter(|(_, column)| Some(&column.cell) == self.selected)
                .map(move |(column, _)| (line, column))
        });
        found.collect::<Vec<_>>().into_iter()
    }

    /// Each name's number on a date, most first.
    fn says_all(&self, column: usize) -> String {
        let mut values: Vec<(u64, &str)> = self
            .series
            .iter()
            .enumerate()
            .map(|(line, one)| (self.value(line, column), one.label.as_str()))
            .collect();
        values.sort_by_key(|(value, _)| std::cmp::Reverse(*value));
        let first = self.series.first().and_then(|one| one.columns.get(column));
        let mut says = first.map(|c| c.label.clone()).unwrap_or_default();
        for (value, name) in values {
            says.push_str(&format!("\n{name}: {}", number(value)));
        }
        says
    }

    /// The names beside the ends; each is where the keyboard walks along its line.
    fn names_ui(
        &self,
        ui: &mut Ui,
        (rect, plot): (Rect, Rect),
        (base, paths): (Id, &[Vec<Pos2>]),
        at: &mut Point,
    ) -> Option<Cell> {
        let ends: Vec<f64> = paths
            .iter()
            .map(|path| path.last().map_or(plot.bottom(), |end| end.y).into())
            .collect();
        let heights = vec![f64::from(NAME); ends.len()];
        let (top, bottom) = (rect.top().into(), rect.bottom().into());
        let seats = seats(&ends, &heights, top, bottom);
        let seats = seats.into_iter().map(|middle| middle as f32);
        let left = plot.right() + LEADER;
        let mut asked = None;
        let mut focus = None;
        list_of(ui, Role::ListBox, "Lines", self.series.len());
        for (line, (one, middle)) in self.series.iter().zip(seats).enumerate() {
            let color = self.color(ui, line);
            if let Some(end) = paths.get(line).and_then(|path| path.last()) {
                let leader = [
                    *end,
                    pos2(plot.right() + 6.0, middle - 8.0),
                    pos2(left - 4.0, middle - 8.0),
                ];
                ui.painter().line(leader.to_vec(), Stroke::new(1.0, color));
            }
            let area = Rect::from_min_max(
                pos2(left, middle - NAME / 2.0),
                pos2(rect.right(), middle + NAME / 2.0),
            );
            let id = base.with(line);
            let head = Rect::from_min_max(area.min, pos2(area.right(), middle + 1.0));
            let response = ui.interact(head, id, Sense::click());
            let here = Point {
                line,
                column: at.column,
            };
            let says = self.column(here).map_or_else(
                || one.label.clone(),
                |column| {
                    let value = count(column.value, self.words[0], self.words[1]);
                    format!("{}, {}, {value}", one.label, column.label)
                },
            );
            response.widget_info(|| {
                WidgetInfo::selected(Role::ListBoxOption, true, at.line == line, &says)
            });
            position(ui, id, line);
            if response.clicked() && response.has_focus() {
                // Enter on the point where the keyboard is.
                asked = self
                    .column(here)
                    .filter(|c| c.value > 0)
                    .map(|c| c.cell.clone());
            } else if response.clicked() {
                response.request_focus();
                at.line = line;
            }
            if response.has_focus() {
                at.line = line;
                if let Some(to) = moved(ui, id, here, (self.series.len(), one.columns.len())) {
                    *at = to;
                    focus = (to.line != line).then(|| base.with(to.line));
                }
            }
            let galley = elided(ui, &one.label, font::bold(font::SMALL), color, area.width());
            let cut = galley.elided;
            galley_at(ui, left, middle - 8.0, galley, color);
            focus_ring(ui, head, &response);
            if cut {
                response.on_hover_text(&one.label);
            }
            if one.undated > 0 {
                let below = Rect::from_min_max(pos2(left, middle), area.max);
                let words = format!("{} undated", number(one.undated));
                let says = format!(
                    "Show {} of {} without a date",
                    number(one.undated),
                    one.label
                );
                let link = crate::ui::widgets::at(ui, below, |ui| {
                    number_link(ui, &words, &says, font::HEAD).clicked()
                });
                if link {
                    asked = Some(one.undated_cell.clone());
                }
            }
        }
        if let Some(id) = focus {
            ui.memory_mut(|memory| memory.request_focus(id));
        }
        asked
    }
}

/// A line with its dash; a line of one date is a point.
fn paint_line(ui: &Ui, path: &[Pos2], line: usize, color: Color32) {
    if let [only] = path {
        ui.painter().circle_filled(*only, 3.0, color);
    }
    let stroke = Stroke::new(1.8, color);
    match DASHES[line % DASHES.len()] {
        None => {
            ui.painter().line(path.to_vec(), stroke);
        }
        Some((on, off)) => {
            ui.painter()
                .extend(Shape::dashed_line(path, stroke, on as f32, off as f32));
        }
    }
}

/// The point to which a key leads: along the line, or to the line above or below in the list.
fn moved(ui: &Ui, id: Id, at: Point, (lines, columns): (usize, usize)) -> Option<Point> {
    let arrows = EventFilter {
        horizontal_arrows: true,
        vertical_arrows: true,
        ..EventFilter::default()
    };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(id, arrows));
    let last = columns.saturating_sub(1);
    ui.input(|input| {
        if input.modifiers.any() {
            return None;
        }
        let mut to = at;
        if input.key_pressed(Key::ArrowRight) {
            to.column = (at.column + 1).min(last);
        } else if input.key_pressed(Key::ArrowLeft) {
            to.column = at.column.saturating_sub(1);
        } else if input.key_pressed(Key::Home) {
            to.column = 0;
        } else if input.key_pressed(Key::End) {
            to.column = last;
        } else if input.key_pressed(Key::ArrowDown) {
            to.line = (at.line + 1).min(lines.saturating_sub(1));
        } else if input.key_pressed(Key::ArrowUp) {
            to.line = at.line.saturating_sub(1);
        }
        (to != at).then_some(to)
    })
}

/// Least size of a small chart.
const SMALL: [f32; 2] = [230.0, 132.0];

/// Draws a small chart for each name, all on one scale, scrolled where there are many; returns the number that was asked
/// for.
pub fn small_ui(ui: &mut Ui, rect: Rect, lines: &Lines<'_>) -> Option<Cell> {
    let c = colors(ui);
    let most = lines.most();
    let number_of = lines.series.len().max(1);
    let gap = space::XL;
    let across = (((rect.width() + gap) / (SMALL[0] + gap)).floor() as usize)
        .clamp(1, 4)
        .min(number_of);
    let down = number_of.div_ceil(across);
    let wide = (rect.width() - gap * (across - 1) as f32) / across as f32;
    let high = ((rect.height() - gap * (down - 1) as f32) / down as f32).clamp(SMALL[1], 240.0);
    let mut asked = None;
    ui.scope_builder(UiBuilder::new().max_rect(rect), |ui| {
        ScrollArea::vertical()
            .id_salt("small charts")
            .auto_shrink(false)
            .show(ui, |ui| {
                let height = high * down as f32 + gap * (down - 1) as f32;
                let (all, _) = ui.allocate_exact_size(vec2(rect.width(), height), Sense::hover());
                for (index, one) in lines.series.iter().enumerate() {
                    let min = all.min
                        + vec2(
                            (wide + gap) * (index % across) as f32,
                            (high + gap) * (index / across) as f32,
                        );
                    let area = Rect::from_min_size(min, vec2(wide, high));
                    if !ui.is_rect_visible(area) {
                        continue;
                    }
                    let head = Rect::from_min_size(area.min, vec2(wide, 20.0));
                    let body = Rect::from_min_max(head.left_bottom(), area.max);
                    let undated = format!("{} undated", number(one.undated));
                    let room = if one.undated > 0 {
                        width_of(ui, &undated, font::ui(font::HEAD)) + space::M
                    } else {
                        0.0
                    };
                    let name = elided(ui, &one.label, font::bold(font::SMALL), c.ink, wide - room);
                    galley_at(ui, head.left(), head.center().y, name, c.ink);
                    if one.undated > 0 {
                        let place = Rect::from_min_max(
                            pos2(head.right() - room + space::M, head.top()),
                            head.max,
                        );
                        let says = format!(
                            "Show {} of {} without a date",
                            number(one.undated),
                            one.label
                        );
                        let link = crate::ui::widgets::at(ui, place, |ui| {
                            number_link(ui, &undated, &says, font::HEAD).clicked()
                        });
                        if link {
                            asked = Some(one.undated_cell.clone());
                        }
                    }
                    let columns = Columns {
                        columns: &one.columns,
                        unit: lines.unit,
                        undated: 0,
                        undated_cell: one.undated_cell.clone(),
                        selected: lines.selected,
                        accented: false,
                        words: lines.words,
                        most: Some(most),
                        log: lines.log,
                    };
                    let found = ui
                        .push_id(("small", index), |ui| columns.ui(ui, body))
                        .inner;
                    asked = found.or(asked.take());
                }
            });
    });
    asked
}
