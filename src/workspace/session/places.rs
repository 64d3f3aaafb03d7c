//! What the Map view asks for besides the places themselves.

use super::{Answer, CANDIDATES, Key, RELATIONS, Revisions, Session, TIMES, Wanted};
use crate::workspace::{
    places,
    views::{PlaceTimes, build},
};

impl Session {
    pub(super) fn ask_places(&mut self, wanted: &Wanted, now: f64) {
        let counted = Revisions {
            articles: self.revisions.articles,
            names: self.revisions.names,
            ..Revisions::default()
        };
        let unit = wanted.times;
        let key = unit.map(|times| Key {
            filter: wanted.filter.clone(),
            times,
            revisions: self.filtered(counted),
            ..Key::default()
        });
        let filter = wanted.filter.clone();
        self.want(TIMES, key, now, move |store| {
            Answer::Times(PlaceTimes::read(store, &filter, unit.flatten()).map(Box::new))
        });
        let key = wanted.relations.then(|| Key {
            filter: wanted.filter.clone(),
            revisions: self.filtered(counted),
            ..Key::default()
        });
        let filter = wanted.filter.clone();
        self.want(RELATIONS, key, now, move |store| {
            Answer::Relations(build::relations(store, &filter).map(Box::new))
        });
        let entity = wanted.candidates;
        let key = entity.map(|entity| Key {
            entity: Some(entity),
            revisions: counted,
            ..Key::default()
        });
        self.want(CANDIDATES, key, now, move |store| {
            Answer::Candidates(entity.map(|entity| places::candidates(store, entity)))
        });
    }
}
