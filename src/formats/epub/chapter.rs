//! A chapter's XHTML to paragraphs. Knows nothing of the book.

use super::is_matter;
use crate::formats::{
    odt::push_folded,
    written::{Style, Written},
    xml::{self, Node, Tag},
};

pub struct Chapter {
    pub written: Written,
    /// The text's length in bytes.
    pub length: usize,
    pub has_heading: bool,
    pub first_heading: Option<String>,
    /// Whether the document says that it is a cover, a table of contents or an imprint.
    pub matter: bool,
    /// The byte at which its markup is no longer understood.
    pub broken: Option<u64>,
}

pub fn read(xhtml: &str) -> Chapter {
    let mut walk = Walk {
        chapter: Chapter {
            written: Written::default(),
            length: 0,
            has_heading: false,
            first_heading: None,
            matter: false,
            broken: None,
        },
        text: String::new(),
        style: Style::Body,
        skipping: 0,
        verbatim: 0,
        in_reference: false,
        sections: 0,
        in_body: false,
    };
    walk.chapter.broken = xml::walk(xhtml, |node| walk.take(&node));
    walk.end_block();
    walk.chapter
}

struct Walk {
    chapter: Chapter,
    text: String,
    style: Style,
    skipping: usize,
    verbatim: usize,
    /// Whether the number of a note is open, which leads out of the text.
    in_reference: bool,
    /// Sections met so far: only the outermost ones speak for the document.
    sections: usize,
    in_body: bool,
}

impl Walk {
    fn take(&mut self, node: &Node<'_>) {
        match node {
            Node::Open(tag) => self.open(tag),
            Node::Close(name) => self.close(name),
            Node::Text(text) if self.in_body && self.skipping == 0 && !self.in_reference => {
                if self.verbatim > 0 {
                    self.text.push_str(text);
                } else {
                    push_folded(&mut self.text, text);
                }
            }
            Node::Text(_) => {}
        }
    }

    fn open(&mut self, tag: &Tag<'_>) {
        if self.skipping > 0 {
            self.skipping += usize::from(is_skipped(tag.name));
            return;
        }
        let kind = || tag.attribute("type").unwrap_or_default();
        if is_skipped(tag.name) {
            self.skipping = 1;
            return;
        }
        match tag.name {
            "a" => self.in_reference = kind() == "noteref",
            "body" => {
                self.in_body = true;
                self.chapter.matter |= is_matter(&kind());
            }
            "section" | "div" => {
                self.end_block();
                if tag.name == "section" {
                    self.sections += 1;
                    self.chapter.matter |= self.sections == 1 && is_matter(&kind());
                }
            }
            "br" => self.text.push('\n'),
            "pre" => {
                self.end_block();
                self.verbatim += 1;
            }
            "table" => {
                self.end_block();
                self.chapter.written.open_table();
            }
            name => {
                if let Some(style) = block(name) {
                    self.end_block();
                    self.style = style;
                }
            }
        }
    }

    fn close(&mut self, name: &str) {
        if self.skipping > 0 {
            self.skipping -= usize::from(is_skipped(name));
            return;
        }
        match name {
            "a" => self.in_reference = false,
            "pre" => {
                self.end_block();
                self.verbatim = self.verbatim.saturating_sub(1);
            }
            "body" | "section" | "div" => self.end_block(),
            "td" | "th" => {
                self.end_block();
                if self.chapter.written.in_table() {
                    self.chapter.written.end_cell();
                }
            }
            "tr" if self.chapter.written.in_table() => {
                self.end_block();
                self.chapter.written.end_row();
            }
            "table" if self.chapter.written.in_table() => {
                self.end_block();
                self.chapter.written.close_table();
            }
            name if block(name).is_some() => self.end_block(),
            _ => {}
        }
    }

    fn end_block(&mut self) {
        let style = std::mem::replace(&mut self.style, Style::Body);
        let text = std::mem::take(&mut self.text);
        let trimmed = text.trim();
        if trimmed.is_empty() {
            return;
        }
        self.chapter.length += trimmed.len();
        if matches!(style, Style::Heading(_)) {
            self.chapter.has_heading = true;
            let heading = || trimmed.split_whitespace().collect::<Vec<_>>().join(" ");
            self.chapter.first_heading.get_or_insert_with(heading);
        }
        self.chapter.written.paragraph(style, trimmed);
    }
}

/// Elements that hold a paragraph or end the one before.
fn block(name: &str) -> Option<Style> {
    Some(match name {
        "h1" => Style::Heading(1),
        "h2" => Style::Heading(2),
        "h3" => Style::Heading(3),
        "h4" => Style::Heading(4),
        "h5" => Style::Heading(5),
        "h6" => Style::Heading(6),
        "figcaption" | "caption" => Style::Caption,
        "p" | "li" | "blockquote" | "td" | "th" | "dt" | "dd" | "figure" | "article" | "aside"
        | "header" | "footer" | "main" | "hr" | "ul" | "ol" | "dl" | "address" | "hgroup" => {
            Style::Body
        }
        _ => return None,
    })
}

/// Elements that are no part of the reading text.
fn is_skipped(name: &str) -> bool {
    matches!(
        name,
        "head"
            | "script"
            | "style"
            | "nav"
            | "svg"
            | "math"
            | "rt"
            | "rp"
            | "audio"
            | "video"
            | "iframe"
    )
}
