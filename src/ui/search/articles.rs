//! The articles a search found, each with the sentence that shows it best and the hits in it marked.

use egui::{
    Align2, Rect, Role, Sense, Ui, WidgetInfo, pos2,
    text::{LayoutJob, TextFormat},
    vec2,
};

use super::{List, copied, entered, loading, row_key};
use crate::{
    ui::{
        action::Action,
        context::Cx,
        theme::{Colors, colors, font, space},
        widgets::{
            self, EmptyState, count, date_words, dress_row, dropdown, elided, galley_at, label,
            text, width_of,
        },
    },
    workspace::{
        search::{ResultOrder, ResultRow},
        session::ArticlesView,
    },
};

const ORDERS: [(ResultOrder, &str); 4] = [
    (ResultOrder::Best, "Best first"),
    (ResultOrder::Newest, "Newest first"),
    (ResultOrder::Oldest, "Oldest first"),
    (ResultOrder::Outlet, "Outlet"),
];

/// Height of an article: a line about it, two of its snippet.
const ROW: f32 = 66.0;
/// Articles are read in steps of so many.
const STEP: usize = 33;
/// A snippet is never wider, so that it can be read.
const WIDEST: f32 = 900.0;

/// What the list remembers.
#[derive(Debug, Default)]
pub(super) struct State {
    pub order: ResultOrder,
    pub list: List,
}

impl State {
    pub fn wanted(&self) -> (ResultOrder, usize) {
        (self.order, self.list.from(STEP))
    }
}

pub(super) fn order_ui(ui: &mut Ui, state: &mut State, cx: &Cx<'_>, wide: bool) {
    let shown = cx
        .views()
        .search
        .articles
        .value()
        .map(|view| view.results.order);
    if wide && state.order == ResultOrder::Best && shown == Some(ResultOrder::Newest) {
        let words = "Too many to rank: newest first";
        label(ui, words, font::ui(font::SMALL), colors(ui).ink3);
    }
    let words = ORDERS.map(|(_, words)| words);
    let chosen = ORDERS.iter().position(|(o, _)| *o == state.order);
    let next = dropdown(ui, "Order of articles found", &words, chosen.unwrap_or(0));
    if let Some((order, _)) = next.and_then(|at| ORDERS.get(at)) {
        state.order = *order;
    }
}

pub(super) fn ui(ui: &mut Ui, rect: Rect, cx: &mut Cx<'_>, state: &mut State) {
    let now = cx.now;
    let slot = &cx.views().search.articles;
    let fresh = !loading(slot);
    widgets::slot_ui(
        ui,
        rect,
        slot,
        now,
        "Listing the articles…",
        |ui, view| {
            list_ui(ui, rect, view, fresh, cx, state);
        },
    );
}

fn list_ui(
    ui: &mut Ui,
    rect: Rect,
    view: &ArticlesView,
    fresh: bool,
    cx: &mut Cx<'_>,
    state: &mut State,
) {
    let found = &view.results;
    if fresh {
        let text = cx.wanted.filter.text.as_deref();
        state.list.renew(text, found.articles, state.order as usize);
    }
    if found.articles == 0 {
        let empty = EmptyState {
            words: "No article matches",
            button: None,
        };
        widgets::empty_state(ui, rect, empty);
        return;
    }
    let rows = usize::try_from(found.articles).unwrap_or(usize::MAX);
    let mut opened = None;
    state.list.ui(
        ui,
        rect,
        "articles found",
        rows,
        ROW,
        |ui, place, at, selected| {
            let row = at
                .checked_sub(view.offset)
                .and_then(|at| found.rows.get(at))?;
            let response = ui.interact(place, row_key("article found", at), Sense::click());
            dress_row(ui, place, &response, selected, "");
            response.widget_info(|| {
                WidgetInfo::selected(Role::ListBoxOption, true, selected, said(row))
            });
            row_ui(ui, place, row);
            if copied(ui, &response) {
                ui.ctx().copy_text(said(row));
                cx.send(Action::Say("Copied the article’s snippet".to_owned()));
            }
            if response.clicked() || entered(ui, &response) {
                opened = Some((at, row.article, row.first));
            }
            Some(response)
        },
    );
    if let Some((at, article, first)) = opened {
        state.list.select(at);
        cx.send(Action::OpenArticle { article, at: first });
    }
}

fn about(row: &ResultRow) -> String {
    let date = row
        .published
        .as_ref()
        .map_or_else(|| "No date".to_owned(), date_words);
    match row.source() {
        Some(outlet) => format!("{date}, {outlet}"),
        None => date,
    }
}

fn said(row: &ResultRow) -> String {
    let hits = count(row.hits, "hit", "hits");
    format!("{}, {}, {hits}: {}", row.title, about(row), row.snippet)
}

fn row_ui(ui: &Ui, place: Rect, row: &ResultRow) {
    let c = colors(ui);
    let small = font::ui(font::SMALL);
    let inner = place.shrink2(vec2(space::L, 0.0));
    let y = place.top() + 15.0;
    let hits = match row.hits {
        0 => "by title or field".to_owned(),
        hits => count(hits, "hit", "hits"),
    };
    let right = pos2(inner.right(), y);
    let hits = text(
        ui,
        right,
        Align2::RIGHT_CENTER,
        &hits,
        small.clone(),
        c.ink2,
    );
    let about = about(row);
    let about_width = width_of(ui, &about, small.clone()).min(inner.width() * 0.35);
    let room = hits.left() - inner.left() - about_width - 2.0 * space::L;
    let title = elided(ui, &row.title, font::bold(font::UI), c.ink, room);
    let end = galley_at(ui, inner.left(), y, title, c.ink).right();
    let ink = if row.published.is_some() {
        c.ink3
    } else {
        c.warn
    };
    let about = elided(ui, &about, small, ink, about_width + 1.0);
    galley_at(ui, end + space::L, y, about, ink);
    let job = snippet(row, c, inner.width().min(WIDEST));
    let galley = ui.painter().layout_job(job);
    ui.painter()
        .galley(pos2(inner.left(), place.top() + 27.0), galley, c.ink2);
}

/// The snippet on two lines at most, its hits on the ground of hits.
fn snippet(row: &ResultRow, c: &Colors, width: f32) -> LayoutJob {
    let plain = TextFormat {
        font_id: font::ui(font::SMALL),
        color: c.ink2,
        ..TextFormat::default()
    };
    let marked = TextFormat {
        color: c.ink,
        background: c.hit,
        ..plain.clone()
    };
    let mut job = LayoutJob::default();
    let mut at = 0;
    for mark in &row.marks {
        let range = mark.range();
        let (Some(before), Some(hit)) = (
            row.snippet.get(at..range.start),
            row.snippet.get(range.clone()),
        ) else {
            continue;
        };
        job.append(before, 0.0, plain.clone());
        job.append(hit, 0.0, marked.clone());
        at = range.end;
    }
    job.append(row.snippet.get(at..).unwrap_or_default(), 0.0, plain);
    job.wrap.max_width = width;
    job.wrap.max_rows = 2;
    job.wrap.overflow_character = Some('…');
    job
}
