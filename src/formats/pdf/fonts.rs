//! A PDF's fonts: which letters the codes of a string mean and how wide they are. Knows nothing of pages.
//!
//! Own reader over lopdf: pdf-extract 0.12 panics on fonts that the format allows, keeps one page's fonts for the next
//! by their short names, and misreads the widths of fonts as browsers print them, which columns are told by.

use std::collections::HashMap;

use encoding_rs::Encoding;
use lopdf::{Dictionary, Document, Object, dictionary};

use super::{
    cmap::CharacterMap,
    streams::{Budget, lookup, number, resolve, unpack},
};

/// A character of a string.
pub struct Character {
    /// What it means; empty when the file does not say.
    pub text: String,
    /// How far it moves on, in units of the font size.
    pub width: f64,
    /// Whether it is the single byte 32, which word spacing widens.
    pub is_space: bool,
}

/// How the bytes of a string are cut into codes.
#[derive(Clone, Copy, Debug)]
enum Codes {
    One,
    Two,
    /// Two bytes that are UTF-16.
    Utf16,
    /// One or two bytes of an East Asian encoding.
    Mixed(&'static Encoding),
    /// As the font's own map says.
    Mapped,
}

pub struct Font {
    codes: Codes,
    /// Which letters a code means: what the file says of its text first, then the encoding.
    text: HashMap<u32, String>,
    encoding: HashMap<u32, String>,
    map: CharacterMap,
    widths: HashMap<u32, f64>,
    default_width: f64,
    /// Widths are in thousandths of the font size except in fonts that are drawings.
    scale: f64,
    standard: Option<&'static [u16]>,
    pub bold: bool,
}

impl Font {
    pub fn new(document: &Document, font: &Dictionary, budget: &mut Budget) -> Self {
        let name = lookup(document, font, b"BaseFont")
            .as_name()
            .unwrap_or_default();
        let name = String::from_utf8_lossy(name).to_lowercase();
        let subtype = lookup(document, font, b"Subtype")
            .as_name()
            .unwrap_or_default();
        let mut made = Self {
            codes: Codes::One,
            text: HashMap::new(),
            encoding: HashMap::new(),
            map: CharacterMap::default(),
            widths: HashMap::new(),
            default_width: 500.0,
            scale: 0.001,
            standard: None,
            bold: ["bold", "black", "heavy", "demi"]
                .iter()
                .any(|w| name.contains(w)),
        };
        if let Object::Stream(stream) = lookup(document, font, b"ToUnicode") {
            let bytes = unpack(document, stream, budget);
            made.text = CharacterMap::parse(&bytes).text;
            made.text.retain(|_, text| is_readable(text));
        }
        if subtype == b"Type0" {
            made.composite(document, font, budget);
        } else {
            made.simple(document, font, &name);
        }
        if subtype == b"Type3"
            && let Ok(matrix) = lookup(document, font, b"FontMatrix").as_array()
        {
            made.scale = matrix.first().and_then(number).unwrap_or(0.001).abs();
        }
        made
    }

    fn simple(&mut self, document: &Document, font: &Dictionary, name: &str) {
        let encoding = lookup(document, font, b"Encoding");
        let (base, differences) = match encoding {
            Object::Name(base) => (Some(base.as_slice()), None),
            Object::Dictionary(encoding) => (
                lookup(document, encoding, b"BaseEncoding").as_name().ok(),
                lookup(document, encoding, b"Differences").as_array().ok(),
            ),
            _ => (None, None),
        };
        let true_type = matches!(
            lookup(document, font, b"Subtype").as_name(),
            Ok(b"TrueType")
        );
        for byte in 0..=u8::MAX {
            let text = match base {
                Some(b"MacRomanEncoding") => single(encoding_rs::MACINTOSH, byte),
                Some(b"WinAnsiEncoding") => single(encoding_rs::WINDOWS_1252, byte),
                _ if true_type => single(encoding_rs::WINDOWS_1252, byte),
                _ => standard_character(byte),
            };
            if let Some(c) = text {
                self.encoding.insert(u32::from(byte), c.to_string());
            }
        }
        let mut code = 0_u32;
        for object in differences.into_iter().flatten() {
            match resolve(document, object) {
                Object::Integer(at) => code = u32::try_from(*at).unwrap_or(0),
                Object::Name(glyph) => {
                    match glyph_text(glyph) {
                        Some(text) => self.encoding.insert(code, text),
                        None => self.encoding.remove(&code),
                    };
                    code = code.saturating_add(1);
                }
                _ => {}
            }
        }
        let first = lookup(document, font, b"FirstChar").as_i64().unwrap_or(0);
        let first = u32::try_from(first).unwrap_or(0);
        if let Ok(widths) = lookup(document, font, b"Widths").as_array() {
            for (code, width) in (first..).zip(widths.iter().take(0x1_0000)) {
                if let Some(width) = number(resolve(document, width)) {
                    self.widths.insert(code, width);
                }
            }
        }
        let descriptor = lookup(document, font, b"FontDescriptor").as_dict().ok();
        if self.widths.is_empty() {
            self.standard = Some(if name.contains("cour") {
                &[600; 95]
            } else if name.contains("times") || name.contains("serif") {
                &TIMES
            } else {
                &HELVETICA
            });
        } else if let Some(descriptor) = descriptor {
            self.default_width =
                number(lookup(document, descriptor, b"MissingWidth")).unwrap_or(0.0);
        }
        self.note_weight(document, descriptor);
    }

    fn note_weight(&mut self, document: &Document, descriptor: Option<&Dictionary>) {
        let Some(descriptor) = descriptor else { return };
        let weight = number(lookup(document, descriptor, b"FontWeight"));
        self.bold |= weight.is_some_and(|weight| (600.0..=1_000.0).contains(&weight));
        // Bit 19 says that the font is drawn bold.
        let flags = lookup(document, descriptor, b"Flags").as_i64().unwrap_or(0);
        self.bold |= flags & (1 << 18) != 0;
    }

    fn composite(&mut self, document: &Document, font: &Dictionary, budget: &mut Budget) {
        self.codes = match lookup(document, font, b"Encoding") {
            Object::Name(name) => predefined(name),
            Object::Stream(stream) => {
                let bytes = unpack(document, stream, budget);
                self.map = CharacterMap::parse(&bytes);
                Codes::Mapped
            }
            _ => Codes::Two,
        };
        let descendant = match lookup(document, font, b"DescendantFonts") {
            Object::Array(fonts) => fonts
                .first()
                .map_or(&Object::Null, |f| resolve(document, f)),
            other => other,
        };
        let Ok(descendant) = descendant.as_dict() else {
            return;
        };
        self.default_width = number(lookup(document, descendant, b"DW")).unwrap_or(1_000.0);
        let descriptor = lookup(document, descendant, b"FontDescriptor")
            .as_dict()
            .ok();
        self.note_weight(document, descriptor);
        let Ok(widths) = lookup(document, descendant, b"W").as_array() else {
            return;
        };
        let whole = |object: &Object| u32::try_from(object.as_i64().ok()?).ok();
        let mut at = 0;
        while let Some(first) = widths.get(at).map(|o| resolve(document, o)) {
            let second = widths
                .get(at + 1)
                .map_or(&Object::Null, |o| resolve(document, o));
            let Some(first) = whole(first) else {
                at += 1;
                continue;
            };
            match second {
                Object::Array(list) => {
                    for (cid, width) in (first..).zip(list.iter().take(0x1_0000)) {
                        if let Some(width) = number(resolve(document, width)) {
                            self.widths.insert(cid, width);
                        }
                    }
                    at += 2;
                }
                _ => {
                    let width = widths
                        .get(at + 2)
                        .and_then(|o| number(resolve(document, o)));
                    if let (Some(last), Some(width)) = (whole(second), width) {
                        for cid in (first..=last).take(0x1_0000) {
                            self.widths.insert(cid, width);
                        }
                    }
                    at += 3;
                }
            }
            if !budget.step(10) || self.widths.len() > 0x2_0000 {
                return;
            }
        }
    }

    /// The characters of a string.
    pub fn decode(&self, bytes: &[u8]) -> Vec<Character> {
        let mut characters = Vec::with_capacity(bytes.len());
        let mut at = 0;
        while let Some(first) = bytes.get(at).copied() {
            let length = self
                .code_length(bytes.get(at..).unwrap_or_default(), first)
                .max(1);
            let end = bytes.len().min(at + length);
            let code_bytes = bytes.get(at..end).unwrap_or_default();
            at = end;
            let code = code_bytes
                .iter()
                .fold(0_u32, |code, b| code << 8 | u32::from(*b));
            characters.push(Character {
                text: self.text_of(code, code_bytes),
                width: self.width_of(code, length),
                is_space: length == 1 && first == 32,
            });
        }
        characters
    }

    fn code_length(&self, rest: &[u8], first: u8) -> usize {
        match self.codes {
            Codes::One => 1,
            Codes::Two | Codes::Utf16 => 2,
            Codes::Mixed(encoding) => {
                let single = first < 0x81
                    || encoding == encoding_rs::SHIFT_JIS && (0xA0..=0xDF).contains(&first);
                if single { 1 } else { 2 }
            }
            Codes::Mapped => {
                let fits = |length: usize| {
                    let Some(bytes) = rest.get(..length) else {
                        return false;
                    };
                    let code = bytes
                        .iter()
                        .fold(0_u32, |code, b| code << 8 | u32::from(*b));
                    let mut spaces = self.map.spaces.iter();
                    spaces.any(|(n, low, high)| *n == length && (*low..=*high).contains(&code))
                };
                (1..=4).find(|length| fits(*length)).unwrap_or_else(|| {
                    let shortest = self.map.spaces.iter().map(|(n, ..)| *n).min();
                    shortest.unwrap_or(2)
                })
            }
        }
    }

    fn text_of(&self, code: u32, bytes: &[u8]) -> String {
        if let Some(text) = self.text.get(&code) {
            return text.clone();
        }
        match self.codes {
            Codes::One => self.encoding.get(&code).cloned().unwrap_or_default(),
            Codes::Utf16 => encoding_rs::UTF_16BE
                .decode_without_bom_handling(bytes)
                .0
                .into_owned(),
            Codes::Mixed(encoding) => encoding.decode_without_bom_handling(bytes).0.into_owned(),
            // Which letter a character number means, only the font's program knows.
            Codes::Two | Codes::Mapped => String::new(),
        }
    }

    fn width_of(&self, code: u32, length: usize) -> f64 {
        if let Some(standard) = self.standard {
            let text = self
                .encoding
                .get(&code)
                .and_then(|text| text.chars().next());
            let at = text.and_then(|c| usize::try_from(u32::from(c)).ok()?.checked_sub(32));
            let width = at
                .and_then(|at| standard.get(at))
                .map_or(520.0, |w| f64::from(*w));
            return width * if self.bold { 0.00105 } else { 0.001 };
        }
        let cid = match self.codes {
            Codes::Mapped => self.map.cid(code).unwrap_or(code),
            _ => code,
        };
        let known = match self.codes {
            // Which character number such a code has is not in the file.
            Codes::Utf16 | Codes::Mixed(_) if length == 1 => Some(500.0),
            Codes::Utf16 | Codes::Mixed(_) => None,
            _ => self.widths.get(&cid).copied(),
        };
        known.unwrap_or(self.default_width) * self.scale
    }
}

/// How a predefined character map of East Asian fonts cuts strings.
fn predefined(name: &[u8]) -> Codes {
    let name = String::from_utf8_lossy(name);
    let has = |part: &str| name.contains(part);
    if name.starts_with("Identity") {
        Codes::Two
    } else if has("UCS2") || has("UTF16") {
        Codes::Utf16
    } else if has("RKSJ") {
        Codes::Mixed(encoding_rs::SHIFT_JIS)
    } else if has("GBK2K") {
        Codes::Mixed(encoding_rs::GB18030)
    } else if has("GB") {
        Codes::Mixed(encoding_rs::GBK)
    } else if has("B5") || has("ETen") {
        Codes::Mixed(encoding_rs::BIG5)
    } else if has("KSC") {
        Codes::Mixed(encoding_rs::EUC_KR)
    } else if name == "EUC-H" || name == "EUC-V" {
        Codes::Mixed(encoding_rs::EUC_JP)
    } else {
        Codes::Two
    }
}

/// Whether a map to Unicode says something: some programs map every code to a blank, a control or a private character.
fn is_readable(text: &str) -> bool {
    !text.is_empty()
        && !text.chars().all(|c| {
            c == '\u{FFFD}'
                || c.is_control() && !matches!(c, '\t' | '\n' | '\r')
                || ('\u{E000}'..='\u{F8FF}').contains(&c)
        })
}

fn single(encoding: &'static Encoding, byte: u8) -> Option<char> {
    let bytes = [byte];
    let text = encoding.decode_without_bom_handling(&bytes).0;
    text.chars().next().filter(|c| !c.is_control())
}

/// What a byte means in Adobe's standard encoding, the fonts' own where nothing else is said.
fn standard_character(byte: u8) -> Option<char> {
    const UPPER: &[(u8, &str)] = &[
        (0xA1, "¡¢£⁄¥ƒ§¤'“«‹›ﬁﬂ"),
        (0xB1, "–†‡·"),
        (0xB6, "¶•‚„”»…‰"),
        (0xBF, "¿"),
        (0xC1, "`´ˆ˜¯˘˙¨"),
        (0xCA, "˚¸"),
        (0xCD, "˝˛ˇ—"),
        (0xE1, "Æ"),
        (0xE3, "ª"),
        (0xE8, "ŁØŒº"),
        (0xF1, "æ"),
        (0xF5, "ı"),
        (0xF8, "łøœß"),
    ];
    match byte {
        b'\'' => Some('’'),
        b'`' => Some('‘'),
        0x20..=0x7E => Some(char::from(byte)),
        _ => UPPER
            .iter()
            .find_map(|(first, chars)| chars.chars().nth(usize::from(byte.checked_sub(*first)?))),
    }
}

/// The text of a glyph by its name: `eacute`, `uni00E9`, `u1F60A`, `f_f_i`, `a.sc`.
fn glyph_text(name: &[u8]) -> Option<String> {
    let name = std::str::from_utf8(name).ok()?;
    let stem = name.split('.').next().filter(|stem| !stem.is_empty())?;
    if stem.contains('_') {
        return stem
            .split('_')
            .map(|part| glyph_text(part.as_bytes()))
            .collect();
    }
    let hexadecimal = |digits: &str| {
        u32::from_str_radix(digits, 16)
            .ok()
            .and_then(char::from_u32)
    };
    let digits = stem.strip_prefix("uni").filter(|d| d.len() == 4);
    let digits = digits.or_else(|| {
        stem.strip_prefix('u')
            .filter(|d| (4..=6).contains(&d.len()))
    });
    if let Some(c) = digits.and_then(hexadecimal) {
        return Some(c.to_string());
    }
    listed(stem)
}

/// Adobe's list of glyph names, which lopdf has but gives only by way of a font that uses the name.
fn listed(name: &str) -> Option<String> {
    let document = Document::new();
    let encoding = dictionary! {
        "Type" => "Encoding",
        "Differences" => vec![Object::Integer(0), Object::Name(name.as_bytes().to_vec())],
    };
    let font = dictionary! { "Type" => "Font", "Encoding" => encoding };
    let text = font
        .get_font_encoding(&document)
        .ok()?
        .bytes_to_string(&[0])
        .ok()?;
    (!text.is_empty()).then_some(text)
}

/// Widths of the characters from the space on in Adobe's metrics of Helvetica, in thousandths; for fonts without widths.
static HELVETICA: [u16; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667,
    611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667,
    667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500,
    222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];

/// The same of Times.
static TIMES: [u16; 95] = [
    250, 333, 408, 500, 500, 833, 778, 180, 333, 333, 500, 564, 250, 333, 250, 278, 500, 500, 500,
    500, 500, 500, 500, 500, 500, 500, 278, 278, 564, 564, 564, 444, 921, 722, 667, 667, 722, 611,
    556, 722, 722, 333, 389, 722, 611, 889, 722, 722, 556, 722, 667, 556, 611, 722, 722, 944, 722,
    722, 611, 333, 278, 333, 469, 500, 333, 444, 500, 444, 500, 444, 333, 500, 500, 278, 278, 500,
    278, 778, 500, 500, 500, 500, 333, 389, 278, 500, 500, 722, 500, 500, 444, 480, 200, 480, 541,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn glyph_names_are_read() {
        let check = |name: &str, expected: Option<&str>| {
            assert_eq!(glyph_text(name.as_bytes()).as_deref(), expected, "{name}");
        };
        check("eacute", Some("é"));
        check("quoteright", Some("’"));
        check("uni00E9", Some("é"));
        check("u1F60A", Some("😊"));
        check("f_f_i", Some("ffi"));
        check("a.sc", Some("a"));
        check("g117", None);
        check(".notdef", None);
    }

    #[test]
    fn standard_encoding_has_curly_quotes() {
        let text: String = [0x60, b'a', 0x27, 0xAA, 0xBA, 0xD0, 0xFB, 0xAE, 0xB0]
            .into_iter()
            .filter_map(standard_character)
            .collect();
        assert_eq!(text, "‘a’“”—ßﬁ");
    }
}
