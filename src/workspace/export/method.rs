//! The method sheet: how the numbers of a picture came about, for whoever has to stand by them.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{
    model::{CountUnit, DecisionId, Filter},
    workspace::{Problem, Project, figures, session::Picture, words},
};

/// File formats of a method sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum MethodFormat {
    #[serde(rename = "md")]
    Markdown,
    /// A page of its own, without anything from elsewhere.
    #[serde(rename = "html")]
    Html,
}

/// Whether a decision changes numbers that are counted with this filter. Codes, highlights, memos, stars, saved searches
/// and samples change none, tags only what is filtered by them.
fn changes_numbers(action: &str, filter: &Filter) -> bool {
    const QUIET: [&str; 8] = [
        "star",
        "memo",
        "sample",
        "verdict",
        "highlight",
        "autocode",
        "recode",
        "remove-highlights",
    ];
    let ends = |endings: &[&str]| endings.iter().any(|ending| action.ends_with(ending));
    let is_tag = matches!(action, "tag" | "untag") || ends(&["-tag", "-tags"]);
    let is_quiet = QUIET.contains(&action) || ends(&["-code", "-codes", "-search"]);
    !is_quiet && (!is_tag || !filter.tags.is_empty())
}

/// A part of the sheet: its heading and what stands under it.
struct Part {
    heading: &'static str,
    lines: Vec<String>,
    /// Whether the lines are a list rather than sentences.
    list: bool,
}

impl Project {
    /// A number for the state of the project: SHA-256, in hexadecimal digits, over the reading texts of its articles and
    /// the decisions in force. The same articles with the same decisions have the same one on every machine; nothing
    /// of when or where goes into it.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn fingerprint(&self) -> Result<String, Problem> {
        let mut hash = Sha256::new();
        for (article, text) in self.store.text_hashes()? {
            hash.update(article.0.to_le_bytes());
            hash.update(text);
        }
        let in_force: HashSet<DecisionId> = self
            .history()?
            .into_iter()
            .filter(|row| row.target.is_none() && !row.undone)
            .map(|row| row.id)
            .collect();
        // What a decision did, not what it is called: "Set date of 3 articles" is said of any three.
        for row in self.store.decisions()? {
            if in_force.contains(&row.id) {
                hash.update(row.action.as_bytes());
                hash.update([0]);
                hash.update(row.apply.unwrap_or_default().as_bytes());
                hash.update([0]);
            }
        }
        let bytes = hash.finalize();
        Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
    }
}

/// The method sheet of a picture. `filter` and `unit` are those it was counted with.
///
/// # Errors
/// When the file cannot be read.
pub fn method(
    project: &mut Project,
    filter: &Filter,
    picture: &Picture,
    unit: CountUnit,
    format: MethodFormat,
) -> Result<String, Problem> {
    let (title, subtitle, n_line, notes) = match picture {
        Picture::Chart(c) => (&c.title, &c.subtitle, &c.n_line, &c.notes),
        Picture::Map(m) => (&m.title, &m.subtitle, &m.n_line, &m.notes),
    };
    let asked = figures::filter_in_words(&project.store, filter)?;
    let mut parts = vec![
        Part {
            heading: "What is shown",
            lines: vec![subtitle.clone(), n_line.clone()],
            list: true,
        },
        Part {
            heading: "Which articles",
            lines: vec![if asked.is_empty() {
                "All articles of the project; no filter.".to_owned()
            } else {
                format!("Filter: {asked}.")
            }],
            list: false,
        },
        Part {
            heading: "How it is counted",
            lines: vec![match unit {
                CountUnit::Mentions => "Each place in a text where a name stands counts once, so copies of a wire story count each time.",
                CountUnit::Articles => "Each article that names it counts once, so copies of a wire story count each time.",
                CountUnit::Stories => "Each story that names it counts once: versions, copies and excerpts of one story are one.",
            }
            .to_owned()],
            list: false,
        },
        Part {
            heading: "Notes on the picture",
            lines: notes.clone(),
            list: true,
        },
    ];
    let in_force: Vec<String> = project
        .history()?
        .into_iter()
        .filter(|row| row.target.is_none() && !row.undone && changes_numbers(&row.action, filter))
        .map(|row| format!("{} ({})", row.label, row.at.get(..10).unwrap_or(&row.at)))
        .collect();
    parts.push(Part {
        heading: "Corrections and exclusions in force",
        list: !in_force.is_empty(),
        lines: if in_force.is_empty() {
            vec!["None: all names are as the program found them.".to_owned()]
        } else {
            in_force
        },
    });
    let checked = project.accuracy_lines()?;
    parts.push(Part {
        heading: "How often names were found right",
        list: !checked.is_empty(),
        lines: if checked.is_empty() {
            vec!["No random sample of this project was checked by eye.".to_owned()]
        } else {
            let range = "Share of random samples that was right, with 95 % intervals (Wilson).";
            std::iter::once(range.to_owned()).chain(checked).collect()
        },
    });
    parts.push(Part {
        heading: "What it was made with",
        lines: vec![
            format!("Dateline {}, project “{}”.", env!("CARGO_PKG_VERSION"), project.name()),
            format!("State of the project (SHA-256 of its texts and decisions): {}", project.fingerprint()?),
            "Names, places and dates are found by the program and corrected by its users; the sentences behind every number can be exported as CSV.".to_owned(),
        ],
        list: true,
    });
    Ok(match format {
        MethodFormat::Markdown => markdown(title, &parts),
        MethodFormat::Html => html(title, &parts),
    })
}

/// Text that Markdown shows as it is.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in words::one_line(text).chars() {
        if matches!(
            letter,
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '&'
        ) {
            out.push('\\');
        }
        out.push(letter);
    }
    out
}

fn markdown(title: &str, parts: &[Part]) -> String {
    let mut out = format!("# Method: {}\n", plain(title));
    for part in parts {
        out.push_str(&format!("\n## {}\n\n", part.heading));
        for line in part.lines.iter().filter(|line| !line.is_empty()) {
            let mark = if part.list { "- " } else { "" };
            out.push_str(&format!("{mark}{}\n", plain(line)));
        }
    }
    out
}

/// Text that HTML shows as it is.
fn escaped(text: &str) -> String {
    words::one_line(text)
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

fn html(title: &str, parts: &[Part]) -> String {
    let title = escaped(title);
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>Method: {title}</title>\n<style>\nbody {{ max-width: 42em; margin: 2em auto; padding: 0 1em; font: 16px/1.5 Georgia, serif; color: #1c1b19 }}\nh1 {{ font-size: 1.5em }}\nh2 {{ font-size: 1.1em; margin-top: 1.6em }}\nli {{ overflow-wrap: anywhere }}\n</style>\n</head>\n<body>\n<h1>Method: {title}</h1>\n"
    );
    for part in parts {
        out.push_str(&format!("<h2>{}</h2>\n", part.heading));
        let (open, close) = if part.list {
            ("<ul>\n", "</ul>\n")
        } else {
            ("", "")
        };
        out.push_str(open);
        for line in part.lines.iter().filter(|line| !line.is_empty()) {
            let tag = if part.list { "li" } else { "p" };
            out.push_str(&format!("<{tag}>{}</{tag}>\n", escaped(line)));
        }
        out.push_str(close);
    }
    out.push_str("</body>\n</html>\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_in_names_stays_text() {
        let parts = [Part {
            heading: "Notes",
            lines: vec![
                "Merge “<b>A</b>” & *B*\n# into [C]".to_owned(),
                String::new(),
            ],
            list: true,
        }];
        let sheet = markdown("_T_", &parts);
        assert_eq!(
            sheet,
            "# Method: \\_T\\_\n\n## Notes\n\n- Merge “\\<b\\>A\\</b\\>” \\& \\*B\\* \\# into \\[C\\]\n"
        );
        let page = html("<T>", &parts);
        assert!(page.contains("<h1>Method: &lt;T&gt;</h1>"));
        assert!(page.contains("<li>Merge “&lt;b&gt;A&lt;/b&gt;” &amp; *B* # into [C]</li>"));
        assert!(!page.contains("<li></li>"));
    }
}
