//! Which of many circles would cover one another, so that a map draws them as one.

use std::collections::HashMap;

/// A circle on a map, in points or pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Circle {
    pub at: [f64; 2],
    pub radius: f64,
    /// It is never put with others.
    pub alone: bool,
}

/// Two circles are one when their middles are nearer than this share of both radii.
const OVERLAP: f64 = 0.6;

/// The same where one of them stands for several already: what it hides could not be told from what it holds.
const OVERLAP_OF_GROUPS: f64 = 0.9;

/// Side of the squares in which circles are counted, in points or pixels.
const SQUARE: f64 = 256.0;

/// Circles in such a square from which it is a crowd, where single ones are neither seen nor hit.
const CROWD: usize = 60;

/// How many times further apart circles have to be in a crowd.
const IN_A_CROWD: f64 = 3.0;

/// How far from each circle another has to be to stand for itself: `least`, and more in a crowd.
fn room(circles: &[Circle], least: f64) -> Vec<f64> {
    let square = |c: &Circle| c.at.map(|x| (x / SQUARE).floor() as i64);
    let mut crowds: HashMap<[i64; 2], usize> = HashMap::new();
    for circle in circles {
        *crowds.entry(square(circle)).or_default() += 1;
    }
    let crowded = |c: &Circle| crowds.get(&square(c)).is_some_and(|n| *n > CROWD);
    circles
        .iter()
        .map(|c| {
            if crowded(c) {
                IN_A_CROWD * least
            } else {
                least
            }
        })
        .collect()
}

/// Groups circles, given in the order of their importance: each takes in those after it that lie on it or leave it less
/// `room` than either needs, unless one still more important is nearer; `several` says which are groups already. Each
/// group begins with the one it stands at.
fn groups(circles: &[Circle], room: &[f64], several: &[bool]) -> Vec<Vec<usize>> {
    let largest = circles.iter().map(|c| c.radius).fold(0.0, f64::max);
    let widest = room.iter().copied().fold(1e-9, f64::max);
    let cell = (OVERLAP_OF_GROUPS * 2.0 * largest).max(widest);
    let needs = |n: usize| room.get(n).copied().unwrap_or_default();
    let is_group = |n: usize| several.get(n).copied().unwrap_or_default();
    let mut leaders: HashMap<(i64, i64), Vec<usize>> = HashMap::new();
    let mut all: Vec<Vec<usize>> = Vec::new();
    for (number, circle) in circles.iter().enumerate() {
        let [x, y] = circle.at;
        let (column, row) = ((x / cell).floor() as i64, (y / cell).floor() as i64);
        let near = (-1..=1)
            .flat_map(|dy| (-1..=1).map(move |dx| (column + dx, row + dy)))
            .filter_map(|place| leaders.get(&place))
            .flatten()
            .filter_map(|group| {
                let first = *all.get(*group)?.first()?;
                let leader = circles.get(first)?;
                let distance = (leader.at[0] - x).hypot(leader.at[1] - y);
                let share = if is_group(number) || is_group(first) {
                    OVERLAP_OF_GROUPS
                } else {
                    OVERLAP
                };
                let reach = share * (leader.radius + circle.radius);
                (distance < reach.max(needs(number)).max(needs(first)))
                    .then_some((distance, *group))
            })
            .min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        match near.filter(|_| !circle.alone) {
            Some((_, group)) => {
                if let Some(group) = all.get_mut(group) {
                    group.push(number);
                }
            }
            None => {
                if !circle.alone {
                    leaders.entry((column, row)).or_default().push(all.len());
                }
                all.push(vec![number]);
            }
        }
    }
    all
}

/// Rounds in which groups are put together; in each at least one is, and few are needed.
const ROUNDS: usize = 12;

/// Groups circles, given in the order of their importance: each takes in those after it that lie on it or nearer to it
/// than `least` (three times that in a crowd), unless one still more important is nearer. A group is drawn larger than
/// what it holds, with the radius `grown`; groups that would then cover one another are one again. Each begins with its
/// most important circle.
#[must_use]
pub fn clusters(
    circles: &[Circle],
    least: f64,
    grown: impl Fn(&[usize]) -> f64,
) -> Vec<Vec<usize>> {
    let room = room(circles, least);
    let mut all = groups(circles, &room, &[]);
    for _ in 0..ROUNDS {
        let mut drawn: Vec<(Circle, Vec<usize>)> = all
            .iter()
            .filter_map(|group| {
                let first = *circles.get(*group.first()?)?;
                let radius = if group.len() > 1 {
                    grown(group)
                } else {
                    first.radius
                };
                Some((Circle { radius, ..first }, group.clone()))
            })
            .collect();
        drawn.sort_by(|a, b| b.0.radius.total_cmp(&a.0.radius).then(a.1.cmp(&b.1)));
        let (circles, members): (Vec<Circle>, Vec<Vec<usize>>) = drawn.into_iter().unzip();
        let of_first = |group: &Vec<usize>| room.get(*group.first()?).copied();
        let needed: Vec<f64> = members.iter().filter_map(of_first).collect();
        let several: Vec<bool> = members.iter().map(|group| group.len() > 1).collect();
        let next = groups(&circles, &needed, &several);
        if next.len() == all.len() {
            break;
        }
        all = next
            .into_iter()
            .map(|group| {
                let parts = group.iter().filter_map(|n| members.get(*n));
                let mut whole: Vec<usize> = parts.flatten().copied().collect();
                whole.sort_unstable();
                whole
            })
            .collect();
    }
    all.sort_by_key(|group| group.first().copied());
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn circle(x: f64, radius: f64) -> Circle {
        Circle {
            at: [x, 0.0],
            radius,
            alone: false,
        }
    }

    #[test]
    fn circles_join_the_nearest_one_they_lie_on() {
        let check = |circles: &[Circle], expected: &[&[usize]]| {
            assert_eq!(groups(circles, &room(circles, 4.0), &[]), expected);
        };
        check(&[], &[]);
        check(&[circle(0.0, 10.0), circle(20.0, 10.0)], &[&[0], &[1]]);
        check(&[circle(0.0, 10.0), circle(11.0, 10.0)], &[&[0, 1]]);
        // Small ones stand apart though their edges touch, but not nearer than can be pointed at.
        check(&[circle(0.0, 2.0), circle(4.5, 2.0)], &[&[0], &[1]]);
        check(&[circle(0.0, 2.0), circle(3.5, 2.0)], &[&[0, 1]]);
        let far = circle(12.0, 10.0);
        check(
            &[
                circle(0.0, 10.0),
                circle(30.0, 10.0),
                circle(21.0, 10.0),
                far,
            ],
            &[&[0], &[1, 2], &[3]],
        );
        let alone = Circle {
            alone: true,
            ..circle(1.0, 10.0)
        };
        check(
            &[circle(0.0, 10.0), alone, circle(2.0, 3.0)],
            &[&[0, 2], &[1]],
        );
    }

    #[test]
    fn grown_groups_take_in_what_they_would_cover() {
        let all = [
            circle(0.0, 10.0),
            circle(5.0, 10.0),
            circle(30.0, 10.0),
            circle(34.0, 10.0),
            circle(90.0, 10.0),
        ];
        let apart = groups(&all, &room(&all, 4.0), &[]);
        assert_eq!(apart.len(), 3);
        assert_eq!(clusters(&all, 4.0, |_| 12.0), apart);
        let grown = clusters(&all, 4.0, |group| 15.0 * group.len() as f64);
        assert_eq!(grown, [vec![0, 1, 2, 3], vec![4]]);
    }

    #[test]
    fn a_crowd_is_thinned_and_few_are_left_alone() {
        let row =
            |n: usize| -> Vec<Circle> { (0..n).map(|i| circle(5.0 * i as f64, 1.0)).collect() };
        assert_eq!(clusters(&row(40), 4.0, |_| 1.0).len(), 40);
        let dense: Vec<Circle> = (0..4)
            .flat_map(|y| {
                row(40).into_iter().map(move |c| Circle {
                    at: [c.at[0], 5.0 * f64::from(y)],
                    ..c
                })
            })
            .collect();
        let left = clusters(&dense, 4.0, |_| 1.0);
        assert!(left.len() < 40, "{}", left.len());
        assert_eq!(left.iter().map(Vec::len).sum::<usize>(), 160);
    }
}
