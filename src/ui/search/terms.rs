//! The table of a list of terms: what each finds, every count leading to what it counts.

use std::sync::Arc;

use egui::{Align2, Id, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::{Ask, Form, List, Sheet, entered, row_key};
use crate::{
    model::Filter,
    ui::{
        action::Action,
        context::Cx,
        theme::{colors, font, size, space},
        widgets::{
            self, Button, ButtonKind, EmptyState, Icon, count, day_words, dress_row, elided,
            focus_ring, galley_at, hline, label, number, number_in_row, text,
        },
    },
    workspace::{
        search::BatchRow,
        session::{BatchTable, BatchView},
    },
};

/// What the rows are sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Column {
    /// The order of the list.
    #[default]
    Given,
    Term,
    Label,
    Hits,
    Articles,
    First,
    Last,
    Complaint,
}

/// What the table remembers.
#[derive(Debug, Default)]
pub(super) struct State {
    pub list: List,
    by: Column,
    descending: bool,
    /// The rows in the order shown, with what they were sorted for.
    sorted: Option<(usize, Column, bool)>,
    order: Vec<usize>,
}

impl State {
    fn sort(&mut self, rows: &Arc<Vec<BatchRow>>) {
        let key = (Arc::as_ptr(rows) as usize, self.by, self.descending);
        if self.sorted == Some(key) {
            return;
        }
        self.sorted = Some(key);
        let by = self.by;
        let compare = |a: &BatchRow, b: &BatchRow| match by {
            Column::Given => std::cmp::Ordering::Equal,
            Column::Term => a.term.to_lowercase().cmp(&b.term.to_lowercase()),
            Column::Label => a.label.cmp(&b.label),
            Column::Hits => a.hits.cmp(&b.hits),
            Column::Articles => a.articles.cmp(&b.articles),
            Column::First => a.first.cmp(&b.first),
            Column::Last => a.last.cmp(&b.last),
            Column::Complaint => a.error.cmp(&b.error),
        };
        self.order = (0..rows.len()).collect();
        let descending = self.descending;
        self.order
            .sort_by(|a, b| match (rows.get(*a), rows.get(*b)) {
                (Some(a), Some(b)) if descending => compare(b, a),
                (Some(a), Some(b)) => compare(a, b),
                _ => std::cmp::Ordering::Equal,
            });
    }

    fn sort_by(&mut self, column: Column) {
        let most_first = matches!(column, Column::Hits | Column::Articles | Column::Complaint);
        if self.by != column {
            (self.by, self.descending) = (column, most_first);
        } else if self.descending == most_first {
            self.descending = !most_first;
        } else {
            // A third time gives the order of the list back.
            (self.by, self.descending) = (Column::Given, false);
        }
    }
}

/// Where the columns lie in a table so wide: left edges, or right edges of numbers.
struct Columns {
    term: (f32, f32),
    label: Option<(f32, f32)>,
    hits: f32,
    articles: f32,
    days: Option<(f32, f32)>,
    complaint: (f32, f32),
}

impl Columns {
    fn of(width: f32, labels: bool) -> Self {
        let wide = width >= 900.0;
        let term = (space::L, (width * 0.26).max(140.0));
        let mut x = term.0 + term.1;
        let label = (labels && wide).then(|| {
            let at = (x, 130.0);
            x += at.1;
            at
        });
        let hits = x + 66.0;
        let articles = hits + 72.0;
        x = articles + space::XL;
        let days = wide.then(|| {
            let at = (x, x + 96.0);
            x += 192.0;
            at
        });
        Self {
            term,
            label,
            hits,
            articles,
            days,
            complaint: (x, (width - x - space::L).max(0.0)),
        }
    }
}

/// What the head of the panel says of the list.
pub(super) fn summary_ui(ui: &mut Ui, cx: &mut Cx<'_>) {
    let c = colors(ui);
    match &cx.views().search.batch {
        Some(BatchView::Ready(table)) => {
            let rows = &table.rows;
            let words = count(rows.len() as u64, "term", "terms");
            label(ui, words, font::bold(font::SMALL), c.ink);
            let failed = rows.iter().filter(|row| row.error.is_some()).count();
            let nothing = rows
                .iter()
                .filter(|row| row.error.is_none() && row.articles == 0)
                .count();
            let mut more = Vec::new();
            if nothing > 0 {
                more.push(format!("{} found nothing", number(nothing as u64)));
            }
            if failed > 0 {
                more.push(format!("{} could not be read", number(failed as u64)));
            }
            if !more.is_empty() {
                let ink = if failed > 0 { c.warn } else { c.ink2 };
                let words = more.join(", ");
                widgets::label_elided(ui, words, font::ui(font::SMALL), ink);
            }
            if table.outdated {
                let words = "The project has changed since";
                widgets::label_elided(ui, words, font::ui(font::SMALL), c.warn);
            }
        }
        Some(BatchView::Running(job)) => {
            label(ui, "Searching", font::ui(font::SMALL), c.ink2);
            let share = (job.total > 0).then(|| job.done as f32 / job.total as f32);
            widgets::progress(ui, "Progress of the list of terms", share, 120.0);
            let words = if job.cancelling {
                "Canceling…".to_owned()
            } else {
                format!(
                    "{} of {}",
                    number(job.done),
                    count(job.total, "term", "terms")
                )
            };
            label(ui, words, font::ui(font::SMALL), c.ink2);
            let cancel = Button::new("Cancel")
                .name("Cancel the list of terms")
                .kind(ButtonKind::Panel)
                .height(20.0);
            let why = job.cancelling.then_some("Already stopping");
            if cancel.disabled(why).show(ui).clicked() {
                cx.send(Action::Search(Ask::Cancel));
            }
        }
        Some(BatchView::Failed(_)) | None => {}
    }
}

pub(super) fn ui(ui: &mut Ui, rect: Rect, cx: &mut Cx<'_>, state: &mut State) {
    let ask = |words, button| EmptyState {
        words,
        button: Some(button),
    };
    match &cx.views().search.batch {
        Some(BatchView::Ready(table)) => table_ui(ui, rect, table, cx, state),
        Some(BatchView::Running(_)) => {}
        Some(BatchView::Failed(problem)) => {
            let words = problem.to_string();
            if widgets::empty_state(ui, rect, ask(&words, "Give a list of terms…")) {
                cx.send(Action::Search(Ask::Open(Sheet::Terms)));
            }
        }
        None => {
            let words = "A list of words, names or queries, run at once: how often each is found";
            if widgets::empty_state(ui, rect, ask(words, "Give a list of terms…")) {
                cx.send(Action::Search(Ask::Open(Sheet::Terms)));
            }
        }
    }
}

fn table_ui(ui: &mut Ui, rect: Rect, table: &BatchTable, cx: &mut Cx<'_>, state: &mut State) {
    let rows = &table.rows;
    state.sort(rows);
    let labels = rows.iter().any(|row| row.label.is_some());
    let columns = Columns::of(rect.width(), labels);
    let head = Rect::from_min_size(rect.min, vec2(rect.width(), size::COLUMN_HEAD));
    heads_ui(ui, head, &columns, state);
    let body = Rect::from_min_max(head.left_bottom(), rect.max);
    let order = std::mem::take(&mut state.order);
    let mut found = None;
    state.list.ui(
        ui,
        body,
        "terms",
        rows.len(),
        size::ROW,
        |ui, place, at, selected| {
            let row = order.get(at).and_then(|at| rows.get(*at))?;
            let response = ui.interact(place, row_key("term", at), Sense::click());
            dress_row(ui, place, &response, selected, "");
            response.widget_info(|| {
                WidgetInfo::selected(Role::ListBoxOption, true, selected, said(row))
            });
            if let Some(form) = row_ui(ui, place, at, row, &columns, selected) {
                found = Some((row.query.clone(), form));
            } else if row.error.is_none() && entered(ui, &response) {
                found = Some((row.query.clone(), Form::Lines));
            }
            Some(response)
        },
    );
    state.order = order;
    if let Some((query, form)) = found {
        let filter = Filter {
            text: Some(query),
            ..table.filter.clone()
        };
        cx.send(Action::Search(Ask::Find(filter, form)));
    }
}

fn said(row: &BatchRow) -> String {
    match &row.error {
        Some(why) => format!("{}: {why}", row.term),
        None => format!(
            "{}, {} in {}",
            row.term,
            count(row.hits, "hit", "hits"),
            count(row.articles, "article", "articles")
        ),
    }
}

fn heads_ui(ui: &mut Ui, head: Rect, columns: &Columns, state: &mut State) {
    let c = colors(ui);
    let mut heads = vec![
        ("Term", Column::Term, columns.term.0, false),
        ("Hits", Column::Hits, columns.hits, true),
        ("Articles", Column::Articles, columns.articles, true),
        ("Error", Column::Complaint, columns.complaint.0, false),
    ];
    if let Some((x, _)) = columns.label {
        heads.insert(1, ("Label", Column::Label, x, false));
    }
    if let Some((first, last)) = columns.days {
        let at = heads.len() - 1;
        heads.insert(at, ("Last", Column::Last, last, false));
        heads.insert(at, ("First", Column::First, first, false));
    }
    for (words, column, x, right) in heads {
        let chosen = state.by == column;
        let id = if chosen {
            font::bold(font::HEAD)
        } else {
            font::ui(font::HEAD)
        };
        let width = widgets::width_of(ui, words, font::bold(font::HEAD)) + 14.0;
        let left = head.left() + x - if right { width - 12.0 } else { 2.0 };
        let place = Rect::from_min_size(pos2(left, head.top()), vec2(width, head.height()));
        let response = ui.interact(place, Id::unique(("terms by", words)), Sense::click());
        let way = match (chosen, state.descending) {
            (false, _) => "",
            (true, true) => ", descending",
            (true, false) => ", ascending",
        };
        response.widget_info(|| {
            let name = format!("Order by {}{way}", words.to_lowercase());
            WidgetInfo::labeled(Role::Button, true, name)
        });
        let ink = if chosen || response.hovered() {
            c.ink
        } else {
            c.ink3
        };
        let at = pos2(left + 2.0, head.center().y);
        let drawn = text(ui, at, Align2::LEFT_CENTER, words, id, ink);
        if chosen {
            let icon = if state.descending {
                Icon::Down
            } else {
                Icon::Up
            };
            icon.paint_scaled(
                ui.painter(),
                drawn.right_center() + vec2(7.0, 0.0),
                ink,
                0.6,
            );
        }
        focus_ring(ui, place, &response);
        if response.clicked() {
            state.sort_by(column);
        }
    }
    hline(ui.painter(), head, head.bottom(), c.line);
}

fn row_ui(
    ui: &Ui,
    place: Rect,
    at: usize,
    row: &BatchRow,
    columns: &Columns,
    selected: bool,
) -> Option<Form> {
    let c = colors(ui);
    let y = place.center().y;
    let small = font::ui(font::SMALL);
    let cell = |(x, width): (f32, f32), words: &str, ink| {
        let galley = elided(ui, words, small.clone(), ink, width - space::M);
        galley_at(ui, place.left() + x, y, galley, ink);
    };
    let term = elided(
        ui,
        &row.term,
        font::ui(font::UI),
        c.ink,
        columns.term.1 - space::M,
    );
    galley_at(ui, place.left() + columns.term.0, y, term, c.ink);
    if let Some(label) = columns.label {
        cell(label, row.label.as_deref().unwrap_or_default(), c.ink2);
    }
    if let Some(why) = &row.error {
        cell(columns.complaint, why, c.error);
        return None;
    }
    if let Some((first, last)) = columns.days {
        for (x, day) in [(first, &row.first), (last, &row.last)] {
            let words = day.as_deref().map(day_words).unwrap_or_default();
            cell((x, 96.0), &words, c.ink2);
        }
    }
    let mut asked = None;
    for (what, x, n, form) in [
        ("hits", columns.hits, row.hits, Form::Lines),
        ("articles", columns.articles, row.articles, Form::Articles),
    ] {
        let right = pos2(place.left() + x, y);
        if n == 0 {
            text(
                ui,
                right,
                Align2::RIGHT_CENTER,
                "0",
                font::ui(font::UI),
                c.ink3,
            );
            continue;
        }
        let name = format!("Show {} {what} of {}", number(n), row.term);
        let id = Id::unique(("term", what, at));
        if number_in_row(ui, id, right, &number(n), &name, selected).clicked() {
            asked = Some(form);
        }
    }
    asked
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_by_its_heads_and_back() {
        let row = |term: &str, hits: u64| BatchRow {
            term: term.to_owned(),
            hits,
            ..BatchRow::default()
        };
        let rows = Arc::new(vec![row("water", 2), row("Pump", 9), row("well", 2)]);
        let mut state = State::default();
        let mut check = |column: Option<Column>, expected: &[usize]| {
            if let Some(column) = column {
                state.sort_by(column);
            }
            state.sort(&rows);
            assert_eq!(state.order, expected, "{column:?}");
        };
        check(None, &[0, 1, 2]);
        check(Some(Column::Hits), &[1, 0, 2]);
        check(Some(Column::Hits), &[0, 2, 1]);
        check(Some(Column::Hits), &[0, 1, 2]);
        check(Some(Column::Term), &[1, 0, 2]);
        check(Some(Column::Term), &[2, 0, 1]);
    }
}
