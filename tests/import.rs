//! Importing what people have: archives, archives in archives, wrong encodings, texts no program could swallow whole.

use std::{
    fs,
    io::{Cursor, Write as _},
    path::{Path, PathBuf},
};

use dateline::{
    jobs::JobCx,
    model::{
        ArticleId,
        import::{ImportLine, ImportStatus},
    },
    store::{Access, Store},
    workspace::{
        Project,
        export::{self, Format, Table},
        import::{Columns, Input, ReadOptions},
    },
};
use zip::{ZipWriter, write::SimpleFileOptions};

struct Bench {
    folder: tempfile::TempDir,
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

    fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(&path, bytes).expect("a file");
        path
    }

    fn project(&self) -> Project {
        Project::open_or_create(&self.path("p.dateline")).expect("a project")
    }

    fn import(&self, path: &Path) -> Vec<ImportLine> {
        let mut lines = Vec::new();
        let inputs = vec![Input::Path(path.to_owned())];
        self.project()
            .import(inputs, &JobCx::unwatched(), |line| lines.push(line.clone()))
            .expect("an import");
        let problems = self.project().check().expect("a check");
        assert!(problems.is_empty(), "{problems:?}");
        lines
    }

    fn table(&self, what: Table) -> Vec<serde_json::Value> {
        let filter = dateline::model::Filter::default();
        let bytes =
            export::table(&mut self.project(), what, Format::Ndjson, &filter).expect("a table");
        String::from_utf8(bytes)
            .expect("UTF-8")
            .lines()
            .map(|line| serde_json::from_str(line).expect("JSON"))
            .collect()
    }
}

fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        writer
            .start_file(*name, SimpleFileOptions::default())
            .expect("a member");
        writer.write_all(bytes).expect("room");
    }
    writer.finish().expect("an archive").into_inner()
}

fn states(lines: &[ImportLine]) -> Vec<(&str, ImportStatus)> {
    lines
        .iter()
        .map(|line| (line.file.as_str(), line.status))
        .collect()
}

const FERRY: &str = "Ferry back in Khoms\n\nKHOMS, Libya, April 2, 2012 (Southern Wire) - The ferry came back to Khoms \
                     on Monday with 40 passengers, the harbor master said.\n";
const RAIN: &str = "Rain cuts road to Nalut\n\nNALUT, Libya, April 3, 2012 (Southern Wire) - Rain cut the road to Nalut \
                    on Tuesday, and trucks with flour waited in Jadu, drivers said.\n";

#[test]
fn archives_are_folders() {
    let bench = Bench::new();
    let inner = zipped(&[("rain.txt", RAIN.as_bytes()), ("empty.txt", b"")]);
    let bomb = vec![b'x'; 40 << 20];
    let outer = zipped(&[
        ("april/ferry.txt", FERRY.as_bytes()),
        ("april/again.txt", FERRY.as_bytes()),
        ("deeper.zip", &inner),
        ("bomb.txt", &bomb),
        (
            "../../outside.txt",
            b"Nothing happened outside on Monday, the mayor said.",
        ),
    ]);
    let path = bench.file("in/wires.zip", outer);
    let lines = bench.import(&path);
    assert_eq!(
        states(&lines),
        [
            ("wires.zip/april/ferry.txt", ImportStatus::Imported),
            ("wires.zip/april/again.txt", ImportStatus::Duplicate),
            ("wires.zip/deeper.zip/rain.txt", ImportStatus::Imported),
            ("wires.zip/deeper.zip/empty.txt", ImportStatus::Failed),
            ("wires.zip/bomb.txt", ImportStatus::Failed),
            ("wires.zip/outside.txt", ImportStatus::Imported),
        ]
    );
    assert!(!bench.path("outside.txt").exists() && !bench.path("../outside.txt").exists());
    assert_eq!(lines[1].article, lines[0].article);
    assert!(lines[0].article.is_some() && lines[0].path.is_none());
    // The same again adds nothing.
    let again = bench.import(&path);
    assert!(
        again
            .iter()
            .all(|line| line.articles == 0 && line.status != ImportStatus::Imported)
    );
    assert_eq!(bench.table(Table::Articles).len(), 3);
}

#[test]
fn archives_without_end_end() {
    let bench = Bench::new();
    let mut archive = zipped(&[("ferry.txt", FERRY.as_bytes())]);
    for _ in 0..8 {
        archive = zipped(&[("in.zip", &archive)]);
    }
    let path = bench.file("nested.zip", archive);
    let lines = bench.import(&path);
    assert_eq!(lines.len(), 1);
    assert_eq!(lines[0].status, ImportStatus::Failed);
    assert!(
        lines[0].reason.contains("It lies 4 archives deep"),
        "{}",
        lines[0].reason
    );
    let damaged = bench.file("damaged.zip", b"PK\x03\x04 and nothing else");
    let lines = bench.import(&damaged);
    assert_eq!(lines[0].status, ImportStatus::Failed);
    assert!(
        lines[0].reason.contains("ZIP archive is damaged"),
        "{}",
        lines[0].reason
    );
}

#[test]
fn a_wrong_encoding_is_put_right() {
    let bench = Bench::new();
    // "Fähre" and its quotation marks as the encoding of old Macs has them, which no guess finds.
    let text = b"Die F\x8ahre f\x8ahrt wieder\n\nHAMBURG, 2. April 2012 - Die F\x8ahre f\x8ahrt seit Montag wieder, sagte der Hafenmeister \
                 in Hamburg den Zeitungen am Abend.\n";
    let path = bench.file("mac.txt", text);
    let lines = bench.import(&path);
    assert_eq!(lines[0].status, ImportStatus::Imported);
    let store = Store::open(&bench.path("p.dateline"), Access::Read).expect("a store");
    let wrong = store
        .article(lines[0].article.expect("an article"))
        .expect("an article");
    assert!(!wrong.reading_text.contains("Fähre"));
    drop(store);

    let options = ReadOptions {
        encoding: Some("macintosh".to_owned()),
        ..ReadOptions::default()
    };
    let summary = bench
        .project()
        .read_again(wrong.export.source, &options, &JobCx::unwatched())
        .expect("to be read again");
    assert_eq!((summary.articles, summary.imported), (1, 1));
    let articles = bench.table(Table::Articles);
    assert_eq!(articles.len(), 1);
    assert_eq!(articles[0]["title"], "Die Fähre fährt wieder");
    assert_eq!(articles[0]["encoding"], "macintosh");
    assert_eq!(articles[0]["language"], "de");
    assert!(bench.project().check().expect("a check").is_empty());
    // Mentions lead into the text as it was decoded the second time.
    let decoded: Vec<char> = encoding_rs::MACINTOSH.decode(text).0.chars().collect();
    for mention in bench.table(Table::Mentions) {
        let at = |key: &str| mention[key].as_u64().expect("an offset") as usize;
        let found: String = decoded[at("source_start")..at("source_end")]
            .iter()
            .collect();
        assert_eq!(mention["text"], found);
    }
    // An encoding that does not exist leaves everything as it is.
    let options = ReadOptions {
        encoding: Some("klingon".to_owned()),
        ..ReadOptions::default()
    };
    let article = ArticleId(articles[0]["id"].as_i64().expect("an id"));
    let store = Store::open(&bench.path("p.dateline"), Access::Read).expect("a store");
    let source = store.article(article).expect("the article").export.source;
    drop(store);
    assert!(
        bench
            .project()
            .read_again(source, &options, &JobCx::unwatched())
            .is_err()
    );
    assert_eq!(bench.table(Table::Articles), articles);
}

#[test]
fn a_text_without_end_is_refused_and_the_rest_goes_on() {
    let bench = Bench::new();
    let endless = "The ferry came back to the harbor of Khoms on Monday. ".repeat(400_000);
    bench.file("in/endless.txt", endless);
    bench.file("in/ferry.txt", FERRY);
    // A file of 3 GB that holds nothing but a hole.
    let huge = fs::File::create(bench.path("in/huge.txt")).expect("a file");
    huge.set_len(3 << 30).expect("a hole");
    let lines = bench.import(&bench.path("in"));
    assert_eq!(
        states(&lines),
        [
            ("in/endless.txt", ImportStatus::Failed),
            ("in/ferry.txt", ImportStatus::Imported),
            ("in/huge.txt", ImportStatus::Failed),
        ]
    );
}

#[test]
fn languages_are_told() {
    let bench = Bench::new();
    bench.file("in/a.txt", FERRY);
    bench.file(
        "in/b.txt",
        "Le ferry est de retour à Sfax\n\nSFAX, 2 avril 2012 - Le ferry est revenu lundi dans le port de Sfax avec quarante \
         passagers à bord, a dit le directeur du port aux journalistes.\n",
    );
    bench.import(&bench.path("in"));
    let languages: Vec<_> = bench
        .table(Table::Articles)
        .into_iter()
        .map(|a| a["language"].clone())
        .collect();
    assert_eq!(languages, ["en", "fr"]);
}

#[test]
fn dates_that_disagree_are_told() {
    let bench = Bench::new();
    let path = bench.file("2009-01-05_ferry.txt", FERRY);
    let lines = bench.import(&path);
    let store = Store::open(&bench.path("p.dateline"), Access::Read).expect("a store");
    let article = store
        .article(lines[0].article.expect("an article"))
        .expect("an article");
    let notes = article.notes.join("\n");
    assert!(
        notes.contains("Dates disagree")
            && notes.contains("2012-04-02")
            && notes.contains("2009-01-05"),
        "{notes}"
    );
}

#[test]
fn columns_once_chosen_are_remembered() {
    let bench = Bench::new();
    let table = |town: &str| {
        format!(
            "note,body\n\"A short remark about {town} that is no article.\",\"The ferry came back to {town} on Monday with \
             forty passengers, and the harbor master said that it would sail again on Friday.\"\n"
        )
    };
    let first = bench.file("first.csv", table("Khoms"));
    let lines = bench.import(&first);
    let store = Store::open(&bench.path("p.dateline"), Access::Read).expect("a store");
    let article = store
        .article(lines[0].article.expect("an article"))
        .expect("an article");
    assert!(
        article
            .reading_text
            .contains("The ferry came back to Khoms")
    );
    drop(store);
    let options = ReadOptions {
        columns: Some(Columns {
            text: vec!["note".to_owned()],
            ..Columns::default()
        }),
        ..ReadOptions::default()
    };
    bench
        .project()
        .read_again(article.export.source, &options, &JobCx::unwatched())
        .expect("to be read again");
    let second = bench.file("second.csv", table("Zuwara"));
    bench.import(&second);
    let store = Store::open(&bench.path("p.dateline"), Access::Read).expect("a store");
    let texts: Vec<String> = bench
        .table(Table::Articles)
        .iter()
        .map(|row| ArticleId(row["id"].as_i64().expect("an id")))
        .map(|id| store.article(id).expect("an article").reading_text)
        .collect();
    assert_eq!(texts.len(), 2);
    assert!(
        texts.iter().all(|text| text.starts_with("A short remark")),
        "{texts:?}"
    );
}

#[test]
fn one_text_in_two_papers_is_two_articles_of_one_story() {
    let bench = Bench::new();
    let page = |outlet: &str, extra: &str| {
        format!(
            "<!DOCTYPE html><html lang=en><head><title>Ferry back in Khoms</title>\
             <meta property=og:site_name content=\"{outlet}\"><meta property=og:type content=article></head><body>{extra}<article>\
             <h1>Ferry back in Khoms</h1><p>The ferry came back to Khoms on Monday with forty passengers on board, and the harbor \
             master said that it would sail again on Friday, when the wind was to turn.</p><p>Drivers waited at the quay from six \
             in the morning, some of them with vegetables for the market of Misrata, and two with sheep.</p></article></body></html>"
        )
    };
    bench.file("in/a.html", page("Harbor Post", ""));
    bench.file("in/b.html", page("Coast Tribune", ""));
    // The same page, saved on another day with another advertisement.
    bench.file(
        "in/c.html",
        page("Harbor Post", "<!-- advertisement 77 -->"),
    );
    let lines = bench.import(&bench.path("in"));
    assert_eq!(
        states(&lines),
        [
            ("in/a.html", ImportStatus::Imported),
            ("in/b.html", ImportStatus::Imported),
            ("in/c.html", ImportStatus::Duplicate),
        ]
    );
    let families = bench.table(Table::Families);
    assert_eq!(families.len(), 1);
    assert_eq!(families[0]["kind"], "identical");
}
