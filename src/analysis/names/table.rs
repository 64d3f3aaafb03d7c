//! A hash table from hashes to small values: made once when a model is read, then only asked.

/// Open addressing with linear probing. The keys are hashes already and are used as they are.
#[derive(Clone, Debug)]
pub struct Table<V> {
    /// A key of 0 marks a free slot.
    slots: Vec<(u32, V)>,
    mask: usize,
}

impl<V: Copy + Default> Table<V> {
    /// A table of these entries; of two with one key the first counts. An entry with key 0 is never found.
    #[must_use]
    pub fn new(entries: &[(u32, V)]) -> Self {
        let size = (entries.len() * 2).next_power_of_two().max(16);
        let mut out = Self {
            slots: vec![(0, V::default()); size],
            mask: size - 1,
        };
        for (key, value) in entries {
            let mut at = *key as usize & out.mask;
            while out.slots.get(at).is_some_and(|s| s.0 != 0) {
                at = (at + 1) & out.mask;
            }
            if let Some(slot) = out.slots.get_mut(at) {
                *slot = (*key, *value);
            }
        }
        out
    }

    /// The value of a key.
    #[must_use]
    pub fn get(&self, key: u32) -> Option<V> {
        let mut at = key as usize & self.mask;
        loop {
            match self.slots.get(at) {
                Some((found, value)) if *found == key && key != 0 => return Some(*value),
                Some((0, _)) | None => return None,
                _ => at = (at + 1) & self.mask,
            }
        }
    }
}

impl<V: Copy + Default> Default for Table<V> {
    fn default() -> Self {
        Self::new(&[])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_is_there_and_nothing_else() {
        let entries: Vec<(u32, u32)> = (1..100).map(|k| (k * 64, k)).collect();
        let table = Table::new(&entries);
        for (key, value) in &entries {
            assert_eq!(table.get(*key), Some(*value));
            assert_eq!(table.get(key + 1), None);
        }
        assert_eq!(table.get(0), None);
        assert_eq!(Table::<u8>::default().get(5), None);
    }
}
