//! Everything of a map that depends on the view alone, made once and moved while the map is dragged: land, coasts and
//! borders as one mesh, and where names are written.
//!
//! egui tessellates every shape in every frame, which for outlines of this size costs more than everything else
//! together. A mesh kept between frames only has to be copied.

use std::{
    hash::{DefaultHasher, Hash as _, Hasher as _},
    sync::Arc,
};

use egui::{
    Color32, FontId, Galley, Mesh, Painter, Pos2, Rect, Shape, Stroke, Vec2,
    epaint::Tessellator,
    text::{LayoutJob, TextFormat},
    vec2,
};

use super::{
    clusters::{Mark, Marks, RING, on_screen},
    furniture,
    labels::{Taken, around, beside, symbol_rect},
    outlines::{self, Level},
    patches,
    symbols::Symbols,
    viewport::Viewport,
};
use crate::{
    jobs::Waker,
    model::map::{MapPatch, PatchKind},
    ui::theme::{Colors, font},
    workspace::outlines::{region_names, water_labels},
};

/// Square points of map for each place name: more would be noise, and the list has them all.
const POINTS_PER_LABEL: f32 = 5_500.0;

/// How far beyond the view a scene reaches while the map is dragged, as a share of its size.
const MARGIN: f32 = 0.4;

/// How a name is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameStyle {
    Country,
    /// Provinces, states and governorates.
    Region,
    Water,
    Place {
        strong: bool,
    },
    /// Of a stretch where something lies.
    Area,
    /// What an article claims of a distance.
    Claim,
}

impl NameStyle {
    /// Whether it stands above the symbols, with a halo.
    const fn above(self) -> bool {
        matches!(self, Self::Place { .. } | Self::Area | Self::Claim)
    }
}

/// A name and where it stands, in points of the screen the scene was made for.
#[derive(Clone, Debug)]
pub struct Name {
    pub text: String,
    pub style: NameStyle,
    pub rect: Rect,
}

/// What a scene was made of; a scene is made anew when any of it changes.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Key {
    fingerprint: u64,
    dark: bool,
    pixels_per_point: f32,
    /// Its address tells which level of detail it is.
    level: usize,
    marks: u64,
    lit: u64,
    patches: u64,
}

/// A map ready to be painted.
pub struct Scene {
    key: Key,
    view: Viewport,
    /// What is covered, in points of the screen.
    area: Rect,
    base: Arc<Mesh>,
    names: Vec<Name>,
}

/// What a scene is made from.
pub struct Subject<'a> {
    pub symbols: &'a Symbols,
    /// The symbols at this zoom.
    pub marks: &'a Marks,
    /// Of the place table, see [`super::symbols::fingerprint`].
    pub fingerprint: u64,
    pub colors: &'a Colors,
    /// Rectangles of the screen that no name may enter: buttons, legend, scale.
    pub reserved: &'a [Rect],
    /// Whether countries, seas and degrees are shown.
    pub names: bool,
    /// Stretches drawn below names and symbols.
    pub patches: &'a [MapPatch],
    /// ISO codes of countries that are chosen as areas.
    pub lit: &'a [String],
}

/// Keeps the scene of the frame before and makes a new one only when it has to.
#[derive(Default)]
pub struct SceneCache {
    scene: Option<Scene>,
}

impl std::fmt::Debug for SceneCache {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SceneCache").finish_non_exhaustive()
    }
}

impl SceneCache {
    /// Paints the map for this view. While it is `dragged`, the scene of before is moved as long as it covers the view;
    /// at rest names are placed anew, so that none is cut by the edge.
    pub fn paint(
        &mut self,
        painter: &Painter,
        view: &Viewport,
        subject: &Subject<'_>,
        dragged: bool,
        wake: &Waker,
    ) {
        let level = outlines::level(view.zoom, wake);
        let key = Key {
            fingerprint: subject.fingerprint,
            dark: subject.colors.dark,
            pixels_per_point: painter.pixels_per_point(),
            level: std::ptr::from_ref(level) as usize,
            marks: subject.marks.fingerprint(),
            lit: subject
                .lit
                .iter()
                .flat_map(|code| code.bytes())
                .fold(0, |hash, byte| hash * 31 + u64::from(byte)),
            patches: named(subject.patches),
        };
        let before = self.scene.take().filter(|s| s.key == key);
        let scene = match before {
            Some(scene) if scene.serves(view, dragged) => scene,
            before => Scene::new(
                painter,
                key,
                level,
                view,
                subject,
                before.filter(|_| dragged),
            ),
        };
        scene.paint(painter, view, subject);
        self.scene = Some(scene);
    }
}

/// A number that changes with the words of stretches and where they lie.
fn named(patches: &[MapPatch]) -> u64 {
    let mut hasher = DefaultHasher::new();
    for patch in patches {
        (&patch.words, patch.kind as u8).hash(&mut hasher);
        let bounds = patch.bounds().unwrap_or_default();
        bounds.map(f64::to_bits).hash(&mut hasher);
    }
    hasher.finish()
}

impl Scene {
    /// A scene for a view at rest, or for one being dragged when there is a scene `before` it: that reaches beyond the
    /// view and keeps the names where they are, so that none jumps under the hand.
    fn new(
        painter: &Painter,
        key: Key,
        level: &Level,
        view: &Viewport,
        subject: &Subject<'_>,
        before: Option<Self>,
    ) -> Self {
        let kept = before.filter(|b| b.view.zoom == view.zoom && b.view.rect == view.rect);
        let area = if kept.is_some() {
            view.rect.expand2(view.rect.size() * MARGIN)
        } else {
            view.rect
        };
        let base = base_mesh(painter, level, view, area.expand(8.0), subject);
        let names = match kept {
            Some(before) if before.area == before.view.rect => {
                let offset = before.offset(view);
                let moved = |name: Name| Name {
                    rect: name.rect.translate(offset),
                    ..name
                };
                before.names.into_iter().map(moved).collect()
            }
            kept => place_names(painter, level, view, area, subject, kept.is_some()),
        };
        Self {
            key,
            view: *view,
            area,
            base: Arc::new(base),
            names,
        }
    }

    /// How far the scene has to be moved for a view of the same zoom.
    fn offset(&self, view: &Viewport) -> Vec2 {
        let [x, y] = self.view.center;
        view.to_screen([view.nearest_copy(x), y]) - self.view.rect.center()
    }

    fn serves(&self, view: &Viewport, dragged: bool) -> bool {
        if view == &self.view {
            return true;
        }
        dragged
            && view.zoom == self.view.zoom
            && view.rect == self.view.rect
            && self
                .area
                .translate(self.offset(view))
                .contains_rect(view.rect)
    }

    fn paint(&self, painter: &Painter, view: &Viewport, subject: &Subject<'_>) {
        let colors = subject.colors;
        let offset = self.offset(view);
        painter.rect_filled(view.rect, 0.0, colors.bg);
        let world = painter.with_clip_rect(view.world_rect().intersect(painter.clip_rect()));
        world.rect_filled(view.rect, 0.0, colors.sea);
        if offset == Vec2::ZERO {
            world.add(Shape::Mesh(Arc::clone(&self.base)));
        } else {
            let mut mesh = Mesh::clone(&self.base);
            mesh.translate(offset);
            world.add(mesh);
        }
        if subject.names {
            furniture::graticule(&world, view, colors);
        }
        for patch in subject.patches {
            patches::paint(&world, view, patch, colors);
        }
        for name in self.names.iter().filter(|n| !n.style.above()) {
            name.paint(painter, offset, colors);
        }
        for mark in &subject.marks.all {
            paint_symbol(painter, view, mark, subject.symbols, colors);
        }
        for name in self.names.iter().filter(|n| n.style.above()) {
            name.paint(painter, offset, colors);
        }
    }
}

impl Name {
    fn galley(painter: &Painter, text: &str, style: NameStyle, color: Color32) -> Arc<Galley> {
        let (font_id, spacing): (FontId, f32) = match style {
            NameStyle::Country => (font::ui(font::HEAD), 2.0),
            NameStyle::Region => (font::ui(font::HEAD), 0.6),
            NameStyle::Water => (font::serif_italic(font::NAME), 0.5),
            NameStyle::Place { strong: true } => (font::bold(font::SMALL), 0.0),
            NameStyle::Place { strong: false } => (font::ui(font::SMALL), 0.0),
            NameStyle::Area => (font::serif_italic(font::SMALL), 0.0),
            NameStyle::Claim => (font::ui(font::HEAD), 0.0),
        };
        let format = TextFormat {
            font_id,
            extra_letter_spacing: spacing,
            color,
            ..TextFormat::default()
        };
        painter.layout_job(LayoutJob::single_section(text.to_owned(), format))
    }

    fn paint(&self, painter: &Painter, offset: Vec2, colors: &Colors) {
        let at = self.rect.min + offset;
        if !painter.clip_rect().intersects(self.rect.translate(offset)) {
            return;
        }
        let color = match self.style {
            NameStyle::Place { .. } => colors.ink,
            NameStyle::Area => colors.ink2,
            NameStyle::Claim => colors.warn,
            NameStyle::Country | NameStyle::Region | NameStyle::Water => colors.ink3,
        };
        let galley = Self::galley(painter, &self.text, self.style, color);
        if self.style.above() {
            halo(painter, at, &galley, colors.land);
        }
        painter.galley(at, galley, color);
    }
}

/// Paints a galley's outline in the ground's color, so that letters stay readable over lines.
pub fn halo(painter: &Painter, at: Pos2, galley: &Arc<Galley>, ground: Color32) {
    let ground = ground.gamma_multiply(0.8);
    for (x, y) in [
        (-1.0, 0.0),
        (1.0, 0.0),
        (0.0, -1.0),
        (0.0, 1.0),
        (-0.8, -0.8),
        (0.8, -0.8),
        (-0.8, 0.8),
        (0.8, 0.8),
    ] {
        painter.galley_with_override_text_color(at + vec2(x, y) * 1.25, Arc::clone(galley), ground);
    }
}

/// Radius from which the ground shows through a symbol. Smaller ones are painted as two opaque discs, which egui draws
/// from a texture at a tenth of the cost: this matters with thousands of places.
const SEE_THROUGH: f32 = 5.0;

/// How much of a symbol's color its inside has.
pub const FILL: f32 = 0.42;

fn paint_symbol(
    painter: &Painter,
    view: &Viewport,
    mark: &Mark,
    symbols: &Symbols,
    colors: &Colors,
) {
    let Some(symbol) = symbols.all.get(mark.symbol) else {
        return;
    };
    let at = symbol.on_screen(view);
    if !painter.clip_rect().expand(mark.reach()).contains(at) {
        return;
    }
    if mark.is_cluster() {
        paint_cluster(painter, at, mark.radius, colors);
    } else {
        paint_mark(painter, at, mark.radius, symbol.placed_by_user, colors);
    }
}

/// Several places drawn as one: a disc with a ring around it.
pub fn paint_cluster(painter: &Painter, at: Pos2, radius: f32, colors: &Colors) {
    let color = colors.of(crate::model::EntityType::Place);
    paint_mark(painter, at, radius, false, colors);
    painter.circle_stroke(at, radius + RING, Stroke::new(1.0, color));
}

/// A place with a point: a disc, or a square where the user placed it.
pub fn paint_mark(painter: &Painter, at: Pos2, radius: f32, square: bool, colors: &Colors) {
    let color = colors.of(crate::model::EntityType::Place);
    let line = Stroke::new(1.25, color);
    if square {
        let rect = Rect::from_center_size(at, Vec2::splat(radius * 1.77));
        painter.rect(
            rect,
            0.0,
            color.gamma_multiply(FILL),
            line,
            egui::StrokeKind::Middle,
        );
    } else if radius >= SEE_THROUGH {
        painter.circle(at, radius, color.gamma_multiply(FILL), line);
    } else {
        painter.circle_filled(at, radius + 0.6, color);
        painter.circle_filled(
            at,
            radius - 0.6,
            crate::ui::theme::mix(colors.land, color, FILL),
        );
    }
}

fn base_mesh(
    painter: &Painter,
    level: &Level,
    view: &Viewport,
    area: Rect,
    subject: &Subject<'_>,
) -> Mesh {
    let colors = subject.colors;
    let mut mesh = Mesh::default();
    let home = &subject.symbols.home;
    let land = |country: &outlines::CountryName| {
        if subject.lit.contains(&country.code) {
            let place = colors.of(crate::model::EntityType::Place);
            crate::ui::theme::mix(colors.land, place, 0.22)
        } else if home.binary_search(&country.code).is_ok() {
            colors.land
        } else {
            colors.abroad
        }
    };
    level.add_land(view, area, land, &mut mesh);
    let options = painter.ctx().tessellation_options(|options| *options);
    let pixels_per_point = painter.pixels_per_point();
    let mut tessellator = Tessellator::new(pixels_per_point, options, [1, 1], Vec::new());
    let strokes = [Stroke::new(1.0, colors.border); 2];
    level.add_lines(
        view,
        area,
        strokes,
        pixels_per_point,
        &mut tessellator,
        &mut mesh,
    );
    mesh
}

fn place_names(
    painter: &Painter,
    level: &Level,
    view: &Viewport,
    area: Rect,
    subject: &Subject<'_>,
    dragged: bool,
) -> Vec<Name> {
    let mut taken = Taken::new(if dragged { area } else { area.shrink(4.0) });
    // What stands on the map moves with it; buttons and legend do not, so while dragging they are no obstacle.
    if !dragged {
        for rect in subject.reserved {
            taken.take(*rect);
        }
    }
    let in_area: Vec<(&Mark, Pos2)> = subject
        .marks
        .all
        .iter()
        .filter_map(|mark| Some((mark, on_screen(mark, subject.symbols, view)?)))
        .filter(|(mark, at)| area.expand(mark.reach()).contains(*at))
        .collect();
    for (mark, at) in &in_area {
        taken.take(symbol_rect(*at, mark.reach() + 1.0));
    }
    let mut names = Vec::new();
    for patch in subject.patches {
        let Some(text) = patches::words(patch, view) else {
            continue;
        };
        let style = if patch.kind == PatchKind::Arc {
            NameStyle::Claim
        } else {
            NameStyle::Area
        };
        let size = Name::galley(painter, &text, style, subject.colors.ink).size();
        let seats = patches::seats(patch, view, size);
        if let Some(rect) = seats.into_iter().find(|rect| taken.is_free(*rect)) {
            taken.take(rect);
            names.push(Name { text, style, rect });
        }
    }
    let most = names.len() + (area.area() / POINTS_PER_LABEL) as usize;
    // Places with little room around them are passed over, but not endlessly.
    for (mark, at) in in_area.iter().take(4 * most) {
        if names.len() >= most {
            break;
        }
        let Some(symbol) = subject.symbols.all.get(mark.symbol) else {
            continue;
        };
        let style = NameStyle::Place {
            strong: symbol.strong,
        };
        let text = if mark.is_cluster() {
            format!("{} +{}", symbol.name, mark.others.len())
        } else {
            symbol.name.clone()
        };
        let size = Name::galley(painter, &text, style, subject.colors.ink).size();
        if let Some(rect) = beside(&mut taken, *at, mark.reach(), size) {
            names.push(Name { text, style, rect });
        }
    }
    if subject.names {
        name_countries(painter, level, view, area, &mut taken, &mut names);
        name_waters(painter, view, area, &mut taken, &mut names);
        name_regions(painter, view, area, &mut taken, &mut names);
    }
    names
}

/// Points of the grid by which a country is found whose own place for its name is out of view.
const GRID: [usize; 2] = [32, 22];

fn name_countries(
    painter: &Painter,
    level: &Level,
    view: &Viewport,
    area: Rect,
    taken: &mut Taken,
    names: &mut Vec<Name>,
) {
    let points_per_degree = (view.world_width() / 360.0) as f32;
    let mut grid: Option<Vec<Option<usize>>> = None;
    for (number, country) in level.countries.iter().enumerate() {
        let extent = country.size.sqrt() * points_per_degree;
        if extent < 24.0 {
            continue;
        }
        let at = view.place(country.at);
        // A country much larger than the view may lie in it though its middle does not.
        let in_view = area.contains(at);
        if !in_view && extent < 160.0 {
            continue;
        }
        let size = Name::galley(painter, &country.name, NameStyle::Country, Color32::WHITE).size();
        if size.x > extent * 1.1 {
            continue;
        }
        let shifts = [
            vec2(0.0, 0.0),
            vec2(0.0, 1.6),
            vec2(0.0, -1.6),
            vec2(0.6, 0.0),
            vec2(-0.6, 0.0),
            vec2(0.0, 3.2),
            vec2(0.0, -3.2),
        ];
        let mut rect = if in_view {
            around(taken, at, size, &shifts)
        } else {
            None
        };
        if rect.is_none() && extent >= 160.0 {
            let grid = grid.get_or_insert_with(|| level.sample(view, area, GRID));
            rect = inside(grid, number, area, size)
                .into_iter()
                .find_map(|at| around(taken, at, size, &shifts[..1]));
        }
        if let Some(rect) = rect {
            names.push(Name {
                text: country.name.clone(),
                style: NameStyle::Country,
                rect,
            });
        }
    }
}

/// Positions where a name of this size stands wholly on one country, those farthest from its edges first.
fn inside(grid: &[Option<usize>], country: usize, area: Rect, size: Vec2) -> Vec<Pos2> {
    let [columns, rows] = GRID;
    let step = vec2(area.width() / columns as f32, area.height() / rows as f32);
    let own = |column: isize, row: isize| {
        let inside = (0..columns as isize).contains(&column) && (0..rows as isize).contains(&row);
        inside && grid.get((row * columns as isize + column) as usize) == Some(&Some(country))
    };
    let half = ((size.x / 2.0 / step.x).ceil() as isize).max(1);
    let mut found = Vec::new();
    for row in 0..rows as isize {
        for column in 0..columns as isize {
            if !(-half..=half).all(|d| own(column + d, row)) {
                continue;
            }
            let clear = |reach: isize| {
                (-reach..=reach)
                    .all(|d| own(column + d, row + reach) && own(column + d, row - reach))
                    && own(column + half + reach, row)
                    && own(column - half - reach, row)
            };
            let distance = (1..rows as isize).take_while(|reach| clear(*reach)).count();
            if distance > 0 {
                let at = area.min + step * vec2(column as f32 + 0.5, row as f32 + 0.5);
                found.push((distance, at));
            }
        }
    }
    found.sort_by_key(|(distance, _)| std::cmp::Reverse(*distance));
    found.into_iter().map(|(_, at)| at).collect()
}

fn name_waters(
    painter: &Painter,
    view: &Viewport,
    area: Rect,
    taken: &mut Taken,
    names: &mut Vec<Name>,
) {
    for water in water_labels()
        .iter()
        .filter(|w| view.zoom >= f64::from(w.min_zoom))
    {
        let at = view.place(water.at);
        if !area.contains(at) {
            continue;
        }
        let size = Name::galley(painter, &water.name, NameStyle::Water, Color32::WHITE).size();
        // Further off, the name would stand on land.
        let shifts = [vec2(0.0, 0.0), vec2(0.0, 0.8), vec2(0.0, -0.8)];
        if let Some(rect) = around(taken, at, size, &shifts) {
            names.push(Name {
                text: water.name.clone(),
                style: NameStyle::Water,
                rect,
            });
        }
    }
}

/// Zoom from which regions are named, where a middling one is wider than its name.
const REGIONS_FROM: f64 = 6.0;

/// Square points of map for each name of a region.
const POINTS_PER_REGION: f32 = 60_000.0;

fn name_regions(
    painter: &Painter,
    view: &Viewport,
    area: Rect,
    taken: &mut Taken,
    names: &mut Vec<Name>,
) {
    if view.zoom < REGIONS_FROM {
        return;
    }
    let most = (area.area() / POINTS_PER_REGION) as usize;
    let in_area = region_names()
        .iter()
        .map(|region| (region, view.place(region.at)))
        .filter(|(_, at)| area.contains(*at));
    let mut named = 0;
    for (region, at) in in_area.take(3 * most) {
        if named >= most {
            break;
        }
        let size = Name::galley(painter, &region.name, NameStyle::Region, Color32::WHITE).size();
        let shifts = [vec2(0.0, 0.0), vec2(0.0, 1.5), vec2(0.0, -1.5)];
        if let Some(rect) = around(taken, at, size, &shifts) {
            named += 1;
            names.push(Name {
                text: region.name.clone(),
                style: NameStyle::Region,
                rect,
            });
        }
    }
}
