//! The command palette: every action with its keys, and articles and names to go to, found by a few letters.

use egui::{Align2, Id, Key, Modifiers, Rect, Role, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};

use super::Verdict;
use crate::{
    model::{ArticleId, CountUnit, EntityId, chart::Cell},
    ui::{
        action::{Action, Queue, View},
        actions::{Id as ActionId, Now, Place, Row, TABLE, on_this_system},
        theme::{colors, font, size, space, stroke},
        widgets::{self, Icon},
    },
    workspace::session::Views,
};

/// What the palette remembers while it is open.
#[derive(Debug)]
pub struct State {
    query: String,
    actions: Vec<Entry>,
    /// What matches the query, best first; `None` until looked for.
    found: Option<(String, Vec<Entry>)>,
    chosen: usize,
    begun: bool,
    reveal: bool,
}

/// A line that can be chosen.
#[derive(Clone, Debug)]
struct Entry {
    words: String,
    /// Where it works, or what it is.
    about: &'static str,
    keys: String,
    why_not: Option<&'static str>,
    does: Does,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Does {
    /// The table's line at this place.
    Row(usize),
    Article(ArticleId),
    Name(EntityId),
}

/// Articles and names listed at most, of each.
const MOST: usize = 8;

impl State {
    /// The palette over the window as it is.
    #[must_use]
    pub fn new(now: &Now<'_>) -> Self {
        let undo = now.views.and_then(|views| views.overview.value());
        let entry = |(at, row): (usize, &Row)| {
            let named = match row.id {
                Some(ActionId::Undo) => undo.and_then(|o| o.undo.as_deref()),
                Some(ActionId::Redo) => undo.and_then(|o| o.redo.as_deref()),
                _ => None,
            };
            Entry {
                words: match named {
                    Some(what) => format!("{}: {what}", row.name),
                    None => row.name.to_owned(),
                },
                about: match row.place {
                    Place::Anywhere => "",
                    place => place.label(),
                },
                keys: on_this_system(row.keys.split(", ").next().unwrap_or_default()),
                why_not: row.why_not(now),
                does: Does::Row(at),
            }
        };
        Self {
            query: String::new(),
            // The palette does not list itself.
            actions: TABLE
                .iter()
                .enumerate()
                .filter(|(_, row)| row.is_action() && row.id != Some(ActionId::Palette))
                .map(entry)
                .collect(),
            found: None,
            chosen: 0,
            begun: false,
            reveal: false,
        }
    }

    /// Looks for what matches when the query changed.
    fn find(&mut self, views: Option<&Views>) {
        let query = self.query.trim().to_lowercase();
        if self.found.as_ref().is_some_and(|(of, _)| *of == query) {
            return;
        }
        let mut ranked: Vec<(u32, usize)> = self
            .actions
            .iter()
            .enumerate()
            .filter_map(|(at, entry)| {
                let about = format!("{} {}", entry.about, entry.words);
                let rank = fit(&entry.words, &query)
                    .or_else(|| fit(&about, &query).map(|rank| rank + 500))?;
                // What cannot be done now comes after what can.
                let late = u32::from(entry.why_not.is_some() && !query.is_empty()) * 100;
                Some((rank + late, at))
            })
            .collect();
        ranked.sort_unstable();
        let mut found: Vec<Entry> = ranked
            .into_iter()
            .filter_map(|(_, at)| self.actions.get(at).cloned())
            .collect();
        if let Some(views) = views.filter(|_| query.chars().count() > 1) {
            found.extend(names(views, &query));
            found.extend(articles(views, &query));
        }
        self.found = Some((query, found));
        self.chosen = 0;
    }
}

/// The best of `rows` whose words contain the query: those that begin with it, then those with a word that does. Only
/// so many are weighed as make a good choice likely; a longer query finds the rest.
fn best<T>(rows: impl Iterator<Item = (T, String)>, query: &str) -> Vec<(T, String)> {
    let mut some: Vec<(u8, usize, (T, String))> = rows
        .filter_map(|(row, words)| {
            let lower = words.to_lowercase();
            let at = lower.find(query)?;
            let before = lower
                .get(..at)
                .and_then(|before| before.chars().next_back());
            let rank = match before {
                None => 0,
                Some(c) if !c.is_alphanumeric() => 1,
                Some(_) => 2,
            };
            Some((rank, (row, words)))
        })
        .take(400)
        .enumerate()
        .map(|(at, (rank, row))| (rank, at, row))
        .collect();
    some.sort_by_key(|(rank, at, _)| (*rank, *at));
    some.into_iter().take(MOST).map(|(.., row)| row).collect()
}

fn names(views: &Views, query: &str) -> Vec<Entry> {
    let rows = views.entities.value().map_or(&[][..], |table| &table.rows);
    best(rows.iter().map(|row| (row, row.name.clone())), query)
        .into_iter()
        .map(|(row, words)| Entry {
            words,
            about: row.kind.word(),
            keys: widgets::count(row.mentions, "mention", "mentions"),
            why_not: None,
            does: Does::Name(row.id),
        })
        .collect()
}

fn articles(views: &Views, query: &str) -> Vec<Entry> {
    let rows = views.articles.value().map_or(&[][..], |list| &list.rows);
    best(rows.iter().map(|row| (row, row.title.clone())), query)
        .into_iter()
        .map(|(row, words)| Entry {
            words,
            about: "article",
            keys: row
                .published
                .as_ref()
                .map_or_else(|| "No date".to_owned(), widgets::date_words),
            why_not: None,
            does: Does::Article(row.id),
        })
        .collect()
}

/// How well words fit a query in lower case, smaller is better: its letters in their order, best at the beginnings of
/// words and together. `None` when a letter is missing.
fn fit(words: &str, query: &str) -> Option<u32> {
    let lower: Vec<char> = words.to_lowercase().chars().collect();
    let wanted: Vec<char> = query.chars().filter(|c| !c.is_whitespace()).collect();
    let whole: String = lower.iter().collect();
    if let Some(at) = whole.find(query) {
        let before = whole
            .get(..at)
            .and_then(|before| before.chars().next_back());
        return Some(match before {
            None => 0,
            Some(c) if !c.is_alphanumeric() => 1,
            // Inside a word it is chance more often than the first letters of several are.
            Some(_) => 80,
        });
    }
    let mut cost = 30;
    let mut at = 0;
    let mut last: Option<usize> = None;
    for letter in wanted {
        let starts = |index: usize| {
            index == 0
                || lower
                    .get(index - 1)
                    .is_some_and(|before| !before.is_alphanumeric())
        };
        let next = last.map(|last| last + 1);
        let together = next.filter(|next| lower.get(*next) == Some(&letter));
        let at_word = (at..lower.len()).find(|i| lower.get(*i) == Some(&letter) && starts(*i));
        // Letters of one word stand together; another word begins with its letter.
        let found = together.or(at_word)?;
        cost += if together.is_some() { 1 } else { 4 };
        last = Some(found);
        at = found + 1;
    }
    Some(cost)
}

const ROW: f32 = 30.0;

/// Draws the palette. `views` are of the open project, if one is.
pub(super) fn ui(ui: &Ui, state: &mut State, views: Option<&Views>, queue: &mut Queue) -> Verdict {
    let mut both = (state, queue);
    let (verdict, taken) = widgets::dialog(
        ui,
        "All actions",
        [620.0, 520.0],
        &mut both,
        |ui, body, (state, queue)| body_ui(ui, body, state, views, queue),
        |ui, (state, _)| {
            let c = colors(ui);
            let found = state.found.as_ref();
            let why = found
                .and_then(|(_, found)| found.get(state.chosen))
                .and_then(|entry| entry.why_not);
            if let Some(why) = why {
                widgets::label(ui, why, font::ui(font::SMALL), c.ink2);
            } else {
                let words = "Enter does it, Esc leaves";
                widgets::label(ui, words, font::ui(font::SMALL), c.ink3);
            }
        },
        |_, _| Verdict::Stay,
    );
    if taken { Verdict::Close } else { verdict }
}

/// Returns whether a line was taken.
fn body_ui(
    ui: &mut Ui,
    body: Rect,
    state: &mut State,
    views: Option<&Views>,
    queue: &mut Queue,
) -> bool {
    let id = Id::unique("find an action");
    let pressed = |key| {
        ui.ctx()
            .input_mut(|input| input.count_and_consume_key(Modifiers::NONE, key)) as isize
    };
    let page = 10;
    let step = pressed(Key::ArrowDown) - pressed(Key::ArrowUp)
        + page * (pressed(Key::PageDown) - pressed(Key::PageUp));
    let enter = pressed(Key::Enter) > 0;
    let field = Rect::from_min_size(body.min + vec2(18.0, 10.0), vec2(body.width() - 36.0, 28.0));
    widgets::at(ui, field, |ui| {
        let hint = if views.is_some() {
            "An action, an article’s title or a name"
        } else {
            "An action"
        };
        let query = &mut state.query;
        let name = "Find an action, article or name";
        widgets::search_field(ui, id, query, name, hint, None, field.width(), size::BUTTON)
    });
    // The keyboard stays in the field: the arrow keys choose from there.
    if !std::mem::replace(&mut state.begun, true) {
        ui.memory_mut(|memory| memory.request_focus(id));
    }
    state.find(views);
    let count = state.found.as_ref().map_or(0, |(_, found)| found.len());
    if step != 0 && count > 0 {
        state.chosen = state.chosen.saturating_add_signed(step).min(count - 1);
        state.reveal = true;
    }
    let list = Rect::from_min_max(pos2(body.left(), field.bottom() + space::M), body.max);
    let clicked = list_ui(ui, list, state);
    let taken = clicked.or(enter.then_some(state.chosen));
    let entry = state
        .found
        .as_ref()
        .and_then(|(_, found)| found.get(taken?));
    let Some(entry) = entry.filter(|entry| entry.why_not.is_none()) else {
        return false;
    };
    match entry.does {
        Does::Row(at) => queue.send(Action::Perform(at)),
        Does::Article(article) => queue.send(Action::OpenArticle { article, at: None }),
        Does::Name(entity) => {
            queue.send(Action::Go(View::Read));
            queue.send(Action::ShowPassages {
                cell: Cell::Entity(entity),
                unit: CountUnit::Mentions,
            });
        }
    }
    true
}

/// Draws the lines; returns the one clicked.
fn list_ui(ui: &mut Ui, rect: Rect, state: &mut State) -> Option<usize> {
    let c = colors(ui);
    let empty = Vec::new();
    let found = state.found.as_ref().map_or(&empty, |(_, found)| found);
    if found.is_empty() {
        let words = "No action, article or name with these letters";
        let button = None;
        widgets::empty_state(ui, rect, widgets::EmptyState { words, button });
        return None;
    }
    let mut clicked = None;
    let reveal = std::mem::take(&mut state.reveal);
    let chosen = state.chosen;
    ui.scope_builder(egui::UiBuilder::new().max_rect(rect), |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        let mut area = ScrollArea::vertical()
            .id_salt("found actions")
            .auto_shrink(false);
        if reveal {
            // The chosen line stays in the middle third, so that what comes next is seen.
            let top = (chosen as f32 + 0.5).mul_add(ROW, -rect.height() / 2.0);
            area = area.vertical_scroll_offset(top.max(0.0));
        }
        area.show_rows(ui, ROW, found.len(), |ui, shown| {
            let name = "Actions, articles and names";
            widgets::list_of(ui, Role::ListBox, name, found.len());
            for at in shown {
                let Some(entry) = found.get(at) else { continue };
                if entry_ui(ui, entry, at, at == chosen, c) {
                    clicked = Some(at);
                }
            }
        });
    });
    clicked
}

fn entry_ui(
    ui: &mut Ui,
    entry: &Entry,
    at: usize,
    chosen: bool,
    c: &crate::ui::theme::Colors,
) -> bool {
    let enabled = entry.why_not.is_none();
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
    let response = ui.interact(rect, Id::unique(("found action", at)), Sense::CLICK);
    let mut spoken = entry.words.clone();
    for part in [entry.about, entry.keys.as_str()] {
        if !part.is_empty() {
            spoken.push_str(", ");
            spoken.push_str(part);
        }
    }
    if let Some(why) = entry.why_not {
        spoken.push_str(", ");
        spoken.push_str(why);
    }
    response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, enabled, chosen, &spoken));
    widgets::position(ui, response.id, at);
    let painter = ui.painter();
    if chosen {
        painter.rect_filled(rect, 0.0, c.selected);
        let edge = Rect::from_min_size(rect.min, vec2(stroke::SELECTED, rect.height()));
        painter.rect_filled(edge, 0.0, c.accent);
    } else if response.hovered() {
        painter.rect_filled(rect, 0.0, c.hover);
    }
    let dim = |ink| if enabled { ink } else { c.disabled(ink) };
    let (left, right) = (rect.left() + 18.0, rect.right() - 18.0);
    let y = rect.center().y;
    let small = font::ui(font::SMALL);
    let keys = widgets::width_of(ui, &entry.keys, small.clone());
    widgets::text(
        ui,
        pos2(right, y),
        Align2::RIGHT_CENTER,
        &entry.keys,
        small.clone(),
        dim(c.ink2),
    );
    let about = widgets::width_of(ui, entry.about, small.clone());
    let about_right = right - keys - if keys > 0.0 { space::L } else { 0.0 };
    widgets::text(
        ui,
        pos2(about_right, y),
        Align2::RIGHT_CENTER,
        entry.about,
        small,
        dim(c.ink3),
    );
    let icon = match entry.does {
        Does::Row(_) => None,
        Does::Article(_) => Some(Icon::File),
        Does::Name(_) => Some(Icon::Tag),
    };
    let words_left = if let Some(icon) = icon {
        icon.paint_scaled(painter, pos2(left + 6.0, y), c.ink2, 0.8);
        left + 20.0
    } else {
        left
    };
    let room = about_right - about - space::L - words_left;
    let galley = widgets::elided(ui, &entry.words, font::ui(font::UI), dim(c.ink), room);
    let cut = galley.elided;
    widgets::galley_at(ui, words_left, y, galley, dim(c.ink));
    let clicked = response.clicked();
    if let Some(why) = entry.why_not {
        response.on_hover_text(why);
    } else if cut {
        response.on_hover_text(&entry.words);
    }
    clicked
}

#[cfg(test)]
mod tests {
    use super::*;

    fn best_of<'w>(query: &str, all: &[&'w str]) -> Vec<&'w str> {
        let mut found: Vec<(u32, &str)> = all
            .iter()
            .filter_map(|words| Some((fit(words, query)?, *words)))
            .collect();
        found.sort_unstable();
        found.into_iter().map(|(_, words)| words).collect()
    }

    #[test]
    fn a_few_letters_find_an_action() {
        let all = [
            "Import files…",
            "Import a folder…",
            "Undo",
            "Redo",
            "Check accuracy…",
            "Next difference",
        ];
        let check = |query, expected: &[&str]| {
            assert_eq!(best_of(query, &all), expected, "{query}");
        };
        check("undo", &["Undo"]);
        check("imp", &["Import a folder…", "Import files…"]);
        check(
            "if",
            &["Import a folder…", "Import files…", "Next difference"],
        );
        check("impfo", &["Import a folder…"]);
        check("acc", &["Check accuracy…"]);
        check("xyz", &[]);
    }
}
