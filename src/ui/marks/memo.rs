//! Writing a memo: what the reader thinks of an article, a name, a code or the whole project.

use egui::{Id, Key, Modifiers, Rect, Ui, vec2};

use crate::{
    model::MemoOn,
    ui::{
        action::Action,
        context::Cx,
        theme::{colors, font, space},
        widgets::{self, Button, ButtonKind, Verdict, dialog},
    },
    workspace::{Command, session::Views},
};

/// What the dialog remembers while it is open.
#[derive(Debug)]
pub struct State {
    on: MemoOn,
    /// What it is about, as the dialog's head says it.
    about: String,
    before: String,
    text: String,
    begun: bool,
    /// It was to be closed without its buttons, with something that is not saved.
    kept_open: bool,
}

impl State {
    /// A dialog for the memo on something, with what is written there; `views` know it.
    #[must_use]
    pub fn new(on: MemoOn, views: &Views) -> Self {
        let (about, text) = match on {
            MemoOn::Project => {
                let overview = views.overview.value();
                (
                    "the project".to_owned(),
                    overview.map(|overview| overview.memo.clone()),
                )
            }
            MemoOn::Article(id) => {
                let open = views.article.value().filter(|article| article.id == id);
                let title = open.map_or_else(|| "the article".to_owned(), |a| quoted(&a.title));
                (title, open.map(|article| article.marks.memo.clone()))
            }
            MemoOn::Entity(id) => {
                let card = views.card.value().filter(|card| card.row.id == id);
                let name = card.map_or_else(|| "the name".to_owned(), |c| quoted(&c.row.name));
                (name, card.map(|card| card.memo.clone()))
            }
            MemoOn::Code(id) => {
                let row = super::code_of(views, id);
                let name = row.map_or_else(
                    || "the code".to_owned(),
                    |row| format!("the code {}", quoted(&row.code.name)),
                );
                (name, row.map(|row| row.memo.clone()))
            }
        };
        let before = text.unwrap_or_default();
        Self {
            on,
            about,
            text: before.clone(),
            before,
            begun: false,
            kept_open: false,
        }
    }

    fn changed(&self) -> bool {
        self.text.trim_end() != self.before.trim_end()
    }
}

fn quoted(words: &str) -> String {
    format!("“{words}”")
}

pub(super) fn ui(ui: &Ui, state: &mut State, cx: &mut Cx<'_>) -> Verdict {
    let save = ui
        .ctx()
        .input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::Enter));
    let why = cx.read_only();
    let title = "Memo";
    let mut asked = Verdict::Stay;
    let (verdict, ()) = dialog(
        ui,
        title,
        [560.0, 380.0],
        state,
        |ui, body, state| {
            let c = colors(ui);
            let inner = body.shrink2(vec2(18.0, space::L));
            let head = Rect::from_min_size(inner.min, vec2(inner.width(), 22.0));
            widgets::at(ui, head, |ui| {
                let words = format!("On {}", state.about);
                widgets::label_elided(ui, &words, font::bold(font::UI), c.ink).on_hover_text(words);
            });
            let field = Rect::from_min_max(head.left_bottom() + vec2(0.0, space::XS), inner.max);
            let id = Id::unique("memo");
            let hint = "What to keep in mind. Markdown is kept as it is typed";
            let field = widgets::text_area(ui, id, field, &mut state.text, "Memo", hint);
            if !std::mem::replace(&mut state.begun, true) {
                field.request_focus();
            }
        },
        |ui, state| {
            let c = colors(ui);
            let (words, ink) = match why {
                Some(why) => (why, c.ink3),
                None if state.changed() && state.kept_open => {
                    ("Not saved: choose Save, or Cancel to drop it", c.warn)
                }
                None if state.changed() => ("Not saved yet", c.ink3),
                None => ("", c.ink3),
            };
            widgets::label(ui, words, font::ui(font::SMALL), ink);
        },
        |ui, state| {
            if Button::new("Cancel").show(ui).clicked() {
                asked = Verdict::Close;
            }
            let nothing = (!state.changed()).then_some("Nothing was changed");
            let why = why.or(nothing);
            let clicked = Button::new("Save")
                .name("Save the memo")
                .kind(ButtonKind::Primary)
                .shortcut("Ctrl+Enter")
                .disabled(why)
                .show(ui)
                .clicked();
            if (clicked || save) && why.is_none() {
                cx.send(Action::Run(Command::SetMemo {
                    on: state.on,
                    text: state.text.clone(),
                }));
                asked = Verdict::Close;
            }
            Verdict::Stay
        },
    );
    // What was written is not lost to a slip of Escape or of the pointer: only its buttons close a changed memo.
    if verdict == Verdict::Close && !state.changed() {
        return Verdict::Close;
    }
    if verdict == Verdict::Close {
        state.kept_open = true;
        // Escape took the keyboard from the field.
        state.begun = false;
    }
    asked
}
