//! Choosing one of the project's names: type, move with the arrow keys, Enter.

use std::{collections::HashSet, rc::Rc};

use egui::{Align2, Id, Key, Modifiers, Rect, Role, ScrollArea, Sense, Ui, pos2, vec2};

use super::draft::{Draft, Gesture, Pick, find};
use crate::{
    model::EntityId,
    ui::{
        theme::{colors, font, size, space, stroke},
        widgets,
    },
    workspace::views::EntityRow,
};

/// What the chooser remembers between frames.
#[derive(Debug, Default)]
pub struct State {
    query: String,
    found: Option<(PickedFrom, Rc<[Row]>)>,
    /// Bring the chosen row into view.
    reveal: bool,
}

/// What rows were picked from: the query, the table, the names asked about and the spelling.
type PickedFrom = (String, (usize, usize), Vec<EntityId>, Option<String>);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Row {
    /// The name at this place of the table.
    Name(usize),
    New,
}

/// The search field's id: it takes the keyboard when the dialog opens.
pub fn field_id() -> Id {
    Id::unique("choose a name")
}

fn words_of(name: &str) -> impl Iterator<Item = String> {
    name.split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.chars().count() > 2)
        .map(str::to_lowercase)
}

/// How well a name fits a query in lower case: 0 begins with it, 1 has a word that does, 2 has it somewhere, also in
/// another spelling.
fn fit(row: &EntityRow, query: &str) -> Option<u8> {
    let of = |name: &str| {
        let name = name.to_lowercase();
        let at = name.find(query)?;
        let before = name.get(..at).unwrap_or_default();
        Some(match before.chars().next_back() {
            None => 0,
            Some(c) if !c.is_alphanumeric() => 1,
            Some(_) => 2,
        })
    };
    let spelled = row
        .variants
        .iter()
        .filter_map(|(text, _)| of(text))
        .map(|fit| fit.max(1))
        .min();
    of(&row.name).into_iter().chain(spelled).min()
}

/// More words in common than this make a name no likelier.
const MOST_SHARED: usize = 8;

/// The names that can be chosen, likeliest first: those asked about, then those that share most words with them, of
/// their type before others, then the rest as the table has them, most mentioned first.
fn pick(names: &[EntityRow], draft: &Draft, query: &str) -> Vec<Row> {
    let query = query.trim().to_lowercase();
    // A name cannot be merged with itself, nor does it help to say that it means what it is taken for.
    let several = draft.gesture == Gesture::Merge && draft.entities.len() > 1;
    let hidden = |row: &EntityRow| {
        !several && draft.gesture != Gesture::Mark && draft.entities.contains(&row.id)
    };
    let asked = draft.entities.iter().filter_map(|id| find(names, *id));
    let alike: HashSet<String> = asked
        .flat_map(|row| words_of(&row.name))
        .chain(draft.text.as_deref().into_iter().flat_map(words_of))
        .collect();
    let kind = draft
        .entities
        .first()
        .and_then(|id| find(names, *id))
        .map(|row| row.kind);
    let mut rows: Vec<(usize, bool, usize)> = names
        .iter()
        .enumerate()
        .filter(|(_, row)| !hidden(row))
        .filter_map(|(at, row)| {
            let rank = if !query.is_empty() {
                usize::from(fit(row, &query)?)
            } else if draft.entities.contains(&row.id) {
                0
            } else {
                let shared = words_of(&row.name).filter(|word| alike.contains(word));
                MOST_SHARED.saturating_sub(shared.count()).max(1)
            };
            let other_kind = rank < MOST_SHARED && kind.is_some_and(|kind| kind != row.kind);
            Some((rank, other_kind, at))
        })
        .collect();
    rows.sort_unstable();
    let new = matches!(draft.gesture, Gesture::Reassign | Gesture::Mark).then_some(Row::New);
    new.into_iter()
        .chain(rows.into_iter().map(|(.., at)| Row::Name(at)))
        .collect()
}

impl State {
    fn rows(&mut self, names: &[EntityRow], draft: &Draft) -> Rc<[Row]> {
        let key = (
            self.query.clone(),
            (names.as_ptr() as usize, names.len()),
            draft.entities.clone(),
            draft.text.clone(),
        );
        if let Some((known, rows)) = &self.found
            && *known == key
        {
            return Rc::clone(rows);
        }
        let rows: Rc<[Row]> = pick(names, draft, &self.query).into();
        self.found = Some((key, Rc::clone(&rows)));
        rows
    }
}

/// Draws the chooser into `rect`. Returns whether it has the keyboard.
pub fn ui(
    ui: &mut Ui,
    rect: Rect,
    names: &[EntityRow],
    draft: &mut Draft,
    state: &mut State,
) -> bool {
    let id = field_id();
    let focused = ui.memory(|memory| memory.has_focus(id));
    let pick_of = |row: Row| match row {
        Row::New => Some(Pick::New),
        Row::Name(at) => names.get(at).map(|row| Pick::Entity(row.id)),
    };
    if focused {
        let pressed = |key| {
            ui.ctx()
                .input_mut(|input| input.count_and_consume_key(Modifiers::NONE, key))
        };
        let step = pressed(Key::ArrowDown) as isize - pressed(Key::ArrowUp) as isize
            + 5 * (pressed(Key::PageDown) as isize - pressed(Key::PageUp) as isize);
        let rows = state.rows(names, draft);
        if step != 0 && !rows.is_empty() {
            let now = rows.iter().position(|row| pick_of(*row) == draft.to);
            let next = match now {
                Some(at) => at.saturating_add_signed(step).min(rows.len() - 1),
                None => 0,
            };
            draft.to = rows.get(next).and_then(|row| pick_of(*row)).or(draft.to);
            state.reveal = true;
        }
    }
    let field = Rect::from_min_size(rect.min, vec2(rect.width(), size::BUTTON));
    let before = state.query.clone();
    widgets::at(ui, field, |ui| {
        let (name, hint) = ("Find a name", "Find a name");
        widgets::search_field(
            ui,
            id,
            &mut state.query,
            name,
            hint,
            None,
            field.width(),
            size::BUTTON,
        )
    });
    let rows = state.rows(names, draft);
    if state.query != before && !state.query.trim().is_empty() {
        // What is typed chooses the best match.
        let best = rows.iter().find(|row| matches!(row, Row::Name(_)));
        if let Some(best) = best.or(rows.first()) {
            draft.to = pick_of(*best);
            state.reveal = true;
        }
    }
    let list = Rect::from_min_max(field.left_bottom() + vec2(0.0, space::XS), rect.max);
    list_ui(ui, list, &rows, names, draft, state);
    focused
}

fn list_ui(
    ui: &mut Ui,
    rect: Rect,
    rows: &[Row],
    names: &[EntityRow],
    draft: &mut Draft,
    state: &mut State,
) {
    let c = colors(ui);
    ui.painter().rect_filled(rect, 0.0, c.paper);
    if rows.is_empty() {
        let words = if names.is_empty() {
            "Reading the names…"
        } else {
            "No name has these letters"
        };
        let at = rect.left_top() + vec2(space::M, size::ROW / 2.0);
        widgets::text(
            ui,
            at,
            Align2::LEFT_CENTER,
            words,
            font::ui(font::SMALL),
            c.ink3,
        );
    }
    let inner = rect.shrink(1.0);
    ui.scope_builder(egui::UiBuilder::new().max_rect(inner), |ui| {
        ui.set_clip_rect(ui.clip_rect().intersect(inner));
        ui.spacing_mut().item_spacing.y = 0.0;
        let mut area = ScrollArea::vertical()
            .id_salt("names to choose from")
            .auto_shrink(false);
        let chosen = rows.iter().position(|row| match row {
            Row::New => draft.to == Some(Pick::New),
            Row::Name(at) => names
                .get(*at)
                .is_some_and(|row| draft.to == Some(Pick::Entity(row.id))),
        });
        if std::mem::take(&mut state.reveal)
            && let Some(at) = chosen
        {
            let top = at as f32 * size::ROW;
            area = area.vertical_scroll_offset((top - inner.height() / 2.0 + size::ROW).max(0.0));
        }
        area.show_rows(ui, size::ROW, rows.len(), |ui, shown| {
            widgets::list_of(ui, Role::ListBox, "Names", rows.len());
            for at in shown {
                let Some(row) = rows.get(at) else { continue };
                if row_ui(ui, (at, *row), names, draft, chosen == Some(at)) {
                    draft.to = match row {
                        Row::New => Some(Pick::New),
                        Row::Name(at) => names.get(*at).map(|row| Pick::Entity(row.id)),
                    };
                }
            }
        });
    });
    let edge = egui::Stroke::new(stroke::LINE, c.line2);
    ui.painter()
        .rect_stroke(rect, 0.0, edge, egui::StrokeKind::Inside);
}

/// Draws one row; returns whether it was chosen.
fn row_ui(
    ui: &mut Ui,
    (at, row): (usize, Row),
    names: &[EntityRow],
    draft: &Draft,
    chosen: bool,
) -> bool {
    let c = colors(ui);
    let of = match row {
        Row::New => None,
        Row::Name(at) => names.get(at),
    };
    let (key, words, spoken) = match of {
        None => (
            Id::unique("a new name"),
            "A new name".to_owned(),
            "A new name".to_owned(),
        ),
        Some(of) => (
            Id::unique(("choose", of.id.0)),
            of.name.clone(),
            format!(
                "{} {}, {}",
                of.kind.label(),
                of.name,
                widgets::count(of.mentions, "mention", "mentions")
            ),
        ),
    };
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), size::ROW), Sense::hover());
    // The search field keeps the keyboard, so rows are no stops of the Tab key.
    let response = ui.interact(rect, key, Sense::CLICK);
    widgets::dress_row(ui, rect, &response, chosen, &spoken);
    widgets::position(ui, key, at);
    let y = rect.center().y;
    let mut end = rect.right() - size::SCROLL_BAR - space::XS;
    if let Some(of) = of {
        widgets::glyph(
            ui.painter(),
            pos2(rect.left() + 14.0, y),
            of.kind,
            c.of(of.kind),
        );
        let count = widgets::number(of.mentions);
        let small = font::ui(font::SMALL);
        let at = pos2(end, y);
        end = widgets::text(ui, at, Align2::RIGHT_CENTER, &count, small, c.ink2).left() - space::M;
    } else {
        widgets::Icon::Add.paint_scaled(ui.painter(), pos2(rect.left() + 14.0, y), c.ink2, 0.75);
    }
    let id = if draft.gesture == Gesture::Merge
        && of.is_some_and(|of| draft.entities.contains(&of.id))
    {
        font::bold(font::UI)
    } else {
        font::ui(font::UI)
    };
    let left = rect.left() + 26.0;
    let galley = widgets::elided(ui, &words, id, c.ink, end - left);
    let cut = galley.elided;
    widgets::galley_at(ui, left, y, galley, c.ink);
    let clicked = response.clicked();
    if cut {
        response.on_hover_text(&words);
    }
    clicked
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{model::EntityType, ui::action::Decide, workspace::session::Views};

    fn row(id: i64, name: &str, spelling: &str) -> EntityRow {
        EntityRow {
            id: EntityId(id),
            kind: EntityType::Person,
            name: name.to_owned(),
            mentions: 10,
            articles: 1,
            stories: 1,
            first: None,
            last: None,
            variants: vec![(spelling.to_owned(), 10)],
        }
    }

    fn names() -> Vec<EntityRow> {
        vec![
            row(1, "Yafran", "Jefren"),
            row(2, "Salma Akroush", "Salma Akroush"),
            row(3, "Akroush", "Akroush"),
        ]
    }

    fn check(entities: &[i64], query: &str, expected: &[usize]) {
        let entities = entities.iter().map(|id| EntityId(*id)).collect();
        let draft = Draft::new(Decide::Merge { entities }, &Views::default());
        let expected: Vec<Row> = expected.iter().map(|at| Row::Name(*at)).collect();
        assert_eq!(pick(&names(), &draft, query), expected, "{query}");
    }

    #[test]
    fn likely_names_come_first() {
        check(&[3], "", &[1, 0]);
        check(&[1, 3], "", &[0, 2, 1]);
        check(&[1], "akr", &[2, 1]);
        check(&[3], "jef", &[0]);
        check(&[3], "nobody", &[]);
    }
}
