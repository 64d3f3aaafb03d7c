//! Putting right what was called wrong in a sample: each fix is a decision of its own, and the sample goes on.

use egui::{Key, Modifiers, Rect, Ui, pos2, vec2};

use super::{any, pressed};
use crate::{
    model::{ByteSpan, EntityType},
    ui::{
        action::{Action, Decide},
        context::Cx,
        theme::{colors, font, space},
        widgets::{self, Button, ButtonKind, checkbox},
    },
    workspace::{Command, Target, Which, session::AskedOf, views::Passage},
};

/// Height of the strip in points.
pub(super) const HEIGHT: f32 = 108.0;

/// What the strip remembers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct State {
    pub open: bool,
    /// Fix all mentions of the name, not this one alone.
    all: bool,
    /// The span being set anew: first and last word of the sentence.
    edges: Option<(usize, usize)>,
}

/// What was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Event {
    None,
    /// Go on with the next mention.
    Next,
    /// Do not put it right here.
    Back,
    /// A dialog was asked for.
    Left,
}

/// What can be done about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fix {
    NoName,
    Type(EntityType),
    SomebodyElse,
    Boundaries,
}

impl State {
    pub const fn open() -> Self {
        Self {
            open: true,
            all: false,
            edges: None,
        }
    }

    /// Whether the keys set the mention's first and last word.
    pub const fn moves_edges(&self) -> bool {
        self.edges.is_some()
    }

    /// The span as it is being set, in bytes of the sentence.
    pub fn hit(&self, passage: &Passage) -> Option<ByteSpan> {
        let (from, to) = self.edges?;
        let words = words_of(&passage.sentence);
        let (first, last) = (words.get(from)?, words.get(to)?);
        Some(ByteSpan::new(first.start, last.end))
    }
}

/// The words of a sentence as spans, without the punctuation around them.
fn words_of(sentence: &str) -> Vec<ByteSpan> {
    let mut words = Vec::new();
    let mut at = 0;
    for piece in sentence.split_inclusive(char::is_whitespace) {
        let inside = piece.trim_matches(|c: char| !c.is_alphanumeric());
        if !inside.is_empty() {
            let lead = piece.len()
                - piece
                    .trim_start_matches(|c: char| !c.is_alphanumeric())
                    .len();
            words.push(ByteSpan::from(at + lead..at + lead + inside.len()));
        }
        at += piece.len();
    }
    words
}

/// The words that a span touches.
fn touched(words: &[ByteSpan], hit: ByteSpan) -> Option<(usize, usize)> {
    let touches = |word: &ByteSpan| word.start < hit.end && hit.start < word.end;
    Some((
        words.iter().position(touches)?,
        words.iter().rposition(touches)?,
    ))
}

pub(super) fn keys(
    ui: &Ui,
    state: &mut State,
    passage: &Passage,
    asked: &AskedOf,
    cx: &mut Cx<'_>,
) -> Event {
    if state.edges.is_some() {
        return edge_keys(ui, state, passage, asked, cx);
    }
    let types = [Key::Num1, Key::Num2, Key::Num3, Key::Num4];
    for (key, kind) in types.into_iter().zip(EntityType::ALL) {
        if any(ui, &[key]) {
            return fix(Fix::Type(kind), state, passage, asked, cx);
        }
    }
    if any(ui, &[Key::X]) {
        fix(Fix::NoName, state, passage, asked, cx)
    } else if any(ui, &[Key::M]) {
        fix(Fix::SomebodyElse, state, passage, asked, cx)
    } else if any(ui, &[Key::B]) {
        fix(Fix::Boundaries, state, passage, asked, cx)
    } else if any(ui, &[Key::A]) {
        state.all = !state.all;
        Event::None
    } else if any(ui, &[Key::N, Key::ArrowRight]) {
        Event::Next
    } else if any(ui, &[Key::ArrowLeft]) {
        Event::Back
    } else {
        Event::None
    }
}

fn edge_keys(
    ui: &Ui,
    state: &mut State,
    passage: &Passage,
    asked: &AskedOf,
    cx: &mut Cx<'_>,
) -> Event {
    for (modifiers, key, edge, by) in [
        (Modifiers::SHIFT, Key::ArrowLeft, 1, -1),
        (Modifiers::SHIFT, Key::ArrowRight, 1, 1),
        (Modifiers::NONE, Key::ArrowLeft, 0, -1),
        (Modifiers::NONE, Key::ArrowRight, 0, 1),
    ] {
        if pressed(ui, modifiers, key) {
            shift(state, passage, edge, by);
            return Event::None;
        }
    }
    if pressed(ui, Modifiers::NONE, Key::Escape) {
        state.edges = None;
        return Event::None;
    }
    if super::nothing_focused(ui) && pressed(ui, Modifiers::NONE, Key::Enter) {
        return mark(state, passage, asked, cx);
    }
    Event::None
}

/// Moves the first (0) or last (1) word of the span.
fn shift(state: &mut State, passage: &Passage, edge: u8, by: isize) {
    let Some((from, to)) = state.edges else {
        return;
    };
    let most = words_of(&passage.sentence).len().saturating_sub(1);
    let moved = |at: usize| at.saturating_add_signed(by).min(most);
    state.edges = Some(match edge {
        0 => (moved(from).min(to), to),
        _ => (from, moved(to).max(from)),
    });
}

/// Marks the span that was set, in place of the wrong one.
fn mark(state: &State, passage: &Passage, asked: &AskedOf, cx: &mut Cx<'_>) -> Event {
    let Some(hit) = state.hit(passage).filter(|hit| *hit != passage.hit) else {
        return Event::None;
    };
    let text = hit.of(&passage.sentence).to_owned();
    let start = passage.span.start.saturating_sub(passage.hit.start);
    let to = if text == asked.name {
        Target::Entity(passage.entity)
    } else {
        Target::Named {
            name: text,
            kind: asked.kind,
        }
    };
    // One decision: the wrong mark goes and the right one comes, and one undo takes both back.
    cx.send(Action::Run(Command::SetBoundaries {
        mention: passage.mention,
        article: passage.article,
        span: ByteSpan::new(start + hit.start, start + hit.end),
        to,
    }));
    Event::Next
}

fn fix(what: Fix, state: &mut State, passage: &Passage, asked: &AskedOf, cx: &mut Cx<'_>) -> Event {
    if asked.dismissed {
        return Event::Next;
    }
    let one = Which::Mentions(vec![passage.mention]);
    let command = match what {
        Fix::NoName => Command::Dismiss {
            what: if state.all {
                Which::Entities(vec![passage.entity])
            } else {
                one
            },
            except: Vec::new(),
        },
        Fix::Type(kind) if kind == asked.kind => return Event::None,
        Fix::Type(kind) if state.all => Command::RetypeEntities {
            entities: vec![passage.entity],
            kind,
            except: Vec::new(),
        },
        Fix::Type(kind) => Command::Reassign {
            what: one,
            to: Target::Named {
                name: passage.hit.of(&passage.sentence).to_owned(),
                kind,
            },
            except: Vec::new(),
        },
        Fix::SomebodyElse => {
            cx.send(Action::Decide(Decide::Reassign(one)));
            return Event::Left;
        }
        Fix::Boundaries => {
            state.edges = touched(&words_of(&passage.sentence), passage.hit);
            return Event::None;
        }
    };
    cx.send(Action::Run(command));
    Event::Next
}

pub(super) fn ui(
    ui: &mut Ui,
    rect: Rect,
    state: &mut State,
    passage: &Passage,
    asked: &AskedOf,
    cx: &mut Cx<'_>,
) -> Event {
    let c = colors(ui);
    widgets::hline(ui.painter(), rect, rect.top() + 1.0, c.line2);
    let strip = |top: f32| {
        Rect::from_min_size(
            pos2(rect.left(), rect.top() + top),
            vec2(rect.width(), 28.0),
        )
    };
    let mut event = Event::None;
    if state.edges.is_some() {
        widgets::at(ui, strip(10.0), |ui| {
            let words =
                "← → move the first word, Shift+← → the last, Enter marks it, Esc leaves it";
            widgets::label_elided(ui, words, font::ui(font::UI), c.ink2);
        });
        widgets::at(ui, strip(46.0), |ui| {
            ui.spacing_mut().item_spacing.x = space::M;
            for (words, edge, by) in [
                ("First word ←", 0, -1),
                ("First word →", 0, 1),
                ("Last word ←", 1, -1),
                ("Last word →", 1, 1),
            ] {
                if Button::new(words)
                    .kind(ButtonKind::Panel)
                    .show(ui)
                    .clicked()
                {
                    shift(state, passage, edge, by);
                }
            }
            let same = state.hit(passage) == Some(passage.hit);
            let marks = Button::new("Mark")
                .kind(ButtonKind::Panel)
                .disabled(same.then_some("Move the first or last word first"));
            if marks.show(ui).clicked() {
                event = mark(state, passage, asked, cx);
            }
        });
        return event;
    }
    widgets::at(ui, strip(8.0), |ui| {
        ui.spacing_mut().item_spacing.x = space::L;
        widgets::label(ui, "Put it right:", font::bold(font::UI), c.ink);
        let words = format!("All mentions of {} (A)", asked.name);
        let short: String = words.chars().take(70).collect();
        if short.len() < words.len() {
            let name = asked.name.chars().take(48).collect::<String>();
            let short = format!("All mentions of {}… (A)", name.trim_end());
            checkbox(ui, &mut state.all, &short).on_hover_text(words);
        } else {
            checkbox(ui, &mut state.all, &words);
        }
    });
    let mut chosen = None;
    widgets::at(ui, strip(40.0), |ui| {
        ui.spacing_mut().item_spacing.x = space::M;
        if Button::new("Not a name  X")
            .kind(ButtonKind::Panel)
            .show(ui)
            .clicked()
        {
            chosen = Some(Fix::NoName);
        }
        for (key, kind) in (1..).zip(EntityType::ALL) {
            let words = format!("{}  {key}", kind.label());
            let same = kind == asked.kind;
            let hint = format!("It is a {}", kind.word());
            let button = Button::new(&words).kind(ButtonKind::Panel).hint(&hint);
            let button = button.disabled(same.then_some("It is marked so"));
            if button.show(ui).clicked() {
                chosen = Some(Fix::Type(kind));
            }
        }
    });
    widgets::at(ui, strip(72.0), |ui| {
        ui.spacing_mut().item_spacing.x = space::M;
        let button = |words| Button::new(words).kind(ButtonKind::Panel);
        if button("Means someone else…  M").show(ui).clicked() {
            chosen = Some(Fix::SomebodyElse);
        }
        if button("Boundaries…  B").show(ui).clicked() {
            chosen = Some(Fix::Boundaries);
        }
    });
    match chosen {
        Some(what) => fix(what, state, passage, asked, cx),
        None => event,
    }
}

/// The way on without a fix, in the foot; returns whether it was taken.
pub(super) fn foot_ui(ui: &mut Ui, state: State) -> bool {
    state.open && Button::new("Next  N").shortcut("N or →").show(ui).clicked()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_set_by_words() {
        let sentence = "In “Marsa el-Brega”, the union met.";
        let words = words_of(sentence);
        let texts: Vec<&str> = words.iter().map(|w| w.of(sentence)).collect();
        assert_eq!(texts, ["In", "Marsa", "el-Brega", "the", "union", "met"]);
        let at = sentence.find("Brega").map_or(0, |at| at as u32);
        assert_eq!(touched(&words, ByteSpan::new(at, at + 5)), Some((2, 2)));
        assert_eq!(touched(&words, ByteSpan::new(2, 3)), None);
    }
}
