//! Simple HTML to blocks of text: the HTML inside a mail, a feed or a database field, which is the article and nothing
//! else. Saved web pages, where the article must be found first, are another format's work.

use quick_xml::escape::resolve_html5_entity;

use crate::model::BlockKind;

/// Whether a text holds HTML rather than prose with a stray `<`.
#[must_use]
pub fn looks_like_html(text: &str) -> bool {
    const TAGS: &[&str] = &[
        "p",
        "br",
        "div",
        "span",
        "a",
        "b",
        "i",
        "em",
        "strong",
        "ul",
        "ol",
        "li",
        "h1",
        "h2",
        "h3",
        "h4",
        "img",
        "figure",
        "blockquote",
        "html",
        "body",
        "table",
        "article",
        "section",
        "font",
    ];
    let mut at = 0;
    // A field that opens with a kilobyte without any tag but has some later is rare; all of it is looked at cheaply.
    while let Some(open) = memchr::memchr(b'<', text.as_bytes().get(at..).unwrap_or_default()) {
        at += open + 1;
        let rest = text.get(at..).unwrap_or_default();
        let rest = rest.strip_prefix('/').unwrap_or(rest);
        let len = rest
            .find(|c: char| !c.is_ascii_alphanumeric())
            .unwrap_or(rest.len().min(12));
        let name = rest.get(..len).unwrap_or_default().to_ascii_lowercase();
        let ends = rest
            .get(len..)
            .is_some_and(|r| r.starts_with(['>', ' ', '/', '\n', '\t']));
        if ends && TAGS.contains(&name.as_str()) {
            return true;
        }
    }
    false
}

/// The blocks of simple HTML: headings as subheads, figure captions as captions, all else as paragraphs. Nothing is
/// fetched or run; scripts and styles are left out. Takes time linear in `html`, and no nesting can exhaust it.
#[must_use]
pub fn blocks(html: &str) -> Vec<(BlockKind, String)> {
    let mut reader = Reader {
        out: Vec::new(),
        current: String::new(),
        kind: BlockKind::Paragraph,
        preformatted: 0,
    };
    let bytes = html.as_bytes();
    let mut at = 0;
    while let Some(rest) = bytes.get(at..).filter(|rest| !rest.is_empty()) {
        let open = memchr::memchr(b'<', rest).map_or(bytes.len(), |n| at + n);
        reader.text(html.get(at..open).unwrap_or_default());
        if open >= bytes.len() {
            break;
        }
        at = reader.tag(html, open);
    }
    reader.flush();
    reader.out
}

/// Replaces the character references of HTML, `&eacute;` and `&#233;`; what is none stays as it is.
#[must_use]
pub fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = memchr::memchr(b'&', rest.as_bytes()) {
        out.push_str(rest.get(..at).unwrap_or_default());
        let after = rest.get(at + 1..).unwrap_or_default();
        // The longest name in HTML has 31 letters.
        let head = after.as_bytes().get(..34).unwrap_or(after.as_bytes());
        let named =
            memchr::memchr(b';', head).and_then(|end| Some((end, reference(after.get(..end)?)?)));
        match named {
            Some((end, value)) => {
                out.push_str(&value);
                rest = after.get(end + 1..).unwrap_or_default();
            }
            None => {
                out.push('&');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

/// What the reference between `&` and `;` stands for.
#[must_use]
pub fn reference(name: &str) -> Option<String> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        // References to C1 controls mean windows-1252, as HTML's parsing rules say.
        let c = match u8::try_from(code) {
            Ok(byte @ 0x80..=0x9F) => encoding_rs::WINDOWS_1252.decode(&[byte]).0.chars().next()?,
            _ => char::from_u32(code).filter(|c| *c != '\0')?,
        };
        return Some(c.to_string());
    }
    resolve_html5_entity(name).map(str::to_owned)
}

struct Reader {
    out: Vec<(BlockKind, String)>,
    /// The block being read: white space folded, except for line breaks stated with `<br>`.
    current: String,
    kind: BlockKind,
    preformatted: u32,
}

impl Reader {
    fn text(&mut self, raw: &str) {
        if raw.is_empty() {
            return;
        }
        let text = unescape(raw);
        if self.preformatted > 0 {
            self.current.push_str(&text);
            return;
        }
        for c in text.chars() {
            if !c.is_whitespace() {
                self.current.push(c);
            } else if !self.current.ends_with([' ', '\n']) && !self.current.is_empty() {
                self.current.push(' ');
            }
        }
    }

    /// Ends the block. Two line breaks in a row end a paragraph as well.
    fn flush(&mut self) {
        let text = std::mem::take(&mut self.current);
        for part in text.split("\n\n") {
            let lines: Vec<&str> = part
                .lines()
                .map(str::trim)
                .filter(|l| !l.is_empty())
                .collect();
            if !lines.is_empty() {
                self.out.push((self.kind, lines.join("\n")));
            }
        }
        self.kind = BlockKind::Paragraph;
    }

    /// Reads the tag at `open`; returns where the text goes on.
    fn tag(&mut self, html: &str, open: usize) -> usize {
        let bytes = html.as_bytes();
        let after = bytes.get(open + 1..).unwrap_or_default();
        if after.starts_with(b"!--") {
            let from = open + 4;
            let end = memchr::memmem::find(bytes.get(from..).unwrap_or_default(), b"-->");
            return end.map_or(bytes.len(), |n| from + n + 3);
        }
        let closing = after.first() == Some(&b'/');
        let name_at = open + 1 + usize::from(closing);
        let rest = html.get(name_at..).unwrap_or_default();
        let len = rest
            .bytes()
            .take_while(u8::is_ascii_alphanumeric)
            .take(24)
            .count();
        let declared = matches!(after.first(), Some(b'!' | b'?'));
        if len == 0 && !declared {
            self.text("<");
            return open + 1;
        }
        let name = rest.get(..len).unwrap_or_default().to_ascii_lowercase();
        let Some(end) = tag_end(bytes, name_at + len) else {
            // A tag that never ends is where the page was cut off.
            return bytes.len();
        };
        match name.as_str() {
            "script" | "style" | "head" | "title" | "noscript" | "template" | "svg" | "iframe"
            | "object"
                if !closing =>
            {
                let whole = html.get(open..end).unwrap_or_default();
                if whole.ends_with("/>") {
                    return end;
                }
                return close_of(bytes, &name, end);
            }
            "br" => self.current.push('\n'),
            "td" | "th" => self.text(" "),
            "pre" | "textarea" => {
                self.flush();
                self.preformatted = if closing {
                    self.preformatted.saturating_sub(1)
                } else {
                    self.preformatted + 1
                };
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.flush();
                if !closing {
                    self.kind = BlockKind::Subhead;
                }
            }
            "figcaption" | "caption" => {
                self.flush();
                if !closing {
                    self.kind = BlockKind::Caption;
                }
            }
            "p" | "div" | "li" | "ul" | "ol" | "dl" | "dt" | "dd" | "tr" | "table" | "tbody"
            | "thead" | "blockquote" | "section" | "article" | "header" | "footer" | "main"
            | "aside" | "nav" | "figure" | "hr" | "body" | "html" | "center" | "address"
            | "form" | "details" | "summary" => {
                // Paragraphs inside a heading or a caption belong to it.
                let inside =
                    self.current.trim().is_empty() && self.kind != BlockKind::Paragraph && !closing;
                if !inside {
                    self.flush();
                }
            }
            _ => {}
        }
        end
    }
}

/// Where the tag ends, behind its `>`; a `>` inside a quoted value is none.
fn tag_end(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        let rest = bytes.get(at..)?;
        let found = at + memchr::memchr3(b'>', b'"', b'\'', rest)?;
        let byte = *bytes.get(found)?;
        if byte == b'>' {
            return Some(found + 1);
        }
        // A quote that never closes within a sensible length is no quote.
        let value = bytes.get(found + 1..)?;
        let value = value.get(..16_384).unwrap_or(value);
        at = match memchr::memchr(byte, value) {
            Some(n)
                if bytes
                    .get(found.wrapping_sub(1))
                    .is_some_and(|b| matches!(b, b'=' | b' ' | b'\n')) =>
            {
                found + n + 2
            }
            _ => found + 1,
        };
    }
}

/// Where the text goes on behind `</name>`; the end of the page when it never closes.
fn close_of(bytes: &[u8], name: &str, from: usize) -> usize {
    let mut at = from;
    while let Some(n) = memchr::memmem::find(bytes.get(at..).unwrap_or_default(), b"</") {
        at += n + 2;
        let here = bytes.get(at..at + name.len());
        if here.is_some_and(|here| here.eq_ignore_ascii_case(name.as_bytes())) {
            return tag_end(bytes, at + name.len()).unwrap_or(bytes.len());
        }
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(html: &str, expected: &str) {
        let shown: Vec<String> = blocks(html)
            .into_iter()
            .map(|(kind, text)| match kind {
                BlockKind::Paragraph => text,
                BlockKind::Subhead => format!("# {text}"),
                BlockKind::Caption => format!("[{text}]"),
                BlockKind::Headline => format!("! {text}"),
            })
            .collect();
        assert_eq!(shown.join("|"), expected, "{html}");
    }

    #[test]
    fn tags_are_stripped_to_blocks() {
        check(
            "<p>One <b>bold</b>\n word.</p><p>Two.</p>",
            "One bold word.|Two.",
        );
        check("One.<br><br/>Two,<br>still two.", "One.|Two,\nstill two.");
        check(
            "<h2>Head</h2>Text &amp; caf&eacute; &#8211; &#x2014; &#150; &nosuch; AT&T",
            "# Head|Text & café – — – &nosuch; AT&T",
        );
        check(
            "<figure><img alt='a > b'><figcaption>The quay.</figcaption></figure>After",
            "[The quay.]|After",
        );
        check(
            "<style>p{}</style><script>if (a<b) x('</p>')</script>Text<!-- no <p> -->",
            "Text",
        );
        check("5 < 6 and a<b", "5 < 6 and a");
        check("<ul><li>One</li><li>Two</li></ul>", "One|Two");
        check("cut <a href=\"", "cut");
        check("", "");
    }

    #[test]
    fn nesting_is_harmless() {
        let deep = "<div>".repeat(100_000) + "Text" + &"</div>".repeat(100_000);
        check(&deep, "Text");
    }

    #[test]
    fn prose_is_not_html() {
        for (text, expected) in [
            ("<p>Yes</p>", true),
            ("Line<br/>two", true),
            ("a < b and b > c", false),
            ("Ann Lee <ann@example.org>", false),
            ("", false),
        ] {
            assert_eq!(looks_like_html(text), expected, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read(html in "(<[a-z/!]{0,6}[ a-z\"'=]{0,8}>?|&[#a-z0-9]{0,6};?|\\PC{0,8}){0,40}") {
            for (_, text) in blocks(&html) {
                proptest::prop_assert!(!text.trim().is_empty());
            }
        }
    }
}
