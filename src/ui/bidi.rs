//! Lines with letters that run from right to left. egui shapes and joins such letters, but sets word after word from left
//! to right; here lines are broken in reading order and their words set in the order of Unicode's bidirectional
//! algorithm, each laid out by egui alone, so that digits and Latin words inside keep their own direction.

use std::{ops::Range, sync::Arc};

use egui::{
    Color32, FontId, Galley, Painter, Pos2, Rect, Ui, Vec2,
    epaint::text::FontsView,
    pos2,
    text::{CharIndex, LayoutJob, TextFormat},
    vec2,
};
use unicode_bidi::{BidiClass, BidiInfo, Level, bidi_class};
use unicode_segmentation::UnicodeSegmentation as _;

/// Whether a text has letters that run from right to left, or signs that turn the direction.
#[must_use]
pub fn turns(text: &str) -> bool {
    // Hebrew, the first of these letters, begins at this byte in UTF-8, most others at higher ones.
    text.bytes().any(|byte| byte >= 0xD6)
        && text.chars().any(|c| {
            matches!(c,
                '\u{590}'..='\u{8FF}' | '\u{200F}' | '\u{202B}' | '\u{202E}' | '\u{2067}'
                | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFE}'
                | '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}')
        })
}

/// Whether lines of this text begin at the right: its first letter with a direction runs to the left.
#[must_use]
pub fn starts_right(text: &str) -> bool {
    unicode_bidi::get_base_direction(text) == unicode_bidi::Direction::Rtl
}

/// How words are to look.
#[derive(Clone, Debug)]
pub struct Look {
    pub font: FontId,
    /// Points from line to line.
    pub line: f32,
    /// Points that a line may be wide.
    pub width: f32,
    /// Whether lines begin at the right.
    pub right: bool,
}

/// Words in lines. Places are counted from the upper left corner, characters in reading order.
pub struct Lines {
    lines: Vec<Line>,
    size: Vec2,
    height: f32,
}

struct Line {
    /// With the spaces at its end.
    chars: Range<usize>,
    top: f32,
    /// From left to right.
    pieces: Vec<Piece>,
}

/// A word, or a part of one, whose letters run one way.
#[derive(Clone)]
struct Piece {
    bytes: Range<usize>,
    chars: Range<usize>,
    leftwards: bool,
    space: bool,
    galley: Arc<Galley>,
    x: f32,
    width: f32,
}

impl Lines {
    #[must_use]
    pub fn new(ui: &Ui, words: &str, look: &Look) -> Self {
        let level = if look.right {
            Level::rtl()
        } else {
            Level::ltr()
        };
        let info = BidiInfo::new(words, Some(level));
        let pixel = 1.0 / ui.pixels_per_point();
        let mut lines = Vec::new();
        ui.fonts_mut(|fonts| {
            let mut setter = Setter { fonts, look };
            let mut chars = 0;
            for paragraph in &info.paragraphs {
                let pieces = setter.pieces(words, &info.levels, paragraph.range.clone(), chars);
                chars = pieces.last().map_or(chars, |piece| piece.chars.end);
                for line in broken(pieces, look.width) {
                    // Spaces at the end of a line hang out of it.
                    let last = line.iter().rposition(|piece| !piece.space);
                    let shown = line.get(..last.map_or(0, |at| at + 1)).unwrap_or_default();
                    let range = match (line.first(), shown.last()) {
                        (Some(first), Some(last)) => first.bytes.start..last.bytes.end,
                        _ => 0..0,
                    };
                    let mut ordered: Vec<Piece> = Vec::with_capacity(shown.len());
                    if !range.is_empty() {
                        let (levels, runs) = info.visual_runs(paragraph, range);
                        for run in runs {
                            let leftwards = levels.get(run.start).is_some_and(Level::is_rtl);
                            let from = ordered.len();
                            let inside = |piece: &&Piece| run.contains(&piece.bytes.start);
                            ordered.extend(shown.iter().filter(inside).cloned());
                            if leftwards {
                                ordered.get_mut(from..).unwrap_or_default().reverse();
                            }
                        }
                    }
                    let wide: f32 = ordered.iter().map(|piece| piece.width).sum();
                    let mut x = if look.right { look.width - wide } else { 0.0 };
                    for piece in &mut ordered {
                        piece.x = (x / pixel).round() * pixel;
                        x += piece.width;
                    }
                    lines.push(Line {
                        chars: line.first().map_or(0, |piece| piece.chars.start)
                            ..line.last().map_or(0, |piece| piece.chars.end),
                        top: lines.len() as f32 * look.line,
                        pieces: ordered,
                    });
                }
            }
        });
        let size = vec2(look.width, lines.len().max(1) as f32 * look.line);
        Self {
            lines,
            size,
            height: look.line,
        }
    }

    #[must_use]
    pub const fn size(&self) -> Vec2 {
        self.size
    }

    #[must_use]
    pub const fn line_height(&self) -> f32 {
        self.height
    }

    /// The characters in lines that touch `top..bottom`.
    #[must_use]
    pub fn between(&self, top: f32, bottom: f32) -> Range<usize> {
        let first = self
            .lines
            .partition_point(|line| line.top + self.height < top);
        let last = self.lines.partition_point(|line| line.top <= bottom);
        let start = |at: usize| {
            self.lines
                .get(at)
                .map_or(usize::MAX, |line| line.chars.start)
        };
        start(first)..start(last)
    }

    /// Rectangles that cover these characters, from left to right in each line: several where the line's direction turns
    /// between them.
    #[must_use]
    pub fn rects(&self, chars: Range<usize>) -> Vec<Rect> {
        let mut rects: Vec<Rect> = Vec::new();
        let first = self
            .lines
            .partition_point(|line| line.chars.end <= chars.start);
        for line in self.lines.iter().skip(first) {
            if line.chars.start >= chars.end {
                break;
            }
            let from = rects.len();
            for piece in &line.pieces {
                let inside = chars.start.max(piece.chars.start)..chars.end.min(piece.chars.end);
                if inside.is_empty() {
                    continue;
                }
                let (left, right) = piece.reach(inside);
                let rect =
                    Rect::from_min_max(pos2(left, line.top), pos2(right, line.top + self.height));
                match rects.get_mut(from..).and_then(<[Rect]>::last_mut) {
                    Some(before) if rect.left() - before.right() < 1.0 => {
                        before.max.x = rect.right();
                    }
                    _ => rects.push(rect),
                }
            }
        }
        rects
    }

    /// The place between two characters that is nearest to `pos`, as the number of characters before it.
    #[must_use]
    pub fn char_at(&self, pos: Vec2) -> usize {
        let line = (pos.y / self.height).floor().max(0.0) as usize;
        let Some(line) = self.lines.get(line).or(self.lines.last()) else {
            return 0;
        };
        let nearest = line.pieces.iter().min_by(|a, b| {
            let away = |piece: &Piece| (piece.x - pos.x).max(pos.x - piece.x - piece.width);
            away(a).total_cmp(&away(b))
        });
        let Some(piece) = nearest else {
            return line.chars.start;
        };
        let edges = piece.edges();
        for (at, index) in piece.chars.clone().enumerate() {
            let Some((left, right)) = edges.get(at) else {
                break;
            };
            let middle = piece.x + (left + right) / 2.0;
            let before = if piece.leftwards {
                pos.x > middle
            } else {
                pos.x < middle
            };
            if before {
                return index;
            }
        }
        piece.chars.end
    }

    /// Paints the words with their corner at `at`, in a color that replaces all others where `over` is set.
    pub fn paint(&self, painter: &Painter, at: Pos2, ink: Color32, over: bool) {
        let clip = painter.clip_rect();
        for line in &self.lines {
            let top = at.y + line.top;
            // Letters reach a little over their line.
            if top + 1.5 * self.height < clip.top() || top - 0.5 * self.height > clip.bottom() {
                continue;
            }
            for piece in line.pieces.iter().filter(|piece| !piece.space) {
                let (corner, galley) = (pos2(at.x + piece.x, top), Arc::clone(&piece.galley));
                if over {
                    painter.galley_with_override_text_color(corner, galley, ink);
                } else {
                    painter.galley(corner, galley, ink);
                }
            }
        }
    }
}

impl Piece {
    /// Left and right edge of each character, counted from the piece's own left edge, in reading order.
    fn edges(&self) -> Vec<(f32, f32)> {
        let count = self.chars.len();
        let Some(row) = self.galley.rows.first() else {
            return vec![(0.0, 0.0); count];
        };
        if !self.leftwards {
            let x = |at: usize| row.x_offset(CharIndex(at)).min(self.width);
            return (0..count).map(|at| (x(at), x(at + 1))).collect();
        }
        // Glyphs come from left to right, characters from right to left. egui says of each glyph the character it begins
        // with; a ligature is one glyph for several, which share its width.
        let letters: Vec<char> = self.galley.text().chars().collect();
        let mut edges = vec![(0.0, 0.0); count];
        let mut end = count;
        for glyph in row.glyphs.iter().filter(|glyph| glyph.advance_width > 0.0) {
            let begins = (0..end)
                .rev()
                .find(|at| letters.get(*at) == Some(&glyph.chr));
            let Some(begins) = begins else { continue };
            let each = glyph.advance_width / (end - begins) as f32;
            for (nth, at) in (begins..end).enumerate() {
                let right = glyph.max_x() - nth as f32 * each;
                if let Some(edge) = edges.get_mut(at) {
                    *edge = (right - each, right);
                }
            }
            end = begins;
        }
        edges
    }

    /// How far some of its characters reach to the left and to the right.
    fn reach(&self, chars: Range<usize>) -> (f32, f32) {
        if chars == self.chars {
            return (self.x, self.x + self.width);
        }
        let inside = chars.start - self.chars.start..chars.end - self.chars.start;
        let edges = self.edges();
        let edges = edges.get(inside).unwrap_or_default().iter();
        let (left, right) = edges
            .filter(|(left, right)| left < right)
            .fold((f32::MAX, f32::MIN), |(l, r), (left, right)| {
                (l.min(*left), r.max(*right))
            });
        if left < right {
            (self.x + left, self.x + right)
        } else {
            (self.x, self.x + self.width)
        }
    }
}

/// Sets words with one look.
struct Setter<'a, 'f> {
    fonts: &'a mut FontsView<'f>,
    look: &'a Look,
}

impl Setter<'_, '_> {
    fn set(&mut self, text: String) -> Arc<Galley> {
        let format = TextFormat {
            line_height: Some(self.look.line),
            ..TextFormat::simple(self.look.font.clone(), Color32::PLACEHOLDER)
        };
        self.fonts
            .layout_job(LayoutJob::single_section(text, format))
    }

    /// The pieces of a paragraph in reading order; `chars` are the characters before it.
    fn pieces(
        &mut self,
        words: &str,
        levels: &[Level],
        range: Range<usize>,
        mut chars: usize,
    ) -> Vec<Piece> {
        let mut pieces = Vec::new();
        let text = words.get(range.clone()).unwrap_or_default();
        let mut open: Option<(usize, Kind, Level)> = None;
        let mut close = |open: Option<(usize, Kind, Level)>, end: usize, setter: &mut Self| {
            let Some((start, kind, level)) = open else {
                return;
            };
            let mut from = start;
            for (part, galley) in
                setter.fitting(words.get(start..end).unwrap_or_default(), kind, level)
            {
                let count = part.chars().count();
                pieces.push(Piece {
                    bytes: from..from + part.len(),
                    chars: chars..chars + count,
                    leftwards: level.is_rtl(),
                    space: kind == Kind::Space,
                    x: 0.0,
                    width: galley.size().x,
                    galley,
                });
                from += part.len();
                chars += count;
            }
        };
        for (at, cluster) in text.grapheme_indices(true) {
            let at = range.start + at;
            let level = levels.get(at).copied().unwrap_or(Level::ltr());
            let kind = self.kind(cluster, level);
            let goes_on = kind != Kind::Alone
                && open.is_some_and(|(_, of, with)| of == kind && with == level);
            if !goes_on {
                close(open.take(), at, self);
                open = Some((at, kind, level));
            }
        }
        close(open.take(), range.end, self);
        pieces
    }

    fn kind(&mut self, cluster: &str, level: Level) -> Kind {
        let Some(first) = cluster.chars().next() else {
            return Kind::Hidden;
        };
        let class = bidi_class(first);
        let leftwards = matches!(class, BidiClass::R | BidiClass::AL);
        match class {
            _ if first.is_whitespace() => Kind::Space,
            BidiClass::BN
            | BidiClass::LRE
            | BidiClass::LRO
            | BidiClass::RLE
            | BidiClass::RLO
            | BidiClass::PDF
            | BidiClass::LRI
            | BidiClass::RLI
            | BidiClass::FSI
            | BidiClass::PDI => Kind::Hidden,
            _ if matches!(first, '\u{200E}' | '\u{200F}' | '\u{61C}') => Kind::Hidden,
            // A letter of another font is set by itself, else egui would set the fonts from left to right.
            _ if level.is_rtl() && leftwards && self.fonts.has_glyph(&self.look.font, first) => {
                Kind::Letters(script(first))
            }
            _ if level.is_rtl() => Kind::Alone,
            // The shaper takes its direction from the script: a sign of Arabic would turn the digits beside it.
            BidiClass::R | BidiClass::AL | BidiClass::AN => Kind::Alone,
            _ if matches!(first, '\u{590}'..='\u{8FF}') => Kind::Alone,
            _ => Kind::Letters(0),
        }
    }

    /// Sets a piece, in parts when it is wider than a line: an address on the web can be.
    fn fitting<'t>(
        &mut self,
        part: &'t str,
        kind: Kind,
        level: Level,
    ) -> Vec<(&'t str, Arc<Galley>)> {
        let shown = match kind {
            Kind::Space if part.contains(['\n', '\r', '\u{2028}', '\u{2029}']) => String::new(),
            Kind::Alone if level.is_rtl() => part.chars().map(mirrored).collect(),
            Kind::Hidden => String::new(),
            _ => part.to_owned(),
        };
        let galley = self.set(shown);
        let width = galley.size().x;
        if width <= self.look.width || kind == Kind::Space {
            return vec![(part, galley)];
        }
        let clusters: Vec<&str> = part.graphemes(true).collect();
        let share = (self.look.width / width * clusters.len() as f32 * 0.9).floor();
        let mut from = 0;
        let chunks = clusters
            .chunks((share as usize).max(1))
            .filter_map(|chunk| {
                let len: usize = chunk.iter().map(|cluster| cluster.len()).sum();
                from += len;
                part.get(from - len..from)
            });
        chunks
            .map(|chunk| (chunk, self.set(chunk.to_owned())))
            .collect()
    }
}

/// What is laid out together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// Letters that run one way, of one font.
    Letters(u32),
    Space,
    /// A character by itself.
    Alone,
    /// A sign that turns the direction and has no shape.
    Hidden,
}

/// A number for the alphabets that lie in fonts of their own.
fn script(letter: char) -> u32 {
    match letter {
        '\u{590}'..='\u{5FF}' | '\u{FB1D}'..='\u{FB4F}' => 1,
        '\u{600}'..='\u{6FF}' | '\u{750}'..='\u{77F}' | '\u{8A0}'..='\u{8FF}' => 2,
        other => 3 + u32::from(other) / 0x100,
    }
}

/// The sign that opens where this one closes.
#[must_use]
pub const fn mirrored(sign: char) -> char {
    match sign {
        '(' => ')',
        ')' => '(',
        '[' => ']',
        ']' => '[',
        '{' => '}',
        '}' => '{',
        '<' => '>',
        '>' => '<',
        '«' => '»',
        '»' => '«',
        '‹' => '›',
        '›' => '‹',
        '≤' => '≥',
        '≥' => '≤',
        other => other,
    }
}

/// Breaks pieces in reading order into lines no wider than `width`, at spaces; a word too long for a line is broken
/// between its pieces.
fn broken(pieces: Vec<Piece>, width: f32) -> Vec<Vec<Piece>> {
    let mut lines = Vec::new();
    let (mut line, mut taken): (Vec<Piece>, f32) = (Vec::new(), 0.0);
    let mut rest = pieces.into_iter().peekable();
    while rest.peek().is_some() {
        let mut word = Vec::new();
        while let Some(piece) = rest.next_if(|piece| !piece.space) {
            word.push(piece);
        }
        let long: f32 = word.iter().map(|piece| piece.width).sum();
        if taken + long > width + 0.5 && !line.is_empty() {
            lines.push(std::mem::take(&mut line));
            taken = 0.0;
        }
        for piece in word {
            if taken + piece.width > width + 0.5 && !line.is_empty() && long > width {
                lines.push(std::mem::take(&mut line));
                taken = 0.0;
            }
            taken += piece.width;
            line.push(piece);
        }
        while let Some(piece) = rest.next_if(|piece| piece.space) {
            taken += piece.width;
            line.push(piece);
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::theme;

    /// Lays words out at this width, with the embedded fonts.
    fn lines(words: &str, width: f32) -> Lines {
        let ctx = egui::Context::default();
        theme::install(&ctx);
        let mut found = None;
        let look = Look {
            font: theme::font::serif(16.0),
            line: 26.0,
            width,
            right: starts_right(words),
        };
        let mut output = ctx.run_ui(egui::RawInput::default(), |ui| {
            found = Some(Lines::new(ui, words, &look));
        });
        output.textures_delta.clear();
        found.expect("a frame was drawn")
    }

    /// Places of a part of `words`, which holds it once.
    fn places(lines: &Lines, words: &str, part: &str) -> Vec<Rect> {
        let at = words.find(part).expect("the part is in the words");
        let chars = words[..at].chars().count();
        lines.rects(chars..chars + part.chars().count())
    }

    fn place(lines: &Lines, words: &str, part: &str) -> Rect {
        let rects = places(lines, words, part);
        assert_eq!(rects.len(), 1, "{part}: {rects:?}");
        rects[0]
    }

    const REPORT: &str = "في مارس 2011 وصلت شاحنات BBC News إلى يفرن (ليبيا)";

    #[test]
    fn words_run_to_the_left_and_digits_to_the_right() {
        let lines = lines(REPORT, 1_000.0);
        let x = |part: &str| place(&lines, REPORT, part).center().x;
        assert!(x("مارس") > x("2011") && x("2011") > x("وصلت") && x("وصلت") > x("شاحنات"));
        // Inside the number and the Latin words, from left to right.
        let year = REPORT[..REPORT.find("2011").expect("a year")]
            .chars()
            .count();
        let digits: Vec<f32> = (0..4)
            .map(|n| lines.rects(year + n..year + n + 1)[0].left())
            .collect();
        assert!(digits.is_sorted(), "{digits:?}");
        assert!(x("BBC") < x("News") && x("News") < x("شاحنات"));
        // The line begins at the right edge.
        assert!((place(&lines, REPORT, "في").right() - 1_000.0).abs() < 1.0);
    }

    #[test]
    fn brackets_open_towards_what_they_hold() {
        let lines = lines(REPORT, 1_000.0);
        let (open, close) = (place(&lines, REPORT, "("), place(&lines, REPORT, ")"));
        assert!(open.left() > close.left());
        let shown: Vec<&str> = lines.lines[0]
            .pieces
            .iter()
            .map(|piece| piece.galley.text())
            .collect();
        let bracket = shown
            .iter()
            .position(|text| *text == "(")
            .expect("it is shown");
        // Leftmost on the line is what closes, and it is drawn as an opening one.
        assert!(
            shown[..bracket].iter().all(|text| text.trim().is_empty()),
            "{shown:?}"
        );
    }

    #[test]
    fn lines_are_broken_in_reading_order() {
        let lines = lines(REPORT, 160.0);
        assert!(lines.lines.len() > 1);
        let top = |part: &str| place(&lines, REPORT, part).top();
        assert!(top("مارس") <= top("وصلت") && top("وصلت") < top("ليبيا"));
        for rect in lines.rects(0..REPORT.chars().count()) {
            assert!(rect.left() > -1.0 && rect.right() < 161.0, "{rect:?}");
        }
        assert_eq!(lines.between(0.0, 10.0).start, 0);
        assert_eq!(
            lines.between(30.0, 40.0),
            lines.lines[1].chars.start..lines.lines.get(2).map_or(usize::MAX, |l| l.chars.start)
        );
    }

    #[test]
    fn a_part_of_a_joined_word_lies_at_its_end() {
        // "and Libya": the conjunction is written together with the name.
        let words = "مصر وليبيا";
        let lines = lines(words, 500.0);
        let (name, whole) = (
            place(&lines, words, "ليبيا"),
            place(&lines, words, "وليبيا"),
        );
        assert!(name.right() < whole.right() - 2.0 && (name.left() - whole.left()).abs() < 1.0);
    }

    #[test]
    fn a_click_finds_the_character_under_it() {
        for words in [REPORT, "שלום 2011 ירושלים", "He said السلام عليكم in 2011"]
        {
            let lines = lines(words, 220.0);
            let all: Vec<char> = words.chars().collect();
            for (at, letter) in all
                .iter()
                .enumerate()
                .filter(|(_, letter)| !letter.is_whitespace())
            {
                let Some(rect) = lines.rects(at..at + 1).first().copied() else {
                    panic!("{letter} of {words} is nowhere");
                };
                let found = lines.char_at(rect.center().to_vec2());
                assert!(
                    found == at || found == at + 1,
                    "{letter} of {words}: {at}, found {found}"
                );
            }
        }
    }

    #[test]
    fn words_of_another_direction_inside_are_in_their_own_order() {
        let words = "He said السلام عليكم in 2011";
        let lines = lines(words, 1_000.0);
        let x = |part: &str| place(&lines, words, part).center().x;
        assert!(x("said") < x("عليكم") && x("عليكم") < x("السلام") && x("السلام") < x("2011"));
        assert!(!turns("Zāwiya, “Libya” — 2011"));
        assert!(turns("2011 يفرن") && !starts_right("2011 trucks") && starts_right("2011 يفرن"));
    }

    /// What is painted on the first line, from left to right.
    fn painted(lines: &Lines) -> String {
        let glyphs = lines.lines[0].pieces.iter().flat_map(|piece| {
            let rows = piece.galley.rows.iter();
            rows.flat_map(|row| row.glyphs.iter().map(|g| (piece.x + g.pos.x, g.chr)))
        });
        let mut glyphs: Vec<(f32, char)> = glyphs.collect();
        glyphs.sort_by(|a, b| a.0.total_cmp(&b.0));
        glyphs.into_iter().map(|(_, letter)| letter).collect()
    }

    #[test]
    fn digits_are_painted_as_they_are_written() {
        // European digits, those of Arabic and those of Persian, with their signs.
        for (words, number) in [
            ("في عام 2011 بلغت", "2011"),
            ("بلغت 10:30 كيلومتر", "10:30"),
            ("بلغت 1,400.5 كيلومتر", "1,400.5"),
            ("بلغت ١٢٫٥ كيلومتر", "١٢٫٥"),
            ("في عام ٢٠١١ بلغت", "٢٠١١"),
            ("در سال ۱۳۹۰ رسید", "۱۳۹۰"),
            ("בשנת 2011 הגיעו", "2011"),
        ] {
            let lines = lines(words, 1_000.0);
            let seen = painted(&lines);
            assert!(seen.contains(number), "{words}: {seen}");
            let at = words[..words.find(number).expect("it is there")]
                .chars()
                .count();
            let places: Vec<f32> = (at..at + number.chars().count())
                .map(|at| lines.rects(at..at + 1)[0].left())
                .collect();
            assert!(places.is_sorted(), "{words}: {places:?}");
        }
    }

    #[test]
    fn nothing_and_what_is_too_long_for_a_line_are_laid_out() {
        assert!(lines("", 300.0).size().y > 0.0);
        let words =
            "انظر https://example.org/a/very/long/address/that/does/not/fit/into/one/line الآن";
        let lines = lines(words, 120.0);
        for rect in lines.rects(0..words.chars().count()) {
            assert!(rect.width() < 130.0, "{rect:?}");
        }
    }
}
