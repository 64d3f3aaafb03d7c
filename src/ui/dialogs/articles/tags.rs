//! Gives articles tags and takes them away. Each tag that is checked or unchecked is one decision.

use std::collections::{HashMap, HashSet};

use egui::{Align2, Rect, Role, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};

use super::About;
use crate::{
    model::{ArticleId, TagId, marking::mark_name},
    ui::{
        action::Action,
        context::Cx,
        dialogs::{Verdict, confirmed, focus_first, line},
        theme::{colors, font, size, space},
        widgets::{self, Button, ButtonKind, Tick, dialog_kept, number, tick_square},
    },
    workspace::{Command, views::ListStamp},
};

#[derive(Debug)]
pub(super) struct State {
    text: String,
    articles: HashSet<ArticleId>,
    /// By name; how many of the articles have each.
    tags: Vec<Tag>,
    /// The list that was counted.
    counted: Option<ListStamp>,
    /// What was asked for and is not in the list yet: tag, whether it is to be there, and when it was asked.
    asked: Vec<(String, bool, f64)>,
}

#[derive(Debug)]
struct Tag {
    /// `None` for one that is being made.
    id: Option<TagId>,
    name: String,
    have: usize,
}

impl State {
    pub(super) fn new(articles: &[ArticleId]) -> Self {
        Self {
            text: String::new(),
            articles: articles.iter().copied().collect(),
            tags: Vec::new(),
            counted: None,
            asked: Vec::new(),
        }
    }

    /// Follows what the project has; what was asked for counts as done as long as something is under way.
    fn follow(&mut self, cx: &Cx<'_>) {
        let busy = cx.desk.busy();
        let before = self.asked.len();
        self.asked.retain(|(.., at)| busy || cx.now <= *at);
        let (Some(overview), Some(list)) =
            (cx.views().overview.value(), cx.views().articles.value())
        else {
            return;
        };
        let stamp = list.stamp();
        let names = overview.tags.iter().map(|tag| &tag.0);
        let known = self.tags.iter().filter(|tag| tag.id.is_some());
        let same = self.counted.as_ref() == Some(&stamp)
            && self.asked.len() == before
            && known.map(|tag| &tag.name).eq(names.clone());
        if same {
            return;
        }
        let mut have: HashMap<&str, usize> = HashMap::new();
        for row in &list.rows {
            if self.articles.contains(&row.id) {
                for tag in &row.tags {
                    *have.entry(tag).or_default() += 1;
                }
            }
        }
        self.tags = names
            .zip(&overview.tag_ids)
            .map(|(name, id)| Tag {
                id: Some(*id),
                name: name.clone(),
                have: have.get(name.as_str()).copied().unwrap_or(0),
            })
            .collect();
        self.counted = Some(stamp);
        for (name, on, _) in self.asked.clone() {
            self.show(&name, on);
        }
    }

    /// Shows a tag on all of the articles or on none.
    fn show(&mut self, name: &str, on: bool) {
        let have = if on { self.articles.len() } else { 0 };
        match self.tags.iter_mut().find(|tag| tag.name == name) {
            Some(tag) => tag.have = have,
            None if on => {
                let made = Tag {
                    id: None,
                    name: name.to_owned(),
                    have,
                };
                self.tags.insert(0, made);
            }
            None => {}
        }
    }

    /// Notes that a tag was asked for, or that it be taken away.
    fn ask(&mut self, name: String, on: bool, now: f64) {
        self.show(&name, on);
        self.asked.retain(|asked| asked.0 != name);
        self.asked.push((name, on, now));
    }

    /// The tag of the project with the typed name, capitals aside.
    fn typed(&self) -> Option<&Tag> {
        let typed = self.text.trim().to_lowercase();
        self.tags
            .iter()
            .find(|tag| tag.name.to_lowercase() == typed)
    }

    /// The name to be added, or what is wrong with it.
    fn name(&self) -> Result<String, &'static str> {
        match self.typed() {
            Some(tag) => Ok(tag.name.clone()),
            None => mark_name(&self.text),
        }
    }
}

/// Gives the articles the typed tag.
fn add(about: &About, state: &mut State, cx: &mut Cx<'_>) {
    let Ok(tag) = state.name() else { return };
    cx.send(Action::Run(Command::AddTag {
        articles: about.articles.clone(),
        tag: tag.clone(),
    }));
    state.ask(tag, true, cx.now);
    state.text.clear();
}

pub(super) fn ui(ui: &Ui, about: &mut About, state: &mut State, cx: &mut Cx<'_>) -> Verdict {
    state.follow(cx);
    let title = format!("Tags of {}", about.words);
    let mut all = (about, state, cx);
    let (verdict, ()) = dialog_kept(
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
            let why = state.name().err().map(|why| format!("A name {why}"));
            let button = Button::new(words)
                .kind(ButtonKind::Plain)
                .shortcut("Enter")
                .disabled(why.as_deref());
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
    let of = state.articles.len();
    let mut asked = None;
    let shown: Vec<&Tag> = state
        .tags
        .iter()
        .filter(|tag| tag.name.to_lowercase().contains(&typed))
        .collect();
    ui.scope_builder(egui::UiBuilder::new().max_rect(rect), |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        ScrollArea::vertical()
            .id_salt("tags to choose")
            .auto_shrink(false)
            .show_rows(ui, size::ROW, shown.len(), |ui, seen| {
                for tag in shown.get(seen).into_iter().flatten() {
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
                    let name = tag.name.clone();
                    match (tick, tag.id) {
                        (Tick::On, Some(tag)) => {
                            asked = Some((name, false));
                            cx.send(Action::Run(Command::RemoveTag { articles, tag }));
                        }
                        // It has no number before it is made.
                        (Tick::On, None) => {}
                        _ => {
                            asked = Some((name.clone(), true));
                            cx.send(Action::Run(Command::AddTag {
                                articles,
                                tag: name,
                            }));
                        }
                    }
                }
            });
    });
    if let Some((name, on)) = asked {
        state.ask(name, on, cx.now);
    }
}
