//! Background work: start, progress, cancel, one ending. Knows nothing of what the work is about.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
        mpsc,
    },
};

/// Called whenever there is something new to see; the window asks for a repaint in it.
pub type Waker = Arc<dyn Fn() + Send + Sync>;

/// The work was asked to stop. Passing it up with `?` is all a job has to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("Cancelled")]
pub struct Cancelled;

/// How far a job is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    pub label: String,
    pub stage: String,
    pub unit: String,
    pub done: u64,
    /// 0 while unknown.
    pub total: u64,
    pub cancelling: bool,
}

struct Shared {
    label: String,
    words: Mutex<(String, String)>,
    done: AtomicU64,
    total: AtomicU64,
    cancel: AtomicBool,
    wake: Waker,
}

/// What the work itself is handed: report progress, and stop when asked.
#[derive(Clone)]
pub struct JobCx {
    shared: Arc<Shared>,
}

impl JobCx {
    /// A context for work that runs in the foreground, without anyone watching.
    #[must_use]
    pub fn unwatched() -> Self {
        Self::new("", Arc::new(|| {}))
    }

    fn new(label: &str, wake: Waker) -> Self {
        Self {
            shared: Arc::new(Shared {
                label: label.to_owned(),
                words: Mutex::default(),
                done: AtomicU64::new(0),
                total: AtomicU64::new(0),
                cancel: AtomicBool::new(false),
                wake,
            }),
        }
    }

    /// Begins a stage of `total` units (0 when unknown), named in the plural: `articles`.
    pub fn stage(&self, stage: &str, total: u64, unit: &str) {
        *self
            .shared
            .words
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = (stage.to_owned(), unit.to_owned());
        self.shared.done.store(0, Ordering::Relaxed);
        self.shared.total.store(total, Ordering::Relaxed);
        (self.shared.wake)();
    }

    /// Says that the stage has `count` more units than it was thought to have.
    pub fn grow(&self, count: u64) {
        self.shared.total.fetch_add(count, Ordering::Relaxed);
    }

    /// Reports `count` more units done; fails when the job was asked to stop, so that nobody can do one and forget the
    /// other.
    ///
    /// # Errors
    /// When the job was cancelled.
    pub fn step(&self, count: u64) -> Result<(), Cancelled> {
        self.shared.done.fetch_add(count, Ordering::Relaxed);
        (self.shared.wake)();
        if self.cancelled() {
            Err(Cancelled)
        } else {
            Ok(())
        }
    }

    /// Whether the job was asked to stop.
    #[must_use]
    pub fn cancelled(&self) -> bool {
        self.shared.cancel.load(Ordering::Relaxed)
    }

    /// How far the work is.
    #[must_use]
    pub fn progress(&self) -> Progress {
        let (stage, unit) = self
            .shared
            .words
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        Progress {
            label: self.shared.label.clone(),
            stage,
            unit,
            done: self.shared.done.load(Ordering::Relaxed),
            total: self.shared.total.load(Ordering::Relaxed),
            cancelling: self.cancelled(),
        }
    }
}

/// How a job ended.
#[derive(Debug)]
pub enum Ending<T> {
    Done(T),
    Cancelled,
    /// The work panicked: a bug of the program, with what it said.
    Broken(String),
}

/// A running job. Dropping it asks it to stop.
pub struct Job<T> {
    cx: JobCx,
    ending: mpsc::Receiver<Ending<T>>,
    thread: Option<std::thread::JoinHandle<()>>,
}

impl<T: Send + 'static> Job<T> {
    /// Starts `work` on a thread of its own.
    pub fn start(
        label: &str,
        wake: Waker,
        work: impl FnOnce(&JobCx) -> Result<T, Cancelled> + Send + 'static,
    ) -> Self {
        let cx = JobCx::new(label, wake);
        let (send, ending) = mpsc::channel();
        let inside = cx.clone();
        #[allow(
            clippy::disallowed_methods,
            reason = "this is the one place that starts threads for jobs"
        )]
        let thread = std::thread::spawn(move || {
            let result = catch_unwind(AssertUnwindSafe(|| work(&inside)));
            let ending = match result {
                Ok(Ok(value)) => Ending::Done(value),
                Ok(Err(Cancelled)) => Ending::Cancelled,
                Err(panic) => {
                    let words = panic
                        .downcast_ref::<String>()
                        .cloned()
                        .or_else(|| panic.downcast_ref::<&str>().map(|s| (*s).to_owned()));
                    Ending::Broken(words.unwrap_or_else(|| "no words left".to_owned()))
                }
            };
            // The other side may be gone: then nobody wants to know.
            let _ = send.send(ending);
            (inside.shared.wake)();
        });
        Self {
            cx,
            ending,
            thread: Some(thread),
        }
    }

    /// How far it is.
    #[must_use]
    pub fn progress(&self) -> Progress {
        self.cx.progress()
    }

    /// Asks it to stop at its next step.
    pub fn cancel(&self) {
        self.cx.shared.cancel.store(true, Ordering::Relaxed);
    }

    /// The ending, once.
    #[must_use]
    pub fn poll(&self) -> Option<Ending<T>> {
        self.ending.try_recv().ok()
    }

    /// Waits for the ending.
    #[must_use]
    pub fn wait(mut self) -> Option<Ending<T>> {
        let ending = self.ending.recv().ok();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
        ending
    }
}

impl<T> Drop for Job<T> {
    fn drop(&mut self) {
        self.cx.shared.cancel.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            // Work stops at its next step; waiting for it keeps a half-written file from outliving its owner.
            let _ = thread.join();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quiet() -> Waker {
        Arc::new(|| {})
    }

    #[test]
    fn a_job_ends_with_its_value() {
        let job = Job::start("Count", quiet(), |cx| {
            cx.stage("Counting", 3, "articles");
            for _ in 0..3 {
                cx.step(1)?;
            }
            Ok(cx.progress().done)
        });
        assert!(matches!(job.wait(), Some(Ending::Done(3))));
    }

    #[test]
    fn a_cancelled_job_stops_at_its_next_step() {
        let job: Job<()> = Job::start("Forever", quiet(), |cx| {
            loop {
                cx.step(1)?;
                std::thread::yield_now();
            }
        });
        job.cancel();
        assert!(matches!(job.wait(), Some(Ending::Cancelled)));
    }

    #[test]
    fn a_panic_becomes_an_ending() {
        let job: Job<()> = Job::start("Break", quiet(), |_| panic!("on purpose"));
        assert!(matches!(job.wait(), Some(Ending::Broken(words)) if words == "on purpose"));
    }
}
