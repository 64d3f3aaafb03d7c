//! What the Compare view asks for: an article's story family and two versions side by side.

use super::{Answer, COMPARISON, FAMILY, Key, Revisions, Session, Wanted};
use crate::{model::ArticleId, workspace::families};

impl Session {
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
