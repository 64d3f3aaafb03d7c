//! What can be done to names: the menu of a row, the bar below a selection of several, and the actions both send.

use egui::{Rect, Response, Ui, pos2, vec2};

use super::{State, row};
use crate::{
    model::EntityId,
    ui::{
        action::{Action, Decide},
        context::Cx,
        theme::{colors, font, size, space},
        widgets::{self, Button, ButtonKind, Icon, MenuItem, icon_button},
    },
    workspace::{Which, views::EntityRow},
};

/// Something to do to the selected names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Act {
    Passages,
    Filter,
    OverTime,
    Rename,
    Merge,
    Split,
    Retype,
    Dismiss,
    Copy,
}

/// Asks for an act on the selected names, most mentioned first; of several only some acts make sense.
pub(super) fn act(
    ctx: &egui::Context,
    act: Act,
    rows: &[EntityRow],
    cx: &mut Cx<'_>,
    state: &State,
) {
    let entities = state.selection.targets(rows);
    let named = |id: &EntityId| rows.iter().find(|row| row.id == *id);
    let changes = !matches!(act, Act::Passages | Act::Filter | Act::OverTime | Act::Copy);
    let Some(first) = entities
        .first()
        .filter(|_| !changes || cx.read_only().is_none())
    else {
        return;
    };
    let first = *first;
    let one = entities.len() == 1;
    match act {
        Act::Passages => {
            let cursor = state.selection.cursor().unwrap_or(first);
            if let Some(row) = named(&cursor) {
                row::show(row, state.unit(cx), cx);
            }
        }
        Act::Filter => {
            for entity in entities {
                cx.send(Action::FilterEntity(entity));
            }
        }
        Act::OverTime => {
            let label = named(&first).map(|row| row.name.clone());
            cx.send(Action::OverTime {
                names: entities,
                label: label.unwrap_or_default(),
            });
        }
        Act::Rename => {
            let row = named(&first).filter(|_| one);
            if let Some(name) = row.map(|row| row.name.clone()) {
                cx.send(Action::Rename {
                    entity: first,
                    name,
                });
            }
        }
        Act::Merge => cx.send(Action::Decide(Decide::Merge { entities })),
        Act::Split if one => cx.send(Action::Decide(Decide::Split {
            entity: first,
            part: None,
        })),
        Act::Split => {}
        Act::Retype => cx.send(Action::Decide(Decide::Retype {
            entities,
            kind: None,
        })),
        Act::Dismiss => cx.send(Action::Decide(Decide::Dismiss(Which::Entities(entities)))),
        Act::Copy => {
            let wanted: std::collections::HashSet<EntityId> = entities.into_iter().collect();
            let chosen = rows.iter().filter(|row| wanted.contains(&row.id));
            let names: Vec<&str> = chosen.map(|row| row.name.as_str()).collect();
            ctx.copy_text(names.join("\n"));
        }
    }
}

/// The menu of a row, opened by the other button; it is about all selected names.
pub(super) fn menu(
    response: &Response,
    row: &EntityRow,
    rows: &[EntityRow],
    cx: &mut Cx<'_>,
    state: &mut State,
) {
    let several = state.selection.len() > 1 && state.selection.has(row.id);
    let locked = cx.read_only();
    let only_one = locked.or_else(|| several.then_some("Select one name alone"));
    let item = |words, keys, disabled| MenuItem::Item {
        words,
        keys,
        checked: false,
        disabled,
    };
    let words = if several {
        [
            "Only articles that name them all",
            "Merge…",
            "Copy the names",
            "Compare over time",
        ]
    } else {
        [
            "Only articles that name it",
            "Same as…",
            "Copy the name",
            "Chart over time",
        ]
    };
    let items = [
        MenuItem::keys("Show passages", "Enter"),
        MenuItem::new(words[0]),
        MenuItem::new(words[3]),
        item(words[2], widgets::copy_keys(), None),
        MenuItem::Line,
        item("Rename…", "F2", only_one),
        item(words[1], "M", locked),
        item("Split…", "L", only_one),
        item("Change type…", "T", locked),
        item("Not a name…", "X", locked),
    ];
    let Some(chosen) = widgets::context_menu(response, &items) else {
        return;
    };
    let chosen = match chosen {
        0 => Act::Passages,
        1 => Act::Filter,
        2 => Act::OverTime,
        3 => Act::Copy,
        5 => Act::Rename,
        6 => Act::Merge,
        7 => Act::Split,
        8 => Act::Retype,
        9 => Act::Dismiss,
        _ => return,
    };
    act(&response.ctx, chosen, rows, cx, state);
}

/// Height of the bar below a selection: in the narrow list its buttons have a line of their own.
pub(super) const fn bar_height(wide: bool) -> f32 {
    if wide { 40.0 } else { 64.0 }
}

/// The bar below a selection of several names.
pub(super) fn bar_ui(
    ui: &mut Ui,
    rect: Rect,
    rows: &[EntityRow],
    cx: &mut Cx<'_>,
    state: &mut State,
    wide: bool,
) {
    let c = colors(ui);
    ui.painter().rect_filled(rect, 0.0, c.bg);
    widgets::hline(ui.painter(), rect, rect.top() + 1.0, c.line2);
    let names = state.selection.len() as u64;
    let mentions = state.selection.mentions(rows);
    let words = format!(
        "{} · {}",
        widgets::count(names, "name", "names"),
        widgets::count(mentions, "mention", "mentions")
    );
    let inner = rect.shrink2(vec2(space::L, 0.0));
    let (first, second) = if wide {
        (inner, inner)
    } else {
        let first = Rect::from_min_size(
            inner.min + vec2(0.0, space::XS),
            vec2(inner.width(), size::PANEL_BUTTON),
        );
        let second = Rect::from_min_max(pos2(inner.left(), first.bottom()), inner.max);
        (first, second)
    };
    let mut chosen = None;
    let mut clear = false;
    let locked = cx.read_only();
    if !wide {
        widgets::at(ui, first, |ui| {
            widgets::label(ui, &words, font::bold(font::SMALL), c.ink);
        });
        let side = size::PANEL_BUTTON;
        let cross = Rect::from_min_max(
            pos2(first.right() - side + space::XS, first.top()),
            pos2(first.right() + space::XS, first.bottom()),
        );
        clear = widgets::at(ui, cross, |ui| {
            let name = "Clear the selection";
            icon_button(ui, Icon::Close, name, Some("Esc"), side, None).clicked()
        });
    }
    widgets::at(ui, second, |ui| {
        ui.spacing_mut().item_spacing.x = space::S;
        if wide {
            widgets::label(ui, &words, font::bold(font::SMALL), c.ink);
            ui.add_space(space::M);
        }
        for (words, keys, act) in [
            ("Merge…", "M", Act::Merge),
            ("Change type…", "T", Act::Retype),
            ("Not a name…", "X", Act::Dismiss),
        ] {
            let button = Button::new(words).kind(ButtonKind::Panel).shortcut(keys);
            if button.disabled(locked).show(ui).clicked() {
                chosen = Some(act);
            }
        }
        let name = "Only articles that name them all";
        if wide {
            let button = Button::new("Only these articles").name(name).hint(name);
            if button.kind(ButtonKind::Panel).show(ui).clicked() {
                chosen = Some(Act::Filter);
            }
            let button = Button::new("Clear")
                .name("Clear the selection")
                .shortcut("Esc");
            clear = button
                .kind(ButtonKind::Quiet)
                .text_size(font::SMALL)
                .show(ui)
                .clicked();
        } else if icon_button(ui, Icon::Filter, name, None, size::PANEL_BUTTON, None).clicked() {
            chosen = Some(Act::Filter);
        }
    });
    if let Some(chosen) = chosen {
        act(ui.ctx(), chosen, rows, cx, state);
    }
    if clear {
        state.selection.clear();
    }
}
