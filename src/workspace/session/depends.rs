//! On what a filter depends: which changes let other articles through it.

use super::Revisions;
use crate::{
    model::{Filter, query::Condition},
    workspace::query,
};

/// What decides which articles a filter lets through, besides the articles themselves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Depends {
    /// Names in them.
    names: bool,
    /// Read marks, stars, tags and notes.
    marks: bool,
}

impl Depends {
    pub(super) fn of(filter: &Filter) -> Self {
        let query = query::required(filter);
        let conditions = query.iter().flat_map(|query| &query.conditions);
        let mut depends = Self {
            names: !filter.entities.is_empty(),
            marks: !filter.tags.is_empty(),
        };
        for condition in conditions {
            match condition {
                Condition::Name { .. } => depends.names = true,
                Condition::Tag(_)
                | Condition::Note(_)
                | Condition::Read(_)
                | Condition::Starred => depends.marks = true,
                Condition::Outlet(_)
                | Condition::Agency(_)
                | Condition::Byline(_)
                | Condition::Date { .. }
                | Condition::Undated
                | Condition::Language(_) => {}
            }
        }
        depends
    }

    /// A read model's own revisions and those that its filter depends on.
    pub(super) const fn with(self, own: Revisions, now: Revisions) -> Revisions {
        Revisions {
            names: if self.names { now.names } else { own.names },
            marks: if self.marks { now.marks } else { own.marks },
            ..own
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, names: bool, marks: bool) {
        let filter = Filter {
            text: Some(text.to_owned()),
            ..Filter::default()
        };
        assert_eq!(Depends::of(&filter), Depends { names, marks }, "{text}");
    }

    #[test]
    fn a_query_depends_on_what_its_conditions_look_at() {
        check("water", false, false);
        check("outlet:Coast date:2012", false, false);
        check("is:unread", false, true);
        check("water -is:starred", false, true);
        check("tag:harbour OR person:Akroush", true, true);
        check("place:Yafran", true, false);
        check("is:undated", false, false);
    }
}
