//! The table of names with 100,000 of them: what a frame costs while it scrolls (drawing and tessellating, without the
//! graphics card; at most 2 ms), picking and ordering, and reading the table from a project, with the memory it takes.
#![allow(clippy::unwrap_used, reason = "a bench may stop where it fails")]

#[path = "../tests/fixture/mod.rs"]
mod fixture;

use std::{collections::BTreeMap, hint::black_box, path::Path, time::Instant};

use criterion::{Criterion, criterion_group, criterion_main};
use dateline::{
    model::{EntityId, EntityType, Filter, chart::TimeUnit, rows::EntityRow},
    store::{Access, Store},
    ui::{action::Queue, context::Cx, read, theme},
    workspace::{
        Project,
        session::{Slot, Wanted},
        views::{EntityTable, NameKey, NameOrder, OverTime, build},
    },
};
use egui::{
    Context, Event, Modifiers, MouseWheelUnit, Pos2, RawInput, Rect, TouchPhase, pos2, vec2,
};
use fixture::{Fixture, Log};
use rusqlite::{Connection, params};

const NAMES: i64 = 100_000;

/// Numbers that look like chance, the same each time.
struct Dice(u32);

impl Dice {
    fn next(&mut self, below: u32) -> u32 {
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (self.0 >> 8) % below
    }

    fn name(&mut self) -> String {
        const PARTS: [&str; 16] = [
            "ba", "qar", "mi", "zu", "wan", "sal", "ro", "the", "din", "fa", "lor", "ha", "ksi",
            "ber", "no", "yef",
        ];
        let mut name = String::new();
        for _ in 0..2 {
            let from = name.len();
            for _ in 0..2 + self.next(2) {
                name.push_str(PARTS[self.next(16) as usize]);
            }
            name[from..=from].make_ascii_uppercase();
            name.push(' ');
        }
        name.trim_end().to_owned()
    }
}

fn rows() -> Vec<EntityRow> {
    let mut dice = Dice(7);
    (0..NAMES)
        .map(|n| {
            let name = dice.name();
            let mut variants = vec![(name.clone(), 3)];
            if n % 3 == 0 {
                variants.push((dice.name(), 1));
            }
            let day = |day: u32| Some(format!("2012-{:02}-{:02}", day / 28 % 12 + 1, day % 28 + 1));
            EntityRow {
                id: EntityId(n),
                kind: EntityType::ALL[n as usize % 4],
                name,
                mentions: (NAMES / (n + 1)) as u64 + 1,
                articles: u64::from(dice.next(500)),
                stories: u64::from(dice.next(300)),
                first: day(dice.next(200)),
                last: day(dice.next(336)),
                variants,
            }
        })
        .collect()
}

fn table() -> EntityTable {
    let mut dice = Dice(3);
    let spans: Vec<(String, String)> = (0..36)
        .map(|n| {
            (
                format!("2012-01-{:02}", n % 28 + 1),
                "2012-02-01".to_owned(),
            )
        })
        .collect();
    let counts: Vec<u32> = (0..NAMES as usize * spans.len())
        .map(|_| dice.next(6).saturating_sub(2))
        .collect();
    EntityTable::new(
        rows(),
        OverTime::from_counts(TimeUnit::Week, spans, &counts),
    )
}

struct Stage {
    ctx: Context,
    desk: Fixture,
    wanted: Wanted,
    queue: Queue,
    read: read::State,
    time: f64,
}

impl Stage {
    fn new(table: EntityTable) -> Self {
        let mut desk = Fixture::full(&Log::default());
        desk.views_mut().entities = Slot::Ready(table);
        let ctx = Context::default();
        theme::install(&ctx);
        let mut stage = Self {
            ctx,
            desk,
            wanted: Wanted::default(),
            queue: Queue::default(),
            read: read::State::default(),
            time: 0.0,
        };
        for _ in 0..3 {
            stage.frame(Vec::new());
        }
        stage
    }

    /// The panel alone.
    fn frame(&mut self, events: Vec<Event>) {
        self.time += 1.0 / 60.0;
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, vec2(1040.0, 860.0))),
            time: Some(self.time),
            events,
            ..RawInput::default()
        };
        let splits = BTreeMap::new();
        let mut output = self.ctx.run_ui(input, |ui| {
            let rect = ui.max_rect();
            let mut cx = Cx {
                desk: &self.desk,
                wanted: &self.wanted,
                queue: &mut self.queue,
                now: self.time,
                splits: &splits,
                stories: false,
                inline: false,
                drops: true,
            };
            read::names_ui(ui, rect, &mut cx, &mut self.read);
        });
        self.queue.take();
        // There is no graphics card to hand textures to.
        output.textures_delta.clear();
        black_box(
            self.ctx
                .tessellate(std::mem::take(&mut output.shapes), output.pixels_per_point),
        );
    }

    fn wheel(&mut self, points: f32) {
        self.frame(vec![Event::MouseWheel {
            unit: MouseWheelUnit::Point,
            delta: vec2(0.0, points),
            phase: TouchPhase::Move,
            source: egui::MouseWheelSource::Unknown,
            modifiers: Modifiers::NONE,
        }]);
    }
}

fn frames(c: &mut Criterion) {
    let mut stage = Stage::new(table());
    stage.frame(vec![Event::PointerMoved(pos2(500.0, 500.0))]);
    c.bench_function("entities/still", |b| b.iter(|| stage.frame(Vec::new())));
    let mut count = 0_u32;
    c.bench_function("entities/scrolling", |b| {
        b.iter(|| {
            count += 1;
            // Far down, and back again, in steps larger than a page as well.
            let way = if (count / 400).is_multiple_of(2) {
                -1.0
            } else {
                1.0
            };
            stage.wheel(
                way * if count.is_multiple_of(5) {
                    4_000.0
                } else {
                    60.0
                },
            );
        });
    });
}

fn picking(c: &mut Criterion) {
    let table = table();
    for key in [NameKey::Mentions, NameKey::Name, NameKey::Last] {
        c.bench_function(&format!("entities/order by {}", key.word()), |b| {
            b.iter(|| black_box(table.pick(None, "", NameOrder::by(key))).len());
        });
    }
    for typed in ["a", "sal", "nobody at all"] {
        c.bench_function(&format!("entities/search {typed}"), |b| {
            let order = NameOrder::by(NameKey::Mentions);
            b.iter(|| black_box(table.pick(Some(EntityType::Person), typed, order)).len());
        });
    }
    let (rows, over) = (table.rows.clone(), table.over_time().clone());
    c.bench_function("entities/make ready, beside the window", |b| {
        b.iter(|| {
            black_box(EntityTable::new(rows.clone(), over.clone()))
                .rows
                .len()
        });
    });
}

/// A project of 20,000 articles in two years that name 100,000 people, 600,000 times; what the table does not look at is
/// left out.
fn project(path: &Path) {
    drop(Project::create(path).unwrap());
    let mut conn = Connection::open(path).unwrap();
    let tx = conn.transaction().unwrap();
    tx.execute_batch(
        "INSERT INTO source (id, sha256, bytes, packing, content, format, encoding, imported_at)
         VALUES (1, x'00', 0, 'none', x'', 'text', 'UTF-8', '');",
    )
    .unwrap();
    let mut dice = Dice(11);
    {
        let mut entity = tx
            .prepare("INSERT INTO entity (id, kind, name, found_name) VALUES (?1, ?2, ?3, ?3)")
            .unwrap();
        let mut form = tx
            .prepare("INSERT INTO form (id, text) VALUES (?1, ?2)")
            .unwrap();
        for id in 1..=NAMES {
            let name = format!("{} {id}", dice.name());
            let kind = EntityType::ALL[id as usize % 4].word();
            entity.execute(params![id, kind, name]).unwrap();
            form.execute(params![id, name]).unwrap();
        }
        let mut article = tx
            .prepare(
                "INSERT INTO article (id, source_id, file, text_is_source, title, title_made_up, words, mentions,
                 text_sha256, published, published_precision, published_first, published_last)
                 VALUES (?1, 1, '', 1, 'T', 0, 300, 30, x'00', ?2, 'day', ?2, ?2)",
            )
            .unwrap();
        let mut mention = tx
            .prepare(
                "INSERT INTO mention (article_id, start, end, sentence_start, sentence_end, entity_id, form_id, confidence)
                 VALUES (?1, ?2, ?2 + 5, ?2, ?2 + 5, ?3, ?3, 1000)",
            )
            .unwrap();
        for id in 1..=20_000_i64 {
            let day = dice.next(672);
            let day = format!(
                "{}-{:02}-{:02}",
                2011 + day / 336,
                day / 28 % 12 + 1,
                day % 28 + 1
            );
            article.execute(params![id, day]).unwrap();
            for n in 0..30 {
                // A few are named often, most once or twice, and each at least once.
                let entity = match n {
                    0..5 => (id - 1) * 5 + n + 1,
                    5..15 => i64::from(dice.next(300)) + 1,
                    _ => i64::from(dice.next(NAMES as u32)) + 1,
                };
                mention.execute(params![id, n * 10, entity]).unwrap();
            }
        }
    }
    tx.execute_batch(
        "INSERT INTO appearance (entity_id, article_id, mentions)
         SELECT entity_id, article_id, count(*) FROM mention GROUP BY entity_id, article_id;",
    )
    .unwrap();
    tx.commit().unwrap();
}

/// Memory of this process in megabytes, where the system tells.
fn memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
    let kilobytes: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes / 1024)
}

#[expect(
    clippy::print_stderr,
    reason = "the figures are what a bench is run for"
)]
fn reading(c: &mut Criterion) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("names.dateline");
    project(&path);
    let mut store = Store::open(&path, Access::Read).unwrap();
    let before = memory();
    let began = Instant::now();
    let table = build::entities(&mut store, &Filter::default()).unwrap();
    let took = began.elapsed().as_secs_f64();
    assert_eq!(table.rows.len() as i64, NAMES);
    if let (Some(before), Some(after)) = (before, memory()) {
        let more = after.saturating_sub(before);
        eprintln!("the table of 100,000 names: {took:.2} s, {more} MB");
    }
    let began = Instant::now();
    let rows = build::entity_rows(&mut store, &Filter::default()).unwrap();
    let took = began.elapsed().as_secs_f64();
    eprintln!(
        "without orders and sparklines: {took:.2} s ({} rows)",
        rows.len()
    );
    let mut group = c.benchmark_group("entities");
    group.sample_size(10);
    group.bench_function("read from the project", |b| {
        b.iter(|| black_box(build::entities(&mut store, &Filter::default())).map(|t| t.rows.len()));
    });
    group.bench_function("one card", |b| {
        b.iter(|| black_box(build::card(&mut store, &Filter::default(), EntityId(5))).is_ok());
    });
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(20).measurement_time(std::time::Duration::from_secs(3));
    targets = frames, picking, reading
}
criterion_main!(benches);
