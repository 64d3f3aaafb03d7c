//! Learns the pieces of `gazetteer::squeeze` and writes texts with them.

use std::collections::HashMap;

#[path = "../../src/gazetteer/squeeze.rs"]
mod squeeze;

use squeeze::LITERAL;

/// A learned table of pieces.
pub struct Squeezer {
    pub pieces: Vec<Vec<u8>>,
    codes: HashMap<Vec<u8>, u8>,
}

impl Squeezer {
    /// Learns up to 255 pieces: starting from nothing, each round joins neighbors that occur together often.
    pub fn learn(texts: &[String]) -> Self {
        let mut squeezer = Self {
            pieces: Vec::new(),
            codes: HashMap::new(),
        };
        for _ in 0..10 {
            let mut gains: HashMap<Vec<u8>, u64> = HashMap::new();
            for text in texts.iter().step_by(2) {
                let parts = squeezer.parts(text.as_bytes());
                for (n, part) in parts.iter().enumerate() {
                    // A piece saves all its bytes but one; a byte of its own saves the announcement.
                    *gains.entry(part.to_vec()).or_default() += (part.len() as u64).max(1);
                    if let Some(next) = parts.get(n + 1) {
                        let joined = [*part, next].concat();
                        if joined.len() <= 8 {
                            *gains.entry(joined.clone()).or_default() += joined.len() as u64;
                        }
                    }
                }
            }
            let mut best: Vec<(Vec<u8>, u64)> = gains.into_iter().collect();
            best.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
            best.truncate(255);
            squeezer.pieces = best.into_iter().map(|(piece, _)| piece).collect();
            squeezer.codes = (0..)
                .zip(&squeezer.pieces)
                .map(|(n, p)| (p.clone(), n))
                .collect();
        }
        squeezer
    }

    fn parts<'t>(&self, mut text: &'t [u8]) -> Vec<&'t [u8]> {
        let mut parts = Vec::new();
        while !text.is_empty() {
            let longest = (1..=text.len().min(8))
                .rev()
                .find(|n| self.codes.contains_key(&text[..*n]));
            let (part, rest) = text.split_at(longest.unwrap_or(1));
            parts.push(part);
            text = rest;
        }
        parts
    }

    /// The text as codes.
    pub fn squeeze(&self, text: &str) -> Vec<u8> {
        let mut codes = Vec::new();
        for part in self.parts(text.as_bytes()) {
            match self.codes.get(part) {
                Some(code) => codes.push(*code),
                None => codes.extend([LITERAL, part[0]]),
            }
        }
        let pieces: Vec<&[u8]> = self.pieces.iter().map(Vec::as_slice).collect();
        let mut back: Vec<u8> = Vec::new();
        squeeze::unsqueeze(&codes, &pieces, |piece| {
            back.extend(piece);
            true
        });
        assert_eq!(back, text.as_bytes(), "squeezing lost something");
        codes
    }
}
