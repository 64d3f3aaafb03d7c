//! What a page states about its article in its head and markup: titles, date, author, outlet, language, address.

use dom_query::{Document, NodeRef};

use super::{dates, json, slim::Page};
use crate::model::{DateSource, Metadata, PartialDate, Published};

/// What a page states.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    pub metadata: Metadata,
    /// All the titles the page goes by, the best first.
    pub titles: Vec<String>,
    /// The site's name.
    pub site: Option<String>,
    /// The article's body as the page states it apart from showing it.
    pub body: Option<String>,
    /// Statements that contradict each other.
    pub notes: Vec<String>,
}

/// Values of `<meta>` and of elements that say what they are, in the order they stand.
#[derive(Default)]
struct Found {
    /// Keys in small letters, `.` as `:`; values; whether the key was a property rather than a name.
    metas: Vec<(String, String, bool)>,
    /// Values of microdata.
    props: Vec<(String, String)>,
    title: Option<String>,
    language: Option<String>,
    canonical: Option<String>,
    authors: Vec<String>,
    /// `<time>` with a date for machines: the date, and whether the markup says that it is the publication's.
    times: Vec<(String, bool)>,
}

/// How many elements with a date or a property are looked at.
const MOST: usize = 2_000;

/// Reads what `document`, made of `page`, states. `saved_from` is the address the saving program noted.
#[must_use]
pub fn read(document: &Document, page: &Page, saved_from: Option<&str>) -> Facts {
    let found = collect(document);
    let stated = json::read(&page.json);
    let url = address(&found, &stated, saved_from);
    let site = site_name(&found, &stated);
    let mut notes = Vec::new();
    let published = published(&found, &stated, &mut notes);
    let titles = titles(&found, &stated, site.as_deref(), url.as_deref());
    let host = url.as_deref().and_then(host);
    let metadata = Metadata {
        title: titles.first().cloned(),
        outlet: site.clone().or(host),
        byline: byline(&found, &stated, site.as_deref()),
        published,
        language: language(&found, &stated),
        url,
        ..Metadata::default()
    };
    Facts {
        metadata,
        titles,
        site,
        body: stated.body.map(|body| plain(&body)),
        notes,
    }
}

fn collect(document: &Document) -> Found {
    let mut found = Found::default();
    for node in document.root().descendants_it() {
        if !node.is_element() {
            continue;
        }
        let Some(name) = node.node_name() else {
            continue;
        };
        let attr = |name: &str| {
            node.attr(name)
                .map(|value| value.trim().to_owned())
                .filter(|value| !value.is_empty())
        };
        match &*name {
            "html" => found.language = attr("lang"),
            "title" => found.title = found.title.or_else(|| Some(fold(&node.text()))),
            "meta" => {
                let Some(content) = attr("content") else {
                    continue;
                };
                for from in ["property", "name", "itemprop", "http-equiv"] {
                    let keys = attr(from).unwrap_or_default();
                    for key in keys.split_whitespace() {
                        let key = key.to_ascii_lowercase().replace('.', ":");
                        if found.metas.len() < MOST {
                            found.metas.push((key, content.clone(), from == "property"));
                        }
                    }
                }
            }
            "link" if attr("rel").is_some_and(|rel| rel.eq_ignore_ascii_case("canonical")) => {
                found.canonical = found.canonical.or_else(|| attr("href"));
            }
            _ => marked(&node, &name, &mut found),
        }
    }
    // A property is the stricter statement where the same key is also a name.
    found.metas.sort_by_key(|(_, _, property)| !property);
    found
}

/// Microdata, links to authors, and times.
fn marked(node: &NodeRef<'_>, name: &str, found: &mut Found) {
    if found.props.len() + found.times.len() + found.authors.len() >= MOST {
        return;
    }
    let attr = |name: &str| {
        node.attr(name)
            .map(|value| value.trim().to_owned())
            .filter(|value| !value.is_empty())
    };
    let prop = attr("itemprop").unwrap_or_default();
    for prop in prop.split_whitespace() {
        let low = prop.to_ascii_lowercase();
        if !matches!(
            low.as_str(),
            "headline"
                | "name"
                | "datepublished"
                | "datecreated"
                | "author"
                | "creator"
                | "inlanguage"
        ) {
            continue;
        }
        if low == "name" {
            let author = node.ancestors_it(Some(3)).any(|above| {
                above
                    .attr("itemprop")
                    .is_some_and(|p| p.to_ascii_lowercase().contains("author"))
            });
            if author {
                found.authors.push(fold(&node.text()));
            }
            continue;
        }
        if matches!(low.as_str(), "author" | "creator") {
            // A person as a structure has a name inside; one without is the name.
            let named = node
                .descendants_it()
                .any(|inner| inner.attr("itemprop").is_some_and(|p| p.contains("name")));
            if !named {
                found
                    .authors
                    .push(attr("content").unwrap_or_else(|| fold(&node.text())));
            }
            continue;
        }
        let value = attr("content")
            .or_else(|| attr("datetime"))
            .unwrap_or_else(|| fold(&node.text()));
        found.props.push((low, value));
    }
    match name {
        "a" if attr("rel").is_some_and(|rel| rel.split_whitespace().any(|r| r == "author")) => {
            found.authors.push(fold(&node.text()));
        }
        "time" => {
            let Some(date) = attr("datetime") else { return };
            let class = attr("class").unwrap_or_default().to_ascii_lowercase();
            let changed = class.contains("updated") && !class.contains("published")
                || class.contains("modified")
                || prop.eq_ignore_ascii_case("dateModified");
            if !changed {
                let stated = node.has_attr("pubdate")
                    || class.contains("publish")
                    || class.contains("entry-date");
                found.times.push((date, stated));
            }
        }
        _ => {}
    }
}

impl Found {
    fn meta(&self, key: &str) -> Option<&str> {
        self.metas
            .iter()
            .find(|(k, ..)| k == key)
            .map(|(_, value, _)| value.as_str())
    }

    fn first_meta(&self, keys: &[&str]) -> Option<&str> {
        keys.iter().find_map(|key| self.meta(key))
    }

    fn prop(&self, key: &str) -> Option<&str> {
        self.props
            .iter()
            .find(|(k, ..)| k == key)
            .map(|(_, value)| value.as_str())
    }
}

/// Blanks folded and trimmed.
fn fold(text: &str) -> String {
    super::slim::head(text, 20_000)
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

/// A stated text without the entities and tags that some sites leave in it.
fn plain(text: &str) -> String {
    if !text.contains(['&', '<']) {
        return text.to_owned();
    }
    let broken = text.replace("</p>", "</p>\n").replace("<br", "\n<br");
    let page = super::slim::slim(&broken);
    Document::fragment(page.html).text().to_string()
}

const TITLE_KEYS: &[&str] = &[
    "dc:title",
    "dcterms:title",
    "dcterm:title",
    "og:title",
    "weibo:article:title",
    "weibo:webpage:title",
    "title",
    "twitter:title",
    "parsely-title",
    "sailthru:title",
    "citation_title",
    "headline",
    "hdl",
    "article:title",
];

fn titles(
    found: &Found,
    stated: &json::Stated,
    site: Option<&str>,
    url: Option<&str>,
) -> Vec<String> {
    let mut titles: Vec<String> = Vec::new();
    let in_tab = |text: &str| {
        let own = super::body::key(text);
        let tab = found.title.as_deref().map(super::body::key);
        tab.is_some_and(|tab| !own.is_empty() && tab.contains(&own))
    };
    let headline = match (stated.headline.as_deref(), stated.name.as_deref()) {
        (Some(headline), Some(name)) if !in_tab(headline) && in_tab(name) => Some(name),
        (headline, _) => headline,
    };
    let given = headline
        .into_iter()
        .chain(TITLE_KEYS.iter().filter_map(|key| found.meta(key)))
        .chain(found.prop("headline"))
        .chain(found.title.as_deref());
    let names: Vec<String> = [site.map(str::to_owned), url.and_then(host)]
        .into_iter()
        .flatten()
        .map(|name| super::body::key(&name))
        .collect();
    for title in given {
        let title = without_site(&fold(&plain(title)), &names);
        let own = super::body::key(&title);
        if !own.is_empty()
            && !names.contains(&own)
            && !titles.contains(&title)
            && title.len() <= 500
        {
            titles.push(title);
        }
    }
    titles
}

/// Marks between a headline and a site's name.
const SEPARATORS: &[&str] = &[
    " | ", " - ", " – ", " — ", " :: ", " » ", " « ", " · ", " • ", " / ", " ~ ", "_", " : ", " > ",
];

/// The title without the name of the site at its end or beginning.
fn without_site(title: &str, names: &[String]) -> String {
    let is_site = |part: &str| {
        let part = super::body::key(part);
        // "Harbor Post Online" and "harborpost.example" are the Harbor Post.
        !part.is_empty()
            && names.iter().any(|name| {
                *name == part
                    || part.len() >= 5 && name.contains(&part)
                    || name.len() >= 5
                        && part.contains(name.as_str())
                        && part.len() <= name.len() + 12
            })
    };
    let mut title = title;
    for _ in 0..3 {
        let last = SEPARATORS
            .iter()
            .filter_map(|mark| title.rfind(mark).map(|at| (at, at + mark.len())))
            .max();
        let first = SEPARATORS
            .iter()
            .filter_map(|mark| title.find(mark).map(|at| (at, at + mark.len())))
            .min();
        if let Some((end, next)) = last
            && is_site(title.get(next..).unwrap_or_default())
        {
            title = title.get(..end).unwrap_or_default().trim();
        } else if let Some((end, next)) = first
            && is_site(title.get(..end).unwrap_or_default())
        {
            title = title.get(next..).unwrap_or_default().trim();
        } else {
            break;
        }
    }
    title.to_owned()
}

/// The title a page has when it states none apart from `<title>`: without what looks like the site's name.
#[must_use]
pub fn shortened(title: &str) -> &str {
    for mark in [" | ", " - ", " – ", " — ", " :: ", " » "] {
        if let Some((head, tail)) = title.rsplit_once(mark)
            && tail.split(' ').count() <= 4
            && head.split(' ').count() >= 3
        {
            return head.trim();
        }
    }
    title
}

fn site_name(found: &Found, stated: &json::Stated) -> Option<String> {
    let names = [
        found.meta("og:site_name"),
        stated.publisher.as_deref(),
        found.first_meta(&[
            "dc:publisher",
            "dcterms:publisher",
            "publisher",
            "citation_journal_title",
        ]),
        found.meta("application-name"),
        found.meta("apple-mobile-web-app-title"),
    ];
    names
        .into_iter()
        .flatten()
        .map(|name| fold(&plain(name)))
        .find(|name| !name.is_empty() && name.len() <= 60 && !name.contains("://"))
}

/// The host of an address without `www.`.
fn host(url: &str) -> Option<String> {
    let rest = url.split_once("://")?.1;
    let host = rest
        .split(['/', '?', '#'])
        .next()?
        .rsplit('@')
        .next()?
        .split(':')
        .next()?;
    let host = host
        .strip_prefix("www.")
        .unwrap_or(host)
        .to_ascii_lowercase();
    (host.contains('.')).then_some(host)
}

fn address(found: &Found, stated: &json::Stated, saved_from: Option<&str>) -> Option<String> {
    [
        found.canonical.as_deref(),
        found.meta("og:url"),
        stated.url.as_deref(),
        found.first_meta(&["parsely-link", "twitter:url", "dc:identifier", "al:web:url"]),
        saved_from,
    ]
    .into_iter()
    .flatten()
    .map(str::trim)
    .find(|url| {
        let web = url.starts_with("http://") || url.starts_with("https://");
        web && url.len() <= 2_000 && host(url).is_some()
    })
    .map(str::to_owned)
}

const AUTHOR_KEYS: &[&str] = &[
    "author",
    "dc:creator",
    "dcterms:creator",
    "dcterm:creator",
    "article:author",
    "og:article:author",
    "parsely-author",
    "sailthru:author",
    "byl",
    "byline",
    "authors",
    "citation_author",
    "twitter:data1",
    "dc:contributor",
];

fn byline(found: &Found, stated: &json::Stated, site: Option<&str>) -> Option<String> {
    let clean = |name: &str| {
        let name = fold(&plain(name));
        let name = ["By ", "by ", "BY ", "By: "]
            .iter()
            .find_map(|by| name.strip_prefix(by))
            .unwrap_or(&name)
            .trim();
        let sensible = !name.is_empty()
            && name.len() <= 160
            && !name.contains("://")
            && !name.contains('@')
            && name.chars().any(char::is_alphabetic)
            && !name
                .chars()
                .any(|c| c.is_ascii_digit() && !name.contains(' '))
            && !matches!(
                name.to_ascii_lowercase().as_str(),
                "admin"
                    | "administrator"
                    | "editor"
                    | "webmaster"
                    | "null"
                    | "undefined"
                    | "author"
            );
        sensible.then(|| name.to_owned())
    };
    let together = |names: Vec<String>| {
        let mut unique: Vec<String> = Vec::new();
        for name in names {
            if !unique.iter().any(|n| n.eq_ignore_ascii_case(&name)) {
                unique.push(name);
            }
        }
        unique.truncate(8);
        let last = unique.pop()?;
        Some(if unique.is_empty() {
            last
        } else {
            format!("{} and {last}", unique.join(", "))
        })
    };
    let stated = together(
        stated
            .authors
            .iter()
            .filter_map(|name| clean(name))
            .collect(),
    );
    let by_meta = || {
        AUTHOR_KEYS
            .iter()
            .filter(|key| **key != "twitter:data1")
            .find_map(|key| {
                let names = found.metas.iter().filter(|(k, ..)| k == key);
                together(names.filter_map(|(_, value, _)| clean(value)).collect())
            })
    };
    let marked = || {
        together(
            found
                .authors
                .iter()
                .filter_map(|name| clean(name))
                .collect(),
        )
    };
    // A site that signs with its own name signs nothing.
    let own = |name: &String| site.is_none_or(|site| !site.eq_ignore_ascii_case(name));
    stated
        .filter(own)
        .or_else(|| by_meta().filter(own))
        .or_else(|| marked().filter(own))
}

const DATE_KEYS: &[&str] = &[
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "article:published",
    "datepublished",
    "rnews:datepublished",
    "og:pubdate",
    "publication_date",
    "publish_date",
    "publish-date",
    "publishdate",
    "published_time",
    "published_date",
    "published-date",
    "published",
    "pubdate",
    "pub_date",
    "parsely-pub-date",
    "sailthru:date",
    "dc:date:issued",
    "dcterms:issued",
    "dc:date:published",
    "dcterms:published",
    "dc:date",
    "dcterms:date",
    "dcterms:created",
    "dc:created",
    "dc:date:created",
    "citation_publication_date",
    "citation_date",
    "citation_online_date",
    "article_date_original",
    "cxenseparse:recs:publishtime",
    "originalpublicationdate",
    "displaydate",
    "dat",
    "ptime",
    "pdate",
    "date",
    "created",
    "weibo:article:create_at",
    "apub:time",
    "bt:pubdate",
    "article:create_at",
];

fn published(found: &Found, stated: &json::Stated, notes: &mut Vec<String>) -> Option<Published> {
    let mut dates: Vec<(PartialDate, String)> = Vec::new();
    let mut add = |value: &str, from: &str| {
        if let Some(date) = dates::parse(value) {
            dates.push((date, from.to_owned()));
        }
    };
    if let Some(value) = &stated.published {
        add(value, "its structured data");
    }
    for key in DATE_KEYS {
        if let Some(value) = found.meta(key) {
            add(value, &format!("its <meta> “{key}”"));
        }
    }
    for prop in ["datepublished", "datecreated"] {
        if let Some(value) = found.prop(prop) {
            add(value, "its markup");
        }
    }
    let stated_times = found.times.iter().filter(|(_, stated)| *stated);
    for (value, _) in stated_times.take(1) {
        add(value, "its markup");
    }
    // A page with many times lists other articles; the first could be anyone's.
    if dates.is_empty() && found.times.len() <= 6 {
        let first = found
            .times
            .first()
            .and_then(|(value, _)| dates::parse(value));
        dates.extend(first.map(|date| (date, "its markup".to_owned())));
    }
    let (first, from) = dates.first()?.clone();
    for (date, other) in dates.iter().skip(1) {
        if apart(&first, date) {
            notes.push(format!(
                "Dates differ: {from} says {first}, {other} says {date}"
            ));
            break;
        }
    }
    // The same day stated more exactly elsewhere, or the same time as the newsroom's clock showed it.
    let better = dates.iter().map(|(date, _)| *date).find(|date| {
        let exact =
            first.minute.is_none() && first.day.is_some() && date.iso_day() == first.iso_day();
        let local = first.offset == Some(0) && date.offset.is_some_and(|o| o != 0);
        date.minute.is_some() && (exact || local && utc_minutes(date) == utc_minutes(&first))
    });
    Some(Published {
        date: better.unwrap_or(first),
        source: DateSource::Metadata,
    })
}

/// Says that a page shows another day below its headline than it states. `above_text` are the lines that stand there.
pub fn shown_otherwise<'l>(
    stated: &Metadata,
    above_text: impl Iterator<Item = &'l str>,
) -> Option<String> {
    let stated = stated.published?.date;
    let shown = above_text
        .filter(|line| line.len() <= 80 && !line.to_ascii_lowercase().contains("updated"))
        .find_map(dates::parse)
        .filter(|date| date.day.is_some())?;
    apart(&stated, &shown)
        .then(|| format!("Dates differ: the page states {stated} and shows {shown}"))
}

/// Minutes since 1970 in UTC, of a date with a time and a zone.
fn utc_minutes(date: &PartialDate) -> Option<i64> {
    Some(date.day_number()? * 24 * 60 + i64::from(date.minute?) - i64::from(date.offset?))
}

/// Whether two dates cannot mean the same time: more than a day apart, or different days without a zone that could
/// explain it.
fn apart(a: &PartialDate, b: &PartialDate) -> bool {
    let (Some(x), Some(y)) = (a.day_number(), b.day_number()) else {
        return a.year != b.year || a.month.is_some() && b.month.is_some() && a.month != b.month;
    };
    let zoned = a.offset.is_some() || b.offset.is_some();
    (x - y).abs() > i64::from(zoned)
}

fn language(found: &Found, stated: &json::Stated) -> Option<String> {
    [
        found.language.as_deref(),
        stated.language.as_deref(),
        found.meta("og:locale"),
        found.first_meta(&[
            "content-language",
            "language",
            "dc:language",
            "dcterms:language",
        ]),
    ]
    .into_iter()
    .flatten()
    .find_map(|tag| {
        let code = tag
            .trim()
            .split(['-', '_', ','])
            .next()?
            .to_ascii_lowercase();
        (code.len() == 2 && code.bytes().all(|b| b.is_ascii_lowercase())).then_some(code)
    })
}

/// The address that the program which saved a page wrote into its first comment.
#[must_use]
pub fn saved_from(remarks: &[String]) -> Option<String> {
    remarks.iter().find_map(|remark| {
        // "saved from url=(0027)https://example.org/ferry", as browsers write it; a line "url: …", as SingleFile does.
        let rest = remark
            .split_once("saved from url=")
            .map(|(_, rest)| rest.split_once(')').map_or(rest, |(_, url)| url));
        let rest = rest.or_else(|| {
            let single = remark.to_ascii_lowercase().contains("singlefile");
            single.then(|| {
                remark
                    .lines()
                    .find_map(|line| line.trim().strip_prefix("url:"))
            })?
        })?;
        let url = rest.split_whitespace().next()?;
        (url.starts_with("http://") || url.starts_with("https://")).then(|| url.to_owned())
    })
}
