//! Bytes to text: BOMs, UTF-8, UTF-16 and guessed single-byte encodings. Refuses what is no text, and says what it is.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::{FormatError, ReadOptions, magic};

/// The largest file read as one text, in bytes. A novel has half a megabyte; what is larger is a bundle, a log or a
/// mistake, and would be one article nobody can read.
pub const LARGEST_TEXT: u64 = 64 * 1024 * 1024;

/// How many bytes the tests for binary content and for UTF-16 look at.
const SAMPLE: usize = 16 * 1024;

/// How the note about a guessed encoding begins: a remark, where other notes of decoding are about losses.
pub const GUESSED: &str = "Encoding guessed";

/// A text as decoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The text without a byte order mark, line ends as they came.
    pub text: String,
    /// The encoding's name in the WHATWG Encoding Standard: `UTF-8`, `UTF-16LE`, `windows-1252`, …
    pub encoding: &'static str,
    /// Whether the encoding was guessed rather than stated by a mark or proven by valid UTF-8.
    pub guessed: bool,
    /// What the reader should know: a guessed encoding, bytes that could not be read.
    pub notes: Vec<String>,
}

/// Refuses a text that is too large to be read as one article. `bytes` is its length.
///
/// # Errors
/// [`FormatError::TooLarge`] above [`LARGEST_TEXT`].
pub fn check_size(bytes: u64) -> Result<(), FormatError> {
    if bytes <= LARGEST_TEXT {
        return Ok(());
    }
    Err(FormatError::TooLarge {
        megabytes: bytes.div_ceil(1024 * 1024),
        limit_megabytes: LARGEST_TEXT / (1024 * 1024),
    })
}

/// Decodes a text file.
///
/// # Errors
/// When the bytes are too many, none, nothing but space, or no text.
pub fn decode(bytes: &[u8]) -> Result<Decoded, FormatError> {
    check_size(bytes.len() as u64)?;
    if bytes.is_empty() {
        return Err(FormatError::Empty);
    }
    if let Some(kind) = magic::kind(bytes) {
        return Err(FormatError::Binary(kind.to_owned()));
    }
    let decoded = decode_text(bytes)?;
    let control = control_share(&decoded.text);
    if control > MOST_CONTROL {
        return Err(FormatError::Binary(
            "most of it is control characters".to_owned(),
        ));
    }
    if decoded.text.chars().all(is_blank) {
        return Err(FormatError::Empty);
    }
    Ok(decoded)
}

/// Decodes a text file with the encoding the user chose, if one was chosen.
///
/// # Errors
/// As [`decode`] and [`decode_as`].
pub fn decode_with(bytes: &[u8], options: &ReadOptions) -> Result<Decoded, FormatError> {
    match &options.encoding {
        Some(encoding) => decode_as(bytes, encoding),
        None => decode(bytes),
    }
}

/// Decodes a page or another text in markup, which [`decode`] would refuse as such.
///
/// # Errors
/// When the bytes are too many, none, nothing but space, or no text.
pub fn decode_page(bytes: &[u8]) -> Result<Decoded, FormatError> {
    check_size(bytes.len() as u64)?;
    if bytes.is_empty() {
        return Err(FormatError::Empty);
    }
    let decoded = decode_text(bytes)?;
    if decoded.text.chars().all(is_blank) {
        return Err(FormatError::Empty);
    }
    Ok(decoded)
}

/// Decodes a text file with the encoding the user chose, by its name in the WHATWG Encoding Standard.
///
/// # Errors
/// When the bytes are too many, none or nothing but space, or no encoding has that name.
pub fn decode_as(bytes: &[u8], encoding: &str) -> Result<Decoded, FormatError> {
    check_size(bytes.len() as u64)?;
    let Some(encoding) = Encoding::for_label(encoding.as_bytes()) else {
        return Err(FormatError::UnknownEncoding(encoding.to_owned()));
    };
    let bytes = match Encoding::for_bom(bytes) {
        Some((marked, length)) if marked == encoding => bytes.get(length..).unwrap_or_default(),
        _ => bytes,
    };
    let decoded = with(encoding, bytes, false);
    if decoded.text.chars().all(is_blank) {
        return Err(FormatError::Empty);
    }
    Ok(decoded)
}

/// A text has next to no control characters besides line ends and tabs; machine data has many.
const MOST_CONTROL: f64 = 0.02;

fn decode_text(bytes: &[u8]) -> Result<Decoded, FormatError> {
    if bytes.starts_with(b"\xff\xfe\0\0") || bytes.starts_with(b"\0\0\xfe\xff") {
        return Err(FormatError::Binary(
            "a text in UTF-32, which Dateline does not read. Save it as UTF-8".to_owned(),
        ));
    }
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return Ok(with(encoding, bytes.get(mark..).unwrap_or_default(), false));
    }
    let sample = bytes.get(..SAMPLE).unwrap_or(bytes);
    if sample.contains(&0) {
        let encoding = guess_utf16(sample)
            .ok_or_else(|| FormatError::Binary("it holds NUL bytes".to_owned()))?;
        return Ok(with(encoding, bytes, true));
    }
    if memchr::memchr(0, bytes).is_some() {
        return Err(FormatError::Binary("it holds NUL bytes".to_owned()));
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(Decoded {
            text: text.to_owned(),
            encoding: UTF_8.name(),
            guessed: false,
            notes: Vec::new(),
        });
    }
    if nearly_utf8(bytes) {
        return Ok(with(UTF_8, bytes, false));
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    Ok(with(detector.guess(None, Utf8Detection::Deny), bytes, true))
}

fn with(encoding: &'static Encoding, bytes: &[u8], guessed: bool) -> Decoded {
    let (text, had_errors) = encoding.decode_without_bom_handling(bytes);
    let mut notes = Vec::new();
    if guessed {
        notes.push(format!("{GUESSED}: {}", encoding.name()));
    }
    if had_errors {
        let count = text.matches('\u{FFFD}').count();
        notes.push(format!(
            "{count} {} not valid {} and shown as \u{FFFD}",
            if count == 1 { "place is" } else { "places are" },
            encoding.name()
        ));
    }
    Decoded {
        text: text.into_owned(),
        encoding: encoding.name(),
        guessed,
        notes,
    }
}

/// Whether the bytes are UTF-8 with a few damaged places, as a cut or a pasted passage leaves them. Guessing a
/// single-byte encoding for such a text would spoil every accent in it for the sake of one.
fn nearly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().bytes().filter(|b| *b >= 0xC0).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good >= 10 * bad
}

/// UTF-16 without a mark: the byte order under which the sample reads like text, if one does.
fn guess_utf16(sample: &[u8]) -> Option<&'static Encoding> {
    let whole = sample.get(..sample.len() & !1)?;
    let little = utf16_plausibility(whole, u16::from_le_bytes);
    let big = utf16_plausibility(whole, u16::from_be_bytes);
    let (score, encoding) = if little >= big {
        (little, UTF_16LE)
    } else {
        (big, UTF_16BE)
    };
    (score > 0.7).then_some(encoding)
}

/// Share of code units that a text is made of. The wrong byte order turns spaces and ASCII letters into rare
/// ideographs and unassigned code points, so plain letters, marks and spaces of the most used blocks are counted.
fn utf16_plausibility(bytes: &[u8], unit: impl Fn([u8; 2]) -> u16) -> f64 {
    let mut units = 0_u32;
    let mut common = 0_u32;
    let mut spaces = 0_u32;
    for pair in bytes.chunks_exact(2) {
        let [a, b] = pair else { continue };
        units += 1;
        match unit([*a, *b]) {
            0x20 | 0x09 | 0x0A | 0x0D => {
                common += 1;
                spaces += 1;
            }
            // Latin, Greek, Cyrillic, Hebrew, Arabic; general punctuation; kana, common ideographs and Hangul.
            0x21..=0x7E | 0xA0..=0x06FF | 0x2010..=0x203A | 0x3001..=0x30FF => common += 1,
            _ => {}
        }
    }
    if units == 0 || spaces == 0 {
        return 0.0;
    }
    f64::from(common) / f64::from(units)
}

fn control_share(text: &str) -> f64 {
    let mut sample = SAMPLE.min(text.len());
    while !text.is_char_boundary(sample) {
        sample -= 1;
    }
    let (mut chars, mut control) = (0_u32, 0_u32);
    for c in text.get(..sample).unwrap_or_default().chars() {
        chars += 1;
        // C1 controls stand for themselves in no text; form feed and escape occur in dumps of terminals and printers.
        control += u32::from(
            c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\x0b' | '\x0c' | '\x1b'),
        );
    }
    f64::from(control) / f64::from(chars.max(1))
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || c.is_control() || matches!(c, '\u{FEFF}' | '\u{200B}')
}

#[cfg(test)]
mod tests {
    use super::*;

    const STORY: &str = "The café in Zawiya reopened – “at last”, said Émile Brûlé.\r\nIt had been shut for a year.\n";

    fn check(bytes: &[u8], encoding: &str, guessed: bool) {
        let decoded = decode(bytes).expect("a text");
        assert_eq!(decoded.text, STORY);
        assert_eq!((decoded.encoding, decoded.guessed), (encoding, guessed));
        let said = decoded
            .notes
            .iter()
            .any(|n| n == &format!("Encoding guessed: {encoding}"));
        assert_eq!(said, guessed, "{:?}", decoded.notes);
    }

    fn utf16(text: &str, order: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(order).collect()
    }

    #[test]
    fn reads_unicode_with_and_without_marks() {
        check(STORY.as_bytes(), "UTF-8", false);
        check(
            &[b"\xef\xbb\xbf", STORY.as_bytes()].concat(),
            "UTF-8",
            false,
        );
        check(&utf16(STORY, u16::to_le_bytes), "UTF-16LE", true);
        check(&utf16(STORY, u16::to_be_bytes), "UTF-16BE", true);
        let marked = format!("\u{FEFF}{STORY}");
        check(&utf16(&marked, u16::to_le_bytes), "UTF-16LE", false);
        check(&utf16(&marked, u16::to_be_bytes), "UTF-16BE", false);
    }

    #[test]
    fn guesses_single_byte_encodings_and_says_so() {
        let (bytes, ..) = encoding_rs::WINDOWS_1252.encode(STORY);
        check(&bytes, "windows-1252", true);
        let russian = "Жители города вернулись домой, сообщили местные власти в пятницу.";
        let (bytes, ..) = encoding_rs::WINDOWS_1251.encode(russian);
        let decoded = decode(&bytes).expect("a text");
        assert_eq!(
            (decoded.text.as_str(), decoded.encoding),
            (russian, "windows-1251")
        );
    }

    #[test]
    fn utf16_of_other_scripts_is_recognized() {
        let arabic = "عاد السكان إلى منازلهم في المدينة\nيوم الجمعة 3";
        let bytes = utf16(arabic, u16::to_le_bytes);
        assert_eq!(decode(&bytes).expect("a text").text, arabic);
    }

    #[test]
    fn one_damaged_place_does_not_spoil_the_rest() {
        let text = "São Tomé, Bogotá, Ürümqi, Malmö, Zürich, Kraków, Łódź, Genève, Besançon";
        let mut bytes = text.as_bytes().to_vec();
        bytes.extend(b" and Sal\xe9");
        let decoded = decode(&bytes).expect("a text");
        assert_eq!(decoded.encoding, "UTF-8");
        assert!(decoded.text.starts_with(text) && decoded.text.ends_with("Sal\u{FFFD}"));
        assert_eq!(
            decoded.notes,
            ["1 place is not valid UTF-8 and shown as \u{FFFD}"]
        );
    }

    #[test]
    fn refuses_what_is_no_text() {
        for (bytes, reason) in [
            (&b""[..], "The file is empty"),
            (b" \r\n\t\n", "The file is empty"),
            (b"\xef\xbb\xbf\n", "The file is empty"),
            (
                b"%PDF-1.4 ...",
                "Not a document that can be read: a PDF file",
            ),
            (
                b"\x01\x02\x03abc\x04\x05\x06\x07",
                "Not a document that can be read: most of it is control characters",
            ),
            (
                b"abc\0\0\0\0\xfe\x01defgh\0\x01",
                "Not a document that can be read: it holds NUL bytes",
            ),
        ] {
            let error = decode(bytes).expect_err("no text");
            assert_eq!(error.to_string(), reason);
        }
        assert_eq!(
            check_size(LARGEST_TEXT + 1),
            Err(FormatError::TooLarge {
                megabytes: 65,
                limit_megabytes: 64
            })
        );
    }
}
