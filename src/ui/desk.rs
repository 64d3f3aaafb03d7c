//! What the window asks of an open project. [`Session`] is the one it works with; tests put a table of ready-made read
//! models in its place, so that every state of a panel can be shown.

use std::path::{Path, PathBuf};

use crate::{
    model::{
        EntityId, Filter,
        map::{MapChoice, MapPicture},
    },
    workspace::{
        Command, Outcome, Problem, ReadOptions, Session,
        search::{Batch, BatchAs},
        session::{
            ComparisonFile, ComparisonSheet, JobProgress, Located, News, PictureRequest,
            PlacesFile, SearchFile, Survey, Views, Wanted,
        },
    },
};

/// An open project, as the window needs it. Each function does what the one of the same name of [`Session`] does.
#[expect(missing_docs, reason = "Session documents each")]
pub trait Desk {
    fn path(&self) -> PathBuf;
    fn views(&self) -> &Views;
    fn tick(&mut self, wanted: &Wanted, now: f64) -> Vec<News>;
    fn busy(&self) -> bool;
    /// # Errors
    /// When the project is read-only or the command does not apply.
    fn run(&mut self, command: Command) -> Result<Option<Outcome>, Problem>;
    fn start_survey(&mut self, paths: Vec<PathBuf>);
    fn survey(&self) -> Option<&Survey>;
    fn drop_survey(&mut self);
    fn start_import(&mut self, paths: Vec<PathBuf>);
    fn start_sample_import(&mut self);
    fn paste(&mut self, text: String);
    fn reimport(&mut self, path: PathBuf, options: ReadOptions);
    fn locate(&self, file: &str) -> Located;
    fn watch(&mut self, folder: Option<PathBuf>);
    fn watching(&self) -> Option<&Path>;
    fn job(&self) -> Option<JobProgress>;
    fn cancel_job(&mut self);
    fn long_decisions(&self) -> usize {
        0
    }
    fn preview(&mut self, request: PictureRequest) -> u64;
    fn save_picture(&mut self, request: PictureRequest, path: PathBuf, numbers: bool);
    fn save_report(&mut self, path: PathBuf);
    fn save_names(&mut self, names: &[EntityId], path: PathBuf);
    fn save_history(&mut self, path: PathBuf);
    fn add_places(&mut self, files: Vec<PathBuf>);
    fn save_comparison(&mut self, sheet: ComparisonSheet, what: ComparisonFile, path: PathBuf);
    fn save_places(&mut self, what: PlacesFile, filter: Filter, path: PathBuf);
    fn start_batch(&mut self, terms: Vec<Batch>, reading: BatchAs, filter: &Filter);
    fn cancel_batch(&mut self);
    fn read_terms(&mut self, path: PathBuf);
    fn save_search(&mut self, what: SearchFile, filter: &Filter, path: PathBuf);
    fn map_picture(&self, choice: &MapChoice) -> Option<MapPicture>;
}

impl Desk for Session {
    fn path(&self) -> PathBuf {
        Self::path(self)
    }
    fn views(&self) -> &Views {
        Self::views(self)
    }
    fn tick(&mut self, wanted: &Wanted, now: f64) -> Vec<News> {
        Self::tick(self, wanted, now)
    }
    fn busy(&self) -> bool {
        Self::busy(self)
    }
    fn run(&mut self, command: Command) -> Result<Option<Outcome>, Problem> {
        Self::run(self, command)
    }
    fn start_survey(&mut self, paths: Vec<PathBuf>) {
        Self::start_survey(self, paths);
    }
    fn survey(&self) -> Option<&Survey> {
        Self::survey(self)
    }
    fn drop_survey(&mut self) {
        Self::drop_survey(self);
    }
    fn start_import(&mut self, paths: Vec<PathBuf>) {
        Self::start_import(self, paths);
    }
    fn start_sample_import(&mut self) {
        Self::start_sample_import(self);
    }
    fn paste(&mut self, text: String) {
        Self::paste(self, text);
    }
    fn reimport(&mut self, path: PathBuf, options: ReadOptions) {
        Self::reimport(self, path, options);
    }
    fn locate(&self, file: &str) -> Located {
        Self::locate(self, file)
    }
    fn watch(&mut self, folder: Option<PathBuf>) {
        Self::watch(self, folder);
    }
    fn watching(&self) -> Option<&Path> {
        Self::watching(self)
    }
    fn job(&self) -> Option<JobProgress> {
        Self::job(self)
    }
    fn cancel_job(&mut self) {
        Self::cancel_job(self);
    }
    fn long_decisions(&self) -> usize {
        Self::long_decisions(self)
    }
    fn preview(&mut self, request: PictureRequest) -> u64 {
        Self::preview(self, request)
    }
    fn save_picture(&mut self, request: PictureRequest, path: PathBuf, numbers: bool) {
        Self::save_picture(self, request, path, numbers);
    }
    fn save_report(&mut self, path: PathBuf) {
        Self::save_report(self, path);
    }
    fn save_names(&mut self, names: &[EntityId], path: PathBuf) {
        Self::save_names(self, names, path);
    }
    fn add_places(&mut self, files: Vec<PathBuf>) {
        Self::add_places(self, files);
    }
    fn save_history(&mut self, path: PathBuf) {
        Self::save_history(self, path);
    }
    fn save_comparison(&mut self, sheet: ComparisonSheet, what: ComparisonFile, path: PathBuf) {
        Self::save_comparison(self, sheet, what, path);
    }
    fn save_places(&mut self, what: PlacesFile, filter: Filter, path: PathBuf) {
        Self::save_places(self, what, filter, path);
    }
    fn start_batch(&mut self, terms: Vec<Batch>, reading: BatchAs, filter: &Filter) {
        Self::start_batch(self, terms, reading, filter);
    }
    fn cancel_batch(&mut self) {
        Self::cancel_batch(self);
    }
    fn read_terms(&mut self, path: PathBuf) {
        Self::read_terms(self, path);
    }
    fn save_search(&mut self, what: SearchFile, filter: &Filter, path: PathBuf) {
        Self::save_search(self, what, filter, path);
    }
    fn map_picture(&self, choice: &MapChoice) -> Option<MapPicture> {
        Self::map_picture(self, choice)
    }
}

/// Opens or creates a project at a path.
pub type Opener = Box<dyn Fn(&Path) -> Result<Box<dyn Desk>, Problem>>;

/// Opens real project files; whatever finishes beside the window wakes it.
#[must_use]
pub fn opener(ctx: egui::Context) -> Opener {
    Box::new(move |path| {
        let mut session = Session::open(path)?;
        let ctx = ctx.clone();
        session.wake_with(move || ctx.request_repaint());
        Ok(Box::new(session))
    })
}
