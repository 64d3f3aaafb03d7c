//! The pages of the manual and their pictures, as they lie in `docs/`, and what is found in them. Draws nothing.

use std::sync::OnceLock;

use super::markdown::{self, Block, plain};

/// A page as it is read.
#[derive(Debug)]
pub struct Page {
    /// Its file in `docs/`.
    pub file: &'static str,
    /// Its first heading.
    pub title: String,
    /// The part of the manual it stands in; empty for the contents.
    pub part: &'static str,
    pub blocks: Vec<Block>,
}

macro_rules! pages {
    ($($file:literal),* $(,)?) => {
        &[$(($file, include_str!(concat!("../../../docs/", $file)))),*]
    };
}

macro_rules! pictures {
    ($($name:literal),* $(,)?) => {
        &[$((
            concat!("screenshots/", $name, ".png"),
            include_bytes!(concat!("../../../docs/screenshots/", $name, ".png")).as_slice(),
        )),*]
    };
}

/// Each page's file and text, and the order of the parts: `docs/SUMMARY.md`, which a test compares with this.
const PARTS: &[(&str, &[(&str, &str)])] = &[
    ("", pages!["README.md"]),
    ("Beginning", pages!["first-ten-minutes.md", "import.md"]),
    (
        "Panels",
        pages![
            "reading.md",
            "articles.md",
            "names.md",
            "searching.md",
            "charts.md",
            "map.md",
            "comparing.md",
            "marking.md",
            "files-and-windows.md",
        ],
    ),
    (
        "Putting right",
        pages!["correcting.md", "review.md", "places.md", "relations.md"],
    ),
    (
        "Looking up",
        pages![
            "method.md",
            "shortcuts.md",
            "terminal.md",
            "commands.md",
            "project-file.md",
            "privacy.md",
            "troubleshooting.md",
            "glossary.md",
        ],
    ),
];

const PICTURES: &[(&str, &[u8])] = pictures![
    "articles",
    "chart",
    "compare",
    "correct",
    "export",
    "first-run",
    "import",
    "map",
    "marking",
    "names",
    "read",
    "same-name",
    "search",
];

/// All pages, in the order of the contents.
#[must_use]
pub fn all() -> &'static [Page] {
    static PAGES: OnceLock<Vec<Page>> = OnceLock::new();
    PAGES.get_or_init(|| {
        let of =
            |part: &'static str| move |(file, text): &(&'static str, &str)| page(part, file, text);
        PARTS
            .iter()
            .flat_map(|(part, pages)| pages.iter().map(of(part)))
            .collect()
    })
}

fn page(part: &'static str, file: &'static str, text: &str) -> Page {
    let blocks = markdown::parse(text);
    let title = blocks.iter().find_map(|block| match block {
        Block::Heading { runs, .. } => Some(plain(runs)),
        _ => None,
    });
    Page {
        file,
        title: title.unwrap_or_default(),
        part,
        blocks,
    }
}

/// Place of the page with this file in [`all`].
#[must_use]
pub fn by_file(file: &str) -> Option<usize> {
    all().iter().position(|page| page.file == file)
}

/// The bytes of a picture, a PNG file; `None` for one that is not built in.
#[must_use]
pub fn picture(file: &str) -> Option<&'static [u8]> {
    PICTURES
        .iter()
        .find(|(name, _)| *name == file)
        .map(|(_, bytes)| *bytes)
}

/// Where a link of `page` leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A page by its place in [`all`], and the anchor on it.
    Page(usize, Option<String>),
    /// An address of the web.
    Web(String),
    /// A file of the source code, which the program does not hold.
    Outside,
}

/// Where this link on a page leads.
#[must_use]
pub fn target(page: usize, link: &str) -> Target {
    if link.contains("://") {
        return Target::Web(link.to_owned());
    }
    let (file, anchor) = match link.split_once('#') {
        Some((file, anchor)) => (file, Some(anchor.to_owned())),
        None => (link, None),
    };
    match file {
        "" => Target::Page(page, anchor),
        file => by_file(file).map_or(Target::Outside, |page| Target::Page(page, anchor)),
    }
}

/// A stretch of a page from one heading to the next, for searching.
#[derive(Debug)]
struct Section {
    page: usize,
    heading: String,
    anchor: String,
    /// In lower case.
    text: String,
}

fn sections() -> &'static [Section] {
    static SECTIONS: OnceLock<Vec<Section>> = OnceLock::new();
    SECTIONS.get_or_init(|| {
        let mut sections: Vec<Section> = Vec::new();
        for (page, content) in all().iter().enumerate() {
            for block in &content.blocks {
                if let Block::Heading { anchor, runs, .. } = block {
                    sections.push(Section {
                        page,
                        heading: plain(runs),
                        anchor: anchor.clone(),
                        text: String::new(),
                    });
                }
                if let Some(section) = sections.last_mut().filter(|section| section.page == page) {
                    words_of(block, &mut section.text);
                }
            }
        }
        for section in &mut sections {
            section.text = section.text.to_lowercase();
        }
        sections
    })
}

fn words_of(block: &Block, into: &mut String) {
    let mut add = |words: &str| {
        into.push_str(words);
        into.push('\n');
    };
    match block {
        Block::Heading { runs, .. } | Block::Paragraph(runs) => add(&plain(runs)),
        Block::Code(text) => add(text),
        Block::Picture { alt, .. } => add(alt),
        Block::Table { head, rows } => {
            for cell in head.iter().chain(rows.iter().flatten()) {
                add(&plain(cell));
            }
        }
        Block::List { items, .. } => {
            for block in items.iter().flatten() {
                words_of(block, into);
            }
        }
        Block::Quote(blocks) => {
            for block in blocks {
                words_of(block, into);
            }
        }
        Block::Rule => {}
    }
}

/// A section that has what was looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    pub page: usize,
    pub anchor: String,
    pub heading: String,
    /// How often the words stand in it.
    pub hits: usize,
}

/// The words that are looked for, in lower case.
#[must_use]
pub fn words(query: &str) -> Vec<String> {
    query
        .to_lowercase()
        .split_whitespace()
        .map(str::to_owned)
        .collect()
}

/// Sections that hold all words of the query: those that have them in their heading first, then in the order of the
/// manual. Capitals make no difference, and a word is found inside another.
#[must_use]
pub fn find(query: &str) -> Vec<Found> {
    let words = words(query);
    if words.is_empty() {
        return Vec::new();
    }
    let mut found: Vec<(bool, Found)> = sections()
        .iter()
        .filter(|section| {
            words
                .iter()
                .all(|word| section.text.contains(word.as_str()))
        })
        .map(|section| {
            let heading = section.heading.to_lowercase();
            let named = words.iter().any(|word| heading.contains(word.as_str()));
            let hits = words
                .iter()
                .map(|word| section.text.matches(word.as_str()).count())
                .sum();
            let found = Found {
                page: section.page,
                anchor: section.anchor.clone(),
                heading: section.heading.clone(),
                hits,
            };
            (!named, found)
        })
        .collect();
    found.sort_by_key(|(late, _)| *late);
    found.into_iter().map(|(_, found)| found).collect()
}
