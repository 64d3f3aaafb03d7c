//! Which language a text is written in, by its letters and their triples (crate whatlang).

use crate::model::{Block, BlockKind, language};

/// How much of a text is looked at, in bytes. More does not change the answer.
const SAMPLE: usize = 4_000;

/// Texts shorter than this, in code points, are too short to tell.
const SHORTEST: usize = 60;

/// The ISO 639-1 code of the language of a reading text; `None` where the text is too short or the answer in doubt.
#[must_use]
pub fn of(reading_text: &str, blocks: &[Block]) -> Option<&'static str> {
    let mut sample = String::new();
    // Headlines have names and capitals rather than grammar.
    for block in blocks.iter().filter(|b| b.kind == BlockKind::Paragraph) {
        sample.push_str(block.span.of(reading_text));
        sample.push(' ');
        if sample.len() >= SAMPLE {
            break;
        }
    }
    let mut end = sample.len().min(SAMPLE);
    while !sample.is_char_boundary(end) {
        end -= 1;
    }
    let sample = sample.get(..end)?;
    let info = whatlang::detect(sample)?;
    let spaced = !matches!(
        info.script(),
        whatlang::Script::Mandarin
            | whatlang::Script::Hiragana
            | whatlang::Script::Katakana
            | whatlang::Script::Thai
            | whatlang::Script::Khmer
            | whatlang::Script::Myanmar
    );
    let shortest = if spaced { SHORTEST } else { SHORTEST / 4 };
    (info.is_reliable() && sample.chars().count() >= shortest)
        .then(|| language::two_letters(info.lang().code()))
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ByteSpan;

    fn check(text: &str, expected: Option<&str>) {
        let block = Block {
            span: ByteSpan::from(0..text.len()),
            kind: BlockKind::Paragraph,
        };
        assert_eq!(of(text, &[block]), expected, "{text}");
    }

    #[test]
    fn languages_are_told_and_doubt_is_kept() {
        check(
            "The harbor master said the ferry would sail again on Monday, after two weeks in which no ship had left the port.",
            Some("en"),
        );
        check(
            "Der Hafenmeister sagte, die Fähre werde am Montag wieder fahren, nachdem zwei Wochen lang kein Schiff ausgelaufen war.",
            Some("de"),
        );
        check(
            "قال مدير الميناء إن العبارة ستعود إلى العمل يوم الاثنين بعد أسبوعين من التوقف بسبب الرياح القوية",
            Some("ar"),
        );
        check(
            "Начальник порта сказал, что паром снова выйдет в море в понедельник после двух недель простоя.",
            Some("ru"),
        );
        check(
            "港口负责人周一表示，渡轮在停航两周之后将重新开航。",
            Some("zh"),
        );
        check("Ferry back", None);
        check("", None);
        check("1204 55 667 0 33 4421", None);
    }
}
