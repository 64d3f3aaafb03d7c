//! Runs what the manual tells people to type: every `sh` and `console` block of its pages through the real program, every
//! `sql` block on the project file, every `python` block where Python is installed. What a page shows as the answer must
//! be the answer. `DATELINE_BLESS=1 cargo test --test manual` writes the answers into the pages.
//!
//! Each page has a folder of its own, with the sample articles in `articles/` and the project `hills.dateline` made of
//! them. A fence `csv NAME` or `text NAME` puts its content into a file. Nothing goes through a shell: words, quotation
//! marks, `\` at the end of a line, `<` and `>` are read here. A line `…` of an answer stands for any lines. A command
//! whose comment says `exit status N` must end so; all others must succeed.

#[path = "manual/page.rs"]
mod page;
#[path = "manual/run.rs"]
mod run;

use std::{fs, path::Path};

use page::Fence;

/// Pages whose commands are run: all of the manual, and those that stand outside it.
fn pages() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut pages: Vec<String> = fs::read_dir(root.join("docs"))
        .expect("docs/")
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| name.ends_with(".md"))
        .map(|name| format!("docs/{name}"))
        .collect();
    pages.sort();
    pages.extend(["README.md", "db/README.md"].map(str::to_owned));
    pages
}

#[test]
fn what_the_pages_say_is_what_happens() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let bless = std::env::var_os("DATELINE_BLESS").is_some();
    let (mut wrong, mut ran) = (Vec::new(), 0);
    let fresh = run::Folder::new();
    for name in pages() {
        let path = root.join(&name);
        let text = fs::read_to_string(&path).expect("a page");
        let fences = page::fences(&text);
        if !fences.iter().any(Fence::is_run) {
            continue;
        }
        let folder = fresh.again();
        let mut answers = Vec::new();
        for fence in &fences {
            let done = folder.run(fence, &fences);
            ran += done.commands;
            wrong.extend(
                done.problems
                    .iter()
                    .map(|problem| format!("{name}:{}: {problem}", fence.line)),
            );
            for (line, expected, got) in done.answers {
                if !page::same(&expected, &got) {
                    wrong.push(format!(
                        "{name}:{line}: the page says\n{expected}\nand the program\n{got}"
                    ));
                }
                answers.push((line, expected, got));
            }
        }
        if bless {
            let blessed = page::with_answers(&text, &answers);
            if blessed != text {
                fs::write(&path, blessed).expect("the page can be written");
            }
        }
    }
    assert!(ran > 60, "only {ran} commands were found in the manual");
    assert!(
        wrong.is_empty(),
        "{} things are wrong:\n\n{}",
        wrong.len(),
        wrong.join("\n\n")
    );
}

#[test]
fn a_wrong_page_is_noticed() {
    let text = "# Page\n\n```console\n$ dateline show 1 --project hills.dateline\nNothing of the kind\n```\n\n```sh\ndateline show 1 --project other.dateline\n```\n";
    let folder = run::Folder::new();
    let fences = page::fences(text);
    let shown = folder.run(&fences[0], &fences);
    let (_, expected, got) = shown.answers.first().expect("an answer");
    assert!(shown.problems.is_empty() && !page::same(expected, got));
    let failed = folder.run(&fences[1], &fences);
    assert_eq!(failed.problems.len(), 1, "{:?}", failed.problems);
}
