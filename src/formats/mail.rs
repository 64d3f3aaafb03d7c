//! Mail: single messages (EML), mailboxes (MBOX), and the messages forwarded inside them.

use mail_parser::{Address, Message, MessageParser, MessagePart, MimeHeaders, PartType};

use super::{
    FormatError, ReadOptions, Reading, compose, compose::Composer, compose::Notes, magic, markup,
};
use crate::model::{BlockKind, Metadata, PartialDate, RawArticle, dates};

/// The largest mailbox, in bytes.
const LARGEST_MAILBOX: u64 = 512 * 1024 * 1024;

/// The largest message, in bytes, attachments included.
const LARGEST_MESSAGE: usize = 64 * 1024 * 1024;

/// The most messages inside messages; a chain of thousands is made to break readers.
const MOST_NESTED: usize = 200;

/// How deep forwarded messages are read.
const DEEPEST: u32 = 5;

/// Whether the file is a mail message or a mailbox.
#[must_use]
pub fn is_one(file_name: &str, bytes: &[u8]) -> bool {
    if magic::kind(bytes).is_some() {
        return false;
    }
    let extension = file_name
        .rsplit_once('.')
        .map(|(_, e)| e.to_ascii_lowercase());
    let named = matches!(
        extension.as_deref(),
        Some("eml" | "emlx" | "mbox" | "mbx" | "mht-eml")
    );
    let bytes = apple_message(bytes).unwrap_or(bytes);
    if is_mailbox(bytes) {
        return true;
    }
    let names = header_names(bytes);
    let has = |wanted: &[&str]| wanted.iter().any(|w| names.iter().any(|n| n == w));
    // A saved page in a MIME envelope has headers too, but its type says what it is.
    let page = bytes.get(..4_096).unwrap_or(bytes).to_ascii_lowercase();
    if memchr::memmem::find(&page, b"multipart/related").is_some()
        && (has(&["snapshot-content-location"])
            || matches!(extension.as_deref(), Some("mht" | "mhtml")))
    {
        return false;
    }
    let people = has(&["from", "sender"]) || has(&["to", "delivered-to"]);
    if named {
        return people || has(&["subject", "date", "message-id", "content-type"]);
    }
    people
        && has(&[
            "message-id",
            "mime-version",
            "received",
            "return-path",
            "x-mailer",
        ])
        && has(&["subject", "date"])
}

/// The names of the headers that the file begins with, in small letters.
fn header_names(bytes: &[u8]) -> Vec<String> {
    let head = bytes.get(..65_536).unwrap_or(bytes);
    let mut names = Vec::new();
    for line in head.split(|b| *b == b'\n').take(200) {
        if line.trim_ascii().is_empty() {
            break;
        }
        if line.starts_with(b" ") || line.starts_with(b"\t") {
            continue;
        }
        match header_name(line) {
            Some(name) => names.push(name),
            None => return Vec::new(),
        }
    }
    names
}

fn header_name(line: &[u8]) -> Option<String> {
    let end = memchr::memchr(b':', line)?;
    let name = line.get(..end)?;
    let shaped = !name.is_empty()
        && name.len() <= 60
        && name
            .iter()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
    shaped.then(|| String::from_utf8_lossy(name).to_ascii_lowercase())
}

fn is_mailbox(bytes: &[u8]) -> bool {
    bytes.starts_with(b"From ") && begins_message(bytes, 0)
}

/// Whether the line at `at`, which begins with "From ", is followed by headers.
fn begins_message(bytes: &[u8], at: usize) -> bool {
    let rest = bytes.get(at..).unwrap_or_default();
    let Some(end) = memchr::memchr(b'\n', rest.get(..1_000).unwrap_or(rest)) else {
        return false;
    };
    let next = rest.get(end + 1..).unwrap_or_default();
    let next = next.get(..1_000).unwrap_or(next);
    let line = next.split(|b| *b == b'\n').next().unwrap_or_default();
    header_name(line).is_some() || line.starts_with(b">From ")
}

/// The message in a file of Apple Mail, which begins with its length on a line of its own.
fn apple_message(bytes: &[u8]) -> Option<&[u8]> {
    let end = memchr::memchr(b'\n', bytes.get(..32).unwrap_or(bytes))?;
    let count: usize = std::str::from_utf8(bytes.get(..end)?)
        .ok()?
        .trim()
        .parse()
        .ok()?;
    let rest = bytes.get(end + 1..)?;
    Some(rest.get(..count).unwrap_or(rest))
}

/// Reads a message or a mailbox; every message is an article.
///
/// # Errors
/// When no message in it has a text.
pub fn read(
    _file_name: &str,
    bytes: &[u8],
    _options: &ReadOptions,
) -> Result<Reading, FormatError> {
    let bytes = apple_message(bytes).unwrap_or(bytes);
    if bytes.trim_ascii().is_empty() {
        return Err(FormatError::Empty);
    }
    let mut reader = Mailbox::default();
    if !is_mailbox(bytes) {
        reader.message(bytes, None)?;
        return reader.finish("eml");
    }
    if bytes.len() as u64 > LARGEST_MAILBOX {
        return Err(FormatError::TooLarge {
            megabytes: (bytes.len() as u64).div_ceil(1024 * 1024),
            limit_megabytes: LARGEST_MAILBOX / (1024 * 1024),
        });
    }
    for (at, message) in split(bytes).into_iter().enumerate() {
        let number = at + 1;
        let message = without_quoting(bytes.get(message).unwrap_or_default());
        if let Err(error) = reader.message(&message, Some(number)) {
            reader
                .notes
                .push(format!("Message {number} is left out: {error}"));
        }
    }
    reader.finish("mbox")
}

/// The messages of a mailbox without their "From " lines. A line inside a message that begins with these words has an
/// empty line before it in the worst case, but no headers after it.
fn split(bytes: &[u8]) -> Vec<std::ops::Range<usize>> {
    let mut starts = vec![0];
    for at in memchr::memmem::find_iter(bytes, b"\nFrom ") {
        if begins_message(bytes, at + 1) {
            starts.push(at + 1);
        }
    }
    let ends = starts.iter().skip(1).copied().chain([bytes.len()]);
    starts
        .iter()
        .zip(ends)
        .map(|(start, end)| {
            let line = bytes
                .get(*start..end)
                .and_then(|m| memchr::memchr(b'\n', m));
            line.map_or(end, |n| start + n + 1)..end
        })
        .collect()
}

/// Undoes the `>` that mailboxes put before "From " at the start of a line.
fn without_quoting(message: &[u8]) -> std::borrow::Cow<'_, [u8]> {
    if memchr::memmem::find(message, b">From ").is_none() {
        return message.into();
    }
    let mut out = Vec::with_capacity(message.len());
    for line in message.split_inclusive(|b| *b == b'\n') {
        let marks = line.iter().take_while(|b| **b == b'>').count();
        let quoted = marks > 0
            && line
                .get(marks..)
                .is_some_and(|rest| rest.starts_with(b"From "));
        out.extend_from_slice(line.get(usize::from(quoted)..).unwrap_or_default());
    }
    out.into()
}

#[derive(Default)]
struct Mailbox {
    articles: Vec<RawArticle>,
    notes: Notes,
}

impl Mailbox {
    /// Reads one message and those inside it; `number` counts the messages of a mailbox.
    fn message(&mut self, bytes: &[u8], number: Option<usize>) -> Result<(), FormatError> {
        if bytes.len() > LARGEST_MESSAGE {
            return Err(FormatError::TooLarge {
                megabytes: (bytes.len() as u64).div_ceil(1024 * 1024),
                limit_megabytes: (LARGEST_MESSAGE / (1024 * 1024)) as u64,
            });
        }
        let nested = count(bytes, b"message/") + count(bytes, b"/digest");
        if nested > MOST_NESTED {
            return Err(FormatError::Excessive(format!(
                "it holds {nested} messages inside messages; {MOST_NESTED} are read at most"
            )));
        }
        let unreadable = || {
            FormatError::Damaged(
                "message",
                "its headers cannot be told from its text".to_owned(),
            )
        };
        let parsed = compose::guarded(|| MessageParser::default().parse(bytes))
            .flatten()
            .ok_or_else(unreadable)?;
        let before = self.articles.len();
        self.parsed(&parsed, number.map(|n| n.to_string()).as_deref(), 0);
        if self.articles.len() == before {
            return Err(FormatError::NoText(
                "the message has no words of its own".to_owned(),
            ));
        }
        Ok(())
    }

    fn parsed(&mut self, message: &Message<'_>, number: Option<&str>, depth: u32) {
        let stated = stated(message);
        let who = number.map(|n| format!("Message {n}: ")).unwrap_or_default();
        let mut article = body(message, stated);
        if let Some(number) = number {
            let id = message
                .message_id()
                .map(str::trim)
                .filter(|id| !id.is_empty() && id.len() <= 250);
            article.member = Some(id.unwrap_or(number).to_owned());
        }
        let named: Vec<String> = message.attachments().filter_map(attachment_name).collect();
        if !named.is_empty() {
            let note = format!(
                "{who}Attached and not read: {}. Save and import it by itself",
                named.join(", ")
            );
            self.notes.push(note);
        }
        let has_words = article
            .text
            .lines()
            .map(compose::one_line)
            .any(|line| !line.is_empty() && article.stated.title.as_ref() != Some(&line));
        if has_words {
            self.articles.push(article);
        }
        if depth >= DEEPEST {
            return;
        }
        for (at, part) in message.parts.iter().enumerate() {
            if let PartType::Message(inner) = &part.body {
                let outer = number.map(|n| format!("{n}.")).unwrap_or_default();
                self.parsed(inner, Some(&format!("{outer}{at}")), depth + 1);
            }
        }
    }

    fn finish(mut self, format: &'static str) -> Result<Reading, FormatError> {
        if self.articles.is_empty() {
            return Err(FormatError::NoText(
                "no message in it has words of its own".to_owned(),
            ));
        }
        compose::distinct_members(&mut self.articles);
        Ok(Reading {
            format,
            articles: self.articles,
            notes: self.notes.finish(),
            lost: Vec::new(),
        })
    }
}

fn count(bytes: &[u8], wanted: &[u8]) -> usize {
    let small = bytes.to_ascii_lowercase();
    memchr::memmem::find_iter(&small, wanted).count()
}

fn attachment_name(part: &MessagePart<'_>) -> Option<String> {
    if part.is_message() {
        return None;
    }
    let name = part.attachment_name().map(compose::one_line);
    let kind = part.content_type().map(|t| {
        (
            t.ctype().to_ascii_lowercase(),
            t.subtype().unwrap_or_default().to_ascii_lowercase(),
        )
    });
    let picture = kind.as_ref().is_some_and(|(main, sub)| {
        main == "image" || main == "multipart" || sub.contains("signature") || sub == "ms-tnef"
    });
    if picture || part.is_text() && name.is_none() {
        return None;
    }
    Some(name.unwrap_or_else(|| {
        kind.map_or_else(
            || "a part without a name".to_owned(),
            |(main, sub)| format!("{main}/{sub}"),
        )
    }))
}

/// The words that mail programs put before the subject of an answer or a forwarded message.
fn bare_subject(subject: &str) -> (String, bool) {
    const MARKS: &[(&str, bool)] = &[
        ("fwd:", true),
        ("fw:", true),
        ("wg:", true),
        ("tr:", true),
        ("rv:", true),
        ("i:", true),
        ("re:", false),
        ("aw:", false),
        ("sv:", false),
    ];
    let mut text = compose::one_line(subject);
    let mut forwarded = false;
    while let Some((mark, forwards)) = MARKS.iter().find(|(mark, _)| {
        text.get(..mark.len())
            .is_some_and(|t| t.eq_ignore_ascii_case(mark))
    }) {
        forwarded |= *forwards;
        text = text
            .get(mark.len()..)
            .unwrap_or_default()
            .trim_start()
            .to_owned();
    }
    (text, forwarded)
}

fn stated(message: &Message<'_>) -> Metadata {
    let (title, forwarded) = bare_subject(message.subject().unwrap_or_default());
    let mut stated = Metadata {
        title: compose::field(&title),
        published: compose::published(message.date().and_then(date)),
        language: message
            .root_part()
            .content_language()
            .as_text()
            .and_then(compose::language),
        ..Metadata::default()
    };
    // Who forwards an article neither wrote nor published it.
    if !forwarded && let Some((name, address)) = message.from().and_then(sender) {
        sign(&mut stated, &name, &address);
    }
    for name in [
        "Archived-At",
        "X-Original-URL",
        "Content-Location",
        "Content-Base",
    ] {
        let value = message
            .header_raw(name)
            .map(|v| v.trim().trim_matches(['<', '>']).to_owned());
        stated.url = stated.url.take().or_else(|| compose::url(&value?));
    }
    stated
}

fn sender(from: &Address<'_>) -> Option<(String, String)> {
    let first = from.first()?;
    let address = first.address().unwrap_or_default().to_ascii_lowercase();
    Some((compose::one_line(first.name().unwrap_or_default()), address))
}

/// A sender is the outlet where the name or the address is that of a desk, and the author where it is a person's.
fn sign(stated: &mut Metadata, name: &str, address: &str) {
    const DESKS: &[&str] = &[
        "news",
        "newsletter",
        "newsletters",
        "noreply",
        "no-reply",
        "donotreply",
        "alert",
        "alerts",
        "info",
        "editor",
        "editors",
        "desk",
        "newsdesk",
        "newsroom",
        "press",
        "briefing",
        "daily",
        "hello",
        "contact",
        "mail",
        "mailer",
        "media",
        "updates",
        "digest",
        "subscriptions",
        "support",
    ];
    const OUTLETS: &[&str] = &[
        "news",
        "newsletter",
        "times",
        "post",
        "daily",
        "press",
        "agency",
        "gazette",
        "herald",
        "tribune",
        "chronicle",
        "journal",
        "review",
        "weekly",
        "radio",
        "tv",
        "alerts",
        "alert",
        "briefing",
        "observer",
        "guardian",
        "monitor",
        "desk",
        "wire",
        "service",
        "bulletin",
        "today",
        "magazine",
        "mail",
        "network",
        "media",
        "digest",
        "editor",
        "editors",
        "the",
        "bureau",
        "report",
    ];
    if name.is_empty() || name.contains('@') {
        return;
    }
    // "Ann Lee at the Zarin Gazette", "Ann Lee, Zarin Gazette", "Ann Lee (Zarin Gazette)".
    for mark in [" at ", " from ", " via ", ", ", " | ", " ("] {
        if let Some((person, outlet)) = name.split_once(mark)
            && is_person(person, OUTLETS)
            && !outlet.trim().is_empty()
        {
            stated.byline = Some(person.trim().to_owned());
            let outlet = outlet.strip_prefix("the ").unwrap_or(outlet);
            stated.outlet = compose::field(outlet.trim_end_matches(')'));
            return;
        }
    }
    let local = address.split('@').next().unwrap_or_default();
    let desk = local
        .split(['.', '-', '_', '+'])
        .any(|part| DESKS.contains(&part))
        || DESKS.contains(&local);
    if is_person(name, OUTLETS) && !desk {
        stated.byline = Some(name.to_owned());
    } else if !is_person(name, OUTLETS) || desk {
        stated.outlet = Some(name.to_owned());
    }
}

/// Two to four capitalized words, none of which names an outlet.
fn is_person(name: &str, outlets: &[&str]) -> bool {
    let words: Vec<&str> = name.split_whitespace().collect();
    (2..=4).contains(&words.len())
        && words.iter().all(|word| {
            word.starts_with(char::is_uppercase)
                && word
                    .chars()
                    .all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '\'' | '’'))
        })
        && !words
            .iter()
            .any(|word| outlets.contains(&word.to_lowercase().as_str()))
}

fn date(date: &mail_parser::DateTime) -> Option<PartialDate> {
    let day = PartialDate::day(i16::try_from(date.year).ok()?, date.month, date.day)?;
    let minute = u16::from(date.hour) * 60 + u16::from(date.minute);
    let offset = i16::from(date.tz_hour) * 60 + i16::from(date.tz_minute);
    let offset = if date.tz_before_gmt { -offset } else { offset };
    Some(day.at(minute, Some(offset)).unwrap_or(day))
}

/// The text of a message: its plain part, or its HTML part where there is none or only a line that says so.
fn body(message: &Message<'_>, stated: Metadata) -> RawArticle {
    let mut plain = String::new();
    let mut html = String::new();
    for part in message.text_bodies() {
        if let PartType::Text(text) = &part.body {
            let flowed = part.content_type().is_some_and(|t| {
                t.attribute("format")
                    .is_some_and(|f| f.eq_ignore_ascii_case("flowed"))
            });
            if !plain.is_empty() {
                plain.push_str("\n\n");
            }
            plain.push_str(&if flowed {
                unflow(text)
            } else {
                text.to_string()
            });
        }
    }
    for part in message.html_bodies() {
        if let PartType::Html(text) = &part.body {
            html.push_str(text);
        }
    }
    let blocks = markup::blocks(&html);
    let words: usize = blocks.iter().map(|(_, text)| text.len()).sum();
    // Some newsletters' plain part says no more than that they are HTML.
    let stub = plain.trim().len() < 400 && words > 4 * plain.trim().len();
    if !plain.trim().is_empty() && !stub {
        return from_plain(stated, &plain);
    }
    let title = stated
        .title
        .as_deref()
        .map(compose::one_line)
        .unwrap_or_default();
    let mut composer = Composer::default();
    composer.headline(&title);
    for (at, (kind, text)) in blocks.into_iter().enumerate() {
        if at > 2 || compose::one_line(&text) != title {
            composer.push(
                if kind == BlockKind::Headline {
                    BlockKind::Subhead
                } else {
                    kind
                },
                &text,
            );
        }
    }
    composer.finish(stated)
}

/// A message in plain text; where it passes on another one, that one's headers say what it is.
fn from_plain(stated: Metadata, text: &str) -> RawArticle {
    let Some((passed_on, rest)) = forwarded(text) else {
        return compose::plain(stated, text);
    };
    let stated = Metadata {
        title: passed_on.title.or(stated.title),
        byline: passed_on.byline,
        outlet: passed_on.outlet,
        published: passed_on.published.or(stated.published),
        ..stated
    };
    compose::plain(stated, rest)
}

/// What the head of a message forwarded as text states, and its text. Only where nothing but a few lines of the one
/// who forwards it stand above.
fn forwarded(text: &str) -> Option<(Metadata, &str)> {
    let mut at = 0;
    let mut above = 0;
    let mut found = None;
    for line in text.split_inclusive('\n').take(60) {
        let words = line.trim();
        at += line.len();
        let rule =
            words.starts_with("-----") || words.starts_with("_____") || words.starts_with("=====");
        let named = words.to_ascii_lowercase();
        let marked = named.starts_with("begin forwarded message")
            || rule && (named.contains("forwarded message") || named.contains("original message"));
        if marked {
            found = Some(at);
            break;
        }
        above += words.len();
    }
    let start = found.filter(|_| above < 1_000)?;
    let mut stated = Metadata::default();
    let mut at = start;
    let mut headers = 0;
    for line in text.get(start..)?.split_inclusive('\n').take(30) {
        let words = line.trim().trim_start_matches(['>', '*', ' ']);
        if words.is_empty() {
            at += line.len();
            if headers > 0 {
                break;
            }
            continue;
        }
        let Some((name, value)) = words.split_once(':').filter(|(name, _)| name.len() <= 20) else {
            break;
        };
        let value = value.trim().trim_matches('*').trim();
        match name.trim().trim_matches('*').to_ascii_lowercase().as_str() {
            "from" => {
                let (name, address) = value
                    .split_once('<')
                    .map_or((value, ""), |(n, a)| (n, a.trim_end_matches('>')));
                sign(
                    &mut stated,
                    name.trim().trim_matches('"'),
                    &address.to_ascii_lowercase(),
                );
            }
            "date" | "sent" => stated.published = compose::published(dates::read(value)),
            "subject" => stated.title = compose::field(&bare_subject(value).0),
            "to" | "cc" | "reply-to" => {}
            _ => break,
        }
        headers += 1;
        at += line.len();
    }
    (headers >= 2).then(|| text.get(at..).map(|rest| (stated, rest)))?
}

/// Joins the lines of `format=flowed` (RFC 3676): one that ends in a blank goes on in the next.
fn unflow(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.lines() {
        let line = line.strip_prefix(' ').unwrap_or(line);
        out.push_str(line);
        if !line.ends_with(' ') || line == "-- " {
            out.push('\n');
        }
    }
    out
}

#[cfg(test)]
#[path = "mail_tests.rs"]
mod tests;
