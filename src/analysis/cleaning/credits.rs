//! Who a text is credited to: agencies in licence tails, alone on a line, or behind the last sentence.

use crate::{analysis::metadata::agencies, model::AsideKind};

use super::{captions, furniture, lines::ends_sentence};

/// The longest furniture or credit behind the last sentence on its line, in bytes.
const LONGEST_TAIL: usize = 160;

/// The agency that a credit line names after its sign: `© AFP — …`, `Copyright 2012 The Associated Press. …`.
pub fn agency_of(text: &str) -> Option<String> {
    let rest = text
        .trim_start_matches(|c: char| !c.is_alphanumeric())
        .trim_start_matches("Copyright")
        .trim_start_matches("copyright")
        .trim_start_matches(|c: char| !c.is_alphabetic())
        .trim_start_matches("c) ")
        .trim_start_matches(|c: char| !c.is_alphabetic());
    let name = rest
        .split(['.', ',', '|', '—', '–', '/', '('])
        .next()
        .unwrap_or_default()
        .split(" - ")
        .next()
        .unwrap_or_default();
    agencies::named(name).or_else(|| {
        let first = name.split(' ').next().unwrap_or_default();
        agencies::known(first).map(str::to_owned)
    })
}

/// The agency named by a line that holds nothing else: `Reuters`, `– AFP`, `(Northern Wire)`.
pub fn whole_credit(text: &str) -> Option<String> {
    if text.len() > 60 {
        return None;
    }
    agencies::named(bare(text))
}

fn bare(text: &str) -> &str {
    text.trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, '(' | ')' | '[' | ']' | '-' | '–' | '—' | '/' | '|')
    })
}

/// Where furniture begins that stands behind the last sentence of `text`, and its kind.
pub fn furniture_behind(text: &str) -> Option<(usize, AsideKind)> {
    let mut from = text.len().saturating_sub(LONGEST_TAIL);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let tail = text.get(from..)?;
    tail.match_indices(' ').find_map(|(at, _)| {
        let rest = tail.get(at + 1..)?;
        let before = text.get(..from + at)?;
        // A number behind a full stop is more often the day after "Feb." than a page number.
        let begins = rest.starts_with(|c: char| c.is_uppercase() || c == '©');
        // A photographer and an agency sign a picture; `captions` reads them.
        let picture = rest.contains('/') && captions::credit_at(rest) == Some(0);
        let kind = (begins && !picture && ends_sentence(before))
            .then(|| furniture::kind(rest))
            .flatten()?;
        Some((from + at + 1, kind))
    })
}

/// An agency's name behind the last sentence of a paragraph.
pub struct Behind {
    pub agency: String,
    /// Where what can be set aside begins, as a byte of the paragraph. `None` when neither a dash nor brackets part the
    /// name from the sentence: it says who is credited, but a bare word is not taken out of a paragraph.
    pub cut: Option<usize>,
}

/// The agency's name that stands behind the last sentence of `text`. `own` is the agency of the dateline, which need not
/// be a known one to sign.
pub fn credit_behind(text: &str, own: Option<&str>) -> Option<Behind> {
    let mut at = text.len();
    for _ in 0..5 {
        at = text.get(..at)?.trim_end().rfind(' ')?;
        let tail = text.get(at..)?;
        if tail.len() > 60 {
            return None;
        }
        let before = text
            .get(..at)?
            .trim_end()
            .trim_end_matches(['-', '–', '—'])
            .trim_end();
        if !ends_sentence(before) {
            continue;
        }
        let name = bare(tail);
        let agency = agencies::named(name).or_else(|| {
            own.filter(|own| *own == name.trim_end_matches('.'))
                .map(str::to_owned)
        })?;
        let parted =
            name.len() < tail.trim().len() || before.len() < text.get(..at)?.trim_end().len();
        return Some(Behind {
            agency,
            cut: parted.then_some(before.len()),
        });
    }
    None
}
