//! The two texts in paired rows, or both in one column, with what differs struck through and underlined.

use std::{ops::Range, sync::Arc};

use egui::{
    Align, Align2, Color32, Galley, Id, Rect, Role, ScrollArea, Sense, Stroke, StrokeKind, Ui,
    WidgetInfo, pos2,
    text::{LayoutJob, TextFormat},
    vec2,
};

use super::{
    At, Identity, Side, State, cards,
    differences::{Run, Whose, is_headline},
    identity, legend,
};
use crate::{
    model::{
        BlockKind, ByteSpan,
        family::{CompareRow, Comparison, RowState},
        span::CharCounter,
    },
    ui::{
        action::Action,
        context::Cx,
        read::text::Rows,
        theme::{colors, font, space, stroke},
        widgets::{self, Icon, label},
    },
};

const HEAD: f32 = 62.0;
const FOOT: f32 = 30.0;
/// Without the titles, where there is little room.
const LOW_HEAD: f32 = 36.0;
/// Height of heads, legend and a few lines of the texts.
pub(super) const LEAST: f32 = HEAD + FOOT + 3.0 * font::COMPARE.1;
pub(super) const LOW_LEAST: f32 = LOW_HEAD + 2.0 * font::COMPARE.1;
const GUTTER: f32 = 27.0;
/// Space left and right of a text, and above and below it in its row.
const MARGIN: f32 = 24.0;
const PAD: f32 = 10.0;
/// Text in one column is never wider.
const WIDEST: f32 = 760.0;
/// Least width of each side when they stand side by side.
const NARROWEST: f32 = 240.0;
/// Bytes measured at once when a comparison is opened; rows further down are guessed until they are seen.
const MEASURED_AT_ONCE: usize = 60_000;

/// How the rows are laid out: how high each is and where it lies. Made anew for other texts or another width.
#[derive(Debug, Default)]
pub(super) struct Layout {
    key: Option<(Identity, bool, u32)>,
    /// Rows of the comparison that are shown.
    rows: Vec<usize>,
    heights: Vec<f32>,
    /// Upper edge of each row, and the end of the last.
    tops: Vec<f32>,
}

impl Layout {
    fn settle(&mut self) {
        let mut top = 0.0;
        self.tops.clear();
        self.tops.push(top);
        for height in &self.heights {
            top += height;
            self.tops.push(top);
        }
    }

    fn height(&self) -> f32 {
        self.tops.last().copied().unwrap_or(0.0)
    }

    fn visible(&self, from: f32, to: f32) -> Range<usize> {
        let first = self
            .tops
            .partition_point(|top| *top <= from)
            .saturating_sub(1);
        let last = self.tops.partition_point(|top| *top < to);
        first..last.min(self.rows.len())
    }

    /// Where bytes of a side's text lie, about: the middle of the line, from the top of the stack.
    fn y_of(&self, comparison: &Comparison, span: ByteSpan, whose: Whose) -> Option<f32> {
        let (at, block) = self.rows.iter().enumerate().find_map(|(at, row)| {
            let row = comparison.rows.get(*row)?;
            let side = if whose == Whose::OnlyA {
                &row.a
            } else {
                &row.b
            };
            let block = side.as_ref()?;
            block.span.overlaps(&span).then_some((at, block))
        })?;
        let share = f64::from(span.start.saturating_sub(block.span.start))
            / f64::from(block.span.len().max(1));
        let height = self.heights.get(at)? - 2.0 * PAD;
        Some(self.tops.get(at)? + PAD + height * share as f32 + font::COMPARE.1 / 2.0)
    }
}

/// Where texts and gutter lie.
struct Frame {
    left: Rect,
    right: Rect,
    gutter: Rect,
    /// Both texts in one column, which is `right`.
    inline: bool,
}

impl Frame {
    fn of(rect: Rect, inline: bool) -> Self {
        let inline = inline || rect.width() < 2.0 * NARROWEST + GUTTER;
        let middle = if inline {
            rect.left()
        } else {
            rect.left() + ((rect.width() - GUTTER) / 2.0).round()
        };
        let gutter = Rect::from_min_max(
            pos2(middle, rect.top()),
            pos2(middle + GUTTER, rect.bottom()),
        );
        Self {
            left: Rect::from_min_max(rect.min, gutter.left_bottom()),
            right: Rect::from_min_max(gutter.right_top(), rect.max),
            gutter,
            inline,
        }
    }

    fn width(&self) -> f32 {
        let width = self.right.width() - 2.0 * MARGIN;
        if self.inline {
            width.min(WIDEST)
        } else {
            width
        }
    }
}

/// Draws heads, texts and legend into `rect`.
pub(super) fn ui(
    ui: &mut Ui,
    rect: Rect,
    cx: &mut Cx<'_>,
    state: &mut State,
    comparison: &Comparison,
    a: Side<'_>,
    b: Side<'_>,
) {
    let c = colors(ui);
    // In a low window the texts come first.
    let low = rect.height() < LEAST;
    let (above, below) = if low { (LOW_HEAD, 0.0) } else { (HEAD, FOOT) };
    let foot = Rect::from_min_max(pos2(rect.left(), rect.bottom() - below), rect.max);
    let head = Rect::from_min_size(rect.min, vec2(rect.width(), above));
    let body = Rect::from_min_max(head.left_bottom(), foot.right_top());
    let frame = Frame::of(body, cx.inline);
    ui.painter().rect_filled(head, 0.0, c.panel);
    widgets::hline(ui.painter(), head, head.bottom(), c.line2);
    let split = Frame::of(head, false);
    let half = head.width() / 2.0;
    let (left, right) = if split.inline {
        (
            Rect::from_min_size(head.min, vec2(half, above)),
            Rect::from_min_max(pos2(head.left() + half, head.top()), head.max),
        )
    } else {
        (split.left, split.right)
    };
    title_ui(ui, left, a, "A", cx);
    title_ui(ui, right, b, "B", cx);
    ui.painter().rect_filled(body, 0.0, c.paper);
    ui.painter().rect_filled(frame.gutter, 0.0, c.panel);
    rows_ui(ui, body, &frame, state, comparison);
    if !low {
        legend::ui(ui, foot, cx, state, comparison);
    }
}

/// What stands above a text: letter, version, date, words; then the title.
fn title_ui(ui: &mut Ui, rect: Rect, side: Side<'_>, letter: &str, cx: &mut Cx<'_>) {
    let c = colors(ui);
    let y = rect.top() + 18.0;
    let badge = cards::letter(ui, rect.left() + MARGIN, y, letter);
    let words = widgets::count(u64::from(side.version.words), "word", "words");
    let right = rect.right() - MARGIN;
    let words_width = widgets::width_of(ui, &words, font::ui(font::SMALL));
    widgets::text(
        ui,
        pos2(right, y),
        Align2::RIGHT_CENTER,
        &words,
        font::ui(font::SMALL),
        c.ink2,
    );
    let name = side.name();
    let room = right - words_width - space::L - badge.right() - space::S;
    let galley = widgets::elided(ui, &name, font::bold(font::SMALL), c.ink, room);
    let left = badge.right() + space::S;
    let place = Rect::from_min_size(pos2(left, y - 10.0), vec2(galley.size().x, 20.0));
    let response = ui.interact(place, Id::unique(("open version", letter)), Sense::click());
    let spoken = format!("{letter}, {name}: open it in Read");
    response.widget_info(|| WidgetInfo::labeled(Role::Link, true, &spoken));
    let used = galley.size().x;
    widgets::galley_at(ui, left, y, galley, c.ink);
    if response.hovered() {
        widgets::hline(ui.painter(), place, place.bottom() - 2.0, c.ink);
    }
    widgets::focus_ring(ui, place.expand2(vec2(3.0, 0.0)), &response);
    if response.clicked() {
        cx.send(Action::OpenArticle {
            article: side.version.article,
            at: None,
        });
    }
    widgets::tooltip(response, "Open it in Read", None);
    let date = widgets::elided(
        ui,
        &side.date(),
        font::ui(font::SMALL),
        c.ink2,
        room - used - space::M,
    );
    widgets::galley_at(ui, left + used + space::M, y, date, c.ink2);
    if rect.height() < HEAD {
        return;
    }
    let title = Rect::from_min_max(
        pos2(rect.left() + MARGIN, rect.top() + 29.0),
        pos2(right, rect.bottom() - 4.0),
    );
    widgets::at(ui, title, |ui| {
        widgets::label_elided(
            ui,
            &side.version.title,
            font::serif_bold(font::VERSION_TITLE),
            c.ink,
        )
        .on_hover_text(&side.version.title);
    });
}

/// The runs of a row: of A, of B; in one column only the second, which holds both.
fn runs(
    comparison: &Comparison,
    at: usize,
    row: &CompareRow,
    inline: bool,
) -> (Option<Run>, Option<Run>) {
    if inline {
        return (None, Some(Run::merged(comparison, at, row)));
    }
    let side = |text: &str, block: &Option<_>, whose| {
        block
            .as_ref()
            .map(|block| Run::side(text, block, row.state(), whose))
    };
    (
        side(&comparison.a_text, &row.a, Whose::OnlyA),
        side(&comparison.b_text, &row.b, Whose::OnlyB),
    )
}

/// Lays a run out. Cheap for what was laid out in the last frame, because egui keeps it.
fn layout(ui: &Ui, run: &Run, width: f32) -> Arc<Galley> {
    let c = colors(ui);
    let id = match run.kind {
        BlockKind::Headline | BlockKind::Subhead => font::serif_bold(font::COMPARE.0),
        BlockKind::Paragraph => font::serif(font::COMPARE.0),
        BlockKind::Caption => font::serif_italic(font::COMPARE.0),
    };
    let format = |ink: Color32| TextFormat {
        line_height: Some(font::COMPARE.1),
        ..TextFormat::simple(id.clone(), ink)
    };
    let mut job = LayoutJob::default();
    let mut at = 0;
    for piece in &run.pieces {
        let ink = match piece.whose {
            Whose::Both => Color32::PLACEHOLDER,
            Whose::OnlyA => c.dropped,
            Whose::OnlyB => c.added,
        };
        if let Some(between) = run
            .text
            .get(at..piece.within.start)
            .filter(|s| !s.is_empty())
        {
            job.append(between, 0.0, format(Color32::PLACEHOLDER));
        }
        if let Some(words) = run.text.get(piece.within.clone()) {
            job.append(words, 0.0, format(ink));
        }
        at = piece.within.end;
    }
    job.wrap.max_width = width;
    ui.fonts_mut(|fonts| fonts.layout_job(job))
}

fn row_height(ui: &Ui, sides: &(Option<Run>, Option<Run>), width: f32) -> f32 {
    let high = |run: &Option<Run>| {
        run.as_ref()
            .map_or(0.0, |run| layout(ui, run, width).size().y)
    };
    (high(&sides.0).max(high(&sides.1)).max(font::COMPARE.1) + 2.0 * PAD).ceil()
}

/// A height from the number of letters alone: Literata at 15 points is 7.2 points a letter on average.
fn guess(row: &CompareRow, width: f32) -> f32 {
    let letters = |side: &Option<crate::model::family::CompareBlock>| {
        side.as_ref().map_or(0, |block| block.span.len())
    };
    let lines = (letters(&row.a).max(letters(&row.b)) as f32 * 7.2 / width.max(1.0))
        .ceil()
        .max(1.0);
    lines * font::COMPARE.1 + 2.0 * PAD
}

fn lay_out(ui: &Ui, state: &mut State, comparison: &Comparison, frame: &Frame) {
    let width = frame.width();
    let key = (identity(comparison), frame.inline, width.to_bits());
    if state.layout.key == Some(key) {
        return;
    }
    let mut made = Layout {
        key: Some(key),
        ..Layout::default()
    };
    let mut budget = MEASURED_AT_ONCE;
    for (at, row) in comparison.rows.iter().enumerate() {
        if is_headline(row) {
            continue;
        }
        made.rows.push(at);
        let size = [&row.a, &row.b]
            .into_iter()
            .flatten()
            .map(|block| block.span.len() as usize)
            .sum();
        let height = if budget > 0 {
            row_height(ui, &runs(comparison, at, row, frame.inline), width)
        } else {
            guess(row, width)
        };
        budget = budget.saturating_sub(size);
        made.heights.push(height);
    }
    made.settle();
    state.layout = made;
}

/// What is marked in a side's text.
fn marked(state: &State, comparison: &Comparison) -> [Vec<ByteSpan>; 2] {
    let spans = |side: &Option<crate::model::family::Fact>| {
        side.as_ref()
            .map(|fact| fact.spans.clone())
            .unwrap_or_default()
    };
    match state.at {
        At::Start => [Vec::new(), Vec::new()],
        At::Fact(at) => match comparison.facts.get(at) {
            Some(fact) => [spans(&fact.a), spans(&fact.b)],
            None => [Vec::new(), Vec::new()],
        },
        At::Difference(at) => match state.differences().get(at) {
            Some(d) => [d.a.into_iter().collect(), d.b.into_iter().collect()],
            None => [Vec::new(), Vec::new()],
        },
    }
}

/// The place to bring into view. A fact that stands in several places shows one after the other.
fn target(state: &State, comparison: &Comparison, marks: &[Vec<ByteSpan>; 2]) -> Option<f32> {
    let mut places: Vec<f32> = Vec::new();
    let [a, b] = marks;
    let both = a
        .iter()
        .map(|span| (*span, Whose::OnlyA))
        .chain(b.iter().map(|span| (*span, Whose::OnlyB)));
    for (span, whose) in both {
        if let Some(y) = state.layout.y_of(comparison, span, whose)
            && places.iter().all(|known| (known - y).abs() > 60.0)
        {
            places.push(y);
        }
    }
    let many = places.len().max(1);
    places.get(state.place % many).copied()
}

fn rows_ui(ui: &mut Ui, body: Rect, frame: &Frame, state: &mut State, comparison: &Comparison) {
    let c = colors(ui);
    lay_out(ui, state, comparison, frame);
    let marks = marked(state, comparison);
    let wanted = if state.scroll > 0 {
        state.scroll -= 1;
        ui.ctx().request_repaint();
        target(state, comparison, &marks)
    } else {
        None
    };
    let lines = if frame.inline {
        vec![frame.gutter.right()]
    } else {
        vec![frame.gutter.left(), frame.gutter.right()]
    };
    ui.scope_builder(egui::UiBuilder::new().max_rect(body), |ui| {
        ui.set_clip_rect(ui.clip_rect().intersect(body));
        let (a, b) = (comparison.a.0, comparison.b.0);
        ScrollArea::vertical()
            .id_salt(("compared texts", a, b))
            .auto_shrink(false)
            .show_viewport(ui, |ui, view| {
                ui.set_min_size(vec2(body.width(), state.layout.height() + MARGIN));
                let origin = body.top() - view.top();
                if let Some(y) = wanted {
                    let margin = font::COMPARE.1 * 2.0;
                    if y < view.top() + margin || y > view.bottom() - margin {
                        let line = Rect::from_min_size(
                            pos2(body.left(), origin + y - 12.0),
                            vec2(1.0, font::COMPARE.1),
                        );
                        ui.scroll_to_rect(line, Some(Align::Center));
                    }
                }
                let pages = std::mem::take(&mut state.pages);
                if pages != 0.0 {
                    let page = (body.height() - font::COMPARE.1).max(font::COMPARE.1);
                    ui.scroll_with_delta(vec2(0.0, -pages * page));
                }
                let mut moved = false;
                for index in state.layout.visible(view.top(), view.bottom()) {
                    let (Some(&at), Some(&top)) =
                        (state.layout.rows.get(index), state.layout.tops.get(index))
                    else {
                        continue;
                    };
                    let Some(row) = comparison.rows.get(at) else {
                        continue;
                    };
                    let sides = runs(comparison, at, row, frame.inline);
                    let height = row_height(ui, &sides, frame.width());
                    if let Some(known) = state.layout.heights.get_mut(index)
                        && (*known - height).abs() > 0.5
                    {
                        *known = height;
                        moved = true;
                    }
                    let strip = Rect::from_min_size(
                        pos2(body.left(), origin + top),
                        vec2(body.width(), height),
                    );
                    row_ui(ui, strip, frame, at, row, &sides, &marks);
                }
                if moved {
                    state.layout.settle();
                    ui.ctx().request_repaint();
                }
            });
    });
    for x in lines {
        widgets::vline(ui.painter(), body, x, c.line);
    }
}

const fn look(state: RowState) -> (Icon, &'static str) {
    match state {
        RowState::Equal => (Icon::Check, "Equal"),
        RowState::Changed => (Icon::Swap, "Changed"),
        RowState::OnlyA => (Icon::Minus, "Only in A"),
        RowState::OnlyB => (Icon::Add, "Only in B"),
    }
}

fn row_ui(
    ui: &mut Ui,
    strip: Rect,
    frame: &Frame,
    at: usize,
    row: &CompareRow,
    sides: &(Option<Run>, Option<Run>),
    marks: &[Vec<ByteSpan>; 2],
) {
    let c = colors(ui);
    let (icon, words) = look(row.state());
    let cell = Rect::from_x_y_ranges(frame.gutter.x_range(), strip.y_range());
    let touched = |run: &Option<Run>| {
        run.as_ref().is_some_and(|run| {
            let on = |spans: &[ByteSpan], whose| {
                spans
                    .iter()
                    .any(|span| !run.places(*span, whose).is_empty())
            };
            on(&marks[0], Whose::OnlyA) || on(&marks[1], Whose::OnlyB)
        })
    };
    if touched(&sides.0) || touched(&sides.1) {
        ui.painter().rect_filled(cell, 0.0, c.selected);
        let edge = Rect::from_min_size(cell.min, vec2(stroke::SELECTED, cell.height()));
        ui.painter().rect_filled(edge, 0.0, c.accent);
    }
    let gutter = ui.interact(cell, Id::unique(("compared row", at)), Sense::hover());
    gutter.widget_info(|| WidgetInfo::labeled(Role::Label, true, words));
    gutter.on_hover_text(words);
    let y = strip.top() + PAD + font::COMPARE.1 / 2.0 - 1.0;
    icon.paint_scaled(ui.painter(), pos2(cell.center().x, y), c.ink2, 0.8);
    widgets::hline(ui.painter(), strip, strip.bottom(), c.line);
    let corner = |rect: Rect| pos2(rect.left() + MARGIN, strip.top() + PAD);
    let width = frame.width();
    if !frame.inline {
        side_ui(
            ui,
            corner(frame.left),
            width,
            (at, "A"),
            sides.0.as_ref(),
            marks,
        );
    }
    side_ui(
        ui,
        corner(frame.right),
        width,
        (at, "B"),
        sides.1.as_ref(),
        marks,
    );
}

/// Draws a run, or that there is nothing.
fn side_ui(
    ui: &mut Ui,
    at: egui::Pos2,
    width: f32,
    id: (usize, &str),
    run: Option<&Run>,
    marks: &[Vec<ByteSpan>; 2],
) {
    let c = colors(ui);
    let Some(run) = run else {
        let rect = Rect::from_min_size(at, vec2(width, font::COMPARE.1));
        widgets::at(ui, rect, |ui| {
            label(
                ui,
                "Nothing in this version",
                font::serif_italic(font::COMPARE.0),
                c.ink3,
            )
        });
        return;
    };
    let galley = layout(ui, run, width);
    let rows = Rows::new(&galley);
    let clip = ui.clip_rect();
    let seen = rows.between(clip.top() - at.y, clip.bottom() - at.y);
    let boxes = |range: Range<usize>, counter: &mut CharCounter<'_>| -> Vec<Rect> {
        let at_byte = |byte: usize| u32::try_from(byte).unwrap_or(u32::MAX);
        let start = counter.at(at_byte(range.start)) as usize;
        let chars = start..counter.at(at_byte(range.end)) as usize;
        if chars.start >= seen.end || seen.start >= chars.end {
            return Vec::new();
        }
        let moved = |rect: Rect| rect.translate(at.to_vec2());
        rows.rects(chars).into_iter().map(moved).collect()
    };
    let mut counter = CharCounter::new(&run.text);
    let mut lines = Vec::new();
    for piece in run.pieces.iter().filter(|p| p.whose != Whose::Both) {
        let dropped = piece.whose == Whose::OnlyA;
        for mark in boxes(piece.within.clone(), &mut counter) {
            let tint = if dropped {
                c.dropped_tint
            } else {
                c.added_tint
            };
            let ground = mark.shrink2(vec2(0.0, 2.0)).expand2(vec2(1.0, 0.0));
            ui.painter().rect_filled(ground, 0.0, tint);
            lines.push((mark, dropped));
        }
    }
    let frame = Rect::from_min_size(at, galley.size());
    let response = ui.interact(
        frame,
        Id::unique(("compared", id)),
        Sense::CLICK | Sense::DRAG,
    );
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &run.text));
    let ink = if run.kind == BlockKind::Caption {
        c.ink2
    } else {
        c.ink
    };
    // Draws the text, and lets it be selected across blocks and copied.
    egui::text_selection::LabelSelectionState::label_text_selection(
        ui,
        &response,
        at,
        Arc::clone(&galley),
        ink,
        Stroke::NONE,
    );
    for (mark, dropped) in lines {
        legend::line_over(ui, mark, dropped, font::COMPARE.0);
    }
    for (spans, whose) in [(&marks[0], Whose::OnlyA), (&marks[1], Whose::OnlyB)] {
        let mut counter = CharCounter::new(&run.text);
        for span in spans {
            for place in run.places(*span, whose) {
                for mark in boxes(place, &mut counter) {
                    ui.painter().rect_stroke(
                        mark.shrink2(vec2(0.0, 1.0)).expand2(vec2(1.0, 0.0)),
                        crate::ui::theme::radius::BADGE,
                        Stroke::new(stroke::FOCUS, c.accent),
                        StrokeKind::Outside,
                    );
                }
            }
        }
    }
}
