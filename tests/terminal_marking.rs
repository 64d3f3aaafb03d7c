//! The terminal program's verbs and tables for what is marked, run as a program.

use std::{fs, path::PathBuf, process::Command};

use serde_json::{Value, json};

struct Desk {
    folder: tempfile::TempDir,
}

const PORT: &str = "Port opens again\n\nBREGA, Libya, May 3, 2012 (Harbor Wire) - The port of Brega opened again on Thursday. Ships \
                    will come back by Friday – all of them, the harbor office said.\n\nShare this article on Facebook\n";
const ROAD: &str = "Road is closed\n\nBREGA, Libya, May 4, 2012 (Coast Post) - The road to Brega stays closed. Drivers will come back \
                    when it is mended, the company said.\n";

impl Desk {
    fn new() -> Self {
        let desk = Self {
            folder: tempfile::tempdir().expect("a temporary folder"),
        };
        for (name, text) in [("port.txt", PORT), ("road.txt", ROAD)] {
            fs::write(desk.path(name), text).expect("a file");
        }
        assert_eq!(desk.run(&["import", "port.txt", "road.txt"]).0, 0);
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn run(&self, arguments: &[&str]) -> (i32, String, String) {
        let output = Command::new(env!("CARGO_BIN_EXE_dateline"))
            .args(arguments)
            .args(["--project", "p.dateline"])
            .current_dir(self.folder.path())
            .env("DATELINE_HOME", self.path("home"))
            .output()
            .expect("the program runs");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
        (
            output.status.code().expect("an exit code"),
            text(output.stdout),
            text(output.stderr),
        )
    }

    fn done(&self, arguments: &[&str]) -> String {
        let (code, out, err) = self.run(arguments);
        assert_eq!((code, err.as_str()), (0, ""), "{arguments:?}");
        assert_eq!(self.run(&["check"]).0, 0);
        out
    }

    fn refused(&self, arguments: &[&str]) -> String {
        let (code, out, err) = self.run(arguments);
        assert_eq!((code, out.as_str()), (3, ""), "{arguments:?}");
        err
    }

    fn table(&self, name: &str, more: &[&str]) -> Vec<Value> {
        let arguments = [&["export", name, "--format", "ndjson"], more].concat();
        self.done(&arguments)
            .lines()
            .map(|line| serde_json::from_str(line).expect("JSON"))
            .collect()
    }
}

#[test]
fn tags_choose_articles_everywhere() {
    let desk = Desk::new();
    assert_eq!(
        desk.done(&["decide", "tag", "ports", "1"]),
        "Tag “Port opens again” with “ports”\n"
    );
    assert_eq!(
        desk.done(&["decide", "tag", "Ports", "1"]),
        "Nothing to change\n"
    );
    desk.done(&["decide", "tag", "roads", "1", "2"]);
    let numbers = |more: &[&str]| -> Vec<i64> {
        let rows = desk.table("articles", more);
        rows.iter().filter_map(|r| r["id"].as_i64()).collect()
    };
    assert_eq!(numbers(&["--tag", "ports"]), [1]);
    assert_eq!(numbers(&["--tag", "PORTS", "--tag", "roads"]), [1, 2]);
    assert_eq!(
        desk.table("articles", &[])[0]["tags"],
        json!(["ports", "roads"])
    );
    assert!(
        desk.refused(&["export", "articles", "--tag", "sea"])
            .contains("No tag “sea”")
    );
    let hits = |tag: &str| {
        desk.done(&["search", "Brega", "--tag", tag])
            .lines()
            .count()
    };
    assert_eq!((hits("ports"), hits("roads")), (2, 4));
    let entities = |tag: &str| desk.table("entities", &["--tag", tag]).len();
    assert!(entities("ports") < entities("roads"));
    desk.done(&["decide", "merge-tags", "roads", "ports"]);
    assert_eq!(
        desk.table("tags", &[]),
        [json!({"id": 2, "name": "roads", "articles": 2, "article_ids": [1, 2]})]
    );
    assert!(
        desk.done(&["history"])
            .contains("Merge the tag “ports” into “roads” (1 article)")
    );
    desk.done(&["undo"]);
    desk.done(&["decide", "untag", "roads", "2"]);
    assert_eq!(numbers(&["--tag", "roads"]), [1]);
    desk.done(&["decide", "rename-tag", "roads", "streets"]);
    desk.done(&["decide", "delete-tag", "streets"]);
    assert_eq!(desk.table("tags", &[]).len(), 1);
    desk.done(&["decide", "set-outlet", "The Pier", "1", "2"]);
    assert_eq!(numbers(&["--outlet", "The Pier"]), [1, 2]);
}

#[test]
fn passages_are_coded_and_exported() {
    let desk = Desk::new();
    desk.done(&["decide", "code", "claims"]);
    desk.done(&[
        "decide", "code", "promise", "--color", "3", "--key", "p", "--parent", "claims",
    ]);
    let preview = desk.done(&[
        "decide",
        "autocode",
        "promise",
        "--query",
        "\"come back\"",
        "--preview",
        "--json",
    ]);
    let preview: Value = serde_json::from_str(&preview).expect("JSON");
    assert_eq!(preview["highlights"], 2);
    let start = preview["passages"][1]["start"].as_u64().expect("a number");
    assert_eq!(desk.table("highlights", &[]), [Value::Null; 0]);
    desk.done(&[
        "decide",
        "autocode",
        "promise",
        "--query",
        "\"come back\"",
        "--except",
        &format!("2:{start}"),
    ]);
    desk.done(&[
        "decide",
        "highlight",
        "1",
        "promise",
        "--text",
        "all of them",
    ]);
    desk.done(&["decide", "memo", "Who says *so*?", "--code", "promise"]);
    desk.done(&[
        "decide",
        "memo",
        "Look at the pier & the road.",
        "--article",
        "1",
    ]);

    let rows = desk.table("highlights", &[]);
    assert_eq!(rows.len(), 2);
    let whole: Vec<char> = PORT.chars().collect();
    for row in &rows {
        let at = |key: &str| row[key].as_u64().expect("a number") as usize;
        let shown = row["text"].as_str().expect("text");
        let source: String = whole[at("source_start")..at("source_end")].iter().collect();
        assert_eq!(source, shown, "code points of the source");
        assert_eq!(at("end") - at("start"), shown.chars().count());
        assert_eq!(
            (&row["name"], &row["placed"]),
            (&json!("promise"), &json!(true))
        );
        assert!(row["who"].is_string() && row["at"].is_string());
    }
    assert_eq!(rows[1]["text"], "all of them");
    let codes = desk.table("codes", &[]);
    assert_eq!(codes[1]["highlights"], 2);
    assert_eq!(codes[1]["articles"], 1);
    assert_eq!(
        (&codes[1]["parent"], &codes[1]["key"]),
        (&json!(1), &json!("p"))
    );
    assert_eq!(codes[1]["memo"], "Who says *so*?");
    let memos = desk.table("memos", &[]);
    assert_eq!(memos.len(), 2);
    assert_eq!(memos[1]["title"], "Port opens again");

    let qdc = desk.done(&["export", "codes", "--format", "qdc"]);
    assert!(qdc.contains("name=\"promise\" isCodable=\"true\" color=\"#44aa99\"><Description>Who says *so*?</Description></Code>"), "{qdc}");
    assert_eq!(
        qdc,
        desk.done(&["export", "codes", "--format", "qdc"]),
        "the same each time"
    );
    assert!(
        desk.refused(&["export", "tags", "--format", "qdc"])
            .contains("only codes")
    );
    let csv = desk.done(&["export", "codes"]);
    assert!(
        csv.contains("id,name,color,key,parent,highlights,articles,first,last,memo"),
        "{csv}"
    );

    let furniture = desk.refused(&[
        "decide",
        "highlight",
        "1",
        "x",
        "--text",
        "Share this article",
    ]);
    assert!(furniture.contains("set aside as furniture"), "{furniture}");
    assert!(
        desk.refused(&["decide", "highlight", "1", "x", "--text", "no such words"])
            .contains("Could not find")
    );
    desk.done(&["decide", "set-code", "promise", "--key", "none"]);
    assert_eq!(desk.run(&["decide", "set-code", "promise"]).0, 2);
    // All that a code can be made with is changed at once, in one step.
    let code = || desk.table("codes", &[])[1].clone();
    let before = code();
    let mut change = vec!["decide", "set-code", "promise", "--color", "5"];
    change.extend(["--key", "q", "--parent", "none"]);
    desk.done(&change);
    let now = code();
    assert_eq!((&now["key"], &now["parent"]), (&json!("q"), &json!(null)));
    assert_ne!(now["color"], before["color"]);
    desk.done(&["undo"]);
    assert_eq!(code(), before);
    desk.done(&["decide", "recode", "claims", "2"]);
    desk.done(&["decide", "unhighlight", "2"]);
    assert_eq!(desk.table("highlights", &[]).len(), 1);
    desk.done(&["decide", "delete-code", "promise"]);
    assert_eq!(desk.table("highlights", &[]).len(), 0);
    desk.done(&["undo"]);
    assert_eq!(desk.table("highlights", &[]).len(), 1);
}

#[test]
fn articles_are_deleted_and_restored() {
    let desk = Desk::new();
    let before = desk.done(&["export", "entities"]);
    desk.done(&[
        "decide",
        "highlight",
        "1",
        "port",
        "--text",
        "The port of Brega",
    ]);
    let preview = desk.done(&["decide", "delete", "1", "--dry-run"]);
    assert!(
        preview.starts_with("Delete “Port opens again”: "),
        "{preview}"
    );
    assert!(preview.contains("1 highlight with them"), "{preview}");
    desk.done(&["decide", "delete", "1"]);
    assert_eq!(desk.table("articles", &[]).len(), 1);
    assert_eq!(desk.table("highlights", &[]).len(), 0);
    assert!(desk.refused(&["show", "1"]).contains("no article"));
    let (code, out, _) = desk.run(&["import", "port.txt", "--json"]);
    assert_eq!(code, 0);
    assert!(
        out.contains("It was deleted before (article 1, port.txt)"),
        "{out}"
    );
    let deleted = desk.table("deleted", &[]);
    assert_eq!(
        (&deleted[0]["id"], &deleted[0]["file"]),
        (&json!(1), &json!("port.txt"))
    );
    assert_eq!(
        desk.done(&["decide", "restore", "1"]),
        "Bring back “Port opens again”\n"
    );
    assert_eq!(desk.done(&["export", "entities"]), before);
    assert_eq!(desk.table("highlights", &[]).len(), 1);
}

#[test]
fn help_lists_what_can_be_marked() {
    let desk = Desk::new();
    let (code, out, _) = desk.run(&["decide", "--help"]);
    assert_eq!(code, 0);
    for verb in [
        "tag",
        "untag",
        "code",
        "highlight",
        "autocode",
        "memo",
        "set-outlet",
        "delete",
        "restore",
    ] {
        assert!(
            out.lines()
                .any(|l| l.trim_start().starts_with(&format!("{verb} "))),
            "{verb}: {out}"
        );
    }
    let (_, out, _) = desk.run(&["export", "--help"]);
    for table in ["tags", "codes", "highlights", "memos", "deleted", "qdc"] {
        assert!(out.contains(table), "{table}");
    }
}
