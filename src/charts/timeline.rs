//! Columns over time, a quiet grid behind them, and the undated set apart.

use crate::model::{
    chart::{Cell, Column, TimeUnit},
    scale::Scale,
};

use super::{
    colors::{ACCENT, BAR, EDGE, INK, INK2, INK3, LINE, PAPER},
    dates::{self, Tick},
    geometry::{Limits, overlap},
    lettering::{Face, SLACK},
    page::{Frame, count, hairline},
    scene::{Anchor, Scene, Words, tidy},
};

const AXIS_LETTERS: f64 = 10.0;

/// The part of a frame that holds the columns.
pub struct Plot {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
    scale: Scale,
}

impl Plot {
    /// The plot in a frame that keeps `beside` pixels free at the right; `None` when the words around it leave too
    /// little room.
    pub fn new(frame: &Frame, scale: Scale, beside: f64) -> Option<Self> {
        let small = frame.style(Face::Sans, AXIS_LETTERS);
        let points = frame.unit;
        let numbers = scale
            .ticks()
            .iter()
            .map(|tick| small.room(&count(*tick)))
            .fold(0.0, f64::max);
        let plot = Self {
            left: (frame.left + numbers + 8.0 * points).round(),
            top: frame.top + 18.0 * points,
            right: frame.right - beside,
            bottom: (frame.bottom - 30.0 * points).round(),
            scale,
        };
        let (width, height) = (plot.right - plot.left, plot.bottom - plot.top);
        let fits = height >= 50.0 * points && width >= frame.width() * 0.4;
        (fits || frame.forced).then_some(plot)
    }

    /// Whether there is anything to draw in.
    pub fn is_seen(&self) -> bool {
        self.right - self.left >= 4.0 && self.bottom - self.top >= 4.0
    }

    /// Pixels above the axis that stand for a count.
    pub fn height(&self, value: u64) -> f64 {
        self.scale.of(value) * (self.bottom - self.top)
    }

    /// Draws quiet lines at round counts.
    pub fn grid(&self, scene: &mut Scene, frame: &Frame) {
        let small = frame.style(Face::Sans, AXIS_LETTERS);
        let mut free = f64::INFINITY;
        for tick in self.scale.ticks() {
            let y = (self.bottom - self.height(tick)).round();
            if tick > 0 {
                let thickness = hairline(frame.unit * 0.6);
                scene.rect((self.left, y), self.right - self.left, thickness, LINE);
            }
            let baseline = y + small.size * 0.36;
            if baseline <= free {
                let at = (self.left - 8.0 * frame.unit, baseline);
                scene.text(&count(tick), at, Anchor::End, small, INK3);
                free = baseline - small.size * 1.1;
            }
        }
    }

    /// Writes dates under the axis.
    pub fn dates(&self, scene: &mut Scene, frame: &Frame, columns: (TimeUnit, &[Column])) {
        date_labels(scene, frame, self, columns);
    }
}

/// Draws the columns, on a scale that may be shared with other charts; false when the words around them leave too
/// little room.
pub fn draw(
    scene: &mut Scene,
    frame: &Frame,
    (unit, columns, undated): (TimeUnit, &[Column], u64),
    scale: Scale,
    selected: Option<&Cell>,
) -> bool {
    let points = frame.unit;
    let beside = if undated > 0 {
        apart_width(frame, undated)
    } else {
        0.0
    };
    let Some(plot) = Plot::new(frame, scale, beside) else {
        return false;
    };
    if !plot.is_seen() {
        return true;
    }
    plot.grid(scene, frame);
    let bins = bins(columns, plot.right - plot.left);
    columns_and_labels(scene, frame, &plot, (unit, columns, &bins), selected);
    date_labels(scene, frame, &plot, (unit, columns));
    let line = hairline(points);
    scene.rect((plot.left, plot.bottom), plot.right - plot.left, line, EDGE);
    if undated > 0 {
        apart(scene, frame, &plot, undated);
    }
    true
}

/// The scale of one chart alone.
pub fn scale(columns: &[Column], undated: u64, log: bool) -> Scale {
    let largest = columns.iter().map(|column| column.value).max().unwrap_or(0);
    Scale::new(if largest == 0 { undated } else { largest }, log)
}

/// Which columns share a drawn one: where there are more columns than there is room for, neighbors are drawn as one,
/// as high as the highest, so that no peak is lost.
fn bins(columns: &[Column], width: f64) -> Vec<(usize, usize)> {
    let room = (width / 2.0).max(1.0) as usize;
    let each = columns.len().div_ceil(room).max(1);
    (0..columns.len())
        .step_by(each)
        .map(|from| (from, (from + each).min(columns.len())))
        .collect()
}

fn columns_and_labels(
    scene: &mut Scene,
    frame: &Frame,
    plot: &Plot,
    (unit, columns, bins): (TimeUnit, &[Column], &[(usize, usize)]),
    selected: Option<&Cell>,
) {
    let step = (plot.right - plot.left) / columns.len().max(1) as f64;
    let widest = 90.0 * frame.unit;
    let mut labels = Vec::new();
    let one_year = dates::same_year(columns);
    let peak = columns.iter().map(|column| column.value).max().unwrap_or(0);
    let mut peak_written = false;
    for (from, to) in bins {
        let members = columns.get(*from..*to).unwrap_or_default();
        let Some(highest) = members.iter().max_by_key(|column| column.value) else {
            continue;
        };
        let chosen = members.iter().any(|column| selected == Some(&column.cell));
        let (start, end) = (step * *from as f64, step * *to as f64);
        let gap = if end - start > 5.0 {
            (end - start) * 0.14
        } else {
            0.0
        };
        let width = (end - start - gap).min(widest);
        let middle = plot.left + (start + end) / 2.0;
        let height = plot.height(highest.value);
        let height = if highest.value > 0 {
            height.max(1.0)
        } else {
            0.0
        };
        let (left, right) = (
            (middle - width / 2.0).round(),
            (middle + width / 2.0).round(),
        );
        let top = (plot.bottom - height).round();
        let color = if chosen { ACCENT } else { BAR };
        scene.rect((left, top), right - left, plot.bottom - top, color);
        let is_peak = highest.value == peak && peak > 0 && !peak_written;
        if is_peak || chosen {
            peak_written |= is_peak;
            let joint = match unit {
                TimeUnit::Day => "on",
                TimeUnit::Week => "in the week",
                TimeUnit::Month | TimeUnit::Year => "in",
            };
            let when = tidy(&dates::short(highest, unit, one_year), 60);
            let text = format!("{} {joint} {when}", count(highest.value));
            labels.push(([text, count(highest.value)], (middle, top), chosen));
        }
    }
    // The selected column's label goes first: it stays when the two would touch.
    labels.sort_by_key(|(_, _, chosen)| !chosen);
    let mut taken: Vec<Limits> = Vec::new();
    for (texts, (middle, top), chosen) in labels {
        let face = if chosen { Face::SansBold } else { Face::Sans };
        let style = frame.style(face, AXIS_LETTERS);
        // Without its date, and then not at all, where there is no room.
        let wide = plot.right - plot.left;
        let Some(text) = texts.into_iter().find(|text| style.room(text) <= wide) else {
            continue;
        };
        let half = style.room(&text) / 2.0;
        let words = Words {
            text,
            at: (
                middle.min(plot.right - half).max(plot.left + half),
                top - 5.0 * frame.unit,
            ),
            anchor: Anchor::Middle,
            style,
            color: INK,
            halo: Some((PAPER, 2.0 * frame.unit)),
            turned: false,
        };
        let room = words.room();
        if !taken.iter().any(|other| overlap(*other, room)) {
            taken.push(room);
            scene.words.push(words);
        }
    }
}

fn date_labels(
    scene: &mut Scene,
    frame: &Frame,
    plot: &Plot,
    (unit, columns): (TimeUnit, &[Column]),
) {
    let small = frame.style(Face::Sans, AXIS_LETTERS);
    let step = (plot.right - plot.left) / columns.len().max(1) as f64;
    let widest = plot.right - frame.left;
    let place = |tick: &Tick| {
        let long = small
            .room(&tick.text)
            .max(tick.year.as_deref().map_or(0.0, |year| small.room(year)))
            .min(widest);
        let middle = plot.left + step * (tick.column as f64 + 0.5);
        let half = long / 2.0;
        (middle.min(plot.right - half).max(frame.left + half), half)
    };
    let gap = 6.0 * frame.unit;
    let ticks = dates::ticks(columns, unit, |ticks| {
        let mut end = f64::NEG_INFINITY;
        ticks.iter().all(|tick| {
            let (middle, half) = place(tick);
            let free = middle - half > end;
            end = middle + half + gap;
            free
        })
    });
    let line = hairline(frame.unit);
    for tick in &ticks {
        let (middle, _) = place(tick);
        let text = if small.room(&tick.text) > widest {
            small.shorten(&tick.text, widest / SLACK)
        } else {
            tick.text.clone()
        };
        let under = plot.left + step * (tick.column as f64 + 0.5);
        let mark = 4.0 * frame.unit;
        scene.rect((under.round(), plot.bottom + line), line, mark, EDGE);
        let baseline = plot.bottom + 15.0 * frame.unit;
        scene.text(&text, (middle, baseline), Anchor::Middle, small, INK2);
        if let Some(year) = &tick.year {
            let below = (middle, baseline + 12.0 * frame.unit);
            scene.text(year, below, Anchor::Middle, small, INK3);
        }
    }
}

const APART: [&str; 2] = ["No date,", "not counted"];

fn apart_width(frame: &Frame, undated: u64) -> f64 {
    let small = frame.style(Face::Sans, AXIS_LETTERS);
    let words = APART.map(|line| small.room(line));
    let number = small.room(&count(undated)) + 28.0 * frame.unit;
    words.into_iter().fold(number, f64::max) + 24.0 * frame.unit
}

/// Draws the undated right of a dotted line, in dashes: they are no column of the axis.
fn apart(scene: &mut Scene, frame: &Frame, plot: &Plot, undated: u64) {
    let small = frame.style(Face::Sans, AXIS_LETTERS);
    let points = frame.unit;
    let line = hairline(points);
    let divide = plot.right + 12.0 * points;
    scene.dashes(
        &[(divide, plot.top), (divide, plot.bottom)],
        1.5 * points,
        3.0 * points,
        line,
        EDGE,
    );
    let left = divide + 12.0 * points;
    let width = 18.0 * points;
    let whole = plot.height(undated);
    let cut = whole > plot.bottom - plot.top;
    let top = plot.bottom - whole.clamp(2.0, plot.bottom - plot.top);
    let (on, off) = (3.0 * points, 2.0 * points);
    let corners = [
        (left, plot.bottom),
        (left, top),
        (left + width, top),
        (left + width, plot.bottom),
        (left, plot.bottom),
    ];
    if cut {
        // Higher than the axis: left open at the top.
        let sides = [[0, 1], [2, 3], [3, 4]].map(|side| side.map(|at: usize| corners[at]));
        for side in sides {
            scene.dashes(&side, on, off, line, ACCENT);
        }
    } else {
        scene.dashes(&corners, on, off, line, ACCENT);
    }
    let beside = (
        left + width + 5.0 * points,
        plot.bottom - (small.size * 0.2).min(whole),
    );
    scene.text(&count(undated), beside, Anchor::Start, small, INK);
    for (row, text) in APART.iter().enumerate() {
        let baseline = plot.bottom + (15.0 + 12.0 * row as f64) * points;
        scene.text(text, (left, baseline), Anchor::Start, small, INK3);
    }
}
