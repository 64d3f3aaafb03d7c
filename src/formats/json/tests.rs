//! JSON: news interfaces, databases, lines, and damage.

use super::*;
use crate::formats::samples::{check, survives};

const SAMPLES: &[&str] = &[
    "json/articles.json",
    "json/search.json",
    "json/lines.jsonl",
    "json/linked.json",
];

survives!("json", super::read, SAMPLES);

#[test]
fn samples_are_read() {
    for name in SAMPLES {
        check(name);
    }
}

#[track_caller]
fn refused(name: &str, json: &str, expected: &str) {
    let error = read(name, json.as_bytes(), &ReadOptions::default()).expect_err("no article");
    assert_eq!(error.to_string(), expected);
}

#[test]
fn what_holds_no_article_says_why() {
    let deep = "[".repeat(100_000);
    refused(
        "a.json",
        &deep,
        "Refused to unpack it: its objects nest more than 127 deep at line 1, column 128",
    );
    refused(
        "a.json",
        "{\"title\": \"A\", \"text\": ",
        "The JSON is damaged: line 1, column 23: EOF while parsing a value. Open it in the program that made it, save it again and import that",
    );
    let geo = r#"{"type":"FeatureCollection","features":[{"type":"Feature","geometry":null,"properties":{"name":"Bari"}}]}"#;
    assert!(matches!(
        read("a.geojson", geo.as_bytes(), &ReadOptions::default()),
        Err(FormatError::NoText(_))
    ));
    assert!(matches!(
        read("a.json", b"[1, 2, 3]", &ReadOptions::default()),
        Err(FormatError::NoText(_))
    ));
    assert_eq!(
        read("a.json", b" ", &ReadOptions::default()),
        Err(FormatError::Empty)
    );
}

#[test]
fn a_list_that_breaks_off_keeps_what_came_before() {
    let json = r#"[{"text": "The quay of Bari was closed."}, {"text": "It opened"#;
    let reading = read("a.json", json.as_bytes(), &ReadOptions::default()).expect("one article");
    assert_eq!(reading.articles.len(), 1);
    assert_eq!(
        reading.lost,
        ["Read only up to article 1: line 1, column 62: EOF while parsing a string"]
    );
}

#[test]
fn lists_may_be_objects_with_numbers_for_names() {
    let json = r#"{"77": {"title": "A", "text": "The quay of Bari was closed."}, "78": {"text": "It opened a day later."}}"#;
    let reading = read("a.json", json.as_bytes(), &ReadOptions::default()).expect("two articles");
    let members: Vec<_> = reading
        .articles
        .iter()
        .map(|a| a.member.as_deref())
        .collect();
    assert_eq!(members, [Some("77"), Some("78")]);
}

#[test]
fn it_is_told_by_content() {
    assert!(is_one("export", b"{\"text\": \"x\"}"));
    assert!(is_one("export.txt", b" [{\"text\": \"x\"}]"));
    assert!(!is_one("a.txt", b"[Updated] The quay is open"));
    assert!(!is_one("a.txt", b"{curly} words"));
    assert!(!is_one("a.json", b"plain words"));
}
