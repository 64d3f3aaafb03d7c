//! The light colors of exported pictures, as tokens that a house style and a way of printing give their values. Pictures
//! are made for print, so there is no dark set.

use crate::model::picture::{HouseStyle, Printing, Rgb};

/// What a color is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Token {
    Paper,
    Ink,
    Ink2,
    Ink3,
    Line,
    Line2,
    Edge,
    Accent,
    Bar,
    HeatLow,
    HeatHigh,
    /// One of several names over time.
    Series(u8),
    Sea,
    Land,
    Lit,
    Abroad,
    Border,
    Place,
    Warn,
}

/// Where a color comes from, so that another one can take its place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Role {
    Fixed,
    Of(Token),
    /// So far from the first to the second.
    Between(Token, Token, f64),
}

/// A color with straight (not premultiplied) opacity.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Color {
    pub red: u8,
    pub green: u8,
    pub blue: u8,
    /// From 0 to 1.
    pub opacity: f64,
    pub role: Role,
}

impl Color {
    const fn of(token: Token, rgb: u32) -> Self {
        Self {
            red: (rgb >> 16) as u8,
            green: (rgb >> 8) as u8,
            blue: rgb as u8,
            opacity: 1.0,
            role: Role::Of(token),
        }
    }

    /// A color that is what it is in every style.
    pub const fn fixed(rgb: Rgb) -> Self {
        let [red, green, blue] = rgb.0;
        Self {
            red,
            green,
            blue,
            opacity: 1.0,
            role: Role::Fixed,
        }
    }

    /// The color without its opacity.
    pub const fn rgb(self) -> Rgb {
        Rgb([self.red, self.green, self.blue])
    }

    /// The same color, seen through.
    pub const fn faded(self, opacity: f64) -> Self {
        Self { opacity, ..self }
    }

    /// The color `share` (0 to 1) of the way to `other`.
    pub fn toward(self, other: Self, share: f64) -> Self {
        let mixed = mix(self.rgb(), other.rgb(), share);
        Self {
            role: match (self.role, other.role) {
                (Role::Of(from), Role::Of(to)) => Role::Between(from, to, share),
                _ => Role::Fixed,
            },
            ..Self::fixed(mixed)
        }
    }

    /// The token it is, if it is one.
    pub const fn token(self) -> Option<Token> {
        match self.role {
            Role::Of(token) => Some(token),
            Role::Fixed | Role::Between(..) => None,
        }
    }

    /// As written in SVG, without the opacity.
    pub fn css(self) -> String {
        self.rgb().to_string()
    }
}

fn mix(from: Rgb, to: Rgb, share: f64) -> Rgb {
    let mix = |a: u8, b: u8| (f64::from(a) + (f64::from(b) - f64::from(a)) * share).round() as u8;
    let ([r, g, b], [red, green, blue]) = (from.0, to.0);
    Rgb([mix(r, red), mix(g, green), mix(b, blue)])
}

pub const PAPER: Color = Color::of(Token::Paper, 0xFF_FFFF);
pub const INK: Color = Color::of(Token::Ink, 0x1C_1B19);
pub const INK2: Color = Color::of(Token::Ink2, 0x52_4F48);
pub const INK3: Color = Color::of(Token::Ink3, 0x6B_675E);
pub const LINE: Color = Color::of(Token::Line, 0xE3_E0D8);
pub const LINE2: Color = Color::of(Token::Line2, 0xC6_C1B5);
pub const EDGE: Color = Color::of(Token::Edge, 0x8A_857A);
pub const ACCENT: Color = Color::of(Token::Accent, 0x1B_5896);
pub const BAR: Color = Color::of(Token::Bar, 0x7F_8D9B);
/// Grounds of the palest and the darkest filled cell of a matrix.
pub const HEAT: (Color, Color) = (
    Color::of(Token::HeatLow, 0xE8_EFF6),
    Color::of(Token::HeatHigh, 0x16_4679),
);
/// Lines over time, in their order; they differ in dashes too.
pub const LINES: [Color; 5] = [
    Color::of(Token::Series(0), 0x15_2A90),
    Color::of(Token::Series(1), 0x67_2305),
    Color::of(Token::Series(2), 0x2F_A59C),
    Color::of(Token::Series(3), 0x99_4360),
    Color::of(Token::Series(4), 0x97_8C08),
];
pub const SEA: Color = Color::of(Token::Sea, 0xE8_EDF0);
pub const LAND: Color = Color::of(Token::Land, 0xFC_FBF8);
/// Land of a country that is chosen as an area.
pub const LIT: Color = Color::of(Token::Lit, 0xCA_E2DD);
pub const ABROAD: Color = Color::of(Token::Abroad, 0xF2_F0EA);
pub const BORDER: Color = Color::of(Token::Border, 0xC9_C5BA);
pub const PLACE: Color = Color::of(Token::Place, 0x1A_8A7D);
pub const WARN: Color = Color::of(Token::Warn, 0x85_5400);

/// The values of the tokens under a style and a way of printing.
#[derive(Clone, Debug)]
pub struct Palette {
    ground: Rgb,
    ink: Rgb,
    style: HouseStyle,
    printing: Printing,
}

/// Black and white, for printers that know nothing else.
const BLACK: Rgb = Rgb([0; 3]);
const WHITE: Rgb = Rgb([0xFF; 3]);

/// Least contrast of letters to their ground.
const LETTERS: f64 = 4.5;

impl Palette {
    pub fn new(style: &HouseStyle, printing: Printing) -> Self {
        let black = printing == Printing::Black;
        let own = |own: Option<Rgb>, program: Color, black_is: Rgb| {
            if black {
                black_is
            } else {
                own.unwrap_or(program.rgb())
            }
        };
        Self {
            ground: own(style.colors.background, PAPER, WHITE),
            ink: own(style.colors.text, INK, BLACK),
            style: style.clone(),
            printing,
        }
    }

    pub const fn printing(&self) -> Printing {
        self.printing
    }

    /// The color as this palette has it.
    pub fn dress(&self, color: Color) -> Color {
        let rgb = match color.role {
            Role::Fixed => return color,
            Role::Of(token) => self.value(token),
            Role::Between(from, to, share) => mix(self.value(from), self.value(to), share),
        };
        Color {
            opacity: color.opacity,
            role: color.role,
            ..Color::fixed(rgb)
        }
    }

    /// Of ink and paper, the one that is read better on this ground.
    pub fn ink_on(&self, ground: Color) -> Color {
        let contrast = |of: Rgb| of.contrast(ground.rgb());
        let (ink, paper) = (self.dress(INK), self.dress(PAPER));
        if contrast(ink.rgb()) >= contrast(paper.rgb()) {
            ink
        } else {
            paper
        }
    }

    fn value(&self, token: Token) -> Rgb {
        let colors = &self.style.colors;
        if self.printing == Printing::Black {
            return self.in_black(token);
        }
        // Where ground and ink are the program's own, so are the colors between them.
        let plain = colors.background.is_none() && colors.text.is_none();
        let between = |program: Color, share: f64| {
            if plain {
                program.rgb()
            } else {
                mix(self.ink, self.ground, share)
            }
        };
        let quiet = |program: Color, share: f64| {
            if plain {
                program.rgb()
            } else {
                self.readable(share)
            }
        };
        match token {
            Token::Paper => self.ground,
            Token::Ink => self.ink,
            Token::Ink2 => quiet(INK2, 0.22),
            Token::Ink3 => quiet(INK3, 0.32),
            Token::Edge => between(EDGE, 0.48),
            Token::Line2 => between(LINE2, 0.74),
            Token::Line => between(LINE, 0.87),
            Token::Border => between(BORDER, 0.76),
            Token::Sea => between(SEA, 0.92),
            Token::Land => between(LAND, 0.985),
            Token::Abroad => between(ABROAD, 0.95),
            Token::Lit if plain => LIT.rgb(),
            Token::Lit => mix(self.ground, self.value(Token::Place), 0.22),
            Token::Accent => colors.highlight.unwrap_or(ACCENT.rgb()),
            Token::Bar => colors.bars.unwrap_or(BAR.rgb()),
            Token::Place => colors.places.unwrap_or(PLACE.rgb()),
            Token::Warn => WARN.rgb(),
            Token::Series(at) => {
                let at = usize::from(at);
                let own = colors.series.get(at).copied();
                own.or(LINES.get(at).map(|color| color.rgb()))
                    .unwrap_or(self.ink)
            }
            Token::HeatLow if plain && colors.highlight.is_none() => HEAT.0.rgb(),
            Token::HeatHigh if plain && colors.highlight.is_none() => HEAT.1.rgb(),
            Token::HeatLow => mix(self.ground, self.deep(), 0.1),
            Token::HeatHigh => self.deep(),
        }
    }

    /// The highlight, moved toward the ink until the ground can be read on it.
    fn deep(&self) -> Rgb {
        let accent = self.value(Token::Accent);
        (0..=10)
            .map(|step| mix(accent, self.ink, f64::from(step) / 10.0))
            .find(|color| color.contrast(self.ground) >= LETTERS)
            .unwrap_or(self.ink)
    }

    /// The ink moved toward the ground, as far as it can still be read.
    fn readable(&self, share: f64) -> Rgb {
        (0..=4)
            .map(|step| mix(self.ink, self.ground, share * (1.0 - f64::from(step) / 4.0)))
            .find(|color| color.contrast(self.ground) >= LETTERS)
            .unwrap_or(self.ink)
    }

    fn in_black(&self, token: Token) -> Rgb {
        let gray = |value: u8| Rgb([value; 3]);
        match token {
            Token::Paper | Token::Land => self.ground,
            Token::Ink
            | Token::Ink2
            | Token::Accent
            | Token::Bar
            | Token::Series(_)
            | Token::Place
            | Token::Warn => self.ink,
            Token::Ink3 | Token::Edge => gray(0x44),
            Token::Line | Token::Sea => gray(0xE6),
            Token::Abroad => gray(0xF4),
            Token::Line2 | Token::Border => gray(0xB0),
            Token::Lit => gray(0xD0),
            Token::HeatLow => gray(0xF2),
            Token::HeatHigh => gray(0x30),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::picture::StyleColors;

    const ALL: [Color; 16] = [
        PAPER, INK, INK2, INK3, LINE, LINE2, EDGE, ACCENT, BAR, SEA, LAND, LIT, ABROAD, BORDER,
        PLACE, WARN,
    ];

    #[test]
    fn without_a_style_every_color_is_the_programs() {
        let palette = Palette::new(&HouseStyle::default(), Printing::Color);
        for color in ALL.into_iter().chain(LINES).chain([HEAT.0, HEAT.1]) {
            assert_eq!(palette.dress(color), color);
        }
        let between = HEAT.0.toward(HEAT.1, 0.3);
        assert_eq!(palette.dress(between), between);
        assert_eq!(palette.dress(BAR.faded(0.5)).opacity, 0.5);
    }

    #[test]
    fn in_black_nothing_has_a_hue() {
        let palette = Palette::new(&HouseStyle::default(), Printing::Black);
        for color in ALL.into_iter().chain(LINES).chain([HEAT.0, HEAT.1]) {
            let Rgb([r, g, b]) = palette.dress(color).rgb();
            assert!(r == g && g == b, "{color:?}");
        }
    }

    #[test]
    fn words_are_read_on_any_ground_that_has_an_ink() {
        let pairs = [
            ("#101418", "#F0EDE8"),
            ("#FFF1E5", "#33302E"),
            ("#FFFFFF", "#000000"),
        ];
        for (ground, ink) in pairs {
            for highlight in ["#E5B454", "#0F5499", "#888888"] {
                let style = HouseStyle {
                    colors: StyleColors {
                        background: Rgb::parse(ground),
                        text: Rgb::parse(ink),
                        highlight: Rgb::parse(highlight),
                        ..StyleColors::default()
                    },
                    ..HouseStyle::default()
                };
                let palette = Palette::new(&style, Printing::Color);
                let paper = palette.dress(PAPER).rgb();
                for words in [INK, INK2, INK3] {
                    let contrast = palette.dress(words).rgb().contrast(paper);
                    assert!(contrast >= LETTERS, "{ground} {ink}: {contrast}");
                }
                for step in 0..=20 {
                    let cell = HEAT.0.toward(HEAT.1, f64::from(step) / 20.0);
                    let cell = palette.dress(cell);
                    let contrast = palette.ink_on(cell).rgb().contrast(cell.rgb());
                    assert!(contrast >= 3.0, "{ground} {highlight} {step}: {contrast}");
                }
            }
        }
    }
}
