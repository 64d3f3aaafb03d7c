//! Points, rings and lines in pixels: bounds, clipping, thinning.

use super::scene::Point;

/// Left, top, right, bottom.
pub type Limits = [f64; 4];

/// Left, top, right, bottom of some points.
pub fn bounds<'p>(points: impl Iterator<Item = &'p Point>) -> Option<Limits> {
    points.fold(None, |found: Option<Limits>, (x, y)| {
        let [left, top, right, bottom] = found.unwrap_or([*x, *y, *x, *y]);
        Some([left.min(*x), top.min(*y), right.max(*x), bottom.max(*y)])
    })
}

/// The part of a closed ring inside `[left, top, right, bottom]` (Sutherland and Hodgman, 1974).
pub fn clip_ring(ring: &[Point], limits: Limits) -> Vec<Point> {
    let mut ring = ring.to_vec();
    let Some(taken) = bounds(ring.iter()) else {
        return ring;
    };
    for (side, limit) in limits.into_iter().enumerate() {
        let upright = side % 2 == 0;
        let value = |p: Point| if upright { p.0 } else { p.1 };
        let inside = |p: Point| {
            if side < 2 {
                value(p) >= limit
            } else {
                value(p) <= limit
            }
        };
        let beyond = taken.get(side).copied().unwrap_or(limit);
        if (side < 2 && beyond >= limit) || (side >= 2 && beyond <= limit) {
            continue;
        }
        let before = std::mem::take(&mut ring);
        let Some(mut last) = before.last().copied() else {
            return ring;
        };
        for next in before {
            if inside(next) != inside(last) {
                let share = (limit - value(last)) / (value(next) - value(last));
                ring.push((
                    last.0 + (next.0 - last.0) * share,
                    last.1 + (next.1 - last.1) * share,
                ));
            }
            if inside(next) {
                ring.push(next);
            }
            last = next;
        }
    }
    ring
}

/// The parts of an open line inside `limits` (Liang and Barsky, 1984, a segment at a time).
pub fn clip_line(points: &[Point], limits: Limits) -> Vec<Vec<Point>> {
    let mut parts: Vec<Vec<Point>> = Vec::new();
    let mut open = false;
    for (from, to) in points.iter().zip(points.iter().skip(1)) {
        let Some((start, end)) = clip_segment(*from, *to, limits) else {
            open = false;
            continue;
        };
        match parts.last_mut() {
            Some(part) if open && start == *from => part.push(end),
            _ => parts.push(vec![start, end]),
        }
        open = end == *to;
    }
    parts
}

fn clip_segment(
    from: Point,
    to: Point,
    [left, top, right, bottom]: Limits,
) -> Option<(Point, Point)> {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let (mut enter, mut leave) = (0.0_f64, 1.0_f64);
    for (step, room) in [
        (-dx, from.0 - left),
        (dx, right - from.0),
        (-dy, from.1 - top),
        (dy, bottom - from.1),
    ] {
        if step == 0.0 {
            if room < 0.0 {
                return None;
            }
        } else if step < 0.0 {
            enter = enter.max(room / step);
        } else {
            leave = leave.min(room / step);
        }
    }
    if enter > leave {
        return None;
    }
    let at = |share: f64| (from.0 + dx * share, from.1 + dy * share);
    let start = if enter > 0.0 { at(enter) } else { from };
    let end = if leave < 1.0 { at(leave) } else { to };
    Some((start, end))
}

/// Leaves out points closer than `least` to the one kept before; first and last stay.
pub fn thin(points: impl Iterator<Item = Point>, least: f64) -> Vec<Point> {
    let mut kept: Vec<Point> = Vec::new();
    let mut skipped = None;
    for point in points {
        let near = kept
            .last()
            .is_some_and(|last| (point.0 - last.0).hypot(point.1 - last.1) < least);
        if near {
            skipped = Some(point);
        } else {
            kept.push(point);
            skipped = None;
        }
    }
    kept.extend(skipped);
    kept
}

/// Twice the area a ring encloses; its sign tells the direction.
pub fn signed_area(ring: &[Point]) -> f64 {
    ring.iter()
        .zip(ring.iter().cycle().skip(1))
        .map(|(a, b)| a.0 * b.1 - b.0 * a.1)
        .sum()
}

/// A polygon with holes as one ring: each hole is reached over a bridge and back, and runs against the outside.
pub fn joined(mut rings: impl Iterator<Item = Vec<Point>>) -> Vec<Point> {
    let Some(mut outside) = rings.next() else {
        return Vec::new();
    };
    let first = outside.first().copied();
    let direction = signed_area(&outside);
    for mut hole in rings {
        if signed_area(&hole) * direction > 0.0 {
            hole.reverse();
        }
        let entry = hole.first().copied();
        outside.extend(first);
        outside.extend(hole);
        outside.extend(entry);
    }
    outside
}

/// Whether two boxes share more than an edge.
pub fn overlap(a: Limits, b: Limits) -> bool {
    let ([a_left, a_top, a_right, a_bottom], [b_left, b_top, b_right, b_bottom]) = (a, b);
    a_left < b_right && b_left < a_right && a_top < b_bottom && b_top < a_bottom
}

/// Whether `inner` lies within `outer`.
pub fn within(inner: Limits, outer: Limits) -> bool {
    let ([left, top, right, bottom], [o_left, o_top, o_right, o_bottom]) = (inner, outer);
    left >= o_left && top >= o_top && right <= o_right && bottom <= o_bottom
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOX: Limits = [0.0, 0.0, 10.0, 10.0];

    #[test]
    fn rings_are_cut_to_the_box() {
        let check = |ring: &[Point], area: f64| {
            let clipped = clip_ring(ring, BOX);
            assert_eq!(signed_area(&clipped).abs() / 2.0, area, "{clipped:?}");
            assert!(clipped.iter().all(|p| within([p.0, p.1, p.0, p.1], BOX)));
        };
        check(&[(2.0, 2.0), (4.0, 2.0), (4.0, 4.0), (2.0, 4.0)], 4.0);
        check(&[(-5.0, 2.0), (5.0, 2.0), (5.0, 4.0), (-5.0, 4.0)], 10.0);
        check(
            &[(-9.0, -9.0), (99.0, -9.0), (99.0, 99.0), (-9.0, 99.0)],
            100.0,
        );
        check(&[(20.0, 2.0), (40.0, 2.0), (40.0, 4.0)], 0.0);
        check(&[], 0.0);
    }

    #[test]
    fn lines_come_apart_where_they_leave_the_box() {
        let line = [(1.0, 5.0), (20.0, 5.0), (20.0, 8.0), (9.0, 8.0), (1.0, 8.0)];
        let parts = clip_line(&line, BOX);
        assert_eq!(
            parts,
            [
                vec![(1.0, 5.0), (10.0, 5.0)],
                vec![(10.0, 8.0), (9.0, 8.0), (1.0, 8.0)]
            ]
        );
    }

    #[test]
    fn holes_take_their_area_away() {
        let square = |from: f64, to: f64| vec![(from, from), (to, from), (to, to), (from, to)];
        let ring = joined([square(0.0, 10.0), square(2.0, 4.0)].into_iter());
        assert_eq!(signed_area(&ring).abs() / 2.0, 96.0);
    }

    #[test]
    fn thinning_keeps_the_ends() {
        let points = (0..=100).map(|x| (f64::from(x) * 0.1, 0.0));
        let kept = thin(points, 1.0);
        assert_eq!(kept.first(), Some(&(0.0, 0.0)));
        assert_eq!(kept.last(), Some(&(10.0, 0.0)));
        assert!(kept.len() < 13, "{kept:?}");
    }
}
