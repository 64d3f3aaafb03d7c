//! Mail: messages, mailboxes, forwarded messages, and chains made to break readers.

use super::*;
use crate::formats::samples::{check, survives};

const SAMPLES: &[&str] = &["mail/newsletter.eml", "mail/forwarded.eml", "mail/box.mbox"];

survives!("eml", super::read, SAMPLES);

#[test]
fn samples_are_read() {
    for name in SAMPLES {
        check(name);
    }
}

#[test]
fn senders_are_people_or_outlets() {
    for (name, address, byline, outlet) in [
        ("Ann Lee", "ann@post.example", Some("Ann Lee"), None),
        (
            "Harbor Post",
            "news@post.example",
            None,
            Some("Harbor Post"),
        ),
        (
            "Ann Lee, Harbor Post",
            "ann@post.example",
            Some("Ann Lee"),
            Some("Harbor Post"),
        ),
        ("Ann Lee", "newsletter@post.example", None, Some("Ann Lee")),
        ("ann@post.example", "ann@post.example", None, None),
        ("", "", None, None),
    ] {
        let mut stated = Metadata::default();
        sign(&mut stated, name, address);
        assert_eq!(
            (stated.byline.as_deref(), stated.outlet.as_deref()),
            (byline, outlet),
            "{name}"
        );
    }
}

#[test]
fn chains_of_messages_are_refused() {
    let chain = "From: a@b.example\nMessage-ID: <1>\nSubject: x\nContent-Type: message/rfc822\n\n"
        .repeat(100_000);
    let error = read("a.eml", chain.as_bytes(), &ReadOptions::default()).expect_err("a chain");
    assert!(matches!(error, FormatError::Excessive(_)), "{error}");
}

#[test]
fn it_is_told_by_its_headers() {
    assert!(is_one(
        "export",
        b"From: a@b.example\nTo: c@d.example\nSubject: x\nMIME-Version: 1.0\n\nWords"
    ));
    assert!(!is_one(
        "a.txt",
        b"From: our correspondent\nSubject: the quay\n\nWords"
    ));
    assert!(!is_one(
        "a.txt",
        b"From the tower one could see the ships.\nThey wait.\n"
    ));
    assert!(!is_one("a.mhtml", b"From: <Saved by a browser>\nSnapshot-Content-Location: https://a.example\nSubject: x\nMIME-Version: 1.0\nContent-Type: multipart/related\n\n"));
}
