//! Word documents (DOCX). Own small reader: what there are of crates either write documents or read them into their own
//! model without tracked changes, text boxes and footnotes, and all unpack without a limit.
//!
//! Kept: the body's paragraphs with their styles, tables, text boxes, inserted text, footnotes and endnotes at the end.
//! Set aside: headers, footers, comments, deleted and hidden text, field codes, tables of contents.

use std::collections::HashMap;

use super::{
    FormatError, ReadOptions, Reading,
    decode::check_size,
    package::{self, Package},
    written::{self, Properties, Style, Written},
    xml::{self, Node, Tag},
};

const FORMAT: &str = "Word document";

/// First bytes of an OLE file, in which Office wraps a document with a password.
const OLE: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// How deep paragraphs stand in text boxes of paragraphs at most.
const DEEPEST: usize = 64;

/// Whether this is a Word document, whatever the file is called; one with a password, too.
#[must_use]
pub fn is_one(_file_name: &str, bytes: &[u8]) -> bool {
    if is_locked(bytes) {
        return true;
    }
    if !package::is_zip(bytes) {
        return false;
    }
    match Package::open(FORMAT, bytes) {
        Ok(package) => {
            package.has("[Content_Types].xml")
                && (package.has("word/document.xml") || package.has("word/styles.xml"))
        }
        Err(_) => package::begins_with(bytes, b"word/"),
    }
}

/// Whether an Office program locked it: an OLE file with the package as an encrypted stream.
fn is_locked(bytes: &[u8]) -> bool {
    let name: Vec<u8> = "EncryptedPackage"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    bytes.starts_with(OLE) && memchr::memmem::find(bytes, &name).is_some()
}

/// Reads a Word document as one article.
///
/// # Errors
/// When it is locked, damaged, unpacks to too much, or holds no text.
pub fn read(file_name: &str, bytes: &[u8], _options: &ReadOptions) -> Result<Reading, FormatError> {
    if is_locked(bytes) {
        return Err(FormatError::Locked);
    }
    let mut package = Package::open(FORMAT, bytes)?;
    let main = main_part(&mut package)?;
    let folder = main.rsplit_once('/').map_or("", |(folder, _)| folder);
    let in_folder = |name: &str| {
        format!("{folder}/{name}")
            .trim_start_matches('/')
            .to_owned()
    };
    let Some(document) = package.xml(&main)? else {
        let why = format!("{main}, which holds its text, is missing");
        return Err(FormatError::Damaged(FORMAT, why));
    };
    let styles = package.optional_xml(&in_folder("styles.xml"))?;
    let styles = styles.map(|xml| read_styles(&xml)).unwrap_or_default();
    let mut body = Body::new(&styles);
    let broken = xml::walk(&document, |node| body.take(&node));
    let mut notes = Vec::new();
    if let Some(at) = broken {
        notes.push(format!(
            "The Word document is damaged at byte {at} of its text; what came before was read"
        ));
    }
    if body.embedded {
        notes.push(
            "The Word document holds an embedded page that was not read. Open it in Word, save it again and import that"
                .to_owned(),
        );
    }
    for (kind, part) in [("footnote", "footnotes.xml"), ("endnote", "endnotes.xml")] {
        let references = body.references(kind);
        if !references.is_empty()
            && let Some(xml) = package.optional_xml(&in_folder(part))?
        {
            body.append_notes(&xml, kind, &references, &styles);
        }
    }
    let properties = package.optional_xml("docProps/core.xml")?;
    let properties = properties
        .map(|xml| core_properties(&xml))
        .unwrap_or_default();
    let written = body.finish();
    if written.is_empty() {
        return Err(FormatError::NoText(match notes.pop() {
            Some(note) => note,
            None => "a Word document without words. If it shows a picture of text, run text recognition on it"
                .to_owned(),
        }));
    }
    let article = written::article(file_name, written, &properties, "UTF-8", notes);
    check_size(article.text.len() as u64)?;
    Ok(Reading {
        format: "docx",
        // What is said of a document is what could not be had of it.
        lost: article.notes.clone(),
        articles: vec![article],
        notes: Vec::new(),
    })
}

/// The part that holds the text, which the package's relationships name.
fn main_part(package: &mut Package<'_>) -> Result<String, FormatError> {
    let usual = "word/document.xml";
    if package.has(usual) {
        return Ok(usual.to_owned());
    }
    let mut target = None;
    if let Some(relationships) = package.optional_xml("_rels/.rels")? {
        xml::walk(&relationships, |node| {
            if let Node::Open(tag) = node
                && tag.name == "Relationship"
                && tag
                    .attribute("Type")
                    .is_some_and(|kind| kind.ends_with("/officeDocument"))
            {
                target = tag.attribute("Target");
            }
        });
    }
    Ok(target.map_or(usual.to_owned(), |target| {
        target.trim_start_matches('/').to_owned()
    }))
}

/// What a paragraph style means here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Meaning {
    Text(Style),
    /// A line of a table of contents.
    Contents,
}

const BODY: Meaning = Meaning::Text(Style::Body);

/// Title and author of `docProps/core.xml`.
fn core_properties(xml: &str) -> Properties {
    let mut properties = Properties::default();
    let mut open = String::new();
    xml::walk(xml, |node| match node {
        Node::Open(tag) => tag.name.clone_into(&mut open),
        Node::Close(_) => open.clear(),
        Node::Text(text) => {
            let property = match open.as_str() {
                "title" => &mut properties.title,
                "creator" => &mut properties.author,
                _ => return,
            };
            property.get_or_insert_default().push_str(text);
        }
    });
    properties
}

/// The paragraph styles that are more than body text, by id.
fn read_styles(xml: &str) -> HashMap<String, Meaning> {
    struct Definition {
        meaning: Option<Meaning>,
        based_on: Option<String>,
    }
    let mut definitions: HashMap<String, Definition> = HashMap::new();
    let mut id = String::new();
    xml::walk(xml, |node| {
        let Node::Open(tag) = node else { return };
        if tag.name == "style" {
            id = tag.attribute("styleId").unwrap_or_default();
            let definition = Definition {
                meaning: None,
                based_on: None,
            };
            definitions.insert(id.clone(), definition);
            return;
        }
        let Some(definition) = definitions.get_mut(&id) else {
            return;
        };
        match (tag.name, tag.attribute("val")) {
            ("name", Some(name)) => {
                let lower = name.to_lowercase();
                let contents = lower == "toc heading"
                    || lower
                        .strip_prefix("toc ")
                        .is_some_and(|level| level.parse::<u8>().is_ok());
                let style = written::style_named(&name);
                if contents {
                    definition.meaning = Some(Meaning::Contents);
                } else if style != Style::Body {
                    definition.meaning = Some(Meaning::Text(style));
                }
            }
            ("outlineLvl", Some(level)) => {
                if let Some(style) = outline(&level) {
                    definition.meaning.get_or_insert(Meaning::Text(style));
                }
            }
            ("basedOn", based_on) => definition.based_on = based_on,
            _ => {}
        }
    });
    let mut meanings = HashMap::new();
    for id in definitions.keys() {
        let mut at = id;
        // Styles that are based on each other in a circle end here.
        for _ in 0..10 {
            let Some(definition) = definitions.get(at) else {
                break;
            };
            if let Some(meaning) = definition.meaning {
                meanings.insert(id.clone(), meaning);
                break;
            }
            let Some(based_on) = &definition.based_on else {
                break;
            };
            at = based_on;
        }
    }
    meanings
}

/// The heading of an outline level, 0 the highest; 9 is body text.
fn outline(level: &str) -> Option<Style> {
    let level = level.parse::<u8>().ok()?;
    (level < 9).then_some(Style::Heading(level + 1))
}

/// A paragraph as it is read.
struct Paragraph {
    text: String,
    meaning: Meaning,
    /// Its end is deleted by a tracked change: the next paragraph goes on in it.
    joined: bool,
    /// A section ends with it, on a new page.
    page_after: bool,
}

struct Body<'s> {
    styles: &'s HashMap<String, Meaning>,
    written: Written,
    /// The open paragraphs: inside a text box one stands in another.
    paragraphs: Vec<Paragraph>,
    /// Text of a paragraph whose end was deleted.
    carried: String,
    /// How many open elements are passed over with all they hold.
    skipping: usize,
    /// Open elements of which only some children count.
    in_run: usize,
    in_run_properties: usize,
    in_paragraph_properties: usize,
    in_text: usize,
    hidden: bool,
    /// Footnotes and endnotes as they are referred to: which kind, which number.
    references: Vec<(&'static str, String)>,
    embedded: bool,
    in_section: bool,
    continuous: bool,
}

impl<'s> Body<'s> {
    fn new(styles: &'s HashMap<String, Meaning>) -> Self {
        Self {
            styles,
            written: Written::default(),
            paragraphs: Vec::new(),
            carried: String::new(),
            skipping: 0,
            in_run: 0,
            in_run_properties: 0,
            in_paragraph_properties: 0,
            in_text: 0,
            hidden: false,
            references: Vec::new(),
            embedded: false,
            in_section: false,
            continuous: false,
        }
    }

    fn take(&mut self, node: &Node<'_>) {
        match node {
            Node::Open(tag) => self.open(tag),
            Node::Close(name) => self.close(name),
            Node::Text(text) => {
                if self.in_text > 0 && self.skipping == 0 && !self.hidden {
                    // White space in the markup is not a line end of the text.
                    let plain = text.replace(['\n', '\r'], " ");
                    self.push(&plain);
                }
            }
        }
    }

    fn push(&mut self, text: &str) {
        if let Some(paragraph) = self.paragraphs.last_mut() {
            paragraph.text.push_str(text);
        }
    }

    fn open(&mut self, tag: &Tag<'_>) {
        if self.skipping > 0 {
            self.skipping += usize::from(is_skipped(tag.name));
            return;
        }
        // The drawing languages have elements of the same names; Word's own stand under whatever prefix.
        if matches!(
            tag.prefix,
            "a" | "pic" | "c" | "dgm" | "v" | "o" | "wp" | "wps"
        ) {
            return;
        }
        if is_skipped(tag.name) {
            // A deleted paragraph mark is an element without content among the paragraph's properties.
            if matches!(tag.name, "del" | "moveFrom")
                && self.in_paragraph_properties > 0
                && let Some(paragraph) = self.paragraphs.last_mut()
            {
                paragraph.joined = true;
            }
            self.skipping = 1;
            return;
        }
        let value = || tag.attribute("val");
        let on = || !matches!(value().as_deref(), Some("0" | "false" | "off" | "none"));
        match tag.name {
            "p" if self.paragraphs.len() < DEEPEST => self.paragraphs.push(Paragraph {
                text: String::new(),
                meaning: BODY,
                joined: false,
                page_after: false,
            }),
            "pPr" => self.in_paragraph_properties += 1,
            "pStyle" => {
                let id = value().unwrap_or_default();
                if let (Some(paragraph), Some(meaning)) =
                    (self.paragraphs.last_mut(), self.styles.get(&id))
                {
                    paragraph.meaning = *meaning;
                }
            }
            "outlineLvl" => {
                if let (Some(paragraph), Some(style)) = (
                    self.paragraphs.last_mut(),
                    value().as_deref().and_then(outline),
                ) {
                    paragraph.meaning = Meaning::Text(style);
                }
            }
            "pageBreakBefore" if on() && self.paragraphs.len() == 1 => self.written.page_break(),
            "sectPr" => (self.in_section, self.continuous) = (true, false),
            "type" if self.in_section => {
                self.continuous = value().as_deref() == Some("continuous");
            }
            "r" => {
                self.in_run += 1;
                self.hidden = false;
            }
            "rPr" => self.in_run_properties += 1,
            "vanish" if self.in_run > 0 && self.in_paragraph_properties == 0 => {
                self.hidden = on();
            }
            "t" => self.in_text += 1,
            "tbl" => self.written.open_table(),
            "altChunk" => self.embedded = true,
            _ if self.in_run > 0 && self.in_run_properties == 0 && !self.hidden => {
                self.run_content(tag);
            }
            _ => {}
        }
    }

    /// What stands in a run besides text.
    fn run_content(&mut self, tag: &Tag<'_>) {
        match tag.name {
            "tab" | "ptab" => self.push("\t"),
            "cr" => self.push("\n"),
            "br" if tag.attribute("type").as_deref() == Some("page") => {
                if let [paragraph] = self.paragraphs.as_mut_slice() {
                    let text = std::mem::take(&mut paragraph.text);
                    let meaning = paragraph.meaning;
                    if !text.trim().is_empty() {
                        self.write(meaning, &text);
                    }
                    self.written.page_break();
                }
            }
            "br" => self.push("\n"),
            "noBreakHyphen" => self.push("\u{2011}"),
            "softHyphen" => self.push("\u{AD}"),
            "sym" => {
                let code = tag.attribute("char").unwrap_or_default();
                let bullet = u32::from_str_radix(&code, 16).is_ok_and(|code| code >= 0x7F);
                if bullet {
                    self.push("•");
                }
            }
            "footnoteReference" => self.note_reference("footnote", tag),
            "endnoteReference" => self.note_reference("endnote", tag),
            _ => {}
        }
    }

    fn note_reference(&mut self, kind: &'static str, tag: &Tag<'_>) {
        if let Some(id) = tag.attribute("id") {
            self.references.push((kind, id));
        }
    }

    fn close(&mut self, name: &str) {
        if self.skipping > 0 {
            self.skipping -= usize::from(is_skipped(name));
            return;
        }
        match name {
            "p" => self.end_paragraph(),
            "pPr" => self.in_paragraph_properties = self.in_paragraph_properties.saturating_sub(1),
            "rPr" => self.in_run_properties = self.in_run_properties.saturating_sub(1),
            "r" => {
                self.in_run = self.in_run.saturating_sub(1);
                self.hidden = false;
            }
            "t" => self.in_text = self.in_text.saturating_sub(1),
            "sectPr" => {
                self.in_section = false;
                if let Some(paragraph) = self.paragraphs.last_mut() {
                    paragraph.page_after = !self.continuous;
                }
            }
            "tc" if self.written.in_table() => self.written.end_cell(),
            "tr" if self.written.in_table() => self.written.end_row(),
            "tbl" if self.written.in_table() => self.written.close_table(),
            _ => {}
        }
    }

    fn end_paragraph(&mut self) {
        let Some(paragraph) = self.paragraphs.pop() else {
            return;
        };
        let mut text = std::mem::take(&mut self.carried);
        text.push_str(&paragraph.text);
        if paragraph.joined {
            self.carried = text;
        } else {
            self.write(paragraph.meaning, &text);
        }
        if paragraph.page_after {
            self.written.page_break();
        }
    }

    fn write(&mut self, meaning: Meaning, text: &str) {
        if let Meaning::Text(style) = meaning {
            self.written.paragraph(style, text);
        }
    }

    fn references(&self, kind: &str) -> Vec<String> {
        let of_kind = self.references.iter().filter(|(k, _)| *k == kind);
        of_kind.map(|(_, id)| id.clone()).collect()
    }

    /// Puts the notes that the text refers to behind it, in the order they are referred to.
    fn append_notes(
        &mut self,
        xml: &str,
        kind: &str,
        references: &[String],
        styles: &HashMap<String, Meaning>,
    ) {
        let mut found: HashMap<String, String> = HashMap::new();
        let mut open: Option<(String, Body<'_>)> = None;
        xml::walk(xml, |node| match &node {
            Node::Open(tag) if tag.name == kind => {
                open = tag.attribute("id").map(|id| (id, Body::new(styles)));
            }
            Node::Close(name) if *name == kind => {
                if let Some((id, body)) = open.take() {
                    let (text, _) = body.finish().finish();
                    found.insert(id, text);
                }
            }
            node => {
                if let Some((_, body)) = &mut open {
                    body.take(node);
                }
            }
        });
        for id in references {
            if let Some(text) = found.remove(id) {
                for line in text.split('\n').filter(|line| !line.trim().is_empty()) {
                    self.written.paragraph(Style::Body, line);
                }
            }
        }
    }

    fn finish(mut self) -> Written {
        while !self.paragraphs.is_empty() {
            self.end_paragraph();
        }
        if !self.carried.trim().is_empty() {
            let text = std::mem::take(&mut self.carried);
            self.write(BODY, &text);
        }
        self.written
    }
}

/// Elements that are no part of the reading text: deletions, field codes, the old form of a drawing beside the new one,
/// the reading aid above ruby text, properties as they were before a tracked change.
fn is_skipped(name: &str) -> bool {
    matches!(
        name,
        "del"
            | "moveFrom"
            | "delText"
            | "instrText"
            | "delInstrText"
            | "Fallback"
            | "rt"
            | "pPrChange"
            | "rPrChange"
            | "sectPrChange"
            | "tblPrChange"
            | "sdtPr"
    )
}

#[cfg(test)]
mod tests;
