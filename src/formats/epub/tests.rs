use proptest::prelude::*;

use super::*;
use crate::formats::written::samples::outline;

const MAGAZINE: &[u8] = include_bytes!("../../../tests/samples/epub/magazine.epub");
const CONVERTED: &[u8] = include_bytes!("../../../tests/samples/epub/converted.epub");
const LOCKED: &[u8] = include_bytes!("../../../tests/samples/epub/locked.epub");

fn read_it(bytes: &[u8]) -> Result<Reading, FormatError> {
    read("a.epub", bytes, &ReadOptions::default())
}

fn check(bytes: &[u8], expected: &[(&str, &str)]) -> Reading {
    assert!(is_one("a.bin", bytes));
    let reading = read_it(bytes).expect("an EPUB book");
    let outlines: Vec<_> = reading
        .articles
        .iter()
        .map(|a| (a.member.clone().unwrap_or_default(), outline(a)))
        .collect();
    let outlines: Vec<_> = outlines
        .iter()
        .map(|(m, o)| (m.as_str(), o.as_str()))
        .collect();
    assert_eq!(outlines, expected);
    reading
}

#[test]
fn chapters_of_a_magazine() {
    let reading = check(
        MAGAZINE,
        &[
            (
                "Ferry returns",
                "# Ferry returns / to Limassol\n\
                 - By Maria Ioannou\n\
                 - The café at the old pier reopened on Monday.\n\
                 | The ferry “Aphrodite”\n\
                 ## What the owners say\n\
                 - It was time.\n\
                 - Port ⇥ Piraeus\n\
                 - Text without a paragraph\n\
                 - Closed in 2012.",
            ),
            (
                "Two villages share one well",
                "- Farmers near Mzuzu said they’d dig again.\n- line one\n- line two",
            ),
        ],
    );
    assert_eq!(
        reading.notes,
        ["Left out as cover, contents or imprint: cover.xhtml, imprint.xhtml"]
    );
    let titles: Vec<_> = reading
        .articles
        .iter()
        .map(|a| a.stated.title.as_deref())
        .collect();
    assert_eq!(titles, [None, Some("Two villages share one well")]);
    assert_eq!(reading.articles[0].stated.language.as_deref(), Some("en"));
}

#[test]
fn a_chapter_in_two_files_is_one() {
    let reading = check(
        CONVERTED,
        &[("The first part", "- The café was shut.\n- And it reopened.")],
    );
    assert_eq!(reading.lost, ["gone.html is missing in the EPUB book"]);
}

#[test]
fn what_is_locked_or_cut_says_so() {
    assert_eq!(read_it(LOCKED), Err(FormatError::Locked));
    let cut = &MAGAZINE[..MAGAZINE.len() / 2];
    assert!(is_one("a.epub", cut));
    assert!(matches!(read_it(cut), Err(FormatError::Damaged(..))));
}

#[test]
fn references_stay_in_the_archive() {
    assert_eq!(
        join("OEBPS/text", "../../../etc/a%20b.xhtml#x"),
        "etc/a b.xhtml"
    );
    assert_eq!(join("", "/one.xhtml"), "one.xhtml");
    assert_eq!(percent_decoded("100%"), "100%");
}

#[test]
fn deep_and_broken_markup_is_read() {
    let deep = format!(
        "<body><p>deep</p>{}",
        "<div><table><tr><td>".repeat(100_000)
    );
    let (text, _) = chapter::read(&deep).written.finish();
    assert_eq!(text, "deep\n");
    let (text, _) = chapter::read("<body><p>one<p>two <b>three</p>")
        .written
        .finish();
    assert_eq!(text, "one\n\ntwo three\n");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_damage_makes_it_panic(cut in 0..MAGAZINE.len(), at in 0..MAGAZINE.len(), byte in any::<u8>()) {
        let mut bytes = MAGAZINE.to_vec();
        bytes[at] = byte;
        let _ = (is_one("a", &bytes), read_it(&bytes), read_it(&bytes[..cut]));
    }

    #[test]
    fn no_markup_makes_it_panic(parts in prop::collection::vec(
        prop::sample::select(vec![
            "<body>", "<p>", "</p>", "<h1>", "</h1>", "<table>", "</table>", "<td>", "</td>", "</tr>", "<pre>", "</pre>",
            "<nav>", "</nav>", "<a epub:type=\"noteref\">", "</a>", "x\n", "<br/>", "&eacute;", "&", "<", "é",
        ]), 0..80)
    ) {
        let _ = chapter::read(&parts.concat()).written.finish();
    }
}
