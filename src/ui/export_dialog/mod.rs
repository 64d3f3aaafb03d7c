//! The export dialog for charts and maps, with a preview of the file itself.

mod fields;
mod lines;
mod naming;
mod preview;
mod sections;
mod size;
mod style;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

use egui::{Key, Modifiers, Rect, Ui, UiBuilder, pos2, vec2};

pub use self::naming::as_text;
use self::{
    lines::Lines,
    naming::{file_name, listed},
    preview::Preview,
    size::Size,
    style::Styles,
};
use super::{
    action::Action,
    context::Cx,
    theme::{colors, font, size as sizes, space},
    widgets::{self, Button, ButtonKind, Icon, MenuItem, Verdict, dialog_kept, hline, menu},
};
use crate::{
    model::picture::PictureOptions,
    workspace::{
        Problem,
        export::{Behind, Beside, Format, add_accuracy, numbers, own},
        session::{
            ExportNews, Picture, PictureFormat, PictureOrder, PictureRequest, PlacesFile, StyleAsk,
        },
        settings::ExportChoice,
    },
};

/// Least size of the dialog in points, where the window has room for it.
const SIZE: [f32; 2] = [1180.0, 712.0];

/// Share of a large window that it takes: the preview is to show what the file does.
const SHARE: f32 = 0.82;

/// Width of the part with the options.
const OPTIONS: f32 = 420.0;

/// Width of the words before the fields.
const WORDS: f32 = 104.0;

/// What is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Picture(PictureFormat),
    /// The places themselves, for other programs; of maps only.
    Places(Format),
}

/// Formats with their words and endings: of charts the pictures, of maps all.
const FORMATS: [(Kind, &str, &str); 5] = [
    (Kind::Picture(PictureFormat::Png), "PNG", "png"),
    (Kind::Picture(PictureFormat::Svg), "SVG", "svg"),
    (Kind::Places(Format::GeoJson), "GeoJSON", "geojson"),
    (Kind::Places(Format::Kml), "KML", "kml"),
    (Kind::Places(Format::Csv), "CSV", "csv"),
];

/// How many of them are pictures.
const PICTURES: usize = 2;

/// What a picture is opened for export with.
#[derive(Clone, Debug)]
pub struct Subject {
    pub picture: Picture,
    /// Proposed as the file's name, without an extension.
    pub name: String,
    /// What its numbers were counted with.
    pub behind: Behind,
    /// Why the passages behind them cannot be written, if so.
    pub no_passages: Option<&'static str>,
}

/// What is kept when something was exported or copied.
#[derive(Clone, Debug, PartialEq)]
pub struct Kept {
    pub choice: ExportChoice,
    /// Under what the words are kept, see [`own::key`].
    pub key: &'static str,
    pub words: own::KeptWords,
}

/// What was asked of the project last, and is still under way or to be decided.
#[derive(Debug, Default)]
enum Asked {
    #[default]
    Nothing,
    /// The files are being written.
    Writing {
        order: Box<PictureOrder>,
        ticket: Option<u64>,
    },
    /// Files are there that would be replaced.
    Replace {
        order: Box<PictureOrder>,
        files: Vec<PathBuf>,
    },
    /// It could not be done.
    Failed(Problem),
}

/// What the dialog remembers while it is open.
pub struct State {
    subject: Subject,
    kind: Kind,
    /// A feature for each mention rather than for each place.
    per_mention: bool,
    size: Size,
    options: PictureOptions,
    lines: Lines,
    beside: Beside,
    styles: Styles,
    /// Whether the picture says how often names are right; the default until the user chooses.
    accuracy: Option<bool>,
    /// What it would say.
    checked: Vec<String>,
    /// Whether the button was given the keyboard, which it is when the dialog opens: what was chosen last time is mostly
    /// what is wanted.
    focused: bool,
    /// Whether the styles and fonts were asked for.
    begun: bool,
    asked: Asked,
    preview: Preview,
}

impl std::fmt::Debug for State {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("State")
            .field("name", &self.subject.name)
            .finish_non_exhaustive()
    }
}

impl State {
    /// A dialog for this picture, with what was chosen last and the words that were written for such a picture.
    #[must_use]
    pub fn new(subject: Subject, choice: &ExportChoice, kept: &own::KeptWords) -> Self {
        let options = PictureOptions {
            width: choice.width,
            height: choice.height,
            dpi: choice.dpi,
            transparent: choice.transparent,
            printing: choice.printing,
            ..PictureOptions::default()
        };
        let (own, contradicted) = own::take_up(kept, &subject.picture);
        let lines = Lines::new(&subject.picture, &own, &contradicted);
        let style = if choice.default_style.is_empty() {
            &choice.style
        } else {
            &choice.default_style
        };
        let format = if choice.svg {
            PictureFormat::Svg
        } else {
            PictureFormat::Png
        };
        Self {
            kind: Kind::Picture(format),
            per_mention: false,
            size: Size::new(&options, choice.millimeters),
            options,
            lines,
            beside: choice.beside,
            styles: Styles::new(&choice.default_style, style),
            accuracy: None,
            checked: Vec::new(),
            focused: false,
            begun: false,
            asked: Asked::Nothing,
            preview: Preview::default(),
            subject,
        }
    }

    /// The preview asked for last got this ticket.
    pub const fn asked(&mut self, ticket: u64) {
        self.preview.asked(ticket);
    }

    /// A preview arrived.
    pub fn preview(&mut self, ctx: &egui::Context, ticket: u64, png: &[u8]) {
        self.preview.arrived(ctx, ticket, png);
    }

    /// These files are being written under this ticket.
    pub fn writing(&mut self, order: PictureOrder, ticket: u64) {
        self.asked = Asked::Writing {
            order: Box::new(order),
            ticket: Some(ticket),
        };
    }

    /// Takes in what became of something asked for. Returns whether the dialog is done.
    pub fn arrived(&mut self, news: ExportNews) -> bool {
        let ours =
            |of: u64| matches!(&self.asked, Asked::Writing { ticket, .. } if *ticket == Some(of));
        match news {
            ExportNews::Written { ticket, .. } => return ours(ticket),
            ExportNews::Exists { ticket, files } if ours(ticket) => {
                if let Asked::Writing { order, .. } = std::mem::take(&mut self.asked) {
                    self.asked = Asked::Replace { order, files };
                }
            }
            ExportNews::Failed { ticket, problem } if ours(ticket) => {
                self.asked = Asked::Failed(problem);
            }
            ExportNews::StyleFailed(problem) => self.asked = Asked::Failed(problem),
            ExportNews::Styles { shelf, chosen, .. } => {
                self.styles.arrived(shelf, chosen, &mut self.options);
            }
            ExportNews::Families(families) => self.styles.found_families(families),
            ExportNews::Exists { .. } | ExportNews::Failed { .. } | ExportNews::Copied { .. } => {}
        }
        false
    }

    /// Draws the dialog.
    pub fn ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>) -> Verdict {
        self.preview.take(ui.ctx());
        if !std::mem::replace(&mut self.begun, true) {
            cx.send(Action::Styles(StyleAsk::List));
            cx.send(Action::ReadFamilies);
        }
        if let Some(accuracy) = cx.views().accuracy.value()
            && accuracy.lines != self.checked
        {
            self.checked.clone_from(&accuracy.lines);
            self.preview.anew();
        }
        let name = file_name(&self.subject.picture, &cx.wanted.filter, &self.subject.name);
        self.options.own = self.lines.own();
        let size = self.size.read(&mut self.options);
        let problem = size.clone().or(self.styles.read(&mut self.options));
        let title = match self.subject.picture {
            Picture::Chart(_) => "Export chart",
            Picture::Map(_) => "Export map",
        };
        let pictured = matches!(self.kind, Kind::Picture(_));
        let format = FORMATS.iter().find(|f| f.0 == self.kind);
        let file = format!("{name}.{}", format.map_or("png", |f| f.2));
        let now = cx.now;
        let busy = matches!(self.asked, Asked::Writing { .. });
        let mut pressed = Pressed {
            save: !busy && ui.input_mut(|i| i.consume_key(Modifiers::COMMAND, Key::Enter)),
            ..Pressed::default()
        };
        let window = ui.ctx().content_rect().size() * SHARE;
        let (verdict, ()) = dialog_kept(
            ui,
            title,
            [SIZE[0].max(window.x), SIZE[1].max(window.y)],
            &mut (&mut *self, &mut pressed),
            |ui, rect, (state, pressed)| {
                let split = (rect.right() - OPTIONS.min(rect.width() * 0.6)).round();
                let left = Rect::from_min_max(rect.min, pos2(split, rect.bottom()));
                let right = Rect::from_min_max(pos2(split, rect.top()), rect.max);
                let shown = state.notice_ui(ui, left, pressed);
                if pictured {
                    let shown = state.styles.doubts_ui(ui, shown, &state.options.style);
                    let preview = (&state.options, size.as_deref());
                    let due = state.preview.ui(ui, shown, preview, now);
                    pressed.preview = due.map(|options| state.request(options));
                } else {
                    ui.painter().rect_filled(shown, 0.0, colors(ui).bg);
                    let words = "The file holds places for other programs, no picture";
                    let button = None;
                    widgets::empty_state(ui, shown, widgets::EmptyState { words, button });
                }
                state.options_ui(ui, right, size.as_deref(), pressed);
            },
            |ui, (state, _)| {
                let c = colors(ui);
                let words = if pictured {
                    let beside = state.beside_now();
                    let files = beside.files(Path::new(&file));
                    listed(&files)
                } else {
                    file.clone()
                };
                let small = font::ui(font::SMALL);
                widgets::label_elided(ui, words.clone(), small, c.ink2).on_hover_text(words);
            },
            |ui, (state, pressed)| state.foot_ui(ui, pressed, problem.as_deref(), pictured),
        );
        self.send(cx, pressed, file, problem.is_none() && pictured);
        verdict
    }

    /// Asks for what was pressed; `drawable` unless no picture can be made now.
    fn send(&mut self, cx: &mut Cx<'_>, pressed: Pressed, file: String, drawable: bool) {
        if let Some(request) = pressed.preview {
            cx.send(Action::Preview(request));
        }
        match pressed.style {
            Some(style::Event::Ask(ask)) => cx.send(Action::Styles(ask)),
            Some(style::Event::AddFile) => cx.send(Action::AskStyleFile),
            Some(style::Event::ExportFile(style)) => cx.send(Action::SaveStyle(Box::new(style))),
            None => {}
        }
        if pressed.copy_image && drawable {
            cx.send(self.remembered());
            let request = self.request(self.options.clone());
            cx.send(Action::CopyPicture(Box::new(request)));
        }
        if let Some(separator) = pressed.copy_numbers {
            let text = as_text(&numbers(&self.subject.picture), separator);
            let said = "Copied the numbers";
            cx.send(Action::Copy { text, said });
        }
        if pressed.replace
            && let Asked::Replace { order, .. } = std::mem::take(&mut self.asked)
        {
            let order = PictureOrder {
                replace: true,
                ..*order
            };
            cx.send(Action::WritePicture(Box::new(order)));
        }
        if pressed.dismiss {
            self.asked = Asked::Nothing;
        }
        match self.kind {
            Kind::Places(format) if pressed.save => cx.send(Action::SavePlaces {
                what: PlacesFile {
                    format,
                    per_mention: self.per_mention,
                },
                file_name: file,
            }),
            Kind::Picture(_) if pressed.save && drawable => {
                cx.send(self.remembered());
                self.asked = Asked::Nothing;
                let order = PictureOrder {
                    request: self.request(self.options.clone()),
                    path: PathBuf::new(),
                    beside: self.beside_now(),
                    behind: self.subject.behind.clone(),
                    asked: false,
                    replace: false,
                };
                cx.send(Action::SavePicture {
                    order: Box::new(order),
                    file_name: file,
                });
            }
            _ => {}
        }
    }

    /// What goes beside the picture, without what cannot.
    fn beside_now(&self) -> Beside {
        Beside {
            evidence: self.beside.evidence && self.subject.no_passages.is_none(),
            ..self.beside
        }
    }

    fn remembered(&self) -> Action {
        let picture = &self.subject.picture;
        let choice = ExportChoice {
            svg: matches!(self.kind, Kind::Picture(PictureFormat::Svg)),
            width: self.options.width,
            height: self.options.height,
            dpi: self.options.dpi,
            millimeters: self.size.millimeters,
            transparent: self.options.transparent,
            printing: self.options.printing,
            beside: self.beside,
            style: self.options.style.name.clone(),
            default_style: self.styles.default.clone(),
        };
        Action::KeepExport(Box::new(Kept {
            choice,
            key: own::key(picture),
            words: own::keep(&self.lines.own(), picture),
        }))
    }

    fn request(&self, options: PictureOptions) -> PictureRequest {
        let mut what = self.subject.picture.clone();
        if self.says_accuracy() {
            add_accuracy(&mut what, &self.checked);
        }
        PictureRequest {
            what,
            options,
            format: match self.kind {
                Kind::Picture(format) => format,
                Kind::Places(_) => PictureFormat::Png,
            },
        }
    }

    /// Without being told otherwise, what was checked is said.
    fn says_accuracy(&self) -> bool {
        !self.checked.is_empty() && self.accuracy.unwrap_or(true)
    }

    fn foot_ui(
        &mut self,
        ui: &mut Ui,
        pressed: &mut Pressed,
        problem: Option<&str>,
        pictured: bool,
    ) -> Verdict {
        ui.spacing_mut().item_spacing.x = space::M;
        let mut verdict = Verdict::Stay;
        let wrong = problem.filter(|_| pictured);
        let copy = Button::new("Copy").after(Icon::Down).show(ui);
        let image = MenuItem::Item {
            words: "Image",
            keys: "",
            checked: false,
            disabled: wrong.or((!pictured).then_some("Choose PNG or SVG first")),
        };
        let items = [
            image,
            MenuItem::new("Numbers for a spreadsheet (TSV)"),
            MenuItem::new("Numbers as CSV"),
        ];
        match menu(&copy, &items) {
            Some(0) => pressed.copy_image = true,
            Some(1) => pressed.copy_numbers = Some('\t'),
            Some(2) => pressed.copy_numbers = Some(','),
            _ => {}
        }
        if Button::new("Cancel").show(ui).clicked() {
            verdict = Verdict::Close;
        }
        let busy =
            matches!(self.asked, Asked::Writing { .. }).then_some("The files are being written");
        let export = Button::new("Export…")
            .kind(ButtonKind::Primary)
            .shortcut("Ctrl+Enter")
            .disabled(wrong.or(busy));
        let export = export.show(ui);
        if !std::mem::replace(&mut self.focused, true) {
            export.request_focus();
        }
        pressed.save |= export.clicked();
        verdict
    }

    /// Says above the preview what has to be decided or went wrong; returns the room that is left.
    fn notice_ui(&self, ui: &mut Ui, rect: Rect, pressed: &mut Pressed) -> Rect {
        let (words, replace) = match &self.asked {
            Asked::Nothing | Asked::Writing { .. } => return rect,
            Asked::Replace { files, .. } => {
                let are = if files.len() == 1 { "is" } else { "are" };
                let words = format!(
                    "{} {are} there already. Nothing was written yet",
                    listed(files)
                );
                (words, true)
            }
            Asked::Failed(problem) => (problem.to_string(), false),
        };
        let c = colors(ui);
        let (tint, ink) = if replace {
            (c.warn_tint, c.warn)
        } else {
            (c.error_tint, c.error)
        };
        let wide = rect.width() - 2.0 * space::XL - sizes::ICON - space::M;
        let galley = ui
            .painter()
            .layout(words.clone(), font::ui(font::UI), c.ink, wide);
        let height = galley.size().y + 2.0 * space::M + sizes::PANEL_BUTTON + space::M;
        let strip = Rect::from_min_size(rect.min, vec2(rect.width(), height));
        ui.painter().rect_filled(strip, 0.0, tint);
        hline(ui.painter(), strip, strip.bottom(), c.line2);
        let left = strip.left() + space::XL;
        Icon::Warning.paint(
            ui.painter(),
            pos2(
                left + sizes::ICON / 2.0,
                strip.top() + space::M + sizes::ICON / 2.0,
            ),
            ink,
        );
        let inner = Rect::from_min_max(
            pos2(left + sizes::ICON + space::M, strip.top() + space::M),
            strip.max - vec2(space::XL, space::M),
        );
        ui.scope_builder(UiBuilder::new().max_rect(inner), |ui| {
            let text = egui::RichText::new(words)
                .font(font::ui(font::UI))
                .color(c.ink);
            ui.add(egui::Label::new(text).selectable(false).wrap());
            ui.add_space(space::S);
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = space::M;
                if replace {
                    let button = Button::new("Replace").kind(ButtonKind::Panel);
                    pressed.replace = button.show(ui).clicked();
                    let other = Button::new("Choose another name…").kind(ButtonKind::Panel);
                    pressed.save |= other.show(ui).clicked();
                }
                let words = if replace { "Do not write" } else { "Dismiss" };
                let dismiss = Button::new(words).kind(ButtonKind::Panel);
                pressed.dismiss = dismiss.show(ui).clicked();
            });
        });
        Rect::from_min_max(pos2(rect.left(), strip.bottom()), rect.max)
    }
}

/// What was pressed in a frame.
#[derive(Default)]
struct Pressed {
    save: bool,
    replace: bool,
    dismiss: bool,
    copy_image: bool,
    /// What stands between the numbers.
    copy_numbers: Option<char>,
    style: Option<style::Event>,
    preview: Option<PictureRequest>,
}
