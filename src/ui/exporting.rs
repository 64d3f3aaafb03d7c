//! Exporting and copying charts and maps: what the window does about it between frames.

use egui::Context;

use super::{
    action::View,
    app::App,
    dialogs::Dialog,
    export_dialog::{self, Kept, Subject, as_text},
    picture,
    widgets::number,
};
use crate::{
    jobs::{Ending, Job},
    model::{chart::Chart, map::MapChoice, picture::PictureOptions},
    workspace::{
        Problem,
        export::{Behind, numbers, own},
        figures,
        session::{ExportNews, Picture, PictureFormat, PictureOrder, PictureRequest},
    },
};

impl App {
    /// What the numbers of a chart were counted with.
    fn behind(&self, chart: &Chart) -> Behind {
        let wanted = [&self.wanted.chart, &self.wanted.timeline];
        let mut specs = wanted.into_iter().flatten();
        let spec = specs.find(|spec| spec.kind == chart.kind && spec.counts() == chart.unit);
        Behind {
            filter: spec.map_or_else(
                || self.filter.clone(),
                |spec| figures::counted(&self.filter, spec),
            ),
            unit: chart.unit,
        }
    }

    pub(super) fn export_chart(&mut self, chart: Box<Chart>) {
        let name = format!("{}-{}", self.project_name(), chart.kind.word());
        let behind = self.behind(&chart);
        self.open_export(Subject {
            picture: Picture::Chart(chart),
            name,
            behind,
            no_passages: None,
        });
    }

    pub(super) fn export_map(&mut self, choice: &MapChoice) {
        let name = format!("{}-map", self.project_name());
        let desk = self.desk.as_ref();
        let Some(map) = desk.and_then(|desk| desk.map_picture(choice)) else {
            self.shell
                .say("The map is not ready yet".to_owned(), self.now);
            return;
        };
        let narrowed = "The time bar narrows the map; close it to have the passages of all dates";
        let behind = Behind {
            filter: self.filter.clone(),
            unit: self.wanted.map_unit,
        };
        self.open_export(Subject {
            picture: Picture::Map(Box::new(map)),
            name,
            behind,
            no_passages: choice.times.is_some().then_some(narrowed),
        });
    }

    fn open_export(&mut self, subject: Subject) {
        let kept = self.own_words.get(own::key(&subject.picture));
        let kept = kept.cloned().unwrap_or_default();
        let state = export_dialog::State::new(subject, &self.settings.export, &kept);
        self.dialog = Some(Dialog::Export(Box::new(state)));
    }

    /// Keeps what was chosen, for the next export and the next run.
    pub(super) fn keep_export(&mut self, kept: Kept) {
        let Kept { choice, key, words } = kept;
        self.settings.export = choice;
        if words.is_empty() {
            self.own_words.remove(key);
        } else {
            self.own_words.insert(key.to_owned(), words);
        }
        self.unkept = true;
        self.note_room();
    }

    /// Writes the picture that waits under a ticket. A path that was typed nobody has asked about.
    pub(super) fn save_picture(&mut self, ticket: u64, path: std::path::PathBuf, typed: bool) {
        let waiting = |(of, _): &(u64, PictureOrder)| *of == ticket;
        let Some(at) = self.pictures.iter().position(waiting) else {
            return;
        };
        let (_, order) = self.pictures.remove(at);
        self.write_picture(PictureOrder {
            path,
            asked: !typed,
            ..order
        });
    }

    /// Writes a picture where its order says. The dialog stays until it is written.
    pub(super) fn write_picture(&mut self, order: PictureOrder) {
        let Some(desk) = &mut self.desk else { return };
        let ticket = desk.export_picture(order.clone());
        if let Some(Dialog::Export(state)) = &mut self.dialog {
            state.writing(order, ticket);
        }
    }

    pub(super) fn copy_picture(&mut self, request: PictureRequest, style: Option<String>) {
        if let Some(desk) = &mut self.desk {
            desk.copy_picture(request, style);
            self.shell.say("Copying the picture…".to_owned(), self.now);
        }
    }

    /// The chart or map that is shown, if it shows anything.
    fn shown(&self) -> Option<Picture> {
        let desk = self.desk.as_deref()?;
        let views = desk.views();
        match self.view {
            View::Chart => {
                let chart = self.chart.picture(views)?;
                (chart.total() > 0).then(|| Picture::Chart(Box::new(chart)))
            }
            View::Map => {
                let choice = self.map.choice(views.times.value());
                let map = desk.map_picture(&choice)?;
                (!map.symbols.is_empty()).then(|| Picture::Map(Box::new(map)))
            }
            View::Read | View::Compare => None,
        }
    }

    /// Copies what is shown, as it was exported last: size, style, the user's own words.
    pub(super) fn copy_shown(&mut self) {
        let Some(what) = self.shown() else {
            self.shell
                .say("There is nothing to copy".to_owned(), self.now);
            return;
        };
        let choice = &self.settings.export;
        let kept = self.own_words.get(own::key(&what));
        let own = kept.map(|kept| own::take_up(kept, &what).0);
        let options = PictureOptions {
            width: choice.width,
            height: choice.height,
            dpi: choice.dpi,
            own: own.unwrap_or_default(),
            transparent: choice.transparent,
            printing: choice.printing,
            ..PictureOptions::default()
        };
        let style = if choice.default_style.is_empty() {
            choice.style.clone()
        } else {
            choice.default_style.clone()
        };
        let style = Some(style).filter(|name| !name.is_empty());
        let request = PictureRequest {
            what,
            options,
            format: PictureFormat::Png,
        };
        self.copy_picture(request, style);
    }

    /// Copies the numbers of what is shown, to be pasted into a spreadsheet.
    pub(super) fn copy_shown_numbers(&mut self, ctx: &Context) {
        let words = match self.shown() {
            Some(what) => {
                ctx.copy_text(as_text(&numbers(&what), '\t'));
                "Copied the numbers"
            }
            None => "There is nothing to copy",
        };
        self.shell.say(words.to_owned(), self.now);
    }

    /// Takes in what became of exports and house styles.
    pub(super) fn take_export(&mut self, ctx: &Context, news: ExportNews) {
        match &news {
            ExportNews::Copied { png } => self.copy_image(ctx, png.clone()),
            ExportNews::Written { files, .. } => {
                if let Some(first) = files.first() {
                    let more = match files.len() {
                        1 => String::new(),
                        2 => " and 1 file beside it".to_owned(),
                        n => format!(" and {} files beside it", n - 1),
                    };
                    let words = format!("Saved {}{more}", first.display());
                    self.shell.say(words, self.now);
                }
            }
            ExportNews::Styles { said, .. } if !said.is_empty() => {
                self.shell.say(said.clone(), self.now);
            }
            ExportNews::Failed { problem, .. } | ExportNews::StyleFailed(problem)
                if !self.exports() =>
            {
                self.problems.push(problem.clone());
            }
            ExportNews::Exists { files, .. } if !self.exports() => {
                let names: Vec<String> = files.iter().map(|f| f.display().to_string()).collect();
                let why = format!("{} would have been replaced", names.join(", "));
                let problem = Problem::new("Nothing was exported", why)
                    .with_hint("Export again under another name");
                self.problems.push(problem);
            }
            _ => {}
        }
        let state = match &mut self.dialog {
            Some(Dialog::Export(state)) => state,
            _ => match &mut self.waiting_export {
                Some(state) => state,
                None => return,
            },
        };
        if state.arrived(news) {
            self.dialog = None;
        }
        ctx.request_repaint();
    }

    /// Whether the export dialog is open, which shows its problems itself.
    const fn exports(&self) -> bool {
        matches!(self.dialog, Some(Dialog::Export(_)))
    }

    /// Decodes a picture beside the window and hands it to the clipboard.
    fn copy_image(&mut self, ctx: &Context, png: Vec<u8>) {
        let again = ctx.clone();
        let wake: crate::jobs::Waker = std::sync::Arc::new(move || again.request_repaint());
        self.copying = Some(Job::start("Copying", wake, move |_| {
            Ok(picture::decode_png(&png))
        }));
    }

    /// Hands a decoded picture to the clipboard.
    pub(super) fn follow_copying(&mut self, ctx: &Context) {
        let Some(ending) = self.copying.as_ref().and_then(Job::poll) else {
            return;
        };
        self.copying = None;
        if let Ending::Done(Some(image)) = ending {
            let [width, height] = image.size;
            ctx.copy_image(image);
            let [width, height] = [width, height].map(|n| number(n as u64));
            let words = format!("Copied the picture, {width} × {height} pixels");
            self.shell.say(words, self.now);
        }
    }

    /// Keeps the open dialog while a path is typed in its place.
    pub(super) fn set_export_aside(&mut self) {
        match self.dialog.take() {
            Some(Dialog::Export(state)) => self.waiting_export = Some(state),
            Some(open @ (Dialog::Report(_) | Dialog::Review(_) | Dialog::Search(_))) => {
                self.waiting = Some(open);
            }
            other => self.dialog = other,
        }
    }

    /// Opens it again, as it was left.
    pub(super) fn take_export_up(&mut self) {
        if let Some(state) = self.waiting_export.take() {
            self.dialog = Some(Dialog::Export(state));
        }
        if let Some(open) = self.waiting.take() {
            self.dialog = Some(open);
        }
    }
}

/// A name as the beginning of a file's name.
pub(super) fn file_stem(name: &str) -> String {
    let stem: String = name
        .chars()
        .map(|c| if c.is_alphanumeric() { c } else { '-' })
        .collect();
    let stem = stem.trim_matches('-').to_lowercase();
    if stem.is_empty() {
        "house-style".to_owned()
    } else {
        stem
    }
}
