//! The Read view: articles at the left, the text in the middle, names and places at the right.

mod articles;
mod block;
mod byline;
mod card;
mod correct;
mod entities;
mod hover;
mod legend;
mod places;
mod reader;
mod ruler;
mod selection;
pub(super) mod text;
mod toolbar;

use egui::{Rect, Ui, pos2};

use super::{
    action::{Action, Queue},
    chart_view,
    context::Cx,
    map_view,
    theme::size,
    widgets,
};
use crate::{
    model::{ArticleId, ByteSpan, EntityId, EntityType},
    workspace::{
        Command,
        session::{Views, Wanted},
        views::{ArticleRow, NameOrder},
    },
};

/// What the view remembers between frames.
#[derive(Debug, Default)]
pub struct State {
    /// The open article.
    article: Option<ArticleId>,
    /// Articles opened before it and, after going back, after it.
    back: Vec<ArticleId>,
    forward: Vec<ArticleId>,
    /// The article last marked as read, so that marking it unread by hand holds.
    seen: Option<ArticleId>,
    articles: articles::State,
    reader: reader::State,
    entities: entities::State,
}

/// Articles one can go back to.
const HISTORY: usize = 200;

impl State {
    /// Says which article, card and order are to be read.
    pub fn want(&self, wanted: &mut Wanted) {
        wanted.article = self.article;
        wanted.order = self.articles.order;
        wanted.card = self.reader.card_entity();
        self.entities.want(wanted);
    }

    /// Opens an article, scrolled to these bytes of its reading text.
    pub fn open(&mut self, article: ArticleId, at: Option<ByteSpan>) {
        if let Some(old) = self.article.filter(|old| *old != article) {
            self.back.push(old);
            if self.back.len() > HISTORY {
                self.back.remove(0);
            }
            self.forward.clear();
        }
        self.article = Some(article);
        self.entities.close_table();
        self.articles.show(article);
        self.reader.open(article, at);
    }

    fn step_history(&mut self, backwards: bool) {
        let (from, to) = if backwards {
            (&mut self.back, &mut self.forward)
        } else {
            (&mut self.forward, &mut self.back)
        };
        let (Some(target), Some(current)) = (from.pop(), self.article) else {
            return;
        };
        to.push(current);
        self.article = Some(target);
        self.articles.show(target);
        self.reader.open(target, None);
    }

    /// Takes the order of the names from its words in the settings.
    pub fn order_names(&mut self, words: &str) {
        self.entities.order = NameOrder::parse(words);
    }

    /// Puts the card away.
    pub fn close_card(&mut self) {
        self.reader.close_card();
    }

    /// Shows the card of an entity, under its first mention in the text when it has one.
    pub fn card_entity(&mut self, entity: Option<EntityId>) {
        self.reader.show_card(entity);
    }

    /// Puts the keyboard into the article list.
    pub fn want_list_focus(&mut self) {
        self.articles.want_focus();
    }

    /// Goes to the next or previous search hit.
    pub fn step_hit(&mut self, backwards: bool) {
        self.reader.step_hit(backwards);
    }

    /// Follows what was read: opens the first article when none is open, and marks the open one as read.
    pub fn follow(&mut self, views: &Views, queue: &mut Queue) {
        let Some(list) = views.articles.value() else {
            return;
        };
        if self.article.is_none()
            && let Some(first) = list.rows.first()
        {
            self.article = Some(first.id);
            self.reader.open(first.id, None);
        }
        let shown = views.article.value().map(|article| article.id);
        if shown.is_some() && shown == self.article && self.seen != shown {
            self.seen = shown;
            let read_only = views
                .overview
                .value()
                .is_some_and(|overview| overview.read_only.is_some());
            if let Some(article) = shown.filter(|_| !read_only)
                && self.row(&list.rows).is_none_or(|row| !row.read)
            {
                queue.send(Action::Run(Command::SetRead {
                    article,
                    read: true,
                }));
            }
        }
    }

    /// The open article's row, when it is in the list.
    fn row<'r>(&mut self, rows: &'r [ArticleRow]) -> Option<&'r ArticleRow> {
        let article = self.article?;
        self.articles
            .index_of(rows, article)
            .and_then(|index| rows.get(index))
    }

    /// Whether names of this type are marked in the text.
    #[must_use]
    pub fn marked(&self, kind: EntityType) -> bool {
        self.reader.marked(kind)
    }
}

/// Least width of the list of passages.
const EVIDENCE: f32 = 440.0;

/// Widths of the three columns for a view this wide, from where the user left the splitters. A column that does not
/// fit is `None`.
fn columns(cx: &Cx<'_>, width: f32) -> (f32, Option<f32>) {
    let usual = if width >= size::NARROW {
        size::OUTER
    } else {
        size::OUTER_NARROW
    };
    let least = 220.0;
    let reader = 420.0;
    let left = cx.split("read.articles", usual, least, (width - reader).max(least));
    let usual = if width >= size::NARROW {
        size::RIGHT
    } else {
        size::OUTER_NARROW
    };
    // Dragged wide, the names become a table.
    let most = (width - least - reader).max(640.0);
    let right = cx.split("read.entities", usual, 280.0, most);
    // Passages need room on both sides of the name.
    let right = if cx.wanted.evidence.is_some() {
        right.max(EVIDENCE)
    } else {
        right
    };
    if width - left - right >= reader {
        return (left, Some(right));
    }
    // The outer columns give way together, the right one first for good.
    let spare = width - reader;
    if spare >= least + 280.0 {
        let left = left.min((spare - 280.0).max(least));
        return (left, Some(spare - left));
    }
    (left.min((width * 0.36).max(least)), None)
}

/// Draws the view into `rect`.
pub fn ui(
    ui: &mut Ui,
    rect: Rect,
    cx: &mut Cx<'_>,
    state: &mut State,
    chart: &mut chart_view::State,
    map: &mut map_view::State,
) {
    keys(ui, cx, state);
    if state.entities.wide() {
        table_ui(ui, rect, cx, state, chart, map);
        return;
    }
    let (left, right) = columns(cx, rect.width());
    let middle_right = rect.right() - right.unwrap_or(0.0);
    let articles = Rect::from_min_max(rect.min, pos2(rect.left() + left, rect.bottom()));
    let reader = Rect::from_min_max(
        pos2(articles.right(), rect.top()),
        pos2(middle_right, rect.bottom()),
    );
    child(ui, articles, |ui| articles::ui(ui, articles, cx, state));
    child(ui, reader, |ui| reader::ui(ui, reader, cx, state));
    if let Some(width) = right {
        let column = Rect::from_min_max(pos2(middle_right, rect.top()), rect.max);
        if cx.wanted.evidence.is_some() {
            child(ui, column, |ui| {
                chart_view::evidence_ui(ui, column, cx, chart);
            });
        } else {
            right_ui(ui, column, cx, state, map);
        }
        let line = Rect::from_min_max(
            pos2(middle_right, rect.top()),
            pos2(middle_right + 1.0, rect.bottom()),
        );
        if let Some(moved) = widgets::splitter(ui, "names and places", line) {
            cx.send(Action::Split {
                name: "read.entities",
                points: width - moved,
            });
        }
    } else if cx.wanted.evidence.is_some() {
        let column = Rect::from_min_max(
            pos2(reader.right() - reader.width().min(420.0), rect.top()),
            rect.max,
        );
        child(ui, column, |ui| {
            chart_view::evidence_ui(ui, column, cx, chart);
        });
    }
    if keys_are_for(ui) {
        let subject = state.reader.subject(cx.views());
        correct::keys(ui, subject.as_ref(), &state.reader, cx);
    }
    let line = Rect::from_min_max(
        pos2(articles.right() - 1.0, rect.top()),
        pos2(articles.right(), rect.bottom()),
    );
    if let Some(moved) = widgets::splitter(ui, "articles", line) {
        cx.send(Action::Split {
            name: "read.articles",
            points: left + moved,
        });
    }
}

/// Draws the names alone into `rect`, as a table where it is wide enough.
pub fn names_ui(ui: &mut Ui, rect: Rect, cx: &mut Cx<'_>, state: &mut State) {
    child(ui, rect, |ui| {
        entities::ui(ui, rect, cx, &mut state.entities);
    });
}

/// Below this width of the table the article list gives way to it.
const TABLE_BESIDE_ARTICLES: f32 = 900.0;

/// The table of names in the middle of the view, with passages or places at its right.
fn table_ui(
    ui: &mut Ui,
    rect: Rect,
    cx: &mut Cx<'_>,
    state: &mut State,
    chart: &mut chart_view::State,
    map: &mut map_view::State,
) {
    let (left, right) = columns(cx, rect.width());
    let passages = cx.wanted.evidence.is_some();
    let right = match right {
        Some(right) => right,
        None if passages => rect.width().min(EVIDENCE),
        None => 0.0,
    };
    // Dragged wide, the column of the list would leave its own table no room.
    let right = right.min((rect.width() - entities::TABLE).max(EVIDENCE));
    let left = if rect.width() - left - right >= TABLE_BESIDE_ARTICLES {
        left
    } else {
        0.0
    };
    let table = Rect::from_min_max(
        pos2(rect.left() + left, rect.top()),
        pos2(rect.right() - right, rect.bottom()),
    );
    if left > 0.0 {
        let articles = Rect::from_min_max(rect.min, pos2(table.left(), rect.bottom()));
        child(ui, articles, |ui| articles::ui(ui, articles, cx, state));
    }
    child(ui, table, |ui| {
        entities::ui(ui, table, cx, &mut state.entities);
    });
    if right > 0.0 {
        let column = Rect::from_min_max(pos2(table.right(), rect.top()), rect.max);
        child(ui, column, |ui| {
            if passages {
                chart_view::evidence_ui(ui, column, cx, chart);
            } else {
                places::ui(ui, column, cx, map);
            }
        });
    }
    for x in [table.left(), table.right()] {
        if x > rect.left() && x < rect.right() {
            widgets::vline(ui.painter(), rect, x, super::theme::colors(ui).line2);
        }
    }
}

fn right_ui(
    ui: &mut Ui,
    rect: Rect,
    cx: &mut Cx<'_>,
    state: &mut State,
    map: &mut map_view::State,
) {
    let most = (rect.height() - 160.0).max(140.0);
    let height = cx.split("read.places", (rect.height() * 0.525).round(), 140.0, most);
    let upper = Rect::from_min_max(rect.min, pos2(rect.right(), rect.top() + height));
    let lower = Rect::from_min_max(pos2(rect.left(), upper.bottom()), rect.max);
    child(ui, upper, |ui| {
        entities::ui(ui, upper, cx, &mut state.entities);
    });
    child(ui, lower, |ui| places::ui(ui, lower, cx, map));
    let line = Rect::from_min_max(
        pos2(rect.left(), upper.bottom() - 1.0),
        pos2(rect.right(), upper.bottom()),
    );
    if let Some(moved) = widgets::splitter(ui, "places", line) {
        cx.send(Action::Split {
            name: "read.places",
            points: height + moved,
        });
    }
}

/// Draws into `rect` and nowhere else.
fn child<R>(ui: &mut Ui, rect: Rect, add: impl FnOnce(&mut Ui) -> R) -> R {
    ui.scope_builder(egui::UiBuilder::new().max_rect(rect), |ui| {
        ui.set_clip_rect(ui.clip_rect().intersect(rect));
        ui.spacing_mut().item_spacing.y = 0.0;
        add(ui)
    })
    .inner
}

/// Whether keys are for the view: nothing is being typed, and no menu or dialog lies over it.
fn keys_are_for(ui: &Ui) -> bool {
    !(ui.ctx().text_edit_focused()
        || egui::Popup::is_any_open(ui.ctx())
        || super::dialogs::any_open(ui.ctx()))
}

/// Keys of this view, when nothing is being typed.
fn keys(ui: &Ui, cx: &mut Cx<'_>, state: &mut State) {
    use egui::{Key, Modifiers};
    let alt = |key| {
        ui.ctx()
            .input_mut(|input| input.consume_key(Modifiers::ALT, key))
    };
    let (back, forward) = (alt(Key::ArrowLeft), alt(Key::ArrowRight));
    if back || forward {
        state.step_history(back);
    }
    if !keys_are_for(ui) {
        return;
    }
    // A name with the keyboard takes its keys before the reader does.
    entities::keys(ui, cx, &mut state.entities);
    let toggled = ui
        .ctx()
        .input_mut(|input| input.consume_key(Modifiers::NONE, Key::E));
    if toggled {
        state.entities.toggle_table();
    }
    if state.entities.wide() {
        return;
    }
    let plain = |key| {
        ui.ctx()
            .input_mut(|input| input.consume_key(Modifiers::NONE, key))
    };
    let list = cx.views().articles.value();
    if let Some(list) = list {
        let step = i64::from(plain(Key::J)) - i64::from(plain(Key::K));
        if step != 0 {
            state.step_article(&list.rows, step);
        }
    }
    if let Some(article) = cx.views().article.value() {
        selection::keys(ui, article, &mut state.reader);
    }
    let with_shift = |key| {
        ui.ctx()
            .input_mut(|input| input.consume_key(Modifiers::SHIFT, key))
    };
    state.reader.menu_wanted = with_shift(Key::F10) || plain(Key::Menu);
    if plain(Key::N) {
        state.reader.step_mention(cx.views(), false);
    }
    if plain(Key::P) {
        state.reader.step_mention(cx.views(), true);
    }
    let Some(list) = list else { return };
    if plain(Key::S)
        && let Some(row) = state.row(&list.rows)
    {
        cx.send(Action::Run(Command::SetStarred {
            articles: vec![row.id],
            starred: !row.starred,
        }));
    }
    if plain(Key::U)
        && let Some(row) = state.row(&list.rows)
    {
        cx.send(Action::Run(Command::SetRead {
            article: row.id,
            read: !row.read,
        }));
    }
    if plain(Key::F2)
        && let Some((entity, name)) = state
            .reader
            .named(cx.views())
            .or_else(|| state.entities.selected(cx.views()))
    {
        cx.send(Action::Rename { entity, name });
    }
    let nothing_focused = ui.ctx().memory(|memory| memory.focused().is_none());
    if nothing_focused
        && cx
            .views()
            .article
            .value()
            .is_some_and(|article| !article.hits.is_empty())
    {
        let backwards = ui
            .ctx()
            .input_mut(|input| input.consume_key(Modifiers::SHIFT, Key::Enter));
        if backwards || plain(Key::Enter) {
            state.reader.step_hit(backwards);
        }
    }
}

impl State {
    /// Opens the article `step` rows further down the list.
    fn step_article(&mut self, rows: &[ArticleRow], step: i64) {
        let at = self
            .article
            .and_then(|article| self.articles.index_of(rows, article));
        let last = rows.len().saturating_sub(1);
        let next = match at {
            Some(at) => at
                .saturating_add_signed(isize::try_from(step).unwrap_or(0))
                .min(last),
            None => 0,
        };
        if let Some(row) = rows.get(next) {
            self.open(row.id, None);
        }
    }
}
