//! Annotated corpora in CoNLL columns, brought back to running text so that training sees what the program sees.

use std::{fs, path::Path};

use dateline::model::{ByteSpan, EntityType};

use super::random::Random;

/// A text with its sentences and names.
#[derive(Clone, Debug, Default)]
pub struct Text {
    pub text: String,
    pub sentences: Vec<ByteSpan>,
    pub names: Vec<(ByteSpan, EntityType)>,
    /// Spans whose label the corpus does not tell.
    pub unknown: Vec<ByteSpan>,
    /// Sentences to learn from, where not all.
    pub only: Option<Vec<bool>>,
}

/// One token: text and label.
pub type Row = (String, Option<(bool, Kind)>);

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Type(EntityType),
    /// Some name, perhaps of a group, perhaps of a work or event.
    Misc,
}

/// Sentences of one text.
pub type Rows = Vec<Vec<Row>>;

/// How many sentences form a text where the corpus does not say.
const RUN: usize = 40;

/// Reads a CoNLL file: a token a line, its label last, a blank line after each sentence, `-DOCSTART-` before each text.
pub fn read(path: &Path) -> Result<Vec<Rows>, String> {
    let content = fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
    let mut texts: Vec<Rows> = Vec::new();
    let mut text: Rows = Vec::new();
    let mut sentence: Vec<Row> = Vec::new();
    let marked = content.contains("-DOCSTART-");
    for line in content.lines().chain([""]) {
        let line = line.trim_end();
        if line.is_empty() {
            if !sentence.is_empty() {
                text.push(std::mem::take(&mut sentence));
            }
            if !marked && text.len() >= RUN {
                texts.push(std::mem::take(&mut text));
            }
        } else if line.starts_with("-DOCSTART-") {
            texts.push(std::mem::take(&mut text));
        } else if let Some((token, label)) = line.rsplit_once(['\t', ' ']) {
            sentence.push((token.trim().to_owned(), parse(label)));
        }
    }
    texts.push(text);
    for sentence in texts.iter_mut().flatten() {
        *sentence = std::mem::take(sentence)
            .into_iter()
            .flat_map(split_compound)
            .collect();
    }
    texts.retain(|t| !t.is_empty());
    Ok(texts)
}

/// Cuts "anti-Danish" and "Anglo-Danish" where the program cuts them. The corpora mark some of them whole, some in part
/// and some not at all, so that only a name after a small prefix is certain; the rest is left open.
fn split_compound((token, label): Row) -> Vec<Row> {
    let whole = vec![(token.clone(), label)];
    let Some((head, tail)) = token.rsplit_once('-') else {
        return whole;
    };
    let capital = |s: &str| s.chars().next().is_some_and(char::is_uppercase);
    let letters = |s: &str| s.chars().count() > 1 && s.chars().all(char::is_alphabetic);
    if !capital(tail) || !letters(tail) || head.is_empty() {
        return whole;
    }
    let group = matches!(label, Some((_, Kind::Type(EntityType::Group))));
    let tail_label = match label {
        _ if capital(head) && !group => return whole,
        Some((true, _)) if !capital(head) => label,
        Some((false, _)) => return whole,
        _ => Some((true, Kind::Misc)),
    };
    let head_label = if capital(head) {
        Some((true, Kind::Misc))
    } else {
        None
    };
    vec![
        (head.to_owned(), head_label),
        ("-".to_owned(), None),
        (tail.to_owned(), tail_label),
    ]
}

fn parse(label: &str) -> Option<(bool, Kind)> {
    let (part, kind) = label.split_once('-')?;
    let kind = match kind {
        "PER" => Kind::Type(EntityType::Person),
        "ORG" => Kind::Type(EntityType::Organization),
        "PLACE" | "LOC" => Kind::Type(EntityType::Place),
        "GROUP" => Kind::Type(EntityType::Group),
        _ => Kind::Misc,
    };
    Some((part == "B", kind))
}

/// How a sentence is written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Form {
    Plain,
    Tokenized,
    Upper,
    Title,
}

/// Running text of a corpus text. `groups` tells whether the corpus marks groups; where it does not, names of no type
/// and words that may be groups are left open.
pub fn running(
    rows: &Rows,
    groups: bool,
    mut form: impl FnMut() -> Form,
    maybe_group: &dyn Fn(&str) -> bool,
) -> Text {
    let mut out = Text::default();
    let mut only = Vec::new();
    for sentence in rows {
        if !out.text.is_empty() {
            out.text.push('\n');
        }
        let form = form();
        only.push(matches!(form, Form::Upper | Form::Title));
        let start = out.text.len();
        let mut open: Option<(usize, Kind)> = None;
        let mut quote = false;
        let mut glue = true;
        for (i, (token, label)) in sentence.iter().enumerate() {
            let end = out.text.len();
            let same = matches!((open, label), (Some((_, a)), Some((false, b))) if a == *b);
            if !same && let Some((from, kind)) = open.take() {
                close(&mut out, from..end, kind, groups, maybe_group);
            }
            let token = plain(token);
            let before =
                glue || form != Form::Tokenized && sticks_to_left(token, quote, i, sentence);
            if !before {
                out.text.push(' ');
            }
            if let Some((_, kind)) = label
                && open.is_none()
            {
                open = Some((out.text.len(), *kind));
            }
            if label.is_none() && !groups && maybe_group(token) {
                let at = out.text.len();
                out.unknown.push(ByteSpan::from(at..at + token.len()));
            }
            push_cased(&mut out.text, token, form);
            glue = form != Form::Tokenized && sticks_to_right(token, quote, i, sentence);
            if token == "\"" {
                quote = !quote;
            }
        }
        let end = out.text.len();
        if let Some((from, kind)) = open {
            close(&mut out, from..end, kind, groups, maybe_group);
        }
        out.sentences.push(ByteSpan::from(start..end));
    }
    if only.iter().any(|o| *o) {
        out.only = Some(only);
    }
    out
}

fn close(
    out: &mut Text,
    range: std::ops::Range<usize>,
    kind: Kind,
    groups: bool,
    maybe_group: &dyn Fn(&str) -> bool,
) {
    let span = ByteSpan::from(range);
    match kind {
        Kind::Type(kind) => out.names.push((span, kind)),
        Kind::Misc if !groups && maybe_group(span.of(&out.text)) => {
            out.names.push((span, EntityType::Group))
        }
        Kind::Misc => out.unknown.push(span),
    }
}

fn plain(token: &str) -> &str {
    match token {
        "``" | "''" | "'\"'" => "\"",
        "-LRB-" => "(",
        "-RRB-" => ")",
        "-LSB-" => "[",
        "-RSB-" => "]",
        t => t,
    }
}

fn push_cased(text: &mut String, token: &str, form: Form) {
    const SMALL: &[&str] = &[
        "a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to",
        "with",
    ];
    match form {
        Form::Upper => text.push_str(&token.to_uppercase()),
        Form::Title if !SMALL.contains(&token) && !token.starts_with(['\'', '’']) => {
            let mut chars = token.chars();
            if let Some(first) = chars.next() {
                text.extend(first.to_uppercase());
                text.push_str(chars.as_str());
            }
        }
        _ => text.push_str(token),
    }
}

fn is_word(token: Option<&Row>) -> bool {
    token.is_some_and(|(t, _)| t.starts_with(char::is_alphanumeric))
}

fn sticks_to_left(token: &str, quote: bool, i: usize, sentence: &[Row]) -> bool {
    match token {
        "," | "." | ";" | ":" | "!" | "?" | ")" | "]" | "}" | "%" | "..." | "”" | "n't" | "/" => {
            true
        }
        "\"" => quote,
        "-" | "–" => {
            is_word(i.checked_sub(1).and_then(|k| sentence.get(k))) && is_word(sentence.get(i + 1))
        }
        _ => {
            token.starts_with(['\'', '’']) && token.len() > 1 || matches!(token, "'" | "’") && i > 0
        }
    }
}

fn sticks_to_right(token: &str, quote: bool, i: usize, sentence: &[Row]) -> bool {
    match token {
        "(" | "[" | "{" | "$" | "£" | "€" | "#" | "“" | "/" => true,
        "\"" => !quote,
        "-" | "–" => {
            is_word(i.checked_sub(1).and_then(|k| sentence.get(k))) && is_word(sentence.get(i + 1))
        }
        _ => false,
    }
}

/// A form for each sentence of a copy that teaches capitals: some sentences shouted or set as headlines.
pub fn recased(random: &mut Random, share: f32) -> impl FnMut() -> Form {
    move || {
        if random.chance(share / 2.0) {
            Form::Upper
        } else if random.chance(share / 2.0) {
            Form::Title
        } else {
            Form::Plain
        }
    }
}
