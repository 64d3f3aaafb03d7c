//! What the window knows of the world around its project: other starts of the program, the run before, where settings
//! lie, which monitors there are. A window in a test has none of it.

use std::{
    cell::RefCell,
    collections::VecDeque,
    ffi::OsString,
    path::{Path, PathBuf},
    rc::Rc,
    sync::mpsc::Receiver,
};

use egui::{Context, UserAttentionType, ViewportCommand};

use super::{
    action::{Action, View},
    app::App,
    desk::{Desk, Opener},
    dialogs::{self, Dialog},
    notice::Notice,
    widgets,
};
use crate::workspace::{
    Problem,
    desktop::{
        given::Given,
        journal,
        manner::MannerChoice,
        runs::{Ended, Run},
    },
    outside,
    session::JobProgress,
    settings,
};

/// What closes the open project.
#[derive(Clone, Debug, PartialEq)]
pub enum Leave {
    /// The window is closed.
    Window,
    /// The project is closed, the window stays.
    Project,
    /// Another project is opened in its place.
    Open(PathBuf),
    /// Another is made in its place; then this is imported.
    Make(PathBuf, Vec<PathBuf>),
    /// The sample project takes its place.
    Sample,
}

/// The world around the project.
#[derive(Default)]
pub struct Outside {
    /// The mark other starts find this window by.
    pub run: Option<Run>,
    /// What other starts hand over.
    pub letters: Option<Receiver<Given>>,
    /// Makes a project where there is none; without it the door for opening does.
    pub make: Option<Opener>,
    /// Opens a window of its own, with a project or without.
    pub another: Option<Another>,
    /// The folder of the settings.
    pub home: Option<PathBuf>,
    /// Why settings were not kept, once they were not.
    pub unkept: Rc<RefCell<Option<Problem>>>,
}

/// What the window remembers about it.
#[derive(Default)]
pub(super) struct Told {
    /// What is said above the panels.
    pub(super) notices: VecDeque<Notice>,
    /// A project that is being looked for.
    pub(super) locating: Option<PathBuf>,
    /// Whether the user has said that the window is to be closed.
    pub(super) left: bool,
    /// The project whose place was looked at.
    pub(super) looked: Option<PathBuf>,
    pub(super) focused: bool,
    pub(super) said_unkept: bool,
    /// Whether it is being counted what lies in a folder that is watched from now on.
    pub(super) counting_watched: bool,
}

/// Opens a window of its own.
pub type Another = Box<dyn Fn(Option<&Path>) -> Result<(), Problem>>;

/// Starts the program again for a window of its own.
///
/// # Errors
/// When the system cannot start it.
pub fn another(project: Option<&Path>) -> Result<(), Problem> {
    outside::start_again(project.map(|path| OsString::from(path.as_os_str())))
}

impl App {
    /// Gives the window its surroundings, and tells of runs that `ended` badly.
    #[must_use]
    pub fn with_outside(mut self, outside: Outside, ended: Vec<Ended>) -> Self {
        self.outside = outside;
        if let Some(old) = ended.into_iter().next_back() {
            self.tell_of(old);
        }
        if self.outside.home.is_none() {
            self.told.notices.push_back(Notice::quiet(
                "There is no home folder: settings and recent projects are not kept",
            ));
        }
        self
    }

    /// Tells of a run that ended badly, more loudly if the program was to blame.
    fn tell_of(&mut self, old: Ended) {
        let open = self.project();
        let project = old
            .note
            .project
            .filter(|project| open.as_ref() != Some(project));
        match old.report {
            Some(report) => {
                let text = outside::text_of(&report);
                let state = dialogs::crash::State::new(report, text, project);
                self.dialog = Some(Dialog::Crash(state));
            }
            None => {
                let mut notice = Notice::quiet(
                    "Dateline was ended without closing last time. Nothing that was imported or decided is lost",
                );
                if let Some(project) = project {
                    let name = super::ask::stem_of(&project);
                    notice = notice.button(format!("Reopen {name}"), Action::OpenProject(project));
                }
                self.told.notices.push_back(notice);
            }
        }
    }

    /// What was given at the start, or by another start later.
    pub fn receive_given(&mut self, given: Given) {
        self.problems.extend(given.problems);
        let mut projects = given.projects.into_iter();
        if let Some(first) = projects.next() {
            self.open_or_ask(Leave::Open(first));
        }
        for more in projects {
            self.queue.send(Action::NewWindow(Some(more)));
        }
        if !given.files.is_empty() {
            self.queue.send(Action::Survey(given.files));
        }
    }

    /// Takes in what other starts handed over, and comes to the front.
    pub(super) fn take_letters(&mut self, ctx: &Context) {
        let letters: Vec<Given> = match &self.outside.letters {
            Some(letters) => letters.try_iter().collect(),
            None => return,
        };
        // Some file managers start the program once for each of several files: they are one question.
        let mut files: Vec<PathBuf> = match (&self.dialog, self.desk.as_deref()) {
            (Some(Dialog::Survey), Some(desk)) => desk
                .survey()
                .map_or_else(Vec::new, |survey| survey.paths.clone()),
            _ => Vec::new(),
        };
        let before = files.len();
        for mut given in letters {
            files.append(&mut given.files);
            for command in [
                ViewportCommand::Minimized(false),
                ViewportCommand::Focus,
                // Where the system does not let a window take the keyboard, as on Wayland, it may at least blink.
                ViewportCommand::RequestUserAttention(UserAttentionType::Informational),
            ] {
                ctx.send_viewport_cmd(command);
            }
            self.receive_given(given);
        }
        if files.len() > before {
            files.sort();
            files.dedup();
            self.queue.send(Action::Survey(files));
        }
    }

    /// Keeps the mark of this window as it is, and says once that settings are not kept.
    pub(super) fn follow_outside(&mut self, ctx: &Context) {
        let project = self.project();
        let focused = ctx.input(|input| input.viewport().focused.unwrap_or(false));
        if let Some(run) = &mut self.outside.run {
            if focused && !self.told.focused {
                run.used();
            }
            run.opened(project.as_deref());
        }
        self.told.focused = focused;
        if self.told.looked != project {
            self.look_where_it_lies();
            self.told.looked = project;
        }
        if !self.told.said_unkept
            && let Some(problem) = self.outside.unkept.borrow_mut().take()
        {
            self.told.said_unkept = true;
            self.told.notices.push_back(Notice::quiet(format!(
                "Settings and recent projects are not kept: {}",
                problem.why
            )));
        }
    }

    /// Warns once of each project that lies where it is at risk.
    fn look_where_it_lies(&mut self) {
        let name = match &self.desk {
            Some(_) => self.project_name(),
            None => String::new(),
        };
        journal::note_project(&name);
        let Some(desk) = &self.desk else { return };
        if let Some(lies) = desk.lies()
            && self.settings.warn_once(&desk.path())
        {
            self.unkept = true;
            let copy = ("Save a copy…".to_owned(), Action::AskCopy);
            let notice = Notice::warning(lies.words()).button(copy.0, copy.1);
            self.told.notices.push_back(notice);
        }
    }

    /// What runs that closing the project would stop.
    pub(super) fn running(&self) -> Vec<JobProgress> {
        self.desk.as_deref().map(Desk::running).unwrap_or_default()
    }

    /// Closes the project for something else, after asking if anything runs.
    pub(super) fn open_or_ask(&mut self, leave: Leave) {
        let same = match &leave {
            Leave::Open(path) => self
                .project()
                .is_some_and(|open| settings::same_file(&open, path)),
            _ => false,
        };
        if same || self.running().is_empty() {
            self.leave(leave);
        } else {
            self.dialog = Some(Dialog::Leaving(dialogs::leaving::State::new(leave)));
        }
    }

    /// The window is being closed: lets it, or asks first.
    pub(super) fn watch_closing(&mut self, ctx: &Context) {
        if !ctx.input(|input| input.viewport().close_requested()) {
            return;
        }
        if !self.told.left && !self.running().is_empty() {
            ctx.send_viewport_cmd(ViewportCommand::CancelClose);
            self.dialog = Some(Dialog::Leaving(dialogs::leaving::State::new(Leave::Window)));
            return;
        }
        self.note_article_count();
        self.note_room();
        (self.doors.keep)(&self.settings);
        self.unkept = false;
    }

    /// Closes the project for something else.
    pub(super) fn leave(&mut self, leave: Leave) {
        match leave {
            Leave::Window => self.queue.send(Action::CloseWindow),
            Leave::Project => self.close(),
            Leave::Open(path) => self.open(&path),
            Leave::Make(path, import) => {
                self.make(&path);
                self.begin_in_read(&path);
                if self.desk.is_some() && !import.is_empty() {
                    self.queue.send(Action::Survey(import));
                }
            }
            Leave::Sample => {
                let path = self.doors.sample.clone();
                let fresh = settings::make_place_for(&path);
                self.make(&path);
                self.begin_in_read(&path);
                if let Some(desk) = self.desk.as_mut().filter(|_| fresh) {
                    desk.start_sample_import();
                }
            }
        }
    }

    /// A project that was just made has nothing to show elsewhere; one that is remembered is found as it was left.
    fn begin_in_read(&mut self, path: &Path) {
        let open = self.project();
        let open = open.is_some_and(|open| settings::same_file(&open, path));
        if open && self.settings.rooms.of(path).is_none() {
            self.view = View::Read;
            View::Read.word().clone_into(&mut self.settings.view);
        }
    }

    /// Actions about the world around the project. Gives back what is none.
    pub(super) fn act_outside(&mut self, ctx: &Context, action: Action) -> Option<Action> {
        match action {
            Action::Leave(leave) => {
                self.dialog = None;
                self.told.left = leave == Leave::Window;
                self.leave(leave);
            }
            Action::Quit => self.open_or_ask(Leave::Window),
            Action::CloseWindow => {
                self.told.left = true;
                ctx.send_viewport_cmd(ViewportCommand::Close);
            }
            Action::NewWindow(project) => {
                let opened = match &self.outside.another {
                    Some(another) => another(project.as_deref()),
                    None => Ok(()),
                };
                self.problems.extend(opened.err());
            }
            Action::OwnWindows(own) => {
                self.settings.own_windows = own;
                self.unkept = true;
            }
            Action::Manner(choice) => {
                self.settings.manner = choice;
                self.unkept = true;
                speak(choice);
            }
            Action::ForgetRecent => {
                let open = self.project();
                self.settings.forget_recent(open.as_deref());
                self.unkept = true;
            }
            Action::DismissNotice => {
                self.told.notices.pop_back();
            }
            Action::ShowHome => self.show_own(None),
            Action::ShowLog => self.show_own(Some(journal::log)),
            other => return Some(other),
        }
        None
    }

    /// Shows the folder of the settings, or something in it.
    fn show_own(&mut self, what: Option<fn(&Path) -> PathBuf>) {
        let shown = match &self.outside.home {
            Some(home) => (self.doors.show)(&what.map_or_else(|| home.clone(), |what| what(home))),
            None => Err(Problem::new(
                "Could not show the folder of the settings",
                "there is no home folder",
            )),
        };
        self.problems.extend(shown.err());
    }
}

/// Writes numbers and dates on screen so from now on.
pub fn speak(choice: MannerChoice) {
    widgets::speak(choice.manner());
}
