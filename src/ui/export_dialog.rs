//! The export dialog for charts and maps, with a preview of the file itself.

use egui::{
    Align, Color32, ColorImage, Rect, ScrollArea, Sense, Stroke, StrokeKind, TextureHandle,
    TextureOptions, Ui, UiBuilder, pos2, vec2,
};

use super::{
    action::Action,
    context::Cx,
    picture,
    theme::{colors, colors_of, font, size, space, stroke},
    widgets::{
        Button, ButtonKind, EmptyState, Segment, Verdict, checkbox, dialog, empty_state, hline,
        label, number, number_field, segmented, text_field, vline, width_of,
    },
};
use crate::{
    jobs::{Ending, Job, Waker},
    model::chart::{ChartData, ChartKind, PictureOptions},
    workspace::{
        export::{Format, add_accuracy, size_problem},
        session::{Picture, PictureFormat, PictureRequest, PlacesFile},
    },
};

/// Size of the dialog in points.
const SIZE: [f32; 2] = [1098.0, 626.0];

/// Width of the part with the options.
const OPTIONS: f32 = 356.0;

/// Width of the words before the fields.
const WORDS: f32 = 84.0;

/// Seconds without a change before the preview is drawn anew.
const PAUSE_SECS: f64 = 0.25;

/// Pixels a preview is drawn with at most; a larger picture is previewed at this size, with everything on it in
/// proportion.
const MOST_PIXELS: f64 = 4.0e6;

/// Dots per inch that make sense on screens and on paper.
const DPI: std::ops::RangeInclusive<u32> = 36..=2400;

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

/// What the dialog remembers while it is open.
pub struct State {
    picture: Picture,
    name: String,
    kind: Kind,
    /// A feature for each mention rather than for each place.
    per_mention: bool,
    width: String,
    height: String,
    dpi: String,
    title: String,
    options: PictureOptions,
    numbers: bool,
    /// Whether the picture says how often names are right; the default until the user chooses.
    accuracy: Option<bool>,
    /// What it would say.
    lines: Vec<String>,
    /// Whether the title was given the keyboard, which it is when the dialog opens.
    focused: bool,
    preview: Preview,
}

impl std::fmt::Debug for State {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("State")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

/// The preview on its way from options to the screen.
#[derive(Default)]
struct Preview {
    /// What it was asked for last, and at which width on screen in pixels.
    asked: Option<(PictureOptions, usize)>,
    /// What is wanted now, and since when.
    wanted: Option<((PictureOptions, usize), f64)>,
    ticket: Option<u64>,
    decoding: Option<Job<Option<ColorImage>>>,
    texture: Option<TextureHandle>,
}

impl State {
    /// A dialog for this picture; `name` is proposed as the file's name, without an extension.
    #[must_use]
    pub fn new(picture: Picture, name: &str) -> Self {
        let options = PictureOptions::default();
        let title = match &picture {
            Picture::Chart(chart) => chart.title.clone(),
            Picture::Map(map) => map.title.clone(),
        };
        Self {
            picture,
            name: name.to_owned(),
            kind: Kind::Picture(PictureFormat::Png),
            per_mention: false,
            width: number(u64::from(options.width)),
            height: number(u64::from(options.height)),
            dpi: options.dpi.to_string(),
            title,
            options,
            numbers: true,
            accuracy: None,
            lines: Vec::new(),
            focused: false,
            preview: Preview::default(),
        }
    }

    /// The preview asked for last got this ticket.
    pub const fn asked(&mut self, ticket: u64) {
        self.preview.ticket = Some(ticket);
    }

    /// A preview arrived.
    pub fn preview(&mut self, ctx: &egui::Context, ticket: u64, png: &[u8]) {
        let Some((_, width)) = &self.preview.asked else {
            return;
        };
        if self.preview.ticket != Some(ticket) {
            return;
        }
        let (png, width) = (png.to_vec(), *width);
        let again = ctx.clone();
        let wake: Waker = std::sync::Arc::new(move || again.request_repaint());
        self.preview.decoding = Some(Job::start("Preview", wake, move |_| {
            Ok(picture::decode_png(&png).map(|image| picture::shrunk(&image, width)))
        }));
    }

    /// Draws the dialog.
    pub fn ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>) -> Verdict {
        self.preview.take(ui.ctx());
        if let Some(accuracy) = cx.views().accuracy.value()
            && accuracy.lines != self.lines
        {
            self.lines.clone_from(&accuracy.lines);
            self.preview.anew();
        }
        let name = file_name(&self.picture, &cx.wanted.filter, &self.name);
        let problem = self.read_fields();
        let title = match self.picture {
            Picture::Chart(_) => "Export chart",
            Picture::Map(_) => "Export map",
        };
        let format = FORMATS
            .iter()
            .find(|f| f.0 == self.kind)
            .map_or("png", |f| f.2);
        let file = format!("{name}.{format}");
        let now = cx.now;
        let pictured = matches!(self.kind, Kind::Picture(_));
        let mut save = false;
        let mut sent = None;
        let (verdict, ()) = dialog(
            ui,
            title,
            SIZE,
            &mut (&mut *self, &mut save),
            |ui, rect, (state, _)| {
                let split = (rect.right() - OPTIONS.min(rect.width() * 0.6)).round();
                let left = Rect::from_min_max(rect.min, pos2(split, rect.bottom()));
                let right = Rect::from_min_max(pos2(split, rect.top()), rect.max);
                sent = state.preview_ui(ui, left, problem.as_deref(), now);
                state.options_ui(ui, right, problem.as_deref());
            },
            |ui, (state, _)| {
                let c = colors(ui);
                let words = if state.numbers && pictured {
                    format!("{file} and {name}.csv")
                } else {
                    file.clone()
                };
                super::widgets::label_elided(ui, words, font::ui(font::SMALL), c.ink2);
            },
            |ui, (_, save)| {
                ui.spacing_mut().item_spacing.x = space::M;
                let mut verdict = Verdict::Stay;
                if Button::new("Cancel").show(ui).clicked() {
                    verdict = Verdict::Close;
                }
                let wrong = problem.as_deref().filter(|_| pictured);
                let export = Button::new("Export…")
                    .kind(ButtonKind::Primary)
                    .disabled(wrong);
                **save = export.show(ui).clicked();
                verdict
            },
        );
        if let Some(request) = sent {
            cx.send(Action::Preview(request));
        }
        match self.kind {
            Kind::Places(format) if save => cx.send(Action::SavePlaces {
                what: PlacesFile {
                    format,
                    per_mention: self.per_mention,
                },
                file_name: file,
            }),
            Kind::Picture(_) if save && problem.is_none() => cx.send(Action::SavePicture {
                request: self.request(self.options.clone()),
                numbers: self.numbers,
                file_name: file,
            }),
            _ => {}
        }
        verdict
    }

    fn request(&self, options: PictureOptions) -> PictureRequest {
        let mut what = self.picture.clone();
        if self.says_accuracy() {
            add_accuracy(&mut what, &self.lines);
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
        !self.lines.is_empty() && self.accuracy.unwrap_or(true)
    }

    /// Takes what was typed into the options; returns why no picture can be made of it.
    fn read_fields(&mut self) -> Option<String> {
        let own = match &self.picture {
            Picture::Chart(chart) => &chart.title,
            Picture::Map(map) => &map.title,
        };
        self.options.title = (self.title != *own).then(|| self.title.clone());
        let (Some(width), Some(height)) = (pixels(&self.width), pixels(&self.height)) else {
            return Some(
                "Width and height are whole numbers of pixels, such as 1,600 and 1,000".to_owned(),
            );
        };
        let Some(dpi) = pixels(&self.dpi).filter(|dpi| DPI.contains(dpi)) else {
            return Some(format!(
                "Resolution is a whole number from {} to {}",
                DPI.start(),
                number(u64::from(*DPI.end()))
            ));
        };
        self.options.width = width;
        self.options.height = height;
        self.options.dpi = dpi;
        size_problem(&self.options)
    }

    fn preview_ui(
        &mut self,
        ui: &mut Ui,
        rect: Rect,
        problem: Option<&str>,
        now: f64,
    ) -> Option<PictureRequest> {
        let c = colors(ui);
        ui.painter().rect_filled(rect, 0.0, c.bg);
        let room = Rect::from_min_max(rect.min + vec2(22.0, 22.0), rect.max - vec2(22.0, 52.0));
        if let Some(problem) = problem {
            empty_state(
                ui,
                room,
                EmptyState {
                    words: problem,
                    button: None,
                },
            );
            return None;
        }
        let (width, height) = (self.options.width as f32, self.options.height as f32);
        let scale = (room.width() / width).min(room.height() / height);
        let frame_size = vec2(
            (width * scale).floor().max(1.0),
            (height * scale).floor().max(1.0),
        );
        let frame = Rect::from_min_size(
            pos2((room.center().x - frame_size.x / 2.0).round(), room.top()),
            frame_size,
        );
        let pixels_per_point = ui.pixels_per_point();
        let across = (frame.width() * pixels_per_point).round().max(1.0) as usize;

        let response = ui.interact(frame, ui.scope_id().with("preview"), Sense::hover());
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Image, true, "Preview"));
        ui.painter().rect_filled(frame, 0.0, Color32::WHITE);
        if self.options.transparent {
            picture::checkerboard(ui.painter(), frame);
        }
        if let Some(texture) = &self.preview.texture {
            let uv = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
            ui.painter().image(texture.id(), frame, uv, Color32::WHITE);
        } else {
            let words = "Drawing the preview…";
            let at = frame.center();
            ui.painter().text(
                at,
                egui::Align2::CENTER_CENTER,
                words,
                font::ui(font::SMALL),
                super::theme::LIGHT.ink3,
            );
        }
        let line = Stroke::new(stroke::LINE, c.line2);
        ui.painter()
            .rect_stroke(frame, 0.0, line, StrokeKind::Outside);
        self.caption_ui(ui, rect, frame, scale * pixels_per_point);
        let due = self.preview.due(&self.options, across, now);
        if let Some(wait) = due.as_ref().err() {
            ui.ctx().request_repaint_after_secs(*wait as f32);
        }
        due.ok().flatten().map(|options| self.request(options))
    }

    fn caption_ui(&self, ui: &Ui, rect: Rect, frame: Rect, scale: f32) {
        let c = colors(ui);
        let o = &self.options;
        let mm = |pixels: u32| (f64::from(pixels) / f64::from(o.dpi.max(1)) * 25.4).round() as u64;
        let percent = (scale * 100.0).round() as u64;
        let ground = if o.transparent {
            "transparent ground"
        } else {
            "printed on white in both themes"
        };
        let left = format!("Preview at {}%, {ground}", number(percent));
        let right = format!(
            "{} × {} px, {} × {} mm at {} dpi",
            number(u64::from(o.width)),
            number(u64::from(o.height)),
            number(mm(o.width)),
            number(mm(o.height)),
            number(u64::from(o.dpi)),
        );
        let small = font::ui(font::SMALL);
        let (from, to) = (rect.left() + 22.0, rect.right() - 22.0);
        let y = (frame.bottom() + 18.0).min(rect.bottom() - 16.0);
        let text = |x: f32, align, words: &str| {
            ui.painter()
                .text(pos2(x, y), align, words, small.clone(), c.ink2);
        };
        text(to, egui::Align2::RIGHT_CENTER, &right);
        let both =
            width_of(ui, &left, small.clone()) + width_of(ui, &right, small.clone()) + space::XL;
        if both <= to - from {
            text(from, egui::Align2::LEFT_CENTER, &left);
        }
    }

    fn options_ui(&mut self, ui: &mut Ui, rect: Rect, problem: Option<&str>) {
        let c = colors(ui);
        vline(ui.painter(), rect, rect.left() + 0.5, c.line);
        let builder = UiBuilder::new()
            .max_rect(rect.shrink2(vec2(18.0, 0.0)))
            .layout(egui::Layout::top_down(Align::Min));
        ui.scope_builder(builder, |ui| {
            ScrollArea::vertical()
                .id_salt("export options")
                .auto_shrink(false)
                .show(ui, |ui| {
                    ui.spacing_mut().item_spacing = vec2(space::M, 0.0);
                    ui.add_space(space::XL);
                    self.kind_ui(ui);
                    if matches!(self.kind, Kind::Places(_)) {
                        self.places_ui(ui);
                        return;
                    }
                    self.format_ui(ui, problem);
                    rule(ui);
                    self.words_ui(ui);
                    rule(ui);
                    heading(ui, "Beside the picture");
                    checkbox(ui, &mut self.numbers, "The same numbers as CSV");
                    ui.add_space(space::L);
                });
        });
    }

    fn kind_ui(&mut self, ui: &mut Ui) {
        heading(ui, "Format");
        let all = match self.picture {
            Picture::Map(_) => FORMATS.len(),
            Picture::Chart(_) => PICTURES,
        };
        let offered = FORMATS.get(..all).unwrap_or_default();
        field(ui, "Type", |ui| {
            let segments: Vec<Segment<'_>> = offered
                .iter()
                .map(|(_, words, _)| Segment::new(words))
                .collect();
            let chosen = offered.iter().position(|f| f.0 == self.kind).unwrap_or(0);
            if let Some((kind, ..)) =
                segmented(ui, "Type", chosen, &segments).and_then(|n| offered.get(n))
            {
                self.kind = *kind;
            }
        });
    }

    /// What is written of the places, in words.
    fn places_ui(&mut self, ui: &mut Ui) {
        let c = colors(ui);
        ui.add_space(space::M);
        checkbox(ui, &mut self.per_mention, "One feature for each mention");
        ui.add_space(space::M);
        let words = if self.per_mention {
            "Every mention of a place in the selection, with its sentence, article, outlet and date. Mentions of places without a position are kept, without a geometry"
        } else {
            "All places of the selection, those on the map and the others: status, reason, uncertainty in km, and how many mentions, articles and stories name them. An area is a circle, never a point"
        };
        let words = egui::RichText::new(words)
            .font(font::ui(font::SMALL))
            .color(c.ink2);
        ui.add(egui::Label::new(words).selectable(false).wrap());
    }

    fn format_ui(&mut self, ui: &mut Ui, problem: Option<&str>) {
        field(ui, "Size", |ui| {
            let c = colors(ui);
            ui.spacing_mut().item_spacing.x = space::M;
            number_field(ui, &mut self.width, "Width", "px", 82.0);
            label(ui, "×", font::ui(font::UI), c.ink2);
            number_field(ui, &mut self.height, "Height", "px", 82.0);
        });
        field(ui, "Resolution", |ui| {
            number_field(ui, &mut self.dpi, "Resolution", "dpi", 82.0);
        });
        if let Some(problem) = problem {
            let c = colors(ui);
            ui.add_space(space::XS);
            let words = egui::RichText::new(problem)
                .font(font::ui(font::SMALL))
                .color(c.error);
            ui.add(egui::Label::new(words).selectable(false).wrap());
        }
        ui.add_space(space::XXS);
        checkbox(ui, &mut self.options.transparent, "Transparent ground");
    }

    fn words_ui(&mut self, ui: &mut Ui) {
        let (heading_words, n, highlight) = match &self.picture {
            Picture::Chart(chart) => {
                let label = match &chart.data {
                    ChartData::Bars(bars) => bars
                        .iter()
                        .find(|b| Some(&b.cell) == chart.selected.as_ref()),
                    ChartData::Timeline { .. } | ChartData::Lines { .. } | ChartData::Matrix(_) => {
                        None
                    }
                };
                let words = label.map(|bar| format!("Highlight the selected bar, {}", bar.label));
                (
                    "Text on the chart",
                    "Number of articles and mentions (n)",
                    words,
                )
            }
            Picture::Map(map) => {
                let symbol = map.symbols.iter().find(|s| s.selected);
                let words = symbol.map(|s| format!("Highlight the selected place, {}", s.name));
                (
                    "Text on the map",
                    "Number of places and mentions (n)",
                    words,
                )
            }
        };
        heading(ui, heading_words);
        field(ui, "Title", |ui| {
            let width = ui.available_width().min(222.0);
            let field = text_field(ui, &mut self.title, "Title", "No title", width);
            if !self.focused {
                self.focused = true;
                field.request_focus();
            }
        });
        ui.add_space(space::XXS);
        checkbox(ui, &mut self.options.show_n, n);
        checkbox(ui, &mut self.options.show_dates, "Date range");
        checkbox(ui, &mut self.options.show_notes, "Source note and filter");
        self.accuracy_ui(ui);
        if let Some(words) = highlight {
            checkbox(ui, &mut self.options.show_selection, &words);
        }
    }
}

impl State {
    /// The accuracy line is one of the notes, so it goes with them.
    fn accuracy_ui(&mut self, ui: &mut Ui) {
        let why = if self.lines.is_empty() {
            Some("No sample was checked yet. See Check accuracy in the menu Names")
        } else if !self.options.show_notes {
            Some("It is one of the notes")
        } else {
            None
        };
        let mut says = self.says_accuracy() && why.is_none();
        let before = says;
        let response = ui
            .add_enabled_ui(why.is_none(), |ui| checkbox(ui, &mut says, "Accuracy line"))
            .inner;
        match why {
            Some(why) => response.on_disabled_hover_text(why),
            None => response.on_hover_text(self.lines.join("\n")),
        };
        if says != before && why.is_none() {
            self.accuracy = Some(says);
            self.preview.anew();
        }
    }
}

impl Preview {
    /// What is on the picture changed, not how it is drawn.
    fn anew(&mut self) {
        self.asked = None;
    }

    /// Takes in a decoded picture.
    fn take(&mut self, ctx: &egui::Context) {
        let Some(ending) = self.decoding.as_ref().and_then(Job::poll) else {
            return;
        };
        self.decoding = None;
        if let Ending::Done(Some(image)) = ending {
            self.texture = Some(ctx.load_texture("export preview", image, TextureOptions::LINEAR));
        }
    }

    /// The options to draw a preview with now; `Err` with seconds to wait while changes are still coming.
    fn due(
        &mut self,
        options: &PictureOptions,
        across: usize,
        now: f64,
    ) -> Result<Option<PictureOptions>, f64> {
        let wanted = (options.clone(), across);
        if self.asked.as_ref() == Some(&wanted) {
            self.wanted = None;
            return Ok(None);
        }
        let since = match &self.wanted {
            Some((before, since)) if *before == wanted => *since,
            _ => now,
        };
        // The first one is wanted at once.
        let waited = if self.asked.is_none() {
            PAUSE_SECS
        } else {
            now - since
        };
        if waited < PAUSE_SECS {
            self.wanted = Some((wanted, since));
            return Err((PAUSE_SECS - waited).max(0.02));
        }
        self.asked = Some(wanted);
        self.wanted = None;
        Ok(Some(picture_of_at_most(options, MOST_PIXELS)))
    }
}

/// The same picture in fewer pixels, so that drawing it stays quick.
fn picture_of_at_most(options: &PictureOptions, most: f64) -> PictureOptions {
    let pixels = f64::from(options.width) * f64::from(options.height);
    if pixels <= most {
        return options.clone();
    }
    let scale = (most / pixels).sqrt();
    let scaled =
        |value: u32, least: u32| ((f64::from(value) * scale).round() as u32).max(least.min(value));
    PictureOptions {
        width: scaled(options.width, 320),
        height: scaled(options.height, 200),
        dpi: scaled(options.dpi, 36),
        ..options.clone()
    }
}

/// A whole number as people type it: `1,600`, `1 600`.
fn pixels(words: &str) -> Option<u32> {
    let digits: String = words
        .chars()
        .filter(|c| !matches!(c, ',' | '.' | ' ' | '\u{a0}' | '\u{202f}'))
        .collect();
    digits.parse().ok().filter(|n| *n > 0)
}

/// The proposed name without its ending: what is shown, and when, as far as the filter says.
fn file_name(picture: &Picture, filter: &crate::model::Filter, otherwise: &str) -> String {
    let what = match picture {
        Picture::Map(_) => "map".to_owned(),
        Picture::Chart(chart) => match (&chart.data, chart.kind) {
            (ChartData::Bars(bars), ChartKind::Entities) => {
                let mut kinds = bars.iter().map(|b| b.kind);
                let first = kinds.next().flatten();
                match first.filter(|kind| kinds.all(|k| k == Some(*kind))) {
                    Some(kind) => kind.plural().to_lowercase(),
                    None => "names".to_owned(),
                }
            }
            (_, kind) => kind.word().to_owned(),
        },
    };
    let (Some(from), Some(to)) = (&filter.from, &filter.to) else {
        return if otherwise.is_empty() {
            what
        } else {
            otherwise.to_owned()
        };
    };
    let shared = [7, 4]
        .into_iter()
        .find_map(|n| from.get(..n).filter(|part| to.get(..n) == Some(*part)));
    let when = match shared {
        _ if from == to => from.clone(),
        Some(part) => part.to_owned(),
        None => format!("{from}-{to}"),
    };
    format!("{what}-{when}")
}

fn heading(ui: &mut Ui, words: &str) {
    let c = colors_of(ui.ctx());
    label(ui, words, font::bold(font::UI), c.ink);
    ui.add_space(space::M);
}

fn rule(ui: &mut Ui) {
    let c = colors(ui);
    ui.add_space(space::L);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 1.0), Sense::hover());
    hline(ui.painter(), rect, rect.bottom(), c.line);
    ui.add_space(space::L);
}

/// Words, then what they name, on one line.
fn field(ui: &mut Ui, words: &str, add: impl FnOnce(&mut Ui)) {
    let c = colors(ui);
    let (rect, _) = ui.allocate_exact_size(
        vec2(ui.available_width(), size::BUTTON + space::XS),
        Sense::hover(),
    );
    let at = rect.left_center();
    super::widgets::text(
        ui,
        at,
        egui::Align2::LEFT_CENTER,
        words,
        font::ui(font::UI),
        c.ink2,
    );
    let place = Rect::from_min_max(pos2(rect.left() + WORDS, rect.top()), rect.max);
    super::widgets::at(ui, place, add);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{
        CountUnit, EntityId, EntityType, Filter,
        chart::{Bar, Cell, Chart},
    };

    fn chart(kinds: &[EntityType]) -> Picture {
        let bar = |kind: &EntityType| Bar {
            label: "Tobruk".to_owned(),
            value: 1,
            cell: Cell::Entity(EntityId(1)),
            kind: Some(*kind),
            of: None,
        };
        Picture::Chart(Box::new(Chart {
            kind: ChartKind::Entities,
            unit: CountUnit::Mentions,
            title: "Names".to_owned(),
            subtitle: String::new(),
            n_line: String::new(),
            notes: Vec::new(),
            data: ChartData::Bars(kinds.iter().map(bar).collect()),
            drawn: Default::default(),
            selected: None,
        }))
    }

    #[test]
    fn file_names_say_what_and_when() {
        use EntityType::{Person, Place};
        for (kinds, from, to, expected) in [
            (
                &[Person, Person][..],
                "2012-03-03",
                "2012-03-28",
                "people-2012-03",
            ),
            (&[Person, Place], "2012-01-03", "2012-03-28", "names-2012"),
            (
                &[Person],
                "2011-12-03",
                "2012-03-28",
                "people-2011-12-03-2012-03-28",
            ),
            (&[Person], "2012-03-03", "2012-03-03", "people-2012-03-03"),
        ] {
            let filter = Filter {
                from: Some(from.to_owned()),
                to: Some(to.to_owned()),
                ..Filter::default()
            };
            assert_eq!(file_name(&chart(kinds), &filter, "project"), expected);
        }
        assert_eq!(
            file_name(&chart(&[Person]), &Filter::default(), "harbor-names"),
            "harbor-names"
        );
    }

    #[test]
    fn wrong_sizes_are_explained() {
        let mut state = State::new(chart(&[EntityType::Person]), "x");
        assert_eq!(state.read_fields(), None);
        assert_eq!((state.options.width, state.options.height), (1600, 1000));
        for (width, height, dpi, word) in [
            ("wide", "1000", "144", "whole numbers"),
            ("0", "1000", "144", "whole numbers"),
            ("1,600", "1 000", "7", "36 to 2,400"),
            ("10", "1000", "144", "too few"),
            ("30000", "30000", "144", "too many"),
            ("99999999999", "1000", "144", "whole numbers"),
        ] {
            (state.width, state.height, state.dpi) =
                (width.to_owned(), height.to_owned(), dpi.to_owned());
            let problem = state.read_fields().unwrap_or_default();
            assert!(problem.contains(word), "{width} {height} {dpi}: {problem}");
        }
    }

    #[test]
    fn large_pictures_are_previewed_in_proportion() {
        let large = PictureOptions {
            width: 8_000,
            height: 4_000,
            dpi: 300,
            ..PictureOptions::default()
        };
        let small = picture_of_at_most(&large, 4.0e6);
        assert!(small.width * small.height <= 4_010_000);
        assert!((f64::from(small.width) / f64::from(small.height) - 2.0).abs() < 0.01);
        assert!((f64::from(small.width) / f64::from(small.dpi) - 8_000.0 / 300.0).abs() < 0.2);
        let usual = PictureOptions::default();
        assert_eq!(picture_of_at_most(&usual, 4.0e6), usual);
    }

    #[test]
    fn previews_wait_for_a_pause_in_typing() {
        let mut preview = Preview::default();
        let options = PictureOptions::default();
        assert!(
            matches!(preview.due(&options, 600, 0.0), Ok(Some(_))),
            "the first at once"
        );
        let other = PictureOptions {
            dpi: 200,
            ..options
        };
        assert!(preview.due(&other, 600, 1.0).is_err());
        assert!(preview.due(&other, 600, 1.1).is_err());
        assert!(matches!(preview.due(&other, 600, 1.3), Ok(Some(_))));
        assert_eq!(preview.due(&other, 600, 1.4), Ok(None));
    }
}
