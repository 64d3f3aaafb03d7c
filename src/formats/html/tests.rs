use proptest::prelude::*;

use super::*;
use crate::{formats, model::DateSource};

const SAMPLES: &[(&str, &[u8])] = &[
    (
        "harbor-post-cms.html",
        include_bytes!("../../../tests/samples/html/harbor-post-cms.html"),
    ),
    (
        "old-table-layout.htm",
        include_bytes!("../../../tests/samples/html/old-table-layout.htm"),
    ),
    (
        "wordpress-blog.html",
        include_bytes!("../../../tests/samples/html/wordpress-blog.html"),
    ),
    (
        "singlefile-live.html",
        include_bytes!("../../../tests/samples/html/singlefile-live.html"),
    ),
];

const PROSE: &str = "The first ferry in a year came into the harbor of Sfax on Monday, greeted by some 400 people on the quay.";

fn one(name: &str, bytes: &[u8]) -> RawArticle {
    let reading = formats::read(name, bytes, &ReadOptions::default()).expect("a page");
    assert_eq!(reading.format, "html");
    let [article] = reading.articles.as_slice() else {
        panic!("one article expected")
    };
    article.clone()
}

fn sample(name: &str) -> RawArticle {
    let (name, bytes) = SAMPLES
        .iter()
        .find(|(n, _)| *n == name)
        .expect("a sample of that name");
    one(name, bytes)
}

/// The blocks of an article, each with the first letter of its kind before it and cut after 36 characters.
fn blocks(article: &RawArticle) -> Vec<String> {
    let line = |block: &RawBlock| {
        let kind = match block.kind {
            BlockKind::Headline => 'H',
            BlockKind::Subhead => 'S',
            BlockKind::Paragraph => 'P',
            BlockKind::Caption => 'C',
        };
        let text: String = block.span.of(&article.text).chars().take(36).collect();
        format!("{kind} {text}")
    };
    article.blocks.iter().map(line).collect()
}

/// Title, outlet, byline, date, language and address, as a page states them.
fn facts(article: &RawArticle) -> String {
    let stated = article.stated.clone();
    [
        stated.title,
        stated.outlet,
        stated.byline,
        stated.published.map(|p| p.date.to_string()),
        stated.language,
        stated.url,
    ]
    .map(Option::unwrap_or_default)
    .join("|")
}

#[test]
fn a_newsroom_page_is_its_article() {
    let article = sample("harbor-post-cms.html");
    assert_eq!(
        blocks(&article),
        [
            "H Ferry returns to Sfax harbour after ",
            "P Fishermen and traders welcome the fi",
            "C The ferry Cercina enters the harbour",
            "P The first ferry in a year came into ",
            "P “We had given it up,” said Moncef Tr",
            "P The landing stage at Sidi Youssef wa",
            "S Prices doubled",
            "P On Kerkennah the prices of flour and",
            "P Two men drowned in January when one ",
            "P “It should not take two dead men to ",
            "P The ferry will run four times a day,",
        ]
    );
    assert_eq!(
        facts(&article),
        "Ferry returns to Sfax harbour after year of silence|The Harbor Post|Ann Lee-Moreau|\
         2012-03-14T09:05+01:00|en|https://www.harborpost.example/news/world/2012/mar/14/ferry-returns-sfax"
    );
    assert!(!article.text_is_source && article.notes.is_empty());
    // What stands between the paragraphs is there to be shown, outside the blocks.
    for aside in [
        "Share on Facebook",
        "Storm wrecks landing stage",
        "Tarek Ouni",
    ] {
        assert!(article.text.contains(aside), "{aside}");
    }
    for never in [
        "Written by a script",
        "cookie policy",
        "iVBORw0KGgo",
        "Registered office",
    ] {
        assert!(!article.text.contains(never), "{never}");
    }
}

#[test]
fn a_page_laid_out_with_tables_is_its_article() {
    // Its byline and its buttons are marked as nothing in particular; cleaning knows them by their words.
    let article = sample("old-table-layout.htm");
    assert_eq!(
        blocks(&article),
        [
            "H Students march in Besançon over clos",
            "P By Emile Brule",
            "P BESANÇON (Northern Wire) - Some 1,20",
            "P The rooms have been shut after six o",
            "P \"We read in the station now, because",
            "P A speaker of the university, André G",
            "P The students did not believe it. The",
            "P In 1998 a similar protest lasted for",
            "P Print this page | Send to a friend",
        ]
    );
    assert_eq!(
        facts(&article),
        "Students march in Besançon over closed reading rooms||Emile Brule|2003-03-14||"
    );
    assert_eq!(article.encoding, "windows-1252");
}

#[test]
fn a_blog_keeps_its_lists_and_leaves_its_comments() {
    let article = sample("wordpress-blog.html");
    let blocks = blocks(&article);
    for expected in [
        "S A farm without a name",
        "C The fence south of the town, seen fr",
        "P for fruit trees only,",
    ] {
        assert!(
            blocks.iter().any(|b| b == expected),
            "{expected}: {blocks:?}"
        );
    }
    assert!(!blocks.iter().any(|b| b.contains("My grandfather")));
    assert_eq!(
        article.notes,
        [
            "Dates differ: its structured data says 2014-05-20T16:40Z, its markup says 2014-05-18T18:30+01:00"
        ]
    );
}

#[test]
fn a_page_saved_with_singlefile_says_where_from() {
    let article = sample("singlefile-live.html");
    assert_eq!(
        facts(&article),
        "Night market in Agadez reopens under guard|Radio Sahel|Aïcha Mahamadou|2016-06-03T19:20Z|en|\
         https://radio-sahel.example/en/articles/8841"
    );
    assert_eq!(blocks(&article).len(), 7);
}

#[test]
fn metadata_are_stated_in_many_ways() {
    let check = |head: &str, body: &str, expected: &str| {
        let page = format!(
            "<html{head}</head><body>{body}<p>{PROSE}</p><p>{PROSE} It left at noon.</p></body></html>"
        );
        assert_eq!(
            facts(&one("a.html", page.as_bytes())),
            expected,
            "{head}{body}"
        );
    };
    check(
        " lang=fr-CA><head><title>Ferry returns to Sfax | Harbor Post</title><meta property=og:site_name content='Harbor Post'>",
        "",
        "Ferry returns to Sfax|Harbor Post|||fr|",
    );
    check(
        "><head><meta name=dc.title content='Ferry returns'><meta name=DC.creator content='Ann Lee'><meta name=DC.date.issued content=2012-03-14>",
        "",
        "Ferry returns||Ann Lee|2012-03-14||",
    );
    check(
        "><head><meta name=citation_title content='Ferry returns'><meta name=citation_author content='Lee, Ann'><meta name=citation_author content='Ray, Tom'>",
        "",
        "Ferry returns||Lee, Ann and Ray, Tom|||",
    );
    check(
        "><head><link rel=canonical href='https://www.harborpost.example/1'><meta property=article:author content='https://facebook.com/ann'>",
        "<h1>Ferry returns to Sfax</h1><span itemprop=author itemscope><span itemprop=name>Ann Lee</span></span><time itemprop=datePublished datetime=2012-03-14T09:05>",
        "Ferry returns to Sfax|harborpost.example|Ann Lee|2012-03-14T09:05||https://www.harborpost.example/1",
    );
    check(
        "><head><title>Ferry returns to Sfax &amp; Kerkennah - Harbor Post</title><meta name=sailthru.date content='Wed, 14 Mar 2012 09:05:00 +0100'>",
        "<h1>Ferry returns to Sfax &amp; Kerkennah</h1>",
        "Ferry returns to Sfax & Kerkennah|||2012-03-14T09:05+01:00||",
    );
    // The newsroom's own clock rather than the same time in Greenwich.
    check(
        "><head><meta property=article:published_time content=2012-03-15T01:05:00Z><meta name=pubdate content=2012-03-14T20:05:00-05:00>",
        "",
        "|||2012-03-14T20:05-05:00||",
    );
    // What is not stated stays unknown: a date of change is none of publication, a site's name none of an author.
    check(
        "><head><meta property=article:modified_time content=2012-03-14><meta property=og:site_name content='Harbor Post'><meta name=author content='Harbor Post'>",
        "<p>March 14, 2012</p>",
        "|Harbor Post||||",
    );
}

#[test]
fn dates_of_pages_are_metadata() {
    let page = format!("<meta name=date content=2012-03-14><p>{PROSE}</p>");
    let article = one("a.html", page.as_bytes());
    assert_eq!(
        article.stated.published.map(|p| p.source),
        Some(DateSource::Metadata)
    );
}

#[test]
fn a_date_shown_against_the_stated_one_is_noted() {
    let check = |shown: &str, expected: &[&str]| {
        let page = format!(
            "<html><head><title>Ferry returns to Sfax</title><meta name=date content=2012-03-14></head><body>\
             <h1>Ferry returns to Sfax</h1><div>{shown}</div><p>{PROSE}</p><p>{PROSE} It left at noon.</p>"
        );
        assert_eq!(one("a.html", page.as_bytes()).notes, expected, "{shown}");
    };
    check("Published March 14, 2012", &[]);
    check(
        "By Ann Lee, 2 April 2012 9:05",
        &["Dates differ: the page states 2012-03-14 and shows 2012-04-02T09:05"],
    );
    check("Updated 2 April 2012", &[]);
}

#[test]
fn a_body_that_only_the_data_hold_is_read_from_them() {
    let sentence =
        "Seven men who repair the pipeline south of Sirte were freed on Thursday after nine days. ";
    let page = format!(
        "<html><head><script type='application/ld+json'>{{\"@type\":\"NewsArticle\",\"headline\":\"Crew freed near Sirte\",\
         \"articleBody\":\"{}\"}}</script></head><body><h1>Crew freed near Sirte</h1><p>Loading the article, please wait.</p></body></html>",
        sentence.repeat(12)
    );
    let article = one("a.html", page.as_bytes());
    assert_eq!(blocks(&article).len(), 2);
    assert!(
        article
            .text
            .starts_with("Crew freed near Sirte\n\nSeven men")
    );
}

#[test]
fn pages_are_told_by_content_then_by_name() {
    let check = |name, bytes: &[u8], expected| {
        assert_eq!(
            is_one(name, bytes),
            expected,
            "{name} {:?}",
            bytes.escape_ascii().to_string()
        );
    };
    check(
        "a.txt",
        b"\xef\xbb\xbf\n<!-- saved -->\n<!DOCTYPE html><p>x",
        true,
    );
    check("a", b"<HTML><BODY>x", true);
    check(
        "a.xhtml",
        b"<?xml version='1.0'?><!DOCTYPE html><html xmlns='x'>",
        true,
    );
    check("a.html", b"<p>Just a piece of a page", true);
    check(
        "a.txt",
        b"<div class=x><p>A piece of a page</p></div>",
        true,
    );
    check("a.txt", b"Ferry returns <b>today</b>", false);
    check("a.xml", b"<?xml version='1.0'?><nitf><body/></nitf>", false);
    check("a.html", b"%PDF-1.7", false);
    check("a.html", b"no markup at all", false);
    let wide: Vec<u8> = "\u{FEFF}<html><p>x"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    check("a.txt", &wide, true);
}

#[test]
fn a_page_without_words_says_what_to_do() {
    let read =
        |bytes: &[u8]| read("a.html", bytes, &ReadOptions::default()).map(|r| r.articles.len());
    assert!(matches!(read(b""), Err(FormatError::Empty)));
    let shell = read(b"<html><head><title>Harbor Post</title></head><body><div id=root></div><script>boot()</script>");
    assert!(
        matches!(shell, Err(FormatError::NoText(said)) if said.contains("Save it in the browser"))
    );
    assert!(matches!(
        read(b"<html>\0\0\0\x01\x02\xff"),
        Err(FormatError::Binary(_))
    ));
    assert_eq!(read(b"<html><p>Brief.</p>"), Ok(1));
}

#[test]
fn hostile_pages_end_with_their_text() {
    let deep = |tag: &str, times: usize| format!("<html><body>{}<p>{PROSE}</p>", tag.repeat(times));
    for page in [
        deep("<div>", 100_000),
        deep("<span class=a>", 100_000),
        deep("<table><tr><td>", 30_000),
        deep("<ul><li>", 30_000),
        // Under as many elements as are kept, where recursion in the extractor would go deepest.
        deep("<div><section>", 55),
        deep("<b><i><font size=2>", 20_000),
        format!("<html><body><p {}>{PROSE}</p>", "a=b ".repeat(500_000)),
        format!(
            "<html><body><img src='data:image/png;base64,{}'><p>{PROSE}</p>",
            "A".repeat(2_000_000)
        ),
        format!(
            "<html><script type='application/ld+json'>{}</script><p>{PROSE}</p>",
            "[".repeat(200_000)
        ),
        format!("<html><body>{}<p>{PROSE}</p>", "<".repeat(200_000)),
    ] {
        assert!(
            one("a.html", page.as_bytes()).text.contains(PROSE),
            "{}",
            slim::head(&page, 60)
        );
    }
}

fn is_sound(article: &RawArticle) {
    let mut at = 0;
    for block in &article.blocks {
        let range = block.span.range();
        assert!(range.start >= at && range.start < range.end, "{range:?}");
        assert!(article.text.get(range.clone()).is_some(), "{range:?}");
        at = range.end;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..2_000)) {
        if let Ok(article) = article(&bytes, None, None, &ReadOptions::default()) {
            is_sound(&article);
        }
    }

    #[test]
    fn no_markup_makes_it_panic(parts in prop::collection::vec(prop::sample::select(vec![
        "<p>", "</p>", "<div class='share'>", "</div>", "<a href=x>", "</a>", "<table>", "<td>", "</table>", "<!--", "-->",
        "<h1>", "</h1>", "<script>", "</script>", "<time datetime='2012-13-40'>", "<svg>", "<title>", "</title>", "&amp", "&#x110000;",
        "<li>", "</ul>", "<br>", "\u{202E}", "É", "日本", PROSE, "<meta name=date content=''>", "<figcaption>", "\"", "'", "<", ">",
    ]), 0..120)) {
        let page = format!("<html>{}", parts.concat());
        if let Ok(article) = article(page.as_bytes(), None, None, &ReadOptions::default()) {
            is_sound(&article);
        }
    }

    #[test]
    fn damaged_samples_do_not_make_it_panic(
        which in 0..SAMPLES.len(),
        at in any::<prop::sample::Index>(),
        cut in any::<prop::sample::Index>(),
        with in prop::collection::vec(any::<u8>(), 0..12),
    ) {
        let (name, bytes) = SAMPLES[which];
        let mut bytes = bytes.to_vec();
        bytes.truncate(cut.index(bytes.len()) + 1);
        let at = at.index(bytes.len());
        bytes.splice(at..at, with);
        if let Ok(reading) = read(name, &bytes, &ReadOptions::default()) {
            reading.articles.iter().for_each(is_sound);
        }
    }
}
