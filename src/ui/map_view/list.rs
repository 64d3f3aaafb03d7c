//! The list of places beside the map: doubtful ones first, each with its reason.

use egui::{Align, Align2, Id, Key, Rect, ScrollArea, Ui, pos2, vec2};

use super::furniture::{area_mark, doubt_mark, missing_mark};
use super::scene::paint_mark;
use crate::{
    model::{CountUnit, EntityId, PlaceStatus},
    ui::{
        theme::{colors, font, size, space},
        widgets::{
            column_head, count, elided, galley_at, hline, number, number_at, row_id, text, width_of,
        },
    },
    workspace::views::{PlaceRow, PlaceTable},
};

/// Height of a row with its reason on a second line.
const TALL: f32 = 45.0;

/// How places are ordered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Order {
    #[default]
    DoubtfulFirst,
    Mentions,
    Name,
}

impl Order {
    /// All, as on the control.
    pub const ALL: [(Self, &str); 3] = [
        (Self::DoubtfulFirst, "Doubtful first"),
        (Self::Mentions, "Mentions"),
        (Self::Name, "A–Z"),
    ];
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Line {
    /// Words and how many follow.
    Group(&'static str, usize),
    /// Index into the table.
    Place(usize),
}

/// The lines in their order, with where each begins; made once per table and order.
#[derive(Debug, Default)]
pub struct Lines {
    key: Option<(u64, Order)>,
    lines: Vec<Line>,
    /// Top of each line in points, and the end of the last.
    tops: Vec<f32>,
}

/// What happened in the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListEvent {
    Select(EntityId),
    /// Show the passages behind the number of mentions.
    Passages(EntityId),
}

/// Whether the list puts it among the doubtful: the text alone does not settle where it is.
#[must_use]
pub fn doubtful(row: &PlaceRow) -> bool {
    row.status == PlaceStatus::Unresolved
}

impl Lines {
    /// Orders the table anew when it or the order changed.
    pub fn update(&mut self, table: &PlaceTable, fingerprint: u64, order: Order, unit: CountUnit) {
        if self.key == Some((fingerprint, order)) {
            return;
        }
        let mut lines = Vec::with_capacity(table.rows.len() + 2);
        let mut numbers: Vec<usize> = (0..table.rows.len()).collect();
        // The table comes ordered by mentions.
        if unit != CountUnit::Mentions {
            let value = |n: &usize| table.rows.get(*n).map(|row| counted(row, unit));
            numbers.sort_by_key(|n| std::cmp::Reverse(value(n)));
        }
        match order {
            Order::DoubtfulFirst => {
                let (first, rest): (Vec<usize>, Vec<usize>) = numbers
                    .into_iter()
                    .partition(|n| table.rows.get(*n).is_some_and(doubtful));
                for (words, group) in [("Doubtful", first), ("Placed", rest)] {
                    if !group.is_empty() {
                        lines.push(Line::Group(words, group.len()));
                        lines.extend(group.into_iter().map(Line::Place));
                    }
                }
            }
            Order::Mentions => lines.extend(numbers.into_iter().map(Line::Place)),
            Order::Name => {
                numbers.sort_by_cached_key(|n| table.rows.get(*n).map(|r| r.name.to_lowercase()));
                lines.extend(numbers.into_iter().map(Line::Place));
            }
        }
        let height = |line: &Line| match line {
            Line::Place(n) if table.rows.get(*n).is_some_and(doubtful) => TALL,
            _ => size::ROW,
        };
        let mut top = 0.0;
        let mut tops = vec![0.0];
        for line in &lines {
            top += height(line);
            tops.push(top);
        }
        *self = Self {
            key: Some((fingerprint, order)),
            lines,
            tops,
        };
    }

    /// The places in their order.
    fn places<'t>(
        &'t self,
        table: &'t PlaceTable,
    ) -> impl DoubleEndedIterator<Item = &'t PlaceRow> {
        self.lines.iter().filter_map(|line| match line {
            Line::Place(n) => table.rows.get(*n),
            Line::Group(..) => None,
        })
    }

    /// The place `by` lines below the selected one, or the first or last when none is selected.
    #[must_use]
    fn neighbor(
        &self,
        table: &PlaceTable,
        selected: Option<EntityId>,
        by: isize,
    ) -> Option<EntityId> {
        let places: Vec<EntityId> = self.places(table).map(|r| r.entity).collect();
        let at = places.iter().position(|e| Some(*e) == selected);
        let target = match at {
            Some(at) => at
                .saturating_add_signed(by)
                .min(places.len().saturating_sub(1)),
            None if by > 0 => 0,
            None => places.len().saturating_sub(1),
        };
        places.get(target).copied()
    }

    fn top_of(&self, table: &PlaceTable, entity: EntityId) -> Option<(f32, f32)> {
        let at = self.lines.iter().position(|line| match line {
            Line::Place(n) => table.rows.get(*n).is_some_and(|r| r.entity == entity),
            Line::Group(..) => false,
        })?;
        Some((*self.tops.get(at)?, *self.tops.get(at + 1)?))
    }
}

fn counted(row: &PlaceRow, unit: CountUnit) -> u64 {
    unit.of(row.mentions, row.articles, row.stories)
}

/// Left edges of the columns and the right edge of the numbers, for a list this wide.
struct Columns {
    name: f32,
    country: f32,
    status: f32,
    note: f32,
    mentions: f32,
}

impl Columns {
    fn of(width: f32) -> Self {
        Self {
            name: 33.0,
            country: (width * 0.385).round(),
            status: (width * 0.55).round(),
            note: (width * 0.752).round(),
            mentions: width - space::L,
        }
    }
}

/// Draws the list into `rect`. `scroll_to` is brought into view once.
pub fn ui(
    ui: &mut Ui,
    rect: Rect,
    table: &PlaceTable,
    lines: &Lines,
    selected: Option<EntityId>,
    scroll_to: &mut Option<EntityId>,
    unit: CountUnit,
) -> Option<ListEvent> {
    let mut event = None;
    let builder = egui::UiBuilder::new()
        .max_rect(rect)
        .layout(egui::Layout::top_down(Align::Min));
    ui.scope_builder(builder, |ui| {
        ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
        let columns = Columns::of(rect.width());
        column_head(
            ui,
            &[
                ("Name", columns.name, Align::Min),
                ("Country", columns.country, Align::Min),
                ("Status", columns.status, Align::Min),
                ("Note", columns.note, Align::Min),
                (
                    if unit == CountUnit::Stories {
                        "Stories"
                    } else {
                        "Mentions"
                    },
                    columns.mentions,
                    Align::Max,
                ),
            ],
        );
        let total = lines.tops.last().copied().unwrap_or(0.0);
        let view_height = ui.available_height();
        let mut area = ScrollArea::vertical().auto_shrink(false).id_salt("places");
        let offset_id = ui.scope_id().with("places offset");
        let offset: f32 = ui.data(|data| data.get_temp(offset_id)).unwrap_or(0.0);
        if let Some((top, bottom)) = scroll_to.take().and_then(|e| lines.top_of(table, e)) {
            if top < offset {
                area = area.vertical_scroll_offset(top);
            } else if bottom > offset + view_height {
                area = area.vertical_scroll_offset(bottom - view_height);
            }
        }
        let output = area.show_viewport(ui, |ui, visible| {
            ui.set_height(total);
            let start = ui.min_rect().min;
            let first = lines
                .tops
                .partition_point(|top| *top <= visible.top())
                .saturating_sub(1);
            for (number, line) in lines.lines.iter().enumerate().skip(first) {
                let (Some(top), Some(bottom)) =
                    (lines.tops.get(number), lines.tops.get(number + 1))
                else {
                    break;
                };
                if *top > visible.bottom() {
                    break;
                }
                let line_rect = Rect::from_min_max(
                    pos2(start.x, start.y + top),
                    pos2(start.x + rect.width(), start.y + bottom),
                );
                match line {
                    Line::Group(words, many) => group_ui(ui, line_rect, words, *many),
                    Line::Place(n) => {
                        if let Some(row) = table.rows.get(*n) {
                            let happened = place_ui(
                                ui,
                                line_rect,
                                row,
                                selected == Some(row.entity),
                                &columns,
                                unit,
                            );
                            event = happened
                                .map(|h| resolve(h, row.entity, table, lines))
                                .unwrap_or(event);
                        }
                    }
                }
            }
        });
        ui.data_mut(|data| data.insert_temp(offset_id, output.state.clamped_offset().y));
    });
    if let Some(ListEvent::Select(entity)) = event {
        *scroll_to = Some(entity);
        ui.memory_mut(|memory| memory.request_focus(row_key(entity)));
    }
    event
}

/// What was done to one row.
#[derive(Clone, Copy)]
enum Happened {
    Select,
    Passages,
    Move(isize),
    First,
    Last,
}

fn resolve(
    happened: Happened,
    entity: EntityId,
    table: &PlaceTable,
    lines: &Lines,
) -> Option<ListEvent> {
    match happened {
        Happened::Select => Some(ListEvent::Select(entity)),
        Happened::Passages => Some(ListEvent::Passages(entity)),
        Happened::Move(by) => lines
            .neighbor(table, Some(entity), by)
            .map(ListEvent::Select),
        Happened::First => lines
            .places(table)
            .next()
            .map(|r| ListEvent::Select(r.entity)),
        Happened::Last => lines
            .places(table)
            .next_back()
            .map(|r| ListEvent::Select(r.entity)),
    }
}

fn row_key(entity: EntityId) -> Id {
    Id::unique(("place row", entity.0))
}

fn group_ui(ui: &mut Ui, rect: Rect, words: &str, many: usize) {
    let c = colors(ui);
    ui.painter().rect_filled(rect, 0.0, c.bg);
    hline(ui.painter(), rect, rect.bottom(), c.line);
    let left = pos2(rect.left() + space::L, rect.center().y);
    let drawn = text(
        ui,
        left,
        Align2::LEFT_CENTER,
        words,
        font::bold(font::SMALL),
        c.ink,
    );
    let after = pos2(drawn.right() + space::S, rect.center().y);
    text(
        ui,
        after,
        Align2::LEFT_CENTER,
        &number(many as u64),
        font::ui(font::SMALL),
        c.ink3,
    );
}

fn place_ui(
    ui: &mut Ui,
    rect: Rect,
    row: &PlaceRow,
    selected: bool,
    columns: &Columns,
    unit: CountUnit,
) -> Option<Happened> {
    let c = colors(ui);
    let [one, many] = unit.nouns();
    let value = counted(row, unit);
    let mut happened = None;
    let (status, warn) = status_words(row);
    let country = row
        .country_name
        .as_deref()
        .or(row.country.as_deref())
        .unwrap_or("");
    let name = [
        row.name.as_str(),
        country,
        &status,
        &count(value, one, many),
    ]
    .into_iter()
    .filter(|words| !words.is_empty())
    .collect::<Vec<_>>()
    .join(", ");
    let mut child = ui.new_child(
        egui::UiBuilder::new()
            .max_rect(rect)
            .layout(egui::Layout::top_down(Align::Min)),
    );
    child.spacing_mut().item_spacing = vec2(0.0, 0.0);
    let (_, response) = row_id(
        &mut child,
        row_key(row.entity),
        rect.height(),
        selected,
        &name,
    );
    if response.clicked() {
        response.request_focus();
        happened = Some(Happened::Select);
    }
    if response.has_focus() {
        happened = keyed(&child, &response).or(happened);
    }
    let y = if doubtful(row) {
        rect.top() + 15.0
    } else {
        rect.center().y
    };
    mark_ui(&child, pos2(rect.left() + 18.0, y), row);
    let at = |x: f32| rect.left() + x;
    let bold = if selected {
        font::bold(font::UI)
    } else {
        font::ui(font::UI)
    };
    let galley = elided(
        &child,
        &row.name,
        bold,
        c.ink,
        columns.country - columns.name - space::M,
    );
    galley_at(&child, at(columns.name), y, galley, c.ink);
    let small = font::ui(font::SMALL);
    let galley = elided(
        &child,
        country,
        small.clone(),
        c.ink2,
        columns.status - columns.country - space::M,
    );
    galley_at(&child, at(columns.country), y, galley, c.ink2);
    let ink = if warn { c.warn } else { c.ink2 };
    let galley = elided(
        &child,
        &status,
        small.clone(),
        ink,
        columns.note - columns.status - space::S,
    );
    galley_at(&child, at(columns.status), y, galley, ink);

    let words = number(value);
    let width = width_of(&child, &words, font::ui(font::UI));
    let note = note_words(row);
    let galley = elided(
        &child,
        &note,
        small.clone(),
        c.ink3,
        at(columns.mentions) - width - at(columns.note) - space::S,
    );
    galley_at(&child, at(columns.note), y, galley, c.ink3);
    if doubtful(row) {
        let galley = elided(
            &child,
            &row.reason,
            small,
            c.ink2,
            rect.width() - columns.name - space::L,
        );
        galley_at(
            &child,
            at(columns.name),
            rect.bottom() - 14.0,
            galley,
            c.ink2,
        );
    }
    let open = format!(
        "Show {} of {}",
        match unit {
            CountUnit::Mentions => count(value, "passage", "passages"),
            _ => count(value, one, many),
        },
        row.name
    );
    let right = pos2(at(columns.mentions), y);
    let id = row_key(row.entity).with("number");
    if number_at(&child, id, right, &words, &open, font::UI).clicked() {
        happened = Some(Happened::Passages);
    }
    if !row.reason.is_empty() {
        response.on_hover_text(&row.reason);
    }
    happened
}

fn keyed(ui: &Ui, response: &egui::Response) -> Option<Happened> {
    let arrows = egui::EventFilter {
        vertical_arrows: true,
        ..egui::EventFilter::default()
    };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, arrows));
    ui.input(|input| {
        let pressed = |key| input.key_pressed(key);
        if input.modifiers.any() {
            None
        } else if pressed(Key::ArrowDown) {
            Some(Happened::Move(1))
        } else if pressed(Key::ArrowUp) {
            Some(Happened::Move(-1))
        } else if pressed(Key::PageDown) {
            Some(Happened::Move(20))
        } else if pressed(Key::PageUp) {
            Some(Happened::Move(-20))
        } else if pressed(Key::Home) {
            Some(Happened::First)
        } else if pressed(Key::End) {
            Some(Happened::Last)
        } else if pressed(Key::Enter) {
            Some(Happened::Passages)
        } else {
            None
        }
    })
}

/// The status in words, and whether it is a doubt.
#[must_use]
pub fn status_words(row: &PlaceRow) -> (String, bool) {
    match row.status {
        PlaceStatus::Resolved => ("Point".to_owned(), false),
        PlaceStatus::Area => ("Area".to_owned(), false),
        PlaceStatus::User => ("Placed by you".to_owned(), false),
        PlaceStatus::Unresolved if row.candidates > 1 => (
            count(u64::from(row.candidates), "candidate", "candidates"),
            true,
        ),
        PlaceStatus::Unresolved if row.candidates == 0 => ("Not found".to_owned(), true),
        PlaceStatus::Unresolved => ("Doubtful".to_owned(), true),
    }
}

fn note_words(row: &PlaceRow) -> String {
    match row.status {
        PlaceStatus::Area => "Listed only".to_owned(),
        PlaceStatus::Resolved if row.candidates > 1 => {
            format!("1 of {}", number(u64::from(row.candidates)))
        }
        _ => String::new(),
    }
}

fn mark_ui(ui: &Ui, at: egui::Pos2, row: &PlaceRow) {
    let c = colors(ui);
    let painter = ui.painter();
    match row.status {
        PlaceStatus::Resolved => paint_mark(painter, at, 4.2, false, c),
        PlaceStatus::User => paint_mark(painter, at, 4.5, true, c),
        PlaceStatus::Area => area_mark(painter, at, c),
        PlaceStatus::Unresolved if row.candidates == 0 => missing_mark(painter, at, c),
        PlaceStatus::Unresolved => doubt_mark(painter, at, c),
    }
}
