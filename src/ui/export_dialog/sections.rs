//! The options at the right of the dialog: format, words, look, what goes beside.

use egui::{Align, Rect, ScrollArea, Sense, Ui, UiBuilder, pos2, vec2};

use super::{FORMATS, Kind, PICTURES, Pressed, State, Subject, WORDS};
use crate::{
    model::chart::ChartData,
    ui::{
        theme::{colors, colors_of, font, size as sizes, space},
        widgets::{self, Segment, checkbox, hline, label, segmented, vline},
    },
    workspace::{
        export::{Format, MethodFormat},
        session::Picture,
    },
};

impl State {
    pub(super) fn options_ui(
        &mut self,
        ui: &mut Ui,
        rect: Rect,
        problem: Option<&str>,
        pressed: &mut Pressed,
    ) {
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
                    self.size.ui(ui, &mut self.options, problem);
                    let transparent = &mut self.options.transparent;
                    field(ui, "", |ui| {
                        checkbox(ui, transparent, "Transparent ground");
                    });
                    rule(ui);
                    self.words_ui(ui);
                    rule(ui);
                    heading(ui, "Look");
                    pressed.style = self.styles.ui(ui, &mut self.options);
                    rule(ui);
                    self.beside_ui(ui);
                    ui.add_space(space::L);
                });
        });
    }

    fn kind_ui(&mut self, ui: &mut Ui) {
        heading(ui, "Format");
        let all = match self.subject.picture {
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
        let rows = self.kind == Kind::Places(Format::Csv);
        let words = if rows {
            "One row for each mention"
        } else {
            "One feature for each mention"
        };
        checkbox(ui, &mut self.per_mention, words);
        ui.add_space(space::M);
        let words = match (self.per_mention, rows) {
            (true, false) => {
                "Every mention of a place in the selection, with its sentence, article, outlet and date. Mentions of places without a position are kept, without a geometry"
            }
            (true, true) => {
                "Every mention of a place in the selection, with its position, status, sentence, article, outlet and date. Mentions of places without a position are kept, without latitude and longitude"
            }
            (false, false) => {
                "All places of the selection, those on the map and the others: status, reason, uncertainty in km, and how many mentions, articles and stories name them. An area is a circle, never a point"
            }
            (false, true) => {
                "All places of the selection, those on the map and the others: position, status, reason, uncertainty in km, and how many mentions, articles and stories name them. An area has its middle, and its reach as uncertainty"
            }
        };
        rule_words(ui, words, c.ink2);
    }

    fn words_ui(&mut self, ui: &mut Ui) {
        let map = matches!(self.subject.picture, Picture::Map(_));
        let highlight = match &self.subject.picture {
            Picture::Chart(chart) => {
                let names = chart.cell_names().into_iter();
                let mut cells = names.zip(chart.cells());
                let chosen = chart.selected.as_ref();
                let cell = chosen.and_then(|is| cells.find(|(_, (_, cell))| cell == is));
                let bar = match chart.data {
                    ChartData::Bars(_) => "the selected bar",
                    _ => "what is selected",
                };
                cell.map(|(name, _)| format!("Highlight {bar}, {name}"))
            }
            Picture::Map(map) => {
                let symbol = map.symbols.iter().find(|s| s.selected);
                symbol.map(|s| format!("Highlight the selected place, {}", s.name))
            }
        };
        heading(
            ui,
            if map {
                "Text on the map"
            } else {
                "Text on the chart"
            },
        );
        self.lines.ui(ui, map);
        self.accuracy_ui(ui);
        if let Some(words) = highlight {
            checkbox(ui, &mut self.options.show_selection, &words);
        }
    }

    /// Whether the picture says what checked samples showed.
    fn accuracy_ui(&mut self, ui: &mut Ui) {
        let why = self
            .checked
            .is_empty()
            .then_some("No sample was checked yet. See Check accuracy in the menu Names");
        let mut says = self.says_accuracy() && why.is_none();
        let before = says;
        let response = ui
            .add_enabled_ui(why.is_none(), |ui| checkbox(ui, &mut says, "Accuracy line"))
            .inner;
        match why {
            Some(why) => response.on_disabled_hover_text(why),
            None => response.on_hover_text(self.checked.join("\n")),
        };
        if says != before && why.is_none() {
            self.accuracy = Some(says);
            self.preview.anew();
        }
    }

    fn beside_ui(&mut self, ui: &mut Ui) {
        heading(ui, "Beside the picture");
        checkbox(ui, &mut self.beside.numbers, "The same numbers as CSV");
        let why = self.subject.no_passages;
        let mut passages = self.beside.evidence && why.is_none();
        let words = passages_words(&self.subject);
        let response = ui
            .add_enabled_ui(why.is_none(), |ui| checkbox(ui, &mut passages, &words))
            .inner;
        match why {
            Some(why) => {
                response.on_disabled_hover_text(why);
            }
            None => self.beside.evidence = passages,
        }
        let mut method = self.beside.method.is_some();
        checkbox(ui, &mut method, "A method sheet: how it was counted");
        if method != self.beside.method.is_some() {
            self.beside.method = method.then_some(MethodFormat::Markdown);
        }
        if let Some(format) = &mut self.beside.method {
            field(ui, "Sheet as", |ui| {
                let segments = [Segment::new("Markdown"), Segment::new("HTML")];
                let chosen = usize::from(*format == MethodFormat::Html);
                if let Some(next) = segmented(ui, "Format of the method sheet", chosen, &segments) {
                    *format = if next == 1 {
                        MethodFormat::Html
                    } else {
                        MethodFormat::Markdown
                    };
                }
            });
        }
    }
}

/// `The passages behind each number as CSV`, with how many rows they are.
fn passages_words(subject: &Subject) -> String {
    let rows: u64 = match &subject.picture {
        Picture::Chart(chart) => chart.cells().iter().map(|(value, _)| value).sum(),
        Picture::Map(map) => map.symbols.iter().map(|symbol| symbol.value).sum(),
    };
    format!("The {} as CSV", widgets::count(rows, "passage", "passages"))
}

pub(super) fn heading(ui: &mut Ui, words: &str) {
    let c = colors_of(ui.ctx());
    label(ui, words, font::bold(font::UI), c.ink);
    ui.add_space(space::M);
}

pub(super) fn rule(ui: &mut Ui) {
    let c = colors(ui);
    ui.add_space(space::L);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 1.0), Sense::hover());
    hline(ui.painter(), rect, rect.bottom(), c.line);
    ui.add_space(space::L);
}

/// A remark below a control, as wide as there is room.
pub(super) fn rule_words(ui: &mut Ui, words: &str, ink: egui::Color32) {
    let words = egui::RichText::new(words)
        .font(font::ui(font::SMALL))
        .color(ink);
    ui.add(egui::Label::new(words).selectable(false).wrap());
    ui.add_space(space::XS);
}

/// Words, then what they name, on one line.
pub(super) fn field(ui: &mut Ui, words: &str, add: impl FnOnce(&mut Ui)) {
    let c = colors(ui);
    let (rect, _) = ui.allocate_exact_size(
        vec2(ui.available_width(), sizes::BUTTON + space::XS),
        Sense::hover(),
    );
    let at = rect.left_center();
    widgets::text(
        ui,
        at,
        egui::Align2::LEFT_CENTER,
        words,
        font::ui(font::UI),
        c.ink2,
    );
    let place = Rect::from_min_max(pos2(rect.left() + WORDS, rect.top()), rect.max);
    widgets::at(ui, place, add);
}
