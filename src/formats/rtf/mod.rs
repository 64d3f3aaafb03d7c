//! Rich Text Format: what Word, TextEdit, WordPad and the export of news databases write. Own reader: the crate
//! `rtf-parser` 0.4 drops `\u233?` without a word, and with it every accent; no other is kept up.
//!
//! Reads text and structure only. Groups are kept on a stack of our own, so that no depth of nesting matters.

mod charsets;

use std::collections::HashMap;

use super::{
    FormatError, ReadOptions, Reading,
    decode::LARGEST_TEXT,
    written::{self, Properties, Style, Written},
};
use charsets::Charset;

/// The largest file read, in bytes. Pictures stand in it as hexadecimal digits, so that it is much larger than its text.
const LARGEST: usize = 512 * 1024 * 1024;

/// How many nested groups have a state of their own; deeper ones share the last. Real files have dozens.
const DEEPEST: usize = 4_096;

/// Whether this is an RTF document, whatever the file is called.
#[must_use]
pub fn is_one(_file_name: &str, bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    bytes.trim_ascii_start().starts_with(b"{\\rtf")
}

/// Reads an RTF document as one article, with its title, headings and paragraphs as blocks.
///
/// # Errors
/// When it is too large or holds no text.
pub fn read(file_name: &str, bytes: &[u8], _options: &ReadOptions) -> Result<Reading, FormatError> {
    let too_large = |length: usize, limit: usize| FormatError::TooLarge {
        megabytes: (length as u64).div_ceil(1024 * 1024),
        limit_megabytes: (limit as u64) / (1024 * 1024),
    };
    if bytes.len() > LARGEST {
        return Err(too_large(bytes.len(), LARGEST));
    }
    let mut reader = Reader::new(bytes);
    reader.read();
    let (written, properties, encoding, notes) = reader.finish();
    if written.is_empty() {
        return Err(FormatError::NoText(
            "an RTF document without words. If it shows a picture of text, save the text itself"
                .to_owned(),
        ));
    }
    let article = written::article(file_name, written, &properties, encoding, notes);
    let limit = usize::try_from(LARGEST_TEXT).unwrap_or(usize::MAX);
    if article.text.len() > limit {
        return Err(too_large(article.text.len(), limit));
    }
    Ok(Reading {
        format: "rtf",
        // What is said of a document is what could not be had of it.
        lost: article.notes.clone(),
        articles: vec![article],
        notes: Vec::new(),
    })
}

/// Where the characters of a group go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Destination {
    Text,
    /// Nowhere, nor those of any group inside.
    Skipped,
    /// Nowhere, but a group inside may hold text: a drawing around its text box.
    Shell,
    Fonts,
    Styles,
    Info,
    Title,
    Author,
}

/// What a group inherits and forgets.
#[derive(Clone, Copy, Debug)]
struct State {
    destination: Destination,
    /// How many characters stand after `\u` for programs without Unicode.
    fallback: u32,
    charset: Charset,
    hidden: bool,
    style: Style,
    in_table: bool,
}

/// Text that interrupts a paragraph: what the paragraph had so far, and the depth of the group that interrupts it.
struct Interruption {
    depth: usize,
    paragraph: String,
    footnote: bool,
}

struct Reader<'b> {
    bytes: &'b [u8],
    at: usize,
    state: State,
    stack: Vec<State>,
    /// Open groups beyond the stack's limit.
    deeper: usize,
    /// Whether `\*` was read and its word is yet to come.
    starred: bool,
    /// Bytes of text in the state's charset, and whether unescaped ones above 127 are among them.
    pending: Vec<u8>,
    raw: bool,
    /// Characters still to be passed over after `\u`.
    passing: u32,
    high_surrogate: Option<u32>,
    code_page: Charset,
    default_font: i32,
    fonts: HashMap<i32, Charset>,
    font: i32,
    styles: HashMap<i32, Style>,
    style: i32,
    style_name: String,
    style_level: Option<u8>,
    written: Written,
    paragraph: String,
    interruptions: Vec<Interruption>,
    footnotes: Vec<String>,
    properties: Properties,
    cut_off: bool,
    unbalanced: bool,
}

impl<'b> Reader<'b> {
    fn new(bytes: &'b [u8]) -> Self {
        Self {
            bytes: bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes),
            at: 0,
            state: State {
                destination: Destination::Text,
                fallback: 1,
                charset: charsets::WESTERN,
                hidden: false,
                style: Style::Body,
                in_table: false,
            },
            stack: Vec::new(),
            deeper: 0,
            starred: false,
            pending: Vec::new(),
            raw: false,
            passing: 0,
            high_surrogate: None,
            code_page: charsets::WESTERN,
            default_font: 0,
            fonts: HashMap::new(),
            font: 0,
            styles: HashMap::new(),
            style: 0,
            style_name: String::new(),
            style_level: None,
            written: Written::default(),
            paragraph: String::new(),
            interruptions: Vec::new(),
            footnotes: Vec::new(),
            properties: Properties::default(),
            cut_off: false,
            unbalanced: false,
        }
    }

    fn finish(mut self) -> (Written, Properties, &'static str, Vec<String>) {
        self.flush();
        while !self.interruptions.is_empty() {
            self.end_interruption();
        }
        if !self.paragraph.is_empty() {
            self.end_paragraph();
        }
        if self.written.in_table() {
            self.written.close_table();
        }
        for footnote in &self.footnotes {
            self.written.paragraph(Style::Body, footnote);
        }
        let mut notes = Vec::new();
        if self.cut_off {
            notes.push("The RTF document is cut off; what there is was read".to_owned());
        }
        if self.unbalanced {
            notes.push(
                "The RTF document closes a group too many; the rest was read, too".to_owned(),
            );
        }
        (self.written, self.properties, self.code_page.name(), notes)
    }

    fn read(&mut self) {
        while let Some(byte) = self.bytes.get(self.at).copied() {
            self.at += 1;
            match byte {
                b'{' => self.open(),
                b'}' => {
                    self.close();
                    if self.stack.is_empty() && self.deeper == 0 && !self.goes_on() {
                        return;
                    }
                }
                b'\\' => self.control(),
                b'\r' | b'\n' | 0 => {}
                b'\t' => self.character('\t'),
                _ => self.byte(byte, byte >= 0x80),
            }
        }
        self.cut_off = !self.stack.is_empty();
    }

    /// Whether more of the document comes after its last brace: another document put behind it, or the rest of one that
    /// closes a group too many.
    fn goes_on(&mut self) -> bool {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let rest = rest.trim_ascii_start();
        if rest.starts_with(b"{\\rtf") {
            self.end_paragraph_if_any();
            self.written.page_break();
            return true;
        }
        // Looked for once: a million stray braces must not each search the rest.
        self.unbalanced = self.unbalanced || memchr::memmem::find(rest, b"\\par").is_some();
        self.unbalanced
    }

    fn open(&mut self) {
        self.flush();
        (self.passing, self.starred) = (0, false);
        if self.stack.len() < DEEPEST {
            self.stack.push(self.state);
        } else {
            self.deeper += 1;
        }
    }

    fn close(&mut self) {
        self.flush();
        (self.passing, self.starred) = (0, false);
        if self.state.destination == Destination::Styles {
            self.note_style();
        }
        if self.deeper > 0 {
            self.deeper -= 1;
            return;
        }
        if self
            .interruptions
            .last()
            .is_some_and(|open| open.depth >= self.stack.len())
        {
            self.end_interruption();
        }
        if let Some(state) = self.stack.pop() {
            // A document's last brace leaves its properties to what wrongly follows.
            if !self.stack.is_empty() {
                self.state = state;
            }
        }
    }

    /// What follows a backslash.
    fn control(&mut self) {
        let Some(byte) = self.bytes.get(self.at).copied() else {
            return;
        };
        if byte.is_ascii_alphabetic() {
            self.word();
            return;
        }
        self.at += 1;
        match byte {
            b'\'' => {
                let digits = self.bytes.get(self.at..self.at + 2).unwrap_or_default();
                let value = std::str::from_utf8(digits)
                    .ok()
                    .and_then(|digits| u8::from_str_radix(digits, 16).ok());
                // A damaged escape is passed over without what it is not: the apostrophe may stand before anything.
                if let Some(value) = value {
                    self.at += 2;
                    self.byte(value, false);
                }
            }
            b'*' => self.starred = true,
            b'~' => self.character('\u{A0}'),
            b'-' => self.character('\u{AD}'),
            b'_' => self.character('\u{2011}'),
            b'\t' => self.character('\t'),
            b'\r' | b'\n' => {
                if byte == b'\r' && self.bytes.get(self.at) == Some(&b'\n') {
                    self.at += 1;
                }
                self.par();
            }
            b'\\' | b'{' | b'}' => self.byte(byte, false),
            _ => {}
        }
    }

    fn word(&mut self) {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let letters = rest
            .iter()
            .take(32)
            .take_while(|b| b.is_ascii_alphabetic())
            .count();
        let (word, tail) = rest.split_at(letters);
        let minus = usize::from(tail.first() == Some(&b'-'));
        let digits = tail
            .get(minus..)
            .unwrap_or_default()
            .iter()
            .take(10)
            .take_while(|b| b.is_ascii_digit())
            .count();
        let mut number = None;
        let mut length = letters;
        if digits > 0 {
            length += minus + digits;
            number = tail
                .get(..minus + digits)
                .and_then(|digits| std::str::from_utf8(digits).ok())
                .and_then(|digits| digits.parse::<i64>().ok())
                .and_then(|number| i32::try_from(number).ok());
        }
        if rest.get(length) == Some(&b' ') {
            length += 1;
        }
        self.at += length;
        if word == b"bin" {
            let skipped = usize::try_from(number.unwrap_or(0)).unwrap_or(0);
            self.at = self.at.saturating_add(skipped).min(self.bytes.len());
            return;
        }
        let word = std::str::from_utf8(word).unwrap_or_default();
        if let Some(c) = named_character(word) {
            self.character(c);
            return;
        }
        if word == "u" {
            self.unicode(number.unwrap_or(0));
            return;
        }
        // The characters that stand in for a Unicode one end where anything but a character comes.
        self.passing = 0;
        let starred = std::mem::take(&mut self.starred);
        if !self.destination(word, starred) {
            self.property(word, number);
        }
    }

    /// Enters the destination that `word` begins, if it does.
    fn destination(&mut self, word: &str, starred: bool) -> bool {
        use Destination::{Author, Fonts, Info, Shell, Skipped, Styles, Text, Title};
        let here = self.state.destination;
        let entered = match (here, word) {
            (Skipped, _) => return true,
            (Shell, "shptxt" | "dptxbxtext") => {
                self.interrupt(false);
                Text
            }
            (Shell, "ud") => Text,
            (Shell, _) => return true,
            (Text, "fonttbl") => Fonts,
            (Text, "stylesheet") => Styles,
            (Text, "info") => Info,
            (Info, "title") => Title,
            (Info, "author") => Author,
            (Text, "upr" | "shpinst" | "do") => Shell,
            (Text, "footnote") => {
                self.interrupt(true);
                Text
            }
            (
                _,
                "colortbl" | "pict" | "fldinst" | "xe" | "tc" | "rxe" | "txe" | "nonshppict"
                | "objdata" | "objclass" | "objname" | "template" | "private" | "filetbl"
                | "revtbl" | "nonesttables" | "ftnsep" | "ftnsepc" | "ftncn" | "aftnsep"
                | "aftnsepc" | "aftncn" | "header" | "headerl" | "headerr" | "headerf" | "footer"
                | "footerl" | "footerr" | "footerf" | "annotation" | "atnid" | "atnauthor"
                | "atndate" | "atntime" | "atnicn" | "shprslt" | "keywords" | "subject" | "doccomm"
                | "comment" | "operator" | "company" | "manager" | "category" | "hlinkbase"
                | "falt" | "panose" | "bkmkstart" | "bkmkend",
            ) => Skipped,
            // The results of drawn list numbers and fields are words of the text although a star may stand before them.
            (_, "listtext" | "pntext" | "fldrslt") => return true,
            _ if starred => Skipped,
            _ => return false,
        };
        self.flush();
        self.state.destination = entered;
        true
    }

    fn property(&mut self, word: &str, number: Option<i32>) {
        match (self.state.destination, word) {
            (_, "rtf" | "ansi") => {}
            (_, "ansicpg") => self.set_code_page(number.and_then(charsets::of_code_page)),
            (_, "mac") => self.set_code_page(charsets::of_code_page(10_000)),
            (_, "pc") => self.set_code_page(charsets::of_code_page(437)),
            (_, "pca") => self.set_code_page(charsets::of_code_page(850)),
            (_, "deff") => self.default_font = number.unwrap_or(0),
            (_, "uc") => self.state.fallback = u32::try_from(number.unwrap_or(1)).unwrap_or(1),
            (Destination::Fonts, "f") => self.font = number.unwrap_or(0),
            (Destination::Fonts, "fcharset") => {
                // A code page that the font names itself says more.
                if let Some(charset) = number.and_then(charsets::of_font) {
                    self.fonts.entry(self.font).or_insert(charset);
                }
            }
            (Destination::Fonts, "cpg") => {
                if let Some(charset) = number.and_then(charsets::of_code_page) {
                    self.fonts.insert(self.font, charset);
                }
            }
            (Destination::Styles, "s") => self.style = number.unwrap_or(0),
            (Destination::Styles, "outlinelevel") => self.style_level = level(number),
            (Destination::Text, _) => self.text_property(word, number),
            _ => {}
        }
    }

    fn text_property(&mut self, word: &str, number: Option<i32>) {
        let on = number != Some(0);
        match word {
            "par" => self.par(),
            "sect" | "page" => {
                self.end_paragraph_if_any();
                self.written.page_break();
            }
            "pagebb" if on && self.paragraph.is_empty() => self.written.page_break(),
            "column" => self.end_paragraph_if_any(),
            "line" | "softline" => self.character('\n'),
            "cell" => {
                self.flush();
                if !self.written.in_table() {
                    self.written.open_table();
                }
                self.end_paragraph();
                self.written.end_cell();
            }
            "nestcell" => self.end_paragraph_if_any(),
            "row" => {
                self.end_paragraph_if_any();
                if self.written.in_table() {
                    self.written.close_table();
                }
            }
            "pard" => {
                self.flush();
                self.state.style = Style::Body;
                self.state.in_table = false;
            }
            "plain" => {
                self.flush();
                self.state.hidden = false;
                self.set_font(self.default_font);
            }
            "f" => {
                self.flush();
                self.set_font(number.unwrap_or(self.default_font));
            }
            "s" => {
                let style = self.styles.get(&number.unwrap_or(0)).copied();
                self.state.style = style.unwrap_or(Style::Body);
            }
            "outlinelevel" => {
                if let Some(level) = level(number) {
                    self.state.style = Style::Heading(level);
                }
            }
            "intbl" => self.state.in_table = on,
            "v" | "deleted" => {
                self.flush();
                self.state.hidden = on;
            }
            _ => {}
        }
    }

    fn set_code_page(&mut self, charset: Option<Charset>) {
        self.flush();
        if let Some(charset) = charset {
            self.code_page = charset;
            self.state.charset = charset;
        }
    }

    fn set_font(&mut self, font: i32) {
        self.state.charset = self.fonts.get(&font).copied().unwrap_or(self.code_page);
    }

    fn takes_text(&self) -> bool {
        !self.state.hidden
            && !matches!(
                self.state.destination,
                Destination::Skipped | Destination::Shell | Destination::Info
            )
    }

    fn byte(&mut self, byte: u8, raw: bool) {
        if self.passing > 0 {
            self.passing -= 1;
        } else if self.takes_text() {
            self.high_surrogate = None;
            self.pending.push(byte);
            self.raw |= raw;
        }
    }

    fn character(&mut self, c: char) {
        if self.passing > 0 {
            self.passing -= 1;
        } else if self.takes_text() {
            self.flush();
            self.high_surrogate = None;
            self.push(c);
        }
    }

    fn unicode(&mut self, number: i32) {
        self.passing = 0;
        if !self.takes_text() {
            return;
        }
        self.flush();
        // The number is a signed 16-bit one; programs that write it unsigned or beyond 16 bits mean the same.
        let code = if number < 0 {
            number + 0x1_0000
        } else {
            number
        };
        let code = u32::try_from(code).unwrap_or(0xFFFD);
        match (self.high_surrogate.take(), code) {
            (_, 0xD800..=0xDBFF) => self.high_surrogate = Some(code),
            (Some(high), 0xDC00..=0xDFFF) => {
                let joined = 0x1_0000 + ((high - 0xD800) << 10) + (code - 0xDC00);
                self.push(char::from_u32(joined).unwrap_or('\u{FFFD}'));
            }
            (_, 0xDC00..=0xDFFF) => self.push('\u{FFFD}'),
            (_, 0) => {}
            _ => self.push(charsets::scalar(code).unwrap_or('\u{FFFD}')),
        }
        self.passing = self.state.fallback;
    }

    fn push(&mut self, c: char) {
        let mut text = [0; 4];
        self.text(c.encode_utf8(&mut text));
    }

    fn flush(&mut self) {
        if self.pending.is_empty() {
            return;
        }
        let bytes = std::mem::take(&mut self.pending);
        let mut text = String::with_capacity(bytes.len());
        self.state.charset.decode(&bytes, self.raw, &mut text);
        self.raw = false;
        self.text(&text);
    }

    fn text(&mut self, text: &str) {
        match self.state.destination {
            Destination::Text => self.paragraph.push_str(text),
            Destination::Title => self.properties.title.get_or_insert_default().push_str(text),
            Destination::Author => self
                .properties
                .author
                .get_or_insert_default()
                .push_str(text),
            Destination::Styles => {
                let mut names = text.split(';');
                self.style_name.push_str(names.next().unwrap_or_default());
                for name in names {
                    self.note_style();
                    self.style_name.push_str(name);
                }
            }
            _ => {}
        }
    }

    /// A style's definition ends.
    fn note_style(&mut self) {
        let name = std::mem::take(&mut self.style_name);
        let level = self.style_level.take();
        let number = std::mem::take(&mut self.style);
        let style = match written::style_named(&name) {
            Style::Body => level.map_or(Style::Body, Style::Heading),
            style => style,
        };
        if style != Style::Body {
            self.styles.insert(number, style);
        }
    }

    fn par(&mut self) {
        if self.state.destination != Destination::Text {
            return;
        }
        self.flush();
        if self.interruptions.is_empty() && self.state.in_table != self.written.in_table() {
            if self.state.in_table {
                self.written.open_table();
            } else {
                self.written.close_table();
            }
        }
        self.end_paragraph();
    }

    fn end_paragraph_if_any(&mut self) {
        self.flush();
        if !self.paragraph.trim().is_empty() {
            self.end_paragraph();
        }
    }

    fn end_paragraph(&mut self) {
        if self.interruptions.last().is_some_and(|open| open.footnote) {
            self.paragraph.push('\n');
            return;
        }
        let paragraph = std::mem::take(&mut self.paragraph);
        self.written.paragraph(self.state.style, &paragraph);
    }

    /// A footnote or a text box begins in the middle of a paragraph.
    fn interrupt(&mut self, footnote: bool) {
        self.flush();
        self.interruptions.push(Interruption {
            depth: self.stack.len(),
            paragraph: std::mem::take(&mut self.paragraph),
            footnote,
        });
    }

    fn end_interruption(&mut self) {
        let Some(open) = self.interruptions.last() else {
            return;
        };
        if open.footnote {
            let footnote = std::mem::take(&mut self.paragraph);
            if !footnote.trim().is_empty() {
                self.footnotes.push(footnote.trim().to_owned());
            }
        } else {
            self.end_paragraph_if_any();
        }
        if let Some(open) = self.interruptions.pop() {
            self.paragraph = open.paragraph;
        }
    }
}

/// The heading level of an outline level: `\outlinelevel0` is the highest, 9 is body text.
fn level(number: Option<i32>) -> Option<u8> {
    u8::try_from(number?).ok().filter(|n| *n < 9).map(|n| n + 1)
}

fn named_character(word: &str) -> Option<char> {
    Some(match word {
        "tab" => '\t',
        "emdash" => '—',
        "endash" => '–',
        "emspace" => '\u{2003}',
        "enspace" => '\u{2002}',
        "qmspace" => '\u{2005}',
        "bullet" => '•',
        "lquote" => '‘',
        "rquote" => '’',
        "ldblquote" => '“',
        "rdblquote" => '”',
        "zwj" => '\u{200D}',
        "zwnj" => '\u{200C}',
        "zwbo" => '\u{200B}',
        "zwnbo" => '\u{2060}',
        "ltrmark" => '\u{200E}',
        "rtlmark" => '\u{200F}',
        _ => return None,
    })
}

#[cfg(test)]
mod tests;
