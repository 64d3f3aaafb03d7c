//! Lays out a map: outlines, marks sized by count, names where there is room, and what explains them.

mod labels;
mod legend;
mod outlines;
mod patches;
mod projection;
mod symbols;

use crate::model::{
    LatLon,
    cluster::{Circle, clusters},
    map::{BaseMap, MapPicture, MapSymbol, WaterLabel},
    picture::{PictureOptions, Said},
    place::PlaceStatus,
};

use super::{
    colors::{ACCENT, INK, INK3, LAND, LINE2, SEA},
    families::Letters,
    geometry::{Limits, bounds, clip_ring, overlap},
    lettering::{Face, Style},
    page::{Frame, Wording, compose, count, hairline},
    scene::{Anchor, Point, Scene, Shape, Words, circle, tidy},
};
use labels::{Taken, beside, box_of};
use legend::Legend;
use projection::Projection;
use symbols::{Sizes, draw_cluster, draw_mark};

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
pub fn scene(
    map: &MapPicture,
    below: Outlines<'_>,
    options: &PictureOptions,
    letters: Letters,
) -> Scene {
    let notes = notes(map);
    let said = Said {
        title: &map.title,
        subtitle: &map.subtitle,
        n_line: &map.n_line,
        notes: &notes,
    };
    let mut wording = Wording::new(options, said, letters);
    // One paragraph leaves the map more room.
    wording.notes = paragraph(wording.notes);
    compose(options, &wording, |scene, frame| {
        draw(scene, frame, map, below, options.show_selection)
    })
}

/// The map's notes with what it must not lack unless the user leaves it out: the places without a point, and where the
/// outlines are from.
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
    notes
}

/// Notes as sentences one after the other.
fn paragraph(mut notes: Vec<String>) -> Vec<String> {
    for note in &mut notes {
        if !note.trim_end().ends_with(['.', '!', '?']) {
            note.truncate(note.trim_end().len());
            note.push('.');
        }
    }
    notes.retain(|note| note != ".");
    if notes.is_empty() {
        notes
    } else {
        vec![notes.join(" ")]
    }
}

/// A symbol and where it is drawn.
struct Mark<'m> {
    symbol: &'m MapSymbol,
    /// How many more it stands for.
    others: usize,
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
        most: map
            .most
            .unwrap_or_else(|| symbols.first().map_or(0, |symbol| symbol.value)),
        unit,
    };
    let mut present: Vec<PlaceStatus> = symbols.iter().map(|symbol| symbol.status).collect();
    present.sort();
    present.dedup();
    // Room is kept for the longest remark; what it says is known only when the names stand.
    let names: Vec<&str> = symbols.iter().map(|s| s.name.as_str()).collect();
    let longest = remark(symbols.len(), &names, names.len());
    let shapes = legend::Shapes {
        present: &present,
        clusters: true,
        areas: !map.patches.is_empty(),
    };
    let planned = Legend::new(frame, &map.unit, &sizes, shapes, &longest);
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
    let places = fitted(&symbols, area, unit, map.view.is_some());
    let projection = Projection::new(area, unit, map.view, places.iter().copied(), 26.0 * unit);
    let area = projection.area;
    let [left, top, right, bottom] = area;
    let mut marks = marks(&symbols, &projection, sizes, show_selection);
    // Places, each by itself, as they are counted above: not the discs that several of them share.
    let is_outside = |mark: &&Mark<'_>| !contains(area, mark.at);
    let outside: Vec<&str> = marks
        .iter()
        .filter(is_outside)
        .map(|mark| mark.symbol.name.as_str())
        .collect();
    let many_outside: usize = marks.iter().filter(is_outside).map(|m| m.others + 1).sum();
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
        outlines::draw(scene, &projection, base, unit, &home, &map.lit);
    }
    legend::graticule(scene, frame, &projection);
    for patch in &map.patches {
        draw_cut(scene, area, |scene| {
            patches::draw(scene, &projection, patch, unit);
        });
    }
    draw_marks(scene, &marks, &projection, unit);

    let mut taken = Taken::new(inset(area, 3.0 * unit));
    for mark in &marks {
        let (x, y) = mark.at;
        let reach = mark.radius + unit;
        taken.take([x - reach, y - reach, x + reach, y + reach]);
    }
    legend::scale_bar(scene, frame, &projection, &mut taken);
    for patch in &map.patches {
        patches::name(scene, frame, &projection, patch, &mut taken);
    }
    let named = name_places(scene, frame, &marks, sizes, area, &mut taken);
    if let Some(base) = base {
        name_countries(scene, frame, &projection, base, &mut taken);
    }
    name_waters(scene, frame, &projection, below.waters, &mut taken);
    legend::degree_labels(scene, frame, &projection, &mut taken);
    frame_lines(scene, area, hairline(unit * 0.6));

    let visible = marks.iter().filter(|mark| contains(area, mark.at)).count();
    let said = remark(visible.saturating_sub(named), &outside, many_outside);
    let shapes = legend::Shapes {
        clusters: marks.iter().any(|mark| mark.others > 0),
        ..shapes
    };
    let legend = Legend::new(frame, &map.unit, &sizes, shapes, &said);
    legend.draw(scene, frame, bottom + 6.0 * unit, &sizes);
    !cramped
}

/// A larger map is worth leaving far places out of it only when it is so many times as large.
const WORTH: f64 = 2.5;

/// Share of what is counted that places left out may hold: one in so many.
const OUTLYING: u128 = 12;

/// Positions to fit the picture to: all, or without those far from all others where they would shrink the rest to
/// nothing. What is left out is said below the map.
fn fitted(symbols: &[&MapSymbol], area: Limits, unit: f64, chosen: bool) -> Vec<LatLon> {
    let all: Vec<LatLon> = symbols.iter().map(|symbol| symbol.at).collect();
    if chosen || all.len() < 3 {
        return all;
    }
    // Wide enough for any sum of counts.
    let value = |symbol: &MapSymbol| u128::from(symbol.value);
    let total: u128 = symbols.iter().map(|s| value(s)).sum();
    let middle = |axis: fn(LatLon) -> f64| {
        let mut along: Vec<(f64, u128)> = symbols.iter().map(|s| (axis(s.at), value(s))).collect();
        along.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut seen = 0;
        let half = along.iter().find(|(_, value)| {
            seen += value;
            seen * 2 >= total
        });
        half.map_or(0.5, |(at, _)| *at)
    };
    let (x, y) = (
        middle(|at| at.to_mercator().0),
        middle(|at| at.to_mercator().1),
    );
    let mut near: Vec<(f64, &MapSymbol)> = symbols
        .iter()
        .map(|symbol| {
            let at = symbol.at.to_mercator();
            // East and west are the same way round the world.
            let across = (at.0 - x).abs();
            (across.min(1.0 - across).hypot(at.1 - y), *symbol)
        })
        .collect();
    near.sort_by(|a, b| a.0.total_cmp(&b.0).then_with(|| a.1.name.cmp(&b.1.name)));
    let mut seen = 0;
    let core: Vec<LatLon> = near
        .iter()
        .take_while(|(_, symbol)| {
            let more = seen * OUTLYING <= total * (OUTLYING - 1);
            seen += value(symbol);
            more
        })
        .map(|(_, symbol)| symbol.at)
        .collect();
    let world = |places: &[LatLon]| {
        Projection::new(area, unit, None, places.iter().copied(), 26.0 * unit).world
    };
    if world(&core) >= world(&all) * WORTH {
        core
    } else {
        all
    }
}

/// Names of places outside the picture that are told.
const TOLD: usize = 3;

/// What the map does not show of its places: how many have no name, and how many lie outside, some of them by name.
fn remark(unnamed: usize, outside: &[&str], many_outside: usize) -> String {
    let mut parts = Vec::new();
    if unnamed > 0 {
        parts.push(format!("{} without room for a name", count(unnamed as u64)));
    }
    if !outside.is_empty() {
        let mut names = outside
            .iter()
            .take(TOLD)
            .map(|name| tidy(name, 30))
            .collect::<Vec<_>>()
            .join(", ");
        if many_outside > TOLD.min(outside.len()) {
            names.push_str(", …");
        }
        let many = count(many_outside as u64);
        parts.push(format!("{many} outside this view ({names})"));
    }
    if parts.is_empty() {
        String::new()
    } else {
        format!("Places: {}", parts.join(", "))
    }
}

/// What is drawn: symbols that would cover one another are one, as on the screen.
fn marks<'m>(
    symbols: &[&'m MapSymbol],
    projection: &Projection,
    sizes: Sizes,
    show_selection: bool,
) -> Vec<Mark<'m>> {
    let circles: Vec<Circle> = symbols
        .iter()
        .map(|symbol| {
            let (x, y) = projection.place(symbol.at);
            Circle {
                at: [x, y],
                radius: sizes.radius(symbol.value),
                // An area is no point that another could lie on.
                alone: symbol.selected && show_selection || symbol.status == PlaceStatus::Area,
            }
        })
        .collect();
    let value = |group: &[usize]| -> u64 {
        let members = group.iter().filter_map(|n| symbols.get(*n));
        members.fold(0, |sum, s| sum.saturating_add(s.value))
    };
    let grown = |group: &[usize]| sizes.cluster(value(group));
    clusters(&circles, LEAST_APART * sizes.unit, grown)
        .into_iter()
        .filter_map(|group| {
            let symbol = *symbols.get(*group.first()?)?;
            let value = value(&group);
            Some(Mark {
                symbol,
                others: group.len() - 1,
                at: projection.place(symbol.at),
                radius: if group.len() > 1 {
                    sizes.cluster(value)
                } else {
                    sizes.radius(value)
                },
                selected: symbol.selected && show_selection,
            })
        })
        .collect()
}

/// Design points between two middles below which symbols cannot be told apart.
const LEAST_APART: f64 = 6.0;

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
            if mark.others > 0 {
                draw_cluster(scene, mark.at, mark.radius, unit);
            } else {
                draw_mark(scene, mark.at, mark.radius, mark.symbol.status, unit);
            }
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
        let mut name = style.shorten(&tidy(&mark.symbol.name, 200), (right - left) * 0.4);
        if mark.others > 0 {
            name.push_str(&format!(" +{}", mark.others));
        }
        let ringed = mark.selected || mark.others > 0;
        let reach = mark.radius + if ringed { 3.5 * unit } else { 0.0 };
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
