//! What every panel is given while drawing: read models to look at, a queue to ask in, and nothing to act with.

use std::collections::BTreeMap;

use super::{
    action::{Action, Queue},
    actions::READ_ONLY,
    desk::Desk,
};
use crate::{
    model::CountUnit,
    workspace::session::{Views, Wanted},
};

/// Handed to each panel's drawing function.
pub struct Cx<'a> {
    /// The open project, to read only.
    pub desk: &'a dyn Desk,
    /// What was asked of the project this frame: the filter, the open article, the number whose passages are listed.
    pub wanted: &'a Wanted,
    pub queue: &'a mut Queue,
    /// The window's clock in seconds.
    pub now: f64,
    pub splits: &'a BTreeMap<String, f32>,
    /// Whether counts are of unique stories rather than of articles.
    pub stories: bool,
    /// Whether compared texts stand in one column.
    pub inline: bool,
    /// Whether files can be dropped on the window.
    pub drops: bool,
}

impl<'a> Cx<'a> {
    /// The read models. They outlive the borrow of `self`, so that a panel can ask while looking at them.
    #[must_use]
    pub fn views(&self) -> &'a Views {
        self.desk.views()
    }

    /// Why nothing can be changed, if so: the project is open for reading only.
    #[must_use]
    pub fn read_only(&self) -> Option<&'static str> {
        self.views()
            .overview
            .value()
            .is_some_and(|overview| overview.read_only.is_some())
            .then_some(READ_ONLY)
    }

    /// What to say where the selection has nothing: `words`, or that articles are still being read in.
    #[must_use]
    pub fn nothing(&self, words: &'static str) -> &'static str {
        if self.desk.importing() {
            "Nothing yet: articles are being read in"
        } else {
            words
        }
    }

    /// Asks for something.
    pub fn send(&mut self, action: Action) {
        self.queue.send(action);
    }

    /// What lists of names and places count: mentions, or unique stories once those are counted.
    #[must_use]
    pub const fn unit(&self) -> CountUnit {
        if self.stories {
            CountUnit::Stories
        } else {
            CountUnit::Mentions
        }
    }

    /// Position of a splitter in points: where the user left it, or `otherwise`, within `least..=most`.
    #[must_use]
    pub fn split(&self, name: &str, otherwise: f32, least: f32, most: f32) -> f32 {
        let points = self.splits.get(name).copied().unwrap_or(otherwise);
        points.min(most).max(least)
    }
}
