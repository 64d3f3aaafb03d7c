//! "Same name?": doubtful names one by one, both sentences side by side, one key each.
//!
//! Decisions run beside the window. The next question does not wait for them: the panel keeps its own queue, takes what
//! was answered out of it, and puts it back when a decision was refused or taken back.

use std::collections::{HashMap, HashSet, VecDeque};

use egui::{
    Align, Align2, Key, Modifiers, Rect, ScrollArea, Stroke, StrokeKind, Ui, UiBuilder, pos2, vec2,
};

use super::{PAD, SIZE, any, hold_arrows, nothing_focused, pressed, sentence};
use crate::{
    model::{CountUnit, DecisionId, EntityId, Filter, chart::Cell},
    ui::{
        action::{Action, View},
        context::Cx,
        theme::{colors, font, radius, space, stroke},
        widgets::{
            self, Button, ButtonKind, EmptyState, Icon, Segment, Verdict, dialog, glyph, number,
        },
    },
    workspace::{
        Command, Part, Problem,
        project::{Doubtful, WorkRow},
    },
};

/// What tells a question from another.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Question {
    a: EntityId,
    b: EntityId,
    /// When it is about a spelling.
    spelling: Option<String>,
}

impl Question {
    fn of(row: &WorkRow) -> Self {
        Self {
            a: row.a.entity,
            b: row.b.entity,
            spelling: row.joined.then(|| row.b.spelling.clone()),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Given {
    Same,
    Different,
    Later,
}

/// A decision on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Sent {
    Answer(Question),
    Undo,
}

/// What the panel remembers.
#[derive(Debug, Default)]
pub(super) struct State {
    /// Open questions, the one to answer first.
    queue: VecDeque<WorkRow>,
    /// In the order they were answered.
    answered: Vec<(WorkRow, Given)>,
    /// The decisions that answers became, as far as they are carried out.
    decisions: HashMap<Question, DecisionId>,
    /// Taken back and not among the questions read since: they stay all the same.
    returned: HashSet<Question>,
    sent: VecDeque<(Sent, Command)>,
    /// Whether the queue was compared with the newest list of questions.
    seen: bool,
    /// Show the second name after "Same".
    second: bool,
    problem: Option<String>,
}

impl State {
    /// A decision was carried out: one of this panel's, or another, which may have undone an answer.
    pub fn carried(&mut self, command: &Command, decision: Option<DecisionId>) {
        let ours = self.sent.front().is_some_and(|(_, sent)| sent == command);
        if ours {
            if let (Some((Sent::Answer(question), _)), Some(id)) = (self.sent.pop_front(), decision)
            {
                self.decisions.insert(question, id);
            }
            return;
        }
        let steps = matches!(
            command,
            Command::Undo | Command::Redo | Command::UndoThis(_) | Command::RedoThis(_)
        );
        if steps {
            // Which answers still hold is for the list that is read next to say.
            self.answered.clear();
            self.decisions.clear();
            self.returned.clear();
            self.seen = false;
        }
    }

    /// A decision was not carried out: neither were those after it, so their questions come back.
    pub fn refused(&mut self, problem: &Problem) {
        if self.sent.is_empty() {
            return;
        }
        for (sent, _) in std::mem::take(&mut self.sent).into_iter().rev() {
            let Sent::Answer(question) = sent else {
                continue;
            };
            let at = self
                .answered
                .iter()
                .rposition(|(row, _)| Question::of(row) == question);
            if let Some(at) = at {
                let (row, _) = self.answered.remove(at);
                self.put_back(row);
            }
        }
        self.problem = Some(problem.to_string());
    }

    fn put_back(&mut self, row: WorkRow) {
        let question = Question::of(&row);
        self.queue.retain(|known| Question::of(known) != question);
        self.returned.insert(question);
        self.queue.push_front(row);
    }

    /// Entities that an answer made part of another.
    fn gone(&self) -> HashSet<EntityId> {
        self.answered
            .iter()
            .filter(|(row, given)| !row.joined && *given == Given::Same)
            .map(|(row, _)| row.b.entity)
            .collect()
    }

    /// Takes in the questions read last, which may be older than the newest answers.
    fn follow(&mut self, rows: &[WorkRow]) {
        let gone = self.gone();
        let decided: HashSet<Question> = self
            .answered
            .iter()
            .filter(|(_, given)| *given != Given::Later)
            .map(|(row, _)| Question::of(row))
            .collect();
        let open = |row: &WorkRow| {
            !decided.contains(&Question::of(row))
                && !gone.contains(&row.a.entity)
                && (row.joined || !gone.contains(&row.b.entity))
        };
        let listed: HashSet<Question> = rows.iter().map(Question::of).collect();
        self.returned.retain(|question| !listed.contains(question));
        let mut fresh: Vec<Option<&WorkRow>> =
            rows.iter().map(|row| open(row).then_some(row)).collect();
        let places: std::collections::HashMap<Question, usize> = (0..)
            .zip(rows)
            .map(|(at, row)| (Question::of(row), at))
            .collect();
        let mut queue = VecDeque::new();
        for row in self.queue.drain(..) {
            let question = Question::of(&row);
            let known = places
                .get(&question)
                .and_then(|at| fresh.get_mut(*at))
                .and_then(Option::take);
            match known {
                Some(newer) => queue.push_back(newer.clone()),
                None if self.returned.contains(&question) => queue.push_back(row),
                None => {}
            }
        }
        queue.extend(fresh.into_iter().flatten().cloned());
        self.queue = queue;
    }

    /// Answers the first question; returns what to decide.
    fn answer(&mut self, given: Given) -> Option<Command> {
        let row = self.queue.pop_front()?;
        self.problem = None;
        let (a, b) = (row.a.entity, row.b.entity);
        let spelling = row.b.spelling.clone();
        let command = match (given, row.joined) {
            (Given::Later, _) => None,
            (Given::Same, false) => Some(Command::MergeEntities {
                entities: vec![a, b],
                into: a,
                name: self.second.then(|| row.b.name.clone()),
                except: Vec::new(),
            }),
            (Given::Different, false) => Some(Command::KeepApart { a, b }),
            (Given::Same, true) => Some(Command::KeepTogether {
                entity: a,
                spelling,
            }),
            (Given::Different, true) => Some(Command::SplitEntity {
                entity: a,
                part: Part::Spellings(vec![spelling.clone()]),
                name: spelling,
                except: Vec::new(),
            }),
        };
        self.second = false;
        if let Some(command) = &command {
            let sent = Sent::Answer(Question::of(&row));
            self.sent.push_back((sent, command.clone()));
        } else {
            self.queue.push_back(row.clone());
        }
        self.answered.push((row, given));
        if given == Given::Same {
            let gone = self.gone();
            self.queue.retain(|row| {
                !gone.contains(&row.a.entity) && (row.joined || !gone.contains(&row.b.entity))
            });
        }
        command
    }

    /// Takes the last answer back; returns what to decide. `None` inside when nothing was decided then.
    fn take_back(&mut self) -> Option<Option<Command>> {
        let (row, given) = self.answered.pop()?;
        self.problem = None;
        let question = Question::of(&row);
        self.put_back(row);
        if given == Given::Later {
            return Some(None);
        }
        // Exactly this answer: something else may have been decided since.
        let known = self.decisions.remove(&question);
        let command = known.map_or(Command::Undo, Command::UndoThis);
        self.sent.push_back((Sent::Undo, command.clone()));
        // Questions about what was merged come back with the list that is read next.
        self.seen = false;
        Some(Some(command))
    }

    fn count(&self) -> (usize, usize) {
        let answered = self
            .answered
            .iter()
            .filter(|(_, given)| *given != Given::Later)
            .count();
        (answered, answered + self.queue.len())
    }
}

pub(super) fn ui(ui: &Ui, state: &mut State, cx: &mut Cx<'_>) -> Verdict {
    let slot = &cx.views().worklist;
    if slot.is_loading() {
        state.seen = false;
    } else if let (Some(rows), false) = (slot.value(), state.seen) {
        state.follow(rows);
        state.seen = true;
    }
    let mut left = keys(ui, state, cx);
    let (verdict, ()) = dialog(
        ui,
        "Same name?",
        SIZE,
        &mut (state, cx, &mut left),
        |ui, body, (state, cx, left)| body_ui(ui, body, state, cx, left),
        |ui, (state, cx, _)| {
            let why = if state.answered.is_empty() {
                Some("Nothing was answered here yet")
            } else {
                cx.read_only()
            };
            let back = Button::new("Undo last answer")
                .icon(Icon::Undo)
                .shortcut("Z")
                .disabled(why);
            if back.show(ui).clicked() {
                take_back(state, cx);
            }
        },
        |ui, (state, cx, _)| {
            ui.spacing_mut().item_spacing.x = space::M;
            let why = if state.queue.is_empty() {
                Some("No question is open")
            } else {
                cx.read_only()
            };
            for (given, words, keys, kind) in [
                (Given::Different, "Different", "D or ←", ButtonKind::Plain),
                (Given::Later, "Later", "U or Space", ButtonKind::Plain),
                (Given::Same, "Same", "S or →", ButtonKind::Primary),
            ] {
                let why = why.filter(|_| given != Given::Later || state.queue.is_empty());
                let words = format!("{words}  {}", keys.split(' ').next().unwrap_or_default());
                let button = Button::new(&words).kind(kind).shortcut(keys).disabled(why);
                if button.width(104.0).show(ui).clicked() {
                    give(state, cx, given);
                }
            }
            Verdict::Stay
        },
    );
    if left { Verdict::Close } else { verdict }
}

fn give(state: &mut State, cx: &mut Cx<'_>, given: Given) {
    if given != Given::Later && cx.read_only().is_some() {
        return;
    }
    if let Some(command) = state.answer(given) {
        cx.send(Action::Run(command));
    }
}

fn take_back(state: &mut State, cx: &mut Cx<'_>) {
    if let Some(Some(command)) = state.take_back() {
        cx.send(Action::Run(command));
    }
}

fn open(side: &Doubtful, cx: &mut Cx<'_>) -> bool {
    let Some(passage) = &side.passage else {
        return false;
    };
    cx.send(Action::OpenArticle {
        article: passage.article,
        at: Some(passage.span),
    });
    true
}

/// What the keys do. Returns whether the panel was left for an article.
fn keys(ui: &Ui, state: &mut State, cx: &mut Cx<'_>) -> bool {
    hold_arrows(ui);
    let command = pressed(ui, Modifiers::COMMAND, Key::Z);
    if command || any(ui, &[Key::Z]) {
        take_back(state, cx);
    }
    if let Some(row) = state.queue.front().cloned() {
        if pressed(ui, Modifiers::SHIFT, Key::O) {
            return open(&row.a, cx);
        }
        if any(ui, &[Key::O]) {
            return open(&row.b, cx);
        }
    }
    if any(ui, &[Key::Num1]) {
        state.second = false;
    }
    if any(ui, &[Key::Num2]) {
        state.second = true;
    }
    if any(ui, &[Key::S, Key::ArrowRight]) {
        give(state, cx, Given::Same);
    } else if any(ui, &[Key::D, Key::ArrowLeft]) {
        give(state, cx, Given::Different);
    } else if any(ui, &[Key::U]) || nothing_focused(ui) && any(ui, &[Key::Space]) {
        give(state, cx, Given::Later);
    }
    false
}

fn body_ui(ui: &mut Ui, body: Rect, state: &mut State, cx: &mut Cx<'_>, left: &mut bool) {
    let c = colors(ui);
    let slot = &cx.views().worklist;
    let Some(row) = state.queue.front().cloned() else {
        let now = cx.now;
        let done = state.count().0;
        widgets::slot_ui(
            ui,
            body,
            slot,
            now,
            "Looking for doubtful names…",
            |ui, _| {
                let words = match done {
                    0 => "No doubtful names".to_owned(),
                    n => format!(
                        "No doubtful names any more: {} answered",
                        widgets::count(n as u64, "question", "questions")
                    ),
                };
                let empty = EmptyState {
                    words: &words,
                    button: None,
                };
                widgets::empty_state(ui, body, empty);
            },
        );
        return;
    };
    let inner = body.shrink2(vec2(PAD, space::L));
    let strip = |top: f32, height: f32| {
        Rect::from_min_size(pos2(inner.left(), top), vec2(inner.width(), height))
    };
    let head = strip(inner.top(), 20.0);
    progress_ui(ui, head, state);
    let mut y = head.bottom() + space::L;
    let asked = if row.joined {
        format!("Is “{}” rightly {}?", row.b.spelling, row.a.name)
    } else if row.a.name == row.b.name {
        format!("Are both “{}” one?", row.a.name)
    } else {
        format!("Is {} the same as {}?", row.b.name, row.a.name)
    };
    widgets::at(ui, strip(y, 26.0), |ui| {
        widgets::label_elided(ui, &asked, font::serif_bold(font::CHART_TITLE), c.ink);
    });
    y += 28.0;
    widgets::at(ui, strip(y, 18.0), |ui| {
        widgets::label_elided(ui, &row.reason, font::ui(font::UI), c.ink2);
    });
    y += 18.0 + space::L;
    if !row.joined {
        widgets::at(ui, strip(y, 28.0), |ui| name_ui(ui, state, &row));
        y += 28.0 + space::L;
    }
    let cards = Rect::from_min_max(pos2(inner.left(), y), inner.max);
    let half = (cards.width() - space::XL) / 2.0;
    for (side, x, keys) in [
        (&row.a, cards.left(), "Shift+O"),
        (&row.b, cards.left() + half + space::XL, "O"),
    ] {
        let rect = Rect::from_min_size(pos2(x, cards.top()), vec2(half, cards.height()));
        let spelling = (row.joined && keys == "O").then_some(row.b.spelling.as_str());
        match side_ui(ui, rect, side, spelling, keys) {
            Some(Wanted::Article) => *left |= open(side, cx),
            Some(Wanted::Passages) => {
                // The number counts the whole project.
                cx.send(Action::SetFilter(Filter::default()));
                cx.send(Action::Go(View::Read));
                cx.send(Action::ShowPassages {
                    cell: match spelling {
                        Some(text) => Cell::Spelling {
                            entity: side.entity,
                            text: text.to_owned(),
                        },
                        None => Cell::Entity(side.entity),
                    },
                    unit: CountUnit::Mentions,
                });
                *left = true;
            }
            None => {}
        }
    }
}

fn progress_ui(ui: &mut Ui, rect: Rect, state: &State) {
    let c = colors(ui);
    let (done, all) = state.count();
    let words = format!("{} of {} answered", number(done as u64), number(all as u64));
    widgets::at(ui, rect, |ui| {
        ui.spacing_mut().item_spacing.x = space::L;
        let share = done as f32 / all.max(1) as f32;
        widgets::progress(ui, "Questions answered", Some(share), 160.0);
        widgets::label(ui, words, font::ui(font::SMALL), c.ink2);
        if let Some(problem) = &state.problem {
            widgets::label_elided(ui, problem.clone(), font::ui(font::SMALL), c.error)
                .on_hover_text(problem);
        }
    });
}

/// Which name is shown after "Same".
fn name_ui(ui: &mut Ui, state: &mut State, row: &WorkRow) {
    let c = colors(ui);
    ui.spacing_mut().item_spacing.x = space::M;
    widgets::label(ui, "If the same, show", font::ui(font::SMALL), c.ink3);
    let short = |name: &str, key: u8| {
        let mut name: String = name.chars().take(40).collect();
        name.insert_str(0, &format!("{key}  "));
        name
    };
    let names = [short(&row.a.name, 1), short(&row.b.name, 2)];
    if row.a.name == row.b.name {
        let kind = row.a.kind.word();
        let words = format!("{}, as {kind}", row.a.name);
        widgets::label_elided(ui, words, font::ui(font::SMALL), c.ink);
        return;
    }
    let segments = [Segment::new(&names[0]), Segment::new(&names[1])];
    let chosen = usize::from(state.second);
    if let Some(chosen) = widgets::segmented(ui, "Name to show", chosen, &segments) {
        state.second = chosen == 1;
    }
    if row.a.kind != row.b.kind {
        let words = format!("as {}", row.a.kind.word());
        widgets::label_elided(ui, words, font::ui(font::SMALL), c.ink3);
    }
}

/// What is to be looked at instead of the panel.
#[derive(Clone, Copy)]
enum Wanted {
    Article,
    Passages,
}

/// Draws one side; returns what it was asked for.
fn side_ui(
    ui: &mut Ui,
    rect: Rect,
    side: &Doubtful,
    spelling: Option<&str>,
    keys: &str,
) -> Option<Wanted> {
    let c = colors(ui);
    let line = Stroke::new(stroke::LINE, c.line2);
    ui.painter()
        .rect(rect, radius::CARD, c.panel, line, StrokeKind::Inside);
    let inner = rect.shrink2(vec2(space::L, space::L));
    let strip = |top: f32, height: f32| {
        Rect::from_min_size(pos2(inner.left(), top), vec2(inner.width(), height))
    };
    let head = strip(inner.top(), 20.0);
    glyph(
        ui.painter(),
        pos2(head.left() + 6.0, head.center().y),
        side.kind,
        c.of(side.kind),
    );
    let kind = side.kind.label();
    let room = widgets::width_of(ui, kind, font::ui(font::SMALL)) + space::M;
    let name = spelling.map_or_else(|| side.name.clone(), |s| format!("“{s}”"));
    let named = Rect::from_min_max(
        pos2(head.left() + 18.0, head.top()),
        pos2(head.right() - room, head.bottom()),
    );
    widgets::at(ui, named, |ui| {
        widgets::label_elided(ui, &name, font::bold(font::NAME), c.ink);
    });
    let at = pos2(head.right(), head.center().y);
    widgets::text(
        ui,
        at,
        Align2::RIGHT_CENTER,
        kind,
        font::ui(font::SMALL),
        c.ink3,
    );
    let counts = format!(
        "{} in {}",
        widgets::count(side.mentions, "mention", "mentions"),
        widgets::count(side.articles, "article", "articles")
    );
    let mut y = head.bottom() + space::XXS;
    let mut wanted = None;
    let passages = widgets::at(ui, strip(y, 18.0), |ui| {
        let spoken = format!("Show {counts} of {name}");
        widgets::number_link(ui, &counts, &spoken, font::SMALL)
    });
    if passages.clicked() {
        wanted = Some(Wanted::Passages);
    }
    y += 18.0 + space::M;
    widgets::hline(ui.painter(), inner, y, c.line);
    y += space::M;
    let Some(passage) = &side.passage else {
        return wanted;
    };
    let date = passage
        .published
        .as_ref()
        .map_or_else(|| "No date".to_owned(), widgets::date_words);
    let outlet = passage.source().unwrap_or("Outlet unknown");
    widgets::at(ui, strip(y, 18.0), |ui| {
        let words = format!("{outlet}, {date}");
        widgets::label_elided(ui, words, font::ui(font::SMALL), c.ink3);
    });
    y += 18.0;
    widgets::at(ui, strip(y, 20.0), |ui| {
        widgets::label_elided(ui, &passage.title, font::bold(font::UI), c.ink2);
    });
    y += 20.0 + space::S;
    let foot = strip(inner.bottom() - 20.0, 20.0);
    let text = Rect::from_min_max(
        pos2(inner.left(), y),
        pos2(inner.right(), foot.top() - space::XS),
    );
    let layout = egui::Layout::top_down(Align::Min);
    ui.scope_builder(UiBuilder::new().max_rect(text).layout(layout), |ui| {
        ScrollArea::vertical()
            .id_salt(("sentence", keys))
            .auto_shrink(false)
            .show(ui, |ui| {
                let around = sentence::Around::default();
                sentence::ui(ui, passage, side.kind, around, font::READER);
            });
    });
    let article = widgets::at(ui, foot, |ui| {
        let words = format!("Open article  {keys}");
        widgets::link(ui, &words, &format!("Open the article “{}”", passage.title)).clicked()
    });
    if article {
        wanted = Some(Wanted::Article);
    }
    wanted
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::EntityType;

    fn side(entity: i64) -> Doubtful {
        Doubtful {
            entity: EntityId(entity),
            kind: EntityType::Person,
            name: format!("Name {entity}"),
            spelling: format!("Name {entity}"),
            mentions: 3,
            articles: 2,
            passage: None,
        }
    }

    /// What was sent first is carried out under this number.
    fn carried(state: &mut State, id: i64) {
        let sent = state.sent.front().map(|(_, command)| command.clone());
        state.carried(&sent.expect("a decision on its way"), Some(DecisionId(id)));
    }

    fn row(a: i64, b: i64) -> WorkRow {
        WorkRow {
            a: side(a),
            b: side(b),
            joined: false,
            reason: String::new(),
        }
    }

    fn open(state: &State) -> Vec<(i64, i64)> {
        state
            .queue
            .iter()
            .map(|row| (row.a.entity.0, row.b.entity.0))
            .collect()
    }

    #[test]
    fn answers_leave_the_queue_and_come_back_when_refused() {
        let rows = [row(1, 2), row(2, 3), row(4, 5), row(6, 7)];
        let mut state = State::default();
        state.follow(&rows);
        assert!(matches!(
            state.answer(Given::Same),
            Some(Command::MergeEntities {
                into: EntityId(1),
                ..
            })
        ));
        // What asks about the merged name has to be asked anew of the whole.
        assert_eq!(open(&state), [(4, 5), (6, 7)]);
        assert_eq!(state.answer(Given::Later), None);
        assert_eq!(open(&state), [(6, 7), (4, 5)]);
        assert!(state.answer(Given::Different).is_some());
        // A list that was read before the answers changes nothing.
        state.follow(&rows);
        assert_eq!(open(&state), [(4, 5)]);
        carried(&mut state, 7);
        state.refused(&Problem::new("Could not", "it is locked"));
        assert_eq!(open(&state), [(6, 7), (4, 5)]);
        assert!(state.problem.is_some());
        state.follow(&[row(4, 5), row(6, 7)]);
        assert_eq!(open(&state), [(6, 7), (4, 5)]);
        assert_eq!(state.count(), (1, 3));
    }

    #[test]
    fn the_last_answer_is_taken_back() {
        let mut state = State::default();
        state.follow(&[row(1, 2), row(3, 4)]);
        state.second = true;
        let merged = state.answer(Given::Same);
        assert!(
            matches!(merged, Some(Command::MergeEntities { name: Some(name), .. }) if name == "Name 2")
        );
        state.answer(Given::Later);
        assert_eq!(state.take_back(), Some(None), "nothing was decided");
        assert_eq!(state.take_back(), Some(Some(Command::Undo)));
        assert_eq!(open(&state), [(1, 2), (3, 4)]);
        // It stays although the list read last does not have it yet.
        state.follow(&[row(3, 4)]);
        assert_eq!(open(&state), [(1, 2), (3, 4)]);
        assert_eq!(state.take_back(), None);
    }

    #[test]
    fn an_answer_is_taken_back_by_its_number_and_one_undone_elsewhere_not_at_all() {
        let mut state = State::default();
        state.follow(&[row(1, 2), row(3, 4), row(5, 6)]);
        state.answer(Given::Different);
        carried(&mut state, 41);
        // Something else is decided in another panel; the answer is still the one to take back.
        state.carried(&Command::LookUpPlaces, Some(DecisionId(42)));
        assert_eq!(
            state.take_back(),
            Some(Some(Command::UndoThis(DecisionId(41))))
        );
        carried(&mut state, 43);
        state.answer(Given::Different);
        carried(&mut state, 44);
        state.carried(&Command::Undo, Some(DecisionId(45)));
        assert_eq!(state.take_back(), None);
        state.follow(&[row(1, 2), row(3, 4), row(5, 6)]);
        assert_eq!(open(&state).len(), 3);
    }
}
