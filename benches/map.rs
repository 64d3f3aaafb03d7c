//! What a frame of the Map view with 5,000 places costs: drawing and tessellating, without the graphics card. The budget
//! is 8 ms at the 95th percentile.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a bench may stop where it fails, and says what it saw"
)]

#[path = "../tests/fixture/mod.rs"]
mod fixture;

use std::{
    collections::BTreeMap,
    hint::black_box,
    time::{Duration, Instant},
};

use criterion::{Criterion, criterion_group, criterion_main};
use dateline::{
    model::{EntityId, LatLon, PlaceStatus},
    ui::{action::Queue, chart_view, context::Cx, map_view, theme},
    workspace::{
        session::{Slot, Wanted},
        views::PlaceRow,
    },
};
use egui::{
    Context, Event, Modifiers, MouseWheelUnit, PointerButton, Pos2, RawInput, Rect, TouchPhase,
    pos2, vec2,
};
use fixture::{Fixture, Log};

const PLACES: i64 = 5_000;

/// Places spread over `span` degrees around 30° N 17° E.
fn places(span: f64) -> Vec<PlaceRow> {
    let mut seed = 11_u32;
    let mut next = || {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        f64::from(seed >> 8) / f64::from(1_u32 << 24) - 0.5
    };
    (0..PLACES)
        .map(|n| PlaceRow {
            entity: EntityId(n),
            name: format!("Settlement {n}"),
            status: PlaceStatus::Resolved,
            position: LatLon::new(30.0 + next() * span.min(100.0), 17.0 + next() * span),
            uncertainty_km: None,
            country: Some("LY".to_owned()),
            country_name: Some("Libya".to_owned()),
            feature: None,
            gazetteer_id: None,
            candidates: 1,
            reason: "The only place of this name".to_owned(),
            mentions: (PLACES / (n + 1)) as u64 + 1,
            articles: 1,
            stories: 1,
        })
        .collect()
}

struct Stage {
    ctx: Context,
    desk: Fixture,
    wanted: Wanted,
    queue: Queue,
    chart: chart_view::State,
    map: map_view::State,
    time: f64,
    pointer: Pos2,
}

impl Stage {
    fn new(span: f64) -> Self {
        let mut desk = Fixture::full(&Log::default());
        if let Slot::Ready(table) = &mut desk.views_mut().places {
            table.rows = places(span);
        }
        let ctx = Context::default();
        theme::install(&ctx);
        let mut stage = Self {
            ctx,
            desk,
            wanted: Wanted::default(),
            queue: Queue::default(),
            chart: chart_view::State::default(),
            map: map_view::State::default(),
            time: 0.0,
            pointer: pos2(1000.0, 500.0),
        };
        // Until the finer outlines are there.
        for _ in 0..60 {
            stage.frame(Vec::new());
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
        stage.frame(vec![Event::PointerMoved(stage.pointer)]);
        stage
    }

    fn frame(&mut self, events: Vec<Event>) {
        self.time += 1.0 / 60.0;
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, vec2(1440.0, 900.0))),
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
            map_view::ui(ui, rect, &mut cx, &mut self.map, &mut self.chart);
        });
        // There is no graphics card to hand textures to.
        output.textures_delta.clear();
        black_box(
            self.ctx
                .tessellate(std::mem::take(&mut output.shapes), output.pixels_per_point),
        );
    }

    fn button(&self, pressed: bool) -> Event {
        Event::PointerButton {
            pos: self.pointer,
            button: PointerButton::Primary,
            pressed,
            modifiers: Modifiers::NONE,
        }
    }

    /// A frame in which the map is dragged a little, to and fro.
    fn drag(&mut self, step: f32) {
        self.pointer.x += step;
        self.frame(vec![Event::PointerMoved(self.pointer)]);
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
    for (name, span) in [("city", 0.6), ("libya", 14.0), ("world", 300.0)] {
        let mut stage = Stage::new(span);
        c.bench_function(&format!("map/{name}/still"), |b| {
            b.iter(|| stage.frame(Vec::new()));
        });
        stage.frame(vec![stage.button(true)]);
        let mut count = 0;
        c.bench_function(&format!("map/{name}/panning"), |b| {
            b.iter(|| {
                count += 1;
                stage.drag(if count / 40 % 2 == 0 { 9.0 } else { -9.0 });
            });
        });
        // Single frames: one in some tens makes the scene anew, which a mean would hide.
        let mut costs: Vec<Duration> = (0..400)
            .map(|count| {
                let start = Instant::now();
                stage.drag(if count / 40 % 2 == 0 { 9.0 } else { -9.0 });
                start.elapsed()
            })
            .collect();
        costs.sort();
        let [half, most, all] = [200, 380, 399].map(|n| costs[n].as_secs_f64() * 1000.0);
        println!(
            "map/{name}/panning: half of the frames within {half:.1} ms, 95 of 100 within {most:.1} ms, all within {all:.1} ms"
        );
        stage.frame(vec![stage.button(false)]);
        let mut count = 0;
        c.bench_function(&format!("map/{name}/zooming"), |b| {
            b.iter(|| {
                count += 1;
                stage.wheel(if count / 20 % 2 == 0 { 12.0 } else { -12.0 });
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
