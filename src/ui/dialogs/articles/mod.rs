//! What is asked about one or several articles before it is done to them: tags, outlet, deleting. Each answer is one
//! decision for all of them.

mod delete;
mod outlet;
mod tags;

use std::sync::Arc;

use egui::Ui;

use super::Verdict;
use crate::{
    model::ArticleId,
    ui::{action::ArticlesAsk, context::Cx, widgets::count},
    workspace::{
        Command,
        session::{Views, Wanted},
        views::ArticleRow,
    },
};

/// What the dialog remembers while it is open.
#[derive(Debug)]
pub struct State {
    about: About,
    kind: Kind,
}

/// The articles it is about.
#[derive(Debug)]
struct About {
    articles: Vec<ArticleId>,
    /// The title of the one article, or how many.
    words: String,
    begun: bool,
    confirmed: bool,
}

#[derive(Debug)]
enum Kind {
    Tags(tags::State),
    Outlet(outlet::State),
    /// What it would do, asked for in each frame.
    Delete(Arc<Command>),
}

impl State {
    /// A dialog about articles, with what the list knows of them.
    #[must_use]
    pub fn new(ask: ArticlesAsk, articles: Vec<ArticleId>, views: &Views) -> Self {
        let wanted: std::collections::HashSet<ArticleId> = articles.iter().copied().collect();
        let rows: Vec<&ArticleRow> = views
            .articles
            .value()
            .map(|list| &list.rows)
            .into_iter()
            .flatten()
            .filter(|row| wanted.contains(&row.id))
            .collect();
        let words = match rows.as_slice() {
            [one] if articles.len() == 1 => format!("“{}”", one.title),
            _ => count(articles.len() as u64, "article", "articles"),
        };
        let kind = match ask {
            ArticlesAsk::Tag => Kind::Tags(tags::State::new(&articles)),
            ArticlesAsk::Outlet => Kind::Outlet(outlet::State::new(&rows)),
            ArticlesAsk::Delete => {
                let articles = articles.clone();
                Kind::Delete(Arc::new(Command::DeleteArticles { articles }))
            }
        };
        Self {
            about: About {
                articles,
                words,
                begun: false,
                confirmed: false,
            },
            kind,
        }
    }

    /// Says what is to be shown beside the question: what deleting would take away.
    pub fn want(&self, wanted: &mut Wanted) {
        if let Kind::Delete(command) = &self.kind {
            wanted.decision = Some(Arc::clone(command));
        }
    }
}

pub(super) fn ui(ui: &Ui, state: &mut State, cx: &mut Cx<'_>) -> Verdict {
    let State { about, kind } = state;
    match kind {
        Kind::Tags(state) => tags::ui(ui, about, state, cx),
        Kind::Outlet(state) => outlet::ui(ui, about, state, cx),
        Kind::Delete(command) => delete::ui(ui, about, command, cx),
    }
}
