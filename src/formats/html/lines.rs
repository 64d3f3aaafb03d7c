//! The lines of a page: its paragraphs, headings, captions and list items in the order they stand, each with where it
//! stands. Decides nothing about which of them are the article.

use dom_query::{Document, NodeRef};

use super::{
    names::{Furniture, by_names, by_tag, is_caption, is_credit},
    slim::INLINE,
};

/// What kind of element a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Running text, list items and quotations too.
    Text,
    /// `<h1>` to `<h6>`, with its number.
    Heading(u8),
    Caption,
    /// Who took a picture, as the markup says: never the article's text.
    Credit,
}

/// A line of a page.
#[derive(Clone, Debug)]
pub struct Line {
    pub kind: Kind,
    /// Blanks folded.
    pub text: String,
    /// Bytes of `text` that are links.
    pub linked: usize,
    /// Whether all of it is set in bold letters.
    pub bold: bool,
    /// The innermost element around it that is no inline one: an index of [`Lines::elements`].
    pub element: usize,
    /// What it is by the names around it.
    pub furniture: Option<Furniture>,
    /// Whether it is a list's item.
    pub item: bool,
}

/// An element that is no inline one.
#[derive(Clone, Debug)]
pub struct Element {
    /// The element around it; its own index for the outermost.
    pub parent: usize,
    /// Whether its markup says it is the article: `<article>`, `itemprop="articleBody"`, `role="main"`.
    pub article: bool,
    /// Whether its markup says that it is the article's body and nothing else.
    pub body: bool,
    furniture: Option<Furniture>,
    /// Not shown to readers.
    hidden: bool,
    /// Bytes of prose below it.
    prose: usize,
}

/// A page as lines.
#[derive(Clone, Debug, Default)]
pub struct Lines {
    pub lines: Vec<Line>,
    pub elements: Vec<Element>,
}

/// A line of at least this many bytes with few links is prose.
pub const PROSE: usize = 80;

impl Line {
    /// Whether it reads like a sentence or more and is no list of links.
    #[must_use]
    pub fn is_prose(&self) -> bool {
        self.kind == Kind::Text && self.text.len() >= PROSE && self.linked * 2 < self.text.len()
    }
}

/// Reads the lines of `document`.
#[must_use]
pub fn read(document: &Document) -> Lines {
    let mut reader = Reader::default();
    reader.walk(document.root());
    reader.settle()
}

/// What lies open while walking.
#[derive(Clone, Copy)]
struct State {
    element: usize,
    kind: Kind,
    linked: bool,
    bold: bool,
    item: bool,
    preformatted: bool,
}

#[derive(Default)]
struct Reader {
    lines: Vec<Line>,
    elements: Vec<Element>,
    text: String,
    linked: usize,
    /// Bytes that are bold.
    bold: usize,
    /// Whether the text so far ended with a blank.
    blank: bool,
    /// Line breaks since the last text.
    breaks: usize,
    /// Whether a line break stands in the text so far.
    broken: bool,
}

impl Reader {
    fn walk(&mut self, root: NodeRef<'_>) {
        self.elements.push(Element {
            parent: 0,
            article: false,
            body: false,
            furniture: None,
            hidden: false,
            prose: 0,
        });
        let mut state = State {
            element: 0,
            kind: Kind::Text,
            linked: false,
            bold: false,
            item: false,
            preformatted: false,
        };
        // Whom to come back to, and how things stood there.
        let mut above: Vec<(NodeRef<'_>, State, bool)> = Vec::new();
        let mut next = root.first_child();
        loop {
            let Some(node) = next else {
                let Some((node, before, block)) = above.pop() else {
                    break;
                };
                if block {
                    self.flush(state);
                } else if matches!(node.node_name().as_deref(), Some("td" | "th")) {
                    self.cell(state);
                }
                state = before;
                next = node.next_sibling();
                continue;
            };
            if node.is_text() {
                let text = node.text();
                self.push(&text, state);
                next = node.next_sibling();
                continue;
            }
            let Some(name) = node.node_name().filter(|_| node.is_element()) else {
                next = node.next_sibling();
                continue;
            };
            let name: &str = &name;
            match name {
                "br" => {
                    self.breaks += 1;
                    self.broken |= !self.text.is_empty();
                    self.blank = true;
                    if self.breaks >= 2 || state.preformatted {
                        self.flush(state);
                    }
                    next = node.next_sibling();
                    continue;
                }
                "head" | "button" | "select" | "math" | "datalist" | "title" | "rp" | "rt" => {
                    self.blank = true;
                    next = node.next_sibling();
                    continue;
                }
                "hr" => self.flush(state),
                _ => {}
            }
            // A caption or a credit in a paragraph's midst is no part of its sentences.
            let inline = INLINE.contains(&name)
                && !node
                    .class()
                    .is_some_and(|class| is_caption(&class) || is_credit(&class));
            if inline && is_hidden(&node) {
                next = node.next_sibling();
                continue;
            }
            let inner = self.enter(&node, name, inline, state);
            // Links in a row are separate words, however tight they stand.
            self.blank |= name == "a"
                && node
                    .prev_sibling()
                    .is_some_and(|before| before.has_name("a"));
            let block = !inline && !matches!(name, "td" | "th");
            if block {
                self.flush(state);
            } else if !inline {
                self.cell(state);
            }
            above.push((node, state, block));
            state = inner;
            next = node.first_child();
        }
        self.flush(state);
    }

    fn enter(&mut self, node: &NodeRef<'_>, name: &str, inline: bool, state: State) -> State {
        let mut inner = State {
            // A link to a place on the same page leads to no other article.
            linked: state.linked
                || name == "a" && node.attr("href").is_some_and(|href| !href.starts_with('#')),
            bold: state.bold || matches!(name, "b" | "strong"),
            ..state
        };
        if inline {
            return inner;
        }
        let class = node.class().unwrap_or_default();
        let id = node.id_attr().unwrap_or_default();
        let hidden = is_hidden(node);
        match name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                inner.kind = Kind::Heading(name.as_bytes().get(1).map_or(6, |b| b - b'0'));
            }
            "figcaption" | "caption" => inner.kind = Kind::Caption,
            "p" | "div" | "section" | "article" | "span" | "em" | "i" | "small" | "cite" | "b"
            | "strong"
                if is_caption(&class) =>
            {
                inner.kind = Kind::Caption;
            }
            _ if is_credit(&class) => inner.kind = Kind::Credit,
            "li" => inner.item = true,
            "pre" => inner.preformatted = true,
            "table" | "ul" | "ol" if state.kind != Kind::Caption => inner.kind = Kind::Text,
            _ => {}
        }
        let role = node.attr("role").unwrap_or_default();
        let prop = node.attr("itemprop").unwrap_or_default();
        let body = prop
            .split_whitespace()
            .any(|p| p.eq_ignore_ascii_case("articleBody"));
        let article =
            body || name == "article" || name == "main" || &*role == "main" || &*role == "article";
        let furniture = if body || matches!(name, "html" | "body" | "main" | "h1") {
            None
        } else {
            by_tag(name, &role).or_else(|| by_names(&class, &id))
        };
        self.elements.push(Element {
            parent: state.element,
            article,
            body,
            furniture,
            hidden,
            prose: 0,
        });
        inner.element = self.elements.len() - 1;
        inner
    }

    fn push(&mut self, text: &str, state: State) {
        for (i, part) in text.split(|c: char| c.is_whitespace()).enumerate() {
            if i > 0 {
                self.blank = true;
            }
            if part.is_empty() {
                continue;
            }
            let before = self.text.len();
            if self.blank && !self.text.is_empty() {
                self.text.push(' ');
            }
            self.blank = false;
            self.breaks = 0;
            self.text.push_str(part);
            let added = self.text.len() - before;
            self.linked += if state.linked { added } else { 0 };
            self.bold += if state.bold { added } else { 0 };
        }
    }

    /// The cells of a row of figures stay one line; those that lay out a page are apart.
    fn cell(&mut self, state: State) {
        if self.broken || self.text.len() > PROSE || self.linked * 2 > self.text.len() {
            self.flush(state);
        }
        self.blank = true;
    }

    fn flush(&mut self, state: State) {
        self.blank = false;
        self.broken = false;
        self.breaks = 0;
        let text = std::mem::take(&mut self.text);
        let linked = std::mem::take(&mut self.linked);
        let bold = std::mem::take(&mut self.bold);
        if text.chars().all(|c| !c.is_alphanumeric()) {
            return;
        }
        let line = Line {
            kind: state.kind,
            linked,
            bold: bold + 2 >= text.len(),
            element: state.element,
            furniture: None,
            item: state.item,
            text,
        };
        if line.is_prose() {
            let bytes = line.text.len();
            let mut at = line.element;
            while let Some(element) = self.elements.get_mut(at) {
                element.prose += bytes;
                if element.parent == at {
                    break;
                }
                at = element.parent;
            }
        }
        self.lines.push(line);
    }

    /// Gives every line the furniture its elements name, except where a name cannot be meant: an element that holds
    /// most of the page's prose is neither its menu nor its share bar, and not hidden from readers either.
    fn settle(mut self) -> Lines {
        let whole = self.elements.first().map_or(0, |root| root.prose);
        for at in 1..self.elements.len() {
            let Some(element) = self.elements.get(at).cloned() else {
                break;
            };
            let most = element.prose * 5 > whole * 2;
            let nearly_all = element.prose * 5 > whole * 3;
            let above = self
                .elements
                .get(element.parent)
                .map(|p| (p.furniture, p.hidden));
            let (around, around_hidden) = above.unwrap_or_default();
            if let Some(element) = self.elements.get_mut(at) {
                let own = element.furniture.filter(|_| !most || whole == 0);
                element.furniture = match (around, own) {
                    // What stands in a byline or a share bar may be more precisely the other.
                    (Some(Furniture::Byline), Some(own)) => Some(own),
                    (around, own) => around.or(own),
                };
                element.hidden = around_hidden || element.hidden && !nearly_all;
            }
        }
        let elements = self.elements;
        self.lines
            .retain(|line| elements.get(line.element).is_none_or(|e| !e.hidden));
        for line in &mut self.lines {
            line.furniture = elements.get(line.element).and_then(|e| e.furniture);
        }
        Lines {
            lines: self.lines,
            elements,
        }
    }
}

impl Lines {
    /// Whether element `inner` lies in `outer` or is it.
    #[must_use]
    pub fn lies_in(&self, inner: usize, outer: usize) -> bool {
        let mut at = inner;
        loop {
            if at == outer {
                return true;
            }
            match self.elements.get(at) {
                // The element around another was entered before it.
                Some(element) if element.parent < at => at = element.parent,
                _ => return false,
            }
        }
    }

    /// Bytes of prose below an element.
    #[must_use]
    pub fn prose_in(&self, element: usize) -> usize {
        self.elements.get(element).map_or(0, |e| e.prose)
    }
}

fn is_hidden(node: &NodeRef<'_>) -> bool {
    if node.has_attr("hidden") {
        return true;
    }
    // Headings of sections for screen readers are marked the other way, by a class.
    if node
        .attr("aria-hidden")
        .is_some_and(|value| &*value == "true")
    {
        return true;
    }
    node.attr("style").is_some_and(|style| {
        let style: String = style
            .chars()
            .filter(|c| !c.is_whitespace())
            .take(400)
            .collect();
        let style = style.to_ascii_lowercase();
        style.contains("display:none") || style.contains("visibility:hidden")
    })
}

#[cfg(test)]
mod tests {
    use super::{super::slim, *};

    fn check(html: &str, expected: &[(&str, Kind, Option<Furniture>)]) {
        let page = slim::slim(html);
        let lines = read(&Document::from(page.html.as_str())).lines;
        let found: Vec<_> = lines
            .iter()
            .map(|l| (l.text.as_str(), l.kind, l.furniture))
            .collect();
        assert_eq!(found, expected, "{html}");
    }

    #[test]
    fn lines_are_what_a_reader_sees() {
        check(
            "<h1>Ferry <em>returns</em></h1><p>One\n two.<br>Three.<br><br>Four.<p>Five",
            &[
                ("Ferry returns", Kind::Heading(1), None),
                ("One two. Three.", Kind::Text, None),
                ("Four.", Kind::Text, None),
                ("Five", Kind::Text, None),
            ],
        );
        check(
            "<figure><img><figcaption>The ferry.</figcaption></figure><table><tr><td>Boats</td><td>4</td></tr></table>",
            &[
                ("The ferry.", Kind::Caption, None),
                ("Boats 4", Kind::Text, None),
            ],
        );
        check(
            "<p hidden>No</p><p style='display: none'>No</p><p aria-hidden=true>No</p>* * *",
            &[],
        );
    }

    #[test]
    fn an_element_with_most_of_the_prose_is_no_menu() {
        let prose = "The harbor of the city had been shut for a year when the first ferry came in on Monday morning.";
        check(
            &format!("<div class=sidebar><p>{prose}</p></div><div class=share><p>Share</p></div>"),
            &[
                (prose, Kind::Text, None),
                ("Share", Kind::Text, Some(Furniture::Sharing)),
            ],
        );
    }
}
