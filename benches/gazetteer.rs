//! How long looking a name up takes, with the place names that come with the program and with a list of 200,000 added.
//! An exact hit is to cost at most 5 µs.
#![allow(clippy::expect_used, reason = "a bench may stop where it fails")]

use std::sync::Arc;

use criterion::{Criterion, criterion_group, criterion_main};
use dateline::{
    gazetteer::{Gazetteer, ListBuilder, PlaceList},
    model::{LatLon, NamedPlace},
};

const ADDED: u32 = 200_000;

fn list() -> PlaceList {
    let mut builder = ListBuilder::default();
    for n in 0..ADDED {
        builder.push(NamedPlace {
            id: n.to_string(),
            // One shares the name of a place that is known.
            name: if n == 500 {
                "Yafran".to_owned()
            } else {
                format!("Ain {n:x}")
            },
            position: LatLon {
                lat: 20.0 + f64::from(n % 997) / 100.0,
                lon: 10.0 + f64::from(n % 1009) / 100.0,
            },
            country: "LY",
            feature: "city",
            ..NamedPlace::default()
        });
    }
    PlaceList::open("Wells", &builder.finish()).expect("a list just built is read")
}

fn lookups(c: &mut Criterion) {
    let embedded = Gazetteer::embedded();
    let layered = Gazetteer::with([Arc::new(list())]);
    for (name, gazetteer) in [("embedded", embedded), ("with a list", &layered)] {
        for looked_up in [
            "Yafran",
            "Tripoli",
            "Springfield",
            "Al-Jufra",
            "Ain 30d3f",
            "Nosuchplace",
        ] {
            c.bench_function(&format!("{name}/hits {looked_up}"), |b| {
                b.iter(|| gazetteer.hits(looked_up));
            });
        }
        c.bench_function(&format!("{name}/lookup Ghat"), |b| {
            b.iter(|| gazetteer.lookup("Ghat"));
        });
        c.bench_function(&format!("{name}/near Zlitaan"), |b| {
            b.iter(|| gazetteer.near("Zlitaan"));
        });
    }
}

criterion_group!(benches, lookups);
criterion_main!(benches);
