//! Giving words a code and articles a tag: keys, and the popup in which code or tag is chosen or made.

use egui::{Id, Key, Modifiers, Rect, Ui, vec2};

use super::{State as ReadState, highlights};
use crate::{
    model::{
        ArticleId, CodeId, MemoOn, TagId,
        marking::{Code, CodeRow, TagRow},
    },
    ui::{
        action::Action,
        context::Cx,
        marks::{
            self, Ask, Pick,
            chooser::{self, Choice, Chosen, Question},
            popup::popup,
            swatch,
        },
        theme::{colors, font},
        widgets,
    },
    workspace::{Coding, Command, views::ReaderArticle},
};

/// What the popup remembers while it is open.
#[derive(Debug)]
pub struct State {
    pick: Pick,
    chooser: chooser::State,
    /// The color of a new code, once one was chosen.
    color: Option<u8>,
    /// Where it opened; it stays there.
    anchor: Option<Rect>,
}

impl State {
    #[must_use]
    pub fn new(pick: Pick) -> Self {
        Self {
            pick,
            chooser: chooser::State::default(),
            color: None,
            anchor: None,
        }
    }
}

const WIDTH: f32 = 288.0;

/// Codes to choose from, the one used last first, with their names behind what they are part of.
fn codes<'r>(cx: &Cx<'r>, but: &[CodeId]) -> Vec<&'r CodeRow> {
    let mut rows = cx
        .views()
        .codes
        .value()
        .map(marks::recent)
        .unwrap_or_default();
    rows.retain(|row| !but.contains(&row.id));
    rows
}

fn choices(rows: &[&CodeRow]) -> Vec<Choice> {
    rows.iter()
        .map(|row| Choice {
            words: row.code.name.clone(),
            note: row.code.key.map(String::from).unwrap_or_default(),
            color: Some(row.code.color),
        })
        .collect()
}

/// Draws the popup when it is open; `body` is the reader.
pub(super) fn ui(ui: &mut Ui, body: Rect, cx: &mut Cx<'_>, state: &mut ReadState) {
    let Some(mut picker) = state.picker.take() else {
        return;
    };
    let middle = Rect::from_center_size(body.center_top() + vec2(0.0, 80.0), vec2(WIDTH, 0.0));
    let of_codes = matches!(picker.pick, Pick::MergeCode(_) | Pick::CodeParent(_));
    let found = match picker.pick {
        Pick::Tag(_) => state.codes.tags_at,
        Pick::MergeTag(_) => None,
        _ if of_codes => state.codes.row_at,
        _ => state.reader.highlights.anchor(),
    };
    let anchor = *picker.anchor.get_or_insert(found.unwrap_or(middle));
    let (name, question) = question(&picker.pick);
    let (closes, done) = popup(ui, name, anchor, WIDTH, |ui| {
        let c = colors(ui);
        widgets::label(ui, name, font::bold(font::UI), c.ink);
        match picker.pick.clone() {
            Pick::Tag(articles) => tag_ui(ui, &articles, &mut picker, &question, cx),
            Pick::MergeTag(tag) => merge_tag_ui(ui, tag, &mut picker, &question, cx),
            pick => code_ui(ui, &pick, &mut picker, &question, cx, state),
        }
    });
    if !closes && !done {
        state.picker = Some(picker);
    } else {
        // The tags it was asked from come back.
        if matches!(picker.pick, Pick::MergeTag(_)) {
            cx.send(Ask::Tags.action());
        }
        // The next keys are for the text again.
        ui.memory_mut(|memory| {
            if let Some(id) = memory.focused() {
                memory.surrender_focus(id);
            }
        });
    }
}

const fn question(pick: &Pick) -> (&'static str, Question<'static>) {
    let code = Question {
        name: "Code",
        hint: "Name of a code, or of a new one",
        new: Some("New code"),
        numbered: true,
        nothing: "There are no codes yet. Type a name to make one",
    };
    match pick {
        Pick::Highlight { .. } => ("Highlight with a code", code),
        Pick::Recode(_) => (
            "Another code for the highlight",
            Question {
                hint: "Name of a code",
                new: None,
                nothing: "There is no other code",
                ..code
            },
        ),
        Pick::Tag(_) => (
            "Add a tag",
            Question {
                name: "Tag",
                hint: "Name of a tag, or of a new one",
                new: Some("New tag"),
                numbered: false,
                nothing: "No other tags yet. Type a name to make one",
            },
        ),
        Pick::MergeCode(_) => (
            "Merge the code into",
            Question {
                hint: "Name of a code",
                new: None,
                numbered: false,
                nothing: "There is no other code",
                ..code
            },
        ),
        Pick::MergeTag(_) => (
            "Merge the tag into",
            Question {
                name: "Tag",
                hint: "Name of a tag",
                new: None,
                numbered: false,
                nothing: "There is no other tag",
            },
        ),
        Pick::CodeParent(_) => (
            "Make the code a part of",
            Question {
                hint: "Name of a code",
                new: None,
                numbered: false,
                nothing: "There is no other code",
                ..code
            },
        ),
    }
}

fn tag_ui(
    ui: &mut Ui,
    articles: &[ArticleId],
    picker: &mut State,
    question: &Question<'_>,
    cx: &mut Cx<'_>,
) -> bool {
    let open = cx.views().article.value();
    let have: &[String] = match (articles, open) {
        ([one], Some(article)) if article.id == *one => &article.marks.tags,
        _ => &[],
    };
    let tags = cx.views().tags.value().map_or(&[][..], Vec::as_slice);
    let tags: Vec<_> = tags
        .iter()
        .filter(|tag| !have.contains(&tag.name))
        .collect();
    let choices = tag_choices(&tags);
    let tag = match chooser::ui(ui, &mut picker.chooser, question, &choices) {
        Some(Chosen::At(at)) => tags.get(at).map(|tag| tag.name.clone()),
        Some(Chosen::New(name)) => Some(name),
        None => None,
    };
    let Some(tag) = tag else { return false };
    cx.send(Action::Run(Command::AddTag {
        articles: articles.to_vec(),
        tag,
    }));
    true
}

fn merge_tag_ui(
    ui: &mut Ui,
    tag: TagId,
    picker: &mut State,
    question: &Question<'_>,
    cx: &mut Cx<'_>,
) -> bool {
    let tags = cx.views().tags.value().map_or(&[][..], Vec::as_slice);
    let others: Vec<&TagRow> = tags.iter().filter(|other| other.id != tag).collect();
    let choices = tag_choices(&others);
    let Some(Chosen::At(at)) = chooser::ui(ui, &mut picker.chooser, question, &choices) else {
        return false;
    };
    if let Some(into) = others.get(at).map(|other| other.id) {
        let tags = vec![tag];
        cx.send(Action::Run(Command::MergeTags { tags, into }));
    }
    true
}

fn tag_choices(tags: &[&TagRow]) -> Vec<Choice> {
    tags.iter()
        .map(|tag| Choice {
            words: tag.name.clone(),
            note: widgets::number(tag.articles),
            color: None,
        })
        .collect()
}

fn code_ui(
    ui: &mut Ui,
    pick: &Pick,
    picker: &mut State,
    question: &Question<'_>,
    cx: &mut Cx<'_>,
    state: &mut ReadState,
) -> bool {
    let but: Vec<CodeId> = match pick {
        Pick::MergeCode(code) | Pick::CodeParent(code) => vec![*code],
        Pick::Recode(highlights) => recoded(cx, highlights),
        Pick::Highlight { .. } | Pick::Tag(_) | Pick::MergeTag(_) => Vec::new(),
    };
    let rows = codes(cx, &but);
    let choices = choices(&rows);
    let chosen = chooser::ui(ui, &mut picker.chooser, question, &choices);
    let all = cx
        .views()
        .codes
        .value()
        .map_or(&[][..], |table| &table.rows);
    let color = picker.color.unwrap_or_else(|| marks::free_color(all));
    if question.new.is_some() && picker.chooser.makes_new(&choices) {
        let id = Id::unique("color of a new code");
        if let Some(color) = swatch::palette(ui, id, color) {
            picker.color = Some(color);
        }
    }
    let coding = match chosen {
        Some(Chosen::At(at)) => rows.get(at).map(|row| Coding::Code(row.id)),
        Some(Chosen::New(name)) => Some(Coding::Painted { name, color }),
        None => None,
    };
    let Some(coding) = coding else { return false };
    match (pick, coding) {
        (Pick::Highlight { article, span }, code) => {
            cx.send(Action::Run(Command::Highlight {
                article: *article,
                span: *span,
                code,
            }));
            state.reader.selection = None;
        }
        (Pick::Recode(highlights), Coding::Code(to)) => {
            cx.send(Action::Run(Command::RecodeHighlights {
                highlights: highlights.clone(),
                to,
            }));
        }
        (Pick::MergeCode(code), Coding::Code(into)) => {
            cx.send(Action::Run(Command::MergeCodes {
                codes: vec![*code],
                into,
            }));
        }
        (Pick::CodeParent(code), Coding::Code(parent)) => {
            cx.send(Action::Run(Command::SetCodeParent {
                code: *code,
                parent: Some(parent),
            }));
        }
        _ => {}
    }
    true
}

/// The code of a single highlight that gets another.
fn recoded(cx: &Cx<'_>, highlights: &[crate::model::HighlightId]) -> Vec<CodeId> {
    let ([one], Some(article)) = (highlights, cx.views().article.value()) else {
        return Vec::new();
    };
    let all = article.marks.highlights.iter();
    all.filter(|highlight| highlight.id == *one)
        .map(|highlight| highlight.code)
        .collect()
}

/// The code that a key pressed in this frame applies: its own key, or the place among those used last.
fn code_pressed(ui: &Ui, cx: &Cx<'_>) -> Option<Result<CodeId, String>> {
    let table = cx.views().codes.value()?;
    for row in &table.rows {
        let Some(own) = row.code.key else { continue };
        // What marks a name and what opens the list of codes stays reachable, whatever an older file says.
        let Ok(own) = Code::right_key(own) else {
            continue;
        };
        let named = Key::from_name(&own.to_uppercase().to_string());
        let pressed = ui.ctx().input_mut(|input| match named {
            Some(key) => input.modifiers.is_none() && input.consume_key(Modifiers::NONE, key),
            None => input
                .events
                .iter()
                .any(|event| matches!(event, egui::Event::Text(text) if text.chars().eq([own]))),
        });
        if pressed {
            return Some(Ok(row.id));
        }
    }
    let number = chooser::number_pressed(ui)?;
    let recent = marks::recent(table);
    Some(match recent.get(number) {
        Some(row) => Ok(row.id),
        None if recent.is_empty() => Err("There are no codes yet. Press H to make one".to_owned()),
        None => Err(format!("There is no code {} yet", number + 1)),
    })
}

/// The keys of codes. While words are selected they go before all other keys of the view.
pub(super) fn code_keys(ui: &Ui, cx: &mut Cx<'_>, state: &mut ReadState) {
    let Some(article) = cx
        .views()
        .article
        .value()
        .filter(|article| state.article == Some(article.id))
    else {
        return;
    };
    let Some((span, _)) = state.reader.selected(article) else {
        return;
    };
    let Some(code) = code_pressed(ui, cx) else {
        return;
    };
    match (cx.read_only(), code) {
        (Some(why), _) => cx.send(Action::Say(why.to_owned())),
        (None, Ok(code)) => {
            cx.send(Action::Run(Command::Highlight {
                article: article.id,
                span,
                code: Coding::Code(code),
            }));
            state.reader.selection = None;
        }
        (None, Err(words)) => cx.send(Action::Say(words)),
    }
}

/// Keys that mark: what is selected, what is lit, or the open article.
pub(super) fn keys(ui: &Ui, cx: &mut Cx<'_>, state: &mut ReadState) {
    let pressed = |modifiers, key| {
        ui.ctx()
            .input_mut(|input| input.consume_key(modifiers, key))
    };
    if pressed(Modifiers::NONE, Key::C) {
        state.codes.open = !state.codes.open;
    }
    let Some(article) = cx
        .views()
        .article
        .value()
        .filter(|article| state.article == Some(article.id))
    else {
        return;
    };
    // Shift goes first: a key without it matches a press with it.
    if pressed(Modifiers::SHIFT, Key::V) {
        highlights::step(article, &mut state.reader, true);
    } else if pressed(Modifiers::NONE, Key::V) {
        highlights::step(article, &mut state.reader, false);
    }
    let recode = pressed(Modifiers::SHIFT, Key::H);
    let highlight = !recode && pressed(Modifiers::NONE, Key::H);
    let tag = pressed(Modifiers::NONE, Key::G);
    let lit = !state.reader.highlights.lit.is_empty();
    let remove =
        lit && (pressed(Modifiers::NONE, Key::Delete) || pressed(Modifiers::NONE, Key::Backspace));
    if pressed(Modifiers::NONE, Key::W) {
        cx.send(Ask::Memo(MemoOn::Article(article.id)).action());
    }
    if !(recode || highlight || tag || remove) {
        return;
    }
    if let Some(why) = cx.read_only() {
        cx.send(Action::Say(why.to_owned()));
        return;
    }
    if tag {
        cx.send(Ask::Pick(Pick::Tag(vec![article.id])).action());
    }
    if highlight {
        ask_highlight(article, state, cx);
    }
    let lit = state.reader.highlights.lit.clone();
    match (recode, lit.as_slice()) {
        (true, []) => cx.send(Action::Say(
            "Click a highlight first, or press V".to_owned(),
        )),
        (true, _) => cx.send(Ask::Pick(Pick::Recode(lit)).action()),
        (false, [_]) if remove => {
            cx.send(Action::Run(Command::RemoveHighlights { highlights: lit }));
        }
        (false, [_, ..]) if remove => cx.send(Action::Say(
            "Several highlights lie here. Remove one in the card, or press V to go to one"
                .to_owned(),
        )),
        (false, _) => {}
    }
}

/// Asks for a code for the selected words, or for one more for those of the lit highlight.
pub(super) fn ask_highlight(article: &ReaderArticle, state: &ReadState, cx: &mut Cx<'_>) {
    let selected = state.reader.selected(article).map(|(span, _)| span);
    let lit = state.reader.highlights.lit.first().and_then(|lit| {
        let all = article.marks.highlights.iter();
        all.clone().find(|h| h.id == *lit).map(|h| h.span)
    });
    match selected.or(lit) {
        Some(span) => cx.send(
            Ask::Pick(Pick::Highlight {
                article: article.id,
                span,
            })
            .action(),
        ),
        None => cx.send(Action::Say("Select words first, then press H".to_owned())),
    }
}
