//! What can be done to articles: the menu of a row, the bar below a selection of several, and the actions both send.

use egui::{Rect, Response, Ui, pos2, vec2};

use super::ReadState;
use crate::{
    model::ArticleId,
    ui::{
        action::{Action, ArticlesAsk},
        context::Cx,
        theme::{colors, font, size, space},
        widgets::{self, Button, ButtonKind, Icon, MenuItem, icon_button},
    },
    workspace::{
        Command,
        views::{ArticleList, ArticleRow},
    },
};

/// Something to do to the selected articles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Act {
    Tag,
    Date,
    Outlet,
    /// Star them, or where all are starred take the stars away.
    Star,
    /// Mark them as unread where all are read, else as read.
    Read,
    OneStory,
    Compare,
    Copy,
    Delete,
}

/// Asks for an act on the selected articles, in the order of the list.
pub(super) fn act(
    ctx: &egui::Context,
    act: Act,
    list: &ArticleList,
    cx: &mut Cx<'_>,
    state: &ReadState,
) {
    let changes = !matches!(act, Act::Copy | Act::Compare);
    if changes && cx.read_only().is_some() {
        return;
    }
    let rows = state.articles.selection.targets(&list.rows);
    let Some(first) = rows.first() else { return };
    let articles: Vec<ArticleId> = rows.iter().map(|row| row.id).collect();
    match act {
        Act::Tag => cx.send(Action::AskArticles(ArticlesAsk::Tag, articles)),
        Act::Outlet => cx.send(Action::AskArticles(ArticlesAsk::Outlet, articles)),
        // One is brought back as quickly as it went.
        Act::Delete if articles.len() == 1 => {
            cx.send(Action::Run(Command::DeleteArticles { articles }));
        }
        Act::Delete => cx.send(Action::AskArticles(ArticlesAsk::Delete, articles)),
        Act::Date => {
            let dates = rows.iter().map(|row| row.published.map(|p| p.date));
            let same = dates
                .clone()
                .all(|date| date == first.published.map(|p| p.date));
            // Of several, one date is proposed only where all have it; "No date" is offered where any has one.
            let current = if same {
                first.published.map(|published| published.date.to_string())
            } else {
                dates.flatten().next().map(|_| String::new())
            };
            cx.send(Action::AskDate { articles, current });
        }
        Act::Star => {
            let starred = !rows.iter().all(|row| row.starred);
            cx.send(Action::Run(Command::SetStarred { articles, starred }));
        }
        Act::Read => {
            let read = !rows.iter().all(|row| row.read);
            cx.send(Action::Run(Command::SetRead { articles, read }));
        }
        Act::OneStory if articles.len() > 1 => {
            cx.send(Action::Run(Command::JoinStories { articles }));
        }
        Act::OneStory => {}
        Act::Compare => cx.send(Action::Compare(first.id)),
        Act::Copy => {
            let lines: Vec<String> = rows.iter().map(|row| citation(row)).collect();
            ctx.copy_text(lines.join("\n"));
            let words = widgets::count(lines.len() as u64, "title", "titles");
            cx.send(Action::Say(format!("Copied {words} with outlet and date")));
        }
    }
}

/// `“Water trucks reach Yafran”. The Harbour Post, 14 Mar 2012`.
fn citation(row: &ArticleRow) -> String {
    let outlet = row.outlet.as_deref().or(row.agency.as_deref());
    let date = row
        .published
        .as_ref()
        .map_or_else(|| "no date".to_owned(), widgets::date_words);
    format!(
        "“{}”. {}, {date}",
        row.title,
        outlet.unwrap_or("Unknown outlet")
    )
}

/// The menu of a row, opened by the other button or, `asked`, by a key; it is about all selected articles.
pub(super) fn menu(
    response: &Response,
    asked: bool,
    row: &ArticleRow,
    list: &ArticleList,
    cx: &mut Cx<'_>,
    state: &mut ReadState,
) {
    // Most rows have no menu open: what it says is put together only where one may be.
    let id = egui::Popup::default_response_id(response);
    if !asked && !response.secondary_clicked() && !egui::Popup::is_id_open(&response.ctx, id) {
        return;
    }
    let selection = &state.articles.selection;
    let several = selection.several() && selection.has(row.id);
    let rows = if several {
        selection.targets(&list.rows)
    } else {
        vec![row]
    };
    let locked = cx.read_only();
    let star = if rows.iter().all(|row| row.starred) {
        "Remove the star"
    } else {
        "Star"
    };
    let read = if rows.iter().all(|row| row.read) {
        "Mark as unread"
    } else {
        "Mark as read"
    };
    let item = |words, keys, disabled| MenuItem::Item {
        words,
        keys,
        checked: false,
        disabled,
    };
    let story = locked.or_else(|| (!several).then_some("Select the versions first"));
    let alone = (several || row.version.is_none()).then_some("It has no other versions");
    let head = widgets::count(rows.len() as u64, "article", "articles");
    let items = [
        MenuItem::Head(&head),
        item(star, "S", locked),
        item(read, "U", locked),
        item("Tag…", "T", locked),
        item("Set publication date…", "D", locked),
        item("Set outlet…", "O", locked),
        MenuItem::Line,
        item("Compare its versions", "", alone),
        item("Count as one story", "", story),
        item("Copy as citation", widgets::copy_keys(), None),
        MenuItem::Line,
        item(
            if several {
                "Delete…"
            } else {
                "Delete the article"
            },
            "Delete",
            locked,
        ),
    ];
    let chosen = match widgets::context_menu_at(response, asked, &items) {
        Some(1) => Act::Star,
        Some(2) => Act::Read,
        Some(3) => Act::Tag,
        Some(4) => Act::Date,
        Some(5) => Act::Outlet,
        Some(7) => Act::Compare,
        Some(8) => Act::OneStory,
        Some(9) => Act::Copy,
        Some(11) => Act::Delete,
        _ => return,
    };
    act(&response.ctx, chosen, list, cx, state);
}

/// Height of the bar below a selection: in the narrow list its buttons have a line of their own.
pub(super) const fn bar_height(wide: bool) -> f32 {
    if wide { 40.0 } else { 64.0 }
}

/// From this width on the bar's buttons have words.
const BAR_WORDS: f32 = 300.0;

/// The bar below a selection of several articles.
pub(super) fn bar_ui(
    ui: &mut Ui,
    rect: Rect,
    list: &ArticleList,
    cx: &mut Cx<'_>,
    state: &mut ReadState,
    wide: bool,
) {
    let c = colors(ui);
    ui.painter().rect_filled(rect, 0.0, c.bg);
    widgets::hline(ui.painter(), rect, rect.top() + 1.0, c.line2);
    let count = state.articles.selection.len() as u64;
    let words = format!("{} selected", widgets::count(count, "article", "articles"));
    let inner = rect.shrink2(vec2(space::L, 0.0));
    let (first, second) = if wide {
        (inner, inner)
    } else {
        let line = vec2(inner.width(), size::PANEL_BUTTON);
        let first = Rect::from_min_size(inner.min + vec2(0.0, space::XS), line);
        let second = Rect::from_min_max(pos2(inner.left(), first.bottom()), inner.max);
        (first, second)
    };
    let mut chosen = None;
    let mut clear = false;
    let locked = cx.read_only();
    if !wide {
        widgets::at(ui, first, |ui| {
            widgets::label(ui, &words, font::bold(font::SMALL), c.ink);
        });
        let side = size::PANEL_BUTTON;
        let cross = Rect::from_min_max(
            pos2(first.right() - side + space::XS, first.top()),
            pos2(first.right() + space::XS, first.bottom()),
        );
        clear = widgets::at(ui, cross, |ui| {
            let name = "Clear the selection";
            icon_button(ui, Icon::Close, name, Some("Esc"), side, None).clicked()
        });
    }
    widgets::at(ui, second, |ui| {
        ui.spacing_mut().item_spacing.x = space::S;
        if wide {
            widgets::label(ui, &words, font::bold(font::SMALL), c.ink);
            ui.add_space(space::M);
        }
        let side = size::PANEL_BUTTON;
        let words_fit = inner.width() >= BAR_WORDS;
        for (words, name, icon, keys, act) in [
            ("Tag…", "Tags…", Icon::Tag, "T", Act::Tag),
            ("Date…", "Set date…", Icon::Calendar, "D", Act::Date),
            ("Outlet…", "Set outlet…", Icon::Source, "O", Act::Outlet),
        ] {
            let response = if words_fit {
                let button = Button::new(words).kind(ButtonKind::Panel).shortcut(keys);
                button.name(name).disabled(locked).show(ui)
            } else {
                icon_button(ui, icon, name, Some(keys), side, locked)
            };
            if response.clicked() {
                chosen = Some(act);
            }
        }
        for (icon, name, keys, act) in [
            (Icon::Star, "Star, or remove the stars", "S", Act::Star),
            (Icon::Check, "Mark as read or unread", "U", Act::Read),
        ] {
            if icon_button(ui, icon, name, Some(keys), side, locked).clicked() {
                chosen = Some(act);
            }
        }
        let more = icon_button(ui, Icon::More, "More for the selection", None, side, None);
        let item = |words, keys, disabled| MenuItem::Item {
            words,
            keys,
            checked: false,
            disabled,
        };
        let items = [
            item("Count as one story", "", locked),
            item("Copy as citations", widgets::copy_keys(), None),
            MenuItem::Line,
            item("Delete…", "Delete", locked),
        ];
        match widgets::menu(&more, &items) {
            Some(0) => chosen = Some(Act::OneStory),
            Some(1) => chosen = Some(Act::Copy),
            Some(3) => chosen = Some(Act::Delete),
            _ => {}
        }
        if wide {
            let button = Button::new("Delete…").kind(ButtonKind::Panel);
            let button = button.shortcut("Delete").disabled(locked).show(ui);
            if button.clicked() {
                chosen = Some(Act::Delete);
            }
            let button = Button::new("Clear")
                .name("Clear the selection")
                .shortcut("Esc");
            clear = button
                .kind(ButtonKind::Quiet)
                .text_size(font::SMALL)
                .show(ui)
                .clicked();
        }
    });
    if let Some(chosen) = chosen {
        act(ui.ctx(), chosen, list, cx, state);
    }
    if clear {
        let open = state.article;
        state.articles.selection.clear(open);
    }
}
