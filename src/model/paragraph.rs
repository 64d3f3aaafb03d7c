//! Paragraphs of a reading text: blank lines stand between them.

/// Where the paragraphs end, as bytes of the text; the last ends with it.
#[must_use]
pub fn ends(text: &str) -> Vec<u32> {
    text.match_indices("\n\n")
        .filter_map(|(at, _)| u32::try_from(at).ok())
        .collect()
}

/// Number of the paragraph that a byte of the text stands in, from 0.
#[must_use]
pub fn of(ends: &[u32], at: u32) -> usize {
    ends.partition_point(|end| *end < at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_stands_in_the_paragraph_around_it() {
        let text = "One.\n\nTwo.\n\nThree.";
        let ends = ends(text);
        for (word, number) in [("One", 0), ("Two", 1), ("Three", 2)] {
            let at = text.find(word).and_then(|at| u32::try_from(at).ok());
            assert_eq!(at.map(|at| of(&ends, at)), Some(number));
        }
    }
}
