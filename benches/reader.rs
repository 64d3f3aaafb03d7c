//! The reader with an article of one megabyte and 2,000 names in it: what a frame costs while it stands still and while
//! it scrolls (drawing and tessellating, without the graphics card; at most 2 ms). In many paragraphs, in one without a
//! break, and in Arabic.
#![allow(clippy::unwrap_used, reason = "a bench may stop where it fails")]

#[path = "../tests/fixture/mod.rs"]
mod fixture;

use std::{collections::BTreeMap, hint::black_box};

use criterion::{Criterion, criterion_group, criterion_main};
use dateline::{
    model::{
        ArticleId, Block, BlockKind, ByteSpan, DecidedBy, EntityId, EntityType, MentionId,
        marking::ArticleMarks, rows::ReaderMention,
    },
    ui::{action::Queue, context::Cx, read, theme},
    workspace::{
        session::{Slot, Wanted},
        views::ReaderArticle,
    },
};
use egui::{
    Context, Event, Modifiers, MouseWheelUnit, Pos2, RawInput, Rect, TouchPhase, pos2, vec2,
};
use fixture::{Fixture, Log};

const MEGABYTE: usize = 1_000_000;
const NAMES: usize = 2_000;

/// Numbers that look like chance, the same each time.
struct Dice(u32);

impl Dice {
    fn next(&mut self, below: u32) -> u32 {
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (self.0 >> 8) % below
    }
}

const ENGLISH: [&str; 16] = [
    "trucks", "the", "council", "said", "that", "water", "Yafran", "had", "reached", "on", "a",
    "road", "through", "Gharyan", "before", "noon",
];
const ARABIC: [&str; 16] = [
    "شاحنات",
    "المياه",
    "وصلت",
    "إلى",
    "يفرن",
    "قبل",
    "الظهر",
    "2011",
    "قال",
    "المجلس",
    "إن",
    "الطريق",
    "من",
    "غريان",
    "مفتوح",
    "مارس",
];

/// An article of a megabyte whose paragraphs have about this many bytes.
fn article(words: &[&str], paragraph: usize) -> ReaderArticle {
    let mut dice = Dice(5);
    let mut text = String::with_capacity(MEGABYTE + 1_000);
    let (mut blocks, mut mentions) = (Vec::new(), Vec::new());
    let mut start = 0;
    let number = |at: usize| u32::try_from(at).unwrap();
    while text.len() < MEGABYTE {
        if text.len() - start > paragraph {
            blocks.push(Block {
                span: ByteSpan::from(start..text.len()),
                kind: BlockKind::Paragraph,
            });
            text.push_str("\n\n");
            start = text.len();
        }
        let word = words[dice.next(16) as usize];
        let from = text.len();
        text.push_str(word);
        if from > mentions.len() * MEGABYTE / NAMES {
            let at = mentions.len();
            mentions.push(ReaderMention {
                id: MentionId(i64::from(number(at))),
                span: ByteSpan::from(from..text.len()),
                kind: EntityType::ALL[at % 4],
                entity: EntityId(i64::from(dice.next(300))),
                name: word.to_owned(),
                confidence: 1.0,
                decided_by: DecidedBy::Program,
            });
        }
        text.push_str(if dice.next(12) == 0 { ". " } else { " " });
    }
    blocks.push(Block {
        span: ByteSpan::from(start..text.len()),
        kind: BlockKind::Paragraph,
    });
    assert!(mentions.len() >= NAMES);
    // A word that is searched for, some thousand times.
    let hits = text
        .match_indices(words[5])
        .map(|(at, word)| ByteSpan::from(at..at + word.len()))
        .collect();
    ReaderArticle {
        id: ArticleId(5),
        file: "long.txt".to_owned(),
        format: "text".to_owned(),
        encoding: "UTF-8".to_owned(),
        title: "A long report".to_owned(),
        title_made_up: true,
        outlet: None,
        agency: None,
        byline: None,
        published: None,
        dateline_place: None,
        url: None,
        words: 0,
        version: None,
        notes: Vec::new(),
        reading_text: text,
        blocks,
        mentions,
        hits,
        marks: ArticleMarks::default(),
        asides: Vec::new(),
    }
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
    fn new(article: ReaderArticle) -> Self {
        let mut desk = Fixture::full(&Log::default());
        let mut read = read::State::default();
        read.open(article.id, None);
        desk.views_mut().article = Slot::Ready(article);
        let ctx = Context::default();
        theme::install(&ctx);
        let mut stage = Self {
            ctx,
            desk,
            wanted: Wanted::default(),
            queue: Queue::default(),
            read,
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
            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, vec2(720.0, 860.0))),
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
            read::reader_ui(ui, rect, &mut cx, &mut self.read);
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
    let articles = [
        ("paragraphs", article(&ENGLISH, 500)),
        ("one paragraph", article(&ENGLISH, MEGABYTE)),
        ("right to left", article(&ARABIC, 500)),
    ];
    for (name, article) in articles {
        c.bench_function(&format!("reader/{name}, opening"), |b| {
            b.iter_with_setup(
                || {
                    let mut stage = Stage::new(article.clone());
                    stage.read = read::State::default();
                    stage.read.open(article.id, None);
                    stage
                },
                |mut stage| {
                    stage.frame(Vec::new());
                    stage
                },
            );
        });
        let mut stage = Stage::new(article);
        stage.frame(vec![Event::PointerMoved(pos2(300.0, 500.0))]);
        c.bench_function(&format!("reader/{name}, still"), |b| {
            b.iter(|| stage.frame(Vec::new()));
        });
        let mut count = 0_u32;
        c.bench_function(&format!("reader/{name}, scrolling"), |b| {
            b.iter(|| {
                count += 1;
                // Down and back again, as a wheel does it: a quick turn is 120 points a frame.
                let way = if (count / 2_000).is_multiple_of(2) {
                    -1.0
                } else {
                    1.0
                };
                stage.wheel(way * if count.is_multiple_of(5) { 120.0 } else { 40.0 });
            });
        });
    }
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(20).measurement_time(std::time::Duration::from_secs(3));
    targets = frames
}
criterion_main!(benches);
