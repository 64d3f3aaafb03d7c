//! Where a window goes that is opened again: where it was, unless the monitor it was on is gone or is smaller now.

/// A rectangle of the desktop, in any one unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Area {
    pub left: f32,
    pub top: f32,
    pub width: f32,
    pub height: f32,
}

impl Area {
    fn overlap(&self, other: &Self) -> (f32, f32) {
        let wide =
            (self.left + self.width).min(other.left + other.width) - self.left.max(other.left);
        let high = (self.top + self.height).min(other.top + other.height) - self.top.max(other.top);
        (wide.max(0.0), high.max(0.0))
    }
}

/// How much of its upper edge must be on a monitor, so that the window can be taken hold of.
const GRIP: (f32, f32) = (120.0, 24.0);

/// The window moved and shrunk so that it can be seen and taken hold of; `None` when it can be left where it is, or
/// nothing is known of the monitors. The first monitor is where a window goes that lies on none.
#[must_use]
pub fn put_right(window: Area, monitors: &[Area]) -> Option<Area> {
    let sane = |area: &Area| area.width >= 320.0 && area.height >= 240.0;
    let monitors: Vec<Area> = monitors.iter().copied().filter(sane).collect();
    let first = *monitors.first()?;
    let upper = Area {
        height: GRIP.1 * 2.0,
        ..window
    };
    let seen = |monitor: &&Area| {
        let (wide, high) = upper.overlap(monitor);
        wide >= GRIP.0.min(window.width) && high >= GRIP.1 && window.top >= monitor.top - 1.0
    };
    let home = monitors.iter().find(seen);
    let on = home.copied().unwrap_or(first);
    let (width, height) = (window.width.min(on.width), window.height.min(on.height));
    let put = match home {
        Some(_) => Area {
            width,
            height,
            ..window
        },
        None => Area {
            left: on.left + ((on.width - width) / 2.0).round(),
            top: on.top + ((on.height - height) / 2.0).round(),
            width,
            height,
        },
    };
    (put != window).then_some(put)
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn area(left: f32, top: f32, width: f32, height: f32) -> Area {
        Area {
            left,
            top,
            width,
            height,
        }
    }

    const LAPTOP: Area = area(0.0, 0.0, 1920.0, 1080.0);
    const BESIDE: Area = area(1920.0, -200.0, 2560.0, 1440.0);

    #[track_caller]
    fn check(window: Area, monitors: &[Area], expected: Option<Area>) {
        assert_eq!(put_right(window, monitors), expected);
    }

    #[test]
    fn a_window_that_is_seen_stays() {
        check(area(100.0, 50.0, 1440.0, 900.0), &[LAPTOP], None);
        check(area(2000.0, -100.0, 1440.0, 900.0), &[LAPTOP, BESIDE], None);
        // Half over the edge, as people leave them.
        check(area(1500.0, 600.0, 1440.0, 900.0), &[LAPTOP], None);
        check(area(5.0, 5.0, 800.0, 600.0), &[], None);
    }

    #[test]
    fn a_window_of_a_monitor_that_is_gone_comes_to_the_first() {
        let middle = area(240.0, 90.0, 1440.0, 900.0);
        check(area(2000.0, -100.0, 1440.0, 900.0), &[LAPTOP], Some(middle));
        check(area(-1400.0, 20.0, 1440.0, 900.0), &[LAPTOP], Some(middle));
        // Its upper edge is out of reach.
        check(area(100.0, -80.0, 1440.0, 900.0), &[LAPTOP], Some(middle));
        check(area(100.0, 1070.0, 1440.0, 900.0), &[LAPTOP], Some(middle));
    }

    #[test]
    fn a_window_is_no_larger_than_its_monitor() {
        let small = area(0.0, 0.0, 1024.0, 600.0);
        check(area(0.0, 0.0, 1440.0, 900.0), &[small], Some(small));
        check(area(9000.0, 0.0, 1440.0, 900.0), &[small], Some(small));
        // A monitor that says it has no size is not believed.
        check(
            area(0.0, 0.0, 1440.0, 900.0),
            &[area(0.0, 0.0, 0.0, 0.0)],
            None,
        );
    }
}
