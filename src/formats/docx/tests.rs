use std::io::Write;

use proptest::prelude::*;

use super::*;
use crate::{formats::written::samples::outline, model::RawArticle};

const WORD: &[u8] = include_bytes!("../../../tests/samples/docx/word.docx");
const PLAIN: &[u8] = include_bytes!("../../../tests/samples/docx/plain.docx");
const OTHER_PREFIX: &[u8] = include_bytes!("../../../tests/samples/docx/other-prefix.docx");
const LOCKED: &[u8] = include_bytes!("../../../tests/samples/docx/locked.docx");

fn read_it(bytes: &[u8]) -> Result<Reading, FormatError> {
    read("a.docx", bytes, &ReadOptions::default())
}

fn article(bytes: &[u8]) -> RawArticle {
    assert!(is_one("a.bin", bytes));
    let reading = read_it(bytes).expect("a Word document");
    assert_eq!((reading.format, reading.articles.len()), ("docx", 1));
    reading.articles.into_iter().next().expect("one article")
}

fn check(bytes: &[u8], expected: &str) {
    assert_eq!(outline(&article(bytes)), expected);
}

/// A document with this body.
fn document(body: &str) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    let xml = format!("<w:document><w:body>{body}</w:body></w:document>");
    for (name, text) in [("[Content_Types].xml", ""), ("word/document.xml", &xml)] {
        zip.start_file(name, options).expect("a part");
        zip.write_all(text.as_bytes()).expect("written");
    }
    zip.finish().expect("an archive").into_inner()
}

#[test]
fn a_document_from_word() {
    check(
        WORD,
        "# Ferry returns to Limassol\n\
         - By Maria Ioannou\n\
         - The café at the old pier reopened on Monday, “at last,” said Émile Brûlé.\n\
         ## What the owners say\n\
         - The company’s site says a govern\u{AD}ment\u{2011}owned line ran it before.\n\
         - Now it is private.\n\
         - The boat leaves at nine and comes back at night.\n\
         - Tickets: 25 000 001\n\
         - The ferry is named after a goddess.\n\
         | The ferry “Aphrodite” in the harbor\n\
         - Port ⇥ Sailings\n\
         - Piraeus ⇥ 4 & 1 at night\n\
         - Indented last words.\n\
         - The pier was closed in 2012.",
    );
    let stated = article(WORD).stated;
    assert_eq!(stated.title.as_deref(), Some("Ferry returns to Limassol"));
    assert_eq!(stated.byline.as_deref(), Some("Maria Ioannou"));
    assert_eq!(stated.published, None);
}

#[test]
fn documents_from_other_programs() {
    check(
        PLAIN,
        "# Two villages share one well\n\
         - Farmers near Mzuzu said they’d dig again before the rains, which had failed twice in a row.\n\
         - “It’s the only way,” said Grace Banda.\n\
         - A second page, with  two spaces.",
    );
    let plain = article(PLAIN);
    assert_eq!(plain.stated, crate::model::Metadata::default());
    assert!(
        plain.text.contains("\n\u{C}\nA second page"),
        "{:?}",
        plain.text
    );
    check(
        OTHER_PREFIX,
        "- Жители вернулись домой.\n- عاد السكان إلى منازلهم",
    );
}

#[test]
fn tables_are_read_in_order() {
    let cell = |text: &str| format!("<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>");
    let long = "A cell that holds prose is a paragraph. ".repeat(5);
    let row = format!("<w:tr>{}{}</w:tr>", cell(&long), cell("Side"));
    let inner = format!(
        "<w:tc><w:tbl><w:tr>{}{}</w:tr></w:tbl><w:p/></w:tc>",
        cell("1"),
        cell("2")
    );
    let outer = format!("<w:tr>{}{inner}</w:tr>", cell("Outer"));
    check(
        &document(&format!("<w:tbl>{row}{outer}</w:tbl>")),
        &format!("- {}\n- Side\n- Outer ⇥ 1 ⇥ 2", long.trim()),
    );
}

#[test]
fn what_is_locked_cut_or_empty_says_so() {
    assert_eq!(read_it(LOCKED), Err(FormatError::Locked));
    assert!(is_one("a.docx", LOCKED) && !is_one("a.docx", b"PK\x03\x04 notes.txt"));
    let cut = &WORD[..WORD.len() / 2];
    assert!(is_one("a.docx", cut));
    assert!(matches!(read_it(cut), Err(FormatError::Damaged(..))));
    assert!(matches!(
        read_it(&document("<w:p/>")),
        Err(FormatError::NoText(_))
    ));
    let broken = article(&document(
        "<w:p><w:r><w:t>Seen</w:t></w:r></w:p><!-- <w:p/>",
    ));
    assert_eq!(outline(&broken), "- Seen");
    assert_eq!(broken.notes.len(), 1, "{:?}", broken.notes);
}

#[test]
fn traps_are_refused_or_harmless() {
    let bomb = document(&format!(
        "<w:p><w:r><w:t>{}</w:t></w:r></w:p>",
        "0".repeat(40 << 20)
    ));
    assert!(matches!(read_it(&bomb), Err(FormatError::Excessive(_))));
    let deep = format!(
        "<w:p><w:r><w:t>deep</w:t></w:r></w:p>{}",
        "<w:tbl><w:tc><w:p><w:r>".repeat(100_000)
    );
    check(&document(&deep), "- deep");
    let laughs = "<!DOCTYPE x [<!ENTITY l \"lol\">]><w:p><w:r><w:t>a&l;b</w:t></w:r></w:p>";
    check(&document(laughs), "- ab");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_bytes_make_it_panic(tail in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = read_it(&[b"PK\x03\x04".as_slice(), &tail].concat());
    }

    #[test]
    fn no_damage_makes_it_panic(cut in 0..WORD.len(), at in 0..WORD.len(), byte in any::<u8>()) {
        let mut bytes = WORD.to_vec();
        bytes[at] = byte;
        let _ = (is_one("a", &bytes), read_it(&bytes), read_it(&bytes[..cut]));
    }

    #[test]
    fn no_markup_makes_it_panic(parts in prop::collection::vec(
        prop::sample::select(vec![
            "<w:p>", "</w:p>", "<w:r>", "</w:r>", "<w:t>x", "</w:t>", "<w:tbl>", "</w:tbl>", "<w:tr>", "</w:tr>",
            "<w:tc>", "</w:tc>", "<w:br w:type=\"page\"/>", "<w:br/>", "<w:del>", "</w:del>", "<w:pPr>", "</w:pPr>",
            "<w:sectPr/>", "<w:footnoteReference w:id=\"1\"/>", "&#x41;", "&", "<", "é",
        ]), 0..80)
    ) {
        let _ = read_it(&document(&parts.concat()));
    }
}
