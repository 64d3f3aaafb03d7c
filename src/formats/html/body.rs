//! Which lines of a page are the article: what rs-trafilatura takes for it, checked against where the prose stands and
//! against the body that the page states for search engines.

use std::{
    collections::{HashMap, HashSet},
    hash::{DefaultHasher, Hash, Hasher},
    panic::{AssertUnwindSafe, catch_unwind},
};

use rs_trafilatura::{Options, extract_with_options, page_type::PageType};

use super::{
    lines::{Kind, Line, Lines},
    names::Furniture,
    slim::Page,
};

/// The largest page, in bytes and in elements, that is given to rs-trafilatura, whose work grows faster than the page
/// on pages of many elements. Beyond, the place of the prose decides alone.
const LARGEST: usize = 4 * 1024 * 1024;
const MOST_ELEMENTS: usize = 40_000;

/// A body that a page states is believed from this many words on; shorter ones are summaries.
const STATED_WORDS: usize = 60;

/// What is the article on a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// For every line whether it is.
    pub picked: Vec<bool>,
    /// The article's text when the page states it and shows it nowhere.
    pub unseen: Option<String>,
}

/// Chooses the article's lines. `stated` is the body the page's structured data hold.
#[must_use]
pub fn choose(page: &Page, lines: &Lines, stated: Option<&str>) -> Choice {
    let by_place = by_place(lines);
    let extracted = extract(page);
    let mut picked = match &extracted {
        Some(text) => by_text(lines, text),
        None => vec![false; lines.lines.len()],
    };
    let (words_picked, words_by_place) = (word_count(lines, &picked), word_count(lines, &by_place));
    // Nothing, a menu, or one paragraph out of many beside an article that stands elsewhere. A page with much prose
    // besides the article is no reason to doubt it: live tickers, picture galleries, a reader's next stories.
    let little = words_picked < 120 && words_picked * 2 < words_by_place;
    if words_picked == 0 || little || words_picked * 8 < words_by_place {
        picked.clone_from(&by_place);
    }
    let stated = stated
        .map(|text| (text, words(text).count()))
        .filter(|(_, n)| *n >= STATED_WORDS);
    if let Some((text, count)) = stated {
        let grams = Grams::of(text);
        let agreeing = |picked: &[bool]| agreement(lines, picked, &grams, count);
        let by_stated: Vec<bool> = lines
            .lines
            .iter()
            .map(|line| grams.share(&line.text) >= 0.7)
            .collect();
        let best = agreeing(&picked);
        if agreeing(&by_stated) > best + 0.1 {
            picked = by_stated;
        } else if best < 0.3 && agreeing(&by_stated) < 0.3 && count > 2 * word_count(lines, &picked)
        {
            return Choice {
                picked: vec![false; lines.lines.len()],
                unseen: Some(text.to_owned()),
            };
        }
    }
    fill_gaps(lines, &mut picked);
    drop_teasers(lines, &mut picked);
    drop_tail(lines, &mut picked);
    drop_repeats(lines, &mut picked);
    Choice {
        picked,
        unseen: None,
    }
}

/// The article's text as rs-trafilatura finds it; `None` when it finds none or the page is too large for it.
fn extract(page: &Page) -> Option<String> {
    if page.html.len() > LARGEST || page.elements > MOST_ELEMENTS {
        return None;
    }
    let options = Options {
        page_type: Some(PageType::Article),
        ..Options::default()
    };
    // A page that makes the extractor panic is still a page with paragraphs.
    let result = catch_unwind(AssertUnwindSafe(|| {
        extract_with_options(&page.html, &options)
    }));
    let text = result.ok()?.ok()?.content_text;
    (!text.trim().is_empty()).then_some(text)
}

/// The lines that stand in an extracted text.
fn by_text(lines: &Lines, text: &str) -> Vec<bool> {
    let grams = Grams::of(text);
    let mut picked: Vec<bool> = lines
        .lines
        .iter()
        .map(|line| {
            let share = grams.share(&line.text);
            match line.furniture {
                _ if line.kind == Kind::Credit => false,
                None => share >= 0.6,
                // A name can mislead, but then the whole paragraph must be there.
                Some(Furniture::Navigation | Furniture::Notice) => share >= 0.9 && line.is_prose(),
                Some(_) => false,
            }
        })
        .collect();
    // A few words occur elsewhere on the page, too: as a link to this article, as a heading of a list.
    let prose = |i: usize| lines.lines.get(i).is_some_and(Line::is_prose);
    let first = (0..picked.len()).find(|i| picked.get(*i) == Some(&true) && prose(*i));
    let last = (0..picked.len())
        .rev()
        .find(|i| picked.get(*i) == Some(&true) && prose(*i));
    if let (Some(first), Some(last)) = (first, last) {
        let homes: HashSet<usize> = (first..=last)
            .filter(|i| picked.get(*i) == Some(&true) && prose(*i))
            .filter_map(|i| lines.lines.get(i))
            .flat_map(|line| [line.element, parent(lines, line.element)])
            .collect();
        for (i, line) in lines.lines.iter().enumerate() {
            let near = (first..=last).contains(&i)
                || homes.contains(&line.element)
                || homes.contains(&parent(lines, line.element));
            if !near && let Some(pick) = picked.get_mut(i) {
                *pick = false;
            }
        }
    }
    picked
}

fn parent(lines: &Lines, element: usize) -> usize {
    lines.elements.get(element).map_or(0, |e| e.parent)
}

/// The lines of the element that holds most of the prose and little else.
fn by_place(lines: &Lines) -> Vec<bool> {
    let whole = lines.prose_in(0);
    let mut home = 0;
    // The body as marked, if it can be it; else the smallest element that most of the prose lies in.
    let marked = (0..lines.elements.len())
        .filter(|i| lines.elements.get(*i).is_some_and(|e| e.article))
        .max_by_key(|i| {
            let body = lines.elements.get(*i).is_some_and(|e| e.body);
            (lines.prose_in(*i) * (1 + usize::from(body)), *i)
        })
        .filter(|i| lines.prose_in(*i) * 3 > whole);
    if let Some(marked) = marked {
        home = marked;
    } else {
        for (i, element) in lines.elements.iter().enumerate().skip(1) {
            if element.parent == home
                && lines.prose_in(i) * 10 >= lines.prose_in(home) * 7
                && whole > 0
            {
                home = i;
            }
        }
    }
    let inside: Vec<bool> = lines
        .lines
        .iter()
        .map(|line| line.furniture.is_none() && lines.lies_in(line.element, home))
        .collect();
    // Lists of links beside the prose.
    lines
        .lines
        .iter()
        .zip(inside)
        .map(|(line, inside)| {
            inside && (line.linked * 3 < line.text.len() * 2 || line.kind == Kind::Caption)
        })
        .collect()
}

fn word_count(lines: &Lines, picked: &[bool]) -> usize {
    let picked = lines
        .lines
        .iter()
        .zip(picked)
        .filter(|(_, picked)| **picked);
    picked.map(|(line, _)| words(&line.text).count()).sum()
}

/// How well the picked lines agree with a text of `count` words: 1 when they are the same.
fn agreement(lines: &Lines, picked: &[bool], grams: &Grams, count: usize) -> f64 {
    let mut common = 0.0;
    let mut all = 0.0;
    for (line, _) in lines
        .lines
        .iter()
        .zip(picked)
        .filter(|(_, picked)| **picked)
    {
        let words = count_f64(words(&line.text).count());
        common += grams.share(&line.text) * words;
        all += words;
    }
    2.0 * common / (all + count_f64(count)).max(1.0)
}

fn count_f64(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

/// Takes in what stands between picked lines and belongs there: captions, subheads, paragraphs among their like.
fn fill_gaps(lines: &Lines, picked: &mut [bool]) {
    let all = &lines.lines;
    // The elements of the picked text before and after each line: where both are siblings of a line, it is one of theirs.
    let home = |i: usize| {
        all.get(i)
            .map(|line| (line.element, parent(lines, line.element)))
    };
    let is_text = |i: usize, picked: &[bool]| {
        picked.get(i) == Some(&true) && all.get(i).is_some_and(|line| line.kind == Kind::Text)
    };
    let mut after: Vec<Option<(usize, usize)>> = vec![None; all.len()];
    let mut next = None;
    for i in (0..all.len()).rev() {
        if let Some(slot) = after.get_mut(i) {
            *slot = next;
        }
        if is_text(i, picked) {
            next = home(i);
        }
    }
    let mut before = None;
    for i in 0..all.len() {
        let Some(line) = all.get(i) else { break };
        if picked.get(i) == Some(&true) {
            if line.kind == Kind::Text {
                before = home(i);
            }
            continue;
        }
        let (Some(above), Some(below)) = (before, after.get(i).copied().flatten()) else {
            continue;
        };
        let Some((element, around)) = home(i) else {
            continue;
        };
        if line.furniture.is_some() || line.linked * 2 > line.text.len() {
            continue;
        }
        let sibling =
            |(other, other_around): (usize, usize)| element == other || around == other_around;
        let belongs = match line.kind {
            Kind::Caption => true,
            // A heading over nothing that was picked heads a list of links.
            Kind::Heading(_) => {
                picked.get(i + 1) == Some(&true) && (sibling(above) || sibling(below))
            }
            // An item's list stands where a paragraph would.
            Kind::Text if line.item => {
                let list = parent(lines, around);
                list == above.1 || list == below.1
            }
            Kind::Text => sibling(above) && sibling(below),
            Kind::Credit => false,
        };
        if belongs && let Some(pick) = picked.get_mut(i) {
            *pick = true;
        }
    }
}

/// Takes in what stands between the headline and the chosen text: standfirsts, captions, a first paragraph set apart; and
/// paragraphs that go on below it among their like.
pub fn complete(lines: &Lines, picked: &mut [bool], headline: Option<usize>) {
    let all = &lines.lines;
    let is_prose =
        |i: &usize| picked.get(*i) == Some(&true) && all.get(*i).is_some_and(Line::is_prose);
    let (Some(first), Some(last)) = (
        (0..all.len()).find(is_prose),
        (0..all.len()).rev().find(is_prose),
    ) else {
        return;
    };
    let from = headline
        .filter(|i| *i < first && first - *i <= LONGEST_HEAD)
        .map_or(first, |i| i + 1);
    for i in from..first {
        let Some(line) = all.get(i) else { break };
        if line.furniture.is_some() || line.linked * 3 > line.text.len() {
            continue;
        }
        let sentence = line.text.len() >= 40 && line.text.ends_with(['.', '!', '?', '”', '"', '’']);
        let belongs = line.kind == Kind::Caption || line.is_prose() || sentence;
        if belongs && let Some(pick) = picked.get_mut(i) {
            *pick = true;
        }
    }
    let home = |i: usize| all.get(i).map_or(0, |line| parent(lines, line.element));
    let mut strange = 0;
    for i in last + 1..all.len() {
        let Some(line) = all.get(i).filter(|_| strange < 3) else {
            break;
        };
        let item = line.item && home(last) == parent(lines, home(i));
        let like = (line.is_prose() || item)
            && line.furniture.is_none()
            && line.linked * 4 < line.text.len()
            && (item
                || all
                    .get(last)
                    .is_some_and(|l| l.element != line.element && home(last) == home(i)));
        if like && let Some(pick) = picked.get_mut(i) {
            *pick = true;
        } else {
            strange += 1;
        }
    }
}

/// How many lines stand between a headline and its text at most.
const LONGEST_HEAD: usize = 40;

/// Headings of what a site puts under its articles, in small letters.
const TAIL_HEADINGS: &[&str] = &[
    "more ",
    "related",
    "read more",
    "read next",
    "other ",
    "recommended",
    "you may ",
    "you might ",
    "also on ",
    "also in ",
    "latest ",
    "most read",
    "most popular",
    "top stories",
    "trending",
    "up next",
    "next article",
    "editor's picks",
    "editors' picks",
    "from our partners",
    "sponsored",
    "promoted",
    "comments",
    "about the author",
    "share this",
    "popular ",
    "don't miss",
    "what to read next",
    "leave a ",
    "around the web",
    "from the web",
    "à lire aussi",
    "lire aussi",
    "mehr zum thema",
    "lesen sie auch",
    "más noticias",
    "te puede interesar",
    "leia também",
    "leia mais",
    "leggi anche",
];

/// Leaves out what follows a heading of other articles, until the article's own paragraphs go on.
fn drop_tail(lines: &Lines, picked: &mut [bool]) {
    let home = |line: &Line| parent(lines, line.element);
    let mut homes: HashMap<usize, usize> = HashMap::new();
    for (line, _) in lines
        .lines
        .iter()
        .zip(picked.iter())
        .filter(|(l, p)| **p && l.is_prose())
    {
        *homes.entry(home(line)).or_default() += line.text.len();
    }
    let main = homes
        .into_iter()
        .max_by_key(|(at, bytes)| (*bytes, *at))
        .map(|(at, _)| at);
    // The level of the heading, and the section it heads.
    let mut others: Option<(u8, usize)> = None;
    let mut begun = false;
    for (i, line) in lines.lines.iter().enumerate() {
        let level = match line.kind {
            Kind::Heading(level) => Some(level),
            _ => (line.bold && line.text.len() <= 40).then_some(7),
        };
        if let Some(level) = level
            && begun
            && others.is_none_or(|(above, _)| level <= above)
            && line.furniture.is_none()
        {
            let low = line.text.to_lowercase().replace('’', "'");
            let tail = |start: &&str| low.starts_with(*start) || low == start.trim_end();
            let lists = lines.lines.get(i + 1).is_some_and(|next| {
                matches!(next.kind, Kind::Heading(_)) || next.linked * 2 > next.text.len()
            });
            let named = line.text.len() <= 60 && TAIL_HEADINGS.iter().any(tail);
            others = (named && lists).then(|| (level, parent(lines, home(line))));
        }
        if line.is_prose() && Some(home(line)) == main {
            begun = true;
            others = None;
        }
        if others.is_some_and(|(_, section)| lines.lies_in(line.element, section))
            && let Some(pick) = picked.get_mut(i)
        {
            *pick = false;
        }
    }
}

/// Leaves out the closing lines about the author: who that is, and how to write to them.
pub fn drop_author(lines: &Lines, picked: &mut [bool], byline: Option<&str>) {
    const AFTER: &[&str] = &[
        " is a ",
        " is an ",
        " is the ",
        " is our ",
        " was ",
        " covers ",
        " writes ",
        " reports ",
        " has covered ",
        " has worked ",
        " can be reached ",
        " joined ",
    ];
    const BEFORE: &[&str] = &[
        "contact ",
        "follow ",
        "email ",
        "e-mail ",
        "write to ",
        "about ",
    ];
    let names: Vec<String> = byline
        .unwrap_or_default()
        .split(" and ")
        .flat_map(|part| part.split(','))
        .map(|name| name.trim().to_lowercase())
        .filter(|name| name.contains(' '))
        .collect();
    let closing = (0..lines.lines.len())
        .rev()
        .filter(|i| picked.get(*i) == Some(&true))
        .take(4);
    for i in closing.collect::<Vec<_>>() {
        let Some(line) = lines.lines.get(i).filter(|line| line.text.len() <= 600) else {
            continue;
        };
        let low = line.text.to_lowercase();
        let about = names.iter().any(|name| {
            let after = low.strip_prefix(name.as_str());
            let before = BEFORE.iter().find_map(|start| low.strip_prefix(start));
            after.is_some_and(|rest| {
                rest.is_empty() || AFTER.iter().any(|start| rest.starts_with(start))
            }) || before.is_some_and(|rest| rest.starts_with(name.as_str()))
        });
        if about && let Some(pick) = picked.get_mut(i) {
            *pick = false;
        }
    }
}

/// A page without an article, such as a list of names, is read whole, menus left out.
pub fn all_if_none(lines: &Lines, choice: &mut Choice) {
    if choice.unseen.is_none() && !choice.picked.contains(&true) {
        let open = lines.lines.iter().map(|line| line.furniture.is_none());
        choice.picked = open.collect();
    }
}

/// The most prose a teaser holds, in bytes.
const LONGEST_TEASER: usize = 700;

/// Leaves out teasers of other articles: a heading that is a link, and the few words beside it.
fn drop_teasers(lines: &Lines, picked: &mut [bool]) {
    for (i, line) in lines.lines.iter().enumerate() {
        let Kind::Heading(level) = line.kind else {
            continue;
        };
        if level == 1 || line.linked * 5 < line.text.len() * 4 || line.text.len() < 12 {
            continue;
        }
        let mut card = line.element;
        for _ in 0..3 {
            if lines.prose_in(card) > 0 {
                break;
            }
            card = parent(lines, card);
        }
        if lines.prose_in(card) > LONGEST_TEASER {
            card = line.element;
        }
        let near = lines
            .lines
            .iter()
            .enumerate()
            .skip(i.saturating_sub(3))
            .take(9);
        for (n, other) in near {
            if lines.lies_in(other.element, card)
                && let Some(pick) = picked.get_mut(n)
            {
                *pick = false;
            }
        }
    }
}

/// Sites show a summary or a caption twice, for wide and for narrow screens; the second is left out. One text told twice
/// in one place is a refrain.
fn drop_repeats(lines: &Lines, picked: &mut [bool]) {
    let mut seen: HashMap<&str, (usize, usize)> = HashMap::new();
    for (order, (line, pick)) in lines
        .lines
        .iter()
        .zip(picked.iter_mut())
        .filter(|(_, p)| **p)
        .enumerate()
    {
        if line.text.len() < 40 {
            continue;
        }
        let home = parent(lines, line.element);
        let (first, first_home) = *seen.entry(line.text.as_str()).or_insert((order, home));
        let shown_twice = line.kind == Kind::Caption || first < 2 || order - first <= 3;
        *pick = first == order || first_home == home || !shown_twice;
    }
}

/// The runs of three words of a text, and its short lines.
struct Grams {
    runs: HashSet<u64>,
    short: HashSet<u64>,
}

const RUN: usize = 3;

impl Grams {
    fn of(text: &str) -> Self {
        let mut grams = Self {
            runs: HashSet::new(),
            short: HashSet::new(),
        };
        let mut all: Vec<String> = Vec::new();
        for line in text.lines() {
            let words: Vec<String> = words(line).collect();
            if !words.is_empty() && words.len() < RUN {
                grams.short.insert(hash(&words));
            }
            all.extend(words);
        }
        grams.runs.extend(all.windows(RUN).map(hash));
        grams
    }

    /// The share of a line's runs of words that the text has: 0 to 1.
    fn share(&self, line: &str) -> f64 {
        let words: Vec<String> = words(line).collect();
        if words.len() < RUN {
            return f64::from(u8::from(
                !words.is_empty() && self.short.contains(&hash(&words)),
            ));
        }
        let runs = words.windows(RUN);
        let all = count_f64(runs.len());
        count_f64(runs.filter(|run| self.runs.contains(&hash(run))).count()) / all
    }
}

fn hash(words: &[String]) -> u64 {
    let mut hasher = DefaultHasher::new();
    words.hash(&mut hasher);
    hasher.finish()
}

/// Words in small letters; every ideograph or kana is one, because nothing stands between them.
fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    let wide = |c: char| matches!(c, '\u{2E80}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}');
    let mut chars = text.chars().peekable();
    std::iter::from_fn(move || {
        while chars.next_if(|c| !c.is_alphanumeric()).is_some() {}
        let first = chars.next()?;
        if wide(first) {
            return Some(first.to_string());
        }
        let mut word: String = first.to_lowercase().collect();
        while let Some(c) = chars.next_if(|c| c.is_alphanumeric() && !wide(*c)) {
            word.extend(c.to_lowercase());
        }
        Some(word)
    })
}

/// Letters and digits in small letters, for comparing headlines.
#[must_use]
pub fn key(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// The line that is the article's headline: the heading that says what the page's titles say, or its only `<h1>`.
#[must_use]
pub fn headline(
    lines: &Lines,
    picked: &[bool],
    titles: &[String],
    site: Option<&str>,
) -> Option<usize> {
    let first = lines
        .lines
        .iter()
        .zip(picked)
        .position(|(line, picked)| *picked && line.is_prose())
        .unwrap_or(lines.lines.len());
    let titles: Vec<String> = titles
        .iter()
        .map(|title| key(title))
        .filter(|key| key.len() >= 6)
        .collect();
    let site = site.map(key).unwrap_or_default();
    let headings = || {
        lines
            .lines
            .iter()
            .enumerate()
            .filter_map(|(i, line)| match line.kind {
                Kind::Heading(level) if line.text.len() <= 400 => Some((i, level, key(&line.text))),
                _ => None,
            })
    };
    let says_title = |key: &str| {
        titles.iter().any(|title| {
            title == key
                || key.len() * 2 > title.len() && key.len() >= 8 && title.contains(key)
                || title.len() * 2 > key.len() && key.contains(title.as_str())
        })
    };
    let named = headings()
        .filter(|(_, _, key)| *key != site && says_title(key))
        // The highest heading; the last one above the text, else the first one below.
        .min_by_key(|(i, level, _)| (*level, *i > first, i.abs_diff(first)));
    if let Some((i, ..)) = named {
        return Some(i);
    }
    let mut alone = headings().filter(|(i, level, key)| {
        let furniture = lines
            .lines
            .get(*i)
            .is_some_and(|line| line.furniture.is_some());
        *level == 1 && *i <= first && *key != site && !furniture
    });
    if let Some((i, ..)) = alone.next()
        && alone.next().is_none()
    {
        return Some(i);
    }
    // Old pages set their headlines in large type without saying what they are.
    let named_by = |(i, line): &(usize, &Line)| {
        let own = key(&line.text);
        let words = line.text.split(' ').count() >= 3 && line.text.len() <= 200;
        let whole = titles.iter().any(|title| title.contains(&own));
        *i < first && words && whole && own != site && line.furniture.is_none()
    };
    let before = lines.lines.iter().enumerate().take(first);
    before
        .filter(named_by)
        .max_by_key(|(i, line)| (line.text.len(), *i))
        .map(|(i, _)| i)
}
