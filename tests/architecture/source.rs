//! Reads Rust source just far enough to know which paths and string literals are code. Knows no rule.

/// A path as written, `use` groups spread out: `use crate::{a::B, c}` gives `crate::a::B` and `crate::c`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodePath {
    pub segments: Vec<String>,
    pub line: usize,
    /// Inside `#[test]` or `#[cfg(test)]`.
    pub in_test: bool,
    /// How many inline modules (`mod tests { … }`) it stands in.
    pub inline_depth: usize,
}

/// A string literal's content, escapes left as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Literal {
    pub text: String,
    pub line: usize,
    pub in_test: bool,
}

/// What a source file names and says.
#[derive(Debug, Default)]
pub struct Source {
    pub paths: Vec<CodePath>,
    pub literals: Vec<Literal>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Kind {
    Ident(String),
    Text(String),
    PathSep,
    Other(char),
}

#[derive(Clone, Debug)]
struct Token {
    kind: Kind,
    line: usize,
}

/// Reads one file. Source that does not compile gives whatever could be read.
pub fn read(text: &str) -> Source {
    let tokens = tokens(text);
    let in_test = test_code(&tokens);
    let depth = inline_depth(&tokens);
    let mut source = Source::default();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        match &token.kind {
            Kind::Text(text) => source.literals.push(Literal {
                text: text.clone(),
                line: token.line,
                in_test: in_test[at],
            }),
            Kind::Ident(_) if starts_path(&tokens, at) => {
                let in_use = at > 0
                    && tokens[..at]
                        .iter()
                        .rev()
                        .take_while(|t| t.kind != Kind::Other(';') && t.kind != Kind::Other('}'))
                        .any(|t| t.kind == Kind::Ident("use".to_owned()));
                let mut found = Vec::new();
                let end = path_tree(&tokens, at, &mut Vec::new(), &mut found);
                for (segments, line) in found {
                    if segments.len() > 1 || in_use {
                        source.paths.push(CodePath {
                            segments,
                            line,
                            in_test: in_test[at],
                            inline_depth: depth[at],
                        });
                    }
                }
                at = end.max(at + 1);
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    source
}

/// An identifier starts a path unless it continues one: `a::b` has one start, `::a` and `x.a` have one at `a`.
fn starts_path(tokens: &[Token], at: usize) -> bool {
    if at == 0 || tokens[at - 1].kind != Kind::PathSep {
        return true;
    }
    at == 1 || !matches!(tokens[at - 2].kind, Kind::Ident(_) | Kind::Other('>'))
}

/// Reads `a::b`, `a::{b, c::d}` and `a as b` from `at`; returns the index after it.
fn path_tree(
    tokens: &[Token],
    mut at: usize,
    prefix: &mut Vec<String>,
    found: &mut Vec<(Vec<String>, usize)>,
) -> usize {
    let own = prefix.len();
    let kind = |at: usize| tokens.get(at).map(|token| &token.kind);
    let mut line = tokens.get(at).map_or(0, |token| token.line);
    loop {
        match kind(at) {
            Some(Kind::Ident(name)) => {
                line = tokens[at].line;
                prefix.push(name.trim_start_matches("r#").to_owned());
                at += 1;
            }
            Some(Kind::Other('*')) if prefix.len() > own || own > 0 => {
                prefix.push("*".to_owned());
                at += 1;
            }
            Some(Kind::Other('{')) => {
                at += 1;
                while at < tokens.len() && kind(at) != Some(&Kind::Other('}')) {
                    let next = path_tree(tokens, at, prefix, found);
                    at = next.max(at + 1);
                    if kind(at) == Some(&Kind::Other(',')) {
                        at += 1;
                    }
                }
                prefix.truncate(own);
                return at + 1;
            }
            _ => break,
        }
        if kind(at) != Some(&Kind::PathSep) {
            break;
        }
        at += 1;
    }
    if prefix.len() > own {
        found.push((prefix.clone(), line));
    }
    if kind(at) == Some(&Kind::Ident("as".to_owned())) && own > 0 {
        at += 2;
    }
    prefix.truncate(own);
    at
}

/// For each token, whether it belongs to an item marked `#[test]` or `#[cfg(test)]`.
fn test_code(tokens: &[Token]) -> Vec<bool> {
    let mut marked = vec![false; tokens.len()];
    let mut at = 0;
    while at < tokens.len() {
        let opens = tokens[at].kind == Kind::Other('#')
            && tokens.get(at + 1).map(|t| &t.kind) == Some(&Kind::Other('['));
        if !opens {
            at += 1;
            continue;
        }
        let end = closing(tokens, at + 1);
        let names: Vec<&str> = tokens[at..end]
            .iter()
            .filter_map(|t| match &t.kind {
                Kind::Ident(name) => Some(name.as_str()),
                _ => None,
            })
            .collect();
        let is_test = match names.as_slice() {
            ["test"] => true,
            ["cfg", rest @ ..] => rest.contains(&"test") && !rest.contains(&"not"),
            _ => false,
        };
        at = end;
        if is_test {
            let stop = item_end(tokens, at);
            marked[at..stop].fill(true);
            at = stop;
        }
    }
    marked
}

/// The index after the item that starts at `at`: after its `;`, or after the braces of its body.
fn item_end(tokens: &[Token], mut at: usize) -> usize {
    while let Some(token) = tokens.get(at) {
        match token.kind {
            Kind::Other(';') => return at + 1,
            Kind::Other('{') => return closing(tokens, at),
            Kind::Other('(' | '[') => at = closing(tokens, at),
            _ => at += 1,
        }
    }
    tokens.len()
}

/// The index after the bracket that closes the one at `at`.
fn closing(tokens: &[Token], at: usize) -> usize {
    let mut depth = 0_usize;
    for (index, token) in tokens.iter().enumerate().skip(at) {
        match token.kind {
            Kind::Other('(' | '[' | '{') => depth += 1,
            Kind::Other(')' | ']' | '}') => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return index + 1;
                }
            }
            _ => {}
        }
    }
    tokens.len()
}

/// For each token, how many `mod name { … }` it stands in.
fn inline_depth(tokens: &[Token]) -> Vec<usize> {
    let mut depths = vec![0; tokens.len()];
    for (at, window) in tokens.windows(3).enumerate() {
        if let [a, b, c] = window
            && a.kind == Kind::Ident("mod".to_owned())
            && matches!(b.kind, Kind::Ident(_))
            && c.kind == Kind::Other('{')
        {
            for depth in &mut depths[at + 3..closing(tokens, at + 2)] {
                *depth += 1;
            }
        }
    }
    depths
}

/// Identifiers, string literals and punctuation; comments, characters and lifetimes left out.
fn tokens(text: &str) -> Vec<Token> {
    let chars: Vec<char> = text.chars().collect();
    let mut tokens = Vec::new();
    let mut line = 1;
    let mut at = 0;
    let char_at = |at: usize| chars.get(at).copied().unwrap_or('\0');
    while at < chars.len() {
        let start = at;
        let kind = match (chars[at], char_at(at + 1)) {
            ('/', '/') => {
                while at < chars.len() && chars[at] != '\n' {
                    at += 1;
                }
                None
            }
            ('/', '*') => {
                at = block_comment_end(&chars, at);
                None
            }
            (':', ':') => {
                at += 2;
                Some(Kind::PathSep)
            }
            ('"', _) => {
                let (text, end) = quoted(&chars, at);
                at = end;
                Some(Kind::Text(text))
            }
            ('\'', next) => {
                // 'a' and '\n' are characters, 'a without a closing mark is a lifetime.
                at = if next == '\\' {
                    let mut end = at + 3;
                    while end < chars.len() && chars[end] != '\'' {
                        end += 1;
                    }
                    end + 1
                } else if char_at(at + 2) == '\'' {
                    at + 3
                } else {
                    at + 1 + ident_length(&chars, at + 1)
                };
                None
            }
            (c, _) if c == '_' || c.is_alphabetic() => {
                let length = ident_length(&chars, at);
                let name: String = chars[at..at + length].iter().collect();
                let after = at + length;
                if matches!(name.as_str(), "r" | "br" | "cr")
                    && let Some((text, end)) = raw_string(&chars, after)
                {
                    at = end;
                    Some(Kind::Text(text))
                } else if matches!(name.as_str(), "b" | "c") && char_at(after) == '"' {
                    let (text, end) = quoted(&chars, after);
                    at = end;
                    Some(Kind::Text(text))
                } else if name == "r" && char_at(after) == '#' {
                    let length = ident_length(&chars, after + 1);
                    at = after + 1 + length;
                    Some(Kind::Ident(chars[after + 1..at].iter().collect()))
                } else {
                    at = after;
                    Some(Kind::Ident(name))
                }
            }
            (c, _) => {
                at += 1;
                (!c.is_whitespace()).then_some(Kind::Other(c))
            }
        };
        if let Some(kind) = kind {
            tokens.push(Token { kind, line });
        }
        at = at.min(chars.len());
        line += chars[start..at].iter().filter(|c| **c == '\n').count();
    }
    tokens
}

/// Letters, digits and underscores from `at`.
fn ident_length(chars: &[char], at: usize) -> usize {
    chars
        .iter()
        .skip(at)
        .take_while(|c| **c == '_' || c.is_alphanumeric())
        .count()
}

/// The index after a block comment; they nest.
fn block_comment_end(chars: &[char], mut at: usize) -> usize {
    let mut depth = 0_usize;
    while at < chars.len() {
        match (chars[at], chars.get(at + 1)) {
            ('/', Some('*')) => {
                depth += 1;
                at += 2;
            }
            ('*', Some('/')) => {
                depth -= 1;
                at += 2;
                if depth == 0 {
                    return at;
                }
            }
            _ => at += 1,
        }
    }
    at
}

/// The content of a string whose opening mark is at `at`, and the index after it.
fn quoted(chars: &[char], at: usize) -> (String, usize) {
    let mut end = at + 1;
    while end < chars.len() && chars[end] != '"' {
        end += if chars[end] == '\\' { 2 } else { 1 };
    }
    let end = end.min(chars.len());
    (chars[at + 1..end].iter().collect(), end + 1)
}

/// The content of a raw string whose `#`s or opening mark are at `at`, and the index after it.
fn raw_string(chars: &[char], at: usize) -> Option<(String, usize)> {
    let hashes = chars.iter().skip(at).take_while(|c| **c == '#').count();
    let open = at + hashes;
    if chars.get(open) != Some(&'"') {
        return None;
    }
    let mut end = open + 1;
    while end < chars.len() {
        let closes = chars[end] == '"'
            && chars
                .iter()
                .skip(end + 1)
                .take_while(|c| **c == '#')
                .count()
                >= hashes;
        if closes {
            break;
        }
        end += 1;
    }
    let end = end.min(chars.len());
    Some((chars[open + 1..end].iter().collect(), end + 1 + hashes))
}
