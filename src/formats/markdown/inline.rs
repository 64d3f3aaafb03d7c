//! Markup inside a line of Markdown: emphasis, links, images, code, escapes. Takes time linear in the text.

use std::collections::BTreeSet;

use crate::formats::markup;

/// The labels that the file gives addresses for: `[label]: https://…`.
pub type References = BTreeSet<String>;

/// The longest text between the brackets of a link, in bytes; a bracket open for longer is a bracket.
const LONGEST_LINK: usize = 2_000;

/// Whether the line gives a label an address.
pub fn is_definition(line: &str) -> bool {
    label_of(line).is_some()
}

fn label_of(line: &str) -> Option<&str> {
    let (label, address) = line.strip_prefix('[')?.split_once("]:")?;
    let address = address.trim();
    let addressed = address.starts_with('<')
        || address.contains("://")
        || address.starts_with('/')
        || address.starts_with('#')
        || address.starts_with("mailto:");
    (addressed
        && !label.is_empty()
        && !label.starts_with('^')
        && !address.trim_start_matches('<').is_empty())
    .then_some(label)
}

/// The labels of all lines that give one an address.
pub fn references(body: &str) -> References {
    body.lines()
        .filter_map(|line| label_of(line.trim()))
        .map(str::to_lowercase)
        .collect()
}

/// The caption of a paragraph that is one image and nothing else, `![Caption](quay.jpg "Title")`: its title, or else
/// its text.
pub fn image_alone(paragraph: &str) -> Option<String> {
    let rest = paragraph.strip_prefix("![")?;
    let close = closing_bracket(rest)?;
    let text = rest.get(..close)?;
    let after = rest.get(close + 1..)?.strip_prefix('(')?;
    let inside = after.strip_suffix(')')?;
    if inside.contains("](") || inside.contains(")\n") {
        return None;
    }
    let title = inside
        .split_once('"')
        .and_then(|(_, t)| t.rsplit_once('"'))
        .map(|(t, _)| t.trim());
    Some(title.filter(|t| !t.is_empty()).unwrap_or(text).to_owned())
}

/// Where the bracket that opened before `text` closes.
fn closing_bracket(text: &str) -> Option<usize> {
    let mut depth = 0_u32;
    let bytes = text
        .as_bytes()
        .get(..LONGEST_LINK)
        .unwrap_or(text.as_bytes());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 1,
            b'[' => depth += 1,
            b']' if depth == 0 => return Some(at),
            b']' => depth -= 1,
            _ => {}
        }
        at += 1;
    }
    None
}

/// Where the parenthesis that opened before `text` closes; addresses hold parentheses in pairs.
fn closing_parenthesis(text: &str) -> Option<usize> {
    let mut depth = 0_u32;
    for (at, byte) in text.bytes().enumerate().take(LONGEST_LINK) {
        match byte {
            b'(' => depth += 1,
            b')' if depth == 0 => return Some(at),
            b')' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// The words of a text: links and images are their texts, emphasis is gone, code stays.
pub fn plain(text: &str, references: &References) -> String {
    let mut writer = Writer {
        references,
        out: String::with_capacity(text.len()),
        searches: text.len().saturating_mul(16).saturating_add(64 * 1024),
    };
    writer.write(text, 0);
    let out = markup::unescape(&writer.out);
    out.lines()
        .map(str::trim)
        .collect::<Vec<_>>()
        .join("\n")
        .trim()
        .to_owned()
}

struct Writer<'r> {
    references: &'r References,
    out: String,
    /// How many bytes may still be searched in vain for the end of a mark, so that a text of nothing but open marks
    /// is read in time linear in its length.
    searches: usize,
}

fn head(text: &str, bytes: usize) -> &str {
    let mut end = text.len().min(bytes);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default()
}

impl Writer<'_> {
    /// `depth` counts the links around the text.
    fn write(&mut self, text: &str, depth: u32) {
        let bytes = text.as_bytes();
        let mut at = 0;
        while let Some(byte) = bytes.get(at) {
            let rest = text.get(at..).unwrap_or_default();
            match byte {
                b'\\' => {
                    let next = bytes.get(at + 1).copied().unwrap_or(b' ');
                    if !next.is_ascii_punctuation() {
                        self.out.push('\\');
                    }
                    if next.is_ascii_punctuation() {
                        self.out.push(char::from(next));
                        at += 1;
                    }
                    at += 1;
                }
                b'`' => {
                    let run = rest.bytes().take_while(|b| *b == b'`').count();
                    let inside = rest.get(run..).unwrap_or_default();
                    let window = self.window(inside);
                    let close = window.find(rest.get(..run).unwrap_or("`"));
                    // Tokenized text writes quotation marks so: ``We go back ''.
                    let quote = run == 2
                        && window
                            .find("''")
                            .is_some_and(|q| close.is_none_or(|c| q < c));
                    match close.filter(|_| !quote) {
                        Some(end) => {
                            self.out
                                .push_str(inside.get(..end).unwrap_or_default().trim());
                            at += run + end + run;
                        }
                        None => {
                            self.out.push_str(rest.get(..run).unwrap_or_default());
                            at += run;
                        }
                    }
                }
                b'!' if rest.starts_with("![") => {
                    at += self.link(rest, 2, depth).unwrap_or_else(|| self.keep("!"));
                }
                b'[' => at += self.link(rest, 1, depth).unwrap_or_else(|| self.keep("[")),
                b'<' => at += self.angle(rest),
                b'*' | b'_' | b'~' => {
                    let run = rest.bytes().take_while(|b| b == byte).count();
                    let before = text.get(..at).and_then(|t| t.chars().next_back());
                    let after = rest.get(run..).and_then(|t| t.chars().next());
                    let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
                    let blank = |c: Option<char>| c.is_none_or(char::is_whitespace);
                    // `snake_case`, `3 * 4` and a lone `~` are no emphasis.
                    let literal = blank(before) && blank(after)
                        || *byte == b'_' && word(before) && word(after)
                        || *byte == b'~' && run != 2
                        || run > 3;
                    if literal {
                        self.out.push_str(rest.get(..run).unwrap_or_default());
                    }
                    at += run;
                }
                _ => {
                    let end = rest
                        .bytes()
                        .skip(1)
                        .position(|b| {
                            matches!(b, b'\\' | b'`' | b'!' | b'[' | b'<' | b'*' | b'_' | b'~')
                        })
                        .map_or(rest.len(), |n| n + 1);
                    self.out.push_str(rest.get(..end).unwrap_or_default());
                    at += end;
                }
            }
        }
    }
    /// Keeps a mark that is none; how many bytes it took.
    fn keep(&mut self, mark: &str) -> usize {
        self.out.push_str(mark);
        mark.len()
    }

    /// As much of the text as may be searched for the end of a mark.
    fn window<'t>(&mut self, text: &'t str) -> &'t str {
        let window = head(text, LONGEST_LINK.min(self.searches));
        self.searches -= window.len().min(self.searches);
        window
    }

    /// Writes the text of a link, an image or a footnote's mark; how many bytes it took, `None` when it is none.
    fn link(&mut self, rest: &str, opening: usize, depth: u32) -> Option<usize> {
        let inside = self.window(rest.get(opening..)?);
        let close = closing_bracket(inside)?;
        let words = inside.get(..close)?;
        let behind = opening + close + 1;
        let after = rest.get(behind..)?;
        if words.starts_with('^') && !words.contains(' ') {
            // A footnote's mark; before a colon it opens the note itself.
            return Some(behind + usize::from(after.starts_with(':')));
        }
        let taken = if let Some(target) = after.strip_prefix('(') {
            behind + 1 + closing_parenthesis(self.window(target))? + 1
        } else if let Some(label) = after.strip_prefix('[') {
            let end = label.find(']').filter(|n| *n <= 200)?;
            let label = label.get(..end).filter(|l| !l.is_empty()).unwrap_or(words);
            self.references
                .contains(&label.to_lowercase())
                .then_some(behind + 1 + end + 1)?
        } else {
            self.references
                .contains(&words.to_lowercase())
                .then_some(behind)?
        };
        // Links stand in links only around images.
        if depth < 3 {
            self.write(words, depth + 1);
        } else {
            self.out.push_str(words);
        }
        Some(taken)
    }

    /// Writes an address in angle brackets, or leaves out a tag of HTML; how many bytes it took.
    fn angle(&mut self, rest: &str) -> usize {
        let inside = self.window(rest.get(1..).unwrap_or_default());
        let Some(end) = inside
            .find(['>', '<'])
            .filter(|end| inside.as_bytes().get(*end) == Some(&b'>'))
        else {
            return self.keep("<");
        };
        let words = inside.get(..end).unwrap_or_default();
        if (words.contains("://") || words.contains('@')) && !words.contains(char::is_whitespace) {
            self.out
                .push_str(words.strip_prefix("mailto:").unwrap_or(words));
            return end + 2;
        }
        let name = words.strip_prefix('/').unwrap_or(words);
        if name.starts_with("br") {
            self.out.push('\n');
        } else if !(name.starts_with(|c: char| c.is_ascii_alphabetic()) || name.starts_with('!')) {
            return self.keep("<");
        }
        end + 2
    }
}
