//! Which articles are selected, and which line has the keyboard. Knows lines and rows, never the project.

use std::collections::HashSet;

use super::lines::{Line, Lines};
use crate::{
    model::ArticleId,
    workspace::views::{ArticleList, ArticleRow},
};

/// What has the keyboard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Cursor {
    Article(ArticleId),
    /// The head of the group with this key.
    Group(String),
}

/// How a click or a step changes the selection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// This article alone.
    Only,
    /// This article as well, or no longer.
    Toggle,
    /// All from the last one chosen to this one.
    Range,
    /// The keyboard moves, the selection stays.
    Move,
}

/// The selected articles.
#[derive(Debug, Default)]
pub(super) struct Selection {
    chosen: HashSet<ArticleId>,
    cursor: Option<Cursor>,
    anchor: Option<ArticleId>,
    /// Where cursor and anchor were found last.
    found: [Found; 2],
}

/// Where an article was found last in the list.
#[derive(Clone, Copy, Debug, Default)]
struct Found {
    row: usize,
    /// One that was looked for in vain.
    missing: Option<ArticleId>,
}

/// Position of an article. Looks at one row when nothing moved, and at none for one that the list does not have.
fn find(rows: &[ArticleRow], article: ArticleId, last: &mut Found) -> Option<usize> {
    let here = |row: &ArticleRow| row.id == article;
    if rows.get(last.row).is_some_and(here) {
        return Some(last.row);
    }
    if last.missing == Some(article) {
        return None;
    }
    let row = rows.iter().position(here);
    match row {
        Some(row) => last.row = row,
        None => last.missing = Some(article),
    }
    row
}

impl Selection {
    pub(super) fn has(&self, article: ArticleId) -> bool {
        self.chosen.contains(&article)
    }

    pub(super) fn len(&self) -> usize {
        self.chosen.len()
    }

    /// Whether several are selected, so that what is asked for is about them all.
    pub(super) fn several(&self) -> bool {
        self.chosen.len() > 1
    }

    pub(super) const fn cursor(&self) -> Option<&Cursor> {
        self.cursor.as_ref()
    }

    /// The line that has the keyboard, or had it last.
    pub(super) fn line(&mut self, list: &ArticleList, lines: &Lines) -> Option<usize> {
        match self.cursor.as_ref()? {
            Cursor::Article(article) => {
                let row = find(&list.rows, *article, &mut self.found[0])?;
                lines.of_row(row)
            }
            Cursor::Group(key) => {
                let group = list.groups.iter().position(|group| group.key == *key)?;
                lines.of_group(group)
            }
        }
    }

    /// An article was opened: it has the keyboard, and is the selected one unless several are.
    pub(super) fn follow(&mut self, article: ArticleId) {
        self.cursor = Some(Cursor::Article(article));
        if !self.several() {
            self.chosen.clear();
            self.chosen.insert(article);
            self.anchor = Some(article);
        }
    }

    /// Goes to a line. Returns the article there.
    pub(super) fn go(
        &mut self,
        list: &ArticleList,
        lines: &Lines,
        line: usize,
        way: Way,
    ) -> Option<ArticleId> {
        let (row, article) = match lines.at(line)? {
            Line::Head(group) => {
                self.cursor = Some(Cursor::Group(list.groups.get(group)?.key.clone()));
                if way == Way::Range {
                    self.reach(list, lines, line);
                }
                return None;
            }
            Line::Row(row) => (row, list.rows.get(row)?.id),
        };
        self.cursor = Some(Cursor::Article(article));
        self.found[0].row = row;
        match way {
            Way::Only => {
                self.chosen.clear();
                self.chosen.insert(article);
                self.anchor = Some(article);
            }
            Way::Toggle => {
                if !self.chosen.remove(&article) {
                    self.chosen.insert(article);
                }
                self.anchor = Some(article);
            }
            Way::Range => {
                self.anchor = self.anchor.or(Some(article));
                self.reach(list, lines, line);
            }
            Way::Move => {}
        }
        Some(article)
    }

    /// Selects what is seen from the anchor to a line.
    fn reach(&mut self, list: &ArticleList, lines: &Lines, line: usize) {
        let anchor = self
            .anchor
            .and_then(|anchor| find(&list.rows, anchor, &mut self.found[1]));
        let from = anchor.and_then(|row| lines.of_row(row)).unwrap_or(line);
        self.chosen.clear();
        let seen = (from.min(line)..=from.max(line)).filter_map(|line| lines.at(line));
        self.chosen.extend(seen.filter_map(|line| match line {
            Line::Row(row) => list.rows.get(row).map(|row| row.id),
            Line::Head(_) => None,
        }));
    }

    /// Selects these as well; where all of them are selected, no longer.
    pub(super) fn toggle_all(&mut self, rows: &[ArticleRow]) {
        if rows.iter().all(|row| self.chosen.contains(&row.id)) {
            for row in rows {
                self.chosen.remove(&row.id);
            }
        } else {
            self.chosen.extend(rows.iter().map(|row| row.id));
        }
    }

    /// Selects every article of the list, also those in folded groups.
    pub(super) fn all(&mut self, rows: &[ArticleRow]) {
        self.chosen = rows.iter().map(|row| row.id).collect();
    }

    /// Selects the open article alone; the keyboard stays where it is.
    pub(super) fn clear(&mut self, open: Option<ArticleId>) {
        self.chosen.clear();
        self.chosen.extend(open);
        self.anchor = open;
    }

    /// Takes in another list. Forgets what is no longer in it: nothing is to be done to articles that nobody sees.
    pub(super) fn keep_listed(&mut self, rows: &[ArticleRow]) {
        for found in &mut self.found {
            found.missing = None;
        }
        if self.chosen.is_empty() {
            return;
        }
        let old = std::mem::take(&mut self.chosen);
        let ids = rows.iter().map(|row| row.id);
        self.chosen = ids.filter(|id| old.contains(id)).collect();
    }

    /// What a key, button or menu is about: the selected articles in the order of the list, or the one with the keyboard.
    pub(super) fn targets<'r>(&self, rows: &'r [ArticleRow]) -> Vec<&'r ArticleRow> {
        let one = match &self.cursor {
            Some(Cursor::Article(article)) if !self.several() => Some(*article),
            _ => None,
        };
        let wanted = |row: &&ArticleRow| match one {
            Some(one) => row.id == one,
            None => self.chosen.contains(&row.id),
        };
        rows.iter().filter(wanted).collect()
    }
}
