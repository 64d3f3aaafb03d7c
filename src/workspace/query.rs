//! What a person types into the search field, as a full-text query that SQLite can always read.

use crate::model::Filter;

/// Turns typed words into an FTS5 query: words and "phrases" must all be there, `word*` matches beginnings, `OR` and
/// `NOT` in capitals join. Anything else is taken as words, so that no input is an error. `None` when there is nothing to
/// look for.
#[must_use]
pub fn full_text(typed: &str) -> Option<String> {
    // Longer input is cut: SQLite's parser is recursive, and nobody reads such a query.
    const MAX_TERMS: usize = 200;
    let mut out = String::new();
    let mut operator: Option<&str> = None;
    let mut terms = 0;
    let mut rest = typed.trim();
    while !rest.is_empty() && terms < MAX_TERMS {
        let (term, prefix, after) = if let Some(inner) = rest.strip_prefix(['"', '“', '”']) {
            let end = inner.find(['"', '“', '”']).unwrap_or(inner.len());
            let after = inner
                .get(end..)
                .unwrap_or_default()
                .trim_start_matches(['"', '“', '”']);
            (inner.get(..end).unwrap_or_default(), false, after)
        } else {
            let end = rest
                .find(|c: char| c.is_whitespace() || matches!(c, '"' | '“' | '”'))
                .unwrap_or(rest.len());
            let word = rest.get(..end).unwrap_or_default();
            let after = rest.get(end..).unwrap_or_default();
            match word {
                "OR" | "NOT" | "AND" if !out.is_empty() => {
                    operator = Some(if word == "OR" {
                        " OR "
                    } else if word == "NOT" {
                        " NOT "
                    } else {
                        " AND "
                    });
                    rest = after.trim_start();
                    continue;
                }
                _ => (word.trim_end_matches('*'), word.ends_with('*'), after),
            }
        };
        rest = after.trim_start();
        // A term without a letter or digit has no token; FTS5 would match nothing at all with it.
        if !term.chars().any(char::is_alphanumeric) {
            continue;
        }
        if !out.is_empty() {
            out.push_str(operator.take().unwrap_or(" AND "));
        }
        out.push('"');
        out.extend(
            term.chars()
                .filter(|c| *c != '\0')
                .flat_map(|c| if c == '"' { vec!['"', '"'] } else { vec![c] }),
        );
        out.push('"');
        if prefix {
            out.push('*');
        }
        terms += 1;
    }
    (!out.is_empty()).then_some(out)
}

/// The filter with its typed text as a full-text query, as the store wants it.
#[must_use]
pub fn prepared(filter: &Filter) -> Filter {
    Filter {
        text: filter.text.as_deref().and_then(full_text),
        ..filter.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typed_words_become_queries() {
        for (typed, expected) in [
            ("water", Some("\"water\"")),
            ("water trucks", Some("\"water\" AND \"trucks\"")),
            (
                "\"water trucks\" Yafran",
                Some("\"water trucks\" AND \"Yafran\""),
            ),
            ("wat* OR pump", Some("\"wat\"* OR \"pump\"")),
            ("water NOT pump", Some("\"water\" NOT \"pump\"")),
            ("al-Jufrah", Some("\"al-Jufrah\"")),
            ("\"unclosed phrase", Some("\"unclosed phrase\"")),
            ("OR NOT", Some("\"OR\"")),
            ("( * -- ' ,", None),
            ("   ", None),
        ] {
            assert_eq!(full_text(typed).as_deref(), expected, "{typed}");
        }
    }
}
