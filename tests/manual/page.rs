//! The fences of a page, and answers put into them. Runs nothing.

/// A fenced block.
#[derive(Debug, PartialEq, Eq)]
pub struct Fence {
    /// `sh`, `console`, `sql`, `python`, `text`, `csv`; empty where none is said.
    pub language: String,
    /// What stands behind the language: the name of a file, for `text` and `csv`.
    pub name: String,
    /// Lines between the marks.
    pub lines: Vec<String>,
    /// The number of the opening line, from 1.
    pub line: usize,
}

impl Fence {
    /// Whether something is run for it.
    pub fn is_run(&self) -> bool {
        matches!(self.language.as_str(), "sh" | "console" | "sql" | "python")
    }
}

/// The blocks of a page in their order; those that stand in lists are indented, and are found, too.
pub fn fences(text: &str) -> Vec<Fence> {
    let mut fences: Vec<Fence> = Vec::new();
    let mut open: Option<(usize, Fence)> = None;
    for (at, line) in text.lines().enumerate() {
        let rest = line.trim_start();
        let indent = line.len() - rest.len();
        match (&mut open, rest.strip_prefix("```")) {
            (None, Some(info)) => {
                let (language, name) = info.trim().split_once(' ').unwrap_or((info.trim(), ""));
                let fence = Fence {
                    language: language.to_owned(),
                    name: name.to_owned(),
                    lines: Vec::new(),
                    line: at + 1,
                };
                open = Some((indent, fence));
            }
            (Some(_), Some("")) => fences.extend(open.take().map(|(_, fence)| fence)),
            (Some((indent, fence)), _) => {
                let cut = line
                    .char_indices()
                    .map_while(|(at, c)| (c == ' ').then_some(at))
                    .take(*indent)
                    .count();
                fence.lines.push(line[cut..].to_owned());
            }
            (None, None) => {}
        }
    }
    assert!(open.is_none(), "a fence is not closed: {open:?}");
    fences
}

/// Whether the answer is as expected; a line `…` stands for any lines. Blanks at the ends of lines do not count.
pub fn same(expected: &str, got: &str) -> bool {
    let lines = |text: &str| -> Vec<String> {
        text.trim_end()
            .lines()
            .map(|line| line.trim_end().to_owned())
            .collect()
    };
    fits(&lines(expected), &lines(got))
}

fn fits(expected: &[String], got: &[String]) -> bool {
    match (expected.split_first(), got.split_first()) {
        (None, None) => true,
        (Some((first, rest)), _) if first == "…" => {
            (0..=got.len()).any(|skip| fits(rest, &got[skip..]))
        }
        (Some((first, rest)), Some((line, lines))) => first == line && fits(rest, lines),
        _ => false,
    }
}

/// The page with answers in place of those it has, but for those with a line `…`. Each is the number of the line before
/// it, what the page says, and what it should.
pub fn with_answers(text: &str, answers: &[(usize, String, String)]) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    for (line, expected, got) in answers.iter().rev() {
        let elided = expected.lines().any(|line| line == "…");
        if elided || same(expected, got) {
            continue;
        }
        let old = expected.lines().count();
        let fresh = got
            .trim_end()
            .lines()
            .map(|line| line.trim_end().to_owned());
        lines.splice(*line..*line + old, fresh);
    }
    lines.join("\n") + "\n"
}

#[test]
fn answers_are_put_where_they_belong() {
    let text = "a\n```console\n$ one\nold\n$ two\n```\nb\n";
    let fences = fences(text);
    assert_eq!(fences[0].lines, ["$ one", "old", "$ two"]);
    let answers = [
        (3, "old".to_owned(), "new\nmore\n".to_owned()),
        (5, String::new(), "second\n".to_owned()),
    ];
    assert_eq!(
        with_answers(text, &answers),
        "a\n```console\n$ one\nnew\nmore\n$ two\nsecond\n```\nb\n"
    );
    assert!(same("a\n…\nc", "a\nb\nb\nc\n") && !same("a\n…\nc", "a\nb\n"));
}
