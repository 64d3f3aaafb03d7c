//! Which encoding a page is in: what its mark says, what its `<meta>` says as far as that can be true, else a guess.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::formats::{
    FormatError, ReadOptions,
    decode::{self, Decoded},
};

/// How far into a page its encoding is looked for, in bytes. Browsers stop at 1,024; pages saved with a comment or a
/// style before the head have it later.
const PRESCAN: usize = 8 * 1024;

/// Decodes a page. `stated` is what came with the page, such as a MIME header's charset.
///
/// # Errors
/// When the page is too large, empty, no text, or the encoding asked for is unknown.
pub fn decode(
    bytes: &[u8],
    stated: Option<&str>,
    options: &ReadOptions,
) -> Result<Decoded, FormatError> {
    if let Some(encoding) = &options.encoding {
        return decode::decode_as(bytes, encoding);
    }
    if Encoding::for_bom(bytes).is_none()
        && !bytes.get(..PRESCAN).unwrap_or(bytes).contains(&0)
        && let Some(encoding) = stated
            .and_then(|s| Encoding::for_label(s.as_bytes()))
            .or_else(|| in_head(bytes))
        && believable(encoding, bytes)
    {
        return decode::decode_as(bytes, encoding.name());
    }
    decode::decode_page(bytes)
}

/// Whether bytes can be in the encoding that a page claims. Programs that save pages write UTF-8 and leave the claim.
fn believable(encoding: &'static Encoding, bytes: &[u8]) -> bool {
    match std::str::from_utf8(bytes) {
        Ok(_) => encoding == UTF_8 || bytes.is_ascii(),
        Err(_) => encoding != UTF_8,
    }
}

/// The encoding that `<meta charset>` or `<meta http-equiv="Content-Type">` names.
fn in_head(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..PRESCAN).unwrap_or(bytes).to_ascii_lowercase();
    let mut at = 0;
    while let Some(found) = memchr::memmem::find(head.get(at..)?, b"<meta") {
        let start = at + found;
        let tag = head.get(start..)?;
        let end = memchr::memchr(b'>', tag).unwrap_or(tag.len());
        if let Some(encoding) = in_tag(tag.get(..end)?) {
            // A page that could be read so far is not in UTF-16, whatever it says.
            let wide = encoding == UTF_16LE || encoding == UTF_16BE;
            return Some(if wide {
                UTF_8
            } else if encoding.name() == "x-user-defined" {
                WINDOWS_1252
            } else {
                encoding
            });
        }
        at = start + end;
    }
    None
}

fn in_tag(tag: &[u8]) -> Option<&'static Encoding> {
    let at = memchr::memmem::find(tag, b"charset")?;
    let rest = tag.get(at + 7..)?.trim_ascii_start();
    let rest = rest.strip_prefix(b"=")?.trim_ascii_start();
    let rest = rest
        .strip_prefix(b"\"")
        .or(rest.strip_prefix(b"'"))
        .unwrap_or(rest);
    let end = rest
        .iter()
        .position(|b| b.is_ascii_whitespace() || b"\"';>/".contains(b))
        .unwrap_or(rest.len());
    Encoding::for_label(rest.get(..end)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(page: &[u8], encoding: &str, text: &str) {
        let decoded = decode(page, None, &ReadOptions::default()).expect("a page");
        assert_eq!(decoded.encoding, encoding);
        assert!(decoded.text.contains(text), "{}", decoded.text);
    }

    #[test]
    fn encodings_are_stated_or_guessed() {
        check(
            b"<meta charset=iso-8859-1><p>Caf\xe9",
            "windows-1252",
            "Café",
        );
        check(b"<meta http-equiv='Content-Type' content='text/html; charset=koi8-r'><p>\xd0\xcf\xd2\xd4", "KOI8-R", "порт");
        check(
            "<meta charset='iso-8859-1'><p>Café".as_bytes(),
            "UTF-8",
            "Café",
        );
        check(
            b"<meta charset=utf-8><p>Caf\xe9 in the harbor",
            "windows-1252",
            "Café",
        );
        check(
            b"\xef\xbb\xbf<meta charset=koi8-r><p>Caf\xc3\xa9",
            "UTF-8",
            "Café",
        );
        check(b"<meta charset=utf-16><p>Cafe", "UTF-8", "Cafe");
        let chosen = ReadOptions {
            encoding: Some("windows-1251".to_owned()),
            ..ReadOptions::default()
        };
        let decoded = decode(b"<meta charset=utf-8>\xcf", None, &chosen).expect("a page");
        assert!(decoded.text.ends_with('П'));
    }
}
