//! Charts of 100,000 articles that name eleven names each: every kind, the whole project and a part of it, against the
//! budget of 300 ms.
//!
//! `cargo bench --bench charts` makes the project in a temporary folder. `DATELINE_BENCH_ARTICLES=20000` makes a smaller
//! one, `DATELINE_BENCH_PROJECT=FILE` keeps it for the next run.

use std::{
    collections::BTreeMap,
    hint::black_box,
    path::{Path, PathBuf},
    time::Instant,
};

use dateline::{
    model::{
        CountUnit, EntityId, EntityType, Filter,
        chart::{Cell, ChartKind, TimeUnit, Together},
    },
    store::{Access, Store},
    workspace::{Project, figures, session::ChartSpec, views::build},
};
use rusqlite::{Connection, params};

/// Names an article has.
const NAMES_EACH: usize = 11;

/// Random numbers that are the same in every run (SplitMix64).
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, most: usize) -> usize {
        (self.next() % most.max(1) as u64) as usize
    }

    /// A number below `most`, the n-th about 1/n as often as the first, as names are in the news.
    fn rank(&mut self, most: usize) -> usize {
        let share = (self.next() >> 11) as f64 / (1_u64 << 53) as f64;
        ((most as f64).powf(share) as usize).clamp(1, most) - 1
    }
}

/// Fills a project with articles and what they name; every fourth article is a version of a story of three.
fn fill(path: &Path, articles: usize) {
    const INSERTS: [&str; 6] = [
        "INSERT INTO article (id, source_id, file, text_is_source, title, title_made_up, words, mentions, text_sha256,
                              outlet, agency, published, published_precision, published_source, published_first,
                              published_last, family_id)
         VALUES (?1, 1, '', 1, 'Convoy reaches the hills', 0, ?2, 15, x'00', ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        "INSERT INTO article_text (article_id, reading_text, blocks, offsets) VALUES (?1, ?2, 'HPP', x'')",
        "INSERT INTO entity (id, kind, name, found_name) VALUES (?1, ?2, ?3, ?3)",
        "INSERT INTO mention (article_id, start, end, sentence_start, sentence_end, entity_id, form_id, confidence)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, 1, 1000)",
        "INSERT INTO appearance (entity_id, article_id, mentions) VALUES (?1, ?2, ?3)",
        "INSERT INTO place (entity_id, name, status, lat, lon, candidates, reason)
         VALUES (?1, ?2, 'resolved', 32.1, 13.2, 1, 'one')",
    ];
    drop(Project::create(path).expect("a project"));
    let mut conn = Connection::open(path).expect("the file");
    let tx = conn.transaction().expect("a transaction");
    tx.execute_batch(
        "INSERT INTO source (id, sha256, bytes, packing, content, format, encoding, imported_at)
         VALUES (1, x'00', 0, 'none', x'', 'text', 'UTF-8', '');
         INSERT INTO form (id, text) VALUES (1, 'Name');",
    )
    .expect("a source");
    let [article, text, entity, mention, appearance, place] =
        INSERTS.map(|sql| tx.prepare(sql).expect("a statement"));
    let (mut article, mut text, mut entity) = (article, text, entity);
    let (mut mention, mut appearance, mut place) = (mention, appearance, place);
    let names = articles / 2;
    let kinds = ["person", "place", "organization", "group", "person"];
    for id in 1..=names {
        let name = format!("Name {id:06}");
        let kind = kinds[id % 5];
        entity
            .execute(params![id as i64, kind, name])
            .expect("an entity");
        if kind == "place" {
            place.execute(params![id as i64, name]).expect("a place");
        }
    }
    for family in 1..=articles.div_ceil(12) {
        tx.execute(
            "INSERT INTO family (id, kind, shared) VALUES (?1, 'version', 0.9)",
            [family as i64],
        )
        .expect("a family");
    }
    let sentence = "Name and others met in a hall of the town to talk of roads. ";
    let body = format!(
        "Convoy reaches the hills\n\n{}\n\n{}",
        sentence.repeat(5),
        sentence.repeat(5)
    );
    let mut dice = Dice(11);
    for id in 1..=articles as i64 {
        let day =
            dateline::model::date::from_day_number(15_000 + dice.below(1_500) as i64).to_string();
        let outlet = (id % 9 > 0).then(|| format!("Outlet {}", dice.rank(200)));
        let agency = (id % 3 == 0).then(|| format!("Agency {}", dice.rank(6)));
        let month = day[..7].to_owned();
        let (published, precision, first, last) = match id % 20 {
            0 => (None, None, None, None),
            1 => (
                Some(month.clone()),
                Some("month"),
                Some(format!("{month}-01")),
                Some(format!("{month}-28")),
            ),
            _ => (Some(day.clone()), Some("day"), Some(day.clone()), Some(day)),
        };
        let source = published.is_some().then_some("text");
        let family = (id % 4 == 0).then(|| id / 12 + 1);
        let words = 100 + dice.below(900) as i64;
        article
            .execute(params![
                id, words, outlet, agency, published, precision, source, first, last, family
            ])
            .expect("an article");
        text.execute(params![id, body]).expect("a text");
        let mut named: BTreeMap<usize, i64> = BTreeMap::new();
        let mut start = 26;
        for _ in 0..NAMES_EACH + 4 {
            let name = dice.rank(names) + 1;
            *named.entry(name).or_default() += 1;
            let sentence = 26 + (start - 26) / 60 * 60;
            mention
                .execute(params![
                    id,
                    start,
                    start + 4,
                    sentence,
                    sentence + 59,
                    name as i64
                ])
                .expect("a mention");
            start += 30;
        }
        for (name, times) in named {
            appearance
                .execute(params![name as i64, id, times])
                .expect("a count");
        }
    }
    drop((article, text, entity, mention, appearance, place));
    tx.commit().expect("a commit");
}

#[expect(clippy::print_stderr, reason = "the times are what a bench is run for")]
fn timed<T>(what: &str, mut work: impl FnMut() -> T) {
    let mut times: Vec<f64> = (0..3)
        .map(|_| {
            let began = Instant::now();
            black_box(work());
            began.elapsed().as_secs_f64() * 1_000.0
        })
        .collect();
    let first = times[0];
    times.sort_by(f64::total_cmp);
    eprintln!("{what}: {:.0} ms (first {first:.0})", times[1]);
}

#[expect(clippy::print_stderr, reason = "the times are what a bench is run for")]
fn main() {
    // `cargo test --benches` only tries it out.
    let tried =
        std::env::args().any(|a| a == "--test") || !std::env::args().any(|a| a == "--bench");
    let number = std::env::var("DATELINE_BENCH_ARTICLES").ok();
    let articles = match number.and_then(|n| n.parse().ok()) {
        Some(n) => n,
        None if tried => 500,
        None => 100_000,
    };
    let folder = tempfile::tempdir().expect("a temporary folder");
    let kept = std::env::var_os("DATELINE_BENCH_PROJECT").map(PathBuf::from);
    let path = kept.unwrap_or_else(|| folder.path().join("large.dateline"));
    if !path.exists() {
        let began = Instant::now();
        fill(&path, articles);
        eprintln!(
            "{articles} articles made in {:.0} s",
            began.elapsed().as_secs_f64()
        );
    }
    let mut store = Store::open(&path, Access::Read).expect("a store");
    let all = Filter::default();
    let part = Filter {
        outlets: vec!["Outlet 3".to_owned()],
        ..Filter::default()
    };
    for (which, filter) in [("whole", &all), ("one outlet", &part)] {
        timed(&format!("{which}: selection"), || {
            build::select(&mut store, &all).expect("a selection");
            build::select(&mut store, filter).expect("a selection");
        });
        for unit in [CountUnit::Mentions, CountUnit::Stories] {
            for kind in ChartKind::ALL {
                let spec = ChartSpec {
                    unit,
                    top: 12,
                    time: TimeUnit::Month,
                    ..ChartSpec::new(kind)
                };
                timed(
                    &format!("{which}: {} of {}", kind.word(), unit.word()),
                    || figures::chart(&mut store, filter, &spec, "bench").expect("a chart"),
                );
            }
        }
        let mut more = |what: &str, spec: ChartSpec| {
            timed(&format!("{which}: {what}"), || {
                figures::chart(&mut store, filter, &spec, "bench").expect("a chart")
            });
        };
        let names = || (1..=5).map(EntityId).collect::<Vec<_>>();
        more(
            "five names by day",
            ChartSpec {
                compare: names(),
                ..ChartSpec::new(ChartKind::Timeline)
            },
        );
        more(
            "people only",
            ChartSpec {
                only: Some(EntityType::Person),
                top: 12,
                ..ChartSpec::new(ChartKind::Entities)
            },
        );
        more(
            "pairs in paragraphs",
            ChartSpec {
                top: 12,
                together: Together::Paragraph,
                ..ChartSpec::new(ChartKind::Cooccurrence)
            },
        );
        more(
            "pairs in articles",
            ChartSpec {
                top: 12,
                together: Together::Article,
                ..ChartSpec::new(ChartKind::Cooccurrence)
            },
        );
        more(
            "outlets by place",
            ChartSpec {
                top: 12,
                places: true,
                ..ChartSpec::new(ChartKind::Coverage)
            },
        );
        more(
            "agencies",
            ChartSpec {
                agencies: true,
                ..ChartSpec::new(ChartKind::Outlets)
            },
        );
        timed(&format!("{which}: table of names"), || {
            build::entities(&mut store, filter).expect("names")
        });
        timed(&format!("{which}: places"), || {
            build::places(&mut store, filter).expect("places")
        });
        timed(&format!("{which}: passages of the first name"), || {
            let cell = Cell::Entity(EntityId(1));
            build::evidence(&mut store, filter, &cell, CountUnit::Mentions).expect("passages")
        });
    }
}
