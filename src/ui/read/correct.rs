//! What can be done about a name or a selected stretch of text, by menu and by key, and what is asked for it.

use egui::{Key, Modifiers, Response, Ui};

use super::{highlights, reader::State as Reader};
use crate::{
    model::{CountUnit, EntityId, MentionId, chart::Cell},
    ui::{
        action::{Action, Decide},
        actions::{self, READ_ONLY},
        context::Cx,
        marks::{Ask, Pick},
        widgets::{self, MenuItem},
    },
    workspace::{
        Command, Part, Which,
        views::{ReaderArticle, ReaderMention},
    },
};

/// The name that is to be corrected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    pub entity: EntityId,
    pub name: String,
    /// The mention it was asked of, with its spelling; `None` when the card stands for the name alone.
    pub mention: Option<(MentionId, String)>,
}

impl Subject {
    /// A mention of the open article.
    #[must_use]
    pub fn of(mention: &ReaderMention, article: &ReaderArticle) -> Self {
        let text = mention.span.of(&article.reading_text).to_owned();
        Self {
            entity: mention.entity,
            name: mention.name.clone(),
            mention: Some((mention.id, text)),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verb {
    Passages,
    Rename,
    Merge,
    Reassign,
    Split,
    Retype,
    Dismiss,
}

/// The corrections in the order of the menus, with their words and keys. A group ends where a line is drawn.
const VERBS: [(Verb, &str, &str); 7] = [
    (Verb::Passages, "Show passages", ""),
    (Verb::Rename, "Rename…", "F2"),
    (Verb::Merge, "Same as…", "M"),
    (Verb::Reassign, "Means someone else…", "R"),
    (Verb::Split, "Split off…", "L"),
    (Verb::Retype, "Change type…", "T"),
    (Verb::Dismiss, "Not a name…", "X"),
];

/// Why it cannot be done.
fn wrong(verb: Verb, subject: &Subject, cx: &Cx<'_>) -> Option<&'static str> {
    match verb {
        Verb::Passages => None,
        _ if cx.read_only().is_some() => cx.read_only(),
        Verb::Reassign if subject.mention.is_none() => Some("Choose a mention in the text first"),
        _ => None,
    }
}

fn ask(verb: Verb, subject: &Subject, cx: &mut Cx<'_>) {
    let Subject {
        entity,
        name,
        mention,
    } = subject.clone();
    let which = match &mention {
        Some((id, _)) => Which::Mentions(vec![*id]),
        None => Which::Entities(vec![entity]),
    };
    let decide = match verb {
        Verb::Passages => {
            cx.send(Action::ShowPassages {
                cell: Cell::Entity(entity),
                unit: CountUnit::Mentions,
            });
            return;
        }
        Verb::Rename => {
            cx.send(Action::Rename { entity, name });
            return;
        }
        Verb::Merge => Decide::Merge {
            entities: vec![entity],
        },
        Verb::Reassign => Decide::Reassign(which),
        Verb::Split => Decide::Split {
            entity,
            part: part(entity, mention, cx),
        },
        Verb::Retype => Decide::Retype {
            entities: vec![entity],
            kind: None,
        },
        Verb::Dismiss => Decide::Dismiss(which),
    };
    cx.send(Action::Decide(decide));
}

/// A name written in one way only cannot be split by spelling: there the mention is what is meant.
fn part(entity: EntityId, mention: Option<(MentionId, String)>, cx: &Cx<'_>) -> Option<Part> {
    let (mention, text) = mention?;
    let rows = cx.views().entities.value().map(|table| &table.rows);
    let one_way = rows
        .and_then(|rows| rows.iter().find(|row| row.id == entity))
        .is_some_and(|row| row.variants.len() < 2);
    Some(if one_way {
        Part::Mentions(vec![mention])
    } else {
        Part::Spellings(vec![text])
    })
}

fn items<'a>(subject: &Subject, cx: &Cx<'_>, first: usize) -> Vec<MenuItem<'a>> {
    VERBS
        .iter()
        .skip(first)
        .map(|(verb, words, keys)| MenuItem::Item {
            words,
            keys,
            checked: false,
            disabled: wrong(*verb, subject, cx),
        })
        .collect()
}

/// The menu of a name in the text; `asked` when a key asked for it.
pub(super) fn mention_menu(on: &Response, asked: bool, subject: &Subject, cx: &mut Cx<'_>) {
    let items = items(subject, cx, 0);
    if let Some((verb, ..)) = widgets::context_menu_at(on, asked, &items).and_then(|n| VERBS.get(n))
    {
        ask(*verb, subject, cx);
    }
}

/// The menu under the card's button: the corrections alone, since the card has buttons for the rest.
pub(super) fn card_menu(button: &Response, subject: &Subject, cx: &mut Cx<'_>) {
    let items = items(subject, cx, 1);
    if let Some((verb, ..)) = widgets::menu(button, &items).and_then(|n| VERBS.get(n + 1)) {
        ask(*verb, subject, cx);
    }
}

fn mark(article: &ReaderArticle, reader: &Reader, cx: &mut Cx<'_>) {
    if let Some((span, text)) = reader.selected(article) {
        cx.send(Action::Decide(Decide::Mark {
            article: article.id,
            span,
            text: text.to_owned(),
        }));
    }
}

/// The menu of the selected text.
pub(super) fn selection_menu(
    on: &Response,
    asked: bool,
    article: &ReaderArticle,
    reader: &Reader,
    cx: &mut Cx<'_>,
) {
    let Some((span, text)) = reader.selected(article) else {
        return;
    };
    let disabled = cx.read_only();
    let item = |words, keys| MenuItem::Item {
        words,
        keys,
        checked: false,
        disabled,
    };
    let marks = highlights::over(article, span);
    let words: Vec<[String; 2]> = marks
        .iter()
        .map(|mark| {
            let name = &mark.name;
            [
                format!("Another code than {name}…"),
                format!("Remove highlight {name}"),
            ]
        })
        .collect();
    let mut items = vec![
        item("Mark as a name…", "A"),
        item("Highlight…", "H"),
        MenuItem::keys("Copy", actions::keys(actions::Id::CopyWords)),
    ];
    if !words.is_empty() {
        items.push(MenuItem::Line);
        items.extend(words.iter().flatten().map(|words| item(words, "")));
    }
    match widgets::context_menu_at(on, asked, &items) {
        Some(0) => mark(article, reader, cx),
        Some(1) => {
            let article = article.id;
            cx.send(Ask::Pick(Pick::Highlight { article, span }).action());
        }
        Some(2) => on.ctx.copy_text(text.to_owned()),
        Some(at) => {
            let at = at.saturating_sub(4);
            if let Some(mark) = marks.get(at / 2) {
                let highlights = vec![mark.id];
                cx.send(if at % 2 == 0 {
                    Ask::Pick(Pick::Recode(highlights)).action()
                } else {
                    Action::Run(Command::RemoveHighlights { highlights })
                });
            }
        }
        None => {}
    }
}

/// Keys that correct the name with the card, or mark the selected text. Called after the panels were drawn, so that a
/// list with the keyboard takes them first.
pub(super) fn keys(ui: &Ui, subject: Option<&Subject>, reader: &Reader, cx: &mut Cx<'_>) {
    let pressed = |key| {
        ui.ctx()
            .input_mut(|input| input.consume_key(Modifiers::NONE, key))
    };
    if let Some(subject) = subject {
        // F2 is read with the list's own renaming.
        for (verb, _, keys) in VERBS.iter().filter(|(.., keys)| keys.len() == 1) {
            if let Some(key) = Key::from_name(keys)
                && pressed(key)
            {
                match wrong(*verb, subject, cx) {
                    Some(why) => cx.send(Action::Say(why.to_owned())),
                    None => ask(*verb, subject, cx),
                }
            }
        }
    }
    if let Some(article) = cx.views().article.value()
        && reader.selected(article).is_some()
        && pressed(Key::A)
    {
        if cx.read_only().is_some() {
            cx.send(Action::Say(READ_ONLY.to_owned()));
        } else {
            mark(article, reader, cx);
        }
    }
}
