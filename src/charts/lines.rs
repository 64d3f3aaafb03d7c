//! Several names over the same dates: lines with their names beside their ends, or a small chart for each.

use crate::model::chart::{Cell, Column, Drawn, Series, TimeUnit};

use super::{
    colors::{EDGE, INK, INK2, INK3, LINES},
    lettering::{Face, SLACK},
    page::{Frame, count, hairline},
    scale::Scale,
    scene::{Anchor, Point, Scene, tidy},
    timeline::{self, Plot},
};

/// Dash and gap of each line in design points, so that lines differ without color; the first is whole.
const DASHES: [Option<(f64, f64)>; 5] = [
    None,
    Some((7.0, 3.0)),
    Some((2.0, 2.5)),
    Some((12.0, 3.0)),
    Some((4.0, 6.0)),
];

const NAME_LETTERS: f64 = 10.5;

/// Draws the series; false when the words around them leave too little room.
pub fn draw(
    scene: &mut Scene,
    frame: &Frame,
    (unit, series, drawn): (TimeUnit, &[Series], Drawn),
    selected: Option<&Cell>,
) -> bool {
    if drawn.multiples {
        multiples(scene, frame, (unit, series, drawn), selected)
    } else {
        together(scene, frame, (unit, series, drawn))
    }
}

fn most(series: &[Series]) -> u64 {
    let columns = series.iter().flat_map(|one| &one.columns);
    columns.map(|column| column.value).max().unwrap_or(0)
}

/// Where names stand beside the ends of their lines, none on another: moved apart around where they would like to be.
fn spread(wanted: &[f64], heights: &[f64], top: f64, bottom: f64) -> Vec<f64> {
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by(|a, b| wanted[*a].total_cmp(&wanted[*b]).then(a.cmp(b)));
    let mut at = wanted.to_vec();
    let mut floor = top;
    for name in &order {
        at[*name] = at[*name].max(floor + heights[*name] / 2.0);
        floor = at[*name] + heights[*name] / 2.0;
    }
    let mut ceiling = bottom;
    for name in order.iter().rev() {
        at[*name] = at[*name].min(ceiling - heights[*name] / 2.0);
        ceiling = at[*name] - heights[*name] / 2.0;
    }
    at
}

fn together(
    scene: &mut Scene,
    frame: &Frame,
    (unit, series, drawn): (TimeUnit, &[Series], Drawn),
) -> bool {
    let points = frame.unit;
    let style = frame.style(Face::SansBold, NAME_LETTERS);
    let scale = Scale::new(most(series), drawn.log);
    // Names are wrapped, never cut; what is undated of each stands behind its name, since it is on no axis.
    let widest = frame.width() * 0.3;
    let small = frame.style(Face::Sans, 9.0);
    let labels: Vec<(Vec<String>, Option<String>)> = series
        .iter()
        .map(|one| {
            let undated = (one.undated > 0).then(|| format!("{} undated", count(one.undated)));
            (style.wrap(&tidy(&one.label, 200), widest, 6), undated)
        })
        .collect();
    let room = labels
        .iter()
        .flat_map(|(lines, undated)| {
            let names = lines.iter().map(|line| style.room(line));
            names.chain(undated.iter().map(|words| small.room(words)))
        })
        .fold(0.0, f64::max);
    let beside = room + 24.0 * points;
    let Some(plot) = Plot::new(frame, scale, beside) else {
        return false;
    };
    plot.grid(scene, frame);
    let columns: &[Column] = series.first().map_or(&[], |one| &one.columns);
    plot.dates(scene, frame, (unit, columns));
    let line = hairline(points);
    scene.rect((plot.left, plot.bottom), plot.right - plot.left, line, EDGE);
    let step = (plot.right - plot.left) / columns.len().max(1) as f64;
    let place = |at: usize, column: &Column| -> Point {
        let x = plot.left + step * (at as f64 + 0.5);
        (x, plot.bottom - plot.height(column.value))
    };
    let heights: Vec<f64> = labels
        .iter()
        .map(|(lines, undated)| {
            let small = undated.as_ref().map_or(0.0, |_| 11.0);
            (lines.len() as f64 * 13.0 + small + 3.0) * points
        })
        .collect();
    let ends: Vec<f64> = series
        .iter()
        .map(|one| one.columns.last().map_or(plot.bottom, |c| place(0, c).1))
        .collect();
    let seats = spread(&ends, &heights, frame.top, frame.bottom);
    for (number, one) in series.iter().enumerate() {
        let color = LINES[number % LINES.len()];
        let path: Vec<Point> = one
            .columns
            .iter()
            .enumerate()
            .map(|(at, column)| place(at, column))
            .collect();
        let width = 1.8 * points;
        match DASHES[number % DASHES.len()] {
            None => scene.line(path.clone(), width, color),
            Some((on, off)) => scene.dashes(&path, on * points, off * points, width, color),
        }
        if let [only] = path.as_slice() {
            // A line of one date is a point.
            scene.shapes.push(super::scene::Shape::Disc {
                center: *only,
                radius: 3.0 * points,
                color,
            });
        }
        let (Some((lines, undated)), Some(middle), Some(end)) =
            (labels.get(number), seats.get(number), path.last())
        else {
            continue;
        };
        let left = plot.right + 18.0 * points;
        let leader = vec![
            *end,
            (plot.right + 8.0 * points, *middle),
            (left - 4.0 * points, *middle),
        ];
        scene.line(leader, line, color);
        let height = heights.get(number).copied().unwrap_or_default();
        let mut y = middle - height / 2.0 + 11.5 * points;
        for words in lines {
            scene.text(words, (left, y), Anchor::Start, style, color);
            y += 13.0 * points;
        }
        if let Some(words) = undated {
            scene.text(words, (left, y - 1.5 * points), Anchor::Start, small, INK3);
        }
    }
    true
}

/// How many small charts stand beside one another so that each is about twice as wide as high.
fn across(number: usize, width: f64, height: f64) -> usize {
    (1..=number.max(1))
        .min_by_key(|columns| {
            let rows = number.div_ceil(*columns).max(1);
            let (wide, high) = (width / *columns as f64, height / rows as f64);
            ((wide / high.max(1.0) / 2.0).ln().abs() * 1000.0) as u64
        })
        .unwrap_or(1)
}

fn multiples(
    scene: &mut Scene,
    frame: &Frame,
    (unit, series, drawn): (TimeUnit, &[Series], Drawn),
    selected: Option<&Cell>,
) -> bool {
    let points = frame.unit;
    let scale = Scale::new(most(series), drawn.log);
    let columns = across(series.len(), frame.width(), frame.height());
    let rows = series.len().div_ceil(columns).max(1);
    let (gap_x, gap_y) = (18.0 * points, 10.0 * points);
    let wide = (frame.width() - gap_x * (columns - 1) as f64) / columns as f64;
    let high = (frame.height() - gap_y * (rows - 1) as f64) / rows as f64;
    let title = frame.style(Face::SansBold, NAME_LETTERS);
    for (number, one) in series.iter().enumerate() {
        let left = frame.left + (wide + gap_x) * (number % columns) as f64;
        let top = frame.top + (high + gap_y) * (number / columns) as f64;
        let lines = title.wrap(&tidy(&one.label, 200), wide / SLACK, 2);
        let mut y = top;
        for words in &lines {
            y += 13.0 * points;
            scene.text(words, (left, y), Anchor::Start, title, INK);
        }
        let small = Frame {
            left,
            top: y - 8.0 * points,
            right: left + wide,
            bottom: top + high,
            ..*frame
        };
        if small.height() < 70.0 * points && !frame.forced {
            return false;
        }
        if one.columns.is_empty() {
            let words = "No date known";
            let style = frame.style(Face::Sans, 10.0);
            scene.text(words, (left, y + 16.0 * points), Anchor::Start, style, INK2);
            continue;
        }
        let fitted = timeline::draw(
            scene,
            &small,
            (unit, &one.columns, one.undated),
            scale,
            selected,
        );
        if !fitted {
            return false;
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_apart_and_inside() {
        let wanted = [50.0, 52.0, 51.0, 100.0, 99.0];
        let heights = [16.0; 5];
        let at = spread(&wanted, &heights, 0.0, 110.0);
        let mut sorted = at.clone();
        sorted.sort_by(f64::total_cmp);
        assert!(
            sorted.windows(2).all(|w| w[1] - w[0] >= 16.0 - 1e-9),
            "{at:?}"
        );
        assert!(sorted[0] >= 8.0 && sorted[4] <= 102.0 + 1e-9, "{at:?}");
        // In the order of the lines.
        assert!(at[0] < at[2] && at[2] < at[1] && at[4] < at[3]);
    }

    #[test]
    fn small_charts_fill_the_frame() {
        assert_eq!(across(1, 800.0, 400.0), 1);
        assert_eq!(across(4, 800.0, 400.0), 2);
        assert_eq!(across(9, 800.0, 400.0), 3);
        assert_eq!(across(3, 1600.0, 200.0), 3);
    }
}
