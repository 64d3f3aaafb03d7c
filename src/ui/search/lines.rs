//! Every hit on a line of its own, aligned on the hit.

use egui::{Align2, Rect, Role, Sense, Ui, WidgetInfo, pos2};

use super::{List, copied, entered, loading, row_key};
use crate::{
    ui::{
        action::Action,
        context::Cx,
        kwic,
        theme::{colors, font, space, stroke},
        widgets::{
            self, EmptyState, Segment, count, date_short, date_words, elided, focus_ring,
            galley_at, hline, label, number, segmented, text,
        },
    },
    workspace::{
        search::{Line, LineOrder, Lines},
        session::LinesView,
    },
};

const ORDERS: [(LineOrder, &str); 4] = [
    (LineOrder::Date, "Date"),
    (LineOrder::Left, "Left"),
    (LineOrder::Right, "Right"),
    (LineOrder::Outlet, "Outlet"),
];

/// Height of a line.
const ROW: f32 = 23.0;
/// Lines are read in steps of so many.
const STEP: usize = 100;
/// Width of the date and of the outlet before the words.
const DATE: f32 = 92.0;
const OUTLET: f32 = 140.0;

/// What the list remembers.
#[derive(Debug, Default)]
pub(super) struct State {
    pub order: LineOrder,
    pub list: List,
}

impl State {
    pub fn wanted(&self) -> (LineOrder, usize) {
        (self.order, self.list.from(STEP))
    }
}

pub(super) fn order_ui(ui: &mut Ui, state: &mut State, wide: bool) {
    if wide {
        label(ui, "Sort", font::ui(font::SMALL), colors(ui).ink3);
    }
    let segments = ORDERS.map(|(_, words)| Segment::new(words));
    let chosen = ORDERS.iter().position(|(o, _)| *o == state.order);
    let next = segmented(ui, "Order of hits", chosen.unwrap_or(0), &segments);
    if let Some((order, _)) = next.and_then(|at| ORDERS.get(at)) {
        state.order = *order;
    }
}

pub(super) fn ui(ui: &mut Ui, rect: Rect, cx: &mut Cx<'_>, state: &mut State) {
    let now = cx.now;
    let slot = &cx.views().search.lines;
    let fresh = !loading(slot);
    widgets::slot_ui(ui, rect, slot, now, "Listing the hits…", |ui, view| {
        list_ui(ui, rect, view, fresh, cx, state);
    });
}

fn list_ui(
    ui: &mut Ui,
    rect: Rect,
    view: &LinesView,
    fresh: bool,
    cx: &mut Cx<'_>,
    state: &mut State,
) {
    let lines = &view.lines;
    if fresh {
        let text = cx.wanted.filter.text.as_deref();
        state.list.renew(text, lines.total, view.order as usize);
    }
    if lines.is_empty() {
        none_ui(ui, rect, lines, cx);
        return;
    }
    let note = notes(lines);
    let foot = if note.is_some() { 26.0 } else { 0.0 };
    let body = Rect::from_min_max(rect.min, pos2(rect.right(), rect.bottom() - foot));
    let mut opened = None;
    state.list.ui(
        ui,
        body,
        "hits",
        lines.len(),
        ROW,
        |ui, place, at, selected| {
            let line = at.checked_sub(view.offset).and_then(|at| view.rows.get(at));
            let Some(line) = line else {
                // On its way.
                let middle = place.left_center() + egui::vec2(space::L, 0.0);
                text(
                    ui,
                    middle,
                    Align2::LEFT_CENTER,
                    "…",
                    font::ui(font::SMALL),
                    colors(ui).ink3,
                );
                return None;
            };
            let response = ui.interact(place, row_key("hit", at), Sense::click());
            response.widget_info(|| {
                WidgetInfo::selected(Role::ListBoxOption, true, selected, said(line))
            });
            row_ui(ui, place, line, selected, &response);
            if copied(ui, &response) {
                ui.ctx().copy_text(citation(line));
                cx.send(Action::Say("Copied the line with its source".to_owned()));
            }
            if response.clicked() || entered(ui, &response) {
                opened = Some((at, line.article, line.span));
            }
            let date = line
                .published
                .as_ref()
                .map_or_else(|| "No date".to_owned(), date_words);
            let outlet = crate::workspace::words::outlet(line.source());
            let tip = format!("{}\n{date}, {outlet}", line.title);
            Some(response.on_hover_text(tip))
        },
    );
    if let Some((at, article, span)) = opened {
        state.list.select(at);
        cx.send(Action::OpenArticle {
            article,
            at: Some(span),
        });
    }
    if let Some(note) = note {
        let strip = Rect::from_min_max(body.left_bottom(), rect.max);
        hline(ui.painter(), strip, strip.top() + 0.5, colors(ui).line);
        let strip = strip.shrink2(egui::vec2(space::L, 0.0));
        widgets::at(ui, strip, |ui| {
            widgets::label_elided(ui, note, font::ui(font::SMALL), colors(ui).ink3);
        });
    }
}

/// What the lines alone do not tell.
fn notes(lines: &Lines) -> Option<String> {
    let mut notes = Vec::new();
    if lines.total > lines.len() as u64 {
        notes.push(format!(
            "The first {} of {} are listed",
            number(lines.len() as u64),
            count(lines.total, "hit", "hits")
        ));
    }
    if lines.without_hits > 0 {
        notes.push(format!(
            "{} by title or field alone, without a hit in the text",
            match lines.without_hits {
                1 => "1 article matches".to_owned(),
                many => format!("{} articles match", number(many)),
            }
        ));
    }
    (!notes.is_empty()).then(|| notes.join("; "))
}

fn none_ui(ui: &mut Ui, rect: Rect, lines: &Lines, cx: &mut Cx<'_>) {
    let (words, button) = if lines.articles > 0 {
        (
            "Articles match by title or field alone, without a hit in the text",
            Some("Show the articles"),
        )
    } else {
        ("No article matches", None)
    };
    if widgets::empty_state(ui, rect, EmptyState { words, button }) {
        cx.send(Action::Search(super::Ask::Show(super::Form::Articles)));
    }
}

/// What screen readers say of a line.
fn said(line: &Line) -> String {
    let date = line
        .published
        .as_ref()
        .map_or_else(|| "no date".to_owned(), date_words);
    let outlet = line.source().unwrap_or("no outlet");
    let words = format!("{}{}{}", line.left, line.hit, line.right);
    format!("{}, {outlet}, {date}: {}", line.hit, words.trim())
}

/// The line as it is copied: its words, then where they stand.
fn citation(line: &Line) -> String {
    let date = line
        .published
        .as_ref()
        .map_or_else(|| "no date".to_owned(), date_words);
    let words = format!("{}{}{}", line.left, line.hit, line.right);
    let outlet = line.source().map(|o| format!("{o}, ")).unwrap_or_default();
    format!("{}\t{outlet}{date}, “{}”", words.trim(), line.title)
}

fn row_ui(ui: &Ui, place: Rect, line: &Line, selected: bool, response: &egui::Response) {
    let c = colors(ui);
    let ground = if selected {
        c.selected
    } else if response.hovered() {
        c.hover
    } else {
        c.panel
    };
    if ground != c.panel {
        ui.painter().rect_filled(place, 0.0, ground);
    }
    if selected {
        let edge = Rect::from_min_size(place.min, egui::vec2(stroke::SELECTED, place.height()));
        ui.painter().rect_filled(edge, 0.0, c.accent);
    }
    let small = font::ui(font::SMALL);
    let y = place.center().y;
    let (date, ink) = match &line.published {
        Some(published) => (date_words(published), c.ink2),
        None => ("No date".to_owned(), c.warn),
    };
    // A narrow window has room for the words first.
    let narrow = place.width() < 900.0;
    let date = match &line.published {
        Some(published) if narrow => date_short(published),
        _ => date,
    };
    let width = if narrow { 62.0 } else { DATE };
    let left = place.left() + space::L;
    text(
        ui,
        pos2(left, y),
        Align2::LEFT_CENTER,
        &date,
        small.clone(),
        ink,
    );
    let mut x = left + width;
    if !narrow {
        let outlet = line.source().unwrap_or_default();
        let galley = elided(ui, outlet, small, c.ink3, OUTLET - space::M);
        galley_at(ui, x, y, galley, c.ink3);
        x += OUTLET;
    }
    let words = Rect::from_min_max(pos2(x, place.top()), place.max);
    kwic::line_ui(
        ui,
        words,
        (&line.left, &line.hit, &line.right),
        ground,
        false,
    );
    focus_ring(ui, place, response);
}
