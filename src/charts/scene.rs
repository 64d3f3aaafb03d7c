//! A picture as a list of shapes and words at pixel positions: laid out once, painted by either backend.
//!
//! All words lie above all shapes, so that layout alone decides what covers what.

use super::{
    colors::Color,
    lettering::{ASCENT, DESCENT, SLACK, Style},
};

/// Pixels from the left and the top.
pub type Point = (f64, f64);

/// Something filled or stroked.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    Rect {
        at: Point,
        width: f64,
        height: f64,
        color: Color,
    },
    /// A closed ring, filled.
    Area { ring: Vec<Point>, color: Color },
    /// An open line.
    Line {
        points: Vec<Point>,
        width: f64,
        color: Color,
    },
    Disc {
        center: Point,
        radius: f64,
        color: Color,
    },
    /// A circle's outline; `radius` reaches to the middle of the stroke.
    Ring {
        center: Point,
        radius: f64,
        width: f64,
        color: Color,
    },
}

impl Shape {
    fn scale(&mut self, factor: f64) {
        let scale = |value: &mut f64| *value *= factor;
        let scale_point = |point: &mut Point| *point = (point.0 * factor, point.1 * factor);
        match self {
            Self::Rect {
                at, width, height, ..
            } => {
                scale_point(at);
                scale(width);
                scale(height);
            }
            Self::Area { ring, .. } => ring.iter_mut().for_each(scale_point),
            Self::Line { points, width, .. } => {
                points.iter_mut().for_each(scale_point);
                scale(width);
            }
            Self::Disc { center, radius, .. } => {
                scale_point(center);
                scale(radius);
            }
            Self::Ring {
                center,
                radius,
                width,
                ..
            } => {
                scale_point(center);
                scale(radius);
                scale(width);
            }
        }
    }

    /// Its color.
    pub const fn color_mut(&mut self) -> &mut Color {
        match self {
            Self::Rect { color, .. }
            | Self::Area { color, .. }
            | Self::Line { color, .. }
            | Self::Disc { color, .. }
            | Self::Ring { color, .. } => color,
        }
    }
}

/// Which end of the line of text `at` means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    Start,
    Middle,
    End,
}

/// A line of text.
#[derive(Clone, Debug, PartialEq)]
pub struct Words {
    pub text: String,
    /// On the baseline.
    pub at: Point,
    pub anchor: Anchor,
    pub style: Style,
    pub color: Color,
    /// A rim around the letters, in pixels, that keeps them readable on lines.
    pub halo: Option<(Color, f64)>,
    /// Degrees counterclockwise around `at`: 0 or 90, which reads upwards.
    pub turned: bool,
}

impl Words {
    /// Left, top, right and bottom of the letters in pixels; with `factor` 1.12 the room a fallback font may need.
    pub fn bounds(&self, factor: f64) -> [f64; 4] {
        let long = self.style.width(&self.text) * factor;
        let (x, y) = self.at;
        let before = match self.anchor {
            Anchor::Start => 0.0,
            Anchor::Middle => long / 2.0,
            Anchor::End => long,
        };
        let (up, down) = (self.style.size * ASCENT, self.style.size * DESCENT);
        if self.turned {
            [x - up, y - long + before, x + down, y + before]
        } else {
            [x - before, y - up, x - before + long, y + down]
        }
    }

    /// The room the words take whatever the font.
    pub fn room(&self) -> [f64; 4] {
        self.bounds(SLACK)
    }
}

/// A picture, laid out.
#[derive(Clone, Debug, PartialEq)]
pub struct Scene {
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    pub dpi: u32,
    /// Pixels in a design point of the page.
    pub point: f64,
    pub ground: Option<Color>,
    /// For people who cannot see the picture.
    pub title: String,
    pub description: String,
    pub shapes: Vec<Shape>,
    pub words: Vec<Words>,
}

impl Scene {
    /// The same picture in fewer pixels, at most as many as this: laid out as it is, only drawn smaller.
    pub fn of_at_most(mut self, pixels: f64) -> Self {
        let all = f64::from(self.width) * f64::from(self.height);
        if all <= pixels {
            return self;
        }
        let factor = (pixels / all).sqrt();
        let scaled = |value: u32| ((f64::from(value) * factor).round() as u32).max(1);
        (self.width, self.height) = (scaled(self.width), scaled(self.height));
        self.dpi = scaled(self.dpi);
        self.point *= factor;
        for shape in &mut self.shapes {
            shape.scale(factor);
        }
        for words in &mut self.words {
            words.at = (words.at.0 * factor, words.at.1 * factor);
            words.style.size *= factor;
            if let Some((_, rim)) = &mut words.halo {
                *rim *= factor;
            }
        }
        self
    }

    /// Adds a filled rectangle; nothing when it has no area.
    pub fn rect(&mut self, at: Point, width: f64, height: f64, color: Color) {
        if width > 0.0 && height > 0.0 {
            self.shapes.push(Shape::Rect {
                at,
                width,
                height,
                color,
            });
        }
    }

    /// Adds a line.
    pub fn line(&mut self, points: Vec<Point>, width: f64, color: Color) {
        if points.len() > 1 {
            self.shapes.push(Shape::Line {
                points,
                width,
                color,
            });
        }
    }

    /// Adds a line of dashes, `on` pixels drawn and `off` pixels left out.
    pub fn dashes(&mut self, points: &[Point], on: f64, off: f64, width: f64, color: Color) {
        for dash in dashed(points, on, off) {
            self.line(dash, width, color);
        }
    }

    /// Adds a line of text without a halo. Empty text is left out.
    pub fn text(&mut self, text: &str, at: Point, anchor: Anchor, style: Style, color: Color) {
        if !text.is_empty() {
            self.words.push(Words {
                text: text.to_owned(),
                at,
                anchor,
                style,
                color,
                halo: None,
                turned: false,
            });
        }
    }
}

/// `text` as one line that any backend can write: control characters and what XML forbids become spaces, runs of
/// spaces one space. Longer texts than `most` characters end in "…", which keeps layout linear in what is shown.
pub fn tidy(text: &str, most: usize) -> String {
    let mut out = String::new();
    let mut pending = false;
    for (count, letter) in text.chars().enumerate() {
        if count >= most {
            out.push('…');
            break;
        }
        let blank = letter.is_whitespace()
            || letter.is_control()
            || matches!(letter, '\u{FFFE}' | '\u{FFFF}' | '\u{2028}' | '\u{2029}');
        if blank {
            pending = !out.is_empty();
        } else {
            if pending {
                out.push(' ');
                pending = false;
            }
            out.push(letter);
        }
    }
    out
}

/// A circle as a closed ring of points, dense enough to look round.
pub fn circle(center: Point, radius: f64) -> Vec<Point> {
    let steps = (8.0 + radius.max(0.0).sqrt() * 7.0).min(720.0) as usize;
    (0..steps)
        .map(|step| {
            let angle = step as f64 / steps as f64 * std::f64::consts::TAU;
            (
                center.0 + radius * angle.cos(),
                center.1 + radius * angle.sin(),
            )
        })
        .collect()
}

/// Cuts a line into dashes. At most 20,000, so that no length of line can exhaust memory.
fn dashed(points: &[Point], on: f64, off: f64) -> Vec<Vec<Point>> {
    let (mut dashes, mut dash) = (Vec::new(), Vec::new());
    let (mut drawing, mut left) = (true, on);
    if on <= 0.0 || off <= 0.0 {
        return vec![points.to_vec()];
    }
    dash.extend(points.first().copied());
    for (from, to) in points.iter().zip(points.iter().skip(1)) {
        let length = (to.0 - from.0).hypot(to.1 - from.1);
        let mut done = 0.0;
        while length - done > left && dashes.len() < 20_000 {
            done += left;
            let share = done / length;
            let at = (
                from.0 + (to.0 - from.0) * share,
                from.1 + (to.1 - from.1) * share,
            );
            if drawing {
                dash.push(at);
                dashes.push(std::mem::take(&mut dash));
            } else {
                dash.clear();
                dash.push(at);
            }
            drawing = !drawing;
            left = if drawing { on } else { off };
        }
        left -= length - done;
        if drawing {
            dash.push(*to);
        }
    }
    if drawing && dash.len() > 1 {
        dashes.push(dash);
    }
    dashes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tidies_text_for_one_line() {
        let check = |text: &str, expected: &str| assert_eq!(tidy(text, 10), expected);
        check(" a\t\nb ", "a b");
        check("a\u{0}\u{B}b", "a b");
        check("12345678901234", "1234567890…");
        check("<&>", "<&>");
    }

    #[test]
    fn dashes_cover_the_line_in_turns() {
        let dashes = dashed(&[(0.0, 0.0), (10.0, 0.0)], 4.0, 2.0);
        assert_eq!(
            dashes,
            [vec![(0.0, 0.0), (4.0, 0.0)], vec![(6.0, 0.0), (10.0, 0.0)]]
        );
    }
}
