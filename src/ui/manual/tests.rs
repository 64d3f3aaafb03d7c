use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use super::{
    markdown::{Block, Run, parse, plain},
    pages::{self, Target},
};

fn docs() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/docs"))
}

fn walk<'a>(blocks: &'a [Block], see: &mut dyn FnMut(&'a Block), run: &mut dyn FnMut(&'a Run)) {
    for block in blocks {
        see(block);
        match block {
            Block::Heading { runs, .. } | Block::Paragraph(runs) => runs.iter().for_each(&mut *run),
            Block::List { items, .. } => items.iter().for_each(|item| walk(item, see, run)),
            Block::Table { head, rows } => {
                head.iter().flatten().for_each(&mut *run);
                rows.iter().flatten().flatten().for_each(&mut *run);
            }
            Block::Quote(blocks) => walk(blocks, see, run),
            Block::Code(_) | Block::Picture { .. } | Block::Rule => {}
        }
    }
}

/// Links, anchors and pictures of a page.
#[derive(Default)]
struct Parts {
    links: Vec<String>,
    anchors: BTreeSet<String>,
    pictures: BTreeSet<String>,
}

fn parts(blocks: &[Block]) -> Parts {
    let (mut anchors, mut pictures, mut links) = (BTreeSet::new(), BTreeSet::new(), Vec::new());
    walk(
        blocks,
        &mut |block| match block {
            Block::Heading { anchor, .. } => {
                anchors.insert(anchor.clone());
            }
            Block::Picture { file, .. } => {
                pictures.insert(file.clone());
            }
            _ => {}
        },
        &mut |run| links.extend(run.link.clone()),
    );
    Parts {
        links,
        anchors,
        pictures,
    }
}

#[test]
fn every_page_of_the_folder_is_in_the_contents_and_in_the_window() {
    let summary = fs::read_to_string(docs().join("SUMMARY.md")).expect("SUMMARY.md");
    let listed: Vec<String> = parts(&parse(&summary)).links;
    let built: Vec<&str> = pages::all().iter().map(|page| page.file).collect();
    assert_eq!(
        listed, built,
        "SUMMARY.md, and the pages of ui/manual/pages.rs"
    );
    let lying: BTreeSet<String> = fs::read_dir(docs())
        .expect("docs/")
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| name.ends_with(".md") && name != "SUMMARY.md")
        .collect();
    assert_eq!(
        lying,
        built.iter().map(|file| (*file).to_owned()).collect(),
        "the files of docs/"
    );
}

#[test]
fn parts_and_titles_are_those_of_the_summary() {
    let summary = fs::read_to_string(docs().join("SUMMARY.md")).expect("SUMMARY.md");
    let mut expected = String::from("# Summary\n\n");
    let mut part = "";
    for page in pages::all() {
        if page.part != part {
            part = page.part;
            expected.push_str(&format!("\n# {part}\n\n"));
        }
        let dash = if part.is_empty() { "" } else { "- " };
        expected.push_str(&format!("{dash}[{}]({})\n", page.title, page.file));
    }
    assert_eq!(summary, expected);
}

#[test]
fn every_page_can_be_reached_from_the_contents_by_links() {
    let mut reached = BTreeSet::from([0]);
    let mut open = vec![0];
    while let Some(page) = open.pop() {
        for link in parts(&pages::all()[page].blocks).links {
            if let Target::Page(to, _) = pages::target(page, &link)
                && reached.insert(to)
            {
                open.push(to);
            }
        }
    }
    let lost: Vec<&str> = pages::all()
        .iter()
        .enumerate()
        .filter(|(at, _)| !reached.contains(at))
        .map(|(_, page)| page.file)
        .collect();
    assert!(lost.is_empty(), "no link leads to {lost:?}");
}

#[test]
fn every_link_leads_somewhere() {
    let anchors: Vec<BTreeSet<String>> = pages::all()
        .iter()
        .map(|page| parts(&page.blocks).anchors)
        .collect();
    let mut wrong = Vec::new();
    for (at, page) in pages::all().iter().enumerate() {
        for link in parts(&page.blocks).links {
            let fine = match pages::target(at, &link) {
                Target::Page(to, Some(anchor)) => anchors[to].contains(&anchor),
                Target::Page(_, None) => true,
                Target::Web(address) => address.starts_with("https://"),
                Target::Outside => {
                    let file = link.split('#').next().unwrap_or_default();
                    file.starts_with("../") && docs().join(file).exists()
                }
            };
            if !fine {
                wrong.push(format!("{}: {link}", page.file));
            }
        }
    }
    assert!(wrong.is_empty(), "links that lead nowhere: {wrong:#?}");
}

#[test]
fn every_picture_is_shown_and_built_in() {
    let mut shown: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for page in pages::all() {
        for file in parts(&page.blocks).pictures {
            shown.entry(file).or_default().push(page.file);
        }
    }
    let mut weight = 0;
    for (file, on) in &shown {
        let built = pages::picture(file);
        let bytes =
            built.unwrap_or_else(|| panic!("{on:?} show {file}, which ui/manual/pages.rs lacks"));
        assert!(crate::ui::picture::decode_png(bytes).is_some(), "{file}");
        weight += bytes.len();
    }
    let lying: BTreeSet<String> = fs::read_dir(docs().join("screenshots"))
        .expect("pictures")
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .map(|name| format!("screenshots/{name}"))
        .collect();
    assert_eq!(
        shown.into_keys().collect::<BTreeSet<_>>(),
        lying,
        "pictures shown, and there"
    );
    assert!(
        weight < 1_500_000,
        "the pictures weigh {weight} bytes in the program"
    );
}

#[test]
fn the_manual_is_searched_by_words() {
    let found = pages::find("SEPARATOR");
    assert!(
        found
            .iter()
            .any(|hit| pages::all()[hit.page].file == "import.md")
    );
    assert!(pages::find("").is_empty() && pages::find("xyzzy").is_empty());
    let both = pages::find("undo history");
    assert!(!both.is_empty());
    for hit in both {
        assert!(hit.hits >= 2);
    }
}

#[test]
fn each_view_has_a_page() {
    use crate::ui::{action::View, review::Panel};
    let views = View::ALL
        .into_iter()
        .map(|view| super::page_of(Some(view), None));
    let panels = [
        super::page_of(None, None),
        super::page_of(Some(View::Map), Some(Panel::Same)),
    ];
    for file in views.chain(panels) {
        assert!(pages::by_file(file).is_some(), "{file}");
    }
}

/// All source files of the rooms that speak to people, literals broken over lines joined.
fn source() -> String {
    let mut open = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    let mut all = String::new();
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder)
            .expect("a folder")
            .filter_map(Result::ok)
        {
            let path = entry.path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                all.push_str(&fs::read_to_string(path).expect("a source file"));
            }
        }
    }
    all.split("\\\n").map(str::trim_start).collect()
}

#[test]
fn buttons_and_menus_are_called_as_on_the_screen() {
    let source = source();
    let mut wrong = Vec::new();
    for page in pages::all() {
        walk(&page.blocks, &mut |_| {}, &mut |run| {
            let path = run.text.contains(" > ");
            for word in run.text.split(" > ").filter(|_| run.bold) {
                let asks = word.ends_with('…');
                if (asks || path) && !word.trim().is_empty() && !source.contains(word) {
                    wrong.push(format!("{}: {word}", page.file));
                }
            }
        });
    }
    assert!(
        wrong.is_empty(),
        "no button or menu is called so: {wrong:#?}"
    );
}

#[test]
fn messages_that_are_explained_can_be_met() {
    let source = source();
    let page = &pages::all()[pages::by_file("troubleshooting.md").expect("the page")];
    let mut messages = Vec::new();
    for block in &page.blocks {
        if let Block::Table { rows, .. } = block {
            messages.extend(
                rows.iter()
                    .filter_map(|row| row.first())
                    .map(|cell| plain(cell)),
            );
        }
    }
    let quoted: Vec<&str> = messages
        .iter()
        .filter_map(|words| words.strip_prefix('“')?.strip_suffix('”'))
        .collect();
    assert!(quoted.len() > 12, "{messages:?}");
    for message in quoted {
        for part in message
            .split('…')
            .map(str::trim)
            .filter(|part| part.len() > 3)
        {
            assert!(source.contains(part), "no message says “{part}”");
        }
    }
}

#[test]
fn pages_outside_the_manual_lead_to_it_and_to_files_that_are_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut wrong = Vec::new();
    for name in [
        "README.md",
        "CONTRIBUTING.md",
        "db/README.md",
        "assets/samples/README.md",
        "packaging/README.md",
    ] {
        let path = root.join(name);
        let text = fs::read_to_string(&path).expect("a page");
        let parts = parts(&parse(&text));
        for link in parts
            .links
            .iter()
            .chain(&parts.pictures)
            .filter(|link| !link.contains("://"))
        {
            let (file, anchor) = link.split_once('#').unwrap_or((link, ""));
            let there = path.with_file_name("").join(file);
            let page = there
                .file_name()
                .and_then(|file| pages::by_file(file.to_str()?));
            let known = anchor.is_empty()
                || file.is_empty() && parts.anchors.contains(anchor)
                || page.is_some_and(|page| {
                    self::parts(&pages::all()[page].blocks)
                        .anchors
                        .contains(anchor)
                });
            if !(known && (file.is_empty() || there.exists())) {
                wrong.push(format!("{name}: {link}"));
            }
        }
    }
    assert!(wrong.is_empty(), "links that lead nowhere: {wrong:#?}");
}
