//! Lines of a source text, and which of them a hard wrap tore apart. Knows nothing of furniture or headlines.

use std::collections::HashSet;

use crate::model::RawBlock;

use super::{furniture, is_blank};

/// A line with something on it: bytes of the source text, without the blanks around it.
#[derive(Clone, Copy, Debug)]
pub struct Line {
    pub start: usize,
    pub end: usize,
    /// Length in code points, saturating.
    chars: u16,
    /// Code points of its first word, saturating.
    first_word: u16,
    /// Code points of blank before the text, saturating.
    indent: u8,
    /// Whether an empty line stands before it.
    after_gap: bool,
    /// How it hangs together with the line before.
    pub joint: Joint,
    /// Where the format states a structure: the block it belongs to.
    pub block: Option<u32>,
}

/// How a line continues the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Joint {
    /// It does not: a new paragraph.
    Break,
    /// The same sentence goes on after a space.
    Space,
    /// A word with a hyphen of its own goes on: `government-` / `held`.
    Hyphen,
    /// A word was hyphenated only because the line ended: `govern-` / `ment`.
    SoftHyphen,
}

/// The most lines a block of metadata at the head of a file is taken for one with.
const LONGEST_FRONT_MATTER: usize = 64;

/// How many of the first lines are metadata between two lines of dashes (YAML) or pluses (TOML), these two included;
/// 0 when the file does not begin so.
pub fn front_matter(text: &str, lines: &[Line]) -> usize {
    let content = |line: &Line| text.get(line.start..line.end).unwrap_or_default();
    let Some(fence @ ("---" | "+++")) = lines.first().map(content) else {
        return 0;
    };
    for (i, line) in lines.iter().enumerate().take(LONGEST_FRONT_MATTER).skip(1) {
        let line_text = content(line);
        if line_text == fence {
            return i + 1;
        }
        let stated =
            line_text.contains([':', '=']) || line_text.starts_with(['-', '#']) || line.indent > 0;
        if !stated {
            break;
        }
    }
    0
}

/// Splits `text` into lines and decides for each how it continues the one before.
pub fn split(text: &str, blocks: &[RawBlock]) -> Vec<Line> {
    let mut lines = Vec::with_capacity(text.len() / 60);
    if blocks.is_empty() {
        split_range(text, 0, text.len(), None, &mut lines);
        join_wrapped(text, &mut lines);
        return lines;
    }
    let mut at = 0;
    for (index, block) in blocks.iter().enumerate() {
        let range = block.span.range();
        // Blocks that overlap or leave the text are the format's mistake; what stands there is read once.
        if range.start < at || text.get(range.clone()).is_none() {
            continue;
        }
        split_range(text, at, range.start, None, &mut lines);
        let block = u32::try_from(index).ok();
        split_range(text, range.start, range.end, block, &mut lines);
        at = range.end;
    }
    split_range(text, at, text.len(), None, &mut lines);
    for i in 1..lines.len() {
        let (before, after) = lines.split_at_mut(i);
        if let (Some(a), Some(b)) = (before.last(), after.first_mut())
            && a.block.is_some()
            && a.block == b.block
        {
            b.joint = Joint::Space;
        }
    }
    settle_hyphens(text, &mut lines);
    lines
}

fn split_range(text: &str, start: usize, end: usize, block: Option<u32>, lines: &mut Vec<Line>) {
    let bytes = text.as_bytes();
    let mut at = start;
    let mut gap = false;
    let mut first = true;
    while at < end {
        let rest = bytes.get(at..end).unwrap_or_default();
        let stop = memchr::memchr3(b'\n', b'\r', 0x0C, rest).map_or(end, |n| at + n);
        match measure(text, at, stop) {
            Some(mut line) => {
                line.after_gap = gap && !first;
                line.block = block;
                lines.push(line);
                (gap, first) = (false, false);
            }
            None => gap = true,
        }
        let crlf = bytes.get(stop) == Some(&b'\r') && bytes.get(stop + 1) == Some(&b'\n');
        at = stop + if crlf { 2 } else { 1 };
    }
}

/// The line in `start..end`; `None` when it is blank.
fn measure(text: &str, start: usize, end: usize) -> Option<Line> {
    let raw = text.get(start..end)?;
    let body = raw.trim_start_matches(is_blank);
    let indent = raw.get(..raw.len() - body.len())?;
    let trimmed = body.trim_end_matches(is_blank);
    if trimmed.is_empty() {
        return None;
    }
    let start = end - body.len();
    let chars = trimmed.bytes().filter(|b| (b & 0xC0) != 0x80).count();
    // Only short lines are asked for their first word, and no line of a wrapped text has a word longer than this.
    let first_word = trimmed
        .chars()
        .take(200)
        .take_while(|c| !c.is_whitespace())
        .count();
    Some(Line {
        start,
        end: start + trimmed.len(),
        chars: u16::try_from(chars).unwrap_or(u16::MAX),
        first_word: u16::try_from(first_word).unwrap_or(u16::MAX),
        indent: u8::try_from(
            indent
                .chars()
                .map(|c| if c == '\t' { 4 } else { 1 })
                .sum::<usize>(),
        )
        .unwrap_or(u8::MAX),
        after_gap: false,
        joint: Joint::Break,
        block: None,
    })
}

/// How a text is set: what its line ends mean.
struct Setting {
    /// Whether its lines were broken at a column.
    wrapped: bool,
    /// That column, in code points.
    column: usize,
    /// Whether empty lines separate its paragraphs.
    gaps: bool,
    /// Whether paragraphs begin with an indented line.
    indents: bool,
}

/// Text set line by line beyond this many columns is one paragraph a line.
const WIDEST_COLUMN: usize = 140;

fn join_wrapped(text: &str, lines: &mut [Line]) {
    let front = front_matter(text, lines);
    let lines = lines.get_mut(front..).unwrap_or_default();
    let setting = setting(text, lines);
    let is_furniture = |line: &Line| {
        text.get(line.start..line.end)
            .is_some_and(furniture::is_furniture_line)
    };
    let mut after_furniture = setting.wrapped && lines.first().is_some_and(is_furniture);
    for i in 1..lines.len() {
        let (Some(before), Some(line)) = (lines.get(i - 1).copied(), lines.get(i).copied()) else {
            continue;
        };
        let joined = if setting.wrapped && !line.after_gap {
            let furniture = is_furniture(&line);
            let alone = std::mem::replace(&mut after_furniture, furniture) || furniture;
            !alone && continues_wrapped(text, &setting, &before, &line)
        } else {
            after_furniture = setting.wrapped && is_furniture(&line);
            // A stray break inside a sentence of an otherwise unwrapped text, or the end of a page or column. The
            // items of a list are as small, but stand below a line that announces them.
            let going_on = !line.after_gap && before.joint == Joint::Space;
            (before.chars >= 30 || going_on)
                && (line.chars >= 30 || !line.after_gap)
                && !text.get(..before.end).is_some_and(|t| t.ends_with(':'))
                && runs_on(text, &before, &line)
                && !is_furniture(&before)
                && !is_furniture(&line)
        };
        if joined && let Some(line) = lines.get_mut(i) {
            line.joint = Joint::Space;
        }
    }
    settle_hyphens(text, lines);
}

fn setting(text: &str, lines: &[Line]) -> Setting {
    let (mut pairs, mut running, mut gaps, mut indented) = (0_usize, 0_usize, 0_usize, 0_usize);
    let mut lengths = Vec::new();
    let mut all_lengths = Vec::new();
    for pair in lines.windows(2) {
        let [before, line] = pair else { continue };
        indented += usize::from(line.indent >= 2 && line.indent > before.indent);
        if line.after_gap {
            gaps += 1;
            continue;
        }
        pairs += 1;
        all_lengths.push(before.chars);
        // Items of a list may begin small, too, but are shorter than a column.
        if before.chars >= 20 && runs_on(text, before, line) {
            running += 1;
            lengths.push(before.chars);
        }
    }
    let column = usize::from(percentile(&mut lengths, 98));
    let any_column = usize::from(percentile(&mut all_lengths, 95));
    // Half of the lines of wrapped prose begin in the middle of a sentence with a small letter; a line of a text with
    // one paragraph a line hardly ever does. Text in capitals is told by how full its lines are.
    let by_case = running * 10 >= pairs * 3 && running > 0 && column <= WIDEST_COLUMN;
    let full = lines
        .windows(2)
        .filter(|pair| match pair {
            [before, line] => !line.after_gap && is_full(before, line, any_column),
            _ => false,
        })
        .count();
    let by_width =
        pairs >= 5 && (40..=WIDEST_COLUMN).contains(&any_column) && full * 10 >= pairs * 8;
    Setting {
        wrapped: by_case || by_width,
        column: if by_case { column } else { any_column },
        gaps: gaps >= 2 && gaps * 20 >= pairs,
        indents: indented >= 2 && indented * 3 <= pairs * 2,
    }
}

fn percentile(lengths: &mut [u16], percent: usize) -> u16 {
    if lengths.is_empty() {
        return 0;
    }
    let at = (lengths.len() - 1) * percent / 100;
    *lengths.select_nth_unstable(at).1
}

/// Whether the next line's first word had no room left on this one.
fn is_full(before: &Line, line: &Line, column: usize) -> bool {
    usize::from(before.chars) + 1 + usize::from(line.first_word) > column
}

/// Whether a sentence runs from one line into the next for certain: no full stop, and a small letter.
fn runs_on(text: &str, before: &Line, line: &Line) -> bool {
    let next = text.get(line.start..line.end).unwrap_or_default();
    let mut chars = next.chars();
    let small = chars.next().is_some_and(char::is_lowercase)
        && chars.next().is_none_or(|c| !c.is_uppercase());
    small && !ends_sentence(text.get(before.start..before.end).unwrap_or_default())
}

fn continues_wrapped(text: &str, setting: &Setting, before: &Line, line: &Line) -> bool {
    let first = text.get(before.start..before.end).unwrap_or_default();
    let second = text.get(line.start..line.end).unwrap_or_default();
    if setting.indents && line.indent >= 2 && line.indent > before.indent
        || starts_list_item(second)
    {
        return false;
    }
    let room = setting.column;
    let length = usize::from(before.chars);
    if runs_on(text, before, line) && length * 3 > room {
        return true;
    }
    let ended = ends_sentence(first) || first.ends_with(':');
    if length > room + room / 3 || usize::from(line.chars) > room + room / 3 {
        return false;
    }
    if is_full(before, line, room) {
        return true;
    }
    if ended {
        // Where empty lines mark the paragraphs, a line a little short of the column says nothing.
        return setting.gaps && length * 10 > room * 6;
    }
    // A short line without an end, before a line that starts afresh: a heading standing right on its paragraph.
    let heading = before.joint == Joint::Break
        && length * 4 < room * 3
        && starts_afresh(second)
        && !ends_open(first);
    !heading
}

fn starts_list_item(line: &str) -> bool {
    let mut chars = line.chars();
    match chars.next() {
        Some('•' | '●' | '▪' | '■' | '◦' | '‣' | '►') => true,
        Some('*' | '-' | '–' | '—' | '+') => chars.next() == Some(' '),
        Some(c) if c.is_ascii_digit() => {
            let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
            line.len() - rest.len() <= 2 && (rest.starts_with(". ") || rest.starts_with(") "))
        }
        _ => false,
    }
}

fn starts_afresh(line: &str) -> bool {
    line.chars()
        .find(|c| c.is_alphanumeric())
        .is_some_and(|c| !c.is_lowercase())
}

/// Whether the line breaks off after a word or mark that something must follow.
fn ends_open(line: &str) -> bool {
    if line.ends_with([',', '-', '–', '—', '(', '“']) {
        return true;
    }
    let last = line.rsplit(char::is_whitespace).next().unwrap_or_default();
    [
        "a", "an", "and", "as", "at", "by", "for", "from", "in", "into", "its", "of", "on", "or",
        "that", "the", "their", "to", "was", "were", "which", "who", "with",
    ]
    .contains(&last)
}

/// Whether a line or paragraph ends as a sentence does: a full stop, exclamation or question mark, and no more than
/// quotation marks and brackets after it.
pub fn ends_sentence(text: &str) -> bool {
    let mut rest = text;
    loop {
        let tidy = rest.trim_end_matches(|c: char| {
            c.is_whitespace()
                || matches!(
                    c,
                    '"' | '\'' | '”' | '’' | '»' | '›' | ')' | ']' | '*' | '_'
                )
        });
        let tidy = tidy.strip_suffix("-RRB-").unwrap_or(tidy);
        if tidy.len() == rest.len() {
            break;
        }
        rest = tidy;
    }
    rest.ends_with(['.', '!', '?', '…', '؟', '。'])
}

/// Words after which a hyphen belongs to the word even where the line ends.
const HARD_BEFORE: &[&str] = &[
    "all", "anti", "co", "counter", "cross", "eight", "ex", "far", "five", "four", "full", "half",
    "hard", "high", "ill", "inter", "long", "low", "mid", "mini", "multi", "nine", "non", "north",
    "one", "post", "pre", "pro", "quasi", "self", "semi", "seven", "short", "single", "six", "so",
    "south", "ten", "third", "three", "twenty", "two", "vice", "well", "thirty", "forty", "fifty",
    "sixty", "seventy", "eighty", "ninety", "first", "second", "east", "west", "then", "much",
];

/// Words before which a hyphen belongs to the word even where the line ends.
const HARD_AFTER: &[&str] = &[
    "affiliated",
    "aged",
    "aligned",
    "armed",
    "average",
    "backed",
    "based",
    "bound",
    "born",
    "brokered",
    "built",
    "called",
    "century",
    "class",
    "controlled",
    "day",
    "dominated",
    "down",
    "driven",
    "edge",
    "elect",
    "era",
    "ever",
    "father",
    "fire",
    "five",
    "foot",
    "four",
    "free",
    "friendly",
    "general",
    "government",
    "held",
    "high",
    "hour",
    "in",
    "inch",
    "year",
    "old",
    "law",
    "led",
    "level",
    "like",
    "line",
    "long",
    "looking",
    "made",
    "man",
    "member",
    "mile",
    "minded",
    "minister",
    "minute",
    "month",
    "nine",
    "off",
    "on",
    "one",
    "out",
    "over",
    "owned",
    "page",
    "party",
    "person",
    "point",
    "president",
    "profile",
    "quarter",
    "range",
    "ranking",
    "related",
    "rich",
    "run",
    "scale",
    "seven",
    "sided",
    "six",
    "so",
    "speaking",
    "sponsored",
    "stage",
    "state",
    "story",
    "strong",
    "style",
    "term",
    "the",
    "third",
    "three",
    "time",
    "to",
    "torn",
    "trained",
    "two",
    "type",
    "up",
    "week",
    "wide",
    "wing",
    "winning",
    "world",
    "wounded",
];

/// Decides for every joined line end with a hyphen whether the hyphen stays.
fn settle_hyphens(text: &str, lines: &mut [Line]) {
    let mut words: Option<HashSet<&str>> = None;
    for i in 1..lines.len() {
        let whole = &*lines;
        let (Some(before), Some(line)) = (whole.get(i - 1).copied(), whole.get(i).copied()) else {
            continue;
        };
        if line.joint != Joint::Space {
            continue;
        }
        let first = text.get(before.start..before.end).unwrap_or_default();
        let second = text.get(line.start..line.end).unwrap_or_default();
        // An invisible hyphen says itself that the word goes on.
        if soft_hyphen_at(text, before.end) {
            continue;
        }
        let Some((left, right)) = torn_word(first, second) else {
            continue;
        };
        let words = words.get_or_insert_with(|| whole_words(text, whole));
        let joint = if words.contains(format!("{left}{right}").as_str()) {
            Joint::SoftHyphen
        } else if words.contains(format!("{left}-{right}").as_str())
            || left.chars().any(|c| !c.is_lowercase())
                && !left.chars().skip(1).all(char::is_lowercase)
            || !right.starts_with(char::is_lowercase)
            || HARD_BEFORE.contains(&left.to_lowercase().as_str())
            || HARD_AFTER.contains(&right)
            || words.contains(right)
            || left.contains('-')
        {
            Joint::Hyphen
        } else {
            Joint::SoftHyphen
        };
        if let Some(line) = lines.get_mut(i) {
            line.joint = joint;
        }
    }
}

/// The words of a text, those that a line end may have torn left out.
fn whole_words<'t>(text: &'t str, lines: &[Line]) -> HashSet<&'t str> {
    let mut words = HashSet::new();
    let mut torn = false;
    for line in lines {
        let content = text.get(line.start..line.end).unwrap_or_default();
        let tears = content.ends_with(['-', '\u{2010}']) || soft_hyphen_at(text, line.end);
        let mut parts = content
            .split(|c: char| !c.is_alphanumeric() && c != '-')
            .filter(|word| !word.is_empty());
        if torn {
            parts.next();
        }
        words.extend(parts.filter(|word| !word.ends_with('-')));
        torn = tears;
    }
    words
}

/// Whether an invisible hyphen stands at `at`, where a line ends.
pub fn soft_hyphen_at(text: &str, at: usize) -> bool {
    text.get(at..)
        .is_some_and(|rest| rest.starts_with('\u{AD}'))
}

/// The two halves of a word with a hyphen at the line's end; `None` for a dash or no hyphen.
fn torn_word<'t>(first: &'t str, second: &'t str) -> Option<(&'t str, &'t str)> {
    let stem = first.strip_suffix(['-', '\u{2010}'])?;
    let left = stem
        .rsplit(|c: char| !c.is_alphanumeric() && c != '-')
        .next()
        .filter(|left| left.ends_with(char::is_alphanumeric))?;
    let right = second
        .split(|c: char| !c.is_alphanumeric())
        .next()
        .filter(|right| !right.is_empty())?;
    // Hostile input may hold one endless word; no real one is longer.
    (left.len() <= 60 && right.len() <= 60).then_some((left, right))
}
