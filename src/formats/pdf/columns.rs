//! From the characters of a page to its lines in reading order: words, columns, lines. Knows no paragraphs.

use unicode_normalization::UnicodeNormalization;

use super::{content::Glyph, streams::Budget};

/// A gap this wide between words, in font sizes, may be the gutter between two columns.
const GUTTER: f64 = 0.9;

/// A gap this wide between characters, in font sizes, stands for a space.
const SPACE: f64 = 0.15;

/// How many lines side by side make columns, and how many characters each has on average; shorter ones are a table's.
const FEWEST_LINES: usize = 3;
const SHORTEST_LINE: usize = 14;

/// How often columns are split in columns.
const DEEPEST: usize = 6;

/// A line, or a part of one that stands alone. Lengths are in points, y grows upward.
#[derive(Clone, Debug)]
pub struct Line {
    pub text: String,
    pub left: f64,
    pub right: f64,
    pub y: f64,
    pub size: f64,
    pub bold: bool,
    characters: usize,
}

/// The lines of a page, column by column in reading order. Text that runs another way than most, such as a credit up a
/// picture's side, comes last.
pub fn read(glyphs: Vec<Glyph>, budget: &mut Budget) -> Vec<Vec<Line>> {
    let mut turns: [Vec<Glyph>; 4] = Default::default();
    for glyph in glyphs {
        if let Some(turn) = turns.get_mut(usize::from(glyph.turn)) {
            turn.push(glyph);
        }
    }
    turns.sort_by_key(|turn| std::cmp::Reverse(turn.len()));
    let mut columns = Vec::new();
    for mut glyphs in turns {
        drop_capitals(&mut glyphs);
        let mut lines = Vec::new();
        for row in rows(glyphs) {
            pieces(&row, &mut lines);
        }
        split(lines, 0, budget, &mut columns);
    }
    columns
}

/// Puts an initial that is several lines tall on the first of them, where it is read.
fn drop_capitals(glyphs: &mut [Glyph]) {
    let mut sizes: Vec<f64> = glyphs.iter().map(|g| g.size).collect();
    let Some(size) = middle(&mut sizes) else {
        return;
    };
    let capitals: Vec<usize> = (0..glyphs.len())
        .filter(|i| {
            glyphs.get(*i).is_some_and(|g| {
                g.size > size * 1.9 && g.text.chars().next().is_some_and(char::is_uppercase)
            })
        })
        .collect();
    // A page with many large capitals has headlines in them.
    if capitals.len() > 30 {
        return;
    }
    for i in capitals {
        let Some(capital) = glyphs.get(i).cloned() else {
            continue;
        };
        let near = |g: &Glyph, reach: f64| {
            g.left >= capital.right - size * 0.5 && g.left <= capital.right + reach
        };
        let same_word = glyphs.iter().any(|g| {
            g.size > size * 1.5 && (g.y - capital.y).abs() < 1.0 && near(g, capital.size * 0.4)
        });
        let beside: Vec<&Glyph> = glyphs
            .iter()
            .filter(|g| {
                g.size < size * 1.5
                    && near(g, size * 1.5)
                    && g.y >= capital.y - size * 0.5
                    && g.y <= capital.y + capital.size
            })
            .collect();
        let first = beside.iter().max_by(|a, b| a.y.total_cmp(&b.y));
        if let (false, Some(first)) = (same_word, first)
            && first.y > capital.y + size * 0.5
        {
            let (y, size, right) = (first.y, first.size, first.left);
            if let Some(capital) = glyphs.get_mut(i) {
                (capital.y, capital.size, capital.right) = (y, size, right);
            }
        }
    }
}

/// The middle one of some numbers.
pub fn middle(numbers: &mut [f64]) -> Option<f64> {
    let at = numbers.len() / 2;
    if numbers.is_empty() {
        return None;
    }
    Some(*numbers.select_nth_unstable_by(at, f64::total_cmp).1)
}

/// Characters on one height, from the top down.
fn rows(mut glyphs: Vec<Glyph>) -> Vec<Vec<Glyph>> {
    glyphs.sort_by(|a, b| b.y.total_cmp(&a.y).then(a.left.total_cmp(&b.left)));
    let mut rows: Vec<Vec<Glyph>> = Vec::new();
    for glyph in glyphs {
        let fits = rows.last().is_some_and(|row| {
            let (Some(first), Some(last)) = (row.first(), row.last()) else {
                return false;
            };
            let size = last.size.max(glyph.size);
            last.y - glyph.y <= size * 0.35 && first.y - glyph.y <= size * 0.6
        });
        match rows.last_mut() {
            Some(row) if fits => row.push(glyph),
            _ => rows.push(vec![glyph]),
        }
    }
    for row in &mut rows {
        row.sort_by(|a, b| a.left.total_cmp(&b.left));
    }
    rows
}

/// The parts of a row between wide gaps.
fn pieces(row: &[Glyph], lines: &mut Vec<Line>) {
    let mut spaces = row.iter().filter(|g| g.text.trim().is_empty()).peekable();
    let mut piece: Vec<(&Glyph, bool)> = Vec::new();
    for glyph in row.iter().filter(|g| !g.text.trim().is_empty()) {
        let mut spaced = false;
        while let Some(space) = spaces.next_if(|space| space.left < glyph.left) {
            // A space of next to no width only looks like one.
            spaced |= space.right - space.left > glyph.size * 0.05;
        }
        if let Some((last, _)) = piece.last() {
            let size = last.size.max(glyph.size);
            // Printed twice to look bold.
            if last.text == glyph.text && (last.left - glyph.left).abs() < size * 0.12 {
                continue;
            }
            if glyph.left - last.right > size * GUTTER {
                lines.extend(line(&piece));
                piece.clear();
            }
        }
        piece.push((glyph, spaced));
    }
    lines.extend(line(&piece));
}

/// A line of characters, each with whether a space stands before it.
fn line(piece: &[(&Glyph, bool)]) -> Option<Line> {
    let (first, _) = piece.first()?;
    let mut parts: Vec<&str> = Vec::with_capacity(piece.len());
    let mut before: Option<&Glyph> = None;
    let mut bold = 0;
    for (glyph, spaced) in piece {
        if let Some(before) = before {
            let gap = glyph.left - before.right;
            let size = before.size.max(glyph.size);
            if *spaced && gap > size * 0.04 || gap > size * SPACE {
                parts.push(" ");
            }
        }
        parts.push(&glyph.text);
        bold += usize::from(glyph.bold);
        before = Some(glyph);
    }
    let right = piece
        .iter()
        .map(|(g, _)| g.right)
        .fold(first.right, f64::max);
    let mut heights: Vec<f64> = piece.iter().map(|(g, _)| g.y).collect();
    let mut sizes: Vec<f64> = piece.iter().map(|(g, _)| g.size).collect();
    let text = in_reading_order(&parts);
    Some(Line {
        characters: text.chars().count(),
        text,
        left: first.left,
        right,
        y: middle(&mut heights)?,
        size: middle(&mut sizes)?,
        bold: bold * 5 > piece.len() * 3,
    })
}

const fn is_right_to_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}')
}

/// The text of characters from left to right. Scripts that run the other way are turned round, numbers and foreign words
/// among them left as they are; forms that a letter takes in print become the letter.
fn in_reading_order(parts: &[&str]) -> String {
    let text = parts.concat();
    let is_latin = |c: char| c.is_alphanumeric() && !is_right_to_left(c);
    let turned = text.chars().filter(|c| is_right_to_left(*c)).count();
    let plain = |text: &str| -> String {
        let printed = |c: char| matches!(c, '\u{FB00}'..='\u{FB06}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}');
        if !text.chars().any(printed) {
            return text.to_owned();
        }
        let mut out = String::with_capacity(text.len());
        for c in text.chars() {
            if printed(c) {
                out.extend(std::iter::once(c).nfkc());
            } else {
                out.push(c);
            }
        }
        out
    };
    if turned == 0 || turned * 2 < text.chars().filter(|c| c.is_alphabetic()).count() {
        return plain(&text);
    }
    let mut out = String::with_capacity(text.len());
    let mut foreign: Vec<&str> = Vec::new();
    for part in parts.iter().rev() {
        let belongs = part.chars().any(is_latin)
            || !foreign.is_empty() && matches!(*part, "." | "," | ":" | "-" | "/" | "%");
        if belongs {
            foreign.push(part);
            continue;
        }
        out.extend(foreign.drain(..).rev());
        match *part {
            "(" => out.push(')'),
            ")" => out.push('('),
            part => out.push_str(&plain(part)),
        }
    }
    out.extend(foreign.into_iter().rev());
    out
}

/// Splits lines in columns where a gutter runs down between them, and puts the columns in reading order. Lines across
/// the gutter, such as a headline over all columns, part what is above them from what is below.
fn split(mut lines: Vec<Line>, depth: usize, budget: &mut Budget, columns: &mut Vec<Vec<Line>>) {
    lines.sort_by(|a, b| b.y.total_cmp(&a.y).then(a.left.total_cmp(&b.left)));
    let found = if depth < DEEPEST {
        gutter(&lines, budget)
    } else {
        None
    };
    let Some(gutter) = found else {
        let joined = join_rows(lines);
        if !joined.is_empty() {
            columns.push(joined);
        }
        return;
    };
    let mut whole: Vec<Line> = Vec::new();
    for band in bands(&lines, gutter) {
        if columns_at(band, gutter) > 0 {
            let (left, right): (Vec<Line>, Vec<Line>) = band
                .iter()
                .cloned()
                .partition(|line| side(line, gutter) == Side::Left);
            // What stands above the columns may have columns of its own at another place.
            split(std::mem::take(&mut whole), depth + 1, budget, columns);
            split(left, depth + 1, budget, columns);
            split(right, depth + 1, budget, columns);
        } else {
            whole.extend(band.iter().cloned());
        }
    }
    split(whole, depth + 1, budget, columns);
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Left,
    Right,
    Across,
}

fn side(line: &Line, gutter: f64) -> Side {
    if line.right <= gutter + 0.5 {
        Side::Left
    } else if line.left >= gutter - 0.5 {
        Side::Right
    } else {
        Side::Across
    }
}

/// Stretches of lines from the top down: those across the gutter, and those beside it.
fn bands(lines: &[Line], gutter: f64) -> impl Iterator<Item = &[Line]> {
    lines.chunk_by(move |a, b| {
        (side(a, gutter) == Side::Across) == (side(b, gutter) == Side::Across)
    })
}

/// How many lines of a band stand side by side in two columns; 0 when they are no columns of prose.
fn columns_at(band: &[Line], gutter: f64) -> usize {
    #[derive(Clone, Copy)]
    struct Column {
        lines: usize,
        characters: usize,
        bottom: f64,
        top: f64,
    }
    let mut sides = [Column {
        lines: 0,
        characters: 0,
        bottom: f64::MAX,
        top: f64::MIN,
    }; 2];
    let [left, right] = &mut sides;
    for line in band {
        let column = match side(line, gutter) {
            Side::Left => &mut *left,
            Side::Right => &mut *right,
            Side::Across => return 0,
        };
        column.lines += 1;
        column.characters += line.characters;
        column.bottom = column.bottom.min(line.y);
        column.top = column.top.max(line.y + line.size);
    }
    let prose = |column: &Column| {
        column.lines >= FEWEST_LINES && column.characters >= SHORTEST_LINE * column.lines
    };
    let overlap = left.top.min(right.top) - left.bottom.max(right.bottom);
    let shorter = (left.top - left.bottom).min(right.top - right.bottom);
    if prose(left) && prose(right) && overlap > 0.5 * shorter {
        left.lines.min(right.lines)
    } else {
        0
    }
}

/// Where the gutter is that parts most lines; `None` when the lines are one column.
fn gutter(lines: &[Line], budget: &mut Budget) -> Option<f64> {
    if lines.len() < 2 * FEWEST_LINES {
        return None;
    }
    let leftmost = lines.iter().map(|l| l.left).fold(f64::MAX, f64::min);
    let mut tried: Vec<f64> = lines
        .iter()
        .filter(|line| line.left > leftmost + 40.0)
        .map(|line| ((line.left - 1.0) / 3.0).floor() * 3.0)
        .collect();
    tried.sort_by(f64::total_cmp);
    tried.dedup();
    // Lines that begin at very many different places are a drawing's labels; trying all takes the square of them.
    let step = tried.len().div_ceil(150).max(1);
    let mut best: Option<(usize, f64)> = None;
    for at in tried.into_iter().step_by(step) {
        if !budget.step((lines.len() as u64).div_ceil(8)) {
            break;
        }
        let parted = bands(lines, at).map(|band| columns_at(band, at)).sum();
        if parted > 0 && best.is_none_or(|(most, _)| parted > most) {
            best = Some((parted, at));
        }
    }
    best.map(|(_, at)| at)
}

/// Puts the parts of one row back together.
fn join_rows(lines: Vec<Line>) -> Vec<Line> {
    let mut joined: Vec<Line> = Vec::with_capacity(lines.len());
    let mut row: Vec<Line> = Vec::new();
    for line in lines {
        let fits = row.first().is_none_or(|first| {
            let size = first.size.max(line.size);
            first.y - line.y <= size * 0.4
        });
        if !fits {
            joined.extend(join_row(&mut row));
        }
        row.push(line);
    }
    joined.extend(join_row(&mut row));
    joined
}

fn join_row(row: &mut Vec<Line>) -> Option<Line> {
    row.sort_by(|a, b| a.left.total_cmp(&b.left));
    let mut parts = row.drain(..);
    let mut line = parts.next()?;
    let right_to_left = line.text.chars().any(is_right_to_left);
    for part in parts {
        let gap = part.left - line.right;
        let between = if gap > line.size * 2.5 { "\t" } else { " " };
        line.text = if right_to_left {
            format!("{}{between}{}", part.text, line.text)
        } else {
            format!("{}{between}{}", line.text, part.text)
        };
        line.characters += part.characters + 1;
        line.right = line.right.max(part.right);
        line.size = line.size.max(part.size);
        line.bold &= part.bold;
    }
    Some(line)
}
