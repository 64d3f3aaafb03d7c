//! What is done with a PDF file before lopdf sees it: traps found that lopdf would unpack, and a table of objects made
//! for a file that lost its own.

use std::{collections::BTreeMap, io::Read};

use flate2::read::ZlibDecoder;
use memchr::memmem;

use crate::formats::FormatError;

/// How much the packed objects of a file may unpack to, in bytes.
const LARGEST_PACKED: u64 = 256 * 1024 * 1024;

/// How many streams of packed objects a file has at most; large ones have a few thousand.
const MOST_PACKED: usize = 100_000;

/// Refuses a file whose packed objects unpack to too much: lopdf unpacks them whole, all of them, as it opens a file.
pub fn check_packed_objects(bytes: &[u8]) -> Result<(), FormatError> {
    let excessive = |what: &str| {
        FormatError::Excessive(format!(
            "its packed objects {what}; {} MB is the most that is read",
            LARGEST_PACKED / (1024 * 1024)
        ))
    };
    let mut total = 0;
    let mut streams = 0;
    let mut buffer = vec![0; 64 * 1024];
    for at in memmem::find_iter(bytes, b"stream") {
        let head = bytes.get(at.saturating_sub(600)..at).unwrap_or_default();
        let start = memmem::rfind(head, b"obj").map_or(0, |start| start + 3);
        let dictionary = head.get(start..).unwrap_or_default();
        let has = |what: &[u8]| memmem::find(dictionary, what).is_some();
        // A name may be written with escapes, `/Obj#53tm`.
        let packed = has(b"ObjStm") || has(b"XRef") || has(b"#");
        if !packed || head.ends_with(b"end") {
            continue;
        }
        streams += 1;
        if streams > MOST_PACKED {
            return Err(excessive("are in too many streams"));
        }
        if memmem::find_iter(dictionary, b"Decode").count() > 2 || has(b"LZW") {
            return Err(excessive("are packed more than once"));
        }
        let body = bytes.get(at + 6..).unwrap_or_default();
        let body = body.strip_prefix(b"\r").unwrap_or(body);
        let body = body.strip_prefix(b"\n").unwrap_or(body);
        let mut inflated = ZlibDecoder::new(body).take(LARGEST_PACKED - total + 1);
        total += count(&mut inflated, &mut buffer);
        if total > LARGEST_PACKED {
            return Err(excessive("unpack to too much"));
        }
    }
    Ok(())
}

fn count(reader: &mut impl Read, buffer: &mut [u8]) -> u64 {
    let mut total = 0;
    while let Ok(read) = reader.read(buffer) {
        if read == 0 {
            break;
        }
        total += read as u64;
    }
    total
}

/// The file with a new table of objects, made by looking for the objects themselves; `None` when there are none, or no
/// catalog to begin with. For files that were cut off or changed by hand.
pub fn rebuild(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut objects: BTreeMap<u32, usize> = BTreeMap::new();
    let mut catalog = None;
    for at in memmem::find_iter(bytes, b" obj") {
        let Some((number, start)) = object_before(bytes, at) else {
            continue;
        };
        // The last one of a number is the newest.
        objects.insert(number, start);
        let head = bytes.get(at..bytes.len().min(at + 400)).unwrap_or_default();
        let end = memmem::find(head, b"endobj").unwrap_or(head.len());
        let head = head.get(..end).unwrap_or_default();
        if memmem::find(head, b"/Catalog").is_some() && memmem::find(head, b"/Pages").is_some() {
            catalog = Some(number);
        }
    }
    let root = match catalog {
        Some(number) => format!("/Root {number} 0 R"),
        // The catalog is packed among other objects; an old trailer may name it.
        None => reference(bytes, b"/Root")?,
    };
    let information = reference(bytes, b"/Info").unwrap_or_default();
    if memmem::find(bytes, b"/Encrypt").is_some() {
        return None;
    }
    let size = objects.keys().next_back()?.checked_add(1)?;
    if size > 10_000_000 {
        return None;
    }
    let offset = memmem::find(bytes, b"%PDF-").unwrap_or(0);
    let mut rebuilt = bytes.get(offset..)?.to_vec();
    rebuilt.extend_from_slice(b"\nendstream endobj\n");
    let start = rebuilt.len();
    let mut table = String::from("xref\n0 1\n0000000000 65535 f \n");
    for (number, at) in objects {
        if number > 0 && at >= offset {
            table.push_str(&format!("{number} 1\n{:010} 00000 n \n", at - offset));
        }
    }
    table.push_str(&format!(
        "trailer\n<</Size {size} {root} {information}>>\nstartxref\n{start}\n%%EOF\n"
    ));
    rebuilt.extend_from_slice(table.as_bytes());
    Some(rebuilt)
}

/// The number of the object whose ` obj` stands at `at`, and where it begins.
fn object_before(bytes: &[u8], at: usize) -> Option<(u32, usize)> {
    let head = bytes.get(at.saturating_sub(20)..at)?;
    let digits = |text: &[u8]| text.iter().rev().take_while(|b| b.is_ascii_digit()).count();
    let generation = digits(head);
    let rest = head.get(..head.len() - generation)?;
    let rest = rest.strip_suffix(b" ").filter(|_| generation > 0)?;
    let length = digits(rest);
    let number = std::str::from_utf8(rest.get(rest.len() - length..)?).ok()?;
    Some((number.parse().ok()?, at - generation - 1 - length))
}

/// The last `key n g R` in the file.
fn reference(bytes: &[u8], key: &[u8]) -> Option<String> {
    let at = memmem::rfind(bytes, key)?;
    let text = bytes.get(at..bytes.len().min(at + 40))?;
    let end = text.iter().position(|b| *b == b'R')?;
    let text = std::str::from_utf8(text.get(..=end)?).ok()?;
    let mut parts = text.get(key.len()..)?.split_whitespace();
    let number: u32 = parts.next()?.parse().ok()?;
    let generation: u16 = parts.next()?.parse().ok()?;
    Some(format!(
        "{} {number} {generation} R",
        std::str::from_utf8(key).ok()?
    ))
}
