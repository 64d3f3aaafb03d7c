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
    if info.script() == whatlang::Script::Arabic {
        return (sample.chars().count() >= SHORTEST)
            .then(|| in_arabic_letters(sample, &info))
            .flatten();
    }
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

/// Letters of Persian and Urdu that Arabic has not.
const EASTERN: &str = "پچژگکیٹڈڑںےہھۂۓۀ";

/// Where one letter in so many is foreign to a language, the text is not in it: loanwords and names bring fewer.
const FOREIGN: usize = 50;

/// The language of a text in Arabic letters. The triples of letters of Arabic and Persian news are too alike to tell them
/// apart surely; the letters themselves are not. Arabic is what has hardly any other letters and its article in at least
/// one word of ten; Pashto, Kurdish and others, which have letters of their own, are not known.
fn in_arabic_letters(text: &str, info: &whatlang::Info) -> Option<&'static str> {
    let (mut all, mut eastern, mut others) = (0_usize, 0_usize, 0_usize);
    for c in text.chars() {
        match c {
            '\u{621}'..='\u{63a}' | '\u{641}'..='\u{64a}' => all += 1,
            c if EASTERN.contains(c) => eastern += 1,
            '\u{63b}'..='\u{63f}' | '\u{66e}' | '\u{66f}' | '\u{671}'..='\u{6d5}' => others += 1,
            _ => {}
        }
    }
    all += eastern + others;
    let rare = |some: usize| some * FOREIGN < all;
    if !rare(others) {
        return None;
    }
    let (mut words, mut definite) = (0_usize, 0_usize);
    for word in text.split(|c: char| !c.is_alphanumeric()) {
        if word.starts_with(|c| ('\u{621}'..='\u{64a}').contains(&c)) {
            words += 1;
            // Alone or after "and", "so", "in", "as"; "for the" is written with two lams.
            let bare = word.strip_prefix(['و', 'ف', 'ب', 'ك']).unwrap_or(word);
            definite += usize::from(bare.starts_with("ال") || word.starts_with("لل"));
        }
    }
    if rare(eastern) && words > 0 && definite * 10 >= words {
        return Some("ar");
    }
    (info.is_reliable() && info.lang() != whatlang::Lang::Ara)
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
        // Without hamzas and with foreign names, as on many a web page.
        check(
            "وصلت القافلة الى المدينة ليلا وقال سائق من شركة Velora Transport ان الطريق مقطوع منذ 3 ايام في الجنوب",
            Some("ar"),
        );
        check(
            "مدیر بندر گفت که کشتی پس از دو هفته توقف به دلیل بادهای شدید روز دوشنبه دوباره حرکت خواهد کرد و مسافران باید زودتر بیایند",
            Some("fa"),
        );
        check(
            "بندرگاہ کے سربراہ نے کہا کہ تیز ہواؤں کی وجہ سے دو ہفتے بند رہنے کے بعد پیر کو کشتی دوبارہ چلے گی اور مسافر وقت پر آئیں",
            Some("ur"),
        );
        check(
            "د بندر مشر وویل چې بېړۍ به د دوشنبې په ورځ بیا حرکت وکړي ځکه چې سخت بادونه ودرېدل او ټول مسافر خوښ شول",
            None,
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
