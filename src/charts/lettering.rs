//! Sets text: which font draws which character, how wide a line is, where it breaks. The fonts themselves are in
//! `families`.
//!
//! Both kinds of picture are laid out with these widths. An SVG viewer may lack the fonts and fall back to its own, so
//! whatever must not touch its neighbor is given [`SLACK`] more than it measures.

use ab_glyph::Font as _;
use unicode_bidi::{BidiInfo, Level};
use unicode_segmentation::UnicodeSegmentation as _;

pub use super::families::font;
use super::families::{Cut, Family, Letters};

/// Room kept beside text, as a factor on its width: common fallback fonts (DejaVu Sans, Arial, Georgia) run up to 12 %
/// wider than Inter and Literata.
pub const SLACK: f64 = 1.12;

/// Height above the baseline that counts as taken by a line, as a share of its size: Inter's and Literata's ascenders.
pub const ASCENT: f64 = 0.80;

/// Depth below the baseline, likewise.
pub const DESCENT: f64 = 0.24;

/// A family and weight of letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Face {
    Sans,
    SansBold,
    SerifBold,
    SerifItalic,
}

impl Face {
    /// The embedded family.
    const fn family(self) -> &'static str {
        match self {
            Self::Sans | Self::SansBold => "Inter",
            Self::SerifBold | Self::SerifItalic => "Literata",
        }
    }

    /// What a viewer without any of the fonts falls back to.
    const fn generic(self) -> &'static str {
        match self {
            Self::Sans | Self::SansBold => "sans-serif",
            Self::SerifBold | Self::SerifItalic => "serif",
        }
    }

    /// The weight of the embedded font.
    const fn weight(self) -> u16 {
        match self {
            Self::Sans | Self::SerifItalic => 400,
            Self::SansBold | Self::SerifBold => 600,
        }
    }

    /// Whether the letters are slanted.
    pub const fn italic(self) -> bool {
        matches!(self, Self::SerifItalic)
    }

    /// The embedded fonts to try for a character, as [`font`] counts them.
    const fn fallbacks(self) -> [usize; 4] {
        match self {
            Self::Sans => [0, 4, 5, 2],
            Self::SansBold => [1, 4, 5, 2],
            Self::SerifBold => [2, 1, 4, 5],
            Self::SerifItalic => [3, 0, 4, 5],
        }
    }
}

/// A face at a size.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Style {
    pub face: Face,
    /// Pixels per em.
    pub size: f64,
    /// Extra space after each letter, in em.
    pub tracking: f64,
    /// Fonts in place of the embedded ones.
    pub letters: Letters,
}

impl Style {
    /// A style of the embedded fonts without extra space between letters.
    pub const fn new(face: Face, size: f64) -> Self {
        Self {
            face,
            size,
            tracking: 0.0,
            letters: Letters::EMBEDDED,
        }
    }

    /// The family in place of the embedded one, and which of its fonts.
    fn own(&self) -> Option<(&'static Family, Cut)> {
        match self.face {
            Face::Sans => self.letters.text.map(|family| (family, family.regular)),
            Face::SansBold => self.letters.text.map(|family| (family, family.bold)),
            Face::SerifBold => self.letters.title.map(|family| (family, family.bold)),
            Face::SerifItalic => {
                let family = self.letters.title?;
                Some((family, family.italic?))
            }
        }
    }

    /// The families as written in SVG: the one words are set with first, then what is likely to be there.
    pub fn families(&self) -> String {
        let mut families = String::new();
        if let Some((family, _)) = self.own() {
            families = format!("'{}', ", family.name.replace(['\\', '\'', '"'], " "));
        }
        families.push_str(self.face.family());
        if let Some(others) = self.letters.others {
            families.push_str(&format!(
                ", '{}'",
                others.name.replace(['\\', '\'', '"'], " ")
            ));
        }
        families.push_str(", ");
        families.push_str(self.face.generic());
        families
    }

    /// The weight as written in SVG.
    pub fn weight(&self) -> u16 {
        self.own().map_or(self.face.weight(), |(_, cut)| cut.weight)
    }

    /// Fonts to try for a character.
    fn fonts(&self) -> Fonts {
        let mut fonts = Fonts::default();
        fonts.extend(self.own().map(|(_, cut)| cut.font));
        fonts.extend(self.face.fallbacks());
        fonts.extend(self.letters.others.map(|family| family.regular.font));
        fonts
    }

    /// Width of a line in pixels, as it is drawn.
    pub fn width(&self, text: &str) -> f64 {
        self.shape(text).width
    }

    /// Width of a line in pixels in these fonts or the embedded ones, whichever set it wider: a viewer may lack these.
    fn widest(&self, text: &str) -> f64 {
        let width = self.width(text);
        if self.own().is_none() {
            return width;
        }
        let embedded = Self {
            letters: Letters {
                text: None,
                title: None,
                ..self.letters
            },
            ..*self
        };
        width.max(embedded.width(text))
    }

    /// Width in pixels to reserve for a line, fallback fonts allowed for.
    pub fn room(&self, text: &str) -> f64 {
        self.widest(text) * SLACK
    }

    /// Distance between baselines in pixels.
    pub fn leading(&self) -> f64 {
        self.size * 1.3
    }

    /// The glyphs of one line, left to right as seen, whatever the direction of its words.
    pub fn shape(&self, text: &str) -> ShapedLine {
        let mut line = ShapedLine::default();
        let fonts = self.fonts();
        let info = BidiInfo::new(text, None);
        for paragraph in &info.paragraphs {
            let (levels, runs) = info.visual_runs(paragraph, paragraph.range.clone());
            for run in runs {
                let level = levels.get(run.start).copied().unwrap_or(Level::ltr());
                let Some(words) = text.get(run) else { continue };
                let mut pieces = by_font(words, fonts.list());
                if level.is_rtl() {
                    pieces.reverse();
                }
                for (font, piece) in pieces {
                    self.shape_piece(font, piece, level.is_rtl(), &mut line);
                }
            }
        }
        line
    }

    fn shape_piece(&self, index: usize, piece: &str, right_to_left: bool, line: &mut ShapedLine) {
        let Some(font) = font(index) else {
            return;
        };
        let mut buffer = harfrust::UnicodeBuffer::new();
        buffer.push_str(piece);
        buffer.guess_segment_properties();
        buffer.set_direction(if right_to_left {
            harfrust::Direction::RightToLeft
        } else {
            harfrust::Direction::LeftToRight
        });
        let shaper = font.shaper();
        // Letters set apart must not be tied together.
        let ligatures_off = [harfrust::Feature::new(harfrust::Tag::new(b"liga"), 0, ..)];
        let options = if self.tracking > 0.0 {
            harfrust::ShapeOptions::new().features(&ligatures_off)
        } else {
            harfrust::ShapeOptions::new()
        };
        let glyphs = shaper.shape(buffer, options);
        let scale = self.size / font.units_per_em;
        for (info, position) in glyphs.glyph_infos().iter().zip(glyphs.glyph_positions()) {
            line.glyphs.push(Glyph {
                font: index,
                id: u16::try_from(info.glyph_id).unwrap_or_default(),
                x: line.width + f64::from(position.x_offset) * scale,
                y: -f64::from(position.y_offset) * scale,
            });
            line.width += f64::from(position.x_advance) * scale;
            if position.x_advance > 0 {
                line.width += self.tracking * self.size;
            }
        }
    }

    /// Breaks `text` into lines no wider than `width` pixels with slack, at spaces where there are any, inside words
    /// only where a word alone is too wide. At most `most` lines; the last ends in "…" when there would be more.
    pub fn wrap(&self, text: &str, width: f64, most: usize) -> Vec<String> {
        let width = width / SLACK;
        // Measured whole first: a line kerns, and spaces follow the font of the word before them.
        if most > 0 && !text.is_empty() && self.widest(text) <= width {
            return vec![text.to_owned()];
        }
        let space = self.widest(" ");
        let mut lines: Vec<String> = Vec::new();
        let (mut line, mut taken) = (String::new(), 0.0);
        for word in text.split_whitespace() {
            if lines.len() > most {
                break;
            }
            let long = self.widest(word);
            // Words side by side may be wider than their sum, when a space takes another font's width.
            if !line.is_empty()
                && taken + space + long <= width
                && self.widest(&format!("{line} {word}")) <= width
            {
                line.push(' ');
                line.push_str(word);
                taken += space + long;
                continue;
            }
            if !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
            if long <= width {
                word.clone_into(&mut line);
                taken = long;
                continue;
            }
            (line, taken) = self.break_word(word, width, most, &mut lines);
        }
        if !line.is_empty() {
            lines.push(line);
        }
        if lines.len() > most {
            lines.truncate(most);
            if let Some(last) = lines.last_mut() {
                *last = self.shorten(&format!("{last} …"), width);
            }
        }
        lines
    }

    /// Cuts a word that is wider than a line into full lines, appended to `lines`; returns the rest and its width.
    fn break_word(
        &self,
        word: &str,
        width: f64,
        most: usize,
        lines: &mut Vec<String>,
    ) -> (String, f64) {
        let (mut line, mut taken) = (String::new(), 0.0);
        for letter in word.graphemes(true) {
            let long = self.widest(letter);
            if !line.is_empty() && taken + long > width {
                lines.push(std::mem::take(&mut line));
                taken = 0.0;
                if lines.len() > most {
                    break;
                }
            }
            line.push_str(letter);
            taken += long;
        }
        (line, taken)
    }

    /// `text`, or as much of its beginning as fits `width` pixels followed by "…"; nothing where not even that fits.
    pub fn shorten(&self, text: &str, width: f64) -> String {
        if self.width(text) <= width {
            return text.to_owned();
        }
        let mark = self.width("…");
        let mut out = String::new();
        let mut taken = 0.0;
        for letter in text.graphemes(true) {
            taken += self.width(letter);
            if taken + mark > width {
                break;
            }
            out.push_str(letter);
        }
        loop {
            out.truncate(out.trim_end_matches([' ', '…', ',']).len());
            if out.is_empty() {
                return if mark > width { out } else { "…".to_owned() };
            }
            let whole = format!("{out}…");
            // Letters together may be wider than one by one.
            if self.width(&whole) <= width {
                return whole;
            }
            let last = out.graphemes(true).next_back().map_or(0, str::len);
            out.truncate(out.len() - last);
        }
    }
}

/// One glyph of a line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Glyph {
    /// Which, see [`font`].
    pub font: usize,
    pub id: u16,
    /// Pixels right of the line's start.
    pub x: f64,
    /// Pixels below the baseline.
    pub y: f64,
}

/// A line of glyphs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ShapedLine {
    pub glyphs: Vec<Glyph>,
    /// Pixels.
    pub width: f64,
}

/// Whether a line starts from the right: its first letter with a direction is Arabic, Hebrew or the like.
pub fn starts_right(text: &str) -> bool {
    matches!(
        unicode_bidi::get_base_direction(text),
        unicode_bidi::Direction::Rtl
    )
}

/// Fonts to try for a character, few enough to need no allocation.
#[derive(Clone, Copy, Debug, Default)]
struct Fonts {
    list: [usize; 6],
    count: usize,
}

impl Fonts {
    fn extend(&mut self, fonts: impl IntoIterator<Item = usize>) {
        for font in fonts {
            if let Some(place) = self.list.get_mut(self.count) {
                *place = font;
                self.count += 1;
            }
        }
    }

    fn list(&self) -> &[usize] {
        self.list.get(..self.count).unwrap_or_default()
    }
}

/// Cuts text where the font has to change. A character that no font has stays with the one before it.
fn by_font<'t>(text: &'t str, fallbacks: &[usize]) -> Vec<(usize, &'t str)> {
    let has = |index: usize, letter: char| {
        font(index).is_some_and(|font| font.outlines.glyph_id(letter).0 != 0)
    };
    let first = fallbacks.first().copied().unwrap_or_default();
    let mut pieces = Vec::new();
    let (mut current, mut start) = (None, 0);
    for (at, letter) in text.char_indices() {
        let font = match current {
            // Spaces, marks and joiners go with the letter before, so that words are shaped whole.
            Some(font) if !letter.is_alphanumeric() && has(font, letter) => font,
            Some(font) if is_joined(letter) => font,
            _ => fallbacks
                .iter()
                .copied()
                .find(|&index| has(index, letter))
                .unwrap_or_else(|| current.unwrap_or(first)),
        };
        if let Some(before) = current.filter(|&before| before != font) {
            pieces.push((before, text.get(start..at).unwrap_or_default()));
            start = at;
        }
        current = Some(font);
    }
    if let Some(font) = current {
        pieces.push((font, text.get(start..).unwrap_or_default()));
    }
    pieces
}

/// Characters without a shape of their own: joiners, direction marks, combining marks, variation selectors.
fn is_joined(letter: char) -> bool {
    matches!(letter, '\u{0300}'..='\u{036F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{2069}' | '\u{FE00}'..='\u{FE0F}' | '\u{20D0}'..='\u{20FF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    const STYLE: Style = Style::new(Face::Sans, 10.0);

    #[test]
    fn wraps_at_spaces_then_inside_words() {
        let check = |text: &str, width: f64, most: usize, expected: &[&str]| {
            assert_eq!(STYLE.wrap(text, width, most), expected, "{text}");
        };
        check("", 50.0, 3, &[]);
        check("one two", 500.0, 3, &["one two"]);
        check("one two", 30.0, 3, &["one", "two"]);
        check("one two three four", 30.0, 2, &["one", "two…"]);
        let lines = STYLE.wrap(&"m".repeat(40), 60.0, 100);
        assert!(lines.len() > 5 && lines.concat() == "m".repeat(40));
    }

    #[test]
    fn every_script_with_a_font_is_drawn_with_it() {
        let check = |text: &str, expected: &[usize]| {
            let mut used: Vec<usize> = STYLE.shape(text).glyphs.iter().map(|g| g.font).collect();
            used.dedup();
            assert_eq!(used, expected, "{text}");
        };
        check("Zürich 12", &[0]);
        check("Αθήνα, Київ", &[0]);
        check("القاهرة", &[4]);
        check("חיפה", &[5]);
        // Drawn from the right: the number, set in Inter, comes out left of the word.
        check("القاهرة 2011", &[0, 4]);
    }

    #[test]
    fn arabic_letters_join() {
        let joined = STYLE.width("بيت");
        let apart: f64 = ["ب", "ي", "ت"].iter().map(|l| STYLE.width(l)).sum();
        assert!(joined < apart * 0.9, "{joined} {apart}");
    }

    #[test]
    fn pairs_are_kerned() {
        assert!(STYLE.width("AV") < STYLE.width("A") + STYLE.width("V") - 0.5);
    }
}
