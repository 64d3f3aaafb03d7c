//! Puts pairs together into families, without letting a chain of pairs join what has nothing in common.

use std::collections::BTreeMap;

use crate::model::ArticleId;

/// Members of a large family that stand for it when another article is compared with it.
const ASKED: usize = 12;

/// Two articles that are versions of one text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Edge {
    pub a: ArticleId,
    pub b: ArticleId,
    /// Share of the shorter text's words that both have, 0 to 1.
    pub shared: f64,
}

/// Joins the groups of an edge's ends, closest pairs first, where `fit` says that each of one side fits each of the
/// other. `together` are the families there are already. Returns the groups of two and more in which something changed,
/// members by number.
pub fn group(
    together: &[Vec<ArticleId>],
    mut edges: Vec<Edge>,
    mut fit: impl FnMut(ArticleId, ArticleId) -> bool,
) -> Vec<Vec<ArticleId>> {
    edges.sort_by(|x, y| {
        y.shared
            .total_cmp(&x.shared)
            .then_with(|| (x.a, x.b).cmp(&(y.a, y.b)))
    });
    let mut groups: Vec<Vec<ArticleId>> = together.to_vec();
    let mut changed = vec![false; groups.len()];
    let mut at: BTreeMap<ArticleId, usize> = BTreeMap::new();
    for (i, members) in together.iter().enumerate() {
        at.extend(members.iter().map(|member| (*member, i)));
    }
    for edge in edges {
        let mut of = |article: ArticleId| {
            *at.entry(article).or_insert_with(|| {
                groups.push(vec![article]);
                changed.push(false);
                groups.len() - 1
            })
        };
        let (x, y) = (of(edge.a), of(edge.b));
        if x == y {
            continue;
        }
        let (keep, give) = (x.min(y), x.max(y));
        let (Some(kept), Some(given)) = (groups.get(keep), groups.get(give)) else {
            continue;
        };
        let (from, to) = if kept.contains(&edge.a) {
            (edge.a, edge.b)
        } else {
            (edge.b, edge.a)
        };
        // A member that does not fit the one the edge leads from was put beside it by the user, and says nothing.
        let misfit = asked(kept).any(|one| {
            asked(given).any(|other| {
                !edge.joins(one, other)
                    && !fit(one, other)
                    && (one == from || fit(one, from))
                    && (other == to || fit(other, to))
            })
        });
        if misfit {
            continue;
        }
        let moved = groups.get_mut(give).map(std::mem::take).unwrap_or_default();
        at.extend(moved.iter().map(|member| (*member, keep)));
        if let Some(kept) = groups.get_mut(keep) {
            kept.extend(moved);
            kept.sort_unstable();
        }
        if let Some(flag) = changed.get_mut(keep) {
            *flag = true;
        }
    }
    groups
        .into_iter()
        .zip(changed)
        .filter(|(members, changed)| *changed && members.len() > 1)
        .map(|(members, _)| members)
        .collect()
}

impl Edge {
    fn joins(&self, one: ArticleId, other: ArticleId) -> bool {
        (self.a, self.b) == (one, other) || (self.b, self.a) == (one, other)
    }
}

/// All members of a small group, evenly chosen ones of a large group.
fn asked(members: &[ArticleId]) -> impl Iterator<Item = ArticleId> + '_ {
    let step = members.len().div_ceil(ASKED).max(1);
    members.iter().copied().step_by(step)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(numbers: &[i64]) -> Vec<ArticleId> {
        numbers.iter().copied().map(ArticleId).collect()
    }

    fn edge(a: i64, b: i64, shared: f64) -> Edge {
        Edge {
            a: ArticleId(a),
            b: ArticleId(b),
            shared,
        }
    }

    #[test]
    fn a_chain_does_not_join_its_ends() {
        let edges = vec![edge(1, 2, 0.9), edge(2, 3, 0.6)];
        let found = group(&[], edges.clone(), |a, b| {
            (a.0.min(b.0), a.0.max(b.0)) != (1, 3)
        });
        assert_eq!(found, [ids(&[1, 2])]);
        assert_eq!(group(&[], edges, |_, _| true), [ids(&[1, 2, 3])]);
    }

    #[test]
    fn families_grow_and_untouched_ones_are_left_out() {
        let together = [ids(&[1, 2]), ids(&[5, 6])];
        let found = group(&together, vec![edge(2, 9, 0.5)], |_, _| true);
        assert_eq!(found, [ids(&[1, 2, 9])]);
    }
}
