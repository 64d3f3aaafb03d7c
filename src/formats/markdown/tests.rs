//! Markdown: front matter, blocks, marks inside a line.

use super::*;
use crate::formats::samples::{check, survives};

const SAMPLES: &[&str] = &[
    "markdown/yaml.md",
    "markdown/toml.md",
    "markdown/plain.markdown",
];

survives!("md", super::read, SAMPLES);

#[test]
fn samples_are_read() {
    for name in SAMPLES {
        check(name);
    }
}

#[track_caller]
fn undone(marked: &str, expected: &str) {
    let references = inline::references("[one]: https://a.example\n");
    assert_eq!(inline::plain(marked, &references), expected, "{marked}");
}

#[test]
fn marks_inside_a_line_are_undone() {
    undone("a *b* **c** ***d*** _e_ __f__ ~~g~~", "a b c d e f g");
    undone("snake_case and 3 * 4 and ~5", "snake_case and 3 * 4 and ~5");
    undone(
        "[text](https://a.example/x_(y) \"t\") [text][one] [one] [one][] [none] [n][m]",
        "text text one one [none] [n][m]",
    );
    undone("![alt](a.png) [![inner](b.png)](c)", "alt inner");
    undone(
        "`a*b*` ``c`d`` \\*e\\* caf&eacute; note[^1]",
        "a*b* c`d *e* café note",
    );
    undone(
        "<b>bold</b> <https://a.example> 3 < 4 > 2",
        "bold https://a.example 3 < 4 > 2",
    );
    undone(
        "``We go back '', she said. ``Soon ''",
        "``We go back '', she said. ``Soon ''",
    );
    undone("[open `open <open *open", "[open `open <open open");
}

#[test]
fn a_file_with_its_words_unchanged_keeps_its_offsets() {
    let text = "---\ntitle: Quay closed\ndate: 2011-06-03\n---\n\n## Storm\n\nThe quay of Bari\nis closed.\n\n- It opens soon.\n";
    let reading = read("a.md", text.as_bytes(), &ReadOptions::default()).expect("an article");
    let article = &reading.articles[0];
    assert_eq!(
        (article.text.as_str(), article.text_is_source),
        (text, true)
    );
    let blocks: Vec<&str> = article.blocks.iter().map(|b| b.span.of(text)).collect();
    assert_eq!(
        blocks,
        [
            "Quay closed",
            "Storm",
            "The quay of Bari\nis closed.",
            "It opens soon."
        ]
    );
    let reading =
        read("a.md", b"The *quay* is closed.\n", &ReadOptions::default()).expect("an article");
    assert_eq!(
        (
            reading.articles[0].text.as_str(),
            reading.articles[0].text_is_source
        ),
        ("The quay is closed.", false)
    );
}

#[test]
fn hostile_marks_take_linear_time() {
    for mark in ["[", "![", "`", "<", "*", "[[](", "\\"] {
        let text = mark.repeat(200_000);
        let references = inline::References::new();
        assert!(inline::plain(&text, &references).len() <= text.len());
    }
}

#[test]
fn aliases_are_not_followed() {
    let mut yaml = "---\na: &a [\"x\", \"x\"]\n".to_owned();
    for n in 1..40 {
        yaml.push_str(&format!("b{n}: &b{n} [*a, *a, *a]\n"));
    }
    yaml.push_str("title: Quay closed\n---\nThe quay is closed.\n");
    let reading = read("a.md", yaml.as_bytes(), &ReadOptions::default()).expect("an article");
    assert_eq!(
        reading.articles[0].stated.title.as_deref(),
        Some("Quay closed")
    );
}

#[test]
fn bad_front_matter_is_a_note() {
    let reading = read(
        "a.md",
        b"---\ntitle: [\"a\n---\nThe quay is closed.\n",
        &ReadOptions::default(),
    )
    .expect("an article");
    let article = &reading.articles[0];
    assert_eq!(article.blocks.len(), 1);
    assert_eq!(
        article.blocks[0].span.of(&article.text),
        "The quay is closed."
    );
    assert!(reading.articles[0].notes[0].starts_with("The metadata at its head could not be read"));
}

#[test]
fn it_is_told_by_front_matter_and_marks() {
    assert!(is_one("a.txt", b"---\ntitle: A\n---\n\n# Head\n"));
    assert!(!is_one("a.txt", b"---\ntitle: A\n---\n\nPlain words.\n"));
    assert!(!is_one("a.txt", b"# Head\n\nPlain words.\n"));
}
