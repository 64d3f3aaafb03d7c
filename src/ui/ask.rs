//! Asking for files: the system's dialogs, off the frame's thread, and what to do where there are none.

use std::{
    future::Future,
    path::{Path, PathBuf},
    pin::pin,
    sync::{
        Arc,
        mpsc::{Receiver, Sender, channel},
    },
    task::{Context, Poll, Wake, Waker},
    thread,
    time::{Duration, Instant},
};

use crate::{
    model::{EntityId, Filter},
    workspace::session::{PlacesFile, SearchFile},
};

/// What the system is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    /// Files to import.
    Files,
    /// A folder to import.
    Folder,
    /// Files of place names.
    Places,
    /// A list of terms to search for.
    Terms,
    /// A file of a house style.
    Style,
    /// A folder to watch.
    Watch,
    /// A project to open, beginning in this folder.
    Project { folder: Option<PathBuf> },
    /// Where to make a project; `name` is proposed. `import` follows once it is there.
    NewProject { name: String, import: Vec<PathBuf> },
    /// Where to write a file; `name` with its extension is proposed.
    Save {
        name: String,
        what: Saving,
        /// What was on screen when it was asked.
        from: Box<Origin>,
    },
}

/// What a file is written from. The answer may come when something else is on screen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// The open project.
    pub project: Option<PathBuf>,
    pub filter: Filter,
}

/// What is to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Saving {
    /// The picture waiting under this ticket.
    Picture(u64),
    /// The house style waiting to be written.
    Style,
    /// The newest import's report.
    Report,
    /// These names, in this order.
    Names(Vec<EntityId>),
    /// Who decided what and when.
    History,
    /// The comparison waiting to be written.
    Comparison,
    /// The places of the selection.
    Places(PlacesFile),
    /// What was searched for.
    Search(SearchFile),
    /// A complete copy of the project.
    Copy,
}

impl Question {
    /// Title of the dialog.
    #[must_use]
    pub const fn title(&self) -> &'static str {
        match self {
            Self::Files => "Import files",
            Self::Folder => "Import a folder",
            Self::Places => "Add place names",
            Self::Terms => "Read a list of terms",
            Self::Style => "Add a house style",
            Self::Watch => "Watch a folder",
            Self::Project { .. } => "Open project",
            Self::NewProject { .. } => "New project",
            Self::Save {
                what: Saving::Copy, ..
            } => "Save a copy",
            Self::Save { .. } => "Save as",
        }
    }
}

/// What came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    Paths(Vec<PathBuf>),
    /// A path typed in place of the system's dialog, which would have asked whether a file may be replaced.
    Typed(PathBuf),
    /// The user thought better of it.
    Nothing,
    /// There is no file dialog on this system: the window must ask for a path itself.
    NoDialog,
}

/// Sends questions out and answers back.
pub struct Asker {
    /// Puts the question; calls back with the answer, at once or later, from any thread.
    put: Put,
    sender: Sender<(Question, Answer)>,
    receiver: Receiver<(Question, Answer)>,
}

/// How a question is put. The callback must be called once.
pub type Put = Box<dyn Fn(&Question, Reply)>;

/// Takes an answer, once.
pub type Reply = Box<dyn FnOnce(Answer) + Send>;

impl Asker {
    /// Asks by `put`.
    #[must_use]
    pub fn new(put: Put) -> Self {
        let (sender, receiver) = channel();
        Self {
            put,
            sender,
            receiver,
        }
    }

    /// Puts a question. The answer comes by [`Self::answers`] in a later frame.
    pub fn ask(&self, ctx: &egui::Context, question: &Question) {
        let sender = self.sender.clone();
        let ctx = ctx.clone();
        let back = question.clone();
        let reply: Reply = Box::new(move |answer| {
            // The receiver is gone only when the window is closing.
            let _ = sender.send((back, answer));
            ctx.request_repaint();
        });
        (self.put)(question, reply);
    }

    /// The answers that came since the last call.
    #[must_use]
    pub fn answers(&self) -> Vec<(Question, Answer)> {
        self.receiver.try_iter().collect()
    }
}

/// No one can press Cancel faster: an empty answer sooner than this means that no dialog was shown.
const TOO_QUICK: Duration = Duration::from_millis(200);

/// Asks by the dialogs of the system.
#[must_use]
pub fn system() -> Put {
    Box::new(|question, reply| {
        let dialog = rfd::AsyncFileDialog::new().set_title(question.title());
        let project =
            |dialog: rfd::AsyncFileDialog| dialog.add_filter("Dateline project", &["dateline"]);
        // The future must be made on this thread (macOS wants it so) and may be waited for on another.
        let wait: Waiting = match question {
            Question::Files | Question::Places => {
                let files = dialog.pick_files();
                Box::new(move || {
                    wait_for(files).map(|files| files.iter().map(|f| f.path().to_owned()).collect())
                })
            }
            Question::Terms => one(dialog.pick_file()),
            Question::Style => one(dialog.add_filter("House style", &["toml"]).pick_file()),
            Question::Folder | Question::Watch => one(dialog.pick_folder()),
            Question::Project { folder } => {
                let dialog = project(dialog);
                one(match folder {
                    Some(folder) => dialog.set_directory(folder).pick_file(),
                    None => dialog.pick_file(),
                })
            }
            Question::NewProject { name, .. } => one(project(dialog)
                .set_file_name(format!("{name}.dateline"))
                .save_file()),
            Question::Save {
                name,
                what: Saving::Copy,
                ..
            } => one(project(dialog).set_file_name(name).save_file()),
            Question::Save { name, .. } => one(dialog.set_file_name(name).save_file()),
        };
        let begun = Instant::now();
        let work = move || {
            let answer = match wait() {
                Some(paths) => Answer::Paths(paths),
                None if begun.elapsed() < TOO_QUICK => Answer::NoDialog,
                None => Answer::Nothing,
            };
            reply(answer);
        };
        // Not a job: it has no progress, does no work and ends when the user closes the dialog.
        if let Err(error) = thread::Builder::new()
            .name("file dialog".to_owned())
            .spawn(work)
        {
            tracing::error!("could not start the thread that waits for the file dialog: {error}");
        }
    })
}

type Waiting = Box<dyn FnOnce() -> Option<Vec<PathBuf>> + Send>;

fn one(file: impl Future<Output = Option<rfd::FileHandle>> + Send + 'static) -> Waiting {
    Box::new(move || wait_for(file).map(|file| vec![file.path().to_owned()]))
}

/// Waits for a future on this thread.
fn wait_for<T>(future: impl Future<Output = T>) -> T {
    struct Unpark(thread::Thread);
    impl Wake for Unpark {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    let mut context = Context::from_waker(&waker);
    let mut future = pin!(future);
    loop {
        match future.as_mut().poll(&mut context) {
            Poll::Ready(value) => return value,
            Poll::Pending => thread::park(),
        }
    }
}

/// `northern-hills` from a path, for a project's proposed name.
#[must_use]
pub fn proposed_name(paths: &[PathBuf]) -> String {
    let stem = |path: &Path| {
        path.file_stem()
            .map(|stem| stem.to_string_lossy().into_owned())
    };
    match paths {
        [one] => stem(one).unwrap_or_else(|| "Articles".to_owned()),
        [first, ..] => first
            .parent()
            .and_then(stem)
            .unwrap_or_else(|| "Articles".to_owned()),
        [] => "Articles".to_owned(),
    }
}

/// What a project is called, from its path.
#[must_use]
pub fn stem_of(project: &Path) -> String {
    project.file_stem().map_or_else(
        || "Project".to_owned(),
        |stem| stem.to_string_lossy().into_owned(),
    )
}

/// The path with the extension of projects, when it has none.
#[must_use]
pub fn with_project_extension(path: PathBuf) -> PathBuf {
    if is_project(&path) {
        return path;
    }
    let mut name = path.into_os_string();
    name.push(".dateline");
    name.into()
}

/// Whether a path is named like a project.
#[must_use]
pub fn is_project(path: &Path) -> bool {
    path.extension()
        .is_some_and(|extension| extension.eq_ignore_ascii_case("dateline"))
}
