//! Tags, codes, highlights, memos and deleted articles: what they change, what undo restores, and that they follow an
//! article that is read again.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    sync::OnceLock,
};

use dateline::{
    jobs::JobCx,
    model::{
        ArticleId, ByteSpan, CodeId, CountUnit, EntityId, Filter, HighlightId, MemoOn, SourceId,
        TagId, chart::Cell, import::ImportLine, marking::Code, rows::Passage,
    },
    store::{Access, Store},
    workspace::{
        Coding, Columns, Command, Extent, Passages, Problem, Project, ReadOptions, Separator,
        import::Input,
        query,
        search::ResultOrder,
        views::{ArticleOrder, build, marks},
    },
};
use proptest::prelude::*;
use tempfile::TempDir;

struct Desk {
    folder: TempDir,
}

impl Desk {
    fn new() -> Self {
        Self {
            folder: tempfile::tempdir().expect("a temporary folder"),
        }
    }

    /// A copy of a project that is imported once.
    fn with_samples() -> Self {
        static ONE: OnceLock<Vec<u8>> = OnceLock::new();
        let bytes = ONE.get_or_init(|| {
            let desk = Self::new();
            desk.open()
                .import_samples(&JobCx::unwatched())
                .expect("samples");
            fs::read(desk.path()).expect("the project")
        });
        let desk = Self::new();
        fs::write(desk.path(), bytes).expect("a copy");
        desk
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("p.dateline")
    }

    fn open(&self) -> Project {
        Project::open_or_create(&self.path()).expect("a project")
    }

    fn store(&self) -> Store {
        Store::open(&self.path(), Access::Read).expect("a store")
    }

    /// Imports bytes and returns the line of the report.
    fn import(&self, name: &str, bytes: &[u8], options: ReadOptions) -> ImportLine {
        let input = Input::Bytes {
            name: name.to_owned(),
            bytes: bytes.to_vec(),
        };
        let mut lines = Vec::new();
        self.open()
            .import_as(vec![input], options, &JobCx::unwatched(), |line| {
                lines.push(line.clone());
            })
            .expect("an import");
        assert_eq!(lines.len(), 1);
        lines.remove(0)
    }

    fn article(&self, name: &str, text: &str) -> ArticleId {
        let line = self.import(name, text.as_bytes(), ReadOptions::default());
        line.article.expect("an article")
    }

    fn run(&self, command: Command) -> String {
        let said = self.open().run(command).expect("a decision").said;
        sound(&self.path());
        said
    }

    fn refused(&self, command: Command) -> String {
        let before = dump(&self.path());
        let problem = self.open().run(command).expect_err("it is refused");
        assert_eq!(dump(&self.path()), before);
        problem.to_string()
    }

    fn highlight(&self, article: ArticleId, passage: &str, code: &str) {
        let span = self.open().passage_in(article, passage).expect("a passage");
        self.run(Command::Highlight {
            article,
            span,
            code: Coding::New(code.to_owned()),
        });
    }

    fn read_again(&self, options: &ReadOptions) {
        self.open()
            .read_again(SourceId(1), options, &JobCx::unwatched())
            .expect("a reading");
        sound(&self.path());
    }

    /// Passages with their codes by article, as the reader marks them.
    fn marked(&self, article: ArticleId) -> Vec<(String, String)> {
        let read = build::article(&self.store(), article, &Filter::default()).expect("an article");
        read.marks
            .highlights
            .iter()
            .map(|h| (h.span.of(&read.reading_text).to_owned(), h.name.clone()))
            .collect()
    }

    fn spans(&self, article: ArticleId) -> Vec<ByteSpan> {
        let read = build::article(&self.store(), article, &Filter::default()).expect("an article");
        read.marks.highlights.iter().map(|h| h.span).collect()
    }

    fn code(&self, name: &str) -> CodeId {
        self.open().the_code(name).expect("a code")
    }

    fn lost(&self) -> Vec<String> {
        let table = self.open().codes(&Filter::default()).expect("codes");
        table.lost.into_iter().map(|h| h.quote).collect()
    }

    fn articles(&self, filter: &Filter) -> Vec<ArticleId> {
        build::articles(&mut self.store(), filter, ArticleOrder::IMPORT)
            .expect("articles")
            .rows
            .iter()
            .map(|a| a.id)
            .collect()
    }
}

fn pair(passage: &str, code: &str) -> (String, String) {
    (passage.to_owned(), code.to_owned())
}

/// Everything that decisions may change, as text: equal text, equal state.
fn dump(path: &Path) -> String {
    let conn =
        rusqlite::Connection::open_with_flags(path, rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY)
            .expect("the file");
    let mut out = String::new();
    for query in [
        "SELECT * FROM entity ORDER BY id",
        "SELECT * FROM mention ORDER BY id",
        "SELECT * FROM dismissed_mention ORDER BY id",
        "SELECT * FROM deleted_mention ORDER BY id",
        "SELECT * FROM appearance ORDER BY 1, 2",
        "SELECT * FROM form ORDER BY id",
        "SELECT entity_id, status FROM place ORDER BY entity_id",
        "SELECT id, mentions, family_id, outlet, outlet_by_user, deleted_by, is_starred FROM article ORDER BY id",
        "SELECT id, kind, round(shared, 9) FROM family ORDER BY id",
        "SELECT * FROM tag WHERE live = 1 ORDER BY id",
        "SELECT x.* FROM article_tag x JOIN tag t ON t.id = x.tag_id AND t.live = 1 ORDER BY 1, 2",
        "SELECT * FROM code WHERE live = 1 ORDER BY id",
        "SELECT * FROM highlight WHERE live = 1 ORDER BY id",
        "SELECT * FROM memo ORDER BY 1, 2",
    ] {
        let mut statement = conn.prepare(query).expect("a table");
        let width = statement.column_count();
        let mut rows = statement.query([]).expect("rows");
        out.push_str(query);
        out.push('\n');
        while let Some(row) = rows.next().expect("a row") {
            for column in 0..width {
                let cell = row.get_ref(column).expect("a cell");
                out.push_str(&format!("{cell:?} "));
            }
            out.push('\n');
        }
    }
    out
}

fn behind(store: &mut Store, cell: &Cell) -> Vec<Passage> {
    build::evidence(store, &Filter::default(), cell, CountUnit::Mentions)
        .expect("passages")
        .passages
}

/// Each displayed count equals what it opens, and the file is whole.
fn sound(path: &Path) {
    let project = Project::open(path).expect("a project");
    assert_eq!(project.check().expect("a check"), Vec::<String>::new());
    let mut store = Store::open(path, Access::Read).expect("a store");
    let all = Filter::default();
    let table = build::entities(&mut store, &all).expect("entities");
    let mut mentions = 0;
    for row in &table.rows {
        let passages = behind(&mut store, &Cell::Entity(row.id));
        assert_eq!(passages.len() as u64, row.mentions, "{}", row.name);
        mentions += row.mentions;
    }
    let articles = build::articles(&mut store, &all, ArticleOrder::IMPORT).expect("articles");
    let listed: u64 = articles.rows.iter().map(|a| u64::from(a.mentions)).sum();
    assert_eq!(listed, mentions, "the list of articles counts the same");
    let overview = build::overview(&mut store, &all).expect("an overview");
    assert_eq!(overview.articles, articles.rows.len() as u64);
    assert_eq!(overview.articles_shown, articles.rows.len() as u64);
    let mut seen = 0;
    for row in &articles.rows {
        let read = build::article(&store, row.id, &all).expect("an article");
        assert_eq!(read.marks.tags, row.tags);
        seen += read.marks.highlights.len() as u64;
        if let Some((_, versions)) = row.version {
            assert!(versions > 1, "a family has at least two articles");
        }
    }
    let codes = marks::codes(&mut store, &all).expect("codes");
    for row in &codes.rows {
        let passages = behind(&mut store, &Cell::Code(row.id));
        assert_eq!(passages.len() as u64, row.highlights, "{}", row.code.name);
        let of: BTreeSet<ArticleId> = passages.iter().map(|p| p.article).collect();
        assert_eq!(of.len() as u64, row.articles, "{}", row.code.name);
        for p in &passages {
            let text = store.reading_text(p.article).expect("a text");
            let shown = p.hit.of(&p.sentence).replace('\n', " ");
            assert_eq!(p.span.of(&text).replace('\n', " "), shown);
        }
    }
    let counted: u64 = codes.rows.iter().map(|r| r.highlights).sum();
    assert_eq!(counted, seen, "the reader marks what the code table counts");
    for tag in marks::tags(&mut store, &all).expect("tags") {
        let filter = Filter {
            tags: vec![tag.name.clone()],
            ..Filter::default()
        };
        let rows = build::articles(&mut store, &filter, ArticleOrder::IMPORT)
            .expect("articles")
            .rows;
        assert_eq!(rows.len() as u64, tag.articles, "{}", tag.name);
        assert!(rows.iter().all(|a| a.tags.contains(&tag.name)));
    }
}

/// A decision of a random sequence; numbers choose among what there is.
#[derive(Clone, Copy, Debug)]
struct Step {
    kind: u8,
    a: usize,
    b: usize,
    c: usize,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let n = || 0_usize..10_000;
    let step = (0_u8..28, n(), n(), n()).prop_map(|(kind, a, b, c)| Step { kind, a, b, c });
    proptest::collection::vec(step, 1..20)
}

fn pick<T: Clone>(list: &[T], n: usize) -> Option<T> {
    (!list.is_empty()).then(|| list[n % list.len()].clone())
}

/// Some words of an article.
fn some_words(store: &Store, article: ArticleId, b: usize, c: usize) -> ByteSpan {
    let text = store.reading_text(article).expect("a text");
    let words: Vec<ByteSpan> = text
        .split_whitespace()
        .map(|w| {
            let at = w.as_ptr() as usize - text.as_ptr() as usize;
            ByteSpan::from(at..at + w.len())
        })
        .collect();
    let first = b % words.len();
    let last = (first + c % 40).min(words.len() - 1);
    ByteSpan::new(words[first].start, words[last].end)
}

fn command(path: &Path, step: Step) -> Option<Command> {
    let Step { kind, a, b, c } = step;
    let mut store = Store::open(path, Access::Read).expect("a store");
    let articles: Vec<ArticleId> =
        build::articles(&mut store, &Filter::default(), ArticleOrder::IMPORT)
            .expect("articles")
            .rows
            .iter()
            .map(|r| r.id)
            .collect();
    let tags: Vec<TagId> = store.tags().expect("tags").iter().map(|t| t.id).collect();
    let codes: Vec<CodeId> = store.codes().expect("codes").iter().map(|c| c.0).collect();
    let highlights: Vec<HighlightId> = store
        .highlights_selected(None)
        .expect("highlights")
        .iter()
        .map(|h| h.id)
        .collect();
    let entities: Vec<EntityId> = build::entities(&mut store, &Filter::default())
        .expect("entities")
        .rows
        .iter()
        .map(|e| e.id)
        .collect();
    let two = |list: &[ArticleId]| Some(vec![pick(list, a)?, pick(list, b)?]);
    Some(match kind {
        0 | 1 => Command::AddTag {
            articles: two(&articles)?,
            tag: format!("tag {}", c % 4),
        },
        2 => Command::RemoveTag {
            articles: two(&articles)?,
            tag: pick(&tags, c)?,
        },
        3 => Command::RenameTag {
            tag: pick(&tags, a)?,
            name: format!("tag {}", c % 6),
        },
        4 => Command::DeleteTag {
            tag: pick(&tags, a)?,
        },
        5 => Command::MergeTags {
            tags: vec![pick(&tags, a)?, pick(&tags, b)?],
            into: pick(&tags, c)?,
        },
        6 => Command::MakeCode {
            name: format!("code {}", a % 6),
            color: (b % 2 == 0).then_some((b % 12) as u8),
            key: char::from_digit((c % 4) as u32, 10),
            parent: pick(&codes, b).filter(|_| b % 3 == 0),
        },
        7 => Command::RenameCode {
            code: pick(&codes, a)?,
            name: format!("code {}", b % 8),
        },
        8 => Command::SetCodeKey {
            code: pick(&codes, a)?,
            key: char::from_digit((c % 4) as u32, 10).filter(|_| b % 3 > 0),
        },
        9 => Command::SetCodeParent {
            code: pick(&codes, a)?,
            parent: pick(&codes, b).filter(|_| c % 3 > 0),
        },
        10 => Command::DeleteCode {
            code: pick(&codes, a)?,
        },
        11 => Command::MergeCodes {
            codes: vec![pick(&codes, a)?, pick(&codes, b)?],
            into: pick(&codes, c)?,
        },
        12..=15 => {
            let article = pick(&articles, a)?;
            Command::Highlight {
                article,
                span: some_words(&store, article, b, c),
                code: Coding::New(format!("code {}", b % 4)),
            }
        }
        16 => Command::RemoveHighlights {
            highlights: vec![pick(&highlights, a)?, pick(&highlights, b)?],
        },
        17 => Command::RecodeHighlights {
            highlights: vec![pick(&highlights, a)?, pick(&highlights, b)?],
            to: pick(&codes, c)?,
        },
        18 => Command::AutoCode {
            code: Coding::New(format!("code {}", b % 4)),
            what: Passages::Found {
                query: ["water", "pipe OR pump*", "\"the city\""][a % 3].to_owned(),
                filter: Box::default(),
                extent: [Extent::Words, Extent::Sentence, Extent::Paragraph][c % 3],
            },
            except: Vec::new(),
        },
        19 => Command::SetMemo {
            on: match b % 4 {
                0 => MemoOn::Project,
                1 => MemoOn::Article(pick(&articles, a)?),
                2 => MemoOn::Entity(pick(&entities, a)?),
                _ => MemoOn::Code(pick(&codes, a)?),
            },
            text: if c % 4 == 0 {
                String::new()
            } else {
                format!("*Note* {c}")
            },
        },
        20 => Command::SetOutlet {
            articles: two(&articles)?,
            outlet: (c % 3 > 0).then(|| format!("Outlet {}", c % 3)),
        },
        21 | 22 => Command::DeleteArticles {
            articles: two(&articles)?,
        },
        23 => {
            let gone = store.deleted_articles().expect("articles");
            Command::RestoreArticles {
                articles: vec![pick(&gone, a)?.id],
            }
        }
        24 => Command::MergeEntities {
            entities: vec![pick(&entities, a)?, pick(&entities, b)?],
            into: pick(&entities, c)?,
            name: None,
            except: Vec::new(),
        },
        25 => Command::Dismiss {
            what: dateline::workspace::Which::Entities(vec![pick(&entities, a)?]),
            except: Vec::new(),
        },
        26 => Command::Undo,
        _ => Command::Redo,
    })
}

/// A command that does not apply is refused with a reason and changes nothing; a preview says what happens.
fn try_run(path: &Path, command: &Command) {
    let before = dump(path);
    let mut project = Project::open(path).expect("a project");
    let preview = project.preview(command).ok();
    assert_eq!(dump(path), before, "a preview changes nothing");
    let rows = project.history().expect("a history").len();
    match project.run(command.clone()) {
        Ok(outcome) => {
            let history = project.history().expect("a history");
            if let (Some(row), Some(preview)) = (history.get(rows), preview)
                && row.target.is_none()
            {
                assert_eq!(row.highlights, preview.highlights, "{command:?}");
                if let Some(highlights) = preview.highlights {
                    let placed = preview.passages.len() as u64;
                    assert_eq!(placed, highlights, "{command:?}");
                }
            } else if history.len() == rows {
                assert_eq!(outcome.said, "", "{command:?}");
            }
        }
        Err(Problem { what, why, .. }) => {
            assert!(!what.is_empty() && !why.is_empty());
            assert_eq!(dump(path), before, "a refused command changes nothing");
        }
    }
}

fn undo_all(path: &Path) {
    let mut project = Project::open(path).expect("a project");
    while project.undo_redo().expect("a ledger").0.is_some() {
        project.run(Command::Undo).expect("an undo");
    }
}

fn redo_all(path: &Path) {
    let mut project = Project::open(path).expect("a project");
    while project.undo_redo().expect("a ledger").1.is_some() {
        project.run(Command::Redo).expect("a redo");
    }
}

/// Few, because each looks at a whole project again and again; more when hunting.
fn cases() -> u32 {
    let asked = std::env::var("PROPTEST_CASES").ok();
    asked.and_then(|n| n.parse().ok()).unwrap_or(8)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(cases()) })]

    /// Whatever is decided, undone completely it is as before, and redone completely it is as it was.
    #[test]
    fn what_is_undone_is_as_before(steps in steps()) {
        let desk = Desk::with_samples();
        let path = desk.path();
        let before = dump(&path);
        for step in steps {
            if let Some(command) = command(&path, step) {
                try_run(&path, &command);
                sound(&path);
            }
        }
        // What was undone already is redone first, so that both ways are whole.
        redo_all(&path);
        let after = dump(&path);
        undo_all(&path);
        prop_assert_eq!(dump(&path), before);
        sound(&path);
        redo_all(&path);
        prop_assert_eq!(dump(&path), after);
        sound(&path);
    }
}

const WELL: &str = "Well opened in Märzdorf\n\nMÄRZDORF, March 2, 2012 (Hill Press) - The mayor opened a well on Friday. \
                    Für years the village had none.\n\nThe pump runs all night, and the engineers say the water is clean. \
                    Nobody in Köln had believed it.\n";

#[test]
fn highlights_follow_a_text_that_is_read_with_another_encoding() {
    let desk = Desk::new();
    let article = desk.article("well.txt", WELL);
    desk.highlight(article, "the engineers say the water is clean", "claim");
    desk.highlight(article, "The mayor opened a well", "event");
    // One that overlaps, and one whose letters will be read wrongly.
    desk.highlight(article, "the water is clean. Nobody in Köln", "doubt");
    desk.run(Command::AddTag {
        articles: vec![article],
        tag: "wells".to_owned(),
    });
    desk.run(Command::SetMemo {
        on: MemoOn::Article(article),
        text: "Ask the *mayor*.".to_owned(),
    });
    desk.run(Command::SetOutlet {
        articles: vec![article],
        outlet: Some("The Hill".to_owned()),
    });
    desk.run(Command::SetStarred {
        articles: vec![article],
        starred: true,
    });
    let before = desk.spans(article);
    assert_eq!(before.len(), 3);

    desk.read_again(&ReadOptions {
        encoding: Some("windows-1252".to_owned()),
        ..ReadOptions::default()
    });
    let shifted = desk.spans(article);
    assert!(
        shifted
            .iter()
            .zip(&before)
            .all(|(now, was)| now.start > was.start),
        "{before:?} {shifted:?}"
    );
    assert_eq!(
        desk.marked(article),
        [
            pair("The mayor opened a well", "event"),
            pair("the engineers say the water is clean", "claim"),
            pair("the water is clean. Nobody in KÃ¶ln", "doubt"),
        ]
    );
    let read = build::article(&desk.store(), article, &Filter::default()).expect("an article");
    assert_eq!(read.marks.tags, ["wells"]);
    assert_eq!(read.marks.memo, "Ask the *mayor*.");
    assert_eq!(read.outlet.as_deref(), Some("The Hill"));
    assert!(desk.articles(&Filter::default()) == [article]);

    desk.read_again(&ReadOptions::default());
    assert_eq!(desk.spans(article), before, "and back, to the byte");
    assert_eq!(desk.lost(), Vec::<String>::new());
    undo_all(&desk.path());
    assert_eq!(desk.marked(article), []);
}

#[test]
fn highlights_go_with_their_passage_when_a_file_is_split() {
    let desk = Desk::new();
    let text = "Quiet day at the port\n\nThe cranes stood still on Monday, and nobody worked.\n\n-----\n\nNew crane arrives\n\n\
                The new crane arrived on Tuesday. It lifts forty tons, the port said.\n";
    let whole = desk.article("port.txt", text);
    desk.highlight(whole, "nobody worked", "strike");
    desk.highlight(whole, "It lifts forty tons, the port said.", "claim");
    desk.read_again(&ReadOptions {
        separator: Some(Separator::Line("-----".to_owned())),
        ..ReadOptions::default()
    });
    let parts = desk.articles(&Filter::default());
    assert_eq!(parts.len(), 2, "it is split");
    let text = |id: ArticleId| desk.store().reading_text(id).expect("a text");
    for id in parts {
        let expected = if text(id).starts_with("Quiet day") {
            pair("nobody worked", "strike")
        } else {
            pair("It lifts forty tons, the port said.", "claim")
        };
        assert_eq!(desk.marked(id), [expected], "each in its own article");
    }
    // The removed highlight of an article that was split comes back where it stands now.
    desk.run(Command::Undo);
    desk.read_again(&ReadOptions::default());
    let whole = desk.articles(&Filter::default());
    assert_eq!(whole.len(), 1);
    desk.run(Command::Redo);
    assert_eq!(desk.marked(whole[0]).len(), 2);
}

#[test]
fn a_passage_that_is_gone_is_kept_and_found_again() {
    let desk = Desk::new();
    let table = "headline,body,comment\n\
                 Bread prices rise,\"Bread cost more in May, the bakers said on Monday.\",\"A reader wrote that flour was short in the north.\"\n";
    let columns = |text: &str| ReadOptions {
        columns: Some(Columns {
            title: Some("headline".to_owned()),
            text: vec![text.to_owned()],
            ..Columns::default()
        }),
        ..ReadOptions::default()
    };
    let line = desk.import("bread.csv", table.as_bytes(), columns("body"));
    let article = line.article.expect("an article");
    desk.highlight(article, "the bakers said on Monday", "source");
    let before = desk.spans(article);
    desk.read_again(&columns("comment"));
    assert_eq!(desk.marked(article), []);
    assert_eq!(desk.lost(), ["the bakers said on Monday"]);
    let table = desk.open().codes(&Filter::default()).expect("codes");
    assert_eq!(
        table.rows[0].highlights, 0,
        "what has no place is not counted"
    );
    desk.read_again(&columns("body"));
    assert_eq!(desk.spans(article), before);
    assert_eq!(desk.lost(), Vec::<String>::new());
}

#[test]
fn highlights_without_source_offsets_follow_as_well() {
    let desk = Desk::new();
    let pdf = fs::read(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/samples/pdf/report.pdf"
    ))
    .expect("a sample");
    let line = desk.import("report.pdf", &pdf, ReadOptions::default());
    let article = line.article.expect("an article");
    let span = some_words(&desk.store(), article, 12, 8);
    desk.run(Command::Highlight {
        article,
        span,
        code: Coding::New("one".to_owned()),
    });
    let stored = desk.store().highlights_of(article).expect("highlights");
    assert_eq!(stored[0].anchor.source, None, "a PDF has no plain source");
    let before = desk.marked(article);
    desk.read_again(&ReadOptions::default());
    assert_eq!(desk.marked(article), before);
    assert_eq!(desk.spans(article), [span]);
}

#[test]
fn a_project_of_an_older_format_keeps_everything_and_can_be_marked() {
    older_format(4);
}

#[test]
fn a_project_of_the_format_before_marks_keeps_its_relations_and_searches() {
    let desk = older_format(7);
    let searches = desk.open().saved_searches().expect("searches");
    assert_eq!(searches.len(), 1);
    assert_eq!(searches[0].name, "Water");
    let relations: i64 = rusqlite::Connection::open(desk.path())
        .and_then(|conn| conn.query_row("SELECT count(*) FROM relation_search", [], |r| r.get(0)))
        .expect("a count");
    assert!(relations > 15);
}

/// The samples and a saved search in a file of an older format, brought to the newest and marked; all marks undone.
fn older_format(format: usize) -> Desk {
    let desk = Desk::with_samples();
    desk.run(Command::SaveSearch {
        name: "Water".to_owned(),
        filter: Filter {
            text: Some("water".to_owned()),
            ..Filter::default()
        },
    });
    let old = desk.folder.path().join("old.dateline");
    {
        let conn = rusqlite::Connection::open(&old).expect("a file");
        for step in [
            include_str!("../db/migrations/0001_start.sql"),
            include_str!("../db/migrations/0002_import.sql"),
            include_str!("../db/migrations/0003_families.sql"),
            include_str!("../db/migrations/0004_corrections.sql"),
            include_str!("../db/migrations/0005_relations.sql"),
            include_str!("../db/migrations/0006_places.sql"),
            include_str!("../db/migrations/0007_searches.sql"),
        ]
        .into_iter()
        .take(format)
        {
            conn.execute_batch(step).expect("a step");
        }
        conn.pragma_update(None, "application_id", 0x4454_4C4E)
            .expect("an id");
        conn.pragma_update(None, "user_version", i64::try_from(format).unwrap_or(0))
            .expect("a format");
        conn.execute("ATTACH ?1 AS new", [desk.path().to_string_lossy()])
            .expect("the samples");
        let tables: Vec<String> = conn
            .prepare("SELECT name FROM main.sqlite_master WHERE type = 'table' AND sql LIKE 'CREATE TABLE%STRICT%'")
            .expect("a list")
            .query_map([], |row| row.get(0))
            .expect("tables")
            .collect::<Result<_, _>>()
            .expect("names");
        assert!(tables.len() > 12);
        for table in tables {
            let columns: Vec<String> = conn
                .prepare("SELECT name FROM pragma_table_info(?1)")
                .expect("a list")
                .query_map([&table], |row| row.get(0))
                .expect("columns")
                .collect::<Result<_, _>>()
                .expect("names");
            let columns = columns.join("\", \"");
            conn.execute_batch(&format!(
                "INSERT OR REPLACE INTO main.\"{table}\" (\"{columns}\") SELECT \"{columns}\" FROM new.\"{table}\""
            ))
            .expect("a copy");
        }
        conn.execute_batch(
            "INSERT INTO article_search (rowid, title, body) SELECT id, title, body FROM main.article_words",
        )
        .expect("the index");
    }
    fs::rename(&old, desk.path()).expect("in its place");
    let articles = desk.articles_after_upgrade(format);
    assert!(articles.len() > 15);
    desk.highlight(articles[0], "on", "short");
    desk.run(Command::DeleteArticles {
        articles: vec![articles[1]],
    });
    desk.run(Command::AddTag {
        articles: vec![articles[2]],
        tag: "kept".to_owned(),
    });
    for _ in 0..3 {
        desk.run(Command::Undo);
    }
    assert_eq!(desk.articles(&Filter::default()), articles);
    desk
}

impl Desk {
    /// Opening brings the file to the newest format and leaves a copy of the old one.
    fn articles_after_upgrade(&self, format: usize) -> Vec<ArticleId> {
        drop(self.open());
        assert!(
            self.folder
                .path()
                .join(format!("p.dateline.format-{format}.backup"))
                .exists()
        );
        sound(&self.path());
        self.articles(&Filter::default())
    }
}

const FIRST: &str = "Ferry stops\n\nBREGA, Libya, May 3, 2012 (Harbor Wire) - The ferry to Brega stopped on Thursday, said Nils \
                     Berg of the Relief Council. Forty people waited at the pier in Brega until the evening, when two buses took \
                     them back to the town. The company gave no reason for it.\n";
const SECOND: &str = "Ferry stops\n\nBREGA, Libya, May 3, 2012 (Coast Post) - The ferry to Brega stopped on Thursday, said Nils \
                      Berg of the Relief Council. Forty people waited at the pier in Brega until the evening, when two buses took \
                      them back to the town. The company gave no reason for it. A spokesman was not there.\n";
const OTHER: &str = "Oil talks end\n\nTRIPOLI, Libya, May 4, 2012 (Harbor Wire) - Talks about the oil port ended on Friday. Salem \
                     Haddad of the Relief Council said there would be more.\n";

#[test]
fn deleted_articles_leave_everything_at_once_and_come_back() {
    let desk = Desk::new();
    let first = desk.article("first.txt", FIRST);
    let second = desk.article("second.txt", SECOND);
    let other = desk.article("other.txt", OTHER);
    desk.highlight(first, "Forty people waited", "people");
    desk.highlight(other, "Talks about the oil port", "people");
    let whole = dump(&desk.path());
    let family = |desk: &Desk| desk.open().family(second).expect("a family");
    assert_eq!(family(&desk).map(|f| f.versions.len()), Some(2));

    let delete = Command::DeleteArticles {
        articles: vec![first],
    };
    let preview = desk.open().preview(&delete).expect("a preview");
    assert_eq!(preview.notes, ["1 highlight with them"]);
    assert!(
        preview.counts().ends_with("in 1 article"),
        "{}",
        preview.counts()
    );
    desk.run(delete);
    assert_eq!(desk.articles(&Filter::default()), [second, other]);
    assert_eq!(family(&desk), None, "one version is no family");
    let mut project = desk.open();
    let ferry = query::strict("ferry").expect("a query");
    let found = project
        .search(&ferry, &Filter::default(), ResultOrder::Best, 0, 10)
        .expect("hits");
    assert_eq!((found.articles, found.rows.len()), (1, 1));
    assert!(project.article(first).is_err(), "it cannot be opened");
    assert_eq!(
        project.codes(&Filter::default()).expect("codes").rows[0].highlights,
        1
    );
    drop(project);
    for refused in [
        Command::AddTag {
            articles: vec![first],
            tag: "x".to_owned(),
        },
        Command::Highlight {
            article: first,
            span: ByteSpan::new(0, 5),
            code: Coding::New("x".to_owned()),
        },
        Command::JoinStories {
            articles: vec![first, second],
        },
    ] {
        assert!(desk.refused(refused).contains("no article"));
    }

    // The same file again says so and brings nothing back.
    let line = desk.import("first.txt", FIRST.as_bytes(), ReadOptions::default());
    assert_eq!(line.articles, 0);
    assert!(
        line.reason
            .starts_with("It was deleted before (article 1, first.txt)"),
        "{}",
        line.reason
    );
    assert_eq!(desk.articles(&Filter::default()), [second, other]);

    // What was decided about names meanwhile holds for it when it comes back.
    let [berg, haddad] =
        ["Nils Berg", "Salem Haddad"].map(|n| desk.open().the_entity(n).expect("a name"));
    desk.run(Command::MergeEntities {
        entities: vec![haddad, berg],
        into: haddad,
        name: None,
        except: Vec::new(),
    });
    desk.run(Command::RestoreArticles {
        articles: vec![first],
    });
    let read = build::article(&desk.store(), first, &Filter::default()).expect("an article");
    assert!(read.mentions.iter().all(|m| m.entity != berg));
    assert!(read.mentions.iter().any(|m| m.entity == haddad));
    assert_eq!(desk.marked(first), [pair("Forty people waited", "people")]);
    assert_eq!(family(&desk).map(|f| f.versions.len()), Some(2));

    for _ in 0..3 {
        desk.run(Command::Undo);
    }
    assert_eq!(dump(&desk.path()), whole);
    redo_all(&desk.path());
    sound(&desk.path());
    assert_eq!(family(&desk).map(|f| f.versions.len()), Some(2));
}

#[test]
fn a_deleted_article_stays_deleted_when_its_source_is_read_again() {
    let desk = Desk::new();
    let article = desk.article("well.txt", WELL);
    desk.article("other.txt", OTHER);
    desk.highlight(article, "The mayor opened a well", "event");
    let before = desk.marked(article);
    desk.run(Command::DeleteArticles {
        articles: vec![article],
    });
    desk.read_again(&ReadOptions::default());
    assert_eq!(desk.articles(&Filter::default()).len(), 1);
    desk.run(Command::Undo);
    assert_eq!(desk.articles(&Filter::default()).len(), 2);
    assert_eq!(desk.marked(article), before);
}

#[test]
fn highlights_lie_in_the_reading_text_alone() {
    let desk = Desk::new();
    let text = format!(
        "{FIRST}\nShare this article on Facebook\n\nCopyright 2012 Harbor Wire. All rights reserved.\n"
    );
    let article = desk.article("furniture.txt", &text);
    let shown = build::article(&desk.store(), article, &Filter::default()).expect("an article");
    assert!(!shown.asides.is_empty(), "the sample has furniture");
    let aside = shown.asides[0].text.clone();
    let problem = desk
        .open()
        .passage_in(article, &aside)
        .expect_err("furniture");
    assert!(
        problem.to_string().contains("set aside as furniture"),
        "{problem}"
    );
    let end = u32::try_from(shown.reading_text.len()).expect("short");
    for span in [ByteSpan::new(end - 3, end + 9), ByteSpan::new(end, end + 1)] {
        let words = desk.refused(Command::Highlight {
            article,
            span,
            code: Coding::New("x".to_owned()),
        });
        assert!(words.contains("reading text"), "{words}");
    }
    let dash = shown.reading_text.find(" - ").map_or(0, |at| at + 1);
    let dash = u32::try_from(dash).expect("short");
    let words = desk.refused(Command::Highlight {
        article,
        span: ByteSpan::new(dash, dash + 1),
        code: Coding::New("x".to_owned()),
    });
    assert!(words.contains("no letter"), "{words}");
}

#[test]
fn tags_and_notes_are_found_by_queries() {
    let desk = Desk::new();
    let first = desk.article("first.txt", FIRST);
    let other = desk.article("other.txt", OTHER);
    let tag = |name: &str, articles: &[ArticleId]| {
        desk.run(Command::AddTag {
            articles: articles.to_vec(),
            tag: name.to_owned(),
        });
    };
    tag("Checked twice", &[first]);
    tag("ports", &[first, other]);
    desk.run(Command::SetMemo {
        on: MemoOn::Article(other),
        text: "Ask the *harbor master* again".to_owned(),
    });
    // A memo on something else than an article is no note of one.
    desk.run(Command::SetMemo {
        on: MemoOn::Project,
        text: "A master list is missing".to_owned(),
    });
    // A filter and a search find the same.
    let found = |typed: &str| {
        let mut project = desk.open();
        let query = query::strict(typed).expect("a query");
        let results = project
            .search(&query, &Filter::default(), ResultOrder::Oldest, 0, 10)
            .expect("results");
        let found: Vec<ArticleId> = results.rows.iter().map(|r| r.article).collect();
        assert_eq!(results.articles, found.len() as u64, "{typed}");
        let filter = Filter {
            text: Some(typed.to_owned()),
            ..Filter::default()
        };
        assert_eq!(desk.articles(&filter), found, "{typed}");
        found
    };
    assert_eq!(found("tag:checked"), [first]);
    assert_eq!(found("tag:\"checked twice\""), [first]);
    assert_eq!(found("tag:ports"), [first, other]);
    assert_eq!(found("tag:ports NOT tag:checked"), [other]);
    assert_eq!(found("tag:ports ferry"), [first]);
    assert_eq!(found("tag:sea"), []);
    assert_eq!(found("note:master"), [other]);
    assert_eq!(found("note:\"harbor master\" tag:ports"), [other]);
    assert_eq!(found("NOT note:master"), [first]);
    assert_eq!(found("note:list"), []);

    // Both at once: a query and the tags of the filter.
    let both = Filter {
        text: Some("tag:ports".to_owned()),
        tags: vec!["Checked twice".to_owned()],
        ..Filter::default()
    };
    assert_eq!(desk.articles(&both), [first]);

    desk.run(Command::DeleteArticles {
        articles: vec![other],
    });
    assert_eq!(found("tag:ports"), [first]);
    assert_eq!(found("note:master"), []);
    assert_eq!(found("NOT tag:checked"), []);
    desk.run(Command::Undo);
    assert_eq!(found("NOT tag:checked"), [other]);
    let ports = desk.open().the_tag("ports").expect("a tag");
    desk.run(Command::DeleteTag { tag: ports });
    assert_eq!(found("tag:ports"), []);
}

#[test]
fn auto_coding_takes_the_hits_of_the_search() {
    let desk = Desk::new();
    let first = desk.article("first.txt", FIRST);
    let other = desk.article("other.txt", OTHER);
    desk.run(Command::AddTag {
        articles: vec![other],
        tag: "talks".to_owned(),
    });
    let coded = |typed: &str, filter: Filter| -> Vec<(ArticleId, String)> {
        let preview = desk
            .open()
            .preview(&Command::AutoCode {
                code: Coding::New("x".to_owned()),
                what: Passages::Found {
                    query: typed.to_owned(),
                    filter: Box::new(filter),
                    extent: Extent::Words,
                },
                except: Vec::new(),
            })
            .expect("a preview");
        let shown = preview.passages.iter();
        shown
            .map(|p| (p.article, p.hit.of(&p.sentence).to_owned()))
            .collect()
    };
    let hit = |article, words: &str| (article, words.to_owned());
    assert_eq!(
        coded("buses NEAR/5 town", Filter::default()),
        [hit(first, "buses took them back to the town")]
    );
    assert_eq!(
        coded("council tag:talks", Filter::default()),
        [hit(other, "Council")]
    );
    assert_eq!(
        coded("council NOT ferry", Filter::default()),
        [hit(other, "Council")]
    );
    let untagged = Filter {
        text: Some("NOT tag:talks".to_owned()),
        ..Filter::default()
    };
    assert_eq!(coded("council", untagged), [hit(first, "Council")]);
    let problem = desk.refused(Command::AutoCode {
        code: Coding::New("x".to_owned()),
        what: Passages::Found {
            query: "council (ferry".to_owned(),
            filter: Box::default(),
            extent: Extent::Words,
        },
        except: Vec::new(),
    });
    assert!(problem.contains("Could not read the query"), "{problem}");
}

#[test]
fn auto_coding_is_one_step_with_exceptions() {
    let desk = Desk::new();
    let first = desk.article("first.txt", FIRST);
    desk.article("other.txt", OTHER);
    let before = dump(&desk.path());
    let command = |except| Command::AutoCode {
        code: Coding::New("council".to_owned()),
        what: Passages::Found {
            query: "\"Relief Council\"".to_owned(),
            filter: Box::default(),
            extent: Extent::Sentence,
        },
        except,
    };
    let preview = desk
        .open()
        .preview(&command(Vec::new()))
        .expect("a preview");
    assert_eq!(preview.counts(), "2 highlights in 2 articles");
    assert!(
        preview
            .passages
            .iter()
            .all(|p| p.hit.of(&p.sentence) == p.sentence)
    );
    assert_eq!(dump(&desk.path()), before);
    let skip = preview
        .passages
        .iter()
        .find(|p| p.article == first)
        .expect("a passage");
    let said = desk.run(command(vec![(first, skip.span.start)]));
    assert_eq!(said, "Coded with “council”: 1 highlight in 1 article");
    let id = desk.code("council");
    let passages = behind(&mut desk.store(), &Cell::Code(id));
    assert_eq!(passages.len(), 1);
    assert!(passages[0].sentence.contains("Salem Haddad"));
    // Again, it marks what is left only.
    let preview = desk
        .open()
        .preview(&command(Vec::new()))
        .expect("a preview");
    assert_eq!(preview.counts(), "1 highlight in 1 article");
    assert_eq!(preview.notes, ["1 passage with that code already"]);
    desk.run(Command::Undo);
    assert_eq!(dump(&desk.path()), before);
    let history = desk.open().history().expect("a history");
    assert_eq!(
        history[0].counts().as_deref(),
        Some("1 highlight in 1 article")
    );
    assert!(history[0].undone);
}

#[test]
fn names_of_tags_and_codes_are_taken_once() {
    let desk = Desk::new();
    let article = desk.article("first.txt", FIRST);
    let tag = |tag: &str| Command::AddTag {
        articles: vec![article],
        tag: tag.to_owned(),
    };
    desk.run(tag("Ferries"));
    assert_eq!(
        desk.run(tag("  ferries ")),
        "",
        "the same tag whatever its case"
    );
    desk.run(tag("Brega"));
    let brega = desk.open().the_tag("brega").expect("a tag");
    let words = desk.refused(Command::RenameTag {
        tag: brega,
        name: "FERRIES".to_owned(),
    });
    assert!(words.contains("already"), "{words}");
    assert!(desk.refused(tag(" … ")).contains("letter"));
    let code = |name: &str, key| Command::MakeCode {
        name: name.to_owned(),
        color: None,
        key,
        parent: None,
    };
    desk.run(code("blame", Some('b')));
    assert!(desk.refused(code("Blame", None)).contains("already"));
    desk.run(code("bread", Some('b')));
    let table = desk.open().codes(&Filter::default()).expect("codes");
    let keys: Vec<_> = table.rows.iter().map(|r| r.code.key).collect();
    assert_eq!(keys, [None, Some('b')], "a key has one code");
    assert_ne!(table.rows[0].code.color, table.rows[1].code.color);
    let [blame, bread] = ["blame", "bread"].map(|n| desk.code(n));
    desk.run(Command::SetCodeParent {
        code: bread,
        parent: Some(blame),
    });
    let words = desk.refused(Command::SetCodeParent {
        code: blame,
        parent: Some(bread),
    });
    assert!(words.contains("part of it"), "{words}");
}

#[test]
fn an_article_restored_alone_joins_its_former_versions_in_every_redo() {
    let desk = Desk::new();
    let first = desk.article("first.txt", FIRST);
    let second = desk.article("second.txt", SECOND);
    let third = desk.article("third.txt", &SECOND.replace("A spokesman", "A porter"));
    let before = dump(&desk.path());
    let family = |desk: &Desk| {
        let card = desk.open().family(third).expect("a family");
        card.map(|f| (f.id, f.versions.len()))
    };
    let whole = family(&desk).expect("three versions");
    assert_eq!(whole.1, 3);
    for article in [first, second] {
        desk.run(Command::DeleteArticles {
            articles: vec![article],
        });
    }
    assert_eq!(family(&desk), None);
    desk.run(Command::RestoreArticles {
        articles: vec![first],
    });
    assert_eq!(family(&desk), Some((whole.0, 2)));
    let after = dump(&desk.path());
    undo_all(&desk.path());
    assert_eq!(dump(&desk.path()), before);
    redo_all(&desk.path());
    assert_eq!(dump(&desk.path()), after);
}

const UNLIKE: [(&str, &str); 3] = [
    (
        "pier.txt",
        "The pier at Brega\n\nThe pier of Brega was painted white in spring, and nobody fell into the sea.\n",
    ),
    (
        "bread.txt",
        "Bread in Gharyan\n\nTwo bakers of Gharyan opened their shops again after the long holidays.\n",
    ),
    (
        "school.txt",
        "A school for Yafran\n\nThe school has nine rooms, a yard with olive trees and a bell from Tripoli.\n",
    ),
];

#[test]
fn all_versions_of_a_story_joined_by_hand_come_back_together() {
    for apart in [false, true] {
        let desk = Desk::new();
        let [a, b, c] = UNLIKE.map(|(name, text)| desk.article(name, text));
        desk.run(Command::JoinStories {
            articles: vec![a, b, c],
        });
        let family = |desk: &Desk, of| -> Vec<ArticleId> {
            let card = desk.open().family(of).expect("a family");
            card.map_or_else(Vec::new, |card| {
                card.versions.iter().map(|v| v.article).collect()
            })
        };
        assert_eq!(family(&desk, a).len(), 3);
        // One by one, so that the last is alone before they come back.
        for article in [a, b] {
            desk.run(Command::DeleteArticles {
                articles: vec![article],
            });
        }
        assert_eq!(family(&desk, c), []);
        if apart {
            desk.run(Command::RestoreArticles { articles: vec![b] });
            desk.run(Command::SplitStory { articles: vec![b] });
            desk.run(Command::DeleteArticles { articles: vec![b] });
        }
        desk.run(Command::RestoreArticles {
            articles: vec![a, b],
        });
        let mut back = family(&desk, a);
        back.sort_unstable();
        // Those set apart since do not come together by way of the third.
        let expected = if apart { vec![a, b] } else { vec![a, b, c] };
        assert_eq!(back, expected, "set apart: {apart}");
    }
}

#[test]
fn a_code_is_changed_in_one_step_and_its_key_has_no_capitals() {
    let desk = Desk::new();
    let make = |name: &str, key| Command::MakeCode {
        name: name.to_owned(),
        color: None,
        key,
        parent: None,
    };
    desk.run(make("blame", Some('B')));
    desk.run(make("pledge", None));
    for key in ['a', 'A', 'h', 'H'] {
        let words = desk.refused(make("harm", Some(key)));
        assert!(words.contains("Could not use the key"), "{words}");
    }
    let before = dump(&desk.path());
    let [blame, pledge] = ["blame", "pledge"].map(|name| desk.code(name));
    let to = Code {
        name: "Promise ".to_owned(),
        color: 7,
        key: Some('b'),
        parent: Some(blame),
    };
    let change = |code, to: &Code| Command::ChangeCode {
        code,
        to: to.clone(),
    };
    desk.run(change(pledge, &to));
    let codes = desk.store().codes().expect("codes");
    let promise = Code {
        name: "Promise".to_owned(),
        ..to
    };
    assert!(codes.contains(&(pledge, promise.clone())), "{codes:?}");
    let keys = codes.iter().filter(|(_, code)| code.key.is_some());
    assert_eq!(keys.count(), 1, "a key has one code");
    assert_eq!(desk.run(change(pledge, &promise)), "", "nothing to do");
    desk.run(Command::Undo);
    assert_eq!(dump(&desk.path()), before);

    let within = Code {
        parent: Some(pledge),
        ..promise
    };
    assert!(!desk.refused(change(pledge, &within)).is_empty());
    let taken = Code {
        name: "BLAME".to_owned(),
        ..to
    };
    assert!(desk.refused(change(pledge, &taken)).contains("already"));
    // What is one change alone is called so.
    let all = desk.store().codes().expect("codes");
    let (_, now) = all.into_iter().find(|(id, _)| *id == pledge).expect("it");
    let said = desk.run(change(pledge, &Code { color: 9, ..now }));
    assert!(said.contains("color"), "{said}");
}

#[test]
fn an_article_that_comes_back_is_compared_with_those_imported_meanwhile() {
    let desk = Desk::new();
    let first = desk.article("first.txt", FIRST);
    desk.run(Command::DeleteArticles {
        articles: vec![first],
    });
    let second = desk.article("second.txt", SECOND);
    let versions = |desk: &Desk| {
        let card = desk.open().family(second).expect("a family");
        card.map(|f| f.versions.len())
    };
    assert_eq!(versions(&desk), None);
    desk.run(Command::Undo);
    assert_eq!(versions(&desk), Some(2));
    sound(&desk.path());
}

#[test]
fn decisions_that_wait_are_carried_out_when_the_project_is_closed() {
    let desk = Desk::new();
    desk.article("first.txt", FIRST);
    desk.article("other.txt", OTHER);
    let [berg, haddad] =
        ["Nils Berg", "Salem Haddad"].map(|n| desk.open().the_entity(n).expect("a name"));
    let mut session = dateline::workspace::session::Session::open(&desk.path()).expect("a session");
    for command in [
        Command::RetypeEntities {
            entities: vec![berg],
            kind: dateline::model::EntityType::Organization,
            except: Vec::new(),
        },
        Command::Dismiss {
            what: dateline::workspace::Which::Entities(vec![haddad]),
            except: Vec::new(),
        },
        Command::RenameEntity {
            entity: berg,
            name: "Berg & Sons".to_owned(),
        },
    ] {
        assert_eq!(session.run(command), Ok(None));
    }
    drop(session);
    let labels: Vec<String> = desk
        .open()
        .history()
        .expect("a history")
        .into_iter()
        .map(|row| row.label)
        .collect();
    assert_eq!(labels.len(), 3, "{labels:?}");
}

#[test]
fn undoing_a_star_gives_each_article_its_own_back() {
    let desk = Desk::new();
    let ids = ["a.txt", "b.txt", "c.txt"].map(|name| {
        desk.article(
            name,
            &format!("Well {name}\n\nIt was dug by hand in {name}.\n"),
        )
    });
    let stars = || ids.map(|id| desk.store().starred(id).expect("an article"));
    let star = |articles: &[ArticleId], starred| Command::SetStarred {
        articles: articles.to_vec(),
        starred,
    };
    desk.run(star(&ids[1..2], true));
    desk.run(star(&ids, true));
    assert_eq!(stars(), [true; 3]);
    desk.run(Command::Undo);
    assert_eq!(stars(), [false, true, false]);
    // What has its star already is no decision.
    let before = desk.open().ledger().expect("a ledger").len();
    desk.run(star(&ids[1..2], true));
    assert_eq!(desk.open().ledger().expect("a ledger").len(), before);
}

#[test]
fn decisions_about_tags_count_no_deleted_article() {
    let desk = Desk::new();
    let ids = ["a.txt", "b.txt"].map(|name| {
        desk.article(
            name,
            &format!("Well {name}\n\nIt was dug by hand in {name}.\n"),
        )
    });
    desk.run(Command::AddTag {
        articles: ids.to_vec(),
        tag: "wells".to_owned(),
    });
    desk.run(Command::DeleteArticles {
        articles: vec![ids[0]],
    });
    let tag = desk.open().the_tag("wells").expect("a tag");
    for command in [
        Command::RenameTag {
            tag,
            name: "water".to_owned(),
        },
        Command::DeleteTag { tag },
    ] {
        let preview = desk.open().preview(&command).expect("a preview");
        assert_eq!(preview.counts(), "1 article", "{command:?}");
    }
}
