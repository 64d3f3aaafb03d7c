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

/// Groups circles, given in the order of their importance: each takes in those after it that lie on it or nearer to it
/// than `least`, unless one still more important is nearer. Each group begins with the one it stands at.
#[must_use]
pub fn groups(circles: &[Circle], least: f64) -> Vec<Vec<usize>> {
    let largest = circles.iter().map(|c| c.radius).fold(0.0, f64::max);
    let cell = (OVERLAP * 2.0 * largest).max(least).max(1e-9);
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
                let leader = circles.get(*all.get(*group)?.first()?)?;
                let distance = (leader.at[0] - x).hypot(leader.at[1] - y);
                let reach = OVERLAP * (leader.radius + circle.radius);
                (distance < reach.max(least)).then_some((distance, *group))
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

/// The same where a group is drawn larger than what it holds: groups that would then cover one another are one again.
/// `grown` is the radius of a group. Each begins with its most important circle.
#[must_use]
pub fn clusters(
    circles: &[Circle],
    least: f64,
    grown: impl Fn(&[usize]) -> f64,
) -> Vec<Vec<usize>> {
    let mut all = groups(circles, least);
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
        let next = groups(&circles, least);
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
            assert_eq!(groups(circles, 4.0), expected);
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
        assert_eq!(groups(&all, 4.0).len(), 3);
        let same = clusters(&all, 4.0, |_| 12.0);
        assert_eq!(same, groups(&all, 4.0));
        let grown = clusters(&all, 4.0, |group| 15.0 * group.len() as f64);
        assert_eq!(grown, [vec![0, 1, 2, 3], vec![4]]);
    }
}
