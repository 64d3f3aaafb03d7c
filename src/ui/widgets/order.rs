//! One line of words of which some run from right to left, in the order egui has to be given them: it shapes such words
//! rightly, but sets what it shapes from left to right.

use std::borrow::Cow;

use unicode_bidi::BidiInfo;
use unicode_segmentation::UnicodeSegmentation as _;

use crate::ui::bidi::{mirrored, turns};

/// The words as they are seen from left to right, but each word of letters that run to the left, and each number in
/// Arabic digits, the way the shaper turns it.
pub fn seen(words: &str) -> Cow<'_, str> {
    if !turns(words) {
        return Cow::Borrowed(words);
    }
    let info = BidiInfo::new(words, None);
    let mut out = String::with_capacity(words.len());
    for paragraph in &info.paragraphs {
        let (levels, runs) = info.visual_runs(paragraph, paragraph.range.clone());
        for run in runs {
            let leftwards = levels
                .get(run.start)
                .is_some_and(unicode_bidi::Level::is_rtl);
            let parts = parts(words.get(run).unwrap_or_default());
            if leftwards {
                for (part, turned) in parts.into_iter().rev() {
                    if turned {
                        out.push_str(part);
                    } else {
                        out.extend(part.chars().map(mirrored));
                    }
                }
            } else {
                for (part, turned) in parts {
                    if turned {
                        out.extend(part.graphemes(true).rev());
                    } else {
                        out.push_str(part);
                    }
                }
            }
        }
    }
    Cow::Owned(out)
}

/// Cuts a text into stretches that the shaper turns, as it has them in one font, and single other characters.
fn parts(text: &str) -> Vec<(&str, bool)> {
    let mut parts: Vec<(&str, bool)> = Vec::new();
    let mut start = None;
    for (at, cluster) in text.grapheme_indices(true) {
        let letter = cluster.chars().next().unwrap_or(' ');
        if turns(cluster) && !matches!(letter, '\u{200F}' | '\u{202B}' | '\u{202E}' | '\u{2067}') {
            start.get_or_insert(at);
            continue;
        }
        if let Some(from) = start.take() {
            parts.push((text.get(from..at).unwrap_or_default(), true));
        }
        parts.push((cluster, false));
    }
    if let Some(from) = start {
        parts.push((text.get(from..).unwrap_or_default(), true));
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_come_in_the_order_they_are_seen() {
        for (words, expected) in [
            ("Zāwiya, 2011", "Zāwiya, 2011"),
            ("شاحنات المياه", "المياه شاحنات"),
            ("في 2011 مارس", "مارس 2011 في"),
            ("يفرن (ليبيا)", "(ليبيا) يفرن"),
            ("He said السلام عليكم here", "He said عليكم السلام here"),
            // The shaper turns a number in Arabic digits, so it is given backwards.
            ("عام ٢٠١١", "١١٠٢ عام"),
        ] {
            assert_eq!(seen(words), expected, "{words}");
        }
    }
}
