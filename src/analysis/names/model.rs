//! The trained model as a file: weights of features, costs of steps between labels, tables of words.
//!
//! Layout after inflating (deflate, as in RFC 1951): the bytes `DLNAMES1`; word table; place names; coarse clusters;
//! steps; weights. Tables are sorted by hash and store the difference to the hash before as a LEB128 number.

use std::io::{Read, Write};

use super::{
    ModelError,
    decode::Transitions,
    labels::{LABELS, Scores},
    lexicon::{Flags, GIVEN, Lexicon, SURNAME, WordClass},
    table::Table,
};

const MAGIC: &[u8; 8] = b"DLNAMES1";

/// Largest size a model may inflate to, so that damaged bytes cannot fill the memory.
const LARGEST: u64 = 64 << 20;

/// Weights of one feature, padded to a size that is quick to add.
const ROW: usize = 20;

/// Everything the trainer hands over.
#[derive(Clone, Debug)]
pub struct Parts {
    /// By word hash.
    pub words: Vec<(u32, WordClass)>,
    /// By phrase hash.
    pub phrases: Vec<(u32, u8)>,
    pub coarse: Vec<u8>,
    /// Steps of the first and of the second pass.
    pub steps: [[Scores; LABELS]; 2],
    /// Weights by feature, in units of `scale`.
    pub weights: Vec<(u32, [i8; LABELS])>,
    /// What one unit of the weights means.
    pub scale: f32,
}

/// A model ready for use.
pub struct Model {
    pub lexicon: Lexicon,
    pub steps: [Transitions; 2],
    scale: f32,
    /// Row of each feature.
    features: Table<u32>,
    rows: Vec<[i8; ROW]>,
}

impl Model {
    /// Decodes a model file.
    ///
    /// # Errors
    /// When the bytes are no model of this version.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ModelError> {
        Ok(Self::new(Parts::from_bytes(bytes)?))
    }

    /// A model from its parts.
    #[must_use]
    pub fn new(parts: Parts) -> Self {
        let mut rows = Vec::with_capacity(parts.weights.len());
        let mut features = Vec::with_capacity(parts.weights.len());
        for (row, (feature, weights)) in (0..).zip(&parts.weights) {
            features.push((*feature, row));
            let mut padded = [0; ROW];
            for (to, from) in padded.iter_mut().zip(weights) {
                *to = *from;
            }
            rows.push(padded);
        }
        Self {
            lexicon: Lexicon::new(&parts.words, &parts.phrases, parts.coarse),
            steps: parts.steps.map(Transitions::new),
            scale: parts.scale,
            features: Table::new(&features),
            rows,
        }
    }

    /// Adds the weights of a feature to `sum`.
    pub fn add(&self, feature: u32, sum: &mut Sum) {
        let row = self.features.get(feature);
        if let Some(row) = row.and_then(|row| self.rows.get(row as usize)) {
            for (to, from) in sum.0.iter_mut().zip(row) {
                *to += i32::from(*from);
            }
        }
    }

    /// The scores a sum of weights stands for.
    #[must_use]
    pub fn scores(&self, sum: &Sum) -> Scores {
        let mut out = [0.0; LABELS];
        for (to, from) in out.iter_mut().zip(sum.0) {
            #[expect(
                clippy::cast_precision_loss,
                reason = "a sum of some hundred bytes is exact in f32"
            )]
            let value = from as f32;
            *to = value * self.scale;
        }
        out
    }
}

/// A running sum of weights.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sum([i32; ROW]);

impl Parts {
    /// Takes a model file apart.
    ///
    /// # Errors
    /// When the bytes are no model of this version.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ModelError> {
        let mut plain = Vec::new();
        flate2::read::DeflateDecoder::new(bytes)
            .take(LARGEST)
            .read_to_end(&mut plain)
            .map_err(|e| ModelError(e.to_string()))?;
        Cursor(&plain)
            .parts()
            .ok_or_else(|| ModelError("it ends too soon".to_owned()))
    }

    /// The model file.
    ///
    /// # Errors
    /// When a table is too long for the format.
    pub fn to_bytes(mut self) -> Result<Vec<u8>, std::io::Error> {
        let too_long = |_| std::io::Error::other("a table of the name model is too long");
        let mut out = MAGIC.to_vec();
        self.words.sort_unstable_by_key(|w| w.0);
        self.phrases.sort_unstable_by_key(|p| p.0);
        self.weights.sort_unstable_by_key(|w| w.0);
        // Columns of one kind side by side compress better than rows of mixed kinds.
        out.extend(
            u32::try_from(self.words.len())
                .map_err(too_long)?
                .to_le_bytes(),
        );
        hashes(self.words.iter().map(|w| w.0), &mut out);
        out.extend(self.words.iter().flat_map(|w| w.1.cluster.to_le_bytes()));
        out.extend(self.words.iter().map(|w| w.1.tendency));
        out.extend(
            self.words.iter().map(|w| {
                u8::from(w.1.flags & GIVEN != 0) | u8::from(w.1.flags & SURNAME != 0) << 1
            }),
        );
        out.extend(
            u32::try_from(self.phrases.len())
                .map_err(too_long)?
                .to_le_bytes(),
        );
        hashes(self.phrases.iter().map(|p| p.0), &mut out);
        out.extend(self.phrases.iter().map(|p| p.1));
        out.extend(
            u32::try_from(self.coarse.len())
                .map_err(too_long)?
                .to_le_bytes(),
        );
        out.extend(&self.coarse);
        for score in self.steps.iter().flatten().flatten() {
            out.extend(score.to_le_bytes());
        }
        out.extend(self.scale.to_le_bytes());
        out.extend(
            u32::try_from(self.weights.len())
                .map_err(too_long)?
                .to_le_bytes(),
        );
        hashes(self.weights.iter().map(|w| w.0), &mut out);
        for label in 0..LABELS {
            #[expect(clippy::cast_sign_loss, reason = "stored as two's complement")]
            out.extend(
                self.weights
                    .iter()
                    .map(|w| w.1.get(label).copied().unwrap_or_default() as u8),
            );
        }
        let mut packer =
            flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::best());
        packer.write_all(&out)?;
        packer.finish()
    }
}

fn hashes(sorted: impl Iterator<Item = u32>, out: &mut Vec<u8>) {
    let mut before = 0;
    for hash in sorted {
        let mut step = hash - before;
        before = hash;
        while step >= 0x80 {
            out.push(step.to_le_bytes()[0] | 0x80);
            step >>= 7;
        }
        out.push(step.to_le_bytes()[0]);
    }
}

/// Reads the inflated file from front to back; every step gives `None` where it ends too soon.
struct Cursor<'b>(&'b [u8]);

impl<'b> Cursor<'b> {
    fn take(&mut self, len: usize) -> Option<&'b [u8]> {
        let (head, tail) = self.0.split_at_checked(len)?;
        self.0 = tail;
        Some(head)
    }

    fn number(&mut self) -> Option<u32> {
        Some(u32::from_le_bytes(self.take(4)?.try_into().ok()?))
    }

    fn count(&mut self) -> Option<usize> {
        // Each entry takes at least a byte, so that a damaged count cannot ask for more memory than the file has.
        let count = self.number()? as usize;
        (count <= self.0.len()).then_some(count)
    }

    fn float(&mut self) -> Option<f32> {
        Some(f32::from_le_bytes(self.take(4)?.try_into().ok()?)).filter(|f| f.is_finite())
    }

    fn hashes(&mut self, count: usize) -> Option<Vec<u32>> {
        let mut out = Vec::with_capacity(count);
        let mut hash = 0_u32;
        for _ in 0..count {
            let mut step = 0_u32;
            let mut shift = 0;
            loop {
                let (byte, tail) = self.0.split_first()?;
                self.0 = tail;
                step |= u32::from(byte & 0x7f).checked_shl(shift)?;
                shift += 7;
                if byte & 0x80 == 0 {
                    break;
                }
            }
            hash = hash.wrapping_add(step);
            out.push(hash);
        }
        Some(out)
    }

    fn parts(&mut self) -> Option<Parts> {
        if self.take(MAGIC.len())? != MAGIC {
            return None;
        }
        let count = self.count()?;
        let keys = self.hashes(count)?;
        let clusters = self.take(count * 2)?;
        let tendencies = self.take(count)?;
        let flags = self.take(count)?;
        let words = keys
            .into_iter()
            .zip(clusters.chunks_exact(2))
            .zip(tendencies.iter().zip(flags))
            .map(|((key, cluster), (tendency, flags))| {
                let mut known: Flags = 0;
                known |= if flags & 1 != 0 { GIVEN } else { 0 };
                known |= if flags & 2 != 0 { SURNAME } else { 0 };
                let cluster = u16::from_le_bytes([cluster[0], cluster[1]]);
                (
                    key,
                    WordClass {
                        cluster,
                        tendency: *tendency,
                        flags: known,
                    },
                )
            })
            .collect();
        let count = self.count()?;
        let keys = self.hashes(count)?;
        let phrases = keys
            .into_iter()
            .zip(self.take(count)?.iter().copied())
            .collect();
        let count = self.count()?;
        let coarse = self.take(count)?.to_vec();
        let mut steps = [[[0.0; LABELS]; LABELS]; 2];
        for score in steps.iter_mut().flatten().flatten() {
            *score = self.float()?;
        }
        let scale = self.float()?;
        let count = self.count()?;
        let keys = self.hashes(count)?;
        let mut columns = [&[][..]; LABELS];
        for column in &mut columns {
            *column = self.take(count)?;
        }
        let weights = keys
            .into_iter()
            .enumerate()
            .map(|(row, key)| {
                let weight =
                    |label: &[u8]| i8::from_le_bytes([label.get(row).copied().unwrap_or(0)]);
                (key, columns.map(weight))
            })
            .collect();
        Some(Parts {
            words,
            phrases,
            coarse,
            steps,
            weights,
            scale,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn small() -> Parts {
        Parts {
            words: vec![(
                7,
                WordClass {
                    cluster: 300,
                    tendency: 4,
                    flags: GIVEN,
                },
            )],
            phrases: vec![(9, 2), (4_000_000_000, 1)],
            coarse: vec![0, 1],
            steps: [[[0.5; LABELS]; LABELS]; 2],
            weights: vec![(1, [3; LABELS]), (0x8000_0001, [-4; LABELS])],
            scale: 0.5,
        }
    }

    #[test]
    fn comes_back_from_bytes() {
        let model = Model::from_bytes(&small().to_bytes().unwrap()).unwrap();
        assert_eq!(model.lexicon.phrase(4_000_000_000), Some(1));
        let mut sum = Sum::default();
        model.add(1, &mut sum);
        model.add(0x8000_0001, &mut sum);
        model.add(2, &mut sum);
        assert!(
            model
                .scores(&sum)
                .iter()
                .all(|s| (*s + 0.5).abs() < f32::EPSILON)
        );
    }

    #[test]
    fn damaged_bytes_are_refused() {
        let bytes = small().to_bytes().unwrap();
        for end in 0..bytes.len() {
            assert!(Model::from_bytes(&bytes[..end]).is_err(), "{end}");
        }
        assert!(Model::from_bytes(b"no model").is_err());
    }
}
