//! Markdown: front matter in YAML or TOML, and the body with its markup undone. `front` reads the one, `inline` undoes
//! emphasis and links; this file knows the blocks.

mod front;
mod inline;
#[cfg(test)]
mod tests;

use super::{FormatError, ReadOptions, Reading, compose, compose::Composer, decode, magic, markup};
use crate::model::{BlockKind, RawArticle, RawBlock};

/// Whether the file is Markdown: by its extension, or by front matter above a body with headings or links.
#[must_use]
pub fn is_one(file_name: &str, bytes: &[u8]) -> bool {
    if magic::kind(bytes).is_some() {
        return false;
    }
    let extension = file_name
        .rsplit_once('.')
        .map(|(_, e)| e.to_ascii_lowercase());
    if matches!(
        extension.as_deref(),
        Some("md" | "markdown" | "mdown" | "mkd" | "mdx" | "qmd" | "rmd")
    ) {
        return true;
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if !(bytes.starts_with(b"---") || bytes.starts_with(b"+++")) {
        return false;
    }
    let head = String::from_utf8_lossy(bytes.get(..65_536).unwrap_or(bytes));
    let Some((_, body)) = front::split(&head) else {
        return false;
    };
    let marked = |line: &str| {
        let line = line.trim_start();
        heading(line).is_some() || line.contains("](") || line.starts_with("> ")
    };
    body.lines().any(marked)
}

/// Reads a Markdown file as one article.
///
/// # Errors
/// When it is empty, no text, or larger than one text may be.
pub fn read(_file_name: &str, bytes: &[u8], options: &ReadOptions) -> Result<Reading, FormatError> {
    let decoded = match &options.encoding {
        Some(encoding) => decode::decode_as(bytes, encoding)?,
        None => decode::decode(bytes)?,
    };
    let mut notes = decoded.notes;
    let (stated, body) = match front::split(&decoded.text) {
        Some((matter, body)) => match front::read(&matter) {
            Ok(stated) => (stated, body),
            Err(problem) => {
                notes.push(format!(
                    "The metadata at its head could not be read: {problem}"
                ));
                (Default::default(), body)
            }
        },
        None => (Default::default(), decoded.text.as_str()),
    };
    let mut reader = Blocks {
        composer: Composer::default(),
        references: inline::references(body),
        paragraph: String::new(),
        seen_heading: false,
    };
    if let Some(title) = &stated.title
        && first_heading(body).is_none_or(|heading| {
            inline::plain(heading, &reader.references) != compose::one_line(title)
        })
    {
        reader.composer.headline(title);
        reader.seen_heading = true;
    }
    let from_matter = reader.seen_heading;
    reader.read(body);
    if from_matter && !reader.composer.has_body() {
        let why = "it has metadata but no body";
        return Err(FormatError::NoText(why.to_owned()));
    }
    let mut article = reader.composer.finish(stated);
    if article.text.is_empty() {
        return Err(FormatError::NoText("it holds markup only".to_owned()));
    }
    let body_start = decoded.text.len() - body.len();
    if let Some(blocks) = in_source(&article, &decoded.text, body_start, from_matter) {
        article.text = decoded.text;
        article.text_is_source = true;
        article.blocks = blocks;
    }
    decoded.encoding.clone_into(&mut article.encoding);
    article.encoding_guessed = decoded.guessed;
    article.notes = notes;
    Ok(Reading {
        format: "markdown",
        articles: vec![article],
        notes: Vec::new(),
        lost: Vec::new(),
    })
}

/// The blocks as they stand in the file, when every one stands there word for word: a file with little markup keeps
/// the offsets into it. A headline `from_matter` stands above the body.
fn in_source(
    article: &RawArticle,
    source: &str,
    body_start: usize,
    from_matter: bool,
) -> Option<Vec<RawBlock>> {
    let mut at = if from_matter { 0 } else { body_start };
    let mut blocks = Vec::with_capacity(article.blocks.len());
    for (i, block) in article.blocks.iter().enumerate() {
        let words = block.span.of(&article.text);
        let start = at + memchr::memmem::find(source.as_bytes().get(at..)?, words.as_bytes())?;
        let end = start + words.len();
        at = if i == 0 && from_matter {
            body_start
        } else {
            end
        };
        if end > at {
            return None;
        }
        blocks.push(RawBlock {
            span: (start..end).into(),
            kind: block.kind,
        });
    }
    Some(blocks)
}

/// The words of a heading such as `## Two`; `None` when the line is none.
fn heading(line: &str) -> Option<(usize, &str)> {
    let level = line.bytes().take_while(|b| *b == b'#').count();
    let rest = line.get(level..)?;
    let shaped = (1..=6).contains(&level) && (rest.is_empty() || rest.starts_with([' ', '\t']));
    shaped.then(|| (level, rest.trim().trim_end_matches('#').trim_end()))
}

/// The body's first heading, if a heading is the first thing in it.
fn first_heading(body: &str) -> Option<&str> {
    let mut lines = body.lines().filter(|line| !line.trim().is_empty());
    let first = lines.next()?.trim();
    match heading(first) {
        Some((_, words)) => Some(words),
        None => lines
            .next()
            .is_some_and(|next| is_rule(next.trim(), b'='))
            .then_some(first),
    }
}

/// A line of at least three of `mark` and blanks.
fn is_rule(line: &str, mark: u8) -> bool {
    line.bytes().filter(|b| *b == mark).count() >= 3 && line.bytes().all(|b| b == mark || b == b' ')
}

/// The words behind a list mark: `- `, `* `, `12. `.
fn list_item(line: &str) -> Option<&str> {
    if let Some(rest) = line.strip_prefix(['-', '*', '+']) {
        let item = rest.strip_prefix([' ', '\t'])?.trim_start();
        let task = ["[ ] ", "[x] ", "[X] "]
            .iter()
            .find_map(|mark| item.strip_prefix(mark));
        return Some(task.unwrap_or(item));
    }
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let rest = line.get(digits..)?.strip_prefix(['.', ')'])?;
    (1..=4)
        .contains(&digits)
        .then(|| rest.strip_prefix([' ', '\t']))?
        .map(str::trim_start)
}

struct Blocks {
    composer: Composer,
    references: inline::References,
    paragraph: String,
    seen_heading: bool,
}

impl Blocks {
    fn flush(&mut self) {
        let paragraph = std::mem::take(&mut self.paragraph);
        if paragraph.trim().is_empty() {
            return;
        }
        if let Some(caption) = inline::image_alone(paragraph.trim()) {
            let caption = inline::plain(&caption, &self.references);
            self.composer.push(BlockKind::Caption, &caption);
            return;
        }
        if markup::looks_like_html(&paragraph) && paragraph.trim_start().starts_with('<') {
            for (kind, text) in markup::blocks(&paragraph) {
                self.composer
                    .push(kind, &inline::plain(&text, &self.references));
            }
            return;
        }
        let text = inline::plain(&paragraph, &self.references);
        self.composer.push(BlockKind::Paragraph, &text);
    }

    fn heading(&mut self, level: usize, words: &str) {
        self.flush();
        let words = inline::plain(words, &self.references);
        if level == 1 && !self.seen_heading {
            self.composer.headline(&words);
            // A headline below the first paragraphs is a subhead: the headline is always the first block.
            if self.composer.has_body() {
                self.composer.push(BlockKind::Subhead, &words);
            }
        } else {
            self.composer.push(BlockKind::Subhead, &words);
        }
        self.seen_heading = true;
    }

    fn read(&mut self, body: &str) {
        let mut fence: Option<(u8, usize)> = None;
        for line in body.lines() {
            let trimmed = line.trim();
            let mark = trimmed.bytes().next().unwrap_or(b' ');
            let run = trimmed.bytes().take_while(|b| *b == mark).count();
            if let Some((open, length)) = fence {
                if mark == open && run >= length && trimmed.len() == run {
                    let code = std::mem::take(&mut self.paragraph);
                    self.composer.push(BlockKind::Paragraph, &code);
                    fence = None;
                } else {
                    self.paragraph.push_str(line);
                    self.paragraph.push('\n');
                }
                continue;
            }
            if matches!(mark, b'`' | b'~')
                && run >= 3
                && !trimmed.get(run..).unwrap_or_default().contains('`')
            {
                self.flush();
                fence = Some((mark, run));
                continue;
            }
            if trimmed.is_empty() {
                self.flush();
                continue;
            }
            if let Some((level, words)) = heading(trimmed) {
                self.heading(level, words);
                continue;
            }
            let open = !self.paragraph.is_empty();
            if open
                && (trimmed.bytes().all(|b| b == b'=')
                    || run >= 2 && trimmed.bytes().all(|b| b == b'-'))
            {
                let level = if mark == b'=' { 1 } else { 2 };
                let words = std::mem::take(&mut self.paragraph);
                self.heading(level, &words);
                continue;
            }
            if [b'-', b'*', b'_']
                .iter()
                .any(|mark| is_rule(trimmed, *mark))
                || inline::is_definition(trimmed)
                || is_table_rule(trimmed)
            {
                self.flush();
                continue;
            }
            self.line(line, trimmed);
        }
        if fence.is_some() {
            let code = std::mem::take(&mut self.paragraph);
            self.composer.push(BlockKind::Paragraph, &code);
        }
        self.flush();
    }

    fn line(&mut self, line: &str, trimmed: &str) {
        let mut words = trimmed;
        let quoted = words.starts_with('>');
        while let Some(rest) = words.strip_prefix('>') {
            words = rest.trim_start();
        }
        if quoted && words.is_empty() {
            self.flush();
            return;
        }
        if let Some(item) = list_item(words) {
            self.flush();
            words = item;
        } else if words.starts_with('|') && words.ends_with('|') && words.len() > 1 {
            self.flush();
            let cells: Vec<&str> = words.trim_matches('|').split('|').map(str::trim).collect();
            let row = inline::plain(&cells.join(" | "), &self.references);
            self.composer.push(BlockKind::Paragraph, &row);
            return;
        }
        if !self.paragraph.is_empty() {
            self.paragraph.push('\n');
        }
        self.paragraph
            .push_str(words.trim_end_matches('\\').trim_end());
        // Two blanks at the end of a line break it; as a block of its own a line of verse or an address stays one.
        if line.ends_with("  ") || line.ends_with('\\') {
            self.flush();
        }
    }
}

/// The line below a table's heading: `|---|:--:|`.
fn is_table_rule(line: &str) -> bool {
    line.contains('|')
        && line.contains("--")
        && line.bytes().all(|b| matches!(b, b'|' | b'-' | b':' | b' '))
}
