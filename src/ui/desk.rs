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
        desktop::lies::Lies,
        outside,
        search::{Batch, BatchAs},
        session::{
            ComparisonFile, ComparisonSheet, JobProgress, Located, News, PictureOrder,
            PictureRequest, PlacesFile, SearchFile, StyleAsk, Survey, Views, Wanted,
        },
    },
};

/// An open project, as the window needs it. Each function does what the one of the same name of [`Session`] does.
#[expect(missing_docs, reason = "Session documents each")]
pub trait Desk {
    fn path(&self) -> PathBuf;
    fn made(&self) -> Option<String> {
        None
    }
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
    fn start_sample(&mut self, _path: PathBuf, _options: Option<ReadOptions>) {}
    fn watch(&mut self, folder: Option<PathBuf>);
    fn watching(&self) -> Option<&Path>;
    fn job(&self) -> Option<JobProgress>;
    fn cancel_job(&mut self);
    fn running(&self) -> Vec<JobProgress> {
        self.job().into_iter().collect()
    }
    fn importing(&self) -> bool {
        false
    }
    fn save_copy(&mut self, _to: PathBuf) {}
    fn lies(&self) -> Option<&Lies> {
        None
    }
    fn long_decisions(&self) -> usize {
        0
    }
    fn preview(&mut self, request: PictureRequest) -> u64;
    fn export_picture(&mut self, order: PictureOrder) -> u64;
    fn copy_picture(&mut self, request: PictureRequest, style: Option<String>);
    fn ask_styles(&mut self, ask: StyleAsk);
    fn read_families(&mut self);
    fn save_report(&mut self, path: PathBuf);
    fn save_names(&mut self, names: Vec<EntityId>, filter: Filter, path: PathBuf);
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
    fn made(&self) -> Option<String> {
        Self::made(self)
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
    fn start_sample(&mut self, path: PathBuf, options: Option<ReadOptions>) {
        Self::start_sample(self, path, options);
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
    fn running(&self) -> Vec<JobProgress> {
        Self::running(self)
    }
    fn importing(&self) -> bool {
        Self::importing(self)
    }
    fn save_copy(&mut self, to: PathBuf) {
        Self::save_copy(self, to);
    }
    fn lies(&self) -> Option<&Lies> {
        Self::lies(self)
    }
    fn long_decisions(&self) -> usize {
        Self::long_decisions(self)
    }
    fn preview(&mut self, request: PictureRequest) -> u64 {
        Self::preview(self, request)
    }
    fn export_picture(&mut self, order: PictureOrder) -> u64 {
        Self::export_picture(self, order)
    }
    fn copy_picture(&mut self, request: PictureRequest, style: Option<String>) {
        Self::copy_picture(self, request, style);
    }
    fn ask_styles(&mut self, ask: StyleAsk) {
        Self::ask_styles(self, ask);
    }
    fn read_families(&mut self) {
        Self::read_families(self);
    }
    fn save_report(&mut self, path: PathBuf) {
        Self::save_report(self, path);
    }
    fn save_names(&mut self, names: Vec<EntityId>, filter: Filter, path: PathBuf) {
        Self::save_names(self, names, filter, path);
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

/// Opens project files that are there; nothing is made where there is none.
#[must_use]
pub fn opener_of_existing(ctx: egui::Context) -> Opener {
    let open = opener(ctx);
    Box::new(move |path| {
        outside::there(path)?;
        open(path)
    })
}

/// Opens real project files, or makes them where there is none; whatever finishes beside the window wakes it.
#[must_use]
pub fn opener(ctx: egui::Context) -> Opener {
    Box::new(move |path| {
        let mut session = Session::open(path)?;
        let ctx = ctx.clone();
        session.wake_with(move || ctx.request_repaint());
        Ok(Box::new(session))
    })
}
