//! Cuts a typed query into marks, words and quoted phrases. Knows nothing of what they mean together.

use std::ops::Range;

/// A piece of a typed query, with its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    pub kind: Kind,
    pub span: Range<usize>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Open,
    Close,
    And,
    Or,
    /// `NOT`, or a minus sign before a term.
    Not,
    /// `NEAR`, with what stands behind the stroke.
    Near(Option<String>),
    /// `outlet:`, with whatever stands before the colon.
    Field(String),
    /// A word; whether a star follows.
    Word {
        text: String,
        star: bool,
    },
    /// What stands between quotation marks; whether a star follows, and whether the second mark is there.
    Quoted {
        text: String,
        star: bool,
        closed: bool,
    },
}

/// Quotation marks of all kinds that word processors make; each closes any other. Apostrophes are part of words.
pub(super) const fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '＂')
}

/// The pieces of a query, in order.
pub(super) fn pieces(typed: &str) -> Vec<Piece> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(c) = typed.get(at..).and_then(|rest| rest.chars().next()) {
        let next = at + c.len_utf8();
        let single = |kind| Piece {
            kind,
            span: at..next,
        };
        at = match c {
            _ if c.is_whitespace() => next,
            '(' | ')' => {
                out.push(single(if c == '(' { Kind::Open } else { Kind::Close }));
                next
            }
            '|' => {
                let end = next + run(typed, next, |c| c == '|');
                out.push(Piece {
                    kind: Kind::Or,
                    span: at..end,
                });
                end
            }
            '-' if begins_term(typed, at, next) => {
                out.push(single(Kind::Not));
                next
            }
            _ if is_quote(c) => quoted(typed, at, next, &mut out),
            _ => word(typed, at, &mut out),
        };
    }
    out
}

/// Bytes of the run of such characters at `at`.
fn run(typed: &str, at: usize, of: impl Fn(char) -> bool) -> usize {
    let rest = typed.get(at..).unwrap_or_default();
    rest.find(|c| !of(c)).unwrap_or(rest.len())
}

/// Whether a minus sign stands before a term rather than alone or inside a word.
fn begins_term(typed: &str, at: usize, next: usize) -> bool {
    let before = typed.get(..at).and_then(|head| head.chars().next_back());
    let after = typed.get(next..).and_then(|rest| rest.chars().next());
    before.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '|'))
        && after.is_some_and(|c| c.is_alphanumeric() || is_quote(c) || c == '(')
}

fn quoted(typed: &str, at: usize, inside: usize, out: &mut Vec<Piece>) -> usize {
    let length = run(typed, inside, |c| !is_quote(c));
    let stop = inside + length;
    let mark = typed
        .get(stop..)
        .and_then(|rest| rest.chars().next())
        .map_or(0, char::len_utf8);
    let closed = mark > 0;
    let stars = run(typed, stop + mark, |c| c == '*');
    let text = typed.get(inside..stop).unwrap_or_default();
    // A star before the closing mark means the same as one behind it.
    let bare = text.trim_end().trim_end_matches('*');
    let star = stars > 0 || bare.len() < text.trim_end().len();
    let end = stop + mark + stars;
    out.push(Piece {
        kind: Kind::Quoted {
            text: bare.to_owned(),
            star,
            closed,
        },
        span: at..end,
    });
    end
}

fn word(typed: &str, at: usize, out: &mut Vec<Piece>) -> usize {
    let length = run(typed, at, |c| {
        !c.is_whitespace() && !is_quote(c) && !matches!(c, '(' | ')' | '|')
    });
    let end = at + length;
    let whole = typed.get(at..end).unwrap_or_default();
    let operator = match whole {
        "AND" | "&" | "&&" => Some(Kind::And),
        "OR" => Some(Kind::Or),
        "NOT" => Some(Kind::Not),
        "NEAR" => Some(Kind::Near(None)),
        _ => whole
            .strip_prefix("NEAR/")
            .map(|distance| Kind::Near(Some(distance.to_owned()))),
    };
    if let Some(kind) = operator {
        out.push(Piece {
            kind,
            span: at..end,
        });
        return end;
    }
    // `outlet:Post`, `http://…` and `12:30`: whether it is a field is for the parser to say.
    let name = run(whole, 0, |c| c.is_ascii_alphabetic());
    if name > 0 && whole.get(name..).is_some_and(|rest| rest.starts_with(':')) {
        let value = name + 1;
        out.push(Piece {
            kind: Kind::Field(whole.get(..name).unwrap_or_default().to_owned()),
            span: at..at + value,
        });
        return at + value;
    }
    let text = whole.trim_end_matches('*');
    out.push(Piece {
        kind: Kind::Word {
            text: text.to_owned(),
            star: text.len() < whole.len() && !text.is_empty(),
        },
        span: at..end,
    });
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_lie_where_they_were_typed() {
        let typed = "title:“water truck”* (al-Juf* | -pump) NEAR/5 x";
        let seen: Vec<&str> = pieces(typed)
            .iter()
            .map(|p| &typed[p.span.clone()])
            .collect();
        assert_eq!(
            seen,
            [
                "title:",
                "“water truck”*",
                "(",
                "al-Juf*",
                "|",
                "-",
                "pump",
                ")",
                "NEAR/5",
                "x"
            ]
        );
    }
}
