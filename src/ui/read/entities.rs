//! The list of names: who and where is named, how often, and in which spellings.

use std::{collections::BTreeSet, rc::Rc};

use egui::{Align2, Id, Rect, Role, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};

use crate::{
    model::{CountUnit, EntityId, EntityType, chart::Cell},
    ui::{
        action::Action,
        context::Cx,
        theme::{colors, font, size, space},
        widgets::{self, EmptyState, Icon, MenuItem, Segment, icon_button, number},
    },
    workspace::{
        session::{Slot, Views},
        views::EntityRow,
    },
};

/// What the list remembers between frames.
#[derive(Debug, Default)]
pub struct State {
    kind: Option<EntityType>,
    searching: bool,
    query: String,
    open: BTreeSet<EntityId>,
    selected: Option<EntityId>,
    /// Rows that pass type and query, and what they were picked from.
    picked: Option<(Pick, Rc<[usize]>)>,
}

#[derive(Clone, Debug, PartialEq)]
struct Pick {
    rows: (usize, usize),
    unit: CountUnit,
    kind: Option<EntityType>,
    query: String,
}

impl State {
    /// The selected name.
    pub fn selected(&self, views: &Views) -> Option<(EntityId, String)> {
        let id = self.selected?;
        let row = views
            .entities
            .value()?
            .rows
            .iter()
            .find(|row| row.id == id)?;
        Some((id, row.name.clone()))
    }

    /// Positions of the rows to show. Picked again only when something changed.
    fn pick(&mut self, rows: &[EntityRow], unit: CountUnit) -> Rc<[usize]> {
        let key = Pick {
            rows: (rows.as_ptr() as usize, rows.len()),
            unit,
            kind: self.kind,
            query: self.query.trim().to_lowercase(),
        };
        match &self.picked {
            Some((of, picked)) if *of == key => Rc::clone(picked),
            _ => {
                let passes = |row: &EntityRow| {
                    self.kind.is_none_or(|kind| row.kind == kind)
                        && (key.query.is_empty()
                            || row.name.to_lowercase().contains(&key.query)
                            || row
                                .variants
                                .iter()
                                .any(|(text, _)| text.to_lowercase().contains(&key.query)))
                };
                let mut picked: Vec<usize> = rows
                    .iter()
                    .enumerate()
                    .filter(|(_, row)| passes(row))
                    .map(|(index, _)| index)
                    .collect();
                // The table comes ordered by mentions.
                if unit != CountUnit::Mentions {
                    let value = |at: &usize| rows.get(*at).map(|row| counted(row, unit));
                    picked.sort_by_key(|at| std::cmp::Reverse(value(at)));
                }
                let picked: Rc<[usize]> = picked.into();
                self.picked = Some((key, picked.clone()));
                picked
            }
        }
    }
}

fn counted(row: &EntityRow, unit: CountUnit) -> u64 {
    unit.of(row.mentions, row.articles, row.stories)
}

/// Draws the list into `rect`.
pub fn ui(ui: &mut Ui, rect: Rect, cx: &mut Cx<'_>, state: &mut State) {
    let c = colors(ui);
    ui.painter().rect_filled(rect, 0.0, c.panel);
    let slot = &cx.views().entities;
    let count = slot.value().map(|table| table.rows.len() as u64);
    let head = widgets::panel_head(
        ui,
        rect,
        "Entities",
        state,
        |ui, _| {
            if let Some(count) = count {
                let words = format!("{} in this selection", number(count));
                widgets::label_elided(ui, words, font::ui(font::SMALL), c.ink3);
            }
        },
        |ui, state| {
            if icon_button(
                ui,
                Icon::Search,
                "Find a name",
                None,
                size::PANEL_BUTTON,
                None,
            )
            .clicked()
            {
                state.searching = !state.searching;
                if !state.searching {
                    state.query.clear();
                }
            }
        },
    );
    let strip = Rect::from_min_size(head.left_bottom(), vec2(rect.width(), 38.0));
    kinds_ui(ui, strip, state);
    let mut top = strip.bottom() - 2.0;
    if state.searching {
        let line = Rect::from_min_size(
            pos2(rect.left() + space::L, top),
            vec2(rect.width() - 2.0 * space::L, 28.0),
        );
        let id = Id::unique("find a name");
        widgets::at(ui, line, |ui| {
            widgets::search_field(
                ui,
                id,
                &mut state.query,
                "Find a name",
                "Name or spelling",
                None,
                line.width(),
                26.0,
            )
        });
        if ui.memory(|memory| memory.focused().is_none()) && state.query.is_empty() {
            ui.memory_mut(|memory| memory.request_focus(id));
        }
        top = line.bottom() + space::XS;
    }
    let body = Rect::from_min_max(pos2(rect.left(), top), rect.max);
    if matches!(slot, Slot::Ready(table) if table.rows.is_empty()) {
        let words = "No names found in this selection";
        widgets::empty_state(
            ui,
            body,
            EmptyState {
                words,
                button: None,
            },
        );
        return;
    }
    widgets::slot_ui(
        ui,
        body,
        slot,
        cx.now,
        "Counting mentions…",
        |ui, table| {
            let picked = state.pick(&table.rows, cx.unit());
            if picked.is_empty() && !table.rows.is_empty() {
                let words = if state.query.trim().is_empty() {
                    "No names of this type"
                } else {
                    "No name like this"
                };
                widgets::empty_state(
                    ui,
                    body,
                    EmptyState {
                        words,
                        button: None,
                    },
                );
            }
            rows_ui(ui, body, &table.rows, &picked, cx, state);
        },
    );
}

fn kinds_ui(ui: &mut Ui, rect: Rect, state: &mut State) {
    let mut segments = vec![Segment::new("All")];
    // With large text in a narrow column the longest of the words would push the last one out.
    const NARROW: f32 = 300.0;
    segments.extend(EntityType::ALL.map(|kind| {
        let short = kind == EntityType::Organization && rect.width() < NARROW;
        let words = if short { "Orgs" } else { kind.plural() };
        Segment::of(words, Some(kind))
    }));
    let selected = state
        .kind
        .and_then(|kind| EntityType::ALL.iter().position(|k| *k == kind))
        .map_or(0, |at| at + 1);
    let inner = Rect::from_min_max(pos2(rect.left() + space::L, rect.top()), rect.max);
    if let Some(chosen) = widgets::at(ui, inner, |ui| {
        widgets::segmented(ui, "Types of names", selected, &segments)
    }) {
        state.kind = chosen
            .checked_sub(1)
            .and_then(|at| EntityType::ALL.get(at))
            .copied();
    }
}

fn height_of(row: &EntityRow, state: &State) -> f32 {
    let more = if state.open.contains(&row.id) {
        row.variants.len() as f32 * size::SUB_ROW
    } else {
        0.0
    };
    size::ROW + more
}

fn rows_ui(
    ui: &mut Ui,
    body: Rect,
    rows: &[EntityRow],
    picked: &[usize],
    cx: &mut Cx<'_>,
    state: &mut State,
) {
    let most = picked
        .first()
        .and_then(|at| rows.get(*at))
        .map_or(1, |row| counted(row, cx.unit()).max(1));
    let unfolded: f32 = if state.open.is_empty() {
        0.0
    } else {
        picked
            .iter()
            .filter_map(|at| rows.get(*at))
            .map(|row| height_of(row, state) - size::ROW)
            .sum()
    };
    let total = picked.len() as f32 * size::ROW + unfolded;
    keyboard(ui, rows, picked, state);
    let list = ui.interact(body, Id::unique("entity list"), Sense::hover());
    list.widget_info(|| WidgetInfo::labeled(Role::ListBox, true, "Entities"));
    super::child(ui, body, |ui| {
        ScrollArea::vertical()
            .id_salt("entities")
            .auto_shrink(false)
            .show_viewport(ui, |ui, view| {
                ui.set_min_size(vec2(body.width(), total));
                let origin = body.top() - view.top();
                let mut y = 0.0;
                for at in picked {
                    let Some(row) = rows.get(*at) else { continue };
                    let height = height_of(row, state);
                    if y > view.bottom() {
                        break;
                    }
                    if y + height >= view.top() {
                        let rect = Rect::from_min_size(
                            pos2(body.left(), origin + y),
                            vec2(body.width(), size::ROW),
                        );
                        let open = state.open.contains(&row.id);
                        row_ui(ui, rect, row, most, open, cx, state);
                        if open {
                            variants_ui(ui, rect, row, most, cx.unit());
                        }
                    }
                    y += height;
                }
            });
    });
}

fn id_of(entity: EntityId) -> Id {
    Id::unique(("entity row", entity.0))
}

fn keyboard(ui: &Ui, rows: &[EntityRow], picked: &[usize], state: &mut State) {
    let Some(selected) = state
        .selected
        .filter(|id| ui.memory(|memory| memory.has_focus(id_of(*id))))
    else {
        return;
    };
    let filter = egui::EventFilter {
        vertical_arrows: true,
        horizontal_arrows: true,
        ..Default::default()
    };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(id_of(selected), filter));
    let pressed = |key| ui.ctx().input(|input| input.key_pressed(key));
    if pressed(egui::Key::ArrowRight) {
        state.open.insert(selected);
    }
    if pressed(egui::Key::ArrowLeft) {
        state.open.remove(&selected);
    }
    let step = i32::from(pressed(egui::Key::ArrowDown)) - i32::from(pressed(egui::Key::ArrowUp));
    if step != 0
        && let Some(now) = picked
            .iter()
            .position(|at| rows.get(*at).is_some_and(|row| row.id == selected))
        && let Some(next) = now
            .checked_add_signed(step as isize)
            .and_then(|at| picked.get(at))
            .and_then(|at| rows.get(*at))
    {
        state.selected = Some(next.id);
        ui.memory_mut(|memory| memory.request_focus(id_of(next.id)));
    }
}

/// Edges of the columns: where the bar begins, from the left; how long it may be.
fn bar_columns(width: f32) -> (f32, f32) {
    let left = (width - 143.0).clamp(150.0, 209.0).round();
    (left, (width - left - 43.0).clamp(30.0, 136.0))
}

fn row_ui(
    ui: &Ui,
    rect: Rect,
    row: &EntityRow,
    most: u64,
    open: bool,
    cx: &mut Cx<'_>,
    state: &mut State,
) {
    let c = colors(ui);
    let unit = cx.unit();
    let value = counted(row, unit);
    let [one, many] = unit.nouns();
    let selected = state.selected == Some(row.id);
    let first = state.selected.is_none() && value == most;
    let sense = if selected || first {
        Sense::click()
    } else {
        Sense::CLICK
    };
    let response = ui.interact(rect, id_of(row.id), sense);
    let words = format!(
        "{} {}, {}",
        row.kind.label(),
        row.name,
        widgets::count(value, one, many)
    );
    response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, selected, &words));
    if selected {
        ui.painter().rect_filled(rect, 0.0, c.selected);
    } else if response.hovered() {
        ui.painter().rect_filled(rect, 0.0, c.hover);
    }
    let y = rect.center().y;
    if row.variants.len() > 1 {
        let cell = Rect::from_center_size(pos2(rect.left() + 14.0, y), vec2(20.0, rect.height()));
        let fold = ui.interact(cell, id_of(row.id).with("fold"), Sense::CLICK);
        let name = if open { "Hide" } else { "Show" };
        fold.widget_info(|| {
            WidgetInfo::labeled(
                Role::Button,
                true,
                format!("{name} spellings of {}", row.name),
            )
        });
        let icon = if open { Icon::Down } else { Icon::Right };
        icon.paint_scaled(
            ui.painter(),
            cell.center(),
            if fold.hovered() { c.ink } else { c.ink3 },
            0.65,
        );
        if fold.clicked() && !state.open.remove(&row.id) {
            state.open.insert(row.id);
        }
    }
    widgets::glyph(
        ui.painter(),
        pos2(rect.left() + 33.0, y),
        row.kind,
        c.of(row.kind),
    );
    let (bar, long) = bar_columns(rect.width());
    let id = if selected {
        font::bold(font::UI)
    } else {
        font::ui(font::UI)
    };
    let galley = widgets::elided(ui, &row.name, id, c.ink, bar - 45.0 - space::M);
    let cut = galley.elided;
    widgets::galley_at(ui, rect.left() + 45.0, y, galley, c.ink);
    let share = value as f32 / most as f32;
    let shape = Rect::from_min_size(
        pos2(rect.left() + bar, y - 4.0),
        vec2((long * share).max(1.5), 8.0),
    );
    ui.painter().rect_filled(shape, 0.0, c.type_bar(row.kind));
    let count = number(value);
    let shown = match unit {
        CountUnit::Mentions => widgets::count(value, "passage", "passages"),
        _ => widgets::count(value, one, many),
    };
    let name = format!("Show {shown} of {}", row.name);
    let right = pos2(rect.right() - space::L, y);
    let number = widgets::number_at(
        ui,
        id_of(row.id).with("count"),
        right,
        &count,
        &name,
        font::UI,
    );
    let show = |cx: &mut Cx<'_>| {
        cx.send(Action::ShowPassages {
            cell: Cell::Entity(row.id),
            unit,
        });
    };
    if number.clicked() {
        show(cx);
    } else if response.clicked() {
        if selected
            && response.has_focus()
            && ui.ctx().input(|input| input.key_pressed(egui::Key::Enter))
        {
            show(cx);
        }
        state.selected = Some(row.id);
        ui.memory_mut(|memory| memory.request_focus(id_of(row.id)));
    }
    if response.double_clicked() {
        show(cx);
    }
    widgets::focus_ring(ui, rect, &response);
    context_menu(&response, row, cx);
    if cut {
        response.on_hover_text(&row.name);
    }
}

fn context_menu(response: &egui::Response, row: &EntityRow, cx: &mut Cx<'_>) {
    let items = [
        MenuItem::keys("Show passages", "Enter"),
        MenuItem::new("Only articles that name it"),
        MenuItem::new("Copy the name"),
        MenuItem::Line,
        MenuItem::keys("Rename…", "F2"),
    ];
    match widgets::context_menu(response, &items) {
        Some(0) => cx.send(Action::ShowPassages {
            cell: Cell::Entity(row.id),
            unit: cx.unit(),
        }),
        Some(1) => cx.send(Action::FilterEntity(row.id)),
        Some(2) => response.ctx.copy_text(row.name.clone()),
        Some(4) => cx.send(Action::Rename {
            entity: row.id,
            name: row.name.clone(),
        }),
        _ => {}
    }
}

fn variants_ui(ui: &mut Ui, head: Rect, row: &EntityRow, most: u64, unit: CountUnit) {
    let c = colors(ui);
    // Spellings are counted in mentions alone: among stories their bars show shares of the name's own.
    let scale = counted(row, unit) as f32 / (most as f32 * row.mentions.max(1) as f32);
    let (bar, long) = bar_columns(head.width());
    for (index, (spelling, count)) in row.variants.iter().enumerate() {
        let top = head.bottom() + index as f32 * size::SUB_ROW;
        let rect = Rect::from_min_size(pos2(head.left(), top), vec2(head.width(), size::SUB_ROW));
        let y = rect.center().y;
        let name = Rect::from_min_max(
            pos2(rect.left() + 36.0, rect.top()),
            pos2(rect.left() + bar - space::M, rect.bottom()),
        );
        widgets::at(ui, name, |ui| {
            widgets::label_elided(ui, spelling, font::ui(font::SMALL), c.ink2)
        });
        let share = *count as f32 * scale;
        let shape = Rect::from_min_size(
            pos2(rect.left() + bar, y - 3.0),
            vec2((long * share).max(1.5), 6.0),
        );
        ui.painter()
            .rect_filled(shape, 0.0, c.type_bar_quiet(row.kind));
        if unit != CountUnit::Mentions {
            continue;
        }
        let at = pos2(rect.right() - space::L, y);
        widgets::text(
            ui,
            at,
            Align2::RIGHT_CENTER,
            &number(*count),
            font::ui(font::SMALL),
            c.ink2,
        );
    }
}
