//! XML as a bounded tree of elements. Document types are passed over: no entity is expanded but HTML's own, nothing is
//! fetched.

use quick_xml::{
    XmlVersion,
    events::{BytesStart, Event},
    reader::Reader,
};

use crate::formats::{FormatError, compose, decode, markup};

/// The deepest nesting; news has less than thirty levels.
const DEEPEST: usize = 256;

/// The most elements of one file.
const MOST_ELEMENTS: usize = 2_000_000;

/// An element: its name without the namespace, except for `media:` and `itunes:`, whose elements bear the names of
/// others and mean pictures and sound.
#[derive(Clone, Debug, Default)]
pub struct Element {
    pub name: String,
    attributes: Vec<(String, String)>,
    children: Vec<Child>,
}

#[derive(Clone, Debug)]
enum Child {
    Text(String),
    Element(usize),
}

/// A file's elements; the first one stands around the whole.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    elements: Vec<Element>,
    /// What was wrong with the file, if it could be read only up to a place.
    pub problem: Option<String>,
    pub encoding: String,
    pub encoding_guessed: bool,
}

/// An element of a tree.
#[derive(Clone, Copy, Debug)]
pub struct Node<'t> {
    tree: &'t Tree,
    at: usize,
}

/// What stands inside an element, in order.
#[derive(Clone, Copy, Debug)]
pub enum Inside<'t> {
    Text(&'t str),
    Node(Node<'t>),
}

impl Tree {
    /// Parses a file; a damaged one is kept up to the damage.
    ///
    /// # Errors
    /// When it is no text, or nests too deep, or has too many elements.
    pub fn parse(bytes: &[u8], chosen: Option<&str>) -> Result<Self, FormatError> {
        let decoded = match chosen
            .map(str::to_owned)
            .or_else(|| declared_encoding(bytes))
        {
            Some(label) => decode::decode_as(bytes, &label).or_else(|error| match error {
                // A name that nobody knows, in the file itself, is no reason not to try.
                FormatError::UnknownEncoding(_) if chosen.is_none() => decode::decode(bytes),
                other => Err(other),
            })?,
            None => decode::decode(bytes)?,
        };
        let mut tree = Self {
            elements: vec![Element::default()],
            problem: None,
            encoding: decoded.encoding.to_owned(),
            encoding_guessed: decoded.guessed,
        };
        tree.fill(&decoded.text)?;
        Ok(tree)
    }

    fn fill(&mut self, text: &str) -> Result<(), FormatError> {
        let mut reader = Reader::from_str(text);
        let config = reader.config_mut();
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        config.allow_dangling_amp = true;
        let mut open = vec![0_usize];
        loop {
            let event = match reader.read_event() {
                Ok(event) => event,
                Err(error) => {
                    let line = text
                        .get(..usize::try_from(reader.error_position()).unwrap_or(0))
                        .map_or(0, |t| t.matches('\n').count() + 1);
                    self.problem = Some(format!("line {line}: {error}"));
                    return Ok(());
                }
            };
            match event {
                Event::Start(start) => {
                    let at = self.add(&start, &open)?;
                    open.push(at);
                    if open.len() > DEEPEST {
                        return Err(FormatError::Excessive(format!(
                            "its elements nest more than {DEEPEST} deep"
                        )));
                    }
                }
                Event::Empty(start) => {
                    self.add(&start, &open)?;
                }
                Event::End(end) => {
                    let name = name_of(end.name().as_ref());
                    // A missing end closes with the element around it; an end without a start closes nothing.
                    if let Some(at) = open
                        .iter()
                        .skip(1)
                        .rposition(|at| self.elements.get(*at).is_some_and(|e| e.name == name))
                    {
                        open.truncate(at + 1);
                    }
                }
                Event::Text(words) => self.text(&open, &words.xml10_content()),
                Event::CData(words) => self.text(&open, &words.xml10_content()),
                Event::GeneralRef(reference) => {
                    let name = reference.xml10_content();
                    let words = markup::reference(&name).unwrap_or_else(|| format!("&{name};"));
                    self.text(&open, &words);
                }
                Event::Eof => return Ok(()),
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
            }
        }
    }

    fn add(&mut self, start: &BytesStart<'_>, open: &[usize]) -> Result<usize, FormatError> {
        if self.elements.len() >= MOST_ELEMENTS {
            return Err(FormatError::Excessive(format!(
                "it has more than {MOST_ELEMENTS} elements"
            )));
        }
        let attributes = start
            .attributes()
            .with_checks(false)
            .flatten()
            .take(64)
            .map(|a| {
                let value = a
                    .normalized_value(XmlVersion::Implicit1_0)
                    .map_or_else(|_| a.value.to_string(), std::borrow::Cow::into_owned);
                (a.key.local_name().as_ref().to_owned(), value)
            })
            .collect();
        let at = self.elements.len();
        self.elements.push(Element {
            name: name_of(start.name().as_ref()),
            attributes,
            children: Vec::new(),
        });
        if let Some(parent) = open.last().and_then(|at| self.elements.get_mut(*at)) {
            parent.children.push(Child::Element(at));
        }
        Ok(at)
    }

    fn text(&mut self, open: &[usize], words: &str) {
        let Some(parent) = open.last().and_then(|at| self.elements.get_mut(*at)) else {
            return;
        };
        match parent.children.last_mut() {
            Some(Child::Text(text)) => text.push_str(words),
            _ => parent.children.push(Child::Text(words.to_owned())),
        }
    }

    /// What stands around the whole file.
    pub fn root(&self) -> Node<'_> {
        Node { tree: self, at: 0 }
    }
}

fn name_of(name: &str) -> String {
    match name.split_once(':') {
        Some(("media" | "itunes", _)) | None => name.to_owned(),
        Some((_, local)) => local.to_owned(),
    }
}

/// The encoding in the XML declaration.
fn declared_encoding(bytes: &[u8]) -> Option<String> {
    if bytes.starts_with(b"\xff\xfe")
        || bytes.starts_with(b"\xfe\xff")
        || bytes.starts_with(b"\xef\xbb\xbf")
    {
        return None;
    }
    let head = bytes.get(..200).unwrap_or(bytes);
    let head = std::str::from_utf8(head.get(..memchr::memchr(b'>', head)?)?).ok()?;
    let after = head
        .trim_start()
        .strip_prefix("<?xml")?
        .split_once("encoding")?
        .1;
    let value = after.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let label = value.get(1..)?.split(quote).next()?;
    // UTF-8 is proven by the bytes or it is a mistake.
    (!label.eq_ignore_ascii_case("utf-8") && !label.to_ascii_lowercase().starts_with("utf-16"))
        .then(|| label.to_owned())
}

impl<'t> Node<'t> {
    fn element(self) -> Option<&'t Element> {
        self.tree.elements.get(self.at)
    }

    pub fn name(self) -> &'t str {
        self.element().map_or("", |e| e.name.as_str())
    }

    pub fn attribute(self, name: &str) -> Option<&'t str> {
        let attributes = &self.element()?.attributes;
        attributes
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    pub fn inside(self) -> impl Iterator<Item = Inside<'t>> {
        let children = self.element().map_or(&[][..], |e| e.children.as_slice());
        children.iter().map(move |child| match child {
            Child::Text(text) => Inside::Text(text),
            Child::Element(at) => Inside::Node(Node {
                tree: self.tree,
                at: *at,
            }),
        })
    }

    pub fn children(self) -> impl Iterator<Item = Node<'t>> {
        self.inside().filter_map(|inside| match inside {
            Inside::Node(node) => Some(node),
            Inside::Text(_) => None,
        })
    }

    /// The first child with the name.
    pub fn child(self, name: &str) -> Option<Node<'t>> {
        self.children().find(|node| node.name() == name)
    }

    /// The first element with the name anywhere inside, in the order of the file.
    pub fn find(self, name: &str) -> Option<Node<'t>> {
        self.all(name).next()
    }

    /// All elements with the name anywhere inside, in the order of the file.
    pub fn all(self, name: &str) -> impl Iterator<Item = Node<'t>> {
        let mut waiting: Vec<Node<'t>> = self.children().collect();
        waiting.reverse();
        let name = name.to_owned();
        std::iter::from_fn(move || {
            while let Some(node) = waiting.pop() {
                let from = waiting.len();
                waiting.extend(node.children());
                if let Some(added) = waiting.get_mut(from..) {
                    added.reverse();
                }
                if node.name() == name {
                    return Some(node);
                }
            }
            None
        })
    }

    /// All words inside, white space as it came.
    pub fn raw_text(self) -> String {
        let mut out = String::new();
        self.write(&mut out);
        out
    }

    // The tree is at most `DEEPEST` levels deep.
    fn write(self, out: &mut String) {
        for inside in self.inside() {
            match inside {
                Inside::Text(text) => out.push_str(text),
                Inside::Node(node) => {
                    if matches!(node.name(), "br" | "td" | "th" | "li" | "p") {
                        out.push(' ');
                    }
                    node.write(out);
                }
            }
        }
    }

    /// All words inside on one line; `None` when there are none.
    pub fn text(self) -> Option<String> {
        compose::field(&self.raw_text())
    }
}
