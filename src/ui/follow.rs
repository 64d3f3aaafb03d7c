//! Filter and listed passages follow what decisions make of names and tags: what was renamed or merged is meant as before,
//! and what is no more is left out.

use std::collections::HashMap;

use super::app::App;
use crate::{
    model::{EntityId, Filter, chart::Cell},
    workspace::{Command, Target, Which, session::Slot, views::Overview},
};

/// What the names and tags of a filter are called after a command.
#[derive(Debug, Default, PartialEq, Eq)]
struct Renamed {
    entities: HashMap<EntityId, EntityId>,
    tags: HashMap<String, String>,
}

impl Renamed {
    /// What this command does; `overview` still has the tags as they were before.
    fn by(command: &Command, overview: Option<&Overview>) -> Self {
        let tag = |id| {
            let overview = overview?;
            let at = overview.tag_ids.iter().position(|tag| *tag == id)?;
            Some(overview.tags.get(at)?.0.clone())
        };
        let mut renamed = Self::default();
        match command {
            Command::MergeEntities { entities, into, .. } => renamed.merge(entities, *into),
            Command::Reassign {
                what: Which::Entities(entities),
                to: Target::Entity(into),
                ..
            } => renamed.merge(entities, *into),
            Command::RenameTag { tag: id, name } => {
                let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
                renamed.tags.extend(tag(*id).map(|before| (before, name)));
            }
            Command::MergeTags { tags, into } => {
                if let Some(into) = tag(*into) {
                    let before = tags.iter().filter_map(|id| tag(*id));
                    renamed
                        .tags
                        .extend(before.map(|before| (before, into.clone())));
                }
            }
            _ => {}
        }
        renamed
    }

    fn merge(&mut self, entities: &[EntityId], into: EntityId) {
        let merged = entities.iter().map(|entity| (*entity, into));
        self.entities.extend(merged);
    }

    fn entity(&self, entity: EntityId) -> EntityId {
        self.entities.get(&entity).copied().unwrap_or(entity)
    }

    fn filter(&self, filter: &mut Filter) {
        for entity in &mut filter.entities {
            *entity = self.entity(*entity);
        }
        for tag in &mut filter.tags {
            if let Some(name) = self.tags.get(tag) {
                tag.clone_from(name);
            }
        }
        once_each(&mut filter.entities);
        once_each(&mut filter.tags);
    }

    fn cell(&self, cell: &mut Cell) {
        match cell {
            Cell::Entity(id)
            | Cell::Spelling { entity: id, .. }
            | Cell::OutletPlace { place: id, .. }
            | Cell::Span {
                entity: Some(id), ..
            }
            | Cell::Undated {
                entity: Some(id), ..
            } => *id = self.entity(*id),
            Cell::Pair(a, b, _) => {
                // A pair of one name would be no pair.
                let (one, other) = (self.entity(*a), self.entity(*b));
                if one != other {
                    (*a, *b) = (one, other);
                }
            }
            _ => {}
        }
    }
}

fn once_each<T: PartialEq + Clone>(all: &mut Vec<T>) {
    let mut kept = Vec::with_capacity(all.len());
    for one in all.drain(..) {
        if !kept.contains(&one) {
            kept.push(one);
        }
    }
    *all = kept;
}

impl App {
    /// Follows a command that was carried out.
    pub(super) fn follow_command(&mut self, command: &Command) {
        let overview = self.desk.as_deref().map(|desk| &desk.views().overview);
        let renamed = Renamed::by(command, overview.and_then(Slot::value));
        if renamed == Renamed::default() {
            return;
        }
        let mut filter = self.filter.clone();
        renamed.filter(&mut filter);
        self.filter_becomes(filter);
        if let Some((cell, _)) = &mut self.evidence {
            renamed.cell(cell);
        }
        self.chart.follow(|id| renamed.entity(id));
    }

    /// Leaves names and tags out of the filter that are not in the project any more: after an undo, after another program
    /// changed the project, in a project that was left long ago.
    pub(super) fn drop_lost(&mut self) {
        let Some(desk) = self.desk.as_deref() else {
            return;
        };
        let Slot::Ready(overview) = &desk.views().overview else {
            return;
        };
        let lost = &overview.lost;
        if lost.entities.is_empty() && lost.tags.is_empty() {
            return;
        }
        let mut filter = self.filter.clone();
        filter.entities.retain(|id| !lost.entities.contains(id));
        filter.tags.retain(|tag| !lost.tags.contains(tag));
        self.filter_becomes(filter);
    }

    fn filter_becomes(&mut self, filter: Filter) {
        if filter != self.filter {
            self.shell.filter_changed(&filter);
            self.filter = filter;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{
        TagId,
        chart::{TimeUnit, Together},
    };

    fn overview() -> Overview {
        Overview {
            tags: vec![("roads".to_owned(), 3), ("wells".to_owned(), 2)],
            tag_ids: vec![TagId(4), TagId(2)],
            ..Overview::default()
        }
    }

    #[test]
    fn a_filter_means_what_it_meant_after_renaming_and_merging() {
        let check = |command: &Command, entities: &[i64], tags: &[&str]| {
            let mut filter = Filter {
                entities: vec![EntityId(7), EntityId(9)],
                tags: vec!["wells".to_owned()],
                ..Filter::default()
            };
            Renamed::by(command, Some(&overview())).filter(&mut filter);
            let ids: Vec<i64> = filter.entities.iter().map(|id| id.0).collect();
            assert_eq!(ids, entities, "{command:?}");
            assert_eq!(filter.tags, tags, "{command:?}");
        };
        let merge = |entities: &[i64], into| Command::MergeEntities {
            entities: entities.iter().map(|id| EntityId(*id)).collect(),
            into: EntityId(into),
            name: None,
            except: Vec::new(),
        };
        check(&merge(&[7, 12], 12), &[12, 9], &["wells"]);
        check(&merge(&[7, 9], 9), &[9], &["wells"]);
        check(&merge(&[1, 2], 2), &[7, 9], &["wells"]);
        let name = " Water  wells ".to_owned();
        let tag = TagId(2);
        check(&Command::RenameTag { tag, name }, &[7, 9], &["Water wells"]);
        let (tags, into) = (vec![TagId(2)], TagId(4));
        check(&Command::MergeTags { tags, into }, &[7, 9], &["roads"]);
    }

    #[test]
    fn listed_passages_follow_a_merge() {
        let merge = Command::MergeEntities {
            entities: vec![EntityId(7)],
            into: EntityId(9),
            name: None,
            except: Vec::new(),
        };
        let renamed = Renamed::by(&merge, None);
        let check = |mut cell: Cell, expected: Cell| {
            renamed.cell(&mut cell);
            assert_eq!(cell, expected);
        };
        check(Cell::Entity(EntityId(7)), Cell::Entity(EntityId(9)));
        let pair = |a, b| Cell::Pair(EntityId(a), EntityId(b), Together::Sentence);
        check(pair(7, 3), pair(9, 3));
        check(pair(7, 9), pair(7, 9));
        let undated = |id| Cell::Undated {
            entity: Some(EntityId(id)),
            unit: TimeUnit::Day,
        };
        let nobody = Cell::Undated {
            entity: None,
            unit: TimeUnit::Day,
        };
        check(undated(7), undated(9));
        check(nobody.clone(), nobody);
    }
}
