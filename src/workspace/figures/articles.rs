//! Charts of what articles are rather than of what they name: whose they are, who had a story first, how long they are.

use std::collections::{BTreeMap, BTreeSet};

use super::{ChartSpec, Parts, build, in_unit, n_of, noun, words};
use crate::{
    model::{
        ArticleId, CountUnit, Filter,
        chart::{Bar, Cell, ChartData},
    },
    store::{ArticleFacts, Result, Store},
};

/// What is said on charts of articles whose numbers open passages.
const NAMELESS: &str = "Articles that name nobody and no place are left out.";

/// An outlet as charts write it.
pub(super) fn outlet_words(outlet: Option<String>) -> String {
    outlet.unwrap_or_else(|| "No outlet stated".to_owned())
}

/// Sums of some articles.
#[derive(Default)]
struct Sum {
    mentions: u64,
    articles: u64,
    stories: BTreeSet<i64>,
}

impl Sum {
    fn add(&mut self, facts: &ArticleFacts) {
        self.mentions += facts.mentions;
        self.articles += 1;
        self.stories.insert(facts.story);
    }

    fn value(&self, unit: CountUnit) -> u64 {
        in_unit(
            unit,
            self.mentions,
            self.articles,
            self.stories.len() as u64,
        )
    }
}

fn sums<'f, K: Ord>(
    facts: impl Iterator<Item = &'f ArticleFacts>,
    key: impl Fn(&ArticleFacts) -> K,
) -> BTreeMap<K, Sum> {
    let mut sums: BTreeMap<K, Sum> = BTreeMap::new();
    for one in facts {
        sums.entry(key(one)).or_default().add(one);
    }
    sums
}

fn naming(facts: &[ArticleFacts]) -> impl Iterator<Item = &ArticleFacts> {
    facts.iter().filter(|f| f.mentions > 0)
}

/// Per outlet or agency, each with all it has in the same time, of which the selection is a share.
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
    let whole = Filter {
        entities: Vec::new(),
        types: Vec::new(),
        text: None,
        ..filter.clone()
    };
    let all = build::select(store, &whole)?;
    let all = sums(naming(&store.article_facts(&all)?), key);
    build::select(store, filter)?;
    let mut counts: Vec<(Option<String>, u64)> = sums(naming(&store.article_facts(prepared)?), key)
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
                Some(name) => name.clone(),
                None if spec.agencies => "No agency credited".to_owned(),
                None => outlet_words(None),
            },
            cell: if spec.agencies {
                Cell::Agency(key)
            } else {
                Cell::Outlet(key)
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
    pub of: BTreeMap<Option<String>, Vec<ArticleId>>,
    /// Stories that several outlets have with the same date.
    pub ties: u64,
    /// Stories of several outlets of which an article has no day.
    pub undated: u64,
}

/// Who was first, among these articles.
pub(in crate::workspace) fn firsts(facts: &[ArticleFacts]) -> Firsts {
    let mut stories: BTreeMap<i64, Vec<&ArticleFacts>> = BTreeMap::new();
    for one in facts {
        stories.entry(one.story).or_default().push(one);
    }
    let mut firsts = Firsts::default();
    for versions in stories.values() {
        let outlets: BTreeSet<&Option<String>> = versions.iter().map(|v| &v.outlet).collect();
        if outlets.len() < 2 {
            continue;
        }
        if versions.iter().any(|v| v.day.is_none()) {
            firsts.undated += 1;
            continue;
        }
        let Some(day) = versions.iter().map(|v| &v.day).min() else {
            continue;
        };
        let mut early: Vec<&&ArticleFacts> = versions.iter().filter(|v| v.day == *day).collect();
        // Times are compared only where all of that day have one: an article without may be earlier.
        if early.iter().all(|v| v.minute.is_some()) {
            let minute = early.iter().map(|v| v.minute.clone()).min().flatten();
            early.retain(|v| v.minute == minute);
        }
        let Some(first) = early.iter().min_by_key(|v| v.article) else {
            continue;
        };
        if early.iter().any(|v| v.outlet != first.outlet) {
            firsts.ties += 1;
            continue;
        }
        firsts
            .of
            .entry(first.outlet.clone())
            .or_default()
            .push(first.article);
    }
    firsts
}

/// Which outlets had stories first.
pub(super) fn first(store: &Store, filter: &Filter, spec: &ChartSpec) -> Result<Parts> {
    let facts = store.article_facts(filter)?;
    let firsts = firsts(&facts);
    let by_id: BTreeMap<ArticleId, &ArticleFacts> = facts.iter().map(|f| (f.article, f)).collect();
    let mut bars: Vec<Bar> = firsts
        .of
        .iter()
        .map(|(outlet, articles)| {
            let mut sum = Sum::default();
            let first = articles.iter().filter_map(|a| by_id.get(a));
            first.filter(|f| f.mentions > 0).for_each(|f| sum.add(f));
            Bar {
                label: outlet_words(outlet.clone()),
                value: sum.value(spec.unit),
                cell: Cell::First(outlet.clone()),
                kind: None,
                of: None,
            }
        })
        .collect();
    bars.sort_by(|a, b| b.value.cmp(&a.value).then_with(|| a.label.cmp(&b.label)));
    let stories: usize = firsts.of.values().map(Vec::len).sum();
    let mut notes = vec![
        "Only stories that several outlets have. A story counts for the outlet whose version is dated before all others; times are compared where all versions of the day have one.".to_owned(),
    ];
    for (number, why) in [
        (firsts.ties, "with the same date in several outlets"),
        (firsts.undated, "with a version whose day is not known"),
    ] {
        if number > 0 {
            notes.push(format!(
                "{} {why}, not counted.",
                words::counted(number, "story")
            ));
        }
    }
    notes.push(NAMELESS.to_owned());
    let n_line = format!(
        "n = {} with a first",
        words::counted(stories as u64, "story")
    );
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
    let facts = store.article_facts(filter)?;
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
    let mut all: Vec<u32> = facts.iter().map(|f| f.words).collect();
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
