//! How places lie in `assets/gazetteer/gazetteer.bin`. The builder includes this file too.
#![allow(
    dead_code,
    reason = "the program only unpacks and the builder only packs"
)]

/// First bytes of the file; the digit is the layout's version.
pub const MAGIC: &[u8; 8] = b"DLPLACE1";

/// First bytes of a part of a list that the user added: the same sections, but names are neither squeezed (there are no
/// pieces) nor grouped (there is an offset for each), and each name has the source's id behind it after [`BETWEEN`].
pub const PLAIN_MAGIC: &[u8; 8] = b"DLPLACE2";

/// First bytes of a list: the number of its parts and their lengths follow, four bytes each, then the parts.
pub const LIST_MAGIC: &[u8; 8] = b"DLNAMES1";

/// Bytes of one record: GeoNames id (3), position and kind (6), population (2).
pub const RECORD: usize = 11;

/// Sections of the file, in order. They follow the table of their lengths (`u32` each, little-endian).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// Records, sorted by country, region, population (largest first).
    Records,
    /// Country (2 bytes), region code, first record, record of the region itself plus 1 (0: none).
    Regions,
    /// Record and radius in km of places that are areas.
    Radii,
    /// Pieces of squeezed names: length and bytes of each.
    NamePieces,
    /// Squeezed names in the order of the records, each with [`END`] after it.
    Names,
    /// Offset into `Names` of every [`STEP`]-th name, four bytes each.
    NameOffsets,
    /// Pieces of squeezed other names.
    OtherPieces,
    /// Other names, folded and squeezed: [`BETWEEN`] between those of a record, [`END`] after the last.
    Others,
    /// Offset into `Others` of every [`STEP`]-th record, four bytes each.
    OtherOffsets,
    /// Number of entries in each of [`BUCKETS`] buckets, one byte each.
    BucketSizes,
    /// Entries before every [`BUCKET_STEP`]-th bucket, four bytes each.
    BucketOffsets,
    /// By bucket of a key's hash: record (18 bits) and 6 more bits of the hash, in three bytes.
    Buckets,
    /// An fst map from the consonants of Arabic names to offsets into `BoneLists`.
    Bones,
    /// Lists of records: length, then the records.
    BoneLists,
    /// Words for people and things of a country: word, code.
    Demonyms,
}

/// Number of sections.
pub const SECTIONS: usize = 15;

/// Ends the names of a record.
pub const END: u8 = b'\n';

/// Stands between the names of a record.
pub const BETWEEN: u8 = b'\t';

/// Names are found by the offset of every this many-th record.
pub const STEP: usize = 16;

/// Number of buckets of the index of keys.
pub const BUCKETS: usize = 1 << 17;

/// Buckets are found by the offset of every this many-th bucket.
pub const BUCKET_STEP: usize = 32;

/// The bucket of a key and six more bits that tell most other keys of the bucket apart (FNV-1a, 64 bits).
#[must_use]
pub fn bucket(key: &str) -> (usize, u8) {
    let mut hash = 0xCBF2_9CE4_8422_2325_u64;
    for byte in key.bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01B3);
    }
    hash ^= hash >> 29;
    let bucket = (hash >> 20) as usize % BUCKETS;
    (bucket, (hash & 63) as u8)
}

/// Words for what a place is, by kind.
pub const KINDS: [&str; 24] = [
    "city",
    "capital",
    "region",
    "county",
    "country",
    "continent",
    "sea",
    "area",
    "mountains",
    "mountain",
    "river",
    "lake",
    "island",
    "desert",
    "village",
    "town",
    "district",
    "landmark",
    "park",
    "canal",
    "strait",
    "bay",
    "pass",
    // What nobody says more of; lists only.
    "place",
];

/// Packs a position to 4 decimal places (11 m) and a kind into 6 bytes.
#[must_use]
pub fn pack_place(lat: f64, lon: f64, kind: u8) -> [u8; 6] {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "both are in range by clamping"
    )]
    let grid =
        |degrees: f64, limit: f64| ((degrees.clamp(-limit, limit) + limit) * 1e4).round() as u64;
    let bits = grid(lat, 90.0) << 27 | grid(lon, 180.0) << 5 | u64::from(kind);
    let [a, b, c, d, e, f, _, _] = bits.to_le_bytes();
    [a, b, c, d, e, f]
}

/// Latitude, longitude and kind from 6 bytes.
#[must_use]
pub fn unpack_place(bytes: [u8; 6]) -> (f64, f64, u8) {
    let [a, b, c, d, e, f] = bytes;
    let bits = u64::from_le_bytes([a, b, c, d, e, f, 0, 0]);
    #[expect(clippy::cast_precision_loss, reason = "22 bits fit")]
    let degrees = |n: u64, limit: f64| (n as f64 - limit * 1e4) / 1e4;
    (
        degrees(bits >> 27, 90.0),
        degrees(bits >> 5 & 0x3F_FFFF, 180.0),
        (bits & 31) as u8,
    )
}

/// Packs a population into 11 significant bits and an exponent.
#[must_use]
pub fn pack_population(population: u64) -> [u8; 2] {
    let mut exponent = 0_u16;
    let mut digits = population;
    while digits > 0x7FF {
        digits >>= 1;
        exponent += 1;
    }
    (exponent << 11 | (digits & 0x7FF) as u16).to_le_bytes()
}

/// A population as packed, to about 0.05 %.
#[must_use]
pub fn unpack_population(bytes: [u8; 2]) -> u64 {
    let bits = u16::from_le_bytes(bytes);
    u64::from(bits & 0x7FF) << (bits >> 11)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_go_both_ways() {
        for (lat, lon, kind) in [
            (0.0, 0.0, 0),
            (90.0, 180.0, 22),
            (-90.0, -180.0, 1),
            (32.8874, 13.1873, 4),
        ] {
            let (lat2, lon2, kind2) = unpack_place(pack_place(lat, lon, kind));
            assert!((lat - lat2).abs() < 1e-4 && (lon - lon2).abs() < 1e-4 && kind == kind2);
        }
    }

    #[test]
    fn populations_go_both_ways() {
        for population in [0, 1, 2047, 2048, 8_804_190, 1_400_000_000] {
            let back = unpack_population(pack_population(population));
            assert!(
                population.abs_diff(back) * 1000 <= population,
                "{population} {back}"
            );
        }
    }
}
