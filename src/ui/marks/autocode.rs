//! Marking everything that a search finds: the search and the code at the left, each passage at the right with a box to
//! leave it out. One undo step.

use std::sync::Arc;

use egui::{Id, Key, Modifiers, Rect, Ui, pos2, vec2};

use super::{
    chooser::{self, Choice},
    free_color, recent, swatch,
};
use crate::{
    model::{ArticleId, Filter, marking::CodeRow},
    ui::{
        action::Action,
        context::Cx,
        dialogs::decide::{self, passages},
        theme::{colors, font, size, space},
        widgets::{self, Button, ButtonKind, EmptyState, Verdict, dialog_kept, label},
    },
    workspace::{
        Coding, Command, Extent, Passages,
        session::{Slot, Wanted},
    },
};

/// What the dialog remembers while it is open.
#[derive(Debug)]
pub struct State {
    query: String,
    /// The articles searched; its own text is the query.
    filter: Filter,
    extent: Extent,
    code: chooser::State,
    chosen: Option<Coding>,
    /// The color of a new code, once one was chosen.
    color: Option<u8>,
    passages: passages::State,
    begun: bool,
}

const EXTENTS: [(Extent, &str); 3] = [
    (Extent::Words, "The words found"),
    (Extent::Sentence, "Their sentences"),
    (Extent::Paragraph, "Their paragraphs"),
];

impl State {
    /// A dialog for what is searched for now.
    #[must_use]
    pub fn new(filter: &Filter) -> Self {
        let query = filter.text.clone().unwrap_or_default();
        Self {
            // Where it is known what to look for, the code is asked for first.
            code: if query.trim().is_empty() {
                chooser::State::calm()
            } else {
                chooser::State::default()
            },
            query,
            filter: Filter {
                text: None,
                ..filter.clone()
            },
            extent: Extent::default(),
            chosen: None,
            color: None,
            passages: passages::State::default(),
            begun: false,
        }
    }

    fn command(&self, except: Vec<(ArticleId, u32)>) -> Result<Command, &'static str> {
        let query = self.query.trim();
        if query.is_empty() {
            return Err("Type what is to be found");
        }
        let Some(code) = &self.chosen else {
            return Err("Choose a code, or type a name for a new one");
        };
        Ok(Command::AutoCode {
            code: code.clone(),
            what: Passages::Found {
                query: query.to_owned(),
                filter: Box::new(self.filter.clone()),
                extent: self.extent,
            },
            except,
        })
    }

    /// Asks for the preview, which has no exceptions, so that what was left out stays in the list.
    pub fn want(&self, wanted: &mut Wanted) {
        wanted.decision = self.command(Vec::new()).ok().map(Arc::new);
    }
}

const FIELDS: f32 = 316.0;

pub(super) fn ui(ui: &Ui, state: &mut State, cx: &mut Cx<'_>) -> Verdict {
    let confirmed = ui
        .ctx()
        .input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::Enter));
    let mut both = (state, cx);
    let (verdict, ()) = dialog_kept(
        ui,
        "Code what a search finds",
        [940.0, 600.0],
        &mut both,
        |ui, body, (state, cx)| {
            let c = colors(ui);
            let width = FIELDS.min(body.width() * 0.45);
            let left = Rect::from_min_size(body.min, vec2(width, body.height()));
            let right = Rect::from_min_max(left.right_top(), body.max);
            ui.painter().rect_filled(left, 0.0, c.panel);
            widgets::vline(ui.painter(), left, left.right(), c.line);
            fields_ui(ui, left, state, cx);
            preview_ui(ui, right, state, cx);
        },
        |ui, _| {
            let c = colors(ui);
            let words = "Can be undone as one step";
            label(ui, words, font::ui(font::SMALL), c.ink3);
        },
        |ui, (state, cx)| {
            let mut verdict = Verdict::Stay;
            if Button::new("Cancel").show(ui).clicked() {
                verdict = Verdict::Close;
            }
            let why = wrong(state, cx);
            let clicked = Button::new("Code")
                .name("Code these passages")
                .kind(ButtonKind::Primary)
                .shortcut("Ctrl+Enter")
                .disabled(why.as_deref())
                .show(ui)
                .clicked();
            if (clicked || confirmed)
                && why.is_none()
                && let Some(preview) = cx.views().preview.value()
            {
                let out = state.passages.out.among(&preview.passages);
                let except = out.iter().map(|p| (p.article, p.span.start)).collect();
                if let Ok(command) = state.command(except) {
                    cx.send(Action::Run(command));
                    verdict = Verdict::Close;
                }
            }
            verdict
        },
    );
    verdict
}

/// Why it cannot be done yet.
fn wrong(state: &State, cx: &Cx<'_>) -> Option<String> {
    if let Some(why) = cx.read_only() {
        return Some(why.to_owned());
    }
    if let Err(why) = state.command(Vec::new()) {
        return Some(why.to_owned());
    }
    match &cx.views().preview {
        Slot::Ready(preview) => {
            (state.passages.out.left(preview).0 == 0).then(|| "Everything is left out".to_owned())
        }
        Slot::Failed(problem) => Some(problem.to_string()),
        _ => Some("Looking for passages…".to_owned()),
    }
}

fn head(ui: &mut Ui, words: &str) {
    let c = colors(ui);
    label(ui, words, font::ui(font::SMALL), c.ink3);
}

fn fields_ui(ui: &mut Ui, rect: Rect, state: &mut State, cx: &Cx<'_>) {
    let inner = rect.shrink2(vec2(18.0, space::L));
    let rows: &[CodeRow] = cx.views().codes.value().map_or(&[], |table| &table.rows);
    ui.scope_builder(egui::UiBuilder::new().max_rect(inner), |ui| {
        ui.spacing_mut().item_spacing.y = space::XS;
        head(ui, "Search, as in the search field");
        let response = widgets::search_field(
            ui,
            Id::unique("search to code"),
            &mut state.query,
            "Search to code",
            "Words, \"phrases\", AND, OR, NOT",
            None,
            inner.width(),
            size::BUTTON,
        );
        if !std::mem::replace(&mut state.begun, true) && state.query.is_empty() {
            response.request_focus();
        }
        if !state.filter.is_empty() {
            head(ui, "In the articles of the filter alone");
        }
        ui.add_space(space::S);
        head(ui, "What is marked");
        let chosen = EXTENTS
            .iter()
            .position(|(extent, _)| *extent == state.extent)
            .unwrap_or(1);
        let choices = EXTENTS.map(|(_, words)| (words.to_owned(), ""));
        let id = Id::unique("what is marked");
        let (next, _) = widgets::radio_group(ui, id, "What is marked", chosen, &choices);
        if let Some((extent, _)) = next.and_then(|next| EXTENTS.get(next)) {
            state.extent = *extent;
        }
        ui.add_space(space::S);
        head(ui, "Code");
        chosen_ui(ui, state, rows);
        code_ui(ui, state, cx, rows);
    });
}

/// The code chosen, and the color when it is new.
fn chosen_ui(ui: &mut Ui, state: &mut State, rows: &[CodeRow]) {
    let c = colors(ui);
    let (name, color, new) = match &state.chosen {
        None => return none_ui(ui),
        Some(Coding::Code(id)) => match rows.iter().find(|row| row.id == *id) {
            Some(row) => (row.code.name.clone(), row.code.color, false),
            None => return none_ui(ui),
        },
        Some(Coding::New(name)) => (name.clone(), free_color(rows), true),
        Some(Coding::Painted { name, color }) => (name.clone(), *color, true),
    };
    let words = if new {
        format!("{name} (new)")
    } else {
        name.clone()
    };
    let (rect, response) =
        ui.allocate_exact_size(vec2(ui.available_width(), size::ROW), egui::Sense::hover());
    response.widget_info(|| {
        egui::WidgetInfo::labeled(egui::Role::Label, true, format!("Chosen code {words}"))
    });
    let y = rect.center().y;
    swatch::paint(ui, pos2(rect.left() + 8.0, y), color);
    let room = rect.width() - 24.0;
    let galley = widgets::elided(ui, &words, font::bold(font::UI), c.ink, room);
    widgets::galley_at(ui, rect.left() + 22.0, y, galley, c.ink);
    if new {
        let id = Id::unique("color of a code to make");
        if let Some(color) = swatch::palette(ui, id, color) {
            state.color = Some(color);
            state.chosen = Some(Coding::Painted { name, color });
        }
    }
}

/// In place of the code while none is chosen, so that choosing one moves nothing.
fn none_ui(ui: &mut Ui) {
    let c = colors(ui);
    let (rect, _) =
        ui.allocate_exact_size(vec2(ui.available_width(), size::ROW), egui::Sense::hover());
    let at = rect.left_center();
    let words = "None chosen yet";
    widgets::text(
        ui,
        at,
        egui::Align2::LEFT_CENTER,
        words,
        font::ui(font::UI),
        c.ink3,
    );
}

fn code_ui(ui: &mut Ui, state: &mut State, cx: &Cx<'_>, rows: &[CodeRow]) {
    let codes: Vec<&CodeRow> = cx.views().codes.value().map(recent).unwrap_or_default();
    let choices: Vec<Choice> = codes
        .iter()
        .map(|row| Choice {
            words: row.code.name.clone(),
            note: widgets::number(row.highlights),
            color: Some(row.code.color),
        })
        .collect();
    state.code.kept = Some(match &state.chosen {
        Some(Coding::Code(id)) => codes.iter().position(|row| row.id == *id),
        _ => None,
    });
    let question = chooser::Question {
        name: "Find a code",
        hint: "Name of a code",
        new: Some("New code"),
        numbered: false,
        nothing: "There are no codes yet. Type a name to make one",
    };
    match chooser::ui(ui, &mut state.code, &question, &choices) {
        Some(chooser::Chosen::At(at)) => {
            state.chosen = codes.get(at).map(|row| Coding::Code(row.id));
        }
        Some(chooser::Chosen::New(name)) => {
            let color = state.color.unwrap_or_else(|| free_color(rows));
            state.chosen = Some(Coding::Painted { name, color });
            state.code.query.clear();
        }
        None => {}
    }
}

fn preview_ui(ui: &mut Ui, rect: Rect, state: &mut State, cx: &Cx<'_>) {
    let slot = &cx.views().preview;
    let problem = match slot {
        Slot::Failed(problem) => Some(problem.to_string()),
        _ => state.command(Vec::new()).err().map(str::to_owned),
    };
    if let Some(words) = problem {
        let state = EmptyState {
            words: &words,
            button: None,
        };
        widgets::empty_state(ui, rect, state);
        return;
    }
    let head = Rect::from_min_size(rect.min, vec2(rect.width(), size::PANEL_HEAD));
    let doing = "Looking for passages…";
    widgets::slot_ui(ui, rect, slot, cx.now, doing, |ui, preview| {
        decide::head_ui(ui, head, preview, &mut state.passages);
        let mut top = head.bottom();
        for note in decide::notes(preview) {
            top = decide::note_ui(ui, rect, top, &note);
        }
        let list = Rect::from_min_max(pos2(rect.left(), top), rect.max);
        passages::ui(ui, list, preview, &mut state.passages);
    });
}
