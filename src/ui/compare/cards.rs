//! The versions of a story as cards, oldest first: two of them are A and B.

use egui::{
    Align2, Id, Key, Modifiers, Rect, Role, ScrollArea, Sense, Stroke, StrokeKind, Ui, WidgetInfo,
    pos2, vec2,
};

use super::{Side, State};
use crate::{
    model::{ArticleId, family::FamilyCard},
    ui::{
        theme::{colors, font, radius, space, stroke},
        widgets,
    },
};

/// Height of the strip.
pub(super) const HEIGHT: f32 = 68.0;
const CARD: [f32; 2] = [211.0, 46.0];
const GAP: f32 = 26.0;
/// Room for the words at the right.
const WORDS: f32 = 150.0;

fn id_of(article: ArticleId) -> Id {
    Id::unique(("version card", article.0))
}

/// A square letter that names a side, with its left edge at `left`.
pub(super) fn letter(ui: &Ui, left: f32, center_y: f32, letter: &str) -> Rect {
    let c = colors(ui);
    let rect = Rect::from_min_size(pos2(left, center_y - 8.5), vec2(17.0, 17.0));
    ui.painter().rect_filled(rect, radius::BADGE, c.accent);
    widgets::text(
        ui,
        rect.center(),
        Align2::CENTER_CENTER,
        letter,
        font::bold(font::HEAD),
        c.on_accent,
    );
    rect
}

/// Draws the cards into `rect`.
pub(super) fn ui(ui: &mut Ui, rect: Rect, card: &FamilyCard, state: &mut State) {
    let c = colors(ui);
    ui.painter().rect_filled(rect, 0.0, c.panel);
    widgets::hline(ui.painter(), rect, rect.bottom(), c.line2);
    let count = card.versions.len();
    let wide = count as f32 * (CARD[0] + GAP) - GAP;
    let roomy = rect.width() - 2.0 * 14.0 - WORDS >= wide;
    let right = if roomy {
        rect.right() - WORDS
    } else {
        rect.right()
    };
    let strip = Rect::from_min_max(rect.min, pos2(right, rect.bottom()));
    let mut asked = None;
    ui.scope_builder(egui::UiBuilder::new().max_rect(strip), |ui| {
        ui.set_clip_rect(ui.clip_rect().intersect(strip));
        ScrollArea::horizontal()
            .id_salt("versions")
            .auto_shrink(false)
            .show_viewport(ui, |ui, view| {
                ui.set_min_size(vec2(wide + 28.0, rect.height() - 1.0));
                widgets::list_of(ui, Role::ListBox, "Versions", card.versions.len());
                let origin = pos2(strip.left() + 14.0 - view.left(), rect.top() + 11.0);
                for (at, version) in card.versions.iter().enumerate() {
                    let corner = origin + vec2(at as f32 * (CARD[0] + GAP), 0.0);
                    let place = Rect::from_min_size(corner, CARD.into());
                    if at + 1 < count {
                        let link = Rect::from_min_max(
                            place.right_top(),
                            place.right_bottom() + vec2(GAP, 0.0),
                        );
                        widgets::hline(ui.painter(), link, place.center().y, c.line2);
                    }
                    let side = Side {
                        version,
                        number: Some(at + 1),
                    };
                    asked = card_ui(ui, place, side, card, at, state).or(asked);
                }
            });
    });
    if let Some(pair) = asked {
        state.choose(pair);
    }
    if roomy {
        let x = rect.right() - 14.0;
        for (words, dy) in [("Order from dates", -8.0), ("and copied sentences", 8.0)] {
            let at = pos2(x, rect.center().y + dy);
            widgets::text(
                ui,
                at,
                Align2::RIGHT_CENTER,
                words,
                font::ui(font::SMALL),
                c.ink3,
            );
        }
    }
}

/// `first seen`, `74% of v1 kept`.
fn kept(side: Side<'_>) -> String {
    match side.version.kept {
        None => "first seen".to_owned(),
        Some(share) => format!("{}% of v1 kept", (share * 100.0).round()),
    }
}

/// Draws a card; returns another pair when one was chosen on it.
fn card_ui(
    ui: &mut Ui,
    rect: Rect,
    side: Side<'_>,
    card: &FamilyCard,
    at: usize,
    state: &State,
) -> Option<(ArticleId, ArticleId)> {
    let c = colors(ui);
    let article = side.version.article;
    let (a, b) = state.pair?;
    let letter_of = if article == a {
        Some("A")
    } else if article == b {
        Some("B")
    } else {
        None
    };
    let response = ui.interact(rect, id_of(article), Sense::click());
    widgets::position(ui, response.id, at);
    let spoken = format!(
        "{}, {}, {}{}",
        side.name(),
        side.date(),
        kept(side),
        letter_of.map_or_else(String::new, |letter| format!(", shown as {letter}"))
    );
    response.widget_info(|| {
        WidgetInfo::selected(Role::ListBoxOption, true, letter_of.is_some(), &spoken)
    });
    let (ground, edge) = match (letter_of, response.hovered()) {
        (Some(_), _) => (c.selected, c.accent),
        (None, true) => (c.hover, c.line2),
        (None, false) => (c.paper, c.line2),
    };
    let line = Stroke::new(stroke::LINE, edge);
    ui.painter()
        .rect(rect, radius::CONTROL, ground, line, StrokeKind::Inside);
    let (left, right) = (rect.left() + space::L - 1.0, rect.right() - space::L + 1.0);
    let (first, second) = (rect.top() + 15.0, rect.top() + 32.0);
    let number = format!("v{}", at + 1);
    let drawn = widgets::text(
        ui,
        pos2(left, first),
        Align2::LEFT_CENTER,
        &number,
        font::bold(font::UI),
        c.ink,
    );
    let name_left = drawn.right() + space::S;
    let name = widgets::elided(
        ui,
        side.outlet(),
        font::ui(font::UI),
        c.ink,
        right - name_left - 24.0,
    );
    widgets::galley_at(ui, name_left, first, name, c.ink);
    if let Some(words) = letter_of {
        letter(ui, right - 17.0, first, words);
    }
    let words = kept(side);
    let kept_width = widgets::width_of(ui, &words, font::ui(font::SMALL));
    widgets::text(
        ui,
        pos2(right, second),
        Align2::RIGHT_CENTER,
        &words,
        font::ui(font::SMALL),
        c.ink2,
    );
    let dated = side.version.published.is_some();
    let date = match &side.version.published {
        Some(published) => match widgets::time_words(published) {
            Some(time) => format!("{}, {time}", widgets::date_short(published)),
            None => widgets::date_short(published),
        },
        None => "No date".to_owned(),
    };
    let ink = if dated { c.ink2 } else { c.warn };
    let date = widgets::elided(
        ui,
        &date,
        font::ui(font::SMALL),
        ink,
        right - left - kept_width - space::M,
    );
    widgets::galley_at(ui, left, second, date, ink);
    widgets::focus_ring(ui, rect, &response);
    let chosen = act(ui, &response, article, card, at, (a, b));
    let hint = format!(
        "{}\n{}\nClick to show it as B, Shift+click as A",
        side.version.title,
        side.date()
    );
    response.on_hover_text(hint);
    chosen
}

/// What a click or a key on a card chooses.
fn act(
    ui: &Ui,
    response: &egui::Response,
    article: ArticleId,
    card: &FamilyCard,
    at: usize,
    (a, b): (ArticleId, ArticleId),
) -> Option<(ArticleId, ArticleId)> {
    let as_a = if article == b { (b, a) } else { (article, b) };
    let as_b = if article == a { (b, a) } else { (a, article) };
    let mut chosen = None;
    if response.has_focus() {
        let filter = egui::EventFilter {
            horizontal_arrows: true,
            ..Default::default()
        };
        crate::ui::widgets::hold_keys(ui, response.id, filter);
        let plain = |key| {
            ui.ctx()
                .input_mut(|input| input.consume_key(Modifiers::NONE, key))
        };
        if plain(Key::A) {
            chosen = Some(as_a);
        }
        if plain(Key::B) {
            chosen = Some(as_b);
        }
        let step = isize::from(plain(Key::ArrowRight)) - isize::from(plain(Key::ArrowLeft));
        if step != 0
            && let Some(next) = at
                .checked_add_signed(step)
                .and_then(|at| card.versions.get(at))
        {
            ui.memory_mut(|memory| memory.request_focus(id_of(next.article)));
            let edge = Rect::from_min_size(
                response.rect.min + vec2(step as f32 * (CARD[0] + GAP), 0.0),
                response.rect.size(),
            );
            ui.scroll_to_rect(edge, None);
        }
    }
    if response.clicked() {
        response.request_focus();
        let shift = ui.input(|input| input.modifiers.shift);
        chosen = Some(if shift { as_a } else { as_b });
    }
    chosen.filter(|pair| *pair != (a, b))
}
