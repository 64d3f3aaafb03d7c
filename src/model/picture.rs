//! How a picture of a chart or map is to be made: size, words, colors, letters.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// A color of red, green and blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Rgb(pub [u8; 3]);

impl Rgb {
    /// Reads `#1B5896`, `1b5896` or `#15a`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.trim();
        let digits = digits.strip_prefix('#').unwrap_or(digits);
        let values: Vec<u8> = digits
            .chars()
            .map(|c| c.to_digit(16).and_then(|d| u8::try_from(d).ok()))
            .collect::<Option<_>>()?;
        match values.as_slice() {
            [r, g, b] => Some(Self([r * 17, g * 17, b * 17])),
            [r, s, g, h, b, c] => Some(Self([r * 16 + s, g * 16 + h, b * 16 + c])),
            _ => None,
        }
    }

    /// Luminance as WCAG 2 counts it, 0 to 1.
    #[must_use]
    pub fn luminance(self) -> f64 {
        let linear = |value: u8| {
            let share = f64::from(value) / 255.0;
            if share <= 0.040_45 {
                share / 12.92
            } else {
                ((share + 0.055) / 1.055).powf(2.4)
            }
        };
        let [red, green, blue] = self.0;
        0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
    }

    /// Contrast to another color as WCAG 2 counts it, 1 to 21.
    #[must_use]
    pub fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }
}

impl std::fmt::Display for Rgb {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let [red, green, blue] = self.0;
        write!(f, "#{red:02X}{green:02X}{blue:02X}")
    }
}

impl TryFrom<String> for Rgb {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        Self::parse(&text)
            .ok_or_else(|| format!("“{text}” is no color; write one such as \"#1B5896\""))
    }
}

impl From<Rgb> for String {
    fn from(color: Rgb) -> Self {
        color.to_string()
    }
}

/// Series a house style can color: more lines than that compare nothing.
pub const MOST_SERIES: usize = 5;

/// Percent a house style may scale letters by.
pub const TEXT_PERCENT: std::ops::RangeInclusive<u16> = 50..=200;

/// Letters and colors of a newsroom, saved by name. What is left out is the program's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct HouseStyle {
    pub name: String,
    /// Family of all words but the title; empty for Inter.
    pub font: String,
    /// Family of the title and of names on waters; empty for Literata.
    pub title_font: String,
    /// Percent of the usual size of all words but the title.
    pub text_size: u16,
    /// Percent of the usual size of the title.
    pub title_size: u16,
    pub colors: StyleColors,
}

/// The colors of a house style. Lines, quiet words and shades of cells follow from these.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct StyleColors {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub background: Option<Rgb>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<Rgb>,
    /// Bars and columns.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bars: Option<Rgb>,
    /// What is selected, and the darkest cell of a table.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub highlight: Option<Rgb>,
    /// Places on maps.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub places: Option<Rgb>,
    /// Lines of names that are compared, in their order; the program's own follow where these end.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub series: Vec<Rgb>,
}

impl Default for HouseStyle {
    fn default() -> Self {
        Self {
            name: String::new(),
            font: String::new(),
            title_font: String::new(),
            text_size: 100,
            title_size: 100,
            colors: StyleColors::default(),
        }
    }
}

/// The program's own ground and ink, which a style's colors are held against.
const PAPER: Rgb = Rgb([0xFF, 0xFF, 0xFF]);
const INK: Rgb = Rgb([0x1C, 0x1B, 0x19]);

impl HouseStyle {
    /// Why the style cannot be used, if so.
    #[must_use]
    pub fn wrong(&self) -> Option<String> {
        let sizes = [
            ("text_size", self.text_size),
            ("title_size", self.title_size),
        ];
        for (name, percent) in sizes {
            if !TEXT_PERCENT.contains(&percent) {
                let (least, most) = (TEXT_PERCENT.start(), TEXT_PERCENT.end());
                return Some(format!(
                    "{name} is {percent}, but must be from {least} to {most} (percent)"
                ));
            }
        }
        let series = self.colors.series.len();
        (series > MOST_SERIES).then(|| {
            format!("it has {series} colors for series, but at most {MOST_SERIES} are drawn")
        })
    }

    /// What of the colors is hard to see: text that does not stand out from its ground, shapes that hardly do.
    #[must_use]
    pub fn doubts(&self) -> Vec<String> {
        const LETTERS: f64 = 4.5;
        const SHAPES: f64 = 3.0;
        let c = &self.colors;
        let ground = c.background.unwrap_or(PAPER);
        let mut doubts = Vec::new();
        let mut weigh = |what: &str, color: Rgb, least: f64| {
            let contrast = color.contrast(ground);
            if contrast < least {
                doubts.push(format!(
                    "{what} {color} is hard to see on {ground}: contrast {contrast:.1}, at least {least} is advised"
                ));
            }
        };
        weigh("Text", c.text.unwrap_or(INK), LETTERS);
        let series = c.series.iter().map(|color| ("A series in", Some(*color)));
        let shapes = [
            ("Bars in", c.bars),
            ("The highlight in", c.highlight),
            ("Places in", c.places),
        ];
        for (what, color) in shapes.into_iter().chain(series) {
            if let Some(color) = color {
                weigh(what, color, SHAPES);
            }
        }
        doubts
    }
}

/// What a picture is made to be printed with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Printing {
    #[default]
    Color,
    /// Colors, with hatching where color alone tells things apart.
    Patterns,
    /// Black on white with hatching: for photocopiers and newsprint.
    Black,
}

impl Printing {
    /// All, in the order of the dialog.
    pub const ALL: [Self; 3] = [Self::Color, Self::Patterns, Self::Black];

    /// The word used on the command line.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Color => "color",
            Self::Patterns => "patterns",
            Self::Black => "black",
        }
    }
}

/// The lines of words around a chart or map.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum WordLine {
    Title,
    /// What is counted in how many articles.
    Subtitle,
    /// The first and the last day.
    Dates,
    /// `n = 1,092 mentions of 12 places`.
    N,
    /// Where it is from, and the filter.
    Source,
    /// How it is counted.
    Method,
    /// Whatever else must be said of the numbers.
    Notes,
    /// What made the picture, and whose outlines and place names it uses.
    Credit,
}

impl WordLine {
    /// All, from the top of the picture to its foot.
    pub const ALL: [Self; 8] = [
        Self::Title,
        Self::Subtitle,
        Self::Dates,
        Self::N,
        Self::Source,
        Self::Method,
        Self::Notes,
        Self::Credit,
    ];

    /// The word used on the command line.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Subtitle => "subtitle",
            Self::Dates => "dates",
            Self::N => "n",
            Self::Source => "source",
            Self::Method => "method",
            Self::Notes => "notes",
            Self::Credit => "credit",
        }
    }

    /// Which line a note of a chart is part of; `None` for what belongs to no line and always stays, such as how often
    /// checked names were right.
    #[must_use]
    pub fn of_note(note: &str) -> Option<Self> {
        let begins = |with: &[&str]| with.iter().any(|words| note.starts_with(words));
        if begins(&["Source: "]) {
            Some(Self::Source)
        } else if begins(&["Counted as "]) {
            Some(Self::Method)
        } else if begins(&["Made with ", "Place names: ", "Outlines: "]) {
            Some(Self::Credit)
        } else if begins(&["Names checked on random samples"]) {
            None
        } else {
            Some(Self::Notes)
        }
    }
}

/// Words of the user's own in place of the program's, by line. An empty text leaves the line out.
pub type OwnWords = BTreeMap<WordLine, String>;

/// The words of a chart or map, as the program writes them.
#[derive(Clone, Copy, Debug)]
pub struct Said<'p> {
    pub title: &'p str,
    pub subtitle: &'p str,
    pub n_line: &'p str,
    pub notes: &'p [String],
}

impl<'p> Said<'p> {
    /// What is counted, and over which dates: a subtitle holds both, the dates last. Empty where there are none.
    #[must_use]
    pub fn counted_and_dates(&self) -> (&'p str, &'p str) {
        self.subtitle
            .rsplit_once(", ")
            .unwrap_or((self.subtitle, ""))
    }

    /// The program's words of a line; notes one below the other.
    #[must_use]
    pub fn line(&self, line: WordLine) -> String {
        match line {
            WordLine::Title => self.title.to_owned(),
            WordLine::Subtitle => self.counted_and_dates().0.to_owned(),
            WordLine::Dates => self.counted_and_dates().1.to_owned(),
            WordLine::N => self.n_line.to_owned(),
            WordLine::Source | WordLine::Method | WordLine::Notes | WordLine::Credit => {
                let of = |note: &&String| WordLine::of_note(note) == Some(line);
                let notes: Vec<&str> = self.notes.iter().filter(of).map(String::as_str).collect();
                notes.join("\n")
            }
        }
    }

    /// The subtitle with the user's own words in it.
    #[must_use]
    pub fn subtitle_with(&self, own: &OwnWords) -> String {
        let (counted, dates) = self.counted_and_dates();
        let own = |line, program: &str| {
            let words = own.get(&line).map_or(program, String::as_str);
            words.trim().to_owned()
        };
        let parts = [
            own(WordLine::Subtitle, counted),
            own(WordLine::Dates, dates),
        ];
        let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        parts.join(", ")
    }

    /// The notes with the user's own words in place of the program's, where those stood.
    #[must_use]
    pub fn notes_with(&self, own: &OwnWords) -> Vec<String> {
        const LINES: [WordLine; 4] = [
            WordLine::Source,
            WordLine::Method,
            WordLine::Notes,
            WordLine::Credit,
        ];
        let own_notes = |line: WordLine| {
            let words = own.get(&line).into_iter().flat_map(|words| words.lines());
            let words = words.map(str::trim).filter(|words| !words.is_empty());
            words.map(str::to_owned).collect::<Vec<_>>()
        };
        let (mut notes, mut written): (Vec<String>, Vec<WordLine>) = (Vec::new(), Vec::new());
        // Own words of a line that the program has nothing to say in stand before the next line's.
        let mut write_before = |notes: &mut Vec<String>, next: Option<WordLine>| {
            for line in LINES {
                let due = next.is_none_or(|next| line <= next);
                if due && own.contains_key(&line) && !written.contains(&line) {
                    written.push(line);
                    notes.extend(own_notes(line));
                }
            }
        };
        for note in self.notes {
            match WordLine::of_note(note) {
                Some(line) => {
                    write_before(&mut notes, Some(line));
                    if !own.contains_key(&line) {
                        notes.push(note.clone());
                    }
                }
                None => notes.push(note.clone()),
            }
        }
        write_before(&mut notes, None);
        notes
    }
}

/// How a picture is to be made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PictureOptions {
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// Dots per inch: written into the PNG, and what one point of text means. At 96 a 13-point label is 17 pixels high.
    pub dpi: u32,
    /// The user's own words in place of the program's.
    pub own: OwnWords,
    pub show_selection: bool,
    /// Leave the ground transparent instead of the style's color.
    pub transparent: bool,
    pub printing: Printing,
    pub style: HouseStyle,
}

impl Default for PictureOptions {
    fn default() -> Self {
        Self {
            width: 1600,
            height: 1000,
            dpi: 144,
            own: OwnWords::new(),
            show_selection: true,
            transparent: false,
            printing: Printing::Color,
            style: HouseStyle::default(),
        }
    }
}

/// A size that picture desks ask for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SizePreset {
    /// The word used on the command line.
    pub word: &'static str,
    /// For people.
    pub name: &'static str,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    pub dpi: u32,
}

const fn preset(
    word: &'static str,
    name: &'static str,
    (width, height): (u32, u32),
    dpi: u32,
) -> SizePreset {
    SizePreset {
        word,
        name,
        width,
        height,
        dpi,
    }
}

/// Millimeters of an inch.
const INCH: f64 = 25.4;

impl SizePreset {
    /// All, as the dialog lists them. Print sizes are whole millimeters at 300 dots per inch: one column of a broadsheet is about
    /// 88 mm wide, two about 180 mm, a page of A4 without its margins 180 × 257 mm.
    pub const ALL: [Self; 8] = [
        preset("screen", "Screen, 2×", (1600, 1000), 144),
        preset("slide", "Slide, 16:9", (1920, 1080), 144),
        preset("square", "Square", (1200, 1200), 144),
        preset("portrait", "Portrait, 4:5", (1080, 1350), 144),
        preset("column", "Print, one column", (1039, 827), 300),
        preset("two-columns", "Print, two columns", (2126, 1299), 300),
        preset("page", "Print, a page of A4", (2126, 3035), 300),
        preset("poster", "Print, large, 300 × 200 mm", (3543, 2362), 300),
    ];

    /// The preset with this word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|preset| preset.word == word)
    }

    /// The preset of a picture's size.
    #[must_use]
    pub fn of(width: u32, height: u32, dpi: u32) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|p| (p.width, p.height, p.dpi) == (width, height, dpi))
    }
}

/// Pixels of a length on paper, at least one; `None` for what is no length or more than a picture can have.
#[must_use]
pub fn pixels_of_mm(mm: f64, dpi: u32) -> Option<u32> {
    let pixels = (mm / INCH * f64::from(dpi)).round();
    (1.0..=1.0e6).contains(&pixels).then_some(pixels as u32)
}

/// Millimeters of pixels on paper.
#[must_use]
pub fn mm_of_pixels(pixels: u32, dpi: u32) -> f64 {
    f64::from(pixels) / f64::from(dpi.max(1)) * INCH
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colors_are_read_and_written() {
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(Rgb::parse(text).map(|c| c.to_string()).as_deref(), expected);
        };
        check("#1b5896", Some("#1B5896"));
        check(" 15a ", Some("#1155AA"));
        check("blue", None);
        check("#12345", None);
        check("#1234é", None);
        check("", None);
    }

    #[test]
    fn contrast_is_that_of_wcag() {
        let black = Rgb([0; 3]);
        assert!((black.contrast(PAPER) - 21.0).abs() < 1e-9);
        assert!((PAPER.contrast(PAPER) - 1.0).abs() < 1e-9);
        assert!((Rgb([0x76; 3]).contrast(PAPER) - 4.54).abs() < 0.01);
        let pale = HouseStyle {
            colors: StyleColors {
                text: Some(Rgb([0xAA; 3])),
                bars: Some(Rgb([0xEE; 3])),
                ..StyleColors::default()
            },
            ..HouseStyle::default()
        };
        assert_eq!(pale.doubts().len(), 2, "{:?}", pale.doubts());
        assert!(HouseStyle::default().doubts().is_empty());
    }

    fn notes() -> Vec<String> {
        [
            "Source: 2 outlets, project “Hills”.",
            "Counted as mentions, so copies of a wire story count each time.",
            "3 articles have no date.",
            "Names checked on random samples, 95 % intervals: all.",
            "Made with Dateline 1.",
        ]
        .map(str::to_owned)
        .to_vec()
    }

    #[test]
    fn own_words_stand_where_the_programs_stood() {
        let notes = notes();
        let said = Said {
            title: "Names",
            subtitle: "Mentions in 12 articles, 3–28 Mar 2012",
            n_line: "n = 4",
            notes: &notes,
        };
        assert_eq!(said.line(WordLine::Subtitle), "Mentions in 12 articles");
        assert_eq!(said.line(WordLine::Dates), "3–28 Mar 2012");
        assert_eq!(said.line(WordLine::Notes), "3 articles have no date.");
        let check = |own: &[(WordLine, &str)], subtitle: &str, expected: &[&str]| {
            let own: OwnWords = own.iter().map(|(l, w)| (*l, (*w).to_owned())).collect();
            assert_eq!(said.subtitle_with(&own), subtitle);
            assert_eq!(said.notes_with(&own), expected);
        };
        let all: Vec<&str> = notes.iter().map(String::as_str).collect();
        check(&[], "Mentions in 12 articles, 3–28 Mar 2012", &all);
        check(
            &[
                (WordLine::Dates, ""),
                (WordLine::Source, "Harbor desk\n\nand friends"),
                (WordLine::Method, ""),
                (WordLine::Credit, ""),
            ],
            "Mentions in 12 articles",
            &["Harbor desk", "and friends", all[2], all[3]],
        );
        check(
            &[(WordLine::Subtitle, " "), (WordLine::Notes, "Mine")],
            "3–28 Mar 2012",
            &[all[0], all[1], "Mine", all[3], all[4]],
        );
        // Where the program says nothing, own words come in the order of the lines.
        let bare = Said {
            notes: &notes[4..],
            ..said
        };
        let own = OwnWords::from([(WordLine::Notes, "Mine".to_owned())]);
        assert_eq!(bare.notes_with(&own), ["Mine", "Made with Dateline 1."]);
    }

    #[test]
    fn print_sizes_are_whole_millimeters() {
        for preset in SizePreset::ALL.iter().filter(|p| p.dpi == 300) {
            for pixels in [preset.width, preset.height] {
                let mm = mm_of_pixels(pixels, 300);
                assert_eq!(pixels_of_mm(mm.round(), 300), Some(pixels), "{preset:?}");
            }
        }
        assert_eq!(pixels_of_mm(f64::NAN, 300), None);
        assert_eq!(pixels_of_mm(-1.0, 300), None);
    }
}
