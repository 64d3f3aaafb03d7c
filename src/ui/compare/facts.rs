//! The facts that differ between two versions, one a row.

use egui::{Align2, Color32, FontId, Id, Rect, Role, ScrollArea, Sense, Ui, pos2, vec2};

use super::{At, Side, State};
use crate::{
    model::family::{Comparison, Fact, FactChange, FactKind, FactState},
    ui::{
        theme::{Colors, colors, font, size, space},
        widgets::{self, Icon},
    },
};

/// Left edges of the columns for a table this wide.
struct Columns {
    state: f32,
    kind: f32,
    about: f32,
    a: f32,
    b: f32,
    end: f32,
}

impl Columns {
    fn of(width: f32) -> Self {
        let wide = width >= 1000.0;
        Self {
            state: 35.0,
            kind: if wide { 118.0 } else { 108.0 },
            about: if wide { 208.0 } else { 184.0 },
            a: (width * 0.353).max(300.0).round(),
            b: (width * 0.6236).max(300.0 + (width - 300.0) / 2.0).round(),
            end: width - space::L,
        }
    }
}

const fn look(state: FactState, c: &Colors) -> (Icon, Color32, &'static str) {
    match state {
        FactState::Changed => (Icon::Swap, c.ink, "Changed"),
        FactState::Added => (Icon::Add, c.added, "Added"),
        FactState::Dropped => (Icon::Minus, c.dropped, "Dropped"),
    }
}

/// What stands where a version does not have the fact.
const fn missing(kind: FactKind) -> &'static str {
    match kind {
        FactKind::Name | FactKind::Place => "not named",
        FactKind::Figure | FactKind::Date => "not given",
        FactKind::Attribution | FactKind::Quote => "no such words",
    }
}

fn id_of(at: usize) -> Id {
    Id::unique(("fact", at))
}

/// Draws the table into `rect`.
pub(super) fn ui(
    ui: &mut Ui,
    rect: Rect,
    state: &mut State,
    comparison: &Comparison,
    a: Side<'_>,
    b: Side<'_>,
) {
    let c = colors(ui);
    ui.painter().rect_filled(rect, 0.0, c.panel);
    let columns = Columns::of(rect.width());
    let head = Rect::from_min_size(rect.min, vec2(rect.width(), size::COLUMN_HEAD));
    head_ui(ui, head, &columns, comparison, a, b);
    let body = Rect::from_min_max(head.left_bottom(), rect.max);
    let facts = &comparison.facts;
    if facts.is_empty() {
        let same = state.differences().is_empty();
        let words = if same {
            "The two texts are the same"
        } else {
            "Only the wording differs"
        };
        widgets::at(ui, body.shrink2(vec2(14.0, 0.0)), |ui| {
            widgets::label(ui, words, font::ui(font::UI), c.ink2)
        });
        return;
    }
    keyboard(ui, state, facts.len());
    ui.scope_builder(egui::UiBuilder::new().max_rect(body), |ui| {
        ui.set_clip_rect(ui.clip_rect().intersect(body));
        ui.spacing_mut().item_spacing.y = 0.0;
        ScrollArea::vertical()
            .id_salt("facts")
            .auto_shrink(false)
            .show_rows(ui, size::ROW, facts.len(), |ui, shown| {
                widgets::list_of(ui, Role::ListBox, "What changed", facts.len());
                let top = ui.cursor().top() - shown.start as f32 * size::ROW;
                let place = |at: usize| {
                    Rect::from_min_size(
                        pos2(body.left(), top + at as f32 * size::ROW),
                        vec2(body.width(), size::ROW),
                    )
                };
                if let (At::Fact(at), true) = (state.at, state.scroll > 0) {
                    let rect = place(at);
                    if rect.top() < body.top() || rect.bottom() > body.bottom() {
                        ui.scroll_to_rect(rect, None);
                    }
                }
                for at in shown {
                    if let Some(fact) = facts.get(at) {
                        row_ui(ui, place(at), at, fact, &columns, state);
                    }
                }
            });
    });
}

fn head_ui(
    ui: &Ui,
    head: Rect,
    columns: &Columns,
    comparison: &Comparison,
    a: Side<'_>,
    b: Side<'_>,
) {
    let c = colors(ui);
    let count = comparison.facts.len() as u64;
    let words = match count {
        0 => "What changed".to_owned(),
        n => format!("What changed, {}", widgets::count(n, "fact", "facts")),
    };
    let y = head.center().y;
    let write = |x: f32, to: f32, words: &str, id: FontId, ink| {
        let galley = widgets::elided(ui, words, id, ink, to - x - space::M);
        widgets::galley_at(ui, head.left() + x, y, galley, ink);
    };
    let small = font::ui(font::HEAD);
    write(14.0, columns.about, &words, font::bold(font::SMALL), c.ink);
    write(columns.about, columns.a, "About", small.clone(), c.ink3);
    let (a, b) = (format!("A, {}", a.name()), format!("B, {}", b.name()));
    write(columns.a, columns.b, &a, small.clone(), c.ink3);
    write(columns.b, columns.end, &b, small, c.ink3);
    widgets::hline(ui.painter(), head, head.bottom(), c.line);
}

/// Arrow keys move through the facts while one of them has the keyboard.
fn keyboard(ui: &Ui, state: &mut State, count: usize) {
    let current = match state.at {
        At::Fact(at) => at,
        _ => 0,
    };
    let id = id_of(current);
    if !ui.memory(|memory| memory.has_focus(id)) {
        return;
    }
    let filter = egui::EventFilter {
        vertical_arrows: true,
        ..Default::default()
    };
    crate::ui::widgets::hold_keys(ui, id, filter);
    let last = count.saturating_sub(1);
    let next = ui.ctx().input(|input| {
        let pressed = |key| input.key_pressed(key);
        if pressed(egui::Key::ArrowDown) {
            // The first row has the keyboard before any fact is chosen.
            let chosen = matches!(state.at, At::Fact(_));
            Some((current + usize::from(chosen)).min(last))
        } else if pressed(egui::Key::ArrowUp) {
            Some(current.saturating_sub(1))
        } else if pressed(egui::Key::Home) {
            Some(0)
        } else if pressed(egui::Key::End) {
            Some(last)
        } else {
            None
        }
    });
    if let Some(next) = next {
        if state.at != At::Fact(next) {
            state.show_fact(next);
        }
        ui.memory_mut(|memory| memory.request_focus(id_of(next)));
    }
}

fn row_ui(
    ui: &mut Ui,
    rect: Rect,
    at: usize,
    fact: &FactChange,
    columns: &Columns,
    state: &mut State,
) {
    let c = colors(ui);
    let selected = state.at == At::Fact(at);
    // One stop for the Tab key in the whole table; arrow keys do the rest.
    let stop = selected || (!matches!(state.at, At::Fact(_)) && at == 0);
    let sense = if stop { Sense::click() } else { Sense::CLICK };
    let response = ui.interact(rect, id_of(at), sense);
    let (icon, ink, words) = look(fact.state(), c);
    let text = |side: &Option<Fact>| {
        side.as_ref()
            .map_or_else(|| missing(fact.kind).to_owned(), |fact| fact.text.clone())
    };
    let spoken = format!(
        "{words} {}, {}: {} in A, {} in B",
        fact.kind.label().to_lowercase(),
        fact.about,
        text(&fact.a),
        text(&fact.b)
    );
    widgets::dress_row(ui, rect, &response, selected, &spoken);
    widgets::position(ui, response.id, at);
    let y = rect.center().y;
    let x = |x: f32| rect.left() + x;
    let quiet = if fact.state() == FactState::Changed {
        c.ink2
    } else {
        ink
    };
    icon.paint_scaled(ui.painter(), pos2(x(21.0), y), quiet, 0.85);
    let write = |from: f32, to: f32, words: &str, id: FontId, ink| {
        let galley = widgets::elided(ui, words, id, ink, to - from - space::M);
        widgets::galley_at(ui, x(from), y, galley, ink);
    };
    write(columns.state, columns.kind, words, font::ui(font::UI), ink);
    write(
        columns.kind,
        columns.about,
        fact.kind.label(),
        font::ui(font::UI),
        c.ink2,
    );
    let id = if selected {
        font::bold(font::UI)
    } else {
        font::ui(font::UI)
    };
    write(columns.about, columns.a, &fact.about, id, c.ink);
    let sides = [
        (&fact.a, columns.a, columns.b, true),
        (&fact.b, columns.b, columns.end, false),
    ];
    for (side, from, to, dropped) in sides {
        match side {
            Some(fact) => value_ui(
                ui,
                pos2(x(from), y),
                to - from - space::M,
                &fact.text,
                dropped,
            ),
            None => {
                let at = pos2(x(from), y);
                widgets::text(
                    ui,
                    at,
                    Align2::LEFT_CENTER,
                    missing(fact.kind),
                    font::ui(font::UI),
                    c.ink2,
                );
            }
        }
    }
    if response.clicked() {
        state.show_fact(at);
        ui.memory_mut(|memory| memory.request_focus(id_of(at)));
    }
    if [&fact.a, &fact.b]
        .into_iter()
        .flatten()
        .any(|f| f.text.chars().count() > 40)
        || fact.about.chars().count() > 30
    {
        response.on_hover_text_at_pointer(format!(
            "{}\nA: {}\nB: {}",
            fact.about,
            text(&fact.a),
            text(&fact.b)
        ));
    }
}

/// A value that only one side has: struck through in A, underlined in B.
fn value_ui(ui: &Ui, at: egui::Pos2, width: f32, words: &str, dropped: bool) {
    let c = colors(ui);
    let (ink, tint) = if dropped {
        (c.dropped, c.dropped_tint)
    } else {
        (c.added, c.added_tint)
    };
    let galley = widgets::elided(ui, words, font::ui(font::UI), ink, width);
    let rect = Rect::from_center_size(
        pos2(at.x + galley.size().x / 2.0, at.y),
        vec2(galley.size().x, 18.0),
    );
    ui.painter()
        .rect_filled(rect.expand2(vec2(1.0, 0.0)), 0.0, tint);
    widgets::galley_at(ui, at.x, at.y, galley, ink);
    super::legend::line_over(ui, rect, dropped, 13.0);
}
