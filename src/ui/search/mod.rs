//! Searching in the window: the field with what it says below, and the panel across the window with every hit in its
//! words, the articles found, or a list of terms. The panel lies under whichever view is open, since lines are wide.

mod acting;
mod articles;
pub(super) mod field;
mod help;
mod keep;
mod kept;
mod lines;
mod list;
mod terms;

use egui::{Event, EventFilter, Id, Key, Rect, Response, ScrollArea, Ui, UiBuilder, pos2, vec2};

use super::{
    action::Action,
    actions,
    context::Cx,
    theme::{colors, font, size, space},
    widgets::{
        self, Button, EmptyState, Icon, Segment, Verdict, count, icon_button, label, number_link,
        panel_head, segmented,
    },
};
use crate::{
    model::Filter,
    workspace::{
        search::{Batch, BatchAs},
        session::{BatchView, SearchFile, Slot, Wanted},
    },
};

/// What the panel shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Form {
    /// Every hit with the words around it.
    #[default]
    Lines,
    /// Articles, each with the sentence that shows it best.
    Articles,
    /// A table of counts for a list of terms.
    Terms,
}

impl Form {
    /// All, in the order of the switch.
    pub const ALL: [Self; 3] = [Self::Lines, Self::Articles, Self::Terms];

    /// On the switch.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Lines => "Hits",
            Self::Articles => "Articles",
            Self::Terms => "Terms",
        }
    }
}

/// What is asked for about searching.
#[derive(Clone, Debug, PartialEq)]
pub enum Ask {
    /// Open the panel.
    Show(Form),
    Hide,
    /// Open the panel, or close it.
    Toggle,
    /// Show what another query finds, in another filter.
    Find(Filter, Form),
    Open(Sheet),
    /// Ask for a file of terms.
    ChooseTerms,
    /// Run a list of terms.
    Run {
        terms: Vec<Batch>,
        reading: BatchAs,
    },
    Cancel,
    /// Ask where to, then write.
    Save(SearchFile),
}

/// The dialogs of searching. What they remember outlives their closing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sheet {
    /// How to search.
    Help,
    /// Keep the search by a name.
    Keep,
    /// The searches that were kept.
    Kept,
    /// A list of terms to be run.
    Terms,
}

impl Sheet {
    /// Asks for what the dialog shows.
    pub const fn want(self, wanted: &mut Wanted) {
        wanted.search.saved = matches!(self, Self::Keep | Self::Kept);
    }
}

/// What searching remembers between frames.
#[derive(Debug, Default)]
pub struct State {
    open: bool,
    /// The panel has the window to itself.
    filled: bool,
    form: Form,
    lines: lines::State,
    articles: articles::State,
    terms: terms::State,
    list: list::State,
    keep: keep::State,
    kept: kept::State,
}

impl State {
    /// Says what the panel shows.
    pub fn want(&self, wanted: &mut Wanted) {
        if !self.open {
            return;
        }
        match self.form {
            Form::Lines => wanted.search.lines = Some(self.lines.wanted()),
            Form::Articles => wanted.search.articles = Some(self.articles.wanted()),
            Form::Terms => {}
        }
    }

    /// What the panel shows; `None` while it is closed.
    #[must_use]
    pub fn shown(&self) -> Option<Form> {
        self.open.then_some(self.form)
    }

    /// Opens the panel as it was left. Terms are not kept, so their table is not opened.
    pub fn reopen(&mut self, form: Form) {
        if form != Form::Terms {
            self.show(form);
        }
    }

    fn show(&mut self, form: Form) {
        self.open = true;
        self.form = form;
        match form {
            Form::Lines => self.lines.list.begin(),
            Form::Articles => self.articles.list.begin(),
            Form::Terms => self.terms.list.begin(),
        }
    }

    /// An article is shown: the panel gives room for it.
    pub const fn make_room(&mut self) {
        self.filled = false;
    }

    /// Terms were read from a file.
    pub fn take_terms(&mut self, terms: &[Batch]) {
        self.list.take(terms);
    }
}

/// Least height of the panel, and of the view above it.
const LEAST: f32 = 150.0;
const LEAST_ABOVE: f32 = 140.0;

/// Divides the window's body: what is left for the view, and the panel when it is open.
#[must_use]
pub fn room(cx: &Cx<'_>, state: &State, body: Rect) -> (Option<Rect>, Option<Rect>) {
    if !state.open {
        return (Some(body), None);
    }
    if state.filled || body.height() < LEAST + LEAST_ABOVE {
        return (None, Some(body));
    }
    let most = (body.height() - LEAST_ABOVE).max(LEAST);
    let height = cx.split("search", (body.height() * 0.42).round(), LEAST, most);
    let y = body.bottom() - height;
    (
        Some(Rect::from_min_max(body.min, pos2(body.right(), y))),
        Some(Rect::from_min_max(pos2(body.left(), y), body.max)),
    )
}

/// Draws the panel into `rect`.
pub fn ui(ui: &mut Ui, rect: Rect, cx: &mut Cx<'_>, state: &mut State) {
    let builder = UiBuilder::new().id_salt("search panel").max_rect(rect);
    ui.scope_builder(builder, |ui| {
        ui.set_clip_rect(ui.clip_rect().intersect(rect));
        ui.spacing_mut().item_spacing.y = 0.0;
        panel_ui(ui, rect, cx, state);
    });
    if state.filled {
        return;
    }
    let line = Rect::from_min_size(rect.min - vec2(0.0, 1.0), vec2(rect.width(), 1.0));
    if let Some(moved) = widgets::splitter(ui, "search results", line) {
        cx.send(Action::Split {
            name: "search",
            points: rect.height() - moved,
        });
    }
}

fn panel_ui(ui: &mut Ui, rect: Rect, cx: &mut Cx<'_>, state: &mut State) {
    let c = colors(ui);
    ui.painter().rect_filled(rect, 0.0, c.panel);
    let head = panel_head(
        ui,
        rect,
        "",
        &mut (&mut *cx, &mut *state),
        |ui, (cx, state)| {
            let segments = Form::ALL.map(|form| Segment::new(form.label()));
            let chosen = Form::ALL.iter().position(|form| *form == state.form);
            let next = segmented(ui, "Search results as", chosen.unwrap_or(0), &segments);
            if let Some(form) = next.and_then(|at| Form::ALL.get(at)) {
                state.form = *form;
            }
            ui.add_space(space::M);
            match state.form {
                Form::Lines | Form::Articles => found_ui(ui, cx, state.form),
                Form::Terms => terms::summary_ui(ui, cx),
            }
        },
        |ui, (cx, state)| {
            head_right_ui(ui, cx, state);
        },
    );
    let body = Rect::from_min_max(head.left_bottom(), rect.max);
    let nothing = cx.wanted.filter.text.is_none();
    if nothing && state.form != Form::Terms {
        let words = "Type in the search field to see every hit in its words";
        let empty = EmptyState {
            words,
            button: Some("Search"),
        };
        if widgets::empty_state(ui, body, empty) {
            cx.send(Action::Focus(super::action::Focus::Search));
        }
        return;
    }
    match state.form {
        Form::Lines => lines::ui(ui, body, cx, &mut state.lines),
        Form::Articles => articles::ui(ui, body, cx, &mut state.articles),
        Form::Terms => terms::ui(ui, body, cx, &mut state.terms),
    }
}

/// `128 hits in 41 articles`, each leading to its list.
fn found_ui(ui: &mut Ui, cx: &mut Cx<'_>, form: Form) {
    let found = &cx.views().search;
    let Some(counts) = found.counts.value() else {
        return;
    };
    ui.spacing_mut().item_spacing.x = space::XS;
    let (hits, articles) = (found.hits(), counts.articles);
    let plain = |ui: &mut Ui, words: &str| {
        label(ui, words, font::bold(font::SMALL), colors(ui).ink);
    };
    if let Some(hits) = hits {
        let words = count(hits, "hit", "hits");
        if form == Form::Lines {
            plain(ui, &words);
        } else if number_link(ui, &words, &format!("Show {words}"), font::SMALL).clicked() {
            cx.send(Action::Search(Ask::Show(Form::Lines)));
        }
        label(ui, "in", font::ui(font::SMALL), colors(ui).ink2);
    }
    let words = count(articles, "article", "articles");
    if form == Form::Articles {
        plain(ui, &words);
    } else if number_link(ui, &words, &format!("Show {words} found"), font::SMALL).clicked() {
        cx.send(Action::Search(Ask::Show(Form::Articles)));
    }
}

fn head_right_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &mut State) {
    let found = &cx.views().search;
    let searched = cx.wanted.filter.text.is_some();
    let (what, why) = match state.form {
        Form::Lines => {
            let none = found.lines.value().is_none_or(|view| view.lines.is_empty());
            let why = (none || !searched).then_some("There is no hit to save");
            (SearchFile::Lines(state.lines.order), why)
        }
        Form::Articles => {
            let none = found
                .counts
                .value()
                .is_none_or(|counts| counts.articles == 0);
            let why = (none || !searched).then_some("No article was found");
            (SearchFile::Articles(state.articles.order), why)
        }
        Form::Terms => {
            let ready = matches!(found.batch, Some(BatchView::Ready(_)));
            let why = (!ready).then_some("Run a list of terms first");
            (SearchFile::Terms, why)
        }
    };
    let wide = ui.ctx().content_rect().width() >= 900.0;
    match state.form {
        Form::Lines => lines::order_ui(ui, &mut state.lines, wide),
        Form::Articles => articles::order_ui(ui, &mut state.articles, cx, wide),
        Form::Terms => {
            let button = Button::new("List of terms…").hint("Give another list of terms");
            if button.height(size::PANEL_BUTTON).show(ui).clicked() {
                cx.send(Action::Search(Ask::Open(Sheet::Terms)));
            }
        }
    }
    ui.add_space(space::S);
    let words = if wide { "Save as CSV…" } else { "CSV…" };
    let save = Button::new(words)
        .name("Save as CSV…")
        .hint("Save the whole list as a table")
        .height(size::PANEL_BUTTON)
        .disabled(why);
    if save.show(ui).clicked() {
        cx.send(Action::Search(Ask::Save(what)));
    }
    let (icon, name) = if state.filled {
        (Icon::Down, "Show the view above")
    } else {
        (Icon::Up, "Give the results the whole window")
    };
    if icon_button(ui, icon, name, None, 24.0, None).clicked() {
        state.filled = !state.filled;
    }
    let close = icon_button(
        ui,
        Icon::Close,
        "Close search results",
        Some(actions::keys(actions::Id::Hits)),
        24.0,
        None,
    );
    if close.clicked() {
        cx.send(Action::Search(Ask::Hide));
    }
}

/// Draws a dialog of searching.
pub fn sheet_ui(ui: &mut Ui, sheet: Sheet, cx: &mut Cx<'_>, state: &mut State) -> Verdict {
    match sheet {
        Sheet::Help => help::ui(ui, cx),
        Sheet::Keep => keep::ui(ui, &mut state.keep, cx),
        Sheet::Kept => kept::ui(ui, &mut state.kept, cx),
        Sheet::Terms => list::ui(ui, &mut state.list, cx),
    }
}

/// A list of rows of one height, of which only those in sight are drawn: which is selected, and what is in sight.
#[derive(Debug, Default)]
struct List {
    selected: Option<usize>,
    /// First row in sight.
    first: usize,
    /// Give the selected row, or the first one, the keyboard.
    take_keyboard: bool,
    reveal: bool,
    /// Scroll back to the first row.
    top: bool,
    /// What is listed: the query, how much it found, and the order.
    of: Option<(String, u64, usize)>,
}

impl List {
    /// The keyboard is wanted.
    const fn begin(&mut self) {
        self.take_keyboard = true;
    }

    /// Begins again where the list has other rows than before.
    fn renew(&mut self, text: Option<&str>, found: u64, order: usize) {
        let text = text.unwrap_or_default();
        let same = self
            .of
            .as_ref()
            .is_some_and(|(of, many, by)| of == text && *many == found && *by == order);
        if !same {
            let begun = self.of.replace((text.to_owned(), found, order)).is_some();
            self.selected = None;
            self.top = begun;
        }
    }

    const fn select(&mut self, row: usize) {
        self.selected = Some(row);
        self.reveal = true;
        self.take_keyboard = true;
    }

    /// The first row to be read so that all in sight are among `step * 3` rows.
    const fn from(&self, step: usize) -> usize {
        (self.first / step).saturating_sub(1) * step
    }

    /// Draws rows `0..rows` of a list called `name`, each `height` points high, into `rect`.
    fn ui(
        &mut self,
        ui: &mut Ui,
        rect: Rect,
        name: &'static str,
        rows: usize,
        height: f32,
        mut row_ui: impl FnMut(&mut Ui, Rect, usize, bool) -> Option<Response>,
    ) {
        let builder = UiBuilder::new()
            .id_salt(name)
            .max_rect(rect)
            .layout(egui::Layout::top_down(egui::Align::Min));
        ui.scope_builder(builder, |ui| {
            ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
            // Who types on wants the keyboard there, however late the rows come.
            self.take_keyboard &= !ui.ctx().text_edit_focused();
            if self.take_keyboard && rows > 0 {
                let at = self.selected.unwrap_or(0).min(rows - 1);
                self.selected = Some(at);
                self.reveal = true;
            }
            let mut area = ScrollArea::vertical().auto_shrink(false).id_salt(name);
            if std::mem::take(&mut self.top) {
                area = area.vertical_scroll_offset(0.0);
            } else if std::mem::take(&mut self.reveal)
                && let Some(at) = self.selected
            {
                let (top, seen) = (at as f32 * height, rect.height());
                let offset = self.first as f32 * height;
                if top < offset {
                    area = area.vertical_scroll_offset(top);
                } else if top + height > offset + seen {
                    area = area.vertical_scroll_offset(top + height - seen);
                }
            }
            area.show_viewport(ui, |ui, visible| {
                ui.set_height(rows as f32 * height);
                widgets::list_of(ui, egui::Role::ListBox, name, rows);
                let start = ui.min_rect().min;
                let first = (visible.top() / height).floor().max(0.0) as usize;
                let last = ((visible.bottom() / height).ceil().max(0.0) as usize).min(rows);
                self.first = (visible.top() / height).ceil().max(0.0) as usize;
                let mut next = None;
                for at in first..last {
                    let place = Rect::from_min_size(
                        pos2(start.x, start.y + at as f32 * height),
                        vec2(rect.width(), height),
                    );
                    let selected = self.selected == Some(at);
                    let Some(response) = row_ui(ui, place, at, selected) else {
                        continue;
                    };
                    widgets::position(ui, response.id, at);
                    if selected && std::mem::take(&mut self.take_keyboard) {
                        response.request_focus();
                    }
                    if response.gained_focus() {
                        self.selected = Some(at);
                    }
                    next = moved(ui, &response, at, rows, rect.height() / height).or(next);
                }
                // Only now: a row below would take the same key for its own.
                if let Some(to) = next {
                    self.select(to);
                }
            });
        });
        if rows == 0 {
            self.take_keyboard = false;
        }
    }
}

/// The row that the arrow keys ask for while this one has the keyboard.
fn moved(ui: &Ui, response: &Response, at: usize, rows: usize, page: f32) -> Option<usize> {
    if !response.has_focus() {
        return None;
    }
    let arrows = EventFilter {
        vertical_arrows: true,
        ..EventFilter::default()
    };
    crate::ui::widgets::hold_keys(ui, response.id, arrows);
    let pressed = |key| ui.input(|i| !i.modifiers.any() && i.key_pressed(key));
    let page = (page as isize - 1).max(1);
    let step = |by: isize| Some(at.saturating_add_signed(by).min(rows.saturating_sub(1)));
    match () {
        () if pressed(Key::ArrowDown) => step(1),
        () if pressed(Key::ArrowUp) => step(-1),
        () if pressed(Key::PageDown) => step(page),
        () if pressed(Key::PageUp) => step(-page),
        () if pressed(Key::Home) => Some(0),
        () if pressed(Key::End) => Some(rows.saturating_sub(1)),
        () => None,
    }
}

/// Whether Enter was pressed on it.
fn entered(ui: &Ui, response: &Response) -> bool {
    response.has_focus() && ui.input(|i| !i.modifiers.any() && i.key_pressed(Key::Enter))
}

/// Whether it was asked to be copied.
fn copied(ui: &Ui, response: &Response) -> bool {
    response.has_focus() && ui.input(|i| i.events.iter().any(|event| matches!(event, Event::Copy)))
}

/// An id that keeps the keyboard on a row while the list scrolls.
fn row_key(list: &'static str, at: usize) -> Id {
    Id::unique((list, at))
}

/// Whether something newer is on its way.
const fn loading<T>(slot: &Slot<T>) -> bool {
    slot.is_loading()
}
