//! Gives a laid-out picture the colors of its style, and hatching where colors alone would not be told apart.

use std::collections::BTreeMap;

use super::{
    colors::{Color, INK, PAPER, Palette, Role, Token},
    page::hairline,
    scene::{Point, Scene, Shape, Words},
};
use crate::model::picture::Printing;

/// Design points between two lines of a hatching.
const STEP: f64 = 5.0;

/// Least width and height of what is hatched, in design points: on less, lines are a blur.
const LEAST: f64 = 5.0;

/// Directions of a hatching's lines. None is solid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Hatch {
    Rising,
    Falling,
    Crossed,
    Level,
}

/// Colors everything as the palette has it.
pub fn dress(scene: &mut Scene, palette: &Palette) {
    let cells = Cells::of(scene);
    scene.ground = scene.ground.map(|ground| palette.dress(ground));
    for words in &mut scene.words {
        let ink = matches!(words.color.token(), Some(Token::Ink | Token::Paper));
        let cell = cells.below(words).filter(|_| ink);
        words.color = match cell {
            // Numbers in the cells of a table: dark on pale cells, pale on dark ones.
            Some(cell) => palette.ink_on(palette.dress(cell)),
            None => palette.dress(words.color),
        };
        if let Some((color, _)) = &mut words.halo {
            *color = palette.dress(*color);
        }
    }
    let point = scene.point;
    let shapes = std::mem::take(&mut scene.shapes);
    for mut shape in shapes {
        let hatch = hatch_of(&shape, palette.printing(), point);
        let color = *shape.color_mut();
        *shape.color_mut() = palette.dress(color);
        let Some((hatch, outlined)) = hatch else {
            scene.shapes.push(shape);
            continue;
        };
        let Shape::Rect {
            at, width, height, ..
        } = shape
        else {
            continue;
        };
        let paper = palette.dress(PAPER);
        let line = hairline(point);
        if outlined {
            // An empty box with lines of ink.
            scene.shapes.push(shape);
            let inner = (at.0 + line, at.1 + line);
            scene.rect(inner, width - 2.0 * line, height - 2.0 * line, paper);
        } else {
            scene.shapes.push(shape);
        }
        let color = if outlined { palette.dress(INK) } else { paper };
        let room = [at.0, at.1, at.0 + width, at.1 + height];
        for (from, to) in lines(hatch, room, STEP * point) {
            scene.line(vec![from, to], line, color);
        }
    }
}

/// How a rectangle is hatched, and whether as an outlined box.
fn hatch_of(shape: &Shape, printing: Printing, point: f64) -> Option<(Hatch, bool)> {
    let Shape::Rect {
        width,
        height,
        color,
        ..
    } = shape
    else {
        return None;
    };
    if width.min(*height) < LEAST * point || color.opacity < 1.0 {
        return None;
    }
    let token = color.token()?;
    let hatch = match token {
        Token::Series(at) => match at % 5 {
            0 => return None,
            1 => Hatch::Rising,
            2 => Hatch::Falling,
            3 => Hatch::Level,
            _ => Hatch::Crossed,
        },
        Token::Bar => Hatch::Rising,
        Token::Accent => Hatch::Falling,
        _ => return None,
    };
    match printing {
        Printing::Color => None,
        // What is selected stands out: it alone is hatched.
        Printing::Patterns => (token != Token::Bar).then_some((hatch, false)),
        // What is selected stands out: it alone is solid.
        Printing::Black => (token != Token::Accent).then_some((hatch, true)),
    }
}

/// The lines of a hatching inside `[left, top, right, bottom]`, `step` pixels apart. At most a few thousand.
fn lines(hatch: Hatch, room: [f64; 4], step: f64) -> Vec<(Point, Point)> {
    const MOST: f64 = 2_000.0;
    let [left, top, right, bottom] = room;
    let (width, height) = (right - left, bottom - top);
    let step = step.max((width + height) / MOST).max(1.0);
    let mut out = Vec::new();
    let mut slanted = |rising: bool| {
        let step = step * std::f64::consts::SQRT_2;
        let mut along = step / 2.0;
        while along < width + height {
            // From the left or lower edge to the upper or right one, for rising lines; mirrored for falling ones.
            let from = (along.min(width), (along - width).max(0.0));
            let to = ((along - height).max(0.0), along.min(height));
            let place = |(x, y): Point| {
                if rising {
                    (left + x, top + y)
                } else {
                    (right - x, top + y)
                }
            };
            out.push((place(to), place(from)));
            along += step;
        }
    };
    match hatch {
        Hatch::Rising => slanted(true),
        Hatch::Falling => slanted(false),
        Hatch::Crossed => {
            slanted(true);
            slanted(false);
        }
        Hatch::Level => {
            let mut y = top + step / 2.0;
            while y < bottom {
                out.push(((left, y), (right, y)));
                y += step;
            }
        }
    }
    out
}

/// The cells of a table, to find the one a number stands in.
struct Cells {
    /// Left and right edge, lower edge and color of the cells that begin at this height, from left to right.
    rows: BTreeMap<i64, Vec<([f64; 3], Color)>>,
}

impl Cells {
    fn of(scene: &Scene) -> Self {
        let mut rows: BTreeMap<i64, Vec<([f64; 3], Color)>> = BTreeMap::new();
        for shape in &scene.shapes {
            if let Shape::Rect {
                at,
                width,
                height,
                color,
            } = shape
                && matches!(
                    color.role,
                    Role::Between(Token::HeatLow, Token::HeatHigh, _)
                )
            {
                let edges = [at.0, at.0 + width, at.1 + height];
                rows.entry(at.1 as i64).or_default().push((edges, *color));
            }
        }
        for row in rows.values_mut() {
            row.sort_by(|a, b| a.0[0].total_cmp(&b.0[0]));
        }
        Self { rows }
    }

    /// The color of the cell that the middle of these words lies in.
    fn below(&self, words: &Words) -> Option<Color> {
        let (_, row) = self.rows.range(..=words.at.1 as i64).next_back()?;
        let x = match words.anchor {
            super::scene::Anchor::Middle => words.at.0,
            _ => return None,
        };
        let next = row.partition_point(|(edges, _)| edges[0] <= x);
        let (edges, color) = row.get(next.checked_sub(1)?)?;
        (x <= edges[1] && words.at.1 <= edges[2]).then_some(*color)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hatching_stays_inside_its_box() {
        for hatch in [Hatch::Rising, Hatch::Falling, Hatch::Crossed, Hatch::Level] {
            for room in [[10.0, 20.0, 110.0, 40.0], [0.0, 0.0, 9.0, 300.0]] {
                let lines = lines(hatch, room, 6.0);
                assert!(lines.len() > 2, "{hatch:?}");
                for (x, y) in lines.into_iter().flat_map(|(from, to)| [from, to]) {
                    let inside = x >= room[0] && x <= room[2] && y >= room[1] && y <= room[3];
                    assert!(inside, "{hatch:?}: {x}, {y}");
                }
            }
        }
        let far = lines(Hatch::Crossed, [0.0, 0.0, 32_000.0, 32_000.0], 0.001);
        assert!(far.len() < 5_000);
    }
}
