//! Which part of the world lies where on the screen. Knows nothing of places or colors.

use egui::{Pos2, Rect, Vec2, pos2};

use crate::model::{LatLon, geo::EARTH_RADIUS_KM, map::MapView};

/// The closest the map goes: about 1 km on 100 points at the equator, where outlines at 1:10 million say nothing more.
pub const MAX_ZOOM: f64 = 13.0;

/// The closest that fitting goes, so that a single town is shown with its surroundings.
const MAX_FIT_ZOOM: f64 = 8.0;

/// Points of free space that fitting leaves on every side: room for the largest symbol and part of its label.
const FIT_MARGIN: f32 = 56.0;

/// The part of the world shown in a rectangle of the screen. Positions on the world are Mercator coordinates from 0 to 1
/// as in [`LatLon::to_mercator`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Viewport {
    /// On the screen, in points.
    pub rect: Rect,
    /// Mercator position in the middle of `rect`; x is from 0 to 1.
    pub center: [f64; 2],
    /// The world is `256 · 2^zoom` points wide.
    pub zoom: f64,
}

impl Viewport {
    /// The view in `rect`, moved and zoomed as little as needed to stay on the world.
    #[must_use]
    pub fn new(rect: Rect, view: &MapView) -> Self {
        let (x, y) = view.center.to_mercator();
        Self {
            rect,
            center: [x, y],
            zoom: view.zoom,
        }
        .clamped()
    }

    /// The view in `rect` of all that was seen in another window: as close, or farther off where `rect` is smaller.
    #[must_use]
    pub fn holding(rect: Rect, view: &MapView) -> Self {
        let there = |side: f32| f64::from(side.max(1.0));
        let smaller = view.seen.map_or(0.0, |[width, height]| {
            let share = (there(rect.width()) / width).min(there(rect.height()) / height);
            if share > 0.0 {
                share.log2().min(0.0)
            } else {
                0.0
            }
        });
        let zoom = view.zoom + smaller;
        Self::new(rect, &MapView { zoom, ..*view })
    }

    /// The closest view that shows all positions, or the whole world when there are none.
    ///
    /// Positions on both sides of the antimeridian are shown together rather than at the two ends of the world.
    #[must_use]
    pub fn fit(rect: Rect, positions: impl IntoIterator<Item = LatLon>) -> Self {
        let mut xs = Vec::new();
        let (mut top, mut bottom) = (f64::MAX, f64::MIN);
        for position in positions {
            let (x, y) = position.to_mercator();
            xs.push(x);
            top = top.min(y);
            bottom = bottom.max(y);
        }
        let Some((left, right)) = shortest_range(&mut xs) else {
            return Self {
                rect,
                center: [0.5, 0.4],
                zoom: 0.0,
            }
            .clamped();
        };
        let free = |size: f32| f64::from((size - 2.0 * FIT_MARGIN).max(size * 0.5).max(1.0));
        let (width, height) = (free(rect.width()), free(rect.height()));
        let scale = (width / (right - left).max(1e-9)).min(height / (bottom - top).max(1e-9));
        Self {
            rect,
            center: [((left + right) / 2.0).rem_euclid(1.0), (top + bottom) / 2.0],
            zoom: (scale / 256.0).log2().min(MAX_FIT_ZOOM),
        }
        .clamped()
    }

    /// The view as the export and the settings know it.
    #[must_use]
    pub fn view(&self) -> MapView {
        let [x, y] = self.center;
        MapView {
            center: LatLon::from_mercator(x, y),
            zoom: self.zoom,
            seen: Some([self.rect.width(), self.rect.height()].map(f64::from)),
        }
    }

    /// Width of the whole world in points.
    #[must_use]
    pub fn world_width(&self) -> f64 {
        256.0 * self.zoom.exp2()
    }

    /// Kilometers that one point stands for in the middle of the view.
    #[must_use]
    pub fn km_per_point(&self) -> f64 {
        let lat = self.view().center.lat.to_radians();
        std::f64::consts::TAU * EARTH_RADIUS_KM * lat.cos() / self.world_width()
    }

    /// Where a Mercator position lies on the screen. The copy of the world is the caller's choice: x may be outside 0 to 1.
    #[must_use]
    pub fn to_screen(&self, [x, y]: [f64; 2]) -> Pos2 {
        let scale = self.world_width();
        let middle = self.rect.center();
        pos2(
            middle.x + ((x - self.center[0]) * scale) as f32,
            middle.y + ((y - self.center[1]) * scale) as f32,
        )
    }

    /// Where a position lies on the screen, in the copy of the world nearest to the middle of the view.
    #[must_use]
    pub fn place(&self, at: LatLon) -> Pos2 {
        let (x, y) = at.to_mercator();
        self.to_screen([self.nearest_copy(x), y])
    }

    /// `x` moved by whole worlds to lie within half a world of the middle of the view.
    #[must_use]
    pub fn nearest_copy(&self, x: f64) -> f64 {
        x - (x - self.center[0]).round()
    }

    /// The Mercator position under a point of the screen; x may be outside 0 to 1.
    #[must_use]
    pub fn from_screen(&self, at: Pos2) -> [f64; 2] {
        let scale = self.world_width();
        let from_middle = at - self.rect.center();
        [
            self.center[0] + f64::from(from_middle.x) / scale,
            self.center[1] + f64::from(from_middle.y) / scale,
        ]
    }

    /// Left, top, right and bottom of a rectangle of the screen as Mercator positions.
    #[must_use]
    pub fn bounds(&self, rect: Rect) -> [f64; 4] {
        let [left, top] = self.from_screen(rect.min);
        let [right, bottom] = self.from_screen(rect.max);
        [left, top, right, bottom]
    }

    /// The part of `rect` between the poles' edges of the map. East and west the world repeats.
    #[must_use]
    pub fn world_rect(&self) -> Rect {
        let top = self.to_screen([0.0, 0.0]).y.max(self.rect.top());
        let bottom = self.to_screen([0.0, 1.0]).y.min(self.rect.bottom());
        Rect::from_x_y_ranges(self.rect.x_range(), top..=bottom)
    }

    /// The view after dragging the map by so many points.
    #[must_use]
    pub fn panned(mut self, by: Vec2) -> Self {
        let scale = self.world_width();
        self.center[0] -= f64::from(by.x) / scale;
        self.center[1] -= f64::from(by.y) / scale;
        self.clamped()
    }

    /// The view `steps` zoom levels closer, with what lies under `around` staying there.
    #[must_use]
    pub fn zoomed(mut self, steps: f64, around: Pos2) -> Self {
        let before = self.from_screen(around);
        self.zoom = (self.zoom + steps).clamp(self.min_zoom(), MAX_ZOOM);
        let after = self.from_screen(around);
        self.center[0] += before[0] - after[0];
        self.center[1] += before[1] - after[1];
        self.clamped()
    }

    /// The view moved to show a position, at a distance from the edge; unchanged when it is well in view.
    #[must_use]
    pub fn showing(mut self, at: LatLon) -> Self {
        let margin = FIT_MARGIN.min(self.rect.width().min(self.rect.height()) / 4.0);
        if self.rect.shrink(margin).contains(self.place(at)) {
            return self;
        }
        let (x, y) = at.to_mercator();
        self.center = [x, y];
        self.clamped()
    }

    /// The zoom at which the whole world is seen.
    fn min_zoom(&self) -> f64 {
        let side = self.rect.width().min(self.rect.height()).max(64.0);
        (f64::from(side) / 256.0).log2()
    }

    fn clamped(mut self) -> Self {
        self.zoom = self.zoom.clamp(self.min_zoom(), MAX_ZOOM);
        let half = f64::from(self.rect.height()) / self.world_width() / 2.0;
        self.center[0] = self.center[0].rem_euclid(1.0);
        self.center[1] = if half >= 0.5 {
            0.5
        } else {
            self.center[1].clamp(half, 1.0 - half)
        };
        self
    }
}

/// The shortest range on the circle from 0 to 1 that holds all values: its start, and its end, which may be above 1.
fn shortest_range(xs: &mut [f64]) -> Option<(f64, f64)> {
    xs.sort_by(f64::total_cmp);
    let (first, last) = (*xs.first()?, *xs.last()?);
    // The widest gap is left out; without one wider, it is the gap across the antimeridian.
    let mut best = (first + 1.0 - last, first, last);
    for pair in xs.windows(2) {
        if let [a, b] = *pair
            && b - a > best.0
        {
            best = (b - a, b, a + 1.0);
        }
    }
    Some((best.1, best.2))
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui::vec2;

    fn rect() -> Rect {
        Rect::from_min_size(pos2(100.0, 50.0), vec2(900.0, 700.0))
    }

    fn at(lat: f64, lon: f64) -> LatLon {
        LatLon { lat, lon }
    }

    #[test]
    fn fitting_shows_every_position() {
        for places in [
            vec![at(32.9, 13.2), at(32.4, 15.1), at(30.4, 19.6)],
            vec![at(64.1, -21.9), at(-33.9, 18.4), at(35.7, 139.7)],
            vec![at(32.1, 12.5)],
            // Fiji, Samoa and New Zealand lie on both sides of the antimeridian.
            vec![at(-18.1, 178.4), at(-13.8, -171.8), at(-41.3, 174.8)],
        ] {
            let view = Viewport::fit(rect(), places.iter().copied());
            for place in &places {
                assert!(
                    rect().shrink(20.0).contains(view.place(*place)),
                    "{place:?} in {view:?}"
                );
            }
        }
    }

    #[test]
    fn what_a_larger_window_showed_is_seen_in_a_smaller_one() {
        let places = [
            at(32.9, 13.2),
            at(32.4, 15.1),
            at(30.4, 19.6),
            at(20.0, 13.0),
        ];
        let large = Rect::from_min_size(pos2(300.0, 40.0), vec2(2200.0, 1300.0));
        let left = Viewport::fit(large, places);
        for (width, height) in [(700.0, 560.0), (900.0, 300.0), (300.0, 900.0)] {
            let small = Rect::from_min_size(pos2(280.0, 40.0), vec2(width, height));
            let view = Viewport::holding(small, &left.view());
            for place in places {
                assert!(small.contains(view.place(place)), "{place:?} in {view:?}");
            }
        }
        let again = Viewport::holding(large, &left.view());
        assert!((again.zoom - left.zoom).abs() < 1e-9, "{again:?}");
    }

    #[test]
    fn fitting_across_the_antimeridian_stays_close() {
        let view = Viewport::fit(rect(), [at(-18.1, 178.4), at(-13.8, -171.8)]);
        assert!(view.zoom > 4.0, "{view:?}");
    }

    #[test]
    fn one_place_is_shown_with_its_surroundings() {
        assert_eq!(Viewport::fit(rect(), [at(32.1, 12.5)]).zoom, MAX_FIT_ZOOM);
    }

    #[test]
    fn what_lies_under_the_pointer_stays_there() {
        let view = Viewport::fit(rect(), [at(32.9, 13.2), at(30.4, 19.6)]);
        let pointer = pos2(300.0, 200.0);
        let before = view.from_screen(pointer);
        for steps in [0.3, 2.0, -0.7] {
            let after = view.zoomed(steps, pointer).from_screen(pointer);
            assert!((before[0] - after[0]).abs() < 1e-9 && (before[1] - after[1]).abs() < 1e-9);
        }
    }

    #[test]
    fn dragging_moves_what_is_seen_by_as_much() {
        let view = Viewport::fit(rect(), [at(32.9, 13.2), at(30.4, 19.6)]);
        let moved = view.panned(vec2(40.0, -25.0));
        let by = moved.place(at(32.0, 15.0)) - view.place(at(32.0, 15.0));
        assert!((by - vec2(40.0, -25.0)).length() < 0.01);
    }

    #[test]
    fn the_map_cannot_be_lost() {
        let mut view = Viewport::fit(rect(), [at(32.9, 13.2)]);
        for _ in 0..50 {
            view = view.panned(vec2(3_000.0, 9_000.0)).zoomed(-1.0, rect().min);
        }
        assert!(view.world_rect().height() > 600.0, "{view:?}");
        let close = view.zoomed(99.0, rect().center());
        assert_eq!(close.zoom, MAX_ZOOM);
    }

    #[test]
    fn a_point_of_the_screen_leads_back_to_itself() {
        let view = Viewport::fit(rect(), [at(32.9, 13.2), at(-30.4, 19.6)]);
        let there = view.to_screen(view.from_screen(pos2(222.0, 333.0)));
        assert!((there - pos2(222.0, 333.0)).length() < 0.01);
    }

    #[test]
    fn kilometers_per_point_at_known_zooms() {
        // 40,030 km around the equator on 256 points, halved with each step.
        let view = Viewport {
            rect: rect(),
            center: [0.5, 0.5],
            zoom: 3.0,
        };
        assert!((view.km_per_point() - 40_030.0 / 2048.0).abs() < 0.01);
    }
}
