//! Short texts as codes for frequent pieces, readable one by one without unpacking the rest.
//!
//! A table of up to 255 pieces of one to eight bytes is learned from all texts; each byte of a squeezed text names a
//! piece, and [`LITERAL`] announces one byte as it is. The idea is that of Boncz, Neumann and Leis, "FSST: Fast
//! Random Access String Compression", PVLDB 13(11), 2020. The builder of the embedded file includes this file too.

/// The code before a byte that stands for itself.
pub const LITERAL: u8 = 255;

/// Hands the text behind `codes` to `take` piece by piece until it says no; `pieces` by code. Damaged codes are skipped.
pub fn unsqueeze(codes: &[u8], pieces: &[impl AsRef<[u8]>], mut take: impl FnMut(&[u8]) -> bool) {
    let mut rest = codes.iter();
    while let Some(code) = rest.next() {
        let piece = if *code == LITERAL {
            rest.as_slice().get(..1)
        } else {
            pieces.get(usize::from(*code)).map(AsRef::as_ref)
        };
        if *code == LITERAL {
            rest.next();
        }
        if !take(piece.unwrap_or_default()) {
            return;
        }
    }
}
