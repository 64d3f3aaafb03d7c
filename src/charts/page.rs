//! The page every picture stands on: title, subtitle and n above, a rule and the notes below, the plot between.
//!
//! Sizes are counted in design points: the reference page is 800 × 500 points, where a label has 12. How many pixels a
//! point is follows from the resolution and, so that a small page is not all title and a large one not all void, from
//! the page's size. Where the plot does not fit, its own letters shrink first, then the page's, then words give way.

use crate::model::chart::PictureOptions;

use super::{
    colors::{INK, INK2, INK3, LINE2, PAPER},
    lettering::{Face, Style},
    scene::{Anchor, Scene, tidy},
};

/// Smallest letters a plot may shrink to, in pixels.
const SMALLEST_LABEL: f64 = 7.0;

/// Smallest letters of notes, in pixels.
const SMALLEST_NOTE: f64 = 6.0;

/// Most characters of one text that are laid out.
const LONGEST: usize = 2_000;

/// Design points of a plot's labels.
pub const LABEL: f64 = 11.5;

/// The words around a plot, tidied, and which of them are asked for.
pub struct Wording {
    pub title: String,
    pub subtitle: String,
    pub n_line: String,
    pub notes: Vec<String>,
}

impl Wording {
    /// Takes what the options ask for. The subtitle holds the dates, so it goes with them.
    pub fn new(
        options: &PictureOptions,
        title: &str,
        subtitle: &str,
        n_line: &str,
        notes: &[String],
    ) -> Self {
        let shown = |show: bool, text: &str| {
            if show {
                tidy(text, LONGEST)
            } else {
                String::new()
            }
        };
        let mut kept = Vec::new();
        if options.show_notes {
            kept.extend(notes.iter().map(|note| tidy(note, LONGEST)));
            kept.retain(|note| !note.is_empty());
        }
        Self {
            title: tidy(options.title.as_deref().unwrap_or(title), LONGEST),
            subtitle: shown(options.show_dates, subtitle),
            n_line: shown(options.show_n, n_line),
            notes: kept,
        }
    }
}

/// Where a plot may draw, in pixels.
#[derive(Clone, Copy, Debug)]
pub struct Frame {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
    /// Pixels in a design point of the plot.
    pub unit: f64,
    /// Whether the plot has to make do with the room: leave out what does not fit, and say so.
    pub forced: bool,
}

impl Frame {
    pub fn width(&self) -> f64 {
        self.right - self.left
    }

    pub fn height(&self) -> f64 {
        self.bottom - self.top
    }

    /// A style in design points.
    pub fn style(&self, face: Face, points: f64) -> Style {
        Style::new(face, points * self.unit)
    }
}

/// How many of the words around the plot are kept.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Keep {
    All,
    NoNotes,
    TitleOnly,
}

/// Lays out a picture. `plot` draws into a frame and returns whether everything fitted; where it did not, the drawing is
/// thrown away, except in a forced frame.
pub fn compose(
    options: &PictureOptions,
    wording: &Wording,
    plot: impl Fn(&mut Scene, &Frame) -> bool,
) -> Scene {
    let full = points_to_pixels(options);
    let mut scale = full;
    while scale * 9.0 >= SMALLEST_NOTE {
        let mut unit = scale;
        while unit * LABEL >= SMALLEST_LABEL && unit >= scale * 0.6 {
            let sizes = (scale, unit);
            if let Some((scene, true)) = attempt(options, wording, &plot, sizes, Keep::All, false) {
                return scene;
            }
            unit *= 0.9;
        }
        scale *= 0.85;
    }
    // Too small for all of it. First choice: fewer words around a whole plot; else a plot that says what it lacks.
    let smallest = full.min(SMALLEST_LABEL / LABEL);
    let sizes = (full.min(SMALLEST_NOTE / 9.0), smallest);
    let mut lacking = None;
    for keep in [Keep::All, Keep::NoNotes, Keep::TitleOnly] {
        match attempt(options, wording, &plot, sizes, keep, true) {
            Some((scene, true)) => return scene,
            Some((scene, false)) => lacking = lacking.or(Some(scene)),
            None => {}
        }
    }
    if let Some(scene) = lacking {
        return scene;
    }
    let mut scene = blank(options, wording);
    let margin = f64::from(options.width.min(options.height)) * 0.05;
    let frame = Frame {
        left: margin,
        top: margin,
        right: f64::from(options.width) - margin,
        bottom: f64::from(options.height) - margin,
        unit: smallest,
        forced: true,
    };
    plot(&mut scene, &frame);
    scene
}

/// Pixels in a design point for a page of this size and resolution.
fn points_to_pixels(options: &PictureOptions) -> f64 {
    let (width, height) = (f64::from(options.width), f64::from(options.height));
    let point = f64::from(options.dpi.clamp(36, 2400)) / 72.0;
    let size = (width / point / 800.0).min(height / point / 500.0);
    let scaled = point * size.powf(if size < 1.0 { 0.7 } else { 0.5 });
    let whole = (width / 800.0).min(height / 500.0);
    scaled.clamp(whole * 0.5, whole.max(1.0) * 1.6)
}

fn blank(options: &PictureOptions, wording: &Wording) -> Scene {
    let mut description = vec![wording.subtitle.clone(), wording.n_line.clone()];
    description.extend(wording.notes.iter().cloned());
    description.retain(|line| !line.is_empty());
    Scene {
        width: options.width,
        height: options.height,
        dpi: options.dpi.clamp(1, 65_535),
        ground: (!options.transparent).then_some(PAPER),
        title: wording.title.clone(),
        description: description.join("\n"),
        shapes: Vec::new(),
        words: Vec::new(),
    }
}

/// One layout, and whether the plot fitted; `None` when the words leave it no room.
fn attempt(
    options: &PictureOptions,
    wording: &Wording,
    plot: impl Fn(&mut Scene, &Frame) -> bool,
    (scale, unit): (f64, f64),
    keep: Keep,
    forced: bool,
) -> Option<(Scene, bool)> {
    let mut scene = blank(options, wording);
    let (width, height) = (f64::from(options.width), f64::from(options.height));
    let (left, right) = (32.0 * scale, width - 32.0 * scale);
    let top = header(&mut scene, wording, (left, right), scale, keep);
    let bottom = footer(&mut scene, wording, (left, right), scale, keep);
    let frame = Frame {
        left,
        top,
        right,
        bottom,
        unit,
        forced,
    };
    let least = if forced { 0.3 } else { 0.4 };
    if frame.height() < height * least || frame.width() < width * 0.5 {
        return None;
    }
    let fitted = plot(&mut scene, &frame);
    Some((scene, fitted))
}

/// Writes title, subtitle and n; returns where the plot may begin.
fn header(
    scene: &mut Scene,
    wording: &Wording,
    (left, right): (f64, f64),
    scale: f64,
    keep: Keep,
) -> f64 {
    let mut y = 24.0 * scale;
    let parts = [
        (&wording.title, Face::SerifBold, 21.0, 26.0, 22.0, INK),
        (&wording.subtitle, Face::Sans, 12.0, 15.5, 22.5, INK2),
        (&wording.n_line, Face::Sans, 10.0, 13.0, 17.5, INK3),
    ];
    for (at, (text, face, size, leading, step, color)) in parts.into_iter().enumerate() {
        if text.is_empty() || (keep == Keep::TitleOnly && at > 0) {
            continue;
        }
        let style = Style::new(face, size * scale);
        for (row, line) in style.wrap(text, right - left, 12).iter().enumerate() {
            y += scale * if row == 0 { step } else { leading };
            scene.text(line, (left, y), Anchor::Start, style, color);
        }
    }
    y + 18.0 * scale
}

/// Writes the rule and the notes; returns where the plot must end.
fn footer(
    scene: &mut Scene,
    wording: &Wording,
    (left, right): (f64, f64),
    scale: f64,
    keep: Keep,
) -> f64 {
    let height = f64::from(scene.height);
    if wording.notes.is_empty() || keep != Keep::All {
        return height - 30.0 * scale;
    }
    let style = Style::new(Face::Sans, 9.0 * scale);
    let mut lines = Vec::new();
    for note in &wording.notes {
        lines.extend(style.wrap(note, right - left, 30));
    }
    let mut y = height - 22.0 * scale;
    for line in lines.iter().rev() {
        scene.text(line, (left, y), Anchor::Start, style, INK3);
        y -= 14.0 * scale;
    }
    let rule = (y - 2.5 * scale).round();
    scene.rect((left, rule), right - left, hairline(scale), LINE2);
    rule - 22.0 * scale
}

/// Thickness of rules and axes: a point, in whole pixels.
pub fn hairline(scale: f64) -> f64 {
    scale.round().max(1.0)
}

/// Writes why a plot is empty.
pub fn say_empty(scene: &mut Scene, frame: &Frame, sentence: &str) {
    let style = frame.style(Face::Sans, 13.0);
    let middle = (frame.left + frame.right) / 2.0;
    let lines = style.wrap(sentence, frame.width(), 4);
    let mut y = (frame.top + frame.bottom) / 2.0 - style.leading() * lines.len() as f64 / 2.0;
    for line in lines {
        y += style.leading();
        scene.text(&line, (middle, y), Anchor::Middle, style, INK2);
    }
}

/// A count with thousands set apart: `1,092`.
pub fn count(value: u64) -> String {
    let digits = value.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_grouped() {
        let check = |value, expected: &str| assert_eq!(count(value), expected);
        check(0, "0");
        check(999, "999");
        check(1_092, "1,092");
        check(1_000_000, "1,000,000");
    }

    #[test]
    fn a_point_is_two_pixels_on_the_reference_page_and_never_absurd() {
        let check = |width, height, dpi, least: f64, most: f64| {
            let options = PictureOptions {
                width,
                height,
                dpi,
                ..PictureOptions::default()
            };
            let pixels = points_to_pixels(&options);
            assert!(
                (least..=most).contains(&pixels),
                "{width} {height} {dpi}: {pixels}"
            );
        };
        check(1600, 1000, 144, 2.0, 2.0);
        check(800, 500, 72, 1.0, 1.0);
        check(320, 200, 144, 0.5, 1.0);
        check(8000, 8000, 144, 4.0, 10.0);
        check(8000, 8000, 1, 4.0, 10.0);
        check(320, 200, 4_000_000, 0.3, 1.6);
    }
}
