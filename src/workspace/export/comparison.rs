//! A comparison of two versions as files: its facts as a table, and the whole as a page.

use std::path::Path;

use super::write_file;
use crate::{
    formats::tables,
    model::{
        BlockKind, ByteSpan,
        family::{CompareBlock, FactState, RowState},
    },
    workspace::{
        Problem,
        session::{ComparisonFile, ComparisonSheet},
    },
};

/// Writes a comparison.
///
/// # Errors
/// When the file cannot be written.
pub fn save(sheet: &ComparisonSheet, what: ComparisonFile, path: &Path) -> Result<(), Problem> {
    let bytes = match what {
        ComparisonFile::Facts => facts(sheet),
        ComparisonFile::Page => page(sheet).into_bytes(),
    };
    write_file(path, &bytes)
}

const fn word(state: FactState) -> &'static str {
    match state {
        FactState::Changed => "changed",
        FactState::Added => "added",
        FactState::Dropped => "dropped",
    }
}

fn facts(sheet: &ComparisonSheet) -> Vec<u8> {
    let rows = sheet.comparison.facts.iter().map(|fact| {
        let text = |side: &Option<crate::model::family::Fact>| {
            side.as_ref().map(|fact| fact.text.clone()).into()
        };
        vec![
            word(fact.state()).into(),
            fact.kind.label().to_lowercase().into(),
            fact.about.as_str().into(),
            text(&fact.a),
            text(&fact.b),
            sheet.a.as_str().into(),
            sheet.b.as_str().into(),
        ]
    });
    tables::csv(&tables::Table {
        columns: vec![
            "change",
            "kind",
            "about",
            "a",
            "b",
            "version_a",
            "version_b",
        ],
        rows: rows.collect(),
    })
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            other => out.push(other),
        }
    }
    out
}

/// A block with what only its side has in `<tag>`.
fn block(text: &str, side: Option<&CompareBlock>, whole: bool, tag: &str) -> String {
    let Some(block) = side else {
        return "<i>Nothing in this version</i>".to_owned();
    };
    let all = [block.span];
    let marks = if whole { &all[..] } else { &block.only_here };
    let mut out = String::new();
    let mut at = block.span.start;
    for span in marks {
        out.push_str(&escaped(ByteSpan::new(at, span.start).of(text)));
        out.push_str(&format!("<{tag}>{}</{tag}>", escaped(span.of(text))));
        at = span.end;
    }
    out.push_str(&escaped(ByteSpan::new(at, block.span.end).of(text)));
    match block.kind {
        BlockKind::Headline | BlockKind::Subhead => format!("<b>{out}</b>"),
        _ => out,
    }
}

const STYLE: &str = "body{font:16px/1.5 Georgia,serif;margin:2em auto;max-width:70em;color:#1C1B19}\
table{border-collapse:collapse;width:100%;margin:1em 0}td,th{border-bottom:1px solid #C6C1B5;padding:.4em .8em .4em 0;\
text-align:left;vertical-align:top}table.texts td{width:50%}del{background:#FBE7DC;color:#8F3208}\
ins{background:#DFEBF7;color:#14528F}i,th{color:#6B675E}";

/// The page: nothing in it is fetched or run.
fn page(sheet: &ComparisonSheet) -> String {
    let c = &sheet.comparison;
    let title = escaped(&format!("{} and {}", sheet.a_title, sheet.b_title));
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>{title}</title><style>{STYLE}</style></head><body>\n\
         <p><del>Struck through</del> only in A, <ins>underlined</ins> only in B</p>\n"
    );
    out.push_str(&format!(
        "<table><tr><th>Change</th><th>Kind</th><th>About</th><th>A, {}</th><th>B, {}</th></tr>\n",
        escaped(&sheet.a),
        escaped(&sheet.b)
    ));
    for fact in &c.facts {
        let side = |side: &Option<crate::model::family::Fact>, tag: &str| match side {
            Some(fact) => format!("<{tag}>{}</{tag}>", escaped(&fact.text)),
            None => "<i>not in this version</i>".to_owned(),
        };
        out.push_str(&format!(
            "<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>\n",
            word(fact.state()),
            fact.kind.label(),
            escaped(&fact.about),
            side(&fact.a, "del"),
            side(&fact.b, "ins")
        ));
    }
    out.push_str(&format!(
        "</table>\n<table class=\"texts\"><tr><th>A, {}<br>{}</th><th>B, {}<br>{}</th></tr>\n",
        escaped(&sheet.a),
        escaped(&sheet.a_title),
        escaped(&sheet.b),
        escaped(&sheet.b_title)
    ));
    for row in &c.rows {
        let state = row.state();
        out.push_str(&format!(
            "<tr><td>{}</td><td>{}</td></tr>\n",
            block(&c.a_text, row.a.as_ref(), state == RowState::OnlyA, "del"),
            block(&c.b_text, row.b.as_ref(), state == RowState::OnlyB, "ins")
        ));
    }
    out.push_str("</table></body></html>\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{
        ArticleId,
        family::{CompareRow, Comparison, Fact, FactChange, FactKind},
    };

    fn sheet() -> ComparisonSheet {
        let span = |from, to| ByteSpan::new(from, to);
        let side = |words: &str, only: Vec<ByteSpan>| CompareBlock {
            span: span(0, words.len() as u32),
            kind: BlockKind::Paragraph,
            only_here: only,
        };
        let (a, b) = ("Eight trucks <came>.", "Nine trucks <came>.");
        let fact = |text: &str, to| Fact {
            text: text.to_owned(),
            spans: vec![span(0, to)],
        };
        ComparisonSheet {
            comparison: Comparison {
                a: ArticleId(1),
                b: ArticleId(2),
                a_text: a.to_owned(),
                b_text: b.to_owned(),
                rows: vec![CompareRow {
                    a: Some(side(a, vec![span(0, 5)])),
                    b: Some(side(b, vec![span(0, 4)])),
                }],
                facts: vec![FactChange {
                    kind: FactKind::Figure,
                    about: "trucks".to_owned(),
                    a: Some(fact("8", 5)),
                    b: Some(fact("9", 4)),
                }],
            },
            a: "v1 Dune Wire".to_owned(),
            b: "v2 Coast Tribune".to_owned(),
            a_title: "Eight".to_owned(),
            b_title: "Nine".to_owned(),
        }
    }

    #[test]
    fn facts_are_a_table() {
        let csv = String::from_utf8(facts(&sheet())).expect("UTF-8");
        let lines: Vec<&str> = csv.trim_start_matches('\u{feff}').lines().collect();
        assert_eq!(
            lines,
            [
                "change,kind,about,a,b,version_a,version_b",
                "changed,figure,trucks,8,9,v1 Dune Wire,v2 Coast Tribune"
            ]
        );
    }

    #[test]
    fn the_page_marks_both_sides_and_escapes_the_text() {
        let html = page(&sheet());
        for part in [
            "<td><del>Eight</del> trucks &lt;came&gt;.</td>",
            "<td><ins>Nine</ins> trucks &lt;came&gt;.</td>",
            "<td>changed</td><td>Figure</td><td>trucks</td><td><del>8</del></td><td><ins>9</ins></td>",
        ] {
            assert!(html.contains(part), "{part} in {html}");
        }
    }
}
