//! The window's state and the order of a frame.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use egui::{Context, Ui};

use super::{
    action::{Action, Queue, View},
    actions::Now,
    ask::Asker,
    chart_view, compare,
    context::Cx,
    desk::{Desk, Opener},
    dialogs::Dialog,
    export_dialog, first_run, map_view, notice,
    outside::{Outside, Told},
    read, review, search, shell, shortcuts, theme,
    trail::{Spot, Trail},
};
use crate::{
    jobs::Job,
    model::{CountUnit, Filter, chart::Cell, picture::HouseStyle},
    workspace::{
        Problem,
        export::own::KeptWords,
        session::{ComparisonFile, ComparisonSheet, News, PictureOrder, Wanted},
        settings::{Settings, ThemeChoice},
    },
};

/// The ways out of the window, so that tests can stand in them.
pub struct Doors {
    /// Opens or makes a project.
    pub open: Opener,
    /// Asks for files.
    pub asker: Asker,
    /// Keeps the settings.
    pub keep: Box<dyn Fn(&Settings)>,
    /// Where the sample project lies, or will.
    pub sample: PathBuf,
    /// Shows a file in the system's own program for it.
    pub show: ShowFile,
    /// Whether the window system lets files be dropped on the window.
    pub drops: bool,
}

/// Shows a file in the system's own program for it.
pub type ShowFile = Box<dyn Fn(&Path) -> Result<(), Problem>>;

/// The window.
pub struct App {
    pub(super) doors: Doors,
    pub(super) desk: Option<Box<dyn Desk>>,
    pub(super) settings: Settings,
    /// Whether the settings changed since they were kept.
    pub(super) unkept: bool,
    pub(super) view: View,
    pub(super) filter: Filter,
    pub(super) evidence: Option<(Cell, CountUnit)>,
    pub(super) wanted: Wanted,
    pub(super) read: read::State,
    pub(super) chart: chart_view::State,
    pub(super) map: map_view::State,
    pub(super) compare: compare::State,
    pub(super) review: review::State,
    pub(super) search: search::State,
    pub(super) shell: shell::State,
    pub(super) first_run: first_run::State,
    pub(super) problems: Vec<Problem>,
    pub(super) dialog: Option<Dialog>,
    pub(super) queue: Queue,
    /// Pictures waiting for a path, with their ticket.
    pub(super) pictures: Vec<(u64, PictureOrder)>,
    /// The house style waiting for a path.
    pub(super) style: Option<HouseStyle>,
    /// Words of the user's own on pictures of the open project, by kind of picture.
    pub(super) own_words: BTreeMap<String, KeptWords>,
    /// The export dialog while the system has none for files and a path is typed in its place.
    pub(super) waiting_export: Option<Box<export_dialog::State>>,
    /// Another dialog that waits so.
    pub(super) waiting: Option<Dialog>,
    /// The comparison waiting for a path.
    pub(super) sheet: Option<(ComparisonSheet, ComparisonFile)>,
    /// A picture on its way to the clipboard.
    pub(super) copying: Option<Job<Option<egui::ColorImage>>>,
    pub(super) tickets: u64,
    pub(super) now: f64,
    pub(super) title: String,
    /// When it was noted last how the project stands.
    pub(super) room_noted: f64,
    pub(super) trail: Trail,
    /// Keys to press once no dialog lies over the view that reads them.
    pub(super) press: Option<egui::KeyboardShortcut>,
    pub(super) outside: Outside,
    pub(super) told: Told,
    /// Frames to wait for the text of the clipboard.
    pub(super) paste_asked: u8,
    /// What had the keyboard before the dialog opened, and gets it back.
    before_dialog: Option<egui::Id>,
    dialog_was_open: bool,
}

impl App {
    /// The window before its first frame; `paths` are projects to open or files to import.
    #[must_use]
    pub fn new(ctx: &Context, doors: Doors, settings: Settings, paths: Vec<PathBuf>) -> Self {
        theme::install(ctx);
        let mut app = Self {
            doors,
            desk: None,
            view: View::from_word(&settings.view),
            settings,
            unkept: false,
            filter: Filter::default(),
            evidence: None,
            wanted: Wanted::default(),
            read: read::State::default(),
            chart: chart_view::State::default(),
            map: map_view::State::default(),
            compare: compare::State::default(),
            review: review::State::default(),
            search: search::State::default(),
            sheet: None,
            shell: shell::State::default(),
            first_run: first_run::State::default(),
            problems: Vec::new(),
            dialog: None,
            queue: Queue::default(),
            pictures: Vec::new(),
            style: None,
            own_words: BTreeMap::new(),
            waiting_export: None,
            waiting: None,
            copying: None,
            tickets: 0,
            now: 0.0,
            title: String::new(),
            room_noted: 0.0,
            trail: Trail::default(),
            press: None,
            outside: Outside::default(),
            told: Told::default(),
            paste_asked: 0,
            before_dialog: None,
            dialog_was_open: false,
        };
        app.apply_look(ctx);
        app.chart.count_stories(app.settings.stories);
        app.read.order_names(&app.settings.names_order);
        app.read.read_in(app.settings.sans);
        app.receive(paths);
        app
    }

    /// Puts theme and text size from the settings into force.
    pub(super) fn apply_look(&self, ctx: &Context) {
        ctx.set_theme(match self.settings.theme {
            ThemeChoice::System => egui::ThemePreference::System,
            ThemeChoice::Light => egui::ThemePreference::Light,
            ThemeChoice::Dark => egui::ThemePreference::Dark,
        });
        ctx.set_zoom_factor(f32::from(self.settings.text_size.clamp(50, 300)) / 100.0);
    }

    /// The open project.
    #[must_use]
    pub fn desk(&self) -> Option<&dyn Desk> {
        self.desk.as_deref()
    }

    /// Path of the open project.
    #[must_use]
    pub fn project(&self) -> Option<PathBuf> {
        self.desk.as_deref().map(Desk::path)
    }

    /// What the panels want to see now.
    fn want(&self) -> Wanted {
        let mut wanted = Wanted {
            filter: self.filter.clone(),
            evidence: self.evidence.clone(),
            report: matches!(self.dialog, Some(Dialog::Report(_))),
            ..Wanted::default()
        };
        self.read.want(&mut wanted);
        wanted.worklist = self.shell.names_open();
        self.search.want(&mut wanted);
        self.shell.want(&mut wanted);
        match &self.dialog {
            Some(Dialog::Review(panel)) => panel.want(&mut wanted),
            Some(Dialog::Search(sheet)) => sheet.want(&mut wanted),
            Some(Dialog::Export(_)) => wanted.accuracy = true,
            Some(Dialog::Candidates(state)) => wanted.candidates = Some(state.entity),
            Some(Dialog::Decide(state)) => state.want(&mut wanted),
            Some(Dialog::Rename(state)) => state.want(&mut wanted),
            Some(Dialog::Marks(dialog)) => dialog.want(&mut wanted),
            Some(Dialog::Articles(state)) => state.want(&mut wanted),
            _ => {}
        }
        if self.settings.stories {
            wanted.map_unit = CountUnit::Stories;
        }
        match self.view {
            View::Read => {
                wanted.places = true;
                wanted.codes = true;
                wanted.tags = true;
            }
            View::Chart => self.chart.want(&mut wanted),
            View::Map => self.map.want(&mut wanted),
            View::Compare => self.compare.want(&mut wanted),
        }
        wanted
    }

    /// The window as actions depend on it.
    pub(super) fn now(&self) -> Now<'_> {
        let desk = self.desk.as_deref();
        let views = desk.map(Desk::views);
        Now {
            views,
            path: self.project(),
            settings: &self.settings,
            view: self.view,
            filter: &self.filter,
            passages: self.evidence.is_some(),
            watching: desk.is_some_and(|desk| desk.watching().is_some()),
            job: desk.is_some_and(|desk| desk.job().is_some_and(|job| !job.cancelling)),
            back: self.trail.can_go_back(),
            forward: self.trail.can_go_forward(),
            name: views.is_some_and(|views| self.read.has_name(views)),
        }
    }

    /// What is looked at now.
    fn spot(&self) -> Spot {
        let mut spot = Spot {
            view: self.view,
            passages: self.evidence.clone(),
            panel: match self.dialog {
                Some(Dialog::Review(panel)) => Some(panel),
                _ => None,
            },
            ..Spot::default()
        };
        self.read.note(&mut spot);
        spot
    }

    /// Notes what is looked at. Other dialogs than the panels are questions: what lies under them stays in sight.
    fn follow_trail(&mut self) {
        let asking = !matches!(self.dialog, None | Some(Dialog::Review(_)));
        if self.desk.is_some() && !asking {
            let spot = self.spot();
            self.trail.follow(spot, self.read.arriving());
        }
    }

    /// Presses the keys the palette was asked for.
    fn press_keys(&mut self, ctx: &Context) {
        if self.press.is_none() {
            return;
        }
        if self.dialog.is_some() || super::dialogs::any_open(ctx) {
            ctx.request_repaint();
            return;
        }
        let Some(chord) = self.press.take() else {
            return;
        };
        ctx.input_mut(|input| {
            input.events.push(egui::Event::Key {
                key: chord.logical_key,
                physical_key: None,
                pressed: true,
                repeat: false,
                modifiers: chord.modifiers,
            });
        });
    }

    /// Gives the keyboard back to what had it before the dialog opened.
    fn return_focus(&mut self, ctx: &Context) {
        match (self.dialog_was_open, self.dialog.is_some()) {
            (false, true) => {
                self.before_dialog = ctx.memory(|memory| memory.focused());
                self.dialog_was_open = true;
            }
            // What lies below takes the keyboard only once egui has seen a frame without the dialog.
            (true, false) if super::dialogs::any_open(ctx) => ctx.request_repaint(),
            (true, false) => {
                self.dialog_was_open = false;
                let taken = ctx.memory(|memory| memory.focused().is_some());
                if let Some(id) = self.before_dialog.take().filter(|_| !taken) {
                    ctx.memory_mut(|memory| memory.request_focus(id));
                }
            }
            _ => {}
        }
    }

    fn take_news(&mut self, ctx: &Context, news: Vec<News>) {
        for item in news {
            match item {
                News::Said(words) => self.shell.say(words, self.now),
                News::Carried { command, decision } => {
                    self.review.carried(&command, decision);
                    self.follow_command(&command);
                }
                News::Decided(outcome) => {
                    if !outcome.said.is_empty() {
                        self.shell.say_decided(outcome.said, self.now);
                    }
                }
                News::Refused(problem) => {
                    self.review.refused(&problem);
                    self.problems.push(problem);
                }
                News::Failed(problem) => self.problems.push(problem),
                News::NoPassages(cell) => {
                    if self.evidence.as_ref().is_some_and(|(of, _)| *of == cell) {
                        self.evidence = None;
                    }
                }
                News::Gone(article) => {
                    self.trail.forget(article);
                    let views = self.desk.as_deref().map(Desk::views);
                    if views.is_some_and(|views| self.read.gone(article, views)) {
                        let words = "The open article is not in the project any more";
                        self.shell.say(words.to_owned(), self.now);
                    }
                }
                News::Sample(sample) => {
                    if let Some(Dialog::Report(state)) = &mut self.dialog {
                        state.sample(*sample);
                    }
                }
                News::Pasted(article) => self.queue.send(Action::OpenArticle { article, at: None }),
                News::Imported {
                    articles,
                    duplicates,
                    failed,
                    cancelled,
                } => {
                    self.shell.say(
                        shell::import_words(articles, duplicates, failed, cancelled),
                        self.now,
                    );
                    // A question that stands open is answered first; the report is in the menu. An open report shows the new
                    // lines where the reader is.
                    let open = matches!(self.dialog, Some(Dialog::Leaving(_) | Dialog::Report(_)));
                    if failed > 0 && !open {
                        self.queue.send(Action::ShowReport);
                    }
                }
                News::Preview { ticket, png } => {
                    if let Some(Dialog::Export(state)) = &mut self.dialog {
                        state.preview(ctx, ticket, &png);
                    }
                }
                News::Terms(terms) => {
                    self.search.take_terms(&terms);
                    self.dialog = Some(Dialog::Search(search::Sheet::Terms));
                }
                News::Saved(path) => self
                    .shell
                    .say(format!("Saved {}", path.display()), self.now),
                News::Export(news) => self.take_export(ctx, news),
            }
        }
    }
}

impl eframe::App for App {
    #[cfg(target_os = "macos")]
    fn raw_input_hook(&mut self, ctx: &Context, input: &mut egui::RawInput) {
        super::mac_files::deliver(ctx, input);
    }

    fn logic(&mut self, ctx: &Context, _frame: &mut eframe::Frame) {
        self.now = ctx.input(|input| input.time);
        self.take_letters(ctx);
        self.take_drops(ctx);
        self.await_paste(ctx);
        for (question, answer) in self.doors.asker.answers() {
            self.answered(question, answer);
        }
        for action in self.queue.take() {
            self.act(ctx, action);
        }
        self.review.resume(&mut self.dialog);
        self.return_focus(ctx);
        self.press_keys(ctx);
        self.wanted = self.want();
        if let Some(desk) = &mut self.desk {
            let news = desk.tick(&self.wanted, self.now);
            if desk.busy() {
                ctx.request_repaint_after_secs(0.1);
            }
            self.take_news(ctx, news);
            self.drop_lost();
        }
        self.follow_survey();
        self.follow_copying(ctx);
        if let Some(desk) = &self.desk {
            let views = desk.views();
            let now = (desk.importing(), self.now);
            self.read.follow(views, now, &mut self.queue);
            self.compare.follow(views, self.wanted.article);
            self.shell.follow_job(desk.job().as_ref(), self.now);
        }
        self.follow_trail();
        self.follow_outside(ctx);
        self.watch_closing(ctx);
        self.name_window(ctx);
        self.note_size(ctx);
        self.note_room_now_and_then();
        if self.unkept && !ctx.input(|input| input.pointer.any_down()) {
            self.unkept = false;
            (self.doors.keep)(&self.settings);
        }
    }

    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        let window = ui.max_rect();
        ui.set_clip_rect(window);
        let c = theme::colors(ui);
        ui.painter().rect_filled(window, 0.0, c.panel);
        if self.dialog.is_none() {
            let mut queue = std::mem::take(&mut self.queue);
            shortcuts::read_keys(ui, &self.now(), &mut queue);
            self.queue = queue;
        } else if matches!(self.dialog, Some(Dialog::Review(_))) {
            let mut queue = std::mem::take(&mut self.queue);
            shortcuts::read_steps(ui, &self.now(), &mut queue);
            self.queue = queue;
        }
        let ways = [self.trail.can_go_back(), self.trail.can_go_forward()];
        let Self {
            desk,
            settings,
            view,
            wanted,
            read,
            chart,
            map,
            compare,
            review,
            search,
            shell,
            doors,
            first_run,
            problems,
            dialog,
            queue,
            now,
            told,
            ..
        } = self;
        let Some(desk) = desk.as_deref() else {
            let drops = doors.drops;
            let window = notice::ui(ui, window, told.notices.back(), queue);
            first_run::ui(ui, window, settings, problems, first_run, drops, queue);
            if let Some(open) = dialog
                && super::dialogs::alone_ui(ui, open, queue)
            {
                *dialog = None;
            }
            shell::drop_overlay(ui, window, false);
            if !queue.is_empty() {
                ui.ctx().request_repaint();
            }
            return;
        };
        let mut cx = Cx {
            desk,
            wanted,
            queue,
            now: *now,
            splits: &settings.splitters,
            stories: settings.stories,
            inline: settings.inline,
            drops: doors.drops,
        };
        let body = shell::ui(ui, window, &mut cx, shell, *view, problems, settings, ways);
        let body = notice::ui(ui, body, told.notices.back(), cx.queue);
        let (above, found) = search::room(&cx, search, body);
        if let Some(body) = above {
            ui.scope_builder(egui::UiBuilder::new().max_rect(body), |ui| {
                ui.set_clip_rect(ui.clip_rect().intersect(body));
                match view {
                    View::Read => read::ui(ui, body, &mut cx, read, chart, map),
                    View::Chart => chart_view::ui(ui, body, &mut cx, chart),
                    View::Map => map_view::ui(ui, body, &mut cx, map, chart),
                    View::Compare => compare::ui(ui, body, &mut cx, compare),
                }
            });
        }
        if let Some(rect) = found {
            search::ui(ui, rect, &mut cx, search);
        }
        let closed = match dialog {
            Some(Dialog::Export(state)) => state.ui(ui, &mut cx) == super::widgets::Verdict::Close,
            Some(Dialog::Review(panel)) => {
                review::ui(ui, *panel, review, &mut cx) == super::widgets::Verdict::Close
            }
            Some(Dialog::Search(sheet)) => {
                search::sheet_ui(ui, *sheet, &mut cx, search) == super::widgets::Verdict::Close
            }
            Some(open) => super::dialogs::ui(ui, open, &mut cx),
            None => false,
        };
        if closed {
            *dialog = None;
            ui.ctx().request_repaint();
        }
        let terms = matches!(dialog, Some(Dialog::Search(search::Sheet::Terms)));
        shell::drop_overlay(ui, window, terms);
        if !queue.is_empty() {
            ui.ctx().request_repaint();
        }
        // What a panel now wants to see is asked for in the next frame; nothing else may bring that about.
        if self.want() != self.wanted {
            ui.ctx().request_repaint();
        }
    }

    fn on_exit(&mut self, _gl: Option<&eframe::glow::Context>) {
        self.note_room();
        (self.doors.keep)(&self.settings);
    }
}
