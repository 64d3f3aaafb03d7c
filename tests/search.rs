//! Searching a project: what the index finds, what is marked in a text and what a plain scan of the words finds are the
//! same, for random articles and random queries; fields, batches and saved searches.

use std::{collections::BTreeMap, path::Path};

use dateline::{
    model::{ArticleId, ByteSpan, Filter, query::words},
    store::{Access, Store},
    workspace::{
        Command, JobCx, Project, query,
        search::{self, Batch, BatchAs, LineOrder, Lines, ResultOrder},
        views::build,
    },
};
use rusqlite::{Connection, params};
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// An article as it is written into the project file.
#[derive(Clone, Debug, Default)]
struct Article {
    title: Option<String>,
    text: String,
    outlet: Option<String>,
    published: Option<String>,
}

/// A project of such articles, numbered from 1.
fn project(path: &Path, articles: &[Article]) -> Project {
    drop(Project::create(path).expect("a project"));
    let mut conn = Connection::open(path).expect("the file");
    let tx = conn.transaction().expect("a transaction");
    tx.execute_batch(
        "INSERT INTO source (id, sha256, bytes, packing, content, format, encoding, imported_at)
         VALUES (1, x'00', 0, 'none', x'', 'text', 'UTF-8', '');",
    )
    .expect("a source");
    for (article, id) in articles.iter().zip(1_i64..) {
        tx.execute(
            "INSERT INTO article (id, source_id, file, text_is_source, title, title_made_up, words, text_sha256,
                                  outlet, published, published_precision, published_source, published_first, published_last)
             VALUES (?1, 1, '', 1, ?2, ?3, 1, x'00', ?4, ?5, iif(?5 IS NULL, NULL, 'day'), iif(?5 IS NULL, NULL, 'text'), ?5, ?5)",
            params![
                id,
                article.title.as_deref().unwrap_or("A sentence"),
                article.title.is_none(),
                article.outlet,
                article.published
            ],
        )
        .expect("an article");
        let blocks = "P".repeat(article.text.split("\n\n").count());
        tx.execute(
            "INSERT INTO article_text (article_id, reading_text, blocks, offsets) VALUES (?1, ?2, ?3, x'')",
            params![id, article.text, blocks],
        )
        .expect("a text");
    }
    tx.execute_batch(
        "INSERT INTO article_search (rowid, title, body) SELECT id, title, body FROM article_words;",
    )
    .expect("an index");
    tx.commit().expect("a commit");
    Project::open(path).expect("a project")
}

/// Random numbers that are the same in every run (SplitMix64).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % sides as u64) as usize
    }

    fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.roll(of.len())]
    }
}

const WORDS: &[&str] = &[
    "pump",
    "Pump",
    "PÚMP",
    "pu\u{301}mp",
    "pumps",
    "well",
    "Wéll",
    "a",
    "b",
    "aa",
    "ab",
    "7",
    "7th",
    "١٢",
    "ماء",
    "بئر",
    "水",
    "水井",
    "井",
    "Straße",
    "œuvre",
    "Łódź",
    "Việt",
    "d'eau",
    "dry-well",
    "al-Bir",
    "x_y",
    "Ω",
    "и",
    "И",
    "нива",
    "café",
    "CAFE",
    "cafe",
];
const GAPS: &[&str] = &[
    " ", " ", " ", " ", ", ", " — ", "\n\n", "\n", "-", "’", "'", "…", " «", "» ", ". ", "\u{a0}",
    "/",
];

fn text(dice: &mut Dice) -> String {
    let mut out = String::new();
    for _ in 0..dice.roll(30) {
        out.push_str(dice.one(WORDS));
        out.push_str(dice.one(GAPS));
    }
    out.push_str(dice.one(WORDS));
    out
}

/// A query as the scan understands it.
#[derive(Clone, Debug)]
enum Asked {
    Term(String, bool),
    Title(String),
    Near(String, String, usize),
    Outlet(&'static str),
    Not(Box<Asked>),
    And(Vec<Asked>),
    Or(Vec<Asked>),
}

fn ask(dice: &mut Dice, depth: usize) -> Asked {
    let term = |dice: &mut Dice| {
        let mut words = vec![dice.one(WORDS)];
        while dice.roll(4) == 0 {
            words.push(dice.one(WORDS));
        }
        words.join(dice.one(&[" ", "-", ", "]))
    };
    match dice.roll(if depth == 0 { 7 } else { 12 }) {
        0..=3 => Asked::Term(term(dice), dice.roll(4) == 0),
        4 => Asked::Title(term(dice)),
        5 => Asked::Near(term(dice), term(dice), dice.roll(6)),
        6 => Asked::Outlet(dice.one(&["post", "wire", "harbor"])),
        7 => Asked::Not(Box::new(ask(dice, depth - 1))),
        n => {
            let parts = (0..2 + dice.roll(2))
                .map(|_| ask(dice, depth - 1))
                .collect();
            if n < 10 {
                Asked::And(parts)
            } else {
                Asked::Or(parts)
            }
        }
    }
}

fn typed(asked: &Asked) -> String {
    let all = |parts: &[Asked], by: &str| {
        let parts: Vec<String> = parts.iter().map(typed).collect();
        format!("({})", parts.join(by))
    };
    match asked {
        Asked::Term(term, star) => format!("\"{term}\"{}", if *star { "*" } else { "" }),
        Asked::Title(term) => format!("title:“{term}”"),
        Asked::Near(a, b, n) => format!("(\"{a}\" NEAR/{n} \"{b}\")"),
        Asked::Outlet(word) => format!("outlet:{word}"),
        Asked::Not(inner) => format!("NOT {}", typed(inner)),
        Asked::And(parts) => all(parts, " "),
        Asked::Or(parts) => all(parts, " OR "),
    }
}

/// A word with its bytes, cut and folded without the program's help: letters and digits in a row, accents taken off.
fn cut(text: &str) -> Vec<(String, usize, usize)> {
    let mut out: Vec<(String, usize, usize)> = Vec::new();
    let mut open = false;
    for (at, c) in text.char_indices() {
        let accent = open && is_combining_mark(c);
        if !c.is_alphanumeric() && !accent {
            open = false;
            continue;
        }
        if !open {
            out.push((String::new(), at, at));
            open = true;
        }
        let word = out.last_mut().expect("a word was begun");
        let plain = c.to_lowercase().nfd().filter(|c| !is_combining_mark(*c));
        word.0.extend(plain);
        word.2 = at + c.len_utf8();
    }
    out
}

type Words = Vec<(String, usize, usize)>;

/// Whether a term stands at a place among the words, and of how many words it is.
fn stands(term: &str, star: bool, words: &Words, at: usize) -> Option<usize> {
    let wanted = cut(term);
    let last = wanted.len() - 1;
    let fits = |i: usize| {
        words.get(at + i).is_some_and(|(word, ..)| {
            let wanted = &wanted[i].0;
            if star && i == last {
                word.starts_with(wanted)
            } else {
                word == wanted
            }
        })
    };
    (0..wanted.len()).all(fits).then_some(wanted.len())
}

/// Stretches of two terms near each other: for each place that can be the last, the nearest of the other before it.
fn near(a: &str, b: &str, n: usize, words: &Words) -> Vec<(usize, usize)> {
    let mut out: Vec<(usize, usize)> = Vec::new();
    for last in 0..words.len() {
        if stands(a, false, words, last).is_none() && stands(b, false, words, last).is_none() {
            continue;
        }
        let nearest = |term: &str| {
            (0..=last).rev().find_map(|at| {
                let length = stands(term, false, words, at)?;
                Some((at, length))
            })
        };
        let (Some(one), Some(other)) = (nearest(a), nearest(b)) else {
            continue;
        };
        let close = |(at, length): (usize, usize)| at + length + n >= last;
        if !close(one) || !close(other) {
            continue;
        }
        let first = one.0.min(other.0);
        let end = (one.0 + one.1).max(other.0 + other.1);
        if !out.iter().any(|(start, _)| *start == words[first].1) {
            out.push((words[first].1, words[end - 1].2));
        }
    }
    out
}

/// Whether an article matches, and all stretches that would be hits.
fn scan(
    asked: &Asked,
    article: &Article,
    text: &Words,
    title: &Words,
) -> (bool, Vec<(usize, usize)>) {
    match asked {
        Asked::Term(term, star) => {
            let places: Vec<(usize, usize)> = (0..text.len())
                .filter_map(|at| {
                    let length = stands(term, *star, text, at)?;
                    Some((text[at].1, text[at + length - 1].2))
                })
                .collect();
            let in_title = (0..title.len()).any(|at| stands(term, *star, title, at).is_some());
            (!places.is_empty() || in_title, places)
        }
        Asked::Title(term) => (
            (0..title.len()).any(|at| stands(term, false, title, at).is_some()),
            Vec::new(),
        ),
        Asked::Near(a, b, n) => {
            let places = near(a, b, *n, text);
            (
                !places.is_empty() || !near(a, b, *n, title).is_empty(),
                places,
            )
        }
        Asked::Outlet(word) => {
            let outlet = article.outlet.as_deref().unwrap_or_default().to_lowercase();
            (outlet.split(' ').any(|w| w == *word), Vec::new())
        }
        // Twice denied is said once, and its words are hits again.
        Asked::Not(inner) => match inner.as_ref() {
            Asked::Not(said) => scan(said, article, text, title),
            other => (!scan(other, article, text, title).0, Vec::new()),
        },
        Asked::And(parts) => {
            let all: Vec<_> = parts
                .iter()
                .map(|p| scan(p, article, text, title))
                .collect();
            if all.iter().all(|(there, _)| *there) {
                (
                    true,
                    all.into_iter().flat_map(|(_, places)| places).collect(),
                )
            } else {
                (false, Vec::new())
            }
        }
        Asked::Or(parts) => {
            let all: Vec<_> = parts
                .iter()
                .map(|p| scan(p, article, text, title))
                .collect();
            let any = all.iter().any(|(there, _)| *there);
            let there = all.into_iter().filter(|(there, _)| *there);
            (any, there.flat_map(|(_, places)| places).collect())
        }
    }
}

/// From left to right, the longer of two that begin together, none inside another.
fn apart(mut places: Vec<(usize, usize)>) -> Vec<ByteSpan> {
    places.sort_by_key(|(start, end)| (*start, usize::MAX - end));
    let mut out: Vec<ByteSpan> = Vec::new();
    let mut free = 0;
    for (start, end) in places {
        if start >= free {
            out.push(ByteSpan::from(start..end));
            free = end;
        }
    }
    out
}

fn all_lines(store: &Store, lines: &Lines) -> Vec<search::Line> {
    lines.page(store, 0, usize::MAX).expect("lines")
}

#[test]
fn index_marks_and_a_plain_scan_find_the_same() {
    let (mut with_hits, mut asked_all) = (0, 0);
    for seed in 0..6 {
        let mut dice = Dice(seed);
        let articles: Vec<Article> = (0..60)
            .map(|_| Article {
                title: (dice.roll(3) > 0)
                    .then(|| format!("{} {}", dice.one(WORDS), dice.one(WORDS))),
                text: text(&mut dice),
                outlet: (dice.roll(3) > 0)
                    .then(|| dice.one(&["Harbor Post", "Night Wire"]).to_owned()),
                published: (dice.roll(3) > 0).then(|| format!("2011-0{}-11", 1 + dice.roll(9))),
            })
            .collect();
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("p.dateline");
        drop(project(&path, &articles));
        let mut store = Store::open(&path, Access::Read).expect("a store");
        let filter = Filter::default();
        let mut terms = Vec::new();
        for _ in 0..80 {
            let asked = ask(&mut dice, 2);
            let said = typed(&asked);
            // The same term twice near itself is refused.
            let Ok(query) = query::strict(&said) else {
                assert!(said.contains("NEAR"), "{said}");
                continue;
            };
            asked_all += 1;
            let mut expected: BTreeMap<ArticleId, Vec<ByteSpan>> = BTreeMap::new();
            for (article, id) in articles.iter().zip(1..) {
                let title = cut(article.title.as_deref().unwrap_or_default());
                let (there, places) = scan(&asked, article, &cut(&article.text), &title);
                if there {
                    expected.insert(ArticleId(id), apart(places));
                }
            }
            let ids: Vec<ArticleId> = expected.keys().copied().collect();
            let hits: Vec<(ArticleId, ByteSpan)> = expected
                .iter()
                .flat_map(|(id, spans)| spans.iter().map(|s| (*id, *s)))
                .collect();
            with_hits += usize::from(!hits.is_empty());
            let lines =
                search::lines(&mut store, &query, &filter, LineOrder::Article).expect("lines");
            let found: Vec<(ArticleId, ByteSpan)> = all_lines(&store, &lines)
                .iter()
                .map(|line| (line.article, line.span))
                .collect();
            assert_eq!(found, hits, "{said}");
            assert_eq!(
                (lines.total, lines.articles),
                (hits.len() as u64, ids.len() as u64),
                "{said}"
            );
            let results = search::results(
                &mut store,
                &query,
                &filter,
                ResultOrder::Best,
                0,
                usize::MAX,
            )
            .expect("results");
            let mut listed: Vec<ArticleId> = results.rows.iter().map(|r| r.article).collect();
            listed.sort_unstable();
            assert_eq!(listed, ids, "{said}");
            assert_eq!(
                results.rows.iter().map(|r| r.hits).sum::<u64>(),
                lines.total,
                "{said}"
            );
            let counts = search::count(&mut store, &query, &filter).expect("counts");
            // Fields alone have no words that could be hit.
            let hits = query.has_words().then_some(lines.total);
            assert_eq!(
                (counts.articles, counts.hits),
                (ids.len() as u64, hits),
                "{said}"
            );
            assert!(hits.is_some() || lines.total == 0, "{said}");
            // The panels' filter and the reader's marks are the same search.
            let chosen = Filter {
                text: Some(said.clone()),
                ..Filter::default()
            };
            let overview = build::overview(&mut store, &chosen).expect("an overview");
            assert_eq!(overview.articles_shown, ids.len() as u64, "{said}");
            let one = ArticleId(1 + dice.roll(articles.len()) as i64);
            let read = build::article(&store, one, &chosen).expect("an article");
            assert_eq!(
                &read.hits,
                expected.get(&one).unwrap_or(&Vec::new()),
                "{said}"
            );
            terms.push((said, lines.total, ids.len() as u64));
        }
        let batch: Vec<Batch> = terms
            .iter()
            .map(|(term, ..)| Batch {
                term: term.clone(),
                label: None,
            })
            .collect();
        let rows = search::batch(
            &mut store,
            &batch,
            BatchAs::Queries,
            &filter,
            &JobCx::unwatched(),
        )
        .expect("a batch");
        for (row, (term, hits, articles)) in rows.iter().zip(&terms) {
            assert_eq!(
                (row.hits, row.articles, &row.error),
                (*hits, *articles, &None),
                "{term}"
            );
        }
    }
    // Otherwise the above says little.
    assert!(with_hits * 3 > asked_all, "{with_hits} of {asked_all}");
}

#[test]
fn lines_are_sorted_by_the_words_beside_the_hit() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let article = |text: &str, outlet: Option<&str>, published: Option<&str>| Article {
        text: text.to_owned(),
        outlet: outlet.map(str::to_owned),
        published: published.map(str::to_owned),
        ..Article::default()
    };
    let articles = [
        article("The old pump failed. A new pump stood", Some("Post"), None),
        article("An élan pump in town.\n\nPump", None, Some("2012-01-01")),
        article("the Elan pump in", Some("bugle"), Some("2011-01-01")),
    ];
    let path = folder.path().join("p.dateline");
    let mut project = project(&path, &articles);
    let query = query::strict("pump").expect("a query");
    let mut check = |order: LineOrder, expected: &[&str]| {
        let lines = project
            .concordance(&query, &Filter::default(), order, 0, 10)
            .expect("lines");
        let seen: Vec<String> = lines
            .rows
            .iter()
            .map(|l| format!("{}:{}[{}]{}", l.article, l.left, l.hit, l.right))
            .collect();
        assert_eq!(seen, expected, "{order:?}");
        let page = project
            .concordance(&query, &Filter::default(), order, 2, 2)
            .expect("a page");
        assert_eq!(page.total, 5);
        assert_eq!(page.rows, lines.rows[2..4], "{order:?}");
    };
    let (old, new) = (
        "1:The old [pump] failed. A new pump stood",
        "1:The old pump failed. A new [pump] stood",
    );
    let (an, end, the) = (
        "2:An élan [pump] in town.",
        "2:[Pump]",
        "3:the Elan [pump] in",
    );
    check(LineOrder::Left, &[end, an, the, new, old]);
    check(LineOrder::Right, &[end, old, the, an, new]);
    check(LineOrder::Date, &[the, an, end, old, new]);
    check(LineOrder::Outlet, &[the, old, new, an, end]);
    check(LineOrder::Article, &[old, new, an, end, the]);
}

#[test]
fn fields_look_at_the_article_itself() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("p.dateline");
    let articles: Vec<Article> = [
        ("Harbor Post", Some("2011-06-03")),
        ("Night Wire", Some("2011-07-31")),
        ("Póst Harbor", None),
    ]
    .into_iter()
    .map(|(outlet, published)| Article {
        title: Some("Wells".to_owned()),
        text: "Water came back".to_owned(),
        outlet: Some(outlet.to_owned()),
        published: published.map(str::to_owned),
    })
    .collect();
    drop(project(&path, &articles));
    let conn = Connection::open(&path).expect("the file");
    conn.execute_batch(
        "UPDATE article SET agency = 'Northern Wire', byline = 'Rania Sabri', language = 'fr', is_read = 1 WHERE id = 1;
         UPDATE article SET is_starred = 1 WHERE id = 2;
         INSERT INTO entity (id, kind, name, found_name) VALUES (1, 'person', 'Rania Sabri', 'Rania Sabri'),
             (2, 'place', 'Sabri Gate', 'Sabri Gate');
         INSERT INTO form (id, text) VALUES (1, 'Mme Sabrî'), (2, 'the Gate');
         INSERT INTO mention (article_id, start, end, sentence_start, sentence_end, entity_id, form_id, confidence)
         VALUES (2, 0, 5, 0, 5, 1, 1, 1000), (3, 0, 5, 0, 5, 2, 2, 1000);
         INSERT INTO appearance (entity_id, article_id, mentions) VALUES (1, 2, 1), (2, 3, 1);",
    )
    .expect("rows");
    let mut store = Store::open(&path, Access::Read).expect("a store");
    let mut check = |typed: &str, expected: &[i64]| {
        let query = query::strict(typed).expect(typed);
        let results = search::results(
            &mut store,
            &query,
            &Filter::default(),
            ResultOrder::Oldest,
            0,
            99,
        )
        .expect("results");
        let mut ids: Vec<i64> = results.rows.iter().map(|r| r.article.0).collect();
        ids.sort_unstable();
        assert_eq!(ids, expected, "{typed}");
    };
    check("outlet:post", &[1, 3]);
    check("outlet:\"harbor post\"", &[1]);
    check("outlet:har*", &[1, 3]);
    check("agency:wire", &[1]);
    check("author:sabri", &[1]);
    check("title:wells -outlet:post", &[2]);
    check("title:water", &[]);
    check("person:sabri", &[2]);
    check("place:sabri", &[3]);
    check("name:sabri", &[2, 3]);
    check("person:mme", &[2]);
    check("place:gate NOT date:2011", &[3]);
    check("org:sabri", &[]);
    check("date:2011-06..2011-07", &[1, 2]);
    check("date:..2011-06", &[1]);
    check("date:2011-07-31..", &[2]);
    check("date:none", &[3]);
    check("lang:french", &[1]);
    check("is:unread", &[2, 3]);
    check("is:starred OR is:read", &[1, 2]);
    check("water (outlet:night OR lang:fr)", &[1, 2]);
    check("-water", &[]);
    check("tag:anything", &[]);
    check("note:anything", &[]);
}

#[test]
fn hostile_queries_are_answered() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("p.dateline");
    let articles = [Article {
        text: "Water came back".to_owned(),
        ..Article::default()
    }];
    let mut project = project(&path, &articles);
    let many = |piece: &str, times: usize| vec![piece; times].join(" OR ");
    let queries = [
        many("water", 900),
        vec!["water"; 900].join(" "),
        format!("{}water{}", "(pump OR ".repeat(49), ")".repeat(49)),
        format!("water {}", "-pump ".repeat(900)),
        "wa\0ter OR water".to_owned(),
        "water NEAR/4000000 back".to_owned(),
        format!("water OR {}", "w".repeat(9_000)),
    ];
    for typed in queries {
        let query = query::strict(&typed).expect("a query");
        let counts = project
            .count_found(&query, &Filter::default())
            .expect("counts");
        assert_eq!(counts.articles, 1, "{}", &typed[..40.min(typed.len())]);
    }
    // What is left of a query that is being typed is what the panels show.
    for (typed, shown) in [
        ("water \"came ba", 0),
        ("water \"came", 1),
        ("--", 0),
        ("OR", 0),
    ] {
        let filter = Filter {
            text: Some(typed.to_owned()),
            ..Filter::default()
        };
        let mut store = Store::open(&path, Access::Read).expect("a store");
        let overview = build::overview(&mut store, &filter).expect("an overview");
        assert_eq!(overview.articles_shown, shown, "{typed}");
    }
}

#[test]
fn saved_searches_are_decisions() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("p.dateline");
    let mut project = project(&path, &[Article::default()]);
    let filter = |text: &str| Filter {
        text: Some(text.to_owned()),
        from: Some("2011-01-01".to_owned()),
        ..Filter::default()
    };
    let save = |name: &str, text: &str| Command::SaveSearch {
        name: name.to_owned(),
        filter: filter(text),
    };
    let names = |project: &Project| -> Vec<(String, String)> {
        let all = project.saved_searches().expect("searches");
        all.into_iter().map(|s| (s.name, s.query)).collect()
    };
    let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
    project
        .run(save(" Water  supply ", "water"))
        .expect("saved");
    project.run(save("wells", "well*")).expect("saved");
    project
        .run(save("WATER SUPPLY", "water pump"))
        .expect("changed");
    assert_eq!(
        names(&project),
        [pair("WATER SUPPLY", "water pump"), pair("wells", "well*")]
    );
    let id = project.saved_search("Wells").expect("a search").id;
    let taken = Command::RenameSearch {
        search: id,
        name: "water supply".to_owned(),
    };
    assert!(project.run(taken).is_err());
    project
        .run(Command::RenameSearch {
            search: id,
            name: "Wells dug".to_owned(),
        })
        .expect("renamed");
    project
        .run(Command::DeleteSearch { search: id })
        .expect("deleted");
    assert_eq!(names(&project), [pair("WATER SUPPLY", "water pump")]);
    project.run(Command::Undo).expect("undone");
    assert_eq!(project.saved_search("wells dug").expect("a search").id, id);
    for _ in 0..4 {
        project.run(Command::Undo).expect("undone");
    }
    assert_eq!(names(&project), []);
    for _ in 0..5 {
        project.run(Command::Redo).expect("redone");
    }
    assert_eq!(names(&project), [pair("WATER SUPPLY", "water pump")]);
    project.run(save("new", "x")).expect("saved");
    assert_ne!(project.saved_search("new").expect("a search").id, id);
    assert!(project.run(save(" ", "x")).is_err());
    let nothing = Command::SaveSearch {
        name: "all".to_owned(),
        filter: Filter::default(),
    };
    assert!(project.run(nothing).is_err());
    assert_eq!(project.check().expect("a check"), Vec::<String>::new());
}

/// Every code point that scripts in use have, inside a word and alone, as SQLite's tokenizer cuts and folds it.
#[test]
fn words_are_cut_as_the_index_cuts_them() {
    let conn = Connection::open_in_memory().expect("a database");
    conn.execute_batch(
        "CREATE VIRTUAL TABLE t USING fts5 (x, tokenize = 'unicode61 remove_diacritics 2');
         CREATE VIRTUAL TABLE v USING fts5vocab (t, 'instance');
         BEGIN;",
    )
    .expect("an index");
    let beyond = (0x3_0000..=0x10_FFFF).step_by(97);
    let codes = (1..0x3_0000_u32).chain(beyond).chain(0xE_0000..0xE_0200);
    let chars: Vec<char> = codes.filter_map(char::from_u32).collect();
    let texts: Vec<String> = chars
        .chunks(64)
        .map(|some| some.iter().map(|c| format!("a{c}b {c} ")).collect())
        .collect();
    for (text, id) in texts.iter().zip(1_i64..) {
        conn.execute(
            "INSERT INTO t (rowid, x) VALUES (?1, ?2)",
            params![id, text],
        )
        .expect("a row");
    }
    conn.execute_batch("COMMIT").expect("a commit");
    let mut expected: Vec<Vec<(i64, Vec<u8>)>> = vec![Vec::new(); texts.len()];
    let mut statement = conn
        .prepare("SELECT doc, offset, CAST(term AS BLOB) FROM v")
        .expect("a statement");
    let mut rows = statement.query([]).expect("rows");
    while let Some(row) = rows.next().expect("a row") {
        let doc: i64 = row.get(0).expect("a number");
        expected[doc as usize - 1]
            .push((row.get(1).expect("a place"), row.get(2).expect("a word")));
    }
    for (text, mut expected) in texts.iter().zip(expected) {
        expected.sort_unstable();
        let expected: Vec<Vec<u8>> = expected.into_iter().map(|(_, word)| word).collect();
        let mut seen = Vec::new();
        words::for_each(text, |word, start, end| {
            assert!(text.get(start..end).is_some());
            seen.push(word.to_vec());
        });
        assert_eq!(seen, expected, "{text:?}");
    }
}

#[test]
fn an_agency_stands_in_for_an_outlet_that_is_not_stated() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("p.dateline");
    let article = |outlet: Option<&str>| Article {
        text: "Water came back".to_owned(),
        outlet: outlet.map(str::to_owned),
        ..Article::default()
    };
    drop(project(
        &path,
        &[article(None), article(Some("Harbor Post"))],
    ));
    let conn = Connection::open(&path).expect("the file");
    conn.execute_batch("UPDATE article SET agency = 'Northern Wire'")
        .expect("an agency");
    let mut store = Store::open(&path, Access::Read).expect("a store");
    let query = query::strict("water").expect("a query");
    let filter = Filter::default();
    let expected = [Some("Northern Wire"), Some("Harbor Post")];
    let lines = search::lines(&mut store, &query, &filter, LineOrder::Article).expect("lines");
    let lines = lines.page(&store, 0, 9).expect("a page");
    let sources: Vec<_> = lines.iter().map(|line| line.source()).collect();
    assert_eq!(sources, expected);
    let cells: Vec<_> = lines
        .iter()
        .map(|line| line.cells()[2..4].to_vec())
        .collect();
    assert_eq!(
        cells,
        [["", "Northern Wire"], ["Harbor Post", "Northern Wire"]]
    );
    let order = ResultOrder::Oldest;
    let found = search::results(&mut store, &query, &filter, order, 0, 9).expect("results");
    let mut sources: Vec<_> = found.rows.iter().map(|row| row.source()).collect();
    sources.sort_unstable();
    assert_eq!(sources, [Some("Harbor Post"), Some("Northern Wire")]);
}
