//! The window's shades of the palette of codes: a quiet ground to read on, and a line that stands out from paper.

use egui::Color32;

use super::{Colors, mix};
use crate::model::marking::Code;

/// Least contrast of a code's line with what it stands on.
const LINE: f32 = 3.0;
/// Least contrast of text with its ground.
const TEXT: f32 = 4.5;

/// Relative luminance, as WCAG 2 counts it.
fn luminance(color: Color32) -> f32 {
    let part = |channel: u8| {
        let share = f32::from(channel) / 255.0;
        if share <= 0.040_45 {
            share / 12.92
        } else {
            ((share + 0.055) / 1.055).powf(2.4)
        }
    };
    0.2126 * part(color.r()) + 0.7152 * part(color.g()) + 0.0722 * part(color.b())
}

fn contrast(a: Color32, b: Color32) -> f32 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

impl Colors {
    /// A code's color for edges and swatches: the palette's own, made darker (by night lighter) until it stands out.
    #[must_use]
    pub fn code(&self, color: u8) -> Color32 {
        let [r, g, b] = Code::rgb(color);
        let own = Color32::from_rgb(r, g, b);
        let away = if self.dark {
            Color32::WHITE
        } else {
            Color32::BLACK
        };
        (0..=16_u8)
            .map(|step| mix(own, away, f32::from(step) / 20.0))
            .find(|shade| contrast(*shade, self.paper).min(contrast(*shade, self.panel)) >= LINE)
            .unwrap_or(self.ink2)
    }

    /// The ground of words with a code: as much of its color as leaves the second ink, in which captions are set, legible.
    #[must_use]
    pub fn code_ground(&self, color: u8) -> Color32 {
        let [r, g, b] = Code::rgb(color);
        let own = Color32::from_rgb(r, g, b);
        let over = if self.dark {
            mix(own, self.code(color), 0.5)
        } else {
            own
        };
        (0..=10_u8)
            .map(|step| mix(self.paper, over, 0.36 - f32::from(step) * 0.02))
            .find(|ground| contrast(self.ink2, *ground) >= TEXT)
            .unwrap_or(self.hover)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::theme::{DARK, LIGHT};

    #[test]
    fn codes_can_be_seen_and_read_by_day_and_by_night() {
        for c in [&LIGHT, &DARK] {
            for color in 0..Code::COLORS {
                let (line, ground) = (c.code(color), c.code_ground(color));
                let dark = c.dark;
                assert!(contrast(line, c.paper) >= LINE, "line {color}, {dark}");
                assert!(contrast(line, c.panel) >= LINE, "line {color}, {dark}");
                assert!(contrast(c.ink, ground) >= TEXT, "ink {color}, {dark}");
                assert!(contrast(c.ink2, ground) >= TEXT, "ink2 {color}, {dark}");
                assert_ne!(ground, c.paper, "ground {color}, {dark}");
            }
        }
    }

    #[test]
    fn no_two_codes_look_the_same() {
        for c in [&LIGHT, &DARK] {
            for a in 0..Code::COLORS {
                for b in 0..a {
                    let far = |one: Color32, other: Color32| {
                        let by = |a: u8, b: u8| u32::from(a.abs_diff(b));
                        by(one.r(), other.r()) + by(one.g(), other.g()) + by(one.b(), other.b())
                    };
                    let apart = far(c.code_ground(a), c.code_ground(b));
                    assert!(apart >= 14, "{a} and {b}, {}: {apart}", c.dark);
                }
            }
        }
    }
}
