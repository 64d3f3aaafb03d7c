//! The words of an article in NITF or XHTML: paragraphs, subheads, quotes, captions.

use super::tree::{Inside, Node};
use crate::{
    formats::compose::{Composer, one_line},
    model::BlockKind,
};

/// Reads the blocks inside an element.
pub fn read(node: Node<'_>, composer: &mut Composer) {
    let mut loose = String::new();
    walk(node, BlockKind::Paragraph, composer, &mut loose);
    flush(composer, &mut loose, BlockKind::Paragraph);
}

fn flush(composer: &mut Composer, loose: &mut String, kind: BlockKind) {
    composer.push(kind, &one_line(loose));
    loose.clear();
}

/// `loose` gathers words that stand in no paragraph of their own. The tree's depth is bounded.
fn walk(node: Node<'_>, kind: BlockKind, composer: &mut Composer, loose: &mut String) {
    for inside in node.inside() {
        let child = match inside {
            Inside::Text(text) => {
                loose.push_str(text);
                continue;
            }
            Inside::Node(child) => child,
        };
        match child.name() {
            "script" | "style" | "head" | "body.head" | "media-reference" | "media-metadata"
            | "media-producer" | "media-object" | "object" | "docdata" | "tobject" => {}
            "br" => loose.push(' '),
            "hl1" | "hl2" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "subhead" => {
                flush(composer, loose, kind);
                composer.push(BlockKind::Subhead, &one_line(&child.raw_text()));
            }
            "media-caption" | "figcaption" | "caption" => {
                flush(composer, loose, kind);
                let mut words = String::new();
                walk(child, BlockKind::Caption, composer, &mut words);
                flush(composer, &mut words, BlockKind::Caption);
            }
            "tr" => {
                flush(composer, loose, kind);
                let cells: Vec<String> = child
                    .children()
                    .map(|cell| one_line(&cell.raw_text()))
                    .filter(|c| !c.is_empty())
                    .collect();
                composer.push(kind, &cells.join(" | "));
            }
            "p" | "block" | "div" | "blockquote" | "bq" | "quote" | "li" | "ul" | "ol" | "dl"
            | "dt" | "dd" | "table" | "tbody" | "thead" | "nitf-table" | "media" | "figure"
            | "fn" | "note" | "hr" | "pre" | "section" | "article" | "header" | "footer"
            | "aside" | "body" | "body.content" | "body.end" | "html" | "DataContent"
            | "credit" | "tagline" => {
                flush(composer, loose, kind);
                let mut words = String::new();
                walk(child, kind, composer, &mut words);
                flush(composer, &mut words, kind);
            }
            _ => walk(child, kind, composer, loose),
        }
    }
}
