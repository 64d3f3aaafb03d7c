//! What the map explains of itself: sizes and shapes below it, a scale bar, degrees at its edges.

use crate::model::place::PlaceStatus;

use super::{
    super::{
        colors::{BORDER, INK, INK2, INK3, PAPER},
        geometry::Limits,
        lettering::Face,
        page::{Frame, count, hairline},
        scene::{Anchor, Scene, Words, tidy},
    },
    labels::{Taken, box_of},
    projection::Projection,
    symbols::{Sizes, draw_cluster, draw_mark},
};

/// What a cluster is, in the legend.
const SEVERAL: &str = "Several places, named after the largest";

/// One entry of the legend.
enum Entry {
    Heading(String),
    Size(u64),
    Shape(PlaceStatus, &'static str),
    Cluster,
    Remark(String),
}

/// The shapes that occur on the map.
#[derive(Clone, Copy)]
pub struct Shapes<'s> {
    pub present: &'s [PlaceStatus],
    /// Whether several places are drawn as one anywhere.
    pub clusters: bool,
    /// Whether areas are drawn that are no symbols.
    pub areas: bool,
}

/// The legend, broken into rows.
pub struct Legend {
    /// Entries with their pixels from the left, and the height of each row.
    rows: Vec<(Vec<(Entry, f64)>, f64)>,
}

impl Legend {
    /// Explains the sizes and those shapes that occur. `remark` says what the map leaves out.
    pub fn new(
        frame: &Frame,
        unit_word: &str,
        sizes: &Sizes,
        shapes: Shapes<'_>,
        remark: &str,
    ) -> Self {
        let mut entries = Vec::new();
        if sizes.most > 0 {
            entries.push(Entry::Heading(capitalized(&tidy(unit_word, 40))));
            entries.extend(round_values(sizes.most).into_iter().map(Entry::Size));
        }
        for (status, text) in [
            (PlaceStatus::Resolved, "Point in the gazetteer"),
            (PlaceStatus::User, "Placed by hand"),
            (PlaceStatus::Area, "Somewhere in this area"),
            (PlaceStatus::Unresolved, "Doubtful"),
        ] {
            let present = shapes.present;
            // A map of points alone needs no word on shapes.
            let telling = present.len() > 1 || status != PlaceStatus::Resolved;
            let area = shapes.areas && status == PlaceStatus::Area;
            if present.contains(&status) && telling || area {
                entries.push(Entry::Shape(status, text));
            }
        }
        if shapes.clusters {
            entries.push(Entry::Cluster);
        }
        if !remark.is_empty() {
            entries.push(Entry::Remark(remark.to_owned()));
        }
        let mut rows: Vec<(Vec<(Entry, f64)>, f64)> = Vec::new();
        let mut left = 0.0;
        for entry in entries {
            let width = entry.width(frame, sizes);
            let height = entry.height(frame, sizes);
            match rows.last_mut() {
                Some((row, tallest)) if left + width <= frame.width() => {
                    row.push((entry, left));
                    *tallest = tallest.max(height);
                }
                _ => {
                    left = 0.0;
                    rows.push((vec![(entry, 0.0)], height));
                }
            }
            left += width + 14.0 * frame.unit;
        }
        Self { rows }
    }

    /// Pixels below the map that the legend takes.
    pub fn height(&self) -> f64 {
        self.rows.iter().map(|(_, height)| height).sum()
    }

    /// Draws the legend with its top at `top`.
    pub fn draw(&self, scene: &mut Scene, frame: &Frame, top: f64, sizes: &Sizes) {
        let unit = frame.unit;
        let mut below = top;
        for (row, height) in &self.rows {
            let middle = below + height / 2.0;
            below += height;
            for (entry, left) in row {
                let style = entry.style(frame);
                let baseline = middle + style.size * 0.36;
                let mut x = frame.left + left;
                match entry {
                    Entry::Heading(text) => {
                        scene.text(text, (x, baseline), Anchor::Start, style, INK);
                    }
                    Entry::Size(value) => {
                        let radius = sizes.radius(*value);
                        draw_mark(
                            scene,
                            (x + radius, middle),
                            radius,
                            PlaceStatus::Resolved,
                            unit,
                        );
                        x += radius * 2.0 + 5.0 * unit;
                        scene.text(&count(*value), (x, baseline), Anchor::Start, style, INK2);
                    }
                    Entry::Shape(status, text) => {
                        let radius = 4.5 * unit;
                        draw_mark(scene, (x + radius, middle), radius, *status, unit);
                        x += radius * 2.0 + 5.0 * unit;
                        scene.text(text, (x, baseline), Anchor::Start, style, INK2);
                    }
                    Entry::Cluster => {
                        let radius = 4.0 * unit;
                        draw_cluster(scene, (x + radius + 2.5 * unit, middle), radius, unit);
                        x += radius * 2.0 + 10.0 * unit;
                        scene.text(SEVERAL, (x, baseline), Anchor::Start, style, INK2);
                    }
                    Entry::Remark(text) => {
                        let text = style.shorten(text, frame.width());
                        scene.text(&text, (x, baseline), Anchor::Start, style, INK3);
                    }
                }
            }
        }
    }
}

impl Entry {
    fn style(&self, frame: &Frame) -> super::super::lettering::Style {
        match self {
            Self::Heading(_) => frame.style(Face::SansBold, 10.0),
            _ => frame.style(Face::Sans, 10.0),
        }
    }

    fn height(&self, frame: &Frame, sizes: &Sizes) -> f64 {
        let least = 15.0 * frame.unit;
        match self {
            Self::Size(value) => least.max(sizes.radius(*value) * 2.0 + 4.0 * frame.unit),
            _ => least,
        }
    }

    fn width(&self, frame: &Frame, sizes: &Sizes) -> f64 {
        let style = self.style(frame);
        let mark = |radius: f64| radius * 2.0 + 5.0 * frame.unit;
        match self {
            Self::Heading(text) | Self::Remark(text) => style.room(text),
            Self::Size(value) => mark(sizes.radius(*value)) + style.room(&count(*value)),
            Self::Shape(_, text) => mark(4.5 * frame.unit) + style.room(text),
            Self::Cluster => mark(6.5 * frame.unit) + style.room(SEVERAL),
        }
    }
}

fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}

/// Up to three round values, largest first, each well apart from the next: 250, 100, 25 for 264.
fn round_values(most: u64) -> Vec<u64> {
    let mut values = Vec::new();
    let mut limit = most as f64;
    for share in [0.45, 0.3, 0.0] {
        let Some(value) = round_below(limit) else {
            break;
        };
        values.push(value);
        limit = value as f64 * share;
    }
    values
}

/// The largest of 1, 2, 5, 10, 25, 50, 100, 250, … not above `limit`.
fn round_below(limit: f64) -> Option<u64> {
    let mut best = None;
    let mut tenfold = 1_u64;
    while let Some(next) = tenfold.checked_mul(10) {
        let middle = if tenfold == 1 { 2 } else { tenfold / 10 * 25 };
        for value in [tenfold, middle, tenfold * 5] {
            if value as f64 <= limit {
                best = Some(value);
            }
        }
        if tenfold as f64 > limit {
            break;
        }
        tenfold = next;
        if tenfold > 1_000_000_000_000_000_000 {
            break;
        }
    }
    best
}

/// Draws a scale bar in the lower left, where one scale is true enough for the whole map.
pub fn scale_bar(scene: &mut Scene, frame: &Frame, projection: &Projection, taken: &mut Taken) {
    let [left, top, right, bottom] = projection.area;
    let unit = frame.unit;
    let north = projection.position(((left + right) / 2.0, top)).lat;
    let south = projection.position(((left + right) / 2.0, bottom)).lat;
    let lat = (north + south) / 2.0;
    // Mercator stretches with latitude: beyond a third more at one edge than at the other, a bar would mislead.
    let (a, b) = (north.to_radians().cos(), south.to_radians().cos());
    if a.max(b) / a.min(b).max(1e-6) > 1.33 {
        return;
    }
    let per_km = projection.pixels(1.0, lat);
    let most = (110.0 * unit).min((right - left) * 0.3);
    let Some(km) = round_below(most / per_km).filter(|km| *km >= 2) else {
        return;
    };
    let style = frame.style(Face::Sans, 9.0);
    let length = km as f64 * per_km;
    let name = format!("{} km", count(km));
    let half = style.room(&name) / 2.0;
    let mut words = vec![(name, length.max(half), Anchor::Middle)];
    if length > half + style.room("0") + 4.0 * unit {
        words.push(("0".to_owned(), 0.0, Anchor::Start));
    }
    let (x, y) = (left + 12.0 * unit, bottom - 12.0 * unit);
    let line = hairline(unit * 0.8);
    let whole = [x, y - 20.0 * unit, x + length.max(half) + half, y + line];
    if !taken.claim(whole) {
        return;
    }
    scene.rect((x, y), length, line, INK2);
    for share in [0.0, 0.5, 1.0] {
        let tall = if share == 0.5 { 3.0 } else { 5.0 } * unit;
        scene.rect(
            (x + length * share - line / 2.0, y - tall),
            line,
            tall + line,
            INK2,
        );
    }
    for (text, along, anchor) in words {
        scene.words.push(Words {
            text,
            at: (x + along, y - 8.0 * unit),
            anchor,
            style,
            color: INK2,
            halo: Some((PAPER.faded(0.8), 1.5 * unit)),
            turned: false,
        });
    }
}

/// Draws parallels and meridians with their degrees at the right and upper edge.
pub fn graticule(scene: &mut Scene, frame: &Frame, projection: &Projection) {
    let line = (0.5 * frame.unit).max(0.6);
    for (at, upright, _) in degrees(frame, projection) {
        let [left, top, right, bottom] = projection.area;
        let ends = if upright {
            vec![(at, top), (at, bottom)]
        } else {
            vec![(left, at), (right, at)]
        };
        scene.line(ends, line, BORDER.faded(0.55));
    }
}

/// Writes the degrees where nothing stands yet.
pub fn degree_labels(scene: &mut Scene, frame: &Frame, projection: &Projection, taken: &mut Taken) {
    let style = frame.style(Face::Sans, 9.0);
    let [_, top, right, _] = projection.area;
    let gap = 4.0 * frame.unit;
    for (at, upright, text) in degrees(frame, projection) {
        let (point, anchor) = if upright {
            ((at + gap, top + gap + style.size * 0.8), Anchor::Start)
        } else {
            ((right - gap, at - gap), Anchor::End)
        };
        let room: Limits = box_of(point, anchor, style.room(&text), style);
        if taken.claim(room) {
            scene.words.push(Words {
                text,
                at: point,
                anchor,
                style,
                color: INK3,
                halo: Some((PAPER.faded(0.7), 1.2 * frame.unit)),
                turned: false,
            });
        }
    }
}

/// Where parallels (false) and meridians (true) lie in pixels, and what they are called.
fn degrees(frame: &Frame, projection: &Projection) -> Vec<(f64, bool, String)> {
    const STEPS: [f64; 10] = [0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 15.0, 30.0, 60.0];
    let [left, top, right, bottom] = projection.area;
    let per_degree = projection.world / 360.0;
    let wanted = 110.0 * frame.unit / per_degree;
    let step = STEPS
        .into_iter()
        .find(|step| *step >= wanted)
        .unwrap_or(90.0);
    let name = |degrees: f64, [plus, minus]: [&str; 2]| {
        let size = degrees.abs();
        let digits = usize::from(step < 1.0);
        let side = if size < 1e-9 || (size - 180.0).abs() < 1e-9 {
            ""
        } else if degrees > 0.0 {
            plus
        } else {
            minus
        };
        format!(
            "{size:.digits$}°{}{side}",
            if side.is_empty() { "" } else { "\u{a0}" }
        )
    };
    let between = |from: f64, to: f64| {
        let (first, last) = ((from / step).ceil() as i64, (to / step).floor() as i64);
        (first..=last).take(200).map(move |at| at as f64 * step)
    };
    let mut found = Vec::new();
    let (north_west, south_east) = (
        projection.position((left, top)),
        projection.position((right, bottom)),
    );
    for lat in between(south_east.lat.max(-80.0), north_west.lat.min(80.0)) {
        let (_, y) = projection.place_in(0.0, lat as f32, 0.0);
        found.push((y, false, name(lat, ["N", "S"])));
    }
    for lon in between(north_west.lon, south_east.lon) {
        let x = left + (lon - north_west.lon) * per_degree;
        let round = (lon + 180.0).rem_euclid(360.0) - 180.0;
        found.push((x, true, name(round, ["E", "W"])));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn legend_values_are_round_and_apart() {
        let check = |most, expected: &[u64]| assert_eq!(round_values(most), expected);
        check(264, &[250, 100, 25]);
        check(1_092, &[1_000, 250, 50]);
        check(12, &[10, 2]);
        check(3, &[2]);
        check(1, &[1]);
        check(0, &[]);
        assert_eq!(round_values(u64::MAX).len(), 3);
    }
}
