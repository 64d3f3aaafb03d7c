//! Menus under buttons, and dropdowns.

use egui::{
    Align2, Key, Modifiers, Popup, PopupCloseBehavior, Rect, Response, Role, Sense, SetOpenCommand,
    Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2,
};

use super::{
    Icon,
    paint::{focus_ring, text, width_of},
};
use crate::ui::theme::{colors, font, radius, size, space, stroke};

/// One line of a menu.
#[derive(Clone, Copy, Debug)]
pub enum MenuItem<'a> {
    /// Words, shortcut, whether it is the chosen one, and why it is disabled.
    Item {
        words: &'a str,
        keys: &'a str,
        checked: bool,
        disabled: Option<&'a str>,
    },
    /// A name above the lines that follow.
    Head(&'a str),
    Line,
}

impl<'a> MenuItem<'a> {
    /// Words alone.
    #[must_use]
    pub const fn new(words: &'a str) -> Self {
        Self::keys(words, "")
    }

    /// Words and the keys that do the same.
    #[must_use]
    pub const fn keys(words: &'a str, keys: &'a str) -> Self {
        Self::Item {
            words,
            keys,
            checked: false,
            disabled: None,
        }
    }

    /// A choice that may be the chosen one.
    #[must_use]
    pub const fn choice(words: &'a str, checked: bool) -> Self {
        Self::Item {
            words,
            keys: "",
            checked,
            disabled: None,
        }
    }
}

/// Opens a menu when `button` is clicked; returns the index of the line chosen. Arrow keys move, Enter chooses,
/// Escape closes.
pub fn menu(button: &Response, items: &[MenuItem<'_>]) -> Option<usize> {
    let mut chosen = None;
    Popup::menu(button)
        .gap(space::XS)
        .show(|ui| chosen = items_ui(ui, items));
    chosen
}

/// The same for things that are ticked one after the other: a choice leaves it open.
pub fn menu_of_ticks(button: &Response, items: &[MenuItem<'_>]) -> Option<usize> {
    let mut chosen = None;
    Popup::menu(button)
        .gap(space::XS)
        .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
        .show(|ui| chosen = lines_ui(ui, items, false, true));
    chosen
}

/// The same for a click with the other button on anything.
pub fn context_menu(on: &Response, items: &[MenuItem<'_>]) -> Option<usize> {
    context_menu_at(on, false, items)
}

/// The same; `asked` opens it from the keyboard, below what it is about and with its first line ready to choose.
pub fn context_menu_at(on: &Response, asked: bool, items: &[MenuItem<'_>]) -> Option<usize> {
    let mut chosen = None;
    let by_key = Popup::default_response_id(on).with("by key");
    if asked {
        on.ctx.data_mut(|data| data.insert_temp(by_key, true));
    } else if on.secondary_clicked() {
        on.ctx.data_mut(|data| data.remove::<bool>(by_key));
    }
    if on.ctx.data(|data| data.get_temp::<bool>(by_key)).is_none() {
        Popup::context_menu(on).show(|ui| chosen = items_ui(ui, items));
        return chosen;
    }
    let set = asked.then_some(SetOpenCommand::Bool(true));
    Popup::menu(on).gap(space::XS).open_memory(set).show(|ui| {
        // The first pass measures the menu; what has the keyboard there would lose it.
        let begins = !ui.is_sizing_pass()
            && ui
                .ctx()
                .data_mut(|data| data.get_temp(by_key) == Some(true));
        if begins {
            ui.ctx().data_mut(|data| data.insert_temp(by_key, false));
        }
        chosen = lines_ui(ui, items, begins, false);
    });
    chosen
}

fn items_ui(ui: &mut Ui, items: &[MenuItem<'_>]) -> Option<usize> {
    lines_ui(ui, items, false, false)
}

/// Draws the lines; the first one takes the keyboard when the menu `begins`. A key alone that stands beside a line
/// chooses it while the menu is open. A choice closes the menu, unless it `stays`.
fn lines_ui(ui: &mut Ui, items: &[MenuItem<'_>], mut begins: bool, stays: bool) -> Option<usize> {
    let mut chosen = None;
    let c = colors(ui);
    ui.spacing_mut().item_spacing.y = 0.0;
    let choices = items
        .iter()
        .any(|item| matches!(item, MenuItem::Item { checked: true, .. }));
    let indent = if choices { 26.0 } else { space::L };
    let width = items
        .iter()
        .map(|item| match item {
            MenuItem::Item { words, keys, .. } => {
                let keys = if keys.is_empty() {
                    0.0
                } else {
                    width_of(ui, keys, font::ui(font::SMALL)) + 32.0
                };
                indent + width_of(ui, words, font::ui(font::UI)) + keys + space::XL
            }
            MenuItem::Head(words) => indent + width_of(ui, words, font::ui(font::HEAD)) + space::XL,
            MenuItem::Line => 0.0,
        })
        .fold(150.0_f32, f32::max)
        .ceil();
    for (index, item) in items.iter().enumerate() {
        match item {
            MenuItem::Line => {
                let (rect, _) = ui.allocate_exact_size(vec2(width, 9.0), Sense::hover());
                super::hline(ui.painter(), rect, rect.center().y, c.line);
            }
            MenuItem::Head(words) => {
                let (rect, _) = ui.allocate_exact_size(vec2(width, 22.0), Sense::hover());
                let at = pos2(rect.left() + space::L, rect.center().y + 2.0);
                text(
                    ui,
                    at,
                    Align2::LEFT_CENTER,
                    words,
                    font::ui(font::HEAD),
                    c.ink3,
                );
            }
            MenuItem::Item {
                words,
                keys,
                checked,
                disabled,
            } => {
                let enabled = disabled.is_none();
                let sense = if enabled {
                    Sense::click()
                } else {
                    Sense::hover()
                };
                let (rect, response) = ui.allocate_exact_size(vec2(width, size::ROW), sense);
                response
                    .widget_info(|| WidgetInfo::selected(Role::MenuItem, enabled, *checked, words));
                if enabled && (response.hovered() || response.has_focus()) {
                    ui.painter().rect_filled(rect, radius::BADGE, c.hover);
                }
                let ink = if enabled { c.ink } else { c.disabled(c.ink) };
                if *checked {
                    Icon::Check.paint_scaled(
                        ui.painter(),
                        pos2(rect.left() + 14.0, rect.center().y),
                        c.accent,
                        0.8,
                    );
                }
                let at = pos2(rect.left() + indent, rect.center().y);
                text(ui, at, Align2::LEFT_CENTER, words, font::ui(font::UI), ink);
                let at = pos2(rect.right() - space::M, rect.center().y);
                text(
                    ui,
                    at,
                    Align2::RIGHT_CENTER,
                    keys,
                    font::ui(font::SMALL),
                    c.ink3,
                );
                if enabled && std::mem::take(&mut begins) {
                    response.request_focus();
                }
                focus_ring(ui, rect, &response);
                // `Ctrl+C` is read elsewhere, and Enter chooses the line with the keyboard.
                let key = (keys.len() < 3).then(|| Key::from_name(keys)).flatten();
                let pressed = enabled
                    && key.is_some_and(|key| {
                        ui.ctx()
                            .input_mut(|input| input.consume_key(Modifiers::NONE, key))
                    });
                if response.clicked() || pressed {
                    chosen = Some(index);
                    if !stays {
                        ui.close();
                    }
                }
                if let Some(why) = disabled {
                    response.on_hover_text(*why);
                }
            }
        }
    }
    chosen
}

/// A labeled choice from a list: shows the chosen one with an arrow. `name` says what is chosen. Returns the index of
/// another choice made.
pub fn dropdown(ui: &mut Ui, name: &str, choices: &[&str], selected: usize) -> Option<usize> {
    let c = colors(ui);
    let shown = choices.get(selected).copied().unwrap_or_default();
    let id = font::ui(font::SMALL);
    let width = (width_of(ui, shown, id.clone()) + 2.0 * space::M + 18.0).ceil();
    let (rect, response) = ui.allocate_exact_size(vec2(width, size::PANEL_BUTTON), Sense::click());
    response.widget_info(|| {
        let mut info = WidgetInfo::labeled(Role::ComboBox, true, name);
        info.current_text_value = Some(shown.to_owned());
        info
    });
    let ground = if response.hovered() { c.hover } else { c.paper };
    ui.painter().rect(
        rect,
        radius::CONTROL,
        ground,
        Stroke::new(stroke::LINE, c.line2),
        StrokeKind::Inside,
    );
    text(
        ui,
        pos2(rect.left() + space::M, rect.center().y),
        Align2::LEFT_CENTER,
        shown,
        id,
        c.ink,
    );
    let arrow =
        Rect::from_center_size(pos2(rect.right() - 14.0, rect.center().y), vec2(12.0, 12.0));
    Icon::Down.paint_scaled(ui.painter(), arrow.center(), c.ink2, 0.7);
    focus_ring(ui, rect, &response);
    let items: Vec<MenuItem<'_>> = choices
        .iter()
        .enumerate()
        .map(|(index, words)| MenuItem::choice(words, index == selected))
        .collect();
    menu(&response, &items).filter(|index| *index != selected)
}
