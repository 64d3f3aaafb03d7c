//! What a page states about its article for search engines: schema.org in JSON-LD.

use std::collections::HashMap;

use serde_json::{Map, Value};

/// The article as structured data state it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stated {
    pub headline: Option<String>,
    /// Its name, where that is not the headline: some sites put one in the other's place.
    pub name: Option<String>,
    pub published: Option<String>,
    pub authors: Vec<String>,
    pub publisher: Option<String>,
    pub language: Option<String>,
    pub url: Option<String>,
    /// The body as plain text; may be no more than a teaser.
    pub body: Option<String>,
}

/// Types that are an article's. From schema.org's list of subtypes of Article and CreativeWork.
const ARTICLES: &[&str] = &[
    "NewsArticle",
    "ReportageNewsArticle",
    "AnalysisNewsArticle",
    "AskPublicNewsArticle",
    "BackgroundNewsArticle",
    "OpinionNewsArticle",
    "ReviewNewsArticle",
    "Article",
    "BlogPosting",
    "LiveBlogPosting",
    "SocialMediaPosting",
    "DiscussionForumPosting",
    "Report",
    "ScholarlyArticle",
    "TechArticle",
    "AdvertiserContentArticle",
    "SatiricalArticle",
    "MedicalScholarlyArticle",
];

/// How many objects of a page's data are looked at.
const MOST_OBJECTS: usize = 20_000;

/// Reads the scripts of a page. Data that are no JSON are passed over: half of what is wrong with them is not the
/// article's business.
#[must_use]
pub fn read(scripts: &[String]) -> Stated {
    let values: Vec<Value> = scripts.iter().filter_map(|script| parse(script)).collect();
    let mut objects: Vec<(&Map<String, Value>, bool)> = Vec::new();
    for value in &values {
        collect(value, &mut objects);
    }
    // Objects refer to each other by name: an author stands once and is meant everywhere.
    let mut by_id: HashMap<&str, &Map<String, Value>> = HashMap::new();
    for (object, _) in &objects {
        if let Some(id) = object.get("@id").and_then(Value::as_str)
            && object.len() > 1
        {
            by_id.entry(id).or_insert(object);
        }
    }
    let reader = Reader { by_id };
    let rank = |object: &Map<String, Value>, listed: bool| -> Option<usize> {
        let types = types(object);
        let at = ARTICLES.iter().position(|name| types.contains(name))?;
        Some(usize::from(listed) * 100 + at.min(1 + usize::from(at > 7)))
    };
    let article = objects
        .iter()
        .filter_map(|(object, listed)| Some((rank(object, *listed)?, *object)))
        .min_by_key(|(rank, _)| *rank)
        .map(|(_, object)| object);
    let mut stated = article
        .map(|object| reader.article(object))
        .unwrap_or_default();
    for (object, _) in &objects {
        let types = types(object);
        if types
            .iter()
            .any(|t| t.ends_with("WebPage") || *t == "WebSite")
        {
            stated.language = stated
                .language
                .or_else(|| reader.name(object.get("inLanguage")));
        }
        if types.contains(&"WebPage") {
            stated.published = stated
                .published
                .or_else(|| text(object.get("datePublished")));
            stated.url = stated.url.or_else(|| text(object.get("url")));
        }
        if article.is_some() && types.contains(&"WebSite") {
            stated.publisher = stated.publisher.or_else(|| reader.name(object.get("name")));
        }
    }
    stated
}

fn parse(script: &str) -> Option<Value> {
    let trimmed = script.trim();
    let trimmed = trimmed
        .trim_start_matches("<!--")
        .trim_start_matches("//<![CDATA[")
        .trim_start_matches("<![CDATA[")
        .trim_end_matches("-->")
        .trim_end_matches("//]]>")
        .trim_end_matches("]]>")
        .trim()
        .trim_end_matches(';');
    // Line ends inside strings are the most frequent fault.
    serde_json::from_str(trimmed).ok().or_else(|| {
        let folded: String = trimmed
            .chars()
            .map(|c| if c.is_control() { ' ' } else { c })
            .collect();
        serde_json::from_str(&folded).ok()
    })
}

/// All objects of `value` in the order they stand, and whether each lies in a list of several articles.
fn collect<'v>(value: &'v Value, objects: &mut Vec<(&'v Map<String, Value>, bool)>) {
    let mut open: Vec<(&Value, bool)> = vec![(value, false)];
    while let Some((value, listed)) = open.pop() {
        if objects.len() >= MOST_OBJECTS {
            return;
        }
        match value {
            Value::Array(items) => open.extend(items.iter().rev().map(|item| (item, listed))),
            Value::Object(object) => {
                objects.push((object, listed));
                for (key, inner) in object.iter().rev() {
                    if matches!(inner, Value::Array(_) | Value::Object(_)) {
                        let list = matches!(
                            key.as_str(),
                            "itemListElement"
                                | "hasPart"
                                | "isPartOf"
                                | "citation"
                                | "relatedLink"
                                | "mentions"
                                | "blogPost"
                                | "liveBlogUpdate"
                                | "comment"
                                | "review"
                                | "isBasedOn"
                        );
                        open.push((inner, listed || list));
                    }
                }
            }
            _ => {}
        }
    }
}

fn types(object: &Map<String, Value>) -> Vec<&str> {
    let one = |text: &'_ str| -> usize { text.rfind(['/', '#', ':']).map_or(0, |at| at + 1) };
    let short = |value: &'_ Value| value.as_str().map(|text| (one(text), text.len()));
    match object.get("@type") {
        Some(Value::Array(items)) => items
            .iter()
            .filter_map(|item| item.as_str()?.get(short(item)?.0..))
            .collect(),
        Some(item) => item
            .as_str()
            .and_then(|text| text.get(one(text)..))
            .into_iter()
            .collect(),
        None => Vec::new(),
    }
}

fn text(value: Option<&Value>) -> Option<String> {
    let text = match value? {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Array(items) => return items.iter().find_map(|item| text(Some(item))),
        Value::Object(object) => {
            return object
                .get("@value")
                .and_then(Value::as_str)
                .map(str::to_owned);
        }
        _ => return None,
    };
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

struct Reader<'v> {
    by_id: HashMap<&'v str, &'v Map<String, Value>>,
}

impl Reader<'_> {
    fn article(&self, object: &Map<String, Value>) -> Stated {
        let page = object.get("mainEntityOfPage");
        let page_url = text(page).or_else(|| {
            let page = page?.as_object()?;
            text(page.get("@id")).or_else(|| text(page.get("url")))
        });
        Stated {
            headline: text(object.get("headline")).or_else(|| text(object.get("name"))),
            name: text(object.get("name")),
            published: text(object.get("datePublished"))
                .or_else(|| text(object.get("dateCreated"))),
            authors: self
                .names(object.get("author"))
                .or_else(|| self.names(object.get("creator")))
                .unwrap_or_default(),
            publisher: self
                .name(object.get("publisher"))
                .or_else(|| self.name(object.get("sourceOrganization"))),
            language: self.name(object.get("inLanguage")),
            url: text(object.get("url")).or(page_url),
            body: text(object.get("articleBody")),
        }
    }

    fn names(&self, value: Option<&Value>) -> Option<Vec<String>> {
        let names: Vec<String> = match value? {
            Value::Array(items) => items
                .iter()
                .filter_map(|item| self.name(Some(item)))
                .collect(),
            item => self.name(Some(item)).into_iter().collect(),
        };
        (!names.is_empty()).then_some(names)
    }

    /// The name of what a value is or refers to.
    fn name(&self, value: Option<&Value>) -> Option<String> {
        match value? {
            Value::Array(items) => items.iter().find_map(|item| self.name(Some(item))),
            Value::Object(object) => text(object.get("name")).or_else(|| {
                let target = self.by_id.get(object.get("@id")?.as_str()?)?;
                text(target.get("name"))
            }),
            other => text(Some(other)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(scripts: &[&str], expected: &str) {
        let scripts: Vec<String> = scripts.iter().map(|s| (*s).to_owned()).collect();
        let stated = read(&scripts);
        let found = format!(
            "{}|{}|{}|{}|{}|{}",
            stated.headline.unwrap_or_default(),
            stated.published.unwrap_or_default(),
            stated.authors.join(" + "),
            stated.publisher.unwrap_or_default(),
            stated.language.unwrap_or_default(),
            stated.url.unwrap_or_default()
        );
        assert_eq!(found, expected, "{scripts:?}");
    }

    #[test]
    fn articles_are_found_in_all_their_dresses() {
        check(
            &[
                r#"{"@type": "NewsArticle", "headline": "Ferry returns", "datePublished": "2012-03-14",
                "author": {"@type": "Person", "name": "Ann Lee"}, "publisher": {"name": "Harbor Post"},
                "mainEntityOfPage": {"@id": "https://example.org/ferry"}, "inLanguage": "en-GB"}"#,
            ],
            "Ferry returns|2012-03-14|Ann Lee|Harbor Post|en-GB|https://example.org/ferry",
        );
        check(
            &[
                r##"{"@graph": [{"@type": "WebSite", "name": "Harbor Post", "inLanguage": "en"},
                {"@type": "Person", "@id": "#ann", "name": "Ann Lee"},
                {"@type": ["Article", "BlogPosting"], "headline": "Ferry returns", "author": {"@id": "#ann"}}]}"##,
            ],
            "Ferry returns||Ann Lee|Harbor Post|en|",
        );
        check(
            &[
                r#"[{"@type": "ItemList", "itemListElement": [{"@type": "NewsArticle", "headline": "Another"}]}]"#,
                r#"{"@type": "http://schema.org/Report", "headline": "Ferry returns", "author": ["Ann Lee", {"name": "Tom Ray"}]}"#,
            ],
            "Ferry returns||Ann Lee + Tom Ray|||",
        );
    }

    #[test]
    fn faulty_data_are_passed_over_or_mended() {
        check(
            &["{\"@type\": \"Article\", \"headline\": \"Ferry\nreturns\"};"],
            "Ferry returns|||||",
        );
        check(
            &[
                "{\"@type\": \"Article\", ",
                "",
                "[]",
                "7",
                &"[".repeat(100_000),
            ],
            "|||||",
        );
    }
}
