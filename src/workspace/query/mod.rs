//! What a person types into the search field: read as a query, leniently while typing, strictly where it is run.

mod fields;
mod lex;
mod parse;
#[cfg(test)]
mod tests;

pub use parse::{MOST_WORDS, Parsed, parse};

use crate::{
    model::{
        Filter, Query,
        query::{Complaint, Node},
    },
    workspace::Problem,
};

/// The query of a filter's typed text.
#[derive(Clone, Debug, PartialEq)]
pub enum Text {
    /// No text was typed.
    None,
    /// What was typed holds nothing to search for: no article passes, rather than every one.
    Nothing,
    Query(Query),
}

/// What a filter's typed text looks for, leniently: what cannot be read is left out.
#[must_use]
pub fn of_filter(filter: &Filter) -> Text {
    let typed = filter.text.as_deref().unwrap_or_default();
    if typed.trim().is_empty() {
        return Text::None;
    }
    match parse(typed).query {
        Some(query) => Text::Query(query),
        // `tag:` is being typed: as far as it goes, it asks for nothing yet.
        None if unfinished(typed) => Text::None,
        None => Text::Nothing,
    }
}

/// Whether what was typed ends where more must follow, such as behind the colon of a field or within a phrase.
fn unfinished(typed: &str) -> bool {
    typed.trim_end().ends_with([':', '(', '"', '“', '„'])
}

/// The query that decides which articles a filter's text lets through; `None` where no text was typed.
#[must_use]
pub fn required(filter: &Filter) -> Option<Query> {
    match of_filter(filter) {
        Text::None => None,
        Text::Query(query) => Some(query),
        // A query of punctuation alone finds nothing, rather than everything.
        Text::Nothing => Some(Query {
            root: Node::Or(Vec::new()),
            conditions: Vec::new(),
        }),
    }
}

/// Reads a query that is run as it stands.
///
/// # Errors
/// The first thing that is wrong with it, with its place marked under it.
pub fn strict(typed: &str) -> Result<Query, Problem> {
    parse(typed)
        .strict()
        .map_err(|complaint| problem(typed, &complaint))
}

/// A complaint as a problem, with the character it is about.
#[must_use]
pub fn problem(typed: &str, complaint: &Complaint) -> Problem {
    let (line, _) = marked(typed, complaint);
    Problem::new(
        format!("Could not read the query {line}"),
        &complaint.message,
    )
    .with_hint(&complaint.hint)
}

/// What was typed around a complaint's place on one line, and a line that marks the place under it.
///
/// `marked("water \"pum", …)` gives `water "pum` and `      ^^^^`.
#[must_use]
pub fn marked(typed: &str, complaint: &Complaint) -> (String, String) {
    // Terminals are about 80 wide, and a query can be 10,000 long.
    const BEFORE: usize = 40;
    const AFTER: usize = 36;
    let shown = |c: char| if c.is_control() { ' ' } else { c };
    let range = complaint.span.range();
    let head = typed.get(..range.start).unwrap_or_default();
    let place = typed.get(range.clone()).unwrap_or_default();
    let tail = typed.get(range.end..).unwrap_or_default();
    let skipped = head.chars().count().saturating_sub(BEFORE);
    let mut line: String = head.chars().skip(skipped).map(shown).collect();
    if skipped > 0 {
        line.insert(0, '…');
    }
    let mut under = " ".repeat(line.chars().count());
    let marked: String = place.chars().take(AFTER).map(shown).collect();
    under.push_str(&"^".repeat(marked.chars().count().max(1)));
    line.push_str(&marked);
    let room = AFTER.saturating_sub(marked.chars().count());
    let more = place.chars().count() > AFTER || tail.chars().count() > room;
    if marked.chars().count() == place.chars().count() {
        line.extend(tail.chars().take(room).map(shown));
    }
    if more {
        line.push('…');
    }
    (line, under)
}
