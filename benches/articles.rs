//! The article list with 10,000 and 100,000 articles: what a frame costs while it stands still, scrolls, is grouped and gets
//! a new list as it does while an import runs (drawing and tessellating, without the graphics card; 0.5 to 1.2 ms for
//! 10,000), ordering and grouping, and reading it from a project.
#![allow(clippy::unwrap_used, reason = "a bench may stop where it fails")]

#[path = "../tests/fixture/mod.rs"]
mod fixture;

use std::{collections::BTreeMap, hint::black_box, path::Path, time::Instant};

use criterion::{Criterion, criterion_group, criterion_main};
use dateline::{
    model::{ArticleId, DateSource, FamilyId, Filter, PartialDate, Published},
    store::{Access, Store},
    ui::{action::Queue, context::Cx, read, theme},
    workspace::{
        Project,
        room::Room,
        session::{Slot, Wanted},
        views::{ArticleGrouping, ArticleKey, ArticleList, ArticleOrder, ArticleRow, build},
    },
};
use egui::{
    Context, Event, Modifiers, MouseWheelUnit, Pos2, RawInput, Rect, TouchPhase, pos2, vec2,
};
use fixture::{Fixture, Log};
use rusqlite::{Connection, params};

/// Numbers that look like chance, the same each time.
struct Dice(u32);

impl Dice {
    fn next(&mut self, below: u32) -> u32 {
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (self.0 >> 8) % below
    }

    fn title(&mut self) -> String {
        const WORDS: [&str; 16] = [
            "water", "convoy", "council", "harbour", "reaches", "Yafran", "says", "after", "road",
            "closed", "pumps", "again", "talks", "begin", "Misrata", "tankers",
        ];
        let words: Vec<&str> = (0..7).map(|_| WORDS[self.next(16) as usize]).collect();
        words.join(" ")
    }
}

fn rows(count: i64) -> Vec<ArticleRow> {
    let mut dice = Dice(5);
    (0..count)
        .map(|n| {
            let day = dice.next(700);
            let date = PartialDate::day(
                2010 + (day / 336) as i16,
                (day / 28 % 12 + 1) as u8,
                (day % 28 + 1) as u8,
            );
            ArticleRow {
                id: ArticleId(n),
                title: dice.title(),
                title_made_up: n % 9 == 0,
                outlet: (n % 7 > 0).then(|| format!("Outlet {}", dice.next(120))),
                agency: (n % 3 == 0).then(|| "Northern Wire".to_owned()),
                published: date.filter(|_| n % 11 > 0).map(|date| Published {
                    date,
                    source: DateSource::Text,
                }),
                doubtful: n % 13 == 0,
                words: 80 + dice.next(1_500),
                mentions: dice.next(90),
                family: (n % 4 == 0).then_some(FamilyId(n / 12)),
                version: (n % 4 == 0).then(|| ((n / 4 % 3) as u32 + 1, 3)),
                read: n % 2 == 0,
                starred: n % 17 == 0,
                tags: if n % 5 == 0 {
                    vec!["harbour file".to_owned()]
                } else {
                    Vec::new()
                },
            }
        })
        .collect()
}

struct Stage {
    ctx: Context,
    desk: Fixture,
    wanted: Wanted,
    queue: Queue,
    read: read::State,
    time: f64,
    width: f32,
}

impl Stage {
    fn new(list: ArticleList, width: f32) -> Self {
        let mut desk = Fixture::full(&Log::default());
        desk.views_mut().articles = Slot::Ready(list);
        let ctx = Context::default();
        theme::install(&ctx);
        let mut read = read::State::default();
        let mut room = Room::default();
        let all = [
            "read", "date", "title", "outlet", "agency", "words", "names", "family", "tags", "star",
        ];
        room.articles.columns = Some(all.map(str::to_owned).to_vec());
        read.restore(&room);
        let mut stage = Self {
            ctx,
            desk,
            wanted: Wanted::default(),
            queue: Queue::default(),
            read,
            time: 0.0,
            width,
        };
        for _ in 0..3 {
            stage.frame(Vec::new());
        }
        stage.frame(vec![Event::PointerMoved(pos2(200.0, 500.0))]);
        stage
    }

    /// The list alone.
    fn frame(&mut self, events: Vec<Event>) {
        self.time += 1.0 / 60.0;
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, vec2(self.width, 860.0))),
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
            read::articles_ui(ui, rect, &mut cx, &mut self.read);
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

/// Down, and back again, in steps larger than a page as well.
fn scroll(stage: &mut Stage, count: u32) {
    let way = if (count / 400).is_multiple_of(2) {
        -1.0
    } else {
        1.0
    };
    let points = if count.is_multiple_of(5) {
        4_000.0
    } else {
        60.0
    };
    stage.wheel(way * points);
}

fn frames(c: &mut Criterion) {
    for (count, name) in [(10_000, "10,000"), (100_000, "100,000")] {
        let list = |grouping| ArticleList::new(rows(count), ArticleOrder::default(), grouping);
        for (width, shape) in [(1040.0, "table"), (400.0, "list")] {
            let mut stage = Stage::new(list(ArticleGrouping::None), width);
            c.bench_function(&format!("articles/{name} {shape} still"), |b| {
                b.iter(|| stage.frame(Vec::new()));
            });
            let mut at = 0;
            c.bench_function(&format!("articles/{name} {shape} scrolling"), |b| {
                b.iter(|| {
                    at += 1;
                    scroll(&mut stage, at);
                });
            });
        }
        let mut stage = Stage::new(list(ArticleGrouping::Family), 1040.0);
        let mut at = 0;
        c.bench_function(
            &format!("articles/{name} table in stories, scrolling"),
            |b| {
                b.iter(|| {
                    at += 1;
                    scroll(&mut stage, at);
                });
            },
        );
    }
    // An import shows itself every 0.8 seconds, which is every 48th frame: the list is another one then.
    let all = rows(10_000);
    let mut stage = Stage::new(ArticleList::default(), 1040.0);
    let mut at = 0_u32;
    c.bench_function("articles/10,000 table while an import runs", |b| {
        b.iter_custom(|times| {
            let mut took = std::time::Duration::ZERO;
            for _ in 0..times {
                at += 1;
                if at.is_multiple_of(48) {
                    let some = all
                        .iter()
                        .take(5_000 + at as usize % 5_000)
                        .cloned()
                        .collect();
                    let list =
                        ArticleList::new(some, ArticleOrder::default(), ArticleGrouping::Outlet);
                    let began = Instant::now();
                    stage.desk.views_mut().articles = Slot::Ready(list);
                    took += began.elapsed();
                }
                let began = Instant::now();
                scroll(&mut stage, at);
                took += began.elapsed();
            }
            took
        });
    });
}

fn ordering(c: &mut Criterion) {
    let all = rows(100_000);
    let mut group = c.benchmark_group("articles");
    group.sample_size(10);
    for key in [ArticleKey::Date, ArticleKey::Title, ArticleKey::Family] {
        let name = format!("order 100,000 by {}, beside the window", key.word());
        group.bench_function(&name, |b| {
            b.iter_batched(
                || all.clone(),
                |rows| ArticleList::new(rows, ArticleOrder::by(key), ArticleGrouping::None),
                criterion::BatchSize::LargeInput,
            );
        });
    }
    for grouping in [ArticleGrouping::Month, ArticleGrouping::Family] {
        let name = format!("group 100,000 by {}, beside the window", grouping.word());
        group.bench_function(&name, |b| {
            b.iter_batched(
                || all.clone(),
                |rows| ArticleList::new(rows, ArticleOrder::default(), grouping),
                criterion::BatchSize::LargeInput,
            );
        });
    }
    group.finish();
}

/// A project of 100,000 articles; what the list does not look at is left out.
fn project(path: &Path) {
    drop(Project::create(path).unwrap());
    let mut conn = Connection::open(path).unwrap();
    let tx = conn.transaction().unwrap();
    tx.execute_batch(
        "INSERT INTO source (id, sha256, bytes, packing, content, format, encoding, imported_at)
         VALUES (1, x'00', 0, 'none', x'', 'text', 'UTF-8', '');",
    )
    .unwrap();
    {
        let mut article = tx
            .prepare(
                "INSERT INTO article (id, source_id, file, text_is_source, title, title_made_up, outlet, words, mentions,
                 text_sha256, published, published_precision, published_source, published_first, published_last, family_id)
                 VALUES (?1, 1, '', 1, ?2, 0, ?3, ?4, 30, x'00', ?5, 'day', 'text', ?5, ?5, ?6)",
            )
            .unwrap();
        for row in rows(100_000) {
            let day = row.published.map(|published| published.date.first_day());
            let family = row.family.map(|family| family.0);
            let values = params![row.id.0 + 1, row.title, row.outlet, row.words, day, family];
            article.execute(values).unwrap();
        }
    }
    tx.commit().unwrap();
}

fn reading(c: &mut Criterion) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("articles.dateline");
    project(&path);
    let mut store = Store::open(&path, Access::Read).unwrap();
    let mut group = c.benchmark_group("articles");
    group.sample_size(10);
    group.bench_function("read 100,000 from the project", |b| {
        b.iter(|| {
            let order = ArticleOrder::default();
            let list = build::grouped(
                &mut store,
                &Filter::default(),
                order,
                ArticleGrouping::Month,
            );
            black_box(list).map(|list| list.rows.len())
        });
    });
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(20).measurement_time(std::time::Duration::from_secs(2));
    targets = frames, ordering, reading
}
criterion_main!(benches);
