//! Choosing another article to lay beside the open one.

use std::rc::Rc;

use egui::{Align2, Id, Key, Modifiers, Rect, Role, ScrollArea, Ui, pos2, vec2};

use super::Verdict;
use crate::{
    model::{ArticleId, family::Version},
    ui::{
        action::Action,
        context::Cx,
        theme::{colors, font, space},
        widgets::{self, Button, EmptyState, dialog, row_id},
    },
    workspace::views::{ArticleRow, ReaderArticle},
};

/// What the dialog remembers while it is open.
#[derive(Debug)]
pub struct State {
    open: Version,
    query: String,
    /// Rows that match, and what they were picked from.
    picked: Option<Picked>,
    begun: bool,
    /// The place of the row that Enter takes, and whether it is to be scrolled into sight.
    chosen: usize,
    reveal: bool,
}

/// The query, the rows it was asked of, and which of them match.
type Picked = (String, (usize, usize), Rc<[usize]>);

impl State {
    /// Asks for an article to compare with `open`.
    #[must_use]
    pub fn new(open: &ReaderArticle) -> Self {
        Self {
            open: Version {
                article: open.id,
                title: open.title.clone(),
                outlet: open.outlet.clone(),
                agency: open.agency.clone(),
                published: open.published,
                words: open.words,
                kept: None,
            },
            query: String::new(),
            picked: None,
            begun: false,
            chosen: 0,
            reveal: false,
        }
    }

    /// Positions of the rows whose title or outlet has the words. Picked again only when something changed.
    fn pick(&mut self, rows: &[ArticleRow]) -> Rc<[usize]> {
        let query = self.query.trim().to_lowercase();
        let of = (rows.as_ptr() as usize, rows.len());
        if let Some((known, known_of, picked)) = &self.picked
            && *known == query
            && *known_of == of
        {
            return Rc::clone(picked);
        }
        let passes = |row: &ArticleRow| {
            let outlet = row.outlet.as_deref().unwrap_or_default();
            row.id != self.open.article
                && (row.title.to_lowercase().contains(&query)
                    || outlet.to_lowercase().contains(&query))
        };
        let picked: Rc<[usize]> = rows
            .iter()
            .enumerate()
            .filter(|(_, row)| passes(row))
            .map(|(at, _)| at)
            .collect();
        self.picked = Some((query, of, Rc::clone(&picked)));
        self.chosen = 0;
        self.reveal = true;
        picked
    }
}

const ROW: f32 = 42.0;

pub(super) fn ui(ui: &Ui, state: &mut State, cx: &mut Cx<'_>) -> Verdict {
    let mut both = (state, cx);
    let (verdict, ()) = dialog(
        ui,
        "Compare with another article",
        [560.0, 480.0],
        &mut both,
        |ui, body, (state, cx)| body_ui(ui, body, state, cx),
        |ui, (state, _)| {
            let c = colors(ui);
            let count = state.picked.as_ref().map_or(0, |(.., picked)| picked.len());
            let words = widgets::count(count as u64, "article", "articles");
            widgets::label(ui, words, font::ui(font::SMALL), c.ink3);
        },
        |ui, _| {
            if Button::new("Cancel").show(ui).clicked() {
                Verdict::Close
            } else {
                Verdict::Stay
            }
        },
    );
    verdict
}

fn body_ui(ui: &mut Ui, body: Rect, state: &mut State, cx: &mut Cx<'_>) {
    let field = Rect::from_min_size(body.min + vec2(18.0, 10.0), vec2(body.width() - 36.0, 28.0));
    let id = Id::unique("find an article to compare");
    // The keyboard stays in the field: the arrow keys choose from there.
    let typing = ui.memory(|memory| memory.has_focus(id));
    let pressed = |key| match typing {
        true => ui
            .ctx()
            .input_mut(|input| input.count_and_consume_key(Modifiers::NONE, key)),
        false => 0,
    };
    let step = pressed(Key::ArrowDown) as isize - pressed(Key::ArrowUp) as isize
        + 8 * (pressed(Key::PageDown) as isize - pressed(Key::PageUp) as isize);
    let enter = pressed(Key::Enter) > 0;
    widgets::at(ui, field, |ui| {
        widgets::search_field(
            ui,
            id,
            &mut state.query,
            "Find an article",
            "Title or outlet",
            None,
            field.width(),
            28.0,
        )
    });
    if !std::mem::replace(&mut state.begun, true) {
        ui.memory_mut(|memory| memory.request_focus(id));
    }
    let list = Rect::from_min_max(pos2(body.left(), field.bottom() + space::M), body.max);
    let Some(rows) = cx.views().articles.value().map(|list| list.rows.as_slice()) else {
        return;
    };
    let picked = state.pick(rows);
    if picked.is_empty() {
        let words = "No other article in this selection has these words in its title or outlet";
        widgets::empty_state(
            ui,
            list,
            EmptyState {
                words,
                button: None,
            },
        );
        return;
    }
    if step != 0 {
        state.chosen = state
            .chosen
            .saturating_add_signed(step)
            .min(picked.len() - 1);
        state.reveal = true;
    }
    let compare = |state: &State, row: &ArticleRow, cx: &mut Cx<'_>| {
        let pair = (state.open.clone(), version_of(row));
        cx.send(Action::CompareWith(Box::new(pair)));
    };
    let chosen = picked.get(state.chosen).and_then(|at| rows.get(*at));
    if let Some(row) = chosen.filter(|_| enter) {
        compare(state, row, cx);
    }
    ui.scope_builder(egui::UiBuilder::new().max_rect(list), |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        ScrollArea::vertical()
            .id_salt("articles to compare")
            .auto_shrink(false)
            .show_rows(ui, ROW, picked.len(), |ui, shown| {
                widgets::list_of(ui, Role::ListBox, "Articles", picked.len());
                if std::mem::take(&mut state.reveal) {
                    let first = ui.max_rect().top() - shown.start as f32 * ROW;
                    let row = pos2(list.left(), first + state.chosen as f32 * ROW);
                    ui.scroll_to_rect(Rect::from_min_size(row, vec2(list.width(), ROW)), None);
                }
                for (at, row) in shown.filter_map(|at| Some((at, rows.get(*picked.get(at)?)?))) {
                    widgets::position(ui, key_of(row.id), at);
                    if row_ui(ui, row, at == state.chosen) {
                        compare(state, row, cx);
                    }
                }
            });
    });
}

fn version_of(row: &ArticleRow) -> Version {
    Version {
        article: row.id,
        title: row.title.clone(),
        outlet: row.outlet.clone(),
        agency: row.agency.clone(),
        published: row.published,
        words: row.words,
        kept: None,
    }
}

fn key_of(article: ArticleId) -> Id {
    Id::unique(("article to compare", article.0))
}

/// Draws a row; returns whether it was chosen.
fn row_ui(ui: &mut Ui, row: &ArticleRow, chosen: bool) -> bool {
    let c = colors(ui);
    let outlet = row
        .outlet
        .as_deref()
        .or(row.agency.as_deref())
        .unwrap_or("Outlet unknown");
    let date = row
        .published
        .as_ref()
        .map_or_else(|| "No date".to_owned(), widgets::date_words);
    let spoken = format!("Compare with {}, {outlet}, {date}", row.title);
    let (rect, response) = row_id(ui, key_of(row.id), ROW, chosen, &spoken);
    let (left, right) = (rect.left() + 18.0, rect.right() - 18.0);
    let title = widgets::elided(ui, &row.title, font::ui(font::UI), c.ink, right - left);
    widgets::galley_at(ui, left, rect.top() + 13.5, title, c.ink);
    let y = rect.top() + 30.5;
    let small = font::ui(font::SMALL);
    widgets::text(
        ui,
        pos2(left, y),
        Align2::LEFT_CENTER,
        outlet,
        small.clone(),
        c.ink2,
    );
    widgets::text(
        ui,
        pos2(right, y),
        Align2::RIGHT_CENTER,
        &date,
        small,
        c.ink2,
    );
    response.clicked()
}
