//! The letters and colors of a house style as they are typed.

use egui::{Color32, Sense, Stroke, StrokeKind, Ui, vec2};

use super::sections::field;
use crate::{
    model::picture::{HouseStyle, MOST_SERIES, Rgb, StyleColors},
    ui::{
        theme::{colors, font, radius, space, stroke},
        widgets::{Icon, icon_button, label, link, number_field, text_field},
    },
};

/// Families offered below a field at most.
const OFFERED: usize = 6;

/// The colors of a style, with their names and the program's own.
const COLORS: [(&str, &str); 5] = [
    ("Background", "#FFFFFF"),
    ("Text", "#1C1B19"),
    ("Bars", "#7F8D9B"),
    ("Highlight", "#1B5896"),
    ("Places", "#1A8A7D"),
];

const SERIES: [&str; MOST_SERIES] = ["#152A90", "#672305", "#2FA59C", "#994360", "#978C08"];

/// What is typed of a style.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Fields {
    font: String,
    title_font: String,
    text_size: String,
    title_size: String,
    /// In the order of [`COLORS`], then the series. Empty for the program's own.
    colors: Vec<String>,
}

impl Fields {
    pub fn of(style: &HouseStyle) -> Self {
        let c = &style.colors;
        let one = [c.background, c.text, c.bars, c.highlight, c.places];
        let series = (0..MOST_SERIES).map(|at| c.series.get(at).copied());
        let colors = one.into_iter().chain(series);
        Self {
            font: style.font.clone(),
            title_font: style.title_font.clone(),
            text_size: style.text_size.to_string(),
            title_size: style.title_size.to_string(),
            colors: colors
                .map(|color| color.map(|c| c.to_string()).unwrap_or_default())
                .collect(),
        }
    }

    /// Takes what was typed into a style; returns what of it is wrong.
    pub fn read(&self, style: &mut HouseStyle) -> Option<String> {
        let mut wrong = None;
        let mut color = |at: usize| {
            let words = self.colors.get(at).map_or("", |words| words.trim());
            let color = Rgb::parse(words);
            if color.is_none() && !words.is_empty() && wrong.is_none() {
                wrong = Some(format!("“{words}” is no color; write one such as #1B5896"));
            }
            color
        };
        let [background, text, bars, highlight, places] = std::array::from_fn(&mut color);
        let series: Vec<Option<Rgb>> = (0..MOST_SERIES)
            .map(|at| color(COLORS.len() + at))
            .collect();
        // A series left empty between others has the program's color.
        let last = series
            .iter()
            .rposition(Option::is_some)
            .map_or(0, |at| at + 1);
        let own = SERIES.iter().filter_map(|own| Rgb::parse(own));
        let series = series.into_iter().zip(own).take(last);
        let size = |words: &str| {
            words
                .trim()
                .trim_end_matches('%')
                .trim()
                .parse::<u16>()
                .ok()
        };
        let (text_size, title_size) = (size(&self.text_size), size(&self.title_size));
        let read = HouseStyle {
            name: style.name.clone(),
            font: self.font.trim().to_owned(),
            title_font: self.title_font.trim().to_owned(),
            text_size: text_size.unwrap_or(0),
            title_size: title_size.unwrap_or(0),
            colors: StyleColors {
                background,
                text,
                bars,
                highlight,
                places,
                series: series.map(|(color, own)| color.unwrap_or(own)).collect(),
            },
        };
        let sizes = read.wrong().is_some();
        let wrong = wrong.or_else(|| {
            sizes.then(|| "Sizes of letters are whole percents from 50 to 200".to_owned())
        });
        if wrong.is_none() {
            *style = read;
        }
        wrong
    }

    /// Draws the fields; `families` are offered for the fonts.
    pub fn ui(&mut self, ui: &mut Ui, families: Option<&[String]>) {
        font_ui(ui, "Letters", "Inter", &mut self.font, families);
        let title = &mut self.title_font;
        font_ui(ui, "Title", "Literata", title, families);
        field(ui, "Sizes", |ui| {
            let c = colors(ui);
            ui.spacing_mut().item_spacing.x = space::S;
            number_field(ui, &mut self.text_size, "Size of letters", "%", 64.0);
            label(ui, "title", font::ui(font::UI), c.ink2);
            number_field(ui, &mut self.title_size, "Size of the title", "%", 64.0);
        });
        let (one, series) = self.colors.split_at_mut(COLORS.len());
        for ((name, own), text) in COLORS.iter().zip(one) {
            color_ui(ui, name, own, text);
        }
        for ((at, own), text) in SERIES.iter().enumerate().zip(series) {
            color_ui(ui, &format!("Series {}", at + 1), own, text);
        }
    }
}

/// A field for a family, and below it those of the system that begin so while it is typed.
fn font_ui(ui: &mut Ui, name: &str, own: &str, text: &mut String, families: Option<&[String]>) {
    let spoken = if name == "Title" {
        "Font of the title"
    } else {
        "Font"
    };
    field(ui, name, |ui| {
        let width = ui.available_width().min(222.0);
        text_field(ui, text, spoken, own, width);
    });
    let typed = text.trim().to_lowercase();
    let families = families.unwrap_or_default();
    if typed.is_empty() || families.iter().any(|f| f.to_lowercase() == typed) {
        return;
    }
    let begin = families
        .iter()
        .filter(|f| f.to_lowercase().starts_with(&typed));
    let within = families.iter().filter(|f| {
        let family = f.to_lowercase();
        family.contains(&typed) && !family.starts_with(&typed)
    });
    let offered: Vec<String> = begin.chain(within).take(OFFERED).cloned().collect();
    for family in offered {
        field(ui, "", |ui| {
            if link(ui, &family, &format!("{spoken}: {family}")).clicked() {
                text.clone_from(&family);
            }
        });
    }
}

/// A field for a color with a square of it.
fn color_ui(ui: &mut Ui, name: &str, own: &str, text: &mut String) {
    field(ui, name, |ui| {
        let c = colors(ui);
        ui.spacing_mut().item_spacing.x = space::M;
        let spoken = format!("Color of {}", name.to_lowercase());
        text_field(ui, text, &spoken, own, 96.0);
        let shown = Rgb::parse(text).or_else(|| Rgb::parse(own).filter(|_| text.trim().is_empty()));
        let (square, _) = ui.allocate_exact_size(vec2(20.0, 20.0), Sense::hover());
        let edge = Stroke::new(stroke::LINE, c.edge);
        let fill = shown.map_or(Color32::TRANSPARENT, |Rgb([r, g, b])| {
            Color32::from_rgb(r, g, b)
        });
        let kind = StrokeKind::Inside;
        ui.painter().rect(square, radius::BADGE, fill, edge, kind);
        if shown.is_none() {
            Icon::Warning.paint_scaled(ui.painter(), square.center(), c.error, 0.8);
        }
        if !text.is_empty() {
            let words = format!("Restore the color of {}", name.to_lowercase());
            let clear = icon_button(ui, Icon::Undo, &words, None, 24.0, None);
            if clear.clicked() {
                text.clear();
            }
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_a_style_and_back() {
        let mut style = HouseStyle {
            name: "Gazette".to_owned(),
            font: "Georgia".to_owned(),
            text_size: 120,
            ..HouseStyle::default()
        };
        style.colors.background = Rgb::parse("#FFF1E5");
        style.colors.series = vec![Rgb([1, 2, 3]), Rgb([4, 5, 6])];
        let mut fields = Fields::of(&style);
        let mut read = HouseStyle {
            name: "Gazette".to_owned(),
            ..HouseStyle::default()
        };
        assert_eq!(fields.read(&mut read), None);
        assert_eq!(read, style);
        // A gap between series is the program's color.
        fields.colors[5].clear();
        assert_eq!(fields.read(&mut read), None);
        assert_eq!(
            read.colors.series,
            [Rgb::parse(SERIES[0]).expect("a color"), Rgb([4, 5, 6])]
        );
        let before = read.clone();
        fields.colors[0] = "blue".to_owned();
        assert!(
            fields
                .read(&mut read)
                .is_some_and(|why| why.contains("blue"))
        );
        fields.colors[0].clear();
        fields.text_size = "9".to_owned();
        assert!(
            fields
                .read(&mut read)
                .is_some_and(|why| why.contains("50 to 200"))
        );
        assert_eq!(read, before, "what is wrong changes nothing");
    }
}
