//! A plotters backend that paints onto pixels with exact coverage, a band of rows at a time, and the painter of words.
//!
//! plotters' own bitmap backend works in whole pixels and draws letters without kerning, joining or fallback fonts;
//! pictures for print need neither jagged coasts nor that. Painting in bands keeps memory small whatever the size.

use ab_glyph::{Font as _, OutlineCurve};
use ab_glyph_rasterizer::{Rasterizer, point};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, DrawingBackend, DrawingErrorKind,
};

use crate::model::picture::Rgb;

use super::{
    colors::Color,
    geometry::{bounds, clip_ring, signed_area},
    lettering::font,
    paint::UNITS,
    scene::{Anchor, Point, Scene, Words, circle},
};

/// Some rows of a picture.
pub struct Band {
    width: u32,
    height: u32,
    /// First row, counted from the top of the picture.
    top: u32,
    rows: u32,
    /// Red, green, blue and opacity, the colors multiplied by the opacity.
    data: Vec<[f32; 4]>,
}

impl Band {
    /// Rows `top..top + rows` of an empty picture.
    pub fn new(scene: &Scene, top: u32, rows: u32) -> Self {
        let pixel = scene
            .ground
            .map_or([0.0; 4], |c| premultiplied(c, c.opacity as f32));
        Self {
            width: scene.width,
            height: scene.height,
            top,
            rows,
            data: vec![pixel; scene.width as usize * rows as usize],
        }
    }

    /// The rows as bytes: red, green, blue and, when `with_opacity`, straight opacity.
    pub fn bytes(&self, with_opacity: bool) -> Vec<u8> {
        let byte = |value: f32| (value * 255.0 + 0.5) as u8;
        let size = if with_opacity { 4 } else { 3 };
        let mut out = Vec::with_capacity(self.data.len() * size);
        for [red, green, blue, opacity] in &self.data {
            let straight = |value: &f32| {
                if *opacity > 0.0 {
                    byte(value / opacity)
                } else {
                    0
                }
            };
            out.extend([straight(red), straight(green), straight(blue)]);
            if with_opacity {
                out.push(byte(*opacity));
            }
        }
        out
    }

    /// Whether anything between these rows of the picture lies in the band.
    fn meets(&self, top: f64, bottom: f64) -> bool {
        bottom >= f64::from(self.top) && top <= f64::from(self.top + self.rows)
    }

    /// Fills what the contours enclose; where they wind the same way, overlaps count once.
    fn fill(&mut self, contours: &[Vec<Point>], color: Color) {
        let limits = [
            0.0,
            f64::from(self.top),
            f64::from(self.width),
            f64::from(self.top + self.rows),
        ];
        let clipped: Vec<Vec<Point>> = contours.iter().map(|c| clip_ring(c, limits)).collect();
        let Some([left, top, right, bottom]) = bounds(clipped.iter().flatten()) else {
            return;
        };
        let (left, top) = (left.floor(), top.floor());
        let columns = (right - left).ceil() as usize + 2;
        let rows = (bottom - top).ceil() as usize + 1;
        let mut grid = Rasterizer::new(columns, rows);
        let at = |(x, y): Point| point((x - left) as f32, (y - top) as f32);
        for ring in &clipped {
            for (from, to) in ring.iter().zip(ring.iter().cycle().skip(1)) {
                grid.draw_line(at(*from), at(*to));
            }
        }
        self.blend(&grid, left as i64, top as i64, color);
    }

    /// Lays a color over the pixels, as much as the grid's coverage says.
    fn blend(&mut self, grid: &Rasterizer, left: i64, top: i64, color: Color) {
        let (columns, _) = grid.dimensions();
        let (band_top, rows, width) = (
            i64::from(self.top),
            i64::from(self.rows),
            i64::from(self.width),
        );
        let data = &mut self.data;
        grid.for_each_pixel(|index, coverage| {
            // Below half a step of an eight-bit channel nothing can be seen.
            if coverage < 0.002 {
                return;
            }
            let x = left + (index % columns) as i64;
            let y = top + (index / columns) as i64 - band_top;
            if x < 0 || x >= width || y < 0 || y >= rows {
                return;
            }
            if let Some(pixel) = data.get_mut((y * width + x) as usize) {
                over(pixel, color, coverage.min(1.0));
            }
        });
    }

    /// Strokes a line: one quadrilateral a segment, and round joints where the stroke is wide enough to show gaps.
    fn stroke(&mut self, points: &[Point], width: f64, color: Color) {
        let half = width / 2.0;
        // In pieces, so that a long line does not need a grid over the whole picture for each of its bends.
        for piece in points.chunks(48).enumerate().map(|(at, piece)| {
            let next = points.get((at + 1) * 48);
            piece.iter().chain(next).copied().collect::<Vec<Point>>()
        }) {
            let Some([_, top, _, bottom]) = bounds(piece.iter()) else {
                continue;
            };
            if !self.meets(top - width, bottom + width) {
                continue;
            }
            let mut parts = Vec::new();
            for (from, to) in piece.iter().zip(piece.iter().skip(1)) {
                let (dx, dy) = (to.0 - from.0, to.1 - from.1);
                let length = dx.hypot(dy);
                if length > 0.0 {
                    let (nx, ny) = (-dy / length * half, dx / length * half);
                    parts.push(vec![
                        (from.0 + nx, from.1 + ny),
                        (from.0 - nx, from.1 - ny),
                        (to.0 - nx, to.1 - ny),
                        (to.0 + nx, to.1 + ny),
                    ]);
                }
            }
            if width > 2.0 {
                let inner = piece.len().saturating_sub(2);
                parts.extend(piece.iter().skip(1).take(inner).map(|at| circle(*at, half)));
            }
            for part in &mut parts {
                wind_alike(part);
            }
            self.fill(&parts, color);
        }
    }

    /// Paints a line of words.
    pub fn write(&mut self, words: &Words) {
        let rim = words.halo.map_or(0.0, |(_, rim)| rim);
        let [left, top, right, bottom] = words.bounds(1.0);
        // Marks and slanted letters reach beyond the line's own box.
        let reach = words.style.size + rim;
        if !self.meets(top - reach, bottom + reach) || right <= left {
            return;
        }
        let grid_left = (left - reach).floor();
        let grid_top = (top - reach).floor();
        let columns = (right - left + 2.0 * reach).ceil() as usize + 2;
        let rows = (bottom - top + 2.0 * reach).ceil() as usize + 2;
        let mut grid = Rasterizer::new(columns, rows);
        outline(words, (grid_left, grid_top), &mut grid);
        let (x, y) = (grid_left as i64, grid_top as i64);
        if let Some((color, rim)) = words.halo {
            self.blend_halo(&grid, x, y, color, rim);
        }
        self.blend(&grid, x, y, words.color);
    }

    /// Lays a color around the letters in `grid`, `rim` pixels wide.
    fn blend_halo(&mut self, grid: &Rasterizer, left: i64, top: i64, color: Color, rim: f64) {
        let (columns, rows) = grid.dimensions();
        let mut letters = vec![0.0_f32; columns * rows];
        grid.for_each_pixel(|index, coverage| {
            if let Some(cell) = letters.get_mut(index) {
                *cell = coverage.min(1.0);
            }
        });
        let reach = rim.ceil() as i64;
        let mut offsets = Vec::new();
        for dy in -reach..=reach {
            for dx in -reach..=reach {
                let share = (rim + 0.5 - (dx as f64).hypot(dy as f64)).clamp(0.0, 1.0);
                if share > 0.0 {
                    offsets.push((dx, dy, share as f32));
                }
            }
        }
        let (across, down) = (columns as i64, rows as i64);
        let mut wide = vec![0.0_f32; columns * rows];
        for y in 0..down {
            for x in 0..across {
                let here = letters.get((y * across + x) as usize).copied();
                let Some(here) = here.filter(|c| *c > 0.0) else {
                    continue;
                };
                for (dx, dy, share) in &offsets {
                    let (to_x, to_y) = (x + dx, y + dy);
                    if to_x < 0 || to_x >= across || to_y < 0 || to_y >= down {
                        continue;
                    }
                    if let Some(cell) = wide.get_mut((to_y * across + to_x) as usize) {
                        *cell = cell.max(here * share);
                    }
                }
            }
        }
        for y in 0..down {
            for x in 0..across {
                let coverage = wide
                    .get((y * across + x) as usize)
                    .copied()
                    .unwrap_or_default();
                self.blend_one(left + x, top + y, color, coverage);
            }
        }
    }

    fn blend_one(&mut self, x: i64, y: i64, color: Color, coverage: f32) {
        let row = y - i64::from(self.top);
        let inside = x >= 0 && x < i64::from(self.width) && row >= 0 && row < i64::from(self.rows);
        if inside && coverage > 0.0 {
            let index = row as usize * self.width as usize + x as usize;
            if let Some(pixel) = self.data.get_mut(index) {
                over(pixel, color, coverage);
            }
        }
    }
}

/// Draws the outlines of a line's glyphs into a grid whose corner lies at `corner` in the picture.
fn outline(words: &Words, corner: Point, grid: &mut Rasterizer) {
    let line = words.style.shape(&words.text);
    let start = match words.anchor {
        Anchor::Start => 0.0,
        Anchor::Middle => -line.width / 2.0,
        Anchor::End => -line.width,
    };
    // Upright baselines on whole pixels make small letters crisp.
    let (x, y) = if words.turned {
        (words.at.0.round(), words.at.1)
    } else {
        (words.at.0, words.at.1.round())
    };
    for glyph in &line.glyphs {
        let Some(font) = font(glyph.font) else {
            continue;
        };
        let Some(curves) = font.outlines.outline(ab_glyph::GlyphId(glyph.id)) else {
            continue;
        };
        let scale = words.style.size / font.units_per_em;
        let place = |p: ab_glyph::Point| {
            let along = start + glyph.x + f64::from(p.x) * scale;
            let down = glyph.y - f64::from(p.y) * scale;
            let (px, py) = if words.turned {
                (x + down, y - along)
            } else {
                (x + along, y + down)
            };
            point((px - corner.0) as f32, (py - corner.1) as f32)
        };
        for curve in &curves.curves {
            match curve {
                OutlineCurve::Line(a, b) => grid.draw_line(place(*a), place(*b)),
                OutlineCurve::Quad(a, b, c) => grid.draw_quad(place(*a), place(*b), place(*c)),
                OutlineCurve::Cubic(a, b, c, d) => {
                    grid.draw_cubic(place(*a), place(*b), place(*c), place(*d));
                }
            }
        }
    }
}

fn premultiplied(color: Color, opacity: f32) -> [f32; 4] {
    let channel = |value: u8| f32::from(value) / 255.0 * opacity;
    [
        channel(color.red),
        channel(color.green),
        channel(color.blue),
        opacity,
    ]
}

/// Porter and Duff's "over", on multiplied colors.
fn over(pixel: &mut [f32; 4], color: Color, coverage: f32) {
    let opacity = color.opacity as f32 * coverage;
    let source = premultiplied(color, opacity);
    for (below, above) in pixel.iter_mut().zip(source) {
        *below = above + *below * (1.0 - opacity);
    }
}

/// Turns a contour so that all contours add up instead of canceling out.
fn wind_alike(ring: &mut [Point]) {
    if signed_area(ring) < 0.0 {
        ring.reverse();
    }
}

fn pixels(at: BackendCoord) -> Point {
    (
        f64::from(at.0) / f64::from(UNITS),
        f64::from(at.1) / f64::from(UNITS),
    )
}

fn color(color: BackendColor) -> Color {
    let (red, green, blue) = color.rgb;
    Color::fixed(Rgb([red, green, blue])).faded(color.alpha)
}

fn length(units: u32) -> f64 {
    f64::from(units) / f64::from(UNITS)
}

impl DrawingBackend for &mut Band {
    type ErrorType = std::convert::Infallible;

    fn get_size(&self) -> (u32, u32) {
        let steps = UNITS.unsigned_abs();
        (
            self.width.saturating_mul(steps),
            self.height.saturating_mul(steps),
        )
    }

    fn ensure_prepared(&mut self) -> Result<(), DrawingErrorKind<Self::ErrorType>> {
        Ok(())
    }

    fn present(&mut self) -> Result<(), DrawingErrorKind<Self::ErrorType>> {
        Ok(())
    }

    fn draw_pixel(
        &mut self,
        at: BackendCoord,
        paint: BackendColor,
    ) -> Result<(), DrawingErrorKind<Self::ErrorType>> {
        let (x, y) = pixels(at);
        self.blend_one(x as i64, y as i64, color(paint), 1.0);
        Ok(())
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
        fill: bool,
    ) -> Result<(), DrawingErrorKind<Self::ErrorType>> {
        let ((left, top), (right, bottom)) = (pixels(from), pixels(to));
        let ring = vec![(left, top), (right, top), (right, bottom), (left, bottom)];
        if !self.meets(top.min(bottom), top.max(bottom)) {
            return Ok(());
        }
        if fill {
            self.fill(&[ring], color(style.color()));
        } else {
            let closed: Vec<Point> = ring.iter().chain(ring.first()).copied().collect();
            self.stroke(&closed, length(style.stroke_width()), color(style.color()));
        }
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Result<(), DrawingErrorKind<Self::ErrorType>> {
        let points: Vec<Point> = path.into_iter().map(pixels).collect();
        self.stroke(&points, length(style.stroke_width()), color(style.color()));
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        center: BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Result<(), DrawingErrorKind<Self::ErrorType>> {
        let (center, radius) = (pixels(center), length(radius));
        let half = length(style.stroke_width()) / 2.0;
        if !self.meets(center.1 - radius - half, center.1 + radius + half) {
            return Ok(());
        }
        let mut contours = vec![circle(center, if fill { radius } else { radius + half })];
        if !fill && radius > half {
            let mut inner = circle(center, radius - half);
            inner.reverse();
            contours.push(inner);
        }
        self.fill(&contours, color(style.color()));
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Result<(), DrawingErrorKind<Self::ErrorType>> {
        let ring: Vec<Point> = path.into_iter().map(pixels).collect();
        self.fill(&[ring], color(style.color()));
        Ok(())
    }
}
