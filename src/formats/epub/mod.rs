//! EPUB books: each chapter's document an article, in the order of the spine. Own small reader over the package and XML:
//! the crate `epub` is under the GPL, and `rbook` unpacks members without a limit and fails on packages that reading
//! programs open.

mod chapter;

use std::collections::{HashMap, HashSet};

use super::{
    FormatError, ReadOptions, Reading,
    decode::check_size,
    package::{self, Package},
    written::Written,
    xml::{self, Node},
};
use crate::model::{BlockKind, Metadata, RawArticle};

const FORMAT: &str = "EPUB book";

/// Front and back matter is told by its name only when it is no longer than this, in bytes of text.
const LONGEST_MATTER: usize = 6_000;

/// Whether this is an EPUB book, whatever the file is called.
#[must_use]
pub fn is_one(_file_name: &str, bytes: &[u8]) -> bool {
    if !package::is_zip(bytes) {
        return false;
    }
    match Package::open(FORMAT, bytes) {
        Ok(mut package) => {
            let kind = package.part("mimetype").ok().flatten().unwrap_or_default();
            kind.trim_ascii() == b"application/epub+zip" || package.has("META-INF/container.xml")
        }
        Err(_) => package::begins_with(bytes, b"application/epub+zip"),
    }
}

/// Reads the chapters of an EPUB book. Covers, tables of contents and imprints are left out and noted.
///
/// # Errors
/// When it is locked, damaged, unpacks to too much, or holds no text.
pub fn read(
    _file_name: &str,
    bytes: &[u8],
    _options: &ReadOptions,
) -> Result<Reading, FormatError> {
    let mut package = Package::open(FORMAT, bytes)?;
    let container = package.xml("META-INF/container.xml")?.unwrap_or_default();
    let mut files: Vec<String> = Vec::new();
    xml::walk(&container, |node| {
        if let Node::Open(tag) = node
            && tag.name == "rootfile"
        {
            files.extend(tag.attribute("full-path"));
        }
    });
    let damaged = |why: &str| FormatError::Damaged(FORMAT, why.to_owned());
    // A book may have several renditions; the first that is there is read.
    let opf = files
        .iter()
        .find(|path| package.has(path))
        .or(files.first())
        .cloned()
        .ok_or_else(|| damaged("META-INF/container.xml, which says where it begins, is missing"))?;
    let Some(description) = package.xml(&opf)? else {
        return Err(damaged(&format!(
            "{opf}, which lists its chapters, is missing"
        )));
    };
    let book = Book::read(&description, &opf);
    let locked = locked_parts(
        &package
            .optional_xml("META-INF/encryption.xml")?
            .unwrap_or_default(),
    );
    let labels = labels(&mut package, &book)?;
    let (mut notes, mut lost) = (Vec::new(), Vec::new());
    let mut left_out: Vec<String> = Vec::new();
    let mut articles: Vec<(RawArticle, Written)> = Vec::new();
    for item in &book.spine {
        let name = item
            .path
            .rsplit('/')
            .next()
            .unwrap_or(&item.path)
            .to_owned();
        if locked.contains(&item.path) {
            return Err(FormatError::Locked);
        }
        let xhtml = match package.xml(&item.path) {
            Ok(Some(xhtml)) => xhtml,
            Ok(None) => {
                lost.push(format!("{name} is missing in the EPUB book"));
                continue;
            }
            Err(error @ FormatError::Excessive(_)) => return Err(error),
            Err(_) => {
                lost.push(format!("{name} in the EPUB book cannot be unpacked"));
                continue;
            }
        };
        let label = labels.get(&item.path);
        let mut chapter = chapter::read(&xhtml);
        if chapter.written.is_empty() {
            continue;
        }
        let matter = item.matter
            || chapter.matter
            || chapter.length <= LONGEST_MATTER
                && names_matter(&item.id, &name, label.map(String::as_str));
        if matter {
            left_out.push(name);
            continue;
        }
        let mut article = RawArticle {
            encoding: "UTF-8".to_owned(),
            stated: Metadata {
                language: book.language.clone(),
                ..Metadata::default()
            },
            ..RawArticle::default()
        };
        if let Some(at) = chapter.broken {
            article.notes.push(format!(
                "{name} is damaged at byte {at}; what came before was read"
            ));
        }
        // Programs cut long chapters in files of their own size; a piece without a heading goes on.
        if label.is_none()
            && !chapter.has_heading
            && name.contains("split")
            && let Some((before, written)) = articles.last_mut()
        {
            before.notes.append(&mut article.notes);
            written.append(std::mem::take(&mut chapter.written));
            continue;
        }
        article.member = Some(label.cloned().unwrap_or_else(|| name.clone()));
        if let Some(label) = label.filter(|_| !chapter.has_heading) {
            article.stated.title = Some(label.clone());
        } else if let (None, Some(heading)) = (label, chapter.first_heading.take()) {
            article.member = Some(heading);
        }
        articles.push((article, chapter.written));
    }
    if !left_out.is_empty() {
        notes.push(format!(
            "Left out as cover, contents or imprint: {}",
            left_out.join(", ")
        ));
    }
    if articles.is_empty() {
        return Err(FormatError::NoText(
            "an EPUB book without text in its chapters. If its pages are pictures, run text recognition on them"
                .to_owned(),
        ));
    }
    let mut finished = Vec::with_capacity(articles.len());
    for (mut article, written) in articles {
        (article.text, article.blocks) = written.finish();
        check_size(article.text.len() as u64)?;
        let has_headline = article.blocks.iter().any(|b| b.kind == BlockKind::Headline);
        if has_headline {
            article.stated.title = None;
        }
        finished.push(article);
    }
    Ok(Reading {
        format: "epub",
        articles: finished,
        notes,
        lost,
    })
}

/// A document of the spine.
struct Item {
    id: String,
    path: String,
    /// Whether the book itself says that it is a cover, a table of contents or the like.
    matter: bool,
}

struct Book {
    language: Option<String>,
    spine: Vec<Item>,
    /// The table of contents: EPUB 3's document, EPUB 2's file.
    navigation: Vec<String>,
}

impl Book {
    fn read(opf: &str, path: &str) -> Self {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut manifest: HashMap<String, (String, String, String)> = HashMap::new();
        let mut order: Vec<String> = Vec::new();
        let mut matter: HashSet<String> = HashSet::new();
        let mut language = String::new();
        let mut in_language = false;
        xml::walk(opf, |node| match node {
            Node::Open(tag) => {
                in_language = tag.name == "language" && language.is_empty();
                let attribute = |name: &str| tag.attribute(name).unwrap_or_default();
                match tag.name {
                    "item" => {
                        let path = join(folder, &attribute("href"));
                        let kind = attribute("media-type");
                        manifest.insert(attribute("id"), (path, kind, attribute("properties")));
                    }
                    "itemref" => order.push(attribute("idref")),
                    "reference" if is_matter(&attribute("type")) => {
                        matter.insert(join(folder, &attribute("href")));
                    }
                    _ => {}
                }
            }
            Node::Text(text) if in_language => language.push_str(text.trim()),
            _ => {}
        });
        let mut navigation: Vec<String> = manifest
            .values()
            .filter(|(_, kind, properties)| {
                properties.split(' ').any(|p| p == "nav") || kind == "application/x-dtbncx+xml"
            })
            .map(|(path, ..)| path.clone())
            .collect();
        navigation.sort();
        let spine = order
            .into_iter()
            .filter_map(|id| {
                let (path, _, properties) = manifest.get(&id)?;
                Some(Item {
                    matter: matter.contains(path) || properties.split(' ').any(|p| p == "nav"),
                    path: path.clone(),
                    id,
                })
            })
            .collect();
        let language = language.get(..2).map(str::to_ascii_lowercase);
        Self {
            language: language
                .filter(|code| code.chars().all(|c| c.is_ascii_lowercase()) && code != "un"),
            spine,
            navigation,
        }
    }
}

/// What the table of contents calls each document, without those it leads into the middle of.
fn labels(package: &mut Package<'_>, book: &Book) -> Result<HashMap<String, String>, FormatError> {
    let mut labels: HashMap<String, String> = HashMap::new();
    for path in &book.navigation {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let Some(xml) = package.optional_xml(path)? else {
            continue;
        };
        let mut target: Option<String> = None;
        let mut text = String::new();
        xml::walk(&xml, |node| match node {
            Node::Open(tag) => match tag.name {
                "a" => {
                    target = tag.attribute("href").map(|href| join(folder, &href));
                    text.clear();
                }
                "navPoint" | "navLabel" => text.clear(),
                "content" => {
                    let label = text.split_whitespace().collect::<Vec<_>>().join(" ");
                    if let (Some(src), false) = (tag.attribute("src"), label.is_empty()) {
                        labels.entry(join(folder, &src)).or_insert(label);
                    }
                }
                _ => {}
            },
            Node::Close("a") => {
                let label = text.split_whitespace().collect::<Vec<_>>().join(" ");
                if let (Some(target), false) = (target.take(), label.is_empty()) {
                    labels.entry(target).or_insert(label);
                }
            }
            Node::Close(_) => {}
            Node::Text(words) => text.push_str(words),
        });
    }
    Ok(labels)
}

/// The parts that are encrypted other than by the scrambling of fonts.
fn locked_parts(xml: &str) -> HashSet<String> {
    let mut locked = HashSet::new();
    let mut fonts = false;
    xml::walk(xml, |node| {
        let Node::Open(tag) = node else { return };
        match tag.name {
            "EncryptedData" => fonts = false,
            "EncryptionMethod" => {
                let algorithm = tag.attribute("Algorithm").unwrap_or_default();
                fonts = algorithm.contains("embedding") || algorithm.contains("RC");
            }
            "CipherReference" if !fonts => {
                locked.insert(join("", &tag.attribute("URI").unwrap_or_default()));
            }
            _ => {}
        }
    });
    locked
}

/// The path of a reference inside the archive, without its fragment.
fn join(folder: &str, href: &str) -> String {
    let href = href.split('#').next().unwrap_or_default();
    let href = percent_decoded(href);
    let whole = match href.strip_prefix('/') {
        Some(absolute) => absolute.to_owned(),
        None => format!("{folder}/{href}"),
    };
    let mut parts: Vec<&str> = Vec::new();
    for part in whole.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

fn percent_decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at).copied() {
        let digits = bytes
            .get(at + 1..at + 3)
            .and_then(|d| std::str::from_utf8(d).ok());
        match digits
            .filter(|_| byte == b'%')
            .and_then(|d| u8::from_str_radix(d, 16).ok())
        {
            Some(value) => {
                decoded.push(value);
                at += 3;
            }
            None => {
                decoded.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&decoded).into_owned()
}

/// Whether a type that EPUB has words for is no chapter.
fn is_matter(kind: &str) -> bool {
    kind.split(' ').any(|kind| {
        matches!(
            kind,
            "cover"
                | "cover-image"
                | "toc"
                | "titlepage"
                | "title-page"
                | "halftitlepage"
                | "copyright-page"
                | "copyright"
                | "colophon"
                | "imprint"
                | "landmarks"
                | "loi"
                | "lot"
                | "index"
                | "page-list"
                | "other.titlepage"
                | "other.copyright"
        )
    })
}

/// Whether a document's id, file name or title say that it is a cover, a table of contents or an imprint.
fn names_matter(id: &str, file: &str, label: Option<&str>) -> bool {
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    [id, stem].iter().any(|name| {
        name.to_lowercase()
            .split(|c: char| !c.is_alphabetic())
            .any(|word| {
                matches!(
                    word,
                    "cover"
                        | "toc"
                        | "nav"
                        | "copyright"
                        | "titlepage"
                        | "halftitle"
                        | "imprint"
                        | "colophon"
                        | "tableofcontents"
                )
            })
    }) || label.is_some_and(|label| {
        matches!(
            label.trim().to_lowercase().as_str(),
            "cover"
                | "contents"
                | "table of contents"
                | "copyright"
                | "title page"
                | "imprint"
                | "colophon"
        )
    })
}

#[cfg(test)]
mod tests;
