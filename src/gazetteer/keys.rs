//! The keys of a place, and the index from keys to places.
//!
//! The builder of the embedded file includes this file too, so that both kinds of files are looked up alike.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    fold::{fold, loosen, skeleton},
    layout::{self, BUCKET_STEP, BUCKETS},
};

/// Countries whose place names come into English from Arabic script in many spellings.
const ARABIC_SCRIPT: [&str; 28] = [
    "AE", "AF", "BH", "DJ", "DZ", "EG", "EH", "ER", "IL", "IQ", "IR", "JO", "KM", "KW", "LB", "LY",
    "MA", "MR", "OM", "PK", "PS", "QA", "SA", "SD", "SO", "SY", "TN", "YE",
];

/// A bucket's size is one byte.
const FULL: usize = 255;

/// A place's keys.
pub struct Keys {
    pub main: String,
    /// Other names, and loosened forms of Arabic ones.
    pub others: Vec<String>,
    /// Consonant skeletons of Arabic names.
    bones: BTreeSet<String>,
}

impl Keys {
    pub fn of(name: &str, others: &[String], country: &str) -> Self {
        let main = fold(name);
        let mut others: BTreeSet<String> = others.iter().map(|o| fold(o)).collect();
        let mut bones = BTreeSet::new();
        if ARABIC_SCRIPT.contains(&country) {
            let loose: Vec<String> = others.iter().chain([&main]).map(|k| loosen(k)).collect();
            bones = loose
                .iter()
                .map(|key| skeleton(key))
                .filter(|b| b.len() > 2 && b.is_ascii())
                .collect();
            others.extend(loose);
        }
        others.remove(&main);
        others.remove("");
        Self {
            main,
            others: others.into_iter().collect(),
            bones,
        }
    }
}

/// The index of all keys by hash: sizes of the buckets, offset of every [`BUCKET_STEP`]-th, and the entries. Where more
/// places share a bucket than it can hold, those with the largest `weight` stay.
pub fn buckets(places: &[Keys], weight: impl Fn(usize) -> u64) -> [Vec<u8>; 3] {
    let mut buckets: Vec<Vec<u32>> = vec![Vec::new(); BUCKETS];
    for (number, place) in (0_u32..).zip(places) {
        for key in place.others.iter().chain([&place.main]) {
            let (bucket, rest) = layout::bucket(key);
            if let Some(bucket) = buckets.get_mut(bucket) {
                bucket.push(number << 6 | u32::from(rest));
            }
        }
    }
    let (mut sizes, mut offsets, mut entries) = (Vec::new(), Vec::new(), Vec::new());
    for (number, bucket) in buckets.iter_mut().enumerate() {
        if number % BUCKET_STEP == 0 {
            offsets.extend(((entries.len() / 3) as u32).to_le_bytes());
        }
        bucket.sort_unstable();
        bucket.dedup();
        if bucket.len() > FULL {
            bucket.sort_by_key(|entry| std::cmp::Reverse(weight((entry >> 6) as usize)));
            bucket.truncate(FULL);
            bucket.sort_unstable();
        }
        sizes.push(bucket.len() as u8);
        for entry in bucket {
            let [a, b, c, _] = entry.to_le_bytes();
            entries.extend([a, b, c]);
        }
    }
    [sizes, offsets, entries]
}

/// Skeletons of Arabic names and the lists of places behind them.
pub fn bones(places: &[Keys]) -> Result<[Vec<u8>; 2], fst::Error> {
    let mut all: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (number, place) in places.iter().enumerate() {
        for bones in &place.bones {
            all.entry(bones).or_default().push(number);
        }
    }
    let mut map = fst::MapBuilder::memory();
    let mut lists = Vec::new();
    for (bones, numbers) in all {
        map.insert(bones, lists.len() as u64)?;
        count(&mut lists, numbers.len());
        for number in numbers {
            count(&mut lists, number);
        }
    }
    Ok([map.into_inner()?, lists])
}

/// Writes a number of seven bits a byte, lowest first (LEB128).
pub fn count(out: &mut Vec<u8>, number: usize) {
    let mut n = number;
    while n > 127 {
        out.push((n & 127) as u8 | 128);
        n >>= 7;
    }
    out.push(n as u8);
}

/// Writes a text after its length in bytes.
pub fn text(out: &mut Vec<u8>, text: &str) {
    count(out, text.len());
    out.extend(text.as_bytes());
}
