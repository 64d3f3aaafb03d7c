//! Articles and the metadata around them in NITF, NewsML and feeds.

use super::{body, tree::Node};
use crate::{
    formats::compose::{self, Composer},
    model::{BlockKind, Metadata, RawArticle, dates},
};

/// What has been read so far.
#[derive(Default)]
pub struct Found {
    pub articles: Vec<RawArticle>,
    /// Items without words: pictures, packages, references.
    without_text: u64,
    canceled: u64,
}

fn text_of(node: Node<'_>, path: &[&str]) -> Option<String> {
    let mut at = node;
    for name in path {
        at = at.child(name)?;
    }
    at.text()
}

fn date_of(text: Option<&str>) -> Option<crate::model::Published> {
    compose::published(text.and_then(dates::read))
}

impl Found {
    pub fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        let items = |n: u64| if n == 1 { "item" } else { "items" };
        if self.without_text > 0 {
            notes.push(format!(
                "{} {} without a text left out",
                self.without_text,
                items(self.without_text)
            ));
        }
        if self.canceled > 0 {
            notes.push(format!(
                "{} {} that the agency withdrew left out",
                self.canceled,
                items(self.canceled)
            ));
        }
        notes
    }

    pub fn empty_because(&self) -> String {
        if self.canceled > 0 {
            return "the agency withdrew what it holds".to_owned();
        }
        "it holds no item with words, only references or pictures".to_owned()
    }

    fn push(&mut self, article: RawArticle, has_body: bool, member: Option<&str>) {
        if !has_body {
            self.without_text += 1;
            return;
        }
        let member = member.and_then(compose::field).filter(|m| m.len() <= 250);
        self.articles.push(RawArticle { member, ..article });
    }

    /// One article in NITF.
    pub fn nitf(&mut self, root: Node<'_>) {
        let mut stated = nitf_metadata(root);
        let mut composer = Composer::default();
        let id = root.find("doc-id").and_then(|d| d.attribute("id-string"));
        nitf_body(root, &mut stated, &mut composer);
        let has_body = composer.has_body();
        self.push(composer.finish(stated), has_body, id);
    }

    /// The items of a message or package in NewsML-G2.
    pub fn newsml_g2(&mut self, root: Node<'_>) {
        let sender = text_of(root, &["header", "sender"]);
        if root.name() == "newsItem" {
            self.news_item(root, sender.as_deref());
            return;
        }
        let mut any = false;
        for item in root.all("newsItem") {
            any = true;
            self.news_item(item, sender.as_deref());
        }
        if !any {
            self.without_text +=
                root.all("packageItem").count() as u64 + u64::from(root.name() == "packageItem");
        }
    }

    fn news_item(&mut self, item: Node<'_>, sender: Option<&str>) {
        let meta = item.child("itemMeta");
        let content = item.child("contentMeta");
        let status = meta
            .and_then(|m| m.child("pubStatus"))
            .and_then(|s| s.attribute("qcode").or_else(|| s.attribute("uri")));
        if status.is_some_and(|s| s.ends_with("canceled") || s.ends_with("withheld")) {
            self.canceled += 1;
            return;
        }
        let named = |node: Option<Node<'_>>| {
            let node = node?;
            let literal = node.attribute("literal").and_then(compose::field);
            let code = || {
                node.attribute("qcode")
                    .and_then(|q| q.rsplit(':').next())
                    .and_then(compose::field)
            };
            text_of(node, &["name"])
                .or(literal)
                .or_else(|| node.text())
                .or_else(code)
        };
        let of_content = |name: &str| content.and_then(|c| c.child(name));
        let created = |node: Option<Node<'_>>, name: &str| {
            node.and_then(|n| n.child(name)).and_then(Node::text)
        };
        let date = created(content, "contentCreated")
            .or_else(|| created(meta, "firstCreated"))
            .or_else(|| created(meta, "versionCreated"));
        let bylines: Vec<String> = content
            .into_iter()
            .flat_map(Node::children)
            .filter(|n| n.name() == "by")
            .filter_map(Node::text)
            .filter_map(|t| compose::byline(&t))
            .collect();
        let creators = || named(of_content("creator")).filter(|name| name.contains(' '));
        let language = of_content("language")
            .and_then(|l| l.attribute("tag"))
            .or_else(|| item.attribute("lang"));
        let dateline = of_content("dateline").and_then(Node::text);
        let mut stated = Metadata {
            title: of_content("headline")
                .and_then(Node::text)
                .or_else(|| meta.and_then(|m| text_of(m, &["title"]))),
            agency: named(meta.and_then(|m| m.child("provider")))
                .or_else(|| sender.and_then(compose::field)),
            byline: Some(bylines.join(", "))
                .filter(|b| !b.is_empty())
                .or_else(|| creators().and_then(|c| compose::byline(&c))),
            published: date_of(date.as_deref()),
            dateline_place: dateline
                .as_deref()
                .and_then(compose::place)
                .or_else(|| named(of_content("located"))),
            language: language.and_then(compose::language),
            url: item
                .find("remoteContent")
                .and_then(|r| r.attribute("href"))
                .and_then(compose::url)
                .filter(|u| u.ends_with(".html") || u.ends_with('/')),
            outlet: None,
        };
        let id = item.attribute("guid");
        let Some(set) = item.child("contentSet") else {
            self.without_text += 1;
            return;
        };
        if let Some(inline) = set.child("inlineXML") {
            let mut composer = Composer::default();
            match inline.find("nitf") {
                Some(nitf) => {
                    let inner = nitf_metadata(nitf);
                    stated = merged(stated, inner);
                    nitf_body(nitf, &mut stated, &mut composer);
                }
                None => {
                    if let Some(title) = &stated.title {
                        composer.headline(title);
                    }
                    let title = stated.title.clone();
                    let mut rest = Composer::default();
                    body::read(inline.find("body").unwrap_or(inline), &mut rest);
                    append(&mut composer, rest, title.as_deref());
                }
            }
            if composer.has_body() {
                self.push(composer.finish(stated), true, id);
                return;
            }
        }
        let data = set
            .child("inlineData")
            .map(Node::raw_text)
            .filter(|t| !t.trim().is_empty());
        match data {
            Some(text) => self.push(compose::from_field(stated, &text), true, id),
            None => self.without_text += 1,
        }
    }

    /// The items of NewsML 1: the first content with words of each.
    pub fn newsml_1(&mut self, root: Node<'_>) {
        for item in root.all("NewsItem") {
            let lines = item.find("NewsLines");
            let line = |name: &str| lines.and_then(|l| text_of(l, &[name]));
            let formal = |name: &str| {
                let party = item.find(name)?.find("Party")?;
                party.attribute("FormalName").and_then(compose::field)
            };
            let date = item
                .find("FirstCreated")
                .or_else(|| item.find("ThisRevisionCreated"))
                .and_then(Node::text);
            let language = item
                .find("Language")
                .and_then(|l| l.attribute("FormalName"));
            let mut stated = Metadata {
                title: line("HeadLine"),
                agency: formal("Provider").or_else(|| formal("Source")),
                byline: line("ByLine").and_then(|b| compose::byline(&b)),
                published: date_of(date.as_deref()),
                dateline_place: line("DateLine").and_then(|d| compose::place(&d)),
                language: language.and_then(compose::language),
                ..Metadata::default()
            };
            let id = item.find("NewsItemId").and_then(Node::text);
            let mut done = false;
            for content in item.all("DataContent") {
                let mut composer = Composer::default();
                if let Some(nitf) = content.find("nitf") {
                    stated = merged(stated, nitf_metadata(nitf));
                    nitf_body(nitf, &mut stated, &mut composer);
                } else if content.children().next().is_some() {
                    if let Some(title) = &stated.title {
                        composer.headline(title);
                    }
                    body::read(
                        content
                            .find("body.content")
                            .or_else(|| content.find("body"))
                            .unwrap_or(content),
                        &mut composer,
                    );
                } else {
                    let text = content.raw_text();
                    if text.split_whitespace().take(5).count() == 5 {
                        self.push(
                            compose::from_field(stated.clone(), &text),
                            true,
                            id.as_deref(),
                        );
                        done = true;
                        break;
                    }
                }
                if composer.has_body() {
                    self.push(composer.finish(stated.clone()), true, id.as_deref());
                    done = true;
                    break;
                }
            }
            self.without_text += u64::from(!done);
        }
    }

    /// The items of an RSS feed: its full text where it has one, or else its summary.
    pub fn rss(&mut self, root: Node<'_>) {
        let channel = root.child("channel");
        let outlet = channel.and_then(|c| text_of(c, &["title"]));
        let language = channel
            .and_then(|c| text_of(c, &["language"]))
            .and_then(|l| compose::language(&l));
        for item in root.all("item") {
            let date = ["pubDate", "date", "published", "issued"]
                .iter()
                .find_map(|name| text_of(item, &[name]));
            let link = text_of(item, &["link"]).or_else(|| text_of(item, &["guid"]));
            let author = text_of(item, &["creator"]).or_else(|| text_of(item, &["author"]));
            let stated = Metadata {
                title: text_of(item, &["title"]).map(|t| words_of_html(&t)),
                outlet: text_of(item, &["source"]).or_else(|| outlet.clone()),
                byline: author.and_then(|a| compose::byline(&without_address(&a))),
                published: date_of(date.as_deref()),
                language: language.clone(),
                url: link.as_deref().and_then(compose::url),
                ..Metadata::default()
            };
            let body = ["encoded", "content", "description"]
                .iter()
                .find_map(|name| {
                    item.child(name)
                        .map(Node::raw_text)
                        .filter(|t| !t.trim().is_empty())
                });
            let id = text_of(item, &["guid"]).or_else(|| stated.url.clone());
            match body {
                Some(body) => self.push(compose::from_field(stated, &body), true, id.as_deref()),
                None => self.without_text += 1,
            }
        }
    }

    /// The entries of an Atom feed.
    pub fn atom(&mut self, root: Node<'_>) {
        let outlet = text_of(root, &["title"]).map(|t| words_of_html(&t));
        let own_language = root.attribute("lang").and_then(compose::language);
        for entry in root.all("entry") {
            let date = ["published", "issued", "created", "updated", "modified"]
                .iter()
                .find_map(|name| text_of(entry, &[name]));
            let links = || entry.children().filter(|n| n.name() == "link");
            let link = links()
                .find(|l| l.attribute("rel").is_none_or(|rel| rel == "alternate"))
                .or_else(|| links().next())
                .and_then(|l| l.attribute("href"));
            let authors: Vec<String> = entry
                .children()
                .filter(|n| n.name() == "author")
                .filter_map(|a| text_of(a, &["name"]))
                .collect();
            let stated = Metadata {
                title: text_of(entry, &["title"]).map(|t| words_of_html(&t)),
                outlet: text_of(entry, &["source", "title"]).or_else(|| outlet.clone()),
                byline: compose::byline(&authors.join(", ")),
                published: date_of(date.as_deref()),
                language: entry
                    .attribute("lang")
                    .and_then(compose::language)
                    .or_else(|| own_language.clone()),
                url: link.and_then(compose::url),
                ..Metadata::default()
            };
            let id = text_of(entry, &["id"]);
            let content = ["content", "summary"]
                .iter()
                .filter_map(|name| entry.child(name))
                .find(|n| n.text().is_some());
            match content {
                Some(content) if content.children().next().is_some() => {
                    let mut composer = Composer::default();
                    if let Some(title) = &stated.title {
                        composer.headline(title);
                    }
                    body::read(content, &mut composer);
                    let has_body = composer.has_body();
                    self.push(composer.finish(stated), has_body, id.as_deref());
                }
                Some(content) => self.push(
                    compose::from_field(stated, &content.raw_text()),
                    true,
                    id.as_deref(),
                ),
                None => self.without_text += 1,
            }
        }
    }
}

/// Adds the blocks of `rest`, its first one only when it does not repeat the title.
fn append(composer: &mut Composer, rest: Composer, title: Option<&str>) {
    let rest = rest.finish(Metadata::default());
    for (at, block) in rest.blocks.iter().enumerate() {
        let words = block.span.of(&rest.text);
        if at > 0 || title != Some(words) {
            composer.push(block.kind, words);
        }
    }
}

/// What the first states, and what only the second does.
fn merged(first: Metadata, second: Metadata) -> Metadata {
    Metadata {
        title: first.title.or(second.title),
        outlet: first.outlet.or(second.outlet),
        agency: first.agency.or(second.agency),
        byline: first.byline.or(second.byline),
        published: first.published.or(second.published),
        dateline_place: first.dateline_place.or(second.dateline_place),
        language: first.language.or(second.language),
        url: first.url.or(second.url),
    }
}

/// `jo@example.org (Jo Lee)` is Jo Lee.
fn without_address(author: &str) -> String {
    if let Some((address, name)) = author.split_once(" (")
        && address.contains('@')
    {
        return name.trim_end_matches(')').to_owned();
    }
    if author.contains('@') {
        String::new()
    } else {
        author.to_owned()
    }
}

/// A title that may hold escaped HTML.
fn words_of_html(title: &str) -> String {
    if !title.contains(['<', '&']) {
        return title.to_owned();
    }
    let blocks = crate::formats::markup::blocks(title);
    compose::one_line(
        &blocks
            .into_iter()
            .map(|(_, t)| t)
            .collect::<Vec<_>>()
            .join(" "),
    )
}

fn nitf_metadata(root: Node<'_>) -> Metadata {
    let data = root.find("docdata");
    let norm = |name: &str| {
        data.and_then(|d| d.child(name))
            .and_then(|d| d.attribute("norm"))
    };
    let publication = root.find("pubdata");
    let head = root.find("body.head");
    let in_head = |path: &[&str]| head.and_then(|h| text_of(h, path));
    let dateline = head.and_then(|h| h.child("dateline"));
    let story_date = dateline
        .and_then(|d| d.child("story.date"))
        .and_then(|d| d.attribute("norm"));
    let date = [
        norm("date.issue"),
        norm("date.release"),
        publication.and_then(|p| p.attribute("date.publication")),
        story_date,
    ]
    .into_iter()
    .find_map(date_of);
    let location = dateline.and_then(|d| d.child("location"));
    let city = location
        .and_then(|l| text_of(l, &["city"]))
        .or_else(|| location.and_then(Node::text));
    let distributor = in_head(&["distributor", "org"]).or_else(|| in_head(&["distributor"]));
    let holder = data
        .and_then(|d| d.child("doc.copyright"))
        .and_then(|c| c.attribute("holder"))
        .and_then(compose::field);
    let outlet = publication
        .and_then(|p| p.attribute("name"))
        .and_then(compose::field);
    let outlet = outlet.or_else(|| holder.filter(|_| distributor.is_none()));
    let person = in_head(&["byline", "person"]);
    Metadata {
        title: in_head(&["hedline", "hl1"]).or_else(|| text_of(root, &["head", "title"])),
        outlet,
        agency: distributor,
        byline: person
            .or_else(|| in_head(&["byline"]))
            .and_then(|b| compose::byline(&b)),
        published: date,
        dateline_place: city
            .or_else(|| dateline.and_then(Node::text))
            .as_deref()
            .and_then(compose::place),
        language: root.attribute("lang").and_then(compose::language),
        url: publication
            .and_then(|p| p.attribute("ex-ref"))
            .and_then(compose::url),
    }
}

/// The headline, the second headlines, the abstract where there is no body, and the body.
fn nitf_body(root: Node<'_>, stated: &mut Metadata, composer: &mut Composer) {
    let head = root.find("body.head");
    if let Some(title) = &stated.title {
        composer.headline(title);
    }
    if let Some(headline) = head.and_then(|h| h.child("hedline")) {
        for second in headline.children().filter(|n| n.name() == "hl2") {
            composer.push(BlockKind::Subhead, &second.text().unwrap_or_default());
        }
    }
    let Some(content) = root.find("body.content") else {
        if let Some(summary) = head.and_then(|h| h.child("abstract")) {
            body::read(summary, composer);
        }
        return;
    };
    // Archives give the lead paragraph twice: by itself and at the head of the full text.
    let full = content
        .children()
        .find(|n| n.name() == "block" && n.attribute("class") == Some("full_text"));
    body::read(full.unwrap_or(content), composer);
    if let Some(tagline) = root.find("tagline") {
        composer.push(BlockKind::Paragraph, &tagline.text().unwrap_or_default());
    }
}
