//! Gives articles tags and takes them away. Each tag that is checked or unchecked is one decision.

use egui::{Align2, Rect, Role, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};

use super::About;
use crate::{
    model::TagId,
    ui::{
        action::Action,
        context::Cx,
        dialogs::{Verdict, confirmed, focus_first, line},
        theme::{colors, font, size, space},
        widgets::{self, Button, ButtonKind, Tick, dialog, number, tick_square},
    },
    workspace::{Command, session::Views, views::ArticleRow},
};

#[derive(Debug)]
pub(super) struct State {
    text: String,
    /// Articles the dialog is about.
    of: usize,
    /// By name; how many of those articles have each.
    tags: Vec<Tag>,
}

#[derive(Debug)]
struct Tag {
    /// `None` for one that was made here a moment ago.
    id: Option<TagId>,
    name: String,
    have: usize,
}

impl State {
    pub(super) fn new(rows: &[&ArticleRow], of: usize, views: &Views) -> Self {
        let known = views.overview.value();
        let ids = known.into_iter().flat_map(|overview| &overview.tag_ids);
        let names = known.into_iter().flat_map(|overview| &overview.tags);
        let tags = names.zip(ids).map(|((name, _), id)| Tag {
            id: Some(*id),
            name: name.clone(),
            have: rows.iter().filter(|row| row.tags.contains(name)).count(),
        });
        Self {
            text: String::new(),
            of,
            tags: tags.collect(),
        }
    }

    /// The tag of the project with the typed name, capitals aside.
    fn typed(&self) -> Option<usize> {
        let typed = self.text.trim().to_lowercase();
        self.tags
            .iter()
            .position(|tag| tag.name.to_lowercase() == typed)
    }
}

/// Gives the articles the typed tag.
fn add(about: &About, state: &mut State, cx: &mut Cx<'_>) {
    let name = state.text.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() {
        return;
    }
    let at = state.typed();
    let tag = at.map_or(name, |at| state.tags[at].name.clone());
    cx.send(Action::Run(Command::AddTag {
        articles: about.articles.clone(),
        tag: tag.clone(),
    }));
    match at {
        Some(at) => state.tags[at].have = state.of,
        None => {
            let made = Tag {
                id: None,
                name: tag,
                have: state.of,
            };
            state.tags.insert(0, made);
        }
    }
    state.text.clear();
}

pub(super) fn ui(ui: &Ui, about: &mut About, state: &mut State, cx: &mut Cx<'_>) -> Verdict {
    // One made here has its number once the project was read again.
    if let Some(overview) = cx.views().overview.value() {
        for tag in state.tags.iter_mut().filter(|tag| tag.id.is_none()) {
            let at = overview.tags.iter().position(|(name, _)| *name == tag.name);
            tag.id = at.and_then(|at| overview.tag_ids.get(at)).copied();
        }
    }
    let title = format!("Tags of {}", about.words);
    let mut all = (about, state, cx);
    let (verdict, ()) = dialog(
        ui,
        &title,
        [440.0, 380.0],
        &mut all,
        |ui, body, (about, state, cx)| {
            let field = line(ui, body, 18.0, "Tag");
            let response = widgets::at(ui, field, |ui| {
                let hint = "Find a tag or name a new one";
                widgets::text_field(ui, &mut state.text, "Tag", hint, field.width())
            });
            focus_first(&mut about.begun, &response);
            if confirmed(ui, &response) {
                if state.text.trim().is_empty() {
                    about.confirmed = true;
                } else {
                    add(about, state, cx);
                    response.request_focus();
                }
            }
            let top = field.bottom() + space::L;
            let list = Rect::from_min_max(pos2(body.left(), top), body.max);
            list_ui(ui, list, about, state, cx);
        },
        |ui, (about, state, cx)| {
            let new = !state.text.trim().is_empty();
            let words = if state.typed().is_some() {
                "Add"
            } else {
                "Make and add"
            };
            let button = Button::new(words).kind(ButtonKind::Plain).shortcut("Enter");
            if new && button.show(ui).clicked() {
                add(about, state, cx);
            }
        },
        |ui, (about, ..)| {
            let done = Button::new("Done").kind(ButtonKind::Primary).show(ui);
            if done.clicked() || about.confirmed {
                Verdict::Close
            } else {
                Verdict::Stay
            }
        },
    );
    verdict
}

fn list_ui(ui: &mut Ui, rect: Rect, about: &About, state: &mut State, cx: &mut Cx<'_>) {
    let c = colors(ui);
    if state.tags.is_empty() {
        let words = "No tags yet. Type a name and press Enter";
        let button = None;
        widgets::empty_state(ui, rect, widgets::EmptyState { words, button });
        return;
    }
    let typed = state.text.trim().to_lowercase();
    let of = state.of;
    let mut shown: Vec<&mut Tag> = state
        .tags
        .iter_mut()
        .filter(|tag| tag.name.to_lowercase().contains(&typed))
        .collect();
    ui.scope_builder(egui::UiBuilder::new().max_rect(rect), |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        ScrollArea::vertical()
            .id_salt("tags to choose")
            .auto_shrink(false)
            .show_rows(ui, size::ROW, shown.len(), |ui, seen| {
                for tag in shown.get_mut(seen).into_iter().flatten() {
                    let width = ui.available_width();
                    let (rect, response) =
                        ui.allocate_exact_size(vec2(width, size::ROW), Sense::click());
                    let tick = match tag.have {
                        0 => Tick::Off,
                        have if have >= of => Tick::On,
                        _ => Tick::Partly,
                    };
                    response.widget_info(|| {
                        let mut words = tag.name.clone();
                        if tick == Tick::Partly {
                            words.push_str(&format!(
                                ", on {} of {}",
                                number(tag.have as u64),
                                number(of as u64)
                            ));
                        }
                        WidgetInfo::selected(Role::CheckBox, true, tick == Tick::On, words)
                    });
                    if response.hovered() {
                        ui.painter().rect_filled(rect, 0.0, c.hover);
                    }
                    let y = rect.center().y;
                    tick_square(ui, pos2(rect.left() + 109.0, y), tick, response.hovered());
                    let left = rect.left() + 126.0;
                    let mut right = rect.right() - 18.0;
                    if tick == Tick::Partly {
                        let words = format!("{} of {}", number(tag.have as u64), number(of as u64));
                        let at = pos2(right, y);
                        let small = font::ui(font::SMALL);
                        let note =
                            widgets::text(ui, at, Align2::RIGHT_CENTER, &words, small, c.ink3);
                        right = note.left() - space::M;
                    }
                    let galley =
                        widgets::elided(ui, &tag.name, font::ui(font::UI), c.ink, right - left);
                    widgets::galley_at(ui, left, y, galley, c.ink);
                    widgets::focus_ring(ui, rect, &response);
                    if !response.clicked() {
                        continue;
                    }
                    let articles = about.articles.clone();
                    match (tick, tag.id) {
                        (Tick::On, Some(id)) => {
                            tag.have = 0;
                            cx.send(Action::Run(Command::RemoveTag { articles, tag: id }));
                        }
                        // Its number is not known yet; the next frame knows it.
                        (Tick::On, None) => {}
                        _ => {
                            tag.have = of;
                            let tag = tag.name.clone();
                            cx.send(Action::Run(Command::AddTag { articles, tag }));
                        }
                    }
                }
            });
    });
}
