//! Source text to reading text: furniture set aside, hard-wrapped lines joined, tokenization undone, every span mapped
//! back.
//!
//! The stages, in order: `lines` splits the source and finds which line ends mean nothing; `tidy` (with `tokens`)
//! writes clean paragraphs; `roles` (with `furniture`, `captions`,
//! `credits`, `subheads` and the folder `metadata`) says what each paragraph or
//! part of one is; `assemble` makes the reading text and the asides. None of them knows a name or a topic.

mod assemble;
mod captions;
mod credits;
mod cues;
mod furniture;
mod lines;
mod roles;
mod subheads;
#[cfg(test)]
mod tests;
mod tidy;
mod tokens;

use super::metadata;
use crate::model::{BlockKind, CleanArticle, RawArticle, language};

/// Cleans an article. `file_name` is looked at for a date when the text has none.
///
/// Every character of the source that is not blank is either behind the reading text or in an aside, except for the
/// hyphens of words torn by a line end and the full stops that a tokenizer doubled. Takes time linear in the text.
#[must_use]
pub fn clean(raw: &RawArticle, file_name: &str) -> CleanArticle {
    let lines = lines::split(&raw.text, &raw.blocks);
    let tidy = tidy::tidy(&raw.text, &lines);
    let front = if raw.blocks.is_empty() {
        lines::front_matter(&raw.text, &lines)
    } else {
        0
    };
    drop(lines);
    let (pieces, findings) = roles::assign(&tidy, raw, front);
    let made = assemble::assemble(&tidy, &pieces);
    let headline = made
        .blocks
        .first()
        .filter(|block| block.kind == BlockKind::Headline)
        .map(|block| block.span.of(&made.reading_text));
    let lead = findings
        .lead
        .and_then(|(start, end)| tidy.text.get(start..end))
        .or_else(|| {
            made.blocks
                .iter()
                .find(|block| block.kind == BlockKind::Paragraph)
                .or(made.blocks.first())
                .map(|block| block.span.of(&made.reading_text))
        });
    let mut metadata = metadata::settle(&raw.stated, &findings, file_name);
    let mut notes = raw.notes.clone();
    notes.extend(metadata::date_conflict(
        &raw.stated,
        &findings,
        file_name,
        &metadata,
    ));
    // Pages state the language of their template; what the text itself shows beyond doubt is better.
    metadata.language = super::language::of(&made.reading_text, &made.blocks)
        .map(str::to_owned)
        .or_else(|| metadata.language.as_deref().and_then(language::normal));
    let title = metadata::title(metadata.title.as_deref().or(headline), lead, file_name);
    CleanArticle {
        title,
        reading_text: made.reading_text,
        blocks: made.blocks,
        offsets: made.offsets,
        asides: made.asides,
        metadata,
        notes,
    }
}

/// Blanks as cleaning folds them: white space, control characters, and characters without width.
fn is_blank(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{AD}' | '\u{200B}' | '\u{2060}' | '\u{FEFF}')
}
