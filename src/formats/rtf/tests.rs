use proptest::prelude::*;

use super::*;
use crate::{formats::written::samples::outline, model::RawArticle};

const WORD: &[u8] = include_bytes!("../../../tests/samples/rtf/word.rtf");
const TEXT_EDIT: &[u8] = include_bytes!("../../../tests/samples/rtf/textedit.rtf");
const WORD_PAD: &[u8] = include_bytes!("../../../tests/samples/rtf/wordpad-japan.rtf");
const CYRILLIC: &[u8] = include_bytes!("../../../tests/samples/rtf/plain-cyrillic.rtf");
const WRAPPED: &[u8] = include_bytes!("../../../tests/samples/rtf/wrapped.rtf");

fn article(bytes: &[u8]) -> RawArticle {
    assert!(is_one("a.doc", bytes));
    let reading = read("a.doc", bytes, &ReadOptions::default()).expect("an RTF document");
    assert_eq!((reading.format, reading.articles.len()), ("rtf", 1));
    reading.articles.into_iter().next().expect("one article")
}

fn check(bytes: &[u8], expected: &str) {
    assert_eq!(outline(&article(bytes)), expected);
}

fn check_body(body: &str, expected: &str) {
    let document =
        format!("{{\\rtf1\\ansi\\ansicpg1252\\deff0{{\\fonttbl{{\\f0 Arial;}}}}{body}}}");
    check(document.as_bytes(), expected);
}

#[test]
fn a_document_from_word() {
    check(
        WORD,
        "# Ferry returns to Limassol\n\
         - By Maria Ioannou\n\
         - The café at the old pier reopened\u{A0}on Monday — “at last,” said Émile Brûlé, who had… waited.\n\
         ## What the owners say\n\
         - Jiří Novák, the owner, wrote to Москва on the company’s site. It floats.\n\
         - • ⇥ Adults pay 12 euros\n\
         | The ferry “Aphrodite” in the harbor\n\
         - Port ⇥ Sailings ⇥ Since\n\
         - Piraeus ⇥ 4 ⇥ 2013\n\
         - A govern\u{AD}ment\u{2011}owned line ran it before.\n\
         - Now it is private.\n\
         - Tickets: 25 000 001\n\
         - Last words.\n\
         - The pier was closed in 2012.",
    );
    let article = article(WORD);
    assert_eq!(
        (
            article.stated.title.as_deref(),
            article.stated.byline.as_deref()
        ),
        (Some("Ferry returns to Limassol"), Some("Maria Ioannou"))
    );
    assert_eq!(
        (article.encoding.as_str(), article.stated.published),
        ("windows-1252", None)
    );
    assert!(article.notes.is_empty() && !article.text_is_source);
}

#[test]
fn a_document_from_text_edit() {
    check(
        TEXT_EDIT,
        "- Two villages share one well\n\
         - Farmers near Mzuzu said they’d dig again 😊 before the rains.\n\
         - It’s “the only way,” said Grace Banda.",
    );
}

#[test]
fn code_pages_of_several_bytes_and_of_fonts() {
    check(
        WORD_PAD,
        "- 東京で表示が変わった。\n- ソウルの能力 (Reuters was told) Москва",
    );
    check(CYRILLIC, "- Жители вернулись домой.\n- Жители 😊.");
    assert_eq!(article(CYRILLIC).encoding, "windows-1251");
}

#[test]
fn lines_of_a_hard_wrapped_text_are_left_to_the_cleaning() {
    let article = article(WRAPPED);
    assert_eq!(article.blocks, []);
    assert_eq!(article.text.lines().filter(|l| l.is_empty()).count(), 1);
    assert!(
        article
            .text
            .contains("sail again after a\npause of two years")
    );
}

#[test]
fn accents_and_marks() {
    check_body(r"caf\u233?s", "- cafés");
    check_body(r"caf\u233\'e9s", "- cafés");
    check_body(r"caf\'e9s", "- cafés");
    check_body(r"\uc2 caf\u233 e's", "- cafés");
    check_body(r"{\uc0 caf\u233}s\u8217?", "- cafés’");
    check_body(r"\u-3913? a \u61623? b", "- • a • b");
    check_body(r"\u-10179?\u-8694?", "- 😊");
    check_body(r"\u128522?", "- 😊");
    check_body(r"\u55357?x", "- x");
    check_body(r"10\~\'80 \{a\} \\ b\'zz", "- 10\u{A0}€ {a} \\ bzz");
    check_body("caf\u{e9} Łódź", "- café Łódź");
    check_body(r"\lquote a\rquote \endash b\bullet", "- ‘a’–b•");
    // What stands in for a Unicode character ends where a paragraph does.
    check_body(r"caf\u233\par next", "- café\n- next");
    check_body(r"a\bin5 }}}}}b", "- ab");
}

#[test]
fn damaged_documents_give_what_is_there() {
    let article = article(br"{\rtf1\ansi One \b two\par Three {\i fo");
    assert_eq!(outline(&article), "- One two\n- Three fo");
    assert_eq!(
        article.notes,
        ["The RTF document is cut off; what there is was read"]
    );
    check(br"{\rtf1\ansi One\par}}{\b Two\par}", "- One\n- Two");
    check(
        br"{\rtf1\ansi One\par}  {\rtf1\ansi Two\par}",
        "- One\n- Two",
    );
    check_body(r"{\*\unknown secret}{\pict 00ff}seen", "- seen");
}

#[test]
fn depth_does_not_matter() {
    let document = format!(
        "{{\\rtf1 {}deep{} end}}",
        "{".repeat(100_000),
        "}".repeat(100_000)
    );
    check(document.as_bytes(), "- deep end");
    check(
        format!("{{\\rtf1 x{}", "}".repeat(100_000)).as_bytes(),
        "- x",
    );
    let tables = r"{\trowd\intbl a\par".repeat(2_000);
    assert!(
        article(format!("{{\\rtf1 {tables}").as_bytes())
            .text
            .starts_with('a')
    );
}

#[test]
fn a_document_without_words_is_no_article() {
    let error = read("a.rtf", br"{\rtf1{\pict 00}\par}", &ReadOptions::default());
    assert!(matches!(error, Err(FormatError::NoText(_))), "{error:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_bytes_make_it_panic(tail in prop::collection::vec(any::<u8>(), 0..400)) {
        let bytes = [b"{\\rtf1 ".as_slice(), &tail].concat();
        let _ = read("a.rtf", &bytes, &ReadOptions::default());
    }

    #[test]
    fn no_words_make_it_panic(words in prop::collection::vec(
        prop::sample::select(vec![
            "{", "}", r"\par", r"\cell", r"\row", r"\intbl", r"\u-10179?", r"\u233", r"\'e9", r"\'", r"\*", r"\shp",
            r"\shpinst", r"\shptxt", r"\footnote", r"\fonttbl", r"\f1", r"\fcharset128", r"\stylesheet", r"\s1", "x ;",
            r"\info", r"\title", r"\bin3", r"\uc9", r"\nestcell", r"\page", r"\v", r"\plain", "é",
        ]), 0..120)
    ) {
        let document = format!("{{\\rtf1 {}", words.concat());
        if let Ok(reading) = read("a.rtf", document.as_bytes(), &ReadOptions::default()) {
            for block in &reading.articles[0].blocks {
                prop_assert!(!block.span.of(&reading.articles[0].text).trim().is_empty());
            }
        }
    }

    #[test]
    fn no_damage_makes_it_panic(cut in 0..WORD.len(), at in 0..WORD.len(), byte in any::<u8>()) {
        let mut bytes = WORD.to_vec();
        bytes[at] = byte;
        let _ = read("a.rtf", &bytes, &ReadOptions::default());
        let _ = read("a.rtf", &bytes[..cut], &ReadOptions::default());
    }
}
