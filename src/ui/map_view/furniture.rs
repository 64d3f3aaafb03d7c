//! What stands around the map: degrees, scale bar, legend, the line on where the outlines come from.

use std::sync::Arc;

use egui::{Align2, Galley, Painter, Pos2, Rect, Stroke, StrokeKind, pos2, vec2};

use super::{
    clusters::Marks,
    scene::{halo, paint_cluster, paint_mark},
    symbols::{Symbols, legend_values, radius},
    viewport::Viewport,
};
use crate::{
    model::{
        CountUnit, LatLon,
        map::{MapPatch, PatchKind},
    },
    ui::{
        theme::{Colors, font, mix, radius as corner, space, stroke},
        widgets::number,
    },
};

/// Steps between degree lines, widest first.
const DEGREE_STEPS: [f64; 11] = [30.0, 20.0, 10.0, 5.0, 2.0, 1.0, 0.5, 0.2, 0.1, 0.05, 0.02];

/// Points between two parallels, at least.
const DEGREE_ROOM: f64 = 120.0;

/// Width in points that the scale bar may take.
const SCALE_ROOM: f64 = 215.0;

/// Steps between lines that leave room for their degrees.
fn degree_step(view: &Viewport) -> f64 {
    let points_per_degree = view.world_width() / 360.0;
    DEGREE_STEPS
        .into_iter()
        .rev()
        .find(|step| step * points_per_degree >= DEGREE_ROOM)
        .unwrap_or(30.0)
}

/// Latitudes of the lines in view with where they lie on the screen, and the step between them.
fn latitudes(painter: &Painter, view: &Viewport) -> (f64, Vec<(f64, f32)>) {
    let step = degree_step(view);
    let [_, top, _, bottom] = view.bounds(view.world_rect());
    let north = LatLon::from_mercator(0.5, top.max(0.0)).lat;
    let south = LatLon::from_mercator(0.5, bottom.min(1.0)).lat;
    let mut lines = Vec::new();
    let mut number = (south / step).ceil();
    while number * step <= north {
        let lat = number * step;
        let (_, y) = LatLon { lat, lon: 0.0 }.to_mercator();
        let y = view.to_screen([view.center[0], y]).y;
        lines.push((lat, painter.round_to_pixel_center(y)));
        number += 1.0;
    }
    (step, lines)
}

/// Longitudes of the lines in view, from -180 to 180, with where they lie on the screen, and the step between them.
fn longitudes(painter: &Painter, view: &Viewport) -> (f64, Vec<(f64, f32)>) {
    let step = degree_step(view);
    let [left, _, right, _] = view.bounds(view.rect);
    let degrees = |x: f64| x * 360.0 - 180.0;
    let (first, last) = (
        (degrees(left) / step).ceil() as i64,
        (degrees(right) / step).floor() as i64,
    );
    let lines = (first..=last).map(|number| {
        let lon = number as f64 * step;
        let x = view.to_screen([(lon + 180.0) / 360.0, view.center[1]]).x;
        // Neither 180 degrees east nor west is the better name.
        let lon = (lon + 180.0).rem_euclid(360.0) - 180.0;
        (lon, painter.round_to_pixel_center(x))
    });
    (step, lines.collect())
}

/// Paints parallels and, more faintly, meridians.
pub fn graticule(painter: &Painter, view: &Viewport, colors: &Colors) {
    let world = view.world_rect();
    let faint = Stroke::new(stroke::LINE, mix(colors.sea, colors.border, 0.35));
    for (_, x) in longitudes(painter, view).1 {
        painter.vline(x, world.y_range(), faint);
    }
    let line = Stroke::new(stroke::LINE, mix(colors.sea, colors.border, 0.6));
    for (_, y) in latitudes(painter, view).1 {
        painter.hline(world.x_range(), y, line);
    }
}

/// The degrees of one parallel, laid out but not yet painted.
pub struct DegreeLabel {
    pub rect: Rect,
    galley: Arc<Galley>,
}

impl DegreeLabel {
    /// Paints it.
    pub fn paint(self, painter: &Painter, colors: &Colors) {
        halo(painter, self.rect.min, &self.galley, colors.sea);
        painter.galley(self.rect.min, self.galley, colors.ink3);
    }
}

/// The degrees of the parallels at the right edge and of the meridians at the upper one, where nothing else stands.
pub fn degree_labels(
    painter: &Painter,
    view: &Viewport,
    reserved: &[Rect],
    colors: &Colors,
) -> Vec<DegreeLabel> {
    let world = view.world_rect();
    let label = |words: String, at: &dyn Fn(egui::Vec2) -> Pos2| {
        let galley = painter.layout_no_wrap(words, font::ui(font::HEAD), colors.ink3);
        let rect = Rect::from_min_size(at(galley.size()), galley.size());
        let free = view.rect.contains_rect(rect) && !reserved.iter().any(|r| r.intersects(rect));
        free.then_some(DegreeLabel { rect, galley })
    };
    let right = world.right() - space::M;
    let (step, lines) = latitudes(painter, view);
    let mut labels: Vec<DegreeLabel> = lines
        .into_iter()
        .filter_map(|(lat, y)| {
            label(degrees(lat, step, ["N", "S"]), &|size| {
                pos2(right - size.x, y - size.y - 1.0)
            })
        })
        .collect();
    let corner = labels
        .iter()
        .map(|label| label.rect)
        .fold(Rect::NOTHING, Rect::union);
    let (step, lines) = longitudes(painter, view);
    let upper = lines.into_iter().filter_map(|(lon, x)| {
        label(degrees(lon, step, ["E", "W"]), &|size| {
            pos2(x + space::XS, world.top() + space::XS - size.y * 0.1)
        })
    });
    // On a small map of the world every other one is left out.
    let mut end = f32::MIN;
    labels.extend(upper.filter(|label| {
        let free = !label.rect.intersects(corner) && label.rect.left() > end + space::M;
        if free {
            end = label.rect.right();
        }
        free
    }));
    labels
}

/// `34° N`, `0°`, `32.5° W`; `sides` are the letters above and below zero.
fn degrees(value: f64, step: f64, sides: [&str; 2]) -> String {
    let digits = match step {
        s if s >= 1.0 => 0,
        s if s >= 0.1 => 1,
        _ => 2,
    };
    // Half the world is as far east as west.
    let side = match value {
        v if v.abs() >= 180.0 => String::new(),
        v if v > 1e-9 => format!(" {}", sides[0]),
        v if v < -1e-9 => format!(" {}", sides[1]),
        _ => String::new(),
    };
    format!("{:.digits$}°{side}", value.abs())
}

/// The line that says whose outlines and names these are.
pub struct Attribution {
    pub rect: Rect,
    galley: Arc<Galley>,
}

impl Attribution {
    /// Beside the legend at the lower edge; `None` where the map is too narrow for it.
    #[must_use]
    pub fn new(
        painter: &Painter,
        map: Rect,
        legend: Option<Rect>,
        colors: &Colors,
    ) -> Option<Self> {
        let words = "Outlines: Natural Earth. Places: GeoNames";
        let galley = painter.layout_no_wrap(words.to_owned(), font::ui(font::HEAD), colors.ink3);
        let right = legend.map_or(map.right() - space::L, |legend| legend.left() - space::L);
        let at = pos2(
            right - galley.size().x,
            map.bottom() - 14.0 - galley.size().y,
        );
        let rect = Rect::from_min_size(at, galley.size());
        // The scale bar stands at the left.
        (rect.left() > map.left() + 280.0).then_some(Self { rect, galley })
    }

    /// Paints it.
    pub fn paint(self, painter: &Painter, colors: &Colors) {
        halo(painter, self.rect.min, &self.galley, colors.land);
        painter.galley(self.rect.min, self.galley, colors.ink3);
    }
}

/// Paints the scale bar with its left end at `left` and its line at `y`; returns what it covers.
pub fn scale_bar(
    painter: &Painter,
    view: &Viewport,
    left: f32,
    y: f32,
    small: bool,
    colors: &Colors,
) -> Rect {
    let room = if small { 90.0 } else { SCALE_ROOM };
    let (km, words) = round_distance(view.km_per_point() * room);
    let width = (km / view.km_per_point()) as f32;
    let left = painter.round_to_pixel_center(left);
    let y = painter.round_to_pixel_center(y);
    let line = Stroke::new(stroke::LINE, colors.ink3);
    let end = painter.round_to_pixel_center(left + width);
    let middle = painter.round_to_pixel_center(left + width / 2.0);
    let font = font::ui(font::HEAD);
    let text = |at: Pos2, align: Align2, words: String| -> Rect {
        let galley = painter.layout_no_wrap(words, font.clone(), colors.ink3);
        let rect = align.anchor_size(at, galley.size());
        halo(painter, rect.min, &galley, colors.land);
        painter.galley(rect.min, galley, colors.ink3);
        rect
    };
    let ends = [left, end];
    for x in ends {
        painter.vline(x, (y - 4.0)..=(y + 0.5), line);
    }
    painter.hline(left..=end, y, line);
    let covered = if small {
        text(pos2(end + space::S, y), Align2::LEFT_CENTER, words)
    } else {
        painter.vline(middle, (y - 4.0)..=(y + 0.5), line);
        let above = y - 6.0;
        text(pos2(left, above), Align2::LEFT_BOTTOM, "0".to_owned());
        text(pos2(middle, above), Align2::CENTER_BOTTOM, plain(half(km)));
        let start = painter
            .layout_no_wrap(plain(in_unit(km)), font.clone(), colors.ink3)
            .size()
            .x
            / 2.0;
        text(pos2(end - start, above), Align2::LEFT_BOTTOM, words)
    };
    covered.union(Rect::from_min_max(pos2(left, y - 20.0), pos2(end, y + 2.0)))
}

/// Half a distance in the unit the whole one is written in.
fn half(km: f64) -> f64 {
    in_unit(km) / 2.0
}

/// The number written for a distance: meters below one kilometer.
fn in_unit(km: f64) -> f64 {
    if km < 1.0 { km * 1000.0 } else { km }
}

fn plain(value: f64) -> String {
    if value >= 1000.0 {
        number(value.round() as u64)
    } else {
        format!("{value}")
    }
}

/// The largest round distance up to `km`, in kilometers, and how it is written.
fn round_distance(km: f64) -> (f64, String) {
    let power = 10_f64.powf(km.max(1e-6).log10().floor());
    let best = [5.0, 2.0, 1.0]
        .into_iter()
        .map(|n| n * power)
        .find(|d| *d <= km)
        .unwrap_or(power);
    let unit = if best < 1.0 { "m" } else { "km" };
    // Powers of ten below one leave digits such as 0.30000000000000004.
    let shown = (in_unit(best) * 1000.0).round() / 1000.0;
    (best, format!("{} {unit}", plain(shown)))
}

/// What the legend has a line for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Explains {
    clusters: bool,
    placed_by_user: bool,
    areas: bool,
    sectors: bool,
    doubtful: bool,
}

impl Explains {
    /// Everything on this map.
    #[must_use]
    pub fn new(symbols: &Symbols, marks: &Marks, doubtful: bool, patches: &[MapPatch]) -> Self {
        let any = |kinds: &[PatchKind]| patches.iter().any(|p| kinds.contains(&p.kind));
        Self {
            clusters: marks.clusters() > 0,
            placed_by_user: symbols.any_placed_by_user,
            areas: any(&[PatchKind::Region, PatchKind::Uncertainty]),
            sectors: any(&[PatchKind::Area]),
            doubtful,
        }
    }

    /// The same with room for a line on discs that several places share.
    #[must_use]
    pub const fn with_clusters(mut self) -> Self {
        self.clusters = true;
        self
    }

    fn rows(self) -> usize {
        [
            self.clusters,
            self.placed_by_user,
            self.areas,
            self.sectors,
            self.doubtful,
        ]
        .into_iter()
        .filter(|shown| *shown)
        .count()
            + 1
    }
}

/// Size of the legend in points, so that names can keep out of it before it is painted.
#[must_use]
pub fn legend_rect(view: &Viewport, symbols: &Symbols, explains: Explains) -> Option<Rect> {
    if symbols.all.is_empty() || view.rect.width() < 420.0 || view.rect.height() < 320.0 {
        return None;
    }
    let size = vec2(212.0, 92.0 + explains.rows() as f32 * 19.0);
    Some(Rect::from_min_size(
        view.rect.max - size - vec2(14.0, 14.0),
        size,
    ))
}

/// Paints the legend: what area means, and what shapes mean.
pub fn legend(
    painter: &Painter,
    rect: Rect,
    symbols: &Symbols,
    explains: Explains,
    colors: &Colors,
) {
    let line = Stroke::new(stroke::LINE, colors.line2);
    painter.rect(rect, corner::CARD, colors.paper, line, StrokeKind::Inside);
    let left = rect.left() + space::L;
    let text = |at: Pos2, words: &str, bold: bool| {
        let font = if bold {
            font::bold(font::SMALL)
        } else {
            font::ui(font::SMALL)
        };
        painter.text(at, Align2::LEFT_CENTER, words, font, colors.ink)
    };
    let counted = match symbols.unit {
        CountUnit::Mentions => "Mentions",
        CountUnit::Articles => "Articles",
        CountUnit::Stories => "Unique stories",
    };
    text(pos2(left, rect.top() + 18.0), counted, true);
    let y = rect.top() + 52.0;
    let mut x = left;
    for value in legend_values(symbols.most) {
        let r = radius(value, symbols.most);
        paint_mark(painter, pos2(x + r, y), r, false, colors);
        let words = text(pos2(x + 2.0 * r + space::S, y), &number(value), false);
        x = words.right() + space::L;
    }
    let inner = rect.shrink2(vec2(space::L, 0.0));
    crate::ui::widgets::hline(painter, inner, rect.top() + 80.0, colors.line);
    let mut y = rect.top() + 95.0;
    let mut row = |words: &str, mark: &dyn Fn(Pos2)| {
        mark(pos2(left + 6.0, y));
        text(pos2(left + 20.0, y), words, false);
        y += 19.0;
    };
    row("Point in the gazetteer", &|at| {
        paint_mark(painter, at, 4.0, false, colors);
    });
    if explains.clusters {
        row("Several places, click to open", &|at| {
            paint_cluster(painter, at, 3.8, colors);
        });
    }
    if explains.placed_by_user {
        row("Placed by you", &|at| {
            paint_mark(painter, at, 4.5, true, colors);
        });
    }
    if explains.areas {
        row("Somewhere in this circle", &|at| {
            area_mark(painter, at, colors);
        });
    }
    if explains.sectors {
        row("Somewhere in this shape", &|at| {
            sector_mark(painter, at, colors);
        });
    }
    if explains.doubtful {
        row("Not placed, in the list only", &|at| {
            doubt_mark(painter, at, colors);
        });
    }
}

/// The ring of dashes that says doubtful.
pub fn doubt_mark(painter: &Painter, at: Pos2, colors: &Colors) {
    let line = Stroke::new(1.75, colors.warn);
    for number in 0..6 {
        let start = number as f32 * std::f32::consts::TAU / 6.0;
        let points = (0..=4).map(|i| {
            let angle = start + i as f32 * 0.155;
            at + vec2(angle.cos(), angle.sin()) * 4.6
        });
        painter.line(points.collect(), line);
    }
}

/// The small sector that says: somewhere on that side.
pub fn sector_mark(painter: &Painter, at: Pos2, colors: &Colors) {
    let color = colors.of(crate::model::EntityType::Place);
    let points = vec![
        at + vec2(-1.4, -5.0),
        at + vec2(1.4, -5.0),
        at + vec2(4.8, 4.0),
        at + vec2(0.0, 5.2),
        at + vec2(-4.8, 4.0),
    ];
    let fill = color.gamma_multiply(0.2);
    painter.add(egui::Shape::convex_polygon(
        points,
        fill,
        Stroke::new(1.0, color),
    ));
}

/// The cross that says: no such name.
pub fn missing_mark(painter: &Painter, at: Pos2, colors: &Colors) {
    let line = Stroke::new(1.75, colors.warn);
    let r = 3.4;
    painter.line_segment([at + vec2(-r, -r), at + vec2(r, r)], line);
    painter.line_segment([at + vec2(r, -r), at + vec2(-r, r)], line);
}

/// The hatched rounded shape that says: an area, in the list only.
pub fn area_mark(painter: &Painter, at: Pos2, colors: &Colors) {
    let color = colors.of(crate::model::EntityType::Place);
    let line = Stroke::new(stroke::LINE, color);
    let rect = Rect::from_center_size(at, vec2(12.0, 8.0));
    painter.rect_stroke(rect, 4.0, line, StrokeKind::Middle);
    for shift in [-2.5, 1.0, 4.5] {
        painter.line_segment(
            [at + vec2(shift - 2.5, 3.5), at + vec2(shift + 1.0, -3.5)],
            line,
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn degrees_are_as_fine_as_the_lines() {
        for (value, step, sides, words) in [
            (34.0, 2.0, ["N", "S"], "34° N"),
            (-10.0, 10.0, ["N", "S"], "10° S"),
            (0.0, 10.0, ["N", "S"], "0°"),
            (32.5, 0.5, ["E", "W"], "32.5° E"),
            (-32.05, 0.05, ["E", "W"], "32.05° W"),
            (-180.0, 30.0, ["E", "W"], "180°"),
        ] {
            assert_eq!(degrees(value, step, sides), words);
        }
    }

    #[test]
    fn scale_bars_are_round() {
        for (km, expected) in [
            (210.0, (200.0, "200 km")),
            (7_400.0, (5_000.0, "5,000 km")),
            (1.7, (1.0, "1 km")),
            (0.39, (0.2, "200 m")),
            (0.05, (0.05, "50 m")),
        ] {
            let (round, words) = round_distance(km);
            assert!((round - expected.0).abs() < 1e-9, "{km}: {round}");
            assert_eq!(words, expected.1);
        }
    }
}
