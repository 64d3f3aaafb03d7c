//! Which articles are versions of one text, and what differs between two of them. Values in, values out: the caller
//! reads texts and fingerprints and writes families.
//!
//! A text becomes overlapping runs of five folded words (shingles). A fingerprint keeps the smallest of their hashes: a
//! bottom-k MinHash sketch, which tells how much of a short text lies inside a long one as well as how alike two texts
//! of one length are. Articles that share hashes are looked at closely; what many stories share weighs little.

pub mod candidates;
pub mod compare;
pub mod facts;
pub mod grouping;
pub mod likeness;
pub mod pairing;
pub mod shingles;
pub mod wording;

pub use candidates::Index;
pub use grouping::{Edge, group};
pub use likeness::{Likeness, likeness};
pub use shingles::Fingerprint;

#[cfg(test)]
mod tests;
