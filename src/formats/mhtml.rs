//! Web archives (MHTML), as browsers save a page with its pictures into one file: a MIME message whose first HTML part
//! is the page.

use mail_parser::{
    Encoding, HeaderValue, Message, MessageParser, MessagePart, MimeHeaders,
    decoders::{base64::base64_decode, quoted_printable::quoted_printable_decode},
};

use super::{FormatError, ReadOptions, Reading, decode, html};

/// How far the head of a message is looked at, in bytes.
const HEAD: usize = 16 * 1024;

/// Whether a file is a web archive and not a mail: a message of related parts that says it is a saved page, or one that
/// is named so.
#[must_use]
pub fn is_one(file_name: &str, bytes: &[u8]) -> bool {
    let head = bytes.get(..HEAD).unwrap_or(bytes).trim_ascii_start();
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let text = String::from_utf8_lossy(head).to_ascii_lowercase();
    // The first line of a message is a field.
    let field = text
        .split(['\r', '\n'])
        .next()
        .and_then(|line| line.split_once(':'));
    let is_field = field.is_some_and(|(name, _)| {
        !name.is_empty()
            && name.len() <= 60
            && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    });
    if !is_field {
        return false;
    }
    let fields = text.split("\r\n\r\n").next().unwrap_or_default();
    let fields = fields.split("\n\n").next().unwrap_or_default();
    let has = |words: &str| fields.contains(words);
    let ending = file_name
        .rsplit('.')
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    let named = matches!(ending.as_str(), "mht" | "mhtml");
    let saved = has("snapshot-content-location:")
        || has("<saved by ")
        || has("x-mimeole:") && !has("\nto:");
    has("multipart/related") && (saved || named)
        || named && has("content-type:") && has("text/html")
}

/// Reads the page of a web archive.
///
/// # Errors
/// When no page is in it, or the page is empty, too large, or shows no words.
pub fn read(_file_name: &str, bytes: &[u8], options: &ReadOptions) -> Result<Reading, FormatError> {
    decode::check_size(bytes.len() as u64 / MOST_PICTURES)?;
    let message = MessageParser::default().parse(bytes).ok_or_else(|| {
        FormatError::Damaged("web archive", "it does not begin as one".to_owned())
    })?;
    let Some(part) = page_part(&message) else {
        return Err(FormatError::NoText(
            "the web archive holds no page. Open the page in a browser and save it again"
                .to_owned(),
        ));
    };
    let (page, charset) = contents(part, bytes);
    let address = text_of(message.header("Snapshot-Content-Location"))
        .or_else(|| text_of(message.header("Content-Location")))
        .or_else(|| part.content_location())
        .filter(|url| url.starts_with("http"));
    let mut article = html::article(&page, charset.as_deref(), address, options)?;
    if article.stated.title.is_none() {
        article.stated.title = message
            .subject()
            .map(str::trim)
            .filter(|s| !s.is_empty())
            .map(str::to_owned);
    }
    Ok(Reading {
        format: "mhtml",
        articles: vec![article],
        notes: Vec::new(),
        lost: Vec::new(),
    })
}

/// A web archive may be this many times as large as a page: the rest are its pictures.
const MOST_PICTURES: u64 = 4;

fn text_of<'m>(value: Option<&'m HeaderValue<'_>>) -> Option<&'m str> {
    value.and_then(HeaderValue::as_text)
}

/// The part that is the page: the one the archive names as its start, else the first of HTML. The others are frames.
fn page_part<'m>(message: &'m Message<'m>) -> Option<&'m MessagePart<'m>> {
    let start = message
        .content_type()
        .and_then(|content_type| content_type.attribute("start"))
        .map(|id| id.trim_matches(['<', '>']));
    let page = |part: &&MessagePart<'_>| part.is_text_html() && !part.is_empty();
    let parts = || message.parts.iter().filter(page);
    parts()
        .find(|part| start.is_some() && part.content_id() == start)
        .or_else(|| parts().next())
}

/// The page's bytes as they were before they were packed into a message, and the charset its part states. The bytes are
/// taken rather than the parser's text, because a page without a charset in its part states one in its head.
fn contents(part: &MessagePart<'_>, bytes: &[u8]) -> (Vec<u8>, Option<String>) {
    let from = usize::try_from(part.offset_body).unwrap_or(usize::MAX);
    let to = usize::try_from(part.offset_end).unwrap_or(usize::MAX);
    let raw = bytes.get(from..to.min(bytes.len())).unwrap_or_default();
    let unpacked = match part.encoding {
        Encoding::QuotedPrintable => quoted_printable_decode(raw),
        Encoding::Base64 => base64_decode(raw),
        Encoding::None => Some(raw.to_vec()),
    };
    match unpacked.filter(|page| !page.is_empty()) {
        Some(page) => {
            let charset = part
                .content_type()
                .and_then(|content_type| content_type.attribute("charset"));
            (page, charset.map(str::to_owned))
        }
        // Damaged packing: the parser makes the best of it.
        None => (part.contents().to_vec(), Some("utf-8".to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{
        formats,
        model::{RawArticle, RawBlock},
    };

    const SAMPLES: &[(&str, &[u8])] = &[
        (
            "blink-snapshot.mhtml",
            include_bytes!("../../tests/samples/mhtml/blink-snapshot.mhtml"),
        ),
        (
            "explorer-archive.mht",
            include_bytes!("../../tests/samples/mhtml/explorer-archive.mht"),
        ),
        (
            "firefox-maf-cut-off.mht",
            include_bytes!("../../tests/samples/mhtml/firefox-maf-cut-off.mht"),
        ),
    ];

    fn one(name: &str) -> RawArticle {
        let (_, bytes) = SAMPLES
            .iter()
            .find(|(n, _)| *n == name)
            .expect("a sample of that name");
        // Told by what it holds, whatever its name.
        let reading = formats::read("page", bytes, &ReadOptions::default()).expect("a web archive");
        assert_eq!(reading.format, "mhtml");
        reading.articles.first().cloned().expect("an article")
    }

    fn check(name: &str, title: &str, published: &str, url: &str, last: &str) {
        let article = one(name);
        let stated = &article.stated;
        assert_eq!(stated.title.as_deref(), Some(title));
        assert_eq!(
            stated.published.map(|p| p.date.to_string()).as_deref(),
            Some(published)
        );
        assert_eq!(stated.url.as_deref(), Some(url));
        let begins = |block: &RawBlock| block.span.of(&article.text).starts_with(last);
        assert!(article.blocks.iter().any(begins), "{}", article.text);
    }

    #[test]
    fn saved_pages_of_three_browsers_are_read() {
        check(
            "blink-snapshot.mhtml",
            "Dam at Tichy holds as rain eases",
            "2013-11-22T07:40+01:00",
            "https://kabyle-courier.example/2013/11/dam-tichy.html",
            "The dam was built in 1962",
        );
        check(
            "explorer-archive.mht",
            "Rail line to Tébessa closed after derailment",
            "2005-02-09T14:30Z",
            "http://www.annaba-rail.example/news/2005/tebessa.asp",
            "Buses leave from the station",
        );
        check(
            "firefox-maf-cut-off.mht",
            "Pipeline crew freed south of Sirte",
            "2015-04-02",
            "https://sirte-monitor.example/2015/04/02/crew",
            "“They are thin and they are tired",
        );
        assert!(!one("blink-snapshot.mhtml").text.contains("Win a car"));
        assert_eq!(one("explorer-archive.mht").encoding, "windows-1252");
    }

    #[test]
    fn mails_and_texts_are_none() {
        for (name, bytes, expected) in [
            ("a.mht", &b"MIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n<p>x"[..], true),
            ("a.eml", b"From: a@example.org\r\nTo: b@example.org\r\nContent-Type: multipart/related; boundary=x\r\n\r\n", false),
            ("a.mht", b"Just a text: nothing else\n", false),
            ("a.txt", b"RELATED: multipart/related\n", false),
        ] {
            assert_eq!(is_one(name, bytes), expected, "{name} {:?}", bytes.escape_ascii().to_string());
        }
        let error = read(
            "a.mht",
            b"MIME-Version: 1.0\r\nContent-Type: image/png\r\n\r\nAAAA",
            &ReadOptions::default(),
        );
        assert!(matches!(error, Err(FormatError::NoText(_))));
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

        #[test]
        fn damaged_archives_do_not_make_it_panic(
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
                prop_assert_eq!(reading.articles.len(), 1);
            }
        }
    }
}
