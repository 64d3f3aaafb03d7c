//! Choosing one of a list by typing: a field, what matches it, and maybe a line that makes a new one.

use egui::{
    Align2, Id, Key, Modifiers, Response, Role, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2,
};

use super::swatch;
use crate::ui::{
    theme::{colors, font, radius, size, space},
    widgets::{self, Icon},
};

/// One of the list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    pub words: String,
    /// At the right, such as a count.
    pub note: String,
    /// The color of a code.
    pub color: Option<u8>,
}

/// What the chooser remembers between frames.
#[derive(Debug, Default)]
pub struct State {
    pub query: String,
    /// The line that Enter chooses.
    at: usize,
    begun: bool,
    /// Bring that line into view.
    reveal: bool,
    /// In a dialog the list stays after the choice: the choice made so far, which is what is painted as chosen.
    pub kept: Option<Option<usize>>,
}

/// What was chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Chosen {
    /// The choice at this place.
    At(usize),
    /// A new one of this name.
    New(String),
}

/// How a list is asked about.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// What screen readers say of the field, and what stands in it while it is empty.
    pub name: &'a str,
    pub hint: &'a str,
    /// `New code`: with it what is typed can be made. `None`: only what there is can be chosen.
    pub new: Option<&'a str>,
    /// The number keys choose the first nine lines while nothing is typed.
    pub numbered: bool,
    /// What is said when there is nothing to choose.
    pub nothing: &'a str,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Line {
    Choice(usize),
    New,
}

/// The lines for what is typed: those that begin with it, those with a word that does, those that have it somewhere; last
/// what is new.
fn lines(choices: &[Choice], query: &str, new: bool) -> Vec<Line> {
    let typed = query.trim().to_lowercase();
    let rank = |words: &str| {
        let words = words.to_lowercase();
        let at = words.find(&typed)?;
        let before = words.get(..at).unwrap_or_default();
        Some(match before.chars().next_back() {
            None => 0,
            Some(c) if !c.is_alphanumeric() => 1,
            Some(_) => 2,
        })
    };
    let mut found: Vec<(u8, usize)> = choices
        .iter()
        .enumerate()
        .filter_map(|(at, choice)| Some((rank(&choice.words)?, at)))
        .collect();
    found.sort_unstable();
    let mut lines: Vec<Line> = found.into_iter().map(|(_, at)| Line::Choice(at)).collect();
    let known = choices
        .iter()
        .any(|choice| choice.words.to_lowercase() == typed);
    if new && !known && typed.chars().any(char::is_alphanumeric) {
        lines.push(Line::New);
    }
    lines
}

const NUMBERS: [Key; 9] = [
    Key::Num1,
    Key::Num2,
    Key::Num3,
    Key::Num4,
    Key::Num5,
    Key::Num6,
    Key::Num7,
    Key::Num8,
    Key::Num9,
];

/// The number key pressed in this frame without another, from 0; taken out of the input.
pub fn number_pressed(ui: &Ui) -> Option<usize> {
    NUMBERS.iter().position(|key| {
        ui.ctx().input_mut(|input| {
            input.modifiers.is_none() && input.consume_key(Modifiers::NONE, *key)
        })
    })
}

impl State {
    /// One that leaves the keyboard where it is when it opens.
    #[must_use]
    pub fn calm() -> Self {
        Self {
            begun: true,
            ..Self::default()
        }
    }

    /// Whether a line is painted as chosen.
    fn chosen(&self, line: &Line, at: usize) -> bool {
        match self.kept {
            Some(kept) => kept.is_some_and(|kept| *line == Line::Choice(kept)),
            None => at == self.at,
        }
    }

    /// Whether Enter would make something new.
    #[must_use]
    pub fn makes_new(&self, choices: &[Choice]) -> bool {
        matches!(
            lines(choices, &self.query, true).get(self.at),
            Some(Line::New)
        )
    }
}

/// Draws field and list; returns what was chosen.
pub fn ui(
    ui: &mut Ui,
    state: &mut State,
    question: &Question<'_>,
    choices: &[Choice],
) -> Option<Chosen> {
    let mut shown = lines(choices, &state.query, question.new.is_some());
    let key = |key| {
        ui.ctx()
            .input_mut(|input| input.consume_key(Modifiers::NONE, key))
    };
    let id = Id::unique(("choose", question.name));
    // Enter and arrows are for the list from the field and from wherever no other control has the keyboard.
    let focused = ui.memory(|memory| memory.focused());
    let mine = focused.is_none() || focused == Some(id);
    let last = shown.len().saturating_sub(1);
    let before = state.at;
    if mine && key(Key::ArrowDown) {
        state.at = (state.at + 1).min(last);
    }
    if mine && key(Key::ArrowUp) {
        state.at = state.at.saturating_sub(1);
    }
    state.reveal |= state.at != before;
    let mut chosen = None;
    if question.numbered
        && state.query.is_empty()
        && let Some(number) = number_pressed(ui)
    {
        chosen = shown.get(number).cloned();
    }
    if mine && key(Key::Enter) {
        chosen = shown.get(state.at).cloned();
    }
    let response = widgets::search_field(
        ui,
        id,
        &mut state.query,
        question.name,
        question.hint,
        None,
        ui.available_width(),
        size::BUTTON,
    );
    if !std::mem::replace(&mut state.begun, true) {
        response.request_focus();
    }
    if response.changed() {
        state.at = 0;
        state.reveal = true;
        shown = lines(choices, &state.query, question.new.is_some());
    }
    state.at = state.at.min(shown.len().saturating_sub(1));
    let c = colors(ui);
    if shown.is_empty() {
        let words = if state.query.trim().is_empty() {
            question.nothing
        } else {
            "Nothing like this"
        };
        widgets::label(ui, words, font::ui(font::SMALL), c.ink2);
    }
    ScrollArea::vertical()
        .id_salt(("choices", question.name))
        .max_height(size::ROW * 9.0)
        .auto_shrink([false, true])
        .show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            widgets::list_of(ui, Role::ListBox, question.name, shown.len());
            for (at, line) in shown.iter().enumerate() {
                let number = (question.numbered && state.query.is_empty() && at < 9)
                    .then(|| (at + 1).to_string());
                let response = line_ui(
                    ui,
                    line,
                    choices,
                    &state.query,
                    question,
                    number,
                    (at == state.at && mine, state.chosen(line, at)),
                );
                widgets::position(ui, response.id, at);
                if at == state.at && std::mem::take(&mut state.reveal) {
                    ui.scroll_to_rect(response.rect, None);
                }
                if response.clicked() {
                    state.at = at;
                    chosen = Some(line.clone());
                }
            }
        });
    chosen.map(|line| match line {
        Line::Choice(at) => Chosen::At(at),
        Line::New => Chosen::New(state.query.split_whitespace().collect::<Vec<_>>().join(" ")),
    })
}

fn line_ui(
    ui: &mut Ui,
    line: &Line,
    choices: &[Choice],
    query: &str,
    question: &Question<'_>,
    number: Option<String>,
    (next, chosen): (bool, bool),
) -> Response {
    let c = colors(ui);
    let (rect, response) =
        ui.allocate_exact_size(vec2(ui.available_width(), size::ROW), Sense::CLICK);
    let new;
    let (words, note, color) = match line {
        Line::Choice(at) => {
            let choice = choices.get(*at).cloned().unwrap_or_default();
            (choice.words, choice.note, choice.color)
        }
        Line::New => {
            new = format!("{} “{}”", question.new.unwrap_or_default(), query.trim());
            (new, String::new(), None)
        }
    };
    response.widget_info(|| {
        WidgetInfo::selected(
            Role::ListBoxOption,
            true,
            chosen,
            format!("{words} {note}").trim(),
        )
    });
    if chosen {
        ui.painter().rect_filled(rect, radius::BADGE, c.selected);
    } else if next || response.hovered() {
        ui.painter().rect_filled(rect, radius::BADGE, c.hover);
    }
    let y = rect.center().y;
    let mut left = rect.left() + space::S;
    if let Some(number) = number {
        let at = pos2(left + 4.0, y);
        widgets::text(
            ui,
            at,
            Align2::CENTER_CENTER,
            &number,
            font::ui(font::SMALL),
            c.ink3,
        );
        left += 16.0;
    }
    match (line, color) {
        (_, Some(color)) => {
            swatch::paint(ui, pos2(left + 6.0, y), color);
            left += 20.0;
        }
        (Line::New, None) => {
            Icon::Add.paint_scaled(ui.painter(), pos2(left + 6.0, y), c.accent, 0.8);
            left += 20.0;
        }
        (Line::Choice(_), None) => {}
    }
    let at = pos2(rect.right() - space::S, y);
    let end = widgets::text(
        ui,
        at,
        Align2::RIGHT_CENTER,
        &note,
        font::ui(font::SMALL),
        c.ink3,
    );
    let room = end.left() - space::M - left;
    let galley = widgets::elided(ui, &words, font::ui(font::UI), c.ink, room);
    widgets::galley_at(ui, left, y, galley, c.ink);
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_chosen_is_painted_so_where_the_list_stays() {
        let mut state = State::default();
        assert!(state.chosen(&Line::Choice(4), 0), "the line for Enter");
        state.kept = Some(None);
        assert!(!state.chosen(&Line::Choice(4), 0), "nothing is chosen yet");
        state.kept = Some(Some(4));
        assert!(state.chosen(&Line::Choice(4), 2) && !state.chosen(&Line::Choice(0), 0));
    }

    fn check(words: &[&str], query: &str, expected: &[&str]) {
        let choices: Vec<Choice> = words
            .iter()
            .map(|words| Choice {
                words: (*words).to_owned(),
                ..Choice::default()
            })
            .collect();
        let found: Vec<&str> = lines(&choices, query, true)
            .iter()
            .map(|line| match line {
                Line::Choice(at) => choices[*at].words.as_str(),
                Line::New => "+",
            })
            .collect();
        assert_eq!(found, expected, "{query}");
    }

    #[test]
    fn what_begins_so_comes_first_and_what_is_new_last() {
        let words = ["Compromise", "Broken promise", "Promise"];
        check(&words, "", &["Compromise", "Broken promise", "Promise"]);
        check(
            &words,
            "prom",
            &["Promise", "Broken promise", "Compromise", "+"],
        );
        check(
            &words,
            " promise ",
            &["Promise", "Broken promise", "Compromise"],
        );
        check(&words, "water", &["+"]);
        check(&words, "…", &[]);
    }
}
