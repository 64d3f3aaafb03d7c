//! A page of the manual as blocks to be drawn. Knows Markdown; draws nothing and reads nothing.

use std::collections::HashMap;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

/// A stretch of text that looks the same throughout.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Run {
    pub text: String,
    pub bold: bool,
    pub italic: bool,
    pub code: bool,
    /// Where a click leads: `page.md`, `page.md#anchor`, `#anchor` or an address of the web.
    pub link: Option<String>,
}

/// Something that stands below what comes before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    Heading {
        /// 1 for the page's title.
        level: u8,
        /// As GitHub and mdBook make it of the words.
        anchor: String,
        runs: Vec<Run>,
    },
    Paragraph(Vec<Run>),
    List {
        /// The first number; `None` for points without numbers.
        start: Option<u64>,
        items: Vec<Vec<Block>>,
    },
    Table {
        head: Vec<Vec<Run>>,
        rows: Vec<Vec<Vec<Run>>>,
    },
    Code(String),
    Picture {
        /// As the page names it: `screenshots/read.png`.
        file: String,
        /// What it shows, in words.
        alt: String,
    },
    Quote(Vec<Block>),
    Rule,
}

/// The words of some runs.
#[must_use]
pub fn plain(runs: &[Run]) -> String {
    runs.iter().map(|run| run.text.as_str()).collect()
}

/// The blocks of a page.
#[must_use]
pub fn parse(page: &str) -> Vec<Block> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let mut reader = Reader {
        events: Parser::new_ext(page, options)
            .collect::<Vec<_>>()
            .into_iter(),
        anchors: HashMap::new(),
    };
    reader.blocks()
}

/// The anchor of a heading: lower case, blanks as hyphens, marks left out.
#[must_use]
pub fn anchor(words: &str) -> String {
    words
        .trim()
        .chars()
        .filter_map(|c| match c {
            ' ' => Some('-'),
            '-' | '_' => Some(c),
            c if c.is_alphanumeric() => c.to_lowercase().next(),
            _ => None,
        })
        .collect()
}

struct Reader<'a> {
    events: std::vec::IntoIter<Event<'a>>,
    /// How often each anchor was given on this page.
    anchors: HashMap<String, usize>,
}

impl<'a> Reader<'a> {
    /// Blocks up to the end of what was begun.
    fn blocks(&mut self) -> Vec<Block> {
        let mut blocks = Vec::new();
        // Items of tight lists hold words without a paragraph around them.
        let mut loose: Vec<Run> = Vec::new();
        while let Some(event) = self.events.next() {
            let block = match event {
                Event::End(_) => break,
                Event::Start(Tag::Heading { level, .. }) => {
                    let runs = self.runs(TagEnd::Heading(level));
                    self.heading(level, runs)
                }
                Event::Start(Tag::Paragraph) => paragraph(self.runs(TagEnd::Paragraph)),
                Event::Start(Tag::List(start)) => Block::List {
                    start,
                    items: self.items(),
                },
                Event::Start(Tag::Table(_)) => self.table(),
                Event::Start(Tag::CodeBlock(kind)) => {
                    let _: CodeBlockKind<'_> = kind;
                    let mut text = plain(&self.runs(TagEnd::CodeBlock));
                    text.truncate(text.trim_end().len());
                    Block::Code(text)
                }
                Event::Start(Tag::BlockQuote(_)) => Block::Quote(self.blocks()),
                Event::Rule => Block::Rule,
                Event::Start(
                    tag @ (Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. }),
                ) => {
                    self.styled(&tag, &Run::default(), &mut loose);
                    continue;
                }
                Event::Start(_) => {
                    blocks.extend(self.blocks());
                    continue;
                }
                event => {
                    word(&event, &Run::default(), &mut loose);
                    continue;
                }
            };
            if !loose.is_empty() {
                blocks.push(paragraph(std::mem::take(&mut loose)));
            }
            blocks.push(block);
        }
        if !loose.is_empty() {
            blocks.push(paragraph(loose));
        }
        blocks
    }

    fn heading(&mut self, level: HeadingLevel, runs: Vec<Run>) -> Block {
        let made = anchor(&plain(&runs));
        let before = self.anchors.entry(made.clone()).or_default();
        let anchor = match *before {
            0 => made,
            n => format!("{made}-{n}"),
        };
        *before += 1;
        Block::Heading {
            level: level as u8,
            anchor,
            runs,
        }
    }

    fn items(&mut self) -> Vec<Vec<Block>> {
        let mut items = Vec::new();
        while let Some(event) = self.events.next() {
            match event {
                Event::Start(Tag::Item) => items.push(self.blocks()),
                Event::End(TagEnd::List(_)) => break,
                _ => {}
            }
        }
        items
    }

    fn table(&mut self) -> Block {
        let (mut head, mut rows) = (Vec::new(), Vec::<Vec<Vec<Run>>>::new());
        let mut in_head = false;
        while let Some(event) = self.events.next() {
            match event {
                Event::Start(Tag::TableHead) => in_head = true,
                Event::End(TagEnd::TableHead) => in_head = false,
                Event::Start(Tag::TableRow) => rows.push(Vec::new()),
                Event::Start(Tag::TableCell) => {
                    let cell = self.runs(TagEnd::TableCell);
                    match rows.last_mut() {
                        Some(row) if !in_head => row.push(cell),
                        _ => head.push(cell),
                    }
                }
                Event::End(TagEnd::Table) => break,
                _ => {}
            }
        }
        Block::Table { head, rows }
    }

    /// Words up to `end`.
    fn runs(&mut self, end: TagEnd) -> Vec<Run> {
        let mut runs = Vec::new();
        self.runs_into(end, &Run::default(), &mut runs);
        runs
    }

    fn runs_into(&mut self, end: TagEnd, style: &Run, runs: &mut Vec<Run>) {
        while let Some(event) = self.events.next() {
            match event {
                Event::End(tag) if tag == end => break,
                Event::Start(tag) => self.styled(&tag, style, runs),
                event => word(&event, style, runs),
            }
        }
    }

    /// Words in another style than those around them.
    fn styled(&mut self, tag: &Tag<'a>, style: &Run, runs: &mut Vec<Run>) {
        let mut inner = style.clone();
        match tag {
            Tag::Strong => inner.bold = true,
            Tag::Emphasis => inner.italic = true,
            Tag::Link { dest_url, .. } => inner.link = Some(dest_url.to_string()),
            // A picture among words: its file is kept as a link, its words as what it shows.
            Tag::Image { dest_url, .. } => inner.link = Some(format!("{PICTURE}{dest_url}")),
            _ => {}
        }
        self.runs_into(tag.to_end(), &inner, runs);
    }
}

/// Before the file of a picture, where a link would stand.
const PICTURE: &str = "picture:";

/// A paragraph, or the picture that is all it holds.
fn paragraph(runs: Vec<Run>) -> Block {
    let file = runs
        .first()
        .and_then(|run| run.link.as_deref())
        .and_then(|link| link.strip_prefix(PICTURE));
    match file {
        Some(file) => Block::Picture {
            file: file.to_owned(),
            alt: plain(&runs),
        },
        None => Block::Paragraph(runs),
    }
}

/// Adds what an event says to the runs.
fn word(event: &Event<'_>, style: &Run, runs: &mut Vec<Run>) {
    let (text, code) = match event {
        Event::Text(text) => (text.as_ref(), false),
        Event::Code(text) => (text.as_ref(), true),
        Event::SoftBreak => (" ", false),
        Event::HardBreak => ("\n", false),
        _ => return,
    };
    let run = Run {
        text: text.to_owned(),
        code,
        ..style.clone()
    };
    match runs.last_mut() {
        Some(last)
            if (last.bold, last.italic, last.code, &last.link)
                == (run.bold, run.italic, run.code, &run.link) =>
        {
            last.text.push_str(&run.text);
        }
        _ => runs.push(run),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(words: &str) -> Run {
        Run {
            text: words.to_owned(),
            ..Run::default()
        }
    }

    #[test]
    fn anchors_are_those_of_the_web() {
        for (words, made) in [
            ("In the terminal", "in-the-terminal"),
            ("“Same name?” and history", "same-name-and-history"),
            ("A, B", "a-b"),
            ("Ctrl+F", "ctrlf"),
            ("Étapes", "étapes"),
        ] {
            assert_eq!(anchor(words), made);
        }
        let twice = parse("## In short\n\n## In short\n");
        let anchors: Vec<_> = twice
            .iter()
            .filter_map(|block| match block {
                Block::Heading { anchor, .. } => Some(anchor.as_str()),
                _ => None,
            })
            .collect();
        assert_eq!(anchors, ["in-short", "in-short-1"]);
    }

    #[test]
    fn a_page_is_read_as_it_is_written() {
        let page = "# Wells\n\nDig **deep**,\nsee [maps](map.md#wells).\n\n1. one\n2. two\n\n   more\n\n| a | b |\n|---|---|\n| `x` | y |\n\n```sh\ndig\n```\n\n![A well](screenshots/well.png)\n\n> A note\n";
        let blocks = parse(page);
        let link = Run {
            link: Some("map.md#wells".to_owned()),
            ..text("maps")
        };
        let bold = Run {
            bold: true,
            ..text("deep")
        };
        let code = Run {
            code: true,
            ..text("x")
        };
        assert_eq!(
            blocks,
            [
                Block::Heading {
                    level: 1,
                    anchor: "wells".to_owned(),
                    runs: vec![text("Wells")]
                },
                Block::Paragraph(vec![text("Dig "), bold, text(", see "), link, text(".")]),
                Block::List {
                    start: Some(1),
                    items: vec![
                        vec![Block::Paragraph(vec![text("one")])],
                        vec![
                            Block::Paragraph(vec![text("two")]),
                            Block::Paragraph(vec![text("more")])
                        ]
                    ]
                },
                Block::Table {
                    head: vec![vec![text("a")], vec![text("b")]],
                    rows: vec![vec![vec![code], vec![text("y")]]]
                },
                Block::Code("dig".to_owned()),
                Block::Picture {
                    file: "screenshots/well.png".to_owned(),
                    alt: "A well".to_owned()
                },
                Block::Quote(vec![Block::Paragraph(vec![text("A note")])]),
            ]
        );
    }
}
