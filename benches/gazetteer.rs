//! How long opening the place names and looking one up takes.

use criterion::{Criterion, criterion_group, criterion_main};
use dateline::gazetteer::Gazetteer;

fn lookups(c: &mut Criterion) {
    let gazetteer = Gazetteer::embedded();
    for name in [
        "Yafran",
        "Tripoli",
        "Springfield",
        "Al-Jufra",
        "Nosuchplace",
    ] {
        c.bench_function(&format!("hits {name}"), |b| b.iter(|| gazetteer.hits(name)));
    }
    c.bench_function("lookup Yafran", |b| b.iter(|| gazetteer.lookup("Yafran")));
    c.bench_function("near Zlitaan", |b| b.iter(|| gazetteer.near("Zlitaan")));
}

criterion_group!(benches, lookups);
criterion_main!(benches);
