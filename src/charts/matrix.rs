//! A table of counts as cells: the darker, the more, with the number in each where it fits.

use crate::model::chart::{Cell, Matrix};

use super::{
    colors::{ACCENT, HEAT, INK, INK2, INK3, LINE, LINE2, PAPER},
    lettering::{Face, Style},
    page::{Frame, count, hairline},
    scene::{Anchor, Scene, Words, tidy},
};

const LETTERS: f64 = 11.0;
const LEADING: f64 = 13.0;

/// Least width of a cell, in pixels.
const NARROWEST: f64 = 4.0;

/// Draws the matrix; false when its labels do not fit. Cells without a number are crossed, and the cross is
/// explained by the words of `blank`; without such they stay blank and the notes say why.
pub fn draw(
    scene: &mut Scene,
    frame: &Frame,
    (matrix, blank): (&Matrix, Option<&str>),
    selected: Option<&Cell>,
) -> bool {
    let unit = frame.unit;
    let style = frame.style(Face::Sans, LETTERS);
    let rows: Vec<String> = matrix.rows.iter().map(|row| tidy(row, 300)).collect();
    let mut columns: Vec<String> = matrix
        .columns
        .iter()
        .map(|column| tidy(column, 300))
        .collect();

    let beside = widest(&rows, style).min(frame.width() * 0.3);
    let left = (frame.left + beside + 8.0 * unit).round();
    let across = (frame.right - left).max(NARROWEST);
    let columns_left_out = columns.len().saturating_sub((across / NARROWEST) as usize);
    columns.truncate(columns.len() - columns_left_out);
    let cell_width = (across / columns.len().max(1) as f64).min(96.0 * unit);
    let above = ColumnLabels::new(&columns, style, cell_width, frame);
    if above.cramped && !frame.forced {
        return false;
    }

    // Room below for the two signs that the cells do not explain themselves.
    let key = 20.0 * unit;
    let top = (frame.top + above.height + 6.0 * unit).round();
    let down = (frame.bottom - key - top).max(1.0);
    let labels: Vec<Vec<String>> = rows
        .iter()
        .map(|row| style.wrap(row, beside + 0.5, if frame.forced { 1 } else { 4 }))
        .collect();
    let lines = labels.iter().map(Vec::len).max().unwrap_or(1).max(1);
    let least = (lines as f64 * LEADING + 3.0) * unit;
    let fitting = ((down / least).floor() as usize).max(usize::from(frame.forced));
    let shown = if fitting < rows.len() {
        if !frame.forced {
            return false;
        }
        fitting.saturating_sub(1)
    } else {
        rows.len()
    };
    let cell_height = (down / rows.len().max(1) as f64)
        .min((cell_width * 0.8).max(44.0 * unit))
        .max(least);

    above.draw(scene, (left, top - 6.0 * unit), cell_width, style);
    let largest = largest(matrix);
    let numbers = frame.style(Face::Sans, LETTERS);
    let with_numbers = numbers.room(&count(largest)) + 4.0 * unit <= cell_width;
    let mut missing = false;
    for (at, (label, cells)) in labels.iter().zip(&matrix.cells).take(shown).enumerate() {
        let y = top + at as f64 * cell_height;
        let first = y + cell_height / 2.0 + style.size * 0.36
            - label.len().saturating_sub(1) as f64 * LEADING * unit / 2.0;
        for (row, line) in label.iter().enumerate() {
            let end = (left - 8.0 * unit, first + row as f64 * LEADING * unit);
            scene.text(line, end, Anchor::End, style, INK);
        }
        for (column, cell) in cells.iter().enumerate().take(columns.len()) {
            let x = left + column as f64 * cell_width;
            let area = [
                x.round(),
                y.round(),
                (x + cell_width).round(),
                (y + cell_height).round(),
            ];
            if cell.is_none() && blank.is_none() {
                continue;
            }
            missing |= cell.is_none();
            draw_cell(scene, frame, area, (cell.as_ref(), largest), with_numbers);
            if let Some((_, what)) = cell
                && selected == Some(what)
            {
                outline(scene, area, 2.0 * hairline(unit));
            }
        }
    }
    let grid_bottom = top + shown as f64 * cell_height;
    let lacking = left_out(rows.len() - shown, columns_left_out);
    let fitted = lacking.is_empty() && !above.cramped;
    draw_key(
        scene,
        frame,
        grid_bottom,
        (lacking, blank.filter(|_| missing), largest, with_numbers),
    );
    fitted
}

/// Says how many rows and columns the picture has no room for; empty when it shows all.
fn left_out(rows: usize, columns: usize) -> String {
    let counted = |number: usize, what: &str| format!("{} more {what}", count(number as u64));
    let what = match (rows, columns) {
        (0, 0) => return String::new(),
        (rows, 0) => counted(rows, "rows"),
        (0, columns) => counted(columns, "columns"),
        (rows, columns) => format!(
            "{} and {}",
            counted(rows, "rows"),
            counted(columns, "columns")
        ),
    };
    format!("{what}, too many for a picture of this size")
}

fn widest(labels: &[String], style: Style) -> f64 {
    labels
        .iter()
        .map(|label| style.room(label))
        .fold(0.0, f64::max)
}

fn largest(matrix: &Matrix) -> u64 {
    let values = matrix
        .cells
        .iter()
        .flatten()
        .flatten()
        .map(|(value, _)| *value);
    values.max().unwrap_or(0)
}

fn draw_cell(
    scene: &mut Scene,
    frame: &Frame,
    [left, top, right, bottom]: [f64; 4],
    (cell, largest): (Option<&(u64, Cell)>, u64),
    with_numbers: bool,
) {
    let gap = hairline(frame.unit * 0.6);
    let (width, height) = (right - left - gap, bottom - top - gap);
    let Some((value, _)) = cell else {
        let line = hairline(frame.unit * 0.6);
        scene.line(vec![(left, bottom - gap), (right - gap, top)], line, LINE2);
        return;
    };
    let share = *value as f64 / largest.max(1) as f64;
    let (ground, ink) = if *value == 0 {
        (PAPER, INK3)
    } else {
        // The root spreads the many small counts, which would all look alike beside one large one.
        let color = HEAT.0.toward(HEAT.1, share.sqrt());
        (color, if share.sqrt() > 0.5 { PAPER } else { INK })
    };
    if *value == 0 {
        scene.rect((left, top), right - left, bottom - top, LINE);
        scene.rect((left + gap, top + gap), width - gap, height - gap, PAPER);
    } else {
        scene.rect((left, top), width, height, ground);
    }
    if with_numbers {
        let style = frame.style(Face::Sans, LETTERS);
        let at = (
            (left + right - gap) / 2.0,
            (top + bottom - gap) / 2.0 + style.size * 0.36,
        );
        scene.text(&count(*value), at, Anchor::Middle, style, ink);
    }
}

fn outline(scene: &mut Scene, [left, top, right, bottom]: [f64; 4], width: f64) {
    let ring = vec![
        (left, top),
        (right, top),
        (right, bottom),
        (left, bottom),
        (left, top),
        (right, top),
    ];
    scene.line(ring, width, ACCENT);
}

/// Explains what the cells do not say: shades without numbers, crossed cells, rows left out.
fn draw_key(
    scene: &mut Scene,
    frame: &Frame,
    bottom: f64,
    (left_out, blank, largest, with_numbers): (String, Option<&str>, u64, bool),
) {
    let style = frame.style(Face::Sans, 10.0);
    let unit = frame.unit;
    let baseline = bottom + 16.0 * unit;
    let box_top = (baseline - 9.0 * unit).round();
    let mut x = frame.left;
    if !with_numbers && largest > 0 {
        for (value, share) in [(1, 1.0 / largest as f64), (largest, 1.0)] {
            let color = HEAT.0.toward(HEAT.1, f64::sqrt(share));
            scene.rect((x, box_top), 14.0 * unit, 10.0 * unit, color);
            x += 18.0 * unit;
            let text = style.shorten(&count(value), (frame.right - x).max(0.0));
            scene.text(&text, (x, baseline), Anchor::Start, style, INK2);
            x += style.room(&text) + 12.0 * unit;
            if largest == 1 {
                break;
            }
        }
    }
    // Where numbers of twenty digits leave no room for all of the key, what comes last is left out rather than cut.
    if let Some(blank) = blank.filter(|b| x + 18.0 * unit + style.room(b) <= frame.right) {
        let (width, height) = (14.0 * unit, 10.0 * unit);
        let line = hairline(unit * 0.6);
        scene.line(
            vec![(x, box_top + height), (x + width, box_top)],
            line,
            LINE2,
        );
        x += 18.0 * unit;
        scene.text(blank, (x, baseline), Anchor::Start, style, INK2);
        x += style.room(blank) + 12.0 * unit;
    }
    if !left_out.is_empty() {
        let text = style.shorten(&left_out, frame.right - x);
        scene.text(&text, (x, baseline), Anchor::Start, style, INK3);
    }
}

/// The labels over the columns: lying if all fit, else standing, with as many lines as a column is wide.
struct ColumnLabels {
    height: f64,
    turned: bool,
    /// Whether a label is cut or broken inside a word.
    cramped: bool,
    /// Lines of each label; none where it is left out.
    lines: Vec<Vec<String>>,
}

impl ColumnLabels {
    fn new(labels: &[String], style: Style, cell_width: f64, frame: &Frame) -> Self {
        let leading = LEADING * frame.unit;
        let lying: Vec<Vec<String>> = labels
            .iter()
            .map(|label| style.wrap(label, cell_width - 6.0 * frame.unit, 4))
            .collect();
        let whole = labels.iter().all(|label| {
            label
                .split_whitespace()
                .all(|word| style.room(word) <= cell_width - 6.0 * frame.unit)
        }) && lying
            .iter()
            .all(|lines| !lines.last().is_some_and(|l| l.ends_with('…')));
        if whole {
            let most = lying.iter().map(Vec::len).max().unwrap_or(0);
            return Self {
                height: most as f64 * leading,
                turned: false,
                cramped: false,
                lines: lying,
            };
        }
        let abreast = (cell_width / leading).floor() as usize;
        if abreast == 0 {
            return Self::thinned(labels, style, cell_width, frame);
        }
        let height = widest(labels, style).min(frame.height() * 0.35);
        let lines: Vec<Vec<String>> = labels
            .iter()
            .map(|label| style.wrap(label, height + 0.5, abreast.min(4)))
            .collect();
        let whole = |label: &str| {
            label
                .split_whitespace()
                .all(|w| style.room(w) <= height + 0.5)
        };
        let cramped = lines
            .iter()
            .any(|l| l.last().is_some_and(|l| l.ends_with('…')))
            || !labels.iter().all(|label| whole(label));
        Self {
            height,
            turned: true,
            cramped,
            lines,
        }
    }

    /// One line each, standing, only as many labels as there is room for: the first and every so many after it.
    fn thinned(labels: &[String], style: Style, cell_width: f64, frame: &Frame) -> Self {
        let every = (LEADING * frame.unit / cell_width.max(0.01))
            .ceil()
            .max(1.0) as usize;
        let height = widest(labels, style).min(frame.height() * 0.35);
        let lines = labels
            .iter()
            .enumerate()
            .map(|(at, label)| {
                if at % every == 0 {
                    vec![style.shorten(label, height / super::lettering::SLACK)]
                } else {
                    Vec::new()
                }
            })
            .collect();
        Self {
            height,
            turned: true,
            cramped: widest(labels, style) > height,
            lines,
        }
    }

    /// Writes the labels above `(left, bottom)`.
    fn draw(&self, scene: &mut Scene, (left, bottom): (f64, f64), cell_width: f64, style: Style) {
        let leading = style.size * LEADING / LETTERS;
        for (at, lines) in self.lines.iter().enumerate() {
            let middle = left + (at as f64 + 0.5) * cell_width;
            let rest = lines.len().saturating_sub(1) as f64;
            for (row, line) in lines.iter().enumerate() {
                let row = row as f64;
                let (x, y, anchor) = if self.turned {
                    let x = middle + style.size * 0.36 + (row - rest / 2.0) * leading;
                    (x, bottom, Anchor::Start)
                } else {
                    (
                        middle,
                        bottom - 3.0 - (rest - row) * leading,
                        Anchor::Middle,
                    )
                };
                if !line.is_empty() {
                    scene.words.push(Words {
                        text: line.clone(),
                        at: (x, y),
                        anchor,
                        style,
                        color: INK2,
                        halo: None,
                        turned: self.turned,
                    });
                }
            }
        }
    }
}
