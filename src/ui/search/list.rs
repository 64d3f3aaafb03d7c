//! The dialog that takes a list of terms: typed, pasted, dropped or from a file.

use egui::{
    Id, Rect, RichText, ScrollArea, Stroke, StrokeKind, TextEdit, Ui, UiBuilder, pos2, vec2,
};

use super::Ask;
use crate::{
    ui::{
        action::Action,
        context::Cx,
        theme::{colors, font, radius, size, space, stroke},
        widgets::{self, Button, ButtonKind, Verdict, count, dialog},
    },
    workspace::{
        query,
        search::{Batch, BatchAs, terms_of},
    },
};

/// What the dialog remembers.
#[derive(Debug, Default)]
pub(super) struct State {
    text: String,
    phrases: bool,
    /// What the text holds, and whether it was read word for word.
    read: Option<(String, bool, Terms)>,
    focus: bool,
}

#[derive(Debug, Default)]
struct Terms {
    terms: Vec<Batch>,
    /// Why there is nothing to run.
    problem: Option<String>,
    /// Terms that cannot be read as queries, and the first of them.
    wrong: usize,
    first: Option<String>,
}

impl State {
    /// The dialog opens: its field takes the keyboard.
    pub const fn begin(&mut self) {
        self.focus = false;
    }

    /// Takes terms that were read from a file in place of what was typed.
    pub fn take(&mut self, terms: &[Batch]) {
        self.text.clear();
        for term in terms {
            self.text.push_str(&term.term);
            if let Some(label) = &term.label {
                self.text.push('\t');
                self.text.push_str(label);
            }
            self.text.push('\n');
        }
    }

    fn terms(&mut self) -> &Terms {
        let known = self
            .read
            .as_ref()
            .is_some_and(|(text, phrases, _)| *phrases == self.phrases && *text == self.text);
        if !known {
            let terms = read(&self.text, self.phrases);
            self.read = Some((self.text.clone(), self.phrases, terms));
        }
        static NONE: Terms = Terms {
            terms: Vec::new(),
            problem: None,
            wrong: 0,
            first: None,
        };
        self.read.as_ref().map_or(&NONE, |(.., terms)| terms)
    }
}

fn read(text: &str, phrases: bool) -> Terms {
    if text.trim().is_empty() {
        return Terms {
            problem: Some("Type or paste a term first".to_owned()),
            ..Terms::default()
        };
    }
    match terms_of("the list", text.as_bytes()) {
        Err(problem) => Terms {
            problem: Some(problem.to_string()),
            ..Terms::default()
        },
        Ok(terms) => {
            let wrong = |term: &&Batch| !phrases && query::strict(&term.term).is_err();
            let mut unread = terms.iter().filter(wrong);
            let first = unread.next().map(|term| term.term.clone());
            let wrong = unread.count() + usize::from(first.is_some());
            Terms {
                terms,
                problem: None,
                wrong,
                first,
            }
        }
    }
}

pub(super) fn ui(ui: &Ui, state: &mut State, cx: &mut Cx<'_>) -> Verdict {
    let (verdict, ()) = dialog(
        ui,
        "List of terms",
        [620.0, 500.0],
        &mut (state, cx),
        |ui, body, (state, cx)| body_ui(ui, body, state, cx),
        |ui, (state, _)| {
            let c = colors(ui);
            let terms = state.terms();
            let small = font::ui(font::SMALL);
            let mut words = count(terms.terms.len() as u64, "term", "terms");
            if let Some(first) = &terms.first {
                words.push_str(&match terms.wrong {
                    1 => format!(", 1 cannot be read: {first}"),
                    many => format!(
                        ", {} cannot be read, first {first}",
                        widgets::number(many as u64)
                    ),
                });
                widgets::label_elided(ui, words, small, c.warn);
            } else {
                widgets::label_elided(ui, words, small, c.ink2);
            }
        },
        |ui, (state, cx)| {
            ui.spacing_mut().item_spacing.x = space::M;
            let mut verdict = Verdict::Stay;
            if Button::new("Cancel").show(ui).clicked() {
                verdict = Verdict::Close;
            }
            let reading = if state.phrases {
                BatchAs::Phrases
            } else {
                BatchAs::Queries
            };
            let terms = state.terms();
            let run = Button::new("Search")
                .name("Search for all terms")
                .kind(ButtonKind::Primary)
                .disabled(terms.problem.as_deref());
            let entered =
                ui.input_mut(|i| i.consume_key(egui::Modifiers::COMMAND, egui::Key::Enter));
            if (run.show(ui).clicked() || entered) && terms.problem.is_none() {
                let terms = terms.terms.clone();
                cx.send(Action::Search(Ask::Run { terms, reading }));
                verdict = Verdict::Close;
            }
            verdict
        },
    );
    verdict
}

fn body_ui(ui: &mut Ui, body: Rect, state: &mut State, cx: &mut Cx<'_>) {
    let c = colors(ui);
    let inner = Rect::from_min_max(
        body.min + vec2(18.0, 14.0),
        pos2(body.right() - 18.0, body.bottom() - 12.0),
    );
    let head = Rect::from_min_size(inner.min, vec2(inner.width(), 34.0));
    ui.scope_builder(UiBuilder::new().max_rect(head), |ui| {
        let words = "One term a line: a word, a name or a query as in the search field. Pasted from a spreadsheet, the second column is its label";
        let words = RichText::new(words).font(font::ui(font::SMALL)).color(c.ink2);
        ui.add(egui::Label::new(words).selectable(false).wrap());
    });
    let foot = Rect::from_min_max(pos2(inner.left(), inner.bottom() - size::BUTTON), inner.max);
    let field = Rect::from_min_max(
        pos2(inner.left(), head.bottom() + space::M),
        pos2(inner.right(), foot.top() - space::L),
    );
    let id = Id::unique("list of terms");
    let focused = ui.memory(|memory| memory.has_focus(id));
    let line = if focused {
        Stroke::new(stroke::FOCUS, c.accent)
    } else {
        Stroke::new(stroke::LINE, c.edge)
    };
    ui.painter()
        .rect(field, radius::CONTROL, c.paper, line, StrokeKind::Inside);
    let text = field.shrink(space::M);
    ui.scope_builder(UiBuilder::new().max_rect(text), |ui| {
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            let edit = TextEdit::multiline(&mut state.text)
                .id(id)
                .font(font::ui(font::UI))
                .text_color(c.ink)
                .hint_text(
                    RichText::new("water\n\"water truck\"\nperson:sabri")
                        .font(font::ui(font::UI))
                        .color(c.ink3),
                )
                .frame(egui::Frame::NONE)
                .margin(egui::Margin::ZERO)
                .desired_width(text.width())
                .min_size(text.size());
            let response = ui.add(edit).accessible_name("Terms");
            if !std::mem::replace(&mut state.focus, true) {
                response.request_focus();
            }
        });
    });
    widgets::at(ui, foot, |ui| {
        ui.spacing_mut().item_spacing.x = space::XL;
        let choose = Button::new("From a file…")
            .hint("Text with a term a line, or CSV with the columns term and label. It can be dropped here, too");
        if choose.show(ui).clicked() {
            cx.send(Action::Search(Ask::ChooseTerms));
        }
        widgets::checkbox(
            ui,
            &mut state.phrases,
            "Word for word, as lists of names want it",
        )
        .on_hover_text("Each term is taken as a phrase: operators and fields mean nothing in it");
    });
}
