//! A saved page made slim before any tree is built of it: scripts, styles, pictures and pages within the page left out,
//! tags closed where they were left open, nesting and numbers bounded. Knows no article.
//!
//! Trees of hostile or broken pages are where parsers recurse and take quadratic time: 100,000 tags inside each other,
//! fonts that are never closed, millions of attributes. After this pass, which is linear, no such page reaches one.

use std::collections::HashMap;

/// How deep elements may nest. Newsrooms' pages nest 20 to 60 deep; a deeper element's text is kept and its tag
/// becomes a line break.
const DEEPEST: usize = 120;

/// How many open tags are remembered, for finding the end of one.
const MOST_OPEN: usize = 1_000;

/// How far down the open tags an end tag looks for its beginning.
const FARTHEST_END: usize = 256;

/// How many elements are read. The largest encyclopedia pages have 50,000.
pub const MOST_ELEMENTS: usize = 300_000;

/// How many attributes of one tag are read, and how many bytes of one.
const MOST_ATTRIBUTES: usize = 48;
const LONGEST_ATTRIBUTE: usize = 2_000;

/// How much of a stated value (`<meta content>`) is read, in bytes.
const LONGEST_CONTENT: usize = 8_000;

/// How many `<` that begin no tag are kept.
const MOST_LOOSE: usize = 100_000;

/// How many bytes of structured data are kept, all scripts of a page together.
const MOST_JSON: usize = 8 * 1024 * 1024;

/// How many comments are kept, and how many bytes of each: programs that save pages write where from into the first.
const MOST_REMARKS: usize = 8;
const LONGEST_REMARK: usize = 2_000;

/// A page without what no reader sees.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// Balanced markup of bounded depth.
    pub html: String,
    /// The contents of `<script type="application/ld+json">`.
    pub json: Vec<String>,
    /// The first comments.
    pub remarks: Vec<String>,
    /// How many elements `html` has.
    pub elements: usize,
    /// Whether elements nested so deep that some were left out.
    pub too_deep: bool,
    /// Whether there were so many elements that the rest was not read.
    pub cut_off: bool,
}

/// Attributes that say what an element is or states.
const KEPT: &[&str] = &[
    "alt",
    "aria-hidden",
    "aria-label",
    "charset",
    "class",
    "content",
    "data-component",
    "data-qa",
    "data-testid",
    "datetime",
    "dir",
    "hidden",
    "href",
    "http-equiv",
    "id",
    "itemprop",
    "itemscope",
    "itemtype",
    "lang",
    "name",
    "property",
    "pubdate",
    "rel",
    "role",
    "style",
    "title",
    "type",
];

/// Elements without contents.
const VOID: &[&str] = &[
    "area", "base", "br", "col", "hr", "input", "link", "meta", "param", "wbr",
];

/// Elements left out with everything in them.
const DROPPED: &[&str] = &[
    "audio", "canvas", "datalist", "iframe", "noembed", "noscript", "object", "script", "style",
    "svg", "template", "textarea", "video",
];

/// Among these, the ones whose contents are no markup: left open, they take the rest of the page, as in a browser.
const RAW: &[&str] = &["script", "style", "iframe", "noembed", "textarea"];

/// Tags left out while their contents stay.
const UNWRAPPED: &[&str] = &[
    "embed",
    "frame",
    "frameset",
    "image",
    "img",
    "noframes",
    "picture",
    "plaintext",
    "source",
    "track",
    "xmp",
    "listing",
    "marquee",
    "blink",
    "keygen",
    "bgsound",
];

/// Elements of running text: their tags do not end paragraphs, and an end tag does not reach across others.
pub const INLINE: &[&str] = &[
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em",
    "font", "i", "ins", "kbd", "label", "mark", "nobr", "q", "ruby", "s", "samp", "small", "span",
    "strike", "strong", "sub", "sup", "time", "tt", "u", "var",
];

/// Elements whose beginning ends an open paragraph.
const ENDS_PARAGRAPH: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "center",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "pre",
    "search",
    "section",
    "summary",
    "table",
    "ul",
];

/// Parts of a table, which end tags from outside do not reach and which close their like.
const TABLE_PARTS: &[&str] = &["caption", "table", "td", "th"];

/// Makes `source` slim.
#[must_use]
pub fn slim(source: &str) -> Page {
    let mut slimmer = Slimmer {
        source,
        at: 0,
        page: Page::default(),
        open: Vec::new(),
        counts: HashMap::new(),
        depth: 0,
        json_bytes: 0,
        loose: 0,
        missing_ends: Vec::new(),
    };
    slimmer.page.html.reserve(source.len().min(1 << 20));
    slimmer.run();
    slimmer.page
}

struct Open {
    name: String,
    written: bool,
}

struct Slimmer<'s> {
    source: &'s str,
    at: usize,
    page: Page,
    open: Vec<Open>,
    /// How many of each name are open.
    counts: HashMap<String, usize>,
    /// How many of the open ones were written.
    depth: usize,
    json_bytes: usize,
    /// How many `<` stood that begin no tag.
    loose: usize,
    /// Names whose end tag does not occur any more; asked once, not for every tag.
    missing_ends: Vec<&'static str>,
}

/// A tag as it stands: its name in small letters, and its attributes as byte ranges of the source.
struct Tag<'s> {
    name: String,
    attributes: Vec<(&'s str, &'s str)>,
    self_closing: bool,
}

impl<'s> Slimmer<'s> {
    fn run(&mut self) {
        while let Some(rest) = self.source.get(self.at..).filter(|rest| !rest.is_empty()) {
            let text = memchr::memchr(b'<', rest.as_bytes()).unwrap_or(rest.len());
            self.page
                .html
                .push_str(rest.get(..text).unwrap_or_default());
            self.at += text;
            let Some(rest) = self.source.get(self.at..).filter(|rest| !rest.is_empty()) else {
                break;
            };
            let next = rest.as_bytes().get(1).copied().unwrap_or_default();
            if rest.starts_with("<!--") {
                self.comment(rest);
            } else if next.is_ascii_alphabetic() {
                if self.page.elements >= MOST_ELEMENTS {
                    self.page.cut_off = true;
                    break;
                }
                match self.tag(self.at + 1) {
                    Some(tag) => self.start(tag),
                    // The page breaks off inside a tag.
                    None => break,
                }
            } else if next == b'/' && rest.as_bytes().get(2).is_some_and(u8::is_ascii_alphabetic) {
                match self.tag(self.at + 2) {
                    Some(tag) => self.end(&tag.name),
                    None => break,
                }
            } else if matches!(next, b'!' | b'?' | b'/') {
                let length =
                    memchr::memchr(b'>', rest.as_bytes()).map_or(rest.len(), |end| end + 1);
                self.at += length;
            } else {
                // Arrows and hearts, not a megabyte of them: each costs the parser a step of its own.
                self.loose += 1;
                let text = if self.loose <= MOST_LOOSE {
                    "&lt;"
                } else {
                    " "
                };
                self.page.html.push_str(text);
                self.at += 1;
            }
        }
        while self.pop() {}
    }

    fn comment(&mut self, rest: &str) {
        let body = rest.get(4..).unwrap_or_default();
        let (text, length) = if body.starts_with('>') {
            ("", 1)
        } else if body.starts_with("->") {
            ("", 2)
        } else {
            match memchr::memmem::find(body.as_bytes(), b"-->") {
                Some(end) => (body.get(..end).unwrap_or_default(), end + 3),
                None => (body, body.len()),
            }
        };
        if self.page.remarks.len() < MOST_REMARKS && !text.trim().is_empty() {
            self.page
                .remarks
                .push(head(text, LONGEST_REMARK).to_owned());
        }
        self.at += 4 + length;
    }

    /// Reads the tag whose name begins at `from` and moves behind it; `None` when the source ends before it does.
    fn tag(&mut self, from: usize) -> Option<Tag<'s>> {
        let source = self.source;
        let bytes = source.as_bytes();
        let name_end = skip(bytes, from, |b| {
            !b.is_ascii_whitespace() && b != b'/' && b != b'>'
        });
        let mut tag = Tag {
            name: head(source.get(from..name_end)?, 60).to_ascii_lowercase(),
            attributes: Vec::new(),
            self_closing: false,
        };
        let mut at = name_end;
        loop {
            at = skip(bytes, at, |b| b.is_ascii_whitespace() || b == b'/');
            if *bytes.get(at)? == b'>' {
                tag.self_closing = at > from && bytes.get(at - 1) == Some(&b'/');
                self.at = at + 1;
                return Some(tag);
            }
            let name_start = at;
            // An equals sign in front belongs to the name.
            at = skip(bytes, at + 1, |b| {
                !b.is_ascii_whitespace() && !matches!(b, b'/' | b'>' | b'=')
            });
            let name = source.get(name_start..at).unwrap_or_default();
            let equals = skip(bytes, at, |b| b.is_ascii_whitespace());
            let mut value = "";
            if bytes.get(equals) == Some(&b'=') {
                let start = skip(bytes, equals + 1, |b| b.is_ascii_whitespace());
                match bytes.get(start) {
                    Some(quote @ (b'"' | b'\'')) => {
                        let rest = bytes.get(start + 1..)?;
                        let length = memchr::memchr(*quote, rest)?;
                        value = source
                            .get(start + 1..start + 1 + length)
                            .unwrap_or_default();
                        at = start + length + 2;
                    }
                    _ => {
                        at = skip(bytes, start, |b| !b.is_ascii_whitespace() && b != b'>');
                        value = source.get(start..at).unwrap_or_default();
                    }
                }
            }
            if tag.attributes.len() < MOST_ATTRIBUTES {
                tag.attributes.push((name, value));
            }
        }
    }

    fn start(&mut self, mut tag: Tag<'s>) {
        // A shadow tree that a page was saved with is part of what it shows.
        if tag.name == "template"
            && tag
                .attributes
                .iter()
                .any(|(name, _)| begins_with(name, "shadowroot"))
        {
            "div".clone_into(&mut tag.name);
        }
        let name = tag.name.as_str();
        if name == "title" && self.count("svg") == 0 {
            return self.title();
        }
        if let Some(dropped) = DROPPED.iter().find(|dropped| **dropped == name) {
            return self.drop_contents(dropped, &tag);
        }
        if UNWRAPPED.contains(&name)
            || matches!(name, "html" | "body" | "head") && self.count(name) > 0
        {
            return;
        }
        let inline = INLINE.contains(&name);
        self.close_implied(name);
        if VOID.contains(&name) {
            if self.depth <= DEEPEST + 1 {
                self.write(&tag);
            }
            return;
        }
        let plain = name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        let written = plain && self.depth < DEEPEST;
        if written {
            self.write(&tag);
            if tag.self_closing && !inline && !ENDS_PARAGRAPH.contains(&name) {
                // Browsers pass over the slash; in XHTML and of made-up elements it is meant.
                self.close(name);
                return;
            }
        } else {
            self.page.too_deep |= plain;
            self.break_line(inline);
        }
        if self.open.len() < MOST_OPEN {
            self.depth += usize::from(written);
            *self.counts.entry(tag.name.clone()).or_default() += 1;
            self.open.push(Open {
                name: tag.name,
                written,
            });
        } else if written {
            self.close(&tag.name);
        }
    }

    fn count(&self, name: &str) -> usize {
        self.counts.get(name).copied().unwrap_or_default()
    }

    /// The title's text has no tags; its end decides where it ends.
    fn title(&mut self) {
        if self.missing_ends.contains(&"title") {
            return;
        }
        let Some((text_end, after)) = find_end(self.source, self.at, "title") else {
            self.missing_ends.push("title");
            return;
        };
        let text = self.source.get(self.at..text_end).unwrap_or_default();
        self.page.html.push_str("<title>");
        self.page
            .html
            .push_str(&head(text, LONGEST_CONTENT).replace('<', "&lt;"));
        self.page.html.push_str("</title>");
        self.page.elements += 1;
        self.at = after;
    }

    fn drop_contents(&mut self, name: &'static str, tag: &Tag<'s>) {
        if tag.self_closing && !RAW.contains(&name) || self.missing_ends.contains(&name) {
            return;
        }
        let Some((end, after)) = find_end(self.source, self.at, name) else {
            self.missing_ends.push(name);
            if RAW.contains(&name) {
                self.at = self.source.len();
            }
            return;
        };
        let contents = self.source.get(self.at..end).unwrap_or_default();
        let json = name == "script"
            && tag.attributes.iter().any(|(name, value)| {
                name.eq_ignore_ascii_case("type")
                    && value
                        .trim()
                        .to_ascii_lowercase()
                        .starts_with("application/ld+json")
            });
        if json && self.json_bytes + contents.len() <= MOST_JSON {
            self.json_bytes += contents.len();
            self.page.json.push(contents.to_owned());
        }
        self.at = after;
    }

    /// Closes what the beginning of `name` closes without saying so.
    fn close_implied(&mut self, name: &str) {
        let closes = |open: &str| match name {
            "li" => open == "li" || open == "p",
            "dt" | "dd" => matches!(open, "dt" | "dd" | "p"),
            "td" | "th" => matches!(open, "td" | "th" | "p"),
            "tr" => matches!(open, "td" | "th" | "tr" | "p"),
            "tbody" | "thead" | "tfoot" => {
                matches!(open, "td" | "th" | "tr" | "tbody" | "thead" | "tfoot" | "p")
            }
            "option" | "optgroup" => open == "option",
            "a" => open == "a",
            _ => open == "p" && ENDS_PARAGRAPH.contains(&name),
        };
        while self.open.last().is_some_and(|open| closes(&open.name)) {
            self.pop();
        }
    }

    fn end(&mut self, name: &str) {
        if name == "br" {
            self.page.html.push_str("<br>");
        }
        if self.count(name) == 0 {
            return;
        }
        let inline = INLINE.contains(&name);
        let in_table =
            TABLE_PARTS.contains(&name) || matches!(name, "tr" | "tbody" | "thead" | "tfoot");
        let found = self.open.iter().rev().take(FARTHEST_END).position(|open| {
            open.name == name
                || inline && !INLINE.contains(&open.name.as_str())
                || !in_table && TABLE_PARTS.contains(&open.name.as_str())
        });
        let Some(above) = found else { return };
        let reached = self
            .open
            .iter()
            .rev()
            .nth(above)
            .is_some_and(|open| open.name == name);
        if reached {
            for _ in 0..=above {
                self.pop();
            }
        }
    }

    /// Closes the innermost open tag; false when none is open.
    fn pop(&mut self) -> bool {
        let Some(open) = self.open.pop() else {
            return false;
        };
        if let Some(count) = self.counts.get_mut(&open.name) {
            *count = count.saturating_sub(1);
        }
        if open.written {
            self.depth -= 1;
            self.close(&open.name);
        } else {
            self.break_line(INLINE.contains(&open.name.as_str()));
        }
        true
    }

    fn close(&mut self, name: &str) {
        self.page.html.push_str("</");
        self.page.html.push_str(name);
        self.page.html.push('>');
    }

    fn break_line(&mut self, inline: bool) {
        const BREAK: &str = "<br><br>";
        if !inline && !self.page.html.ends_with(BREAK) {
            self.page.html.push_str(BREAK);
            self.page.elements += 2;
        }
    }

    fn write(&mut self, tag: &Tag<'s>) {
        self.page.elements += 1;
        let html = &mut self.page.html;
        html.push('<');
        html.push_str(&tag.name);
        for (name, value) in &tag.attributes {
            let Some(kept) = KEPT.iter().find(|kept| kept.eq_ignore_ascii_case(name)) else {
                continue;
            };
            let limit = if *kept == "content" {
                LONGEST_CONTENT
            } else {
                LONGEST_ATTRIBUTE
            };
            let value = if *kept == "href" && begins_with(value, "data:") {
                ""
            } else {
                head(value, limit)
            };
            html.push(' ');
            html.push_str(kept);
            html.push_str("=\"");
            if value.contains('"') {
                html.push_str(&value.replace('"', "&quot;"));
            } else {
                html.push_str(value);
            }
            html.push('"');
        }
        html.push('>');
    }
}

fn skip(bytes: &[u8], from: usize, while_true: impl Fn(u8) -> bool) -> usize {
    let rest = bytes.get(from..).unwrap_or_default();
    from + rest
        .iter()
        .position(|b| !while_true(*b))
        .unwrap_or(rest.len())
}

fn begins_with(text: &str, start: &str) -> bool {
    let text = text.trim_start();
    text.get(..start.len())
        .is_some_and(|head| head.eq_ignore_ascii_case(start))
}

/// The first `bytes` bytes of `text`, less where a character would be cut.
pub fn head(text: &str, bytes: usize) -> &str {
    let mut end = bytes.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default()
}

/// Where the contents of an element end and where its end tag does, looking from `from`.
fn find_end(source: &str, from: usize, name: &str) -> Option<(usize, usize)> {
    let bytes = source.as_bytes();
    let mut at = from;
    loop {
        let found = at + memchr::memmem::find(bytes.get(at..)?, b"</")?;
        at = found + 2;
        let named = bytes
            .get(at..at + name.len())?
            .eq_ignore_ascii_case(name.as_bytes());
        let ends = bytes
            .get(at + name.len())
            .is_none_or(|b| b.is_ascii_whitespace() || matches!(b, b'/' | b'>'));
        if named && ends {
            let rest = bytes.get(at..).unwrap_or_default();
            let close = memchr::memchr(b'>', rest).map_or(bytes.len(), |end| at + end + 1);
            return Some((found, close));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(source: &str, expected: &str) {
        assert_eq!(slim(source).html, expected, "{source}");
    }

    #[test]
    fn what_no_reader_sees_is_left_out() {
        check(
            "<p onclick=x class='a'>One<script>if (a < b) '<p>'</script> two</p>",
            "<p class=\"a\">One two</p>",
        );
        check("a<!-- <p> -->b<![CDATA[c]]>d", "abd");
        check("<img src=\"data:image/png;base64,AAAA\">Text", "Text");
        check(
            "<a href='data:text/html,x'>Link</a>",
            "<a href=\"\">Link</a>",
        );
        check("<svg><title>Icon</title></svg><p>Text", "<p>Text</p>");
        check("3 < 4 & 5", "3 &lt; 4 & 5");
        check("<title>A < B</title>", "<title>A &lt; B</title>");
        check("Text <p class=\"open", "Text ");
    }

    #[test]
    fn open_tags_are_closed() {
        check(
            "<ul><li>One<li>Two</ul>",
            "<ul><li>One</li><li>Two</li></ul>",
        );
        check(
            "<p>One<p>Two<div>Three</div>",
            "<p>One</p><p>Two</p><div>Three</div>",
        );
        check("<div><b>One</div>Two", "<div><b>One</b></div>Two");
        check(
            "<table><tr><td>One</div><td>Two</table>",
            "<table><tr><td>One</td><td>Two</td></tr></table>",
        );
        check("<b><p>One</b></p>", "<b><p>One</p></b>");
    }

    #[test]
    fn data_and_remarks_are_kept() {
        let page = slim(
            "<!-- saved from url=(0019)https://example.org/ --><script type='application/ld+json'>{\"a\":1}</script>",
        );
        assert_eq!(page.json, ["{\"a\":1}"]);
        assert_eq!(
            page.remarks,
            [" saved from url=(0019)https://example.org/ "]
        );
    }

    #[test]
    fn hostile_pages_stay_small_and_flat() {
        let deep = slim(&format!(
            "{}Text{}",
            "<div>".repeat(100_000),
            "</div>".repeat(100_000)
        ));
        assert!(deep.too_deep && deep.html.len() < 10_000 && deep.html.contains("Text"));
        let fonts = slim(&"<font size=1><p>Text ".repeat(50_000));
        assert!(fonts.html.matches("<font").count() <= DEEPEST);
        let attributes = slim(&format!("<p {}>Text</p>", "class=a ".repeat(100_000)));
        assert!(attributes.html.len() < 1_000);
        let many = slim(&"<i>x</i>".repeat(MOST_ELEMENTS + 10));
        assert!(many.cut_off && many.elements == MOST_ELEMENTS);
        for open in [
            "<script>",
            "<!--",
            "<video>",
            "<p class='",
            "<title>",
            "</",
            "<svg><",
        ] {
            assert!(slim(&open.repeat(100_000)).html.len() < 2_000_000);
        }
    }
}
