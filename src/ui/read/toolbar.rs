//! The strip above the text: where one is in the list, the search hits, and what can be done with the article.

use egui::{Rect, Sense, Ui, vec2};

use super::{State as ReadState, text};
use crate::{
    model::MemoOn,
    ui::{
        action::Action,
        context::Cx,
        marks::{Ask, Pick},
        theme::{colors, font, size, space},
        widgets::{self, Icon, icon_button, label},
    },
    workspace::{Command, query::parse, views::ReaderArticle},
};

pub(super) fn head_ui(
    ui: &mut Ui,
    rect: Rect,
    cx: &mut Cx<'_>,
    state: &mut ReadState,
    article: Option<&ReaderArticle>,
) -> Rect {
    let c = colors(ui);
    let list = cx.views().articles.value();
    let position = list.and_then(|list| {
        let at = state.articles.index_of(&list.rows, state.article?)?;
        Some((at, list.rows.len()))
    });
    let starred = position
        .and_then(|(at, _)| list?.rows.get(at))
        .is_some_and(|row| row.starred);
    let row_head = Rect::from_min_size(rect.min, vec2(rect.width(), size::PANEL_HEAD));
    let look = widgets::Bar {
        ground: c.panel,
        pad: space::L,
        line: Some(c.line),
    };
    widgets::bar(
        ui,
        row_head,
        look,
        &mut (cx, state),
        |ui, _| {
            ui.spacing_mut().item_spacing.x = space::XXS;
            label(ui, "Reader", font::bold(font::UI), c.ink);
            if let Some((at, of)) = position {
                ui.add_space(space::S);
                let words = format!(
                    "{} of {}",
                    widgets::number(at as u64 + 1),
                    widgets::number(of as u64)
                );
                label(ui, words, font::ui(font::SMALL), c.ink2);
            }
        },
        |ui, (cx, state)| {
            let Some(article) = article else { return };
            ui.spacing_mut().item_spacing.x = space::XXS;
            hits_ui(ui, cx, state, article);
            actions_ui(ui, cx, state, article, starred);
        },
    );
    row_head
}

fn hits_ui(ui: &mut Ui, cx: &Cx<'_>, state: &mut ReadState, article: &ReaderArticle) {
    let Some(query) = cx.wanted.filter.text.as_deref() else {
        return;
    };
    // Fields alone are conditions on the article, not words that it could hold.
    let words = || parse(query).query.is_some_and(|query| query.has_words());
    if article.hits.is_empty() && !words() {
        return;
    }
    let c = colors(ui);
    ui.spacing_mut().item_spacing.x = space::S;
    let galley = widgets::elided(ui, query, font::bold(font::SMALL), c.ink, 90.0);
    let (rect, _) = ui.allocate_exact_size(galley.size(), Sense::hover());
    widgets::galley_at(ui, rect.left(), rect.center().y, galley, c.ink);
    if article.hits.is_empty() {
        label(ui, "not in this article", font::ui(font::SMALL), c.ink3);
    } else {
        let words = format!("{} of {}", state.reader.hit + 1, article.hits.len());
        label(ui, words, font::ui(font::SMALL), c.ink2);
        ui.spacing_mut().item_spacing.x = 0.0;
        if icon_button(
            ui,
            Icon::Up,
            "Previous hit",
            Some("Shift+Enter"),
            size::PANEL_BUTTON,
            None,
        )
        .clicked()
        {
            state.reader.step_hit(true);
        }
        if icon_button(
            ui,
            Icon::Down,
            "Next hit",
            Some("Enter"),
            size::PANEL_BUTTON,
            None,
        )
        .clicked()
        {
            state.reader.step_hit(false);
        }
    }
    widgets::vertical_rule(ui);
    ui.spacing_mut().item_spacing.x = space::XXS;
}

fn actions_ui(
    ui: &mut Ui,
    cx: &mut Cx<'_>,
    state: &mut ReadState,
    article: &ReaderArticle,
    starred: bool,
) {
    let (icon, name) = if starred {
        (Icon::Starred, "Remove the star")
    } else {
        (Icon::Star, "Star")
    };
    if icon_button(ui, icon, name, Some("S"), size::PANEL_BUTTON, None).clicked() {
        cx.send(Action::Run(Command::SetStarred {
            articles: vec![article.id],
            starred: !starred,
        }));
    }
    let nothing = state
        .reader
        .selected(article)
        .is_none()
        .then_some("Select words first");
    let why = cx.read_only().or(nothing);
    if icon_button(
        ui,
        Icon::Marker,
        "Highlight…",
        Some("H"),
        size::PANEL_BUTTON,
        why,
    )
    .clicked()
    {
        super::picker::ask_highlight(article, state, cx);
    }
    if icon_button(
        ui,
        Icon::Cite,
        "Copy a citation",
        None,
        size::PANEL_BUTTON,
        None,
    )
    .clicked()
    {
        ui.ctx().copy_text(citation(article));
        cx.send(Action::Say("Copied the citation".to_owned()));
    }
    // Without a column of their own the names are a table in place of the text.
    if !state.names_shown
        && icon_button(
            ui,
            Icon::Table,
            "Names as a table",
            Some("E"),
            size::PANEL_BUTTON,
            None,
        )
        .clicked()
    {
        state.entities.toggle_table();
    }
    let (beside, name) = (state.reader.beside, "Show source text");
    let name = if beside { "Hide source text" } else { name };
    if icon_button(ui, Icon::Columns, name, Some("B"), size::PANEL_BUTTON, None).clicked() {
        state.reader.beside = !beside;
    }
    let source = icon_button(
        ui,
        Icon::Source,
        "About this article",
        None,
        size::PANEL_BUTTON,
        None,
    );
    let from = format!(
        "{} · {} · {}",
        article.file, article.format, article.encoding
    );
    let sans = state.reader.type_ == text::Type::Sans;
    let page = article
        .url
        .as_deref()
        .map_or(Some("The file names no page"), |_| None);
    let aside = (article.asides.is_empty()).then_some("Nothing was set aside");
    let items = [
        widgets::MenuItem::Head(&from),
        widgets::MenuItem::new("Set publication date…"),
        widgets::MenuItem::keys("Mark as unread", "U"),
        widgets::MenuItem::new("Copy the text"),
        widgets::MenuItem::Line,
        widgets::MenuItem::new("Show the file"),
        widgets::MenuItem::Item {
            words: "Show the page on the web",
            keys: "",
            checked: false,
            disabled: page,
        },
        widgets::MenuItem::Item {
            words: "Show source text",
            keys: "B",
            checked: beside,
            disabled: None,
        },
        widgets::MenuItem::Item {
            words: "Show what was set aside",
            keys: "",
            checked: state.reader.asides,
            disabled: aside,
        },
        widgets::MenuItem::Line,
        widgets::MenuItem::choice("Read with serifs", !sans),
        widgets::MenuItem::choice("Read without serifs", sans),
        widgets::MenuItem::Line,
        widgets::MenuItem::keys("Add a tag…", "G"),
        widgets::MenuItem::keys("Memo…", "W"),
        widgets::MenuItem::Line,
        delete_item(cx),
    ];
    match widgets::menu(&source, &items) {
        Some(1) => ask_date(cx, article),
        Some(2) => cx.send(Action::Run(Command::SetRead {
            articles: vec![article.id],
            read: false,
        })),
        Some(3) => {
            ui.ctx().copy_text(article.reading_text.clone());
            cx.send(Action::Say("Copied the text of the article".to_owned()));
        }
        Some(5) => cx.send(Action::ShowSource(article.file.clone())),
        Some(6) => {
            if let Some(address) = &article.url {
                cx.send(Action::ShowPage(address.clone()));
            }
        }
        Some(7) => state.reader.beside = !beside,
        Some(8) => state.reader.asides = !state.reader.asides,
        Some(10) => cx.send(Action::ReadInSans(false)),
        Some(11) => cx.send(Action::ReadInSans(true)),
        Some(13) => cx.send(Ask::Pick(Pick::Tag(vec![article.id])).action()),
        Some(14) => cx.send(Ask::Memo(MemoOn::Article(article.id)).action()),
        Some(16) => cx.send(Action::Run(Command::DeleteArticles {
            articles: vec![article.id],
        })),
        _ => {}
    }
}

/// Deleting, as menus name it.
pub(super) fn delete_item<'a>(cx: &Cx<'_>) -> widgets::MenuItem<'a> {
    widgets::MenuItem::Item {
        words: "Delete the article",
        keys: "",
        checked: false,
        disabled: cx.read_only(),
    }
}

pub(super) fn ask_date(cx: &mut Cx<'_>, article: &ReaderArticle) {
    let current = article
        .published
        .map(|published| published.date.to_string());
    cx.send(Action::AskDate {
        articles: vec![article.id],
        current,
    });
}

/// `Nadia Ferhat: “Water trucks reach Yafran”. The Harbour Post, 14 Mar 2012 (post-14.txt)`.
pub(in crate::ui) fn citation(article: &ReaderArticle) -> String {
    let mut words = String::new();
    if let Some(byline) = &article.byline {
        words.push_str(byline);
        words.push_str(": ");
    }
    words.push_str(&format!("“{}”. ", article.title));
    let outlet = article.outlet.as_deref().or(article.agency.as_deref());
    let date = article
        .published
        .as_ref()
        .map_or_else(|| "no date".to_owned(), widgets::date_words);
    words.push_str(&format!(
        "{}, {date} ({})",
        outlet.unwrap_or("Unknown outlet"),
        article.file
    ));
    words
}
