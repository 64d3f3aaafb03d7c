//! House styles: which one a picture is drawn in, and making one.

use egui::{Key, Rect, ScrollArea, Ui, UiBuilder, pos2, vec2};

use super::{
    fields::Fields,
    sections::{field, rule_words},
};
use crate::{
    model::picture::{HouseStyle, PictureOptions, Printing},
    ui::{
        theme::{colors, font, space},
        widgets::{
            Button, ButtonKind, Icon, MenuItem, Segment, dropdown, icon_button, link, menu,
            segmented, text_field,
        },
    },
    workspace::{
        session::StyleAsk,
        styles::{Shelf, tidy_name},
    },
};

/// What the program's own letters and colors are called.
const OWN: &str = "Dateline’s own";

/// Points left and right of what is said below the preview, as beside the preview.
const SIDE: f32 = 22.0;

/// Names shown at most in full, in characters.
const SHOWN: usize = 24;

/// What is asked outside the dialog.
#[derive(Debug)]
pub(super) enum Event {
    Ask(StyleAsk),
    /// Ask for a file of a style.
    AddFile,
    /// Ask where to write a style.
    ExportFile(HouseStyle),
}

/// A question about the style, below it.
#[derive(Debug, PartialEq, Eq)]
enum Asking {
    SaveAs,
    Rename,
    Delete,
}

/// What the dialog knows of styles.
#[derive(Debug)]
pub(super) struct Styles {
    shelf: Shelf,
    families: Option<Vec<String>>,
    open: bool,
    fields: Fields,
    asking: Option<Asking>,
    name: String,
    /// Put the keyboard into the field for the name.
    focus_name: bool,
    /// Name of the style every export begins with; empty for none.
    pub default: String,
    /// The style to take once the shelf is known.
    wanted: Option<String>,
    problem: Option<String>,
}

impl Styles {
    /// Nothing known yet; the style called `wanted` is taken as soon as it is.
    pub fn new(default: &str, wanted: &str) -> Self {
        Self {
            shelf: Shelf::default(),
            families: None,
            open: false,
            fields: Fields::of(&HouseStyle::default()),
            asking: None,
            name: String::new(),
            focus_name: false,
            default: default.to_owned(),
            wanted: (!wanted.is_empty()).then(|| wanted.to_owned()),
            problem: None,
        }
    }

    /// The styles there are now, and the one that was asked about.
    pub fn arrived(
        &mut self,
        shelf: Shelf,
        chosen: Option<HouseStyle>,
        options: &mut PictureOptions,
    ) {
        self.shelf = shelf;
        let wanted = self.wanted.take();
        let found = chosen.or_else(|| self.shelf.get(&wanted?).cloned());
        if let Some(style) = found {
            self.take(style, options);
        } else if !options.style.name.is_empty() && self.shelf.get(&options.style.name).is_none() {
            // The one that was deleted keeps its looks until another is chosen.
            options.style.name.clear();
        }
        let default = self.shelf.get(&self.default);
        self.default = default.map_or_else(String::new, |style| style.name.clone());
        self.asking = None;
    }

    /// The families of fonts that were found.
    pub fn found_families(&mut self, families: Vec<String>) {
        self.families = Some(families);
    }

    fn take(&mut self, style: HouseStyle, options: &mut PictureOptions) {
        self.fields = Fields::of(&style);
        options.style = style;
    }

    /// Takes what was typed into the options; returns what of it is wrong.
    pub fn read(&mut self, options: &mut PictureOptions) -> Option<String> {
        self.problem = self.fields.read(&mut options.style);
        self.problem.clone()
    }

    fn saved<'s>(&'s self, style: &HouseStyle) -> Option<&'s HouseStyle> {
        self.shelf
            .get(&style.name)
            .filter(|_| !style.name.is_empty())
    }

    /// Draws everything about styles.
    pub fn ui(&mut self, ui: &mut Ui, options: &mut PictureOptions) -> Option<Event> {
        let mut event = None;
        field(ui, "Print in", |ui| {
            let segments = ["Color", "Patterns", "Black"].map(Segment::new);
            let chosen = Printing::ALL.iter().position(|p| *p == options.printing);
            let next = segmented(ui, "Print in", chosen.unwrap_or(0), &segments);
            if let Some(printing) = next.and_then(|n| Printing::ALL.get(n)) {
                options.printing = *printing;
            }
        });
        if options.printing == Printing::Black {
            let c = colors(ui);
            let words = "Black on white with hatching, for newsprint and photocopies; the colors of the style are not used";
            rule_words(ui, words, c.ink2);
        }
        field(ui, "House style", |ui| {
            ui.spacing_mut().item_spacing.x = space::S;
            self.choice_ui(ui, options);
            event = self.more_ui(ui, &options.style);
        });
        if let Some(asked) = self.asking_ui(ui, &options.style) {
            event = Some(asked);
        }
        let problem = self.shelf.broken.first().map(ToString::to_string);
        if let Some(problem) = problem {
            let c = colors(ui);
            rule_words(ui, &problem, c.error);
        }
        field(ui, "", |ui| {
            let words = if self.open {
                "Hide letters and colors"
            } else {
                "Letters and colors…"
            };
            if link(ui, words, words).clicked() {
                self.open = !self.open;
            }
        });
        if self.open {
            self.fields.ui(ui, self.families.as_deref());
        }
        event
    }

    fn choice_ui(&mut self, ui: &mut Ui, options: &mut PictureOptions) {
        let style = &options.style;
        let saved = self.saved(style);
        let changed = saved.is_some_and(|saved| saved != style);
        let own = *style == HouseStyle::default();
        let mut names: Vec<String> = vec![OWN.to_owned()];
        names.extend(self.shelf.styles.iter().map(|style| short(&style.name)));
        let selected = match saved {
            Some(saved) => self
                .shelf
                .styles
                .iter()
                .position(|s| s == saved)
                .map(|at| at + 1),
            None => own.then_some(0),
        };
        let selected = match selected {
            Some(at) if !changed => at,
            Some(_) => {
                names.push(format!("{}, changed", short(&style.name)));
                names.len() - 1
            }
            None => {
                names.push("Not saved".to_owned());
                names.len() - 1
            }
        };
        let words: Vec<&str> = names.iter().map(String::as_str).collect();
        match dropdown(ui, "House style", &words, selected) {
            Some(0) => self.take(HouseStyle::default(), options),
            Some(at) => {
                if let Some(style) = self.shelf.styles.get(at - 1).cloned() {
                    self.take(style, options);
                }
            }
            None => {}
        }
    }

    fn more_ui(&mut self, ui: &mut Ui, style: &HouseStyle) -> Option<Event> {
        let saved = self.saved(style);
        let none = saved.is_none().then_some("This style is not saved");
        let same = saved.is_none_or(|saved| saved == style);
        let is_default = !self.default.is_empty() && saved.is_some_and(|s| s.name == self.default);
        let item = |words, disabled| MenuItem::Item {
            words,
            keys: "",
            checked: false,
            disabled,
        };
        let items = [
            item("Save", none.or(same.then_some("Nothing was changed"))),
            item("Save as…", None),
            item("Rename…", none),
            item("Delete…", none),
            MenuItem::Item {
                words: "Begin every export with it",
                keys: "",
                checked: is_default,
                disabled: none,
            },
            MenuItem::Line,
            item("Add from a file…", None),
            item("Save to a file…", None),
        ];
        let button = icon_button(ui, Icon::More, "More of the house style", None, 24.0, None);
        match menu(&button, &items)? {
            0 => return Some(Event::Ask(StyleAsk::Save(style.clone()))),
            1 => self.ask(Asking::SaveAs, ""),
            2 => self.ask(Asking::Rename, &style.name),
            3 => self.ask(Asking::Delete, ""),
            4 if is_default => self.default.clear(),
            4 => self.default.clone_from(&style.name),
            6 => return Some(Event::AddFile),
            7 => return Some(Event::ExportFile(style.clone())),
            _ => {}
        }
        None
    }

    fn ask(&mut self, asking: Asking, name: &str) {
        self.asking = Some(asking);
        name.clone_into(&mut self.name);
        self.focus_name = true;
    }

    /// The question below the style, if one is open.
    fn asking_ui(&mut self, ui: &mut Ui, style: &HouseStyle) -> Option<Event> {
        let asking = self.asking.as_ref()?;
        let mut event = None;
        let (mut done, mut entered) = (false, false);
        let name = tidy_name(&self.name);
        let there = self.shelf.get(&name).is_some();
        if *asking == Asking::Delete {
            let c = colors(ui);
            let words = format!(
                "Delete the style {}? This cannot be undone",
                short(&style.name)
            );
            rule_words(ui, &words, c.ink);
        } else {
            field(ui, "Its name", |ui| {
                let width = ui.available_width().min(222.0);
                let response = text_field(
                    ui,
                    &mut self.name,
                    "Name of the style",
                    "Harbor Gazette",
                    width,
                );
                // The click that asked would take the keyboard from the field again.
                let clicking =
                    ui.input(|input| input.pointer.any_pressed() || input.pointer.any_click());
                if self.focus_name && clicking {
                    ui.ctx().request_repaint();
                } else if std::mem::take(&mut self.focus_name) {
                    response.request_focus();
                }
                entered = response.lost_focus() && ui.input(|i| i.key_pressed(Key::Enter));
            });
        }
        field(ui, "", |ui| {
            ui.spacing_mut().item_spacing.x = space::S;
            let unnamed = name.is_empty().then_some("Type a name first");
            let (words, why) = match asking {
                Asking::Delete => ("Delete", None),
                Asking::Rename => ("Rename", unnamed),
                Asking::SaveAs if there => ("Replace the style of this name", unnamed),
                Asking::SaveAs => ("Save style", unnamed),
            };
            let button = Button::new(words).kind(ButtonKind::Panel).disabled(why);
            if button.show(ui).clicked() || entered && why.is_none() {
                event = Some(Event::Ask(match asking {
                    Asking::Delete => StyleAsk::Delete(style.name.clone()),
                    Asking::Rename => StyleAsk::Rename {
                        from: style.name.clone(),
                        to: name.clone(),
                    },
                    Asking::SaveAs => StyleAsk::Save(HouseStyle {
                        name: name.clone(),
                        ..style.clone()
                    }),
                }));
            }
            let keep = Button::new("Not now").kind(ButtonKind::Panel);
            done = keep.show(ui).clicked();
        });
        if done {
            self.asking = None;
        }
        event
    }

    /// What is or may be wrong with the style; `true` beside what keeps a picture from being drawn.
    fn doubts(&self, style: &HouseStyle) -> Vec<(String, bool)> {
        let mut all: Vec<(String, bool)> = Vec::new();
        all.extend(self.problem.clone().map(|problem| (problem, true)));
        for name in [&style.font, &style.title_font] {
            let families = self.families.iter().flatten();
            let mut families = families.map(|family| family.to_lowercase());
            let unknown = self.families.is_some() && !families.any(|f| f == name.to_lowercase());
            let words =
                format!("No font {name} on this system; the program’s own is used in its place");
            if !name.is_empty() && unknown && !all.iter().any(|(said, _)| *said == words) {
                all.push((words, false));
            }
        }
        all.extend(style.doubts().into_iter().map(|doubt| (doubt, false)));
        all
    }

    /// Says below the preview what may be wrong with the style; returns the room that is left above.
    pub(super) fn doubts_ui(&self, ui: &mut Ui, rect: Rect, style: &HouseStyle) -> Rect {
        let doubts = self.doubts(style);
        if doubts.is_empty() {
            return rect;
        }
        let c = colors(ui);
        let wide = rect.width() - 2.0 * SIDE;
        let lines = doubts.into_iter().map(|(words, wrong)| {
            let ink = if wrong { c.error } else { c.warn };
            let font = font::ui(font::SMALL);
            let height = ui.painter().layout(words.clone(), font, ink, wide).size().y;
            (words, ink, height + space::XS)
        });
        let lines: Vec<_> = lines.collect();
        let high: f32 = lines.iter().map(|(.., height)| height).sum::<f32>() + space::L;
        // The picture keeps most of the room; what does not fit is scrolled.
        let high = high.min(rect.height() * 0.4);
        let strip = Rect::from_min_max(pos2(rect.left(), rect.bottom() - high), rect.max);
        ui.painter().rect_filled(strip, 0.0, c.bg);
        let inner = strip.shrink2(vec2(SIDE, 0.0));
        ui.scope_builder(UiBuilder::new().max_rect(inner), |ui| {
            ScrollArea::vertical()
                .id_salt("doubts about the style")
                .auto_shrink(false)
                .show(ui, |ui| {
                    for (words, ink, _) in &lines {
                        rule_words(ui, words, *ink);
                    }
                });
        });
        Rect::from_min_max(rect.min, pos2(rect.right(), strip.top()))
    }
}

fn short(name: &str) -> String {
    if name.chars().count() <= SHOWN {
        return name.to_owned();
    }
    let start: String = name.chars().take(SHOWN - 1).collect();
    format!("{}…", start.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_names_are_shown_short() {
        assert_eq!(short("Gazette"), "Gazette");
        assert_eq!(short(&"n".repeat(60)).chars().count(), SHOWN);
    }
}
