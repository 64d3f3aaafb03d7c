//! Measures the recognizer: precision, recall and F1 by type against hand-made annotations, and words a second.

use std::{collections::BTreeMap, fs, path::Path, time::Instant};

use dateline::{
    analysis::{cleaning, names::Recognizer, sentences, tokens, variants},
    formats,
    model::{EntityType, span::CharCounter},
};
use serde_json::Value;

use crate::Outcome;

/// `eval-names DIR [--model FILE] [--misses]`; DIR holds `articles/` and `gold/` (`NAME.gold.json` for each article).
pub fn run(args: &[String]) -> Outcome {
    let dir = args
        .first()
        .ok_or("eval-names DIR [--model FILE] [--misses]")?;
    let recognizer = match args
        .iter()
        .position(|a| a == "--model")
        .and_then(|i| args.get(i + 1))
    {
        Some(path) => {
            let bytes = fs::read(path)?;
            let start = Instant::now();
            let recognizer = Recognizer::from_bytes(&bytes)?;
            println!(
                "model of {} bytes decoded in {:.0} ms",
                bytes.len(),
                start.elapsed().as_secs_f64() * 1000.0
            );
            recognizer
        }
        None => Recognizer::embedded()?,
    };
    let misses = args.iter().any(|a| a == "--misses");
    report(&recognizer, Path::new(dir), misses)
}

#[derive(Default)]
struct Tally {
    right: u32,
    extra: u32,
    missed: u32,
}

impl Tally {
    fn line(&self, name: &str) {
        let share = |part: u32, whole: u32| {
            if whole == 0 {
                0.0
            } else {
                f64::from(part) / f64::from(whole)
            }
        };
        let p = share(self.right, self.right + self.extra);
        let r = share(self.right, self.right + self.missed);
        let f = if p + r > 0.0 {
            2.0 * p * r / (p + r)
        } else {
            0.0
        };
        println!(
            "{name:<14} F1 {f:.4}  P {p:.4}  R {r:.4}  (n={})",
            self.right + self.missed
        );
    }
}

pub fn report(recognizer: &Recognizer, dir: &Path, misses: bool) -> Outcome {
    let mut tallies: BTreeMap<EntityType, Tally> = BTreeMap::new();
    let (mut words, mut seconds) = (0_u64, 0.0);
    let mut golds: Vec<_> = fs::read_dir(dir.join("gold"))?
        .flatten()
        .map(|e| e.path())
        .collect();
    golds.sort();
    for path in golds {
        let gold: Value = serde_json::from_slice(&fs::read(&path)?)?;
        let Some(file) = gold["file"].as_str() else {
            continue;
        };
        let bytes = fs::read(dir.join("articles").join(file))?;
        let mut have: BTreeMap<(u64, u64), (EntityType, String)> = BTreeMap::new();
        let articles = match formats::read(file, &bytes, &formats::ReadOptions::default()) {
            Ok(reading) => reading.articles,
            Err(problem) => {
                println!("{file}: {problem}");
                Vec::new()
            }
        };
        for raw in articles {
            let clean = cleaning::clean(&raw, file);
            let text = &clean.reading_text;
            let start = Instant::now();
            let sentences = sentences::split(text, &clean.blocks);
            let found = recognizer.find(text, &sentences);
            let _ = variants::within_article(text, &sentences, &found);
            seconds += start.elapsed().as_secs_f64();
            words += u64::from(tokens::count_words(text));
            let mut counter = CharCounter::new(&raw.text);
            for name in found {
                if let Some(source) = clean.offsets.to_source(name.span) {
                    let span = counter.span(source);
                    have.insert(
                        (span.start.into(), span.end.into()),
                        (name.kind, name.span.of(text).to_owned()),
                    );
                }
            }
        }
        let span = |m: &Value| {
            (
                m["start"].as_u64().unwrap_or(0),
                m["end"].as_u64().unwrap_or(0),
            )
        };
        let mut optional = Vec::new();
        let mut want = BTreeMap::new();
        for o in gold["optional"].as_array().into_iter().flatten() {
            optional.push((o[0].as_u64().unwrap_or(0), o[1].as_u64().unwrap_or(0)));
        }
        for o in gold["ignore_spans"].as_array().into_iter().flatten() {
            optional.push(span(o));
        }
        for m in gold["mentions"].as_array().into_iter().flatten() {
            let kind = match m["type"].as_str().unwrap_or("") {
                "PERSON" => EntityType::Person,
                "ORG" => EntityType::Organization,
                "PLACE" => EntityType::Place,
                _ => EntityType::Group,
            };
            if m["optional"].as_bool() == Some(true) {
                optional.push(span(m));
            } else {
                want.insert(span(m), (kind, m["text"].as_str().unwrap_or("")));
            }
        }
        for (at, (kind, name)) in &want {
            let tally = tallies.entry(*kind).or_default();
            if have.get(at).is_some_and(|h| h.0 == *kind) {
                tally.right += 1;
            } else {
                tally.missed += 1;
                if misses {
                    println!("{file}: missed {} {name:?} at {}", kind.word(), at.0);
                }
            }
        }
        for (at, (kind, name)) in &have {
            let right = want.get(at).is_some_and(|w| w.0 == *kind);
            if !right && !optional.iter().any(|o| o.0 < at.1 && at.0 < o.1) {
                tallies.entry(*kind).or_default().extra += 1;
                if misses {
                    println!("{file}: extra {} {name:?} at {}", kind.word(), at.0);
                }
            }
        }
    }
    let mut all = Tally::default();
    for kind in EntityType::ALL {
        let tally = tallies.remove(&kind).unwrap_or_default();
        tally.line(kind.word());
        all.right += tally.right;
        all.extra += tally.extra;
        all.missed += tally.missed;
    }
    all.line("all");
    println!(
        "{words} words; sentences, names and their grouping at {:.0} words a second",
        words as f64 / seconds
    );
    Ok(())
}
