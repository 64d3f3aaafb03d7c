//! How compared lines are told apart, in the window and in pictures alike.

/// Dash and gap of each line in points, so that lines differ without color; the first is whole.
pub const DASHES: [Option<(f64, f64)>; 5] = [
    None,
    Some((7.0, 3.0)),
    Some((2.0, 2.5)),
    Some((12.0, 3.0)),
    Some((4.0, 6.0)),
];

/// The middles of names that stand beside the ends of their lines, none on another: moved apart around where they would
/// like to be, in the order of the ends. They stay between `top` and `bottom` where their heights allow.
#[must_use]
pub fn seats(wanted: &[f64], heights: &[f64], top: f64, bottom: f64) -> Vec<f64> {
    let mut order: Vec<(f64, f64, usize)> = wanted
        .iter()
        .zip(heights)
        .enumerate()
        .map(|(name, (at, height))| (*at, height / 2.0, name))
        .collect();
    order.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.2.cmp(&b.2)));
    let mut floor = top;
    for (at, half, _) in &mut order {
        *at = at.max(floor + *half);
        floor = *at + *half;
    }
    let mut ceiling = bottom;
    for (at, half, _) in order.iter_mut().rev() {
        *at = at.min(ceiling - *half);
        ceiling = *at - *half;
    }
    order.sort_by_key(|(.., name)| *name);
    order.into_iter().map(|(at, ..)| at).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_apart_and_inside() {
        let at = seats(&[50.0, 52.0, 51.0, 100.0, 99.0], &[16.0; 5], 0.0, 110.0);
        let mut sorted = at.clone();
        sorted.sort_by(f64::total_cmp);
        let apart = sorted.windows(2).all(|w| w[1] - w[0] >= 16.0 - 1e-9);
        assert!(apart, "{at:?}");
        assert!(sorted[0] >= 8.0 && sorted[4] <= 102.0 + 1e-9, "{at:?}");
        // In the order of the lines.
        assert!(at[0] < at[2] && at[2] < at[1] && at[4] < at[3]);
    }
}
