//! One row of the list of places: what it is, how sure, and its numbers.

use egui::{Align, Id, Key, Rect, Ui, pos2, vec2};

use super::{
    doubts::Doubt,
    furniture::{area_mark, doubt_mark, missing_mark, sector_mark},
    lines::counted,
    menu::{self, Act, Menu},
    scene::paint_mark,
    selection::How,
};
use crate::{
    model::{CountUnit, EntityId, PlaceStatus},
    ui::{
        theme::{colors, font, space},
        widgets::{
            Button, ButtonKind, at, count, elided, galley_at, number, number_at, row_id, width_of,
        },
    },
    workspace::views::PlaceRow,
};

/// Width of a list from which a column of articles and one of stories are shown.
const WIDE: f32 = 600.0;

/// Points for one column of numbers.
const NUMBERS: f32 = 74.0;

/// Left edges of the columns, and the right edges of the numbers with what they count.
pub struct Columns {
    pub name: f32,
    pub country: f32,
    pub status: f32,
    pub reason: f32,
    pub numbers: Vec<(CountUnit, f32)>,
}

impl Columns {
    /// For a list this wide that counts in this unit.
    #[must_use]
    pub fn of(width: f32, unit: CountUnit) -> Self {
        let units: &[CountUnit] = if width >= WIDE {
            &[CountUnit::Mentions, CountUnit::Articles, CountUnit::Stories]
        } else {
            std::slice::from_ref(&unit)
        };
        let more = units.len() as f32 - 1.0;
        let right = width - space::L;
        let numbers = units
            .iter()
            .enumerate()
            .map(|(n, unit)| (*unit, right - (more - n as f32) * NUMBERS))
            .collect();
        let width = width - more * NUMBERS;
        Self {
            name: 33.0,
            country: (width * 0.385).round(),
            status: (width * 0.55).round(),
            reason: (width * 0.752).round(),
            numbers,
        }
    }
}

/// What was done to one row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Happened {
    Choose(How),
    /// Moves the choice by so many rows, or the keyboard alone.
    Move(isize, Moving),
    First,
    Last,
    All,
    /// All places are to be seen on the map.
    Fit,
    Passages(CountUnit),
    Act(Act),
}

/// What an arrow key moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moving {
    Choice,
    /// The choice grows or shrinks.
    Range,
    Keyboard,
}

/// The id a row's keyboard focus goes by.
#[must_use]
pub fn row_key(entity: EntityId) -> Id {
    Id::unique(("place row", entity.0))
}

/// What the row is drawn with.
#[derive(Clone, Copy)]
pub struct Dress<'d> {
    pub unit: CountUnit,
    /// Why nothing can be changed.
    pub locked: Option<&'static str>,
    pub selected: bool,
    /// The pointer is on its symbol.
    pub hovered: bool,
    /// How many places are chosen.
    pub chosen: usize,
    /// Whether it is among the doubtful.
    pub doubtful: bool,
    /// What articles say of where it lies.
    pub doubt: Option<&'d Doubt>,
    /// Whether its remedies are shown.
    pub open: bool,
}

/// Draws a row into `rect`. Returns what was done to it, and whether the pointer is on it.
pub fn ui(
    ui: &mut Ui,
    rect: Rect,
    row: &PlaceRow,
    columns: &Columns,
    dress: Dress<'_>,
) -> (Option<Happened>, bool) {
    let c = colors(ui);
    let Dress { unit, selected, .. } = dress;
    let [one, many] = unit.nouns();
    let value = counted(row, unit);
    let (status, warn) = said_status(row, dress);
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
    if dress.hovered && !selected {
        child.painter().rect_filled(rect, 0.0, c.hover);
    }
    let (_, response) = row_id(
        &mut child,
        row_key(row.entity),
        rect.height(),
        selected,
        &name,
    );
    let hovered = response.hovered();
    let mut happened = None;
    if response.clicked() {
        response.request_focus();
        let how = How::of(ui.input(|input| input.modifiers));
        happened = Some(Happened::Choose(how));
    }
    if response.secondary_clicked() && !selected {
        happened = Some(Happened::Choose(How::Only));
    }
    if response.has_focus() {
        happened = keyed(&child, &response).or(happened);
    }
    let asked = response.has_focus() && menu::asked(ui);
    if asked && !selected {
        happened = Some(Happened::Choose(How::Only));
    }
    let chosen = if selected { dress.chosen } else { 1 };
    if let Some(act) = Menu::new(row, dress.doubt, chosen)
        .locked(dress.locked)
        .on(&response, asked)
    {
        happened = Some(Happened::Act(act));
    }
    let y = if dress.doubtful {
        rect.top() + 15.0
    } else {
        rect.center().y
    };
    words_ui(&child, rect, y, row, columns, dress, (&status, warn));
    for (unit, right) in &columns.numbers {
        let value = counted(row, *unit);
        let [one, many] = unit.nouns();
        let open = format!(
            "Show {} of {}",
            match unit {
                CountUnit::Mentions => count(value, "passage", "passages"),
                _ => count(value, one, many),
            },
            row.name
        );
        let id = row_key(row.entity).with(("number", unit.word()));
        let right = pos2(rect.left() + right, y);
        if number_at(&child, id, right, &number(value), &open, font::UI).clicked() {
            happened = Some(Happened::Passages(*unit));
        }
    }
    if dress.open {
        let strip = Rect::from_min_max(
            pos2(rect.left() + columns.name, rect.bottom() - 34.0),
            pos2(rect.right() - space::L, rect.bottom() - 6.0),
        );
        if let Some(act) = remedies_ui(&mut child, strip, row, dress) {
            happened = Some(Happened::Act(act));
        }
    }
    if !row.reason.is_empty() {
        response.on_hover_text(own_reason(row));
    }
    (happened, hovered)
}

fn words_ui(
    ui: &Ui,
    rect: Rect,
    y: f32,
    row: &PlaceRow,
    columns: &Columns,
    dress: Dress<'_>,
    (status, warn): (&str, bool),
) {
    let c = colors(ui);
    let at = |x: f32| rect.left() + x;
    mark_ui(ui, pos2(at(18.0), y), row, dress);
    let bold = if dress.selected {
        font::bold(font::UI)
    } else {
        font::ui(font::UI)
    };
    let small = || font::ui(font::SMALL);
    let country = row
        .country_name
        .as_deref()
        .or(row.country.as_deref())
        .unwrap_or("");
    let numbers = columns.numbers.iter().map(|(unit, right)| {
        right - width_of(ui, &number(counted(row, *unit)), font::ui(font::UI))
    });
    let end = numbers.fold(f32::MAX, f32::min);
    let note = if dress.doubtful {
        String::new()
    } else {
        note_words(row, end - columns.reason > 170.0)
    };
    let ink = if warn { c.warn } else { c.ink2 };
    for (words, font, ink, from, to) in [
        (
            row.name.as_str(),
            bold,
            c.ink,
            columns.name,
            columns.country,
        ),
        (country, small(), c.ink2, columns.country, columns.status),
        (status, small(), ink, columns.status, columns.reason),
        (&note, small(), c.ink3, columns.reason, end),
    ] {
        let galley = elided(ui, words, font, ink, to - from - space::M);
        galley_at(ui, at(from), y, galley, ink);
    }
    if dress.doubtful {
        let room = rect.width() - columns.name - space::L;
        let reason = reason_words(row, dress.doubt);
        let galley = elided(ui, &reason, small(), c.ink2, room);
        galley_at(ui, at(columns.name), rect.top() + 31.0, galley, c.ink2);
    }
}

fn keyed(ui: &Ui, response: &egui::Response) -> Option<Happened> {
    let arrows = egui::EventFilter {
        vertical_arrows: true,
        ..egui::EventFilter::default()
    };
    crate::ui::widgets::hold_keys(ui, response.id, arrows);
    if let Some(act) = menu::keyed(ui) {
        return Some(Happened::Act(act));
    }
    ui.input(|input| {
        let pressed = |key| input.key_pressed(key);
        let held = input.modifiers;
        let command = held.command || held.ctrl;
        // As held when the key went down: with quick hands they are up again by the end of the frame.
        if let Some(moved) = input.events.iter().find_map(steps) {
            return Some(moved);
        }
        if command && pressed(Key::A) {
            return Some(Happened::All);
        }
        if pressed(Key::Space) {
            return Some(Happened::Choose(How::Toggle));
        }
        if held.any() {
            return None;
        }
        [
            (Key::Home, Happened::First),
            (Key::End, Happened::Last),
            (Key::Enter, Happened::Act(Act::Passages)),
            (Key::Num0, Happened::Fit),
        ]
        .into_iter()
        .find(|(key, _)| pressed(*key))
        .map(|(_, happened)| happened)
    })
}

/// The move that a press of a key asks for.
fn steps(event: &egui::Event) -> Option<Happened> {
    let egui::Event::Key {
        key,
        pressed: true,
        modifiers: held,
        ..
    } = event
    else {
        return None;
    };
    let by = match key {
        Key::ArrowDown => 1,
        Key::ArrowUp => -1,
        Key::PageDown => 20,
        Key::PageUp => -20,
        _ => return None,
    };
    let moving = match held {
        held if held.alt => return None,
        held if held.shift => Moving::Range,
        held if held.command || held.ctrl => Moving::Keyboard,
        _ => Moving::Choice,
    };
    Some(Happened::Move(by, moving))
}

/// The status of a row as the list says it, and whether it is a doubt.
fn said_status(row: &PlaceRow, dress: Dress<'_>) -> (String, bool) {
    match dress.doubt.filter(|_| dress.doubtful) {
        // An area narrows it down, which is no warning.
        Some(doubt) => (doubt.status.clone(), doubt.differs),
        None => status_words(row),
    }
}

/// Why a place is doubtful, in one line: what articles say, then what the gazetteer has.
#[must_use]
pub fn reason_words(row: &PlaceRow, doubt: Option<&Doubt>) -> String {
    match doubt {
        Some(doubt) if row.status != PlaceStatus::Unresolved => doubt.reason.clone(),
        Some(doubt) if row.reason.is_empty() => doubt.reason.clone(),
        Some(doubt) => format!("{}. {}", doubt.reason, row.reason),
        None => own_reason(row),
    }
}

/// The reason of a place in the words of the window: files name its user, the window says "you".
fn own_reason(row: &PlaceRow) -> String {
    row.reason
        .replacen("Placed by the user", "Placed by you", 1)
}

/// Draws what can be done about a doubtful place, as far as there is room; returns what was chosen.
fn remedies_ui(ui: &mut Ui, strip: Rect, row: &PlaceRow, dress: Dress<'_>) -> Option<Act> {
    let mut act = None;
    at(ui, strip, |ui| {
        ui.spacing_mut().item_spacing.x = space::S;
        for (words, does) in menu::remedies(row, dress.doubt) {
            let width = width_of(ui, words, font::ui(font::SMALL)) + 2.0 * space::M;
            // The others are in the menu.
            if width > ui.available_width() {
                break;
            }
            let name = format!("{words} {}", row.name);
            let button = Button::new(words)
                .name(&name)
                .kind(ButtonKind::Panel)
                .disabled(dress.locked);
            if button.show(ui).clicked() {
                act = Some(does);
            }
        }
    });
    act
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

/// What stands in the column of reasons: the whole reason where there is room, else what makes it less than plain.
fn note_words(row: &PlaceRow, roomy: bool) -> String {
    match row.status {
        PlaceStatus::Unresolved => String::new(),
        _ if roomy => own_reason(row),
        PlaceStatus::Area => "Listed only".to_owned(),
        PlaceStatus::Resolved if row.candidates > 1 => {
            format!("1 of {}", number(u64::from(row.candidates)))
        }
        _ => String::new(),
    }
}

fn mark_ui(ui: &Ui, at: egui::Pos2, row: &PlaceRow, dress: Dress<'_>) {
    let c = colors(ui);
    let painter = ui.painter();
    match row.status {
        PlaceStatus::Resolved if dress.doubtful => doubt_mark(painter, at, c),
        PlaceStatus::Resolved => paint_mark(painter, at, 4.2, false, c),
        PlaceStatus::User => paint_mark(painter, at, 4.5, true, c),
        PlaceStatus::Area => area_mark(painter, at, c),
        PlaceStatus::Unresolved if dress.doubt.is_some() => sector_mark(painter, at, c),
        PlaceStatus::Unresolved if row.candidates == 0 => missing_mark(painter, at, c),
        PlaceStatus::Unresolved => doubt_mark(painter, at, c),
    }
}
