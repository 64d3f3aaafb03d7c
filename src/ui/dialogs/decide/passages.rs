//! The passages a correction touches, each with a box to leave it out.

use egui::{
    Align2, EventFilter, Id, Key, Rect, Role, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2,
};

use super::exceptions::{Exceptions, Kept, Line, lines};
use crate::{
    ui::{
        evidence::passage_line,
        theme::{colors, font, size, space},
        widgets::{self, Tick, tick_square},
    },
    workspace::{Preview, views::Passage},
};

const ARTICLE: f32 = 28.0;
const PASSAGE: f32 = 23.0;
/// Where an article's and a passage's box stands, from the left.
const BOX: f32 = 20.0;
const INDENT: f32 = 20.0;

/// What the list remembers between frames.
#[derive(Debug, Default)]
pub struct State {
    pub out: Exceptions,
    lines: Vec<Line>,
    tops: Vec<f32>,
    made_of: Option<u64>,
    /// The line that is the list's stop of the Tab key.
    at: usize,
    /// Bring that line into view.
    reveal: bool,
    offset: f32,
}

/// A number that changes when other passages are listed.
fn fingerprint(passages: &[Passage]) -> u64 {
    let start = 0xcbf2_9ce4_8422_2325_u64 ^ passages.len() as u64;
    let mix = |hash: u64, word: u64| (hash ^ word).wrapping_mul(0x0100_0000_01b3);
    passages.iter().fold(start, |hash, passage| {
        mix(
            mix(hash, u64::from(passage.span.start)),
            passage.article.0 as u64,
        )
    })
}

impl State {
    fn follow(&mut self, passages: &[Passage]) {
        let of = fingerprint(passages);
        if self.made_of == Some(of) {
            return;
        }
        self.made_of = Some(of);
        self.lines = lines(passages);
        self.at = 0;
        let mut top = 0.0;
        self.tops = vec![top];
        for line in &self.lines {
            top += match line {
                Line::Article(_) => ARTICLE,
                Line::Passage(_) => PASSAGE,
            };
            self.tops.push(top);
        }
    }
}

fn line_id(at: usize) -> Id {
    Id::unique(("passage to leave out", at))
}

/// Draws the list into `rect`. Returns whether it has the keyboard.
pub fn ui(ui: &mut Ui, rect: Rect, preview: &Preview, state: &mut State) -> bool {
    let passages = &preview.passages;
    state.follow(passages);
    let focused = keyboard(ui, state, rect.height());
    let total = state.tops.last().copied().unwrap_or(0.0);
    ui.scope_builder(egui::UiBuilder::new().max_rect(rect), |ui| {
        ui.set_clip_rect(ui.clip_rect().intersect(rect));
        ui.spacing_mut().item_spacing.y = 0.0;
        let mut area = ScrollArea::vertical()
            .id_salt(("passages to leave out", state.made_of))
            .auto_shrink(false);
        if std::mem::take(&mut state.reveal)
            && let (Some(top), Some(bottom)) =
                (state.tops.get(state.at), state.tops.get(state.at + 1))
        {
            if *top < state.offset {
                area = area.vertical_scroll_offset(*top);
            } else if *bottom > state.offset + rect.height() {
                area = area.vertical_scroll_offset(bottom - rect.height());
            }
        }
        let output = area.show_viewport(ui, |ui, view| {
            widgets::list_of(ui, Role::ListBox, "Passages", state.lines.len());
            ui.set_min_size(vec2(rect.width(), total));
            let origin = rect.top() - view.top();
            let first = state
                .tops
                .partition_point(|top| *top <= view.top())
                .saturating_sub(1);
            for at in first..state.lines.len() {
                let (Some(top), Some(bottom), Some(line)) = (
                    state.tops.get(at),
                    state.tops.get(at + 1),
                    state.lines.get(at).cloned(),
                ) else {
                    break;
                };
                if *top > view.bottom() {
                    break;
                }
                let place = Rect::from_min_max(
                    pos2(rect.left(), origin + top),
                    pos2(rect.right(), origin + bottom),
                );
                let clicked = match line {
                    Line::Article(group) => {
                        let of = passages.get(group).unwrap_or_default();
                        article_ui(ui, place, at, of, state)
                    }
                    Line::Passage(number) => passages
                        .get(number)
                        .is_some_and(|passage| passage_ui(ui, place, at, passage, state)),
                };
                widgets::position(ui, line_id(at), at);
                if clicked {
                    toggle(passages, at, state);
                    ui.memory_mut(|memory| memory.request_focus(line_id(at)));
                }
            }
        });
        state.offset = output.state.clamped_offset().y;
    });
    focused
}

fn toggle(passages: &[Passage], at: usize, state: &mut State) {
    state.at = at;
    let of = match state.lines.get(at) {
        Some(Line::Article(group)) => passages.get(group.clone()),
        Some(Line::Passage(number)) => passages.get(*number..=*number),
        None => None,
    }
    .unwrap_or_default();
    let out = state.out.kept(of) == Kept::All;
    state.out.set(of, out);
}

/// Moves with the arrow keys; returns whether the list has the keyboard.
fn keyboard(ui: &Ui, state: &mut State, height: f32) -> bool {
    let id = line_id(state.at);
    if !ui.memory(|memory| memory.has_focus(id)) {
        return false;
    }
    let arrows = EventFilter {
        vertical_arrows: true,
        ..EventFilter::default()
    };
    crate::ui::widgets::hold_keys(ui, id, arrows);
    let page = (height / PASSAGE).max(1.0) as isize;
    let last = state.lines.len().saturating_sub(1);
    let mut next = state.at;
    let moves = [
        (Key::ArrowDown, 1),
        (Key::ArrowUp, -1),
        (Key::PageDown, page),
        (Key::PageUp, -page),
        (Key::Home, isize::MIN),
        (Key::End, isize::MAX),
    ];
    for (key, by) in moves {
        if ui.input(|input| !input.modifiers.any() && input.key_pressed(key)) {
            next = next.saturating_add_signed(by).min(last);
        }
    }
    if next != state.at {
        state.at = next;
        state.reveal = true;
        ui.memory_mut(|memory| memory.request_focus(line_id(next)));
    }
    true
}

/// The sense of a line: one of them is a stop of the Tab key.
fn sense(at: usize, state: &State) -> Sense {
    if at == state.at {
        Sense::click()
    } else {
        Sense::CLICK
    }
}

fn article_ui(ui: &Ui, rect: Rect, at: usize, of: &[Passage], state: &State) -> bool {
    let c = colors(ui);
    let Some(first) = of.first() else {
        return false;
    };
    let response = ui.interact(rect, line_id(at), sense(at, state));
    let kept = state.out.kept(of);
    let date = first
        .published
        .as_ref()
        .map_or_else(|| "No date".to_owned(), widgets::date_words);
    let outlet = first.source().unwrap_or_default();
    let name = format!("Article {}, {outlet} {date}", first.title);
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, kept != Kept::None, &name));
    ui.painter().rect_filled(rect, 0.0, c.bg);
    if response.hovered() {
        ui.painter().rect_filled(rect, 0.0, c.hover);
    }
    widgets::hline(ui.painter(), rect, rect.bottom(), c.line);
    let y = rect.center().y;
    let tick = match kept {
        Kept::All => Tick::On,
        Kept::Some => Tick::Partly,
        Kept::None => Tick::Off,
    };
    tick_square(ui, pos2(rect.left() + BOX, y), tick, response.hovered());
    let small = font::ui(font::SMALL);
    let faded = kept == Kept::None;
    let ink = |ink| if faded { c.ink3 } else { ink };
    let mut x = rect.left() + BOX + 15.0;
    let date_ink = if first.published.is_some() {
        c.ink2
    } else {
        c.warn
    };
    x = widgets::text(
        ui,
        pos2(x, y),
        Align2::LEFT_CENTER,
        &date,
        small.clone(),
        ink(date_ink),
    )
    .right()
        + space::M;
    let end = rect.right() - size::SCROLL_BAR - space::M;
    if !outlet.is_empty() {
        let bold = font::bold(font::SMALL);
        let galley = widgets::elided(ui, outlet, bold, ink(c.ink), (end - x) * 0.5);
        x = widgets::galley_at(ui, x, y, galley, ink(c.ink)).right() + space::M;
    }
    let galley = widgets::elided(ui, &first.title, small, c.ink3, end - x);
    let cut = galley.elided;
    widgets::galley_at(ui, x, y, galley, c.ink3);
    widgets::focus_ring(ui, rect, &response);
    let clicked = response.clicked();
    if cut {
        response.on_hover_text(&first.title);
    }
    clicked
}

fn passage_ui(ui: &Ui, rect: Rect, at: usize, passage: &Passage, state: &State) -> bool {
    let c = colors(ui);
    let response = ui.interact(rect, line_id(at), sense(at, state));
    let out = state.out.leaves_out(passage);
    response.widget_info(|| {
        WidgetInfo::selected(
            Role::CheckBox,
            true,
            !out,
            format!("Passage {}", passage.sentence),
        )
    });
    let ground = if response.hovered() {
        ui.painter().rect_filled(rect, 0.0, c.hover);
        c.hover
    } else {
        c.paper
    };
    let y = rect.center().y;
    let tick = if out { Tick::Off } else { Tick::On };
    let left = rect.left() + BOX + INDENT;
    tick_square(ui, pos2(left, y), tick, response.hovered());
    let words = Rect::from_min_max(
        pos2(left + 4.0, rect.top()),
        pos2(rect.right() - size::SCROLL_BAR, rect.bottom()),
    );
    passage_line(ui, words, passage, ground, out);
    widgets::focus_ring(ui, rect, &response);
    let clicked = response.clicked();
    response.on_hover_text(&passage.sentence);
    clicked
}
