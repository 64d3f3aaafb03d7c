//! What the readers of word processors' documents share: paragraphs with styles become a text with blocks, and document
//! properties are believed or not. Knows no format.

use crate::model::{BlockKind, ByteSpan, Metadata, RawArticle, RawBlock};

/// What a paragraph's style says it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    Body,
    /// The document's title.
    Title,
    /// A heading of this level, 1 the highest.
    Heading(u8),
    Caption,
}

/// What a paragraph style means, by its name in the file: English as Word stores it, or as a program in another language
/// named it.
#[must_use]
pub fn style_named(name: &str) -> Style {
    let name = name.trim().replace("_20_", " ").to_lowercase();
    let stem = name.trim_end_matches(|c: char| c.is_ascii_digit());
    let level = name
        .get(stem.len()..)
        .and_then(|digits| digits.parse::<u8>().ok());
    match stem.trim_end_matches([' ', '_', '-']) {
        // Without a number "titre" and its like are the document's title, with one a heading.
        "title" | "titel" | "titre" | "título" | "titolo" | "название" | "tytuł" | "headline" => {
            level.map_or(Style::Title, Style::Heading)
        }
        "heading" | "überschrift" | "encabezado" | "intestazione" | "заголовок" | "kop"
        | "rubrik" | "nagłówek" | "nadpis" | "overskrift" | "otsikko" | "başlık" | "見出し"
        | "标题" | "제목" => Style::Heading(level.unwrap_or(1)),
        "subtitle" | "subhead" | "subheading" => Style::Heading(level.unwrap_or(2)),
        "caption" | "beschriftung" | "légende" | "legende" | "illustration" | "figure"
        | "photo caption" => Style::Caption,
        _ => Style::Body,
    }
}

/// How deep tables are kept apart; what is nested deeper is read as part of the cell around it.
const DEEPEST_TABLE: usize = 16;

/// A row is one line when its cells together have at most this many characters; longer cells hold prose.
const LONGEST_ROW: usize = 160;

enum Item {
    Paragraph(Style, String),
    Blank,
    PageBreak,
}

/// Collects a document's paragraphs.
#[derive(Default)]
pub struct Written {
    items: Vec<Item>,
    /// The open tables, outermost first: the cells of the row at hand.
    tables: Vec<Vec<Vec<(Style, String)>>>,
    /// Tables opened beyond the deepest that is kept.
    deeper: usize,
    /// Whether line ends inside a paragraph are where a page's lines end, and mean nothing.
    laid_out: bool,
    /// What stood on the pages but is no part of the text.
    outside: Vec<String>,
}

impl Written {
    /// For a format that knows pages and lines, not paragraphs: a line end inside a paragraph is one on the page.
    #[must_use]
    pub fn laid_out() -> Self {
        Self {
            laid_out: true,
            ..Self::default()
        }
    }

    /// Takes in what is on the pages but not in the text, such as a running head. It is kept behind the text, outside
    /// the blocks.
    pub fn outside(&mut self, text: &str) {
        if !self.outside.iter().any(|known| known == text) {
            self.outside.push(text.to_owned());
        }
    }

    /// Takes in a paragraph. A line break inside it is `\n`, an empty one is remembered as a gap.
    pub fn paragraph(&mut self, style: Style, text: &str) {
        let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\0');
        let blank = text
            .chars()
            .all(|c| c.is_whitespace() || matches!(c, '\u{200B}' | '\u{FEFF}' | '\u{AD}'));
        if let Some(cells) = self.tables.last_mut() {
            if cells.is_empty() {
                cells.push(Vec::new());
            }
            if let (false, Some(cell)) = (blank, cells.last_mut()) {
                cell.push((style, text.to_owned()));
            }
        } else if blank {
            // The paragraph that held nothing but a page break is no gap.
            if !matches!(self.items.last(), None | Some(Item::PageBreak)) {
                self.items.push(Item::Blank);
            }
        } else {
            self.items.push(Item::Paragraph(style, text.to_owned()));
        }
    }

    /// Puts another document's paragraphs behind these.
    pub fn append(&mut self, mut other: Self) {
        for written in [&mut *self, &mut other] {
            while written.in_table() {
                written.deeper = 0;
                written.close_table();
            }
        }
        self.items.append(&mut other.items);
    }

    /// A page ends here because the writer wanted it to.
    pub fn page_break(&mut self) {
        if self.tables.is_empty() && !matches!(self.items.last(), None | Some(Item::PageBreak)) {
            self.items.push(Item::PageBreak);
        }
    }

    /// Whether a table is open.
    #[must_use]
    pub fn in_table(&self) -> bool {
        !self.tables.is_empty()
    }

    /// A table begins.
    pub fn open_table(&mut self) {
        if self.tables.len() < DEEPEST_TABLE {
            self.tables.push(vec![Vec::new()]);
        } else {
            self.deeper += 1;
        }
    }

    /// A cell ends.
    pub fn end_cell(&mut self) {
        if let (0, Some(cells)) = (self.deeper, self.tables.last_mut()) {
            cells.push(Vec::new());
        }
    }

    /// A row ends: one line where its cells are short, otherwise cell after cell.
    pub fn end_row(&mut self) {
        if self.deeper > 0 {
            return;
        }
        let Some(cells) = self.tables.pop() else {
            return;
        };
        let filled: Vec<_> = cells.into_iter().filter(|cell| !cell.is_empty()).collect();
        let length: usize = filled
            .iter()
            .flatten()
            .map(|(_, text)| text.chars().count())
            .sum();
        let one_line = filled.len() > 1
            && length <= LONGEST_ROW
            && filled.iter().all(
                |cell| matches!(cell.as_slice(), [(Style::Body, text)] if !text.contains('\n')),
            );
        if one_line {
            let texts: Vec<_> = filled.into_iter().flatten().map(|(_, text)| text).collect();
            self.paragraph(Style::Body, &texts.join("\t"));
        } else {
            for (style, text) in filled.into_iter().flatten() {
                self.paragraph(style, &text);
            }
        }
        self.tables.push(vec![Vec::new()]);
    }

    /// A table ends.
    pub fn close_table(&mut self) {
        if self.deeper > 0 {
            self.deeper -= 1;
            return;
        }
        self.end_row();
        self.tables.pop();
    }

    /// Whether nothing was written.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let filled = |cell: &Vec<(Style, String)>| !cell.is_empty();
        !self
            .items
            .iter()
            .any(|item| matches!(item, Item::Paragraph(..)))
            && !self.tables.iter().flatten().any(filled)
    }

    /// The text and its blocks. Paragraphs are a blank line apart, a page break is a form feed. No blocks are stated
    /// where the paragraphs are the lines of a hard-wrapped text, as when a text file was opened and saved in a word
    /// processor: then the cleaning must join them.
    #[must_use]
    pub fn finish(mut self) -> (String, Vec<RawBlock>) {
        self.deeper = 0;
        while !self.tables.is_empty() {
            self.close_table();
        }
        let wrapped = !self.laid_out && self.is_wrapped();
        let headline = self.headline();
        let mut text = String::new();
        let mut blocks = Vec::new();
        for (i, item) in self.items.iter().enumerate() {
            match item {
                Item::Paragraph(style, paragraph) => {
                    if wrapped {
                        text.push_str(paragraph);
                        text.push('\n');
                        continue;
                    }
                    let kind = match style {
                        _ if Some(i) == headline => BlockKind::Headline,
                        Style::Title | Style::Heading(_) => BlockKind::Subhead,
                        Style::Caption => BlockKind::Caption,
                        Style::Body => BlockKind::Paragraph,
                    };
                    let parts = if self.laid_out {
                        vec![paragraph.as_str()]
                    } else {
                        parts(kind, paragraph)
                    };
                    for part in parts {
                        let start = text.len();
                        text.push_str(part);
                        blocks.push(RawBlock {
                            span: ByteSpan::from(start..text.len()),
                            kind,
                        });
                        text.push_str("\n\n");
                    }
                }
                Item::Blank => text.push('\n'),
                Item::PageBreak => text.push_str("\u{C}\n"),
            }
        }
        for line in &self.outside {
            text.push_str(line);
            text.push_str("\n\n");
        }
        text.truncate(text.trim_end().len());
        if !text.is_empty() {
            text.push('\n');
        }
        (text, blocks)
    }

    /// The paragraph that is the headline: the title, or the highest heading above the body.
    fn headline(&self) -> Option<usize> {
        let mut best: Option<(u8, usize)> = None;
        for (i, item) in self.items.iter().enumerate() {
            let Item::Paragraph(style, text) = item else {
                continue;
            };
            let rank = match style {
                Style::Title => 0,
                Style::Heading(level) => *level,
                // The body has begun; what follows are headings inside it.
                Style::Body if best.is_some() || text.chars().count() > 200 => break,
                Style::Body | Style::Caption => continue,
            };
            if best.is_none_or(|(least, _)| rank < least) {
                best = Some((rank, i));
            }
        }
        best.map(|(_, i)| i)
    }

    fn is_wrapped(&self) -> bool {
        let (mut pairs, mut running) = (0_usize, 0_usize);
        let mut before: Option<&str> = None;
        for item in &self.items {
            let Item::Paragraph(style, text) = item else {
                before = None;
                continue;
            };
            if *style != Style::Body {
                return false;
            }
            if let Some(before) = before {
                pairs += 1;
                running += usize::from(runs_on(before, text));
            }
            before = Some(text);
        }
        pairs >= 4 && running * 10 >= pairs * 3
    }
}

/// Whether a sentence goes on from one line to the next for certain.
fn runs_on(before: &str, after: &str) -> bool {
    let length = before.chars().count();
    (20..=140).contains(&length)
        && !before.ends_with(['.', '!', '?', ':', ';', '…', '"', '”', ')'])
        && after.chars().next().is_some_and(char::is_lowercase)
}

/// The blocks of a paragraph. A line break ends one, since writers use it as a paragraph's end; not in a heading, and not
/// where the breaks tear sentences apart, as in a mail pasted with its line ends.
fn parts(kind: BlockKind, paragraph: &str) -> Vec<&str> {
    if kind != BlockKind::Paragraph || !paragraph.contains('\n') {
        return vec![paragraph];
    }
    let lines: Vec<&str> = paragraph.split('\n').map(str::trim).collect();
    let (mut pairs, mut running) = (0_usize, 0_usize);
    for pair in lines.windows(2) {
        if let [before, after] = pair
            && !before.is_empty()
            && !after.is_empty()
        {
            pairs += 1;
            running += usize::from(runs_on(before, after));
        }
    }
    if running == 0 || running * 10 < pairs * 3 {
        return lines.into_iter().filter(|line| !line.is_empty()).collect();
    }
    paragraph
        .split("\n\n")
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect()
}

/// What a document says about itself, besides its text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Properties {
    pub title: Option<String>,
    pub author: Option<String>,
}

/// How much of a text's beginning is compared with the document's properties, in bytes.
const HEAD: usize = 2_000;

impl Properties {
    /// What of the properties is believed for the article `text`. The creation date is no publication date, the author
    /// often whoever saved the file, and the title often an older document's, so each counts only when the text agrees;
    /// a title also when the text has no headline of its own and it does not look like a file name.
    #[must_use]
    pub fn believed(&self, file_name: &str, text: &str, has_headline: bool) -> Metadata {
        let mut end = text.len().min(HEAD);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let head = folded(text.get(..end).unwrap_or_default());
        let title = self.title.as_deref().map(tidy_title).filter(|title| {
            let plain = folded(title);
            !plain.is_empty()
                && is_title(title, file_name)
                && (head.contains(&plain) || !has_headline)
        });
        let byline = self.author.as_deref().map(str::trim).filter(|author| {
            let plain = folded(author);
            author.chars().count() <= 80
                && (2..=5).contains(&plain.split(' ').count())
                && head.contains(&plain)
        });
        Metadata {
            title: title.map(str::to_owned),
            byline: byline.map(str::to_owned),
            ..Metadata::default()
        }
    }
}

/// Letters and digits in small letters, one space between words.
fn folded(text: &str) -> String {
    let words: Vec<String> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    words.join(" ")
}

/// A title without what printing to a file puts before it.
fn tidy_title(title: &str) -> &str {
    let title = title.trim();
    title
        .strip_prefix("Microsoft Word - ")
        .unwrap_or(title)
        .trim()
}

fn is_title(title: &str, file_name: &str) -> bool {
    let words = title.split_whitespace().count();
    let plain = folded(title);
    let stem = file_name.rsplit(['/', '\\']).next().unwrap_or(file_name);
    let stem = stem.rsplit_once('.').map_or(stem, |(stem, _)| stem);
    let extension = title.rsplit_once('.').map_or("", |(_, end)| end);
    let file_like = (2..=5).contains(&extension.len())
        && extension.chars().all(|c| c.is_ascii_alphanumeric())
        && extension.chars().any(|c| c.is_ascii_alphabetic());
    let made_up = [
        "untitled",
        "document",
        "dokument",
        "word document",
        "powerpoint presentation",
        "slide",
        "no title",
        "pdf",
        "print",
        "layout 1",
        "about blank",
        "body",
        "title",
    ];
    words >= 2
        && title.chars().count() <= 300
        && !file_like
        && !title.contains(['_', '\\'])
        && !title.contains("://")
        && plain != folded(stem)
        && !made_up.iter().any(|start| {
            plain
                .strip_prefix(start)
                .is_some_and(|rest| rest.trim().chars().all(|c| c.is_ascii_digit()))
        })
}

/// The article of a document that is one: `written` with what is believed of its properties.
#[must_use]
pub fn article(
    file_name: &str,
    written: Written,
    properties: &Properties,
    encoding: &str,
    notes: Vec<String>,
) -> RawArticle {
    let (text, blocks) = written.finish();
    let has_headline = blocks.iter().any(|b| b.kind == BlockKind::Headline);
    RawArticle {
        stated: properties.believed(file_name, &text, has_headline),
        text,
        text_is_source: false,
        blocks,
        encoding: encoding.to_owned(),
        notes,
        ..RawArticle::default()
    }
}

#[cfg(test)]
pub mod samples {
    //! How the tests of the document formats write down what they expect.

    use super::{BlockKind, RawArticle};

    /// The article's blocks, a line each: `#` headline, `##` subhead, `|` caption, `-` paragraph; line ends and tabs
    /// inside a block shown as ` / ` and ` ⇥ `.
    pub fn outline(article: &RawArticle) -> String {
        let mut lines = Vec::new();
        for block in &article.blocks {
            let sign = match block.kind {
                BlockKind::Headline => "#",
                BlockKind::Subhead => "##",
                BlockKind::Caption => "|",
                BlockKind::Paragraph => "-",
            };
            let text = block.span.of(&article.text);
            let text = text.replace('\n', " / ").replace('\t', " ⇥ ");
            lines.push(format!("{sign} {text}"));
        }
        lines.join("\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn styles_are_told_by_name() {
        for (name, expected) in [
            ("heading 1", Style::Heading(1)),
            ("Heading_20_2", Style::Heading(2)),
            ("Überschrift 3", Style::Heading(3)),
            ("Titre 2", Style::Heading(2)),
            ("Titre", Style::Title),
            ("Title", Style::Title),
            ("Caption", Style::Caption),
            ("Normal", Style::Body),
            ("heading of page", Style::Body),
            ("Heading 300", Style::Heading(1)),
        ] {
            assert_eq!(style_named(name), expected, "{name}");
        }
    }

    #[test]
    fn line_breaks_end_paragraphs_unless_they_tear_sentences() {
        let check = |paragraph: &str, expected: &[&str]| {
            assert_eq!(parts(BlockKind::Paragraph, paragraph), expected);
        };
        check(
            "The ferry is back.\nIt was gone for a year.",
            &["The ferry is back.", "It was gone for a year."],
        );
        check(
            "The ferry that linked both halves of\nthe harbor city is back.",
            &["The ferry that linked both halves of\nthe harbor city is back."],
        );
    }

    #[test]
    fn properties_are_believed_where_the_text_agrees() {
        let check =
            |title: &str, author: &str, headline, expected: (Option<&str>, Option<&str>)| {
                let properties = Properties {
                    title: Some(title.to_owned()),
                    author: Some(author.to_owned()),
                };
                let text = "Ferry returns to Limassol\n\nBy Maria Ioannou\n\nThe ferry is back.\n";
                let stated = properties.believed("ferry-story.docx", text, headline);
                assert_eq!(
                    (stated.title.as_deref(), stated.byline.as_deref()),
                    expected,
                    "{title}"
                );
            };
        let found = "Ferry returns to Limassol";
        check(
            found,
            "Maria Ioannou",
            true,
            (Some(found), Some("Maria Ioannou")),
        );
        check(found, "Windows User", true, (Some(found), None));
        check("Budget template", "admin", true, (None, None));
        check("Ferry is back", "", false, (Some("Ferry is back"), None));
        check("Microsoft Word - ferry.doc", "", false, (None, None));
        check("ferry story", "", false, (None, None));
        check("Document 3", "", false, (None, None));
        check("final_final v2", "", false, (None, None));
    }
}
