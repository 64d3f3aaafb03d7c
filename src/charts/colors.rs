//! The light colors of exported pictures. Pictures are made for print, so there is no dark set.

/// A color with straight (not premultiplied) opacity.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Color {
    pub red: u8,
    pub green: u8,
    pub blue: u8,
    /// From 0 to 1.
    pub opacity: f64,
}

impl Color {
    const fn hex(rgb: u32) -> Self {
        Self {
            red: (rgb >> 16) as u8,
            green: (rgb >> 8) as u8,
            blue: rgb as u8,
            opacity: 1.0,
        }
    }

    /// The same color, seen through.
    pub const fn faded(self, opacity: f64) -> Self {
        Self { opacity, ..self }
    }

    /// The color `share` (0 to 1) of the way to `other`.
    pub fn toward(self, other: Self, share: f64) -> Self {
        let mix = |a: u8, b: u8| (f64::from(a) + (f64::from(b) - f64::from(a)) * share).round();
        Self {
            red: mix(self.red, other.red) as u8,
            green: mix(self.green, other.green) as u8,
            blue: mix(self.blue, other.blue) as u8,
            opacity: 1.0,
        }
    }

    /// As written in SVG, without the opacity.
    pub fn css(self) -> String {
        format!("#{:02X}{:02X}{:02X}", self.red, self.green, self.blue)
    }
}

pub const PAPER: Color = Color::hex(0xFF_FFFF);
pub const INK: Color = Color::hex(0x1C_1B19);
pub const INK2: Color = Color::hex(0x52_4F48);
pub const INK3: Color = Color::hex(0x6B_675E);
pub const LINE: Color = Color::hex(0xE3_E0D8);
pub const LINE2: Color = Color::hex(0xC6_C1B5);
pub const EDGE: Color = Color::hex(0x8A_857A);
pub const ACCENT: Color = Color::hex(0x1B_5896);
pub const BAR: Color = Color::hex(0x7F_8D9B);
/// Grounds of the palest and the darkest filled cell of a matrix.
pub const HEAT: (Color, Color) = (Color::hex(0xE8_EFF6), Color::hex(0x16_4679));
/// Lines over time, in their order; they differ in dashes too.
pub const LINES: [Color; 5] = [
    Color::hex(0x15_2A90),
    Color::hex(0x67_2305),
    Color::hex(0x2F_A59C),
    Color::hex(0x99_4360),
    Color::hex(0x97_8C08),
];
pub const SEA: Color = Color::hex(0xE8_EDF0);
pub const LAND: Color = Color::hex(0xFC_FBF8);
/// Land of a country that is chosen as an area.
pub const LIT: Color = Color::hex(0xCA_E2DD);
pub const ABROAD: Color = Color::hex(0xF2_F0EA);
pub const BORDER: Color = Color::hex(0xC9_C5BA);
pub const PLACE: Color = Color::hex(0x1A_8A7D);
pub const WARN: Color = Color::hex(0x85_5400);
