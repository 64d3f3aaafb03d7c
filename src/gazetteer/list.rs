//! A list of place names that the user added, opened to be looked up.

use super::{bytes::Reader, file::File, layout::LIST_MAGIC};

/// Place names of the user's own; see [`super::ListBuilder`] for how they are made.
#[derive(Debug)]
pub struct PlaceList {
    name: String,
    pub(super) parts: Vec<File>,
}

impl PlaceList {
    /// Opens a list, whose ids are `user:NAME:…`; `None` when it is damaged. Nothing is unpacked.
    #[must_use]
    pub fn open(name: &str, bytes: &[u8]) -> Option<Self> {
        let mut reader = Reader::new(bytes);
        if reader.take(LIST_MAGIC.len())? != LIST_MAGIC {
            return None;
        }
        let count = usize::try_from(reader.u32()?).ok()?;
        let lengths: Option<Vec<usize>> = (0..count.min(bytes.len()))
            .map(|_| usize::try_from(reader.u32()?).ok())
            .collect();
        let mut parts = Vec::new();
        for length in lengths? {
            parts.push(File::open(reader.take(length)?.to_vec())?);
        }
        reader.is_empty().then(|| Self {
            name: name.to_owned(),
            parts,
        })
    }

    /// What the user calls it.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Number of places.
    #[must_use]
    pub fn len(&self) -> usize {
        self.parts.iter().map(File::len).sum()
    }

    /// Whether it holds no place.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}
