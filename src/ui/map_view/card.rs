//! What is known of the selected place: why it lies where it does, and the numbers that open its passages.

use egui::{Align2, Pos2, Rect, Sense, Stroke, StrokeKind, Ui, pos2, vec2};

use super::{
    doubts::Doubt,
    menu::{Act, Menu},
    row::{reason_words, status_words},
    symbols::Symbol,
    viewport::Viewport,
};
use crate::{
    model::{CountUnit, PlaceStatus},
    ui::{
        theme::{colors, font, radius, space, stroke},
        widgets::{Icon, count, elided, galley_at, icon_button, number_link, text, width_of},
    },
    workspace::views::PlaceRow,
};

const WIDTH: f32 = 282.0;

/// Distance between a symbol and its card.
const AWAY: f32 = 44.0;

/// What was done to the card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CardEvent {
    Close,
    Passages(CountUnit),
    Act(Act),
}

/// A card laid out but not yet drawn.
pub struct Card<'a> {
    pub rect: Rect,
    row: &'a PlaceRow,
    /// What articles say of where it lies.
    doubt: Option<&'a Doubt>,
    reason: std::sync::Arc<egui::Galley>,
    /// Middle and radius of the symbol it belongs to.
    symbol: Option<(Pos2, f32)>,
}

impl<'a> Card<'a> {
    /// Finds room for the card: above its symbol, or below, or at the top where there is no symbol in view.
    #[must_use]
    pub fn new(
        ui: &Ui,
        view: &Viewport,
        row: &'a PlaceRow,
        symbol: Option<&Symbol>,
        doubt: Option<&'a Doubt>,
    ) -> Self {
        let c = colors(ui);
        let words = reason(row, doubt);
        let width = WIDTH.min(view.rect.width() - 2.0 * space::M);
        let reason = ui.painter().layout(
            words,
            font::ui(font::SMALL),
            c.ink2,
            width - 2.0 * space::L - 2.0,
        );
        let size = vec2(width, 40.0 + reason.size().y + 40.0);
        let room = view.rect.shrink(space::M);
        let symbol = symbol
            .map(|s| (s.on_screen(view), s.radius))
            .filter(|(at, _)| view.rect.contains(*at));
        let min = match symbol {
            Some((at, r)) => {
                let above = at.y - r - AWAY - size.y;
                let y = if above >= room.top() {
                    above
                } else {
                    at.y + r + AWAY
                };
                pos2(at.x - size.x * 0.25, y)
            }
            None => pos2(room.center().x - size.x / 2.0, room.top() + space::XS),
        };
        // The zoom buttons stand in the left corner.
        let left = room.left() + 48.0;
        let min = pos2(
            min.x
                .min(room.right() - size.x)
                .max(left.min(room.right() - size.x)),
            min.y.min(room.bottom() - size.y).max(room.top()),
        );
        Self {
            rect: Rect::from_min_size(min.round(), size),
            row,
            doubt,
            reason,
            symbol,
        }
    }

    /// Draws the card over the map.
    pub fn ui(self, ui: &mut Ui, stories: bool, locked: Option<&'static str>) -> Option<CardEvent> {
        let c = colors(ui);
        let painter = ui.painter();
        if let Some((at, r)) = self.symbol {
            let x =
                at.x.clamp(self.rect.left() + space::L, self.rect.right() - space::L);
            let above = self.rect.center().y < at.y;
            let (from, to) = if above {
                (self.rect.bottom(), at.y - r - 5.0)
            } else {
                (at.y + r + 5.0, self.rect.top())
            };
            if to > from && (x - at.x).abs() < 1.0 {
                let x = painter.round_to_pixel_center(x);
                painter.vline(x, from..=to, Stroke::new(stroke::LINE, c.edge));
            }
        }
        let rect = self.rect;
        let response = ui.interact(
            rect,
            ui.scope_id().with("place card"),
            Sense::click_and_drag(),
        );
        let group = format!("About {}", self.row.name);
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Group, true, &group));
        painter_card(ui, rect);
        let inner = rect.shrink2(vec2(space::L + 1.0, 0.0));
        let y = rect.top() + 20.0;
        let (status, warn) = match self.doubt.filter(|doubt| doubt.differs) {
            Some(doubt) if self.row.status != PlaceStatus::User => (doubt.status.clone(), true),
            _ => status_words(self.row),
        };
        let ink = if warn { c.warn } else { c.ink2 };
        let mut left = inner.left();
        if warn {
            Icon::Warning.paint(ui.painter(), pos2(left + 7.0, y), c.warn);
            left += 22.0;
        }
        let close = Rect::from_center_size(pos2(inner.right() - 6.0, y), vec2(22.0, 22.0));
        let status_right = close.left() - space::XS;
        let status_width = width_of(ui, &status, font::ui(font::SMALL));
        text(
            ui,
            pos2(status_right, y),
            Align2::RIGHT_CENTER,
            &status,
            font::ui(font::SMALL),
            ink,
        );
        let room = status_right - status_width - left - space::M;
        let name = elided(ui, &self.row.name, font::bold(font::UI), c.ink, room);
        galley_at(ui, left, y, name, c.ink);
        let reason_at = pos2(inner.left(), rect.top() + 37.0);
        let below = reason_at.y + self.reason.size().y;
        ui.painter().galley(reason_at, self.reason, c.ink2);

        let mut event = None;
        if crate::ui::widgets::at(ui, close, |ui| {
            icon_button(ui, Icon::Close, "Close card", Some("Esc"), 22.0, None).clicked()
        }) {
            event = Some(CardEvent::Close);
        }
        let links = Rect::from_min_max(
            pos2(inner.left(), below + space::S),
            pos2(inner.right(), rect.bottom() - space::S),
        );
        crate::ui::widgets::at(ui, links, |ui| {
            ui.spacing_mut().item_spacing.x = space::L;
            let mentions = count(self.row.mentions, "mention", "mentions");
            let unit = if stories {
                CountUnit::Stories
            } else {
                CountUnit::Articles
            };
            let [one, many] = unit.nouns();
            let row = self.row;
            let second = count(unit.of(row.mentions, row.articles, row.stories), one, many);
            for (words, unit) in [(mentions, CountUnit::Mentions), (second, unit)] {
                let name = format!("Show {words} of {}", self.row.name);
                if number_link(ui, &words, &name, font::SMALL).clicked() {
                    event = Some(CardEvent::Passages(unit));
                }
            }
        });
        let more = Rect::from_center_size(
            pos2(inner.right() - 6.0, links.center().y),
            vec2(22.0, 22.0),
        );
        let name = format!("What to do with {}", self.row.name);
        let button = crate::ui::widgets::at(ui, more, |ui| {
            icon_button(ui, Icon::More, &name, None, 22.0, None)
        });
        if let Some(act) = Menu::new(self.row, self.doubt, 1)
            .locked(locked)
            .under(&button)
        {
            event = Some(CardEvent::Act(act));
        }
        event
    }
}

fn painter_card(ui: &Ui, rect: Rect) {
    let c = colors(ui);
    let line = Stroke::new(stroke::LINE, c.line2);
    ui.painter()
        .rect(rect, radius::CARD, c.paper, line, StrokeKind::Inside);
}

/// Why the place lies where it does, with what makes it less than exact.
fn reason(row: &PlaceRow, doubt: Option<&Doubt>) -> String {
    // "12.5300° E" stays in one piece.
    let mut words = reason_words(row, doubt).replace("° ", "°\u{a0}");
    if words.is_empty() {
        words.push_str("No reason was recorded");
    }
    if let Some(km) = row.uncertainty_km.filter(|km| *km >= 5.0) {
        let km = crate::ui::widgets::number(km.round() as u64);
        words.push_str(if words.ends_with('.') { " " } else { ". " });
        words.push_str(&format!("Somewhere within {km} km"));
    }
    words
}
