//! Captions and the credits of photographers and picture agencies.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

use crate::analysis::metadata::{agencies, outlets};

/// The longest caption, in bytes.
const LONGEST: usize = 500;

/// What a caption calls its picture at its end, in small letters: `… in this May 3, 2010 file photo.`
const PICTURES: &[&str] = &[
    "file photo",
    "file photograph",
    "file picture",
    "file image",
    "handout photo",
    "handout photograph",
    "handout picture",
    "handout image",
    "undated photo",
    "undated picture",
    "undated image",
    "image grab",
    "video grab",
    "frame grab",
    "screen grab",
    "screengrab",
];

/// Words for a picture after "in this", in small letters.
const PICTURE_WORDS: &[&str] = &[
    "photo",
    "photograph",
    "picture",
    "image",
    "handout",
    "screengrab",
    "grab",
];

/// Words with which a caption is announced, in small letters.
const LABELS: &[&str] = &[
    "caption:",
    "image caption",
    "photo caption",
    "media caption",
    "picture caption",
    "pictured:",
    "in pictures:",
];

/// Words that open a picture's credit, in small letters.
const CREDIT_WORDS: &[&str] = &[
    "photo credit:",
    "photo courtesy",
    "photo by",
    "photo:",
    "photo |",
    "photo /",
    "photos by",
    "photos:",
    "photograph by",
    "photograph:",
    "photographs by",
    "picture:",
    "picture by",
    "pictures:",
    "image credit:",
    "image source,",
    "image copyright",
    "image by",
    "image:",
    "credit:",
    "credits:",
    "courtesy of",
];

/// Picture agencies that are no news agencies.
const PICTURE_AGENCIES: &[&str] = &[
    "getty",
    "shutterstock",
    "epa",
    "epa-efe",
    "ap photo",
    "afp photo",
    "afp via getty images",
    "getty images",
    "wikimedia commons",
    "flickr",
    "istock",
    "alamy",
    "corbis",
    "magnum",
    "zuma",
    "xinhua",
    "handout",
    "file",
    "pool",
    "twitter",
    "facebook",
    "unsplash",
    "pixabay",
    "imago",
    "picture alliance",
    "rex",
    "via",
    "images",
    "photo",
    "commons",
    "creative",
];

/// Where the picture's credit begins that ends `text`: a byte offset, 0 when there is nothing but the credit. `None`
/// when `text` does not end in one.
pub fn credit_at(text: &str) -> Option<usize> {
    if text.len() > LONGEST {
        return None;
    }
    let body = text.trim_end_matches([' ', '|', '.']);
    bracketed(body)
        .or_else(|| after_sign(body))
        .or_else(|| after_words(body))
        .or_else(|| after_slash(body))
}

/// Whether a paragraph is a caption by its own words, whatever its credit.
pub fn is_caption(text: &str) -> bool {
    if text.len() > LONGEST || !HINTS.as_ref().is_some_and(|hints| hints.is_match(text)) {
        return false;
    }
    let low = text.to_ascii_lowercase();
    let low = low.trim_end_matches([' ', '.', ')', '|', ']']);
    let shown = low.split("in this ").skip(1).any(|after| {
        // "In this photo", "in this undated handout picture": the word is never far.
        let near: String = after.chars().take(40).collect();
        near.split(|c: char| !c.is_alphanumeric())
            .any(|word| PICTURE_WORDS.contains(&word))
    });
    // "In this picture of despair", said by somebody, is a paragraph.
    shown && text.len() <= 350 && !text.contains(['“', '"'])
        || LABELS.iter().any(|label| low.starts_with(label))
        || PICTURES.iter().any(|words| low.ends_with(words))
}

/// `… on Friday. (AP Photo/Ann Lee)`
fn bracketed(body: &str) -> Option<usize> {
    let inner = body.strip_suffix([')', ']'])?;
    let open = inner.rfind(['(', '['])?;
    let inside = inner.get(open + 1..)?;
    let low = inside.to_ascii_lowercase();
    let worded = CREDIT_WORDS.iter().any(|words| low.starts_with(words))
        || low.starts_with("ap photo")
        || low.starts_with("afp photo")
        || low.starts_with("photo ")
        || low.starts_with('©');
    let signed = !inside.starts_with('/') && inside.contains('/') && is_signed(inside);
    (worded && inside.len() <= 80 || signed).then_some(open)
}

/// `… in the harbor © AFP/File Ann Lee`
fn after_sign(body: &str) -> Option<usize> {
    let at = body.rfind('©')?;
    let name = body.get(at..)?.trim_start_matches(['©', ' ']);
    (is_names(name, 8) && !name.contains(". ")).then_some(at)
}

/// `… in the harbor. Photo: Ann Lee / Northern Wire`
fn after_words(body: &str) -> Option<usize> {
    let credits = CREDITS.as_ref()?;
    credits
        .find_iter(body)
        .find(|found| {
            let words = CREDIT_WORDS.get(found.pattern().as_usize()).unwrap_or(&"");
            let before = body.get(..found.start()).unwrap_or_default();
            let apart = before.is_empty() || before.ends_with([' ', '(', '|']);
            let colon = words.ends_with([':', '|', '/', ',']);
            // "A photo by a neighbor" is said in sentences; as a credit it begins one.
            let begins = before.is_empty()
                || before
                    .trim_end()
                    .ends_with(['.', '|', '!', '?', '"', '”', ')', '–', '—']);
            let name = body.get(found.end()..).unwrap_or_default().trim();
            apart && (begins || colon && words.starts_with("photo")) && is_names(name, 8)
        })
        .map(|found| found.start())
}

/// Finds [`CREDIT_WORDS`] in one pass; most paragraphs hold none. `None` could only be a mistake in the list.
static CREDITS: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| finder(CREDIT_WORDS));

/// Finds what a caption must have: one of its labels, a word for a picture, or "in this".
static HINTS: LazyLock<Option<AhoCorasick>> =
    LazyLock::new(|| finder(&[LABELS, PICTURES, &["in this "]].concat()));

fn finder(words: &[&str]) -> Option<AhoCorasick> {
    AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostLongest)
        .ascii_case_insensitive(true)
        .build(words)
        .ok()
}

/// `… in the harbor. REUTERS/Ann Lee`, `… in the harbor – AFP/Getty Images`
fn after_slash(body: &str) -> Option<usize> {
    let slash = body.rfind('/')?;
    let names = body.get(slash + 1..)?.trim();
    if !is_names(names, 5) {
        return None;
    }
    let before = body.get(..slash)?.trim_end();
    // The agency is the longest run of up to four words before the bar that is known as one.
    let mut start = before.len();
    let mut found = None;
    for _ in 0..4 {
        let from = before
            .get(..start)?
            .trim_end()
            .rfind([' ', '/'])
            .map_or(0, |n| n + 1);
        let name = before.get(from..)?;
        if is_picture_agency(name) {
            found = Some(from);
        }
        if from == 0 {
            break;
        }
        start = from;
    }
    found.map(|at| signer_before(before, at))
}

/// Where the photographer's name begins that stands before an agency: `Ann Lee/AFP`. `at` when none does.
fn signer_before(text: &str, at: usize) -> usize {
    let mut start = at;
    let mut left = match text.get(..at).and_then(|t| t.trim_end().strip_suffix('/')) {
        Some(left) => left.trim_end(),
        None => return at,
    };
    for _ in 0..4 {
        let from = left.rfind(' ').map_or(0, |n| n + 1);
        let word = left.get(from..).unwrap_or_default();
        if !word.starts_with(char::is_uppercase)
            || word.ends_with(['.', ',', ':']) && word.len() > 2
        {
            break;
        }
        start = from;
        left = left.get(..from).unwrap_or_default().trim_end();
    }
    start
}

fn is_picture_agency(name: &str) -> bool {
    let name = name.trim_matches([' ', '/', '-', '–', '—']);
    agencies::known(name).is_some()
        || PICTURE_AGENCIES
            .iter()
            .any(|agency| agency.eq_ignore_ascii_case(name))
}

/// Whether brackets hold an agency or outlet and a name on either side of a bar.
fn is_signed(inside: &str) -> bool {
    is_names(inside, 8)
        && inside
            .split('/')
            .any(|side| is_picture_agency(side) || outlets::named(side).is_some())
}

/// Whether `text` is at most `most` words, names all of them.
fn is_names(text: &str, most: usize) -> bool {
    let mut count = 0;
    for word in text.split([' ', '/', '|', ',']).filter(|w| !w.is_empty()) {
        count += 1;
        let particle = matches!(
            word,
            "via"
                | "of"
                | "for"
                | "the"
                | "by"
                | "and"
                | "de"
                | "van"
                | "von"
                | "al"
                | "el"
                | "bin"
                | "-"
                | "–"
                | "—"
                | "&"
        );
        if !particle && !word.starts_with(|c: char| c.is_uppercase() || c == '@') {
            return false;
        }
    }
    (1..=most).contains(&count)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Option<&str>) {
        assert_eq!(
            credit_at(text).and_then(|at| text.get(at..)),
            expected,
            "{text}"
        );
    }

    #[test]
    fn credits_are_cut_off() {
        check(
            "The ferry in the harbor © AFP/File Ann Lee |",
            Some("© AFP/File Ann Lee |"),
        );
        check(
            "The ferry arrives. (AP Photo/Ann Lee)",
            Some("(AP Photo/Ann Lee)"),
        );
        check(
            "The ferry arrives. REUTERS/Ann Lee",
            Some("REUTERS/Ann Lee"),
        );
        check(
            "The ferry arrives. Photo: Ann Lee / Northern Wire",
            Some("Photo: Ann Lee / Northern Wire"),
        );
        check(
            "The ferry arrives. (Harbor Post/Ann Lee)",
            Some("(Harbor Post/Ann Lee)"),
        );
        check("The ferry arrives [Ann Lee/AFP]", Some("[Ann Lee/AFP]"));
        check("Ann Lee/AFP/Getty Images", Some("Ann Lee/AFP/Getty Images"));
        check(
            "The ferry arrives. Ann Lee/AFP/Getty Images",
            Some("Ann Lee/AFP/Getty Images"),
        );
        check("Photo by Ann Lee", Some("Photo by Ann Lee"));
        check("AFP/Getty Images", Some("AFP/Getty Images"));
    }

    #[test]
    fn sentences_keep_their_ends() {
        for text in [
            "She showed a photo by her neighbor.",
            "The 9/11 Commission met in Tunis.",
            "He gave credit: the ferry was late.",
            "The minister and/or The Mayor will speak.",
            "The law © protects them.",
            "They spoke to Reuters.",
            "",
        ] {
            check(text, None);
        }
    }

    #[test]
    fn captions_speak_of_their_picture() {
        assert!(is_caption(
            "The ferry leaves Tunis in this May 3, 2010 file photo."
        ));
        assert!(is_caption("Image caption The ferry was repaired twice"));
        assert!(is_caption("The ferry leaves Tunis (file photo)"));
        assert!(!is_caption("The ferry left Tunis on Friday."));
        assert!(!is_caption(
            "The only trace of him is an undated photo that the police published, and it shows a boy."
        ));
    }
}
