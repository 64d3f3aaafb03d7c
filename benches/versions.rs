//! Finding the versions of one story among 20,000 generated articles, a third of which have one: fingerprints, pairs that
//! share hashes, and the close look at the pairs.

#[path = "../tests/families/stories.rs"]
mod stories;

use std::{collections::BTreeMap, hint::black_box};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use dateline::{
    analysis::versions::{Edge, Fingerprint, Index, candidates::WORTH_READING, group, likeness},
    model::ArticleId,
};
use stories::{Dice, KINDS, TAILS, event, story, version};

const ARTICLES: usize = 20_000;

fn articles() -> Vec<String> {
    let mut dice = Dice(7);
    let mut texts = Vec::with_capacity(ARTICLES);
    while texts.len() < ARTICLES {
        let about = event(&mut dice);
        let mut one = story(&mut dice, &about);
        if dice.roll(3) == 0 {
            one.paragraphs
                .push(vec![TAILS[dice.roll(TAILS.len())].to_owned()]);
        }
        texts.push(one.text());
        if dice.roll(3) == 0 {
            let kind = dice.roll(KINDS);
            texts.push(version(&one, &about, kind, &mut dice).text());
        }
    }
    texts.truncate(ARTICLES);
    texts
}

fn versions(c: &mut Criterion) {
    let texts = articles();
    let mut steps = c.benchmark_group("versions of 20,000 articles");
    steps.sample_size(10);
    steps.throughput(Throughput::Elements(ARTICLES as u64));
    steps.bench_function("fingerprints", |b| {
        b.iter(|| {
            for text in &texts {
                black_box(Fingerprint::of(text));
            }
        });
    });
    let prints: BTreeMap<ArticleId, Fingerprint> = texts
        .iter()
        .zip(1..)
        .map(|(text, id)| (ArticleId(id), Fingerprint::of(text)))
        .collect();
    let pairs = || {
        let mut index = Index::new(prints.values());
        let mut pairs = Vec::new();
        for (id, print) in &prints {
            for partner in index.partners(print) {
                if print.overlap(&prints[&partner], |_| 1.0).contained() >= WORTH_READING {
                    pairs.push((partner, *id));
                }
            }
            index.add(*id, print);
        }
        pairs
    };
    steps.bench_function("pairs", |b| b.iter(|| black_box(pairs())));
    let found = pairs();
    let text = |id: ArticleId| texts[usize::try_from(id.0 - 1).unwrap_or(0)].as_str();
    steps.bench_function("close look and families", |b| {
        b.iter(|| {
            let edges = found.iter().filter_map(|(a, b)| {
                let like = likeness(text(*a), text(*b));
                like.relation().map(|_| Edge {
                    a: *a,
                    b: *b,
                    shared: like.shared(),
                })
            });
            let fit = |a, b| prints[&a].overlap(&prints[&b], |_| 1.0).contained() >= 0.1;
            black_box(group(&[], edges.collect(), fit))
        });
    });
    steps.finish();
}

criterion_group!(benches, versions);
criterion_main!(benches);
