//! Checking accuracy: a random sample, one mention at a time, a key for each verdict, and what follows from them.

use std::collections::HashMap;

use egui::{Align, Align2, Key, Rect, ScrollArea, Ui, UiBuilder, pos2, vec2};

use super::{PAD, SIZE, any, fixing, hold_arrows, sentence};
use crate::{
    model::{DecisionId, EntityType, MentionId},
    ui::{
        action::Action,
        context::Cx,
        theme::{colors, font, size, space},
        widgets::{
            self, Button, ButtonKind, EmptyState, Segment, Verdict as Stays, dialog, glyph, number,
        },
    },
    workspace::{
        Command, Problem, Verdict,
        project::Sample,
        session::{Accuracy, AskedOf},
        views::Passage,
    },
};

/// Where one is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Step {
    /// Type and size are chosen; earlier results are listed.
    #[default]
    Choose,
    /// A sample is being drawn; the one before it is this.
    Drawing(Option<DecisionId>),
    /// The mention at this place is asked about.
    Judge(usize),
    Done,
}

/// What the panel remembers.
#[derive(Debug)]
pub(super) struct State {
    step: Step,
    kind: Option<EntityType>,
    /// Index into [`SIZES`].
    size: usize,
    /// Verdicts given and not read back yet.
    given: HashMap<MentionId, Verdict>,
    /// The sample they are of.
    of: Option<DecisionId>,
    fix: fixing::State,
    problem: Option<String>,
    /// The panel gave way to a dialog that it asked for.
    left: bool,
}

const SIZES: [(u32, &str); 4] = [(20, "20"), (50, "50"), (100, "100"), (200, "200")];

impl Default for State {
    fn default() -> Self {
        Self {
            step: Step::default(),
            kind: None,
            size: 1,
            given: HashMap::new(),
            of: None,
            fix: fixing::State::default(),
            problem: None,
            left: false,
        }
    }
}

impl State {
    /// A decision was not carried out, nor were those after it.
    pub fn refused(&mut self, problem: &Problem) {
        // What others decide is not said here.
        if self.given.is_empty() && !matches!(self.step, Step::Drawing(_)) {
            return;
        }
        self.given.clear();
        self.problem = Some(problem.to_string());
        if matches!(self.step, Step::Drawing(_)) {
            self.step = Step::Choose;
        }
    }

    /// Whether the panel gave way to a dialog that it asked for.
    pub const fn take_left(&mut self) -> bool {
        std::mem::replace(&mut self.left, false)
    }

    /// What was said of a mention, the newest word first.
    fn verdict(&self, sample: &Sample, mention: MentionId) -> Option<Verdict> {
        self.given.get(&mention).copied().or_else(|| {
            let known = sample.mentions.iter().find(|m| m.mention == mention);
            known.and_then(|m| m.verdict)
        })
    }

    /// The sample with the verdicts that are on their way.
    fn so_far(&self, sample: &Sample) -> Sample {
        let mut sample = sample.clone();
        for mention in &mut sample.mentions {
            if let Some(given) = self.given.get(&mention.mention) {
                mention.verdict = Some(*given);
            }
        }
        sample
    }

    /// The next place without a verdict after `from`, around the end; `None` when all have one.
    fn open_after(&self, sample: &Sample, passages: &[Passage], from: usize) -> Option<usize> {
        let n = passages.len();
        (0..n).map(|i| (from + i) % n).find(|at| {
            passages
                .get(*at)
                .is_some_and(|p| self.verdict(sample, p.mention).is_none())
        })
    }

    fn go_on(&mut self, accuracy: &Accuracy, from: usize) {
        self.fix = fixing::State::default();
        let Some(sample) = &accuracy.sample else {
            return;
        };
        self.step = self
            .open_after(sample, &accuracy.passages, from)
            .map_or(Step::Done, Step::Judge);
    }

    /// Takes in what was read last.
    fn follow(&mut self, accuracy: &Accuracy) {
        let id = accuracy.sample.as_ref().map(|s| s.decision);
        if let (Step::Drawing(before), Some(_)) = (self.step, id)
            && before != id
        {
            self.step = Step::Judge(0);
            self.fix = fixing::State::default();
        }
        if self.of != id {
            self.of = id;
            self.given.clear();
        }
        let Some(sample) = &accuracy.sample else {
            if matches!(self.step, Step::Judge(_) | Step::Done) {
                self.step = Step::Choose;
            }
            return;
        };
        if !self.given.is_empty() {
            for mention in &sample.mentions {
                if self.given.get(&mention.mention) == mention.verdict.as_ref() {
                    self.given.remove(&mention.mention);
                }
            }
        }
    }
}

const ALL_KINDS: [(Option<EntityType>, &str); 5] = [
    (None, "All names"),
    (Some(EntityType::Person), "People"),
    (Some(EntityType::Organization), "Organizations"),
    (Some(EntityType::Place), "Places"),
    (Some(EntityType::Group), "Groups"),
];

pub(super) fn ui(ui: &Ui, state: &mut State, cx: &mut Cx<'_>) -> Stays {
    let slot = &cx.views().accuracy;
    if let Some(accuracy) = slot.value().filter(|_| !slot.is_loading()) {
        state.follow(accuracy);
    }
    keys(ui, state, cx);
    let mut closes = false;
    let (verdict, ()) = dialog(
        ui,
        "Check accuracy",
        SIZE,
        &mut (state, cx, &mut closes),
        |ui, body, (state, cx, closes)| match (state.step, cx.views().accuracy.value()) {
            (Step::Judge(at), Some(accuracy)) => judge_ui(ui, body, at, accuracy, state, cx),
            (Step::Done, Some(accuracy)) => done_ui(ui, body, accuracy, state, cx, closes),
            (Step::Judge(_) | Step::Done, None) => {
                let slot = &cx.views().accuracy;
                let now = cx.now;
                widgets::slot_ui(ui, body, slot, now, "Reading the sample…", |_, _| ());
            }
            (Step::Drawing(_), _) => {
                let words = "Drawing mentions at random…";
                let empty = EmptyState {
                    words,
                    button: None,
                };
                widgets::empty_state(ui, body, empty);
            }
            _ => choose_ui(ui, body, state, cx),
        },
        |ui, (state, cx, _)| foot_left(ui, state, cx),
        |ui, (state, cx, _)| foot_right(ui, state, cx),
    );
    if closes { Stays::Close } else { verdict }
}

fn foot_left(ui: &mut Ui, state: &mut State, cx: &mut Cx<'_>) {
    let c = colors(ui);
    ui.spacing_mut().item_spacing.x = space::M;
    if matches!(state.step, Step::Judge(_) | Step::Done)
        && Button::new("All samples").show(ui).clicked()
    {
        state.step = Step::Choose;
    }
    if let Some(problem) = &state.problem {
        widgets::label_elided(ui, problem.clone(), font::ui(font::SMALL), c.error)
            .on_hover_text(problem);
    } else if let (Step::Judge(_), Some(sample)) = (
        state.step,
        cx.views().accuracy.value().and_then(|a| a.sample.as_ref()),
    ) {
        let words = state.so_far(sample).sentence();
        widgets::label_elided(ui, words, font::ui(font::SMALL), c.ink3);
    }
}

fn foot_right(ui: &mut Ui, state: &mut State, cx: &mut Cx<'_>) -> Stays {
    ui.spacing_mut().item_spacing.x = space::M;
    match state.step {
        Step::Choose => {
            let (n, _) = SIZES.get(state.size).copied().unwrap_or(SIZES[0]);
            let words = format!("Draw {n} mentions");
            let why = cx.read_only().or_else(|| {
                let none = cx.views().overview.value().is_some_and(|o| o.articles == 0);
                none.then_some("Import articles first")
            });
            let draw = Button::new(&words).kind(ButtonKind::Primary).disabled(why);
            let entered = why.is_none()
                && super::nothing_focused(ui)
                && ui.input(|input| input.key_pressed(egui::Key::Enter));
            if draw.show(ui).clicked() || entered {
                draw_sample(state, cx, n);
            }
        }
        Step::Judge(_) if cx.views().accuracy.value().is_none() => {}
        Step::Judge(at) => {
            if fixing::foot_ui(ui, state.fix) {
                next(state, cx, at);
            }
            if !state.fix.open {
                verdict_buttons(ui, state, cx, at);
            }
        }
        Step::Done => {
            if Button::new("Copy")
                .hint("Copy these lines")
                .show(ui)
                .clicked()
                && let Some(sample) = cx.views().accuracy.value().and_then(|a| a.sample.as_ref())
            {
                let words = state.so_far(sample).sentences().join("\n");
                ui.ctx()
                    .copy_text(format!("{words}\n(seed {})", sample.seed));
                cx.send(Action::Say("Copied the result".to_owned()));
            }
            if Button::new("Done")
                .kind(ButtonKind::Primary)
                .show(ui)
                .clicked()
            {
                state.step = Step::Choose;
                return Stays::Close;
            }
        }
        Step::Drawing(_) => {}
    }
    Stays::Stay
}

fn verdict_buttons(ui: &mut Ui, state: &mut State, cx: &mut Cx<'_>, at: usize) {
    let back = Button::new("Back")
        .shortcut("←")
        .disabled((at == 0).then_some("This is the first"));
    if back.show(ui).clicked() {
        state.step = Step::Judge(at.saturating_sub(1));
    }
    let why = cx.read_only();
    for (verdict, words, keys) in [
        (Verdict::Right, "Right  R", "R or 1"),
        (Verdict::Wrong, "Wrong  W", "W or 2"),
        (Verdict::Unsure, "Unsure  U", "U or 3"),
    ] {
        let button = Button::new(words).width(92.0).shortcut(keys).disabled(why);
        if button.show(ui).clicked() {
            say(state, cx, at, verdict);
        }
    }
}

/// A seed from the clock, small enough to be read out.
fn seed() -> u64 {
    std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .map_or(1, |since| since.as_millis() as u64 % 1_000_000)
}

fn draw_sample(state: &mut State, cx: &mut Cx<'_>, size: u32) {
    let accuracy = cx.views().accuracy.value();
    let before = accuracy.and_then(|a| a.sample.as_ref()).map(|s| s.decision);
    state.step = Step::Drawing(before);
    state.problem = None;
    cx.send(Action::Run(Command::DrawSample {
        kind: state.kind,
        size,
        seed: seed(),
    }));
}

/// Notes a verdict and goes on; a wrong one is offered to be put right first.
fn say(state: &mut State, cx: &mut Cx<'_>, at: usize, verdict: Verdict) {
    if cx.read_only().is_some() {
        return;
    }
    let Some(accuracy) = cx.views().accuracy.value() else {
        return;
    };
    let (Some(sample), Some(passage)) = (&accuracy.sample, accuracy.passages.get(at)) else {
        return;
    };
    state.problem = None;
    if state.verdict(sample, passage.mention) != Some(verdict) {
        state.given.insert(passage.mention, verdict);
        cx.send(Action::Run(Command::Judge {
            mention: passage.mention,
            verdict: Some(verdict),
        }));
    }
    if verdict == Verdict::Wrong {
        state.fix = fixing::State::open();
    } else {
        state.go_on(accuracy, at + 1);
    }
}

fn next(state: &mut State, cx: &Cx<'_>, at: usize) {
    if let Some(accuracy) = cx.views().accuracy.value() {
        state.go_on(accuracy, at + 1);
    }
}

fn keys(ui: &Ui, state: &mut State, cx: &mut Cx<'_>) {
    let Step::Judge(at) = state.step else { return };
    hold_arrows(ui);
    let Some(accuracy) = cx.views().accuracy.value() else {
        return;
    };
    let found = accuracy.passages.get(at).zip(accuracy.asked.get(at));
    if state.fix.open
        && let Some((passage, asked)) = found
    {
        // The verdict itself can still be another one.
        for (key, verdict) in [(Key::R, Verdict::Right), (Key::U, Verdict::Unsure)] {
            if !state.fix.moves_edges() && any(ui, &[key]) {
                state.fix = fixing::State::default();
                say(state, cx, at, verdict);
                return;
            }
        }
        match fixing::keys(ui, &mut state.fix, passage, asked, cx) {
            fixing::Event::None => return,
            fixing::Event::Next => return next(state, cx, at),
            fixing::Event::Left => {
                state.left = true;
                return;
            }
            fixing::Event::Back => {}
        }
        state.fix = fixing::State::default();
        return;
    }
    if any(ui, &[Key::ArrowLeft]) {
        state.step = Step::Judge(at.saturating_sub(1));
    } else if any(ui, &[Key::ArrowRight]) {
        state.step = Step::Judge((at + 1).min(accuracy.passages.len().saturating_sub(1)));
    } else if any(ui, &[Key::R, Key::Num1]) {
        say(state, cx, at, Verdict::Right);
    } else if any(ui, &[Key::W, Key::Num2]) {
        say(state, cx, at, Verdict::Wrong);
    } else if any(ui, &[Key::U, Key::Num3]) {
        say(state, cx, at, Verdict::Unsure);
    }
}

fn choose_ui(ui: &mut Ui, body: Rect, state: &mut State, cx: &mut Cx<'_>) {
    let c = colors(ui);
    let inner = body.shrink2(vec2(PAD, space::XL));
    let strip = |top: f32, height: f32| {
        Rect::from_min_size(pos2(inner.left(), top), vec2(inner.width(), height))
    };
    let mut y = inner.top();
    let about = "Mentions are drawn at random, and you say of each whether it is a name of this type and reaches from its \
                 first to its last word. The share that is right is given with its 95 % interval.";
    let room = strip(y, inner.height());
    // As many lines as the width and the text size ask for.
    let drawn = ui.scope_builder(UiBuilder::new().max_rect(room), |ui| {
        let words = egui::RichText::new(about)
            .font(font::ui(font::UI))
            .color(c.ink2);
        ui.add(egui::Label::new(words).wrap()).rect.bottom()
    });
    y = drawn.inner + space::L;
    widgets::at(ui, strip(y, 28.0), |ui| {
        word_ui(ui, "Type");
        let at = ALL_KINDS
            .iter()
            .position(|k| k.0 == state.kind)
            .unwrap_or(0);
        let segments = ALL_KINDS.map(|(kind, words)| Segment::of(words, kind));
        if let Some(chosen) = widgets::segmented(ui, "Type of names to check", at, &segments) {
            state.kind = ALL_KINDS.get(chosen).and_then(|k| k.0);
        }
    });
    y += 28.0 + space::M;
    widgets::at(ui, strip(y, 28.0), |ui| {
        word_ui(ui, "Size");
        let segments = SIZES.map(|(_, words)| Segment::new(words));
        if let Some(chosen) = widgets::segmented(ui, "Mentions to check", state.size, &segments) {
            state.size = chosen;
        }
    });
    y += 28.0 + space::XL;
    widgets::at(ui, strip(y, 20.0), |ui| {
        widgets::label(ui, "Samples so far", font::bold(font::UI), c.ink);
    });
    y += 20.0 + space::S;
    let list = Rect::from_min_max(pos2(body.left(), y), body.max);
    let slot = &cx.views().accuracy;
    let now = cx.now;
    let mut chosen = false;
    widgets::slot_ui(
        ui,
        list,
        slot,
        now,
        "Reading the samples…",
        |ui, accuracy| {
            let Some(newest) = &accuracy.sample else {
                let empty = EmptyState {
                    words: "No sample was drawn yet",
                    button: None,
                };
                widgets::empty_state(ui, list, empty);
                return;
            };
            ui.scope_builder(UiBuilder::new().max_rect(list), |ui| {
                ui.spacing_mut().item_spacing.y = 0.0;
                let rows = 1 + accuracy.earlier.len();
                ScrollArea::vertical()
                    .id_salt("samples")
                    .auto_shrink(false)
                    .show_rows(ui, size::ROW, rows, |ui, shown| {
                        for at in shown {
                            let sample = match at.checked_sub(1) {
                                None => Some(newest),
                                Some(at) => accuracy.earlier.get(at),
                            };
                            if let Some(sample) = sample
                                && sample_row(ui, sample, at == 0)
                            {
                                chosen = true;
                            }
                        }
                    });
            });
        },
    );
    if let Some(accuracy) = slot.value().filter(|_| chosen) {
        state.go_on(accuracy, 0);
    }
}

/// What a choice is about, before it.
fn word_ui(ui: &mut Ui, words: &str) {
    let (rect, _) = ui.allocate_exact_size(vec2(36.0, size::PANEL_BUTTON), egui::Sense::hover());
    let ink = colors(ui).ink2;
    let at = rect.left_center();
    widgets::text(ui, at, Align2::LEFT_CENTER, words, font::ui(font::UI), ink);
}

/// Draws a line about a sample; returns whether it is to be gone on with.
fn sample_row(ui: &mut Ui, sample: &Sample, newest: bool) -> bool {
    let c = colors(ui);
    let words = sample.sentence();
    let open = sample.mentions.iter().any(|m| m.verdict.is_none());
    let (rect, _) =
        ui.allocate_exact_size(vec2(ui.available_width(), size::ROW), egui::Sense::hover());
    widgets::hline(ui.painter(), rect, rect.bottom(), c.line);
    let inner = rect.shrink2(vec2(PAD, 0.0));
    let seed = format!("seed {}", sample.seed);
    let at = pos2(inner.right(), inner.center().y);
    let drawn = widgets::text(
        ui,
        at,
        Align2::RIGHT_CENTER,
        &seed,
        font::ui(font::SMALL),
        c.ink3,
    );
    let mut right = drawn.left() - space::L;
    let mut clicked = false;
    if newest {
        let words = if open { "Go on" } else { "Show" };
        let width = widgets::width_of(ui, words, font::ui(font::SMALL));
        let link = Rect::from_min_max(
            pos2(right - width, inner.top()),
            pos2(right, inner.bottom()),
        );
        let name = format!("{words}: {}", sample.sentence());
        clicked = widgets::at(ui, link, |ui| widgets::link(ui, words, &name).clicked());
        right = link.left() - space::L;
    }
    let left = Rect::from_min_max(inner.min, pos2(right, inner.bottom()));
    widgets::at(ui, left, |ui| {
        widgets::label_elided(ui, words, font::ui(font::UI), c.ink);
    });
    clicked
}

fn judge_ui(
    ui: &mut Ui,
    body: Rect,
    at: usize,
    accuracy: &Accuracy,
    state: &mut State,
    cx: &mut Cx<'_>,
) {
    let c = colors(ui);
    let (Some(sample), Some(passage), Some(asked)) = (
        &accuracy.sample,
        accuracy.passages.get(at),
        accuracy.asked.get(at),
    ) else {
        let empty = EmptyState {
            words: "This mention is not in the project any more",
            button: None,
        };
        widgets::empty_state(ui, body, empty);
        return;
    };
    let inner = body.shrink2(vec2(PAD, space::L));
    let strip = |top: f32, height: f32| {
        Rect::from_min_size(pos2(inner.left(), top), vec2(inner.width(), height))
    };
    let mut y = inner.top();
    let all = accuracy.passages.len();
    widgets::at(ui, strip(y, 20.0), |ui| {
        ui.spacing_mut().item_spacing.x = space::L;
        let judged = accuracy
            .passages
            .iter()
            .filter(|p| state.verdict(sample, p.mention).is_some())
            .count();
        let share = judged as f32 / all.max(1) as f32;
        widgets::progress(ui, "Mentions checked", Some(share), 160.0);
        let words = format!("{} of {}", number(at as u64 + 1), number(all as u64));
        widgets::label(ui, words, font::ui(font::SMALL), c.ink2);
        if let Some(verdict) = state.verdict(sample, passage.mention) {
            widgets::label(
                ui,
                format!("You said: {}", verdict.word()),
                font::bold(font::SMALL),
                c.ink,
            );
        }
    });
    y += 20.0 + space::L;
    widgets::at(ui, strip(y, 24.0), |ui| face_ui(ui, asked));
    y += 24.0 + space::XS;
    widgets::at(ui, strip(y, 18.0), |ui| {
        let date = passage
            .published
            .as_ref()
            .map_or_else(|| "No date".to_owned(), widgets::date_words);
        let outlet = passage.source().unwrap_or("Outlet unknown");
        let words = format!("{outlet}, {date}: {}", passage.title);
        widgets::label_elided(ui, words, font::ui(font::SMALL), c.ink3);
    });
    y += 18.0 + space::L;
    let foot = if state.fix.open { fixing::HEIGHT } else { 0.0 };
    let text = Rect::from_min_max(
        pos2(inner.left(), y),
        pos2(inner.right(), inner.bottom() - foot),
    );
    let layout = egui::Layout::top_down(Align::Min);
    ui.scope_builder(UiBuilder::new().max_rect(text).layout(layout), |ui| {
        ScrollArea::vertical()
            .id_salt("mention to check")
            .auto_shrink(false)
            .show(ui, |ui| {
                let around = sentence::Around {
                    before: &asked.before,
                    after: &asked.after,
                };
                let mut shown = passage.clone();
                if let Some(hit) = state.fix.hit(passage) {
                    shown.hit = hit;
                }
                sentence::ui(ui, &shown, asked.kind, around, (20.0, 32.0));
            });
    });
    if state.fix.open {
        let fixes = Rect::from_min_max(pos2(inner.left(), text.bottom()), inner.max);
        match fixing::ui(ui, fixes, &mut state.fix, passage, asked, cx) {
            fixing::Event::Next => next(state, cx, at),
            fixing::Event::Left => state.left = true,
            fixing::Event::Back | fixing::Event::None => {}
        }
    }
}

fn face_ui(ui: &mut Ui, asked: &AskedOf) {
    let c = colors(ui);
    ui.spacing_mut().item_spacing.x = space::M;
    let (mark, _) = ui.allocate_exact_size(vec2(12.0, 24.0), egui::Sense::hover());
    glyph(ui.painter(), mark.center(), asked.kind, c.of(asked.kind));
    let words = format!("Is this a {}?", asked.kind.word());
    let words = words.replace("a organization", "an organization");
    widgets::label(ui, words, font::bold(font::NAME), c.ink);
    let of = if asked.dismissed {
        format!("{}, not a name any more", asked.name)
    } else {
        format!("counted as {}", asked.name)
    };
    widgets::label_elided(ui, of, font::ui(font::UI), c.ink2);
}

/// The result: a sentence for each type, and what is wrong with the way to it.
fn done_ui(
    ui: &mut Ui,
    body: Rect,
    accuracy: &Accuracy,
    state: &State,
    cx: &mut Cx<'_>,
    closes: &mut bool,
) {
    let c = colors(ui);
    let Some(sample) = &accuracy.sample else {
        return;
    };
    let sample = state.so_far(sample);
    let inner = body.shrink2(vec2(PAD, space::XL));
    let wrong: Vec<usize> = (0..accuracy.passages.len())
        .filter(|at| {
            accuracy
                .passages
                .get(*at)
                .is_some_and(|p| state.verdict(&sample, p.mention) == Some(Verdict::Wrong))
        })
        .collect();
    let layout = egui::Layout::top_down(Align::Min);
    ui.scope_builder(UiBuilder::new().max_rect(inner).layout(layout), |ui| {
        ScrollArea::vertical()
            .id_salt("result")
            .auto_shrink(false)
            .show(ui, |ui| {
                for (at, words) in sample.sentences().into_iter().enumerate() {
                    let (id, ink) = if at == 0 {
                        (font::serif_bold(font::CHART_TITLE), c.ink)
                    } else {
                        (font::ui(font::UI), c.ink2)
                    };
                    widgets::label_elided(ui, words, id, ink);
                    ui.add_space(space::S);
                }
                let words = format!(
                    "Seed {}: the same seed draws the same from the same project.",
                    sample.seed
                );
                widgets::label_elided(ui, words, font::ui(font::SMALL), c.ink3);
                ui.add_space(space::XL);
                let words = match wrong.len() {
                    0 => "Nothing was called wrong".to_owned(),
                    n => format!("Called wrong: {}", number(n as u64)),
                };
                widgets::label(ui, words, font::bold(font::UI), c.ink);
                ui.add_space(space::S);
                ui.spacing_mut().item_spacing.y = 0.0;
                for at in &wrong {
                    if let Some((passage, asked)) =
                        accuracy.passages.get(*at).zip(accuracy.asked.get(*at))
                        && wrong_row(ui, passage, asked)
                    {
                        cx.send(Action::OpenArticle {
                            article: passage.article,
                            at: Some(passage.span),
                        });
                        *closes = true;
                    }
                }
            });
    });
}

/// Draws a line about a wrong mention; returns whether its article is to be opened.
fn wrong_row(ui: &mut Ui, passage: &Passage, asked: &AskedOf) -> bool {
    let c = colors(ui);
    let words = passage.hit.of(&passage.sentence);
    let now = if asked.dismissed {
        "not a name any more".to_owned()
    } else {
        format!("now {}, {}", asked.name, asked.kind.word())
    };
    let name = format!("Open “{words}” in “{}”, {now}", passage.title);
    let (rect, response) = widgets::row(ui, size::ROW, false, &name);
    let y = rect.center().y;
    glyph(
        ui.painter(),
        pos2(rect.left() + 8.0, y),
        asked.kind,
        c.of(asked.kind),
    );
    let hit = widgets::elided(ui, words, font::bold(font::UI), c.ink, 240.0);
    let drawn = widgets::galley_at(ui, rect.left() + 20.0, y, hit, c.ink);
    let x = drawn.right() + space::L;
    let rest = format!("{now}. {}", passage.title);
    let rest = widgets::elided(ui, &rest, font::ui(font::SMALL), c.ink2, rect.right() - x);
    widgets::galley_at(ui, x, y, rest, c.ink2);
    response.clicked()
}
