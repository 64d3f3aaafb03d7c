//! Story families in a project: found among many articles, joined and split by hand, and exported.

#[path = "families/stories.rs"]
mod stories;

use std::collections::{BTreeMap, BTreeSet};

use dateline::{
    analysis::versions::compare::{Name, Side, compare},
    jobs::JobCx,
    model::{
        ArticleId, Block, BlockKind, ByteSpan, EntityId, EntityType, Filter,
        family::{FactKind, FactState},
    },
    workspace::{
        Command, Project,
        export::{self, Format, Table},
        import::Input,
        views::{ArticleOrder, build},
    },
};
use stories::{Dice, KINDS, NEW_NAME, Story, TAILS, event, story, version};
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

    fn project(&self) -> Project {
        Project::open_or_create(&self.folder.path().join("p.dateline")).expect("a project")
    }

    fn import(&self, files: &[(String, String)]) {
        let inputs = files
            .iter()
            .map(|(name, text)| Input::Bytes {
                name: name.clone(),
                bytes: text.clone().into_bytes(),
            })
            .collect();
        self.project()
            .import(inputs, &JobCx::unwatched(), |_| {})
            .expect("an import");
    }

    /// Families as the names of their files, sorted.
    fn families(&self) -> Vec<(Vec<String>, String, f64)> {
        let mut project = self.project();
        let names: BTreeMap<i64, String> = rows(&mut project, Table::Articles)
            .iter()
            .map(|row| {
                let name = row["file"].as_str().expect("a name").to_owned();
                (row["id"].as_i64().expect("a number"), name)
            })
            .collect();
        rows(&mut project, Table::Families)
            .iter()
            .map(|row| {
                let ids = row["articles"].as_array().expect("articles");
                let files = ids
                    .iter()
                    .map(|id| names[&id.as_i64().expect("a number")].clone());
                let kind = row["kind"].as_str().expect("a kind").to_owned();
                (
                    files.collect(),
                    kind,
                    row["shared"].as_f64().expect("a share"),
                )
            })
            .collect()
    }

    fn id(&self, file: &str) -> ArticleId {
        let all = rows(&mut self.project(), Table::Articles);
        let row = all.iter().find(|row| row["file"] == file).expect(file);
        ArticleId(row["id"].as_i64().expect("a number"))
    }
}

fn rows(project: &mut Project, table: Table) -> Vec<serde_json::Value> {
    let bytes = export::table(project, table, Format::Ndjson, &Filter::default()).expect("a table");
    String::from_utf8(bytes)
        .expect("UTF-8")
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect()
}

fn named(files: &[(&str, &str)]) -> Vec<(String, String)> {
    files
        .iter()
        .map(|(n, t)| ((*n).to_owned(), (*t).to_owned()))
        .collect()
}

/// All pairs within groups.
fn pairs<'g>(groups: impl IntoIterator<Item = &'g Vec<String>>) -> BTreeSet<(String, String)> {
    let mut out = BTreeSet::new();
    for group in groups {
        for a in group {
            for b in group {
                if a < b {
                    out.insert((a.clone(), b.clone()));
                }
            }
        }
    }
    out
}

#[test]
fn families_are_found_among_unrelated_articles_and_other_reports_of_the_event() {
    let mut dice = Dice(20_120_314);
    let (mut first, mut later, mut truth) = (Vec::new(), Vec::new(), Vec::new());
    for n in 0..224 {
        let about = event(&mut dice);
        let mut original = story(&mut dice, &about);
        if n % 2 == 0 {
            original
                .paragraphs
                .push(vec![TAILS[n / 2 % TAILS.len()].to_owned()]);
        }
        let mut family = vec![format!("{n:03}-a.txt")];
        first.push((format!("{n:03}-a.txt"), original.text()));
        let versions = if n % 5 == 0 { 2 } else { 1 };
        for v in 0..versions {
            // Two versions of one story are alike by way of the first; a second excerpt might share nothing with the first.
            let kind = if v == 0 { n % KINDS } else { 1 };
            let name = format!("{n:03}-{}.txt", ["b", "c"][v]);
            let text = version(&original, &about, kind, &mut dice).text();
            if text == original.text() {
                continue;
            }
            if n % 3 == 0 { &mut first } else { &mut later }.push((name.clone(), text));
            family.push(name);
        }
        truth.push(family);
        // Another reporter's story of the same event, with one sentence of the first.
        if n % 2 == 1 {
            let mut other = story(&mut dice, &about);
            let shared = original.paragraphs[1][0].clone();
            other.paragraphs[0].push(shared);
            other
                .paragraphs
                .push(vec![TAILS[n / 2 % TAILS.len()].to_owned()]);
            first.push((format!("{n:03}-other.txt"), other.text()));
        }
    }
    for n in 0..120 {
        let about = event(&mut dice);
        let mut alone = story(&mut dice, &about);
        alone.paragraphs.truncate(2 + n % 6);
        alone
            .paragraphs
            .push(vec![TAILS[n % TAILS.len()].to_owned()]);
        first.push((format!("alone-{n:03}.txt"), alone.text()));
    }
    let bench = Bench::new();
    bench.import(&first);
    bench.import(&later);
    let found: Vec<Vec<String>> = bench.families().into_iter().map(|f| f.0).collect();
    // A version that differs in furniture alone has the same reading text, and is no article of its own.
    let files: BTreeSet<String> = rows(&mut bench.project(), Table::Articles)
        .iter()
        .filter_map(|row| row["file"].as_str().map(str::to_owned))
        .collect();
    for family in &mut truth {
        family.retain(|file| files.contains(file));
    }
    let families = truth.iter().filter(|family| family.len() > 1).count();
    assert!(families >= 200, "{families}");
    let (truth, found) = (pairs(&truth), pairs(&found));
    let right = truth.intersection(&found).count() as f64;
    let (recall, precision) = (right / truth.len() as f64, right / found.len() as f64);
    let missed: Vec<_> = truth.difference(&found).take(8).collect();
    let wrong: Vec<_> = found.difference(&truth).take(8).collect();
    assert!(
        recall >= 0.98,
        "recall {recall:.3} of {}: {missed:?}",
        truth.len()
    );
    assert!(precision >= 0.98, "precision {precision:.3}: {wrong:?}");
    assert_eq!(
        bench.project().check().expect("a check"),
        Vec::<String>::new()
    );
}

/// A generated story with its names marked: the persons of the event, all under entities of their own.
fn side(story: &Story, people: &[&str]) -> Side {
    let text = story.text().trim_end().to_owned();
    let mut names: Vec<Name> = Vec::new();
    for (n, name) in people.iter().enumerate() {
        names.extend(text.match_indices(name).map(|(at, _)| Name {
            span: ByteSpan::from(at..at + name.len()),
            entity: EntityId(i64::try_from(n).unwrap_or(0)),
            kind: EntityType::Person,
            name: (*name).to_owned(),
        }));
    }
    names.sort_by_key(|name| name.span.start);
    names.dedup_by_key(|name| name.span);
    let mut at = 0;
    let blocks = text
        .split("\n\n")
        .enumerate()
        .map(|(i, part)| {
            let span = ByteSpan::from(at..at + part.len());
            at += part.len() + 2;
            let kind = if i == 0 {
                BlockKind::Headline
            } else {
                BlockKind::Paragraph
            };
            Block { span, kind }
        })
        .collect();
    Side {
        article: ArticleId(1),
        text,
        blocks,
        names,
        published: None,
    }
}

#[test]
fn the_facts_that_differ_are_the_ones_that_were_changed() {
    let mut dice = Dice(99);
    let mut planted = [0; KINDS];
    for n in 0..210 {
        let about = event(&mut dice);
        let one = story(&mut dice, &about);
        let kind = [0, 1, 2, 4, 5][n % 5];
        let other = version(&one, &about, kind, &mut dice);
        if one.text() == other.text() {
            continue;
        }
        let mut people: Vec<&str> = about.people.iter().map(String::as_str).collect();
        people.push(NEW_NAME);
        let found = compare(side(&one, &people), side(&other, &people)).facts;
        let (a, b) = (one.text(), other.text());
        match kind {
            1 | 2 => {
                let wanted = if kind == 1 {
                    FactKind::Figure
                } else {
                    FactKind::Name
                };
                assert!(
                    matches!(found.as_slice(), [one] if one.kind == wanted && one.state() == FactState::Changed),
                    "{found:#?}\n{a}\n{b}"
                );
            }
            4 => assert!(
                found.iter().all(|c| c.state() == FactState::Added),
                "{found:#?}\n{a}\n{b}"
            ),
            _ => assert!(
                found.iter().all(|c| c.state() == FactState::Dropped),
                "{found:#?}\n{a}\n{b}"
            ),
        }
        planted[kind] += 1;
    }
    assert!(planted[1] > 30 && planted[2] > 30, "{planted:?}");
}

const FIRST: &str = "Water trucks reach Yafran\n\nYAFRAN, Libya, March 14, 2012 (Northern Wire) - Eight water trucks reached \
    the hill town of Yafran on Tuesday for the first time in nine days, the relief council said.\n\nThe queue was already \
    at the mosque, said Salem Akroush, who runs the municipal workshop. He had slept in the cab of his own lorry.\n\nSupplies \
    came by sea to Misrata and by road from the depot, where a strike ended over the weekend.\n";
const OTHER: &str = "Ferry returns to Khoms\n\nKHOMS, Libya, April 2, 2012 (Northern Wire) - The ferry Amal came back to \
    Khoms on Monday with 40 passengers, said Rania Sabri of the harbor office.\n\nIt had been repaired in Malta over the \
    winter, at a yard that builds tugs. The crew of nine was greeted with sweets.\n";

fn second() -> String {
    FIRST
        .replace("Eight", "Eleven")
        .replace("March 14", "March 15")
        + "\nNobody could say when more would come.\n"
}

fn three_stories() -> Bench {
    let bench = Bench::new();
    bench.import(&named(&[
        ("a.txt", FIRST),
        ("b.txt", &second()),
        ("c.txt", OTHER),
    ]));
    bench
}

fn versions(bench: &Bench) -> Vec<Option<(u32, u32)>> {
    let mut store =
        dateline::store::Store::open(&bench.project().path(), dateline::store::Access::Read)
            .expect("a store");
    build::articles(&mut store, &Filter::default(), ArticleOrder::IMPORT)
        .expect("a list")
        .rows
        .iter()
        .map(|row| row.version)
        .collect()
}

#[test]
fn versions_are_counted_oldest_first() {
    let bench = three_stories();
    let families = bench.families();
    assert_eq!(families.len(), 1, "{families:?}");
    let (files, kind, shared) = &families[0];
    assert_eq!(
        (files.as_slice(), kind.as_str()),
        (&["a.txt".to_owned(), "b.txt".to_owned()][..], "version")
    );
    assert!((0.9..1.0).contains(shared), "{shared}");
    assert_eq!(versions(&bench), [Some((1, 2)), Some((2, 2)), None]);
    let mut project = bench.project();
    assert_eq!(
        project
            .article(bench.id("b.txt"))
            .expect("an article")
            .version,
        Some((2, 2))
    );
    let card = project
        .family(bench.id("b.txt"))
        .expect("a card")
        .expect("a family");
    assert_eq!(card.versions[0].kept, None);
    assert!(
        card.versions[1].kept.is_some_and(|kept| kept > 0.9),
        "{card:?}"
    );
    assert_eq!(project.family(bench.id("c.txt")).expect("a card"), None);
    // Another date makes it the other way round.
    let date = dateline::model::PartialDate::parse("2012-03-01");
    project
        .run(Command::SetPublished {
            articles: vec![bench.id("b.txt")],
            date,
        })
        .expect("a date");
    assert_eq!(versions(&bench), [Some((2, 2)), Some((1, 2)), None]);
    let csv = export::table(
        &mut project,
        Table::Families,
        Format::Csv,
        &Filter::default(),
    )
    .expect("a table");
    let csv = String::from_utf8(csv).expect("UTF-8");
    assert!(
        csv.contains("id,articles,kind,shared") && csv.contains("[2,1]"),
        "{csv}"
    );
}

#[test]
fn the_same_words_and_an_excerpt() {
    let bench = Bench::new();
    let excerpt = FIRST.split("\n\n").nth(2).expect("a paragraph");
    bench.import(&named(&[
        ("a.txt", FIRST),
        (
            "b.txt",
            &FIRST
                .replace(" - ", " — ")
                .replace("trucks reach", "Trucks Reach"),
        ),
    ]));
    let families = bench.families();
    assert_eq!((families[0].1.as_str(), families[0].2), ("identical", 1.0));
    let bench = Bench::new();
    bench.import(&named(&[
        ("a.txt", FIRST),
        ("c.txt", &format!("{excerpt}\n")),
    ]));
    assert_eq!(bench.families()[0].1, "excerpt");
}

#[test]
fn a_split_is_remembered_and_undone() {
    let bench = three_stories();
    let (before, order) = (bench.families(), versions(&bench));
    let split = Command::SplitStory {
        articles: vec![bench.id("b.txt")],
    };
    let outcome = bench.project().run(split.clone()).expect("a split");
    assert!(outcome.changed.articles && outcome.changed.history);
    assert_eq!(bench.families(), []);
    // A third version joins one of them, never both.
    bench.import(&named(&[(
        "d.txt",
        &FIRST.replace("nine days", "ten days"),
    )]));
    let files: Vec<_> = bench.families().into_iter().map(|f| f.0).collect();
    assert_eq!(
        files,
        [vec!["d.txt".to_owned(), "a.txt".to_owned()]].map(|mut f| {
            f.sort();
            f
        })
    );
    assert!(
        bench.project().run(split).is_err(),
        "it stands alone already"
    );
    let bench = three_stories();
    bench
        .project()
        .run(Command::SplitStory {
            articles: vec![bench.id("a.txt")],
        })
        .expect("a split");
    bench.project().run(Command::Undo).expect("an undo");
    assert_eq!((bench.families(), versions(&bench)), (before, order));
    bench.project().run(Command::Redo).expect("a redo");
    assert_eq!(bench.families(), []);
}

#[test]
fn a_join_holds_and_is_undone() {
    let bench = three_stories();
    let before = bench.families();
    let join = Command::JoinStories {
        articles: vec![bench.id("c.txt"), bench.id("a.txt")],
    };
    let outcome = bench.project().run(join.clone()).expect("a join");
    assert_eq!(outcome.said, "Joined 3 articles as one story");
    assert_eq!(bench.families()[0].0.len(), 3);
    assert_eq!(bench.project().run(join).expect("nothing to do").said, "");
    bench.import(&named(&[(
        "e.txt",
        &OTHER.replace("40 passengers", "44 passengers"),
    )]));
    assert_eq!(
        bench.families()[0].0.len(),
        4,
        "a version of a joined article joins it"
    );
    bench.project().run(Command::Undo).expect("an undo");
    let files = |bench: &Bench| {
        bench
            .families()
            .into_iter()
            .map(|f| f.0.join(" "))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        files(&bench),
        ["a.txt b.txt", "c.txt e.txt"],
        "the new version stays with what it is a version of"
    );
    bench.project().run(Command::Redo).expect("a redo");
    assert_eq!(bench.families()[0].0.len(), 4);
    bench.project().run(Command::Undo).expect("an undo");
    assert!(
        bench
            .project()
            .run(Command::JoinStories {
                articles: vec![bench.id("a.txt")]
            })
            .is_err()
    );
    assert!(
        bench
            .project()
            .run(Command::JoinStories {
                articles: vec![bench.id("a.txt"), ArticleId(999)]
            })
            .is_err()
    );
    // Joining what was split takes the split back.
    let pair = vec![bench.id("a.txt"), bench.id("b.txt")];
    bench
        .project()
        .run(Command::SplitStory {
            articles: pair.clone(),
        })
        .expect("a split");
    bench
        .project()
        .run(Command::JoinStories { articles: pair })
        .expect("a join");
    assert!(bench.families().contains(&before[0]));
}

#[test]
fn two_versions_are_compared_with_the_projects_names() {
    let bench = three_stories();
    let found = bench
        .project()
        .compare(bench.id("a.txt"), bench.id("b.txt"))
        .expect("a comparison");
    let facts: Vec<_> = found
        .facts
        .iter()
        .map(|f| (f.kind, f.about.as_str()))
        .collect();
    assert_eq!(
        facts,
        [(FactKind::Figure, "water trucks")],
        "{:?}",
        found.facts
    );
    assert!(
        bench
            .project()
            .compare(bench.id("a.txt"), ArticleId(99))
            .is_err()
    );
}

#[test]
fn a_cancelled_comparison_is_taken_up_by_the_next_import() {
    let bench = three_stories();
    // As an import leaves it that was cancelled before the comparing, and a project of the format before families.
    rusqlite::Connection::open(bench.project().path())
        .expect("the file")
        .execute_batch(
            "UPDATE article SET family_id = NULL; DELETE FROM family; UPDATE fingerprint SET compared = 0;
             DELETE FROM fingerprint WHERE article_id = 1;",
        )
        .expect("a change");
    assert_eq!(bench.families(), []);
    bench.import(&[]);
    assert_eq!(bench.families().len(), 1);
}
