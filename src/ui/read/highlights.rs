//! Highlights in the text: a ground for each code, halves and thirds where they overlap, an edge where each begins and ends,
//! a stripe in the margin, and the card that says which they are. The ink stays as it is.

use std::ops::Range;

use egui::{Area, Frame, Id, Margin, Order, Rect, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::reader::State as Reader;
use crate::{
    model::{ByteSpan, CountUnit, HighlightId, chart::Cell, marking::ReaderHighlight},
    ui::{
        action::Action,
        context::Cx,
        marks::{Ask, Pick, swatch},
        theme::{colors, font, radius, size, space, stroke},
        widgets::{self, Icon},
    },
    workspace::{Command, views::ReaderArticle},
};

/// What the reader remembers of highlights between frames.
#[derive(Debug, Default)]
pub struct State {
    /// Those whose card is open: under the click, or the one stepped to.
    pub(super) lit: Vec<HighlightId>,
    /// Whether they were lit in this frame.
    fresh: bool,
    /// Where the first of those stands in this frame.
    lit_at: Option<Rect>,
    /// Where the end of the selected words stands in this frame.
    pub(super) selection_at: Option<Rect>,
    /// The right edge of the text, and how many points there are beside it for names of codes.
    pub(super) margin: (f32, f32),
}

impl State {
    /// Forgets where things stood; called before the text is drawn.
    pub(super) const fn begin(&mut self, right: f32, room: f32) {
        self.lit_at = None;
        self.selection_at = None;
        self.margin = (right, room);
    }

    /// What a popup about marks stands beside.
    pub(super) fn anchor(&self) -> Option<Rect> {
        self.selection_at.or(self.lit_at)
    }
}

/// A highlight drawn in a block.
pub(super) struct Drawn {
    at: usize,
    boxes: Vec<Rect>,
}

/// Where grounds change: characters from one place to the next, with the highlights there in their order.
fn segments(spans: &[Range<usize>]) -> Vec<(Range<usize>, Vec<usize>)> {
    let mut edges: Vec<usize> = spans.iter().flat_map(|s| [s.start, s.end]).collect();
    edges.sort_unstable();
    edges.dedup();
    edges
        .iter()
        .zip(edges.iter().skip(1))
        .filter_map(|(from, to)| {
            let here: Vec<usize> = spans
                .iter()
                .enumerate()
                .filter(|(_, span)| span.start <= *from && *to <= span.end)
                .map(|(at, _)| at)
                .collect();
            (!here.is_empty()).then_some((*from..*to, here))
        })
        .collect()
}

/// The lane of a stripe that reaches from one height to another: the first that is free there. `ends` says how far down
/// each lane is taken.
fn lane(ends: &mut Vec<f32>, top: f32, bottom: f32) -> usize {
    let free = ends.iter().position(|end| *end <= top + 0.5);
    let lane = free.unwrap_or(ends.len());
    match ends.get_mut(lane) {
        Some(end) => *end = bottom,
        None => ends.push(bottom),
    }
    lane
}

/// Stripes side by side in the margin; more would run out of the panel.
const LANES: usize = 6;
/// Least room beside the text for names of codes.
const NAMES: f32 = 72.0;

/// Paints the grounds of a block's highlights; `seen` are the characters in view, `boxes_of` says where characters stand.
/// `chars` turns a span into characters of the block.
pub(super) fn paint(
    ui: &Ui,
    article: &ReaderArticle,
    block: ByteSpan,
    chars: &mut dyn FnMut(ByteSpan) -> Range<usize>,
    seen: &Range<usize>,
    boxes_of: &dyn Fn(Range<usize>) -> Vec<Rect>,
    state: &mut State,
) -> Vec<Drawn> {
    let here: Vec<(usize, &ReaderHighlight)> = article
        .marks
        .highlights
        .iter()
        .enumerate()
        .take_while(|(_, highlight)| highlight.span.start < block.end)
        .filter(|(_, highlight)| highlight.span.overlaps(&block))
        .collect();
    if here.is_empty() {
        return Vec::new();
    }
    let c = colors(ui);
    let painter = ui.painter();
    let within =
        |span: ByteSpan| ByteSpan::new(span.start.max(block.start), span.end.min(block.end));
    let spans: Vec<Range<usize>> = here
        .iter()
        .map(|(_, highlight)| chars(within(highlight.span)))
        .collect();
    for (range, together) in segments(&spans) {
        let in_view = range.start.max(seen.start)..range.end.min(seen.end);
        if in_view.is_empty() {
            continue;
        }
        let boxes = boxes_of(in_view.clone());
        for (row, mark) in boxes.iter().enumerate() {
            let bands = bands(*mark, together.len());
            for (band, at) in bands.iter().zip(&together) {
                let Some((_, highlight)) = here.get(*at) else {
                    continue;
                };
                painter.rect_filled(*band, 0.0, c.code_ground(highlight.color));
                let line = c.code(highlight.color);
                let span = spans.get(*at).cloned().unwrap_or_default();
                let edge = |x: f32| {
                    let edge = Rect::from_min_size(pos2(x, band.top()), vec2(2.0, band.height()));
                    widgets::crisp_rect(painter, edge, line);
                };
                if row == 0 && in_view.start == span.start && highlight.span.start >= block.start {
                    edge(band.left() - 1.0);
                }
                let last = row + 1 == boxes.len();
                if last && in_view.end == span.end && highlight.span.end <= block.end {
                    edge(band.right() - 1.0);
                }
            }
        }
    }
    let mut ends = Vec::new();
    let mut drawn = Vec::new();
    let mut named: Vec<(f32, f32)> = Vec::new();
    for ((at, highlight), span) in here.iter().zip(&spans) {
        let boxes = boxes_of(span.start.max(seen.start)..span.end.min(seen.end));
        let (Some(first), Some(last)) = (boxes.first(), boxes.last()) else {
            continue;
        };
        let line = c.code(highlight.color);
        if let Some(left) = boxes_of(0..1).first().map(|mark| mark.left()) {
            let lane = lane(&mut ends, first.top(), last.bottom());
            let x = left - 9.0 - 4.0 * lane.min(LANES - 1) as f32;
            let stripe = Rect::from_min_max(
                pos2(x, first.top() + 2.0),
                pos2(x + 2.0, last.bottom() - 2.0),
            );
            widgets::crisp_rect(painter, stripe, line);
        }
        if span.start >= seen.start && highlight.span.start >= block.start {
            name_ui(ui, first, highlight, state.margin, &mut named);
        }
        if state.lit.contains(&highlight.id) {
            for mark in &boxes {
                let ring = Stroke::new(stroke::LINE, c.ink);
                painter.rect_stroke(mark.expand(1.0), 0.0, ring, egui::StrokeKind::Outside);
            }
            if state.lit.first() == Some(&highlight.id) && state.lit_at.is_none() {
                // Its card stands below all of it.
                state.lit_at = Some(Rect::from_min_max(first.min, last.max.max(first.max)));
            }
        }
        drawn.push(Drawn { at: *at, boxes });
    }
    drawn
}

/// A row's height parted among the highlights that share it.
fn bands(mark: Rect, among: usize) -> Vec<Rect> {
    let (top, bottom) = (mark.top() + 2.0, mark.bottom() - 2.0);
    let height = (bottom - top) / among.max(1) as f32;
    (0..among)
        .map(|at| {
            Rect::from_min_max(
                pos2(mark.left(), top + height * at as f32),
                pos2(mark.right(), top + height * (at + 1) as f32),
            )
        })
        .collect()
}

/// The code's name beside the line where its highlight begins; those of one line stand behind each other.
fn name_ui(
    ui: &Ui,
    first: &Rect,
    highlight: &ReaderHighlight,
    (right, room): (f32, f32),
    named: &mut Vec<(f32, f32)>,
) {
    if room < NAMES {
        return;
    }
    let c = colors(ui);
    let y = first.center().y;
    let begin = right + space::L;
    let end = right + room - space::M;
    let x = named
        .iter()
        .filter(|(line, _)| (line - y).abs() < 8.0)
        .map(|(_, x)| *x)
        .fold(begin, f32::max);
    if end - x < 36.0 {
        return;
    }
    let mark = Rect::from_min_size(pos2(x, y - 5.0), vec2(3.0, 10.0));
    widgets::crisp_rect(ui.painter(), mark, c.code(highlight.color));
    let galley = widgets::elided(
        ui,
        &highlight.name,
        font::ui(font::HEAD),
        c.ink2,
        end - x - 7.0,
    );
    let drawn = widgets::galley_at(ui, x + 7.0, y, galley, c.ink2);
    named.push((y, drawn.right() + space::M));
}

/// What pointer and screen readers find of the highlights drawn.
pub(super) fn nodes(ui: &Ui, drawn: &[Drawn], article: &ReaderArticle) {
    for Drawn { at, boxes } in drawn {
        let Some(highlight) = article.marks.highlights.get(*at) else {
            continue;
        };
        for (part, mark) in boxes.iter().enumerate() {
            let id = Id::unique(("highlight", highlight.id.0, part, mark.top() as i32));
            let response = ui.interact(*mark, id, Sense::hover());
            if part == 0 {
                response.widget_info(|| {
                    let words = highlight.span.of(&article.reading_text);
                    let words = format!("Highlighted {}: {words}", highlight.name);
                    WidgetInfo::labeled(Role::Mark, true, words)
                });
            }
            response.on_hover_ui_at_pointer(|ui| {
                let c = colors(ui);
                let together = article
                    .marks
                    .highlights
                    .iter()
                    .filter(|other| other.span.overlaps(&highlight.span));
                let mut names: Vec<&str> = together.map(|other| other.name.as_str()).collect();
                names.dedup();
                let small = font::ui(font::SMALL);
                widgets::label(ui, names.join(", "), small, c.ink);
            });
        }
    }
}

/// Lights the highlights under a plain click at byte `at`.
pub(super) fn clicked(article: &ReaderArticle, at: u32, state: &mut State) {
    let mut under: Vec<&ReaderHighlight> = article
        .marks
        .highlights
        .iter()
        .filter(|highlight| highlight.span.start <= at && at < highlight.span.end)
        .collect();
    // The shortest is what was aimed at.
    under.sort_by_key(|highlight| (highlight.span.len(), highlight.id));
    state.lit = under.into_iter().map(|highlight| highlight.id).collect();
    state.fresh = true;
}

/// The highlights of the article that lie where `span` does.
pub(super) fn over(article: &ReaderArticle, span: ByteSpan) -> Vec<&ReaderHighlight> {
    let all = article.marks.highlights.iter();
    all.filter(|highlight| highlight.span.overlaps(&span))
        .collect()
}

/// Lights the next or previous highlight of the article and brings it into view.
pub(super) fn step(article: &ReaderArticle, reader: &mut Reader, backwards: bool) {
    let all = &article.marks.highlights;
    let now = reader
        .highlights
        .lit
        .first()
        .and_then(|lit| all.iter().position(|highlight| highlight.id == *lit));
    let next = match (now, backwards) {
        (None, false) => 0,
        (None, true) => all.len().saturating_sub(1),
        (Some(at), false) => (at + 1) % all.len(),
        (Some(at), true) => (at + all.len() - 1) % all.len(),
    };
    if let Some(highlight) = all.get(next) {
        reader.selection = None;
        reader.close_card();
        reader.highlights.lit = vec![highlight.id];
        reader.highlights.fresh = true;
        reader.jump = Some(highlight.span);
    }
}

const WIDTH: f32 = 318.0;

/// The card of the lit highlights: their codes, and what can be done with each. Escape and a click elsewhere close it.
pub(super) fn card_ui(
    ui: &Ui,
    body: Rect,
    article: &ReaderArticle,
    state: &mut State,
    cx: &mut Cx<'_>,
) {
    let all = &article.marks.highlights;
    state.lit.retain(|lit| all.iter().any(|h| h.id == *lit));
    // Where the newly lit ones stand is known in the next frame.
    if std::mem::take(&mut state.fresh) {
        ui.ctx().request_repaint();
        return;
    }
    let Some(anchor) = state.lit_at.filter(|_| !state.lit.is_empty()) else {
        return;
    };
    if !body.intersects(anchor) || crate::ui::dialogs::any_open(ui.ctx()) {
        return;
    }
    let lit: Vec<&ReaderHighlight> = state
        .lit
        .iter()
        .filter_map(|lit| all.iter().find(|h| h.id == *lit))
        .collect();
    let c = colors(ui);
    let height = 16.0 + 30.0 * lit.len() as f32 + 22.0;
    let below = anchor.bottom() + 6.0;
    let top = if below + height <= body.bottom() || anchor.top() - 6.0 - height < body.top() {
        below
    } else {
        anchor.top() - 6.0 - height
    };
    let left = anchor
        .left()
        .min(body.right() - WIDTH - space::XL)
        .max(body.left() + space::M);
    let frame = Frame::NONE
        .fill(c.paper)
        .stroke(Stroke::new(stroke::LINE, c.line2))
        .corner_radius(radius::CARD)
        .inner_margin(Margin::same(8));
    let names: Vec<&str> = lit.iter().map(|h| h.name.as_str()).collect();
    let response = Area::new(Id::unique("highlight card"))
        .order(Order::Middle)
        .fixed_pos(pos2(left, top))
        .constrain(false)
        .fade_in(false)
        .accessible_name(format!("Highlight {}", names.join(", ")))
        .show(ui.ctx(), |ui| {
            frame.show(ui, |ui| {
                ui.set_width(WIDTH - 16.0);
                ui.spacing_mut().item_spacing.y = 0.0;
                for highlight in &lit {
                    row_ui(ui, highlight, cx);
                }
                let keys = "H one more code   Delete remove   V next highlight";
                ui.add_space(space::XS);
                widgets::label_elided(ui, keys, font::ui(font::HEAD), c.ink3);
            })
        });
    let escape = ui.ctx().input(|input| input.key_pressed(egui::Key::Escape));
    let elsewhere = response.response.clicked_elsewhere()
        && ui.ctx().input(|input| input.pointer.primary_clicked())
        && ui
            .ctx()
            .pointer_interact_pos()
            .is_some_and(|at| !anchor.expand(4.0).contains(at) && body.contains(at));
    if escape || elsewhere {
        state.lit.clear();
    }
}

fn row_ui(ui: &mut Ui, highlight: &ReaderHighlight, cx: &mut Cx<'_>) {
    let c = colors(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 30.0), Sense::hover());
    let y = rect.center().y;
    swatch::paint(ui, pos2(rect.left() + 8.0, y), highlight.color);
    let side = size::PANEL_BUTTON;
    let words = Rect::from_min_max(
        pos2(rect.left() + 22.0, rect.top()),
        pos2(rect.right() - 4.0 * (side + 2.0), rect.bottom()),
    );
    widgets::at(ui, words, |ui| {
        widgets::label_elided(ui, &highlight.name, font::bold(font::UI), c.ink);
    });
    let buttons = Rect::from_min_max(pos2(words.right(), rect.top()), rect.max);
    let why = cx.read_only();
    widgets::at(ui, buttons, |ui| {
        ui.spacing_mut().item_spacing.x = 2.0;
        let button = |ui: &mut Ui, icon, name: &str, why| {
            let name = format!("{name} {}", highlight.name);
            widgets::icon_button(ui, icon, &name, None, side, why).clicked()
        };
        if button(ui, Icon::Table, "Show passages of", None) {
            cx.send(Action::ShowPassages {
                cell: Cell::Code(highlight.code),
                unit: CountUnit::Mentions,
            });
        }
        if button(ui, Icon::Note, "Memo on the code", None) {
            cx.send(Ask::Memo(crate::model::MemoOn::Code(highlight.code)).action());
        }
        if button(ui, Icon::Swap, "Another code for the highlight", why) {
            cx.send(Ask::Pick(Pick::Recode(vec![highlight.id])).action());
        }
        if button(ui, Icon::Close, "Remove the highlight", why) {
            cx.send(Action::Run(Command::RemoveHighlights {
                highlights: vec![highlight.id],
            }));
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grounds_are_shared_where_highlights_overlap() {
        let spans = [0..10, 4..6, 8..14];
        let expected: [(Range<usize>, &[usize]); 5] = [
            (0..4, &[0]),
            (4..6, &[0, 1]),
            (6..8, &[0]),
            (8..10, &[0, 2]),
            (10..14, &[2]),
        ];
        let found = segments(&spans);
        let found: Vec<(Range<usize>, &[usize])> = found
            .iter()
            .map(|(range, here)| (range.clone(), here.as_slice()))
            .collect();
        assert_eq!(found, expected);
        assert!(segments(&[]).is_empty());
        assert_eq!(segments(&[0..3, 5..7]).len(), 2, "nothing between them");
    }

    #[test]
    fn the_same_passage_with_two_codes_is_split_in_two() {
        let found = segments(&[2..9, 2..9]);
        assert_eq!(found, [(2..9, vec![0, 1])]);
        let bands = bands(Rect::from_min_max(pos2(0.0, 0.0), pos2(50.0, 26.0)), 2);
        assert_eq!(bands.len(), 2);
        assert!((bands[0].bottom() - bands[1].top()).abs() < 0.01);
        assert!((bands[0].height() - bands[1].height()).abs() < 0.01);
    }

    #[test]
    fn stripes_of_highlights_that_overlap_stand_side_by_side() {
        let mut ends = Vec::new();
        let mut of = |top: f32, bottom: f32| lane(&mut ends, top, bottom);
        assert_eq!(of(0.0, 52.0), 0);
        assert_eq!(of(26.0, 52.0), 1);
        assert_eq!(of(26.0, 52.0), 2, "another on the same line");
        assert_eq!(of(52.0, 78.0), 0);
    }
}
