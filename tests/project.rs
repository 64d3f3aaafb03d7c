//! A project file through the library, the way the window and the terminal program use it.

use std::{
    fs,
    path::{Path, PathBuf},
};

use dateline::{
    jobs::JobCx,
    model::{
        ArticleId, CountUnit, EntityId, Filter, PartialDate,
        chart::{ChartKind, TimeUnit, Together},
        import::ImportStatus,
    },
    store::{Access, Store},
    workspace::{
        Command, Project,
        export::{self, Format, Table},
        figures,
        import::Input,
        session::ChartSpec,
        views::{ArticleOrder, build},
    },
};
use tempfile::TempDir;

struct Bench {
    folder: TempDir,
}

impl Bench {
    fn new() -> Self {
        Self {
            folder: tempfile::tempdir().expect("a temporary folder"),
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn file(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).expect("a folder");
        }
        fs::write(&path, text).expect("a file");
        path
    }

    fn project(&self) -> Project {
        Project::open_or_create(&self.path("p.dateline")).expect("a project")
    }

    fn store(&self) -> Store {
        Store::open(&self.path("p.dateline"), Access::Read).expect("a store")
    }

    /// Imports and returns each input's status with its reason.
    fn import(&self, paths: &[PathBuf]) -> Vec<(String, ImportStatus, String)> {
        let mut lines = Vec::new();
        let inputs = paths.iter().cloned().map(Input::Path).collect();
        self.project()
            .import(inputs, &JobCx::unwatched(), |line| {
                lines.push((line.file.clone(), line.status, line.reason.clone()));
            })
            .expect("an import");
        lines
    }
}

fn samples() -> Bench {
    let bench = Bench::new();
    bench
        .project()
        .import_samples(&JobCx::unwatched())
        .expect("samples");
    bench
}

const STORY: &str = "Ferry returns to Khoms\n\nKHOMS, Libya, April 2, 2012 (Northern Wire) - The ferry Amal came back to \
    Khoms on Monday with 40 passengers, said Rania Sabri of the Coastal Relief Council.\n\nIt had been repaired in Malta.\n";

#[test]
fn every_input_gets_its_line_and_the_rest_goes_on() {
    let bench = Bench::new();
    let paths = [
        bench.file("a/story.txt", STORY),
        bench.file("a/empty.txt", ""),
        bench.file("a/picture.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\0"),
        bench.file("a/copy.txt", STORY),
        bench.file("a/same-text.txt", STORY.replace('\n', "\r\n")),
        bench.path("a/missing.txt"),
    ];
    let lines = bench.import(&paths);
    let of = |name: &str| lines.iter().find(|l| l.0.ends_with(name)).map(|l| l.1);
    assert_eq!(lines.len(), paths.len(), "{lines:?}");
    assert_eq!(of("story.txt"), Some(ImportStatus::Imported));
    assert_eq!(of("empty.txt"), Some(ImportStatus::Failed));
    assert_eq!(of("picture.png"), Some(ImportStatus::Failed));
    assert_eq!(of("copy.txt"), Some(ImportStatus::Duplicate));
    assert_eq!(of("same-text.txt"), Some(ImportStatus::Duplicate));
    assert_eq!(of("missing.txt"), Some(ImportStatus::Failed));
    assert!(
        lines
            .iter()
            .all(|l| l.1 == ImportStatus::Imported || !l.2.is_empty()),
        "{lines:?}"
    );
    let again = bench.import(&[bench.path("a")]);
    assert!(
        again.iter().all(|l| l.1 != ImportStatus::Imported),
        "{again:?}"
    );
    assert_eq!(
        bench.project().check().expect("a check"),
        Vec::<String>::new()
    );
}

#[test]
fn folders_are_walked_in_order_and_link_loops_end() {
    let bench = Bench::new();
    bench.file("f/b/two.txt", STORY.replace("Khoms", "Zuwara"));
    bench.file("f/a/one.txt", STORY);
    bench.file("f/.hidden", STORY);
    #[cfg(unix)]
    std::os::unix::fs::symlink(bench.path("f"), bench.path("f/a/loop")).expect("a link");
    let names: Vec<String> = bench
        .import(&[bench.path("f")])
        .into_iter()
        .map(|l| l.0)
        .collect();
    assert_eq!(names, ["f/a/one.txt", "f/b/two.txt"]);
}

fn refused(bytes: &[u8], expected: &str) {
    let bench = Bench::new();
    let path = bench.file("x.dateline", bytes);
    let problem = Project::open(&path).err().expect("a refusal").to_string();
    assert!(problem.contains(expected), "{problem}");
    assert_eq!(fs::read(&path).expect("the file"), bytes, "left as it was");
    let beside = fs::read_dir(bench.folder.path())
        .expect("the folder")
        .count();
    assert_eq!(beside, 1, "nothing was put beside it");
}

#[test]
fn what_is_no_project_is_refused_and_left_alone() {
    refused(b"Just a text", "not a Dateline project");
    refused(b"", "not a Dateline project");
    let bench = Bench::new();
    assert!(Project::open(&bench.path("none.dateline")).is_err());
    assert!(!bench.path("none.dateline").exists());
}

#[test]
fn a_newer_project_is_refused_and_left_alone() {
    let bench = Bench::new();
    drop(bench.project());
    let mut bytes = fs::read(bench.path("p.dateline")).expect("the file");
    // The format number: https://sqlite.org/fileformat.html, offset 60.
    bytes[60..64].copy_from_slice(&999_i32.to_be_bytes());
    refused(&bytes, "newer version");
}

#[test]
fn decisions_undo_and_redo_across_sessions() {
    let bench = samples();
    let names = |bench: &Bench| -> Vec<String> {
        let table = build::entities(&mut bench.store(), &Filter::default()).expect("entities");
        table.rows.into_iter().map(|r| r.name).collect()
    };
    let before = names(&bench);
    let first = build::entities(&mut bench.store(), &Filter::default())
        .expect("entities")
        .rows[0]
        .id;
    bench
        .project()
        .run(Command::RenameEntity {
            entity: first,
            name: "  New   name ".to_owned(),
        })
        .expect("a rename");
    assert!(names(&bench).contains(&"New name".to_owned()));
    let date = PartialDate::parse("2012-03").expect("a date");
    let article = ArticleId(1);
    let published = |bench: &Bench| bench.store().published(article).expect("an article").1;
    let original = published(&bench);
    bench
        .project()
        .run(Command::SetPublished {
            articles: vec![article],
            date: Some(date),
        })
        .expect("a date");
    assert_eq!(published(&bench).map(|p| p.date), Some(date));

    bench.project().run(Command::Undo).expect("an undo");
    assert_eq!(published(&bench), original);
    bench.project().run(Command::Undo).expect("an undo");
    assert_eq!(names(&bench), before);
    assert!(
        bench.project().run(Command::Undo).is_err(),
        "nothing is left to undo"
    );
    bench.project().run(Command::Redo).expect("a redo");
    bench.project().run(Command::Redo).expect("a redo");
    assert_eq!(published(&bench).map(|p| p.date), Some(date));
    assert!(
        bench.project().run(Command::Redo).is_err(),
        "nothing is left to redo"
    );
    let history = bench.project().history().expect("a history");
    assert_eq!(history.len(), 6, "undo and redo are rows too");
}

#[test]
fn a_command_on_nothing_changes_nothing() {
    let bench = samples();
    let mut project = bench.project();
    assert!(
        project
            .run(Command::RenameEntity {
                entity: EntityId(999_999),
                name: "X".to_owned()
            })
            .is_err()
    );
    assert!(
        project
            .run(Command::RenameEntity {
                entity: EntityId(1),
                name: "   ".to_owned()
            })
            .is_err()
    );
    let articles = vec![ArticleId(1), ArticleId(999_999)];
    assert!(
        project
            .run(Command::SetPublished {
                articles,
                date: None
            })
            .is_err()
    );
    assert!(project.history().expect("a history").is_empty());
}

/// The promise: each number of each chart opens exactly as many passages.
#[test]
fn every_number_opens_its_passages() {
    let bench = samples();
    let mut store = bench.store();
    let rows = build::entities(&mut store, &Filter::default())
        .expect("entities")
        .rows;
    let some_entities: Vec<EntityId> = rows.iter().take(4).map(|row| row.id).collect();
    let some_entity = some_entities[0];
    let filters = [
        Filter::default(),
        Filter {
            from: Some("2012-03-10".to_owned()),
            to: Some("2012-03-20".to_owned()),
            ..Filter::default()
        },
        Filter {
            text: Some("water".to_owned()),
            ..Filter::default()
        },
        Filter {
            entities: vec![some_entity],
            ..Filter::default()
        },
        Filter {
            undated: true,
            ..Filter::default()
        },
        Filter {
            types: vec![dateline::model::EntityType::Person],
            ..Filter::default()
        },
    ];
    let mut numbers = 0;
    for filter in &filters {
        for kind in ChartKind::ALL {
            for unit in [CountUnit::Mentions, CountUnit::Articles] {
                for time in [TimeUnit::Day, TimeUnit::Week, TimeUnit::Month] {
                    let entity = (time == TimeUnit::Week).then_some(some_entity);
                    let spec = ChartSpec {
                        unit,
                        entity,
                        time,
                        compare: match time {
                            TimeUnit::Month => some_entities.clone(),
                            _ => Vec::new(),
                        },
                        together: match time {
                            TimeUnit::Day => Together::Sentence,
                            TimeUnit::Week => Together::Paragraph,
                            _ => Together::Article,
                        },
                        places: time == TimeUnit::Week,
                        agencies: time == TimeUnit::Week,
                        ..ChartSpec::new(kind)
                    };
                    let chart = bench.project().chart(filter, &spec).expect("a chart");
                    let cells = chart.cells();
                    for (value, cell) in cells {
                        let found = build::evidence(&mut store, filter, &cell, chart.unit)
                            .expect("evidence");
                        assert_eq!(
                            found.passages.len() as u64,
                            value,
                            "{kind:?} {unit:?} {cell:?} {filter:?}"
                        );
                        for passage in &found.passages {
                            assert!(!passage.hit.of(&passage.sentence).is_empty(), "{passage:?}");
                        }
                        numbers += 1;
                    }
                }
            }
        }
    }
    assert!(numbers > 500, "only {numbers} numbers were looked at");
}

/// A reader that stays open remembers what it counted; after each decision it says what one opened anew says.
#[test]
fn charts_of_an_open_reader_follow_decisions() {
    let bench = samples();
    let filter = Filter::default();
    let mut open = bench.store();
    let charts = |store: &mut Store| {
        let specs = ChartKind::ALL.into_iter().flat_map(|kind| {
            [Together::Sentence, Together::Paragraph, Together::Article].map(|together| ChartSpec {
                together,
                ..ChartSpec::new(kind)
            })
        });
        let chart = |spec| figures::chart(store, &filter, &spec, "p").expect("a chart");
        specs.map(chart).collect::<Vec<_>>()
    };
    let rows = build::entities(&mut open, &filter).expect("entities").rows;
    let [first, second, ..] = rows.as_slice() else {
        panic!("the samples name nobody")
    };
    let before = charts(&mut open);
    let mut said = vec![before.clone()];
    let decisions = [
        Command::RenameEntity {
            entity: first.id,
            name: "The first name".to_owned(),
        },
        Command::MergeEntities {
            entities: vec![first.id, second.id],
            into: first.id,
            name: None,
            except: Vec::new(),
        },
        Command::Undo,
        Command::Undo,
    ];
    for decision in decisions {
        bench.project().run(decision).expect("a decision");
        let now = charts(&mut open);
        assert!(now == charts(&mut bench.store()));
        assert!(
            now != *said.last().expect("charts"),
            "the decision changes charts"
        );
        said.push(now);
    }
    assert!(
        said.last() == Some(&before),
        "undone, everything is as before"
    );
}

#[test]
fn exported_offsets_lie_in_the_file_as_it_came() {
    let bench = Bench::new();
    let sources = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/samples");
    for entry in fs::read_dir(sources).expect("the samples") {
        let path = entry.expect("an entry").path();
        if path.extension().is_some_and(|e| e == "txt") {
            fs::copy(
                &path,
                bench.path(&path.file_name().expect("a name").to_string_lossy()),
            )
            .expect("a copy");
        }
    }
    bench.import(&[bench.folder.path().to_owned()]);
    let bytes = export::table(
        &mut bench.project(),
        Table::Mentions,
        Format::Ndjson,
        &Filter::default(),
    )
    .expect("a table");
    let text = String::from_utf8(bytes).expect("UTF-8");
    let mut checked = 0;
    for line in text.lines() {
        let row: serde_json::Value = serde_json::from_str(line).expect("JSON");
        let file = row["file"]
            .as_str()
            .expect("a file")
            .rsplit('/')
            .next()
            .expect("a name")
            .to_owned();
        let source = decoded(&Path::new(sources).join(&file));
        let at = |key: &str| {
            row[key]
                .as_u64()
                .map(|n| usize::try_from(n).expect("small"))
        };
        let (start, end) = at("source_start")
            .zip(at("source_end"))
            .expect("plain text has source offsets");
        let there: String = source.chars().skip(start).take(end - start).collect();
        let fold = |s: &str| -> String {
            s.chars()
                .filter(|c| c.is_alphanumeric())
                .collect::<String>()
                .to_lowercase()
        };
        assert_eq!(
            fold(&there),
            fold(row["text"].as_str().expect("a text")),
            "{file}"
        );
        checked += 1;
    }
    assert!(checked > 300, "only {checked} mentions were found");
}

/// The samples' encodings are known; this reads them without the program's own decoder.
fn decoded(path: &Path) -> String {
    let bytes = fs::read(path).expect("a sample");
    match bytes.as_slice() {
        [0xFF, 0xFE, rest @ ..] => {
            let units: Vec<u16> = rest
                .chunks_exact(2)
                .map(|c| u16::from_le_bytes([c[0], c[1]]))
                .collect();
            String::from_utf16(&units).expect("UTF-16")
        }
        [0xFE, 0xFF, rest @ ..] => {
            let units: Vec<u16> = rest
                .chunks_exact(2)
                .map(|c| u16::from_be_bytes([c[0], c[1]]))
                .collect();
            String::from_utf16(&units).expect("UTF-16")
        }
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8(rest.to_vec()).expect("UTF-8"),
        other => String::from_utf8(other.to_vec())
            .unwrap_or_else(|_| encoding_rs::WINDOWS_1252.decode(other).0.into_owned()),
    }
}

#[test]
fn a_cancelled_import_keeps_what_is_done_and_goes_on_later() {
    let bench = Bench::new();
    let paths: Vec<PathBuf> = (0..300)
        .map(|i| {
            bench.file(
                &format!("many/{i:03}.txt"),
                STORY.replace("40 passengers", &format!("{i} passengers")),
            )
        })
        .collect();
    let inputs: Vec<Input> = paths.iter().cloned().map(Input::Path).collect();
    let path = bench.path("p.dateline");
    drop(bench.project());
    let job = dateline::jobs::Job::start("Import", std::sync::Arc::new(|| {}), move |cx| {
        Ok(Project::open(&path).and_then(|mut p| p.import(inputs, cx, |_| {})))
    });
    while job.progress().done < 20 {
        std::thread::yield_now();
    }
    job.cancel();
    let Some(dateline::jobs::Ending::Done(Ok(summary))) = job.wait() else {
        panic!("no ending")
    };
    assert!(summary.cancelled && summary.uncompared);
    // Its stories are looked for all the same, before anything else is imported.
    let path = bench.path("p.dateline");
    let job = dateline::jobs::Job::start("Stories", std::sync::Arc::new(|| {}), move |cx| {
        Ok(Project::open(&path).and_then(|mut p| p.find_stories(cx)))
    });
    assert!(matches!(
        job.wait(),
        Some(dateline::jobs::Ending::Done(Ok(sum))) if !sum.cancelled
    ));
    let waiting: i64 = rusqlite::Connection::open(bench.path("p.dateline"))
        .and_then(|file| {
            file.query_row(
                "SELECT COUNT(*) FROM fingerprint WHERE compared = 0",
                [],
                |row| row.get(0),
            )
        })
        .expect("a count");
    assert_eq!(waiting, 0);
    assert_eq!(
        bench.project().check().expect("a check"),
        Vec::<String>::new()
    );
    let kept = build::articles(&mut bench.store(), &Filter::default(), ArticleOrder::IMPORT)
        .expect("a list")
        .rows
        .len();
    assert!((1..300).contains(&kept), "{kept}");
    bench.import(&[bench.path("many")]);
    let all = build::articles(&mut bench.store(), &Filter::default(), ArticleOrder::IMPORT)
        .expect("a list")
        .rows
        .len();
    assert_eq!(all, 300);
}

#[test]
fn the_schema_beside_the_migrations_is_the_real_one() {
    let bench = Bench::new();
    drop(bench.project());
    let real = bench.store().schema().expect("a schema");
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/db/schema.sql");
    let header = "-- Generated from the migrations; `DATELINE_BLESS=1 cargo test schema` writes it anew.\n\n";
    let expected = format!("{header}{real}");
    if std::env::var_os("DATELINE_BLESS").is_some() {
        fs::write(path, &expected).expect("the schema");
    }
    let written = fs::read_to_string(path).unwrap_or_default();
    assert!(
        written == expected,
        "db/schema.sql is out of date: DATELINE_BLESS=1 cargo test schema"
    );
}

#[test]
fn a_project_that_cannot_be_written_opens_for_reading() {
    let bench = samples();
    let path = bench.path("p.dateline");
    let mut permissions = fs::metadata(&path).expect("the file").permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&path, permissions).expect("permissions");
    // The system's administrator may write anyway; then there is nothing to see here.
    if fs::OpenOptions::new().write(true).open(&path).is_ok() {
        let project = Project::open_to_read(&path).expect("a project");
        assert!(project.read_only());
        return;
    }
    let mut project = Project::open(&path).expect("a project");
    assert!(project.read_only());
    assert!(
        project
            .run(Command::SetRead {
                articles: vec![ArticleId(1)],
                read: true
            })
            .is_err()
    );
}

/// A project loses its locks when this process closes its file by other means than SQLite; another program that opens and
/// closes the project then takes its log away, and the next change finds a damaged file.
#[cfg(target_os = "linux")]
#[test]
fn an_open_project_keeps_its_locks() {
    use std::os::unix::fs::MetadataExt as _;
    let bench = Bench::new();
    let path = bench.path("p.dateline");
    bench.import(&[bench.file("first.txt", STORY.replace("Ferry", "Boat"))]);
    let mut project = bench.project();
    let locked = || {
        let number = format!(":{} ", fs::metadata(&path).expect("the file").ino());
        let locks = fs::read_to_string("/proc/locks").expect("the locks of the system");
        locks.lines().any(|line| line.contains(&number))
    };
    assert!(locked(), "opened");
    assert!(Project::is_one(&path));
    assert!(locked(), "looked at");
    drop(bench.store());
    assert!(locked(), "read by a second connection");
    drop(Project::open(&path).expect("once more"));
    assert!(locked(), "opened for writing twice");
    // The folder holds the project and what SQLite keeps beside it.
    bench.file("story.txt", STORY);
    let inputs = vec![Input::Path(bench.folder.path().to_owned())];
    let mut lines = Vec::new();
    project
        .import(inputs, &JobCx::unwatched(), |line| lines.push(line.clone()))
        .expect("an import");
    assert_eq!(lines.len(), 3, "{lines:?}");
    assert!(locked(), "its folder imported");
    drop(project);
    assert!(!locked(), "closed");
}
