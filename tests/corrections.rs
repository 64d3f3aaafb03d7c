//! Decisions about names: what they change, what undo restores, what later imports make of them.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    sync::OnceLock,
};

use dateline::{
    jobs::JobCx,
    model::{
        ArticleId, ByteSpan, CountUnit, EntityId, EntityType, Filter, LatLon, MentionId,
        chart::{ChartKind, TimeUnit, Together},
    },
    store::{Access, PassageQuery, Store},
    workspace::{
        Command, Part, Placement, Problem, Project, Target, Verdict, Which, export,
        import::Input,
        session::{ChartSpec, Picture},
        views::{ArticleOrder, build},
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

    fn import(&self, name: &str, text: &str) -> ArticleId {
        let input = Input::Bytes {
            name: name.to_owned(),
            bytes: text.as_bytes().to_vec(),
        };
        let done = self
            .open()
            .import(vec![input], &JobCx::unwatched(), |_| {})
            .expect("an import");
        assert_eq!(done.articles, 1, "{name} is read as one article");
        self.store().newest_article().expect("an article")
    }

    fn store(&self) -> Store {
        Store::open(&self.path(), Access::Read).expect("a store")
    }

    fn run(&self, command: Command) -> String {
        let said = self.open().run(command).expect("a decision").said;
        self.sound();
        said
    }

    fn sound(&self) {
        sound(&self.path());
    }

    /// Names of an article with the entities they are, in reading order.
    fn names(&self, article: ArticleId) -> Vec<(String, String, EntityType)> {
        let read = build::article(&self.store(), article, &Filter::default()).expect("an article");
        read.mentions
            .iter()
            .map(|m| {
                (
                    m.span.of(&read.reading_text).to_owned(),
                    m.name.clone(),
                    m.kind,
                )
            })
            .collect()
    }

    /// The entity that a spelling of an article means; `None` when it is not marked.
    fn meaning(&self, article: ArticleId, text: &str) -> Option<(String, EntityType)> {
        self.names(article)
            .into_iter()
            .find(|n| n.0 == text)
            .map(|n| (n.1, n.2))
    }

    fn entity(&self, name: &str) -> EntityId {
        self.open().the_entity(name).expect("an entity")
    }
}

/// Everything that decisions may change, as text: equal text, equal state.
fn dump(path: &Path) -> String {
    let conn =
        rusqlite::Connection::open_with_flags(path, rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY)
            .expect("the file");
    let mut out = String::new();
    for table in [
        "entity",
        "mention",
        "dismissed_mention",
        "appearance",
        "form",
        "place",
        "article",
    ] {
        let columns = if table == "article" {
            "id, mentions"
        } else {
            "*"
        };
        let mut statement = conn
            .prepare(&format!("SELECT {columns} FROM {table} ORDER BY 1, 2"))
            .expect("a table");
        let width = statement.column_count();
        let mut rows = statement.query([]).expect("rows");
        out.push_str(table);
        out.push('\n');
        while let Some(row) = rows.next().expect("a row") {
            for column in 0..width {
                let value = row.get_ref(column).expect("a cell");
                out.push_str(&match value {
                    // Each bit of a position counts.
                    rusqlite::types::ValueRef::Real(x) => format!("{:x} ", x.to_bits()),
                    other => format!("{other:?} "),
                });
            }
            out.push('\n');
        }
    }
    out
}

/// Each displayed count equals the passages behind it, and the file is whole.
fn sound(path: &Path) {
    let project = Project::open(path).expect("a project");
    assert_eq!(project.check().expect("a check"), Vec::<String>::new());
    let mut store = Store::open(path, Access::Read).expect("a store");
    let table = build::entities(&mut store, &Filter::default()).expect("entities");
    let mut all = 0;
    for row in &table.rows {
        let passages = store
            .passages_of(row.id, &PassageQuery::default())
            .expect("passages");
        assert_eq!(passages.len() as u64, row.mentions, "{}", row.name);
        let mut articles: Vec<ArticleId> = passages.iter().map(|p| p.article).collect();
        articles.dedup();
        assert_eq!(articles.len() as u64, row.articles, "{}", row.name);
        let spelled: u64 = row.variants.iter().map(|v| v.1).sum();
        assert_eq!(spelled, row.mentions, "{}", row.name);
        all += row.mentions;
    }
    let places = build::places(&mut store, &Filter::default()).expect("places");
    let of_type = table
        .rows
        .iter()
        .filter(|r| r.kind == EntityType::Place)
        .count();
    assert_eq!(places.rows.len(), of_type, "each place has its row");
    let articles =
        build::articles(&mut store, &Filter::default(), ArticleOrder::IMPORT).expect("articles");
    let listed: u64 = articles.rows.iter().map(|a| u64::from(a.mentions)).sum();
    assert_eq!(listed, all, "the list of articles counts the same");
}

/// A decision of a random sequence; numbers choose among what there is.
#[derive(Clone, Debug)]
enum Step {
    Merge(usize, usize, usize, bool),
    Split(usize, usize),
    SplitMentions(usize, usize),
    Retype(usize, usize, usize),
    Dismiss(usize, usize),
    DismissSpelling(usize),
    DismissMention(usize),
    Reassign(usize, usize),
    ReassignSpelling(usize, usize),
    ReassignNew(usize, usize),
    Mark(usize, usize, usize, bool),
    Rename(usize),
    Apart(usize, usize),
    Place(usize, usize),
    Undo,
    Redo,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let n = || 0_usize..10_000;
    let step = prop_oneof![
        3 => (n(), n(), n(), any::<bool>()).prop_map(|(a, b, c, d)| Step::Merge(a, b, c, d)),
        2 => (n(), n()).prop_map(|(a, b)| Step::Split(a, b)),
        1 => (n(), n()).prop_map(|(a, b)| Step::SplitMentions(a, b)),
        2 => (n(), n(), n()).prop_map(|(a, b, c)| Step::Retype(a, b, c)),
        1 => (n(), n()).prop_map(|(a, b)| Step::Dismiss(a, b)),
        1 => n().prop_map(Step::DismissSpelling),
        1 => n().prop_map(Step::DismissMention),
        1 => (n(), n()).prop_map(|(a, b)| Step::Reassign(a, b)),
        1 => (n(), n()).prop_map(|(a, b)| Step::ReassignSpelling(a, b)),
        1 => (n(), n()).prop_map(|(a, b)| Step::ReassignNew(a, b)),
        2 => (n(), n(), n(), any::<bool>()).prop_map(|(a, b, c, d)| Step::Mark(a, b, c, d)),
        1 => n().prop_map(Step::Rename),
        1 => (n(), n()).prop_map(|(a, b)| Step::Apart(a, b)),
        3 => (n(), n()).prop_map(|(a, b)| Step::Place(a, b)),
        3 => Just(Step::Undo),
        2 => Just(Step::Redo),
    ];
    proptest::collection::vec(step, 1..14)
}

type AskedFilter = (usize, usize, bool, bool, bool, Option<EntityType>);

fn charts() -> impl Strategy<Value = Vec<(AskedFilter, ChartSpec)>> {
    let n = || 0_usize..10_000;
    let filter = (
        n(),
        n(),
        any::<bool>(),
        any::<bool>(),
        any::<bool>(),
        proptest::option::weighted(0.3, proptest::sample::select(EntityType::ALL.to_vec())),
    );
    let spec = (
        proptest::sample::select(ChartKind::ALL.to_vec()),
        proptest::sample::select(vec![
            CountUnit::Mentions,
            CountUnit::Articles,
            CountUnit::Stories,
        ]),
        proptest::sample::select(TimeUnit::ALL.to_vec()),
        proptest::sample::select(Together::ALL.to_vec()),
        any::<bool>(),
        1_usize..12,
    );
    let spec = spec.prop_map(|(kind, unit, time, together, places, top)| ChartSpec {
        unit,
        time,
        together,
        places,
        agencies: places,
        top,
        ..ChartSpec::new(kind)
    });
    proptest::collection::vec((filter, spec), 3..8)
}

fn pick<T: Clone>(list: &[T], n: usize) -> Option<T> {
    (!list.is_empty()).then(|| list[n % list.len()].clone())
}

fn command(path: &Path, step: &Step) -> Option<Command> {
    let mut store = Store::open(path, Access::Read).expect("a store");
    let rows = build::entities(&mut store, &Filter::default())
        .expect("entities")
        .rows;
    let mentions = store.mentions_of_type(None).expect("mentions");
    let kind = |n: usize| EntityType::ALL[n % 4];
    let first_of = |entity: EntityId| -> Vec<MentionId> {
        let refs = store.refs_of_entities(&[entity]).expect("mentions");
        refs.iter().take(1).map(|m| m.id).collect()
    };
    Some(match step {
        Step::Merge(a, b, c, except) => {
            let (a, b, c) = (
                pick(&rows, *a)?.id,
                pick(&rows, *b)?.id,
                pick(&rows, *c)?.id,
            );
            Command::MergeEntities {
                entities: vec![a, b],
                into: c,
                name: except.then(|| "A merged name".to_owned()),
                except: if *except { first_of(a) } else { Vec::new() },
            }
        }
        Step::Split(a, b) => {
            let row = pick(&rows, *a)?;
            Command::SplitEntity {
                entity: row.id,
                part: Part::Spellings(vec![pick(&row.variants, *b)?.0]),
                name: format!("Split {b}"),
                except: Vec::new(),
            }
        }
        Step::SplitMentions(a, b) => {
            let entity = pick(&rows, *a)?.id;
            Command::SplitEntity {
                entity,
                part: Part::Mentions(first_of(entity)),
                name: format!("Split {b}"),
                except: Vec::new(),
            }
        }
        Step::Retype(a, b, c) => {
            let entity = pick(&rows, *a)?.id;
            Command::RetypeEntities {
                entities: vec![entity, pick(&rows, *c)?.id],
                kind: kind(*b),
                except: if c % 2 == 0 {
                    first_of(entity)
                } else {
                    Vec::new()
                },
            }
        }
        Step::Dismiss(a, b) => Command::Dismiss {
            what: Which::Entities(vec![pick(&rows, *a)?.id, pick(&rows, *b)?.id]),
            except: first_of(pick(&rows, *b)?.id),
        },
        Step::DismissSpelling(a) => Command::Dismiss {
            what: Which::Spelling {
                text: pick(&pick(&rows, *a)?.variants, *a)?.0,
                of: None,
            },
            except: Vec::new(),
        },
        Step::DismissMention(a) => Command::Dismiss {
            what: Which::Mentions(vec![pick(&mentions, *a)?]),
            except: Vec::new(),
        },
        Step::Reassign(a, b) => Command::Reassign {
            what: Which::Mentions(vec![pick(&mentions, *a)?, pick(&mentions, a / 3)?]),
            to: Target::Entity(pick(&rows, *b)?.id),
            except: Vec::new(),
        },
        Step::ReassignSpelling(a, b) => Command::Reassign {
            what: Which::Spelling {
                text: pick(&pick(&rows, *a)?.variants, *b)?.0,
                of: None,
            },
            to: Target::Entity(pick(&rows, *b)?.id),
            except: Vec::new(),
        },
        Step::ReassignNew(a, b) => Command::Reassign {
            what: Which::Mentions(vec![pick(&mentions, *a)?]),
            to: Target::New {
                name: format!("New {a}"),
                kind: kind(*b),
            },
            except: Vec::new(),
        },
        Step::Mark(a, b, c, everywhere) => {
            let articles = build::articles(&mut store, &Filter::default(), ArticleOrder::IMPORT)
                .expect("articles")
                .rows;
            let article = pick(&articles, *a)?.id;
            let (text, _) = store.text_and_blocks(article).expect("a text");
            let words: Vec<ByteSpan> = text
                .split_whitespace()
                .map(|w| {
                    let at = w.as_ptr() as usize - text.as_ptr() as usize;
                    ByteSpan::from(at..at + w.len())
                })
                .collect();
            let first = b % words.len();
            let last = (first + c % 3).min(words.len() - 1);
            Command::MarkName {
                article,
                span: ByteSpan::new(words[first].start, words[last].end),
                to: if c % 2 == 0 {
                    Target::New {
                        name: "A marked name".to_owned(),
                        kind: kind(*c),
                    }
                } else {
                    Target::Entity(pick(&rows, *c)?.id)
                },
                everywhere: *everywhere,
                except: Vec::new(),
            }
        }
        Step::Rename(a) => Command::RenameEntity {
            entity: pick(&rows, *a)?.id,
            name: format!("Renamed {a}"),
        },
        Step::Apart(a, b) => Command::KeepApart {
            a: pick(&rows, *a)?.id,
            b: pick(&rows, *b)?.id,
        },
        Step::Place(a, b) => {
            let places: Vec<_> = rows
                .iter()
                .filter(|r| r.kind == EntityType::Place)
                .collect();
            let entity = pick(&places, *a)?.id;
            let candidates = Project::open_to_read(path)
                .expect("a project")
                .candidates(entity)
                .expect("candidates");
            Command::PlaceEntity {
                entity,
                at: match (b % 5, pick(&candidates, b / 5)) {
                    (0, _) => Placement::Unknown,
                    (1, _) => Placement::Program,
                    (2 | 3, Some(candidate)) => Placement::Candidate(candidate.id),
                    _ => Placement::Point {
                        position: LatLon {
                            lat: *a as f64 / 120.0,
                            lon: *b as f64 / 60.0,
                        },
                        uncertainty_km: (b % 2 == 0).then_some(2.5),
                    },
                },
            }
        }
        Step::Undo => Command::Undo,
        Step::Redo => Command::Redo,
    })
}

/// A command that does not apply is refused with a reason and changes nothing.
fn try_run(path: &Path, command: &Command) {
    let before = dump(path);
    let mut project = Project::open(path).expect("a project");
    let counted = project.preview(command).ok().map(|p| p.mentions);
    let rows = project.history().expect("a history").len();
    match project.run(command.clone()) {
        Ok(_) => {
            let history = project.history().expect("a history");
            if let Some(row) = history.get(rows)
                && row.target.is_none()
                && row.action != "rename"
            {
                assert_eq!(
                    row.mentions.unwrap_or(0),
                    counted.unwrap_or(0),
                    "{command:?}"
                );
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
        for step in &steps {
            if let Some(command) = command(&path, step) {
                try_run(&path, &command);
                sound(&path);
            }
        }
        redo_all(&path);
        let after = dump(&path);
        undo_all(&path);
        prop_assert_eq!(dump(&path), before);
        sound(&path);
        redo_all(&path);
        prop_assert_eq!(dump(&path), after);
    }

    /// Whatever is decided and however it is counted, each number of each chart opens exactly as many passages.
    #[test]
    fn numbers_open_their_passages_after_any_decisions(steps in steps(), asked in charts()) {
        let desk = Desk::with_samples();
        let path = desk.path();
        for step in &steps {
            if let Some(command) = command(&path, step) {
                try_run(&path, &command);
            }
        }
        let mut store = desk.store();
        let rows = build::entities(&mut store, &Filter::default()).expect("names").rows;
        let names: Vec<EntityId> = rows.iter().map(|row| row.id).collect();
        for (filter, spec) in asked {
            let (Some(one), Some(two)) = (pick(&names, filter.0), pick(&names, filter.1)) else {
                continue;
            };
            let filter = Filter {
                entities: filter.2.then_some(one).into_iter().collect(),
                text: filter.3.then(|| "the -water".to_owned()),
                from: filter.4.then(|| "2011-06-01".to_owned()),
                types: filter.5.into_iter().collect(),
                ..Filter::default()
            };
            let spec = ChartSpec {
                entity: filter.text.is_some().then_some(one),
                compare: if filter.from.is_some() { vec![one, two] } else { Vec::new() },
                ..spec
            };
            let mut project = desk.open();
            let chart = project.chart(&filter, &spec).expect("a chart");
            // Some charts have a unit of their own, whatever is asked for.
            let unit = chart.unit;
            let mut total = 0;
            for (value, cell) in chart.cells() {
                let found = build::evidence(&mut store, &filter, &cell, unit).expect("passages");
                prop_assert_eq!(found.passages.len() as u64, value, "{:?} {:?} {:?}", spec, cell, filter);
                total += value;
            }
            prop_assert_eq!(chart.cells().len(), chart.cell_names().len());
            let picture = Picture::Chart(Box::new(chart));
            let csv = export::evidence_of(&mut project, &filter, &picture, unit).expect("rows");
            let lines = csv::ReaderBuilder::new().from_reader(csv.as_slice()).into_records().count();
            prop_assert_eq!(lines as u64, total);
        }
    }

    /// With imports between the decisions nothing breaks, and undoing all leaves the file as if nothing had been decided.
    #[test]
    fn imports_between_decisions_follow_and_let_go(first in steps(), second in steps()) {
        let desk = Desk::with_samples();
        let path = desk.path();
        let run = |steps: &[Step]| {
            for step in steps {
                if let Some(command) = command(&path, step) {
                    try_run(&path, &command);
                }
            }
        };
        run(&first);
        desk.import("later.txt", LATER);
        sound(&path);
        run(&second);
        sound(&path);
        undo_all(&path);
        sound(&path);
        let undone: BTreeMap<String, Vec<(u32, String)>> = spans(&path);
        let plain = Desk::with_samples();
        plain.import("later.txt", LATER);
        prop_assert_eq!(undone, spans(&plain.path()), "the same spans with the same types");
        redo_all(&path);
        sound(&path);
    }
}

/// Spans and types of all mentions, by article.
fn spans(path: &Path) -> BTreeMap<String, Vec<(u32, String)>> {
    let mut store = Store::open(path, Access::Read).expect("a store");
    let articles =
        build::articles(&mut store, &Filter::default(), ArticleOrder::IMPORT).expect("articles");
    articles
        .rows
        .iter()
        .map(|a| {
            let mentions = store.mentions(a.id).expect("mentions");
            let spans = mentions
                .iter()
                .map(|(m, _)| (m.span.start, m.kind.word().to_owned()))
                .collect();
            (a.title.clone(), spans)
        })
        .collect()
}

const LATER: &str = "Pipe to Gharyan holds\n\nTRIPOLI, Libya, April 2, 2012 (Northern Wire) - Water reached Yafran and \
    Misrata on Monday, said Rania Sabri of the Coastal Relief Council in Tripoli. Engineers from Brega and Zintan helped. \
    The governor of Gharyan thanked the United Nations.\n\nSabri said the trucks would go back to Khoms.\n";

const FIRST: &str = "Ferry returns to Khoms\n\nKHOMS, Libya, April 2, 2012 (Northern Wire) - The ferry came back to Khoms on \
    Monday with 40 passengers, said Rania Sabri of the Coastal Relief Council. Captain Jonas Lindqvist thanked the crew in \
    Oslo. The green lantern fund paid.\n\nIt had been repaired in Malta, Sabri said.\n";

const SECOND: &str = "Ferry leaves Khoms again\n\nKHOMS, Libya, April 9, 2012 (Northern Wire) - The ferry left Khoms on Monday \
    with 51 passengers, said Rania Sabri of the Coastal Relief Council. Captain Jonas Lindqvist was late from Oslo. The green \
    lantern fund paid again.\n\nMalta is next, Sabri said.\n";

const THIRD: &str = "Ferry stays in Khoms\n\nKHOMS, Libya, April 16, 2012 (Northern Wire) - The ferry stayed in Khoms on Monday \
    with 12 passengers, said Rania Sabri of the Coastal Relief Council. Captain Jonas Lindqvist called from Oslo. The green \
    lantern fund had no more to pay.\n\nMalta waits, Sabri said.\n";

/// Imports, decides, imports again, undoes, imports once more; says what `text` means after each import and, of the
/// second article, after the undo.
fn followed(
    text: &str,
    decide: impl Fn(&Desk, ArticleId) -> Command,
) -> [Option<(String, EntityType)>; 4] {
    let desk = Desk::new();
    let first = desk.import("first.txt", FIRST);
    let before = desk.meaning(first, text);
    desk.run(decide(&desk, first));
    let second = desk.import("second.txt", SECOND);
    desk.sound();
    let followed = desk.meaning(second, text);
    assert_eq!(followed, desk.meaning(first, text), "old and new agree");
    desk.run(Command::Undo);
    assert_eq!(desk.meaning(first, text), before, "undone in the first");
    let let_go = desk.meaning(second, text);
    let third = desk.import("third.txt", THIRD);
    let after = desk.meaning(third, text);
    desk.run(Command::Redo);
    assert_eq!(desk.meaning(first, text), followed, "redone in the first");
    assert_eq!(desk.meaning(second, text), followed, "redone in the second");
    assert_eq!(desk.meaning(third, text), followed, "redone in the third");
    [before, followed, let_go, after]
}

#[track_caller]
fn check_followed(
    text: &str,
    expected: Option<(&str, EntityType)>,
    decide: impl Fn(&Desk, ArticleId) -> Command,
) {
    let [before, followed, let_go, after] = followed(text, decide);
    let expected = expected.map(|(name, kind)| (name.to_owned(), kind));
    assert_ne!(before, expected, "{text}: the decision changes something");
    assert_eq!(followed, expected, "{text}: the second import follows");
    assert_eq!(
        let_go, before,
        "{text}: undone, the second article is as if nothing had been decided"
    );
    assert_eq!(after, before, "{text}: the third import does not follow");
}

#[test]
fn imports_follow_merges() {
    check_followed("Malta", Some(("Oslo", EntityType::Place)), |desk, _| {
        Command::MergeEntities {
            entities: vec![desk.entity("Malta"), desk.entity("Oslo")],
            into: desk.entity("Oslo"),
            name: None,
            except: Vec::new(),
        }
    });
}

#[test]
fn imports_follow_retypes() {
    check_followed(
        "Malta",
        Some(("Malta", EntityType::Organization)),
        |desk, _| Command::RetypeEntities {
            entities: vec![desk.entity("Malta")],
            kind: EntityType::Organization,
            except: Vec::new(),
        },
    );
    check_followed(
        "Coastal Relief Council",
        Some(("Coastal Relief Council", EntityType::Place)),
        |desk, _| Command::RetypeEntities {
            entities: vec![desk.entity("Coastal Relief Council")],
            kind: EntityType::Place,
            except: Vec::new(),
        },
    );
}

#[test]
fn imports_follow_dismissals() {
    check_followed("Malta", None, |desk, _| Command::Dismiss {
        what: Which::Entities(vec![desk.entity("Malta")]),
        except: Vec::new(),
    });
    check_followed("Sabri", None, |_, _| Command::Dismiss {
        what: Which::Spelling {
            text: "Sabri".to_owned(),
            of: None,
        },
        except: Vec::new(),
    });
}

#[test]
fn imports_follow_splits_and_reassignments() {
    check_followed(
        "Sabri",
        Some(("Another Sabri", EntityType::Person)),
        |desk, _| Command::SplitEntity {
            entity: desk.entity("Rania Sabri"),
            part: Part::Spellings(vec!["Sabri".to_owned()]),
            name: "Another Sabri".to_owned(),
            except: Vec::new(),
        },
    );
    check_followed(
        "Sabri",
        Some(("Jonas Lindqvist", EntityType::Person)),
        |desk, _| Command::Reassign {
            what: Which::Spelling {
                text: "Sabri".to_owned(),
                of: Some(desk.entity("Rania Sabri")),
            },
            to: Target::Entity(desk.entity("Jonas Lindqvist")),
            except: Vec::new(),
        },
    );
}

#[test]
fn imports_follow_marks() {
    let mark = |desk: &Desk, article| Command::MarkName {
        article,
        span: desk
            .open()
            .first_in(article, "green lantern fund")
            .expect("it stands there"),
        to: Target::New {
            name: "Green Lantern Fund".to_owned(),
            kind: EntityType::Organization,
        },
        everywhere: true,
        except: Vec::new(),
    };
    check_followed(
        "green lantern fund",
        Some(("Green Lantern Fund", EntityType::Organization)),
        mark,
    );
}

/// A dismissal of what is marked everywhere keeps imports from marking it; undone, they are marked as if it had never been.
#[test]
fn a_dismissed_mark_comes_back_in_later_articles() {
    let desk = Desk::new();
    let first = desk.import("first.txt", FIRST);
    let text = "green lantern fund";
    let span = desk.open().first_in(first, text).expect("it stands there");
    desk.run(Command::MarkName {
        article: first,
        span,
        to: Target::New {
            name: "Green Lantern Fund".to_owned(),
            kind: EntityType::Organization,
        },
        everywhere: true,
        except: Vec::new(),
    });
    desk.run(Command::Dismiss {
        what: Which::Spelling {
            text: text.to_owned(),
            of: None,
        },
        except: Vec::new(),
    });
    let second = desk.import("second.txt", SECOND);
    assert_eq!(desk.meaning(second, text), None);
    desk.run(Command::Undo);
    assert!(desk.meaning(first, text).is_some());
    assert_eq!(desk.meaning(second, text), desk.meaning(first, text));
    desk.run(Command::Redo);
    assert_eq!(desk.meaning(second, text), None);
    desk.run(Command::Undo);
    desk.run(Command::Undo);
    assert_eq!(desk.meaning(second, text), None);
}

#[test]
fn exceptions_hold() {
    let desk = Desk::with_samples();
    let mut store = desk.store();
    let rows = build::entities(&mut store, &Filter::default())
        .expect("entities")
        .rows;
    let (a, b) = (&rows[0], &rows[1]);
    let merge = |except| Command::MergeEntities {
        entities: vec![a.id, b.id],
        into: a.id,
        name: None,
        except,
    };
    let preview = desk.open().preview(&merge(Vec::new())).expect("a preview");
    assert_eq!(
        (preview.mentions, preview.articles),
        (b.mentions, b.articles)
    );
    assert_eq!(preview.passages.len() as u64, b.mentions);
    assert!(preview.passages.iter().all(|p| p.entity == b.id));
    let kept = preview.passages[1].mention;
    let said = desk.run(merge(vec![kept]));
    assert!(
        said.contains(&format!("{} mentions", b.mentions - 1)),
        "{said}"
    );
    for _ in 0..2 {
        let left = desk.store().refs_of_entities(&[b.id]).expect("mentions");
        assert_eq!(left.iter().map(|m| m.id).collect::<Vec<_>>(), [kept]);
        desk.run(Command::Undo);
        desk.run(Command::Redo);
    }
}

#[test]
fn a_preview_changes_nothing_and_says_why_not() {
    let desk = Desk::with_samples();
    let before = dump(&desk.path());
    let project = desk.open();
    let row = build::entities(&mut desk.store(), &Filter::default())
        .expect("entities")
        .rows
        .remove(0);
    let all = Command::SplitEntity {
        entity: row.id,
        part: Part::Spellings(row.variants.iter().map(|v| v.0.clone()).collect()),
        name: "X".to_owned(),
        except: Vec::new(),
    };
    let problem = project.preview(&all).expect_err("nothing would be left");
    assert!(
        problem.to_string().contains("all of its mentions"),
        "{problem}"
    );
    let alone = Command::MergeEntities {
        entities: vec![row.id],
        into: row.id,
        name: None,
        except: Vec::new(),
    };
    assert!(project.preview(&alone).is_err());
    let mention = &desk.store().refs_of_entities(&[row.id]).expect("mentions")[0];
    let taken = Command::MarkName {
        article: mention.article,
        span: mention.span,
        to: Target::Entity(row.id),
        everywhere: false,
        except: Vec::new(),
    };
    let problem = project.preview(&taken).expect_err("it is marked");
    assert!(
        problem.to_string().contains("marked there already"),
        "{problem}"
    );
    drop(project);
    assert_eq!(dump(&desk.path()), before);
    assert!(desk.open().history().expect("a history").is_empty());
}

#[test]
fn a_mark_replaces_what_it_holds_and_undo_brings_it_back() {
    let desk = Desk::new();
    let article = desk.import("first.txt", FIRST);
    let before = desk.names(article);
    let project = desk.open();
    let span = project
        .first_in(article, "Captain Jonas Lindqvist")
        .expect("it stands there");
    let mark = Command::MarkName {
        article,
        span,
        to: Target::Entity(project.the_entity("Jonas Lindqvist").expect("an entity")),
        everywhere: false,
        except: Vec::new(),
    };
    assert_eq!(project.preview(&mark).expect("a preview").notes.len(), 1);
    drop(project);
    desk.run(mark);
    let names = desk.names(article);
    assert_eq!(names.len(), before.len());
    assert!(names.iter().any(|n| n.0 == "Captain Jonas Lindqvist"));
    desk.run(Command::Undo);
    assert_eq!(desk.names(article), before);
}

#[test]
fn boundaries_are_set_in_one_step() {
    let desk = Desk::new();
    let article = desk.import("first.txt", FIRST);
    let before = desk.names(article);
    let project = desk.open();
    let lindqvist = project.the_entity("Jonas Lindqvist").expect("an entity");
    let mention = project
        .preview(&Command::Dismiss {
            what: Which::Entities(vec![lindqvist]),
            except: Vec::new(),
        })
        .expect("a preview")
        .passages
        .into_iter()
        .find(|passage| passage.article == article)
        .expect("a mention");
    // The last word of the name alone, which the wrong mark covers.
    let span = mention.span;
    let word = mention
        .hit
        .of(&mention.sentence)
        .rfind(' ')
        .expect("two words") as u32;
    drop(project);
    desk.run(Command::SetBoundaries {
        mention: mention.mention,
        article,
        span: ByteSpan::new(span.start + word + 1, span.end),
        to: Target::Entity(lindqvist),
    });
    let names = desk.names(article);
    assert_eq!(names.len(), before.len());
    assert_ne!(names, before);
    desk.run(Command::Undo);
    assert_eq!(desk.names(article), before);
}

#[test]
fn a_fix_finds_the_name_that_is_there_already() {
    let desk = Desk::new();
    let article = desk.import("first.txt", FIRST);
    desk.import("again.txt", &FIRST.replace("Monday", "Tuesday"));
    let lindqvist = desk.entity("Jonas Lindqvist");
    let kind = desk.store().entity(lindqvist).expect("an entity").0;
    let read = build::article(&desk.store(), article, &Filter::default()).expect("an article");
    let its: Vec<_> = read
        .mentions
        .iter()
        .filter(|mention| mention.entity == lindqvist)
        .collect();
    let long = its
        .iter()
        .find(|m| m.span.of(&read.reading_text).contains(' '));
    let long = long.expect("the full name");
    let [start, end] = [long.span.start, long.span.end];
    let named = |name: &str, kind| Target::Named {
        name: name.to_owned(),
        kind,
    };
    let meant = |desk: &Desk, start| {
        let read = build::article(&desk.store(), article, &Filter::default()).expect("an article");
        let found = read.mentions.iter().find(|m| m.span.start == start);
        found.map(|m| (m.entity, m.name.clone()))
    };
    let bounds = |start, name: &str| Command::SetBoundaries {
        mention: long.id,
        article,
        span: ByteSpan::new(start, end),
        to: named(name, kind),
    };
    // A spelling of it, and one that nobody has: it is still the same person.
    let word = long
        .span
        .of(&read.reading_text)
        .rfind(' ')
        .expect("a blank") as u32
        + 1;
    for (at, name) in [(start + word, "Lindqvist"), (start + 1, "onas Lindqvist")] {
        desk.run(bounds(at, name));
        assert_eq!(meant(&desk, at).map(|m| m.0), Some(lindqvist), "{name}");
        desk.run(Command::Undo);
    }
    // Another that has the name gets the mention; of a type that has no such name, one is made.
    let other = read.mentions.iter().find(|m| m.entity != lindqvist);
    let other = other.expect("another name");
    let retype = |to| Command::Reassign {
        what: Which::Mentions(vec![long.id]),
        to,
        except: Vec::new(),
    };
    desk.run(retype(named(&other.name, other.kind)));
    assert_eq!(meant(&desk, start).map(|m| m.0), Some(other.entity));
    desk.run(Command::Undo);
    desk.run(retype(named("Nobody Yet", other.kind)));
    let (made, name) = meant(&desk, start).expect("a mention");
    assert_eq!(name, "Nobody Yet");
    assert!(made != lindqvist && made != other.entity);
}

#[test]
fn only_the_decision_meant_is_undone_and_redone() {
    let desk = Desk::new();
    desk.import("first.txt", FIRST);
    let rename = |desk: &Desk, name: &str| {
        let mut project = desk.open();
        let entity = project.the_entity("Jonas Lindqvist").expect("an entity");
        let name = name.to_owned();
        project
            .run(Command::RenameEntity { entity, name })
            .expect("a name");
        project
            .history()
            .expect("a history")
            .last()
            .expect("a row")
            .id
    };
    let first = rename(&desk, "J. Lindqvist");
    desk.open().run(Command::Undo).expect("an undo");
    desk.open().run(Command::RedoThis(first)).expect("a redo");
    desk.open().run(Command::UndoThis(first)).expect("an undo");
    let second = rename(&desk, "Lindqvist");
    let refused = desk.open().run(Command::UndoThis(first));
    let words = refused.expect_err("it is not the newest").to_string();
    assert!(words.contains("since"), "{words}");
    desk.open().run(Command::UndoThis(second)).expect("an undo");
}

#[test]
fn the_history_says_who_what_and_whether() {
    let desk = Desk::with_samples();
    let rows = build::entities(&mut desk.store(), &Filter::default())
        .expect("entities")
        .rows;
    desk.run(Command::Dismiss {
        what: Which::Entities(vec![rows[0].id]),
        except: Vec::new(),
    });
    desk.run(Command::RenameEntity {
        entity: rows[1].id,
        name: "Another".to_owned(),
    });
    desk.run(Command::Undo);
    let history = desk.open().history().expect("a history");
    let seen: Vec<(&str, bool)> = history
        .iter()
        .map(|r| (r.action.as_str(), r.undone))
        .collect();
    assert_eq!(
        seen,
        [("dismiss", false), ("rename", true), ("undo", false)]
    );
    assert_eq!(history[0].mentions, Some(rows[0].mentions));
    assert_eq!(history[0].articles, Some(rows[0].articles));
    assert!(history.iter().all(|r| !r.who.is_empty()));
    assert_eq!(history[2].target, Some(history[1].id));
    let csv = String::from_utf8(desk.open().history_csv().expect("a table")).expect("UTF-8");
    assert!(csv.starts_with(
        "\u{FEFF}id,at,who,action,label,undone,target,mentions,articles,highlights\r\n"
    ));
    assert_eq!(csv.lines().count(), 4);
}

#[test]
fn answered_questions_are_not_asked_again() {
    let desk = Desk::new();
    desk.import("first.txt", FIRST);
    desk.import(
        "other.txt",
        "Harbor talks\n\nOSLO, Norway, May 2, 2012 (Northern Wire) - Jonas Lindquist of the Relief Council met Nils Berg in \
         Oslo on Monday. Lindquist said little.\n",
    );
    let asked = |desk: &Desk| -> Vec<(String, String)> {
        desk.open()
            .worklist()
            .expect("a worklist")
            .into_iter()
            .filter(|r| !r.joined)
            .map(|r| (r.a.name, r.b.name))
            .collect()
    };
    let about = |desk: &Desk| {
        asked(desk)
            .iter()
            .any(|(a, b)| a.contains("Lindq") && b.contains("Lindq"))
    };
    assert!(about(&desk), "{:?}", asked(&desk));
    let row = desk
        .open()
        .worklist()
        .expect("a worklist")
        .into_iter()
        .find(|r| r.a.name.contains("Lindq"))
        .expect("the question");
    assert!(row.a.passage.is_some() && row.b.passage.is_some());
    assert!(!row.reason.is_empty());
    desk.run(Command::KeepApart {
        a: row.a.entity,
        b: row.b.entity,
    });
    assert!(!about(&desk), "different");
    desk.run(Command::Undo);
    assert!(about(&desk), "asked again once undone");
    desk.run(Command::Redo);
    assert!(!about(&desk), "different again");
    desk.run(Command::Undo);
    desk.run(Command::MergeEntities {
        entities: vec![row.a.entity, row.b.entity],
        into: row.a.entity,
        name: None,
        except: Vec::new(),
    });
    assert!(!about(&desk), "one");
}

#[test]
fn samples_are_drawn_by_seed_and_judged() {
    let desk = Desk::with_samples();
    let before = dump(&desk.path());
    let mut project = desk.open();
    let sample = project
        .accuracy_sample(Some(EntityType::Person), 20, 7)
        .expect("a sample");
    assert_eq!(sample.mentions.len(), 20);
    let passages = project.sample_passages(&sample).expect("passages");
    assert_eq!(passages.len(), 20);
    for passage in &passages {
        let (kind, _) = project.entity_face(passage.entity).expect("an entity");
        assert_eq!(kind, EntityType::Person);
    }
    for (n, item) in sample.mentions.iter().enumerate() {
        let verdict = match n {
            0..18 => Verdict::Right,
            18 => Verdict::Wrong,
            _ => Verdict::Unsure,
        };
        project
            .run(Command::Judge {
                mention: item.mention,
                verdict: Some(verdict),
            })
            .expect("a verdict");
    }
    let history = project.history().expect("a history");
    let called = format!("Call “{}” right", passages[0].hit.of(&passages[0].sentence));
    assert!(history.iter().any(|row| row.label == called), "{called}");
    let judged = project.accuracy().expect("a sample").expect("one");
    assert_eq!(
        judged.sentence(),
        "persons: 18 of 19 right (75–99 %), 1 unsure"
    );
    // What is wrong is dismissed; the sample keeps what was said of it.
    project
        .run(Command::Dismiss {
            what: Which::Mentions(vec![sample.mentions[18].mention]),
            except: Vec::new(),
        })
        .expect("a dismissal");
    let kept = project.accuracy().expect("a sample").expect("one");
    assert_eq!(kept, judged);
    assert_eq!(project.sample_passages(&kept).expect("passages").len(), 20);
    drop(project);
    undo_all(&desk.path());
    assert_eq!(dump(&desk.path()), before);
    let mut project = desk.open();
    assert_eq!(project.accuracy().expect("none"), None);
    let again = project
        .accuracy_sample(Some(EntityType::Person), 20, 7)
        .expect("a sample");
    assert_eq!(again.mentions, sample.mentions, "the seed draws the same");
}
