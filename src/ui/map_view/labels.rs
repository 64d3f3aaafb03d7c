//! Where names are written so that they cover neither symbols nor one another: greedy, the most important first.

use egui::{Pos2, Rect, Vec2, vec2};

/// Rectangles already taken, found by a grid.
#[derive(Debug)]
pub struct Taken {
    bounds: Rect,
    columns: usize,
    rows: usize,
    cells: Vec<Vec<Rect>>,
}

/// Side of a grid cell in points: about the height of two labels.
const CELL: f32 = 32.0;

impl Taken {
    /// Nothing taken inside `bounds`; what lies outside can never be free.
    #[must_use]
    pub fn new(bounds: Rect) -> Self {
        let count = |side: f32| ((side.max(0.0) / CELL).ceil() as usize).clamp(1, 512);
        let (columns, rows) = (count(bounds.width()), count(bounds.height()));
        Self {
            bounds,
            columns,
            rows,
            cells: vec![Vec::new(); columns * rows],
        }
    }

    /// Takes a rectangle.
    pub fn take(&mut self, rect: Rect) {
        for cell in self.cells_under(rect) {
            if let Some(cell) = self.cells.get_mut(cell) {
                cell.push(rect);
            }
        }
    }

    /// Whether a rectangle lies inside the bounds and meets nothing taken.
    #[must_use]
    pub fn is_free(&self, rect: Rect) -> bool {
        self.bounds.contains_rect(rect)
            && self.cells_under(rect).into_iter().all(|cell| {
                self.cells
                    .get(cell)
                    .is_none_or(|taken| taken.iter().all(|t| !meet(t, &rect)))
            })
    }

    fn cells_under(&self, rect: Rect) -> Vec<usize> {
        let index = |at: f32, count: usize| ((at / CELL).max(0.0) as usize).min(count - 1);
        let from = rect.min - self.bounds.min;
        let to = rect.max - self.bounds.min;
        if !rect.intersects(self.bounds) {
            return Vec::new();
        }
        let columns = index(from.x, self.columns)..=index(to.x, self.columns);
        let rows = index(from.y, self.rows)..=index(to.y, self.rows);
        rows.flat_map(|row| {
            columns
                .clone()
                .map(move |column| row * self.columns + column)
        })
        .collect()
    }
}

/// Whether two rectangles share more than an edge.
fn meet(a: &Rect, b: &Rect) -> bool {
    a.min.x < b.max.x && b.min.x < a.max.x && a.min.y < b.max.y && b.min.y < a.max.y
}

/// Points left and right of a name where no other stands.
const BETWEEN: f32 = 6.0;

/// Finds room for a label of this size beside a symbol, takes it, and returns the rectangle; `None` when every side is
/// taken.
pub fn beside(taken: &mut Taken, symbol: Pos2, radius: f32, size: Vec2) -> Option<Rect> {
    let far = radius + 4.0;
    // On the diagonals the label's corner comes nearer to the circle.
    let near = radius * 0.7 + 2.0;
    let (w, h) = (size.x, size.y);
    [
        vec2(far, -h / 2.0),
        vec2(-far - w, -h / 2.0),
        vec2(-w / 2.0, -far - h + 2.0),
        vec2(-w / 2.0, far - 2.0),
        vec2(near, -near - h + 4.0),
        vec2(near, near - 4.0),
        vec2(-near - w, -near - h + 4.0),
        vec2(-near - w, near - 4.0),
    ]
    .into_iter()
    .map(|offset| Rect::from_min_size(symbol + offset, size))
    .find(|rect| taken.is_free(*rect))
    // Two names on one line need more than a letter's space between them.
    .inspect(|rect| taken.take(rect.expand2(vec2(BETWEEN, 0.0))))
}

/// Finds room for a label centered on a position moved by one of `shifts` (in label sizes), takes it with a little space
/// around it, and returns the rectangle.
pub fn around(taken: &mut Taken, at: Pos2, size: Vec2, shifts: &[Vec2]) -> Option<Rect> {
    shifts
        .iter()
        .map(|shift| Rect::from_center_size(at + *shift * size, size))
        .find(|rect| taken.is_free(*rect))
        .inspect(|rect| taken.take(rect.expand(4.0)))
}

/// The square around a symbol.
#[must_use]
pub fn symbol_rect(at: Pos2, radius: f32) -> Rect {
    Rect::from_center_size(at, Vec2::splat(2.0 * radius))
}

/// The nearest of many symbols under the pointer: the smallest one that holds it, so that a small symbol on a large one
/// stays reachable. `slack` is added to each radius, for small symbols and unsteady hands.
#[must_use]
pub fn hit(
    symbols: impl Iterator<Item = (usize, Pos2, f32)>,
    pointer: Pos2,
    slack: f32,
) -> Option<usize> {
    let mut best: Option<(bool, f32, f32, usize)> = None;
    for (number, at, radius) in symbols {
        let distance = at.distance(pointer);
        if distance > radius + slack {
            continue;
        }
        // Inside counts before beside, then the smaller symbol, then the nearer.
        let key = (distance > radius, radius, distance, number);
        if best.is_none_or(|b| key.partial_cmp(&b) == Some(std::cmp::Ordering::Less)) {
            best = Some(key);
        }
    }
    best.map(|(.., number)| number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui::pos2;

    fn bounds() -> Rect {
        Rect::from_min_size(pos2(10.0, 20.0), vec2(400.0, 300.0))
    }

    #[test]
    fn labels_never_meet_symbols_or_labels() {
        let mut taken = Taken::new(bounds());
        // A dense cluster of different sizes, laid out by a small linear congruential generator.
        let mut seed = 7_u32;
        let mut next = |below: f32| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 8) as f32 / (1 << 24) as f32 * below
        };
        let symbols: Vec<(Pos2, f32)> = (0..120)
            .map(|_| {
                (
                    pos2(20.0 + next(380.0), 30.0 + next(280.0)),
                    3.0 + next(12.0),
                )
            })
            .collect();
        for (at, radius) in &symbols {
            taken.take(symbol_rect(*at, *radius));
        }
        let placed: Vec<Rect> = symbols
            .iter()
            .filter_map(|(at, radius)| {
                beside(&mut taken, *at, *radius, vec2(20.0 + next(60.0), 14.0))
            })
            .collect();
        assert!(placed.len() > 10, "{}", placed.len());
        for (i, label) in placed.iter().enumerate() {
            assert!(bounds().contains_rect(*label));
            for (at, radius) in &symbols {
                assert!(!meet(label, &symbol_rect(*at, *radius)));
            }
            for other in placed.iter().skip(i + 1) {
                assert!(!meet(label, other));
            }
        }
    }

    #[test]
    fn a_lone_label_stands_to_the_right_and_gives_way() {
        let mut taken = Taken::new(bounds());
        let at = pos2(200.0, 150.0);
        taken.take(symbol_rect(at, 5.0));
        let size = vec2(50.0, 14.0);
        let right = beside(&mut taken, at, 5.0, size).expect("room");
        assert!(right.left() > at.x && (right.center().y - at.y).abs() < 0.1);
        let left = beside(&mut taken, at, 5.0, size).expect("room");
        assert!(left.right() < at.x);
    }

    #[test]
    fn no_label_leaves_the_map() {
        let mut taken = Taken::new(bounds());
        let corner = beside(&mut taken, bounds().max, 4.0, vec2(60.0, 14.0)).expect("room");
        assert!(bounds().contains_rect(corner));
        assert_eq!(
            beside(&mut taken, pos2(200.0, 100.0), 4.0, vec2(900.0, 14.0)),
            None
        );
    }

    #[test]
    fn the_small_symbol_on_a_large_one_is_hit() {
        let symbols = [(pos2(0.0, 0.0), 20.0), (pos2(8.0, 0.0), 4.0)];
        let at = |x: f32| {
            let all = symbols.iter().enumerate().map(|(i, (p, r))| (i, *p, *r));
            hit(all, pos2(x, 0.0), 4.0)
        };
        assert_eq!(at(9.0), Some(1));
        assert_eq!(at(0.0), Some(0));
        assert_eq!(at(23.0), Some(0));
        assert_eq!(at(40.0), None);
    }
}
