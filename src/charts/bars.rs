//! Horizontal bars: labels right-aligned at an axis, counts beside the ends.

use crate::model::{
    chart::{Bar, Cell, Drawn},
    scale::Scale,
};

use super::{
    colors::{ACCENT, BAR, INK, INK2},
    lettering::{Face, Style},
    page::{Frame, LABEL, count, hairline, say_left_out},
    scene::{Anchor, Scene, tidy},
};

/// Design points from one line of a label to the next.
const LEADING: f64 = 14.5;

/// Design points a row needs beside the lines of its label.
const SPARE: f64 = 3.0;

/// Widest a row is drawn, in design points of a row with one line.
const TALLEST: f64 = 34.0;

struct Row<'c> {
    bar: &'c Bar,
    lines: Vec<String>,
    style: Style,
    selected: bool,
}

impl Row<'_> {
    fn least(&self, unit: f64) -> f64 {
        (self.lines.len().max(1) as f64 * LEADING + SPARE) * unit
    }
}

/// Draws the bars; false when they do not fit.
pub fn draw(
    scene: &mut Scene,
    frame: &Frame,
    (bars, drawn): (&[Bar], Drawn),
    selected: Option<&Cell>,
) -> bool {
    let unit = frame.unit;
    let most_lines = if frame.forced { 1 } else { 8 };
    let style = |chosen| {
        let face = if chosen { Face::SansBold } else { Face::Sans };
        frame.style(face, LABEL)
    };
    let labels: Vec<(&Bar, bool, String)> = bars
        .iter()
        .map(|bar| (bar, selected == Some(&bar.cell), tidy(&bar.label, 600)))
        .collect();
    let widest = labels
        .iter()
        .map(|(_, chosen, label)| style(*chosen).room(label));
    let values = labels
        .iter()
        .map(|(bar, chosen, _)| style(*chosen).room(&bar.words(drawn, count)))
        .fold(0.0, f64::max);
    // Numbers are never cut: where they are long, the labels give way.
    let beside_values = frame.width() - values - (8.0 + 6.0 + 4.0) * unit - hairline(unit);
    let column = widest
        .fold(0.0, f64::max)
        .min(frame.width() * 0.4)
        .min(beside_values.max(0.0));
    let mut rows: Vec<Row<'_>> = labels
        .iter()
        .map(|(bar, chosen, label)| Row {
            bar,
            lines: style(*chosen).wrap(label, column + 0.5, most_lines),
            style: style(*chosen),
            selected: *chosen,
        })
        .collect();

    let mut needed: f64 = rows.iter().map(|row| row.least(unit)).sum();
    let left_out = if needed > frame.height() {
        if !frame.forced {
            return false;
        }
        let row = (LEADING + SPARE) * unit;
        // One row is given up to say what is missing.
        let fitting = ((frame.height() / row).floor() as usize).saturating_sub(1);
        let all = rows.len();
        rows.truncate(fitting);
        needed = rows.iter().map(|row| row.least(unit)).sum::<f64>() + row;
        all - rows.len()
    } else {
        0
    };

    let slots = rows.len() + usize::from(left_out > 0);
    let extra = ((frame.height() - needed) / slots.max(1) as f64)
        .clamp(0.0, (TALLEST - LEADING - SPARE) * unit);
    let thickness = ((LEADING + SPARE) * unit + extra) * 0.68;
    let line = hairline(unit);
    let axis = (frame.left + column + 8.0 * unit).round();
    let reach = (frame.right - values - 6.0 * unit - axis - line).max(1.0);
    let largest = rows.iter().map(|row| row.bar.value).max().unwrap_or(0);
    let scale = Scale::new(largest, drawn.log);
    let fullest = rows
        .iter()
        .filter_map(|row| row.bar.share())
        .fold(0.0, f64::max);

    let mut y = frame.top;
    for row in &rows {
        let height = row.least(unit) + extra;
        let middle = y + height / 2.0;
        let length = match row.bar.share() {
            Some(share) if drawn.share => share / fullest.max(f64::MIN_POSITIVE),
            _ => scale.of(row.bar.value),
        } * reach;
        // Whatever is not zero can be seen.
        let length = if row.bar.value > 0 {
            length.max(1.0)
        } else {
            0.0
        };
        let top = (middle - thickness / 2.0).round();
        let color = if row.selected { ACCENT } else { BAR };
        scene.rect((axis + line, top), length.round(), thickness.round(), color);
        // Inter's digits and capitals are 0.73 em high, so this puts them in the middle.
        let first = middle + row.style.size * 0.36
            - (row.lines.len().saturating_sub(1)) as f64 * LEADING * unit / 2.0;
        for (at, label) in row.lines.iter().enumerate() {
            let baseline = first + at as f64 * LEADING * unit;
            let end = (axis - 8.0 * unit, baseline);
            scene.text(label, end, Anchor::End, row.style, INK);
        }
        let value_at = (
            axis + line + length.round() + 6.0 * unit,
            middle + row.style.size * 0.36,
        );
        scene.text(
            &row.bar.words(drawn, count),
            value_at,
            Anchor::Start,
            row.style,
            INK,
        );
        y += height;
    }
    scene.rect(
        (axis, frame.top.round()),
        line,
        (y - frame.top).round(),
        INK2,
    );
    if left_out > 0 {
        say_left_out(scene, frame, left_out, y + (LEADING + SPARE) * unit * 0.75);
    }
    left_out == 0
}
