use proptest::prelude::*;

use super::*;
use crate::{formats::written::samples::outline, model::RawArticle};

const WRITER: &[u8] = include_bytes!("../../../tests/samples/odt/writer.odt");
const FLAT: &[u8] = include_bytes!("../../../tests/samples/odt/flat.fodt");
const LOCKED: &[u8] = include_bytes!("../../../tests/samples/odt/locked.odt");

fn read_it(bytes: &[u8]) -> Result<Reading, FormatError> {
    read("a.odt", bytes, &ReadOptions::default())
}

fn article(bytes: &[u8]) -> RawArticle {
    assert!(is_one("a.bin", bytes));
    let reading = read_it(bytes).expect("an OpenDocument text");
    assert_eq!((reading.format, reading.articles.len()), ("odt", 1));
    reading.articles.into_iter().next().expect("one article")
}

fn check(bytes: &[u8], expected: &str) {
    assert_eq!(outline(&article(bytes)), expected);
}

/// A flat document with this body.
fn document(body: &str) -> Vec<u8> {
    format!(
        "<?xml version=\"1.0\"?><office:document office:mimetype=\"application/vnd.oasis.opendocument.text\">\
         <office:body><office:text>{body}</office:text></office:body></office:document>"
    )
    .into_bytes()
}

#[test]
fn a_document_from_writer() {
    check(
        WRITER,
        "# Ferry returns to Limassol\n\
         - By Maria Ioannou\n\
         - The café at the old pier reopened  on Monday, “at last,” said Émile Brûlé.\n\
         ## What the owners say\n\
         - Adults pay 12 euros\n\
         - Children go free\n\
         | The ferry “Aphrodite” in the harbor\n\
         - Port ⇥ Sailings\n\
         - Piraeus ⇥ 4\n\
         - A line\n\
         - Another line.\n\
         - The pier was closed in 2012.",
    );
    let article = article(WRITER);
    assert_eq!(
        article.stated.title.as_deref(),
        Some("Ferry returns to Limassol")
    );
    assert_eq!(article.stated.byline.as_deref(), Some("Maria Ioannou"));
    assert_eq!(article.stated.published, None);
    assert!(article.text.contains("\u{C}\nA line"));
}

#[test]
fn a_flat_document() {
    check(
        FLAT,
        "# Жители вернулись домой\n- Вода ушла, но дороги ещё закрыты.",
    );
}

#[test]
fn what_is_locked_cut_or_empty_says_so() {
    assert_eq!(read_it(LOCKED), Err(FormatError::Locked));
    let cut = &WRITER[..WRITER.len() / 2];
    assert!(is_one("a.odt", cut));
    assert!(matches!(read_it(cut), Err(FormatError::Damaged(..))));
    assert!(matches!(
        read_it(&document("<text:p/>")),
        Err(FormatError::NoText(_))
    ));
    let broken = article(&document("<text:p>Seen</text:p><!-- <text:p/>"));
    assert_eq!(
        (outline(&broken).as_str(), broken.notes.len()),
        ("- Seen", 1)
    );
}

#[test]
fn depth_does_not_matter() {
    let deep = "<table:table><table:table-cell><text:p>".repeat(100_000);
    check(&document(&format!("<text:p>deep</text:p>{deep}")), "- deep");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_damage_makes_it_panic(cut in 0..WRITER.len(), at in 0..WRITER.len(), byte in any::<u8>()) {
        let mut bytes = WRITER.to_vec();
        bytes[at] = byte;
        let _ = (is_one("a", &bytes), read_it(&bytes), read_it(&bytes[..cut]));
    }

    #[test]
    fn no_markup_makes_it_panic(parts in prop::collection::vec(
        prop::sample::select(vec![
            "<text:p>", "</text:p>", "<text:h text:outline-level=\"2\">", "</text:h>", "x", "<text:s text:c=\"9\"/>",
            "<text:note-body>", "</text:note-body>", "<table:table>", "</table:table>", "<table:table-row>",
            "</table:table-row>", "</table:table-cell>", "<text:line-break/>", "<office:annotation>", "&", "<", "é",
        ]), 0..80)
    ) {
        let _ = read_it(&document(&parts.concat()));
    }
}
