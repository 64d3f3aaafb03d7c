//! How large a picture is: a size picture desks ask for, or one of the user's own, in pixels or millimeters.

use egui::Ui;

use super::sections::{field, rule_words};
use crate::{
    model::picture::{PictureOptions, SizePreset, mm_of_pixels, pixels_of_mm},
    ui::{
        theme::{colors, font, space},
        widgets::{Segment, dropdown, label, number, number_field, segmented},
    },
};

/// Dots per inch that make sense on screens and on paper.
pub(super) const DPI: std::ops::RangeInclusive<u32> = 36..=2400;

/// Width, height and resolution as they are typed.
#[derive(Debug)]
pub(super) struct Size {
    pub width: String,
    pub height: String,
    pub dpi: String,
    /// Whether width and height are in millimeters.
    pub millimeters: bool,
}

impl Size {
    pub fn new(options: &PictureOptions, millimeters: bool) -> Self {
        let mut size = Self {
            width: String::new(),
            height: String::new(),
            dpi: options.dpi.to_string(),
            millimeters,
        };
        size.write(options);
        size
    }

    /// Writes what the options say into the fields.
    fn write(&mut self, options: &PictureOptions) {
        let words = |pixels: u32| {
            if self.millimeters {
                let mm = mm_of_pixels(pixels, options.dpi);
                let text = format!("{mm:.1}");
                text.strip_suffix(".0").unwrap_or(&text).to_owned()
            } else {
                number(u64::from(pixels))
            }
        };
        let (width, height) = (words(options.width), words(options.height));
        (self.width, self.height) = (width, height);
        self.dpi = options.dpi.to_string();
    }

    /// Takes what was typed into the options; returns why no picture can be made of it.
    pub fn read(&self, options: &mut PictureOptions) -> Option<String> {
        let Some(dpi) = pixels(&self.dpi).filter(|dpi| DPI.contains(dpi)) else {
            return Some(format!(
                "Resolution is a whole number from {} to {}",
                DPI.start(),
                number(u64::from(*DPI.end()))
            ));
        };
        let length = |words: &str, pixels_now: u32| {
            if !self.millimeters {
                return pixels(words);
            }
            let mm: f64 = words.trim().replace(',', ".").parse().ok()?;
            // Words that were written from pixels stand for exactly those.
            let unchanged = (mm_of_pixels(pixels_now, dpi) - mm).abs() <= 0.05;
            if unchanged && dpi == options.dpi {
                Some(pixels_now)
            } else {
                pixels_of_mm(mm, dpi)
            }
        };
        let (Some(width), Some(height)) = (
            length(&self.width, options.width),
            length(&self.height, options.height),
        ) else {
            return Some(
                if self.millimeters {
                    "Width and height are millimeters, such as 180 and 110"
                } else {
                    "Width and height are whole numbers of pixels, such as 1,600 and 1,000"
                }
                .to_owned(),
            );
        };
        (options.width, options.height, options.dpi) = (width, height, dpi);
        crate::workspace::export::size_problem(options)
    }

    /// Draws size and resolution.
    pub fn ui(&mut self, ui: &mut Ui, options: &mut PictureOptions, problem: Option<&str>) {
        let preset = SizePreset::of(options.width, options.height, options.dpi);
        let mut names: Vec<&str> = SizePreset::ALL.iter().map(|preset| preset.name).collect();
        names.push("Own size");
        let chosen = preset.filter(|_| problem.is_none()).and_then(|preset| {
            let same = |other: &SizePreset| other.word == preset.word;
            SizePreset::ALL.iter().position(same)
        });
        field(ui, "Size", |ui| {
            let chosen = chosen.unwrap_or(SizePreset::ALL.len());
            let next = dropdown(ui, "Size", &names, chosen);
            if let Some(preset) = next.and_then(|next| SizePreset::ALL.get(next)) {
                (options.width, options.height, options.dpi) =
                    (preset.width, preset.height, preset.dpi);
                // Sizes for paper are known by their millimeters.
                self.millimeters = preset.dpi >= 200;
                self.write(options);
            }
        });
        field(ui, "", |ui| {
            let c = colors(ui);
            ui.spacing_mut().item_spacing.x = space::S;
            let unit = if self.millimeters { "mm" } else { "px" };
            number_field(ui, &mut self.width, "Width", unit, 80.0);
            label(ui, "×", font::ui(font::UI), c.ink2);
            number_field(ui, &mut self.height, "Height", unit, 80.0);
            let units = [Segment::new("px"), Segment::new("mm")];
            let next = segmented(ui, "Unit", usize::from(self.millimeters), &units);
            if let Some(next) = next
                && problem.is_none()
            {
                self.millimeters = next == 1;
                self.write(options);
            }
        });
        field(ui, "Resolution", |ui| {
            number_field(ui, &mut self.dpi, "Resolution", "dpi", 80.0);
        });
        if let Some(problem) = problem {
            let c = colors(ui);
            rule_words(ui, problem, c.error);
        }
    }
}

/// A whole number as people type it: `1,600`, `1 600`.
fn pixels(words: &str) -> Option<u32> {
    let digits: String = words
        .chars()
        .filter(|c| !matches!(c, ',' | '.' | ' ' | '\u{a0}' | '\u{202f}'))
        .collect();
    digits.parse().ok().filter(|n| *n > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sizes() -> (Size, PictureOptions) {
        let options = PictureOptions::default();
        (Size::new(&options, false), options)
    }

    #[test]
    fn wrong_sizes_are_explained() {
        let (mut size, mut options) = sizes();
        assert_eq!(size.read(&mut options), None);
        assert_eq!((options.width, options.height), (1600, 1000));
        for (width, height, dpi, word) in [
            ("wide", "1000", "144", "whole numbers"),
            ("0", "1000", "144", "whole numbers"),
            ("1,600", "1 000", "7", "36 to 2,400"),
            ("10", "1000", "144", "too few"),
            ("30000", "30000", "144", "too many"),
            ("99999999999", "1000", "144", "whole numbers"),
        ] {
            (size.width, size.height, size.dpi) =
                (width.to_owned(), height.to_owned(), dpi.to_owned());
            let problem = size.read(&mut options).unwrap_or_default();
            assert!(problem.contains(word), "{width} {height} {dpi}: {problem}");
        }
    }

    #[test]
    fn millimeters_are_pixels_on_paper_and_keep_them() {
        let (mut size, mut options) = sizes();
        size.millimeters = true;
        (size.width, size.height) = ("88".to_owned(), "70,5".to_owned());
        size.dpi = "300".to_owned();
        assert_eq!(size.read(&mut options), None);
        assert_eq!((options.width, options.height), (1039, 833));
        // Writing what pixels are in millimeters and reading it again changes no pixel.
        for width in 400..900 {
            options.width = width;
            size.write(&options);
            assert_eq!(size.read(&mut options), None);
            assert_eq!(options.width, width);
        }
        // At another resolution the same paper has other pixels.
        (size.width, size.dpi) = ("88".to_owned(), "600".to_owned());
        assert_eq!(size.read(&mut options), None);
        assert_eq!(options.width, 2079);
        size.width = "wide".to_owned();
        assert!(
            size.read(&mut options)
                .unwrap_or_default()
                .contains("millimeters")
        );
    }
}
