//! PDF with a text layer: the characters and where they stand by an own reader over lopdf (see `fonts`), then lines,
//! columns and paragraphs by their places, since the format knows none.
//!
//! What a file may cost is counted in bytes unpacked and steps taken, not in seconds, so that the same file always ends
//! the same way.

mod cmap;
mod columns;
mod content;
mod fonts;
mod paragraphs;
mod repair;
mod streams;
mod tokens;

use std::{collections::HashSet, thread};

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::{
    FormatError, ReadOptions, Reading,
    decode::check_size,
    written::{self, Properties},
};
use streams::{Budget, lookup, number, resolve, unpack};

const FORMAT: &str = "PDF file";

/// The largest file read, in bytes.
const LARGEST: usize = 1024 * 1024 * 1024;

/// How many pages are read; a newspaper's year has fewer.
const MOST_PAGES: usize = 10_000;

/// How many nodes the tree of pages has at most.
const MOST_NODES: usize = 200_000;

/// How many objects a file lists at most: each costs some hundred bytes of memory before anything is known of it, and
/// a newspaper's year has a tenth of this.
const MOST_OBJECTS: usize = 250_000;

/// How many characters are kept with their positions, which is what memory depends on: a book of a thousand pages.
const MOST_GLYPHS: usize = 2_000_000;

/// A page that is a picture and has fewer characters than this is a scan with a stamp or a line of the scanning program.
const STAMP: usize = 30;

/// lopdf reads nested objects by calling itself; this is enough for the depth it allows itself.
const STACK: usize = 64 * 1024 * 1024;

/// Whether this is a PDF file, whatever it is called. Some servers put a line before the mark.
#[must_use]
pub fn is_one(file_name: &str, bytes: &[u8]) -> bool {
    let named = file_name
        .rsplit_once('.')
        .is_some_and(|(_, extension)| extension.eq_ignore_ascii_case("pdf"));
    let head = bytes.get(..if named { 1_024 } else { 16 }).unwrap_or(bytes);
    memchr::memmem::find(head, b"%PDF-").is_some()
}

/// Reads a PDF file as one article.
///
/// # Errors
/// When it is locked, damaged, asks for too much, or holds pictures of text only.
pub fn read(file_name: &str, bytes: &[u8], _options: &ReadOptions) -> Result<Reading, FormatError> {
    if bytes.len() > LARGEST {
        return Err(FormatError::TooLarge {
            megabytes: (bytes.len() as u64).div_ceil(1024 * 1024),
            limit_megabytes: (LARGEST as u64) / (1024 * 1024),
        });
    }
    let objects = memchr::memmem::find_iter(bytes, b" obj").count();
    if objects > MOST_OBJECTS {
        return Err(FormatError::Excessive(format!(
            "it lists {objects} objects; {MOST_OBJECTS} is the most. Print the pages you need to a new PDF file"
        )));
    }
    repair::check_packed_objects(bytes)?;
    let read = thread::scope(|scope| {
        thread::Builder::new()
            .name("read a PDF file".to_owned())
            .stack_size(STACK)
            .spawn_scoped(scope, || read_here(file_name, bytes))
            .map(|worker| worker.join())
    });
    match read {
        Ok(Ok(reading)) => reading,
        // lopdf panics on some damaged files instead of saying so.
        Ok(Err(_)) => Err(damaged("its objects cannot be read")),
        Err(error) => Err(damaged(&format!("no memory to read it ({error})"))),
    }
}

fn damaged(why: &str) -> FormatError {
    FormatError::Damaged(FORMAT, why.to_owned())
}

fn read_here(file_name: &str, bytes: &[u8]) -> Result<Reading, FormatError> {
    let (document, rebuilt) = open(bytes)?;
    let mut budget = Budget::new();
    let mut notes = Vec::new();
    if rebuilt {
        notes.push("The PDF file is damaged; what could be found in it was read".to_owned());
    }
    let (tree, more) = pages(&document);
    if tree.is_empty() {
        return Err(damaged("it has no pages"));
    }
    if more {
        notes.push(format!(
            "The PDF file has more than {MOST_PAGES} pages; the first were read"
        ));
    }
    let mut reader = content::Reader::new(&document);
    let mut read: Vec<paragraphs::Page> = Vec::new();
    let mut glyphs_of_pages = Vec::with_capacity(tree.len());
    let mut kept = 0;
    for page in &tree {
        let content = page_content(&document, page.dictionary, &mut budget);
        let glyphs = reader.page(&content, page.resources, &mut budget);
        kept += glyphs.len();
        glyphs_of_pages.push(glyphs);
        if budget.steps == 0 || budget.bytes == 0 || kept > MOST_GLYPHS {
            notes.push(format!(
                "The PDF file asks for too much work; its first {} pages were read",
                glyphs_of_pages.len()
            ));
            break;
        }
    }
    let unreadable = reader.unreadable;
    let count = |artifact: bool| -> usize {
        let glyphs = glyphs_of_pages.iter().flatten();
        glyphs.filter(|g| g.artifact == artifact).count()
    };
    let (plain, artifacts) = (count(false), count(true));
    if plain + artifacts == 0 && rebuilt {
        return Err(damaged("it is cut off, and no text is left in it"));
    }
    if plain + artifacts == 0 {
        return Err(FormatError::NoText(no_text(tree.len(), unreadable)));
    }
    if reader.pictures >= glyphs_of_pages.len() && plain < STAMP * glyphs_of_pages.len() {
        return Err(FormatError::NoText(no_text(tree.len(), unreadable)));
    }
    // A file that marks most of its text as no text marks it wrongly.
    let keeps_artifacts = artifacts > plain;
    let read_pages = glyphs_of_pages.len();
    for (page, glyphs) in tree.iter().zip(glyphs_of_pages) {
        let (artifacts, glyphs): (Vec<_>, Vec<_>) = glyphs
            .into_iter()
            .partition(|glyph| glyph.artifact && !keeps_artifacts);
        let (top, bottom) = extent(&document, page, &glyphs);
        let artifacts = columns::read(artifacts, &mut budget).into_iter().flatten();
        read.push(paragraphs::Page {
            columns: columns::read(glyphs, &mut budget),
            top,
            bottom,
            artifacts: artifacts.map(|line| line.text).collect(),
        });
    }
    let empty = read.iter().filter(|page| page.columns.is_empty()).count();
    if unreadable > 0 && unreadable * 20 > plain + artifacts {
        notes.push(format!(
            "{unreadable} characters have no meaning in the file and are missing. Run OCRmyPDF with --force-ocr on it for a full text"
        ));
    }
    if empty > 0 {
        notes.push(format!(
            "{empty} of {read_pages} pages have no text; if they are scans, run OCRmyPDF on the file first"
        ));
    }
    let written = paragraphs::write(read);
    if written.is_empty() {
        return Err(FormatError::NoText(no_text(tree.len(), unreadable)));
    }
    let properties = properties(&document);
    let article = written::article(file_name, written, &properties, "PDF", notes);
    check_size(article.text.len() as u64)?;
    Ok(Reading {
        format: "pdf",
        // What is said of a document is what could not be had of it.
        lost: article.notes.clone(),
        articles: vec![article],
        notes: Vec::new(),
    })
}

fn no_text(pages: usize, unreadable: usize) -> String {
    let pages = if pages == 1 {
        "1 page".to_owned()
    } else {
        format!("{pages} pages")
    };
    if unreadable > 0 {
        return format!(
            "a PDF file of {pages} whose fonts do not say which letters they draw. Run OCRmyPDF with --force-ocr on it and import the result"
        );
    }
    format!(
        "a PDF file of {pages} that is a scan, pictures of pages. Run text recognition on it first, for example with OCRmyPDF, and import the result"
    )
}

/// Opens the document, without a password; rebuilds its table of objects when that is damaged. Also says whether it did.
fn open(bytes: &[u8]) -> Result<(Document, bool), FormatError> {
    let first = load(bytes);
    match first {
        Ok(document) if !pages(&document).0.is_empty() => return Ok((document, false)),
        Err(FormatError::Locked) => return Err(FormatError::Locked),
        _ => {}
    }
    let rebuilt = repair::rebuild(bytes).and_then(|bytes| load(&bytes).ok());
    match (rebuilt, first) {
        (Some(document), _) => Ok((document, true)),
        (None, first) => first.map(|document| (document, false)),
    }
}

fn load(bytes: &[u8]) -> Result<Document, FormatError> {
    let mut document = Document::load_mem(bytes).map_err(|error| match error {
        lopdf::Error::InvalidPassword | lopdf::Error::Decryption(_) => FormatError::Locked,
        error => damaged(&error.to_string()),
    })?;
    // Many files are locked against changes only and open with an empty password.
    if document.is_encrypted() && document.decrypt("").is_err() {
        return Err(FormatError::Locked);
    }
    Ok(document)
}

struct PageNode<'d> {
    dictionary: &'d Dictionary,
    resources: Option<&'d Dictionary>,
    media_box: Option<&'d Object>,
}

/// The pages in order, with what they inherit, and whether there are more than are read. A page that is its own ancestor
/// is met once.
fn pages(document: &Document) -> (Vec<PageNode<'_>>, bool) {
    let mut found = Vec::new();
    let Ok(catalog) = document.catalog() else {
        return (found, false);
    };
    let mut seen: HashSet<ObjectId> = HashSet::new();
    let mut open = vec![(catalog.get(b"Pages").unwrap_or(&Object::Null), None, None)];
    let mut nodes = 0;
    while let Some((object, resources, media_box)) = open.pop() {
        nodes += 1;
        if found.len() >= MOST_PAGES || nodes > MOST_NODES {
            return (found, true);
        }
        if let Object::Reference(id) = object
            && !seen.insert(*id)
        {
            continue;
        }
        let Ok(node) = resolve(document, object).as_dict() else {
            continue;
        };
        let resources = lookup(document, node, b"Resources")
            .as_dict()
            .ok()
            .or(resources);
        let media_box = node.get(b"MediaBox").ok().or(media_box);
        match lookup(document, node, b"Kids") {
            Object::Array(kids) => {
                let room = MOST_NODES.saturating_sub(open.len());
                open.extend(
                    kids.iter()
                        .take(room)
                        .rev()
                        .map(|kid| (kid, resources, media_box)),
                );
            }
            _ => found.push(PageNode {
                dictionary: node,
                resources,
                media_box,
            }),
        }
    }
    (found, false)
}

fn page_content(document: &Document, page: &Dictionary, budget: &mut Budget) -> Vec<u8> {
    let mut content = Vec::new();
    match lookup(document, page, b"Contents") {
        Object::Stream(stream) => content = unpack(document, stream, budget),
        Object::Array(parts) => {
            for part in parts.iter().take(10_000) {
                if let Object::Stream(stream) = resolve(document, part) {
                    content.extend(unpack(document, stream, budget));
                    // A token ends where a stream does.
                    content.push(b'\n');
                }
                if budget.bytes == 0 {
                    break;
                }
            }
        }
        _ => {}
    }
    content
}

/// The heights of a page's top and bottom, seen the way most of its text runs.
fn extent(document: &Document, page: &PageNode<'_>, glyphs: &[content::Glyph]) -> (f64, f64) {
    let corners: Vec<f64> = match page.media_box.map(|object| resolve(document, object)) {
        Some(Object::Array(numbers)) => numbers
            .iter()
            .filter_map(|n| number(resolve(document, n)))
            .collect(),
        _ => Vec::new(),
    };
    let (left, bottom, right, top) = match corners.as_slice() {
        [a, b, c, d] => (a.min(*c), b.min(*d), a.max(*c), b.max(*d)),
        _ => (0.0, 0.0, 612.0, 792.0),
    };
    let mut turns = [0_usize; 4];
    for glyph in glyphs {
        if let Some(count) = turns.get_mut(usize::from(glyph.turn)) {
            *count += 1;
        }
    }
    let most = turns
        .iter()
        .enumerate()
        .max_by_key(|(turn, count)| (**count, 4 - turn));
    match most.map(|(turn, _)| turn) {
        Some(1) => (-left, -right),
        Some(2) => (-bottom, -top),
        Some(3) => (right, left),
        _ => (top, bottom),
    }
}

fn properties(document: &Document) -> Properties {
    let information = document
        .trailer
        .get(b"Info")
        .map(|object| resolve(document, object));
    let Ok(Object::Dictionary(information)) = information else {
        return Properties::default();
    };
    let text = |key: &[u8]| match lookup(document, information, key) {
        Object::String(bytes, _) => Some(content::string(bytes)).filter(|t| !t.trim().is_empty()),
        _ => None,
    };
    Properties {
        title: text(b"Title"),
        author: text(b"Author"),
    }
}

#[cfg(test)]
mod tests;
