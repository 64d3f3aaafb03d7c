//! The page every picture stands on: title, subtitle and n above, a rule and the notes below, the plot between.
//!
//! Sizes are counted in design points: the reference page is 800 × 500 points, where a label has 12. How many pixels a
//! point is follows from the resolution and, so that a small page is not all title and a large one not all void, from
//! the page's size. Where the plot does not fit, its own letters shrink first, then the page's, then words give way.

use crate::model::picture::{PictureOptions, Said, WordLine};

use super::{
    colors::{INK, INK2, INK3, LINE2, PAPER},
    families::Letters,
    lettering::{ASCENT, DESCENT, Face, SLACK, Style},
    scene::{Anchor, Scene, tidy},
};

/// Smallest letters a plot may shrink to, in pixels.
const SMALLEST_LABEL: f64 = 7.0;

/// Smallest letters of notes, in pixels.
const SMALLEST_NOTE: f64 = 6.0;

/// Most characters of one text that are laid out.
const LONGEST: usize = 2_000;

/// Dots per inch from which a picture is for paper.
const PAPER_DPI: u32 = 200;

/// Most lines that one text is broken into by its author.
const MOST_LINES: usize = 12;

/// Design points of a plot's labels.
pub const LABEL: f64 = 11.5;

/// The words around a plot, tidied, the user's own in place of the program's. Each text may have several lines.
pub struct Wording {
    pub title: Vec<String>,
    pub subtitle: Vec<String>,
    pub n_line: Vec<String>,
    pub notes: Vec<String>,
    pub letters: Letters,
}

impl Wording {
    /// Puts the words of a picture and the user's own together.
    pub fn new(options: &PictureOptions, said: Said<'_>, letters: Letters) -> Self {
        let own = |line: WordLine, program: &str| {
            let words = options.own.get(&line).map_or(program, String::as_str);
            lines(words)
        };
        let notes = said.notes_with(&options.own);
        let notes = notes.iter().map(|note| tidy(note, LONGEST));
        Self {
            title: own(WordLine::Title, said.title),
            subtitle: lines(&said.subtitle_with(&options.own)),
            n_line: own(WordLine::N, said.n_line),
            notes: notes.filter(|note| !note.is_empty()).collect(),
            letters,
        }
    }
}

/// The lines of a text that have anything in them, tidied.
fn lines(text: &str) -> Vec<String> {
    let text: String = text.chars().take(LONGEST * 2).collect();
    let lines = text.lines().take(MOST_LINES);
    let lines = lines.map(|line| tidy(line, LONGEST));
    lines.filter(|line| !line.is_empty()).collect()
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
    pub letters: Letters,
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
        Style {
            letters: self.letters,
            ..Style::new(face, points * self.unit)
        }
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
    let full = points_to_pixels(options) * percent(options.style.text_size);
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
        letters: wording.letters,
    };
    plot(&mut scene, &frame);
    scene
}

/// Pixels in a design point for a page of this size and resolution.
fn points_to_pixels(options: &PictureOptions) -> f64 {
    let (width, height) = (f64::from(options.width), f64::from(options.height));
    let point = f64::from(options.dpi.clamp(36, 2400)) / 72.0;
    let size = (width / point / 800.0).min(height / point / 500.0);
    // On paper letters cannot be enlarged, so they shrink less with the page than on screens.
    let paper = options.dpi >= PAPER_DPI;
    let scaled = point * size.powf(if size < 1.0 && !paper { 0.7 } else { 0.5 });
    let whole = (width / 800.0).min(height / 500.0);
    let most = if paper { whole * 2.0 } else { whole * 1.6 };
    scaled.clamp(whole * 0.5, most.max(1.6))
}

/// A share of what is usual.
fn percent(percent: u16) -> f64 {
    f64::from(percent) / 100.0
}

fn blank(options: &PictureOptions, wording: &Wording) -> Scene {
    let above = wording.subtitle.iter().chain(&wording.n_line);
    let description: Vec<&str> = above.chain(&wording.notes).map(String::as_str).collect();
    Scene {
        width: options.width,
        height: options.height,
        dpi: options.dpi.clamp(1, 65_535),
        point: points_to_pixels(options),
        ground: (!options.transparent).then_some(PAPER),
        title: wording.title.join(" "),
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
    let title_size = percent(options.style.title_size) / percent(options.style.text_size.max(1));
    let top = header(
        &mut scene,
        wording,
        (left, right),
        (scale, title_size),
        keep,
    );
    let bottom = footer(&mut scene, wording, (left, right), scale, keep);
    let frame = Frame {
        left,
        top,
        right,
        bottom,
        unit,
        forced,
        letters: wording.letters,
    };
    let least = if forced { 0.3 } else { 0.4 };
    if frame.height() < height * least || frame.width() < width * 0.5 {
        return None;
    }
    let fitted = plot(&mut scene, &frame);
    Some((scene, fitted))
}

/// Writes title, subtitle and n; returns where the plot may begin. `title_size` is the title's beside the other words'.
fn header(
    scene: &mut Scene,
    wording: &Wording,
    (left, right): (f64, f64),
    (scale, title_size): (f64, f64),
    keep: Keep,
) -> f64 {
    let mut y = 24.0 * scale;
    // How far the line above reaches below its baseline.
    let mut reach = 0.0;
    let parts = [
        (&wording.title, Face::SerifBold, 21.0, 26.0, 22.0, INK),
        (&wording.subtitle, Face::Sans, 12.0, 15.5, 22.5, INK2),
        (&wording.n_line, Face::Sans, 10.0, 13.0, 17.5, INK3),
    ];
    for (at, (texts, face, size, leading, step, color)) in parts.into_iter().enumerate() {
        if keep == Keep::TitleOnly && at > 0 {
            continue;
        }
        let larger = if at == 0 { title_size } else { 1.0 };
        let style = Style {
            letters: wording.letters,
            ..Style::new(face, size * scale * larger)
        };
        let mut row = 0;
        for text in texts {
            for line in style.wrap(text, right - left, 12) {
                let down = scale * larger * if row == 0 { step } else { leading };
                // A large title reaches down to where small words would begin.
                y += down.max(reach + ASCENT * style.size + scale);
                reach = DESCENT * style.size;
                start(scene, (&line, text), ((left, right), y), style, color);
                row += 1;
            }
        }
    }
    y + 18.0 * scale
}

/// Writes a line of a text where a reader begins it: at the right when the text runs from there.
fn start(
    scene: &mut Scene,
    (line, text): (&str, &str),
    ((left, right), y): ((f64, f64), f64),
    style: Style,
    color: super::colors::Color,
) {
    if super::lettering::starts_right(text) {
        scene.text(line, (right, y), Anchor::End, style, color);
    } else {
        scene.text(line, (left, y), Anchor::Start, style, color);
    }
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
    let style = Style {
        letters: wording.letters,
        ..Style::new(Face::Sans, 9.0 * scale)
    };
    let mut lines = Vec::new();
    for note in &wording.notes {
        let wrapped = style.wrap(note, right - left, 30);
        lines.extend(wrapped.into_iter().map(|line| (line, note)));
    }
    // From the first line on: in SVG they are read and copied in the order they are written.
    let step = 14.0 * scale;
    let first = height - 22.0 * scale - step * lines.len().saturating_sub(1) as f64;
    for (row, (line, note)) in lines.iter().enumerate() {
        let y = first + step * row as f64;
        start(scene, (line, note), ((left, right), y), style, INK3);
    }
    let rule = (first - step - 2.5 * scale).round();
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

/// Writes at a baseline how many of what was to be drawn have no room.
pub fn say_left_out(scene: &mut Scene, frame: &Frame, number: usize, baseline: f64) {
    let style = frame.style(Face::Sans, LABEL);
    let sentence = format!(
        "{} more, too many for a picture of this size",
        count(number as u64)
    );
    let sentence = style.shorten(&sentence, frame.width() / SLACK);
    let at = (frame.left, baseline);
    scene.text(&sentence, at, Anchor::Start, style, INK3);
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
        // One column of a newspaper: labels of six points, notes of five.
        let pixels_of_points = 300.0 / 72.0;
        let (label, note) = (6.0 / LABEL * pixels_of_points, 5.0 / 9.0 * pixels_of_points);
        check(1039, 827, 300, label.max(note), 3.0);
    }
}
