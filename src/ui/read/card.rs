//! The card under a name: who or where it is, how often it is named, and what to do about it.

use egui::{Align2, Area, Frame, Id, Margin, Order, Rect, Stroke, Ui, pos2, vec2};

use super::correct::{self, Subject};
use crate::{
    model::{CountUnit, EntityId, EntityType, MemoOn, PlaceStatus, chart::Cell},
    ui::{
        action::Action,
        context::Cx,
        marks::Ask,
        theme::{colors, font, radius, size, space, stroke},
        widgets::{self, Button, ButtonKind, Icon, label},
    },
    workspace::views::{EntityCard, PlaceRow},
};

const WIDTH: f32 = 318.0;
const PAD: f32 = 13.0;
/// Letters of a memo that are shown.
const MEMO: usize = 400;

/// Under which the window knows where the card lies.
pub fn id() -> Id {
    Id::unique("entity card")
}

/// Draws the card of `entity` under `anchor`, or above it where there is no room. `day` is the article's day, lit in the
/// histogram; `among` is where among the mentions of the article it is, from 0, and how many there are. Returns whether it
/// closes.
#[expect(clippy::too_many_arguments, reason = "each is a thing of its own")]
pub fn ui(
    ui: &mut Ui,
    body: Rect,
    anchor: Rect,
    entity: EntityId,
    day: Option<&str>,
    subject: Option<&Subject>,
    among: Option<(Option<usize>, usize)>,
    cx: &mut Cx<'_>,
) -> bool {
    let Some(card) = cx.views().card.value().filter(|card| card.row.id == entity) else {
        return false;
    };
    let c = colors(ui);
    let id = id();
    let known: f32 = ui.data(|data| data.get_temp(id)).unwrap_or(190.0);
    let below = anchor.bottom() + 6.0;
    let above = anchor.top() - 6.0 - known;
    let top = if below + known <= body.bottom() || above < body.top() {
        below
    } else {
        above
    };
    let left = (anchor.left() - 2.0)
        .min(body.right() - WIDTH - space::XL)
        .max(body.left() + space::M);
    let frame = Frame::NONE
        .fill(c.paper)
        .stroke(Stroke::new(stroke::LINE, c.line2))
        .corner_radius(radius::CARD)
        .inner_margin(Margin::same(PAD as i8));
    let response = Area::new(id)
        .order(Order::Middle)
        .fixed_pos(pos2(left, top))
        .constrain(false)
        .fade_in(false)
        .accessible_name(format!("Card of {}", card.row.name))
        .show(ui.ctx(), |ui| {
            frame.show(ui, |ui| {
                ui.set_width(WIDTH - 2.0 * PAD);
                ui.spacing_mut().item_spacing.y = 0.0;
                content(ui, card, day, subject, among, cx)
            })
        });
    let height = response.response.rect.height();
    if (height - known).abs() > 0.5 {
        ui.data_mut(|data| data.insert_temp(id, height));
        ui.ctx().request_repaint();
    }
    let escape = ui.ctx().input(|input| input.key_pressed(egui::Key::Escape));
    let outside = response.response.clicked_elsewhere()
        && ui
            .ctx()
            .pointer_interact_pos()
            .is_some_and(|at| !anchor.expand(4.0).contains(at) && body.contains(at))
        && ui.ctx().input(|input| input.pointer.primary_clicked());
    escape || outside || response.inner.inner
}

fn content(
    ui: &mut Ui,
    card: &EntityCard,
    day: Option<&str>,
    subject: Option<&Subject>,
    among: Option<(Option<usize>, usize)>,
    cx: &mut Cx<'_>,
) -> bool {
    let c = colors(ui);
    let row = &card.row;
    let (head, _) = ui.allocate_exact_size(vec2(ui.available_width(), 20.0), egui::Sense::hover());
    let y = head.center().y;
    widgets::glyph(
        ui.painter(),
        pos2(head.left() + 5.0, y),
        row.kind,
        c.of(row.kind),
    );
    let kind_width = widgets::width_of(ui, row.kind.label(), font::ui(font::SMALL));
    let name = Rect::from_min_max(
        pos2(head.left() + 16.0, head.top()),
        pos2(head.right() - kind_width - space::M, head.bottom()),
    );
    widgets::at(ui, name, |ui| {
        widgets::label_elided(ui, &row.name, font::bold(font::NAME), c.ink)
    });
    widgets::text(
        ui,
        pos2(head.right(), y),
        Align2::RIGHT_CENTER,
        row.kind.label(),
        font::ui(font::SMALL),
        c.ink3,
    );
    ui.add_space(2.0);
    counts(ui, card, cx);
    if let Some((at, of)) = among {
        steps(ui, at, of, cx);
    }
    if card.over_time.len() > 1 {
        ui.add_space(space::M);
        histogram(ui, card, day);
    }
    ui.add_space(10.0);
    let (rule, _) = ui.allocate_exact_size(vec2(ui.available_width(), 1.0), egui::Sense::hover());
    widgets::hline(
        ui.painter(),
        rule.expand2(vec2(PAD, 0.0)),
        rule.bottom(),
        c.line,
    );
    ui.add_space(space::M);
    let others: Vec<&str> = row
        .variants
        .iter()
        .map(|(text, _)| text.as_str())
        .filter(|text| *text != row.name)
        .take(6)
        .collect();
    if !others.is_empty() {
        note(ui, &format!("Also written: {}", others.join(", ")), c.ink2);
    }
    if let Some(place) = &card.place {
        place_notes(ui, place);
    } else if row.kind == EntityType::Place {
        note(ui, "Not placed on the map", c.warn);
    }
    memo(ui, card, cx);
    ui.add_space(space::M);
    buttons(ui, card, subject, cx)
}

/// The memo on the name, or the way to write one.
fn memo(ui: &mut Ui, card: &EntityCard, cx: &mut Cx<'_>) {
    let c = colors(ui);
    if !card.memo.is_empty() {
        let mut words: String = card.memo.chars().take(MEMO).collect();
        if words.len() < card.memo.len() {
            words.push('…');
        }
        note(ui, &words, c.ink);
    }
    let words = if card.memo.is_empty() {
        "Write a memo…"
    } else {
        "Change the memo…"
    };
    let name = format!("Memo on {}", card.row.name);
    if widgets::link(ui, words, &name).clicked() {
        cx.send(Ask::Memo(MemoOn::Entity(card.row.id)).action());
    }
}

fn note(ui: &mut Ui, words: &str, color: egui::Color32) {
    let text = egui::RichText::new(words)
        .font(font::ui(font::SMALL))
        .color(color)
        .line_height(Some(18.0));
    ui.add(egui::Label::new(text).selectable(false).wrap());
}

fn place_notes(ui: &mut Ui, place: &PlaceRow) {
    let c = colors(ui);
    let country = place.country_name.as_deref().or(place.country.as_deref());
    let what = [place.feature.as_deref(), country]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(", ");
    let ink = if place.status == PlaceStatus::Unresolved {
        c.warn
    } else {
        c.ink2
    };
    if !what.is_empty() {
        note(ui, &what, c.ink);
    }
    if !place.reason.is_empty() {
        note(ui, &place.reason, ink);
    }
}

fn counts(ui: &mut Ui, card: &EntityCard, cx: &mut Cx<'_>) {
    let c = colors(ui);
    let row = &card.row;
    let cell = Cell::Entity(row.id);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 3.0;
        let words = widgets::count(row.mentions, "mention", "mentions");
        if widgets::number_link(
            ui,
            &words,
            &format!("Show {words} of {}", row.name),
            font::SMALL,
        )
        .clicked()
        {
            cx.send(Action::ShowPassages {
                cell: cell.clone(),
                unit: CountUnit::Mentions,
            });
        }
        label(ui, "in", font::ui(font::SMALL), c.ink2);
        ui.spacing_mut().item_spacing.x = 0.0;
        let unit = if cx.stories {
            CountUnit::Stories
        } else {
            CountUnit::Articles
        };
        let [one, many] = unit.nouns();
        let words = widgets::count(unit.of(row.mentions, row.articles, row.stories), one, many);
        if widgets::number_link(
            ui,
            &words,
            &format!("Show {words} naming {}", row.name),
            font::SMALL,
        )
        .clicked()
        {
            cx.send(Action::ShowPassages { cell, unit });
        }
        if row.first.is_some() || row.last.is_some() {
            let range = widgets::range_words(row.first.as_deref(), row.last.as_deref());
            label(ui, format!(", {range}"), font::ui(font::SMALL), c.ink2);
        }
    });
}

/// Which of the article's mentions this is, and the way to the next one, here or in the next article that has one.
fn steps(ui: &mut Ui, at: Option<usize>, of: usize, cx: &mut Cx<'_>) {
    let c = colors(ui);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        let words = match at {
            Some(at) => format!("{} of {of} in this article", at + 1),
            None => format!("{of} in this article"),
        };
        label(ui, words, font::ui(font::SMALL), c.ink2);
        ui.add_space(space::S);
        for (icon, name, keys, backwards) in [
            (Icon::Up, "Previous mention of this name", "Shift+P", true),
            (Icon::Down, "Next mention of this name", "Shift+N", false),
        ] {
            let button = widgets::icon_button(ui, icon, name, Some(keys), size::PANEL_BUTTON, None);
            if button.clicked() {
                cx.send(Action::StepMention { backwards });
            }
        }
    });
}

/// Mentions over time in thin bars, the article's own day lit and named.
fn histogram(ui: &mut Ui, card: &EntityCard, day: Option<&str>) {
    let c = colors(ui);
    let (rect, response) =
        ui.allocate_exact_size(vec2(ui.available_width(), 26.0), egui::Sense::hover());
    response.widget_info(|| {
        egui::WidgetInfo::labeled(
            egui::Role::Image,
            true,
            format!("{} over time", card.row.name),
        )
    });
    let lit = day.and_then(|day| {
        card.over_time
            .iter()
            .rposition(|(from, _)| from.as_str() <= day)
    });
    let said = lit
        .and_then(|at| card.over_time.get(at))
        .map(|(from, _)| widgets::day_short(from));
    let said_width = said.as_deref().map_or(0.0, |words| {
        widgets::width_of(ui, words, font::ui(font::HEAD)) + space::M
    });
    let plot = Rect::from_min_max(rect.min, pos2(rect.right() - said_width, rect.bottom()));
    let most = card
        .over_time
        .iter()
        .map(|(_, n)| *n)
        .max()
        .unwrap_or(1)
        .max(1) as f32;
    let step = plot.width() / card.over_time.len() as f32;
    let pixel = 1.0 / ui.pixels_per_point();
    let snap = |at: f32| (at / pixel).round() * pixel;
    for (index, (_, value)) in card.over_time.iter().enumerate() {
        if *value == 0 {
            continue;
        }
        let height = ((plot.height() - 1.0) * *value as f32 / most).max(2.0);
        let left = snap(plot.left() + index as f32 * step);
        let right =
            snap(plot.left() + (index + 1) as f32 * step - if step > 3.0 { 2.0 } else { 0.0 });
        let bar = Rect::from_min_max(
            pos2(left, plot.bottom() - height),
            pos2(right.max(left + pixel), plot.bottom()),
        );
        let color = if Some(index) == lit {
            c.of(card.row.kind)
        } else {
            c.bar2
        };
        ui.painter().rect_filled(bar, 0.0, color);
    }
    widgets::hline(ui.painter(), plot, plot.bottom() + 0.5, c.line2);
    if let Some(words) = said {
        widgets::text(
            ui,
            rect.right_bottom(),
            Align2::RIGHT_BOTTOM,
            &words,
            font::ui(font::HEAD),
            c.ink3,
        );
    }
}

fn buttons(ui: &mut Ui, card: &EntityCard, subject: Option<&Subject>, cx: &mut Cx<'_>) -> bool {
    let row = &card.row;
    let mut close = false;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = space::S;
        let show = format!(
            "Show {}",
            widgets::count(row.mentions, "passage", "passages")
        );
        if Button::new(&show)
            .kind(ButtonKind::Panel)
            .show(ui)
            .clicked()
        {
            cx.send(Action::ShowPassages {
                cell: Cell::Entity(row.id),
                unit: CountUnit::Mentions,
            });
            close = true;
        }
        let name = format!("Filter by {}", row.name);
        if Button::new("Filter")
            .name(&name)
            .kind(ButtonKind::Panel)
            .hint("Only articles that name it")
            .show(ui)
            .clicked()
        {
            cx.send(Action::FilterEntity(row.id));
            close = true;
        }
        if let Some(subject) = subject {
            let button = Button::new("Correct")
                .name(&format!("Correct {}", row.name))
                .after(Icon::Down)
                .kind(ButtonKind::Panel)
                .hint("Rename, merge, split and more")
                .show(ui);
            correct::card_menu(&button, subject, cx);
        }
    });
    close
}
