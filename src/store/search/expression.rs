//! Queries in the language of SQLite's full-text index (<https://sqlite.org/fts5.html>, section 3).

use crate::model::query::{Node, Term};

/// The expression for a part of a query, when the index alone can answer it.
pub fn expression(node: &Node) -> Option<String> {
    match node {
        Node::Term(term) => Some(column(term.in_title, &phrase(term))),
        Node::Near { terms, within } => {
            let inside: Vec<String> = terms.iter().map(phrase).collect();
            let in_title = terms.iter().any(|t| t.in_title);
            Some(column(
                in_title,
                &format!("NEAR({}, {within})", inside.join(" ")),
            ))
        }
        // A condition is not in the index, and the index cannot list what lacks a word.
        Node::Field(_) | Node::Not(_) => None,
        Node::Or(parts) => any(parts.iter()),
        Node::And(parts) => {
            let (mut with, mut without) = (Vec::new(), Vec::new());
            for part in parts {
                match part {
                    Node::Not(inner) => without.push(expression(inner)?),
                    other => with.push(expression(other)?),
                }
            }
            if with.is_empty() {
                return None;
            }
            let all = with.join(" AND ");
            Some(if without.is_empty() {
                format!("({all})")
            } else {
                format!("(({all}) NOT ({}))", without.join(" OR "))
            })
        }
    }
}

/// The expression for any of several parts.
pub fn any<'n>(parts: impl Iterator<Item = &'n Node>) -> Option<String> {
    let parts: Vec<String> = parts.map(expression).collect::<Option<_>>()?;
    (!parts.is_empty()).then(|| format!("({})", parts.join(" OR ")))
}

fn column(in_title: bool, inside: &str) -> String {
    if in_title {
        format!("(title : {inside})")
    } else {
        inside.to_owned()
    }
}

/// The term's words as typed: the index cuts and folds them itself.
fn phrase(term: &Term) -> String {
    let typed = term.typed.replace('\0', " ").replace('"', "\"\"");
    let star = if term.prefix { "*" } else { "" };
    format!("\"{typed}\"{star}")
}
