//! How a project was left: what the next run of the program finds again. Plain values kept with the settings; words that
//! another version of the program wrote and this one does not know are taken as the usual.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Deserializer, Serialize};

use super::export::own::KeptWords;
use crate::model::{CountUnit, Filter, chart::Cell};

/// How one project was left.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Room {
    /// The project.
    #[serde(with = "super::stored_path")]
    pub path: PathBuf,
    /// When the project was made, as it says itself: another may lie in its place by now.
    pub made: Option<String>,
    /// The view, by its word.
    pub view: String,
    pub filter: Filter,
    pub stories: bool,
    pub inline: bool,
    /// Positions of splitters in points, by name.
    pub splitters: BTreeMap<String, f32>,
    /// The open article and how far its text was scrolled, in points.
    pub article: Option<i64>,
    pub article_top: f32,
    /// Types of names that were not marked in the text, by their words.
    pub unmarked: Vec<String>,
    pub articles: ListRoom,
    pub names: NamesRoom,
    pub chart: ChartRoom,
    /// The number whose passages were listed, and what it counts.
    pub passages: Option<(Cell, CountUnit)>,
    /// What the panel of search results showed, by its word; empty while it was closed.
    pub found: String,
    /// Whether codes stood in place of the names.
    pub codes: bool,
    /// Where the map was moved to: latitude, longitude and zoom; `None` while it followed the places.
    pub map: Option<[f64; 3]>,
    /// Width and height in points of the map it was moved in.
    pub map_seen: Option<[f64; 2]>,
    /// Words of the user's own on exported pictures, by kind of picture.
    #[serde(deserialize_with = "readable")]
    pub own_words: BTreeMap<String, KeptWords>,
}

/// Words that can be read; none otherwise, so that nothing else is lost with them.
fn readable<'de, D: Deserializer<'de>>(from: D) -> Result<BTreeMap<String, KeptWords>, D::Error> {
    let all = serde_json::Value::deserialize(from)?;
    Ok(serde_json::from_value(all).unwrap_or_default())
}

/// How the article list was left.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ListRoom {
    /// `date down`.
    pub order: String,
    /// `none`, `family`, `outlet` or `month`.
    pub grouping: String,
    /// Keys of folded groups.
    pub folded: Vec<String>,
    /// Columns by their words; none where nothing was chosen.
    pub columns: Option<Vec<String>>,
    /// Widths in points of columns that were dragged.
    pub widths: BTreeMap<String, f32>,
    /// How far the list was scrolled, in points.
    pub top: f32,
    /// Whether the list lay above the text.
    pub table: bool,
}

/// How the table of names was left.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct NamesRoom {
    /// `last down`; empty for the most frequent first.
    pub order: String,
    /// The type shown alone, by its word; empty for all.
    pub kind: String,
    /// Whether the table had the middle of the view.
    pub table: bool,
}

/// What the Chart view showed, in the words of its controls.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ChartRoom {
    pub mode: String,
    pub show: String,
    pub unit: String,
    pub time: String,
    pub top: usize,
    /// Names compared over time.
    pub compared: Vec<i64>,
    pub multiples: bool,
    pub log: bool,
    pub share: bool,
}

impl Room {
    /// Whether it is the room of a project made at this time. What nobody noted is no difference.
    #[must_use]
    pub fn is_of(&self, made: Option<&str>) -> bool {
        let own = self.made.as_deref();
        own.is_none() || made.is_none() || own == made
    }
}

/// Projects remembered at most.
const MOST: usize = 40;

/// How projects were left, the newest first.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Rooms(Vec<Room>);

impl<'de> Deserialize<'de> for Rooms {
    /// One that cannot be read is left out: the others, and all settings beside them, are not to be lost with it.
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let all = serde_json::Value::deserialize(from)?;
        let all = all.as_array().cloned().unwrap_or_default();
        let read = all
            .into_iter()
            .filter_map(|room| serde_json::from_value(room).ok());
        Ok(Self(read.take(MOST).collect()))
    }
}

impl Rooms {
    /// How a project was left, when it is remembered.
    #[must_use]
    pub fn of(&self, project: &Path) -> Option<&Room> {
        let project = absolute(project);
        self.0.iter().find(|room| room.path == project)
    }

    /// Remembers how a project is left. Returns whether anything changed.
    pub fn keep(&mut self, room: Room) -> bool {
        let room = Room {
            path: absolute(&room.path),
            ..room
        };
        if self.0.first() == Some(&room) {
            return false;
        }
        self.0.retain(|other| other.path != room.path);
        self.0.insert(0, room);
        self.0.truncate(MOST);
        true
    }

    /// Remembers only those whose project, by its absolute path, is to be kept.
    pub fn retain(&mut self, keep: impl Fn(&Path) -> bool) {
        self.0.retain(|room| keep(&room.path));
    }

    /// A project was moved.
    pub fn relocate(&mut self, from: &Path, to: &Path) {
        let (from, to) = (absolute(from), absolute(to));
        for room in self.0.iter_mut().filter(|room| room.path == from) {
            room.path.clone_from(&to);
        }
    }
}

fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn room(path: &str, view: &str) -> Room {
        Room {
            path: PathBuf::from(path),
            view: view.to_owned(),
            ..Room::default()
        }
    }

    #[test]
    fn the_newest_of_a_project_is_kept() {
        let mut rooms = Rooms::default();
        assert!(rooms.keep(room("/a.dateline", "map")));
        assert!(rooms.keep(room("/b.dateline", "read")));
        assert!(rooms.keep(room("/a.dateline", "chart")));
        assert!(!rooms.keep(room("/a.dateline", "chart")), "nothing new");
        let view = |rooms: &Rooms, path: &str| rooms.of(Path::new(path)).map(|r| r.view.clone());
        assert_eq!(view(&rooms, "/a.dateline").as_deref(), Some("chart"));
        rooms.relocate(Path::new("/a.dateline"), Path::new("/c.dateline"));
        assert_eq!(view(&rooms, "/a.dateline"), None);
        assert_eq!(view(&rooms, "/c.dateline").as_deref(), Some("chart"));
        for n in 0..100 {
            rooms.keep(room(&format!("/{n}.dateline"), "read"));
        }
        assert_eq!(rooms.0.len(), MOST);
    }

    #[test]
    fn another_project_in_the_same_place_has_a_room_of_its_own() {
        let mut old = room("/a.dateline", "map");
        assert!(old.is_of(Some("2012-03-14T09:10:00Z")), "noted before");
        old.made = Some("2012-03-14T09:10:00Z".to_owned());
        assert!(old.is_of(Some("2012-03-14T09:10:00Z")));
        assert!(!old.is_of(Some("2012-03-14T09:10:01Z")));
        assert!(old.is_of(None));
    }

    #[test]
    fn one_that_cannot_be_read_does_not_take_the_others_with_it() {
        let text =
            r#"[{"path": "/a.dateline", "view": 7}, {"path": "/b.dateline", "new": true}, 3]"#;
        let rooms: Rooms = serde_json::from_str(text).expect("rooms");
        assert_eq!(rooms.0.len(), 1);
        assert!(rooms.of(Path::new("/b.dateline")).is_some());
        let back = serde_json::to_string(&rooms).expect("text");
        assert_eq!(serde_json::from_str::<Rooms>(&back).expect("rooms"), rooms);
        assert_eq!(
            serde_json::from_str::<Rooms>("7").expect("none"),
            Rooms::default()
        );
    }
}
