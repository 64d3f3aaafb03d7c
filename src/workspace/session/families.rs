//! What is asked for about one article: its source text, its story family, and two versions side by side.

use super::{Answer, COMPARISON, FAMILY, FONT, Key, Revisions, SOURCE, Session, Wanted};
use crate::{
    model::ArticleId,
    workspace::{families, fonts, views::source},
};

impl Session {
    pub(super) fn ask_source(&mut self, wanted: &Wanted, now: f64) {
        let article = wanted.article.filter(|_| wanted.source);
        let key = article.map(|article| Key {
            article: Some(article),
            revisions: Revisions {
                articles: self.revisions.articles,
                ..Revisions::default()
            },
            ..Key::default()
        });
        self.want(SOURCE, key, now, move |store| {
            Answer::Source(source::of_article(store, article.unwrap_or(ArticleId(0))).map(Box::new))
        });
    }

    /// Fonts are the system's, not the project's; they are looked for here because it is slow and the window waits for
    /// nothing.
    pub(super) fn ask_font(&mut self, wanted: &Wanted, now: f64) {
        let key = wanted.letters.as_ref().map(|letters| Key {
            letters: Some(letters.clone()),
            ..Key::default()
        });
        let letters = wanted.letters.clone().unwrap_or_default();
        self.want(FONT, key, now, move |_| {
            Answer::Font(Box::new(fonts::find(&letters)))
        });
    }

    pub(super) fn ask_families(&mut self, wanted: &Wanted, now: f64) {
        let r = self.revisions;
        let revisions = Revisions {
            articles: r.articles,
            ..Revisions::default()
        };
        let article = wanted.article.filter(|_| wanted.family);
        let key = article.map(|article| Key {
            article: Some(article),
            revisions,
            ..Key::default()
        });
        self.want(FAMILY, key, now, move |store| {
            Answer::Family(families::card(store, article.unwrap_or(ArticleId(0))))
        });
        let compare = wanted.compare;
        let key = compare.map(|pair| Key {
            compare: Some(pair),
            revisions: Revisions {
                names: r.names,
                ..revisions
            },
            ..Key::default()
        });
        self.want(COMPARISON, key, now, move |store| {
            let (a, b) = compare.unwrap_or((ArticleId(0), ArticleId(0)));
            Answer::Comparison(families::comparison(store, a, b).map(Box::new))
        });
    }
}
