//! Ordering tags: rename, merge, delete.

use egui::{Key, Rect, ScrollArea, Sense, Ui, pos2, vec2};

use super::{Ask, Pick};
use crate::{
    model::{
        Filter, TagId,
        marking::{TagRow, mark_name},
    },
    ui::{
        action::Action,
        context::Cx,
        dialogs::{confirmed, focus_first},
        theme::{colors, font, size, space},
        widgets::{self, Button, EmptyState, Icon, MenuItem, Verdict, dialog},
    },
    workspace::Command,
};

/// What the dialog remembers while it is open.
#[derive(Debug, Default)]
pub struct State {
    /// The tag being renamed, and the name typed so far.
    renaming: Option<(TagId, String)>,
    begun: bool,
}

impl State {
    /// Gives the tag the name typed for it, where that is another one.
    fn rename(&mut self, tags: &[TagRow], cx: &mut Cx<'_>) {
        let Some((tag, typed)) = self.renaming.take() else {
            return;
        };
        let before = tags.iter().find(|row| row.id == tag).map(|row| &row.name);
        match mark_name(&typed) {
            Ok(name) if before != Some(&name) => {
                cx.send(Action::Run(Command::RenameTag { tag, name }));
            }
            Err(why) if !typed.trim().is_empty() => cx.send(Action::Say(format!("A name {why}"))),
            _ => {}
        }
    }
}

const ROW: f32 = 34.0;

pub(super) fn ui(ui: &Ui, state: &mut State, cx: &mut Cx<'_>) -> Verdict {
    let slot = &cx.views().tags;
    let mut both = (state, cx);
    let (verdict, ()) = dialog(
        ui,
        "Tags",
        [480.0, 420.0],
        &mut both,
        |ui, body, (state, cx)| {
            if slot.value().is_some_and(Vec::is_empty) {
                let empty = EmptyState {
                    words: "No article has a tag. Open one and press G to give it one",
                    button: None,
                };
                widgets::empty_state(ui, body, empty);
                return;
            }
            widgets::slot_ui(ui, body, slot, cx.now, "Looking up tags…", |ui, tags| {
                ui.spacing_mut().item_spacing.y = 0.0;
                ScrollArea::vertical()
                    .id_salt("tags")
                    .auto_shrink(false)
                    .show_rows(ui, ROW, tags.len(), |ui, shown| {
                        for tag in shown.filter_map(|at| tags.get(at)) {
                            let size = vec2(body.width(), ROW);
                            let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
                            row_ui(ui, rect, tag, tags, state, cx);
                        }
                    });
            });
        },
        |ui, (_, cx)| {
            let c = colors(ui);
            if let Some(why) = cx.read_only() {
                widgets::label(ui, why, font::ui(font::SMALL), c.ink3);
            }
        },
        |ui, (state, cx)| {
            if Button::new("Done").show(ui).clicked() {
                // The name being typed counts.
                state.rename(slot.value().map_or(&[][..], Vec::as_slice), cx);
                Verdict::Close
            } else {
                Verdict::Stay
            }
        },
    );
    verdict
}

fn row_ui(
    ui: &mut Ui,
    rect: Rect,
    tag: &TagRow,
    tags: &[TagRow],
    state: &mut State,
    cx: &mut Cx<'_>,
) {
    let c = colors(ui);
    widgets::hline(ui.painter(), rect, rect.bottom(), c.line);
    let words = Rect::from_min_max(
        pos2(rect.left() + 18.0, rect.top()),
        pos2(rect.right() - 190.0, rect.bottom()),
    );
    if let Some((_, name)) = state.renaming.as_mut().filter(|(id, _)| *id == tag.id) {
        let response = widgets::at(ui, words, |ui| {
            widgets::text_field(ui, name, "New name of the tag", "", words.width())
        });
        focus_first(&mut state.begun, &response);
        let left = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Escape));
        if left {
            state.renaming = None;
        } else if confirmed(ui, &response) || response.lost_focus() {
            state.rename(tags, cx);
        }
    } else {
        widgets::at(ui, words, |ui| {
            widgets::label_elided(ui, &tag.name, font::ui(font::UI), c.ink);
        });
    }
    let count = Rect::from_min_max(
        pos2(rect.right() - 180.0, rect.top()),
        pos2(rect.right() - 60.0, rect.bottom()),
    );
    let shown = widgets::at(ui, count, |ui| {
        let words = widgets::count(tag.articles, "article", "articles");
        let name = format!("Show {words} with the tag {}", tag.name);
        widgets::number_link(ui, &words, &name, font::SMALL).clicked()
    });
    if shown {
        cx.send(Action::SetFilter(Filter {
            tags: vec![tag.name.clone()],
            ..Filter::default()
        }));
        cx.send(Action::CloseDialog);
    }
    let more = Rect::from_min_max(
        pos2(rect.right() - 48.0, rect.top()),
        pos2(rect.right() - size::SCROLL_BAR - space::S, rect.bottom()),
    );
    let why = cx.read_only();
    let button = widgets::at(ui, more, |ui| {
        let name = format!("What can be done with the tag {}", tag.name);
        widgets::icon_button(ui, Icon::More, &name, None, size::PANEL_BUTTON, why)
    });
    if why.is_some() {
        return;
    }
    let mut items = vec![MenuItem::new("Rename…"), MenuItem::new("Delete")];
    if tags.len() > 1 {
        items.push(MenuItem::new("Merge into another…"));
    }
    match widgets::menu(&button, &items) {
        Some(0) => {
            state.renaming = Some((tag.id, tag.name.clone()));
            state.begun = false;
        }
        Some(1) => cx.send(Action::Run(Command::DeleteTag { tag: tag.id })),
        Some(_) => cx.send(Ask::Pick(Pick::MergeTag(tag.id)).action()),
        None => {}
    }
}
