//! The Compare view: versions of one story, the facts that differ, and two texts side by side.

mod cards;
mod differences;
mod facts;
mod head;
mod legend;
mod texts;

use egui::{Key, Modifiers, Rect, Ui, pos2, vec2};

use self::differences::Difference;
use super::{
    action::Action,
    context::Cx,
    theme::size,
    widgets::{self, EmptyState, empty_state, slot_ui},
};
use crate::{
    model::{
        ArticleId,
        family::{Comparison, FamilyCard, Version},
    },
    workspace::session::{ComparisonSheet, Slot, Views, Wanted},
};

/// What the view remembers between frames.
#[derive(Debug, Default)]
pub struct State {
    /// The article the reader has open: its story is shown.
    open: Option<ArticleId>,
    /// The two versions laid side by side.
    pair: Option<(ArticleId, ArticleId)>,
    /// Two articles chosen by hand that need not be of one story.
    loose: Option<Box<(Version, Version)>>,
    /// What the keyboard and the clicks were on last.
    at: At,
    /// Which of the places of a fact was shown last.
    place: usize,
    /// Bring what is marked into view, in this many frames: heights further down are guessed until they are seen.
    scroll: u8,
    /// Pages to scroll down.
    pages: f32,
    differences: Option<(Identity, Vec<Difference>)>,
    layout: texts::Layout,
}

/// The fact or difference that is marked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum At {
    #[default]
    Start,
    Fact(usize),
    Difference(usize),
}

/// Tells one comparison from another without reading it.
type Identity = (ArticleId, ArticleId, usize, [usize; 3]);

fn identity(comparison: &Comparison) -> Identity {
    (
        comparison.a,
        comparison.b,
        comparison.rows.as_ptr() as usize,
        [
            comparison.rows.len(),
            comparison.a_text.len(),
            comparison.b_text.len(),
        ],
    )
}

impl State {
    /// Says what is to be read.
    pub fn want(&self, wanted: &mut Wanted) {
        wanted.family = true;
        wanted.compare = self.pair;
    }

    /// Follows the open article and its family: chooses two versions where none were chosen.
    pub fn follow(&mut self, views: &Views, open: Option<ArticleId>) {
        // One of the two opened in Read stays beside the other.
        let of_the_pair = self
            .pair
            .is_some_and(|(a, b)| open == Some(a) || open == Some(b));
        if of_the_pair {
            self.open = open;
        } else if self.open != open {
            *self = Self {
                open,
                ..Self::default()
            };
        }
        if let Some(loose) = &self.loose {
            self.pair = Some((loose.0.article, loose.1.article));
            return;
        }
        let (Some(open), Some(card)) = (open, views.family.value()) else {
            return;
        };
        let ids = |card: &FamilyCard| -> Vec<ArticleId> {
            card.versions.iter().map(|v| v.article).collect()
        };
        let Some(ids) = card.as_ref().map(ids) else {
            self.pair = None;
            return;
        };
        // While another article's family is still there, nothing is known of this one's.
        if !ids.contains(&open) {
            self.pair = None;
            return;
        }
        if self
            .pair
            .is_some_and(|(a, b)| ids.contains(&a) && ids.contains(&b))
        {
            return;
        }
        self.pair = match ids.as_slice() {
            [first, second, ..] if *first == open => Some((*first, *second)),
            [first, _, ..] => Some((*first, open)),
            _ => None,
        };
    }

    /// Lays two articles side by side that need not be of one story.
    pub fn compare(&mut self, pair: (Version, Version)) {
        self.loose = Some(Box::new(pair));
        self.start_over();
    }

    fn start_over(&mut self) {
        self.at = At::Start;
        self.place = 0;
        self.layout = texts::Layout::default();
    }

    fn choose(&mut self, pair: (ArticleId, ArticleId)) {
        if self.pair != Some(pair) {
            self.pair = Some(pair);
            self.start_over();
        }
    }

    fn swap(&mut self) {
        if let Some(loose) = &mut self.loose {
            let (a, b) = &mut **loose;
            std::mem::swap(a, b);
        }
        if let Some((a, b)) = self.pair {
            self.choose((b, a));
        }
    }

    /// The differences of a comparison, found once.
    fn prepare(&mut self, comparison: &Comparison) {
        let of = identity(comparison);
        if self
            .differences
            .as_ref()
            .is_none_or(|(known, _)| *known != of)
        {
            self.differences = Some((of, differences::all(comparison)));
        }
    }

    fn differences(&self) -> &[Difference] {
        self.differences.as_ref().map_or(&[], |(_, all)| all)
    }

    /// The difference that is marked, or the one at the marked fact.
    fn difference(&self, comparison: &Comparison) -> Option<usize> {
        match self.at {
            At::Start => None,
            At::Difference(at) => Some(at),
            At::Fact(at) => {
                let fact = comparison.facts.get(at)?;
                let touches = |side: &Option<crate::model::family::Fact>, span| {
                    side.as_ref().is_some_and(|fact| {
                        fact.spans
                            .iter()
                            .any(|own| Option::is_some_and(span, |s| own.overlaps(&s)))
                    })
                };
                self.differences()
                    .iter()
                    .position(|d| touches(&fact.a, d.a) || touches(&fact.b, d.b))
            }
        }
    }

    fn step_difference(&mut self, comparison: &Comparison, backwards: bool) {
        let count = self.differences().len();
        if count == 0 {
            return;
        }
        let next = match self.difference(comparison) {
            None if backwards => count - 1,
            None => 0,
            Some(at) if backwards => at.checked_sub(1).unwrap_or(count - 1),
            Some(at) => (at + 1) % count,
        };
        self.at = At::Difference(next);
        self.scroll = 2;
    }

    fn show_fact(&mut self, fact: usize) {
        if self.at == At::Fact(fact) {
            self.place += 1;
        } else {
            self.place = 0;
        }
        self.at = At::Fact(fact);
        self.scroll = 2;
    }
}

/// One of the two versions as its heads name it.
#[derive(Clone, Copy)]
pub(super) struct Side<'v> {
    version: &'v Version,
    /// Counted from 1, in a family.
    number: Option<usize>,
}

impl<'v> Side<'v> {
    fn of(card: &'v FamilyCard, article: ArticleId) -> Option<Self> {
        let at = card.versions.iter().position(|v| v.article == article)?;
        Some(Self {
            version: card.versions.get(at)?,
            number: Some(at + 1),
        })
    }

    /// `Northern Wire`, as the outlet or else the agency is called.
    fn outlet(&self) -> &'v str {
        outlet(self.version)
    }

    /// `v1 Northern Wire`.
    fn name(&self) -> String {
        match self.number {
            Some(number) => format!("v{number} {}", self.outlet()),
            None => self.outlet().to_owned(),
        }
    }

    /// `14 Mar 2012, 09:10`.
    fn date(&self) -> String {
        date_words(self.version)
    }
}

/// What a version is known by besides its date.
#[must_use]
pub fn outlet(version: &Version) -> &str {
    version
        .outlet
        .as_deref()
        .or(version.agency.as_deref())
        .unwrap_or("Outlet unknown")
}

/// `14 Mar 2012, 09:10`, as precise as known.
#[must_use]
pub fn date_words(version: &Version) -> String {
    match &version.published {
        Some(published) => match widgets::time_words(published) {
            Some(time) => format!("{}, {time}", widgets::date_words(published)),
            None => widgets::date_words(published),
        },
        None => "No date".to_owned(),
    }
}

/// Draws the view into `rect`.
pub fn ui(ui: &mut Ui, rect: Rect, cx: &mut Cx<'_>, state: &mut State) {
    let views = cx.views();
    let loose = state.loose.clone();
    let card = match &views.family {
        Slot::Failed(_) => None,
        slot => slot.value().and_then(Option::as_ref),
    }
    .filter(|card| loose.is_none() && card.versions.iter().any(|v| Some(v.article) == state.open));
    let sides = match (&loose, card, state.pair) {
        (Some(loose), ..) => Some((
            Side {
                version: &loose.0,
                number: None,
            },
            Side {
                version: &loose.1,
                number: None,
            },
        )),
        (None, Some(card), Some((a, b))) => Side::of(card, a).zip(Side::of(card, b)),
        _ => None,
    };
    let comparison = views
        .comparison
        .value()
        .filter(|c| Some((c.a, c.b)) == state.pair);
    if let Some(comparison) = comparison {
        state.prepare(comparison);
        keys(ui, comparison, state);
    }
    let head = head::ui(ui, rect, cx, state, card, sides, comparison);
    let rest = Rect::from_min_max(head.left_bottom(), rect.max);
    let Some((a, b)) = sides else {
        nothing(ui, rest, cx, state);
        return;
    };
    let mut top = rest.top();
    // In a low window the row of versions gives way to the texts of the two that are compared.
    let rows = comparison.map_or(1, |comparison| comparison.facts.len().clamp(1, 2)) as f32;
    let least = size::COLUMN_HEAD + rows * size::ROW + texts::LEAST;
    if let Some(card) = card.filter(|_| rest.height() >= cards::HEIGHT + least) {
        let strip = Rect::from_min_size(rest.min, vec2(rest.width(), cards::HEIGHT));
        cards::ui(ui, strip, card, state);
        top = strip.bottom();
    }
    let body = Rect::from_min_max(pos2(rest.left(), top), rest.max);
    let slot = &views.comparison;
    let stale = comparison.is_none() && matches!(slot, Slot::Ready(_));
    if stale {
        // The answer to another pair of versions; this one's is asked for with the next frame.
        ui.ctx().request_repaint();
        return;
    }
    slot_ui(ui, body, slot, cx.now, "Comparing…", |ui, _| {
        if let Some(comparison) = comparison {
            pair_ui(ui, body, cx, state, comparison, a, b);
        }
    });
}

fn pair_ui(
    ui: &mut Ui,
    body: Rect,
    cx: &mut Cx<'_>,
    state: &mut State,
    comparison: &Comparison,
    a: Side<'_>,
    b: Side<'_>,
) {
    let rows = comparison.facts.len().max(1) as f32;
    let all = size::COLUMN_HEAD + rows * size::ROW;
    let least = size::COLUMN_HEAD + size::ROW * rows.min(2.0);
    let usual = size::COLUMN_HEAD + ((body.height() * 0.3) / size::ROW).floor() * size::ROW;
    // In a low window one line of what changed is left beside the texts, in a very low one the texts alone.
    let low = body.height() < least + texts::LEAST;
    let least = if low {
        size::COLUMN_HEAD + size::ROW
    } else {
        least
    };
    if body.height() < least + texts::LOW_LEAST {
        texts::ui(ui, body, cx, state, comparison, a, b);
        return;
    }
    let most = if low {
        least
    } else {
        (body.height() - 170.0).max(least)
    };
    let height = cx
        .split("compare.facts", usual.max(least), least, most)
        .min(all)
        .round();
    let table = Rect::from_min_size(body.min, vec2(body.width(), height));
    let lower = Rect::from_min_max(table.left_bottom(), body.max);
    facts::ui(ui, table, state, comparison, a, b);
    texts::ui(ui, lower, cx, state, comparison, a, b);
    let line = Rect::from_min_max(
        pos2(table.left(), table.bottom() - 1.0),
        pos2(table.right(), table.bottom()),
    );
    if let Some(moved) = widgets::splitter(ui, "facts", line) {
        cx.send(Action::Split {
            name: "compare.facts",
            points: height + moved,
        });
    }
}

/// Why there is nothing to compare, and what can be.
fn nothing(ui: &mut Ui, rect: Rect, cx: &mut Cx<'_>, state: &State) {
    let family = &cx.views().family;
    let known = match family {
        Slot::Ready(None) => true,
        Slot::Empty => !cx.wanted.family || state.open.is_none(),
        _ => false,
    };
    if state.open.is_none() {
        let words = "Open an article in Read to compare its versions";
        empty_state(
            ui,
            rect,
            EmptyState {
                words,
                button: None,
            },
        );
    } else if known {
        let words = "This article has no other versions";
        let button = Some("Compare with another article…");
        if empty_state(ui, rect, EmptyState { words, button }) {
            cx.send(Action::AskOther);
        }
    } else {
        slot_ui(ui, rect, family, cx.now, "Looking for versions…", |_, _| ());
    }
}

/// Keys of this view, when nothing is being typed.
fn keys(ui: &Ui, comparison: &Comparison, state: &mut State) {
    if ui.ctx().text_edit_focused()
        || egui::Popup::is_any_open(ui.ctx())
        || super::dialogs::any_open(ui.ctx())
    {
        return;
    }
    let plain = |key| {
        ui.ctx()
            .input_mut(|input| input.consume_key(Modifiers::NONE, key))
    };
    if plain(Key::N) {
        state.step_difference(comparison, false);
    }
    if plain(Key::P) {
        state.step_difference(comparison, true);
    }
    state.pages += f32::from(i8::from(plain(Key::PageDown)) - i8::from(plain(Key::PageUp)));
}

/// What is written when the comparison is exported.
fn sheet(comparison: &Comparison, a: Side<'_>, b: Side<'_>) -> ComparisonSheet {
    let name = |side: Side<'_>| format!("{}, {}", side.name(), side.date());
    ComparisonSheet {
        comparison: comparison.clone(),
        a: name(a),
        b: name(b),
        a_title: a.version.title.clone(),
        b_title: b.version.title.clone(),
    }
}
