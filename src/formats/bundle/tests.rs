//! Bundles of databases and by hand: parts, what is stated, and offsets that lead into the file.

use super::*;
use crate::formats::{
    read,
    samples::{self, check, survives},
};

const SAMPLES: &[&str] = &[
    "bundle/nexis.txt",
    "bundle/nexis_old.txt",
    "bundle/factiva.txt",
    "bundle/factiva_tagged.txt",
    "bundle/proquest.txt",
];

survives!("txt", crate::formats::read, SAMPLES);

#[test]
fn samples_are_read() {
    for name in SAMPLES {
        check(name);
    }
}

#[test]
fn parts_lead_into_the_decoded_file() {
    for name in SAMPLES {
        let bytes = samples::bytes(name);
        let file = String::from_utf8(bytes.clone()).expect("the samples are UTF-8");
        let reading = read("a.txt", &bytes, &ReadOptions::default()).expect("a bundle");
        for article in reading.articles {
            let start = usize::try_from(article.source_start).expect("a small file");
            assert!(article.text_is_source);
            assert_eq!(
                file.get(start..start + article.text.len()),
                Some(article.text.as_str()),
                "{name}"
            );
        }
    }
}

fn plain(text: &str) -> RawArticle {
    RawArticle {
        text: text.to_owned(),
        text_is_source: true,
        ..RawArticle::default()
    }
}

#[track_caller]
fn by_hand(text: &str, separator: Separator, expected: &[&str]) {
    let options = ReadOptions {
        separator: Some(separator),
        ..ReadOptions::default()
    };
    let parts = split(plain(text), &options);
    let shown: Vec<&str> = parts.iter().map(|part| part.text.as_str()).collect();
    assert_eq!(shown, expected);
    for part in &parts {
        let start = usize::try_from(part.source_start).expect("a small text");
        assert_eq!(
            text.get(start..start + part.text.len()),
            Some(part.text.as_str())
        );
    }
}

#[test]
fn separators_split_by_hand() {
    by_hand(
        "One.\n---\nTwo.\n--- x\n\nThree.",
        Separator::Line("---".into()),
        &["One.", "Two.", "Three."],
    );
    by_hand(
        "ITEM 1\nOne.\nITEM 2\nTwo.",
        Separator::Start("ITEM".into()),
        &["ITEM 1\nOne.", "ITEM 2\nTwo."],
    );
    by_hand(
        "\n\n\nOne.\n\nStill one.\n\n\nTwo.\n",
        Separator::BlankLines(2),
        &["One.\n\nStill one.", "Two."],
    );
    by_hand(
        "One.\r\n\u{C}Two.\u{C}",
        Separator::PageBreak,
        &["One.", "Two."],
    );
    by_hand("One.\n---\nTwo.", Separator::None, &["One.\n---\nTwo."]);
    let options = ReadOptions {
        separator: Some(Separator::PageBreak),
        ..ReadOptions::default()
    };
    assert_eq!(
        split(plain("One."), &options)[0].notes,
        ["The separator does not occur in it, so it is one article"]
    );
}

#[test]
fn an_unknown_layout_is_kept_and_said() {
    let words = "The quay of Bari was closed on Friday after a storm. ".repeat(10);
    let rule = "=".repeat(40);
    let noted = |text: String| {
        split(plain(&text), &ReadOptions::default())
            .iter()
            .any(|a| a.notes.iter().any(|n| n == CHOOSE))
    };
    assert!(noted(format!(
        "Item 1 of 3\n{words}\nItem 2 of 3\n{words}\nItem 3 of 3\n{words}"
    )));
    assert!(noted(format!(
        "{words}\n{rule}\n{words}\n{rule}\n{words}\n{rule}\n{words}"
    )));
    assert!(!noted(format!(
        "Page 1 of 3\n{words}\nPage 2 of 3\n{words}"
    )));
    assert!(!noted(format!("{words}\n{rule}\n{words}")));
    assert!(!noted(words));
}

#[test]
fn one_mark_alone_makes_no_bundle() {
    for text in [
        "Harbor\n\nThe ferry is back.\n\nEnd of Document\n",
        "Length: 512 words\n\nThe ferry is back.\n",
        "Full text: the ferry is back.\n",
        "Document AFPR000020110603e7630012a\n\nThe ferry is back.\n",
        "512 words\n\nThe ferry is back.\n",
    ] {
        let parts = split(plain(text), &ReadOptions::default());
        assert_eq!((parts.len(), parts[0].text.as_str()), (1, text));
    }
}

/// What a document format gives for the same bundle: a block a paragraph, no offsets into a file.
#[test]
fn stated_blocks_are_kept() {
    let text = String::from_utf8(samples::bytes("bundle/nexis.txt")).expect("UTF-8");
    let mut composer = compose::Composer::default();
    for line in text.lines() {
        composer.push(crate::model::BlockKind::Paragraph, line);
    }
    let whole = composer.finish(Default::default());
    let parts = split(whole, &ReadOptions::default());
    let titles: Vec<_> = parts.iter().map(|p| p.stated.title.as_deref()).collect();
    assert_eq!(
        titles,
        [
            Some("Harbor workers in Piraeus walk out"),
            Some("Piraeus talks fail")
        ]
    );
    assert_eq!(parts[0].blocks.len(), 4);
    assert_eq!(
        parts[1].stated.outlet.as_deref(),
        Some("The Aegean Courier (Athens)")
    );
    assert!(parts.iter().all(|p| !p.text_is_source));
}
