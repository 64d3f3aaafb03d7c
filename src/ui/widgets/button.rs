//! Buttons, segments, checkboxes and links.

use egui::{
    Align2, Color32, CornerRadius, Id, Pos2, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui,
    WidgetInfo, pos2, vec2,
};

use super::{
    Icon,
    paint::{focus_ring, ring, text, tooltip, width_of},
};
use crate::{
    model::EntityType,
    ui::theme::{colors, font, mix, radius, size, space, stroke},
};

/// How much a button stands out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonKind {
    /// The one thing to do here.
    Primary,
    /// In bars and dialogs, 28 high.
    #[default]
    Plain,
    /// In panels and cards, 24 high.
    Panel,
    /// Without a frame until the pointer is over it.
    Quiet,
}

/// A button with words, and maybe an icon before them.
#[must_use]
pub struct Button<'a> {
    words: &'a str,
    name: Option<&'a str>,
    icon: Option<Icon>,
    after: Option<Icon>,
    kind: ButtonKind,
    shortcut: Option<&'a str>,
    hint: Option<&'a str>,
    disabled: Option<&'a str>,
    width: Option<f32>,
    height: Option<f32>,
    bold: bool,
    size: f32,
}

impl<'a> Button<'a> {
    /// A plain button.
    pub const fn new(words: &'a str) -> Self {
        Self {
            words,
            name: None,
            icon: None,
            after: None,
            kind: ButtonKind::Plain,
            shortcut: None,
            hint: None,
            disabled: None,
            width: None,
            height: None,
            bold: false,
            size: font::UI,
        }
    }

    /// What screen readers say, when the words alone do not tell.
    pub const fn name(mut self, name: &'a str) -> Self {
        self.name = Some(name);
        self
    }

    /// An icon before the words.
    pub const fn icon(mut self, icon: Icon) -> Self {
        self.icon = Some(icon);
        self
    }

    /// An icon after the words, such as the arrow of a menu.
    pub const fn after(mut self, icon: Icon) -> Self {
        self.after = Some(icon);
        self
    }

    pub const fn kind(mut self, kind: ButtonKind) -> Self {
        self.kind = kind;
        self
    }

    /// The tooltip.
    pub const fn hint(mut self, hint: &'a str) -> Self {
        self.hint = Some(hint);
        self
    }

    /// The keys that do the same, shown in the tooltip.
    pub const fn shortcut(mut self, keys: &'a str) -> Self {
        self.shortcut = Some(keys);
        self
    }

    /// Disabled for this reason, when there is one.
    pub const fn disabled(mut self, why: Option<&'a str>) -> Self {
        self.disabled = why;
        self
    }

    /// At least this wide.
    pub const fn width(mut self, width: f32) -> Self {
        self.width = Some(width);
        self
    }

    /// Another height than the kind's own.
    pub const fn height(mut self, height: f32) -> Self {
        self.height = Some(height);
        self
    }

    pub const fn bold(mut self) -> Self {
        self.bold = true;
        self
    }

    /// The size of the words in points.
    pub const fn text_size(mut self, size: f32) -> Self {
        self.size = size;
        self
    }

    /// Draws it.
    pub fn show(self, ui: &mut Ui) -> Response {
        let c = colors(ui);
        let enabled = self.disabled.is_none() && ui.is_enabled();
        let size = if self.kind == ButtonKind::Panel {
            self.size.min(font::SMALL)
        } else {
            self.size
        };
        let bold = self.bold || self.kind == ButtonKind::Primary;
        let id = if bold {
            font::bold(size)
        } else {
            font::ui(size)
        };
        let words = width_of(ui, self.words, id.clone());
        let (height, pad) = match self.kind {
            ButtonKind::Primary | ButtonKind::Plain => (size::BUTTON, space::L),
            ButtonKind::Panel => (size::PANEL_BUTTON, space::M),
            ButtonKind::Quiet => (size::PANEL_BUTTON, space::S),
        };
        let height = self.height.unwrap_or(height);
        let icon = |icon: Option<Icon>| {
            if icon.is_some() {
                size::ICON + space::S
            } else {
                0.0
            }
        };
        let content = icon(self.icon) + words + icon(self.after);
        let width = self.width.unwrap_or(0.0).max((content + 2.0 * pad).ceil());
        let sense = if enabled {
            Sense::click()
        } else {
            Sense::hover()
        };
        let (rect, mut response) = ui.allocate_exact_size(vec2(width, height), sense);
        let name = self.name.unwrap_or(self.words);
        response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, name));

        let (mut ground, edge, mut ink) = match self.kind {
            ButtonKind::Primary => (Some(c.accent), None, c.on_accent),
            ButtonKind::Plain | ButtonKind::Panel => (Some(c.paper), Some(c.line2), c.ink),
            ButtonKind::Quiet => (None, None, c.ink2),
        };
        if response.is_pointer_button_down_on() {
            ground = Some(if self.kind == ButtonKind::Primary {
                mix(c.accent, c.ink, 0.2)
            } else {
                c.selected
            });
        } else if response.hovered() && enabled {
            ground = Some(if self.kind == ButtonKind::Primary {
                mix(c.accent, c.ink, 0.1)
            } else {
                c.hover
            });
        }
        if !enabled {
            ink = c.disabled(ink);
            ground = ground.filter(|_| self.kind != ButtonKind::Quiet).map(|g| {
                if self.kind == ButtonKind::Primary {
                    c.disabled(g)
                } else {
                    g
                }
            });
        }
        let painter = ui.painter();
        if let Some(ground) = ground {
            painter.rect_filled(rect, radius::CONTROL, ground);
        }
        if let Some(edge) = edge {
            painter.rect_stroke(
                rect,
                radius::CONTROL,
                Stroke::new(stroke::LINE, edge),
                StrokeKind::Inside,
            );
        }
        let mut x = rect.center().x - content / 2.0;
        if let Some(icon) = self.icon {
            icon.paint(painter, pos2(x + size::ICON / 2.0, rect.center().y), ink);
            x += size::ICON + space::S;
        }
        text(
            ui,
            pos2(x, rect.center().y),
            Align2::LEFT_CENTER,
            self.words,
            id,
            ink,
        );
        if let Some(icon) = self.after {
            icon.paint_scaled(
                ui.painter(),
                pos2(x + words + space::S + size::ICON / 2.0, rect.center().y),
                ink,
                0.75,
            );
        }
        if response.has_focus() {
            // A ring of the accent's own color would vanish on an accent ground, so it stands off.
            ring(
                ui,
                if self.kind == ButtonKind::Primary {
                    rect.expand(4.0)
                } else {
                    rect
                },
            );
        }
        if let Some(why) = self.disabled {
            response = response.on_hover_text(why);
        } else if self.hint.is_some() || self.shortcut.is_some() {
            response = tooltip(response, self.hint.unwrap_or(name), self.shortcut);
        }
        response
    }
}

/// A square button with an icon alone; `name` is its tooltip and what screen readers say. `side` in points.
pub fn icon_button(
    ui: &mut Ui,
    icon: Icon,
    name: &str,
    shortcut: Option<&str>,
    side: f32,
    disabled: Option<&str>,
) -> Response {
    let c = colors(ui);
    let enabled = disabled.is_none() && ui.is_enabled();
    let sense = if enabled {
        Sense::click()
    } else {
        Sense::hover()
    };
    let (rect, response) = ui.allocate_exact_size(vec2(side, side), sense);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, name));
    if enabled && response.is_pointer_button_down_on() {
        ui.painter().rect_filled(rect, radius::CONTROL, c.selected);
    } else if enabled && response.hovered() {
        ui.painter()
            .rect_filled(rect, radius::CONTROL, mix(c.hover, c.line, 0.5));
    }
    let ink = match (enabled, icon) {
        (false, _) => c.disabled(c.ink2),
        (true, Icon::Starred) => c.warn,
        (true, _) => c.ink2,
    };
    let scale = if side < size::BUTTON { 0.86 } else { 0.94 };
    icon.paint_scaled(ui.painter(), rect.center(), ink, scale);
    focus_ring(ui, rect, &response);
    match disabled {
        Some(why) => response.on_hover_text(format!("{name}. {why}")),
        None => tooltip(response, name, shortcut),
    }
}

/// One part of a segmented control.
#[derive(Clone, Copy, Debug)]
pub struct Segment<'a> {
    pub words: &'a str,
    pub icon: Option<Icon>,
    pub kind: Option<EntityType>,
}

impl<'a> Segment<'a> {
    /// Words alone.
    #[must_use]
    pub const fn new(words: &'a str) -> Self {
        Self {
            words,
            icon: None,
            kind: None,
        }
    }

    /// With the glyph of a type.
    #[must_use]
    pub const fn of(words: &'a str, kind: Option<EntityType>) -> Self {
        Self {
            words,
            icon: None,
            kind,
        }
    }
}

/// Exclusive choices side by side. `name` says what is chosen. Returns the newly chosen index.
pub fn segmented(
    ui: &mut Ui,
    name: &str,
    selected: usize,
    segments: &[Segment<'_>],
) -> Option<usize> {
    let c = colors(ui);
    // Segments that name types stand close together in a narrow panel.
    let small = segments.iter().any(|segment| segment.kind.is_some());
    let (height, points, pad) = if small {
        (size::SEGMENT_SMALL, font::HEAD, space::M)
    } else {
        (size::PANEL_BUTTON, font::SMALL, 9.0)
    };
    let mut widths: Vec<f32> = segments
        .iter()
        .map(|segment| {
            let mark = if segment.kind.is_some() { 12.0 } else { 0.0 };
            let icon = if segment.icon.is_some() {
                size::ICON + space::XS
            } else {
                0.0
            };
            // The bold width, so that choosing moves nothing.
            (width_of(ui, segment.words, font::bold(points)) + mark + icon + 2.0 * pad).ceil()
        })
        .collect();
    // In a panel too narrow for all of them the space beside the words gives way.
    let over = widths.iter().sum::<f32>() - ui.available_width();
    if over > 0.0 && !widths.is_empty() {
        let less = (over / widths.len() as f32)
            .min(2.0 * (pad - space::XS))
            .ceil();
        widths.iter_mut().for_each(|width| *width -= less);
    }
    let total: f32 = widths.iter().sum();
    let (outer, group) = ui.allocate_exact_size(vec2(total, height), Sense::hover());
    group.widget_info(|| WidgetInfo::labeled(Role::RadioGroup, true, name));
    ui.painter().rect_filled(outer, radius::CONTROL, c.paper);
    let mut chosen = None;
    let mut left = outer.left();
    let mut focused = None;
    for (index, (segment, width)) in segments.iter().zip(&widths).enumerate() {
        let rect = Rect::from_min_size(pos2(left, outer.top()), vec2(*width, height));
        let response = ui.interact(rect, group.id.with(index), Sense::click());
        let is_selected = index == selected;
        response.widget_info(|| {
            WidgetInfo::selected(Role::RadioButton, true, is_selected, segment.words)
        });
        let corner = radius::CONTROL;
        let last = index + 1 == segments.len();
        let corners = CornerRadius {
            nw: if index == 0 { corner } else { 0 },
            sw: if index == 0 { corner } else { 0 },
            ne: if last { corner } else { 0 },
            se: if last { corner } else { 0 },
        };
        if is_selected {
            ui.painter().rect_filled(rect, corners, c.selected);
        } else if response.hovered() {
            ui.painter().rect_filled(rect, corners, c.hover);
        }
        if index > 0 {
            super::vline(ui.painter(), rect, left + 0.5, c.line2);
        }
        let (id, ink) = if is_selected {
            (font::bold(points), c.ink)
        } else {
            (font::ui(points), c.ink2)
        };
        let words = width_of(ui, segment.words, id.clone());
        let mark = if segment.kind.is_some() { 12.0 } else { 0.0 };
        let icon = if segment.icon.is_some() {
            size::ICON + space::XS
        } else {
            0.0
        };
        let mut x = rect.center().x - (words + mark + icon) / 2.0;
        if let Some(kind) = segment.kind {
            super::glyph_scaled(
                ui.painter(),
                pos2(x + 4.0, rect.center().y),
                kind,
                c.of(kind),
                0.85,
            );
            x += mark;
        }
        if let Some(picture) = segment.icon {
            picture.paint_scaled(
                ui.painter(),
                pos2(x + size::ICON / 2.0, rect.center().y),
                ink,
                0.85,
            );
            x += icon;
        }
        text(
            ui,
            pos2(x, rect.center().y),
            Align2::LEFT_CENTER,
            segment.words,
            id,
            ink,
        );
        if response.has_focus() {
            focused = Some(rect);
        }
        if response.clicked() && !is_selected {
            chosen = Some(index);
        }
        left += width;
    }
    let edge = Stroke::new(stroke::LINE, c.line2);
    ui.painter()
        .rect_stroke(outer, radius::CONTROL, edge, StrokeKind::Inside);
    if let Some(rect) = focused {
        ring(ui, rect);
    }
    chosen
}

/// A checkbox with its words.
pub fn checkbox(ui: &mut Ui, checked: &mut bool, words: &str) -> Response {
    let c = colors(ui);
    let width = (14.0 + space::M + width_of(ui, words, font::ui(font::UI))).ceil();
    let (rect, mut response) =
        ui.allocate_exact_size(vec2(width, size::PANEL_BUTTON), Sense::click());
    if response.clicked() {
        *checked = !*checked;
        response.mark_changed();
    }
    let enabled = ui.is_enabled();
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, enabled, *checked, words));
    let square = Rect::from_center_size(pos2(rect.left() + 7.0, rect.center().y), vec2(14.0, 14.0));
    let painter = ui.painter();
    if *checked {
        painter.rect_filled(square, radius::BADGE, c.accent);
        Icon::Check.paint_scaled(painter, square.center(), c.on_accent, 0.7);
    } else {
        let ground = if response.hovered() { c.hover } else { c.paper };
        painter.rect(
            square,
            radius::BADGE,
            ground,
            Stroke::new(stroke::LINE, c.edge),
            StrokeKind::Inside,
        );
    }
    let at = pos2(rect.left() + 14.0 + space::M, rect.center().y);
    text(
        ui,
        at,
        Align2::LEFT_CENTER,
        words,
        font::ui(font::UI),
        c.ink,
    );
    focus_ring(ui, rect.expand2(vec2(4.0, 0.0)), &response);
    response
}

/// Words that open passages: dotted underline, accent under the pointer, Enter opens. `name` is what screen readers
/// say: `Show 91 passages of Brega`. `size` in points.
pub fn number_link(ui: &mut Ui, words: &str, name: &str, size: f32) -> Response {
    let ink = colors(ui).ink2;
    number_link_in(ui, words, name, size, ink)
}

/// The same in a color of its own.
pub fn number_link_in(ui: &mut Ui, words: &str, name: &str, size: f32, ink: Color32) -> Response {
    let width = width_of(ui, words, font::ui(size));
    let (rect, response) = ui.allocate_exact_size(vec2(width, size + 7.0), Sense::click());
    dress_number(ui, rect, response, words, name, size, ink)
}

/// The same with its right end at `right`, for columns of numbers in rows that are drawn into a rect. `id` keeps the
/// keyboard on it when the list scrolls.
pub fn number_at(ui: &Ui, id: Id, right: Pos2, words: &str, name: &str, size: f32) -> Response {
    let ink = colors(ui).ink;
    let width = width_of(ui, words, font::ui(size));
    let rect = Rect::from_min_max(
        pos2(right.x - width, right.y - 10.0),
        pos2(right.x, right.y + 10.0),
    );
    let response = ui.interact(rect, id, Sense::click());
    dress_number(ui, rect, response, words, name, size, ink)
}

/// The same in a table of many numbers: `stop` says whether the Tab key stops at it.
pub fn number_in_row(
    ui: &Ui,
    id: Id,
    right: Pos2,
    words: &str,
    name: &str,
    stop: bool,
) -> Response {
    let ink = colors(ui).ink;
    let width = width_of(ui, words, font::ui(font::UI));
    let rect = Rect::from_min_max(
        pos2(right.x - width, right.y - 10.0),
        pos2(right.x, right.y + 10.0),
    );
    let sense = if stop { Sense::click() } else { Sense::CLICK };
    let response = ui.interact(rect, id, sense);
    dress_number(ui, rect, response, words, name, font::UI, ink)
}

fn dress_number(
    ui: &Ui,
    rect: Rect,
    response: Response,
    words: &str,
    name: &str,
    size: f32,
    ink: Color32,
) -> Response {
    response.widget_info(|| WidgetInfo::labeled(Role::Link, true, name));
    let active = response.hovered() || response.has_focus();
    let ink = if active { colors(ui).accent } else { ink };
    let drawn = text(
        ui,
        rect.left_center(),
        Align2::LEFT_CENTER,
        words,
        font::ui(size),
        ink,
    );
    dotted(
        ui,
        drawn,
        if active {
            ink
        } else {
            ink.gamma_multiply(0.75)
        },
    );
    focus_ring(ui, rect.expand2(vec2(3.0, 1.0)), &response);
    response.on_hover_cursor(egui::CursorIcon::PointingHand)
}

/// Dots of one point, two apart, set on whole pixels so that they stay crisp.
fn dotted(ui: &Ui, under: Rect, color: Color32) {
    let pixel = 1.0 / ui.pixels_per_point();
    let snap = |at: f32| (at / pixel).round() * pixel;
    let top = snap(under.bottom() + 0.5);
    let mut x = under.left();
    while x < under.right() {
        let dot = Rect::from_min_size(
            pos2(snap(x), top),
            vec2(pixel.max(snap(1.0)), pixel.max(snap(1.0))),
        );
        super::paint::crisp_rect(ui.painter(), dot, color);
        x += 3.0;
    }
}

/// Words in the accent color that do something.
pub fn link(ui: &mut Ui, words: &str, name: &str) -> Response {
    let c = colors(ui);
    let id = font::ui(font::SMALL);
    let width = width_of(ui, words, id.clone());
    let (rect, response) = ui.allocate_exact_size(vec2(width, font::SMALL + 8.0), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Link, true, name));
    let drawn = text(
        ui,
        rect.left_center(),
        Align2::LEFT_CENTER,
        words,
        id,
        c.accent,
    );
    if response.hovered() {
        super::hline(ui.painter(), drawn, drawn.bottom() + 0.5, c.accent);
    }
    focus_ring(ui, rect.expand2(vec2(4.0, 2.0)), &response);
    response.on_hover_cursor(egui::CursorIcon::PointingHand)
}
