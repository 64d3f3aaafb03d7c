//! Lays out a map: outlines, marks sized by count, names where there is room, and what explains them.

mod labels;
mod legend;
mod outlines;
mod projection;
mod symbols;

use crate::model::{
    LatLon,
    chart::PictureOptions,
    map::{BaseMap, MapPicture, MapSymbol, WaterLabel},
    place::PlaceStatus,
};

use super::{
    colors::{ACCENT, INK, INK3, LAND, LINE2, SEA},
    geometry::{Limits, bounds, clip_ring, overlap},
    lettering::{Face, Style},
    page::{Frame, Wording, compose, count, hairline},
    scene::{Anchor, Point, Scene, Shape, Words, circle, tidy},
};
use labels::{Taken, beside, box_of};
use legend::Legend;
use projection::Projection;
use symbols::{Sizes, draw_mark};

/// Square design points of map for each place name: more would be noise, and the list has them all.
const AREA_PER_NAME: f64 = 3_000.0;

/// Most names of places without a point that are listed in the notes.
const LISTED: usize = 12;

/// What lies below the symbols.
#[derive(Clone, Copy, Debug)]
pub struct Outlines<'b> {
    /// The base map's levels of detail, coarsest first.
    pub levels: &'b [&'b BaseMap],
    /// Names of waters.
    pub waters: &'b [WaterLabel],
}

/// The map as a scene.
pub fn scene(map: &MapPicture, below: Outlines<'_>, options: &PictureOptions) -> Scene {
    let wording = Wording::new(options, &map.title, &map.subtitle, &map.n_line, &notes(map));
    compose(options, &wording, |scene, frame| {
        draw(scene, frame, map, below, options.show_selection)
    })
}

/// The map's notes as one paragraph, which leaves the map more room, with what it must never lack: the places without a
/// point, and where the outlines are from.
fn notes(map: &MapPicture) -> Vec<String> {
    let mut notes = map.notes.clone();
    let said = |notes: &[String], what: &str| notes.iter().any(|note| note.contains(what));
    if let Some(first) = map.listed_only.first()
        && !said(&notes, first)
    {
        let mut list = map
            .listed_only
            .iter()
            .take(LISTED)
            .cloned()
            .collect::<Vec<_>>()
            .join(", ");
        if map.listed_only.len() > LISTED {
            list.push_str(&format!(" and {} more", map.listed_only.len() - LISTED));
        }
        notes.push(format!("Not on the map: {list}."));
    }
    if !said(&notes, "Natural Earth") {
        notes.push("Outlines: Natural Earth.".to_owned());
    }
    for note in &mut notes {
        if !note.trim_end().ends_with(['.', '!', '?']) {
            note.truncate(note.trim_end().len());
            note.push('.');
        }
    }
    notes.retain(|note| note != ".");
    vec![notes.join(" ")]
}

/// A symbol and where it is drawn.
struct Mark<'m> {
    symbol: &'m MapSymbol,
    at: Point,
    /// Pixels.
    radius: f64,
    selected: bool,
}

fn draw(
    scene: &mut Scene,
    frame: &Frame,
    map: &MapPicture,
    below: Outlines<'_>,
    show_selection: bool,
) -> bool {
    let unit = frame.unit;
    let on_earth = |symbol: &&MapSymbol| LatLon::new(symbol.at.lat, symbol.at.lon).is_some();
    let mut symbols: Vec<&MapSymbol> = map.symbols.iter().filter(on_earth).collect();
    symbols.sort_by(|a, b| {
        b.value
            .cmp(&a.value)
            .then_with(|| a.name.cmp(&b.name))
            .then(a.entity.cmp(&b.entity))
    });
    let sizes = Sizes {
        most: symbols.first().map_or(0, |symbol| symbol.value),
        unit,
    };
    let mut present: Vec<PlaceStatus> = symbols.iter().map(|symbol| symbol.status).collect();
    present.sort();
    present.dedup();
    // Room is kept for the longest remark; what it says is known only when the names stand.
    let longest = remark(symbols.len(), symbols.len(), map.view.is_some());
    let planned = Legend::new(frame, &map.unit, &sizes, &present, &longest);
    let area = [
        frame.left.round(),
        frame.top.round(),
        frame.right.round(),
        (frame.bottom - planned.height() - 6.0 * unit).round(),
    ];
    let [left, top, right, bottom] = area;
    if !frame.forced && bottom - top < 110.0 * unit {
        return false;
    }
    let cramped = bottom - top < f64::from(scene.height) * 0.36;
    if bottom - top < 20.0 || right - left < 20.0 {
        return false;
    }
    let places = symbols.iter().map(|symbol| symbol.at);
    let projection = Projection::new(area, unit, map.view, places, 26.0 * unit);
    let area = projection.area;
    let [left, top, right, bottom] = area;
    let mut marks = marks(&symbols, &projection, sizes, show_selection);
    let outside = marks.iter().filter(|mark| !contains(area, mark.at)).count();
    marks.retain(|mark| reaches(area, mark));

    scene.rect((left, top), right - left, bottom - top, SEA);
    let base = outlines::level(below.levels, &projection);
    if let Some(base) = base {
        let counted = symbols
            .iter()
            .map(|symbol| ([symbol.at.lon as f32, symbol.at.lat as f32], symbol.value));
        // The coarsest outlines leave ports in the sea.
        let fine = below.levels.get(1).copied().unwrap_or(base);
        let home = outlines::home(fine, counted);
        outlines::draw(scene, &projection, base, unit, &home);
    }
    legend::graticule(scene, frame, &projection);
    draw_marks(scene, &marks, &projection, unit);

    let mut taken = Taken::new(inset(area, 3.0 * unit));
    for mark in &marks {
        let (x, y) = mark.at;
        let reach = mark.radius + unit;
        taken.take([x - reach, y - reach, x + reach, y + reach]);
    }
    legend::scale_bar(scene, frame, &projection, &mut taken);
    let named = name_places(scene, frame, &marks, sizes, area, &mut taken);
    if let Some(base) = base {
        name_countries(scene, frame, &projection, base, &mut taken);
    }
    name_waters(scene, frame, &projection, below.waters, &mut taken);
    legend::degree_labels(scene, frame, &projection, &mut taken);
    frame_lines(scene, area, hairline(unit * 0.6));

    let visible = marks.iter().filter(|mark| contains(area, mark.at)).count();
    let said = remark(visible.saturating_sub(named), outside, map.view.is_some());
    let legend = Legend::new(frame, &map.unit, &sizes, &present, &said);
    legend.draw(scene, frame, bottom + 6.0 * unit, &sizes);
    !cramped
}

/// What the map does not show of its places.
fn remark(unnamed: usize, outside: usize, chosen_view: bool) -> String {
    let mut parts = Vec::new();
    if unnamed > 0 {
        parts.push(format!("{} without room for a name", count(unnamed as u64)));
    }
    if outside > 0 && chosen_view {
        parts.push(format!("{} outside this view", count(outside as u64)));
    }
    if parts.is_empty() {
        String::new()
    } else {
        format!("Places: {}", parts.join(", "))
    }
}

fn marks<'m>(
    symbols: &[&'m MapSymbol],
    projection: &Projection,
    sizes: Sizes,
    show_selection: bool,
) -> Vec<Mark<'m>> {
    symbols
        .iter()
        .map(|symbol| Mark {
            symbol,
            at: projection.place(symbol.at),
            radius: sizes.radius(symbol.value),
            selected: symbol.selected && show_selection,
        })
        .collect()
}

fn contains([left, top, right, bottom]: Limits, (x, y): Point) -> bool {
    x >= left && x <= right && y >= top && y <= bottom
}

fn reaches(area: Limits, mark: &Mark<'_>) -> bool {
    let (x, y) = mark.at;
    let reach = mark.radius;
    overlap([x - reach, y - reach, x + reach, y + reach], area)
}

fn inset([left, top, right, bottom]: Limits, by: f64) -> Limits {
    [left + by, top + by, right - by, bottom - by]
}

/// Draws areas first, then marks, the largest first, so that small ones lie on top, then what is selected.
fn draw_marks(scene: &mut Scene, marks: &[Mark<'_>], projection: &Projection, unit: f64) {
    let area = projection.area;
    for mark in marks {
        let radius = mark
            .symbol
            .uncertainty_km
            .filter(|km| mark.symbol.status == PlaceStatus::Area && km.is_finite() && *km > 0.0)
            .map(|km| projection.pixels(km, mark.symbol.at.lat));
        let status = mark.symbol.status;
        let radius = radius.unwrap_or(mark.radius).clamp(mark.radius, 20_000.0);
        if status == PlaceStatus::Area {
            draw_cut(scene, area, |scene| {
                draw_mark(scene, mark.at, radius, status, unit);
            });
        }
    }
    for mark in marks
        .iter()
        .filter(|mark| mark.symbol.status != PlaceStatus::Area)
    {
        draw_cut(scene, area, |scene| {
            draw_mark(scene, mark.at, mark.radius, mark.symbol.status, unit);
        });
    }
    for mark in marks.iter().filter(|mark| mark.selected) {
        draw_cut(scene, area, |scene| {
            scene.shapes.push(Shape::Ring {
                center: mark.at,
                radius: mark.radius + 2.5 * unit,
                width: 1.6 * unit,
                color: ACCENT,
            });
        });
    }
}

/// Draws something and cuts what reaches beyond the map.
fn draw_cut(scene: &mut Scene, area: Limits, draw: impl FnOnce(&mut Scene)) {
    let before = scene.shapes.len();
    draw(scene);
    let drawn = scene.shapes.split_off(before);
    for shape in drawn {
        cut(shape, area, &mut scene.shapes);
    }
}

fn cut(shape: Shape, area: Limits, out: &mut Vec<Shape>) {
    let ring_in = |ring: &[Point]| {
        bounds(ring.iter()).is_none_or(|taken| super::geometry::within(taken, area))
    };
    match shape {
        Shape::Disc {
            center,
            radius,
            color,
        } => {
            let ring = circle(center, radius);
            if ring_in(&ring) {
                out.push(Shape::Disc {
                    center,
                    radius,
                    color,
                });
            } else {
                let ring = clip_ring(&ring, area);
                if ring.len() > 2 {
                    out.push(Shape::Area { ring, color });
                }
            }
        }
        Shape::Ring {
            center,
            radius,
            width,
            color,
        } => {
            let mut ring = circle(center, radius);
            if ring_in(&ring) {
                out.push(Shape::Ring {
                    center,
                    radius,
                    width,
                    color,
                });
            } else {
                ring.extend(ring.first().copied());
                out.extend(lines(&ring, area, width, color));
            }
        }
        Shape::Line {
            points,
            width,
            color,
        } => out.extend(lines(&points, area, width, color)),
        Shape::Rect {
            at: (x, y),
            width,
            height,
            color,
        } => {
            let ring = [
                (x, y),
                (x + width, y),
                (x + width, y + height),
                (x, y + height),
            ];
            let ring = clip_ring(&ring, area);
            if ring.len() > 2 {
                out.push(Shape::Area { ring, color });
            }
        }
        Shape::Area { ring, color } => {
            let ring = clip_ring(&ring, area);
            out.push(Shape::Area { ring, color });
        }
    }
}

fn lines(points: &[Point], area: Limits, width: f64, color: super::colors::Color) -> Vec<Shape> {
    super::geometry::clip_line(points, area)
        .into_iter()
        .map(|points| Shape::Line {
            points,
            width,
            color,
        })
        .collect()
}

/// Names the places, largest first, the selected before all; returns how many in view got their name.
fn name_places(
    scene: &mut Scene,
    frame: &Frame,
    marks: &[Mark<'_>],
    sizes: Sizes,
    area: Limits,
    taken: &mut Taken,
) -> usize {
    let unit = frame.unit;
    let [left, top, right, bottom] = area;
    let most = ((right - left) * (bottom - top) / (unit * unit) / AREA_PER_NAME).ceil() as usize;
    let mut order: Vec<&Mark<'_>> = marks
        .iter()
        .filter(|mark| contains(area, mark.at))
        .collect();
    order.sort_by_key(|mark| !mark.selected);
    let mut named = 0;
    // Places with little room around them are passed over, but not endlessly.
    for mark in order.into_iter().take(4 * most) {
        if named >= most {
            break;
        }
        let strong = mark.selected || mark.symbol.value.saturating_mul(2) >= sizes.most;
        let face = if strong { Face::SansBold } else { Face::Sans };
        let style = frame.style(face, 10.5);
        let name = style.shorten(&tidy(&mark.symbol.name, 200), (right - left) * 0.4);
        let reach = mark.radius + if mark.selected { 3.5 * unit } else { 0.0 };
        if let Some((at, anchor)) = beside(taken, mark.at, reach, 3.0 * unit, &name, style) {
            named += 1;
            scene.words.push(Words {
                text: name,
                at,
                anchor,
                style,
                color: INK,
                halo: Some((LAND.faded(0.85), 1.5 * unit)),
                turned: false,
            });
        }
    }
    named
}

fn name_countries(
    scene: &mut Scene,
    frame: &Frame,
    projection: &Projection,
    base: &BaseMap,
    taken: &mut Taken,
) {
    let unit = frame.unit;
    let style = Style {
        tracking: 0.16,
        ..frame.style(Face::Sans, 9.5)
    };
    let per_degree = projection.world / 360.0;
    let mut countries: Vec<_> = base.countries.iter().collect();
    countries.sort_by(|a, b| b.size.total_cmp(&a.size).then_with(|| a.name.cmp(&b.name)));
    for country in countries {
        let extent = f64::from(country.size).sqrt() * per_degree;
        if extent < 24.0 * unit {
            continue;
        }
        let name = tidy(&country.name, 80).to_uppercase();
        let width = style.room(&name);
        let height = style.size * 0.73;
        let at = projection.place(country.label_at);
        let usual = (at.0, at.1 + height / 2.0);
        let mut tries = Vec::new();
        if contains(projection.area, at) && width <= extent {
            let shifts = [0.0, 1.8, -1.8, 3.6, -3.6];
            tries.extend(shifts.map(|shift| (usual.0, usual.1 + shift * style.size)));
        }
        let seen = country.polygons.iter().any(|polygon| {
            projection
                .copies()
                .any(|copy| overlap(projection.limits(polygon.bounds, copy), projection.area))
        });
        if !seen {
            continue;
        }
        // The usual spot if the name stays inside the country there, else any such spot, else across the border.
        let inner = inset(projection.area, 4.0 * unit);
        let inside = outlines::room_for_name(projection, country, (width, height), inner, usual);
        let spot = inside
            .into_iter()
            .chain(tries)
            .find(|at| claim(taken, *at, width, style));
        if let Some(at) = spot {
            scene.words.push(Words {
                text: name,
                at,
                anchor: Anchor::Middle,
                style,
                color: INK3,
                halo: None,
                turned: false,
            });
        }
    }
}

fn claim(taken: &mut Taken, at: Point, width: f64, style: Style) -> bool {
    taken.claim(box_of(at, Anchor::Middle, width, style))
}

fn name_waters(
    scene: &mut Scene,
    frame: &Frame,
    projection: &Projection,
    waters: &[WaterLabel],
    taken: &mut Taken,
) {
    let style = Style {
        tracking: 0.04,
        ..frame.style(Face::SerifItalic, 11.0)
    };
    for water in waters {
        if projection.zoom() < f64::from(water.min_zoom) {
            continue;
        }
        let name = tidy(&water.name, 80);
        let (x, y) = projection.place(water.at);
        let width = style.room(&name);
        // Farther off, the name would stand on land.
        let shifts = [0.0, 1.0, -1.0];
        let spot = shifts
            .map(|shift| (x, y + style.size * (0.3 + shift)))
            .into_iter()
            .find(|at| claim(taken, *at, width, style));
        if let Some(at) = spot {
            scene.words.push(Words {
                text: name,
                at,
                anchor: Anchor::Middle,
                style,
                color: INK3,
                halo: None,
                turned: false,
            });
        }
    }
}

/// The map's edge, over everything that runs up to it.
fn frame_lines(scene: &mut Scene, [left, top, right, bottom]: Limits, line: f64) {
    scene.rect((left, top), right - left, line, LINE2);
    scene.rect((left, bottom - line), right - left, line, LINE2);
    scene.rect((left, top), line, bottom - top, LINE2);
    scene.rect((right - line, top), line, bottom - top, LINE2);
}

#[cfg(test)]
mod tests;
