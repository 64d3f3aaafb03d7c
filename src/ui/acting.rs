//! What the window does about each [`Action`], between frames.

use std::path::{Path, PathBuf};

use egui::{Context, ViewportCommand};

use super::{
    action::{Action, Focus, View},
    actions::{Does, TABLE},
    app::{App, export_state},
    ask::{Answer, Question, Saving, is_project, proposed_name, with_project_extension},
    chart_view, compare,
    dialogs::{self, Dialog},
    map_view, read, review, search,
    trail::Trail,
};
use crate::{
    model::Filter,
    workspace::{
        Command, Problem,
        session::{ComparisonFile, Picture},
        settings,
    },
};

impl App {
    /// Projects among `paths` are opened, the rest is counted for import.
    pub(super) fn receive(&mut self, paths: Vec<PathBuf>) {
        let (projects, files): (Vec<_>, Vec<_>) =
            paths.into_iter().partition(|path| is_project(path));
        if let Some(project) = projects.into_iter().next() {
            self.open(&project);
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
                let what = Saving::Comparison;
                self.doors.asker.ask(ctx, &Question::Save { name, what });
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
            Action::SaveNames(names) => {
                let name = format!("{}-names.csv", self.project_name());
                self.names = names;
                let what = Saving::Names;
                self.doors.asker.ask(ctx, &Question::Save { name, what });
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
            Action::ExportChart(chart) => {
                let name = format!("{}-{}", self.project_name(), chart.kind.word());
                self.dialog = Some(export_state(Picture::Chart(chart), &name));
            }
            Action::ExportMap(choice) => {
                let name = format!("{}-map", self.project_name());
                let map = self
                    .desk
                    .as_ref()
                    .and_then(|desk| desk.map_picture(&choice));
                match map {
                    Some(map) => {
                        self.dialog = Some(export_state(Picture::Map(Box::new(map)), &name));
                    }
                    None => self
                        .shell
                        .say("The map is not ready yet".to_owned(), self.now),
                }
            }
            Action::Preview(request) => {
                let ticket = self.desk.as_mut().map(|desk| desk.preview(request));
                if let (Some(ticket), Some(Dialog::Export(state))) = (ticket, &mut self.dialog) {
                    state.asked(ticket);
                }
            }
            Action::SavePicture {
                request,
                numbers,
                file_name,
            } => {
                self.tickets += 1;
                self.pictures.push((self.tickets, request, numbers));
                self.doors.asker.ask(
                    ctx,
                    &Question::Save {
                        name: file_name,
                        what: Saving::Picture(self.tickets),
                    },
                );
            }
            Action::SavePlaces { what, file_name } => {
                let (name, what) = (file_name, Saving::Places(what));
                self.doors.asker.ask(ctx, &Question::Save { name, what });
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
                let what = Saving::Report;
                self.doors.asker.ask(ctx, &Question::Save { name, what });
            }
            Action::Review(panel) => self.dialog = Some(Dialog::Review(panel)),
            Action::SaveHistory => {
                let name = format!("{}-history.csv", self.project_name());
                let what = Saving::History;
                self.doors.asker.ask(ctx, &Question::Save { name, what });
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
            Action::AskPaste => ctx.send_viewport_cmd(ViewportCommand::RequestPaste),
            Action::LookUp(file) => {
                let found = self.desk.as_ref().map(|desk| desk.locate(&file));
                if let (Some(found), Some(Dialog::Report(state))) = (found, &mut self.dialog) {
                    state.found(file, found);
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
                self.dialog = None;
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
                let folder = path
                    .ancestors()
                    .skip(1)
                    .find(|folder| folder.is_dir())
                    .map(Path::to_owned);
                self.doors.asker.ask(ctx, &Question::Project { folder });
            }
            Action::OpenProject(path) => self.open(&path),
            Action::OpenSample => {
                let path = self.doors.sample.clone();
                let fresh = settings::make_place_for(&path);
                self.open(&path);
                if let Some(desk) = self.desk.as_mut().filter(|_| fresh) {
                    desk.start_sample_import();
                }
            }
            Action::CloseProject => self.close(),
            Action::Answered(question, answer) => self.answered(question, answer),
            Action::ShowReport => {
                self.dialog = Some(Dialog::Report(dialogs::report::State::default()));
            }
            Action::CloseDialog => self.dialog = None,
            Action::ShowShortcuts => self.dialog = Some(Dialog::Shortcuts),
            Action::ShowAbout => self.dialog = Some(Dialog::About),
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
                if !self.problems.is_empty() {
                    self.problems.remove(0);
                }
            }
            Action::Marks(ask) => self.ask_marks(ask),
            Action::Say(words) => self.shell.say(words, self.now),
        }
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

    /// A project among counted paths is opened rather than imported.
    pub(super) fn follow_survey(&mut self) {
        if !matches!(self.dialog, Some(Dialog::Survey))
            && let Some(desk) = self.desk.as_mut().filter(|desk| desk.survey().is_some())
        {
            desk.drop_survey();
        }
    }

    pub(super) fn answered(&mut self, question: Question, answer: Answer) {
        let paths = match answer {
            Answer::Paths(paths) => paths,
            Answer::Nothing => {
                self.forget(&question);
                return;
            }
            Answer::NoDialog => {
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
            Question::Watch => {
                self.watch(Some(first.clone()));
                // What lies in the folder already is counted first, as with any folder.
                if self.desk.as_ref().is_some_and(|d| d.watching().is_some()) {
                    self.queue.send(Action::Survey(vec![first]));
                }
            }
            Question::Project { .. } => self.open(&first),
            Question::NewProject { import, .. } => {
                self.open(&with_project_extension(first));
                if self.desk.is_some() && !import.is_empty() {
                    self.queue.send(Action::Survey(import));
                }
            }
            Question::Save {
                what: Saving::Report,
                ..
            } => {
                if let Some(desk) = &mut self.desk {
                    desk.save_report(first);
                }
            }
            Question::Save {
                what: Saving::Names,
                ..
            } => {
                let names = std::mem::take(&mut self.names);
                if let Some(desk) = &mut self.desk {
                    desk.save_names(&names, first);
                }
            }
            Question::Save {
                what: Saving::History,
                ..
            } => {
                if let Some(desk) = &mut self.desk {
                    desk.save_history(first);
                }
            }
            Question::Save {
                what: Saving::Comparison,
                ..
            } => {
                if let (Some(desk), Some((sheet, what))) = (&mut self.desk, self.sheet.take()) {
                    desk.save_comparison(sheet, what, first);
                }
            }
            Question::Save {
                what: Saving::Search(what),
                ..
            } => {
                if let Some(desk) = &mut self.desk {
                    desk.save_search(what, &self.filter, first);
                }
            }
            Question::Save {
                what: Saving::Places(what),
                ..
            } => {
                if let Some(desk) = &mut self.desk {
                    desk.save_places(what, self.filter.clone(), first);
                }
                if matches!(self.dialog, Some(Dialog::Export(_))) {
                    self.dialog = None;
                }
            }
            Question::Save {
                what: Saving::Picture(ticket),
                ..
            } => self.save_picture(ticket, first),
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

    fn save_picture(&mut self, ticket: u64, path: PathBuf) {
        let Some(at) = self
            .pictures
            .iter()
            .position(|(waiting, ..)| *waiting == ticket)
        else {
            return;
        };
        let (_, request, numbers) = self.pictures.remove(at);
        if let Some(desk) = &mut self.desk {
            desk.save_picture(request, path, numbers);
        }
        if matches!(self.dialog, Some(Dialog::Export(_))) {
            self.dialog = None;
        }
    }

    fn forget(&mut self, question: &Question) {
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
        match (self.doors.open)(path) {
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

    fn close(&mut self) {
        self.note_article_count();
        self.note_room();
        self.desk = None;
        self.dialog = None;
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

    fn note_article_count(&mut self) {
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

    /// Remembers the window's size for the next run.
    pub(super) fn note_size(&mut self, ctx: &Context) {
        let (size, full) = ctx.input(|input| {
            let view = input.viewport();
            let full = view.maximized.unwrap_or(false) || view.fullscreen.unwrap_or(false);
            (view.inner_rect.map(|rect| rect.size()), full)
        });
        // A maximized window is remembered by the size it had before.
        if let Some(size) = size.filter(|size| !full && size.x > 100.0 && size.y > 100.0) {
            let size = size * ctx.zoom_factor();
            self.settings.window = Some([size.x, size.y]);
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
