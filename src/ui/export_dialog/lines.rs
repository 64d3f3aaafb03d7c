//! The lines of words on a picture: each on or off, each in the program's words or the user's own.

use std::collections::BTreeMap;

use egui::{Rect, Sense, Ui, UiBuilder, pos2, vec2};

use super::{WORDS, sections::rule_words};
use crate::{
    model::picture::{OwnWords, WordLine},
    ui::{
        theme::{colors, size, space},
        widgets::{self, Icon, checkbox, icon_button, link, text_area, text_field},
    },
    workspace::{export, session::Picture},
};

/// Height of a row of a field of several.
const ROW: f32 = 16.0;

/// Width kept for the button that restores a line.
const RESTORE: f32 = 26.0;

/// One line as it is edited.
#[derive(Debug)]
struct Line {
    on: bool,
    text: String,
    /// The program's words.
    program: String,
    /// Words of the user's own that contradict the picture.
    contradicted: Option<String>,
}

impl Line {
    /// The user's own words; `None` for the program's.
    fn own(&self) -> Option<String> {
        if !self.on {
            Some(String::new())
        } else {
            self.edited().then(|| self.text.trim().to_owned())
        }
    }

    fn edited(&self) -> bool {
        self.text.trim() != self.program.trim()
    }
}

/// All lines.
#[derive(Debug)]
pub(super) struct Lines(BTreeMap<WordLine, Line>);

impl Lines {
    /// The words of a picture with the user's own in them, those set apart that do not fit it anymore.
    pub fn new(picture: &Picture, own: &OwnWords, contradicted: &OwnWords) -> Self {
        let said = export::said(picture);
        let line = |line: WordLine| {
            let program = said.line(line);
            let own = own.get(&line);
            let on = own.is_none_or(|words| !words.is_empty());
            let text = own.filter(|_| on).unwrap_or(&program).clone();
            let state = Line {
                on,
                text,
                program,
                contradicted: contradicted.get(&line).cloned(),
            };
            (line, state)
        };
        Self(WordLine::ALL.into_iter().map(line).collect())
    }

    /// The user's own words.
    pub fn own(&self) -> OwnWords {
        let lines = self.0.iter();
        lines
            .filter_map(|(line, state)| Some((*line, state.own()?)))
            .collect()
    }

    /// Draws all of them. `map` when they are of a map.
    pub fn ui(&mut self, ui: &mut Ui, map: bool) {
        for (line, state) in &mut self.0 {
            line_ui(ui, *line, state, map);
        }
    }
}

/// Words of a line, and how many rows its field has.
const fn about(line: WordLine, map: bool) -> (&'static str, &'static str, usize) {
    match line {
        WordLine::Title => ("Title", "the title", 2),
        WordLine::Subtitle => ("Subtitle", "the subtitle", 1),
        WordLine::Dates => ("Date range", "the date range", 1),
        WordLine::N if map => ("Number (n)", "the number of places and mentions", 2),
        WordLine::N => ("Number (n)", "the number of articles and mentions", 2),
        WordLine::Source => ("Source", "the source note and filter", 3),
        WordLine::Method => ("Method", "the method line", 3),
        WordLine::Notes => ("Notes", "the other notes", 3),
        WordLine::Credit => ("Made with", "what made the picture", 1),
    }
}

fn line_ui(ui: &mut Ui, line: WordLine, state: &mut Line, map: bool) {
    let (_, what, rows) = about(line, map);
    let height = if rows == 1 {
        size::BUTTON
    } else {
        rows as f32 * ROW + 2.0 * space::S
    };
    let wide = ui.available_width();
    let (rect, _) = ui.allocate_exact_size(vec2(wide, height + space::S), Sense::hover());
    // What is drawn in it is not to move what comes below.
    let builder = UiBuilder::new().max_rect(rect).id_salt(("line", line));
    edit_ui(
        &mut ui.new_child(builder),
        Rect::from_min_size(rect.min, vec2(wide, height)),
        (line, map),
        state,
    );
    if let Some(words) = &state.contradicted {
        let c = colors(ui);
        let shown: String = words.chars().take(120).collect();
        let words = format!("Your words do not fit the picture anymore: “{shown}”");
        rule_words(ui, &words, c.warn);
        let use_them = link(ui, "Use them", &format!("Use my words for {what}"));
        ui.add_space(space::S);
        if use_them.clicked() {
            state.on = true;
            state.text = state.contradicted.take().unwrap_or_default();
        }
    }
}

/// The checkbox, the field and the button to restore the program's words, in `rect`.
fn edit_ui(ui: &mut Ui, rect: Rect, (line, map): (WordLine, bool), state: &mut Line) {
    let (name, what, rows) = about(line, map);
    let head = Rect::from_min_size(rect.min, vec2(WORDS, size::BUTTON));
    widgets::at(ui, head, |ui| checkbox(ui, &mut state.on, name))
        .on_hover_text(format!("Write {what} on the picture"));
    let place = Rect::from_min_max(
        pos2(rect.left() + WORDS, rect.top()),
        pos2(rect.right() - RESTORE, rect.bottom()),
    );
    let field_name = format!("Words of {what}");
    let on = state.on;
    ui.add_enabled_ui(on, |ui| {
        if rows == 1 {
            widgets::at(ui, place, |ui| {
                text_field(ui, &mut state.text, &field_name, "Nothing", place.width())
            })
        } else {
            let id = ui.scope_id().with(("words", line));
            text_area(ui, id, place, &mut state.text, &field_name, "Nothing")
        }
    });
    if state.edited() {
        let corner = pos2(place.right() + 2.0, rect.top() + 2.0);
        let at = Rect::from_min_size(corner, vec2(24.0, 24.0));
        let words = format!("Restore {what}");
        let restore = widgets::at(ui, at, |ui| {
            icon_button(ui, Icon::Undo, &words, None, 24.0, None)
        });
        if restore.clicked() {
            state.text.clone_from(&state.program);
            state.on = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_the_users_when_they_differ_and_none_when_off() {
        let check = |on: bool, text: &str, expected: Option<&str>| {
            let line = Line {
                on,
                text: text.to_owned(),
                program: "Names".to_owned(),
                contradicted: None,
            };
            assert_eq!(line.own().as_deref(), expected);
        };
        check(true, "Names", None);
        check(true, " Names\n", None);
        check(true, "Who is named", Some("Who is named"));
        check(true, "", Some(""));
        check(false, "Names", Some(""));
        check(false, "Mine", Some(""));
    }
}
