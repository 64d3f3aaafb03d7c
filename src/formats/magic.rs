//! Files that are no text, told by their first bytes, so that a refusal can name what the file is.

/// First bytes of kinds of files, longest or most telling first. From the `file` program's public list of signatures
/// and the formats' own specifications.
const SIGNATURES: &[(&[u8], &str)] = &[
    (b"%PDF-", "a PDF file"),
    (b"{\\rtf", "an RTF document"),
    (b"SQLite format 3\0", "a SQLite database"),
    (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF87a", "a GIF picture"),
    (b"GIF89a", "a GIF picture"),
    (b"II*\0", "a TIFF picture"),
    (b"MM\0*", "a TIFF picture"),
    (b"8BPS", "a Photoshop picture"),
    (b"\x7fELF", "a Linux program"),
    (b"\xca\xfe\xba\xbe", "a compiled program"),
    (b"\xcf\xfa\xed\xfe", "a macOS program"),
    (b"\xce\xfa\xed\xfe", "a macOS program"),
    (b"\0asm", "a WebAssembly program"),
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "an old Office document (save it as DOCX or XLSX) or an Outlook message (save it as EML)",
    ),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\0", "an xz archive"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"ID3", "an MP3 recording"),
    (b"OggS", "an Ogg recording"),
    (b"fLaC", "a FLAC recording"),
    (b"PAR1", "a Parquet table"),
    (b"wOFF", "a font"),
    (b"wOF2", "a font"),
    (b"\0\x01\0\0\0", "a font"),
    (b"OTTO\0", "a font"),
];

/// Signatures short enough to begin an ordinary text; believed only where the bytes hold NUL as well.
const SHORT_SIGNATURES: &[(&[u8], &str)] = &[
    (b"MZ", "a Windows program"),
    (b"BM", "a bitmap picture"),
    (b"\0\0\x01\0", "an icon"),
];

/// What the file is when it is no text, such as `a PDF file`; `None` when its first bytes do not tell.
#[must_use]
pub fn kind(bytes: &[u8]) -> Option<&'static str> {
    if let Some((_, kind)) = SIGNATURES
        .iter()
        .find(|(start, _)| bytes.starts_with(start))
    {
        return Some(kind);
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return Some(zip_kind(bytes));
    }
    if bytes.starts_with(b"RIFF") && bytes.len() >= 12 {
        return Some(match bytes.get(8..12) {
            Some(b"WEBP") => "a WebP picture",
            Some(b"AVI ") => "a video",
            _ => "a sound recording",
        });
    }
    if bytes.get(4..8) == Some(b"ftyp") {
        return Some("a video or picture (MP4 or HEIF)");
    }
    if is_web_page(bytes) {
        return Some("a web page");
    }
    let head = bytes.get(..512).unwrap_or(bytes);
    if head.contains(&0) {
        return SHORT_SIGNATURES
            .iter()
            .find(|(start, _)| bytes.starts_with(start))
            .map(|(_, kind)| *kind);
    }
    None
}

/// Office documents and e-books are ZIP archives; the names of their first members tell them apart.
fn zip_kind(bytes: &[u8]) -> &'static str {
    let head = bytes.get(..4096).unwrap_or(bytes);
    let holds = |name: &[u8]| memchr::memmem::find(head, name).is_some();
    if holds(b"word/") {
        "a Word document"
    } else if holds(b"xl/") {
        "an Excel workbook"
    } else if holds(b"ppt/") {
        "a PowerPoint file"
    } else if holds(b"application/epub") {
        "an EPUB book"
    } else if holds(b"opendocument.text") {
        "an OpenDocument text"
    } else {
        "a ZIP archive"
    }
}

fn is_web_page(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let start = bytes.trim_ascii_start();
    let begins = |with: &[u8]| {
        start
            .get(..with.len())
            .is_some_and(|head| head.eq_ignore_ascii_case(with))
    };
    begins(b"<!doctype html") || begins(b"<html")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_what_a_file_is() {
        for (bytes, expected) in [
            (&b"%PDF-1.7\n"[..], Some("a PDF file")),
            (b"PK\x03\x04....word/document.xml", Some("a Word document")),
            (b"PK\x03\x04....notes.txt", Some("a ZIP archive")),
            (b"\xff\xd8\xff\xe0", Some("a JPEG picture")),
            (b"RIFF\x10\0\0\0WEBPVP8 ", Some("a WebP picture")),
            (b"\n <!DOCTYPE HTML>", Some("a web page")),
            (b"BMW said on Friday that", None),
            (b"BM\x36\x00\x0c\x00", Some("a bitmap picture")),
            (b"MZUZU, Malawi - Farmers", None),
            (b"", None),
        ] {
            assert_eq!(
                kind(bytes),
                expected,
                "{:?}",
                bytes.escape_ascii().to_string()
            );
        }
    }
}
