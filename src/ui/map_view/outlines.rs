//! Outlines of the world made ready for drawing: land as triangles, coasts and borders as runs of points, both in
//! Mercator coordinates with boxes to skip what is out of view.
//!
//! Decoding and triangulating a level takes from milliseconds (1:110 million) to some tenths of a second
//! (1:10 million), so the finer levels are made by a job while the coarsest stands in.

use std::sync::{Mutex, OnceLock};

use egui::epaint::{PathShape, Tessellator};
use egui::{Color32, Mesh, Pos2, Rect, Stroke};

use super::viewport::Viewport;
use crate::{
    jobs::{Job, Waker},
    model::{LatLon, geo::MAX_LAT, map::Shape},
    workspace::outlines::{Detail, base_map},
};

/// Points of a run that share a box: small enough to skip most of a long coast, large enough that boxes cost little.
const CHUNK: usize = 32;

/// Pixels below which two neighboring points are drawn as one.
const SIMPLIFY_PIXELS: f32 = 0.7;

/// Parts of a country smaller than this share of its largest do not count for how far it reaches.
const SMALL_LAND: f32 = 0.15;

/// One level of detail.
#[derive(Debug, Default)]
pub struct Level {
    lands: Vec<Land>,
    coasts: Vec<Run>,
    borders: Vec<Run>,
    /// Largest country first.
    pub countries: Vec<CountryName>,
}

/// The name of a country and where it is written.
#[derive(Debug)]
pub struct CountryName {
    /// ISO 3166 alpha-2, empty where there is none.
    pub code: String,
    /// In capitals.
    pub name: String,
    pub at: LatLon,
    /// Rough size in square degrees.
    pub size: f32,
}

/// One polygon of a country, in triangles.
#[derive(Debug)]
struct Land {
    /// Index into [`Level::countries`].
    country: usize,
    bounds: Bounds,
    points: Vec<[f32; 2]>,
    /// Three indices into `points` each.
    triangles: Vec<u32>,
}

/// An open line.
#[derive(Debug)]
struct Run {
    points: Vec<[f32; 2]>,
    bounds: Bounds,
    /// The box of each chunk and the first point after it.
    chunks: Vec<Bounds>,
}

/// Left, top, right and bottom in Mercator coordinates.
#[derive(Clone, Copy, Debug)]
struct Bounds([f32; 4]);

impl Bounds {
    fn of(points: &[[f32; 2]]) -> Self {
        let start = Self([f32::MAX, f32::MAX, f32::MIN, f32::MIN]);
        points.iter().fold(start, |b, p| {
            Self([
                b.0[0].min(p[0]),
                b.0[1].min(p[1]),
                b.0[2].max(p[0]),
                b.0[3].max(p[1]),
            ])
        })
    }

    fn meets(&self, other: &Self) -> bool {
        self.0[0] <= other.0[2]
            && other.0[0] <= self.0[2]
            && self.0[1] <= other.0[3]
            && other.0[1] <= self.0[3]
    }

    fn within(&self, other: &Self) -> bool {
        self.0[0] >= other.0[0]
            && self.0[1] >= other.0[1]
            && self.0[2] <= other.0[2]
            && self.0[3] <= other.0[3]
    }

    fn larger_side(&self) -> f32 {
        (self.0[2] - self.0[0]).max(self.0[3] - self.0[1])
    }
}

/// The level to draw at a zoom: the fitting one, or a coarser one while that is being made. `wake` is called when the
/// fitting one is ready.
#[must_use]
pub fn level(zoom: f64, wake: &Waker) -> &'static Level {
    static WORLD: OnceLock<Level> = OnceLock::new();
    static REGION: Later = Later::new();
    static COUNTRY: Later = Later::new();
    let world = || WORLD.get_or_init(|| Level::prepare(Detail::World));
    let region = || REGION.get(Detail::Region, wake);
    match zoom {
        z if z < 2.3 => world(),
        z if z < 5.0 => region().unwrap_or_else(world),
        _ => COUNTRY
            .get(Detail::Country, wake)
            .or_else(region)
            .unwrap_or_else(world),
    }
}

/// A level made on first use by a thread of its own.
struct Later {
    level: OnceLock<Level>,
    /// Kept until the end: dropping a job waits for it.
    job: OnceLock<Mutex<Job<()>>>,
}

impl Later {
    const fn new() -> Self {
        Self {
            level: OnceLock::new(),
            job: OnceLock::new(),
        }
    }

    fn get(&'static self, detail: Detail, wake: &Waker) -> Option<&'static Level> {
        let ready = self.level.get();
        if ready.is_none() {
            self.job.get_or_init(|| {
                Mutex::new(Job::start(
                    "Outlines of the world",
                    wake.clone(),
                    move |_| {
                        self.level.get_or_init(|| Level::prepare(detail));
                        Ok(())
                    },
                ))
            });
        }
        ready
    }
}

impl Level {
    /// Decodes one level of the base map and cuts its land into triangles.
    #[must_use]
    pub fn prepare(detail: Detail) -> Self {
        let base = base_map(detail);
        let mut level = Self {
            coasts: base.coasts.iter().flat_map(runs).collect(),
            borders: base.borders.iter().flat_map(runs).collect(),
            ..Self::default()
        };
        for country in &base.countries {
            let number = level.countries.len();
            level
                .lands
                .extend(country.polygons.iter().filter_map(|p| land(number, p)));
            level.countries.push(CountryName {
                code: country.code.clone(),
                name: country.name.to_uppercase(),
                at: country.label_at,
                size: country.size,
            });
        }
        level
    }

    /// Corners of the land of a country, without islands and exclaves that are small beside it; empty for an unknown code.
    #[must_use]
    pub fn extent(&self, code: &str) -> Vec<LatLon> {
        let mut lands: Vec<&Bounds> = self
            .lands
            .iter()
            .filter(|land| {
                self.countries
                    .get(land.country)
                    .is_some_and(|c| c.code == code)
            })
            .map(|land| &land.bounds)
            .collect();
        let size = |b: &Bounds| (b.0[2] - b.0[0]) * (b.0[3] - b.0[1]);
        lands.sort_by(|a, b| size(b).total_cmp(&size(a)));
        let least = lands.first().map_or(0.0, |b| size(b) * SMALL_LAND);
        lands
            .into_iter()
            .filter(|b| size(b) >= least)
            .flat_map(|b| {
                let [left, top, right, bottom] = b.0.map(f64::from);
                [
                    LatLon::from_mercator(left, top),
                    LatLon::from_mercator(right, bottom),
                ]
            })
            .collect()
    }

    /// Whether there is anything to draw.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lands.is_empty()
    }

    /// Adds the land inside `area` (a rectangle of the screen) to `mesh`, each country in its color.
    pub fn add_land(
        &self,
        view: &Viewport,
        area: Rect,
        color: impl Fn(&CountryName) -> Color32,
        mesh: &mut Mesh,
    ) {
        let point = (1.0 / view.world_width()) as f32;
        let mut numbers: Vec<u32> = Vec::new();
        for (shift, area) in copies(view, area) {
            for land in &self.lands {
                if !land.bounds.meets(&area) || land.bounds.larger_side() < 0.5 * point {
                    continue;
                }
                let Some(country) = self.countries.get(land.country) else {
                    continue;
                };
                let color = color(country);
                let place = |p: &[f32; 2]| on_screen(view, shift, *p);
                if land.bounds.within(&area) {
                    let first = mesh.vertices.len() as u32;
                    for p in &land.points {
                        mesh.colored_vertex(place(p), color);
                    }
                    mesh.indices
                        .extend(land.triangles.iter().map(|i| first + i));
                    continue;
                }
                numbers.clear();
                numbers.resize(land.points.len(), u32::MAX);
                for corners in land.triangles.as_chunks::<3>().0 {
                    let points = corners.map(|i| land.points.get(i as usize).copied());
                    let [Some(a), Some(b), Some(c)] = points else {
                        continue;
                    };
                    if !Bounds::of(&[a, b, c]).meets(&area) {
                        continue;
                    }
                    for (corner, p) in corners.iter().zip([a, b, c]) {
                        let Some(number) = numbers.get_mut(*corner as usize) else {
                            continue;
                        };
                        if *number == u32::MAX {
                            *number = mesh.vertices.len() as u32;
                            mesh.colored_vertex(place(&p), color);
                        }
                        mesh.indices.push(*number);
                    }
                }
            }
        }
    }

    /// Which country lies under each point of a grid over `area`, row by row.
    #[must_use]
    pub fn sample(
        &self,
        view: &Viewport,
        area: Rect,
        [columns, rows]: [usize; 2],
    ) -> Vec<Option<usize>> {
        let mut found = vec![None; columns * rows];
        let step = egui::vec2(area.width() / columns as f32, area.height() / rows as f32);
        let at = |column: usize, row: usize| {
            area.min + step * egui::vec2(column as f32 + 0.5, row as f32 + 0.5)
        };
        // The grid points between two positions, in one direction.
        let between = |low: f32, high: f32, start: f32, step: f32, count: usize| {
            let first = ((low - start) / step - 0.5).ceil().max(0.0) as usize;
            let end = ((high - start) / step + 0.5)
                .floor()
                .clamp(0.0, count as f32) as usize;
            first..end.max(first)
        };
        for (shift, bounds) in copies(view, area) {
            for land in self.lands.iter().filter(|l| l.bounds.meets(&bounds)) {
                for corners in land.triangles.as_chunks::<3>().0 {
                    let points = corners.map(|i| land.points.get(i as usize).copied());
                    let [Some(a), Some(b), Some(c)] = points else {
                        continue;
                    };
                    if !Bounds::of(&[a, b, c]).meets(&bounds) {
                        continue;
                    }
                    let triangle = [a, b, c].map(|p| on_screen(view, shift, p));
                    let spread = Rect::from_points(&triangle);
                    let across =
                        between(spread.left(), spread.right(), area.left(), step.x, columns);
                    for row in between(spread.top(), spread.bottom(), area.top(), step.y, rows) {
                        for column in across.clone() {
                            if holds(triangle, at(column, row))
                                && let Some(cell) = found.get_mut(row * columns + column)
                            {
                                *cell = Some(land.country);
                            }
                        }
                    }
                }
            }
        }
        found
    }

    /// Adds borders and, over them, coasts inside `area` to `mesh`.
    pub fn add_lines(
        &self,
        view: &Viewport,
        area: Rect,
        [border, coast]: [Stroke; 2],
        pixels_per_point: f32,
        tessellator: &mut Tessellator,
        mesh: &mut Mesh,
    ) {
        let mut pen = Pen {
            path: PathShape::line(Vec::new(), border),
            least: SIMPLIFY_PIXELS / pixels_per_point,
            tessellator,
            mesh,
        };
        for (shift, area) in copies(view, area) {
            for (runs, stroke) in [(&self.borders, border), (&self.coasts, coast)] {
                pen.path.stroke = stroke.into();
                for run in runs.iter().filter(|r| r.bounds.meets(&area)) {
                    pen.draw(run, &area, |p| on_screen(view, shift, p));
                }
            }
        }
    }
}

/// Draws the visible parts of runs, each as one line.
struct Pen<'a> {
    path: PathShape,
    /// Distance below which points are skipped.
    least: f32,
    tessellator: &'a mut Tessellator,
    mesh: &'a mut Mesh,
}

impl Pen<'_> {
    fn draw(&mut self, run: &Run, area: &Bounds, place: impl Fn([f32; 2]) -> Pos2) {
        for (number, bounds) in run.chunks.iter().enumerate() {
            if !bounds.meets(area) {
                self.lift();
                continue;
            }
            // One point more, so that neighboring chunks join.
            let from = number * CHUNK;
            let to = (from + CHUNK + 1).min(run.points.len());
            let chunk = run.points.get(from..to).unwrap_or_default();
            let last = chunk.len().saturating_sub(1);
            for (i, p) in chunk.iter().enumerate() {
                let at = place(*p);
                match self.path.points.last() {
                    Some(before) if before.distance(at) < self.least => {
                        // The end of a run is kept, so that small islands close.
                        if i == last && to == run.points.len() && self.path.points.len() > 1 {
                            self.path.points.pop();
                            self.path.points.push(at);
                        }
                    }
                    _ => self.path.points.push(at),
                }
            }
        }
        self.lift();
    }

    fn lift(&mut self) {
        if self.path.points.len() > 1 {
            self.tessellator.tessellate_path(&self.path, self.mesh);
        }
        self.path.points.clear();
    }
}

/// Whether a point lies in a triangle, edges included.
fn holds([a, b, c]: [Pos2; 3], at: Pos2) -> bool {
    let side = |a: Pos2, b: Pos2| (b - a).x * (at - a).y - (b - a).y * (at - a).x;
    let sides = [side(a, b), side(b, c), side(c, a)];
    sides.iter().all(|s| *s >= 0.0) || sides.iter().all(|s| *s <= 0.0)
}

/// The copies of the world that a rectangle of the screen shows: how far each is moved, and the rectangle's box in it.
fn copies(view: &Viewport, area: Rect) -> impl Iterator<Item = (f64, Bounds)> {
    let [left, top, right, bottom] = view.bounds(area);
    // Five reach across the widest map of the smallest world.
    [-2.0, -1.0, 0.0, 1.0, 2.0]
        .into_iter()
        .filter_map(move |shift| {
            let (left, right) = (left - shift, right - shift);
            (left < 1.0 && right > 0.0).then_some((
                shift,
                Bounds([left as f32, top as f32, right as f32, bottom as f32]),
            ))
        })
}

fn on_screen(view: &Viewport, shift: f64, [x, y]: [f32; 2]) -> Pos2 {
    view.to_screen([f64::from(x) + shift, f64::from(y)])
}

fn mercator([lon, lat]: [f32; 2]) -> [f64; 2] {
    let lat = f64::from(lat).clamp(-MAX_LAT, MAX_LAT);
    let (x, y) = LatLon {
        lat,
        lon: f64::from(lon),
    }
    .to_mercator();
    [x, y]
}

fn narrow([x, y]: [f64; 2]) -> [f32; 2] {
    [x as f32, y as f32]
}

fn runs(shape: &Shape) -> impl Iterator<Item = Run> {
    shape.lines.iter().filter(|l| l.len() > 1).map(|line| {
        let points: Vec<[f32; 2]> = line.iter().map(|p| narrow(mercator(*p))).collect();
        let chunks = (0..points.len() - 1)
            .step_by(CHUNK)
            .map(|from| {
                let to = (from + CHUNK + 1).min(points.len());
                Bounds::of(points.get(from..to).unwrap_or_default())
            })
            .collect();
        Run {
            bounds: Bounds::of(&points),
            points,
            chunks,
        }
    })
}

fn land(country: usize, polygon: &Shape) -> Option<Land> {
    let mut flat: Vec<f64> = Vec::new();
    let mut holes = Vec::new();
    for (number, ring) in polygon.lines.iter().enumerate() {
        if number > 0 {
            holes.push(flat.len() / 2);
        }
        flat.extend(ring.iter().flat_map(|p| mercator(*p)));
    }
    // Triangulated in f64: narrow triangles of small islands vanish in f32.
    let triangles = earcutr::earcut(&flat, &holes, 2).ok()?;
    if triangles.is_empty() {
        return None;
    }
    let points: Vec<[f32; 2]> = flat.as_chunks::<2>().0.iter().map(|p| narrow(*p)).collect();
    Some(Land {
        country,
        bounds: Bounds::of(&points),
        points,
        triangles: triangles
            .into_iter()
            .filter_map(|i| u32::try_from(i).ok())
            .collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui::{epaint::TessellationOptions, pos2, vec2};

    /// A level with one country shaped like the letter C and a hole in its back, and one across the date line in two
    /// parts.
    fn sample() -> Level {
        let bounds = [0.0; 4];
        let ring = |points: &[[f32; 2]]| points.to_vec();
        let c = Shape {
            lines: vec![
                ring(&[
                    [0.0, 0.0],
                    [30.0, 0.0],
                    [30.0, 10.0],
                    [10.0, 10.0],
                    [10.0, 20.0],
                    [30.0, 20.0],
                    [30.0, 30.0],
                    [0.0, 30.0],
                    [0.0, 0.0],
                ]),
                ring(&[
                    [2.0, 12.0],
                    [8.0, 12.0],
                    [8.0, 18.0],
                    [2.0, 18.0],
                    [2.0, 12.0],
                ]),
            ],
            bounds,
        };
        let east = Shape {
            lines: vec![ring(&[
                [170.0, 0.0],
                [180.0, 0.0],
                [180.0, 10.0],
                [170.0, 10.0],
            ])],
            bounds,
        };
        let west = Shape {
            lines: vec![ring(&[
                [-180.0, 0.0],
                [-170.0, 0.0],
                [-170.0, 10.0],
                [-180.0, 10.0],
            ])],
            bounds,
        };
        let name = |code: &str| CountryName {
            code: code.to_owned(),
            name: code.to_owned(),
            at: LatLon { lat: 0.0, lon: 0.0 },
            size: 1.0,
        };
        Level {
            lands: [(0, &c), (1, &east), (1, &west)]
                .iter()
                .filter_map(|(n, s)| land(*n, s))
                .collect(),
            coasts: [&c, &east, &west].into_iter().flat_map(runs).collect(),
            borders: Vec::new(),
            countries: vec![name("AA"), name("BB")],
        }
    }

    fn view(center: [f64; 2], zoom: f64) -> Viewport {
        Viewport {
            rect: Rect::from_min_size(pos2(0.0, 0.0), vec2(800.0, 600.0)),
            center,
            zoom,
        }
    }

    fn covered(mesh: &Mesh, at: Pos2) -> bool {
        mesh.triangles()
            .any(|t| holds(t.map(|i| mesh.vertices[i as usize].pos), at))
    }

    fn land_mesh(view: &Viewport) -> Mesh {
        let mut mesh = Mesh::default();
        sample().add_land(view, view.rect, |_| Color32::WHITE, &mut mesh);
        mesh
    }

    #[test]
    fn land_is_filled_and_bays_and_holes_are_not() {
        let (x, y) = LatLon {
            lat: 15.0,
            lon: 15.0,
        }
        .to_mercator();
        for zoom in [2.0, 4.0] {
            let view = view([x, y], zoom);
            let mesh = land_mesh(&view);
            for (lat, lon, land) in [
                (5.0, 20.0, true),
                (25.0, 20.0, true),
                (15.0, 1.0, true),
                (15.0, 20.0, false),
                (15.0, 5.0, false),
            ] {
                let at = view.place(LatLon { lat, lon });
                assert_eq!(covered(&mesh, at), land, "{lat} {lon} at zoom {zoom}");
            }
        }
    }

    #[test]
    fn nothing_is_drawn_across_the_world() {
        let view = view([0.0, 0.49], 3.0);
        let mesh = land_mesh(&view);
        for lon in [175.0, -175.0] {
            assert!(covered(&mesh, view.place(LatLon { lat: 5.0, lon })));
        }
        let widest = mesh.triangles().map(|t| {
            let xs = t.map(|i| mesh.vertices[i as usize].pos.x);
            xs.iter().copied().fold(f32::MIN, f32::max)
                - xs.iter().copied().fold(f32::MAX, f32::min)
        });
        assert!(widest.fold(0.0, f32::max) < 100.0);
    }

    #[test]
    fn what_is_out_of_view_is_skipped() {
        assert!(land_mesh(&view([0.8, 0.8], 6.0)).is_empty());
        let (x, y) = LatLon {
            lat: 5.0,
            lon: 20.0,
        }
        .to_mercator();
        let near = land_mesh(&view([x, y], 7.0));
        assert!(
            !near.is_empty() && near.indices.len() < land_mesh(&view([x, y], 2.0)).indices.len()
        );
    }

    #[test]
    fn a_grid_tells_the_countries() {
        let (x, y) = LatLon {
            lat: 15.0,
            lon: 15.0,
        }
        .to_mercator();
        let view = view([x, y], 3.0);
        // One degree is 5.7 points: the view reaches 70 degrees to both sides, the land 15.
        let grid = sample().sample(&view, view.rect, [80, 60]);
        let under = |lat: f64, lon: f64| {
            let at = view.place(LatLon { lat, lon });
            grid[(at.y / 10.0) as usize * 80 + (at.x / 10.0) as usize]
        };
        assert_eq!(under(5.0, 20.0), Some(0));
        assert_eq!(under(15.0, 22.0), None);
        assert_eq!(under(15.0, 5.0), None);
        assert_eq!(under(40.0, 20.0), None);
    }

    #[test]
    fn coasts_are_lines_along_the_land() {
        let view = view([0.5, 0.45], 2.0);
        let mut tessellator = Tessellator::new(1.0, TessellationOptions::default(), [1, 1], vec![]);
        let mut mesh = Mesh::default();
        let stroke = Stroke::new(1.0, Color32::BLACK);
        sample().add_lines(
            &view,
            view.rect,
            [stroke; 2],
            1.0,
            &mut tessellator,
            &mut mesh,
        );
        assert!(covered(
            &mesh,
            view.place(LatLon {
                lat: 0.0,
                lon: 12.0
            })
        ));
        assert!(!covered(
            &mesh,
            view.place(LatLon {
                lat: 5.0,
                lon: 12.0
            })
        ));
    }
}
