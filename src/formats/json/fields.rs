//! What articles and their parts are called in JSON: news interfaces, databases, scrapers, schema.org.

use serde_json::{Map, Value};

use crate::{
    formats::compose,
    model::{Metadata, PartialDate, RawArticle, date::from_day_number, dates},
};

/// Names in small letters and digits only, the most telling first.
const TEXT: &[&str] = &[
    "articlebody",
    "fulltext",
    "bodytext",
    "articletext",
    "maintext",
    "maincontent",
    "text",
    "body",
    "content",
    "contenttext",
    "articlecontent",
    "article",
    "story",
    "plaintext",
    "cleantext",
    "rawtext",
    "bodyhtml",
    "bodyxhtml",
    "contenthtml",
    "html",
    "contentencoded",
    "paragraphs",
    "texte",
    "texto",
];
/// Names of summaries, believed only beside a title and where there is no text.
const SUMMARY: &[&str] = &[
    "leadparagraph",
    "abstract",
    "summary",
    "description",
    "snippet",
    "excerpt",
    "lead",
];
const TITLE: &[&str] = &[
    "title",
    "headline",
    "webtitle",
    "articletitle",
    "heading",
    "hl",
    "name",
    "titre",
    "titel",
    "titulo",
];
const PUBLISHED: &[&str] = &[
    "datepublished",
    "published",
    "publishedat",
    "publisheddate",
    "publishedon",
    "pubdate",
    "publicationdate",
    "publishdate",
    "publishtime",
    "webpublicationdate",
    "firstpublicationdate",
    "firstpublished",
    "versioncreated",
    "firstcreated",
    "datetime",
    "date",
    "dategmt",
    "datecreated",
    "createdat",
    "created",
    "createdutc",
    "timestamp",
    "time",
    "day",
    "year",
];
const OUTLET: &[&str] = &[
    "outlet",
    "publication",
    "publisher",
    "newspaper",
    "sourcename",
    "publicationname",
    "source",
    "sitename",
    "site",
    "provider",
    "medium",
    "feed",
    "sourcedomain",
    "domain",
];
const BYLINE: &[&str] = &[
    "byline",
    "author",
    "authors",
    "creator",
    "writer",
    "by",
    "reporter",
    "journalist",
];
const URL: &[&str] = &[
    "url",
    "weburl",
    "link",
    "canonicalurl",
    "articleurl",
    "permalink",
    "mainentityofpage",
    "sourceurl",
    "href",
    "uri",
];
const LANGUAGE: &[&str] = &["language", "lang", "inlanguage", "languagecode", "locale"];
const AGENCY: &[&str] = &["agency", "newsagency", "wire"];
const DATELINE: &[&str] = &["dateline", "located", "locationcreated", "datelinelocation"];
const MEMBER: &[&str] = &[
    "id",
    "articleid",
    "docid",
    "documentid",
    "uuid",
    "guid",
    "identifier",
    "slug",
    "key",
];

/// The most members of an object that is an article; one with more is a table of its own.
const MOST_FIELDS: usize = 500;

/// Objects inside an article's that hold parts of it.
const INSIDE: &[&str] = &[
    "source",
    "fields",
    "article",
    "document",
    "doc",
    "metadata",
    "meta",
    "attributes",
    "data",
    "item",
    "extra",
    "thread",
];

/// Names under which lists of articles lie.
const LISTS: &[&str] = &[
    "articles",
    "docs",
    "documents",
    "items",
    "results",
    "data",
    "hits",
    "response",
    "records",
    "entries",
    "news",
    "posts",
    "stories",
    "graph",
    "rows",
    "value",
    "values",
    "pages",
    "texts",
    "corpus",
    "content",
    "list",
    "source",
    "doc",
    "document",
    "article",
    "feed",
    "channel",
    "item",
    "props",
    "payload",
];

/// Whether articles may lie under this name.
pub fn holds_articles(name: &str, value: &Value) -> bool {
    let shaped = match value {
        Value::Array(values) => values.iter().any(|v| v.is_object() || v.is_array()),
        Value::Object(_) => true,
        _ => false,
    };
    shaped && LISTS.contains(&plain(name).as_str())
}

/// The article an object is; `None` when it has no text.
pub fn article(object: &Map<String, Value>) -> Option<RawArticle> {
    if object.len() > MOST_FIELDS {
        return None;
    }
    let parts = parts(object);
    let get = |names: &[&str]| find(&parts, names);
    let title = get(TITLE).and_then(|v| compose::field(&words(v)?));
    let body = text(&parts, TEXT).or_else(|| {
        title.as_ref()?;
        text(&parts, SUMMARY)
    })?;
    let outlet = get(OUTLET)
        .and_then(|v| compose::field(&words(v)?))
        .filter(|o| !o.contains("://"));
    let stated = Metadata {
        title,
        outlet,
        agency: get(AGENCY).and_then(|v| compose::field(&words(v)?)),
        byline: get(BYLINE).and_then(|v| compose::byline(&people(v)?)),
        published: compose::published(dated(&parts)),
        dateline_place: get(DATELINE).and_then(|v| compose::field(&words(v)?)),
        language: get(LANGUAGE).and_then(|v| compose::language(&words(v)?)),
        url: address(&parts),
    };
    let mut article = compose::from_field(stated, &body);
    article.member = get(MEMBER)
        .and_then(|v| compose::field(&words(v)?))
        .filter(|m| m.len() <= 200);
    Some(article)
}

/// The object's members with plain names, its own first, then those of the objects inside it.
fn parts(object: &Map<String, Value>) -> Vec<(String, &Value)> {
    let mut parts: Vec<(String, &Value)> = Vec::new();
    let mut opened = Vec::new();
    for (name, value) in object {
        let name = plain(name);
        match value {
            Value::Object(inside) if INSIDE.contains(&name.as_str()) && !is_named_thing(inside) => {
                opened.push(inside);
            }
            _ => parts.push((name, value)),
        }
    }
    for inside in opened {
        parts.extend(inside.iter().map(|(name, value)| (plain(name), value)));
    }
    parts
}

/// `{"id": "gazette", "name": "Zarin Gazette"}`: an outlet or a person, not a part of the article.
fn is_named_thing(object: &Map<String, Value>) -> bool {
    let named = object.contains_key("name") || object.contains_key("title");
    named && object.len() <= 8 && !object.keys().any(|key| TEXT.contains(&plain(key).as_str()))
}

/// The first value with one of the names that says anything.
fn find<'v>(parts: &[(String, &'v Value)], names: &[&str]) -> Option<&'v Value> {
    names.iter().find_map(|wanted| {
        parts
            .iter()
            .find(|(name, value)| {
                name == wanted && words(value).is_some_and(|w| compose::field(&w).is_some())
            })
            .map(|(_, value)| *value)
    })
}

/// The longest text under one of the names, but an earlier name unless a later one has three times its length:
/// news interfaces cut `content` off and give the rest elsewhere.
fn text(parts: &[(String, &Value)], names: &[&str]) -> Option<String> {
    let mut best: Option<String> = None;
    for wanted in names {
        for (_, value) in parts.iter().filter(|(name, _)| name == wanted) {
            let Some(found) = paragraphs(value, 0).filter(|t| compose::field(t).is_some()) else {
                continue;
            };
            let wordy = found.split_whitespace().take(3).count() == 3;
            if wordy
                && best
                    .as_ref()
                    .is_none_or(|best| found.len() > 3 * best.len())
            {
                best = Some(found);
            }
        }
    }
    best
}

/// A value as a text: lists are paragraphs.
fn paragraphs(value: &Value, depth: u32) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Array(values) if depth < 6 => {
            // A list of objects with titles is a list of articles, not one article's paragraphs.
            let articles = values.iter().any(|v| {
                v.as_object()
                    .is_some_and(|o| o.keys().any(|k| TITLE.contains(&plain(k).as_str())))
            });
            if articles {
                return None;
            }
            let parts: Vec<String> = values
                .iter()
                .filter_map(|v| paragraphs(v, depth + 1))
                .collect();
            (!parts.is_empty()).then(|| parts.join("\n\n"))
        }
        Value::Object(object) if depth < 6 => {
            // An object with a title of its own is an article inside this one.
            if object.keys().any(|k| TITLE.contains(&plain(k).as_str())) {
                return None;
            }
            [
                "rendered",
                "plain",
                "text",
                "value",
                "#text",
                "content",
                "body",
                "html",
                "paragraph",
                "paragraphs",
                "p",
                "main",
            ]
            .iter()
            .find_map(|name| paragraphs(object.get(*name)?, depth + 1))
        }
        _ => None,
    }
}

/// A value as words on a line.
fn words(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => {
            let has_marks = super::super::markup::looks_like_html(text) || text.contains('&');
            if has_marks && text.len() < 10_000 {
                let blocks = super::super::markup::blocks(text);
                return Some(
                    blocks
                        .into_iter()
                        .map(|(_, t)| t)
                        .collect::<Vec<_>>()
                        .join(" "),
                );
            }
            Some(text.clone())
        }
        Value::Number(number) => Some(number.to_string()),
        Value::Array(values) => values.iter().find_map(words),
        Value::Object(object) => [
            "rendered", "main", "name", "text", "value", "#text", "original", "title", "short",
            "id",
        ]
        .iter()
        .find_map(|name| match object.get(*name)? {
            inner @ (Value::String(_) | Value::Number(_)) => words(inner),
            _ => None,
        }),
        _ => None,
    }
}

/// A value as the names of those who wrote: all of a list, not only the first.
fn people(value: &Value) -> Option<String> {
    match value {
        Value::Array(values) => {
            let names: Vec<String> = values
                .iter()
                .take(12)
                .filter_map(words)
                .filter_map(|name| compose::field(&name))
                .collect();
            (!names.is_empty()).then(|| names.join(", "))
        }
        Value::Object(object)
            if object.contains_key("firstname") || object.contains_key("first_name") =>
        {
            let part = |a: &str, b: &str| {
                object
                    .get(a)
                    .or_else(|| object.get(b))
                    .and_then(words)
                    .unwrap_or_default()
            };
            Some(format!(
                "{} {}",
                part("firstname", "first_name"),
                part("lastname", "last_name")
            ))
        }
        other => words(other),
    }
}

fn address(parts: &[(String, &Value)]) -> Option<String> {
    URL.iter().find_map(|wanted| {
        parts
            .iter()
            .filter(|(name, _)| name == wanted)
            .find_map(|(_, value)| {
                let text = match value {
                    Value::Object(object) => object
                        .get("@id")
                        .or_else(|| object.get("href"))
                        .and_then(Value::as_str)?,
                    other => other.as_str()?,
                };
                compose::url(text)
            })
    })
}

fn dated(parts: &[(String, &Value)]) -> Option<PartialDate> {
    PUBLISHED.iter().find_map(|wanted| {
        parts
            .iter()
            .filter(|(name, _)| name == wanted)
            .find_map(|(_, value)| date(value))
    })
}

/// A date in words or numbers, or seconds or milliseconds since 1970.
fn date(value: &Value) -> Option<PartialDate> {
    match value {
        Value::String(text) => dates::read(text).or_else(|| {
            let digits = text.len() >= 9 && text.bytes().all(|b| b.is_ascii_digit());
            since_1970(if digits {
                text.parse().ok()?
            } else {
                return None;
            })
        }),
        Value::Number(number) => match number.as_i64() {
            // A bare year, a day as digits, or a moment.
            Some(year @ 1600..=2100) => dates::read(&year.to_string()),
            Some(day @ 16_000_101..=21_001_231) => dates::read(&day.to_string()),
            _ => since_1970(number.as_f64()?),
        },
        Value::Object(object) => {
            ["$date", "date", "value", "iso", "#text"]
                .iter()
                .find_map(|name| match object.get(*name)? {
                    inner @ (Value::String(_) | Value::Number(_)) => date(inner),
                    _ => None,
                })
        }
        _ => None,
    }
}

fn since_1970(value: f64) -> Option<PartialDate> {
    // Seconds from 1973 to 2100; the same span in milliseconds does not overlap.
    let seconds = if (1e11..4.2e12).contains(&value) {
        value / 1_000.0
    } else {
        value
    };
    if !(1e8..4.2e9).contains(&seconds) {
        return None;
    }
    // The range fits.
    let seconds = seconds as i64;
    let minute = u16::try_from(seconds.rem_euclid(86_400) / 60).ok()?;
    from_day_number(seconds.div_euclid(86_400)).at(minute, Some(0))
}

/// The name in small letters without marks: `pub_date`, `pubDate` and `pub-date` are `pubdate`.
fn plain(name: &str) -> String {
    name.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .take(40)
        .collect()
}
