//! Small fixed hashes: a trained model refers to features by number, so the numbers must never depend on the machine.

use std::hash::{BuildHasher, Hasher};

/// Mixes a value into a hash, as the finalizer of MurmurHash3 does (Austin Appleby, public domain).
#[must_use]
pub const fn mix(hash: u32, value: u32) -> u32 {
    let mut h = hash.rotate_left(13) ^ value.wrapping_mul(0xcc9e_2d51).rotate_left(15);
    h = (h ^ (h >> 16)).wrapping_mul(0x85eb_ca6b);
    h = (h ^ (h >> 13)).wrapping_mul(0xc2b2_ae35);
    h ^ (h >> 16)
}

/// FNV-1a over the bytes (Fowler, Noll, Vo; public domain), then mixed; never 0.
#[must_use]
pub fn text_hash(text: &str) -> u32 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in text.bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    #[expect(clippy::cast_possible_truncation, reason = "both halves are folded in")]
    let folded = mix((hash >> 32) as u32, hash as u32);
    folded | u32::from(folded == 0)
}

/// A quick hasher for tables that the program fills itself. Tables filled from a text use the standard library's seeded
/// hasher, so that no text can be written to make them slow.
#[derive(Clone, Copy, Debug, Default)]
pub struct WordHasher(u64);

impl Hasher for WordHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            for (to, from) in word.iter_mut().zip(chunk) {
                *to = *from;
            }
            self.write_u64(u64::from_le_bytes(word));
        }
    }

    fn write_u8(&mut self, value: u8) {
        self.write_u64(u64::from(value));
    }

    fn write_u32(&mut self, value: u32) {
        self.write_u64(u64::from(value));
    }

    fn write_u64(&mut self, value: u64) {
        let mixed = (self.0 ^ value).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 = mixed ^ (mixed >> 29);
    }
}

impl BuildHasher for WordHasher {
    type Hasher = Self;

    fn build_hasher(&self) -> Self {
        Self::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_are_fixed() {
        assert_eq!(text_hash("north"), text_hash("north"));
        assert_ne!(text_hash("north"), text_hash("south"));
        assert_ne!(mix(1, 2), mix(2, 1));
    }
}
