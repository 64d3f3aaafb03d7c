//! What the window does about each [`Action`], between frames.

use std::path::{Path, PathBuf};

use egui::{Context, ViewportCommand};

use super::{
    action::{Action, Focus, View},
    actions::{Does, TABLE},
    app::App,
    ask::{Answer, Origin, Question, Saving, is_project, proposed_name, with_project_extension},
    chart_view, compare,
    desk::Desk,
    dialogs::{self, Dialog},
    exporting::file_stem,
    manual, map_view,
    outside::Leave,
    read, review, search,
    trail::Trail,
};
use crate::{
    model::Filter,
    workspace::{
        Command, Problem,
        desktop::journal,
        outside::{self, Lying},
        session::{ComparisonFile, StyleAsk},
        settings,
    },
};

/// Frames after which nothing comes of asking for the clipboard any more.
const PASTE_FRAMES: u8 = 6;

impl App {
    /// Projects among `paths` are opened, the rest is counted for import.
    pub(super) fn receive(&mut self, paths: Vec<PathBuf>) {
        let (projects, files): (Vec<_>, Vec<_>) =
            paths.into_iter().partition(|path| is_project(path));
        if let Some(project) = projects.into_iter().next() {
            self.open_or_ask(Leave::Open(project));
        }
        if !files.is_empty() {
            self.queue.send(Action::Survey(files));
        }
    }

    /// Takes in files dropped on the window.
    pub(super) fn take_drops(&mut self, ctx: &Context) {
        let paths: Vec<PathBuf> = ctx.input(|input| {
            input
                .raw
                .dropped_files
                .iter()
                .map(|file| file.path().to_owned())
                .collect()
        });
        if let (Some(Dialog::Search(search::Sheet::Terms)), Some(first)) =
            (&self.dialog, paths.first())
        {
            self.read_terms(first.clone());
        } else if !paths.is_empty() {
            self.receive(paths);
        }
    }

    pub(super) fn act(&mut self, ctx: &Context, action: Action) {
        note(&action);
        let Some(action) = self.act_outside(ctx, action) else {
            return;
        };
        match action {
            Action::Run(command) => self.run(&command),
            Action::Undo => self.run(&Command::Undo),
            Action::Redo => self.run(&Command::Redo),
            Action::Go(view) => {
                self.view = view;
                view.word().clone_into(&mut self.settings.view);
                self.unkept = true;
            }
            Action::OpenArticle { article, at } => {
                self.view = View::Read;
                self.search.make_room();
                self.read.open(article, at);
            }
            Action::ShowPassages { cell, unit } => self.evidence = Some((cell, unit)),
            Action::Compare(article) => {
                self.read.open(article, None);
                self.queue.send(Action::Go(View::Compare));
            }
            Action::AskOther | Action::AskSplit => self.ask_versions(&action),
            Action::CompareWith(pair) => {
                self.compare.compare(*pair);
                self.dialog = None;
            }
            Action::SaveComparison(sheet, what) => {
                let name = match what {
                    ComparisonFile::Facts => "facts.csv",
                    ComparisonFile::Page => "comparison.html",
                };
                let name = format!("{}-{name}", self.project_name());
                self.sheet = Some((*sheet, what));
                self.ask_where(ctx, name, Saving::Comparison);
            }
            Action::Inline(inline) => {
                self.settings.inline = inline;
                self.unkept = true;
            }
            Action::Stories(stories) => {
                self.settings.stories = stories;
                self.chart.count_stories(stories);
                self.unkept = true;
            }
            Action::HidePassages => self.evidence = None,
            Action::SetFilter(filter) => {
                self.shell.filter_changed(&filter);
                self.filter = filter;
            }
            Action::FilterEntity(entity) => {
                if !self.filter.entities.contains(&entity) {
                    self.filter.entities.push(entity);
                }
                self.read.close_card();
            }
            Action::Card(entity) => self.read.card_entity(entity),
            Action::StepHit { backwards } => self.read.step_hit(backwards),
            Action::StepMention { backwards } => {
                if let Some(desk) = &self.desk {
                    self.read
                        .step_same(desk.views(), backwards, &mut self.queue);
                }
            }
            Action::Decide(decide) => {
                if let Some(desk) = &self.desk {
                    let state = dialogs::decide::State::new(decide, desk.views());
                    self.dialog = Some(Dialog::Decide(Box::new(state)));
                }
            }
            Action::Rename { entity, name } => {
                self.dialog = Some(Dialog::Rename(dialogs::rename::State::new(entity, name)));
            }
            Action::OrderNames(order) => {
                self.settings.names_order = order.words();
                self.unkept = true;
            }
            Action::ChartNames { kind, unit, names } => {
                self.chart.show_names(kind, unit, names);
                self.queue.send(Action::Go(View::Chart));
            }
            Action::OverTime { names, label } => {
                self.chart.show_over_time(&names, label);
                self.queue.send(Action::Go(View::Chart));
            }
            Action::SaveNames(names) => {
                let name = format!("{}-names.csv", self.project_name());
                self.ask_where(ctx, name, Saving::Names(names));
            }
            Action::AskPlace {
                entity,
                name,
                typed,
            } => {
                self.dialog = Some(if typed {
                    Dialog::Coordinates(map_view::coordinates::State::new(entity, name))
                } else {
                    Dialog::Candidates(map_view::candidates::State::new(entity, name))
                });
            }
            Action::AskDate { articles, current } => {
                self.dialog = Some(Dialog::Date(dialogs::date::State::new(articles, current)));
            }
            Action::AskArticles(ask, articles) => {
                if let Some(desk) = &self.desk {
                    let state = dialogs::articles::State::new(ask, articles, desk.views());
                    self.dialog = Some(Dialog::Articles(Box::new(state)));
                }
            }
            Action::Split { name, points } => {
                self.settings.splitters.insert(name.to_owned(), points);
                self.unkept = true;
            }
            Action::ExportChart(chart) => self.export_chart(chart),
            Action::ExportMap(choice) => self.export_map(&choice),
            Action::Preview(request) => {
                let ticket = self.desk.as_mut().map(|desk| desk.preview(request));
                if let (Some(ticket), Some(Dialog::Export(state))) = (ticket, &mut self.dialog) {
                    state.asked(ticket);
                }
            }
            Action::WritePicture(order) => self.write_picture(*order),
            Action::CopyPicture(request) => self.copy_picture(*request, None),
            Action::CopyShown => self.copy_shown(),
            Action::CopyShownNumbers => self.copy_shown_numbers(ctx),
            Action::KeepExport(kept) => self.keep_export(*kept),
            Action::Styles(ask) => {
                if let Some(desk) = &mut self.desk {
                    desk.ask_styles(ask);
                }
            }
            Action::ReadFamilies => {
                if let Some(desk) = &mut self.desk {
                    desk.read_families();
                }
            }
            Action::AskStyleFile => self.doors.asker.ask(ctx, &Question::Style),
            Action::SaveStyle(style) => {
                let name = format!("{}.toml", file_stem(&style.name));
                self.style = Some(*style);
                self.ask_where(ctx, name, Saving::Style);
            }
            Action::SavePicture { order, file_name } => {
                self.tickets += 1;
                self.pictures.push((self.tickets, *order));
                self.ask_where(ctx, file_name, Saving::Picture(self.tickets));
            }
            Action::SavePlaces { what, file_name } => {
                self.ask_where(ctx, file_name, Saving::Places(what));
            }
            Action::ChooseFiles => self.doors.asker.ask(ctx, &Question::Files),
            Action::ChooseFolder => self.doors.asker.ask(ctx, &Question::Folder),
            Action::Survey(paths) => self.survey(ctx, paths),
            Action::Import(paths) => {
                if let Some(desk) = &mut self.desk {
                    desk.drop_survey();
                    desk.start_import(paths);
                }
                self.dialog = None;
            }
            Action::SaveReport => {
                let name = format!("{}-import-report.csv", self.project_name());
                self.ask_where(ctx, name, Saving::Report);
            }
            Action::Review(panel) => self.dialog = Some(Dialog::Review(panel)),
            Action::SaveHistory => {
                let name = format!("{}-history.csv", self.project_name());
                self.ask_where(ctx, name, Saving::History);
            }
            Action::CancelJob => {
                if let Some(desk) = &mut self.desk {
                    desk.cancel_job();
                }
            }
            Action::Paste(text) => {
                if let Some(desk) = &mut self.desk {
                    desk.paste(text);
                }
            }
            Action::Pasted(text) if text.trim().is_empty() => self.say_no_text(),
            Action::Pasted(text) => {
                self.dialog = Some(Dialog::Paste(dialogs::paste::State::new(text)));
            }
            Action::AskPaste => {
                self.paste_asked = PASTE_FRAMES;
                ctx.send_viewport_cmd(ViewportCommand::RequestPaste);
            }
            Action::LookUp(file) => {
                let found = self.desk.as_ref().map(|desk| desk.locate(&file));
                if let (Some(found), Some(Dialog::Report(state))) = (found, &mut self.dialog) {
                    state.found(file, found);
                }
            }
            Action::TryReading(path, options) => {
                if let Some(desk) = &mut self.desk {
                    desk.start_sample(path, options);
                }
            }
            Action::ShowFile(path) => {
                if let Err(problem) = (self.doors.show)(&path) {
                    self.problems.push(problem);
                }
            }
            Action::ShowPage(address) => {
                if let Err(problem) = (self.doors.show)(Path::new(&address)) {
                    self.problems.push(problem);
                }
            }
            Action::ShowSource(file) => self.show_source(&file),
            Action::ReadInSans(sans) => {
                self.settings.sans = sans;
                self.read.read_in(sans);
                self.unkept = true;
            }
            Action::Reimport(path, options) => {
                if let Some(desk) = &mut self.desk {
                    desk.reimport(path, options);
                }
                if let Some(Dialog::Report(state)) = &mut self.dialog {
                    state.read_again();
                }
            }
            Action::AskPlaceNames => self.doors.asker.ask(ctx, &Question::Places),
            Action::AskWatch => self.doors.asker.ask(ctx, &Question::Watch),
            Action::StopWatching => self.watch(None),
            Action::NewProject { import } => {
                let name = proposed_name(&import);
                self.doors
                    .asker
                    .ask(ctx, &Question::NewProject { name, import });
            }
            Action::AskOpenProject => self
                .doors
                .asker
                .ask(ctx, &Question::Project { folder: None }),
            Action::Locate(path) => {
                self.told.locating = Some(path.clone());
                let folder = path
                    .ancestors()
                    .skip(1)
                    .find(|folder| folder.is_dir())
                    .map(Path::to_owned);
                self.doors.asker.ask(ctx, &Question::Project { folder });
            }
            Action::OpenProject(path) => self.open_or_ask(Leave::Open(path)),
            Action::OpenSample => self.open_or_ask(Leave::Sample),
            Action::CloseProject => self.open_or_ask(Leave::Project),
            Action::AskCopy => {
                let name = format!("{}-copy.dateline", self.project_name());
                self.ask_where(ctx, name, Saving::Copy);
            }
            Action::Answered(question, answer) => self.answered(question, answer),
            Action::ShowReport => {
                self.dialog = Some(Dialog::Report(dialogs::report::State::default()));
            }
            Action::CloseDialog => self.dialog = None,
            Action::ShowManual => self.show_manual(ctx),
            Action::ShowShortcuts => self.dialog = Some(Dialog::Shortcuts),
            Action::ShowAbout => {
                self.dialog = Some(Dialog::About(dialogs::about::State::default()));
            }
            Action::ShowPalette => {
                let state = dialogs::palette::State::new(&self.now());
                self.dialog = Some(Dialog::Palette(state));
            }
            Action::Perform(at) => self.perform(at),
            Action::Press(chord) => self.press = Some(chord),
            Action::Step { back } => self.step(back),
            Action::Copy { text, said } => {
                ctx.copy_text(text);
                self.shell.say(said.to_owned(), self.now);
            }
            Action::Theme(theme) => {
                self.settings.theme = theme;
                self.unkept = true;
                self.apply_look(ctx);
            }
            Action::TextSize(percent) => {
                self.settings.text_size = percent;
                self.unkept = true;
                self.apply_look(ctx);
            }
            Action::Search(ask) => self.act_search(ctx, ask),
            Action::Focus(Focus::Search) => self.shell.want_search(),
            Action::Focus(Focus::Articles) => self.read.want_list_focus(),
            Action::DismissProblem => {
                self.problems.pop();
            }
            Action::Marks(ask) => self.ask_marks(ask),
            Action::Say(words) => self.shell.say(words, self.now),
            // Done with before.
            Action::Leave(_)
            | Action::Quit
            | Action::CloseWindow
            | Action::NewWindow(_)
            | Action::OwnWindows(_)
            | Action::Manner(_)
            | Action::ForgetRecent
            | Action::DismissNotice
            | Action::ShowHome
            | Action::ShowLog => {}
        }
    }

    /// Opens the manual at the page about the panel or view in front.
    fn show_manual(&mut self, ctx: &Context) {
        let panel = match self.dialog {
            Some(Dialog::Review(panel)) => Some(panel),
            _ => None,
        };
        let view = self.desk.is_some().then_some(self.view);
        let page = match (view, panel) {
            (Some(View::Read), None) if self.read.shows_names() => "names.md",
            _ => manual::page_of(view, panel),
        };
        let state = manual::State::new(ctx, page);
        self.dialog = Some(Dialog::Manual(Box::new(state)));
    }

    /// Shows the file an article came from, where it still lies there.
    fn show_source(&mut self, file: &str) {
        let Some(desk) = &self.desk else { return };
        let found = desk.locate(file);
        let shown = match found.path {
            Some(path) if found.there => (self.doors.show)(&path),
            Some(path) => {
                let why = format!("it is not at {} anymore", path.display());
                Err(
                    Problem::new(format!("Could not show {file}"), why).with_hint(
                        "The project keeps its bytes: show the source text beside the article",
                    ),
                )
            }
            None => Err(Problem::new(
                format!("Could not show {file}"),
                "it did not come from a file",
            )),
        };
        if let Err(problem) = shown {
            self.problems.push(problem);
        }
    }

    /// Does what a line of the table of actions says, in the view it belongs to.
    fn perform(&mut self, at: usize) {
        let Some(row) = TABLE.get(at) else { return };
        let now = self.now();
        if let Some(why) = row.why_not(&now) {
            self.queue.send(Action::Say(why.to_owned()));
            return;
        }
        let action = match row.does {
            Does::Ask(what) => what(&now),
            Does::Key => row.chords().next().map(Action::Press),
            Does::Told => None,
        };
        let view = row.place.view().filter(|view| *view != self.view);
        self.queue.extend(view.map(Action::Go));
        self.queue.extend(action);
    }

    /// Shows again what was looked at before, or after going back.
    fn step(&mut self, back: bool) {
        let Some(spot) = self.trail.step(back) else {
            return;
        };
        self.view = spot.view;
        spot.view.word().clone_into(&mut self.settings.view);
        self.read.show_again(&spot);
        self.dialog = spot.panel.map(Dialog::Review);
        self.evidence = spot.passages;
    }

    fn run(&mut self, command: &Command) {
        let Some(desk) = &mut self.desk else { return };
        match desk.run(command.clone()) {
            Ok(None) => {}
            Ok(Some(outcome)) => {
                self.review.carried(command, None);
                self.follow_command(command);
                if !outcome.said.is_empty() {
                    self.shell.say_decided(outcome.said, self.now);
                }
            }
            Err(problem) => {
                self.review.refused(&problem);
                self.problems.push(problem);
            }
        }
    }

    fn say_no_text(&mut self) {
        self.shell
            .say("The clipboard has no text".to_owned(), self.now);
    }

    /// The system is silent about a clipboard without text: after a few frames that is said.
    pub(super) fn await_paste(&mut self, ctx: &Context) {
        let Some(left) = self.paste_asked.checked_sub(1) else {
            return;
        };
        let came = ctx.input(|input| {
            let mut events = input.events.iter();
            events.any(|event| matches!(event, egui::Event::Paste(_)))
        });
        self.paste_asked = if came { 0 } else { left };
        match (came, left) {
            (true, _) => {}
            (false, 0) => self.say_no_text(),
            _ => ctx.request_repaint(),
        }
    }

    /// Starts counting; without a project one is asked for first.
    fn survey(&mut self, ctx: &Context, paths: Vec<PathBuf>) {
        let Some(desk) = &mut self.desk else {
            let name = proposed_name(&paths);
            self.doors.asker.ask(
                ctx,
                &Question::NewProject {
                    name,
                    import: paths,
                },
            );
            return;
        };
        desk.start_survey(paths);
        self.dialog = Some(Dialog::Survey);
    }

    /// A count that nobody is asked about is forgotten; that of a folder which is watched from now on is asked about when
    /// there is something in it.
    pub(super) fn follow_survey(&mut self) {
        if self.told.counting_watched {
            let survey = self.desk.as_deref().and_then(Desk::survey);
            match survey.map(|survey| (survey.files, survey.running)) {
                Some((0, true)) => return,
                Some((0, false)) => {
                    let folder = survey.and_then(|survey| survey.paths.first()?.file_name());
                    let folder = folder.map_or_else(String::new, |n| n.to_string_lossy().into());
                    let words = format!("Watching {folder}. Files that arrive are imported");
                    self.shell.say(words, self.now);
                }
                Some(_) if self.dialog.is_none() => self.dialog = Some(Dialog::Survey),
                _ => {}
            }
            self.told.counting_watched = false;
        }
        if !matches!(self.dialog, Some(Dialog::Survey))
            && let Some(desk) = self.desk.as_mut().filter(|desk| desk.survey().is_some())
        {
            desk.drop_survey();
        }
    }

    pub(super) fn answered(&mut self, question: Question, answer: Answer) {
        let answer = match answer {
            Answer::Typed(path) => match in_the_way(&question, &path) {
                Some(lying) => {
                    let state = dialogs::path::State::again(question, path, lying);
                    self.dialog = Some(Dialog::Path(state));
                    return;
                }
                None => Answer::Paths(vec![path]),
            },
            other => other,
        };
        let typed = self.waiting_export.is_some();
        if answer != Answer::NoDialog {
            self.take_export_up();
        }
        let paths = match answer {
            Answer::Paths(paths) => paths,
            Answer::Typed(path) => vec![path],
            Answer::Nothing => {
                self.forget(&question);
                return;
            }
            Answer::NoDialog => {
                self.set_export_aside();
                self.dialog = Some(Dialog::Path(dialogs::path::State::new(question)));
                return;
            }
        };
        let Some(first) = paths.first().cloned() else {
            return;
        };
        match question {
            Question::Files | Question::Folder => self.queue.send(Action::Survey(paths)),
            Question::Places => {
                if let Some(desk) = &mut self.desk {
                    desk.add_places(paths);
                }
            }
            Question::Terms => self.read_terms(first),
            Question::Style => self.queue.send(Action::Styles(StyleAsk::Add(first))),
            Question::Watch => {
                self.watch(Some(first.clone()));
                // What lies in the folder already is counted first, as with any folder.
                if let Some(desk) = self.desk.as_mut().filter(|d| d.watching().is_some()) {
                    desk.start_survey(vec![first]);
                    self.told.counting_watched = true;
                }
            }
            Question::Project { folder } => {
                let lost = self.told.locating.take();
                if let Some(lost) = lost.filter(|_| folder.is_some()) {
                    self.settings.relocate(&lost, &first);
                    self.unkept = true;
                }
                self.open_or_ask(Leave::Open(first));
            }
            Question::NewProject { import, .. } => {
                self.open_or_ask(Leave::Make(with_project_extension(first), import));
            }
            Question::Save { what, from, .. } => self.save((what, *from), first, typed),
        }
    }

    /// Asks where to write a file, of what is on screen now.
    pub(super) fn ask_where(&self, ctx: &Context, name: String, what: Saving) {
        let from = Box::new(Origin {
            project: self.project(),
            filter: self.filter.clone(),
        });
        let question = Question::Save { name, what, from };
        self.doors.asker.ask(ctx, &question);
    }

    /// Writes a file, now that it is known where; `typed` when the system has no dialog for files, which would have asked
    /// whether one may be replaced.
    fn save(&mut self, (what, from): (Saving, Origin), path: PathBuf, typed: bool) {
        if from.project != self.project() {
            let why = "another project was opened after it was asked for";
            self.problems.push(
                Problem::new(format!("Did not write {}", path.display()), why)
                    .with_hint("Open the project it is of and save it from there"),
            );
            return;
        }
        let Some(desk) = &mut self.desk else { return };
        match what {
            Saving::Copy => desk.save_copy(with_project_extension(path)),
            Saving::Report => desk.save_report(path),
            Saving::Names(names) => desk.save_names(names, from.filter, path),
            Saving::History => desk.save_history(path),
            Saving::Comparison => {
                if let Some((sheet, what)) = self.sheet.take() {
                    desk.save_comparison(sheet, what, path);
                }
            }
            Saving::Search(what) => desk.save_search(what, &from.filter, path),
            Saving::Places(what) => {
                desk.save_places(what, from.filter, path);
                if matches!(self.dialog, Some(Dialog::Export(_))) {
                    self.dialog = None;
                }
            }
            Saving::Picture(ticket) => self.save_picture(ticket, path, typed),
            Saving::Style => {
                let style = self.style.take();
                let ask = style.map(|style| Action::Styles(StyleAsk::Export(style, path)));
                self.queue.extend(ask);
            }
        }
    }

    /// Watches a folder for the open project from now on, or none.
    fn watch(&mut self, folder: Option<PathBuf>) {
        let Some(desk) = &mut self.desk else { return };
        desk.watch(folder);
        let watched = desk.watching().map(Path::to_owned);
        self.settings.watch(&desk.path(), watched);
        self.unkept = true;
    }

    /// Asks for another article to compare with, or which version is not of the story.
    fn ask_versions(&mut self, action: &Action) {
        let Some(desk) = &self.desk else { return };
        let views = desk.views();
        let card = views.family.value().and_then(Option::as_ref);
        self.dialog = match (action, card) {
            (Action::AskOther, _) => views
                .article
                .value()
                .map(|open| Dialog::Other(dialogs::other::State::new(open))),
            (_, Some(card)) => Some(Dialog::Split(dialogs::split::State::new(
                card,
                self.wanted.article,
            ))),
            _ => None,
        };
    }

    fn forget(&mut self, question: &Question) {
        if matches!(question, Question::Project { .. }) {
            self.told.locating = None;
        }
        if *question == Question::Terms {
            self.dialog = Some(Dialog::Search(search::Sheet::Terms));
        }
        if let Question::Save {
            what: Saving::Picture(ticket),
            ..
        } = question
        {
            self.pictures.retain(|(waiting, ..)| waiting != ticket);
        }
        if let Question::Save {
            what: Saving::Comparison,
            ..
        } = question
        {
            self.sheet = None;
        }
    }

    /// Opens a project in place of the open one. A project that cannot be opened leaves everything as it was.
    pub(super) fn open(&mut self, path: &Path) {
        if self
            .project()
            .is_some_and(|open| settings::same_file(&open, path))
        {
            self.shell
                .say("This project is open already".to_owned(), self.now);
            return;
        }
        self.enter((self.doors.open)(path), path);
    }

    /// Makes a project, or opens the one that is there, in place of the open one.
    pub(super) fn make(&mut self, path: &Path) {
        let open = self.project();
        if open.is_some_and(|open| settings::same_file(&open, path)) {
            self.open(path);
            return;
        }
        let make = self.outside.make.as_ref().unwrap_or(&self.doors.open);
        self.enter(make(path), path);
    }

    fn enter(&mut self, opened: Result<Box<dyn Desk>, Problem>, path: &Path) {
        match opened {
            Ok(desk) => {
                self.close();
                self.remember(path);
                self.desk = Some(desk);
                self.enter_room();
                if let (Some(folder), Some(desk)) =
                    (self.settings.watched_for(path), &mut self.desk)
                {
                    desk.watch(Some(folder.to_owned()));
                }
            }
            Err(problem) => self.problems.push(problem),
        }
    }

    pub(super) fn close(&mut self) {
        self.note_article_count();
        self.note_room();
        self.desk = None;
        self.dialog = None;
        self.pictures.clear();
        self.sheet = None;
        self.waiting_export = None;
        self.waiting = None;
        self.own_words.clear();
        self.evidence = None;
        self.filter = Filter::default();
        self.read = read::State::default();
        self.read.order_names(&self.settings.names_order);
        self.read.read_in(self.settings.sans);
        self.chart = chart_view::State::default();
        self.map = map_view::State::default();
        self.compare = compare::State::default();
        self.review = review::State::default();
        self.search = search::State::default();
        self.trail = Trail::default();
        self.chart.count_stories(self.settings.stories);
        self.shell.filter_changed(&self.filter);
    }

    fn remember(&mut self, path: &Path) {
        let known = self
            .settings
            .recent
            .iter()
            .find(|project| project.path == path);
        let articles = known.map_or(0, |project| project.articles);
        self.settings.remember(path, articles);
        self.unkept = true;
    }

    pub(super) fn note_article_count(&mut self) {
        let Some(desk) = &self.desk else { return };
        if let (Some(overview), Some(first)) = (
            desk.views().overview.value(),
            self.settings.recent.first_mut(),
        ) {
            first.articles = overview.articles;
            self.unkept = true;
        }
    }

    /// The open project's name, or `dateline`.
    pub(super) fn project_name(&self) -> String {
        let path = self.project();
        let stem = path.as_deref().and_then(Path::file_stem);
        stem.map_or_else(
            || "dateline".to_owned(),
            |stem| stem.to_string_lossy().into_owned(),
        )
    }

    /// Puts the project's name in the title bar.
    pub(super) fn name_window(&mut self, ctx: &Context) {
        let title = match &self.desk {
            Some(_) => format!("{} — Dateline", self.project_name()),
            None => "Dateline".to_owned(),
        };
        if title != self.title {
            ctx.send_viewport_cmd(ViewportCommand::Title(title.clone()));
            self.title = title;
        }
        if self.now < 1.0 {
            return;
        }
        let count = self
            .desk
            .as_ref()
            .and_then(|desk| desk.views().overview.value().map(|o| o.articles));
        if let (Some(count), Some(first)) = (count, self.settings.recent.first_mut())
            && first.articles != count
        {
            first.articles = count;
        }
    }

    /// Remembers the window's size and place for the next run.
    pub(super) fn note_size(&mut self, ctx: &Context) {
        let (size, place, maximized, full) = ctx.input(|input| {
            let view = input.viewport();
            let maximized = view.maximized.unwrap_or(false);
            let full = maximized || view.fullscreen.unwrap_or(false);
            let place = view.outer_rect.map(|rect| rect.min);
            let size = view.inner_rect.map(|rect| rect.size());
            (size, place, maximized, full)
        });
        // A window that was minimized is said to lie far outside by some systems.
        let hidden = ctx.input(|input| input.viewport().minimized.unwrap_or(false));
        if hidden {
            return;
        }
        self.settings.maximized = maximized;
        // A maximized window is remembered by the size it had before.
        if let Some(size) = size.filter(|size| !full && size.x > 100.0 && size.y > 100.0) {
            let size = size * ctx.zoom_factor();
            self.settings.window = Some([size.x, size.y]);
            self.settings.place = place.map(|at| [at.x, at.y].map(|n| n * ctx.zoom_factor()));
        }
    }

    /// Asks for something from outside the window, as start-up and tests do.
    pub fn ask(&mut self, action: Action) {
        self.queue.send(action);
    }

    /// A problem to be shown, from the start of the program.
    pub fn report_problem(&mut self, problem: Problem) {
        self.problems.push(problem);
    }
}

/// What lies where a file is to be written, as long as nobody else asks about it.
fn in_the_way(question: &Question, path: &Path) -> Option<Lying> {
    let Question::Save { what, .. } = question else {
        return None;
    };
    match what {
        Saving::Copy => outside::lying(&with_project_extension(path.to_owned())),
        // The export dialog asks whether a picture may be replaced, together with what goes beside it.
        Saving::Picture(_) => outside::lying(path).filter(|lying| *lying == Lying::Folder),
        _ => outside::lying(path),
    }
}

/// Remembers that something was asked for, by its name, for the report of a failure.
fn note(action: &Action) {
    let name = match action {
        Action::Run(command) => format!("Run {}", journal::name_of(command)),
        other => journal::name_of(other),
    };
    journal::note_action(name);
}
