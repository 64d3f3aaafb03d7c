//! Where a position lies in the picture: spherical Mercator, with the world repeated east and west.

use crate::model::{
    LatLon,
    geo::{EARTH_RADIUS_KM, MAX_LAT},
    map::MapView,
};

use super::super::{geometry::Limits, scene::Point};

/// Zoom (in the sense of web maps, in design points) for a single place: a few hundred km around it.
const ONE_PLACE: f64 = 6.0;

/// Closest zoom chosen for several places, however near they lie to each other.
const CLOSEST: f64 = 9.0;

/// The middle of the map of the world when there is nothing to fit.
const WORLD_MIDDLE: LatLon = LatLon {
    lat: 22.0,
    lon: 12.0,
};

/// Which part of the world fills which box of the picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Projection {
    /// The box in pixels; narrower than asked for where the whole world is.
    pub area: Limits,
    /// The middle, on the unit square of [`LatLon::to_mercator`].
    center: Point,
    /// Pixels around the whole world.
    pub world: f64,
    /// Pixels in a design point.
    unit: f64,
}

impl Projection {
    /// Shows `view`, or what fits `places` with `margin` pixels around each, or the world.
    pub fn new(
        area: Limits,
        unit: f64,
        view: Option<MapView>,
        places: impl Iterator<Item = LatLon> + Clone,
        margin: f64,
    ) -> Self {
        let mut projection = match view {
            Some(view) => Self {
                area,
                center: view.center.to_mercator(),
                world: 256.0 * unit * view.zoom.clamp(0.0, 22.0).exp2(),
                unit,
            },
            None => Self::fitting(area, unit, places.clone(), margin),
        };
        let [left, top, right, bottom] = area;
        let extent = view.and_then(|view| view.extent());
        if let Some(extent) = extent {
            projection.hold(extent, places, margin);
        }
        // One world at most from side to side: where all places need a smaller world, the map is narrower. Nothing
        // beyond the poles where that can be helped.
        if view.is_some() && extent.is_none() {
            projection.world = projection.world.max(right - left);
        } else if projection.world < right - left {
            projection.area = [left, top, left + projection.world, bottom];
        }
        let half = (bottom - top) / 2.0 / projection.world;
        projection.center.1 = if half < 0.5 {
            projection.center.1.clamp(half, 1.0 - half)
        } else {
            0.5
        };
        projection
    }

    /// Shows all of what was seen elsewhere around the same middle, and the symbols of the places in it whole, so far as
    /// one at the very edge does not make the rest too small.
    fn hold(&mut self, [wide, tall]: [f64; 2], places: impl Iterator<Item = LatLon>, margin: f64) {
        let [left, top, right, bottom] = self.area;
        let (width, height) = (right - left, bottom - top);
        self.world = (width / wide).min(height / tall);
        let room = |side: f64| (side / 2.0 - margin).max(side * 0.3);
        let mut world = self.world;
        let mut seen = Vec::new();
        for place in places {
            let (x, y) = place.to_mercator();
            let across = (x + self.nearest_copy(x) - self.center.0).abs();
            let down = (y - self.center.1).abs();
            if across <= wide / 2.0 && down <= tall / 2.0 {
                seen.push(place);
                world = world
                    .min(room(width) / across.max(1e-9))
                    .min(room(height) / down.max(1e-9));
            }
        }
        self.world = world;
        // All of a tall view would leave the picture half empty: its places are what is to be seen of it.
        if world < width && !seen.is_empty() {
            let closer = Self::fitting(self.area, self.unit, seen.into_iter(), margin);
            if closer.world > world {
                *self = closer;
            }
        }
    }

    fn fitting(
        area: Limits,
        unit: f64,
        places: impl Iterator<Item = LatLon> + Clone,
        margin: f64,
    ) -> Self {
        let [left, top, right, bottom] = area;
        let mut projection = Self {
            area,
            center: WORLD_MIDDLE.to_mercator(),
            world: right - left,
            unit,
        };
        let Some((west, width)) = narrowest(places.clone().map(|p| p.to_mercator().0)) else {
            return projection;
        };
        let tall = places.map(|p| p.to_mercator().1);
        let north = tall.clone().fold(1.0, f64::min);
        let south = tall.fold(0.0, f64::max);
        projection.center = ((west + width / 2.0).rem_euclid(1.0), (north + south) / 2.0);
        let closest = if width == 0.0 && north == south {
            ONE_PLACE
        } else {
            CLOSEST
        };
        let scale = |room: f64, taken: f64| {
            let room = (room - 2.0 * margin).max(room * 0.4);
            if taken > 0.0 {
                room / taken
            } else {
                f64::INFINITY
            }
        };
        projection.world = scale(right - left, width)
            .min(scale(bottom - top, south - north))
            .min(256.0 * unit * closest.exp2());
        projection
    }

    /// Zoom in the sense of web maps, in design points.
    pub fn zoom(&self) -> f64 {
        (self.world / self.unit / 256.0).log2()
    }

    /// Zoom in the sense of web maps, in pixels.
    pub fn pixel_zoom(&self) -> f64 {
        (self.world / 256.0).log2()
    }

    /// Pixels of a position on the unit square, in the copy of the world `copy` worlds to the east.
    pub fn place_mercator(&self, (x, y): Point, copy: f64) -> Point {
        let [left, top, right, bottom] = self.area;
        (
            (left + right) / 2.0 + (x + copy - self.center.0) * self.world,
            (top + bottom) / 2.0 + (y - self.center.1) * self.world,
        )
    }

    /// The copy of the world in which `x` lies nearest to the middle, as [`Self::place_mercator`] takes it.
    pub fn nearest_copy(&self, x: f64) -> f64 {
        -(x - self.center.0).round()
    }

    /// Pixels of a position, in the copy of the world nearest to the middle.
    pub fn place(&self, at: LatLon) -> Point {
        let (x, y) = at.to_mercator();
        self.place_mercator((x, y), self.nearest_copy(x))
    }

    /// Pixels of a position, in the copy of the world `copy` worlds to the east.
    pub fn place_in(&self, lon: f32, lat: f32, copy: f64) -> Point {
        let at = LatLon {
            lat: f64::from(lat),
            lon: f64::from(lon),
        };
        self.place_mercator(at.to_mercator(), copy)
    }

    /// The position at a pixel; longitudes run on beyond 180 in other copies of the world.
    pub fn position(&self, (x, y): Point) -> LatLon {
        let [left, top, right, bottom] = self.area;
        LatLon::from_mercator(
            (x - (left + right) / 2.0) / self.world + self.center.0,
            (y - (top + bottom) / 2.0) / self.world + self.center.1,
        )
    }

    /// The copies of the world that show.
    pub fn copies(&self) -> impl Iterator<Item = f64> + use<> {
        let [left, _, right, _] = self.area;
        let half = (right - left) / 2.0 / self.world;
        let (first, last) = (
            (self.center.0 - half).floor(),
            (self.center.0 + half).floor(),
        );
        (-1..=1)
            .map(f64::from)
            .filter(move |copy| *copy >= first && *copy <= last)
    }

    /// The box of `[west, south, east, north]` in one copy of the world, in pixels.
    pub fn limits(&self, [west, south, east, north]: [f32; 4], copy: f64) -> Limits {
        let (left, top) = self.place_in(west, north, copy);
        let (right, bottom) = self.place_in(east, south, copy);
        [left, top, right, bottom]
    }

    /// Pixels of a distance in km at a latitude.
    pub fn pixels(&self, km: f64, lat: f64) -> f64 {
        let around = std::f64::consts::TAU * EARTH_RADIUS_KM;
        let narrowing = lat.clamp(-MAX_LAT, MAX_LAT).to_radians().cos();
        km / around * self.world / narrowing
    }
}

/// The shortest stretch of the round world that holds all `positions` (0 to 1): where it begins and how long it is.
fn narrowest(positions: impl Iterator<Item = f64>) -> Option<(f64, f64)> {
    let mut sorted: Vec<f64> = positions.map(|x| x.rem_euclid(1.0)).collect();
    sorted.sort_by(f64::total_cmp);
    let (first, last) = (*sorted.first()?, *sorted.last()?);
    // What is left out is the widest gap between neighbors.
    let around = (last, first + 1.0);
    let gaps = sorted.iter().copied().zip(sorted.iter().copied().skip(1));
    let (from, to) = gaps
        .chain([around])
        .max_by(|a, b| (a.1 - a.0).total_cmp(&(b.1 - b.0)))?;
    Some((to.rem_euclid(1.0), 1.0 - (to - from)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const AREA: Limits = [0.0, 0.0, 800.0, 400.0];

    fn fit(places: &[(f64, f64)]) -> (Projection, Vec<Point>) {
        let places: Vec<LatLon> = places
            .iter()
            .map(|&(lat, lon)| LatLon { lat, lon })
            .collect();
        let projection = Projection::new(AREA, 1.0, None, places.iter().copied(), 40.0);
        let points = places.iter().map(|p| projection.place(*p)).collect();
        (projection, points)
    }

    #[test]
    fn every_place_is_inside_with_a_margin() {
        let check = |places: &[(f64, f64)]| {
            let (_, points) = fit(places);
            for (x, y) in points {
                assert!(
                    (39.0..=761.0).contains(&x) && (39.0..=361.0).contains(&y),
                    "{places:?}: {x} {y}"
                );
            }
        };
        check(&[(32.1, 12.5), (30.4, 19.6), (27.0, 14.4)]);
        check(&[(-18.1, 178.4), (-13.8, -171.8)]);
        check(&[(51.5, -0.1), (40.7, -74.0), (35.7, 139.7)]);
        check(&[(64.1, -21.9), (-33.9, 18.4)]);
        check(&[(78.2, 15.6), (-77.8, 166.7)]);
    }

    #[test]
    fn one_place_shows_its_region_and_none_the_world() {
        let (one, points) = fit(&[(32.1, 12.5)]);
        let near = |(x, y): &Point| (x - 400.0).abs() < 1e-6 && (y - 200.0).abs() < 1e-6;
        assert!(points.iter().all(near), "{points:?}");
        assert_eq!(one.zoom(), ONE_PLACE);
        let (none, _) = fit(&[]);
        assert_eq!(none.world, 800.0);
    }

    #[test]
    fn a_position_goes_there_and_back() {
        let (projection, _) = fit(&[(32.1, 12.5), (30.4, 19.6)]);
        let at = LatLon {
            lat: 31.0,
            lon: 15.0,
        };
        let back = projection.position(projection.place(at));
        assert!((back.lat - at.lat).abs() < 1e-9 && (back.lon - at.lon).abs() < 1e-9);
    }

    #[test]
    fn what_a_window_showed_is_in_the_picture() {
        let check = |seen: [f64; 2], zoom: f64, (lat, lon): (f64, f64)| {
            let center = LatLon { lat, lon };
            let view = MapView {
                center,
                zoom,
                seen: Some(seen),
            };
            let (x, y) = center.to_mercator();
            let world = 256.0 * zoom.exp2();
            // Near the corners of the window, and in its middle.
            let places: Vec<LatLon> = [(-0.49, -0.49), (0.49, 0.4), (0.0, 0.0), (0.3, -0.49)]
                .into_iter()
                .map(|(across, down)| {
                    let x = x + across * seen[0].min(world) / world;
                    LatLon::from_mercator(x.rem_euclid(1.0), y + down * seen[1] / world)
                })
                .collect();
            let shown = Projection::new(AREA, 1.0, Some(view), places.iter().copied(), 26.0);
            let [left, top, right, bottom] = shown.area;
            // Where the world ends there is nothing to leave room on.
            let room = if seen[0] < world { 25.9 } else { 0.0 };
            for place in places {
                let (x, y) = shown.place(place);
                assert!(
                    (left + room..=right - room).contains(&x)
                        && (top + 25.9..=bottom - 25.9).contains(&y),
                    "{seen:?} {zoom}: {place:?} at {x} {y} in {:?}",
                    shown.area
                );
            }
        };
        check([2200.0, 1300.0], 5.0, (31.0, 14.0));
        check([850.0, 640.0], 7.0, (31.0, 14.0));
        check([850.0, 640.0], 4.0, (-17.0, 179.0));
        // A small window is enlarged, a map of the world is whole.
        check([300.0, 200.0], 9.0, (48.0, 2.0));
        check([2400.0, 600.0], 2.0, (20.0, 10.0));
    }

    #[test]
    fn the_pole_is_not_passed() {
        let view = MapView {
            center: LatLon {
                lat: 84.0,
                lon: 0.0,
            },
            zoom: 3.0,
            seen: None,
        };
        let projection = Projection::new(AREA, 1.0, Some(view), std::iter::empty(), 0.0);
        assert!(projection.position((400.0, 0.0)).lat <= MAX_LAT + 1e-6);
    }
}
