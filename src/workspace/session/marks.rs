//! What marking asks for: codes, tags, deleted articles; and the open article, which may be deleted while it is open.

use super::{Answer, CODES, DELETED, Gone, Key, Revisions, Session, TAGS, Wanted};
use crate::{
    model::{ArticleId, Filter},
    store::{Store, StoreError},
    workspace::views::{build, marks},
};

impl Session {
    pub(super) fn ask_marks(&mut self, wanted: &Wanted, now: f64) {
        let r = self.revisions;
        let of = |revisions: Revisions| Key {
            filter: wanted.filter.clone(),
            revisions,
            ..Key::default()
        };
        let marked = Revisions {
            articles: r.articles,
            marks: r.marks,
            ..Revisions::default()
        };
        let f = wanted.filter.clone();
        let key = wanted.codes.then(|| of(marked));
        self.want(CODES, key, now, move |store| {
            Answer::Codes(marks::codes(store, &f))
        });
        let key = wanted.tags.then(|| Key {
            revisions: marked,
            ..Key::default()
        });
        self.want(TAGS, key, now, |store| Answer::Tags(store.tags()));
        let key = wanted.deleted.then(|| Key {
            revisions: Revisions {
                articles: r.articles,
                ..Revisions::default()
            },
            ..Key::default()
        });
        self.want(DELETED, key, now, |store| {
            Answer::Deleted(store.deleted_articles())
        });
    }
}

/// The open article, or what became of it.
pub(super) fn article(store: &Store, id: ArticleId, filter: &Filter) -> Answer {
    match build::article(store, id, filter) {
        Err(StoreError::NoSuch(_)) => Answer::Gone(Gone {
            article: id,
            deleted: store
                .deleted(id)
                .ok()
                .and_then(|(title, by)| by.map(|_| title)),
        }),
        read => Answer::Article(read.map(Box::new)),
    }
}
