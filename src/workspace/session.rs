//! One open project as the window holds it: commands go in, read models come out, slow work runs beside.
//!
//! The window calls [`Session::tick`] once a frame before drawing. Everything else here returns at once: reading SQL and
//! counting happen on a reader thread, imports are jobs. Slots keep their old content while a newer one is on its way.

mod asked;
mod decisions;
mod depends;
mod desk;
mod families;
mod file;
mod foreign;
mod intake;
mod marks;
mod pictures;
mod places;
mod sample;
mod saving;
mod search;

use std::{
    collections::VecDeque,
    path::{Path, PathBuf},
    sync::Arc,
    time::Instant,
};

pub use asked::{
    ChartSpec, Gone, JobProgress, ListedNames, Located, News, Picture, PictureFormat,
    PictureRequest, Slot, Survey, Views, Wanted,
};
pub use decisions::{Accuracy, AskedOf};
use depends::Depends;
use desk::{Answer, Desk};
pub use pictures::{ExportNews, PictureOrder, StyleAsk};
pub use sample::Sample;
pub use saving::{ComparisonFile, ComparisonSheet, PlacesFile};
pub use search::{
    ARTICLES_AT_ONCE, ArticlesView, BatchTable, BatchView, LINES_AT_ONCE, LinesView, SearchFile,
    SearchViews, SearchWanted,
};

use super::{
    Problem, Project,
    command::{Changed, Command},
    export, import,
    settings::{self, Taken, WindowLock},
    views::{ArticleGrouping, ArticleOrder, build},
    watch::Watch,
    words,
};
use crate::{
    jobs::{Ending, Job, JobCx, Waker},
    model::{
        ArticleId, CountUnit, EntityId, Filter,
        chart::{Cell, TimeUnit},
        map::{MapChoice, MapPicture},
    },
    store::StoreError,
};

/// What kind of data a read model is built on, as counters that grow with each change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Revisions {
    articles: u64,
    names: u64,
    marks: u64,
    history: u64,
}

/// The read models, and what was asked for last.
const OVERVIEW: usize = 0;
const ARTICLES: usize = 1;
const ARTICLE: usize = 2;
const ENTITIES: usize = 3;
const PLACES: usize = 4;
const CHART: usize = 5;
const TIMELINE: usize = 6;
const EVIDENCE: usize = 7;
const CARD: usize = 8;
const REPORT: usize = 9;
const MAP: usize = 10;
const FAMILY: usize = 11;
const COMPARISON: usize = 12;
const PREVIEW: usize = 13;
const WORKLIST: usize = 14;
const HISTORY: usize = 15;
const ACCURACY: usize = 16;
const SPELLINGS: usize = 17;
const NAMES: usize = 18;
const TIMES: usize = 19;
const RELATIONS: usize = 20;
const CANDIDATES: usize = 21;
const CODES: usize = 22;
const TAGS: usize = 23;
const DELETED: usize = 24;
const SOURCE: usize = 25;
const FONT: usize = 26;
const COPY: usize = 27;
const SLOTS: usize = 28;

/// What a slot was asked to show: equal keys need no new reading.
#[derive(Clone, Debug, Default, PartialEq)]
struct Key {
    filter: Filter,
    order: ArticleOrder,
    grouping: ArticleGrouping,
    article: Option<ArticleId>,
    chart: Option<ChartSpec>,
    evidence: Option<(Cell, CountUnit)>,
    entity: Option<EntityId>,
    unit: CountUnit,
    compare: Option<(ArticleId, ArticleId)>,
    decision: Option<Arc<Command>>,
    letters: Option<String>,
    times: Option<TimeUnit>,
    revisions: Revisions,
}

/// One open project.
pub struct Session {
    // In the order they are dropped: the last connection to be closed must be one that writes, as it puts the log into the
    // file and takes it away. A project that is closed is one file.
    desk: Desk,
    searching: search::Searching,
    import: Option<Job<Result<import::Summary, Problem>>>,
    copying: Option<file::Copying>,
    /// The decision that is being carried out, and those that wait for it.
    deciding: Option<Job<Result<decisions::Carried, Problem>>>,
    pictures: Vec<Job<News>>,
    project: Project,
    whereabouts: file::Whereabouts,
    name: String,
    made: Option<String>,
    read_only: Option<String>,
    views: Views,
    map: Slot<MapPicture>,
    wake: Waker,
    asked: [Option<Key>; SLOTS],
    revisions: Revisions,
    /// The filter asked for last, and what lets articles through it besides their own text.
    depends: (Filter, Depends),
    seen_version: i64,
    /// The project's tables when it was opened; `None` when they could not be read.
    tables: Option<foreign::Tables>,
    /// Whether the session itself may have written since it looked last.
    wrote: bool,
    looked_at: f64,
    refreshed_at: f64,
    deciding_since: Option<Instant>,
    decisions: VecDeque<Command>,
    survey: Option<Survey>,
    survey_job: Option<(Job<import::Found>, desk::Shared<Survey>)>,
    preview_next: Option<(u64, PictureRequest)>,
    preview_job: Option<Job<News>>,
    tickets: u64,
    news: Vec<News>,
    /// Name of the newest pasted text without a number, and how many bear it.
    pasted: (String, u32),
    /// Whether the running import brings nothing in, but looks for stories.
    comparing: bool,
    /// Whether the running import is of a pasted text.
    pasting: bool,
    watch: Option<Watch>,
    _lock: Option<WindowLock>,
}

impl Session {
    /// Opens a project, or creates it where there is none. Where another window has it, or it cannot be written, it is
    /// opened for reading; the overview says why.
    ///
    /// # Errors
    /// When the path is not a project, comes from a newer version, or cannot be read. The file is then as it was.
    pub fn open(path: &Path) -> Result<Self, Problem> {
        let (project, read_only, lock) = match settings::take(path) {
            Taken::Elsewhere => {
                let why = "This project is open in another window. Here it can only be read";
                (Project::open_to_read(path)?, Some(why.to_owned()), None)
            }
            taken => {
                let project = Project::open_or_create(path)?;
                let why = project.read_only().then(|| file::why_read_only(path));
                let lock = match taken {
                    Taken::Here(lock) => Some(lock),
                    Taken::Elsewhere | Taken::Unknown => None,
                };
                (project, why, lock)
            }
        };
        let wake: Waker = Arc::new(|| {});
        let desk = Desk::start(path)?;
        let searching = search::Searching::start(path)?;
        Ok(Self {
            name: project.name(),
            made: project.store.fact("created_at").ok().flatten(),
            seen_version: project.store.data_version().unwrap_or_default(),
            tables: foreign::Tables::of(&project.store).ok(),
            wrote: false,
            project,
            read_only,
            views: Views::default(),
            map: Slot::Empty,
            desk,
            searching,
            wake,
            asked: std::array::from_fn(|_| None),
            revisions: Revisions::default(),
            depends: (Filter::default(), Depends::default()),
            looked_at: 0.0,
            refreshed_at: 0.0,
            import: None,
            copying: None,
            whereabouts: file::Whereabouts::of(path),
            deciding: None,
            deciding_since: None,
            decisions: VecDeque::new(),
            survey: None,
            survey_job: None,
            pictures: Vec::new(),
            preview_next: None,
            preview_job: None,
            tickets: 0,
            news: Vec::new(),
            pasted: (String::new(), 0),
            comparing: false,
            pasting: false,
            watch: None,
            _lock: lock,
        })
    }

    /// Calls `wake` from other threads whenever there is something new to take in; the window asks for a repaint in it.
    pub fn wake_with(&mut self, wake: impl Fn() + Send + Sync + 'static) {
        self.wake = Arc::new(wake);
        self.desk.wake_with(self.wake.clone());
        self.searching.wake_with(self.wake.clone());
    }

    /// Where the project lies.
    #[must_use]
    pub fn path(&self) -> PathBuf {
        self.project.path()
    }

    /// When the project was made, as its file says.
    #[must_use]
    pub fn made(&self) -> Option<String> {
        self.made.clone()
    }

    /// What the project is called.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Why the project cannot be changed, if so.
    #[must_use]
    pub fn read_only(&self) -> Option<&str> {
        self.read_only.as_deref()
    }

    /// The read models as they are now.
    #[must_use]
    pub const fn views(&self) -> &Views {
        &self.views
    }

    /// Takes in what finished since the last frame and asks for what the panels want now. Returns news to show.
    /// `now` is the window's clock in seconds.
    pub fn tick(&mut self, wanted: &Wanted, now: f64) -> Vec<News> {
        for (slot, answer) in self.desk.take() {
            self.file(slot, answer);
        }
        self.look_for_file(now);
        self.look_around(now);
        self.take_endings();
        self.take_copied();
        self.take_decided();
        self.take_arrived();
        self.ask(wanted, now);
        self.search(wanted, now);
        std::mem::take(&mut self.news)
    }

    /// Whether anything is on its way, so that the window should look again soon.
    #[must_use]
    pub fn busy(&self) -> bool {
        self.import.is_some()
            || self.copying.is_some()
            || self.deciding.is_some()
            || self.survey_job.is_some()
            || self.preview_job.is_some()
            || !self.pictures.is_empty()
            || self.desk.waiting()
            || self.searching.busy()
    }

    fn touch(&mut self, changed: Changed) {
        self.revisions.articles += u64::from(changed.articles);
        self.revisions.names += u64::from(changed.names);
        self.revisions.marks += u64::from(changed.marks);
        self.revisions.history += u64::from(changed.history);
    }

    fn touch_all(&mut self) {
        self.touch(Changed {
            articles: true,
            names: true,
            marks: true,
            history: true,
        });
    }

    /// The revisions that a read model of the filter's articles goes by: its own, and those of what lets articles through.
    fn filtered(&self, own: Revisions) -> Revisions {
        self.depends.1.with(own, self.revisions)
    }

    fn ask(&mut self, wanted: &Wanted, now: f64) {
        if self.depends.0 != wanted.filter {
            self.depends = (wanted.filter.clone(), Depends::of(&wanted.filter));
        }
        let r = self.revisions;
        let depends = self.depends.1;
        let of = |revisions: Revisions| Key {
            filter: wanted.filter.clone(),
            revisions: depends.with(revisions, r),
            ..Key::default()
        };
        let counted = Revisions {
            articles: r.articles,
            names: r.names,
            ..Revisions::default()
        };
        let filter = || wanted.filter.clone();

        let f = filter();
        self.want(
            OVERVIEW,
            Some(of(Revisions {
                history: r.history,
                ..counted
            })),
            now,
            move |store| Answer::Overview(build::overview(store, &f).map(Box::new)),
        );
        let (f, article) = (filter(), wanted.article);
        let key = article.map(|article| Key {
            article: Some(article),
            ..of(Revisions {
                marks: r.marks,
                ..counted
            })
        });
        self.want(ARTICLE, key, now, move |store| {
            marks::article(store, article.unwrap_or(ArticleId(0)), &f)
        });
        let (f, order, grouping) = (filter(), wanted.order, wanted.grouping);
        let key = Key {
            order,
            grouping,
            ..of(Revisions {
                articles: r.articles,
                names: 0,
                marks: r.marks,
                history: 0,
            })
        };
        self.want(ARTICLES, Some(key), now, move |store| {
            Answer::Articles(build::grouped(store, &f, order, grouping))
        });
        let f = filter();
        self.want(ENTITIES, Some(of(counted)), now, move |store| {
            Answer::Entities(build::entities(store, &f))
        });
        let f = filter();
        self.want(
            PLACES,
            wanted.places.then(|| of(counted)),
            now,
            move |store| Answer::Places(build::places(store, &f)),
        );
        for (slot, spec) in [(CHART, &wanted.chart), (TIMELINE, &wanted.timeline)] {
            let key = spec.as_ref().map(|spec| Key {
                chart: Some(spec.clone()),
                ..of(counted)
            });
            let (f, spec, name) = (filter(), spec.clone(), self.name.clone());
            self.want(slot, key, now, move |store| {
                Answer::Chart(
                    spec.map(|spec| super::figures::chart(store, &f, &spec, &name).map(Box::new)),
                )
            });
        }
        let key = wanted.evidence.as_ref().map(|e| Key {
            evidence: Some(e.clone()),
            ..of(match e.0 {
                Cell::Code(_) => Revisions {
                    marks: r.marks,
                    ..counted
                },
                _ => counted,
            })
        });
        let (f, evidence) = (filter(), wanted.evidence.clone());
        self.want(EVIDENCE, key, now, move |store| {
            Answer::Evidence(
                evidence.map(|(cell, unit)| build::evidence(store, &f, &cell, unit).map(Box::new)),
            )
        });
        let (f, card) = (filter(), wanted.card);
        let key = card.map(|entity| Key {
            entity: Some(entity),
            // A memo may stand on it.
            ..of(Revisions {
                marks: r.marks,
                ..counted
            })
        });
        self.want(CARD, key, now, move |store| {
            Answer::Card(card.map(|id| build::card(store, &f, id).map(|card| card.map(Box::new))))
        });
        let key = wanted.report.then(|| Key {
            revisions: r,
            ..Key::default()
        });
        self.want(REPORT, key, now, |store| {
            Answer::Report(build::report(store))
        });
        let unit = wanted.map_unit;
        let key = wanted.places.then(|| Key {
            unit,
            ..of(counted)
        });
        let (f, name) = (filter(), self.name.clone());
        self.want(MAP, key, now, move |store| {
            Answer::Map(super::figures::map(store, &f, unit, None, None, &name).map(Box::new))
        });
        self.ask_places(wanted, now);
        self.ask_source(wanted, now);
        self.ask_font(wanted, now);
        self.ask_families(wanted, now);
        self.ask_decisions(wanted, now);
        self.ask_marks(wanted, now);
    }

    /// Asks the reader thread for a slot's content when its key differs from what was asked last.
    fn want(
        &mut self,
        slot: usize,
        key: Option<Key>,
        now: f64,
        work: impl FnOnce(&mut crate::store::Store) -> Answer + Send + 'static,
    ) {
        let Some(asked) = self.asked.get_mut(slot) else {
            return;
        };
        if *asked == key {
            return;
        }
        // Another article or entity is another subject: its predecessor must not stand there as old content.
        let same_subject = match (&*asked, &key) {
            (Some(a), Some(b)) => {
                a.article == b.article
                    && a.entity == b.entity
                    && a.evidence == b.evidence
                    && a.compare == b.compare
                    && same_decision(a.decision.as_deref(), b.decision.as_deref())
            }
            _ => false,
        };
        let loading = key.is_some();
        *asked = key;
        if loading {
            self.desk.ask(slot, Box::new(work));
        } else {
            self.desk.forget(slot);
        }
        let v = &mut self.views;
        match slot {
            OVERVIEW => v.overview.turn(loading, true, now),
            ARTICLES => v.articles.turn(loading, true, now),
            ARTICLE => {
                v.article.turn(loading, same_subject, now);
                v.gone = None;
            }
            ENTITIES => v.entities.turn(loading, true, now),
            PLACES => v.places.turn(loading, true, now),
            TIMES => v.times.turn(loading, true, now),
            RELATIONS => v.relations.turn(loading, true, now),
            CANDIDATES => v.candidates.turn(loading, same_subject, now),
            CHART => v.chart.turn(loading, true, now),
            TIMELINE => v.timeline.turn(loading, true, now),
            EVIDENCE => v.evidence.turn(loading, same_subject, now),
            CARD => v.card.turn(loading, same_subject, now),
            REPORT => v.report.turn(loading, true, now),
            SOURCE => v.source.turn(loading, same_subject, now),
            FONT => v.font.turn(loading, false, now),
            FAMILY => v.family.turn(loading, same_subject, now),
            NAMES => v.names.turn(loading, true, now),
            PREVIEW => v.preview.turn(loading, same_subject, now),
            WORKLIST => v.worklist.turn(loading, true, now),
            HISTORY => v.history.turn(loading, true, now),
            ACCURACY => v.accuracy.turn(loading, true, now),
            SPELLINGS => v.spellings.turn(loading, same_subject, now),
            COMPARISON => v.comparison.turn(loading, same_subject, now),
            CODES => v.codes.turn(loading, true, now),
            TAGS => v.tags.turn(loading, true, now),
            DELETED => v.deleted.turn(loading, true, now),
            _ => self.map.turn(loading, true, now),
        }
    }

    fn file(&mut self, slot: usize, answer: Answer) {
        let v = &mut self.views;
        match answer {
            Answer::Overview(result) => {
                v.overview
                    .fill(result.map(|b| *b), "Could not count the articles");
                let (undo, redo) = self.project.undo_redo().unwrap_or_default();
                if let Slot::Ready(overview) = &mut self.views.overview {
                    overview.name.clone_from(&self.name);
                    overview.read_only.clone_from(&self.read_only);
                    overview.undo = undo.map(|row| row.label);
                    overview.redo = redo.map(|row| row.label);
                }
            }
            Answer::Articles(result) => v.articles.fill(result, "Could not list the articles"),
            Answer::Article(result) => {
                v.article
                    .fill(result.map(|b| *b), "Could not read the article");
            }
            Answer::Entities(result) if slot == NAMES => {
                v.names.fill(result, "Could not list the names");
            }
            Answer::Entities(result) => v.entities.fill(result, "Could not count the names"),
            Answer::Places(result) => v.places.fill(result, "Could not read the places"),
            Answer::Times(result) => v
                .times
                .fill(result.map(|b| *b), "Could not count the places over time"),
            Answer::Relations(result) => v
                .relations
                .fill(result.map(|b| *b), "Could not read the relative locations"),
            Answer::Candidates(Some(result)) => v.candidates.fill_or(result),
            Answer::Chart(Some(result)) if slot == CHART => {
                v.chart
                    .fill(result.map(|b| *b), "Could not count for the chart");
            }
            Answer::Chart(Some(result)) => v
                .timeline
                .fill(result.map(|b| *b), "Could not count over time"),
            Answer::Evidence(Some(Err(StoreError::NoSuch(_)))) => {
                v.evidence = Slot::Empty;
                let of = self.asked.get(EVIDENCE).and_then(Option::as_ref);
                let cell = of.and_then(|key| key.evidence.clone());
                self.news.extend(cell.map(|cell| News::NoPassages(cell.0)));
            }
            Answer::Evidence(Some(result)) => v
                .evidence
                .fill(result.map(|b| *b), "Could not read the passages"),
            Answer::Card(Some(Ok(Some(card)))) => v.card = Slot::Ready(*card),
            Answer::Card(Some(Err(error))) => {
                v.card = Slot::Failed(Problem::new("Could not read the name's card", error));
            }
            Answer::Card(_) => v.card = Slot::Empty,
            Answer::Report(result) => v.report.fill(result, "Could not read the import report"),
            Answer::Map(result) => self.map.fill(result.map(|b| *b), "Could not read the map"),
            Answer::Source(result) => v.source.fill_or(result.map(|b| *b)),
            Answer::Font(found) => v.font = Slot::Ready(*found),
            Answer::Family(result) => v.family.fill(result, "Could not read the story family"),
            Answer::Comparison(result) => v
                .comparison
                .fill(result.map(|b| *b), "Could not compare the versions"),
            Answer::Preview(Some(result)) => v.preview.fill_or(result.map(|b| *b)),
            Answer::Worklist(result) => v.worklist.fill_or(result),
            Answer::History(result) => v.history.fill_or(result),
            Answer::Accuracy(result) => v.accuracy.fill_or(result.map(|b| *b)),
            Answer::Spellings(Some(result)) => v.spellings.fill_or(result),
            Answer::Codes(result) => v.codes.fill(result, "Could not read the codes"),
            Answer::Tags(result) => v.tags.fill(result, "Could not read the tags"),
            Answer::Deleted(result) => v
                .deleted
                .fill(result, "Could not list the deleted articles"),
            Answer::Gone(gone) => {
                v.article = Slot::Empty;
                // One that was deleted here is offered back where it stood.
                if gone.deleted.is_none() {
                    self.news.push(News::Gone(gone.article));
                }
                v.gone = Some(gone);
            }
            Answer::Nothing
            | Answer::Chart(None)
            | Answer::Evidence(None)
            | Answer::Preview(None)
            | Answer::Candidates(None)
            | Answer::Spellings(None)
            // Taken in where searches are asked for.
            | Answer::FoundCounts(_)
            | Answer::FoundLines(_)
            | Answer::FoundPage(..)
            | Answer::FoundArticles(_)
            | Answer::SavedSearches(_) => {}
            Answer::Broken(words) => {
                let problem = Problem::new("A part of the window could not be read", words)
                    .with_hint(
                        "Close and open the project; if it happens again, report it as a bug",
                    );
                self.news.push(News::Failed(problem));
            }
        }
    }

    fn take_endings(&mut self) {
        if let Some(ending) = self.import.as_ref().and_then(Job::poll) {
            self.import = None;
            self.refreshed_at = 0.0;
            self.looked_at = 0.0;
            self.touch_all();
            let comparing = std::mem::take(&mut self.comparing);
            let uncompared = matches!(&ending, Ending::Done(Ok(sum)) if sum.uncompared);
            if let (true, Ending::Done(Ok(sum))) = (std::mem::take(&mut self.pasting), &ending) {
                self.news.extend(sum.first.map(News::Pasted));
            }
            self.news.extend(match ending {
                // Nothing was to be imported.
                Ending::Done(Ok(_)) | Ending::Cancelled if comparing => None,
                Ending::Done(Ok(sum)) => Some(News::Imported {
                    articles: sum.articles,
                    duplicates: sum.duplicates,
                    failed: sum.failed + sum.partly,
                    cancelled: sum.cancelled,
                }),
                Ending::Done(Err(problem)) => Some(News::Failed(problem)),
                Ending::Cancelled => Some(News::Imported {
                    articles: 0,
                    duplicates: 0,
                    failed: 0,
                    cancelled: true,
                }),
                Ending::Broken(words) => {
                    let problem = Problem::new("The import stopped", words).with_hint(
                        "What was imported before is kept; drop the same files again to go on",
                    );
                    Some(News::Failed(problem))
                }
            });
            // What came in before a cancel belongs to its stories, too.
            if uncompared {
                self.start_job("Looking for stories", Project::find_stories);
                self.comparing = self.import.is_some();
            }
        }
        if let Some((job, shared)) = &self.survey_job {
            self.survey = Some(shared.get());
            if let Some(ending) = job.poll() {
                if let (Ending::Done(found), Some(survey)) = (ending, &mut self.survey) {
                    survey.files = found.files.len() as u64;
                    survey.bytes = found.files.iter().map(|f| f.bytes).sum();
                    survey.kinds = found.kinds();
                    survey.projects = found.projects;
                    survey.running = false;
                }
                self.survey_job = None;
            }
        }
        if let Some(ending) = self.preview_job.as_ref().and_then(Job::poll) {
            self.preview_job = None;
            self.news.extend(said(ending, "Could not draw the preview"));
        }
        if self.preview_job.is_none()
            && let Some((ticket, request)) = self.preview_next.take()
        {
            self.preview_job = Some(Job::start("Preview", self.wake.clone(), move |_| {
                Ok(match export::preview(&request) {
                    Ok(png) => News::Preview { ticket, png },
                    Err(problem) => News::Failed(problem),
                })
            }));
        }
        let mut finished = Vec::new();
        self.pictures.retain(|job| match job.poll() {
            Some(ending) => {
                finished.extend(said(ending, "Could not save the picture"));
                false
            }
            None => true,
        });
        self.news.extend(finished);
    }

    /// Starts counting what lies under these paths; the result is in [`Self::survey`].
    pub fn start_survey(&mut self, paths: Vec<PathBuf>) {
        let shared = desk::Shared::new(Survey {
            paths: paths.clone(),
            running: true,
            ..Survey::default()
        });
        let inside = shared.clone();
        let job = Job::start("Counting files", self.wake.clone(), move |cx: &JobCx| {
            let found = import::find(&paths, |so_far| {
                inside.change(|survey| survey.files = so_far.files.len() as u64);
                !cx.cancelled()
            });
            Ok(found)
        });
        self.survey = Some(shared.get());
        self.survey_job = Some((job, shared));
    }

    /// The count asked for last.
    #[must_use]
    pub const fn survey(&self) -> Option<&Survey> {
        self.survey.as_ref()
    }

    /// Forgets the count.
    pub fn drop_survey(&mut self) {
        self.survey = None;
        self.survey_job = None;
    }

    /// Starts importing files and folders beside everything else. While an import runs, a second is refused.
    pub fn start_import(&mut self, paths: Vec<PathBuf>) {
        let label = match paths.as_slice() {
            [one] => one
                .file_name()
                .map_or_else(|| "files".to_owned(), |n| n.to_string_lossy().into_owned()),
            more => words::counted(more.len() as u64, "item"),
        };
        self.start(
            &format!("Importing {label}"),
            paths.into_iter().map(import::Input::Path).collect(),
        );
    }

    /// Starts importing the sample articles that come with the program.
    pub fn start_sample_import(&mut self) {
        self.start("Importing the samples", super::samples::inputs());
    }

    fn start(&mut self, label: &str, inputs: Vec<import::Input>) {
        self.start_job(label, move |project, cx| project.import(inputs, cx, |_| {}));
    }

    /// Starts a job that brings articles in; while one runs, a second is refused.
    fn start_job(
        &mut self,
        label: &str,
        work: impl FnOnce(&mut Project, &JobCx) -> Result<import::Summary, Problem> + Send + 'static,
    ) {
        self.drop_survey();
        if let Some(why) = &self.read_only {
            self.news
                .push(News::Failed(Problem::new("Could not import", why)));
            return;
        }
        if self.import.is_some() {
            let problem = Problem::new("Could not start a second import", "one is running")
                .with_hint("Wait for it to end, or cancel it, then drop the files again");
            self.news.push(News::Failed(problem));
            return;
        }
        let path = self.project.path();
        self.import = Some(Job::start(label, self.wake.clone(), move |cx| {
            Ok(Project::open(&path).and_then(|mut project| work(&mut project, cx)))
        }));
    }

    /// The running job to show, if any: a copy, or an import.
    #[must_use]
    pub fn job(&self) -> Option<JobProgress> {
        (self.copying.is_some() || self.import.is_some())
            .then(|| self.running().into_iter().next())
            .flatten()
    }

    /// Asks the job that is shown to stop; what an import has done is kept.
    pub fn cancel_job(&mut self) {
        if let Some(job) = &self.copying {
            job.cancel();
        } else if let Some(job) = &self.import {
            job.cancel();
        }
    }

    /// Paints a preview beside everything else; it arrives as [`News::Preview`] with the returned ticket. An older
    /// request that has not begun is dropped.
    pub fn preview(&mut self, request: PictureRequest) -> u64 {
        self.tickets += 1;
        self.preview_next = Some((self.tickets, request));
        self.tickets
    }

    /// The map of the places in the selection, as the export paints it; `None` until the places were asked for and read.
    #[must_use]
    pub fn map_picture(&self, choice: &MapChoice) -> Option<MapPicture> {
        let mut map = self.map.value()?.clone();
        super::figures::choose(&mut map, choice);
        Some(map)
    }
}

impl Drop for Session {
    /// Decisions that wait for another are carried out before the project is closed.
    fn drop(&mut self) {
        self.finish_deciding();
    }
}

/// Whether a preview is of the same decision with other exceptions: the old one stays readable then.
fn same_decision(a: Option<&Command>, b: Option<&Command>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => std::mem::discriminant(a) == std::mem::discriminant(b),
        (None, None) => true,
        _ => false,
    }
}

fn said(ending: Ending<News>, what: &str) -> Option<News> {
    match ending {
        Ending::Done(news) => Some(news),
        Ending::Cancelled => None,
        Ending::Broken(words) => Some(News::Failed(Problem::new(what, words))),
    }
}
