//! Decisions on a large project: 20,000 articles, 600,000 mentions, a merge that moves 100,000 of them, its preview, and
//! what undo and redo take.

use std::{hint::black_box, path::Path, time::Instant};

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use dateline::{
    model::EntityId,
    workspace::{Command, Project},
};
use rusqlite::{Connection, params};

const ARTICLES: i64 = 20_000;
const MENTIONS_EACH: i64 = 30;
/// Of the entity that is merged.
const SHARE: i64 = 5;

/// A project of articles that consist of names; what a decision does not look at is left out.
fn large(path: &Path) {
    drop(Project::create(path).expect("a project"));
    let mut conn = Connection::open(path).expect("the file");
    let tx = conn.transaction().expect("a transaction");
    tx.execute_batch(
        "INSERT INTO source (id, sha256, bytes, packing, content, format, encoding, imported_at)
         VALUES (1, x'00', 0, 'none', x'', 'text', 'UTF-8', '');",
    )
    .expect("a source");
    let entities = 200;
    {
        let mut entity = tx
            .prepare(
                "INSERT INTO entity (id, kind, name, found_name) VALUES (?1, 'person', ?2, ?2)",
            )
            .expect("a statement");
        let mut form = tx
            .prepare("INSERT INTO form (id, text) VALUES (?1, ?2)")
            .expect("a statement");
        for id in 1..=entities {
            let name = format!("Name {id:03}");
            entity.execute(params![id, name]).expect("an entity");
            form.execute(params![id, name]).expect("a spelling");
        }
        let mut article = tx
            .prepare(
                "INSERT INTO article (id, source_id, file, text_is_source, title, title_made_up, words, mentions, text_sha256)
                 VALUES (?1, 1, '', 1, 'T', 0, 60, ?2, x'00')",
            )
            .expect("a statement");
        let mut text = tx
            .prepare("INSERT INTO article_text (article_id, reading_text, blocks, offsets) VALUES (?1, ?2, 'P', x'')")
            .expect("a statement");
        let mut mention = tx
            .prepare(
                "INSERT INTO mention (article_id, start, end, sentence_start, sentence_end, entity_id, form_id, confidence)
                 VALUES (?1, ?2, ?3, ?2, ?3, ?4, ?4, 1000)",
            )
            .expect("a statement");
        for id in 1..=ARTICLES {
            article
                .execute(params![id, MENTIONS_EACH])
                .expect("an article");
            let mut words = String::new();
            for n in 0..MENTIONS_EACH {
                let entity = if n < SHARE {
                    1
                } else {
                    2 + (id * 31 + n * 7) % (entities - 1)
                };
                let start = words.len() as i64;
                words.push_str(&format!("Name {entity:03}"));
                mention
                    .execute(params![id, start, words.len() as i64, entity])
                    .expect("a mention");
                words.push_str(". ");
            }
            text.execute(params![id, words]).expect("a text");
        }
    }
    tx.execute_batch(
        "INSERT INTO appearance (entity_id, article_id, mentions)
         SELECT entity_id, article_id, count(*) FROM mention GROUP BY entity_id, article_id;",
    )
    .expect("counts");
    tx.commit().expect("a commit");
}

#[expect(clippy::print_stderr, reason = "the times are what a bench is run for")]
fn decisions(c: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("large.dateline");
    large(&path);
    let merge = || Command::MergeEntities {
        entities: vec![EntityId(1), EntityId(2)],
        into: EntityId(2),
        name: None,
        except: Vec::new(),
    };
    let mut project = Project::open(&path).expect("a project");
    // One round in words, also where the bench is only tried out.
    let timed = |what: &str, work: &mut dyn FnMut()| {
        let began = Instant::now();
        work();
        eprintln!("{what}: {:.2} s", began.elapsed().as_secs_f64());
    };
    timed("preview of 100,000 mentions", &mut || {
        let preview = project.preview(&merge()).expect("a preview");
        assert_eq!(preview.mentions, 100_000);
        assert_eq!(preview.articles, 20_000);
    });
    timed("merge", &mut || {
        project.run(merge()).expect("a merge");
    });
    timed("undo", &mut || {
        project.run(Command::Undo).expect("an undo");
    });
    timed("redo", &mut || {
        project.run(Command::Redo).expect("a redo");
    });
    project.run(Command::Undo).expect("an undo");
    let mut group = c.benchmark_group("decisions");
    group.sample_size(10);
    group.bench_function("preview", |b| {
        b.iter(|| black_box(project.preview(&merge())).map(|p| p.mentions));
    });
    let mut project = Project::open(&path).expect("a project");
    group.bench_function("merge and undo", |b| {
        b.iter_batched(
            || (),
            |()| {
                project.run(merge()).expect("a merge");
                project.run(Command::Undo).expect("an undo");
            },
            BatchSize::PerIteration,
        );
    });
    group.finish();
}

criterion_group!(benches, decisions);
criterion_main!(benches);
