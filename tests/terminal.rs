//! The terminal program, run as a program: exit codes, output, and what a kill leaves behind.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        Self {
            folder: tempfile::tempdir().expect("a temporary folder"),
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_dateline"));
        command
            .args(arguments)
            .current_dir(self.folder.path())
            .env("DATELINE_HOME", self.path("home"));
        command
    }

    fn run(&self, arguments: &[&str]) -> (i32, String, String) {
        let Output {
            status,
            stdout,
            stderr,
        } = self.command(arguments).output().expect("the program runs");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
        (
            status.code().expect("an exit code"),
            text(stdout),
            text(stderr),
        )
    }

    fn with_samples() -> Self {
        let desk = Self::new();
        let samples = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/samples");
        let (code, ..) = desk.run(&["import", "--project", "p.dateline", samples]);
        assert_eq!(code, 0);
        desk
    }
}

#[test]
fn stories_are_joined_and_split() {
    let desk = Desk::with_samples();
    let families = || {
        desk.run(&[
            "export",
            "families",
            "--project",
            "p.dateline",
            "--format",
            "ndjson",
        ])
        .1
    };
    let before = families();
    let (code, out, _) = desk.run(&[
        "decide",
        "join-stories",
        "1",
        "2",
        "3",
        "--project",
        "p.dateline",
    ]);
    assert_eq!(code, 0);
    assert!(out.starts_with("Joined "), "{out}");
    assert!(families().contains("\"articles\":["), "{}", families());
    let (code, out, _) = desk.run(&["decide", "split-story", "2", "--project", "p.dateline"]);
    assert_eq!(code, 0);
    assert!(out.starts_with("Set “"), "{out}");
    for _ in 0..2 {
        assert_eq!(desk.run(&["undo", "--project", "p.dateline"]).0, 0);
    }
    assert_eq!(families(), before);
    assert_eq!(
        desk.run(&["decide", "join-stories", "1", "--project", "p.dateline"])
            .0,
        2
    );
    let (code, _, err) = desk.run(&[
        "decide",
        "join-stories",
        "1",
        "999",
        "--project",
        "p.dateline",
    ]);
    assert_eq!(code, 3);
    assert!(err.contains("no article"), "{err}");
}

#[test]
fn exit_codes_say_how_it_went() {
    let desk = Desk::with_samples();
    fs::write(desk.path("empty.txt"), "").expect("a file");
    let samples = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/samples");
    for (arguments, expected) in [
        (&["check", "--project", "p.dateline"][..], 0),
        (&["import", "--project", "p.dateline", samples][..], 0),
        (
            &["import", "--project", "p.dateline", "empty.txt", samples][..],
            1,
        ),
        (&["import", "--project", "p.dateline", "empty.txt"][..], 3),
        (&["import"][..], 2),
        (
            &[
                "chart",
                "entities",
                "--project",
                "p.dateline",
                "-o",
                "x.gif",
            ][..],
            2,
        ),
        (
            &[
                "export",
                "places",
                "--project",
                "p.dateline",
                "--from",
                "3/6/2011",
            ][..],
            2,
        ),
        (&["export", "articles", "--project", "none.dateline"][..], 3),
        (&["check", "--project", "none.dateline"][..], 3),
        (&["show", "9999", "--project", "p.dateline"][..], 3),
        (
            &[
                "export",
                "articles",
                "--project",
                "p.dateline",
                "--format",
                "geojson",
            ][..],
            3,
        ),
        (&["undo", "--project", "p.dateline"][..], 3),
        (&["--help"][..], 0),
    ] {
        let (code, out, err) = desk.run(arguments);
        assert_eq!(code, expected, "{arguments:?}\n{out}\n{err}");
        // An import always reports what it did; everything else prints data or an error, never both.
        if expected >= 2 && arguments[0] != "import" {
            assert!(out.is_empty(), "data goes to stdout only: {out}");
        }
        if expected > 0 {
            assert!(!err.trim().is_empty(), "{arguments:?}");
        }
        if expected == 3 {
            assert_eq!(err.trim().lines().count(), 1, "errors are one line: {err}");
        }
    }
}

#[test]
fn reports_have_one_line_for_every_input() {
    let desk = Desk::new();
    fs::write(
        desk.path("one.txt"),
        "A dam broke near Derna\n\nDERNA, Libya (Northern Wire) - A dam broke.\n",
    )
    .expect("a file");
    fs::write(desk.path("empty.txt"), "").expect("a file");
    let (code, out, err) = desk.run(&[
        "import",
        "--project",
        "p.dateline",
        "--report",
        "r.csv",
        "--json",
        "one.txt",
        "empty.txt",
        "none.txt",
    ]);
    assert_eq!(code, 1, "{err}");
    assert_eq!(out.lines().count(), 3);
    let report = fs::read_to_string(desk.path("r.csv")).expect("the report");
    assert!(
        report.starts_with("\u{FEFF}file,status,articles,reason\r\n"),
        "{report}"
    );
    assert!(
        report.contains("one.txt,imported,1,") && report.contains("empty.txt,failed,0,"),
        "{report}"
    );
}

#[test]
fn tables_have_the_names_that_scripts_depend_on() {
    let desk = Desk::with_samples();
    for (table, fields) in [
        (
            "articles",
            "id file title outlet agency byline published published_precision published_source dateline_place language \
             words family format encoding",
        ),
        (
            "mentions",
            "id article file start end source_start source_end text type entity name confidence decided_by",
        ),
        (
            "entities",
            "id type name mentions articles stories first last variants",
        ),
        (
            "places",
            "entity name status lat lon uncertainty_km country feature gazetteer_id candidates reason mentions articles",
        ),
        (
            "evidence",
            "article date outlet title sentence start end entity",
        ),
    ] {
        let (code, out, err) = desk.run(&[
            "export",
            table,
            "--project",
            "p.dateline",
            "--format",
            "ndjson",
        ]);
        assert_eq!(code, 0, "{err}");
        let first: serde_json::Value =
            serde_json::from_str(out.lines().next().expect("a row")).expect("JSON");
        for field in fields.split_whitespace() {
            assert!(first.get(field).is_some(), "{table} lacks {field}: {first}");
        }
    }
    let (_, out, _) = desk.run(&[
        "export",
        "places",
        "--project",
        "p.dateline",
        "--format",
        "geojson",
    ]);
    let json: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(json["type"], "FeatureCollection");
}

#[test]
fn pictures_are_the_same_bytes_each_time() {
    let desk = Desk::with_samples();
    for (verb, kind, ending) in [
        ("chart", Some("entities"), "png"),
        ("chart", Some("timeline"), "svg"),
        ("map", None, "svg"),
        ("map", None, "png"),
    ] {
        let mut bytes = Vec::new();
        for i in 0..2 {
            let name = format!("{verb}{i}.{ending}");
            let mut arguments = vec![verb];
            arguments.extend(kind);
            arguments.extend([
                "--project",
                "p.dateline",
                "-o",
                &name,
                "--width",
                "900",
                "--height",
                "600",
            ]);
            let (code, _, err) = desk.run(&arguments);
            assert_eq!(code, 0, "{err}");
            bytes.push(fs::read(desk.path(&name)).expect("a picture"));
        }
        assert!(
            bytes[0] == bytes[1] && bytes[0].len() > 1000,
            "{verb} {ending}"
        );
    }
    let (code, _, err) = desk.run(&[
        "map",
        "--project",
        "p.dateline",
        "-o",
        "x.png",
        "--width",
        "30000",
        "--height",
        "30000",
    ]);
    assert_eq!(code, 3);
    assert!(err.contains("30000"), "{err}");
}

#[test]
fn a_filter_narrows_every_table_alike() {
    let desk = Desk::with_samples();
    let rows = |table: &str, filter: &[&str]| -> usize {
        let mut arguments = vec![
            "export",
            table,
            "--project",
            "p.dateline",
            "--format",
            "ndjson",
        ];
        arguments.extend(filter);
        let (code, out, err) = desk.run(&arguments);
        assert_eq!(code, 0, "{err}");
        out.lines().count()
    };
    for filter in [
        &["--query", "water"][..],
        &["--place", "Yafran"][..],
        &["--from", "2012-03-10", "--to", "2012-03-15"][..],
    ] {
        for table in ["articles", "mentions", "entities"] {
            let (some, all) = (rows(table, filter), rows(table, &[]));
            assert!(
                0 < some && some < all,
                "{table} {filter:?}: {some} of {all}"
            );
        }
    }
}

fn article(i: usize) -> String {
    let places = ["Yafran", "Misrata", "Brega", "Zintan", "Nalut", "Ajdabiya"];
    let place = places[i % places.len()];
    format!(
        "Convoy {i} reaches {place}\n\n{}, Libya, March {}, 2012 (Northern Wire) - Convoy {i} with {} trucks reached {place} \
         on Monday, said Huda Benzarti of the Coastal Relief Council.\n\nDrivers had waited {} days at the depot.\n",
        place.to_uppercase(),
        i % 28 + 1,
        i % 40 + 2,
        i % 9 + 2,
    )
}

#[test]
#[cfg(unix)]
fn a_kill_in_the_middle_of_an_import_loses_nothing_that_was_done() {
    let many: usize = std::env::var("DATELINE_KILL_FILES")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(400);
    let desk = Desk::new();
    fs::create_dir(desk.path("many")).expect("a folder");
    for i in 0..many {
        fs::write(desk.path(&format!("many/{i:05}.txt")), article(i)).expect("a file");
    }
    let articles = |desk: &Desk| -> usize {
        let (code, out, _) = desk.run(&[
            "export",
            "articles",
            "--project",
            "p.dateline",
            "--format",
            "ndjson",
        ]);
        if code == 0 { out.lines().count() } else { 0 }
    };
    let mut child = desk
        .command(&["import", "--project", "p.dateline", "many"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program runs");
    while articles(&desk) < many / 8 {
        assert!(
            child.try_wait().expect("a child").is_none(),
            "it ended before it could be killed"
        );
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    child.kill().expect("a kill");
    child.wait().expect("an end");

    let (code, out, err) = desk.run(&["check", "--project", "p.dateline"]);
    assert_eq!((code, out.trim()), (0, "All is well"), "{err}");
    let kept = articles(&desk);
    assert!((many / 8..many).contains(&kept), "{kept} of {many}");
    let (code, out, err) = desk.run(&["import", "--project", "p.dateline", "many"]);
    assert_eq!(code, 0, "{err}");
    assert!(out.contains(" 0 failed"), "{out}");
    assert_eq!(articles(&desk), many);
    let (code, ..) = desk.run(&["check", "--project", "p.dateline"]);
    assert_eq!(code, 0);
    left_alone(&desk.path("many"), many);
}

/// Originals are never changed.
fn left_alone(folder: &Path, many: usize) {
    for i in 0..many {
        let text = fs::read_to_string(folder.join(format!("{i:05}.txt"))).expect("an original");
        assert_eq!(text, article(i));
    }
}

#[test]
fn search_prints_articles_and_hits() {
    let desk = Desk::with_samples();
    let (code, out, err) = desk.run(&["search", "--project", "p.dateline", "water trucks"]);
    assert_eq!(code, 0, "{err}");
    assert!(out.to_lowercase().contains("water"), "{out}");
    let (_, hits, _) = desk.run(&[
        "search",
        "--project",
        "p.dateline",
        "water",
        "--kwic",
        "--json",
    ]);
    for line in hits.lines() {
        let row: serde_json::Value = serde_json::from_str(line).expect("JSON");
        assert_eq!(
            row["hit"].as_str().map(str::to_lowercase).as_deref(),
            Some("water")
        );
    }
    assert!(hits.lines().count() > 20);
}

/// `dateline search` with these arguments.
fn search(desk: &Desk, arguments: &[&str]) -> (i32, String, String) {
    let mut all = vec!["search", "--project", "p.dateline"];
    all.extend(arguments);
    desk.run(&all)
}

#[test]
fn a_query_that_cannot_be_read_is_marked_where_it_is_wrong() {
    let desk = Desk::with_samples();
    for (query, says, under) in [
        (
            "water \"pum",
            "quotation mark at 7 is not closed",
            "        ^^^^",
        ),
        ("water OR", "OR needs a term behind it", "        ^^"),
        ("date:soon", "not a date", "       ^^^^"),
        ("* --", "nothing to search for", "  ^^^^"),
    ] {
        let (code, out, err) = search(&desk, &[query]);
        assert_eq!((code, out.as_str()), (2, ""), "{query}");
        let lines: Vec<&str> = err.lines().collect();
        assert!(lines[0].contains(says), "{err}");
        assert_eq!(lines[1..], [format!("  {query}").as_str(), under], "{err}");
    }
    let (code, _, err) = desk.run(&[
        "export",
        "articles",
        "--project",
        "p.dateline",
        "--query",
        "(water",
    ]);
    assert_eq!(code, 2);
    assert!(
        err.contains("--query: The bracket at 1 is not closed"),
        "{err}"
    );
    let (code, _, err) = search(&desk, &["outlat:Post"]);
    assert_eq!(code, 0);
    assert!(err.contains("Did you mean outlet:"), "{err}");
}

#[test]
fn hits_are_sorted_limited_counted_and_written_as_tables() {
    let desk = Desk::with_samples();
    let (code, out, err) = search(&desk, &["water", "--kwic", "--sort", "right", "--json"]);
    assert_eq!(code, 0, "{err}");
    let rights: Vec<String> = out
        .lines()
        .map(|line| {
            let row: serde_json::Value = serde_json::from_str(line).expect("JSON");
            let right = row["right"].as_str().expect("words").to_lowercase();
            let first = right
                .split(|c: char| !c.is_alphanumeric())
                .find(|w| !w.is_empty());
            first.unwrap_or_default().to_owned()
        })
        .collect();
    assert!(rights.is_sorted() && rights.len() > 20, "{rights:?}");
    let (_, counted, _) = search(&desk, &["water", "--count", "--json"]);
    let counted: serde_json::Value = serde_json::from_str(&counted).expect("JSON");
    assert_eq!(counted["hits"].as_u64(), Some(rights.len() as u64));
    let (_, out, _) = search(&desk, &["water", "--kwic", "--limit", "3", "--csv"]);
    assert_eq!(out.lines().count(), 4);
    assert!(out.starts_with("\u{FEFF}article,published,"), "{out}");
    let (_, out, _) = search(&desk, &["water", "--sort", "date", "--json"]);
    let mut hits = 0;
    for line in out.lines() {
        let row: serde_json::Value = serde_json::from_str(line).expect("JSON");
        hits += row["hits"].as_u64().expect("a count");
    }
    assert_eq!(hits, rights.len() as u64);
    assert_eq!(search(&desk, &["water", "--sort", "left"]).0, 2);
    let (code, out, err) = search(&desk, &["date:2012", "--kwic"]);
    assert_eq!((code, out.as_str()), (0, ""));
    assert!(err.contains("match by title or field"), "{err}");
}

#[test]
fn a_batch_counts_every_term_and_says_which_are_wrong() {
    let desk = Desk::with_samples();
    fs::write(
        desk.path("terms.csv"),
        "term,label\nwater,supply\n\"water OR\",\nnowhere-to-be-found,\n",
    )
    .expect("a file");
    let (code, out, err) = search(&desk, &["--batch", "terms.csv", "--json"]);
    assert_eq!(code, 1, "{err}");
    let rows: Vec<serde_json::Value> = out
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    assert_eq!(rows.len(), 3);
    assert_eq!(rows[0]["label"], "supply");
    let (_, single, _) = search(&desk, &["water", "--count", "--json"]);
    let single: serde_json::Value = serde_json::from_str(&single).expect("JSON");
    for count in ["hits", "articles", "stories"] {
        assert_eq!(rows[0][count], single[count], "{count}");
    }
    assert!(rows[0]["first"].is_string() && rows[0]["last"].is_string());
    assert!(rows[1]["error"].as_str().expect("why").contains("OR needs"));
    assert_eq!(rows[2]["hits"], 0);
    fs::write(desk.path("list.txt"), "water trucks\n").expect("a file");
    let counted = |arguments: &[&str]| {
        let (code, ..) = search(&desk, arguments);
        assert_eq!(code, 0);
        fs::read_to_string(desk.path("o.csv")).expect("the table")
    };
    let queries = counted(&["--batch", "list.txt", "-o", "o.csv"]);
    let phrases = counted(&["--batch", "list.txt", "--phrases", "-o", "o.csv"]);
    assert!(
        queries.starts_with("\u{FEFF}term,label,query,hits,"),
        "{queries}"
    );
    assert_ne!(queries, phrases);
}

#[test]
fn searches_are_saved_renamed_deleted_and_run_by_name() {
    let desk = Desk::with_samples();
    let (code, found, _) = search(&desk, &["water", "--save", "Supply", "--from", "2011"]);
    assert_eq!(code, 0);
    let (_, list, _) = search(&desk, &["--saved"]);
    assert!(
        list.contains("Supply: from 1 Jan 2011, text “water”"),
        "{list}"
    );
    assert_eq!(search(&desk, &["--saved", "supply"]).1, found);
    let (code, ..) = decide(&desk, &["rename-search", "Supply", "Wells"]);
    assert_eq!(code, 0);
    let (code, _, err) = search(&desk, &["--saved", "Supply"]);
    assert_eq!(code, 3);
    assert!(err.contains("“Wells”"), "{err}");
    assert_eq!(decide(&desk, &["delete-search", "Wells"]).0, 0);
    assert_eq!(search(&desk, &["--saved"]).1, "");
    for _ in 0..2 {
        assert_eq!(desk.run(&["undo", "--project", "p.dateline"]).0, 0);
    }
    assert_eq!(search(&desk, &["--saved"]).1, list);
}

/// Decides and says how it ended; each decision is one line of the ledger.
fn decide(desk: &Desk, arguments: &[&str]) -> (i32, String, String) {
    let mut all = vec!["decide"];
    all.extend(arguments);
    all.extend(["--project", "p.dateline"]);
    desk.run(&all)
}

#[test]
fn names_are_decided_tried_and_undone() {
    let desk = Desk::with_samples();
    let entities = |desk: &Desk| {
        desk.run(&[
            "export",
            "entities",
            "--project",
            "p.dateline",
            "--format",
            "ndjson",
        ])
        .1
    };
    let before = entities(&desk);
    let rows: Vec<serde_json::Value> = before
        .lines()
        .map(|l| serde_json::from_str(l).expect("JSON"))
        .collect();
    let id = |n: usize| rows[n]["id"].to_string();
    let (code, out, err) = decide(&desk, &["merge", &id(0), &id(1), "--dry-run", "--json"]);
    assert_eq!(code, 0, "{err}");
    let preview: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(preview["mentions"], rows[1]["mentions"]);
    assert_eq!(preview["articles"], rows[1]["articles"]);
    assert_eq!(
        preview["passages"].as_array().map(Vec::len),
        rows[1]["mentions"].as_u64().and_then(|n| n.try_into().ok())
    );
    assert_eq!(entities(&desk), before, "a dry run changes nothing");

    let except = preview["passages"][0]["mention"].to_string();
    let (code, out, err) = decide(&desk, &["merge", &id(0), &id(1), "--except", &except]);
    assert_eq!(code, 0, "{err}");
    assert!(out.starts_with("Merge “"), "{out}");
    for arguments in [
        &["retype", &id(2), "--to", "group"][..],
        &["rename", &id(2), "Another name"][..],
        &["dismiss", &id(3)][..],
        &["keep-apart", &id(4), &id(5)][..],
        &[
            "mark",
            "1",
            "--text",
            "the",
            "--type",
            "group",
            "--name",
            "The article",
            "--everywhere",
        ][..],
    ] {
        let (code, out, err) = decide(&desk, arguments);
        assert_eq!(code, 0, "{arguments:?} {out} {err}");
    }
    let (code, out, _) = desk.run(&["check", "--project", "p.dateline"]);
    assert_eq!((code, out.trim()), (0, "All is well"));
    for _ in 0..6 {
        assert_eq!(desk.run(&["undo", "--project", "p.dateline"]).0, 0);
    }
    assert_eq!(entities(&desk), before);
    let (_, history, _) = desk.run(&["history", "--project", "p.dateline", "--json"]);
    assert_eq!(history.lines().count(), 12);
    for line in history.lines() {
        let row: serde_json::Value = serde_json::from_str(line).expect("JSON");
        assert!(row["who"].is_string() && row["at"].is_string());
        assert_eq!(
            row["undone"].as_bool(),
            Some(row["target"].is_null()),
            "{line}"
        );
    }
    let (_, csv, _) = desk.run(&["history", "--project", "p.dateline", "--format", "csv"]);
    assert_eq!(csv.lines().count(), 13);
}

#[test]
fn a_name_that_several_bear_is_asked_about() {
    let desk = Desk::with_samples();
    let (_, rows, _) = desk.run(&[
        "export",
        "entities",
        "--project",
        "p.dateline",
        "--format",
        "ndjson",
    ]);
    let ids: Vec<String> = rows
        .lines()
        .take(2)
        .map(|l| {
            let row: serde_json::Value = serde_json::from_str(l).expect("JSON");
            row["id"].to_string()
        })
        .collect();
    for id in &ids {
        assert_eq!(decide(&desk, &["rename", id, "Namesake"]).0, 0);
    }
    let (code, out, err) = decide(&desk, &["dismiss", "namesake"]);
    assert_eq!((code, out.as_str()), (3, ""));
    assert_eq!(err.trim().lines().count(), 1, "{err}");
    assert!(ids.iter().all(|id| err.contains(id.as_str())), "{err}");
    assert!(err.contains("Give the number"), "{err}");
    assert_eq!(decide(&desk, &["dismiss", "No such name"]).0, 3);
    assert_eq!(decide(&desk, &["dismiss"]).0, 2);
    assert_eq!(decide(&desk, &["merge", &ids[0]]).0, 2);
    assert_eq!(decide(&desk, &["merge", &ids[0], &ids[0]]).0, 3);
}

#[test]
fn accuracy_is_checked_by_eye() {
    let desk = Desk::with_samples();
    assert_eq!(desk.run(&["accuracy", "--project", "p.dateline"]).0, 3);
    let draw = [
        "accuracy",
        "--project",
        "p.dateline",
        "--sample",
        "10",
        "--seed",
        "7",
        "--type",
        "place",
        "--json",
    ];
    let (code, out, err) = desk.run(&draw);
    assert_eq!(code, 0, "{err}");
    let sample: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(sample["sentence"], "places: none of 10 checked yet");
    let mentions = sample["mentions"].as_array().expect("mentions");
    let lines: Vec<String> = mentions
        .iter()
        .map(|m| format!("{},right", m["mention"]))
        .collect();
    fs::write(desk.path("v.csv"), lines.join("\n")).expect("a file");
    let (code, out, err) =
        desk.run(&["accuracy", "--project", "p.dateline", "--verdicts", "v.csv"]);
    assert_eq!(code, 0, "{err}");
    assert!(
        out.starts_with("places: 10 of 10 right (72–100 %) (seed 7)"),
        "{out}"
    );
    let chart = |more: &[&str]| {
        let mut args = vec![
            "chart",
            "entities",
            "--project",
            "p.dateline",
            "-o",
            "c.svg",
        ];
        args.extend(more);
        let (code, _, err) = desk.run(&args);
        assert_eq!(code, 0, "{err}");
        fs::read_to_string(desk.path("c.svg")).expect("a picture")
    };
    assert!(!chart(&[]).contains("10 of 10 right"));
    let said = chart(&["--accuracy"]);
    assert!(said.contains("places: 10 of 10 right (72–100 %)"));
    // The window adds the same line to the same chart.
    let mut project =
        dateline::workspace::Project::open(&desk.path("p.dateline")).expect("the project");
    let spec = dateline::workspace::session::ChartSpec {
        top: 15,
        ..dateline::workspace::session::ChartSpec::new(dateline::model::chart::ChartKind::Entities)
    };
    let chart = project.chart(&Default::default(), &spec).expect("a chart");
    let mut what = dateline::workspace::session::Picture::Chart(Box::new(chart));
    let lines = project.accuracy_lines().expect("lines");
    dateline::workspace::export::add_accuracy(&mut what, &lines);
    let request = dateline::workspace::session::PictureRequest {
        what,
        options: dateline::model::chart::PictureOptions::default(),
        format: dateline::workspace::session::PictureFormat::Svg,
    };
    let drawn = dateline::workspace::export::picture(&request).expect("a picture");
    assert_eq!(drawn, said.into_bytes());
    fs::write(desk.path("v.csv"), "1 right").expect("a file");
    let (code, _, err) = desk.run(&["accuracy", "--project", "p.dateline", "--verdicts", "v.csv"]);
    assert_eq!(code, 2, "{err}");
    let (code, out, _) = desk.run(&["worklist", "--project", "p.dateline", "--json"]);
    assert_eq!(code, 0);
    for line in out.lines() {
        let row: serde_json::Value = serde_json::from_str(line).expect("JSON");
        assert!(row["a"]["sentence"].is_string() && row["b"]["sentence"].is_string());
        assert!(row["reason"].is_string() && row["joined"].is_boolean());
    }
    let asked = desk.run(&["worklist", "--project", "p.dateline"]).1;
    for question in asked.lines().filter(|line| !line.starts_with("    ")) {
        let both = question.starts_with("Are ") && question.contains(") and ");
        assert!(both || question.starts_with("Does “"), "{question}");
    }
    assert!(asked.contains(") one "), "{asked}");
}

/// Places put right, and place names of the user's own.
#[test]
fn places_are_placed_and_place_names_added() {
    let desk = Desk::with_samples();
    let on = ["--project", "p.dateline"];
    let run = |arguments: &[&str]| desk.run(&[arguments, &on[..]].concat());
    let export = || run(&["export", "places", "--format", "ndjson"]).1;
    let before = export();
    let (code, out, _) = run(&["decide", "place", "Yafran", "--list"]);
    assert_eq!(code, 0);
    assert!(
        out.lines()
            .any(|l| l.starts_with("* geonames:") && l.contains("Libya")),
        "{out}"
    );
    let (code, out, _) = run(&["decide", "place", "Yafran", "--at", "31°30'N 13°15'E"]);
    assert_eq!(code, 0);
    assert!(
        out.starts_with("Place “Yafran” at 31.5000° N, 13.2500° E: "),
        "{out}"
    );
    let placed = export();
    let row = placed
        .lines()
        .find(|l| l.contains("\"Yafran\""))
        .expect("a row");
    assert!(
        row.contains("\"status\":\"user\"") && row.contains("\"lat\":31.50000"),
        "{row}"
    );
    let geojson = run(&["export", "places", "--format", "geojson", "--each-mention"]).1;
    assert!(
        geojson.contains("[13.25000,31.50000]") && geojson.contains("\"sentence\":"),
        "{geojson}"
    );
    let rows = run(&["export", "places", "--format", "csv", "--each-mention"]).1;
    assert!(
        rows.lines()
            .any(|row| row.contains("Yafran,31.50000,13.25000,") && row.contains(",user,")),
        "{rows}"
    );
    assert_eq!(
        run(&["export", "articles", "--format", "csv", "--each-mention"]).0,
        2
    );
    assert_eq!(run(&["undo"]).0, 0);
    assert_eq!(export(), before);
    for (arguments, expected, said) in [
        (&["decide", "place", "Yafran"][..], 2, "--list"),
        (
            &["decide", "place", "Yafran", "--at", "132 12"][..],
            2,
            "Did you mean 12, 132",
        ),
        (
            &["decide", "place", "Yafran", "--at", "-5, 12", "--dry-run"][..],
            0,
            "",
        ),
        (
            &["decide", "place", "Yafran", "--candidate", "geonames:1"][..],
            3,
            "no place with the id",
        ),
        (
            &["gazetteer", "remove", "camps"][..],
            3,
            "no list of place names",
        ),
        (
            &["gazetteer", "find", "Wadi Quartzline"][..],
            3,
            "No place is called",
        ),
        (&["gazetteer", "look-up"][..], 0, ""),
    ] {
        let (code, _, err) = run(arguments);
        assert_eq!(code, expected, "{arguments:?} {err}");
        assert!(err.contains(said), "{arguments:?} {err}");
    }
    fs::write(
        desk.path("camps.csv"),
        "name,lat,lon\nWadi Quartzline,30.4,14.1\nTurned,130.4,14.1\n",
    )
    .expect("a file");
    let (code, out, err) = run(&["gazetteer", "add", "camps.csv"]);
    assert_eq!(code, 1, "{err}");
    assert!(
        out.ends_with("Added “camps”: 1 place, 1 broken line\n"),
        "{out}"
    );
    assert!(
        err.starts_with("camps.csv:3: Latitude 130.4 is beyond 90°"),
        "{err}"
    );
    assert!(run(&["gazetteer", "list"]).1.starts_with("camps"), "listed");
    let (code, out, _) = run(&["gazetteer", "find", "wadi quartzline"]);
    assert_eq!(code, 0);
    assert!(
        out.contains("user:camps:2") && out.contains("km from the project's places"),
        "{out}"
    );
    let everywhere = |arguments: &[&str]| desk.run(arguments);
    assert_eq!(
        everywhere(&["gazetteer", "find", "Wadi Quartzline"]).0,
        3,
        "the project's alone"
    );
    let (code, ..) = everywhere(&[
        "gazetteer",
        "add",
        "camps.csv",
        "--everywhere",
        "--name",
        "all camps",
    ]);
    assert_eq!(code, 1);
    let (code, out, _) = everywhere(&[
        "gazetteer",
        "find",
        "Wadi Quartzline",
        "--from",
        "30.4 N 15.1 E",
    ]);
    assert_eq!(code, 0);
    assert!(
        out.contains("user:all camps:2") && out.contains("96 km from"),
        "{out}"
    );
    assert_eq!(
        everywhere(&["gazetteer", "remove", "all camps", "--everywhere"]).0,
        0
    );
    assert_eq!(
        everywhere(&["gazetteer", "add", "camps.csv"]).0,
        2,
        "for whom"
    );
    assert_eq!(run(&["gazetteer", "remove", "camps"]).0, 0);
    assert_eq!(run(&["check"]).0, 0);
}

#[test]
fn beside_a_chart_stand_its_passages_and_its_method() {
    let desk = Desk::with_samples();
    let draw = |name: &str, more: &[&str]| {
        let picture = format!("{name}.svg");
        let mut args = vec!["chart"];
        args.extend(more);
        args.extend([
            "--project",
            "p.dateline",
            "--numbers",
            "--evidence",
            "-o",
            &picture,
        ]);
        let (code, _, err) = desk.run(&args);
        assert_eq!(code, 0, "{err}");
        let read = |ending: &str| {
            fs::read_to_string(desk.path(&format!("{name}.{ending}"))).expect("a file")
        };
        (read("svg"), read("csv"), read("evidence.csv"))
    };
    for kind in [
        &["entities"][..],
        &["cooccurrence", "--together", "paragraph", "--places"],
        &["outlets", "--agencies", "--share", "--count", "articles"],
        &["coverage", "--places"],
        &["first", "--count", "stories"],
        &["lengths"],
        &[
            "timeline",
            "--compare",
            "1",
            "--compare",
            "2",
            "--multiples",
        ],
    ] {
        let (picture, numbers, evidence) = draw("a", kind);
        assert!(picture.starts_with("<?xml") || picture.starts_with("<svg"));
        let mut table = csv::Reader::from_reader(numbers.trim_start_matches('\u{feff}').as_bytes());
        let head = table.headers().expect("a head").clone();
        let unit = head
            .iter()
            .position(|h| ["mentions", "articles", "stories"].contains(&h))
            .expect("a column of numbers");
        let total: usize = table
            .records()
            .map(|row| row.expect("a row")[unit].parse().unwrap_or(0))
            .sum();
        let rows = csv::Reader::from_reader(evidence.as_bytes()).into_records();
        assert_eq!(rows.count(), total, "{kind:?}");
        assert_eq!(draw("b", kind), (picture, numbers, evidence), "{kind:?}");
    }
    let refused = [
        "chart",
        "types",
        "--share",
        "--project",
        "p.dateline",
        "-o",
        "x.png",
    ];
    let (code, _, err) = desk.run(&refused);
    assert_eq!(code, 2);
    assert!(err.contains("only charts of outlets have it"), "{err}");
    let sheet = |ending: &str| {
        let args = [
            "map",
            "--project",
            "p.dateline",
            "-o",
            "m.png",
            "--method",
            ending,
        ];
        let (code, _, err) = desk.run(&args);
        assert_eq!(code, 0, "{err}");
        fs::read_to_string(desk.path(&format!("m.method.{ending}"))).expect("a sheet")
    };
    let before = sheet("md");
    assert!(before.contains("None: all names are as the program found them"));
    assert!(sheet("html").starts_with("<!DOCTYPE html>"));
    let merge = [
        "decide",
        "rename",
        "1",
        "Somebody Else",
        "--project",
        "p.dateline",
    ];
    assert_eq!(desk.run(&merge).0, 0);
    let after = sheet("md");
    assert!(after.contains("Somebody Else") && !after.contains("None: all names"));
    assert_eq!(desk.run(&["undo", "--project", "p.dateline"]).0, 0);
    assert_eq!(
        sheet("md"),
        before,
        "the same articles and decisions, the same sheet"
    );
}
