//! The words of decisions: what they are called, and why one cannot be made.

use super::shortened;
use crate::{
    model::EntityType,
    store::MentionRef,
    workspace::{problem::Problem, words},
};

/// One name for a label, at most 60 characters.
pub(super) fn quoted(name: &str) -> String {
    format!("“{}”", shortened(name))
}

/// `“A”`, `“A” and “B”`, `4 names`.
pub(super) fn listed(names: &[String]) -> String {
    match names {
        [one] => quoted(one),
        [a, b] => format!("{} and {}", quoted(a), quoted(b)),
        more => words::counted(more.len() as u64, "name"),
    }
}

pub(super) const fn article_of(kind: EntityType) -> &'static str {
    match kind {
        EntityType::Person => "a person",
        EntityType::Organization => "an organization",
        EntityType::Place => "a place",
        EntityType::Group => "a group",
    }
}

pub(super) fn clean(name: &str) -> Result<String, Problem> {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() {
        return Err(Problem::new(
            "Could not use this name",
            "a name needs at least one letter",
        ));
    }
    Ok(name)
}

pub(super) fn nothing(what: &str) -> Problem {
    Problem::new(
        format!("Could not {what}"),
        "no mention is left to do that with",
    )
    .with_hint("Look at the exceptions, or choose another name")
}

/// `one mention of “Omar”`, `12 mentions of “Omar”`, `12 mentions`.
pub(super) fn described(mentions: &[MentionRef]) -> String {
    let counted = match mentions.len() {
        1 => "one mention".to_owned(),
        n => words::counted(n as u64, "mention"),
    };
    match mentions {
        [first, rest @ ..] if rest.iter().all(|m| m.text == first.text) => {
            format!("{counted} of {}", quoted(&first.text))
        }
        _ => counted,
    }
}
