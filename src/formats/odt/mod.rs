//! OpenDocument texts (ODT, and the flat form in one XML file). Own small reader over the package and XML, as for Word
//! documents: the crates there are write the format or hand out its XML.
//!
//! Kept: headings by outline level, paragraphs, lists, tables, text boxes, footnotes at the end. Set aside: annotations,
//! what tracked changes deleted, tables of contents.

use std::collections::HashMap;

use super::{
    FormatError, ReadOptions, Reading,
    decode::check_size,
    package::{self, Package},
    written::{self, Properties, Style, Written},
    xml::{self, Node, Tag},
};

const FORMAT: &str = "OpenDocument text";

/// How deep paragraphs stand in text boxes and notes of paragraphs at most.
const DEEPEST: usize = 64;

/// Whether this is an OpenDocument text, whatever the file is called.
#[must_use]
pub fn is_one(_file_name: &str, bytes: &[u8]) -> bool {
    if is_flat(bytes) {
        return true;
    }
    if !package::is_zip(bytes) {
        return false;
    }
    match Package::open(FORMAT, bytes) {
        Ok(mut package) => {
            package.has("content.xml")
                && package
                    .part("mimetype")
                    .ok()
                    .flatten()
                    .is_some_and(|kind| is_text(&kind))
        }
        Err(_) => package::begins_with(bytes, b"application/vnd.oasis.opendocument.text"),
    }
}

fn is_text(kind: &[u8]) -> bool {
    kind.starts_with(b"application/vnd.oasis.opendocument.text")
}

fn is_flat(bytes: &[u8]) -> bool {
    let head = bytes.get(..2_000).unwrap_or(bytes);
    let has = |what: &[u8]| memchr::memmem::find(head, what).is_some();
    bytes.trim_ascii_start().starts_with(b"<?xml")
        && has(b"<office:document")
        && memchr::memmem::find(bytes, b"application/vnd.oasis.opendocument.text").is_some()
}

/// Reads an OpenDocument text as one article.
///
/// # Errors
/// When it is locked, damaged, unpacks to too much, or holds no text.
pub fn read(file_name: &str, bytes: &[u8], _options: &ReadOptions) -> Result<Reading, FormatError> {
    let (content, styles, meta) = if package::is_zip(bytes) {
        let mut package = Package::open(FORMAT, bytes)?;
        let manifest = package.optional_xml("META-INF/manifest.xml")?;
        if manifest.is_some_and(|xml| xml.contains("encryption-data")) {
            return Err(FormatError::Locked);
        }
        let Some(content) = package.xml("content.xml")? else {
            let why = "content.xml, which holds its text, is missing".to_owned();
            return Err(FormatError::Damaged(FORMAT, why));
        };
        (
            content,
            package.optional_xml("styles.xml")?.unwrap_or_default(),
            package.optional_xml("meta.xml")?.unwrap_or_default(),
        )
    } else {
        check_size(bytes.len() as u64)?;
        let document = xml::decode(bytes);
        (document.clone(), String::new(), document)
    };
    let mut styles_found = Styles::default();
    styles_found.take(&styles);
    styles_found.take(&content);
    let mut body = Body::new(&styles_found);
    let broken = xml::walk(&content, |node| body.take(&node));
    let mut notes = Vec::new();
    if let Some(at) = broken {
        notes.push(format!(
            "The OpenDocument text is damaged at byte {at} of its text; what came before was read"
        ));
    }
    let written = body.finish();
    if written.is_empty() {
        return Err(FormatError::NoText(
            "an OpenDocument text without words. If it shows a picture of text, run text recognition on it"
                .to_owned(),
        ));
    }
    let article = written::article(file_name, written, &properties(&meta), "UTF-8", notes);
    check_size(article.text.len() as u64)?;
    Ok(Reading {
        format: "odt",
        // What is said of a document is what could not be had of it.
        lost: article.notes.clone(),
        articles: vec![article],
        notes: Vec::new(),
    })
}

/// Title and first author.
fn properties(meta: &str) -> Properties {
    let mut properties = Properties::default();
    let mut open = String::new();
    let mut in_meta = false;
    xml::walk(meta, |node| match node {
        Node::Open(tag) => {
            in_meta |= tag.prefix == "office" && tag.name == "meta";
            tag.name.clone_into(&mut open);
        }
        Node::Close(name) => {
            in_meta &= name != "meta";
            open.clear();
        }
        Node::Text(text) if in_meta => {
            let property = match open.as_str() {
                "title" => &mut properties.title,
                // `creator` is whoever saved it last.
                "initial-creator" => &mut properties.author,
                _ => return,
            };
            property.get_or_insert_default().push_str(text);
        }
        Node::Text(_) => {}
    });
    properties
}

/// The paragraph styles: which other each is made from, and whether a page begins with it.
#[derive(Default)]
struct Styles {
    parents: HashMap<String, String>,
    meanings: HashMap<String, Style>,
    new_page: HashMap<String, bool>,
}

impl Styles {
    fn take(&mut self, xml: &str) {
        let mut open = String::new();
        xml::walk(xml, |node| {
            let Node::Open(tag) = node else { return };
            match tag.name {
                "style" => {
                    open = tag.attribute("name").unwrap_or_default();
                    if let Some(parent) = tag.attribute("parent-style-name") {
                        self.parents.insert(open.clone(), parent);
                    }
                    let name = tag.attribute("display-name");
                    let mut style = written::style_named(name.as_deref().unwrap_or(&open));
                    let level = tag.attribute("default-outline-level");
                    if let (Style::Body, Some(level)) = (style, level.and_then(|l| l.parse().ok()))
                    {
                        style = Style::Heading(level);
                    }
                    if style != Style::Body {
                        self.meanings.insert(open.clone(), style);
                    }
                }
                "paragraph-properties" => {
                    let page = tag.attribute("break-before").as_deref() == Some("page");
                    self.new_page.insert(open.clone(), page);
                }
                _ => {}
            }
        });
    }

    fn meaning(&self, name: &str) -> Style {
        let mut at = name;
        // Styles that are made from each other in a circle end here.
        for _ in 0..12 {
            if let Some(style) = self.meanings.get(at) {
                return *style;
            }
            match written::style_named(at) {
                Style::Body => {}
                style => return style,
            }
            let Some(parent) = self.parents.get(at) else {
                break;
            };
            at = parent;
        }
        Style::Body
    }
}

struct Body<'s> {
    styles: &'s Styles,
    written: Written,
    /// The open paragraphs: inside a text box or note one stands in another.
    paragraphs: Vec<(Style, String)>,
    /// Footnotes, complete, and how many are open.
    notes: Vec<String>,
    note_depth: usize,
    skipping: usize,
    in_body: bool,
}

impl<'s> Body<'s> {
    fn new(styles: &'s Styles) -> Self {
        Self {
            styles,
            written: Written::default(),
            paragraphs: Vec::new(),
            notes: Vec::new(),
            note_depth: 0,
            skipping: 0,
            in_body: false,
        }
    }

    fn take(&mut self, node: &Node<'_>) {
        match node {
            Node::Open(tag) => self.open(tag),
            Node::Close(name) => self.close(name),
            Node::Text(text) => {
                if self.skipping == 0
                    && let Some((_, paragraph)) = self.paragraphs.last_mut()
                {
                    push_folded(paragraph, text);
                }
            }
        }
    }

    fn push(&mut self, text: &str) {
        if let Some((_, paragraph)) = self.paragraphs.last_mut() {
            paragraph.push_str(text);
        }
    }

    fn open(&mut self, tag: &Tag<'_>) {
        if self.skipping > 0 {
            self.skipping += usize::from(is_skipped(tag.name));
            return;
        }
        if is_skipped(tag.name) {
            self.skipping = 1;
            return;
        }
        if tag.prefix == "office" && tag.name == "body" {
            self.in_body = true;
        }
        if !self.in_body {
            return;
        }
        match tag.name {
            "p" | "h" => {
                let style = tag.attribute("style-name").unwrap_or_default();
                let mut meaning = self.styles.meaning(&style);
                // A heading's level is its own; a title that is a heading, too, stays the title.
                if tag.name == "h" && meaning != Style::Title {
                    let level = tag.attribute("outline-level").and_then(|l| l.parse().ok());
                    meaning = Style::Heading(level.unwrap_or(1));
                }
                if self.paragraphs.is_empty() && self.styles.new_page.get(&style) == Some(&true) {
                    self.written.page_break();
                }
                if self.paragraphs.len() < DEEPEST {
                    self.paragraphs.push((meaning, String::new()));
                }
            }
            "s" => {
                let count = tag.attribute("c").and_then(|c| c.parse::<usize>().ok());
                self.push(&" ".repeat(count.unwrap_or(1).min(1_000)));
            }
            "tab" => self.push("\t"),
            "line-break" => self.push("\n"),
            "note-body" => self.note_depth += 1,
            "table" if tag.prefix == "table" => self.written.open_table(),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        if self.skipping > 0 {
            self.skipping -= usize::from(is_skipped(name));
            return;
        }
        match name {
            "p" | "h" if self.in_body => self.end_paragraph(),
            "note-body" => self.note_depth = self.note_depth.saturating_sub(1),
            "table-cell" if self.written.in_table() => self.written.end_cell(),
            "table-row" if self.written.in_table() => self.written.end_row(),
            "table" if self.written.in_table() => self.written.close_table(),
            _ => {}
        }
    }

    fn end_paragraph(&mut self) {
        let Some((style, text)) = self.paragraphs.pop() else {
            return;
        };
        if self.note_depth > 0 {
            if !text.trim().is_empty() {
                self.notes.push(text);
            }
        } else {
            self.written.paragraph(style, &text);
        }
    }

    fn finish(mut self) -> Written {
        while !self.paragraphs.is_empty() {
            self.end_paragraph();
        }
        while self.written.in_table() {
            self.written.close_table();
        }
        for note in &self.notes {
            self.written.paragraph(Style::Body, note);
        }
        self.written
    }
}

/// Appends text with its white space as one space, which is all that line ends in markup mean.
pub fn push_folded(to: &mut String, text: &str) {
    for c in text.chars() {
        if !matches!(c, ' ' | '\n' | '\r' | '\t') {
            to.push(c);
        } else if !to.is_empty() && !to.ends_with([' ', '\n', '\t']) {
            to.push(' ');
        }
    }
}

/// Elements that are no part of the reading text.
fn is_skipped(name: &str) -> bool {
    matches!(
        name,
        "annotation"
            | "tracked-changes"
            | "note-citation"
            | "table-of-content"
            | "forms"
            | "desc"
            | "alphabetical-index"
            | "hidden-text"
            | "ruby-text"
            | "script"
            | "binary-data"
    )
}

#[cfg(test)]
mod tests;
