//! Several names over the same dates: lines with their names beside their ends, or a small chart for each.

use crate::model::{
    chart::{Cell, Column, Drawn, Series, TimeUnit},
    lines::{DASHES, seats},
    scale::Scale,
};

use super::{
    colors::{Color, EDGE, INK, INK2, INK3, LINES},
    lettering::{Face, SLACK},
    page::{Frame, count, hairline, say_left_out},
    scene::{Anchor, Point, Scene, Shape, tidy},
    timeline::{self, Plot},
};

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

/// Design points from one line of a name to the next, below a name, and for what is undated.
const LEADING: f64 = 13.0;
const BELOW_NAME: f64 = 3.0;
const UNDATED: f64 = 11.0;

/// What stands beside the end of a line.
struct Label {
    lines: Vec<String>,
    undated: Option<String>,
    /// Pixels.
    height: f64,
}

/// The words beside the lines; names are wrapped, never cut but in a forced frame. What is undated of a name stands
/// below it, since it is on no axis.
fn labels(frame: &Frame, series: &[Series]) -> (Vec<Label>, f64) {
    let style = frame.style(Face::SansBold, NAME_LETTERS);
    let small = frame.style(Face::Sans, 9.0);
    let widest = frame.width() * 0.3;
    let most_lines = if frame.forced { 1 } else { 6 };
    let mut room = 0.0_f64;
    let labels = series.iter().map(|one| {
        let undated = (one.undated > 0).then(|| format!("{} undated", count(one.undated)));
        let lines = style.wrap(&tidy(&one.label, 200), widest, most_lines);
        let words = lines.iter().map(|line| style.room(line));
        let words = words.chain(undated.iter().map(|words| small.room(words)));
        room = words.fold(room, f64::max);
        let below = undated
            .as_ref()
            .map_or(BELOW_NAME, |_| BELOW_NAME + UNDATED);
        let height = (lines.len().max(1) as f64 * LEADING + below) * frame.unit;
        Label {
            lines,
            undated,
            height,
        }
    });
    let labels = labels.collect();
    (labels, room)
}

fn together(
    scene: &mut Scene,
    whole: &Frame,
    (unit, series, drawn): (TimeUnit, &[Series], Drawn),
) -> bool {
    let points = whole.unit;
    let (mut labels, room) = labels(whole, series);
    let mut frame = *whole;
    // Names that have no room one above the other are left out with their lines, and that is said.
    let needed = |labels: &[Label]| labels.iter().map(|label| label.height).sum::<f64>();
    let all = labels.len();
    if needed(&labels) > frame.height() {
        if !frame.forced {
            return false;
        }
        frame.bottom -= LEADING * points;
        while needed(&labels) > frame.height() && labels.len() > 1 {
            labels.pop();
        }
    }
    let left_out = all - labels.len();
    let series = series.get(..labels.len()).unwrap_or(series);
    let scale = Scale::new(most(series), drawn.log);
    let Some(plot) = Plot::new(&frame, scale, room + 24.0 * points) else {
        return false;
    };
    if left_out > 0 {
        say_left_out(scene, whole, left_out, whole.bottom);
    }
    if !plot.is_seen() {
        return false;
    }
    plot.grid(scene, &frame);
    // Every line is over the same dates; a series that has none has no line.
    let columns: &[Column] = series
        .iter()
        .map(|one| one.columns.as_slice())
        .max_by_key(|columns| columns.len())
        .unwrap_or_default();
    plot.dates(scene, &frame, (unit, columns));
    let line = hairline(points);
    scene.rect((plot.left, plot.bottom), plot.right - plot.left, line, EDGE);
    let step = (plot.right - plot.left) / columns.len().max(1) as f64;
    let paths: Vec<Vec<Point>> = series
        .iter()
        .map(|one| {
            let place = |(at, column): (usize, &Column)| {
                let x = plot.left + step * (at as f64 + 0.5);
                (x, plot.bottom - plot.height(column.value))
            };
            one.columns.iter().enumerate().map(place).collect()
        })
        .collect();
    let ends: Vec<f64> = paths
        .iter()
        .map(|path| path.last().map_or(plot.bottom, |end| end.1))
        .collect();
    let heights: Vec<f64> = labels.iter().map(|label| label.height).collect();
    let seats = seats(&ends, &heights, frame.top, frame.bottom);
    for (number, ((path, label), middle)) in paths.iter().zip(&labels).zip(seats).enumerate() {
        let color = LINES[number % LINES.len()];
        let width = 1.8 * points;
        match DASHES[number % DASHES.len()] {
            None => scene.line(path.clone(), width, color),
            Some((on, off)) => scene.dashes(path, on * points, off * points, width, color),
        }
        if let [only] = path.as_slice() {
            // A line of one date is a point.
            scene.shapes.push(Shape::Disc {
                center: *only,
                radius: 3.0 * points,
                color,
            });
        }
        let left = plot.right + 18.0 * points;
        if let Some(end) = path.last() {
            let leader = vec![
                *end,
                (plot.right + 8.0 * points, middle),
                (left - 4.0 * points, middle),
            ];
            scene.line(leader, line, color);
        }
        write_name(scene, &frame, label, (left, middle), color);
    }
    left_out == 0
}

/// Writes a name and what is undated of it, in the middle of its seat.
fn write_name(
    scene: &mut Scene,
    frame: &Frame,
    label: &Label,
    (left, middle): Point,
    color: Color,
) {
    let points = frame.unit;
    let style = frame.style(Face::SansBold, NAME_LETTERS);
    let mut y = middle - label.height / 2.0 + 11.5 * points;
    for words in &label.lines {
        scene.text(words, (left, y), Anchor::Start, style, color);
        y += LEADING * points;
    }
    if let Some(words) = &label.undated {
        let small = frame.style(Face::Sans, 9.0);
        let at = (left, y - 1.5 * points);
        scene.text(words, at, Anchor::Start, small, INK3);
    }
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

/// Design points between small charts.
const GAP: (f64, f64) = (18.0, 10.0);

/// Design points a small chart needs: its name on two lines, what is undated, dates, and columns that can be told apart.
const LEAST_SMALL: (f64, f64) = (110.0, 26.0 + UNDATED + 18.0 + 30.0 + 28.0);

fn multiples(
    scene: &mut Scene,
    whole: &Frame,
    (unit, series, drawn): (TimeUnit, &[Series], Drawn),
    selected: Option<&Cell>,
) -> bool {
    let points = whole.unit;
    let scale = Scale::new(most(series), drawn.log);
    let (gap_x, gap_y) = (GAP.0 * points, GAP.1 * points);
    let fitting = |room: f64, least: f64, gap: f64| {
        (((room + gap) / (least * points + gap)).floor() as usize).max(1)
    };
    let most_columns = fitting(whole.width(), LEAST_SMALL.0, gap_x);
    let mut columns = across(series.len(), whole.width(), whole.height()).min(most_columns);
    let mut frame = *whole;
    let mut rows = series.len().div_ceil(columns).max(1);
    let mut shown = series.len();
    if rows > fitting(frame.height(), LEAST_SMALL.1, gap_y) {
        if !frame.forced {
            return false;
        }
        columns = most_columns.min(series.len().max(1));
        rows = series.len().div_ceil(columns).max(1);
        if rows > fitting(frame.height(), LEAST_SMALL.1, gap_y) {
            frame.bottom -= LEADING * points + gap_y;
            rows = fitting(frame.height(), LEAST_SMALL.1, gap_y);
            shown = (rows * columns).min(series.len());
            say_left_out(scene, whole, series.len() - shown, whole.bottom);
        }
    }
    let wide = (frame.width() - gap_x * (columns - 1) as f64) / columns as f64;
    let high = (frame.height() - gap_y * (rows - 1) as f64) / rows as f64;
    let title = frame.style(Face::SansBold, NAME_LETTERS);
    let mut fitted = shown == series.len();
    for (number, one) in series.iter().take(shown).enumerate() {
        let left = frame.left + (wide + gap_x) * (number % columns) as f64;
        let top = frame.top + (high + gap_y) * (number / columns) as f64;
        let mut y = top;
        for words in title.wrap(&tidy(&one.label, 200), wide, 2) {
            y += LEADING * points;
            scene.text(&words, (left, y), Anchor::Start, title, INK);
        }
        // What is undated stands under the name: a column apart would take half of a small chart.
        if one.undated > 0 {
            y += UNDATED * points;
            let words = format!("{} undated, not counted", count(one.undated));
            let style = frame.style(Face::Sans, 9.0);
            let words = style.shorten(&words, wide / SLACK);
            scene.text(&words, (left, y), Anchor::Start, style, INK3);
        }
        let small = Frame {
            left,
            top: y + points,
            right: left + wide,
            bottom: top + high,
            ..frame
        };
        if one.columns.is_empty() {
            let style = frame.style(Face::Sans, 10.0);
            for words in style.wrap("No date known", wide, 2) {
                y += 16.0 * points;
                scene.text(&words, (left, y), Anchor::Start, style, INK2);
            }
            continue;
        }
        let what = (unit, one.columns.as_slice(), 0);
        fitted &= timeline::draw(scene, &small, what, scale, selected);
    }
    fitted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_charts_fill_the_frame() {
        assert_eq!(across(1, 800.0, 400.0), 1);
        assert_eq!(across(4, 800.0, 400.0), 2);
        assert_eq!(across(9, 800.0, 400.0), 3);
        assert_eq!(across(3, 1600.0, 200.0), 3);
    }
}
