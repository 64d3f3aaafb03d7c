//! Strips above the panels that say something the user should know, with what can be done about it. Quieter than a
//! problem: nothing failed.

use egui::{Rect, Role, Ui, WidgetInfo, pos2, vec2};

use super::{
    action::{Action, Queue},
    theme::{colors, font, size, space},
    widgets::{self, Button, ButtonKind, Icon, icon_button},
};

/// One strip.
#[derive(Clone, Debug, PartialEq)]
pub struct Notice {
    words: String,
    warning: bool,
    button: Option<(String, Action)>,
}

impl Notice {
    /// Something that is good to know.
    #[must_use]
    pub fn quiet(words: impl Into<String>) -> Self {
        Self {
            words: words.into(),
            warning: false,
            button: None,
        }
    }

    /// Something that may do harm later.
    #[must_use]
    pub fn warning(words: impl Into<String>) -> Self {
        Self {
            warning: true,
            ..Self::quiet(words)
        }
    }

    /// The same with something to do about it; doing it takes the strip away.
    #[must_use]
    pub fn button(self, words: String, action: Action) -> Self {
        Self {
            button: Some((words, action)),
            ..self
        }
    }
}

/// Draws the notice at the top of `window`; returns the space below it.
pub fn ui(ui: &mut Ui, window: Rect, notice: Option<&Notice>, queue: &mut Queue) -> Rect {
    let Some(notice) = notice else { return window };
    let c = colors(ui);
    let (ground, ink) = if notice.warning {
        (c.warn_tint, c.warn)
    } else {
        (c.bg, c.ink2)
    };
    let small = font::ui(font::UI);
    let button_width = notice.button.as_ref().map_or(0.0, |(words, _)| {
        widgets::width_of(ui, words, small.clone()) + 2.0 * space::L + space::M
    });
    let left = window.left() + space::L + size::ICON + space::M;
    let right = window.right() - space::L - 28.0 - button_width;
    let words = ui.painter().layout(
        notice.words.clone(),
        small,
        c.ink,
        (right - left - space::M).max(120.0),
    );
    let height = (words.size().y + 2.0 * space::M).max(size::PANEL_HEAD);
    let rect = Rect::from_min_size(window.min, vec2(window.width(), height));
    ui.painter().rect_filled(rect, 0.0, ground);
    widgets::hline(ui.painter(), rect, rect.bottom(), c.line2);
    let icon = if notice.warning {
        Icon::Warning
    } else {
        Icon::Note
    };
    let at = pos2(window.left() + space::L + size::ICON / 2.0, rect.center().y);
    icon.paint(ui.painter(), at, ink);
    let text = Rect::from_min_size(
        pos2(left, (rect.center().y - words.size().y / 2.0).round()),
        words.size(),
    );
    let response = ui.interact(text, ui.scope_id().with("notice"), egui::Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &notice.words));
    ui.painter().galley(text.min, words, c.ink);
    let mut at = Rect::from_min_max(
        pos2(window.right() - space::L - 24.0, rect.top()),
        pos2(window.right() - space::L, rect.bottom()),
    );
    let dismissed = widgets::at(ui, at, |ui| {
        icon_button(ui, Icon::Close, "Dismiss the notice", None, 24.0, None).clicked()
    });
    if let Some((words, action)) = &notice.button {
        at = Rect::from_min_max(
            pos2(at.left() - button_width - 4.0, rect.center().y - 12.0),
            pos2(at.left() - space::M, rect.center().y + 12.0),
        );
        let clicked = widgets::at(ui, at, |ui| {
            Button::new(words)
                .kind(ButtonKind::Panel)
                .width(at.width())
                .show(ui)
                .clicked()
        });
        if clicked {
            queue.send(action.clone());
            queue.send(Action::DismissNotice);
        }
    }
    if dismissed {
        queue.send(Action::DismissNotice);
    }
    Rect::from_min_max(pos2(window.left(), rect.bottom()), window.max)
}
