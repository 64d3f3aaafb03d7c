//! One passage of the list, and what can be done about it.

use egui::{
    Align2, Color32, EventFilter, Id, Key, Rect, Response, Role, Sense, Ui, WidgetInfo, pos2, vec2,
};

use super::{Asked, Lines};
use crate::{
    ui::{
        action::{Action, Decide},
        context::Cx,
        kwic,
        theme::{colors, font, space, stroke},
        widgets::{MenuItem, context_menu, date_words, elided, focus_ring, galley_at, text},
    },
    workspace::{Command, Which, views::Passage},
};

/// What can be done about a passage that is not what the number says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Act {
    /// It is wrong and is not counted any more.
    Exclude,
    /// The name means someone or something else.
    Reassign,
    /// Nor is the same wording elsewhere a name.
    Dismiss,
    /// Copy the sentence with where it stands.
    Copy,
}

/// Does what was asked about a passage. What is excluded leaves the list and every number at once, and can be taken back.
pub(super) fn act(ui: &Ui, act: Act, passage: &Passage, cx: &mut Cx<'_>) {
    if act == Act::Copy {
        let date = passage.published.as_ref().map(date_words);
        let parts = [
            Some(passage.title.clone()),
            passage.source().map(str::to_owned),
            Some(date.unwrap_or_else(|| "no date".to_owned())),
        ];
        let whence: Vec<String> = parts.into_iter().flatten().collect();
        ui.copy_text(format!(
            "“{}” ({})",
            passage.sentence.trim(),
            whence.join(", ")
        ));
        return;
    }
    if cx.read_only().is_some() {
        return;
    }
    let mentions = || Which::Mentions(vec![passage.mention]);
    match (act, passage.highlight) {
        (Act::Exclude, Some(highlight)) => {
            cx.send(Action::Run(Command::RemoveHighlights {
                highlights: vec![highlight],
            }));
        }
        (Act::Exclude, None) => cx.send(Action::Run(Command::Dismiss {
            what: mentions(),
            except: Vec::new(),
        })),
        (Act::Reassign, None) => cx.send(Action::Decide(Decide::Reassign(mentions()))),
        (Act::Dismiss, None) => cx.send(Action::Decide(Decide::Dismiss(mentions()))),
        _ => {}
    }
}

pub(super) fn row_key(number: usize) -> Id {
    Id::unique(("passage", number))
}

/// Date, outlet and title; returns whether it was clicked.
pub(super) fn article_ui(ui: &mut Ui, rect: Rect, number: usize, passage: &Passage) -> bool {
    let c = colors(ui);
    let line = Rect::from_min_max(pos2(rect.left(), rect.top() + 6.0), rect.max);
    let response = ui.interact(
        line,
        Id::unique(("evidence article", number)),
        Sense::click(),
    );
    let date = passage
        .published
        .as_ref()
        .map_or_else(|| "No date".to_owned(), date_words);
    let outlet = passage.source().unwrap_or_default();
    let name = format!("Open {}, {outlet} {date}", passage.title);
    response.widget_info(|| WidgetInfo::labeled(Role::Link, true, &name));
    let y = line.center().y;
    let mut x = rect.left() + space::L;
    let small = font::ui(font::SMALL);
    let date_ink = if passage.published.is_some() {
        c.ink2
    } else {
        c.warn
    };
    x = text(
        ui,
        pos2(x, y),
        Align2::LEFT_CENTER,
        &date,
        small.clone(),
        date_ink,
    )
    .right()
        + space::M;
    if !outlet.is_empty() {
        let galley = elided(
            ui,
            outlet,
            font::bold(font::SMALL),
            c.ink,
            (rect.width() * 0.4).max(60.0),
        );
        x = galley_at(ui, x, y, galley, c.ink).right() + space::M;
    }
    let ink = if response.hovered() { c.accent } else { c.ink3 };
    let galley = elided(ui, &passage.title, small, ink, rect.right() - space::L - x);
    let cut = galley.elided;
    galley_at(ui, x, y, galley, ink);
    focus_ring(ui, line, &response);
    let clicked = response.clicked();
    if cut {
        response.on_hover_text(&passage.title);
    }
    clicked
}

pub(super) struct Row {
    pub number: usize,
    pub selected: bool,
    pub grouped: bool,
    /// Why nothing can be changed.
    pub locked: Option<&'static str>,
    /// Whether a click opens the article beside the list.
    pub beside: bool,
}

impl Row {
    pub(super) fn ui(
        &self,
        ui: &mut Ui,
        rect: Rect,
        passage: &Passage,
        lines: &Lines,
    ) -> Option<Asked> {
        let c = colors(ui);
        let response = ui.interact(rect, row_key(self.number), Sense::click());
        response.widget_info(|| {
            WidgetInfo::selected(Role::ListBoxOption, true, self.selected, &passage.sentence)
        });
        if self.selected {
            ui.painter().rect_filled(rect, 0.0, c.selected);
        } else if response.hovered() {
            ui.painter().rect_filled(rect, 0.0, c.hover);
        }
        let ground = if self.selected { c.selected } else { c.panel };
        passage_line(ui, rect, passage, ground, false);
        if self.selected {
            let edge = Rect::from_min_size(rect.min, vec2(stroke::SELECTED, rect.height()));
            ui.painter().rect_filled(edge, 0.0, c.accent);
        }
        focus_ring(ui, rect, &response);
        let asked = self.asked(ui, &response, passage, lines);
        let tip = if self.grouped {
            passage.sentence.clone()
        } else {
            let date = passage
                .published
                .as_ref()
                .map_or_else(|| "No date".to_owned(), date_words);
            let outlet = passage.source().unwrap_or_default();
            format!("{date} {outlet}, {}\n{}", passage.title, passage.sentence)
        };
        response.on_hover_text(tip);
        asked
    }

    fn asked(
        &self,
        ui: &Ui,
        response: &Response,
        passage: &Passage,
        lines: &Lines,
    ) -> Option<Asked> {
        let open = || Some(Asked::Open(passage.article, Some(passage.span)));
        if response.double_clicked() {
            // The first click opened it already where articles are read beside the list.
            return if self.beside { None } else { open() };
        }
        if response.has_focus() {
            let arrows = EventFilter {
                vertical_arrows: true,
                ..EventFilter::default()
            };
            crate::ui::widgets::hold_keys(ui, response.id, arrows);
            let pressed = |key| ui.input(|i| !i.modifiers.any() && i.key_pressed(key));
            for (key, by) in [
                (Key::ArrowDown, 1),
                (Key::ArrowUp, -1),
                (Key::PageDown, 15),
                (Key::PageUp, -15),
            ] {
                if pressed(key) {
                    return lines.neighbor(self.number, by).map(Asked::Select);
                }
            }
            if pressed(Key::Home) {
                return lines.order.first().copied().map(Asked::Select);
            }
            if pressed(Key::End) {
                return lines.order.last().copied().map(Asked::Select);
            }
            if pressed(Key::Enter) {
                return open();
            }
            if pressed(Key::X) {
                return Some(Asked::Act(self.number, Act::Exclude));
            }
        }
        if let Some(asked) = self.menu(response, passage) {
            return Some(asked);
        }
        response.clicked().then_some(Asked::Choose(self.number))
    }
}

impl Row {
    /// What the other button offers.
    fn menu(&self, response: &Response, passage: &Passage) -> Option<Asked> {
        let item = |words, keys, disabled| MenuItem::Item {
            words,
            keys,
            checked: false,
            disabled,
        };
        let name = passage
            .highlight
            .map(|_| "It was highlighted, not found as a name");
        let wrong = if name.is_some() {
            "Remove the highlight"
        } else {
            "Exclude as wrong"
        };
        let items = [
            item("Open the article", "Enter", None),
            item("Copy with its source", "", None),
            MenuItem::Line,
            item(wrong, "X", self.locked),
            item("Means someone else…", "", self.locked.or(name)),
            item("Not a name, here or elsewhere…", "", self.locked.or(name)),
        ];
        match context_menu(response, &items)? {
            0 => Some(Asked::Open(passage.article, Some(passage.span))),
            1 => Some(Asked::Act(self.number, Act::Copy)),
            3 => Some(Asked::Act(self.number, Act::Exclude)),
            4 => Some(Asked::Act(self.number, Act::Reassign)),
            5 => Some(Asked::Act(self.number, Act::Dismiss)),
            _ => None,
        }
    }
}

/// A passage on one line of `rect`, see [`kwic::line_ui`]. A passage left out is dim and struck.
pub fn passage_line(ui: &Ui, rect: Rect, passage: &Passage, ground: Color32, struck: bool) {
    kwic::line_ui(ui, rect, kwic::parts(passage), ground, struck);
}
