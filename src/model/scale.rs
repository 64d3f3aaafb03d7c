//! From counts to lengths: one scale for the window and for pictures.

/// Maps counts to lengths: in proportion, or by their logarithm.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    log: bool,
    top: f64,
}

/// On a logarithmic scale 1 stands this share of a tenfold above the axis, so that it differs from nothing.
const FOOT: f64 = 0.3;

impl Scale {
    /// A scale whose end stands for `top`.
    #[must_use]
    pub fn new(top: u64, log: bool) -> Self {
        Self {
            log,
            top: top.max(1) as f64,
        }
    }

    /// The share of the whole length that stands for a count: 0 for 0, 1 for the top, more beyond it.
    #[must_use]
    pub fn of(self, count: u64) -> f64 {
        let count = count as f64;
        if !self.log {
            return count / self.top;
        }
        if count < 1.0 {
            return 0.0;
        }
        (count.log10() + FOOT) / (self.top.log10() + FOOT)
    }

    /// Round counts from 0 up to at most the top: about four, or each power of ten.
    #[must_use]
    pub fn ticks(self) -> Vec<u64> {
        let largest = self.top as u64;
        if self.log {
            let powers = (0..20).map_while(|power| 10_u64.checked_pow(power));
            let powers = powers.take_while(|tick| *tick <= largest);
            return std::iter::once(0).chain(powers).collect();
        }
        let mut step = 1_u64;
        'found: for power in 0..19 {
            for factor in [1, 2, 5] {
                step = factor * 10_u64.pow(power);
                if largest / step <= 4 {
                    break 'found;
                }
            }
        }
        (0..=largest / step.max(1)).map(|at| at * step).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_few_and_round() {
        let check = |largest, log, expected: &[u64]| {
            assert_eq!(Scale::new(largest, log).ticks(), expected);
        };
        check(0, false, &[0, 1]);
        check(1, false, &[0, 1]);
        check(12, false, &[0, 5, 10]);
        check(264, false, &[0, 100, 200]);
        check(1_000_000, false, &[0, 500_000, 1_000_000]);
        check(264, true, &[0, 1, 10, 100]);
        check(1, true, &[0, 1]);
        assert!(Scale::new(u64::MAX, false).ticks().len() <= 5);
        assert!(Scale::new(u64::MAX, true).ticks().len() <= 21);
    }

    #[test]
    fn lengths_grow_with_counts() {
        for log in [false, true] {
            let scale = Scale::new(1_000_000, log);
            assert_eq!(scale.of(0), 0.0);
            assert!((scale.of(1_000_000) - 1.0).abs() < 1e-12);
            assert!(scale.of(1) < scale.of(2) && scale.of(999) < scale.of(1_000));
        }
        let scale = Scale::new(1_000_000, true);
        let tenfold = scale.of(100) - scale.of(10);
        assert!((scale.of(10_000) - scale.of(1_000) - tenfold).abs() < 1e-12);
        assert!(scale.of(1) > 0.02, "one can be seen beside a million");
    }
}
