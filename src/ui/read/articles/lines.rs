//! Which lines the list has while some of its groups are folded, and where each lies. Knows neither the window nor what
//! stands in a row.

use std::{collections::BTreeSet, ops::Range};

use crate::{ui::theme::size, workspace::views::ArticleGroup};

/// A line of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// The head of a group.
    Head(usize),
    /// A row of the list.
    Row(usize),
}

#[derive(Clone, Debug)]
struct Part {
    rows: Range<usize>,
    folded: bool,
    /// Rows that are seen above it.
    above: usize,
}

impl Part {
    const fn seen(&self) -> usize {
        if self.folded {
            0
        } else {
            self.rows.end - self.rows.start
        }
    }
}

/// The lines of a list: heads of groups and the rows of those that are not folded. Points are counted in 64 bits: a hundred
/// thousand rows are more than 32 bits part finely.
#[derive(Clone, Debug, Default)]
pub(super) struct Lines {
    parts: Vec<Part>,
    grouped: bool,
    /// Rows that are seen.
    rows: usize,
}

impl Lines {
    pub(super) fn new(groups: &[ArticleGroup], rows: usize, folded: &BTreeSet<String>) -> Self {
        if groups.is_empty() {
            let all = Part {
                rows: 0..rows,
                folded: false,
                above: 0,
            };
            return Self {
                parts: vec![all],
                grouped: false,
                rows,
            };
        }
        let mut above = 0;
        let parts = groups.iter().map(|group| {
            let part = Part {
                rows: group.rows.clone(),
                folded: folded.contains(&group.key),
                above,
            };
            above += part.seen();
            part
        });
        Self {
            parts: parts.collect(),
            grouped: true,
            rows: above,
        }
    }

    const fn heads(&self) -> usize {
        if self.grouped { 1 } else { 0 }
    }

    pub(super) fn len(&self) -> usize {
        self.rows + self.parts.len() * self.heads()
    }

    /// The first line of a part.
    fn first(&self, at: usize) -> usize {
        let above = self.parts.get(at).map_or(self.rows, |part| part.above);
        above + at * self.heads()
    }

    /// The last part of which this holds from the first on.
    fn last_where(&self, holds: impl Fn(usize, &Part) -> bool) -> Option<usize> {
        let (mut low, mut high) = (0, self.parts.len());
        while low < high {
            let middle = (low + high) / 2;
            match self.parts.get(middle) {
                Some(part) if holds(middle, part) => low = middle + 1,
                _ => high = middle,
            }
        }
        low.checked_sub(1)
    }

    pub(super) fn at(&self, line: usize) -> Option<Line> {
        if line >= self.len() {
            return None;
        }
        let at = self.last_where(|at, _| self.first(at) <= line)?;
        let inside = line - self.first(at);
        match inside.checked_sub(self.heads()) {
            None => Some(Line::Head(at)),
            Some(row) => Some(Line::Row(self.parts.get(at)?.rows.start + row)),
        }
    }

    /// The line of a row; `None` when its group is folded.
    pub(super) fn of_row(&self, row: usize) -> Option<usize> {
        let at = self.group_of(row)?;
        let part = self.parts.get(at)?;
        let inside = part.rows.contains(&row) && !part.folded;
        inside.then(|| self.first(at) + self.heads() + row - part.rows.start)
    }

    /// The group a row is in, folded or not.
    pub(super) fn group_of(&self, row: usize) -> Option<usize> {
        self.last_where(|_, part| part.rows.start <= row)
    }

    /// The line of a group's head.
    pub(super) fn of_group(&self, group: usize) -> Option<usize> {
        (self.grouped && group < self.parts.len()).then(|| self.first(group))
    }

    /// Upper edge of a line, from the top of the list; `row` is the height of a row.
    pub(super) fn top(&self, line: usize, row: f32) -> f64 {
        let Some(at) = self.last_where(|at, _| self.first(at) <= line) else {
            return 0.0;
        };
        let above = self.parts.get(at).map_or(0, |part| part.above);
        let inside = line - self.first(at);
        let (head, row) = (f64::from(size::ROW), f64::from(row));
        let heads = at * self.heads() + inside.min(self.heads());
        let rows = above + inside.saturating_sub(self.heads());
        heads as f64 * head + rows as f64 * row
    }

    /// Height of all lines together.
    pub(super) fn height(&self, row: f32) -> f64 {
        let heads = self.parts.len() * self.heads();
        heads as f64 * f64::from(size::ROW) + self.rows as f64 * f64::from(row)
    }

    /// The line at this height; the last one below it.
    pub(super) fn line_at(&self, y: f64, row: f32) -> usize {
        let at = self.last_where(|at, _| self.top(self.first(at), row) <= y);
        let Some(at) = at else { return 0 };
        let first = self.first(at);
        let inside = y - self.top(first, row) - self.heads() as f64 * f64::from(size::ROW);
        let seen = self.parts.get(at).map_or(0, Part::seen);
        if inside < 0.0 || seen == 0 {
            return first;
        }
        let rows = ((inside / f64::from(row)) as usize).min(seen - 1);
        first + self.heads() + rows
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn groups(sizes: &[usize]) -> Vec<ArticleGroup> {
        let mut at = 0;
        let groups = sizes.iter().enumerate().map(|(index, size)| {
            at += size;
            ArticleGroup {
                key: format!("group {index}"),
                label: String::new(),
                rows: at - size..at,
                unread: 0,
            }
        });
        groups.collect()
    }

    fn check(sizes: &[usize], folded: &[usize], expected: &[Line]) {
        let folded = folded.iter().map(|at| format!("group {at}")).collect();
        let lines = Lines::new(&groups(sizes), sizes.iter().sum(), &folded);
        let there: Vec<Line> = (0..lines.len()).filter_map(|line| lines.at(line)).collect();
        assert_eq!(there, expected);
        assert_eq!(lines.at(lines.len()), None);
        let mut top = 0.0;
        for (line, what) in there.iter().enumerate() {
            assert_eq!(lines.top(line, 40.0), top, "{line}");
            assert_eq!(lines.line_at(top, 40.0), line);
            let (back, height) = match what {
                Line::Head(group) => (lines.of_group(*group), f64::from(size::ROW)),
                Line::Row(row) => (lines.of_row(*row), 40.0),
            };
            assert_eq!(back, Some(line));
            top += height;
            assert_eq!(lines.line_at(top - 1.0, 40.0), line);
        }
        assert_eq!(lines.height(40.0), top);
    }

    #[test]
    fn folded_rows_are_no_lines() {
        use Line::{Head, Row};
        check(&[2, 1], &[], &[Head(0), Row(0), Row(1), Head(1), Row(2)]);
        check(&[2, 1], &[0], &[Head(0), Head(1), Row(2)]);
        check(
            &[1, 2, 1],
            &[1],
            &[Head(0), Row(0), Head(1), Head(2), Row(3)],
        );
        check(&[1, 2, 1], &[0, 1, 2], &[Head(0), Head(1), Head(2)]);
        let folded = BTreeSet::from(["group 0".to_owned()]);
        let lines = Lines::new(&groups(&[2, 1]), 3, &folded);
        assert_eq!(lines.of_row(1), None);
        assert_eq!(lines.group_of(1), Some(0));
    }

    #[test]
    fn a_list_without_groups_has_no_heads() {
        let lines = Lines::new(&[], 3, &BTreeSet::new());
        assert_eq!(lines.len(), 3);
        assert_eq!(lines.at(2), Some(Line::Row(2)));
        assert_eq!(lines.of_group(0), None);
        assert_eq!(lines.top(2, 40.0), 80.0);
        assert_eq!(lines.line_at(1000.0, 40.0), 2);
        let none = Lines::new(&[], 0, &BTreeSet::new());
        assert_eq!(
            (none.len(), none.at(0), none.line_at(0.0, 40.0)),
            (0, None, 0)
        );
    }
}
