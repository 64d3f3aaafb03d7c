//! Words a second of sentences, names and their grouping over the sample articles, beside the tokenizer alone.

use std::{fs, hint::black_box, path::Path};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use dateline::{
    analysis::{Analyzer, cleaning, names::Recognizer, sentences, tokens, variants},
    formats,
    model::{ByteSpan, CleanArticle},
};

/// The sample articles as the reader shows them, in the order of their files.
fn articles() -> Vec<CleanArticle> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/samples");
    let mut paths: Vec<_> = fs::read_dir(folder)
        .expect("the samples come with the source")
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|e| e == "txt"))
        .collect();
    paths.sort();
    let read = |path: &std::path::PathBuf| {
        let bytes = fs::read(path).expect("a sample can be read");
        let reading = formats::read("sample.txt", &bytes, &formats::ReadOptions::default())
            .expect("a sample is a text");
        reading
            .articles
            .iter()
            .map(|raw| cleaning::clean(raw, "sample.txt"))
            .collect::<Vec<_>>()
    };
    paths.iter().flat_map(read).collect()
}

fn names(c: &mut Criterion) {
    let articles = articles();
    let recognizer = Recognizer::embedded().expect("the embedded model is sound");
    let words: u64 = articles
        .iter()
        .map(|a| u64::from(tokens::count_words(&a.reading_text)))
        .sum();
    let mut group = c.benchmark_group("words");
    group.throughput(Throughput::Elements(words));
    group.bench_function("tokens", |b| {
        b.iter(|| {
            for article in &articles {
                let mut out = Vec::new();
                tokens::tokenize(
                    &article.reading_text,
                    ByteSpan::from(0..article.reading_text.len()),
                    &mut out,
                );
                black_box(out);
            }
        });
    });
    group.bench_function("sentences, names and their grouping", |b| {
        b.iter(|| {
            for article in &articles {
                let sentences = sentences::split(&article.reading_text, &article.blocks);
                let names = recognizer.find(&article.reading_text, &sentences);
                black_box(variants::within_article(
                    &article.reading_text,
                    &sentences,
                    &names,
                ));
            }
        });
    });
    let analyzer = Analyzer::embedded();
    group.bench_function("whole analysis, with places and relative locations", |b| {
        b.iter(|| {
            for article in &articles {
                black_box(analyzer.analyze(article));
            }
        });
    });
    group.finish();
    c.bench_function("decode the model", |b| {
        b.iter(|| black_box(Recognizer::embedded().is_ok()));
    });
}

criterion_group!(benches, names);
criterion_main!(benches);
