//! What is searched for: a query as a tree, what was wrong with the typing, and the rules by which text is cut into words.
//! How a query is typed is known to the workspace, how it is looked up to the store.

mod tables;
pub mod words;

use super::{mention::EntityType, span::ByteSpan};

/// A query that can be looked up.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Query {
    pub root: Node,
    /// What [`Node::Field`] points into.
    pub conditions: Vec<Condition>,
}

impl Query {
    /// Whether words or phrases are looked for, which can stand in a text, rather than conditions on articles alone.
    #[must_use]
    pub fn has_words(&self) -> bool {
        fn within(node: &Node) -> bool {
            match node {
                Node::Term(_) | Node::Near { .. } => true,
                Node::And(parts) | Node::Or(parts) => parts.iter().any(within),
                Node::Field(_) | Node::Not(_) => false,
            }
        }
        within(&self.root)
    }
}

/// A part of a query.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Node {
    /// A word or phrase.
    Term(Term),
    /// Terms that lie near each other: between the end of each and the beginning of the last lie at most `within` words.
    Near {
        terms: Vec<Term>,
        within: u32,
    },
    /// A condition on the article, by its place in [`Query::conditions`].
    Field(usize),
    Not(Box<Self>),
    And(Vec<Self>),
    Or(Vec<Self>),
}

/// A word, the beginning of one, or a phrase.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Term {
    /// As typed, without quotation marks and star.
    pub typed: String,
    /// Folded, one after the other in the text. Never empty.
    pub words: Vec<String>,
    /// The last word may go on.
    pub prefix: bool,
    /// In the title alone, not in the reading text.
    pub in_title: bool,
}

impl Term {
    /// The term for some typed words; `None` when there is no letter and no digit in them.
    #[must_use]
    pub fn new(typed: &str, prefix: bool) -> Option<Self> {
        let words: Vec<String> = words::fold(typed).collect();
        (!words.is_empty()).then(|| Self {
            typed: typed.to_owned(),
            words,
            prefix,
            in_title: false,
        })
    }

    /// Whether the words stand in a short value such as a name.
    #[must_use]
    pub fn is_in(&self, value: &str) -> bool {
        // Most of a hundred thousand names are passed over, and cutting each into words takes the time.
        if value.is_ascii() && !self.words.iter().all(|word| holds(value, word)) {
            return false;
        }
        let there: Vec<String> = words::fold(value).collect();
        there.windows(self.words.len()).any(|run| self.fits(run))
    }

    /// Whether words, as many as the term has, are the term's.
    fn fits(&self, run: &[String]) -> bool {
        let last = self.words.len().saturating_sub(1);
        run.iter()
            .zip(&self.words)
            .enumerate()
            .all(|(i, (word, wanted))| {
                if self.prefix && i == last {
                    word.starts_with(wanted.as_str())
                } else {
                    word == wanted
                }
            })
    }
}

/// Whether the letters of a folded word stand in an ASCII value, as a word or inside one: folding such a value only takes
/// its capitals away.
fn holds(value: &str, word: &str) -> bool {
    let (value, word) = (value.as_bytes(), word.as_bytes());
    value
        .windows(word.len().max(1))
        .any(|run| run.eq_ignore_ascii_case(word))
}

/// What an article itself must be.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Condition {
    Outlet(Term),
    Agency(Term),
    Byline(Term),
    /// Names an entity whose display name or one of whose spellings has these words; of any type when `None`.
    Name {
        kind: Option<EntityType>,
        term: Term,
    },
    Tag(Term),
    /// The user's note on the article has these words.
    Note(Term),
    /// Published within these days, both included, as `2011-06-03`.
    Date {
        from: Option<String>,
        to: Option<String>,
    },
    Undated,
    Read(bool),
    Starred,
    /// ISO 639-1.
    Language(String),
}

/// Whether a query can be run as it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// It can; something may be meant otherwise.
    Advice,
    /// It cannot; a part was left out or mended so that there is something to show while typing.
    Wrong,
}

/// What is wrong with a typed query, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complaint {
    pub severity: Severity,
    /// One sentence without a full stop.
    pub message: String,
    /// What to try, one sentence without a full stop.
    pub hint: String,
    /// Bytes of what was typed.
    pub span: ByteSpan,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_are_words_of_short_values() {
        let check = |typed: &str, prefix: bool, value: &str, expected: bool| {
            let term = Term::new(typed, prefix).expect("a term");
            assert_eq!(term.is_in(value), expected, "{typed} in {value}");
        };
        check("sabri", false, "Rania SABRI", true);
        check("rania sabri", false, "Rania Sabri-Haddad", true);
        check("sabri rania", false, "Rania Sabri", false);
        check("sab", false, "Rania Sabri", false);
        check("sab", true, "Rania Sabri", true);
        check("nia", true, "Rania", false);
        check("café", false, "Cafe", true);
        check("cafe", false, "Café", true);
        check("sabri", false, "", false);
        check("al-bir", false, "Bir al Bir", true);
    }
}
