//! Charts of what articles are rather than of what they name: whose they are, who had a story first, how long they are.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::{ChartSpec, Parts, Sum, build, n_of, noun, owned, words};
use crate::{
    model::{
        ArticleId, CountUnit, Filter,
        chart::{Bar, Cell, ChartData},
    },
    store::{ArticleFacts, Result, Store},
};

/// What is said on charts of articles whose numbers open passages.
const NAMELESS: &str = "Articles that name nobody and no place are left out.";

fn sums<'f, K: Ord>(
    facts: impl Iterator<Item = &'f ArticleFacts>,
    key: impl Fn(&ArticleFacts) -> K,
) -> BTreeMap<K, Sum> {
    let mut sums: BTreeMap<K, Sum> = BTreeMap::new();
    for one in facts {
        sums.entry(key(one)).or_default().add(one, one.mentions);
    }
    sums
}

/// Those that name anything.
pub(super) fn naming(facts: &[ArticleFacts]) -> impl Iterator<Item = &ArticleFacts> {
    facts.iter().filter(|f| f.mentions > 0)
}

/// Per outlet or agency; for shares with all that each has in the same time.
pub(super) fn outlets(
    store: &mut Store,
    filter: &Filter,
    prepared: &Filter,
    spec: &ChartSpec,
) -> Result<Parts> {
    let key = |f: &ArticleFacts| {
        if spec.agencies {
            f.agency.clone()
        } else {
            f.outlet.clone()
        }
    };
    // Of what the share is a part is asked only for a chart of shares: it counts everything in the same time.
    let all = if spec.drawn.share {
        let whole = Filter {
            entities: Vec::new(),
            types: Vec::new(),
            text: None,
            tags: Vec::new(),
            undated: false,
            doubtful: false,
            ..filter.clone()
        };
        build::select(store, &whole)?;
        let all = sums(naming(&store.article_facts(&[])?), key);
        build::select(store, filter)?;
        all
    } else {
        BTreeMap::new()
    };
    let facts = store.article_facts(&prepared.types)?;
    let mut counts: Vec<(Option<Arc<str>>, u64)> = sums(naming(&facts), key)
        .into_iter()
        .map(|(key, sum)| (key, sum.value(spec.unit)))
        .collect();
    // What is not stated comes last, however much of it there is.
    counts.sort_by(|a, b| {
        let stated = a.0.is_none().cmp(&b.0.is_none());
        stated.then(b.1.cmp(&a.1)).then_with(|| a.0.cmp(&b.0))
    });
    let bars: Vec<Bar> = counts
        .into_iter()
        .map(|(key, value)| Bar {
            value,
            of: all.get(&key).map(|sum| sum.value(spec.unit)),
            label: match &key {
                Some(name) => name.as_ref().to_owned(),
                None if spec.agencies => "No agency credited".to_owned(),
                None => words::outlet(None),
            },
            cell: if spec.agencies {
                Cell::Agency(owned(key.as_ref()))
            } else {
                Cell::Outlet(owned(key.as_ref()))
            },
            kind: None,
        })
        .collect();
    let by = if spec.agencies { "agency" } else { "outlet" };
    let what = match spec.unit {
        CountUnit::Mentions => "Names",
        CountUnit::Articles => "Articles",
        CountUnit::Stories => "Stories",
    };
    let mut notes = vec![NAMELESS.to_owned()];
    if spec.drawn.share {
        notes.push(format!(
            "Share of all {} of the {by} in the same time, n beside it.",
            words::plural(noun(spec.unit))
        ));
    }
    let n_line = n_of(&bars, spec.unit);
    Ok((
        format!("{what} by {by}"),
        ChartData::Bars(bars),
        n_line,
        notes,
    ))
}

/// The first version of each story that several outlets have, by the outlet that had it before the others.
#[derive(Debug, Default)]
pub(in crate::workspace) struct Firsts {
    /// Each outlet's first articles.
    pub of: BTreeMap<Arc<str>, Vec<ArticleId>>,
    /// Stories that several outlets have with the same date.
    pub ties: u64,
    /// Stories of several outlets of which an article has no day.
    pub undated: u64,
}

/// Who was first, among these articles: all of the project, since a version that a filter keeps out may be earlier.
/// Articles with no outlet stated are nobody's.
fn firsts_among<'f>(facts: impl Iterator<Item = &'f ArticleFacts>) -> Firsts {
    let mut stories: BTreeMap<i64, Vec<&ArticleFacts>> = BTreeMap::new();
    for one in facts.filter(|one| one.story < 0) {
        stories.entry(one.story).or_default().push(one);
    }
    let mut firsts = Firsts::default();
    for versions in stories.values_mut() {
        versions.retain(|version| version.outlet.is_some());
        let outlets: BTreeSet<&Option<Arc<str>>> = versions.iter().map(|v| &v.outlet).collect();
        if outlets.len() < 2 {
            continue;
        }
        if versions.iter().any(|v| v.day().is_none()) {
            firsts.undated += 1;
            continue;
        }
        let Some(day) = versions.iter().filter_map(|v| v.day()).min() else {
            continue;
        };
        let mut early: Vec<&&ArticleFacts> =
            versions.iter().filter(|v| v.day() == Some(day)).collect();
        // Times are compared only where all of that day have one, all with or all without the difference to UTC: any
        // other may be earlier.
        let times: Vec<Option<Time>> = early.iter().map(|v| time(v)).collect();
        if let Some(first) = earliest(&times) {
            let mut at = times.iter();
            early.retain(|_| at.next().copied().flatten() == Some(first));
        }
        let Some(first) = early.iter().min_by_key(|v| v.article) else {
            continue;
        };
        if early.iter().any(|v| v.outlet != first.outlet) {
            firsts.ties += 1;
            continue;
        }
        if let Some(outlet) = &first.outlet {
            let of = firsts.of.entry(Arc::clone(outlet)).or_default();
            of.push(first.article);
        }
    }
    firsts
}

/// A time of publication: the same moment for all the world, or what a clock showed somewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Time {
    Moment(jiff::Timestamp),
    Clock(jiff::civil::DateTime),
}

fn time(facts: &ArticleFacts) -> Option<Time> {
    let text = facts.minute.as_deref()?;
    match text.parse::<jiff::Timestamp>() {
        Ok(moment) => Some(Time::Moment(moment)),
        Err(_) => text.parse().ok().map(Time::Clock),
    }
}

/// The earliest of several times; `None` where one is missing or they cannot be compared.
fn earliest(times: &[Option<Time>]) -> Option<Time> {
    let known: Vec<Time> = times.iter().copied().collect::<Option<_>>()?;
    let moments = known
        .iter()
        .filter(|t| matches!(t, Time::Moment(_)))
        .count();
    let alike = moments == 0 || moments == known.len();
    known.into_iter().min().filter(|_| alike)
}

/// Who was first among all articles of the project with such a date and outlet; leaves the filter's articles selected.
///
/// # Errors
/// When the file cannot be read.
pub(in crate::workspace) fn firsts(store: &mut Store, filter: &Filter) -> Result<Firsts> {
    build::select(store, &Filter::default())?;
    let firsts = firsts_among(store.article_facts(&[])?.iter());
    build::select(store, filter)?;
    Ok(firsts)
}

/// Which outlets had stories first: of the stories whose first version is in the selection.
pub(super) fn first(store: &mut Store, filter: &Filter, spec: &ChartSpec) -> Result<Parts> {
    let firsts = firsts(store, filter)?;
    let facts = store.article_facts(&filter.types)?;
    let found = |article: &ArticleId| {
        let at = facts.binary_search_by_key(article, |f| f.article).ok()?;
        facts.get(at).filter(|f| f.mentions > 0)
    };
    let mut stories = 0;
    let mut bars: Vec<Bar> = Vec::new();
    for (outlet, articles) in &firsts.of {
        let mut sum = Sum::default();
        for article in articles.iter().filter_map(found) {
            sum.add(article, article.mentions);
        }
        stories += sum.articles;
        if sum.articles > 0 {
            bars.push(Bar {
                label: outlet.as_ref().to_owned(),
                value: sum.value(spec.unit),
                cell: Cell::First(Some(outlet.as_ref().to_owned())),
                kind: None,
                of: None,
            });
        }
    }
    bars.sort_by(|a, b| b.value.cmp(&a.value).then_with(|| a.label.cmp(&b.label)));
    let mut notes = vec![
        "Only stories that several outlets of the project have. A story counts for the outlet whose version is dated before all others, in this selection or not; times are compared where all versions of the day have one.".to_owned(),
    ];
    for (number, why) in [
        (firsts.ties, "with the same date in several outlets"),
        (firsts.undated, "with a version whose day is not known"),
    ] {
        if number > 0 {
            notes.push(format!(
                "In the project {} {why}, not counted.",
                words::counted(number, "story")
            ));
        }
    }
    notes.push(NAMELESS.to_owned());
    let n_line = format!("n = {} with a first", words::counted(stories, "story"));
    Ok((
        "Who was first".to_owned(),
        ChartData::Bars(bars),
        n_line,
        notes,
    ))
}

/// Widths of the steps of lengths, in words.
const STEPS: [u32; 9] = [50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 100_000];

/// Steps of lengths at most.
const MOST_STEPS: u32 = 16;

/// How long the articles are.
pub(super) fn lengths(store: &Store, filter: &Filter, spec: &ChartSpec) -> Result<Parts> {
    let facts = store.article_facts(&filter.types)?;
    let longest = naming(&facts).map(|f| f.words).max();
    let step = STEPS
        .into_iter()
        .find(|step| longest.unwrap_or(0) / step < MOST_STEPS)
        .unwrap_or(1_000_000);
    let sums = sums(naming(&facts), |f| f.words / step);
    let bars: Vec<Bar> = longest
        .map(|longest| 0..=longest / step)
        .into_iter()
        .flatten()
        .map(|number| {
            let from = number * step;
            let to = from + (step - 1);
            Bar {
                label: format!(
                    "{}–{} words",
                    words::count(from.into()),
                    words::count(to.into())
                ),
                value: sums.get(&number).map_or(0, |sum| sum.value(spec.unit)),
                cell: Cell::Length { from, to },
                kind: None,
                of: None,
            }
        })
        .collect();
    let mut all: Vec<u32> = naming(&facts).map(|f| f.words).collect();
    all.sort_unstable();
    let median = all.get(all.len() / 2).copied().unwrap_or(0);
    let total: u64 = all.iter().map(|words| u64::from(*words)).sum();
    let n_line = format!(
        "n = {}; {} in all, median {}",
        words::counted(all.len() as u64, "article"),
        words::counted(total, "word"),
        words::count(median.into())
    );
    Ok((
        "Length of the articles".to_owned(),
        ChartData::Bars(bars),
        n_line,
        vec![NAMELESS.to_owned()],
    ))
}
