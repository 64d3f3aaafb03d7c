//! What searching in the window asks for: counts while a person types, lines, articles with snippets, saved searches; and
//! lists of terms, run beside everything else.
//!
//! It has a reader thread of its own. The other one counts for all panels with each letter that is typed, and the count
//! under the search field must not wait for them; this one also keeps the articles chosen by the rest of the filter, which
//! stay the same while the text changes.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{
    Answer, JobProgress, News, Revisions, Session, Slot, Wanted,
    desk::{Desk, Question},
};
use crate::{
    jobs::{Ending, Job, JobCx, Waker},
    model::{Filter, Query},
    store::{Access, Store},
    workspace::{
        Problem, export, query,
        search::{
            self, Batch, BatchAs, BatchRow, Counts, Line, LineOrder, Lines, ResultOrder, Results,
            SavedSearch, tables, terms_of,
        },
    },
};

/// What the panels want to see of a search.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SearchWanted {
    /// Hits with the words around them, sorted so, and the first of those to be read.
    pub lines: Option<(LineOrder, usize)>,
    /// Articles with snippets, sorted so, and the first of those to be read.
    pub articles: Option<(ResultOrder, usize)>,
    pub saved: bool,
}

/// The read models of searching.
#[derive(Debug, Default)]
pub struct SearchViews {
    /// Of the filter's text; empty where there is none.
    pub counts: Slot<Counts>,
    pub lines: Slot<LinesView>,
    pub articles: Slot<ArticlesView>,
    pub saved: Slot<Vec<SavedSearch>>,
    /// The list of terms run last.
    pub batch: Option<BatchView>,
}

impl SearchViews {
    /// Hits of the filter's text, when they are counted.
    #[must_use]
    pub fn hits(&self) -> Option<u64> {
        let Slot::Ready(counts) = &self.counts else {
            return None;
        };
        match &self.lines {
            // A query of fields alone has none, and none are missing.
            Slot::Ready(lines) if lines.lines.total == 0 => counts.hits,
            Slot::Ready(lines) => Some(lines.lines.total),
            _ => counts.hits,
        }
    }
}

/// Hits in order, some of them with the words around them.
#[derive(Clone, Debug, Default)]
pub struct LinesView {
    pub lines: Arc<Lines>,
    pub order: LineOrder,
    /// The line that the first of `rows` is.
    pub offset: usize,
    pub rows: Vec<Line>,
}

/// Some of the articles found.
#[derive(Clone, Debug, Default)]
pub struct ArticlesView {
    pub results: Results,
    /// The article that the first of the results' rows is.
    pub offset: usize,
}

/// A list of terms, run or on its way.
#[derive(Clone, Debug)]
pub enum BatchView {
    Running(JobProgress),
    Ready(BatchTable),
    Failed(Problem),
}

/// What the terms of a list found.
#[derive(Clone, Debug, Default)]
pub struct BatchTable {
    pub rows: Arc<Vec<BatchRow>>,
    /// The filter, without text, that they were run in.
    pub filter: Filter,
    /// Whether articles were imported, deleted or corrected since.
    pub outdated: bool,
}

/// What is saved of a search.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SearchFile {
    Lines(LineOrder),
    Articles(ResultOrder),
    /// The table of the list of terms run last.
    Terms,
}

/// Lines and articles read at once.
pub const LINES_AT_ONCE: usize = 300;
pub const ARTICLES_AT_ONCE: usize = 100;
/// Code points on either side of a hit: what the widest window has room for.
const CONTEXT: usize = 160;
/// Largest list of terms, in bytes.
const LARGEST: u64 = 8 << 20;

const COUNTS: usize = 0;
const LINES: usize = 1;
const PAGE: usize = 2;
const ARTICLES: usize = 3;
const SAVED: usize = 4;
const SLOTS: usize = 5;

/// What was asked for last: equal keys need no new reading.
#[derive(Clone, Debug, Default, PartialEq)]
struct Key {
    filter: Filter,
    lines: LineOrder,
    articles: ResultOrder,
    from: usize,
    revisions: Revisions,
}

/// A list of terms on its way, the filter it is run in, and what it is counted at.
type RunningBatch = (Job<Result<Vec<BatchRow>, Problem>>, Filter, Revisions);

/// The searching part of a session.
pub(super) struct Searching {
    desk: Desk,
    asked: [Option<Key>; SLOTS],
    /// The query that the filter's text was read as last: a frame is drawn more often than a letter is typed.
    read: (Option<String>, Option<Arc<Query>>),
    batch: Option<RunningBatch>,
    /// What the table on screen was counted at.
    counted_at: Revisions,
    terms: Option<Job<News>>,
}

impl Searching {
    pub(super) fn start(path: &Path) -> Result<Self, Problem> {
        Ok(Self {
            desk: Desk::start(path)?,
            asked: std::array::from_fn(|_| None),
            read: (None, None),
            batch: None,
            counted_at: Revisions::default(),
            terms: None,
        })
    }

    pub(super) fn wake_with(&self, wake: Waker) {
        self.desk.wake_with(wake);
    }

    pub(super) fn busy(&self) -> bool {
        self.desk.waiting() || self.batch.is_some() || self.terms.is_some()
    }

    fn query(&mut self, filter: &Filter) -> Option<Arc<Query>> {
        if self.read.0 != filter.text {
            let query = query::required(filter).map(Arc::new);
            self.read = (filter.text.clone(), query);
        }
        self.read.1.clone()
    }

    /// Whether a slot is to be asked for, which is noted.
    fn stale(&mut self, slot: usize, key: Option<&Key>) -> bool {
        let Some(asked) = self.asked.get_mut(slot) else {
            return false;
        };
        if asked.as_ref() == key {
            return false;
        }
        *asked = key.cloned();
        true
    }

    fn ask(&mut self, slot: usize, question: Option<Question>) {
        match question {
            Some(question) => self.desk.ask(slot, question),
            None => self.desk.forget(slot),
        }
    }
}

/// The filter without its text.
fn rest(filter: &Filter) -> Filter {
    Filter {
        text: None,
        ..filter.clone()
    }
}

impl Session {
    /// Takes in what the searches found and asks for what is wanted now.
    pub(super) fn search(&mut self, wanted: &Wanted, now: f64) {
        for (slot, answer) in self.searching.desk.take() {
            self.file_found(slot, answer);
        }
        self.take_batch();
        let text = self.searching.query(&wanted.filter);
        let text = text.as_ref();
        let base = Key {
            filter: wanted.filter.clone(),
            // A changed mark changes no search for words.
            revisions: self.filtered(Revisions {
                articles: self.revisions.articles,
                ..Revisions::default()
            }),
            ..Key::default()
        };
        let filter = rest(&wanted.filter);
        self.ask_counts(&base, text, &filter, now);
        self.ask_lines(wanted, &base, text, &filter, now);
        self.ask_articles(wanted, &base, text, filter, now);
        let key = wanted.search.saved.then(|| Key {
            revisions: Revisions {
                history: self.revisions.history,
                ..Revisions::default()
            },
            ..Key::default()
        });
        if self.searching.stale(SAVED, key.as_ref()) {
            let loading = key.is_some();
            let question = || -> Question {
                Box::new(|store| Answer::SavedSearches(search::saved_searches(store)))
            };
            self.searching.ask(SAVED, loading.then(question));
            self.views.search.saved.turn(loading, true, now);
        }
    }

    fn ask_counts(&mut self, base: &Key, text: Option<&Arc<Query>>, filter: &Filter, now: f64) {
        let key = text.map(|_| base.clone());
        if !self.searching.stale(COUNTS, key.as_ref()) {
            return;
        }
        let question = text.map(|text| -> Question {
            let (text, filter) = (Arc::clone(text), filter.clone());
            Box::new(move |store| Answer::FoundCounts(search::count(store, &text, &filter)))
        });
        let loading = question.is_some();
        self.searching.ask(COUNTS, question);
        self.views.search.counts.turn(loading, true, now);
    }

    fn ask_lines(
        &mut self,
        wanted: &Wanted,
        base: &Key,
        text: Option<&Arc<Query>>,
        filter: &Filter,
        now: f64,
    ) {
        let shown = wanted.search.lines;
        // More hits than can be counted while typing are counted once the panels have what they need.
        let uncounted =
            matches!(&self.views.search.counts, Slot::Ready(counts) if counts.hits.is_none());
        let order = shown.map_or_else(
            || {
                let before = self.searching.asked.get(LINES).and_then(Option::as_ref);
                before.map_or(LineOrder::Date, |key| key.lines)
            },
            |(order, _)| order,
        );
        let key = text.map(|_| Key {
            lines: order,
            ..base.clone()
        });
        let known = self.searching.asked.get(LINES).and_then(Option::as_ref);
        let deferred = shown.is_none() && (!uncounted || self.desk.waiting());
        let key = key.filter(|key| !deferred || known == Some(key));
        if self.searching.stale(LINES, key.as_ref()) {
            let from = shown.map_or(0, |(_, from)| from);
            let question = text.filter(|_| key.is_some()).map(|text| -> Question {
                let (text, filter) = (Arc::clone(text), filter.clone());
                Box::new(move |store| {
                    Answer::FoundLines(lines_of(store, &text, &filter, order, from))
                })
            });
            let loading = question.is_some();
            // A page of the list before it would be put into the new one.
            self.searching.stale(PAGE, None);
            self.searching.ask(PAGE, None);
            self.searching.ask(LINES, question);
            let slot = &mut self.views.search.lines;
            slot.turn(loading || (shown.is_some() && text.is_some()), true, now);
            return;
        }
        let (Some((_, from)), Slot::Ready(view)) = (shown, &self.views.search.lines) else {
            return;
        };
        let there = view.offset == from;
        let key = (!there).then(|| Key {
            lines: order,
            from,
            ..base.clone()
        });
        let lines = Arc::clone(&view.lines);
        if self.searching.stale(PAGE, key.as_ref()) {
            let question = key.map(|_| -> Question {
                Box::new(move |store| {
                    let rows = lines.page_with(store, from, LINES_AT_ONCE, CONTEXT);
                    Answer::FoundPage(from, rows)
                })
            });
            self.searching.ask(PAGE, question);
        }
    }

    fn ask_articles(
        &mut self,
        wanted: &Wanted,
        base: &Key,
        text: Option<&Arc<Query>>,
        filter: Filter,
        now: f64,
    ) {
        let asked = wanted.search.articles.zip(text);
        let key = asked.as_ref().map(|((order, from), _)| Key {
            articles: *order,
            from: *from,
            ..base.clone()
        });
        if self.searching.stale(ARTICLES, key.as_ref()) {
            let question = asked.map(|((order, offset), text)| -> Question {
                let text = Arc::clone(text);
                Box::new(move |store| {
                    let found =
                        search::results(store, &text, &filter, order, offset, ARTICLES_AT_ONCE);
                    Answer::FoundArticles(
                        found.map(|results| Box::new(ArticlesView { results, offset })),
                    )
                })
            });
            let loading = question.is_some();
            self.searching.ask(ARTICLES, question);
            self.views.search.articles.turn(loading, true, now);
        }
    }

    fn file_found(&mut self, slot: usize, answer: Answer) {
        let v = &mut self.views.search;
        match answer {
            Answer::FoundCounts(result) => v.counts.fill(result, "Could not search"),
            Answer::FoundLines(result) => {
                v.lines.fill(result.map(|b| *b), "Could not list the hits");
            }
            Answer::FoundPage(offset, Ok(rows)) => {
                if let Slot::Ready(view) = &mut v.lines {
                    (view.offset, view.rows) = (offset, rows);
                }
                // Going back to the same page asks for it again.
                self.searching.stale(PAGE, None);
            }
            Answer::FoundPage(_, Err(error)) => {
                v.lines = Slot::Failed(Problem::new("Could not list the hits", error));
            }
            Answer::FoundArticles(result) => v
                .articles
                .fill(result.map(|b| *b), "Could not list the articles found"),
            Answer::SavedSearches(result) => {
                v.saved.fill(result, "Could not read the saved searches");
            }
            other => self.file(slot, other),
        }
    }

    /// Runs a list of terms beside everything else, on the articles that the filter lets through whatever its text.
    /// [`SearchViews::batch`] says how far it is. One that is running is stopped.
    pub fn start_batch(&mut self, terms: Vec<Batch>, reading: BatchAs, filter: &Filter) {
        self.searching.batch = None;
        let filter = rest(filter);
        let path = self.project.path();
        let inside = filter.clone();
        let job = Job::start(
            "Searching for a list of terms",
            self.wake.clone(),
            move |cx| {
                let done = open(&path, cx)
                    .and_then(|mut store| search::batch(&mut store, &terms, reading, &inside, cx));
                cx.step(0)?;
                Ok(done)
            },
        );
        self.views.search.batch = Some(BatchView::Running(progress(&job)));
        self.searching.batch = Some((job, filter, self.revisions));
    }

    /// Stops the list of terms that is running.
    pub fn cancel_batch(&mut self) {
        if let Some((job, ..)) = &self.searching.batch {
            job.cancel();
        }
    }

    fn take_batch(&mut self) {
        if let Some(ending) = self.searching.terms.as_ref().and_then(Job::poll) {
            self.searching.terms = None;
            self.news
                .extend(super::said(ending, "Could not read the terms"));
        }
        let r = self.revisions;
        let view = &mut self.views.search.batch;
        let Some((job, filter, counted_at)) = &self.searching.batch else {
            if let Some(BatchView::Ready(table)) = view {
                let then = self.searching.counted_at;
                table.outdated = (r.articles, r.names) != (then.articles, then.names);
            }
            return;
        };
        let Some(ending) = job.poll() else {
            *view = Some(BatchView::Running(progress(job)));
            return;
        };
        *view = match ending {
            Ending::Done(Ok(rows)) => Some(BatchView::Ready(BatchTable {
                rows: Arc::new(rows),
                filter: filter.clone(),
                outdated: false,
            })),
            Ending::Done(Err(problem)) => Some(BatchView::Failed(problem)),
            Ending::Cancelled => None,
            Ending::Broken(words) => Some(BatchView::Failed(Problem::new(
                "Could not finish the list of terms",
                words,
            ))),
        };
        self.searching.counted_at = *counted_at;
        self.searching.batch = None;
    }

    /// Reads the terms of a file beside everything else; [`News::Terms`] or [`News::Failed`] follows.
    pub fn read_terms(&mut self, path: PathBuf) {
        let job = Job::start("Reading the terms", self.wake.clone(), move |_| {
            Ok(match terms_in(&path) {
                Ok(terms) => News::Terms(terms),
                Err(problem) => News::Failed(problem),
            })
        });
        self.searching.terms = Some(job);
    }

    /// Writes what a filter's text found as CSV, or the table of the list of terms run last; [`News::Saved`] or
    /// [`News::Failed`] follows.
    pub fn save_search(&mut self, what: SearchFile, filter: &Filter, to: PathBuf) {
        let project = self.project.path();
        let query = query::required(filter);
        let filter = rest(filter);
        let rows = match &self.views.search.batch {
            Some(BatchView::Ready(table)) => Arc::clone(&table.rows),
            _ => Arc::default(),
        };
        self.save("Saving what was found", to, move |to, cx| {
            let query = query.as_ref().ok_or_else(|| {
                Problem::new("Could not save what was found", "nothing is searched for")
                    .with_hint("Type a query first")
            });
            let bytes = match what {
                SearchFile::Terms => export::batch(&rows, export::Format::Csv),
                SearchFile::Lines(order) => {
                    tables::lines_csv(&mut open(&project, cx)?, query?, &filter, order, cx)?
                }
                SearchFile::Articles(order) => {
                    tables::results_csv(&mut open(&project, cx)?, query?, &filter, order, cx)?
                }
            };
            export::write_file(to, &bytes)
        });
    }
}

/// The project for a job, which also stops in the middle of a statement.
fn open(path: &Path, cx: &JobCx) -> Result<Store, Problem> {
    let failed = |error| Problem::new(format!("Could not open {}", path.display()), error);
    let mut store = Store::open(path, Access::Read).map_err(failed)?;
    let cx = cx.clone();
    store.stop_when(move || cx.cancelled()).map_err(failed)?;
    Ok(store)
}

fn lines_of(
    store: &mut Store,
    query: &Query,
    filter: &Filter,
    order: LineOrder,
    from: usize,
) -> crate::store::Result<Box<LinesView>> {
    let lines = search::lines(store, query, filter, order)?;
    // A shorter list ends before the place that was looked at.
    let offset = if from < lines.len() { from } else { 0 };
    Ok(Box::new(LinesView {
        rows: lines.page_with(store, offset, LINES_AT_ONCE, CONTEXT)?,
        lines: Arc::new(lines),
        order,
        offset,
    }))
}

fn progress<T: Send + 'static>(job: &Job<T>) -> JobProgress {
    let progress = job.progress();
    JobProgress {
        label: progress.label,
        stage: progress.stage,
        done: progress.done,
        total: progress.total,
        unit: progress.unit,
        cancelling: progress.cancelling,
    }
}

fn terms_in(path: &Path) -> Result<Vec<Batch>, Problem> {
    let what = || format!("Could not read the terms in {}", path.display());
    let size = std::fs::metadata(path)
        .map_err(|error| Problem::new(what(), error))?
        .len();
    if size > LARGEST {
        return Err(Problem::new(what(), "it is larger than 8 MB")
            .with_hint("Choose a list with one term a line, or cut it into parts"));
    }
    let bytes = std::fs::read(path).map_err(|error| Problem::new(what(), error))?;
    terms_of(&path.display().to_string(), &bytes)
}
