//! The reader thread: takes questions slot by slot, answers the newest of each, drops what nobody waits for any more.

use std::{
    collections::BTreeMap,
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
        mpsc,
    },
};

use crate::{
    jobs::Waker,
    model::{
        chart::Chart,
        family::{Comparison, FamilyCard},
        map::MapPicture,
        marking::TagRow,
    },
    store::{Access, Result, Store},
    workspace::{
        Problem,
        command::Preview,
        fonts::FoundFont,
        places::CandidateRow,
        project::{HistoryRow, Spelling, WorkRow, about},
        search::{Counts, Line, SavedSearch},
        views::{
            ArticleList, CodeTable, DeletedArticle, EntityCard, EntityTable, Evidence,
            ImportReport, Overview, PlaceTable, PlaceTimes, ReaderArticle, RelationTable,
            SourceText,
        },
    },
};

/// What the reader thread found for a slot.
pub(super) enum Answer {
    Overview(Result<Box<Overview>>),
    Articles(Result<ArticleList>),
    Article(Result<Box<ReaderArticle>>),
    Entities(Result<EntityTable>),
    Places(Result<PlaceTable>),
    Times(Result<Box<PlaceTimes>>),
    Relations(Result<Box<RelationTable>>),
    Candidates(Option<std::result::Result<Vec<CandidateRow>, Problem>>),
    Chart(Option<Result<Box<Chart>>>),
    Evidence(Option<Result<Box<Evidence>>>),
    Card(Option<Result<Option<Box<EntityCard>>>>),
    Report(Result<ImportReport>),
    Map(Result<Box<MapPicture>>),
    Font(Box<FoundFont>),
    Source(std::result::Result<Box<SourceText>, Problem>),
    Family(Result<Option<FamilyCard>>),
    Comparison(Result<Box<Comparison>>),
    Preview(Option<std::result::Result<Box<Preview>, Problem>>),
    Spellings(Option<std::result::Result<Vec<Spelling>, Problem>>),
    Worklist(std::result::Result<Vec<WorkRow>, Problem>),
    History(std::result::Result<Vec<HistoryRow>, Problem>),
    Accuracy(std::result::Result<Box<super::Accuracy>, Problem>),
    Codes(Result<CodeTable>),
    Tags(Result<Vec<TagRow>>),
    Deleted(Result<Vec<DeletedArticle>>),
    /// The article asked for is not in the project.
    Gone(super::Gone),
    FoundCounts(Result<Counts>),
    FoundLines(Result<Box<super::LinesView>>),
    /// Lines from a place on.
    FoundPage(usize, Result<Vec<Line>>),
    FoundArticles(Result<Box<super::ArticlesView>>),
    SavedSearches(Result<Vec<SavedSearch>>),
    /// What came of it went elsewhere.
    Nothing,
    /// The question panicked: a bug, with what it said.
    Broken(String),
}

pub(super) type Question = Box<dyn FnOnce(&mut Store) -> Answer + Send>;

/// A value that a job changes and the window looks at.
#[derive(Clone)]
pub(super) struct Shared<T> {
    value: Arc<Mutex<T>>,
}

impl<T: Clone> Shared<T> {
    pub(super) fn new(value: T) -> Self {
        Self {
            value: Arc::new(Mutex::new(value)),
        }
    }

    pub(super) fn get(&self) -> T {
        self.value
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    pub(super) fn change(&self, with: impl FnOnce(&mut T)) {
        with(&mut self.value.lock().unwrap_or_else(PoisonError::into_inner));
    }
}

/// The newest ticket of each slot: an answer with an older one is dropped, a statement running for one is stopped.
#[derive(Default)]
struct Newest {
    slots: [AtomicU64; super::SLOTS],
}

/// The asking side.
pub(super) struct Desk {
    questions: Option<mpsc::Sender<(usize, u64, Question)>>,
    answers: mpsc::Receiver<(usize, u64, Answer)>,
    newest: Arc<Newest>,
    open: BTreeMap<usize, u64>,
    tickets: u64,
    wake: Shared<Waker>,
    closing: Arc<AtomicBool>,
    thread: Option<std::thread::JoinHandle<()>>,
}

impl Desk {
    /// Starts the thread with a connection of its own.
    ///
    /// # Errors
    /// When the project cannot be opened for reading.
    pub(super) fn start(path: &Path) -> std::result::Result<Self, Problem> {
        let mut store = Store::open(path, Access::Read).map_err(about("Could not open", path))?;
        let (questions, inbox) = mpsc::channel::<(usize, u64, Question)>();
        let (outbox, answers) = mpsc::channel();
        let newest = Arc::new(Newest::default());
        let wake = Shared::<Waker>::new(Arc::new(|| {}));
        let closing = Arc::new(AtomicBool::new(false));
        // Slot and ticket of the question being answered, for the progress handler: slot in the upper 8 bits.
        let current = Arc::new(AtomicU64::new(u64::MAX));
        let stale = {
            let (current, newest, closing) = (current.clone(), newest.clone(), closing.clone());
            move || {
                let now = current.load(Ordering::Relaxed);
                let ticket = now & (u64::MAX >> 8);
                let slot = newest.slots.get((now >> 56) as usize);
                closing.load(Ordering::Relaxed)
                    || slot.is_some_and(|s| s.load(Ordering::Relaxed) != ticket)
            }
        };
        store
            .stop_when(stale.clone())
            .map_err(about("Could not open", path))?;
        let (inner_wake, inner_closing) = (wake.clone(), closing.clone());
        #[allow(
            clippy::disallowed_methods,
            reason = "this thread lives as long as the project is open; it is no job"
        )]
        let thread = std::thread::spawn(move || {
            while let Ok(first) = inbox.recv() {
                let mut waiting: BTreeMap<usize, (u64, Question)> = BTreeMap::new();
                waiting.insert(first.0, (first.1, first.2));
                loop {
                    waiting.extend(
                        inbox
                            .try_iter()
                            .map(|(slot, ticket, question)| (slot, (ticket, question))),
                    );
                    let Some((slot, (ticket, question))) = waiting.pop_first() else {
                        break;
                    };
                    if inner_closing.load(Ordering::Relaxed) {
                        return;
                    }
                    current.store((slot as u64) << 56 | ticket, Ordering::Relaxed);
                    if stale() {
                        continue;
                    }
                    let answer = catch_unwind(AssertUnwindSafe(|| question(&mut store)))
                        .unwrap_or_else(|panic| {
                            let words = panic
                                .downcast_ref::<String>()
                                .cloned()
                                .or_else(|| panic.downcast_ref::<&str>().map(|s| (*s).to_owned()));
                            Answer::Broken(words.unwrap_or_else(|| "no words left".to_owned()))
                        });
                    if stale() {
                        continue;
                    }
                    if outbox.send((slot, ticket, answer)).is_err() {
                        return;
                    }
                    (inner_wake.get())();
                }
            }
        });
        Ok(Self {
            questions: Some(questions),
            answers,
            newest,
            open: BTreeMap::new(),
            tickets: 0,
            wake,
            closing,
            thread: Some(thread),
        })
    }

    pub(super) fn wake_with(&self, wake: Waker) {
        self.wake.change(|w| *w = wake);
    }

    /// Asks for a slot; an older question for it is forgotten.
    pub(super) fn ask(&mut self, slot: usize, question: Question) {
        self.tickets += 1;
        if let Some(newest) = self.newest.slots.get(slot) {
            newest.store(self.tickets, Ordering::Relaxed);
        }
        self.open.insert(slot, self.tickets);
        if let Some(questions) = &self.questions {
            // The thread only ends with the desk.
            let _ = questions.send((slot, self.tickets, question));
        }
    }

    /// Forgets what was asked for a slot.
    pub(super) fn forget(&mut self, slot: usize) {
        self.tickets += 1;
        if let Some(newest) = self.newest.slots.get(slot) {
            newest.store(self.tickets, Ordering::Relaxed);
        }
        self.open.remove(&slot);
    }

    /// The answers that came since, without stale ones.
    pub(super) fn take(&mut self) -> Vec<(usize, Answer)> {
        let mut fresh = Vec::new();
        while let Ok((slot, ticket, answer)) = self.answers.try_recv() {
            if self.open.get(&slot) == Some(&ticket) {
                self.open.remove(&slot);
                fresh.push((slot, answer));
            }
        }
        fresh
    }

    /// Whether an answer is still to come.
    pub(super) fn waiting(&self) -> bool {
        !self.open.is_empty()
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        self.closing.store(true, Ordering::Relaxed);
        self.questions = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
