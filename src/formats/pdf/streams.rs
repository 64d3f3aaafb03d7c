//! A PDF's streams unpacked, within a budget for the whole file: lopdf itself unpacks without a limit.

use std::io::Read;

use flate2::read::{DeflateDecoder, ZlibDecoder};
use lopdf::{Dictionary, Document, Object, Stream};

/// The largest stream, unpacked, in bytes. A page of text has ten thousand, one drawn in detail a few million.
const LARGEST: usize = 64 * 1024 * 1024;

/// What reading one file may still cost.
pub struct Budget {
    /// Bytes to unpack.
    pub bytes: usize,
    /// Steps: tokens read, characters placed.
    pub steps: u64,
}

impl Budget {
    pub const fn new() -> Self {
        Self {
            bytes: 512 * 1024 * 1024,
            steps: 40_000_000,
        }
    }

    /// Takes steps; `false` when none are left.
    pub fn step(&mut self, steps: u64) -> bool {
        let left = self.steps.checked_sub(steps);
        self.steps = left.unwrap_or(0);
        left.is_some()
    }
}

/// The bytes a stream holds, as far as they can be unpacked. Empty for pictures and whatever else is no text.
pub fn unpack(document: &Document, stream: &Stream, budget: &mut Budget) -> Vec<u8> {
    let Ok(filter) = stream.dict.get(b"Filter").map(|f| resolve(document, f)) else {
        return stream.content.clone();
    };
    let filters: Vec<&[u8]> = match filter {
        Object::Name(name) => vec![name.as_slice()],
        Object::Array(names) => names
            .iter()
            .filter_map(|name| resolve(document, name).as_name().ok())
            .collect(),
        _ => Vec::new(),
    };
    let mut bytes = stream.content.clone();
    // No program packs a stream more than twice; each further time multiplies what a trap unpacks to.
    for filter in filters.iter().take(3) {
        let limit = LARGEST.min(budget.bytes);
        bytes = match *filter {
            b"FlateDecode" | b"Fl" => inflate(&bytes, limit),
            b"LZWDecode" | b"LZW" => lzw(&bytes, early_change(document, &stream.dict), limit),
            b"ASCII85Decode" | b"A85" => ascii85(&bytes),
            b"ASCIIHexDecode" | b"AHx" => hexadecimal(&bytes),
            b"RunLengthDecode" | b"RL" => run_length(&bytes, limit),
            b"Crypt" => bytes,
            _ => return Vec::new(),
        };
        budget.bytes = budget.bytes.saturating_sub(bytes.len());
    }
    bytes
}

/// What a reference leads to; chains of references end.
pub fn resolve<'d>(document: &'d Document, object: &'d Object) -> &'d Object {
    let mut object = object;
    for _ in 0..16 {
        let Object::Reference(id) = object else {
            return object;
        };
        match document.get_object(*id) {
            Ok(next) => object = next,
            Err(_) => return &Object::Null,
        }
    }
    &Object::Null
}

/// What a dictionary holds under a key, references followed.
pub fn lookup<'d>(document: &'d Document, dictionary: &'d Dictionary, key: &[u8]) -> &'d Object {
    match dictionary.get(key) {
        Ok(object) => resolve(document, object),
        Err(_) => &Object::Null,
    }
}

/// A number, whole or not.
pub fn number(object: &Object) -> Option<f64> {
    match object {
        Object::Integer(n) => {
            // No coordinate or width needs more digits than a float has.
            #[expect(clippy::cast_precision_loss, reason = "coordinates are small")]
            Some(*n as f64)
        }
        Object::Real(n) => Some(f64::from(*n)).filter(|n| n.is_finite()),
        _ => None,
    }
}

/// Inflates at most `limit` bytes, with a checksum that may be wrong and a header that may be missing.
pub fn inflate(bytes: &[u8], limit: usize) -> Vec<u8> {
    let limit = limit as u64;
    let mut unpacked = Vec::new();
    let _ = ZlibDecoder::new(bytes)
        .take(limit)
        .read_to_end(&mut unpacked);
    if unpacked.is_empty()
        && let Some(body) = bytes.get(2..)
    {
        let _ = DeflateDecoder::new(body)
            .take(limit)
            .read_to_end(&mut unpacked);
    }
    unpacked
}

fn early_change(document: &Document, dictionary: &Dictionary) -> bool {
    let parameters = match lookup(document, dictionary, b"DecodeParms") {
        Object::Array(list) => list.first().map_or(&Object::Null, |p| resolve(document, p)),
        other => other,
    };
    let change = parameters
        .as_dict()
        .ok()
        .and_then(|p| p.get(b"EarlyChange").ok());
    !matches!(change, Some(Object::Integer(0)))
}

fn lzw(bytes: &[u8], early: bool, limit: usize) -> Vec<u8> {
    const CLEAR: usize = 256;
    const END: usize = 257;
    let mut unpacked: Vec<u8> = Vec::new();
    // Each entry is a stretch of what was unpacked.
    let mut table: Vec<(usize, usize)> = Vec::new();
    let mut before: Option<(usize, usize)> = None;
    let (mut buffer, mut held, mut width) = (0_u32, 0_u32, 9_u32);
    for byte in bytes {
        buffer = buffer << 8 | u32::from(*byte);
        held += 8;
        if held < width {
            continue;
        }
        held -= width;
        let code = usize::try_from(buffer >> held & ((1 << width) - 1)).unwrap_or(END);
        buffer &= (1 << held) - 1;
        if code == END || unpacked.len() >= limit {
            break;
        }
        if code == CLEAR {
            table.clear();
            (width, before) = (9, None);
            continue;
        }
        let start = unpacked.len();
        if let Ok(byte) = u8::try_from(code) {
            unpacked.push(byte);
        } else if let Some((from, to)) = table.get(code - 258).copied() {
            unpacked.extend_from_within(from..to);
        } else if let Some((from, to)) = before {
            unpacked.extend_from_within(from..to);
            unpacked.extend_from_within(from..=from);
        } else {
            break;
        }
        if let Some((from, to)) = before
            && table.len() < 4_096 - 258
        {
            // The stretch before and the first byte of this one, which stand side by side.
            table.push((from, to + 1));
        }
        before = Some((start, unpacked.len()));
        let next = table.len() + 258 + usize::from(early) + 1;
        width = match next {
            0..=512 => 9,
            513..=1_024 => 10,
            1_025..=2_048 => 11,
            _ => 12,
        };
    }
    unpacked
}

fn ascii85(bytes: &[u8]) -> Vec<u8> {
    let mut unpacked = Vec::with_capacity(bytes.len() / 5 * 4);
    let (mut value, mut count) = (0_u32, 0_usize);
    for byte in bytes {
        match byte {
            b'~' => break,
            b'z' if count == 0 => unpacked.extend([0; 4]),
            b'!'..=b'u' => {
                value = value.wrapping_mul(85).wrapping_add(u32::from(byte - b'!'));
                count += 1;
                if count == 5 {
                    unpacked.extend(value.to_be_bytes());
                    (value, count) = (0, 0);
                }
            }
            _ => {}
        }
    }
    if count > 1 {
        for _ in count..5 {
            value = value.wrapping_mul(85).wrapping_add(84);
        }
        unpacked.extend(value.to_be_bytes().iter().take(count - 1));
    }
    unpacked
}

fn hexadecimal(bytes: &[u8]) -> Vec<u8> {
    let digits: Vec<u8> = bytes
        .iter()
        .take_while(|byte| **byte != b'>')
        .filter_map(|byte| char::from(*byte).to_digit(16))
        .filter_map(|digit| u8::try_from(digit).ok())
        .collect();
    digits
        .chunks(2)
        .map(|pair| pair.first().unwrap_or(&0) << 4 | pair.get(1).unwrap_or(&0))
        .collect()
}

fn run_length(bytes: &[u8], limit: usize) -> Vec<u8> {
    let mut unpacked = Vec::new();
    let mut at = 0;
    while let Some(length) = bytes.get(at).copied().map(usize::from) {
        at += 1;
        match length {
            0..=127 => {
                let end = bytes.len().min(at + length + 1);
                unpacked.extend_from_slice(bytes.get(at..end).unwrap_or_default());
                at = end;
            }
            128 => break,
            _ => {
                let byte = bytes.get(at).copied().unwrap_or_default();
                unpacked.extend(std::iter::repeat_n(byte, 257 - length));
                at += 1;
            }
        }
        if unpacked.len() >= limit {
            break;
        }
    }
    unpacked
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packed_streams_are_unpacked() {
        // The example of the PDF specification, 7.4.4.2.
        let packed = [0x80, 0x0B, 0x60, 0x50, 0x22, 0x0C, 0x0C, 0x85, 0x01];
        assert_eq!(
            lzw(&packed, true, 100),
            [45, 45, 45, 45, 45, 65, 45, 45, 45, 66]
        );
        assert_eq!(ascii85(b"87cUR D]j7BEbo80~>"), b"Hello world!");
        assert_eq!(hexadecimal(b"48 65 6C6c 6F>00"), b"Hello");
        assert_eq!(
            run_length(&[2, b'a', b'b', b'c', 254, b'x', 128, 9], 100),
            b"abcxxx"
        );
    }
}
