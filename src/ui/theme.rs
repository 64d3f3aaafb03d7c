//! The look as tokens: colors, type, space and strokes, light and dark. No other file of the window holds a color or a
//! font size of its own.
//!
//! Sizes are egui points at 100 %. Contrast: text at least 4.5 : 1 on every ground it stands on, controls 3 : 1.

mod codes;

use std::sync::Arc;

use egui::{
    Color32, Context, CornerRadius, FontData, FontDefinitions, FontFamily, FontId, Margin, Shadow,
    Stroke, Style, TextStyle, Theme, Ui, Visuals, style::ScrollStyle,
};

use crate::model::EntityType;

/// The colors of one theme.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Colors {
    pub dark: bool,
    /// Top and bottom bar, group rows.
    pub bg: Color32,
    pub panel: Color32,
    /// Reader, chart, fields, cards.
    pub paper: Color32,
    pub hover: Color32,
    pub selected: Color32,
    /// Between rows.
    pub line: Color32,
    /// Between panels, around buttons and cards.
    pub line2: Color32,
    /// Around fields and checkboxes; axes.
    pub edge: Color32,
    pub ink: Color32,
    pub ink2: Color32,
    /// Labels.
    pub ink3: Color32,
    pub accent: Color32,
    pub on_accent: Color32,
    pub warn: Color32,
    pub warn_tint: Color32,
    pub error: Color32,
    pub error_tint: Color32,
    pub ok: Color32,
    pub added: Color32,
    pub added_tint: Color32,
    pub dropped: Color32,
    pub dropped_tint: Color32,
    /// Ground of a search hit; its text is ink.
    pub hit: Color32,
    /// Ground of the hit stepped to, with a 1-point ink frame.
    pub current_hit: Color32,
    /// Text on [`Self::current_hit`].
    pub on_current_hit: Color32,
    pub sea: Color32,
    pub land: Color32,
    /// Land outside the countries the selection names.
    pub abroad: Color32,
    pub border: Color32,
    /// Bars of a single series.
    pub bar: Color32,
    /// Quiet bars.
    pub bar2: Color32,
    /// Ground of the progress line.
    pub track: Color32,
    /// What lies under a dialog.
    pub shade: Color32,
    /// Person, organization, place, group: underline, glyph and tint.
    pub types: [Color32; 4],
    /// At most five series, each labeled and with a marker of its own.
    pub series: [Color32; 5],
}

const fn rgb(hex: u32) -> Color32 {
    Color32::from_rgb((hex >> 16) as u8, (hex >> 8) as u8, hex as u8)
}

/// Paper and ink by day.
pub const LIGHT: Colors = Colors {
    dark: false,
    bg: rgb(0xF1EFEA),
    panel: rgb(0xFAF9F6),
    paper: rgb(0xFFFFFF),
    hover: rgb(0xF0EEE8),
    selected: rgb(0xE2ECF6),
    line: rgb(0xE3E0D8),
    line2: rgb(0xC6C1B5),
    edge: rgb(0x8A857A),
    ink: rgb(0x1C1B19),
    ink2: rgb(0x524F48),
    ink3: rgb(0x6B675E),
    accent: rgb(0x1B5896),
    on_accent: rgb(0xFFFFFF),
    warn: rgb(0x855400),
    warn_tint: rgb(0xFBF0D9),
    error: rgb(0xA8231B),
    error_tint: rgb(0xFBE9E6),
    ok: rgb(0x2A6B3E),
    added: rgb(0x14528F),
    added_tint: rgb(0xDFEBF7),
    dropped: rgb(0x8F3208),
    dropped_tint: rgb(0xFBE7DC),
    hit: rgb(0xFFE99A),
    current_hit: rgb(0xF5B93D),
    on_current_hit: rgb(0x1C1B19),
    sea: rgb(0xE8EDF0),
    land: rgb(0xFCFBF8),
    abroad: rgb(0xF2F0EA),
    border: rgb(0xC9C5BA),
    bar: rgb(0x7F8D9B),
    bar2: rgb(0xC3CAD1),
    track: rgb(0xC6C1B5),
    shade: Color32::from_rgba_premultiplied(17, 16, 15, 96),
    types: [rgb(0x8A330C), rgb(0x5A43A6), rgb(0x1A8A7D), rgb(0x967200)],
    series: [
        rgb(0x152A90),
        rgb(0x672305),
        rgb(0x2FA59C),
        rgb(0x994360),
        rgb(0x978C08),
    ],
};

/// The same by night.
pub const DARK: Colors = Colors {
    dark: true,
    bg: rgb(0x131416),
    panel: rgb(0x1A1B1E),
    paper: rgb(0x1F2024),
    hover: rgb(0x26282C),
    selected: rgb(0x22364B),
    line: rgb(0x2E3035),
    line2: rgb(0x484B52),
    edge: rgb(0x7A7D85),
    ink: rgb(0xE9E6E0),
    ink2: rgb(0xBAB6AE),
    ink3: rgb(0xA5A29A),
    accent: rgb(0x85B6EA),
    on_accent: rgb(0x10161D),
    warn: rgb(0xE5B454),
    warn_tint: rgb(0x352C18),
    error: rgb(0xF2938A),
    error_tint: rgb(0x3B2220),
    ok: rgb(0x86C597),
    added: rgb(0x93C1F0),
    added_tint: rgb(0x1E354D),
    dropped: rgb(0xF0A27D),
    dropped_tint: rgb(0x43281B),
    hit: rgb(0x5A4B12),
    current_hit: rgb(0xE5B23C),
    on_current_hit: rgb(0x131416),
    sea: rgb(0x15181B),
    land: rgb(0x27292D),
    abroad: rgb(0x202226),
    border: rgb(0x4A4D53),
    bar: rgb(0x75828F),
    bar2: rgb(0x3F464E),
    track: rgb(0x484B52),
    shade: Color32::from_rgba_premultiplied(0, 0, 0, 140),
    types: [rgb(0xDC7448), rgb(0x9F88EC), rgb(0x66DECF), rgb(0xE6C243)],
    series: [
        rgb(0x41A1FE),
        rgb(0xF07C2C),
        rgb(0x48EDE3),
        rgb(0x9E658C),
        rgb(0xFED151),
    ],
};

impl Colors {
    /// The color of a type of name: its underline and its glyph.
    #[must_use]
    pub const fn of(&self, kind: EntityType) -> Color32 {
        match kind {
            EntityType::Person => self.types[0],
            EntityType::Organization => self.types[1],
            EntityType::Place => self.types[2],
            EntityType::Group => self.types[3],
        }
    }

    /// The faint ground of a mention: 7 % of its color on paper, 11 % in the dark.
    #[must_use]
    pub fn tint(&self, kind: EntityType) -> Color32 {
        let share = if self.dark { 0.11 } else { 0.07 };
        mix(self.paper, self.of(kind), share)
    }

    /// The bar of a type in lists: more than half its color on the panel.
    #[must_use]
    pub fn type_bar(&self, kind: EntityType) -> Color32 {
        mix(self.panel, self.of(kind), 0.55)
    }

    /// A quieter bar of the same type, for spellings under a name.
    #[must_use]
    pub fn type_bar_quiet(&self, kind: EntityType) -> Color32 {
        mix(self.panel, self.of(kind), 0.35)
    }

    /// The same color as a disabled control shows it.
    #[must_use]
    pub fn disabled(&self, color: Color32) -> Color32 {
        color.gamma_multiply(DISABLED)
    }
}

/// `share` of `over` on `ground`, both opaque; the result is opaque.
#[must_use]
pub fn mix(ground: Color32, over: Color32, share: f32) -> Color32 {
    let channel =
        |a: u8, b: u8| (f32::from(a) + (f32::from(b) - f32::from(a)) * share).round() as u8;
    Color32::from_rgb(
        channel(ground.r(), over.r()),
        channel(ground.g(), over.g()),
        channel(ground.b(), over.b()),
    )
}

/// The colors this `ui` is drawn in.
#[must_use]
pub fn colors(ui: &Ui) -> &'static Colors {
    if ui.visuals().dark_mode {
        &DARK
    } else {
        &LIGHT
    }
}

/// The colors of the context's theme.
#[must_use]
pub fn colors_of(ctx: &Context) -> &'static Colors {
    match ctx.theme() {
        Theme::Dark => &DARK,
        Theme::Light => &LIGHT,
    }
}

/// How much of a disabled control is left.
pub const DISABLED: f32 = 0.4;

/// Distances.
pub mod space {
    pub const XXS: f32 = 2.0;
    pub const XS: f32 = 4.0;
    pub const S: f32 = 6.0;
    pub const M: f32 = 8.0;
    pub const L: f32 = 12.0;
    pub const XL: f32 = 16.0;
    pub const XXL: f32 = 24.0;
}

/// Heights and widths of the window's parts.
pub mod size {
    pub const TOP_BAR: f32 = 44.0;
    pub const FILTER_BAR: f32 = 36.0;
    pub const PANEL_HEAD: f32 = 34.0;
    pub const COLUMN_HEAD: f32 = 24.0;
    pub const STATUS_BAR: f32 = 26.0;
    pub const BUTTON: f32 = 28.0;
    /// Buttons, chips and segments inside panels and the filter bar.
    pub const PANEL_BUTTON: f32 = 24.0;
    /// Segments that name types.
    pub const SEGMENT_SMALL: f32 = 22.0;
    pub const ROW: f32 = 26.0;
    /// A spelling under a name, a place in the small list.
    pub const SUB_ROW: f32 = 23.0;
    /// An article on two lines.
    pub const ARTICLE_ROW: f32 = 42.0;
    /// An article on one line, where the list is wider than [`ARTICLE_WIDE`].
    pub const ARTICLE_ROW_WIDE: f32 = 24.0;
    pub const ARTICLE_WIDE: f32 = 560.0;
    /// The left column of the Read view.
    pub const OUTER: f32 = 405.0;
    /// The right column of the Read view.
    pub const RIGHT: f32 = 388.0;
    /// The same where the window is narrower than [`NARROW`].
    pub const OUTER_NARROW: f32 = 352.0;
    pub const NARROW: f32 = 1400.0;
    /// Text in the reader is never wider.
    pub const READER: f32 = 600.0;
    pub const ICON: f32 = 16.0;
    pub const SCROLL_BAR: f32 = 8.0;
}

/// Rounded corners.
pub mod radius {
    pub const CONTROL: u8 = 4;
    pub const BADGE: u8 = 3;
    pub const CARD: u8 = 6;
}

/// Widths of lines.
pub mod stroke {
    pub const LINE: f32 = 1.0;
    pub const ICON: f32 = 1.25;
    pub const FOCUS: f32 = 2.0;
    /// The accent at the left of a selected row.
    pub const SELECTED: f32 = 3.0;
}

/// Fonts by role.
pub mod font {
    use egui::{FontFamily, FontId};

    /// Column heads, map labels.
    pub const HEAD: f32 = 11.0;
    /// Secondary text.
    pub const SMALL: f32 = 12.0;
    /// Controls and rows.
    pub const UI: f32 = 13.0;
    /// The project's name.
    pub const NAME: f32 = 14.0;

    pub(super) const SEMIBOLD: &str = "semibold";
    pub(super) const SERIF: &str = "serif";
    pub(super) const SERIF_BOLD: &str = "serif-semibold";
    pub(super) const SERIF_ITALIC: &str = "serif-italic";

    /// All families.
    #[must_use]
    pub fn families() -> [FontFamily; 5] {
        let named = |name: &str| FontFamily::Name(name.into());
        [
            FontFamily::Proportional,
            named(SEMIBOLD),
            named(SERIF),
            named(SERIF_BOLD),
            named(SERIF_ITALIC),
        ]
    }

    /// Inter Regular.
    #[must_use]
    pub const fn ui(size: f32) -> FontId {
        FontId::new(size, FontFamily::Proportional)
    }

    /// Inter SemiBold.
    #[must_use]
    pub fn bold(size: f32) -> FontId {
        FontId::new(size, FontFamily::Name(SEMIBOLD.into()))
    }

    /// Literata, for reading.
    #[must_use]
    pub fn serif(size: f32) -> FontId {
        FontId::new(size, FontFamily::Name(SERIF.into()))
    }

    /// Literata SemiBold, for titles.
    #[must_use]
    pub fn serif_bold(size: f32) -> FontId {
        FontId::new(size, FontFamily::Name(SERIF_BOLD.into()))
    }

    /// Literata Italic.
    #[must_use]
    pub fn serif_italic(size: f32) -> FontId {
        FontId::new(size, FontFamily::Name(SERIF_ITALIC.into()))
    }

    /// Text in the reader: size and line height.
    pub const READER: (f32, f32) = (16.0, 26.0);
    /// Text in compared versions.
    pub const COMPARE: (f32, f32) = (15.0, 24.0);
    /// A headline in the reader.
    pub const HEADLINE: (f32, f32) = (27.0, 33.0);
    pub const CHART_TITLE: f32 = 20.0;
    pub const VERSION_TITLE: f32 = 17.0;
}

/// Loads the fonts and both themes into egui. Call once per context.
pub fn install(ctx: &Context) {
    ctx.set_fonts(fonts());
    ctx.set_style_of(Theme::Light, style(&LIGHT));
    ctx.set_style_of(Theme::Dark, style(&DARK));
    ctx.options_mut(|options| {
        options.fallback_theme = Theme::Light;
        // The window keeps the text size in its settings and says it in the status bar.
        options.zoom_with_keyboard = false;
    });
}

fn fonts() -> FontDefinitions {
    let mut fonts = FontDefinitions::default();
    let mut add = |name: &str, bytes: &'static [u8]| {
        fonts
            .font_data
            .insert(name.to_owned(), Arc::new(FontData::from_static(bytes)));
    };
    add(
        "inter",
        include_bytes!("../../assets/fonts/Inter-Regular.otf"),
    );
    add(
        "inter-semibold",
        include_bytes!("../../assets/fonts/Inter-SemiBold.otf"),
    );
    add(
        "literata",
        include_bytes!("../../assets/fonts/Literata-Regular.ttf"),
    );
    add(
        "literata-semibold",
        include_bytes!("../../assets/fonts/Literata-SemiBold.ttf"),
    );
    add(
        "literata-italic",
        include_bytes!("../../assets/fonts/Literata-Italic.ttf"),
    );
    add(
        "noto-arabic",
        include_bytes!("../../assets/fonts/NotoSansArabic-Regular.ttf"),
    );
    add(
        "noto-hebrew",
        include_bytes!("../../assets/fonts/NotoSansHebrew-Regular.ttf"),
    );
    // egui's own fonts stay last: they carry symbols and emoji that articles contain.
    let own = fonts
        .families
        .get(&FontFamily::Proportional)
        .cloned()
        .unwrap_or_default();
    let chain = |first: &[&str]| -> Vec<String> {
        let rest = ["noto-arabic", "noto-hebrew"];
        first
            .iter()
            .chain(&rest)
            .map(|name| (*name).to_owned())
            .chain(own.iter().cloned())
            .collect()
    };
    let families = [
        (FontFamily::Proportional, chain(&["inter"])),
        (
            FontFamily::Name(font::SEMIBOLD.into()),
            chain(&["inter-semibold"]),
        ),
        (
            FontFamily::Name(font::SERIF.into()),
            chain(&["literata", "inter"]),
        ),
        (
            FontFamily::Name(font::SERIF_BOLD.into()),
            chain(&["literata-semibold", "inter-semibold"]),
        ),
        (
            FontFamily::Name(font::SERIF_ITALIC.into()),
            chain(&["literata-italic", "inter"]),
        ),
    ];
    fonts.families.extend(families);
    fonts
}

/// egui's own style, so that its text fields, popups and scroll bars fit the rest.
fn style(colors: &Colors) -> Style {
    let mut style = Style::default();
    style.text_styles = [
        (TextStyle::Small, font::ui(font::HEAD)),
        (TextStyle::Body, font::ui(font::UI)),
        (TextStyle::Button, font::ui(font::UI)),
        (TextStyle::Heading, font::serif_bold(font::CHART_TITLE)),
        (TextStyle::Monospace, FontId::monospace(font::SMALL)),
    ]
    .into();
    style.animation_time = 0.0;
    style.scroll_animation = egui::style::ScrollAnimation::none();
    style.interaction.tooltip_delay = 0.4;
    style.interaction.selectable_labels = false;
    style.spacing.item_spacing = egui::vec2(space::M, 0.0);
    style.spacing.button_padding = egui::vec2(space::L, space::XS);
    style.spacing.menu_margin = Margin::same(4);
    style.spacing.interact_size.y = size::PANEL_BUTTON;
    style.spacing.window_margin = Margin::same(0);
    style.spacing.scroll = ScrollStyle {
        bar_width: size::SCROLL_BAR,
        floating_width: 6.0,
        bar_inner_margin: 0.0,
        bar_outer_margin: 2.0,
        handle_min_length: 24.0,
        dormant_handle_opacity: 0.0,
        active_handle_opacity: 0.3,
        interact_handle_opacity: 0.45,
        dormant_background_opacity: 0.0,
        active_background_opacity: 0.0,
        interact_background_opacity: 0.0,
        foreground_color: true,
        fade: egui::style::ScrollFadeStyle {
            strength: 0.0,
            ..Default::default()
        },
        ..ScrollStyle::floating()
    };
    style.visuals = visuals(colors);
    style
}

fn visuals(colors: &Colors) -> Visuals {
    let mut visuals = if colors.dark {
        Visuals::dark()
    } else {
        Visuals::light()
    };
    let corner = CornerRadius::same(radius::CONTROL);
    visuals.override_text_color = None;
    visuals.weak_text_color = Some(colors.ink3);
    visuals.hyperlink_color = colors.accent;
    visuals.panel_fill = colors.panel;
    visuals.window_fill = colors.paper;
    visuals.window_stroke = Stroke::new(stroke::LINE, colors.line2);
    visuals.window_corner_radius = CornerRadius::same(radius::CARD);
    visuals.menu_corner_radius = CornerRadius::same(radius::CARD);
    visuals.window_shadow = Shadow::NONE;
    visuals.popup_shadow = Shadow::NONE;
    visuals.extreme_bg_color = colors.paper;
    visuals.faint_bg_color = colors.hover;
    visuals.code_bg_color = colors.hover;
    visuals.warn_fg_color = colors.warn;
    visuals.error_fg_color = colors.error;
    visuals.selection.bg_fill = mix(colors.paper, colors.accent, 0.3);
    visuals.selection.stroke = Stroke::new(stroke::FOCUS, colors.accent);
    visuals.text_cursor.stroke = Stroke::new(1.5, colors.ink);
    visuals.disabled_alpha = DISABLED;
    let widgets = &mut visuals.widgets;
    for (state, fill, edge) in [
        (&mut widgets.noninteractive, colors.panel, colors.line),
        (&mut widgets.inactive, colors.paper, colors.edge),
        (&mut widgets.hovered, colors.hover, colors.edge),
        (&mut widgets.active, colors.selected, colors.accent),
        (&mut widgets.open, colors.hover, colors.edge),
    ] {
        state.bg_fill = fill;
        state.weak_bg_fill = fill;
        state.bg_stroke = Stroke::new(stroke::LINE, edge);
        state.fg_stroke = Stroke::new(stroke::LINE, colors.ink);
        state.corner_radius = corner;
        state.expansion = 0.0;
    }
    // Handles of scroll bars take the foreground color of the widget state.
    widgets.inactive.fg_stroke.color = colors.ink;
    visuals
}
