//! Holds the rooms of `src/` to the table in ARCHITECTURE.md: who may use which room, which crate belongs to which room,
//! who may touch files, and that SQL lies in `db/`. The rules are data; planted breaches prove that each one bites.

#[path = "architecture/source.rs"]
mod source;

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use source::CodePath;

/// One folder of `src/` and the rooms it may use besides itself.
struct Room {
    name: &'static str,
    may_use: &'static [&'static str],
}

const fn room(name: &'static str, may_use: &'static [&'static str]) -> Room {
    Room { name, may_use }
}

const ROOMS: &[Room] = &[
    room("model", &[]),
    room("formats", &["model"]),
    room("gazetteer", &["model"]),
    room("analysis", &["model", "gazetteer"]),
    room("charts", &["model"]),
    room("store", &["model"]),
    room("jobs", &[]),
    room(
        "workspace",
        &[
            "model",
            "formats",
            "gazetteer",
            "analysis",
            "charts",
            "store",
            "jobs",
        ],
    ),
    room("cli", &["workspace", "model"]),
    room("ui", &["workspace", "model", "jobs"]),
    room("bin", &["cli", "ui"]),
];

/// Crates that belong to certain rooms. What is not listed here may be used anywhere but in `PLAIN_ROOMS`.
const OWNED_CRATES: &[(&str, &[&str])] = &[
    ("rusqlite", &["store"]),
    ("plotters", &["charts"]),
    ("clap", &["cli"]),
    ("notify", &["workspace"]),
    ("egui", &["ui", "bin"]),
    ("eframe", &["ui", "bin"]),
    ("pulldown-cmark", &["ui"]),
    ("raw-window-handle", &["ui"]),
    ("rfd", &["ui"]),
];

/// Rooms that stay close to the standard library, and the few crates they may use. `model` derives serde because its
/// plain data travels into the ledger, the settings and JSON lines.
const PLAIN_ROOMS: &[(&str, &[&str])] = &[
    ("model", &["serde", "thiserror"]),
    ("jobs", &["thiserror", "tracing"]),
];

/// Parts of the standard library, and the rooms that may use them.
const OWNED_STD: &[(&str, &[&str])] =
    &[("fs", &["store", "workspace", "cli", "bin"]), ("net", &[])];

/// Crates that speak to a network. None may be built in, not even by way of another crate.
const NETWORK_CRATES: &[&str] = &[
    "curl",
    "h2",
    "hyper",
    "isahc",
    "native-tls",
    "openssl",
    "quinn",
    "reqwest",
    "rustls",
    "surf",
    "tungstenite",
    "ureq",
];

/// Why `source`, lying at `path` below `src/`, breaks the rules; `crates` are the package's dependencies.
fn breaches(path: &str, text: &str, crates: &BTreeSet<String>) -> Vec<String> {
    let source = source::read(text);
    let module = module_path(path);
    let room = match path.split_once('/') {
        Some((folder, _)) => folder,
        None => "lib",
    };
    let test_file = path.ends_with("tests.rs") || path.contains("/tests/");
    let mut found = BTreeSet::new();
    if room != "lib" && !ROOMS.iter().any(|known| known.name == room) {
        found.insert((1, format!("no such room: {room}")));
    }
    for used in &source.paths {
        let in_test = used.in_test || test_file;
        for problem in path_problems(room, &module, used, in_test, crates) {
            found.insert((used.line, problem));
        }
    }
    for literal in &source.literals {
        if !literal.in_test && !test_file && looks_like_sql(room, &literal.text) {
            found.insert((literal.line, "SQL outside db/".to_owned()));
        }
        if literal.text.ends_with(".sql") && room != "store" {
            found.insert((literal.line, format!("{room} reads a .sql file")));
        }
    }
    found
        .into_iter()
        .map(|(line, problem)| format!("src/{path}:{line}: {problem}"))
        .collect()
}

fn path_problems(
    room: &str,
    module: &[String],
    used: &CodePath,
    in_test: bool,
    crates: &BTreeSet<String>,
) -> Vec<String> {
    let mut problems = Vec::new();
    let path = absolute(module, used);
    let Some(first) = path.first().map(String::as_str) else {
        return problems;
    };
    let second = path.get(1).map_or("", String::as_str);
    match first {
        "crate" | "dateline" => {
            let known = ROOMS.iter().find(|known| known.name == room);
            let allowed = known.map_or(&[][..], |known| known.may_use);
            let is_room = ROOMS.iter().any(|known| known.name == second);
            if second == "self" || second == "*" || second.is_empty() {
                problems.push(format!("{room} names the whole crate instead of a room"));
            } else if is_room && second != room && !allowed.contains(&second) {
                problems.push(format!("{room} uses {second}"));
            }
        }
        "std" | "core" => {
            for (name, rooms) in OWNED_STD {
                if second == *name && !rooms.contains(&room) && !(in_test && *name == "fs") {
                    problems.push(format!("{room} uses std::{name}"));
                }
            }
        }
        name => {
            for (owned, rooms) in OWNED_CRATES {
                if name == *owned && !rooms.contains(&room) {
                    problems.push(format!("{room} uses {name}"));
                }
            }
            for (plain, allowed) in PLAIN_ROOMS {
                if room == *plain && crates.contains(name) && !allowed.contains(&name) {
                    problems.push(format!("{room} uses {name}"));
                }
            }
        }
    }
    problems
}

/// `ui/read/list.rs` is the module `ui::read::list`, `ui/mod.rs` is `ui`.
fn module_path(path: &str) -> Vec<String> {
    let mut module: Vec<String> = path
        .trim_end_matches(".rs")
        .split('/')
        .map(str::to_owned)
        .collect();
    if module
        .last()
        .is_some_and(|last| last == "mod" || last == "lib")
    {
        module.pop();
    }
    module
}

/// The path from the crate's root when it starts with `super`; otherwise as written.
fn absolute(module: &[String], used: &CodePath) -> Vec<String> {
    let ups = used
        .segments
        .iter()
        .take_while(|part| *part == "super")
        .count();
    if ups == 0 {
        return used.segments.clone();
    }
    let files_up = ups.saturating_sub(used.inline_depth);
    let kept = module.len().saturating_sub(files_up);
    if files_up == 0 {
        return Vec::new();
    }
    let rest = used.segments.get(ups..).unwrap_or_default();
    [&["crate".to_owned()][..], &module[..kept], rest].concat()
}

/// Whether a string reads as a statement or a clause of SQL. Words on screen are in sentence case ("Select a bar"), so
/// only all capitals or all small letters count. The store may say pragmas where it stands: they are about the
/// connection, not the data.
fn looks_like_sql(room: &str, text: &str) -> bool {
    const STATEMENTS: &[(&str, &str)] = &[
        ("select", " "),
        ("insert", "into "),
        ("replace", "into "),
        ("update", " set "),
        ("delete", "from "),
        ("create", "table "),
        ("create", "index "),
        ("create", "view "),
        ("create", "trigger "),
        ("alter", "table "),
        ("drop", "table "),
        ("drop", "index "),
        ("pragma", " "),
        ("attach", "database "),
    ];
    const CLAUSES: &[&str] = &[" WHERE ", "ORDER BY ", "GROUP BY ", " JOIN ", "LIMIT ?"];
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let first = words.split(' ').next().unwrap_or_default();
    let small = words.to_ascii_lowercase();
    let shouted = first == first.to_ascii_uppercase();
    let whispered = first == first.to_ascii_lowercase();
    let statement = STATEMENTS.iter().any(|(verb, object)| {
        let Some(rest) = small.strip_prefix(verb) else {
            return false;
        };
        let whole_word = rest.starts_with(' ');
        // A small "select …" or "pragma …" may be plain English; with "from" or "=" it is not.
        let plain = whispered
            && ((*verb == "select" && !rest.contains(" from "))
                || (*verb == "pragma" && !rest.contains('=')));
        let of_the_connection = *verb == "pragma" && room == "store";
        whole_word
            && rest.contains(object)
            && (shouted || whispered)
            && !plain
            && !of_the_connection
    });
    statement
        || CLAUSES
            .iter()
            .any(|clause| format!("{words} ").contains(clause))
}

fn package_root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every `.rs` file below `folder`, sorted.
fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = fs::read_dir(&folder) else {
            continue;
        };
        for entry in entries.flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

/// Names of the crates the library may link, as they are written in code.
fn dependencies() -> BTreeSet<String> {
    let manifest = fs::read_to_string(package_root().join("Cargo.toml"))
        .expect("Cargo.toml lies beside tests/");
    let mut inside = false;
    let mut names = BTreeSet::new();
    for line in manifest.lines() {
        if line.starts_with('[') {
            inside = line.starts_with("[dependencies") || line.starts_with("[target.");
        } else if inside && let Some((name, _)) = line.split_once('=') {
            names.insert(name.trim().replace('-', "_"));
        }
    }
    names
}

#[test]
fn every_room_keeps_to_its_rules() {
    let src = package_root().join("src");
    let crates = dependencies();
    let mut read = Vec::new();
    let mut found = Vec::new();
    for file in rust_files(&src) {
        let path = file.strip_prefix(&src).expect("it was found below src");
        let path = path.to_string_lossy().replace('\\', "/");
        let text = fs::read_to_string(&file).expect("source files are UTF-8");
        found.extend(breaches(&path, &text, &crates));
        read.push(path);
    }
    for room in ROOMS {
        let prefix = format!("{}/", room.name);
        assert!(
            read.iter().any(|path| path.starts_with(&prefix)),
            "the rules name src/{prefix}, which holds no source: correct ROOMS and ARCHITECTURE.md"
        );
    }
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

#[test]
fn no_network_anywhere() {
    let root = package_root();
    for folder in ["src", "xtask", "tests", "benches"] {
        for file in rust_files(&root.join(folder)) {
            let text = fs::read_to_string(&file).expect("source files are UTF-8");
            for used in source::read(&text).paths {
                let opens = used
                    .segments
                    .starts_with(&["std".to_owned(), "net".to_owned()]);
                assert!(!opens, "{}:{}: uses std::net", file.display(), used.line);
            }
        }
    }
    let lock = fs::read_to_string(root.join("Cargo.lock")).expect("Cargo.lock is committed");
    assert!(
        lock.contains("name = \"dateline\""),
        "Cargo.lock was not understood"
    );
    for name in NETWORK_CRATES {
        assert!(
            !lock.contains(&format!("name = \"{name}\"\n")),
            "{name} came into Cargo.lock: `cargo tree -i {name}` says by way of which crate"
        );
    }
}

/// `text` at `path` breaks exactly the rules `expected`, each as `line: what`.
#[track_caller]
fn check(path: &str, text: &str, expected: &[&str]) {
    let crates = ["serde", "jiff", "rusqlite", "egui", "tracing"];
    let crates = crates.iter().map(|name| (*name).to_owned()).collect();
    let found = breaches(path, text, &crates);
    let expected: Vec<String> = expected
        .iter()
        .map(|what| format!("src/{path}:{what}"))
        .collect();
    assert_eq!(found, expected, "in\n{text}");
}

#[test]
fn planted_breaches_between_rooms_are_found() {
    check(
        "analysis/names.rs",
        "use crate::store::Project;",
        &["1: analysis uses store"],
    );
    check(
        "analysis/names.rs",
        "use crate::{model::Span, store};",
        &["1: analysis uses store"],
    );
    check(
        "analysis/names.rs",
        "\nfn f() { crate::store::open(); }",
        &["2: analysis uses store"],
    );
    check(
        "model/span.rs",
        "use crate::{\n    ids::X,\n    ui::{self, theme},\n};",
        &["3: model uses ui"],
    );
    check(
        "model/span.rs",
        "use super::super::jobs::Jobs;",
        &["1: model uses jobs"],
    );
    check(
        "ui/read/list.rs",
        "use super::super::super::store::Row;",
        &["1: ui uses store"],
    );
    check(
        "ui/mod.rs",
        "mod tests { use super::super::store::Row; }",
        &["1: ui uses store"],
    );
    check(
        "cli/mod.rs",
        "use crate::{self as everything};",
        &["1: cli names the whole crate instead of a room"],
    );
    check(
        "cli/mod.rs",
        "use crate::*;",
        &["1: cli names the whole crate instead of a room"],
    );
    check(
        "bin/dateline.rs",
        "fn main() { dateline::store::open(); }",
        &["1: bin uses store"],
    );
    check("helpers/mod.rs", "", &["1: no such room: helpers"]);
}

#[test]
fn allowed_uses_pass() {
    check(
        "analysis/names.rs",
        "use crate::{gazetteer::Gazetteer, model::{Span, ids as i}};",
        &[],
    );
    check(
        "ui/read/list.rs",
        "use super::super::theme; use crate::workspace::{Command, jobs_of as j};",
        &[],
    );
    check(
        "ui/mod.rs",
        "mod tests { use super::*; use super::theme; }",
        &[],
    );
    check("store/read.rs", "use rusqlite::{Connection, params};", &[]);
    check(
        "store/read.rs",
        "const Q: &str = include_str!(\"../../db/queries/article/all.sql\");",
        &[],
    );
    check("lib.rs", "pub mod store; pub mod ui;", &[]);
    check(
        "model/date.rs",
        "use std::{fmt, str::FromStr}; use serde::{Deserialize, Serialize};",
        &[],
    );
    check(
        "jobs/mod.rs",
        "fn f(store: &Path) { self.store.jiff(); }",
        &[],
    );
}

#[test]
fn planted_crates_and_files_are_found() {
    check(
        "workspace/mod.rs",
        "use rusqlite as sql;",
        &["1: workspace uses rusqlite"],
    );
    check(
        "workspace/mod.rs",
        "fn f(c: &::rusqlite::Connection) {}",
        &["1: workspace uses rusqlite"],
    );
    check("workspace/mod.rs", "use egui;", &["1: workspace uses egui"]);
    check(
        "model/date.rs",
        "use jiff::civil::Date;",
        &["1: model uses jiff"],
    );
    check(
        "model/date.rs",
        "#[derive(jiff::Nonsense)] struct S;",
        &["1: model uses jiff"],
    );
    check(
        "formats/plain.rs",
        "use std::{fs::File, io};",
        &["1: formats uses std::fs"],
    );
    check(
        "ui/app.rs",
        "let text = std::fs::read_to_string(path);",
        &["1: ui uses std::fs"],
    );
    check(
        "store/mod.rs",
        "use std::net::TcpStream;",
        &["1: store uses std::net"],
    );
    check(
        "analysis/mod.rs",
        "#[cfg(test)] mod tests { use std::fs; }",
        &[],
    );
    check(
        "analysis/mod.rs",
        "#[cfg(not(test))] mod real { use std::fs; }",
        &["1: analysis uses std::fs"],
    );
    check(
        "analysis/mod.rs",
        "#[test] fn t() {} use std::fs;",
        &["1: analysis uses std::fs"],
    );
}

#[test]
fn planted_sql_is_found() {
    let sql = &["1: SQL outside db/"];
    check(
        "store/read.rs",
        "let q = \"SELECT title FROM article\";",
        sql,
    );
    check(
        "store/read.rs",
        "let q = r#\"\n  insert INTO tag VALUES (?1)\"#;",
        sql,
    );
    check(
        "store/read.rs",
        "let q = format!(\"{head} WHERE id = ?1\");",
        sql,
    );
    check("workspace/mod.rs", "let q = b\"PRAGMA user_version\";", sql);
    check("store/mod.rs", "let q = \"PRAGMA user_version\";", &[]);
    check("workspace/mod.rs", "let q = \"delete from tag\";", sql);
    check("store/tests.rs", "let q = \"SELECT 1\";", &[]);
    check(
        "store/mod.rs",
        "#[cfg(test)]\nmod tests {\n fn t() { run(\"SELECT 1\"); } }",
        &[],
    );
    check(
        "ui/chart.rs",
        "label(\"Select a bar, dot or number to read its passages\");",
        &[],
    );
    check(
        "ui/chart.rs",
        "label(\"Update of the places\"); label(\"select rows\");",
        &[],
    );
    check(
        "cli/mod.rs",
        "include_str!(\"../../db/schema.sql\")",
        &["1: cli reads a .sql file"],
    );
}

#[test]
fn comments_strings_and_characters_are_not_code() {
    check(
        "model/ids.rs",
        "// use crate::store::X;\n/* crate::ui::Y /* nested */ rusqlite::Z */",
        &[],
    );
    check(
        "model/ids.rs",
        "/// `crate::store::X` and \"SELECT 1\"\nfn f() {}",
        &[],
    );
    check(
        "model/ids.rs",
        "let s = \"crate::store::X \\\" crate::ui\";",
        &[],
    );
    check(
        "model/ids.rs",
        "let s = r##\"a \"# crate::store::X\"##; let q = '\"'; let l: &'a str = x;",
        &[],
    );
    check(
        "model/ids.rs",
        "let q = ('\\'', '\"', '\\u{22}');\nuse crate::store::X;",
        &["2: model uses store"],
    );
    check(
        "model/ids.rs",
        "fn f<'a>(x: &'a str) -> crate::store::X<'a> {}",
        &["1: model uses store"],
    );
}
