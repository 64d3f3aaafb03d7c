//! Checks that read the samples in `tests/samples` and compare what comes out with the file beside each.

use std::{fs, path::PathBuf};

use proptest::sample::Index;

use super::{FormatError, ReadOptions, Reading};
use crate::model::{BlockKind, RawArticle};

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/samples")
}

/// The bytes of `tests/samples/<name>`.
pub fn bytes(name: &str) -> Vec<u8> {
    fs::read(folder().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The sample reads as the file `<name>.expected` says. With `UPDATE_SAMPLES` set, that file is written instead: look
/// at the difference before you commit it.
#[track_caller]
pub fn check(name: &str) {
    let file_name = name.rsplit('/').next().unwrap_or(name);
    let shown = match super::read(file_name, &bytes(name), &ReadOptions::default()) {
        Ok(reading) => show(&reading),
        Err(error) => format!("{error}\n"),
    };
    let expected = folder().join(format!("{name}.expected"));
    if std::env::var_os("UPDATE_SAMPLES").is_some() {
        fs::write(&expected, &shown).expect("the samples can be written");
    }
    let expected = fs::read_to_string(&expected).unwrap_or_default();
    assert_eq!(shown, expected, "{name}");
}

/// A reading as text: format, notes, losses, and each article's metadata and blocks.
pub fn show(reading: &Reading) -> String {
    let mut out = format!("{}\n", reading.format);
    for note in &reading.notes {
        out.push_str(&format!("note: {note}\n"));
    }
    for lost in &reading.lost {
        out.push_str(&format!("lost: {lost}\n"));
    }
    for article in &reading.articles {
        out.push_str("\n== ");
        out.push_str(article.member.as_deref().unwrap_or("(the file)"));
        out.push('\n');
        show_article(article, &mut out);
    }
    out
}

fn show_article(article: &RawArticle, out: &mut String) {
    let stated = &article.stated;
    let date = stated.published.map(|p| p.date.to_string());
    for (name, value) in [
        ("title", &stated.title),
        ("outlet", &stated.outlet),
        ("agency", &stated.agency),
        ("byline", &stated.byline),
        ("published", &date),
        ("place", &stated.dateline_place),
        ("language", &stated.language),
        ("url", &stated.url),
    ] {
        if let Some(value) = value {
            out.push_str(&format!("{name}: {value}\n"));
        }
    }
    if article.encoding != "UTF-8" || article.encoding_guessed {
        out.push_str(&format!(
            "encoding: {} guessed: {}\n",
            article.encoding, article.encoding_guessed
        ));
    }
    for note in &article.notes {
        out.push_str(&format!("note: {note}\n"));
    }
    if article.blocks.is_empty() {
        out.push_str(&format!("text:\n{}\n", article.text));
    }
    for block in &article.blocks {
        let mark = match block.kind {
            BlockKind::Headline => "!",
            BlockKind::Subhead => "#",
            BlockKind::Paragraph => "-",
            BlockKind::Caption => "@",
        };
        out.push_str(&format!("{mark} {}\n", block.span.of(&article.text)));
    }
}

/// What must hold for every reading: there is an article, members differ, blocks lie inside their text in order.
pub fn verify(read: &Result<Reading, FormatError>) {
    let Ok(reading) = read else { return };
    assert!(!reading.articles.is_empty());
    let mut members = std::collections::BTreeSet::new();
    for article in &reading.articles {
        assert!(
            members.insert(&article.member),
            "{:?} twice",
            article.member
        );
        let mut at = 0;
        for block in &article.blocks {
            let range = block.span.range();
            assert!(
                range.start >= at && article.text.get(range.clone()).is_some(),
                "{range:?} in {:?}",
                article.text
            );
            at = range.end;
        }
    }
}

/// A sample with some bytes changed and its end cut off.
pub fn mutated(
    names: &[&str],
    pick: Index,
    edits: &[(Index, u8)],
    cut: Index,
) -> (String, Vec<u8>) {
    let name = pick.get(names);
    let mut bytes = bytes(name);
    for (at, byte) in edits {
        let at = at.index(bytes.len());
        bytes[at] = *byte;
    }
    // Half of the samples stay whole.
    let keep = cut.index(bytes.len() * 2).max(1);
    bytes.truncate(keep);
    (name.rsplit('/').next().unwrap_or(name).to_owned(), bytes)
}

/// Generates a test that no mutated sample and no random bytes make a format panic.
macro_rules! survives {
    ($extension:literal, $read:path, $names:expr) => {
        proptest::proptest! {
            #![proptest_config(proptest::prelude::ProptestConfig::with_cases(64))]
            #[test]
            fn mutated_samples_are_read_or_refused(
                pick in proptest::prelude::any::<proptest::sample::Index>(),
                edits in proptest::collection::vec(proptest::prelude::any::<(proptest::sample::Index, u8)>(), 0..12),
                cut in proptest::prelude::any::<proptest::sample::Index>(),
            ) {
                let (name, bytes) = $crate::formats::samples::mutated($names, pick, &edits, cut);
                $crate::formats::samples::verify(&$read(&name, &bytes, &Default::default()));
                $crate::formats::samples::verify(&$crate::formats::read(&name, &bytes, &Default::default()));
            }

            #[test]
            fn random_bytes_are_read_or_refused(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..300)) {
                $crate::formats::samples::verify(&$read(concat!("a.", $extension), &bytes, &Default::default()));
            }
        }
    };
}
pub(crate) use survives;
