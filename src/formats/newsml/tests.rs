//! Agencies' files and feeds, and XML made to break readers.

use super::*;
use crate::formats::samples::{check, survives};

const SAMPLES: &[&str] = &[
    "newsml/nitf.xml",
    "newsml/g2.xml",
    "newsml/newsml1.xml",
    "newsml/feed.rss",
    "newsml/feed.atom",
];

survives!("xml", super::read, SAMPLES);

#[test]
fn samples_are_read() {
    for name in SAMPLES {
        check(name);
    }
}

#[test]
fn entities_are_never_expanded() {
    let mut xml = "<?xml version=\"1.0\"?><!DOCTYPE nitf [<!ENTITY a \"ha\">".to_owned();
    for n in 1..30 {
        let before = if n == 1 {
            "a".to_owned()
        } else {
            format!("b{}", n - 1)
        };
        xml.push_str(&format!(
            "<!ENTITY b{n} \"&{before};&{before};&{before};\">"
        ));
    }
    xml.push_str("<!ENTITY f SYSTEM \"file:///etc/passwd\">]><nitf><body><body.content><p>Laugh &b29; &f; now.</p></body.content></body></nitf>");
    assert!(is_one("a.xml", xml.as_bytes()));
    let reading = read("a.xml", xml.as_bytes(), &ReadOptions::default()).expect("an article");
    assert_eq!(reading.articles[0].text, "Laugh &b29; &f; now.");
}

#[test]
fn nesting_is_bounded() {
    let xml = format!("<nitf>{}", "<p>".repeat(100_000));
    let error = read("a.xml", xml.as_bytes(), &ReadOptions::default()).expect_err("too deep");
    assert_eq!(
        error.to_string(),
        "Refused to unpack it: its elements nest more than 256 deep"
    );
}

#[test]
fn a_file_that_breaks_off_keeps_what_came_before() {
    let xml = "<nitf><body><body.content><p>The quay is closed.</p><p>It opens <";
    let reading = read("a.xml", xml.as_bytes(), &ReadOptions::default()).expect("an article");
    assert_eq!(reading.articles[0].text, "The quay is closed.\n\nIt opens");
    assert!(
        reading.lost[0].starts_with("Damaged and read only in part: line 1"),
        "{:?}",
        reading.lost
    );
}

#[test]
fn it_is_told_by_its_outermost_element() {
    for (xml, expected) in [
        ("<nitf>", Some("nitf")),
        (
            "\u{FEFF}<?xml version='1.0'?><!-- a > b --><g2:newsMessage x='1'>",
            Some("newsMessage"),
        ),
        ("<!DOCTYPE nitf [<!ENTITY a '>'>]>\n<nitf/>", Some("nitf")),
        ("plain", None),
        ("<!--", None),
        ("", None),
    ] {
        assert_eq!(root_name(xml.as_bytes()).as_deref(), expected, "{xml}");
    }
}
