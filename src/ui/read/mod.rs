//! The Read view: articles at the left, the text in the middle, names and places at the right.

mod articles;
mod block;
mod byline;
mod card;
mod codes;
mod correct;
mod entities;
mod highlights;
mod hover;
mod legend;
mod letters;
mod picker;
mod places;
mod reader;
mod ruler;
mod selection;
mod source;
mod stack;
mod tags;
pub(super) mod text;
mod toolbar;

pub(super) use toolbar::citation;

use egui::{Rect, Ui, pos2, vec2};

use super::{
    action::{Action, Queue},
    chart_view,
    context::Cx,
    map_view,
    marks::Pick,
    theme::size,
    trail::Spot,
    widgets,
};
use crate::{
    model::{ArticleId, ByteSpan, EntityId, EntityType},
    workspace::{
        Command,
        room::Room,
        session::{Slot, Views, Wanted},
        views::{ArticleList, ArticleRow, NameOrder},
    },
};

/// What the view remembers between frames.
#[derive(Debug, Default)]
pub struct State {
    /// The open article.
    article: Option<ArticleId>,
    /// How often a passage was gone to.
    jumps: u64,
    /// The article last marked as read, so that marking it unread by hand holds.
    seen: Option<ArticleId>,
    /// The article that was open when the project was left; it may have been deleted since.
    restored: Option<ArticleId>,
    articles: articles::State,
    reader: reader::State,
    entities: entities::State,
    codes: codes::State,
    picker: Option<picker::State>,
    /// Whether the names have a column of their own.
    names_shown: bool,
    /// Whether the source text stood beside in the last frame.
    was_beside: bool,
    /// The first article, opened by itself while an import runs, and when: until the list has settled another may be first.
    arriving: Option<(ArticleId, f64)>,
}

/// So many seconds the article that is opened by itself gives way to one that comes before it.
const SETTLING: f64 = 2.0;

impl State {
    /// Says which article, card and order are to be read.
    pub fn want(&self, wanted: &mut Wanted) {
        wanted.article = self.article;
        self.articles.want(wanted);
        wanted.card = self.reader.card_entity();
        wanted.source = self.reader.beside;
        wanted.letters = self.reader.letters.wanted();
        self.entities.want(wanted);
    }

    /// Opens an article, scrolled to these bytes of its reading text.
    pub fn open(&mut self, article: ArticleId, at: Option<ByteSpan>) {
        self.article = Some(article);
        self.jumps += u64::from(at.is_some());
        self.entities.close_table();
        self.articles.show(article);
        self.reader.open(article, at);
    }

    /// An article is no more: the one after it in the list is opened, or the one before. Returns whether it was open.
    pub fn gone(&mut self, article: ArticleId, views: &Views) -> bool {
        if self.article != Some(article) {
            return false;
        }
        let rows = views
            .articles
            .value()
            .map_or(&[][..], |list| list.rows.as_slice());
        let at = self.articles.index_of(rows, article);
        let next = at.and_then(|at| {
            let before = at.checked_sub(1);
            rows.get(at + 1).or_else(|| rows.get(before?))
        });
        // Without a neighbor the first of the list is opened.
        self.article = next.map(|row| row.id);
        if let Some(article) = self.article {
            self.articles.show(article);
            self.reader.open(article, None);
        }
        true
    }

    /// Notes what is looked at here.
    pub fn note(&self, spot: &mut Spot) {
        spot.article = self.article;
        spot.jumps = self.jumps;
        spot.table = self.entities.wide();
        spot.scroll = self
            .article
            .map_or(0.0, |article| self.reader.scrolled(article));
    }

    /// Shows what was looked at before, as far as it was scrolled.
    pub fn show_again(&mut self, spot: &Spot) {
        if let Some(article) = spot.article {
            self.article = Some(article);
            self.articles.show(article);
            self.reader.open(article, None);
            self.reader.scroll_to(article, spot.scroll);
        }
        if self.entities.wide() != spot.table {
            self.entities.toggle_table();
        }
    }

    /// Whether a name is selected, in the text or among the names.
    #[must_use]
    pub fn has_name(&self, views: &Views) -> bool {
        self.reader.subject(views).is_some() || self.entities.selects(views)
    }

    /// Whether the names stand as a table in place of the text.
    #[must_use]
    pub fn shows_names(&self) -> bool {
        self.entities.wide()
    }

    /// Notes what the next run of the program is to find again.
    pub fn note_room(&self, room: &mut Room) {
        room.article = self.article.map(|article| article.0);
        room.article_top = self
            .article
            .map_or(0.0, |article| self.reader.scrolled(article));
        room.unmarked = EntityType::ALL
            .into_iter()
            .filter(|kind| !self.reader.marked(*kind))
            .map(|kind| kind.word().to_owned())
            .collect();
        room.codes = self.codes.open;
        self.articles.note(&mut room.articles);
        self.entities.note(&mut room.names);
    }

    /// Takes up what was noted.
    pub fn restore(&mut self, room: &Room) {
        self.codes.open = room.codes;
        self.articles.restore(&room.articles);
        self.entities.restore(&room.names);
        let unmarked = |kind: &EntityType| room.unmarked.iter().any(|word| word == kind.word());
        for kind in EntityType::ALL.into_iter().filter(unmarked) {
            self.reader.toggle_mark(kind);
        }
        if let Some(article) = room.article.map(ArticleId) {
            self.article = Some(article);
            self.restored = Some(article);
            self.articles.follow(article);
            self.reader.open(article, None);
            if room.article_top.is_finite() && room.article_top > 0.0 {
                self.reader.scroll_to(article, room.article_top);
            }
        }
    }

    /// Takes the order of the names from its words in the settings.
    pub fn order_names(&mut self, words: &str) {
        self.entities.order = NameOrder::parse(words);
    }

    /// Chooses the letters that articles are read in.
    pub const fn read_in(&mut self, sans: bool) {
        self.reader.type_ = if sans {
            text::Type::Sans
        } else {
            text::Type::Serif
        };
    }

    /// Goes to the next or previous mention of the name with the card: in the open article, then in the next article of
    /// the list that has one. Says so where there is none; without a card it goes to the next name.
    pub fn step_same(&mut self, views: &Views, backwards: bool, queue: &mut Queue) {
        let (Some(entity), Some(article)) = (self.reader.card_entity(), views.article.value())
        else {
            self.reader.step_mention(views, backwards);
            return;
        };
        if self.reader.step_same(article, backwards) {
            return;
        }
        let card = views.card.value().filter(|card| card.row.id == entity);
        let (Some(card), Some(list)) = (card, views.articles.value()) else {
            return;
        };
        let here = self.articles.index_of(&list.rows, article.id);
        let names_it = |row: &&ArticleRow| card.articles.binary_search(&row.id).is_ok();
        let (before, after) = match here {
            Some(here) => (list.rows.get(..here), list.rows.get(here + 1..)),
            None => (None, Some(list.rows.as_slice())),
        };
        let next = if backwards {
            before.unwrap_or_default().iter().rev().find(names_it)
        } else {
            after.unwrap_or_default().iter().find(names_it)
        };
        match next {
            Some(row) => {
                self.open(row.id, None);
                self.reader.show_card(Some(entity));
                self.reader.awaited = Some((row.id, entity, backwards));
            }
            None => {
                let way = if backwards { "above" } else { "below" };
                let name = &card.row.name;
                queue.send(Action::Say(format!(
                    "No article {way} in the list names {name}"
                )));
            }
        }
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

    /// Asks for a code or tag in a small popup.
    pub fn pick(&mut self, pick: Pick) {
        self.picker = Some(picker::State::new(pick));
    }

    /// Goes to the next or previous search hit.
    pub fn step_hit(&mut self, backwards: bool) {
        self.reader.step_hit(backwards);
    }

    /// Whether the open article was opened by itself, and may still give way to another.
    #[must_use]
    pub fn arriving(&self) -> bool {
        self.arriving.is_some()
    }

    /// Follows what was read: opens the first article when none is open, and marks the open one as read. Whether an import runs,
    /// and the time in seconds, decide whether the first is settled.
    pub fn follow(&mut self, views: &Views, (importing, now): (bool, f64), queue: &mut Queue) {
        let Some(list) = views.articles.value() else {
            return;
        };
        if self.restored.is_some() && self.restored == self.article {
            match &views.article {
                Slot::Ready(_) => self.restored = None,
                Slot::Failed(_) => (self.restored, self.article) = (None, None),
                Slot::Empty | Slot::Loading { .. } => {}
            }
        }
        if let Some((article, since)) = self.arriving {
            let untouched = Some(article) == self.article && self.reader.scrolled(article) < 1.0;
            if !untouched || now - since > SETTLING {
                self.arriving = None;
            }
        }
        let first = list.rows.first().map(|first| first.id);
        if (self.article.is_none() || self.arriving.is_some())
            && let Some(first) = first
            && self.article != Some(first)
        {
            if self.article.is_none() {
                self.arriving = importing.then_some((first, now));
            } else if let Some((article, _)) = &mut self.arriving {
                *article = first;
            }
            self.article = Some(first);
            self.articles.follow(first);
            self.reader.open(first, None);
        }
        let shown = views.article.value().map(|article| article.id);
        if shown.is_some() && shown == self.article && self.seen != shown && self.arriving.is_none()
        {
            self.seen = shown;
            let read_only = views
                .overview
                .value()
                .is_some_and(|overview| overview.read_only.is_some());
            if let Some(article) = shown.filter(|_| !read_only)
                && self.row(&list.rows).is_none_or(|row| !row.read)
            {
                queue.send(Action::Run(Command::SetRead {
                    articles: vec![article],
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

/// Least width of an article with its source text beside it where the names keep their place.
const BOTH: f32 = 1080.0;

/// Width of the codes where they lie over the text.
const SHEET: f32 = 320.0;

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
        picker::ui(ui, rect, cx, state);
        return;
    }
    let (left, right) = columns(cx, rect.width());
    // Two texts side by side take the room of the names, but where there is enough for all.
    let both = |right: &f32| rect.width() - left - right >= BOTH;
    let beside = state.reader.beside && cx.wanted.evidence.is_none();
    let right = right.filter(|right| !beside || both(right));
    if right.is_none() && beside && !state.was_beside {
        state.codes.open = false;
    }
    state.was_beside = state.reader.beside;
    state.names_shown = right.is_some();
    let middle_right = rect.right() - right.unwrap_or(0.0);
    let stacked = state.articles.is_table();
    let most = (rect.height() - 240.0).max(160.0);
    let height = cx.split("read.table", (rect.height() * 0.42).round(), 160.0, most);
    let (articles, reader) = if stacked {
        let both = Rect::from_min_max(rect.min, pos2(middle_right, rect.bottom()));
        both.split_top_bottom_at_y(rect.top() + height)
    } else {
        let both = Rect::from_min_max(rect.min, pos2(middle_right, rect.bottom()));
        both.split_left_right_at_x(rect.left() + left)
    };
    child(ui, articles, |ui| articles::ui(ui, articles, cx, state));
    child(ui, reader, |ui| reader::ui(ui, reader, cx, state));
    if let Some(width) = right {
        let column = Rect::from_min_max(pos2(middle_right, rect.top()), rect.max);
        if cx.wanted.evidence.is_some() {
            child(ui, column, |ui| {
                chart_view::evidence_beside_ui(ui, column, cx, chart);
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
            chart_view::evidence_beside_ui(ui, column, cx, chart);
        });
    } else if state.codes.open {
        // Without a column of their own the codes lie over the text, until the names are chosen again.
        let left = reader.right() - reader.width().min(SHEET);
        let column = Rect::from_min_max(pos2(left, rect.top()), rect.max);
        // The pointer does not reach the text below.
        let sense = egui::Sense::CLICK | egui::Sense::DRAG;
        ui.interact(column, egui::Id::unique("codes over the text"), sense);
        child(ui, column, |ui| upper_ui(ui, column, cx, state, true));
        widgets::vline(
            ui.painter(),
            column,
            column.left(),
            super::theme::colors(ui).line2,
        );
    }
    picker::ui(ui, reader, cx, state);
    if keys_are_for(ui) {
        let subject = state.reader.subject(cx.views());
        correct::keys(ui, subject.as_ref(), &state.reader, cx);
    }
    if stacked {
        let line = Rect::from_min_max(
            pos2(rect.left(), articles.bottom() - 1.0),
            articles.right_bottom(),
        );
        if let Some(moved) = widgets::splitter(ui, "article table", line) {
            cx.send(Action::Split {
                name: "read.table",
                points: height + moved,
            });
        }
        return;
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

/// Draws the open article alone into `rect`, for measuring its frames; the window draws the whole view.
pub fn reader_ui(ui: &mut Ui, rect: Rect, cx: &mut Cx<'_>, state: &mut State) {
    child(ui, rect, |ui| reader::ui(ui, rect, cx, state));
}

/// Draws the article list alone into `rect`, as a table where it is wide enough; for measuring as well.
pub fn articles_ui(ui: &mut Ui, rect: Rect, cx: &mut Cx<'_>, state: &mut State) {
    child(ui, rect, |ui| articles::ui(ui, rect, cx, state));
}

/// Draws the names alone into `rect`, as a table where it is wide enough; for measuring as well.
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
    child(ui, upper, |ui| upper_ui(ui, upper, cx, state, false));
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

/// The names, or the codes, below the tabs that switch between them.
fn upper_ui(ui: &mut Ui, rect: Rect, cx: &mut Cx<'_>, state: &mut State, over: bool) {
    let tabs = Rect::from_min_size(rect.min, vec2(rect.width(), codes::TABS));
    codes::tabs_ui(ui, tabs, cx, &mut state.codes, over);
    let body = Rect::from_min_max(tabs.left_bottom(), rect.max);
    child(ui, body, |ui| {
        if state.codes.open {
            codes::ui(ui, body, cx, &mut state.codes);
        } else {
            entities::ui(ui, body, cx, &mut state.entities);
        }
    });
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
    if !keys_are_for(ui) {
        return;
    }
    if !state.entities.wide() {
        picker::code_keys(ui, cx, state);
    }
    // A name or an article with the keyboard takes its keys before the reader does.
    articles::keys(ui, cx, state);
    entities::keys(ui, cx, &mut state.entities);
    codes::keys(ui, cx, &mut state.codes);
    let toggled = ui
        .ctx()
        .input_mut(|input| input.consume_key(Modifiers::NONE, Key::E));
    if toggled {
        state.entities.toggle_table();
    }
    if state.entities.wide() {
        return;
    }
    picker::keys(ui, cx, state);
    let plain = |key| {
        ui.ctx()
            .input_mut(|input| input.consume_key(Modifiers::NONE, key))
    };
    let list = cx.views().articles.value();
    if let Some(list) = list {
        let step = i64::from(plain(Key::J)) - i64::from(plain(Key::K));
        if step != 0 {
            state.step_article(list, step);
        }
    }
    if let Some(article) = cx.views().article.value() {
        selection::keys(ui, article, &mut state.reader);
    }
    let with_shift = |key| {
        ui.ctx()
            .input_mut(|input| input.consume_key(Modifiers::SHIFT, key))
    };
    for (key, backwards) in [(Key::N, false), (Key::P, true)] {
        if with_shift(key) {
            cx.send(Action::StepMention { backwards });
        }
    }
    if plain(Key::B) {
        state.reader.beside = !state.reader.beside;
    }
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
            articles: vec![row.id],
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
    if !nothing_focused || cx.wanted.filter.text.is_none() {
        return;
    }
    let Some(article) = cx.views().article.value() else {
        return;
    };
    let has_hits = !article.hits.is_empty();
    // Without a hit in what is read, the key goes on to what was found.
    let found = matches!(cx.views().articles, Slot::Ready(_)) && !list.rows.is_empty();
    if has_hits || found {
        let backwards = with_shift(Key::Enter);
        match backwards || plain(Key::Enter) {
            true if has_hits => state.reader.step_hit(backwards),
            true => state.step_article(list, if backwards { -1 } else { 1 }),
            false => {}
        }
    }
}

impl State {
    /// Opens the article `step` rows further down the list.
    fn step_article(&mut self, list: &ArticleList, step: i64) {
        // From an article that was deleted one goes on where it stood: the next one took its place.
        let gone = self
            .article
            .filter(|article| self.articles.index_of(&list.rows, *article).is_none())
            .and_then(|article| self.articles.in_place_of(article, list));
        let next = match gone {
            Some(next) if step > 0 => self.articles.step(list, Some(next), step - 1),
            Some(next) => self.articles.step(list, Some(next), step),
            None => self.articles.step(list, self.article, step),
        };
        if let Some(next) = next {
            self.open(next, None);
        }
    }
}
