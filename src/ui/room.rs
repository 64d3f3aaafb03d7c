//! Leaves a project as it was found and finds it again as it was left: filter, views, splitters, the lists and the open
//! article. What is kept lies in `workspace::room`.

use super::{action::View, app::App, desk::Desk, search::Form};
use crate::{
    model::{LatLon, map::MapView},
    workspace::room::Room,
};

/// Seconds between two looks at whether anything changed that is to be found again.
const EVERY: f64 = 2.0;

impl App {
    /// How the open project stands.
    fn room(&self) -> Option<Room> {
        let mut room = Room {
            path: self.project()?,
            made: self.desk.as_deref()?.made(),
            view: self.view.word().to_owned(),
            filter: self.filter.clone(),
            stories: self.settings.stories,
            inline: self.settings.inline,
            splitters: self.settings.splitters.clone(),
            own_words: self.own_words.clone(),
            ..Room::default()
        };
        self.read.note_room(&mut room);
        self.chart.note(&mut room.chart);
        room.passages.clone_from(&self.evidence);
        room.found = self.search.shown().map_or("", Form::label).to_owned();
        let moved_to = self.map.moved_to();
        room.map = moved_to.map(|view| [view.center.lat, view.center.lon, view.zoom]);
        room.map_seen = moved_to.and_then(|view| view.seen);
        Some(room)
    }

    /// Notes how the open project stands, so that it is found again even if the program ends badly.
    pub(super) fn note_room(&mut self) {
        self.room_noted = self.now;
        if let Some(room) = self.room() {
            self.unkept |= self.settings.rooms.keep(room);
        }
    }

    /// The same every few seconds.
    pub(super) fn note_room_now_and_then(&mut self) {
        if self.now - self.room_noted >= EVERY {
            self.note_room();
        }
    }

    /// Finds the project that was just opened as it was left. One that is not remembered begins as the last one stood.
    pub(super) fn enter_room(&mut self) {
        self.room_noted = self.now;
        let Some(path) = self.project() else { return };
        let made = self.desk.as_deref().and_then(Desk::made);
        let room = self.settings.rooms.of(&path);
        let Some(room) = room.filter(|room| room.is_of(made.as_deref())).cloned() else {
            return;
        };
        self.view = View::from_word(&room.view);
        room.view.clone_into(&mut self.settings.view);
        self.settings.stories = room.stories;
        self.settings.inline = room.inline;
        self.settings.splitters.clone_from(&room.splitters);
        self.chart.restore(&room.chart);
        self.chart.count_stories(room.stories);
        self.shell.filter_changed(&room.filter);
        self.filter = room.filter.clone();
        self.own_words.clone_from(&room.own_words);
        self.read.restore(&room);
        self.evidence.clone_from(&room.passages);
        if let Some(form) = Form::ALL
            .into_iter()
            .find(|form| form.label() == room.found)
        {
            self.search.reopen(form);
        }
        if let Some([lat, lon, zoom]) = room.map
            && let Some(center) = LatLon::new(lat, lon)
            && zoom.is_finite()
        {
            let seen = room.map_seen;
            self.map.move_to(&MapView { center, zoom, seen });
        }
    }
}
