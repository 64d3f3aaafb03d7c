//! Undoes Penn Treebank tokenization: which tokens were one word, and which marks stand for which.
//!
//! The conventions are those of the Penn Treebank tokenizer (MacIntyre, 1995) and its descendants in Stanford CoreNLP
//! and NLTK: brackets as `-LRB-`, quotation marks as ` `` ` and `''`, clitics and punctuation as tokens of their own.

/// How a text is written.
pub struct Style {
    /// Whether its words and punctuation marks stand apart as tokens.
    pub tokenized: bool,
    /// Whether its quotation marks are straight, so that restored ones should be too.
    pub straight_quotes: bool,
}

/// How much of a text is looked at to tell how it is written, in bytes. An article is decided by less; the bound keeps
/// the check cheap on whatever else is dropped.
const SAMPLE: usize = 128 * 1024;

/// Tells how `text` is written by what it shows.
pub fn style(text: &str) -> Style {
    let mut end = SAMPLE.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let sample = text.get(..end).unwrap_or_default();
    let (mut apart, mut glued, mut escaped) = (0_u32, 0_u32, 0_u32);
    for token in sample.split_whitespace() {
        match token {
            "," | "." | "'s" | "’s" | "n't" | "n’t" => apart += 1,
            "-LRB-" | "-RRB-" | "-LSB-" | "-RSB-" => escaped += 1,
            _ => {
                let word = token.starts_with(|c: char| c.is_alphabetic());
                let possessive = token.ends_with("'s") || token.ends_with("’s");
                glued += u32::from(
                    word && (token.ends_with([',', '.']) && !is_short(token) || possessive),
                );
            }
        }
    }
    // A few glued marks come in with page furniture; a few loose ones stand in any carelessly typed text.
    Style {
        tokenized: apart + escaped >= 2 && apart + escaped > 3 * glued,
        straight_quotes: sample.contains('"') && !sample.contains('“'),
    }
}

/// Abbreviations keep their full stop in tokenized text.
fn is_short(token: &str) -> bool {
    token.len() <= 6 && token.ends_with('.')
}

/// Whether a token stands apart from the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spacing {
    /// After a space.
    Apart,
    /// Joined to the token before.
    Joined,
    /// The full stop of an abbreviation said twice: `U.S. .` ends a sentence that ended in `U.S.`
    Repeated,
}

/// What to write for a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// The token itself.
    Token,
    /// This instead.
    Text(&'static str),
    /// The article's opening quotation mark.
    Open,
    /// The article's closing quotation mark.
    Close,
}

/// How to write a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    pub spacing: Spacing,
    pub mark: Mark,
}

/// Joins tokens one by one; remembers which quotation marks are open in the paragraph.
#[derive(Default)]
pub struct Joiner {
    /// Whether something was written in this paragraph.
    begun: bool,
    /// Whether the next token is joined to the last.
    attach: bool,
    double_open: bool,
    single_open: bool,
    /// Whether the last token ended in a letter s, x or z: a lone apostrophe after it may be a possessive.
    after_sibilant: bool,
    after_stop: bool,
    line_begins: bool,
    /// The last token in small letters, if it may join the next into one colloquial word.
    halves: Option<&'static str>,
}

/// Colloquial words that tokenizers take in two.
const SPLIT_WORDS: &[(&str, &str)] = &[
    ("gon", "na"),
    ("wan", "na"),
    ("got", "ta"),
    ("gim", "me"),
    ("lem", "me"),
];

impl Joiner {
    /// Says that a new line of the source begins.
    pub fn begin_line(&mut self) {
        self.line_begins = true;
    }

    /// How to write `token`, which `follower` comes after on the same line (empty when none does).
    pub fn next(&mut self, token: &str, follower: &str) -> Step {
        let (mark, left, right) = self.read(token, follower);
        let doubled = token == "." && self.after_stop && self.begun;
        let joined = !self.begun || self.attach || left || self.halves_fit(token);
        let step = Step {
            spacing: match (doubled, joined) {
                (true, _) => Spacing::Repeated,
                (false, true) => Spacing::Joined,
                (false, false) => Spacing::Apart,
            },
            mark,
        };
        self.begun = true;
        self.line_begins = false;
        self.attach = right;
        self.after_sibilant = token.ends_with(['s', 'S', 'x', 'z']);
        self.after_stop = token.ends_with('.') && token != "..." && token.len() > 1;
        self.halves = SPLIT_WORDS
            .iter()
            .find(|(first, _)| token.eq_ignore_ascii_case(first))
            .map(|(_, second)| *second);
        step
    }

    fn halves_fit(&self, token: &str) -> bool {
        self.halves
            .is_some_and(|second| token.eq_ignore_ascii_case(second))
    }

    /// What to write, whether it joins the token before, and whether the next joins it.
    fn read(&mut self, token: &str, follower: &str) -> (Mark, bool, bool) {
        match token {
            "-LRB-" => (Mark::Text("("), false, true),
            "-LSB-" => (Mark::Text("["), false, true),
            "-LCB-" => (Mark::Text("{"), false, true),
            "-RRB-" => (Mark::Text(")"), true, false),
            "-RSB-" => (Mark::Text("]"), true, false),
            "-RCB-" => (Mark::Text("}"), true, false),
            "(" | "[" | "{" | "“" | "«" | "¿" | "¡" => (Mark::Token, false, true),
            ")" | "]" | "}" | "”" | "»" | "," | "." | ";" | ":" | "!" | "?" | "%" | "..." | "…"
            | "?!" | "!!" | "!!!" | "??" => (Mark::Token, true, false),
            "``" => {
                self.double_open = true;
                (Mark::Open, false, true)
            }
            "''" => {
                self.double_open = false;
                (Mark::Close, true, false)
            }
            "\"" => self.double(follower),
            "`" | "‘" => {
                self.single_open = true;
                let mark = if token == "`" {
                    Mark::Text("‘")
                } else {
                    Mark::Token
                };
                (mark, false, true)
            }
            "'" | "’" => self.single(follower),
            _ if is_clitic(token) => (Mark::Token, true, false),
            _ if is_currency(token) => {
                let number = follower.starts_with(|c: char| c.is_ascii_digit());
                (Mark::Token, false, number)
            }
            _ => (Mark::Token, false, false),
        }
    }

    /// A straight mark does not say which side it is on: a line's first opens, its last closes, the others take turns.
    fn double(&mut self, follower: &str) -> (Mark, bool, bool) {
        let opens = if self.line_begins {
            !follower.is_empty()
        } else if follower.is_empty() {
            false
        } else {
            !self.double_open
        };
        self.double_open = opens;
        (Mark::Token, !opens, opens)
    }

    fn single(&mut self, follower: &str) -> (Mark, bool, bool) {
        if self.single_open {
            // Inside single quotation marks `the rebels ' flag` is still a possessive when a word follows.
            let possessive =
                self.after_sibilant && follower.starts_with(|c: char| c.is_lowercase());
            self.single_open = possessive;
            return (Mark::Token, true, false);
        }
        if self.after_sibilant || follower.is_empty() {
            return (Mark::Token, true, false);
        }
        if follower.starts_with(|c: char| c.is_ascii_digit()) {
            return (Mark::Token, false, true);
        }
        self.single_open = true;
        (Mark::Token, false, true)
    }
}

fn is_clitic(token: &str) -> bool {
    let Some(rest) = token.strip_prefix(['\'', '’']) else {
        let lower = token.to_ascii_lowercase();
        return lower == "n't" || lower == "n’t";
    };
    ["s", "re", "ve", "ll", "d", "m"]
        .iter()
        .any(|clitic| rest.eq_ignore_ascii_case(clitic))
}

fn is_currency(token: &str) -> bool {
    matches!(token, "£" | "€" | "¥" | "₹" | "₦" | "#") || token.ends_with('$') && token.len() <= 4
}
