//! The filter bar: what is selected, in chips, and how much that is.

use std::collections::BTreeMap;

use egui::{Popup, PopupCloseBehavior, Rect, Sense, Ui, vec2};

use super::filter_popup;
use crate::{
    model::{CountUnit, EntityId, EntityType, Filter, chart::Cell},
    ui::{
        action::Action,
        context::Cx,
        search::{Ask, Form},
        theme::{colors, font, size, space},
        widgets::{self, Bar, Button, ButtonKind, ChipEvent, Icon, Segment, number},
    },
    workspace::session::Slot,
};

/// What the bar remembers between frames.
#[derive(Debug, Default)]
pub(super) struct State {
    popup: filter_popup::State,
    /// Names of entities in the filter: a filtered list may not hold them anymore.
    names: BTreeMap<EntityId, (EntityType, String)>,
}

impl State {
    fn learn(&mut self, cx: &Cx<'_>) {
        let views = cx.views();
        if let Slot::Ready(overview) = &views.overview {
            // What was renamed is called as it is now.
            for (id, kind, name) in &overview.named {
                if self
                    .names
                    .get(id)
                    .is_none_or(|known| known.1 != *name || known.0 != *kind)
                {
                    self.names.insert(*id, (*kind, name.clone()));
                }
            }
        }
        let unknown = |names: &BTreeMap<_, _>| {
            cx.wanted
                .filter
                .entities
                .iter()
                .any(|id| !names.contains_key(id))
        };
        if !unknown(&self.names) {
            return;
        }
        if let Some(card) = views.card.value() {
            self.names
                .insert(card.row.id, (card.row.kind, card.row.name.clone()));
        }
        let Some(table) = views.entities.value() else {
            return;
        };
        for row in &table.rows {
            if cx.wanted.filter.entities.contains(&row.id) {
                self.names.insert(row.id, (row.kind, row.name.clone()));
            }
        }
    }
}

/// A part of the filter shown as one chip.
struct Chip {
    about: &'static str,
    value: String,
    without: Filter,
    section: filter_popup::Section,
}

fn chips(filter: &Filter, names: &BTreeMap<EntityId, (EntityType, String)>) -> Vec<Chip> {
    use filter_popup::Section;
    let mut chips = Vec::new();
    let mut add = |about, value: String, section, take: &dyn Fn(&mut Filter)| {
        let mut without = filter.clone();
        take(&mut without);
        chips.push(Chip {
            about,
            value,
            without,
            section,
        });
    };
    if filter.from.is_some() || filter.to.is_some() {
        let value = widgets::range_words(filter.from.as_deref(), filter.to.as_deref());
        add("Dates", value, Section::Dates, &|f| {
            (f.from, f.to) = (None, None);
        });
    }
    if filter.undated {
        add("Dates", "none".to_owned(), Section::Dates, &|f| {
            f.undated = false;
        });
    }
    if filter.doubtful {
        add("Dates", "doubtful".to_owned(), Section::Dates, &|f| {
            f.doubtful = false;
        });
    }
    if !filter.outlets.is_empty() {
        let value = filter.outlets.join(", ");
        add("Outlet", value, Section::Outlets, &|f| f.outlets.clear());
    }
    if !filter.tags.is_empty() {
        let value = filter.tags.join(", ");
        add("Tag", value, Section::Tags, &|f| f.tags.clear());
    }
    for id in &filter.entities {
        let (about, value) = match names.get(id) {
            Some((kind, name)) => (kind.label(), name.clone()),
            None => ("Name", "…".to_owned()),
        };
        add(about, value, Section::Names, &|f| {
            f.entities.retain(|other| other != id);
        });
    }
    if !filter.types.is_empty() {
        let value = filter
            .types
            .iter()
            .map(|kind| kind.plural())
            .collect::<Vec<_>>()
            .join(", ");
        add("Types", value, Section::Types, &|f| f.types.clear());
    }
    if let Some(text) = &filter.text {
        add("Text", text.clone(), Section::Text, &|f| f.text = None);
    }
    chips
}

pub(super) fn ui(ui: &mut Ui, rect: Rect, cx: &mut Cx<'_>, state: &mut State) {
    state.learn(cx);
    let c = colors(ui);
    let look = Bar {
        ground: c.panel,
        pad: space::L,
        line: Some(c.line2),
    };
    widgets::bar(
        ui,
        rect,
        look,
        &mut (cx, state),
        |ui, (cx, state)| {
            ui.spacing_mut().item_spacing.x = space::M;
            let (icon, _) = ui.allocate_exact_size(vec2(size::ICON, size::ICON), Sense::hover());
            Icon::Filter.paint_scaled(ui.painter(), icon.center(), c.ink2, 0.85);
            chips_ui(ui, cx, state);
        },
        |ui, (cx, _)| counts_ui(ui, cx),
    );
}

/// Widest value of a chip, and the same where there are many chips.
const WIDEST: f32 = 220.0;
const NARROWED: f32 = 84.0;
/// Space around the words of the buttons behind the chips.
const BUTTONS: f32 = 84.0;
/// Space around the words that say how many chips have no room.
const MORE: f32 = 40.0;

fn chips_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &mut State) {
    let mut asked = None;
    let chips = chips(&cx.wanted.filter, &state.names);
    let gap = ui.spacing().item_spacing.x;
    let width = |ui: &Ui, chip: &Chip, value: f32| {
        widgets::chip_width(ui, chip.about, &chip.value, value) + gap
    };
    // What adds and clears stays in sight: chips give way, first their values, then the last of them.
    let small = |words| widgets::width_of(ui, words, font::ui(font::SMALL));
    let buttons = small("Add filter") + small("Clear") + BUTTONS;
    let room = (ui.available_width() - buttons).max(0.0);
    let all = |value| chips.iter().map(|chip| width(ui, chip, value)).sum::<f32>();
    let value = if all(WIDEST) <= room {
        WIDEST
    } else {
        NARROWED
    };
    let fitting = if all(value) <= room {
        chips.len()
    } else {
        let mut used = small("10 more") + MORE;
        let fits = |chip: &&Chip| {
            used += width(ui, chip, value);
            used <= room
        };
        chips.iter().take_while(fits).count()
    };
    let (shown, more) = chips.split_at(fitting.min(chips.len()));
    let mut draw = |ui: &mut Ui, chip: &Chip, value: f32| match widgets::chip_within(
        ui,
        chip.about,
        &chip.value,
        value,
    ) {
        Some(ChipEvent::Removed) => cx.send(Action::SetFilter(chip.without.clone())),
        Some(ChipEvent::Clicked) => asked = Some(chip.section),
        None => {}
    };
    for chip in shown {
        draw(ui, chip, value);
    }
    if !more.is_empty() {
        let words = format!("{} more", more.len());
        let button = Button::new(&words)
            .name("More filters")
            .after(Icon::Down)
            .kind(ButtonKind::Quiet)
            .text_size(font::SMALL)
            .show(ui);
        Popup::from_toggle_button_response(&button)
            .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
            .gap(space::XS)
            .show(|ui| {
                ui.spacing_mut().item_spacing.y = space::S;
                for chip in more {
                    draw(ui, chip, WIDEST);
                }
            });
    }
    let button = Button::new("Add filter")
        .icon(Icon::Add)
        .kind(ButtonKind::Quiet)
        .text_size(font::SMALL)
        .show(ui);
    if let Some(section) = asked {
        if section == filter_popup::Section::Text {
            cx.send(Action::Focus(crate::ui::action::Focus::Search));
        } else {
            state.popup.begin(section, &cx.wanted.filter);
            Popup::open_id(ui.ctx(), Popup::default_response_id(&button));
        }
    }
    if button.clicked() {
        state
            .popup
            .begin(filter_popup::Section::Dates, &cx.wanted.filter);
    }
    Popup::from_toggle_button_response(&button)
        .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
        .gap(space::XS)
        .show(|ui| filter_popup::ui(ui, cx, &mut state.popup));
    if !cx.wanted.filter.is_empty() {
        let clear = Button::new("Clear")
            .name("Clear all filters")
            .kind(ButtonKind::Quiet)
            .text_size(font::SMALL);
        if clear.show(ui).clicked() {
            cx.send(Action::SetFilter(Filter::default()));
        }
    }
}

fn counts_ui(ui: &mut Ui, cx: &mut Cx<'_>) {
    let Some(overview) = cx.views().overview.value() else {
        return;
    };
    if overview.articles == 0 {
        return;
    }
    let c = colors(ui);
    let narrow = ui.ctx().content_rect().width() < 1_000.0;
    let articles = if cx.wanted.filter.is_empty() {
        widgets::count(overview.articles, "article", "articles")
    } else {
        format!(
            "{} of {}",
            number(overview.articles_shown),
            widgets::count(overview.articles, "article", "articles")
        )
    };
    let stories = if narrow {
        widgets::count(overview.stories_shown, "story", "stories")
    } else {
        widgets::count(overview.stories_shown, "unique story", "unique stories")
    };
    ui.spacing_mut().item_spacing.x = 0.0;
    // A narrow bar says only what is counted.
    let both = !narrow;
    let searched = cx.wanted.filter.text.is_some();
    if both && searched {
        hits_link(ui, cx);
    }
    if both || !cx.stories {
        if searched {
            // Of a search one wants the sentences with its hits.
            let name = format!("Show snippets from {articles}");
            if widgets::number_link(ui, &articles, &name, font::SMALL).clicked() {
                cx.send(Action::Search(Ask::Show(Form::Articles)));
            }
        } else {
            passages_link(ui, cx, &articles, CountUnit::Articles);
        }
    }
    if both {
        widgets::label(ui, ", ", font::ui(font::SMALL), c.ink2);
    }
    if both || cx.stories {
        passages_link(ui, cx, &stories, CountUnit::Stories);
    }
    ui.add_space(space::L + 2.0);
    let (first, second) = if narrow {
        ("Articles", "Stories")
    } else {
        ("Articles", "Unique stories")
    };
    let segments = [
        Segment::new(first),
        Segment {
            icon: Some(Icon::Stack),
            ..Segment::new(second)
        },
    ];
    let chosen = usize::from(cx.stories);
    if let Some(next) = widgets::segmented(ui, "What is counted", chosen, &segments) {
        cx.send(Action::Stories(next == 1));
    }
}

/// `128 hits in`, once they are counted.
fn hits_link(ui: &mut Ui, cx: &mut Cx<'_>) {
    let Some(hits) = cx.views().search.hits() else {
        return;
    };
    let words = widgets::count(hits, "hit", "hits");
    let name = format!("Show {words}");
    if widgets::number_link(ui, &words, &name, font::SMALL).clicked() {
        cx.send(Action::Search(Ask::Show(Form::Lines)));
    }
    widgets::label(ui, " in ", font::ui(font::SMALL), colors(ui).ink2);
}

fn passages_link(ui: &mut Ui, cx: &mut Cx<'_>, words: &str, unit: CountUnit) {
    let name = format!("Show passages from {words}");
    if widgets::number_link(ui, words, &name, font::SMALL).clicked() {
        cx.send(Action::ShowPassages {
            cell: Cell::All,
            unit,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_chip_takes_away_its_own_part() {
        let filter = Filter {
            from: Some("2012-03-03".to_owned()),
            to: Some("2012-03-28".to_owned()),
            outlets: vec!["Coast Tribune".to_owned()],
            entities: vec![EntityId(1), EntityId(2)],
            types: vec![EntityType::Place],
            text: Some("water".to_owned()),
            tags: vec!["wells".to_owned()],
            undated: true,
            doubtful: true,
        };
        let names = BTreeMap::from([(EntityId(1), (EntityType::Place, "Yafran".to_owned()))]);
        let shown: Vec<String> = chips(&filter, &names)
            .iter()
            .map(|c| format!("{} {}", c.about, c.value))
            .collect();
        assert_eq!(
            shown,
            [
                "Dates 3–28 Mar 2012",
                "Dates none",
                "Dates doubtful",
                "Outlet Coast Tribune",
                "Tag wells",
                "Place Yafran",
                "Name …",
                "Types Places",
                "Text water"
            ]
        );
        let mut left = filter;
        while let Some(chip) = chips(&left, &names).into_iter().next() {
            assert_ne!(chip.without, left, "{}", chip.about);
            left = chip.without;
        }
        assert!(left.is_empty());
    }
}
