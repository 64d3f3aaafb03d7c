//! Searching 100,000 articles of 120 words: what every typed letter costs, a page of results, a concordance, a batch.
//!
//! `cargo bench --bench search` makes the project in a temporary folder. `DATELINE_BENCH_ARTICLES=20000` makes a smaller
//! one, `DATELINE_BENCH_PROJECT=FILE` keeps it for the next run.

use std::{
    hint::black_box,
    path::{Path, PathBuf},
    time::Instant,
};

use dateline::{
    jobs::JobCx,
    model::{Filter, Query},
    store::{Access, Store},
    workspace::{
        Project, query,
        search::{self, Batch, BatchAs, LineOrder, Lines, ResultOrder},
        views::build,
    },
};
use rusqlite::{Connection, params};

const WORDS_EACH: usize = 120;
/// Different words; the n-th is used about 1/n as often as the first, as in real text.
const VOCABULARY: usize = 60_000;

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

    /// From 0 to below 1.
    fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// The rank of a word, from 0, after Zipf's law.
    fn rank(&mut self) -> usize {
        let rank = (VOCABULARY as f64).powf(self.share()) - 1.0;
        (rank as usize).min(VOCABULARY - 1)
    }
}

/// The word of a rank: made of syllables, the frequent ones short, no two alike.
fn word(rank: usize) -> String {
    const ONSETS: [&str; 12] = ["b", "d", "f", "k", "l", "m", "n", "r", "s", "t", "v", "z"];
    const VOWELS: [&str; 5] = ["a", "e", "i", "o", "u"];
    let mut left = rank + 1;
    let mut out = String::new();
    while left > 0 {
        out.push_str(ONSETS[left % 12]);
        out.push_str(VOWELS[left / 12 % 5]);
        left /= 60;
    }
    out
}

/// Fills a project with articles; what a search does not look at is left out.
fn fill(path: &Path, articles: usize) {
    drop(Project::create(path).expect("a project"));
    let mut conn = Connection::open(path).expect("the file");
    let vocabulary: Vec<String> = (0..VOCABULARY).map(word).collect();
    let mut dice = Dice(7);
    let tx = conn.transaction().expect("a transaction");
    tx.execute_batch(
        "INSERT INTO source (id, sha256, bytes, packing, content, format, encoding, imported_at)
         VALUES (1, x'00', 0, 'none', x'', 'text', 'UTF-8', '');",
    )
    .expect("a source");
    {
        let mut article = tx
            .prepare(
                "INSERT INTO article (id, source_id, file, text_is_source, title, title_made_up, words, mentions, text_sha256,
                                      outlet, published, published_precision, published_source, published_first, published_last)
                 VALUES (?1, 1, '', 1, ?2, 0, ?3, 1, x'00', ?4, ?5, 'day', 'text', ?5, ?5)",
            )
            .expect("a statement");
        let mut text = tx
            .prepare("INSERT INTO article_text (article_id, reading_text, blocks, offsets) VALUES (?1, ?2, 'HP', x'')")
            .expect("a statement");
        let mut index = tx
            .prepare("INSERT INTO article_search (rowid, title, body) VALUES (?1, ?2, ?3)")
            .expect("a statement");
        let mut entity = tx
            .prepare(
                "INSERT INTO entity (id, kind, name, found_name) VALUES (?1, 'person', ?2, ?2)",
            )
            .expect("a statement");
        let mut form = tx
            .prepare("INSERT INTO form (id, text) VALUES (?1, ?2)")
            .expect("a statement");
        // A name for every third article, as often as words are.
        for id in 0..articles / 3 {
            let name = format!("{} {}", word(id % 997 + 40), word(id + 61));
            entity
                .execute(params![id as i64 + 1, name])
                .expect("an entity");
            form.execute(params![id as i64 + 1, name])
                .expect("a spelling");
        }
        let mut mention = tx
            .prepare(
                "INSERT INTO mention (article_id, start, end, sentence_start, sentence_end, entity_id, form_id, confidence)
                 VALUES (?1, 0, 1, 0, 1, ?2, ?2, 1000)",
            )
            .expect("a statement");
        let mut appearance = tx
            .prepare("INSERT INTO appearance (entity_id, article_id, mentions) VALUES (?1, ?2, 1)")
            .expect("a statement");
        for id in 1..=articles as i64 {
            let mut row = |n: usize| -> String {
                let words: Vec<&str> = (0..n).map(|_| vocabulary[dice.rank()].as_str()).collect();
                words.join(" ")
            };
            let title = row(7);
            let body = format!(
                "{title}\n\n{}. {}.",
                row(WORDS_EACH / 2),
                row(WORDS_EACH / 2)
            );
            let day = dateline::model::date::from_day_number(15_000 + id % 2_000).to_string();
            let outlet = format!("Outlet {}", word(id as usize % 40));
            article
                .execute(params![id, title, WORDS_EACH as i64, outlet, day])
                .expect("an article");
            text.execute(params![id, body]).expect("a text");
            index.execute(params![id, title, body]).expect("an index");
            let entity = 1 + id % (articles as i64 / 3).max(1);
            mention.execute(params![id, entity]).expect("a mention");
            appearance.execute(params![entity, id]).expect("a count");
        }
    }
    tx.commit().expect("a commit");
}

/// What people type: rare and common words, phrases, beginnings, joined and within fields. Ranks make the frequency:
/// word 200 stands in about one article of 18, word 5,000 in one of 460.
fn typical() -> Vec<String> {
    let w = word;
    let mut all = Vec::new();
    for rank in [3, 20, 60, 200, 500, 1_000, 2_000, 5_000, 10_000, 30_000] {
        all.push(w(rank));
    }
    for rank in [40, 300, 900, 3_000] {
        all.push(format!("{} {}", w(rank), w(rank * 2)));
        all.push(format!("\"{} {}\"", w(rank / 20), w(rank / 10)));
        all.push(format!("{} OR {}", w(rank), w(rank + 7)));
        all.push(format!("{} NOT {}", w(rank), w(rank / 4)));
        all.push(format!("{}*", &w(rank)[..w(rank).len().min(5)]));
        all.push(format!("{} NEAR/5 {}", w(rank), w(rank / 10)));
        all.push(format!("title:{}", w(rank)));
        all.push(format!("{} date:2012-03..2012-06", w(rank)));
        all.push(format!("{} outlet:{}", w(rank), w(rank % 40)));
    }
    for rank in [70, 400] {
        all.push(format!("person:{}", w(rank)));
        all.push(format!("{} -person:{}", w(rank), w(rank + 1)));
    }
    all
}

#[expect(clippy::print_stderr, reason = "the times are what a bench is run for")]
fn report(what: &str, mut times: Vec<(f64, String)>) {
    times.sort_by(|a, b| a.0.total_cmp(&b.0));
    let at = |share: f64| &times[((times.len() - 1) as f64 * share).round() as usize];
    let ((half, _), (most, _), (worst, slow)) = (at(0.5), at(0.95), at(1.0));
    eprintln!("{what}: p50 {half:.1} ms, p95 {most:.1} ms, worst {worst:.1} ms ({slow})");
}

fn timed(queries: &[(String, Query)], mut work: impl FnMut(&str, &Query)) -> Vec<(f64, String)> {
    let mut times = Vec::new();
    for _ in 0..3 {
        for (typed, query) in queries {
            let began = Instant::now();
            work(typed, query);
            times.push((began.elapsed().as_secs_f64() * 1_000.0, typed.clone()));
        }
    }
    times
}

#[expect(clippy::print_stderr, reason = "the times are what a bench is run for")]
fn main() {
    // `cargo test --benches` only tries it out.
    let tried =
        std::env::args().any(|a| a == "--test") || !std::env::args().any(|a| a == "--bench");
    let number = std::env::var("DATELINE_BENCH_ARTICLES").ok();
    let articles = match number.and_then(|n| n.parse().ok()) {
        Some(n) => n,
        None if tried => 1_000,
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
    let queries: Vec<(String, Query)> = typical()
        .into_iter()
        .map(|typed| {
            let query = query::strict(&typed).expect("a query");
            (typed, query)
        })
        .collect();
    let all = Filter::default();
    let began = Instant::now();
    black_box(search::count(&mut store, &queries[0].1, &all).expect("counts"));
    eprintln!(
        "the first search: {:.0} ms",
        began.elapsed().as_secs_f64() * 1_000.0
    );
    report(
        "counts while typing",
        timed(&queries, |_, query| {
            black_box(search::count(&mut store, query, &all).expect("counts"));
        }),
    );
    report(
        "50 articles with snippets",
        timed(&queries, |_, query| {
            black_box(
                search::results(&mut store, query, &all, ResultOrder::Best, 0, 50)
                    .expect("results"),
            );
        }),
    );
    report(
        "the filter of all panels",
        timed(&queries, |typed, _| {
            let filter = Filter {
                text: Some(typed.to_owned()),
                ..Filter::default()
            };
            build::select(&mut store, &filter).expect("a selection");
        }),
    );
    for rank in [5_000, 200, 0] {
        let query = query::strict(&word(rank)).expect("a query");
        let began = Instant::now();
        let lines: Lines =
            search::lines(&mut store, &query, &all, LineOrder::Right).expect("lines");
        let whole = began.elapsed().as_secs_f64() * 1_000.0;
        let began = Instant::now();
        let page = lines.page(&store, lines.len() / 2, 100).expect("a page");
        eprintln!(
            "concordance of {} hits in {} articles, sorted: {whole:.0} ms; a page of {}: {:.1} ms",
            lines.total,
            lines.articles,
            page.len(),
            began.elapsed().as_secs_f64() * 1_000.0
        );
    }
    let batch: Vec<Batch> = (0..200)
        .map(|n| Batch {
            term: word(100 + n * 37),
            label: None,
        })
        .collect();
    let began = Instant::now();
    let rows = search::batch(
        &mut store,
        &batch,
        BatchAs::Queries,
        &all,
        &JobCx::unwatched(),
    )
    .expect("a batch");
    eprintln!(
        "batch of {} terms: {:.0} ms",
        rows.len(),
        began.elapsed().as_secs_f64() * 1_000.0
    );
}
