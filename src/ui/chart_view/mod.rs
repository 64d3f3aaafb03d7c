//! The Chart view: bars or a timeline with its table, and the passages behind a number.

mod bars;
mod columns;
mod lines;
mod matrix;
mod options;
mod scale;
mod state;
mod table;

use egui::{Align, Rect, ScrollArea, Sense, Ui, UiBuilder, pos2, vec2};

pub use self::state::State;
use self::{
    bars::BarEvent,
    columns::Columns,
    state::{Mode, TIMES, show_passages},
};
use super::{
    action::Action,
    actions::Id,
    context::Cx,
    evidence,
    shortcuts::pressed_for,
    theme::{colors, font, size, space},
    widgets::{
        Bar, Button, ButtonKind, EmptyState, Icon, Segment, bar, empty_state, hline, label, number,
        number_link, panel_head, segmented, slot_ui, splitter,
    },
};
use crate::{
    model::{
        CountUnit, EntityId,
        chart::{Cell, Chart, ChartData, ChartKind, Matrix, Series, TimeUnit},
    },
    workspace::session::Views,
};

/// Height of the timeline under the bars: at least this, more where the panel is high.
const TIMELINE: f32 = 222.0;
const TALLEST_TIMELINE: f32 = 360.0;

/// Room kept for the notes under the bars.
const NOTES: f32 = 72.0;

/// Below this height of the panel the bars have it alone.
const ROOM_FOR_BOTH: f32 = 420.0;

/// Space left and right of a chart.
const MARGIN: f32 = 28.0;

/// Draws the view into `rect`.
pub fn ui(ui: &mut Ui, rect: Rect, cx: &mut Cx<'_>, state: &mut State) {
    let most = (rect.width() - 380.0).max(300.0);
    let wide = (rect.width() * 0.389).clamp(380.0, 620.0);
    let width = cx
        .split("evidence", wide, 300.0_f32.min(most), most)
        .round();
    let chart = Rect::from_min_max(rect.min, pos2(rect.right() - width, rect.bottom()));
    let passages = Rect::from_min_max(pos2(chart.right(), rect.top()), rect.max);
    super::widgets::at(ui, chart, |ui| chart_ui(ui, chart, cx, state));
    super::widgets::at(ui, passages, |ui| evidence_ui(ui, passages, cx, state));
    let line = Rect::from_min_max(pos2(chart.right() - 1.0, rect.top()), chart.max);
    if let Some(by) = splitter(ui, "evidence", line) {
        cx.send(Action::Split {
            name: "evidence",
            points: width - by,
        });
    }
}

/// Draws the list of passages into `rect`, as the Chart, Map and Read views show it at their right.
pub fn evidence_ui(ui: &mut Ui, rect: Rect, cx: &mut Cx<'_>, state: &mut State) {
    ui.push_id("evidence", |ui| {
        evidence::ui(ui, rect, cx, &mut state.evidence, false);
    });
}

/// The same beside the article that is read: there one click on a passage opens it.
pub fn evidence_beside_ui(ui: &mut Ui, rect: Rect, cx: &mut Cx<'_>, state: &mut State) {
    ui.push_id("evidence", |ui| {
        evidence::ui(ui, rect, cx, &mut state.evidence, true);
    });
}

fn chart_ui(ui: &mut Ui, rect: Rect, cx: &mut Cx<'_>, state: &mut State) {
    let c = colors(ui);
    ui.painter().rect_filled(rect, 0.0, c.paper);
    let views = cx.views();
    let shown = match state.mode {
        Mode::OverTime => &views.timeline,
        Mode::Frequency | Mode::Table => &views.chart,
    };
    let mut export = false;
    let mut mode = state.mode;
    let ready = shown.value().is_some_and(|chart| chart.total() > 0);
    let head = panel_head(
        ui,
        rect,
        "Chart",
        &mut (&mut mode, &mut export),
        |ui, (mode, _)| {
            let segments = Mode::ALL.map(|(_, words)| Segment::new(words));
            let chosen = Mode::ALL.iter().position(|(m, _)| m == *mode).unwrap_or(0);
            if let Some((next, _)) =
                segmented(ui, "Kind of chart", chosen, &segments).and_then(|n| Mode::ALL.get(n))
            {
                **mode = *next;
            }
        },
        |ui, (_, export)| {
            let why = (!ready).then_some("There is nothing to draw");
            let button = Button::new("Export…")
                .name("Export chart…")
                .icon(Icon::Export);
            **export = button
                .kind(ButtonKind::Panel)
                .disabled(why)
                .show(ui)
                .clicked();
        },
    );
    if (export || ready && pressed_for(ui.ctx(), Id::ExportChart))
        && let Some(chart) = shown.value()
    {
        let mut chart = chart.clone();
        chart.selected = state.chosen.as_ref().map(|(cell, _)| cell.clone());
        cx.send(Action::ExportChart(Box::new(chart)));
    }
    state.mode = mode;
    let options = Rect::from_min_size(head.left_bottom(), vec2(rect.width(), 41.0));
    let before = state.show;
    options::options_ui(ui, options, cx, state);
    if state.show != before && cx.wanted.evidence.is_some() {
        // The number whose passages stand beside is not on the new chart.
        cx.send(Action::HidePassages);
    }
    let mut body = Rect::from_min_max(options.left_bottom(), rect.max);
    if state.compares() && state.mode == Mode::OverTime {
        let names = Rect::from_min_size(body.min, vec2(body.width(), 37.0));
        options::compared_names_ui(ui, names, views, state);
        body.min.y = names.bottom();
    }
    match state.mode {
        Mode::Frequency => frequency_ui(ui, body, cx, state),
        Mode::OverTime => over_time_ui(ui, body, cx, state),
        Mode::Table => tables_ui(ui, body, cx, state),
    }
}

impl State {
    /// The chart that is shown, with what is selected on it.
    #[must_use]
    pub fn picture(&self, views: &Views) -> Option<Chart> {
        let shown = match self.mode {
            Mode::OverTime => &views.timeline,
            Mode::Frequency | Mode::Table => &views.chart,
        };
        let mut chart = shown.value()?.clone();
        chart.selected = self.chosen.as_ref().map(|(cell, _)| cell.clone());
        Some(chart)
    }
}

fn frequency_ui(ui: &mut Ui, rect: Rect, cx: &mut Cx<'_>, state: &mut State) {
    let both = rect.height() >= ROOM_FOR_BOTH;
    let below = (rect.height() * 0.28)
        .clamp(TIMELINE, TALLEST_TIMELINE)
        .round();
    let below = if both { below } else { 0.0 };
    let upper = Rect::from_min_max(rect.min, pos2(rect.right(), rect.bottom() - below));
    let views = cx.views();
    let now = cx.now;
    slot_ui(
        ui,
        upper,
        &views.chart,
        now,
        counting(state.unit),
        |ui, chart| {
            bars_ui(ui, upper, chart, cx, state);
        },
    );
    if both {
        let lower = Rect::from_min_max(upper.left_bottom(), rect.max);
        hline(ui.painter(), lower, lower.top() + 0.5, colors(ui).line);
        timeline_ui(ui, lower, cx, state);
    }
}

const fn counting(unit: CountUnit) -> &'static str {
    match unit {
        CountUnit::Mentions => "Counting mentions…",
        CountUnit::Articles | CountUnit::Stories => "Counting articles…",
    }
}

fn bars_ui(ui: &mut Ui, rect: Rect, chart: &Chart, cx: &mut Cx<'_>, state: &mut State) {
    let list = match &chart.data {
        ChartData::Bars(list) => list,
        ChartData::Matrix(matrix) => return matrix_ui(ui, rect, (chart, matrix), cx, state),
        ChartData::Timeline { .. } | ChartData::Lines { .. } => return,
    };
    if list.is_empty() {
        let words = match chart.kind {
            ChartKind::First => "No story of several outlets in this selection",
            _ => "No names found in this selection",
        };
        empty_state(
            ui,
            rect,
            EmptyState {
                words: cx.nothing(words),
                button: None,
            },
        );
        return;
    }
    let builder = UiBuilder::new()
        .max_rect(rect)
        .layout(egui::Layout::top_down(Align::Min));
    ui.scope_builder(builder, |ui| {
        ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
        ScrollArea::vertical()
            .auto_shrink(false)
            .id_salt("bars")
            .show(ui, |ui| {
                let width = ui.available_width() - 2.0 * MARGIN;
                ui.add_space(18.0);
                titles_ui(ui, chart, width);
                ui.add_space(space::M);
                let room = rect.height() - 92.0 - NOTES;
                let row = bars::row_height(list.len(), room);
                let height = list.len() as f32 * row;
                let (area, _) =
                    ui.allocate_exact_size(vec2(width + 2.0 * MARGIN, height), Sense::hover());
                let inner = area.shrink2(vec2(MARGIN, 0.0));
                let chosen = state.chosen.as_ref().map(|(cell, _)| cell);
                if let Some(BarEvent::Choose(index)) =
                    bars::ui(ui, inner, (list, chart.drawn), chosen, chart.unit.word())
                    && let Some(bar) = list.get(index)
                {
                    state.choose(&bar.cell, &bar.label, chart.unit, cx);
                    let row = Rect::from_min_size(
                        inner.min + vec2(0.0, index as f32 * row),
                        vec2(inner.width(), row),
                    );
                    ui.scroll_to_rect(row, None);
                }
                notes_ui(ui, chart, width);
            });
    });
}

fn matrix_ui(
    ui: &mut Ui,
    rect: Rect,
    (chart, matrix): (&Chart, &Matrix),
    cx: &mut Cx<'_>,
    state: &mut State,
) {
    if matrix.rows.is_empty() || matrix.columns.is_empty() {
        let words = match chart.kind {
            ChartKind::Coverage => "Nothing with a day in this selection",
            _ => "No names found in this selection",
        };
        let empty = EmptyState {
            words: cx.nothing(words),
            button: None,
        };
        empty_state(ui, rect, empty);
        return;
    }
    let builder = UiBuilder::new()
        .max_rect(rect)
        .layout(egui::Layout::top_down(Align::Min));
    ui.scope_builder(builder, |ui| {
        ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
        ScrollArea::both()
            .auto_shrink(false)
            .id_salt("matrix")
            .show(ui, |ui| {
                let width = rect.width() - 2.0 * MARGIN;
                ui.add_space(18.0);
                titles_ui(ui, chart, width);
                ui.add_space(space::M);
                let layout = matrix::Layout::new(ui, matrix, width);
                let size = layout.size(matrix);
                let whole = size + vec2(2.0 * MARGIN, 0.0);
                let (area, _) = ui.allocate_exact_size(whole, Sense::hover());
                let inner = Rect::from_min_size(area.min + vec2(MARGIN, 0.0), size);
                let chosen = state.chosen.as_ref().map(|(cell, _)| cell);
                let words = chart.unit.nouns();
                if let Some((cell, label)) = matrix::ui(ui, inner, matrix, &layout, chosen, words) {
                    state.choose(&cell, &label, chart.unit, cx);
                }
                notes_ui(ui, chart, width);
            });
    });
}

/// Title, what is counted and n.
fn titles_ui(ui: &mut Ui, chart: &Chart, width: f32) {
    let c = colors(ui);
    indented(ui, width, |ui| {
        wrapped(ui, &chart.title, font::serif_bold(font::CHART_TITLE), c.ink);
        ui.add_space(space::XS);
        let both = match (chart.subtitle.is_empty(), chart.n_line.is_empty()) {
            (false, false) => format!("{}. {}", chart.subtitle, chart.n_line),
            _ => format!("{}{}", chart.subtitle, chart.n_line),
        };
        if !both.is_empty() {
            wrapped(ui, &both, font::ui(font::UI), c.ink2);
        }
    });
}

fn notes_ui(ui: &mut Ui, chart: &Chart, width: f32) {
    let c = colors(ui);
    if !chart.notes.is_empty() {
        ui.add_space(space::L);
        indented(ui, width, |ui| {
            wrapped(ui, &chart.notes.join(" "), font::ui(font::SMALL), c.ink3);
        });
    }
    ui.add_space(space::XL);
}

fn indented(ui: &mut Ui, width: f32, add: impl FnOnce(&mut Ui)) {
    ui.horizontal(|ui| {
        ui.add_space(MARGIN);
        ui.vertical(|ui| {
            ui.set_max_width(width.max(40.0));
            add(ui);
        });
    });
}

fn wrapped(ui: &mut Ui, words: &str, font: egui::FontId, color: egui::Color32) {
    let words = egui::RichText::new(words).font(font).color(color);
    ui.add(egui::Label::new(words).selectable(false).wrap());
}

fn over_time_ui(ui: &mut Ui, rect: Rect, cx: &mut Cx<'_>, state: &mut State) {
    let views = cx.views();
    let now = cx.now;
    slot_ui(
        ui,
        rect,
        &views.timeline,
        now,
        counting(state.unit),
        |ui, chart| {
            let builder = UiBuilder::new()
                .max_rect(rect)
                .layout(egui::Layout::top_down(Align::Min));
            ui.scope_builder(builder, |ui| {
                ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
                let width = rect.width() - 2.0 * MARGIN;
                ui.add_space(18.0);
                let top = ui.cursor().top();
                titles_ui(ui, chart, width - 150.0);
                let below = ui.cursor().top();
                let units = Rect::from_min_max(
                    pos2(rect.right() - MARGIN - 190.0, top),
                    pos2(rect.right() - MARGIN, top + 28.0),
                );
                units_ui(ui, units, state);
                let notes = if chart.notes.is_empty() { 24.0 } else { 72.0 };
                let plot = Rect::from_min_max(
                    pos2(rect.left() + MARGIN, below + space::XL),
                    pos2(rect.right() - MARGIN, rect.bottom() - notes),
                );
                columns_ui(ui, plot, chart, cx, state);
                let below = Rect::from_min_max(pos2(rect.left(), plot.bottom()), rect.max);
                ui.scope_builder(UiBuilder::new().max_rect(below), |ui| {
                    notes_ui(ui, chart, width);
                });
            });
        },
    );
}

/// Days, weeks or months, at the right of `rect`.
fn units_ui(ui: &mut Ui, rect: Rect, state: &mut State) {
    let c = colors(ui);
    let look = Bar {
        ground: c.paper,
        pad: 0.0,
        line: None,
    };
    bar(
        ui,
        rect,
        look,
        &mut state.time,
        |_, _| {},
        |ui, time| {
            let segments = TIMES.map(|(_, words)| Segment::new(words));
            let chosen = TIMES.iter().position(|(t, _)| t == time).unwrap_or(0);
            if let Some((next, _)) =
                segmented(ui, "Width of a column", chosen, &segments).and_then(|n| TIMES.get(n))
            {
                *time = *next;
            }
        },
    );
}

/// The timeline under the bars, with its own head.
fn timeline_ui(ui: &mut Ui, rect: Rect, cx: &mut Cx<'_>, state: &mut State) {
    let c = colors(ui);
    let views = cx.views();
    let now = cx.now;
    let head = Rect::from_min_max(
        pos2(rect.left() + MARGIN, rect.top() + 8.0),
        pos2(rect.right() - MARGIN, rect.top() + 40.0),
    );
    let look = Bar {
        ground: c.paper,
        pad: 0.0,
        line: None,
    };
    let total = views.timeline.value().map(Chart::total);
    // Of the chart that is shown: another unit may be on its way.
    let unit = views
        .timeline
        .value()
        .map_or(state.unit, |chart| chart.unit);
    let words = unit.nouns();
    let shown = views.timeline.value().and_then(Chart::time);
    let per = match shown.unwrap_or(state.time) {
        TimeUnit::Day => "day",
        TimeUnit::Week => "week",
        TimeUnit::Month => "month",
        TimeUnit::Year => "year",
    };
    let title = state.over_time();
    let cell = views
        .timeline
        .value()
        .and_then(|chart| whole(chart, state.entity()));
    let mut open = false;
    bar(
        ui,
        head,
        look,
        &mut (&mut state.time, &mut open),
        |ui, (_, open)| {
            super::widgets::label_elided(ui, title.as_str(), font::bold(font::UI), c.ink)
                .on_hover_text(title.as_str());
            let small = font::ui(font::SMALL);
            let Some(total) = total else { return };
            // A sum that is no number of anything is not said.
            if cell.is_none() {
                label(ui, format!("{} per {per}", words[1]), small, c.ink2);
                return;
            }
            label(ui, format!("{} per {per}, n = ", words[1]), small, c.ink2);
            ui.add_space(-space::M);
            let says = format!("Show {} {}", number(total), words[1]);
            **open = number_link(ui, &number(total), &says, font::SMALL).clicked();
        },
        |ui, (time, _)| {
            let segments = TIMES.map(|(_, words)| Segment::new(words));
            let chosen = TIMES.iter().position(|(t, _)| t == *time).unwrap_or(0);
            if let Some((next, _)) =
                segmented(ui, "Width of a column", chosen, &segments).and_then(|n| TIMES.get(n))
            {
                **time = *next;
            }
        },
    );
    if open && let (Some(cell), Some(chart)) = (cell, views.timeline.value()) {
        show_passages(cell, chart.unit, cx);
    }
    let plot = Rect::from_min_max(
        pos2(rect.left() + MARGIN, head.bottom() + space::S),
        pos2(rect.right() - MARGIN, rect.bottom() - space::L),
    );
    slot_ui(
        ui,
        plot,
        &views.timeline,
        now,
        counting(state.unit),
        |ui, chart| {
            columns_ui(ui, plot, chart, cx, state);
        },
    );
}

/// What the sum of all columns opens: what has no date is not in it.
fn whole(chart: &Chart, entity: Option<EntityId>) -> Option<Cell> {
    let ChartData::Timeline { columns, unit, .. } = &chart.data else {
        return None;
    };
    // A story that unfolds counts in each of its columns, so their sum is no number of stories.
    if chart.unit == CountUnit::Stories {
        return None;
    }
    Some(Cell::Span {
        entity,
        from: columns.first()?.from.clone(),
        to: columns.last()?.to.clone(),
        unit: *unit,
    })
}

/// Several names: lines, or a small chart for each.
fn compared_ui(
    ui: &mut Ui,
    rect: Rect,
    (chart, unit, series): (&Chart, TimeUnit, &[Series]),
    cx: &mut Cx<'_>,
    state: &mut State,
) {
    if series.iter().all(|one| one.columns.is_empty()) {
        let empty = EmptyState {
            words: "No article in this selection has a date precise enough",
            button: None,
        };
        empty_state(ui, rect, empty);
        return;
    }
    let selected = cx.wanted.evidence.as_ref().map(|(cell, _)| cell.clone());
    let lines = lines::Lines {
        series,
        unit,
        log: chart.drawn.log,
        selected: selected.as_ref(),
        words: chart.unit.nouns(),
    };
    let asked = if chart.drawn.multiples {
        lines::small_ui(ui, rect, &lines)
    } else {
        lines.ui(ui, rect, &mut state.point)
    };
    if let Some(cell) = asked {
        show_passages(cell, chart.unit, cx);
    }
}

fn columns_ui(ui: &mut Ui, rect: Rect, chart: &Chart, cx: &mut Cx<'_>, state: &mut State) {
    if let ChartData::Lines { unit, series } = &chart.data {
        return compared_ui(ui, rect, (chart, *unit, series), cx, state);
    }
    let ChartData::Timeline {
        unit,
        columns,
        undated,
        undated_cell,
    } = &chart.data
    else {
        return;
    };
    if columns.is_empty() {
        let words = "No article in this selection has a date precise enough";
        empty_state(
            ui,
            rect,
            EmptyState {
                words,
                button: None,
            },
        );
        return;
    }
    let selected = cx.wanted.evidence.as_ref().map(|(cell, _)| cell.clone());
    let asked = Columns {
        columns,
        unit: *unit,
        undated: *undated,
        undated_cell: undated_cell.clone(),
        selected: selected.as_ref(),
        accented: state.entity().is_some(),
        words: chart.unit.nouns(),
        most: None,
        log: chart.drawn.log,
    }
    .ui(ui, rect);
    if let Some(cell) = asked {
        show_passages(cell, chart.unit, cx);
    }
}

/// The same numbers as tables: the bars, and at their right or below the timeline.
fn tables_ui(ui: &mut Ui, rect: Rect, cx: &mut Cx<'_>, state: &mut State) {
    let c = colors(ui);
    ui.painter().rect_filled(rect, 0.0, c.panel);
    let views = cx.views();
    let now = cx.now;
    let half = (rect.height() * 0.58).round();
    let upper = Rect::from_min_size(rect.min, vec2(rect.width(), half));
    let lower = Rect::from_min_max(upper.left_bottom(), rect.max);
    let mut asked = None;
    let title_height = size::ROW;
    let selected = cx.wanted.evidence.as_ref().map(|(cell, _)| cell.clone());
    let over_time = state.over_time();
    for (part, slot, fallback) in [
        (upper, &views.chart, ""),
        (lower, &views.timeline, over_time.as_str()),
    ] {
        slot_ui(ui, part, slot, now, counting(state.unit), |ui, chart| {
            let head = Rect::from_min_size(part.min, vec2(part.width(), title_height));
            ui.painter().rect_filled(head, 0.0, c.bg);
            hline(ui.painter(), head, head.bottom(), c.line);
            let words = if fallback.is_empty() {
                &chart.title
            } else {
                fallback
            };
            super::widgets::at(ui, head.shrink2(vec2(space::XL, 0.0)), |ui| {
                super::widgets::label_elided(ui, words, font::bold(font::SMALL), c.ink);
            });
            let body = Rect::from_min_max(head.left_bottom(), part.max);
            let found = table::ui(ui, body, chart, selected.as_ref());
            asked = found.map(|cell| (cell, chart.unit)).or(asked.take());
        });
    }
    let Some((cell, unit)) = asked else { return };
    let label = match views.chart.value().map(|chart| &chart.data) {
        Some(ChartData::Bars(bars)) => bars
            .iter()
            .find(|b| b.cell == cell)
            .map(|b| b.label.clone()),
        _ => None,
    };
    match label {
        Some(label) => state.choose(&cell, &label, unit, cx),
        None => show_passages(cell, unit, cx),
    }
}
