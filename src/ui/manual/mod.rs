//! The manual inside the window: its contents and a search at the left, a page at the right. The pages are those of
//! `docs/`, built in.

mod draw;
pub mod markdown;
pub mod pages;

use egui::{
    Align2, EventFilter, Id, Key, Modifiers, Rect, Role, ScrollArea, Sense, TextureHandle, Ui,
    UiBuilder, WidgetInfo, pos2, vec2,
};

use draw::{Drawing, page_id};
use pages::{Found, Target};

use super::{
    action::{Action, Queue, View},
    review::Panel,
    theme::{colors, font, size, space},
    widgets::{self, Button, Icon, Verdict, dialog, icon_button, search_field},
};

/// Width of the contents.
const CONTENTS: f32 = 236.0;
/// Text is never wider.
const WIDEST: f32 = 700.0;
/// How far an arrow key scrolls.
const STEP: f32 = 48.0;

/// A place in the manual.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// Of [`pages::all`].
    pub page: usize,
    pub anchor: Option<String>,
}

/// What the manual remembers while it is open.
#[derive(Default)]
pub struct State {
    place: Place,
    /// What was read before, and what was gone back from.
    before: Vec<Place>,
    after: Vec<Place>,
    query: String,
    /// What the query finds; `None` until it was looked for.
    found: Option<(String, Vec<Found>)>,
    /// The line of the contents or of what was found that the arrow keys choose.
    chosen: usize,
    /// Whether the anchor is still to be scrolled to.
    seek: bool,
    /// Whether the page is to be shown from its beginning.
    top: bool,
    begun: bool,
    /// The page whose line the contents were scrolled to.
    listed: Option<usize>,
    heights: Heights,
    pictures: Vec<(String, usize, TextureHandle)>,
}

impl std::fmt::Debug for State {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("State")
            .field("place", &self.place)
            .finish_non_exhaustive()
    }
}

/// Heights of a page's blocks as they were drawn last, so that what is out of sight need not be drawn again.
#[derive(Debug, Default, PartialEq)]
struct Heights {
    page: usize,
    width: f32,
    lit: String,
    of: Vec<f32>,
}

/// The page about a view, or about the panel that lies over it.
#[must_use]
pub const fn page_of(view: Option<View>, panel: Option<Panel>) -> &'static str {
    match (panel, view) {
        (Some(_), _) => "review.md",
        (None, None) => "first-ten-minutes.md",
        (None, Some(View::Read)) => "reading.md",
        (None, Some(View::Chart)) => "charts.md",
        (None, Some(View::Map)) => "map.md",
        (None, Some(View::Compare)) => "comparing.md",
    }
}

/// What was read when the manual was closed, kept as long as the window is open.
#[derive(Clone, Debug)]
struct Kept {
    asked: &'static str,
    place: Place,
}

impl State {
    /// The manual at the page with this file; where that page was asked for last time, too, at the page that was read
    /// then.
    #[must_use]
    pub fn new(ctx: &egui::Context, file: &'static str) -> Self {
        let kept = ctx.data_mut(|data| {
            let kept = data
                .get_temp::<Kept>(kept_id())
                .filter(|kept| kept.asked == file);
            let kept = kept.unwrap_or_else(|| Kept {
                asked: file,
                place: Place {
                    page: pages::by_file(file).unwrap_or_default(),
                    anchor: None,
                },
            });
            data.insert_temp(kept_id(), kept.clone());
            kept
        });
        Self {
            place: Place {
                anchor: None,
                ..kept.place
            },
            ..Self::default()
        }
    }

    /// The file of the page that is shown.
    #[must_use]
    pub fn file(&self) -> &'static str {
        pages::all()
            .get(self.place.page)
            .map_or("", |page| page.file)
    }

    fn go(&mut self, place: Place) {
        if place != self.place {
            let left = std::mem::replace(&mut self.place, place);
            self.before.push(left);
            self.after.clear();
        }
        self.arrive();
    }

    fn arrive(&mut self) {
        self.seek = self.place.anchor.is_some();
        self.top = !self.seek;
    }

    fn back(&mut self) {
        if let Some(place) = self.before.pop() {
            self.after.push(std::mem::replace(&mut self.place, place));
            self.seek = self.place.anchor.is_some();
        }
    }

    fn forward(&mut self) {
        if let Some(place) = self.after.pop() {
            self.before.push(std::mem::replace(&mut self.place, place));
            self.seek = self.place.anchor.is_some();
        }
    }

    fn follow(&mut self, link: &str, queue: &mut Queue) {
        match pages::target(self.place.page, link) {
            Target::Page(page, anchor) => self.go(Place { page, anchor }),
            Target::Web(address) => queue.send(Action::ShowPage(address)),
            Target::Outside => {}
        }
    }

    fn look_up(&mut self) {
        let query = self.query.trim();
        if self.found.as_ref().is_none_or(|(of, _)| of != query) {
            self.found = Some((query.to_owned(), pages::find(query)));
            self.chosen = 0;
        }
    }
}

fn kept_id() -> Id {
    Id::unique("manual kept")
}

fn field_id() -> Id {
    Id::unique("search the manual")
}

/// Draws the manual over the window.
pub fn ui(ui: &Ui, state: &mut State, queue: &mut Queue) -> Verdict {
    keys(ui, state);
    let (verdict, ()) = dialog(
        ui,
        "Manual",
        [1060.0, 4000.0],
        &mut (&mut *state, &mut *queue),
        |ui, body, (state, queue)| body_ui(ui, body, state, queue),
        |ui, (state, _)| neighbors(ui, state),
        |ui, (_, queue)| {
            if Button::new("Keyboard shortcuts").show(ui).clicked() {
                queue.send(Action::ShowShortcuts);
            }
            if Button::new("Done").show(ui).clicked() {
                Verdict::Close
            } else {
                Verdict::Stay
            }
        },
    );
    let place = state.place.clone();
    ui.ctx().data_mut(|data| {
        if let Some(mut kept) = data.get_temp::<Kept>(kept_id()) {
            kept.place = place;
            data.insert_temp(kept_id(), kept);
        }
    });
    verdict
}

/// Keys that work anywhere in the manual.
fn keys(ui: &Ui, state: &mut State) {
    let pressed = |modifiers: Modifiers, key: Key| {
        ui.ctx()
            .input_mut(|input| input.consume_key(modifiers, key))
    };
    if pressed(Modifiers::COMMAND, Key::F) {
        ui.memory_mut(|memory| memory.request_focus(field_id()));
    }
    if ui.memory(|memory| memory.has_focus(field_id())) {
        return;
    }
    if pressed(Modifiers::ALT, Key::ArrowLeft) {
        state.back();
    }
    if pressed(Modifiers::ALT, Key::ArrowRight) {
        state.forward();
    }
}

/// Buttons to the pages before and after this one.
fn neighbors(ui: &mut Ui, state: &mut State) {
    let all = pages::all();
    let page = state.place.page;
    let wide = ui.ctx().content_rect().width() > 900.0;
    let near = [
        (page.checked_sub(1), Icon::Left, "Previous"),
        (page.checked_add(1), Icon::Right, "Next"),
    ];
    for (at, icon, word) in near {
        let Some((at, neighbor)) = at.and_then(|at| Some((at, all.get(at)?))) else {
            continue;
        };
        let name = format!("{word}: {}", neighbor.title);
        let words = if wide { name.as_str() } else { word };
        let button = Button::new(words).icon(icon).name(&name).hint(&name);
        if button.show(ui).clicked() {
            state.go(Place {
                page: at,
                anchor: None,
            });
        }
        ui.add_space(space::S);
    }
}

fn body_ui(ui: &mut Ui, body: Rect, state: &mut State, queue: &mut Queue) {
    let c = colors(ui);
    let contents = if body.width() < 640.0 {
        170.0
    } else {
        CONTENTS
    };
    let (left, right) = body.split_left_right_at_x(body.left() + contents);
    ui.painter().rect_filled(left, 0.0, c.panel);
    widgets::vline(ui.painter(), left, left.right(), c.line);
    ui.scope_builder(UiBuilder::new().max_rect(left), |ui| {
        ui.set_clip_rect(ui.clip_rect().intersect(left));
        contents_ui(ui, left, state);
    });
    ui.scope_builder(UiBuilder::new().max_rect(right), |ui| {
        ui.set_clip_rect(ui.clip_rect().intersect(right));
        page_ui(ui, right, state, queue);
    });
}

fn contents_ui(ui: &mut Ui, rect: Rect, state: &mut State) {
    ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
    let head = Rect::from_min_size(
        rect.min + vec2(space::L, space::M),
        vec2(rect.width() - 2.0 * space::L, size::BUTTON),
    );
    widgets::at(ui, head, |ui| {
        ui.spacing_mut().item_spacing.x = space::XS;
        let can = [!state.before.is_empty(), !state.after.is_empty()];
        let why = |can: bool| (!can).then_some("Nothing was read before or after this");
        if icon_button(ui, Icon::Left, "Back", Some("Alt+←"), 24.0, why(can[0])).clicked() {
            state.back();
        }
        if icon_button(ui, Icon::Right, "Forward", Some("Alt+→"), 24.0, why(can[1])).clicked() {
            state.forward();
        }
        let room = ui.available_width();
        let field = search_field(
            ui,
            field_id(),
            &mut state.query,
            "Search the manual",
            "Search",
            None,
            room,
            24.0,
        );
        let down = |key| {
            ui.ctx()
                .input_mut(|input| input.consume_key(Modifiers::NONE, key))
        };
        if field.has_focus() && down(Key::ArrowDown) {
            ui.memory_mut(|memory| memory.request_focus(row_id(state.chosen)));
        }
        // The first that was found is what Enter means.
        if field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter)) {
            state.look_up();
            let first = state.found.as_ref().and_then(|(_, found)| found.first());
            if let Some(place) = first.map(place_of) {
                state.go(place);
            }
        }
    });
    state.look_up();
    let below = Rect::from_min_max(pos2(rect.left(), head.bottom() + space::M), rect.max);
    ui.scope_builder(UiBuilder::new().max_rect(below), |ui| {
        ScrollArea::vertical()
            .id_salt("manual contents")
            .auto_shrink(false)
            .show(ui, |ui| {
                if state.query.trim().is_empty() {
                    list_ui(ui, state);
                } else {
                    found_ui(ui, state);
                }
            });
    });
}

fn place_of(found: &Found) -> Place {
    Place {
        page: found.page,
        anchor: Some(found.anchor.clone()),
    }
}

fn row_id(at: usize) -> Id {
    Id::unique(("manual line", at))
}

/// The pages by part.
fn list_ui(ui: &mut Ui, state: &mut State) {
    let c = colors(ui);
    let all = pages::all();
    step_rows(ui, state, all.len());
    widgets::list_of(ui, Role::ListBox, "Contents", all.len());
    let mut part = "";
    for (at, page) in all.iter().enumerate() {
        if page.part != part {
            part = page.part;
            let (rect, response) =
                ui.allocate_exact_size(vec2(ui.available_width(), 30.0), Sense::hover());
            response.widget_info(|| WidgetInfo::labeled(Role::Label, true, part));
            let at = rect.left_bottom() + vec2(space::L, -space::S);
            widgets::text(
                ui,
                at,
                Align2::LEFT_BOTTOM,
                part,
                font::bold(font::SMALL),
                c.ink2,
            );
        }
        let selected = at == state.place.page;
        let (rect, response) = widgets::row_id(ui, row_id(at), size::ROW, selected, &page.title);
        widgets::position(ui, row_id(at), at);
        line(ui, rect, &page.title, "");
        if response.has_focus() {
            state.chosen = at;
            response.scroll_to_me(None);
        }
        if selected && state.listed.replace(at) != Some(at) {
            response.scroll_to_me(None);
        }
        if response.clicked() {
            state.go(Place {
                page: at,
                anchor: None,
            });
        }
    }
    ui.add_space(space::M);
}

/// What the query finds.
fn found_ui(ui: &mut Ui, state: &mut State) {
    let c = colors(ui);
    let Some((_, found)) = state.found.clone() else {
        return;
    };
    if found.is_empty() {
        let words = "No page has these words";
        let (rect, response) =
            ui.allocate_exact_size(vec2(ui.available_width(), 30.0), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, words));
        let at = rect.left_center() + vec2(space::L, 0.0);
        widgets::text(
            ui,
            at,
            Align2::LEFT_CENTER,
            words,
            font::ui(font::SMALL),
            c.ink2,
        );
        return;
    }
    step_rows(ui, state, found.len());
    widgets::list_of(ui, Role::ListBox, "Found in the manual", found.len());
    let all = pages::all();
    let mut page = None;
    for (at, hit) in found.iter().enumerate() {
        let title = all.get(hit.page).map_or("", |page| page.title.as_str());
        if page != Some(hit.page) {
            page = Some(hit.page);
            let (rect, response) =
                ui.allocate_exact_size(vec2(ui.available_width(), 28.0), Sense::hover());
            response.widget_info(|| WidgetInfo::labeled(Role::Label, true, title));
            let at = rect.left_bottom() + vec2(space::L, -space::XS);
            widgets::text(
                ui,
                at,
                Align2::LEFT_BOTTOM,
                title,
                font::bold(font::SMALL),
                c.ink2,
            );
        }
        let here = place_of(hit) == state.place;
        let count = widgets::count(hit.hits as u64, "hit", "hits");
        let name = format!("{}: {count}", hit.heading);
        let (rect, response) = widgets::row_id(ui, row_id(at), size::ROW, here, &name);
        widgets::position(ui, row_id(at), at);
        line(ui, rect, &hit.heading, &widgets::number(hit.hits as u64));
        if response.has_focus() {
            state.chosen = at;
            response.scroll_to_me(None);
        }
        if response.clicked() {
            state.go(place_of(hit));
        }
    }
}

/// The words of a line, and what stands at its right.
fn line(ui: &Ui, rect: Rect, words: &str, right: &str) {
    let c = colors(ui);
    let y = rect.center().y;
    let mut room = rect.width() - 2.0 * space::L;
    if !right.is_empty() {
        let at = pos2(rect.right() - space::L, y);
        let drawn = widgets::text(
            ui,
            at,
            Align2::RIGHT_CENTER,
            right,
            font::ui(font::SMALL),
            c.ink3,
        );
        room -= drawn.width() + space::M;
    }
    let galley = widgets::elided(ui, words, font::ui(font::UI), c.ink, room);
    widgets::galley_at(ui, rect.left() + space::L, y, galley, c.ink);
}

/// Arrow keys move through the lines.
fn step_rows(ui: &Ui, state: &mut State, count: usize) {
    let id = row_id(state.chosen);
    if !ui.memory(|memory| memory.has_focus(id)) {
        return;
    }
    let filter = EventFilter {
        vertical_arrows: true,
        ..Default::default()
    };
    crate::ui::widgets::hold_keys(ui, id, filter);
    let pressed = |key| {
        ui.ctx()
            .input_mut(|input| input.consume_key(Modifiers::NONE, key))
    };
    let step = isize::from(pressed(Key::ArrowDown)) - isize::from(pressed(Key::ArrowUp));
    if step != 0 {
        let next = state
            .chosen
            .saturating_add_signed(step)
            .min(count.saturating_sub(1));
        state.chosen = next;
        ui.memory_mut(|memory| memory.request_focus(row_id(next)));
    }
}

fn page_ui(ui: &mut Ui, rect: Rect, state: &mut State, queue: &mut Queue) {
    let Some(page) = pages::all().get(state.place.page) else {
        return;
    };
    let lit = pages::words(&state.query);
    let area = ui.interact(rect, page_id(), Sense::click());
    area.widget_info(|| WidgetInfo::labeled(Role::Document, true, page.title.as_str()));
    if !std::mem::replace(&mut state.begun, true) || area.clicked() {
        area.request_focus();
    }
    let scroll = scrolled_by_keys(ui, rect);
    let mut scroller = ScrollArea::vertical()
        .id_salt(("manual page", page.file))
        .auto_shrink(false);
    if std::mem::take(&mut state.top) {
        scroller = scroller.vertical_scroll_offset(0.0);
    }
    let seek = state.seek.then(|| state.place.anchor.clone()).flatten();
    let mut followed = None;
    scroller.show_viewport(ui, |ui, seen| {
        if scroll != 0.0 {
            ui.scroll_with_delta(vec2(0.0, -scroll));
        }
        ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
        let width = (rect.width() - 2.0 * space::XXL).min(WIDEST);
        let top = ui.cursor().min;
        let column = Rect::from_min_size(
            pos2(rect.left() + space::XXL, top.y + space::XL),
            vec2(width, f32::INFINITY),
        );
        ui.scope_builder(UiBuilder::new().max_rect(column), |ui| {
            ui.set_width(width);
            let mut drawing = Drawing {
                lit: &lit,
                followed: None,
                pictures: &mut state.pictures,
                next: 0,
            };
            let known = Heights {
                page: state.place.page,
                width,
                lit: state.query.clone(),
                of: Vec::new(),
            };
            let fits = (state.heights.page, state.heights.width) == (known.page, known.width)
                && state.heights.lit == known.lit
                && state.heights.of.len() == page.blocks.len();
            // What lies a window's height away is drawn as well, so that the next link can be tabbed to.
            let near = seen.y_range().expand(seen.height());
            let mut heights = Vec::with_capacity(page.blocks.len());
            for (at, block) in page.blocks.iter().enumerate() {
                let begin = ui.cursor().top();
                let offset = begin - top.y;
                let kept = state.heights.of.get(at).copied().filter(|_| fits);
                let away =
                    kept.is_some_and(|height| offset + height < near.min || offset > near.max);
                match kept {
                    Some(height) if away => ui.add_space(height),
                    _ => drawing.block(ui, block, at == 0),
                }
                let end = ui.cursor().top();
                heights.push(end - begin);
                if let markdown::Block::Heading { anchor, .. } = block
                    && seek.as_deref() == Some(anchor.as_str())
                {
                    let place = Rect::from_min_max(
                        pos2(column.left(), begin),
                        pos2(column.left() + width, end),
                    );
                    ui.scroll_to_rect(place.expand(space::S), Some(egui::Align::TOP));
                }
            }
            followed = drawing.followed;
            state.heights = Heights {
                of: heights,
                ..known
            };
            ui.add_space(space::XXL);
        });
    });
    state.seek = false;
    widgets::focus_ring(ui, rect.shrink(1.0), &area);
    if let Some(link) = followed {
        state.follow(&link, queue);
        ui.ctx().request_repaint();
    }
}

/// How far keys scroll the page, in points.
fn scrolled_by_keys(ui: &Ui, rect: Rect) -> f32 {
    if !ui.memory(|memory| memory.has_focus(page_id())) {
        return 0.0;
    }
    let filter = EventFilter {
        vertical_arrows: true,
        ..Default::default()
    };
    crate::ui::widgets::hold_keys(ui, page_id(), filter);
    let far = rect.height() - STEP;
    let pressed = |key| {
        ui.ctx()
            .input_mut(|input| input.consume_key(Modifiers::NONE, key))
    };
    [
        (Key::ArrowDown, STEP),
        (Key::ArrowUp, -STEP),
        (Key::PageDown, far),
        (Key::PageUp, -far),
        (Key::Space, far),
        (Key::Home, -1.0e6),
        (Key::End, 1.0e6),
    ]
    .into_iter()
    .filter(|(key, _)| pressed(*key))
    .map(|(_, by)| by)
    .sum()
}

#[cfg(test)]
mod tests;
